"""The outlook on a target: against the ledger over every outcome, and what must always hold."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from math import comb
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import ROOT
from runs import examples
from worlds import (
    ANY,
    FROM,
    TO,
    all_days,
    definitions,
    histories,
    maps,
    places,
    stocks,
    to_areas,
    to_definition,
    to_register,
    to_stock,
)

from tenuremix.answers.outlook_json import outlook_json
from tenuremix.counting.books import Books
from tenuremix.counting.decisions import Decision, Event
from tenuremix.counting.progress import ledger
from tenuremix.counting.register import Register
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import Tenure
from tenuremix.io.inputs.workspace import find_settings, load
from tenuremix.outlook.assess import assess_outlook
from tenuremix.outlook.assumptions import Assumptions, PlotAssumption, Scenario, decide
from tenuremix.outlook.rates import Rate

LAST = TO - timedelta(1)
EARLY = all_days(date(2024, 1, 1), date(2025, 6, 30))
ALONE = (Scenario("normal", "normal", 1.0, 1.0),)
probabilities = st.sampled_from([0.0, 0.125, 0.25, 0.5, 0.75, 1.0])
shares = st.sampled_from([Fraction(0), Fraction(1, 4), Fraction(1, 3), Fraction(1, 2)])


@st.composite
def registers(draw, areas):
    """Draw allocations with any history, and two plans."""
    rows = []
    for id_ in "ABC":
        rows += draw(histories(id_, areas, EARLY, ANY))
    for id_ in "PQ":
        counts = {tenure: draw(st.integers(0, 9)) for tenure in ("hyresratt", "oklar")}
        place = draw(places(areas))
        day = draw(EARLY)
        rows.append({"id": id_, "date": day, "event": "planerad", "counts": counts, "place": place})
    return rows


@st.composite
def assumptions(draw):
    """Draw everything that can be stated, of every plot."""
    undecided = {Tenure.HYRESRATT: draw(shares), Tenure.BOSTADSRATT: draw(shares)}
    undecided[Tenure.AGANDERATT] = draw(shares) * (1 - sum(undecided.values()))
    plots = {
        id_: PlotAssumption(
            probability=draw(probabilities),
            expected=draw(st.dates(date(2025, 7, 1), date(2026, 3, 1))),
            undecided=undecided,
            withdrawal=draw(probabilities),
        )
        for id_ in "ABCPQ"
    }
    return Assumptions(plots=plots, scenarios=ALONE)


@st.composite
def worlds(draw):
    areas = draw(maps())
    stock = draw(stocks(areas))
    rule = to_definition(draw(definitions()))
    tenure = draw(st.sampled_from(["hyresratt", "hyresratt", "bostadsratt", "annan"]))
    target = Target("t", "t", tenure, draw(st.integers(1, 25)), FROM, TO, rule)
    register = to_register(draw(registers(areas)))
    as_of = draw(st.dates(date(2025, 6, 30), date(2025, 12, 31)))
    books = Books(to_areas(areas), to_stock(stock, 2), register, as_of)
    return books, target, draw(assumptions())


def outcomes(books, assumed):
    """Go through every way that the plots can turn out, and let the ledger count each."""
    ways = []
    for id_, state in books.states.items():
        stated = assumed.plots[id_]
        decision, p = None, 0.0
        if state.pipeline:
            counts = decide(state.dwellings, stated.undecided)
            decision = Decision(id_, id_, stated.expected, Event.MARKANVISNING, counts)
            p = stated.probability
            if stated.expected <= books.as_of:
                continue
        elif state.standing and state.stage is not Event.FARDIGSTALLD and books.as_of < LAST:
            decision = Decision(id_, id_, LAST, Event.ATERKALLAD)
            p = stated.withdrawal
        if decision is not None:
            ways.append(((decision, p), (None, 1 - p)))
    known = [row for rows in books.register.decisions.values() for row in rows]
    known = [row for row in known if row.date <= books.as_of]
    for outcome in product(*ways):
        mass = 1.0
        for _, p in outcome:
            mass *= p
        if mass:
            register = Register([*known, *(row for row, _ in outcome if row is not None)])
            yield mass, Books(books.areas, books.stock, register, LAST)


@examples(60)
@given(worlds())
def test_the_ledger_over_every_outcome(world):
    books, target, assumed = world
    found = assess_outlook(books, target, assumed)
    rules = [target.definition, *(each.definition for each in found.definitions[::5])]
    expected = [{} for _ in rules]
    for mass, then in outcomes(books, assumed):
        for sums, rule in zip(expected, rules, strict=True):
            counted = sum(entry.counted for entry in ledger(then, target, rule))
            sums[counted] = sums.get(counted, 0) + mass
    low = found.final.low
    for number in range(min(low.least, *expected[0]), max(low.most, *expected[0]) + 1):
        at = number - low.least
        mass = low.masses[at] if 0 <= at < len(low.masses) else 0
        assert mass == pytest.approx(expected[0].get(number, 0), abs=1e-12)
    for each, sums in zip(found.definitions[::5], expected[1:], strict=True):
        reached = sum(mass for number, mass in sums.items() if number >= target.minimum)
        assert each.reach[0] == pytest.approx(reached, abs=1e-12)
        assert each.expected[0] == pytest.approx(sum(n * m for n, m in sums.items()), abs=1e-9)


@examples(40)
@given(worlds(), st.lists(st.sampled_from("ABCPQ"), max_size=3), st.data())
def test_whatever_is_true_lies_between_the_ends(world, unknown, data):
    books, target, assumed = world
    known = assess_outlook(books, target, assumed)
    plots = dict(assumed.plots)
    for id_ in unknown:
        keys = data.draw(st.sets(st.sampled_from(["probability", "expected", "undecided"])))
        plots[id_] = replace(plots[id_], **dict.fromkeys(keys))
    found = assess_outlook(books, target, replace(assumed, plots=plots))
    assert found.reach[0] <= known.reach[0] + 1e-12
    assert found.reach[1] >= known.reach[1] - 1e-12
    assert found.final.expected[0] <= known.final.expected[0] + 1e-9
    assert found.final.expected[1] >= known.final.expected[1] - 1e-9
    for each, other in zip(found.definitions, known.definitions, strict=True):
        assert each.reach[0] <= other.reach[0] + 1e-12
        assert each.reach[1] >= other.reach[1] - 1e-12


@examples(40)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(world, random):
    books, target, assumed = world
    rows = [row for each in books.register.decisions.values() for row in each]
    texts = []
    for order in (rows, random.sample(rows, len(rows))):
        turned = Books(books.areas, books.stock, Register(order), books.as_of)
        texts.append(json.dumps(outlook_json(assess_outlook(turned, target, assumed))))
    assert texts[0] == texts[1]


@examples(40)
@given(worlds(), st.sampled_from([0.5, 2.0]))
def test_what_holds_of_every_outlook(world, ratio):
    books, target, assumed = world
    scenarios = (Scenario("a", "a", ratio, 0.25), Scenario("b", "b", 1.0, 0.75))
    found = assess_outlook(books, target, replace(assumed, scenarios=scenarios))
    for plot in found.plots:
        for sure, reach, lost in zip(plot.if_certain, found.reach, plot.if_lost, strict=True):
            assert lost - 1e-9 <= reach <= sure + 1e-9
    minimum = target.minimum
    for needed in found.needed:
        high, low = found.final.high, found.final.low
        ends = (needed.dwellings.low, needed.dwellings.high)
        for further, final in zip(ends, (high, low), strict=True):
            assert final.at_least(minimum - further) >= needed.level - 1e-12
            if further:
                assert final.at_least(minimum - further + 1) < needed.level
        # A plan without a day to come is not certain, however likely it is.
        certain = needed.plots and all(plot.expected for plot in needed.plots)
        for plots in [needed.plots, needed.plots[:-1]] if certain else []:
            ids = [plot.allocation for plot in plots]
            stated = {id_: replace(assumed.plots[id_], probability=1.0) for id_ in ids}
            secured = replace(assumed, plots=assumed.plots | stated, scenarios=scenarios)
            reached = assess_outlook(books, target, secured).reach[0]
            enough = reached >= needed.level - 1e-12
            assert enough == (plots is needed.plots)
    (_, one), (_, other) = found.scenarios
    weaker, stronger = (one, other) if ratio < 1 else (other, one)
    assert weaker.reach(minimum)[0] <= stronger.reach(minimum)[0] + 1e-12
    assert found.reach[0] == pytest.approx(
        0.25 * one.reach(minimum)[0] + 0.75 * other.reach(minimum)[0], abs=1e-12
    )
    asked = {plot.prospect.allocation for plot in found.asked}
    assert asked or found.reach[0] == found.reach[1] or books.as_of >= LAST


def test_the_bound_is_what_so_few_cases_allow_for():
    """With the bound as the risk, as few withdrawals are seen in less than one time of twenty."""
    for cases, happened in ((n, h) for n in range(1, 80) for h in range(n)):
        most = Rate(happened, cases, same_age=True).most
        terms = (comb(cases, k) * most**k * (1 - most) ** (cases - k) for k in range(happened + 1))
        assert sum(terms) < 0.05


@pytest.mark.parametrize("public", [True, False])
def test_the_outlook_of_the_example_holds_what_came(public):
    """In June 2025 nothing that counted had been withdrawn; at the end of the year 459 counted."""
    folder = ROOT / "data" / "markanvisningar"
    names = ["exempel_fiktiva.csv", *(["goteborg_publika.csv"] if public else [])]
    files = {"register": [str(folder / name) for name in names]}
    workspace = load(find_settings(Path("/nowhere"), overrides=files), beside=())
    target = workspace.targets[0]
    june = workspace.books_on(date(2025, 6, 30))
    found = assess_outlook(june, target, workspace.settings.assumptions)
    came = sum(entry.counted for entry in ledger(workspace.books_on(LAST), target))
    assert (found.counted, came) == (466, 459)
    assert found.final.quantile(0.05).low <= came <= found.final.quantile(0.95).high
    assert found.reach[0] < 0.5
