"""The sheets on areas: what each has and lacks, what it becomes, and the areas on a list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from tenuremix.counting.projection import project_areas, summed
from tenuremix.counting.tenure import ALLOCATION_TENURES, KNOWN, share, total
from tenuremix.document.missing import pole_name
from tenuremix.document.words import holder_name, level_name
from tenuremix.report.workbook.tables import (
    Row,
    area_cells,
    by_tenure,
    each_target,
    ends,
    table,
    unplaced_cells,
)

if TYPE_CHECKING:
    from tenuremix.counting.books import Booking
    from tenuremix.counting.projection import AreaProjection, Projection
    from tenuremix.counting.rules import Definition, Edition
    from tenuremix.counting.tenure import Mix
    from tenuremix.io.formats.layers import Layer
    from tenuremix.locale.locale import Locale
    from tenuremix.report.findings import Answer, Findings


def area_tables(found: Findings) -> list[Layer]:
    """Make the tables of the areas of every level with statistics, the finest first."""
    text = found.text
    benchmark = found.workspace.settings.benchmark
    levels = [
        project_areas(found.books, level, benchmark=benchmark)
        for level in found.books.judged_levels
    ]
    return [
        table(
            text,
            "areas",
            "code name level statistics:d known:~n *dwellings:~n *share:~p majority missing "
            "lacks:~n *lacks:~n",
            (
                [*_named(area, text), each.vintage, *_today(area, text)]
                for each in levels
                for area in each.ranked.areas.values()
            ),
            frozen=2,
        ),
        table(
            text,
            "projected",
            "code name level +decided:n *share_then:~p majority_then",
            (row for each in levels for row in _projected(each, found)),
            frozen=2,
        ),
        table(
            text,
            "listed",
            "target code name edition:d class +decided_in_year:s",
            (row for name, answer in each_target(found) for row in _listed(name, answer, found)),
            frozen=3,
        ),
    ]


def _named(area: AreaProjection, text: Locale) -> list[object]:
    return [area.area.code, area.area.name, level_name(area.area.level, text)]


def _shares(mix: Mix | None) -> list[object]:
    return [end for t in KNOWN for end in ends(None if mix is None else share(mix, {t}))]


def _today(area: AreaProjection, text: Locale) -> Row:
    """Give what an area has today, by tenure, and what it lacks."""
    mix = area.now
    pole, short = area.missing_pole(mix), area.shortfall()
    return [
        *ends(None if mix is None else total(mix)),
        *(end for t in KNOWN for end in ends(None if mix is None else total(mix, [t]))),
        *_shares(mix),
        holder_name(area.class_now, text),
        pole_name(pole.pole, text),
        *ends(pole.dwellings),
        *(end for t in KNOWN for end in ends(short[t])),
    ]


def _projected(projection: Projection, found: Findings) -> Iterator[Row]:
    """Give what is decided in each area, and what it becomes; then what lies in no single area."""
    text = found.text
    for area in projection.ranked.areas.values():
        yield [
            *_named(area, text),
            *by_tenure(area.flows.decided, ALLOCATION_TENURES),
            *_shares(area.projected),
            holder_name(area.class_projected, text),
        ]
    for code in sorted(projection.unplaced, key=lambda code: (code is None, code or "")):
        decided = projection.unplaced[code].decided
        if any(decided.values()):
            empty = [None] * (2 * len(KNOWN) + 1)
            yield [
                *unplaced_cells(found, code, projection.level),
                *by_tenure(decided, ALLOCATION_TENURES),
                *empty,
            ]


# Areas on a list --------------------------------------------------------------------------------


def editions_in(rule: Definition, year: int) -> list[tuple[Edition, date, date]]:
    """List the editions of a list of areas in force in a year, each with its days there.

    Returns
    -------
    list
        The edition, and the first and the last day of the year on which it is in force.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    ordered = sorted(rule.editions, key=lambda edition: edition.valid_from)
    starts = [edition.valid_from for edition in ordered[1:]]
    ends_on = [date.fromordinal(start.toordinal() - 1) for start in starts] + [last]
    return [
        (edition, max(first, edition.valid_from), min(last, end))
        for edition, end in zip(ordered, ends_on, strict=True)
        if edition.valid_from <= last and end >= first
    ]


def _listed(name: str, answer: Answer, found: Findings) -> Iterator[Row]:
    """Give for each area and edition its class, and what was decided while that was in force."""
    rule = answer.progress.target.definition
    editions = editions_in(rule, found.year) if rule.areas else []
    decided = _decided(found, rule) if editions else {}
    for code in sorted({code for edition, _, _ in editions for code in edition.classes}):
        for edition, first, last in editions:
            there = decided.get(code, ())
            sums = summed({b.tenure: b.dwellings} for b in there if first <= _day(b) <= last)
            yield [
                name,
                *area_cells(found, code, rule.level),
                edition.valid_from,
                edition.classes.get(code) or found.text("report.not_listed"),
                *by_tenure(sums, ALLOCATION_TENURES),
            ]


def _decided(found: Findings, rule: Definition) -> dict[str | None, list[Booking]]:
    """Gather what was booked in the areas of a rule's level, by area."""
    decided: dict[str | None, list[Booking]] = {}
    for booking in found.books.bookings_at(rule.level, rule.split):
        if booking.level == rule.level:
            decided.setdefault(booking.area, []).append(booking)
    return decided


def _day(booking: Booking) -> date:
    return booking.state.decision.date
