"""A WFS 2.0 with the city's three layers and SCB's two, and the habits of servers in the field."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from servers.base import Handler, serve
from servers.districts import districts, regions

PREFIX = "slk-administrativ-indelning-v2:"
EAST, NORTH = 145_000.0, 6_396_000.0
# nr, name, and the square: column, row and side in kilometres from (EAST, NORTH)
CITY: dict[str, list[tuple[Any, str, int, int, int]]] = {
    "primaromraden": [
        (403, "Slättadamm", 3, 0, 1),
        (101, "Kungsladugård", 0, 0, 1),
        (102, "Sanna, västra", 1, 0, 1),
        (109, "Olivedal", 2, 0, 1),
    ],
    "mellanomraden": [(35, "Kungsladugård-Sanna", 0, 0, 2), (36, "Majorna", 2, 0, 2)],
    "stadsomraden": [("02", "Centrum", 0, 0, 4)],
}
NATION = ("stat:DeSO_2025", "stat:RegSO_2025")


@dataclass
class Shape:
    """A feature: what tells it apart, its properties, and its rectangle in the layer's CRS."""

    key: Any
    properties: dict[str, Any]
    box: tuple[float, float, float, float]


def city_layer(name: str) -> list[Shape]:
    found = []
    for nr, text, column, row, side in CITY[name]:
        x, y = EAST + column * 1000, NORTH + row * 1000
        box = (x, y, x + side * 1000, y + side * 1000)
        found.append(Shape(nr, {"nr": nr, "namn": text, "area_km2": 1.0}, box))
    return sorted(found, key=lambda one: int(one.key))


def national_layer(name: str, how: dict[str, Any]) -> list[Shape]:
    common = {"version": "2025_v2", "referensdatum": "2025-01-01Z", "objectid": 1}
    if how.get("no_day"):
        del common["referensdatum"]
    found = []
    if name == "stat:DeSO_2025":
        for code, (regso, box) in sorted(districts().items()):
            parent = how.get("regso_of", {}).get(code, regso)
            mine = {"desokod": code, "regsokod": parent, "kommunkod": code[:4]}
            found.append(Shape(code, {**common, **mine}, box))
    else:
        for code, (text, box) in sorted(regions().items()):
            mine = {"regsokod": code, "regsonamn": text, "kommunkod": code[:4]}
            found.append(Shape(code, {**common, **mine}, box))
    if how.get("renames_key"):
        for shape in found:
            shape.properties["Kod"] = shape.properties.pop("kommunkod")
    return found


class Wfs(Handler):
    """Answers GetFeature, well or badly."""

    def answer(self, path: str, query: dict[str, str], _: Any) -> None:
        how = self.how
        query = {key.lower(): value for key, value in query.items()}
        layer = query["typenames"]
        how["layer"] = layer
        features = self._features(path, query, how)
        if features is None:
            return
        if query.get("resulttype") == "hits":
            self._hits(features, how)
        elif "startindex" in query and "sortby" not in query:
            self._exception("", "Cannot do natural order without a primary key", how)
        elif how.get("gml") and "json" in query["outputformat"]:
            self._exception("outputFormat", "Failed to find response for output format", how)
        else:
            self._page(features, query, how)

    def _features(
        self, path: str, query: dict[str, str], how: dict[str, Any]
    ) -> list[Shape] | None:
        """Find the layer, and filter it as GeoServer does; None where that is refused."""
        layer, short = query["typenames"], query["typenames"].removeprefix(PREFIX)
        how["srid"] = 3006 if layer in NATION else 3007
        if path == "/wfs" and short in CITY:
            return city_layer(short)
        if path != "/geoserver/stat/wfs" or layer not in NATION or how.get("no_layer") == layer:
            self._exception("typeNames", f"Feature type {layer} unknown", how)
            return None
        found = national_layer(layer, how)
        ways = {
            "filter": r".*<fes:ValueReference>(\w+)<.*<fes:Literal>(\w*)<.*",
            "cql_filter": r"(\w+)='(\w*)'",
        }
        ways = {way: form for way, form in ways.items() if way in query}
        if not ways or how.get("ignores_filter") or how.get("ignores") in ways:
            return found
        [(way, form)] = ways.items()
        asked = re.fullmatch(form, query[way])
        if asked is None or asked[1] not in ("kommunkod", "lanskod") or how.get("refuses") == way:
            self._exception("", "Could not parse the filter", how)
            return None
        if how.get("finds_none") == way:
            return []
        return [shape for shape in found if shape.key.startswith(asked[2])]

    def _hits(self, features: list[Shape], how: dict[str, Any]) -> None:
        matched = how.get("hits", len(features))
        said = (
            f'<wfs:FeatureCollection xmlns:wfs="x" numberMatched="{matched}" numberReturned="0"/>'
        )
        self.send(200, said.encode(), kind="text/xml")

    def _exception(self, locator: str, text: str, how: dict[str, Any]) -> None:
        said = (
            '<?xml version="1.0"?><ows:ExceptionReport xmlns:ows="x" version="2.0.0">'
            f'<ows:Exception exceptionCode="InvalidParameterValue" locator="{locator}">'
            f"<ows:ExceptionText>{text}</ows:ExceptionText>"
            "</ows:Exception></ows:ExceptionReport>"
        )
        self.send(how.get("exception_status", 400), said.encode(), kind="text/xml")

    def _page(self, features: list[Shape], query: dict[str, str], how: dict[str, Any]) -> None:
        most = min(int(query["count"]), how.get("cap", 1000))
        start = 0 if how.get("ignores_start") else int(query["startindex"])
        page = features[start : start + most]
        if how.get("loses"):
            page = page[:-1] if start == 0 else []
        if "json" in query["outputformat"]:
            self.send_json(self._json(page, how))
        else:
            self.send(200, gml(page, how).encode(), kind="application/gml+xml")

    def _json(self, page: list[Shape], how: dict[str, Any]) -> dict[str, Any]:
        features = []
        for one in page:
            ring = corners(one.box, how)
            if how.get("bow_tie") == one.key:
                ring[1], ring[2] = ring[2], ring[1]
            shape = {"type": "Polygon", "coordinates": [ring]}
            geometry = None if how.get("empty") == one.key else shape
            properties = dict(one.properties)
            for name in ("namn", "regsonamn"):
                if name in properties:
                    properties[name] = how.get("rename", {}).get(str(one.key), properties[name])
            feature = {"type": "Feature", "properties": properties, "geometry": geometry}
            features.append(feature)
        name = f"urn:ogc:def:crs:EPSG::{how['srid']}"
        crs = {"type": "name", "properties": {"name": how.get("crs", name)}}
        found: dict[str, Any] = {"type": "FeatureCollection", "features": features}
        return found if how.get("no_crs") else {**found, "crs": crs}


def corners(box: tuple[float, float, float, float], how: dict[str, Any]) -> list[list[float]]:
    """Draw the ring of a square, in the order of axes and the place that the server is told."""
    west, south, east, north = box
    points = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    shift = how.get("shift", 0)
    if not isinstance(shift, dict):
        shift = {how["layer"]: shift}
    points = [[x + shift.get(how["layer"], 0), y] for x, y in points]
    swapped = how.get("swapped")
    if how.get("lonlat"):  # RFC 7946, whatever was asked for
        import pyproj

        to_degrees = pyproj.Transformer.from_crs(how["srid"], 4326, always_xy=True).transform
        points = [list(to_degrees(x, y)) for x, y in points]
    return [[y, x] for x, y in points] if swapped in (True, how["layer"]) else points


def gml(page: list[Shape], how: dict[str, Any]) -> str:
    """Write GML 3.2; ``srs`` decides whether its reader expects northing first."""
    srs = how.get("srs", f"urn:ogc:def:crs:EPSG::{how['srid']}")
    first = srs.startswith("urn") != bool(how.get("wrong_axes"))
    members = []
    for one in page:
        ring = corners(one.box, {**how, "swapped": first})
        points = " ".join(f"{a} {b}" for a, b in ring)
        stated = "".join(f"<slk:{k}>{v}</slk:{k}>" for k, v in one.properties.items())
        members.append(
            f'<wfs:member><slk:omrade gml:id="o.{one.key}">{stated}<slk:geom>'
            f'<gml:Polygon srsName="{srs}" gml:id="p.{one.key}"><gml:exterior><gml:LinearRing>'
            f"<gml:posList>{points}</gml:posList></gml:LinearRing></gml:exterior>"
            "</gml:Polygon></slk:geom></slk:omrade></wfs:member>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><wfs:FeatureCollection '
        'xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" '
        f'xmlns:slk="http://slk" numberMatched="unknown" numberReturned="{len(page)}">'
        f"{''.join(members)}</wfs:FeatureCollection>"
    )


if __name__ == "__main__":
    serve(Wfs)
