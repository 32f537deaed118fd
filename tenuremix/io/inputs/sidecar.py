"""Read the sidecar of a data file: where the data comes from, and what it assumes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tenuremix.errors import DataError, Fault
from tenuremix.inputs import Source
from tenuremix.io.files.cells import parse_day
from tenuremix.io.files.rows import RawTable
from tenuremix.io.files.toml_tables import (
    COUNT,
    TEXTS,
    WORD,
    Key,
    Keys,
    StatedFile,
    read_checked,
    read_toml,
)
from tenuremix.io.inputs.source import Input, read_table, split_layer

_DAY = Key(lambda value: value == "" or bool(parse_day(value)), '2025-12-31 / ""', parse_day)
_YES_OR_NO = Key(lambda value: isinstance(value, bool), "true / false")
COMPLETE_KEYS: Keys = {
    "complete": _YES_OR_NO,
    "complete_from": _DAY,
    "complete_until": _DAY,
}
"""What is stated of the days on which a register holds every decision."""
KEYS: Keys = {
    "producer": WORD,
    "title": WORD,
    "describes_on": _DAY,
    "published_on": _DAY,
    "fetched_on": _DAY,
    "licence": WORD,
    "link": WORD,
    "sha256": WORD,
    "notes": TEXTS,
    "edition": WORD,
    "schematic": _YES_OR_NO,
    "fictional": _YES_OR_NO,
    "suppressed_max": COUNT,
    **COMPLETE_KEYS,
}
"""What a sidecar states, in the order that every sidecar has; each is a field of a source."""


@dataclass
class Files:
    """The files of one input, read one by one; their faults and what is stated of them gather.

    Parameters
    ----------
    kind
        What they are, as :class:`~tenuremix.Source` has it.
    sources
        Each a path, an address, or a table that is at hand.
    labels
        How each is named to the reader; by default as it is.
    """

    kind: str
    sources: Sequence[Input]
    labels: Sequence[str] = ()
    faults: list[Fault] = field(default_factory=list)
    described: list[Source] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Name what has no name yet."""
        self.labels = self.labels or [
            each if isinstance(each, str) else each.name for each in self.sources
        ]

    def tables(self) -> Iterator[tuple[RawTable, list[Source]]]:
        """Read each as a table, with where its rows come from; one that cannot be read is left."""
        for source, label in zip(self.sources, self.labels, strict=True):
            try:
                table = read_table(source, name=label)
                stated = read_sources(self.kind, source, label, table)
            except DataError as error:
                self.faults += error.faults
            else:
                self.described += stated
                yield table, stated

    def stated(self) -> Iterator[tuple[StatedFile, Mapping[str, Any]]]:
        """Read each as TOML; one that cannot be read is left."""
        for source, label in zip(self.sources, self.labels, strict=True):
            try:
                content = read_toml(Path(str(source)), label)
                self.described.append(read_source(self.kind, str(source), label))
            except DataError as error:
                self.faults += error.faults
                continue
            file = StatedFile(label, self.faults)
            if not content:
                file.fault("empty_file")
            yield file, content

    def check(self) -> None:
        """End the reading.

        Raises
        ------
        DataError
            With every fault of every file, if there is any.
        """
        if self.faults:
            raise DataError(self.faults)


def read_sources(kind: str, source: Input, label: str, table: RawTable) -> list[Source]:
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
    if isinstance(source, str) and not table.sidecars:
        return [read_source(kind, source, label)]
    several = len(table.sidecars) > 1
    found = []
    for stated, sha256 in table.sidecars:
        name = f"{label} ({stated['fil']})" if several and "fil" in stated else label
        known = {key: KEYS[key].made(value) for key, value in stated.items() if key in KEYS}
        found.append(Source(kind, name, **{**known, "sha256": sha256}))
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
    file, stated = read_checked(sidecar, name, KEYS)
    check_cover(file, "", stated)
    if file.faults:
        raise DataError(file.faults)
    changed = stated.pop("sha256", "") not in ("", sha256)
    return Source(kind, label, sha256, changed=changed, **stated)


def check_cover(file: StatedFile, where: str, stated: Mapping[str, Any]) -> None:
    """Check that the days on which a register is said to be complete are any."""
    first, last = (stated.get(f"complete_{end}") for end in ("from", "until"))
    if first and last and first > last:
        file.wrong(f"{where}complete_until", last, f">= {first}")


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
