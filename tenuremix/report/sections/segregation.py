"""The report's measures of segregation: how far the areas are apart, and what allocations do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tenuremix.answers.segregation import gap_lines, measures_table, reading_lines
from tenuremix.counting.tenure import Interval
from tenuremix.document.model import Block, Section
from tenuremix.document.names import plain
from tenuremix.document.words import level_name
from tenuremix.report.findings import Findings, Writer
from tenuremix.segregation.assess import PROJECTED, measure_segregation

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
        self.measured = measure_segregation(self.books, finest)

    def parts(self) -> list[Block]:
        """Say what the measures mean, and whether what is decided changes them."""
        measured, text = self.measured, self.text
        levels = level_name(measured.level, text, plural=True)
        changes = [c for c in measured.states[PROJECTED].changes.values() if c is not None]
        lines = [
            text("segregation.basis", levels=levels, date=measured.vintage),
            *([f"{_finding(changes, text)}. {text('segregation.large')}"] if changes else []),
            *reading_lines(measured, text),
            text("segregation.points_report"),
            *map(plain, gap_lines(measured, text)),
        ]
        return [Block("", lines, [measures_table(measured, text)])]


def _finding(known: Sequence[Interval], text: Locale) -> str:
    """Say by how many measures the city becomes less divided by tenure, and by how many more."""
    less, more = sum(high <= -_LARGE for _, high in known), sum(low >= _LARGE for low, _ in known)
    numbers = {"less": less, "more": more, "number": len(known)}
    sure = {(len(known), 0): "less", (0, len(known)): "more"}
    small = all(low > -_LARGE and high < _LARGE for low, high in known)
    key = "unchanged" if small else sure.get((less, more), "finding")
    return text(f"segregation.chart_{key}", **numbers)
