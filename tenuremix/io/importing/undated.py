"""Rows that tell how an allocation stands, not what was decided: plots in a layer, an export.

They bring a geometry and nothing else.  What else they say is compared with the register, so that
a number that someone has changed there is told, and not passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import shapely

from tenuremix.counting.areas import Areas
from tenuremix.counting.decisions import BEGUN_COLUMNS, State
from tenuremix.counting.register import Register
from tenuremix.counting.tenure import ALLOCATION_TENURES, Tenure
from tenuremix.errors import Fault
from tenuremix.io.files.columns import Columns, text_of
from tenuremix.io.files.rows import RawTable
from tenuremix.io.importing.dialect import LENIENT
from tenuremix.locale.catalogue import Language, catalogue
from tenuremix.review.reconcile import Change, Incoming, changes_words
from tenuremix.schema import DATE, DECISIONS, INTEGER, TEXT, Column

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

ALLOCATIONS = "markanvisningar"
_MARKS = {
    ALLOCATIONS: {"id", "skede", "skede_sedan", "senaste_beslut", "utgangen", "star", "storst"},
    "liggare": {"mal", "markanvisning", "andrade_bostader", "raknas", "skal"},
    "omraden": {"kod", "klass", "klass_framtid", "statistik_datum", "bostader"},
}
"""The columns by which a table is known that ``tenuremix export`` has made."""
_FEWEST = 20
"""So many columns has a table of an export at least."""
_LAYERS = ("markanvisningar_ytor", "markanvisningar_punkter")
_AREA = "omrade"
"""What stands in ``plats`` where the point only shows the area."""
_NEAR = 0.01
_Dwellings = Mapping[Tenure, int]
_COUNTS = tuple(map(str, ALLOCATION_TENURES))
_BESIDE = {
    "skede": "stage",
    "skede_sedan": "since",
    **{c.name: c.attribute for c in DECISIONS if c.attribute in State.__dataclass_fields__},
    "namn": "name",
}
"""What an export says of a state besides its numbers, by the field of the state."""
_BY_NAME = {
    **{column.name: column for column in DECISIONS},
    **{name: Column(name, DATE, "", "") for name in ("skede_sedan", "senaste_beslut")},
    **{name: Column(name, INTEGER, "", "") for name in ("antal", "alla")},
}


@dataclass(frozen=True, slots=True)
class Stated:
    """What a row says of an allocation, by column; ``shape`` is a point that shows its area."""

    id: str
    row: int
    cells: Mapping[str, object]
    exported: bool
    shape: Geometry | None = None


def as_exported(table: RawTable) -> tuple[str, RawTable]:
    """Tell which table of an export a file is, if it is one, with the names of its columns.

    In a workbook the headings are the titles, in Swedish or English.
    """
    for language in ("", *Language):
        if language and len(table.columns) < _FEWEST:
            break
        titles = _titles(language) if language else {}
        columns = [titles.get(name, name) for name in table.columns]
        for kind, marks in _MARKS.items():
            if marks <= set(columns):
                data = dict(zip(columns, map(table.data.__getitem__, table.columns), strict=True))
                return kind, replace(table, columns=tuple(columns), data=data)
    return "", table


def _titles(language: str) -> dict[str, str]:
    """Give the names of exported columns by their titles, in small letters."""
    texts = catalogue(language)
    keys = [key for key in texts if key.startswith("export.") and key.count(".") == 1]
    exported = {texts[key].lower(): key.partition(".")[2] for key in keys}
    return exported | {texts[f"tenure.{name}"].lower(): name for name in _COUNTS}


def exported_parts(fault: Fault) -> list[str]:
    """Give the layers of allocations in an export of several layers, if a file is one."""
    several = fault.key in ("many_layers", "many_sheets")
    found = fault.values.get("found") if several else None
    if not isinstance(found, list):
        return []
    if set(_LAYERS) <= set(found):
        return list(_LAYERS)
    for language in Language:
        sheets = [catalogue(language)[f"export.layer.{n}"] for n in ("allocations", "ledger")]
        if set(sheets) <= set(found):
            return sheets[:1]
    return []


def shown_only(columns: Columns, kind: str) -> set[int]:
    """Find the rows of an export whose point is no place, but shows the area."""
    if kind != ALLOCATIONS:
        return set()
    return {at for at, cell in enumerate(columns.table.data.get("plats", ())) if cell == _AREA}


def read_stated(
    columns: Columns, shapes: Sequence[Geometry | None], shown: AbstractSet[int], kind: str
) -> list[Stated]:
    """Read what rows say of allocations: of an export everything, of other files the numbers."""
    exported = kind == ALLOCATIONS
    table = columns.table
    wanted = ("alla", *_COUNTS, *BEGUN_COLUMNS.values(), *_BESIDE, "senaste_beslut")
    data = {name: columns.raw(name) for name in (*_COUNTS, "antal") if columns.has(name)}
    if exported:
        data = {name: table.data[name] for name in wanted if name in table.data}
    read = {name: _cells(name, cells) for name, cells in data.items()}
    return [
        Stated(
            id_,
            table.numbers[at],
            {name: cells[at] for name, cells in read.items()},
            exported,
            shapes[at] if at in shown else None,
        )
        for at, id_ in enumerate(columns.texts("id"))
        if id_
    ]


def _cells(name: str, cells: Sequence[object]) -> list[object]:
    """Read a column leniently; a cell that does not read so is what it says."""
    column = _BY_NAME["handelse" if name == "skede" else name]
    if column.choices:
        reader = LENIENT.words(column)
    else:
        reader = text_of if column.kind == TEXT else LENIENT.readers[column.kind]

    def read(cell: object) -> object:
        try:
            found: Any = None if cell is None else reader(cell)
        except ValueError:
            return text_of(cell)
        return found[0] if column.kind == DATE and found else found

    return [read(cell) for cell in cells]


def compare(
    register: Register,
    decided: Iterable[Incoming],
    name: str,
    rows: Iterable[Stated],
    areas: Areas,
    accepted: AbstractSet[tuple[str, str]],
) -> tuple[list[Stated], list[Fault]]:
    """Compare what the rows of a file say with the register.

    Parameters
    ----------
    decided
        The decisions that are imported with them.

    Returns
    -------
    tuple
        The rows of an export that say what the register does, and the faults: of an export what
        differs, of another file the numbers that it never had, which are asked about.
    """
    same, faults = [], []
    others: dict[str, list[Stated]] = {}
    for row in rows:
        if not row.exported:
            others.setdefault(row.id, []).append(row)
        elif changes := _changes(register, row, areas):
            values = {"id": row.id, "found": changes_words(changes)}
            faults.append(Fault("import_edited", name, row.row, values))
        else:
            same.append(row)
    known: dict[str, list[_Dwellings]] = {
        id_: [s.dwellings or {} for s in register.history(id_, date.max)] for id_ in others
    }
    for incoming in decided if others else ():
        if incoming.decision.id in known:
            known[incoming.decision.id].append(incoming.decision.counts)
    for id_, mine in others.items():
        changes = _never(known[id_], mine)
        if changes and ("import_numbers", id_) not in accepted:
            values = {"id": id_, "found": changes_words(changes)}
            faults.append(Fault("import_numbers", name, mine[0].row, values, id_))
    return same, sorted(faults, key=lambda fault: fault.row or 0)


def _changes(register: Register, row: Stated, areas: Areas) -> list[Change]:
    """List what an exported row says that the register, on the day of its last decision, does not.

    What was decided since is no change of it.
    """
    day = row.cells.get("senaste_beslut")
    states = register.history(row.id, date.max)
    if not states:
        return [Change("id", None, row.id)]
    past = [s for s in states if s.decision.date == day]
    if not past and "senaste_beslut" in row.cells:
        return [Change("senaste_beslut", states[-1].decision.date, day)]
    state = (past or states)[-1]
    found = _numbers(state.dwellings or {}, row.cells)
    begun = {name: (state.begun or {}).get(tenure) for tenure, name in BEGUN_COLUMNS.items()}
    stated = {name: getattr(state, field) for name, field in _BESIDE.items()}
    for column, before in {**stated, **begun}.items():
        after = row.cells.get(column)
        if column in row.cells and _plain(before) != _plain(after):
            found.append(Change(column, _plain(before), _plain(after)))
    if row.shape is not None and _is_moved(row.shape, state.place.area or "", areas):
        found.append(Change("geometri", None, None))
    return found


def _plain(value: object) -> object:
    """Give a value as an export keeps it: no characters that cannot be seen."""
    if not isinstance(value, str):
        return value
    seen = "".join(c if c.isprintable() else " " for c in value.removeprefix("'"))
    return " ".join(seen.split()) or None


def _is_moved(point: Geometry, code: str, areas: Areas) -> bool:
    level = areas.level_of(code)
    outline = None if level is None else areas.outline(code, level)
    return outline is not None and point.distance(shapely.point_on_surface(outline)) > _NEAR


def _numbers(dwellings: _Dwellings, cells: Mapping[str, object]) -> list[Change]:
    """List the numbers that are not those that stand; an empty one is none."""
    numbers = {str(t): n for t, n in dwellings.items()}
    total = sum(numbers.values())
    expected = {**{t: numbers.get(t, 0) for t in _COUNTS}, "alla": total, "antal": total}
    return [
        Change(column, expected[column], after)
        for column, after in cells.items()
        if column in expected and (after or 0) != expected[column]
    ]


def _never(known: Sequence[_Dwellings], rows: Sequence[Stated]) -> list[Change]:
    """List the numbers that never stood: neither those of each row nor of all together."""
    if not known:
        return []
    tried = [row.cells for row in rows if any(v is not None for v in row.cells.values())]
    if all(any(not _numbers(stood, cells) for stood in known) for cells in tried):
        return []
    total = dict(tried[0])
    with suppress(TypeError):  # a cell that is no number
        total = {name: sum(cells[name] or 0 for cells in tried) for name in total}  # type: ignore[misc]
    if any(not _numbers(stood, total) for stood in known):
        return []
    return _numbers(known[-1], total)
