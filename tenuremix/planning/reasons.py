"""Why a plan gives each plot what it does, and what the areas become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tenuremix.counting.decisions import Place
from tenuremix.counting.projection import AreaProjection
from tenuremix.counting.tenure import KNOWN, Dwellings, Tenure
from tenuremix.errors import Note
from tenuremix.planning.plots import OpenPlot, Plan
from tenuremix.planning.problem import Goal, PlanProblem, Site


@dataclass(frozen=True, slots=True)
class PlotPlan:
    """What to ask for on one plot.

    ``day`` is when it is taken to be decided; ``there`` its dwellings by the part of the map they
    lie in (None outside every area), at ``level``; ``counted`` what counts towards each goal.
    """

    plot: OpenPlot
    day: date
    dwellings: Dwellings
    level: str
    there: Mapping[str | None, Dwellings]
    counted: Sequence[tuple[Goal, int]]
    why: Sequence[Note]

    @property
    def place(self) -> Place:
        """Where the plot lies."""
        return self.plot.place


@dataclass(frozen=True, slots=True)
class AreaPlan:
    """What an area becomes: its outlook, and the dwellings that the plan brings."""

    projection: AreaProjection
    dwellings: Dwellings


def plots_of(problem: PlanProblem, plan: Plan) -> list[PlotPlan]:
    """Tell for each plot what to ask for, and why."""
    return [_plot(problem, number, given) for number, given in enumerate(plan)]


def _plot(problem: PlanProblem, number: int, given: Dwellings) -> PlotPlan:
    site = problem.sites[number]
    there: dict[str | None, dict[Tenure, int]] = {}
    for (part, tenure), dwellings in site.split({t: given.get(t, 0) for t in KNOWN}).items():
        there.setdefault(part, {})[tenure] = dwellings
    counted = [(goal, goal.of_plot(number, given)) for goal in problem.goals]
    why = [
        *(
            Note("counts", {"number": n, "target": goal.target})
            for goal, n in counted
            if n and goal.remaining
        ),
        *_bound(problem, site, given),
        *_mends(problem, site, given),
        *_change(site.plot, given),
    ]
    level = site.placement.level
    return PlotPlan(site.plot, site.day, given, level, there, counted, why)


def _bound(problem: PlanProblem, site: Site, given: Dwellings) -> list[Note]:
    """Name what leaves the plot no other choice."""
    plot = site.plot
    found = []
    if len(plot.allowed) == 1:
        found.append(Note("only", {"tenure": plot.allowed[0]}))
    elif Tenure.HYRESRATT in plot.allowed and site.closed:
        found.append(Note("closed", {"list": problem.terms.closed}))
    if plot.group:
        others = [p.id for p in problem.plots if p.group == plot.group and p is not plot]
        if others:
            found.append(Note("group", {"plots": others}))
    if not any(given.values()):
        found.append(Note("nothing", {}))
    return found


def _mends(problem: PlanProblem, site: Site, given: Dwellings) -> list[Note]:
    """Name the tenures that are missing where most of the plot lies."""
    shares: dict[tuple[str, str], float] = {}
    for level in problem.terms.weights:
        for part in site.placement.parts:
            area = site.at[level].get(part.area)
            if area is not None:
                shares[level, area] = shares.get((level, area), 0.0) + part.share
        if shares:  # the first level at which the plot is known
            break
    if not shares:
        return [Note("nowhere", {})]
    level, area = max(sorted(shares), key=lambda place: shares[place])
    projection = problem.projections[level][area]
    short = [
        (tenures, projection.scale.shortfall(projection.projected, tenures))
        for tenures in problem.terms.groups
    ]
    if not any(count for _, count in short):
        return [Note("unknown", {"area": area, "level": level})]
    lacking = [
        Note("mends", {"area": area, "level": level, "tenures": tenures, "shortfall": count})
        for tenures, count in short
        if any(given.get(t) for t in tenures) and count is not None and count.low
    ]
    if lacking:
        return lacking
    return [Note("enough", {"area": area, "level": level})]


def _change(plot: OpenPlot, given: Dwellings) -> list[Note]:
    if plot.present is None:
        return []
    changes = plot.changes(given)
    return [Note("changed", {"number": changes})] if changes else [Note("kept", {})]


def areas_of(problem: PlanProblem, plan: Plan) -> list[AreaPlan]:
    """Tell what each area that gets dwellings becomes, level by level."""
    return [
        AreaPlan(problem.projections[level][code], come)
        for level in problem.terms.weights
        for code, come in sorted(problem.there(plan, level).items())
        if any(come.values())
    ]
