"""Where an allocation lies: shares of its plot per area, and whole dwellings per area.

Placement happens once, at the finest level that is loaded; whole dwellings are split there and
added upwards, so that the parts always sum to the decision and every level to the same city.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from math import floor
from typing import TYPE_CHECKING

import shapely
from shapely import STRtree

from tenuremix.counting.areas import Areas
from tenuremix.counting.decisions import Place
from tenuremix.counting.tenure import Tenure
from tenuremix.errors import DataError, Fault

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

SPLITS = ("area", "largest", "point")

# Below a billionth of a plot, and a millionth of a dwelling, lies only the rounding of
# coordinates: it must not make a part, nor decide who gets the odd dwelling.
SHARE_DECIMALS = 9
HALF = 0.5
QUOTA_DECIMALS = 6
_Shares = tuple[dict[str | None, float], tuple[str, ...]]
"""The share of a plot by area, and the areas that it lies in besides."""


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a plot in one area: ``area`` is a code, None outside every area."""

    area: str | None
    share: float


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a plot lies.

    Parameters
    ----------
    level
        The level of the codes in ``parts``.
    parts
        Shares (0–1) that sum to 1: lowest code first, the part outside every area last.
    nearest, distance_m
        For a plot with a part outside: the nearest area and the distance to it in metres from
        the part that lies outside (0 for a gap between areas).
    also
        Areas that it lies in too, though nothing is placed there: they overlap another.
    """

    level: str
    parts: tuple[Part, ...]
    nearest: str | None = None
    distance_m: float | None = None
    also: tuple[str, ...] = ()


class Locator:
    """Find areas by geometry, at the finest level of some areas.

    Parameters
    ----------
    areas
        Every area of the finest level must have a polygon where a geometry is to be placed.
    """

    def __init__(self, areas: Areas) -> None:
        self._areas = areas
        self._placed: dict[tuple[Place, str], Placement] = {}

    @cached_property
    def _codes(self) -> list[str]:
        return list(self._areas.at(self._areas.finest))

    @cached_property
    def _polygons(self) -> list[Geometry]:
        finest = self._areas.at(self._areas.finest)
        without = [code for code, area in finest.items() if area.geometry is None]
        if without:
            where = f"{self._areas.finest} {', '.join(without[:6])}"
            raise DataError([Fault("geometry_empty", where, None, {"expected": "Polygon"})])
        return [area.geometry for area in finest.values() if area.geometry is not None]

    @cached_property
    def _tree(self) -> STRtree:
        return STRtree(self._polygons)

    def place(self, place: Place, *, split: str = "area") -> Placement:
        """Place one allocation.

        Parameters
        ----------
        place
            A point or (multi)polygon in the areas' CRS, or the code of an area.
        split
            ``"area"``: by the share of the plot's area in each area; ``"largest"``: all in the
            area with the largest share; ``"point"``: all where a point inside the plot lies.

        Returns
        -------
        Placement
            At the finest level for a geometry, at the level of the named area otherwise.

        Raises
        ------
        DataError
            Where there is no such area, or areas of the finest level have no polygon.

        Notes
        -----
        A point, or an area, that several areas share goes to the lowest code.
        """
        if (place, split) not in self._placed:
            self._placed[place, split] = self._place(place, split)
        return self._placed[place, split]

    def elsewhere(self, places: Sequence[Place]) -> dict[int, Placement]:
        """Find the places that lie elsewhere than in the area that was stated beside them.

        A point lies in every area that it touches; of a plot, half must lie in the area stated.

        Returns
        -------
        dict
            Where they lie, by their number in the order given; none where the areas of the
            finest level have no polygons.
        """
        both = [
            at for at, place in enumerate(places) if place.stated and place.geometry is not None
        ]
        finest = self._areas.at(self._areas.finest)
        if not both or any(area.geometry is None for area in finest.values()):
            return {}
        inside: dict[int, set[str]] = {at: set() for at in both}
        shapes = [places[at].geometry for at in both]
        for found, hit in self._tree.query(shapes, predicate="intersects").T.tolist():
            inside[both[found]].add(self._codes[hit])
        return {
            at: self.place(places[at]) for at in both if not self._within(places[at], inside[at])
        }

    def _within(self, place: Place, touched: AbstractSet[str]) -> bool:
        """Tell whether a place lies in the area stated, as it is or as its greater part is."""
        of_it = {code for code in touched if self._part_of(code, place.stated)}
        if of_it != touched and place.geometry is not None and place.geometry.area:
            parts = self.place(place).parts
            return sum(part.share for part in parts if part.area in of_it) >= HALF
        return bool(of_it)

    def _part_of(self, code: str, whole: str | None) -> bool:
        areas = self._areas
        return any(
            whole in areas.at(level) and areas.ancestor(code, areas.finest, level) == whole
            for level in areas.levels
        )

    def _place(self, place: Place, split: str) -> Placement:
        if place.geometry is None:
            level = self._areas.level_of(place.area or "")
            if level is None:
                known = self._areas.some_codes
                values = {"column": "omrade", "found": place.area or "", "expected": known}
                raise DataError([Fault("unknown_code", "place", None, values)])
            return Placement(level, (Part(place.area, 1.0),))
        geometry = place.geometry
        if split == "point" and geometry.area:
            geometry = geometry.representative_point()
        shares, also = self._shares(geometry) if geometry.area else self._point_share(geometry)
        if split == "largest":
            most = max(round(share, SHARE_DECIMALS) for share in shares.values())
            largest = [c for c, share in shares.items() if round(share, SHARE_DECIMALS) == most]
            shares = {min(largest, key=_outside_last): 1.0}
        parts = tuple(Part(code, shares[code]) for code in sorted(shares, key=_outside_last))
        nearest, distance_m = self._nearest(geometry) if None in shares else (None, None)
        return Placement(self._areas.finest, parts, nearest, distance_m, also)

    def _hits(self, geometry: Geometry) -> list[int]:
        """List the polygons that a geometry touches, lowest code first."""
        return sorted(int(i) for i in self._tree.query(geometry, predicate="intersects"))

    def _point_share(self, point: Geometry) -> _Shares:
        hits = self._hits(point)
        also = [i for i in hits[1:] if self._polygons[i].contains(point)]
        return {self._codes[hits[0]] if hits else None: 1.0}, self._named(also)

    def _shares(self, plot: Geometry) -> _Shares:
        whole = plot.area
        areas_m2 = {i: shapely.intersection(plot, self._polygons[i]).area for i in self._hits(plot)}
        also: list[int] = []
        if sum(areas_m2.values()) > whole * (1 + 10**-SHARE_DECIMALS):
            lies_in = areas_m2
            areas_m2 = self._without_overlap(plot, lies_in)
            also = [
                i for i in areas_m2 if round((lies_in[i] - areas_m2[i]) / whole, SHARE_DECIMALS)
            ]
        shares: dict[str | None, float] = {
            self._codes[i]: area / whole for i, area in areas_m2.items()
        }
        shares[None] = 1 - sum(shares.values())
        parts = {c: share for c, share in shares.items() if round(share, SHARE_DECIMALS) > 0}
        return parts, self._named(also)

    def _named(self, hits: Iterable[int]) -> tuple[str, ...]:
        return tuple(self._codes[i] for i in hits)

    def _without_overlap(self, plot: Geometry, hits: Iterable[int]) -> dict[int, float]:
        """Benchmark the areas one by one, what several of them share going to the lowest code."""
        areas_m2 = {}
        for i in sorted(hits):
            rest = plot.difference(self._polygons[i])
            areas_m2[i] = plot.area - rest.area
            plot = rest
        return areas_m2

    def _nearest(self, geometry: Geometry) -> tuple[str, float]:
        """Find the area nearest to what lies outside; the lowest code among equals."""
        hits = self._hits(geometry)
        outside = geometry
        if hits:
            outside = geometry.difference(shapely.union_all([self._polygons[i] for i in hits]))
        found = self._tree.query_nearest(outside, return_distance=True)
        distance = float(found[1][0])
        return self._codes[min(int(i) for i in found[0])], distance


def place_faults(
    locator: Locator, areas: Areas, rows: Sequence[tuple[str, Place, str, int | str | None]]
) -> dict[int, Fault]:
    """Ask about rows whose place lies elsewhere than in the area that they state.

    Parameters
    ----------
    rows
        Each with its id for the one who answers, its place, file and number.

    Returns
    -------
    dict
        Faults to accept, by the number of the row in the order given.
    """
    faults = {}
    for at, found in locator.elsewhere([place for _, place, _, _ in rows]).items():
        id_, place, where, row = rows[at]
        stated = place.stated or ""
        values: dict[str, object] = {"expected": _named(areas, areas.level_of(stated), stated)}
        most = max(found.parts, key=lambda part: part.share)
        key = "place_area"
        if most.area is None:
            values |= {"found": _named(areas, found.level, found.nearest or "")}
            values |= {"distance": round(found.distance_m or 0)}
            key = "place_outside"
        else:
            level = areas.level_of(stated) or found.level
            code = areas.ancestor(most.area, found.level, level) or most.area
            values |= {"found": _named(areas, level, code)}
        faults[at] = Fault(key, where, row, values, id_)
    return faults


def _named(areas: Areas, level: str | None, code: str) -> str:
    area = areas.at(level).get(code) if level else None
    return f"{code} {area.name}" if area and area.name != code else code


def _outside_last(code: str | None) -> tuple[bool, str]:
    return code is None, code or ""


def allot(dwellings: int, parts: Sequence[Part]) -> dict[str | None, int]:
    """Split whole dwellings over the parts of a plot by largest remainder.

    Parameters
    ----------
    dwellings
        A whole number, 0 or more.
    parts
        Shares that sum to 1, in the order in which ties are settled.

    Returns
    -------
    dict
        Dwellings by area code (None: outside every area), summing to ``dwellings``; parts that
        get none are left out.

    References
    ----------
    Hamilton's method: Balinski, M. and Young, H. P., *Fair Representation*, 1982, p. 17.

    Examples
    --------
    >>> allot(5, [Part("101", 0.5), Part("102", 0.5)])
    {'101': 3, '102': 2}
    """
    if len(parts) == 1:
        return {parts[0].area: dwellings} if dwellings else {}
    quotas = [round(dwellings * part.share, QUOTA_DECIMALS) for part in parts]
    whole = [floor(quota) for quota in quotas]
    rest = [
        round(quota - count, QUOTA_DECIMALS) for quota, count in zip(quotas, whole, strict=True)
    ]
    for i in sorted(range(len(parts)), key=lambda i: (-rest[i], i))[: dwellings - sum(whole)]:
        whole[i] += 1
    return {part.area: number for part, number in zip(parts, whole, strict=True) if number}


def allot_tenures(
    dwellings: Mapping[Tenure, int], parts: Sequence[Part]
) -> dict[tuple[str | None, Tenure], int]:
    """Split dwellings by tenure over the parts of a plot, each tenure for itself."""
    return {
        (area, tenure): number
        for tenure, count in dwellings.items()
        for area, number in allot(count, parts).items()
    }
