"""What open plots do to targets and areas: by the ordinary rules, dwelling by dwelling.

Nothing here searches for a plan (see :mod:`tenuremix.planning.search`); it says what one leads to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from tenuremix.counting.books import Books
from tenuremix.counting.missing import Benchmark
from tenuremix.counting.placement import Placement, allot_tenures
from tenuremix.counting.progress import Reason, ledger, reason_there
from tenuremix.counting.projection import AreaProjection, project_areas
from tenuremix.counting.rules import Definition, edition_for
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import KNOWN, Dwellings, Tenure, against
from tenuremix.planning.plots import OpenPlot, Plan, Quota, Terms, default_weights


@dataclass(frozen=True, slots=True)
class Goal:
    """A target under one definition, as far as open plots can reach it.

    ``counted`` is what counts already.  ``counts`` holds, for each plot, the (area, tenure) whose
    dwellings would count, where the areas are those of ``placements``.
    """

    target: Target
    definition: Definition
    counted: int
    placements: Sequence[Placement]
    counts: Sequence[frozenset[tuple[str | None, Tenure]]]

    @property
    def remaining(self) -> int:
        """The dwellings that are left to the minimum."""
        return max(0, (self.target.minimum or 0) - self.counted)

    def of_plot(self, plot: int, dwellings: Dwellings) -> int:
        """Count the dwellings of a plot that would count."""
        split = allot_tenures(dwellings, self.placements[plot].parts)
        return sum(number for cell, number in split.items() if cell in self.counts[plot])

    def reached(self, plan: Plan) -> int:
        """Count what a plan adds."""
        return sum(self.of_plot(plot, dwellings) for plot, dwellings in enumerate(plan))


@dataclass(frozen=True, slots=True)
class Gap:
    """The shortfall of one tenure, or pole, in one area, as the dwellings of a plan move it.

    Each of ``ends`` is (factor, mine, others): with x more of its tenures and y more of others the
    shortfall is max(0, factor (others + y) - mine - x), where factor = r / (1 - r) and r is the
    reference share.  Suppressed counts give two ends, and the gap is their mean.
    """

    level: str
    area: str
    tenures: tuple[Tenure, ...]
    ends: tuple[tuple[Fraction, int, int], ...]

    def size(self, dwellings: Dwellings) -> Fraction:
        """Give the shortfall with some more dwellings, before it is rounded up."""
        mine = sum(dwellings.get(tenure, 0) for tenure in self.tenures)
        others = sum(dwellings.get(t, 0) for t in KNOWN) - mine
        short = [max(Fraction(0), k * (o + others) - m - mine) for k, m, o in self.ends]
        return sum(short, Fraction(0)) / len(short)


@dataclass(frozen=True, slots=True)
class Site:
    """An open plot as a plan is judged on it.

    Parameters
    ----------
    plot, day, placement
        The plot, the day on which it is taken to be decided, and where it lies.
    at
        For each level and each part of its placement, the area that the part belongs to: None
        where that is not known, or outside.
    closed
        The parts where no more hyresrätter may come.
    limited
        For each quota of the terms the parts that it is about: those in its area, all where it
        names none, and none where the plot has another year.
    """

    plot: OpenPlot
    day: date
    placement: Placement
    at: Mapping[str, Mapping[str | None, str | None]]
    closed: frozenset[str | None]
    limited: Sequence[frozenset[str | None]]

    def split(self, dwellings: Dwellings) -> dict[tuple[str | None, Tenure], int]:
        """Split dwellings over the parts of the plot."""
        return allot_tenures(dwellings, self.placement.parts)


@dataclass(frozen=True)
class PlanProblem:
    """Everything that a plan is judged by.

    Parameters
    ----------
    sites
        The plots, by id.
    terms
        What is asked.
    goals
        Each chosen target under its own definition.
    others
        The same targets under every defensible definition, for a robust plan.
    gaps
        The shortfalls that are added up.
    projections
        For each level of the terms its areas.
    unassessed
        The (level, area) touched by a plot whose shortfall is not known.
    """

    sites: Sequence[Site]
    terms: Terms
    goals: Sequence[Goal]
    others: Sequence[Goal]
    gaps: Sequence[Gap]
    projections: Mapping[str, Mapping[str, AreaProjection]]
    unassessed: Sequence[tuple[str, str]]

    @property
    def plots(self) -> list[OpenPlot]:
        """The plots, by id."""
        return [site.plot for site in self.sites]

    def there(self, plan: Plan, level: str) -> dict[str, dict[Tenure, int]]:
        """Sum the dwellings of a plan that come to each area of a level."""
        found: dict[str, dict[Tenure, int]] = {}
        for site, given in zip(self.sites, plan, strict=True):
            for (part, tenure), number in site.split(given).items():
                area = site.at[level].get(part)
                if area is not None:
                    mix = found.setdefault(area, {})
                    mix[tenure] = mix.get(tenure, 0) + number
        return found

    def missed(self, plan: Plan) -> int:
        """Sum what a plan leaves to the minimum of every target."""
        return sum(max(0, goal.remaining - goal.reached(plan)) for goal in self.goals)

    def shortfall(self, plan: Plan) -> Fraction:
        """Sum the shortfalls of every pole or tenure, area and level, each level by its weight."""
        there = {level: self.there(plan, level) for level in self.terms.weights}
        return sum(
            (
                self.terms.weights[gap.level] * gap.size(there[gap.level].get(gap.area, {}))
                for gap in self.gaps
            ),
            Fraction(0),
        )

    def changes(self, plan: Plan) -> int:
        """Count the dwellings by which a plan differs from what is proposed today."""
        return sum(plot.changes(given) for plot, given in zip(self.plots, plan, strict=True))

    def income(self, plan: Plan) -> int:
        """Sum the income of a plan, in kronor."""
        return sum(plot.earns(given) for plot, given in zip(self.plots, plan, strict=True))

    def keeps(self, plan: Plan) -> bool:
        """Tell whether a plan does all that is asked of it as a whole."""
        terms = self.terms
        of_group: dict[str, set[Tenure]] = {}
        for plot, given in zip(self.plots, plan, strict=True):
            if plot.group:
                of_group.setdefault(plot.group, set()).update(t for t, n in given.items() if n)
        closed = any(
            part in site.closed and tenure is Tenure.HYRESRATT
            for site, given in zip(self.sites, plan, strict=True)
            for part, tenure in site.split(given)
        )
        every = sum(sum(given.values()) for given in plan)
        rented = sum(given.get(Tenure.HYRESRATT, 0) for given in plan)
        return (
            not closed
            and all(len(tenures) <= 1 for tenures in of_group.values())
            and (terms.least_share is None or rented >= terms.least_share * every)
            and (terms.least_income is None or self.income(plan) >= terms.least_income)
            and all(
                (quota.least is None or self.within(number, plan) >= quota.least)
                and (quota.most is None or self.within(number, plan) <= quota.most)
                for number, quota in enumerate(terms.limits)
            )
        )

    def agreeing(self, plan: Plan) -> int:
        """Count the targets and definitions under which the minimum is reached."""
        return sum(goal.reached(plan) >= goal.remaining for goal in self.others)

    def within(self, number: int, plan: Plan) -> int:
        """Count the dwellings of a plan that a quota of the terms is about."""
        quota = self.terms.limits[number]
        return sum(
            dwellings
            for site, given in zip(self.sites, plan, strict=True)
            for (part, tenure), dwellings in site.split(given).items()
            if quota.tenure in (None, tenure) and part in site.limited[number]
        )


def prepare(
    books: Books,
    plots: Iterable[OpenPlot],
    targets: Sequence[Target],
    terms: Terms,
    *,
    benchmark: Benchmark | None = None,
    robust: bool = False,
) -> PlanProblem:
    """Work out what the tenures of open plots would do, by the ordinary rules.

    Parameters
    ----------
    books
        The inputs and the date.
    plots
        The open plots, in any order.
    targets
        Every target: those of the terms are to be reached, and their definitions name the lists
        of areas.
    terms
        What is asked.
    benchmark
        What shortfalls are measured against; by default the city's own mix.
    robust
        Whether to look at every defensible definition too.

    Returns
    -------
    PlanProblem
        The plots by id, so that the order of rows decides nothing.
    """
    ordered = sorted(plots, key=lambda plot: plot.id)
    if not terms.weights:
        levels = books.judged_levels or books.areas.levels
        judged = [target.definition.level for target in targets]
        terms = replace(terms, weights=default_weights(levels, judged))
    closed = [t.definition for t in targets if terms.closed and t.definition.areas == terms.closed]
    sites = [_site(books, plot, terms, closed) for plot in ordered]
    projections = {
        level: project_areas(books, level, benchmark=benchmark).areas for level in terms.weights
    }
    gaps, unassessed = _gaps(projections, sites, terms.groups)
    reachable = [t for t in targets if t.minimum is not None and t.id in (terms.targets or (t.id,))]
    return PlanProblem(
        sites=sites,
        terms=terms,
        goals=[_goal(books, sites, each, each.definition) for each in reachable],
        others=[
            _goal(books, sites, each, definition)
            for each in reachable
            for definition in (books.alternatives(each.definition) if robust else ())
        ],
        gaps=gaps,
        projections=projections,
        unassessed=unassessed,
    )


def _site(books: Books, plot: OpenPlot, terms: Terms, closed: Sequence[Definition]) -> Site:
    """Find out where a plot lies, and what that closes or bounds there."""
    tomorrow = books.as_of + timedelta(1)
    day = max(plot.expected_on or tomorrow, tomorrow)
    placed = books.locator.place(plot.place)
    return Site(
        plot,
        day,
        placed,
        at=_raised(books, placed, terms.weights),
        closed=_closed(books, closed, placed, day),
        limited=[_limited(books, quota, placed, day) for quota in terms.limits],
    )


def _raised(
    books: Books, placed: Placement, levels: Iterable[str]
) -> dict[str, dict[str | None, str | None]]:
    """Find the area of each level that each part of a plot belongs to."""
    found: dict[str, dict[str | None, str | None]] = {}
    for level in levels:
        raised = {
            part.area: books.raise_to(part.area, placed.level, level) for part in placed.parts
        }
        found[level] = {part: area if known else None for part, (area, known) in raised.items()}
    return found


def _goal(books: Books, sites: Sequence[Site], target: Target, definition: Definition) -> Goal:
    """Judge every part of every plot as the ledger judges an allocation decided that day."""
    placements = [books.locator.place(s.plot.place, split=definition.split) for s in sites]
    counts = []
    for site, placed in zip(sites, placements, strict=True):
        counting: set[tuple[str | None, Tenure]] = set()
        left_out = site.plot.subgroup in definition.exclude_subgroups
        for part in () if left_out else placed.parts:
            area, known = books.raise_to(part.area, placed.level, definition.level)
            if area is None or not known:
                continue
            found = books.classify(definition, area, site.day)
            counting |= {
                (part.area, tenure)
                for tenure in target.tenures
                if reason_there(target, area, tenure, found, site.day) is Reason.COUNTED
            }
        counts.append(frozenset(counting))
    counted = sum(entry.counted for entry in ledger(books, target, definition))
    return Goal(target, definition, counted, placements, counts)


def _gaps(
    projections: Mapping[str, Mapping[str, AreaProjection]],
    sites: Sequence[Site],
    groups: Sequence[tuple[Tenure, ...]],
) -> tuple[list[Gap], list[tuple[str, str]]]:
    """Make the gaps of every area; list the areas that a plot touches and that have none."""
    gaps: list[Gap] = []
    unknown: list[tuple[str, str]] = []
    for level, areas in projections.items():
        touched = {area for site in sites for area in site.at[level].values()}
        for code, projection in areas.items():
            found = [_gap(level, projection, tenures) for tenures in groups]
            gaps += [gap for gap in found if gap is not None]
            if None in found and code in touched:
                unknown.append((level, code))
    return gaps, unknown


def _gap(level: str, projection: AreaProjection, tenures: tuple[Tenure, ...]) -> Gap | None:
    """Make the gap of one tenure or pole in one area; None where it has no upper end."""
    mix, shares = projection.projected, projection.scale.shares(tenures)
    if mix is None or shares is None:
        return None
    mine, others = against(mix, tenures)
    if mine.high is None or others.high is None or shares[1] >= 1:
        return None
    ends = dict.fromkeys(
        (share / (1 - share), m, o)
        for share, m, o in ((shares[0], mine.high, others.low), (shares[1], mine.low, others.high))
    )
    return Gap(level, projection.area.code, tenures, tuple(ends))


def _closed(
    books: Books, lists: Sequence[Definition], placed: Placement, day: date
) -> frozenset[str | None]:
    """Find the parts of a plot that lie on the list of areas closed to hyresrätter."""
    codes: set[str | None] = set()
    for rule in lists:
        # The edition in force that day, whatever edition a definition may have fixed.
        edition = edition_for(replace(rule, edition=None), day)
        for part in placed.parts if edition else ():
            area, known = books.raise_to(part.area, placed.level, rule.level)
            if known and edition and area in edition.classes:
                codes.add(part.area)
    return frozenset(codes)


def _limited(books: Books, quota: Quota, placed: Placement, day: date) -> frozenset[str | None]:
    """Find the parts of a plot that a quota is about."""
    if quota.year not in (None, day.year):
        return frozenset()
    codes = [part.area for part in placed.parts]
    level = books.areas.level_of(quota.area) if quota.area else None
    if level is None:
        return frozenset(codes)
    raised = {code: books.raise_to(code, placed.level, level) for code in codes if code}
    return frozenset(code for code, found in raised.items() if found == (quota.area, True))
