"""The command that shows how far the targets have come."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tenuremix.commands.options import (
    EVERYTHING,
    TABLES,
    FailOnMissed,
    Inputs,
    exit_if_missed,
    with_inputs,
)


@with_inputs(*EVERYTHING, *TABLES)
def progress(
    *,
    inputs: Inputs,
    target: Annotated[str | None, typer.Option("--target", metavar="id")] = None,
    fail_on_missed: FailOnMissed = False,
) -> None:
    """Show how far the targets have come."""
    from tenuremix.answers.asked import choose_targets
    from tenuremix.answers.layout import apart
    from tenuremix.answers.progress import progress_record, progress_text
    from tenuremix.answers.terminal import head
    from tenuremix.counting.progress import assess_progress

    workspace = inputs.load(("losses",))
    found = [assess_progress(workspace.books, t) for t in choose_targets(workspace, target)]
    lost = [(each, workspace.lost(each.target)) for each in found]

    def records() -> list[dict[str, Any]]:
        return [progress_record(each, loss, workspace, inputs.text) for each, loss in lost]

    inputs.show(
        records,
        lambda: [
            *head(workspace, inputs.text),
            *apart(
                progress_text(p, workspace, inputs.text, loss, details=inputs.details)
                for p, loss in lost
            ),
            *inputs.more("progress"),
        ],
        lambda: [{"target": r["target"], **line} for r in records() for line in r["ledger"]],
    )
    exit_if_missed(found, fail=fail_on_missed)
