"""The report on whether a target will be reached, while its period is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenuremix.chances import Distribution
from tenuremix.reach import PlotEffect, TargetOutlook, assess_outlook
from tenuremix.render._page import named, plain
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
    Table,
    counted,
    day,
    whole,
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
)
from tenuremix.render.words import definition_text
from tenuremix.tenure import Interval

if TYPE_CHECKING:
    from tenuremix.reach import Final
    from tenuremix.render._report_findings import Answer, Findings
    from tenuremix.render.locale import Locale

_MOST = 12  # plots in the report; the command lists them all
_POINTS = 11  # numbers in the table of the chart
_ENDS = (0.001, 0.999)  # of the distribution that is drawn


def outlook_section(found: Findings) -> Section | None:
    """Tell whether the targets whose period is open will be reached; None where none is."""
    text = found.text
    return found.by_target("outlook", text("outlook.title"), lambda answer: _parts(answer, found))


def _parts(answer: Answer, found: Findings) -> list[Part]:
    assumptions = found.workspace.settings.assumptions
    outlook = assess_outlook(found.books, answer.progress.target, assumptions)
    if outlook.closed:
        return []
    text, about = found.text, answer.title
    lines = [outlook_sentence(outlook, text), *reading_lines(outlook, text)]
    parts = [
        Part("", lines, charts=[_chart(outlook, f"{answer.name}-outlook", about, text)]),
        _plots(outlook, about, text),
        _scenarios(outlook, about, text),
        _needed(outlook, about, text),
        _definitions(outlook, about, text),
        _asked(outlook, about, text),
    ]
    return [part for part in parts if part is not None]


# Cells ------------------------------------------------------------------------------------------


def _chance(value: Interval | None, text: Locale) -> Figure:
    low, high = (None, None) if value is None else value
    return Figure(chances_text(value, text), Kind.SHARE, low, high)


# Parts ------------------------------------------------------------------------------------------


def _plots(outlook: TargetOutlook, about: str, text: Locale) -> Part:
    title = text("outlook.plots")
    if not outlook.plots:
        return Part(title, [text("outlook.plots_none")])
    kinds = (None, WORD, WORD, NUMBER, NUMBER, None, NUMBER, NUMBER)
    heading = plot_heading(text)
    columns = [
        Column(words) if kind is None else Column(words, kind)
        for words, kind in zip(heading, kinds, strict=True)
    ]
    rows = [_plot_row(plot, text) for plot in outlook.plots[:_MOST]]
    lines = [text("outlook.plots_rule")] if outlook.reach is not None else []
    if more := len(outlook.plots) - len(rows):
        lines.append(text("outlook.plots_rest", number=text.number(more)))
    return Part(title, lines, [Table(title, columns, rows, about=about)])


def _plot_row(plot: PlotEffect, text: Locale) -> list[Cell]:
    prospect, likelihood = plot.prospect, plot.prospect.likelihood
    return [
        named(prospect.state.name, prospect.allocation),
        text(f"event.{prospect.state.stage}"),
        day(prospect.expected),
        counted(plot.counts, text),
        _chance(likelihood.probability, text),
        origin_text(likelihood, text, planned=prospect.planned),
        _chance(plot.if_certain, text),
        _chance(plot.if_lost, text),
    ]


def _scenarios(outlook: TargetOutlook, about: str, text: Locale) -> Part:
    title = text("outlook.scenarios")
    first, *others = scenario_heading(text)
    columns = [Column(first), *(Column(words, NUMBER) for words in others)]
    minimum = outlook.target.minimum

    def figures(final: Final) -> list[Cell]:
        low, high = final.quantile(0.05).low, final.quantile(0.95).high
        return [
            _chance(None if minimum is None else final.reach(minimum), text),
            counted(final.expected.rounded(), text),
            f"{text.number(low)}–{text.number(high)}",
        ]

    rows: list[list[Cell]] = [
        [
            plain(scenario_name(scenario, text)),
            text.decimal(scenario.odds_ratio),
            text.percent(scenario.weight, 0),
            *figures(final),
        ]
        for scenario, final in outlook.scenarios
    ]
    foot: list[Cell] = [text("outlook.weighed"), "", "", *figures(outlook.final)]
    lines = [text("outlook.scenarios_rule"), *assumed(outlook, text)]
    return Part(title, lines, [Table(title, columns, rows, foot, about=about)])


def _needed(outlook: TargetOutlook, about: str, text: Locale) -> Part | None:
    if not outlook.needed:
        return None
    title = text("outlook.needed")
    level, further, secure = needed_heading(text)
    columns = [Column(level, WORD), Column(further, NUMBER), Column(secure)]
    rows = [[plain(cell) for cell in row] for row in needed_rows(outlook, text)]
    return Part(title, [text("outlook.needed_rule")], [Table(title, columns, rows, about=about)])


def _definitions(outlook: TargetOutlook, about: str, text: Locale) -> Part:
    title = text("outlook.definitions")
    first, *others = definition_heading(text)
    columns = [Column(first), *(Column(words, NUMBER) for words in others)]
    rows: list[list[Cell]] = [
        [
            definition_text(each.definition, text),
            whole(each.counted, text),
            counted(each.expected.rounded(), text),
            _chance(each.reach, text),
        ]
        for each in outlook.definitions
    ]
    lines = [range_line(outlook, text)] if outlook.reach is not None else []
    return Part(title, lines, [Table(title, columns, rows, about=about, supporting=True)])


def _asked(outlook: TargetOutlook, about: str, text: Locale) -> Part | None:
    rows = [[plain(cell) for cell in row] for row in asked_rows(outlook, text)]
    if not rows:
        return None
    title = text("outlook.asked")
    columns = [Column(text("outlook.col_plot")), Column(text("outlook.col_asks"))]
    return Part(title, [text("outlook.asked_rule")], [Table(title, columns, rows, about=about)])


# The chart --------------------------------------------------------------------------------------


def _chart(outlook: TargetOutlook, name: str, about: str, text: Locale) -> Chart:
    final, minimum = outlook.final, outlook.target.minimum
    least = min(final.low.quantile(_ENDS[0]), minimum or final.low.least)
    most = max(final.high.quantile(_ENDS[1]), minimum or 0, least + 1)
    reach = Reach(
        low=_falling(final.low, least, most),
        high=_falling(final.high, least, most),
        least=(least, text.number(least)),
        most=(most, text.number(most)),
        goal=None
        if minimum is None
        else (minimum, text("outlook.goal", number=text.number(minimum))),
        shares=[(share, text.percent(share, 0)) for share in (0.0, 0.5, 1.0)],
    )
    title = outlook_sentence(outlook, text).removesuffix(".")
    heading = Heading(name, title, text("outlook.chart"))
    step = max(1, -(-(most - least) // (_POINTS - 1)))
    numbers = {*range(least, most + 1, step), *([] if minimum is None else [minimum])}
    ends = (final.low, final.high)
    rows: list[list[Cell]] = [
        [
            text.number(number),
            *(_chance(Interval.exactly(end.at_least(number)), text) for end in ends),
        ]
        for number in sorted(numbers)
    ]
    columns = [
        Column(text("outlook.col_at_least"), WORD),
        Column(text("outlook.col_low"), NUMBER),
        Column(text("outlook.col_high"), NUMBER),
    ]
    data = Table(text("outlook.chart_data"), columns, rows, about=about)
    svg = reach_chart(heading, reach)
    return Chart(name, title, heading.description, svg, data, Shape.STEPS)


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
