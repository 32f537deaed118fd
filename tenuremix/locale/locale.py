"""Numbers, dates and words in the reader's language, Swedish by default."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Protocol, Self

from babel.core import Locale as Rules
from babel.dates import format_date
from babel.numbers import format_decimal

from tenuremix.locale.catalogue import Language, catalogue

_LOCALES = {Language.SV: "sv_SE", Language.EN: "en_GB"}
_PLURALS = ("one", "other")
"""The forms that both languages have, in the order that a text gives them."""

_BETWEEN, _BAR = "|", "\ufdd0"
"""What stands between two forms, and instead of it in a value that a form holds: no character."""

UNKNOWN = "–"

_NO_NUMBERS = {"year", "srid"}
"""The values of texts that are integers and numbers of nothing."""


class Numeral(str):
    """A number as it is written, which knows the form that it asks of the words around it.

    A text gives both forms beside the number, ``{number} {number:bostad|bostäder}``; a form may
    hold other values: ``{number:området|alla {number} områden}``.

    Parameters
    ----------
    written
        The number as the reader sees it.
    plural
        Its plural category by the rules of the reader's language (CLDR).

    Examples
    --------
    >>> one, two = Numeral("1", "one"), Numeral("2", "other")
    >>> text = "{number} {number:bostad|bostäder}"
    >>> text.format(number=one), text.format(number=two)
    ('1 bostad', '2 bostäder')
    """

    plural: str
    __slots__ = ("plural",)

    def __new__(cls, written: str, plural: str) -> Self:
        """Make a numeral of what is written and its plural category."""
        self = super().__new__(cls, written)
        self.plural = plural
        return self

    def __format__(self, spec: str) -> str:
        """Write the number, or of two forms the one that it asks for."""
        if _BETWEEN not in spec:
            return super().__format__(spec)
        forms = dict(zip(_PLURALS, spec.split(_BETWEEN), strict=True))
        return forms[self.plural]


class Counted(Protocol):
    """A number of dwellings between two ends, the upper of which may be open."""

    @property
    def low(self) -> int:
        """The least it can be."""

    @property
    def high(self) -> int | None:
        """The most it can be, or None where that is not known."""


class Locale:
    """Texts, numbers and dates in one language.

    Parameters
    ----------
    language
        ``"sv"`` or ``"en"``.
    """

    def __init__(self, language: str = "sv") -> None:
        self.language = Language(language)
        self._texts = catalogue(self.language)
        self._rules = _rules(_LOCALES[self.language])
        self._plurals: dict[int, str] = {}

    def __call__(self, key: str, **values: object) -> str:
        """Give the text of a key with its values put in, written as this language does.

        A number, a count, a share or a date is given as it is; None is one that is not known.  An
        int that is no number of anything (:data:`_NO_NUMBERS`) stands as it is.
        """
        barred = False
        for name, value in values.items():
            if not isinstance(value, str) and name not in _NO_NUMBERS:
                values[name] = self._written(value)
            elif _BETWEEN in str(value):
                values[name], barred = str(value).replace(_BETWEEN, _BAR), True
        said = self._texts[key].format(**values)
        return said.replace(_BAR, _BETWEEN) if barred else said

    def _written(self, value: object) -> object:
        match value:
            case None | int():
                return self.number(value)
            case date():
                return self.day(value)
            case (int() | float() as low, int() | float() as high):
                return self.share((low, high))
            case object(low=int(low), high=int() | None as high):
                return self.span(low, high)
        return value

    def has(self, key: str) -> bool:
        """Tell whether there is a text of a key."""
        return key in self._texts

    def texts(self, prefix: str) -> Mapping[str, str]:
        """Give every text whose key starts with a prefix, by the rest of the key."""
        return {
            key.removeprefix(prefix): words
            for key, words in self._texts.items()
            if key.startswith(prefix)
        }

    def number(self, value: int | None) -> Numeral:
        """Write a whole number: 1 234 in Swedish, with a non-breaking space."""
        if value is None:
            return Numeral(UNKNOWN, "other")
        return Numeral(_decimal(value, None, _LOCALES[self.language]), self._plural(value))

    def signed(self, value: int) -> Numeral:
        """Write a whole number with its sign."""
        written = self.number(value)
        return Numeral(f"+{written}", written.plural) if value > 0 else written

    def count(self, value: Counted | None) -> Numeral:
        """Write a count: a number, or a range where suppressed cells leave it open."""
        return self.number(None) if value is None else self.span(value.low, value.high)

    def span(self, low: int, high: int | None) -> Numeral:
        """Write a number between two ends: one number where they are the same, else a range."""
        if high is None:
            least = self.number(low)
            return Numeral(self("at_least", number=least), least.plural)
        if low == high:
            return self.number(low)
        return Numeral(f"{self.number(low)}–{self.number(high)}", "other")

    def _plural(self, value: int) -> str:
        """Choose the form that a number asks for; the same few thousand come again and again."""
        if value not in self._plurals:
            self._plurals[value] = self._rules.plural_form(abs(value))
        return self._plurals[value]

    def decimal(self, value: float, digits: int = 1) -> Numeral:
        """Write a number with a fixed number of decimals."""
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        written = _decimal(value, pattern, _LOCALES[self.language])
        return Numeral(written, "other" if digits else self._plural(round(value)))

    def percent(self, value: float | None, digits: int = 1) -> str:
        """Write a share (0–1) as a percentage: 51,2 % in Swedish."""
        if value is None:
            return UNKNOWN
        return self("percent", number=self.decimal(100 * value, digits))

    def share(self, value: tuple[float, float] | None, digits: int = 1) -> str:
        """Write a share: one figure where both ends round to it, else a range."""
        if value is None:
            return UNKNOWN
        low, high = (self.decimal(100 * end, digits) for end in value)
        return self("percent", number=low if low == high else f"{low}–{high}")

    def tenures(self, tenure: str, number: int | Numeral = 0) -> str:
        """Name dwellings of a tenure, in the form that their number asks for: hyresrätt, of 1."""
        plural = number.plural if isinstance(number, Numeral) else self._plural(number)
        return self(f"tenures_one.{tenure}" if plural == "one" else f"tenures.{tenure}")

    def day(self, value: date | None) -> str:
        """Write a date in words: 31 december 2025."""
        if value is None:
            return UNKNOWN
        return str(format_date(value, format="d MMMM y", locale=self._rules))

    def day_of_year(self, value: date) -> str:
        """Write a date without its year: 31 december."""
        return str(format_date(value, format="d MMMM", locale=self._rules))

    def month(self, value: date, *, brief: bool = False) -> str:
        """Name the month of a date: december, or dec."""
        words = str(format_date(value, format="LLL" if brief else "LLLL", locale=self._rules))
        return words.removesuffix(".")

    def join(self, words: list[str]) -> str:
        """Join words as a sentence does: a, b och c."""
        if len(words) < 2:  # noqa: PLR2004
            return "".join(words)
        return f"{', '.join(words[:-1])} {self('and')} {words[-1]}"


@lru_cache(maxsize=50_000)
def _decimal(value: float, pattern: str | None, locale: str) -> str:
    """Write a number; the same few thousand come again and again in a product."""
    written = str(format_decimal(value, format=pattern, locale=_rules(locale)))
    return written.replace("-", "\N{MINUS SIGN}")


@cache
def _rules(locale: str) -> Rules:
    """Read how a language writes numbers and dates, once: babel would for every one of them."""
    return Rules.parse(locale)
