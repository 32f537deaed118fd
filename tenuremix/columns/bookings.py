"""Changes of many allocations as columns: what was booked, merged upwards, and kept in accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class BookedRows(NamedTuple):
    """Signed dwellings of one tenure in one area, by the state that they come with.

    Each of the columns ``state``, ``area`` and ``tenure`` holds numbers from 0.
    """

    state: NDArray[np.intp]
    area: NDArray[np.intp]
    tenure: NDArray[np.intp]
    dwellings: NDArray[np.int64]

    def chosen(self, rows: NDArray[np.intp] | NDArray[np.bool_] | slice) -> BookedRows:
        """Give some of the rows, in the order given."""
        return BookedRows(*(column[rows] for column in self))

    def merged(self) -> BookedRows:
        """Add up the rows of one state, area and tenure, in that order."""
        order = np.lexsort((self.tenure, self.area, self.state))
        rows = self.chosen(order)
        first = starts(rows.state, rows.area, rows.tenure)
        if not len(first):
            return rows
        return rows.chosen(first)._replace(dwellings=np.add.reduceat(rows.dwellings, first))

    def differences(self, following: NDArray[np.intp]) -> BookedRows:
        """Take what stands after each state for what changes with it.

        Parameters
        ----------
        following
            For each state the next one of its allocation, -1 after the last.

        Returns
        -------
        BookedRows
            A row too for what stood before and stands unchanged: a change of 0.
        """
        after = following[self.state]
        taken = self.chosen(after >= 0)
        back = taken._replace(state=after[after >= 0], dwellings=-taken.dwellings)
        return joined(self, back).merged()


def joined(*parts: BookedRows) -> BookedRows:
    """Put columns of changes after one another."""
    return BookedRows(*map(np.concatenate, zip(*parts, strict=True)))


def starts(*columns: NDArray[np.intp]) -> NDArray[np.intp]:
    """Find where each run of rows begins that are equal in every column."""
    new = np.zeros(len(columns[0]), dtype=bool)
    new[:1] = True
    for column in columns:
        new[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(new)


def lengths(first: NDArray[np.intp], number: int) -> NDArray[np.intp]:
    """Give how long each run is, of so many rows in all."""
    ends = np.empty_like(first)
    ends[:-1], ends[-1:] = first[1:], number
    return ends - first


def groups(*columns: NDArray[np.intp]) -> NDArray[np.intp]:
    """Give for each row the first one that is equal to it in every column."""
    order = np.lexsort(columns)  # stable: the first of a run is the first of its rows
    first = starts(*(column[order] for column in columns))
    found = np.empty(len(order), dtype=np.intp)
    found[order] = np.repeat(order[first], lengths(first, len(order)))
    return found


class Accounts:
    """What stands in each account after every change: never less than nothing.

    Parameters
    ----------
    account
        The account of each change, in the order in which they were made.
    dwellings
        The changes; what a reduction takes back beyond what stands is left.
    """

    def __init__(self, account: NDArray[np.intp], dwellings: NDArray[np.int64]) -> None:
        order = np.argsort(account, kind="stable")
        first = starts(account[order])
        rank = np.arange(len(order)) - np.repeat(first, lengths(first, len(order)))
        self._order, self._rank = order, rank
        after = np.maximum(dwellings[order], 0)
        # The second change of every account, then the third: histories are short.
        for turn in range(1, int(rank.max(initial=0)) + 1):
            at = np.flatnonzero(rank == turn)
            after[at] = np.maximum(after[at - 1] + dwellings[order[at]], 0)
        self._after = after

    def moves(self, counts: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Give how much each change moves what counts.

        Parameters
        ----------
        counts
            Whether what stands counts after each change: all of it, or nothing.
        """
        held = self._after * counts[self._order]
        moved = held.copy()
        moved[1:] -= np.where(self._rank[1:] > 0, held[:-1], 0)
        found = np.empty_like(held)
        found[self._order] = moved
        return found
