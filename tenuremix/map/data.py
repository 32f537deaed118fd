"""The data of the map as its script reads them: everything once, and only what changes by year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from tenuremix.counting.projection import AreaProjection
from tenuremix.counting.tenure import KNOWN, ZERO, Tenure, share, total
from tenuremix.document.missing import lacks_line
from tenuremix.document.words import alphabetical, level_name
from tenuremix.inputs import Workspace
from tenuremix.locale.locale import Locale
from tenuremix.map.geometry import Outline
from tenuremix.map.moments import Moment, pack
from tenuremix.map.view import Value, View, cut, remembered

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

AREA_COLUMNS = ("tenure", "dwellings", "share", "decided")

MANY_AREAS = 61
"""From how many areas on their borders are thin."""

SPARSE_PER_KM2 = 50
"""With fewer dwellings than that per square kilometre an area is drawn as a rim alone."""

# What an area's popup says: its sentence, a row for each tenure, its notes, and its share of
# hyresrätt in per cent, the middle of an interval.
_Facts = tuple[str, tuple[tuple[str, ...], ...], tuple[str, ...], float | None]


def levels_json(
    workspace: Workspace,
    moments: Sequence[Moment],
    drawn: Mapping[str, Mapping[str, Outline]],
    land: Callable[[Geometry], Geometry],
    text: Locale,
) -> list[dict[str, Any]]:
    """Give the areas of every level, with what their popups say."""
    surfaces = _surfaces(workspace, land)
    found = []
    for level, projection in moments[-1].projections.items():
        pool: dict[_Facts, int] = {}
        facts = remembered(partial(_facts, text=text))
        areas = []
        ranks = _ranks({code: area.area.name for code, area in projection.areas.items()})
        for code, area in projection.areas.items():
            outline = drawn[level].get(code)
            said = [facts(moment.projections[level].areas[code]) for moment in moments]
            areas.append(
                {
                    "code": code,
                    "name": cut(area.area.name),
                    "rank": ranks[code],
                    "at": outline.point if outline else None,
                    "path": outline.path if outline else "",
                    "box": outline.box if outline else None,
                    "facts": pack(said, pool),
                    "within": _within(workspace, code, level, text),
                    "sparse": int(_is_sparse(area, surfaces.get((level, code)))),
                }
            )
        name = level_name(level, text)
        thin = len(areas) >= MANY_AREAS
        found.append({"id": level, "name": name, "areas": areas, "facts": list(pool), "thin": thin})
    return found


def _ranks(names: Mapping[str, str]) -> dict[str, int]:
    """Give the place of each name in the alphabet, which costs a browser a tenth of its time."""
    return {code: i for i, code in enumerate(sorted(names, key=lambda c: alphabetical(names[c])))}


def _surfaces(
    workspace: Workspace, land: Callable[[Geometry], Geometry]
) -> dict[tuple[str, str], float]:
    """Measure the land of the areas of every level, in square kilometres."""
    areas = workspace.areas
    found: dict[tuple[str, str], float] = {}
    for code, area in areas.at(areas.finest).items():
        km2 = 0.0 if area.geometry is None else land(area.geometry).area / 1e6
        for level in areas.levels:
            whole = areas.ancestor(code, areas.finest, level)
            if whole is not None:
                found[level, whole] = found.get((level, whole), 0.0) + km2
    return found


def _is_sparse(area: AreaProjection, surface_km2: float | None) -> bool:
    """Tell whether few dwellings share much land; of an area without statistics it is not said."""
    most = total(area.now).high if area.now is not None else None
    return most is not None and most < SPARSE_PER_KM2 * (surface_km2 or 0.0)


def _within(workspace: Workspace, code: str, level: str, text: Locale) -> str:
    """Say of what kind an area is, and in which of the coarsest areas it lies."""
    areas = workspace.areas
    name = level_name(level, text)
    whole = areas.ancestor(code, level, areas.coarsest)
    if whole is None or level == areas.coarsest:
        return name
    return text("map.within", level=name, area=cut(areas.at(areas.coarsest)[whole].name))


def _facts(area: AreaProjection, text: Locale) -> _Facts:
    """Write what the popup of an area says: a sentence, a row for each tenure, and notes."""
    decided = area.flows.decided
    notes = []
    if decided[Tenure.OKLAR]:
        notes.append(text("map.area.undecided", number=decided[Tenure.OKLAR]))
    if area.now is None:
        return text("map.area.no_statistics"), (), tuple(notes), None
    mix = area.now
    rented = share(mix, {Tenure.HYRESRATT})
    middle = None if rented is None else round(50 * (rented.low + rented.high), 1)
    rows = tuple(
        (
            text(f"tenure.{tenure}"),
            text.count(mix.get(tenure, ZERO)),
            text.share(share(mix, {tenure})),
            text.number(decided[tenure]),
        )
        for tenure in KNOWN
    )
    unknown = mix.get(Tenure.OKAND, ZERO)
    if unknown.high is None:
        notes.append(text("map.area.unknown_hidden"))
    elif unknown.high:
        notes.append(text("map.area.unknown", number=unknown))
    if any(mix.get(tenure, ZERO).value is None for tenure in KNOWN):
        notes.append(text("map.area.hidden"))
    notes.insert(0, text("map.area.known", number=total(mix)))
    return f"{lacks_line(area, (), text)}.", rows, tuple(notes), middle


def view_json(
    view: View, moments: Sequence[Moment], text: Locale, lines: dict[str, int]
) -> dict[str, Any]:
    """Give a view as the script reads it; ``lines`` grows with what explains it."""
    return {
        "id": view.id,
        "group": view.group,
        "label": view.label,
        "title": view.title,
        "unit": view.unit,
        "falling": view.falling,
        "final": view.final,
        "scaled": view.scaled,
        "columns": view.columns,
        "sheets": {
            level: _sheet(view, level, moments, text, lines) for level in moments[-1].projections
        },
    }


def _sheet(
    view: View, level: str, moments: Sequence[Moment], text: Locale, lines: dict[str, int]
) -> dict[str, Any]:
    """Give a view at one level: the values of each area in a pool, and where they change."""
    readings = [view.read(level, moment) for moment in moments]
    pool: dict[Value, int] = {}
    values = [
        pack([found.values[code] for found in readings], pool)
        for code in moments[-1].projections[level].areas
    ]
    said: dict[Any, int] = {}

    def line(words: str) -> int:
        return lines.setdefault(words, len(lines))

    read = [
        (
            line(found.headline),
            line(found.subtitle),
            tuple(map(line, found.notes)),
            tuple(map(line, found.about)),
            tuple((r.title, r.pole, int(r.drawn), r.rows) for r in found.rankings),
        )
        for found in readings
    ]
    return {
        "title": view.heading(level, text),
        "legend": [
            {"fill": b.fill, "letter": b.letter, "words": b.words} for b in view.legend(level)
        ],
        "said": pack(read, said),
        "sayings": list(said),
        "values": values,
        "pool": [[v.bucket, v.short, v.words, _short(v.order), v.amount, v.cells] for v in pool],
    }


def _short(order: float | None) -> float | None:
    return None if order is None else round(order, 5)


def years_json(workspace: Workspace, moments: Sequence[Moment], text: Locale) -> list[Any]:
    """Give each moment its year, its day in words and as a date, its decisions, and a note."""
    days = [d.date for rows in workspace.register.decisions.values() for d in rows]
    found = []
    for moment in moments:
        day, vintage = moment.day, moment.vintage
        later = vintage is not None and vintage > day
        number = sum(each.year == day.year and each <= day for each in days)
        note = text("map.later", date=vintage) if later else ""
        found.append([day.year, text.day(day), day.isoformat(), number, note])
    return found
