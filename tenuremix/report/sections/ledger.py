"""The report's ledger of one target: what counts, and what does not and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tenuremix.document.model import Block, Section
from tenuremix.document.names import area_label, named, plain
from tenuremix.document.tables import (
    DATA,
    NUMBER,
    WORD,
    Cell,
    TableColumn,
    day,
    headings,
    portion,
    signed,
    whole,
)
from tenuremix.report.findings import Findings, TargetWriter
from tenuremix.report.sections.answer import COUNTED, group_words, reason_words

if TYPE_CHECKING:
    from tenuremix.counting.progress import Entry
    from tenuremix.counting.rules import AreaClass
    from tenuremix.counting.targets import Target
    from tenuremix.locale.locale import Locale


_SHOWN = 12  # entries of one reason; more are told by their number, and stand in the workbook


def ledger_section(found: Findings) -> Section | None:
    """Give each decision that counts with its reason, and each that does not."""
    return found.by_target("ledger", "report.ledger", lambda a: _Ledger(found, a).parts())


class _Ledger(TargetWriter):
    """Writes the ledger of one target."""

    def parts(self) -> list[Block]:
        """Show every entry that counts, and those of the year that do not.

        Entries of other years that do not count are left out of the second table and counted in a
        sentence, so that nothing is dropped without a word.
        """
        text = self.text
        counts = [e for e in self.progress.entries if e.reason in COUNTED]
        others = [e for e in self.progress.entries if e.reason not in COUNTED]
        in_year = [e for e in others if e.date.year == self.year]
        title = self.answer.heading
        columns = self._columns()
        total = whole(sum(e.counted for e in counts), text)
        change = signed(sum(e.dwellings for e in counts), text)
        first = self.table(
            text("report.ledger_counted", target=title),
            columns,
            [self._row(e) for e in counts],
            [text("report.sum"), "", "", "", "", change, total, "", "", ""],
            header=1,
        )
        folded, shown = self._folded(in_year)
        second = self.table(
            text("report.ledger_others", target=title, year=self.year),
            columns,
            [self._row(e) for e in shown],
            header=1,
            supporting=True,
        )
        if len(in_year) < len(others):
            folded.append(self._left_out(others))
        return [
            Block(text("report.ledger_in"), [text("report.ledger_sum", sum=total)], [first]),
            Block(text("report.ledger_out"), folded, [second]),
        ]

    def _folded(self, others: Sequence[Entry]) -> tuple[list[str], list[Entry]]:
        """Fold many entries of one reason to a sentence with their number; the rest is shown."""
        reasons: dict[str, list[Entry]] = {}
        for entry in others:
            words = reason_words(entry, self.progress, self.books, self.text)
            reasons.setdefault(words, []).append(entry)
        many = {words: found for words, found in reasons.items() if len(found) > _SHOWN}
        lines = [
            self.text("report.ledger_folded", number=len(found), reason=words)
            for words, found in many.items()
        ]
        return lines, [e for found in reasons.values() if len(found) <= _SHOWN for e in found]

    def _left_out(self, others: list[Entry]) -> str:
        older = [e.dwellings for e in others if e.date.year < self.year]
        later = [e.dwellings for e in others if e.date.year > self.year]
        return self.text(
            "report.ledger_left_out",
            year=self.year,
            older=len(older),
            older_sum=sum(older),
            later=len(later),
            later_sum=sum(later),
        )

    def _columns(self) -> list[TableColumn]:
        return [
            *headings(
                self.text,
                "col.date:w report.allocation col.event:w col.area_name col.tenure:w "
                "col.change:n col.counted:n",
            ),
            *class_columns(self.progress.target, self.text),
            TableColumn(self.text("col.reason")),
        ]

    def _row(self, entry: Entry) -> list[Cell]:
        text = self.text
        return [
            day(entry.date),
            named(entry.name, entry.allocation),
            text(f"event.{entry.event}"),
            area_label(self.books.areas, entry.area, text, self.progress.target.definition.level),
            text(f"tenure.{entry.tenure}"),
            signed(entry.dwellings, text),
            whole(entry.counted, text),
            class_cell(entry.area_class, self.progress.target, text),
            day(entry.area_class.statistics_date),
            reason_words(entry, self.progress, self.books, text),
        ]


def class_columns(target: Target, text: Locale) -> list[TableColumn]:
    """Head the class of an entry's area, and the date of what it rests on."""
    rule = target.definition
    share = (
        text("report.list_class")
        if rule.areas
        else text("report.group_share", group=group_words(rule, text))
    )
    return [
        TableColumn(share, DATA if rule.areas else NUMBER),
        TableColumn(text("report.list_date" if rule.areas else "report.statistics_date"), WORD),
    ]


def class_cell(found: AreaClass, target: Target, text: Locale) -> Cell:
    """Give the share of the definition's tenures, or the class on the list."""
    if not target.definition.areas:
        return portion(found.share, text)
    if found.qualifies is None:
        return "–"
    return plain(found.label) if found.label else text("report.not_listed")
