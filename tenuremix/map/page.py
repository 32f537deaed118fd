"""The map: one page that holds all it needs and asks nothing of the network."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import folium
import jinja2
from branca.element import Figure
from markupsafe import Markup

from tenuremix.counting.tenure import KNOWN
from tenuremix.document.backdrop import make_backdrop
from tenuremix.document.html import POLICY, mark_language, with_policy
from tenuremix.document.script import elements_js, leaflet_css, leaflet_file, leaflet_js
from tenuremix.document.style import PAGE_CSS
from tenuremix.inputs import Workspace
from tenuremix.locale.locale import Locale
from tenuremix.map.allocations import HIDDEN_AT_FIRST, PROPOSED, Symbol, make_symbols, symbols_json
from tenuremix.map.around import (
    COMMANDS,
    LEVEL_KEYS,
    PIE,
    VIEW_KEYS,
    page_around,
    page_words,
    quoted_texts,
)
from tenuremix.map.data import levels_json, view_json, years_json
from tenuremix.map.first_view import RIM_M, Backcloth, find_extent, take_first
from tenuremix.map.geometry import GRID_ZOOM, grid_metres, grid_origin, outlines, water_paths
from tenuremix.map.goal import goals_json
from tenuremix.map.ledger import ledger_rows, make_ledgers
from tenuremix.map.moments import make_moments
from tenuremix.map.named import find_inner, gathering_level, place_labels, region_labels
from tenuremix.map.plan import MapPlan, make_map_plan
from tenuremix.map.scale import share_scale
from tenuremix.map.slides import make_slides, slides_json
from tenuremix.map.view import SPARSE_FILLS, cut
from tenuremix.map.views import make_views

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

BASEMAP = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
BASEMAP_HOST = "https://tile.openstreetmap.org"
CREDIT = "© OpenStreetMap contributors"
SCRIPTS = (
    *("tools", "shapes", "areas", "labels", "pictures", "symbols", "inset", "walk", "popups"),
    *("tables", "beside", "controls", "print", "show", "page"),
)


def render_map(workspace: Workspace, *, language: str = "sv", basemap: bool = False) -> str:
    """Draw the map of a workspace as a page.

    Parameters
    ----------
    workspace, language, basemap
        As of :func:`make_map`.

    Returns
    -------
    str
        An HTML document.  The same workspace gives the same text; unless ``basemap`` is
        switched on in it, it asks nothing of the network.
    """
    return str(make_map(workspace, language=language, basemap=basemap).get_root().render())


def make_map(workspace: Workspace, *, language: str = "sv", basemap: bool = False) -> folium.Map:
    """Make the map of a workspace.

    Parameters
    ----------
    workspace
        The inputs and the date.
    language
        Of every text and number.
    basemap
        Whether the reader may switch on a background map, which is fetched from OpenStreetMap.

    Returns
    -------
    folium.Map
        In a page of its own, which shows it with its switches and tables.  What is added to it
        with folium is drawn on top.
    """
    text = Locale(language)
    moments = make_moments(workspace)
    levels = list(moments[-1].projections)
    ledgers = make_ledgers(workspace)
    origin = grid_origin(workspace.areas)
    backdrop = make_backdrop(workspace)
    land = backdrop.land if backdrop else _whole
    drawn = outlines(workspace.areas, levels, origin, land)
    opening = opening_level(workspace, levels)
    plan = make_map_plan(workspace, moments, drawn, origin, text)
    views = make_views(workspace, ledgers, plan, text)
    symbols = make_symbols(workspace, moments, ledgers, drawn, origin, text)
    places = {symbol.id: i for i, symbol in enumerate(symbols)}
    every = [*symbols, *(plan.symbols if plan else ())]
    extent = find_extent(drawn[opening].values(), _points(symbols), origin)
    inner = find_inner(list(drawn[opening].values()), extent, origin)
    sea, rivers = water_paths(backdrop, workspace.areas.crs, origin)
    cloth = Backcloth(sea, rivers, bool(backdrop and backdrop.over), inner)
    gathered = gathering_level(drawn)
    names = workspace.areas.at(gathered)
    lines: dict[str, int] = {}
    phrases: dict[str, int] = {}
    data = {
        "words": page_words(text),
        "keys": {"views": VIEW_KEYS, "levels": LEVEL_KEYS, **dict(COMMANDS)},
        "grid": {
            "zoom": GRID_ZOOM,
            "origin": origin,
            "areas": extent,
            "inner": inner,
            "rim": round(RIM_M / grid_metres(workspace.areas)),
        },
        "open": opening,
        "quoted": quoted_texts(workspace, text),
        "colours": PIE,
        "sparse": SPARSE_FILLS,
        "scale": share_scale(moments[-1].projections[opening].yardstick, text),
        "places": place_labels(workspace, drawn),
        "regions": region_labels(workspace, drawn),
        "parts": {c: [cut(names[c].name), o.point] for c, o in drawn[gathered].items()},
        "goals": goals_json(ledgers, moments, text),
        "asks": [[KNOWN.index(t) for t in found.target.tenures] for found in ledgers],
        "years": years_json(workspace, moments, text),
        "levels": levels_json(workspace, moments, drawn, land, text),
        "views": [view_json(view, moments, text, lines) for view in views],
        "lines": list(lines),
        "symbols": symbols_json(every, phrases),
        "plots": _plots(plan, len(symbols)),
        "short": [
            text("map.main.target") if i == 0 else cut(g.target.title)
            for i, g in enumerate(ledgers)
        ],
        "targets": [cut(found.target.title) for found in ledgers],
        "ledger": ledger_rows(ledgers, places, workspace, text, phrases),
        "phrases": list(phrases),
        "slides": slides_json(
            make_slides(views, moments[-1], opening, text, inner=inner is not None)
        ),
        "basemap": {"url": BASEMAP, "credit": CREDIT} if basemap else None,
    }
    first = take_first(data, levels.index(opening), extent, cloth, text)
    shown = page_around(workspace, moments, views, text, basemap=basemap)
    shown |= {"scale": data["scale"], "inset": inner is not None, "drawn": cloth.over}
    shown["symbols"] = text("map.show_symbols", number=len(symbols))
    proposed = text(f"map.stage.{PROPOSED}") if plan and plan.rows else ""
    images = f"data: {BASEMAP_HOST}" if basemap else "data:"
    page = _Page({**shown, "proposed": proposed, "first": first}, data, images)
    made = _PlainMap(first["drawing"])
    page.add_child(made)
    return made


def _whole(polygon: Geometry) -> Geometry:
    return polygon


def opening_level(workspace: Workspace, levels: Sequence[str]) -> str:
    """Choose the level that the map opens at: the one that the first target is judged at."""
    judged = [target.definition.level for target in workspace.targets]
    return next((level for level in judged if level in levels), levels[0])


class _Page(Figure):
    """folium's figure in a page of our own: language, headings, switches, tables, sources."""

    def __init__(self, page: Mapping[str, Any], data: Mapping[str, Any], images: str) -> None:
        super().__init__()
        self._page = page
        self._data = data
        self._images = images

    def _has_more(self, added: Sequence[object]) -> bool:
        """Tell whether something was added to the page, or to the map in it, with folium.

        That may fetch its scripts from anywhere and style what it likes: no policy holds it.
        """
        parts = (self._children, self.html._children)  # noqa: SLF001
        more = (child._children for child in self._children.values())  # noqa: SLF001
        return bool(added) or any(len(part) > 1 for part in parts) or any(more)

    def render(self, **kwargs: object) -> str:
        for child in self._children.values():
            child.render(**kwargs)
        scripts = [_asset(f"{name}.js") for name in SCRIPTS]
        styles = (leaflet_css(), PAGE_CSS, _asset("page.css"), _asset("print.css"))
        added = [part for name, part in self.header._children.items() if name != "meta_http"]  # noqa: SLF001
        parts = {
            "header": "\n".join(
                [*(f"<style>\n{css}\n</style>" for css in styles), *(e.render() for e in added)]
            ),
            "html": self.html.render(),
            "policy": "" if self._has_more(added) else POLICY,
            "data": _json(self._data),
            "script": "\n".join((leaflet_js(), elements_js(), *scripts, self.script.render())),
        }
        environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
        template = environment.from_string(_asset("page.html"))
        # Written by us, or escaped already.
        safe = {name: Markup(part) for name, part in parts.items()}  # noqa: S704
        page = template.render(page=self._page, **safe) + "\n"
        page = mark_language(page, self._page["quoted"], self._page["language"])
        return with_policy(page, images=self._images)


class _PlainMap(folium.Map):
    """folium's map without its scripts from other hosts, and with an id that stays the same.

    What is drawn in it stands there until Leaflet takes it over.
    """

    default_js = []  # noqa: RUF012
    default_css = []  # noqa: RUF012
    _template = jinja2.Template(
        """
        {% macro html(this, kwargs) %}
        <div class="folium-map" id="{{ this.get_name() }}">{{ this.drawing }}</div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        const tenureMap = startTenureMap(L.map({{ this.get_name()|tojson }}, {
            zoomControl: false, zoomSnap: 0.05, minZoom: 7, maxZoom: 18, ...calmMotion()
        }));
        {%- if this._children %}
        var {{ this.get_name() }} = tenureMap.map; // what folium adds is added to
        tenureMap.map.getPane("overlayPane").style.zIndex = 402; // above the areas
        window.$ ??= (html) => // all that folium's popups ask of jQuery
            [new DOMParser().parseFromString(html, "text/html").body.firstChild];
        delete L.Icon.Default.prototype._getIconUrl;
        L.Icon.Default.mergeOptions({{ this.marker()|tojson }});
        {%- endif %}
        {% endmacro %}
        """
    )

    def __init__(self, drawing: Markup) -> None:
        super().__init__(tiles=None)
        self.drawing = drawing

    def marker(self) -> dict[str, str]:
        """Give the images of a marker, which would be fetched from beside the page."""
        names = {"iconUrl": "marker-icon", "iconRetinaUrl": "marker-icon-2x"}
        names["shadowUrl"] = "marker-shadow"
        images = {
            key: leaflet_file(f"images/{name}.png").read_bytes() for key, name in names.items()
        }
        texts = {key: b64encode(image).decode() for key, image in images.items()}
        return {key: f"data:image/png;base64,{coded}" for key, coded in texts.items()}

    @classmethod
    def _generate_id(cls) -> str:
        return "tenuremix"


@cache
def _asset(name: str) -> str:
    return (files("tenuremix.map") / "assets" / name).read_text(encoding="utf-8").strip()


def _json(data: object) -> str:
    """Write JSON that nothing in it can break out of a script."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        written = written.replace(letter, f"\\u{ord(letter):04x}")
    return written


def _points(symbols: Sequence[Symbol]) -> list[tuple[float, float]]:
    """Give where the symbols stand that are shown at first."""
    last = [symbol.looks[-1] for symbol in symbols]
    drawn = [look for look in last if look and not look.somewhere]
    return [look.point for look in drawn if look.stage not in HIDDEN_AT_FIRST]


def _plots(plan: MapPlan | None, before: int) -> list[list[Any]]:
    """Give the table of plots, each with the place of its symbol among all symbols or -1."""
    rows = plan.rows if plan else ()
    return [[*row[:-2], row[-2] + before if row[-2] >= 0 else -1, row[-1]] for row in rows]
