"""What must hold for any input; and the code against the oracle on random squares."""

from __future__ import annotations

import json
from datetime import timedelta
from fractions import Fraction

import oracle
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from runs import examples
from worlds import (
    ANY,
    COARSE,
    DAYS,
    END,
    FEW,
    FINE,
    FIXED,
    FROM,
    ROUND,
    SIDE,
    TARGETS,
    TO,
    VINTAGES,
    all_days,
    boxes,
    definitions,
    maps,
    places,
    plain,
    registers,
    stocks,
    target_of,
    to_areas,
    to_definition,
    to_place,
    to_register,
    to_stock,
    to_target,
)

from tenuremix.answers.contract import progress_json
from tenuremix.counting.check import check_proposal
from tenuremix.counting.decisions import Decision, Event
from tenuremix.counting.missing import Reference, shortfall
from tenuremix.counting.placement import Locator, allot
from tenuremix.counting.progress import Books, assess_progress, ledger
from tenuremix.counting.projection import project_areas
from tenuremix.counting.proposal import Plot
from tenuremix.counting.register import Register
from tenuremix.counting.tenure import KNOWN, Count, Tenure

# The code against the oracle -----------------------------------------------------------------


def compare(data, *, vintages):
    areas = data.draw(maps())
    stock = data.draw(stocks(areas))
    target = data.draw(TARGETS)
    decisions = data.draw(registers(areas))
    definition = data.draw(definitions(vintages))
    suppressed_max = data.draw(st.sampled_from([0, 1, 2, 3, None]))
    as_of = data.draw(st.one_of(st.just(END), DAYS))
    expected = oracle.count(areas, stock, decisions, definition, target, as_of, suppressed_max)
    books = Books(to_areas(areas), to_stock(stock, suppressed_max), to_register(decisions), as_of)
    found = assess_progress(books, to_target(target, definition), sensitivity=False)
    assert plain(found.entries) == sorted(expected, key=str)
    assert found.counted == sum(entry[6] for entry in expected)
    if all(entry[7] != "not_assessable" for entry in expected):
        assert found.status == oracle.status(expected, target, as_of)


@examples(150)
@given(st.data())
def test_oracle_with_a_fixed_vintage(data):
    compare(data, vintages=VINTAGES)


@examples(150)
@given(st.data())
def test_oracle_with_the_vintage_before_each_decision(data):
    compare(data, vintages=["before_decision"])


def compare_placement(areas, place, split, number):
    found = Locator(to_areas(areas)).place(to_place(place), split=split)
    expected = oracle.shares(areas, place, split)
    assert {part.area: part.share for part in found.parts} == pytest.approx(
        {code: float(share) for code, share in expected.items()}, abs=1e-8
    )
    assert allot(number, found.parts) == oracle.largest_remainder(number, expected)


SPLITS = st.sampled_from(["area", "largest", "point"])


@examples(100)
@given(maps(), boxes(ROUND), SPLITS, st.integers(0, 500))
def test_oracle_of_placement(areas, place, split, number):
    compare_placement(areas, place, split, number)


COLUMN = [
    (FINE, "10", "1", (0, 0, SIDE, SIDE)),
    (FINE, "11", "1", (0, SIDE, SIDE, 2 * SIDE)),
    (COARSE, "1", None, None),
]


@examples(200)
@example(COLUMN, ("box", 1, -10, 3, 20), "area", 140)
@example(COLUMN, ("box", 1, -10, 3, 20), "largest", 140)
@given(maps(), boxes(ANY), SPLITS, st.integers(0, 500))
def test_oracle_of_placement_with_endless_decimals(areas, place, split, number):
    compare_placement(areas, place, split, number)


@examples(100)
@given(
    st.integers(0, 30),
    st.integers(0, 30),
    st.fractions(Fraction(1, 20), Fraction(19, 20), max_denominator=40),
)
def test_oracle_of_the_shortfall(mine, others, reference):
    mix = {Tenure.HYRESRATT: Count.exactly(mine), Tenure.BOSTADSRATT: Count.exactly(others)}
    stated = Reference.stated(dict.fromkeys(KNOWN, reference))
    found = shortfall(mix, Tenure.HYRESRATT, stated)
    if mine + others:
        assert found == Count.exactly(oracle.fewest(mine, others, reference))


@examples(60)
@given(
    st.tuples(st.integers(0, 9), st.integers(0, 4)),
    st.tuples(st.integers(1, 9), st.integers(0, 4)),
    st.sampled_from([Fraction(1, 3), Fraction(1, 2), Fraction(3, 5), Fraction(9, 10)]),
)
def test_the_shortfall_of_hidden_counts_spans_every_value(mine, others, reference):
    mix = {
        Tenure.HYRESRATT: Count(mine[0], sum(mine)),
        Tenure.AGANDERATT: Count(others[0], sum(others)),
    }
    every = [
        oracle.fewest(n, o, reference)
        for n in range(mine[0], sum(mine) + 1)
        for o in range(others[0], sum(others) + 1)
    ]
    stated = Reference.stated(dict.fromkeys(KNOWN, reference))
    assert shortfall(mix, Tenure.HYRESRATT, stated) == Count(min(every), max(every))


# Invariants ----------------------------------------------------------------------------------


@st.composite
def worlds(draw, **options):
    """Draw areas, stock and decisions in the code's terms."""
    areas = draw(maps())
    vintage = VINTAGES[:1]
    decisions = draw(registers(areas, **options))
    return to_areas(areas), to_stock(draw(stocks(areas, vintage)), 2), decisions


@FEW
@given(worlds(lengths=ANY), definitions(["before_decision", VINTAGES[0]]))
def test_dwellings_are_conserved_at_every_level(world, definition):
    areas, stock, decisions = world
    books = Books(areas, stock, to_register(decisions), END)
    for tenure in oracle.KNOWN:
        standing = [
            oracle.standing_after([d for d in decisions if d["id"] == id_])[1][tenure]
            for id_ in {d["id"] for d in decisions}
        ]
        for level in areas.levels:
            entries = ledger(books, target_of({**definition, "level": level}, tenure))
            assert sum(entry.dwellings for entry in entries) == sum(standing)


@FEW
@given(worlds(lengths=ANY))
def test_the_pipeline_is_the_same_city_at_every_level(world):
    areas, stock, decisions = world
    books = Books(areas, stock, to_register(decisions), END)
    cities = []
    for level in areas.levels:
        found = project_areas(books, level)
        flows = [area.flows for area in found.areas.values()] + list(found.unplaced.values())
        cities.append(
            [
                sum(getattr(flow, name)[Tenure(tenure)] for flow in flows)
                for name in ("pipeline", "completed", "planned")
                for tenure in oracle.DECIDED
            ]
        )
    assert cities[0] == cities[1]


@FEW
@given(worlds(), FIXED, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(world, definition, random):
    areas, stock, decisions = world
    turned = random.sample(decisions, len(decisions))
    answers = [
        assess_progress(Books(areas, stock, to_register(rows), END), target_of(definition))
        for rows in (decisions, turned)
    ]
    texts = [json.dumps(progress_json(answer, areas)) for answer in answers]
    assert texts[0] == texts[1]


@FEW
@given(worlds(), FIXED, DAYS, st.integers(1, 40), st.integers(1, 40))
def test_a_stricter_target_never_turns_missed_into_met(world, definition, as_of, minimum, more):
    areas, stock, decisions = world
    books = Books(areas, stock, to_register(decisions), as_of)
    milder, stricter = (
        assess_progress(books, target_of(definition, minimum=number), sensitivity=False).status
        for number in (minimum, minimum + more)
    )
    assert not (milder == "missed" and stricter != "missed")
    assert not (stricter == "met" and milder != "met")


@FEW
@given(worlds(), FIXED, DAYS)
def test_the_json_reads_back(world, definition, as_of):
    areas, stock, decisions = world
    books = Books(areas, stock, to_register(decisions), as_of)
    found = progress_json(assess_progress(books, target_of(definition)), areas)
    read = json.loads(json.dumps(found))
    assert read == found
    assert sum(entry["counted"] for entry in read["ledger"]) == read["counted"]
    assert sum(read["by_year"].values()) == read["counted"]
    assert read["remaining"] == max(0, read["minimum"] - read["counted"])
    assert all(entry["dwellings"] for entry in read["ledger"])
    assert all(entry["date"] <= as_of.isoformat() for entry in read["ledger"])


INSIDE = all_days(FROM, TO - timedelta(40))


@FEW
@given(worlds(days=INSIDE, lengths=ANY), FIXED, st.sampled_from(["hyresratt", "annan"]))
def test_withdrawing_everything_leaves_nothing(world, definition, tenure):
    areas, stock, decisions = world
    last = {d["id"]: d for d in decisions}
    withdrawn = [
        {"id": id_, "date": TO - timedelta(1), "event": "aterkallad", "counts": {}, "place": None}
        for id_, decision in last.items()
        if decision["event"] != "aterkallad"
    ]
    books = Books(areas, stock, to_register([*decisions, *withdrawn]), END)
    entries = ledger(books, target_of(definition, tenure))
    assert sum(entry.counted for entry in entries) == 0
    for key in {(e.allocation, e.area, e.tenure) for e in entries}:
        mine = [e for e in entries if (e.allocation, e.area, e.tenure) == key]
        assert sum(e.dwellings for e in mine) == sum(e.counted for e in mine) == 0


@FEW
@given(worlds(), definitions(["before_decision", VINTAGES[0]]), DAYS, DAYS)
def test_the_ledger_of_a_day_is_the_beginning_of_a_later_one(world, definition, day, other):
    areas, stock, decisions = world
    earlier, later = (
        ledger(Books(areas, stock, to_register(decisions), as_of), target_of(definition))
        for as_of in sorted((day, other))
    )
    assert later[: len(earlier)] == earlier
    assert all(entry.date > min(day, other) for entry in later[len(earlier) :])


@FEW
@given(worlds(), FIXED)
def test_a_hidden_count_never_overturns_a_verdict(world, definition):
    areas, _, decisions = world
    shown = {(FINE, code): [("smahus", "hyresratt", None)] for code in areas.at(FINE)}
    for number, cells in enumerate(shown.values()):
        cells.append(("flerbostadshus", "bostadsratt", number % 4))
    definition = {**definition, "level": FINE}
    verdicts = []
    for hidden in (None, 0, 1, 2):
        stock = {
            VINTAGES[0]: {
                key: [(h, t, hidden if n is None else n) for h, t, n in cells]
                for key, cells in shown.items()
            }
        }
        books = Books(areas, to_stock(stock, 2), to_register(decisions), END)
        verdicts.append(
            [books.classify(to_definition(definition), c, FROM).qualifies for c in areas.at(FINE)]
        )
    for given_, *values in zip(*verdicts, strict=True):
        assert set(values) == ({given_} if given_ is not None else {True, False})


@examples(100)
@given(st.data())
def test_a_proposal_counts_under_every_definition_as_if_it_were_decided(data):
    areas = data.draw(maps())
    suppressed_max = data.draw(st.sampled_from([0, 2, None]))
    stock = to_stock(data.draw(stocks(areas)), suppressed_max)
    target = to_target(data.draw(TARGETS), data.draw(definitions()))
    decided = to_register(data.draw(registers(areas)))
    day = data.draw(DAYS)
    plots = [
        Plot(str(n), to_place(place), {Tenure.HYRESRATT: n + 1, Tenure.BOSTADSRATT: 2 * n})
        for n, place in enumerate(data.draw(st.lists(places(areas), min_size=1, max_size=3)))
    ]
    books = Books(to_areas(areas), stock, decided, day)
    every = [decision for history in decided.decisions.values() for decision in history]
    new = [
        Decision(f"new {n}", plot.name, day, Event.MARKANVISNING, plot.dwellings, plot.place)
        for n, plot in enumerate(plots)
    ]
    after = books.with_register(Register([*every, *new]), day)
    (found,) = check_proposal(books, plots, [target]).targets
    rules = books.alternatives(target.definition)
    assert found.after == [ledger(after, target, rule).counted for rule in rules]
    assert found.counted_after == ledger(after, target).counted
