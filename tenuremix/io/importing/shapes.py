"""Bring the geometries of a whole file to the areas' CRS, and find what is amiss with them.

The register's own reader takes one row at a time and refuses what it finds; a file that comes from
somewhere else may lack its CRS or have its axes swapped in every row, and is mended as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tenuremix.crs import Box, is_known, suspect, transform, transform_box
from tenuremix.errors import Note
from tenuremix.io.files.columns import Columns
from tenuremix.io.files.places import SHAPES, coordinate_words, from_ewkt

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry as Geometry

    Shapes = NDArray[np.object_]

MENDED = 0.001
"""A geometry is made valid where its area changes by less than this part."""


@dataclass(slots=True)
class Placed:
    """The geometries of a file in the areas' CRS.

    Parameters
    ----------
    shapes
        One for each row; None where it has none or is at fault.
    crs
        The CRS that they were read in.
    faults
        Key, row (its place in the file; None for all rows) and values.
    notes
        Key and values of what was done to them.
    """

    shapes: list[Geometry | None]
    crs: str = ""
    faults: list[tuple[str, int | None, dict[str, object]]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def fault(self, key: str, row: int | None, /, **values: object) -> None:
        """Add a fault of one row, or of the file."""
        self.faults.append((key, row, values))


def place_shapes(
    shapes: Sequence[Geometry | None],
    *,
    crs: str | None,
    stated_crs: str | None,
    assumed_crs: str | None,
    areas_crs: str,
    box: Box,
    by_row: bool = False,
) -> Placed:
    """Bring geometries to the areas' CRS.

    Parameters
    ----------
    shapes
        As they were read, easting (longitude) first, or swapped.
    crs
        What the file says of their CRS; None where it says nothing.
    stated_crs
        The CRS that the user says.
    assumed_crs
        The CRS of text that says nothing: by the contract that of the areas.
    areas_crs, box
        The areas' CRS, and their bounds in it.
    by_row
        Whether what is amiss with the CRS is told of each row, though it is so in all.

    Returns
    -------
    Placed
        Axes that are plainly swapped are swapped back, with a note.  A CRS that the file lacks,
        or that its coordinates cannot be in, is a fault that names the CRS they look like, so
        that the user can confirm it.
    """
    import numpy as np
    import shapely

    given = np.array(shapes, dtype=object)
    placed = Placed(list(shapes))
    if not any(shape is not None for shape in shapes):
        return placed
    if shapely.get_coordinate_dimension(given).max() > 2:  # noqa: PLR2004
        given = shapely.force_2d(given)
    given = _as_areas(given, placed)
    said = stated_crs or crs
    if said is not None and not is_known(said):
        placed.fault("unknown_crs", None, found=said)
        return placed
    placed.crs = said or assumed_crs or areas_crs
    given = _oriented(given, placed, (areas_crs, box), confirmed=bool(stated_crs), by_row=by_row)
    if not said and not placed.faults:
        if assumed_crs:
            placed.notes.append(Note("assumed", {"crs": assumed_crs}))
        else:
            placed.fault("import_no_crs", None, expected=areas_crs)
    if any(row is None for _, row, _ in placed.faults):
        return placed
    given = _valid(given, placed)
    moved = transform_all(given, placed.crs, areas_crs)
    for row in np.flatnonzero(np.isinf(shapely.bounds(moved)).any(axis=1)):
        placed.fault("geometry_invalid", int(row), found=f"{given[row].bounds} ({placed.crs})")
    placed.shapes = list(moved)
    for _, bad, _ in placed.faults:
        if bad is not None:
            placed.shapes[bad] = None
    return placed


def place_texts(
    shapes: Sequence[Geometry | None],
    *,
    stated_crs: str | None,
    assumed_crs: str,
    areas_crs: str,
    box: Box,
) -> Placed:
    """Bring geometries read from WKT to the areas' CRS, as :func:`place_shapes` does.

    Text may name its CRS: ``SRID=3006;POINT (319285 6400158)``.  Where rows name different ones,
    or some none, each is read in its own.
    """
    import numpy as np
    import shapely

    given = np.array(shapes, dtype=object)
    srids = shapely.get_srid(given)
    there = given != None  # noqa: E711 - one by one
    named = sorted({int(srid) for srid in srids[there]})
    several = len(named) > 1
    together = Placed(list(shapes))
    systems = []
    for srid in named:
        crs = f"EPSG:{srid}" if srid else None
        mine = there & (srids == srid)
        part = place_shapes(
            [shape if own else None for shape, own in zip(shapes, mine, strict=True)],
            crs=crs,
            stated_crs=None if several and crs else stated_crs,
            assumed_crs=assumed_crs,
            areas_crs=areas_crs,
            box=box,
            by_row=several,
        )
        for at in np.flatnonzero(mine):
            together.shapes[at] = part.shapes[at]
        rows = np.flatnonzero(mine).tolist() if several else [None]
        for key, row, values in part.faults:
            together.faults += [(key, at, values) for at in (rows if row is None else [row])]
        together.notes += part.notes
        systems.append(part.crs)
    together.crs = ", ".join(dict.fromkeys(filter(None, systems)))
    return together


def read_wkts(columns: Columns) -> list[Geometry | None]:
    """Read a column of WKT, which may name its CRS."""
    import shapely

    def reader(value: object) -> Geometry:
        try:
            return from_ewkt(str(value))
        except (shapely.GEOSException, NotImplementedError) as error:
            raise ValueError(value) from error

    return columns.values("wkt", reader, "wkt")


def transform_all(shapes: Shapes, from_crs: str, to_crs: str) -> Shapes:
    """Bring an array of geometries from one CRS to another."""
    if from_crs == to_crs:
        return shapes
    import shapely

    if not len(shapes):
        return shapes
    counts = shapely.get_num_coordinates(shapes)
    result = shapes.copy()
    collected = shapely.GeometryCollection(list(shapes[counts > 0]))
    result[counts > 0] = shapely.get_parts(transform(collected, from_crs, to_crs))
    return result


def _as_areas(given: Shapes, placed: Placed) -> Shapes:
    """Take single points and closed lines for what they are, and refuse other lines."""
    import numpy as np
    import shapely

    given = given.copy()
    kinds = shapely.get_type_id(given)
    closed = 0
    for row in np.flatnonzero((kinds >= 0) & ~np.isin(kinds, (0, 3, 6))):
        shape = given[row]
        if kinds[row] == shapely.GeometryType.MULTIPOINT and len(shape.geoms) == 1:
            given[row] = shape.geoms[0]
        elif kinds[row] == shapely.GeometryType.LINESTRING and shape.is_ring:
            given[row] = shapely.Polygon(shape)
            closed += 1
        else:
            placed.fault("geometry_type", int(row), found=shape.geom_type, expected=list(SHAPES))
            given[row] = None
    if closed:
        placed.notes.append(Note("closed", {"number": closed}))
    for row in np.flatnonzero(shapely.is_empty(given)):
        placed.fault("geometry_empty", int(row), expected=list(SHAPES))
        given[row] = None
    return given


def _oriented(
    given: Shapes, placed: Placed, to: tuple[str, Box], *, confirmed: bool, by_row: bool
) -> Shapes:
    """Find coordinates that lie absurdly far from the areas, and what explains them."""
    import numpy as np
    import shapely

    areas_crs, box = to
    crs = placed.crs
    bounds = shapely.bounds(given)
    there = np.flatnonzero(given != None)  # noqa: E711 - one by one
    found = {
        int(row): suspect((*map(float, bounds[row]),), crs, box, areas_crs, confirmed=confirmed)  # type: ignore[arg-type]
        for row in there[_far(bounds[there], crs, areas_crs, box)]
    }
    amiss = {row: why for row, why in found.items() if why is not None}
    kinds = set(amiss.values())
    in_all = len(amiss) == len(there) and not by_row
    if in_all and kinds == {("swapped", crs)}:
        placed.notes.append(Note("swapped", {"number": len(amiss)}))
        return _swapped(given)
    elsewhere = {looks_like for kind, looks_like in kinds if kind in ("swapped", "wrong_crs")}
    if in_all and len(elsewhere) == len(kinds) == 1 and not confirmed:
        placed.fault("import_no_crs", None, expected=elsewhere.pop().partition(" ")[0])
        return given
    for row, (kind, looks_like) in amiss.items():
        words = coordinate_words((*map(float, bounds[row]),))  # type: ignore[arg-type]
        placed.fault(kind, row, found=words, crs=crs, expected=looks_like)
        given[row] = None
    return given


def _far(bounds: NDArray[np.float64], crs: str, areas_crs: str, box: Box) -> NDArray[np.bool_]:
    """Tell which geometries are not plainly near the areas: those are looked at one by one."""
    here = transform_box(box, areas_crs, crs)
    x1, y1, x2, y2 = bounds.T
    inside: NDArray[np.bool_] = (
        (x1 >= here[0]) & (y1 >= here[1]) & (x2 <= here[2]) & (y2 <= here[3])
    )
    return ~inside


def _swapped(given: Shapes) -> Shapes:
    import shapely

    there = given != None  # noqa: E711 - one by one
    result = given.copy()
    result[there] = shapely.transform(given[there], lambda xy: xy[:, ::-1])
    return result


def _valid(given: Shapes, placed: Placed) -> Shapes:
    """Make geometries valid where that hardly changes their area; refuse the others."""
    import numpy as np
    import shapely

    wrong = np.flatnonzero(~shapely.is_valid(given) & (given != None))  # noqa: E711
    mended = 0
    for row in wrong:
        shape = given[row]
        reason = shapely.is_valid_reason(shape)
        # Coordinates without end have no area, and nothing to mend.
        parts = []
        if np.isfinite(shapely.get_coordinates(shape)).all():
            made = shapely.make_valid(shape)
            parts = [p for p in shapely.get_parts([made]) if p.area > 0]
            parts = [q for p in parts for q in shapely.get_parts([p]) if q.geom_type == "Polygon"]
        sound = shapely.union_all(parts) if parts else None
        if sound is None or abs(sound.area - shape.area) >= MENDED * shape.area:
            placed.fault("geometry_invalid", int(row), found=reason)
            given[row] = None
        else:
            given[row] = sound
            mended += 1
    if mended:
        placed.notes.append(Note("mended", {"number": mended}))
    return given
