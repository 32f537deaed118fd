"""Dwellings that may stand twice in the register: two plots on one ground, two ids of one case."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from tenuremix.counting.decisions import Event, State
from tenuremix.counting.progress import Progress, counted_by_allocation
from tenuremix.errors import Fault

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely import STRtree
    from shapely.geometry.base import BaseGeometry as Geometry

GROUND, CASE = "same_ground", "same_case"
"""The codes of what is found."""
SHARED = 0.05
"""Less of the smaller plot than this is taken for a border that is drawn twice."""
APART_M = 1.0
"""Points that are no further apart than this, in metres, are one place."""
_SPACES = re.compile(r"\s+")
MOST = 1000
"""So many pairs are enough to tell that a register is wrong."""
_AT_ONCE, _PAIRS = 200, 5000
_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Twins:
    """Allocations that may be the same dwellings: two on one ground, or several of one case.

    Parameters
    ----------
    states
        The allocations by id, as they stand.
    share
        How much of the smaller plot the other one covers (0–1); None where they only have the
        number of their case in common.
    """

    states: Mapping[str, State]
    share: float | None = None

    @property
    def code(self) -> str:
        """What they have in common: :data:`GROUND` or :data:`CASE`."""
        return CASE if self.share is None else GROUND

    @property
    def id(self) -> str:
        """Their ids, by which they are accepted as they stand."""
        return "+".join(self.states)

    @property
    def dwellings(self) -> list[int]:
        """The number of dwellings of each."""
        return [_number(state) for state in self.states.values()]

    def fault(self) -> Fault:
        """Give what is found as a warning."""
        first = next(iter(self.states.values()))
        last = max((state.decision for state in self.states.values()), key=lambda d: d.row or 0)
        named = zip(self.states.items(), self.dwellings, strict=True)
        values = {
            "ids": [f"{f'{id_} {state.name}'.strip()} ({n})" for (id_, state), n in named],
            "share": None if self.share is None else round(100 * self.share),
            "case": first.diarienummer,
        }
        return Fault(self.code, last.source or "register", last.row, values, self.id, warning=True)


def find_twins(
    states: Mapping[str, State], settled: Collection[tuple[str, str]] = ()
) -> list[Twins]:
    """Find the allocations whose dwellings may stand twice.

    Parameters
    ----------
    states
        The state of every allocation on a date; geometries are in a CRS in metres.
    settled
        The code and the id of what is accepted as it stands.

    Returns
    -------
    list
        First those on one ground, the greatest share first; then those of one case, unless both
        are drawn as surfaces that lie apart.  What the register says to be apart (``skild_fran``)
        is left out, and so is what is withdrawn or has no dwellings.  No more than :data:`MOST`
        pairs are looked for on the ground.

    Notes
    -----
    Surfaces are on one ground where they share :data:`SHARED` of the smaller, points within
    :data:`APART_M`, a point and a surface where the point lies in it.
    """
    standing = {
        id_: state
        for id_, state in sorted(states.items())
        if state.stage is not Event.ATERKALLAD and _number(state)
    }
    shapes = {id_: state.place.geometry for id_, state in standing.items()}
    ground = on_one_ground(shapes, shapes)
    drawn = {id_ for id_, shape in shapes.items() if shape is not None and shape.area > 0}
    found = [
        Twins({id_: standing[id_] for id_ in pair}, share)
        for pair, share in sorted(ground.items(), key=lambda item: (-item[1], item[0]))
        if not _apart(standing, pair)
    ]
    for ids in of_one_case({id_: state.diarienummer for id_, state in standing.items()}):
        pairs = [
            pair
            for pair in combinations(ids, 2)
            if pair not in ground and not {*pair} <= drawn and not _apart(standing, pair)
        ]
        if together := sorted({id_ for pair in pairs for id_ in pair}):
            found.append(Twins({id_: standing[id_] for id_ in together}))
    return [twins for twins in found if (twins.code, twins.id) not in settled]


def counted_without(progress: Progress, id_: str) -> int:
    """Give the figure of a target had an allocation not been in the register."""
    mine = sum(entry.counted for entry in progress.entries if entry.allocation == id_)
    return progress.counted - mine


def touched(twins: Sequence[Twins], progress: Progress) -> list[Twins]:
    """Choose those that a target counts more than one of."""
    counted = counted_by_allocation(progress.entries) if twins else {}
    return [each for each in twins if sum(bool(counted.get(id_)) for id_ in each.states) > 1]


def _number(state: State) -> int:
    return sum((state.dwellings or {}).values())


def _apart(states: Mapping[str, State], pair: _Pair) -> bool:
    one, other = pair
    return other in states[one].apart_from or one in states[other].apart_from


def of_one_case(cases: Mapping[str, str]) -> list[list[str]]:
    """Group ids by the number of their case, whose capitals and spaces do not matter."""
    by_case: dict[str, list[str]] = defaultdict(list)
    # All at once, since there may be many.
    numbers = _SPACES.sub("", "\0".join(cases.values())).casefold().split("\0")
    if len(numbers) > len(cases) > 0:  # one of them holds the sign
        return of_one_case({id_: number.replace("\0", "") for id_, number in cases.items()})
    if len({*numbers}) < len(numbers):
        for id_, number in zip(cases, numbers, strict=True):
            by_case[number].append(id_)
        by_case.pop("", None)
    return [ids for ids in by_case.values() if len(ids) > 1]


def on_one_ground(
    shapes: Mapping[str, Geometry | None], chosen: Collection[str]
) -> dict[_Pair, float]:
    """Find the pairs whose plots lie on one another, with the share of the smaller plot.

    Parameters
    ----------
    shapes
        The plot of each id, if it is known.
    chosen
        One at least of each pair is among these.
    """
    import numpy as np
    import shapely

    ids = [id_ for id_, shape in shapes.items() if shape is not None]
    drawn = np.array([shapes[id_] for id_ in ids], dtype=object)
    asked = np.array([at for at, id_ in enumerate(ids) if id_ in chosen], dtype=int)
    tree = shapely.STRtree(drawn)
    found: dict[_Pair, float] = {}
    for one, other in _near(tree, drawn, asked):
        shares = _shares(drawn[one], drawn[other])
        for at in np.flatnonzero(shares >= SHARED):
            first, second = sorted((ids[one[at]], ids[other[at]]))
            found[first, second] = float(shares[at])
        if len(found) >= MOST:
            break
    return found


def _near(
    tree: STRtree, drawn: NDArray[np.object_], asked: NDArray[np.intp]
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Give the pairs whose boxes are near, some at a time: there may be very many."""
    import shapely

    start, many = 0, _AT_ONCE
    while start < len(asked):
        part = asked[start : start + many]
        west, south, east, north = shapely.bounds(drawn[part]).T
        boxes = shapely.box(west - APART_M, south - APART_M, east + APART_M, north + APART_M)
        one, other = tree.query(boxes)
        one = part[one]
        one, other = one[one != other], other[one != other]
        for at in range(0, len(one), _PAIRS):
            yield one[at : at + _PAIRS], other[at : at + _PAIRS]
        start += many
        many = many * 4 if len(one) <= many else _AT_ONCE


def _shares(shapes: NDArray[np.object_], others: NDArray[np.object_]) -> NDArray[np.float64]:
    """Benchmark how much of the smaller of two plots lies in the other; all of a point within it.

    Two points are on one place where they are no further apart than :data:`APART_M`.
    """
    import numpy as np
    import shapely

    sizes = np.column_stack([shapely.area(shapes), shapely.area(others)])
    smaller = sizes.min(axis=1)
    points = sizes.max(axis=1) == 0
    near = points & (shapely.distance(shapes, others) <= APART_M)
    shares = np.where(near | shapely.intersects(shapes, others), 1.0, 0.0)
    both = smaller > 0
    shares[both] = shapely.area(shapely.intersection(shapes[both], others[both])) / smaller[both]
    return shares
