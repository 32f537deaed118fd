"""Read the sheets of workbooks: Excel and OpenDocument, with calamine."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tenuremix.errors import DataError
from tenuremix.io.files.rows import RawTable, choose_layer, clean, unreadable
from tenuremix.io.files.sheets import IsHeading, grid
from tenuremix.io.files.xlsx_cells import Seen, letters_of, see_xlsx


def read_excel(
    path: Path, name: str, layer: str | None, is_heading: IsHeading | None = None
) -> RawTable:
    """Read a sheet of an Excel or OpenDocument file: the only one, the one named, or ``register``.

    ``is_heading`` finds the heading where it is not the first row.
    """
    import python_calamine as calamine

    kind = "ODS" if path.suffix.lower() == ".ods" else "Excel"
    try:
        with calamine.CalamineWorkbook.from_path(path) as book:
            sheet = choose_layer(name, book.sheet_names, layer)
            rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        seen = _see(path, sheet)
    except DataError:
        raise
    except Exception as error:
        if kind == "ODS" and zipfile.is_zipfile(path):
            return _read_ods(path, name, layer)
        raise unreadable(name, kind, error) from error
    seen.mark(rows)
    records = [
        (number, record)
        for number, record in enumerate(rows, start=1)
        if any(clean(value) is not None for value in record)
    ]
    return grid(name, records, is_heading, letters_of)


def _see(path: Path, sheet: str) -> Seen:
    """Look for what is no plain value, as far as the kind of file can tell."""
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return see_xlsx(path, sheet)
    return Seen()


def _read_ods(path: Path, name: str, layer: str | None) -> RawTable:
    """Read a sheet as GDAL, and so QGIS, writes it; the first row is the heading."""
    import pyogrio

    try:
        sheets = [str(found[0]) for found in pyogrio.list_layers(path)]
        sheet = choose_layer(name, sheets, layer)
        frame = pyogrio.read_dataframe(path, layer=sheet, HEADERS="FORCE")
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
    return grid(name, [(1, list(frame.columns)), *records], None, letters_of)
