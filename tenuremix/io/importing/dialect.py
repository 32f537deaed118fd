"""Read what planners write in a cell: numbers, dates and words, in Swedish or English.

The contract is strict; a sheet that comes from somewhere else is not.  What is read here is
certain: ``ca 120`` and ``100–150`` are no numbers and come back as :class:`Uncertain`.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite

from tenuremix.counting.schema import DATE, INTEGER, NUMBER, SHARE, Column
from tenuremix.counting.tenure import MOST
from tenuremix.io.files.cells import parse_day
from tenuremix.io.files.columns import Manner, text_of


@dataclass(frozen=True, slots=True)
class Uncertain:
    """An amount that is no certain number: as it was written, and the least it says, if any."""

    text: str
    least: int | None = None


_NUMBER = r"\d{1,3}(?: \d{3})+|\d{1,3}(?:'\d{3})+|\d+"
_WHOLE = re.compile(rf"(-?)({_NUMBER})(?:[.,](\d+))?")
_UNIT = re.compile(
    r"(?<=\d) ?(?:st|lgh|lght|lägenhet(?:er)?|bost|bostad|bostäder|hr|br|är|hyresrätt(?:er)?|"
    r"bostadsrätt(?:er)?|äganderätt(?:er)?|småhus|radhus|units?|dwellings?|apartments?)\.?$"
)
_AT_LEAST = re.compile(
    rf"(?:ca|c:a|cirka|circa|omkring|runt|ungefär|drygt|minst|över|about|approx|at least|[~≈>≥])"
    rf"\.? ?({_NUMBER})|({_NUMBER}) ?\+"
)
_RANGE = re.compile(rf"({_NUMBER}) ?(?:-|–|—|till|to|/) ?({_NUMBER})")
_NONE = ("-", "–", "—")
_THOUSANDS = 3

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
_YEARS = range(1900, 2200)


def folded(text: str) -> str:
    """Fold a word for comparison: small letters, one space, å ä ö as a a o.

    Examples
    --------
    >>> folded(" Äganderätt "), folded("räknas_ej")
    ('aganderatt', 'raknas ej')
    """
    plain = unicodedata.normalize("NFD", text.casefold())
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(letters.split())


def plain(value: object) -> str:
    """Give a value as text with plain spaces and hyphens: no-break and thin spaces, U+2212."""
    text = str(value).replace("\N{MINUS SIGN}", "-").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return " ".join(text.replace("\u200b", "").replace("\u2060", "").split())


def read_amount(value: object) -> int | Uncertain | None:
    """Read an amount of dwellings.

    Parameters
    ----------
    value
        A cell: a number, or text such as ``1 200``, ``120 lgh`` or ``120,0``.

    Returns
    -------
    int, Uncertain or None
        None for a dash, which says as little as an empty cell.

    Raises
    ------
    ValueError
        Where it is a number, but no whole number of 0 or more.

    Examples
    --------
    >>> read_amount("1 200 lgh"), read_amount("–"), read_amount("hälften")
    (1200, None, Uncertain(text='hälften', least=None))
    >>> read_amount("100–150"), read_amount("ca 120")
    (Uncertain(text='100–150', least=100), Uncertain(text='ca 120', least=120))
    """
    if isinstance(value, (int, float)):
        if isinstance(value, bool) or not 0 <= value <= MOST or value != int(value):
            raise ValueError(value)
        return int(value)
    written = plain(value)
    if written in _NONE:
        return None
    text = written.casefold()
    bare = _UNIT.sub("", text)
    if whole := _WHOLE.fullmatch(bare):
        return _whole(whole, written)
    if found := _RANGE.fullmatch(bare):
        low, high = (_digits(part) for part in found.groups())
        return Uncertain(written, low if low < high else None)
    if found := _AT_LEAST.fullmatch(bare):
        return Uncertain(written, _digits(found[1] or found[2]))
    return Uncertain(written)


def _whole(found: re.Match[str], written: str) -> int | Uncertain:
    sign, number, decimals = found.groups()
    if decimals and len(decimals) == _THOUSANDS and len(number) <= _THOUSANDS:
        return Uncertain(
            written
        )  # 1.200 and 1,200 are a thousand to some, a little over 1 to others
    amount = _digits(number)
    if (sign and amount) or (decimals and decimals.strip("0")) or amount > MOST:
        raise ValueError(written)
    return amount


def _digits(text: str) -> int:
    return int(text.replace(" ", "").replace("'", ""))


def read_number(value: object) -> float:
    """Read a number such as a coordinate or a share: ``674 000,5``, ``70 %``.

    Raises
    ------
    ValueError
        Where it is none.

    Examples
    --------
    >>> read_number("6 580 500,25"), read_number("70 %"), read_number("−3")
    (6580500.25, 0.7, -3.0)
    """
    if isinstance(value, (int, float)):
        number = float("nan") if isinstance(value, bool) else float(value)
    else:
        text = plain(value).replace(" ", "").replace("'", "").replace(",", ".")
        part = text.removesuffix("%")
        if not part.isascii() or "_" in part:
            raise ValueError(value)
        number = float(part) / 100 if part != text else float(part)
    if not isfinite(number):
        raise ValueError(value)
    return number


def read_date(value: object) -> tuple[date, str]:
    """Read a date.

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
    >>> read_date(2025)
    (datetime.date(2025, 12, 31), '2025')
    """
    if isinstance(value, (date, datetime)):
        found = parse_day(value)
        if found is None:
            raise ValueError(value)
        return found, ""
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        raise ValueError(value)
    text = str(int(value)) if isinstance(value, (int, float)) else plain(value).casefold()
    if (day := parse_day(text)) is not None:
        return day, ""
    for pattern in _DATES:
        if found_parts := pattern.fullmatch(text):
            return _date(**found_parts.groupdict())
    raise ValueError(value)


_MONTH_NAME = r"(?P<name>[a-zåäö]+)\.?"
_YEAR = r"(?P<year>\d{4})"
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


def _date(
    year: str, month: str | None = None, day: str | None = None, name: str | None = None
) -> tuple[date, str]:
    number = int(year)
    if number not in _YEARS:
        raise ValueError(year)
    if month is None and name is None:
        return date(number, 12, 31), year
    which = _MONTHS.get(name or "", 0) if month is None else int(month)
    if not 1 <= which <= 12:  # noqa: PLR2004
        raise ValueError(month or name)
    if day is None:
        return date(number, which, monthrange(number, which)[1]), f"{year}-{which:02}"
    return date(number, which, int(day)), ""


def _share(value: object) -> float:
    number = read_number(value)
    if not 0 <= number <= 1:
        raise ValueError(value)
    return number


def _count(value: object) -> int | None:
    match read_amount(value):
        case Uncertain():
            raise ValueError(value)
        case number:
            return number


def _words(column: Column) -> Callable[[object], str]:
    words = {folded(key): key for key in column.choices}
    for key, listed in column.choices.items():
        words.update((folded(word), key) for word in listed.split(", "))

    def reader(value: object) -> str:
        found = words.get(folded(text_of(value)))
        if found is None:
            raise ValueError(value)
        return found

    return reader


LENIENT = Manner(
    readers={DATE: read_date, INTEGER: _count, SHARE: _share, NUMBER: read_number}, words=_words
)
"""The forms in which planners write."""
