"""The books: every change that the register makes, booked area by area.

What no target has looked at yet: the differences between the states of each allocation, split
over the areas where its plot lies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain

from tenuremix.counting.areas import Areas, Stock
from tenuremix.counting.decisions import Place, State
from tenuremix.counting.period import Period, uncovered
from tenuremix.counting.placement import Locator, allot_tenures
from tenuremix.counting.register import Register
from tenuremix.counting.rules import AreaClass, Definition, classify
from tenuremix.counting.targets import defensible
from tenuremix.counting.tenure import ALLOCATION_TENURES, Tenure
from tenuremix.counting.validation import definition_faults, level_faults, named_areas, stock_faults
from tenuremix.errors import DataError

# What a standing number of dwellings is booked under: level, area, tenure.
_Account = tuple[str, str | None, Tenure]
_TENURE_ORDER = {tenure: order for order, tenure in enumerate(Tenure)}


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
        self._classes: dict[tuple[Definition, str, date | None], AreaClass] = {}
        self._open(register, as_of)

    def _open(self, register: Register, as_of: date) -> None:
        self.register = register
        self.as_of = as_of
        self._bookings: dict[str, list[Booking]] = {}
        self._raised: dict[tuple[str, str], list[Booking]] = {}

    def with_register(self, register: Register, as_of: date) -> Books:
        """Open the books on another register or date, and keep what is placed and classified."""
        if register is not self.register:
            _check_places(self.areas, register)
        other = copy(self)
        other.__dict__.pop("states", None)
        other._open(register, as_of)  # noqa: SLF001 - of its own kind
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
        # Under a fixed vintage the day does not matter, which saves most of the work.
        fixed = isinstance(definition.vintage, date) and not definition.areas
        key = (definition, code, None if fixed else day)
        if key not in self._classes:
            if faults := definition_faults(definition, self.areas, self.stock):
                raise DataError(faults)
            self._classes[key] = classify(definition, code, self.areas, self.stock, day)
        return self._classes[key]

    def alternatives(self, definition: Definition) -> list[Definition]:
        """List the definitions under which a target is also answered: see :func:`defensible`."""
        return defensible(
            definition,
            self.judged_levels,
            vintages=len(self.stock.vintages),
            hustyper=self.stock.hustyper,
        )

    def bookings(self, split: str) -> list[Booking]:
        """Book every change up to the date, by date, allocation, area and tenure."""
        if split not in self._bookings:
            found: list[Booking] = []
            for id_ in self.register.decisions:
                found += self._book(self.register.history(id_, self.as_of), split)
            self._bookings[split] = sorted(found, key=booking_order)
        return self._bookings[split]

    def bookings_at(self, level: str, split: str) -> list[Booking]:
        """Add the bookings upwards to a level; a booking that is coarser stays where it is.

        Raises
        ------
        DataError
            Where the areas have no such level.
        """
        if faults := level_faults(level, self.areas, "books"):
            raise DataError(faults)
        if (level, split) not in self._raised:
            added: dict[tuple[object, ...], Booking] = {}
            for booking in self.bookings(split):
                area, reached = self.raise_to(booking.area, booking.level, level)
                key = (id(booking.state), area, booking.tenure)
                so_far = added[key].dwellings if key in added else 0
                added[key] = replace(
                    booking,
                    area=area,
                    level=level if reached else booking.level,
                    dwellings=booking.dwellings + so_far,
                )
            found = [each for each in added.values() if each.dwellings or each.relabelled]
            self._raised[level, split] = sorted(found, key=booking_order)
        return self._raised[level, split]

    def _book(self, history: Sequence[State], split: str) -> list[Booking]:
        """Book the differences between the states of one allocation."""
        found: list[Booking] = []
        before: dict[_Account, int] = {}
        labels = ("", "")
        for order, state in enumerate(history):
            after = self._standing(state, split)
            relabelled = bool(before) and labels != (state.exception, state.subgroup)
            for account in before.keys() | after.keys():
                level, area, tenure = account
                change = after.get(account, 0) - before.get(account, 0)
                if change or relabelled:
                    found.append(Booking(state, order, area, level, tenure, change, relabelled))
            before, labels = after, (state.exception, state.subgroup)
        return found

    def _standing(self, state: State, split: str) -> dict[_Account, int]:
        """Split the dwellings that stand after a decision over the areas."""
        if not state.standing or state.dwellings is None:
            return {}
        spread = self.spread(state.place, state.dwellings, split=split)
        return {
            (level, area, tenure): number
            for (area, level), dwellings in spread.items()
            for tenure, number in dwellings.items()
            if number
        }

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
        placed = self.locator.place(place, split=split)
        found: dict[tuple[str | None, str], dict[Tenure, int]] = {}
        for (code, tenure), number in allot_tenures(dwellings, placed.parts).items():
            area, reached = self.raise_to(code, placed.level, level or placed.level)
            at = level if level and reached else placed.level
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


def booking_order(booking: Booking) -> tuple[date, str, bool, str, int, int]:
    """Order bookings by date, allocation, area (outside last), tenure and place in the history."""
    decision = booking.state.decision
    outside, area = booking.area is None, booking.area or ""
    tenure = _TENURE_ORDER[booking.tenure]
    return (decision.date, decision.id, outside, area, tenure, booking.order)
