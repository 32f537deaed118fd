"""What is stated in a TOML file of tables: each key checked, every fault gathered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tenuremix.errors import DataError, Fault
from tenuremix.io.cells import MOST
from tenuremix.io.sidecar import as_toml, read_source, read_toml
from tenuremix.workspace import Source

Check = Callable[[Any], bool]
Keys = Mapping[str, tuple[Check, str]]
"""For each key its check, and what is expected."""


def is_text(value: object) -> bool:
    """Tell whether a value is a text that says something."""
    return isinstance(value, str) and bool(value)


def is_day(value: object) -> bool:
    """Tell whether a value is a date without a time."""
    return isinstance(value, date) and not isinstance(value, datetime)


def is_whole(value: object) -> bool:
    """Tell whether a value is a whole number from one upwards."""
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST


def is_one_of(allowed: Collection[str]) -> Check:
    """Make the check that a value is one of some words."""
    return lambda value: isinstance(value, str) and value in allowed


class StatedFile:
    """One TOML file, and the faults found in it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []

    def fault(self, key: str, /, **values: object) -> None:
        """Note a fault."""
        self.faults.append(Fault(key, self.name, None, values))

    def tables(self, content: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
        """Give the tables of a key; none where it holds something else, which is a fault."""
        found = content.get(key, [])
        if isinstance(found, list) and all(isinstance(entry, dict) for entry in found):
            return found
        self.fault("wrong_key", key=key, found=as_toml(found), expected=f"[[{key}]]")
        return []

    def check(
        self, where: str, entry: Mapping[str, Any], keys: Keys, required: Sequence[str]
    ) -> bool:
        """Check one table against its keys; every fault names the table and the key."""
        before = len(self.faults)
        for key, value in entry.items():
            if key not in keys:
                self.fault("unknown_key", found=f"{where}: {key}", expected=list(keys))
            elif not keys[key][0](value):
                found = as_toml(value)
                self.fault("wrong_key", key=f"{where}: {key}", found=found, expected=keys[key][1])
        for key in required:
            if key not in entry:
                self.fault("missing_key", found=f"{where}: {key}", expected=keys[key][1])
        return len(self.faults) == before


def read_stated(
    kind: str,
    sources: Sequence[str],
    labels: Sequence[str],
    read: Callable[[StatedFile, Mapping[str, Any]], None],
) -> list[Source]:
    """Read TOML files one by one, each with its sidecar.

    Parameters
    ----------
    kind
        What the files are, as :class:`~tenuremix.workspace.Source` has it.
    sources, labels
        The files, and the names by which they are shown.
    read
        What takes in the content of one file, noting its faults.

    Returns
    -------
    list
        Where each file comes from.

    Raises
    ------
    DataError
        With every fault of every file.
    """
    faults: list[Fault] = []
    described: list[Source] = []
    for source, label in zip(sources, labels, strict=True):
        try:
            content = read_toml(Path(source), label)
            described.append(read_source(kind, source, label))
        except DataError as error:
            faults += error.faults
            continue
        file = StatedFile(label)
        if not content:
            file.fault("empty_file")
        read(file, content)
        faults += file.faults
    if faults:
        raise DataError(faults)
    return described
