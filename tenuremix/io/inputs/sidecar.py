"""Read the files of an input, each with its sidecar: where it comes from, and what it assumes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tenuremix.errors import DataError, Fault, Note
from tenuremix.inputs import UNDECIDED, UNSTATED, Source
from tenuremix.io.files.cells import parse_day, require_columns, strictly
from tenuremix.io.files.columns import Columns
from tenuremix.io.files.rows import RawTable, is_there, not_read
from tenuremix.io.files.toml_tables import (
    COUNT,
    TEXTS,
    WORD,
    Key,
    Keys,
    StatedFile,
    is_day,
    one_of,
    read_checked,
    read_toml,
)
from tenuremix.io.inputs.source import Input, read_table, split_layer
from tenuremix.schema import Column, names

_DAY = Key(lambda value: value == "" or is_day(parse_day(value)), '2025-12-31 / ""', parse_day)
_YES_OR_NO = Key(lambda value: isinstance(value, bool), "true / false")
COMPLETE_KEYS: Keys = {"complete": _YES_OR_NO, "complete_from": _DAY, "complete_until": _DAY}
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
    "oklar": one_of((UNDECIDED, UNSTATED)),
}
"""What a sidecar states, in the order that every sidecar has; each is a field of a source."""


@dataclass(slots=True)
class Files:
    """The files of one input, read one by one: gathers their faults, notes and sources.

    Parameters
    ----------
    inputs
        Where the rows are.
    labels
        How files are named to the reader, where it is not as they are.

    Notes
    -----
    Every reader of an input takes its files, passes over one that cannot be read, and raises
    DataError once, with every fault of every file.
    """

    inputs: Sequence[Input]
    labels: Mapping[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    notes: list[tuple[str, Note]] = field(default_factory=list)

    def label(self, given: Input) -> str:
        """Name a file to the reader."""
        return given.name if isinstance(given, RawTable) else self.labels.get(given, given)

    def stated(self, kind: str) -> Iterator[tuple[StatedFile, Mapping[str, Any]]]:
        """Read TOML files, each with what it holds; ``kind`` is as the sources have it."""
        for path in map(str, self.inputs):
            label = self.label(path)
            try:
                content = read_toml(Path(path), label)
                self.sources.append(read_source(kind, path, label))
            except DataError as error:
                self.faults += error.faults
                continue
            file = StatedFile(label, self.faults)
            if not content:
                file.fault("empty_file")
            yield file, content

    def tables(self, kind: str) -> Iterator[tuple[RawTable, list[Source]]]:
        """Read tables, each with where its rows come from."""
        for given in self.inputs:
            label = self.label(given)
            try:
                table = read_table(given, name=label)
                found = read_sources(kind, given, label, table)
            except DataError as error:
                self.faults += error.faults
            else:
                self.sources += found
                self.notes += [(label, note) for note in table.notes]
                yield table, found

    def columns(
        self, kind: str, schema: Sequence[Column]
    ) -> Iterator[tuple[Columns, list[Source]]]:
        """Read tables by the contract; one that lacks a column or has no row is passed over."""
        for table, found in self.tables(kind):
            missing = require_columns(table, names(schema, required=True))
            if missing or not table.numbers:
                self.faults.append(missing or Fault("empty_file", table.name))
            else:
                yield strictly(table), found

    def check(self) -> None:
        """Raise every fault of every file, if there are any."""
        if self.faults:
            raise DataError(self.faults)

    @property
    def edition(self) -> str:
        """The edition of areas that the first file names that names one."""
        return next((source.edition for source in self.sources if source.edition), "")


def read_sources(kind: str, source: Input, label: str, table: RawTable) -> list[Source]:
    """Describe where the rows of a table come from: one file, or the sources of a database.

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
    source
        The path of the data file, which may name a layer.

    Raises
    ------
    DataError
        Where the sidecar is no TOML, or has a key that is not known or a value that does not fit.
    """
    path = split_layer(source)[0]
    try:
        sha256 = _checksum(path)
    except OSError as error:
        raise not_read(label, error) from error
    sidecar = path.with_name(path.name + ".source.toml")
    name = label.partition("|")[0] + ".source.toml"
    if not is_there(sidecar, name):
        return Source(kind, label, sha256)
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
    if not path.is_file():
        return ""
    if not path.stat().st_size:  # what the system makes up as it is read may have no end
        return hashlib.sha256().hexdigest()
    with path.open("rb") as stream:  # it may be larger than the memory
        return hashlib.file_digest(stream, "sha256").hexdigest()
