"""Add rows to a register that others may be writing to: whole or not at all, and never over.

A CSV file keeps every byte it has as long as its heading is the register's; the rows come after.
It is written beside and moved into place, under a lock that the system lets go of when the process
that holds it dies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenuremix.additions import STATED, Additions
from tenuremix.errors import DataError, Fault
from tenuremix.io.geometry import DEGREE_PAIRS, place_columns
from tenuremix.io.layers import FORMULA
from tenuremix.io.output import write_bytes
from tenuremix.io.sheets import read_csv
from tenuremix.losses import Loss
from tenuremix.register import BEGUN_COLUMNS, Place
from tenuremix.tenure import ALLOCATION_TENURES, KNOWN

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

COUNTS = tuple(str(tenure) for tenure in ALLOCATION_TENURES)
COLUMNS = (
    *("id", "namn", "datum", "handelse", *COUNTS),
    *("byggaktor", "diarienummer", "metod", "omrade", "giltig_till", "undergrupp", "undantag"),
    *("sannolikhet", "forvantad", *BEGUN_COLUMNS.values(), "anmarkning", "datum_angivet"),
    *("atgard", "orsak", "registrerad", "inlast_ur", "wkt"),
)
"""The columns of a register that rows are added to."""
LOSS_COLUMNS = ("datum", "handelse", *map(str, KNOWN), "omrade", "kalla", "inlast_ur", "wkt")
"""The columns of a file of losses that rows are added to."""
_NOTHING: Mapping[str, Any] = {"counts": {}, "begun": None, "place": Place()}
"""What a row that strikes a decision need not say again."""
_FORMULA = frozenset(FORMULA)
_SPECIAL = (",", '"', "\r", "\n")
_QUOTE = '"'
WAIT = 60.0
"""Seconds to wait for another writer."""


@contextmanager
def locked(path: Path, *, wait: float = WAIT) -> Iterator[None]:
    """Hold the lock of a file, ``.<name>.lock`` beside it.

    Raises
    ------
    DataError
        Where another process holds it for longer than ``wait`` seconds, or the folder cannot be
        written to.
    """
    import filelock

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(path.with_name(f".{path.name}.lock"), timeout=wait):
            _sweep(path)
            yield
    except filelock.Timeout as error:
        raise DataError(
            [Fault("import_locked", str(path), None, {"found": f"{wait:g}"})]
        ) from error
    except OSError as error:
        values = {"detail": error.strerror or error}
        raise DataError([Fault("not_written", str(path), None, values)]) from error


def _sweep(path: Path) -> None:
    """Clear away what a writer left that was killed; only the holder of the lock writes here."""
    for left in path.parent.glob(f".{path.name}.*"):
        if left.suffix != ".lock":
            left.unlink(missing_ok=True)


def table_of(
    additions: Additions, recorded_on: date, wkt: Callable[[Sequence[Geometry | None]], list[str]]
) -> list[tuple[object, ...]]:
    """Make the rows to add, with the cells of :data:`COLUMNS`; an empty cell is None or "".

    Parameters
    ----------
    additions
        What is new, corrected and struck.
    recorded_on
        The day on which it is recorded.
    wkt
        Writes places as the register has them.
    """
    actions = [""] * len(additions.new)
    reasons = [""] * len(additions.new)
    rows = list(additions.new)
    for correction in additions.corrections:
        actions.append(correction.action.value)
        reasons.append(correction.reason)
        source, row = correction.source, correction.row
        bare = correction.before._replace(**_NOTHING, source=source, row=row)
        rows.append(correction.after or bare)
    found: dict[str, Sequence[object]] = {
        "id": [row.id for row in rows],
        "datum": [row.date for row in rows],
        "handelse": [row.event.value for row in rows],
        **{column: [getattr(row, name) for row in rows] for column, name in STATED.items()},
        **{str(t): [row.counts.get(t) for row in rows] for t in ALLOCATION_TENURES},
        **{c: [row.begun and row.begun.get(t) for row in rows] for t, c in BEGUN_COLUMNS.items()},
        "omrade": [row.place.area for row in rows],
        "atgard": actions,
        "orsak": reasons,
        "registrerad": [recorded_on] * len(rows),
        "inlast_ur": [f"{row.source} ({row.row})" for row in rows],
        "wkt": wkt([row.place.geometry for row in rows]),
    }
    return list(zip(*(found[column] for column in COLUMNS), strict=True))


def losses_table(
    losses: Sequence[Loss], wkt: Callable[[Sequence[Geometry | None]], list[str]]
) -> list[tuple[object, ...]]:
    """Make the rows of losses to add, with the cells of :data:`LOSS_COLUMNS`."""
    places = wkt([loss.place.geometry for loss in losses])
    return [
        (
            loss.date,
            loss.event.value,
            *(loss.counts.get(tenure, 0) for tenure in KNOWN),
            loss.place.area,
            loss.basis,
            f"{loss.source} ({loss.row})",
            place,
        )
        for loss, place in zip(losses, places, strict=True)
    ]


def append_csv(
    path: Path, rows: Sequence[Sequence[object]], columns: Sequence[str] = COLUMNS
) -> None:
    """Add rows to a file in CSV; hold its lock (:func:`locked`) while doing so.

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
    more = (None,) * len(extra)
    write_bytes(path, kept + _csv([(*row, *more) for row in rows]))


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _anew(path: Path, wanted: Sequence[str]) -> tuple[bytes, tuple[str, ...]]:
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
    records = zip(*(data.get(column, empty) for column in columns), strict=True)
    return _csv([columns, *records]), extra


def _place(values: Sequence[object], *, degrees: bool) -> object:
    """Write coordinates as WKT; longitude and latitude name their CRS."""
    if len(values) == 1 or None in values:
        return values[0] if len(values) == 1 else None
    return f"{'SRID=4326;' if degrees else ''}POINT ({values[0]} {values[1]})"


def _csv(rows: Sequence[Sequence[object]]) -> bytes:
    """Write rows as CSV a column at a time, which for many rows is quicker than row by row."""
    columns = [_texts(column) for column in zip(*rows, strict=True)]
    return "".join(f"{','.join(row)}\n" for row in zip(*columns, strict=True)).encode("utf-8")


def _texts(column: Sequence[object]) -> Sequence[str]:
    """Write the cells of a column: quoted where need be, and never as a formula.

    Reading takes the mark of a text that looks like a formula away again.
    """
    distinct = set(column)
    if len(distinct) * 4 < len(column):
        known = {value: _text(value) for value in distinct}
        return [known[value] for value in column]
    texts = ["" if v is None else v if type(v) is str else str(v) for v in column]
    joined = "".join(texts)
    plain = not any(character in joined for character in _SPECIAL)
    if plain and _FORMULA.isdisjoint({text[:1] for text in texts}):
        return texts
    return [_text(value) for value in column]


def _text(value: object) -> str:
    text = "" if value is None else str(value)
    if type(value) is str and text.startswith(FORMULA):
        text = f"'{text}"
    if any(character in text for character in _SPECIAL):
        return f'"{text.replace(_QUOTE, _QUOTE * 2)}"'
    return text
