"""The sheet on what is to come: whether the targets of an open period will be reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import isfinite
from typing import TYPE_CHECKING

from tenuremix.answers.outlook_json import asked_json
from tenuremix.counting.tenure import Count, Interval
from tenuremix.document.outlook import forecast_lines, origin_text
from tenuremix.document.words import definition_text
from tenuremix.report.workbook.tables import Row, each_target, ends, table

if TYPE_CHECKING:
    from tenuremix.io.formats.layers import Layer
    from tenuremix.outlook.assess import Final, TargetOutlook
    from tenuremix.report.findings import Findings

_Told = tuple[str, "TargetOutlook"]
_LOWEST, _HIGHEST = 0.05, 0.95
"""Between these shares of the distribution lies the number that is told."""


def outlook_tables(found: Findings) -> list[Layer]:
    """Make the tables of the outlook, and of what earlier reports forecast of what is over."""
    text = found.text
    told: list[_Told] = []
    forecast: list[Row] = []
    for name, answer in each_target(found):
        outlook = found.outlooks.get(answer.name)
        if outlook is None:
            lines = forecast_lines(answer.progress, found.workspace.forecasts, text)
            forecast += [[name, line] for line in lines]
        elif not outlook.uncovered:
            told.append((name, outlook))

    def rows(make: Callable[[TargetOutlook, Findings], Iterator[Row]]) -> Iterator[Row]:
        return ([name, *row] for name, outlook in told for row in make(outlook, found))

    figures = "chance:~p expected_number:~n between:~n"
    return [
        table(text, "outlook", f"target scenario odds:x weight:p {figures}", rows(_scenarios)),
        table(
            text,
            "outlook.plots",
            "target id name stage expected_on:d dwellings:~n likelihood:~p origin if_certain:~p "
            "if_lost:~p asks",
            rows(_plots),
        ),
        table(
            text, "outlook.needed", "target chance_of:p further_needed:~n secure secured:n",
            rows(_needed),
        ),
        table(
            text,
            "outlook.readings",
            "target counted:n expected_number:~n chance:~p definition:w",
            rows(_readings),
        ),
        table(text, "outlook.forecast", "target sentence:w", forecast),
    ]  # fmt: skip


def _figures(final: Final, minimum: int | None) -> Row:
    low, high = final.quantile(_LOWEST).low, final.quantile(_HIGHEST).high
    chance = None if minimum is None else final.reach(minimum)
    return [*ends(chance), *_rounded(final.expected), *ends(Count(low, high))]


def _rounded(value: Interval) -> list[object]:
    return ends(value.rounded() if isfinite(value.low) else None)


def _scenarios(outlook: TargetOutlook, found: Findings) -> Iterator[Row]:
    """Give all scenarios weighed together, and each of them."""
    minimum, text = outlook.target.minimum, found.text
    yield [text("outlook.weighed"), None, None, *_figures(outlook.final, minimum)]
    for scenario, final in outlook.scenarios:
        title = scenario.title or text(f"scenario.{scenario.id}")
        yield [title, scenario.odds_ratio, scenario.weight, *_figures(final, minimum)]


def _plots(outlook: TargetOutlook, found: Findings) -> Iterator[Row]:
    text = found.text
    asked = {each["allocation"]: each["asks"] for each in asked_json(outlook)}
    for plot in outlook.plots:
        prospect = plot.prospect
        asks = asked.pop(prospect.allocation, ())
        yield [
            prospect.allocation,
            prospect.state.name,
            text(f"event.{prospect.state.stage}"),
            prospect.expected,
            *ends(plot.counts),
            *ends(prospect.likelihood.probability),
            origin_text(prospect.likelihood, text, planned=prospect.planned),
            *ends(plot.if_certain),
            *ends(plot.if_lost),
            text.join([text(f"ask.{ask}") for ask in asks]) or None,
        ]
    for state in outlook.unknown_sizes:
        if asks := asked.get(state.decision.id, ()):
            stage = text(f"event.{state.stage}")
            words = text.join([text(f"ask.{ask}") for ask in asks])
            empty = [None] * 10
            yield [state.decision.id, state.name, stage, *empty, words]


def _needed(outlook: TargetOutlook, found: Findings) -> Iterator[Row]:
    """Give what would bring the probability to each level, and the plots that would alone."""
    for each in outlook.needed:
        words = ", ".join(plot.allocation for plot in each.plots or ())
        if each.plots is None:
            words = found.text("outlook.secure_all")
        elif not each.plots:
            words = found.text("outlook.secure_none")
        yield [each.level, *ends(each.dwellings), words, each.plots_dwellings]


def _readings(outlook: TargetOutlook, found: Findings) -> Iterator[Row]:
    for each in outlook.definitions:
        words = definition_text(each.definition, found.text)
        yield [each.counted, *_rounded(each.expected), *ends(each.reach), words]
