"""The third page, below how sure it is: what the year's decisions added that did not count."""

from __future__ import annotations

from collections.abc import Sequence

from tenuremix.counting.progress import Entry, Reason
from tenuremix.counting.tenure import NO_MAJORITY
from tenuremix.document.model import Block, Section
from tenuremix.document.tables import NUMBER, Table, TableColumn, headings
from tenuremix.document.words import tenure_word, tenures_text, unjudged_lines
from tenuremix.report.findings import Findings, TargetWriter, Value
from tenuremix.report.sections.answer import reason_words

_PLACES = 6  # areas in a cell


def uncounted_page(found: Findings) -> Section | None:
    """Say what of the year's decisions did not count; None where everything did."""
    if not found.answers:
        return None
    parts = _Uncounted(found, found.answers[0]).parts()
    return Section("uncounted", found.text("uncounted.title"), parts) if parts else None


class _Uncounted(TargetWriter):
    """Writes what a year's decisions added that did not count towards one target."""

    def parts(self) -> list[Block]:
        """List what was added and did not count, by reason, with where it lies."""
        text = self.text
        added = [
            entry
            for entry in self.progress.entries
            if entry.dwellings > 0 and entry.date.year == self.year
        ]
        left = [entry for entry in added if entry.dwellings > max(entry.counted, 0)]
        if self.target.minimum is None or not left:
            return []
        every = sum(entry.dwellings for entry in added)
        number = sum(entry.dwellings - max(entry.counted, 0) for entry in left)
        lead = text(
            "uncounted.lead",
            year=self.year,
            added=every,
            counted=every - number,
            number=number,
            tenure=tenure_word(self.target, text, every),
        )
        return [Block("", [lead], [self._table(left, number)]), *self._beside()]

    def _table(self, left: Sequence[Entry], number: int) -> Table:
        text = self.text
        groups: dict[str, list[Entry]] = {}
        for entry in left:
            groups.setdefault(self._reason(entry), []).append(entry)
        rows: list[list[Value]] = [
            [reason, self._places(entries), sum(self._left(entry) for entry in entries)]
            for reason, entries in groups.items()
        ]
        rows.sort(key=lambda row: -row[2] if isinstance(row[2], int) else 0)
        tenure = tenure_word(self.target, text)
        columns = [
            *headings(text, "uncounted.reason uncounted.where"),
            TableColumn(tenure[:1].upper() + tenure[1:], NUMBER),
        ]
        foot: list[Value] = [text("report.sum"), "", number]
        return self.table(text("uncounted.caption"), columns, rows, foot)

    def _left(self, entry: Entry) -> int:
        return entry.dwellings - max(entry.counted, 0)

    def _reason(self, entry: Entry) -> str:
        """Say why, and of an area which tenure has its majority."""
        text, rule = self.text, self.target.definition
        if entry.reason is Reason.OTHER_AREA and not rule.areas:
            holder = entry.area_class.majority
            if holder is None:
                return text("uncounted.not_assessable")
            if not holder or NO_MAJORITY in holder:
                return text("uncounted.no_majority")
            return text("uncounted.majority", group=tenures_text(holder, text))
        words = reason_words(entry, self.progress, self.books, text)
        return words[:1].upper() + words[1:]

    def _places(self, entries: Sequence[Entry]) -> str:
        text = self.text
        sums: dict[str | None, int] = {}
        for entry in entries:
            sums[entry.area] = sums.get(entry.area, 0) + self._left(entry)
        ordered = sorted(sums.items(), key=lambda item: (-item[1], item[0] or ""))
        words = [
            text("uncounted.place", area=self.place(code), number=number)
            for code, number in ordered[:_PLACES]
        ]
        if rest := len(ordered) - _PLACES:
            words += [text("uncounted.more", number=rest)] if rest > 0 else []
        return ", ".join(words)

    def _beside(self) -> list[Block]:
        """Tell of what cannot be assessed, and of tenures that are not decided or not stated."""
        text, found = self.text, unjudged_lines(self.progress, self.text)
        for key, unstated in (("undecided", False), ("unstated", True)):
            number = 0
            for id_, dwellings in self.progress.potential.items():
                states = self.books.register.history(id_, self.books.as_of)
                first = next(state for state in states if state.standing)
                if first.decision.date.year == self.year and states[-1].unstated is unstated:
                    number += dwellings
            if number:
                found.append(text(f"uncounted.{key}", number=number))
        return [Block("", [" ".join(found)])] if found else []
