"""Read a whole layer from a WFS: page by page, counted, as GeoJSON or else as GML."""

from __future__ import annotations

import io
import json
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tenuremix.errors import DataError, Fault
from tenuremix.io.fetching.http import Ask, Client, RefusedError
from tenuremix.io.files.geojson import crs_of_name

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

PAGE = 1000
PACE = (10, 5.0)
"""Calls, and in how many seconds: a map service does not tell its limit."""
_JSON = "application/json"
_GML = "application/gml+xml; version=3.2"


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: its properties as text, by their names in lower case, and its geometry.

    ``crs`` is what the server says the coordinates are in, or empty.  Their order is as in the
    answer: see :mod:`tenuremix.crs` for what to do when it is not easting first.
    """

    properties: dict[str, str]
    geometry: Geometry | None
    crs: str


_Formats = list[tuple[str, Callable[[str, bytes], list[Feature]]]]


def read_layer(
    client: Client,
    url: str,
    layer: str,
    *,
    key: str,
    srs: str,
    only: tuple[str, str] | None = None,
    page_size: int = PAGE,
) -> list[Feature]:
    """Read every feature of a layer, or those with a certain value of a property.

    Parameters
    ----------
    layer
        The name of the layer, with its prefix.
    key
        The property that tells features apart: pages are sorted by it, since a server without a
        primary key has no order of its own to page in.
    srs
        The CRS to ask for, such as ``EPSG:3006``.
    only
        A property and the value it must have: letters and digits, as they go into the question.
    page_size
        The most features to ask for at once.

    Returns
    -------
    list of Feature
        None at all only where ``only`` was asked for and nothing has that value.

    Raises
    ------
    DataError
        Where the network fails, or the layer comes short, twice, or not at all.
    """
    client.limit(url, *PACE)
    common = {"service": "WFS", "version": "2.0.0", "request": "GetFeature", "typeNames": layer}
    if only:
        common["CQL_FILTER"] = f"{only[0]}='{only[1]}'"
    where = f"{url} {layer}"
    matched = client.ask(Ask(url, {**common, "resultType": "hits"}), _matched)
    paged = {**common, "srsName": srs, "sortBy": key, "count": str(page_size)}
    formats: _Formats = [(_JSON, _read_json), (_GML, _read_gml)]
    found: list[Feature] = []
    seen: set[str] = set()
    while matched is None or len(found) < matched:
        page = _page(client, url, {**paged, "startIndex": str(len(found))}, formats)
        if not page:
            break
        for feature in page:
            value = _property(feature, key, where)
            if value in seen:
                raise DataError([Fault("net_twice", where, None, {"found": f"{key} {value}"})])
            seen.add(value)
            if only and (other := _property(feature, only[0], where)) != only[1]:
                strange = {"found": f"{key} {value} ({only[0]} {other})", "expected": only[1]}
                raise DataError([Fault("net_unasked", where, None, strange)])
        found += page
        client.watcher.came(layer.rpartition(":")[2], len(found), matched)
    if only and not found and not matched:
        return []
    if not found or (matched is not None and len(found) != matched):
        values: dict[str, object] = {"found": len(found), "expected": matched or "?"}
        raise DataError([Fault("net_short", where, None, values)])
    return found


def _property(feature: Feature, name: str, where: str) -> str:
    value = feature.properties.get(name)
    if value is None:
        values: dict[str, object] = {"found": sorted(feature.properties), "expected": name}
        raise DataError([Fault("net_property", where, None, values)])
    return value


def _page(client: Client, url: str, params: dict[str, str], formats: _Formats) -> list[Feature]:
    """Ask for one page, in the first of the formats that the server knows."""
    while True:
        name, read = formats[0]
        ask = Ask(url, {**params, "outputFormat": name})
        try:
            return client.ask(ask, lambda body: read(url, body))  # noqa: B023 - called at once
        except RefusedError as error:
            if "format" not in error.detail.lower() or len(formats) == 1:
                raise
            del formats[0]  # the pages that follow are asked for in the other at once


def _matched(body: bytes) -> int | None:
    """Read how many features there are; None where the server does not say."""
    _refuse("", body)
    head = body[:4096].decode("utf-8", errors="replace")
    found = re.search(r"numberMatched=[\"'](\w+)[\"']", head)
    if not found:
        raise ValueError("numberMatched")
    return None if found[1] == "unknown" else int(found[1])


def _refuse(url: str, body: bytes) -> None:
    """Raise what an exception report says; some servers send it as a good answer."""
    if b"ExceptionReport" not in body[:2048]:
        return
    text = body.decode("utf-8", errors="replace")
    said = re.search(r"ExceptionText>([^<]*)<", text)
    locator = re.search(r"locator=[\"'](\w+)[\"']", text)
    words = [match[1].strip().rstrip(".") for match in (locator, said) if match]
    detail = ": ".join(words) or "ExceptionReport"
    values: dict[str, object] = {"found": 200, "detail": detail[:300]}
    raise RefusedError(Fault("net_refused", url or "WFS", None, values), 200, detail)


def _read_json(url: str, body: bytes) -> list[Feature]:
    """Read a page of GeoJSON; a server that sends GML in its place is taken at its word."""
    import shapely

    if body.lstrip()[:1] == b"<":
        return _read_gml(url, body)
    document = json.loads(body.decode("utf-8-sig"))
    stated = document.get("crs")
    crs = crs_of_name(str(stated["properties"]["name"])) if stated else ""
    found = []
    for feature in document["features"]:
        shape = feature.get("geometry")
        try:
            geometry = None if shape is None else shapely.from_geojson(json.dumps(shape))
        except shapely.GEOSException as error:
            raise ValueError(str(error)) from error
        found.append(Feature(_texts(feature["properties"]), geometry, crs))
    return found


def _read_gml(url: str, body: bytes) -> list[Feature]:
    """Read a page of GML with GDAL: from bytes, since it would write a file beside a path."""
    _refuse(url, body)
    # GDAL reads as far as it can: that the document ends must be seen to here.
    if not re.search(rb"</([\w.-]+:)?FeatureCollection>\s*$", body[-200:]):
        raise ValueError(f"XML: {body[:60].decode('utf-8', errors='replace')}")
    if b'numberReturned="0"' in body[:4096]:
        return []
    import geopandas as gpd
    import pyogrio

    pyogrio.set_gdal_config_options({"GML_FIELDTYPES": "ALWAYS_STRING"})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of measures that GDAL drops
            frame = gpd.read_file(io.BytesIO(body))
    except Exception as error:
        raise ValueError(str(error)) from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise ValueError("GML: geometry")  # noqa: TRY004 - the answer is at fault, not a type
    epsg = frame.crs.to_epsg() if frame.crs is not None else None
    crs = f"EPSG:{epsg}" if epsg else ""
    columns = [column for column in frame.columns if column != frame.geometry.name]
    records = frame[columns].astype(object).to_dict("records")
    return [
        Feature(_texts(record), geometry, crs)
        for record, geometry in zip(records, frame.geometry, strict=True)
    ]


def _texts(properties: dict[str, object]) -> dict[str, str]:
    """Put every value in text: a code that is a number keeps its digits, 101.0 becomes 101."""
    found = {}
    for name, value in properties.items():
        whole = isinstance(value, float) and value.is_integer()
        text = str(int(value)) if whole and isinstance(value, float) else str(value).strip()
        if value is not None and text:
            found[str(name).lower()] = text
    return found
