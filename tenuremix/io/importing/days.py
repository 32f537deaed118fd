"""Read the dates that planners write, a column at a time: the order of day and month is one.

Which comes first is judged by all of a column, since a single date such as 3/4/2025 does not say.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import PurePath

from tenuremix.errors import Note
from tenuremix.io.files.cells import parse_day, plain
from tenuremix.io.files.columns import FAULTS, Columns
from tenuremix.schema import DATE

Day = tuple[date, str]
"""A day, and the date as it was stated where only its month or year is known."""

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "januari jan january",
            "februari feb february",
            "mars mar march",
            "april apr",
            "maj may",
            "juni jun june",
            "juli jul july",
            "augusti aug august",
            "september sep sept",
            "oktober okt october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for word in words.split()
}


def read_date(value: object, *, month_first: bool = False) -> Day:
    """Read a date; of a time, its day in Sweden.

    Parameters
    ----------
    month_first
        Whether 3/4/2025 is 4 March: a matter of the whole column.

    Returns
    -------
    tuple
        The day, and the date as it was stated where only its month or year is known: the day is
        then the last one.

    Raises
    ------
    ValueError
        Where it is no date.

    Examples
    --------
    >>> read_date("31/3 2025"), read_date("mars 2025")
    ((datetime.date(2025, 3, 31), ''), (datetime.date(2025, 3, 31), '2025-03'))
    >>> read_date(2025), read_date("2025-03-09T23:00:00Z")
    ((datetime.date(2025, 12, 31), '2025'), (datetime.date(2025, 3, 10), ''))
    """
    if (day := parse_day(value)) is not None:
        return day, ""
    if isinstance(value, datetime):
        return _in_sweden(value), ""
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        raise ValueError(value)
    text = str(int(value)) if isinstance(value, (int, float)) else plain(value).casefold()
    if (day := parse_day(text)) is not None:
        return day, ""
    if clock := _CLOCK.fullmatch(text):
        day, stated = read_date(clock["day"], month_first=month_first)
        if stated:
            raise ValueError(value)
        return _in_sweden(datetime.combine(day, _time(clock), _zone(clock["zone"]))), ""
    if found := _EITHER.fullmatch(text):
        first, second, year = map(int, found.group(1, 3, 4))
        return date(year, *((first, second) if month_first else (second, first))), ""
    for pattern in _DATES:
        if found := pattern.fullmatch(text):
            return _date(**found.groupdict())
    raise ValueError(value)


_MONTH_NAME = r"(?P<name>[a-zåäö]+)\.?"
_YEAR = r"(?P<year>\d{4})"
_EITHER = re.compile(r"(\d\d?)([/-])(\d\d?)\2(\d{4})")
"""A date whose day or month may come first: 3/4/2025, not 3.4.2025 nor 3/4 2025."""
_CLOCK = re.compile(
    r"(?P<day>.*\d)(?:t|,? (?:kl\.? ?)?)(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)"
    r"(?:[.,]\d+)?)?(?: ?(?P<half>[ap])\.?m\.?)? ?(?P<zone>z|utc|gmt|[+-]\d\d(?::?\d\d)?)?"
)
_DATES = (
    re.compile(rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)"),
    re.compile(rf"{_YEAR}[/.](?P<month>\d\d?)[/.](?P<day>\d\d?)"),
    re.compile(rf"(?P<day>\d\d?)[/.-] ?(?P<month>\d\d?)(?:[/.-]| ) ?{_YEAR}"),
    re.compile(rf"(?:den )?(?P<day>\d\d?)\.?(?::?e)? {_MONTH_NAME},? {_YEAR}"),
    re.compile(rf"{_YEAR}[-/](?P<month>\d\d?)"),
    re.compile(rf"(?P<month>\d\d?)/{_YEAR}"),
    re.compile(rf"(?:år )?{_YEAR}"),
    re.compile(rf"{_MONTH_NAME} {_YEAR}"),
    re.compile(rf"{_YEAR} {_MONTH_NAME}"),
)
_NOON = 12


def _time(clock: re.Match[str]) -> time:
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % _NOON + (_NOON if clock["half"] == "p" else 0)
    return time(hour, int(clock["minute"]), int(clock["second"] or 0))


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text.isalpha():
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text.startswith("-") else offset)


def _in_sweden(moment: datetime) -> date:
    """Give the day of a time: where it stands, at midnight or without a zone, else in Sweden."""
    if moment.tzinfo is None or moment.time() == time():
        return moment.date()
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo("Europe/Stockholm")).date()


def _date(
    year: str, month: str | None = None, day: str | None = None, name: str | None = None
) -> Day:
    number = int(year)
    if month is None and name is None:
        return date(number, 12, 31), year
    which = _MONTHS.get(name or "", 0) if month is None else int(month)
    if not 1 <= which <= _NOON:
        raise ValueError(month or name)
    if day is None:
        return date(number, which, monthrange(number, which)[1]), f"{year}-{which:02}"
    return date(number, which, int(day)), ""


def read_days(columns: Columns, name: str) -> list[Day | None]:
    """Read a column of dates; what is assumed of them is asked about, or noted."""
    cells = columns.raw(name)
    texts = {plain(cell).casefold() for cell in {*cells} if type(cell) is str}
    month_first = _month_first(columns, name, texts)
    told: dict[str, list[str]] = {"time_of_day": [], "time_zone": []}

    def reader(value: object) -> Day:
        found = read_date(value, month_first=month_first)
        if found[1] == "" and (key := _said_by_the_clock(value, found[0])):
            told[key].append(f"{value} → {found[0]}")
        return found

    found = columns.values(name, reader, FAULTS[DATE])
    columns.notes += [
        Note(key, {"column": name, "found": sorted(v)}) for key, v in told.items() if v
    ]
    return found


def _said_by_the_clock(value: object, day: date) -> str:
    """Tell what a time says besides its day."""
    if isinstance(value, datetime):
        clock, stated = value.time(), value.date()
    else:
        match = _CLOCK.fullmatch(plain(value).casefold()) if isinstance(value, str) else None
        if match is None:
            return ""
        clock, stated = _time(match), day
        if match["zone"] and (as_stated := parse_day(match["day"])):
            stated = as_stated
    if stated != day:
        return "time_zone"
    return "time_of_day" if clock != time() else ""


def _month_first(columns: Columns, name: str, texts: set[str]) -> bool:
    """Judge by all dates of a column whether the month comes first in them."""
    day_first, month_first, either = _orders(texts)
    first = bool(month_first)
    example = min(either | month_first or [""])
    values = {"column": name, "found": example}
    if example:
        values["day"] = read_date(example, month_first=first)[0].isoformat()
    if not first:
        if either and not day_first:
            columns.notes.append(Note("day_first", values))
        return False
    at, sign = next(
        (at, cell)
        for at, cell in enumerate(columns.raw(name))
        if type(cell) is str and plain(cell).casefold() in month_first
    )
    file = PurePath(columns.table.name.partition("|")[0]).name
    if day_first:
        columns.fault(at, "import_orders", column=name, found=sign, other=min(day_first))
    elif columns.ask(at, "month_first", f"{name}@{file}", sign=sign, **values):
        columns.notes.append(Note("month_first", values))
    return not day_first


def _orders(texts: set[str]) -> tuple[set[str], set[str], set[str]]:
    """Sort dates: those that can only have the day first, only the month, or either."""
    day_first, month_first, either = set(), set(), set()
    for text in texts:
        clock = _CLOCK.fullmatch(text)
        found = _EITHER.fullmatch(clock["day"] if clock else text)
        if found is None:
            continue
        first, second = int(found[1]), int(found[3])
        if first > _NOON:
            day_first.add(text)
        elif second > _NOON or (clock and clock["half"]):  # only in English is 3 pm so written
            month_first.add(text)
        elif first != second:
            either.add(text)
    return day_first, month_first, either
