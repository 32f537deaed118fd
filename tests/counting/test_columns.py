"""Columns of changes do what loops over dictionaries do."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tenuremix.columns.bookings import Accounts, BookedRows, groups

SMALL = st.integers(0, 3)
MOVES = st.lists(st.tuples(SMALL, st.integers(-9, 9), st.booleans()), max_size=20)


@given(MOVES)
def test_an_account_never_holds_less_than_nothing(moves: list[tuple[int, int, bool]]) -> None:
    held: dict[int, int] = defaultdict(int)
    counted: dict[int, int] = defaultdict(int)
    expected = []
    for account, change, counts in moves:
        held[account] = max(0, held[account] + change)
        before, counted[account] = counted[account], held[account] if counts else 0
        expected.append(counted[account] - before)
    account, change, counts = (np.array([move[at] for move in moves]) for at in range(3))
    accounts = Accounts(account.astype(np.intp), change.astype(np.int64))
    assert accounts.moves(counts.astype(bool)).tolist() == expected


@given(st.lists(st.tuples(SMALL, SMALL, SMALL, st.integers(0, 9)), max_size=20), SMALL)
def test_what_stands_becomes_what_changes(rows: list[tuple[int, ...]], histories: int) -> None:
    """States 0 to 3 belong to allocations of as many states as ``histories``, and one more."""
    following = [at + 1 if (at + 1) % (histories + 1) and at < 3 else -1 for at in range(4)]
    expected: dict[tuple[int, ...], int] = defaultdict(int)
    for state, area, tenure, dwellings in rows:
        expected[state, area, tenure] += dwellings
        if following[state] >= 0:
            expected[following[state], area, tenure] -= dwellings
    columns = [np.array([row[at] for row in rows], dtype=np.int64) for at in range(4)]
    found = BookedRows(*columns).differences(np.array(following))
    mine = zip(*(column.tolist() for column in found), strict=True)
    assert {(s, a, t): n for s, a, t, n in mine} == dict(expected)
    assert [
        *zip(found.state.tolist(), found.area.tolist(), found.tenure.tolist(), strict=True)
    ] == (sorted(expected))


@given(st.lists(st.tuples(SMALL, SMALL), max_size=20))
def test_each_row_finds_the_first_that_is_like_it(rows: list[tuple[int, int]]) -> None:
    columns = [np.array([row[at] for row in rows], dtype=np.intp) for at in range(2)]
    assert groups(*columns).tolist() == [rows.index(row) for row in rows]
