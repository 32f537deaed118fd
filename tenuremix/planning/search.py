"""Search for the plan that reaches most, step by step, each step proven before the next.

First the targets, then the mix of the areas, then as few changes as possible to what is proposed:
a later step never costs an earlier one anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import partial
from itertools import combinations
from math import ceil, inf

from tenuremix.planning.model import PlanModel, Rule
from tenuremix.planning.plots import BY_POLE, Plan
from tenuremix.planning.problem import PlanProblem
from tenuremix.planning.solver import Constraint, Linear, Solution, beside, plus, times

NEAR = 1e-4
"""Plans whose shortfalls differ by less than this, in dwellings, are taken as equally good."""

WEIGHT = 4000
"""The changes that a missing dwelling weighs as much as: less than 1 / (2 NEAR)."""

SLACK = 0.1
"""How far from the least the weighted sum may be: less than 1 - 2 NEAR WEIGHT."""

MOST_TOGETHER = 3
"""Contradictions of at most so many rules are known to be the smallest there are."""

Left = Callable[[], float]
"""How many seconds are left."""


def _endless() -> float:
    return inf


@dataclass(frozen=True, slots=True)
class Effort:
    """How long a search may take, and what it may use.

    Parameters
    ----------
    left
        How many seconds are left, each time it is asked.
    spare
        Whether there is another processor to use: it changes nothing but the time.
    """

    left: Left = _endless
    spare: bool = False


UNLIMITED = Effort()


class Aim(StrEnum):
    """What a step makes as small as possible."""

    DEFINITIONS = "definitions"
    TARGETS = "targets"
    MIX = "mix"
    CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the search.

    ``value`` is what the plan reaches: definitions that are not met, dwellings left to the
    minimum, dwellings short, or dwellings changed.  No plan that keeps the earlier steps goes
    below ``bound``; where ``proven`` there is nothing between them.
    """

    aim: Aim
    value: Fraction
    bound: float
    proven: bool

    @property
    def gap(self) -> float:
        """Give how far below the value a better plan might lie, as a share of the value."""
        if self.proven or self.value == 0:
            return 0.0
        return max(0.0, (float(self.value) - self.bound) / float(self.value))


@dataclass(frozen=True, slots=True)
class Found:
    """A plan, with the steps that led to it."""

    plan: Plan
    steps: Sequence[Step]

    @property
    def proven(self) -> bool:
        """Whether every step is proven."""
        return all(step.proven for step in self.steps)


class Conflict(Exception):  # noqa: N818 - it is an answer, not a fault of the input
    """No plan does all that is asked.

    ``rules``, an irreducible infeasible subset (IIS), contradict each other and the plots' own
    conditions; without any one of them the others can be kept.  ``smallest`` tells that no fewer
    rules contradict each other.
    """

    def __init__(self, rules: Sequence[Rule], *, smallest: bool) -> None:
        super().__init__(", ".join(f"{kind} {which}" for kind, which in rules))
        self.rules = rules
        self.smallest = smallest


class OutOfTimeError(Exception):
    """Time ran out before any plan was found."""


class Search:
    """The search for plans in one problem.

    Parameters
    ----------
    problem
        What a plan is judged by.
    effort
        How long it may take, and what it may use.
    """

    def __init__(self, problem: PlanProblem, effort: Effort = UNLIMITED) -> None:
        self.problem = problem
        self.model = PlanModel(problem)
        self.left = effort.left
        self._spare = effort.spare
        self._rules = [row for rows in self.model.rules.values() for row in rows]
        self._missed = self.model.missed(problem.goals)
        self.short, self._still = self.model.shortfall()
        self._changed, self._certain = self.model.changes()

    def steps(self, *, robust: bool = False) -> Iterator[Found]:
        """Find plans, each better than the one before or proven to be as good.

        Yields
        ------
        Found
            After each step the plan so far.

        Raises
        ------
        Conflict
            Where no plan does all that is asked.
        OutOfTimeError
            Where time ran out before the first plan.
        """
        kept: list[Constraint] = []
        done: list[Step] = []
        plan: Plan | None = None
        weighed: Callable[[], Solution] | None = None
        aims = [Aim.TARGETS, Aim.MIX, Aim.CHANGES]
        for aim in [Aim.DEFINITIONS, *aims] if robust else aims:
            objective, constant = self._objective(aim)
            if aim is Aim.CHANGES and plan is not None and weighed is not None:
                answer = self._fewest_changes(kept, plan, weighed())
            else:
                least = -inf
                if aim is Aim.MIX and plan is not None:
                    plan, least = self._near(objective, kept, plan, done)
                    solve = partial(self._weighed, tuple(kept), plan)
                    weighed = beside(solve) if self._spare else solve
                before = Fraction(0) if plan is None else self._value(aim, plan)
                answer = self._least(aim, objective, kept, before)
                answer = replace(answer, bound=max(answer.bound, least))
            if answer.values is not None:
                found = self.model.plan(answer.values)
                if plan is None or self._no_worse(found, plan, aim, done):
                    plan = found
            if plan is None:
                raise self._failure(answer)
            value = self._value(aim, plan)
            bound = answer.bound + constant
            if aim is not Aim.MIX:
                bound = ceil(bound - NEAR) if bound > -inf else 0.0
            done.append(Step(aim, value, min(max(bound, 0.0), float(value)), answer.proven))
            high = float(value) - constant + (NEAR if aim is Aim.MIX else 0)
            kept.append(Constraint(objective, high=high))
            if aim is Aim.CHANGES and self.problem.terms.mix == BY_POLE:
                plan = self._suited(plan)
            yield Found(plan, tuple(done))

    def _suited(self, plan: Plan) -> Plan:
        """Give each plot the owned tenure that suits it, where that costs nothing at all.

        To a pole bostadsrätt and äganderätt are the same.  Plots of one group change together.
        """
        together: dict[str, list[int]] = {}
        for number, plot in enumerate(self.problem.plots):
            together.setdefault(plot.group or f"\0{number}", []).append(number)
        for members in together.values():
            found = list(plan)
            for number in members:
                found[number] = self.problem.plots[number].suited(plan[number])
            if found != plan and self._as_good(found, plan):
                plan = found
        return plan

    def _as_good(self, found: Plan, plan: Plan) -> bool:
        """Tell whether a plan keeps all that is asked, and no aim is further off than before."""
        aims = [Aim.TARGETS, Aim.MIX, Aim.CHANGES]
        aims += [Aim.DEFINITIONS] if self.problem.others else []
        return (
            all(p.takes(given) for p, given in zip(self.problem.plots, found, strict=True))
            and self.problem.keeps(found)
            and all(self._value(aim, found) <= self._value(aim, plan) for aim in aims)
        )

    def _near(
        self, objective: Linear, kept: Sequence[Constraint], plan: Plan, done: Sequence[Step]
    ) -> tuple[Plan, float]:
        """Find quickly a plan that is nearly best in mix, and a bound, for when time runs out."""
        answer = self.model.programme.minimise(
            objective, [*self._rules, *kept], seconds=self.left(), relaxed=True
        )
        if answer.values is None:
            return plan, -inf
        found = self.model.near(answer.values, plan)
        better = self._no_worse(found, plan, Aim.MIX, done) and self.problem.keeps(found)
        return (found if better else plan), answer.bound

    def _no_worse(self, found: Plan, plan: Plan, aim: Aim, done: Sequence[Step]) -> bool:
        """Tell whether a plan is as good as another in a step, and costs no step before it."""
        return self._value(aim, found) <= self._value(aim, plan) and all(
            self._value(step.aim, found)
            <= step.value + (Fraction(NEAR) if step.aim is Aim.MIX else 0)
            for step in done
        )

    def _weighed(self, kept: Sequence[Constraint], plan: Plan) -> Solution:
        """Make the mix and the changes small at once: a missing dwelling weighs as many changes.

        It needs the mix of no other plan, so that it is solved beside the mix; ``plan`` only
        tells how great the sum may be, since a gap is a share of it for the solver.
        """
        objective = plus(times(WEIGHT, self.short), self._changed)
        mixed = float(self.problem.shortfall(plan)) - self._still
        most = max(1.0, WEIGHT * mixed + self.problem.changes(plan) - self._certain)
        return self._least(Aim.CHANGES, objective, kept, Fraction(0), gap=SLACK / most)

    def _fewest_changes(
        self, kept: Sequence[Constraint], plan: Plan, weighed: Solution
    ) -> Solution:
        """Find the fewest changes that leave the mix as good as it is.

        Notes
        -----
        To hold the mix by a row makes the programme hard.  Where the mix of the weighted sum is
        as good, no plan with as good a mix has fewer changes: it would be better by the sum,
        since what it may gain in the mix (:data:`NEAR`, for it and for the plan) weighs less than
        one change.  Where it is not, the row is used after all.
        """
        mixed = self.problem.shortfall(plan)
        if weighed.values is not None:
            found = self.model.plan(weighed.values)
            if self.problem.shortfall(found) <= mixed + Fraction(NEAR):
                bound = weighed.bound - WEIGHT * (float(mixed) + NEAR - self._still)
                changed = self.problem.changes(found) - self._certain
                # A mix that is not proven may be far worse than the one found here.
                return replace(weighed, bound=bound, proven=changed - bound < 1)
        return self._least(Aim.CHANGES, self._changed, kept, Fraction(0))

    def _objective(self, aim: Aim) -> tuple[Linear, float]:
        if aim is Aim.DEFINITIONS:
            return self.model.agreeing(self.problem.others), 0.0
        if aim is Aim.TARGETS:
            return self._missed, 0.0
        if aim is Aim.MIX:
            return self.short, self._still
        return self._changed, self._certain

    def _value(self, aim: Aim, plan: Plan) -> Fraction:
        """Give what a plan reaches, by the rules themselves."""
        if aim is Aim.DEFINITIONS:
            return Fraction(len(self.problem.others) - self.problem.agreeing(plan))
        if aim is Aim.TARGETS:
            return Fraction(self.problem.missed(plan))
        if aim is Aim.MIX:
            return self.problem.shortfall(plan)
        return Fraction(self.problem.changes(plan))

    def _least(
        self,
        aim: Aim,
        objective: Linear,
        kept: Sequence[Constraint],
        before: Fraction,
        *,
        gap: float = 0.0,
    ) -> Solution:
        if aim is Aim.MIX:
            # A gap is a share of the value for the solver; here it is a number of dwellings.
            gap = NEAR / max(1.0, float(before))
        return self.model.programme.minimise(
            objective, [*self._rules, *kept], seconds=self.left(), gap=gap
        )

    def _failure(self, answer: Solution) -> Exception:
        if not answer.infeasible:
            return OutOfTimeError()
        return conflict(self.model, self.left)

    def best(self, *, robust: bool = False) -> Found:
        """Find the best plan (see :meth:`steps`)."""
        *_, last = self.steps(robust=robust)
        return last


def conflict(model: PlanModel, left: Left = _endless) -> Conflict:
    """Find rules that contradict each other, as few as possible.

    Raises
    ------
    OutOfTimeError
        Where time ran out.

    Notes
    -----
    A deletion filter leaves rules of which each is needed; fewer are then looked for, size by
    size.

    References
    ----------
    Chinneck, J. W., *Feasibility and Infeasibility in Optimization*, 2008, section 6.2.
    """

    def possible(rules: Sequence[Rule]) -> bool:
        rows = [row for rule in rules for row in model.rules[rule]]
        answer = model.programme.minimise({}, rows, seconds=left())
        if answer.values is None and not answer.infeasible:
            raise OutOfTimeError
        return answer.values is not None

    needed = list(model.rules)
    for rule in list(needed):
        others = [each for each in needed if each != rule]
        if not possible(others):
            needed = others
    for size in range(1, min(len(needed), MOST_TOGETHER + 1)):
        for few in combinations(model.rules, size):
            if not possible(few):
                return Conflict(few, smallest=True)
    return Conflict(tuple(needed), smallest=len(needed) <= MOST_TOGETHER + 1)
