"""The report on the open plots: what to ask for on each, what the areas become, what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenuremix.render import _svg as pen
from tenuremix.render._page import plain
from tenuremix.render.model import (
    DATA,
    NUMBER,
    Cell,
    Chart,
    Column,
    Part,
    Section,
    Shape,
    Table,
    counted,
    day,
    headings,
    whole,
)
from tenuremix.render.plan import (
    against_lines,
    curve_lines,
    note_lines,
    plot_sentence,
    summary_lines,
    where_words,
)
from tenuremix.render.planned import Against, Planned, plan_page
from tenuremix.render.style import COLOURS
from tenuremix.render.words import level_name
from tenuremix.tenure import KNOWN

if TYPE_CHECKING:
    from tenuremix.planning import Curve
    from tenuremix.render._report_findings import Findings
    from tenuremix.render.locale import Locale

POINTS = 11
"""The points of a curve in the report; the command gives more."""


def plan_section(found: Findings) -> Section | None:
    """Set what each open plot should become, as the command ``plan`` does on the same date."""
    plots, text = found.workspace.plots, found.text
    if not plots:
        return None
    # Names are made safe once, here; nothing that is said of them needs more.
    planned = plan_page(found.workspace, plain, curve=POINTS)
    if planned is None:
        part = Part("", [text("plan.too_many", number=len(plots))])
        return Section("plan", text("plan.section"), [part])
    if isinstance(planned, Against):
        said = against_lines(planned.contradiction, planned.situation, found.workspace, text)
        lines = [plain(line) for line in said]
        return Section("plan", text("plan.section"), [Part("", lines[:1], items=lines[1:])])
    date = text("plan.on", date=found.workspace.as_of)
    parts = [
        Part("", [date, *(plain(line) for line in summary_lines(planned, text))]),
        Part(text("plan.plots"), tables=[_plots(planned, text)]),
        Part(text("plan.areas"), tables=[_areas(planned, text)]),
    ]
    for number, curve in enumerate(planned.curves, 1):
        if curve.points:
            chart = _chart(f"plan-{number}", curve, text)
            parts.append(
                Part(
                    text("plan.curve"),
                    [plain(line) for line in curve_lines(curve, text)],
                    charts=[chart],
                )
            )
    notes = note_lines(planned, text)
    if notes:
        parts.append(Part(text("check.notes"), items=[plain(note) for note in notes]))
    return Section("plan", text("plan.section"), parts)


def _plots(planned: Planned, text: Locale) -> Table:
    columns = [
        *headings(text, "plan.col.namn plan.col.omraden plan.day:w"),
        *(Column(text(f"short.{tenure}"), NUMBER) for tenure in KNOWN),
        Column(text("plan.counts"), NUMBER),
        Column(text("plan.why"), DATA),
    ]
    rows: list[list[Cell]] = [
        [
            f"{plot.plot.id} {plot.plot.name}",
            plain(where_words(plot, planned, text)),
            day(plot.day),
            *(whole(plot.dwellings.get(tenure, 0), text) for tenure in KNOWN),
            whole(sum(number for _, number in plot.counted), text),
            plain(plot_sentence(plot, planned, text)),
        ]
        for plot in planned.plots
    ]
    return Table(text("plan.plots"), columns, rows)


def _areas(planned: Planned, text: Locale) -> Table:
    columns = headings(
        text,
        "col.area_name col.level:w col.tenure:w plan.ask:n plan.short_before:n plan.short_after:n",
    )
    rows: list[list[Cell]] = []
    for area in planned.areas:
        outlook = area.outlook
        before = outlook.shortfall(outlook.projected)
        after = outlook.shortfall(outlook.with_dwellings(area.dwellings))
        rows += [
            [
                f"{outlook.area.code} {plain(outlook.area.name)}",
                level_name(outlook.area.level, text),
                text(f"tenure.{tenure}"),
                whole(area.dwellings.get(tenure, 0), text),
                counted(before[tenure], text),
                counted(after[tenure], text),
            ]
            for tenure in KNOWN
        ]
    return Table(text("plan.areas"), columns, rows, group=len(KNOWN), supporting=True)


def _chart(name: str, curve: Curve, text: Locale) -> Chart:
    known = [point for point in curve.points if point.shortfall is not None]
    columns = headings(text, "plan.curve.counted:w plan.curve.shortfall:n plan.curve.income:n")
    rows: list[list[Cell]] = [
        [
            text.number(point.counted),
            whole(round(point.shortfall or 0), text),
            whole(point.income, text),
        ]
        for point in known
    ]
    ends = [text.number(round(point.shortfall or 0)) for point in (known[0], known[-1])]
    title = text("plan.curve.title", least=ends[0], most=ends[1], counted=known[-1].counted)
    description = text("plan.curve.description")
    svg = curve_chart(pen.Heading(name, title, description), curve, text)
    return Chart(name, title, description, svg, Table(title, columns, rows), Shape.DOTS)


def curve_chart(heading: pen.Heading, curve: Curve, text: Locale) -> str:
    """Draw the least shortfall against the number that counts, its knee named."""
    points = [(p.counted, float(p.shortfall)) for p in curve.points if p.shortfall is not None]
    across = pen.Scale(0, points[-1][0] or 1, 14, pen.WIDTH - 14)
    lows = [short for _, short in points]
    up = pen.Scale(min(lows), max(lows) if max(lows) > min(lows) else min(lows) + 1, 180, 40)
    places = [(across(number), up(short)) for number, short in points]
    line = "L".join(f"{pen.place(x)} {pen.place(y)}" for x, y in places)
    blue = COLOURS["hyresratt"]
    body = [
        pen.flat(196, 14, across.right, "axis"),
        f'<path d="M{line}" fill="none" stroke="{blue}" stroke-width="2.5"/>',
        *(
            f'<circle cx="{pen.place(x)}" cy="{pen.place(y)}" r="3.2" fill="{blue}"/>'
            for x, y in places
        ),
        pen.text(14, places[0][1] - 10, text.number(round(points[0][1])), how="halo"),
        pen.text(
            across.right,
            places[-1][1] - 10,
            text.number(round(points[-1][1])),
            anchor="end",
            how="b halo",
        ),
        pen.text(14, 213, "0", how="small"),
        pen.text(across.right, 213, text.number(points[-1][0]), anchor="end", how="small"),
    ]
    if curve.knee is not None:
        knee = curve.points[curve.knee]
        x = across(knee.counted)
        words = text("plan.curve.knee_label", counted=knee.counted)
        body.append(pen.upright(x, 24, 196, "goal"))
        anchor = "end" if x > pen.WIDTH / 2 else "start"
        body.append(pen.text(x, 18, words, anchor=anchor, how="halo"))
    return pen.svg(heading, 220, body)
