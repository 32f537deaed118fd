"""Will a target be reached: the distribution of its final count, and what it depends on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import inf

from tenuremix.counting.books import Books
from tenuremix.counting.decisions import State
from tenuremix.counting.period import Period
from tenuremix.counting.rules import Definition
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import Count, Interval
from tenuremix.outlook.assumptions import Assumptions, Scenario
from tenuremix.outlook.bounds import Plots, Stage, both_ends
from tenuremix.outlook.distribution import EVEN, Distribution
from tenuremix.outlook.prospects import (
    AskedFor,
    Prospect,
    Reckoning,
    Tallies,
    find_prospects,
    last_day,
    unknown_sizes,
)
from tenuremix.outlook.rates import Origin

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
LEVELS = (0.5, 0.8, 0.95)
"""The probabilities that it is told how to come to."""
ANY_PROBABILITY = Interval(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Final:
    """The distribution of the final count, where all that is unknown turns out low, and high.

    Where the register is not ``complete``, decisions that nobody has listed may count as well:
    every probability is open, and no figure has an upper end.
    """

    low: Distribution
    high: Distribution
    complete: bool = True

    def reach(self, minimum: int) -> Interval:
        """Give the probability of a number or more."""
        if not self.complete:
            return ANY_PROBABILITY
        return Interval(self.low.at_least(minimum), self.high.at_least(minimum))

    def missing(self, minimum: int) -> Interval:
        """Give how many are expected to be missing to a number."""
        least = self.high.missing(minimum) if self.complete else 0.0
        return Interval(least, self.low.missing(minimum))

    @property
    def expected(self) -> Interval:
        """The expected final count."""
        return Interval(self.low.mean(), self.high.mean() if self.complete else inf)

    def quantile(self, share: float) -> Count:
        """Give the least count that with at least this probability (0–1) is not exceeded."""
        return Count(self.low.quantile(share), self.high.quantile(share) if self.complete else None)


@dataclass(frozen=True, slots=True)
class PlotEffect:
    """What one plot means: what it counts, and the probability were it certain, or lost.

    The two are None for a target without a minimum.  ``judged`` tells that what it counts does not
    hang on where it lies.
    """

    prospect: Prospect
    counts: Count
    judged: bool
    if_certain: Interval | None = None
    if_lost: Interval | None = None

    @property
    def asks(self) -> tuple[AskedFor, ...]:
        """What would have to be known of it for its figures to be one number."""
        return (*self.prospect.asks, *([] if self.judged else [AskedFor.PLACE]))

    @property
    def swing(self) -> float:
        """How much the probability of the minimum hangs on it (0–1)."""
        if self.if_certain is None or self.if_lost is None:
            return 0.0
        return max(sure - lost for sure, lost in zip(self.if_certain, self.if_lost, strict=True))


@dataclass(frozen=True, slots=True)
class Remedy:
    """What would bring the probability of the minimum to a level.

    ``dwellings`` is the fewest further dwellings that count for certain: the figure where what is
    unknown turns out high, and where it turns out low.  ``plots`` are the plans to secure, the
    likeliest first, reckoned as if the unknown turns out low; None where all of them do not do.
    """

    level: float
    dwellings: Count
    plots: tuple[Prospect, ...] | None
    plots_dwellings: int | None


@dataclass(frozen=True, slots=True)
class UnderDefinition:
    """The answer under one definition; ``reach`` is None for a target without a minimum."""

    definition: Definition
    counted: int
    expected: Interval
    reach: Interval | None


@dataclass(frozen=True, slots=True)
class TargetOutlook:
    """Will a target be reached.

    Parameters
    ----------
    target, as_of, last_day
        What was asked, and the day on which the count is final; None where no such day is known.
    counted
        What counts now.
    final
        The distribution of the final count, all scenarios weighed.
    scenarios
        The same in each scenario.
    plots
        Every plot that can change the count, the one that the answer hangs on most first.
    needed
        What would bring the probability to each level; empty without a minimum.
    definitions
        The answer under every definition, as in the sensitivity of the ledger.
    without_withdrawals
        Nothing is known of how likely a withdrawal is: the allocations named here are taken to
        stay, and ``if_lost`` tells what each would mean.
    unknown_sizes
        Plans whose number of dwellings is not known: no figure holds them.
    potential
        Undecided dwellings of allocations that stand and are not completed, by allocation; no
        figure holds them.
    unknown_tenure
        Those of them of which the source does not state the tenure.
    uncovered
        The parts of the period so far on which no register is complete: where there are any,
        nothing is known of the probabilities, and ``needed`` is empty.
    """

    target: Target
    as_of: date
    last_day: date | None
    counted: int
    final: Final
    scenarios: Sequence[tuple[Scenario, Final]]
    plots: Sequence[PlotEffect]
    needed: Sequence[Remedy]
    definitions: Sequence[UnderDefinition]
    without_withdrawals: Sequence[str]
    unknown_sizes: Sequence[State]
    potential: Mapping[str, int]
    uncovered: Sequence[Period] = ()
    unknown_tenure: Sequence[str] = ()

    @property
    def reach(self) -> Interval | None:
        """The probability of the minimum; None where there is none."""
        return None if self.target.minimum is None else self.final.reach(self.target.minimum)

    @property
    def closed(self) -> bool:
        """Tell whether the period has ended, so that the count is final."""
        return self.target.period.is_over(self.as_of)

    @property
    def expected_remaining(self) -> Interval | None:
        """How many are expected to be missing when the count is final; None without a minimum."""
        minimum = self.target.minimum
        return None if minimum is None else self.final.missing(minimum)

    @property
    def asked(self) -> list[PlotEffect]:
        """The plots that would have to be known better."""
        return [plot for plot in self.plots if plot.asks]


def assess_outlook(
    books: Books, target: Target, assumptions: Assumptions | None = None
) -> TargetOutlook:
    """Give the distribution of a target's final count.

    Parameters
    ----------
    books
        The inputs and the date.
    target
        The target.
    assumptions
        What the workspace states; by default nothing but the three scenarios.

    Returns
    -------
    TargetOutlook

    Notes
    -----
    The final count is what counts now, less what is withdrawn, and what the pipeline adds.  Within
    a scenario the plots are independent, so its distribution is a convolution; the scenarios are
    weighed together.  What is not known is taken low in one reckoning and high in another.
    """
    assumptions = assumptions or Assumptions()
    prospects = find_prospects(books, target, assumptions)
    tallies = Tallies(books, target, assumptions, prospects)
    alternatives = books.alternatives(target.definition)
    own, *others = (tallies.under(rule) for rule in (target.definition, *alternatives))
    scenarios = assumptions.scenarios
    rows = Plots.of(prospects)
    low, high = both_ends(own, rows)
    below = Stage.of(low, prospects, scenarios, target.minimum)
    above = below if low is high else Stage.of(high, prospects, scenarios, target.minimum)
    plots = _effects(own, prospects, (below, above), target.minimum)
    staying = [plot.prospect for plot in plots if not plot.prospect.planned]
    found = TargetOutlook(
        target=target,
        as_of=books.as_of,
        last_day=last_day(books, target, assumptions),
        counted=own.counted,
        final=Final(below.weighed, above.weighed),
        scenarios=[
            (scenario, Final(below.totals[at], above.totals[at]))
            for at, scenario in enumerate(scenarios)
        ],
        plots=plots,
        needed=_needed(prospects, below, above, target.minimum),
        definitions=_definitions(others, rows, scenarios, target.minimum),
        without_withdrawals=[
            each.allocation for each in staying if each.likelihood.origin is Origin.NONE
        ],
        unknown_sizes=unknown_sizes(books, target, assumptions),
        potential={id_: s.potential for id_, s in books.states.items() if s.potential},
        unknown_tenure=[id_ for id_, s in books.states.items() if s.potential and s.unstated],
        uncovered=books.uncovered(target.period),
    )
    return _left_open(found) if found.uncovered else found


def _left_open(found: TargetOutlook) -> TargetOutlook:
    """Take out of an outlook what nobody knows where the register is not complete."""
    reach = None if found.target.minimum is None else ANY_PROBABILITY
    return replace(
        found,
        final=replace(found.final, complete=False),
        scenarios=[(each, replace(final, complete=False)) for each, final in found.scenarios],
        plots=[replace(plot, if_certain=reach, if_lost=reach) for plot in found.plots],
        needed=(),
        definitions=[
            replace(each, expected=Interval(each.expected.low, inf), reach=reach)
            for each in found.definitions
        ],
    )


def _effects(
    own: Reckoning, prospects: Sequence[Prospect], stages: tuple[Stage, Stage], minimum: int | None
) -> list[PlotEffect]:
    """Tell what each plot means, the one that the answer hangs on most first."""
    settled: list[tuple[Interval, ...]] = [()] * len(prospects)
    if minimum is not None:
        low = stages[0].settled(minimum)
        high = low if stages[0] is stages[1] else stages[1].settled(minimum)
        settled = [tuple(map(Interval, *ends)) for ends in zip(low, high, strict=True)]
    judged = (own.open_ == 0).tolist()
    plots = [
        PlotEffect(prospect, counts, known, *ends)
        for prospect, counts, known, ends in zip(
            prospects, own.counts(), judged, settled, strict=True
        )
    ]
    return sorted((plot for plot in plots if plot.counts.high), key=_first)


def _first(plot: PlotEffect) -> tuple[float, int, str]:
    """Order by how much the answer hangs on a plot, then by its dwellings."""
    return (-round(plot.swing, 9), -(plot.counts.high or 0), plot.prospect.allocation)


def _needed(
    prospects: Sequence[Prospect], below: Stage, above: Stage, minimum: int | None
) -> list[Remedy]:
    found = []
    for level in LEVELS if minimum is not None else ():
        least, most = (
            max(0, (minimum or 0) - end.weighed.reached_by(level)) for end in (above, below)
        )
        enough = (at for at, reached in enumerate(below.secured) if reached >= level - EVEN)
        number = next(enough, None)
        chosen = below.order[: number or 0]
        plots = None if number is None else tuple(prospects[at] for at in chosen)
        secured = None if number is None else int(below.end.numbers[list(chosen)].sum())
        found.append(Remedy(level, Count(least, most), plots, secured))
    return found


def _definitions(
    reckonings: Sequence[Reckoning],
    plots: Plots,
    scenarios: Sequence[Scenario],
    minimum: int | None,
) -> list[UnderDefinition]:
    """Give the answer under every definition, at both ends."""
    found = []
    for each in reckonings:
        low, high = both_ends(each, plots)
        below = low.answer(scenarios, minimum)
        above = below if low is high else high.answer(scenarios, minimum)
        expected, reached = map(Interval, below, above)
        found.append(
            UnderDefinition(
                each.definition, each.counted, expected, None if minimum is None else reached
            )
        )
    return found
