"""The map: one page that holds all it needs and asks nothing of the network."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import folium
import jinja2
from branca.element import Figure
from markupsafe import Markup

from tenuremix.counting.tenure import ALLOCATION_TENURES, KNOWN
from tenuremix.document.html import data_texts, mark_language
from tenuremix.document.names import OPEN
from tenuremix.document.style import COLOURS, PAGE_CSS, POLE_FILLS
from tenuremix.document.words import calm_lines, level_name, numbered, source_text
from tenuremix.inputs import Source, Workspace
from tenuremix.locale.locale import Locale
from tenuremix.map.allocations import (
    HIDDEN_AT_FIRST,
    PROPOSED,
    STAGES,
    Symbol,
    make_symbols,
    symbols_json,
)
from tenuremix.map.data import AREA_COLUMNS, levels_json, view_json, years_json
from tenuremix.map.first_view import find_extent, take_first
from tenuremix.map.geometry import GRID_ZOOM, grid_origin, outlines
from tenuremix.map.ledger import ledger_rows, make_ledgers
from tenuremix.map.moments import Moment, make_moments
from tenuremix.map.plan import MORE_COLUMNS, PLOT_COLUMNS, MapPlan, make_map_plan
from tenuremix.map.slides import make_slides, slides_json
from tenuremix.map.view import View, cut
from tenuremix.map.views import make_views

BASEMAP = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
BASEMAP_HOST = "https://tile.openstreetmap.org"
CREDIT = "© OpenStreetMap contributors"
GROUPS = ("shortfall", "class", "share", "pipeline", "target", "plan")
VIEW_KEYS = "1234567890qwertyuiop"
LEVEL_KEYS = "asdf"
COMMANDS = (
    *(("earlier", "z"), ("later", "x"), ("symbols", "c"), ("map", "v"), ("table", "n")),
    *(("show", "b"), ("help", "h")),
)
"""The keys of the map: a row of the keyboard for views, one for levels, one for the rest."""

SCRIPTS = ("tools", "shapes", "areas", "symbols", "popups", "tables", "controls", "show", "page")
_TENURES = (*KNOWN, OPEN)
"""What the symbols add up, by the names of the tenures."""
_PAGE_WORDS = (
    *("skip", "noscript", "choose", "level", "allocations", "footer", "tables", "ledger"),
    *("download", "present", "shortcuts", "print", "close", "previous", "next", "year"),
    *("step_back", "step_on", "shortcuts_on", "shortcuts_about", "present_about"),
    *("plots", "plots_table", "not_drawn"),
)
_SYMBOL_WORDS = ("unknown", "near", "size", "many", "plots")
_ALLOCATION_COLUMNS = ("stage", "dwellings", "where")
_LEDGER_COLUMNS = (
    *("allocation", "target", "date", "event", "area", "tenure", "change", "counted", "reason"),
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
    drawn = outlines(workspace.areas, levels, origin)
    plan = make_map_plan(workspace, moments, drawn, origin, text)
    views = make_views(workspace, ledgers, plan, text)
    symbols = make_symbols(workspace, moments, ledgers, drawn, origin, text)
    places = {symbol.id: i for i, symbol in enumerate(symbols)}
    every = [*symbols, *(plan.symbols if plan else ())]
    extent = find_extent(drawn[levels[0]].values(), _points(symbols), origin)
    lines: dict[str, int] = {}
    data = {
        "words": _words(text),
        "keys": {"views": VIEW_KEYS, "levels": LEVEL_KEYS, **dict(COMMANDS)},
        "grid": {"zoom": GRID_ZOOM, "origin": origin, "areas": extent.areas, "near": extent.near},
        "colours": [COLOURS[tenure] for tenure in ALLOCATION_TENURES],
        "years": years_json(workspace, moments, text),
        "levels": levels_json(moments, drawn, text),
        "views": [view_json(view, moments, text, lines) for view in views],
        "lines": list(lines),
        "symbols": symbols_json(every),
        "plots": _plots(plan, len(symbols)),
        "targets": [cut(found.target.title) for found in ledgers],
        "ledger": ledger_rows(ledgers, places, workspace, text),
        "slides": slides_json(make_slides(views, moments[-1], text)),
        "basemap": {"url": BASEMAP, "credit": CREDIT} if basemap else None,
    }
    first = take_first(data, extent, text)
    shown = _page(workspace, moments, views, text, basemap=basemap)
    proposed = text(f"map.stage.{PROPOSED}") if plan and plan.rows else ""
    page = _Page({**shown, "proposed": proposed, "first": first}, data)
    made = _PlainMap(first["drawing"])
    page.add_child(made)
    return made


class _Page(Figure):
    """folium's figure in a page of our own: language, headings, switches, tables, sources."""

    def __init__(self, page: Mapping[str, Any], data: Mapping[str, Any]) -> None:
        super().__init__()
        self._page = page
        self._data = data

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
            "data": _json(self._data),
            "script": "\n".join((leaflet_js(), *scripts, self.script.render())),
        }
        environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
        template = environment.from_string(_asset("page.html"))
        # Written by us, or escaped already.
        safe = {name: Markup(part) for name, part in parts.items()}  # noqa: S704
        page = template.render(page=self._page, **safe) + "\n"
        return mark_language(page, self._page["quoted"], self._page["language"])


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
        images = {key: _leaflet(f"images/{name}.png").read_bytes() for key, name in names.items()}
        texts = {key: b64encode(image).decode() for key, image in images.items()}
        return {key: f"data:image/png;base64,{coded}" for key, coded in texts.items()}

    @classmethod
    def _generate_id(cls) -> str:
        return "tenuremix"


@cache
def _asset(name: str) -> str:
    return (files("tenuremix.map") / "assets" / name).read_text(encoding="utf-8").strip()


def _leaflet(name: str) -> Traversable:
    return files("js_lib_leaflet") / "static" / "js_lib_leaflet" / name


@cache
def leaflet_js() -> str:
    """Give Leaflet without the address of a map of its source."""
    return re.sub(
        r"//# sourceMappingURL=\S+", "", _leaflet("leaflet.js").read_text(encoding="utf-8")
    ).strip()


@cache
def leaflet_css() -> str:
    """Give Leaflet's style sheet without the rules that would fetch an image."""
    return re.sub(
        r"[\w-]+:\s*url\([^)]*\);", "", _leaflet("leaflet.css").read_text(encoding="utf-8")
    ).strip()


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


def _words(text: Locale) -> dict[str, Any]:
    """Gather the words that the script puts in."""
    return {
        **text.texts("map.js."),
        "columns": [text(f"map.area.{key}") for key in AREA_COLUMNS],
        "tenures": [_number_of(tenure, text) for tenure in _TENURES],
        "tenure": [text(f"tenure.{tenure}") for tenure in _TENURES],
        "letters": [text(f"map.letter.{tenure}") for tenure in ALLOCATION_TENURES],
        "stages": {stage: text(f"map.stage.{stage}") for stage in (*STAGES, PROPOSED)},
        "plots": [text(key) for key in PLOT_COLUMNS],
        "plots_title": text("map.plots_table"),
        "more": [text(key) for key in MORE_COLUMNS],
        "and": text("and"),
        "unknown": text("map.symbol.unknown"),
        "allocations": [text("col.name"), *(text(f"map.col.{k}") for k in _ALLOCATION_COLUMNS)],
        "ledger": [text(f"map.ledger.{key}") for key in _LEDGER_COLUMNS],
    }


def _number_of(tenure: str, text: Locale) -> str:
    """Give the text for some dwellings of a tenure, as the script fills it in."""
    one, other = text(f"tenures_one.{tenure}"), text(f"tenures.{tenure}")
    return f"{{number}} {{number:{one}|{other}}}"


def _page(
    workspace: Workspace,
    moments: Sequence[Moment],
    views: Sequence[View],
    text: Locale,
    *,
    basemap: bool,
) -> dict[str, Any]:
    """Gather what stands in the page around the map."""
    heading = cut(workspace.settings.title) or text("map.title")
    vintage = moments[-1].vintage
    stated = text.day(vintage) if vintage else text("map.no_vintage")
    return {
        **{key: text(f"map.{key}") for key in _PAGE_WORDS},
        "language": text.language,
        "policy": _policy(basemap=basemap),
        "title": text("map.page", title=heading),
        "heading": heading,
        "as_of": text("as_of", date=workspace.as_of),
        "statistics": text("map.statistics", date=stated),
        "calm": calm_lines(workspace, text),
        "levels": [
            {"id": level, "plural": _capital(level_name(level, text, plural=True)), "key": key}
            for level, key in _with_keys(list(moments[-1].projections), LEVEL_KEYS)
        ],
        "groups": _groups(views, text),
        "stages": [
            {"id": stage, "name": text(f"map.stage.{stage}"), "shown": stage not in HIDDEN_AT_FIRST}
            for stage in STAGES
        ],
        "basemap": text("map.basemap") if basemap else "",
        "tenures": [
            {"letter": text(f"map.letter.{t}"), "name": text(f"tenure.{named}")}
            for t, named in zip(ALLOCATION_TENURES, _TENURES, strict=True)
        ],
        "symbol": {key: text(f"map.symbol.{key}") for key in _SYMBOL_WORDS},
        "unsaid": (text("unsaid.title"), numbered("unsaid.line.", text)),
        "quoted": data_texts(workspace),
        "sources": [_source(source, text) for source in workspace.sources],
        "commands": [(key, text(f"map.key.{name}")) for name, key in COMMANDS],
        "last": len(moments) - 1,
        "colours": {**COLOURS, **{name: fill for name, (fill, _) in _striped().items()}},
        "stripes": [(name, stripe) for name, (_, stripe) in _striped().items()],
    }


def _striped() -> dict[str, tuple[str, str]]:
    """Give the fill and the stripe of each pattern of what is missing, by its name."""
    return {
        f"{pole}-{depth}": colours for (pole, depth), colours in POLE_FILLS.items() if colours[1]
    }


def _with_keys(names: Sequence[str], keys: str) -> list[tuple[str, str]]:
    """Pair names with keys, as far as the keys reach."""
    return [(name, keys[i : i + 1]) for i, name in enumerate(names)]


def _policy(*, basemap: bool) -> str:
    """Write the policy by which a browser refuses every request, but for the basemap's."""
    images = f"data: {BASEMAP_HOST}" if basemap else "data:"
    inline = "'unsafe-inline'"
    return (
        f"default-src 'none'; script-src {inline}; style-src {inline}; img-src {images}; "
        "base-uri 'none'; form-action 'none'"
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _groups(views: Sequence[View], text: Locale) -> list[dict[str, Any]]:
    """Gather the switches of the views, with a key each, under the names of their groups."""
    keys = dict(_with_keys([view.id for view in views], VIEW_KEYS))
    found = []
    for group in GROUPS:
        mine = [
            {
                "id": v.id,
                "label": v.label,
                "title": v.title,
                "key": keys[v.id],
                "first": v is views[0],
            }
            for v in views
            if v.group == group
        ]
        if mine:
            found.append({"id": group, "name": text(f"map.group.{group}"), "views": mine})
    return found


def _source(source: Source, text: Locale) -> dict[str, Any]:
    """Give a source for the footer; only a web address becomes a link."""
    link = source.link if source.link.startswith(("https://", "http://")) else ""
    return {
        "words": source_text(source, text),
        "licence": source.licence,
        "link": link,
        "notes": source.notes,
    }
