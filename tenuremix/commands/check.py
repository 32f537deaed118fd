"""The command that checks a proposed allocation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tenuremix.commands.options import EVERYTHING, TABLES, Dwellings, Inputs, with_inputs
from tenuremix.commands.parser import tell
from tenuremix.errors import UsageError

if TYPE_CHECKING:
    from tenuremix.counting.proposal import Check, Plot
    from tenuremix.counting.tenure import Tenure
    from tenuremix.dwellings.around import Around
    from tenuremix.inputs import Source, Workspace


class Hustyp(StrEnum):
    """The building type of a proposal, as the stock names it."""

    SMAHUS = "smahus"
    FLERBOSTADSHUS = "flerbostadshus"
    OVRIGA = "ovriga"
    SPECIAL = "special"


@with_inputs(*EVERYTHING, *TABLES)
def check(
    *,
    proposal: Annotated[str | None, typer.Argument(metavar="file")] = None,
    point: Annotated[str | None, typer.Option("--point", metavar="point")] = None,
    area: Annotated[str | None, typer.Option("--area", metavar="code")] = None,
    name: Annotated[str, typer.Option("--name", metavar="name")] = "",
    hyresratt: Dwellings = 0,
    bostadsratt: Dwellings = 0,
    aganderatt: Dwellings = 0,
    oklar: Dwellings = 0,
    hustyp: Annotated[Hustyp | None, typer.Option("--hustyp")] = None,
    crs: Annotated[str | None, typer.Option("--crs", metavar="epsg")] = None,
    radius: Annotated[
        int | None, typer.Option("--radius", metavar="metres", min=1, max=100_000)
    ] = None,
    since: Annotated[Path | None, typer.Option("--since", metavar="file")] = None,
    bedomning: Annotated[str, typer.Option("--bedomning")] = "",
    html: Annotated[Path | None, typer.Option("--html", metavar="file")] = None,
    inputs: Inputs,
) -> None:
    """Check a proposal."""
    from dataclasses import replace

    from tenuremix.counting.check import check_proposal
    from tenuremix.counting.tenure import ALLOCATION_TENURES

    numbers = (hyresratt, bostadsratt, aganderatt, oklar)
    stated = dict(zip(ALLOCATION_TENURES, numbers, strict=True))
    if sum(place is not None for place in (proposal, point, area)) != 1:
        raise UsageError("one_place")
    if (proposal is None) is not any(numbers):
        raise UsageError("no_dwellings")
    workspace = inputs.load()
    if area is not None and area.strip() and workspace.areas.level_of(area) is None:
        from tenuremix.answers.asked import find_area

        area = find_area(workspace.areas, area, inputs.text)
    plots = _plots(workspace, proposal, point, area, crs, name, stated)
    if hustyp is not None:
        plots = [replace(plot, hustyp=plot.hustyp or hustyp.value) for plot in plots]
    found = check_proposal(
        workspace.books, plots, workspace.targets, benchmark=workspace.settings.benchmark
    )
    around = None
    if radius is not None:
        from tenuremix.io.dwellings.around import around_plots

        around = around_plots(workspace, plots, radius)
    _show_check(found, workspace, inputs, around, since, bedomning, html)


def _plots(
    workspace: Workspace,
    proposal: str | None,
    point: str | None,
    area: str | None,
    crs: str | None,
    name: str,
    dwellings: Mapping[Tenure, int],
) -> list[Plot]:
    from tenuremix.counting.proposal import Plot
    from tenuremix.document.words import area_name
    from tenuremix.io.inputs.register import read_proposal, stated_place
    from tenuremix.locale.locale import Locale

    if proposal is not None:
        return read_proposal(proposal, proposal, workspace.areas, crs=crs)
    place = stated_place(workspace.areas, point=point, area=area, crs=crs)
    named = area_name(workspace.areas, area, Locale()) if area else point or ""
    return [Plot(name or named, place, dwellings)]


def _show_check(
    found: Check,
    workspace: Workspace,
    inputs: Inputs,
    around: tuple[Around, Sequence[Source]] | None,
    since: Path | None,
    bedomning: str,
    html: Path | None,
) -> None:
    from tenuremix.answers.contract import around_json
    from tenuremix.answers.terminal import check_text
    from tenuremix.answers.verdict import changes_since, check_record
    from tenuremix.io.files.write import write_text

    text, changed = inputs.text, ""
    if since:
        from tenuremix.io.inputs.published import read_check

        changed = changes_since(read_check(since), check_record(found, workspace, text), text)

    def record() -> dict[str, Any]:
        said = {"since": changed, "assessment": bedomning}
        made = check_record(found, workspace, text)
        if around is not None:
            made["radius"] = around_json(*around, found)
        return {**made, **{key: words for key, words in said.items() if words}}

    options: dict[str, Any] = {
        "assessment": bedomning,
        "since": changed,
        "around": around and around[0],
    }
    if html is not None:
        from tenuremix.answers.note import render_note

        write_text(html, render_note(found, workspace, language=inputs.lang, **options))
        tell(text("written", path=html))
    inputs.show(
        record,
        lambda: [
            *check_text(found, workspace, text, details=inputs.details, **options),
            *inputs.more("check"),
        ],
        lambda: record()["placement"],
    )
