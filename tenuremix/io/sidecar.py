"""Read the sidecar of a data file: where the data comes from, and what it assumes."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tenuremix.errors import DataError, Fault
from tenuremix.io.cells import parse_day
from tenuremix.io.rows import Table
from tenuremix.io.tables import read_table, split_layer
from tenuremix.workspace import Source

KEYS = (
    "producer",
    "title",
    "describes_on",
    "published_on",
    "fetched_on",
    "licence",
    "link",
    "sha256",
    "notes",
    "edition",
    "schematic",
    "fictional",
    "suppressed_max",
)


def read_described(
    kind: str, sources: Sequence[str], labels: Sequence[str], faults: list[Fault]
) -> Iterator[tuple[Table, list[Source]]]:
    """Read the tables of an input one by one, each with where it comes from.

    Parameters
    ----------
    kind
        As for :func:`read_source`.
    sources, labels
        The files, and how each is named to the reader.
    faults
        Gathers those of the files that cannot be read, which are passed over.
    """
    for source, label in zip(sources, labels, strict=True):
        try:
            table = read_table(source, name=label)
            stated = read_sources(kind, source, label, table)
        except DataError as error:
            faults += error.faults
        else:
            yield table, stated


def read_sources(kind: str, source: str, label: str, table: Table) -> list[Source]:
    """Describe where the rows of a table come from: one file, or the sources of a database.

    Parameters
    ----------
    kind, source, label
        As for :func:`read_source`.
    table
        The table, as it was read.

    Raises
    ------
    DataError
        Where the sidecar of a file has faults.
    """
    if not table.sidecars:
        return [read_source(kind, source, label)]
    several = len(table.sidecars) > 1
    found = []
    for stated, sha256 in table.sidecars:
        name = f"{label} ({stated['fil']})" if several and "fil" in stated else label
        found.append(_described(kind, name, sha256, stated))
    return found


def read_source(kind: str, source: str, label: str) -> Source:
    """Describe one input by its checksum and its sidecar, ``<file>.source.toml``.

    Parameters
    ----------
    kind
        ``areas``, ``stock``, ``register`` or ``targets``.
    source
        The path of the data file, which may name a layer.
    label
        How the file is named to the reader.

    Raises
    ------
    DataError
        Where the sidecar is no TOML, or has a key that is not known or a value that does not fit.
    """
    path = split_layer(source)[0]
    sha256 = _checksum(path)
    sidecar = path.with_name(path.name + ".source.toml")
    if not sidecar.is_file():
        return Source(kind, label, sha256)
    name = label.partition("|")[0] + ".source.toml"
    stated = read_toml(sidecar, name)
    faults = [
        Fault("unknown_key", name, None, {"found": key, "expected": list(KEYS)})
        for key in stated
        if key not in KEYS
    ]
    for key, value in stated.items():
        expected = _expected(key, value)
        if expected:
            values = {"key": key, "found": as_toml(value), "expected": expected}
            faults.append(Fault("wrong_key", name, None, values))
    if faults:
        raise DataError(faults)
    changed = bool(stated.get("sha256")) and stated["sha256"] != sha256
    return _described(kind, label, sha256, stated, changed=changed)


def _described(
    kind: str, name: str, sha256: str, stated: Mapping[str, Any], *, changed: bool = False
) -> Source:
    return Source(
        kind,
        name,
        sha256,
        producer=stated.get("producer", ""),
        title=stated.get("title", ""),
        describes_on=parse_day(stated.get("describes_on", "")),
        published_on=parse_day(stated.get("published_on", "")),
        fetched_on=parse_day(stated.get("fetched_on", "")),
        licence=stated.get("licence", ""),
        link=stated.get("link", ""),
        edition=stated.get("edition", ""),
        notes=tuple(stated.get("notes", ())),
        schematic=stated.get("schematic", False),
        fictional=stated.get("fictional", False),
        suppressed_max=stated.get("suppressed_max"),
        changed=changed,
    )


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _expected(key: str, value: object) -> str:
    """Say what a key should hold, where it holds something else."""
    if key.endswith("_on"):
        return "" if value == "" or parse_day(value) else '2025-12-31 / ""'
    if key in ("schematic", "fictional"):
        return "" if isinstance(value, bool) else "true / false"
    if key == "suppressed_max":
        whole = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        return "" if whole else "0, 1, 2 …"
    if key == "notes":
        texts = isinstance(value, list) and all(isinstance(note, str) for note in value)
        return "" if texts else '["…", "…"]'
    return "" if isinstance(value, str) else '"…"'


def as_toml(value: object) -> str:
    """Write a value as TOML does, so that "500" is not taken for 500."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return f"[{', '.join(as_toml(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {as_toml(item)}' for key, item in value.items())} }}"
    try:
        return str(value)
    except ValueError:  # a whole number with more digits than Python writes out
        return "…"


def read_toml(path: Path, name: str) -> dict[str, Any]:
    """Read a TOML file.

    Raises
    ------
    DataError
        Where it is absent or no TOML; the message tells the line.
    """
    if not path.is_file():
        raise DataError([Fault("absent", name)])
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # no TOML, no UTF-8, a number without end
        values = {"kind": "TOML", "detail": error}
        raise DataError([Fault("unreadable", name, None, values)]) from error
