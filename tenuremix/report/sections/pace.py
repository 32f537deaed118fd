"""The report on one target over time: what was counted when, what remains, and at what pace."""

from __future__ import annotations

from tenuremix.delivery.pace import Quarter, by_quarter, counts_in, even_path, pace_needed
from tenuremix.document.model import Block, Section
from tenuremix.document.tables import NUMBER, WORD, Cell, Table, TableColumn, whole
from tenuremix.report.findings import Findings, TargetWriter
from tenuremix.report.sections.curve import TargetCurve, shown_on

_MONTH = 31  # fewer days than this are told as days alone


def pace_section(found: Findings) -> Section | None:
    """Set each target against what was counted, by quarter and year."""
    return found.by_target("pace", "report.pace", lambda a: [_Pace(found, a).part()])


class _Pace(TargetWriter):
    """Writes the way of one target over time."""

    def part(self) -> Block:
        progress = self.answer.progress
        quarters = by_quarter(progress)
        if not quarters:
            return Block("", [self.text("pace.not_begun", date=progress.target.valid_from)])
        lines = [*self._even_lines(), *self._needed_lines()]
        tables = [self._quarter_table(quarters), self._year_table(quarters)]
        return Block(
            "", lines, tables, [TargetCurve(self.found, self.answer).chart(with_data=True)]
        )

    def _even_lines(self) -> list[str]:
        """Set the count beside the even path, while days are left."""
        target, on = self.progress.target, shown_on(self.progress)
        path = even_path(target, on)
        if path is None or target.period.is_over(self.progress.as_of):
            return []
        gap = self.progress.counted - path
        key = "pace.even_same" if not gap else "pace.even_more" if gap > 0 else "pace.even_fewer"
        numbers = {"path": path, "counted": self.progress.counted, "gap": abs(gap)}
        return [self.text(key, date=on, **numbers)]

    def _needed_lines(self) -> list[str]:
        """Say what remains, and the pace that reaches it."""
        target = self.progress.target
        if target.minimum is None:
            return [self.text("pace.no_minimum")]
        if not self.progress.remaining:
            return [self.text("pace.nothing_remains")]
        remaining = self.progress.remaining
        if target.valid_to is None:
            return [self.text("pace.no_end", remaining=remaining)]
        needed = pace_needed(self.progress)
        if needed is None:
            return [self.text("pace.over", remaining=remaining)]
        return [
            self.text(
                "pace.needed" if needed.days >= _MONTH else "pace.needed_days",
                remaining=remaining,
                days=needed.days,
                month=needed.per_month,
                quarter=needed.per_quarter,
            )
        ]

    def _columns(self, first: str, quarters: list[Quarter]) -> list[TableColumn]:
        names = ["plus", "minus", "net", "running"]
        columns = [TableColumn(first, WORD)]
        columns += [TableColumn(self.text(f"report.years_{name}"), NUMBER) for name in names]
        if quarters[-1].path is not None:
            columns.append(TableColumn(self.text("pace.col_even"), NUMBER))
        return columns

    def _quarter_table(self, quarters: list[Quarter]) -> Table:
        rows: list[list[Cell]] = []
        for quarter in quarters:
            label = self.text("pace.quarter", year=quarter.year, number=quarter.number)
            numbers = (quarter.plus, quarter.minus, quarter.net, quarter.running)
            rows.append([label, *(whole(number, self.text) for number in numbers)])
            if quarter.path is not None:
                rows[-1].append(whole(quarter.path, self.text))
        caption = self.text("pace.quarters", target=self.answer.heading)
        return self.table(caption, self._columns(self.text("pace.col_quarter"), quarters), rows)

    def _year_table(self, quarters: list[Quarter]) -> Table:
        rows: list[list[Cell]] = []
        for year in sorted({quarter.year for quarter in quarters}):
            plus, minus = counts_in(quarters, year)
            last = [quarter for quarter in quarters if quarter.year == year][-1]
            numbers = (plus, minus, plus + minus, last.running)
            rows.append([str(year), *(whole(number, self.text) for number in numbers)])
            if last.path is not None:
                rows[-1].append(whole(last.path, self.text))
        caption = self.text("report.years", target=self.answer.heading)
        return self.table(caption, self._columns(self.text("report.year"), quarters), rows)
