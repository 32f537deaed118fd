"""What validate tells: what is wrong, what should be looked at, and how much there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tenuremix.counting.progress import assess_progress
from tenuremix.document.words import beside_text, reading_text, twin_figures
from tenuremix.errors import Fault
from tenuremix.inputs import Workspace
from tenuremix.locale.catalogue import Language
from tenuremix.locale.locale import Locale

Record = dict[str, Any]


def look_text(
    workspace: Workspace, warnings: Sequence[Fault], text: Locale, *, faults: int
) -> list[str]:
    """Say how much the inputs hold, and list what should be looked at beside the faults."""
    noted = len(warnings) + len(workspace.notes)
    first = text("validate.look", number=noted) if noted else text("validate.ok")
    decisions = workspace.register.decisions
    summary = text(
        "validate.summary",
        areas=sum(len(workspace.areas.at(level)) for level in workspace.areas.levels),
        levels=len(workspace.areas.levels),
        vintages=len(workspace.stock.vintages),
        decisions=sum(len(rows) for rows in decisions.values()),
        allocations=len(decisions),
        targets=len(workspace.targets),
    )
    said = ("" if faults else first, summary, beside_text(workspace, text))
    lines = ["" if faults else " ".join(filter(None, said))]
    if noted:
        lines += ["", text("validate.look_title")]
        figures = _figures(workspace, text)
        for fault in warnings:
            found, expected, _ = fault.lines(text.language)
            lines += [f"{fault.key}:{fault.id}", f"  {found}", f"  {expected}"]
            lines += [f"  {line}" for line in figures.get(fault.id, ())]
        for note in _notes(workspace, text):
            lines += [note["fault"], f"  {note['file']}: {note['found']}"]
    if warnings:
        lines += ["", text("validate.accept")]
    return lines


def _figures(workspace: Workspace, text: Locale) -> dict[str, list[str]]:
    """Tell of dwellings that may stand twice what each target would count without them."""
    targets = workspace.targets if workspace.twins else ()
    progress = [assess_progress(workspace.books, t, sensitivity=False) for t in targets]
    return {
        each.id: [line for one in progress for line in twin_figures(each, one, text)]
        for each in workspace.twins
    }


def fault_records(faults: Iterable[Fault], language: Language) -> list[Record]:
    """Give faults and warnings as JSON."""
    names = ("found", "expected", "try")
    return [
        {
            "level": "warning" if fault.warning else "fault",
            "file": fault.where,
            "row": fault.row,
            "fault": fault.key,
            "id": fault.id or None,
            "remedy": fault.remedy or None,
            **dict(zip(names, fault.lines(language), strict=True)),
        }
        for fault in faults
    ]


def look_records(workspace: Workspace, found: Iterable[Fault], text: Locale) -> list[Record]:
    """Give what was found in inputs without a fault as JSON, with what was noted in reading."""
    return [*fault_records(found, text.language), *_notes(workspace, text)]


def _notes(workspace: Workspace, text: Locale) -> list[Record]:
    return [
        {
            "level": "warning",
            "file": file,
            "row": None,
            "fault": note.key,
            "id": None,
            "remedy": None,
            "found": reading_text(note, text),
            "expected": "",
            "try": "",
        }
        for file, note in workspace.notes
    ]
