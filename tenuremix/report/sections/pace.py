"""The report on one target over time: what was counted when, what remains, and at what pace."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tenuremix.counting.progress import Progress
from tenuremix.counting.targets import Status
from tenuremix.delivery.pace import (
    Quarter,
    by_quarter,
    counts_in,
    even_path,
    pace_needed,
    running_sum,
)
from tenuremix.document.model import (
    NUMBER,
    WORD,
    Block,
    Cell,
    Chart,
    Section,
    Shape,
    Table,
    TableColumn,
    day,
    headings,
    whole,
)
from tenuremix.document.names import plain
from tenuremix.report.charts.path import Path, path_chart
from tenuremix.report.charts.svg import Heading
from tenuremix.report.findings import Findings, TargetWriter

_DAY = timedelta(days=1)
_MONTH = 31  # fewer days than this are told as days alone
_FEW = 8  # as many quarters find room below a chart; beyond that the years are marked


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
        return Block("", lines, tables, [self._chart()])

    def _even_lines(self) -> list[str]:
        """Set the count beside the even path, while days are left."""
        target, on = self.progress.target, _shown_on(self.progress)
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
        caption = self.text("pace.quarters", target=plain(self.progress.target.title))
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
        caption = self.text("report.years", target=plain(self.progress.target.title))
        return self.table(caption, self._columns(self.text("report.year"), quarters), rows)

    def _chart(self) -> Chart:
        text, progress = self.text, self.answer.progress
        target, on = progress.target, _shown_on(progress)
        end = target.valid_to or on + _DAY
        even = "" if even_path(target, on) is None else text("pace.even")
        remaining = "" if pace_needed(progress) is None else text.signed(progress.remaining or 0)
        description = text("pace.desc" if even else "pace.desc_plain")
        heading = Heading(f"{self.answer.name}-pace", self._finding(), description)
        path = Path(
            first=target.valid_from,
            end=end,
            sums=running_sum(progress),
            shown_on=on,
            counted=progress.counted,
            counted_text=text.number(progress.counted),
            minimum=target.minimum,
            minimum_text=text("report.chart_minimum", number=target.minimum),
            even_text=even,
            remaining_text=remaining and text("pace.remaining", number=remaining),
            marks=self._marks(target.valid_from, end),
        )
        svg = path_chart(heading, path)
        data = self._chart_table(end)
        return Chart(heading.name, heading.title, heading.description, svg, data, Shape.STEPS)

    def _chart_table(self, end: date) -> Table:
        """Give the corners of the lines: by day the count, and the even path."""
        target, on = self.progress.target, _shown_on(self.progress)
        sums = {target.valid_from: 0, **dict(running_sum(self.progress)), on: self.progress.counted}
        even = even_path(target, on) is not None
        last = end - _DAY
        rows: list[list[Cell]] = []
        for each in sorted({*sums, last} if even else sums):
            rows.append([day(each), whole(sums.get(each), self.text)])
            if even:
                rows[-1].append(whole(even_path(target, each), self.text))
        columns = headings(self.text, "col.date:w report.years_running:n")
        if even:
            columns.append(TableColumn(self.text("pace.col_even"), NUMBER))
        caption = self.text("pace.data", target=plain(target.title))
        return self.table(caption, columns, rows, supporting=True)

    def _marks(self, first: date, end: date) -> list[tuple[date, str]]:
        """Mark the quarters of a short period, the years of a longer one."""
        starts = [date(y, m, 1) for y in range(first.year, end.year + 1) for m in (1, 4, 7, 10)]
        inside = [start for start in starts if first <= start < end]
        if len(inside) <= _FEW // 2:
            return [(d, self.text("pace.quarter_short", number=(d.month + 2) // 3)) for d in inside]
        years = [start for start in inside if start.month == 1]
        return [(start, str(start.year)) for start in years[:: len(years) // _FEW + 1]]

    def _finding(self) -> str:
        """Say in one sentence what the chart shows."""
        progress, text = self.progress, self.text
        target, on = progress.target, _shown_on(progress)
        words: dict[str, Any] = {"counted": progress.counted, "minimum": target.minimum, "date": on}
        if target.minimum is None:
            return text("pace.finding_direction", **words)
        if progress.counted >= target.minimum:
            reached = _reached_on(progress, target.minimum)
            return text("pace.finding_met", reached=reached, **words)
        path = even_path(target, on)
        if (
            target.period.is_over(progress.as_of)
            or path is None
            or progress.status is Status.NOT_IN_FORCE
        ):
            return text("pace.finding_short", remaining=progress.remaining, **words)
        gap = progress.counted - path
        key = "pace.finding_ahead" if gap >= 0 else "pace.finding_behind"
        return text(key, gap=abs(gap), **words)


def _shown_on(progress: Progress) -> date:
    """Give the last day that the figure can tell of: that of the figures, or of the period."""
    return min(progress.as_of, progress.target.period.last or progress.as_of)


def _reached_on(progress: Progress, minimum: int) -> date | None:
    """Find the day from which on the count has stayed at the minimum or above it."""
    reached: date | None = None
    for each, number in running_sum(progress):
        if number < minimum:
            reached = None
        elif reached is None:
            reached = each
    return reached
