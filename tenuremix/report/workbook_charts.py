"""The charts of a report as a spreadsheet draws them, from the cells that hold their figures.

Titles and names are named by their cells too: a text that is given instead may be a formula.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from tenuremix.counting.tenure import KNOWN
from tenuremix.document.model import NUMBER, Chart, Figure, Kind, Shape, Table
from tenuremix.document.style import COLOURS

if TYPE_CHECKING:
    from tenuremix.io.formats.xlsx import Book
    from tenuremix.locale.locale import Locale

_COLOURS = [COLOURS[tenure.value] for tenure in KNOWN] + ["#1A1A1A", "#7F7F7F"]
_HATCHES = ("wide_upward_diagonal", "percent_25", "dark_horizontal", "light_upward_diagonal")
_PATTERNS = (None, *_HATCHES)
"""Beside each colour, so that it is never alone."""
_DASHES = ("solid", "dash", "round_dot")
_MARKS = ("circle", "diamond", "triangle", "square", "x")
_WIDE, _HIGH = 643, 359  # pixels
_LINE = 1.75  # points
_EACH, _AROUND = 21, 132  # pixels that a bar of a long chart needs, and what stands around them
_DAY_ZERO = date(1899, 12, 30)  # of a spreadsheet

_Options = Mapping[str, Any]
_Parts = tuple[_Options, list[dict[str, Any]], _Options, _Options]
"""What a chart is made of: its type, its series, and what is said of its two axes."""


@dataclass(frozen=True, slots=True)
class _Cells:
    """A table on a sheet: where its headings stand, and its cells by rows from 1."""

    table: Table
    sheet: str
    head: int

    def head_of(self, column: int) -> list[Any]:
        return [self.sheet, self.head, column]

    def of(self, column: int, first: int = 1, last: int | None = None) -> list[Any]:
        last = len(self.table.rows) if last is None else last
        return [self.sheet, self.head + first, column, self.head + last, column]

    @property
    def numbers(self) -> list[int]:
        return [at for at, column in enumerate(self.table.columns) if column.kind == NUMBER]


def native_chart(chart: Chart, book: Book, sheet: str, head: int, text: Locale) -> tuple[Any, int]:
    """Make a chart of the cells below a heading.

    Parameters
    ----------
    chart
        Its shape chooses what is drawn; a map is not.
    book, sheet
        Where its figures stand, from the first column.
    head
        The row of their headings, counted from 0; the title stands two rows above.
    text
        The reader's language.

    Returns
    -------
    xlsxwriter.chart.Chart
    int
        How many pixels it is high.
    """
    cells = _Cells(chart.data, sheet, head)
    makers = {Shape.STEPS: _lines, Shape.DOTS: _dots, Shape.BARS: _bars, Shape.STACKED: _stacked}
    kind, series, across, up = makers[chart.shape](cells)
    made = book.book.add_chart(kind)
    for each in series:
        made.add_series(each)
    font = {"size": 11, "bold": True}  # a sentence, which is to have room
    made.set_title({"name": [sheet, head - 2, 0], "name_font": font})
    made.set_x_axis({"name": cells.head_of(chart.data.header), **across})
    made.set_y_axis({"name": _unit(cells, text), **up})
    made.set_legend({"position": "bottom"})
    bars = len(chart.data.rows) if chart.shape is Shape.STACKED else 0
    height = max(_HIGH, _EACH * bars + _AROUND)
    made.set_size({"width": _WIDE, "height": height})
    return made, height


def _unit(cells: _Cells, text: Locale) -> str:
    figures = (row[cells.numbers[0]] for row in cells.table.rows)
    share = any(isinstance(each, Figure) and each.kind is Kind.SHARE for each in figures)
    return text("xlsx.axis_share" if share else "xlsx.axis_number")


def _bars(cells: _Cells) -> _Parts:
    series = []
    for place, at in enumerate(cells.numbers):
        colour, pattern = _COLOURS[place % len(_COLOURS)], _PATTERNS[place % len(_PATTERNS)]
        hatched = {"pattern": pattern, "fg_color": "#FFFFFF", "bg_color": colour}
        look = {"pattern": hatched} if pattern else {"fill": {"color": colour}}
        names = {"name": cells.head_of(at), "categories": cells.of(cells.table.header)}
        series.append({**names, "values": cells.of(at), "border": {"color": colour}, **look})
    return {"type": "column"}, series, {}, {}


def _stacked(cells: _Cells) -> _Parts:
    _, series, _, _ = _bars(cells)
    across = {"reverse": True}  # the first row on top, as in the table
    up = {"num_format": "0%", "min": 0, "max": 1}
    return {"type": "bar", "subtype": "stacked"}, [{**s, "gap": 40} for s in series], across, up


def _lines(cells: _Cells) -> _Parts:
    """Draw each column against the first: by its dates where it has them, else one by one."""
    header, rows = cells.table.header, cells.table.rows
    series = []
    for place, at in enumerate(cells.numbers):
        colour, dash = _COLOURS[place % len(_COLOURS)], _DASHES[place % len(_DASHES)]
        line = {"color": colour, "width": _LINE, "dash_type": dash}
        look = {"line": line, "marker": {"type": "none" if place else "circle"}}
        names = {"name": cells.head_of(at), "categories": cells.of(header)}
        series.append({**names, "values": cells.of(at), **look})
    if not all(isinstance(row[header], Figure) for row in rows):
        return {"type": "line"}, series, {}, {}
    ends = {"min": _serial(rows[0][header]), "max": _serial(rows[-1][header])}
    kind = {"type": "scatter", "subtype": "straight_with_markers"}
    return kind, series, {"num_format": "yyyy-mm-dd", **ends}, {}


def _serial(cell: object) -> int:
    """Give the number by which a spreadsheet knows a date."""
    day = cell.value if isinstance(cell, Figure) else None
    return (day - _DAY_ZERO).days if isinstance(day, date) else 0


def _dots(cells: _Cells) -> _Parts:
    """Draw the last number against the first, one series for each name of the first column."""
    header, (along, *_, up) = cells.table.header, cells.numbers
    series, row = [], 1
    groups = groupby(cells.table.rows, key=lambda each: str(each[header]))
    for place, (_, group) in enumerate(groups):
        last = row + len(list(group)) - 1
        fill = {"color": _COLOURS[place % len(_COLOURS)]}
        mark = {"type": _MARKS[place % len(_MARKS)], "size": 9, "fill": fill, "border": fill}
        names = {"name": cells.of(header, row)[:3], "categories": cells.of(along, row, last)}
        series.append({**names, "values": cells.of(up, row, last), "marker": mark})
        row = last + 1
    across, upwards = ({"name": cells.head_of(at)} for at in (along, up))
    return {"type": "scatter"}, series, across, upwards
