"""The measures of segregation of a city: today, with what is decided, and with a proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tenuremix.counting.areas import Area
from tenuremix.counting.books import Books
from tenuremix.counting.projection import (
    AllocationFlow,
    Projection,
    add_to,
    allocation_flows,
    none,
    project_areas,
    summed,
)
from tenuremix.counting.proposal import Plot
from tenuremix.counting.tenure import KNOWN, Count, Interval, Mix, Tenure, total
from tenuremix.segregation.change import Changes
from tenuremix.segregation.diversity import entropy, interaction
from tenuremix.segregation.indices import Decomposition, Measure, decompose, measure_all
from tenuremix.segregation.table import Crosstab

NOW, PROJECTED, PROPOSED = "now", "projected", "with_proposal"

Found = Mapping[Measure, Interval | None]
Placed = Mapping[str | None, Mapping[Tenure, int]]


@dataclass(frozen=True, slots=True)
class Diversity:
    """How mixed one area is: its entropy against the greatest, and its interaction."""

    entropy: Interval | None
    interaction: Interval | None


@dataclass(frozen=True)
class CityState:
    """The city in one state.

    Parameters
    ----------
    table
        The dwellings that the measures are of.
    measures
        Every measure.
    changes
        What each has changed since the state before; empty for the first.
    parts
        H taken apart by the coarsest areas; None at that level, or where H is not known.
    """

    table: Crosstab
    measures: Found
    changes: Found
    parts: Decomposition | None

    def diversity(self, code: str) -> Diversity:
        """Tell how mixed an area is."""
        low, high = self.table.low[code], self.table.high[code]
        return Diversity(entropy(low, high), interaction(low, high))

    @property
    def city(self) -> Diversity:
        """How mixed the city is, its areas taken as one."""
        low, high = ([int(each[end]) for each in self.table.totals] for end in (0, 1))
        return Diversity(entropy(low, high), interaction(low, high))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An area that the measures leave out: without statistics, or with a count of any size.

    ``dwellings`` are those published, at least; None without statistics.
    """

    area: Area
    dwellings: Count | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What one allocation does to the measures of the projected mix.

    Parameters
    ----------
    allocation, name
        Its id and its name.
    kind
        ``pipeline`` or ``completed`` since the statistics.
    areas
        The areas that its dwellings come to.
    dwellings
        Its dwellings of known tenure in them.
    changes
        Each measure with everything decided, less the measure without this one.
    """

    allocation: str
    name: str
    kind: str
    areas: tuple[str, ...]
    dwellings: Mapping[Tenure, int]
    changes: Found


@dataclass(frozen=True)
class Segregation:
    """How far the areas of one level are apart.

    Parameters
    ----------
    level, coarser
        The level of the areas, and the level that H is taken apart by (empty where there is none).
    vintage
        The date of today's stock.
    projection
        The areas, and what is on its way to them.
    states
        By name: ``now``, ``projected`` and, where one was given, ``with_proposal``.
    left_out
        Areas that the measures leave out.
    effects
        What each allocation does, the one that parts the areas most first.
    without_effect
        Allocations that change nothing that is known: of undecided tenure or unknown number, or
        without a known area.
    unplaced
        Dwellings of the proposal, by tenure, that are in no area of the measures.
    """

    level: str
    coarser: str
    vintage: date | None
    projection: Projection
    states: Mapping[str, CityState]
    left_out: Sequence[LeftOut]
    effects: Sequence[Effect]
    without_effect: Sequence[str]
    unplaced: Mapping[Tenure, int]


def measure_segregation(
    books: Books, level: str, *, proposal: Sequence[Plot] = (), by_allocation: bool = False
) -> Segregation:
    """Measure how far the areas of a level are apart.

    Parameters
    ----------
    proposal
        Plots that are added to the projected mix.
    by_allocation
        Whether to tell what each allocation does.

    Notes
    -----
    Dwellings of known tenure alone, in the areas of the level that have statistics with bounded
    counts.  An allocation's effect is measured against all the others: the sum of the effects
    need not be the change of them all together.
    """
    projection = project_areas(books, level)
    kept = {code: each.now for code, each in projection.areas.items() if _bounded(each.now)}
    now = Crosstab.of({code: mix for code, mix in kept.items() if mix is not None})
    flows = [f for f in allocation_flows(books, level, projection.vintage) if f.kind != "planned"]
    on_the_way = [_inside(flow.dwellings or {}, now) for flow in flows]
    coarser = books.areas.coarsest if level != books.areas.coarsest else ""
    parents = {c: (coarser and books.areas.ancestor(c, level, coarser)) or "" for c in now.low}
    states = {NOW: _state(now, None, {}, parents if coarser else None)}
    decided = _added(on_the_way)
    projected = now.with_dwellings(decided)
    states[PROJECTED] = _state(projected, now, decided, parents if coarser else None)
    placed = _placed(books, proposal, level)
    inside = _inside(placed, now)
    if proposal:
        after = projected.with_dwellings(inside)
        states[PROPOSED] = _state(after, projected, inside, parents if coarser else None)
    effects, without = _effects(flows, on_the_way, projected) if by_allocation else ([], [])
    return Segregation(
        level=level,
        coarser=coarser,
        vintage=projection.vintage,
        projection=projection,
        states=states,
        left_out=[
            LeftOut(each.area, None if each.now is None else total(each.now))
            for code, each in projection.areas.items()
            if code not in kept
        ],
        effects=effects,
        without_effect=without,
        unplaced=_less(summed(placed.values()), summed(inside.values())),
    )


def _bounded(mix: Mix | None) -> bool:
    return mix is not None and total(mix).high is not None


def _state(
    table: Crosstab,
    before: Crosstab | None,
    added: Mapping[str, Mapping[Tenure, int]],
    parents: Mapping[str, str] | None,
) -> CityState:
    changes = {} if before is None else Changes(before).of(added)
    parts = None if parents is None else decompose(table, parents)
    return CityState(table, measure_all(table), changes, parts)


def _inside(dwellings: Placed, table: Crosstab) -> dict[str, Mapping[Tenure, int]]:
    """Keep the areas that are measured."""
    return {code: mine for code, mine in dwellings.items() if code in table.low and code}


def _added(flows: Sequence[Mapping[str, Mapping[Tenure, int]]]) -> dict[str, dict[Tenure, int]]:
    """Add dwellings area by area."""
    found: dict[str, dict[Tenure, int]] = {}
    for flow in flows:
        for code, dwellings in flow.items():
            add_to(found.setdefault(code, none()), dwellings)
    return found


def _less(all_: Mapping[Tenure, int], some: Mapping[Tenure, int]) -> dict[Tenure, int]:
    return {tenure: number - some[tenure] for tenure, number in all_.items()}


def _placed(books: Books, plots: Sequence[Plot], level: str) -> Placed:
    """Split the dwellings of plots over the areas of a level; None outside them."""
    found: dict[str | None, dict[Tenure, int]] = {}
    for plot in plots:
        for (code, at), dwellings in books.spread(plot.place, plot.dwellings, level).items():
            add_to(found.setdefault(code if at == level else None, none()), dwellings)
    return found


def _effects(
    flows: Sequence[AllocationFlow],
    on_the_way: Sequence[Mapping[str, Mapping[Tenure, int]]],
    projected: Crosstab,
) -> tuple[list[Effect], list[str]]:
    """Take each allocation alone out of the projected mix."""
    changes = Changes(projected)
    effects, without = [], []
    for flow, inside in zip(flows, on_the_way, strict=True):
        dwellings = {
            tenure: number for tenure, number in summed(inside.values()).items() if tenure in KNOWN
        }
        if not any(dwellings.values()):
            without.append(flow.allocation)
            continue
        taken = {code: {t: -mine[t] for t in KNOWN} for code, mine in inside.items()}
        found = {m: change and change.scaled(-1) for m, change in changes.of(taken).items()}
        areas = tuple(sorted(inside))
        effects.append(Effect(flow.allocation, flow.name, flow.kind, areas, dwellings, found))
    return sorted(effects, key=_most_apart), without


def _most_apart(effect: Effect) -> tuple[float, str]:
    """Order by the change of H, the greatest first; one that is not known comes last."""
    change = effect.changes[Measure("information")]
    return (float("inf") if change is None else -(change.low + change.high), effect.allocation)
