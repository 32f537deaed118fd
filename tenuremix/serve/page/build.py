"""Put the page together, around what a workspace has to begin with."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import jinja2

from tenuremix.document.script import elements_js, leaflet_css, leaflet_js
from tenuremix.document.style import COLOURS, FONTS
from tenuremix.locale.locale import Locale

SCRIPTS = (
    *("say", "rings", "names", "state", "link", "ask", "chart", "snap", "drawing", "draft"),
    *("place", "ways", "corners", "form", "answer", "parts", "alternatives", "comparison"),
    *("picture", "hand", "saving", "page"),
)
"""The parts of the page's script, in the order that they are joined in."""
_AHEAD = "//# allFunctionsCalledOnLoad"
"""What tells a browser to compile the script as it comes, beside the thread that draws the page."""
_SHARED = ("and", "at_least", "percent")
_SHARED_HEADS = ("tenure.", "tenures.", "tenures_one.")
_TENURES = ("hyresratt", "bostadsratt", "aganderatt", "oklar")
_RADII = (200, 500, 1000, 2000)


def render_page(text: Locale, start: Mapping[str, object] | None, broken: str = "") -> str:
    """Write the page.

    Parameters
    ----------
    text
        What it says it in.
    start
        What it begins with, as ``drawing.start`` gives it; None where nothing can be shown.
    broken
        Why it can not.

    Returns
    -------
    str
        An HTML document without a script, a style or an address of its own in it: the browser
        takes those of :data:`ASSETS`, and may be told to refuse any other.
    """
    return _frame(text.language).render(start=start, broken=broken) + "\n"


@cache
def _frame(language: str) -> jinja2.Template:
    """Read the page's template, with all that is the same for every workspace."""
    text = Locale(language)
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.policies["json.dumps_kwargs"] = {"separators": (",", ":")}
    radii = [(metres, text("page.around.metres", number=metres)) for metres in _RADII]
    said = {"text": text, "language": text.language, "words": _words(text)}
    same = {**said, "tenures": _TENURES, "radii": radii}
    return environment.from_string(_asset("page.html"), same)


def _words(text: Locale) -> dict[str, str | list[str]]:
    """Give the words that the script says, by their keys, with ``{name}`` still to be filled in."""
    heads = ("page.", *_SHARED_HEADS)
    said = {
        key: words
        for key, words in text.texts("").items()
        if key in _SHARED or key.startswith(heads)
    }
    return {**said, "months": [text.month(date(2000, month, 1)) for month in range(1, 13)]}


def _asset(name: str) -> str:
    return (files("tenuremix.serve.page") / "assets" / name).read_text(encoding="utf-8").strip()


def _style() -> str:
    """Give the page its style and Leaflet's, with the colours that every product has."""
    dots = "\n".join(f".dot.{tenure} {{ background: {COLOURS[tenure]}; }}" for tenure in _TENURES)
    own = (f"body {{ font-family: {FONTS}; }}", _asset("page.css"), _asset("narrow.css"), dots)
    return "\n".join((leaflet_css(), *own))


@dataclass(frozen=True, slots=True)
class Asset:
    """A part that the page is shown with.

    Parameters
    ----------
    content, packed
        Its bytes, as they are and with gzip; both the same every time.
    media
        What kind it is.
    """

    content: bytes
    packed: bytes
    media: str


def _parts() -> dict[str, Asset]:
    own = (_asset(f"{name}.js") for name in SCRIPTS)
    script = "\n".join((_AHEAD, leaflet_js(), elements_js(), *own))
    named = {"page.js": (script, "text/javascript"), "page.css": (_style(), "text/css")}
    made = {}
    for name, (words, media) in named.items():
        content = f"{words}\n".encode()
        made[name] = Asset(content, gzip.compress(content, mtime=0), media)
    return made


ASSETS: Mapping[str, Asset] = _parts()
"""What the page is shown with, by name."""
