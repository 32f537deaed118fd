"""The report's measures of segregation: how far the areas are apart, and what allocations do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenuremix.measures import NOW, PROJECTED, Effect, Segregation, measure_segregation
from tenuremix.render._page import area_label, named, plain, short_dwellings
from tenuremix.render.model import NUMBER, WORD, Cell, Column, Part, Section, Table
from tenuremix.render.segregation import (
    MEASURES,
    WHOLE,
    gap_lines,
    measure_name,
    part_name,
    points_figure,
    reading_lines,
    share_figure,
)
from tenuremix.render.words import level_name

if TYPE_CHECKING:
    from tenuremix.areas import Areas
    from tenuremix.render._report_findings import Findings
    from tenuremix.render.locale import Locale


def segregation_section(found: Findings) -> Section | None:
    """Tell how far the areas of the finest level with statistics are apart; None without any."""
    levels = found.books.judged_levels()
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
    parts = [Part("", lines, [_measures(measured, text)])]
    if measured.states[NOW].parts is not None:
        parts.append(Part(text("segregation.where"), tables=[_parts(measured, areas, text)]))
    if measured.effects:
        parts.append(_effects(measured, areas, text))
    return Section("segregation", text("segregation.section"), parts)


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
            share_figure(now.measures[measure], text),
            share_figure(projected.measures[measure], text),
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
    rows: list[list[Cell]] = [[between, *(share_figure(p.between, text) for p in found)]]
    for code in found[0].within:
        name = plain(part_name(areas, code, measured.coarser, text))
        shares = [share_figure(parts.within[code].share, text) for parts in found]
        rows.append([text("segregation.within", name=name), *shares])
    foot: list[Cell] = [
        text("segregation.information"),
        *(share_figure(p.total, text) for p in found),
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
