"""Write the workbook of a report: an index with links, then one sheet a subject."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from tenuremix.document.words import verdict_sentence
from tenuremix.io.formats.layers import TEXT
from tenuremix.io.formats.xlsx import TITLE, Book, Look, fill
from tenuremix.report.workbook.ahead import outlook_tables
from tenuremix.report.workbook.areas import area_tables
from tenuremix.report.workbook.city import plan_tables, segregation_tables
from tenuremix.report.workbook.ledger import ledger_tables, loss_table
from tenuremix.report.workbook.register import built_tables, change_table, unknown_table
from tenuremix.report.workbook.restated import restated_tables
from tenuremix.report.workbook.sources import source_tables
from tenuremix.report.workbook.steps import draw_steps
from tenuremix.report.workbook.tables import table
from tenuremix.report.workbook.targets import reading_tables, target_tables

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from tenuremix.io.formats.layers import Layer
    from tenuremix.locale.locale import Locale
    from tenuremix.report.findings import Findings

TABLES: Sequence[Callable[[Findings], Sequence[Layer]]] = (
    target_tables,
    outlook_tables,
    ledger_tables,
    reading_tables,
    area_tables,
    lambda found: [change_table(found)],
    built_tables,
    lambda found: [loss_table(found), unknown_table(found)],
    segregation_tables,
    plan_tables,
    restated_tables,
    source_tables,
)
"""What the sheets hold, in their order; a table without rows is left out, and so is its sheet."""

_LINK: Look = {"font_color": "#00518A", "underline": True}
_PLAIN: Look = {}


def render_xlsx(found: Findings, *, title: str, lines: Sequence[str] = ()) -> bytes:
    """Write the workbook of a report.

    Parameters
    ----------
    found
        What the report is made from.
    title
        Of the report.
    lines
        What must be said beside every figure, such as its date.

    Returns
    -------
    bytes
        The same from the same findings.  No text is a formula or a link; control characters that
        XML cannot hold are left out, and a text is cut at the 32 767 characters that a cell holds.
    """
    text = found.text
    made = [layer for make in TABLES for layer in make(found) if layer.rows]
    share = text("xlsx.share_format")
    book = Book(changed_on=found.books.as_of, title=title, share=share)
    index = book.sheet(text("xlsx.sheet.index"))
    rows: list[tuple[Layer, str, str]] = []
    for name, group in groupby(made, key=lambda layer: layer.name.partition(".")[0]):
        layers = list(group)
        sheet = book.sheet(text(f"xlsx.sheet.{name}"))
        heads = fill(book, sheet, layers, titled=True)
        rows += [
            (layer, sheet.get_name(), f"'{sheet.get_name()}'!A{head + 1}")
            for layer, head in zip(layers, heads, strict=True)
        ]
        if name == "days":
            draw_steps(book, sheet, layers[0], text)
    _fill_index(book, index, rows, [title, *lines, *_verdicts(found)], text)
    return book.content()


def _verdicts(found: Findings) -> list[str]:
    return [
        f"{each.title}. {verdict_sentence(each.progress, found.text)}" for each in found.answers
    ]


def _fill_index(
    book: Book,
    sheet: Worksheet,
    tables: Sequence[tuple[Layer, str, str]],
    lines: Sequence[str],
    text: Locale,
) -> None:
    """List every table with a link, what it is and its number of rows; before it, what is said."""
    for row, line in enumerate(lines):
        book.put(sheet, row, 0, line, _PLAIN if row else TITLE)
    rows = [
        [sheet_name, layer.title, text(f"xlsx.about.{layer.name}"), len(layer.rows)]
        for layer, sheet_name, _ in tables
    ]
    listed = table(text, "index", "sheet table what:w rows:n", rows)
    (head,) = fill(book, sheet, [listed], top=len(lines) + 1)
    for row, (layer, _, cell) in enumerate(tables, start=head + 1):
        book.put(sheet, row, 1, layer.title, {**book.look(TEXT), **_LINK}, cell)
