"""The distribution of sums: against every outcome, against samples, and what must always hold."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from runs import examples

from tenuremix.outlook.distribution import (
    Distribution,
    certain,
    if_secured,
    if_settled,
    mixture,
    reach,
    shifted,
    total,
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


@examples(60)
@given(st.data(), st.integers(0, 15))
def test_the_distribution_is_that_of_every_outcome(data, size):
    chance = st.tuples(numbers, probabilities)
    found = data.draw(st.lists(chance, min_size=size, max_size=size))
    expected = every_outcome(found)
    assert masses(total(0, found), len(expected)) == pytest.approx(expected, abs=CLOSE)


def test_a_sum_of_fractions_is_exact():
    found = [(3, Fraction(1, 4)), (5, Fraction(1, 3)), (8, Fraction(2, 5)), (1, Fraction(1, 7))]
    expected = {}
    for outcome in product((0, 1), repeat=len(found)):
        mass = Fraction(1)
        for happened, (_, p) in zip(outcome, found, strict=True):
            mass *= p if happened else 1 - p
        at = sum(h * n for h, (n, _) in zip(outcome, found, strict=True))
        expected[at] = expected.get(at, 0) + mass
    whole = total(0, [(n, float(p)) for n, p in found])
    for number, mass in expected.items():
        assert whole.masses[number] == pytest.approx(float(mass), abs=1e-15)


@examples(150)
@given(lists, minimums)
@example([(4, 0.5), (4, 0.5), (1, 0.5)], 5)
@example([(3, 1.0), (2, 0.0)], 3)
def test_settling_a_chance_is_leaving_it_out(found, minimum):
    certainly = sum(number for number, p in found if p == 1)
    whole = total(certainly, [chance for chance in found if chance[1] != 1])
    for at, (sure, lost) in enumerate(if_settled(whole, found, minimum)):
        rest = total(0, found[:at] + found[at + 1 :])
        assert sure == pytest.approx(at_least(rest, minimum - found[at][0]), abs=1e-9)
        assert lost == pytest.approx(at_least(rest, minimum), abs=1e-9)


def test_settling_stays_exact_in_a_long_sum():
    found = [(1, 0.5)] * 400 + [(7, 0.5001)] * 200 + [(40, 0.4999)] * 100
    whole = total(0, found)
    minimum = round(whole.mean())
    for at in (0, 450, 650):
        ((sure, lost),) = if_settled(whole, [found[at]], minimum)
        rest = total(0, found[:at] + found[at + 1 :])
        assert sure == pytest.approx(rest.at_least(minimum - found[at][0]), abs=1e-10)
        assert lost == pytest.approx(rest.at_least(minimum), abs=1e-10)


@examples(150)
@given(lists, minimums)
@example([(3, 0.5)], 3)
@example([], 0)
@example([], 1)
def test_a_minimum_is_reached_as_the_whole_distribution_has_it(found, minimum):
    expected = every_outcome(found)[max(0, minimum) :].sum()
    assert reach(found, minimum) == pytest.approx(expected, abs=CLOSE)


def test_a_minimum_of_many_chances():
    found = [(at % 9, (at % 97 + 1) / 99) for at in range(3000)]
    whole = total(0, found)
    for minimum in (round(whole.mean()) + 50, 500, whole.most, whole.most + 1):
        assert reach(found, minimum) == pytest.approx(whole.at_least(minimum), abs=CLOSE)


@examples(150)
@given(lists, lists, minimums)
def test_securing_some_is_making_them_certain(choice, rest, minimum):
    whole, found = if_secured(total(7, rest), choice, minimum)
    expected = total(7, rest + choice)
    assert masses(whole, expected.most + 1) == pytest.approx(
        masses(expected, expected.most + 1), abs=CLOSE
    )
    assert len(found) == len(choice) + 1
    for number, reached in enumerate(found):
        secured = [(n, 1.0) for n, _ in choice[:number]] + choice[number:]
        assert reached == pytest.approx(at_least(total(7, secured + rest), minimum), abs=CLOSE)


def at_least(distribution, number):
    """Add up what lies there, as slowly as can be."""
    row = enumerate(distribution.masses, distribution.least)
    return sum(mass for at, mass in row if at >= number)


# Against samples -------------------------------------------------------------------------------


def test_a_million_samples_agree():
    rng = np.random.default_rng(20250630)
    found = [
        (int(n), float(p)) for n, p in zip(rng.integers(5, 400, 60), rng.random(60), strict=True)
    ]
    whole = total(0, found)
    samples = 1_000_000
    sums = np.zeros(samples, dtype=np.int64)
    for number, probability in found:
        sums += number * (rng.random(samples) < probability)
    drawn = np.bincount(sums, minlength=whole.most + 1)[: whole.most + 1].cumsum() / samples
    exact = whole.masses.cumsum()
    # Dvoretzky, Kiefer and Wolfowitz: further apart than this once in a billion.
    assert np.abs(drawn - exact).max() < np.sqrt(np.log(2e9) / (2 * samples))


# What must always hold ------------------------------------------------------------------------


@examples(100)
@given(lists)
def test_probabilities_sum_to_one(found):
    whole = total(0, found)
    assert whole.masses.sum() == pytest.approx(1, abs=CLOSE)
    assert (whole.masses >= 0).all()
    assert whole.mean() == pytest.approx(sum(n * p for n, p in found), abs=1e-9)


@examples(100)
@given(lists, st.integers(0, 7), st.floats(0, 1), st.integers(0, 5))
def test_a_greater_chance_makes_every_number_likelier(found, at, more, dwellings):
    if at >= len(found):
        return
    number, p = found[at]
    better = [*found[:at], (number + dwellings, max(p, more)), *found[at + 1 :]]
    before, after = total(0, found), total(0, better)
    for limit in range(after.most + 2):
        assert after.at_least(limit) >= before.at_least(limit) - CLOSE


@examples(50)
@given(lists, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(found, random):
    turned = random.sample(found, len(found))
    one, other = total(0, found), total(0, turned)
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
    more = DIE.plus((2, 0.25))
    assert (more.least, more.most) == (1, 8)
    assert more.masses.tolist() == pytest.approx([m / 24 for m in (3, 3, 4, 4, 4, 4, 1, 1)])


def test_a_mixture():
    found = mixture([(0.25, certain(2)), (0.75, DIE), (0.0, certain(99))])
    assert (found.least, found.most) == (1, 6)
    assert found.masses.tolist() == pytest.approx([0.125, 0.375, 0.125, 0.125, 0.125, 0.125])


def test_nothing_to_add_is_certain():
    assert (total(3, []).least, total(3, []).masses.tolist()) == (3, [1.0])
    assert if_secured(certain(3), [], 4)[1] == [0.0]
