"""Read a file column by column: what stands in many rows is read once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tenuremix import schema
from tenuremix.counting.period import believed
from tenuremix.errors import Fault, Note
from tenuremix.io.files.rows import OddCell, RawTable
from tenuremix.schema import DATE, INTEGER, NUMBER, SHARE, TEXT, WHOLE, YEAR, Column

Reader = Callable[[object], Any]
Found = TypeVar("Found")
FAULTS: Mapping[str, str] = {
    DATE: "not_a_date",
    INTEGER: "not_a_count",
    SHARE: "not_a_share",
    NUMBER: "not_a_coordinate",
    WHOLE: "not_whole",
    YEAR: "not_a_year",
}
"""What is amiss with a cell that holds something else, by the kind of its column."""
_TABLES = (schema.STOCK, schema.COMPLETED, schema.REGISTER, schema.LOSSES, schema.PLOTS)
_COUNTS = {
    c.name
    for table in (*_TABLES, schema.TOTALS, (schema.SUPPRESSED_MIN, schema.SUPPRESSED_MAX))
    for c in table
    if c.kind == INTEGER
}


class CellError(ValueError):
    """A cell is refused for a reason of its own: ``key`` is that of the fault, if any."""

    def __init__(self, value: object, key: str = "") -> None:
        super().__init__(value)
        self.key = key


@dataclass(frozen=True, slots=True)
class Manner:
    """How cells are read: strictly, by the contract, or leniently, as planners write them.

    Parameters
    ----------
    readers
        By the kind of the column; each raises ValueError for what it does not take.  That of a
        date gives the day, and the date as it was stated where only its month or year is known.
    words
        Makes the reader of a column that takes only some words.
    days
        Reads a whole column of dates, where one may say how another is to be read.
    """

    readers: Mapping[str, Reader]
    words: Callable[[Column], Reader]
    days: Callable[[Columns, str], list[Any]] | None = None


@dataclass(slots=True)
class Columns:
    """The columns of a file by our names, read a column at a time; faults gather by row.

    Parameters
    ----------
    accepted
        What has been asked about and is accepted: the key of a fault, and its id.
    roughly
        Dates as they were stated where only their month or year is known, by column and row.
    notes
        What was assumed of a column as it was read.
    """

    table: RawTable
    manner: Manner
    data: Mapping[str, Sequence[object]]
    accepted: AbstractSet[tuple[str, str]] = frozenset()
    roughly: dict[str, dict[int, str]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    _faults: dict[int, list[Fault]] = field(default_factory=dict)
    _told: set[tuple[object, int]] = field(default_factory=set)
    _plain: dict[str, Sequence[object]] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """How many rows there are."""
        return len(self.table.numbers)

    def has(self, name: str) -> bool:
        """Tell whether the file has a column."""
        return name in self.data

    def raw(self, name: str) -> Sequence[object]:
        """Give a column as it was read; a cell that holds no value is a fault, once."""
        if name not in self._plain:
            cells = self.data.get(name) or [None] * self.number
            odd = OddCell in set(map(type, cells))
            self._plain[name] = self._without_odd(name, cells) if odd else cells
        return self._plain[name]

    def put(self, name: str, cells: Sequence[object]) -> None:
        """Set the cells of a column, which has been read as far as it goes."""
        self._plain[name] = cells

    def _without_odd(self, name: str, cells: Sequence[object]) -> list[object]:
        plain = list(cells)
        for at, cell in enumerate(cells):
            if isinstance(cell, OddCell):
                plain[at] = cell.value
                if cell.value is None or name in _COUNTS:
                    plain[at] = None
                    self.fault(at, cell.key, column=name, found=cell.found)
                    self._told.add((name, at))
        return plain

    def where(self, at: int) -> tuple[str, int]:
        """Give the file and the number of a row."""
        return self.table.name, self.table.numbers[at]

    def fault(self, at: int, key: str, /, **values: object) -> None:
        """Add a fault of a row; a cell that holds no value is not told as empty besides."""
        if key == "empty" and (values.get("column"), at) in self._told:
            return
        self._faults.setdefault(at, []).append(Fault(key, *self.where(at), values))

    def ask(self, at: int, key: str, id_: str, /, **values: object) -> bool:
        """Ask about a row, unless it is accepted: give whether it is."""
        if (key, id_) in self.accepted:
            return True
        fault = Fault(key, *self.where(at), values, id_)
        self._faults.setdefault(at, []).append(fault)
        return False

    def forgive(self, at: int) -> None:
        """Drop the faults of a row that is passed over."""
        self._faults.pop(at, None)

    def take(self, at: int) -> list[Fault]:
        """Give the faults of a row to who sees to them, and drop them."""
        return self._faults.pop(at, [])

    def is_bad(self, at: int) -> bool:
        """Tell whether a row has a fault."""
        return at in self._faults

    @property
    def bad(self) -> set[int]:
        """The rows that have a fault."""
        return set(self._faults)

    def newly_bad(self, read: Callable[[], Found]) -> tuple[Found, set[int]]:
        """Give what ``read`` reads, and the rows in which it found a fault."""
        before, self._faults = self._faults, {}
        found = read()
        after, self._faults = self._faults, before
        for at, faults in after.items():
            self._faults.setdefault(at, []).extend(faults)
        return found, set(after)

    def faults(self) -> list[Fault]:
        """Give the faults of all rows, in order."""
        return [fault for at in sorted(self._faults) for fault in self._faults[at]]

    def texts(self, name: str) -> list[str]:
        """Read a column of texts; a whole number becomes its digits."""
        if not self.has(name):
            return [""] * self.number
        return [v if type(v) is str else text_of(v) for v in self.raw(name)]

    def read(self, column: Column, *, fault: str = "") -> list[Any]:
        """Read a column by its kind.

        Parameters
        ----------
        column
            What it holds; where it has an example, an empty cell is a fault.
        fault
            What is amiss with a cell that holds something else.

        Returns
        -------
        list
            Texts and words are empty where the cell is or cannot be read, all else is None.
        """
        name, cells = column.name, self.raw(column.name)
        if column.example and None in cells:
            for at, cell in enumerate(cells):
                if cell is None:
                    expected = list(column.words) or column.example
                    self.fault(at, "empty", column=name, expected=expected)
        if column.choices:
            reader, words = self.manner.words(column), list(column.words)
            found = self.values(name, reader, fault or "unknown_value", expected=words)
            return [word or "" for word in found]
        if column.kind == TEXT:
            return self.texts(name)
        if column.kind == DATE and self.manner.days:
            found = self.manner.days(self, name)
        else:
            key = fault or FAULTS[column.kind]
            found = self.values(name, self.manner.readers[column.kind], key)
        if column.kind == DATE:
            self.roughly[name] = {at: day[1] for at, day in enumerate(found) if day and day[1]}
            found = [day and day[0] for day in found]
            for at, day in enumerate(found):
                if day is not None and not believed(day):
                    self.fault(at, "year_range", column=name, found=day)
                    found[at] = None
        return found

    def values(self, name: str, reader: Reader, key: str, **values: object) -> list[Any]:
        """Read a column; a cell that ``reader`` refuses is a fault, an empty one None.

        What stands in many rows is read once.
        """
        cells = self.raw(name)
        if bool in set(map(type, cells)):  # true is no 1
            cells = [str(v) if type(v) is bool else v for v in cells]
        known: dict[object, object] = {}
        refused: dict[object, str] = {}
        for value in set(cells):
            try:
                known[value] = None if value is None else reader(value)
            except ValueError as error:
                known[value] = None
                refused[value] = (isinstance(error, CellError) and error.key) or key
        if refused:
            for at, value in enumerate(cells):
                if value in refused:
                    self.fault(at, refused[value], column=name, found=value, **values)
        return [known[value] for value in cells]


def text_of(value: object) -> str:
    """Give a cell as text; a whole number becomes its digits."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
