"""Read areas and stock by the contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from tenuremix.areas import LEVEL_ORDER, Area, Areas, Cell, Stock, order_levels, suppressed
from tenuremix.crs import Box, is_known, metric_crs, stated_box, swapped_in_sweden, transform
from tenuremix.errors import DataError, Fault
from tenuremix.io.cells import Cells, require_columns
from tenuremix.io.rows import Row, Table
from tenuremix.io.sidecar import read_described
from tenuremix.schema import AREAS, STOCK
from tenuremix.tenure import HUSTYPER, STOCK_TENURES, Count, Tenure
from tenuremix.workspace import Source

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry


def read_areas(sources: Sequence[str], labels: Sequence[str]) -> tuple[Areas, list[Source]]:
    """Read areas from one or more files into one set, in one metric CRS.

    Parameters
    ----------
    sources
        Vector files with the columns ``kod``, ``namn``, ``niva``, ``foralder`` (text) and a
        polygon geometry with a CRS.
    labels
        How each is named to the reader.

    Returns
    -------
    tuple
        The areas, with geometries in a metric CRS, and where each file comes from.

    Raises
    ------
    DataError
        With every fault of every file.
    """
    faults: list[Fault] = []
    found: list[tuple[Area, Cells, Geometry | None, str]] = []
    described: list[Source] = []
    crs = source_crs = ""
    for table, stated in read_described("areas", sources, labels, faults):
        described += stated
        bad = _table_faults(table)
        faults += bad
        if bad or not table.crs:
            continue
        source_crs = source_crs or table.crs
        crs = crs or metric_crs(table.crs, _bounds(table.rows))
        for row in table.rows:
            cells = Cells(table, row, faults)
            area = _area(cells)
            if area is not None:
                found.append((area, cells, row.geometry, table.crs))
    levels = order_levels(Counter(area.level for area, _, _, _ in found))
    faults += _hierarchy_faults([(area, cells) for area, cells, _, _ in found], levels)
    areas = []
    for area, cells, geometry, from_crs in found:
        # A coarser area is the union of its parts: what a file draws for it is not used, so that
        # every level adds up to the same city.
        polygon = _polygon(geometry, cells) if area.level == levels[0] else None
        drawn = None if polygon is None else transform(polygon, from_crs, crs)
        areas.append(replace(area, geometry=drawn))
    if faults:
        raise DataError(faults)
    edition = next((source.edition for source in described if source.edition), "")
    return Areas(areas, crs=crs, edition=edition, source_crs=source_crs), described


def with_coarser(areas: Areas, own: Areas) -> Areas:
    """Keep the coarser levels of a workspace where other areas draw one of its levels anew.

    Parameters
    ----------
    areas
        Areas that replace the workspace's.
    own
        The workspace's areas.

    Returns
    -------
    Areas
        ``areas`` with the coarser levels of ``own`` above, where their only level has exactly
        the codes of that level of ``own``; else ``areas`` as they are.
    """
    level = areas.finest
    same = (
        len(areas.levels) == 1
        and level in own.levels
        and set(areas.at(level)) == set(own.at(level))
    )
    if not same:
        return areas
    redrawn = [
        replace(area, parent=own.at(level)[code].parent) for code, area in areas.at(level).items()
    ]
    kept = [
        replace(area, geometry=None)
        for coarser in own.levels
        if own.is_coarser(coarser, level)
        for area in own.at(coarser).values()
    ]
    edition = areas.edition or own.edition
    return Areas([*redrawn, *kept], crs=areas.crs, edition=edition, source_crs=areas.source_crs)


def bounds_of(areas: Areas) -> Box:
    """Give the bounds of the areas of the finest level."""
    found = (area.geometry for area in areas.at(areas.finest).values())
    return stated_box([geometry.bounds for geometry in found if geometry is not None])


def _bounds(rows: Sequence[Row]) -> Box:
    return stated_box([row.geometry.bounds for row in rows if row.geometry is not None])


def _table_faults(table: Table) -> list[Fault]:
    missing = require_columns(table, AREAS)
    if missing:
        return [missing]
    if not table.rows:
        return [Fault("empty_file", table.name)]
    drawn = [row for row in table.rows if row.geometry is not None and not row.geometry.is_empty]
    if not drawn:
        return [Fault("no_geometry_column", table.name, None, {"expected": "Polygon"})]
    if table.crs is None:
        return [Fault("no_crs", table.name)]
    if not is_known(table.crs):
        return [Fault("unknown_crs", table.name, None, {"found": table.crs})]
    bounds = _bounds(drawn)
    degrees = (-180, -90, 180, 90)
    if table.crs == "EPSG:4326" and not (
        degrees[0] <= bounds[0]
        and bounds[2] <= degrees[2]
        and degrees[1] <= bounds[1]
        and bounds[3] <= degrees[3]
    ):
        return [Fault("no_crs", table.name)]
    if swapped_in_sweden(bounds, table.crs):
        at = f"{bounds[0]:.7g}, {bounds[1]:.6g}"
        return [Fault("swapped", table.name, None, {"found": at, "crs": table.crs})]
    return []


def _area(cells: Cells) -> Area | None:
    code = cells.text("kod", required="101")
    name = cells.text("namn")
    level = cells.text("niva", required="regso")
    parent = cells.text("foralder") or None
    return Area(code, name or code, level, parent) if code and level else None


def _polygon(geometry: Geometry | None, cells: Cells) -> Geometry | None:
    import shapely

    expected = ["Polygon", "MultiPolygon"]
    if geometry is None or geometry.is_empty:
        cells.fault("geometry_empty", expected=expected)
        return None
    if geometry.geom_type not in expected:
        cells.fault("geometry_type", found=geometry.geom_type, expected=expected)
        return None
    if not geometry.is_valid:
        cells.fault("geometry_invalid", found=shapely.is_valid_reason(geometry))
        return None
    return geometry


def _hierarchy_faults(found: Sequence[tuple[Area, Cells]], levels: Sequence[str]) -> list[Fault]:
    """Find codes that stand twice and parents that do not exist."""
    faults: list[Fault] = []
    seen: dict[tuple[str, str], Cells] = {}
    for area, cells in found:
        key = (area.level, area.code)
        if key in seen:
            name, row = seen[key].where
            words = f"{area.level} {area.code}"
            values = {"found": words, "first": f"{name} ({row})", "expected": words}
            faults.append(Fault("duplicate", *cells.where, values))
        else:
            seen[key] = cells
    coarser = dict(pairwise(levels))
    for area, cells in found:
        faults += _parent_faults(area, cells, coarser.get(area.level), seen)
    return faults


def _parent_faults(
    area: Area, cells: Cells, coarser: str | None, seen: dict[tuple[str, str], Cells]
) -> list[Fault]:
    if coarser is None or (coarser, area.parent) in seen:
        return []
    codes = sorted(code for level, code in seen if level == coarser)
    if area.parent is None:
        values: dict[str, object] = {"found": area.code, "level": coarser}
        return [Fault("no_parent", *cells.where, values)]
    values = {"found": area.parent, "level": coarser, "expected": ", ".join(codes[:12])}
    return [Fault("unknown_parent", *cells.where, values)]


_Cells = dict[date, dict[tuple[str, str], list[Cell]]]


def read_stock(
    sources: Sequence[str], labels: Sequence[str], areas: Areas | None
) -> tuple[Stock, list[Source]]:
    """Read the stock from one or more files.

    Parameters
    ----------
    sources
        CSV or XLSX with the columns ``niva``, ``kod``, ``datum``, ``hustyp``,
        ``upplatelseform`` and ``antal``; an empty ``antal`` is suppressed by the publisher.
    labels
        How each is named to the reader.
    areas
        The areas, of the same edition; None where they are at fault themselves.

    Returns
    -------
    tuple
        The stock and where each file comes from.

    Raises
    ------
    DataError
        With every fault of every file, a mixture of editions among them.
    """
    faults: list[Fault] = []
    found: _Cells = {}
    described: list[Source] = []
    seen: dict[tuple[object, ...], tuple[str, int]] = {}
    for table, stated in read_described("stock", sources, labels, faults):
        described += stated
        missing = require_columns(table, STOCK)
        if missing or not table.rows:
            faults.append(missing or Fault("empty_file", table.name))
            continue
        # In a database the vintages share a table, and each row brings the limit of its source.
        each = "suppressed_max" in table.columns
        read: _Cells = {}
        for row in table.rows:
            cells = Cells(table, row, faults)
            largest = cells.count("suppressed_max") if each else stated[0].suppressed_max
            _read_cell(cells, largest, read, seen)
        if areas is not None and read:
            other = (one for one in stated if one.edition not in ("", areas.edition))
            faults += _edition_faults(table.name, next(other, stated[0]), read, areas)
        for vintage, by_code in read.items():
            for area, read_cells in by_code.items():
                found.setdefault(vintage, {}).setdefault(area, []).extend(read_cells)
    if faults:
        raise DataError(faults)
    edition = next((source.edition for source in described if source.edition), "")
    return Stock(found, edition=edition), described


def _read_cell(
    cells: Cells,
    largest: int | None,
    found: _Cells,
    seen: dict[tuple[object, ...], tuple[str, int]],
) -> None:
    level = cells.text("niva", required="regso")
    code = cells.text("kod", required="101")
    day = cells.day("datum")
    hustyp = cells.choice("hustyp", HUSTYPER)
    tenure = cells.choice("upplatelseform", STOCK_TENURES)
    number = cells.count("antal")
    if not (level and code and day and hustyp and tenure):
        return
    key = (level, code, day, hustyp, tenure)
    if key in seen:
        name, row = seen[key]
        words = " ".join(str(word) for word in key)
        cells.fault("duplicate", found=words, first=f"{name} ({row})", expected=words)
        return
    seen[key] = cells.where
    hidden = cells.raw("antal") is None
    count = suppressed(Tenure(tenure), largest) if hidden else Count.exactly(number or 0)
    found.setdefault(day, {}).setdefault((level, code), []).append(
        Cell(hustyp, Tenure(tenure), count)
    )


def _edition_faults(name: str, source: Source, found: _Cells, areas: Areas) -> list[Fault]:
    """Refuse stock of another edition than the areas: by its name, and by its codes."""
    if source.edition and areas.edition and source.edition != areas.edition:
        values: dict[str, object] = {"found": source.edition, "expected": areas.edition}
        return [Fault("edition_names", name, None, values)]
    levels = {level for by_code in found.values() for level, _ in by_code}
    # A level of Swedish statistics that is not loaded is left; any other name is a slip, and its
    # figures would be taken for zero.
    strange = levels - {*areas.levels, *LEVEL_ORDER}
    if strange or not levels & set(areas.levels):
        values = {"found": sorted(strange or levels), "expected": list(areas.levels)}
        return [Fault("unknown_level", name, None, values)]
    faults = []
    for vintage, by_code in sorted(found.items()):
        unknown = sorted(
            f"{level} {code}"
            for level, code in by_code
            if level in areas.levels and code not in areas.at(level)
        )
        if unknown:
            expected = ", ".join(
                f"{len(areas.at(level))} {level}" for level in areas.levels if level in levels
            )
            values = {"date": vintage, "found": unknown, "expected": expected}
            faults.append(Fault("edition_codes", name, None, values))
    return faults
