"""The views of the map: for each view, level and area a class, a letter and a value in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from tenuremix.outlook import AreaOutlook, Outlook
from tenuremix.progress import assess_progress
from tenuremix.render.locale import UNKNOWN, Locale
from tenuremix.render.style import RAMP
from tenuremix.render.words import (
    class_name,
    definition_text,
    level_name,
    reference_text,
    verdict_sentence,
)
from tenuremix.rules import OTHER_TENURE, AreaClass, Target, edition_for
from tenuremix.tenure import KNOWN, NO_MAJORITY, Count, Share, Tenure, share
from tenuremix.workspace import Workspace

HATCHED = "unassessable"
SHARE_BREAKS = (0.2, 0.4, 0.6, 0.8)
SHORTFALL_BREAKS = (1, 100, 500, 2000)
COUNTS, SOME, COUNTS_NOT = RAMP[4], RAMP[2], RAMP[0]


@dataclass(frozen=True, slots=True)
class Bucket:
    """One line of a legend: a fill (a colour, a tenure's pattern or hatched), and its words."""

    fill: str
    letter: str
    words: str


@dataclass(frozen=True, slots=True)
class Value:
    """What a view says of one area.

    ``bucket`` is an index into the legend, ``short`` stands on the map, ``words`` in the table,
    ``order`` sorts the table, lowest first and None last.
    """

    bucket: int
    short: str
    words: str
    order: float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One view at one level: its legend, the values by code, and how to read it, gist first."""

    title: str
    legend: Sequence[Bucket]
    values: Mapping[str, Value]
    about: Sequence[str]


@dataclass(frozen=True, slots=True)
class View:
    """One view: ``group`` and ``label`` name its switch, ``unit`` the column of its table."""

    id: str
    group: str
    label: str
    title: str
    unit: str
    sheets: dict[str, Sheet] = field(default_factory=dict)


def make_views(workspace: Workspace, outlooks: Mapping[str, Outlook], text: Locale) -> list[View]:
    """Make every view at every level.

    Parameters
    ----------
    workspace
        The inputs.
    outlooks
        What each area has, by level.
    text
        The language.

    Returns
    -------
    list
        Majority today and projected, the share and the shortfall of each known tenure, and one
        view for each target.
    """
    views = [
        _class_view("class_now", text("map.now"), outlooks, text),
        _class_view("class_projected", text("map.projected"), outlooks, text),
        *(_share_view(tenure, outlooks, text) for tenure in KNOWN),
        *(_shortfall_view(tenure, workspace, outlooks, text) for tenure in KNOWN),
    ]
    titles: set[tuple[str, date]] = set()
    for target in workspace.targets:
        if (target.id, target.valid_from) not in titles:
            titles.add((target.id, target.valid_from))
            views.append(_target_view(target, len(titles), workspace, outlooks, text))
    return views


def _sheet(
    view: View,
    level: str,
    legend: Sequence[Bucket],
    values: Mapping[str, Value],
    text: Locale,
    about: Sequence[str],
) -> None:
    title = text("map.per_level", view=view.title, level=level_name(level, text))
    view.sheets[level] = Sheet(title, legend, values, about)


def _unassessable(text: Locale) -> Bucket:
    return Bucket(HATCHED, "?", text("map.unassessable"))


def _dated(key: str, outlook: Outlook, text: Locale) -> str:
    """Explain a view with the date of its statistics."""
    if outlook.vintage is None:
        return text("map.area.no_statistics")
    return text(key, date=text.day(outlook.vintage))


def _class_view(id_: str, label: str, outlooks: Mapping[str, Outlook], text: Locale) -> View:
    view = View(id_, "class", label, text(f"map.view.{id_}"), text("map.unit.class"))
    classes = [*(tenure.value for tenure in KNOWN), NO_MAJORITY]
    legend = [
        *(Bucket(c, text(f"map.letter.{c}"), text(f"map.class.{c}")) for c in classes),
        _unassessable(text),
    ]
    for level, outlook in outlooks.items():
        about = [_dated("map.about.majority", outlook, text)]
        if id_ == "class_projected":
            about += _projected_notes(outlook, text)
        values = {}
        for code, area in outlook.areas.items():
            found = area.class_now if id_ == "class_now" else area.class_projected
            bucket = len(classes) if found is None else classes.index(found)
            words = class_name(found, text)
            if id_ == "class_projected" and found != area.class_now:
                before = class_name(area.class_now, text)
                words = text("map.changes", before=before, after=words)
            values[code] = Value(bucket, legend[bucket].letter, words, bucket)
        _sheet(view, level, legend, values, text, about)
    return view


def _projected_notes(outlook: Outlook, text: Locale) -> list[str]:
    notes = [text("map.about.projected")]
    left_out = sum(
        sum(flows.pipeline.values()) for code, flows in outlook.unplaced.items() if code is not None
    )
    if left_out:
        level = level_name(outlook.level, text)
        notes.append(text("map.about.unplaced", number=text.number(left_out), level=level))
    if outlook.unknown:
        notes.append(text("areas.unknown", number=text.number(len(outlook.unknown))))
    return notes


def _bucket_of(breaks: Sequence[float], low: float, high: float | None) -> int | None:
    """Find the bucket that an interval lies in; None where it lies in several."""
    first = sum(low >= limit for limit in breaks)
    last = len(breaks) if high is None else sum(high >= limit for limit in breaks)
    return first if first == last else None


def _share_view(tenure: Tenure, outlooks: Mapping[str, Outlook], text: Locale) -> View:
    name = text(f"tenure.{tenure}")
    title = text("map.view.share", tenure=name)
    view = View(f"share_{tenure}", "share", name, title, text("map.unit.share"))
    ends = [text.percent(limit, 0) for limit in SHARE_BREAKS]
    words = [
        text("map.bin.below", high=ends[0]),
        *(text("map.bin.share", low=low, high=high) for low, high in pairwise(ends)),
        text("map.bin.from", low=ends[-1]),
    ]
    legend = [*_ramp(words), _unassessable(text)]

    def value(area: AreaOutlook) -> Value:
        part = share(area.now, {tenure}) if area.now is not None else None
        bucket = _bucket_of(SHARE_BREAKS, part.low, part.high) if part else None
        if part is None or bucket is None:
            return Value(len(RAMP), "?", text.share(part), -part.low if part else None)
        return Value(bucket, text.share(_rounded(part), 0), text.share(part), -part.low)

    for level, outlook in outlooks.items():
        about = [_dated("map.about.share", outlook, text)]
        _sheet(view, level, legend, _each(outlook, value), text, about)
    return view


def _rounded(part: Share) -> Share:
    """Take the middle of a narrow share, so that what stands on the map is one number."""
    middle = (part.low + part.high) / 2
    return Share(middle, middle)


def _ramp(words: Sequence[str]) -> list[Bucket]:
    return [Bucket(colour, "", word) for colour, word in zip(RAMP, words, strict=True)]


def _each(outlook: Outlook, value: Callable[[AreaOutlook], Value]) -> dict[str, Value]:
    return {code: value(area) for code, area in outlook.areas.items()}


def _shortfall_view(
    tenure: Tenure, workspace: Workspace, outlooks: Mapping[str, Outlook], text: Locale
) -> View:
    name, many = text(f"tenure.{tenure}"), text(f"tenures.{tenure}")
    title = text("map.view.shortfall", tenures=many)
    view = View(f"shortfall_{tenure}", "shortfall", name, title, text("map.unit.shortfall"))
    numbers = [text.number(limit) for limit in SHORTFALL_BREAKS]
    lasts = [text.number(limit - 1) for limit in SHORTFALL_BREAKS[1:]]
    words = [
        text("map.bin.none"),
        *(
            text("map.bin.dwellings", low=low, high=high)
            for low, high in zip(numbers, lasts, strict=False)
        ),
        text("map.bin.from", low=numbers[-1]),
    ]
    legend = [*_ramp(words), _unassessable(text)]

    def value(area: AreaOutlook) -> Value:
        found: Count | None = area.shortfall()[tenure]
        bucket = _bucket_of(SHORTFALL_BREAKS, found.low, found.high) if found else None
        if found is None or bucket is None:
            order = -found.low if found else None
            return Value(len(RAMP), "?", text.count(found), order)
        return Value(bucket, text.count(found) if bucket else "", text.count(found), -found.low)

    for level, outlook in outlooks.items():
        stated = workspace.settings.reference
        reference = reference_text(workspace.books, outlook.vintage, stated, text)
        about = [text("map.about.shortfall", tenures=many, reference=reference)]
        _sheet(view, level, legend, _each(outlook, value), text, about)
    return view


def judged_day(target: Target, as_of: date) -> date:
    """Choose the day by which a target's areas are shown: the date, kept within the period."""
    if target.valid_to is not None and as_of >= target.valid_to:
        return target.valid_to - timedelta(days=1)
    return max(as_of, target.valid_from)


def _target_view(
    target: Target,
    number: int,
    workspace: Workspace,
    outlooks: Mapping[str, Outlook],
    text: Locale,
) -> View:
    rule = target.definition
    title = text("map.view.target", title=target.title)
    view = View(f"target_{number}", "target", target.title, title, text("map.unit.target"))
    books = workspace.books
    day = judged_day(target, workspace.as_of)
    if rule.level in books.areas.levels:
        found = {c: books.classify(rule, c, day) for c in books.areas.at(rule.level)}
    else:
        found = {}
    about = _target_notes(target, day, workspace, text)
    for level in outlooks:
        words = {
            "level": level_name(rule.level, text),
            "levels": level_name(rule.level, text, plural=True),
        }
        if not found:
            values = dict.fromkeys(outlooks[level].areas, Value(0, "?", UNKNOWN, None))
            note = [text("map.about.no_level", **words)]
            legend = [_unassessable(text)]
        elif books.areas.is_coarser(level, rule.level):
            legend, values = _counted_parts(target, level, found, workspace, text)
            note = [text("map.about.coarser", **words)]
        else:
            legend, values = _verdicts(target, level, found, workspace, text, day)
            note = [] if level == rule.level else [text("map.about.finer", **words)]
        _sheet(view, level, legend, values, text, [about[0], *note, *about[1:]])
    return view


def _target_notes(target: Target, day: date, workspace: Workspace, text: Locale) -> list[str]:
    """Say how a target stands, by what it is judged, and what is assumed."""
    progress = assess_progress(workspace.books, target)
    low, high = progress.span
    others = len(progress.sensitivity)
    standing = verdict_sentence(progress, text)
    if others and low != high:
        ends = {"low": text.number(low), "high": text.number(high)}
        standing += " " + text("progress.range", number=others, **ends)
    notes = [standing]
    edition = edition_for(target.definition, day)
    rule = replace(target.definition, edition=edition.valid_from) if edition else target.definition
    notes.append(text("map.about.definition", definition=definition_text(rule, text)))
    if target.tenure == OTHER_TENURE:
        notes.append(text("map.about.other_tenure"))
    notes.append(text("map.about.day", date=text.day(day)))
    notes += target.assumptions
    notes += [target.definition.source] if target.definition.source else []
    return notes + ([text("map.about.source", source=target.source)] if target.source else [])


def _listed_classes(target: Target, day: date) -> list[str]:
    """List the classes of the edition in force, in the order in which it names them."""
    edition = edition_for(target.definition, day)
    return list(dict.fromkeys(edition.classes.values())) if edition else []


def _verdicts(
    target: Target,
    level: str,
    found: Mapping[str, AreaClass],
    workspace: Workspace,
    text: Locale,
    day: date,
) -> tuple[list[Bucket], dict[str, Value]]:
    """Give the verdict on each area, at the definition's level or a finer one."""
    rule = target.definition
    if rule.areas:
        classes = _listed_classes(target, day)
        letters = _initials(classes)
        shades = [RAMP[4], RAMP[3], RAMP[2]]
        legend = [
            Bucket(shades[min(i, 2)], letters[i], text("map.listed", label=label))
            for i, label in enumerate(classes)
        ]
        legend.append(Bucket(COUNTS_NOT, "", text("map.listed_not")))
    else:
        classes = []
        legend = [
            Bucket(COUNTS, text("map.letter.counts"), text("map.counts")),
            Bucket(COUNTS_NOT, "", text("map.counts_not")),
        ]
    legend.append(_unassessable(text))
    values = {}
    for code in workspace.areas.at(level):
        upper = workspace.areas.ancestor(code, level, rule.level)
        verdict = found.get(upper) if upper is not None else None
        bucket = len(legend) - 1
        if verdict is not None and verdict.qualifies is not None:
            listed = bool(rule.areas and verdict.qualifies)
            yes = classes.index(verdict.label or "") if listed else 0
            bucket = yes if verdict.qualifies else len(legend) - 2
        words = class_name(None, text) if bucket == len(legend) - 1 else legend[bucket].words
        values[code] = Value(
            bucket, legend[bucket].letter, _with_share(words, target, verdict, text), bucket
        )
    return legend, values


def _with_share(words: str, target: Target, verdict: AreaClass | None, text: Locale) -> str:
    if verdict is None or verdict.share is None:
        return words
    tenure = text("definition.group_join").join(
        text(f"tenure.{each}") for each in target.definition.majority_of
    )
    return text("map.with_share", verdict=words, share=text.share(verdict.share), tenure=tenure)


def _initials(classes: Sequence[str]) -> list[str]:
    letters = [label[:1].upper() for label in classes]
    if len(set(letters)) == len(letters):
        return letters
    return [str(number) for number, _ in enumerate(classes, start=1)]


def _counted_parts(
    target: Target,
    level: str,
    found: Mapping[str, AreaClass],
    workspace: Workspace,
    text: Locale,
) -> tuple[list[Bucket], dict[str, Value]]:
    """Count, for each coarser area, the areas within it where the target applies."""
    levels = level_name(target.definition.level, text, plural=True)
    legend = [
        Bucket(COUNTS, text("map.letter.counts"), text("map.part.all", levels=levels)),
        Bucket(SOME, text("map.letter.some"), text("map.part.some", levels=levels)),
        Bucket(COUNTS_NOT, "", text("map.part.none", levels=levels)),
        _unassessable(text),
    ]
    parts: dict[str, list[bool | None]] = {code: [] for code in workspace.areas.at(level)}
    for code, verdict in found.items():
        upper = workspace.areas.ancestor(code, target.definition.level, level)
        if upper is not None:
            parts[upper].append(verdict.qualifies)
    return legend, {code: _part_value(verdicts, levels, text) for code, verdicts in parts.items()}


def _part_value(verdicts: Sequence[bool | None], levels: str, text: Locale) -> Value:
    yes, unknown, every = verdicts.count(True), verdicts.count(None), len(verdicts)
    key = "map.part.unknown" if unknown else "map.part.value"
    words = text(key, yes=yes, all=every, unknown=unknown, levels=levels)
    if not every or (unknown and not yes):
        return Value(3, "?", words, None)
    bucket = 0 if yes == every else 1 if yes else 2
    return Value(bucket, f"{yes}/{every}" if yes else "", words, -yes / every)
