"""The plan for open plots: as text, JSON, a map layer and a proposal that ``check`` reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenuremix.answers.layout import Line, listed
from tenuremix.answers.planned import Planned
from tenuremix.answers.terminal import head
from tenuremix.counting.areas import Areas
from tenuremix.counting.projection import vintage_shown
from tenuremix.counting.tenure import KNOWN, Count, Dwellings
from tenuremix.document.missing import group_dwellings, group_name
from tenuremix.document.names import plain
from tenuremix.document.tables import Table
from tenuremix.document.words import (
    area_name,
    dwellings_text,
    level_name,
    reference_text,
    shares_text,
    source_text,
    tenure_word,
)
from tenuremix.errors import Note
from tenuremix.inputs import Workspace
from tenuremix.locale.locale import UNKNOWN, Locale
from tenuremix.planning.model import Rule
from tenuremix.planning.plots import BY_POLE
from tenuremix.planning.problem import PlanProblem
from tenuremix.planning.reasons import AreaPlan, PlotPlan
from tenuremix.planning.search import Aim, Conflict, Found
from tenuremix.planning.trade_off import Curve


def _area(areas: Areas, code: str | None, text: Locale, level: str = "") -> str:
    return plain(area_name(areas, code, text, level))


def ask_words(dwellings: Dwellings, text: Locale) -> str:
    """Name what to ask for: 60 hyresrätt, 20 bostadsrätt."""
    return dwellings_text({t: dwellings.get(t, 0) for t in KNOWN}, text)


def why_text(why: Note, planned: Planned, text: Locale) -> str:
    """Put one reason into a sentence."""
    values: dict[str, Any] = dict(why.values)
    if "area" in values:
        areas = planned.workspace.areas
        values["name"] = _area(areas, values["area"], text, values["level"])
    if "target" in values:
        values["target"] = plain(values["target"].title)
    if isinstance(values.get("shortfall"), Count):
        values["dwellings"] = group_dwellings(values["tenures"], values["shortfall"], text)
    if "tenure" in values:
        values["tenure"] = text(f"tenure.{values['tenure']}")
    if "number" in values:
        values["number"] = text.number(values["number"])
    if "plots" in values:
        values["plots"] = text.join(list(values["plots"]))
    if "list" in values:
        values["list"] = list_name(values["list"])
    return text(f"plan.why.{why.key}", **values)


def list_name(name: str) -> str:
    """Name a dated list of areas: its key has no å.

    Examples
    --------
    >>> list_name("utsatta_omraden")
    'utsatta områden'
    """
    return name.replace("_", " ").replace("omrade", "område")


def plot_sentence(plot: PlotPlan, planned: Planned, text: Locale) -> str:
    """Say what to ask for on a plot, and why."""
    asked = any(plot.dwellings.values())
    first = (
        text("plan.ask_line", dwellings=ask_words(plot.dwellings, text))
        if asked
        else text("plan.ask_nothing")
    )
    return " ".join([first, *(why_text(why, planned, text) for why in plot.why)])


def where_words(plot: PlotPlan, planned: Planned, text: Locale) -> str:
    """Name the areas that a plot's dwellings lie in."""
    found = []
    for code in plot.there:
        name = _area(planned.workspace.areas, code, text, plot.level)
        found.append(name if code is None else f"{code} {name}")
    return ", ".join(found)


# Text --------------------------------------------------------------------------------------


def plan_text(planned: Planned, text: Locale, *, details: bool) -> list[Line]:
    """Give the plan for a terminal, and what lies behind it with ``details``."""
    workspace = planned.workspace
    lines: list[Line] = [*head(workspace, text)]
    if not planned.problem.plots:
        return [*lines, text("plan.none")]
    every = sum(sum(plot.dwellings.values()) for plot in planned.plots)
    title = text("plan.title", plots=len(planned.problem.plots), dwellings=every)
    lines += [title, *summary_lines(planned, text), ""]
    lines += [text("plan.plots"), "", _plots_table(planned, text)]
    if details:
        lines += _behind(planned, text)
    notes = note_lines(planned, text)
    if notes:
        lines += ["", text("check.notes"), *(f"- {note}" for note in notes)]
    if details:
        lines += ["", text("check.basis"), *(f"- {source_text(s, text)}" for s in planned.sources)]
    return lines


def _behind(planned: Planned, text: Locale) -> list[Line]:
    """Give the reasons for each plot, what the areas become, and what more would cost."""
    lines: list[Line] = [""]
    lines += [
        f"{plot.plot.id} {plot.plot.name}: {plot_sentence(plot, planned, text)}"
        for plot in planned.plots
    ]
    lines += ["", text("plan.areas"), "", _areas_table(planned, text)]
    for curve in planned.curves:
        lines += ["", text("plan.curve"), *curve_lines(curve, text), "", _curve_table(curve, text)]
    return lines


def summary_lines(planned: Planned, text: Locale) -> list[str]:
    """Say what the plan reaches, step by step, and what is proven."""
    problem, plan = planned.problem, planned.found.plan
    lines = []
    for goal in problem.goals:
        added = goal.reached(plan)
        left = max(0, goal.remaining - added)
        reachable = any(goal.counts)
        key = "reached" if not left else "short" if reachable else "over"
        lines.append(
            text(
                f"plan.target.{key}",
                added=added,
                tenure=tenure_word(goal.target, text, added),
                target=plain(goal.target.title),
                counted=goal.counted,
                minimum=goal.target.minimum,
                left=left,
            )
        )
    lines += [] if problem.goals else [text("plan.no_targets")]
    robust = planned.step(Aim.DEFINITIONS)
    if robust is not None:
        key = "plan.robust" if robust.proven else "plan.robust_open"
        lines.append(text(key, met=problem.agreeing(plan), number=len(problem.others)))
    lines += _mix_lines(planned, text)
    if any(plot.present is not None for plot in problem.plots):
        lines.append(text("plan.changes", number=problem.changes(plan)))
    if any(plot.income for plot in problem.plots):
        lines.append(text("plan.income", income=problem.income(plan)))
    return [*lines, *proof_lines(planned.found, text)]


def _mix_lines(planned: Planned, text: Locale) -> list[str]:
    """Say how much nearer the reference the areas come: the sum of shortfalls is no shortage."""
    problem, workspace = planned.problem, planned.workspace
    plan = planned.found.plan
    none = [dict.fromkeys(KNOWN, 0) for _ in plan]
    nearer = round(problem.shortfall(none) - problem.shortfall(plan))
    scales = [area.scale for areas in problem.projections.values() for area in areas.values()]
    stated = workspace.settings.benchmark.reference
    if problem.terms.mix == BY_POLE and scales:
        key = "plan.rented_stated" if scales[0].stated else "plan.rented"
        reference = text(key, share=scales[0].share(KNOWN[:1]))
    else:
        reference = reference_text(workspace.books, vintage_shown(workspace.books), stated, text)
    key = "plan.mix" if nearer > 0 else "plan.mix_further" if nearer < 0 else "plan.mix_same"
    levels = text.join(_weights(problem.terms.weights, text))
    return [text(key, number=abs(nearer), levels=levels, reference=reference)]


def _weights(weights: Mapping[str, int], text: Locale) -> list[str]:
    alike = len(set(weights.values())) == 1
    names = [(level_name(level, text, plural=True), weight) for level, weight in weights.items()]
    if alike:
        return [name for name, _ in names]
    return [text("plan.weight", level=name, weight=weight) for name, weight in names]


def proof_lines(found: Found, text: Locale) -> list[str]:
    """Say that no plan is better, or how far a better one might go."""
    if found.proven:
        return [text("plan.proven")]
    return [
        *(
            text(
                f"plan.open.{step.aim}",
                value=round(step.value),
                bound=round(step.bound),
                gap=text.percent(step.gap, 2),
            )
            for step in found.steps
            if not step.proven
        ),
        text("plan.more_time"),
    ]


def _plots_table(planned: Planned, text: Locale) -> Table:
    rows = [
        [
            plot.plot.id,
            plot.plot.name,
            where_words(plot, planned, text),
            plot.day.isoformat(),
            *(text.number(plot.dwellings.get(tenure, 0)) for tenure in KNOWN),
            text.number(sum(number for _, number in plot.counted)),
            UNKNOWN if plot.plot.present is None else text.number(_changed(plot)),
        ]
        for plot in planned.plots
    ]
    tenures = " ".join(f"short.{tenure}:n" for tenure in KNOWN)
    keys = f"plan.col.id col.name:1 col.area_name plan.day:w2 {tenures} plan.counts:n "
    keys += "plan.col.andras:n3"
    return listed(rows, keys, text)


def _changed(plot: PlotPlan) -> int:
    return plot.plot.changes(plot.dwellings)


def _areas_table(planned: Planned, text: Locale) -> Table:
    rows: list[list[str]] = []
    for area in planned.areas:
        mixes = [area.projection.projected, area.projection.with_dwellings(area.dwellings)]
        shares = [UNKNOWN if mix is None else shares_text(mix, text) for mix in mixes]
        short = [
            ", ".join(
                f"{text.count(count)} {group_name(tenures, text)}"
                for tenures in planned.problem.terms.groups
                if (count := area.projection.scale.shortfall(mix, tenures)) and count != Count(0, 0)
            )
            or UNKNOWN
            for mix in mixes
        ]
        name = f"{area.projection.area.code} {area.projection.area.name}"
        level = level_name(area.projection.area.level, text)
        rows.append([level, name, ask_words(area.dwellings, text), *shares, *short])
    keys = "col.level:w2 col.area_name plan.ask:w plan.before:w1 plan.after:w plan.short_before:w3"
    return listed(rows, f"{keys} plan.short_after:w4", text)


def curve_lines(curve: Curve, text: Locale) -> list[str]:
    """Say how a curve is read, and where its knee is."""
    lines = [text("plan.curve.note", target=plain(curve.goal.target.title))]
    if curve.knee is not None:
        lines.append(text("plan.curve.knee", counted=curve.points[curve.knee].counted))
    elif curve.points and curve.flat:
        lines.append(text("plan.curve.flat", counted=curve.points[-1].counted))
    incomes = [point.income for point in curve.points if point.income is not None]
    if incomes and incomes[-1] < incomes[0]:
        lines.append(text("plan.curve.costs", before=incomes[0], after=incomes[-1]))
    if not curve.points or not all(point.proven for point in curve.points):
        lines.append(text("plan.curve.out_of_time"))
    return lines


def _curve_table(curve: Curve, text: Locale) -> Table:
    rows = [
        [
            text.number(point.counted),
            text.number(further),
            text.number(point.income),
            text("plan.yes" if point.proven else "plan.no"),
        ]
        for point, further in zip(curve.points, curve.further, strict=True)
    ]
    keys = "plan.curve.counted:n plan.curve.shortfall:n plan.curve.income:n plan.curve.proven"
    return listed(rows, keys, text)


def note_lines(planned: Planned, text: Locale) -> list[str]:
    """List what could not be placed, judged or measured."""
    problem, areas = planned.problem, planned.workspace.areas
    lines = []
    outside = sum(
        sum(given.values())
        for plot in planned.plots
        for part, given in plot.there.items()
        if part is None
    )
    if outside:
        lines.append(text("plan.note.outside", number=outside))
    for level, code in problem.unassessed:
        name = _area(areas, code, text, level)
        lines.append(text("plan.note.unassessed", name=name, level=level_name(level, text)))
    for level, code in sorted(
        {
            (area.projection.area.level, area.projection.area.code)
            for area in planned.areas
            if _hidden(area)
        }
    ):
        name = _area(areas, code, text, level)
        lines.append(text("plan.note.hidden", name=name, level=level_name(level, text)))
    for site in problem.sites:
        for level, raised in site.at.items():
            known = [part.area for part in site.placement.parts if part.area is not None]
            if any(raised[part] is None for part in known):
                word = level_name(level, text)
                lines.append(text("plan.note.coarse", plot=site.plot.id, level=word))
    for site in problem.sites:
        expected = site.plot.expected_on
        if expected is not None and expected < site.day:
            lines.append(text("plan.note.passed", plot=site.plot.id, date=expected))
    lacking = [p for p in problem.plots if any(t not in p.income for t in p.allowed)]
    if lacking and any(plot.income for plot in problem.plots):
        lines.append(text("plan.note.income", plots=len(lacking)))
    return lines


def _hidden(area: AreaPlan) -> bool:
    """Tell whether suppressed figures leave the shortfall of an area open, but not without end."""
    mix = area.projection.projected
    counts = [mix[tenure] for tenure in KNOWN] if mix is not None else []
    return any(n.value is None for n in counts) and all(n.high is not None for n in counts)


# Contradictions ----------------------------------------------------------------------------


def against_lines(
    found: Conflict, problem: PlanProblem, workspace: Workspace, text: Locale
) -> list[str]:
    """Say which demands contradict each other."""
    rules = [f"- {rule_text(rule, problem, workspace, text)}" for rule in found.rules]
    last = "plan.against.smallest" if found.smallest else "plan.against.least"
    return [
        text("plan.against"),
        *rules,
        f"- {text('plan.rule.plots')}",
        text("plan.against.least"),
        *([text(last)] if found.smallest else []),
    ]


def rule_text(rule: Rule, problem: PlanProblem, workspace: Workspace, text: Locale) -> str:
    """Put one demand into words."""
    kind, which = rule
    if kind == "limit":
        return _limit_text(int(str(which)), problem, workspace, text)
    values: dict[str, str] = {"which": str(which)}
    if kind == "group":
        values["plots"] = text.join([p.id for p in problem.plots if p.group == which])
    elif kind == "closed":
        values["which"] = list_name(str(which))
        touched = [site.plot.id for site in problem.sites if site.closed]
        values["plots"] = text.join(touched) or UNKNOWN
    elif kind == "least_share":
        values["which"] = text.percent(float(problem.terms.least_share or 0))
    else:
        values["which"] = text.number(problem.terms.least_income)
    return text(f"plan.rule.{kind}", **values)


def _limit_text(number: int, problem: PlanProblem, workspace: Workspace, text: Locale) -> str:
    quota = problem.terms.limits[number]
    ends = {"least": text.number(quota.least), "most": text.number(quota.most)}
    key = "most" if quota.least is None else "least" if quota.most is None else "both"
    last = ends["least"] if quota.most is None else ends["most"]
    where = ""
    if quota.area is not None:
        where = text("plan.limit.where", name=_area(workspace.areas, quota.area, text))
    what = text.tenures(quota.tenure, last) if quota.tenure else ""
    return text(
        "plan.rule.limit",
        range=text(f"plan.limit.{key}", **ends),
        what=what or text("plan.limit.what", number=last),
        where=where,
        when=text("plan.limit.when", year=quota.year) if quota.year else "",
    )
