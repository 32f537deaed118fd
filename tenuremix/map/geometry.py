"""Outlines of areas, small enough for a page and still meeting their neighbours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, radians, sqrt
from typing import TYPE_CHECKING

import numpy as np
import shapely

from tenuremix.crs import transform

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry as Geometry

    from tenuremix.counting.areas import Areas
    from tenuremix.document.backdrop import Backdrop

WGS84, WEB_MERCATOR = "EPSG:4326", "EPSG:3857"
DECIMALS = 5
GRID_ZOOM = 16
"""Outlines stand on the pixels of a web map at this zoom, some 0.6 by 0.6 m in Sweden."""

_HALF_WORLD_M = 6_378_137 * pi
_PIXELS_PER_M = 256 * 2**GRID_ZOOM / (2 * _HALF_WORLD_M)
# A fifth of a pixel on a screen that shows the whole of a large city; coarser only where the areas
# have so many vertices that the page would grow heavy.
TOLERANCES_M = (10.0, 20.0, 40.0, 80.0, 160.0)
MOST_VERTICES = 60_000

Pixel = tuple[int, int]
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Outline:
    """One area as it is drawn.

    ``path`` is the data of an SVG path and ``box`` its left, top, right and bottom, in pixels (see
    :data:`GRID_ZOOM`) right of and below the map's origin; ``point`` is (latitude, longitude) well
    inside the largest polygon.
    """

    path: str
    box: Box
    point: tuple[float, float]


def outlines(
    areas: Areas,
    levels: Sequence[str],
    origin: Pixel,
    land: Callable[[Geometry], Geometry] = lambda polygon: polygon,
) -> dict[str, dict[str, Outline]]:
    """Draw the areas of some levels.

    Parameters
    ----------
    areas
        In a metric CRS.
    levels
        Some of the areas' levels, finest first.
    origin
        The pixel that positions are counted from (see :func:`grid_origin`).
    land
        Gives what of a polygon is drawn.

    Returns
    -------
    dict
        By level and code.  An area without any part is absent.

    Notes
    -----
    The finest of the levels is cleaned and simplified as a coverage, so that a shared border
    stays shared; coarser areas are its areas dissolved, so that borders agree between levels.
    Real boundaries are not a clean coverage, hence the cleaning.
    """
    shown = levels[0]
    polygons = _parts(areas, _finest(areas), areas.finest, shown)
    base = simplify_coverage({code: _united(p) for code, p in polygons.items()})
    found = {}
    for level in levels:
        parts = _parts(areas, base, shown, level)
        dissolved = {code: land(shapely.coverage_union_all(p)) for code, p in parts.items()}
        found[level] = _drawn(dissolved, areas.crs, origin)
    return found


def _united(parts: Sequence[Geometry]) -> Geometry:
    """Unite the parts of an area; most have one, of which nothing is to be united."""
    alone = parts[0] if len(parts) == 1 else None
    return alone if alone is not None and alone.is_valid else shapely.union_all(parts)


def grid_origin(areas: Areas) -> Pixel:
    """Choose the pixel that positions are counted from, so that they are short numbers."""
    geometries = [area for area in _finest(areas).values() if not area.is_empty]
    if not geometries:
        return 0, 0
    corners = shapely.box(*shapely.total_bounds(np.array(geometries, dtype=object)))
    left, top = _pixels(transform(corners, areas.crs, WEB_MERCATOR)).min(axis=0).tolist()
    return int(left), int(top)


def grid_metres(areas: Areas) -> float:
    """Give about how many metres on the ground a pixel of the grid is, where the areas lie."""
    geometries = [area for area in _finest(areas).values() if not area.is_empty]
    if not geometries:
        return 1.0
    west, low, east, high = shapely.total_bounds(np.array(geometries, dtype=object)).tolist()
    middle = shapely.Point((west + east) / 2, (low + high) / 2)
    ((latitude, _),) = lat_lon([middle], areas.crs)
    return float(cos(radians(latitude)) / _PIXELS_PER_M)


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


def _drawn(polygons: Mapping[str, Geometry], crs: str, origin: Pixel) -> dict[str, Outline]:
    centres = lat_lon([inner_point(polygon) for polygon in polygons.values()], crs)
    drawn = paths(list(polygons.values()), crs, origin)
    return {
        code: Outline(path, box, centre)
        for code, (path, box), centre in zip(polygons, drawn, centres, strict=True)
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


def grid_points(points: Sequence[tuple[float, float]], origin: Pixel) -> list[Pixel]:
    """Give (latitude, longitude) as pixels from the origin."""
    if not points:
        return []
    found = shapely.MultiPoint([(lon, lat) for lat, lon in points])
    return [(x, y) for x, y in (_pixels(transform(found, WGS84, WEB_MERCATOR)) - origin).tolist()]


def paths(polygons: Sequence[Geometry], crs: str, origin: Pixel) -> list[tuple[str, Box]]:
    """Give polygons as the data of SVG paths with their boxes, in pixels from the origin."""
    if not polygons:
        return []
    moved = transform(shapely.GeometryCollection(list(polygons)), crs, WEB_MERCATOR)
    return [_path(polygon, origin) for polygon in shapely.get_parts(moved)]


def _lat_lon(point: Geometry) -> tuple[float, float]:
    x, y = point.coords[0][:2]
    return round(y, DECIMALS), round(x, DECIMALS)


def _path(geometry: Geometry, origin: Pixel) -> tuple[str, Box]:
    parts = shapely.get_parts(geometry)
    ends = np.cumsum(shapely.get_num_coordinates(shapely.get_rings(parts))).tolist()
    pixels = _pixels(geometry) - origin
    points = [(x, y) for x, y in pixels.tolist()]
    # A polygon's outer ring comes first.
    outer = {0, *np.cumsum(shapely.get_num_interior_rings(parts) + 1).tolist()}
    kept: list[list[Pixel]] = []
    for number, (first, end) in enumerate(pairwise([0, *ends])):
        ring = _without_repeats(points[first : end - 1])
        # A hole that rounds to nothing is left out; an outer ring never is.
        if number in outer or len(ring) > 2:  # noqa: PLR2004
            kept.append(ring)
    (left, top), (right, bottom) = pixels.min(axis=0).tolist(), pixels.max(axis=0).tolist()
    return "".join(map(ring_path, kept)), (left, top, right, bottom)


def _pixels(geometry: Geometry) -> NDArray[np.int64]:
    """Give the pixels in which the points of a geometry in EPSG:3857 lie."""
    metres = shapely.get_coordinates(geometry)
    from_corner = metres - np.array([-_HALF_WORLD_M, _HALF_WORLD_M])
    pixels: NDArray[np.float64] = from_corner * [_PIXELS_PER_M, -_PIXELS_PER_M]
    return np.rint(pixels).astype(np.int64)


def _without_repeats(ring: Sequence[Pixel]) -> list[Pixel]:
    return [step for i, step in enumerate(ring) if i == 0 or step != ring[i - 1]]


def ring_path(ring: Sequence[Pixel]) -> str:
    """Write a ring as a part of an SVG path, in steps from point to point.

    Parameters
    ----------
    ring
        (right, down) in whole pixels, not closed.

    References
    ----------
    W3C, *Scalable Vector Graphics (SVG) 2*, chapter 9.3, path data.

    Examples
    --------
    >>> ring_path([(10, 20), (13, 20), (13, 9)])
    'M10 20l3 0 0-11z'
    """
    steps = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(ring)]
    (x, y), joined = ring[0], " ".join(steps).replace(" -", "-")
    return f"M{x} {y}l{joined}z" if steps else f"M{x} {y}z"


def water_paths(backdrop: Backdrop | None, crs: str, origin: Pixel) -> tuple[str, str]:
    """Give the sea and the rivers of a map as the data of SVG paths; empty where there is none."""
    if backdrop is None:
        return "", ""
    found = []
    for water in (backdrop.sea, backdrop.rivers):
        parts = [part for part in shapely.get_parts(water) if part.area]
        simple = shapely.simplify(shapely.MultiPolygon(parts), TOLERANCES_M[0])
        found.append("" if simple.is_empty else paths([simple], crs, origin)[0][0])
    return found[0], found[1]
