"""The ledger of a target: every change to an allocation, area by area, with its verdict.

The sum of the ledger's ``counted`` is the figure reported.  Nothing is dropped: a dwelling that
does not count stands in the ledger with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tenuremix.books import Booking, Books
from tenuremix.register import COUNTS, COUNTS_NOT
from tenuremix.rules import NOT_ASSESSABLE, AreaClass, Definition, Target, defensible
from tenuremix.tenure import Tenure


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


class Status(StrEnum):
    """How a target stands on a date."""

    MET = "met"
    MISSED = "missed"
    OPEN = "open"
    NOT_IN_FORCE = "not_in_force"
    NOT_ASSESSABLE = "not_assessable"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger.

    ``dwellings`` is the signed change of one tenure of one allocation in one area; ``counted``
    is what of it counts.  ``area`` is None outside every area.  ``without_exception`` is what
    would have counted had no exception been decided.
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
            if entry.dwellings or entry.counted:
                entries.append(entry)
    return entries


@dataclass(slots=True)
class _Account:
    """What one allocation has in one area and tenure, within the period of a target.

    ``booked`` is what was booked in the period and stands, whatever its verdict; ``counted`` and
    ``plain`` are what of it counts, with and without exceptions.
    """

    booked: int = 0
    counted: int = 0
    plain: int = 0


def _enter(
    booking: Booking, found: AreaClass, target: Target, rule: Definition, account: _Account
) -> Entry:
    """Judge one booking, and keep in the account what counts after it."""
    state = booking.state
    plain = _reason(booking, found, target, rule, booking.area)
    reason = _with_exception(plain, booking, target)
    counted_before, plain_before = account.counted, account.plain
    if target.in_period(state.decision.date):
        # A reduction takes back no more than was booked in the period.
        account.booked = max(0, account.booked + booking.dwellings)
        account.counted = account.booked if reason is Reason.COUNTED else 0
        account.plain = account.booked if plain is Reason.COUNTED else 0
    counted = account.counted - counted_before
    if counted:
        reason = Reason.COUNTED if counted > 0 else Reason.REVERSED
    elif reason is Reason.COUNTED:  # what it takes back was allocated before the period
        reason = Reason.OUTSIDE_PERIOD
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
        exception=state.exception,
        subgroup=state.subgroup,
        without_exception=account.plain - plain_before,
    )


def judge(books: Books, booking: Booking, target: Target, rule: Definition) -> Reason:
    """Judge the first booking of an allocation in an area, as the ledger does.

    Parameters
    ----------
    books
        The inputs that areas are classified by.
    booking
        At any level.
    target, rule
        The target, and the definition to judge by.

    Returns
    -------
    Reason
        ``COUNTED`` where every dwelling counts; else why none does.
    """
    area, reached = books.raise_to(booking.area, booking.level, rule.level)
    found = NOT_ASSESSABLE
    if area is not None and reached:
        found = books.classify(rule, area, booking.state.decision.date)
    plain = _reason(booking, found, target, rule, area)
    return _with_exception(plain, booking, target)


def _reason(
    booking: Booking, found: AreaClass, target: Target, rule: Definition, area: str | None
) -> Reason:
    """Give the first reason that keeps the dwellings of a booking from counting, if any does."""
    day = booking.state.decision.date
    reason = reason_there(target, area, booking.tenure, found, day)
    if reason is Reason.COUNTED and booking.state.subgroup in rule.exclude_subgroups:
        return Reason.EXCLUDED_SUBGROUP
    return reason


def reason_there(
    target: Target, area: str | None, tenure: Tenure, found: AreaClass, day: date
) -> Reason:
    """Tell whether a target looks at dwellings of a tenure in an area on a day.

    Parameters
    ----------
    target
        The target.
    area, found
        Where they lie, None outside every area, and the class of that area.
    tenure, day
        Their tenure, and the day that decides.

    Returns
    -------
    Reason
        ``COUNTED``, or the first reason of place and period that keeps them out.
    """
    if area is None:
        return Reason.OUTSIDE_AREAS
    counts = found.counts(tenure, target)
    if counts is None:
        return Reason.NOT_ASSESSABLE
    if not counts:
        return Reason.OTHER_AREA
    return Reason.COUNTED if target.in_period(day) else Reason.OUTSIDE_PERIOD


def _with_exception(plain: Reason, booking: Booking, target: Target) -> Reason:
    """Apply an exception that the nämnd has decided; the period stands whatever it says."""
    exception = booking.state.exception
    # A direction counts towards no number to be excepted from.
    if target.minimum is None or not target.in_period(booking.state.decision.date):
        return plain
    if exception == COUNTS:
        return Reason.COUNTED
    return Reason.EXCEPTED if exception == COUNTS_NOT and plain is Reason.COUNTED else plain


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
        Dwellings within the period that could not be judged.
    potential
        Undecided dwellings (oklar) that stand, by allocation; never counted.
    unknown
        Allocations that stand with an unknown number of dwellings.
    expired
        Allocations that have run out without a decision: still counted, at risk.
    sensitivity
        The answer under every other definition.
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
    standing = {id_: state for id_, state in books.states.items() if state.counted}
    return Progress(
        target=target,
        as_of=books.as_of,
        entries=entries,
        counted=counted,
        remaining=None if target.minimum is None else max(0, target.minimum - counted),
        status=_status(target, books.as_of, entries),
        by_year=_by_year(target, books.as_of, entries),
        without_exceptions=sum(entry.without_exception for entry in entries),
        not_assessable=sum(entry.dwellings for entry in entries if _unjudged(entry, target)),
        potential={
            id_: state.dwellings[Tenure.OKLAR]
            for id_, state in standing.items()
            if state.dwellings and state.dwellings[Tenure.OKLAR]
        },
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
    for definition in defensible(
        target.definition,
        books.judged_levels(),
        vintages=len(books.stock.vintages),
        hustyper=books.stock.hustyper,
    ):
        entries = ledger(books, target, definition)
        counted = _by_allocation(entries)
        status = _status(target, books.as_of, entries)
        found.append(Alternative(definition, sum(counted.values()), status, counted))
    return found


def _by_allocation(entries: Sequence[Entry]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for entry in entries:
        counted[entry.allocation] = counted.get(entry.allocation, 0) + entry.counted
    return counted


def _unjudged(entry: Entry, target: Target) -> bool:
    return entry.reason is Reason.NOT_ASSESSABLE and target.in_period(entry.date)


def _status(target: Target, as_of: date, entries: Sequence[Entry]) -> Status:
    """Give the verdict; what could not be assessed leaves it open only where it decides."""
    if as_of < target.valid_from:
        return Status.NOT_IN_FORCE
    if target.minimum is None:
        return Status.OPEN
    counted = sum(entry.counted for entry in entries)
    unjudged: dict[tuple[str, str | None], int] = {}
    for entry in entries:
        if _unjudged(entry, target):
            key = (entry.allocation, entry.area)
            unjudged[key] = unjudged.get(key, 0) + entry.dwellings
    least = counted + sum(number for number in unjudged.values() if number < 0)
    most = counted + sum(number for number in unjudged.values() if number > 0)
    if least >= target.minimum:
        return Status.MET
    if not target.is_over(as_of):
        return Status.OPEN
    return Status.NOT_ASSESSABLE if most >= target.minimum else Status.MISSED


def _by_year(target: Target, as_of: date, entries: Sequence[Entry]) -> dict[int, int]:
    """Sum the count by year, for every year of the period up to the date."""
    years = {
        year: 0
        for year in range(target.valid_from.year, as_of.year + 1)
        if target.valid_to is None or date(year, 1, 1) < target.valid_to
    }
    for entry in entries:
        if entry.counted:
            years[entry.date.year] += entry.counted
    return years
