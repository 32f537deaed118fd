"""Read any table or vector file into rows, without judging what they hold.

CSV, GeoJSON and GeoPackage are read with the standard library, since most commands read nothing
else and GDAL takes longer to load than they take to run; every other format goes through
geopandas and pandas.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import sqlite3
import struct
import unicodedata
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenuremix.errors import DataError, Fault

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

WGS84 = "EPSG:4326"
_EXCEL = {".xlsx", ".xlsm", ".xls", ".ods"}
_TEXT = {".csv", ".txt"}
_GEOJSON = {".geojson", ".json"}
_FILES = {*_EXCEL, *_TEXT, *_GEOJSON, ".gpkg", ".gml"}
# QGIS keeps the styles of the layers in a table of its own, which is no layer to read.
_GPKG_LAYERS = """SELECT table_name FROM gpkg_contents
    WHERE data_type IN ('features', 'attributes') AND table_name <> 'layer_styles'
    ORDER BY table_name"""
# What a cell of a geometry column that holds none may raise; the first is for curves.
_NO_GEOMETRY = (NotImplementedError, ValueError, TypeError, struct.error, KeyError)
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
    try:
        return _read(path, shown, layer)
    except OSError as error:
        kind = path.suffix.lstrip(".") or "data"
        raise _unreadable(shown, kind, error.strerror or error) from error


def _read(path: Path, shown: str, layer: str | None) -> Table:
    """Choose the reader by the name of the file."""
    if not path.exists():
        raise DataError([Fault("absent", shown)])
    if path.is_file() and path.stat().st_size == 0:
        raise DataError([Fault("empty_file", shown)])
    suffix = path.suffix.lower()
    if not path.is_file() and suffix in _FILES:
        detail = "mapp / folder" if path.is_dir() else "ingen fil / not a file"
        raise _unreadable(shown, suffix.lstrip("."), detail)
    if suffix in _TEXT:
        return _read_csv(path, shown)
    if suffix == ".ods":
        return _read_ods(path, shown, layer)
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
    *,
    spatial: bool = False,
    crs: str | None = None,
) -> Table:
    """Make a table of raw records: fold the names of the columns, clean the values."""
    folded = [_fold(column) for column in columns]
    twice = [column for column, times in Counter(folded).items() if column and times > 1]
    if twice:
        raise DataError([Fault("column_twice", name, None, {"found": twice})])
    seen = dict.fromkeys(folded)
    rows = []
    for number, values, geometry in records:
        cleaned = {_fold(column): _clean(value) for column, value in values.items()}
        seen.update(dict.fromkeys(cleaned))
        rows.append(Row(number, cleaned, geometry))
    return Table(name, tuple(seen), tuple(rows), spatial, crs)


def _fold(column: object) -> str:
    return unicodedata.normalize("NFC", str(column)).strip().lower()


def _clean(value: object) -> object:
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value).strip()
        if not text.isprintable():  # a lone surrogate (JSON can hold one) cannot be written
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return text or None
    if value is None or value != value:  # noqa: PLR0124 - NaN and NaT differ from themselves
        return None
    return value.item() if hasattr(value, "item") else value


def _unreadable(name: str, kind: str, error: object) -> DataError:
    detail = " ".join(str(error).split()).rstrip(".") or type(error).__name__
    return DataError([Fault("unreadable", name, None, {"kind": kind, "detail": detail})])


def _read_csv(path: Path, name: str) -> Table:
    """Read CSV: UTF-8 with or without BOM, else Windows-1252; comma, semicolon or tab."""
    raw = path.read_bytes()
    if b"\0" in raw:
        raise _unreadable(name, "CSV", "NUL")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    heading = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t", key=heading.count)
    # The WKT of one plot may be longer than the 131 072 characters that csv allows by default.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    # Strict: a quotation mark that is never closed would swallow the rows that follow.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        records = [
            (number, record)
            for number, record in enumerate(reader, start=1)
            if any(cell.strip() for cell in record)
        ]
    except csv.Error as error:
        raise _unreadable(name, "CSV", f"{error} ({reader.line_num})") from error
    if not records:
        raise DataError([Fault("empty_file", name)])
    columns = records[0][1]
    long = [
        Fault("extra_cells", name, number, {"found": len(record), "expected": len(columns)})
        for number, record in records[1:]
        if any(cell.strip() for cell in record[len(columns) :])
    ]
    if long:
        raise DataError(long)
    rows = (
        (number, dict(zip(columns, record, strict=False)), None) for number, record in records[1:]
    )
    return _table(name, rows, columns)


def _read_excel(path: Path, name: str, layer: str | None) -> Table:
    """Read one sheet, by default the first: its first row is the heading, blank rows are left."""
    import pandas as pd

    try:
        with warnings.catch_warnings(), pd.ExcelFile(path) as book:
            warnings.simplefilter("ignore")  # of what openpyxl leaves out: styles, drop-downs
            sheets = [str(sheet) for sheet in book.sheet_names]
            sheet = _choose_layer(name, sheets if layer else sheets[:1], layer)
            # As text: "NA" and "null" are words here, and codes keep their zeros.
            frame = pd.read_excel(
                book, sheet_name=sheet, header=None, dtype=object, keep_default_na=False
            )
    except DataError:
        raise
    except Exception as error:
        raise _unreadable(name, "Excel", error) from error
    found = [
        (number, record)
        for number, record in enumerate(frame.itertuples(index=False, name=None), start=1)
        if any(_clean(value) is not None for value in record)
    ]
    if not found:
        raise DataError([Fault("empty_file", name)])
    columns = ["" if _clean(column) is None else str(column) for column in found[0][1]]
    rows = ((number, dict(zip(columns, record, strict=True)), None) for number, record in found[1:])
    return _table(name, rows, columns)


def _read_ods(path: Path, name: str, layer: str | None) -> Table:
    """Read one sheet of an OpenDocument file, by default the first, with GDAL."""
    import pyogrio

    if not zipfile.is_zipfile(path):
        raise _unreadable(name, "ODS", "no zip")
    try:
        sheets = [str(found[0]) for found in pyogrio.list_layers(path)]
        sheet = _choose_layer(name, sheets if layer else sheets[:1], layer)
        frame = pyogrio.read_dataframe(path, layer=sheet, HEADERS="FORCE")
    except DataError:
        raise
    except Exception as error:
        raise _unreadable(name, "ODS", error) from error
    rows = (
        (number, dict(zip(frame.columns, record, strict=True)), None)
        for number, record in enumerate(
            frame.astype(object).itertuples(index=False, name=None), start=2
        )
        if any(_clean(value) is not None for value in record)
    )
    return _table(name, rows, frame.columns)


def _read_geojson(path: Path, name: str) -> Table:
    import shapely

    try:
        document = json.loads(path.read_bytes().decode("utf-8-sig"))
        features = _features(document)
        shapes = [feature.get("geometry") for feature in features]
        texts = [None if shape is None else json.dumps(shape) for shape in shapes]
        crs = document.get("crs")
        crs = WGS84 if crs is None else _crs_of_name(str(crs["properties"]["name"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _unreadable(name, "GeoJSON", error) from error
    if not features:
        raise DataError([Fault("empty_file", name)])
    try:
        geometries = shapely.from_geojson(texts)
    except shapely.GEOSException as error:
        raise DataError(_broken_geojson(name, texts)) from error
    rows = [
        (number, feature.get("properties") or {}, geometry)
        for number, (feature, geometry) in enumerate(
            zip(features, geometries, strict=True), start=1
        )
    ]
    return _table(name, rows, spatial=True, crs=crs)


def _features(document: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """Give the features of a GeoJSON document: a collection, or one feature by itself."""
    if not isinstance(document, dict) or not {"features", "geometry"} & document.keys():
        raise TypeError('"features"')
    features = document.get("features", [document])
    if not isinstance(features, list) or not all(isinstance(f, dict) for f in features):
        raise TypeError('"features"')
    if not all(isinstance(feature.get("properties") or {}, dict) for feature in features):
        raise TypeError('"properties"')
    return features


def _broken_geojson(name: str, texts: Iterable[str | None]) -> list[Fault]:
    """Find the features whose geometry cannot be made, and why."""
    import shapely

    faults = []
    for number, text in enumerate(texts, start=1):
        try:
            shapely.from_geojson(text)
        except shapely.GEOSException as error:
            detail = " ".join(str(error).partition(": ")[2].split())
            detail = "coordinates" if "json" in detail else detail.rstrip(".")
            faults.append(Fault("geometry_invalid", name, number, {"found": detail}))
    return faults


def _crs_of_name(name: str) -> str:
    """Shorten the name of a CRS: ``urn:ogc:def:crs:EPSG::3007`` to ``EPSG:3007``."""
    if name.endswith("CRS84"):
        return WGS84
    parts = name.upper().replace("/", ":").split(":")
    return f"EPSG:{parts[-1]}" if "EPSG" in parts and parts[-1].isdigit() else name


def _read_gpkg(path: Path, name: str, layer: str | None) -> Table:
    import shapely

    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            layers = [str(row[0]) for row in base.execute(_GPKG_LAYERS)]
            table = _choose_layer(name, layers, layer)
            spatial = base.execute(
                "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?",
                (table,),
            ).fetchone()
            cursor = base.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608
            columns = [column[0] for column in cursor.description]
            records = cursor.fetchall()
            crs = _gpkg_crs(base, spatial[1]) if spatial else None
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise _unreadable(name, "GeoPackage", error) from error
    if spatial is None:
        rows = ((n, dict(zip(columns, r, strict=True)), None) for n, r in enumerate(records, 1))
        return _table(name, rows, columns)
    try:
        at = columns.index(spatial[0])
        blobs = [_wkb(record[at]) for record in records]
        geometries = shapely.from_wkb(blobs)
    except (*_NO_GEOMETRY, shapely.GEOSException) as error:
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


def _is_xml(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(64).removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"<"


def _read_vector(path: Path, name: str, layer: str | None) -> Table:
    import geopandas as gpd
    import pyogrio

    kind = path.suffix.lstrip(".") or "vektordata"
    source: Path | bytes = path
    try:
        if _is_xml(path):
            # As bytes: GDAL would write a file beside it. As text: codes keep their zeros.
            source = path.read_bytes()
            pyogrio.set_gdal_config_options({"GML_FIELDTYPES": "ALWAYS_STRING"})
        layers = sorted(str(found[0]) for found in pyogrio.list_layers(source))
        frame = gpd.read_file(source, layer=_choose_layer(name, layers, layer))
    except DataError:
        raise
    except Exception as error:
        detail = str(error).partition(";")[0].replace(str(path), name)
        raise _unreadable(name, kind, detail) from error
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
