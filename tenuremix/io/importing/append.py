"""Add rows to a register that others may be writing to: whole or not at all, and never over.

A CSV file keeps every byte it has as long as its heading is the register's; the rows come after.
It is written beside and moved into place, under a lock that the system lets go of when the process
that holds it dies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tenuremix.counting.decisions import BEGUN_COLUMNS, Correction, Decision
from tenuremix.counting.losses import Loss
from tenuremix.counting.tenure import ALLOCATION_TENURES, KNOWN
from tenuremix.errors import DataError, Fault
from tenuremix.io.files.cells import is_safe, safe_text
from tenuremix.io.files.places import DEGREE_PAIRS, place_columns
from tenuremix.io.files.sheets import read_csv
from tenuremix.io.files.write import place_of, told, write_bytes
from tenuremix.review.reconcile import STATED, Reconciliation
from tenuremix.schema import REGISTER, names

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

COLUMNS = (*names(REGISTER), "wkt")
"""The columns of a register that rows are added to."""
_SPECIAL = re.compile('[,"\r\n]')
_QUOTE = '"'
_SAMPLE = 1000
"""So many cells tell whether a column says the same in many rows."""
WAIT = 60.0
"""Seconds to wait for another writer."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a file, ``.<name>.lock`` beside it.

    Of a symbolic link that is the file that it leads to: who writes by another name waits too.

    Raises
    ------
    DataError
        Where another process holds it for longer than :data:`WAIT`, or the folder cannot be
        written to.
    """
    import filelock

    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        target = place_of(path)
        try:
            with filelock.FileLock(target.with_name(f".{target.name}.lock"), timeout=WAIT):
                yield
        except filelock.Timeout as error:
            values = {"found": f"{WAIT:g}"}
            raise DataError([Fault("import_locked", str(path), None, values)]) from error


def table_of(
    additions: Reconciliation,
    recorded_on: date,
    wkt: Callable[[Sequence[Geometry | None]], list[str]],
) -> dict[str, Sequence[object]]:
    """Make the rows to add, as the columns :data:`COLUMNS`; an empty cell is None or "".

    Parameters
    ----------
    additions
        What is new, corrected and struck; there is something.
    wkt
        Writes places as the register has them.
    """
    # What is struck may be decided anew in the same breath, and comes before it.
    struck = [c for c in additions.corrections if c.after is None]
    corrected = [c for c in additions.corrections if c.after is not None]
    between: list[Correction | None] = [None] * len(additions.new)
    stated = [*struck, *between, *corrected]
    actions = [c.action.value if c else "" for c in stated]
    reasons = [c.reason if c else "" for c in stated]
    rows = [*map(_struck, struck), *additions.new, *(c.after for c in corrected if c.after)]
    cells = dict(zip(Decision._fields, zip(*rows, strict=True), strict=True))
    begun = [stated or {} for stated in cells["begun"]]
    origins = zip(cells["source"], cells["row"], strict=True)
    found: dict[str, Sequence[object]] = {
        "id": cells["id"],
        "datum": cells["date"],
        "handelse": [event.value for event in cells["event"]],
        **{column: cells[name] for column, name in STATED.items()},
        **{str(t): [counts.get(t) for counts in cells["counts"]] for t in ALLOCATION_TENURES},
        **{column: [stated.get(t) for stated in begun] for t, column in BEGUN_COLUMNS.items()},
        "omrade": [place.area or place.stated for place in cells["place"]],
        "atgard": actions,
        "orsak": reasons,
        "registrerad": [recorded_on] * len(rows),
        "inlast_ur": [f"{source} ({row})" for source, row in origins],
        "wkt": wkt([place.geometry for place in cells["place"]]),
    }
    return {column: found[column] for column in COLUMNS}


def _struck(correction: Correction) -> Decision:
    """Make the row that strikes a decision: it says no more than it must."""
    before = correction.before
    row = Decision(before.id, before.name, before.date, before.event)
    return row._replace(source=correction.source, row=correction.row)


def losses_table(
    losses: Sequence[Loss], wkt: Callable[[Sequence[Geometry | None]], list[str]]
) -> dict[str, Sequence[object]]:
    """Make the rows of losses to add, as columns."""
    return {
        "datum": [loss.date for loss in losses],
        "handelse": [loss.event.value for loss in losses],
        **{str(tenure): [loss.counts.get(tenure, 0) for loss in losses] for tenure in KNOWN},
        "omrade": [loss.place.area or loss.place.stated for loss in losses],
        "kalla": [loss.basis for loss in losses],
        "inlast_ur": [f"{loss.source} ({loss.row})" for loss in losses],
        "wkt": wkt([loss.place.geometry for loss in losses]),
    }


def append_csv(path: Path, columns: Mapping[str, Sequence[object]]) -> None:
    """Add rows, stated as columns, to a file in CSV; hold its lock (:func:`locked`) meanwhile.

    A file that has other columns, or is written in another way, is written anew with all its
    cells and the register's columns.

    Raises
    ------
    DataError
        Where the file cannot be read or written.
    """
    heading = ",".join(columns).encode() + b"\n"
    kept = path.read_bytes() if path.is_file() else b""
    extra: tuple[str, ...] = ()
    if not kept.strip():
        kept = heading
    elif not kept.startswith(heading) or not _is_utf8(kept):
        kept, extra = _anew(path, columns)
    kept = kept if kept.endswith(b"\n") else kept + b"\n"
    empty = [""] * len(columns["wkt"])
    write_bytes(path, kept + _csv([*columns.values(), *[empty] * len(extra)]))


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _anew(path: Path, wanted: Iterable[str]) -> tuple[bytes, tuple[str, ...]]:
    """Write a register that is made otherwise with the register's columns, and its own after."""
    table = read_csv(path, str(path))
    places = place_columns(table)
    data = dict(table.data)
    if places:
        cells = zip(*(data.pop(name) for name in places), strict=True)
        data["wkt"] = [_place(values, degrees=places in DEGREE_PAIRS) for values in cells]
    extra = tuple(column for column in data if column not in wanted)
    columns = (*wanted, *extra)
    empty: list[object] = [None] * len(table.numbers)
    return _csv([[column, *data.get(column, empty)] for column in columns]), extra


def _place(values: Sequence[object], *, degrees: bool) -> object:
    """Write coordinates as WKT; longitude and latitude name their CRS."""
    if len(values) == 1 or None in values:
        return values[0] if len(values) == 1 else None
    return f"{'SRID=4326;' if degrees else ''}POINT ({values[0]} {values[1]})"


def _csv(columns: Iterable[Sequence[object]]) -> bytes:
    """Write CSV a column at a time, which for many rows is quicker than row by row."""
    rows = map(",".join, zip(*map(_texts, columns), strict=True))
    return "\n".join([*rows, ""]).encode("utf-8")


def _texts(column: Sequence[object]) -> Sequence[str]:
    """Write the cells of a column: quoted where need be, and never as a formula.

    Reading takes the mark of a text that looks like a formula away again.
    """
    first = column[:_SAMPLE]
    if len(set(first)) * 4 < len(first):
        known = {value: _text(value) for value in set(column)}
        return [known[value] for value in column]
    texts = ["" if v is None else v if type(v) is str else str(v) for v in column]
    if not is_safe("\n".join(texts)):
        return [_text(value) for value in column]
    return [_quoted(text) for text in texts] if _SPECIAL.search("".join(texts)) else texts


def _text(value: object) -> str:
    text = "" if value is None else str(value)
    return _quoted(safe_text(text) if type(value) is str else text)


def _quoted(text: str) -> str:
    return f'"{text.replace(_QUOTE, _QUOTE * 2)}"' if _SPECIAL.search(text) else text
