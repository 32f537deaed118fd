"""Build the schematic areas of Göteborg from the two bundled tables alone.

A point and a size are known for each of the 1 012 basområden, but no boundary. Every place is
given to the primärområde whose basområden together pull hardest, where one pulls with
``area / distance**3``. (Its nearest point alone would give smaller basområden too much of the
land around larger ones.) Land is what lies near enough to some point. The result is a drawing
for maps and a stand-in for tests: neighbours, sizes and positions are about right, borders and
coast are not.

All coordinates are in SWEREF 99 12 00 (EPSG:3007), in metres.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]

HERE = Path(__file__).parent
POINTS = HERE / "goteborg_basomraden.csv"
AREAS = HERE / "goteborg_primaromraden.csv"
OUTPUT = HERE / "goteborg_omraden_schematiska.geojson"

EPSG = 3007
LEVELS = ("primaromrade", "mellanomrade", "stadsomrade")

CELL_M = 50  # side of the squares that places are judged by
REACH = 1.6  # land reaches this many equal-area radii from a point ...
REACH_BEYOND_M = 350.0  # ... but no further than this past the radius itself
CLOSE_M = 600.0  # bays and gaps narrower than twice this are filled
OPEN_M = 300.0  # spits narrower than twice this are cut off
CORE_M = 250.0  # land that a point keeps around it, at most
STRAIGHT_M = 250.0  # arcs of the outline become straight lines within this distance
HOLE_M2 = 1_000_000.0  # smaller holes in the land are filled
SMOOTHINGS = 6  # passes of the (1, 2, 1) / 4 filter along each border
SIMPLIFY_M = 80.0  # square root of the smallest triangle that is kept in a border
CHUNK = 2048  # places judged at a time, to bound memory


def read_table(path: Path) -> pd.DataFrame:
    """Read a bundled table, sorted by ``kod``; codes stay text, coordinates are in EPSG:3007."""
    codes = dict.fromkeys(("kod", "mellanomrade", "stadsomrade"), "str")
    return pd.read_csv(path, dtype=codes).sort_values("kod", ignore_index=True)


def outline(points: pd.DataFrame) -> shapely.MultiPolygon:
    """Return the land: discs around the points, grown together and straightened (EPSG:3007)."""
    radius_m = np.sqrt(points["area_km2"].to_numpy() * 1e6 / np.pi)
    reach_m = np.minimum(REACH * radius_m, radius_m + REACH_BEYOND_M)
    centres = shapely.points(_xy(points))
    discs = shapely.union_all(shapely.buffer(centres, reach_m))
    land = discs.buffer(CLOSE_M).buffer(-CLOSE_M - OPEN_M).buffer(OPEN_M).simplify(STRAIGHT_M)
    # What the opening and the straight lines cut off comes back around the points.
    cores = shapely.buffer(centres, np.minimum(radius_m, CORE_M))
    parts = shapely.get_parts(shapely.union_all([land, *cores]))
    return shapely.MultiPolygon([_without_small_holes(part) for part in parts])


def owners(places: Floats, points: pd.DataFrame) -> NDArray[np.intp]:
    """Return for each place the position of its primärområde in the sorted codes.

    ``places`` has the shape (n, 2), metres in EPSG:3007; ``points`` is sorted by ``kod``.
    """
    _, first = np.unique(_codes(points), return_index=True)
    area = points["area_km2"].to_numpy(dtype=np.float64)
    east, north = _xy(points).T
    found = []
    for start in range(0, len(places), CHUNK):
        x, y = places[start : start + CHUNK].T
        squared = (x[:, None] - east) ** 2 + (y[:, None] - north) ** 2
        # A place on a point is pulled without limit by it; half a metre stands for nought.
        squared = np.maximum(squared, 0.25)
        pull = area / (squared * np.sqrt(squared))
        found.append(np.add.reduceat(pull, first, axis=1).argmax(axis=1))
    return np.concatenate(found)


def primary_areas(points: pd.DataFrame) -> gpd.GeoSeries:
    """Return the polygons of the primärområden, indexed by code: a clean coverage, EPSG:3007.

    ``points`` is sorted by ``kod``.
    """
    corners = _squares(outline(points))
    owner = owners(corners + CELL_M / 2, points)
    boxes = np.asarray(shapely.box(*corners.T, *(corners + CELL_M).T))
    codes = np.unique(_codes(points))
    rough = [shapely.coverage_union_all(boxes[owner == i]) for i in range(len(codes))]
    tidy = _smooth(_without_crumbs(rough, shapely.MultiPoint(_xy(points))))
    # Simplifying only leaves vertices out, so the coordinates stay whole metres.
    shapes = shapely.normalize(shapely.coverage_simplify(tidy, SIMPLIFY_M))
    return gpd.GeoSeries(shapes, index=codes, crs=EPSG)


def build(points: pd.DataFrame, areas: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the areas of all levels as ``kod, namn, niva, foralder`` and geometry (EPSG:3007).

    ``points`` holds the basområden, ``areas`` the primärområden with their parents, both sorted
    by ``kod``. A parent is the exact union of its children. Rows are sorted by level, the finest
    first, and code.
    """
    shapes = primary_areas(points)
    table = areas.rename(columns={"namn": "primaromrade_namn"}).set_index("kod", drop=False)
    table = table.rename(columns={"kod": "primaromrade"}).loc[shapes.index]
    layers = []
    for level, above in zip(LEVELS, (*LEVELS[1:], None), strict=True):
        first = table.drop_duplicates(level).sort_values(level)
        unions = [
            shapely.normalize(shapely.coverage_union_all(shapes[table[level] == code].array))
            for code in first[level]
        ]
        fields = {
            "kod": first[level].tolist(),
            "namn": first[f"{level}_namn"].tolist(),
            "niva": level,
            "foralder": first[above].tolist() if above else None,
        }
        layers.append(gpd.GeoDataFrame(fields, geometry=unions, crs=EPSG))
    return pd.concat(layers, ignore_index=True)


def to_geojson(areas: gpd.GeoDataFrame) -> str:
    """Return areas as GeoJSON text, whole metres in EPSG:3007, one feature a line."""
    crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{EPSG}"}}
    features = [
        {
            "type": "Feature",
            "properties": {
                "kod": row.kod,
                "namn": row.namn,
                "niva": row.niva,
                "foralder": None if pd.isna(row.foralder) else row.foralder,
            },
            "geometry": json.loads(shapely.to_geojson(row.geometry), parse_float=_whole),
        }
        for row in areas.itertuples(index=False)
    ]
    lines = ",\n".join(_compact(feature) for feature in features)
    return f'{{"type":"FeatureCollection","crs":{_compact(crs)},"features":[\n{lines}\n]}}\n'


def _codes(points: pd.DataFrame) -> NDArray[np.str_]:
    """Return the code of the primärområde that each basområde belongs to."""
    return points["kod"].str[:3].to_numpy(dtype=np.str_)


def _xy(points: pd.DataFrame) -> Floats:
    return points[["centrum_e", "centrum_n"]].to_numpy(dtype=np.float64)


def _without_small_holes(polygon: shapely.Polygon) -> shapely.Polygon:
    kept = [ring for ring in polygon.interiors if shapely.Polygon(ring).area >= HOLE_M2]
    return shapely.Polygon(polygon.exterior, kept)


def _squares(land: shapely.MultiPolygon) -> Floats:
    """Return the south-west corners of the lattice squares whose middle is on land."""
    west, south, east, north = (int(value // CELL_M) * CELL_M for value in land.bounds)
    x, y = np.meshgrid(
        np.arange(west, east + CELL_M, CELL_M, dtype=np.float64),
        np.arange(south, north + CELL_M, CELL_M, dtype=np.float64),
    )
    shapely.prepare(land)
    inside = shapely.contains_xy(land, x + CELL_M / 2, y + CELL_M / 2)
    return np.column_stack([x[inside], y[inside]])


def _without_crumbs(shapes: list[BaseGeometry], centres: shapely.MultiPoint) -> list[BaseGeometry]:
    """Give each part that holds no point to the neighbour along its longest border.

    A part that borders on no neighbour is left to the sea.
    """
    result = list(shapes)
    for i, shape in enumerate(shapes):
        for crumb in shapely.get_parts(shape):
            if shapely.intersects(crumb, centres):
                continue
            result[i] = shapely.difference(result[i], crumb)
            shared_m = shapely.length(shapely.intersection(result, crumb))
            heir = int(shared_m.argmax())
            if shared_m[heir] > 0:
                result[heir] = shapely.coverage_union(result[heir], crumb)
    return result


def _smooth(shapes: list[BaseGeometry]) -> list[BaseGeometry]:
    """Return the coverage with its steps evened out, in whole metres, and still a coverage.

    Each border is smoothed once, for both its sides, and ends where it did. The areas are then
    put together again from the faces between the borders.
    """
    borders = shapely.line_merge(shapely.union_all(shapely.boundary(shapes)))
    lines = []
    for border in shapely.get_parts(borders):
        xy = shapely.get_coordinates(border)
        for _ in range(SMOOTHINGS):
            xy[1:-1] = (xy[:-2] + 2 * xy[1:-1] + xy[2:]) / 4
        lines.append(shapely.LineString(xy))
    net = shapely.union_all(shapely.set_precision(lines, 1), grid_size=1)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(net)))
    middles = shapely.point_on_surface(faces)
    face, owner = shapely.STRtree(shapes).query(middles, predicate="intersects")
    return [shapely.coverage_union_all(faces[face[owner == i]]) for i in range(len(shapes))]


def _whole(number: str) -> int:
    return int(float(number))


def _compact(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main() -> None:
    """Write the areas beside the tables, or where ``--output`` says."""
    parser = argparse.ArgumentParser(description="Build the schematic areas of Göteborg.")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    output: Path = parser.parse_args().output
    text = to_geojson(build(read_table(POINTS), read_table(AREAS)))
    output.write_bytes(text.encode("utf-8"))


if __name__ == "__main__":
    main()
