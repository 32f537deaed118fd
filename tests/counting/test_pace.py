"""The pace towards a target: by quarter, on the even path, and what is needed each month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenuremix.counting.progress import Entry, Progress, Reason, Status, assess_progress
from tenuremix.counting.rules import NOT_ASSESSABLE, Definition
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import Tenure
from tenuremix.delivery.pace import by_quarter, counts_in, even_path, pace_needed, running_sum
from tenuremix.io.inputs.workspace import find_settings, load

RULE = Definition(id="br", level="primaromrade", majority_of=(Tenure.BOSTADSRATT,))
TARGET = Target(
    id="hr",
    title="Minst 365",
    tenure="hyresratt",
    minimum=365,
    valid_from=date(2025, 1, 1),
    valid_to=date(2026, 1, 1),
    definition=RULE,
)


def entry(day: date, counted: int) -> Entry:
    reason = Reason.COUNTED if counted > 0 else Reason.REVERSED
    return Entry(
        allocation="A",
        name="A",
        date=day,
        event="markanvisning",
        area="101",
        tenure=Tenure.HYRESRATT,
        dwellings=counted,
        counted=counted,
        reason=reason,
        area_class=NOT_ASSESSABLE,
    )


def progress(as_of: date, *moves: tuple[date, int], target: Target = TARGET) -> Progress:
    counted = sum(move for _, move in moves)
    return Progress(
        target=target,
        as_of=as_of,
        entries=[entry(*move) for move in moves],
        counted=counted,
        remaining=None if target.minimum is None else max(0, target.minimum - counted),
        status=Status.OPEN,
        by_year={},
        without_exceptions=counted,
        not_assessable=0,
        potential={},
        unknown=[],
        expired={},
        sensitivity=[],
    )


def test_quarters_begin_and_end_with_the_calendar() -> None:
    found = by_quarter(
        progress(
            date(2025, 8, 15),
            (date(2025, 3, 31), 40),
            (date(2025, 4, 1), 60),
            (date(2025, 6, 30), -10),
            (date(2025, 8, 15), 5),
        )
    )
    assert [(q.year, q.number, q.ends_on, q.plus, q.minus, q.running, q.path) for q in found] == [
        (2025, 1, date(2025, 3, 31), 40, 0, 40, 90),
        (2025, 2, date(2025, 6, 30), 60, -10, 90, 181),
        (2025, 3, date(2025, 8, 15), 5, 0, 95, 227),
    ]
    assert counts_in(found, 2025) == (105, -10)


def test_a_period_may_begin_and_end_within_a_quarter() -> None:
    target = replace(TARGET, valid_from=date(2024, 11, 15), valid_to=date(2025, 2, 2))
    found = by_quarter(progress(date(2026, 1, 1), (date(2025, 2, 1), 7), target=target))
    assert [(q.year, q.number, q.ends_on, q.running) for q in found] == [
        (2024, 4, date(2024, 12, 31), 0),
        (2025, 1, date(2025, 2, 1), 7),
    ]


def test_no_quarter_before_the_period() -> None:
    assert by_quarter(progress(date(2024, 12, 31))) == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 12, 31), 0),
        (date(2025, 1, 1), 1),
        (date(2025, 1, 31), 31),
        (date(2025, 12, 30), 364),
        (date(2025, 12, 31), 365),
        (date(2026, 5, 1), 365),
    ],
)
def test_the_even_path_on_a_day(day: date, expected: int) -> None:
    assert even_path(TARGET, day) == expected


def test_no_even_path_without_a_number_or_an_end() -> None:
    assert even_path(replace(TARGET, minimum=None), date(2025, 6, 1)) is None
    assert even_path(replace(TARGET, valid_to=None), date(2025, 6, 1)) is None


@pytest.mark.parametrize(
    ("as_of", "counted", "expected"),
    [
        # 365 in 365 days: 30.4 a month, 91.3 a quarter, rounded up.
        (date(2024, 6, 1), 0, (365, 365, 31, 92)),
        (date(2024, 12, 31), 0, (365, 365, 31, 92)),
        # The decisions of the day are in: 364 days are left.
        (date(2025, 1, 1), 0, (365, 364, 31, 92)),
        (date(2025, 12, 30), 364, (1, 1, 31, 92)),
    ],
)
def test_the_pace_that_is_needed(
    as_of: date, counted: int, expected: tuple[int, int, int, int]
) -> None:
    needed = pace_needed(progress(as_of, (date(2025, 1, 1), counted)))
    assert needed is not None
    assert (needed.dwellings, needed.days, needed.per_month, needed.per_quarter) == expected


@pytest.mark.parametrize(
    ("as_of", "counted", "target"),
    [
        (date(2025, 12, 31), 10, TARGET),  # no day is left
        (date(2025, 6, 1), 365, TARGET),  # nothing remains
        (date(2025, 6, 1), 10, replace(TARGET, minimum=None)),
        (date(2025, 6, 1), 10, replace(TARGET, valid_to=None)),
    ],
)
def test_no_pace_where_there_is_none_to_keep(as_of: date, counted: int, target: Target) -> None:
    assert pace_needed(progress(as_of, (date(2025, 1, 1), counted), target=target)) is None


def test_days_that_change_nothing_are_no_steps() -> None:
    moves = [(date(2025, 2, 1), 5), (date(2025, 2, 1), -5), (date(2025, 3, 1), 4)]
    assert running_sum(progress(date(2025, 4, 1), *moves)) == [(date(2025, 3, 1), 4)]


DAYS = st.integers(0, 364).map(lambda n: date(2025, 1, 1) + timedelta(days=n))


@given(st.lists(st.tuples(DAYS, st.integers(-50, 50))), DAYS)
def test_the_quarters_add_up_to_the_figure(moves: list[tuple[date, int]], as_of: date) -> None:
    seen = [move for move in moves if move[0] <= as_of]
    found = progress(as_of, *seen)
    quarters = by_quarter(found)
    assert quarters[-1].running == found.counted == sum(q.net for q in quarters)
    assert sum(counts_in(quarters, 2025)) == found.counted
    needed = pace_needed(found)
    if needed is not None:
        # The pace reaches what remains, and one dwelling less a month would not.
        months = needed.days * 48 / 1461
        assert needed.per_month * months >= needed.dwellings - 1e-9
        assert (needed.per_month - 1) * months < needed.dwellings


def test_the_default_adds_up_on_every_day() -> None:
    workspace = load(find_settings(Path("/nowhere")))
    for as_of in (date(2025, 3, 31), date(2025, 10, 1), date(2026, 1, 1), date(2026, 5, 31)):
        books = workspace.books_on(as_of)
        for target in workspace.targets:
            found = assess_progress(books, target, sensitivity=False)
            assert by_quarter(found)[-1].running == found.counted
