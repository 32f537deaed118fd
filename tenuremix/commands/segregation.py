"""The command that measures how far the areas of a city are apart."""

from __future__ import annotations

from typing import Annotated

import typer

from tenuremix.commands.options import EVERYTHING, TABLES, Format, Inputs, with_inputs
from tenuremix.errors import UsageError


@with_inputs(*EVERYTHING, *TABLES)
def segregation(
    *,
    inputs: Inputs,
    level: Annotated[str | None, typer.Option("--level", metavar="level")] = None,
    proposal: Annotated[str | None, typer.Option("--proposal", metavar="file")] = None,
    crs: Annotated[str | None, typer.Option("--crs", metavar="epsg")] = None,
    by_area: Annotated[bool, typer.Option("--by-area")] = False,
    by_allocation: Annotated[bool, typer.Option("--by-allocation")] = False,
) -> None:
    """Measure how far apart the areas are."""
    from tenuremix.answers import segregation as shown
    from tenuremix.answers.asked import choose_level
    from tenuremix.io.inputs.register import read_proposal
    from tenuremix.segregation.assess import measure_segregation

    if crs is not None and proposal is None:
        raise UsageError("crs_alone")
    if by_area and by_allocation and inputs.form is Format.CSV:
        raise UsageError("one_table")
    workspace = inputs.load()
    plots = read_proposal(proposal, proposal, workspace.areas, crs=crs) if proposal else []
    found = measure_segregation(
        workspace.books,
        choose_level(workspace, level, inputs.text),
        proposal=plots,
        by_allocation=by_allocation,
    )
    rows = shown.measures_json
    if by_area:
        rows = shown.areas_json
    elif by_allocation:
        rows = shown.effects_json
    options = {"by_area": by_area, "by_allocation": by_allocation, "details": inputs.details}
    inputs.show(
        lambda: shown.segregation_json(found, workspace),
        lambda: [
            *shown.segregation_text(found, workspace, inputs.text, **options),
            *inputs.more("segregation"),
        ],
        lambda: shown.csv_records(rows(found)),
    )
