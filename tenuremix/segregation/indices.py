"""How far the areas of a city are apart: measures of segregation on whole counts.

A suppressed count is an interval, and so is every measure that rests on one: what is returned
surely holds the measure at every value of the suppressed counts, and is a single number where
every count is known.  Each measure is the quotient of a *top* and a *bottom* (H is one less that),
so that one formula serves for how all of them change (:mod:`tenuremix.segregation.change`).

The symbols are those of :mod:`tenuremix.segregation.table`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple

from tenuremix.counting.tenure import Interval
from tenuremix.segregation.table import Crosstab, sum_of


class Measure(NamedTuple):
    """The name of one measure, and the groups that it is about.

    ``name`` is ``displaced``, ``dissimilarity``, ``information`` or ``exposure``; ``group`` is
    empty for a measure of all groups together; ``other`` is whom the group meets.
    """

    name: str
    group: str = ""
    other: str = ""


class Ratio(NamedTuple):
    """A measure as the quotient of two sums."""

    top: Interval
    bottom: Interval

    def value(self) -> Interval | None:
        """Divide; None where the bottom may be zero."""
        if self.bottom.low <= 0:
            return None
        return self.top.over(self.bottom).within(0.0, 1.0)

    def change(self, top: Interval, bottom: Interval) -> Interval | None:
        """Tell how the quotient changes with its top and bottom.

        (a + da) / (b + db) - a / b = (da - (a / b) db) / (b + db): small where the change is
        small, however open a and b are.
        """
        before, after = self.value(), self.bottom.plus(bottom)
        if before is None or after.low <= 0:
            return None
        return top.minus(before.times(bottom)).over(after)


# Dissimilarity -------------------------------------------------------------------------------


def _pairs(table: Crosstab) -> Interval:
    """Bound the sum of X O over the groups, which is T² - sum of X²."""
    return sum_of(total.times(table.others(group)) for group, total in enumerate(table.totals))


def _dissimilarity(table: Crosstab, group: str) -> Ratio:
    if group:
        index = table.groups.index(group)
        bottom = table.totals[index].times(table.others(index))
        return Ratio(table.spreads[index].total, bottom.scaled(2))
    return Ratio(sum_of(spread.total for spread in table.spreads), _pairs(table).scaled(2))


def dissimilarity(table: Crosstab, group: str = "") -> Interval | None:
    """Compute D: of a group against all others, or of all groups together.

    Returns
    -------
    Interval or None
        0 where every area has the city's mix, 1 where no area has two groups; None where the
        group, or all but it, may be without dwellings.

    Notes
    -----
    Of one group D = 1/2 sum |x / X - o / O| = sum |x O - o X| / (2 X O): the share of the
    group's dwellings that would have to stand in another area for it to have the same share
    everywhere, if no other dwellings moved.

    Of all groups D = sum over groups and areas of t |p - P| / (2 T I), with I = sum P (1 - P).
    Since t |p - P| T = |x O - o X| it is the mean of the groups' D, weighted by X O.

    References
    ----------
    O. D. Duncan and B. Duncan (1955), A methodological analysis of segregation indexes,
    American Sociological Review 20(2), 210-217, doi:10.2307/2088328.

    B. S. Morgan (1975), The segregation of socio-economic groups in urban areas: a comparative
    analysis, Urban Studies 12(1), 47-60, doi:10.1080/00420987520080041.

    J. M. Sakoda (1981), A generalized index of dissimilarity, Demography 18(2), 245-250,
    doi:10.2307/2061096.

    Examples
    --------
    >>> table = Crosstab.exactly(("rented", "owned"), {"a": (30, 10), "b": (10, 30)})
    >>> dissimilarity(table, "rented")
    Interval(low=0.5, high=0.5)
    """
    return _dissimilarity(table, group).value()


def _displaced(table: Crosstab) -> Ratio:
    top = sum_of(spread.total for spread in table.spreads)
    return Ratio(top, table.dwellings.times(table.dwellings).scaled(2))


def displaced(table: Crosstab) -> Interval | None:
    """Compute the share of all dwellings that would have to change place with another.

    Returns
    -------
    Interval or None
        0 where every area has the city's mix; None without dwellings.

    Notes
    -----
    1/2 sum over groups and areas of |x - t P| / T: the fewest dwellings that must change for
    every area, as large as it is, to have the city's mix.  It is D I of all groups, with I =
    sum P (1 - P): the numerator of the index, before it is set against complete segregation.

    References
    ----------
    S. F. Reardon and G. Firebaugh (2002), Measures of multigroup segregation, Sociological
    Methodology 32, 33-67, doi:10.1111/1467-9531.00110; the disproportionality of D.

    Examples
    --------
    >>> table = Crosstab.exactly(("rented", "owned"), {"a": (30, 10), "b": (10, 30)})
    >>> displaced(table)
    Interval(low=0.25, high=0.25)
    """
    return _displaced(table).value()


# Exposure ------------------------------------------------------------------------------------


def meeting(low: Sequence[int], high: Sequence[int], group: int, other: int) -> Interval:
    """Bound x y / t of an area: it grows with x and y, and falls with the other groups."""

    def at(these: Sequence[int], rest: Sequence[int]) -> float:
        alike = {group, other}
        size = sum(these[k] if k in alike else rest[k] for k in range(len(these)))
        return these[group] * these[other] / size if size else 0.0

    return Interval(at(low, high), at(high, low))


def _exposure(table: Crosstab, group: str, other: str) -> Ratio:
    mine, theirs = table.groups.index(group), table.groups.index(other)
    rows = (meeting(table.low[c], table.high[c], mine, theirs) for c in table.low)
    return Ratio(sum_of(rows), table.totals[mine])


def exposure(table: Crosstab, group: str, other: str) -> Interval | None:
    """Compute xPy: the share of a group in the area where another group's mean dwelling stands.

    Parameters
    ----------
    group
        Whose dwellings' surroundings are described (x).
    other
        Whose share there is told (y).  The group itself gives its isolation, xPx.

    Returns
    -------
    Interval or None
        None where the group may be without dwellings.

    Notes
    -----
    xPy = sum (x / X) (y / t).  Over all ``other`` it sums to 1.  Where every area has the city's
    mix it is the other group's share of the city.

    References
    ----------
    S. Lieberson (1981), An asymmetrical approach to segregation, in C. Peach, V. Robinson and
    S. Smith (eds), Ethnic Segregation in Cities, Croom Helm, 61-82.

    D. S. Massey and N. A. Denton (1988), The dimensions of residential segregation, Social
    Forces 67(2), 281-315, doi:10.1093/sf/67.2.281.

    Examples
    --------
    >>> table = Crosstab.exactly(("rented", "owned"), {"a": (30, 10), "b": (10, 30)})
    >>> exposure(table, "rented", "rented")
    Interval(low=0.625, high=0.625)
    """
    return _exposure(table, group, other).value()


# Information ---------------------------------------------------------------------------------


def phi(number: float) -> float:
    """Compute n ln n."""
    return number * log(number) if number > 0 else 0.0


def _surprise(counts: Sequence[float]) -> float:
    """Compute t E = t ln t - sum x ln x: dwellings times entropy; it grows with each count."""
    return max(0.0, phi(sum(counts)) - sum(map(phi, counts)))


def surprises(low: Sequence[float], high: Sequence[float]) -> Interval:
    """Compute t E of a mix of counts between two ends; it grows with each count."""
    return Interval(_surprise(low), _surprise(high))


def _city_surprise(table: Crosstab) -> Interval:
    return surprises([x.low for x in table.totals], [x.high for x in table.totals])


def _sameness(table: Crosstab) -> Ratio:
    """Make 1 - H."""
    top = sum_of(surprises(table.low[code], table.high[code]) for code in table.low)
    return Ratio(top, _city_surprise(table))


def information(table: Crosstab) -> Interval | None:
    """Compute Theil's H of all groups: how much less mixed the areas are than the city.

    Returns
    -------
    Interval or None
        0 where every area has the city's mix, 1 where no area has two groups; None where the
        city may have one group alone.

    Notes
    -----
    With the entropy E = - sum P ln P of the city and E_i of an area, H = 1 - sum t E_i / (T E):
    the mean shortfall of the areas' diversity against the city's.  t E_i = t ln t - sum x ln x
    grows with every count, which gives the ends where counts are suppressed.

    References
    ----------
    H. Theil and A. J. Finizza (1971), A note on the measurement of racial integration of schools
    by means of informational concepts, Journal of Mathematical Sociology 1(2), 187-193,
    doi:10.1080/0022250X.1971.9989795.

    S. F. Reardon and G. Firebaugh (2002), Measures of multigroup segregation, Sociological
    Methodology 32, 33-67, doi:10.1111/1467-9531.00110.

    Examples
    --------
    >>> apart = Crosstab.exactly(("rented", "owned"), {"a": (40, 0), "b": (0, 40)})
    >>> information(apart)
    Interval(low=1.0, high=1.0)
    """
    same = _sameness(table).value()
    return None if same is None else Interval.exactly(1.0).minus(same)


class SegregationWithin(NamedTuple):
    """What one coarser area adds to H: the segregation within it.

    ``own`` is its own H, None where it may have one group alone; ``share`` is what it adds.
    """

    own: Interval | None
    share: Interval


@dataclass(frozen=True, slots=True)
class Decomposition:
    """H taken apart: between the coarser areas, and within each of them.

    The parts sum to ``total``.
    """

    total: Interval
    between: Interval
    within: Mapping[str, SegregationWithin]


def decompose(table: Crosstab, parents: Mapping[str, str]) -> Decomposition | None:
    """Take H apart into what lies between coarser areas and what lies within each.

    Parameters
    ----------
    parents
        The coarser area of each area.

    Returns
    -------
    Decomposition or None
        None where H is not known.

    Notes
    -----
    H = H_between + sum over coarser areas j of (T_j E_j / (T E)) H_j, exactly: between is H of
    the coarser areas, each as one area; H_j is H within j.

    References
    ----------
    S. F. Reardon, J. T. Yun and T. M. Eitle (2000), The changing structure of school segregation:
    measurement and evidence of multiracial metropolitan-area school segregation, 1989-1995,
    Demography 37(3), 351-364, doi:10.2307/2648047.

    Examples
    --------
    >>> rows = {"a": (40, 0), "b": (0, 40), "c": (20, 20)}
    >>> table = Crosstab.exactly(("rented", "owned"), rows)
    >>> parts = decompose(table, {"a": "1", "b": "1", "c": "2"})
    >>> parts.between.value, round(parts.within["1"].share.value, 6)
    (0.0, 0.666667)
    """
    whole = information(table)
    city = _city_surprise(table)
    if whole is None:
        return None
    groups = {
        parent: table.part(code for code in table.low if parents[code] == parent)
        for parent in sorted({parents[code] for code in table.low})
    }
    inside = sum_of(_city_surprise(part) for part in groups.values())
    within = {}
    for parent, part in groups.items():
        ratio = _sameness(part)
        added = ratio.bottom.minus(ratio.top).over(city).within(0.0, 1.0)
        within[parent] = SegregationWithin(information(part), added)
    return Decomposition(whole, city.minus(inside).over(city).within(0.0, 1.0), within)


# All together --------------------------------------------------------------------------------


def names(groups: Sequence[str]) -> list[Measure]:
    """List the measures of a table, in the order that they are told in."""
    return [
        Measure("displaced"),
        Measure("dissimilarity"),
        Measure("information"),
        *(Measure("dissimilarity", group) for group in groups),
        *(Measure("exposure", group, other) for group in groups for other in groups),
    ]


def ratio_of(table: Crosstab, measure: Measure) -> Ratio:
    """Make the quotient of a measure; of ``information`` it is 1 - H."""
    if measure.name == "displaced":
        return _displaced(table)
    if measure.name == "dissimilarity":
        return _dissimilarity(table, measure.group)
    if measure.name == "information":
        return _sameness(table)
    return _exposure(table, measure.group, measure.other)


def measure_all(table: Crosstab) -> dict[Measure, Interval | None]:
    """Compute every measure of a table."""
    found = {measure: ratio_of(table, measure).value() for measure in names(table.groups)}
    return {**found, Measure("information"): information(table)}
