"""What is aimed at: a target, how it stands, and under which definitions it is also answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise, product

from tenuremix.counting.period import YEARS, Period, believed
from tenuremix.counting.rules import (
    MAJORITY,
    PLURALITY,
    STEADY_VINTAGES,
    AreaClass,
    Definition,
    refuse,
)
from tenuremix.counting.tenure import HUSTYPER, KNOWN, Tenure, is_whole

OTHER_TENURE = "annan"
"""A target's tenure: any known tenure but the one that holds the majority in the area."""


@dataclass(frozen=True, slots=True)
class Target:
    """A dated target (mål).

    Parameters
    ----------
    id, title
        The name in files, and the wording of the decision.
    tenure
        The known tenure that is asked for, or ``"annan"``.
    minimum
        The number of dwellings, or None for a direction without a number.
    valid_from, valid_to
        The :attr:`period` as it is stated, half-open; ``valid_to`` is None where no end is
        decided.
    definition
        The definition by which areas are judged.
    source, quote, assumptions
        For the reader: where the target stands, its words, and what they leave open.
    short
        What it is called in a sentence: målet om 500 hyresrätter.  Empty where it is not stated.

    Raises
    ------
    DataError
        Where the tenure is not known, the minimum is below 1 or the period has no day.
    """

    id: str
    title: str
    tenure: str
    minimum: int | None
    valid_from: date
    valid_to: date | None
    definition: Definition
    source: str = ""
    quote: str = ""
    assumptions: tuple[str, ...] = ()
    short: str = ""

    def __post_init__(self) -> None:
        """Refuse what nothing could count towards."""
        enough = self.minimum is None or (is_whole(self.minimum) and self.minimum > 0)
        some_day = self.valid_to is None or self.valid_from < self.valid_to
        years = " – ".join(map(str, YEARS))
        tenures = (*KNOWN, OTHER_TENURE)
        refuse(
            self.id,
            (self.tenure in tenures, "tenure", self.tenure, tenures),
            (enough, "minimum", self.minimum, ("1, 2, 3 …",)),
            (believed(self.valid_from), "valid_from", self.valid_from, (years,)),
            (some_day, "valid_to", self.valid_to, (f"> {self.valid_from}",)),
            (believed(self.valid_to or self.valid_from), "valid_to", self.valid_to, (years,)),
        )

    @property
    def called(self) -> str:
        """What it is called for short, where that is stated, else its title."""
        return self.short or self.title

    @property
    def tenures(self) -> tuple[Tenure, ...]:
        """The tenures whose dwellings the target looks at."""
        return KNOWN if self.tenure == OTHER_TENURE else (Tenure(self.tenure),)

    @property
    def period(self) -> Period:
        """The days on which a decision counts, the last one included."""
        last = None if self.valid_to is None else self.valid_to - timedelta(1)
        return Period(self.valid_from, last)

    def counts(self, tenure: Tenure, where: AreaClass) -> bool | None:
        """Tell whether a dwelling of a tenure counts in an area of a class; None: not known."""
        if self.tenure != OTHER_TENURE or where.qualifies is not True:
            return where.qualifies
        return None if where.majority is None else tenure not in where.majority


class Status(StrEnum):
    """How a target stands on a date."""

    MET = "met"
    MISSED = "missed"
    OPEN = "open"
    NOT_IN_FORCE = "not_in_force"
    NOT_ASSESSABLE = "not_assessable"


def find_status(
    target: Target, as_of: date, *, counted: int, possible: int, complete: bool
) -> Status:
    """Give the verdict on a date; what is not known leaves it open only where it decides.

    Parameters
    ----------
    target, as_of
        The target and the date; from the last day of its period on the verdict is final.
    counted, possible
        What counts, and what may at most.
    complete
        Whether some register is complete on every day that is needed.
    """
    if as_of < target.valid_from:
        return Status.NOT_IN_FORCE
    if target.minimum is None:
        return Status.OPEN
    if counted >= target.minimum:
        return Status.MET
    if not target.period.is_over(as_of):
        return Status.OPEN
    return Status.NOT_ASSESSABLE if possible >= target.minimum or not complete else Status.MISSED


def wording(status: Status, target: Target, as_of: date, *, complete: bool) -> str:
    """Name the words for a verdict: the key of the readers' texts, the same in every product.

    Parameters
    ----------
    status, target, as_of, complete
        As :func:`find_status` takes and gives them.

    Returns
    -------
    str
        The status, or what it is called where the period lasts (``met_so_far``), where a register
        is not complete (``met_known``, ``uncovered``, ``direction_known``), and where the target
        has no minimum (``direction``, ``direction_over``).
    """
    if status is Status.NOT_IN_FORCE:
        return status
    over = target.period.is_over(as_of)
    if target.minimum is None:
        return "direction_known" if not complete else "direction_over" if over else "direction"
    if status is Status.MET:
        return "met_known" if not complete else "met" if over else "met_so_far"
    return "uncovered" if status is Status.NOT_ASSESSABLE and not complete else status


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
    definition: Definition, levels: Sequence[str], vintages: int, stocks: Sequence[tuple[str, ...]]
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
            levels, (owned[:1], owned), (MAJORITY, PLURALITY), stocks
        )
    ]
    if vintages > 1:
        steady = min(STEADY_VINTAGES, vintages)
        grid.append(replace(definition, id=f"{definition.id}/{steady}", steady=steady))
    return grid


def overlapping(targets: Iterable[Target]) -> list[tuple[Target, Target]]:
    """Find the pairs of editions of one target that are in force together."""
    found = []
    ordered = sorted(targets, key=lambda t: (t.id, t.valid_from))
    for earlier, later in pairwise(ordered):
        if earlier.id == later.id and earlier.period.holds(later.valid_from):
            found.append((earlier, later))
    return found
