"""Read by the contract the places of rows, and open the files whose rows have one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from tenuremix.counting.areas import Areas
from tenuremix.counting.decisions import Place
from tenuremix.errors import Fault
from tenuremix.io.files.cells import require_columns, strictly
from tenuremix.io.files.columns import Columns, text_of
from tenuremix.io.files.places import PLACES, PlaceReader, crs_fault
from tenuremix.io.files.rows import RawTable
from tenuremix.io.inputs.areas import bounds_of
from tenuremix.io.inputs.decisions import as_places
from tenuremix.io.inputs.sidecar import Files


def read_placed(
    files: Files, kind: str, wanted: Callable[[RawTable], Sequence[str]], areas: Areas | None
) -> Iterator[tuple[Columns, Callable[[], list[Place]]]]:
    """Open the files of an input one by one, each with what reads the places of its rows.

    Parameters
    ----------
    files, kind
        As for :meth:`~tenuremix.io.inputs.sidecar.Files.tables`; a file that cannot hold its
        rows is passed over too.  What is found amiss in its columns gathers with its faults.
    wanted
        Gives the columns that a table must have.
    areas
        As for :func:`places_of`.
    """
    for table, _ in files.tables(kind):
        places = places_of(table, areas, None)
        bad = [require_columns(table, wanted(table)), place_fault(table, places)]
        files.faults += filter(None, bad)
        if not any(bad):
            columns = strictly(table)
            yield columns, partial(read_places, columns, places, areas)
            files.faults += columns.faults()


def places_of(table: RawTable, areas: Areas | None, crs: str | None) -> PlaceReader:
    """Make the reader of a table's places.

    Parameters
    ----------
    areas
        The areas; None where they are at fault themselves: places are then not checked.
    """
    if areas is None:
        return PlaceReader(table, crs=table.crs or "", box=None, stated_crs=crs)
    box, text_crs = bounds_of(areas), areas.source_crs
    return PlaceReader(table, crs=areas.crs, box=box, stated_crs=crs, text_crs=text_crs)


def place_fault(table: RawTable, places: PlaceReader) -> Fault | None:
    """Find what keeps the places of a whole table from being read."""
    if not places.any and "omrade" not in table.columns:
        return Fault("no_geometry_column", table.name, None, {"expected": PLACES})
    return crs_fault(table, places)


def read_places(columns: Columns, places: PlaceReader, areas: Areas | None) -> list[Place]:
    """Read the place of each row: its geometry, else the code of its area; neither is no place."""
    known = areas.some_codes if areas is not None else ""

    def code(value: object) -> str:
        found = text_of(value)
        if areas is not None and areas.level_of(found) is None:
            raise ValueError(value)
        return found

    shapes = places.read(columns)
    return as_places(shapes, columns.values("omrade", code, "unknown_code", expected=known))
