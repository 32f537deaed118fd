"""What the sheets are made of: columns from a few words, intervals as two cells, tenures as three.

A table is a :class:`~tenuremix.io.formats.layers.Layer`.  The part of its name before the point is
the name of its sheet; tables of one sheet stand below each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import isfinite
from typing import TYPE_CHECKING

from tenuremix.counting.tenure import ALLOCATION_TENURES, KNOWN, Tenure
from tenuremix.document.names import area_label
from tenuremix.document.words import class_name, level_name
from tenuremix.io.formats.layers import (
    DATE,
    INTEGER,
    NUMBER,
    POINTS,
    SHARE,
    SIGNED,
    TEXT,
    WORDS,
    YEAR,
    Field,
    Layer,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tenuremix.counting.rules import AreaClass
    from tenuremix.counting.targets import Target
    from tenuremix.counting.tenure import Count, Interval
    from tenuremix.locale.locale import Locale
    from tenuremix.report.findings import Answer, Findings

Row = Sequence[object]
_DECIMALS = 12
_KINDS = {
    "t": TEXT,
    "w": WORDS,
    "n": INTEGER,
    "s": SIGNED,
    "p": SHARE,
    "d": DATE,
    "y": YEAR,
    "x": NUMBER,
    "i": POINTS,
}


def table(text: Locale, name: str, columns: str, rows: Iterable[Row], *, frozen: int = 0) -> Layer:
    """Make a table of a sheet.

    Parameters
    ----------
    text
        The reader's language.
    name
        Names its texts: ``xlsx.sheet.…`` is its title, ``xlsx.about.…`` says what it is.
    columns
        For each column a word, whose text is ``xlsx.col.…``, and after a colon its kind, by default
        a text.  ``~`` before the kind makes two columns, the lower and the upper end.  ``*``
        before the word makes a column for each known tenure, ``+`` one for the undecided too.
    rows
        Of numbers, dates and texts, None where a cell is empty.
    frozen
        The columns that stay in sight.
    """
    fields = [field for each in columns.split() for field in _fields(each, text)]
    return Layer(name, text(f"xlsx.sheet.{name}"), fields, [*rows], frozen=frozen)


def _fields(stated: str, text: Locale) -> Iterator[Field]:
    word, _, kind = stated.partition(":")
    tenures = {"*": KNOWN, "+": ALLOCATION_TENURES}.get(word[0])
    name = word.lstrip("*+")
    if tenures is None:
        heads = [text(f"xlsx.col.{name}")]
    else:
        heads = [text(f"xlsx.of.{name}", tenure=_short(tenure, text)) for tenure in tenures]
    for head in heads:
        ends = [text(f"xlsx.end.{end}", what=head) for end in ("low", "high")]
        for title in ends if kind.startswith("~") else [head]:
            yield Field(name, _KINDS[kind.lstrip("~") or "t"], title[:1].upper() + title[1:])


def _short(tenure: Tenure, text: Locale) -> str:
    return text("xlsx.undecided" if tenure is Tenure.OKLAR else f"short.{tenure}")


def ends(value: Count | Interval | None) -> list[object]:
    """Give the ends of a count or a share in two cells; one that is not known is empty."""
    return [None, None] if value is None else [_rounded(value.low), _rounded(value.high)]


def points(value: Interval | None) -> list[object]:
    """Give the ends of a change of a share, in percentage points."""
    return [None, None] if value is None else [_rounded(100 * end) for end in value]


def _rounded(end: float | None) -> float | None:
    """Leave out the decimals that may differ between machines; an end without end is not known."""
    if not isinstance(end, float):
        return end
    return round(end, _DECIMALS) + 0.0 if isfinite(end) else None


def by_tenure(dwellings: Mapping[Tenure, int] | None, tenures: Sequence[Tenure]) -> list[object]:
    """Give dwellings in a cell for each tenure; empty ones where the number is not known."""
    return [None if dwellings is None else dwellings.get(tenure, 0) for tenure in tenures]


def yes(found: bool, text: Locale) -> str:  # noqa: FBT001 - what is told
    """Say yes or no."""
    return text("xlsx.yes" if found else "xlsx.no")


def each_target(found: Findings) -> list[tuple[str, Answer]]:
    """Name every answer by the id of its target; a later edition of one in the year by a number."""
    seen: Counter[str] = Counter()
    named = []
    for answer in found.answers:
        id_ = answer.progress.target.id
        seen[id_] += 1
        named.append((id_ if seen[id_] == 1 else f"{id_} #{seen[id_]}", answer))
    return named


def area_cells(found: Findings, code: str | None, level: str) -> list[object]:
    """Give the code and the name of an area; outside every area there is no code."""
    if code is None:
        return [None, found.text("outside")]
    areas = found.books.areas
    at = level if code in areas.at(level) else areas.level_of(code)
    return [code, areas.at(at)[code].name if at else None]


def unplaced_cells(found: Findings, code: str | None, level: str) -> list[object]:
    """Say where dwellings lie that are in no single area of a level; they have no code there."""
    label = area_label(found.books.areas, code, found.text)
    return [None, label, level_name(level, found.text)]


def class_cells(of: AreaClass, target: Target, text: Locale) -> list[object]:
    """Give the class of an area, the ends of its share, and the day of what both rest on."""
    not_listed = target.definition.areas and of.qualifies is False
    label = text("report.not_listed") if not_listed else class_name(of.label, text)
    return [label, *ends(of.share), of.statistics_date]
