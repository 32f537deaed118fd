"""The sheets of entries: the whole ledger, its sums by area, and what was lost beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tenuremix.delivery.standing import is_begun
from tenuremix.report.sections.answer import reason_by_place, reason_words
from tenuremix.report.workbook.tables import Row, area_cells, class_cells, each_target, table, yes

if TYPE_CHECKING:
    from tenuremix.counting.progress import Entry
    from tenuremix.io.formats.layers import Layer
    from tenuremix.report.findings import Answer, Findings


def ledger_tables(found: Findings) -> list[Layer]:
    """Make the table of every entry, counted or not, and that of the count by area."""
    text, named = found.text, each_target(found)
    return [
        table(
            text,
            "ledger",
            "target day:d id name event record code area tenure change:s counted:n reason class "
            "share:~p statistics:d subgroup started exception without_exception:n",
            (row for name, answer in named for row in _entries(name, answer, found)),
            frozen=3,
        ),
        table(
            text,
            "where",
            "target code area plus:n minus:n net:s part:p allocations:n",
            (row for name, answer in named for row in _places(name, answer, found)),
            frozen=3,
        ),
    ]


def _entries(name: str, answer: Answer, found: Findings) -> Iterator[Row]:
    text, progress, books = found.text, answer.progress, found.books
    records = _records(found)
    for entry in progress.entries:
        yield [
            name,
            entry.date,
            entry.allocation,
            entry.name,
            text(f"event.{entry.event}"),
            records[entry.allocation, entry.date, entry.event],
            *area_cells(found, entry.area, progress.target.definition.level),
            text(f"tenure.{entry.tenure}"),
            entry.dwellings,
            entry.counted,
            reason_words(entry, progress, books, text),
            *class_cells(entry.area_class, progress.target, text),
            text(f"map.subgroup.{entry.subgroup}") if entry.subgroup else None,
            yes(is_begun(books, entry.allocation), text),
            text(f"report.exception.{entry.exception}") if entry.exception else None,
            entry.without_exception,
        ]


def _records(found: Findings) -> dict[tuple[str, object, str], str | None]:
    """Give the number of the case of each decision, as it stood then."""
    books = found.books
    return {
        (id_, state.decision.date, state.decision.event.value): state.diarienummer or None
        for id_ in books.register.decisions
        for state in books.register.history(id_, books.as_of)
    }


def _places(name: str, answer: Answer, found: Findings) -> Iterator[Row]:
    """Sum what counts by area: the largest first; equal ones by code, outside last."""
    places: dict[str | None, list[Entry]] = {}
    for entry in answer.progress.entries:
        if entry.counted:
            places.setdefault(entry.area, []).append(entry)
    total = answer.progress.counted
    sums = {code: sum(e.counted for e in entries) for code, entries in places.items()}
    for code in sorted(places, key=lambda code: (-sums[code], code is None, code or "")):
        counts = [entry.counted for entry in places[code]]
        yield [
            name,
            *area_cells(found, code, answer.progress.target.definition.level),
            sum(n for n in counts if n > 0),
            sum(n for n in counts if n < 0),
            sums[code],
            sums[code] / total if total > 0 else None,
            len({entry.allocation for entry in places[code]}),
        ]


def loss_table(found: Findings) -> Layer:
    """Make the table of what was lost, and of what of it is taken off in the net of each target."""
    return table(
        found.text,
        "losses",
        "target day:d loss code area tenure dwellings:n deducted:n reason class share:~p "
        "statistics:d source:w",
        (row for name, answer in each_target(found) for row in _lost(name, answer, found)),
    )


def _lost(name: str, answer: Answer, found: Findings) -> Iterator[Row]:
    text, target = found.text, answer.progress.target
    for entry in answer.lost.entries if answer.lost else ():
        why = reason_by_place(entry, target, found.books, text)
        yield [
            name,
            entry.date,
            text(f"loss.{entry.event}"),
            *area_cells(found, entry.area, target.definition.level),
            text(f"tenure.{entry.tenure}"),
            entry.dwellings,
            entry.lost,
            text("losses.reason_counted") if entry.lost else why,
            *class_cells(entry.area_class, target, text),
            entry.basis,
        ]
