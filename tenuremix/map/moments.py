"""The moments that the map's slider walks through, and how what comes again is packed.

A moment is the end of a year, up to the date of the workspace: what the other products say with
``--as-of`` on that day, the map says at that moment.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from tenuremix.counting.books import Books
from tenuremix.counting.decisions import Event
from tenuremix.counting.projection import Projection, project_areas
from tenuremix.inputs import Workspace

T = TypeVar("T", bound=Hashable)
_NUMBER = re.compile("([0-9]{1,9})")  # no longer than any script holds exactly


@dataclass(frozen=True)
class Moment:
    """The city on the last day of one year that is shown.

    Parameters
    ----------
    day
        The last day of the year, or the date of the workspace in its last year.
    books
        On that day.
    projections
        What each area has, lacks and will have, by level.  An area of which nothing has changed
        since the moment before is the very same object.
    """

    day: date
    books: Books
    projections: Mapping[str, Projection]

    @property
    def vintage(self) -> date | None:
        """The date of the statistics that are shown."""
        return next(iter(self.projections.values())).vintage

    @cached_property
    def counted_twice(self) -> int:
        """Dwellings shown as decided which later statistics hold already.

        Where the statistics are later than the day, what was decided on the day and completed
        before the statistics stands in both.
        """
        if self.vintage is None or self.vintage <= self.day:
            return 0
        later = self.books.register.states(self.vintage)
        return sum(
            sum((state.dwellings or {}).values())
            for id_, state in self.books.states.items()
            if state.standing
            and state.stage is not Event.FARDIGSTALLD
            and later[id_].stage is Event.FARDIGSTALLD
        )


def judged(books: Books) -> Sequence[str]:
    """List the levels that are shown: those with statistics, else the finest."""
    return books.judged_levels or [books.areas.finest]


def make_moments(workspace: Workspace) -> list[Moment]:
    """Open the books at the end of every year from the first decision to the workspace's date."""
    last, levels = workspace.as_of, judged(workspace.books)
    days = [rows[0].date for rows in workspace.register.decisions.values()]
    first = min([day.year for day in days if day <= last], default=last.year)
    ends = [date(year, 12, 31) for year in range(first, last.year)]
    found: list[Moment] = []
    for books in (*map(workspace.books_on, ends), workspace.books):
        before = found[-1].projections if found else {}
        projections = {
            level: _kept(
                project_areas(books, level, benchmark=workspace.settings.benchmark),
                before.get(level),
            )
            for level in levels
        }
        found.append(Moment(books.as_of, books, projections))
    return found


def _kept(projection: Projection, before: Projection | None) -> Projection:
    """Keep the areas of the moment before where nothing has changed."""
    if before is None:
        return projection
    areas = {
        code: before.areas[code] if before.areas[code] == area else area
        for code, area in projection.areas.items()
    }
    return replace(projection, areas=areas)


def pack(values: Sequence[T], pool: dict[T, int]) -> int | list[int]:
    """Write a value for each moment as references into a pool, only where it changes.

    Parameters
    ----------
    values
        One for each moment.
    pool
        Grows with the values that are new to it, in the order in which they come.

    Returns
    -------
    int or list
        The place in the pool of the one value; or that of the first, then pairs of the moment
        at which it changes and the place of what it becomes.

    Examples
    --------
    >>> pool: dict[str, int] = {}
    >>> pack(["a", "a", "b", "a"], pool), pack(["b", "b", "b", "b"], pool), list(pool)
    ([0, 2, 1, 3, 0], 1, ['a', 'b'])
    """
    places = [pool.setdefault(value, len(pool)) for value in values]
    found = places[:1]
    for i, place in enumerate(places[1:], start=1):
        if place != places[i - 1]:
            found += [i, place]
    return found if len(found) > 1 else found[0]


def share_phrases(words: str, phrases: dict[str, int]) -> int | list[int | str]:
    """Write a sentence as references to its phrases, which come again with other numbers.

    Parameters
    ----------
    words
        Any text.
    phrases
        Grows with the phrases that are new to it, in the order in which they come.

    Returns
    -------
    int or list
        The place of the one phrase; or that of the first, the number after it, the place of the
        next and so on.  A number is a text where it would not be written the same, such as 007.

    Examples
    --------
    >>> phrases: dict[str, int] = {}
    >>> share_phrases("40 av 007 hus", phrases), share_phrases("8 av 9 hus", phrases)
    ([0, 40, 1, '007', 2], [0, 8, 1, 9, 2])
    >>> share_phrases(" hus", phrases), list(phrases)
    (2, ['', ' av ', ' hus'])
    """
    parts = _NUMBER.split(words)
    found: list[int | str] = [phrases.setdefault(part, len(phrases)) for part in parts[::2]]
    for i, number in enumerate(parts[1::2]):
        found.insert(2 * i + 1, int(number) if str(int(number)) == number else number)
    return found if len(found) > 1 else phrases[words]
