"""The register of decisions, and the state of every allocation that follows from them.

The register is append-only: one row per decision, each with the *new totals*.  The state of an
allocation on a date is its last decision on or before it, so any past state can be produced
again.  Decisions of one day are taken in the order of :class:`Event`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain

from tenuremix.counting.decisions import (
    BEGUN_COLUMNS,
    FIRST,
    KEEPS_NUMBERS,
    MOVES_NOTHING,
    PIPELINE,
    UNDECIDED,
    Correction,
    Decision,
    Event,
    Key,
    Place,
    SetAside,
    State,
    decision_faults,
)
from tenuremix.counting.period import ALWAYS, Period
from tenuremix.counting.tenure import ALLOCATION_TENURES, KNOWN, Tenure
from tenuremix.errors import DataError, Fault

Misfit = tuple[Decision, Fault]
"""A decision, and why it cannot stand where it does."""
STRIDE = timedelta(days=3 * 365)
"""A decision further than this after all that is known does not move the date of the figures."""
_EVENT_ORDER = {event: order for order, event in enumerate(Event)}


class Register:
    """The decisions, by allocation and in the order in which they take effect.

    Parameters
    ----------
    decisions
        Those that stand, in any order; the register sorts them.
    corrections
        In the order in which they were recorded; what they correct or strike no longer stands.
    complete
        The periods on which the register holds every decision; by default all days.
    set_aside
        Rows of a shared register that are no part of this one.

    Raises
    ------
    DataError
        With every row that is no decision (see :data:`~tenuremix.counting.decisions.CHECKS`); else
        with every decision that stands twice or cannot follow upon the one before it.
    """

    def __init__(
        self,
        decisions: Iterable[Decision],
        corrections: Iterable[Correction] = (),
        *,
        complete: Iterable[Period] = (ALWAYS,),
        set_aside: Iterable[SetAside] = (),
    ) -> None:
        self.complete = tuple(complete)
        self.set_aside = tuple(set_aside)
        rows = list(decisions)
        faults = [fault for row in rows for fault in decision_faults(row)]
        if faults:
            raise DataError(faults)
        self._decisions = by_allocation(rows)
        self._histories: dict[str, list[State]] = {}
        for id_, mine in self._decisions.items():
            self._histories[id_], misfits = history(mine)
            faults += (fault for _, fault in misfits)
        faults += _repeated(rows)
        faults += (fault for _, fault in same_as_none(self._histories))
        if faults:
            raise DataError(faults)

        self._corrections: dict[str, list[Correction]] = {}
        for correction in corrections:
            self._corrections.setdefault(correction.before.id, []).append(correction)

    def covering(self, complete: Iterable[Period]) -> Register:
        """Give the same register, complete on other days."""
        other = copy(self)
        other.complete = tuple(complete)
        return other

    @property
    def corrections(self) -> Mapping[str, Sequence[Correction]]:
        """The corrections of each allocation that has any, in the order they were recorded."""
        return self._corrections

    @property
    def decisions(self) -> Mapping[str, Sequence[Decision]]:
        """The decisions of each allocation, in order."""
        return self._decisions

    @property
    def histories(self) -> Mapping[str, Sequence[State]]:
        """The states of each allocation, lowest id first, whatever the date."""
        return self._histories

    def history(self, id_: str, as_of: date) -> list[State]:
        """Give the states of one allocation up to and including a date."""
        return [state for state in self._histories.get(id_, ()) if state.decision.date <= as_of]

    def states(self, as_of: date) -> dict[str, State]:
        """Give the state of every allocation on a date; those decided later are absent."""
        histories = {id_: self.history(id_, as_of) for id_ in self._histories}
        return {id_: states[-1] for id_, states in histories.items() if states}

    def last_date(
        self, known: date = date.max, aside: Collection[tuple[str, str]] = ()
    ) -> date | None:
        """Find the date of the latest decision that moves the date of the figures.

        Parameters
        ----------
        known
            The last day that statistics and targets know of.  A decision more than
            :data:`STRIDE` after it, and after every earlier one, is taken for a slip of the pen.
        aside
            The :attr:`~tenuremix.counting.decisions.Decision.dated` of decisions that were dated
            ahead, and move nothing either.
        """
        rows = chain.from_iterable(self._decisions.values())
        days = sorted({row.date for row in rows if not aside or row.dated not in aside})
        last = None
        for day in days:
            if known < date.max and day - max(last or known, known) > STRIDE:
                break
            last = day
        return last


def part(decisions: Iterable[Decision]) -> tuple[Mapping[Key, Decision], list[Misfit]]:
    """Part decisions into those that can stand together, and the others with why they cannot.

    A decision that follows upon one that cannot stand is judged by what then stands before it.

    Parameters
    ----------
    decisions
        Each with a key of its own.
    """
    standing = {row.key: row for row in decisions}
    misfits: list[Misfit] = []
    while True:
        found = [(row, fault) for row in standing.values() for fault in decision_faults(row)]
        if not found:
            histories = {}
            for id_, mine in by_allocation(standing.values()).items():
                histories[id_], late = history(mine)
                found += late
            found = found or same_as_none(histories)
        if not found:
            return standing, misfits
        misfits += found
        for row, _ in found:
            standing.pop(row.key, None)


def _repeated(rows: Iterable[Decision]) -> list[Fault]:
    """Find the decisions that stand more than once."""
    first: dict[Key, Decision] = {}
    faults = []
    for row in rows:
        before = first.setdefault(row.key, row)
        if before is not row:
            words = f"{row.id} {row.date} {row.event}"
            there = before.source if before.row is None else f"{before.source} ({before.row})"
            values = {"found": words, "first": there or "register", "expected": words}
            faults.append(Fault("duplicate", row.source or "register", row.row, values))
    return faults


def same_as_none(histories: Mapping[str, Sequence[State]]) -> list[Misfit]:
    """Find the allocations whose dwellings are said to be those of one that has none itself."""
    elsewhere = {id_ for id_, states in histories.items() if any(s.same_as for s in states)}
    return [
        (state.decision, _fault("same_as_none", state.decision, found=named))
        for id_ in elsewhere
        for state in histories[id_]
        if (named := state.decision.same_as) and (named not in histories or named in elsewhere)
    ]


def by_allocation(decisions: Iterable[Decision]) -> dict[str, list[Decision]]:
    """Group decisions by allocation, lowest id first, each group :func:`in_order`."""
    grouped: dict[str, list[Decision]] = {}
    for decision in decisions:
        grouped.setdefault(decision.id, []).append(decision)
    return {id_: in_order(grouped[id_]) for id_ in sorted(grouped)}


def in_order(decisions: Iterable[Decision]) -> list[Decision]:
    """Sort the decisions of one allocation by date, then by :class:`Event`.

    A plot that is withdrawn and allocated anew on the same day is withdrawn first, if it stood
    when the day began.
    """
    rows = sorted(decisions, key=lambda d: (d.date, _EVENT_ORDER[d.event]))
    ordered: list[Decision] = []
    standing = False
    while rows:
        today = [d for d in rows if d.date == rows[0].date]
        rows = rows[len(today) :]
        if standing and today[-1].event is Event.ATERKALLAD and today[0].event in FIRST:
            today = [today[-1], *today[:-1]]
        ordered += today
        standing = today[-1].event is not Event.ATERKALLAD
    return ordered


def history(decisions: Sequence[Decision]) -> tuple[list[State], list[Misfit]]:
    """Fold the decisions of one allocation, in order, into its states.

    Returns
    -------
    tuple
        A state for each decision that could be applied, and the faults of the others.
    """
    states: list[State] = []
    faults: list[Misfit] = []
    for decision in decisions:
        before = states[-1] if states else None
        found = sequence_faults(before, decision)
        faults += ((decision, fault) for fault in found)
        if not found:
            states.append(_after(before, decision))
    return states, faults


def sequence_faults(before: State | None, decision: Decision) -> list[Fault]:
    """Find what is wrong with a decision, given the state before it."""

    def fault(key: str, **values: object) -> list[Fault]:
        return [_fault(key, decision, **values)]

    event = decision.event
    if before is None or before.stage is Event.ATERKALLAD:
        if event not in FIRST:
            if before is None:
                expected = " / ".join(FIRST)
                return fault("before_first", found=event.value, expected=expected)
            return fault("after_withdrawal", found=event.value, expected="markanvisning")
        if before is None and decision.place == Place():
            return fault("no_place", found=decision.id)
        return []
    if event in (Event.BYGGSTART, Event.FARDIGSTALLD) and before.pipeline:
        return fault("before_first", found=event.value, expected="markanvisning")
    standing = before.dwellings or {}
    if event is Event.ANDRING:
        # An empty cell could mean "none" or "unchanged": fine only where both are the same.
        blank = [
            tenure.value
            for tenure in ALLOCATION_TENURES
            if tenure not in decision.counts and (standing.get(tenure, 0) or not decision.counts)
        ]
        if blank:
            return fault("change_blank", found=blank)
    if event is Event.ATERKALLAD:
        given = {t: n for t, n in decision.counts.items() if n}
        if given and given != {t: n for t, n in standing.items() if n}:
            return fault("withdrawal_counts", found=_numbers(given), expected=_numbers(standing))
    return _begun_faults(before, decision)


def _begun_faults(before: State, decision: Decision) -> list[Fault]:
    """Find what has begun of dwellings that do not stand."""
    standing = _dwellings_after(before, decision)
    if standing is None:
        return []
    return [
        Fault(
            "begun_more",
            decision.source,
            decision.row,
            {"column": BEGUN_COLUMNS[tenure], "found": number, "expected": standing[tenure]},
        )
        for tenure, number in (decision.begun or {}).items()
        if number > standing[tenure]
    ]


def _fault(key: str, decision: Decision, **values: object) -> Fault:
    where = decision.source or "register", decision.row
    return Fault(key, *where, {"id": decision.id, **values})


def _numbers(dwellings: Mapping[Tenure, int]) -> str:
    return " + ".join(f"{n} {t}" for t, n in dwellings.items() if n) or "0"


def _after(before: State | None, decision: Decision) -> State:
    """Apply a decision that has no fault to the state before it."""
    event = decision.event
    if before is None or before.stage is Event.ATERKALLAD:
        place = decision.place
        if before is not None and place == Place():
            place = before.place
        same_as = decision.same_as
        return State(
            decision=decision,
            name=decision.name,
            dwellings=_none_standing() if same_as else _filled(decision.counts),
            stage=event,
            since=decision.date,
            place=place,
            valid_until=decision.valid_until,
            subgroup=decision.subgroup,
            exception=decision.exception,
            probability=decision.probability,
            developer=decision.developer,
            diarienummer=decision.diarienummer,
            expected=decision.expected,
            same_as=same_as,
            apart_from=_apart(decision),
            unstated=decision.unstated,
        )
    apart_from = (*before.apart_from, *_apart(decision))
    same_as = decision.same_as or ("" if before.same_as in apart_from else before.same_as)
    dwellings = _none_standing() if same_as else _dwellings_after(before, decision)
    moved = event not in MOVES_NOTHING
    return replace(
        before,
        decision=decision,
        name=decision.name or before.name,
        dwellings=dwellings,
        stage=event if moved else before.stage,
        since=decision.date if moved else before.since,
        place=_place_after(before.place, decision.place),
        valid_until=decision.valid_until or before.valid_until,
        subgroup=decision.subgroup or before.subgroup,
        exception=decision.exception or before.exception,
        probability=decision.probability if event in PIPELINE else before.probability,
        developer=decision.developer or before.developer,
        diarienummer=decision.diarienummer or before.diarienummer,
        begun=_begun_after(before, decision, dwellings),
        expected=(decision.expected or before.expected) if event in UNDECIDED else None,
        same_as=same_as,
        apart_from=apart_from,
        unstated=decision.unstated if decision.counts else before.unstated,
    )


def _apart(decision: Decision) -> tuple[str, ...]:
    """List the allocations that a decision says to be apart from."""
    return tuple(filter(None, map(str.strip, decision.apart_from.split(";"))))


def _dwellings_after(before: State, decision: Decision) -> Mapping[Tenure, int] | None:
    """Give the totals that stand after a decision on an allocation that stood before it."""
    if decision.event is Event.ATERKALLAD:
        return _none_standing()
    if decision.event not in KEEPS_NUMBERS:
        return _filled(decision.counts) or before.dwellings
    if not decision.counts:
        return before.dwellings
    return {**_none_standing(), **(before.dwellings or {}), **decision.counts}


def _begun_after(
    before: State, decision: Decision, dwellings: Mapping[Tenure, int] | None
) -> Mapping[Tenure, int] | None:
    """Give what is stated to have begun: never more than a later change leaves standing."""
    if decision.event is Event.BYGGSTART and decision.begun is not None:
        return {tenure: decision.begun.get(tenure, 0) for tenure in KNOWN}
    if decision.event in MOVES_NOTHING and before.begun is not None and dwellings is not None:
        return {tenure: min(number, dwellings[tenure]) for tenure, number in before.begun.items()}
    return None


def _none_standing() -> dict[Tenure, int]:
    return dict.fromkeys(ALLOCATION_TENURES, 0)


def _filled(counts: Mapping[Tenure, int]) -> dict[Tenure, int] | None:
    """Complete the totals of a row: an empty cell beside a number is none, all empty unknown."""
    return {**_none_standing(), **counts} if counts else None


def _place_after(before: Place, stated: Place) -> Place:
    """Carry a place forward: a geometry, once given, stays until another is given."""
    if stated.geometry is not None or (before.geometry is None and stated.area is not None):
        return stated
    return before
