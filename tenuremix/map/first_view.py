"""What the page of the map shows before its script runs: the first view, drawn.

A browser shows it in half the time that it takes to start the script, and without any script.  The
script takes the drawing up, so that no outline is written twice.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from tenuremix.locale.locale import Locale
from tenuremix.map.geometry import Box, Outline, Pixel, grid_points
from tenuremix.map.view import OWNED_POLE, RENTED, SPARSE_FILLS, UNMARKED

_WIDTH_PX = 720  # about how wide the areas are on a screen
_POLES = {RENTED: "rented", OWNED_POLE: "owned"}
RIM_M = 620.0
"""How wide the line around a sparse area is, of which half is seen."""


@dataclass(frozen=True, slots=True)
class Backcloth:
    """What lies under and over the areas, as the data of SVG paths.

    ``over`` tells that the rivers lie over them.  ``inner`` is the part of the city that is shown
    enlarged, on the grid; None where there is none.
    """

    sea: str
    rivers: str
    over: bool
    inner: Box | None


def find_extent(
    outlines: Collection[Outline], points: Sequence[tuple[float, float]], origin: Pixel
) -> Box:
    """Find what the whole city takes on the grid: its areas; that of some points where none is."""
    symbols = [(*at, *at) for at in grid_points(points, origin)]
    boxes = [outline.box for outline in outlines] or symbols or [(0, 0, 1, 1)]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def pixel_of(extent: Box) -> float:
    """Give about how many pixels of the grid a pixel of the screen takes, where all shows."""
    return max(1, extent[2] - extent[0]) / _WIDTH_PX


def take_first(
    data: dict[str, Any], opening: int, extent: Box, cloth: Backcloth, text: Locale
) -> dict[str, Any]:
    """Take the first view out of the map's data, as the page is to show it.

    Parameters
    ----------
    data
        What the script will read.  The outlines of the level that the map opens at, and of the
        coarsest, are taken out of it: the script finds them in the drawing.
    opening
        The place of the level that the map opens at.
    extent
        What the drawing shows.
    cloth
        What lies under and over the areas.
    text
        The language.

    Returns
    -------
    dict
        What the script would write: ``headline``, ``subtitle``, ``notes``, ``about``,
        ``rankings``, ``legend`` (each ``fill``, ``letter`` and ``words``), ``title``, ``year``,
        ``note``, ``goal``, ``scale`` of patterns on the map, and ``drawing``, the SVG.
    """
    level = data["levels"][opening]
    view = data["views"][0]
    sheet = view["sheets"][level["id"]]
    buckets = [sheet["pool"][_last(runs)][0] for runs in sheet["values"]]
    headline, subtitle, notes, about, rankings = sheet["sayings"][_last(sheet["said"])]
    said = data["lines"]
    _, day, _, number, note = data["years"][-1]
    if len(data["years"]) > 1 and all(isinstance(runs, int) for runs in sheet["values"]):
        note = text("map.js.locked")
    goals = data["goals"]
    return {
        "level": level["id"],
        "headline": marked(said[headline]),
        "subtitle": said[subtitle],
        "notes": [said[line] for line in notes],
        "about": [said[line] for line in about],
        "rankings": rankings,
        "title": sheet["title"],
        "legend": [
            {
                "fill": _fill(bucket["fill"], "fill"),
                "letter": bucket["letter"],
                "words": f"{bucket['words']} ({text.number(buckets.count(i))})",
            }
            for i, bucket in enumerate(sheet["legend"])
            if i in buckets and not (data["scale"] and i < view["scaled"])
        ],
        "sparse": any(area["sparse"] for area in level["areas"]),
        "year": text("map.js.year", day=day, number=number),
        "note": note,
        "goal": goals["pool"][_last(goals["all"][0])] if goals["all"] else None,
        "scale": f"{pixel_of(extent):.4g}",
        "drawing": _drawing(data, level, sheet, buckets, extent, cloth),
    }


def marked(headline: str) -> Markup:
    """Underline the poles of a headline in their colours."""
    found = Markup("")
    for part in re.split(f"([{RENTED}{OWNED_POLE}][^{UNMARKED}]*{UNMARKED})", headline):
        if part[:1] in _POLES:
            name = _POLES[part[0]]
            found += Markup('<span class="{}">{}</span>').format(name, part[1:-1])
        else:
            found += part
    return found


def _last(runs: int | list[int]) -> int:
    """Give what holds at the last moment (see :func:`tenuremix.map.moments.pack`)."""
    return runs if isinstance(runs, int) else runs[-1]


def _fill(fill: str, name: str) -> str:
    """Give a colour, or refer to a pattern of the page."""
    return fill if fill.startswith("#") else f"url(#{name}-{fill})"


def _drawing(
    data: dict[str, Any],
    level: dict[str, Any],
    sheet: dict[str, Any],
    buckets: Sequence[int],
    extent: Box,
    cloth: Backcloth,
) -> Markup:
    """Draw outlines with their fills on the water: no text is in it."""
    left, top, right, bottom = extent
    outlines = [area.pop("path") for area in level["areas"]]
    coarsest = data["levels"][-1]
    borders = outlines if coarsest is level else [area.pop("path") for area in coarsest["areas"]]
    fills = [_fill(sheet["legend"][bucket]["fill"], "map-fill") for bucket in buckets]
    thin = " thin" if level["thin"] else ""
    paths, rims = [], []
    for i, (path, fill, area) in enumerate(zip(outlines, fills, level["areas"], strict=True)):
        shown = fill
        if area["sparse"] and buckets[i] < data["views"][0]["scaled"]:
            shown = SPARSE_FILLS[fill.startswith("url")]
            rims.append(
                f'<clipPath id="within-{i}"><path d="{path}"/></clipPath>'
                f'<path d="{path}" stroke="{fill}" clip-path="url(#within-{i})"/>'
            )
        paths.append(f'<path d="{path}" fill="{shown}"/>')
    lines = "" if coarsest is level else "".join(f'<path d="{path}"/>' for path in borders)
    sea = f'<path class="sea" d="{cloth.sea}"/>' if cloth.sea else ""
    river = f'<path class="river" d="{cloth.rivers}"/>' if cloth.rivers else ""
    below, above = (sea, river) if cloth.over else (sea + river, "")
    drawn = " schematic" if cloth.over else ""
    return Markup(  # noqa: S704
        f'<svg class="first" viewBox="{left} {top} {right - left} {bottom - top}" '
        'preserveAspectRatio="xMinYMid meet" aria-hidden="true" focusable="false">'
        f'<g class="grid"><g id="city" class="city"><g class="water below{drawn}">{below}</g>'
        f'<g class="fills{thin}">{"".join(paths)}</g><g class="rims">{"".join(rims)}</g>'
        f'<g class="lines">{lines}</g><g class="water above{drawn}">{above}</g>'
        '<g class="plots"></g><g class="circles"></g><g class="chosen"></g></g></g></svg>'
    )
