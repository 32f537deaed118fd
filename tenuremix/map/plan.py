"""What the open plots should become, on the map: a view of the areas, symbols and a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from tenuremix.answers.plan import (
    against_lines,
    ask_words,
    note_lines,
    plot_sentence,
    summary_lines,
    where_words,
)
from tenuremix.answers.planned import Against, Planned, plan_page
from tenuremix.counting.areas import Areas
from tenuremix.counting.projection import AreaProjection
from tenuremix.counting.tenure import KNOWN, Dwellings, majority_class
from tenuremix.document.words import class_name, level_name, shares_text
from tenuremix.locale.locale import Locale
from tenuremix.map.allocations import PROPOSED, Look, Places, Symbol, apart, in_order
from tenuremix.map.geometry import Outline, Pixel
from tenuremix.map.moments import Moment
from tenuremix.map.view import Value, View, ViewReading, class_bucket, class_legend, cut
from tenuremix.planning.reasons import PlotPlan

if TYPE_CHECKING:
    from tenuremix.inputs import Workspace

PLOT_COLUMNS = ("plan.col.id", "plan.ask", "map.plan.counts")
MORE_COLUMNS = ("plan.col.omraden", "plan.day", "plan.why")
"""The columns of the table of plots, and those that only its download has room for."""


@dataclass(frozen=True)
class MapPlan:
    """The plan as the map shows it.

    Parameters
    ----------
    moment
        The moment that it is of.
    lines
        What is said of it: the gist, what it reaches, and then what it rests on.
    dwellings
        What it brings to each area, by level and code.
    unplaced
        By level the dwellings whose area is not known there.
    symbols
        One for each plot whose place is known.
    rows
        The table of the plots as the script reads it: its columns, those of the download, the
        place of its symbol among ``symbols`` or -1, and all its dwellings.
    """

    moment: Moment
    lines: Sequence[str]
    dwellings: Mapping[str, Mapping[str, Dwellings]]
    unplaced: Mapping[str, int]
    symbols: Sequence[Symbol]
    rows: Sequence[Sequence[Any]]


def make_map_plan(
    workspace: Workspace,
    moments: Sequence[Moment],
    drawn: Mapping[str, Mapping[str, Outline]],
    origin: Pixel,
    text: Locale,
) -> MapPlan | None:
    """Make the plan for the workspace's open plots, the one that the report shows.

    Returns
    -------
    MapPlan or None
        None where the workspace has no open plots.
    """
    if not workspace.plots:
        return None
    levels = list(moments[-1].projections)
    found = plan_page(workspace, cut)
    if not isinstance(found, Planned):
        lines = [text("plan.too_many", number=len(workspace.plots))]
        if isinstance(found, Against):
            named = _named(workspace)
            lines = against_lines(found.conflict, found.problem, named, text)
        return MapPlan(moments[-1], lines, {level: {} for level in levels}, {}, [], [])
    planned = _safe(found)
    dwellings, unplaced = _by_area(planned, workspace, levels)
    symbols = _symbols(planned, workspace, moments, drawn, origin, text)
    rows = _rows(planned, symbols, text)
    return MapPlan(moments[-1], _lines(planned, text), dwellings, unplaced, symbols, rows)


def _named(workspace: Workspace) -> Workspace:
    """Make the names of areas and targets safe in a sentence, as those of plots are."""
    areas = workspace.areas
    every = [area for level in areas.levels for area in areas.at(level).values()]
    safe = Areas([replace(area, name=cut(area.name)) for area in every], crs=areas.crs)
    return replace(workspace, areas=safe)


def _safe(planned: Planned) -> Planned:
    goals = [
        replace(goal, target=replace(goal.target, title=cut(goal.target.title)))
        for goal in planned.problem.goals
    ]
    problem = replace(planned.problem, goals=goals)
    return replace(planned, problem=problem, workspace=_named(planned.workspace))


def _lines(planned: Planned, text: Locale) -> list[str]:
    """Say what is proposed, what that reaches, and what it rests on."""
    plan = planned.found.plan
    every = {tenure: sum(given.get(tenure, 0) for given in plan) for tenure in KNOWN}
    key = "map.plan.gist" if any(every.values()) else "map.plan.nothing"
    gist = text(key, plots=len(plan), dwellings=ask_words(every, text))
    summary = summary_lines(planned, text)
    reached = len(planned.problem.goals)
    return [
        gist,
        " ".join(summary[:reached]),
        text("map.about.plan_colours"),
        text("map.about.plan", date=planned.workspace.as_of),
        *summary[reached:],
        *note_lines(planned, text),
    ]


def _by_area(
    planned: Planned, workspace: Workspace, levels: Sequence[str]
) -> tuple[dict[str, dict[str, Dwellings]], dict[str, int]]:
    """Sum the plan by area of every level, and by level what is known of a coarser one alone."""
    found: dict[str, dict[str, Dwellings]] = {level: {} for level in levels}
    unplaced = dict.fromkeys(levels, 0)
    for plot in planned.plots:
        for level in levels:
            for part, given in plot.there.items():
                code, known = workspace.books.raise_to(part, plot.level, level)
                if not known:
                    unplaced[level] += sum(given.values())
                elif code is not None and any(given.values()):
                    before = found[level].get(code, {})
                    found[level][code] = {t: before.get(t, 0) + given.get(t, 0) for t in KNOWN}
    return found, unplaced


# The view ---------------------------------------------------------------------------------------


def plan_view(plan: MapPlan, text: Locale) -> View:
    """Show the majority of each area with the plan: of the last moment, whichever is asked for."""
    legend = class_legend(text)

    def value(area: AreaProjection, given: Dwellings) -> Value:
        mix = area.with_dwellings(given)
        after = None if mix is None else majority_class(mix)
        bucket, words = class_bucket(after), class_name(after, text)
        short, number = "", sum(given.values())
        if after != area.class_projected:
            before = class_name(area.class_projected, text)
            words = text("map.changes", before=before, after=words)
        if not number:
            return Value(bucket, short, words, bucket)
        key = "map.plan.brings" if mix is None else "map.plan.value"
        shares = "" if mix is None else shares_text(mix, text)
        words = text(key, verdict=words, dwellings=ask_words(given, text), mix=shares)
        short = " ".join(f"+{text.number(n)} {text(f'short.{t}')}" for t, n in given.items() if n)
        return Value(bucket, short, words, -number)

    @cache
    def shown(level: str) -> ViewReading:
        given = plan.dwellings[level]
        areas = plan.moment.projections[level].areas
        values = {code: value(area, given.get(code, {})) for code, area in areas.items()}
        headline, *about = plan.lines
        notes = tuple(filter(None, about[:1]))
        return ViewReading(values, headline, "", notes, (*about[1:], *_left_out(plan, level, text)))

    def read(level: str, _moment: Moment) -> ViewReading:
        return shown(level)

    title, unit, label = text("map.view.plan"), text("map.unit.plan"), text("map.open_plots")
    return View("plan", "plan", label, title, unit, lambda _: legend, read, final=True)


def _left_out(plan: MapPlan, level: str, text: Locale) -> list[str]:
    notes = []
    if number := plan.unplaced.get(level, 0):
        values = {"number": text.number(number), "level": level_name(level, text)}
        notes.append(text("map.about.plan_unplaced", **values))
    if undrawn := [row[0] for row in plan.rows if row[-2] < 0]:
        notes.append(text("map.about.plan_undrawn", plots=text.join(undrawn)))
    return notes


# Symbols and table ------------------------------------------------------------------------------


def _symbols(
    planned: Planned,
    workspace: Workspace,
    moments: Sequence[Moment],
    drawn: Mapping[str, Mapping[str, Outline]],
    origin: Pixel,
    text: Locale,
) -> list[Symbol]:
    """Make the symbol of every plot, seen at the last moment alone."""
    plots = planned.plots
    every = [plot.place for plot in plots]
    places = Places(workspace.books.locator, workspace.areas, every, drawn, origin, text)
    before: list[Look | None] = [None] * (len(moments) - 1)
    looks = {
        _key(number): [*before, look]
        for number, plot in enumerate(plots)
        if (look := _look(plot, planned, places, text)) is not None
    }
    shifts = apart(looks)
    names = {_key(number): _name(plot) for number, plot in enumerate(plots)}
    return [Symbol(key, names[key], found, shifts[key]) for key, found in looks.items()]


def _key(number: int) -> str:
    """Name a symbol by the number of its plot: names that were cut may be alike."""
    return f"{PROPOSED}-{number:03}"


def _look(plot: PlotPlan, planned: Planned, places: Places, text: Locale) -> Look | None:
    point = places.point(plot.place)
    if point is None:
        return None
    where, near = where_words(plot, planned, text), plot.place.geometry is None
    lines = [plot_sentence(plot, planned, text)]
    if planned.problem.goals and not any(number for _, number in plot.counted):
        lines.append(text("map.plan.counts_none"))
    lines.append(text("map.plan.where", where=where, date=plot.day))
    return Look(
        stage=PROPOSED,
        point=point,
        dwellings=in_order(plot.dwellings),
        near=near,
        plot=places.plot(plot.place),
        lines=(*lines, *([text("map.alloc.near")] if near else [])),
        row=(text(f"map.stage.{PROPOSED}"), ask_words(plot.dwellings, text), where),
        somewhere=places.somewhere(plot.place),
        part=places.part(plot.place),
    )


def _name(plot: PlotPlan) -> str:
    return f"{plot.plot.id} {plot.plot.name}"


def _rows(planned: Planned, symbols: Sequence[Symbol], text: Locale) -> list[list[Any]]:
    at = {symbol.id: number for number, symbol in enumerate(symbols)}
    return [
        [
            _name(plot),
            ask_words(plot.dwellings, text),
            sum(number for _, number in plot.counted),
            where_words(plot, planned, text),
            plot.day.isoformat(),
            plot_sentence(plot, planned, text),
            at.get(_key(number), -1),
            sum(plot.dwellings.values()),
        ]
        for number, plot in enumerate(planned.plots)
    ]
