"""The allocations on the map: where each stands, and how it looked at every moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING, Any

from tenuremix.counting.decisions import Event
from tenuremix.counting.tenure import ALLOCATION_TENURES, Tenure
from tenuremix.map.geometry import Outline, Pixel, inner_point, lat_lon, paths
from tenuremix.map.ledger import TargetLedger
from tenuremix.map.moments import Moment, pack, share_phrases
from tenuremix.map.named import gathering_level
from tenuremix.map.popups import PopupReader
from tenuremix.map.view import cut

if TYPE_CHECKING:
    from datetime import date

    from shapely.geometry.base import BaseGeometry as Geometry

    from tenuremix.counting.areas import Areas
    from tenuremix.counting.decisions import Place, State
    from tenuremix.counting.placement import Locator
    from tenuremix.inputs import Workspace
    from tenuremix.locale.locale import Locale

LOOK_KEYS = ("stage", "at", "n", "near", "plot", "lines", "row", "somewhere", "part", "areas")
STAGES = ("decided", "planned", "started", "completed", "withdrawn")
PROPOSED = "proposed"
"""The stage of an open plot, of which nothing is decided: it is no allocation."""

HIDDEN_AT_FIRST = ("withdrawn",)
_STAGE_OF = {
    Event.PLANERAD: "planned",
    Event.MARKRESERVATION: "planned",
    Event.MARKANVISNING: "decided",
    Event.BYGGSTART: "started",
    Event.FARDIGSTALLD: "completed",
    Event.ATERKALLAD: "withdrawn",
}
# The symbol's area grows with the dwellings: 100 dwellings have a radius of 10 pixels.  The page
# uses the same rule for the symbols that stand for several (see symbols.js).
SMALLEST, LARGEST, UNKNOWN_SIZE = 5.0, 24.0, 7.0


@dataclass(frozen=True, slots=True)
class Look:
    """An allocation as it is drawn for as long as nothing changes.

    Parameters
    ----------
    stage
        One of :data:`STAGES`, or :data:`PROPOSED`.
    point
        (latitude, longitude).
    dwellings
        By tenure of an allocation, in their order; empty where the number is not known.  Of a
        withdrawn one, what stood before: it is drawn, and counts for nothing.
    near
        Whether only the area is known, not the place in it.
    somewhere
        The area that it lies in, where that is coarser than any the map draws it in, or what lies
        outside all of them: it is listed beside the map, since a point would say where, or lie
        alone in the sea.  Else empty.
    part
        The code of the area with whose others it is summed where they are many; empty where none.
    areas
        The codes of the areas of every level that it lies in.
    plot
        The data of an SVG path, as an area has it; empty where the plot is not a polygon.
    lines
        The popup, a sentence each.
    row
        The row of the table: stage, dwellings, place.
    """

    stage: str
    point: tuple[float, float]
    dwellings: tuple[int, ...]
    near: bool
    plot: str
    lines: tuple[str, ...]
    row: tuple[str, str, str]
    somewhere: str = ""
    part: str = ""
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Symbol:
    """One allocation: its looks, None while it is not yet in the register.

    ``shift`` is in pixels (right, down) from the point, so that symbols at one point stand apart.
    """

    id: str
    name: str
    looks: Sequence[Look | None]
    shift: tuple[int, int] = (0, 0)


def make_symbols(
    workspace: Workspace,
    moments: Sequence[Moment],
    ledgers: Sequence[TargetLedger],
    drawn: Mapping[str, Mapping[str, Outline]],
    origin: Pixel,
    text: Locale,
) -> list[Symbol]:
    """Make the symbol of every allocation that is in the register on the workspace's date.

    Parameters
    ----------
    workspace
        The inputs.
    moments
        The moments that are shown.
    ledgers
        What each target says of the allocations.
    drawn
        The outlines of areas, by level and code: where only the area is known, the symbol
        stands at the point of its outline.
    origin
        The pixel that outlines are counted from.
    text
        The language.

    Returns
    -------
    list
        By id.
    """
    histories = [workspace.register.history(i, workspace.as_of) for i in workspace.books.states]
    every = [state.place for states in histories for state in states]
    places = Places(workspace.books.locator, workspace.areas, every, drawn, origin, text)
    reader = PopupReader(workspace, ledgers, text)
    looks = {
        id_: _looks(id_, moments, places, reader)
        for id_, state in workspace.books.states.items()
        if places.point(state.place) is not None
    }
    shifts = apart(looks)
    return [
        Symbol(id_, cut(workspace.books.states[id_].name or id_), found, shifts[id_])
        for id_, found in sorted(looks.items())
    ]


def _looks(
    id_: str, moments: Sequence[Moment], places: Places, reader: PopupReader
) -> list[Look | None]:
    """Give the look at every moment; without a decision it changes only by running out."""
    found: list[Look | None] = []
    before: tuple[State | None, bool] | None = None
    for moment in moments:
        state = moment.books.states.get(id_)
        expired = state is not None and state.expired(moment.day)
        if before is None or state is not before[0] or expired is not before[1]:
            found.append(None if state is None else _look(id_, state, moment.day, places, reader))
        else:
            found.append(found[-1])
        before = state, expired
    return found


def _look(id_: str, state: State, day: date, places: Places, reader: PopupReader) -> Look | None:
    point = places.point(state.place)
    if point is None:
        return None
    stage = _STAGE_OF[state.stage]
    return Look(
        stage=stage,
        point=point,
        dwellings=in_order(reader.standing(id_, state, day)),
        near=state.place.geometry is None,
        plot=places.plot(state.place),
        lines=tuple(reader.lines(id_, state, day)),
        row=reader.row(state, stage),
        somewhere=places.somewhere(state.place),
        part=places.part(state.place),
        areas=places.areas(state.place),
    )


def in_order(dwellings: Mapping[Tenure, int] | None) -> tuple[int, ...]:
    """Give dwellings in the order of the tenures; empty where they are not known."""
    if dwellings is None:
        return ()
    return tuple(dwellings.get(tenure, 0) for tenure in ALLOCATION_TENURES)


class Places:
    """Finds where symbols stand: in their plot, else in the area that they name."""

    def __init__(
        self,
        locator: Locator,
        areas: Areas,
        every: Sequence[Place],
        drawn: Mapping[str, Mapping[str, Outline]],
        origin: Pixel,
        text: Locale,
    ) -> None:
        self._locator = locator
        self._areas = areas
        self._text = text
        self._gathered = gathering_level(drawn)
        self._finest = next(iter(drawn))
        places = dict.fromkeys(every)
        inside: dict[Place, Geometry] = {}
        self._points: dict[Place, tuple[float, float]] = {}
        for place in places:
            code = place.area or ""
            level = self._areas.level_of(code)
            if place.geometry is not None:
                inside[place] = _inner(place.geometry)
            elif level is not None and code in drawn.get(level, {}):
                self._points[place] = drawn[level][code].point
            elif level is not None and (outline := self._areas.outline(code, level)) is not None:
                inside[place] = _inner(outline)
        crs = self._areas.crs
        self._points |= zip(inside, lat_lon(list(inside.values()), crs), strict=True)
        plots = {p: p.geometry for p in places if p.geometry is not None and p.geometry.area}
        found = paths(list(plots.values()), crs, origin)
        self._plots = {place: path for place, (path, _) in zip(plots, found, strict=True)}

    def point(self, place: Place) -> tuple[float, float] | None:
        """Give the latitude and longitude; None where the place is not known."""
        return self._points.get(place)

    def somewhere(self, place: Place) -> str:
        """Name the area of a place that is known by a coarser area alone, or say it is outside."""
        _, parts = self._locator.parts(place)
        if parts and all(part.area is None for part in parts):
            return self._text("outside")
        level = self._areas.level_of(place.area or "")
        if place.geometry is not None or level in (None, self._finest):
            return ""
        if not self._areas.is_coarser(level, self._finest):
            return ""
        return cut(self._areas.at(level)[place.area or ""].name)

    def part(self, place: Place) -> str:
        """Give the code of the area by which it is gathered: that of most of the plot."""
        level, parts = self._locator.parts(place)
        known, to = [part for part in parts if part.area is not None], self._gathered
        if not known or self._areas.is_coarser(level, to):
            return ""
        most = max(known, key=lambda part: part.share)
        return self._areas.ancestor(most.area or "", level, to) or ""

    def areas(self, place: Place) -> tuple[str, ...]:
        """Give the codes of the areas that it lies in, of every level."""
        there_is, parts = self._locator.parts(place)
        found: dict[str, None] = {}
        for part in parts:
            for level in self._areas.levels:
                if part.area is None:
                    continue
                if level == there_is or self._areas.is_coarser(level, there_is):
                    found[self._areas.ancestor(part.area, there_is, level) or ""] = None
        return tuple(found)

    def plot(self, place: Place) -> str:
        """Give the data of an SVG path; empty where the plot is not a polygon."""
        return self._plots.get(place, "")


def _inner(geometry: Geometry) -> Geometry:
    return inner_point(geometry) if geometry.area else geometry.representative_point()


def apart(looks: Mapping[str, Sequence[Look | None]]) -> dict[str, tuple[int, int]]:
    """Stand symbols that share a point in a ring around it, in the order of their ids.

    Where a symbol stands does not change with the year, so its last
    place decides.
    """
    groups: dict[tuple[float, float], list[str]] = {}
    shifts: dict[str, tuple[int, int]] = {}
    for id_, found in sorted(looks.items()):
        last = found[-1]
        if last is None:
            continue
        if last.somewhere:
            shifts[id_] = (0, 0)
            continue
        groups.setdefault(last.point, []).append(id_)
    for group in groups.values():
        if len(group) == 1:
            shifts[group[0]] = (0, 0)
            continue
        radii = [_radius(look.dwellings) for id_ in group for look in looks[id_] if look]
        widest = max(24, 2 * max(radii)) + 4
        ring = max(widest / 2, len(group) * widest / (2 * pi))
        for i, id_ in enumerate(group):
            angle = pi / 2 + 2 * pi * i / len(group)
            shifts[id_] = (round(ring * cos(angle)), round(ring * sin(angle)))
    return shifts


def _radius(dwellings: Sequence[int]) -> float:
    return min(LARGEST, max(SMALLEST, sqrt(sum(dwellings)))) if dwellings else UNKNOWN_SIZE


def symbols_json(symbols: Sequence[Symbol], phrases: dict[str, int]) -> dict[str, Any]:
    """Give the symbols as the script reads them: looks in a pool, and the changes of each.

    A look is a row of the columns of ``keys``, and its texts are references to ``phrases``.
    """
    pool: dict[Look | None, int] = {None: 0}
    every = [
        {
            "id": symbol.id,
            "name": symbol.name,
            "shift": symbol.shift,
            "looks": pack(symbol.looks, pool),
        }
        for symbol in symbols
    ]
    looks = [None if look is None else _look_row(look, phrases) for look in pool]
    return {"all": every, "keys": LOOK_KEYS, "looks": looks}


def _look_row(look: Look, phrases: dict[str, int]) -> list[Any]:
    return [
        look.stage,
        look.point,
        look.dwellings or None,
        look.near,
        look.plot,
        [share_phrases(words, phrases) for words in look.lines],
        [share_phrases(words, phrases) for words in look.row],
        share_phrases(look.somewhere, phrases),
        look.part,
        look.areas,
    ]
