"""The command that tells the life of an allocation."""

from __future__ import annotations

from typing import Annotated

import typer

from tenuremix.commands.options import EVERYTHING, Inputs, with_inputs


@with_inputs(*EVERYTHING, "wide")
def history(
    *, allocation: Annotated[list[str] | None, typer.Argument(metavar="id")] = None, inputs: Inputs
) -> None:
    """Show the whole life of an allocation, or list the allocations."""
    from tenuremix.answers import history as told
    from tenuremix.answers.asked import find_allocations

    workspace = inputs.load()
    text = inputs.text
    said = " ".join(allocation or ())
    found = find_allocations(workspace, said, text) if said else [*workspace.register.decisions]
    if not said or len(found) > 1:
        inputs.show(
            lambda: told.allocations_json(workspace, found, text),
            lambda: told.allocations_text(workspace, found, text, said),
        )
        return
    id_ = found[0]
    inputs.show(
        lambda: told.history_json(workspace, id_),
        lambda: told.history_text(workspace, id_, text),
        lambda: told.history_json(workspace, id_)["decisions"],
    )
