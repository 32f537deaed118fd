"""How a target stands: all that is known of it as JSON, and as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tenuremix.answers.contract import Json, entry_json, losses_json, progress_json
from tenuremix.answers.layout import Line, listed
from tenuremix.counting.books import Books
from tenuremix.counting.losses import Lost
from tenuremix.counting.progress import Entry, Progress
from tenuremix.counting.targets import Status, Target
from tenuremix.counting.tenure import ALLOCATION_TENURES
from tenuremix.delivery.standing import Totals, delivered, is_begun, totals_around
from tenuremix.document.calm import aside_records
from tenuremix.document.names import potential_lines
from tenuremix.document.tables import Table
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
from tenuremix.review.twice import counted_without, touched


def progress_record(
    progress: Progress, lost: Lost | None, workspace: Workspace, text: Locale
) -> Json:
    """Give the answer on a target as ``progress`` prints it.

    That is with what has become of the dwellings counted, what was lost beside the target, and
    what of it may stand twice in the register; and what the register has set aside.
    """
    areas, books = workspace.areas, workspace.books
    record = {**progress_json(progress, areas), **losses_json(lost, progress, areas)}
    record["ledger"] = ledger_record(progress.entries, books, progress.target)
    found = delivered(books, progress)
    for key, count in (("begun", found.begun), ("completed", found.completed)):
        record |= {key: count.value, f"{key}_range": [count.low, count.high]}
    same = [
        {
            "allocations": list(each.states),
            "why": each.code,
            "share": each.share,
            "dwellings": each.dwellings,
            "counted_without": [counted_without(progress, id_) for id_ in each.states],
        }
        for each in touched(workspace.twins, progress)
    ]
    said = {"subgroups": dict(found.subgroups), "same_dwellings": same}
    return {**record, **said, "set_aside": aside_records(workspace, text)}


def ledger_record(entries: Iterable[Entry], books: Books, target: Target) -> list[Json]:
    """Give lines of a ledger, each with what stood of its allocation before it and after it."""
    lines = []
    for entry in entries:
        line = entry_json(entry, books.areas, target.definition.level)
        before, after = map(_totals, totals_around(books, entry))
        begun = is_begun(books, entry.allocation)
        lines.append({**line, "begun": begun, "totals_before": before, "totals_after": after})
    return lines


def _totals(totals: Totals | None) -> Mapping[str, int] | None:
    return None if totals is None else {t.value: totals.get(t, 0) for t in ALLOCATION_TENURES}


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
