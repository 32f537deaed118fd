"""Proposals beside each other say what a check of each says, whatever else stands there."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st
from mapped import bundled, small_workspace
from runs import examples

from tenuremix.answers.compare.figures import MOST, compare, subjects, unique_names
from tenuremix.answers.compare.page import render_comparison
from tenuremix.answers.compare.record import comparison_record, comparison_rows
from tenuremix.answers.compare.workbook import comparison_xlsx
from tenuremix.answers.verdict import check_record
from tenuremix.counting.check import check_proposal
from tenuremix.counting.decisions import Place
from tenuremix.counting.proposal import Alternatives, Plot
from tenuremix.counting.tenure import ALLOCATION_TENURES, KNOWN
from tenuremix.counting.tipping import find_tipping
from tenuremix.errors import UsageError
from tenuremix.inputs import Workspace
from tenuremix.locale.locale import Locale

SV, EN = Locale("sv"), Locale("en")
SMALL = small_workspace()

# In the five squares of the small city, across their borders, outside, or known by area alone.
PLACES = st.one_of(
    st.builds(
        lambda left, wide: Place(
            shapely.box(145_000 + left, 6_397_100, 145_000 + left + wide, 6_397_400)
        ),
        st.integers(-400, 5200),
        st.integers(10, 1500),
    ),
    st.sampled_from("01234").map(lambda code: Place(None, code)),
)
NUMBERS = st.sampled_from([0, 1, 7, 40, 300])
PLOTS = st.builds(
    lambda place, numbers: Plot("T", place, dict(zip(ALLOCATION_TENURES, numbers, strict=True))),
    PLACES,
    st.tuples(*[NUMBERS] * len(ALLOCATION_TENURES)),
)
PROPOSALS = st.lists(st.lists(PLOTS, min_size=1, max_size=2), min_size=2, max_size=MOST)


def lettered(proposals: list[list[Plot]]) -> list[tuple[str, list[Plot]]]:
    return list(zip("ABCDEF", proposals, strict=False))


def record_of(proposals: list[tuple[str, list[Plot]]], workspace: Workspace = SMALL) -> Any:
    record = comparison_record(compare(workspace, proposals), workspace, SV)
    return json.loads(json.dumps(record))


def rows_of(record: Any) -> list[dict[str, Any]]:
    return [*record["differs"], *record["same"]]


def checked(plots: list[Plot]) -> Any:
    found = check_proposal(SMALL.books, plots, SMALL.targets, benchmark=SMALL.settings.benchmark)
    return json.loads(json.dumps(check_record(found, SMALL, SV)))


@given(PROPOSALS)
@examples(40)
def test_each_is_the_check_of_it_and_so_is_every_figure(proposals: list[list[Plot]]) -> None:
    named = lettered(proposals)
    record = record_of(named)
    alone = [checked(plots) for _, plots in named]
    assert [each["check"] for each in record["alternatives"]] == alone
    assert [each["name"] for each in record["alternatives"]] == [name for name, _ in named]
    nothing = record["nothing"]
    for row in rows_of(record):
        answers = [nothing, *alone]
        assert len(row["values"]) == len(answers)
        for at, answer in enumerate(answers):
            assert_figure(row, at, answer, nothing)


def assert_figure(row: dict[str, Any], at: int, answer: Any, nothing: Any) -> None:
    """Find a figure in the JSON of a check, where that has it."""
    value, name = row["values"][at], row["figure"]
    ends = row.get("values_range", {at: None})[at]
    if row["subject"] == "proposal":
        if "proposal" not in answer:
            assert value == 0
        elif name == "dwellings":
            assert value == answer["proposal"]["dwellings"][row["tenure"]]
        else:
            assert name == "outside"
            outside = [part for part in answer["placement"] if part["area"] is None]
            assert value == sum(part["dwellings"] for part in outside)
    elif row["subject"] == "target":
        target = next(each for each in answer["targets"] if each["target"] == row["id"])
        if name == "counted_after_range":
            assert ends == target[name]
        else:
            assert value == {**target, **target["robust"]}[name]
    else:
        key = (row["level"], row["id"])
        areas = {(area["level"], area["area"]): area for area in answer["areas"]}
        untouched = {(area["level"], area["area"]): area for area in nothing["areas"]}[key]
        area = areas.get(key, untouched)
        state = {"now": ""}.get(row["state"], "_with_proposal")
        if name == "brought":
            assert value == sum(area["dwellings"].values())
        elif name == "missing_pole":
            assert value == area[f"missing_pole{state}"]
        elif name == "class":
            assert value == area["class_now" if row["state"] == "now" else f"class{state}"]
        else:
            assert name == "share"
            mix = area["mix_now" if row["state"] == "now" else f"mix{state}"]
            assert_share(row["tenure"], value, ends, mix)


def assert_share(tenure: str, value: float | None, ends: Any, mix: Any) -> None:
    if mix is None:
        assert value is None
        assert ends == [None, None]
        return
    numbers = [mix[each] for each in KNOWN]
    if None not in numbers and sum(numbers):
        assert value == pytest.approx(mix[tenure] / sum(numbers))
    elif sum(filter(None, numbers)):
        assert ends[0] <= ends[1]


@given(PROPOSALS, st.randoms(use_true_random=False))
@examples(25)
def test_the_order_of_proposals_is_the_order_of_columns_and_nothing_else(
    proposals: list[list[Plot]], chance: Any
) -> None:
    named = lettered(proposals)
    order = list(range(len(named)))
    chance.shuffle(order)
    one, other = record_of(named), record_of([named[at] for at in order])
    one["alternatives"] = [one["alternatives"][at] for at in order]
    for key in ("differs", "same"):
        for row in one[key]:
            for cells in {"values", "values_range"} & row.keys():
                row[cells] = [row[cells][0], *(row[cells][at + 1] for at in order)]
    assert other == one


@given(st.lists(PLOTS, min_size=1, max_size=2), PROPOSALS)
@examples(25)
def test_a_proposal_that_stands_twice_has_two_columns_that_are_alike(
    twice: list[Plot], others: list[list[Plot]]
) -> None:
    record = record_of([("bud", twice), *lettered(others)[: MOST - 2], ("bud", twice)])
    alternatives = record["alternatives"]
    assert [alternatives[0]["name"], alternatives[-1]["name"]] == ["bud (1)", "bud (2)"]
    assert alternatives[0]["check"] == alternatives[-1]["check"]
    for row in rows_of(record):
        assert row["values"][1] == row["values"][-1]


@given(PROPOSALS)
@examples(25)
def test_nothing_is_what_is_decided_in_every_area_that_is_touched(
    proposals: list[list[Plot]],
) -> None:
    found = compare(SMALL, lettered(proposals))
    touched = {area.projection.area.code for check in found.checks for area in check.areas}
    assert [area.projection.area.code for area in found.nothing.areas] == sorted(touched)
    for area in found.nothing.areas:
        assert area.with_proposal == area.projection.projected
        for target in SMALL.targets:
            expected = find_tipping(SMALL.books, target, area.projection)
            assert area.tippings[target.id] == expected
    for check in found.checks:
        for own, without in zip(check.targets, found.nothing.targets, strict=True):
            assert without.counted_after == own.counted_before
            assert (without.counts, without.of, without.counting) == (0, 0, 0)
    codes = [[area.projection.area.code for area in column.areas] for column in found.columns]
    assert all(each == codes[0] for each in codes)


@given(PROPOSALS)
@examples(15)
def test_what_is_said_to_be_alike_reads_the_same_in_both_languages(
    proposals: list[list[Plot]],
) -> None:
    found = compare(SMALL, lettered(proposals))
    for one, other in zip(subjects(found, SMALL, SV), subjects(found, SMALL, EN), strict=True):
        assert [each.differs for each in one.figures] == [each.differs for each in other.figures]
        assert len(one.differing) + len(one.alike) == len(one.figures)
        for each in one.figures:
            assert each.differs is (len({str(cell) for cell in each.cells}) > 1)
    rows = list(comparison_rows(found, SMALL, SV))
    figures = sum(len(subject.figures) for subject in subjects(found, SMALL, SV))
    assert len(rows) == figures * (len(proposals) + 1)


def bundled_alternatives() -> Alternatives:
    workspace = bundled()
    place = Place(None, "109")
    numbers = ((80, 40), (60, 60), (120, 0))
    plots = [Plot("Kvarnen", place, dict(zip(KNOWN, each, strict=False))) for each in numbers]
    return compare(workspace, [(name, [plot]) for name, plot in zip("ABC", plots, strict=True)])


def test_on_the_bundled_city_by_hand() -> None:
    record = comparison_record(bundled_alternatives(), bundled(), SV)
    found = {
        (row["id"], row["figure"], row["tenure"], row["state"]): row for row in rows_of(record)
    }
    assert found["hr-500", "counts", None, None]["values"] == [0, 80, 60, 120]
    before = record["alternatives"][0]["check"]["targets"][0]["counted_before"]
    sums = [before, before + 80, before + 60, before + 120]
    assert found["hr-500", "counted_after", None, None]["values"] == sums
    assert found["109", "brought", None, None]["values"] == [0, 120, 120, 120]
    differs = [(row["id"], row["figure"]) for row in record["differs"]]
    assert ("109", "missing_pole") in differs
    assert ("blandat-utsatta", "counts") not in differs
    today = [row for row in record["differs"] if row["state"] == "now"]
    assert today == []  # what is, is the same whatever is decided


@pytest.mark.parametrize("number", [0, 1, 7])
def test_as_many_as_can_be_read_beside_each_other(number: int) -> None:
    plots = [Plot("T", Place(None, "1"), {KNOWN[0]: 1})]
    with pytest.raises(UsageError, match=str(number)):
        compare(SMALL, [("A", plots)] * number)


def test_products_are_the_same_bytes_every_time() -> None:
    made = [
        (
            render_comparison(found, bundled(), SV),
            comparison_xlsx(found, bundled(), SV),
            json.dumps(comparison_record(found, bundled(), SV)),
        )
        for found in (bundled_alternatives(), bundled_alternatives())
    ]
    assert made[0] == made[1]


NAMES = st.lists(
    st.one_of(st.sampled_from(["A", "a", "A (1)", "A (2)", "Inget", "nothing", ""]), st.text()),
    min_size=2,
    max_size=MOST,
)


@given(NAMES)
@example(["A (1)", "A", "A"])
@example(["Inget", "INGET", "Inget (1)"])
@example(["x" * 300, "x" * 299])
def test_no_two_columns_have_one_name(names: list[str]) -> None:
    found = unique_names(names)
    told = [name.casefold() for name in found]
    assert len(set(told)) == len(names)
    assert not {"inget", "nothing"} & set(told)
    assert all(found)
    assert max(map(len, found)) < 50
    assert unique_names(found) == found


def test_a_name_that_is_alone_is_kept() -> None:
    assert unique_names(["Kvarnen", "Anbud 2"]) == ["Kvarnen", "Anbud 2"]
    assert unique_names(["A", "B", "a", "A (1)"]) == ["A (2)", "B", "a (3)", "A (1)"]
