"""Read any table or vector file into rows, without judging what they hold.

CSV, GeoJSON and GeoPackage are read with the standard library, since most commands read nothing
else and GDAL takes longer to load than they take to run; every other format goes through
geopandas and pandas.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import struct
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenuremix.errors import DataError, Fault

if TYPE_CHECKING:
    from shapely import Geometry

WGS84 = "EPSG:4326"
_EXCEL = {".xlsx", ".xlsm", ".xls", ".ods"}
_TEXT = {".csv", ".txt"}
_GEOJSON = {".geojson", ".json"}
# GeoPackage 1.3, clause 2.1.3: length of the envelope by its code in the flags.
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file, its values by column, and its geometry.

    Texts are stripped and in Unicode form NFC; an empty cell is None.
    """

    number: int
    values: Mapping[str, object]
    geometry: Geometry | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A file as rows.

    ``columns`` are lower case; ``spatial`` tells whether the format carries geometry, and
    ``crs`` is what it says of it (``"EPSG:n"`` or WKT), None where it says nothing.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    spatial: bool = False
    crs: str | None = None


def split_layer(source: str) -> tuple[Path, str | None]:
    """Split ``file.gpkg|layername=name`` into the file and the layer."""
    path, _, option = source.partition("|")
    name, _, layer = option.partition("=")
    return Path(path), layer if name == "layername" and layer else None


def read_table(source: str, *, name: str | None = None) -> Table:
    """Read a file.

    Parameters
    ----------
    source
        The path, with ``|layername=`` where the file has several layers.
    name
        How the file is named to the reader; by default as in ``source``.

    Returns
    -------
    Table

    Raises
    ------
    DataError
        Where the file is absent, empty, or not what its name says.
    """
    path, layer = split_layer(source)
    shown = name or str(path)
    if not path.exists():
        raise DataError([Fault("absent", shown)])
    if path.is_file() and path.stat().st_size == 0:
        raise DataError([Fault("empty_file", shown)])
    suffix = path.suffix.lower()
    if suffix in _TEXT:
        return _read_csv(path, shown)
    if suffix in _EXCEL:
        return _read_excel(path, shown, layer)
    if suffix in _GEOJSON:
        return _read_geojson(path, shown)
    if suffix == ".gpkg":
        return _read_gpkg(path, shown, layer)
    return _read_vector(path, shown, layer)


def _table(
    name: str,
    records: Iterable[tuple[int, Mapping[str, object], Geometry | None]],
    columns: Iterable[str] = (),
    **spatial: Any,
) -> Table:
    """Make a table of raw records: fold the names of the columns, clean the values."""
    seen = dict.fromkeys(_fold(column) for column in columns)
    rows = []
    for number, values, geometry in records:
        cleaned = {_fold(column): _clean(value) for column, value in values.items()}
        seen.update(dict.fromkeys(cleaned))
        rows.append(Row(number, cleaned, geometry))
    return Table(name, tuple(seen), tuple(rows), **spatial)


def _fold(column: object) -> str:
    return unicodedata.normalize("NFC", str(column)).strip().lower()


def _clean(value: object) -> object:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).strip() or None
    if value is None or value != value:  # NaN and NaT are not equal to themselves
        return None
    return value.item() if hasattr(value, "item") else value


def _unreadable(name: str, kind: str, error: object) -> DataError:
    detail = " ".join(str(error).split()) or type(error).__name__
    return DataError([Fault("unreadable", name, None, {"kind": kind, "detail": detail})])


def _read_csv(path: Path, name: str) -> Table:
    """Read CSV: UTF-8 with or without BOM, else Windows-1252; comma, semicolon or tab."""
    raw = path.read_bytes()
    if b"\0" in raw[:4096]:
        raise _unreadable(name, "CSV", "NUL")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    heading = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        records = [record for record in reader if any(cell.strip() for cell in record)]
    except csv.Error as error:
        raise _unreadable(name, "CSV", error) from error
    if not records:
        raise DataError([Fault("empty_file", name)])
    columns = records[0]
    rows = (
        (number, dict(zip(columns, record, strict=False)), None)
        for number, record in enumerate(records[1:], start=2)
    )
    return _table(name, rows, columns)


def _read_excel(path: Path, name: str, layer: str | None) -> Table:
    import pandas as pd

    try:
        frame = pd.read_excel(path, sheet_name=layer or 0, dtype=object)
    except Exception as error:
        raise _unreadable(name, "Excel", error) from error
    rows = (
        (number, dict(zip(frame.columns, record, strict=True)), None)
        for number, record in enumerate(frame.itertuples(index=False, name=None), start=2)
    )
    return _table(name, rows, frame.columns)


def _read_geojson(path: Path, name: str) -> Table:
    import shapely

    try:
        document = json.loads(path.read_bytes().decode("utf-8-sig"))
        features = document["features"] if "features" in document else [document]
        texts = [json.dumps(feature["geometry"]) for feature in features]
        geometries = shapely.from_geojson([t if t != "null" else None for t in texts])
        crs = document.get("crs")
        stated = WGS84 if crs is None else _crs_of_name(str(crs["properties"]["name"]))
        rows = [
            (number, feature.get("properties") or {}, geometry)
            for number, (feature, geometry) in enumerate(
                zip(features, geometries, strict=True), start=1
            )
        ]
    except (ValueError, KeyError, TypeError, AttributeError, shapely.GEOSException) as error:
        raise _unreadable(name, "GeoJSON", error) from error
    return _table(name, rows, spatial=True, crs=stated)


def _crs_of_name(name: str) -> str:
    """Shorten the name of a CRS: ``urn:ogc:def:crs:EPSG::3007`` to ``EPSG:3007``."""
    if name.endswith("CRS84"):
        return WGS84
    authority, _, code = name.replace("::", ":").rpartition(":")
    return f"EPSG:{code}" if authority.upper().endswith("EPSG") and code.isdigit() else name


def _read_gpkg(path: Path, name: str, layer: str | None) -> Table:
    import shapely

    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            layers = [row[0] for row in base.execute("SELECT table_name FROM gpkg_contents")]
            table = _choose_layer(name, sorted(layers), layer)
            spatial = base.execute(
                "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?",
                (table,),
            ).fetchone()
            cursor = base.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608
            columns = [column[0] for column in cursor.description]
            records = cursor.fetchall()
            crs = _gpkg_crs(base, spatial[1]) if spatial else None
    except sqlite3.Error as error:
        raise _unreadable(name, "GeoPackage", error) from error
    if spatial is None:
        rows = ((n, dict(zip(columns, r, strict=True)), None) for n, r in enumerate(records, 1))
        return _table(name, rows, columns)
    at = columns.index(spatial[0])
    try:
        blobs = [_wkb(record[at]) for record in records]
        geometries = shapely.from_wkb(blobs)
    except (ValueError, struct.error, KeyError, shapely.GEOSException) as error:
        raise _unreadable(name, "GeoPackage", error) from error
    names = [column for column in columns if column != spatial[0]]
    rows = (
        (n, dict(zip(names, record[:at] + record[at + 1 :], strict=True)), geometry)
        for n, (record, geometry) in enumerate(zip(records, geometries, strict=True), start=1)
    )
    return _table(name, rows, names, spatial=True, crs=crs)


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _gpkg_crs(base: sqlite3.Connection, srs_id: int) -> str | None:
    found = base.execute(
        "SELECT organization, organization_coordsys_id, definition"
        " FROM gpkg_spatial_ref_sys WHERE srs_id = ?",
        (srs_id,),
    ).fetchone()
    if found is None or srs_id in (-1, 0):
        return None
    organization, code, definition = found
    return f"EPSG:{code}" if str(organization).upper() == "EPSG" else str(definition)


def _wkb(blob: bytes | None) -> bytes | None:
    """Take the WKB out of a GeoPackage geometry (GeoPackage 1.3, clause 2.1.3)."""
    if blob is None:
        return None
    magic, _version, flags = struct.unpack_from("2sBB", blob)
    if magic != b"GP":
        raise ValueError(magic)
    return blob[8 + _ENVELOPE_BYTES[flags >> 1 & 7] :]


def _choose_layer(name: str, layers: list[str], layer: str | None) -> str:
    if layer is not None and layer not in layers:
        values = {"found": layer, "expected": layers}
        raise DataError([Fault("layer", name, None, values)])
    if layer is None and len(layers) > 1:
        values = {"found": layers, "expected": f"{name}|layername={layers[0]}"}
        raise DataError([Fault("many_layers", name, None, values)])
    if not layers:
        raise DataError([Fault("empty_file", name)])
    return layer or layers[0]


def _read_vector(path: Path, name: str, layer: str | None) -> Table:
    import geopandas as gpd
    import pyogrio

    kind = path.suffix.lstrip(".") or "vektordata"
    try:
        layers = sorted(str(found[0]) for found in pyogrio.list_layers(path))
        frame = gpd.read_file(path, layer=_choose_layer(name, layers, layer))
    except DataError:
        raise
    except Exception as error:
        raise _unreadable(name, kind, error) from error
    spatial = isinstance(frame, gpd.GeoDataFrame)
    geometries = list(frame.geometry) if spatial else [None] * len(frame)
    columns = [c for c in frame.columns if not spatial or c != frame.geometry.name]
    values = frame[columns].astype(object).itertuples(index=False, name=None)
    rows = (
        (number, dict(zip(columns, record, strict=True)), geometry)
        for number, (record, geometry) in enumerate(zip(values, geometries, strict=True), start=1)
    )
    crs = None
    if spatial and frame.crs is not None:
        epsg = frame.crs.to_epsg()
        crs = f"EPSG:{epsg}" if epsg else frame.crs.to_wkt()
    return _table(name, rows, columns, spatial=spatial, crs=crs)
