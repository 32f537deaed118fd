"""What the decisions of a year changed of what was decided before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tenuremix.counting.decisions import Decision, Event, Place
from tenuremix.counting.register import Register
from tenuremix.counting.tenure import ALLOCATION_TENURES, Tenure
from tenuremix.delivery.changes import amendments
from tenuremix.inputs import Workspace
from tenuremix.io.inputs.workspace import find_settings, load

HERE = Place(area="105")
FOUR = dict.fromkeys(ALLOCATION_TENURES, 0)


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return load(find_settings(Path("/nowhere")))


def decided(id_: str, day: str, event: Event, **numbers: int) -> Decision:
    counts = {Tenure(tenure): number for tenure, number in numbers.items()}
    place = HERE if event is Event.MARKANVISNING else Place()
    return Decision(id_, id_, date.fromisoformat(day), event, counts, place)


def test_changes_are_told_by_tenure_and_what_changes_nothing_is_not(workspace: Workspace) -> None:
    first = {"hyresratt": 60, "bostadsratt": 20, "oklar": 10}
    rows = [
        decided("A", "2024-05-01", Event.MARKANVISNING, **first),
        decided("A", "2025-02-01", Event.FORLANGNING),
        decided("A", "2025-03-01", Event.ANDRING, hyresratt=35, bostadsratt=20, aganderatt=0,
                oklar=0),
        decided("A", "2025-04-01", Event.BYGGSTART),
        decided("B", "2025-01-01", Event.MARKANVISNING, hyresratt=5),
        decided("B", "2025-02-01", Event.ATERKALLAD),
        decided("B", "2025-05-01", Event.MARKANVISNING, hyresratt=7),
        decided("C", "2025-01-01", Event.MARKANVISNING),
        decided("C", "2025-02-01", Event.ATERKALLAD),
        decided("D", "2024-01-01", Event.MARKANVISNING, hyresratt=5),
        decided("D", "2026-01-01", Event.ATERKALLAD),
    ]  # fmt: skip
    books = workspace.books.with_register(Register(rows), date(2025, 12, 31))
    found = [
        (each.after.decision.id, each.before.dwellings, each.after.dwellings)
        for each in amendments(books, 2025)
    ]
    rented, owned, undecided = Tenure.HYRESRATT, Tenure.BOSTADSRATT, Tenure.OKLAR
    assert found == [
        ("B", FOUR | {rented: 5}, FOUR),
        ("C", None, FOUR),
        ("A", FOUR | {rented: 60, owned: 20, undecided: 10}, FOUR | {rented: 35, owned: 20}),
    ]
    assert not amendments(books, 2026), "later decisions are not seen"


def test_every_change_of_the_ledger_comes_of_one_of_them(workspace: Workspace) -> None:
    """What stood is told before and after, so that the differences are those that are booked."""
    books = workspace.books_on(date(2025, 12, 31))
    told = {(each.after.decision.id, each.after.decision.date) for each in amendments(books, 2025)}
    booked = {
        (booking.state.decision.id, booking.state.decision.date)
        for booking in books.bookings("area")
        if booking.order and booking.dwellings and booking.state.decision.date.year == 2025
        and booking.state.decision.event is not Event.MARKANVISNING
    }  # fmt: skip
    assert booked
    assert booked <= told
