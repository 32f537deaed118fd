"""The prepared views of the presentation: which view at which level, and what is said beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tenuremix.locale.locale import Locale
from tenuremix.map.moments import Moment
from tenuremix.map.view import View

INNER, RANKED, FIGURE = "inner", "ranked", "figure"
"""What a slide shows besides a view: the inner city alone, where most is missing, the figure."""


@dataclass(frozen=True, slots=True)
class Slide:
    """One prepared view.

    Parameters
    ----------
    view, level
        What is shown.
    sentence
        What is said in large type.
    symbols
        Whether the allocations are shown on it.
    part
        One of :data:`INNER`, :data:`RANKED` and :data:`FIGURE`; empty where it is the view alone.
    """

    view: str
    level: str
    sentence: str
    symbols: bool = False
    part: str = ""


def make_slides(
    views: Sequence[View], moment: Moment, opening: str, text: Locale, *, inner: bool
) -> list[Slide]:
    """Prepare the views of a presentation, at the last moment.

    Parameters
    ----------
    views
        Every view of the map.
    moment
        The last one.
    opening
        The level that the map opens at.
    text
        The language.
    inner
        Whether the map enlarges a part of the city, which then has a slide of its own.

    Returns
    -------
    list
        What is missing, for the whole city and its inner part, and where most; the majority, the
        shares at the coarsest level, what is decided, the difference it makes, every target, and
        what the open plots should become.  What would not fit in large type is two slides.
    """
    found = []
    coarsest = list(moment.projections)[-1]
    for view in views:
        if view.group == "shortfall" or view.id in _LEFT_OUT:
            continue
        level = coarsest if view.group == "share" else opening
        reading = view.read(level, moment)
        symbols = view.id not in _STOCK
        if view.id == "missing":
            found.append(Slide(view.id, level, reading.headline, part=FIGURE))
            if inner:
                found.append(Slide(view.id, level, text("map.slide.inner"), part=INNER))
            if reading.rankings:
                found.append(Slide(view.id, level, " ".join(reading.notes), part=RANKED))
            continue
        part = FIGURE if view.group == "target" or view.id.startswith("target") else ""
        found.append(Slide(view.id, level, reading.headline, symbols=symbols, part=part))
        if part and reading.notes:
            found.append(Slide(view.id, level, reading.notes[0], symbols=symbols))
    return found


_LEFT_OUT = ("class_projected", "share_bostadsratt", "share_aganderatt")
_STOCK = ("missing", "class_now", "share_hyresratt")


def slides_json(slides: Sequence[Slide]) -> list[dict[str, Any]]:
    """Give the slides as the script reads them."""
    return [asdict(slide) for slide in slides]
