"""The sheets on the register: what changed, what was built, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tenuremix.counting.decisions import Event
from tenuremix.counting.tenure import ALLOCATION_TENURES, KNOWN, STOCK_TENURES, Tenure
from tenuremix.delivery.changes import amendments
from tenuremix.delivery.completed import compare_completed, follow_plots
from tenuremix.document.names import OPEN, place_label
from tenuremix.document.words import level_name, years_text
from tenuremix.report.workbook.tables import Row, by_tenure, ends, table, unplaced_cells
from tenuremix.review.twice import find_twins

if TYPE_CHECKING:
    from datetime import date

    from tenuremix.counting.decisions import State
    from tenuremix.delivery.completed import Built, Comparison, Completions, Promised
    from tenuremix.io.formats.layers import Layer
    from tenuremix.report.findings import Findings

_CITY_TENURES = (*KNOWN, Tenure.OKLAR, Tenure.OKAND)


def change_table(found: Findings) -> Layer:
    """Make the table of what the decisions of the year changed or withdrew."""
    text = found.text
    rows = [
        [
            change.after.decision.date,
            change.after.decision.id,
            change.after.name,
            text(f"event.{change.after.decision.event}"),
            text(f"event.{change.before.stage}"),
            *by_tenure(change.before.dwellings, ALLOCATION_TENURES),
            *by_tenure(change.after.dwellings, ALLOCATION_TENURES),
        ]
        for change in amendments(found.books, found.year)
    ]
    columns = "day:d id name event stage_before +before:n +after:n"
    return table(text, "changes", columns, rows, frozen=3)


# What was built ---------------------------------------------------------------------------------


def built_tables(found: Findings) -> list[Layer]:
    """Make the tables of what is begun and completed, beside what the statistics have as built."""
    text = found.text
    rows = [
        [
            plot.state.decision.id,
            plot.state.name,
            plot.allocated.decision.date,
            plot.begun,
            plot.completed,
            *by_tenure(plot.allocated.dwellings, ALLOCATION_TENURES),
            *by_tenure(plot.state.dwellings, ALLOCATION_TENURES),
            *by_tenure(plot.state.begun, KNOWN),
        ]
        for plot in follow_plots(found.books)
    ]
    columns = "id name allocated:d begun_on:d completed_on:d +promised:n +now:n *begun:n"
    plots = table(text, "built", columns, rows, frozen=2)
    compared = _compared(found)
    return [plots, *(_statistics(compared, found) if compared else [])]


def _compared(found: Findings) -> Comparison | None:
    """Compare with the statistics at the finest level that they have; None without any."""
    completed, books = found.workspace.completed, found.books
    if completed is None:
        return None
    for level in books.areas.levels:
        if completed.years(books.areas, level, books.as_of):
            return compare_completed(books, completed, level)
    return None


def _statistics(compared: Comparison, found: Findings) -> list[Layer]:
    text = found.text
    years = years_text(compared.years, text)
    promised, built = compared.promised, compared.built
    city = [
        [
            text(f"tenure.{OPEN if tenure is Tenure.OKLAR else tenure}"),
            *(
                None if tenure is Tenure.OKAND else sums[tenure]
                for sums in (promised.allocated, promised.begun, promised.completed)
            ),
            *_built(built, tenure),
            years,
        ]
        for tenure in _CITY_TENURES
    ]
    level = level_name(compared.level, text)
    rows: list[Row] = [
        [
            area.area.code,
            area.area.name,
            level,
            *_promised(area.promised),
            *(end for tenure in STOCK_TENURES for end in _built(area.built, tenure)),
        ]
        for area in compared.areas.values()
        if not area.empty
    ]
    for code in sorted(compared.unplaced, key=lambda code: (code is None, code or "")):
        nothing = [None] * (2 * len(STOCK_TENURES))
        cells = unplaced_cells(found, code, compared.level)
        rows.append([*cells, *_promised(compared.unplaced[code]), *nothing])
    return [
        table(text, "built.city", "tenure promised:n begun:n completed:n finished:~n years", city),
        table(
            text,
            "built.areas",
            "code name level +promised:n +completed:n *finished:~n finished_unknown:~n",
            rows,
        ),
    ]


def _promised(promised: Promised) -> list[object]:
    return [
        *by_tenure(promised.allocated, ALLOCATION_TENURES),
        *by_tenure(promised.completed, ALLOCATION_TENURES),
    ]


def _built(built: Completions | None, tenure: Tenure) -> list[object]:
    """Give the ends of what was built; empty where the statistics do not tell."""
    figure: Built | None = None if built is None else built.get(tenure)
    return ends(None if figure is None else figure.whole)


# What is not known ------------------------------------------------------------------------------


def unknown_table(found: Findings) -> Layer:
    """Make the table of what is not known of allocations that stand, or wants a decision."""
    standing = {id_: state for id_, state in found.books.states.items() if state.standing}
    rows = [*_unsettled(standing, found), *_twice(found)]
    columns = "id name place allocated:d unknown dwellings:n exception runs_out:d"
    return table(found.text, "unknown", columns, rows, frozen=2)


def _unsettled(standing: dict[str, State], found: Findings) -> Iterator[Row]:
    text = found.text
    for id_, state in standing.items():
        if state.potential:
            key = "source" if state.unstated else "tenure"
            yield _unknown(id_, state, text(f"xlsx.unknown.{key}"), state.potential, found)
    for id_, state in standing.items():
        if state.dwellings is None:
            yield _unknown(id_, state, text("xlsx.unknown.number"), None, found)
    for id_, state in standing.items():
        if state.expired(found.books.as_of):
            number = None if state.dwellings is None else sum(state.dwellings.values())
            yield _unknown(id_, state, text("xlsx.unknown.expired"), number, found)


def _twice(found: Findings) -> Iterator[Row]:
    """Give the allocations that may be the same dwellings as others."""
    for twins in find_twins(found.books.states, found.workspace.settings.settled):
        for (id_, state), number in zip(twins.states.items(), twins.dwellings, strict=True):
            others = ", ".join(other for other in twins.states if other != id_)
            why = found.text("xlsx.unknown.twice", ids=others)
            yield _unknown(id_, state, why, number, found)


def _unknown(id_: str, state: State, why: str, number: int | None, found: Findings) -> Row:
    text, books = found.text, found.books
    return [
        id_,
        state.name,
        place_label(books.areas, books.locator.place(state.place), text),
        _allocated_on(id_, found),
        why,
        number,
        text(f"report.exception.{state.exception}") if state.exception else None,
        state.valid_until,
    ]


def _allocated_on(id_: str, found: Findings) -> date:
    """Find the day on which an allocation was first allocated."""
    states = found.books.register.history(id_, found.books.as_of)
    first = next((s for s in states if s.stage is Event.MARKANVISNING), states[-1])
    return first.decision.date
