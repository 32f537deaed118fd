"""Write a GeoPackage with the styles by which QGIS opens it, the same bytes every time.

With the standard library, as it is read: a GeoPackage is an SQLite file, and GDAL would put the
time of day into it.

References
----------
OGC 12-128r17, *GeoPackage Encoding Standard* 1.3.0, clauses 1.1 and 2.1.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date, datetime, time, timedelta
from math import inf
from typing import TYPE_CHECKING

from tenuremix.io.formats.layers import BOOLEAN, DATE, INTEGER, NUMBER, SHARE, TEXT, WORDS, Layer

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

_TYPES = {
    TEXT: "TEXT",
    INTEGER: "INTEGER",
    SHARE: "REAL",
    NUMBER: "REAL",
    DATE: "DATE",
    BOOLEAN: "BOOLEAN",
    WORDS: "TEXT",
}
_APPLICATION_ID = 0x47504B47  # "GPKG", clause 1.1.1.1.1
_VERSION = 10300
_OTHER_SRS = 100_000  # of a CRS without an EPSG code
_GEOMETRY = "geom"
_LITTLE_ENDIAN, _WITH_BOX, _EMPTY = 0b1, 0b10, 0b10000
_SCHEMA = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
  identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL,
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL,
  m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
"""
# As QGIS makes it.
_STYLES = """
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
  f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')));
"""


def gpkg_bytes(layers: Sequence[Layer], *, changed_on: date) -> bytes:
    """Write layers as a GeoPackage.

    Parameters
    ----------
    layers
        Spatial layers and plain tables; those that are spatial in one CRS.
    changed_on
        The day that stands as the last change of every layer.
    """
    changed = f"{changed_on.isoformat()}T00:00:00.000Z"
    with closing(sqlite3.connect(":memory:")) as base:
        base.executescript(f"PRAGMA application_id = {_APPLICATION_ID};")
        base.executescript(f"PRAGMA user_version = {_VERSION};{_SCHEMA}{_STYLES}")
        crs = next((layer.crs for layer in layers if layer.geometries is not None), "")
        srs_id = _add_crs(base, crs)
        for layer in layers:
            _add_layer(base, layer, srs_id, changed)
        _add_styles(base, layers, changed_on)
        values = ("layer_styles", "attributes", "layer_styles", "", changed)
        base.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description,"
            " last_change, srs_id) VALUES (?, ?, ?, ?, ?, 0)",
            values,
        )
        base.commit()
        return base.serialize()


def _add_crs(base: sqlite3.Connection, crs: str) -> int:
    """Add the three systems that every GeoPackage has, and the layers' own."""
    import pyproj

    def wkt(found: pyproj.CRS) -> str:
        # WKT 1, as clause 1.1.2 asks; a CRS that it cannot hold is written as WKT 2.
        try:
            return found.to_wkt("WKT1_GDAL")
        except pyproj.exceptions.CRSError:
            return found.to_wkt()

    rows = [
        ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", ""),
        ("Undefined geographic SRS", 0, "NONE", 0, "undefined", ""),
    ]
    codes = {"EPSG:4326": 4326}
    if crs:
        codes.setdefault(crs, pyproj.CRS(crs).to_epsg() or _OTHER_SRS)
    for name, srs_id in codes.items():
        found = pyproj.CRS(name)
        organization = "NONE" if srs_id == _OTHER_SRS else "EPSG"
        rows.append((found.name, srs_id, organization, srs_id, wkt(found), ""))
    base.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", rows)
    return codes.get(crs, 0)


def _add_layer(base: sqlite3.Connection, layer: Layer, srs_id: int, changed: str) -> None:
    spatial = layer.geometries is not None
    geometries = layer.geometries or [None] * len(layer.rows)
    box = _bounds(geometries)
    kind = "features" if spatial else "attributes"
    base.execute(
        "INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (layer.name, kind, layer.name, layer.title, changed, *box, srs_id if spatial else 0),
    )
    columns = ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"]
    if spatial:
        columns.append(f"{_GEOMETRY} {layer.shape}")
        base.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)",
            (layer.name, _GEOMETRY, layer.shape, srs_id),
        )
    columns += [f"{_quoted(column.name)} {_TYPES[column.kind]}" for column in layer.columns]
    base.execute(f"CREATE TABLE {_quoted(layer.name)} ({', '.join(columns)})")
    marks = ", ".join("?" * (len(layer.columns) + spatial))
    names = [_GEOMETRY] * spatial + [_quoted(column.name) for column in layer.columns]
    base.executemany(
        f"INSERT INTO {_quoted(layer.name)} ({', '.join(names)}) VALUES ({marks})",  # noqa: S608
        (
            (*[_blob(shape, srs_id)] * spatial, *(_stored(value) for value in row))
            for shape, row in zip(geometries, layer.rows, strict=True)
        ),
    )


def _stored(value: object) -> object:
    """Give a value as SQLite keeps it: a truth as 0 or 1, a date as text."""
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if isinstance(value, date) else value


def _add_styles(base: sqlite3.Connection, layers: Sequence[Layer], changed_on: date) -> None:
    """Add the styles, the first of a layer as its default.

    QGIS lists them by the second of their change, latest first, and each as many times as there
    are styles of that second: so every style has a second of its own.
    """
    styles = [(layer, style) for layer in layers for style in layer.styles]
    midnight = datetime.combine(changed_on, time())
    base.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
        " f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner,"
        " update_time) VALUES ('', '', ?, ?, ?, ?, '', ?, ?, '', ?)",
        (
            (
                *(layer.name, _GEOMETRY, style.name, style.qml),
                *(style is layer.styles[0], layer.title),
                f"{(midnight + timedelta(seconds=len(styles) - number)).isoformat()}.000Z",
            )
            for number, (layer, style) in enumerate(styles)
        ),
    )


def _bounds(geometries: Iterable[Geometry | None]) -> tuple[float | None, ...]:
    boxes = [shape.bounds for shape in geometries if shape is not None and not shape.is_empty]
    if not boxes:
        return (None, None, None, None)
    west, south, east, north = inf, inf, -inf, -inf
    for box in boxes:
        west, south = min(west, box[0]), min(south, box[1])
        east, north = max(east, box[2]), max(north, box[3])
    return (west, south, east, north)


def _blob(geometry: Geometry | None, srs_id: int) -> bytes | None:
    """Write a geometry as clause 2.1.3 says: a header, the box of all but points, and WKB."""
    if geometry is None:
        return None
    flags, box = _LITTLE_ENDIAN, b""
    if geometry.is_empty:
        flags |= _EMPTY
    elif geometry.geom_type != "Point":
        flags |= _WITH_BOX
        west, south, east, north = geometry.bounds
        box = struct.pack("<4d", west, east, south, north)
    head = struct.pack("<2sBBi", b"GP", 0, flags, srs_id)
    import shapely

    return head + box + bytes(shapely.to_wkb(geometry, byte_order=1))


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'
