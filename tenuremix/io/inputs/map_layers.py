"""Read what maps draw beside the areas: water, and the names of known places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tenuremix.counting.areas import Areas
from tenuremix.errors import Fault
from tenuremix.inputs import PlaceName, Water
from tenuremix.io.files.cells import require_columns, strictly
from tenuremix.io.files.columns import Columns
from tenuremix.io.files.places import PlaceReader, crs_fault
from tenuremix.io.inputs.sidecar import Files
from tenuremix.schema import TEXT, Column, names

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

SEA, RIVER = "hav", "vattendrag"
PLACE, WET = "ort", "vatten"
WATER = (
    Column("slag", TEXT, "Vad det är.", "What it is.", example=SEA,
           choices=dict.fromkeys((SEA, RIVER), "")),
)  # fmt: skip
PLACE_NAMES = (
    Column("namn", TEXT, "Vad platsen kallas.", "What the place is called.", example="Centrum"),
    Column("slag", TEXT, choices=dict.fromkeys((PLACE, WET), ""),
           sv="Om det är en ort eller ett vatten; tomt är en ort.",
           en="Whether it is a place on land or a water; empty is on land."),
)  # fmt: skip
"""What the files hold besides a geometry, or a pair of coordinates."""


def read_water(files: Files, areas: Areas | None) -> Water:
    """Read the sea and rivers from one or more files, into the CRS of the areas.

    Parameters
    ----------
    files
        Vector files with the column ``slag`` (``hav`` or ``vattendrag``) and a polygon geometry
        with a CRS.
    areas
        None where they are at fault themselves: the CRS is then that of the file.

    Raises
    ------
    DataError
        With every fault of every file.
    """
    found: dict[str, list[Geometry]] = {SEA: [], RIVER: []}
    (kind,) = WATER
    for columns, shapes in _drawn(files, "water", WATER, areas):
        for at, (said, shape) in enumerate(zip(columns.read(kind), shapes, strict=True)):
            if shape is not None and not shape.area:
                expected = ["Polygon", "MultiPolygon"]
                columns.fault(at, "geometry_type", found=shape.geom_type, expected=expected)
            elif shape is not None and said:
                found[said].append(shape)
        files.faults += columns.faults()
    files.check()
    return Water(found[SEA], found[RIVER])


def read_place_names(files: Files, areas: Areas | None) -> list[PlaceName]:
    """Read the names of known places, the most known first.

    Parameters
    ----------
    files
        Tables with the column ``namn``, ``slag`` (``ort`` or ``vatten``) where it is wanted, and a
        place: a geometry, WKT, or coordinates, which are in the CRS of the areas' file.
    areas
        As for :func:`read_water`.

    Raises
    ------
    DataError
        With every fault of every file.
    """
    found: list[PlaceName] = []
    for columns, shapes in _drawn(files, "place_names", PLACE_NAMES, areas):
        rows = zip(*map(columns.read, PLACE_NAMES), shapes, strict=True)
        for at, (name, kind, shape) in enumerate(rows):
            if shape is None:
                columns.fault(at, "geometry_empty", expected=["Point"])
            elif name:
                found.append(PlaceName(name, shape.representative_point(), kind == WET))
        files.faults += columns.faults()
    files.check()
    return found


def _drawn(
    files: Files, kind: str, wanted: Sequence[Column], areas: Areas | None
) -> list[tuple[Columns, list[Geometry | None]]]:
    """Read the tables with their geometries; one that lacks a column or has none is passed over.

    Where on Earth they lie is not checked: what lies beside the areas is not seen.
    """
    found = []
    for table, _ in files.tables(kind):
        crs, text_crs = (areas.crs, areas.source_crs) if areas else (table.crs or "", "")
        places = PlaceReader(table, crs=crs, box=None, text_crs=text_crs)
        missing = require_columns(table, names(wanted, required=True))
        bad = missing or crs_fault(table, places)
        if not places.any:
            bad = bad or Fault("no_geometry_column", table.name, None, {"expected": "geometry"})
        if bad or not table.numbers:
            files.faults.append(bad or Fault("empty_file", table.name))
            continue
        columns = strictly(table)
        found.append((columns, places.read(columns)))
    return found
