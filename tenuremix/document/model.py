"""The yearly report and its annex as a model: what HTML and PDF are both rendered from.

A :class:`Report` is made once (:func:`tenuremix.report.build.build_reports`); each format only
sets it.  A renderer computes nothing and words nothing, so no figure can differ between formats.

- A :class:`Report` has :class:`Section` after section, each with :class:`Block` after part; a part
  may hold parts.  The level of a heading is its depth: section 2, part 3, part of a part 4.
- A part is set in this order: headline, lines, charts, tables, items, terms, parts.
- A cell of a :class:`Table` is a text or a :class:`Figure`: a number or a date with the text that
  the reader's language gives it.  A page prints ``str(cell)``; a spreadsheet writes ``value``
  where there is one.
- Every text is finished and plain: no markup, names from the data already passed through
  ``plain``.  A renderer escapes it by the rules of its own format.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with everything that it says in words and figures.

    Parameters
    ----------
    name
        Its name in the report, the same in every language: letters, digits and hyphens.
    title
        The finding, as a sentence without a full stop.
    description
        How the chart is read; with the title it is the text alternative.
    svg
        The drawing, complete in itself: no style sheet, no script, no font file, its patterns
        inside; every id in it starts with ``name``.
    data
        The figures drawn: the column ``data.header`` names the points, each ``NUMBER`` column is
        one series.  None where they stand in the annex.
    """

    name: str
    title: str
    description: str
    svg: str
    data: Table | None


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure set large, with its status in words, and under which reading: "459 av 500"."""

    figure: str
    status: str = ""
    under: str = ""


class Layout(StrEnum):
    """How a part is set: one thing below another, its parts beside one another, or in a row.

    A row has its headline to the left and the rest to the right of it.
    """

    FLOW = ""
    COLUMNS = "columns"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading with what stands below it: headline, lines, charts, tables, items, terms, parts.

    Parameters
    ----------
    title
        The heading; empty for what stands directly below the heading above.
    headline
        A figure set large.
    lines
        Sentences, a paragraph each.
    charts, tables
        Each chart is set with its data.
    items
        A list; numbered where ``numbered``.
    terms
        Words with their meanings.
    parts
        What stands below, one level deeper.
    layout
        How it is set.
    anchor
        By which it is linked to, the same in every language; empty for most.
    """

    title: str
    lines: Sequence[str] = ()
    tables: Sequence[Table] = ()
    charts: Sequence[Chart] = ()
    headline: Headline | None = None
    items: Sequence[str] = ()
    numbered: bool = False
    terms: Sequence[tuple[str, str]] = ()
    parts: Sequence[Block] = ()
    layout: Layout = Layout.FLOW
    anchor: str = ""

    def walk(self) -> Iterator[Block]:
        """Go through the part and every part below it, in the order they are set."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report; ``name`` is its anchor, the same in every language.

    ``page`` tells that it begins a page of paper.
    """

    name: str
    title: str
    parts: Sequence[Block]
    page: bool = False

    def walk(self) -> Iterator[Block]:
        """Go through every part, in the order they are set."""
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Link:
    """What stands in another document: the words, the document's name without suffix, a place.

    ``anchor`` is also the anchor of the line that holds the link; empty for the whole document.
    """

    words: str
    document: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The yearly report, or its annex.

    Parameters
    ----------
    title
        Its heading.
    workspace
        The name of the workspace, set above the title; may be empty.
    lead
        Sentences below the title: the date of the figures, and other targets that are followed.
    notes
        What must be said beside every figure: schematic areas, fictional rows.
    year, as_of
        The year followed up, and the date of the figures.
    text
        The reader's language.
    sections
        In the order they are read.
    quoted
        The texts that stand as the data say them, in Swedish.
    sender
        Who sends it, under which number, and whom to ask: labels with what is stated.
    links
        What stands in other documents; they are of the same folder and suffix.
    contents
        Whether it has a list of its sections.
    """

    title: str
    workspace: str
    lead: Sequence[str]
    notes: Sequence[str]
    year: int
    as_of: date
    text: Locale
    sections: Sequence[Section]
    quoted: Sequence[str] = ()
    sender: Sequence[tuple[str, str]] = ()
    links: Sequence[Link] = ()
    contents: bool = False

    @property
    def anchors(self) -> set[str]:
        """Every place in it that can be linked to."""
        parts = (part.anchor for section in self.sections for part in section.walk())
        return {*(section.name for section in self.sections), *filter(None, parts)}

    def section(self, name: str) -> Section | None:
        """Find a section by its name; None where the report has none."""
        return next((section for section in self.sections if section.name == name), None)
