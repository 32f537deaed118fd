"""The report on whether a target will be reached, while its period is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenuremix.chances import Distribution
from tenuremix.reach import PlotEffect, assess_outlook
from tenuremix.render._page import named, plain
from tenuremix.render._report_findings import Answer, Findings, TargetWriter
from tenuremix.render._svg import Heading
from tenuremix.render.chart_reach import Reach, reach_chart
from tenuremix.render.model import (
    NUMBER,
    WORD,
    Cell,
    Chart,
    Column,
    Figure,
    Kind,
    Part,
    Section,
    Shape,
    day,
)
from tenuremix.render.outlook import (
    asked_rows,
    assumed,
    chances_text,
    definition_heading,
    needed_heading,
    needed_rows,
    origin_text,
    outlook_sentence,
    plot_heading,
    range_line,
    reading_lines,
    scenario_heading,
    scenario_name,
    whole_text,
)
from tenuremix.render.words import definition_text

if TYPE_CHECKING:
    from tenuremix.ends import Range
    from tenuremix.reach import Final
    from tenuremix.render.locale import Locale

_MOST = 12  # plots in the report; the command lists them all
_POINTS = 11  # numbers in the table of the chart
_ENDS = (0.001, 0.999)  # of the distribution that is drawn


def outlook_section(found: Findings) -> Section | None:
    """Tell whether the targets whose period is open will be reached; None where none is."""
    return found.by_target("outlook", "outlook.title", lambda a: _Outlook(found, a).parts())


class _Outlook(TargetWriter):
    """Writes whether one target will be reached."""

    def __init__(self, found: Findings, answer: Answer) -> None:
        super().__init__(found, answer)
        assumptions = self.workspace.settings.assumptions
        self.outlook = assess_outlook(self.books, self.target, assumptions)

    def parts(self) -> list[Part]:
        """Say whether it will, and what that hangs on; nothing where its period is over."""
        if self.outlook.closed:
            return []
        lines = [outlook_sentence(self.outlook, self.text), *reading_lines(self.outlook, self.text)]
        parts = [
            Part("", lines, charts=[self._chart(f"{self.answer.name}-outlook")]),
            self._plots(),
            self._scenarios(),
            self._needed(),
            self._definitions(),
            self._asked(),
        ]
        return [part for part in parts if part is not None]

    def _plots(self) -> Part:
        title = self.text("outlook.plots")
        if not self.outlook.plots:
            return Part(title, [self.text("outlook.plots_none")])
        kinds = (None, WORD, WORD, NUMBER, NUMBER, None, NUMBER, NUMBER)
        heading = plot_heading(self.text)
        rows = [self._plot_row(plot) for plot in self.outlook.plots[:_MOST]]
        lines = [self.text("outlook.plots_rule")] if self.outlook.reach is not None else []
        if more := len(self.outlook.plots) - len(rows):
            lines.append(self.text("outlook.plots_rest", number=more))
        table = self.table(
            title,
            [
                Column(words) if kind is None else Column(words, kind)
                for words, kind in zip(heading, kinds, strict=True)
            ],
            rows,
            about=self.answer.title,
        )
        return Part(title, lines, [table])

    def _plot_row(self, plot: PlotEffect) -> list[Cell]:
        prospect, likelihood = plot.prospect, plot.prospect.likelihood
        return [
            named(prospect.state.name, prospect.allocation),
            self.text(f"event.{prospect.state.stage}"),
            day(prospect.expected),
            _dwellings(plot.counts.low, plot.counts.high, self.text),
            _chance((likelihood.low, likelihood.high), self.text),
            origin_text(likelihood, self.text, planned=prospect.planned),
            _chance(plot.if_certain, self.text),
            _chance(plot.if_lost, self.text),
        ]

    def _scenarios(self) -> Part:
        text = self.text
        title = text("outlook.scenarios")
        first, *others = scenario_heading(text)
        minimum = self.outlook.target.minimum

        def figures(final: Final) -> list[Cell]:
            low, high = final.quantile(0.05)[0], final.quantile(0.95)[1]
            return [
                _chance(None if minimum is None else final.reach(minimum), text),
                _dwellings(*final.expected, text),
                f"{text.number(low)}–{text.number(high)}",
            ]

        lines = [text("outlook.scenarios_rule"), *assumed(self.outlook, text)]
        table = self.table(
            title,
            [Column(first), *(Column(words, NUMBER) for words in others)],
            [
                [
                    plain(scenario_name(scenario, text)),
                    text.decimal(scenario.odds_ratio),
                    text.percent(scenario.weight, 0),
                    *figures(final),
                ]
                for scenario, final in self.outlook.scenarios
            ],
            [text("outlook.weighed"), "", "", *figures(self.outlook.final)],
            about=self.answer.title,
        )
        return Part(title, lines, [table])

    def _needed(self) -> Part | None:
        if not self.outlook.needed:
            return None
        title = self.text("outlook.needed")
        level, further, secure = needed_heading(self.text)
        table = self.table(
            title,
            [Column(level, WORD), Column(further, NUMBER), Column(secure)],
            [[plain(cell) for cell in row] for row in needed_rows(self.outlook, self.text)],
            about=self.answer.title,
        )
        return Part(title, [self.text("outlook.needed_rule")], [table])

    def _definitions(self) -> Part:
        text = self.text
        title = text("outlook.definitions")
        first, *others = definition_heading(text)
        lines = [range_line(self.outlook, text)] if self.outlook.reach is not None else []
        table = self.table(
            title,
            [Column(first), *(Column(words, NUMBER) for words in others)],
            [
                [
                    definition_text(each.definition, text),
                    _dwellings(each.counted, each.counted, text),
                    _dwellings(*each.expected, text),
                    _chance(each.reach, text),
                ]
                for each in self.outlook.definitions
            ],
            about=self.answer.title,
            supporting=True,
        )
        return Part(title, lines, [table])

    def _asked(self) -> Part | None:
        rows = [[plain(cell) for cell in row] for row in asked_rows(self.outlook, self.text)]
        if not rows:
            return None
        title = self.text("outlook.asked")
        return Part(
            title,
            [self.text("outlook.asked_rule")],
            [self.table(title, "outlook.col_plot outlook.col_asks", rows, about=self.answer.title)],
        )

    def _chart(self, name: str) -> Chart:
        text, final, minimum = self.text, self.outlook.final, self.outlook.target.minimum
        least = min(final.low.quantile(_ENDS[0]), minimum or final.low.least)
        most = max(final.high.quantile(_ENDS[1]), minimum or 0, least + 1)
        reach = Reach(
            low=_falling(final.low, least, most),
            high=_falling(final.high, least, most),
            least=(least, text.number(least)),
            most=(most, text.number(most)),
            goal=None if minimum is None else (minimum, text("outlook.goal", number=minimum)),
            shares=[(share, text.percent(share, 0)) for share in (0.0, 0.5, 1.0)],
        )
        title = outlook_sentence(self.outlook, text).removesuffix(".")
        heading = Heading(name, title, text("outlook.chart"))
        step = max(1, -(-(most - least) // (_POINTS - 1)))
        numbers = {*range(least, most + 1, step), *([] if minimum is None else [minimum])}
        data = self.table(
            text("outlook.chart_data"),
            "outlook.col_at_least:w outlook.col_low:n outlook.col_high:n",
            [
                [
                    text.number(number),
                    _chance((final.low.at_least(number), final.low.at_least(number)), text),
                    _chance((final.high.at_least(number), final.high.at_least(number)), text),
                ]
                for number in sorted(numbers)
            ],
            about=self.answer.title,
        )
        svg = reach_chart(heading, reach)
        return Chart(name, title, heading.description, svg, data, Shape.STEPS)


# Cells ------------------------------------------------------------------------------------------


def _chance(value: Range | None, text: Locale) -> Figure:
    low, high = (None, None) if value is None else value
    return Figure(chances_text(value, text), Kind.SHARE, low, high)


def _dwellings(low: float, high: float, text: Locale) -> Figure:
    return Figure(whole_text(low, high, text), Kind.WHOLE, round(low), round(high))


# Parts ------------------------------------------------------------------------------------------


# The chart --------------------------------------------------------------------------------------


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
