"""What each plot would add to the count of a target: what it is now, and what is asked about it.

A plan or a reservation counts what the ledger would count if it became an allocation on its
expected date.  What is not known makes an interval: the least and the greatest it can count.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from tenuremix.counting.books import Booking, Books
from tenuremix.counting.decisions import Decision, Event, State
from tenuremix.counting.progress import Entry, judge, ledger
from tenuremix.counting.register import Register
from tenuremix.counting.rules import Definition
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import Count, Interval, Tenure
from tenuremix.outlook.assumptions import Assumptions, decide
from tenuremix.outlook.rates import Likelihood, Origin, Rate, Rates

Whole = NDArray[np.int64]
_DAY = timedelta(1)


class AskedFor(StrEnum):
    """What would have to be known of a plot for its figures to be one number."""

    PROBABILITY = "probability"
    EXPECTED = "expected"
    UNDECIDED = "undecided"
    PLACE = "place"
    DWELLINGS = "dwellings"


@dataclass(frozen=True, slots=True)
class Prospect:
    """A plot that may come to count, or one that counts and may be withdrawn.

    ``likelihood`` is that of counting when the period ends: that a plan becomes an allocation in
    the period, or that an allocation stays.  ``expected`` is None where no date to come is stated.
    ``asks`` are what is not known of it, apart from where it lies.
    """

    state: State
    expected: date | None
    likelihood: Likelihood
    asks: tuple[AskedFor, ...] = ()

    @property
    def allocation(self) -> str:
        """The id of the plot."""
        return self.state.decision.id

    @property
    def planned(self) -> bool:
        """Tell whether the plot is not allocated yet."""
        return self.state.pipeline


def last_day(books: Books, target: Target, assumptions: Assumptions) -> date | None:
    """Find the day on which the count of a target is final.

    It is the last of the period; of a period without an end, the last expected date of the
    pipeline.  None where there is neither.
    """
    if target.period.last is not None:
        return target.period.last
    planned = (state for state in books.states.values() if state.pipeline)
    expected = (_expected(state, books.as_of, assumptions) for state in planned)
    return max((day for day in expected if day is not None), default=None)


def _expected(state: State, as_of: date, assumptions: Assumptions) -> date | None:
    """Give the expected date of a plan; a date that has passed without a decision is none."""
    day = assumptions.of(state.decision.id).expected or state.expected
    return day if day is not None and day > as_of else None


def open_days(books: Books, target: Target) -> tuple[date, ...]:
    """List the days that can differ in what they count: the first to come, and every turn after.

    None are left where the period ends with the date of the books.
    """
    first = max(books.as_of + _DAY, target.valid_from)
    if not target.period.holds(first):
        return ()
    later = (day for day in _turns(books, target) if day > first and target.period.holds(day))
    return (first, *sorted(set(later)))


def _turns(books: Books, target: Target) -> list[date]:
    """List the days from which another vintage or another edition of a list decides."""
    editions = [edition.valid_from for edition in target.definition.editions]
    return [vintage + _DAY for vintage in books.stock.vintages] + editions


def find_prospects(books: Books, target: Target, assumptions: Assumptions) -> list[Prospect]:
    """List every plot of the pipeline and every allocation that stands, by id."""
    if not open_days(books, target):
        return []
    rates = Rates(books.register, books.as_of, assumptions.least_cases)
    end = last_day(books, target, assumptions)
    left = max(0, (end - books.as_of).days) if end is not None else None
    found = []
    for state in books.states.values():
        if state.pipeline and state.dwellings is not None:
            expected = _expected(state, books.as_of, assumptions)
            stated = assumptions.of(state.decision.id).probability
            likelihood = _becoming(state, stated, _rate(state, rates, books.as_of, left))
            asks = [AskedFor.PROBABILITY] if likelihood.origin is Origin.NONE else []
            most = likelihood.probability.high
            if expected is None and most:
                # In the period, or after it.
                likelihood = replace(likelihood, probability=Interval(0.0, most))
                asks.append(AskedFor.EXPECTED)
            if _undecided(state, target, assumptions):
                asks.append(AskedFor.UNDECIDED)
            found.append(Prospect(state, expected, likelihood, tuple(asks)))
        elif state.standing:
            stated = assumptions.of(state.decision.id).withdrawal
            likelihood = _staying(state, stated, _rate(state, rates, books.as_of, left))
            found.append(Prospect(state, None, likelihood))
    return found


def unknown_sizes(books: Books, target: Target, assumptions: Assumptions) -> list[State]:
    """List the plots of the pipeline whose number of dwellings is not known."""
    end = last_day(books, target, assumptions)
    if not open_days(books, target):
        return []
    return [
        state
        for state in books.states.values()
        if state.pipeline
        and state.dwellings is None
        and ((day := _expected(state, books.as_of, assumptions)) is None or not end or day <= end)
    ]


def _rate(state: State, rates: Rates, as_of: date, left: int | None) -> Rate | None:
    """Find what became of plots like this one in the days that are left."""
    if left is None:
        return None
    return rates.rate(state.stage, age_days=(as_of - state.since).days, within_days=left)


def _becoming(state: State, stated: float | None, rate: Rate | None) -> Likelihood:
    """Give the likelihood that a plan becomes an allocation: stated, else of the history."""
    if stated is not None:
        return Likelihood(Interval.exactly(stated), Origin.WORKSPACE)
    if state.probability is not None:
        return Likelihood(Interval.exactly(state.probability), Origin.REGISTER)
    if rate is None or not rate.enough:
        return Likelihood(Interval(0.0, 1.0), Origin.NONE)
    return Likelihood(Interval.exactly(rate.share), Origin.HISTORY, rate)


def _undecided(state: State, target: Target, assumptions: Assumptions) -> bool:
    """Tell whether dwellings of a plan may get a tenure that the target looks at, or may not."""
    shares = assumptions.shares_of(state.decision.id)
    left = decide(state.dwellings or {}, shares)[Tenure.OKLAR]
    return bool(left) and any(tenure not in shares for tenure in target.tenures)


def _staying(state: State, stated: float | None, rate: Rate | None) -> Likelihood:
    """Give the likelihood that an allocation stays; what is built does."""
    if state.stage is Event.FARDIGSTALLD:
        return Likelihood(Interval.exactly(1.0), Origin.COMPLETED)
    if stated is not None:
        return Likelihood(Interval.exactly(1 - stated), Origin.WORKSPACE)
    if rate is None:
        return Likelihood(Interval.exactly(1.0), Origin.NONE)
    stayed = replace(rate, happened=rate.cases - rate.happened)
    if not (rate.happened and rate.enough):
        # That none was withdrawn, or so few are known, does not tell that none can be.
        return Likelihood(Interval(1 - rate.most, 1.0), Origin.RULE_OF_THREE, stayed)
    return Likelihood(Interval.exactly(stayed.share), Origin.HISTORY, stayed)


@dataclass(frozen=True, slots=True, eq=False)
class Reckoning:
    """What counts under a definition.

    ``counted`` is the ledger's figure now, ``unjudged`` what of the ledger cannot be judged.  The
    rows tell what each prospect counts (a plan when it has become an allocation, an allocation for
    as long as it stays): at the least, at the most, and what of it cannot be judged.
    """

    definition: Definition
    counted: int
    unjudged: int
    low: Whole
    high: Whole
    open_: Whole

    def counts(self) -> list[Count]:
        """Give what each prospect counts."""
        return list(map(Count, self.low.tolist(), self.high.tolist()))


class Tallies:
    """What every prospect counts under any definition.

    Notes
    -----
    Every way in which a plan can turn out (a day it may come, a tenure that its undecided
    dwellings may get) is booked as an allocation of its own and judged as the ledger judges it.
    Bookings that no rule can tell apart are judged once.  A plot that has been allocated before
    has a class that is fixed since then, and goes through the ledger itself.
    """

    def __init__(
        self, books: Books, target: Target, assumptions: Assumptions, prospects: Sequence[Prospect]
    ) -> None:
        self._books, self._target, self._size = books, target, len(prospects)
        self._standing = {p.allocation: at for at, p in enumerate(prospects) if not p.planned}
        owners: list[int] = []  # for each way, the prospect it belongs to
        fresh: list[Decision] = []
        again: list[Decision] = []
        for at, prospect in enumerate(prospects):
            if not prospect.planned:
                continue
            before = books.register.history(prospect.allocation, books.as_of)
            seen = any(state.standing for state in before)
            for decision in _ways(prospect, books, target, assumptions):
                id_ = str(len(owners))
                owners.append(at)
                if seen:
                    again += [state.decision._replace(id=id_) for state in before]
                    again.append(decision._replace(id=id_))
                else:
                    fresh.append(_labelled(decision._replace(id=id_), prospect.state))
        self._again = books.with_register(Register(again), date.max)
        self._fresh = books.with_register(Register(fresh), date.max)
        self._alike = self._grouped()
        # The ways of one prospect stand together.
        self._ways = len(owners)
        self._owners, self._firsts = np.unique(np.array(owners, dtype=int), return_index=True)

    def _grouped(self) -> list[tuple[Booking, Whole, Whole]]:
        """Group the fresh bookings that no rule can tell apart: one, and all ways and numbers."""
        target = self._target
        edges = sorted({*_turns(self._books, target)})
        found: dict[tuple[object, ...], tuple[Booking, list[tuple[int, int]]]] = {}
        for booking in self._fresh.bookings(target.definition.split):
            if booking.tenure in target.tenures:
                state = booking.state
                when = bisect_right(edges, state.decision.date)
                labels = (when, booking.tenure, state.subgroup, state.exception)
                key = (booking.level, booking.area, *labels)
                way = (int(state.decision.id), booking.dwellings)
                found.setdefault(key, (booking, []))[1].append(way)
        return [(booking, *np.array(ways, dtype=np.int64).T) for booking, ways in found.values()]

    def under(self, definition: Definition) -> Reckoning:
        """Count under a definition."""
        target = self._target
        counted, unjudged = (np.zeros(self._ways, dtype=np.int64) for _ in (0, 1))
        for booking, ways, numbers in self._alike:
            counts = judge(self._books, booking, target, definition)
            if counts is not False:
                into = counted if counts else unjudged
                into[ways] += numbers  # a way has one booking in an area
        for id_, (least, most) in _by_allocation(ledger(self._again, target, definition)).items():
            counted[int(id_)], unjudged[int(id_)] = least, most - least
        low, high, open_ = (np.zeros(self._size, dtype=np.int64) for _ in range(3))
        if self._ways:
            low[self._owners] = np.minimum.reduceat(counted, self._firsts)
            high[self._owners] = np.maximum.reduceat(counted + unjudged, self._firsts)
            open_[self._owners] = np.maximum.reduceat(unjudged, self._firsts)
        entries = ledger(self._books, target, definition)
        now = _by_allocation(entries)
        for id_, (least, most) in now.items():
            if (at := self._standing.get(id_)) is not None:
                low[at], high[at], open_[at] = least, most, most - least
        counted_now = sum(entry.counted for entry in entries)
        open_now = sum(entry.possible for entry in entries) - counted_now
        return Reckoning(definition, counted_now, open_now, low, high, open_)


def _ways(
    prospect: Prospect, books: Books, target: Target, assumptions: Assumptions
) -> Iterable[Decision]:
    """Decide a plan in every way that can differ in what it counts."""
    expected = prospect.expected
    days = open_days(books, target) if expected is None else (expected,)
    shares = assumptions.shares_of(prospect.allocation)
    stated = decide(prospect.state.dwellings or {}, shares)
    mixes = [stated]
    if undecided := stated[Tenure.OKLAR]:
        # What is stated of a tenure stands; the rest may become any of the others.
        mixes += [
            {**stated, tenure: stated[tenure] + undecided, Tenure.OKLAR: 0}
            for tenure in target.tenures
            if tenure not in shares
        ]
    name = prospect.state.name
    return [
        Decision("", name, day, Event.MARKANVISNING, mix)
        for day in days
        if target.period.holds(day)
        for mix in mixes
    ]


def _labelled(decision: Decision, state: State) -> Decision:
    """Carry over to a decision what stands of the plot."""
    return decision._replace(
        place=state.place,
        subgroup=state.subgroup,
        exception=state.exception,
        diarienummer=state.diarienummer,
    )


def _by_allocation(entries: Iterable[Entry]) -> dict[str, tuple[int, int]]:
    """Sum a ledger by allocation: what counts, and the most that can."""
    found: dict[str, tuple[int, int]] = {}
    for entry in entries:
        least, most = found.get(entry.allocation, (0, 0))
        found[entry.allocation] = (least + entry.counted, most + entry.possible)
    return found
