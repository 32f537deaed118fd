"""The ledgers on the map: what each target has counted at any moment, and the rows to link to.

The register is never rewritten, so the ledger of an earlier day is the part of today's that is
dated on or before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tenuremix.counting.ledger import Entries, Entry, ledger
from tenuremix.counting.rules import Definition
from tenuremix.counting.targets import Target
from tenuremix.document.words import area_name
from tenuremix.map.moments import share_phrases
from tenuremix.map.view import cut

if TYPE_CHECKING:
    from tenuremix.inputs import Workspace
    from tenuremix.locale.locale import Locale


@dataclass(frozen=True)
class TargetLedger:
    """The ledger of one target on the date of the workspace.

    Parameters
    ----------
    target
        The target.
    entries
        By date.
    alternatives
        Every other definition under which it is answered, with its entries.
    """

    target: Target
    entries: Entries
    alternatives: Sequence[tuple[Definition, Entries]]

    def until(self, day: date) -> list[Entry]:
        """Give the ledger as it stood on a day."""
        return [entry for entry in self.entries if entry.date <= day]

    def span(self, day: date) -> tuple[int, int]:
        """Give the least and the greatest count on a day over all definitions."""
        counts = [_until(self._days, day), *self.answers(day)]
        return min(counts), max(counts)

    def answers(self, day: date) -> list[int]:
        """Give what had counted on a day under every other definition."""
        return [_until(days, day) for days in self._days_of_others]

    @cached_property
    def _days(self) -> Mapping[date, int]:
        return self.entries.by_day()

    @cached_property
    def _days_of_others(self) -> list[Mapping[date, int]]:
        return [entries.by_day() for _, entries in self.alternatives]

    def by_area(self, workspace: Workspace, level: str, day: date) -> dict[str, int]:
        """Sum what had counted on a day by area of a level; finer than judged there is nothing."""
        areas, at = workspace.areas, self.target.definition.level
        if at not in areas.levels or areas.is_coarser(at, level):
            return {}
        found: dict[str, int] = {}
        for entry in self.until(day):
            if entry.counted and entry.area is not None and entry.area in areas.at(at):
                code = areas.ancestor(entry.area, at, level)
                if code is not None:
                    found[code] = found.get(code, 0) + entry.counted
        return found


def _until(counted: Mapping[date, int], day: date) -> int:
    return sum(number for each, number in counted.items() if each <= day)


def make_ledgers(workspace: Workspace) -> list[TargetLedger]:
    """Enter every target, one edition of a target at a time."""
    books = workspace.books
    found: dict[tuple[str, date], TargetLedger] = {}
    for target in workspace.targets:
        if (target.id, target.valid_from) not in found:
            others = books.alternatives(target.definition)
            found[target.id, target.valid_from] = TargetLedger(
                target,
                ledger(books, target),
                [(definition, ledger(books, target, definition)) for definition in others],
            )
    return list(found.values())


def ledger_rows(
    ledgers: Sequence[TargetLedger],
    places: Mapping[str, int],
    workspace: Workspace,
    text: Locale,
    phrases: dict[str, int],
) -> list[list[Any]]:
    """Write every line of every ledger as the script reads it.

    Parameters
    ----------
    ledgers
        The ledgers.
    places
        The place of each allocation among the symbols.
    workspace
        The inputs.
    text
        The language.
    phrases
        What the texts refer to (see :func:`~tenuremix.map.moments.share_phrases`).

    Returns
    -------
    list
        For each line: the place of its target and of its allocation, the date, the decision, the
        area, the tenure, the change of dwellings, what of it counts, and the reason.
    """

    def told(words: str) -> int | list[int | str]:
        return share_phrases(words, phrases)

    rows: list[list[Any]] = []
    for number, found in enumerate(ledgers):
        level = found.target.definition.level
        rows += [
            [
                number,
                places.get(entry.allocation, -1),
                entry.date.isoformat(),
                told(text(f"event.{entry.event}")),
                told(cut(area_name(workspace.areas, entry.area, text, level))),
                told(text(f"tenure.{entry.tenure}")),
                entry.dwellings,
                entry.counted,
                told(text(f"reason.{entry.reason}")),
            ]
            for entry in found.entries
        ]
    return rows
