"""Read the sheets of workbooks: Excel and OpenDocument, with calamine."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenuremix.errors import DataError, Fault, Note
from tenuremix.io.files.ods_cells import see_ods
from tenuremix.io.files.rows import OddCell, RawTable, clean, unreadable
from tenuremix.io.files.sheets import TOP, IsHeading, grid, is_contract
from tenuremix.io.files.xls_cells import see_xls
from tenuremix.io.files.xlsx_cells import Seen, letters_of, see_xlsx
from tenuremix.io.gdal import gdal

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_REGISTER = "register"
_Places = AbstractSet[tuple[int, int]]
_YEAR = re.compile(r"(?:19|20)\d\d")


def read_excel(
    path: Path, name: str, layer: str | None, is_heading: IsHeading | None = None
) -> RawTable:
    """Read a sheet of an Excel or OpenDocument file.

    It is the one named, the only one that is shown, or the only one with a heading; for an
    import also the one called ``register``.

    ``is_heading`` finds the heading where it is not the first row; by default it has columns of
    the contract.
    """
    import python_calamine as calamine

    known = is_heading or is_contract
    kind = "ODS" if path.suffix.lower() == ".ods" else "Excel"
    try:
        with calamine.CalamineWorkbook.from_path(path) as book:
            sheet_of = cache(book.get_sheet_by_name)
            shown = [
                each.name
                for each in book.sheets_metadata
                if each.visible == calamine.SheetVisibleEnum.Visible
                and each.typ == calamine.SheetTypeEnum.WorkSheet
            ]
            if is_heading is not None and _REGISTER in shown:
                layer = layer or _REGISTER
            sheet, notes = _choose_sheet(
                name,
                book.sheet_names,
                shown,
                layer,
                lambda each: _has_heading(sheet_of(each), known),
            )
            cells = sheet_of(sheet)
            rows: list[list[Any]] = cells.to_python(skip_empty_area=False)
            merged = cells.merged_cell_ranges or []
        seen = _see(path, sheet)
    except DataError:
        raise
    except Exception as error:
        if kind == "ODS" and zipfile.is_zipfile(path):
            return _read_ods(path, name, layer)
        raise unreadable(name, kind, error) from error
    seen.mark(rows)
    filled = _fill_down(rows, [*merged, *seen.merged])
    records = [
        (number, record)
        for number, record in enumerate(rows, start=1)
        if any(clean(value) is not None for value in record)
    ]
    table = grid(name, records, known, letters_of)
    notes += _notes(seen, rows, set(table.numbers), filled)
    return replace(table, notes=(*notes, *table.notes))


def _see(path: Path, sheet: str) -> Seen:
    """Look for what is no plain value, as far as the kind of file can tell."""
    see = {".ods": see_ods, ".xls": see_xls}.get(path.suffix.lower(), see_xlsx)
    return see(path, sheet)


def _fill_down(
    rows: list[list[Any]], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> set[tuple[int, int]]:
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


def _notes(
    seen: Seen,
    rows: list[list[Any]],
    numbers: AbstractSet[int],
    filled: AbstractSet[tuple[int, int]],
) -> list[Note]:
    """Tell what does not show, or may have been computed anew, of the rows that were read."""
    notes = []
    within = {at for at in filled if at[0] + 1 in numbers}
    if within:
        values = {"found": _letters(within), "rows": sorted({row + 1 for row, _ in within})}
        notes.append(Note("filled", values))
    hidden = sorted(numbers & {row + 1 for row in seen.hidden_rows})
    if hidden:
        notes.append(Note("hidden_rows", {"rows": hidden}))
    columns = {
        (0, at)
        for at in seen.hidden_columns
        if any(at < len(row) and clean(row[at]) is not None for row in rows)
    }
    if columns:
        notes.append(Note("hidden_columns", {"found": _letters(columns)}))
    formulas = {at for at in seen.uncomputed if at[0] + 1 in numbers}
    if formulas:
        notes.append(Note("formulas", {"found": _letters(formulas)}))
    return notes


def _letters(cells: _Places) -> list[str]:
    return [letters_of(column) for column in sorted({column for _, column in cells})]


def _choose_sheet(
    name: str,
    sheets: Sequence[str],
    shown: Sequence[str],
    asked: str | None,
    has_heading: Callable[[str], bool],
) -> tuple[str, list[Note]]:
    """Choose a sheet among those that are shown, and say which where others are passed over."""
    if asked is not None and asked not in sheets:
        raise DataError([Fault("sheet", name, None, {"found": asked, "expected": sheets})])
    if not sheets:
        raise DataError([Fault("empty_file", name)])
    if asked is not None or len(sheets) == 1:
        return asked or sheets[0], []
    shown = shown or sheets
    tables = [each for each in shown if len(shown) == 1 or has_heading(each)] or shown
    if len(tables) > 1:
        last = max(tables, key=lambda each: max(_YEAR.findall(each), default=""))
        options = [f'"{name}|layername={each}"' for each in (last, *tables)]
        values = {"found": tables, "last": options[0], "expected": [*dict.fromkeys(options)][1:]}
        raise DataError([Fault("many_sheets", name, None, values)])
    others = [each for each in sheets if each != tables[0]]
    return tables[0], [Note("sheet", {"found": tables[0], "others": others})]


def _has_heading(sheet: CalamineSheet, is_heading: IsHeading) -> bool:
    """Tell whether a sheet holds a table that can be read."""
    return any(map(is_heading, islice(sheet.iter_rows(), 2 * TOP)))


def _read_ods(path: Path, name: str, layer: str | None) -> RawTable:
    """Read a sheet as GDAL, and so QGIS, writes it; the first row is the heading."""
    source = path.resolve()
    try:
        with gdal("ODS") as pyogrio:
            sheets = [str(found[0]) for found in pyogrio.list_layers(source)]
            sheet, notes = _choose_sheet(name, sheets, sheets, layer, lambda _: False)
            frame = pyogrio.read_dataframe(source, layer=sheet, HEADERS="FORCE")
    except DataError:
        raise
    except Exception as error:
        raise unreadable(name, "ODS", error) from error
    body = frame.astype(object).itertuples(index=False, name=None)
    records = [
        (number, record)
        for number, record in enumerate(body, start=2)
        if any(clean(value) is not None for value in record)
    ]
    table = grid(name, [(1, list(frame.columns)), *records], None, letters_of)
    return replace(table, notes=(*notes, *table.notes))
