"""What must hold between the inputs of a count, whoever made them: files, frames or hands.

Each type checks what it alone can know (:class:`~tenuremix.Register`,
:class:`~tenuremix.Areas`, :class:`~tenuremix.Stock`,
:class:`~tenuremix.Definition`, :class:`~tenuremix.Target`); the functions here look at
two of them together, and :class:`~tenuremix.Books` calls them.  A reader of files calls them
too, to say in which file a fault stands.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date

from tenuremix.counting.areas import LEVEL_ORDER, Areas, Stock
from tenuremix.counting.decisions import Decision
from tenuremix.counting.rules import Definition
from tenuremix.errors import Fault

Coded = Mapping[date, Collection[tuple[str, str]]]
"""For each vintage every (level, code) that has figures of its own."""


def one_edition(areas: Areas, edition: str, _: Coded, where: str = "") -> list[Fault]:
    """Refuse stock whose edition has another name than that of the areas."""
    if not edition or not areas.edition or edition == areas.edition:
        return []
    values = {"found": edition, "expected": areas.edition}
    return [Fault("edition_names", where or "stock", None, values)]


def known_levels(areas: Areas, _: str, coded: Coded, where: str = "") -> list[Fault]:
    """Refuse stock at a level that is none, or at none of the areas'.

    A level of Swedish statistics that is not loaded is left; any other name is a slip, and its
    figures would be taken for zero.
    """
    levels = {level for codes in coded.values() for level, _ in codes}
    strange = levels - {*areas.levels, *LEVEL_ORDER}
    if not levels or (not strange and levels & set(areas.levels)):
        return []
    values = {"found": sorted(strange or levels), "expected": list(areas.levels)}
    return [Fault("unknown_level", where or "stock", None, values)]


def known_codes(areas: Areas, _: str, coded: Coded, where: str = "") -> list[Fault]:
    """Refuse stock of codes that are none of the areas' at their level."""
    levels = {level for codes in coded.values() for level, _ in codes}
    there = [level for level in areas.levels if level in levels]
    expected = ", ".join(f"{len(areas.at(level))} {level}" for level in there)
    faults = []
    for vintage, codes in sorted(coded.items()):
        unknown = [(level, code) for level, code in codes if level in there]
        found = sorted(f"{level} {c}" for level, c in unknown if c not in areas.at(level))
        if found:
            values = {"date": vintage, "found": found, "expected": expected}
            faults.append(Fault("edition_codes", where or "stock", None, values))
    return faults


STOCK_CHECKS: Sequence[Callable[[Areas, str, Coded, str], list[Fault]]] = (
    one_edition,
    known_levels,
    known_codes,
)
"""What must hold between areas and stock; the first that finds a fault explains the others."""


def stock_faults(areas: Areas, edition: str, coded: Coded, where: str = "") -> list[Fault]:
    """Find what keeps figures from belonging to the areas.

    Parameters
    ----------
    edition
        The name of the edition that the figures belong to; empty where it is not known.
    where
        The file that they stand in, as the user knows it.
    """
    for check in STOCK_CHECKS:
        if faults := check(areas, edition, coded, where):
            return faults
    return []


def named_areas(areas: Areas, decisions: Iterable[Decision]) -> list[Fault]:
    """Find decisions that name an area which there is none of."""
    return [
        Fault(
            "unknown_code",
            decision.source or "register",
            decision.row,
            {"column": "omrade", "found": decision.place.area, "expected": areas.some_codes},
        )
        for decision in decisions
        if decision.place.area is not None and areas.level_of(decision.place.area) is None
    ]


def level_faults(level: str, areas: Areas, where: str) -> list[Fault]:
    """Refuse a level that the areas do not have."""
    if level in areas.levels:
        return []
    return [Fault("unknown_level", where, None, {"found": level, "expected": list(areas.levels)})]


def definition_faults(
    definition: Definition, areas: Areas, stock: Stock, where: str = ""
) -> list[Fault]:
    """Find what keeps areas from being judged by a definition."""
    if faults := level_faults(definition.level, areas, where or definition.id):
        return faults
    # Every area would have no dwellings, and so no majority, as if that were known.
    if not definition.areas and stock.hustyper and not stock.hustyper & set(definition.stock):
        values = {"found": definition.id, "expected": sorted(stock.hustyper)}
        return [Fault("no_hustyp", where or definition.id, None, values)]
    return []
