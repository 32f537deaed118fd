"""The report on the open plots: what to ask for on each, what the areas become, what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenuremix.answers.plan import (
    against_lines,
    curve_lines,
    note_lines,
    plot_sentence,
    summary_lines,
    where_words,
)
from tenuremix.answers.planned import Against, Planned
from tenuremix.counting.tenure import KNOWN
from tenuremix.document import svg as pen
from tenuremix.document.missing import group_name
from tenuremix.document.model import Block, Chart, Section
from tenuremix.document.names import plain
from tenuremix.document.style import COLOURS
from tenuremix.document.tables import DATA, NUMBER, Table, TableColumn, counted, headings, whole
from tenuremix.document.words import level_name
from tenuremix.report.findings import Findings, Value, Writer

if TYPE_CHECKING:
    from tenuremix.locale.locale import Locale
    from tenuremix.planning.trade_off import Curve


def plan_section(found: Findings) -> Section | None:
    """Set what each open plot should become, as the command ``plan`` does on the same date."""
    plots, text = found.workspace.plots, found.text
    if not plots:
        return None
    planned = found.planned
    if planned is None:
        part = Block("", [text("plan.too_many", number=len(plots))])
        return Section("plan", text("plan.section"), [part])
    if isinstance(planned, Against):
        said = against_lines(planned.conflict, planned.problem, found.workspace, text)
        lines = list(map(plain, said))
        return Section("plan", text("plan.section"), [Block("", lines[:1], items=lines[1:])])
    return Section("plan", text("plan.section"), _PlanWriter(found, planned).parts())


class _PlanWriter(Writer):
    """Writes what the open plots should become."""

    def __init__(self, found: Findings, planned: Planned) -> None:
        super().__init__(found)
        self.planned = planned

    def parts(self) -> list[Block]:
        """Sum the plan up, then go through plots, areas, curves and notes."""
        text, planned = self.text, self.planned
        date = text("plan.on", date=self.workspace.as_of)
        parts = [
            Block("", [date, *map(plain, summary_lines(planned, text))]),
            Block(text("plan.plots"), tables=[self._plots()]),
            Block(text("plan.areas"), tables=[self._areas()]),
        ]
        for number, curve in enumerate(planned.curves, 1):
            if curve.points:
                lines = list(map(plain, curve_lines(curve, text)))
                charts = [] if curve.flat else [self._chart(f"plan-{number}", curve)]
                parts.append(Block(text("plan.curve"), lines, charts=charts))
        notes = note_lines(planned, text)
        if notes:
            parts.append(Block(text("check.notes"), items=list(map(plain, notes))))
        return parts

    def _plots(self) -> Table:
        text = self.text
        return self.table(
            text("plan.plots"),
            [
                *headings(text, "plan.col.namn plan.col.omraden plan.day:w"),
                *(TableColumn(text(f"short.{tenure}"), NUMBER) for tenure in KNOWN),
                TableColumn(text("plan.counts"), NUMBER),
                TableColumn(text("plan.why"), DATA),
            ],
            [
                [
                    f"{plot.plot.id} {plot.plot.name}",
                    plain(where_words(plot, self.planned, text)),
                    plot.day,
                    *(plot.dwellings.get(tenure, 0) for tenure in KNOWN),
                    sum(number for _, number in plot.counted),
                    plain(plot_sentence(plot, self.planned, text)),
                ]
                for plot in self.planned.plots
            ],
        )

    def _areas(self) -> Table:
        rows: list[list[Value]] = []
        groups = self.planned.problem.terms.groups
        for area in self.planned.areas:
            projection = area.projection
            after = projection.with_dwellings(area.dwellings)
            rows += [
                [
                    f"{projection.area.code} {plain(projection.area.name)}",
                    level_name(projection.area.level, self.text),
                    group_name(tenures, self.text),
                    sum(area.dwellings.get(tenure, 0) for tenure in tenures),
                    counted(projection.scale.shortfall(projection.projected, tenures), self.text),
                    counted(projection.scale.shortfall(after, tenures), self.text),
                ]
                for tenures in groups
            ]
        return self.table(
            self.text("plan.areas"),
            "col.area_name col.level:w col.tenure:w plan.ask:n plan.short_before:n "
            "plan.short_after:n",
            rows,
            group=len(groups),
            supporting=True,
        )

    def _chart(self, name: str, curve: Curve) -> Chart:
        text = self.text
        points = zip(curve.points, curve.further, strict=True)
        known = [(point, further) for point, further in points if further is not None]
        most, last = max(further for _, further in known), known[-1][0]
        title = text("plan.curve.title", most=most, counted=last.counted)
        description = text("plan.curve.description")
        svg = curve_chart(pen.Heading(name, title, description), curve, text)
        table = self.table(
            title,
            "plan.curve.counted:w plan.curve.shortfall:n plan.curve.income:n",
            [
                [text.number(point.counted), further, whole(point.income, text)]
                for point, further in known
            ],
        )
        return Chart(name, title, description, svg, table)


def curve_chart(heading: pen.Heading, curve: Curve, text: Locale) -> str:
    """Draw the least shortfall against the number that counts, its knee named."""
    further = zip(curve.points, curve.further, strict=True)
    points = [(point.counted, float(number)) for point, number in further if number is not None]
    across = pen.Scale(0, points[-1][0] or 1, 14, pen.WIDTH - 14)
    lows = [short for _, short in points]
    up = pen.Scale(0, max(lows) or 1, 180, 40)
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
