"""The outlook on a target, for a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any

from tenuremix.chances import Distribution
from tenuremix.likelihood import Likelihood, Origin, Scenario
from tenuremix.prospects import Ask
from tenuremix.reach import QUANTILES, Final, Needed, PlotEffect, TargetOutlook
from tenuremix.render.contract import cover_json, definition_json
from tenuremix.render.locale import UNKNOWN, Locale, Numeral
from tenuremix.render.terminal import columns
from tenuremix.render.words import definition_text
from tenuremix.rules import OTHER_TENURE
from tenuremix.tenure import Count, Interval

Json = dict[str, Any]
_DECIMALS = 12  # what is left of a probability when the order of additions has had its say
_LEAST = 0.01  # of what is not certain, in whole per cent
_SHOWN = 20  # plots in a table; the files have them all
_NAMED = 4  # plots in one cell

# JSON ----------------------------------------------------------------------------------------


def outlook_json(outlook: TargetOutlook) -> Json:
    """Give the outlook on one target."""
    target = outlook.target
    final = outlook.final
    minimum = target.minimum
    return {
        "as_of": outlook.as_of.isoformat(),
        "target": target.id,
        "title": target.title,
        "definition": target.definition.id,
        "last_day": outlook.last_day.isoformat() if outlook.last_day else None,
        "minimum": minimum,
        "counted": outlook.counted,
        "remaining": None if minimum is None else max(0, minimum - outlook.counted),
        **_figure("probability", outlook.reach),
        **_final_json(final),
        **_figure("expected_remaining", outlook.expected_remaining),
        "distribution": _masses(final.low),
        "distribution_high": _masses(final.high),
        "scenarios": [
            {
                "id": scenario.id,
                "title": scenario.title or None,
                "odds_ratio": scenario.odds_ratio,
                "weight": scenario.weight,
                "source": scenario.source or None,
                **_figure("probability", None if minimum is None else each.reach(minimum)),
                **_final_json(each),
            }
            for scenario, each in outlook.scenarios
        ],
        "plots": [plot_json(plot) for plot in outlook.plots],
        "needed": [_needed_json(needed) for needed in outlook.needed],
        "definitions": [
            {
                "definition": definition_json(each.definition),
                "counted": each.counted,
                **_figure("expected", each.expected),
                **_figure("probability", each.reach),
            }
            for each in outlook.definitions
        ],
        "asked_for": _asked_json(outlook),
        "without_withdrawals": list(outlook.without_withdrawals),
        "potential": dict(outlook.potential),
        **cover_json(outlook.uncovered),
    }


def _figure(name: str, value: Interval | None) -> Json:
    """Give a figure that may be an interval: null where its ends differ, and both ends."""
    if value is None:
        return {name: None, f"{name}_range": None}
    low, high = (None if end == inf else round(end, _DECIMALS) + 0.0 for end in value)
    return {name: low if low == high else None, f"{name}_range": [low, high]}


def _whole(name: str, value: Count) -> Json:
    return {name: value.value, f"{name}_range": [value.low, value.high]}


def _final_json(final: Final) -> Json:
    found = {f"{100 * share:.0f}": final.quantile(share) for share in QUANTILES}
    return {
        **_figure("expected", final.expected),
        "quantiles": {key: value.value for key, value in found.items()},
        "quantiles_range": {key: [value.low, value.high] for key, value in found.items()},
    }


def _masses(distribution: Distribution) -> list[list[float]]:
    """Give every number that has a probability that can be told from none."""
    masses = (round(float(mass), _DECIMALS) for mass in distribution.masses)
    return [[distribution.least + at, mass] for at, mass in enumerate(masses) if mass]


def plot_json(plot: PlotEffect) -> Json:
    """Give what one plot means."""
    prospect = plot.prospect
    likelihood = prospect.likelihood
    rate = likelihood.rate
    return {
        "allocation": prospect.allocation,
        "name": prospect.state.name,
        "stage": prospect.state.stage.value,
        "expected": prospect.expected.isoformat() if prospect.expected else None,
        **_whole("dwellings", plot.counts),
        **_figure("probability", likelihood.probability),
        "origin": likelihood.origin.value,
        "happened": rate and rate.happened,
        "cases": rate and rate.cases,
        "same_age": rate and rate.same_age,
        **_figure("if_certain", plot.if_certain),
        **_figure("if_lost", plot.if_lost),
        "asks": [ask.value for ask in plot.asks],
    }


def _needed_json(needed: Needed) -> Json:
    plots = needed.plots
    return {
        "probability": needed.level,
        **_whole("dwellings", needed.dwellings),
        "plots": None if plots is None else [plot.allocation for plot in plots],
        "plots_dwellings": needed.plots_dwellings,
    }


def _asked_json(outlook: TargetOutlook) -> list[Json]:
    known = [
        (plot.prospect.allocation, plot.prospect.state.name, plot.asks) for plot in outlook.asked
    ]
    sizes = [(state.decision.id, state.name, (Ask.DWELLINGS,)) for state in outlook.unknown_sizes]
    return [
        {"allocation": id_, "name": name, "asks": [ask.value for ask in asks]}
        for id_, name, asks in (*known, *sizes)
    ]


# Text ----------------------------------------------------------------------------------------


def chance_text(probability: float, text: Locale) -> str:
    """Write a probability in whole per cent; what is not certain is never 0 or 100."""
    if _plain(probability):
        return text.percent(probability, 0)
    key, end = ("outlook.under", _LEAST) if probability < _LEAST else ("outlook.over", 1 - _LEAST)
    return text(key, number=text.percent(end, 0))


def _plain(probability: float) -> bool:
    """Tell whether a probability can be written in whole per cent: it is certain, or not near."""
    return (
        _LEAST <= probability <= 1 - _LEAST
        or probability < 10**-_DECIMALS
        or probability > 1 - 10**-_DECIMALS
    )


def chances_text(value: Interval | None, text: Locale) -> str:
    """Write a probability that may be an interval."""
    if value is None:
        return UNKNOWN
    low, high = (chance_text(end, text) for end in value)
    if low == high:
        return low
    if all(_plain(end) for end in value):
        ends = (text.decimal(100 * end, 0) for end in value)
        return text("percent", number="–".join(ends))
    return f"{low}–{high}"


def outlook_sentence(outlook: TargetOutlook, text: Locale) -> str:
    """Answer in one sentence whether the target will be reached."""
    target = outlook.target
    date = text.day(outlook.last_day) if outlook.last_day else None
    if outlook.reach is None:
        expected = text.count(outlook.final.expected.rounded())
        tenure = _tenures(outlook, expected, text)
        key = "outlook.direction" if date else "outlook.direction_no_date"
        return text(key, expected=expected, tenure=tenure, date=date)
    low, high = (chance_text(end, text) for end in outlook.reach)
    probability = low if low == high else text("outlook.between", low=low, high=high)
    key = "outlook.sentence" if date else "outlook.sentence_no_date"
    minimum = text.number(target.minimum)
    tenure = _tenures(outlook, minimum, text)
    return text(key, minimum=minimum, tenure=tenure, date=date, probability=probability)


def _tenures(outlook: TargetOutlook, number: Numeral, text: Locale) -> str:
    """Name what a target counts, in the form that its number asks for."""
    tenure = outlook.target.tenure
    if tenure == OTHER_TENURE:
        return text("outlook.dwellings", number=number)
    return text.tenures(tenure, number)


def reading_lines(outlook: TargetOutlook, text: Locale, *, brief: bool = False) -> list[str]:
    """Say what the figure rests on and leaves out; ``brief`` where no count and no table follow."""
    lines = []
    if outlook.reach is not None and outlook.reach[0] != outlook.reach[1]:
        lines.append(text("outlook.span"))
    now = {"date": text.day(outlook.as_of), "counted": text.number(outlook.counted)}
    minimum = outlook.target.minimum
    if minimum is None:
        lines += [] if brief else [text("outlook.now_direction", **now)]
    elif not brief:
        left = text.number(max(0, minimum - outlook.counted))
        lines.append(text("outlook.now", minimum=text.number(minimum), remaining=left, **now))
    if outlook.closed:
        return [*lines, text("outlook.closed")]
    lines.append(_final_line(outlook, text))
    if outlook.without_withdrawals:
        key = "outlook.without_withdrawals" + ("_direction" if brief or minimum is None else "")
        lines.append(text(key, number=text.number(len(outlook.without_withdrawals))))
    if outlook.potential:
        number = text.number(sum(outlook.potential.values()))
        allocations = text.number(len(outlook.potential))
        lines.append(text("outlook.potential", number=number, allocations=allocations))
    return lines


def _final_line(outlook: TargetOutlook, text: Locale) -> str:
    final = outlook.final
    low, middle, high = (final.quantile(share) for share in (0.05, 0.5, 0.95))
    line = text(
        "outlook.final",
        expected=text.count(final.expected.rounded()),
        middle=text.count(middle),
        low=text.number(low.low),
        high=text.number(high.high),
    )
    missing = outlook.expected_remaining
    if missing is None:
        return line
    return f"{line} {text('outlook.short', number=text.count(missing.rounded()))}"


def outlook_text(outlook: TargetOutlook, text: Locale) -> str:
    """Give the whole answer on one target."""
    lines = [outlook.target.title, outlook_sentence(outlook, text)]
    lines += [definition_text(outlook.target.definition, text) + ".", ""]
    lines += reading_lines(outlook, text)
    if not outlook.closed:
        lines += _section(
            "scenarios",
            [text("outlook.scenarios_rule"), *assumed(outlook, text)],
            _scenarios(outlook, text),
            text,
        )
        lines += _plots(outlook, text)
        if outlook.needed:
            rule = [text("outlook.needed_rule")]
            lines += _section("needed", rule, _needed(outlook, text), text)
    if outlook.definitions:
        rule = [range_line(outlook, text)] if outlook.reach is not None else []
        lines += _section("definitions", rule, _definitions(outlook, text), text)
    if rows := asked_rows(outlook, text):
        heading = [text("outlook.col_plot"), text("outlook.col_asks")]
        table = columns(rows, heading, "tt")
        lines += _section("asked", [text("outlook.asked_rule")], table, text)
    return "\n".join(lines)


def _section(name: str, rule: Sequence[str], table: str, text: Locale) -> list[str]:
    return ["", text(f"outlook.{name}"), *rule, "", table]


def assumed(outlook: TargetOutlook, text: Locale) -> list[str]:
    """Say that the scenarios are assumed, where the workspace has stated none."""
    stated = any(scenario.title for scenario, _ in outlook.scenarios)
    return [] if stated else [text("outlook.scenarios_assumed")]


def scenario_name(scenario: Scenario, text: Locale) -> str:
    """Name a scenario by its title; one of those assumed by its text."""
    return scenario.title or text(f"scenario.{scenario.id}")


def scenario_rows(outlook: TargetOutlook, text: Locale) -> list[list[str]]:
    """Give each scenario, and all of them weighed together."""
    minimum = outlook.target.minimum

    def figures(final: Final) -> list[str]:
        low, high = final.quantile(0.05).low, final.quantile(0.95).high
        return [
            chances_text(None if minimum is None else final.reach(minimum), text),
            text.count(final.expected.rounded()),
            f"{text.number(low)}–{text.number(high)}",
        ]

    rows = [
        [
            scenario_name(scenario, text),
            text.decimal(scenario.odds_ratio),
            text.percent(scenario.weight, 0),
            *figures(final),
        ]
        for scenario, final in outlook.scenarios
    ]
    return [*rows, [text("outlook.weighed"), "", "", *figures(outlook.final)]]


def scenario_heading(text: Locale) -> list[str]:
    """Head the columns of :func:`scenario_rows`."""
    names = ("scenario", "odds", "weight", "probability", "expected", "interval")
    return [text(f"outlook.col_{name}") for name in names]


def _scenarios(outlook: TargetOutlook, text: Locale) -> str:
    return columns(scenario_rows(outlook, text), scenario_heading(text), "tnnnnn")


def plot_heading(text: Locale) -> list[str]:
    """Head the columns of :func:`plot_row`."""
    names = ("plot", "stage", "date", "dwellings", "likelihood", "origin", "certain", "lost")
    return [text(f"outlook.col_{name}") for name in names]


def plot_row(plot: PlotEffect, text: Locale) -> list[str]:
    """Give what one plot means, as a row."""
    prospect = plot.prospect
    return [
        f"{prospect.allocation} {prospect.state.name}",
        text(f"event.{prospect.state.stage}"),
        prospect.expected.isoformat() if prospect.expected else UNKNOWN,
        text.count(plot.counts),
        chances_text(prospect.likelihood.probability, text),
        origin_text(prospect.likelihood, text, planned=prospect.planned),
        chances_text(plot.if_certain, text),
        chances_text(plot.if_lost, text),
    ]


def _plots(outlook: TargetOutlook, text: Locale) -> list[str]:
    if not outlook.plots:
        return ["", text("outlook.plots"), text("outlook.plots_none")]
    rows = [plot_row(plot, text) for plot in outlook.plots[:_SHOWN]]
    rows = [[row[0][:44], *row[1:]] for row in rows]
    rule = [text("outlook.plots_rule")] if outlook.reach is not None else []
    found = _section("plots", rule, columns(rows, plot_heading(text), "tttnntnn"), text)
    if more := len(outlook.plots) - len(rows):
        found += ["", text("outlook.plots_more", number=text.number(more))]
    return found


def origin_text(likelihood: Likelihood, text: Locale, *, planned: bool) -> str:
    """Say where a probability comes from, with its number of cases."""
    origin, rate = likelihood.origin, likelihood.rate
    if rate is not None:
        key = "origin.history" if rate.same_age else "origin.history_any"
        return text(key, happened=text.number(rate.happened), cases=text.number(rate.cases))
    if origin is Origin.NONE and not planned:
        return text("origin.none_stays")
    return text(f"origin.{origin}")


def needed_heading(text: Locale) -> list[str]:
    """Head the columns of :func:`needed_rows`."""
    return [text(f"outlook.col_{name}") for name in ("level", "further", "secure")]


def needed_rows(outlook: TargetOutlook, text: Locale) -> list[list[str]]:
    """Give what would bring the probability to each level."""
    return [
        [
            text.percent(needed.level, 0),
            text.count(needed.dwellings),
            _secure(needed, text),
        ]
        for needed in outlook.needed
    ]


def _secure(needed: Needed, text: Locale) -> str:
    if needed.plots is None:
        return text("outlook.secure_all")
    if not needed.plots:
        return text("outlook.secure_none")
    plots = ", ".join(plot.allocation for plot in needed.plots[:_NAMED])
    if more := len(needed.plots[_NAMED:]):
        plots = text("outlook.secure_more", plots=plots, number=text.number(more))
    return text("outlook.secure", plots=plots, dwellings=text.number(needed.plots_dwellings))


def _needed(outlook: TargetOutlook, text: Locale) -> str:
    return columns(needed_rows(outlook, text), needed_heading(text), "nnt")


def range_line(outlook: TargetOutlook, text: Locale) -> str:
    """Say how the probability differs between definitions."""
    ends = [end for each in outlook.definitions for end in (each.reach or ())]
    low, high = (chance_text(end, text) for end in (min(ends), max(ends)))
    number = text.number(len(outlook.definitions))
    return text("outlook.definitions_range", number=number, low=low, high=high)


def definition_heading(text: Locale) -> list[str]:
    """Head the columns of :func:`definition_rows`."""
    names = ("now", "expected", "probability")
    return [text("col.definition"), *(text(f"outlook.col_{name}") for name in names)]


def definition_rows(outlook: TargetOutlook, text: Locale) -> list[list[str]]:
    """Give the answer under every definition."""
    return [
        [
            definition_text(each.definition, text),
            text.number(each.counted),
            text.count(each.expected.rounded()),
            chances_text(each.reach, text),
        ]
        for each in outlook.definitions
    ]


def _definitions(outlook: TargetOutlook, text: Locale) -> str:
    return columns(definition_rows(outlook, text), definition_heading(text), "tnnn")


def asked_rows(outlook: TargetOutlook, text: Locale) -> list[list[str]]:
    """Name what is not known, plot by plot."""
    return [
        [
            f"{each['allocation']} {each['name']}",
            text.join([text(f"ask.{ask}") for ask in each["asks"]]),
        ]
        for each in _asked_json(outlook)
    ]
