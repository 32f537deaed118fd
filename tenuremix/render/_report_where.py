"""The report on one target by place: the areas where its count lies, today and projected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tenuremix.outlook import project_areas
from tenuremix.render._page import area_label
from tenuremix.render._report_mix import mix_of_areas
from tenuremix.render.model import (
    Cell,
    Part,
    Section,
    Table,
    headings,
    percent,
    whole,
)

if TYPE_CHECKING:
    from tenuremix.books import Books
    from tenuremix.render._report_findings import Answer, Findings
    from tenuremix.render.locale import Locale

_DRAWN = 12  # areas in the chart; the table has them all


@dataclass(slots=True)
class _Place:
    """What of a count lies in one area."""

    plus: int = 0
    minus: int = 0
    allocations: set[str] = field(default_factory=set)

    @property
    def net(self) -> int:
        return self.plus + self.minus


def where_section(found: Findings) -> Section | None:
    """Say where each count lies."""
    books, text = found.books, found.text
    return found.by_target("where", text("report.where"), lambda a: [_part(a, books, text)])


def _part(answer: Answer, books: Books, text: Locale) -> Part:
    places: dict[str | None, _Place] = {}
    for entry in answer.progress.entries:
        if entry.counted:
            place = places.setdefault(entry.area, _Place())
            place.plus += max(entry.counted, 0)
            place.minus += min(entry.counted, 0)
            place.allocations.add(entry.allocation)
    if not places:
        return Part("", [text("where.none")])
    # The largest first; equal ones by code, outside last.
    ordered = sorted(
        places.items(), key=lambda item: (-item[1].net, item[0] is None, item[0] or "")
    )
    level = answer.progress.target.definition.level
    return Part(
        "",
        _lines(ordered, books, level, text),
        [_table(answer, ordered, books, text)],
        mix_of_areas(
            f"{answer.name}-where",
            project_areas(books, level),
            [code for code, _ in ordered if code is not None][:_DRAWN],
            text("where.data", target=answer.title),
            text,
        ),
    )


Ordered = Sequence[tuple[str | None, _Place]]


def _lines(ordered: Ordered, books: Books, level: str, text: Locale) -> list[str]:
    held = [item for item in ordered if item[1].net > 0]
    lines = []
    if held:
        code, most = held[0]
        lines.append(
            text(
                "where.lead",
                counted=sum(place.net for _, place in ordered),
                number=len(held),
                area=area_label(books.areas, code, text, level),
                most=most.net,
            )
        )
    if len(held) < len(ordered):
        lines.append(text("where.emptied", number=len(ordered) - len(held)))
    return lines


def _table(answer: Answer, ordered: Ordered, books: Books, text: Locale) -> Table:
    level = answer.progress.target.definition.level
    total = sum(place.net for _, place in ordered)
    rows: list[list[Cell]] = [
        [
            area_label(books.areas, code, text, level),
            whole(place.plus, text),
            whole(place.minus, text),
            whole(place.net, text),
            percent(place.net / total if total > 0 else None, text),
            whole(len(place.allocations), text),
        ]
        for code, place in ordered
    ]
    sums = (sum(p.plus for _, p in ordered), sum(p.minus for _, p in ordered), total)
    allocations = set().union(*(place.allocations for _, place in ordered))
    foot: list[Cell] = [
        text("report.sum"),
        *(whole(number, text) for number in sums),
        percent(1.0 if total > 0 else None, text),
        whole(len(allocations), text),
    ]
    columns = headings(
        text,
        "col.area_name report.years_plus:n report.years_minus:n report.years_net:n "
        "where.col_share:n where.col_allocations:n",
    )
    return Table(text("where.caption", target=answer.title), columns, rows, foot)
