"""What happened to a target's sum in its period, and by what it is judged, in a sentence or two."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

from tenuremix.document.words import tenure_word

if TYPE_CHECKING:
    from tenuremix.counting.progress import Progress
    from tenuremix.locale.locale import Locale


def sums_by_day(progress: Progress) -> list[tuple[date, int]]:
    """Give the sum after each day on which it changed, in order."""
    changes: dict[date, int] = {}
    for entry in sorted(progress.entries, key=lambda entry: entry.date):
        changes[entry.date] = changes.get(entry.date, 0) + entry.counted
    moved = {day: change for day, change in changes.items() if change}
    return list(zip(moved, accumulate(moved.values()), strict=True))


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


def story_lines(progress: Progress, text: Locale) -> list[str]:
    """Say when the sum stood at its minimum, at its most, and what was taken off."""
    sums = sums_by_day(progress)
    lines = _reached(progress, sums, text)
    taken = [entry for entry in progress.entries if entry.counted < 0]
    if taken:
        number = text.number(-sum(entry.counted for entry in taken))
        words = tenure_word(progress.target, text, number)
        decisions = len({(entry.allocation, entry.date) for entry in taken})
        lines.append(text("report.story.taken", decisions=decisions, number=number, tenure=words))
    return lines


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
