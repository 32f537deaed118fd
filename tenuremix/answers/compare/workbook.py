"""Proposals beside each other, as a workbook: numbers, shares and words in tables of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tenuremix.answers.compare.figures import headed, subjects
from tenuremix.answers.compare.terminal import reservations_of
from tenuremix.counting.proposal import Alternatives
from tenuremix.document.calm import calm_lines
from tenuremix.document.tables import Cell, Figure, Kind
from tenuremix.document.words import source_text
from tenuremix.inputs import Workspace
from tenuremix.io.formats.layers import INTEGER, SHARE, TEXT, WORDS, Field, Layer
from tenuremix.io.formats.xlsx import Book, fill
from tenuremix.locale.locale import Locale

_DECIMALS = 12
_TABLES = (("numbers", INTEGER, Kind.WHOLE), ("shares", SHARE, Kind.SHARE), ("words", TEXT, None))


def comparison_xlsx(found: Alternatives, workspace: Workspace, text: Locale) -> bytes:
    """Write proposals beside each other as a workbook.

    Returns
    -------
    bytes
        A sheet with a table of numbers, one of shares (0–1) and one of words below each other, each
        with a column for nothing and for every proposal; what hidden figures, or the readings of a
        target, leave open has two rows, the lower end and the upper.  A second sheet says what
        they rest on.  The same from the same inputs; no text is a formula.
    """
    title = text("compare.title")
    book = Book(changed_on=workspace.as_of, title=title)
    made = [layer for layer in _layers(found, workspace, text) if layer.rows]
    fill(book, book.sheet(title), made, titled=True)
    basis = text("compare.sheet.basis")
    lines = [
        *calm_lines(workspace, text),
        text("compare.each", date=found.nothing.as_of),
        text("check.denominator", date=found.nothing.vintage),
        text("compare.rounded"),
        *reservations_of(found, text),
        *(source_text(source, text) for source in workspace.sources),
    ]
    notes = Layer("basis", basis, [Field("basis", WORDS, basis)], [[line] for line in lines])
    fill(book, book.sheet(basis), [notes])
    return book.content()


def _layers(found: Alternatives, workspace: Workspace, text: Locale) -> Iterator[Layer]:
    heads = headed(found, text)
    rows: dict[Kind | None, list[list[object]]] = {kind: [] for _, _, kind in _TABLES}
    for subject in subjects(found, workspace, text):
        for each in subject.figures:
            for words, cells in each.sheet:
                first = cells[0]
                kind = first.kind if isinstance(first, Figure) else None
                differs = text("xlsx.yes" if len(set(map(str, cells))) > 1 else "xlsx.no")
                for label, values in _ends(words, cells, text):
                    rows[kind].append([subject.title, label, *values, differs])
    for name, field, kind in _TABLES:
        fields = [
            *(Field(key, TEXT, text(f"compare.{key}")) for key in ("subject", "what")),
            *(Field(f"column_{at}", field, head) for at, head in enumerate(heads)),
            Field("differs", TEXT, text("compare.sheet.differs")),
        ]
        yield Layer(name, text(f"compare.sheet.{name}"), fields, rows[kind])


def _ends(
    words: str, cells: Sequence[Cell], text: Locale
) -> Iterator[tuple[str, Sequence[object]]]:
    """Give a row of what is known, or the rows of the lower and the upper ends."""
    figures = [cell for cell in cells if isinstance(cell, Figure)]
    if not figures:
        yield words, cells
    elif all(figure.low == figure.high for figure in figures):
        yield words, [_rounded(figure.low) for figure in figures]
    else:
        for end in ("low", "high"):
            ends = [_rounded(getattr(figure, end)) for figure in figures]
            yield text(f"xlsx.end.{end}", what=words), ends


def _rounded(end: object) -> object:
    """Leave out the decimals that may differ between machines."""
    return round(end, _DECIMALS) + 0.0 if isinstance(end, float) else end
