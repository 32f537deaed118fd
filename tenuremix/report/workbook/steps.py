"""The chart of the sheet of days: the count of each target as steps, beside the even path.

Titles and names are cells of the table: a text that is given instead may be taken for a formula.
"""

from __future__ import annotations

from datetime import date
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

from tenuremix.io.formats.xlsx import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from tenuremix.io.formats.layers import Layer
    from tenuremix.io.formats.xlsx import Book
    from tenuremix.locale.locale import Locale

_DAY_ZERO = date(1899, 12, 30)  # of a spreadsheet
_WIDE, _HIGH, _ROWS = 643, 359, 19  # pixels, and the rows that a chart covers
_COUNTED, _EVEN = "#1F4E79", "#7F7F7F"
_TARGET, _DATE, _SUM, _PATH = 0, 1, 3, 4  # columns


def draw_steps(book: Book, sheet: Worksheet, days: Layer, text: Locale) -> None:
    """Draw the count of each target beside the table of days, one chart below the other.

    Excel has no chart of steps: each count is a point, from which a bar goes on to the next day and
    another back to the count before.
    """
    top = 1
    for place, (_, group) in enumerate(groupby(days.rows, key=lambda row: row[_TARGET])):
        rows: list[Sequence[Any]] = list(group)
        chart = book.book.add_chart({"type": "scatter", "subtype": "straight"})
        for series in _series(sheet.get_name(), rows, top):
            chart.add_series(series)
        name = sheet.get_name()
        chart.set_title({"name": [name, top, _TARGET], "name_font": {"size": 11, "bold": True}})
        ends = {"min": _serial(rows[0][_DATE]), "max": _serial(rows[-1][_DATE])}
        chart.set_x_axis({"name": [name, 0, _DATE], "num_format": "yyyy-mm-dd", **ends})
        chart.set_y_axis({"name": [name, 0, _SUM], "min": 0})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": _WIDE, "height": _HIGH})
        told = printable(text("xlsx.steps", target=str(rows[0][_TARGET])))
        at = 1 + place * _ROWS
        sheet.insert_chart(at, len(days.columns) + 1, chart, {"description": told})
        top += len(rows)


def _series(sheet: str, rows: Sequence[Sequence[Any]], top: int) -> list[dict[str, Any]]:
    """Give the steps of the count, and the even path where there is one."""
    counted = [row for row in rows if row[_SUM] is not None]
    onward = [(after[_DATE] - before[_DATE]).days for before, after in pairwise(counted)]
    change = [after[_SUM] - before[_SUM] for before, after in pairwise(counted)]
    none = [0] * len(counted)
    line = {"line": {"color": _COUNTED, "width": 2.25}, "end_style": 0}
    flat = {"type": "custom", "direction": "plus", **line}
    upright = {"type": "custom", "direction": "both", **line}
    found: list[dict[str, Any]] = [
        {
            **_cells(sheet, top, len(counted), _SUM),
            "line": {"none": True},
            "marker": {
                "type": "circle",
                "size": 4,
                "fill": {"color": _COUNTED},
                "border": {"color": _COUNTED},
            },
            "x_error_bars": {**flat, "plus_values": [*onward, 0], "minus_values": none},
            "y_error_bars": {
                **upright,
                "plus_values": [0, *(max(0, -each) for each in change)],
                "minus_values": [0, *(max(0, each) for each in change)],
            },
        }
    ]
    if rows[0][_PATH] is not None:
        dashed = {"color": _EVEN, "width": 1.5, "dash_type": "dash"}
        path = _cells(sheet, top, len(rows), _PATH)
        found.append({**path, "line": dashed, "marker": {"type": "none"}})
    return found


def _cells(sheet: str, top: int, rows: int, column: int) -> dict[str, Any]:
    """Name the cells of a series: its heading, its days and its numbers."""
    last = top + rows - 1
    return {
        "name": [sheet, 0, column],
        "categories": [sheet, top, _DATE, last, _DATE],
        "values": [sheet, top, column, last, column],
    }


def _serial(day: date) -> int:
    """Give the number by which a spreadsheet knows a day."""
    return (day - _DAY_ZERO).days
