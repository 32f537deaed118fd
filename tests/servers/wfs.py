"""A WFS 2.0 with the city's three layers, and the habits of servers met in the field."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.servers.base import Handler, serve

PREFIX = "slk-administrativ-indelning-v2:"
EAST, NORTH = 145_000.0, 6_396_000.0
# nr, name, and the square: column, row and side in kilometres from (EAST, NORTH)
LAYERS: dict[str, list[tuple[Any, str, int, int, int]]] = {
    "primaromraden": [
        (403, "Slättadamm", 3, 0, 1),
        (101, "Kungsladugård", 0, 0, 1),
        (102, "Sanna, västra", 1, 0, 1),
        (109, "Olivedal", 2, 0, 1),
    ],
    "mellanomraden": [(35, "Kungsladugård-Sanna", 0, 0, 2), (36, "Majorna", 2, 0, 2)],
    "stadsomraden": [("02", "Centrum", 0, 0, 4)],
}


class Wfs(Handler):
    """Answers GetFeature, well or badly."""

    def answer(self, path: str, query: dict[str, str], _: Any) -> None:
        how = self.how
        query = {key.lower(): value for key, value in query.items()}
        layer = query["typenames"].removeprefix(PREFIX)
        features = sorted(LAYERS.get(layer, []), key=lambda one: int(one[0]))
        if path != "/wfs" or layer not in LAYERS:
            self._exception("typeNames", f"Feature type {PREFIX}{layer} unknown", how)
        elif query.get("resulttype") == "hits":
            self._hits(features, how)
        elif "startindex" in query and "sortby" not in query:
            self._exception("", "Cannot do natural order without a primary key", how)
        elif how.get("gml") and "json" in query["outputformat"]:
            self._exception("outputFormat", "Failed to find response for output format", how)
        else:
            self._page(features, query, how)

    def _hits(self, features: list[Any], how: dict[str, Any]) -> None:
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

    def _page(self, features: list[Any], query: dict[str, str], how: dict[str, Any]) -> None:
        most = min(int(query["count"]), how.get("cap", 1000))
        start = 0 if how.get("ignores_start") else int(query["startindex"])
        page = features[start : start + most]
        if how.get("loses"):
            page = page[:-1] if start == 0 else []
        if "json" in query["outputformat"]:
            self.send_json(self._json(page, how))
        else:
            self.send(200, gml(page, how).encode(), kind="application/gml+xml")

    def _json(self, page: list[Any], how: dict[str, Any]) -> dict[str, Any]:
        features = []
        for nr, name, *square in page:
            ring = corners(*square, how)
            if how.get("bow_tie") == nr:
                ring[1], ring[2] = ring[2], ring[1]
            shape = {"type": "Polygon", "coordinates": [ring]}
            geometry = None if how.get("empty") == nr else shape
            properties = {"nr": nr, "namn": name, "area_km2": 1.0}
            if how.get("rename"):
                properties["namn"] = how["rename"].get(str(nr), name)
            feature = {"type": "Feature", "properties": properties, "geometry": geometry}
            features.append(feature)
        name = "urn:ogc:def:crs:EPSG::3007"
        crs = {"type": "name", "properties": {"name": how.get("crs", name)}}
        found: dict[str, Any] = {"type": "FeatureCollection", "features": features}
        return found if how.get("no_crs") else {**found, "crs": crs}


def corners(column: int, row: int, side: int, how: dict[str, Any]) -> list[list[float]]:
    """Draw the ring of a square, in the order of axes and the place that the server is told."""
    x, y = EAST + column * 1000 + how.get("shift", 0), NORTH + row * 1000
    ring = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)]
    points = [[x + i * 1000, y + j * 1000] for i, j in ring]
    if how.get("lonlat"):  # RFC 7946, whatever was asked for: near enough for a test
        points = [[11.9 + (px - EAST) / 59_600, 57.7 + (py - NORTH) / 111_300] for px, py in points]
    return [[py, px] for px, py in points] if how.get("swapped") else points


def gml(page: list[Any], how: dict[str, Any]) -> str:
    """Write GML 3.2; ``srs`` decides whether its reader expects northing first."""
    srs = how.get("srs", "urn:ogc:def:crs:EPSG::3007")
    first = srs.startswith("urn") != bool(how.get("wrong_axes"))
    members = []
    for nr, name, *square in page:
        ring = corners(*square, {**how, "swapped": first})
        points = " ".join(f"{a} {b}" for a, b in ring)
        members.append(
            f'<wfs:member><slk:omrade gml:id="o.{nr}"><slk:nr>{nr}</slk:nr>'
            f"<slk:namn>{name}</slk:namn><slk:geom>"
            f'<gml:Polygon srsName="{srs}" gml:id="p.{nr}"><gml:exterior><gml:LinearRing>'
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
