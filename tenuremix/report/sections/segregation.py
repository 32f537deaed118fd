"""The report's measures of segregation: how far the areas are apart, and what allocations do."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

from tenuremix.answers.segregation import (
    WHOLE,
    gap_lines,
    measure_name,
    measures_table,
    parts_table,
    points_figure,
    reading_lines,
)
from tenuremix.counting.tenure import KNOWN, Interval
from tenuremix.document.model import (
    NUMBER,
    WORD,
    Block,
    Cell,
    Chart,
    Section,
    Shape,
    TableColumn,
    headings,
    portion,
)
from tenuremix.document.names import named, plain, short_dwellings
from tenuremix.document.words import level_name
from tenuremix.report.charts.shift import Frame, Shift, shift_chart
from tenuremix.report.charts.svg import Heading
from tenuremix.report.findings import Findings, Writer
from tenuremix.segregation.assess import NOW, PROJECTED, Effect, measure_segregation
from tenuremix.segregation.indices import Measure

if TYPE_CHECKING:
    from tenuremix.locale.locale import Locale

_LARGE = 0.01
"""The least change of a measure, as a share, that is said to be one."""


def segregation_section(found: Findings) -> Section | None:
    """Tell how far the areas of the finest level with statistics are apart; None without any."""
    if not found.books.judged_levels:
        return None
    return Section("segregation", found.text("segregation.section"), _Measured(found).parts())


class _Measured(Writer):
    """Writes the measures of the finest level with statistics."""

    def __init__(self, found: Findings) -> None:
        super().__init__(found)
        finest = self.books.judged_levels[0]
        self.measured = measure_segregation(self.books, finest, by_allocation=True)

    def parts(self) -> list[Block]:
        """Say what the measures mean, take them apart, and tell what each allocation does."""
        measured, text = self.measured, self.text
        levels = level_name(measured.level, text, plural=True)
        lines = [
            text("segregation.basis", levels=levels, date=measured.vintage),
            *reading_lines(measured, text),
            text("segregation.points_report"),
            *map(plain, gap_lines(measured, text)),
        ]
        parts = [Block("", lines, [measures_table(measured, text)], self._chart())]
        if measured.states[NOW].parts is not None:
            table = parts_table(measured, self.books.areas, text, plain)
            parts.append(Block(text("segregation.where"), tables=[table]))
        if measured.effects:
            parts.append(self._effects())
        return parts

    def _chart(self) -> list[Chart]:
        """Chart the measures that are 0 in a city where every area has the same mix."""
        text = self.text
        now, projected = self.measured.states[NOW], self.measured.states[PROJECTED]
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
        data = self.table(
            text("segregation.chart_data"),
            [
                TableColumn(text("segregation.measure"), WORD),
                *(TableColumn(s, NUMBER) for s in states),
            ],
            rows,
            supporting=True,
        )
        return [Chart(heading.name, heading.title, heading.description, svg, data, Shape.BARS)]

    def _effects(self) -> Block:
        text = self.text
        lines = [text("segregation.effects_read")]
        if self.measured.without_effect:
            lines.append(
                text("segregation.without_effect", number=len(self.measured.without_effect))
            )
        table = self.table(
            text("segregation.effects_title"),
            [
                *headings(text, "col.name col.area_name col.dwellings"),
                *(
                    TableColumn(text(f"segregation.short.{measure.name}"), NUMBER)
                    for measure in WHOLE
                ),
            ],
            [self._effect(effect, self.measured.level) for effect in self.measured.effects],
            supporting=True,
        )
        return Block(text("segregation.each"), lines, [table])

    def _effect(self, effect: Effect, level: str) -> list[Cell]:
        return [
            named(effect.name, effect.allocation),
            ", ".join(self.area(code, level) for code in effect.areas),
            short_dwellings(effect.dwellings, self.text),
            *(points_figure(effect.changes[measure], self.text, 3) for measure in WHOLE),
        ]


def _finding(changes: Sequence[Interval | None], text: Locale) -> str:
    """Say by how many measures the city becomes less divided by tenure, and by how many more."""
    known = [change for change in changes if change is not None]
    less, more = sum(high <= -_LARGE for _, high in known), sum(low >= _LARGE for low, _ in known)
    numbers = {"less": less, "more": more, "number": len(known)}
    sure = {(len(known), 0): "less", (0, len(known)): "more"}
    small = all(low > -_LARGE and high < _LARGE for low, high in known)
    key = "unchanged" if small else sure.get((less, more), "finding")
    return text(f"segregation.chart_{key}", **numbers)
