"""The plan: as good as the best of all plans there are, and what it says of itself."""

from __future__ import annotations

from itertools import combinations

import planned
import pytest

from tenuremix.planning import NEAR, Contradiction, Search
from tenuremix.situation import prepare


@pytest.mark.parametrize("seed", range(200))
def test_no_plan_is_better(seed):
    books, plots, targets, terms, reference = planned.random_case(seed)
    every = planned.Every(books, plots, targets, terms, reference)
    rules = planned.rule_names(every.plots, terms)
    possible = every.possible(rules)
    situation = prepare(books, plots[::-1], targets, terms, reference=reference)
    if not possible.any():
        with pytest.raises(Contradiction) as caught:
            Search(situation).best()
        against = caught.value.rules
        assert not every.possible(against).any()
        assert caught.value.smallest
        for few in combinations(rules, len(against) - 1):
            assert every.possible(few).any()
        return
    found = Search(situation).best()
    missed, short, changes = (step.value for step in found.steps)
    assert found.proven
    assert possible[every.find(found.plan)]
    assert missed == every.missed[possible].min()
    best = possible & (every.missed == missed)
    assert float(short) == pytest.approx(every.short[best].min(), abs=2 * NEAR)
    best &= every.short <= every.short[best].min() + NEAR
    assert changes == every.changes[best].min()
    # What the plan says of itself is what the rules say of it.
    at = every.find(found.plan)
    assert missed == every.missed[at]
    assert float(short) == pytest.approx(every.short[at])
    assert changes == every.changes[at]
    assert situation.income(found.plan) == every.income[at]
