"""Read a file column by column, as it comes: what stands in many rows is read once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tenuremix.errors import Fault
from tenuremix.io.dialect import folded, words_of
from tenuremix.io.headings import Headings
from tenuremix.io.rows import Table
from tenuremix.schema import Column


class Columns:
    """The columns of a file by our names, read a column at a time; faults gather by row."""

    def __init__(self, table: Table, headings: Headings, constants: Mapping[str, str]) -> None:
        self.table = table
        self.name = table.name
        self.number = len(table.numbers)
        self._data: dict[str, Sequence[object]] = {
            ours: table.data[theirs] for theirs, ours in headings.columns.items()
        }
        for ours, value in constants.items():
            if ours not in self._data:
                self._data[ours] = [value or None] * self.number
        self._faults: dict[int, list[Fault]] = {}

    def has(self, name: str) -> bool:
        """Tell whether the file has a column."""
        return name in self._data

    def raw(self, name: str) -> Sequence[object]:
        """Give a column as it was read."""
        return self._data.get(name) or [None] * self.number

    def fault(self, at: int, key: str, /, **values: object) -> None:
        """Add a fault of a row."""
        number = self.table.numbers[at]
        self._faults.setdefault(at, []).append(Fault(key, self.name, number, values))

    def forgive(self, at: int) -> None:
        """Drop the faults of a row that is passed over."""
        self._faults.pop(at, None)

    def is_bad(self, at: int) -> bool:
        """Tell whether a row has a fault."""
        return at in self._faults

    @property
    def bad(self) -> set[int]:
        """The rows that have a fault."""
        return set(self._faults)

    def faults(self) -> list[Fault]:
        """Give the faults of all rows, in order."""
        return [fault for at in sorted(self._faults) for fault in self._faults[at]]

    def texts(self, name: str) -> list[str]:
        """Read a column of texts; a whole number becomes its digits."""
        if not self.has(name):
            return [""] * self.number
        return [v if type(v) is str else text_of(v) for v in self.raw(name)]

    def read(
        self, name: str, reader: Callable[[object], Any], key: str, **values: object
    ) -> list[Any]:
        """Read a column; a cell that ``reader`` refuses is a fault, an empty one None.

        What stands in many rows is read once.
        """
        cells = self.raw(name)
        if {bool, list, dict} & set(map(type, cells)):  # true is no 1; a list comes out of GeoJSON
            cells = [str(v) if type(v) in (bool, list, dict) else v for v in cells]
        known: dict[object, object] = {}
        refused = set()
        for value in set(cells):
            try:
                known[value] = None if value is None else reader(value)
            except ValueError:
                known[value] = None
                refused.add(value)
        if refused:
            for at, value in enumerate(cells):
                if value in refused:
                    self.fault(at, key, column=name, found=value, **values)
        return [known[value] for value in cells]

    def words(self, column: Column) -> list[str]:
        """Read a column of words that are known in several forms."""
        words = words_of(column)

        def reader(value: object) -> str:
            found = words.get(folded(text_of(value)))
            if found is None:
                raise ValueError(value)
            return found

        found = self.read(column.name, reader, "unknown_value", expected=list(column.words))
        return [word or "" for word in found]


def text_of(value: object) -> str:
    """Give a cell as text; a whole number becomes its digits."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
