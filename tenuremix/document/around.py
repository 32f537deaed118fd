"""What is said of the mix around a plot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenuremix.counting.proposal import Check
from tenuremix.counting.tenure import total
from tenuremix.document.names import plain
from tenuremix.document.words import shares_text
from tenuremix.locale.locale import Locale

if TYPE_CHECKING:
    from tenuremix.dwellings.around import Around


def around_rows(around: Around | None, check: Check, text: Locale) -> list[tuple[str, str]]:
    """Give the row of a verdict on the mix around plots, where it was asked for."""
    if around is None:
        return []
    return [(text("check.radius", metres=around.metres), _around_text(around, check, text))]


def _around_text(around: Around, check: Check, text: Locale) -> str:
    """Say which tenures there are around plots, beside those of the areas that they lie in."""
    number = total(around.mix).low
    said = [
        text(
            "check.radius.mix" if number else "check.radius.nothing",
            metres=around.metres,
            plots=len(check.plots),
            shares=shares_text(around.mix, text),
            number=number,
            tables=text.join(list(around.tables)),
            date=around.date,
        )
    ]
    said += [
        text(
            "check.radius.area",
            name=plain(area.projection.area.name),
            shares=shares_text(area.projection.now, text),
            date=check.vintage,
        )
        for area in check.areas
        if area.projection.area.level == check.areas[0].projection.area.level
        and area.projection.now is not None
    ]
    return " ".join(said)
