"""Write tables as an Excel workbook, the same bytes every time; no text becomes a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any

from tenuremix.io.files.cells import FORMULA
from tenuremix.io.formats.layers import (
    DATE,
    INTEGER,
    POINTS,
    SHARE,
    SIGNED,
    TEXT,
    WORDS,
    YEAR,
    Field,
    Layer,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Look = Mapping[str, Any]
"""What a cell looks like: properties of an XlsxWriter format."""
HEAD: Look = {"bold": True, "bg_color": "#E8EEF2", "valign": "top", "text_wrap": True}
TITLE: Look = {"bold": True, "font_size": 14}
_ASIDE: Look = {"align": "left", "indent": 1}
"""Words stand a little away from the number before them."""
_LOOKS: dict[str, Look] = {
    INTEGER: {"num_format": "#,##0"},
    SHARE: {"num_format": "0.0%"},
    DATE: {"num_format": "yyyy-mm-dd"},
    TEXT: _ASIDE,
    WORDS: {"text_wrap": True, **_ASIDE},
    SIGNED: {"num_format": "+#,##0;-#,##0;0"},
    YEAR: {"num_format": "0"},
    POINTS: {"num_format": "+0.000;-0.000;0.000"},
}
_EMPTY_LOOKS: dict[str, Look] = {**_LOOKS, TEXT: {"num_format": "@"}}
_WIDEST, _WORDS_WIDE, _WORDS_AMONG, _NARROWEST, _LOOKED_AT = 66, 100, 50, 9, 200
_LONGEST, _LONGEST_TITLE, _LONGEST_HEAD = 32_767, 31, 255  # characters, of Excel
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\']")
_NOT_IN_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FEW = 4  # columns
_SHARE_WIDE, _ARROW_WIDE = 7, 3  # characters
_LINE_POINTS, _HIGHEST_POINTS = 15.0, 405.0
_NOT_IN_NAME = re.compile(r"\W+")
_LIKE_A_CELL = re.compile(r"[A-Z]{1,3}\d+|R\d*C?\d*|C\d*", re.IGNORECASE)
_LONGEST_NAME = 200
_A4 = 9
_FIRST_DAY = date(1900, 1, 1)  # of Excel


class Book:
    """A workbook in the making.

    Parameters
    ----------
    changed_on
        The day that stands as the day on which it was made.
    share
        How a share is shown; Excel itself sets the signs between thousands and before decimals.
    """

    def __init__(self, *, changed_on: date, title: str, share: str = "0.0%") -> None:
        from xlsxwriter import Workbook

        self._stream = BytesIO()
        texts = {"strings_to_formulas": False, "strings_to_urls": False}
        self.book = Workbook(self._stream, {"in_memory": True, **texts})
        moment = datetime(changed_on.year, changed_on.month, changed_on.day)  # noqa: DTZ001 - a day
        about = {"title": printable(title), "author": "tenuremix", "created": moment}
        self.book.set_properties(about)
        self._taken: set[str] = set()
        self._tables: set[str] = set()
        self._share = share
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
            The cell of the workbook that a text leads to, as ``'Sheet'!A1``.
        """
        if not isinstance(value, str):
            sheet.write(row, column, value, self._format(look))
            return
        words = printable(value)
        form = self._format({**look, "quote_prefix": value.startswith(FORMULA)})
        sheet.write_string(row, column, words, form)
        if link:
            sheet.write_url(row, column, f"internal:{link}", form, words)

    def add_table(
        self, sheet: Worksheet, title: str, heads: Sequence[str], rows: int, *, top: int = 0
    ) -> None:
        """Make rows of a sheet a table of Excel, before its cells are put; else they are filtered.

        A table needs a row, and headings that are short and differ.

        Parameters
        ----------
        title
            What the table is named by; no two have one name.
        heads, rows
            The headings, and how many rows stand below them.
        top
            The row of the headings, counted from 0.
        """
        names = [printable(head) for head in heads]
        differ = len({name.lower() for name in names}) == len(names)
        area = (top, 0, top + rows, len(heads) - 1)
        if rows and differ and all(0 < len(name) <= _LONGEST_HEAD for name in names):
            columns = [{"header": name} for name in names]
            look = {"style": "Table Style Light 1", "columns": columns}
            sheet.add_table(*area, {"name": self._table_name(title), **look})
        else:
            sheet.autofilter(*area)

    def _table_name(self, title: str) -> str:
        """Name a table: letters, figures and ``_``, and nothing that could be a cell."""
        base = _NOT_IN_NAME.sub("_", title)[:_LONGEST_NAME].strip("_")
        if _LIKE_A_CELL.fullmatch(base) or not base[:1].isalpha():
            base = f"_{base}"
        name, number = base, 1
        while name.lower() in self._tables:
            number += 1
            name = f"{base}_{number}"
        self._tables.add(name.lower())
        return name

    def look(self, kind: str) -> Look:
        """Give what a cell of a kind of column looks like."""
        look = {"num_format": self._share} if kind == SHARE else _LOOKS.get(kind, {})
        return {"valign": "top", **look}

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
        fill(book, book.sheet(layer.title), [layer])
    return book.content()


def fill(
    book: Book, sheet: Worksheet, layers: Sequence[Layer], *, top: int = 0, titled: bool = False
) -> list[int]:
    """Fill a sheet with layers, one below the other; the heads of one that has it all stay.

    Parameters
    ----------
    top
        The first row that is free, counted from 0.
    titled
        Whether the title of each layer but the first stands above it.

    Returns
    -------
    list
        The row of the headings of each layer, counted from 0.
    """
    widths = _widths(layers)
    heads: list[int] = []
    for layer in layers:
        if titled and heads:
            book.put(sheet, top, 0, layer.title, TITLE)
            top += 1
        heads.append(top)
        top = _fill(book, sheet, layer, top, widths) + 2
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    if len(layers) == 1:
        sheet.repeat_rows(heads[0])
        if not heads[0]:
            sheet.freeze_panes(1, layers[0].frozen)
    # Codes are texts, also those of figures alone.
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P (&N)")
    return heads


def _fill(book: Book, sheet: Worksheet, layer: Layer, top: int, widths: Sequence[int]) -> int:
    """Fill a layer in below a row; give the row after its last."""
    bottom = len(layer.rows) + layer.spare
    heads = [column.title for column in layer.columns]
    book.add_table(sheet, layer.title, heads, bottom, top=top)
    for at, column in enumerate(layer.columns):
        aligned = _ASIDE if column.kind in (TEXT, WORDS) else {"align": "right"}
        book.put(sheet, top, at, column.title, {**HEAD, **aligned})
        if column.note:
            size = {"author": "tenuremix", "width": 320, "height": 110}
            sheet.write_comment(top, at, printable(column.note), size)
        look = book.look(column.kind)
        for number, row in enumerate(layer.rows, start=top + 1):
            book.put(sheet, number, at, row[at], look)
        for number in range(len(layer.rows) + 1, bottom + 1):
            book.put(sheet, top + number, at, None, _EMPTY_LOOKS.get(column.kind, {}))
        if rule := _rule(column, layer):
            told = {"error_title": column.title[:_LONGEST_TITLE]}
            told["error_message"] = column.note[:_LONGEST_HEAD] or column.title
            sheet.data_validation(top + 1, at, top + bottom, at, {**rule, **told})
    broken = [at for at, column in enumerate(layer.columns) if column.kind == WORDS]
    # As high as the broken lines need, which not every program sees to by itself.
    _set_height(
        sheet, top, (_lines(head, widths[at] - _ARROW_WIDE) for at, head in enumerate(heads))
    )
    for number, row in enumerate(layer.rows, start=top + 1):
        _set_height(sheet, number, (_lines(str(row[at] or ""), widths[at]) for at in broken))
    return top + bottom + 1


def _set_height(sheet: Worksheet, row: int, lines: Iterable[int]) -> None:
    most = max(lines, default=1)
    if most > 1:
        sheet.set_row(row, min(_LINE_POINTS * most, _HIGHEST_POINTS))


def _lines(words: str, width: int) -> int:
    return sum(max(1, ceil(len(line) / width)) for line in words.split("\n"))


def _widths(layers: Sequence[Layer]) -> list[int]:
    """Choose how wide the columns of a sheet are, by all that stands below each other in them."""
    most = max(len(layer.columns) for layer in layers)
    widths = [_NARROWEST] * most
    for layer in layers:
        for at, column in enumerate(layer.columns):
            values = [row[at] for row in layer.rows[:_LOOKED_AT]]
            width = _width(column, values, among=most > _FEW)
            widths[at] = max(widths[at], width)
    return widths


def _width(column: Field, values: Sequence[object], *, among: bool) -> int:
    """Choose how wide one column is; one of words is narrower among many others."""
    shown = (
        _SHARE_WIDE if column.kind in (SHARE, POINTS) else len(str(value))
        for value in values
        if value is not None
    )
    words = max((len(word) for word in column.title.split()), default=0)
    widest = _WIDEST
    if column.kind == WORDS:
        widest = _WORDS_AMONG if among else _WORDS_WIDE
    return min(widest, max(max(shown, default=0) + 2, words + 3))


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
