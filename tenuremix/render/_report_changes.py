"""The report's changes of a year, and what in the register is not settled."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from tenuremix.outlook import none
from tenuremix.register import Event
from tenuremix.render._page import named, place_label
from tenuremix.render._report_findings import Findings, Writer
from tenuremix.render.model import (
    NUMBER,
    WORD,
    Cell,
    Column,
    Part,
    Section,
    Table,
    day,
    headings,
    whole,
)
from tenuremix.render.words import dwellings_text
from tenuremix.tenure import ALLOCATION_TENURES, KNOWN, Tenure

if TYPE_CHECKING:
    from tenuremix.register import State

Change = tuple["State", "State"]


def changes_section(found: Findings) -> Section:
    """Show what was withdrawn, reduced, changed or settled in the year."""
    return Section("changes", found.text("report.changes"), _Changes(found).of_year())


def unsettled_section(found: Findings) -> Section:
    """Show what has run out without a decision, and what of a standing allocation is not known."""
    return Section("expired", found.text("report.unsettled"), _Changes(found).unsettled())


class _Changes(Writer):
    """Writes what changed in the year, and what is not settled."""

    def of_year(self) -> list[Part]:
        """Set what was withdrawn apart from what was reduced, changed or settled."""
        changes = self._changes()
        withdrawn = [c for c in changes if c[1].decision.event is Event.ATERKALLAD]
        rest = [c for c in changes if c not in withdrawn]
        return [
            Part("", [self.text("report.changes_lead")]),
            self._withdrawn(withdrawn),
            self._compared("reduced", [c for c in rest if _total(c[1]) < _total(c[0])]),
            self._drift([c for c in rest if _moved(c)]),
            self._compared("settled", [c for c in rest if _settled(c)]),
        ]

    def unsettled(self) -> list[Part]:
        """List what has run out, what is undecided and what is not known."""
        return [self._expired(), self._potential(), self._unknown()]

    def _changes(self) -> list[Change]:
        """Pair each state of the year with the state before it, where dwellings stood."""
        found: list[Change] = []
        for id_ in self.books.register.decisions:
            states = self.books.register.history(id_, self.books.as_of)
            found += [
                (before, after)
                for before, after in pairwise(states)
                if after.decision.date.year == self.year and before.stage is not Event.ATERKALLAD
            ]
        return sorted(found, key=lambda c: (c[1].decision.date, c[1].decision.id))

    def _dwellings(self, state: State) -> str:
        if state.dwellings is None:
            return self.text("report.unknown_number")
        return dwellings_text(state.dwellings, self.text)

    def _change_table(self, title: str, changes: Sequence[Change]) -> Table:
        return self.table(
            title,
            "col.date:w report.allocation col.event:w report.col_before report.col_after",
            [
                [
                    after.decision.date,
                    named(after.name, after.decision.id),
                    self.text(f"event.{after.decision.event}"),
                    self._dwellings(before),
                    self._dwellings(after),
                ]
                for before, after in changes
            ],
            header=1,
        )

    def _withdrawn(self, changes: Sequence[Change]) -> Part:
        title = self.text("report.withdrawn", year=self.year)
        if not changes:
            return Part(title, [self.text("report.none")])
        lost = none()
        for before, _ in changes:
            for tenure, standing in (before.dwellings or {}).items():
                lost[tenure] += standing
        lead = self.text(
            "report.withdrawn_lead", number=len(changes), dwellings=dwellings_text(lost, self.text)
        )
        table = self.table(
            title,
            "col.date:w report.allocation report.col_stage:w col.dwellings",
            [
                [
                    after.decision.date,
                    named(after.name, after.decision.id),
                    self.text(f"event.{before.stage}"),
                    self._dwellings(before),
                ]
                for before, after in changes
            ],
            header=1,
        )
        return Part(title, [lead], [table])

    def _compared(self, kind: str, changes: Sequence[Change]) -> Part:
        title = self.text(f"report.{kind}", year=self.year)
        if not changes:
            return Part(title, [self.text("report.none")])
        lead = self.text(f"report.{kind}_lead", number=len(changes))
        return Part(title, [lead], [self._change_table(title, changes)])

    def _drift(self, changes: Sequence[Change]) -> Part:
        title = self.text("report.drift", year=self.year)
        if not changes:
            return Part(title, [self.text("report.none")])
        fewer, more = none(), none()
        for change in changes:
            for tenure, moved in _difference(change).items():
                fewer[tenure] -= min(moved, 0)
                more[tenure] += max(moved, 0)
        lead = self.text(
            "report.drift_lead",
            number=len(changes),
            fewer=dwellings_text(fewer, self.text),
            more=dwellings_text(more, self.text),
        )
        return Part(title, [lead], [self._change_table(title, changes)])

    def _standing(self) -> dict[str, State]:
        return {id_: state for id_, state in self.books.states.items() if state.counted}

    def _allocated(self, id_: str) -> State:
        """Find the state in which a standing allocation was first allocated."""
        states = self.books.register.history(id_, self.books.as_of)
        return next((state for state in states if state.stage is Event.MARKANVISNING), states[-1])

    def _uncertain_table(self, title: str, rows: Sequence[tuple[str, Cell]], last: Column) -> Table:
        """List allocations with where they lie, when they were allocated, and one more column."""
        books = self.books
        return self.table(
            title,
            [
                *headings(self.text, "report.allocation report.col_place report.col_allocated:w"),
                last,
            ],
            [
                [
                    named(books.states[id_].name, id_),
                    place_label(
                        books.areas, books.locator.place(books.states[id_].place), self.text
                    ),
                    self._allocated(id_).decision.date,
                    cell,
                ]
                for id_, cell in rows
            ],
        )

    def _potential(self) -> Part:
        title = self.text("report.potential")
        found = {
            id_: state.dwellings[Tenure.OKLAR]
            for id_, state in self._standing().items()
            if state.dwellings and state.dwellings[Tenure.OKLAR]
        }
        if not found:
            return Part(title, [self.text("report.none")])
        years = {id_: self._allocated(id_).decision.date.year for id_ in found}
        in_year = sum(number for id_, number in found.items() if years[id_] == self.year)
        lead = self.text(
            "report.potential_lead",
            dwellings=sum(found.values()),
            number=len(found),
            in_year=in_year,
            year=self.year,
        )
        rows = [(id_, whole(number, self.text)) for id_, number in found.items()]
        last = Column(self.text("col.dwellings"), NUMBER)
        return Part(title, [lead], [self._uncertain_table(title, rows, last)])

    def _unknown(self) -> Part:
        title = self.text("report.unknown")
        found = [id_ for id_, state in self._standing().items() if state.dwellings is None]
        if not found:
            return Part(title, [self.text("report.none")])
        lead = self.text("report.unknown_lead", number=len(found))
        rows = [(id_, self.text(f"event.{self.books.states[id_].stage}")) for id_ in found]
        last = Column(self.text("report.col_state"), WORD)
        return Part(title, [lead], [self._uncertain_table(title, rows, last)])

    def _expired(self) -> Part:
        title = self.text("report.expired")
        found = {
            id_: state.valid_until
            for id_, state in self._standing().items()
            if state.expired(self.books.as_of)
        }
        if not found:
            return Part(title, [self.text("report.none")])
        lead = self.text("report.expired_lead", number=len(found))
        rows = [(id_, day(until)) for id_, until in found.items()]
        last = Column(self.text("report.col_until"), WORD)
        return Part(title, [lead], [self._uncertain_table(title, rows, last)])


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
