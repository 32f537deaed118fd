"""Keep what has been fetched: each vintage in a folder of its own, never overwritten."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tenuremix.errors import DataError, Fault
from tenuremix.io.fetching.said import plain_text
from tenuremix.io.files.cells import safe_text
from tenuremix.io.files.rows import unreadable
from tenuremix.io.files.write import told
from tenuremix.io.inputs.sidecar import KEYS

CHANGES = "andringar.csv"
_UNKNOWN = dict.fromkeys(("describes_on", "published_on", "licence"), "")


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell, or one area, that is no longer what was kept: before and after."""

    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Vintage:
    """A file to keep.

    Parameters
    ----------
    kind
        The folder of the workspace it belongs to: ``stock`` or ``areas``.
    name
        What it is, without a date.
    date
        The date that stands in its name.
    suffix
        ``.csv`` or ``.geojson``.
    text
        The content, in the one way it can be written.
    sidecar
        What is known of it; ``sha256`` is added.
    """

    kind: str
    name: str
    date: str
    suffix: str
    text: str
    sidecar: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a vintage.

    Parameters
    ----------
    status
        ``new``, ``same`` (nothing was written) or ``revision``.
    file
        Where it is kept, from the folder of the workspace, with ``/``.
    previous
        The file that it revises, or none.
    changes
        What differs from ``previous``.
    notes
        What the sidecar says of it.
    """

    status: str
    file: str
    previous: str
    changes: tuple[CellChange, ...]
    notes: tuple[str, ...]


Compare = Callable[[str, str], Sequence[CellChange]]


def keep(workspace: Path, vintage: Vintage, compare: Compare, *, any_date: bool = False) -> Kept:
    """Keep a vintage in a new folder, unless the same content is kept already.

    Parameters
    ----------
    compare
        Lists what differs between the text kept and the new one; where it lists nothing, the
        content is the same however it is written.
    any_date
        Compare with the latest vintage of any date, not of the same date only: for what does
        not say itself which day it describes.

    Raises
    ------
    DataError
        Where the folder cannot be written, or what it should hold is gone.
    """
    root = workspace / vintage.kind
    base = f"{vintage.name}_{vintage.date}"
    mine = _editions(root, re.escape(base))
    known = _editions(root, re.escape(vintage.name) + r"_\d{4}-\d\d-\d\d") if any_date else mine
    notes = vintage.sidecar.get("notes", ())
    said = tuple(notes) if isinstance(notes, (list, tuple)) else ()
    previous = ""
    changes: tuple[CellChange, ...] = ()
    if known:
        old = root / known[-1] / f"{known[-1]}{vintage.suffix}"
        previous = old.relative_to(workspace).as_posix()
        kept = _text(old, previous)
        if kept == vintage.text:
            return Kept("same", previous, "", (), said)
        changes = tuple(compare(kept, vintage.text))
        if not changes:
            return Kept("same", previous, "", (), said)
    folder = f"{base}-r{_number(mine[-1]) + 1}" if mine else base
    if known:
        said = (*said, f"Avviker från {previous} (ändringar: {len(changes)}, se {CHANGES}).")
    with told(root):
        try:
            _write(root / folder, vintage, said, changes)
        except OSError:
            if not (root / folder).is_dir():
                raise
            # Another fetch has just kept one: that is the latest now.
            return keep(workspace, vintage, compare, any_date=any_date)
    file = f"{vintage.kind}/{folder}/{folder}{vintage.suffix}"
    return Kept("revision" if known else "new", file, previous, changes, said)


def table_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table as CSV: comma, a line feed after each row, and no text a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(map(safe_text, row) for row in rows)
    return stream.getvalue()


def compare_tables(old: str, new: str, keys: Sequence[str]) -> list[CellChange]:
    r"""List the cells of ``antal`` that differ; one that is gone, or was not there, is a dash.

    Parameters
    ----------
    old, new
        Two tables as CSV.
    keys
        The columns that name a cell.

    Examples
    --------
    >>> head = "kod,hustyp,upplatelseform,antal"
    >>> row = "101,smahus,aganderatt,"
    >>> keys = ("kod", "hustyp", "upplatelseform")
    >>> compare_tables(f"{head}\n{row}435\n", f"{head}\n{row}\n", keys)
    [CellChange(key='101 smahus aganderatt', before='435', after='..')]
    """
    before, after = _cells(old, keys), _cells(new, keys)
    return [
        CellChange(key, before.get(key, "–"), after.get(key, "–"))
        for key in {**before, **after}
        if before.get(key) != after.get(key)
    ]


def _cells(text: str, keys: Sequence[str]) -> dict[str, str]:
    rows = csv.DictReader(io.StringIO(text))
    return {" ".join(row[name] for name in keys): row["antal"] or ".." for row in rows}


def _editions(root: Path, pattern: str) -> list[str]:
    """List the folders kept of a vintage, from the first to the latest."""
    if not root.is_dir():
        return []
    whole = re.compile(pattern + r"(-r\d+)?")
    found = [path.name for path in root.iterdir() if path.is_dir() and whole.fullmatch(path.name)]
    return sorted(found, key=lambda name: (name.partition("-r")[0], _number(name)))


def _number(folder: str) -> int:
    found = re.search(r"-r(\d+)$", folder)
    return int(found[1]) if found else 1


def _text(path: Path, shown: str) -> str:
    if not path.is_file():
        raise DataError([Fault("absent", shown)])
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise unreadable(shown, path.suffix.lstrip("."), "UTF-8") from error


def _write(
    folder: Path, vintage: Vintage, notes: Sequence[str], changes: Sequence[CellChange]
) -> None:
    """Write the files into a folder that is moved into place when all of them are whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as place:
        made = Path(place) / folder.name
        made.mkdir()
        file = made / f"{folder.name}{vintage.suffix}"
        content = vintage.text.encode("utf-8")
        file.write_bytes(content)
        checksum = hashlib.sha256(content).hexdigest()
        sidecar = sidecar_text(
            {**_UNKNOWN, **vintage.sidecar, "sha256": checksum, "notes": list(notes)}
        )
        file.with_name(file.name + ".source.toml").write_bytes(sidecar.encode("utf-8"))
        if changes:
            rows = ((c.key, c.before, c.after) for c in changes)
            listed = table_text(("vad", "fore", "efter"), rows)
            (made / CHANGES).write_bytes(listed.encode("utf-8"))
        made.replace(folder)


def sidecar_text(stated: Mapping[str, object]) -> str:
    """Write a sidecar, its keys in the order that every sidecar has."""
    import tomli_w

    values = {key: stated[key] for key in KEYS if key in stated}
    return tomli_w.dumps({key: _written(value) for key, value in values.items()}, indent=2)


def _written(value: object) -> object:
    """Give what TOML can hold of a value that a server may have had a hand in."""
    if isinstance(value, (list, tuple)):
        return [_written(each) for each in value]
    return plain_text(value) if isinstance(value, str) else "" if value is None else value
