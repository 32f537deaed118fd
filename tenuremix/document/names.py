"""Names and numbers from the data as words: safe in any sentence, and the same in every product."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from tenuremix.counting.tenure import ALLOCATION_TENURES, Tenure

if TYPE_CHECKING:
    from tenuremix.counting.areas import Areas
    from tenuremix.counting.placement import Placement
    from tenuremix.locale.locale import Locale

OPEN = "oppen"
"""What undecided dwellings are where some are not decided and of others the source does not say."""
_TURNING = {"R", "AL", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI", "PDF", "PDI"}
_NO_TEXT = ("Cc", "Cs")
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


@lru_cache(maxsize=10_000)
def plain(name: str) -> str:
    """Make a name from the data safe inside a sentence.

    Control characters, and halves of characters, are shown as the replacement character; a name
    that turns the direction of writing is isolated, so that it cannot turn the words around it.
    """
    kept = [
        c if c in "\n\t" or unicodedata.category(c) not in _NO_TEXT else "\N{REPLACEMENT CHARACTER}"
        for c in name
    ]
    if not any(unicodedata.bidirectional(c) in _TURNING for c in kept):
        return "".join(kept)
    inside = "".join(c for c in kept if unicodedata.bidirectional(c) not in ("PDI", "FSI"))
    return f"{_FIRST_STRONG_ISOLATE}{inside}{_POP_ISOLATE}"


def named(name: str, id_: str) -> str:
    """Write a name with its id or code: Masthugget (105)."""
    return f"{plain(name)} ({plain(id_)})" if name and name != id_ else plain(id_)


def file_name(name: str) -> str:
    r"""Give the name of a file alone: what is printed says nothing of the folders of a machine.

    Examples
    --------
    >>> file_name("/home/anna/stad.gpkg|layername=omraden"), file_name(r"C:\anna\stad.gpkg")
    ('stad.gpkg|layername=omraden', 'stad.gpkg')
    """
    return re.split(r"[\\/]", name)[-1]


def short_dwellings(dwellings: Mapping[Tenure, int], text: Locale) -> str:
    """List dwellings by tenure as a cell does: HR 35, BR 40."""
    return ", ".join(
        text("report.short_number", tenure=text(f"short.{tenure}"), number=dwellings[tenure])
        for tenure in ALLOCATION_TENURES
        if dwellings.get(tenure)
    ) or text.number(0)


def potential_lines(
    potential: Mapping[str, int], unknown_tenure: Collection[str], text: Locale
) -> list[str]:
    """Tell of the dwellings that may yet count, apart from those of which the source says nothing.

    Parameters
    ----------
    potential
        The dwellings, by allocation.
    unknown_tenure
        The allocations of which the source does not state the tenure.
    """
    undecided = [number for id_, number in potential.items() if id_ not in unknown_tenure]
    unknown = [potential[id_] for id_ in unknown_tenure]
    found = (("progress.potential", undecided), ("progress.unknown_tenure", unknown))
    return [text(key, number=sum(each), allocations=len(each)) for key, each in found if each]


def area_label(areas: Areas, code: str | None, text: Locale, level: str = "") -> str:
    """Name an area with its code; None is outside all areas."""
    if code is None:
        return text("outside")
    at = level if level in areas.levels and code in areas.at(level) else areas.level_of(code)
    return named(areas.at(at)[code].name, code) if at else plain(code)


def place_label(areas: Areas, placed: Placement, text: Locale) -> str:
    """Name where a plot lies: its area, or the number of areas it is split over."""
    codes = [part.area for part in placed.parts]
    if len(codes) == 1:
        return area_label(areas, codes[0], text, placed.level)
    return text("report.split_over", number=len(codes))


def joined(words: Iterable[str], text: Locale) -> str:
    """Join words as a sentence does, or say that there are none."""
    found = list(words)
    return text.join(found) if found else text("none")
