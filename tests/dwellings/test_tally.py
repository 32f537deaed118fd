"""Dwellings are counted where they lie, each once, as a slow look at every area does it."""

from __future__ import annotations

from datetime import date

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from worlds import maps, to_areas

from tenuremix.counting.tenure import STOCK_TENURES, Tenure
from tenuremix.dwellings.around import Circle
from tenuremix.dwellings.tally import CELLS, Piece, Tally

DAYS = (date(2024, 12, 31), date(2025, 12, 31))
Row = tuple[int, int, int, float, float]
HALVES = st.integers(-10, 90).map(lambda n: n / 2)  # on borders and corners too
ROWS = st.lists(
    st.tuples(
        st.sampled_from(range(len(CELLS))), st.integers(0, 1), st.integers(0, 9), HALVES, HALVES
    ),
    max_size=40,
)


def piece(rows: list[Row]) -> Piece:
    cell, day, number, *_ = (np.array([row[at] for row in rows], dtype=np.int64) for at in range(5))
    days = np.array([each.toordinal() for each in DAYS])[day] if rows else day
    points = np.array([row[3:] for row in rows], dtype=np.float64).reshape(-1, 2)
    return Piece(cell, days, number, points)


def ancestors(areas, code, level):
    """Give the area of every level that an area of the finest lies in."""
    return areas.ancestor(code, areas.finest, level)


@given(maps(), ROWS, st.integers(1, 7))
def test_every_dwelling_is_counted_once_at_every_level(drawn, rows: list[Row], size: int) -> None:
    areas = to_areas(drawn)
    tally = Tally(areas)
    for start in range(0, len(rows), size):
        tally.add(piece(rows[start : start + size]))
    expected: dict[tuple[date, str, str, int], int] = {}
    outside = dict.fromkeys(DAYS, 0)
    for cell, day, number, x, y in rows:
        point = shapely.Point(x, y)
        holds = [
            code
            for code, area in areas.at(areas.finest).items()
            if area.geometry is not None and area.geometry.intersects(point)
        ]
        if not holds:
            outside[DAYS[day]] += number
            continue
        for level in areas.levels:
            key = (DAYS[day], level, ancestors(areas, min(holds), level), cell)
            expected[key] = expected.get(key, 0) + number
    found = tally.counted()
    assert [*found] == sorted({DAYS[row[1]] for row in rows})
    for day, tallied in found.items():
        assert tallied.outside == outside[day]
        total = sum(row[2] for row in rows if DAYS[row[1]] == day)
        for level, numbers in tallied.levels.items():
            assert int(numbers.sum()) == tallied.dwellings == total - outside[day]
            for at, code in enumerate(areas.at(level)):
                for cell in range(len(CELLS)):
                    assert numbers[at, cell] == expected.get((day, level, code, cell), 0)


@given(ROWS, st.lists(st.tuples(HALVES, HALVES), min_size=1, max_size=2), st.integers(1, 20))
def test_what_is_around_a_plot_is_what_lies_near_enough(
    rows: list[Row], corners: list[tuple[float, float]], metres: int
) -> None:
    plots = [shapely.box(x, y, x + 3, y + 2) for x, y in corners]
    circle = Circle(plots, metres)
    circle.add(piece(rows[:20]), "a")
    circle.add(piece(rows[20:]), "b")
    found = circle.found(DAYS[1])
    days = [row[1] for row in rows]
    if not days:
        assert found is None
        return
    latest = max(days)
    expected = dict.fromkeys(STOCK_TENURES, 0)
    for cell, day, number, x, y in rows:
        near = min(plot.distance(shapely.Point(x, y)) for plot in plots) <= metres
        expected[CELLS[cell][1]] += number * (near and day == latest)
    assert found is not None
    assert (found.date, found.metres) == (DAYS[latest], metres)
    assert {tenure: count.value for tenure, count in found.mix.items()} == expected
    named = [
        name for name, part in (("a", rows[:20]), ("b", rows[20:])) for r in part if r[1] == latest
    ]
    assert list(found.tables) == sorted(set(named))


def test_what_is_of_a_later_day_is_left() -> None:
    circle = Circle([shapely.Point(0, 0)], 1)
    circle.add(piece([(0, 0, 3, 0.0, 0.0), (0, 1, 5, 0.0, 0.0)]), "a")
    before = circle.found(DAYS[0])
    assert before is not None
    assert before.mix[Tenure.HYRESRATT].value == 3
    earliest = circle.found(date(2020, 1, 1))
    assert earliest == before  # the first one, where every date is later
    assert Circle([shapely.Point(0, 0)], 1).found(DAYS[0]) is None
