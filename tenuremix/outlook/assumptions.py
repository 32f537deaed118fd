"""What a workspace states about what is to come: probabilities, undecided dwellings, scenarios."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from tenuremix.counting.placement import Part, allot
from tenuremix.counting.tenure import ALLOCATION_TENURES, KNOWN, Tenure

LEAST_CASES = 20
"""Fewer cases of the register's own are no probability, unless the workspace says so."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One way that the market may go: every odds is multiplied by a ratio; weights sum to 1."""

    id: str
    title: str
    odds_ratio: float
    weight: float
    source: str = ""


SCENARIOS = (
    Scenario("svag", "", 0.5, 0.25),
    Scenario("normal", "", 1.0, 0.5),
    Scenario("stark", "", 2.0, 0.25),
)
"""What is assumed where the workspace states no scenarios: half the odds, the odds, twice."""


@dataclass(frozen=True, slots=True)
class PlotAssumption:
    """What the workspace states of one plot; None where it states nothing.

    ``probability`` (0 to 1, of a decision) and ``expected`` go before those of the register;
    ``undecided`` shares out its undecided dwellings, and ``withdrawal`` is how likely (0 to 1) an
    allocation is to be withdrawn.
    """

    probability: float | None = None
    expected: date | None = None
    undecided: Mapping[Tenure, Fraction] | None = None
    withdrawal: float | None = None


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the workspace states about what is to come.

    Parameters
    ----------
    undecided
        The share (0–1) of undecided dwellings that each tenure gets, for every plot that is not
        named in ``plots``; shares that do not sum to 1 leave the rest undecided.
    withdrawal
        The probability (0–1) that an allocation is withdrawn before the period ends.
    least_cases
        How many cases of the register's own make a probability.
    plots
        What is stated of single plots, by the id of the allocation.
    scenarios
        How the market may go.
    """

    undecided: Mapping[Tenure, Fraction] = field(default_factory=dict)
    withdrawal: float | None = None
    least_cases: int = LEAST_CASES
    plots: Mapping[str, PlotAssumption] = field(default_factory=dict)
    scenarios: tuple[Scenario, ...] = SCENARIOS

    def of(self, id_: str) -> PlotAssumption:
        """Give what is stated of a plot: by its name, else for every plot."""
        stated = self.plots.get(id_, PlotAssumption())
        return replace(
            stated,
            undecided=self.undecided if stated.undecided is None else stated.undecided,
            withdrawal=self.withdrawal if stated.withdrawal is None else stated.withdrawal,
        )

    def shares_of(self, id_: str) -> Mapping[Tenure, Fraction]:
        """Give the stated shares of the undecided dwellings of a plot; empty where none are."""
        return self.of(id_).undecided or {}


def decide(dwellings: Mapping[Tenure, int], shares: Mapping[Tenure, Fraction]) -> dict[Tenure, int]:
    """Split undecided dwellings by stated shares, whole dwellings by largest remainder.

    Examples
    --------
    >>> found = decide({Tenure.OKLAR: 5}, {Tenure.HYRESRATT: Fraction(1, 2)})
    >>> found[Tenure.HYRESRATT], found[Tenure.OKLAR]
    (3, 2)
    """
    found = {tenure: dwellings.get(tenure, 0) for tenure in ALLOCATION_TENURES}
    parts = [Part(tenure.value, float(shares[tenure])) for tenure in KNOWN if shares.get(tenure)]
    if not parts:
        return found
    rest = float(1 - sum(shares.values()))
    split = allot(found[Tenure.OKLAR], [*parts, *([Part(None, rest)] if rest else [])])
    found[Tenure.OKLAR] = split.pop(None, 0)
    for tenure, number in split.items():
        found[Tenure(tenure or "")] += number
    return found
