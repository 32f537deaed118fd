"""Small charts as inline SVG: static, one page wide, the same bytes from the same figures.

Every chart is 400 units wide, so that its text is readable on a telephone and in print.  Each
carries a title that says the finding and a description; colour always has a pattern, a letter or
a text beside it.  The patterns are defined once per page by :func:`definitions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import shapely

from tenuremix.render.style import COLOURS
from tenuremix.tenure import KNOWN, NO_MAJORITY, Tenure

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

WIDTH = 400
_CHAR = 8.2  # the width of a digit or a letter at the size of the charts' text
_LONGEST = 34  # letters of a label; the whole name stands in the table
_INK, _QUIET = "#1a1a1a", "#595959"
_ON_DARK = {Tenure.HYRESRATT.value: "#fff"}
NOT_ASSESSED = "none"
"""The class of an area that cannot be assessed, in :func:`area_map`."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a chart on its page, its finding, and how it is read."""

    name: str
    title: str
    description: str


def definitions() -> str:
    """Define the patterns that lie over the colours, once for a page."""
    line = 'stroke="#fff" stroke-width="1.6" stroke-opacity=".75"'
    box = 'width="7" height="7" patternUnits="userSpaceOnUse"'
    return (
        '<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
        f'<pattern id="p-bostadsratt" {box}><path d="M-1 8L8 -1M-2 2L2 -2M5 9L9 5" {line}/>'
        "</pattern>"
        f'<pattern id="p-aganderatt" {box}><circle cx="3.5" cy="3.5" r="1.3" fill="#fff" '
        'fill-opacity=".8"/></pattern>'
        f'<pattern id="p-minus" {box}><path d="M0 0L7 7M0 7L7 0" stroke="{_INK}"/></pattern>'
        f'<pattern id="p-{NOT_ASSESSED}" {box}><path d="M0 0L7 7M0 7L7 0" stroke="#8a8a8a" '
        'stroke-width=".8"/></pattern></defs></svg>'
    )


def _svg(heading: Heading, height: float, body: Iterable[str]) -> str:
    name = escape(heading.name)
    return (
        f'<svg class="chart" role="img" viewBox="0 0 {WIDTH} {_n(height)}" '
        f'aria-labelledby="{name}-t {name}-d"><title id="{name}-t">{escape(heading.title)}</title>'
        f'<desc id="{name}-d">{escape(heading.description)}</desc>{"".join(body)}</svg>'
    )


def _n(value: float) -> str:
    """Write a coordinate with at most one decimal, the same on every machine."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def _cut(label: str, longest: int = _LONGEST) -> str:
    return label if len(label) <= longest else label[: longest - 1] + "…"


def _text(x: float, y: float, words: str, *, anchor: str = "start", style: str = "") -> str:
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    kind = f' class="{style}"' if style else ""
    return f'<text x="{_n(x)}" y="{_n(y)}"{place}{kind}>{escape(words)}</text>'


def _rect(x: float, y: float, wide: float, high: float, fill: str, more: str = "") -> str:
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(wide)}" height="{_n(high)}" '
        f'fill="{fill}"{more}/>'
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """Map numbers from ``least`` to ``most`` to the units between ``left`` and ``right``."""

    least: float
    most: float
    left: float = 8
    right: float = WIDTH - 52

    def __call__(self, value: float) -> float:
        """Give the place of a number."""
        part = (value - self.least) / ((self.most - self.least) or 1)
        return self.left + part * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of a progress chart, from ``start`` to ``end``, with its finished ``value``."""

    label: str
    start: int
    end: int
    value: str
    total: bool = False


def progress_chart(
    heading: Heading, steps: Sequence[Step], minimum: int | None, minimum_text: str
) -> str:
    """Draw the steps towards a sum, one bar below the other, against the minimum.

    A bar to the left (a deduction) is hatched; the sum is black.
    """
    ends = [0, *(end for step in steps for end in (step.start, step.end)), minimum or 0]
    scale = Scale(min(ends), max(ends))
    top, row = (22.0 if minimum is not None else 4.0), 42.0
    height = top + row * len(steps) + 4
    body = [_line(scale(0), top, height, "axis")]
    for place, step in enumerate(steps):
        y = top + row * place
        left, right = sorted((scale(step.start), scale(step.end)))
        fill = _INK if step.total else COLOURS["hyresratt"]
        if step.end < step.start and not step.total:
            edge = f' stroke="{_INK}"'
            fill = "url(#p-minus)"
        else:
            edge = ""
        body.append(_text(13, y + 13, _cut(step.label)))
        body.append(_rect(left, y + 19, max(right - left, 1), 17, fill, edge))
        body.append(_text(right + 5, y + 32, step.value, style="b halo"))
    if minimum is not None:
        x = scale(minimum)
        body.append(_line(x, 18, height, "goal"))
        body.append(_text(min(x, WIDTH - 4), 13, minimum_text, anchor="end", style="halo"))
    return _svg(heading, height, body)


def _line(x: float, top: float, bottom: float, style: str) -> str:
    return f'<path d="M{_n(x)} {_n(top)}V{_n(bottom)}" class="{style}"/>'


@dataclass(frozen=True, slots=True)
class Dots:
    """One row of a range chart: how many definitions give each number, and the chosen one."""

    label: str
    counts: Mapping[int, int]
    chosen: int | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """The minimum of a range chart, with its finished text."""

    value: int
    text: str


def range_chart(
    heading: Heading, rows: Sequence[Dots], goal: Goal | None, numbers: Mapping[int, str]
) -> str:
    """Draw the numbers that the definitions give, one row for each level.

    Parameters
    ----------
    heading
        The chart's words.
    rows
        From the top down.
    goal
        The minimum, if the target has one.
    numbers
        The finished text of each number.
    """
    every = [0, *(number for row in rows for number in row.counts), goal.value if goal else 0]
    scale = Scale(min(every), max(every), 18, WIDTH - 24)
    top, high = (24.0 if goal else 4.0), 74.0
    height = top + high * len(rows)
    body: list[str] = []
    if goal:
        x = scale(goal.value)
        body += [_line(x, 19, height, "goal"), _text(x, 13, goal.text, anchor="end", style="halo")]
    for place, row in enumerate(rows):
        y = top + high * place
        middle = y + 42
        body.append(_text(8, y + 14, _cut(row.label), style="halo"))
        body.append(f'<path d="M8 {_n(middle)}H{WIDTH - 8}" class="axis"/>')
        body += _dots(row, scale, middle, numbers)
    return _svg(heading, height, body)


def _dots(row: Dots, scale: Scale, middle: float, numbers: Mapping[int, str]) -> list[str]:
    """Draw the rings of one row; a number that finds no room stands in the table only."""
    found: list[str] = []
    free = {middle + 24: -WIDTH, middle - 14: -WIDTH}  # the right end of each line of numbers
    for number in sorted(row.counts):
        x = scale(number)
        chosen = number == row.chosen
        fill = _INK if chosen else "#fff"
        found.append(
            f'<circle cx="{_n(x)}" cy="{_n(middle)}" r="9.5" fill="{fill}" '
            f'stroke="{_INK}" stroke-width="1.5"/>'
        )
        style = "small light" if chosen else "small"
        words = str(row.counts[number])
        found.append(_text(x, middle + 4, words, anchor="middle", style=style))
        half = _CHAR * len(numbers[number]) / 2
        line = next((y for y, end in free.items() if x - half > end), None)
        if line is not None:
            free[line] = int(x + half + 3)
            style = "b halo" if chosen else "halo"
            found.append(_text(x, line, numbers[number], anchor="middle", style=style))
    return found


@dataclass(frozen=True, slots=True)
class MixBar:
    """One bar of a mix chart: a label before it, and for each tenure its share and its text."""

    label: str
    shares: Mapping[Tenure, float]
    texts: Mapping[Tenure, str]


def mix_chart(heading: Heading, areas: Sequence[tuple[str, Sequence[MixBar]]]) -> str:
    """Draw the mix of each area as bars split by tenure."""
    body: list[str] = []
    y = 0.0
    for name, bars in areas:
        body.append(_text(4, y + 15, _cut(name, 46), style="b"))
        y += 21
        for bar in bars:
            body.append(_text(4, y + 14, bar.label, style="small"))
            body += _segments(bar, y)
            y += 23
        y += 8
    return _svg(heading, y, body)


def _segments(bar: MixBar, y: float) -> list[str]:
    found = []
    left, wide = 52.0, WIDTH - 56.0
    for tenure in KNOWN:
        part = bar.shares.get(tenure, 0.0) * wide
        if part <= 0:
            continue
        found.append(_rect(left, y, part, 20, COLOURS[tenure.value], ' stroke="#fff"'))
        words = _fitting(bar.texts[tenure], part)
        # The letters lie on the plain colour; the pattern begins after them.
        start = left + (_width(words) if words else 0)
        if tenure is not Tenure.HYRESRATT and (rest := left + part - start) > 0:
            found.append(_rect(start, y, rest, 20, f"url(#p-{tenure.value})"))
        if words:
            style = "light" if tenure.value in _ON_DARK else ""
            found.append(_text(left + 4, y + 15, words, style=style))
        left += part
    return found


def _width(words: str) -> float:
    return _CHAR * len(words) + 6


def _fitting(words: str, room: float) -> str:
    """Give the words, or their first letters, or nothing: what the room allows."""
    return next((w for w in (words, words.partition(" ")[0]) if _width(w) < room), "")


@dataclass(frozen=True, slots=True)
class MapArea:
    """One area of a map: its polygon in a metric CRS, and its class."""

    geometry: Geometry
    kind: str


def area_map(
    heading: Heading,
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
    unit = max((east - west) / (WIDTH - 8), (north - south) / 460, 1e-9)
    shapes = shapely.coverage_simplify([area.geometry for area in areas], 1.5 * unit)
    body, names = [], []
    for area, shape in zip(areas, shapes, strict=True):
        fill = COLOURS.get(area.kind, "#fff")
        path = _path(shape, west, north, unit)
        body.append(f'<path d="{path}" fill="{fill}" class="area"/>')
        if area.kind in (Tenure.BOSTADSRATT, Tenure.AGANDERATT, NOT_ASSESSED):
            body.append(f'<path d="{path}" fill="url(#p-{area.kind})" class="area"/>')
        names += _letters(shape, area.kind, letters, (west, north, unit))
    height = (north - south) / unit + 8
    below, used = _legend(height + 6, letters, legend)
    return _svg(heading, height + 6 + used, [*body, *names, *below])


def _path(shape: Geometry, west: float, north: float, unit: float) -> str:
    """Write the rings of a polygon; a part too small to see keeps a visible point."""
    written = []
    for part in shapely.get_parts(shape):
        for ring in (part.exterior, *part.interiors):
            points = [
                f"{_n(4 + (x - west) / unit)} {_n(4 + (north - y) / unit)}"
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
    style = "map light" if kind in _ON_DARK else "map halo"
    return [_text(x, y + 3, letters[kind], anchor="middle", style=style)]


def _legend(
    top: float, letters: Mapping[str, str], legend: Mapping[str, str]
) -> tuple[list[str], float]:
    found: list[str] = []
    for place, (kind, words) in enumerate(legend.items()):
        y = top + 24 * place
        edge = f' stroke="{_QUIET}"'
        found.append(_rect(6, y, 30, 18, COLOURS.get(kind, "#fff"), edge))
        if kind not in (Tenure.HYRESRATT, NO_MAJORITY):
            found.append(_rect(6, y, 30, 18, f"url(#p-{kind})"))
        style = "small light" if kind in _ON_DARK else "small halo"
        found.append(_text(21, y + 13, letters[kind], anchor="middle", style=style))
        found.append(_text(44, y + 14, words))
    return found, 24.0 * len(legend)
