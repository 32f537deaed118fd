"""Open plots, and what is asked of a plan for their tenures.

A *plan* gives each open plot whole dwellings by tenure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import ceil, floor

from tenuremix.counting.decisions import Place
from tenuremix.counting.missing import OWNED
from tenuremix.counting.tenure import KNOWN, SMAHUS, Dwellings, Tenure

BY_POLE, BY_TENURE = "poles", "tenures"
"""What a plan mends: hyresrätt against what is owned (a pole each), or each tenure alone."""

Plan = Sequence[Dwellings]
"""Whole dwellings by tenure for each plot, in the order of the plots."""


@dataclass(frozen=True, slots=True)
class OpenPlot:
    """A plot whose tenure is open.

    Parameters
    ----------
    id, name, place
        What it is called, and where it lies.
    least, most
        The fewest and the most dwellings that it takes.
    allowed
        The tenures that it may be given.
    shares
        For some tenures the least and the greatest share (0-1) of the plot's dwellings.
    divisible
        Whether it may hold several tenures; else all of it is one.
    group
        Plots of one group are whole, and all of one and the same tenure.
    expected_on
        The day on which it is thought to be decided; None is the date of the books.
    income
        What the city earns on a dwelling of a tenure, in kronor, where that is known.
    present
        The dwellings that are proposed today, if any are.
    subgroup
        As in the register: a definition may leave some out.
    hustyp
        The building type, where it is known: which owned tenure suits the plot follows it.
    """

    id: str
    name: str
    place: Place
    least: int
    most: int
    allowed: tuple[Tenure, ...] = KNOWN
    shares: Mapping[Tenure, tuple[Fraction, Fraction]] = field(default_factory=dict)
    divisible: bool = True
    group: str = ""
    expected_on: date | None = None
    income: Mapping[Tenure, int] = field(default_factory=dict)
    present: Dwellings | None = None
    subgroup: str = ""
    hustyp: str = ""

    @property
    def suits(self) -> Tenure | None:
        """The owned tenure that the plot suits: äganderätt for houses, else bostadsrätt.

        That of the building type, else bostadsrätt, where it is allowed; None where none is.
        """
        first = OWNED[::-1] if self.hustyp == SMAHUS else OWNED
        return next((tenure for tenure in first if tenure in self.allowed), None)

    def suited(self, dwellings: Dwellings) -> dict[Tenure, int]:
        """Give all that is owned to the tenure that the plot suits."""
        suits = self.suits
        if suits is None:
            return dict(dwellings)
        owned = sum(dwellings.get(tenure, 0) for tenure in OWNED)
        return {
            tenure: (owned if tenure is suits else 0) if tenure in OWNED else number
            for tenure, number in dwellings.items()
        }

    @property
    def whole(self) -> bool:
        """Whether all of the plot is of one tenure."""
        return bool(self.group) or not self.divisible

    def share_of(self, tenure: Tenure) -> tuple[Fraction, Fraction]:
        """Give the least and the greatest share of a tenure."""
        return self.shares.get(tenure, (Fraction(0), Fraction(1)))

    @property
    def possible(self) -> bool:
        """Whether the plot's own conditions allow anything at all."""
        if self.whole:
            return any(self.takes({tenure: self.most}) for tenure in self.allowed)
        barred = (low for t, (low, _) in self.shares.items() if t not in self.allowed)
        ends = [self.share_of(tenure) for tenure in self.allowed]
        return not any(barred) and any(
            all(ceil(low * n) <= floor(high * n) for low, high in ends)
            and sum(ceil(low * n) for low, _ in ends)
            <= n
            <= sum(floor(high * n) for _, high in ends)
            for n in range(self.least, self.most + 1)
        )

    def takes(self, dwellings: Dwellings) -> bool:
        """Tell whether the plot's own conditions allow some dwellings."""
        every = sum(dwellings.values())
        given = [tenure for tenure, number in dwellings.items() if number]
        return (
            self.least <= every <= self.most
            and all(tenure in self.allowed for tenure in given)
            and (not self.whole or len(given) <= 1)
            and all(
                low * every <= dwellings.get(tenure, 0) <= high * every
                for tenure, (low, high) in self.shares.items()
            )
        )

    def changes(self, dwellings: Dwellings) -> int:
        """Count the dwellings that get another tenure than proposed, are added or are left out."""
        if self.present is None:
            return 0
        moves = [dwellings.get(t, 0) - self.present.get(t, 0) for t in KNOWN]
        return sum(max(0, move) for move in moves) + max(0, -sum(moves))

    def earns(self, dwellings: Dwellings) -> int:
        """Sum the income; a tenure whose income is not known earns nothing."""
        return sum(self.income.get(tenure, 0) * number for tenure, number in dwellings.items())


@dataclass(frozen=True, slots=True)
class Quota:
    """A quota: bounds on the dwellings of an area, a year or a tenure; None is all of them."""

    area: str | None = None
    year: int | None = None
    tenure: Tenure | None = None
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What a planner asks of a plan, beside the plots' own conditions.

    Parameters
    ----------
    weights
        The levels whose areas are to be mended, and what a missing dwelling weighs at each; empty
        for :func:`default_weights`.
    closed
        The name of a dated list of areas where no more hyresrätter may come; empty for none.
    least_share
        The least share of hyresrätter among all the plan's dwellings.
    least_income
        The least income in all, in kronor.
    limits
        Limits by area, year and tenure.
    targets
        The ids of the targets to reach; empty for every one that has a minimum.
    mix
        What is mended: :data:`BY_POLE` or :data:`BY_TENURE`.
    """

    weights: Mapping[str, int] = field(default_factory=dict)
    closed: str = ""
    least_share: Fraction | None = None
    least_income: int | None = None
    limits: tuple[Quota, ...] = ()
    targets: tuple[str, ...] = ()
    mix: str = BY_POLE

    @property
    def groups(self) -> tuple[tuple[Tenure, ...], ...]:
        """The tenures whose shortfalls are added up, those of a pole together."""
        if self.mix == BY_POLE:
            return (Tenure.HYRESRATT,), OWNED
        return tuple((tenure,) for tenure in KNOWN)


def default_weights(levels: Sequence[str], judged: Sequence[str]) -> dict[str, int]:
    """Weigh alike the level that the first target is judged at, else the finest, and the coarsest.

    Examples
    --------
    >>> default_weights(("deso", "regso", "kommun"), ["regso"])
    {'regso': 1, 'kommun': 1}
    """
    known = [level for level in judged if level in levels]
    return dict.fromkeys(((known or levels)[0], levels[-1]), 1)
