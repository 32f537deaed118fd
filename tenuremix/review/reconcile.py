"""What new rows would add to the register: new decisions, corrections, and what is there already.

The register is append-only.  A row is a new decision, or already there, or it corrects or strikes
an earlier row of the same id, date and event and says why.  Anything else is refused by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from tenuremix.counting.decisions import (
    BEGUN_COLUMNS,
    FIRST,
    Action,
    Correction,
    Decision,
    Key,
    Place,
)
from tenuremix.counting.register import Register, history, in_order
from tenuremix.counting.tenure import ALLOCATION_TENURES, Tenure
from tenuremix.errors import Fault
from tenuremix.review.alike import alike, alike_fault
from tenuremix.review.other_plots import other_plots
from tenuremix.schema import REGISTER

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

# The fields that a row states, by column; the numbers and the place come besides.
_BESIDES = ("", "id", "date", "event", "counts", "begun", "place")
STATED: Mapping[str, str] = {
    column.name: column.attribute for column in REGISTER if column.attribute not in _BESIDES
}
_NOWHERE = Place()
_COUNTS = {tenure: tenure.value for tenure in ALLOCATION_TENURES}


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs, by the name of its column; None where it is empty."""

    column: str
    before: object
    after: object


class Incoming(NamedTuple):
    """A row to add: what it states, what it does to an earlier row, and why."""

    decision: Decision
    action: Action | None = None
    reason: str = ""


@dataclass(slots=True)
class Reconciliation:
    """What rows would add to the register.

    Parameters
    ----------
    new
        Decisions that the register does not have.
    corrections
        What is corrected or struck; each tells what it changes.
    same
        Rows that are there already.
    faults
        Rows that are refused, and why.
    standing
        The decisions that would stand with them.
    """

    new: list[Decision] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    same: list[Decision] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    standing: Collection[Decision] = ()


def differences(before: Decision, after: Decision) -> list[Change]:
    """List what differs between two decisions of the same id, date and event."""
    found = [
        Change(column, _stated(before, name), _stated(after, name))
        for column, name in STATED.items()
        if _stated(before, name) != _stated(after, name)
    ]
    for columns, stated, restated in (
        (_COUNTS, before.counts, after.counts),
        (BEGUN_COLUMNS, before.begun, after.begun),
    ):
        old, new = _totals(columns, stated), _totals(columns, restated)
        found += [
            Change(column, old.get(tenure), new.get(tenure))
            for tenure, column in columns.items()
            if old.get(tenure) != new.get(tenure)
        ]
    if before.place.area != after.place.area:
        found.append(Change("omrade", before.place.area, after.place.area))
    if not _same_shape(before.place.geometry, after.place.geometry):
        found.append(Change("geometri", before.place.geometry, after.place.geometry))
    return found


def _stated(decision: Decision, name: str) -> object:
    """Give a field; None where it is empty."""
    value = getattr(decision, name)
    return None if value == "" else value


def _totals(tenures: Iterable[Tenure], stated: Mapping[Tenure, int] | None) -> dict[Tenure, int]:
    """Complete the numbers: an empty one beside another is none, all empty are not known."""
    return {tenure: stated.get(tenure, 0) for tenure in tenures} if stated else {}


def _same_shape(one: Geometry | None, other: Geometry | None) -> bool:
    """Tell whether two geometries are the same to a millimetre, wherever their rings begin."""
    if one is None or other is None:
        return one is other
    if one.equals_exact(other, 0.001):
        return True
    return bool(one.normalize().equals_exact(other.normalize(), 0.001))


def merged(before: Decision, row: Decision) -> Decision:
    """Give a decision as a later row of the same id, date and event states it.

    What the row leaves empty stays as it was; a code of an area says no more than a geometry.
    """
    kept = [name for name in STATED.values() if _stated(row, name) is None]
    fields = {name: getattr(before, name) for name in kept}
    place = row.place
    if place == _NOWHERE or (place.geometry is None and before.place.geometry is not None):
        place = before.place
    counts = {**before.counts, **row.counts}
    begun = {**(before.begun or {}), **(row.begun or {})} or None
    return row._replace(**fields, place=place, counts=counts, begun=begun)


def reconcile(
    register: Register,
    rows: Sequence[Incoming],
    *,
    reason: str = "",
    accepted: AbstractSet[tuple[str, str]] = frozenset(),
    numbers: AbstractSet[str] = frozenset(),
) -> Reconciliation:
    """Find out what rows would add to a register.

    Parameters
    ----------
    reason
        Why rows that differ from the register's correct it; without a reason they are refused.
    accepted
        What has been asked about and is accepted: the key of a fault, and its id.
    numbers
        Ids that a sheet holds as numbers with decimals.

    Returns
    -------
    Reconciliation
        Every row stands in just one of its lists.  ``faults`` also holds what the decisions,
        taken together, would have out of order.
    """
    strikes = {row.decision.key for row in rows if row.action is Action.STRYK}
    plan = _Reconciler(register, reason, strikes)
    for row in rows:
        plan.take(row)
    found = plan.found
    if reason and not found.corrections and not found.faults:
        found.faults.append(Fault("add_no_correction", "--correct", None, {"found": reason}))
    if not found.faults:
        found.faults += plan.sequence_faults()
    asked = [*_alike(register, found.new, numbers), *plan.other_plots()]
    found.faults += [fault for fault in asked if (fault.key, fault.id) not in accepted]
    return found


def _alike(
    register: Register, new: Sequence[Decision], numbers: AbstractSet[str]
) -> Iterator[Fault]:
    """Ask about new ids that look like others."""
    known = register.decisions.keys()
    first = {row.id: row for row in reversed(new) if row.id not in known}
    if not first:
        return
    for ids in alike([*known, *first], numbers):
        if rows := [first[id_] for id_ in ids if id_ in first]:
            row = rows[-1]
            yield alike_fault(ids, row.source, row.row)


class _Reconciler:
    """The rows taken so far, and what stands after them."""

    def __init__(self, register: Register, reason: str, strikes: AbstractSet[Key]) -> None:
        self._reason = reason
        self._strikes = strikes
        self._standing: dict[Key, Decision] = {
            decision.key: decision for rows in register.decisions.values() for decision in rows
        }
        self.found = Reconciliation(standing=self._standing.values())
        self._recorded: dict[Key, list[Correction]] = {}
        for corrections in register.corrections.values():
            for correction in corrections:
                self._recorded.setdefault(correction.before.key, []).append(correction)
        self._taken: dict[Key, Decision] = {}
        self._aside = {one.decision.key: one for one in register.set_aside}

    def take(self, row: Incoming) -> None:
        """Put a row where it belongs."""
        decision = row.decision
        key = decision.key
        before = self._standing.get(key)
        if row.action is not None:
            self._correct(row, before, row.action)
        elif before is None and key in self._aside:
            self._fault("add_aside", decision, first=_where(self._aside[key].decision))
        elif before is None:
            self._add(row, key)
        elif not differences(before, merged(before, decision)):
            self.found.same.append(decision)
        elif key in self._taken:
            self._fault("duplicate", decision, first=_where(self._taken[key]))
        elif self._reason:
            self._correct(row, before, Action.RATTA)
        elif any(not differences(c.before, merged(c.before, decision)) for c in self._past(key)):
            self.found.same.append(decision)  # as it stood before it was corrected
        else:
            changes = differences(before, merged(before, decision))
            self._fault("add_differs", decision, found=changes_words(changes), first=_where(before))

    def _past(self, key: Key) -> Sequence[Correction]:
        return self._recorded.get(key, ())

    def _add(self, row: Incoming, key: Key) -> None:
        decision = row.decision
        struck = self._past(key)
        if struck and not (row.reason or self._reason):
            if key in self._strikes:  # the register itself comes back, with the strike after it
                self.found.same.append(decision)
                return
            # Struck for a reason: an old sheet must not bring it back unseen.
            self._fault("add_struck", decision, found=struck[-1].reason)
            return
        self.found.new.append(decision)
        self._standing[key] = self._taken[key] = decision

    def _correct(self, row: Incoming, before: Decision | None, action: Action) -> None:
        decision, reason = row.decision, row.reason or self._reason
        strikes_aside = action is Action.STRYK and decision.key in self._aside
        if not strikes_aside and self._is_recorded(row, action):
            self.found.same.append(decision)
        elif not reason:
            self._fault("add_reason", decision, found=action.value)
        elif decision.key in self._taken:
            self._fault("add_conflict", decision, first=_where(self._taken[decision.key]))
        elif (at_fault := self._aside.pop(decision.key, None)) and strikes_aside:
            self._record(Correction(action, reason, at_fault.decision, **_origin(decision)))
        elif at_fault and not at_fault.readable:
            self._fault("add_aside", decision, first=_where(at_fault.decision))
        elif (before := at_fault.decision if at_fault else before) is None:
            self._fault("correction_unknown", decision)
        elif action is Action.STRYK:
            self._record(Correction(action, reason, before, **_origin(decision)))
        elif differences(before, after := merged(before, decision)):
            self._record(Correction(action, reason, before, after, **_origin(decision)))
        else:
            self._fault("correction_nothing", decision)

    def _is_recorded(self, row: Incoming, action: Action) -> bool:
        """Tell whether the register has this very correction: a sheet that comes back."""
        return any(
            action is past.action
            and row.action is not None
            and row.reason in ("", past.reason)
            and (
                past.after is None or not differences(past.after, merged(past.after, row.decision))
            )
            for past in self._past(row.decision.key)
        )

    def _record(self, correction: Correction) -> None:
        self.found.corrections.append(correction)
        if correction.after is None:
            self._taken[correction.before.key] = correction.before
            self._standing.pop(correction.before.key, None)
        else:
            key = correction.after.key
            self._standing[key] = self._taken[key] = correction.after

    def _fault(self, key: str, decision: Decision, **values: object) -> None:
        words = f"{decision.id} {decision.date} {decision.event}"
        values = {"id": words, "expected": words, "found": words, **values}
        self.found.faults.append(Fault(key, decision.source, decision.row, values))

    @cached_property
    def _changed(self) -> set[str]:
        return {id_ for id_, _, _ in self._taken}

    @cached_property
    def _times(self) -> Mapping[str, int]:
        """How many decisions each allocation has; asked for when every row is taken."""
        return Counter(id_ for id_, _, _ in self._standing)

    def other_plots(self) -> list[Fault]:
        """Ask about rows that look as if made for another plot than their allocation's."""
        grouped: dict[str, list[Decision]] = {}
        several = self._changed & {id_ for id_, times in self._times.items() if times > 1}
        for decision in self._standing.values() if several else ():
            if decision.id in several:
                grouped.setdefault(decision.id, []).append(decision)
        faults = [fault for rows in grouped.values() for fault in other_plots(in_order(rows))]
        taken = {f"{id_}@{day}" for id_, day, _ in self._taken if faults}
        return [fault for fault in faults if fault.id in taken]

    def sequence_faults(self) -> list[Fault]:
        """Find decisions that would be out of order, among the allocations that change."""
        changed, times = self._changed, self._times
        grouped: dict[str, list[Decision]] = {}
        for decision in self._standing.values():
            id_ = decision.id
            # Most of a large import: allocations of a single row, which has nothing to follow.
            alone = times[id_] == 1 and decision.event in FIRST and decision.place != _NOWHERE
            if not alone and id_ in changed:
                grouped.setdefault(id_, []).append(decision)
        faults = [
            fault for _, rows in sorted(grouped.items()) for _, fault in history(in_order(rows))[1]
        ]
        return sorted(faults, key=lambda fault: (fault.where, fault.row is not None, fault.row))


def _origin(row: Decision) -> dict[str, Any]:
    return {"source": row.source, "row": row.row}


def _where(decision: Decision) -> str:
    return f"{decision.source} ({decision.row})"


def changes_words(changes: Iterable[Change]) -> list[str]:
    """Put changes into words that need no language: ``hyresratt 80 → 60``."""
    words = []
    for change in changes:
        if change.column == "geometri":
            words.append(change.column)
        else:
            before, after = ("–" if v is None else v for v in (change.before, change.after))
            words.append(f"{change.column} {before} → {after}")
    return words
