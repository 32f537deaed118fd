"""How a target stands, as text for a terminal."""

from __future__ import annotations

from tenuremix.answers.layout import Line, listed
from tenuremix.counting.losses import Lost
from tenuremix.counting.progress import Progress
from tenuremix.counting.targets import Status
from tenuremix.document.model import Table
from tenuremix.document.names import potential_lines
from tenuremix.document.words import (
    also_lines,
    area_name,
    definition_text,
    fault_sentence,
    loss_lines,
    rule_sentence,
    status_words,
    twin_figures,
    unjudged_lines,
    verdict_sentence,
)
from tenuremix.inputs import Workspace
from tenuremix.locale.locale import Locale
from tenuremix.review.twice import touched


def progress_text(
    progress: Progress,
    workspace: Workspace,
    text: Locale,
    lost: Lost | None = None,
    *,
    details: bool,
) -> list[Line]:
    """Give how a target stands: the sentence and the range; the rest with ``details``.

    ``lost`` is what was lost beside the target, where the workspace states losses.
    """
    lines: list[Line] = [progress.target.title, verdict_sentence(progress, text)]
    lines += [rule_sentence(progress.target, text), ""]
    lines += [*_remarks(progress, text), *also_lines(progress, workspace.books, text)]
    for twins in touched(workspace.twins, progress):
        lines += [fault_sentence(twins.fault(), text), *twin_figures(twins, progress, text)]
    if lost is not None:
        net = loss_lines(lost, progress, text)
        lines += ["", text("losses.title"), *net] if details else net[:1]
    return [*lines, *_behind(progress, workspace, text, lost)] if details else lines


def _behind(
    progress: Progress, workspace: Workspace, text: Locale, lost: Lost | None
) -> list[Line]:
    """Give what a figure is made of: the ledger, every definition, what decides, the losses."""
    level = progress.target.definition.level
    rows = [
        [
            entry.date.isoformat(),
            f"{entry.allocation} {entry.name}",
            text(f"event.{entry.event}"),
            area_name(workspace.areas, entry.area, text, level),
            f"{text.signed(entry.dwellings)} {text(f'short.{entry.tenure}')}",
            text.signed(entry.counted),
            text(f"reason.{entry.reason}"),
        ]
        for entry in progress.entries
    ]
    keys = (
        "col.date:w col.name col.event:w2 col.area_name:1 col.change:n col.counted:n col.reason:w"
    )
    lines: list[Line] = ["", text("progress.ledger"), ""]
    lines.append(listed(rows, keys, text) if rows else text("report.no_entries"))
    if progress.sensitivity:
        lines += ["", text("progress.sensitivity"), "", _sensitivity(progress, text)]
    if deciding := progress.deciding():
        keys = "col.name col.definitions_least:n col.definitions_most:n"
        found = [[id_, text.number(least), text.number(most)] for id_, least, most in deciding]
        lines += ["", text("progress.deciding"), "", listed(found, keys, text)]
    if lost is not None and lost.entries:
        lines += ["", text("losses.entries"), "", _losses(lost, workspace, text)]
    return lines


def _losses(lost: Lost, workspace: Workspace, text: Locale) -> Table:
    """Lay out what was lost, entry by entry."""
    level = lost.target.definition.level
    rows = [
        [
            entry.date.isoformat(),
            text(f"loss.{entry.event}"),
            area_name(workspace.areas, entry.area, text, level),
            f"{text.number(entry.dwellings)} {text(f'short.{entry.tenure}')}",
            text.number(entry.lost),
            text("losses.reason_counted" if entry.lost else f"reason.{entry.reason}"),
            entry.basis,
        ]
        for entry in lost.entries
    ]
    keys = "col.date:w losses.col_event:w1 col.area_name losses.col_dwellings:n losses.col_lost:n"
    return listed(rows, f"{keys} col.reason:w losses.col_basis:2", text)


def _sensitivity(progress: Progress, text: Locale) -> Table:
    rows = [
        [
            definition_text(alternative.definition, text),
            text.number(alternative.counted),
            status_words(progress, text, alternative),
        ]
        for alternative in progress.sensitivity
    ]
    return listed(rows, "col.definition col.counted:n col.status", text)


def _remarks(progress: Progress, text: Locale) -> list[str]:
    """Give the lines that qualify the figure, where there is something to say."""
    lines = []
    number = len(progress.sensitivity)
    if number:
        low, high = progress.span
        lines.append(text("progress.range", number=number, low=low, high=high))
    if number and progress.target.minimum is not None:
        met = sum(a.status is Status.MET for a in progress.sensitivity)
        lines.append(text("progress.range_met", met=met, number=number))
    if progress.without_exceptions != progress.counted:
        lines.append(text("progress.exceptions", number=progress.without_exceptions))
    lines += unjudged_lines(progress, text)
    lines += potential_lines(progress.potential, progress.unknown_tenure, text)
    if progress.unknown:
        lines.append(text("progress.unknown", allocations=len(progress.unknown)))
    if progress.expired:
        lines.append(text("progress.expired", allocations=", ".join(progress.expired)))
    return lines
