"""The report on one target: what was lost beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tenuremix.render._page import area_label, plain
from tenuremix.render._report_ledger import class_cell, class_columns
from tenuremix.render._report_targets import reason_by_place
from tenuremix.render.model import (
    Cell,
    Column,
    Part,
    Section,
    Table,
    day,
    headings,
    whole,
)
from tenuremix.render.words import loss_lines

if TYPE_CHECKING:
    from tenuremix.books import Books
    from tenuremix.losses import LossEntry, Lost
    from tenuremix.progress import Progress
    from tenuremix.render._report_findings import Findings
    from tenuremix.render.locale import Locale


def losses_section(found: Findings) -> Section | None:
    """Set what was lost beside each target."""
    if found.workspace.losses is None:
        return None
    books, text = found.books, found.text
    return found.by_target(
        "losses",
        text("report.losses"),
        lambda a: [_part(a.lost, a.progress, books, text)] if a.lost else [],
    )


def _part(lost: Lost, progress: Progress, books: Books, text: Locale) -> Part:
    """Show the figure less what was lost: what is deducted, then what is not and why."""
    title = plain(lost.target.title)
    lines = loss_lines(lost, progress, text)
    deducted = [entry for entry in lost.entries if entry.lost]
    others = [entry for entry in lost.entries if not entry.lost]
    tables = []
    if deducted:
        dwellings = whole(sum(entry.dwellings for entry in deducted), text)
        foot: list[Cell] = [
            text("report.sum"),
            "",
            "",
            "",
            "",
            dwellings,
            whole(lost.total, text),
            "",
            "",
            "",
        ]
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
    foot: Sequence[Cell] = (),
) -> Table:
    columns = [
        *headings(
            text,
            "col.date:w losses.col_basis losses.col_event:w col.area_name col.tenure:w "
            "losses.col_dwellings:n losses.col_lost:n",
        ),
        *class_columns(lost.target, text),
        Column(text("col.reason")),
    ]
    rows = [_row(entry, lost, books, text) for entry in entries]
    return Table(caption, columns, rows, foot, header=1, supporting=not foot)


def _row(entry: LossEntry, lost: Lost, books: Books, text: Locale) -> list[Cell]:
    target = lost.target
    reason = (
        text("losses.reason_counted") if entry.lost else reason_by_place(entry, target, books, text)
    )
    return [
        day(entry.date),
        plain(entry.basis),
        text(f"loss.{entry.event}"),
        area_label(books.areas, entry.area, text, target.definition.level),
        text(f"tenure.{entry.tenure}"),
        whole(entry.dwellings, text),
        whole(entry.lost, text),
        class_cell(entry.area_class, target, text),
        day(entry.area_class.statistics_date),
        reason,
    ]
