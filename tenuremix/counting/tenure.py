"""Tenure, and the arithmetic of a mix of tenures.

A *mix* is dwellings by tenure.  A count that the publisher suppressed is an interval, so every
count of a mix is a :class:`Count` with a lower and an upper end, and every share an
:class:`Interval`; a class or a shortfall is given only where it is the same at every value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import isinf
from typing import NamedTuple


class Tenure(StrEnum):
    """The right by which a dwelling is held (upplåtelseform).

    ``OKAND`` is a dwelling of the stock whose tenure is unknown or other; ``OKLAR`` a dwelling
    of an allocation whose tenure is not decided.  Neither is a known tenure.
    """

    HYRESRATT = "hyresratt"
    BOSTADSRATT = "bostadsratt"
    AGANDERATT = "aganderatt"
    OKAND = "okand"
    OKLAR = "oklar"


KNOWN: tuple[Tenure, ...] = (Tenure.HYRESRATT, Tenure.BOSTADSRATT, Tenure.AGANDERATT)
STOCK_TENURES: tuple[Tenure, ...] = (*KNOWN, Tenure.OKAND)
ALLOCATION_TENURES: tuple[Tenure, ...] = (*KNOWN, Tenure.OKLAR)
SMAHUS = "smahus"
HUSTYPER: tuple[str, ...] = (SMAHUS, "flerbostadshus", "ovriga", "special")

NO_MAJORITY = "ingen"
"""The class of an area where no tenure holds the majority."""

Dwellings = Mapping[Tenure, int]


MOST = 2**53
"""No number of dwellings is greater: up to here every whole number has a float of its own."""


def is_whole(value: object) -> bool:
    """Tell whether a value is a number of dwellings: whole, 0 or more; True and 1.0 are none."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST


@dataclass(frozen=True, slots=True)
class Count:
    """A number of dwellings between ``low`` and ``high``, ends included.

    ``high`` is None where the publisher has not said how large a suppressed count can be.
    """

    low: int
    high: int | None

    @classmethod
    def exactly(cls, dwellings: int) -> Count:
        """Make a count that is known."""
        return cls(dwellings, dwellings)

    def __add__(self, other: Count) -> Count:
        """Add the ends; a sum with an unbounded part is unbounded."""
        high = None if self.high is None or other.high is None else self.high + other.high
        return Count(self.low + other.low, high)

    @property
    def value(self) -> int | None:
        """The number itself, or None where it is not known exactly."""
        return self.low if self.low == self.high else None


class Interval(NamedTuple):
    """A real number between ``low`` and ``high``, ends included; equal where it is known."""

    low: float
    high: float

    @classmethod
    def exactly(cls, number: float) -> Interval:
        """Make a number that is known."""
        return cls(number, number)

    @property
    def value(self) -> float | None:
        """The number itself, or None where suppressed counts leave it open."""
        return self.low if self.low == self.high else None

    def plus(self, other: Interval) -> Interval:
        """Add another interval."""
        return Interval(self.low + other.low, self.high + other.high)

    def minus(self, other: Interval) -> Interval:
        """Subtract another interval, as if the two had nothing to do with each other."""
        return Interval(self.low - other.high, self.high - other.low)

    def times(self, other: Interval) -> Interval:
        """Multiply by another interval."""
        ends = [mine * theirs for mine in self for theirs in other]
        return Interval(min(ends), max(ends))

    def scaled(self, factor: float) -> Interval:
        """Multiply by a number."""
        return Interval(*sorted((self.low * factor, self.high * factor)))

    def over(self, positive: Interval) -> Interval:
        """Divide by an interval above zero."""
        ends = [mine / theirs for mine in self for theirs in positive]
        return Interval(min(ends), max(ends))

    def rounded(self) -> Count:
        """Round both ends to whole numbers; an end that is not known stays so."""
        return Count(round(self.low), None if isinf(self.high) else round(self.high))

    def within(self, low: float, high: float) -> Interval:
        """Cut off what lies outside two ends."""
        return Interval(min(max(self.low, low), high), max(min(self.high, high), low))


Share = Interval
"""A share (0–1) of the dwellings with known tenure."""

ZERO = Count(0, 0)
UNBOUNDED = Count(0, None)
Mix = Mapping[Tenure, Count]


def add(*mixes: Mix) -> dict[Tenure, Count]:
    """Add mixes tenure by tenure; a tenure that a mix does not name is zero in it."""
    total: dict[Tenure, Count] = {}
    for mix in mixes:
        for tenure, count in mix.items():
            total[tenure] = total.get(tenure, ZERO) + count
    return total


def allocation_mix(dwellings: Dwellings) -> dict[Tenure, Count]:
    """Turn the dwellings of an allocation into a mix; undecided tenure (oklar) stays outside."""
    return {
        tenure: Count.exactly(number) for tenure, number in dwellings.items() if tenure in KNOWN
    }


def total(mix: Mix, tenures: Iterable[Tenure] = KNOWN) -> Count:
    """Sum a mix over some tenures, by default the known ones."""
    result = ZERO
    for tenure in tenures:
        result += mix.get(tenure, ZERO)
    return result


def against(mix: Mix, group: Collection[Tenure]) -> tuple[Count, Count]:
    """Split the dwellings of known tenure into those of a group and all others."""
    return total(mix, group), total(mix, [t for t in KNOWN if t not in group])


def share(mix: Mix, group: Collection[Tenure]) -> Share | None:
    """Compute the share of a group among the dwellings with known tenure.

    Returns
    -------
    Share or None
        None where there are no dwellings with known tenure at all.

    Notes
    -----
    With g in the group and o in the other tenures, g / (g + o) grows with g and falls with o,
    so its ends lie at (g low, o high) and (g high, o low).

    Examples
    --------
    >>> mix = {Tenure.HYRESRATT: Count(0, 4), Tenure.BOSTADSRATT: Count.exactly(96)}
    >>> share(mix, {Tenure.HYRESRATT})
    Interval(low=0.0, high=0.04)
    """
    mine, others = against(mix, group)
    if mine.high == 0 and others.high == 0:
        return None
    if others.high is None:
        low = 0.0
    else:
        low = mine.low / (mine.low + others.high) if mine.low + others.high else 0.0
    if mine.high is None:
        high = 1.0
    else:
        high = mine.high / (mine.high + others.low) if mine.high + others.low else 1.0
    return Share(low, high)


def has_majority(mix: Mix, group: Collection[Tenure]) -> bool | None:
    """Tell whether a group has strictly more than half of the dwellings with known tenure.

    Returns
    -------
    bool or None
        None where suppressed counts decide.

    Examples
    --------
    >>> half = {Tenure.HYRESRATT: Count.exactly(50), Tenure.BOSTADSRATT: Count.exactly(50)}
    >>> has_majority(half, {Tenure.BOSTADSRATT})
    False
    >>> hidden = {Tenure.HYRESRATT: Count(48, 52), Tenure.BOSTADSRATT: Count.exactly(50)}
    >>> has_majority(hidden, {Tenure.BOSTADSRATT}) is None
    True
    """
    mine, others = against(mix, group)
    if others.high is not None and mine.low > others.high:
        return True
    if mine.high is not None and mine.high <= others.low:
        return False
    return None


def has_plurality(mix: Mix, group: Collection[Tenure]) -> bool | None:
    """Tell whether a group, taken as one, is strictly larger than each other known tenure.

    Returns
    -------
    bool or None
        None where suppressed counts decide.
    """
    mine = total(mix, group)
    others = [mix.get(tenure, ZERO) for tenure in KNOWN if tenure not in group]
    if all(other.high is not None and mine.low > other.high for other in others):
        return True
    largest = max((other.low for other in others), default=0)
    if mine.high is not None and mine.high <= largest:
        return False
    return None


def has_share(mix: Mix, group: Collection[Tenure], least: Fraction) -> bool | None:
    """Tell whether a group has at least a given share (0 < least <= 1) of the known dwellings.

    Returns
    -------
    bool or None
        None where suppressed counts decide.  An area without dwellings has no share: False.
    """
    mine, others = against(mix, group)

    def holds(group_count: int, other_count: int) -> bool:
        return group_count > 0 and group_count * (1 - least) >= least * other_count

    if others.high is not None and holds(mine.low, others.high):
        return True
    possibly = mine.high is None or holds(mine.high, others.low)
    return None if possibly else False


def majority_class(mix: Mix) -> str | None:
    """Name the tenure with more than half of the known dwellings.

    Returns
    -------
    str or None
        A known tenure, ``"ingen"`` where none has the majority, None where suppressed counts
        decide.
    """
    verdicts = {tenure: has_majority(mix, {tenure}) for tenure in KNOWN}
    for tenure, verdict in verdicts.items():
        if verdict:
            return tenure.value
    return None if None in verdicts.values() else NO_MAJORITY
