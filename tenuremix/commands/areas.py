"""The command that shows the areas: what each has, lacks and will have."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tenuremix.commands.options import EVERYTHING, TABLES, Inputs, choose_level, with_inputs
from tenuremix.errors import UsageError

if TYPE_CHECKING:
    from tenuremix.counting.projection import AreaProjection, Projection
    from tenuremix.inputs import Workspace


class Sort(StrEnum):
    """What the table of areas is sorted by; numbers run from the greatest.

    ``BRIST`` is what is missing: most first, then near, not known, few.
    """

    KOD = "kod"
    NAMN = "namn"
    BOSTADER = "bostader"
    HYRESRATT = "hyresratt"
    BOSTADSRATT = "bostadsratt"
    AGANDERATT = "aganderatt"
    BRIST = "brist"


@with_inputs(*EVERYTHING, *TABLES)
def show_areas(
    *,
    inputs: Inputs,
    level: Annotated[str | None, typer.Option("--level", help="Nivå, t.ex. mellanomrade.")] = None,
    sort: Annotated[Sort, typer.Option("--sort", help="Ordning.")] = Sort.BRIST,
    completed: Annotated[
        bool, typer.Option("--completed", help="Jämför det utlovade med det byggda.")
    ] = False,
) -> None:
    """Visa vad varje område har, saknar och kommer att få."""
    from dataclasses import replace

    from tenuremix.answers.terminal import areas_text
    from tenuremix.counting.projection import project_areas

    workspace = inputs.load(("completed",) if completed else ())
    found = project_areas(
        workspace.books, choose_level(workspace, level), benchmark=workspace.settings.benchmark
    )
    rows = sorted(found.areas.values(), key=area_order(sort))
    found = replace(found, areas={row.area.code: row for row in rows})
    if completed:
        _show_completed(workspace, found, inputs)
    else:
        inputs.show(
            lambda: _area_records(workspace, found),
            lambda: areas_text(found, rows, workspace, inputs.text),
        )


def _area_records(workspace: Workspace, projection: Projection) -> list[dict[str, Any]]:
    from tenuremix.answers.contract import areas_json
    from tenuremix.counting.tipping import find_tippings

    return areas_json(
        projection, find_tippings(workspace.books, workspace.targets, projection.areas)
    )


def _show_completed(workspace: Workspace, projection: Projection, inputs: Inputs) -> None:
    """Show what is promised beside what was built, in the order of an outlook's areas."""
    from tenuremix.answers.completed import completed_json, completed_text
    from tenuremix.delivery.completed import compare_completed
    from tenuremix.document.words import years_text

    if workspace.completed is None:
        raise UsageError("no_completed")
    found = compare_completed(workspace.books, workspace.completed, projection.level)

    def records() -> list[dict[str, Any]]:
        areas = zip(projection.areas, _area_records(workspace, projection), strict=True)
        return [{**record, **completed_json(found, code)} for code, record in areas]

    years = years_text(found.years, inputs.text)
    inputs.show(
        records,
        lambda: completed_text(found, projection.areas, workspace, inputs.text),
        lambda: [{**record, "built_years": years} for record in records()],
    )


def area_order(sort: Sort) -> Callable[[AreaProjection], Any]:
    """Make the key that sorts areas; an area without statistics comes last."""
    from tenuremix.counting.tenure import Tenure, share, total

    def key(row: AreaProjection) -> tuple[bool, tuple[float, ...], str, str]:
        name = row.area.name.lower() if sort is Sort.NAMN else ""
        mix = row.now
        number: tuple[float, ...] = ()
        if mix is not None and sort is Sort.BOSTADER:
            number = (-total(mix).low,)
        elif sort is Sort.BRIST:
            number = row.missing_pole(mix).order
        elif mix is not None and sort not in (Sort.KOD, Sort.NAMN):
            part = share(mix, {Tenure(sort.value)})
            number = (-part.low if part else 0.0,)
        missing = mix is None and sort not in (Sort.KOD, Sort.NAMN, Sort.BRIST)
        return (missing, number, name, row.area.code)

    return key
