"""What stands out on the map: names of places and large areas, and the part that is enlarged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tenuremix.document.backdrop import known_places
from tenuremix.inputs import Workspace
from tenuremix.map.geometry import Box, Outline, Pixel, grid_points, lat_lon
from tenuremix.map.view import cut

MOST = 18
"""How many places, or areas in their stead, are named on the map."""
FEW = 12
"""Up to how many areas of the coarsest level are named in capitals."""
GATHERED_BY = 40
"""Of at most so many areas are those whose allocations are summed where they are many."""
_LEAST_AREAS, _LEAST_PART = 24, 0.25
_PART_OF_CITY, _WIDE = 0.27, 1.13


def place_labels(
    workspace: Workspace, drawn: Mapping[str, Mapping[str, Outline]]
) -> list[dict[str, Any]]:
    """List the names that stand on the map, the most known first.

    Without known places the largest areas are named, of the level below the coarsest.
    """
    known = known_places(workspace)
    if known:
        points = lat_lon([place.point for place in known], workspace.areas.crs)
        return [
            {"name": cut(place.name), "at": at, "wet": int(place.wet)}
            for place, at in zip(known, points, strict=True)
        ]
    levels = list(drawn)[:-1][-1:]
    found = [
        (_size(outline.box), cut(workspace.areas.at(level)[code].name), outline.point)
        for level in levels
        for code, outline in drawn[level].items()
    ]
    found.sort(key=lambda each: (-each[0], each[1]))
    return [{"name": name, "at": at, "wet": 0} for _, name, at in found[:MOST]]


def region_labels(
    workspace: Workspace, drawn: Mapping[str, Mapping[str, Outline]]
) -> list[dict[str, Any]]:
    """List the names of the coarsest areas, where they are few and not the only ones."""
    level = list(drawn)[-1]
    if len(drawn) == 1 or len(drawn[level]) > FEW:
        return []
    names = workspace.areas.at(level)
    return [{"name": cut(names[c].name), "at": o.point} for c, o in drawn[level].items()]


def gathering_level(drawn: Mapping[str, Mapping[str, Outline]]) -> str:
    """Choose the level by whose areas allocations are summed where they are many."""
    few = [level for level, found in drawn.items() if len(found) <= GATHERED_BY]
    return few[0] if few else list(drawn)[-1]


def _size(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def find_inner(outlines: Sequence[Outline], whole: Box, origin: Pixel) -> Box | None:
    """Find the part of a city where most of its areas lie: what the map shows enlarged.

    Parameters
    ----------
    outlines
        Of the areas that the map opens with.
    whole
        What they take, on the grid.
    origin
        The pixel that outlines are counted from.

    Returns
    -------
    tuple or None
        Left, top, right and bottom on the grid; None where the areas are few or spread evenly.
    """
    if len(outlines) < _LEAST_AREAS:
        return None
    width = _PART_OF_CITY * (whole[2] - whole[0])
    w, h = width / 2, width / _WIDE / 2
    points = grid_points([outline.point for outline in outlines], origin)

    def held(at: Pixel) -> int:
        return sum(abs(x - at[0]) <= w and abs(y - at[1]) <= h for x, y in points)

    middle = max(points, key=lambda at: (held(at), at))
    if held(middle) < _LEAST_PART * len(points):
        return None
    mine = [(x, y) for x, y in points if abs(x - middle[0]) <= w and abs(y - middle[1]) <= h]
    # Centred on what it holds.
    x = (min(x for x, _ in mine) + max(x for x, _ in mine)) / 2
    y = (min(y for _, y in mine) + max(y for _, y in mine)) / 2
    return round(x - w), round(y - h), round(x + w), round(y + h)
