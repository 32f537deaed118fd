"""The mix within some distance of a plot, whatever areas it lies in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import shapely

from tenuremix.counting.tenure import STOCK_TENURES, Count, Tenure
from tenuremix.dwellings.tally import CELLS, Piece

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry


@dataclass(frozen=True, slots=True)
class Around:
    """The dwellings around a plot.

    Parameters
    ----------
    metres
        How far from the plot, its edge included; a plot that is a point is its own edge.
    date
        The day that the dwellings are of.
    mix
        Dwellings by tenure.
    tables
        The tables that have dwellings of that day, as the reader knows them.
    """

    metres: float
    date: date
    mix: Mapping[Tenure, Count]
    tables: Sequence[str]


@dataclass(slots=True)
class Circle:
    """Counts the dwellings around plots, by date.

    Parameters
    ----------
    plots
        Where the plots lie, in a CRS in metres; a dwelling near several is counted once.
    """

    plots: Sequence[Geometry]
    metres: float
    _place: Geometry = field(init=False)
    _found: dict[int, dict[str, np.ndarray[tuple[int], np.dtype[np.int64]]]] = field(
        init=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        """Make one place of the plots."""
        self._place = shapely.union_all(self.plots)
        shapely.prepare(self._place)

    def add(self, piece: Piece, table: str) -> None:
        """Count those dwellings of a piece that lie near enough."""
        west, south, east, north = self._place.bounds
        low, high = np.array((west, south)) - self.metres, np.array((east, north)) + self.metres
        near = np.flatnonzero(((piece.points >= low) & (piece.points <= high)).all(axis=1))
        points = shapely.points(piece.points[near])
        near = near[shapely.dwithin(self._place, points, self.metres)]
        for day in np.unique(piece.day).tolist():
            rows = near[piece.day[near] == day]
            by_table = self._found.setdefault(day, {})
            sums = by_table.setdefault(table, np.zeros(len(CELLS), dtype=np.int64))
            np.add.at(sums, piece.cell[rows], piece.dwellings[rows])

    def found(self, as_of: date) -> Around | None:
        """Give the mix on the latest date that is not after another; None where no row was read.

        Where every date is later, that of the first one, as of the stock that is shown.
        """
        if not self._found:
            return None
        before = [day for day in self._found if day <= as_of.toordinal()]
        day = max(before) if before else min(self._found)
        by_table = self._found[day]
        sums = sum(by_table.values(), np.zeros(len(CELLS), dtype=np.int64))
        mix = {
            tenure: Count.exactly(
                sum(n for (_, t), n in zip(CELLS, sums.tolist(), strict=True) if t == tenure)
            )
            for tenure in STOCK_TENURES
        }
        return Around(self.metres, date.fromordinal(day), mix, list(by_table))
