"""What is hidden stays hidden: against trying every number that a reader could think of."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tenuremix.counting.areas import Area, Areas
from tenuremix.dwellings.disclosure import Published, publish

COARSE, MIDDLE, FINE = "stadsomrade", "mellanomrade", "primaromrade"
Numbers = dict[str, list[int]]


@st.composite
def cities(draw: st.DrawFn) -> tuple[Areas, Numbers, int]:
    """Draw areas of three levels, few in each, and the dwellings of two kinds in the finest."""
    middle = draw(st.lists(st.sampled_from("AB"), min_size=2, max_size=4))
    parents = list(range(len(middle))) + draw(st.lists(st.integers(0, len(middle) - 1), max_size=4))
    areas = [
        *(Area(code, code, COARSE) for code in sorted(set(middle))),
        *(Area(f"{above}{n}", "", MIDDLE, above) for n, above in enumerate(middle)),
        *(Area(f"f{n}", "", FINE, f"{middle[at]}{at}") for n, at in enumerate(parents)),
    ]
    cell = st.sampled_from([0, 0, 1, 1, 2, 3, 4, 5, 9])
    fine = draw(st.lists(st.tuples(cell, cell), min_size=len(parents), max_size=len(parents)))
    return Areas(areas, crs="EPSG:3007"), {f"f{n}": list(c) for n, c in enumerate(fine)}, 5


def summed(areas: Areas, fine: Numbers) -> dict[str, Numbers]:
    found = {FINE: fine}
    for finer, level in ((FINE, MIDDLE), (MIDDLE, COARSE)):
        found[level] = {
            code: [sum(found[finer][c][k] for c in areas.children(code, level)) for k in (0, 1)]
            for code in areas.at(level)
        }
    return found


def published(areas: Areas, numbers: dict[str, Numbers], below: int) -> Mapping[str, Published]:
    columns = {
        level: np.array([numbers[level][code] for code in areas.at(level)], dtype=np.int64)
        for level in areas.levels
    }
    return publish(areas, columns, below)


def possible(total: int, ends: list[tuple[int, int]]) -> list[set[int]]:
    """Try every number of each hidden part; keep those that make up the total."""
    fits = [
        chosen
        for chosen in product(*(range(low, high + 1) for low, high in ends))
        if sum(chosen) == total
    ]
    return [set(values) for values in zip(*fits, strict=True)]


@given(cities())
def test_no_hidden_number_can_be_worked_out_from_a_sum(city: tuple[Areas, Numbers, int]) -> None:
    areas, fine, below = city
    numbers = summed(areas, fine)
    shown = published(areas, numbers, below)
    at = {level: {code: n for n, code in enumerate(areas.at(level))} for level in areas.levels}
    for finer, level in ((FINE, MIDDLE), (MIDDLE, COARSE)):
        for code, kind in product(areas.at(level), (0, 1)):
            rows = [at[finer][child] for child in areas.children(code, level)]
            hidden = [row for row in rows if shown[finer].hidden[row, kind]]
            ends = [
                (int(shown[finer].low[row, kind]), int(shown[finer].high[row, kind]))
                for row in hidden
            ]
            known = sum(int(shown[finer].low[row, kind]) for row in rows if row not in hidden)
            number = numbers[level][code][kind]
            tells = any(len(each) == 1 for each in possible(number - known, ends))
            parent = at[level][code]
            # Hidden where it would tell, or is small itself; and never else.
            assert shown[level].hidden[parent, kind] == (tells or 0 < number < below)
            if shown[level].hidden[parent, kind]:
                assert shown[level].low[parent, kind] == known + sum(low for low, _ in ends)
                assert shown[level].high[parent, kind] == known + sum(high for _, high in ends)


@given(cities())
def test_the_truth_lies_between_the_ends(city: tuple[Areas, Numbers, int]) -> None:
    areas, fine, below = city
    numbers = summed(areas, fine)
    for level, shown in published(areas, numbers, below).items():
        for row, code in enumerate(areas.at(level)):
            for kind in (0, 1):
                number = numbers[level][code][kind]
                low, high = int(shown.low[row, kind]), int(shown.high[row, kind])
                assert low <= number <= high
                hidden = bool(shown.hidden[row, kind])
                assert hidden == (low < high)
                assert hidden or number == 0 or number >= below
                assert number or not hidden


def test_nothing_is_hidden_where_nothing_is_asked() -> None:
    areas = Areas([Area("a", "", FINE)], crs="EPSG:3007")
    shown = published(areas, {FINE: {"a": [1, 0]}}, 1)[FINE]
    assert not shown.hidden.any()
    assert shown.low.tolist() == shown.high.tolist() == [[1, 0]]


def test_a_parent_tells_of_two_children_that_can_only_be_one_each() -> None:
    above = [Area("A", "", MIDDLE), *(Area(code, "", FINE, "A") for code in "xyz")]
    areas = Areas(above, crs="EPSG:3007")
    told = {FINE: {"x": [1, 1], "y": [1, 2], "z": [20, 20]}, MIDDLE: {"A": [22, 23]}}
    shown = published(areas, told, 5)[MIDDLE]
    assert shown.hidden.tolist() == [[True, False]]
    assert (shown.low.tolist(), shown.high.tolist()) == ([[22, 23]], [[28, 23]])
