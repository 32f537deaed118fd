"""Periods of whole days, the last day included."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

YEARS = (1900, 2100)
"""The first and the last year in which a date is believed."""
_DAY = timedelta(1)


def believed(day: date) -> bool:
    """Tell whether a date is believed: its year lies within :data:`YEARS`."""
    return YEARS[0] <= day.year <= YEARS[1]


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``, both included; ``last`` is None where no end is set."""

    first: date
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in the period."""
        return self.first <= day and (self.last is None or day <= self.last)

    def is_over(self, as_of: date) -> bool:
        """Tell whether no day is left after a date: from its last day on, a period is over."""
        return self.last is not None and as_of >= self.last

    def meets(self, other: Period) -> bool:
        """Tell whether two periods share a day."""
        latest = max(self.first, other.first)
        return self.holds(latest) and other.holds(latest)


ALWAYS = Period(date.min)
"""Every day there is."""


def last_of(year: int) -> date:
    """Give the last day of a year."""
    return date(year, 12, 31)


def year_of(year: int) -> Period:
    """Give the period of a calendar year."""
    return Period(date(year, 1, 1), last_of(year))


def uncovered(needed: Period, covers: Iterable[Period]) -> list[Period]:
    """List the parts of a period that none of some others cover, in order.

    Parameters
    ----------
    needed
        The period; its last day must be set.
    covers
        Those that cover it, in any order; they may overlap.

    Raises
    ------
    ValueError
        Where no last day is needed.

    Examples
    --------
    >>> year, spring = year_of(2025), Period(date(2025, 1, 1), date(2025, 5, 31))
    >>> uncovered(year, [spring])
    [Period(first=datetime.date(2025, 6, 1), last=datetime.date(2025, 12, 31))]
    """
    if needed.last is None:
        raise ValueError(needed)
    gaps: list[Period] = []
    day = needed.first
    for cover in sorted(covers, key=lambda each: each.first):
        if cover.first > needed.last:
            break
        if day < cover.first:
            gaps.append(Period(day, cover.first - _DAY))
        if cover.last is None or cover.last >= needed.last:
            return gaps
        day = max(day, cover.last + _DAY)
    return [*gaps, Period(day, needed.last)] if day <= needed.last else gaps
