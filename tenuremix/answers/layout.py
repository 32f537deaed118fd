"""Text and tables laid out for a terminal: nothing is wider than it is."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from textwrap import wrap
from typing import TextIO

from tenuremix.document.tables import NUMBER, Cell, Table, TableColumn, headings
from tenuremix.locale.locale import Locale

Line = str | Table
"""What an answer is made of: a paragraph, or a table."""

_GAP = "  "
_WIDEST = 400  # of a cell, where there is all the room that is asked for
_TALLEST = 3  # lines of a cell, before a column is left out
_BROKEN = 8  # of a word, which is broken only where nothing else helps
_SPACES = re.compile(r"[^\S\N{NO-BREAK SPACE}]+")
# Where a cell may go on below: at spaces, and after a hyphen between words, as `wrap` does it.
_BREAKS = re.compile(r" |(?<=[^\W\d_]{2}-)(?=[^\W\d_]{2})")


def width_of(stream: TextIO | None) -> int | None:
    """Give the width to lay out for: ``COLUMNS``, else that of the terminal.

    None where nobody says: what goes into a file or another program keeps all its columns.
    """
    if os.environ.get("COLUMNS", "").isdecimal():
        return int(os.environ["COLUMNS"]) or None
    return shutil.get_terminal_size().columns if stream and stream.isatty() else None


def listed(rows: Sequence[Sequence[Cell]], keys: str, text: Locale) -> Table:
    """Put rows below the texts of keys, as :func:`tenuremix.document.tables.headings` has them."""
    return Table("", headings(text, keys), rows)


def apart(answers: Iterable[Sequence[Line]]) -> list[Line]:
    """Put answers below each other, with two empty lines between."""
    found: list[Line] = []
    for answer in answers:
        found += [*(["", ""] if found else []), *answer]
    return found


def set_out(
    lines: Iterable[Line], text: Locale, width: int | None = None, *, wide: bool = False
) -> str:
    """Lay out an answer.

    Parameters
    ----------
    lines
        Its paragraphs and tables.
    text
        The reader's language.
    width
        The most characters of a line; None for as many as it takes.
    wide
        Whether tables take the room that they ask for all the same.
    """
    found = []
    for line in lines:
        if isinstance(line, Table):
            found += _table(line, text, None if wide else width)
        else:
            found += fill(line, width)
    return "\n".join(found)


def fill(paragraph: str, width: int | None) -> list[str]:
    """Break a paragraph at words; what follows a dash or an indent stays below it."""
    found: list[str] = []
    for line in paragraph.split("\n"):
        if width is None or len(line) <= width:
            found.append(line)
            continue
        indent = re.match(r" *(?:- )?", line)
        after = " " * len(indent[0] if indent else "")
        found += wrap(
            line, width, subsequent_indent=after, break_long_words=False, break_on_hyphens=False
        )
    return found


def _table(table: Table, text: Locale, width: int | None) -> list[str]:
    """Lay out a table, and name the columns that there was no room for."""
    headed = any(column.text for column in table.columns)
    rows = [*table.rows, table.foot] if table.foot else [*table.rows]
    cells = [[_SPACES.sub(" ", str(cell)).strip() for cell in row] for row in rows]
    if headed:
        cells.insert(0, [column.text for column in table.columns])
    fitted = _Fitted(table.columns, cells, width)
    found = [line for row in cells for line in fitted.lines(row)]
    if headed:
        heading = len(list(fitted.lines(cells[0])))
        found.insert(heading, _GAP.join("─" * size for size in fitted.widths.values()))
    if fitted.left_out:
        left = text("layout.left_out", columns="; ".join(fitted.left_out))
        found += ["", *fill(left, width)]
    return found


class _Fitted:
    """The columns that there is room for, and how wide each is.

    Cells of text go on below.  Where that is not enough, columns are left out, those first that
    can be spared the most; then words are broken.
    """

    def __init__(
        self, columns: Sequence[TableColumn], cells: Sequence[Sequence[str]], width: int | None
    ) -> None:
        self.columns, self.cells = columns, cells
        self.left_out: list[str] = []
        most = {
            at: min(max(len(row[at]) for row in cells), _WIDEST) if cells else 0
            for at in range(len(columns))
        }
        self.widths = most
        if width is None or _total(most.values()) <= width:
            return
        spare = sorted((at for at in most if columns[at].spare), key=lambda at: columns[at].spare)
        while spare and _total(self._least(most, self._readable)) > width:
            del most[spare.pop()]
        self.left_out = [column.text for at, column in enumerate(columns) if at not in most]
        for least in (self._readable, self._word, self._part):
            ends = dict(zip(most, self._least(most, least), strict=True))
            if _total(ends.values()) <= width:
                break
        self.widths = _shrunk(most, ends, width)

    def _least(self, most: dict[int, int], least: Callable[[int, int], int]) -> list[int]:
        return [min(most[at], least(at, most[at])) for at in most]

    def _words(self, at: int, cells: Iterable[Sequence[str]]) -> int:
        return max((len(word) for row in cells for word in _BREAKS.split(row[at])), default=0)

    def _readable(self, at: int, most: int) -> int:
        """Give the least to read a column in: its words are whole, and its cells not tall."""
        if self.columns[at].kind != NUMBER:
            return max(self._word(at, most), -(-most // _TALLEST))
        numbers = max((len(row[at]) for row in self.cells[1:]), default=0)
        return max(numbers, self._words(at, self.cells[:1]))

    def _word(self, at: int, _: int) -> int:
        return self._words(at, self.cells)

    def _part(self, at: int, _: int) -> int:
        """Give what a column is broken to at last; no number is, only the words above them."""
        whole = self.cells[1:] if self.columns[at].kind == NUMBER else ()
        return max(self._words(at, whole), min(self._words(at, self.cells), _BROKEN))

    def lines(self, row: Sequence[str]) -> Iterator[str]:
        """Lay out one row, over as many lines as its tallest cell."""
        wrapped = [
            (wrap(row[at], size) if len(row[at]) > size else [row[at]], size, self.columns[at].kind)
            for at, size in self.widths.items()
        ]
        for number in range(max(len(cell) for cell, _, _ in wrapped)):
            cells = [
                part.rjust(size) if kind == NUMBER else part.ljust(size)
                for cell, size, kind in wrapped
                for part in (cell[number] if number < len(cell) else "",)
            ]
            yield _GAP.join(cells).rstrip()


def _total(widths: Iterable[int]) -> int:
    found = list(widths)
    return sum(found) + len(_GAP) * (len(found) - 1)


def _shrunk(most: dict[int, int], least: dict[int, int], width: int) -> dict[int, int]:
    """Take from the widest column, again and again, until all fit."""
    found = dict(most)
    while _total(found.values()) > width:
        free = [at for at in found if found[at] > least[at]]
        if not free:
            break
        found[max(free, key=lambda at: found[at])] -= 1
    return found
