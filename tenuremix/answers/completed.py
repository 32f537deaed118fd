"""Promised against built, as JSON and as a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tenuremix.answers.layout import Line, listed
from tenuremix.answers.terminal import head, place_words
from tenuremix.counting.tenure import ALLOCATION_TENURES, STOCK_TENURES, Tenure
from tenuremix.delivery.completed import (
    ZERO,
    AreaCompleted,
    Built,
    Comparison,
    Completions,
    Promised,
)
from tenuremix.document.words import level_name, years_text
from tenuremix.inputs import Workspace
from tenuremix.locale.locale import UNKNOWN, Locale, Numeral


def completed_json(comparison: Comparison, code: str) -> dict[str, Any]:
    """Give the keys that the comparison adds to an area of ``tenuremix areas``."""
    area = comparison.areas[code]
    promised, built = area.promised, area.built
    sums = {t.value: built[t].whole for t in STOCK_TENURES} if built else {}
    return {
        "promised": _dwellings(promised.allocated),
        "promised_begun": _dwellings(promised.begun),
        "promised_completed": _dwellings(promised.completed),
        "promised_completed_in_years": _dwellings(promised.covered),
        "built": built and {t: whole and whole.value for t, whole in sums.items()},
        "built_range": built
        and {t: [whole and whole.low, whole and whole.high] for t, whole in sums.items()},
        "built_years": list(comparison.years),
    }


def _dwellings(vector: Mapping[Tenure, int]) -> dict[str, int]:
    return {tenure.value: vector[tenure] for tenure in ALLOCATION_TENURES}


def built_text(built: Built, text: Locale) -> Numeral:
    """Write a figure of the statistics: a number, or a range where a part is suppressed."""
    if built.whole is None:
        words = text("completed.hidden", number=built.published)
        return Numeral(words, "other")
    return text.count(built.whole)


def reading_lines(
    comparison: Comparison, workspace: Workspace, text: Locale, *, unplaced: bool = True
) -> list[str]:
    """Say what the comparison can show, and what it leaves out.

    ``unplaced`` asks for a line for each larger area that all that is known of a plot is.
    """
    level = level_name(comparison.level, text)
    lines = _gaps(comparison, workspace, text)
    promised = comparison.promised
    later = sum(promised.completed.values()) - sum(promised.covered.values())
    if later and comparison.years:
        lines.append(text("completed.uncovered", number=later))
    left = sorted(comparison.unplaced.items(), key=lambda item: item[0] or "~")
    for code, flows in left if unplaced else ():
        where = place_words(code, workspace, text)
        lines.append(
            text(
                "completed.unplaced", level=level, number=sum(flows.allocated.values()), where=where
            )
        )
    if comparison.unknown:
        lines.append(text("areas.unknown", number=len(comparison.unknown)))
    return [*lines, *(words for _, words in sorted(text.texts("completed.read.").items()))]


def _gaps(comparison: Comparison, workspace: Workspace, text: Locale) -> list[str]:
    """Say where there are no statistics to compare with, and why."""
    completed = workspace.completed
    if comparison.years or completed is None:
        return [text("completed.missing", number=comparison.missing)] if comparison.missing else []
    ever = completed.years(workspace.areas, comparison.level, date.max)
    if ever:
        return [text("completed.too_early", year=ever[0])]
    levels = [name for name in workspace.areas.levels if name in completed.levels()]
    words = text.join([level_name(name, text) for name in levels])
    level = level_name(comparison.level, text)
    return [text("completed.no_level", level=level, levels=words)]


def completed_text(
    comparison: Comparison, codes: Iterable[str], workspace: Workspace, text: Locale
) -> list[Line]:
    """Give the areas, in the order of ``codes``, with what is promised and what was built."""
    shown = [area for code in codes if not (area := comparison.areas[code]).empty]
    names = ("promised", "begun", "completed", "built")
    keys = " ".join(("col.area:2 col.area_name", *(f"completed.col_{name}:w" for name in names)))
    city = ["", text("completed.city"), *_cells(comparison.promised, comparison.built, text)]
    lines: list[Line] = [
        *head(workspace, text),
        text(
            "completed.title",
            level=level_name(comparison.level, text),
            date=workspace.as_of,
            years=years_text(comparison.years, text),
        ),
        "",
        listed([*(_row(area, text) for area in shown), city], keys, text),
        "",
    ]
    if hidden := len(comparison.areas) - len(shown):
        lines.append(text("completed.left_out", number=hidden))
    return [*lines, *reading_lines(comparison, workspace, text)]


def _row(area: AreaCompleted, text: Locale) -> list[str]:
    return [area.area.code, area.area.name, *_cells(area.promised, area.built, text)]


def _cells(promised: Promised, built: Completions | None, text: Locale) -> list[str]:
    sums = (promised.allocated, promised.begun, promised.completed)
    found = [
        ", ".join(
            f"{text.number(vector[t])} {text(f'short.{t}')}"
            for t in ALLOCATION_TENURES
            if vector[t]
        )
        for vector in sums
    ]
    if built is None:
        return [*(cell or UNKNOWN for cell in found), UNKNOWN]
    figures = [
        f"{built_text(built[t], text)} {text(f'short.{t}')}"
        for t in STOCK_TENURES
        if built[t] != ZERO
    ]
    return [*(cell or UNKNOWN for cell in found), ", ".join(figures) or text.number(0)]
