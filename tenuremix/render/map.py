"""The map: one page that holds all it needs and asks nothing of the network."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, cast

import folium
import jinja2
from branca.element import Element, Figure, MacroElement
from markupsafe import Markup

from tenuremix.errors import Language
from tenuremix.outlook import AreaOutlook, Outlook, project_areas
from tenuremix.render.locale import Locale
from tenuremix.render.map_allocations import (
    HIDDEN_AT_FIRST,
    STAGES,
    Symbol,
    make_symbols,
    symbol_json,
)
from tenuremix.render.map_geometry import Outline, outlines
from tenuremix.render.map_views import Sheet, View, make_views
from tenuremix.render.style import COLOURS, PAGE_CSS
from tenuremix.render.words import calm_lines, level_name, source_text
from tenuremix.tenure import ALLOCATION_TENURES, KNOWN, ZERO, Tenure, share, total
from tenuremix.workspace import Source, Workspace

BASEMAP = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
BASEMAP_HOST = "https://tile.openstreetmap.org"
CREDIT = "© OpenStreetMap contributors"
_GROUPS = ("class", "share", "shortfall", "target")


def render_map(workspace: Workspace, *, language: Language = "sv", basemap: bool = False) -> str:
    """Draw the map of a workspace.

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
    str
        An HTML document.  The same workspace gives the same text; unless ``basemap`` is
        switched on in it, it asks nothing of the network.
    """
    text = Locale(language)
    books = workspace.books
    levels = books.judged_levels() or [workspace.areas.finest]
    reference = workspace.settings.reference
    outlooks = {level: project_areas(books, level, reference=reference) for level in levels}
    views = make_views(workspace, outlooks, text)
    drawn = outlines(workspace.areas, levels)
    symbols = make_symbols(workspace, drawn, text)
    centre = _centre(drawn[levels[0]])
    data = {
        "words": {**text.texts("map.js."), "columns": _columns(text)},
        "centre": centre,
        "colours": [COLOURS[tenure] for tenure in ALLOCATION_TENURES],
        "levels": [_level(level, outlooks[level], drawn[level], text) for level in levels],
        "views": [_view(view, outlooks) for view in views],
        "symbols": [symbol_json(symbol) for symbol in symbols],
        "basemap": {"url": BASEMAP, "credit": CREDIT} if basemap else None,
    }
    page = _Page(_page(workspace, outlooks, views, symbols, text, basemap=basemap))
    plain_map = _PlainMap(location=centre, tiles=None)
    page.add_child(plain_map)
    plain_map.add_child(_Layers(data))
    return str(page.render())


class _Verbatim(Element):
    """Text put into the page as it is.

    folium reads what it is given as a template, in which a name such as ``{{ … }}`` would be
    carried out.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self, **_kwargs: object) -> str:
        return self._text


class _Page(Figure):
    """folium's figure in a page of our own: language, headings, switches, tables, sources."""

    def __init__(self, page: Mapping[str, Any]) -> None:
        super().__init__()
        self.header = _Verbatim("")
        self._page = page

    def render(self, **kwargs: object) -> str:
        for child in self._children.values():
            child.render(**kwargs)
        parts = {
            name: Markup(getattr(self, name).render())  # noqa: S704 - written by us, or escaped
            for name in ("html", "script")
        }
        header = "\n".join(
            f"<style>\n{css}\n</style>" for css in (_leaflet_css(), PAGE_CSS, _asset("map.css"))
        )
        header += f"\n<script>\n{_leaflet_js()}\n{_asset('map.js')}\n</script>"
        environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
        template = environment.from_string(_asset("map.html"))
        return template.render(page=self._page, header=Markup(header), **parts) + "\n"  # noqa: S704


class _PlainMap(folium.Map):
    """folium's map without its scripts from other hosts, and with an id that stays the same."""

    default_js = []  # noqa: RUF012
    default_css = []  # noqa: RUF012
    _template = jinja2.Template(
        """
        {% macro html(this, kwargs) %}
        <div class="folium-map" id="{{ this.get_name() }}"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        const {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
            center: {{ this.location|tojson }}, zoom: {{ this.options.zoom }},
            zoomControl: false, zoomSnap: 0.25, minZoom: 7, maxZoom: 18
        });
        {% endmacro %}
        """
    )

    @classmethod
    def _generate_id(cls) -> str:
        return "tenuremix"


class _Layers(MacroElement):
    """Our areas and allocations on folium's map; the data are embedded once."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Layers"
        self._data = data

    @classmethod
    def _generate_id(cls) -> str:
        return "tenuremix"

    def render(self, **_kwargs: object) -> str:
        figure, plain_map = cast("Figure", self.get_root()), cast("Element", self._parent)
        holder = f'<script type="application/json" id="map-data">{_json(self._data)}</script>'
        figure.html.add_child(_Verbatim(holder), name=self.get_name())
        start = f"startTenureMap({plain_map.get_name()});"
        figure.script.add_child(_Verbatim(start), name=self.get_name())
        return ""


@cache
def _asset(name: str) -> str:
    return (files("tenuremix.render") / "assets" / name).read_text(encoding="utf-8").strip()


def _leaflet(name: str) -> str:
    folder = files("js_lib_leaflet") / "static" / "js_lib_leaflet"
    return (folder / name).read_text(encoding="utf-8")


@cache
def _leaflet_js() -> str:
    return re.sub(r"//# sourceMappingURL=\S+", "", _leaflet("leaflet.js")).strip()


@cache
def _leaflet_css() -> str:
    """Give Leaflet's style sheet without the rules that would fetch an image."""
    return re.sub(r"[\w-]+:\s*url\([^)]*\);", "", _leaflet("leaflet.css")).strip()


def _json(data: object) -> str:
    """Write JSON that nothing in it can break out of a script."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        written = written.replace(letter, f"\\u{ord(letter):04x}")
    return written


def _centre(drawn: Mapping[str, Outline]) -> tuple[float, float]:
    """Take the middle of the areas: only where the map stands before it has fitted them."""
    points = [outline.point for outline in drawn.values()] or [(0.0, 0.0)]
    ends = [(min(axis) + max(axis)) / 2 for axis in zip(*points, strict=True)]
    return round(ends[0], 5), round(ends[1], 5)


def _columns(text: Locale) -> list[str]:
    return [text(f"map.area.{key}") for key in _AREA_COLUMNS]


_AREA_COLUMNS = ("tenure", "dwellings", "share", "shortfall", "decided")


def _level(
    level: str, outlook: Outlook, drawn: Mapping[str, Outline], text: Locale
) -> dict[str, Any]:
    """Give the areas of a level as the script reads them."""
    areas = []
    for code, area in outlook.areas.items():
        outline = drawn.get(code)
        lines, rows, notes = _area_facts(area, text)
        areas.append(
            {
                "code": code,
                "name": area.area.name,
                "at": outline.point if outline else None,
                "rings": outline.rings if outline else [],
                "lines": lines,
                "rows": rows,
                "notes": notes,
            }
        )
    return {"id": level, "areas": areas}


def _area_facts(area: AreaOutlook, text: Locale) -> tuple[list[str], list[list[str]], list[str]]:
    """Write what the popup of an area says: lines, a row for each tenure, and notes."""
    flows = area.flows
    decided = {t: flows.pipeline[t] + flows.completed[t] for t in ALLOCATION_TENURES}
    notes = []
    if decided[Tenure.OKLAR]:
        notes.append(text("map.area.undecided", number=text.number(decided[Tenure.OKLAR])))
    if area.now is None:
        return [text("map.area.no_statistics")], [], notes
    mix, shortfall = area.now, area.shortfall()
    rows = [
        [
            text(f"tenure.{tenure}"),
            text.count(mix.get(tenure, ZERO)),
            text.share(share(mix, {tenure})),
            text.count(shortfall[tenure]),
            text.number(decided[tenure]),
        ]
        for tenure in KNOWN
    ]
    unknown = mix.get(Tenure.OKAND, ZERO)
    if unknown.high is None:
        notes.append(text("map.area.unknown_hidden"))
    elif unknown.high:
        notes.append(text("map.area.unknown", number=text.count(unknown)))
    if any(mix.get(tenure, ZERO).value is None for tenure in KNOWN):
        notes.append(text("map.area.hidden"))
    return [text("map.area.known", number=text.count(total(mix)))], rows, notes


def _view(view: View, outlooks: Mapping[str, Outlook]) -> dict[str, Any]:
    """Give a view as the script reads it."""
    return {
        "id": view.id,
        "group": view.group,
        "label": view.label,
        "title": view.title,
        "unit": view.unit,
        "sheets": {level: _sheet(view.sheets[level], outlooks[level]) for level in outlooks},
    }


def _sheet(sheet: Sheet, outlook: Outlook) -> dict[str, Any]:
    found = [sheet.values[code] for code in outlook.areas]
    return {
        "title": sheet.title,
        "about": sheet.about,
        "legend": [{"fill": b.fill, "letter": b.letter, "words": b.words} for b in sheet.legend],
        "values": [[v.bucket, v.short, v.words, v.order] for v in found],
    }


def _page(
    workspace: Workspace,
    outlooks: Mapping[str, Outlook],
    views: Sequence[View],
    symbols: Sequence[Symbol],
    text: Locale,
    *,
    basemap: bool,
) -> dict[str, Any]:
    """Gather what stands in the page around the map."""
    heading = workspace.settings.title or text("map.title")
    vintage = next(iter(outlooks.values())).vintage
    stated = text.day(vintage) if vintage else text("map.no_vintage")
    as_of = text.day(workspace.as_of)
    simple = ("skip", "noscript", "controls", "level", "allocations", "footer")
    return {
        **{key: text(f"map.{key}") for key in simple},
        "language": text.language,
        "policy": _policy(basemap=basemap),
        "title": text("map.page", title=heading),
        "heading": heading,
        "as_of": text("as_of", date=as_of),
        "as_of_words": as_of,
        "statistics": text("map.statistics", date=stated),
        "calm": calm_lines(workspace, text),
        "levels": [
            {"id": level, "plural": _capital(level_name(level, text, plural=True))}
            for level in outlooks
        ],
        "groups": _groups(views, text),
        "stages": _stages(symbols, text),
        "basemap": text("map.basemap") if basemap else "",
        "tenures": [
            {"letter": text(f"map.letter.{t}"), "name": text(f"tenure.{t}")}
            for t in ALLOCATION_TENURES
        ],
        "unknown": text("map.symbol.unknown"),
        "near": text("map.symbol.near"),
        "size": text("map.symbol.size"),
        "number": len(symbols),
        "columns": [text("col.name"), *(text(f"map.col.{k}") for k in _ALLOCATION_COLUMNS)],
        "sources": [_source(source, text) for source in workspace.sources],
        "colours": COLOURS,
    }


_ALLOCATION_COLUMNS = ("stage", "dwellings", "where")


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
    found = []
    for group in _GROUPS:
        mine = [
            {"id": view.id, "label": view.label, "first": view is views[0]}
            for view in views
            if view.group == group
        ]
        if mine:
            found.append({"id": group, "name": text(f"map.group.{group}"), "views": mine})
    return found


def _stages(symbols: Sequence[Symbol], text: Locale) -> list[dict[str, Any]]:
    return [
        {
            "id": stage,
            "name": text(f"map.stage.{stage}"),
            "number": sum(symbol.stage == stage for symbol in symbols),
            "shown": stage not in HIDDEN_AT_FIRST,
        }
        for stage in STAGES
    ]


def _source(source: Source, text: Locale) -> dict[str, Any]:
    """Give a source for the footer; only a web address becomes a link."""
    link = source.link if source.link.startswith(("https://", "http://")) else ""
    return {
        "words": source_text(source, text),
        "licence": source.licence,
        "link": link,
        "notes": source.notes,
    }
