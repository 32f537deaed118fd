"""The measures of segregation in figures, sentences and tables, and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tenuremix.answers.layout import Line, listed
from tenuremix.answers.terminal import head, leftovers
from tenuremix.counting.areas import Areas
from tenuremix.counting.tenure import KNOWN, Interval
from tenuremix.document.names import OPEN
from tenuremix.document.tables import (
    NUMBER,
    Cell,
    Figure,
    Kind,
    Table,
    TableColumn,
    headings,
    portion,
)
from tenuremix.document.words import area_name, dwellings_text, level_name
from tenuremix.inputs import Workspace
from tenuremix.locale.locale import UNKNOWN, Locale
from tenuremix.segregation.assess import NOW, PROJECTED, PROPOSED, CityState, Effect, Segregation
from tenuremix.segregation.indices import Decomposition, Measure, names

Json = dict[str, Any]

DISPLACED, DISSIMILARITY, INFORMATION = (
    Measure("displaced"),
    Measure("dissimilarity"),
    Measure("information"),
)
WHOLE = (DISPLACED, DISSIMILARITY, INFORMATION)
"""The measures of all tenures together."""

MEASURES: Sequence[Measure] = names([tenure.value for tenure in KNOWN])
_DECIMALS = 12
"""Of a float in JSON: what is beyond may differ between machines."""


# Figures -------------------------------------------------------------------------------------


def points_figure(value: Interval | None, text: Locale, digits: int = 2) -> Figure:
    """Make a change in percentage points, with its sign."""
    if value is None:
        return Figure(UNKNOWN, Kind.DECIMAL, digits=digits)
    # A change that rounds to nothing has no sign: adding zero takes it from a negative one.
    ends = [round(100 * end, digits) + 0.0 for end in value]
    low, high = (("+" if end > 0 else "") + text.decimal(end, digits) for end in ends)
    words = low if low == high else text("segregation.to", low=low, high=high)
    return Figure(words, Kind.DECIMAL, 100 * value.low, 100 * value.high, digits)


def measure_name(measure: Measure, text: Locale) -> str:
    """Name a measure in plain words, with the name that research gives it."""
    if measure in WHOLE:
        return text(f"segregation.{measure.name}")
    name = measure.name
    if measure.group == measure.other:
        name = "isolation"
    return text(
        f"segregation.of.{name}",
        group=text(f"tenure.{measure.group}"),
        other=text(f"tenure.{measure.other}") if measure.other else "",
    )


# Sentences -----------------------------------------------------------------------------------


def reading_lines(found: Segregation, text: Locale, *, each: bool = True) -> list[str]:
    """Say what the measures mean, with today's figures and those when what is decided is built.

    ``each`` asks for a line on each tenure by itself.
    """
    now, projected = found.states[NOW], found.states[PROJECTED]

    def told(measure: Measure) -> dict[str, object]:
        pair = now.measures[measure], projected.measures[measure]
        return dict(zip(("now", "projected"), (portion(each, text) for each in pair), strict=True))

    lines = [
        text(f"segregation.read.{measure.name}", **told(measure))
        for measure in WHOLE
        if now.measures[measure] is not None
    ]
    for index, tenure in enumerate(KNOWN if each else ()):
        word, words = text(f"tenure.{tenure}"), text(f"tenures.{tenure}")
        apart = Measure("dissimilarity", tenure.value)
        if now.measures[apart] is None:
            continue
        own = Measure("exposure", tenure.value, tenure.value)
        values = {**told(apart), "word": word, "words": words}
        lines.append(
            text(
                "segregation.read.tenure",
                **values,
                own=portion(now.measures[own], text),
                city=portion(now.table.share(index), text),
            )
        )
    return [*lines, *_part_lines(found, now.parts, text)]


def _part_lines(found: Segregation, parts: Decomposition | None, text: Locale) -> list[str]:
    """Say how much of H lies between the coarser areas, as a share of it."""
    if parts is None or parts.total.low <= 0:
        return []
    share = parts.between.over(parts.total).within(0.0, 1.0)
    rest = Interval.exactly(1.0).minus(share)
    return [
        text(
            "segregation.read.parts",
            between=portion(share, text, 0),
            within=portion(rest, text, 0),
            levels=level_name(found.coarser, text, plural=True),
            level=level_name(found.level, text, plural=True),
        )
    ]


def gap_lines(found: Segregation, text: Locale) -> list[str]:
    """Name what the measures do not see."""
    lines = []
    for left in found.left_out:
        key = "no_statistics" if left.dwellings is None else "unbounded"
        words = {"name": left.area.name, "area": left.area.code}
        lines.append(text(f"segregation.left.{key}", **words, number=left.dwellings))
    if any(
        value is not None and value.value is None for value in found.states[NOW].measures.values()
    ):
        lines.append(text("segregation.suppressed"))
    if any(found.unplaced.values()):
        where = dwellings_text(found.unplaced, text, undecided=OPEN)
        lines.append(text("segregation.unplaced", dwellings=where))
    return lines


# The table of a terminal ---------------------------------------------------------------------


def segregation_text(
    found: Segregation,
    workspace: Workspace,
    text: Locale,
    *,
    by_area: bool,
    by_allocation: bool,
    details: bool,
) -> list[Line]:
    """Give the measures as tables with their meaning: those of all tenures, or every one."""
    levels = level_name(found.level, text, plural=True)
    vintage = text.day(found.vintage) if found.vintage else text("areas.no_vintage")
    title = text("segregation.title", levels=levels, date=vintage)
    lines: list[Line] = [*head(workspace, text), title, ""]
    lines += [measures_table(found, text, MEASURES if details else WHOLE), ""]
    lines += [text("segregation.points"), ""]
    lines += reading_lines(found, text, each=details)
    if details and found.states[NOW].parts is not None:
        table = parts_table(found, workspace.areas, text)
        lines += ["", table.caption, "", table]
    if by_area:
        lines += ["", text("segregation.areas_title"), "", _areas(found, text)]
        lines += ["", text("segregation.areas_read")]
    if by_allocation:
        lines += ["", text("segregation.effects_title"), "", _effects(found, workspace.areas, text)]
        lines += ["", text("segregation.effects_read")]
        if found.without_effect:
            lines.append(text("segregation.without_effect", number=len(found.without_effect)))
    left = leftovers(found.projection, workspace, text) if details else []
    gaps = [*gap_lines(found, text), *left]
    return [*lines, *(["", *gaps] if gaps else [])]


def measures_table(
    found: Segregation, text: Locale, measures: Sequence[Measure] = MEASURES
) -> Table:
    """Give measures in each state, with how far each is from today's."""
    heading = headings(text, "segregation.measure:w col.now:n")
    for name in list(found.states)[1:]:
        heading += headings(text, f"col.{name}:n segregation.change:n")
    rows = []
    for measure in measures:
        row: list[Cell] = [measure_name(measure, text)]
        for name, state in found.states.items():
            row.append(portion(state.measures[measure], text))
            if name != NOW:
                row.append(points_figure(state.changes[measure], text))
        rows.append(row)
    return Table(text("segregation.caption"), heading, rows, supporting=True)


def parts_table(
    found: Segregation, areas: Areas, text: Locale, safe: Callable[[str], str] = str
) -> Table:
    """Give H taken apart: what lies between the coarser areas, and within each.

    ``safe`` makes a name from the data safe.
    """
    states = " ".join(f"col.{name}:n" for name in found.states)
    each = [state.parts for state in found.states.values()]

    def figures(part: Callable[[Decomposition], Interval | None]) -> list[Cell]:
        return [portion(None if parts is None else part(parts), text) for parts in each]

    levels = level_name(found.coarser, text, plural=True)
    between = text("segregation.between", levels=levels)
    rows = [[between, *figures(lambda parts: parts.between)]]
    for code in next(parts for parts in each if parts is not None).within:
        name = safe(part_name(areas, code, found.coarser, text))
        shares = figures(lambda parts, code=code: parts.within[code].share)  # type: ignore[misc]
        rows.append([text("segregation.within", name=name), *shares])
    foot = [text("segregation.information"), *figures(lambda parts: parts.total)]
    heading = headings(text, f"segregation.part {states}")
    return Table(text("segregation.parts_title"), heading, rows, foot)


def part_name(areas: Areas, code: str, coarser: str, text: Locale) -> str:
    """Name a coarser area; areas that belong to none stand together."""
    return area_name(areas, code, text, coarser) if code else text("segregation.no_parent")


def _areas(found: Segregation, text: Locale) -> Table:
    names = [name for name in (NOW, PROJECTED, PROPOSED) if name in found.states]
    heading = headings(text, "col.area:1 col.area_name")
    words = [text(f"col.{name}") for name in names]
    for kind in _KINDS:
        states = (text(f"segregation.{kind}", state=w[:1].lower() + w[1:]) for w in words)
        heading += [TableColumn(state, NUMBER) for state in states]
    rows: list[list[Cell]] = []
    for code in found.states[NOW].table.low:
        each = [found.states[name].diversity(code) for name in names]
        entropies = [str(portion(one.entropy, text)) for one in each]
        chances = [str(portion(one.interaction, text)) for one in each]
        rows.append([code, found.projection.areas[code].area.name, *entropies, *chances])
    city = [found.states[name].city for name in names]
    ends = [[portion(getattr(one, kind), text) for one in city] for kind in _KINDS]
    rows.append(["", text("segregation.city"), *map(str, ends[0]), *map(str, ends[1])])
    return Table("", heading, rows)


_KINDS = ("entropy", "interaction")


def _effects(found: Segregation, areas: Areas, text: Locale) -> Table:
    rows = [
        [
            f"{effect.allocation} {effect.name}",
            ", ".join(area_name(areas, code, text, found.level) for code in effect.areas),
            dwellings_text(effect.dwellings, text, undecided=OPEN),
            *(str(points_figure(effect.changes[measure], text, 3)) for measure in WHOLE),
        ]
        for effect in found.effects
    ]
    measures = " ".join(f"segregation.short.{measure.name}:n" for measure in WHOLE)
    return listed(rows, f"col.name col.area_name:1 col.dwellings:w2 {measures}", text)


# JSON ----------------------------------------------------------------------------------------


def _both(name: str, value: Interval | None) -> Json:
    """Give a figure and its ends; null where hidden counts leave it open."""
    if value is None:
        return {name: None, f"{name}_range": None}
    ends = [round(end, _DECIMALS) for end in value]
    return {name: None if value.value is None else ends[0], f"{name}_range": ends}


def segregation_json(found: Segregation, workspace: Workspace) -> Json:
    """Give the measures, H taken apart, each area, and what each allocation does."""
    return {
        "as_of": workspace.as_of.isoformat(),
        "level": found.level,
        "coarser": found.coarser or None,
        "statistics_date": found.vintage and found.vintage.isoformat(),
        "measures": [_measure(measure, found.states) for measure in MEASURES],
        "parts": {
            name: _decomposition(state.parts, workspace.areas, found.coarser)
            for name, state in found.states.items()
        },
        "areas": areas_json(found),
        "city": _diversities({name: state.city for name, state in found.states.items()}),
        "left_out": [
            {
                "area": left.area.code,
                "area_name": left.area.name,
                "dwellings_range": left.dwellings and [left.dwellings.low, left.dwellings.high],
            }
            for left in found.left_out
        ],
        "allocations": effects_json(found),
        "without_effect": list(found.without_effect),
    }


def csv_records(records: Sequence[Json]) -> list[Json]:
    """Make records that a table holds: a range becomes two columns, a list one."""
    found = []
    for record in records:
        row: Json = {}
        for key, value in record.items():
            if key.endswith("_range"):
                row[f"{key.removesuffix('range')}low"], row[f"{key.removesuffix('range')}high"] = (
                    value or (None, None)
                )
            else:
                row[key] = " ".join(value) if isinstance(value, list) else value
        found.append(row)
    return found


def measures_json(found: Segregation) -> list[Json]:
    """Give the measures alone, one record each."""
    return [_measure(measure, found.states) for measure in MEASURES]


def _measure(measure: Measure, states: Mapping[str, CityState]) -> Json:
    record: Json = {
        "measure": measure.name,
        "tenure": measure.group or None,
        "other": measure.other or None,
    }
    for name, state in states.items():
        record.update(_both(name, state.measures[measure]))
        if name != NOW:
            record.update(_both(f"change_{name}", state.changes[measure]))
    return record


def _decomposition(parts: Decomposition | None, areas: Areas, coarser: str) -> Json | None:
    if parts is None:
        return None
    return {
        **_both("total", parts.total),
        **_both("between", parts.between),
        "within": [
            {
                "area": code or None,
                "area_name": areas.at(coarser)[code].name if code else None,
                **_both("own", part.own),
                **_both("share", part.share),
            }
            for code, part in parts.within.items()
        ],
    }


def areas_json(found: Segregation) -> list[Json]:
    """Give how mixed each area is, in each state."""
    return [
        {
            "area": code,
            "area_name": found.projection.areas[code].area.name,
            **_diversities({name: s.diversity(code) for name, s in found.states.items()}),
        }
        for code in found.states[NOW].table.low
    ]


def _diversities(each: Mapping[str, Any]) -> Json:
    record: Json = {}
    for name, diversity in each.items():
        for kind in _KINDS:
            record.update(_both(f"{kind}_{name}", getattr(diversity, kind)))
    return record


def effects_json(found: Segregation) -> list[Json]:
    """Give what each allocation does."""
    return [_effect(effect) for effect in found.effects]


def _effect(effect: Effect) -> Json:
    record: Json = {
        "allocation": effect.allocation,
        "name": effect.name,
        "flow": effect.kind,
        "areas": list(effect.areas),
        "dwellings": {tenure.value: effect.dwellings[tenure] for tenure in KNOWN},
    }
    for measure in WHOLE:
        record.update(_both(f"change_{measure.name}", effect.changes[measure]))
    return record
