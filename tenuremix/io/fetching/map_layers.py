"""Make areas of the contract of what a map service gives, and write and compare them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tenuremix.crs import Box, box_around, suspect, transform
from tenuremix.errors import DataError, Fault
from tenuremix.io.fetching.vintages import CellChange
from tenuremix.io.fetching.wfs import Feature

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

_GRID_M = 0.001
_MOST_DEGREES = 360.0
_APART_M2, _MOVED_M = 1.0, 0.05


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the areas must lie: a box, easting first, in the CRS that they are kept in.

    ``city`` tells that the box is that of one city, so small that coordinates outside it show
    which CRS they are in; a box around the whole country does not.
    """

    crs: str
    box: Box
    city: bool


@dataclass(frozen=True, slots=True)
class MapLayer:
    """A layer of the service: its level, and which properties hold what.

    ``tidy`` makes the code of the contract of what the service writes; ``parent`` is empty where
    the service does not tell the parents.
    """

    level: str
    layer: str
    code: str
    name: str
    tidy: Callable[[str], str]
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One area as drawn: code, name, level, its polygon in the CRS of its ground, its parent."""

    code: str
    name: str
    level: str
    polygon: Geometry
    parent: str = ""


def draw(
    features: Sequence[Feature], layer: MapLayer, ground: Ground, where: str, notes: list[str]
) -> list[Drawn]:
    """Turn the features of a layer into areas.

    Parameters
    ----------
    notes
        What had to be done to them is added here.

    Returns
    -------
    list of Drawn
        In the order of their codes.

    Raises
    ------
    DataError
        Where they lie outside the ground and are not merely swapped, or are no polygons.
    """
    import shapely

    empty = [f.properties[layer.code] for f in features if _is_empty(f.geometry)]
    if empty:
        codes = ", ".join(sorted(empty))
        notes.append(f"Utan yta i tjänsten och därför inte med: {layer.level} {codes}.")
    kept = [f for f in features if f.properties[layer.code] not in empty]
    if not kept:
        raise DataError([Fault("net_short", where, None, {"found": 0, "expected": len(features)})])
    shapes = [shapely.force_2d(f.geometry) for f in kept if f.geometry is not None]
    placed = _placed(shapes, kept[0].crs, ground, where, layer.level, notes)
    found = []
    mended = []
    for feature, shape in zip(kept, placed, strict=True):
        code = layer.tidy(feature.properties[layer.code])
        if not shape.is_valid:
            mended.append(code)
        name = feature.properties.get(layer.name, code)
        parent = layer.tidy(feature.properties.get(layer.parent, ""))
        found.append(Drawn(code, name, layer.level, _polygon(shape, code, where), parent))
    if mended:
        notes.append(f"Ogiltig geometri, lagad vid hämtningen: {layer.level} {', '.join(mended)}.")
    return sorted(found, key=lambda area: area.code)


def _is_empty(geometry: Geometry | None) -> bool:
    return geometry is None or bool(geometry.is_empty)


def _placed(
    shapes: Sequence[Geometry],
    stated: str,
    ground: Ground,
    where: str,
    level: str,
    notes: list[str],
) -> list[Geometry]:
    """Put shapes in the CRS of the ground, easting first, wherever the server put them."""
    box = box_around(shapes)
    degrees = max(abs(number) for number in box) <= _MOST_DEGREES
    crs = stated or ("EPSG:4326" if degrees else ground.crs)
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    problem = suspect((x, y, x, y), crs, ground.box, ground.crs)
    if problem and problem[0] == "swapped":
        notes.append(f"Tjänsten gav norr före öster ({crs}); vänt vid hämtningen: {level}.")
        shapes = [_turned(shape) for shape in shapes]
        problem = None
    placed = [transform(shape, crs, ground.crs) for shape in shapes]
    if problem or not _within(box_around(placed), ground.box):
        at = f"{x:.7g}, {y:.7g}"
        raise DataError([_elsewhere(at, crs, problem[1] if problem else "?", ground, where)])
    return placed


def _elsewhere(at: str, crs: str, looks: str, ground: Ground, where: str) -> Fault:
    """Tell that coordinates lie elsewhere: what they look like, or where they should lie."""
    values: dict[str, object] = {"found": at, "crs": crs}
    if ground.city:
        return Fault("wrong_crs", where, None, {**values, "expected": looks})
    sides = ("west", "south", "east", "north")
    box = {side: f"{edge:.0f}" for side, edge in zip(sides, ground.box, strict=True)}
    return Fault("net_elsewhere", where, None, {**values, **box})


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


def areas_text(areas: Sequence[Drawn], crs: str) -> str:
    """Write areas as GeoJSON, one feature a line, the coordinates in millimetres."""
    import shapely

    name = crs.replace(":", "::")
    stated = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:{name}"}}
    lines = []
    for area in areas:
        properties = {"kod": area.code, "namn": area.name, "niva": area.level}
        properties |= {"foralder": area.parent} if area.parent else {}
        shape = json.loads(shapely.to_geojson(area.polygon))
        geometry = {"type": shape["type"], "coordinates": _rounded(shape["coordinates"])}
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    head = json.dumps(stated, separators=(",", ":"))
    body = ",\n".join(lines)
    return f'{{"type":"FeatureCollection","crs":{head},"features":[\n{body}\n]}}\n'


def _rounded(coordinates: Any) -> Any:  # noqa: ANN401 - lists within lists
    if isinstance(coordinates, list):
        return [_rounded(each) for each in coordinates]
    return round(coordinates, 3)


def compare_areas(old: str, new: str) -> list[CellChange]:
    """List the areas that differ: name, parent, and by how many square metres the boundary.

    A service that writes one layer in two ways rounds its coordinates twice: a boundary is the
    same where less than 1 square metre differs and no corner has moved 5 centimetres.
    """
    before, after = _by_code(old), _by_code(new)
    changes = []
    for code in {**before, **after}:
        one, other = before.get(code), after.get(code)
        if one is None or other is None:
            changes.append(
                CellChange(code, "–" if one is None else "finns", "–" if one else "finns")
            )
            continue
        for name in ("namn", "foralder"):
            was, now = (each["properties"].get(name, "") for each in (one, other))
            if was != now:
                changes.append(CellChange(f"{code} {name}", was, now))
        if one["geometry"] == other["geometry"]:
            continue
        was, now = (_shape(each) for each in (one, other))
        apart = was.symmetric_difference(now).area
        if apart >= _APART_M2 or not (_follows(was, now) and _follows(now, was)):
            moved = f"{now.area:.0f} m2 ({apart:.0f} m2 annorlunda)"
            changes.append(CellChange(f"{code} yta", f"{was.area:.0f} m2", moved))
    return changes


def _follows(one: Geometry, other: Geometry) -> bool:
    """Tell whether each corner of one lies on the boundary of the other, or nearly."""
    import shapely

    boundary = other.boundary
    shapely.prepare(boundary)
    corners = shapely.points(shapely.get_coordinates(one))
    return bool(shapely.dwithin(corners, boundary, _MOVED_M).all())


def _by_code(text: str) -> Mapping[str, Any]:
    features = json.loads(text)["features"]
    return {f"{f['properties']['niva']} {f['properties']['kod']}": f for f in features}


def _shape(feature: Mapping[str, Any]) -> Any:  # noqa: ANN401 - of shapely, loaded late
    import shapely

    return shapely.make_valid(shapely.from_geojson(json.dumps(feature["geometry"])))
