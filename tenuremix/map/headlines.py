"""The headline of each view: what it answers, in a sentence, computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tenuremix.counting.missing import POLES, Pole
from tenuremix.counting.projection import AreaProjection, Projection, summed
from tenuremix.counting.tenure import KNOWN, NO_MAJORITY, Tenure, share, total
from tenuremix.document.missing import missing_counts
from tenuremix.document.names import OPEN
from tenuremix.document.words import dwellings_text, level_words
from tenuremix.locale.locale import Locale
from tenuremix.map.moments import Moment
from tenuremix.map.view import OWNED_POLE, RENTED, UNMARKED, cut

NAMED = 3
"""How many areas a sentence names; of those that change, twice as many."""
NAMED_LARGE = 4
"""How many areas of the coarsest level a headline names at most."""


def missing_headline(moment: Moment, level: str, text: Locale) -> str:
    """Say what the areas of the coarsest level lack; where they are too many, count the others."""
    coarsest = list(moment.projections)[-1]
    large = moment.projections[coarsest].areas.values()
    poles = {pole: _lacking(large, pole) for pole in (*POLES, Pole.NEAR)}
    known = sum(map(len, poles.values()))
    if len(moment.projections) == 1 or len(large) > NAMED_LARGE or not known:
        return missing_counts(moment.projections[level], text)[0]
    marks = {
        Pole.HYRESRATT: RENTED + text("tenures.hyresratt") + UNMARKED,
        Pole.AGT: OWNED_POLE + text("pole.plural.agt") + UNMARKED,
        Pole.NEAR: "",
    }
    return " ".join(
        text(
            "map.head.near" if pole is Pole.NEAR else "map.head.lacks",
            areas=text.join(names),
            pole=marks[pole],
        )
        for pole, names in poles.items()
        if names
    )


def _lacking(areas: Iterable[AreaProjection], pole: Pole) -> list[str]:
    """Name the areas that lack a pole, most first; those that are near, in the order of codes."""
    found = [(area.missing_pole(area.now), area.area) for area in areas]
    mine = sorted((m.order, a.code, a.name) for m, a in found if m.pole is pole)
    return [cut(name) for _, _, name in mine]


def missing_parts(projection: Projection, text: Locale) -> str:
    """Say how many areas lack each pole, and what share of the city's dwellings they hold.

    What is hidden is taken at the least it can be.
    """
    areas = projection.areas.values()
    every = sum(total(area.now).low for area in areas if area.now is not None)
    words = []
    for pole in POLES:
        mine = [area for area in areas if area.missing_pole(area.now).pole is pole]
        held = sum(total(area.now).low for area in mine if area.now is not None)
        if mine and every:
            percent = text.percent(held / every, 0)
            words.append(text(f"map.parts.{pole}", number=len(mine), share=percent))
    return " ".join([*words, *missing_counts(projection, text)[1:]])


def class_sentences(areas: Mapping[str, AreaProjection], level: str, text: Locale) -> list[str]:
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
    return words


def ends_sentence(tenure: Tenure, areas: Mapping[str, AreaProjection], text: Locale) -> str:
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


def pipeline_sentences(moment: Moment, level: str, text: Locale) -> list[str]:
    """Say how many dwellings are decided and not built, of which tenures, and how many planned."""
    projection = moment.projections[level]
    flows = [*(area.flows for area in projection.areas.values()), *projection.unplaced.values()]
    decided, planned = summed(f.pipeline for f in flows), summed(f.planned for f in flows)
    number = sum(decided.values())
    words = [text("map.slide.no_pipeline")]
    if number:
        parts = dwellings_text(decided, text, undecided=OPEN)
        words = [text("map.head.pipeline", number=number), text("map.head.parts", parts=parts)]
    if sum(planned.values()):
        words.append(text("map.slide.planned", number=sum(planned.values())))
    return words


def turned_sentence(areas: Mapping[str, AreaProjection], level: str, text: Locale) -> str:
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


def shortfall_sentence(tenure: Tenure, projection: Projection, text: Locale) -> str:
    """Name the areas that lack most dwellings of a tenure, at the lower end."""
    found = [(area.shortfall()[tenure], area.area) for area in projection.areas.values()]
    lacking = [(count, area) for count, area in found if count is not None and count.low]
    lacking.sort(key=lambda pair: (-pair[0].low, pair[1].code))
    tenures = text(f"tenures.{tenure}")
    if not lacking:
        return text("map.head.enough", tenures=tenures)
    names = [text("missing.area", area=cut(a.name), number=n) for n, a in lacking[:NAMED]]
    return text("map.slide.shortfall", tenures=tenures, areas=text.join(names))
