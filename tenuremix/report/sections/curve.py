"""The chart of a target over time, with what is written in it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

from tenuremix.counting.targets import Status
from tenuremix.delivery.pace import even_path, running_sum
from tenuremix.document.model import Chart
from tenuremix.document.svg import Heading, round_steps
from tenuremix.document.tables import NUMBER, Cell, Table, TableColumn, day, headings, whole
from tenuremix.report.charts.path import HIGH, Path, Told, path_chart
from tenuremix.report.findings import TargetWriter
from tenuremix.report.story import Move, spells, taken_off

if TYPE_CHECKING:
    from tenuremix.counting.progress import Progress

_DAY = timedelta(days=1)
_YEAR, _FEW = 366, 8  # days of an axis with months; years that find room below it
_LABELS = 4  # of what was taken off


class TargetCurve(TargetWriter):
    """Writes the chart of one target over time."""

    def chart(self, *, with_data: bool, bottom: float = HIGH) -> Chart:
        """Make the chart; its figures stand beside it where ``with_data``."""
        text, progress = self.text, self.progress
        target, on = progress.target, shown_on(progress)
        end = target.valid_to or on + _DAY
        even = even_path(target, on) is not None
        sums = running_sum(progress)
        ahead = self._ahead()
        said = [text("pace.desc" if even and with_data else "pace.desc_plain")]
        said += [text("pace.desc_ahead")] if ahead else []
        heading = Heading(f"{self.answer.name}-pace", self._finding(), " ".join(said))
        every = [number for _, number in (*sums, *ahead)]
        most = max(target.minimum or 0, progress.counted, *every, 0)
        path = Path(
            first=target.valid_from,
            end=end,
            sums=sums,
            shown_on=on,
            counted=progress.counted,
            at_end=(text.number(progress.counted), text.day_of_year(on)),
            minimum=target.minimum,
            minimum_text=text("report.chart_minimum", number=target.minimum),
            even_text=text("pace.even", minimum=target.minimum) if even else "",
            steps=[(number, text.number(number)) for number in round_steps(most)],
            marks=self._marks(target.valid_from, end),
            tops=self._tops(sums),
            taken=[self._told(each) for each in taken_off(self.books, progress)[:_LABELS]],
            ahead=ahead,
            ahead_text=text.number(ahead[-1][1]) if ahead else "",
            bottom=bottom,
        )
        data = self._data(end) if with_data else None
        svg = path_chart(heading, path)
        return Chart(heading.name, heading.title, heading.description, svg, data)

    def _ahead(self) -> list[tuple[date, int]]:
        """Sum the plans whose day and dwellings are known, as if all of them came."""
        outlook = self.found.outlooks.get(self.answer.name)
        if outlook is None or outlook.uncovered:
            return []
        on, last = shown_on(self.progress), self.target.period.last
        known = sorted(
            (plot.prospect.expected, plot.counts.low)
            for plot in outlook.plots
            if plot.prospect.planned
            and plot.prospect.expected is not None
            and on < plot.prospect.expected <= (last or plot.prospect.expected)
            and plot.counts.low == plot.counts.high
        )
        days = [day for day, _ in known]
        sums = accumulate((number for _, number in known), initial=self.progress.counted)
        return list(zip(days, list(sums)[1:], strict=True))

    def _tops(self, sums: list[tuple[date, int]]) -> list[Told]:
        """Tell where the sum first was enough, and where it was the most, if it fell after that."""
        minimum = self.target.minimum
        most = max((number for _, number in sums), default=0)
        if minimum is None or most < minimum or most == self.progress.counted:
            return []
        first = next(each for each in sums if each[1] >= minimum)
        top = next(each for each in sums if each[1] == most)
        return [
            Told(on, number, self.text("curve.at", date=self.text.day_of_year(on), number=number))
            for on, number in dict.fromkeys((first, top))
        ]

    def _told(self, taken: Move) -> Told:
        area = self.place(taken.area)
        sums = dict(running_sum(self.progress))
        first = self.text("curve.taken", number=self.text.signed(taken.counted), area=area)
        on = self.text.day_of_year(taken.date)
        return Told(
            taken.date,
            sums.get(taken.date, 0),
            first,
            f"{on}: {taken.words(self.text, brief=True)}",
        )

    def _marks(self, first: date, end: date) -> list[tuple[date, str]]:
        """Mark the months of a year, the years of a longer period."""
        starts = [
            start
            for year in range(first.year, end.year + 1)
            for month in range(1, 13)
            if first <= (start := date(year, month, 1)) < end
        ]
        if (end - first).days <= _YEAR:
            return [(start, self.text.month(start, brief=True)) for start in starts]
        years = [start for start in starts if start.month == 1]
        return [(start, str(start.year)) for start in years[:: len(years) // _FEW + 1]]

    def _data(self, end: date) -> Table:
        """Give the corners of the lines: by day the count, and the even path."""
        target, on = self.target, shown_on(self.progress)
        sums = {target.valid_from: 0, **dict(running_sum(self.progress)), on: self.progress.counted}
        even = even_path(target, on) is not None
        rows: list[list[Cell]] = []
        for each in sorted({*sums, end - _DAY} if even else sums):
            rows.append([day(each), whole(sums.get(each), self.text)])
            if even:
                rows[-1].append(whole(even_path(target, each), self.text))
        columns = headings(self.text, "col.date:w report.years_running:n")
        if even:
            columns.append(TableColumn(self.text("pace.col_even"), NUMBER))
        caption = self.text("pace.data", target=self.answer.heading)
        return self.table(caption, columns, rows, supporting=True)

    def _finding(self) -> str:
        """Say in one sentence what the chart shows."""
        progress, text = self.progress, self.text
        target, on = progress.target, shown_on(progress)
        minimum = target.minimum
        words: dict[str, object] = {"counted": progress.counted, "minimum": minimum, "date": on}
        if minimum is None or (progress.uncovered and progress.counted < minimum):
            return text("pace.finding_direction", **words)
        if times := spells(running_sum(progress), minimum):
            first, last = times[0][0], times[-1][1]
            if last is None:
                return text("pace.finding_met", reached=times[-1][0], **words)
            months = {"first": text.month(first), "last": text.month(last + _DAY)}
            return text("pace.finding_fell", **months, **words)
        path = even_path(target, on)
        over = target.period.is_over(progress.as_of)
        if over or path is None or progress.status is Status.NOT_IN_FORCE:
            return text("pace.finding_short", remaining=progress.remaining, **words)
        gap = progress.counted - path
        key = "pace.finding_ahead" if gap >= 0 else "pace.finding_behind"
        return text(key, gap=abs(gap), **words)


def shown_on(progress: Progress) -> date:
    """Give the last day that the figure can tell of: that of the figures, or of the period."""
    return min(progress.as_of, progress.target.period.last or progress.as_of)
