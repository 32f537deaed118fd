"""The pace towards a target, by quarter and by month, and within each plot that is begun.

The even path is the straight line from nothing on the first day of the period to the minimum at
its end: a yardstick to read the count against, not a plan that anyone has decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from tenuremix.counting.decisions import Event
from tenuremix.counting.progress import Progress
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import KNOWN, Tenure
from tenuremix.delivery.completed import Followed

_DAY = timedelta(days=1)
# A mean month is 365.25 / 12 days, which is 1461 / 48: whole numbers make the rounding exact.
_MONTH = (1461, 48)
_OTHERS = tuple(tenure for tenure in KNOWN if tenure is not Tenure.HYRESRATT)


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter of a period: what was counted and deducted, and the sum at its end.

    ``ends_on`` is its last day within the period; ``path`` is the even path that day, None where
    the target has no minimum or no end.
    """

    year: int
    number: int
    ends_on: date
    plus: int
    minus: int
    running: int
    path: int | None

    @property
    def net(self) -> int:
        """What the quarter added to the count."""
        return self.plus + self.minus


def by_quarter(progress: Progress) -> list[Quarter]:
    """Sum the count by quarter, for every quarter of the period that has begun.

    Returns
    -------
    list
        In order; the last ``running`` is the figure reported.
    """
    target = progress.target
    last = min(progress.as_of, target.period.last or progress.as_of)
    found: list[Quarter] = []
    running = 0
    first = target.valid_from
    while first <= last:
        ends_on = min(_quarter_end(first), last)
        moves = [e.counted for e in progress.entries if first <= e.date <= ends_on]
        running += sum(moves)
        found.append(
            Quarter(
                year=first.year,
                number=(first.month + 2) // 3,
                ends_on=ends_on,
                plus=sum(move for move in moves if move > 0),
                minus=sum(move for move in moves if move < 0),
                running=running,
                path=even_path(target, ends_on),
            )
        )
        first = ends_on + _DAY
    return found


def _quarter_end(day: date) -> date:
    """Give the last day of the quarter of a day."""
    month = (day.month + 2) // 3 * 3 + 1
    following = date(day.year, month, 1) if month <= 12 else date(day.year + 1, 1, 1)  # noqa: PLR2004
    return following - _DAY


def running_sum(progress: Progress) -> list[tuple[date, int]]:
    """Give the count at the end of each day that changed it, in order.

    Examples
    --------
    The last sum is the figure reported.

    >>> from pathlib import Path
    >>> from tenuremix import find_settings, load
    >>> from tenuremix import assess_progress
    >>> workspace = load(find_settings(Path("/nowhere")))
    >>> progress = assess_progress(workspace.books, workspace.targets[0], sensitivity=False)
    >>> running_sum(progress)[-1][1] == progress.counted
    True
    """
    changes: dict[date, int] = {}
    for entry in progress.entries:
        changes[entry.date] = changes.get(entry.date, 0) + entry.counted
    found, running = [], 0
    for day in sorted(changes):
        if changes[day]:
            running += changes[day]
            found.append((day, running))
    return found


def even_path(target: Target, day: date) -> int | None:
    """Give the count that an even pace would have reached at the end of a day.

    Returns
    -------
    int or None
        Whole dwellings, rounded down; the minimum from the last day on.  None where the target
        has no minimum or no end.

    Notes
    -----
    minimum x days passed / days of the period, the day itself included.
    """
    if target.minimum is None or target.valid_to is None:
        return None
    whole = (target.valid_to - target.valid_from).days
    passed = (day - target.valid_from).days + 1
    return target.minimum * min(max(passed, 0), whole) // whole


@dataclass(frozen=True, slots=True)
class PaceNeeded:
    """What is needed to reach a minimum in the days that are left of its period.

    ``dwellings`` remain; ``per_month`` and ``per_quarter`` are rounded up to whole dwellings.
    """

    dwellings: int
    days: int
    per_month: int
    per_quarter: int


def pace_needed(progress: Progress) -> PaceNeeded | None:
    """Compute the pace that would reach the minimum.

    Returns
    -------
    PaceNeeded or None
        None where the target has no minimum or no end, where the minimum is reached, and where
        no day is left: the decisions of the date of the figures are already in it.

    Notes
    -----
    A month is 365.25 / 12 days.
    """
    target = progress.target
    if target.valid_to is None or not progress.remaining:
        return None
    days = (target.valid_to - max(progress.as_of + _DAY, target.valid_from)).days
    if days <= 0:
        return None
    up, down = _MONTH
    months = (progress.remaining * up, down * days)
    return PaceNeeded(
        progress.remaining, days, _rounded_up(*months), _rounded_up(3 * months[0], months[1])
    )


def _rounded_up(above: int, below: int) -> int:
    return -(-above // below)


def counts_in(quarters: Sequence[Quarter], year: int) -> tuple[int, int]:
    """Sum what the quarters of a year counted and deducted."""
    of_year = [quarter for quarter in quarters if quarter.year == year]
    return sum(q.plus for q in of_year), sum(q.minus for q in of_year)


@dataclass(frozen=True, slots=True)
class PlotPace:
    """How far the rented dwellings of one begun plot have come beside its others.

    ``rented`` and ``others`` are (begun, promised); the others are those of every other known
    tenure, since nothing is stated of undecided ones.
    """

    plot: Followed
    rented: tuple[int, int]
    others: tuple[int, int]

    @property
    def lag(self) -> Fraction:
        """The share of the others that has begun less that of the rented; above 0 they lag."""
        return Fraction(*self.others) - Fraction(*self.rented)


@dataclass(frozen=True, slots=True)
class StartedEvenly:
    """The pace within each plot where building has begun and is not completed.

    Parameters
    ----------
    compared
        Plots with both rented and other dwellings and with a statement of what has begun; the
        rented that lag most first.
    alone
        Plots whose dwellings are all rented, or none: there is nothing to compare with.
    not_stated
        Plots of both kinds where the register does not state what has begun.
    """

    compared: Sequence[PlotPace]
    alone: Sequence[Followed]
    not_stated: Sequence[Followed]


def pace_within(plots: Iterable[Followed]) -> StartedEvenly:
    """Tell, for each plot, whether its rented dwellings are started as its others are.

    Parameters
    ----------
    plots
        As of :func:`follow_plots`.

    Returns
    -------
    StartedEvenly
        Every plot at the stage ``byggstart``, in one of its lists.
    """
    compared: list[PlotPace] = []
    alone: list[Followed] = []
    not_stated: list[Followed] = []
    for plot in plots:
        state = plot.state
        if state.stage is not Event.BYGGSTART:
            continue
        standing = state.dwellings
        rented = standing[Tenure.HYRESRATT] if standing else 0
        others = sum(standing[tenure] for tenure in _OTHERS) if standing else 0
        if standing is not None and not (rented and others):
            alone.append(plot)
        elif standing is None or state.begun is None:
            not_stated.append(plot)
        else:
            begun = sum(state.begun[tenure] for tenure in _OTHERS)
            pair = ((state.begun[Tenure.HYRESRATT], rented), (begun, others))
            compared.append(PlotPace(plot, *pair))
    compared.sort(key=lambda within: (-within.lag, within.plot.state.decision.id))
    return StartedEvenly(compared, alone, not_stated)
