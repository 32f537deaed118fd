"""Read tables of dwellings by the contract, piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from tenuremix.counting.areas import Areas
from tenuremix.counting.tenure import STOCK_TENURES
from tenuremix.crs import Box, is_known, suspect, transform_points
from tenuremix.dwellings.tally import Piece
from tenuremix.errors import DataError, Fault
from tenuremix.inputs import Source
from tenuremix.io.dwellings.pieces import ROWS, OpenTable, open_rows
from tenuremix.io.files.cells import strictly
from tenuremix.io.files.places import coordinate_words
from tenuremix.io.files.rows import table_of_columns
from tenuremix.io.inputs.areas import bounds_of
from tenuremix.io.inputs.sidecar import Files, read_source
from tenuremix.schema import DATE, DWELLINGS, INTEGER, NUMBER, STOCK, Column

if TYPE_CHECKING:
    from numpy.typing import NDArray

_OF_STOCK = {column.name: column for column in STOCK}
HUSTYP, TENURE = _OF_STOCK["hustyp"], _OF_STOCK["upplatelseform"]
DWELLING_ROWS = (
    HUSTYP,
    TENURE,
    Column("antal", INTEGER, example="1", unit=DWELLINGS,
           sv="Så många bostäder raden står för; utan kolumnen är det en.",
           en="How many dwellings the row stands for; one without the column."),
    Column("datum", DATE, example="2025-12-31",
           sv="Dagen som raden gäller; utan kolumnen den som kommandot eller sidofilen säger.",
           en="The day of the row; without the column that of the command or the sidecar."),
    Column("e", NUMBER, "Öster, i områdenas koordinatsystem, där det inte finns någon geometri.",
           "Easting, in the CRS of the areas, where there is no geometry.", unit="m"),
    Column("n", NUMBER, "Norr, likaså.", "Northing, likewise.", unit="m"),
)  # fmt: skip
"""A table of dwellings: a row a dwelling, or a building."""
_ANTAL, _DATUM, *_PAIR = DWELLING_ROWS[2:]
_WANTED = frozenset(column.name for column in DWELLING_ROWS)
MOST_IN_ROW = 1_000_000
"""No row stands for more dwellings."""
TOLD = 100
"""So many faults are told of a table; reading ends with the piece that has more."""
_POINT, _MULTIPOINT = 0, 4  # as GEOS numbers the types of geometries


@dataclass(slots=True)
class DwellingTables:
    """Tables of dwellings, read one piece at a time.

    Parameters
    ----------
    files
        The tables; faults and sources gather there.
    areas
        The areas, whose CRS every point is brought to.
    day
        The day of rows that have no date of their own; else that of the table's sidecar.
    size
        How many rows are in memory at a time.
    """

    files: Files
    areas: Areas
    day: date | None = None
    size: int = ROWS

    def pieces(self) -> Iterator[tuple[str, Piece]]:
        """Read every table, each piece with the name of its table.

        Notes
        -----
        A value that is at fault is told once, at the first row that has it.  What has a fault is in
        no piece, so that reading goes on to find all; ask :meth:`Files.check` at the end.
        """
        for path in map(str, self.files.inputs):
            label = self.files.label(path)
            faults: list[Fault] = []
            try:
                source = read_source("dwellings", path, label)
                rows = open_rows(path, label, _WANTED, self.size)
                yield from self._pieces(rows, source, faults)
                self.files.sources.append(source)
            except DataError as error:
                faults += error.faults
            self.files.faults += faults[:TOLD]
            if len(faults) > TOLD:
                self.files.faults.append(Fault("more_faults", label, None, {"found": TOLD}))

    def _pieces(
        self, rows: OpenTable, source: Source, faults: list[Fault]
    ) -> Iterator[tuple[str, Piece]]:
        crs = rows.crs if rows.spatial else self.areas.source_crs
        day = self.day or source.describes_on
        faults += _table_faults(rows, crs, day)
        if faults or crs is None:
            return
        columns = {c.name: _Distinct(rows.name, c, faults) for c in DWELLING_ROWS[:4]}
        bounds = np.array([[np.inf, np.inf], [-np.inf, -np.inf]])
        first = rows.first
        for frame, shapes in rows.batches():
            before = len(faults)
            hustyp, tenure, dwellings, days = (
                columns[name].numbers(frame[name], first)
                if name in frame
                else np.full(len(frame), 1 if name == "antal" else (day or date.min).toordinal())
                for name in columns
            )
            if self.day and "datum" in frame:
                faults += _other_days(rows.name, self.day, days, first)
            points, sound = _points(frame, shapes, rows.name, first, faults)
            first += len(frame)
            if sound.any():
                bounds[0] = np.minimum(bounds[0], points[sound].min(axis=0))
                bounds[1] = np.maximum(bounds[1], points[sound].max(axis=0))
            if len(faults) == before:
                at = transform_points(points, crs, self.areas.crs)
                cell = hustyp * len(STOCK_TENURES) + tenure
                yield rows.name, Piece(cell, days, dwellings, at)
            if len(faults) > TOLD:
                return
        if first == rows.first:
            faults.append(Fault("empty_file", rows.name))
        elif np.isfinite(bounds).all():
            box: Box = (*bounds[0].tolist(), *bounds[1].tolist())
            faults += _away(rows.name, box, crs, self.areas)


def dwelling_faults(files: Files, areas: Areas) -> Sequence[Fault]:
    """Read tables of dwellings whole, and give what is wrong with them."""
    for _ in DwellingTables(files, areas).pieces():
        pass
    return files.faults


def _table_faults(rows: OpenTable, crs: str | None, day: date | None) -> Iterator[Fault]:
    """Find what a table lacks, and a CRS that is none."""
    needed = [HUSTYP.name, TENURE.name]
    needed += [] if rows.spatial else [column.name for column in _PAIR]
    missing = [name for name in needed if name not in rows.columns]
    if missing:
        values: dict[str, object] = {"found": missing, "expected": needed}
        yield Fault("missing_columns", rows.name, None, values)
    if day is None and _DATUM.name not in rows.columns:
        yield Fault("no_day", rows.name)
    if crs is None:
        yield Fault("no_crs", rows.name)
    elif not is_known(crs):
        yield Fault("unknown_crs", rows.name, None, {"found": crs})


def _other_days(name: str, day: date, days: NDArray[np.int64], first: int) -> Iterator[Fault]:
    """Refuse rows of another day than the one that was asked for."""
    other, rows = np.unique(days[days > 0], return_index=True)
    at = np.flatnonzero(days > 0)[rows]
    for ordinal, row in zip(other.tolist(), at.tolist(), strict=True):
        if ordinal != day.toordinal():
            values = {"found": date.fromordinal(ordinal), "expected": day}
            yield Fault("other_day", name, first + row, values)


def _away(name: str, box: Box, crs: str, areas: Areas) -> Iterator[Fault]:
    """Refuse a table that lies elsewhere than the areas, as a whole."""
    amiss = suspect(box, crs, bounds_of(areas), areas.crs)
    if amiss:
        kind, looks_like = amiss
        values = {"found": coordinate_words(box), "crs": crs, "expected": looks_like}
        yield Fault(kind, name, None, values)


@dataclass(slots=True)
class _Distinct:
    """Reads a column: what stands in many rows is read once, whichever piece it is in.

    Words become their number among the words of the column, days their ordinal; what is at fault
    is 0.
    """

    name: str
    column: Column
    faults: list[Fault]
    _known: dict[object, int] = field(default_factory=dict)

    def numbers(self, cells: pd.Series[Any], first: int) -> NDArray[np.int64]:
        """Read the cells of a piece, of which the first has a number."""
        try:
            codes, distinct = pd.factorize(cells, use_na_sentinel=False)
        except TypeError:  # lists, or other cells that are no values
            codes, distinct = pd.factorize(cells.astype(str), use_na_sentinel=False)
        values = [None if pd.isna(value) else value for value in distinct.tolist()]
        new = [at for at, value in enumerate(values) if value not in self._known]
        if new:
            _, rows = np.unique(codes, return_index=True)
            self._read([values[at] for at in new], [first + int(rows[at]) for at in new])
        return np.array([self._known[value] for value in values], dtype=np.int64)[codes]

    def _read(self, values: Sequence[object], rows: Sequence[int]) -> None:
        """Read values that have not been seen, each with the first row that has it."""
        self._known.update(dict.fromkeys(values, 0))
        try:
            table = table_of_columns(self.name, [(self.column.name, values)], numbers=rows)
        except DataError as error:
            self.faults += error.faults
            return
        read = strictly(table)
        found = read.read(self.column)
        for at, number in enumerate(found):
            if self.column.kind == INTEGER and (number or 0) > MOST_IN_ROW:
                read.fault(at, "not_a_count", column=self.column.name, found=number)
        self.faults += read.faults()
        order = {word: at for at, word in enumerate(self.column.words)}
        to_number: Callable[[Any], int] = (
            order.__getitem__ if order else int if self.column.kind == INTEGER else date.toordinal
        )
        self._known.update(
            (value, to_number(made))
            for value, made in zip(values, found, strict=True)
            if made not in (None, "")
        )


def _points(
    frame: pd.DataFrame,
    shapes: NDArray[np.object_] | None,
    name: str,
    first: int,
    faults: list[Fault],
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Give the coordinates of each row, and which rows have them."""
    if shapes is None:
        read = [_coordinates(frame[c.name], c, name, first, faults) for c in _PAIR]
        points = np.column_stack(read)
        return points, np.asarray(np.isfinite(points).all(axis=1))
    import shapely

    kind = shapely.get_type_id(shapes)
    several = kind == _MULTIPOINT
    if several.any():  # a multipoint that holds just one is that point
        alone = several & (shapely.get_num_geometries(shapes) == 1)
        shapes, kind = shapes.copy(), np.where(alone, _POINT, kind)
        shapes[alone] = shapely.get_geometry(shapes[alone], 0)
    points = np.column_stack((shapely.get_x(shapes), shapely.get_y(shapes)))
    sound = np.isfinite(points).all(axis=1) & (kind == _POINT)
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    for at in np.flatnonzero(~sound)[: TOLD + 1].tolist():
        values: dict[str, object] = {"expected": ["Point"]}
        key = "geometry_empty" if empty[at] else "geometry_type"
        if not empty[at] and kind[at] == _POINT:
            key, values = "geometry_invalid", {"found": "Point"}
        elif not empty[at]:
            values["found"] = shapes[at].geom_type
        faults.append(Fault(key, name, first + at, values))
    return points, sound


def _coordinates(
    cells: pd.Series[Any], column: Column, name: str, first: int, faults: list[Fault]
) -> NDArray[np.float64]:
    """Read a column of coordinates; what is none is not a number."""
    found = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    wrong = np.flatnonzero(~np.isfinite(found))[: TOLD + 1]
    if len(wrong):
        # Read again as any column is, so that what is amiss is told as it is everywhere.
        values = [None if pd.isna(value) else value for value in cells.iloc[wrong].tolist()]
        numbers = [first + at for at in wrong.tolist()]
        table = table_of_columns(name, [(column.name, values)], numbers=numbers)
        read = strictly(table)
        read.read(replace(column, example="319285"))
        faults += read.faults()
    return found
