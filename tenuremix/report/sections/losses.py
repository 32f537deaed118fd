"""The report on one target: what was lost beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tenuremix.document.model import Block, Section
from tenuremix.document.names import plain
from tenuremix.document.tables import Table, TableColumn, day, headings
from tenuremix.document.words import loss_lines
from tenuremix.report.findings import Answer, Findings, TargetWriter, Value
from tenuremix.report.sections.answer import reason_by_place
from tenuremix.report.sections.ledger import class_cell, class_columns

if TYPE_CHECKING:
    from tenuremix.counting.losses import LossEntry, Lost


def losses_section(found: Findings) -> Section | None:
    """Set what was lost beside each target."""
    if found.workspace.losses is None:
        return None
    return found.by_target(
        "losses", "report.losses", lambda a: [_Losses(found, a, a.lost).part()] if a.lost else []
    )


class _Losses(TargetWriter):
    """Writes what was lost beside one target."""

    def __init__(self, found: Findings, answer: Answer, lost: Lost) -> None:
        super().__init__(found, answer)
        self.lost = lost

    def part(self) -> Block:
        """Show the figure less what was lost: what is deducted, then what is not and why."""
        text, lost = self.text, self.lost
        deducted = [entry for entry in lost.entries if entry.lost]
        others = [entry for entry in lost.entries if not entry.lost]
        tables = []
        if deducted:
            dwellings = sum(entry.dwellings for entry in deducted)
            foot: list[Value] = [text("report.sum"), *[""] * 4, dwellings, lost.total, *[""] * 3]
            tables.append(self._table("losses.caption", deducted, foot))
        if others:
            tables.append(self._table("losses.others", others))
        return Block(text("losses.title"), loss_lines(lost, self.progress, text), tables)

    def _table(self, key: str, entries: Sequence[LossEntry], foot: Sequence[Value] = ()) -> Table:
        columns = headings(
            self.text,
            "col.date:w losses.col_basis losses.col_event:w col.area_name col.tenure:w "
            "losses.col_dwellings:n losses.col_lost:n",
        )
        columns += [*class_columns(self.target, self.text), TableColumn(self.text("col.reason"))]
        caption = self.text(key, target=self.answer.heading)
        rows = map(self._row, entries)
        return self.table(caption, columns, rows, foot, header=1, supporting=not foot)

    def _row(self, entry: LossEntry) -> list[Value]:
        target, text = self.target, self.text
        counted = text("losses.reason_counted")
        return [
            entry.date,
            plain(entry.basis),
            text(f"loss.{entry.event}"),
            self.area(entry.area, target.definition.level),
            text(f"tenure.{entry.tenure}"),
            entry.dwellings,
            entry.lost,
            class_cell(entry.area_class, target, text),
            day(entry.area_class.statistics_date),
            counted if entry.lost else reason_by_place(entry, target, self.books, text),
        ]
