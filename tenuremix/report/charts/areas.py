"""The map of the report as SVG: each area coloured, patterned and lettered by class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from tenuremix.counting.tenure import NO_MAJORITY, Tenure
from tenuremix.document.style import COLOURS
from tenuremix.report.charts import svg as pen

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry


@dataclass(frozen=True, slots=True)
class MapArea:
    """One area of a map: its polygon in a metric CRS, and its class."""

    geometry: Geometry
    kind: str


def area_map(
    heading: pen.Heading,
    areas: Sequence[MapArea],
    letters: Mapping[str, str],
    legend: Mapping[str, str],
) -> str:
    """Draw the areas, coloured, patterned and lettered by class.

    Parameters
    ----------
    heading
        The chart's words.
    areas
        Polygons of one coverage, in a metric CRS (easting, northing).
    letters
        For each class the letters that stand in an area large enough for them.
    legend
        For each class that occurs its finished text, in the order to be shown.
    """
    west, south, east, north = shapely.total_bounds([area.geometry for area in areas]).tolist()
    unit = max((east - west) / (pen.WIDTH - 8), (north - south) / 460, 1e-9)
    shapes = shapely.coverage_simplify([area.geometry for area in areas], 1.5 * unit)
    body, names = [], []
    for area, shape in zip(areas, shapes, strict=True):
        fill = COLOURS.get(area.kind, "#fff")
        path = _path(shape, west, north, unit)
        body.append(f'<path d="{path}" fill="{fill}"{pen.style("area")}/>')
        if area.kind in (Tenure.BOSTADSRATT, Tenure.AGANDERATT, pen.NOT_ASSESSED):
            body.append(f'<path d="{path}" fill="{heading.fill(area.kind)}"{pen.style("area")}/>')
        names += _letters(shape, area.kind, letters, (west, north, unit))
    height = (north - south) / unit + 8
    below, used = _legend(heading, height + 6, letters, legend)
    return pen.svg(heading, height + 6 + used, [*body, *names, *below])


def _path(shape: Geometry, west: float, north: float, unit: float) -> str:
    """Write the rings of a polygon; a part too small to see keeps a visible point."""
    written = []
    for part in shapely.get_parts(shape):
        for ring in (part.exterior, *part.interiors):
            points = [
                f"{pen.place(4 + (x - west) / unit)} {pen.place(4 + (north - y) / unit)}"
                for x, y in shapely.get_coordinates(ring)[:-1].tolist()
            ]
            written.append(f"M{'L'.join(points)}Z")
    return "".join(written)


def _letters(
    shape: Geometry, kind: str, letters: Mapping[str, str], frame: tuple[float, float, float]
) -> list[str]:
    west, north, unit = frame
    if shape.is_empty:
        return []
    part = max(shapely.get_parts(shape), key=lambda p: p.area)
    point = shapely.point_on_surface(part)
    # Letters stand where a circle of their size lies within the area.
    if part.boundary.distance(point) < 6 * unit:
        return []
    x, y = 4 + (point.x - west) / unit, 4 + (north - point.y) / unit
    how = "map light" if kind in pen.ON_DARK else "map halo"
    return [pen.text(x, y + 3, letters[kind], anchor="middle", how=how)]


def _legend(
    heading: pen.Heading, top: float, letters: Mapping[str, str], legend: Mapping[str, str]
) -> tuple[list[str], float]:
    found: list[str] = []
    for place, (kind, words) in enumerate(legend.items()):
        y = top + 24 * place
        edge = f' stroke="{pen.QUIET}"'
        found.append(pen.rect(6, y, 30, 18, COLOURS.get(kind, "#fff"), edge))
        if kind not in (Tenure.HYRESRATT, NO_MAJORITY):
            found.append(pen.rect(6, y, 30, 18, heading.fill(kind)))
        how = "small light" if kind in pen.ON_DARK else "small halo"
        found.append(pen.text(21, y + 13, letters[kind], anchor="middle", how=how))
        found.append(pen.text(44, y + 14, words))
    return found, 24.0 * len(legend)
