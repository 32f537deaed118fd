"""The views of the map: what is missing, the majority, the shares, what is decided, the targets."""

from __future__ import annotations

from collections.abc import Sequence

from tenuremix.counting.missing import POLES, Pole
from tenuremix.counting.projection import AreaProjection, Projection
from tenuremix.counting.tenure import KNOWN, Share, Tenure, share
from tenuremix.document.missing import NAMED, pole_classes, pole_dwellings, pole_name
from tenuremix.document.style import POLE_FILLS, RAMP, SHARE_BREAKS
from tenuremix.document.words import class_name, level_name, reference_text
from tenuremix.inputs import Workspace
from tenuremix.locale.locale import Locale
from tenuremix.map.flow_views import change_view, pipeline_view, projected_notes
from tenuremix.map.headlines import (
    class_sentences,
    ends_sentence,
    missing_headline,
    missing_parts,
    shortfall_sentence,
    turned_sentence,
)
from tenuremix.map.ledger import TargetLedger
from tenuremix.map.moments import Moment
from tenuremix.map.plan import MapPlan, plan_view
from tenuremix.map.target_views import target_view
from tenuremix.map.view import (
    Bucket,
    Ranking,
    Value,
    View,
    ViewReading,
    bucket_of,
    circle_legend,
    circle_value,
    class_bucket,
    class_legend,
    cut,
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
        The main ones first: what is missing, where the first target applies, and what is on its
        way.  Then the shortfall of each known tenure; the majority today, with what is decided,
        and the difference; the share of each known tenure; the other targets; and what the open
        plots should become.
    """
    targets = [
        target_view(ledger, number, workspace, text)
        for number, ledger in enumerate(ledgers, start=1)
    ]
    return [
        _missing_view(workspace, text),
        *targets[:1],
        pipeline_view(text),
        *(_shortfall_view(tenure, workspace, text) for tenure in KNOWN),
        _class_view("class_now", text("map.now"), text),
        _class_view("class_projected", text("map.projected"), text),
        change_view(text),
        *(_share_view(tenure, text) for tenure in KNOWN),
        *targets[1:],
        *([plan_view(plan, text)] if plan is not None else []),
    ]


def _compared(level: str, moment: Moment, workspace: Workspace, text: Locale) -> str:
    """Name what the areas are compared with: the city, or what the workspace states."""
    stated = workspace.settings.benchmark.reference
    reference = reference_text(moment.books, moment.projections[level].vintage, stated, text)
    return text("map.about.comparison", reference=reference)


def _subtitle(level: str, moment: Moment, text: Locale) -> str:
    """Say what the areas are measured against, and by which statistics."""
    scale = moment.projections[level].yardstick
    reference = None if scale is None else scale.share((Tenure.HYRESRATT,))
    if scale is None or reference is None:
        return dated("map.about.share", level, moment, text)
    key = "map.sub.stated" if scale.stated else "map.sub.city"
    name = level_name(level, text)
    return dated(key, level, moment, text, share=text.share(reference), level=name)


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

    def read(level: str, moment: Moment) -> ViewReading:
        projection = moment.projections[level]
        return ViewReading(
            each_area(projection, value),
            missing_headline(moment, level, text),
            _subtitle(level, moment, text),
            (missing_parts(projection, text),),
            (text("map.about.missing"), _compared(level, moment, workspace, text)),
            tuple(filter(None, (_most(projection, pole, text) for pole in POLES))),
        )

    title, unit = text("map.view.missing"), text("map.unit.missing")
    label, scaled = text("map.main.missing"), len(classes) - 1
    return View("missing", "main", label, title, unit, lambda _: legend, read, scaled=scaled)


def _most(projection: Projection, pole: Pole, text: Locale) -> Ranking | None:
    """Rank the areas where most of a pole is missing, by what surely is."""
    found = [(a, m) for a in projection.areas.values() if (m := a.missing_pole(a.now)).pole is pole]
    found.sort(key=lambda pair: (pair[1].order, pair[0].area.code))
    rows = tuple(
        (cut(area.area.name), text.count(missing.dwellings), -missing.order[1])
        for area, missing in found[:NAMED]
    )
    return Ranking(text(f"map.rank.{pole}"), rows, pole) if rows else None


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

    def read(level: str, moment: Moment) -> ViewReading:
        values = each_area(moment.projections[level], value)
        stated = "_stated" if workspace.settings.benchmark.reference else ""
        about = dated(f"map.about.shortfall{stated}", level, moment, text, tenures=many)
        headline = shortfall_sentence(tenure, moment.projections[level], text)
        comparison = _compared(level, moment, workspace, text)
        return ViewReading(values, headline, about, about=(comparison,))

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
        return Value(bucket, "", words, bucket)

    def read(level: str, moment: Moment) -> ViewReading:
        projection = moment.projections[level]
        caption = dated("map.about.majority", level, moment, text)
        about: tuple[str, ...] = ()
        headline, *notes = class_sentences(projection.areas, level, text)
        if id_ == "class_projected":
            about = tuple(projected_notes(level, moment, text))
            headline, notes = turned_sentence(projection.areas, level, text), []
        return ViewReading(each_area(projection, value), headline, caption, tuple(notes), about)

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
            return Value(len(RAMP), "", text.share(part), -part.low if part else None)
        return Value(bucket, text.share(_rounded(part), 0), text.share(part), -part.low)

    def read(level: str, moment: Moment) -> ViewReading:
        projection = moment.projections[level]
        caption = dated("map.about.share", level, moment, text)
        headline = ends_sentence(tenure, projection.areas, text)
        return ViewReading(each_area(projection, value), headline or caption, caption)

    title, unit = text("map.view.share", tenure=name), text("map.unit.share")
    id_ = f"share_{tenure}"
    return View(id_, "share", name, title, unit, lambda _: legend, read, falling=True)


def _rounded(part: Share) -> Share:
    """Take the middle of a narrow share, so that what stands on the map is one number."""
    middle = (part.low + part.high) / 2
    return Share.exactly(middle)
