"""Read the sheets of workbooks, Excel's and OpenDocument's: choose one, and make it a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path
from typing import Any

from tenuremix.errors import DataError, Fault, Note
from tenuremix.io.files.apart import Ask, BeyondError, Room, apart
from tenuremix.io.files.books.book import OpenBook, is_archive
from tenuremix.io.files.books.xlsx_cells import letters_of
from tenuremix.io.files.rows import RawTable, unreadable
from tenuremix.io.files.sheets import TOP, IsHeading, grid, is_contract

_REGISTER = "register"
_YEAR = re.compile(r"(?:19|20)\d\d")
_SECONDS, _A_SECOND = 10, 200_000
"""A workbook may take some seconds, and one more for so many bytes: ten times what it takes."""
_MEMORY, _A_BYTE = 1 << 30, 60
"""It may take so much memory, and so many bytes more for each of its own."""


def read_excel(
    path: Path, name: str, layer: str | None, is_heading: IsHeading | None = None
) -> RawTable:
    """Read a sheet of an Excel or OpenDocument file.

    It is the one named, the only one that is shown, or the only one with a heading; for an
    import also the one called ``register``.

    ``is_heading`` finds the heading where it is not the first row; by default it has columns of
    the contract.
    """
    kind = path.suffix.lower().removeprefix(".")
    content = path.read_bytes()
    called = "ODS" if kind == "ods" else "Excel"
    size = len(content)
    room = Room(_SECONDS + size // _A_SECOND, _MEMORY + _A_BYTE * size)
    try:
        with apart(OpenBook, content, kind, room) as ask:
            return _read_sheet(ask, name, layer, is_heading)
    except BeyondError as error:
        if called == "Excel" or error.took_all or not is_archive(content):
            raise unreadable(name, called, error) from error
    try:
        with apart(OpenBook, content, kind, room) as ask:
            return _read_as_gdal(ask, name, layer)
    except BeyondError as error:
        raise unreadable(name, called, error) from error


def _read_sheet(ask: Ask, name: str, layer: str | None, is_heading: IsHeading | None) -> RawTable:
    known = is_heading or is_contract
    sheets = ask("names")
    shown = [each for each, is_shown in sheets if is_shown]
    if is_heading is not None and _REGISTER in shown:
        layer = layer or _REGISTER
    sheet, notes = _choose_sheet(
        name,
        [each for each, _ in sheets],
        shown,
        layer,
        lambda each: any(map(known, ask("top", each, 2 * TOP))),
    )
    found = ask("read", sheet)
    table = grid(name, found["records"], known, letters_of)
    return replace(table, notes=(*notes, *_notes(found, set(table.numbers)), *table.notes))


def _notes(found: dict[str, Any], numbers: AbstractSet[int]) -> list[Note]:
    """Tell what does not show, or may have been computed anew, of the rows that were read."""
    notes = []
    within = [at for at in found["filled"] if at[0] + 1 in numbers]
    if within:
        values = {"found": _letters(within), "rows": sorted({row + 1 for row, _ in within})}
        notes.append(Note("filled", values))
    hidden = [row + 1 for row in found["hidden_rows"] if row + 1 in numbers]
    if hidden:
        notes.append(Note("hidden_rows", {"rows": hidden}))
    if found["hidden_columns"]:
        columns = [letters_of(column) for column in found["hidden_columns"]]
        notes.append(Note("hidden_columns", {"found": columns}))
    formulas = [at for at in found["uncomputed"] if at[0] + 1 in numbers]
    if formulas:
        notes.append(Note("formulas", {"found": _letters(formulas)}))
    return notes


def _letters(cells: Iterable[Sequence[int]]) -> list[str]:
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


def _read_as_gdal(ask: Ask, name: str, layer: str | None) -> RawTable:
    """Read a sheet of an ODS that GDAL, and so QGIS, has written."""
    sheets = ask("read_as_gdal", None)["names"]
    sheet, notes = _choose_sheet(name, sheets, sheets, layer, lambda _: False)
    found = ask("read_as_gdal", sheet)
    table = grid(name, [(1, found["columns"]), *found["records"]], None, letters_of)
    return replace(table, notes=(*notes, *table.notes))
