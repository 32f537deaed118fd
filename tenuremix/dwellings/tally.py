"""Dwellings counted in areas, piece by piece: each piece is seen once and then forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenuremix.columns.shares import Mosaic
from tenuremix.counting.areas import Areas
from tenuremix.counting.tenure import HUSTYPER, STOCK_TENURES, Tenure

if TYPE_CHECKING:
    from numpy.typing import NDArray

CELLS: Sequence[tuple[str, Tenure]] = [(h, t) for h in HUSTYPER for t in STOCK_TENURES]
"""What dwellings are counted by, in the order that their numbers have."""


class Piece(NamedTuple):
    """Some rows of a table of dwellings, as columns.

    ``cell`` is the number of each row's building type and tenure in :data:`CELLS`, ``day`` the
    ordinal of its date, ``dwellings`` how many it stands for, and ``points`` a row of
    coordinates, in the CRS of the areas.
    """

    cell: NDArray[np.int64]
    day: NDArray[np.int64]
    dwellings: NDArray[np.int64]
    points: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tallied:
    """Dwellings by area on one date.

    Parameters
    ----------
    levels
        For each level a row of numbers an area, lowest code first, with a column for each of
        :data:`CELLS`; every level sums to the same.
    outside
        How many dwellings lie outside every area, and are in none of them.
    """

    levels: Mapping[str, NDArray[np.int64]]
    outside: int

    @property
    def dwellings(self) -> int:
        """How many dwellings lie in the areas."""
        return int(next(iter(self.levels.values())).sum())


@dataclass(slots=True)
class Tally:
    """Counts dwellings in the areas of the finest level, by date.

    A dwelling on a shared border is counted in the area with the lowest code.
    """

    areas: Areas
    _mosaic: Mosaic = field(init=False)
    _counts: dict[int, NDArray[np.int64]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Make ready to place points."""
        self._mosaic = Mosaic(self.polygons)

    @property
    def polygons(self) -> NDArray[np.object_]:
        """The areas of the finest level, lowest code first."""
        finest = self.areas.at(self.areas.finest).values()
        return np.array([area.geometry for area in finest], dtype=object)

    def add(self, piece: Piece) -> None:
        """Place the dwellings of a piece, and count them."""
        self.count(piece, self._mosaic.holders(piece.points))

    def count(self, piece: Piece, area: NDArray[np.integer]) -> None:
        """Count the dwellings of a piece, each in the area of that number."""
        for day in np.unique(piece.day).tolist():
            rows = piece.day == day
            if day not in self._counts:
                finest = self.areas.at(self.areas.finest)
                self._counts[day] = np.zeros((len(finest) + 1, len(CELLS)), dtype=np.int64)
            np.add.at(self._counts[day], (area[rows], piece.cell[rows]), piece.dwellings[rows])

    def counted(self) -> Mapping[date, Tallied]:
        """Give what has been counted, the earliest date first, added up to every level."""
        found = {}
        for day, counts in sorted(self._counts.items()):
            levels = {self.areas.finest: counts[:-1]}
            for finer, coarser in zip(self.areas.levels, self.areas.levels[1:], strict=False):
                sums = np.zeros((len(self.areas.at(coarser)), len(CELLS)), dtype=np.int64)
                np.add.at(sums, parents(self.areas, finer, coarser), levels[finer])
                levels[coarser] = sums
            found[date.fromordinal(day)] = Tallied(levels, int(counts[-1].sum()))
        return found


def parents(areas: Areas, finer: str, coarser: str) -> NDArray[np.intp]:
    """Give for each area of a level the number of its parent among those of the next coarser."""
    number = {code: at for at, code in enumerate(areas.at(coarser))}
    return np.array([number[str(area.parent)] for area in areas.at(finer).values()], dtype=np.intp)
