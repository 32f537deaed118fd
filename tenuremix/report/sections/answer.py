"""The report on one target: what it rests on, and the words that its parts share."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tenuremix.counting.progress import Entry, Progress, Reason
from tenuremix.counting.rules import MAJORITY, Definition
from tenuremix.counting.targets import OTHER_TENURE, Status, Target
from tenuremix.document.names import plain
from tenuremix.document.words import definition_text, level_name, tenures_text

if TYPE_CHECKING:
    from tenuremix.counting.books import Books
    from tenuremix.counting.losses import LossEntry
    from tenuremix.locale.locale import Locale

COUNTED = (Reason.COUNTED, Reason.REVERSED)


def period_text(target: Target, text: Locale) -> str:
    """Say when a target is in force, with the last day included."""
    first = text.day(target.valid_from)
    if target.period.last is None:
        return text("report.period_open", first=first)
    return text("report.period", first=first, last=target.period.last)


def group_words(definition: Definition, text: Locale) -> str:
    """Name the tenures whose majority a definition asks for."""
    return tenures_text(definition.majority_of, text)


def range_finding(progress: Progress, text: Locale) -> str:
    """Say between which numbers the answer lies, and how often the minimum is reached."""
    listed = progress.sensitivity
    number = text.number(len(listed))
    low, high = progress.span
    key = "report.range_same" if low == high else "report.range_finding"
    finding = text(key, low=low, high=high, number=number)
    if progress.target.minimum is None:
        return finding
    met = sum(a.status is Status.MET for a in listed)
    return finding + text("report.range_met", met=met, number=number)


def reason_words(entry: Entry, progress: Progress, books: Books, text: Locale) -> str:
    """Say why an entry counts or not, as plainly as the ledger allows."""
    if entry.reason is Reason.COUNTED and not entry.without_exception:
        return text("report.reason_excepted_in")
    if entry.reason is Reason.OUTSIDE_PERIOD and progress.target.period.holds(entry.date):
        return text("report.reason_reversed_before")
    return reason_by_place(entry, progress.target, books, text)


def reason_by_place(entry: Entry | LossEntry, target: Target, books: Books, text: Locale) -> str:
    """Say what of its place or its date keeps an entry out, else name its reason."""
    if entry.reason is Reason.NOT_ASSESSABLE and entry.area is not None:
        at = books.areas.level_of(entry.area)
        if entry.area not in books.areas.at(target.definition.level) and at is not None:
            return text("report.reason_coarse", level=level_name(at, text))
        return text("report.reason_no_statistics")
    if entry.reason is Reason.OTHER_AREA:
        return _other_area(entry, target.definition, text)
    return text(f"reason.{entry.reason}")


def _other_area(entry: Entry | LossEntry, rule: Definition, text: Locale) -> str:
    if entry.area_class.qualifies:
        return text("report.reason_same")
    if rule.areas:
        return text("report.reason_not_listed")
    if rule.criterion == MAJORITY:
        return text("report.reason_no_majority", group=group_words(rule, text))
    return text(f"reason.{entry.reason}")


def basis_lines(target: Target, text: Locale) -> list[str]:
    """Say what a target and its definition are, and where they come from."""
    rule = target.definition
    words = definition_text(rule, text)
    lines = [period_text(target, text)]
    if target.quote:
        lines.append(text("report.quote", quote=plain(target.quote)))
    if target.source:
        lines.append(text("report.from", source=plain(target.source)))
    if rule.title:
        words = f"{plain(rule.title)} ({words})"
    lines.append(text("report.definition", definition=words))
    if rule.source:
        lines.append(text("report.from", source=plain(rule.source)))
    lines += [
        text("report.from", source=plain(f"{e.valid_from.isoformat()}: {e.source}"))
        for e in rule.editions
        if e.source
    ]
    if target.tenure == OTHER_TENURE or not rule.areas:
        lines.append(
            text("report.vintage_fixed", date=rule.vintage)
            if isinstance(rule.vintage, date)
            else text("report.vintage_before")
        )
    lines.append(text(f"report.split.{rule.split}"))
    if rule.exclude_subgroups:
        lines.append(text("report.excluded", groups=", ".join(rule.exclude_subgroups)))
    return lines
