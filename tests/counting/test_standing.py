"""What became of the dwellings counted: begun, completed, and changed decision by decision."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tenuremix.counting.decisions import Decision, Event, Place
from tenuremix.counting.progress import assess_progress
from tenuremix.counting.register import Register
from tenuremix.counting.tenure import Count, Tenure
from tenuremix.delivery.standing import delivered, is_begun, totals_around
from tenuremix.io.inputs.workspace import find_settings, load

HR, BR = Tenure.HYRESRATT, Tenure.BOSTADSRATT
DAY = date(2025, 3, 1)


def books_of(*rows: Decision) -> Any:
    register = Register(rows)
    as_of = date(2025, 12, 31)
    return SimpleNamespace(register=register, as_of=as_of, states=register.states(as_of))


def counted(*numbers: int, tenure: Tenure = HR) -> Any:
    lines = [SimpleNamespace(allocation="A", tenure=tenure, counted=number) for number in numbers]
    return SimpleNamespace(entries=lines)


ALLOCATED = Decision(
    "A", "A", DAY, Event.MARKANVISNING, {HR: 60, BR: 40}, Place(area="101"), subgroup="student"
)


@pytest.mark.parametrize(
    ("begun", "number", "expected"),
    [
        (None, 60, Count(60, 60)),  # all of them have begun
        ({HR: 0, BR: 40}, 60, Count(0, 0)),
        ({HR: 20, BR: 0}, 60, Count(20, 20)),
        ({HR: 20, BR: 0}, 30, Count(0, 20)),  # the other half is in another area
        ({HR: 40, BR: 0}, 30, Count(10, 30)),
    ],
)
def test_what_has_begun_of_the_dwellings_counted(
    begun: dict[Tenure, int] | None, number: int, expected: Count
) -> None:
    start = Decision("A", "A", date(2025, 6, 1), Event.BYGGSTART, begun=begun)
    found = delivered(books_of(ALLOCATED, start), counted(number))
    assert (found.begun, found.completed) == (expected, Count(0, 0))
    assert found.subgroups == {"student": number}


def test_what_is_completed_has_begun() -> None:
    done = Decision("A", "A", date(2025, 9, 1), Event.FARDIGSTALLD)
    books = books_of(ALLOCATED, done)
    found = delivered(books, counted(60, -20))
    assert found.begun == found.completed == Count(40, 40)
    assert is_begun(books, "A")
    assert not is_begun(books_of(ALLOCATED), "A")


def test_totals_stand_as_allocated_only() -> None:
    planned = Decision("A", "A", date(2025, 1, 1), Event.PLANERAD, {HR: 80}, Place(area="101"))
    change = Decision("A", "A", date(2025, 7, 1), Event.ANDRING, {HR: 20, BR: 80})
    gone = Decision("A", "A", date(2025, 8, 1), Event.ATERKALLAD)
    books = books_of(planned, ALLOCATED, change, gone)
    seen = []
    for row in (ALLOCATED, change, gone):
        line: Any = SimpleNamespace(allocation="A", date=row.date, event=row.event)
        before, after = totals_around(books, line)
        assert before is not None
        assert after is not None
        seen.append(tuple(side.get(t, 0) for side in (before, after) for t in (HR, BR)))
    assert seen == [(0, 0, 60, 40), (60, 40, 20, 80), (20, 80, 0, 0)]


def test_the_ledger_of_the_example_follows_its_totals() -> None:
    books = load(find_settings(Path("/nowhere"))).books_on(date(2025, 12, 31))
    for target in load(find_settings(Path("/nowhere"))).targets:
        changes: dict[tuple[str, date, str, Tenure], int] = {}
        totals: dict[tuple[str, date, str, Tenure], int] = {}
        for entry in assess_progress(books, target, sensitivity=False).entries:
            key = (entry.allocation, entry.date, entry.event, entry.tenure)
            before, after = totals_around(books, entry)
            changes[key] = changes.get(key, 0) + entry.dwellings
            totals[key] = (after or {}).get(entry.tenure, 0) - (before or {}).get(entry.tenure, 0)
        assert changes == totals
        assert changes
