"""The report's ledger of one target: what counts, and what does not and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenuremix.render._page import DATA, NUMBER, WORD, Column, Table, area_label, iso, named, plain
from tenuremix.render._report_targets import COUNTED, Part, group_words, reason_words

if TYPE_CHECKING:
    from tenuremix.books import Books
    from tenuremix.progress import Entry, Progress
    from tenuremix.render.locale import Locale
    from tenuremix.rules import AreaClass, Target


def ledger_part(progress: Progress, books: Books, year: int, text: Locale) -> Part:
    """Show every entry that counts, and those of the year that do not.

    Entries of other years that do not count are left out of the second table and counted in a
    sentence, so that nothing is dropped without a word.
    """
    counts = [e for e in progress.entries if e.reason in COUNTED]
    others = [e for e in progress.entries if e.reason not in COUNTED]
    in_year = [e for e in others if e.date.year == year]
    title = plain(progress.target.title)
    columns = _columns(progress, text)
    total = text.number(sum(e.counted for e in counts))
    change = text.signed(sum(e.dwellings for e in counts))
    foot = [text("report.sum"), "", "", "", "", change, total, "", "", ""]
    first = Table(
        text("report.ledger_counted", target=title),
        columns,
        [_row(e, progress, books, text) for e in counts],
        foot,
        header=1,
    )
    second = Table(
        text("report.ledger_others", target=title, year=year),
        columns,
        [_row(e, progress, books, text) for e in in_year],
        header=1,
    )
    lines = [text("report.ledger_sum", sum=total)]
    if len(in_year) < len(others):
        lines.append(_left_out(others, year, text))
    return Part(plain(progress.target.title), lines, [first, second])


def _left_out(others: list[Entry], year: int, text: Locale) -> str:
    older = [e.dwellings for e in others if e.date.year < year]
    later = [e.dwellings for e in others if e.date.year > year]
    return text(
        "report.ledger_left_out",
        year=year,
        older=text.number(len(older)),
        older_sum=text.number(sum(older)),
        later=text.number(len(later)),
        later_sum=text.number(sum(later)),
    )


def class_columns(target: Target, text: Locale) -> list[Column]:
    """Head the class of an entry's area, and the date of what it rests on."""
    rule = target.definition
    share = (
        text("report.list_class")
        if rule.areas
        else text("report.group_share", group=group_words(rule, text))
    )
    return [
        Column(share, DATA if rule.areas else NUMBER),
        Column(text("report.list_date" if rule.areas else "report.statistics_date"), WORD),
    ]


def _columns(progress: Progress, text: Locale) -> list[Column]:
    return [
        Column(text("col.date"), WORD),
        Column(text("report.allocation")),
        Column(text("col.event"), WORD),
        Column(text("col.area_name")),
        Column(text("col.tenure"), WORD),
        Column(text("col.change"), NUMBER),
        Column(text("col.counted"), NUMBER),
        *class_columns(progress.target, text),
        Column(text("col.reason")),
    ]


def _row(entry: Entry, progress: Progress, books: Books, text: Locale) -> list[str]:
    return [
        iso(entry.date),
        named(entry.name, entry.allocation),
        text(f"event.{entry.event}"),
        area_label(books.areas, entry.area, text, progress.target.definition.level),
        text(f"tenure.{entry.tenure}"),
        text.signed(entry.dwellings),
        text.number(entry.counted),
        class_words(entry.area_class, progress.target, text),
        iso(entry.area_class.statistics_date),
        reason_words(entry, progress, books, text),
    ]


def class_words(found: AreaClass, target: Target, text: Locale) -> str:
    """Give the share of the definition's tenures, or the class on the list."""
    if not target.definition.areas:
        return text.share(found.share)
    if found.qualifies is None:
        return "–"
    return plain(found.label) if found.label else text("report.not_listed")
