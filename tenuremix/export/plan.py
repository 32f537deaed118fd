"""What a plan hands on: JSON, a layer for maps, and a proposal that ``check`` reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tenuremix.answers.contract import pole_json, source_json
from tenuremix.answers.plan import note_lines, plot_sentence, rule_text, where_words
from tenuremix.answers.planned import Planned
from tenuremix.answers.terminal import csv_text
from tenuremix.counting.decisions import Place
from tenuremix.counting.tenure import KNOWN, STOCK_TENURES, Count, Mix, Tenure
from tenuremix.document.calm import calm_lines
from tenuremix.errors import UsageError
from tenuremix.export.areas import as_multipolygon
from tenuremix.inputs import Workspace
from tenuremix.io.formats.layers import DATE, INTEGER, TEXT, WORDS, Field, Layer, geojson_text
from tenuremix.locale.locale import Locale
from tenuremix.planning.problem import PlanProblem
from tenuremix.planning.reasons import PlotPlan
from tenuremix.planning.search import Conflict
from tenuremix.planning.trade_off import Curve

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

Json = dict[str, Any]
SUFFIXES = (".csv", ".geojson", ".gpkg")


def plan_json(planned: Planned, text: Locale) -> Json:
    """Give the plan with all that it rests on."""
    problem, plan = planned.problem, planned.found.plan
    terms = problem.terms
    none = [dict.fromkeys(KNOWN, 0) for _ in plan]
    return {
        "as_of": planned.workspace.as_of.isoformat(),
        "proven": planned.found.proven,
        "steps": [
            {
                "aim": step.aim.value,
                "value": float(step.value),
                "bound": round(step.bound, 4),
                "gap": round(step.gap, 8),
                "proven": step.proven,
            }
            for step in planned.found.steps
        ],
        "weights": dict(terms.weights),
        "no_more_hyresratt_in": terms.closed or None,
        "least_share_hyresratt": None if terms.least_share is None else float(terms.least_share),
        "least_income": terms.least_income,
        "plots": [plot_json(plot, planned, text) for plot in planned.plots],
        "targets": [
            {
                "target": goal.target.id,
                "title": goal.target.title,
                "counted_before": goal.counted,
                "counted_after": goal.counted + goal.reached(plan),
                "minimum": goal.target.minimum,
                "remaining": max(0, goal.remaining - goal.reached(plan)),
            }
            for goal in problem.goals
        ],
        "areas": [
            {
                "area": area.projection.area.code,
                "area_name": area.projection.area.name,
                "level": area.projection.area.level,
                "dwellings": _known(area.dwellings),
                "mix_projected": _mix(area.projection.projected),
                "mix_with_plan": _mix(area.projection.with_dwellings(area.dwellings)),
                "class_projected": area.projection.class_projected,
                "missing_pole": pole_json(area.projection.missing_pole(area.projection.projected)),
                "missing_pole_with_plan": pole_json(
                    area.projection.missing_pole(area.projection.with_dwellings(area.dwellings))
                ),
                "shortfall": _counts(area.projection.shortfall(area.projection.projected)),
                "shortfall_with_plan": _counts(
                    area.projection.shortfall(area.projection.with_dwellings(area.dwellings))
                ),
            }
            for area in planned.areas
        ],
        "mix": problem.terms.mix,
        "shortfall_before": float(problem.shortfall(none)),
        "shortfall_after": float(problem.shortfall(plan)),
        "changes": problem.changes(plan),
        "income": problem.income(plan),
        "definitions": len(problem.others) or None,
        "definitions_reached": problem.agreeing(plan) if problem.others else None,
        "curves": [_curve(curve) for curve in planned.curves],
        "notes": note_lines(planned, text),
        "sources": [source_json(source) for source in planned.sources],
    }


def plot_json(plot: PlotPlan, planned: Planned, text: Locale) -> Json:
    """Give what to ask for on one plot."""
    areas = planned.workspace.areas
    return {
        "plot": plot.plot.id,
        "name": plot.plot.name,
        "date": plot.day.isoformat(),
        "dwellings": _known(plot.dwellings),
        "present": None if plot.plot.present is None else _known(plot.plot.present),
        "changes": plot.plot.changes(plot.dwellings),
        "income": plot.plot.earns(plot.dwellings),
        "placement": [
            {
                "area": code,
                "area_name": None if code is None else areas.at(plot.level)[code].name,
                "dwellings": _known(given),
            }
            for code, given in plot.there.items()
        ],
        "counted": {goal.target.id: number for goal, number in plot.counted},
        "why": plot_sentence(plot, planned, text),
        "reasons": [why.key for why in plot.why],
    }


def _known(dwellings: Mapping[Tenure, int]) -> Json:
    return {tenure.value: dwellings.get(tenure, 0) for tenure in KNOWN}


def _mix(mix: Mix | None) -> Json | None:
    return None if mix is None else {t.value: mix[t].value for t in STOCK_TENURES if t in mix}


def _counts(counts: Mapping[Tenure, Count | None]) -> Json:
    return {
        t.value: None if count is None else [count.low, count.high] for t, count in counts.items()
    }


def _curve(curve: Curve) -> Json:
    return {
        "target": curve.goal.target.id,
        "knee": None if curve.knee is None else curve.points[curve.knee].counted,
        "points": [
            {
                "counted": point.counted,
                "shortfall": None if point.shortfall is None else float(point.shortfall),
                "income": point.income,
                "proven": point.proven,
            }
            for point in curve.points
        ],
    }


def against_json(found: Conflict, problem: PlanProblem, workspace: Workspace, text: Locale) -> Json:
    """Give the demands that contradict each other."""
    return {
        "as_of": workspace.as_of.isoformat(),
        "proven": False,
        "contradiction": [
            {
                "rule": rule[0],
                "which": str(rule[1]),
                "text": rule_text(rule, problem, workspace, text),
            }
            for rule in found.rules
        ],
        "smallest": found.smallest,
    }


def plan_records(planned: Planned, text: Locale) -> list[Json]:
    """Give a record for each plot, as CSV shows it."""
    records = []
    for plot in planned.plots:
        record = plot_json(plot, planned, text)
        record["placement"] = where_words(plot, planned, text)
        record["counted"] = sum(number for _, number in plot.counted)
        del record["reasons"]
        records.append(record)
    return records


def check_suffix(suffix: str) -> None:
    """Check that a plan can be written to a file of a suffix.

    Raises
    ------
    UsageError
        Where it cannot.
    """
    if suffix not in SUFFIXES:
        raise UsageError(
            "plan_format" if suffix else "no_plan_format", suffix=suffix, expected=[*SUFFIXES]
        )


def render_plan(planned: Planned, suffix: str, text: Locale) -> bytes:
    """Make the file of a plan: a proposal (``.csv``) or a layer (``.geojson``, ``.gpkg``)."""
    if suffix == ".csv":
        return proposal_csv(planned).encode("utf-8")
    if suffix == ".gpkg":
        from tenuremix.io.formats.gpkg import gpkg_bytes

        return gpkg_bytes(_by_shape(planned, text), changed_on=planned.workspace.as_of)
    about: Json = {
        "as_of": planned.workspace.as_of.isoformat(),
        "notes": [*calm_lines(planned.workspace, text), *note_lines(planned, text)],
        "sources": [source_json(source) for source in planned.sources],
    }
    return geojson_text(plan_layer(planned, text), about).encode("utf-8")


def proposal_csv(planned: Planned) -> str:
    """Write the plan as a proposal: a row for each plot that gets dwellings."""
    records = []
    for plot in planned.plots:
        if any(plot.dwellings.values()):
            wkt = "" if plot.place.geometry is None else _wkt(plot.place.geometry, planned)
            record = {"id": plot.plot.id, "namn": plot.plot.name, **_known(plot.dwellings)}
            records.append({**record, "omrade": plot.place.area or "", "wkt": wkt})
    if not records:
        names = ["id", "namn", *(t.value for t in KNOWN), "omrade", "wkt"]
        return ",".join(names) + "\n"
    return csv_text(records)


def _wkt(shape: Geometry, planned: Planned) -> str:
    authority, _, code = planned.workspace.areas.crs.partition(":")
    from shapely import to_wkt

    # Sixteen decimals and no trailing zeros: the same point when it is read again.
    words = to_wkt(shape, rounding_precision=-1)
    return f"SRID={code};{words}" if authority == "EPSG" and code.isdigit() else words


def plan_layer(planned: Planned, text: Locale) -> Layer:
    """Make the layer of the plan: a plot, or a point inside the area where only that is known."""
    names = [
        ("id", TEXT),
        ("namn", TEXT),
        ("datum", DATE),
        ("alla", INTEGER),
        *((tenure.value, INTEGER) for tenure in KNOWN),
        ("raknas", INTEGER),
        ("andras", INTEGER),
        ("omraden", TEXT),
        ("varfor", WORDS),
    ]
    made = [
        Field(n, kind, text(f"tenure.{n}") if n in tuple(KNOWN) else text(f"plan.col.{n}"))
        for n, kind in names
    ]
    plots = planned.plots
    rows = [
        [
            plot.plot.id,
            plot.plot.name,
            plot.day,
            sum(plot.dwellings.values()),
            *(plot.dwellings.get(tenure, 0) for tenure in KNOWN),
            sum(number for _, number in plot.counted),
            None if plot.plot.present is None else plot.plot.changes(plot.dwellings),
            where_words(plot, planned, text),
            plot_sentence(plot, planned, text),
        ]
        for plot in plots
    ]
    return Layer(
        name="plan",
        title=text("plan.layer"),
        columns=made,
        rows=rows,
        geometries=[_shape(plot.place, planned) for plot in plots],
        shape="GEOMETRY",
        crs=planned.workspace.areas.crs,
        frozen=2,
    )


def _shape(place: Place, planned: Planned) -> Geometry | None:
    if place.geometry is not None:
        return place.geometry
    areas, code = planned.workspace.areas, place.area or ""
    outline = areas.outline(code, areas.level_of(code) or areas.finest)
    return None if outline is None else outline.representative_point()


def _by_shape(planned: Planned, text: Locale) -> Sequence[Layer]:
    """Make one layer of the plots and one of the points, which a GeoPackage keeps apart."""
    from dataclasses import replace

    every = plan_layer(planned, text)
    shapes = list(every.geometries or ())
    found = []
    for name, shape, plots in (
        ("plan_ytor", "MULTIPOLYGON", True),
        ("plan_punkter", "POINT", False),
    ):
        kept = [at for at, each in enumerate(shapes) if bool(each and each.area) is plots]
        here = [shapes[at] for at in kept]
        found.append(
            replace(
                every,
                name=name,
                rows=[every.rows[at] for at in kept],
                geometries=[as_multipolygon(s) if plots and s else s for s in here],
                shape=shape,
            )
        )
    return found
