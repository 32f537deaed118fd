"""Tables and the figures in them, as every product sets them: pages, paper, sheets, a terminal.

A cell of a :class:`Table` is a text or a :class:`Figure`: a number or a date with the text that the
reader's language gives it.  A page prints ``str(cell)``; a spreadsheet writes ``value`` where there
is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from tenuremix.locale.locale import UNKNOWN

if TYPE_CHECKING:
    from tenuremix.counting.tenure import Count, Share
    from tenuremix.locale.locale import Locale

NUMBER, WORD, DATA = "n", "w", "d"


class Kind(StrEnum):
    """What a figure is, which decides how a spreadsheet formats it."""

    WHOLE = "whole"
    SIGNED = "signed"
    SHARE = "share"
    DECIMAL = "decimal"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or a date with its finished text.

    Parameters
    ----------
    text
        As the reader's language writes it: "1 234", "+12", "51,2 %", "0–4", "2025-12-31", "–".
    kind
        What it is.
    low, high
        Its ends, equal where it is known.  A suppressed count or share lies between them; a
        count with no upper end has None as ``high``.  Both are None where nothing is known.  A
        share is 0–1, whole and signed figures are integers.
    digits
        The decimals of the text: of the percentage for a share.

    Examples
    --------
    >>> Figure("0–4", Kind.WHOLE, 0, 4).value is None
    True
    >>> str(Figure("+12", Kind.SIGNED, 12, 12)), Figure("+12", Kind.SIGNED, 12, 12).value
    ('+12', 12)
    """

    text: str
    kind: Kind
    low: float | date | None = None
    high: float | date | None = None
    digits: int = 0

    @property
    def value(self) -> float | date | None:
        """The figure itself; None where it is a range or not known, and only the text says it."""
        return self.low if self.low == self.high else None

    def __str__(self) -> str:
        """Give the text, as a page prints it."""
        return self.text


Cell = str | Figure


def whole(value: int | None, text: Locale) -> Figure:
    """Make a whole number: 1 234, or – where it is not known."""
    return Figure(text.number(value), Kind.WHOLE, value, value)


def signed(value: int | None, text: Locale) -> Figure:
    """Make a change: +12, −3, or – where it is not known."""
    words = UNKNOWN if value is None else text.signed(value)
    return Figure(words, Kind.SIGNED, value, value)


def counted(value: Count | None, text: Locale) -> Figure:
    """Make a count: a number, or a range where suppressed cells leave it open."""
    low, high = (None, None) if value is None else (value.low, value.high)
    return Figure(text.count(value), Kind.WHOLE, low, high)


def portion(value: Share | None, text: Locale, digits: int = 1) -> Figure:
    """Make a share of a mix (0–1) as a percentage, or a range of it."""
    low, high = (None, None) if value is None else (value.low, value.high)
    return Figure(text.share(value, digits), Kind.SHARE, low, high, digits)


def percent(value: float | None, text: Locale, digits: int = 1) -> Figure:
    """Make a share (0–1) that is known as a percentage: 51,2 %."""
    return Figure(text.percent(value, digits), Kind.SHARE, value, value, digits)


def decimal(value: float | None, text: Locale, digits: int = 1) -> Figure:
    """Make a number with decimals: 12,5, or – where it is not known."""
    words = UNKNOWN if value is None else text.decimal(value, digits)
    return Figure(words, Kind.DECIMAL, value, value, digits)


def day(value: date | None) -> Figure:
    """Make a date as a table writes it: 2025-12-31."""
    return Figure(UNKNOWN if value is None else value.isoformat(), Kind.DATE, value, value)


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of a table.

    ``kind`` is ``NUMBER`` (to the right, unbroken), ``WORD`` (our own words and dates: never
    broken inside a word) or ``DATA`` (names and words from the data: broken where they must).
    ``spare`` says how soon it is left out where there is no room; 0 for never.
    """

    text: str
    kind: str = DATA
    spare: int = 0


def headings(text: Locale, keys: str) -> list[TableColumn]:
    """Make columns from keys of texts, each with its kind behind it: ``col.counted:n``.

    A digit says how soon the column is left out where there is no room.

    Examples
    --------
    >>> from tenuremix.locale.locale import Locale
    >>> headings(Locale("en"), "col.date:w col.name:1")
    [TableColumn(text='Date', kind='w', spare=0), TableColumn(text='Allocation', kind='d', spare=1)]
    """
    split = (key.partition(":") for key in keys.split())
    return [
        TableColumn(text(key), kind.rstrip("123456789") or DATA, int(kind.strip("nwd") or 0))
        for key, _, kind in split
    ]


@dataclass(frozen=True, slots=True)
class Band:
    """What consecutive rows of a table share, said once above them.

    Parameters
    ----------
    words
        What they share.
    rows
        How many rows stand below it.
    """

    words: str
    rows: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Parameters
    ----------
    caption
        What the table shows.
    columns
        Its columns.
    rows, foot
        Cells, one per column; ``foot`` is the row of the sum, or empty.
    header
        The column that names the row.
    group
        How many rows share the first row's header.
    bands, banded_by
        What rows share beside their cells, from the first row to the last, and what that is
        called, where the words do not say it; empty where every row says all of its own.
    about
        What tells the table from others of the same caption, for those who hear the page.
    supporting
        Whether a screen may fold it away where it is long: the sentences above say its finding.
    """

    caption: str
    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[Cell]]
    foot: Sequence[Cell] = ()
    header: int = 0
    group: int = 1
    bands: Sequence[Band] = ()
    banded_by: str = ""
    about: str = ""
    supporting: bool = False

    def banded(self) -> list[tuple[str, Sequence[Sequence[Cell]]]]:
        """Give the rows under the line that each band is headed by; all under none without."""
        if not self.bands:
            return [("", self.rows)]
        found, start = [], 0
        for band in self.bands:
            line = f"{self.banded_by}: {band.words}" if self.banded_by else band.words
            found.append((line, self.rows[start : start + band.rows]))
            start += band.rows
        return found
