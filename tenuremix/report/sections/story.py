"""What happened to a target's sum in its period, in a sentence or two."""

from __future__ import annotations

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
    taken = [entry.counted for entry in progress.entries if entry.counted < 0]
    if taken:
        number = text.number(-sum(taken))
        words = tenure_word(progress.target, text, number)
        lines.append(text("report.story.taken", decisions=len(taken), number=number, tenure=words))
    return lines


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
