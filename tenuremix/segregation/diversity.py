"""How mixed one area is, by itself."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from tenuremix.counting.tenure import Interval
from tenuremix.segregation.indices import surprises


def entropy(low: Sequence[int], high: Sequence[int]) -> Interval | None:
    """Compute the entropy of a mix against the greatest possible, between 0 and 1.

    Returns
    -------
    Interval or None
        0 where one group is alone, 1 where all are equally many; None without dwellings.

    Notes
    -----
    E / ln K = - sum p ln p / ln K for K groups.

    References
    ----------
    H. Theil (1972), Statistical Decomposition Analysis, North-Holland, ch. 1.

    Examples
    --------
    >>> entropy((20, 20, 20), (20, 20, 20))
    Interval(low=1.0, high=1.0)
    """
    if not sum(low):
        return None
    size = Interval(sum(low), sum(high))
    return surprises(low, high).over(size.scaled(log(len(low)))).within(0.0, 1.0)


def interaction(low: Sequence[int], high: Sequence[int]) -> Interval | None:
    """Compute the chance that two dwellings drawn with replacement are of different groups.

    Returns
    -------
    Interval or None
        0 where one group is alone; None without dwellings.

    Notes
    -----
    1 - sum p², with p between x low / (x low + o high) and x high / (x high + o low).

    References
    ----------
    E. H. Simpson (1949), Measurement of diversity, Nature 163, 688, doi:10.1038/163688a0.

    S. Lieberson (1969), Measuring population diversity, American Sociological Review 34(6),
    850-862, doi:10.2307/2095977.

    Examples
    --------
    >>> interaction((10, 10), (10, 10))
    Interval(low=0.5, high=0.5)
    """
    if not sum(low):
        return None
    ends = list(zip(low, high, strict=True))
    least = [x / (x + sum(high) - most) if x else 0.0 for x, most in ends]
    greatest = [x / (x + sum(low) - few) if x else 0.0 for few, x in ends]
    chance = [1 - sum(p * p for p in shares) for shares in (greatest, least)]
    return Interval(*chance).within(0.0, 1.0)
