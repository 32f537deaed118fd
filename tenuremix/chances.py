"""The distribution of a sum of whole dwellings, each part of which is added or not.

A *chance* is a pair: a number of dwellings, and the probability (0–1) that they are added.  Chances
are independent; what makes them fall together is a scenario, that moves every probability at once.
Every distribution is computed by convolution over whole dwellings, never by sampling.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from math import ceil, log, sqrt
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Chance = tuple[int, float]
Masses = NDArray[np.float64]

_DIRECT = 128  # the shorter of two rows up to which term by term is faster than a transform
_BLOCK = 12  # as many chances are added one by one
_DUST = 1e-17  # what rounding leaves of a transform, far below what a float64 can add to 1
_EVEN = 1e-12  # ten tenths are not quite 1: what lies closer to a level is on it
_SPILL = 1e-15  # what may lie outside the window of a transform (see `reach_by_family`)


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
        return min(1.0, float(self.masses[max(0, number - self.least) :].sum()))

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
        at = int(np.searchsorted(below, share - _EVEN))
        return self.least + min(at, len(self.masses) - 1)

    def reached_by(self, share: float) -> int:
        """Give the greatest number that is reached with at least this probability (0–1)."""
        above = np.cumsum(self.masses[::-1])[::-1]
        enough = np.flatnonzero(above >= share - _EVEN)
        return self.least + (int(enough[-1]) if len(enough) else 0)

    def plus(self, other: Distribution) -> Distribution:
        """Give the distribution of the sum with an independent number."""
        return Distribution(*_convolved(self.least + other.least, self.masses, other.masses))

    def shift(self, number: int) -> Distribution:
        """Add a number that is certain."""
        return Distribution(self.least + number, self.masses)


def certain(number: int) -> Distribution:
    """Give the distribution of a number that is certain."""
    return Distribution(number, np.ones(1))


def _convolved(least: int, one: Masses, other: Masses) -> tuple[int, Masses]:
    """Convolve two rows; where a transform is used, drop the dust that it leaves."""
    size = len(one) + len(other) - 1
    if min(len(one), len(other)) <= _DIRECT:
        return least, np.convolve(one, other)
    wide = 1 << (size - 1).bit_length()
    row = np.fft.irfft(np.fft.rfft(one, wide) * np.fft.rfft(other, wide), wide)[:size]
    row[row < _DUST] = 0.0
    kept = np.flatnonzero(row)
    return least + int(kept[0]), row[kept[0] : kept[-1] + 1]


def mixture(weighed: Iterable[tuple[float, Distribution]]) -> Distribution:
    """Weigh distributions together; the weights sum to 1."""
    parts = [(weight, each) for weight, each in weighed if weight]
    least = min(each.least for _, each in parts)
    masses = np.zeros(max(each.most for _, each in parts) - least + 1)
    for weight, each in parts:
        at = each.least - least
        masses[at : at + len(each.masses)] += weight * each.masses
    return Distribution(least, masses)


@dataclass(frozen=True, slots=True)
class Tree:
    """Some chances and the distribution of their sum, halved down to the single chance.

    ``dwellings`` is their sum if all are added, ``size`` how many they are.  ``halves`` is empty
    for a single chance; else the earlier half and the later.
    """

    total: Distribution
    dwellings: int
    size: int
    halves: tuple[Tree, ...] = field(default=())


def tree(chances: Sequence[Chance]) -> Tree:
    """Add chances up, two halves at a time, in the order given.

    Notes
    -----
    The sum of two independent numbers has the convolution of their distributions.  Halving keeps
    both operands of every convolution short, and leaves the sums of every half to be used again.
    """
    if not chances:
        return Tree(certain(0), 0, 0)
    if len(chances) == 1:
        number, probability = chances[0]
        masses = np.zeros(number + 1)
        masses[0] = 1 - probability
        masses[number] += probability
        return Tree(Distribution(0, masses), number, 1)
    middle = len(chances) // 2
    halves = (tree(chances[:middle]), tree(chances[middle:]))
    both = halves[0].total.plus(halves[1].total)
    return Tree(both, halves[0].dwellings + halves[1].dwellings, len(chances), halves)


def total(chances: Sequence[Chance]) -> Distribution:
    """Give the distribution of the sum of some chances, where no part of it is asked for."""
    if len(chances) > _BLOCK:
        middle = len(chances) // 2
        return total(chances[:middle]).plus(total(chances[middle:]))
    row = np.ones(1)
    for number, probability in chances:
        longer = np.zeros(len(row) + number)
        longer[: len(row)] = (1 - probability) * row
        longer[number:] += probability * row
        row = longer
    return Distribution(0, row)


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
    minimum
        The number to reach.

    Returns
    -------
    list
        For each chance the two probabilities, certain first.

    Notes
    -----
    With T(n) the probability of n or more of the sum, and G(n) of the sum without the chance,
    T(n) = (1 − p)·G(n) + p·G(n − c).  Solved for G term by term, downwards where p is at most a
    half and upwards else, the factor from term to term is at most 1, and no error grows.
    """
    above = np.append(np.cumsum(whole.masses[::-1])[::-1], 0.0)
    found = {each: _settled(above, minimum - whole.least, *each) for each in set(chances)}
    return [found[each] for each in chances]


def _settled(above: Masses, place: int, number: int, probability: float) -> tuple[float, float]:
    """Settle one chance; ``above`` has T from 1 to 0, and ``place`` is where the minimum lies."""
    here = 1.0 if place <= 0 else float(above[min(place, len(above) - 1)])
    if not number:
        return here, here
    if probability <= 0.5:  # noqa: PLR2004
        # Solved downwards, to where T is 1.
        ratio = probability / (1 - probability)
        sure = _downwards(above, place - number, number, ratio) / (1 - probability)
        lost = (here - probability * sure) / (1 - probability)
    else:
        # Solved upwards, which is downwards for what is under T, read from the other end.
        ratio = (1 - probability) / probability
        under = 1.0 - above[::-1]
        end = len(above) - 1 - place
        lost = 1 - _downwards(under, end - number, number, ratio) / probability
        sure = (here - (1 - probability) * lost) / probability
    return min(1.0, max(0.0, sure)), min(1.0, max(0.0, lost))


def _downwards(above: Masses, place: int, step: int, ratio: float) -> float:
    """Sum T(n) − r·T(n − c) + r²·T(n − 2c) − … to its end, where every T is 1."""
    skipped = max(0, ceil((place - len(above) + 1) / step))  # T is 0 past the row
    terms = above[place - skipped * step :: -step] if place - skipped * step >= 0 else above[:0]
    decay = -log(max(ratio, _DUST))
    enough = min(len(terms), ceil(-log(_DUST) / decay)) if decay else len(terms)
    powers = (-ratio) ** np.arange(skipped, skipped + enough + 1)
    return float(terms[:enough] @ powers[:-1] + powers[-1] / (1 + ratio))


@dataclass(frozen=True, slots=True)
class Scene:
    """One scenario as it is computed: its weight, what is not chosen from, and what is.

    ``rest`` is the distribution of everything but the chances in ``choice``, which stand with the
    one to take first at the front.
    """

    weight: float
    rest: Distribution
    choice: Tree


def fewest_secured(scenes: Sequence[Scene], minimum: int, level: float) -> int | None:
    """Find how many chances, taken in order and made certain, bring the probability to a level.

    Parameters
    ----------
    scenes
        The scenarios, each with the same chances to choose from in the same order.
    minimum, level
        The number to reach, and the probability (0–1) wanted of it.

    Returns
    -------
    int or None
        0 where the probability is there already; None where not even all of them bring it there.
    """

    def reached(first: int, open_: Sequence[Distribution]) -> bool:
        sums = zip(scenes, open_, strict=True)
        found = sum(scene.weight * each.at_least(minimum - first) for scene, each in sums)
        return found >= level - _EVEN

    if reached(0, [scene.rest.plus(scene.choice.total) for scene in scenes]):
        return 0
    parts, after = [scene.choice for scene in scenes], [scene.rest for scene in scenes]
    if not reached(parts[0].dwellings, after):
        return None
    secured = dwellings = 0
    while parts[0].halves:
        first = parts[0].halves[0]
        later = [part.halves[1].total.plus(each) for part, each in zip(parts, after, strict=True)]
        if reached(dwellings + first.dwellings, later):
            parts, after = [part.halves[0] for part in parts], later
        else:
            secured += first.size
            dwellings += first.dwellings
            parts = [part.halves[1] for part in parts]
    return secured + 1


Family = Mapping[int, int]
"""What chances count in one reckoning: dwellings by the number of the chance; none is left out."""


def reach_by_family(
    families: Sequence[Family], probabilities: Sequence[Sequence[float]], minimums: Sequence[int]
) -> list[list[float]]:
    """Give the probability of reaching a minimum, for many reckonings of the same chances.

    Parameters
    ----------
    families
        For each reckoning, how many dwellings each chance counts.
    probabilities
        For each scenario, the probability of every chance.
    minimums
        For each reckoning, the number to reach.

    Returns
    -------
    list
        For each scenario, the probability by reckoning.

    Notes
    -----
    Chances that count the same in the same reckonings are added once and for all, and the sums
    multiplied as transforms.  These are as long as all but 1e-15 of every distribution is wide:
    for independent numbers within widths c the sum lies further than t from its mean with at most
    the probability 2·exp(−2t² / Σc²).

    References
    ----------
    Hoeffding, W., "Probability inequalities for sums of bounded random variables", *Journal of the
    American Statistical Association* 58 (1963), theorem 2.  DOI 10.1080/01621459.1963.10500830.
    """
    groups = _alike(families)
    squares = max((sum(n * n for n in f.values()) for f in families), default=0)
    most = max((sum(family.values()) for family in families), default=0)
    reach = 2 * ceil(sqrt(squares * log(2 / _SPILL) / 2)) + 2
    wide = 1 << max(1, min(most + 1, reach) - 1).bit_length()
    found = []
    for row in probabilities:
        sums = {
            group: total([(number, row[at]) for number, at in members])
            for group, members in groups.items()
        }
        waves = {group: _wave(each, wide) for group, each in sums.items()}
        answers = []
        for at, (family, minimum) in enumerate(zip(families, minimums, strict=True)):
            mine = [wave for group, wave in waves.items() if at in group]
            mean = sum(number * row[each] for each, number in family.items())
            low = 0 if sum(family.values()) < wide else max(0, round(mean) - wide // 2)
            answers.append(_folded(mine, wide, low, minimum))
        found.append(answers)
    return found


def _alike(families: Sequence[Family]) -> dict[tuple[int, ...], list[tuple[int, int]]]:
    """Group pairs of a count and a chance by the reckonings in which it counts that."""
    where: dict[tuple[int, int], list[int]] = {}
    for at, family in enumerate(families):
        for chance, number in family.items():
            if number:
                where.setdefault((number, chance), []).append(at)
    groups: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    for pair in sorted(where):
        groups.setdefault(tuple(where[pair]), []).append(pair)
    return groups


def _wave(each: Distribution, wide: int) -> NDArray[np.complex128]:
    """Transform a distribution, its numbers taken modulo the length."""
    row = np.zeros(wide)
    np.add.at(row, np.arange(each.least, each.most + 1) % wide, each.masses)
    return np.fft.rfft(row)


def _folded(waves: Sequence[NDArray[np.complex128]], wide: int, low: int, minimum: int) -> float:
    """Give the probability of a minimum, from transforms whose product lies from ``low`` on."""
    if minimum <= low or not waves:
        return float(minimum <= low)
    row = np.fft.irfft(reduce(np.multiply, waves), wide)
    numbers = np.arange(minimum, max(minimum, low + wide)) % wide
    return min(1.0, max(0.0, float(row[numbers].sum())))
