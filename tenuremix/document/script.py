"""What the pages with a map have in common: Leaflet, from its wheel, and the small tools."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable


@cache
def elements_js() -> str:
    """Give the functions that make elements, and put numbers into the words of a page."""
    return (files("tenuremix.document") / "assets" / "elements.js").read_text("utf-8").strip()


def leaflet_file(name: str) -> Traversable:
    """Find a file of Leaflet's."""
    return files("js_lib_leaflet") / "static" / "js_lib_leaflet" / name


@cache
def leaflet_js() -> str:
    """Give Leaflet without the address of a map of its source."""
    return re.sub(
        r"//# sourceMappingURL=\S+", "", leaflet_file("leaflet.js").read_text(encoding="utf-8")
    ).strip()


@cache
def leaflet_css() -> str:
    """Give Leaflet's style sheet without the rules that would fetch an image."""
    return re.sub(
        r"[\w-]+:\s*url\([^)]*\);", "", leaflet_file("leaflet.css").read_text(encoding="utf-8")
    ).strip()
