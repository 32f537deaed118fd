"""How far a target has come on a date, under its own definition and every other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tenuremix.counting.books import Books
from tenuremix.counting.ledger import Entries, Entry, Reason, judge, ledger, reason_there
from tenuremix.counting.period import Period
from tenuremix.counting.rules import Definition
from tenuremix.counting.targets import Status, Target, find_status, wording

__all__ = [
    "Alternative",
    "Entry",
    "Progress",
    "Reason",
    "assess_progress",
    "counted_by_allocation",
    "judge",
    "ledger",
    "reason_there",
]


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
    counted = entries.counted
    standing = {id_: state for id_, state in books.states.items() if state.standing}
    return Progress(
        target=target,
        as_of=books.as_of,
        entries=entries,
        counted=counted,
        remaining=None if target.minimum is None else max(0, target.minimum - counted),
        status=_status(books, target, entries),
        by_year=_by_year(target, books.as_of, entries),
        without_exceptions=entries.without_exceptions,
        not_assessable=entries.possible - counted,
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
        status = _status(books, target, entries)
        by_allocation = counted_by_allocation(entries)
        found.append(Alternative(definition, entries.counted, status, by_allocation))
    return found


def counted_by_allocation(entries: Sequence[Entry]) -> dict[str, int]:
    """Sum what counts of each allocation of a ledger."""
    if isinstance(entries, Entries):
        return entries.by_allocation()
    counted: dict[str, int] = {}
    for entry in entries:
        counted[entry.allocation] = counted.get(entry.allocation, 0) + entry.counted
    return counted


def _status(books: Books, target: Target, entries: Entries) -> Status:
    return find_status(
        target,
        books.as_of,
        counted=entries.counted,
        possible=entries.possible,
        complete=not books.uncovered(target.period),
    )


def _by_year(target: Target, as_of: date, entries: Entries) -> dict[int, int]:
    """Sum the count by year, for every year of the period up to the date."""
    last = min(as_of, target.period.last or as_of)
    years = dict.fromkeys(range(target.valid_from.year, last.year + 1), 0)
    for day, number in entries.by_day().items():
        years[day.year] += number
    return years
