"""Read sheets: CSV with the standard library, Excel with pandas, OpenDocument with GDAL."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from pathlib import Path

from tenuremix.errors import DataError, Fault
from tenuremix.io.rows import Table, choose_layer, clean, make_table, unreadable


def read_csv(path: Path, name: str) -> Table:
    """Read CSV: UTF-8 with or without BOM, else Windows-1252; comma, semicolon or tab."""
    raw = path.read_bytes()
    if b"\0" in raw:
        raise unreadable(name, "CSV", "NUL")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    heading = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t", key=heading.count)
    # The WKT of one plot may be longer than the 131 072 characters that csv allows by default.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    # Strict: a quotation mark that is never closed would swallow the rows that follow.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        records = [
            (number, record)
            for number, record in enumerate(reader, start=1)
            if any(cell.strip() for cell in record)
        ]
    except csv.Error as error:
        raise unreadable(name, "CSV", f"{error} ({reader.line_num})") from error
    if not records:
        raise DataError([Fault("empty_file", name)])
    columns = records[0][1]
    long = [
        Fault("extra_cells", name, number, {"found": len(record), "expected": len(columns)})
        for number, record in records[1:]
        if any(cell.strip() for cell in record[len(columns) :])
    ]
    if long:
        raise DataError(long)
    rows = (
        (number, dict(zip(columns, record, strict=False)), None) for number, record in records[1:]
    )
    return make_table(name, rows, columns)


def read_excel(path: Path, name: str, layer: str | None) -> Table:
    """Read a sheet, the only one or the one named; the first row is the heading."""
    import pandas as pd

    try:
        with warnings.catch_warnings(), pd.ExcelFile(path) as book:
            warnings.simplefilter("ignore")  # of what openpyxl leaves out: styles, drop-downs
            sheets = [str(sheet) for sheet in book.sheet_names]
            sheet = choose_layer(name, sheets, layer)
            # As text: "NA" and "null" are words here, and codes keep their zeros.
            frame = pd.read_excel(
                book, sheet_name=sheet, header=None, dtype=object, keep_default_na=False
            )
    except DataError:
        raise
    except Exception as error:
        raise unreadable(name, "Excel", error) from error
    found = [
        (number, record)
        for number, record in enumerate(frame.itertuples(index=False, name=None), start=1)
        if any(clean(value) is not None for value in record)
    ]
    if not found:
        raise DataError([Fault("empty_file", name)])
    columns = ["" if clean(column) is None else str(column) for column in found[0][1]]
    rows = ((number, dict(zip(columns, record, strict=True)), None) for number, record in found[1:])
    return make_table(name, rows, columns)


def read_ods(path: Path, name: str, layer: str | None) -> Table:
    """Read one sheet of an OpenDocument file, the only one or the one named, with GDAL."""
    import pyogrio

    if not zipfile.is_zipfile(path):
        raise unreadable(name, "ODS", "no zip")
    try:
        sheets = [str(found[0]) for found in pyogrio.list_layers(path)]
        sheet = choose_layer(name, sheets, layer)
        frame = pyogrio.read_dataframe(path, layer=sheet, HEADERS="FORCE")
    except DataError:
        raise
    except Exception as error:
        raise unreadable(name, "ODS", error) from error
    rows = (
        (number, dict(zip(frame.columns, record, strict=True)), None)
        for number, record in enumerate(
            frame.astype(object).itertuples(index=False, name=None), start=2
        )
        if any(clean(value) is not None for value in record)
    )
    return make_table(name, rows, frame.columns)
