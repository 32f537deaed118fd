"""Outlines of areas, small enough for a page and still meeting their neighbours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
import shapely

from tenuremix.io.crs import transform

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

    from tenuremix.areas import Areas

WGS84 = "EPSG:4326"
DECIMALS = 5
# A fifth of a pixel on a screen that shows the whole of a large city; coarser only where the areas
# have so many vertices that the page would grow heavy.
TOLERANCES_M = (10.0, 20.0, 40.0, 80.0, 160.0)
MOST_VERTICES = 60_000

Ring = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Outline:
    """One area as it is drawn.

    ``rings`` holds, for each polygon, its outer ring and its holes as text (see
    :func:`encode_ring`); ``point`` is (latitude, longitude) well inside the largest polygon.
    """

    rings: Sequence[Sequence[str]]
    point: tuple[float, float]


def outlines(areas: Areas, levels: Sequence[str]) -> dict[str, dict[str, Outline]]:
    """Draw the areas of some levels.

    Parameters
    ----------
    areas
        In a metric CRS.
    levels
        Some of the areas' levels, finest first.

    Returns
    -------
    dict
        By level and code, in EPSG:4326.  An area without any part is absent.

    Notes
    -----
    The finest of the levels is cleaned and simplified as a coverage, so that a shared border
    stays shared; coarser areas are its areas dissolved, so that borders agree between levels.
    Real boundaries are not a clean coverage, hence the cleaning.
    """
    shown = levels[0]
    polygons = _parts(areas, _finest(areas), areas.finest, shown)
    base = simplify_coverage({code: shapely.union_all(p) for code, p in polygons.items()})
    found = {}
    for level in levels:
        parts = _parts(areas, base, shown, level)
        dissolved = {code: shapely.coverage_union_all(p) for code, p in parts.items()}
        found[level] = _drawn(dissolved, areas.crs)
    return found


def _finest(areas: Areas) -> dict[str, Geometry]:
    found = {code: area.geometry for code, area in areas.at(areas.finest).items()}
    return {code: geometry for code, geometry in found.items() if geometry is not None}


def _parts(
    areas: Areas, polygons: Mapping[str, Geometry], level: str, to_level: str
) -> dict[str, list[Geometry]]:
    """Gather the polygons of a level by the area of another that they belong to."""
    parts: dict[str, list[Geometry]] = {}
    for code, polygon in polygons.items():
        whole = areas.ancestor(code, level, to_level)
        if whole is not None:
            parts.setdefault(whole, []).append(polygon)
    return {code: parts[code] for code in areas.at(to_level) if code in parts}


def simplify_coverage(polygons: Mapping[str, Geometry]) -> dict[str, Geometry]:
    """Simplify polygons together, so that neighbours keep the same border.

    Parameters
    ----------
    polygons
        By code, in a metric CRS.

    Returns
    -------
    dict
        The same codes.  Islands far smaller than a pixel are gone, but never the last part of
        an area.
    """
    if not polygons:
        return {}
    codes = list(polygons)
    least_m2 = 4 * TOLERANCES_M[0] ** 2
    whole = np.array([_without_specks(polygons[code], least_m2) for code in codes], dtype=object)
    clean = shapely.coverage_clean(whole)  # type: ignore[attr-defined]
    simple = clean
    for tolerance_m in TOLERANCES_M:
        simple = shapely.coverage_simplify(clean, tolerance_m)
        if int(shapely.get_num_coordinates(simple).sum()) <= MOST_VERTICES:
            break
    # An area that lies wholly under another vanishes in the cleaning: it is drawn as it was.
    return {
        code: whole[i] if simple[i] is None or simple[i].is_empty else simple[i]
        for i, code in enumerate(codes)
    }


def _without_specks(geometry: Geometry, least_m2: float) -> Geometry:
    parts = shapely.get_parts(geometry)
    kept = [part for part in parts if part.area >= least_m2]
    return shapely.MultiPolygon(kept or [max(parts, key=lambda part: part.area)])


def _drawn(polygons: Mapping[str, Geometry], crs: str) -> dict[str, Outline]:
    if not polygons:
        return {}
    centres = [inner_point(polygon) for polygon in polygons.values()]
    both = transform(shapely.GeometryCollection([*polygons.values(), *centres]), crs, WGS84)
    geometries = shapely.get_parts(both)
    return {
        code: Outline(_encoded(geometries[i]), _lat_lon(geometries[len(polygons) + i]))
        for i, code in enumerate(polygons)
    }


def inner_point(polygon: Geometry) -> Geometry:
    """Find the point furthest inside the largest part of a polygon, within some metres."""
    largest = max(shapely.get_parts(polygon), key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=max(1.0, sqrt(largest.area) / 20))
    return shapely.Point(circle.coords[0])


def lat_lon(points: Sequence[Geometry], crs: str) -> list[tuple[float, float]]:
    """Give points as (latitude, longitude), rounded."""
    if not points:
        return []
    moved = transform(shapely.GeometryCollection(list(points)), crs, WGS84)
    return [_lat_lon(point) for point in shapely.get_parts(moved)]


def encoded(polygons: Sequence[Geometry], crs: str) -> list[list[list[str]]]:
    """Give polygons as text (see :func:`encode_ring`)."""
    if not polygons:
        return []
    moved = transform(shapely.GeometryCollection(list(polygons)), crs, WGS84)
    return [_encoded(polygon) for polygon in shapely.get_parts(moved)]


def _lat_lon(point: Geometry) -> tuple[float, float]:
    x, y = point.coords[0][:2]
    return round(y, DECIMALS), round(x, DECIMALS)


def _encoded(geometry: Geometry) -> list[list[str]]:
    found = []
    for polygon in shapely.get_parts(geometry):
        rings = [_rounded(ring) for ring in (polygon.exterior, *polygon.interiors)]
        # A hole that rounds to nothing is left out; an outer ring never is.
        kept = [rings[0], *(ring for ring in rings[1:] if len(ring) > 2)]  # noqa: PLR2004
        found.append([encode_ring(ring) for ring in kept])
    return found


def _rounded(ring: Geometry) -> list[tuple[int, int]]:
    """Round a ring to (latitude, longitude) in whole steps, without repeats or closing point."""
    steps = np.rint(np.asarray(ring.coords)[:-1, 1::-1] * 10**DECIMALS).astype(int).tolist()
    return [
        (lat, lon) for i, (lat, lon) in enumerate(steps) if i == 0 or [lat, lon] != steps[i - 1]
    ]


def encode_ring(ring: Iterable[tuple[int, int]]) -> str:
    """Write a ring as text: the differences between its points, five bits to a letter.

    Parameters
    ----------
    ring
        (latitude, longitude) in steps of 0.00001 degrees, not closed.

    References
    ----------
    Google, *Encoded Polyline Algorithm Format*, Maps documentation.

    Examples
    --------
    >>> encode_ring([(3850000, -12020000), (4070000, -12095000), (4325200, -12645300)])
    '_p~iF~ps|U_ulLnnqC_mqNvxq`@'
    """
    letters: list[str] = []
    last = (0, 0)
    for point in ring:
        for value, before in zip(point, last, strict=True):
            _put(value - before, letters.append)
        last = point
    return "".join(letters)


def _put(difference: int, write: Callable[[str], None]) -> None:
    value = ~(difference << 1) if difference < 0 else difference << 1
    while value >= 0x20:  # noqa: PLR2004
        write(chr((0x20 | value & 0x1F) + 63))
        value >>= 5
    write(chr(value + 63))
