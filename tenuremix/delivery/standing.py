"""What became of the dwellings that a target counts: begun, completed, and changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tenuremix.counting.decisions import Event, State
from tenuremix.counting.tenure import ALLOCATION_TENURES, Count, Tenure

if TYPE_CHECKING:
    from tenuremix.counting.books import Books
    from tenuremix.counting.progress import Entry, Progress

Totals = Mapping[Tenure, int]
_NOTHING: Totals = dict.fromkeys(ALLOCATION_TENURES, 0)
_BEGUN = (Event.BYGGSTART, Event.FARDIGSTALLD)


def totals_around(books: Books, entry: Entry) -> tuple[Totals | None, Totals | None]:
    """Give what stood of an allocation before a decision in the ledger, and after it.

    Returns
    -------
    tuple
        Dwellings by tenure of the whole allocation, in every area: nothing where it is not
        allocated, None where their number is not known.
    """
    before: State | None = None
    for state in books.register.history(entry.allocation, books.as_of):
        decision = state.decision
        if (decision.date, decision.event) == (entry.date, entry.event):
            return _stands(before), _stands(state)
        before = state
    raise KeyError(entry.allocation)


def _stands(state: State | None) -> Totals | None:
    return state.dwellings if state is not None and state.standing else _NOTHING


def is_begun(books: Books, allocation: str) -> bool:
    """Tell whether building has begun, or is completed, of an allocation that stands."""
    return books.states[allocation].stage in _BEGUN


@dataclass(frozen=True, slots=True)
class Delivered:
    """What has become of the dwellings that a target counts.

    Parameters
    ----------
    begun, completed
        Of the dwellings counted; what is completed has begun.  A range where a plot is begun in
        part and counted in part, so that the parts may be the same or not.
    subgroups
        The dwellings counted of each subgroup that the register states.
    """

    begun: Count
    completed: Count
    subgroups: Mapping[str, int]


def delivered(books: Books, progress: Progress) -> Delivered:
    """Tell what has begun, what is completed and what is of a subgroup of the dwellings counted."""
    counted: dict[tuple[str, Tenure], int] = {}
    subgroups: dict[str, int] = {}
    for entry in progress.entries:
        if entry.counted:
            key = (entry.allocation, entry.tenure)
            counted[key] = counted.get(key, 0) + entry.counted
    begun, completed = [0, 0], [0, 0]
    for (id_, tenure), number in counted.items():
        state = books.states[id_]
        if number and state.subgroup:
            subgroups[state.subgroup] = subgroups.get(state.subgroup, 0) + number
        if state.stage not in _BEGUN:
            continue
        stands = (state.dwellings or {}).get(tenure, 0)
        started = stands if state.begun is None else state.begun.get(tenure, 0)
        for ends, part in (
            (begun, started),
            (completed, stands if state.stage is Event.FARDIGSTALLD else 0),
        ):
            ends[0] += max(0, number - (stands - part)) if part else 0
            ends[1] += min(number, part)
    return Delivered(Count(*begun), Count(*completed), dict(sorted(subgroups.items())))
