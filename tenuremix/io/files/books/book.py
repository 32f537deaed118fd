"""A workbook as calamine reads it, and what is no plain value in it: made in a process apart."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tenuremix.io.files.books.ods_cells import see_ods, sizes_of_ods
from tenuremix.io.files.books.xls_cells import see_xls, sizes_of_xls
from tenuremix.io.files.books.xlsx_cells import Seen, see_xlsx, size_of_xlsx
from tenuremix.io.files.rows import OddCell, clean
from tenuremix.io.gdal import gdal

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MOST = 10_000_000
"""No sheet has more cells than this, the empty ones before and between others included."""
_SEE = {"ods": see_ods, "xls": see_xls}
_SIZES = {"ods": sizes_of_ods, "xls": sizes_of_xls}
"""Of the kinds whose sheets are all read as the file is opened."""
Span = tuple[tuple[int, int], tuple[int, int]]
"""Cells that are merged: the first and the last."""


class OpenBook:
    """The sheets of a workbook.

    Parameters
    ----------
    content
        The bytes of the file.
    kind
        ``xlsx``, ``xlsm``, ``xls`` or ``ods``.
    """

    def __init__(self, content: bytes, kind: str) -> None:
        self._content, self._kind = content, kind
        self._sheets: dict[str, CalamineSheet] = {}

    @cached_property
    def _book(self) -> CalamineWorkbook:
        import python_calamine

        for size in _SIZES[self._kind](self._content) if self._kind in _SIZES else ():
            _check(*size)
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(self._content))

    def names(self) -> list[tuple[str, bool]]:
        """Name the sheets, each with whether it is a table that is shown."""
        from python_calamine import SheetTypeEnum, SheetVisibleEnum

        about = {
            each.name: each.visible == SheetVisibleEnum.Visible
            and each.typ == SheetTypeEnum.WorkSheet
            for each in self._book.sheets_metadata
        }
        return [(name, about.get(name, False)) for name in self._book.sheet_names]

    def top(self, name: str, number: int) -> list[list[Any]]:
        """Give the first rows of a sheet, from the first that holds a value."""
        return [*islice(self._sheet(name).iter_rows(), number)]

    def read(self, name: str) -> dict[str, Any]:
        """Read a sheet.

        Returns
        -------
        dict
            ``records``, its rows that are not empty, each with its number, from 1; and the cells
            ``filled`` from above and ``uncomputed``, the ``hidden_rows`` and ``hidden_columns``
            that hold a value, all counted from 0.
        """
        sheet = self._sheet(name)
        rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
        seen = _SEE.get(self._kind, see_xlsx)(self._content, name)
        seen.mark(rows)
        filled = _fill_down(rows, [*(sheet.merged_cell_ranges or ()), *seen.merged])
        records = [
            (number, row)
            for number, row in enumerate(rows, start=1)
            if any(clean(value) is not None for value in row)
        ]
        return {
            "records": records,
            "filled": sorted(filled),
            "uncomputed": sorted(seen.uncomputed),
            "hidden_rows": sorted(seen.hidden_rows),
            "hidden_columns": _holding(records, seen),
        }

    def read_as_gdal(self, name: str | None) -> dict[str, Any]:
        """Read a sheet of an ODS as GDAL, and so QGIS, writes it; the first row is the heading.

        Returns
        -------
        dict
            ``names`` of the sheets and, where one was named, its ``columns`` and ``records``.
        """
        with TemporaryDirectory() as folder, gdal("ODS") as pyogrio:
            path = Path(folder, f"book.{self._kind}")  # by its name it is known
            path.write_bytes(self._content)
            names = [str(found[0]) for found in pyogrio.list_layers(path)]
            if name is None:
                return {"names": names}
            frame = pyogrio.read_dataframe(path, layer=name, HEADERS="FORCE")
        body = frame.astype(object).itertuples(index=False, name=None)
        cleaned = ((number, [*map(clean, row)]) for number, row in enumerate(body, start=2))
        records = [(number, row) for number, row in cleaned if any(v is not None for v in row)]
        return {"names": names, "columns": [*map(str, frame.columns)], "records": records}

    def _sheet(self, name: str) -> CalamineSheet:
        if name not in self._sheets:
            if self._kind not in _SIZES:
                _check(*size_of_xlsx(self._content, name, MOST))
            self._sheets[name] = self._book.get_sheet_by_name(name)
        return self._sheets[name]


def _check(rows: int, columns: int) -> None:
    """Refuse a sheet that is larger than any table."""
    if rows * columns > MOST:
        size = f"{rows} × {columns} celler / cells"
        raise ValueError(size)


def is_archive(content: bytes) -> bool:
    """Tell whether a file is a ZIP archive, as most workbooks are."""
    return zipfile.is_zipfile(io.BytesIO(content))


def _fill_down(rows: list[list[Any]], merged: Sequence[Span]) -> set[tuple[int, int]]:
    """Let the value of cells that are merged downwards stand in every row that holds more."""
    cells = {
        (row, column): clean(rows[top][column])
        for (top, column), (bottom, _) in merged
        for row in range(top + 1, min(bottom + 1, len(rows)))
        if column < len(rows[top]) and clean(rows[top][column]) is not None
    }
    holding = {row for row, _ in cells if any(clean(value) is not None for value in rows[row])}
    filled = {at for at in cells if at[0] in holding}
    for row, column in filled:
        value = cells[row, column]
        shown = f"{value:g}" if isinstance(value, float) else str(value)
        odd = isinstance(value, OddCell)
        rows[row][column] = value if odd else OddCell("cell_merged", shown, value)
    return filled


def _holding(records: Sequence[tuple[int, list[Any]]], seen: Seen) -> list[int]:
    """List the columns that are not shown and hold a value."""
    return [
        at
        for at in sorted(seen.hidden_columns)
        if any(at < len(row) and clean(row[at]) is not None for _, row in records)
    ]
