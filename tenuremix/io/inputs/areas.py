"""Read areas and stock by the contract."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tenuremix.counting.areas import (
    LEVEL_ORDER,
    Area,
    Areas,
    Cell,
    Stock,
    area_faults,
    order_levels,
    suppressed,
)
from tenuremix.counting.tenure import Count, Tenure
from tenuremix.counting.validation import stock_faults
from tenuremix.crs import (
    Box,
    beyond,
    box_around,
    is_degrees,
    is_known,
    metric_crs,
    swapped_in_sweden,
    transform,
)
from tenuremix.errors import Fault
from tenuremix.io.files.columns import Columns
from tenuremix.io.files.places import coordinate_words
from tenuremix.io.files.rows import RawTable
from tenuremix.io.inputs.sidecar import Files
from tenuremix.schema import AREAS, STOCK, SUPPRESSED_MAX, SUPPRESSED_MIN

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

_ON_EARTH = 10_000_000  # metres, from the origin of a national system
Where = tuple[str, int]
"""A file and a row of it."""


def read_areas(files: Files) -> Areas:
    """Read areas from one or more files into one set, in one metric CRS.

    Parameters
    ----------
    files
        Vector files with the columns ``kod``, ``namn``, ``niva``, ``foralder`` (text) and a
        polygon geometry with a CRS.
    """
    found: list[tuple[Area, Where, Geometry | None, str]] = []
    crs = source_crs = ""
    for columns, _ in files.columns("areas", AREAS):
        table = columns.table
        bad = _table_faults(table)
        files.faults += bad
        if bad or not table.crs:
            continue
        source_crs = source_crs or table.crs
        crs = crs or metric_crs(table.crs, box_around(table.shapes or ()))
        rows = zip(*(columns.read(column) for column in AREAS), table.shapes or (), strict=True)
        for at, (code, name, level, parent, shape) in enumerate(rows):
            if code and level:
                area = Area(code, name or code, level, parent or None)
                found.append((area, columns.where(at), shape, table.crs))
        files.faults += columns.faults()
    levels = order_levels(Counter(area.level for area, _, _, _ in found))
    files.faults += area_faults(
        (area for area, _, _, _ in found), levels, [where for _, where, _, _ in found]
    )
    areas = []
    for area, where, geometry, from_crs in found:
        # A coarser area is the union of its parts: what a file draws for it is not used, so that
        # every level adds up to the same city.
        polygon = _polygon(geometry, where, files.faults) if area.level == levels[0] else None
        drawn = None if polygon is None else transform(polygon, from_crs, crs)
        areas.append(replace(area, geometry=drawn))
    files.check()
    return Areas(areas, crs=crs, edition=files.edition, source_crs=source_crs)


def with_coarser(areas: Areas, own: Areas) -> Areas:
    """Keep the coarser levels of a workspace where other areas draw one of its levels anew.

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
    return box_around(area.geometry for area in areas.at(areas.finest).values())


def _table_faults(table: RawTable) -> list[Fault]:
    drawn = [shape for shape in table.shapes or () if shape is not None and not shape.is_empty]
    if not drawn:
        return [Fault("no_geometry_column", table.name, None, {"expected": "Polygon"})]
    if table.crs is None:
        return [Fault("no_crs", table.name)]
    if not is_known(table.crs):
        return [Fault("unknown_crs", table.name, None, {"found": table.crs})]
    bounds = box_around(drawn)
    if swapped_in_sweden(bounds, table.crs):
        at = f"{bounds[0]:.7g}, {bounds[1]:.6g}"
        return [Fault("swapped", table.name, None, {"found": at, "crs": table.crs})]
    away = _beyond(table, table.crs)
    if len(away) == len(drawn) and is_degrees(table.crs):
        return [Fault("no_crs", table.name)]
    if len(away) == len(drawn) and max(map(abs, bounds)) < _ON_EARTH:
        return []  # a map of its own, as in a lesson
    return away


def _beyond(table: RawTable, crs: str) -> list[Fault]:
    """Find the areas that lie where the CRS has no place."""
    import numpy as np
    import shapely

    faults = []
    bounds = shapely.bounds(np.array(table.shapes, dtype=object))
    for at in map(int, np.flatnonzero(~np.isnan(bounds[:, 0]) & beyond(bounds, crs))):
        x1, y1, x2, y2 = map(float, bounds[at])
        key, corner = "beyond_crs", (x1, y1, x1, y1)
        if swapped_in_sweden((x1, y1, x2, y2), crs):
            key = "swapped"
        elif not beyond(np.array([corner]), crs)[0]:
            corner = (x2, y2, x2, y2)
        values = {"found": coordinate_words(corner), "crs": crs}
        faults.append(Fault(key, table.name, table.numbers[at], values))
    return faults


def _polygon(geometry: Geometry | None, where: Where, faults: list[Fault]) -> Geometry | None:
    import shapely

    expected = ["Polygon", "MultiPolygon"]
    if geometry is None or geometry.is_empty:
        faults.append(Fault("geometry_empty", *where, {"expected": expected}))
        return None
    if geometry.geom_type not in expected:
        values: dict[str, object] = {"found": geometry.geom_type, "expected": expected}
        faults.append(Fault("geometry_type", *where, values))
        return None
    if not geometry.is_valid:
        reason = shapely.is_valid_reason(geometry)
        faults.append(Fault("geometry_invalid", *where, {"found": reason}))
        return None
    return geometry


_Cells = dict[date, dict[tuple[str, str], list[Cell]]]


def read_stock(files: Files, areas: Areas | None) -> Stock:
    """Read the stock from one or more files.

    Parameters
    ----------
    files
        CSV or XLSX with the columns ``niva``, ``kod``, ``datum``, ``hustyp``,
        ``upplatelseform`` and ``antal``; an empty ``antal`` is suppressed by the publisher.
    areas
        The areas, of the same edition; None where they are at fault themselves.

    Raises
    ------
    DataError
        With every fault of every file, a mixture of editions among them.
    """
    found: _Cells = {}
    aside: list[Fault] = []
    seen: dict[tuple[object, ...], Where] = {}
    for columns, stated in files.columns("stock", STOCK):
        read = _read_cells(columns, stated[0].suppressed_max, seen)
        files.faults += columns.faults()
        if areas is not None and columns.table.shared:
            aside += _set_aside(areas, read, columns.table)
        if areas is not None and read:
            other = (one for one in stated if one.edition not in ("", areas.edition))
            edition = next(other, stated[0]).edition
            files.faults += stock_faults(areas, edition, read, columns.table.name)
        for vintage, by_code in read.items():
            for area, read_cells in by_code.items():
                found.setdefault(vintage, {}).setdefault(area, []).extend(read_cells)
    files.check()
    stock = Stock(found, edition=files.edition)
    stock.set_aside = aside
    return stock


def _set_aside(areas: Areas, read: _Cells, table: RawTable) -> list[Fault]:
    """Take out of a shared stock what is no vintage of the areas, and tell why.

    That is a level of a day that has codes which are none, or that lacks areas which the vintage
    before it has.  Where nothing would be left, nothing is taken out: areas and stock differ.
    """
    from tenuremix.io.database.remedies import deleting, sql_text

    faults: list[Fault] = []
    bad: list[tuple[date, str]] = []
    before: dict[str, set[str]] = {}
    for day in sorted(read):
        codes: dict[str, set[str]] = {}
        for level, code in read[day]:
            codes.setdefault(level, set()).add(code)
        for level, mine in codes.items():
            unknown = mine - set(areas.at(level)) if level in areas.levels else set()
            lacking = before.get(level, set()) - mine
            if level in areas.levels or level in LEVEL_ORDER:
                key, found = ("edition_codes", unknown) if unknown else ("stock_part", lacking)
            else:
                key, found = "unknown_level", {level}
            if not found:
                before[level] = mine
                continue
            bad.append((day, level))
            values = {"date": day, "level": level, "found": sorted(found)}
            values["expected"] = list(areas.levels) if key == "unknown_level" else level
            condition = f"niva = {sql_text(level)} AND datum = {sql_text(str(day))}"
            remedy = deleting(table.shared, condition)
            faults.append(Fault(key, table.name, None, values, remedy=remedy, remedy_of="owner"))
    if not before:
        return []
    for day, level in bad:
        read[day] = {key: cells for key, cells in read[day].items() if key[0] != level}
        if not read[day]:
            del read[day]
    return faults


def _read_cells(
    columns: Columns, suppressed_max: int | None, seen: dict[tuple[object, ...], Where]
) -> _Cells:
    """Read the cells of one file; ``seen`` tells where those of all files stand."""
    found: _Cells = {}
    least, most = [None] * columns.number, [suppressed_max] * columns.number
    if columns.has(SUPPRESSED_MAX.name):
        # In a database the vintages share a table, and each row brings the limit of its source;
        # a coarser area that hides what it would tell of one within has limits of its own.
        least, most = map(columns.read, (SUPPRESSED_MIN, SUPPRESSED_MAX))
    limits = zip(least, most, strict=True)
    rows = zip(*map(columns.read, STOCK), columns.raw("antal"), limits, strict=True)
    for at, (*key, number, stated, (smallest, largest)) in enumerate(rows):
        if not all(key):
            continue
        if tuple(key) in seen:
            words = " ".join(map(str, key))
            name, row = seen[tuple(key)]
            columns.fault(at, "duplicate", found=words, first=f"{name} ({row})", expected=words)
            continue
        seen[tuple(key)] = columns.where(at)
        level, code, day, hustyp, tenure = key
        hidden = stated is None
        count = Count.exactly(number or 0)
        if hidden:
            count = suppressed(Tenure(tenure), largest, smallest or 0)
        cells = found.setdefault(day, {}).setdefault((level, code), [])
        cells.append(Cell(hustyp, Tenure(tenure), count))
    return found
