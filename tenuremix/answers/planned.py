"""A plan made for a workspace: what its text, its files and the report are written from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tenuremix.inputs import Source, Workspace
from tenuremix.planning.plots import OpenPlot, Terms
from tenuremix.planning.problem import PlanProblem, prepare
from tenuremix.planning.reasons import AreaPlan, PlotPlan, areas_of, plots_of
from tenuremix.planning.search import UNLIMITED, Aim, Conflict, Effort, Found, Search, Step
from tenuremix.planning.trade_off import Curve, trade_off

MOST = 60
"""The most plots that a page plans for: more would keep it waiting."""


@dataclass(frozen=True)
class Planned:
    """A plan and all that is shown of it.

    ``sources`` are those of the workspace and of the plots; ``curves`` is empty where they were
    not asked for.
    """

    workspace: Workspace
    sources: Sequence[Source]
    problem: PlanProblem
    found: Found
    curves: Sequence[Curve]

    @property
    def plots(self) -> list[PlotPlan]:
        """What to ask for on each plot, by id: for a map, each with its place."""
        return plots_of(self.problem, self.found.plan)

    @property
    def areas(self) -> list[AreaPlan]:
        """What each area becomes."""
        return areas_of(self.problem, self.found.plan)

    def step(self, aim: Aim) -> Step | None:
        """Give one step of the search, if it was taken."""
        return next((step for step in self.found.steps if step.aim is aim), None)


@dataclass(frozen=True, slots=True)
class Against:
    """Demands that contradict each other, and the problem in which they do."""

    conflict: Conflict
    problem: PlanProblem


def make_plan(
    workspace: Workspace,
    plots: Sequence[OpenPlot],
    terms: Terms,
    *,
    effort: Effort = UNLIMITED,
    robust: bool = False,
    curve: int = 0,
    sources: Sequence[Source] | None = None,
) -> Planned | Against:
    """Make the plan for some open plots on the date of a workspace.

    Parameters
    ----------
    workspace
        The inputs.
    plots, terms
        The plots, and what is asked.
    effort
        How long it may take, and what it may use.
    robust
        Whether to reach the targets under as many definitions as possible.
    curve
        How many points to find of what more counted dwellings cost; 0 for none.
    sources
        Where everything comes from; by default the sources of the workspace.

    Raises
    ------
    OutOfTimeError
        Where time ran out before any plan was found.
    """
    benchmark = workspace.settings.benchmark
    problem = prepare(
        workspace.books, plots, workspace.targets, terms, benchmark=benchmark, robust=robust
    )
    search = Search(problem, effort)
    try:
        found = search.best(robust=robust)
    except Conflict as against:
        return Against(against, problem)
    curves = [
        trade_off(search, goal, points=curve, also=(goal.remaining, goal.reached(found.plan)))
        for goal in problem.goals
        if curve and any(goal.counts)
    ]
    sources = workspace.sources if sources is None else sources
    return Planned(workspace, sources, problem, found, curves)


def plan_page(
    workspace: Workspace, safe: Callable[[str], str], *, curve: int = 0
) -> Planned | Against | None:
    """Make the plan that a page shows: for the workspace's own plots, without a time limit.

    Parameters
    ----------
    workspace
        The inputs.
    safe
        Makes the names of plots safe in a sentence.
    curve
        As of :func:`make_plan`.

    Returns
    -------
    Planned or Against or None
        None where there are more than :data:`MOST` plots.
    """
    plots = workspace.plots or ()
    if len(plots) > MOST:
        return None
    named = [replace(plot, id=safe(plot.id), name=safe(plot.name)) for plot in plots]
    return make_plan(workspace, named, workspace.settings.terms, curve=curve)
