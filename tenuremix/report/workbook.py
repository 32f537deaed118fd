"""Set a report as an Excel workbook: a summary in words, charts, and sheets to filter and sum.

The first sheet has the sentences of the report, in its order, with links to the other sheets.  A
section that has tables has a sheet for each kind of table: tables with the same columns stand on
one sheet, told apart by its last column, so that one filter works on all of it.  What rows share
stands on each of them, in grey where the row above has it too.  A section of words only has a
sheet of its own.  Numbers and dates are numbers and dates; a range, or a figure that is not known,
is text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from math import ceil
from typing import TYPE_CHECKING

from tenuremix.document.model import (
    DATA,
    NUMBER,
    WORD,
    Block,
    Cell,
    Chart,
    Figure,
    Kind,
    Report,
    Section,
    Shape,
    Table,
    TableColumn,
)
from tenuremix.io.formats.xlsx import HEAD, Book, Look, add_table, printable
from tenuremix.locale.locale import Locale
from tenuremix.report.workbook_charts import native_chart

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_FORMATS = {Kind.WHOLE: "#,##0", Kind.SIGNED: "+#,##0;-#,##0;0", Kind.DATE: "yyyy-mm-dd"}
_QUIET: Look = {"font_color": "#595959"}
_LINK: Look = {"font_color": "#00518A", "underline": True}
_PLAIN: Look = {}
_BOLD: Look = {"bold": True}
_HEADING: Look = {"bold": True, "font_size": 14}
_WORDS_WIDE, _WIDEST, _NARROWEST, _LABEL_WIDE = 76, 50, 9, 45
_LINE, _HIGHEST = 15.0, 405.0  # points of a line, and of the highest row that Excel has
_PIXELS = 20  # of a line
_FROZEN_WIDE = 80  # columns that stay in sight take no more than about half a screen
_A4 = 9


@dataclass(slots=True)
class _Sheet:
    """The tables of a section that share their columns."""

    columns: Sequence[TableColumn]
    tables: list[Table] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Grid:
    """The columns of a sheet, into which rows are put; numbers of rows count from 0."""

    book: Book
    sheet: Worksheet
    columns: Sequence[TableColumn]
    widths: Sequence[int]

    def put_head(self, number: int) -> None:
        """Put the headings of the columns."""
        for at, column in enumerate(self.columns):
            self.book.put(self.sheet, number, at, column.text, {**HEAD, **_aligned(column.kind)})
        self._fit(number, [column.text for column in self.columns])

    def put_row(
        self, number: int, cells: Sequence[Cell], *, bold: bool = False, quiet: int = -1
    ) -> None:
        """Put a row of a table; the column ``quiet`` says what the row above says too."""
        broken = [column.kind == DATA for column in self.columns]
        for at, (cell, column) in enumerate(zip(cells, self.columns, strict=True)):
            value, form = _shown(cell)
            look = {"valign": "top", "text_wrap": broken[at], "bold": bold, **form}
            look |= {**_aligned(column.kind), **(_QUIET if at == quiet else {})}
            self.book.put(self.sheet, number, at, value, look)
        self._fit(number, [str(c) if each else "" for c, each in zip(cells, broken, strict=True)])

    def _fit(self, number: int, texts: Sequence[str]) -> None:
        """Make a row as high as its broken lines need, which not every program does by itself."""
        lines = max(
            sum(max(1, ceil(len(line) / width)) for line in words.split("\n"))
            for words, width in zip(texts, self.widths, strict=True)
        )
        if lines > 1:
            self.sheet.set_row(number, min(_LINE * lines, _HIGHEST))


def render_xlsx(report: Report) -> bytes:
    """Set a report as an Excel workbook.

    Parameters
    ----------
    report
        The report, as :func:`tenuremix.report.build.build_report` makes it.

    Returns
    -------
    bytes
        The same from the same report.  No text is a formula; control characters that XML cannot
        hold are left out, and a text is cut at the 32 767 characters that a cell holds.
    """
    text = report.text
    book = Book(changed_on=report.as_of, title=report.title)
    summary = book.sheet(text("xlsx.summary"))
    charts = [c for section in report.sections for c in _charts(section) if _is_native(c)]
    if charts:
        _fill_charts(book, charts, text)
    links = {section.name: _add_section(book, section, text) for section in report.sections[1:]}
    if report.sections:
        first = report.sections[0]
        links[first.name] = _add_tables(book, first, text)
    _fill_summary(_Words(book, summary), report, links)
    return book.content()


def _charts(section: Section) -> Iterator[Chart]:
    return (chart for part in section.walk() for chart in part.charts if chart.data)


def _is_native(chart: Chart) -> bool:
    """Tell whether a workbook can draw a chart; the figures of others are a table."""
    return chart.shape is not Shape.MAP and bool(chart.data.rows)


def _add_section(book: Book, section: Section, text: Locale) -> list[str]:
    """Add the sheets of a section; give their names."""
    if names := _add_tables(book, section, text):
        return names
    words = _Words(book, book.sheet(_short(section, text)))
    words.add(section.title, _HEADING)
    words.add_parts(section.parts)
    return [words.sheet.name]


def _short(section: Section, text: Locale) -> str:
    key = f"xlsx.sheet.{section.name}"
    return text(key) if text.has(key) else section.title


# Tables -----------------------------------------------------------------------------------------


def _add_tables(book: Book, section: Section, text: Locale) -> list[str]:
    names = []
    for place, each in enumerate(_sheets(section)):
        # The first is named by its section, another by the heading that all its tables share.
        shared = next(iter(each.titles)) if place and len(each.titles) == 1 else ""
        sheet = book.sheet(shared or _short(section, text))
        _fill(book, sheet, each, text)
        names.append(sheet.name)
    return names


def _sheets(section: Section) -> list[_Sheet]:
    """Gather the tables of a section by their columns, in their order."""
    found: dict[object, _Sheet] = {}
    for part in section.walk():
        tables = [*(c.data for c in part.charts if c.data and not _is_native(c)), *part.tables]
        for table in map(_in_full, tables):
            key = tuple((column.text, column.kind) for column in table.columns)
            sheet = found.setdefault(key, _Sheet(table.columns))
            sheet.tables.append(table)
            sheet.titles.add(part.title)
    return list(found.values())


def _in_full(table: Table) -> Table:
    """Say on each row what its band says above it: a sheet is filtered and sorted row by row."""
    if not table.bands:
        return table
    shared = [band.words for band in table.bands for _ in range(band.rows)]
    return replace(
        table,
        columns=[*table.columns, TableColumn(table.banded_by)],
        rows=[[*row, words] for row, words in zip(table.rows, shared, strict=True)],
    )


def _repeats(table: Table) -> set[int]:
    """Find the rows whose band has been said on the row before."""
    first = {0, *accumulate(band.rows for band in table.bands)}
    return set(range(len(table.rows))) - first if table.bands else set()


def _fill(book: Book, sheet: Worksheet, filled: _Sheet, text: Locale) -> None:
    columns = [*filled.columns, TableColumn(text("xlsx.table"), WORD)]
    widths = [_width(at, c, filled.tables) for at, c in enumerate(filled.columns)]
    grid = _Grid(book, sheet, columns, [*widths, _LABEL_WIDE])
    add_table(sheet, [c.text for c in columns], sum(len(table.rows) for table in filled.tables))
    grid.put_head(0)
    number = 0
    for table in filled.tables:
        label = ", ".join(words for words in (table.caption, table.about) if words)
        repeats = _repeats(table)
        for at, row in enumerate(table.rows):
            number += 1
            cells = [*row, label]
            cells[table.header] = table.rows[at - at % table.group][table.header]
            grid.put_row(number, cells, quiet=len(row) - 1 if at in repeats else -1)
    for table in filled.tables:
        if table.foot:
            number += 1
            grid.put_row(number, [*table.foot, table.caption], bold=True)
    _set_widths(sheet, grid.widths)
    kept = filled.tables[0].header + 1
    sheet.freeze_panes(1, kept if sum(widths[:kept]) <= _FROZEN_WIDE else 0)
    _set_print(sheet, landscape=True)
    sheet.repeat_rows(0)


def _aligned(kind: str) -> Look:
    """Set numbers to the right, and words a little away from the number before them."""
    return {"align": "right"} if kind == NUMBER else {"align": "left", "indent": 1}


def _shown(cell: Cell) -> tuple[object, Look]:
    """Show a figure as a number or a date where it is one, else as its text."""
    if isinstance(cell, Figure) and cell.value is not None:
        return cell.value, {"num_format": _format(cell)}
    return str(cell) or None, {}


def _format(figure: Figure) -> str:
    decimals = "." + "0" * figure.digits if figure.digits else ""
    if figure.kind is Kind.SHARE:
        return f"0{decimals}%"
    return _FORMATS.get(figure.kind, f"#,##0{decimals}")


def _width(at: int, column: TableColumn, tables: Sequence[Table]) -> int:
    cells = [str(row[at]) for table in tables for row in (*table.rows, table.foot) if row]
    longest = max(map(len, cells), default=0)
    words = max(map(len, column.text.split()), default=0)
    # A heading of two words or more may be broken; its arrow for the filter takes room.
    return min(_WIDEST, max(_NARROWEST, longest + 2, words + 4))


def _set_widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)


def _set_print(sheet: Worksheet, *, landscape: bool) -> None:
    sheet.set_paper(_A4)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P (&N)")


# Words ------------------------------------------------------------------------------------------


class _Words:
    """A sheet of words, a paragraph in each row."""

    def __init__(self, book: Book, sheet: Worksheet) -> None:
        self.sheet = sheet
        self._book = book
        self._row = 0
        sheet.set_column(0, 0, _WORDS_WIDE)
        sheet.hide_gridlines(2)
        _set_print(sheet, landscape=False)

    def add(self, words: str, look: Look = _PLAIN, link: str = "") -> None:
        """Add a paragraph; without words it is an empty row."""
        if words:
            form = {"font_size": 11, "valign": "top", "text_wrap": True, **look}
            self._book.put(self.sheet, self._row, 0, words, form, link)
            # Large letters take more room in both directions.
            lines = ceil(len(words) * form["font_size"] / (11 * _WORDS_WIDE))
            self.sheet.set_row(self._row, min(lines * form["font_size"] * 1.4, _HIGHEST))
        self._row += 1

    def add_parts(self, parts: Sequence[Block]) -> None:
        """Add the words of parts and of all that stands below them."""
        for part in parts:
            if part.title:
                self.add("")
                self.add(part.title, _BOLD)
            if part.headline:
                figure = f"{part.headline.figure} {part.headline.status}".strip()
                self.add(figure, {"bold": True, "font_size": 20})
            for line in part.lines:
                self.add(line)
            for chart in part.charts:
                self.add(f"{chart.title}.")
            for number, item in enumerate(part.items, start=1):
                self.add(f"{number}. {item}" if part.numbered else f"• {item}")
            for word, meaning in part.terms:
                self.add(f"{word}: {meaning}")
            self.add_parts(part.parts)


def _fill_summary(words: _Words, report: Report, links: Mapping[str, Sequence[str]]) -> None:
    words.add(report.workspace, _QUIET)
    words.add(report.title, {"bold": True, "font_size": 18})
    for line in report.lead:
        words.add(line)
    for note in report.notes:
        words.add(note, _QUIET)
    for section in report.sections:
        words.add("")
        words.add(section.title, _HEADING)
        names = links[section.name]
        for name in names:
            words.add(name, _LINK, name)
        if not names or _sheets(section):
            words.add_parts(section.parts)


# Charts -----------------------------------------------------------------------------------------


def _fill_charts(book: Book, charts: Sequence[Chart], text: Locale) -> None:
    """Set each chart beside its figures."""
    sheet = book.sheet(text("xlsx.charts"))
    widest = max((chart.data.columns for chart in charts), key=len)
    tables = [chart.data for chart in charts]
    widths = [
        max(_width(at, t.columns[at], [t]) for t in tables if at < len(t.columns))
        for at in range(len(widest))
    ]
    row, breaks = 0, []
    for chart in charts:
        table = chart.data
        book.put(sheet, row, 0, chart.title, {"bold": True, "font_size": 13})
        book.put(sheet, row + 1, 0, table.caption, _QUIET)
        head = row + 2
        grid = _Grid(book, sheet, table.columns, widths[: len(table.columns)])
        grid.put_head(head)
        for number, cells in enumerate(table.rows, start=head + 1):
            grid.put_row(number, cells)
        drawn, height = native_chart(chart, book, sheet.name, head, text)
        told = {"description": printable(f"{chart.title}. {chart.description}")}
        sheet.insert_chart(head, len(widest) + 1, drawn, told)
        row = head + max(len(table.rows), ceil(height / _PIXELS)) + 4
        breaks.append(row)
    _set_widths(sheet, widths)
    sheet.set_h_pagebreaks(breaks)
    sheet.hide_gridlines(2)
    _set_print(sheet, landscape=True)
