"""What an outlook answers first, and what it counts with: the same sentences in every product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil
from typing import Any

from tenuremix.counting.progress import Progress
from tenuremix.counting.tenure import Count
from tenuremix.document.names import plain
from tenuremix.locale.locale import Locale
from tenuremix.outlook.assess import PlotEffect, TargetOutlook
from tenuremix.outlook.rates import Likelihood, Origin, Rate

_LIKELY, _UNLIKELY = 0.9, 0.1
_WEIGHS = 0.1  # of the probability: a plot that moves it by less decides nothing
_NAMED = 3  # plans in the sentence
_EXACT = 1e-9  # of a per cent: 15 is not rounded up to 16


def judgement(outlook: TargetOutlook, text: Locale) -> str:
    """Say whether the target will be reached, before any probability; nothing where none is."""
    minimum, reach = outlook.target.minimum, outlook.reach
    if minimum is None or reach is None or outlook.uncovered:
        return ""
    if outlook.counted >= minimum:
        number = sum(plot.counts.low for plot in _at_risk(outlook))
        return text("outlook.met_so_far" if number else "outlook.met_safely", number=number)
    if reach.high == 0 and not outlook.unknown_sizes:
        return text("outlook.impossible")
    if reach.low >= _LIKELY:
        return text("outlook.likely")
    if reach.high <= _UNLIKELY:
        return text("outlook.unlikely")
    hangs = _hangs_on(outlook, text)
    words = [text("outlook.unsure"), *([text("outlook.hangs", on=hangs)] if hangs else [])]
    return " ".join(words)


def _at_risk(outlook: TargetOutlook) -> list[PlotEffect]:
    """List the allocations that count and may be withdrawn."""
    return [
        plot
        for plot in outlook.plots
        if not plot.prospect.planned
        and (
            plot.prospect.likelihood.probability.low < 1
            or plot.prospect.likelihood.origin is Origin.NONE
        )
    ]


def _hangs_on(outlook: TargetOutlook, text: Locale) -> str:
    """Name what decides: the plans that weigh most, what is not known, and withdrawals."""
    decide = [plot for plot in outlook.plots if plot.swing >= _WEIGHS and not plot.asks]
    plans = [plain(plot.prospect.allocation) for plot in decide if plot.prospect.planned]
    found = []
    if plans:
        found.append(text("outlook.hangs_plans", plots=text.join(plans[:_NAMED])))
    if asked := len(outlook.asked):
        found.append(text("outlook.hangs_unknown", number=asked))
    if any(not plot.prospect.planned for plot in decide):
        found.append(text("outlook.hangs_withdrawals"))
    return text.join(found)


def loss_lines(outlook: TargetOutlook, text: Locale) -> list[str]:
    """Say what the figures take into account of losses, and what they do not."""
    lines = []
    found = [plot.prospect.likelihood for plot in _at_risk(outlook)]
    short = [each for each in found if each.origin is Origin.RULE_OF_THREE]
    rates = [each.rate for each in short if each.rate is not None]
    if rates:
        most = max(1 - each.probability.low for each in short)
        most = ceil(100 * most - _EXACT) / 100
        history = _history(rates, text)
        lines.append(text("outlook.floor", history=history, most=text.percent(most, 0)))
        if not all(rate.enough for rate in rates):
            lines.append(text("outlook.floor_few"))
    if number := len(outlook.without_withdrawals):
        lines.append(text("outlook.without_withdrawals", number=number))
    if found:
        lines.append(text("outlook.only_withdrawals"))
    return lines


def forecast_lines(
    progress: Progress, records: Sequence[Mapping[str, Any]], text: Locale
) -> list[str]:
    """Set the outcome beside what published reports forecast of it, once the period is over.

    Nothing is said of an outcome that nobody knows, or of a forecast of another period.
    """
    target = progress.target
    last = target.period.last
    if progress.uncovered or last is None:
        return []
    return [
        text(
            "outlook.forecast",
            date=date.fromisoformat(record["as_of"]),
            range=Count(each["quantiles_range"]["5"][0], each["quantiles_range"]["95"][1]),
            counted=progress.counted,
        )
        for record in records
        for each in record["outlook"]
        if (each["target"], each["last_day"]) == (target.id, last.isoformat())
    ]


def _history(rates: list[Rate], text: Locale) -> str:
    """Say how many were withdrawn of the cases of one allocation, or of the least and the most."""
    cases = Count(min(rate.cases for rate in rates), max(rate.cases for rate in rates))
    gone = [rate.cases - rate.happened for rate in rates]
    key = "origin.withdrawn" if any(gone) else "origin.stayed"
    if not all(rate.same_age for rate in rates):
        key += "_any"
    return text(key, cases=cases, gone=Count(min(gone), max(gone)))


def origin_text(likelihood: Likelihood, text: Locale, *, planned: bool) -> str:
    """Say where a probability comes from, with its number of cases."""
    origin, rate = likelihood.origin, likelihood.rate
    if rate is not None and not planned:
        return _history([rate], text)
    if rate is not None:
        key = "origin.history" if rate.same_age else "origin.history_any"
        return text(key, happened=rate.happened, cases=rate.cases)
    if origin is Origin.NONE and not planned:
        return text("origin.none_stays")
    return text(f"origin.{origin}")
