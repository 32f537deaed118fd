"""The books: every change that the register makes, booked area by area.

What no target has looked at yet: the differences between the states of each allocation, split
over the areas where its plot lies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from tenuremix.areas import Areas, Stock
from tenuremix.placement import Locator, allot_tenures
from tenuremix.register import Register, State
from tenuremix.rules import AreaClass, Definition, classify
from tenuremix.tenure import Tenure

# What a standing number of dwellings is booked under: level, area, tenure.
_Account = tuple[str, str | None, Tenure]


@dataclass(frozen=True, slots=True)
class Booking:
    """A signed change of one tenure in one area, before any target looks at it.

    ``level`` is that of ``area``.  ``relabelled`` tells that the decision states another subgroup
    or exception for dwellings that stand, which may change what counts though nothing moved.
    """

    state: State
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

    Notes
    -----
    The books keep what they have placed and classified, so that one set of books answers for
    every target and definition without placing a plot twice.
    """

    def __init__(self, areas: Areas, stock: Stock, register: Register, as_of: date) -> None:
        self.areas = areas
        self.stock = stock
        self.register = register
        self.as_of = as_of
        self.locator = Locator(areas)
        self._bookings: dict[str, list[Booking]] = {}
        self._raised: dict[tuple[str, str], list[Booking]] = {}
        self._classes: dict[tuple[Definition, str, date | None], AreaClass] = {}

    def with_register(self, register: Register, as_of: date) -> Books:
        """Open the books on another register, and keep what is placed and classified."""
        other = Books(self.areas, self.stock, register, as_of)
        other.locator, other._classes = self.locator, self._classes
        return other

    @cached_property
    def states(self) -> Mapping[str, State]:
        """The state of every allocation on the date of the books."""
        return self.register.states(self.as_of)

    def judged_levels(self) -> list[str]:
        """List the levels at which some area has statistics."""
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
        """Classify an area for a decision of a day (see :func:`tenuremix.rules.classify`)."""
        # Under a fixed vintage the day does not matter, which saves most of the work.
        fixed = isinstance(definition.vintage, date) and not definition.areas
        key = (definition, code, None if fixed else day)
        if key not in self._classes:
            self._classes[key] = classify(definition, code, self.areas, self.stock, day)
        return self._classes[key]

    def bookings(self, split: str) -> list[Booking]:
        """Book every change up to the date, by date, allocation, area and tenure."""
        if split not in self._bookings:
            found: list[Booking] = []
            for id_ in self.register.decisions:
                found += self._book(self.register.history(id_, self.as_of), split)
            self._bookings[split] = sorted(found, key=booking_order)
        return self._bookings[split]

    def bookings_at(self, level: str, split: str) -> list[Booking]:
        """Add the bookings upwards to a level; a booking that is coarser stays where it is."""
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
        for state in history:
            after = self._standing(state, split)
            relabelled = bool(before) and labels != (state.exception, state.subgroup)
            for account in before.keys() | after.keys():
                level, area, tenure = account
                change = after.get(account, 0) - before.get(account, 0)
                if change or relabelled:
                    found.append(Booking(state, area, level, tenure, change, relabelled))
            before, labels = after, (state.exception, state.subgroup)
        return found

    def _standing(self, state: State, split: str) -> dict[_Account, int]:
        """Split the dwellings that stand after a decision over the areas."""
        if not state.counted or state.dwellings is None:
            return {}
        placed = self.locator.place(state.place, split=split)
        return {
            (placed.level, area, tenure): number
            for (area, tenure), number in allot_tenures(state.dwellings, placed.parts).items()
        }

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


def booking_order(booking: Booking) -> tuple[date, str, bool, str, int]:
    """Order bookings by date, allocation, area (outside last) and tenure."""
    decision = booking.state.decision
    tenure = list(Tenure).index(booking.tenure)
    return (decision.date, decision.id, booking.area is None, booking.area or "", tenure)
