"""The report's changes of a year, and what in the register is not settled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from tenuremix.counting.decisions import Event
from tenuremix.counting.projection import none
from tenuremix.counting.tenure import ALLOCATION_TENURES, KNOWN, Tenure
from tenuremix.delivery.changes import amendments
from tenuremix.document.model import Block, Section
from tenuremix.document.names import OPEN, named, place_label
from tenuremix.document.tables import day
from tenuremix.document.words import also_lines, dwellings_text, fault_sentence, twin_figures
from tenuremix.report.findings import Findings, Value, Writer
from tenuremix.review.twice import find_twins

if TYPE_CHECKING:
    from tenuremix.counting.decisions import State

Change = tuple["State", "State"]
T = TypeVar("T")


def changes_section(found: Findings) -> Section:
    """Show what was withdrawn, reduced, changed or settled in the year."""
    return Section("changes", found.text("report.changes"), _ChangesWriter(found).of_year())


def unsettled_section(found: Findings) -> Section:
    """Show what has run out without a decision, and what of a standing allocation is not known."""
    return Section("expired", found.text("report.unsettled"), _ChangesWriter(found).unsettled())


class _ChangesWriter(Writer):
    """Writes what changed in the year, and what is not settled."""

    def __init__(self, found: Findings) -> None:
        super().__init__(found)
        self.answers = [answer.progress for answer in found.answers]

    def of_year(self) -> list[Block]:
        """Set what was withdrawn apart from what was reduced, changed or settled."""
        changes = [(each.before, each.after) for each in amendments(self.books, self.year)]
        withdrawn = [c for c in changes if c[1].decision.event is Event.ATERKALLAD]
        rest = [c for c in changes if c not in withdrawn]
        return [
            Block("", [self.text("report.changes_lead")]),
            self._withdrawn(withdrawn),
            self._compared("reduced", [c for c in rest if _total(c[1]) < _total(c[0])]),
            self._drift([c for c in rest if _moved(c)]),
            self._compared("settled", [c for c in rest if _settled(c)]),
        ]

    def unsettled(self) -> list[Block]:
        """List what has run out, what is undecided and what is not known."""
        potential = [found for unstated in (False, True) for found in self._potential(unstated)]
        return [*self._twice(), self._expired(), *potential, self._unknown()]

    def _twice(self) -> list[Block]:
        """Tell what may stand twice, and what it makes of the figures of the year."""
        lines = []
        for twins in find_twins(self.books.states, self.workspace.settings.settled):
            lines.append(fault_sentence(twins.fault(), self.text))
            for progress in self.answers:
                lines += twin_figures(twins, progress, self.text)
        for progress in self.answers:
            lines += also_lines(progress, self.books, self.text)
        return [Block(self.text("twice.title"), list(dict.fromkeys(lines)))] if lines else []

    def _part(
        self,
        key: str,
        found: Sequence[T],
        columns: str,
        row: Callable[[T], Sequence[Value]],
        *,
        header: int = 0,
        **values: object,
    ) -> Block:
        """Sum up what was found and list it; say so where there is nothing."""
        title = self.text(f"report.{key}", year=self.year)
        if not found:
            return Block(title, [self.text(f"report.{key}_none")])
        lead = self.text(f"report.{key}_lead", number=len(found), year=self.year, **values)
        return Block(title, [lead], [self.table(title, columns, map(row, found), header=header)])

    # What changed

    def _withdrawn(self, changes: Sequence[Change]) -> Block:
        lost = none()
        for before, _ in changes:
            for tenure, standing in (before.dwellings or {}).items():
                lost[tenure] += standing
        columns = "col.date:w report.allocation report.col_stage:w col.dwellings"
        words = dwellings_text(lost, self.text, undecided=OPEN)
        return self._part(
            "withdrawn", changes, columns, self._withdrawn_row, header=1, dwellings=words
        )

    def _withdrawn_row(self, change: Change) -> list[Value]:
        before, after = change
        return [*_when(after), self.text(f"event.{before.stage}"), self._dwellings(before)]

    def _compared(self, key: str, changes: Sequence[Change], **values: str) -> Block:
        columns = "col.date:w report.allocation col.event:w report.col_before report.col_after"
        return self._part(key, changes, columns, self._compared_row, header=1, **values)

    def _compared_row(self, change: Change) -> list[Value]:
        event = self.text(f"event.{change[1].decision.event}")
        return [*_when(change[1]), event, *map(self._dwellings, change)]

    def _drift(self, changes: Sequence[Change]) -> Block:
        fewer, more = none(), none()
        for change in changes:
            for tenure, moved in _difference(change).items():
                fewer[tenure] -= min(moved, 0)
                more[tenure] += max(moved, 0)
        words = {
            key: dwellings_text(moved, self.text, undecided=OPEN)
            for key, moved in (("fewer", fewer), ("more", more))
        }
        return self._compared("drift", changes, **words)

    def _dwellings(self, state: State) -> str:
        if state.dwellings is None:
            return self.text("report.unknown_number")
        return dwellings_text(state.dwellings, self.text, undecided=state.open_tenure)

    # What is not settled

    def _uncertain(self, key: str, found: Mapping[str, Value], last: str, **values: int) -> Block:
        """List allocations with where they lie, when they were allocated, and one more column."""
        columns = f"report.allocation report.col_place report.col_allocated:w {last}"
        return self._part(key, list(found.items()), columns, self._uncertain_row, **values)

    def _uncertain_row(self, found: tuple[str, Value]) -> list[Value]:
        id_, cell = found
        state = self.books.states[id_]
        place = place_label(self.books.areas, self.books.locator.place(state.place), self.text)
        return [named(state.name, id_), place, self._allocated_on(id_), cell]

    def _standing(self) -> dict[str, State]:
        return {id_: state for id_, state in self.books.states.items() if state.standing}

    def _allocated_on(self, id_: str) -> date:
        """Find the day on which a standing allocation was first allocated."""
        states = self.books.register.history(id_, self.books.as_of)
        first = next((s for s in states if s.stage is Event.MARKANVISNING), states[-1])
        return first.decision.date

    def _potential(self, unstated: bool) -> list[Block]:  # noqa: FBT001
        """List what may yet count; what the source does not state only where there is any."""
        states = self._standing().items()
        found = {id_: s.potential for id_, s in states if s.potential and s.unstated is unstated}
        if unstated and not found:
            return []
        key = "unknown_tenure" if unstated else "potential"
        in_year = sum(n for id_, n in found.items() if self._allocated_on(id_).year == self.year)
        values = {"dwellings": sum(found.values()), "in_year": in_year}
        return [self._uncertain(key, found, "col.dwellings:n", **values)]

    def _unknown(self) -> Block:
        found = {
            id_: self.text(f"event.{state.stage}")
            for id_, state in self._standing().items()
            if state.dwellings is None
        }
        return self._uncertain("unknown", found, "report.col_state:w")

    def _expired(self) -> Block:
        found = {
            id_: day(state.valid_until)
            for id_, state in self._standing().items()
            if state.expired(self.books.as_of)
        }
        return self._uncertain("expired", found, "report.col_until:w")


def _when(state: State) -> list[Value]:
    return [state.decision.date, named(state.name, state.decision.id)]


def _difference(change: Change) -> dict[Tenure, int]:
    before, after = change
    if before.dwellings is None or after.dwellings is None:
        return none()
    return {t: after.dwellings[t] - before.dwellings[t] for t in ALLOCATION_TENURES}


def _total(state: State) -> int:
    return sum(state.dwellings.values()) if state.dwellings else 0


def _moved(change: Change) -> bool:
    """Tell whether dwellings moved from a known tenure to another."""
    moved = _difference(change)
    return any(moved[t] < 0 for t in KNOWN) and any(number > 0 for number in moved.values())


def _settled(change: Change) -> bool:
    """Tell whether undecided dwellings were given a tenure."""
    moved = _difference(change)
    return moved[Tenure.OKLAR] < 0 and any(moved[t] > 0 for t in KNOWN)
