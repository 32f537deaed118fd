"""Read vector files: GeoJSON and GeoPackage with shapely alone, every other with geopandas."""

from __future__ import annotations

import codecs
import json
import sqlite3
import struct
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenuremix.errors import DataError, Fault
from tenuremix.io.files.rows import (
    WGS84,
    RawTable,
    choose_layer,
    make_table,
    table_of_columns,
    unreadable,
)

if TYPE_CHECKING:
    from pandas import DataFrame

# QGIS keeps the styles of the layers in a table of its own, which is no layer to read.
_GPKG_LAYERS = """SELECT table_name FROM gpkg_contents
    WHERE data_type IN ('features', 'attributes') AND table_name <> 'layer_styles'
    ORDER BY table_name"""
# What a cell of a geometry column that holds none may raise; the first is for curves.
_NO_GEOMETRY = (NotImplementedError, ValueError, TypeError, struct.error, KeyError)
# A shapefile cuts the names of its columns; these of the contract are longer.
_SHP_BYTES = 10
_LONG_NAMES = (
    *("bostadsratt", "diarienummer", "giltig_till", "sannolikhet"),
    *("varav_hyresratt", "varav_bostadsratt", "varav_aganderatt"),
)
# GeoPackage 1.3, clause 2.1.3: length of the envelope by its code in the flags.
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}


def read_geojson(path: Path, name: str) -> RawTable:
    """Read GeoJSON; without a ``crs`` member it is in WGS 84, as RFC 7946 says."""
    import shapely

    try:
        document = json.loads(path.read_bytes().decode("utf-8-sig"))
        features = _features(document)
        shapes = [feature.get("geometry") for feature in features]
        texts = [None if shape is None else json.dumps(shape) for shape in shapes]
        crs = document.get("crs")
        crs = WGS84 if crs is None else crs_of_name(str(crs["properties"]["name"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise unreadable(name, "GeoJSON", error) from error
    if not features:
        raise DataError([Fault("empty_file", name)])
    try:
        geometries = shapely.from_geojson(texts)
    except shapely.GEOSException as error:
        raise DataError(_broken_geojson(name, texts)) from error
    properties: list[dict[str, object]] = [f.get("properties") or {} for f in features]
    columns = list(dict.fromkeys(column for record in properties for column in record))
    records = [[record.get(column) for column in columns] for record in properties]
    return make_table(name, columns, records, shapes=list(geometries), crs=crs)


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


def crs_of_name(name: str) -> str:
    """Shorten the name of a CRS: ``urn:ogc:def:crs:EPSG::3006`` to ``EPSG:3006``."""
    if name.endswith("CRS84"):
        return WGS84
    parts = name.upper().replace("/", ":").split(":")
    return f"EPSG:{parts[-1]}" if "EPSG" in parts and parts[-1].isdigit() else name


def read_gpkg(path: Path, name: str, layer: str | None) -> RawTable:
    """Read a layer of a GeoPackage, which is an SQLite file."""
    import shapely

    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            layers = [str(row[0]) for row in base.execute(_GPKG_LAYERS)]
            table = choose_layer(name, layers, layer)
            spatial = base.execute(
                "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?",
                (table,),
            ).fetchone()
            cursor = base.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608
            columns = [column[0] for column in cursor.description]
            records = cursor.fetchall()
            crs = _gpkg_crs(base, spatial[1]) if spatial else None
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise unreadable(name, "GeoPackage", error) from error
    if spatial is None:
        return make_table(name, columns, records)
    cells = zip(*records, strict=True) if records else [()] * len(columns)
    values = dict(zip(columns, cells, strict=True))
    try:
        geometries = shapely.from_wkb([_wkb(blob) for blob in values.pop(spatial[0])])
    except (*_NO_GEOMETRY, shapely.GEOSException) as error:
        raise unreadable(name, "GeoPackage", error) from error
    numbers = range(1, len(records) + 1)
    shapes = list(geometries)
    return table_of_columns(name, values.items(), numbers=numbers, shapes=shapes, crs=crs)


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


def _is_xml(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(64).removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"<"


def read_vector(path: Path, name: str, layer: str | None) -> RawTable:
    """Read a layer of any format that GDAL knows."""
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
        frame = gpd.read_file(source, layer=choose_layer(name, layers, layer))
    except DataError:
        raise
    except Exception as error:
        detail = str(error).partition(";")[0].replace(str(path), name)
        raise unreadable(name, kind, detail) from error
    if path.suffix.lower() == ".shp":
        frame = frame.rename(columns={name[:_SHP_BYTES]: name for name in _LONG_NAMES})
    return table_of_frame(frame, name, numbers=range(1, len(frame) + 1))


def table_of_frame(frame: DataFrame, name: str, *, numbers: Sequence[Any]) -> RawTable:
    """Make a table of a frame; the geometry is the active one, and what is missing is None."""
    import geopandas as gpd

    spatial = isinstance(frame, gpd.GeoDataFrame) and frame.active_geometry_name is not None
    cells = (
        (column, values.astype(object).where(values.notna(), None).tolist())
        for column, values in frame.items()
        if not spatial or column != frame.active_geometry_name
    )
    if not spatial:
        return table_of_columns(name, cells, numbers=numbers)
    stated: str | None = None
    if frame.crs is not None:
        epsg = frame.crs.to_epsg()
        stated = f"EPSG:{epsg}" if epsg else frame.crs.to_wkt()
    shapes = list(frame.geometry)
    return table_of_columns(name, cells, numbers=numbers, shapes=shapes, crs=stated)
