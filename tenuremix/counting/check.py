"""Check a proposed allocation: where it lies, what it does, what it counts towards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from tenuremix.counting.books import Booking, Books
from tenuremix.counting.decisions import Decision, Event
from tenuremix.counting.ledger import Reason, counted_under, judge, ledger
from tenuremix.counting.missing import Benchmark, Pole
from tenuremix.counting.placement import Placement
from tenuremix.counting.projection import Projection, none, project_areas, summed, vintage_shown
from tenuremix.counting.proposal import (
    Alternatives,
    AreaCheck,
    Check,
    PlacedPart,
    Plot,
    TargetCheck,
)
from tenuremix.counting.register import Register
from tenuremix.counting.rules import AreaClass, Definition
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import KNOWN, Tenure, majority_class, total
from tenuremix.counting.tipping import find_tipping, in_force
from tenuremix.errors import Note

LEAST_CHANGE = 0.001
"""A share that moves by less than a tenth of a percentage point speaks neither for nor against."""

NEAR_TURN = 25
"""An area is near its turn when one dwelling more for every so many there are would turn it.

From two percentage points above half, that is what takes it to half.
"""

OLD_STATISTICS_DAYS = 548
"""Statistics are old a year and a half after their date: the next year's should be there."""


def check_proposal(
    books: Books,
    plots: Sequence[Plot],
    targets: Sequence[Target],
    *,
    benchmark: Benchmark | None = None,
) -> Check:
    """Check a proposed allocation as if it were decided on the date of the books.

    Parameters
    ----------
    books
        The inputs and the date.
    plots
        One or more plots, decided together.
    targets
        The targets it may count towards.
    benchmark
        What shortfalls are measured against; by default the city's own mix.

    Returns
    -------
    Check
    """
    books = books.aside()
    proposed = Register(
        Decision(str(n), plot.name, books.as_of, Event.MARKANVISNING, plot.dwellings, plot.place)
        for n, plot in enumerate(plots)
    )
    alone = books.with_register(proposed, books.as_of)
    placements = [books.locator.place(plot.place) for plot in plots]
    placement = [
        part
        for plot, placed in zip(plots, placements, strict=True)
        for part in _parts(books, plot, placed)
    ]
    areas = _areas(books, plots, targets, benchmark)
    checks = [_check_target(books, alone, target) for target in targets]
    notes = [
        *_place_notes(plots, placements),
        *_area_notes(books, areas, targets),
        *_target_notes(checks, books.as_of),
        *(note for target in in_force(targets, books.as_of) for note in _turn_notes(target, areas)),
    ]
    return Check(plots, books.as_of, vintage_shown(books), placement, areas, checks, notes)


def check_alternatives(
    books: Books,
    proposals: Mapping[str, Sequence[Plot]],
    targets: Sequence[Target],
    *,
    benchmark: Benchmark | None = None,
) -> Alternatives:
    """Check proposals of which one will be decided, each as :func:`check_proposal` does it.

    Parameters
    ----------
    proposals
        The plots of each, by its name.
    books, targets, benchmark
        As there.
    """
    answers = [
        check_proposal(books, plots, targets, benchmark=benchmark)
        for plots in ((), *proposals.values())
    ]
    levels = list(books.judged_levels)
    touched: dict[tuple[int, str], AreaCheck] = {}
    for each in (area for answer in answers for area in answer.areas):
        area = each.projection.area
        touched.setdefault((levels.index(area.level), area.code), each.without)
    nothing = replace(answers[0], areas=[touched[key] for key in sorted(touched)])
    return Alternatives(list(proposals), answers[1:], nothing)


def _parts(books: Books, plot: Plot, placed: Placement) -> list[PlacedPart]:
    spread = books.spread(plot.place, plot.dwellings)
    level = placed.level
    return [
        PlacedPart(plot.name, at.area, level, at.share, spread.get((at.area, level), none()))
        for at in placed.parts
    ]


def _areas(
    books: Books, plots: Sequence[Plot], targets: Sequence[Target], benchmark: Benchmark | None
) -> list[AreaCheck]:
    """Add the proposal upwards to every area it touches, at every level with statistics."""
    found: list[AreaCheck] = []
    for level in books.judged_levels:
        at_level: dict[str, list[Mapping[Tenure, int]]] = {}
        for plot in plots:
            for (code, at), dwellings in books.spread(plot.place, plot.dwellings, level).items():
                if code is not None and at == level:
                    at_level.setdefault(code, []).append(dwellings)
        if at_level:
            projection = _projected(books, level, benchmark)
            for code in sorted(at_level):
                area, dwellings = projection.areas[code], summed(at_level[code])
                tippings = {
                    target.id: find_tipping(books, target, area, dwellings)
                    for target in in_force(targets, books.as_of)
                }
                found.append(AreaCheck(area, dwellings, tippings))
    return found


def _projected(books: Books, level: str, benchmark: Benchmark | None) -> Projection:
    """Project the areas of a level without the proposal, which the books remember."""
    key = ("projected", level, repr(benchmark))
    if key not in books.remembered:
        books.remembered[key] = project_areas(books, level, benchmark=benchmark)
    found: Projection = books.remembered[key]
    return found


def _check_target(books: Books, alone: Books, target: Target) -> TargetCheck:
    entries = ledger(alone, target)
    definitions = books.alternatives(target.definition)
    under = [_counts_under(alone, target, definition) for definition in definitions]
    before = [counted_under(books, target, definition) for definition in definitions]
    return TargetCheck(
        target=target,
        counts=entries.counted,
        of=sum(entry.dwellings for entry in entries),
        counted_before=counted_under(books, target, target.definition),
        entries=entries,
        definitions=len(definitions),
        counting=sum(map(bool, under)),
        after=[old + new for old, new in zip(before, under, strict=True)],
        only_today=books.as_of == target.period.last,
    )


def _counts_under(alone: Books, target: Target, definition: Definition) -> int:
    """Give what of a proposal counts under a definition, as its ledger does.

    It is all decided on one day, for the first time and without exceptions: what the dwellings of
    a tenure in an area count as is told by any booking of them.
    """
    key = ("sums", definition.level, definition.split)
    if key not in alone.remembered:
        sums: dict[tuple[str | None, Tenure], tuple[Booking, int]] = {}
        for booking in alone.bookings_at(definition.level, definition.split):
            there = booking.area, booking.tenure
            sums[there] = booking, sums.get(there, (booking, 0))[1] + booking.dwellings
        alone.remembered[key] = [*sums.values()]
    return sum(
        number
        for booking, number in alone.remembered[key]
        if booking.tenure in target.tenures and judge(alone, booking, target, definition)
    )


def _place_notes(plots: Sequence[Plot], placements: Sequence[Placement]) -> list[Note]:
    notes = []
    for plot, placed in zip(plots, placements, strict=True):
        inside = [part for part in placed.parts if part.area is not None]
        if len(inside) > 1:
            notes.append(Note("split", {"plot": plot.name, "areas": len(inside)}))
        if placed.nearest is not None:
            outside = sum(part.share for part in placed.parts if part.area is None)
            metres = round(placed.distance_m or 0.0)
            where = {"nearest": placed.nearest, "level": placed.level, "metres": metres}
            notes.append(Note("outside", {"plot": plot.name, "share": outside, **where}))
    return notes


def _area_notes(books: Books, areas: Sequence[AreaCheck], targets: Sequence[Target]) -> list[Note]:
    notes: list[Note] = []
    judged: dict[tuple[str, str], Definition] = {}
    for target in targets:
        for check in areas:
            area = check.projection.area
            if area.level == target.definition.level:
                judged.setdefault((target.definition.id, area.code), target.definition)
    for (_, code), definition in judged.items():
        found = books.classify(definition, code, books.as_of)
        notes += _line_notes(code, definition, found)
    for check in areas:
        notes += _mix_notes(check)
    vintage = vintage_shown(books)
    if vintage is not None and (books.as_of - vintage).days > OLD_STATISTICS_DAYS:
        notes.append(Note("old_statistics", {"date": vintage}))
    return notes


def _line_notes(code: str, definition: Definition, found: AreaClass) -> list[Note]:
    """Note that an area is near the line of a definition, or cannot be judged."""
    where = {"area": code, "level": definition.level, "definition": definition.id}
    if found.qualifies is None:
        return [Note("not_assessable", where)]
    line = definition.line
    if line is None or found.share is None or not found.near(line):
        return []
    middle = (found.share.low + found.share.high) / 2
    return [Note("near_line", {**where, "share": middle, "line": line})]


def _mix_notes(check: AreaCheck) -> list[Note]:
    """Note suppressed cells, a class that turns, and which shares come nearer the city's."""
    projection = check.projection
    where: dict[str, object] = {"area": projection.area.code, "level": projection.area.level}
    if projection.now is None:
        return [Note("no_statistics", where)]
    notes = []
    if projection.steadiness is not None:
        same, of = projection.steadiness
        key = "first_time" if same == 1 else "steady"
        notes.append(Note(key, {**where, "label": projection.class_now, "same": same, "of": of}))
    if any(projection.now[tenure].value is None for tenure in KNOWN):
        notes.append(Note("suppressed", where))
    already = projection.class_projected
    if already is not None and projection.class_now not in (None, already):
        notes.append(Note("turned", {**where, "before": projection.class_now, "after": already}))
    after = check.with_proposal
    if after is not None and projection.class_projected is not None:
        turned = majority_class(after)
        if turned is not None and turned != projection.class_projected:
            values = {**where, "before": projection.class_projected, "after": turned}
            notes.append(Note("turns", values))
    return notes + _moves(check, where)


def _moves(check: AreaCheck, where: Mapping[str, object]) -> list[Note]:
    """Note where the share of the tenure in majority, or of the missing pole, moves."""
    notes = []
    held: list[tuple[Tenure, ...]]
    held = [(tenure,) for tenure in KNOWN if check.projection.class_now == tenure]
    asked = [(tenures, "more_of_the_same", "less_of_the_same") for tenures in held]
    if check.missing.pole in (Pole.HYRESRATT, Pole.AGT):
        asked.append((check.missing.pole.tenures, "nearer", "further"))
    for tenures, rises, falls in asked:
        moved = check.change(tenures)
        if abs(moved) >= LEAST_CHANGE:
            values = {**where, "tenures": tenures, "check": check}
            notes.append(Note(rises if moved > 0 else falls, values))
    return notes


def _turn_notes(target: Target, areas: Sequence[AreaCheck]) -> list[Note]:
    """Note the areas that what is decided or the proposal turns, or brings near their turn."""
    notes = []
    for check in areas:
        turn, area, after = check.tippings[target.id], check.projection.area, check.with_proposal
        if turn.projected is None or turn.proposed is None or after is None:
            continue
        left = turn.proposed
        if turn.projected.high == 0:
            key = "turn_decided"
        elif left.high == 0:
            key = "turn_reached"
        elif left.low * NEAR_TURN <= total(after).low:
            key = "turn_near"
        else:
            continue
        values = {"area": area.code, "level": area.level, "rule": target.definition, "left": left}
        notes.append(Note(key, {**values, "target": target.title, "tenure": target.tenure}))
    return notes


def _target_notes(checks: Sequence[TargetCheck], as_of: date) -> list[Note]:
    notes = []
    for check in checks:
        target = check.target
        if not target.period.holds(as_of):
            values = {"target": target.title, "period": target.period, "date": as_of}
            notes.append(Note("outside_period", values))
        elif target.minimum and (other := check.reasons.get(Reason.OTHER_AREA, 0)):
            values = {"target": target.title, "number": other, "tenure": target.tenure}
            notes.append(Note("other_area", values))
        if check.only_today and check.counts:
            notes.append(Note("last_day", {"target": target.title}))
        if target.period.holds(as_of) and check.of and 0 < check.counting < check.definitions:
            under = {"counting": check.counting, "definitions": check.definitions}
            notes.append(Note("depends", {"target": target.title, **under}))
    return notes
