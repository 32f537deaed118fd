"""Every state of a register in numbers, and what was booked with each, whatever the date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from tenuremix.columns.bookings import BookedRows, joined, starts
from tenuremix.columns.shares import Shares, allot_columns
from tenuremix.counting.decisions import State
from tenuremix.counting.placement import Locator
from tenuremix.counting.register import Register
from tenuremix.counting.tenure import ALLOCATION_TENURES

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Journal:
    """The states of a register, by allocation and in order, each with its number from 0.

    Parameters
    ----------
    register, locator
        What is booked, and where.

    Notes
    -----
    What is booked with a state follows from it and the one before it: the books of any date are
    the rows up to that date.
    """

    def __init__(self, register: Register, locator: Locator) -> None:
        self._register, self._locator = register, locator
        self._changes: dict[tuple[str, str | None], BookedRows] = {}
        self._spread: dict[str, BookedRows] = {}

    @cached_property
    def states(self) -> list[State]:
        """Every state there ever was."""
        return [*chain.from_iterable(self._register.histories.values())]

    @cached_property
    def ids(self) -> list[str]:
        """The id of every allocation."""
        return [*self._register.histories]

    @cached_property
    def allocation(self) -> NDArray[np.intp]:
        """The number of the allocation of each state: that of its id, lowest first."""
        lengths = [len(history) for history in self._register.histories.values()]
        return np.repeat(np.arange(len(lengths)), lengths)

    @cached_property
    def order(self) -> NDArray[np.intp]:
        """The place of each state in the history of its allocation, from 0."""
        first = starts(self.allocation)
        return np.arange(len(self.allocation)) - first[self.allocation]

    @cached_property
    def day(self) -> NDArray[np.int64]:
        """The date of the decision of each state, as an ordinal."""
        days = (state.decision.date.toordinal() for state in self.states)
        return np.fromiter(days, np.int64, len(self.states))

    def changes(self, split: str, as_of: date, level: str | None = None) -> BookedRows:
        """Give what was booked up to a date, by date, allocation, area (outside last), tenure.

        Parameters
        ----------
        split
            How plots over several areas are split.
        as_of
            The last date that is seen.
        level
            The level that bookings are added up to; without it they stand where they were made.
        """
        if (split, level) not in self._changes:
            if split not in self._spread:
                self._spread[split] = self._booked(split)
            found = self._spread[split]
            if level is not None:
                found = found._replace(area=self._locator.raised(level)[found.area]).merged()
            self._changes[split, level] = self._in_order(found)
        every = self._changes[split, level]
        last = np.searchsorted(self.day[every.state], as_of.toordinal(), side="right")
        return every.chosen(slice(0, int(last)))

    @cached_property
    def labels(self) -> dict[tuple[str, str], int]:
        """Every pair of an exception and a subgroup that dwellings are said to be of."""
        pairs = dict.fromkeys((state.exception, state.subgroup) for state in self.states)
        return {pair: number for number, pair in enumerate(pairs)}

    @cached_property
    def label(self) -> NDArray[np.intp]:
        """The number of the label of each state."""
        found = (self.labels[state.exception, state.subgroup] for state in self.states)
        return np.fromiter(found, np.intp, len(self.states))

    @cached_property
    def relabelled(self) -> NDArray[np.bool_]:
        """Tell of each state whether it says anew what dwellings that stand are.

        It may change what counts though nothing moves.
        """
        stands = [state.standing and any((state.dwellings or {}).values()) for state in self.states]
        found = np.zeros(len(stands), dtype=bool)
        found[1:] = self._goes_on[:-1] & np.array(stands[:-1], dtype=bool)
        found[1:] &= self.label[1:] != self.label[:-1]
        return found

    @cached_property
    def _goes_on(self) -> NDArray[np.bool_]:
        """Tell of each state whether another of its allocation follows."""
        found = np.zeros(len(self.allocation), dtype=bool)
        found[:-1] = self.allocation[1:] == self.allocation[:-1]
        return found

    def _booked(self, split: str) -> BookedRows:
        """Book the differences between the states of every allocation."""
        standing = [at for at, state in enumerate(self.states) if state.standing]
        rows = spread_columns(self._locator, [self.states[at] for at in standing], split)
        rows = rows._replace(state=np.array(standing, dtype=np.intp)[rows.state])
        return rows.differences(np.where(self._goes_on, np.arange(1, len(self.states) + 1), -1))

    def _in_order(self, found: BookedRows) -> BookedRows:
        """Leave out what changes nothing, and sort what is left as books are kept."""
        found = found.chosen((found.dwellings != 0) | self.relabelled[found.state])
        state, ranks = found.state, self._locator.ranks
        keys = (self.order[state], found.tenure, ranks[found.area], self.allocation[state])
        return found.chosen(np.lexsort((*keys, self.day[state])))


def spread_columns(locator: Locator, states: Sequence[State], split: str) -> BookedRows:
    """Split the known dwellings of many states over the areas where they lie.

    Parameters
    ----------
    states
        They have their place in the order given for a number.
    split
        How plots over several areas are split.
    """
    counts = np.array(
        [[(state.dwellings or {}).get(t, 0) for t in ALLOCATION_TENURES] for state in states],
        dtype=np.int64,
    ).reshape(len(states), len(ALLOCATION_TENURES))
    some = np.flatnonzero(counts.any(axis=1))
    found = locator.find([states[at].place for at in some.tolist()], split=split)
    shares = Shares(
        np.repeat(np.arange(len(some)), [len(each.areas) for each in found]),
        np.array([area for each in found for area in each.areas], dtype=np.intp),
        np.array([share for each in found for share in each.shares], dtype=np.float64),
        {},
    )
    parts = []
    for tenure in range(len(ALLOCATION_TENURES)):
        number = allot_columns(counts[some, tenure], shares)
        rows = np.flatnonzero(number)
        owner = some[shares.plot[rows]]
        parts.append(BookedRows(owner, shares.area[rows], np.full(len(rows), tenure), number[rows]))
    return joined(*parts)
