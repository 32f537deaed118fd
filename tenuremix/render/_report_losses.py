"""The report on one target: what was lost beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tenuremix.render._page import DATA, NUMBER, WORD, Column, Table, area_label, iso, plain
from tenuremix.render._report_ledger import class_columns, class_words
from tenuremix.render._report_targets import Part, reason_by_place
from tenuremix.render.words import loss_lines

if TYPE_CHECKING:
    from tenuremix.books import Books
    from tenuremix.losses import LossEntry, Lost
    from tenuremix.progress import Progress
    from tenuremix.render.locale import Locale


def losses_part(lost: Lost, progress: Progress, books: Books, text: Locale) -> Part:
    """Show the figure less what was lost: what is deducted, then what is not and why."""
    title = plain(lost.target.title)
    lines = loss_lines(lost, progress, text)
    deducted = [entry for entry in lost.entries if entry.lost]
    others = [entry for entry in lost.entries if not entry.lost]
    tables = []
    if deducted:
        dwellings = text.number(sum(entry.dwellings for entry in deducted))
        foot = [text("report.sum"), "", "", "", "", dwellings, text.number(lost.total), "", "", ""]
        caption = text("losses.caption", target=title)
        tables.append(_table(caption, deducted, lost, books, text, foot))
    if others:
        tables.append(_table(text("losses.others", target=title), others, lost, books, text))
    return Part(text("losses.title"), lines, tables)


def _table(
    caption: str,
    entries: Sequence[LossEntry],
    lost: Lost,
    books: Books,
    text: Locale,
    foot: Sequence[str] = (),
) -> Table:
    columns = [
        Column(text("col.date"), WORD),
        Column(text("losses.col_basis"), DATA),
        Column(text("losses.col_event"), WORD),
        Column(text("col.area_name")),
        Column(text("col.tenure"), WORD),
        Column(text("losses.col_dwellings"), NUMBER),
        Column(text("losses.col_lost"), NUMBER),
        *class_columns(lost.target, text),
        Column(text("col.reason")),
    ]
    rows = [_row(entry, lost, books, text) for entry in entries]
    return Table(caption, columns, rows, foot, header=1)


def _row(entry: LossEntry, lost: Lost, books: Books, text: Locale) -> list[str]:
    target = lost.target
    reason = (
        text("losses.reason_counted") if entry.lost else reason_by_place(entry, target, books, text)
    )
    return [
        iso(entry.date),
        plain(entry.basis),
        text(f"loss.{entry.event}"),
        area_label(books.areas, entry.area, text, target.definition.level),
        text(f"tenure.{entry.tenure}"),
        text.number(entry.dwellings),
        text.number(entry.lost),
        class_words(entry.area_class, target, text),
        iso(entry.area_class.statistics_date),
        reason,
    ]
