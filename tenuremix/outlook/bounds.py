"""A reckoning at its two ends: where all that is not known turns out low, and where high."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenuremix.outlook.assumptions import Scenario
from tenuremix.outlook.distribution import (
    Chance,
    Distribution,
    Masses,
    if_secured,
    if_settled,
    mixture,
    reach,
    shifted,
    total,
)
from tenuremix.outlook.prospects import Prospect, Reckoning, Whole


@dataclass(frozen=True, slots=True, eq=False)
class Plots:
    """The prospects as rows: whether each is a plan, and the ends of its likelihood."""

    planned: NDArray[np.bool_]
    low: Masses
    high: Masses

    @classmethod
    def of(cls, prospects: Sequence[Prospect]) -> Plots:
        """Read the rows off."""
        return cls(
            np.array([each.planned for each in prospects], dtype=bool),
            np.array([each.likelihood.probability.low for each in prospects], dtype=float),
            np.array([each.likelihood.probability.high for each in prospects], dtype=float),
        )


@dataclass(frozen=True, slots=True, eq=False)
class End:
    """One reckoning at one end: what is certain, and each prospect's dwellings and probability.

    ``choice`` are the plans that are not certain, ``staying`` the allocations that may be
    withdrawn.
    """

    fixed: int
    numbers: Whole
    likely: Masses
    choice: list[int]
    staying: list[int]

    def chances(self, odds_ratio: float = 1) -> list[Chance]:
        """Give the chances in a scenario."""
        moved = shifted(self.likely, odds_ratio).tolist()
        return list(zip(self.numbers.tolist(), moved, strict=True))

    def answer(self, scenarios: Sequence[Scenario], minimum: int | None) -> tuple[float, float]:
        """Give the expected final count and the probability of the minimum."""
        expected = float(self.fixed)
        reached = 0.0
        # The row of a sum stays short the longer, the larger are added last.
        order = sorted((*self.choice, *self.staying), key=self.numbers.__getitem__)
        for scenario in scenarios:
            every = self.chances(scenario.odds_ratio)
            chances = [every[at] for at in order]
            expected += scenario.weight * sum(number * likely for number, likely in chances)
            if minimum is not None:
                reached += scenario.weight * reach(chances, minimum - self.fixed)
        return expected, reached


def both_ends(reckoning: Reckoning, plots: Plots) -> tuple[End, End]:
    """Read off what is counted and how likely it is, at both ends; one twice where they agree."""
    below = _end(reckoning.counted, reckoning.low, plots.low, plots.planned)
    known = not reckoning.unjudged and (
        np.array_equal(reckoning.low, reckoning.high)
        and not (reckoning.high[plots.low != plots.high]).any()
    )
    if known:
        return below, below
    now = reckoning.counted + reckoning.unjudged
    return below, _end(now, reckoning.high, plots.high, plots.planned)


def _end(now: int, numbers: Whole, likely: Masses, planned: NDArray[np.bool_]) -> End:
    # What counts now is carried by its prospects, not by today's figure.
    rest = now - int(numbers[~planned].sum())
    open_ = (numbers > 0) & (likely < 1)
    fixed = rest + int(numbers[likely == 1].sum())
    choice, staying = (np.flatnonzero(open_ & kind).tolist() for kind in (planned, ~planned))
    return End(fixed, numbers, likely, choice, staying)


@dataclass(frozen=True, slots=True)
class Stage:
    """One end in every scenario: the distribution in each, and all weighed.

    ``order`` are the plans to choose from, the likeliest first, and of those the largest;
    ``secured`` is the probability of the minimum with none of them certain, with the first, ….
    """

    end: End
    order: Sequence[int]
    scenarios: Sequence[Scenario]
    totals: Sequence[Distribution]
    weighed: Distribution
    secured: Sequence[float]

    @classmethod
    def of(
        cls,
        end: End,
        prospects: Sequence[Prospect],
        scenarios: Sequence[Scenario],
        minimum: int | None,
    ) -> Stage:
        """Add the chances of an end up in every scenario."""
        plain = end.chances()
        order = sorted(
            end.choice, key=lambda at: (-plain[at][1], -plain[at][0], prospects[at].allocation)
        )
        totals, secured = [], np.zeros(len(order) + 1)
        for scenario in scenarios:
            chances = end.chances(scenario.odds_ratio)
            staying = total(end.fixed, sorted(chances[at] for at in end.staying))
            choice = [chances[at] for at in order]
            whole, reached = if_secured(staying, choice, minimum or 0)
            totals.append(whole)
            secured += scenario.weight * np.array(reached)
        weights = [scenario.weight for scenario in scenarios]
        weighed = mixture(zip(weights, totals, strict=True))
        return cls(end, order, scenarios, totals, weighed, secured.tolist())

    def settled(self, minimum: int) -> list[tuple[float, float]]:
        """Give the probability of a minimum if each prospect were certain, and if it were lost."""
        sure, lost = ([0.0] * len(self.end.numbers) for _ in (0, 1))
        for scenario, whole in zip(self.scenarios, self.totals, strict=True):
            chances = self.end.chances(scenario.odds_ratio)
            for at, (one, other) in enumerate(if_settled(whole, chances, minimum)):
                sure[at] += scenario.weight * one
                lost[at] += scenario.weight * other
        return list(zip(sure, lost, strict=True))
