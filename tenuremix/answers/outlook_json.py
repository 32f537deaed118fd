"""The outlook on a target as JSON."""

from __future__ import annotations

from math import inf
from typing import Any

from tenuremix.answers.contract import cover_json, definition_json
from tenuremix.counting.tenure import Count, Interval
from tenuremix.outlook.assess import QUANTILES, Final, PlotEffect, Remedy, TargetOutlook
from tenuremix.outlook.distribution import Distribution
from tenuremix.outlook.prospects import AskedFor

Json = dict[str, Any]
DECIMALS = 12
"""What is left of a probability when the order of additions has had its say."""


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
        "asked_for": asked_json(outlook),
        "without_withdrawals": list(outlook.without_withdrawals),
        "potential": dict(outlook.potential),
        "unknown_tenure": list(outlook.unknown_tenure),
        **cover_json(outlook.uncovered),
    }


def _figure(name: str, value: Interval | None) -> Json:
    """Give a figure that may be an interval: null where its ends differ, and both ends."""
    if value is None:
        return {name: None, f"{name}_range": None}
    low, high = (None if end == inf else round(end, DECIMALS) + 0.0 for end in value)
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
    masses = (round(float(mass), DECIMALS) for mass in distribution.masses)
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


def _needed_json(needed: Remedy) -> Json:
    plots = needed.plots
    return {
        "probability": needed.level,
        **_whole("dwellings", needed.dwellings),
        "plots": None if plots is None else [plot.allocation for plot in plots],
        "plots_dwellings": needed.plots_dwellings,
    }


def asked_json(outlook: TargetOutlook) -> list[Json]:
    """List what would have to be known of each plot for the figures to be one number."""
    known = [
        (plot.prospect.allocation, plot.prospect.state.name, plot.asks) for plot in outlook.asked
    ]
    sizes = [
        (state.decision.id, state.name, (AskedFor.DWELLINGS,)) for state in outlook.unknown_sizes
    ]
    return [
        {"allocation": id_, "name": name, "asks": [ask.value for ask in asks]}
        for id_, name, asks in (*known, *sizes)
    ]
