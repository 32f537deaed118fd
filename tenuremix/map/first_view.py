"""What the page of the map shows before its script runs: the first view, drawn.

A browser shows it in half the time that it takes to start the script, and without any script.  The
script takes the drawing up, so that no outline is written twice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from tenuremix.locale.locale import Locale
from tenuremix.map.geometry import Box, Outline, Pixel, grid_points

_NEAR = 0.05
_WIDTH_PX = 720  # about how wide the areas are on a screen


@dataclass(frozen=True, slots=True)
class Extent:
    """What the whole city takes on the grid: its areas, and these with the symbols near them."""

    areas: Box
    near: Box

    @property
    def pixel(self) -> float:
        """About how many pixels of the grid a pixel of the screen takes, where all of it shows."""
        left, _, right, _ = self.near
        return max(1, right - left) / _WIDTH_PX


def find_extent(
    outlines: Collection[Outline], points: Sequence[tuple[float, float]], origin: Pixel
) -> Extent:
    """Find what the whole city takes.

    Parameters
    ----------
    outlines
        Of the areas.
    points
        (latitude, longitude) of the symbols.  One that stands no further from the areas than a
        twentieth of their width and height is near.
    origin
        The pixel that outlines are counted from.

    Returns
    -------
    Extent
        That of the symbols where no area is drawn.
    """
    symbols = grid_points(points, origin)
    boxes = [outline.box for outline in outlines] or [(*at, *at) for at in symbols]
    left, top, right, bottom = areas = _around(boxes or [(0, 0, 1, 1)])
    aside, above = _NEAR * (right - left), _NEAR * (bottom - top)
    near = [
        (x, y)
        for x, y in symbols
        if left - aside <= x <= right + aside and top - above <= y <= bottom + above
    ]
    return Extent(areas, _around([areas, *((*at, *at) for at in near)]))


def _around(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def take_first(data: dict[str, Any], extent: Extent, text: Locale) -> dict[str, Any]:
    """Take the first view out of the map's data, as the page is to show it.

    Parameters
    ----------
    data
        What the script will read.  The outlines of its first level are taken out of it: the
        script finds them in the drawing.
    extent
        What the drawing shows.
    text
        The language.

    Returns
    -------
    dict
        ``title``, ``gist``, ``about``, ``legend`` (each ``fill``, ``letter`` and ``words``),
        ``year``, ``note``, ``scale`` of patterns on the map, and ``drawing``, the SVG.
    """
    level = data["levels"][0]
    sheet = data["views"][0]["sheets"][level["id"]]
    buckets = [sheet["pool"][_last(runs)][0] for runs in sheet["values"]]
    gist, *about = [data["lines"][line] for line in sheet["abouts"][_last(sheet["about"])]]
    _, day, _, number, note = data["years"][-1]
    if len(data["years"]) > 1 and all(isinstance(runs, int) for runs in sheet["values"]):
        note = text("map.js.locked")
    fills = [_fill(sheet["legend"][bucket]["fill"], "map-fill") for bucket in buckets]
    outlines = [area.pop("path") for area in level["areas"]]
    return {
        "title": sheet["title"],
        "gist": gist,
        "about": about,
        "legend": [
            {
                "fill": _fill(bucket["fill"], "fill"),
                "letter": bucket["letter"],
                "words": f"{bucket['words']} ({text.number(buckets.count(i))})",
            }
            for i, bucket in enumerate(sheet["legend"])
            if i in buckets
        ],
        "year": text("map.js.year", day=day, number=number),
        "note": note,
        "scale": f"{extent.pixel:.4g}",
        "drawing": _drawing(outlines, fills, extent, thin=level["thin"]),
    }


def _last(runs: int | list[int]) -> int:
    """Give what holds at the last moment (see :func:`tenuremix.map.moments.pack`)."""
    return runs if isinstance(runs, int) else runs[-1]


def _fill(fill: str, name: str) -> str:
    """Give a colour, or refer to a pattern of the page."""
    return fill if fill.startswith("#") else f"url(#{name}-{fill})"


def _drawing(
    outlines: Sequence[str], fills: Sequence[str], extent: Extent, *, thin: bool
) -> Markup:
    """Draw outlines with their fills: no text is in it."""
    left, top, right, bottom = extent.near
    more = " thin" if thin else ""
    paths = "".join(
        f'<path d="{path}" fill="{fill}"/>' for path, fill in zip(outlines, fills, strict=True)
    )
    return Markup(  # noqa: S704
        f'<svg class="first" viewBox="{left} {top} {right - left} {bottom - top}" '
        f'aria-hidden="true" focusable="false"><g class="grid"><g class="fills{more}">{paths}</g>'
        f'<g class="lines{more}"></g><g class="plots"></g><g class="circles"></g>'
        "</g></svg>"
    )
