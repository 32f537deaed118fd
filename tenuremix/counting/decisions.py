"""The decisions of a register, and what must hold of one by itself, whoever made it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tenuremix.counting.period import believed
from tenuremix.counting.tenure import ALLOCATION_TENURES, KNOWN, Tenure, is_whole
from tenuremix.errors import Fault

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry


class Event(StrEnum):
    """What a decision does (handelse), in the order in which the events of one day are taken."""

    PLANERAD = "planerad"
    MARKRESERVATION = "markreservation"
    MARKANVISNING = "markanvisning"
    ANDRING = "andring"
    FORLANGNING = "forlangning"
    BYGGSTART = "byggstart"
    FARDIGSTALLD = "fardigstalld"
    ATERKALLAD = "aterkallad"


PIPELINE = (Event.PLANERAD, Event.MARKRESERVATION)
FIRST = (*PIPELINE, Event.MARKANVISNING)
MOVES_NOTHING = (Event.ANDRING, Event.FORLANGNING)
UNDECIDED = (*PIPELINE, *MOVES_NOTHING)
BEGUN_COLUMNS: Mapping[Tenure, str] = MappingProxyType({t: f"varav_{t}" for t in KNOWN})
"""The columns that tell how many of an allocation's dwellings have begun."""
KEEPS_NUMBERS = (Event.FORLANGNING, Event.BYGGSTART, Event.FARDIGSTALLD)
SUBGROUPS = ("student", "senior", "bmss", "kooperativ", "tillfallig")
COUNTS, COUNTS_NOT = "raknas", "raknas_ej"
EXCEPTIONS = (COUNTS, COUNTS_NOT)
Key = tuple[str, date, "Event"]
_EVENTS = tuple(Event)
Day = date  # a name for types where a field named date hides it


@dataclass(frozen=True, slots=True)
class Place:
    """Where an allocation lies: a geometry in the areas' CRS, or the code of an area.

    ``stated`` is the code that was stated beside a geometry, which goes before it.
    """

    geometry: Geometry | None = None
    area: str | None = None
    stated: str | None = field(default=None, compare=False)


_NO_COUNTS: Mapping[Tenure, int] = MappingProxyType({})
_NOWHERE = Place()


class Decision(NamedTuple):
    """One row of the register; a named tuple, since there may be a hundred thousand.

    ``counts`` holds the new totals by tenure (hyresratt, bostadsratt, aganderatt, oklar); a
    tenure whose cell is empty is absent.  ``begun`` tells how many of the allocation's dwellings
    have begun, in all, on a ``byggstart`` that does not begin them all; ``expected`` the day on
    which a plot in the pipeline is expected to be decided on.  ``same_as`` names the allocation
    that has the same dwellings, ``apart_from`` those that have others though it may seem so.
    ``unstated`` tells that undecided dwellings are those whose tenure the source does not state.
    Every other field is None or empty where its cell is.
    ``source`` and ``row`` say where the row was read.
    """

    id: str
    name: str
    date: date
    event: Event
    counts: Mapping[Tenure, int] = _NO_COUNTS
    place: Place = _NOWHERE
    developer: str = ""
    diarienummer: str = ""
    method: str = ""
    valid_until: Day | None = None
    subgroup: str = ""
    exception: str = ""
    probability: float | None = None
    remark: str = ""
    stated_date: str = ""
    begun: Mapping[Tenure, int] | None = None
    expected: Day | None = None
    same_as: str = ""
    apart_from: str = ""
    unstated: bool = False
    source: str = ""
    row: int | None = None

    @property
    def key(self) -> Key:
        """What makes it one decision: its allocation, date and event."""
        return (self.id, self.date, self.event)

    @property
    def dated(self) -> tuple[str, str]:
        """The code and the id by which a decision that is dated ahead is accepted."""
        return ("future", f"{self.id}@{self.date}")


class Action(StrEnum):
    """What a row does to an earlier row of the same id, date and event (atgard)."""

    RATTA = "ratta"
    STRYK = "stryk"


@dataclass(frozen=True, slots=True)
class Correction:
    """A row that corrects an earlier one, or strikes it; both stay in the register.

    ``before`` is the decision as it stood; ``after`` as it stands since, None where it was
    struck.  ``recorded_on`` is the day on which the correction was recorded, if known;
    ``source`` and ``row`` say where its row was read.
    """

    action: Action
    reason: str
    before: Decision
    after: Decision | None = None
    recorded_on: Day | None = None
    source: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class State:
    """An allocation as it stands after a decision.

    ``dwellings`` are the totals that stand, or None where the number is not known.  ``stage``
    is the last event that moved the allocation (a change or an extension does not), ``since``
    its date.  ``standing`` tells whether it is an allocation that stands: not pipeline, not
    withdrawn.  ``begun`` are the dwellings of it that have begun, at the stage ``byggstart``, as
    they were stated; None where nothing was: all of them have begun.  ``expected`` is the day on
    which a plot in the pipeline is expected to be decided on, as last stated.  ``same_as`` is the
    allocation that its dwellings are counted at: here none stand.  ``apart_from`` are those that
    it was ever said to be apart from.  ``unstated`` tells of what is ``undecided`` that it may well
    be decided: the source of the numbers does not say.
    """

    decision: Decision
    name: str
    dwellings: Mapping[Tenure, int] | None
    stage: Event
    since: date
    place: Place
    valid_until: date | None = None
    subgroup: str = ""
    exception: str = ""
    probability: float | None = None
    developer: str = ""
    diarienummer: str = ""
    begun: Mapping[Tenure, int] | None = None
    expected: date | None = None
    same_as: str = ""
    apart_from: tuple[str, ...] = ()
    unstated: bool = False

    @property
    def standing(self) -> bool:
        """Tell whether the dwellings stand as allocated."""
        return self.stage not in (*PIPELINE, Event.ATERKALLAD)

    @property
    def pipeline(self) -> bool:
        """Tell whether the plot is planned or reserved, not yet allocated."""
        return self.stage in PIPELINE

    @property
    def undecided(self) -> int:
        """The dwellings whose tenure is not decided (oklar); 0 where no number is known."""
        return (self.dwellings or {}).get(Tenure.OKLAR, 0)

    @property
    def open_tenure(self) -> Tenure:
        """What the undecided dwellings are: ``OKAND`` where the source does not say."""
        return Tenure.OKAND if self.unstated else Tenure.OKLAR

    @property
    def potential(self) -> int:
        """The undecided dwellings that may yet count: allocated, and not completed."""
        completed = self.stage is Event.FARDIGSTALLD
        return self.undecided if self.standing and not completed else 0

    def expired(self, as_of: date) -> bool:
        """Tell whether the allocation had run out by a date without a later decision."""
        return (
            self.stage is Event.MARKANVISNING
            and self.valid_until is not None
            and self.decision.date <= self.valid_until < as_of
        )


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row of a register that is not counted, and is named wherever the register is.

    ``decision`` is what can be read of it: what cannot is empty or None, its id, date and event
    too.  ``faults`` tell why, each with its remedy.  ``readable`` tells that every cell is sound,
    and that the row only cannot follow upon what stands before it.
    """

    decision: Decision
    faults: tuple[Fault, ...]
    readable: bool = False


Found = Sequence[tuple[str, Mapping[str, object]]]
"""Faults of one row: each a key and its values."""


def unknown_codes(codes: Iterable[tuple[str, str, Sequence[str]]]) -> Found:
    """Find the codes that are none, each with its column and those that are known."""
    return [
        ("unknown_value", {"column": column, "found": found, "expected": known})
        for column, found, known in codes
        if found not in known
    ]


def uncountable(numbers: Iterable[tuple[str, object]]) -> Found:
    """Find the numbers that are no number of dwellings, each with its column."""
    return [
        ("not_a_count", {"column": column, "found": number})
        for column, number in numbers
        if not is_whole(number)
    ]


def out_of_reach(days: Mapping[str, date | None]) -> Found:
    """Find the days that are not believed, by their column."""
    return [
        ("year_range", {"column": column, "found": day})
        for column, day in days.items()
        if day is not None and not believed(day)
    ]


def _known_codes(row: Decision) -> Found:
    codes = [
        ("handelse", row.event, _EVENTS),
        *([("undergrupp", row.subgroup, SUBGROUPS)] if row.subgroup else []),
        *([("undantag", row.exception, EXCEPTIONS)] if row.exception else []),
        *(("upplatelseform", tenure, ALLOCATION_TENURES) for tenure in row.counts),
        *(("upplatelseform", tenure, KNOWN) for tenure in row.begun or ()),
    ]
    return unknown_codes(codes)


def _whole_dwellings(row: Decision) -> Found:
    numbers = [(str(tenure), number) for tenure, number in row.counts.items()]
    numbers += [(f"varav_{tenure}", number) for tenure, number in (row.begun or {}).items()]
    return uncountable(numbers)


def _days_in_reach(row: Decision) -> Found:
    return out_of_reach(
        {"datum": row.date, "giltig_till": row.valid_until, "forvantad": row.expected}
    )


def _valid_later(row: Decision) -> Found:
    return valid_before(row.date, row.valid_until)


def valid_before(day: date | None, until: date | None) -> Found:
    """Find an allocation that runs out before it is decided."""
    if day is None or until is None or until >= day:
        return []
    return [("valid_before", {"found": until, "expected": day})]


def _named(row: Decision) -> Found:
    return [] if row.id else [("empty", {"column": "id", "expected": "A-1"})]


def exception_with_basis(row: Decision) -> Found:
    """Find an exception that names no decision of the nämnd."""
    return [("exception_source", {})] if row.exception and not row.diarienummer else []


def stages(row: Decision) -> Found:
    """Find what stands on a row of an event that it may not stand on."""
    stated = (
        ("probability_stage", row.probability, UNDECIDED),
        ("expected_stage", row.expected, PIPELINE),
        ("begun_stage", row.begun, (Event.BYGGSTART,)),
    )
    return [
        (key, {"found": row.event})
        for key, value, events in stated
        if value is not None and row.event not in events
    ]


def _likely(row: Decision) -> Found:
    if row.probability is None or 0 <= row.probability <= 1:
        return []
    return [("not_a_share", {"column": "sannolikhet", "found": row.probability})]


CHECKS: Sequence[Callable[[Decision], Found]] = (
    _named,
    _known_codes,
    _whole_dwellings,
    _days_in_reach,
    _valid_later,
    exception_with_basis,
    _likely,
    stages,
)
"""What must hold of a decision by itself, whoever made it: a file, a frame, a database, a hand."""


def decision_faults(row: Decision) -> list[Fault]:
    """Find what is wrong with a decision by itself."""
    return [
        Fault(key, row.source or "register", row.row, {"id": row.id, **values})
        for check in CHECKS
        for key, values in check(row)
    ]


def after_today(row: Decision, today: date) -> Fault | None:
    """Ask about a decision that is dated after today, as nothing that has happened can be.

    One of which only the month or the year is known, and that is not over, may well have happened.
    """
    if row.date <= today or (row.stated_date and today.isoformat().startswith(row.stated_date)):
        return None
    values = {"id": row.id, "found": row.date, "expected": today}
    key, id_ = row.dated
    return Fault(key, row.source or "register", row.row, values, id_)
