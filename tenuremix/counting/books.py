"""The books: every change that the register makes, booked area by area.

What no target has looked at yet: the differences between the states of each allocation, split
over the areas where its plot lies.  They are kept as columns of numbers, since there may be a
hundred thousand; a :class:`Booking` is made of a row only where one is asked for.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any

from tenuremix.columns.bookings import BookedRows
from tenuremix.counting.areas import Areas, Stock
from tenuremix.counting.decisions import Place, State
from tenuremix.counting.journal import Journal, spread_columns
from tenuremix.counting.period import Period, uncovered
from tenuremix.counting.placement import Locator, allot_tenures
from tenuremix.counting.register import Register
from tenuremix.counting.rules import AreaClass, Definition, classify, judged_by
from tenuremix.counting.targets import defensible
from tenuremix.counting.tenure import ALLOCATION_TENURES, Tenure
from tenuremix.counting.validation import definition_faults, level_faults, named_areas, stock_faults
from tenuremix.errors import DataError


@dataclass(frozen=True, slots=True)
class Booking:
    """A signed change of one tenure in one area, before any target looks at it.

    ``level`` is that of ``area``, ``order`` the place of the decision in the history of its
    allocation.  ``relabelled`` tells that the decision states another subgroup or exception for
    dwellings that stand, which may change what counts though nothing moved.
    """

    state: State
    order: int
    area: str | None
    level: str
    tenure: Tenure
    dwellings: int
    relabelled: bool = False


class Books:
    """The inputs of every count: areas, stock, register, and a date.

    Parameters
    ----------
    areas, stock
        Of one edition.
    register
        The decisions; those after ``as_of`` are not seen.
    as_of
        The date of the figures: decisions on it are included.

    Raises
    ------
    DataError
        Where they do not belong together (see :mod:`tenuremix.counting.validation`).

    Notes
    -----
    The books keep what they have placed, classified and booked, so that one set of books answers
    for every target and definition without placing a plot twice.  That is safe, since areas, stock
    and register never change once they are made.  What other packages remember by identity is
    kept beside what they remember of it (:func:`tenuremix.map.view.remembered`), so that an id
    stays its own.
    """

    def __init__(self, areas: Areas, stock: Stock, register: Register, as_of: date) -> None:
        if faults := stock_faults(areas, stock.edition, stock.coded):
            raise DataError(faults)
        _check_places(areas, register)
        self.areas = areas
        self.stock = stock
        self.locator = Locator(areas)
        self._classes: dict[tuple[Definition, str, tuple[date | None, date | None]], AreaClass] = {}
        self._open(register, as_of)

    def _open(self, register: Register, as_of: date) -> None:
        self.register = register
        self.as_of = as_of
        self.remembered: dict[Hashable, Any] = {}
        self.journal = Journal(register, self.locator)

    def with_register(self, register: Register, as_of: date) -> Books:
        """Open the books on another register or date, and keep what is placed and classified."""
        if register is not self.register:
            _check_places(self.areas, register)
        other = copy(self)
        other.__dict__.pop("states", None)
        other.remembered = {}
        if register is self.register:
            other.as_of = as_of
        else:
            other._open(register, as_of)  # noqa: SLF001 - of its own kind
        return other

    def aside(self) -> Books:
        """Give the same books, which do not keep where they place what is not in them."""
        other = copy(self)
        other.locator = self.locator.aside()
        return other

    @cached_property
    def states(self) -> Mapping[str, State]:
        """The state of every allocation on the date of the books."""
        return self.register.states(self.as_of)

    def uncovered(self, period: Period) -> list[Period]:
        """List the days of a period, up to the date, on which no register is complete."""
        last = min(self.as_of, period.last or self.as_of)
        if last < period.first:
            return []
        return uncovered(Period(period.first, last), self.register.complete)

    @cached_property
    def judged_levels(self) -> Sequence[str]:
        """The levels at which some area has statistics."""
        return [
            level
            for level in self.areas.levels
            if any(
                self.stock.mix(self.areas, level, code, vintage) is not None
                for vintage in self.stock.vintages[-1:]
                for code in self.areas.at(level)
            )
        ]

    def classify(self, definition: Definition, code: str, day: date) -> AreaClass:
        """Classify an area for a decision of a day (see :func:`tenuremix.classify`)."""
        # Most days are judged by the same statistics, which saves most of the work.
        key = (definition, code, judged_by(definition, self.stock, day))
        if key not in self._classes:
            if faults := definition_faults(definition, self.areas, self.stock):
                raise DataError(faults)
            self._classes[key] = classify(definition, code, self.areas, self.stock, day)
        return self._classes[key]

    def alternatives(self, definition: Definition) -> list[Definition]:
        """List the definitions under which a target is also answered: see :func:`defensible`."""
        key = ("alternatives", definition)
        if key not in self.remembered:
            self.remembered[key] = defensible(
                definition,
                self.judged_levels,
                vintages=len(self.stock.vintages),
                hustyper=self.stock.hustyper,
            )
        found: list[Definition] = self.remembered[key]
        return found

    def bookings(self, split: str) -> list[Booking]:
        """Book every change up to the date, by date, allocation, area and tenure."""
        return self._made(self.journal.changes(split, self.as_of), None)

    def bookings_at(self, level: str, split: str) -> list[Booking]:
        """Add the bookings upwards to a level; a booking that is coarser stays where it is.

        Raises
        ------
        DataError
            Where the areas have no such level.
        """
        return self._made(self.changes_at(level, split), level)

    def changes_at(self, level: str, split: str) -> BookedRows:
        """Give what :meth:`bookings_at` does as columns: states and areas by their number.

        A state has the number that it has in the journal, an area that of ``Areas.listed``.
        """
        if faults := level_faults(level, self.areas, "books"):
            raise DataError(faults)
        return self.journal.changes(split, self.as_of, level)

    def _made(self, changes: BookedRows, level: str | None) -> list[Booking]:
        """Make bookings of rows; what lies outside every area is so at any level."""
        journal = self.journal
        places = [*((code, at) for at, code in self.areas.listed), (None, level)]
        return [
            Booking(
                journal.states[state],
                int(journal.order[state]),
                places[area][0],
                places[area][1] or self.areas.finest,
                ALLOCATION_TENURES[tenure],
                dwellings,
                bool(journal.relabelled[state]),
            )
            for state, area, tenure, dwellings in zip(*(c.tolist() for c in changes), strict=True)
        ]

    def spread_all(self, states: Sequence[State], level: str) -> BookedRows:
        """Split the known dwellings of many states over the areas of a level, as columns.

        Returns
        -------
        BookedRows
            The state is its place in the order given.
        """
        found = spread_columns(self.locator, states, "area")
        return found._replace(area=self.locator.raised(level)[found.area]).merged()

    def spread(
        self,
        place: Place,
        dwellings: Mapping[Tenure, int],
        level: str | None = None,
        split: str = "area",
    ) -> dict[tuple[str | None, str], dict[Tenure, int]]:
        """Split dwellings over areas: once, at the finest level, and added upwards.

        Parameters
        ----------
        place
            Where they lie.
        dwellings
            By tenure.
        level
            The level to add up to; by default the one that the place is found at.
        split
            How a plot over several areas is split: one of ``SPLITS``.

        Returns
        -------
        dict
            For each (code, level) with any dwellings their number by tenure.  The code is None
            outside every area; the level is coarser than asked for where ``place`` is the code of
            an area that is.
        """
        there_is, parts = self.locator.parts(place, split=split)
        found: dict[tuple[str | None, str], dict[Tenure, int]] = {}
        for (code, tenure), number in allot_tenures(dwellings, parts).items():
            area, reached = self.raise_to(code, there_is, level or there_is)
            at = level if level and reached else there_is
            there = found.setdefault((area, at), dict.fromkeys(ALLOCATION_TENURES, 0))
            there[tenure] += number
        return found

    def raise_to(self, code: str | None, level: str, to_level: str) -> tuple[str | None, bool]:
        """Find the area at a level that the area ``code`` of another level belongs to.

        Returns
        -------
        tuple
            The code and True; or the code as it stands and False where its level is coarser
            than the one asked for.  Outside every area stays None.
        """
        if code is None:
            return None, True
        if self.areas.is_coarser(level, to_level):
            return code, False
        return self.areas.ancestor(code, level, to_level), True


def _check_places(areas: Areas, register: Register) -> None:
    """Refuse decisions in areas that there are none of."""
    if faults := named_areas(areas, chain.from_iterable(register.decisions.values())):
        raise DataError(faults)
