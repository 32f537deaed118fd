"""The prepared views of the presentation: which view at which level, and a sentence on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tenuremix.counting.missing import POLES
from tenuremix.counting.projection import AreaProjection, summed
from tenuremix.counting.tenure import KNOWN, NO_MAJORITY, Tenure, share
from tenuremix.document.missing import missing_counts, most_missing
from tenuremix.document.names import OPEN
from tenuremix.document.words import dwellings_text, level_words
from tenuremix.locale.locale import Locale
from tenuremix.map.moments import Moment
from tenuremix.map.view import View, cut

NAMED = 3
"""How many areas a sentence names."""


@dataclass(frozen=True, slots=True)
class Slide:
    """One prepared view; ``symbols`` tells whether the allocations are shown on it."""

    view: str
    level: str
    sentence: str
    symbols: bool = False


def make_slides(views: Sequence[View], moment: Moment, text: Locale) -> list[Slide]:
    """Prepare the views of a presentation, at the last moment.

    Parameters
    ----------
    views
        Every view of the map.
    moment
        The last one.
    text
        The language.

    Returns
    -------
    list
        Which pole is missing where, and where most; the majority; the shares at the coarsest
        level, what is decided, the difference it makes, every target, and what the open plots
        should become; without what there is nothing to say of.
    """
    levels = list(moment.projections)
    fine = levels[0]
    areas = moment.projections[fine].areas
    found = [Slide("missing", fine, " ".join(missing_counts(moment.projections[fine], text)))]
    found += [
        Slide("missing", fine, sentence)
        for pole in POLES
        if (sentence := most_missing(areas.values(), pole, text))
    ]
    found.append(Slide("class_now", fine, _classes(areas, fine, text)))
    found += [
        Slide(f"share_{tenure}", levels[-1], sentence)
        for tenure in KNOWN[:1]
        if (sentence := _ends(tenure, moment.projections[levels[-1]].areas, text))
    ]
    found.append(Slide("pipeline", fine, _pipeline(moment, fine, text), symbols=True))
    found.append(Slide("change", fine, _turned(areas, fine, text), symbols=True))
    for view in views:
        if view.group in ("target", "plan"):
            _, about = view.read(fine, moment)
            found.append(Slide(view.id, fine, about[0], symbols=True))
    return found


def _classes(areas: Mapping[str, AreaProjection], level: str, text: Locale) -> str:
    """Say in how many areas each tenure has the majority."""
    held = [area.class_now for area in areas.values()]
    counts = {t: text.number(held.count(t.value)) for t in KNOWN}
    parts = [
        text("map.slide.class_part", tenure=text(f"tenure.{t}"), number=number)
        for t, number in counts.items()
    ]
    levels = level_words(level, text)
    words = [text("map.slide.class", parts=text.join(parts), all=len(held), **levels)]
    for key, number in (("none", held.count(NO_MAJORITY)), ("unknown", held.count(None))):
        if number:
            words.append(text(f"map.slide.class_{key}", number=number))
    return " ".join(words)


def _ends(tenure: Tenure, areas: Mapping[str, AreaProjection], text: Locale) -> str:
    """Name the areas with the largest and the smallest share of a tenure."""
    parts = [
        (part.low, area.area.name)
        for area in areas.values()
        if area.now is not None
        and (part := share(area.now, {tenure})) is not None
        and part.value is not None
    ]
    if len(parts) < 2:  # noqa: PLR2004
        return ""
    high, low = max(parts), min(parts)
    return text(
        "map.slide.ends",
        tenure=text(f"tenure.{tenure}"),
        most=cut(high[1]),
        high=text.percent(high[0]),
        least=cut(low[1]),
        low=text.percent(low[0]),
    )


def _pipeline(moment: Moment, level: str, text: Locale) -> str:
    """Say how many dwellings are decided and not built, and how many are planned."""
    projection = moment.projections[level]
    flows = [*(area.flows for area in projection.areas.values()), *projection.unplaced.values()]
    decided, planned = summed(f.pipeline for f in flows), summed(f.planned for f in flows)
    number = sum(decided.values())
    words = text("map.slide.no_pipeline")
    if number:
        parts = dwellings_text(decided, text, undecided=OPEN)
        words = text("map.slide.pipeline", number=number, dwellings=parts)
    if sum(planned.values()):
        words += " " + text("map.slide.planned", number=sum(planned.values()))
    return words


def _turned(areas: Mapping[str, AreaProjection], level: str, text: Locale) -> str:
    """Name the areas whose majority changes when what is decided is built."""
    names = [
        cut(area.area.name)
        for area in areas.values()
        if area.class_now != area.class_projected and area.class_projected is not None
    ]
    levels = level_words(level, text)
    if not names:
        return text("map.slide.none_turns", levels=levels["levels"])
    shown = text.join(names) if len(names) <= 2 * NAMED else text.join(names[: 2 * NAMED]) + " …"
    return text("map.slide.turns", number=len(names), areas=shown, **levels)


def slides_json(slides: Sequence[Slide]) -> list[dict[str, Any]]:
    """Give the slides as the script reads them."""
    return [
        {"view": s.view, "level": s.level, "sentence": s.sentence, "symbols": s.symbols}
        for s in slides
    ]
