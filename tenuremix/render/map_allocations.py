"""The allocations on the map: where each stands, how it looks, and what its popup says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING, Any

from tenuremix.progress import Entry, Reason, ledger
from tenuremix.register import Event, State
from tenuremix.render.map_geometry import Outline, encoded, inner_point, lat_lon
from tenuremix.render.words import area_name, dwellings_text, tenure_word
from tenuremix.rules import Target
from tenuremix.tenure import ALLOCATION_TENURES, Tenure

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

    from tenuremix.render.locale import Locale
    from tenuremix.workspace import Workspace

STAGES = ("decided", "planned", "started", "completed", "withdrawn")
HIDDEN_AT_FIRST = ("withdrawn",)
_STAGE_OF = {
    Event.PLANERAD: "planned",
    Event.MARKRESERVATION: "planned",
    Event.MARKANVISNING: "decided",
    Event.BYGGSTART: "started",
    Event.FARDIGSTALLD: "completed",
    Event.ATERKALLAD: "withdrawn",
}
# The symbol's area grows with the dwellings: 100 dwellings have a radius of 10 pixels.
_PIXELS = 1.0
_SMALLEST, _LARGEST, _UNKNOWN = 8.0, 24.0, 9.0


@dataclass(frozen=True, slots=True)
class Symbol:
    """One allocation as it is drawn.

    Parameters
    ----------
    id, name, stage
        The allocation; ``stage`` is one of :data:`STAGES`.
    point
        (latitude, longitude).
    shift
        Pixels (right, down) from the point, so that symbols at one point stand apart.
    radius
        Pixels.
    slices
        The share of each tenure of an allocation, in their order; empty where unknown.
    letter
        Of the commonest tenure.
    near
        Whether only the area is known, not the place in it.
    plot
        The plot's rings as text, where it is a polygon.
    lines
        The popup, a sentence each.
    row
        The row of the table: stage, dwellings, place.
    """

    id: str
    name: str
    stage: str
    point: tuple[float, float]
    radius: float
    slices: tuple[float, ...]
    letter: str
    near: bool
    plot: Sequence[Sequence[str]]
    lines: Sequence[str]
    row: tuple[str, str, str]
    shift: tuple[int, int] = (0, 0)


def make_symbols(
    workspace: Workspace, drawn: Mapping[str, Mapping[str, Outline]], text: Locale
) -> list[Symbol]:
    """Make the symbol of every allocation that stands on the date of the workspace.

    Parameters
    ----------
    workspace
        The inputs.
    drawn
        The outlines of areas, by level and code: where only the area is known, its symbol
        stands at the point of its outline.
    text
        The language.

    Returns
    -------
    list
        By id.
    """
    books, crs = workspace.books, workspace.areas.crs
    entries = {target: _by_allocation(ledger(books, target)) for target in workspace.targets}
    points = _points(workspace, drawn)
    plots = [(id_, s.place.geometry) for id_, s in books.states.items() if _is_plot(s)]
    rings = encoded([plot for _, plot in plots if plot is not None], crs)
    plot_rings = {id_: found for (id_, _), found in zip(plots, rings, strict=True)}
    symbols = []
    for id_, state in books.states.items():
        if id_ not in points:
            continue
        of_targets = {target: found.get(id_, []) for target, found in entries.items()}
        symbols.append(
            _symbol(id_, state, points[id_], plot_rings.get(id_, []), of_targets, workspace, text)
        )
    return _apart(symbols)


def _symbol(
    id_: str,
    state: State,
    point: tuple[float, float],
    plot: Sequence[Sequence[str]],
    entries: Mapping[Target, Sequence[Entry]],
    workspace: Workspace,
    text: Locale,
) -> Symbol:
    withdrawn = state.stage is Event.ATERKALLAD
    dwellings = _standing_before(workspace, id_) if withdrawn else state.dwellings
    where = _where(state, workspace, text)
    stage = _STAGE_OF[state.stage]
    return Symbol(
        id=id_,
        name=state.name or id_,
        stage=stage,
        point=point,
        radius=_radius(dwellings),
        slices=_slices(dwellings),
        letter=_letter(dwellings, text),
        near=state.place.geometry is None,
        plot=plot,
        lines=_lines(id_, state, where, entries, workspace, text),
        row=(text(f"map.stage.{stage}"), _numbers(state.dwellings, text), where),
    )


def _by_allocation(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.allocation, []).append(entry)
    return found


def _points(
    workspace: Workspace, drawn: Mapping[str, Mapping[str, Outline]]
) -> dict[str, tuple[float, float]]:
    """Find where each allocation stands: in its plot, else in the area that it names."""
    areas = workspace.areas
    found: dict[str, tuple[float, float]] = {}
    inside: dict[str, Geometry] = {}
    for id_, state in workspace.books.states.items():
        code = state.place.area or ""
        level = areas.level_of(code)
        if state.place.geometry is not None:
            inside[id_] = _inner(state.place.geometry)
        elif level is not None and code in drawn.get(level, {}):
            found[id_] = drawn[level][code].point
        elif level is not None and (outline := areas.outline(code, level)) is not None:
            inside[id_] = _inner(outline)
    return found | dict(zip(inside, lat_lon(list(inside.values()), areas.crs), strict=True))


def _is_plot(state: State) -> bool:
    return state.place.geometry is not None and bool(state.place.geometry.area)


def _inner(geometry: Geometry) -> Geometry:
    return inner_point(geometry) if geometry.area else geometry.representative_point()


def _radius(dwellings: Mapping[Tenure, int] | None) -> float:
    if dwellings is None:
        return _UNKNOWN
    wished = _PIXELS * sqrt(sum(dwellings.values()))
    return round(min(_LARGEST, max(_SMALLEST, wished)), 1)


def _slices(dwellings: Mapping[Tenure, int] | None) -> tuple[float, ...]:
    every = sum(dwellings.values()) if dwellings else 0
    if not dwellings or not every:
        return ()
    return tuple(round(dwellings.get(tenure, 0) / every, 4) for tenure in ALLOCATION_TENURES)


def _letter(dwellings: Mapping[Tenure, int] | None, text: Locale) -> str:
    """Give the letter of the commonest tenure, the first among equals; ? where unknown."""
    if not dwellings or not sum(dwellings.values()):
        return "?"
    largest = max(ALLOCATION_TENURES, key=lambda tenure: dwellings.get(tenure, 0))
    return text(f"map.letter.{largest}")


def _standing_before(workspace: Workspace, id_: str) -> Mapping[Tenure, int] | None:
    """Find what stood before a withdrawal."""
    history = workspace.register.history(id_, workspace.as_of)
    return next((s.dwellings for s in reversed(history) if s.stage is not Event.ATERKALLAD), None)


def _numbers(dwellings: Mapping[Tenure, int] | None, text: Locale) -> str:
    if dwellings is None:
        return text("map.symbol.unknown")
    return dwellings_text(dwellings, text)


def _where(state: State, workspace: Workspace, text: Locale) -> str:
    """Name the areas that an allocation lies in, with the share of the plot where several."""
    placement = workspace.books.locator.place(state.place)
    names = [
        (area_name(workspace.areas, part.area, text, placement.level), part.share)
        for part in placement.parts
    ]
    if len(names) == 1:
        return names[0][0]
    return text.join(
        [text("map.alloc.part", area=name, share=text.percent(part, 0)) for name, part in names]
    )


def _lines(
    id_: str,
    state: State,
    where: str,
    entries: Mapping[Target, Sequence[Entry]],
    workspace: Workspace,
    text: Locale,
) -> list[str]:
    """Write the popup of an allocation."""
    lines = [_decided(state, text), *_contents(id_, state, workspace, text)]
    lines.append(text("map.alloc.in", area=where))
    if state.place.geometry is None:
        lines.append(text("map.alloc.near"))
    if state.expired(workspace.as_of):
        lines.append(text("map.alloc.expired", date=text.day(state.valid_until)))
    lines += _target_lines(state, entries, text)
    if state.developer:
        lines.append(text("map.alloc.developer", developer=state.developer))
    if state.diarienummer:
        lines.append(text("map.alloc.dnr", number=state.diarienummer))
    return lines


def _decided(state: State, text: Locale) -> str:
    event = _capital(text(f"event.{state.stage}"))
    since, last = text.day(state.since), state.decision
    if last.date == state.since and last.event is state.stage:
        return text("map.alloc.on", event=event, date=since)
    decision = text(f"event.{last.event}")
    return text(
        "map.alloc.later", event=event, date=since, last=text.day(last.date), decision=decision
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _contents(id_: str, state: State, workspace: Workspace, text: Locale) -> list[str]:
    """Say how many dwellings of which kind."""
    if state.stage is Event.ATERKALLAD:
        before = _numbers(_standing_before(workspace, id_), text)
        return [text("map.alloc.withdrawn", dwellings=before)]
    if state.dwellings is None:
        return [text("map.alloc.unknown")]
    lines = [f"{_capital(dwellings_text(state.dwellings, text))}."]
    if state.subgroup:
        key = f"map.subgroup.{state.subgroup}"
        lines.append(f"{text(key) if text.has(key) else state.subgroup}.")
    return lines


def _target_lines(
    state: State, entries: Mapping[Target, Sequence[Entry]], text: Locale
) -> list[str]:
    """Say what counts towards each target, and why the rest does not."""
    if state.pipeline:
        return [text("map.alloc.planned")]
    if state.dwellings is None:
        return []
    lines = [
        text("map.alloc.target", target=target.title, verdict=_verdict(target, found, text))
        for target, found in entries.items()
    ]
    if undecided := state.dwellings.get(Tenure.OKLAR, 0):
        lines.append(text("map.alloc.oklar", number=text.number(undecided)))
    return lines


def _verdict(target: Target, entries: Sequence[Entry], text: Locale) -> str:
    """Sum one allocation's entries in a ledger by what was decided on them."""
    tenure = tenure_word(target, text)
    if not entries:
        return text("map.alloc.asks_nothing", tenure=tenure)
    counted = sum(entry.counted for entry in entries)
    others: dict[Reason, int] = {}
    for entry in entries:
        if not entry.counted:
            others[entry.reason] = others.get(entry.reason, 0) + entry.dwellings
    parts = []
    if counted:
        key = "map.alloc.counted" if counted > 0 else "map.alloc.deducted"
        parts.append(text(key, number=text.number(abs(counted)), tenure=tenure))
    for reason, number in others.items():
        if number:
            why = text(f"reason.{reason}")
            shown = text.number(number)
            parts.append(text("map.alloc.reason", number=shown, tenure=tenure, reason=why))
    return text.join(parts) or text("map.alloc.nothing")


def _apart(symbols: Sequence[Symbol]) -> list[Symbol]:
    """Stand symbols that share a point in a ring around it, in the order of their ids.

    A symbol whose place is only an area always stands beside the point, so that the name of the
    area is left readable.
    """
    groups: dict[tuple[float, float], list[Symbol]] = {}
    for symbol in symbols:
        groups.setdefault(symbol.point, []).append(symbol)
    found = []
    for group in groups.values():
        alone = len(group) == 1 and not group[0].near
        widest = 2 * max(symbol.radius for symbol in group) + 4
        ring = max(14 + widest / 2, len(group) * widest / (2 * pi))
        for i, symbol in enumerate(group):
            angle = pi / 2 + 2 * pi * i / len(group)
            shift = (round(ring * cos(angle)), round(ring * sin(angle)))
            found.append(symbol if alone else replace(symbol, shift=shift))
    return sorted(found, key=lambda symbol: symbol.id)


def symbol_json(symbol: Symbol) -> dict[str, Any]:
    """Give a symbol as the script reads it."""
    return {
        "id": symbol.id,
        "name": symbol.name,
        "stage": symbol.stage,
        "at": symbol.point,
        "shift": symbol.shift,
        "r": symbol.radius,
        "slices": symbol.slices,
        "letter": symbol.letter,
        "near": symbol.near,
        "plot": symbol.plot,
        "lines": symbol.lines,
        "row": symbol.row,
    }
