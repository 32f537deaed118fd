"""Read single cells by the contract; a cell that cannot be read becomes a fault."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from math import isfinite, nan

from tenuremix.errors import Fault
from tenuremix.io.rows import Row, Table
from tenuremix.schema import Column, names

MOST = 2**53
"""The greatest whole number that every format and every share holds exactly."""


class Cells:
    """The cells of one row, read one by one; faults gather in a list that rows share."""

    def __init__(self, table: Table, row: Row, faults: list[Fault]) -> None:
        self._name = table.name
        self._row = row
        self._faults = faults

    @property
    def where(self) -> tuple[str, int]:
        """The file and the row."""
        return self._name, self._row.number

    @property
    def faults(self) -> int:
        """How many faults there are so far, of this row and of those before it."""
        return len(self._faults)

    def fault(self, key: str, /, **values: object) -> None:
        """Add a fault of this row."""
        self._faults.append(Fault(key, self._name, self._row.number, values))

    def raw(self, column: str) -> object:
        """Give the cell as it was read; None where it is empty or its column is missing."""
        return self._row.values.get(column)

    def text(self, column: str, *, required: str = "") -> str:
        """Read text; a whole number becomes its digits (codes that a file kept as numbers).

        ``required`` says what was expected, for the fault of an empty cell.
        """
        value = self.raw(column)
        if value is None:
            if required:
                self.fault("empty", column=column, expected=required)
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return str(value)

    def choice(self, column: str, choices: Sequence[str], *, required: bool = True) -> str:
        """Read one of some words; empty where it is none of them."""
        value = self.text(column)
        if value in choices or (not value and not required):
            return value
        if value:
            self.fault("unknown_value", column=column, found=value, expected=list(choices))
        else:
            self.fault("empty", column=column, expected=list(choices))
        return ""

    def day(self, column: str, *, required: bool = True) -> date | None:
        """Read a date: ISO text, or what a spreadsheet or a database keeps as a date."""
        value = self.raw(column)
        if value is None:
            if required:
                self.fault("empty", column=column, expected="2025-03-31")
            return None
        found = parse_day(value)
        if found is None:
            self.fault("not_a_date", column=column, found=value)
        return found

    def count(self, column: str) -> int | None:
        """Read a whole number, 0 or more; None where the cell is empty."""
        value = self.raw(column)
        if value is None:
            return None
        found = parse_count(value)
        if found is None:
            self.fault("not_a_count", column=column, found=value)
        return found

    def number(self, column: str, key: str) -> float | None:
        """Read a number, with the fault ``key`` where the cell holds something else."""
        value = self.raw(column)
        if value is None:
            return None
        try:
            found = float(_number_text(value))
        except ValueError:
            found = nan
        if isinstance(value, bool) or not isfinite(found):
            self.fault(key, column=column, found=value)
            return None
        return found


def parse_day(value: object) -> date | None:
    """Read a date, or a time at midnight; None where it is neither.

    Examples
    --------
    >>> parse_day("2025-03-31T00:00:00"), parse_day("mars 2025")
    (datetime.date(2025, 3, 31), None)
    """
    if isinstance(value, datetime):
        return value.date() if value.time().isoformat() == "00:00:00" else None
    if isinstance(value, date):
        return value
    text = str(value)
    day, _, time = text.replace("T", " ").partition(" ")
    if time.strip("0:.Z+") or len(day) != len("2025-03-31") or "W" in day:
        return None
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def parse_count(value: object) -> int | None:
    """Read a whole number, 0 or more; None where it is anything else.

    Examples
    --------
    >>> parse_count("80"), parse_count(80.0), parse_count("ca 80"), parse_count(-1)
    (80, 80, None, None)
    """
    if isinstance(value, bool):
        return None
    try:
        number = value if isinstance(value, int) else float(_number_text(value))
    except ValueError:
        return None
    return int(number) if 0 <= number <= MOST and number == int(number) else None


def _number_text(value: object) -> str:
    """Give a value as text, without what only Python takes for a number: 1_000, ١٢."""
    text = str(value)
    return text if text.isascii() and "_" not in text else ""


def require_columns(
    table: Table, columns: Iterable[Column], more: Iterable[str] = ()
) -> Fault | None:
    """Find the columns that a table must have and lacks, as one fault."""
    wanted = [*names(columns, required=True), *more]
    missing = [column for column in wanted if column not in table.columns]
    if not missing:
        return None
    return Fault("missing_columns", table.name, None, {"found": missing, "expected": wanted})
