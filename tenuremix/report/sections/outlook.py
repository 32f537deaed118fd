"""The report on whether a target will be reached, while its period is open."""

from __future__ import annotations

from dataclasses import replace

from tenuremix.answers.outlook import OutlookWords, chance_figure
from tenuremix.counting.tenure import Interval
from tenuremix.document.model import Block, Chart, Section
from tenuremix.document.names import named, plain
from tenuremix.document.outlook import forecast_lines
from tenuremix.document.svg import Heading
from tenuremix.document.tables import Figure, Table
from tenuremix.outlook.assess import TargetOutlook
from tenuremix.outlook.distribution import Distribution
from tenuremix.report.charts.reach import ReachCurve, reach_chart
from tenuremix.report.findings import Answer, Findings, TargetWriter

_MOST = 12  # plots in the report; the command lists them all
_POINTS = 11  # numbers in the table of the chart
_ENDS = (0.001, 0.999)  # of the distribution that is drawn


def outlook_section(found: Findings) -> Section | None:
    """Tell whether the targets whose period is open will be reached; None where none is.

    Of a period that is over it tells what earlier reports forecast, and the outcome.
    """
    over = all(each.progress.target.period.is_over(found.books.as_of) for each in found.answers)
    title = "outlook.title_over" if over else "outlook.title"
    return found.by_target("outlook", title, lambda answer: _parts(found, answer))


def _parts(found: Findings, answer: Answer) -> list[Block]:
    """Tell of what is to come, or of what was forecast of it and the outcome."""
    outlook = found.outlooks.get(answer.name)
    if outlook is not None:
        return _Outlook(found, answer, outlook).parts()
    lines = forecast_lines(answer.progress, found.workspace.forecasts, found.text)
    return [Block("", lines)] if lines else []


class _Outlook(TargetWriter):
    """Writes whether one target will be reached."""

    def __init__(self, found: Findings, answer: Answer, outlook: TargetOutlook) -> None:
        super().__init__(found, answer)
        self.outlook = outlook
        self.words = OutlookWords(outlook, self.text)

    def parts(self) -> list[Block]:
        """Say whether it will, and what that hangs on."""
        text, words = self.text, self.words
        if self.outlook.uncovered:
            return [Block("", [words.sentence()])]
        some = self.outlook.reach is not None
        parts = [
            Block("", [words.sentence(), *words.lines()], charts=[self._chart()]),
            self._plots(),
            self._part(words.scenarios(), text("outlook.scenarios_rule"), *words.assumed()),
            self._part(words.needed(), text("outlook.needed_rule")),
            self._part(
                replace(words.definitions(), supporting=True),
                *([words.range_line()] if some else []),
            ),
            self._part(words.asked(), text("outlook.asked_rule")),
        ]
        return [part for part in parts if part is not None]

    def _part(self, table: Table | None, *lines: str) -> Block | None:
        """Set a table below its rule; what its cells say of the data is made safe."""
        if table is None:
            return None
        rows = [
            [cell if isinstance(cell, Figure) else plain(cell) for cell in row]
            for row in table.rows
        ]
        safe = replace(table, rows=rows, about=self.answer.heading)
        return Block(table.caption, lines, [safe])

    def _plots(self) -> Block:
        text, plots = self.text, self.outlook.plots
        if not plots:
            return Block(text("outlook.plots"), [text("outlook.plots_none")])
        lines = [text("outlook.plots_rule")] if self.outlook.reach is not None else []
        if more := max(0, len(plots) - _MOST):
            lines.append(text("outlook.plots_rest", number=more))
        table = self.words.plots(_MOST)
        states = [(plot.prospect.state.name, plot.prospect.allocation) for plot in plots]
        rows = [[named(*of), *row[1:]] for of, row in zip(states, table.rows, strict=False)]
        return Block(table.caption, lines, [replace(table, rows=rows, about=self.answer.heading)])

    def _chart(self) -> Chart:
        text, final, minimum = self.text, self.outlook.final, self.outlook.target.minimum
        least = min(final.low.quantile(_ENDS[0]), minimum or final.low.least)
        most = max(final.high.quantile(_ENDS[1]), minimum or 0, least + 1)
        reach = ReachCurve(
            low=_falling(final.low, least, most),
            high=_falling(final.high, least, most),
            least=(least, text.number(least)),
            most=(most, text.number(most)),
            goal=None if minimum is None else (minimum, text("outlook.goal", number=minimum)),
            shares=[(share, text.percent(share, 0)) for share in (0.0, 0.5, 1.0)],
        )
        title = self.words.chance().removesuffix(".")
        heading = Heading(f"{self.answer.name}-outlook", title, text("outlook.chart"))
        step = max(1, -(-(most - least) // (_POINTS - 1)))
        numbers = {*range(least, most + 1, step), *([] if minimum is None else [minimum])}
        data = self.table(
            text("outlook.chart_data"),
            "outlook.col_at_least:w outlook.col_low:n outlook.col_high:n",
            [
                [
                    text.number(number),
                    *(
                        chance_figure(Interval.exactly(end.at_least(number)), text)
                        for end in (final.low, final.high)
                    ),
                ]
                for number in sorted(numbers)
            ],
            about=self.answer.heading,
        )
        svg = reach_chart(heading, reach)
        return Chart(heading.name, title, heading.description, svg, data)


def _falling(distribution: Distribution, least: int, most: int) -> list[tuple[int, float]]:
    """Give the corners of the falling line: past each number, the probability of more."""
    found = []
    left = distribution.at_least(least)
    for number in range(max(least, distribution.least), min(most, distribution.most) + 1):
        mass = float(distribution.masses[number - distribution.least])
        if mass > 0:
            left -= mass
            found.append((number, min(1.0, max(0.0, left))))
    return found
