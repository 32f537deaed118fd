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
from functools import cache
from itertools import accumulate
from math import ceil
from typing import TYPE_CHECKING, Any

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
from tenuremix.io.formats.xlsx import put, sheet_title, steady_bytes
from tenuremix.locale.locale import Locale
from tenuremix.report.workbook_charts import native_chart

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment
    from openpyxl.worksheet.worksheet import Worksheet

_FORMATS = {Kind.WHOLE: "#,##0", Kind.SIGNED: "+#,##0;-#,##0;0", Kind.DATE: "yyyy-mm-dd"}
_FONT, _QUIET, _LINK, _HEAD_FILL = "Calibri", "FF595959", "FF00518A", "FFE8EEF2"
_WORDS_WIDE, _WIDEST, _NARROWEST, _LABEL_WIDE = 76, 50, 9, 45
_LINE, _HIGHEST = 15.0, 405.0  # points of a line, and of the highest row that Excel has
_FROZEN_WIDE = 80  # columns that stay in sight take no more than about half a screen
_ROW_HIGH = 0.5  # centimetres


@dataclass(slots=True)
class _Sheet:
    """The tables of a section that share their columns, and the name of their sheet."""

    columns: Sequence[TableColumn]
    tables: list[Table] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    name: str = ""


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
    from openpyxl import Workbook

    text = report.text
    book = Workbook()
    book.remove(book.active)
    taken: set[str] = set()
    summary = book.create_sheet(sheet_title(text("xlsx.summary"), taken))
    charts = [c for section in report.sections for c in _charts(section) if _is_native(c)]
    if charts:
        _fill_charts(book.create_sheet(sheet_title(text("xlsx.charts"), taken)), charts, text)
    links = {
        section.name: _add_section(book, section, taken, text) for section in report.sections[1:]
    }
    if report.sections:
        first = report.sections[0]
        links[first.name] = _add_tables(book, first, taken, text)
    _fill_summary(summary, report, links)
    return steady_bytes(book, changed_on=report.as_of, title=report.title)


def _charts(section: Section) -> Iterator[Chart]:
    return (chart for part in section.walk() for chart in part.charts)


def _is_native(chart: Chart) -> bool:
    """Tell whether a workbook can draw a chart; the figures of others are a table."""
    return chart.shape is not Shape.MAP and bool(chart.data.rows)


def _add_section(book: Workbook, section: Section, taken: set[str], text: Locale) -> list[str]:
    """Add the sheets of a section; give their names."""
    if names := _add_tables(book, section, taken, text):
        return names
    sheet = book.create_sheet(sheet_title(_short(section, text), taken))
    words = _Words(sheet)
    words.add(section.title, size=14, bold=True)
    words.add_parts(section.parts)
    return [sheet.title]


def _short(section: Section, text: Locale) -> str:
    key = f"xlsx.sheet.{section.name}"
    return text(key) if text.has(key) else section.title


# Tables -----------------------------------------------------------------------------------------


def _add_tables(book: Workbook, section: Section, taken: set[str], text: Locale) -> list[str]:
    sheets = _sheets(section)
    for place, each in enumerate(sheets):
        # The first is named by its section, another by the heading that all its tables share.
        shared = next(iter(each.titles)) if place and len(each.titles) == 1 else ""
        each.name = sheet_title(shared or _short(section, text), taken)
        _fill(book.create_sheet(each.name), each, text)
    return [each.name for each in sheets]


def _sheets(section: Section) -> list[_Sheet]:
    """Gather the tables of a section by their columns, in their order."""
    found: dict[object, _Sheet] = {}
    for part in section.walk():
        tables = [*(c.data for c in part.charts if not _is_native(c)), *part.tables]
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


def _fill(sheet: Worksheet, filled: _Sheet, text: Locale) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    columns = [*filled.columns, TableColumn(text("xlsx.table"), WORD)]
    widths = [_width(at, c, filled.tables) for at, c in enumerate(filled.columns)]
    _put_head(sheet, 1, columns)
    number = 1
    for table in filled.tables:
        label = ", ".join(words for words in (table.caption, table.about) if words)
        repeats = _repeats(table)
        for at, row in enumerate(table.rows):
            number += 1
            cells = list(row)
            cells[table.header] = table.rows[at - at % table.group][table.header]
            _put_row(sheet, number, [*cells, label], columns)
            if at in repeats:
                sheet.cell(number, len(filled.columns)).font = Font(name=_FONT, color=_QUIET)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{number}"
    for table in filled.tables:
        if table.foot:
            number += 1
            _put_row(sheet, number, [*table.foot, table.caption], columns, bold=True)
    for at, width in enumerate([*widths, _LABEL_WIDE], start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for at in range(1, number + 1):
        _set_height(sheet, at, widths)
    kept = filled.tables[0].header + 1
    sheet.freeze_panes = sheet.cell(2, kept + 1 if sum(widths[:kept]) <= _FROZEN_WIDE else 1)
    _set_print(sheet, landscape=True)
    sheet.print_title_rows = "1:1"


def _put_head(sheet: Worksheet, number: int, columns: Sequence[TableColumn]) -> None:
    from openpyxl.styles import Font, PatternFill

    for at, column in enumerate(columns, start=1):
        cell = sheet.cell(number, at)
        put(cell, column.text)
        cell.font = Font(name=_FONT, bold=True)
        cell.fill = PatternFill("solid", fgColor=_HEAD_FILL)
        cell.alignment = _aligned(column.kind, wrapped=True)


@cache
def _aligned(kind: str, *, wrapped: bool) -> Alignment:
    """Set numbers to the right, and words a little away from the number before them."""
    from openpyxl.styles import Alignment

    side, indent = ("right", 0) if kind == NUMBER else ("left", 1)
    return Alignment(wrap_text=wrapped, vertical="top", horizontal=side, indent=indent)


def _put_row(
    sheet: Worksheet,
    number: int,
    cells: Sequence[Cell],
    columns: Sequence[TableColumn],
    *,
    bold: bool = False,
) -> None:
    from openpyxl.styles import Font

    for at, (value, column) in enumerate(zip(cells, columns, strict=True), start=1):
        cell = sheet.cell(number, at)
        _put_cell(cell, value)
        cell.alignment = _aligned(column.kind, wrapped=column.kind == DATA)
        if bold:
            cell.font = Font(name=_FONT, bold=True)


def _set_height(sheet: Worksheet, number: int, widths: Sequence[float]) -> None:
    """Make a row as high as its broken lines need, which not every program does by itself."""
    lines = [
        sum(max(1, ceil(len(line) / width)) for line in str(cell.value).split("\n"))
        for cell, width in zip(sheet[number], widths, strict=False)
        if cell.value is not None and cell.alignment.wrap_text
    ]
    if max(lines, default=1) > 1:
        sheet.row_dimensions[number].height = min(_LINE * max(lines), _HIGHEST)


def _put_cell(cell: Any, value: Cell) -> None:  # noqa: ANN401 - of openpyxl
    """Set a figure as a number or a date where it is one, else as its text."""
    if isinstance(value, Figure) and value.value is not None:
        cell.value = value.value
        cell.number_format = _format(value)
    elif str(value):
        put(cell, str(value))


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


def _set_print(sheet: Worksheet, *, landscape: bool) -> None:
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P (&N)"


# Words ------------------------------------------------------------------------------------------


class _Words:
    """A sheet of words, a paragraph in each row."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._row = 0
        sheet.column_dimensions["A"].width = _WORDS_WIDE
        sheet.sheet_view.showGridLines = False
        _set_print(sheet, landscape=False)

    def add(
        self, words: str, *, size: int = 11, bold: bool = False, quiet: bool = False, link: str = ""
    ) -> None:
        from openpyxl.styles import Alignment, Font
        from openpyxl.worksheet.hyperlink import Hyperlink

        self._row += 1
        if not words:
            return
        cell = self._sheet.cell(self._row, 1)
        put(cell, words)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(name=_FONT, size=size, bold=bold, color=_QUIET if quiet else None)
        # Large letters take more room in both directions.
        lines = ceil(len(words) * size / (11 * _WORDS_WIDE))
        self._sheet.row_dimensions[self._row].height = min(lines * size * 1.4, _HIGHEST)
        if link:
            cell.font = Font(name=_FONT, size=size, color=_LINK, underline="single")
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{link}'!A1")

    def add_parts(self, parts: Sequence[Block]) -> None:
        """Add the words of parts and of all that stands below them."""
        for part in parts:
            if part.title:
                self.add("")
                self.add(part.title, bold=True)
            if part.headline:
                figure = f"{part.headline.figure} {part.headline.status}".strip()
                self.add(figure, size=20, bold=True)
            for line in part.lines:
                self.add(line)
            for chart in part.charts:
                self.add(f"{chart.title}.")
            for number, item in enumerate(part.items, start=1):
                self.add(f"{number}. {item}" if part.numbered else f"• {item}")
            for word, meaning in part.terms:
                self.add(f"{word}: {meaning}")
            self.add_parts(part.parts)


def _fill_summary(sheet: Worksheet, report: Report, links: Mapping[str, Sequence[str]]) -> None:
    words = _Words(sheet)
    words.add(report.workspace, quiet=True)
    words.add(report.title, size=18, bold=True)
    for line in report.lead:
        words.add(line)
    for note in report.notes:
        words.add(note, quiet=True)
    for section in report.sections:
        words.add("")
        words.add(section.title, size=14, bold=True)
        names = links[section.name]
        for name in names:
            words.add(name, link=name)
        if not names or _sheets(section):
            words.add_parts(section.parts)


# Charts -----------------------------------------------------------------------------------------


def _fill_charts(sheet: Worksheet, charts: Sequence[Chart], text: Locale) -> None:
    """Set each chart beside its figures."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.pagebreak import Break

    row, heads = 1, list[int]()
    widest = max(len(chart.data.columns) for chart in charts)
    for chart in charts:
        table = chart.data
        put(sheet.cell(row, 1), chart.title)
        sheet.cell(row, 1).font = Font(name=_FONT, size=13, bold=True)
        put(sheet.cell(row + 1, 1), table.caption)
        sheet.cell(row + 1, 1).font = Font(name=_FONT, color=_QUIET)
        head = row + 2
        heads.append(head)
        _put_head(sheet, head, table.columns)
        for number, cells in enumerate(table.rows, start=head + 1):
            _put_row(sheet, number, cells, table.columns)
        drawn = native_chart(chart, sheet, head, text)
        sheet.add_chart(drawn, f"{get_column_letter(widest + 2)}{head}")
        row = head + max(len(table.rows), ceil(drawn.height / _ROW_HIGH)) + 4
        sheet.row_breaks.append(Break(id=row - 1))
    tables = [chart.data for chart in charts]
    for at in range(widest):
        wide = [
            _width(at, table.columns[at], [table]) for table in tables if at < len(table.columns)
        ]
        sheet.column_dimensions[get_column_letter(at + 1)].width = max(wide)
    for head in heads:
        sheet.row_dimensions[head].height = 2 * _LINE
    sheet.sheet_view.showGridLines = False
    _set_print(sheet, landscape=True)
