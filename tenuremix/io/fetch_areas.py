"""Fetch Göteborg's areas from the city's map service, as areas of the contract."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenuremix.errors import DataError, Fault
from tenuremix.io.crs import Box, stated_box, suspect, transform
from tenuremix.io.http import Client
from tenuremix.io.vintages import Change, Kept, Vintage, keep
from tenuremix.io.wfs import Feature, read_layer

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

WFS = "https://geodata-external.sbk.goteborg.se/services/slk-administrativ-indelning-v2/wfs"
LAYERS = {
    "primaromrade": "slk-administrativ-indelning-v2:primaromraden",
    "mellanomrade": "slk-administrativ-indelning-v2:mellanomraden",
    "stadsomrade": "slk-administrativ-indelning-v2:stadsomraden",
}
"""The layers, from the finest level to the coarsest."""
CRS = "EPSG:3007"
# The municipality with its sea, and some more, in SWEREF 99 12 00: what its areas must lie in.
CITY: Box = (105_000, 6_365_000, 175_000, 6_435_000)
PACE = (10, 5.0)
"""Calls, and in how many seconds: a map service does not tell its limit."""
_DIGITS = {"primaromrade": 3, "mellanomrade": 2, "stadsomrade": 1}
_GRID_M = 0.001
_MOST_DEGREES = 360.0
_NO_LICENCE = "Tjänstens licens är inte kontrollerad; läs villkoren före vidare spridning."
_NO_DAY = (
    "Vilken dag indelningen beskriver står inte i tjänsten; datumet i filens namn är hämtningens."
)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One area as drawn: code, name, level, and its polygon in the CRS of the contract."""

    code: str
    name: str
    level: str
    polygon: Geometry
    parent: str = ""


def fetch_areas(
    workspace: Path,
    *,
    url: str | None = None,
    today: date,
    timeout: float,
    notice: Callable[[float], None] | None = None,
) -> Kept:
    """Fetch the areas of three levels, and keep them as one vintage.

    Parameters
    ----------
    workspace
        The folder of the workspace; the file is put in ``areas``.
    url
        The address of the map service, or None for the city's own.
    today
        The day of the fetch; it names the vintage, as the service tells no other.
    timeout
        The longest that one answer may take, in seconds.
    notice
        Is told how many seconds the client waits, where the server asks it to.

    Returns
    -------
    Kept

    Raises
    ------
    DataError
        Where the network fails, a layer comes short, its coordinates lie elsewhere, or an area
        lies in no area of the coarser level.  Nothing is written then.
    """
    address = url or WFS
    notes = [_NO_LICENCE, _NO_DAY]
    with Client(workspace, today=today, timeout=timeout, notice=notice) as client:
        client.limit(*PACE)
        levels = {}
        for level, layer in LAYERS.items():
            features = read_layer(client, address, layer, key="nr", srs=CRS)
            levels[level] = _drawn(features, level, f"{address} {layer}", notes)
        for finer, coarser in pairwise(LAYERS):
            levels[finer] = _with_parents(levels[finer], levels[coarser], address)
        found = [area for level in LAYERS for area in levels[level]]
        described = _sidecar(address, today, notes)
        text = areas_text(found)
        day = today.isoformat()
        vintage = Vintage("areas", "goteborg_omraden", day, ".geojson", text, described)
        return keep(workspace, vintage, compare_areas, any_date=True)


def _sidecar(link: str, today: date, notes: list[str]) -> dict[str, object]:
    return {
        "producer": "Göteborgs Stad",
        "title": "Göteborgs primärområden, mellanområden och stadsområden",
        "describes_on": "",
        "published_on": "",
        "fetched_on": today,
        "licence": "",
        "link": link,
        "edition": "Göteborg 2021",
        "notes": notes,
    }


def _drawn(features: Sequence[Feature], level: str, where: str, notes: list[str]) -> list[_Drawn]:
    """Turn the features of a layer into areas; what had to be done to them is noted."""
    import shapely

    empty = [f.properties["nr"] for f in features if f.geometry is None or f.geometry.is_empty]
    if empty:
        codes = ", ".join(sorted(empty))
        notes.append(f"Utan yta i tjänsten och därför inte med: {level} {codes}.")
    kept = [f for f in features if f.properties["nr"] not in empty]
    if not kept:
        raise DataError([Fault("net_short", where, None, {"found": 0, "expected": len(features)})])
    shapes = [shapely.force_2d(f.geometry) for f in kept if f.geometry is not None]
    placed = _placed(shapes, kept[0].crs, where, level, notes)
    found = []
    mended = []
    for feature, shape in zip(kept, placed, strict=True):
        code = feature.properties["nr"]
        code = (code.lstrip("0") or "0").zfill(_DIGITS[level])
        if not shape.is_valid:
            mended.append(code)
        name = feature.properties.get("namn", code)
        found.append(_Drawn(code, name, level, _polygon(shape, code, where)))
    if mended:
        notes.append(f"Ogiltig geometri, lagad vid hämtningen: {level} {', '.join(mended)}.")
    return sorted(found, key=lambda area: area.code)


def _placed(
    shapes: Sequence[Geometry], stated: str, where: str, level: str, notes: list[str]
) -> list[Geometry]:
    """Put shapes in the CRS of the contract, easting first, wherever the server put them.

    Raises
    ------
    DataError
        Where they lie outside the city in the CRS that is stated, and are not merely swapped.
    """
    box = _around(shapes)
    degrees = max(abs(number) for number in box) <= _MOST_DEGREES
    crs = stated or ("EPSG:4326" if degrees else CRS)
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    problem = suspect(x, y, crs, CITY, CRS)
    if problem and problem[0] == "swapped":
        notes.append(f"Tjänsten gav norr före öster ({crs}); vänt vid hämtningen: {level}.")
        shapes = [_turned(shape) for shape in shapes]
        problem = None
    placed = [transform(shape, crs, CRS) for shape in shapes]
    inside = _within(_around(placed), CITY)
    if problem or not inside:
        looks = problem[1] if problem else "?"
        values = {"found": f"{x:.7g}, {y:.7g}", "crs": crs, "expected": looks}
        raise DataError([Fault("wrong_crs", where, None, values)])
    return placed


def _around(shapes: Iterable[Geometry]) -> Box:
    return stated_box([shape.bounds for shape in shapes])


def _within(box: Box, outer: Box) -> bool:
    return outer[0] <= box[0] and outer[1] <= box[1] and box[2] <= outer[2] and box[3] <= outer[3]


def _turned(shape: Geometry) -> Geometry:
    import shapely

    return shapely.transform(shape, lambda xy: xy[:, ::-1])


def _polygon(shape: Geometry, code: str, where: str) -> Geometry:
    """Give the valid polygons of a shape, to the millimetre, in the one order they have."""
    import shapely

    valid = shapely.set_precision(shapely.make_valid(shape), _GRID_M)
    parts = [
        part
        for part in shapely.get_parts(shapely.get_parts(valid))
        if part.geom_type == "Polygon" and not part.is_empty
    ]
    if not parts:
        values = {"found": f"{code}: {shape.geom_type}", "expected": "Polygon, MultiPolygon"}
        raise DataError([Fault("geometry_type", where, None, values)])
    whole = parts[0] if len(parts) == 1 else shapely.union_all(parts, grid_size=_GRID_M)
    return shapely.normalize(whole)


def _with_parents(areas: Sequence[_Drawn], coarser: Sequence[_Drawn], where: str) -> list[_Drawn]:
    """Give each area the coarser area that a point within it lies in; lowest code on a border."""
    found = []
    faults = []
    for area in areas:
        point = area.polygon.representative_point()
        over = [parent.code for parent in coarser if parent.polygon.intersects(point)]
        if not over:
            values = {"found": f"{area.level} {area.code}", "level": coarser[0].level}
            faults.append(Fault("no_parent", where, None, values))
            continue
        found.append(replace(area, parent=over[0]))
    if faults:
        raise DataError(faults)
    return found


def areas_text(areas: Sequence[_Drawn]) -> str:
    """Write areas as GeoJSON, one feature a line, the coordinates in millimetres."""
    import shapely

    name = CRS.replace(":", "::")
    crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:{name}"}}
    lines = []
    for area in areas:
        properties = {"kod": area.code, "namn": area.name, "niva": area.level}
        properties |= {"foralder": area.parent} if area.parent else {}
        shape = json.loads(shapely.to_geojson(area.polygon))
        geometry = {"type": shape["type"], "coordinates": _rounded(shape["coordinates"])}
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    head = json.dumps(crs, separators=(",", ":"))
    body = ",\n".join(lines)
    return f'{{"type":"FeatureCollection","crs":{head},"features":[\n{body}\n]}}\n'


def _rounded(coordinates: Any) -> Any:  # noqa: ANN401 - lists within lists
    if isinstance(coordinates, list):
        return [_rounded(each) for each in coordinates]
    return round(coordinates, 3)


def compare_areas(old: str, new: str) -> list[Change]:
    """List the areas that differ: name, parent, and by how many square metres the boundary."""
    before, after = _by_code(old), _by_code(new)
    changes = []
    for code in {**before, **after}:
        one, other = before.get(code), after.get(code)
        if one is None or other is None:
            changes.append(Change(code, "–" if one is None else "finns", "–" if one else "finns"))
            continue
        for name in ("namn", "foralder"):
            was, now = (each["properties"].get(name, "") for each in (one, other))
            if was != now:
                changes.append(Change(f"{code} {name}", was, now))
        if one["geometry"] != other["geometry"]:
            was, now = (_shape(each) for each in (one, other))
            moved = f"{was.symmetric_difference(now).area:.0f} m2 annorlunda"
            changes.append(
                Change(f"{code} yta", f"{was.area:.0f} m2", f"{now.area:.0f} m2 ({moved})")
            )
    return changes


def _by_code(text: str) -> Mapping[str, Any]:
    features = json.loads(text)["features"]
    return {f"{f['properties']['niva']} {f['properties']['kod']}": f for f in features}


def _shape(feature: Mapping[str, Any]) -> Any:  # noqa: ANN401 - of shapely, loaded late
    import shapely

    return shapely.make_valid(shapely.from_geojson(json.dumps(feature["geometry"])))
