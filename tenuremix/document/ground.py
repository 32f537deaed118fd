"""What a drawn map stands on: metres as units of the drawing, its water, and what room is taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import cos, pi, sin
from typing import TYPE_CHECKING, Self

import shapely

from tenuremix.document import svg as pen

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

    from tenuremix.document.backdrop import Backdrop

EDGE = "#6b6b6b"
LETTER, TALL = 6.3, 13.0
"""Of a name on a map: the width of a letter, and the height of a line."""
MARGIN = 2.0
_UPRIGHT = 0.3  # the cosine of a place above or below a mark

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class MapFrame:
    """Maps metres to a drawing, and remembers which of it is taken.

    Parameters
    ----------
    west, north
        The corner of the map, in metres.
    unit
        Metres in a unit of the drawing.
    wide, high
        Its size, in units of the drawing.
    taken
        Boxes in which something is written or marked: left, top, right, bottom.
    """

    west: float
    north: float
    unit: float
    wide: float
    high: float
    taken: list[Box] = field(default_factory=list)

    @classmethod
    def around(cls, bounds: Box, *, wide: float, high: float, part: tuple[float, float]) -> Self:
        """Make the frame in which bounds (minx, miny, maxx, maxy) take a part of the map."""
        west, south, east, north = bounds
        unit = max((east - west) / (part[0] * wide), (north - south) / (part[1] * high), 1e-9)
        middle, centre = (west + east) / 2, (south + north) / 2
        return cls(middle - wide * unit / 2, centre + high * unit / 2, unit, wide, high)

    @property
    def bounds(self) -> Box:
        """What of the ground is shown, in metres: minx, miny, maxx, maxy."""
        south = self.north - self.high * self.unit
        return (self.west, south, self.west + self.wide * self.unit, self.north)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Give the place in the drawing of an easting and a northing."""
        return (x - self.west) / self.unit, (self.north - y) / self.unit

    def ground(self, x: float, y: float) -> tuple[float, float]:
        """Give the easting and the northing of a place in the drawing."""
        return self.west + x * self.unit, self.north - y * self.unit

    def free(self, box: Box) -> bool:
        """Tell whether nothing is taken in a box, and it lies within the map."""
        left, top, right, bottom = box
        inside = min(left, top, self.wide - right, self.high - bottom) > MARGIN
        return inside and not any(
            left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
            for other in self.taken
        )

    def path(self, shape: Geometry) -> str:
        """Write the rings and lines of a shape, cut off at the edge of the map."""
        written = []
        for part in shapely.get_parts(shapely.clip_by_rect(shape, *self.bounds)).tolist():
            lines = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
            for line in lines:
                if line.geom_type == "Point":
                    continue
                points = [self.at(x, y) for x, y in shapely.get_coordinates(line).tolist()]
                words = "L".join(f"{pen.place(x)} {pen.place(y)}" for x, y in points)
                written.append(f"M{words}{'Z' if part.geom_type == 'Polygon' else ''}")
        return "".join(written)

    def water(self, water: Sequence[Geometry]) -> list[str]:
        """Draw polygons of water."""
        edge = ' fill="#d3dde3" stroke="#465c6a" stroke-width=".7"'
        return [f'<path d="{path}"{edge}/>' for path in map(self.path, water) if path]

    def border(self) -> str:
        """Draw the edge of the map, and the white that it lies on."""
        return pen.rect(0.5, 0.5, self.wide - 1, self.high - 1, "#fff", f' stroke="{EDGE}"')


def waters(backdrop: Backdrop | None) -> tuple[list[Geometry], list[Geometry]]:
    """Give the water that lies under the areas of a map, and what lies over them."""
    if backdrop is None:
        return [], []
    if backdrop.over:
        return [backdrop.sea], [backdrop.rivers]
    return [backdrop.sea, backdrop.rivers], []


def boxes_around(
    x: float, y: float, radius: float, wide: float, rings: Sequence[float]
) -> Iterator[tuple[Box, bool]]:
    """Give the boxes in which the name of a mark may stand, and whether a line has to lead to it.

    ``rings`` are how far from the mark it is tried, the nearest first; 0 needs no line.
    """
    for ring in rings:
        gap = radius + 3 + ring
        for turn in (0, 8, 4, 12, 1, 15, 7, 9, 2, 14, 6, 10, 3, 13, 5, 11):
            angle = turn * pi / 8
            across, down = gap * cos(angle), gap * sin(angle)
            upright = abs(cos(angle)) < _UPRIGHT
            left = x + across - (wide / 2 if upright else wide if across < 0 else 0)
            top = y + down - TALL / 2 + (TALL / 2) * sin(angle)
            yield (left, top, left + wide, top + TALL), ring > 0
