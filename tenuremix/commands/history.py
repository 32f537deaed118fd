"""The command that tells the life of an allocation."""

from __future__ import annotations

from typing import Annotated

import typer

from tenuremix.commands.options import EVERYTHING, TABLES, Inputs, with_inputs
from tenuremix.errors import UsageError


@with_inputs(*EVERYTHING, *TABLES)
def history(
    *,
    allocation: Annotated[str, typer.Argument(metavar="ID", help="Markanvisningens id.")],
    inputs: Inputs,
) -> None:
    """Visa en markanvisnings hela liv: varje beslut och vad det räknades som."""
    from tenuremix.answers.history import history_json, history_text

    workspace = inputs.load()
    known = workspace.register
    if allocation not in known.decisions and allocation not in known.corrections:
        raise UsageError("no_allocation", allocation=allocation)
    inputs.show(
        lambda: history_json(workspace, allocation),
        lambda: history_text(workspace, allocation, inputs.text),
        lambda: history_json(workspace, allocation)["decisions"],
    )
