"""What is missing in a mix: dwellings to a reference share, and which of two poles.

A city asks for two things: *hyresrätter* where *bostadsrätter* and *äganderätter* are most, and
these where *hyresrätter* are most.  So what is missing is one of two poles: ``hyresratt``, or
``agt`` (bostadsratt and aganderatt together), measured by the share of hyresrätt alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from tenuremix.counting.tenure import KNOWN, ZERO, Count, Mix, Share, Tenure, against, share, total

OWNED = (Tenure.BOSTADSRATT, Tenure.AGANDERATT)
"""The tenures of the pole ``agt``."""


class Pole(StrEnum):
    """What is missing in an area: one of two poles, or none.

    ``NEAR`` is an area whose share of hyresrätt lies near the reference, ``FEW`` one with so few
    dwellings that none is named.
    """

    HYRESRATT = "hyresratt"
    AGT = "agt"
    NEAR = "near"
    FEW = "few"

    @property
    def tenures(self) -> tuple[Tenure, ...]:
        """The tenures of a pole; those of no other."""
        return {"hyresratt": (Tenure.HYRESRATT,), "agt": OWNED}.get(self.value, ())


POLES = (Pole.HYRESRATT, Pole.AGT)
"""The two that may be missing."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A mix to compare with: for each known tenure a share between two ends."""

    low: Mapping[Tenure, Fraction]
    high: Mapping[Tenure, Fraction]

    @classmethod
    def of(cls, mix: Mix) -> Reference | None:
        """Take the shares of a mix as the reference; None without dwellings or without bounds."""
        low: dict[Tenure, Fraction] = {}
        high: dict[Tenure, Fraction] = {}
        for tenure in KNOWN:
            mine, others = against(mix, {tenure})
            if mine.high is None or others.high is None or mine.high + others.high == 0:
                return None
            low[tenure] = Fraction(mine.low, max(1, mine.low + others.high))
            high[tenure] = Fraction(mine.high, max(1, mine.high + others.low))
        return cls(low, high)

    @classmethod
    def stated(cls, shares: Mapping[Tenure, Fraction]) -> Reference:
        """Take stated shares as the reference."""
        return cls(dict(shares), dict(shares))


def shortfall(mix: Mix, tenure: Tenure, reference: Reference) -> Count:
    """Count the fewest dwellings that would bring a tenure up to its reference share.

    Notes
    -----
    The fewest whole x >= 0 with (n + x) / (N + x) >= r.  With o = N - n dwellings of other known
    tenures this is x = ceil(r o / (1 - r) - n): it grows with r and o and falls with n, which
    gives its ends where counts are suppressed.  Where r = 1 and o > 0 no number is enough, and
    the shortfall has no upper end.

    Examples
    --------
    >>> half = Reference.stated(dict.fromkeys(KNOWN, Fraction(1, 2)))
    >>> mix = {Tenure.HYRESRATT: Count.exactly(20), Tenure.BOSTADSRATT: Count.exactly(80)}
    >>> shortfall(mix, Tenure.HYRESRATT, half)
    Count(low=60, high=60)
    """
    return _shortfall(mix, {tenure}, reference.low[tenure], reference.high[tenure])


def _shortfall(mix: Mix, group: Collection[Tenure], low: Fraction, high: Fraction) -> Count:
    """Count the fewest dwellings that bring a group up to a share between two ends."""
    mine, others = against(mix, group)
    return Count(_fewest(low, mine.high, others.low) or 0, _fewest(high, mine.low, others.high))


def _fewest(least: Fraction, mine: int | None, others: int | None) -> int | None:
    """Solve (mine + x) / (mine + others + x) >= least; None where no number is enough."""
    if least <= 0 or others == 0 or mine is None:
        return 0
    if others is None or least >= 1:
        return None
    # In whole numbers: -(-a // b) is a / b rounded up.
    part, rest = least.numerator, least.denominator - least.numerator
    return max(0, -(-part * others // rest) - mine)


def missing_tenure(mix: Mix, reference: Reference) -> Tenure | None:
    """Name the tenure whose share lies furthest below the reference, if any surely does.

    The distance is taken from the upper end of the share to the lower end of the reference, so
    that a suppressed count never makes a tenure missing.
    """
    gaps: list[tuple[float, Tenure]] = []
    for tenure in KNOWN:
        part = share(mix, {tenure})
        if part is not None and (gap := float(reference.low[tenure]) - part.high) > 0:
            gaps.append((gap, tenure))
    return max(gaps, key=lambda pair: pair[0])[1] if gaps else None


Ends = tuple[Fraction, Fraction]
"""A share between two ends, exactly: :data:`~tenuremix.counting.tenure.Share` is for showing."""


def _rented(mix: Mix) -> Ends | None:
    """Give the ends of the share of hyresrätt (see :func:`~tenuremix.counting.tenure.share`)."""
    mine, others = against(mix, {Tenure.HYRESRATT})
    if mine.high == 0 and others.high == 0:
        return None
    low, high = Fraction(0), Fraction(1)
    if others.high is not None:
        low = Fraction(mine.low, max(1, mine.low + others.high))
    if mine.high is not None and mine.high + others.low:
        high = Fraction(mine.high, mine.high + others.low)
    return low, high


@dataclass(frozen=True, slots=True)
class MissingPole:
    """What is missing in one mix: a pole, and how many dwellings.

    Parameters
    ----------
    pole
        None where suppressed counts decide, or where there are no statistics.
    dwellings
        The fewest dwellings of the pole that would bring it up to the reference; 0 where it is
        near, None where no pole is known or named.
    share, reference
        The share of hyresrätt in the mix, and what it is measured against; None where not known.
    """

    pole: Pole | None = None
    dwellings: Count | None = None
    share: Share | None = None
    reference: Share | None = None

    @property
    def depth(self) -> int:
        """How far the share surely lies from the reference: 1 to 3 (:data:`DEPTHS`), 0 near."""
        if self.share is None or self.reference is None or self.pole not in POLES:
            return 0
        low = self.reference.low - self.share.high
        high = self.share.low - self.reference.high
        return 1 + sum(max(low, high) > limit for limit in DEPTHS)

    @property
    def order(self) -> tuple[int, int]:
        """Sort by: most missing first, at the lower end; then near, not known, few."""
        if self.pole in POLES and self.dwellings is not None:
            return 0, -self.dwellings.low
        return (Pole.NEAR, None, Pole.FEW).index(self.pole) + 1, 0


DEPTHS = (0.15, 0.3)
"""How far from the reference a share lies when what is missing is shown as deep, and deeper."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What the areas of a city are measured against.

    Parameters
    ----------
    reference
        A mix that is stated; None for the city's own.
    floor
        With fewer dwellings of known tenure than this no pole is named.
    band
        How far (0-1) the share of hyresrätt may lie from the reference and still be near it.
    """

    reference: Reference | None = None
    floor: int = 50
    band: Fraction = Fraction(1, 20)

    def of_city(self, city: Mix | None) -> Yardstick:
        """Benchmark against what is stated, else against the mix of a city."""
        if self.reference is not None:
            rented = Tenure.HYRESRATT
            ends = self.reference.low[rented], self.reference.high[rented]
            return Yardstick(self.reference, ends, self.floor, self.band, stated=True)
        reference = Reference.of(city) if city else None
        return Yardstick(reference, _rented(city) if city else None, self.floor, self.band)


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A benchmark with the reference that it comes to (see :class:`Benchmark`).

    ``reference`` has the share of each tenure, ``rented`` the ends of that of hyresrätt; either is
    None where it is not known.  The reference of ``agt`` is 1 minus that of hyresrätt.  ``stated``
    tells that it is not the city's own.
    """

    reference: Reference | None
    rented: Ends | None
    floor: int
    band: Fraction
    stated: bool = False

    def shares(self, tenures: tuple[Tenure, ...]) -> Ends | None:
        """Give the reference of a tenure, or of a pole; None where it is not known."""
        if tenures == OWNED:
            return None if self.rented is None else (1 - self.rented[1], 1 - self.rented[0])
        if self.reference is None:
            return None
        return self.reference.low[tenures[0]], self.reference.high[tenures[0]]

    def share(self, tenures: tuple[Tenure, ...]) -> Share | None:
        """Give the same for showing."""
        ends = self.shares(tenures)
        return None if ends is None else Share(*map(float, ends))

    def shortfall(self, mix: Mix | None, tenures: tuple[Tenure, ...]) -> Count | None:
        """Count the fewest dwellings of a tenure or pole that bring it up to its reference."""
        shares = self.shares(tenures)
        return None if mix is None or shares is None else _shortfall(mix, tenures, *shares)

    def missing(self, mix: Mix | None) -> MissingPole:
        """Tell which pole is missing in a mix.

        Notes
        -----
        With s the share of hyresrätt and r the reference, each between its two ends: near where
        |s - r| <= band at every value, hyresratt where r - s > band at every value, agt where s -
        r > band at every value; else not known.  The dwellings follow :func:`shortfall`.

        Examples
        --------
        >>> half = Reference.stated(dict.fromkeys(KNOWN, Fraction(1, 2)))
        >>> scale = Benchmark(half).of_city(None)
        >>> mix = {Tenure.HYRESRATT: Count.exactly(20), Tenure.BOSTADSRATT: Count.exactly(80)}
        >>> found = scale.missing(mix)
        >>> found.pole.value, found.dwellings
        ('hyresratt', Count(low=60, high=60))
        """
        part = None if mix is None else _rented(mix)
        shown = None if part is None else Share(*map(float, part))
        if self.rented is None:
            return MissingPole(share=shown)
        low, high = self.rented
        reference = Share(float(low), float(high))
        if mix is not None and (most := total(mix).high) is not None and most < self.floor:
            return MissingPole(Pole.FEW, None, shown, reference)
        if mix is None or part is None:
            return MissingPole(None, None, shown, reference)
        if max(part[1] - low, high - part[0]) <= self.band:
            return MissingPole(Pole.NEAR, ZERO, shown, reference)
        if low - part[1] > self.band:
            short = _shortfall(mix, Pole.HYRESRATT.tenures, low, high)
            return MissingPole(Pole.HYRESRATT, short, shown, reference)
        if part[0] - high > self.band:
            short = _shortfall(mix, Pole.AGT.tenures, 1 - high, 1 - low)
            return MissingPole(Pole.AGT, short, shown, reference)
        return MissingPole(None, None, shown, reference)
