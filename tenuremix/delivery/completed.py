"""Promised against built: what is allocated, begun and completed, beside what was built.

Two sources that do not measure the same thing stand side by side.  The register tells what the
city has allocated of its own land, and which allocations have been begun and completed.  The
statistics tell every dwelling completed in an area, on whoever's land.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tenuremix.counting.areas import Area, Areas
from tenuremix.counting.books import Books
from tenuremix.counting.decisions import Event, State
from tenuremix.counting.projection import add_to, none, summed
from tenuremix.counting.tenure import STOCK_TENURES, Count, Tenure

BEGUN = (Event.BYGGSTART, Event.FARDIGSTALLD)


@dataclass(frozen=True, slots=True)
class Built:
    """Dwellings completed according to the statistics: a sum of published figures.

    Parameters
    ----------
    published
        The sum of the figures that are given.  It is below zero where rebuilding took more
        dwellings than were completed.
    whole
        The whole sum; None where the publisher has not said how large a figure that it hides can
        be.
    """

    published: int
    whole: Count | None

    @classmethod
    def exactly(cls, dwellings: int) -> Built:
        """Make a figure that is given."""
        return cls(dwellings, Count.exactly(dwellings))

    @classmethod
    def hidden(cls, largest: int | None) -> Built:
        """Make a figure that is not given, at most ``largest``, up or down, where that is told."""
        return cls(0, None if largest is None else Count(-largest, largest))

    def __add__(self, other: Built) -> Built:
        """Add the figures, and the whole sums where both have one."""
        whole = self.whole and other.whole and self.whole + other.whole
        return Built(self.published + other.published, whole)


ZERO = Built.exactly(0)
Completions = Mapping[Tenure, Built]


def add(found: Iterable[Completions]) -> dict[Tenure, Built]:
    """Add completions tenure by tenure."""
    total = dict.fromkeys(STOCK_TENURES, ZERO)
    for each in found:
        for tenure, built in each.items():
            total[tenure] += built
    return total


class Completed:
    """The statistics: completed dwellings by year, area and tenure.

    Parameters
    ----------
    figures
        For each year and each (level, code) its completions.  A tenure without a figure is zero
        in an area that has any that year; an area without any has no statistics that year.
    """

    def __init__(self, figures: Mapping[int, Mapping[tuple[str, str], Completions]]) -> None:
        self._figures = figures

    @property
    def every_year(self) -> list[int]:
        """The years of the file, whatever the areas and the date."""
        return sorted(self._figures)

    def levels(self) -> set[str]:
        """Name the levels that have figures of their own."""
        return {level for by_area in self._figures.values() for level, _ in by_area}

    def years(self, areas: Areas, level: str, as_of: date) -> list[int]:
        """List the years that had ended by a date and have figures for some area of a level."""
        ended = (year for year in sorted(self._figures) if date(year, 12, 31) <= as_of)
        return [
            year
            for year in ended
            if any(self.in_year(areas, level, code, year) is not None for code in areas.at(level))
        ]

    def in_year(self, areas: Areas, level: str, code: str, year: int) -> dict[Tenure, Built] | None:
        """Give the completions of one area in a year: its own, else the sum of its parts.

        Returns
        -------
        dict or None
            By tenure (hyresratt, bostadsratt, aganderatt, okand); None where the area has no
            figure of its own and some part of it has none either: missing, not zero.
        """
        own = self._figures.get(year, {}).get((level, code))
        if own is not None:
            return add([own])
        finer = areas.finer(level)
        children = areas.children(code, level) if finer else []
        if finer is None or not children:
            return None
        parts = [self.in_year(areas, finer, child, year) for child in children]
        found = [part for part in parts if part is not None]
        return add(found) if len(found) == len(parts) else None

    def over(
        self, areas: Areas, level: str, code: str, years: Sequence[int]
    ) -> dict[Tenure, Built] | None:
        """Sum the completions of one area over some years; None where one of them is missing."""
        found = [self.in_year(areas, level, code, year) for year in years]
        known = [each for each in found if each is not None]
        return add(known) if years and len(known) == len(found) else None


@dataclass(frozen=True, slots=True)
class Promised:
    """What the register says of an area, by tenure (hyresratt, bostadsratt, aganderatt, oklar).

    Parameters
    ----------
    allocated
        Allocated dwellings that stand, those begun and completed among them.
    begun
        Of them, in allocations where building has begun or is completed.
    completed
        Of them, in completed allocations.
    covered
        Of the completed, in a year that the statistics cover.
    """

    allocated: dict[Tenure, int] = field(default_factory=none)
    begun: dict[Tenure, int] = field(default_factory=none)
    completed: dict[Tenure, int] = field(default_factory=none)
    covered: dict[Tenure, int] = field(default_factory=none)


@dataclass(frozen=True, slots=True)
class AreaCompleted:
    """One area: what is promised there, and what was built there."""

    area: Area
    promised: Promised
    built: Completions | None

    @property
    def empty(self) -> bool:
        """Whether nothing is promised and nothing built."""
        built = self.built is None or all(figure == ZERO for figure in self.built.values())
        return built and not any(self.promised.allocated.values())


@dataclass(frozen=True, slots=True)
class Comparison:
    """Promised against built, in every area of one level.

    Parameters
    ----------
    level, years
        The level, and the years that the statistics cover; no years where there are none.
    areas
        By code, lowest first.
    unplaced
        What is promised in no single area of the level, by the code of the coarser area it lies
        in, or None outside every area.
    unknown
        Allocations that stand with an unknown number of dwellings.
    """

    level: str
    years: tuple[int, ...]
    areas: Mapping[str, AreaCompleted]
    unplaced: Mapping[str | None, Promised]
    unknown: tuple[str, ...]

    @property
    def promised(self) -> Promised:
        """The sum of all that is promised, wherever it lies."""
        every = [*(area.promised for area in self.areas.values()), *self.unplaced.values()]
        return Promised(
            allocated=summed(each.allocated for each in every),
            begun=summed(each.begun for each in every),
            completed=summed(each.completed for each in every),
            covered=summed(each.covered for each in every),
        )

    @property
    def built(self) -> Completions | None:
        """The sum of what was built in the areas that have statistics."""
        known = [area.built for area in self.areas.values() if area.built is not None]
        return add(known) if known else None

    @property
    def missing(self) -> int:
        """The number of areas without statistics."""
        return sum(area.built is None for area in self.areas.values())


def compare_completed(books: Books, completed: Completed | None, level: str) -> Comparison:
    """Set what is promised beside what was built, in every area of a level.

    Parameters
    ----------
    books
        The inputs and the date: later decisions, and years that had not ended, are not seen.
    completed
        The statistics, or None where there are none.
    level
        One of the areas' levels.

    Returns
    -------
    Comparison
    """
    years = completed.years(books.areas, level, books.as_of) if completed else []
    found, unknown = _promised(books, level, years)
    areas = {}
    for code, area in books.areas.at(level).items():
        built = completed.over(books.areas, level, code, years) if completed else None
        areas[code] = AreaCompleted(area, found.pop(code, Promised()), built)
    return Comparison(level, tuple(years), areas, found, tuple(unknown))


def _promised(
    books: Books, level: str, years: Sequence[int]
) -> tuple[dict[str | None, Promised], list[str]]:
    """Add every standing allocation's dwellings to the area where they lie."""
    found: dict[str | None, Promised] = {}
    unknown: list[str] = []
    for id_, state in books.states.items():
        if not state.standing:
            continue
        if state.dwellings is None:
            unknown.append(id_)
            continue
        for (area, _), dwellings in books.spread(state.place, state.dwellings, level).items():
            for sums in _sums(found.setdefault(area, Promised()), state, years):
                add_to(sums, dwellings)
    return found, unknown


def _sums(promised: Promised, state: State, years: Sequence[int]) -> list[dict[Tenure, int]]:
    """List the sums that an allocation belongs to, as far as it has come."""
    sums = [promised.allocated]
    if state.stage in BEGUN:
        sums.append(promised.begun)
    if state.stage is Event.FARDIGSTALLD:
        sums.append(promised.completed)
        if state.since.year in years:
            sums.append(promised.covered)
    return sums


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of the promise of one allocation that has been begun or completed.

    ``allocated`` is its state when it was allocated, ``state`` as it stands; ``begun`` and
    ``completed`` are the days on which that was decided, where the register has them.
    """

    allocated: State
    state: State
    begun: date | None
    completed: date | None

    @property
    def change(self) -> dict[Tenure, int] | None:
        """The dwellings now less those once allocated; None where a number is not known."""
        before, after = self.allocated.dwellings, self.state.dwellings
        if before is None or after is None:
            return None
        return {tenure: after[tenure] - before[tenure] for tenure in none()}


def follow_plots(books: Books) -> list[Followed]:
    """Follow each plot where building has begun, from its allocation to what is being built.

    Returns
    -------
    list
        The largest loss of rented dwellings first; those of unknown number last.

    Notes
    -----
    A row of the register is about a whole allocation, and its numbers are the new totals.  It
    tells how the totals have changed since they were promised.  It does not tell which of the
    dwellings of a plot are built first.
    """
    found = [
        _followed(books.register.history(id_, books.as_of))
        for id_, state in books.states.items()
        if state.stage in BEGUN
    ]
    return sorted(found, key=_worst_first)


def _followed(history: Sequence[State]) -> Followed:
    """Follow one allocation since it was last allocated, after a withdrawal if there was one."""
    first = max(
        place
        for place, state in enumerate(history)
        if state.standing and (place == 0 or not history[place - 1].standing)
    )
    days: dict[Event, date] = {}
    for state in history[first:]:
        days.setdefault(state.decision.event, state.decision.date)
    begun, completed = (days.get(event) for event in BEGUN)
    return Followed(history[first], history[-1], begun, completed)


def _worst_first(plot: Followed) -> tuple[bool, int, str]:
    change = plot.change
    lost = 0 if change is None else change[Tenure.HYRESRATT]
    return (change is None, lost, plot.state.decision.id)
