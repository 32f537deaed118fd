"""What the figures rest on that a reader would not expect: said first in every product."""

from __future__ import annotations

from itertools import chain
from typing import Any

from tenuremix.counting.books import Books
from tenuremix.counting.decisions import Decision
from tenuremix.document.names import plain
from tenuremix.document.words import dwellings_text, fault_sentence
from tenuremix.inputs import Workspace
from tenuremix.locale.locale import Locale


def _later(workspace: Workspace, text: Locale) -> str:
    """Name the decisions that are dated so late that they do not move the date of the figures."""
    rows = chain.from_iterable(workspace.register.decisions.values())
    late = sorted((row.date, row.id) for row in rows if row.date > workspace.as_of)
    found = [f"{plain(id_)} {day}" for day, id_ in late]
    return text("as_of_later", number=len(found), found=text.join(found)) if found else ""


_ASIDE = 5
"""So many rows that are set aside are named in a line; ``validate`` has them all."""


def aside_line(workspace: Workspace, text: Locale) -> list[str]:
    """Name what is set aside of a shared register or stock, where there is any."""
    aside = workspace.register.set_aside
    vintages = [fault_sentence(fault, text) for fault in workspace.stock.set_aside]
    lines = [text("aside.stock", found=found) for found in vintages]
    if aside:
        named = [aside_words(one.decision, text) for one in aside[:_ASIDE]]
        if more := len(aside) - len(named):
            named.append(text("import.more_short", number=more))
        lines.append(text("aside.line", number=len(aside), rows="; ".join(named)))
    return lines


def aside_records(workspace: Workspace, text: Locale) -> list[dict[str, Any]]:
    """Give the rows that are set aside as JSON, with why and what strikes them."""
    return [
        {
            "file": row.source,
            "row": row.row,
            "allocation": row.id or None,
            "date": row.date and row.date.isoformat(),
            "event": row.event or None,
            "dwellings": {str(tenure): number for tenure, number in row.counts.items()},
            "why": [fault_sentence(fault, text) for fault in one.faults],
            "remedy": one.faults[0].remedy,
        }
        for one in workspace.register.set_aside
        for row in [one.decision]
    ]


def aside_words(row: Decision, text: Locale) -> str:
    """Name a decision by what can be read of it, with its dwellings."""
    key = [row.id, str(row.date or ""), text(f"event.{row.event}") if row.event else ""]
    words = plain(" ".join(filter(None, key))) or text("aside.row", row=row.row)
    numbers = dwellings_text(row.counts, text) if any(row.counts.values()) else ""
    return f"{words} ({numbers})" if numbers else words


def calm_lines(workspace: Workspace, text: Locale, books: Books | None = None) -> list[str]:
    """Say, in one line each, what the figures rest on that a reader would not expect.

    Rows are fictional or set aside, areas schematic, registers not complete.

    ``books`` are on another date than that of the workspace.
    """
    lines = [text(key) for key in ("fictional", "schematic") if getattr(workspace, key)]
    lines += aside_line(workspace, text)
    if not workspace.register.decisions:
        return [*lines, text("no_decisions")]
    gaps = {
        gap: None
        for target in workspace.targets
        for gap in (books or workspace.books).uncovered(target.period)
    }
    later = "" if books or workspace.settings.as_of else _later(workspace, text)
    lines += filter(None, [later])
    periods = [text("incomplete.days", first=gap.first, last=gap.last) for gap in gaps]
    return [*lines, text("incomplete", periods=text.join(periods))] if periods else lines
