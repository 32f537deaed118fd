"""Read the place of a row: a geometry column, WKT, or a pair of coordinates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING

from tenuremix.crs import Box, is_known, suspect, transform
from tenuremix.errors import Fault
from tenuremix.io.files.columns import FAULTS, Columns
from tenuremix.io.files.rows import WGS84, RawTable
from tenuremix.schema import NUMBER

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

WKT_COLUMNS = ("wkt", "geometri", "geometry", "geom")
# Pairs of columns, easting or longitude first.
METRIC_PAIRS = (("e", "n"), ("x", "y"), ("ost", "nord"), ("east", "north"), ("easting", "northing"))
DEGREE_PAIRS = (("lon", "lat"), ("longitude", "latitude"), ("longitud", "latitud"))
PLACES = "en geometri / geometry, wkt, e + n, lon + lat, omrade"
SHAPES = ("Point", "Polygon", "MultiPolygon")


def place_columns(table: RawTable) -> tuple[str, ...]:
    """Find the column, or the pair of columns, that holds the places of a table."""
    for column in WKT_COLUMNS:
        if column in table.columns:
            return (column,)
    for pair in (*METRIC_PAIRS, *DEGREE_PAIRS):
        if all(column in table.columns for column in pair):
            return pair
    return ()


class PlaceReader:
    """Read the places of a table into the areas' CRS.

    Parameters
    ----------
    crs
        The CRS to bring every geometry to; the areas' own.
    box
        The bounds of the areas, to recognise swapped axes and a wrong CRS.
    stated_crs
        The CRS of the coordinates, whatever the file says.
    text_crs
        The CRS of WKT and coordinates in a table that cannot state one; longitude and latitude
        are in WGS 84.
    """

    def __init__(
        self,
        table: RawTable,
        *,
        crs: str,
        box: Box | None,
        stated_crs: str | None = None,
        text_crs: str = "",
    ) -> None:
        self._table = table
        self._crs = crs
        self._box = box
        self._stated = bool(stated_crs)
        self._columns = () if table.spatial else place_columns(table)
        if self._columns in DEGREE_PAIRS:
            self.source_crs: str | None = WGS84
        elif table.spatial:
            self.source_crs = stated_crs or table.crs
        else:
            self.source_crs = stated_crs or text_crs or crs

    @property
    def any(self) -> bool:
        """Whether the table can hold geometries at all."""
        return self._table.spatial or bool(self._columns)

    def read(self, columns: Columns) -> list[Geometry | None]:
        """Read the places, in the areas' CRS; None where a row has none or is at fault."""
        shapes = self._table.shapes
        if shapes is None:
            shapes = self._from_columns(columns)
        return [
            None if shape is None else self._placed(shape, partial(columns.fault, at))
            for at, shape in enumerate(shapes)
        ]

    def _placed(self, geometry: Geometry, fault: Callable[..., None]) -> Geometry | None:
        import shapely

        if self.source_crs is None:
            return None
        crs = self.source_crs
        if srid := shapely.get_srid(geometry):
            crs = f"EPSG:{srid}"
            if not is_known(crs):
                fault("unknown_crs", found=crs)
                return None
        geometry = _single_point(geometry)
        if geometry.geom_type not in SHAPES:
            fault("geometry_type", found=geometry.geom_type, expected=list(SHAPES))
            return None
        if geometry.is_empty:
            fault("geometry_empty", expected=list(SHAPES))
            return None
        if not self._sound(geometry, crs, fault):
            return None
        if not self._crs:  # the areas are at fault themselves: there is no CRS to bring it to
            return geometry
        moved = transform(geometry, crs, self._crs)
        if not isfinite(sum(moved.bounds)):
            west, south, _, _ = geometry.bounds
            fault("geometry_invalid", found=f"{west}, {south} ({crs})")
            return None
        return moved

    def _from_columns(self, columns: Columns) -> Sequence[Geometry | None]:
        if not self._columns:
            return [None] * columns.number
        if len(self._columns) == 1:
            return columns.values(self._columns[0], _from_text, "wkt")
        return read_points(columns, self._columns)

    def _sound(self, geometry: Geometry, crs: str, fault: Callable[..., None]) -> bool:
        """Check that a geometry is valid and lies where its CRS says."""
        import shapely

        if not geometry.is_valid:
            fault("geometry_invalid", found=shapely.is_valid_reason(geometry))
            return False
        there, stated = geometry.bounds, self._stated
        amiss = self._box and suspect(there, crs, self._box, self._crs, confirmed=stated)
        if not amiss:
            return True
        kind, looks_like = amiss
        fault(kind, found=coordinate_words(there), crs=crs, expected=looks_like)
        return False


def coordinate_words(bounds: Box) -> str:
    """Write the middle of bounds as a reader knows coordinates: metres whole, degrees not."""
    middle = ((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)
    return ", ".join(_whole(v) if abs(v) >= 1000 or not v else f"{v:.5f}" for v in middle)  # noqa: PLR2004


def _whole(number: float) -> str:
    return f"{number:.0f}" if abs(number) < 1e12 else f"{number:.0e}"  # noqa: PLR2004


def read_points(columns: Columns, pair: Sequence[str]) -> list[Geometry | None]:
    """Read two columns of coordinates, easting or longitude first."""
    import shapely

    reader = columns.manner.readers[NUMBER]
    east, north = (columns.values(name, reader, FAULTS[NUMBER]) for name in pair)
    found: list[Geometry | None] = []
    for at, (x, y) in enumerate(zip(east, north, strict=True)):
        found.append(None if x is None or y is None else shapely.Point(x, y))
        if (x is None) is not (y is None):
            name = pair[x is not None]
            if columns.raw(name)[at] is None:
                columns.fault(at, "empty", column=name, expected="674000")
    return found


def _from_text(value: object) -> Geometry:
    import numpy as np
    import shapely

    try:
        with np.errstate(all="ignore"):  # 1e400 is told as an invalid coordinate below
            return from_ewkt(str(value))
    except (shapely.GEOSException, NotImplementedError) as error:  # no WKT, or curves
        raise ValueError(value) from error


def from_ewkt(text: str) -> Geometry:
    """Read WKT, which may name its CRS: ``SRID=3006;POINT (319285 6400158)``."""
    import shapely

    head, _, body = text.partition(";")
    srid = head.upper().removeprefix("SRID=")
    if body and srid.isdecimal():
        return shapely.set_srid(shapely.from_wkt(body), int(srid))
    return shapely.from_wkt(text)


def _single_point(geometry: Geometry) -> Geometry:
    """Take the point out of a multipoint that holds just one."""
    import shapely

    if geometry.geom_type == "MultiPoint" and shapely.get_num_geometries(geometry) == 1:
        return shapely.get_geometry(geometry, 0) or geometry
    return geometry


def crs_fault(table: RawTable, places: PlaceReader) -> Fault | None:
    """Report a table with geometries and no CRS."""
    holds = any(shape is not None for shape in table.shapes or ())
    if not holds:
        return None
    if places.source_crs is None:
        return Fault("no_crs", table.name)
    if not is_known(places.source_crs):
        return Fault("unknown_crs", table.name, None, {"found": places.source_crs})
    return None
