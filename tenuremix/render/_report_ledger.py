"""The report's ledger of one target: what counts, and what does not and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenuremix.render._page import area_label, named, plain
from tenuremix.render._report_targets import COUNTED, group_words, reason_words
from tenuremix.render.model import (
    DATA,
    NUMBER,
    WORD,
    Cell,
    Column,
    Part,
    Section,
    Table,
    day,
    headings,
    portion,
    signed,
    whole,
)

if TYPE_CHECKING:
    from tenuremix.books import Books
    from tenuremix.progress import Entry, Progress
    from tenuremix.render._report_findings import Findings
    from tenuremix.render.locale import Locale
    from tenuremix.rules import AreaClass, Target


def ledger_section(found: Findings) -> Section | None:
    """Give each decision that counts with its reason, and each that does not."""
    books, year, text = found.books, found.year, found.text
    return found.by_target(
        "ledger", text("report.ledger"), lambda a: _parts(a.progress, books, year, text)
    )


def _parts(progress: Progress, books: Books, year: int, text: Locale) -> list[Part]:
    """Show every entry that counts, and those of the year that do not.

    Entries of other years that do not count are left out of the second table and counted in a
    sentence, so that nothing is dropped without a word.
    """
    counts = [e for e in progress.entries if e.reason in COUNTED]
    others = [e for e in progress.entries if e.reason not in COUNTED]
    in_year = [e for e in others if e.date.year == year]
    title = plain(progress.target.title)
    columns = _columns(progress, text)
    total = whole(sum(e.counted for e in counts), text)
    change = signed(sum(e.dwellings for e in counts), text)
    foot: list[Cell] = [text("report.sum"), "", "", "", "", change, total, "", "", ""]
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
        supporting=True,
    )
    left_out = [_left_out(others, year, text)] if len(in_year) < len(others) else []
    return [
        Part(text("report.ledger_in"), [text("report.ledger_sum", sum=total)], [first]),
        Part(text("report.ledger_out"), left_out, [second]),
    ]


def _left_out(others: list[Entry], year: int, text: Locale) -> str:
    older = [e.dwellings for e in others if e.date.year < year]
    later = [e.dwellings for e in others if e.date.year > year]
    return text(
        "report.ledger_left_out",
        year=year,
        older=len(older),
        older_sum=sum(older),
        later=len(later),
        later_sum=sum(later),
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
        *headings(
            text,
            "col.date:w report.allocation col.event:w col.area_name col.tenure:w col.change:n "
            "col.counted:n",
        ),
        *class_columns(progress.target, text),
        Column(text("col.reason")),
    ]


def _row(entry: Entry, progress: Progress, books: Books, text: Locale) -> list[Cell]:
    return [
        day(entry.date),
        named(entry.name, entry.allocation),
        text(f"event.{entry.event}"),
        area_label(books.areas, entry.area, text, progress.target.definition.level),
        text(f"tenure.{entry.tenure}"),
        signed(entry.dwellings, text),
        whole(entry.counted, text),
        class_cell(entry.area_class, progress.target, text),
        day(entry.area_class.statistics_date),
        reason_words(entry, progress, books, text),
    ]


def class_cell(found: AreaClass, target: Target, text: Locale) -> Cell:
    """Give the share of the definition's tenures, or the class on the list."""
    if not target.definition.areas:
        return portion(found.share, text)
    if found.qualifies is None:
        return "–"
    return plain(found.label) if found.label else text("report.not_listed")
