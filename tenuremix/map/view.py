"""What a view of the map is: a legend that never changes, and a value for each area."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from tenuremix.counting.projection import AreaProjection, Projection
from tenuremix.counting.tenure import KNOWN, NO_MAJORITY, Count
from tenuremix.document.names import plain
from tenuremix.document.style import RAMP, SHARE_BREAKS
from tenuremix.document.words import level_name
from tenuremix.locale.locale import Locale
from tenuremix.map.moments import Moment

HATCHED = "unassessable"
GROUND = "#f4f2ee"
CIRCLE = 500
"""The dwellings of the circle in a legend."""
LONGEST = 120
CLASSES = (*(tenure.value for tenure in KNOWN), NO_MAJORITY)


@dataclass(frozen=True, slots=True)
class Bucket:
    """One line of a legend: a fill (a colour, a tenure's pattern or hatched), and its words."""

    fill: str
    letter: str
    words: str


@dataclass(frozen=True, slots=True)
class Value:
    """What a view says of one area.

    ``bucket`` is an index into the legend, ``short`` stands on the map, ``words`` in the table,
    ``order`` sorts the table, lowest first and None last.  ``amount`` is a number that a circle
    shows: a shade is for shares alone.
    """

    bucket: int
    short: str
    words: str
    order: float | None
    amount: int = 0


Reading = tuple[Mapping[str, Value], Sequence[str]]
"""The values of the areas by code, and how to read them, gist first."""


@dataclass(frozen=True, slots=True)
class View:
    """One view of the areas.

    Parameters
    ----------
    id
        Its name in the page.
    group, label
        The name of its switch.
    title, unit
        The heading of its picture, and of its column in the table.
    legend
        Gives the legend at a level: the same at every moment.
    read
        Gives what is shown at a level and a moment.
    falling
        Whether the order of the values is that of a number, the largest first.
    final
        Whether it is of the last moment alone: open plots and what they should become.
    """

    id: str
    group: str
    label: str
    title: str
    unit: str
    legend: Callable[[str], Sequence[Bucket]]
    read: Callable[[str, Moment], Reading]
    falling: bool = False
    final: bool = False

    def heading(self, level: str, text: Locale) -> str:
        """Name the view and the level."""
        return text("map.per_level", view=self.title, level=level_name(level, text))


def unassessable(text: Locale) -> Bucket:
    """Make the line of the legend for what cannot be judged: hatched, never a colour."""
    return Bucket(HATCHED, "?", text("map.unassessable"))


def class_legend(text: Locale) -> list[Bucket]:
    """Make the legend of the classes, in the order of :data:`CLASSES`."""
    known = [Bucket(c, text(f"map.letter.{c}"), text(f"map.class.{c}")) for c in CLASSES]
    return [*known, unassessable(text)]


def class_bucket(found: str | None) -> int:
    """Find the line of that legend that a class stands on."""
    return len(CLASSES) if found is None else CLASSES.index(found)


def ramp(words: Sequence[str], text: Locale) -> list[Bucket]:
    """Make the legend of an ordered scale."""
    shades = [Bucket(colour, "", word) for colour, word in zip(RAMP, words, strict=True)]
    return [*shades, unassessable(text)]


def circle_legend(text: Locale) -> list[Bucket]:
    """Make the legend of numbers of dwellings: circles, whose area follows the number."""
    number = text.number(CIRCLE)
    return [
        Bucket(f"circle-{CIRCLE}", "", text("map.circle", number=number)),
        Bucket(GROUND, "", text("map.circle.none")),
        unassessable(text),
    ]


def share_ramp(text: Locale) -> list[Bucket]:
    """Make the legend of shares."""
    ends = [text.percent(limit, 0) for limit in SHARE_BREAKS]
    between = [text("map.bin.share", low=low, high=high) for low, high in pairwise(ends)]
    first, last = text("map.bin.below", high=ends[0]), text("map.bin.from", low=ends[-1])
    return ramp([first, *between, last], text)


def bucket_of(breaks: Sequence[float], low: float, high: float | None) -> int | None:
    """Find the bucket that an interval lies in; None where it lies in several."""
    first = sum(low >= limit for limit in breaks)
    last = len(breaks) if high is None else sum(high >= limit for limit in breaks)
    return first if first == last else None


def circle_value(found: Count | None, words: str, text: Locale) -> Value:
    """Show a number of dwellings, which may be an interval, as a circle of its lower end."""
    if found is None:
        return Value(2, "?", words, None)
    if found.high == 0:
        return Value(1, "", words, 0)
    return Value(0, text.count(found), words, -found.low, found.low)


T = TypeVar("T")


def remembered(value: Callable[[AreaProjection], T]) -> Callable[[AreaProjection], T]:
    """Let a function of an area answer once for each: most are the same at every moment."""
    known: dict[int, tuple[AreaProjection, T]] = {}

    def answer(area: AreaProjection) -> T:
        if id(area) not in known:
            known[id(area)] = area, value(area)  # the area is kept, so that its id stays its own
        return known[id(area)][1]

    return answer


def each_area(projection: Projection, value: Callable[[AreaProjection], Value]) -> dict[str, Value]:
    """Give the value of every area of a level."""
    return {code: value(area) for code, area in projection.areas.items()}


def dated(key: str, level: str, moment: Moment, text: Locale, **values: object) -> str:
    """Explain a view with the date of its statistics."""
    vintage = moment.projections[level].vintage
    if vintage is None:
        return text("map.area.no_statistics")
    return text(key, date=vintage, **values)


def cut(name: str, longest: int = LONGEST) -> str:
    """Make a name from the data safe in a sentence, and short enough for a map."""
    kept = name if len(name) <= longest else name[: longest - 1] + "…"
    return plain(kept)
