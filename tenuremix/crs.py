"""Coordinate reference systems: guard the door to the metric ones, and find what is amiss."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING

from tenuremix.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pyproj import Transformer
    from shapely.geometry.base import BaseGeometry as Geometry

Box = tuple[float, float, float, float]

# SWEREF 99 TM and its twelve local zones: metric, and easting first in every file format.
SWEREF99 = frozenset(f"EPSG:{code}" for code in range(3006, 3019))
RT90 = frozenset(f"EPSG:{code}" for code in range(3019, 3025))
_SWEDEN_NORTHING = (6_100_000, 7_700_000)
_SWEDEN_EASTING = (-200_000, 1_300_000)
# Where data for a Swedish city comes from: tried when coordinates cannot be what is said.
CANDIDATES = (
    *sorted(SWEREF99),
    "EPSG:4326",
    "EPSG:3021",  # RT90 2.5 gon V, the national one; the other zones from west to east
    "EPSG:3019",
    "EPSG:3020",
    "EPSG:3022",
    "EPSG:3023",
    "EPSG:3024",
    "EPSG:3857",
    "EPSG:25832",
)
FAR = 100_000.0
"""Nothing in a register lies further than this from every area, in metres."""
NEXT_ZONE = 10_000.0
"""Further than this from every area, in metres, it may be read in the wrong zone."""
_LEADING = 100_000.0
"""What an easting of a local zone loses with its first digit, where that is a one."""
_METRES_PER_DEGREE = 111_000.0


def is_known(crs: str) -> bool:
    """Tell whether a CRS can be understood, and says where on the Earth a coordinate lies."""
    if crs in SWEREF99:
        return True
    import pyproj

    try:
        found = pyproj.CRS(crs)
        _transformer(crs, "EPSG:4326")  # a damaged one may say much and lead nowhere
    except pyproj.exceptions.ProjError:
        return False
    return bool(found.is_projected or found.is_geographic)


def normal_crs(text: str) -> str:
    """Read a CRS as a user writes it: ``3006``, ``epsg:3006`` or anything that PROJ knows.

    Raises
    ------
    UsageError
        Where it is not known.
    """
    name = text.strip()
    name = f"EPSG:{name}" if name.isdigit() else name
    name = name.upper() if name.upper().startswith("EPSG:") else name
    if not is_known(name):
        raise UsageError("crs", text=text)
    return name


def is_metric(crs: str) -> bool:
    """Tell whether a CRS is in metres and true to area: not in degrees, no web map's."""
    if crs in SWEREF99:
        return True
    if not is_known(crs):
        return False
    import pyproj

    parsed = pyproj.CRS(crs)
    operation = parsed.coordinate_operation
    method = operation.method_name if operation else ""
    metres = all(axis.unit_name == "metre" for axis in parsed.axis_info[:2])
    return parsed.is_projected and metres and ("Mercator" not in method or "Transverse" in method)


def metric_crs(crs: str, bounds: Box) -> str:
    """Choose the CRS to measure in: the given one where it is metric and true to area.

    Parameters
    ----------
    crs
        The CRS of the data.
    bounds
        Its bounds (minx, miny, maxx, maxy).

    Returns
    -------
    str
        SWEREF 99 TM for data over Sweden in degrees or in Web Mercator, the UTM zone elsewhere.
    """
    if is_metric(crs):
        return crs
    import pyproj

    transformer = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    lon, lat = transformer.transform((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)
    sweden = 10 <= lon <= 25 and 55 <= lat <= 70  # noqa: PLR2004
    zone = int((lon + 180) // 6) + 1
    return "EPSG:3006" if sweden else f"EPSG:{(32600 if lat >= 0 else 32700) + zone}"


@lru_cache(maxsize=64)
def _transformer(from_crs: str, to_crs: str) -> Transformer:
    """Make a transformer once: that takes longer than to use it."""
    import pyproj

    return pyproj.Transformer.from_crs(from_crs, to_crs, always_xy=True)


def transform(geometry: Geometry, from_crs: str, to_crs: str) -> Geometry:
    """Bring a geometry from one CRS to another, easting (longitude) first in both."""
    if from_crs == to_crs:
        return geometry
    import shapely

    return shapely.transform(geometry, lambda xy: transform_points(xy, from_crs, to_crs))


def transform_points(xy: NDArray[np.float64], from_crs: str, to_crs: str) -> NDArray[np.float64]:
    """Bring coordinates from one CRS to another, a row each; what has no place there is inf."""
    if from_crs == to_crs:
        return xy
    import numpy as np

    change = _transformer(from_crs, to_crs).transform
    return np.column_stack(change(xy[:, 0], xy[:, 1]))


@lru_cache(maxsize=256)
def transform_box(box: Box, from_crs: str, to_crs: str) -> Box:
    """Bring a box from one CRS to another: the box around its four corners."""
    return box if from_crs == to_crs else _moved(box, from_crs, to_crs)


def _moved(box: Box, from_crs: str, to_crs: str) -> Box:
    import shapely

    found = transform(shapely.box(*box), from_crs, to_crs).bounds
    return (found[0], found[1], found[2], found[3])


def swapped_in_sweden(bounds: Box, crs: str) -> bool:
    """Tell whether bounds are plainly northing before easting in a SWEREF 99 system."""
    north, east = _SWEDEN_NORTHING, _SWEDEN_EASTING
    return (
        crs in SWEREF99
        and north[0] <= bounds[0] <= bounds[2] <= north[1]
        and east[0] <= bounds[1] <= bounds[3] <= east[1]
    )


@lru_cache(maxsize=64)
def is_degrees(crs: str) -> bool:
    """Tell whether the coordinates of a CRS that is known are longitude and latitude."""
    if crs in SWEREF99 | RT90:
        return False
    import pyproj

    return bool(pyproj.CRS(crs).is_geographic)


def beyond(bounds: NDArray[np.float64], crs: str) -> NDArray[np.bool_]:
    """Tell which bounds are no place that a CRS has: in SWEREF 99, what is not in Sweden."""
    import numpy as np

    west, south, east, north = bounds.T
    if crs in SWEREF99:
        (x1, x2), (y1, y2) = _SWEDEN_EASTING, _SWEDEN_NORTHING
        inside = (west >= x1) & (east <= x2) & (south >= y1) & (north <= y2)
    elif is_degrees(crs):
        inside = (west >= -180) & (east <= 180) & (south >= -90) & (north <= 90)  # noqa: PLR2004
    else:
        change = _transformer(crs, "EPSG:4326").transform
        inside = np.isfinite(change(west, south)[1]) & np.isfinite(change(east, north)[1])
    found: NDArray[np.bool_] = ~inside
    return found


def _away(bounds: Box, box: Box, *, in_degrees: bool = False) -> float:
    """Benchmark how far bounds reach from a box at most, along the further axis, in metres."""
    west, south = max(box[0] - bounds[0], 0.0), max(box[1] - bounds[1], 0.0)
    east, north = max(bounds[2] - box[2], 0.0), max(bounds[3] - box[3], 0.0)
    return max(west, south, east, north) * (_METRES_PER_DEGREE if in_degrees else 1.0)


def _from_areas(bounds: Box, crs: str, box: Box, box_crs: str) -> float:
    """Benchmark how far bounds reach from the areas: in their CRS, whose metres are true.

    What is not on the Earth at all is measured in its own.
    """
    here = transform_box(box, box_crs, crs)
    if not _away(bounds, here):
        return 0.0
    moved = _moved(bounds, crs, box_crs)
    if isfinite(sum(moved)):
        return _away(moved, box)
    return _away(bounds, here, in_degrees=is_degrees(crs))


def suspect(
    bounds: Box, crs: str, box: Box, box_crs: str, *, confirmed: bool = False
) -> tuple[str, str] | None:
    """Find out why a geometry cannot lie where it is said to.

    Parameters
    ----------
    bounds
        Of the geometry, as it was read.
    crs
        The CRS it is said to be in.
    box, box_crs
        The bounds of the areas, in their CRS.
    confirmed
        Whether the user has said the CRS, so that it may lie just outside.

    Returns
    -------
    tuple or None
        ``("swapped", crs)``, ``("wrong_crs", the CRS it looks like)``, ``("null_island", crs)`` for
        a point with a zero, ``("digit_lost", what it looks like)``, or ``("far_away", how far)``
        where nothing explains it; None where it is near enough.

    Notes
    -----
    Nothing lies further than :data:`FAR` from the areas.  What lies further than
    :data:`NEXT_ZONE`, but at the areas in another zone of SWEREF 99 or RT 90, was read in the wrong
    zone: all zones have the same false easting, some 30 to 130 km from one to the next.
    """
    away = _from_areas(bounds, crs, box, box_crs)
    if away <= NEXT_ZONE:
        return None
    if bounds[:2] == bounds[2:] and 0 in bounds:
        return ("null_island", crs)
    if away <= FAR:
        return None if confirmed else _nearly(bounds, crs, box, box_crs)
    other = (bounds[1], bounds[0], bounds[3], bounds[2])
    if _away(other, transform_box(box, box_crs, crs), in_degrees=is_degrees(crs)) <= FAR:
        return ("swapped", crs)
    for candidate in CANDIDATES:
        if candidate != crs:
            there, degrees = transform_box(box, box_crs, candidate), is_degrees(candidate)
            if _away(bounds, there, in_degrees=degrees) <= FAR / 4:
                return ("wrong_crs", candidate)
            if degrees and _away(other, there, in_degrees=degrees) <= FAR / 4:
                return ("wrong_crs", f"{candidate} (lat, lon)")
    return ("far_away", f"{away / 1000:.0f} km" if isfinite(away) else "∞ km")


def _nearly(bounds: Box, crs: str, box: Box, box_crs: str) -> tuple[str, str] | None:
    """Find what explains a geometry that lies outside the areas, yet not absurdly far."""
    for candidate in sorted(
        next((zones - {crs} for zones in (SWEREF99, RT90) if crs in zones), ())
    ):
        if _away(bounds, transform_box(box, box_crs, candidate)) <= NEXT_ZONE / 2:
            return ("wrong_crs", candidate)
    x, y, east, north = bounds
    whole = (x + _LEADING, y, east + _LEADING, north)
    lost = crs in SWEREF99 and _LEADING / 10 <= x < _LEADING
    if lost and not _away(whole, transform_box(box, box_crs, crs)):
        return ("digit_lost", f"{whole[0]:.0f}, {y:.0f}")
    return None


def box_around(shapes: Iterable[Geometry | None]) -> Box:
    """Put one box around shapes."""
    from shapely import total_bounds

    left, low, right, high = total_bounds([*shapes]).tolist()
    return left, low, right, high
