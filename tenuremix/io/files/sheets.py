"""Read sheets: CSV with the standard library, and the heading of any sheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tenuremix.errors import DataError, Fault, Note
from tenuremix.io.files.cells import plain_text, plain_within
from tenuremix.io.files.letters import decode
from tenuremix.io.files.rows import ERROR, OddCell, RawTable, clean, make_table, unreadable
from tenuremix.schema import AREAS, COMPLETED, LOSSES, PLACES, PLOTS, REGISTER, STOCK, TOTALS, names

IsHeading = Callable[[Sequence[object]], bool]
"""Tells whether a row of cells is the heading of a table."""
_ERROR_BEGINS = ("#", "E", "F")
"""The letters that an error of a spreadsheet begins with."""
_OF_TENURES = ("upplåtelseform", "upplåtelseformer", "fördelning", "lägenheter")
"""What stands over columns of tenures and says no more of them than their own headings do."""
TOP = 30
"""A heading is looked for among so many rows that are not empty."""
_DELIMITERS = ",;\t|"
SEPARATOR = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n", re.IGNORECASE)
_CONTRACT = frozenset(
    names((*AREAS, *STOCK, *REGISTER, *LOSSES, *PLOTS, *COMPLETED, *PLACES, *TOTALS))
)
_ENOUGH = 3


def read_csv(path: Path, name: str, is_heading: IsHeading | None = None) -> RawTable:
    """Read CSV, whatever program wrote it.

    UTF-8 or UTF-16, else Windows-1252; the delimiter is that of Excel's own first line (``sep=;``),
    else the comma, semicolon, tab or bar that makes a heading, which need not be the first row.

    Parameters
    ----------
    is_heading
        Finds the heading; by default it has columns of the contract.
    """
    text, notes = decode(path.read_bytes(), name)
    # The WKT of one plot may be longer than the 131 072 characters that csv allows by default.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    said = SEPARATOR.match(text)
    if said:
        text = text.replace(said[0], "", 1)
    known = is_heading or is_contract
    delimiter = said[1] if said else delimiter_of(text, known)
    # Strict: a quotation mark that is never closed would swallow the rows that follow.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    marked = "'" in text  # as formulas within texts are
    try:
        records = [
            (number, [plain_within(cell) for cell in record] if marked else record)
            for number, record in enumerate(reader, start=2 if said else 1)
            if any(cell.strip() for cell in record)
        ]
    except csv.Error as error:
        raise unreadable(name, "CSV", f"{error} ({reader.line_num})") from error
    table = grid(name, records, known)
    return replace(table, notes=(*notes, *table.notes)) if notes else table


def delimiter_of(text: str, is_heading: IsHeading) -> str:
    """Choose the delimiter under which a row near the top is the heading, else that of the first.

    Of several it is the one that gives the heading most columns.
    """
    top = text.lstrip().splitlines()[:TOP] or [""]
    found = {
        delimiter: len(head)
        for delimiter in _DELIMITERS
        if (head := next(filter(is_heading, csv.reader(top, delimiter=delimiter)), None))
    }
    return max(found or _DELIMITERS, key=lambda each: found.get(each, top[0].count(each)))


def is_contract(cells: Sequence[object]) -> bool:
    """Tell whether a row of cells has three columns of the contract."""
    named = {cell.strip().lower() for cell in cells if isinstance(cell, str)}
    return len(named & _CONTRACT) >= _ENOUGH


def _cell(text: str) -> str | OddCell:
    """Take away what keeps a text from being read as a formula or a number; tell an error.

    A name may be the text of an error; a number may not.
    """
    if text[:2] == '="' and text[-1] == '"' and text.count('"') == 2:  # noqa: PLR2004
        return text[2:-1]
    if text[:1] in _ERROR_BEGINS and ERROR.fullmatch(text.strip()):
        return OddCell("cell_error", text.strip(), text)
    return plain_text(text)


def grid(
    name: str,
    records: Sequence[tuple[int, Sequence[Any]]],
    is_heading: IsHeading | None,
    letters: Callable[[int], str] = lambda column: str(column + 1),
) -> RawTable:
    """Make a table of rows of which the first, or the one that is found, is the heading.

    ``letters`` names a column that has no heading, counted from 0.
    """
    if not records:
        raise DataError([Fault("empty_file", name)])
    head = 0
    if is_heading is not None:
        top = range(min(TOP, len(records)))
        head = next((at for at in top if is_heading(records[at][1])), 0)
    columns = ["" if clean(column) is None else str(column) for column in records[head][1]]
    body, notes = records[head + 1 :], tuple[Note, ...]()
    if is_heading is not None and body and body[0][0] == records[head][0] + 1:
        both = _both_headings(columns, body[0][1])
        if both and is_heading(both):
            under = [both[at] for at, column in enumerate(columns) if both[at] != column]
            columns, body, notes = both, body[1:], (Note("headings", {"found": under}),)
    wide = len(columns)
    bare = [at for at, column in enumerate(columns) if not column.strip()]
    nameless = _without_heading(name, bare, body, letters) if bare else []
    if nameless:
        raise DataError(nameless)
    long = [
        Fault("extra_cells", name, number, {"found": len(record), "expected": wide})
        for number, record in body
        if len(record) > wide and any(clean(cell) is not None for cell in record[wide:])
    ]
    if long:
        raise DataError(long)
    missing = [None] * wide
    cells = [
        [_cell(v) if type(v) is str else v for v in (*record[:wide], *missing[len(record) :])]
        for _, record in body
    ]
    table = make_table(name, columns, cells, numbers=[number for number, _ in body])
    return replace(table, notes=notes)


def _both_headings(upper: Sequence[str], row: Sequence[Any]) -> list[str]:
    """Put a heading of two rows together: what stands over several columns goes before each.

    Empty where the lower row is none: it holds words under what stands over several columns,
    and else nothing.
    """
    lower = ["" if type(v) is OddCell and v.value is not None else v or "" for v in row]
    if len(lower) != len(upper) or not all(isinstance(v, str) for v in lower):
        return []
    lower = [v.strip() for v in lower]
    both, over = [], ""
    for at, (above, below) in enumerate(zip(upper, lower, strict=True)):
        after = at + 1 < len(upper) and not upper[at + 1] and bool(lower[at + 1])
        if any(c.isdigit() for c in below) or (above and below and not after):
            return []
        over = above if above and below else "" if above or not below else over
        before = "" if over.lower() in _OF_TENURES else over
        both.append(above if above and not below else f"{before} {below}".strip())
    return both if both != [*upper] else []


def _without_heading(
    name: str,
    bare: Sequence[int],
    body: Sequence[tuple[int, Sequence[Any]]],
    letters: Callable[[int], str],
) -> list[Fault]:
    """Find values in columns that have no heading."""
    faults = []
    for at in bare:
        rows = [
            number for number, record in body if at < len(record) and clean(record[at]) is not None
        ]
        if rows and not _counts_rows(at, body):
            values = {"found": letters(at), "rows": rows}
            faults.append(Fault("no_heading", name, None, values))
    return faults


def _counts_rows(at: int, body: Sequence[tuple[int, Sequence[Any]]]) -> bool:
    """Tell whether the first column only counts the rows, as programs write it of themselves."""
    counted = [str(record[0]).strip().removesuffix(".0") for _, record in body if record]
    return (
        at == 0
        and len(body) > 1
        and counted
        in ([str(number) for number in range(first, first + len(body))] for first in (0, 1))
    )
