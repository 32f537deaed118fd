"""Read sheets: CSV with the standard library, Excel and OpenDocument with calamine."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tenuremix.counting.schema import (
    AREAS,
    COMPLETED,
    LOSSES,
    PLACES,
    PLOTS,
    REGISTER,
    STOCK,
    TOTALS,
    names,
)
from tenuremix.errors import DataError, Fault
from tenuremix.io.files.cells import FORMULA
from tenuremix.io.files.letters import decode
from tenuremix.io.files.rows import RawTable, choose_layer, clean, make_table, unreadable

IsHeading = Callable[[Sequence[object]], bool]
"""Tells whether a row of cells is the heading of a table."""
_TOP = 30
"""A heading is looked for among so many rows that are not empty."""
_DELIMITERS = ",;\t|"
_SEPARATOR = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n", re.IGNORECASE)
_CONTRACT = frozenset(
    names((*AREAS, *STOCK, *REGISTER, *LOSSES, *PLOTS, *COMPLETED, *PLACES, *TOTALS))
)
_ENOUGH = 3


def read_csv(path: Path, name: str, is_heading: IsHeading | None = None) -> RawTable:
    """Read CSV, whatever program wrote it.

    UTF-8 or UTF-16, else Windows-1252; the delimiter is that of Excel's own first line (``sep=;``),
    else the comma, semicolon, tab or bar that makes a heading, which need not be the first row.

    Parameters
    ----------
    is_heading
        Finds the heading; by default it has columns of the contract.
    """
    text, notes = decode(path.read_bytes(), name)
    # The WKT of one plot may be longer than the 131 072 characters that csv allows by default.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    said = _SEPARATOR.match(text)
    if said:
        text = text.replace(said[0], "", 1)
    known = is_heading or is_contract
    delimiter = said[1] if said else _delimiter(text, known)
    # Strict: a quotation mark that is never closed would swallow the rows that follow.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        records = [
            (number, record)
            for number, record in enumerate(reader, start=2 if said else 1)
            if any(cell.strip() for cell in record)
        ]
    except csv.Error as error:
        raise unreadable(name, "CSV", f"{error} ({reader.line_num})") from error
    table = _grid(name, records, known)
    return replace(table, notes=(*notes, *table.notes)) if notes else table


def _delimiter(text: str, is_heading: IsHeading) -> str:
    """Choose the delimiter under which a row near the top is the heading, else that of the first.

    Of several it is the one that gives the heading most columns.
    """
    top = text.lstrip().splitlines()[:_TOP] or [""]
    found = {
        delimiter: len(head)
        for delimiter in _DELIMITERS
        if (head := next(filter(is_heading, csv.reader(top, delimiter=delimiter)), None))
    }
    return max(found or _DELIMITERS, key=lambda each: found.get(each, top[0].count(each)))


def is_contract(cells: Sequence[object]) -> bool:
    """Tell whether a row of cells has three columns of the contract."""
    named = {cell.strip().lower() for cell in cells if isinstance(cell, str)}
    return len(named & _CONTRACT) >= _ENOUGH


def _cell(text: str) -> str:
    """Take away what keeps a text from being read as a formula, or as a number (``="0012"``)."""
    if text[:2] == '="' and text[-1] == '"' and text.count('"') == 2:  # noqa: PLR2004
        return text[2:-1]
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA and text[1:] else text


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
    except DataError:
        raise
    except Exception as error:
        if kind == "ODS" and zipfile.is_zipfile(path):
            return _read_ods(path, name, layer)
        raise unreadable(name, kind, error) from error
    records = [
        (number, record)
        for number, record in enumerate(rows, start=1)
        if any(clean(value) is not None for value in record)
    ]
    return _grid(name, records, is_heading)


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
    return _grid(name, [(1, list(frame.columns)), *records], None)


def _grid(
    name: str, records: Sequence[tuple[int, Sequence[Any]]], is_heading: IsHeading | None
) -> RawTable:
    """Make a table of rows of which the first, or the one that is found, is the heading."""
    if not records:
        raise DataError([Fault("empty_file", name)])
    head = 0
    if is_heading is not None:
        top = range(min(_TOP, len(records)))
        head = next((at for at in top if is_heading(records[at][1])), 0)
    columns = ["" if clean(column) is None else str(column) for column in records[head][1]]
    body = records[head + 1 :]
    wide = len(columns)
    long = [
        Fault("extra_cells", name, number, {"found": len(record), "expected": wide})
        for number, record in body
        if len(record) > wide and any(clean(cell) is not None for cell in record[wide:])
    ]
    if long:
        raise DataError(long)
    missing = [None] * wide
    cells = [
        [_cell(v) if type(v) is str else v for v in (*record[:wide], *missing[len(record) :])]
        for _, record in body
    ]
    return make_table(name, columns, cells, numbers=[number for number, _ in body])
