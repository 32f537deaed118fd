"""Read a whole layer from a WFS: page by page, counted, as GeoJSON or else as GML."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from tenuremix.errors import DataError, Fault
from tenuremix.io.fetching.answer import Ask, OddAnswerError, RefusedError
from tenuremix.io.fetching.http import Client
from tenuremix.io.fetching.said import is_report, plain_text, said, shown_address
from tenuremix.io.files.geojson import crs_of_name
from tenuremix.io.gdal import DRIVERS, check_whole, gdal, without_schema

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

PAGE = 1000
MOST = 20_000
"""The most features that are read: three times the smallest districts of the whole country."""
PACE = (10, 5.0)
"""Calls, and in how many seconds: a map service does not tell its limit."""
_COUNT = re.compile(r"\bnumberMatched=[\"'](\w+)[\"']")
_NONE = re.compile(r"\bnumberReturned=[\"']0[\"']")
_OK = 200
_Read = TypeVar("_Read")
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


@dataclass(frozen=True, slots=True)
class WfsPage:
    """One answer: its features, how many the server says that there are in all, if it says."""

    features: list[Feature]
    matched: int | None = None


class _SiftError(Exception):
    """The server gave a feature that has not the value that was asked for."""


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
        The server sifts by the filter of the standard, or by that of GeoServer; where it knows
        neither, the layer is read whole and sifted here.
    page_size
        The most features to ask for at once.

    Returns
    -------
    list of Feature
        None at all only where ``only`` was asked for and nothing has that value.

    Raises
    ------
    DataError
        Where the network fails, the server is no WFS 2.0, or the layer comes short, twice, not at
        all, or so large that it cannot be sifted here.
    """
    client.limit(url, *PACE)
    source = _WfsLayer(client, url, layer, key, srs)
    if only is None:
        return source.features({}, page_size)
    for way in ({"FILTER": _filter(*only)}, {"CQL_FILTER": f"{only[0]}='{only[1]}'"}):
        try:
            found = source.features(way, page_size, only)
        except (RefusedError, _SiftError):
            continue
        # MapServer answers some filters that it should know with nothing: the other is tried.
        if found or "CQL_FILTER" in way:
            return found
    return source.sifted(*only)


class _WfsLayer:
    """A layer of a server, and the formats that the server is known to write."""

    def __init__(self, client: Client, url: str, layer: str, key: str, srs: str) -> None:
        self._client, self._url, self._layer, self._key, self._srs = client, url, layer, key, srs
        self._where = f"{shown_address(url)} {layer}"
        self._formats: list[tuple[str, Callable[[bytes], WfsPage]]] = [
            (_JSON, _read_json),
            (_GML, _read_page),
        ]

    def features(
        self, way: Mapping[str, str], page_size: int, only: tuple[str, str] | None = None
    ) -> list[Feature]:
        """Read page after page, until one is empty: a count may be that of a page, not of all.

        Raises
        ------
        _SiftError
            Where a feature has not the value of ``only``.
        """
        asked = {**self._asked(way), "resultType": "hits"}
        stated = [self._ask(asked, _matched)]
        if only and stated == [0]:
            return []
        found: dict[str, Feature] = {}
        while True:
            page = self._page(way, page_size, len(found))
            for feature in page.features:
                value = self._property(feature, self._key)
                if only and self._property(feature, only[0]) != only[1]:
                    raise _SiftError
                if value in found:
                    about: dict[str, object] = {"found": f"{self._key} {value}"}
                    raise DataError([Fault("net_twice", self._where, None, about)])
                found[value] = feature
            stated.append(page.matched)
            total = max((number for number in stated if number is not None), default=None)
            if not page.features:
                break
            if len(found) > MOST:
                raise DataError([self._too_large(len(found))])
            short = self._layer.rpartition(":")[2]
            self._client.watcher.came(short, len(found), total and max(total, len(found)))
        if only and not found and not total:
            return []
        if len(found) < (total or 1):
            values: dict[str, object] = {"found": len(found), "expected": total or "?"}
            raise DataError([Fault("net_short", self._where, None, values)])
        return list(found.values())

    def sifted(self, name: str, value: str) -> list[Feature]:
        """Read the layer whole, and keep the features with a certain value of a property."""
        number = self._ask({**self._asked({}), "resultType": "hits"}, _matched)
        if number is not None and number > MOST:
            raise DataError([self._too_large(number)])
        every = self.features({}, PAGE)
        return [feature for feature in every if self._property(feature, name) == value]

    def _asked(self, way: Mapping[str, str]) -> dict[str, str]:
        common = {"service": "WFS", "version": "2.0.0", "request": "GetFeature"}
        return {**common, "typeNames": self._layer, **way}

    def _page(self, way: Mapping[str, str], size: int, start: int) -> WfsPage:
        """Ask for one page, in the first of the formats that the server knows."""
        paged = {"srsName": self._srs, "sortBy": self._key, "count": str(size)}
        while True:
            name, read = self._formats[0]
            asked = {**self._asked(way), **paged, "startIndex": str(start), "outputFormat": name}
            try:
                return self._ask(asked, read)
            except RefusedError as error:
                if "format" not in error.detail.lower() or len(self._formats) == 1:
                    raise
                del self._formats[0]  # what follows is asked for in the other at once

    def _ask(self, params: Mapping[str, str], read: Callable[[bytes], _Read]) -> _Read:
        """Ask, and tell what the server refuses in its own words, as a WFS refuses."""

        def readable(body: bytes) -> _Read:
            if is_report(body):
                raise self._refused(_OK, said(body) or "ExceptionReport")
            return read(body)

        try:
            return self._client.ask(Ask(self._url, params), readable)
        except RefusedError as error:
            raise self._refused(error.status, error.detail) from error

    def _refused(self, status: int, detail: str) -> RefusedError:
        values: dict[str, object] = {"found": status, "detail": detail}
        return RefusedError(Fault("wfs_refused", self._where, None, values), status, detail)

    def _property(self, feature: Feature, name: str) -> str:
        value = feature.properties.get(name)
        if value is None:
            values: dict[str, object] = {"found": sorted(feature.properties), "expected": name}
            raise DataError([Fault("net_property", self._where, None, values)])
        return value

    def _too_large(self, number: int) -> Fault:
        return Fault("wfs_large", self._where, None, {"found": number, "expected": MOST})


def _filter(name: str, value: str) -> str:
    """Write the filter of the standard: OGC 09-026r2, *Filter Encoding 2.0*."""
    return (
        '<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0"><fes:PropertyIsEqualTo>'
        f"<fes:ValueReference>{name}</fes:ValueReference><fes:Literal>{value}</fes:Literal>"
        "</fes:PropertyIsEqualTo></fes:Filter>"
    )


def _matched(body: bytes) -> int | None:
    """Read how many features there are; None where the server does not say."""
    if not (found := _COUNT.search(_head(body))):
        raise OddAnswerError("wfs_other", _looks_like(body))
    return _number(found[1])


def _head(body: bytes) -> str:
    return body[:4096].decode("utf-8", errors="replace")


def _number(text: object) -> int | None:
    """Read a count: a whole number, or a word such as ``unknown``."""
    return int(str(text)) if re.fullmatch(r"[0-9]{1,15}", str(text)) else None


def _looks_like(body: bytes) -> str:
    """Tell in a few words what an answer is, or what it says."""
    if body.lstrip()[:1] in (b"{", b"["):
        return said(body) or "JSON (OGC API Features?)"
    if b"FeatureCollection" in body[:4096]:
        return "FeatureCollection, numberMatched ?"
    return said(body) or "–"


def _read_json(body: bytes) -> WfsPage:
    """Read a page of GeoJSON; a server that sends GML in its place is taken at its word."""
    import shapely

    if body.lstrip()[:1] == b"<":
        return _read_page(body)
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
    return WfsPage(found, _number(document.get("numberMatched", document.get("totalFeatures"))))


def _read_page(body: bytes) -> WfsPage:
    """Read a page of GML, and what it says of how many there are."""
    if b"FeatureCollection" not in body[:4096]:
        raise OddAnswerError("wfs_other", _looks_like(body))
    stated = _COUNT.search(_head(body))
    features = [] if _NONE.search(_head(body)) else read_gml(body)
    return WfsPage(features, _number(stated[1]) if stated else None)


def read_gml(body: bytes) -> list[Feature]:
    """Read the features of a document of GML, from bytes: GDAL would write a file beside a path.

    Raises
    ------
    ValueError
        Where it is not whole, or has no geometries.
    """
    import geopandas as gpd

    check_whole(io.BytesIO(body), ".gml")
    with gdal(*DRIVERS[".gml"]) as pyogrio:
        try:
            frame = pyogrio.read_dataframe(without_schema(body))
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
        text = str(int(value)) if whole and isinstance(value, float) else plain_text(value).strip()
        if value is not None and text:
            found[str(name).lower()] = text
    return found
