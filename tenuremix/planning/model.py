"""A plan as a mixed-integer programme, which is exact: what is made small and what is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, gcd, inf

from tenuremix.counting.placement import Part
from tenuremix.counting.tenure import KNOWN, Tenure
from tenuremix.planning.attainable import Attainable
from tenuremix.planning.choices import Choices
from tenuremix.planning.plots import Plan
from tenuremix.planning.problem import Goal, PlanProblem
from tenuremix.planning.solver import Constraint, Linear, Programme, plus, times

_Place = tuple[str, str, Tenure]

Rule = tuple[str, object]
"""The name of something that is asked of the plan as a whole: a kind, and which one."""


class PlanModel:
    """The programme of a problem.

    Notes
    -----
    ``rules`` are the rows of what is asked of the plan as a whole, by name, so that a
    contradiction can be told; the plots' own conditions always hold.
    """

    def __init__(self, problem: PlanProblem) -> None:
        self.problem = problem
        self.programme = Programme()
        self._choices = Choices(problem.sites, self.programme)
        self._cells = self._sum_cells()
        self.rules = self._rules()

    # Sums ----------------------------------------------------------------------------------

    def _whole_sum(self, terms: Sequence[Linear]) -> Linear:
        """Give the sum of whole numbers a variable of its own, which keeps rows short.

        It is whole of itself, and is not declared so: HiGHS lists, round after round, what each
        whole number between two ends would cost, which took most of its time.
        """
        added = plus(*terms)
        if len(terms) == 1:
            return added
        every = self.programme.variable(-inf, inf, whole=False)
        self.programme.require(plus(added, {every: -1.0}), 0, 0)
        return {every: 1.0}

    def _sum_cells(self) -> dict[tuple[str | None, Tenure], tuple[frozenset[int], Linear]]:
        """Sum the dwellings of each tenure in each part of the map that plots lie in."""
        terms: dict[tuple[str | None, Tenure], dict[int, Linear]] = {}
        for number, by_tenure in enumerate(self._choices.parts):
            for tenure, by_area in by_tenure.items():
                for area, linear in by_area.items():
                    terms.setdefault((area, tenure), {})[number] = linear
        return {
            cell: (frozenset(found), self._whole_sum(list(found.values())))
            for cell, found in terms.items()
        }

    def _come_to(self) -> dict[_Place, Linear]:
        """Sum the dwellings of each tenure that come to each area, level by level."""
        terms: dict[_Place, dict[tuple[str | None, Tenure], Linear]] = {}
        for (part, tenure), (plots, linear) in self._cells.items():
            for level, raised in self.problem.sites[min(plots)].at.items():
                area = raised.get(part)
                if area is not None:
                    terms.setdefault((level, area, tenure), {})[part, tenure] = linear
        return {place: self._whole_sum(list(found.values())) for place, found in terms.items()}

    def dwellings(self, tenures: Iterable[Tenure] = KNOWN) -> Linear:
        """Sum the plan's dwellings of some tenures."""
        return plus(*(given.get(t, {}) for given in self._choices.given for t in tenures))

    # What is made small or asked for -------------------------------------------------------

    def counted(self, goal: Goal) -> Linear:
        """Sum the dwellings that count towards a target."""
        terms: list[Linear] = []
        own_split = goal.placements == [site.placement for site in self.problem.sites]
        done: set[tuple[int, str | None, Tenure]] = set()
        if own_split:
            for (area, tenure), (plots, linear) in self._cells.items():
                # Where all that comes to a place counts, its sum stands for the plots.
                if all((area, tenure) in goal.counts[plot] for plot in plots):
                    terms.append(linear)
                    done |= {(plot, area, tenure) for plot in plots}
        for number, counting in enumerate(goal.counts):
            for area, tenure in counting:
                if tenure not in self._choices.given[number] or (number, area, tenure) in done:
                    continue
                if own_split:
                    terms.append(self._choices.parts[number][tenure].get(area, {}))
                else:
                    terms.append(self._choices.given[number][tenure])
        return plus(*terms)

    def missed(self, goals: Iterable[Goal]) -> Linear:
        """Sum what is left to the minimum of some targets."""
        found: dict[int, float] = {}
        for goal in goals:
            left = self.programme.variable(0, goal.remaining)
            self.programme.require(plus(self.counted(goal), {left: 1.0}), low=goal.remaining)
            found[left] = 1.0
        return found

    def agreeing(self, goals: Iterable[Goal]) -> Linear:
        """Count the definitions under which a minimum is not reached."""
        found: dict[int, float] = {}
        for goal in goals:
            missed = self.programme.variable(0, 1)
            row = plus(self.counted(goal), {missed: float(goal.remaining)})
            self.programme.require(row, low=goal.remaining)
            found[missed] = 1.0
        return found

    def shortfall(self) -> tuple[Linear, float]:
        """Sum the shortfalls by weight: those that a plan can move, and the sum of the others."""
        come = self._come_to()
        reaches = {level: self._reaches(level) for level in self.problem.terms.weights}
        moved: dict[int, float] = {}
        still = 0.0
        for gap in self.problem.gaps:
            weight = self.problem.terms.weights[gap.level]
            terms = {t: come.get((gap.level, gap.area, t), {}) for t in KNOWN}
            if any(terms.values()):
                for end in gap.ends:
                    short = self._gap(gap.tenures, end, terms, reaches[gap.level][gap.area])
                    moved[short] = moved.get(short, 0) + weight / len(gap.ends)
            else:
                still += float(weight * gap.size({}))
        return moved, still

    def _reaches(self, level: str) -> dict[str, Attainable]:
        """Find what can come to each area of a level."""
        found: dict[str, Attainable] = {}
        for site in self.problem.sites:
            shares: dict[str, list[Part]] = {}
            for part in site.placement.parts:
                area = site.at[level].get(part.area)
                if area is not None:
                    shares.setdefault(area, []).append(part)
            for area, inside in shares.items():
                reach = found.setdefault(area, Attainable(self.problem.terms.groups))
                reach.add(site.plot, site.placement.parts, inside)
        return found

    def _gap(
        self,
        tenures: tuple[Tenure, ...],
        end: tuple[Fraction, int, int],
        terms: Mapping[Tenure, Linear],
        reach: Attainable,
    ) -> int:
        """Add the shortfall of a tenure or pole in an area.

        Notes
        -----
        With x dwellings of its tenures and t in all, the shortfall is g(x, t) = max(0, k (o + t) -
        m - (1 + k) x).  At one t, the straight line between the two numbers of dwellings that can
        come to the area and lie next to where g becomes 0 is below g at every number that can;
        and g falls by no more than k for each dwelling less than t.  Such lines at the least and
        the greatest t keep a relaxation from cutting the corner.
        """
        factor, mine, others = float(end[0]), end[1], end[2]
        short = self.programme.variable(0, inf, whole=False)
        every = plus(*terms.values())
        coming = plus(*(terms[tenure] for tenure in tenures))
        row = plus({short: 1.0}, times(-factor, every), times(1 + factor, coming))
        self.programme.require(row, low=factor * others - mine)
        for most in sorted({reach.least, reach.most}):
            start = factor * (others + most) - mine
            below, above = reach.around(tenures, start / (1 + factor))
            if below is None or above is None:
                continue
            fall = (start - (1 + factor) * below) / (above - below)
            row = plus({short: 1.0}, times(fall, coming))
            low = fall * above
            if most > reach.least:
                row, low = plus(row, times(-factor, every)), low - factor * most
            self.programme.require(row, low=low)
        return short

    def changes(self) -> tuple[Linear, float]:
        """Count the dwellings that differ from what is proposed, and those that must.

        Notes
        -----
        What a tenure gains, and what the plot is given less of in all: the rest of what other
        tenures lose is what these gain.
        """
        found: list[Linear] = []
        certain = 0.0
        for plot, given in zip(self.problem.plots, self._choices.given, strict=True):
            if plot.present is None:
                continue
            proposed = sum(plot.present.values())
            certain += max(0, proposed - plot.most)
            within = min(plot.most, proposed)
            if plot.least < within:
                found.append(self._excess(within, times(-1, plus(*given.values()))))
            for tenure, linear in given.items():
                before = plot.present.get(tenure, 0)
                if plot.whole and plot.least == plot.most:
                    ((choice, most),) = linear.items()
                    found.append({choice: max(0.0, most - before)})
                else:
                    found.append(self._excess(-before, linear))
        return plus(*found), certain

    def _excess(self, constant: float, linear: Linear) -> Linear:
        """Make a variable that is, at its least, a constant and a sum, or 0 where they are less.

        At its least it is whole of itself (see :meth:`_whole_sum`).
        """
        excess = self.programme.variable(0, inf, whole=False)
        self.programme.require(plus({excess: 1.0}, times(-1, linear)), low=constant)
        return {excess: 1.0}

    def income(self) -> Linear:
        """Sum the income."""
        return plus(
            *(
                times(plot.income.get(tenure, 0), linear)
                for plot, given in zip(self.problem.plots, self._choices.given, strict=True)
                for tenure, linear in given.items()
                if plot.income.get(tenure, 0)
            )
        )

    # Rules ---------------------------------------------------------------------------------

    def _rules(self) -> dict[Rule, list[Constraint]]:
        """Make the rows of what is asked of the plan as a whole, by name."""
        terms = self.problem.terms
        found: dict[Rule, list[Constraint]] = {}
        for group in sorted({plot.group for plot in self.problem.plots if plot.group}):
            found["group", group] = self._one_tenure(group)
        if terms.closed:
            found["closed", terms.closed] = [
                Constraint(linear, high=0)
                for site, by_tenure in zip(self.problem.sites, self._choices.parts, strict=True)
                for area, linear in by_tenure.get(Tenure.HYRESRATT, {}).items()
                if area in site.closed and linear
            ]
        if terms.least_share is not None:
            part, whole = terms.least_share.numerator, terms.least_share.denominator
            mine = times(whole, self.dwellings((Tenure.HYRESRATT,)))
            row = plus(mine, times(-part, self.dwellings()))
            found["least_share", terms.least_share] = [Constraint(row, low=0)]
        if terms.least_income is not None:
            income = self.income()
            # In the largest whole unit of all incomes, so that a single krona is not lost.
            unit = gcd(*(round(factor) for factor in income.values())) or 1
            rows = [
                Constraint(times(1 / unit, income), low=ceil(Fraction(terms.least_income, unit)))
            ]
            found["least_income", terms.least_income] = rows
        for number, quota in enumerate(terms.limits):
            row = plus(
                *(
                    linear
                    for site, by_tenure in zip(self.problem.sites, self._choices.parts, strict=True)
                    for tenure, by_area in by_tenure.items()
                    for area, linear in by_area.items()
                    if quota.tenure in (None, tenure) and area in site.limited[number]
                )
            )
            least = -inf if quota.least is None else quota.least
            most = inf if quota.most is None else quota.most
            found["limit", number] = [Constraint(row, least, most)]
        return found

    def _one_tenure(self, group: str) -> list[Constraint]:
        """Give all plots of a group the same tenure."""
        members = [n for n, plot in enumerate(self.problem.plots) if plot.group == group]
        first = self._choices.chosen[members[0]]
        rows = []
        for number in members[1:]:
            for tenure in KNOWN:
                mine = {first[tenure]: 1.0} if tenure in first else {}
                other = self._choices.chosen[number]
                theirs = {other[tenure]: -1.0} if tenure in other else {}
                if mine or theirs:
                    rows.append(Constraint(plus(mine, theirs), 0, 0))
        return rows

    def near(self, values: Sequence[float], plan: Plan) -> Plan:
        """Make a plan of broken numbers: each plot rounded, or as before where that is barred."""
        found = []
        for plot, given, before in zip(self.problem.plots, self._choices.given, plan, strict=True):
            broken = {
                t: max(0.0, sum(factor * values[v] for v, factor in linear.items()))
                for t, linear in given.items()
            }
            every = min(plot.most, max(plot.least, round(sum(broken.values()))))
            if plot.whole:
                rounded = {max(broken, key=lambda t: broken[t]): every}
            else:
                rounded = {t: floor(number + 1e-6) for t, number in broken.items()}
                rest = sorted(broken, key=lambda t: rounded[t] - broken[t])
                for tenure in rest[: max(0, every - sum(rounded.values()))]:
                    rounded[tenure] += 1
            found.append(rounded if plot.takes(rounded) else before)
        return found

    def plan(self, values: Sequence[float]) -> Plan:
        """Read a plan from the values of a solution."""
        return [
            {
                tenure: round(sum(factor * values[v] for v, factor in linear.items()))
                for tenure, linear in given.items()
            }
            for given in self._choices.given
        ]
