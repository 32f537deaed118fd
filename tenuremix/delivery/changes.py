"""What the decisions of a year changed of what was decided before."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from tenuremix.counting.decisions import Event

if TYPE_CHECKING:
    from tenuremix.counting.books import Books
    from tenuremix.counting.decisions import State


@dataclass(frozen=True, slots=True)
class Amendment:
    """One decision upon another: how an allocation or a reservation was before, and how after.

    The dwellings of either are by tenure (hyresratt, bostadsratt, aganderatt, oklar), or None
    where their number is not known.
    """

    before: State
    after: State


def amendments(books: Books, year: int) -> list[Amendment]:
    """List the decisions of a year that changed the number or the tenure of dwellings.

    Returns
    -------
    list
        By date and allocation.  A withdrawal is one of them, whatever stood; the first decision
        on an allocation, or on one that had been withdrawn, is none.
    """
    found = [
        Amendment(before, after)
        for id_ in books.register.decisions
        for before, after in pairwise(books.register.history(id_, books.as_of))
        if after.decision.date.year == year
        and before.stage is not Event.ATERKALLAD
        and (after.stage is Event.ATERKALLAD or before.dwellings != after.dwellings)
    ]
    return sorted(found, key=lambda each: (each.after.decision.date, each.after.decision.id))
