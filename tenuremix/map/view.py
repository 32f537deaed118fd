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
GROUND = "#fbfaf6"
WAITING = "#e3dccb"
"""Of an area in which something is decided and not built."""
SPARSE_FILLS = ("#ecf3fa", "#fcf3e4")
"""Inside the rim of a sparse area: where hyresrätt is missing, and where what is owned is."""
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
    shows: a shade is for shares alone.  ``cells`` stand in the table instead of the words, where
    the view names its columns.
    """

    bucket: int
    short: str
    words: str
    order: float | None
    amount: int = 0
    cells: tuple[str, ...] = ()


RENTED, OWNED_POLE, UNMARKED = "\x01", "\x02", "\x03"
"""What stands around a pole in a headline: before it which pole it is, and after it an end.

No name from the data holds a control character."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """A few areas with a number each, beside the map; ``drawn`` where they are bars."""

    title: str
    rows: tuple[tuple[str, str, int], ...]
    pole: str = ""
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class ViewReading:
    """What a view says at a level and a moment.

    Parameters
    ----------
    values
        By code of the area.
    headline, subtitle
        The answer in a sentence, and what it is measured by.
    notes
        What else is said beside the map.
    about
        How it is to be read, below the map.
    rankings
        The areas that stand out, by name and number: what is written and how much it is.
    """

    values: Mapping[str, Value]
    headline: str
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    rankings: tuple[Ranking, ...] = ()


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
    scaled
        How many of the first lines of the legend are fields of the scale of shares instead.
    columns
        The columns of its table, where it has others than one of the values' words.
    """

    id: str
    group: str
    label: str
    title: str
    unit: str
    legend: Callable[[str], Sequence[Bucket]]
    read: Callable[[str, Moment], ViewReading]
    falling: bool = False
    final: bool = False
    scaled: int = 0
    columns: tuple[str, ...] = ()

    def heading(self, level: str, text: Locale) -> str:
        """Name the view and the level."""
        return text("map.per_level", view=self.title, level=level_name(level, text))


def unassessable(text: Locale) -> Bucket:
    """Make the line of the legend for what cannot be judged: hatched, never a colour."""
    return Bucket(HATCHED, "", text("map.unassessable"))


def class_legend(text: Locale) -> list[Bucket]:
    """Make the legend of the classes, in the order of :data:`CLASSES`."""
    known = [Bucket(c, "", text(f"map.class.{c}")) for c in CLASSES]
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
        return Value(2, "", words, None)
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


def dated(key: str, at: str, moment: Moment, text: Locale, **values: object) -> str:
    """Explain a view at a level with the date of its statistics."""
    vintage = moment.projections[at].vintage
    if vintage is None:
        return text("map.area.no_statistics")
    return text(key, date=vintage, **values)


def cut(name: str, longest: int = LONGEST) -> str:
    """Make a name from the data safe in a sentence, and short enough for a map."""
    kept = name if len(name) <= longest else name[: longest - 1] + "…"
    return plain(kept)
