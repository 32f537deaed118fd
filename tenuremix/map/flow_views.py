"""The views of what is on its way: the pipeline, and the difference that it makes."""

from __future__ import annotations

from tenuremix.counting.projection import AreaProjection
from tenuremix.counting.tenure import KNOWN, NO_MAJORITY, Interval, Tenure, share
from tenuremix.document.names import OPEN
from tenuremix.document.words import class_name, dwellings_text, level_name
from tenuremix.locale.locale import Locale
from tenuremix.map.headlines import pipeline_sentences, turned_sentence
from tenuremix.map.moments import Moment
from tenuremix.map.view import (
    GROUND,
    WAITING,
    Bucket,
    Value,
    View,
    ViewReading,
    dated,
    each_area,
    remembered,
    unassessable,
)

NOTICED = 0.01
"""A change of a share is shown from one percentage point."""

SAME = len(KNOWN)
UNKNOWN = SAME + 1


def pipeline_view(text: Locale) -> View:
    """Show what is decided and not built, area by area."""
    legend = [
        Bucket(WAITING, "", text("map.pipeline.some")),
        Bucket(GROUND, "", text("map.pipeline.none")),
    ]

    @remembered
    def value(area: AreaProjection) -> Value:
        flows = area.flows
        number = sum(flows.pipeline.values())
        words: str = text.number(number)
        if number:
            parts = dwellings_text(flows.pipeline, text, undecided=OPEN)
            words = text("map.pipeline.value", number=words, dwellings=parts)
        if sum(flows.planned.values()):
            planned = dwellings_text(flows.planned, text, undecided=OPEN)
            words += text("map.pipeline.planned", dwellings=planned)
        return Value(int(not number), "", words, -number)

    def read(level: str, moment: Moment) -> ViewReading:
        projection = moment.projections[level]
        about = (text("map.about.pipeline"), *_left_out(level, moment, text))
        caption = dated("map.caption", level, moment, text, day=moment.day)
        headline, *notes = pipeline_sentences(moment, level, text)
        return ViewReading(each_area(projection, value), headline, caption, tuple(notes), about)

    title, unit = text("map.view.pipeline"), text("map.unit.pipeline")
    label = text("map.main.pipeline")
    return View("pipeline", "main", label, title, unit, lambda _: legend, read, falling=True)


def change_view(text: Locale) -> View:
    """Show which tenure gains where, when what is decided is built."""
    legend = [
        *(Bucket(t.value, "", text(f"map.more.{t}")) for t in KNOWN),
        Bucket(NO_MAJORITY, "", text("map.change.small")),
        unassessable(text),
    ]

    @remembered
    def value(area: AreaProjection) -> Value:
        changes = share_changes(area)
        bucket = _gainer(changes)
        if changes is None or bucket == UNKNOWN:
            return Value(UNKNOWN, "", class_name(None, text), None)
        words = _in_words(changes, text)
        if area.class_projected != area.class_now:
            before, after = (class_name(c, text) for c in (area.class_now, area.class_projected))
            words += f"; {text('map.changes', before=before, after=after)}"
        most = max((low + high) / 2 for low, high in changes.values())
        short = "" if bucket == SAME else _points(most, text, 0)
        return Value(bucket, short, words, -most)

    def read(level: str, moment: Moment) -> ViewReading:
        projection = moment.projections[level]
        caption = dated("map.about.change", level, moment, text)
        headline = turned_sentence(projection.areas, level, text)
        about = tuple(projected_notes(level, moment, text))
        return ViewReading(each_area(projection, value), headline, caption, about=about)

    title, unit, label = text("map.view.change"), text("map.unit.change"), text("map.difference")
    return View("change", "class", label, title, unit, lambda _: legend, read, falling=True)


def share_changes(area: AreaProjection) -> dict[Tenure, Interval] | None:
    """Bound the change of each known tenure's share when what is decided is built.

    Returns
    -------
    dict or None
        The least and the greatest change (-1 to 1); they are equal where every count is known.
        None without statistics, or where there are no dwellings to have a share of.
    """
    decided = area.flows.decided
    if area.now is None or area.projected is None:
        return None
    if not any(decided[tenure] for tenure in KNOWN):
        return dict.fromkeys(KNOWN, Interval.exactly(0.0))
    changes = {}
    for tenure in KNOWN:
        before, after = share(area.now, {tenure}), share(area.projected, {tenure})
        if before is None or after is None:
            return None
        changes[tenure] = after.minus(before)
    return changes


def _gainer(changes: dict[Tenure, Interval] | None) -> int:
    """Choose the line of the legend: the tenure that surely gains most, none, or not known."""
    if changes is None:
        return UNKNOWN
    if all(high < NOTICED for _, high in changes.values()):
        return SAME
    found = max(changes, key=lambda tenure: changes[tenure].low)
    low = changes[found].low
    rivals = [high for tenure, (_, high) in changes.items() if tenure is not found]
    return KNOWN.index(found) if low >= NOTICED and low >= max(rivals) else UNKNOWN


def _in_words(changes: dict[Tenure, Interval], text: Locale) -> str:
    parts = []
    for tenure, (low, high) in changes.items():
        ends = list(dict.fromkeys((_points(low, text), _points(high, text))))
        if ends != [text.decimal(0)]:
            name = text(f"tenure.{tenure}")
            change = text("map.change.between").join(ends)
            parts.append(text("map.change.part", tenure=name, change=change))
    return text("map.change.value", parts=text.join(parts)) if parts else text("map.change.none")


def _points(change: float, text: Locale, digits: int = 1) -> str:
    """Write a change in percentage points with its sign; a zero has none."""
    rounded = round(100 * change, digits)
    return ("+" if rounded > 0 else "") + text.decimal(rounded or 0.0, digits)


def projected_notes(level: str, moment: Moment, text: Locale) -> list[str]:
    """Say what the projected mix holds, and what it leaves out."""
    notes = [text("map.about.projected")]
    if moment.counted_twice:
        notes.append(text("map.about.twice", number=moment.counted_twice))
    return notes + _left_out(level, moment, text)


def _left_out(level: str, moment: Moment, text: Locale) -> list[str]:
    projection = moment.projections[level]
    notes = []
    for key, code_known in (("map.about.unplaced", True), ("map.about.outside", False)):
        number = sum(
            sum(flows.pipeline.values())
            for code, flows in projection.unplaced.items()
            if (code is not None) is code_known
        )
        if number:
            name = level_name(level, text)
            notes.append(text(key, number=number, level=name))
    if projection.unknown:
        notes.append(text("areas.unknown", number=len(projection.unknown)))
    return notes
