"""Put the page together: the same for every workspace, whose data it asks for itself."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import jinja2

from tenuremix.document.script import elements_js, leaflet_css, leaflet_js
from tenuremix.document.style import COLOURS, FONTS
from tenuremix.locale.locale import Locale

SCRIPTS = (
    *("say", "rings", "state", "link", "ask", "chart", "snap", "drawing", "draft"),
    *("place", "ways", "corners", "form", "answer", "parts", "alternatives", "comparison"),
    *("picture", "hand", "saving", "page"),
)
"""The parts of the page's script, in the order that they are joined in."""
_SHARED = ("and", "at_least", "percent")
_SHARED_HEADS = ("tenure.", "tenures.", "tenures_one.")
_TENURES = ("hyresratt", "bostadsratt", "aganderatt", "oklar")
_RADII = (200, 500, 1000, 2000)


def page_words(text: Locale) -> dict[str, str]:
    """Give the words that the page's script says, by their keys.

    Parameters
    ----------
    text
        The language.

    Returns
    -------
    dict
        Texts in which ``{name}`` and ``{number:one|many}`` are still to be filled in.
    """
    every = text.texts("")
    heads = ("page.", *_SHARED_HEADS)
    return {key: words for key, words in every.items() if key in _SHARED or key.startswith(heads)}


@cache
def render_page(language: str) -> str:
    """Write the page, which holds nothing of a workspace.

    Parameters
    ----------
    language
        ``"sv"`` or ``"en"``.

    Returns
    -------
    str
        An HTML document without a script, a style or an address of its own in it: the browser
        takes those of :data:`ASSETS`, and may be told to refuse any other.
    """
    text = Locale(language)
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_asset("page.html"))
    radii = [(metres, text("page.around.metres", number=metres)) for metres in _RADII]
    return template.render(text=text, language=text.language, tenures=_TENURES, radii=radii) + "\n"


def _asset(name: str) -> str:
    return (files("tenuremix.serve.page") / "assets" / name).read_text(encoding="utf-8").strip()


def _style() -> str:
    """Give the page its style, with the colours that every product has."""
    dots = "\n".join(f".dot.{tenure} {{ background: {COLOURS[tenure]}; }}" for tenure in _TENURES)
    return (
        f"body {{ font-family: {FONTS}; }}\n{_asset('page.css')}\n{_asset('narrow.css')}\n{dots}\n"
    )


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
    script = "\n".join((elements_js(), *(_asset(f"{name}.js") for name in SCRIPTS)))
    named = {
        "leaflet.js": (leaflet_js(), "text/javascript"),
        "leaflet.css": (leaflet_css(), "text/css"),
        "page.js": (script, "text/javascript"),
        "page.css": (_style(), "text/css"),
    }
    made = {}
    for name, (words, media) in named.items():
        content = f"{words}\n".encode()
        made[name] = Asset(content, gzip.compress(content, mtime=0), media)
    return made


ASSETS: Mapping[str, Asset] = _parts()
"""What the page is shown with, by name."""
