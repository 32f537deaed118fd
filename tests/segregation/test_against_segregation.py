"""The measures against PySAL's `segregation`, on its own sample data and on random tables.

What `segregation` itself expects of its sample data is compared here in any case; the package is
asked where it is installed (``pip install '.[oracle]'``).
"""

from __future__ import annotations

import csv
import random
import warnings
from math import isclose

import pytest
from places import GOOD

from tenuremix.segregation.diversity import entropy, interaction
from tenuremix.segregation.indices import dissimilarity, exposure, information
from tenuremix.segregation.table import Crosstab

SAMPLE = GOOD / "sacramento.csv"
ALL = ["WHITE", "BLACK", "ASIAN", "HISP"]


def sample(groups):
    """Read some groups of the sample; the others together are one more, named ``rest``."""
    with SAMPLE.open(encoding="utf-8") as lines:
        read = list(csv.DictReader(lines))
    rows = {row["FIPS"]: [int(row[group]) for group in groups] for row in read}
    if len(groups) == 1:
        rows = {r["FIPS"]: [*rows[r["FIPS"]], int(r["TOT_POP"]) - rows[r["FIPS"]][0]] for r in read}
        groups = [*groups, "rest"]
    return Crosstab.exactly(groups, rows)


def close(mine, theirs, tolerance=1e-9):
    assert mine.low == mine.high
    return isclose(mine.low, theirs, abs_tol=tolerance, rel_tol=0)


def test_what_segregation_expects_of_its_sample() -> None:
    everyone, hispanic = sample(ALL), sample(["HISP"])
    assert close(dissimilarity(everyone), 0.41340872573177806)
    assert close(information(everyone), 0.1710160297858887)
    sums = [int(total.low) for total in everyone.totals]
    assert close(entropy(sums, sums), 0.7020956383415715)
    assert close(interaction(sums, sums), 0.508175868480421)
    assert close(dissimilarity(hispanic, "HISP"), 0.32184656076566864)
    assert close(exposure(hispanic, "HISP", "HISP"), 0.2319615486459151)
    assert close(exposure(hispanic, "HISP", "rest"), 0.7680384513540848)
    diversity = [0.24765538, 0.40474253, 0.50900607, 0.21433739, 0.16148146]
    meeting = [0.15435993, 0.33391595, 0.49909747, 0.1299449, 0.09805056]
    first = list(everyone.low.values())[:5]
    for row, theirs, chance in zip(first, diversity, meeting, strict=True):
        assert close(entropy(row, row), theirs, 1e-8)  # printed with eight decimals
        assert close(interaction(row, row), chance, 1e-8)


def tables():
    """Give the sample, and random tables with empty cells, as (groups, rows)."""
    yield sample(ALL)
    draw = random.Random(20)  # noqa: S311
    for size in (2, 5, 40, 300):
        for groups in (2, 3, 5):
            names = tuple("abcde"[:groups])
            cells = [
                [draw.choice([0, draw.randint(1, 9), draw.randint(1, 900)]) for _ in names]
                for _ in range(size)
            ]
            cells[0] = [draw.randint(1, 50) for _ in names]
            yield Crosstab.exactly(names, {str(n): row for n, row in enumerate(cells)})


@pytest.mark.parametrize("table", list(tables()), ids=lambda t: f"{len(t.low)}x{len(t.groups)}")
def test_segregation_itself(table: Crosstab) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        multi = pytest.importorskip("segregation.multigroup")
        single = pytest.importorskip("segregation.singlegroup")
        local = pytest.importorskip("segregation.local")
        pandas = pytest.importorskip("pandas")
        rows = [row for row in table.low.values() if sum(row)]  # theirs divides by the dwellings
        frame = pandas.DataFrame(rows, columns=list(table.groups))
        groups = list(table.groups)
        frame["all"] = frame[groups].sum(axis=1)
        assert close(dissimilarity(table), multi.MultiDissim(frame, groups).statistic)
        assert close(information(table), multi.MultiInfoTheory(frame, groups).statistic)
        sums = [int(total.low) for total in table.totals]
        city = multi.MultiDiversity(frame, groups, normalized=True).statistic
        assert close(entropy(sums, sums), city)
        city = multi.SimpsonsInteraction(frame, groups).statistic
        assert close(interaction(sums, sums), city)
        for group in groups:
            mine = single.Dissim(frame, group, "all").statistic
            assert close(dissimilarity(table, group), mine)
            mine = single.Isolation(frame, group, "all").statistic
            assert close(exposure(table, group, group), mine)
            met = single.Interaction(frame, group, "all").statistic
            others = [exposure(table, group, other).low for other in groups if other != group]
            assert isclose(sum(others), met, abs_tol=1e-9)
        mine = local.MultiLocalSimpsonInteraction(frame, groups).statistics
        theirs = local.MultiLocalEntropy(frame, groups).statistics
        for row, chance, spread in zip(rows, mine, theirs, strict=True):
            assert close(interaction(row, row), chance)
            assert close(entropy(row, row), spread)
