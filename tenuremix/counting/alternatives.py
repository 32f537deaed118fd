"""The other definitions under which a target is also answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import product

from tenuremix.counting.rules import MAJORITY, PLURALITY, STEADY_VINTAGES, Definition
from tenuremix.counting.tenure import HUSTYPER, Tenure


def defensible(
    definition: Definition,
    levels: Sequence[str],
    *,
    vintages: int = 1,
    hustyper: Collection[str] = HUSTYPER,
) -> list[Definition]:
    """List the definitions under which a target is also answered.

    Parameters
    ----------
    definition
        The chosen one: its vintage, split and subgroups stay.
    levels
        The levels at which there are areas and statistics.
    vintages
        How many vintages of the stock are loaded.
    hustyper
        The building types that the stock tells apart.

    Returns
    -------
    list
        Every combination of level, {bostadsratt, bostadsratt + aganderatt}, {majority,
        plurality} and {all building types, flerbostadshus}; where there are several vintages,
        also the chosen definition holding steadily.  For a dated list of areas: the list as it
        stands in each edition.  The chosen definition stands first where it is none of them.
    """
    stocks = [stock for stock in (HUSTYPER, ("flerbostadshus",)) if set(stock) & set(hustyper)]
    others = _others(definition, levels, vintages, stocks)
    chosen = any(other.judges_as(definition) for other in others)
    return others if chosen else [definition, *others]


def _others(
    definition: Definition,
    levels: Sequence[str],
    vintages: int,
    stocks: Sequence[tuple[str, ...]],
) -> list[Definition]:
    if definition.areas:
        return [
            replace(definition, id=f"{definition.id}/{day}", edition=day)
            for day in (edition.valid_from for edition in definition.editions)
        ]
    owned = (Tenure.BOSTADSRATT, Tenure.AGANDERATT)
    grid = [
        replace(
            definition,
            id=f"{level}/{'+'.join(group)}/{criterion}/{'alla' if stock == HUSTYPER else stock[0]}",
            level=level,
            majority_of=group,
            criterion=criterion,
            stock=stock,
            steady=1,
        )
        for level, group, criterion, stock in product(
            levels,
            (owned[:1], owned),
            (MAJORITY, PLURALITY),
            stocks,
        )
    ]
    if vintages > 1:
        steady = min(STEADY_VINTAGES, vintages)
        grid.append(replace(definition, id=f"{definition.id}/{steady}", steady=steady))
    return grid
