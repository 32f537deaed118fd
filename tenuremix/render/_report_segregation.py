"""The report's measures of segregation: how far the areas are apart, and what allocations do."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

from tenuremix.measures import NOW, PROJECTED, Effect, Segregation, measure_segregation
from tenuremix.render._page import area_label, named, plain, short_dwellings
from tenuremix.render._svg import Heading
from tenuremix.render.chart_shift import Frame, Shift, shift_chart
from tenuremix.render.model import (
    NUMBER,
    WORD,
    Cell,
    Chart,
    Column,
    Part,
    Section,
    Shape,
    Table,
    portion,
)
from tenuremix.render.segregation import (
    MEASURES,
    WHOLE,
    gap_lines,
    measure_name,
    part_name,
    points_figure,
    reading_lines,
)
from tenuremix.render.words import level_name
from tenuremix.segregation import Measure
from tenuremix.tenure import KNOWN, Interval

if TYPE_CHECKING:
    from tenuremix.areas import Areas
    from tenuremix.render._report_findings import Findings
    from tenuremix.render.locale import Locale


def segregation_section(found: Findings) -> Section | None:
    """Tell how far the areas of the finest level with statistics are apart; None without any."""
    levels = found.books.judged_levels
    if not levels:
        return None
    measured = measure_segregation(found.books, levels[0], by_allocation=True)
    text, areas = found.text, found.books.areas
    words = {
        "levels": level_name(measured.level, text, plural=True),
        "date": text.day(measured.vintage),
    }
    lines = [
        text("segregation.basis", **words),
        *reading_lines(measured, text),
        text("segregation.points_report"),
        *map(plain, gap_lines(measured, text)),
    ]
    parts = [Part("", lines, [_measures(measured, text)], _chart(measured, text))]
    if measured.states[NOW].parts is not None:
        parts.append(Part(text("segregation.where"), tables=[_parts(measured, areas, text)]))
    if measured.effects:
        parts.append(_effects(measured, areas, text))
    return Section("segregation", text("segregation.section"), parts)


def _chart(measured: Segregation, text: Locale) -> list[Chart]:
    """Chart the measures that are 0 in a city where every area has the same mix."""
    now, projected = measured.states[NOW], measured.states[PROJECTED]
    rows: list[list[Cell]] = []
    shifts, changes = [], []
    for measure in (*WHOLE, *(Measure("dissimilarity", tenure.value) for tenure in KNOWN)):
        before, after = now.measures[measure], projected.measures[measure]
        if before is None or after is None:
            continue
        figures = [portion(each, text) for each in (before, after)]
        name = measure_name(measure, text)
        words = figures[0].text
        if figures[1].text != words:
            words = text("segregation.chart_from", before=words, after=figures[1].text)
        shifts.append(Shift(name, before, after, words))
        changes.append(projected.changes[measure])
        rows.append([name, *figures])
    if not shifts:
        return []
    states = (text("col.now"), text("col.projected"))
    most = min(1.0, ceil(10 * max(max(*s.before, *s.after) for s in shifts) + 1e-9) / 10)
    ends = (text.percent(0.0, 0), text.percent(most, 0))
    heading = Heading("apart", _finding(changes, text), text("segregation.chart_desc"))
    svg = shift_chart(heading, shifts, Frame(*states, most, ends))
    columns = [Column(text("segregation.measure"), WORD), *(Column(s, NUMBER) for s in states)]
    data = Table(text("segregation.chart_data"), columns, rows, supporting=True)
    return [Chart(heading.name, heading.title, heading.description, svg, data, Shape.BARS)]


def _finding(changes: Sequence[Interval | None], text: Locale) -> str:
    """Say by how many measures the city becomes less divided, and by how many more."""
    ends = [[round(100 * end, 2) for end in change] for change in changes if change is not None]
    less, more = sum(high < 0 for _, high in ends), sum(low > 0 for low, _ in ends)
    numbers = {"less": less, "more": more, "number": len(ends)}
    sure = {(len(ends), 0): "less", (0, len(ends)): "more", (0, 0): "unchanged"}
    key = f"segregation.chart_{sure.get((less, more), 'finding')}"
    return text(key, **{name: text.number(each) for name, each in numbers.items()})


def _measures(measured: Segregation, text: Locale) -> Table:
    now, projected = measured.states[NOW], measured.states[PROJECTED]
    columns = [
        Column(text("segregation.measure"), WORD),
        Column(text("col.now"), NUMBER),
        Column(text("col.projected"), NUMBER),
        Column(text("segregation.change"), NUMBER),
    ]
    rows: list[list[Cell]] = [
        [
            measure_name(measure, text),
            portion(now.measures[measure], text),
            portion(projected.measures[measure], text),
            points_figure(projected.changes[measure], text),
        ]
        for measure in MEASURES
    ]
    return Table(text("segregation.caption"), columns, rows, supporting=True)


def _parts(measured: Segregation, areas: Areas, text: Locale) -> Table:
    """Show H taken apart: what lies between the coarser areas, and within each."""
    columns = [Column(text("segregation.part"))]
    columns += [Column(text(f"col.{name}"), NUMBER) for name in measured.states]
    each = [state.parts for state in measured.states.values()]
    found = [parts for parts in each if parts is not None]
    between = text("segregation.between", levels=level_name(measured.coarser, text, plural=True))
    rows: list[list[Cell]] = [[between, *(portion(p.between, text) for p in found)]]
    for code in found[0].within:
        name = plain(part_name(areas, code, measured.coarser, text))
        shares = [portion(parts.within[code].share, text) for parts in found]
        rows.append([text("segregation.within", name=name), *shares])
    foot: list[Cell] = [
        text("segregation.information"),
        *(portion(p.total, text) for p in found),
    ]
    return Table(text("segregation.parts_title"), columns, rows, foot)


def _effects(measured: Segregation, areas: Areas, text: Locale) -> Part:
    columns = [
        Column(text("col.name")),
        Column(text("col.area_name")),
        Column(text("col.dwellings")),
        *(Column(text(f"segregation.short.{measure.name}"), NUMBER) for measure in WHOLE),
    ]
    rows = [_effect(effect, measured.level, areas, text) for effect in measured.effects]
    lines = [text("segregation.effects_read")]
    if measured.without_effect:
        number = text.number(len(measured.without_effect))
        lines.append(text("segregation.without_effect", number=number))
    table = Table(text("segregation.effects_title"), columns, rows, supporting=True)
    return Part(text("segregation.each"), lines, [table])


def _effect(effect: Effect, level: str, areas: Areas, text: Locale) -> list[Cell]:
    return [
        named(effect.name, effect.allocation),
        ", ".join(area_label(areas, code, text, level) for code in effect.areas),
        short_dwellings(effect.dwellings, text),
        *(points_figure(effect.changes[measure], text, 3) for measure in WHOLE),
    ]
