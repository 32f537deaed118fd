"""Write tables as an Excel workbook, the same bytes every time; no text becomes a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from tenuremix.io.files.cells import FORMULA
from tenuremix.io.formats.layers import DATE, INTEGER, SHARE, TEXT, WORDS, Field, Layer

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Look = Mapping[str, Any]
"""What a cell looks like: properties of an XlsxWriter format."""
HEAD: Look = {"bold": True, "bg_color": "#E8EEF2", "valign": "top", "text_wrap": True}
_LOOKS: dict[str, Look] = {
    INTEGER: {"num_format": "#,##0"},
    SHARE: {"num_format": "0.0%"},
    DATE: {"num_format": "yyyy-mm-dd"},
    WORDS: {"valign": "top", "text_wrap": True},
}
_EMPTY_LOOKS: dict[str, Look] = {**_LOOKS, TEXT: {"num_format": "@"}}
_WIDEST, _WORDS_WIDE, _NARROWEST, _LOOKED_AT = 60, 100, 9, 200
_LONGEST, _LONGEST_TITLE, _LONGEST_HEAD = 32_767, 31, 255  # characters, of Excel
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\']")
_NOT_IN_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONG_HEAD, _HEAD_POINTS = 16, 62
_FIRST_DAY = date(1900, 1, 1)  # of Excel


class Book:
    """A workbook in the making.

    Parameters
    ----------
    changed_on
        The day that stands as the day on which it was made.
    """

    def __init__(self, *, changed_on: date, title: str) -> None:
        from xlsxwriter import Workbook

        self._stream = BytesIO()
        texts = {"strings_to_formulas": False, "strings_to_urls": False}
        self.book = Workbook(self._stream, {"in_memory": True, **texts})
        moment = datetime(changed_on.year, changed_on.month, changed_on.day)  # noqa: DTZ001 - a day
        about = {"title": printable(title), "author": "tenuremix", "created": moment}
        self.book.set_properties(about)
        self._taken: set[str] = set()
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def sheet(self, title: str) -> Worksheet:
        """Add a sheet, named by what Excel allows of a title, and by no name twice."""
        words = " ".join(_NOT_IN_TITLE.sub(" ", printable(title)).split())
        base = _cut(words, _LONGEST_TITLE)
        if base != words:
            base = _cut(words, _LONGEST_TITLE + 1).rpartition(" ")[0] or base
        base = base or "Blad"
        name, number = base, 1
        while name.lower() in self._taken:
            number += 1
            name = f"{_cut(base, _LONGEST_TITLE - len(str(number)) - 1)} {number}"
        self._taken.add(name.lower())
        return self.book.add_worksheet(name)

    def put(
        self, sheet: Worksheet, row: int, column: int, value: object, look: Look, link: str = ""
    ) -> None:
        """Set a cell, counted from 0; text stays text, also when it is edited.

        Parameters
        ----------
        value
            A text, a number, a date, a truth or None.
        link
            The sheet that a text leads to.
        """
        if not isinstance(value, str):
            sheet.write(row, column, value, self._format(look))
            return
        words = printable(value)
        form = self._format({**look, "quote_prefix": value.startswith(FORMULA)})
        sheet.write_string(row, column, words, form)
        if link:
            sheet.write_url(row, column, f"internal:'{link}'!A1", form, words)

    def _format(self, look: Look) -> Format:
        key = tuple(look.items())
        if key not in self._formats:
            self._formats[key] = self.book.add_format(look)
        return self._formats[key]

    def content(self) -> bytes:
        """Give the whole file; nothing can be added after this."""
        self.book.close()
        return self._stream.getvalue()


def printable(text: str) -> str:
    """Leave out the control characters that XML cannot hold, and what no cell has room for."""
    return _NOT_IN_XML.sub("", text)[:_LONGEST]


def _cut(text: str, most: int) -> str:
    """Cut a text at a number of characters as Excel counts them, in UTF-16."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore")


def add_table(sheet: Worksheet, heads: Sequence[str], rows: int) -> None:
    """Make the top of a sheet a table of Excel, before its cells are put; else it is filtered.

    A table needs a row, and headings that are short and differ.
    """
    names = [printable(head) for head in heads]
    differ = len({name.lower() for name in names}) == len(names)
    if rows and differ and all(0 < len(name) <= _LONGEST_HEAD for name in names):
        columns = [{"header": name} for name in names]
        look = {"style": "Table Style Light 1", "columns": columns}
        sheet.add_table(0, 0, rows, len(heads) - 1, look)
    else:
        sheet.autofilter(0, 0, rows, len(heads) - 1)


def xlsx_bytes(layers: Sequence[Layer], *, changed_on: date, title: str) -> bytes:
    """Write layers as the sheets of a workbook: tables with heads that stay and their formats.

    Parameters
    ----------
    layers
        Their titles name the sheets; geometries are left out.
    changed_on
        The day that stands as the day on which the workbook was made.
    """
    book = Book(changed_on=changed_on, title=title)
    for layer in layers:
        _fill(book, book.sheet(layer.title), layer)
    return book.content()


def _fill(book: Book, sheet: Worksheet, layer: Layer) -> None:
    bottom = len(layer.rows) + layer.spare
    add_table(sheet, [column.title for column in layer.columns], bottom)
    for at, column in enumerate(layer.columns):
        book.put(sheet, 0, at, column.title, HEAD)
        if column.note:
            size = {"author": "tenuremix", "width": 320, "height": 110}
            sheet.write_comment(0, at, printable(column.note), size)
        values = [row[at] for row in layer.rows]
        for number, value in enumerate(values, start=1):
            book.put(sheet, number, at, value, _LOOKS.get(column.kind, {}))
        for number in range(len(values) + 1, bottom + 1):
            book.put(sheet, number, at, None, _EMPTY_LOOKS.get(column.kind, {}))
        sheet.set_column(at, at, _width(column, values))
        if rule := _rule(column, layer):
            told = {"error_title": column.title[:_LONGEST_TITLE]}
            told["error_message"] = column.note[:_LONGEST_HEAD] or column.title
            sheet.data_validation(1, at, bottom, at, {**rule, **told})
    sheet.freeze_panes(1, layer.frozen)
    if any(len(column.title) > _LONG_HEAD for column in layer.columns):
        sheet.set_row(0, _HEAD_POINTS)


def _width(column: Field, values: Sequence[object]) -> int:
    longest = max((len(str(v)) for v in values[:_LOOKED_AT] if v is not None), default=0)
    words = max((len(word) for word in column.title.split()), default=0)
    widest = _WORDS_WIDE if column.kind == WORDS else _WIDEST
    return min(widest, max(_NARROWEST, longest + 2, words + 3))


def _rule(column: Field, layer: Layer) -> dict[str, Any]:
    """Give the cells of a sheet to fill in a list to choose from, or the kind they must have."""
    if column.choices:
        return {"validate": "list", "source": list(column.choices)}
    rules: dict[str, dict[str, Any]] = {
        INTEGER: {"validate": "integer", "criteria": ">=", "value": 0},
        SHARE: {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1},
        DATE: {"validate": "date", "criteria": ">", "value": _FIRST_DAY},
    }
    return rules.get(column.kind, {}) if layer.spare else {}
