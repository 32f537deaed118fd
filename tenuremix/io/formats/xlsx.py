"""Write tables as an Excel workbook, the same bytes every time; no text becomes a formula."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from tenuremix.io.files.cells import FORMULA
from tenuremix.io.formats.layers import DATE, INTEGER, SHARE, TEXT, WORDS, Field, Layer

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_FORMATS = {INTEGER: "#,##0", SHARE: "0.0%", DATE: "yyyy-mm-dd", TEXT: "@"}
_WIDEST, _WORDS_WIDE, _NARROWEST, _LOOKED_AT = 60, 100, 9, 200
_LONGEST = 32_767  # characters that a cell of Excel holds
_LONGEST_TITLE = 31
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\']")
_NO_CHARACTERS = re.compile("[\ufffe\uffff\ud800-\udfff]")  # of XML, as openpyxl writes it
_LONG_HEAD, _HEAD_POINTS = 16, 62
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip holds
_HEAD_FILL = "FFE8EEF2"


def xlsx_bytes(layers: Sequence[Layer], *, changed_on: date, title: str) -> bytes:
    """Write layers as the sheets of a workbook: heads that stay, filters, formats of numbers.

    Parameters
    ----------
    layers
        Their titles name the sheets; geometries are left out.
    changed_on
        The day that stands as the day on which the workbook was made.
    title
        Of the workbook.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    taken: set[str] = set()
    for layer in layers:
        name = sheet_title(layer.title, taken)
        _fill(book.create_sheet(name), layer)
    return steady_bytes(book, changed_on=changed_on, title=title)


def sheet_title(title: str, taken: set[str]) -> str:
    """Make the name of a sheet: what Excel allows, and no name twice; it is added to ``taken``."""
    words = " ".join(_NOT_IN_TITLE.sub(" ", printable(title)).split())
    if len(words) > _LONGEST_TITLE:
        words = words[: _LONGEST_TITLE + 1].rpartition(" ")[0] or words[:_LONGEST_TITLE]
    base = words or "Blad"
    name, number = base, 1
    while name.lower() in taken:
        number += 1
        name = f"{base[: _LONGEST_TITLE - len(str(number)) - 1]} {number}"
    taken.add(name.lower())
    return name


def printable(text: str) -> str:
    """Leave out the control characters that XML cannot hold, and what no cell has room for."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return _NO_CHARACTERS.sub("", str(ILLEGAL_CHARACTERS_RE.sub("", text)))[:_LONGEST]


def _fill(sheet: Worksheet, layer: Layer) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for at, column in enumerate(layer.columns, start=1):
        head = sheet.cell(1, at)
        put(head, column.title)
        head.font = Font(name="Calibri", bold=True)
        head.fill = PatternFill("solid", fgColor=_HEAD_FILL)
        head.alignment = Alignment(wrap_text=True, vertical="top")
        if column.note:
            head.comment = Comment(printable(column.note), "tenuremix", height=110, width=320)
        values = [row[at - 1] for row in layer.rows]
        for number, value in enumerate(values, start=2):
            cell = sheet.cell(number, at)
            put(cell, value, column.kind)
            if column.kind == WORDS:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        last = len(layer.rows) + 1
        for number in range(last + 1, last + 1 + layer.spare):
            sheet.cell(number, at).number_format = _FORMATS.get(column.kind, "General")
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = _width(column, values)
        _validate(sheet, column, f"{letter}2:{letter}{last + layer.spare}", layer)
    sheet.freeze_panes = sheet.cell(2, layer.frozen + 1)
    bottom = len(layer.rows) + 1 + layer.spare
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(layer.columns))}{bottom}"
    if any(len(column.title) > _LONG_HEAD for column in layer.columns):
        sheet.row_dimensions[1].height = _HEAD_POINTS


def put(cell: Any, value: object, kind: str = TEXT) -> None:  # noqa: ANN401 - of openpyxl
    """Set a cell; text stays text, whatever it begins with, also when it is edited."""
    if isinstance(value, str):
        cell.value = printable(value)
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA)
        return
    cell.value = value
    if kind != TEXT:
        cell.number_format = _FORMATS.get(kind, "General")


def _width(column: Field, values: Sequence[object]) -> int:
    longest = max((len(str(v)) for v in values[:_LOOKED_AT] if v is not None), default=0)
    words = max((len(word) for word in column.title.split()), default=0)
    widest = _WORDS_WIDE if column.kind == WORDS else _WIDEST
    return min(widest, max(_NARROWEST, longest + 2, words + 3))


def _validate(sheet: Worksheet, column: Field, where: str, layer: Layer) -> None:
    """Give the cells of a sheet to fill in a list to choose from, or the kind they must have."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if column.choices:
        rule = DataValidation("list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
    elif layer.spare and column.kind == INTEGER:
        rule = DataValidation("whole", operator="greaterThanOrEqual", formula1="0")
    elif layer.spare and column.kind == SHARE:
        rule = DataValidation("decimal", operator="between", formula1="0", formula2="1")
    elif layer.spare and column.kind == DATE:
        rule = DataValidation("date", operator="greaterThan", formula1="1")
    else:
        return
    rule.allow_blank = True
    rule.showErrorMessage = True
    rule.errorTitle = column.title[:_LONGEST_TITLE]
    rule.error = column.note[:255] or column.title
    sheet.add_data_validation(rule)
    rule.add(where)


def steady_bytes(book: Workbook, *, changed_on: date, title: str) -> bytes:
    """Save a workbook without the time of day that openpyxl and zip put into it.

    Parameters
    ----------
    book
        The workbook.
    changed_on
        The day that stands as the day on which it was made.
    title
        Of the workbook.
    """
    moment = datetime(changed_on.year, changed_on.month, changed_on.day)  # noqa: DTZ001 - a day
    book.properties.title = printable(title)
    book.properties.creator = "tenuremix"
    book.properties.created = moment
    saved, steady = BytesIO(), BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(steady, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*",
                    rb"\g<1>" + f"{moment.isoformat()}Z".encode(),
                    content,
                )
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return steady.getvalue()
