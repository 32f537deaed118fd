"""The report's changes of a year, and what in the register is not settled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from tenuremix.outlook import none
from tenuremix.register import Event
from tenuremix.render._page import named, place_label
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
    from tenuremix.books import Books
    from tenuremix.register import State
    from tenuremix.render._report_findings import Findings
    from tenuremix.render.locale import Locale

Change = tuple["State", "State"]


def changes_section(found: Findings) -> Section:
    """Show what was withdrawn, reduced, changed or settled in the year."""
    text, year = found.text, found.year
    changes = list(_changes(found.books, year))
    withdrawn = [c for c in changes if c[1].decision.event is Event.ATERKALLAD]
    rest = [c for c in changes if c not in withdrawn]
    parts = [
        Part("", [text("report.changes_lead")]),
        _withdrawn(withdrawn, year, text),
        _compared("reduced", [c for c in rest if _total(c[1]) < _total(c[0])], year, text),
        _drift([c for c in rest if _moved(c)], year, text),
        _compared("settled", [c for c in rest if _settled(c)], year, text),
    ]
    return Section("changes", text("report.changes"), parts)


def unsettled_section(found: Findings) -> Section:
    """Show what has run out without a decision, and what of a standing allocation is not known."""
    books, text = found.books, found.text
    parts = [_expired(books, text), _potential(books, found.year, text), _unknown(books, text)]
    return Section("expired", text("report.unsettled"), parts)


def _changes(books: Books, year: int) -> Iterable[Change]:
    """Pair each state of the year with the state before it, where dwellings stood."""
    found: list[Change] = []
    for id_ in books.register.decisions:
        states = books.register.history(id_, books.as_of)
        found += [
            (before, after)
            for before, after in pairwise(states)
            if after.decision.date.year == year and before.stage is not Event.ATERKALLAD
        ]
    return sorted(found, key=lambda c: (c[1].decision.date, c[1].decision.id))


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


def _dwellings(state: State, text: Locale) -> str:
    if state.dwellings is None:
        return text("report.unknown_number")
    return dwellings_text(state.dwellings, text)


def _change_table(title: str, changes: Sequence[Change], text: Locale) -> Table:
    columns = headings(
        text, "col.date:w report.allocation col.event:w report.col_before report.col_after"
    )
    rows: list[list[Cell]] = [
        [
            day(after.decision.date),
            named(after.name, after.decision.id),
            text(f"event.{after.decision.event}"),
            _dwellings(before, text),
            _dwellings(after, text),
        ]
        for before, after in changes
    ]
    return Table(title, columns, rows, header=1)


def _withdrawn(changes: Sequence[Change], year: int, text: Locale) -> Part:
    title = text("report.withdrawn", year=year)
    if not changes:
        return Part(title, [text("report.none")])
    lost = none()
    for before, _ in changes:
        for tenure, standing in (before.dwellings or {}).items():
            lost[tenure] += standing
    columns = headings(text, "col.date:w report.allocation report.col_stage:w col.dwellings")
    rows: list[list[Cell]] = [
        [
            day(after.decision.date),
            named(after.name, after.decision.id),
            text(f"event.{before.stage}"),
            _dwellings(before, text),
        ]
        for before, after in changes
    ]
    lead = text("report.withdrawn_lead", number=len(changes), dwellings=dwellings_text(lost, text))
    return Part(title, [lead], [Table(title, columns, rows, header=1)])


def _compared(kind: str, changes: Sequence[Change], year: int, text: Locale) -> Part:
    title = text(f"report.{kind}", year=year)
    if not changes:
        return Part(title, [text("report.none")])
    lead = text(f"report.{kind}_lead", number=len(changes))
    return Part(title, [lead], [_change_table(title, changes, text)])


def _drift(changes: Sequence[Change], year: int, text: Locale) -> Part:
    title = text("report.drift", year=year)
    if not changes:
        return Part(title, [text("report.none")])
    fewer, more = none(), none()
    for change in changes:
        for tenure, moved in _difference(change).items():
            fewer[tenure] -= min(moved, 0)
            more[tenure] += max(moved, 0)
    lead = text(
        "report.drift_lead",
        number=len(changes),
        fewer=dwellings_text(fewer, text),
        more=dwellings_text(more, text),
    )
    return Part(title, [lead], [_change_table(title, changes, text)])


def _standing(books: Books) -> dict[str, State]:
    return {id_: state for id_, state in books.states.items() if state.counted}


def _allocated(books: Books, id_: str) -> State:
    """Find the state in which a standing allocation was first allocated."""
    states = books.register.history(id_, books.as_of)
    return next((state for state in states if state.stage is Event.MARKANVISNING), states[-1])


def _uncertain_table(
    title: str, books: Books, rows: Sequence[tuple[str, Cell]], last: Column, text: Locale
) -> Table:
    """List allocations with where they lie, when they were allocated, and one more column."""
    columns = [
        *headings(text, "report.allocation report.col_place report.col_allocated:w"),
        last,
    ]
    found: list[list[Cell]] = [
        [
            named(books.states[id_].name, id_),
            place_label(books.areas, books.locator.place(books.states[id_].place), text),
            day(_allocated(books, id_).decision.date),
            cell,
        ]
        for id_, cell in rows
    ]
    return Table(title, columns, found)


def _potential(books: Books, year: int, text: Locale) -> Part:
    title = text("report.potential")
    found = {
        id_: state.dwellings[Tenure.OKLAR]
        for id_, state in _standing(books).items()
        if state.dwellings and state.dwellings[Tenure.OKLAR]
    }
    if not found:
        return Part(title, [text("report.none")])
    years = {id_: _allocated(books, id_).decision.date.year for id_ in found}
    in_year = sum(number for id_, number in found.items() if years[id_] == year)
    lead = text(
        "report.potential_lead",
        dwellings=sum(found.values()),
        number=len(found),
        in_year=in_year,
        year=year,
    )
    rows = [(id_, whole(number, text)) for id_, number in found.items()]
    last = Column(text("col.dwellings"), NUMBER)
    return Part(title, [lead], [_uncertain_table(title, books, rows, last, text)])


def _unknown(books: Books, text: Locale) -> Part:
    title = text("report.unknown")
    found = [id_ for id_, state in _standing(books).items() if state.dwellings is None]
    if not found:
        return Part(title, [text("report.none")])
    lead = text("report.unknown_lead", number=len(found))
    rows = [(id_, text(f"event.{books.states[id_].stage}")) for id_ in found]
    last = Column(text("report.col_state"), WORD)
    return Part(title, [lead], [_uncertain_table(title, books, rows, last, text)])


def _expired(books: Books, text: Locale) -> Part:
    title = text("report.expired")
    found = {
        id_: state.valid_until
        for id_, state in _standing(books).items()
        if state.expired(books.as_of)
    }
    if not found:
        return Part(title, [text("report.none")])
    lead = text("report.expired_lead", number=len(found))
    rows = [(id_, day(until)) for id_, until in found.items()]
    last = Column(text("report.col_until"), WORD)
    return Part(title, [lead], [_uncertain_table(title, books, rows, last, text)])
