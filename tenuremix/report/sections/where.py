"""The report on one target by place: the areas where its count lies, today and projected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tenuremix.document.model import Block, Section
from tenuremix.document.tables import Table, percent
from tenuremix.report.findings import Findings, TargetWriter


@dataclass(slots=True)
class _CountedThere:
    """What of a count lies in one area."""

    plus: int = 0
    minus: int = 0
    allocations: set[str] = field(default_factory=set)

    @property
    def net(self) -> int:
        return self.plus + self.minus


def where_section(found: Findings) -> Section | None:
    """Say where each count lies."""
    return found.by_target("where", "report.where", lambda a: [_Where(found, a).part()])


class _Where(TargetWriter):
    """Writes where the count of one target lies."""

    def part(self) -> Block:
        places: dict[str | None, _CountedThere] = {}
        for entry in self.progress.entries:
            if entry.counted:
                place = places.setdefault(entry.area, _CountedThere())
                place.plus += max(entry.counted, 0)
                place.minus += min(entry.counted, 0)
                place.allocations.add(entry.allocation)
        if not places:
            return Block("", [self.text("where.none")])
        # The largest first; equal ones by code, outside last.
        ordered = sorted(
            places.items(), key=lambda item: (-item[1].net, item[0] is None, item[0] or "")
        )
        return Block("", self._lines(ordered), [self._table(ordered)])

    def _lines(self, ordered: Ordered) -> list[str]:
        held = [item for item in ordered if item[1].net > 0]
        lines = []
        if held:
            code, most = held[0]
            lines.append(
                self.text(
                    "where.lead",
                    counted=sum(place.net for _, place in ordered),
                    number=len(held),
                    area=self.area(code, self.target.definition.level),
                    most=most.net,
                )
            )
        if len(held) < len(ordered):
            lines.append(self.text("where.emptied", number=len(ordered) - len(held)))
        return lines

    def _table(self, ordered: Ordered) -> Table:
        level = self.target.definition.level
        total = sum(place.net for _, place in ordered)
        sums = (sum(p.plus for _, p in ordered), sum(p.minus for _, p in ordered), total)
        allocations = set().union(*(place.allocations for _, place in ordered))
        return self.table(
            self.text("where.caption", target=self.answer.heading),
            "col.area_name report.years_plus:n report.years_minus:n report.years_net:n "
            "where.col_share:n where.col_allocations:n",
            [
                [
                    self.area(code, level),
                    place.plus,
                    place.minus,
                    place.net,
                    percent(place.net / total if total > 0 else None, self.text),
                    len(place.allocations),
                ]
                for code, place in ordered
            ],
            [
                self.text("report.sum"),
                *sums,
                percent(1.0 if total > 0 else None, self.text),
                len(allocations),
            ],
        )


Ordered = Sequence[tuple[str | None, _CountedThere]]
