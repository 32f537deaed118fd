"""The charts of a report as a spreadsheet draws them, from the cells that hold their figures."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from tenuremix.counting.tenure import KNOWN
from tenuremix.document.model import NUMBER, Chart, Figure, Kind, Shape, Table
from tenuremix.document.style import COLOURS
from tenuremix.io.formats.xlsx import printable

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from tenuremix.locale.locale import Locale

_COLOURS = [COLOURS[tenure.value].removeprefix("#") for tenure in KNOWN] + ["1A1A1A", "7F7F7F"]
_PATTERNS = (None, "wdUpDiag", "pct25", "dkHorz", "ltUpDiag")
"""Beside each colour, so that it is never alone."""
_DASHES = ("solid", "dash", "sysDot")
_MARKS = ("circle", "diamond", "triangle", "square", "x")
_WIDE, _HIGH = 17.0, 9.5  # centimetres
_LINE = 22_000  # English metric units
_EACH = 0.55  # centimetres that a bar of a long chart needs


def native_chart(chart: Chart, sheet: Worksheet, head: int, text: Locale) -> Any:  # noqa: ANN401
    """Make a chart of the cells below a heading.

    Parameters
    ----------
    chart
        Its shape chooses what is drawn; a map is not.
    sheet
        Where its figures stand, from the first column.
    head
        The row of their headings.
    text
        The reader's language.

    Returns
    -------
    openpyxl.chart._chart.ChartBase
    """
    makers = {Shape.STEPS: _lines, Shape.DOTS: _dots, Shape.BARS: _bars, Shape.STACKED: _stacked}
    made = makers[chart.shape](chart.data, sheet, head)
    made.title = printable(chart.title)
    made.title.overlay = False
    _shrink(made.title)
    first = chart.data.header
    numbers = _numbers(chart.data)
    dots = chart.shape is Shape.DOTS
    made.x_axis.title = printable(chart.data.columns[numbers[0] if dots else first].text)
    made.y_axis.title = (
        printable(chart.data.columns[numbers[-1]].text) if dots else _unit(chart.data, text)
    )
    made.x_axis.delete = made.y_axis.delete = False
    made.width, made.height = _WIDE, max(made.height, _HIGH)
    made.legend.position = "b"
    return made


def _shrink(title: Any) -> None:  # noqa: ANN401 - of openpyxl
    """Set a title, which is a sentence, in letters that let it stand above its chart."""
    from openpyxl.drawing.text import CharacterProperties

    for paragraph in title.tx.rich.p:
        for run in paragraph.r:
            run.rPr = CharacterProperties(sz=1100, b=True)


def _numbers(table: Table) -> list[int]:
    return [at for at, column in enumerate(table.columns) if column.kind == NUMBER]


def _unit(table: Table, text: Locale) -> str:
    cells = (row[_numbers(table)[0]] for row in table.rows)
    share = any(isinstance(cell, Figure) and cell.kind is Kind.SHARE for cell in cells)
    return text("xlsx.axis_share" if share else "xlsx.axis_number")


def _bars(table: Table, sheet: Worksheet, head: int) -> Any:  # noqa: ANN401
    from openpyxl.chart import BarChart, Reference
    from openpyxl.chart.series_factory import SeriesFactory
    from openpyxl.drawing.fill import ColorChoice, PatternFillProperties

    made = BarChart()
    last = head + len(table.rows)
    for place, at in enumerate(_numbers(table)):
        cells = Reference(sheet, min_col=at + 1, min_row=head, max_row=last)
        series = SeriesFactory(cells, title_from_data=True)
        look, colour = series.graphicalProperties, _COLOURS[place % len(_COLOURS)]
        pattern = _PATTERNS[place % len(_PATTERNS)]
        if pattern is None:
            look.solidFill = colour
        else:
            look.pattFill = PatternFillProperties(
                prst=pattern, fgClr=ColorChoice(srgbClr="FFFFFF"), bgClr=ColorChoice(srgbClr=colour)
            )
        look.line.solidFill = colour
        series.invertIfNegative = False
        made.series.append(series)
    made.set_categories(Reference(sheet, min_col=table.header + 1, min_row=head + 1, max_row=last))
    return made


def _stacked(table: Table, sheet: Worksheet, head: int) -> Any:  # noqa: ANN401
    made = _bars(table, sheet, head)
    made.type, made.grouping, made.overlap, made.gapWidth = "bar", "stacked", 100, 40
    made.x_axis.scaling.orientation = "maxMin"  # the first row on top, as in the table
    made.y_axis.number_format = "0%"
    made.y_axis.scaling.min, made.y_axis.scaling.max = 0, 1
    made.height = _EACH * len(table.rows) + 3.5
    return made


def _lines(table: Table, sheet: Worksheet, head: int) -> Any:  # noqa: ANN401
    """Draw each column against the first: by its dates where it has them, else one by one."""
    from openpyxl.chart import LineChart, Reference, ScatterChart
    from openpyxl.chart.series_factory import SeriesFactory

    last = head + len(table.rows)
    names = Reference(sheet, min_col=table.header + 1, min_row=head + 1, max_row=last)
    dated = all(isinstance(row[table.header], Figure) for row in table.rows)
    made = ScatterChart(scatterStyle="lineMarker") if dated else LineChart()
    for place, at in enumerate(_numbers(table)):
        cells = Reference(sheet, min_col=at + 1, min_row=head, max_row=last)
        series = SeriesFactory(cells, xvalues=names if dated else None, title_from_data=True)
        line = series.graphicalProperties.line
        line.solidFill, line.width = _COLOURS[place % len(_COLOURS)], _LINE
        line.dashStyle = _DASHES[place % len(_DASHES)]
        series.marker.symbol = "circle" if place == 0 else "none"
        series.smooth = False
        made.series.append(series)
    if dated:
        made.x_axis.number_format = "yyyy-mm-dd"
        days = [row[table.header] for row in table.rows]
        made.x_axis.scaling.min, made.x_axis.scaling.max = _serial(days[0]), _serial(days[-1])
    else:
        made.set_categories(names)
    return made


def _serial(cell: object) -> float:
    """Give the number by which a spreadsheet knows a date."""
    from openpyxl.utils.datetime import to_excel

    return float(to_excel(cell.value)) if isinstance(cell, Figure) else 0.0


def _dots(table: Table, sheet: Worksheet, head: int) -> Any:  # noqa: ANN401
    """Draw the last number against the first, one series for each name of the first column."""
    from openpyxl.chart import Reference, ScatterChart
    from openpyxl.chart.series import SeriesLabel
    from openpyxl.chart.series_factory import SeriesFactory

    made = ScatterChart(scatterStyle="lineMarker")
    numbers = _numbers(table)
    row = head + 1
    groups = groupby(table.rows, key=lambda cells: str(cells[table.header]))
    for place, (name, cells) in enumerate(groups):
        last = row + len(list(cells)) - 1
        along, up = (
            Reference(sheet, min_col=at + 1, min_row=row, max_row=last)
            for at in (numbers[0], numbers[-1])
        )
        series = SeriesFactory(up, xvalues=along)
        series.tx = SeriesLabel(v=printable(name))
        colour = _COLOURS[place % len(_COLOURS)]
        series.marker.symbol, series.marker.size = _MARKS[place % len(_MARKS)], 9
        series.marker.graphicalProperties.solidFill = colour
        series.marker.graphicalProperties.line.solidFill = colour
        series.graphicalProperties.line.noFill = True
        made.series.append(series)
        row = last + 1
    return made
