"""The map of a count as SVG: where its dwellings lie, each area with its name and its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import hypot, sqrt
from typing import TYPE_CHECKING

import shapely

from tenuremix.document import svg as pen
from tenuremix.document.ground import EDGE, LETTER, TALL, MapFrame, boxes_around
from tenuremix.document.style import COUNTED, TAKEN_OFF

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

_HIGH = 440.0
_AREA, _MARK = 60.0, 11.0  # dwellings of a mark of this radius
_LEAST, _LONGEST = 2.8, 26  # the radius of a mark, and the letters of a name
_LAND, _TINT = "#f4f2ec", "#a9c6e3"
_LONGEST_KEY = 56  # letters of what a mark means
_RINGS = (0.0, 14.0, 28.0, 44.0, 62.0, 84.0)
"""How far from its mark a name is tried; beyond the first a line leads to it."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark: where it stands in a metric CRS, its dwellings, and its finished texts.

    ``other`` marks what another target counts.
    """

    x: float
    y: float
    dwellings: int
    name: str
    number: str
    other: bool = False

    @property
    def radius(self) -> float:
        """Its area on the map is in proportion to its dwellings."""
        return max(_LEAST, _MARK * sqrt(max(0, self.dwellings) / _AREA))


@dataclass(frozen=True, slots=True)
class MapGround:
    """What the marks stand on: polygons and lines in a metric CRS, (easting, northing).

    Parameters
    ----------
    areas
        The polygons of one coverage, each with whether the target is about it.
    edges
        The outlines that are drawn stronger, each with its name in capitals; may be empty.
    under, over
        Polygons of water that lie under the areas, and over them; may be empty.
    """

    areas: Sequence[tuple[Geometry, bool]]
    edges: Sequence[tuple[Geometry, str]] = ()
    under: Sequence[Geometry] = ()
    over: Sequence[Geometry] = ()


def place_map(heading: pen.Heading, ground: MapGround, spots: Sequence[Spot], notes: Notes) -> str:
    """Draw where a count lies, with names and numbers that do not lie on each other.

    Parameters
    ----------
    heading
        The chart's words.
    ground
        The areas and the water.
    spots
        What is marked; those with the most dwellings are drawn and named first.
    notes
        What is written in the map and in its key.
    """
    view = _frame(ground, spots)
    body = [view.border(), *view.water(ground.under)]
    shapes = shapely.coverage_simplify([area for area, _ in ground.areas], 1.2 * view.unit)
    for shape, (_, tinted) in zip(shapes, ground.areas, strict=True):
        if path := view.path(shape):
            fill = _TINT if tinted else _LAND
            body.append(f'<path d="{path}" fill="{fill}"{pen.style("area")}/>')
    for edge, _ in ground.edges:
        if path := view.path(edge.boundary):
            body.append(f'<path d="{path}" fill="none" stroke="{EDGE}" stroke-width="1.2"/>')
    body += view.water(ground.over)
    marked = sorted(spots, key=lambda spot: (-spot.dwellings, spot.name))
    for spot in marked:
        x, y = view.at(spot.x, spot.y)
        size = spot.radius + 2
        view.taken.append((x - size, y - size, x + size, y + size))
    below = _scale(view, notes)
    names = [drawn for spot in marked for drawn in _name(spot, view)]
    body += _districts(ground.edges, view)
    marks = [_mark(spot, *view.at(spot.x, spot.y)) for spot in marked]
    return pen.svg(heading, _HIGH + 44, [*body, *names, *marks, *below, *_key(notes)], pen.WIDE)


@dataclass(frozen=True, slots=True)
class Notes:
    """The finished texts of a map: what its tint and its two marks mean, and what it is.

    ``schematic`` is empty where the boundaries are the official ones; ``kilometres`` names the
    length of the scale.
    """

    tint: str
    counted: str
    other: str
    schematic: str
    kilometres: str


def _frame(ground: MapGround, spots: Sequence[Spot]) -> MapFrame:
    """Choose what of the ground is shown: what is tinted or marked, and some ground around it."""
    boxes = [area.bounds for area, tinted in ground.areas if tinted]
    boxes += [(spot.x, spot.y, spot.x, spot.y) for spot in spots]
    boxes = boxes or [area.bounds for area, _ in ground.areas]
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    bounds = (west, south, east, north)
    return MapFrame.around(bounds, wide=pen.WIDE, high=_HIGH, part=(0.8, 0.88))


def _mark(spot: Spot, x: float, y: float) -> str:
    size = spot.radius
    if spot.other:
        side = 1.8 * size
        left, top = pen.place(x - side / 2), pen.place(y - side / 2)
        return (
            f'<rect x="{left}" y="{top}" width="{pen.place(side)}" height="{pen.place(side)}" '
            f'fill="#fff" stroke="{TAKEN_OFF}" stroke-width="2.4"/>'
        )
    fill = COUNTED if spot.dwellings > 0 else "#fff"
    edge = "#fff" if spot.dwellings > 0 else COUNTED
    return (
        f'<circle cx="{pen.place(x)}" cy="{pen.place(y)}" r="{pen.place(size)}" fill="{fill}" '
        f'stroke="{edge}" stroke-width="1.5"/>'
    )


def _name(spot: Spot, view: MapFrame) -> list[str]:
    """Write the name and the number of a mark where there is room; nearest first."""
    x, y = view.at(spot.x, spot.y)
    name = pen.cut(spot.name, _LONGEST)
    wide = LETTER * (len(name) + len(spot.number) + 1) + 4
    for box, far in boxes_around(x, y, spot.radius, wide, _RINGS):
        if not view.free(box):
            continue
        view.taken.append(box)
        fill = TAKEN_OFF if spot.other else pen.INK
        words = pen.text(box[0], box[3] - 3, name, how="small halo", fill=fill)
        number = f'<tspan font-weight="700" dx="4">{escape(spot.number)}</tspan></text>'
        lines = []
        if far:
            to = (min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3]))
            line = f"M{pen.place(x)} {pen.place(y)}L{pen.place(to[0])} {pen.place(to[1])}"
            lines.append(f'<path d="{line}" stroke="{pen.INK}" stroke-width=".9"/>')
        return [*lines, words.removesuffix("</text>") + number]
    return []  # the table of the annex names it


def _districts(edges: Sequence[tuple[Geometry, str]], view: MapFrame) -> list[str]:
    """Write the names of the coarser areas where something of them shows and nothing is written."""
    body = []
    for edge, name in edges:
        wide = 9.6 * min(len(name), _LONGEST)
        inside = shapely.clip_by_rect(edge, *view.bounds)
        if inside.is_empty:
            continue
        at = inside.representative_point()
        x, y = view.at(at.x, at.y)
        steps = sorted(
            ((dx, dy) for dx in range(-150, 151, 15) for dy in range(-120, 121, 15)),
            key=lambda step: hypot(*step),
        )
        for dx, dy in steps:
            box = (x + dx - wide / 2, y + dy - 8, x + dx + wide / 2, y + dy + 8)
            middle = shapely.Point(view.ground(x + dx, y + dy))
            if view.free(box) and inside.contains(middle):
                view.taken.append(box)
                words = pen.cut(name.upper(), _LONGEST)
                how = "small b halo spaced"
                below = y + dy + 4
                body.append(pen.text(x + dx, below, words, anchor="middle", how=how, fill=EDGE))
                break
    return body


def _scale(view: MapFrame, notes: Notes) -> list[str]:
    """Draw five kilometres, and say what the map is."""
    long = 5000 / view.unit
    right, y = pen.WIDE - 12.0, _HIGH - 12.0
    left = right - long
    view.taken.append((left - 150, y - 24, right + 4, y + 8))
    tick = pen.place(y - 4)
    line = f"M{pen.place(left)} {tick}V{pen.place(y)}H{pen.place(right)}V{tick}"
    body = [
        f'<path d="{line}" fill="none" stroke="{pen.INK}" stroke-width="1.4"/>',
        pen.text((left + right) / 2, y - 7, notes.kilometres, anchor="middle", how="small halo"),
    ]
    if notes.schematic:
        body.append(
            pen.text(left - 10, y, notes.schematic, anchor="end", how="small halo", fill=EDGE)
        )
    return body


def _key(notes: Notes) -> list[str]:
    top = _HIGH + 20.0
    y, x = top, 0.0
    body = []
    spot = Spot(0, 0, 30, "", "")
    marks = (
        (notes.tint, pen.rect(0, top - 10, 14, 12, _TINT, f' stroke="{EDGE}"')),
        (notes.counted, _mark(spot, 7, top - 4)),
        (notes.other, _mark(Spot(0, 0, 20, "", "", other=True), 7, top - 4)),
    )
    for whole, mark in marks:
        words = pen.cut(whole, _LONGEST_KEY)
        if words:
            if x + 20 + LETTER * len(words) > pen.WIDE:
                x, y = 0.0, y + TALL + 4
            body += [f'<g transform="translate({pen.place(x)} {pen.place(y - top)})">{mark}</g>']
            body.append(pen.text(x + 20, y, words, how="small"))
            x += 34 + 5.9 * len(words)
    return body
