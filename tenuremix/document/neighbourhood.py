"""The map of a check: the plots and the areas around them, by what is missing there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import floor, log10
from typing import TYPE_CHECKING

import shapely

from tenuremix.counting.projection import project_areas
from tenuremix.document import svg as pen
from tenuremix.document.backdrop import make_backdrop
from tenuremix.document.ground import EDGE, TALL, MapFrame, boxes_around, waters
from tenuremix.document.missing import pole_classes, pole_name
from tenuremix.document.model import Chart
from tenuremix.document.names import plain
from tenuremix.document.style import POLE_FILLS
from tenuremix.document.words import level_words

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

    from tenuremix.counting.areas import Areas
    from tenuremix.counting.missing import Pole
    from tenuremix.counting.projection import AreaProjection
    from tenuremix.counting.proposal import Check, Plot
    from tenuremix.inputs import Workspace
    from tenuremix.locale.locale import Locale

_HIGH = 178.0
_PART = (0.45, 0.6)  # of the map: what the plots and their areas take of it at most
_LEAST_M = 600.0  # across, of what the map is made around
_SMALL, _MARK = 9.0, 5.0  # a plot that is drawn smaller is marked; the radius of its mark
_LONGEST, _NAMED, _LISTED = 26, 12, 6  # letters of a name; plots, and areas, that are named
_LEAST_SEEN = 60.0  # square units of an area that shows
_RINGS = (0.0, 14.0, 28.0)
_STEPS = sorted(
    ((x, y) for x in range(-90, 91, 10) for y in range(-60, 61, 10)),
    key=lambda step: (step[0] ** 2 + step[1] ** 2, step),
)
"""Where the name of an area is tried, from its middle."""
_FIRST_OF = {str(pole): str(depth) for pole, depth in reversed([*POLE_FILLS])}
"""The depth that each pole begins with in a key."""
_LETTER, _STRONG = 6.9, 7.6  # the width of a letter, in the widest font of a page, and in bold
_BAR = 0.2  # of the width of the map, at most
_INK = "#101418"


def neighbourhood(check: Check, workspace: Workspace, text: Locale) -> Chart | None:
    """Draw the plots of a check and the areas around them, north up.

    Parameters
    ----------
    check
        The answer on the proposal.
    workspace
        Whose areas are drawn, at the finest level, filled by what is missing today.
    text
        The reader's language.

    Returns
    -------
    Chart or None
        None where no area has a boundary, or no plot a place that can be drawn.
    """
    areas = workspace.areas
    outlines = {
        code: area.geometry
        for code, area in areas.at(areas.finest).items()
        if area.geometry is not None
    }
    plots = [(plot, shape) for plot in check.plots if (shape := _shape(plot, areas)) is not None]
    if not outlines or not plots:
        return None
    touched = {part.area for part in check.placement}
    around = [shape for _, shape in plots]
    around += [shape for code, shape in outlines.items() if code in touched]
    view = _frame(around)
    return _Neighbourhood(check, workspace, text, view).chart(plots, outlines, touched)


def _shape(plot: Plot, areas: Areas) -> Geometry | None:
    """Give what a plot is drawn as: itself, or the area that it is stated to lie in."""
    code = plot.place.area
    if plot.place.geometry is not None or code is None:
        return plot.place.geometry
    level = areas.level_of(code)
    return None if level is None else areas.outline(code, level)


def _frame(shapes: Sequence[Geometry]) -> MapFrame:
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    wider = max(0.0, _LEAST_M - max(east - west, north - south)) / 2
    bounds = (west - wider, south - wider, east + wider, north + wider)
    return MapFrame.around(bounds, wide=pen.WIDE, high=_HIGH, part=_PART)


class _Neighbourhood:
    """Draws what a map shows, and says it."""

    def __init__(self, check: Check, workspace: Workspace, text: Locale, view: MapFrame) -> None:
        self.check, self.workspace, self.text, self.view = check, workspace, text, view

    def chart(
        self,
        plots: Sequence[tuple[Plot, Geometry]],
        outlines: Mapping[str, Geometry],
        touched: set[str | None],
    ) -> Chart:
        """Draw the map, and give its words."""
        view = self.view
        backdrop = make_backdrop(self.workspace)
        under, over = waters(backdrop)
        frame = shapely.box(*view.bounds)
        land = {
            code: backdrop.land(outline) if backdrop else outline
            for code, outline in outlines.items()
            if outline.intersects(frame)
        }
        seen = self._seen(land)
        heading = self._heading(seen, touched)
        kinds = {code: _kind(seen[code]) for code in seen}
        body = [view.border(), *view.water(under)]
        shapes = shapely.coverage_simplify(list(land.values()), 0.8 * view.unit)
        for code, shape in zip(land, shapes, strict=True):
            if path := view.path(shape):
                fills = heading.fills(kinds.get(code, pen.NOT_ASSESSED))
                body += [f'<path d="{path}" fill="{fill}"{pen.style("area")}/>' for fill in fills]
        body += view.water(over)
        below = [*self._north(), *self._scale()]
        marks = [drawn for plot, shape in plots for drawn in self._mark(plot, shape)]
        # Those of the plots' own areas first, then the largest: a name needs room.
        order = sorted(seen, key=lambda code: (code not in touched, -self._size(land[code]), code))
        names = [
            drawn
            for code in order
            for drawn in self._area_name(seen[code], land[code], strong=code in touched)
        ]
        called = self._plot_names(plots) if 1 < len(plots) <= _NAMED else []
        key, high = self._key(heading, plots, [kinds[code] for code in seen])
        parts = [*body, *marks, *names, *called, *below, *key]
        drawing = pen.svg(heading, _HIGH + high, parts, pen.WIDE)
        return Chart(heading.name, heading.title, heading.description, drawing, None)

    def _size(self, shape: Geometry) -> float:
        """Give how much of an area shows, in square units of the drawing."""
        shown = shapely.clip_by_rect(shape, *self.view.bounds)
        return float(shown.area) / self.view.unit**2

    def _seen(self, land: Mapping[str, Geometry]) -> dict[str, AreaProjection]:
        """Give the areas of which so much shows that it can be seen."""
        workspace = self.workspace
        found = project_areas(
            workspace.books, workspace.areas.finest, benchmark=workspace.settings.benchmark
        )
        return {
            code: found.areas[code]
            for code, shape in land.items()
            if self._size(shape) >= _LEAST_SEEN
        }

    def _heading(self, seen: Mapping[str, AreaProjection], touched: set[str | None]) -> pen.Heading:
        """Say what the map shows: its title, and where what is missing."""
        text, level = self.text, self.workspace.areas.finest
        names = [plain(seen[code].area.name) for code in seen if code in touched]
        title = text("notepage.map_title")
        if 0 < len(names) <= _LISTED // 2:
            title = text("notepage.map_around", areas=text.join(names))
        said = [text("notepage.map_read", date=self.check.vintage, **level_words(level, text))]
        by_pole: dict[Pole | None, list[str]] = {}
        for found in seen.values():
            by_pole.setdefault(found.missing_pole(found.now).pole, []).append(
                plain(found.area.name)
            )
        classes = {pole: text(f"missing.class.{pole}") for pole, _ in pole_classes(text)}
        for pole, words in (*classes.items(), (None, pole_name(None, text))):
            if listed := by_pole.get(pole):
                more = len(listed) - _LISTED
                rest = text("notepage.map_more", number=more) if more > 0 else ""
                where = ", ".join(listed[:_LISTED])
                said.append(f"{words[:1].upper()}{words[1:]}: {where}{rest}.")
        key = "notepage.map_schematic" if self.workspace.schematic else "notepage.map_north"
        return pen.Heading("around", title, " ".join([*said, text(key)]))

    def _mark(self, plot: Plot, shape: Geometry) -> list[str]:
        """Draw a plot: its outline, a mark where it would not be seen, or the area it names."""
        view = self.view
        left, top = view.at(shape.bounds[0], shape.bounds[3])
        right, bottom = view.at(shape.bounds[2], shape.bounds[1])
        path = view.path(shape)
        if plot.place.geometry is None:
            return [
                f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" '
                'stroke-linejoin="round"/>'
                for colour, width in (("#fff", 6), (_INK, 3))
            ]
        if max(right - left, bottom - top) >= _SMALL:
            view.taken.append((left - 2, top - 2, right + 2, bottom + 2))
            return [f'<path d="{path}" fill="{_INK}" stroke="#fff" stroke-width="1.5"/>']
        x, y = self._at(shape)
        size = _MARK + 2
        view.taken.append((x - size, y - size, x + size, y + size))
        return [_dot(x, y)]

    def _at(self, shape: Geometry) -> tuple[float, float]:
        point = shape.representative_point()
        return self.view.at(point.x, point.y)

    def _plot_names(self, plots: Sequence[tuple[Plot, Geometry]]) -> list[str]:
        """Write the names of several plots where there is room."""
        body = []
        for plot, shape in plots:
            x, y = self._at(shape)
            name = pen.cut(plain(plot.name), _LONGEST)
            wide = _STRONG * len(name) + 4
            for box, far in boxes_around(x, y, _MARK, wide, _RINGS):
                if name and not far and self.view.free(box):
                    self.view.taken.append(box)
                    body.append(pen.text(box[0], box[3] - 3, name, how="small b halo"))
                    break
        return body

    def _area_name(self, found: AreaProjection, land: Geometry, *, strong: bool) -> list[str]:
        """Write the name of an area within it, where there is room."""
        view = self.view
        inside = shapely.clip_by_rect(land, *view.bounds)
        if inside.is_empty:
            return []
        shapely.prepare(inside)
        name = pen.cut(plain(found.area.name), _LONGEST)
        wide = (_STRONG if strong else _LETTER) * len(name)
        x, y = self._at(inside)
        for dx, dy in _STEPS:
            box = (x + dx - wide / 2, y + dy - TALL / 2, x + dx + wide / 2, y + dy + TALL / 2)
            middle = shapely.Point(view.ground(x + dx, y + dy))
            if view.free(box) and inside.contains(middle):
                view.taken.append(box)
                how = "small halo b" if strong else "small halo"
                return [pen.text(x + dx, y + dy + 4, name, anchor="middle", how=how)]
        return []

    def _north(self) -> list[str]:
        """Draw an arrow to the north, with its letter."""
        x = pen.WIDE - 18.0
        self.view.taken.append((x - 12, 4, x + 12, 44))
        arrow = f"M{pen.place(x)} 8L{pen.place(x + 6)} 26L{pen.place(x)} 22L{pen.place(x - 6)} 26Z"
        drawn = f'<path d="{arrow}" fill="{_INK}" stroke="#fff" stroke-width="1.5"/>'
        letter = self.text("notepage.map_n")
        return [drawn, pen.text(x, 40, letter, anchor="middle", how="small b halo")]

    def _scale(self) -> list[str]:
        """Draw a length in round metres, and say where the map is schematic."""
        view, text = self.view, self.text
        metres = _round_length(_BAR * pen.WIDE * view.unit)
        right, y = pen.WIDE - 12.0, _HIGH - 12.0
        left = right - metres / view.unit
        tick = pen.place(y - 4)
        line = f"M{pen.place(left)} {tick}V{pen.place(y)}H{pen.place(right)}V{tick}"
        km = metres >= 1000  # noqa: PLR2004
        words = text(
            "notepage.map_km" if km else "notepage.map_m",
            number=text.number(metres // 1000 if km else metres),
        )
        room = 150.0 if self.workspace.schematic else 10.0
        view.taken.append((left - room, y - 24, right + 8, y + 8))
        body = [
            f'<path d="{line}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
            for colour, width in (("#fff", 4), (_INK, 1.4))
        ]
        body.append(pen.text((left + right) / 2, y - 7, words, anchor="middle", how="small halo"))
        if self.workspace.schematic:
            said = text("where.schematic")
            body.append(pen.text(left - 10, y, said, anchor="end", how="small halo", fill=EDGE))
        return body

    def _key(
        self, heading: pen.Heading, plots: Sequence[tuple[Plot, Geometry]], kinds: Collection[str]
    ) -> tuple[list[str], float]:
        """Explain the marks and the fills in rows below the map; give how high they are.

        A pole that is missing anywhere has a row with all its depths, as a scale.
        """
        text = self.text
        drawn = [plot for plot, _ in plots if plot.place.geometry is not None]
        first = []
        if drawn:
            first.append((text("notepage.map_plot", plots=len(drawn)), [_dot(12, 7)]))
        if named := len(plots) - len(drawn):
            box = pen.rect(1.5, 1.5, 21, 11, "#fff", f' stroke="{_INK}" stroke-width="3"')
            first.append((text("notepage.map_area", areas=named), [box]))
        rows = [first]
        words = {f"{pole}-{depth}": name for (pole, depth), name in pole_classes(text).items()}
        words[pen.NOT_ASSESSED] = pole_name(None, text)
        edge = f' stroke="{pen.QUIET}"'
        for kind, said in words.items():
            boxes = [pen.rect(0, 0, 24, 14, fill, edge) for fill in heading.fills(kind)]
            pole, _, depth = kind.partition("-")
            if depth in ("", "0"):
                first += [(said, boxes)] if kind in kinds else []
            elif any(each.startswith(f"{pole}-") for each in kinds):
                if depth == _FIRST_OF[pole]:
                    rows.append([(text(f"missing.class.{pole}") + ":", [])])
                rows[-1].append((said.rpartition(", ")[2], boxes))
        body, y = [], _HIGH + 7
        for row in rows:
            x = 1.0
            for said, marks in row:
                wide = (30 if marks else 0) + _LETTER * len(said)
                if x > 1 and x + wide > pen.WIDE:
                    x, y = 1.0, y + 18
                if marks:
                    move = f"translate({pen.place(x)} {pen.place(y)})"
                    body.append(f'<g transform="{move}">{"".join(marks)}</g>')
                    x += 30
                body.append(pen.text(x, y + 11, said, how="small"))
                x += 10 + _LETTER * len(said)
            y += 18
        return body, y - 3 - _HIGH


def _kind(found: AreaProjection) -> str:
    missing = found.missing_pole(found.now)
    return f"{missing.pole}-{missing.depth}" if missing.pole else pen.NOT_ASSESSED


def _dot(x: float, y: float) -> str:
    return (
        f'<circle cx="{pen.place(x)}" cy="{pen.place(y)}" r="{pen.place(_MARK)}" fill="{_INK}" '
        'stroke="#fff" stroke-width="2"/>'
    )


def _round_length(most: float) -> int:
    """Choose a length of 1, 2 or 5 and noughts, in metres, no longer than ``most``.

    Examples
    --------
    >>> _round_length(730), _round_length(2100)
    (500, 2000)
    """
    whole = max(most, 1.0)
    ten = 10 ** floor(log10(whole))
    return int(next(step for step in (5, 2, 1) if step * ten <= whole) * ten)
