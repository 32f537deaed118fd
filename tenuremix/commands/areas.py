"""The command that shows the areas: what each has, lacks and will have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tenuremix.commands.options import EVERYTHING, TABLES, Inputs, with_inputs
from tenuremix.errors import UsageError

if TYPE_CHECKING:
    from tenuremix.answers.layout import Line
    from tenuremix.counting.projection import AreaProjection, Projection
    from tenuremix.inputs import Workspace
    from tenuremix.locale.locale import Locale


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
    area: Annotated[list[str] | None, typer.Argument(metavar="area")] = None,
    inputs: Inputs,
    level: Annotated[str | None, typer.Option("--level", metavar="level")] = None,
    sort: Annotated[Sort, typer.Option("--sort")] = Sort.BRIST,
    completed: Annotated[bool, typer.Option("--completed")] = False,
) -> None:
    """Show what every area has, lacks and will have."""
    from dataclasses import replace

    from tenuremix.answers.layout import apart
    from tenuremix.answers.terminal import areas_text
    from tenuremix.counting.projection import project_areas

    workspace = inputs.load(("completed",) if completed else ())
    found = []
    for chosen, codes in _wanted(workspace, area, level, inputs.text).items():
        every = project_areas(workspace.books, chosen, benchmark=workspace.settings.benchmark)
        rows = [row for code, row in every.areas.items() if codes is None or code in codes]
        rows.sort(key=area_order(sort))
        found.append(replace(every, areas={row.area.code: row for row in rows}))

    def table(projection: Projection) -> list[Line]:
        options = {"named": bool(area), "details": inputs.details}
        return areas_text(projection, workspace, inputs.text, **options)

    if completed:
        _show_completed(workspace, found, inputs)
    else:
        inputs.show(
            lambda: [record for each in found for record in _area_records(workspace, each)],
            lambda: [*apart(map(table, found)), *inputs.more("areas")],
        )


def _wanted(
    workspace: Workspace, said: Sequence[str] | None, level: str | None, text: Locale
) -> dict[str, list[str] | None]:
    """Find the areas that are asked for, by level; None for every area of one."""
    from tenuremix.answers.asked import choose_level, find_areas, whole_name

    first = choose_level(workspace, level, text)
    if not said:
        return {first: None}
    wanted: dict[str, list[str] | None] = {}
    for each in whole_name(workspace.areas, said):
        found = find_areas(workspace.areas, each, text, level and first)
        at = first if any(area.level == first for area in found) else found[0].level
        codes = [area.code for area in found if area.level == at]
        wanted[at] = [*(wanted.get(at) or ()), *codes]
    return wanted


def _area_records(workspace: Workspace, projection: Projection) -> list[dict[str, Any]]:
    from tenuremix.answers.contract import areas_json
    from tenuremix.counting.tipping import find_tippings

    return areas_json(
        projection, find_tippings(workspace.books, workspace.targets, projection.areas)
    )


def _show_completed(workspace: Workspace, shown: Sequence[Projection], inputs: Inputs) -> None:
    """Show what is promised beside what was built, in the order of an outlook's areas."""
    from tenuremix.answers.completed import completed_json, completed_text
    from tenuremix.answers.layout import apart
    from tenuremix.delivery.completed import compare_completed
    from tenuremix.document.words import years_text

    if workspace.completed is None:
        raise UsageError("no_completed")
    completed = workspace.completed
    found = [(each, compare_completed(workspace.books, completed, each.level)) for each in shown]

    def records(years: Callable[[Sequence[int]], object]) -> list[dict[str, Any]]:
        return [
            {**record, **completed_json(built, code), "built_years": years(built.years)}
            for each, built in found
            for code, record in zip(each.areas, _area_records(workspace, each), strict=True)
        ]

    inputs.show(
        lambda: records(list),
        lambda: apart(completed_text(b, p.areas, workspace, inputs.text) for p, b in found),
        lambda: records(lambda years: years_text(years, inputs.text)),
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
