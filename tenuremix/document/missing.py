"""What is missing, in words: the same in every product."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from tenuremix.counting.missing import OWNED, POLES, MissingPole, Pole, Yardstick
from tenuremix.counting.tenure import Count, Mix, Share, Tenure, share, total
from tenuremix.document.names import plain
from tenuremix.document.style import POLE_FILLS
from tenuremix.document.words import level_words
from tenuremix.locale.locale import Locale

if TYPE_CHECKING:
    from tenuremix.counting.projection import AreaProjection, Projection
    from tenuremix.counting.proposal import AreaCheck

NAMED = 3
"""How many areas a sentence names."""


def pole_name(pole: Pole | None, text: Locale) -> str:
    """Name what is missing: a pole, or why none is."""
    return text(f"pole.{pole or 'none'}")


def pole_short(found: MissingPole, text: Locale) -> str:
    """Give what is missing for a narrow column: 1 995 HR, 2 980–2 984 BR/ÄR, or why none is."""
    if found.pole not in POLES:
        return pole_name(found.pole, text)
    return f"{text.count(found.dwellings)} {group_name(found.pole.tenures, text)}"


def pole_dwellings(found: MissingPole, text: Locale) -> str:
    """Give what is missing with its number: 1 995 hyresrätter; without one, its name."""
    if found.pole not in POLES or found.dwellings is None:
        return pole_name(found.pole, text)
    return group_dwellings(found.pole.tenures, found.dwellings, text)


def group_name(tenures: tuple[Tenure, ...], text: Locale) -> str:
    """Name a tenure, or what is owned, in short: HR, BR/ÄR."""
    if tenures == OWNED:
        return text("pole.short.agt")
    return text(f"short.{tenures[0]}")


def group_dwellings(tenures: tuple[Tenure, ...], number: Count, text: Locale) -> str:
    """Name dwellings of a tenure, or of a pole, with their number."""
    if tenures == OWNED:
        return text("pole.dwellings.agt", number=number)
    written = text.count(number)
    return f"{written} {text.tenures(tenures[0], written)}"


def reference_words(scale: Yardstick, tenures: tuple[Tenure, ...], text: Locale) -> str:
    """Name what a share is measured against: the city's, unless the workspace states another."""
    words = text.share(scale.share(tenures))
    return text("missing.stated" if scale.stated else "missing.city", share=words)


def lacks_line(area: AreaProjection, hustyper: Collection[str], text: Locale) -> str:
    """Say of one area what is missing there today, and in a proposal's building type."""
    name = plain(area.area.name)
    mix = area.now
    if mix is None or area.scale.rented is None:
        return text("check.lacks_unknown", name=name)
    found = area.missing_pole(mix)
    if found.pole in (None, Pole.FEW):
        return text(f"missing.line.{found.pole or 'none'}", name=name, number=total(mix))
    tenures = found.pole.tenures or Pole.HYRESRATT.tenures
    line = text(
        f"missing.line.{'near' if found.pole is Pole.NEAR else 'pole'}",
        name=name,
        dwellings=pole_dwellings(found, text),
        reference=reference_words(area.scale, tenures, text),
        share=share(mix, tenures),
    )
    if found.pole is Pole.AGT and len(set(hustyper)) == 1:
        line += text(f"missing.owned.{'smahus' if 'smahus' in hustyper else 'others'}")
    return line


def move_values(check: AreaCheck, tenures: tuple[Tenure, ...], text: Locale) -> dict[str, str]:
    """Give how a share moves with a proposal, and what it is measured against."""
    before, after = check.projection.projected, check.with_proposal
    return {
        "tenures": text("pole.plural.agt") if tenures == OWNED else text.tenures(tenures[0]),
        "from_share": text.share(_part(before, tenures)),
        "to_share": text.share(_part(after, tenures)),
        "reference": reference_words(check.projection.scale, tenures, text),
    }


def _part(mix: Mix | None, tenures: tuple[Tenure, ...]) -> Share | None:
    return None if mix is None else share(mix, tenures)


def pole_classes(text: Locale) -> dict[tuple[Pole, int], str]:
    """Name each pole and depth (:data:`~tenuremix.document.style.POLE_FILLS`), for a legend."""
    points = {depth: text(f"missing.points.{depth}") for depth in (1, 2, 3)}
    return {
        (pole, depth): text(f"missing.class.{pole}") + points.get(depth, "")
        for pole, depth in POLE_FILLS
    }


def missing_counts(projection: Projection, text: Locale) -> list[str]:
    """Say in how many areas of a level each pole is missing, and what the others are."""
    poles = [area.missing_pole(area.now).pole for area in projection.areas.values()]
    counts = {pole: poles.count(pole) for pole in (*Pole, None)}
    words = [
        text(
            "missing.counts",
            rented=counts[Pole.HYRESRATT],
            owned=counts[Pole.AGT],
            all=len(poles),
            **level_words(projection.level, text),
        )
    ]
    rest = [
        text(f"missing.counts.{pole or 'none'}", number=counts[pole])
        for pole in (Pole.NEAR, Pole.FEW, None)
        if counts[pole]
    ]
    if rest:
        words.append(text("missing.counts.rest", parts=text.join(rest)))
    return words


def most_missing(areas: Iterable[AreaProjection], pole: Pole, text: Locale) -> str:
    """Name the areas where a pole is missing most, by what is surely missing; "" where none is."""
    found = [
        (area, missing) for area in areas if (missing := area.missing_pole(area.now)).pole is pole
    ]
    found.sort(key=lambda pair: (pair[1].order, pair[0].area.code))
    names = [
        text("missing.area", area=plain(area.area.name), number=missing.dwellings)
        for area, missing in found[:NAMED]
    ]
    return text(f"missing.most.{pole}", areas=text.join(names)) if names else ""
