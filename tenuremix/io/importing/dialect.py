"""Read what planners write in a cell: numbers, dates and words, in Swedish or English.

The contract is strict; a sheet that comes from somewhere else is not.  What is read here is
certain: ``ca 120`` and ``100–150`` are no numbers and come back as :class:`Uncertain`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite

from tenuremix.counting.tenure import MOST
from tenuremix.io.files.cells import plain
from tenuremix.io.files.columns import Manner, text_of
from tenuremix.io.importing.days import read_date, read_days
from tenuremix.schema import DATE, INTEGER, NUMBER, SHARE, Column


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
    readers={DATE: read_date, INTEGER: _count, SHARE: _share, NUMBER: read_number},
    words=_words,
    days=read_days,
)
"""The forms in which planners write."""
