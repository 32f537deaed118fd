"""The views of the map: what is missing, the majority, the shares, what is decided, the targets."""

from __future__ import annotations

from collections.abc import Sequence

from tenuremix.counting.missing import POLES, Pole
from tenuremix.counting.projection import AreaProjection
from tenuremix.counting.tenure import KNOWN, Share, Tenure, share
from tenuremix.document.missing import (
    missing_counts,
    most_missing,
    pole_classes,
    pole_dwellings,
    pole_name,
)
from tenuremix.document.style import POLE_FILLS, RAMP, SHARE_BREAKS
from tenuremix.document.words import class_name, reference_text
from tenuremix.inputs import Workspace
from tenuremix.locale.locale import Locale
from tenuremix.map.flow_views import change_view, pipeline_view, projected_notes
from tenuremix.map.ledger import TargetLedger
from tenuremix.map.moments import Moment
from tenuremix.map.plan import MapPlan, plan_view
from tenuremix.map.target_views import target_view
from tenuremix.map.view import (
    Bucket,
    Reading,
    Value,
    View,
    bucket_of,
    circle_legend,
    circle_value,
    class_bucket,
    class_legend,
    dated,
    each_area,
    remembered,
    share_ramp,
    unassessable,
)


def make_views(
    workspace: Workspace, ledgers: Sequence[TargetLedger], plan: MapPlan | None, text: Locale
) -> list[View]:
    """Make every view.

    Parameters
    ----------
    workspace
        The inputs.
    ledgers
        One for each edition of a target.
    plan
        What the open plots should become; None where there are none.
    text
        The language.

    Returns
    -------
    list
        What is missing most and the shortfall of each known tenure; the majority today, with
        what is decided, and the difference; the share of each known tenure; what is decided and
        not built; one view for each target; and what the open plots should become.
    """
    return [
        _missing_view(workspace, text),
        *(_shortfall_view(tenure, workspace, text) for tenure in KNOWN),
        _class_view("class_now", text("map.now"), text),
        _class_view("class_projected", text("map.projected"), text),
        change_view(text),
        *(_share_view(tenure, text) for tenure in KNOWN),
        pipeline_view(text),
        *(
            target_view(ledger, f"target_{number}", workspace, text)
            for number, ledger in enumerate(ledgers, start=1)
        ),
        *([plan_view(plan, text)] if plan is not None else []),
    ]


def _compared(
    key: str, level: str, moment: Moment, workspace: Workspace, text: Locale, **values: object
) -> list[str]:
    """Explain a view that compares the areas with the city, or with what the workspace states."""
    stated = workspace.settings.benchmark.reference
    reference = reference_text(moment.books, moment.projections[level].vintage, stated, text)
    return [
        dated(f"{key}_stated" if stated else key, level, moment, text, **values),
        text("map.about.comparison", reference=reference),
    ]


def _missing_view(workspace: Workspace, text: Locale) -> View:
    """Show which pole each area lacks, and how far its share lies from the city's."""
    classes = pole_classes(text)
    legend = [
        *(Bucket(_pole_fill(pole, depth), "", words) for (pole, depth), words in classes.items()),
        unassessable(text),
    ]

    @remembered
    def value(area: AreaProjection) -> Value:
        found = area.missing_pole(area.now)
        if found.pole in (Pole.FEW, None):
            bucket = len(classes) - (found.pole is Pole.FEW)
            return Value(bucket, "", pole_name(found.pole, text), None)
        key = "near" if found.pole is Pole.NEAR else "pole"
        words = text(
            f"map.missing.{key}",
            dwellings=pole_dwellings(found, text),
            share=text.share(found.share),
            reference=text.share(found.reference),
        )
        bucket = list(classes).index((found.pole, found.depth))
        return Value(bucket, "", words, found.order[1] or 1)

    def read(level: str, moment: Moment) -> Reading:
        projection = moment.projections[level]
        gist, *rest = missing_counts(projection, text)
        most = [most_missing(projection.areas.values(), pole, text) for pole in POLES]
        compared = _compared("map.about.missing", level, moment, workspace, text)
        about = [gist, *rest, *filter(None, most), *compared]
        return each_area(projection, value), about

    title, unit = text("map.view.missing"), text("map.unit.missing")
    return View("missing", "shortfall", text("map.most"), title, unit, lambda _: legend, read)


def _pole_fill(pole: Pole, depth: int) -> str:
    """Give the colour of a class, or the name of its pattern: striped, or dotted where few."""
    if pole is Pole.FEW:
        return pole.value
    fill, stripe = POLE_FILLS[pole, depth]
    return f"{pole.value}-{depth}" if stripe else fill


def _shortfall_view(tenure: Tenure, workspace: Workspace, text: Locale) -> View:
    name, many = text(f"tenure.{tenure}"), text(f"tenures.{tenure}")
    legend = circle_legend(text)

    @remembered
    def value(area: AreaProjection) -> Value:
        found = area.shortfall()[tenure]
        return circle_value(found, text.count(found), text)

    def read(level: str, moment: Moment) -> Reading:
        key = "map.about.shortfall"
        about = _compared(key, level, moment, workspace, text, tenures=many)
        return each_area(moment.projections[level], value), about

    title, unit = text("map.view.shortfall", tenures=many), text("map.unit.shortfall")
    id_ = f"shortfall_{tenure}"
    return View(id_, "shortfall", name, title, unit, lambda _: legend, read, falling=True)


def _class_view(id_: str, label: str, text: Locale) -> View:
    legend = class_legend(text)

    @remembered
    def value(area: AreaProjection) -> Value:
        found = area.class_now if id_ == "class_now" else area.class_projected
        bucket = class_bucket(found)
        words = class_name(found, text)
        if found != area.class_now:
            before = class_name(area.class_now, text)
            words = text("map.changes", before=before, after=words)
        return Value(bucket, legend[bucket].letter, words, bucket)

    def read(level: str, moment: Moment) -> Reading:
        about = [dated("map.about.majority", level, moment, text)]
        if id_ == "class_projected":
            about += projected_notes(level, moment, text)
        return each_area(moment.projections[level], value), about

    title, unit = text(f"map.view.{id_}"), text("map.unit.class")
    return View(id_, "class", label, title, unit, lambda _: legend, read)


def _share_view(tenure: Tenure, text: Locale) -> View:
    name = text(f"tenure.{tenure}")
    legend = share_ramp(text)

    @remembered
    def value(area: AreaProjection) -> Value:
        part = share(area.now, {tenure}) if area.now is not None else None
        bucket = bucket_of(SHARE_BREAKS, part.low, part.high) if part else None
        if part is None or bucket is None:
            return Value(len(RAMP), "?", text.share(part), -part.low if part else None)
        return Value(bucket, text.share(_rounded(part), 0), text.share(part), -part.low)

    def read(level: str, moment: Moment) -> Reading:
        about = [dated("map.about.share", level, moment, text)]
        return each_area(moment.projections[level], value), about

    title, unit = text("map.view.share", tenure=name), text("map.unit.share")
    id_ = f"share_{tenure}"
    return View(id_, "share", name, title, unit, lambda _: legend, read, falling=True)


def _rounded(part: Share) -> Share:
    """Take the middle of a narrow share, so that what stands on the map is one number."""
    middle = (part.low + part.high) / 2
    return Share.exactly(middle)
