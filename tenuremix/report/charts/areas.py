"""The map of the report as SVG: each area coloured and patterned by what is missing there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from tenuremix.document import svg as pen

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry


_BESIDE, _HIGH = 312.0, 400.0
"""Where the legend begins, and how high the map may be."""


@dataclass(frozen=True, slots=True)
class MapArea:
    """One area of a map: its polygon in a metric CRS, and its class."""

    geometry: Geometry
    kind: str


def area_map(heading: pen.Heading, areas: Sequence[MapArea], legend: Mapping[str, str]) -> str:
    """Draw the areas, coloured and patterned by class.

    Parameters
    ----------
    heading
        The chart's words.
    areas
        Polygons of one coverage, in a metric CRS (easting, northing).
    legend
        For each class that occurs its finished text, in the order to be shown.
    """
    west, south, east, north = shapely.total_bounds([area.geometry for area in areas]).tolist()
    unit = max((east - west) / (_BESIDE - 16), (north - south) / _HIGH, 1e-9)
    shapes = shapely.coverage_simplify([area.geometry for area in areas], 1.5 * unit)
    body = []
    for area, shape in zip(areas, shapes, strict=True):
        path = _path(shape, west, north, unit)
        body += [
            f'<path d="{path}" fill="{fill}"{pen.style("area")}/>'
            for fill in heading.fills(area.kind)
        ]
    height = max((north - south) / unit + 8, 24.0 * len(legend) + 8)
    return pen.svg(heading, height, [*body, *_legend(heading, legend)], pen.WIDE)


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


def _legend(heading: pen.Heading, legend: Mapping[str, str]) -> list[str]:
    """Explain the classes beside the map."""
    found: list[str] = []
    for place, (kind, words) in enumerate(legend.items()):
        y = 4 + 24.0 * place
        edge = f' stroke="{pen.QUIET}"'
        found += [pen.rect(_BESIDE, y, 30, 18, fill, edge) for fill in heading.fills(kind)]
        found.append(pen.text(_BESIDE + 36, y + 14, words, how="small"))
    return found
