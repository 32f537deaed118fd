"""The shares of many plots in many areas, and their whole dwellings: all at once, as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from tenuremix.columns.bookings import lengths
from tenuremix.columns.bookings import starts as run_starts

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry as Geometry

# Below a billionth of a plot, and a millionth of a dwelling, lies only the rounding of
# coordinates: it must not make a part, nor decide who gets the odd dwelling.
SHARE_DECIMALS = 9
QUOTA_DECIMALS = 6
MICRO = 10**QUOTA_DECIMALS
TOUCHING_M = 1e-6
"""What lies no further from an area than this lies at it: less is the rounding of coordinates."""
_MANY = 16
"""From so many plots on it pays to prepare the areas that they lie in or near."""


class Shares(NamedTuple):
    """The parts of many plots, as columns: by plot, then lowest area first, outside last.

    ``plot`` is the number of the plot in the order given, ``area`` that of the area, which is their
    number for what lies outside every area.  The ``share`` of the parts of a plot sums to 1.
    ``also`` tells of some plots which areas they lie in besides.
    """

    plot: NDArray[np.intp]
    area: NDArray[np.intp]
    share: NDArray[np.float64]
    also: Mapping[int, Sequence[int]]

    @property
    def starts(self) -> NDArray[np.intp]:
        """Where the parts of each plot begin."""
        return run_starts(self.plot)

    def largest(self) -> Shares:
        """Give each plot whole to the area with the largest share; the lowest among equals."""
        order = np.lexsort((self.area, -np.round(self.share, SHARE_DECIMALS), self.plot))
        first = order[self.starts]
        return Shares(self.plot[first], self.area[first], np.ones(len(first)), self.also)


class Mosaic:
    """Areas that plots are placed in, known by their number.

    Parameters
    ----------
    polygons
        One of each area, (multi)polygons in a CRS in metres; where several hold a place it goes to
        the lowest number.
    """

    def __init__(self, polygons: NDArray[np.object_]) -> None:
        self._polygons = polygons
        self._tree = shapely.STRtree(polygons)
        self._asked = 0

    def shares(self, shapes: NDArray[np.object_], *, split: str = "area") -> Shares:
        """Find the share of each of many plots in each area.

        Parameters
        ----------
        shapes
            Points or (multi)polygons in the areas' CRS.
        split
            ``"area"``, ``"largest"`` or ``"point"``: see :meth:`~tenuremix.Locator.place`.
        """
        shapes = drawn(shapes, split)
        whole = shapely.area(shapes)
        plot, hit, within = self.touching(shapes)
        surface = whole[plot] > 0
        found = self._areas_m2(shapes, whole, plot[surface], hit[surface], within[surface])
        points = self._points(shapes, plot[~surface], hit[~surface])
        plot, area = np.r_[found.plot, points.plot], np.r_[found.area, points.area]
        share = np.r_[found.share / whole[found.plot], points.share]
        outside = 1 - np.bincount(plot, share, len(shapes))
        plot = np.r_[plot, np.arange(len(shapes))]
        area = np.r_[area, np.full(len(shapes), len(self._polygons))]
        share = np.r_[share, outside]
        kept = np.flatnonzero(np.round(share, SHARE_DECIMALS) > 0)
        kept = kept[np.lexsort((area[kept], plot[kept]))]
        both = Shares(plot[kept], area[kept], share[kept], {**found.also, **points.also})
        return both.largest() if split == "largest" else both

    def touching(
        self, shapes: NDArray[np.object_]
    ) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.bool_]]:
        """Pair plots with the areas that they touch, and tell whether they lie within them.

        By plot, then lowest number first.  Of the first few plots it is not looked at which lie
        within: it would take longer to prepare the areas for it.
        """
        self._asked += len(shapes)
        prepared = self._asked >= _MANY
        plot, hit = self._tree.query(shapes, predicate=None if prepared else "intersects")
        order = np.lexsort((hit, plot))
        plot, hit = plot[order], hit[order]
        if not prepared:
            return plot, hit, np.zeros(len(plot), dtype=bool)
        shapely.prepare(self._polygons[hit])
        within = shapely.contains_properly(self._polygons[hit], shapes[plot])
        touching = within.copy()
        touching[~within] = shapely.intersects(self._polygons[hit[~within]], shapes[plot[~within]])
        return plot[touching], hit[touching], within[touching]

    def holders(self, points: NDArray[np.float64]) -> NDArray[np.intp]:
        """Give for each of many points, a row of coordinates each, the area that it lies in.

        The lowest number where it lies in several, their number where it lies in none.
        """
        shapes = np.asarray(shapely.points(points))
        plot, hit = self._tree.query(shapes)
        order = np.argsort(hit, kind="stable")  # one area after another: each is at hand but once
        plot, hit = plot[order], hit[order]
        shapely.prepare(self._polygons[np.unique(hit)])
        holds = shapely.intersects(self._polygons[hit], shapes[plot])
        found = np.full(len(points), len(self._polygons))
        np.minimum.at(found, plot[holds], hit[holds])
        return found

    def _areas_m2(
        self,
        shapes: NDArray[np.object_],
        whole: NDArray[np.float64],
        plot: NDArray[np.intp],
        hit: NDArray[np.intp],
        within: NDArray[np.bool_],
    ) -> Shares:
        """Measure, in square metres, what each area has of the plots that touch it."""
        areas_m2 = whole[plot]
        cut = np.flatnonzero(~within)
        common = shapely.intersection(shapes[plot[cut]], self._polygons[hit[cut]])
        areas_m2[cut] = shapely.area(common)
        most = whole * (1 + 10**-SHARE_DECIMALS)
        also: dict[int, list[int]] = {}
        for each in np.flatnonzero(np.bincount(plot, areas_m2, len(shapes)) > most).tolist():
            mine = slice(*np.searchsorted(plot, (each, each + 1)).tolist())
            lies_in, hits = areas_m2[mine].copy(), hit[mine].tolist()
            areas_m2[mine] = left = self._without_overlap(shapes[each], hits)
            lost = np.round((lies_in - left) / whole[each], SHARE_DECIMALS)
            also[each] = [at for at, part in zip(hits, lost.tolist(), strict=True) if part]
        return Shares(plot, hit, areas_m2, also)

    def _without_overlap(self, plot: Geometry, hits: Sequence[int]) -> list[float]:
        """Measure the areas one by one, what several of them share going to the lowest number."""
        areas_m2 = []
        for i in hits:
            rest = plot.difference(self._polygons[i])
            areas_m2.append(plot.area - rest.area)
            plot = rest
        return areas_m2

    def _points(
        self, shapes: NDArray[np.object_], plot: NDArray[np.intp], hit: NDArray[np.intp]
    ) -> Shares:
        """Give points to the lowest number of the areas that they touch."""
        first = np.diff(plot, prepend=-1) > 0
        also: dict[int, list[int]] = {}
        for each, at in zip(plot[~first].tolist(), hit[~first].tolist(), strict=True):
            if self._polygons[at].contains(shapes[each]):
                also.setdefault(each, []).append(at)
        return Shares(plot[first], hit[first], np.ones(int(first.sum())), also)

    def nearest(self, shape: Geometry) -> tuple[int, float]:
        """Find the area nearest to what lies outside; the lowest number among equals."""
        hits = self.touching(np.array([shape], dtype=object))[1]
        outside = shape
        for polygon in self._polygons[hits]:
            outside = outside.difference(polygon)
        at_it = hits[shapely.dwithin(self._polygons[hits], outside, TOUCHING_M)]
        if at_it.size:
            return int(at_it[0]), 0.0
        found, (distance, *_) = self._tree.query_nearest(outside, return_distance=True)
        return int(found.min()), float(distance)


def drawn(shapes: Any, split: str) -> Any:  # noqa: ANN401 - one geometry, or an array of them
    """Give what decides where plots lie: a point inside each, where that is asked for."""
    return shapely.point_on_surface(shapes) if split == "point" else shapes


def allot_columns(dwellings: NDArray[np.int64], shares: Shares) -> NDArray[np.int64]:
    """Split the whole dwellings of many plots, as ``allot`` of the core does it of one.

    Parameters
    ----------
    dwellings
        A whole number for each plot, of one tenure.
    shares
        The parts of every plot.

    Returns
    -------
    numpy.ndarray
        A number for each part.
    """
    plot, starts = shares.plot, shares.starts
    sizes = lengths(starts, len(plot))
    alone = sizes == 1
    given = np.empty(len(plot), dtype=np.int64)
    given[starts[alone]] = dwellings[plot[starts[alone]]]
    several = np.flatnonzero(~np.repeat(alone, sizes))
    owner = plot[several]
    quotas = np.rint(dwellings[owner] * shares.share[several] * MICRO) / MICRO
    whole = np.floor(quotas).astype(np.int64)
    rest = np.rint((quotas - whole) * MICRO)
    order = np.lexsort((-rest, owner))
    first = run_starts(owner)
    parts = lengths(first, len(owner))
    left = dwellings[owner[first]] - np.add.reduceat(whole, first) if len(first) else first
    rank = np.arange(len(owner)) - np.repeat(first, parts)
    whole[order] += rank < np.repeat(left, parts)
    given[several] = whole
    return given
