"""Read JSON that holds geometries: GeoJSON with shapely alone, what else there is with GDAL."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenuremix.errors import DataError, Fault, Note
from tenuremix.io.files.rows import WGS84, RawTable, make_table, unreadable
from tenuremix.io.files.vectors import read_gdal

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

_RECORD_SEPARATOR = "\x1e"  # before each feature of a sequence: RFC 8142
_CUT = "exceededTransferLimit"
_COORDINATES = b'"coordinates"'
_PLAIN = {"type", "coordinates"}
_BROKEN = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
_EPSG_LINK = re.compile(r"epsg[/:.=]+(?:\d[\d.]*[/:])?(\d+)", re.IGNORECASE)


def read_geojson(path: Path, name: str, layer: str | None) -> RawTable:
    """Read GeoJSON; without a ``crs`` member it is in WGS 84, as RFC 7946 says.

    A feature on each line is read as a collection; ArcGIS JSON and TopoJSON by GDAL.
    """
    import shapely

    content = path.read_bytes()
    if read := _read_whole(content, name):
        return read
    try:
        document = _document(content.decode("utf-8-sig"))
        if isinstance(document, dict) and _is_arcgis(document):
            return _read_arcgis(document, name)
        if isinstance(document, dict) and document.get("type") == "Topology":
            return read_gdal(content, name, "TopoJSON", layer)
        features = _features(document)
        shapes = [feature.get("geometry") for feature in features]
        texts = [None if shape is None else json.dumps(shape) for shape in shapes]
        crs = _stated_crs(document, name)
    except DataError:
        raise
    except UnicodeDecodeError as error:
        raise unreadable(name, "GeoJSON", error) from error
    except json.JSONDecodeError as error:
        at = f"rad {error.lineno}, tecken {error.colno}"
        raise unreadable(name, "GeoJSON", f"{at} / line, character") from error
    except _BROKEN as error:
        detail = error.args[0] if error.args and isinstance(error, TypeError) else "JSON"
        raise unreadable(name, "GeoJSON", detail) from error
    if not features:
        raise DataError([Fault("empty_file", name)])
    try:
        geometries = shapely.from_geojson(texts)
    except shapely.GEOSException as error:
        raise DataError(_broken_geojson(name, texts)) from error
    return _table(name, document, features, list(geometries), crs)


def _table(
    name: str,
    document: Mapping[str, Any],
    features: Sequence[Mapping[str, Any]],
    shapes: Sequence[Geometry | None],
    crs: str,
) -> RawTable:
    """Make a table of features and their geometries."""
    properties: list[dict[str, object]] = [f.get("properties") or {} for f in features]
    columns = list(dict.fromkeys(column for record in properties for column in record))
    records = [[record.get(column) for column in columns] for record in properties]
    table = make_table(name, columns, records, shapes=shapes, crs=crs)
    return replace(table, notes=_cut_short(document, len(features)))


def _read_whole(content: bytes, name: str) -> RawTable | None:
    """Read a plain collection at once, its coordinates by shapely alone, which takes half the time.

    None where it is anything else, or where something is amiss: it is read again, and told.
    """
    import shapely

    content = content.removeprefix(codecs.BOM_UTF8)
    bare = _without_coordinates(content)
    if bare is None:
        return None
    text, drawn = bare
    try:
        document = json.loads(text)
        if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
            return None
        features = _features(document)
        if (
            not features
            or len(features) != drawn
            or any(set(f["geometry"]) != _PLAIN for f in features)
        ):
            return None
        shapes = shapely.get_parts(shapely.from_geojson(content.decode())).tolist()
        crs = _stated_crs(document, name)
    except (*_BROKEN, shapely.GEOSException, DataError):
        return None
    return _table(name, document, features, shapes, crs) if len(shapes) == drawn else None


def _without_coordinates(content: bytes) -> tuple[bytes, int] | None:
    """Leave out what stands in every array of coordinates; None where one is more than numbers.

    Returns
    -------
    tuple
        What is left, and how many arrays there were.
    """
    first, *rest = content.split(_COORDINATES)
    kept = [first]
    for each in rest:
        until = min(end for end in (each.find(b"}"), each.find(b'"'), len(each)) if end >= 0)
        end = each.rfind(b"]", 0, until) + 1
        if each[:end].translate(None, b":[]+-.,eE0123456789 \t\r\n"):
            return None
        kept.append(b":[]" + each[end:])
    return _COORDINATES.join(kept), len(rest)


def _document(text: str) -> Any:  # noqa: ANN401 - any JSON
    """Read one JSON document, or a sequence of features as the collection they make."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        first, *rest = text.split(_RECORD_SEPARATOR) if _RECORD_SEPARATOR in text else [""]
        parts = rest if rest and not first.strip() else text.splitlines()
        try:
            found = [json.loads(part) for part in parts if part.strip()]
        except json.JSONDecodeError:
            found = []
        if not found or any(not isinstance(f, dict) or f.get("type") != "Feature" for f in found):
            raise
    return {"type": "FeatureCollection", "features": found}


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


def _stated_crs(document: Mapping[str, Any], name: str) -> str:
    """Read the ``crs`` member of GeoJSON before RFC 7946: a name, a code or a link."""
    stated = document.get("crs")
    if stated is None:
        return WGS84
    if not isinstance(stated, dict) or not isinstance(about := stated.get("properties"), dict):
        raise TypeError('"crs"')
    if about.get("name"):
        return crs_of_name(str(about["name"]))
    if str(stated.get("type")).upper() == "EPSG" and str(about.get("code", "")).isdigit():
        return f"EPSG:{about['code']}"
    link = str(about.get("href") or about)
    if found := _EPSG_LINK.search(link):
        return f"EPSG:{found[1]}"
    raise DataError([Fault("crs_link", name, None, {"found": link})])


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


def _is_arcgis(document: Mapping[str, Any]) -> bool:
    """Tell the JSON of an ArcGIS server (f=json) from GeoJSON."""
    features = document.get("features")
    first = features[0] if isinstance(features, list) and features else None
    return isinstance(first, dict) and "attributes" in first and "properties" not in first


def _read_arcgis(document: Mapping[str, Any], name: str) -> RawTable:
    """Read ArcGIS JSON; a geometry that GDAL does not make is a fault, not a row without one."""
    # GDAL would ask the network for the rest of what a server has cut short.
    whole = {key: value for key, value in document.items() if key not in (_CUT, "properties")}
    table = read_gdal(json.dumps(whole).encode(), name, "ArcGIS JSON", None)
    drawn = [bool(feature.get("geometry")) for feature in document["features"]]
    shapes = table.shapes or [None] * len(drawn)
    if len(table.numbers) != len(drawn):
        raise unreadable(name, "ArcGIS JSON", '"features"')
    faults = [
        Fault("arcgis_geometry", name, number)
        for number, drawing, shape in zip(table.numbers, drawn, shapes, strict=True)
        if drawing and shape is None
    ]
    if faults:
        raise DataError(faults)
    return replace(table, notes=(*table.notes, *_cut_short(document, len(drawn))))


def _cut_short(document: Mapping[str, Any], number: int) -> tuple[Note, ...]:
    """Note that an ArcGIS server gave only a part of the rows."""
    about = document.get("properties")
    told = about if isinstance(about, dict) else {}
    cut = {**document, **told}.get(_CUT) is True
    return (Note("cut_short", {"number": number}),) if cut else ()


def crs_of_name(name: str) -> str:
    """Shorten the name of a CRS: ``urn:ogc:def:crs:EPSG::3006`` to ``EPSG:3006``."""
    if name.endswith("CRS84"):
        return WGS84
    parts = name.upper().replace("/", ":").split(":")
    return f"EPSG:{parts[-1]}" if "EPSG" in parts and parts[-1].isdigit() else name
