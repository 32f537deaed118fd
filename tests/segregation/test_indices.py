"""The measures of segregation: by hand, against slow formulas, and where counts are hidden."""

from __future__ import annotations

from itertools import product
from math import isclose, log

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from runs import examples

from tenuremix.counting.tenure import Interval
from tenuremix.segregation.change import Changes
from tenuremix.segregation.diversity import entropy, interaction
from tenuremix.segregation.indices import (
    Measure,
    decompose,
    displaced,
    dissimilarity,
    exposure,
    information,
    measure_all,
    names,
)
from tenuremix.segregation.table import Crosstab

GROUPS = ("hr", "br", "ar")
COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 400))
ROWS = st.lists(st.tuples(COUNTS, COUNTS, COUNTS), min_size=1, max_size=7)


def table(rows):
    return Crosstab.exactly(GROUPS, {f"{n:02}": row for n, row in enumerate(rows)})


def value(found):
    assert found is None or found.low == found.high
    return None if found is None else found.low


def slow(rows):
    """Compute every measure from shares, as the papers write them."""
    groups = range(len(rows[0]))
    rows = [row for row in rows if sum(row)]
    whole = sum(map(sum, rows))
    sums = [sum(row[k] for row in rows) for k in groups]
    shares = [x / whole for x in sums]
    found = {}
    gaps = sum(sum(row) * abs(row[k] / sum(row) - shares[k]) for row in rows for k in groups)
    diversity = sum(p * (1 - p) for p in shares)
    found["displaced"] = gaps / (2 * whole)
    found["dissimilarity"] = gaps / (2 * whole * diversity) if diversity else None

    def spread(row):
        return -sum(x / sum(row) * log(x / sum(row)) for x in row if x)

    city = spread(sums)
    found["information"] = (
        sum(sum(row) / whole * (city - spread(row)) for row in rows) / city if city else None
    )
    for k in groups:
        mine, rest = sums[k], whole - sums[k]
        found["dissimilarity", k] = (
            sum(abs(row[k] / mine - (sum(row) - row[k]) / rest) for row in rows) / 2
            if mine and rest
            else None
        )
        for other in groups:
            found["exposure", k, other] = (
                sum(row[k] / mine * row[other] / sum(row) for row in rows) if mine else None
            )
    return found


def keyed(groups):
    index = {group: k for k, group in enumerate(groups)}
    for measure in names(groups):
        key = tuple(index[g] for g in measure[1:] if g)
        yield measure, (measure.name, *key) if key else measure.name


# By hand -------------------------------------------------------------------------------------


def test_two_areas_by_hand() -> None:
    found = table([(30, 10, 0), (10, 30, 0)])
    assert value(displaced(found)) == 0.25  # 10 of each area's 40 dwellings change place
    assert value(dissimilarity(found)) == 0.5  # 1/2 (|3/4 - 1/4| + |1/4 - 3/4|)
    assert value(dissimilarity(found, "hr")) == 0.5
    assert value(exposure(found, "hr", "hr")) == 0.625  # 3/4 * 3/4 + 1/4 * 1/4
    assert value(exposure(found, "hr", "br")) == 0.375
    assert dissimilarity(found, "ar") is None
    h = 1 - (-(0.75 * log(0.75) + 0.25 * log(0.25))) / log(2)
    assert isclose(value(information(found)), h, abs_tol=1e-15)


def test_the_ends_of_the_scale() -> None:
    apart = table([(50, 0, 0), (0, 20, 0), (0, 0, 30)])
    alike = table([(5, 2, 3), (50, 20, 30), (10, 4, 6)])
    for name in ("dissimilarity", "information"):
        assert value(measure_all(apart)[Measure(name)]) == 1
        assert isclose(value(measure_all(alike)[Measure(name)]), 0, abs_tol=1e-12)
    assert value(exposure(apart, "hr", "hr")) == 1
    assert isclose(value(exposure(alike, "hr", "br")), 0.2)


def test_what_is_not_defined_is_none_and_not_zero() -> None:
    alone = table([(50, 0, 0), (20, 0, 0)])
    assert dissimilarity(alone) is None
    assert information(alone) is None
    assert value(displaced(alone)) == 0
    assert value(exposure(alone, "hr", "hr")) == 1
    assert exposure(alone, "br", "hr") is None
    nothing = table([(0, 0, 0)])
    assert set(measure_all(nothing).values()) == {None}
    assert set(measure_all(table([])).values()) == {None}
    assert decompose(nothing, {"00": "1"}) is None


def test_the_diversity_of_an_area() -> None:
    assert value(entropy((7, 0, 0), (7, 0, 0))) == 0
    assert value(entropy((7, 7, 7), (7, 7, 7))) == 1
    assert value(interaction((50, 50, 0), (50, 50, 0))) == 0.5
    assert entropy((0, 0, 0), (0, 0, 0)) is None
    assert interaction((0, 0, 0), (0, 0, 0)) is None


def test_the_parts_of_h_by_hand() -> None:
    found = decompose(
        table([(40, 0, 0), (0, 40, 0), (20, 20, 0)]), dict.fromkeys(["00", "01"], "a") | {"02": "b"}
    )
    assert found is not None
    assert value(found.between) == 0  # both halves are half rented
    assert value(found.within["a"].own) == 1
    assert isclose(value(found.within["a"].share), 80 / 120)
    assert value(found.within["b"].share) == 0


# Against the slow formulas -------------------------------------------------------------------


@given(ROWS)
def test_every_measure_is_what_the_papers_say(rows) -> None:
    assume(any(map(any, rows)))
    found, expected = measure_all(table(rows)), slow(rows)
    for measure, key in keyed(GROUPS):
        mine = value(found[measure])
        if expected[key] is None:
            assert mine is None
        else:
            assert isclose(mine, expected[key], abs_tol=1e-9), measure
            assert 0 <= mine <= 1


@given(ROWS, st.integers(2, 9))
def test_only_shares_matter(rows, times) -> None:
    larger = [tuple(x * times for x in row) for row in rows]
    same(measure_all(table(rows)), measure_all(table(larger)))


@given(ROWS, st.integers(2, 4))
def test_splitting_areas_into_identical_parts_changes_nothing(rows, parts) -> None:
    whole = [tuple(x * parts for x in row) for row in rows]
    split = [row for row in rows for _ in range(parts)]
    same(measure_all(table(whole)), measure_all(table(split)))


@given(ROWS, st.randoms(use_true_random=False))
def test_order_does_not_matter(rows, random) -> None:
    codes = [f"{n:02}" for n in range(len(rows))]
    mixed = list(zip(codes, rows, strict=True))
    random.shuffle(mixed)
    same(measure_all(table(rows)), measure_all(Crosstab.exactly(GROUPS, dict(mixed))))


def same(one, other) -> None:
    assert one.keys() == other.keys()
    for measure, found in one.items():
        mine, theirs = value(found), value(other[measure])
        assert mine == theirs or isclose(mine, theirs, abs_tol=1e-9)


@given(ROWS)
def test_whom_a_dwelling_meets_sums_to_all(rows) -> None:
    found = table(rows)
    for group in GROUPS:
        met = [value(exposure(found, group, other)) for other in GROUPS]
        assert met == [None] * 3 or isclose(sum(met), 1)


@given(ROWS, st.data())
def test_the_parts_of_h_sum_to_it(rows, data) -> None:
    found = table(rows)
    parents = {code: data.draw(st.sampled_from("abc")) for code in found.low}
    parts = decompose(found, parents)
    if parts is None:
        assert information(found) is None
        return
    assert parts.total == information(found)
    added = value(parts.between) + sum(value(part.share) for part in parts.within.values())
    assert isclose(added, value(parts.total), abs_tol=1e-9)
    coarse = {}
    for code, row in found.low.items():
        before = coarse.get(parents[code], (0, 0, 0))
        coarse[parents[code]] = tuple(map(sum, zip(before, row, strict=True)))
    between = value(information(Crosstab.exactly(GROUPS, coarse)))
    assert isclose(value(parts.between), between, abs_tol=1e-9)


# Changes -------------------------------------------------------------------------------------


def additions(rows, data, least=-6):
    codes = [f"{n:02}" for n in range(len(rows))]
    touched = data.draw(st.lists(st.sampled_from(codes), unique=True, max_size=3))
    return {
        code: {
            group: data.draw(st.integers(max(-rows[int(code)][k], least), 60))
            for k, group in enumerate(GROUPS)
        }
        for code in touched
    }


@given(ROWS, st.data())
@examples(200)
def test_a_change_is_the_measure_after_less_the_measure_before(rows, data) -> None:
    before = table(rows)
    added = additions(rows, data)
    after = measure_all(before.with_dwellings(added))
    for measure, change in Changes(before).of(added).items():
        old, new = value(measure_all(before)[measure]), value(after[measure])
        if old is None or new is None:
            assert change is None
        else:
            assert isclose(value(change), new - old, abs_tol=1e-9), measure


def test_a_change_looks_only_at_areas_near_the_line() -> None:
    far = {f"{n:02}": (100, 0, 20) if n % 2 else (0, 100, 20) for n in range(40)}
    near = {"n": (50, 50, 20), "p": (51, 49, 20)}
    before = Crosstab.exactly(GROUPS, {**far, **near})
    spread = before.spreads[0]
    looked = []
    row = spread._row
    spread._row = lambda code, *rest: looked.append(code) or row(code, *rest)
    added = {"03": [5, 0, 0]}
    change = spread.change(added)
    assert set(looked) <= {"n", "p", "03"}
    after = before.with_dwellings({"03": {"hr": 5}})
    assert value(change) == after.spreads[0].total.low - spread.total.low


# Hidden counts -------------------------------------------------------------------------------

CELL = st.one_of(
    st.integers(0, 9).map(lambda n: (n, n)),
    st.integers(0, 9).map(lambda n: (n, n)),
    st.tuples(st.integers(0, 5), st.integers(1, 2)).map(lambda c: (c[0], c[0] + c[1])),
)
HIDDEN = st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=3)


@given(HIDDEN, st.data())
@examples(100)
def test_the_ends_hold_every_value_that_hidden_counts_allow(cells, data) -> None:
    codes = [f"{n:02}" for n in range(len(cells))]
    low = [tuple(cell[0] for cell in row) for row in cells]
    high = [tuple(cell[1] for cell in row) for row in cells]
    open_cells = sum(few != many for row in cells for few, many in row)
    assume(open_cells <= 4)
    bounds = Crosstab(
        GROUPS, dict(zip(codes, low, strict=True)), dict(zip(codes, high, strict=True))
    )
    added = additions(low, data)
    parents = {code: data.draw(st.sampled_from("ab")) for code in codes}
    measures, changes = measure_all(bounds), Changes(bounds).of(added)
    parts = decompose(bounds, parents)
    ranges = [range(few, many + 1) for row in cells for few, many in row]
    for numbers in product(*ranges):
        rows = [numbers[3 * n : 3 * n + 3] for n in range(len(cells))]
        exact = table(rows)
        truth, moved = measure_all(exact), Changes(exact).of(added)
        for measure in names(GROUPS):
            holds(measures[measure], truth[measure])
            holds(changes[measure], moved[measure])
        true_parts = decompose(exact, parents)
        if parts is not None and true_parts is not None:
            holds(parts.between, true_parts.between)
            for parent, part in parts.within.items():
                holds(part.share, true_parts.within[parent].share)
        for code, row in exact.low.items():
            for diversity in (entropy, interaction):
                holds(diversity(bounds.low[code], bounds.high[code]), diversity(row, row))


def holds(bounds: Interval | None, truth: Interval | None) -> None:
    if bounds is not None and truth is not None:
        assert bounds.low - 1e-9 <= truth.low
        assert truth.high <= bounds.high + 1e-9


def test_a_hidden_count_leaves_a_change_nearly_as_sharp() -> None:
    rows = {f"{n:03}": (500 + 7 * n, 900 - 5 * n, 100) for n in range(100)}
    hidden = {code: (hr, br, ar + 4 * (code < "005")) for code, (hr, br, ar) in rows.items()}
    bounds = Crosstab(GROUPS, rows, hidden)
    level, change = measure_all(bounds), Changes(bounds).of({"090": {"hr": 40}})
    for name in ("dissimilarity", "information"):
        measure = Measure(name)
        assert level[measure].low < level[measure].high < level[measure].low + 0.002
        width = change[measure].high - change[measure].low
        assert 0 < width < 0.02 * abs(change[measure].low)


@pytest.mark.parametrize("end", [0, 1])
def test_a_measure_that_hidden_counts_may_undo_is_not_told(end) -> None:
    bounds = Crosstab(GROUPS, {"a": (5, 0, 0), "b": (2, 0, 0)}, {"a": (5, 0, 0), "b": (2, end, 0)})
    assert information(bounds) is None
    assert dissimilarity(bounds) is None
