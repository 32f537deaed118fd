"""Read single cells by the contract: in its own forms, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from math import isfinite, nan

from tenuremix.counting.period import YEARS
from tenuremix.counting.tenure import MOST
from tenuremix.errors import Fault
from tenuremix.io.files.columns import CellError, Columns, Manner, Reader, text_of
from tenuremix.io.files.rows import RawTable
from tenuremix.schema import DATE, INTEGER, NUMBER, SHARE, WHOLE, YEAR, Column

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would read as a formula."""
_SIGN = "[=+\\-@\uff1d\uff0b\uff0d\uff20]"
# A spreadsheet that takes another sign for the delimiter begins a cell within a text.
_APART = "[;\t\r\n]"
_FORMULAS = re.compile(
    rf"(?:^(?='*(?:{_SIGN}|[\t\r]))|(?<={_APART})(?=[ \"']*{_SIGN}))(?!-\d+(?:[.,]\d+)?\Z)"
)
_AFTER_COMMA = re.compile(rf"(?<=,)(?=[ \"']*{_SIGN})")
_GUARDED = re.compile(rf"^'(?='*(?:{_SIGN}|[\t\r]))")
_GUARDED_WITHIN = re.compile(rf"(?<={_APART})'(?=[ \"']*{_SIGN})")
_MIDNIGHT = time()
# With slashes and a time is how GDAL writes a day of a time into a shapefile.
_DAY = re.compile(
    r"(?P<year>\d{4})(?P<mark>[-/])(?P<month>\d\d)(?P=mark)(?P<day>\d\d)"
    r"(?P<time>[T ]00:00(?::00(?:[.,]0+)?)?)?(?(time)|(?<!/\d\d)) ?(?:Z|[+-]\d\d(?::?\d\d)?)?",
    re.ASCII,
)


def safe_text(text: str, *, delimiter: str = ",") -> str:
    """Keep a spreadsheet from reading a text of a CSV as a formula, whatever it divides cells by.

    An apostrophe is put before what would be one; a negative number alone is none.  What was
    written with commas is read again as it was (:func:`plain_text`, :func:`plain_within`).

    Examples
    --------
    >>> safe_text("=A1"), safe_text("Kaj;=A1"), safe_text("'=A1"), safe_text("-5")
    ("'=A1", "Kaj;'=A1", "''=A1", '-5')
    """
    found = _FORMULAS.sub("'", text)
    return found if delimiter == "," else _AFTER_COMMA.sub("'", found)


def is_safe(text: str) -> bool:
    """Tell whether no line of a text would be read as a formula, nor a part of one."""
    return _FORMULAS.search(f"\n{text}") is None


def plain_text(text: str) -> str:
    """Take away the apostrophe that keeps a cell from being a formula."""
    return _GUARDED.sub("", text) if text[:1] == "'" else text


def plain_within(text: str) -> str:
    """Take away the apostrophes that keep parts of a cell from being formulas."""
    return _GUARDED_WITHIN.sub("", text) if "'" in text else text


def safe_cell(value: object, *, delimiter: str = ",") -> object:
    """Keep a spreadsheet from reading a cell of a CSV as a formula, if it is a text."""
    return safe_text(value, delimiter=delimiter) if isinstance(value, str) else value


def plain(value: object) -> str:
    """Give a value as text with plain spaces and hyphens: no-break and thin spaces, U+2212."""
    text = str(value).replace("\N{MINUS SIGN}", "-").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return " ".join(text.replace("\u200b", "").replace("\u2060", "").split())


_TIME = re.compile(r"\d{4}[-/]\d\d[-/]\d\d[ Tt]\d\d?:\d\d")
"""How a time begins, whatever its seconds and zone."""


def parse_day(value: object) -> date | None:
    """Read a date, or a time at midnight; None where it is neither.

    Examples
    --------
    >>> parse_day("2025-03-31T00:00:00"), parse_day("mars 2025")
    (datetime.date(2025, 3, 31), None)
    """
    if isinstance(value, datetime):
        return value.date() if value.time() == _MIDNIGHT else None
    if isinstance(value, date):
        return value
    found = _DAY.fullmatch(str(value))
    try:
        return date(*map(int, found.group("year", "month", "day"))) if found else None
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


def _number(value: object) -> float:
    number = nan if isinstance(value, bool) else float(_number_text(value))
    if not isfinite(number):
        raise ValueError(value)
    return number


def _number_text(value: object) -> str:
    """Give a value as text, without what only Python takes for a number: 1_000, ١٢."""
    text = str(value)
    return text if text.isascii() and "_" not in text else ""


def _day(value: object) -> tuple[date, str]:
    day = parse_day(value)
    if day is None:
        raise CellError(value, "time_of_day" if _TIME.match(str(value)) else "")
    return day, ""


def _count(value: object) -> int:
    count = parse_count(value)
    if count is None:
        raise ValueError(value)
    return count


def _share(value: object) -> float:
    share = _number(value)
    if not 0 <= share <= 1:
        raise ValueError(value)
    return share


def _whole(value: object) -> int:
    number = _number(value)
    if not number.is_integer():
        raise ValueError(value)
    return int(number)


def _year(value: object) -> int:
    year = _whole(value)
    if not YEARS[0] <= year <= YEARS[1]:
        raise ValueError(value)
    return year


def _words(column: Column) -> Reader:
    def reader(value: object) -> str:
        word = text_of(value)
        if word not in column.words:
            raise ValueError(value)
        return word

    return reader


STRICT = Manner(
    readers={
        DATE: _day,
        INTEGER: _count,
        SHARE: _share,
        NUMBER: _number,
        WHOLE: _whole,
        YEAR: _year,
    },
    words=_words,
)
"""The forms of the contract."""


def strictly(table: RawTable) -> Columns:
    """Read the columns of a table by the contract."""
    return Columns(table, STRICT, table.data)


def require_columns(table: RawTable, columns: Iterable[str]) -> Fault | None:
    """Find the columns that a table lacks, as one fault."""
    wanted = list(columns)
    missing = [column for column in wanted if column not in table.columns]
    if not missing:
        return None
    return Fault("missing_columns", table.name, None, {"found": missing, "expected": wanted})
