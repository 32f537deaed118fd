"""The data of the map as its script reads them: everything once, and only what changes by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from tenuremix.counting.projection import AreaProjection
from tenuremix.counting.tenure import KNOWN, ZERO, Tenure, share, total
from tenuremix.document.words import alphabetical, level_name
from tenuremix.inputs import Workspace
from tenuremix.locale.locale import Locale
from tenuremix.map.geometry import Outline
from tenuremix.map.moments import Moment, pack
from tenuremix.map.view import Value, View, cut, remembered

AREA_COLUMNS = ("tenure", "dwellings", "share", "decided")

MANY_AREAS = 61
"""From how many areas on their borders are thin."""

# One line of an area's popup, by kind: its lines, a row for each tenure, its notes.
_Facts = tuple[tuple[str, ...], tuple[tuple[str, ...], ...], tuple[str, ...]]


def levels_json(
    moments: Sequence[Moment], drawn: Mapping[str, Mapping[str, Outline]], text: Locale
) -> list[dict[str, Any]]:
    """Give the areas of every level, with what their popups say."""
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
                }
            )
        name = level_name(level, text)
        thin = len(areas) >= MANY_AREAS
        found.append({"id": level, "name": name, "areas": areas, "facts": list(pool), "thin": thin})
    return found


def _ranks(names: Mapping[str, str]) -> dict[str, int]:
    """Give the place of each name in the alphabet, which costs a browser a tenth of its time."""
    return {code: i for i, code in enumerate(sorted(names, key=lambda c: alphabetical(names[c])))}


def _facts(area: AreaProjection, text: Locale) -> _Facts:
    """Write what the popup of an area says: lines, a row for each tenure, and notes."""
    decided = area.flows.decided
    notes = []
    if decided[Tenure.OKLAR]:
        notes.append(text("map.area.undecided", number=decided[Tenure.OKLAR]))
    if area.now is None:
        return (text("map.area.no_statistics"),), (), tuple(notes)
    mix = area.now
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
    return (text("map.area.known", number=total(mix)),), rows, tuple(notes)


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
        pack([found[code] for found, _ in readings], pool)
        for code in moments[-1].projections[level].areas
    ]
    abouts: dict[tuple[int, ...], int] = {}
    read = [tuple(lines.setdefault(x, len(lines)) for x in about) for _, about in readings]
    return {
        "title": view.heading(level, text),
        "legend": [
            {"fill": b.fill, "letter": b.letter, "words": b.words} for b in view.legend(level)
        ],
        "about": pack(read, abouts),
        "abouts": list(abouts),
        "values": values,
        "pool": [[v.bucket, v.short, v.words, _short(v.order), v.amount] for v in pool],
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
