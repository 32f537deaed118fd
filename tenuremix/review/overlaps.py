"""Areas that overlap, or stand twice: what lies there belongs to two of them."""

from __future__ import annotations

from collections.abc import Iterator

from tenuremix.counting.areas import Areas
from tenuremix.errors import Fault

SLIVER = 0.01
"""Less of the smaller area than this is a border drawn twice, if it is below a hectare too."""
_HECTARE = 10_000


def overlapping(areas: Areas, where: str = "") -> Iterator[Fault]:
    """Find the areas of the finest level that overlap; each pair is asked about.

    Parameters
    ----------
    where
        The file of the areas, as the user knows it.

    Notes
    -----
    Official boundaries overlap by up to 0.2 % of the smaller area and 190 m², where neighbours
    were digitised apart.
    """
    import numpy as np
    import shapely

    drawn = [area for area in areas.at(areas.finest).values() if area.geometry is not None]
    shapes = np.array([area.geometry for area in drawn], dtype=object)
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    one, other = one[one < other], other[one < other]
    common = shapely.area(shapely.intersection(shapes[one], shapes[other]))
    smaller = np.minimum(shapely.area(shapes[one]), shapely.area(shapes[other]))
    for at in np.flatnonzero((common >= SLIVER * smaller) | (common >= _HECTARE)):
        pair = drawn[one[at]], drawn[other[at]]
        values = {
            "found": " / ".join(f"{area.code} {area.name}" for area in pair),
            "area": f"{common[at]:.0f}",
            "share": f"{100 * common[at] / smaller[at]:.0f}",
        }
        yield Fault(
            "areas_overlap", where or "areas", None, values, f"{pair[0].code}+{pair[1].code}"
        )
