"""The distribution of sums: against every outcome, against samples, and what must always hold."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tenuremix import chances
from tenuremix.chances import (
    Distribution,
    Scene,
    certain,
    fewest_secured,
    if_settled,
    mixture,
    reach_by_family,
    shifted,
    tree,
)

CLOSE = 1e-12
numbers = st.integers(0, 14)
probabilities = st.one_of(
    st.sampled_from([0.0, 1.0, 0.5, 1e-9, 1 - 1e-9]), st.floats(0, 1, allow_nan=False)
)
lists = st.lists(st.tuples(numbers, probabilities), max_size=8)
minimums = st.integers(-3, 60)


def every_outcome(found):
    """Go through all the outcomes, and add up the probability of each sum."""
    size = len(found)
    happened = (np.arange(2**size)[:, None] >> np.arange(size)) & 1
    counts = np.array([number for number, _ in found], dtype=int)
    likely = np.array([probability for _, probability in found])
    weights = np.where(happened, likely, 1 - likely).prod(axis=1)
    return np.bincount(happened @ counts, weights)


def masses(distribution, size):
    row = np.zeros(size)
    row[distribution.least : distribution.most + 1] = distribution.masses
    return row


# Against every outcome -----------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(0, 15))
def test_the_distribution_is_that_of_every_outcome(data, size):
    chance = st.tuples(numbers, probabilities)
    found = data.draw(st.lists(chance, min_size=size, max_size=size))
    expected = every_outcome(found)
    assert masses(tree(found).total, len(expected)) == pytest.approx(expected, abs=CLOSE)


def test_a_sum_of_fractions_is_exact():
    found = [(3, Fraction(1, 4)), (5, Fraction(1, 3)), (8, Fraction(2, 5)), (1, Fraction(1, 7))]
    expected = {}
    for outcome in product((0, 1), repeat=len(found)):
        mass = Fraction(1)
        for happened, (_, p) in zip(outcome, found, strict=True):
            mass *= p if happened else 1 - p
        at = sum(h * n for h, (n, _) in zip(outcome, found, strict=True))
        expected[at] = expected.get(at, 0) + mass
    total = tree([(n, float(p)) for n, p in found]).total
    for number, mass in expected.items():
        assert total.masses[number] == pytest.approx(float(mass), abs=1e-15)


@settings(max_examples=150, deadline=None)
@given(lists, minimums)
@example([(4, 0.5), (4, 0.5), (1, 0.5)], 5)
@example([(3, 1.0), (2, 0.0)], 3)
def test_settling_a_chance_is_leaving_it_out(found, minimum):
    total = tree(found).total
    for at, (sure, lost) in enumerate(if_settled(total, found, minimum)):
        rest = tree(found[:at] + found[at + 1 :]).total
        assert sure == pytest.approx(rest.at_least(minimum - found[at][0]), abs=1e-9)
        assert lost == pytest.approx(rest.at_least(minimum), abs=1e-9)


def test_settling_stays_exact_in_a_long_sum():
    found = [(1, 0.5)] * 400 + [(7, 0.5001)] * 200 + [(40, 0.4999)] * 100
    total = tree(found).total
    minimum = round(total.mean())
    for at in (0, 450, 650):
        ((sure, lost),) = if_settled(total, [found[at]], minimum)
        rest = tree(found[:at] + found[at + 1 :]).total
        assert sure == pytest.approx(rest.at_least(minimum - found[at][0]), abs=1e-10)
        assert lost == pytest.approx(rest.at_least(minimum), abs=1e-10)


families = st.lists(
    st.dictionaries(st.integers(0, 6), st.integers(0, 9), max_size=7), min_size=1, max_size=5
)


@settings(max_examples=150, deadline=None)
@given(families, st.lists(probabilities, min_size=7, max_size=7), minimums)
def test_many_reckonings_at_once_are_each_of_them(found, row, minimum):
    limits = [minimum + at for at in range(len(found))]
    ((*answers,),) = reach_by_family(found, [row], limits)
    for family, limit, answer in zip(found, limits, answers, strict=True):
        alone = tree([(number, row[at]) for at, number in family.items()]).total
        assert answer == pytest.approx(alone.at_least(limit), abs=CLOSE)


def test_many_reckonings_of_many_chances():
    # Wider than the transforms, which hold all but 1e-15 of it.
    row = [(at % 97 + 1) / 99 for at in range(3000)]
    found = [dict.fromkeys(range(3000), 10), {at: at % 9 for at in range(0, 3000, 2)}]
    sums = [tree([(n, row[at]) for at, n in family.items()]).total for family in found]
    limits = [round(total.mean()) + 50 for total in sums]
    ((*answers,),) = reach_by_family(found, [row], limits)
    assert sum(found[0].values()) > 2**14
    for total, limit, answer in zip(sums, limits, answers, strict=True):
        assert answer == pytest.approx(total.at_least(limit), abs=CLOSE)


@settings(max_examples=150, deadline=None)
@given(lists, lists, minimums, st.sampled_from([0.0, 0.25, 0.5, 0.8, 0.95, 1.0]))
def test_the_fewest_to_secure_is_the_first_that_does(choice, rest, minimum, level):
    scenes = [
        Scene(weight, tree(moved(rest, ratio)).total, tree(moved(choice, ratio)))
        for weight, ratio in ((0.25, 0.5), (0.75, 1.0))
    ]
    expected = None
    for number in range(len(choice) + 1):
        secured = [(n, 1.0) for n, _ in choice[:number]] + choice[number:]
        reached = sum(
            weight * tree(moved(secured + rest, ratio)).total.at_least(minimum)
            for weight, ratio in ((0.25, 0.5), (0.75, 1.0))
        )
        if reached >= level - CLOSE:
            expected = number
            break
    assert fewest_secured(scenes, minimum, level) == expected


def moved(found, ratio):
    return [(number, shifted(p, ratio)) for number, p in found]


# Against samples, and against the other way of computing --------------------------------------


def test_a_million_samples_agree():
    rng = np.random.default_rng(20250630)
    found = [
        (int(n), float(p)) for n, p in zip(rng.integers(5, 400, 60), rng.random(60), strict=True)
    ]
    total = tree(found).total
    samples = 1_000_000
    sums = np.zeros(samples, dtype=np.int64)
    for number, probability in found:
        sums += number * (rng.random(samples) < probability)
    drawn = np.bincount(sums, minlength=total.most + 1)[: total.most + 1].cumsum() / samples
    exact = np.append(np.zeros(total.least), total.masses.cumsum())
    # Dvoretzky, Kiefer and Wolfowitz: further apart than this once in a billion.
    assert np.abs(drawn - exact).max() < np.sqrt(np.log(2e9) / (2 * samples))


def test_transforms_agree_with_term_by_term(monkeypatch):
    found = [(7 * at % 90 + 1, (at % 19 + 0.5) / 20) for at in range(120)]
    by_transform = tree(found).total
    monkeypatch.setattr(chances, "_DIRECT", 10**9)
    term_by_term = tree(found).total
    size = term_by_term.most + 1
    expected = masses(term_by_term, size)
    assert masses(by_transform, size) == pytest.approx(expected, abs=1e-15)
    assert (by_transform.masses >= 0).all()


# What must always hold ------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(lists)
def test_probabilities_sum_to_one(found):
    total = tree(found).total
    assert total.masses.sum() == pytest.approx(1, abs=CLOSE)
    assert (total.masses >= 0).all()
    assert total.mean() == pytest.approx(sum(n * p for n, p in found), abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(lists, st.integers(0, 7), st.floats(0, 1), st.integers(0, 5))
def test_a_greater_chance_makes_every_number_likelier(found, at, more, dwellings):
    if at >= len(found):
        return
    number, p = found[at]
    better = [*found[:at], (number + dwellings, max(p, more)), *found[at + 1 :]]
    before, after = tree(found).total, tree(better).total
    for limit in range(after.most + 2):
        assert after.at_least(limit) >= before.at_least(limit) - CLOSE


@settings(max_examples=50, deadline=None)
@given(lists, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(found, random):
    turned = random.sample(found, len(found))
    one, other = tree(found).total, tree(turned).total
    assert masses(one, one.most + 1) == pytest.approx(masses(other, one.most + 1), abs=CLOSE)


@given(st.floats(0, 1), st.floats(0.01, 100))
def test_odds_are_multiplied(probability, ratio):
    found = shifted(probability, ratio)
    assert 0 <= found <= 1
    assert found * (1 - probability) == pytest.approx(ratio * probability * (1 - found), abs=1e-9)


# By hand --------------------------------------------------------------------------------------

DIE = Distribution(1, np.full(6, 1 / 6))


def test_a_die():
    assert DIE.most == 6
    assert DIE.mean() == pytest.approx(3.5)
    assert DIE.at_least(5) == pytest.approx(1 / 3)
    assert DIE.at_least(-2) == 1
    assert DIE.at_least(7) == 0
    assert [DIE.quantile(q) for q in (0.0, 1 / 6, 0.17, 0.5, 0.51, 1.0)] == [1, 1, 2, 3, 4, 6]
    assert [DIE.reached_by(q) for q in (1.0, 5 / 6, 0.8, 0.5, 1 / 6, 0.1)] == [1, 2, 2, 4, 6, 6]
    assert DIE.missing(3) == pytest.approx((2 + 1) / 6)
    assert DIE.missing(1) == 0
    two = DIE.plus(DIE.shift(10))
    assert (two.least, two.most) == (12, 22)
    assert two.masses[5] == pytest.approx(1 / 6)


def test_a_mixture():
    found = mixture([(0.25, certain(2)), (0.75, DIE), (0.0, certain(99))])
    assert (found.least, found.most) == (1, 6)
    assert found.masses.tolist() == pytest.approx([0.125, 0.375, 0.125, 0.125, 0.125, 0.125])


def test_nothing_to_add_is_certain():
    assert (tree([]).total.least, tree([]).total.masses.tolist()) == (0, [1.0])
    assert reach_by_family([{}, {}], [[]], [0, 1]) == [[1.0, 0.0]]
