"""What stands in the page around the map: its words, switches, notices and sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenuremix.counting.tenure import KNOWN, NO_MAJORITY, Tenure
from tenuremix.document.calm import calm_lines
from tenuremix.document.html import data_texts
from tenuremix.document.names import OPEN, file_name
from tenuremix.document.style import POLE_FILLS
from tenuremix.document.words import level_name, numbered, source_text
from tenuremix.inputs import Source, Workspace
from tenuremix.locale.catalogue import Language
from tenuremix.locale.locale import Locale
from tenuremix.map.allocations import HIDDEN_AT_FIRST, PROPOSED, STAGES
from tenuremix.map.data import AREA_COLUMNS
from tenuremix.map.moments import Moment
from tenuremix.map.plan import MORE_COLUMNS, PLOT_COLUMNS
from tenuremix.map.view import View, cut

GROUPS = ("shortfall", "class", "share", "target", "plan")
VIEW_KEYS = "1234567890qwertyuiop"
LEVEL_KEYS = "asdf"
PIE = ("#0b3f70", "#f59a00", "#f59a00", "#ffffff")
"""The colours of an allocation's dwellings, by tenure: what is owned has one."""
CALM = {
    Tenure.HYRESRATT.value: "#88b4da",
    Tenure.BOSTADSRATT.value: "#edb45c",
    Tenure.AGANDERATT.value: "#a9d3c0",
    NO_MAJORITY: "#e4e2dd",
}
"""The colours of the majority, which must not vibrate on a large surface."""
COMMANDS = (
    *(("earlier", "z"), ("later", "x"), ("symbols", "c"), ("map", "v"), ("table", "n")),
    *(("show", "b"), ("help", "h")),
)
"""The keys of the map: a row of the keyboard for views, one for levels, one for the rest."""

_TENURES = (*KNOWN, OPEN)
"""What the symbols add up, by the names of the tenures."""
_PAGE_WORDS = (
    *("skip", "noscript", "choose", "level", "allocations", "footer", "tables", "ledger"),
    *("download", "present", "shortcuts", "print", "close", "previous", "next", "year"),
    *("step_back", "step_on", "shortcuts_on", "shortcuts_about", "present_about"),
    *("plots", "plots_table", "not_drawn", "more_views", "more_short", "how_read", "most_title"),
    *("schematic", "wheel", "inner", "inner_button", "sparse", "rented_missing", "owned_missing"),
    *("reservations", "layers", "scale_zero"),
)
_SYMBOL_WORDS = ("unknown", "near", "size", "many", "plots", "counts", "counts_not")
_ALLOCATION_COLUMNS = ("stage", "dwellings", "where")
_LEDGER_COLUMNS = (
    *("allocation", "target", "date", "event", "area", "tenure", "change", "counted", "reason"),
)


def page_words(text: Locale) -> dict[str, Any]:
    """Gather the words that the script puts in."""
    return {
        **text.texts("map.js."),
        "columns": [text(f"map.area.{key}") for key in AREA_COLUMNS],
        "tenures": [_number_of(tenure, text) for tenure in _TENURES],
        "tenure": [text(f"tenure.{tenure}") for tenure in _TENURES],
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


def page_around(
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
        "title": text("map.page", title=heading),
        "heading": heading,
        "as_of": text("as_of", date=workspace.as_of),
        "statistics": text("map.statistics", date=stated),
        "calm": calm_lines(workspace, text),
        "brief": _brief(workspace, text),
        "levels": [
            {"id": level, "plural": _capital(level_name(level, text, plural=True)), "key": key}
            for level, key in _with_keys(list(moments[-1].projections), LEVEL_KEYS)
        ],
        "main": _switches(views, "main"),
        "groups": [
            {"id": group, "name": text(f"map.group.{group}"), "views": mine}
            for group in GROUPS
            if (mine := _switches(views, group))
        ],
        "stages": [
            {"id": stage, "name": text(f"map.stage.{stage}"), "shown": stage not in HIDDEN_AT_FIRST}
            for stage in STAGES
        ],
        "basemap": text("map.basemap") if basemap else "",
        "pie": [text("tenure.hyresratt"), text("pole.agt"), text(f"tenure.{OPEN}")],
        "symbol": {key: text(f"map.symbol.{key}") for key in _SYMBOL_WORDS},
        "unsaid": (text("unsaid.title"), numbered("unsaid.line.", text)),
        "quoted": data_texts(workspace),
        "sources": [_source(source, text) for source in workspace.sources],
        "print_lines": _print_lines(workspace, text),
        "commands": [(key, text(f"map.key.{name}")) for name, key in COMMANDS],
        "last": len(moments) - 1,
        "colours": {**CALM, **{name: fill for name, (fill, _) in _striped().items()}},
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


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _brief(workspace: Workspace, text: Locale) -> list[str]:
    """Say in the head what nobody may miss; that the areas are schematic stands on the map."""
    whole = {text("fictional"), text("schematic")}
    first = [text("map.fictional")] if workspace.fictional else []
    return [*first, *(line for line in calm_lines(workspace, text) if line not in whole)]


def quoted_texts(workspace: Workspace, text: Locale) -> list[str]:
    """List what is Swedish whatever the page is in, the longest first; nothing in Swedish."""
    if text.language is Language.SV:
        return []
    return sorted(data_texts(workspace), key=len, reverse=True)


def _switches(views: Sequence[View], group: str) -> list[dict[str, Any]]:
    """Gather the switches of a group of views, with a key each."""
    return [
        {"id": v.id, "label": v.label, "title": v.title, "key": key, "first": v is views[0]}
        for v, (_, key) in zip(views, _with_keys([v.id for v in views], VIEW_KEYS), strict=True)
        if v.group == group
    ]


def _print_lines(workspace: Workspace, text: Locale) -> list[str]:
    """Name the sources of what is drawn in a line, for print; the whole list is in the page."""
    shown = [s for s in workspace.sources if s.kind in ("stock", "areas", "water")]
    words = [
        text(f"map.print.{s.kind}", source=s.producer or s.title or file_name(s.name))
        for s in shown
    ]
    return [" ".join(dict.fromkeys(words)), text("map.print.unsaid")]


def _source(source: Source, text: Locale) -> dict[str, Any]:
    """Give a source for the footer; only a web address becomes a link."""
    link = source.link if source.link.startswith(("https://", "http://")) else ""
    return {
        "words": source_text(source, text),
        "licence": source.licence,
        "link": link,
        "notes": source.notes,
    }
