"""How likely it is that a plan becomes an allocation, or an allocation stays: stated or observed.

A probability is stated in the register or in the workspace, or it is the share of the register's
own cases, where they are enough.  Else it is not known, and asked for.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tenuremix.counting.decisions import PIPELINE, Event, State
from tenuremix.counting.register import Register
from tenuremix.counting.tenure import Interval
from tenuremix.outlook.assumptions import LEAST_CASES


class Origin(StrEnum):
    """Where a probability comes from."""

    REGISTER = "register"
    WORKSPACE = "workspace"
    HISTORY = "history"
    RULE_OF_THREE = "rule_of_three"
    COMPLETED = "completed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Rate:
    """Of so many cases, so many went that way; taken at the plot's own age, or at any.

    ``enough`` tells that they are as many as make a probability.
    """

    happened: int
    cases: int
    same_age: bool
    enough: bool = True

    @property
    def share(self) -> float:
        """The share that went that way (0–1)."""
        return self.happened / self.cases

    @property
    def most(self) -> float:
        """The greatest share (0–1) that so few cases allow for: by the rule of three.

        Notes
        -----
        With a share of 3/n, none of n cases goes that way with a probability of (1 − 3/n)ⁿ, less
        than 5 %.  With (3 + 2h)/n that holds of h or fewer.
        """
        return min(1.0, (3 + 2 * self.happened) / self.cases)


@dataclass(frozen=True, slots=True)
class Likelihood:
    """A probability (0–1) with its origin; ``rate`` is that of the history, where it is from it."""

    probability: Interval
    origin: Origin
    rate: Rate | None = None


@dataclass(frozen=True, slots=True)
class _Spell:
    """A time that one plot spent in a stage: when it left it, and when its fate came."""

    since: date
    left: date | None
    fate: date | None


class Rates:
    """What became of plans and allocations, by the stage that they had reached and its age.

    Parameters
    ----------
    register, as_of
        Decisions after the date are not seen.
    least_cases
        With fewer a rate is not enough for a probability.

    Notes
    -----
    The cases for a plot that has been in a stage for a days, with d days to go, are the spells
    that lasted at least a days in that stage and could then be followed for d days.  The rate is
    the share of them that in those d days became allocations (from the pipeline) or were withdrawn
    (from an allocation).  Where they are too few, the spells are taken from their first day; where
    those are too few as well, the rate is not enough, of the first that has any cases.
    """

    def __init__(self, register: Register, as_of: date, least_cases: int = LEAST_CASES) -> None:
        self._as_of = as_of
        self._least = max(1, least_cases)
        self._spells: dict[Event, list[_Spell]] = {}
        self._found: dict[tuple[Event, int, int], Rate | None] = {}
        for id_ in register.decisions:
            for stage, spell in _spells(register.history(id_, as_of)):
                self._spells.setdefault(stage, []).append(spell)
        for spells in self._spells.values():
            spells.sort(key=lambda spell: spell.since)

    def rate(self, stage: Event, *, age_days: int, within_days: int) -> Rate | None:
        """Give the rate for a plot of a stage and an age; None where there are no cases."""
        key = (stage, age_days, within_days)
        if key not in self._found:
            ages = (age_days, 0) if age_days else (0,)
            counted = (self._count(stage, age, within_days, same=age == age_days) for age in ages)
            rates = [rate for rate in counted if rate.cases]
            enough = (rate for rate in rates if rate.enough)
            self._found[key] = next(enough, rates[0] if rates else None)
        return self._found[key]

    def _count(self, stage: Event, age: int, within: int, *, same: bool) -> Rate:
        spells = self._spells.get(stage, [])
        # Followed to the end: what began later has not had its time yet.
        latest = self._as_of - timedelta(age + within)
        followed = spells[: bisect_left(spells, latest + timedelta(1), key=lambda s: s.since)]
        happened = cases = 0
        for spell in followed:
            start = spell.since + timedelta(age)
            if spell.left is None or spell.left > start:
                cases += 1
                happened += spell.fate is not None and spell.fate <= start + timedelta(within)
        return Rate(happened, cases, same, cases >= self._least)


def _spells(history: list[State]) -> list[tuple[Event, _Spell]]:
    """Cut the history of one plot into its stages."""
    found: list[tuple[Event, _Spell]] = []
    moves = [state for state in history if state.decision.event is state.stage]
    for at, state in enumerate(moves):
        later = moves[at + 1 :]
        left = next((each.decision.date for each in later), None)
        wanted = Event.MARKANVISNING if state.stage in PIPELINE else Event.ATERKALLAD
        ends = (each for each in later if each.stage in (wanted, Event.ATERKALLAD))
        end = next(ends, None)
        fate = end.decision.date if end is not None and end.stage is wanted else None
        if state.stage is not Event.ATERKALLAD:
            found.append((state.stage, _Spell(state.decision.date, left, fate)))
    return found
