"""What TOML files state: each table is checked by one list of its keys, every fault gathered."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeGuard

from tenuremix.counting.period import believed
from tenuremix.counting.tenure import MOST
from tenuremix.errors import Fault
from tenuremix.io.files.address import HIDDEN, is_database
from tenuremix.io.files.rows import read_bytes, unreadable

_DEEP = 8
"""Tables and lists within each other are shown so far."""
Check = Callable[[Any], bool]


def _as_it_stands(value: object) -> object:
    return value


@dataclass(frozen=True, slots=True)
class Key:
    """What one key of a table may hold.

    Parameters
    ----------
    fits
        Tells whether a value can be used.
    expected
        What is expected, in the words for the reader.
    made
        Makes of a value that fits what the program works with.
    required
        Whether the table cannot stand without the key.  What an absent key means is told by the
        type that the table becomes.
    """

    fits: Check
    expected: str
    made: Callable[[Any], Any] = _as_it_stands
    required: bool = False


Keys = Mapping[str, Key]


def is_text(value: object) -> bool:
    """Tell whether a value is a text that says something."""
    return isinstance(value, str) and bool(value)


def is_texts(value: object) -> bool:
    """Tell whether a value is a list of texts, which may be empty."""
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def is_day(value: object) -> bool:
    """Tell whether a value is a date without a time, in a year that is believed."""
    return isinstance(value, date) and not isinstance(value, datetime) and believed(value)


def is_share(value: object) -> bool:
    """Tell whether a value is a number from 0 to 1."""
    return type(value) in (int, float) and 0 <= value <= 1  # type: ignore[operator]


def is_within(least: int, most: int = MOST) -> Check:
    """Make the check that a value is a whole number between two, both included."""
    return lambda value: type(value) is int and least <= value <= most


def is_one_of(words: Collection[str]) -> Check:
    """Make the check that a value is one of some words."""
    return lambda value: isinstance(value, str) and value in words


def exactly(number: float) -> Fraction:
    """Take a number as it is written: 0.3 is three tenths."""
    return Fraction(str(number))


TEXT = Key(is_text, '"…"')
WORD = Key(lambda value: isinstance(value, str), '"…"')
TEXTS = Key(is_texts, '["…", "…"]', tuple)
DAY = Key(is_day, "2025-12-31")
NUMBER = Key(is_within(1), "1, 2, 3 …")
COUNT = Key(is_within(0), "0, 1, 2 …")


def needed(key: Key) -> Key:
    """Make a key one that its table cannot stand without."""
    return replace(key, required=True)


def one_of(words: Sequence[str], made: Callable[[str], str] = str) -> Key:
    """Make the key that holds one of some words."""
    return Key(is_one_of(words), " / ".join(words), made)


def table_of(name: str) -> Key:
    """Make the key that holds a table, ``[name]``."""
    return Key(lambda value: isinstance(value, dict), f"[{name}]")


def tables_of(name: str) -> Key:
    """Make the key that holds tables, ``[[name]]``."""
    return Key(is_tables, f"[[{name}]]")


def is_tables(value: object) -> TypeGuard[list[dict[str, Any]]]:
    """Tell whether a value is a list of tables, which may be empty."""
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


@dataclass(frozen=True, slots=True)
class StatedFile:
    """One TOML file: its name for the reader, and where its faults are gathered."""

    name: str
    faults: list[Fault]

    def fault(self, key: str, /, **values: object) -> None:
        """Note a fault."""
        self.faults.append(Fault(key, self.name, None, values))

    def wrong(self, key: str, value: object, expected: str) -> None:
        """Note that a key holds what cannot be used."""
        self.fault("wrong_key", key=key, found=as_toml(_hidden(value)), expected=expected)

    def table(
        self, where: str, entry: object, keys: Keys, *, between: str = ": "
    ) -> dict[str, Any]:
        """Check one table against its keys, and give what of it can be used.

        Parameters
        ----------
        where
            How the table is named to the reader; empty for the file itself.
        between
            What stands between the name of the table and that of a key.
        """
        if not isinstance(entry, dict):
            self.wrong(where, entry, f"[{where}]")
            return {}
        before = f"{where}{between}" if where else ""
        found = {}
        for name, value in entry.items():
            if name not in keys:
                self.fault("unknown_key", found=before + name, expected=list(keys))
            elif keys[name].fits(value):
                found[name] = keys[name].made(value)
            else:
                self.wrong(before + name, value, keys[name].expected)
        for name, key in keys.items():
            if key.required and name not in entry:
                self.fault("missing_key", found=before + name, expected=key.expected)
        return found

    def entries(
        self, kind: str, listed: Sequence[object], keys: Keys, *, named: Sequence[str] = ("id",)
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Check tables of one kind; give the name and the values of each that has no fault."""
        for entry in listed:
            before = len(self.faults)
            stated = entry if isinstance(entry, dict) else {}
            where = " ".join([kind, *(str(stated.get(key, "")) for key in named)]).strip()
            found = self.table(where, entry, keys)
            if len(self.faults) == before:
                yield where, found

    def twice(self, where: str, id_: Hashable, seen: dict[Any, str]) -> bool:
        """Tell whether something was stated before, which is a fault; else remember the file."""
        if id_ not in seen:
            seen[id_] = self.name
            return False
        self.fault("duplicate", found=where, first=seen[id_], expected=where)
        return True


def read_checked(path: Path, name: str, keys: Keys) -> tuple[StatedFile, dict[str, Any]]:
    """Read a TOML file that is one table; its faults are in the file that is given back.

    Raises
    ------
    DataError
        Where it is absent or no TOML.
    """
    file = StatedFile(name, [])
    return file, file.table("", read_toml(path, name), keys)


def _hidden(value: object, depth: int = 0) -> object:
    """Hide the addresses of databases, which may hold what is secret, and what lies too deep."""
    if isinstance(value, list | dict) and depth > _DEEP:
        return "…"
    if isinstance(value, list):
        return [_hidden(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {key: _hidden(item, depth + 1) for key, item in value.items()}
    return HIDDEN if isinstance(value, str) and is_database(value) else value


def as_toml(value: object) -> str:
    """Show a value as TOML writes it, on one line, so that "500" is not taken for 500."""
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
    content = read_bytes(path, name)
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # no TOML, no UTF-8, a number without end
        raise unreadable(name, "TOML", error) from error
