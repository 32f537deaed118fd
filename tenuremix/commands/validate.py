"""The command that checks all input: one list of what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from tenuremix.commands.options import EVERYTHING, Format, Inputs, with_inputs
from tenuremix.errors import DataError

if TYPE_CHECKING:
    from tenuremix.inputs import Workspace
    from tenuremix.locale.locale import Locale


@with_inputs(*EVERYTHING)
def validate(*, inputs: Inputs) -> None:
    """Kontrollera all indata och lista alla fel på en gång."""
    from tenuremix.inputs import BESIDE

    text = inputs.text
    try:
        workspace = inputs.load(BESIDE)
    except DataError as error:
        if inputs.form is Format.TABLE:
            typer.echo(text("validate.faults", number=len(error.faults)), err=True)
            raise
        faults = _fault_records(error, inputs)
        inputs.show_data(lambda: faults)
        raise typer.Exit(1) from None
    inputs.show(list, lambda: _faultless(workspace, text))


def _faultless(workspace: Workspace, text: Locale) -> str:
    """Say that the inputs have no fault, and how much they hold."""
    from tenuremix.document.words import beside_text

    decisions = workspace.register.decisions
    summary = text(
        "validate.summary",
        areas=sum(len(workspace.areas.at(level)) for level in workspace.areas.levels),
        levels=len(workspace.areas.levels),
        vintages=len(workspace.stock.vintages),
        decisions=sum(len(rows) for rows in decisions.values()),
        allocations=len(decisions),
        targets=len(workspace.targets),
    )
    said = (text("validate.ok"), summary, beside_text(workspace, text))
    return " ".join(words for words in said if words)


def _fault_records(error: DataError, inputs: Inputs) -> list[dict[str, Any]]:
    names = ("found", "expected", "try")
    return [
        {
            "file": fault.where,
            "row": fault.row,
            "fault": fault.key,
            **dict(zip(names, fault.lines(inputs.lang), strict=True)),
        }
        for fault in error.faults
    ]
