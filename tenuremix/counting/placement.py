"""Where an allocation lies: shares of its plot per area, and whole dwellings per area.

Placement happens once, at the finest level that is loaded; whole dwellings are split there and
added upwards, so that the parts always sum to the decision and every level to the same city.
There may be a hundred thousand plots: they are placed all at once, as columns.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, MutableMapping, Sequence
from collections.abc import Set as AbstractSet
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from math import floor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenuremix.columns.shares import MICRO, Mosaic, drawn
from tenuremix.counting.areas import Areas
from tenuremix.counting.decisions import Place
from tenuremix.counting.tenure import Tenure
from tenuremix.errors import DataError, Fault

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPLITS = ("area", "largest", "point")
HALF = 0.5


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


class Whereabouts(NamedTuple):
    """Where one of many places lies, in numbers: see :class:`Placement`.

    ``areas`` are numbers of :attr:`Areas.listed`, which holds one less than that of outside;
    ``also`` likewise.
    """

    areas: tuple[int, ...]
    shares: tuple[float, ...]
    also: tuple[int, ...]


class Locator:
    """Find areas by geometry, at the finest level of some areas.

    Parameters
    ----------
    areas
        Every area of the finest level must have a polygon where a geometry is to be placed.
    """

    def __init__(self, areas: Areas) -> None:
        self._areas = areas
        self._found: MutableMapping[tuple[int, str], Whereabouts] = {}
        self._placed: MutableMapping[tuple[int, str], Placement] = {}
        self._raised: dict[str, NDArray[np.intp]] = {}
        self._levels: dict[str, NDArray[np.bool_]] = {}
        self._mosaics: list[Mosaic] = []  # one, made when it is first needed, and shared
        self._kept: list[Place] = []  # so that the id of each stays its own

    def aside(self) -> Locator:
        """Give one that knows what this one has found, and what it finds is not kept here."""
        other = copy(self)
        other._found = ChainMap({}, self._found)  # noqa: SLF001 - of its own kind
        other._placed = ChainMap({}, self._placed)  # noqa: SLF001
        other._kept = []  # noqa: SLF001
        return other

    @property
    def _mosaic(self) -> Mosaic:
        if not self._mosaics:
            self._mosaics.append(self._make_mosaic())
        return self._mosaics[0]

    def _make_mosaic(self) -> Mosaic:
        finest = self._areas.at(self._areas.finest)
        without = [code for code, area in finest.items() if area.geometry is None]
        if without:
            where = f"{self._areas.finest} {', '.join(without[:6])}"
            raise DataError([Fault("geometry_empty", where, None, {"expected": "Polygon"})])
        return Mosaic(np.array([area.geometry for area in finest.values()], dtype=object))

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
        key = (id(place), split)
        if key not in self._placed:
            level, parts = self.parts(place, split=split)
            listed = self._areas.listed
            nearest, distance_m = None, None
            if parts[-1].area is None and place.geometry is not None:
                at, distance_m = self._mosaic.nearest(drawn(place.geometry, split))
                nearest = listed[at][1]
            also = tuple(listed[at][1] for at in self._found[key].also)
            self._placed[key] = Placement(level, parts, nearest, distance_m, also)
        return self._placed[key]

    def parts(self, place: Place, *, split: str = "area") -> tuple[str, tuple[Part, ...]]:
        """Give the level and the parts of :meth:`place`, without looking for what is nearest."""
        found, listed = self.find([place], split=split)[0], self._areas.listed
        codes = [listed[at][1] if at < len(listed) else None for at in found.areas]
        level = self._areas.finest if place.geometry is not None else listed[found.areas[0]][0]
        return level, tuple(map(Part, codes, found.shares))

    def find(self, places: Sequence[Place], *, split: str = "area") -> list[Whereabouts]:
        """Find where many allocations lie, all at once, as :meth:`place` does it of one."""
        known = self._found
        new = {id(place): place for place in places if (id(place), split) not in known}
        shapes = {at: place.geometry for at, place in new.items() if place.geometry is not None}
        if shapes:
            found = self._mosaic.shares(np.array([*shapes.values()], dtype=object), split=split)
            # What lies outside stands after every area, of whatever level.
            outside, last = len(self._areas.listed), len(self._areas.at(self._areas.finest))
            areas = np.where(found.area == last, outside, found.area).tolist()
            portions, edges = found.share.tolist(), [*found.starts.tolist(), len(areas)]
            for number, at in enumerate(shapes):
                mine = slice(edges[number], edges[number + 1])
                also = tuple(found.also.get(number, ()))
                known[at, split] = Whereabouts(tuple(areas[mine]), tuple(portions[mine]), also)
        for at in new.keys() - shapes.keys():
            known[at, split] = Whereabouts((self._number_of(new[at].area or ""),), (1.0,), ())
        self._kept += new.values()
        return [known[id(place), split] for place in places]

    def raised(self, level: str) -> NDArray[np.intp]:
        """Give for each area, by number, the one of a level that it belongs to.

        A coarser one is its own; what lies outside every area, the last number, stays there.
        """
        if level not in self._raised:
            areas, outside = self._areas, len(self._areas.listed)
            found = []
            for number, (at, code) in enumerate(areas.listed):
                coarser = areas.is_coarser(at, level)
                above = None if coarser else areas.ancestor(code, at, level)
                own = number if coarser else outside
                found.append(own if above is None else areas.numbers[level, above])
            self._raised[level] = np.array([*found, outside], dtype=np.intp)
        return self._raised[level]

    def at_level(self, level: str) -> NDArray[np.bool_]:
        """Tell of each area, by number, whether it is of a level; the last one is none."""
        if level not in self._levels:
            told = [at == level for at, _ in self._areas.listed]
            self._levels[level] = np.array([*told, False])
        return self._levels[level]

    @cached_property
    def ranks(self) -> NDArray[np.intp]:
        """The place of the code of each area, by number, among all codes; the last is outside."""
        codes = [code for _, code in self._areas.listed]
        return np.array([*np.unique(codes, return_inverse=True)[1], len(codes)], dtype=np.intp)

    def _number_of(self, code: str) -> int:
        level = self._areas.level_of(code)
        if level is None:
            values = {"column": "omrade", "found": code, "expected": self._areas.some_codes}
            raise DataError([Fault("unknown_code", "place", None, values)])
        return self._areas.numbers[level, code]

    def overlapped(self, places: Sequence[Place]) -> dict[int, Placement]:
        """Find the places that lie in more areas than they are counted in, as :meth:`elsewhere`."""
        found = enumerate(self.find(places))
        return {at: self.place(places[at]) for at, each in found if each.also}

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
        shapes = np.array([places[at].geometry for at in both], dtype=object)
        plot, hit, _ = self._mosaic.touching(shapes)
        for found, at in zip(plot.tolist(), hit.tolist(), strict=True):
            inside[both[found]].add(self._areas.listed[at][1])
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
    # Rounded as numpy does it, so that the columns below split alike.
    quotas = [round(dwellings * part.share * MICRO) / MICRO for part in parts]
    whole = [floor(quota) for quota in quotas]
    rest = [round((q - count) * MICRO) for q, count in zip(quotas, whole, strict=True)]
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
