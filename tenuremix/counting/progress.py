"""The ledger of a target: every change to an allocation, area by area, with its verdict.

The sum of the ledger's ``counted`` is the figure reported.  Nothing is dropped: a dwelling that
does not count stands in the ledger with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tenuremix.counting.books import Booking, Books
from tenuremix.counting.decisions import COUNTS, COUNTS_NOT, State
from tenuremix.counting.period import Period
from tenuremix.counting.rules import NOT_ASSESSABLE, TAKEN_AS_COUNTING, AreaClass, Definition
from tenuremix.counting.targets import Status, Target, find_status, wording
from tenuremix.counting.tenure import Tenure


class Reason(StrEnum):
    """Why an entry counts or not; the first that applies, in this order."""

    OUTSIDE_AREAS = "outside_areas"
    NOT_ASSESSABLE = "not_assessable"
    OTHER_AREA = "other_area"
    OUTSIDE_PERIOD = "outside_period"
    EXCLUDED_SUBGROUP = "excluded_subgroup"
    EXCEPTED = "excepted"
    COUNTED = "counted"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger.

    ``dwellings`` is the signed change of one tenure of one allocation in one area; ``counted``
    is what of it counts, ``possible`` what may count at most: the two differ where the class of
    the area is not known.  ``area`` is None outside every area.  ``without_exception`` is what
    would have counted had no exception been decided.  ``exception`` is empty where the target
    has no minimum: such a target knows no exceptions.
    """

    allocation: str
    name: str
    date: date
    event: str
    area: str | None
    tenure: Tenure
    dwellings: int
    counted: int
    reason: Reason
    area_class: AreaClass
    exception: str = ""
    subgroup: str = ""
    without_exception: int = 0
    possible: int = 0


def ledger(books: Books, target: Target, definition: Definition | None = None) -> list[Entry]:
    """Enter every change of the target's tenures, with its verdict.

    Parameters
    ----------
    books
        The inputs and the date.
    target
        The target.
    definition
        Another definition to judge by, instead of the target's own.

    Returns
    -------
    list
        By date, allocation and area.  The class of an area is fixed, for each allocation, at
        the first booking there, of any tenure; a later withdrawal reverses exactly what was
        counted, which is nothing for what was allocated before the period.
    """
    rule = definition or target.definition
    fixed: dict[tuple[str, str], AreaClass] = {}
    accounts: dict[tuple[str, str | None, Tenure], _Account] = {}
    entries: list[Entry] = []
    for booking in books.bookings_at(rule.level, rule.split):
        id_, day = booking.state.decision.id, booking.state.decision.date
        found = NOT_ASSESSABLE
        if booking.area is not None and booking.level == rule.level:
            key = (id_, booking.area)
            if key not in fixed:
                fixed[key] = books.classify(rule, booking.area, day)
            found = fixed[key]
        if booking.tenure in target.tenures:
            account = accounts.setdefault((id_, booking.area, booking.tenure), _Account())
            entry = _enter(booking, found, target, rule, account)
            if entry.dwellings or entry.counted or entry.without_exception or entry.possible:
                entries.append(entry)
    return entries


@dataclass(slots=True)
class _Account:
    """What one allocation has in one area and tenure, within the period of a target.

    ``booked`` is what was booked in the period and stands, whatever its verdict; ``counted``,
    ``plain`` and ``possible`` are what of it counts, what would without exceptions, and what may
    at most.
    """

    booked: int = 0
    counted: int = 0
    plain: int = 0
    possible: int = 0


def _enter(
    booking: Booking, found: AreaClass, target: Target, rule: Definition, account: _Account
) -> Entry:
    """Judge one booking, and keep in the account what counts after it."""
    state = booking.state
    reason, plain, may_count = _verdict(booking, booking.area, found, target, rule)
    counted, plainly, possible = account.counted, account.plain, account.possible
    if target.period.holds(state.decision.date):
        # A reduction takes back no more than was booked in the period.
        account.booked = max(0, account.booked + booking.dwellings)
        account.counted = account.booked if reason is Reason.COUNTED else 0
        account.plain = account.booked if plain is Reason.COUNTED else 0
        account.possible = account.booked if may_count else 0
    counted = account.counted - counted
    if counted:
        reason = Reason.COUNTED if counted > 0 else Reason.REVERSED
    elif reason is Reason.COUNTED and booking.dwellings:
        reason = Reason.OUTSIDE_PERIOD  # what it takes back was allocated before the period
    return Entry(
        allocation=state.decision.id,
        name=state.name,
        date=state.decision.date,
        event=state.decision.event.value,
        area=booking.area,
        tenure=booking.tenure,
        dwellings=booking.dwellings,
        counted=counted,
        reason=reason,
        area_class=found,
        exception=_exception(state, target),
        subgroup=state.subgroup,
        without_exception=account.plain - plainly,
        possible=account.possible - possible,
    )


def judge(books: Books, booking: Booking, target: Target, rule: Definition) -> bool | None:
    """Judge the first booking of an allocation in an area, as the ledger does.

    Parameters
    ----------
    booking
        At any level.

    Returns
    -------
    bool or None
        Whether its dwellings count; None where the class of the area decides and is not known.
    """
    area, reached = books.raise_to(booking.area, booking.level, rule.level)
    found = NOT_ASSESSABLE
    if area is not None and reached:
        found = books.classify(rule, area, booking.state.decision.date)
    reason, _, may_count = _verdict(booking, area, found, target, rule)
    return True if reason is Reason.COUNTED else None if may_count else False


def _verdict(
    booking: Booking, area: str | None, found: AreaClass, target: Target, rule: Definition
) -> tuple[Reason, Reason, bool]:
    """Give the reason, the reason had no exception been decided, and whether it may count."""
    reason, plain = _reasons(booking, area, found, target, rule)
    if reason is not Reason.NOT_ASSESSABLE:
        return reason, plain, reason is Reason.COUNTED
    most, _ = _reasons(booking, area, TAKEN_AS_COUNTING, target, rule)
    return reason, plain, most is Reason.COUNTED


def _reasons(
    booking: Booking, area: str | None, found: AreaClass, target: Target, rule: Definition
) -> tuple[Reason, Reason]:
    """Give the first reason that keeps a booking from counting, with exceptions and without."""
    state, day = booking.state, booking.state.decision.date
    plain = reason_there(target, area, booking.tenure, found, day)
    if plain is Reason.COUNTED and state.subgroup in rule.exclude_subgroups:
        plain = Reason.EXCLUDED_SUBGROUP
    exception = _exception(state, target)
    # The period stands, whatever the nämnd has excepted.
    if exception == COUNTS and target.period.holds(day):
        return Reason.COUNTED, plain
    if exception == COUNTS_NOT and plain is Reason.COUNTED:
        return Reason.EXCEPTED, plain
    return plain, plain


def _exception(state: State, target: Target) -> str:
    """Give the exception that a target heeds: a direction counts towards no number to except."""
    return "" if target.minimum is None else state.exception


def reason_there(
    target: Target, area: str | None, tenure: Tenure, found: AreaClass, day: date
) -> Reason:
    """Tell whether a target looks at dwellings of a tenure in an area on a day.

    Parameters
    ----------
    area, found
        Where they lie, None outside every area, and the class of that area.

    Returns
    -------
    Reason
        ``COUNTED``, or the first reason of place and period that keeps them out.
    """
    if area is None:
        return Reason.OUTSIDE_AREAS
    counts = target.counts(tenure, found)
    if counts is None:
        return Reason.NOT_ASSESSABLE
    if not counts:
        return Reason.OTHER_AREA
    return Reason.COUNTED if target.period.holds(day) else Reason.OUTSIDE_PERIOD


@dataclass(frozen=True, slots=True)
class Alternative:
    """The answer to a target under another definition."""

    definition: Definition
    counted: int
    status: Status
    by_allocation: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Progress:
    """How a target stands on a date, with everything that the figure rests on.

    Parameters
    ----------
    target, as_of, entries
        What was asked, and the ledger.
    counted, remaining, status, by_year
        The figure, what is left to the minimum, the verdict, and the figure by year.
    without_exceptions
        The figure had the nämnd decided no exceptions.
    not_assessable
        Dwellings that could not be judged and may count beside ``counted``.
    potential
        Undecided dwellings (oklar) that stand and are not completed, by allocation; never counted.
    unknown
        Allocations that stand with an unknown number of dwellings.
    expired
        Allocations that have run out without a decision: still counted, at risk.
    sensitivity
        The answer under every other definition.
    uncovered
        The parts of the period so far on which no register is complete.
    unknown_tenure
        The allocations of ``potential`` of which the source does not state the tenure.
    """

    target: Target
    as_of: date
    entries: Sequence[Entry]
    counted: int
    remaining: int | None
    status: Status
    by_year: Mapping[int, int]
    without_exceptions: int
    not_assessable: int
    potential: Mapping[str, int]
    unknown: Sequence[str]
    expired: Mapping[str, date]
    sensitivity: Sequence[Alternative]
    uncovered: Sequence[Period] = ()
    unknown_tenure: Sequence[str] = ()

    def wording(self, status: Status | None = None) -> str:
        """Name the words for the status, or for that under another definition."""
        complete = not self.uncovered
        return wording(status or self.status, self.target, self.as_of, complete=complete)

    @property
    def span(self) -> tuple[int, int]:
        """The least and the greatest count over all definitions."""
        counts = [self.counted, *(alternative.counted for alternative in self.sensitivity)]
        return min(counts), max(counts)

    def deciding(self) -> list[tuple[str, int, int]]:
        """List the allocations whose count differs between definitions.

        Returns
        -------
        list
            (allocation, least, greatest number counted), the widest difference first.
        """
        answers = [alternative.by_allocation for alternative in self.sensitivity]
        found = []
        for id_ in {id_ for answer in answers for id_ in answer}:
            counts = [answer.get(id_, 0) for answer in answers]
            if min(counts) != max(counts):
                found.append((id_, min(counts), max(counts)))
        return sorted(found, key=lambda item: (item[1] - item[2], item[0]))


def assess_progress(books: Books, target: Target, *, sensitivity: bool = True) -> Progress:
    """Assess a target on the date of the books.

    Parameters
    ----------
    books
        The inputs and the date.
    target
        The target.
    sensitivity
        Whether to answer under every other definition too.

    Returns
    -------
    Progress
        Its ``counted`` is the sum of ``counted`` over its entries.
    """
    entries = ledger(books, target)
    counted = sum(entry.counted for entry in entries)
    standing = {id_: state for id_, state in books.states.items() if state.standing}
    return Progress(
        target=target,
        as_of=books.as_of,
        entries=entries,
        counted=counted,
        remaining=None if target.minimum is None else max(0, target.minimum - counted),
        status=_status(books, target, entries),
        by_year=_by_year(target, books.as_of, entries),
        without_exceptions=sum(entry.without_exception for entry in entries),
        not_assessable=sum(entry.possible for entry in entries) - counted,
        uncovered=books.uncovered(target.period),
        potential={id_: state.potential for id_, state in standing.items() if state.potential},
        unknown_tenure=[id_ for id_, s in standing.items() if s.potential and s.unstated],
        unknown=[id_ for id_, state in standing.items() if state.dwellings is None],
        expired={
            id_: state.valid_until
            for id_, state in standing.items()
            if state.valid_until is not None and state.expired(books.as_of)
        },
        sensitivity=_alternatives(books, target) if sensitivity else [],
    )


def _alternatives(books: Books, target: Target) -> list[Alternative]:
    found = []
    for definition in books.alternatives(target.definition):
        entries = ledger(books, target, definition)
        counted = counted_by_allocation(entries)
        status = _status(books, target, entries)
        found.append(Alternative(definition, sum(counted.values()), status, counted))
    return found


def counted_by_allocation(entries: Sequence[Entry]) -> dict[str, int]:
    """Sum what counts of each allocation of a ledger."""
    counted: dict[str, int] = {}
    for entry in entries:
        counted[entry.allocation] = counted.get(entry.allocation, 0) + entry.counted
    return counted


def _status(books: Books, target: Target, entries: Sequence[Entry]) -> Status:
    return find_status(
        target,
        books.as_of,
        counted=sum(entry.counted for entry in entries),
        possible=sum(entry.possible for entry in entries),
        complete=not books.uncovered(target.period),
    )


def _by_year(target: Target, as_of: date, entries: Sequence[Entry]) -> dict[int, int]:
    """Sum the count by year, for every year of the period up to the date."""
    last = min(as_of, target.period.last or as_of)
    years = dict.fromkeys(range(target.valid_from.year, last.year + 1), 0)
    for entry in entries:
        if entry.counted:
            years[entry.date.year] += entry.counted
    return years
