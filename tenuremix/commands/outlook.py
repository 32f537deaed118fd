"""The command that looks ahead: parse, call, print."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tenuremix.commands.options import EVERYTHING, TABLES, Inputs, with_inputs
from tenuremix.errors import UsageError

if TYPE_CHECKING:
    from tenuremix.outlook.assumptions import Assumptions


@with_inputs(*EVERYTHING, *TABLES)
def outlook(
    *,
    inputs: Inputs,
    target: Annotated[str | None, typer.Option("--target", metavar="id")] = None,
    scenario: Annotated[str | None, typer.Option("--scenario", metavar="id")] = None,
) -> None:
    """Show how likely it is that the targets are reached."""
    from tenuremix.answers.asked import choose_targets
    from tenuremix.answers.layout import apart
    from tenuremix.answers.outlook import outlook_text
    from tenuremix.answers.outlook_json import outlook_json
    from tenuremix.answers.terminal import head
    from tenuremix.io.inputs.published import add_published
    from tenuremix.outlook.assess import assess_outlook

    workspace = inputs.load()
    workspace = add_published(workspace, year=workspace.as_of.year, as_of=workspace.as_of)
    assumptions = _in_scenario(workspace.settings.assumptions, scenario)
    chosen = choose_targets(workspace, target)
    found = [assess_outlook(workspace.books, each, assumptions) for each in chosen]

    def records() -> list[dict[str, Any]]:
        return [outlook_json(each) for each in found]

    inputs.show(
        records,
        lambda: [
            *head(workspace, inputs.text),
            *apart(
                outlook_text(each, workspace, inputs.text, details=inputs.details) for each in found
            ),
            *inputs.more("outlook"),
        ],
        lambda: [{"target": r["target"], **plot} for r in records() for plot in r["plots"]],
    )


def _in_scenario(assumptions: Assumptions, id_: str | None) -> Assumptions:
    """Keep one scenario, if one is asked for."""
    if id_ is None:
        return assumptions
    from tenuremix.answers.asked import same_id

    ids = [each.id for each in assumptions.scenarios]
    wanted = same_id(id_, ids)
    found = [replace(each, weight=1.0) for each in assumptions.scenarios if each.id == wanted]
    if not found:
        raise UsageError("scenario", id=id_, expected=ids)
    return replace(assumptions, scenarios=tuple(found))
