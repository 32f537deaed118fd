"""Which pole is missing: at the lines by hand, and at every value that hidden cells may have."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenuremix.counting.missing import Benchmark, MissingPole, Pole, Reference, Yardstick
from tenuremix.counting.tenure import KNOWN, Count

HYRESRATT, BOSTADSRATT, AGANDERATT = KNOWN


def mix_of(*numbers):
    """Give a mix: a number, or the ends of what may be hidden."""
    return {
        tenure: Count(*(number if isinstance(number, tuple) else (number, number)))
        for tenure, number in zip(KNOWN, numbers, strict=True)
    }


HALF = Benchmark(
    Reference.stated(dict(zip(KNOWN, map(Fraction, ("0.5", "0.3", "0.2")), strict=True)))
).of_city(None)


@pytest.mark.parametrize(
    ("numbers", "pole", "dwellings"),
    [
        ((45, 55, 0), "near", 0),  # 5 points below, and the band is inclusive
        ((44, 56, 0), "hyresratt", 12),
        ((55, 20, 25), "near", 0),
        ((56, 20, 24), "agt", 12),
        ((100, 0, 0), "agt", 100),
        ((0, 0, 50), "hyresratt", 50),
        ((0, 0, 49), "few", None),
        ((0, 0, 0), "few", None),
        (((0, 4), 0, 0), "few", None),
        (((0, 60), 0, 0), None, None),  # it may have none
        (((44, 45), 55, 0), None, None),  # 44 of 99 is 5.56 points below, 45 of 100 near
        (((40, 44), 56, 0), "hyresratt", None),
        (((40, 60), 50, 0), None, None),
        ((20, (80, None), 0), "hyresratt", None),
    ],
)
def test_at_the_lines(numbers, pole, dwellings):
    found = HALF.missing(mix_of(*numbers))
    assert found.pole == pole
    assert (found.dwellings and found.dwellings.value) == dwellings


def test_the_pole_of_what_is_owned_is_one_minus_the_other():
    third = Benchmark(
        Reference.stated(
            {HYRESRATT: Fraction(1, 3), BOSTADSRATT: Fraction(0), AGANDERATT: Fraction(2, 3)}
        )
    ).of_city(None)
    found = third.missing(mix_of(60, 10, 30))  # 40 owned of 100, and two of three are asked for
    assert (found.pole, found.dwellings) == (Pole.AGT, Count(80, 80))


def test_the_city_is_the_reference_where_none_is_stated():
    scale = Benchmark(floor=0, band=Fraction(0)).of_city(mix_of(30, 60, 10))
    assert scale.missing(mix_of(3, 7, 0)).pole is Pole.NEAR
    assert scale.missing(mix_of(4, 6, 0)).pole is Pole.AGT
    assert scale.missing(mix_of(0, 0, 0)).pole is None
    assert Benchmark().of_city(None).missing(mix_of(30, 30, 30)).pole is None
    assert Benchmark().of_city(mix_of(1, 1, 1)).missing(None).pole is None


def test_the_order_is_most_missing_then_near_unknown_few():
    found = [
        MissingPole(Pole.FEW),
        MissingPole(None),
        MissingPole(Pole.NEAR, Count(0, 0)),
        MissingPole(Pole.AGT, Count(40, 60)),
        MissingPole(Pole.HYRESRATT, Count(50, 50)),
    ]
    assert sorted(found, key=lambda each: each.order) == found[::-1]


hidden = st.tuples(st.integers(0, 12), st.integers(0, 4)).map(lambda e: (e[0], e[0] + e[1]))


@given(
    st.tuples(hidden, hidden, hidden),
    st.integers(0, 20),
    st.sampled_from(["0", "0.05", "0.2"]),
    st.tuples(st.fractions(0, 1, max_denominator=20), st.fractions(0, 1, max_denominator=20)),
)
def test_a_pole_is_one_at_every_value(numbers, floor, band, ends):
    """The second, slow way: judge every mix that the hidden cells allow, at both ends."""
    low, high = sorted(ends)
    band = Fraction(band)
    found = Yardstick(None, (low, high), floor, band).missing(mix_of(*numbers))
    mixes = list(product(*(range(least, most + 1) for least, most in numbers)))
    if all(sum(mix) < floor for mix in mixes):
        assert (found.pole, found.dwellings) == (Pole.FEW, None)
        return
    poles, short = set(), []
    for mix, reference in product(mixes, (low, high)):
        if not sum(mix):
            poles.add(None)
            continue
        off = Fraction(mix[0], sum(mix)) - reference
        pole = "near" if abs(off) <= band else "hyresratt" if off < 0 else "agt"
        poles.add(pole)
        share, mine = (reference, mix[0]) if off < 0 else (1 - reference, mix[1] + mix[2])
        fewest = 0
        while pole != "near" and share < 1 and mine + fewest < share * (sum(mix) + fewest):
            fewest += 1
        short.append(fewest)
    assert found.pole == (poles.pop() if len(poles) == 1 else None)
    if found.pole is None:
        assert found.dwellings is None
    elif found.dwellings.high is not None:
        assert (found.dwellings.low, found.dwellings.high) == (min(short), max(short))
