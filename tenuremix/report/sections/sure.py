"""The report on one target: how sure the answer is, and what was decided by exception."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tenuremix.counting.progress import Alternative, Entry, Reason
from tenuremix.counting.rules import NEAR_LINE, Definition
from tenuremix.document.model import Block, Section
from tenuremix.document.names import named, plain
from tenuremix.document.tables import (
    NUMBER,
    WORD,
    Table,
    TableColumn,
    day,
    headings,
    portion,
    signed,
)
from tenuremix.document.words import definition_text, status_words, unjudged_lines
from tenuremix.report.findings import Findings, TargetWriter, Value
from tenuremix.report.sections.answer import group_words, range_finding, reason_words
from tenuremix.report.story import later_lines

OLD_MONTHS = 24
"""Statistics older than this at the decision are told as old: they come out every year."""


def sure_section(found: Findings) -> Section | None:
    """Say how sure each answer is."""
    made = found.by_target("sure", "report.sure", lambda a: Sure(found, a).parts())
    lead = Block("", [found.text("report.sure_lead")])
    return made and replace(made, parts=[lead, *made.parts])


def exceptions_section(found: Findings) -> Section | None:
    """Show each figure with and without the exceptions that the nämnd has decided."""
    return found.by_target(
        "exceptions", "report.exceptions", lambda a: [Sure(found, a).exceptions()]
    )


class Sure(TargetWriter):
    """Writes how sure the answer on one target is."""

    def parts(self) -> list[Block]:
        """Show what the answer depends on: definitions, lines, what is not known."""
        parts = [
            self._range(),
            self._deciding(),
            *([] if self.target.definition.areas else [self._near()]),
            self._statistics(),
            self._unjudged(),
        ]
        about = self.answer.called
        return [replace(p, tables=[replace(t, about=about) for t in p.tables]) for p in parts]

    def _range(self) -> Block:
        """List the answer under every definition."""
        listed = self.progress.sensitivity
        title = self.text("report.range", number=len(listed))
        finding = range_finding(self.progress, self.text)
        return Block(title, [f"{finding}."], [self._range_table(title, listed)])

    def _range_table(self, title: str, listed: Sequence[Alternative]) -> Table:
        """List every definition with its count, and whether it reaches the minimum."""
        chosen = self.target.definition
        columns = headings(self.text, "col.definition col.counted:n")
        rows: list[list[Value]] = [[self._marked(a.definition, chosen), a.counted] for a in listed]
        if self.target.minimum is not None:
            columns.append(TableColumn(self.text("col.status"), WORD))
            for row, alternative in zip(rows, listed, strict=True):
                row.append(status_words(self.progress, self.text, alternative))
        return self.table(title, columns, rows, supporting=True)

    def _marked(self, definition: Definition, chosen: Definition) -> str:
        words = definition_text(definition, self.text)
        if not definition.judges_as(chosen):
            return words
        return self.text("report.chosen_mark", definition=words)

    def _deciding(self) -> Block:
        """Say how many allocations the definitions part on; the workbook names them."""
        title, deciding = self.text("report.deciding"), self.progress.deciding()
        key = "report.deciding_lead" if deciding else "report.deciding_none"
        return Block(title, [self.text(key, number=len(deciding))])

    def _near(self) -> Block:
        """List the tested areas whose share is within two percentage points of the line."""
        text = self.text
        title = text("report.near")
        rule = self.target.definition
        line = rule.line
        if line is None:
            return Block(title, [text("report.near_no_line")])
        tested: dict[str, list[Entry]] = {}
        for entry in self.progress.entries:
            inside = self.target.period.holds(entry.date) or entry.counted
            if inside and entry.area and entry.area_class.near(line):
                tested.setdefault(entry.area, []).append(entry)
        words = {"points": text.decimal(100 * NEAR_LINE, 0), "line": text.percent(line, 0)}
        if not tested:
            return Block(title, [text("report.near_none", **words)])
        group = group_words(rule, text)
        counted = sum(entry.counted for entries in tested.values() for entry in entries)
        numbers = {"counted": counted, "total": self.progress.counted}
        lead = text("report.near_lead", group=group, **numbers, **words)
        table = self.table(
            title,
            [
                TableColumn(text("col.area_name")),
                TableColumn(text("report.group_share", group=group), NUMBER),
                *headings(text, "report.statistics_date:w report.tested:n col.counted:n"),
            ],
            [
                [
                    self.area(code, rule.level),
                    portion(entries[0].area_class.share, text),
                    day(entries[0].area_class.statistics_date),
                    sum(entry.dwellings for entry in entries),
                    sum(entry.counted for entry in entries),
                ]
                for code, entries in sorted(tested.items())
            ],
        )
        return Block(title, [lead], [table])

    def _statistics(self) -> Block:
        """Say how old the statistics were at each decision that counts, and what they suppress."""
        text = self.text
        title = text("report.statistics")
        found: dict[date, list[Entry]] = {}
        for entry in self.progress.entries:
            if entry.counted and entry.area_class.statistics_date is not None:
                found.setdefault(entry.area_class.statistics_date, []).append(entry)
        if not found:
            return Block(title, [text("report.statistics_none")])
        old = sum(
            e.counted for entries in found.values() for e in entries if _months(e) > OLD_MONTHS
        )
        key = "report.statistics_old" if old else "report.statistics_fresh"
        lines = [text(key, number=old, months=OLD_MONTHS)]
        lines += later_lines(self.progress, text)
        suppressed = self._suppressed()
        if suppressed:
            lines.append(text("report.suppressed", areas=text.join(suppressed)))
        elif not self.target.definition.areas:
            lines.append(text("report.suppressed_none"))
        return Block(title, lines)

    def _suppressed(self) -> list[str]:
        """Name the areas that count although a suppressed figure leaves their share open."""
        level = self.target.definition.level
        codes = {
            entry.area
            for entry in self.progress.entries
            if entry.counted
            and entry.area
            and (part := entry.area_class.share) is not None
            and part.value is None
        }
        return [self.area(code, level) for code in sorted(codes)]

    def exceptions(self) -> Block:
        """Show the figure with and without the exceptions decided."""
        title = self.text("report.exceptions")
        touched = [e for e in self.progress.entries if e.counted != e.without_exception]
        lines = [self.text("report.exceptions_none")]
        tables = []
        if touched:
            counted, without = self.progress.counted, self.progress.without_exceptions
            lines = [self.text("report.exceptions_lead", counted=counted, without=without)]
            tables = [self.table(title, self._exception_columns(), [
                [
                    named(e.name, e.allocation),
                    plain(self.books.states[e.allocation].diarienummer) or "–",
                    self.text(f"report.exception.{e.exception}"),
                    self.text(f"tenure.{e.tenure}"),
                    e.counted,
                    e.without_exception,
                ]
                for e in touched
            ])]  # fmt: skip
        return Block("", lines, tables)

    def _exception_columns(self) -> list[TableColumn]:
        return headings(
            self.text,
            "report.allocation report.record report.exception:w col.tenure:w col.counted:n "
            "report.without:n",
        )

    def _unjudged(self) -> Block:
        title = self.text("report.unjudged")
        wanted = (Reason.NOT_ASSESSABLE, Reason.OUTSIDE_AREAS)
        found = [
            entry
            for entry in self.progress.entries
            if entry.reason in wanted and self.target.period.holds(entry.date)
        ]
        if not found:
            return Block(title, [self.text("report.unjudged_none")])
        table = self.table(
            title,
            "report.allocation report.col_place col.tenure:w col.change:n col.reason",
            [
                [
                    named(entry.name, entry.allocation),
                    self.area(entry.area),
                    self.text(f"tenure.{entry.tenure}"),
                    signed(entry.dwellings, self.text),
                    reason_words(entry, self.progress, self.books, self.text),
                ]
                for entry in found
            ],
        )
        return Block(title, unjudged_lines(self.progress, self.text), [table])


def _months(entry: Entry) -> int:
    """Give the whole months from the statistics to the decision that they judge."""
    on = entry.area_class.statistics_date
    return 0 if on is None else (entry.date - on).days * 48 // 1461
