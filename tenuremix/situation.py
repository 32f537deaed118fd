"""What open plots do to targets and areas: by the ordinary rules, dwelling by dwelling.

Nothing here searches for a plan (see :mod:`tenuremix.planning`); it says what one leads to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from tenuremix.books import Books
from tenuremix.outlook import AreaOutlook, project_areas
from tenuremix.placement import Placement, allot
from tenuremix.plan import Dwellings, Limit, OpenPlot, Plan, Terms, default_weights
from tenuremix.progress import Reason, ledger, reason_there
from tenuremix.rules import Definition, Target, edition_for
from tenuremix.tenure import KNOWN, Reference, Tenure, total


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
        parts = self.placements[plot].parts
        return sum(
            number
            for tenure, every in dwellings.items()
            for area, number in allot(every, parts).items()
            if (area, tenure) in self.counts[plot]
        )

    def reached(self, plan: Plan) -> int:
        """Count what a plan adds."""
        return sum(self.of_plot(plot, dwellings) for plot, dwellings in enumerate(plan))


@dataclass(frozen=True, slots=True)
class Gap:
    """The shortfall of one tenure in one area, as the dwellings of a plan move it.

    Each of ``ends`` is (factor, mine, others): with x more of the tenure and y more of others the
    shortfall is max(0, factor (others + y) - mine - x), where factor = r / (1 - r) and r is the
    reference share.  Suppressed counts give two ends, and the gap is their mean.
    """

    level: str
    area: str
    tenure: Tenure
    ends: tuple[tuple[Fraction, int, int], ...]

    def size(self, dwellings: Dwellings) -> Fraction:
        """Give the shortfall with some more dwellings, before it is rounded up."""
        mine = dwellings.get(self.tenure, 0)
        others = sum(dwellings.get(t, 0) for t in KNOWN) - mine
        short = [max(Fraction(0), k * (o + others) - m - mine) for k, m, o in self.ends]
        return sum(short, Fraction(0)) / len(short)


@dataclass(frozen=True)
class Situation:
    """Everything that a plan is judged by.

    Parameters
    ----------
    plots, days, placements
        The plots by id, the day on which each is taken to be decided, and where each lies.
    terms
        What is asked.
    goals
        Each chosen target under its own definition.
    others
        The same targets under every defensible definition, for a robust plan.
    gaps
        The shortfalls that are added up.
    outlooks
        For each level of the terms its areas.
    at
        For each plot, level and part of its placement, the area it belongs to: None where that
        is not known, or outside.
    closed
        For each plot the parts where no more hyresrätter may come.
    limited
        For each limit of the terms and each plot, the parts of the plot that the limit is about:
        those in its area, all where it names none, and none where the plot has another year.
    unassessed
        The (level, area) touched by a plot whose shortfall is not known.
    """

    plots: Sequence[OpenPlot]
    days: Sequence[date]
    placements: Sequence[Placement]
    terms: Terms
    goals: Sequence[Goal]
    others: Sequence[Goal]
    gaps: Sequence[Gap]
    outlooks: Mapping[str, Mapping[str, AreaOutlook]]
    at: Sequence[Mapping[str, Mapping[str | None, str | None]]]
    closed: Sequence[frozenset[str | None]]
    limited: Sequence[Sequence[frozenset[str | None]]]
    unassessed: Sequence[tuple[str, str]]

    def there(self, plan: Plan, level: str) -> dict[str, dict[Tenure, int]]:
        """Sum the dwellings of a plan that come to each area of a level."""
        found: dict[str, dict[Tenure, int]] = {}
        for plot, dwellings in enumerate(plan):
            for tenure, every in dwellings.items():
                for part, number in allot(every, self.placements[plot].parts).items():
                    area = self.at[plot][level].get(part)
                    if area is not None:
                        mix = found.setdefault(area, {})
                        mix[tenure] = mix.get(tenure, 0) + number
        return found

    def missed(self, plan: Plan) -> int:
        """Sum what a plan leaves to the minimum of every target."""
        return sum(max(0, goal.remaining - goal.reached(plan)) for goal in self.goals)

    def shortfall(self, plan: Plan) -> Fraction:
        """Sum the shortfalls of every tenure, area and level, each level by its weight."""
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
            part in self.closed[plot]
            for plot, given in enumerate(plan)
            for part in allot(given.get(Tenure.HYRESRATT, 0), self.placements[plot].parts)
        )
        every = sum(sum(given.values()) for given in plan)
        rented = sum(given.get(Tenure.HYRESRATT, 0) for given in plan)
        return (
            not closed
            and all(len(tenures) <= 1 for tenures in of_group.values())
            and (terms.least_share is None or rented >= terms.least_share * every)
            and (terms.least_income is None or self.income(plan) >= terms.least_income)
            and all(
                (limit.least is None or self.within(number, plan) >= limit.least)
                and (limit.most is None or self.within(number, plan) <= limit.most)
                for number, limit in enumerate(terms.limits)
            )
        )

    def agreeing(self, plan: Plan) -> int:
        """Count the targets and definitions under which the minimum is reached."""
        return sum(goal.reached(plan) >= goal.remaining for goal in self.others)

    def within(self, number: int, plan: Plan) -> int:
        """Count the dwellings of a plan that a limit of the terms is about."""
        limit = self.terms.limits[number]
        tenures = KNOWN if limit.tenure is None else (limit.tenure,)
        return sum(
            dwellings
            for plot, given in enumerate(plan)
            for tenure in tenures
            for part, dwellings in allot(given.get(tenure, 0), self.placements[plot].parts).items()
            if part in self.limited[number][plot]
        )


def prepare(
    books: Books,
    plots: Iterable[OpenPlot],
    targets: Sequence[Target],
    terms: Terms,
    *,
    reference: Reference | None = None,
    robust: bool = False,
) -> Situation:
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
    reference
        What shortfalls are measured against; by default the city's own mix.
    robust
        Whether to look at every defensible definition too.

    Returns
    -------
    Situation
        The plots by id, so that the order of rows decides nothing.
    """
    ordered = sorted(plots, key=lambda plot: plot.id)
    if not terms.weights:
        levels = books.judged_levels or books.areas.levels
        judged = [target.definition.level for target in targets]
        terms = replace(terms, weights=default_weights(levels, judged))
    days = [max(plot.expected_on or books.as_of, books.as_of) for plot in ordered]
    placements = [books.locator.place(plot.place) for plot in ordered]
    outlooks = {
        level: project_areas(books, level, reference=reference).areas for level in terms.weights
    }
    at = [_raised(books, placed, terms.weights) for placed in placements]
    gaps, unassessed = _gaps(outlooks, at)
    reachable = [t for t in targets if t.minimum is not None and t.id in (terms.targets or (t.id,))]
    return Situation(
        plots=ordered,
        days=days,
        placements=placements,
        terms=terms,
        goals=[_goal(books, ordered, days, each, each.definition) for each in reachable],
        others=[
            _goal(books, ordered, days, each, definition)
            for each in reachable
            for definition in (books.alternatives(each.definition) if robust else ())
        ],
        gaps=gaps,
        outlooks=outlooks,
        at=at,
        closed=_closed(books, targets, terms, placements, days),
        limited=[_limited(books, limit, placements, days) for limit in terms.limits],
        unassessed=unassessed,
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


def _goal(
    books: Books,
    plots: Sequence[OpenPlot],
    days: Sequence[date],
    target: Target,
    definition: Definition,
) -> Goal:
    """Judge every part of every plot as the ledger judges an allocation decided that day."""
    placements = [books.locator.place(plot.place, split=definition.split) for plot in plots]
    counts = []
    for plot, day, placed in zip(plots, days, placements, strict=True):
        counting: set[tuple[str | None, Tenure]] = set()
        for part in placed.parts if plot.subgroup not in definition.exclude_subgroups else ():
            area, known = books.raise_to(part.area, placed.level, definition.level)
            if area is None or not known:
                continue
            found = books.classify(definition, area, day)
            counting |= {
                (part.area, tenure)
                for tenure in target.tenures
                if reason_there(target, area, tenure, found, day) is Reason.COUNTED
            }
        counts.append(frozenset(counting))
    counted = sum(entry.counted for entry in ledger(books, target, definition))
    return Goal(target, definition, counted, placements, counts)


def _gaps(
    outlooks: Mapping[str, Mapping[str, AreaOutlook]],
    at: Sequence[Mapping[str, Mapping[str | None, str | None]]],
) -> tuple[list[Gap], list[tuple[str, str]]]:
    """Make the gaps of every area; list the areas that a plot touches and that have none."""
    gaps: list[Gap] = []
    unknown: list[tuple[str, str]] = []
    for level, areas in outlooks.items():
        touched = {area for plot in at for area in plot[level].values()}
        for code, outlook in areas.items():
            found = [_gap(level, outlook, tenure) for tenure in KNOWN]
            gaps += [gap for gap in found if gap is not None]
            if None in found and code in touched:
                unknown.append((level, code))
    return gaps, unknown


def _gap(level: str, outlook: AreaOutlook, tenure: Tenure) -> Gap | None:
    """Make the gap of one tenure in one area; None where it has no upper end."""
    mix, reference = outlook.projected, outlook.reference
    if mix is None or reference is None:
        return None
    mine = mix[tenure]
    others = total(mix, [other for other in KNOWN if other is not tenure])
    if mine.high is None or others.high is None or reference.high[tenure] >= 1:
        return None
    ends = dict.fromkeys(
        (share / (1 - share), m, o)
        for share, m, o in (
            (reference.low[tenure], mine.high, others.low),
            (reference.high[tenure], mine.low, others.high),
        )
    )
    return Gap(level, outlook.area.code, tenure, tuple(ends))


def _closed(
    books: Books,
    targets: Sequence[Target],
    terms: Terms,
    placements: Sequence[Placement],
    days: Sequence[date],
) -> list[frozenset[str | None]]:
    """Find the parts of each plot that lie on the list of areas closed to hyresrätter."""
    lists = [t.definition for t in targets if terms.closed and t.definition.areas == terms.closed]
    found = []
    for placed, day in zip(placements, days, strict=True):
        codes: set[str | None] = set()
        for rule in lists:
            # The edition in force that day, whatever edition a definition may have fixed.
            edition = edition_for(replace(rule, edition=None), day)
            for part in placed.parts if edition else ():
                area, known = books.raise_to(part.area, placed.level, rule.level)
                if known and edition and area in edition.classes:
                    codes.add(part.area)
        found.append(frozenset(codes))
    return found


def _limited(
    books: Books, limit: Limit, placements: Sequence[Placement], days: Sequence[date]
) -> list[frozenset[str | None]]:
    """Find the parts of each plot that a limit is about."""
    level = books.areas.level_of(limit.area) if limit.area else None
    found = []
    for placed, day in zip(placements, days, strict=True):
        codes: set[str | None] = set()
        for part in placed.parts if limit.year in (None, day.year) else ():
            if level is None:
                codes.add(part.area)
            elif part.area is not None:
                area, known = books.raise_to(part.area, placed.level, level)
                if known and area == limit.area:
                    codes.add(part.area)
        found.append(frozenset(codes))
    return found
