"""The ledger of a target: every change to an allocation, area by area, with its verdict.

The sum of the ledger's ``counted`` is the figure reported.  Nothing is dropped: a dwelling that
does not count stands in the ledger with the reason.  It is judged as columns: each distinct case
once, and an :class:`Entry` is made of a row only where one is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, overload

import numpy as np

from tenuremix.columns.bookings import Accounts, BookedRows, groups
from tenuremix.counting.books import Booking, Books
from tenuremix.counting.decisions import COUNTS, COUNTS_NOT, State
from tenuremix.counting.rules import (
    NOT_ASSESSABLE,
    TAKEN_AS_COUNTING,
    AreaClass,
    Definition,
    judged_by,
)
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import ALLOCATION_TENURES, Tenure

if TYPE_CHECKING:
    from numpy.typing import NDArray


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


def ledger(books: Books, target: Target, definition: Definition | None = None) -> Entries:
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
    Entries
        By date, allocation and area.  The class of an area is fixed, for each allocation, at
        the first booking there, of any tenure; a later withdrawal reverses exactly what was
        counted, which is nothing for what was allocated before the period.
    """
    rule = definition or target.definition
    journal = books.journal
    key = ("ledger", rule.level, rule.split, target.tenures, target.period)
    if key not in books.remembered:
        books.remembered[key] = _Prepared(books, target, rule)
    known: _Prepared = books.remembered[key]
    number, classes = _classes(books, rule, known.rows.area, known.first_day)
    # Rows that no rule can tell apart are judged once.
    cases = (number * len(ALLOCATION_TENURES) + known.rows.tenure) * 2 + known.holds
    cases = cases * len(journal.labels) + journal.label[known.rows.state]
    _, first, case = np.unique(cases, return_index=True, return_inverse=True)
    outside = len(classes) - 1
    verdicts = [
        _verdict(
            journal.states[known.rows.state[at]],
            ALLOCATION_TENURES[known.rows.tenure[at]],
            None if number[at] == outside else "",
            classes[number[at]],
            target,
            rule,
        )
        for at in first.tolist()
    ]
    reasons = [*Reason]
    reason = np.array([reasons.index(found) for found, _, _ in verdicts], dtype=np.intp)[case]
    plain = np.array([found is Reason.COUNTED for _, found, _ in verdicts], dtype=bool)[case]
    possible = np.array([may for _, _, may in verdicts], dtype=bool)[case]
    counts = reason == reasons.index(Reason.COUNTED)
    counted = known.moves(counts)
    # What it takes back was allocated before the period.
    late = counts & (counted == 0) & (known.rows.dwellings != 0)
    for rows, said in (
        (late, Reason.OUTSIDE_PERIOD),
        (counted > 0, Reason.COUNTED),
        (counted < 0, Reason.REVERSED),
    ):
        reason[rows] = reasons.index(said)
    # Most often all three are the same.
    others = [
        counted if (counts == as_if).all() else known.moves(as_if) for as_if in (plain, possible)
    ]
    columns = (counted, reason, number, *others)
    return Entries(books, target, classes, known.rows, columns)


def counted_under(books: Books, target: Target, definition: Definition) -> int:
    """Give the figure of a target under a definition, which the books remember."""
    key = ("counted", target, definition)
    if key not in books.remembered:
        books.remembered[key] = ledger(books, target, definition).counted
    found: int = books.remembered[key]
    return found


class _Prepared:
    """What of a ledger is the same under every definition of one level and split.

    ``first_day`` is the day on which the allocation of each row was first booked in its area.
    """

    def __init__(self, books: Books, target: Target, rule: Definition) -> None:
        journal = books.journal
        rows = books.changes_at(rule.level, rule.split)
        allocation = journal.allocation[rows.state]
        first_day = journal.day[rows.state][groups(rows.area, allocation)]
        asked = np.array([tenure in target.tenures for tenure in ALLOCATION_TENURES])
        mine = np.flatnonzero(asked[rows.tenure])
        self.rows, self.first_day = rows.chosen(mine), first_day[mine]
        day, period = journal.day[self.rows.state], target.period
        self.holds = day >= period.first.toordinal()
        if period.last is not None:
            self.holds &= day <= period.last.toordinal()
        self._within = np.flatnonzero(self.holds)
        within = self.rows.chosen(self._within)
        account = groups(within.tenure, within.area, journal.allocation[within.state])
        # A reduction takes back no more than was booked in the period.
        self._accounts = Accounts(account, within.dwellings)

    def moves(self, counts: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Give what each row moves, where what stands of it in the period counts or does not."""
        found = np.zeros(len(counts), dtype=np.int64)
        found[self._within] = self._accounts.moves(counts[self._within])
        return found


def _classes(
    books: Books, rule: Definition, area: NDArray[np.intp], day: NDArray[np.int64]
) -> tuple[NDArray[np.intp], list[AreaClass]]:
    """Classify areas on days; give for each its number in the list of classes.

    The last of the list is that of what lies outside every area, the one before that of what is
    known of a coarser level alone.
    """
    listed = books.areas.listed
    judged = books.locator.at_level(rule.level)[area]
    days, on = np.unique(day[judged], return_inverse=True)
    dates = [*map(date.fromordinal, days.tolist())]
    by = [judged_by(rule, books.stock, each) for each in dates]
    bases = {each: number for number, each in enumerate(dict.fromkeys(by))}
    basis = np.array([bases[each] for each in by], dtype=np.intp)[on]
    pairs, first, mine = np.unique(
        area[judged] * max(1, len(bases)) + basis, return_index=True, return_inverse=True
    )
    some, some_on = area[judged][first], on[first]
    classes = [
        books.classify(rule, listed[number][1], dates[at])
        for number, at in zip(some.tolist(), some_on.tolist(), strict=True)
    ]
    found = np.where(area == len(listed), len(pairs) + 1, len(pairs))
    found[judged] = mine
    return found, [*classes, NOT_ASSESSABLE, NOT_ASSESSABLE]


class Entries(Sequence[Entry]):
    """The entries of a ledger, by date, allocation and area, and what they add up to.

    ``counted``, ``without_exceptions`` and ``possible`` are the sums of ``counted``,
    ``without_exception`` and ``possible`` of the entries.
    """

    def __init__(
        self,
        books: Books,
        target: Target,
        classes: Sequence[AreaClass],
        rows: BookedRows,
        columns: Sequence[NDArray[np.int64]],
    ) -> None:
        counted, _, _, plain, possible = columns
        told = (rows.dwellings, counted, plain, possible)
        kept = np.flatnonzero(np.logical_or.reduce([column != 0 for column in told]))
        self._areas, self._journal, self._target = books.areas, books.journal, target
        self._classes = classes
        self._rows = rows.chosen(kept)
        self._columns = [column[kept] for column in columns]
        self.counted = int(counted.sum())
        self.without_exceptions = int(plain.sum())
        self.possible = int(possible.sum())

    def by_allocation(self) -> dict[str, int]:
        """Sum what counts of each allocation of which anything does."""
        allocation = self._journal.allocation[self._rows.state]
        sums = np.zeros(len(self._journal.ids), dtype=np.int64)
        np.add.at(sums, allocation, self._columns[0])
        return {self._journal.ids[at]: int(sums[at]) for at in np.flatnonzero(sums).tolist()}

    def by_day(self) -> dict[date, int]:
        """Sum what counts by the date of the decision, for the days that move it."""
        moved = np.flatnonzero(self._columns[0])
        days, at = np.unique(self._journal.day[self._rows.state[moved]], return_inverse=True)
        sums = np.zeros(len(days), dtype=np.int64)
        np.add.at(sums, at, self._columns[0][moved])
        return {date.fromordinal(d): n for d, n in zip(days.tolist(), sums.tolist(), strict=True)}

    @cached_property
    def _entries(self) -> list[Entry]:
        """Every entry, made of its row."""
        states, reasons = self._journal.states, [*Reason]
        codes = [*(code for _, code in self._areas.listed), None]
        columns = (*self._rows, *self._columns)
        return [
            Entry(
                allocation=(made := states[state]).decision.id,
                name=made.name,
                date=made.decision.date,
                event=made.decision.event.value,
                area=codes[area],
                tenure=ALLOCATION_TENURES[tenure],
                dwellings=dwellings,
                counted=counted,
                reason=reasons[reason],
                area_class=self._classes[number],
                exception=_exception(made, self._target),
                subgroup=made.subgroup,
                without_exception=plain,
                possible=possible,
            )
            for state, area, tenure, dwellings, counted, reason, number, plain, possible in zip(
                *(column.tolist() for column in columns), strict=True
            )
        ]

    def __eq__(self, other: object) -> bool:
        """Tell whether another sequence holds the same entries."""
        return isinstance(other, Sequence) and self._entries == [*other]

    __hash__ = None  # type: ignore[assignment]  # as a list has none

    def __len__(self) -> int:
        """Count the entries."""
        return len(self._rows.state)

    @overload
    def __getitem__(self, at: int) -> Entry: ...
    @overload
    def __getitem__(self, at: slice) -> list[Entry]: ...
    def __getitem__(self, at: int | slice) -> Entry | list[Entry]:
        """Give an entry, or some of them."""
        return self._entries[at]


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
    reason, _, may_count = _verdict(booking.state, booking.tenure, area, found, target, rule)
    return True if reason is Reason.COUNTED else None if may_count else False


def _verdict(
    state: State,
    tenure: Tenure,
    area: str | None,
    found: AreaClass,
    target: Target,
    rule: Definition,
) -> tuple[Reason, Reason, bool]:
    """Give the reason, the reason had no exception been decided, and whether it may count."""
    reason, plain = _reasons(state, tenure, area, found, target, rule)
    if reason is not Reason.NOT_ASSESSABLE:
        return reason, plain, reason is Reason.COUNTED
    most, _ = _reasons(state, tenure, area, TAKEN_AS_COUNTING, target, rule)
    return reason, plain, most is Reason.COUNTED


def _reasons(
    state: State,
    tenure: Tenure,
    area: str | None,
    found: AreaClass,
    target: Target,
    rule: Definition,
) -> tuple[Reason, Reason]:
    """Give the first reason that keeps a booking from counting, with exceptions and without."""
    day = state.decision.date
    plain = reason_there(target, area, tenure, found, day)
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
