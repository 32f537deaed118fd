"""The command that shows how far the targets have come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tenuremix.commands.options import (
    EVERYTHING,
    FailOnMissed,
    Inputs,
    choose_targets,
    exit_if_missed,
    with_inputs,
)

if TYPE_CHECKING:
    from tenuremix.counting.losses import Lost
    from tenuremix.counting.targets import Target
    from tenuremix.workspace import Workspace


@with_inputs(*EVERYTHING)
def progress(
    *,
    inputs: Inputs,
    target: Annotated[str | None, typer.Option("--target", metavar="ID", help="Ett mål.")] = None,
    fail_on_missed: FailOnMissed = False,
) -> None:
    """Visa hur långt målen har nåtts, beslut för beslut och enligt varje definition."""
    from tenuremix.answers.contract import losses_json, progress_json
    from tenuremix.answers.terminal import head, progress_text
    from tenuremix.counting.progress import assess_progress

    workspace = inputs.load(("losses",))
    found = [assess_progress(workspace.books, t) for t in choose_targets(workspace, target)]
    lost = [(each, _lost(workspace, each.target)) for each in found]
    records = [
        {**progress_json(each, workspace.areas), **losses_json(loss, each, workspace.areas)}
        for each, loss in lost
    ]
    inputs.show(
        lambda: records,
        lambda: "\n".join(
            [
                *head(workspace, inputs.text),
                "\n\n\n".join(progress_text(p, workspace, inputs.text, loss) for p, loss in lost),
            ]
        ),
        lambda: [{"target": r["target"], **line} for r in records for line in r["ledger"]],
    )
    exit_if_missed(found, fail=fail_on_missed)


def _lost(workspace: Workspace, target: Target) -> Lost | None:
    """Assess what was lost beside a target, where the workspace states losses."""
    from tenuremix.counting.losses import assess_losses

    if workspace.losses is None:
        return None
    return assess_losses(workspace.books, workspace.losses, target)
