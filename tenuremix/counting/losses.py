"""Dwellings lost: what left the areas of a target, shown beside its figure and never in it.

A target counts what the city allocates.  Meanwhile rented dwellings become tenant-owned, are
pulled down or are sold.  The same rules tell which of them left the areas that the target is
about, in its period; the sum stands beside the figure, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product
from typing import TYPE_CHECKING

from tenuremix.counting.decisions import Place, out_of_reach, uncountable, unknown_codes
from tenuremix.counting.progress import Reason, reason_there
from tenuremix.counting.rules import NOT_ASSESSABLE, AreaClass
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import KNOWN, Tenure
from tenuremix.errors import DataError, Fault

if TYPE_CHECKING:
    from tenuremix.counting.books import Books


class LossEvent(StrEnum):
    """How dwellings are lost (handelse): made tenant-owned, pulled down, or sold."""

    OMBILDNING = "ombildning"
    RIVNING = "rivning"
    FORSALJNING = "forsaljning"


@dataclass(frozen=True, slots=True)
class Loss:
    """One row of the losses: dwellings that left a place on a day.

    ``counts`` are the dwellings that left, by the tenure they had.  ``basis`` is where that
    stands (kalla); ``source`` and ``row`` say where the row was read.

    Raises
    ------
    DataError
        Where it was lost nowhere, or in a way or a tenure that is not known.
    """

    date: date
    event: LossEvent
    counts: Mapping[Tenure, int]
    place: Place
    basis: str
    source: str = ""
    row: int | None = None

    def __post_init__(self) -> None:
        """Refuse what is no loss."""
        codes = [("upplatelseform", tenure, KNOWN) for tenure in self.counts]
        found = [
            *unknown_codes([("handelse", self.event, tuple(LossEvent)), *codes]),
            *uncountable(self.counts.items()),
            *out_of_reach({"datum": self.date}),
            *([("loss_place", {})] if self.place == Place() else []),
        ]
        if found:
            raise DataError(Fault(key, self.source or "losses", self.row, v) for key, v in found)


@dataclass(frozen=True, slots=True)
class LossEntry:
    """One line of what was lost: dwellings of one tenure in one area, and whether they matter.

    ``lost`` is what of ``dwellings`` left the areas of the target in its period; ``reason`` is
    ``COUNTED`` there, else the first that applies.  ``area`` is None outside every area.
    """

    date: date
    event: LossEvent
    area: str | None
    tenure: Tenure
    dwellings: int
    lost: int
    reason: Reason
    area_class: AreaClass
    basis: str


@dataclass(frozen=True, slots=True)
class Lost:
    """What was lost beside one target, by date and area."""

    target: Target
    entries: Sequence[LossEntry]

    @property
    def total(self) -> int:
        """The dwellings that left the areas of the target in its period."""
        return sum(entry.lost for entry in self.entries)

    @property
    def not_assessable(self) -> int:
        """The dwellings lost in the period in areas that could not be judged."""
        return sum(
            entry.dwellings
            for entry in self.entries
            if entry.reason is Reason.NOT_ASSESSABLE and self.target.period.holds(entry.date)
        )

    @property
    def by_event(self) -> Mapping[LossEvent, int]:
        """The sum by how they were lost; an event without any is left out."""
        sums = {
            event: sum(entry.lost for entry in self.entries if entry.event is event)
            for event in LossEvent
        }
        return {event: number for event, number in sums.items() if number}


def assess_losses(books: Books, losses: Iterable[Loss], target: Target) -> Lost:
    """Tell what of the losses left the areas of a target, in its period.

    Parameters
    ----------
    books
        The areas, the stock and the date: later losses are not seen.
    losses
        The losses, in any order.
    target
        The target; its definition places them and judges the areas, by the statistics before
        the day of the loss as before the day of a decision.

    Returns
    -------
    Lost
        Every loss of the target's tenures, with its reason.
    """
    entries = [
        entry
        for loss in losses
        if loss.date <= books.as_of
        for entry in _entries(books, loss, target)
    ]
    return Lost(target, sorted(entries, key=_order))


def _entries(books: Books, loss: Loss, target: Target) -> list[LossEntry]:
    """Place one loss: split once at the finest level, and added up to that of the definition."""
    rule = target.definition
    entries = []
    spread = books.spread(loss.place, loss.counts, rule.level, split=rule.split)
    for (area, level), tenure in product(spread, target.tenures):
        number = spread[area, level][tenure]
        if not number:
            continue
        found = NOT_ASSESSABLE
        if area is not None and level == rule.level:
            found = books.classify(rule, area, loss.date)
        reason = reason_there(target, area, tenure, found, loss.date)
        lost = number if reason is Reason.COUNTED else 0
        entries.append(
            LossEntry(
                date=loss.date,
                event=loss.event,
                area=area,
                tenure=tenure,
                dwellings=number,
                lost=lost,
                reason=reason,
                area_class=found,
                basis=loss.basis,
            )
        )
    return entries


def _order(entry: LossEntry) -> tuple[date, int, bool, str, int, str, int]:
    """Order entries by date, event, area (outside last) and tenure, whatever the rows' order."""
    event = list(LossEvent).index(entry.event)
    tenure = list(Tenure).index(entry.tenure)
    outside, area = entry.area is None, entry.area or ""
    return (entry.date, event, outside, area, tenure, entry.basis, entry.dwellings)
