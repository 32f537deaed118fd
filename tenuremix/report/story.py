"""What happened to the sum of a target: when it was enough, what was taken off, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tenuremix.counting.decisions import Event
from tenuremix.counting.tenure import ALLOCATION_TENURES, Tenure
from tenuremix.delivery.pace import running_sum
from tenuremix.delivery.standing import Totals, totals_around
from tenuremix.document.words import tenure_word

if TYPE_CHECKING:
    from tenuremix.counting.books import Books
    from tenuremix.counting.progress import Entry, Progress
    from tenuremix.locale.locale import Locale

_LATE = timedelta(days=14)
"""A decision this near the end of the period is told for itself."""


def spells(sums: list[tuple[date, int]], minimum: int) -> list[tuple[date, date | None]]:
    """Find when a sum was a number or more: the first day and the last, None where it still is.

    Examples
    --------
    >>> spells([(date(2025, 3, 1), 500), (date(2025, 5, 1), 499)], 500)
    [(datetime.date(2025, 3, 1), datetime.date(2025, 4, 30))]
    """
    found: list[tuple[date, date | None]] = []
    since: date | None = None
    for day, total in sums:
        if total >= minimum and since is None:
            since = day
        elif total < minimum and since is not None:
            found.append((since, day - timedelta(1)))
            since = None
    return found if since is None else [*found, (since, None)]


@dataclass(frozen=True, slots=True)
class Move:
    """What one decision did to the count in one area.

    ``counted`` is the change of the count; ``before`` and ``after`` are what stood of the whole
    allocation, by tenure, None where it is not known.
    """

    date: date
    allocation: str
    name: str
    event: Event
    area: str | None
    tenures: frozenset[Tenure]
    counted: int
    before: Totals | None
    after: Totals | None

    def words(self, text: Locale, *, brief: bool = False) -> str:
        """Say what was decided: återkallades, 40 av 60 blev bostadsrätter, 60 minskades till 35.

        ``brief`` leaves the numbers out of what took dwellings off.
        """
        if self.event is Event.ATERKALLAD:
            return text("moved.withdrawn")
        if self.before is None or self.after is None:
            return text(f"event.{self.event}")
        was, stands = (_of(each, self.tenures) for each in (self.before, self.after))
        others = {
            tenure: self.after.get(tenure, 0) - self.before.get(tenure, 0)
            for tenure in ALLOCATION_TENURES
            if tenure not in self.tenures
        }
        other = max(others, key=lambda tenure: others[tenure])
        change = stands - was
        numbers = {"number": abs(change), "was": was, "stands": stands}
        swapped = {"tenure": text.tenures(other, abs(change))}
        if change < 0:
            turned = others[other] == -change
            key = "moved.became" if turned else "moved.reduced"
            return text(f"{key}_brief" if brief else key, **numbers, **swapped)
        back = min(others, key=lambda tenure: others[tenure])
        if others[back] == -change and was + change == stands:
            key = "moved.settled" if back is Tenure.OKLAR else "moved.swapped"
            return text(key, **numbers, tenure=text.tenures(back, change))
        return text("moved.grew", **numbers)


def _of(totals: Totals, tenures: frozenset[Tenure]) -> int:
    return sum(totals.get(tenure, 0) for tenure in tenures)


def moves(books: Books, progress: Progress) -> list[Move]:
    """List what each decision did to the count, area by area, in order; only what did anything."""
    found: dict[tuple[date, str, str, str | None], list[Entry]] = {}
    for entry in progress.entries:
        if entry.counted:
            key = (entry.date, entry.allocation, entry.event, entry.area)
            found.setdefault(key, []).append(entry)
    made = []
    for (day, id_, event, area), entries in found.items():
        counted = sum(entry.counted for entry in entries)
        tenures = frozenset(entry.tenure for entry in entries)
        around = totals_around(books, entries[0])
        name = entries[0].name
        made.append(Move(day, id_, name, Event(event), area, tenures, counted, *around))
    return made


def taken_off(books: Books, progress: Progress) -> list[Move]:
    """List what took dwellings off the count, the most first."""
    taken = [each for each in moves(books, progress) if each.counted < 0]
    return sorted(taken, key=lambda each: (each.counted, each.date, each.allocation))


def story_lines(progress: Progress, text: Locale) -> list[str]:
    """Say when the sum stood at its minimum, at its most, what was taken off, and the last."""
    sums = running_sum(progress)
    return [*_reached(progress, sums, text), *_taken(progress, text), *_last(progress, sums, text)]


def _reached(progress: Progress, sums: list[tuple[date, int]], text: Locale) -> list[str]:
    minimum = progress.target.minimum
    if minimum is None or not sums:
        return []
    most = max(total for _, total in sums)
    times = spells(sums, minimum)
    if not times:
        first = next(day for day, total in sums if total == most)
        return [text("report.story.most", number=most, date=first)] if most > sums[-1][1] else []
    first, last = times[0][0], times[-1][1]
    if last is None:
        return [text("report.story.since", minimum=minimum, date=times[-1][0])]
    values = {"minimum": minimum, "most": most, "first": first, "last": last}
    return [text("report.story.above", **values, times=len(times))]


def _taken(progress: Progress, text: Locale) -> list[str]:
    taken = [entry for entry in progress.entries if entry.counted < 0]
    if not taken:
        return []
    number = text.number(-sum(entry.counted for entry in taken))
    months = dict.fromkeys(entry.date.replace(day=1) for entry in taken)
    years = {month.year for month in months}
    when = text.join([text.month(month) for month in months]) if len(years) == 1 else ""
    return [
        text(
            "report.story.taken_in" if when else "report.story.taken",
            decisions=len({(entry.allocation, entry.date) for entry in taken}),
            when=when,
            number=number,
            tenure=tenure_word(progress.target, text, number),
        )
    ]


def _last(progress: Progress, sums: list[tuple[date, int]], text: Locale) -> list[str]:
    """Tell of a decision in the last days of a period that is over."""
    last = progress.target.period.last
    if last is None or len(sums) < 2 or not progress.target.period.is_over(progress.as_of):  # noqa: PLR2004
        return []
    (_, before), (day, after) = sums[-2:]
    if after <= before or last - day >= _LATE:
        return []
    return [text("report.story.last", date=day, number=after - before)]


def judged_later(progress: Progress) -> tuple[int, set[date]]:
    """Sum what stands of the dwellings that statistics later than their decisions judge.

    Returns
    -------
    tuple
        Their number, at most what is counted, and the days of those statistics.
    """
    stands: Counter[tuple[str, str | None, str]] = Counter()
    late: Counter[tuple[str, str | None, str]] = Counter()
    days: dict[tuple[str, str | None, str], date] = {}
    for entry in progress.entries:
        key = (entry.allocation, entry.area, entry.tenure)
        stands[key] += entry.counted
        day = entry.area_class.statistics_date
        if day is not None and entry.counted > 0 and day > entry.date:
            late[key] += entry.counted
            days[key] = day
    left = {key: min(number, stands[key]) for key, number in late.items() if stands[key] > 0}
    return sum(left.values()), {days[key] for key in left}


def later_lines(progress: Progress, text: Locale) -> list[str]:
    """Say how many of the dwellings counted are judged by statistics later than the decision."""
    number, days = judged_later(progress)
    if not number:
        return []
    key = "report.later" if len(days) == 1 else "report.later_several"
    part = "report.later_all" if number == progress.counted else "report.later_part"
    share = text(part, number=number, counted=progress.counted)
    return [text(key, share=share, date=max(days))]


def by_area(progress: Progress) -> dict[str | None, int]:
    """Sum what stands counted, by area; the most first, equal ones by code, outside last."""
    found: dict[str | None, int] = {}
    for entry in progress.entries:
        found[entry.area] = found.get(entry.area, 0) + entry.counted
    held = [(code, number) for code, number in found.items() if number > 0]
    return dict(sorted(held, key=lambda item: (-item[1], item[0] is None, item[0] or "")))
