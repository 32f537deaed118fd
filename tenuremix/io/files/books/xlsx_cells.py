"""Find the cells of an Excel sheet that are no plain values, in the XML that holds them.

The reader of the values tells a formula from neither a number nor an empty cell.  The sheet is
searched for what is rare, never parsed: of the cells of most sheets none is looked at.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from tenuremix.io.files.rows import OddCell

_LONGEST = 10
"""A place with more letters or digits than these is far enough with them alone."""
PER_CENT = ("9", "10")
"""The formats of a number that are built in and show per cent."""
_ATTRIBUTE = re.compile(r"""(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_PLACE = re.compile(rb'\sr="([A-Z]+)([0-9]+)"')
_COLUMN = re.compile(rb"""r=["']([A-Z]+)""")
_FAR = re.compile(rb"""r=["'][A-Z]*([0-9]{6,})""")
_NEAR = 99_999
"""No row is further down whose number is not among the :data:`_FAR` ones."""
_CELL = re.compile(rb"""r=["']([A-Z]*)([0-9]+)""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]+)<")
_ROOT = re.compile(rb"<(\w+:)?worksheet[\s>]")


@dataclass(slots=True)
class Seen:
    """What a sheet holds besides plain values; rows and columns count from 0.

    Parameters
    ----------
    empty
        Formulas that have no value.
    errors
        Cells that hold an error, and which.
    per_cent
        Numbers that are shown as per cent.
    uncomputed
        Formulas whose value the program that made the file may never have computed, and whether
        it is 0.
    hidden_rows, hidden_columns
        Rows and columns that are not shown.
    merged
        Cells that are merged, the first and the last, where the reader of the values cannot tell.
    """

    empty: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    per_cent: set[tuple[int, int]] = field(default_factory=set)
    uncomputed: dict[tuple[int, int], bool] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)

    def mark(self, rows: list[list[Any]]) -> None:
        """Set what is no plain value in the rows of the sheet."""
        nothing = self.uncomputed and all(self.uncomputed.values())
        for at in self.empty:
            _put(rows, at, OddCell("cell_formula"))
        for at, error in self.errors.items():
            _put(rows, at, OddCell("cell_error", error))
        for at in self.uncomputed if nothing else ():
            _put(rows, at, OddCell("cell_uncomputed", "0"))
        for row, column in self.per_cent:
            value = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
            if isinstance(value, (int, float)):
                shown = f"{round(value * 100, 6):g} %"
                _put(rows, (row, column), OddCell("cell_percent", shown, value))


def _put(rows: list[list[Any]], at: tuple[int, int], cell: OddCell) -> None:
    """Set a cell, also in a row below those that hold values, but in no column of its own."""
    row, column = at
    if column < len(rows[0] if rows else ()):
        rows.extend([""] * len(rows[0]) for _ in range(row + 1 - len(rows)))
        rows[row][column] = cell


def column_of(letters: str) -> int:
    """Give the number of a column, from 0.

    Examples
    --------
    >>> column_of("A"), column_of("AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _column_of(letters: bytes) -> int:
    return column_of(letters[:_LONGEST].decode())


def _row_of(digits: bytes) -> int:
    return int(digits[:_LONGEST])


def letters_of(column: int) -> str:
    """Give the letters of a column, counted from 0.

    Examples
    --------
    >>> letters_of(0), letters_of(27)
    ('A', 'AB')
    """
    letters, rest = "", column + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        letters = chr(65 + last) + letters
    return letters


def shows_per_cent(code: str) -> bool:
    """Tell whether the code of a format shows a number as per cent.

    Examples
    --------
    >>> shows_per_cent("0.0%"), shows_per_cent('0" %"')
    (True, False)
    """
    return "%" in re.sub(r'"[^"]*"|\\.', "", code)


def size_of_xlsx(content: bytes, sheet: str, most: int) -> tuple[int, int]:
    """Find how many rows and columns a sheet of an XLSX or XLSM has, its empty ones included.

    Only of one that may have more cells than ``most`` is every cell looked at.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        raw = _read(book, _part(book, sheet)[0])
    columns = max(map(_column_of, set(_COLUMN.findall(raw))), default=0) + 1
    rows = max(map(_row_of, _FAR.findall(raw)), default=_NEAR)
    if rows * columns > most:
        cells = _CELL.findall(raw)
        columns = max((_column_of(letters) for letters, _ in cells), default=0) + 1
        rows = max((_row_of(row) for _, row in cells), default=0)
    return rows, columns


def see_xlsx(content: bytes, sheet: str) -> Seen:
    """Look through a sheet of an XLSX or XLSM."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        part, asks = _part(book, sheet)
        raw = _read(book, part)
        root = _ROOT.search(raw, 0, 4000)
        end = raw.rfind(b"sheetData>")
        cells = _SheetXml(raw if end < 0 else raw[:end], root[1] or b"" if root else b"")
        seen = Seen()
        cells.see_formulas(seen, asks=asks)
        for at, head, body in cells.holding(b' t="e"'):
            if head:
                value = _VALUE.search(body)
                seen.errors[at] = value[1].decode() if value else "#"
        for style in _styles_of_per_cent(book):
            seen.per_cent |= {at for at, _, _ in cells.holding(b' s="%d"' % style)}
        cells.see_hidden(seen)
    return seen


def _part(book: zipfile.ZipFile, sheet: str) -> tuple[str, bool]:
    """Find the XML of a sheet, and whether the book asks to be computed when it is opened."""
    workbook = _read(book, "xl/workbook.xml").decode()
    link = next(e["id"] for e in _tags(workbook, "sheet") if e["name"] == sheet)
    links = _tags(_read(book, "xl/_rels/workbook.xml.rels").decode(), "Relationship")
    target = next(e["Target"] for e in links if e["Id"] == link)
    asks = any(e.get("fullCalcOnLoad") in ("1", "true") for e in _tags(workbook, "calcPr"))
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}", asks


def _read(book: zipfile.ZipFile, part: str) -> bytes:
    """Read a part of a book; some programs write its name in other letters, or leave it out."""
    names = {name.replace("\\", "/").lower(): name for name in book.namelist()}
    name = names.get(part.lower())
    return book.read(name) if name else b""


def _tags(xml: str, name: str) -> list[dict[str, str]]:
    """Give the attributes of every element of a name, without their prefixes."""
    found = re.findall(rf"""<(?:\w+:)?{name}\s((?:[^>"']|"[^"]*"|'[^']*')*)>""", xml)
    return [
        {key: unescape(one or other) for key, one, other in _ATTRIBUTE.findall(tag)}
        for tag in found
    ]


def _styles_of_per_cent(book: zipfile.ZipFile) -> list[int]:
    """Find the styles of cells that show a number as per cent."""
    xml = _read(book, "xl/styles.xml").decode()
    per_cent = {
        each["numFmtId"]: shows_per_cent(each["formatCode"]) for each in _tags(xml, "numFmt")
    }
    styles = _tags(xml.partition("cellXfs")[2].partition("cellXfs>")[0], "xf")
    formats = [style.get("numFmtId", "") for style in styles]
    return [at for at, each in enumerate(formats) if per_cent.get(each, each in PER_CENT)]


class _SheetXml:
    """The cells of a sheet, found by what stands in their XML.

    Parameters
    ----------
    raw
        The XML up to the end of the cells.
    prefix
        What stands before the name of every element.
    """

    def __init__(self, raw: bytes, prefix: bytes) -> None:
        self._raw, self._open, self._close = raw, b"<" + prefix, b"</" + prefix

    def see_formulas(self, seen: Seen, *, asks: bool) -> None:
        """Look at the cells that hold a formula."""
        for found in self._hits(self._open + b"f"):
            after = found + len(self._open) + 1
            if self._raw[after : after + 1] not in (b">", b" ", b"/"):
                continue
            end = self._raw.find(self._close + b"c>", found)
            if not asks and _VALUE.search(self._raw, found, end):
                continue
            start = self._raw.rfind(self._open + b"c", 0, found)
            at, head, body = self._cell(start)
            value = _VALUE.search(body)
            if b' t="str"' in head or b' t="e"' in head:
                continue
            if value is None:
                seen.empty.add(at)
            elif asks:
                seen.uncomputed[at] = value[1].strip() == b"0"

    def holding(self, attribute: bytes) -> Iterator[tuple[tuple[int, int], bytes, bytes]]:
        """Give the cells that have an attribute: place, opening tag and what stands between."""
        for found in self._hits(attribute):
            start = self._raw.rfind(b"<", 0, found)
            if self._raw.startswith(self._open + b"c ", start):
                yield self._cell(start)

    def see_hidden(self, seen: Seen) -> None:
        """Look for the rows and columns that are not shown."""
        for found in self._hits(b' hidden="'):
            start = self._raw.rfind(b"<", 0, found)
            tag = self._raw[start : self._raw.find(b">", start)]
            if tag[found - start + 9 :][:1] not in (b"1", b"t"):
                continue
            if tag.startswith(self._open + b"row"):
                seen.hidden_rows.add(self._row(start, tag))
            elif tag.startswith(self._open + b"col "):
                bounds = dict(re.findall(rb'\s(min|max)="(\d+)"', tag))
                first, last = int(bounds[b"min"]), int(bounds[b"max"])
                seen.hidden_columns.update(range(first - 1, min(last, 16384)))

    def _hits(self, text: bytes) -> Iterator[int]:
        found = self._raw.find(text)
        while found >= 0:
            yield found
            found = self._raw.find(text, found + 1)

    def _cell(self, start: int) -> tuple[tuple[int, int], bytes, bytes]:
        end = self._raw.find(b">", start)
        head = self._raw[start:end]
        if head.endswith(b"/"):
            body = b""
        else:
            body = self._raw[end : self._raw.find(self._close + b"c>", end)]
        place = _PLACE.search(head)
        if place:
            return (int(place[2]) - 1, column_of(place[1].decode())), head, body
        row = self._raw.rfind(self._open + b"row", 0, start)
        tag = self._raw[row : self._raw.find(b">", row)]
        before = self._raw.count(self._open + b"c ", row, start)
        before += self._raw.count(self._open + b"c>", row, start)
        return (self._row(row, tag), before), head, body

    def _row(self, start: int, tag: bytes) -> int:
        """Give the number of a row, which stands in its tag or is one more than before it."""
        number = re.search(rb'\sr="(\d+)"', tag)
        return int(number[1]) - 1 if number else self._raw.count(self._open + b"row", 0, start)
