"""The allocations and the ledger as layers, with Swedish columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import shapely

from tenuremix.answers.contract import progress_json
from tenuremix.answers.history import where_text
from tenuremix.counting.decisions import BEGUN_COLUMNS, State
from tenuremix.counting.progress import Progress
from tenuremix.counting.tenure import ALLOCATION_TENURES, Tenure
from tenuremix.export.areas import as_multipolygon, capital, column
from tenuremix.export.qml import allocation_styles
from tenuremix.inputs import Workspace
from tenuremix.io.formats.layers import BOOLEAN, DATE, INTEGER, SHARE, TEXT, Field, Layer
from tenuremix.locale.locale import Locale
from tenuremix.schema import DECISIONS

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

_KINDS = {column.name: column.kind for column in DECISIONS}
PLOT, POINT, AREA = "yta", "punkt", "omrade"
# The columns of the ledger, their kind, and the key of the JSON.
_LEDGER = (
    ("mal", TEXT, "target"),
    ("mal_titel", TEXT, "title"),
    ("markanvisning", TEXT, "allocation"),
    ("namn", TEXT, "name"),
    ("datum", DATE, "date"),
    ("handelse", TEXT, "event"),
    ("omrade", TEXT, "area"),
    ("omrade_namn", TEXT, "area_name"),
    ("upplatelseform", TEXT, "tenure"),
    ("andrade_bostader", INTEGER, "dwellings"),
    ("raknas", INTEGER, "counted"),
    ("skal", TEXT, "reason"),
    ("skal_text", TEXT, "reason_text"),
    ("omradesklass", TEXT, "area_class"),
    ("omradesandel", SHARE, "area_share"),
    ("omradesandel_lagst", SHARE, "low"),
    ("omradesandel_hogst", SHARE, "high"),
    ("statistik_datum", DATE, "statistics_date"),
    ("undantag", TEXT, "exception"),
    ("undergrupp", TEXT, "subgroup"),
)


def allocation_layers(workspace: Workspace, text: Locale) -> tuple[Layer, Layer]:
    """Make two layers of the allocations on the date of the workspace: plots, and points.

    Where only the area is known, the point stands inside it and ``plats`` says ``omrade``.
    """
    every = allocation_layer(workspace, text)
    at = [each.name for each in every.columns].index("plats")

    def part(name: str, shape: str, *, plots: bool) -> Layer:
        kept = [i for i, row in enumerate(every.rows) if (row[at] == PLOT) is plots]
        shapes = [(every.geometries or ())[i] for i in kept]
        if plots:
            shapes = [s if s is None else as_multipolygon(s) for s in shapes]
        return Layer(
            name=f"markanvisningar_{name}",
            title=text("export.layer.plots" if plots else "export.layer.points"),
            columns=every.columns,
            rows=[every.rows[i] for i in kept],
            geometries=shapes,
            shape=shape,
            crs=every.crs,
            styles=allocation_styles(every.columns, text, plots=plots),
        )

    return part("ytor", "MULTIPOLYGON", plots=True), part("punkter", "POINT", plots=False)


def allocation_layer(workspace: Workspace, text: Locale) -> Layer:
    """Make one layer of the allocations on the date of the workspace, by id."""
    columns = _columns(text)
    rows, shapes = [], []
    for id_, state in workspace.books.states.items():
        values = _values(id_, state, workspace, text)
        rows.append([values[each.name] for each in columns])
        shapes.append(_shape(state, workspace))
    return Layer(
        name="markanvisningar",
        title=text("export.layer.allocations"),
        columns=columns,
        rows=rows,
        geometries=shapes,
        shape="GEOMETRY",
        crs=workspace.areas.crs,
        frozen=2,
    )


def _columns(text: Locale) -> list[Field]:
    def named(*names: str, kind: str = TEXT) -> list[Field]:
        return [column(name, _KINDS.get(name, kind), text) for name in names]

    def dwellings(tenure: Tenure) -> Field:
        return Field(tenure.value, INTEGER, capital(text(f"tenure.{tenure}")))

    return [
        *named("id", "namn", "skede", "skede_text"),
        *named("skede_sedan", "senaste_beslut", "giltig_till", kind=DATE),
        *named("utgangen", "star", kind=BOOLEAN),
        *named("alla", kind=INTEGER),
        *(dwellings(tenure) for tenure in ALLOCATION_TENURES),
        *named("storst", "plats", "omraden"),
        *named("byggaktor", "diarienummer", "undergrupp", "undantag", "sannolikhet", "forvantad"),
        *named(*BEGUN_COLUMNS.values()),
    ]


def _values(id_: str, state: State, workspace: Workspace, text: Locale) -> Mapping[str, object]:
    """Give the values of one allocation by column; numbers that are not known are None."""
    numbers = state.dwellings or {}
    every = None if state.dwellings is None else sum(numbers.values())
    commonest = max(ALLOCATION_TENURES, key=lambda tenure: numbers.get(tenure, 0))
    return {
        "id": id_,
        "namn": state.name,
        "skede": state.stage.value,
        "skede_text": text(f"event.{state.stage}"),
        "skede_sedan": state.since,
        "senaste_beslut": state.decision.date,
        "giltig_till": state.valid_until,
        "utgangen": state.expired(workspace.as_of),
        "star": state.standing,
        "alla": every,
        **{tenure.value: numbers.get(tenure) for tenure in ALLOCATION_TENURES},
        "storst": commonest.value if every else None,
        "plats": _place(state),
        "omraden": where_text(state, workspace, text),
        "byggaktor": state.developer or None,
        "diarienummer": state.diarienummer or None,
        "undergrupp": state.subgroup or None,
        "undantag": state.exception or None,
        "sannolikhet": state.probability,
        "forvantad": state.expected,
        **{name: (state.begun or {}).get(tenure) for tenure, name in BEGUN_COLUMNS.items()},
    }


def _place(state: State) -> str:
    geometry = state.place.geometry
    if geometry is None:
        return AREA
    return PLOT if geometry.area else POINT


def _shape(state: State, workspace: Workspace) -> Geometry | None:
    """Give the geometry of an allocation, or a point inside the area that it names."""
    if state.place.geometry is not None:
        return state.place.geometry
    areas, code = workspace.areas, state.place.area or ""
    level = areas.level_of(code)
    if level is None:
        return None
    outline = areas.outline(code, level)
    return None if outline is None else shapely.point_on_surface(outline)


def ledger_layer(found: Sequence[Progress], workspace: Workspace, text: Locale) -> Layer:
    """Make the ledger of every target, as the JSON of ``progress`` holds it."""
    rows = []
    for progress in found:
        record = progress_json(progress, workspace.areas)
        for entry in record["ledger"]:
            low, high = entry["area_share_range"] or (None, None)
            reason = text(f"reason.{entry['reason']}")
            values = {**record, **entry, "reason_text": reason, "low": low, "high": high}
            rows.append([_typed(values[key], kind) for _, kind, key in _LEDGER])
    columns = [column(name, kind, text) for name, kind, _ in _LEDGER]
    title = text("export.layer.ledger")
    return Layer(name="liggare", title=title, columns=columns, rows=rows, frozen=1)


def _typed(value: Any, kind: str) -> object:  # noqa: ANN401 - of JSON
    return date.fromisoformat(value) if kind == DATE and value else value
