"""A plan made for a workspace: what its text, its files and the report are written from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tenuremix.plan import OpenPlot, Terms
from tenuremix.plan_why import AreaPlan, PlotPlan, areas_of, plots_of
from tenuremix.planning import Aim, Contradiction, Curve, Found, Search, Step, exchange
from tenuremix.situation import Situation, prepare
from tenuremix.workspace import Source, Workspace


@dataclass(frozen=True)
class Planned:
    """A plan and all that is shown of it.

    ``sources`` are those of the workspace and of the plots; ``curves`` is empty where they were
    not asked for.
    """

    workspace: Workspace
    sources: Sequence[Source]
    situation: Situation
    found: Found
    curves: Sequence[Curve]

    @property
    def plots(self) -> list[PlotPlan]:
        """What to ask for on each plot, by id: for a map, each with its place."""
        return plots_of(self.situation, self.found.plan)

    @property
    def areas(self) -> list[AreaPlan]:
        """What each area becomes."""
        return areas_of(self.situation, self.found.plan)

    def step(self, aim: Aim) -> Step | None:
        """Give one step of the search, if it was taken."""
        return next((step for step in self.found.steps if step.aim is aim), None)


@dataclass(frozen=True, slots=True)
class Against:
    """Demands that contradict each other, and the situation in which they do."""

    contradiction: Contradiction
    situation: Situation


def make_plan(
    workspace: Workspace,
    plots: Sequence[OpenPlot],
    terms: Terms,
    *,
    left: Callable[[], float] | None = None,
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
    left
        How many seconds are left, each time it is asked; without end by default.
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
    reference = workspace.settings.reference
    situation = prepare(
        workspace.books, plots, workspace.targets, terms, reference=reference, robust=robust
    )
    search = Search(situation) if left is None else Search(situation, left)
    try:
        found = search.best(robust=robust)
    except Contradiction as against:
        return Against(against, situation)
    curves = [
        exchange(search, goal, points=curve, also=(goal.remaining, goal.reached(found.plan)))
        for goal in situation.goals
        if curve and any(goal.counts)
    ]
    sources = workspace.sources if sources is None else sources
    return Planned(workspace, sources, situation, found, curves)
