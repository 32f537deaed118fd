"""The distribution of a sum of whole dwellings, each part of which is added or not.

A *chance* is a pair: a number of dwellings, and the probability (0–1) that they are added.  Chances
are independent; what makes them fall together is a scenario, that moves every probability at once.
A chance is added to a distribution by weighing it with itself, shifted by the dwellings: exactly,
and never by sampling.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Chance = tuple[int, float]
Masses = NDArray[np.float64]

EVEN = 1e-12
"""Ten tenths are not quite 1: what lies closer than this to a level is on it."""

Probability = TypeVar("Probability", float, Masses)


def shifted(probability: Probability, odds_ratio: float) -> Probability:
    """Move a probability, or a row of them, by an odds ratio.

    Notes
    -----
    The odds p / (1 − p) are multiplied by the ratio r: p' = r·p / (1 − p + r·p).

    Examples
    --------
    >>> shifted(0.5, 3)
    0.75
    """
    return odds_ratio * probability / (1 - probability + odds_ratio * probability)


@dataclass(frozen=True, slots=True)
class Distribution:
    """The probability of each whole number from ``least`` upwards; none outside ``masses``."""

    least: int
    masses: Masses

    @property
    def most(self) -> int:
        """The greatest number that has a probability."""
        return self.least + len(self.masses) - 1

    def at_least(self, number: int) -> float:
        """Give the probability of a number or more."""
        if number <= self.least:
            return 1.0
        return min(1.0, float(self.masses[number - self.least :].sum()))

    def mean(self) -> float:
        """Give the expected number."""
        return float(self.masses @ np.arange(self.least, self.most + 1))

    def missing(self, number: int) -> float:
        """Give how much is expected to be missing to a number: the mean of what lies below it."""
        short = np.maximum(number - np.arange(self.least, self.most + 1), 0)
        return float(self.masses @ short)

    def quantile(self, share: float) -> int:
        """Give the least number that with at least this probability (0–1) is not exceeded."""
        below = np.cumsum(self.masses)
        at = int(np.searchsorted(below, share - EVEN))
        return self.least + min(at, len(self.masses) - 1)

    def reached_by(self, share: float) -> int:
        """Give the greatest number that is reached with at least this probability (0–1)."""
        above = np.cumsum(self.masses[::-1])[::-1]
        enough = np.flatnonzero(above >= share - EVEN)
        return self.least + (int(enough[-1]) if len(enough) else 0)

    def plus(self, chance: Chance) -> Distribution:
        """Give the distribution of the sum with an independent chance."""
        number, probability = chance
        masses = np.zeros(len(self.masses) + number)
        masses[: len(self.masses)] = (1 - probability) * self.masses
        masses[number:] += probability * self.masses
        return Distribution(self.least, masses)


def certain(number: int) -> Distribution:
    """Give the distribution of a number that is certain."""
    return Distribution(number, np.ones(1))


def total(fixed: int, chances: Iterable[Chance]) -> Distribution:
    """Give the distribution of the sum of a number that is certain and some chances."""
    return reduce(Distribution.plus, chances, certain(fixed))


def mixture(weighed: Iterable[tuple[float, Distribution]]) -> Distribution:
    """Weigh distributions together; the weights sum to 1."""
    parts = [(weight, each) for weight, each in weighed if weight]
    least = min(each.least for _, each in parts)
    masses = np.zeros(max(each.most for _, each in parts) - least + 1)
    for weight, each in parts:
        at = each.least - least
        masses[at : at + len(each.masses)] += weight * each.masses
    return Distribution(least, masses)


def reach(chances: Sequence[Chance], minimum: int) -> float:
    """Give the probability that the sum of some chances is a minimum or more.

    It is that of ``total``, of which no more is kept than what lies below the minimum.
    """
    if minimum <= 0:
        return 1.0
    if minimum > sum(number for number, _ in chances):
        return 0.0
    below = np.zeros(minimum)
    below[0] = 1
    for number, probability in chances:
        added = probability * below[: max(0, minimum - number)]
        below *= 1 - probability
        below[number:] += added
    return min(1.0, max(0.0, 1 - float(below.sum())))


def if_secured(
    rest: Distribution, choice: Sequence[Chance], minimum: int
) -> tuple[Distribution, list[float]]:
    """Add chances to choose from, and tell what it would mean to make the first of them certain.

    Parameters
    ----------
    rest
        The distribution of the sum of all that is not chosen from.
    choice
        The chances, the one to take first at the front.

    Returns
    -------
    tuple
        The distribution of the whole sum, and the probability of the minimum with none of the
        chances certain, with the first, with the first two, …, with all.

    Notes
    -----
    They are added from the last to the first: what is left to add is what is to be certain.
    """
    secured = sum(number for number, _ in choice)
    found = [rest.at_least(minimum - secured)]
    for number, probability in reversed(choice):
        rest = rest.plus((number, probability))
        secured -= number
        found.append(rest.at_least(minimum - secured))
    return rest, found[::-1]


def if_settled(
    whole: Distribution, chances: Sequence[Chance], minimum: int
) -> list[tuple[float, float]]:
    """Give, for each chance of a sum, the probability of a minimum were it certain or lost.

    Parameters
    ----------
    whole
        The distribution of the sum of all the chances.
    chances
        Those that are asked about: their dwellings c and their probability p.

    Returns
    -------
    list
        For each chance the two probabilities, certain first.

    Notes
    -----
    With T(n) the probability of n or more of the sum, and G(n) of the sum without the chance,
    T(n) = (1 − p)·G(n) + p·G(n − c).  Solved for G term by term, downwards where p is at most a
    half and upwards else, the factor from term to term is at most 1, and no error grows.  Downwards
    it is solved for 1 − G and 1 − T, so that either way the terms end in zeros.
    """
    at = minimum - whole.least
    below = np.append(0.0, np.cumsum(whole.masses))
    above = np.append(np.cumsum(whole.masses[::-1])[::-1], 0.0)
    found = {each: _settled(below, above, at, each) for each in set(chances)}
    return [found[each] for each in chances]


def _settled(below: Masses, above: Masses, at: int, chance: Chance) -> tuple[float, float]:
    """Settle one chance; the minimum lies at a place of T, ``above``, and of 1 − T, ``below``."""
    number, probability = chance
    last = len(above) - 1
    here, without = (float(above[min(max(0, place), last)]) for place in (at, at + number))
    if probability == 1:
        return here, without
    if not number or not 0 < at < last:
        return here, here
    if probability <= 0.5:  # noqa: PLR2004
        terms = below[at - number :: -number] if at >= number else below[:0]
        sure = 1 - _alternating(terms, probability / (1 - probability)) / (1 - probability)
        lost = (here - probability * sure) / (1 - probability)
    else:
        terms = above[at + number :: number]
        lost = _alternating(terms, (1 - probability) / probability) / probability
        sure = (here - (1 - probability) * lost) / probability
    return min(1.0, max(0.0, sure)), min(1.0, max(0.0, lost))


def _alternating(terms: Masses, ratio: float) -> float:
    """Sum t₀ − r·t₁ + r²·t₂ − …."""
    return float(terms @ (-ratio) ** np.arange(len(terms)))
