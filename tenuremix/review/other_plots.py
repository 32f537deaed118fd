"""Decisions that look as if they were made for another plot than their allocation's."""

from __future__ import annotations

from collections.abc import Sequence

from tenuremix.counting.decisions import FIRST, Decision, Event, Place
from tenuremix.errors import Fault

_NOWHERE = Place()
_APART = 100
"""Metres: plots further apart are not one; a point may be taken anew within its plot."""


def other_plots(rows: Sequence[Decision]) -> list[Fault]:
    """Ask about decisions of one allocation, in order, that look as if made for another plot.

    It is allocated anew while it stands, under another name or in another place; or a change
    gives it both.  What was said anew of the same ground, or of a part of the name, is the same.

    Returns
    -------
    list
        Faults to accept, each with the id and the date of the decision as its id.
    """
    faults = []
    name, place, stands = "", _NOWHERE, False
    for row in rows:
        if stands:
            same_ground = _meet(place, row.place)
            other_name = not _same_name(name, row.name) and same_ground is not True
            odd = (other_name, same_ground is False)
            if any(odd) if row.event in FIRST else all(odd):
                found, before = (_called(*each) for each in ((row.name, row.place), (name, place)))
                values = {"id": row.id, "found": found, "expected": before, "date": row.date}
                where = (row.source or "register", row.row)
                faults.append(Fault("other_plot", *where, values, f"{row.id}@{row.date}"))
        name, place = row.name or name, place if row.place == _NOWHERE else row.place
        stands = row.event is not Event.ATERKALLAD and (stands or row.event is Event.MARKANVISNING)
    return faults


def _meet(one: Place, other: Place) -> bool | None:
    """Tell whether two places are of the same ground; None where they do not say."""
    if one.geometry is not None and other.geometry is not None:
        apart = one.geometry.distance(other.geometry)
        return True if not apart else False if apart > _APART else None
    return False if one.area and other.area and one.area != other.area else None


def _same_name(one: str, other: str) -> bool:
    """Tell whether the words of a name are among those of the other, which may be unnamed."""
    words = [
        {*"".join(c if c.isalnum() else " " for c in n.casefold()).split()} for n in (one, other)
    ]
    return words[0] <= words[1] or words[1] <= words[0]


def _called(name: str, place: Place) -> str:
    return f"{name} ({place.area})" if place.area else name
