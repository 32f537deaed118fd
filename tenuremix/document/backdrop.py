"""What every map lies on: the sea, the rivers, and what of an area is land."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tenuremix.inputs import PlaceName, Workspace

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

    from tenuremix.counting.areas import Areas

AROUND = 1.5
"""How far the water is kept around the areas, in widths of them: a map may be wide."""
WIDER_SEA_M, WIDER_RIVER_M = 750.0, 125.0
"""How far drawn water reaches under boundaries that are surveyed and leave it out themselves."""


@dataclass(frozen=True, slots=True)
class Backdrop:
    """Water, in the CRS of the areas.

    Parameters
    ----------
    sea, rivers
        Polygons, cut off some way from the areas; either may be empty.
    over
        Whether the rivers lie over the areas and the sea takes its part of them, as schematic
        areas do not know where the land ends.  Else all water lies under the areas.
    """

    sea: Geometry
    rivers: Geometry
    over: bool

    def land(self, area: Geometry) -> Geometry:
        """Give what of an area is land; all of it where nothing would be left."""
        left = area.difference(self.sea) if self.over else area
        if left.geom_type == "GeometryCollection":
            import shapely

            parts = [part for part in shapely.get_parts(left) if part.area]
            left = shapely.union_all(parts)
        return left if left.area else area


def make_backdrop(workspace: Workspace) -> Backdrop | None:
    """Make what a map of the workspace lies on; None where it states no water."""
    import shapely

    water, box = workspace.water, bounds_of_areas(workspace.areas)
    if water is None or box is None:
        return None
    left, low, right, high = box
    margin = AROUND * max(right - left, high - low)
    frame = (left - margin, low - margin, right + margin, high + margin)
    sea, rivers = shapely.union_all(list(water.sea)), shapely.union_all(list(water.rivers))
    if not workspace.schematic:
        sea, rivers = sea.buffer(WIDER_SEA_M), rivers.buffer(WIDER_RIVER_M)
    return Backdrop(
        shapely.clip_by_rect(sea, *frame), shapely.clip_by_rect(rivers, *frame), workspace.schematic
    )


def bounds_of_areas(areas: Areas) -> tuple[float, float, float, float] | None:
    """Give the bounds of the finest areas (minx, miny, maxx, maxy); None where none is drawn."""
    import shapely

    drawn = [area.geometry for area in areas.at(areas.finest).values() if area.geometry]
    if not drawn:
        return None
    left, low, right, high = shapely.total_bounds(drawn).tolist()
    return left, low, right, high


def known_places(workspace: Workspace) -> Sequence[PlaceName]:
    """Give the known places that lie within the bounds of the areas, the most known first."""
    box = bounds_of_areas(workspace.areas)
    if box is None:
        return []
    import shapely

    frame = shapely.box(*box)
    return [place for place in workspace.place_names or () if frame.covers(place.point)]
