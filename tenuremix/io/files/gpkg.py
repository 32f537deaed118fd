"""Read a GeoPackage, which is an SQLite file, with shapely alone."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenuremix.errors import DataError, Fault, Note
from tenuremix.io.files.mixed import in_one_crs
from tenuremix.io.files.rows import RawTable, choose_layer, table_of_columns, unreadable
from tenuremix.io.files.vectors import read_whole
from tenuremix.io.gdal import gdal

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

# QGIS keeps the styles of the layers in a table of its own, which is no layer to read.
_LAYERS = """SELECT table_name FROM gpkg_contents
    WHERE data_type IN ('features', 'attributes') AND table_name <> 'layer_styles'
    ORDER BY table_name"""
_GEOMETRY = "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?"
_MAGIC = b"GP"
# GeoPackage 1.3, clause 2.1.3: length of the envelope by its code in the flags.
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_UNDEFINED = (0, -1)
# What a cell of a geometry column that holds none may raise.
_NO_GEOMETRY = (ValueError, TypeError, struct.error, KeyError)


def read_gpkg(path: Path, name: str, layer: str | None) -> RawTable:
    """Read a layer of a GeoPackage."""
    read_whole(path, name, at_once=False)
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            layers = [str(row[0]) for row in base.execute(_LAYERS)]
            table = choose_layer(name, layers, layer)
            spatial = base.execute(_GEOMETRY, (table,)).fetchall()
            cursor = base.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608
            columns = [column[0] for column in cursor.description]
            records = cursor.fetchall()
            cells = zip(*records, strict=True) if records else [()] * len(columns)
            values: dict[str, Sequence[Any]] = dict(zip(columns, cells, strict=True))
            numbers = range(1, len(records) + 1)
            drawn = [column for column, found in values.items() if _holds_geometry(found)]
            stated = dict(spatial) or dict.fromkeys(drawn, 0)
            if len(stated) > 1:
                raise DataError([Fault("many_geometries", name, None, {"found": [*stated]})])
            if not stated:
                return table_of_columns(name, values.items(), numbers=numbers)
            [(named, srs)] = stated.items()
            column = next((each for each in columns if each.lower() == str(named).lower()), None)
            if column is None:
                raise unreadable(name, "GeoPackage", f"gpkg_geometry_columns: {named}")
            blobs = values.pop(column)
            shapes = _shapes(blobs, path, name, table)
            crs, own = _own_crs(base, blobs, srs)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise unreadable(name, "GeoPackage", error) from error
    notes: tuple[Note, ...] = ()
    others = [other for other in drawn if other != column]
    for other in others:
        del values[other]
    if own:
        shapes, crs, notes = in_one_crs(name, shapes, own, numbers, crs)
    if others:
        notes += (Note("geometry_column", {"found": column, "others": others}),)
    found = table_of_columns(name, values.items(), numbers=numbers, shapes=shapes, crs=crs)
    return replace(found, notes=notes)


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _holds_geometry(values: Sequence[Any]) -> bool:
    """Tell whether a column holds geometries: by the first cell that is not empty."""
    first = next((value for value in values if value is not None), None)
    return isinstance(first, bytes) and first.startswith(_MAGIC)


def _shapes(blobs: Sequence[Any], path: Path, name: str, table: str) -> list[Geometry | None]:
    """Make the geometries; where there are arcs, GDAL makes short lines of them."""
    import shapely

    try:
        wkb = [_wkb(blob) for blob in blobs]
        try:
            return list(shapely.from_wkb(wkb))
        except NotImplementedError:
            with gdal("GPKG") as pyogrio:
                found = pyogrio.raw.read(path.resolve(), layer=table, columns=[])
            return list(shapely.from_wkb(found[2]))
    except (*_NO_GEOMETRY, shapely.GEOSException) as error:
        raise unreadable(name, "GeoPackage", "geometri / geometry") from error


def _wkb(blob: bytes | None) -> bytes | None:
    """Take the WKB out of a GeoPackage geometry (GeoPackage 1.3, clause 2.1.3)."""
    if blob is None:
        return None
    magic, _version, flags = struct.unpack_from("2sBB", blob)
    if magic != _MAGIC:
        raise ValueError(magic)
    return blob[8 + _ENVELOPE_BYTES[flags >> 1 & 7] :]


def _own_crs(
    base: sqlite3.Connection, blobs: Sequence[Any], srs: int
) -> tuple[str | None, list[str | None] | None]:
    """Give the CRS of a layer, and of each of its geometries where any differs."""
    heads = {blob[3:8] for blob in blobs if blob is not None}
    codes = {head: struct.unpack("<i" if head[0] & 1 else ">i", head[1:])[0] for head in heads}
    defined = sorted({code for code in codes.values() if code not in _UNDEFINED})
    stated, named = _crs(base, srs), {code: _crs(base, code) for code in defined}
    crs = stated or next(filter(None, named.values()), None)
    if set(defined) <= {srs} or (crs and set(codes.values()) == {defined[0]}):
        return crs, None
    named |= dict.fromkeys(_UNDEFINED, stated)
    return crs, [None if b is None else named[codes[b[3:8]]] for b in blobs]


def _crs(base: sqlite3.Connection, srs_id: int) -> str | None:
    found = base.execute(
        "SELECT organization, organization_coordsys_id, definition"
        " FROM gpkg_spatial_ref_sys WHERE srs_id = ?",
        (srs_id,),
    ).fetchone()
    if found is None or srs_id in _UNDEFINED:
        return None
    organization, code, definition = found
    return f"EPSG:{code}" if str(organization).upper() == "EPSG" else str(definition)
