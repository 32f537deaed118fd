"""What an import would do, or did, as text and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from tenuremix.counting.decisions import Correction, Decision
from tenuremix.counting.losses import Loss
from tenuremix.document.words import dwellings_text, fault_sentence, reading_text, twin_figures
from tenuremix.errors import Fault
from tenuremix.io.importing.bring_in import Brought
from tenuremix.io.importing.files import FileRead
from tenuremix.io.importing.headings import on_one_line
from tenuremix.io.importing.look import Looked
from tenuremix.locale.locale import Locale
from tenuremix.review.reconcile import changes_words, differences

_Row = TypeVar("_Row")
_SHOWN = 20
"""More rows than this of one kind are counted only; JSON and CSV have them all."""


def files_text(found: Brought, text: Locale) -> list[str]:
    """Tell how each file was read: its columns, its CRS, and what is to be noted."""
    return [line for read in found.files for line in _file(read, text)]


def _file(read: FileRead, text: Locale) -> list[str]:
    lines = [read.name]
    pairs = [f"{on_one_line(theirs)} → {ours}" for theirs, ours in read.headings.columns.items()]
    if pairs:
        lines.append(text("import.columns", columns=", ".join(pairs)))
    if read.headings.unused:
        lines.append(
            text("import.unused", columns=", ".join(map(on_one_line, read.headings.unused)))
        )
    if read.crs:
        lines.append(text("import.crs", crs=read.crs))
    for note in read.notes:
        words = reading_text(note, text, most=_SHOWN)
        lines.append(text("import.note", note=words))
    return lines


def intake_text(found: Brought, text: Locale, *, dry_run: bool) -> list[str]:
    """Tell what came, or would come, of the rows."""
    additions = found.additions
    lines = [""]
    if found.losses or found.known_losses:
        lines += _listed("import.losses", found.losses, _loss, text)
    else:
        lines += _listed("import.new", additions.new, _decision, text)
        lines += _listed("import.corrected", additions.corrections, receipt, text)
    same = len(additions.same) + found.known_losses
    lines.append(text("import.same", number=same))
    if found.faults:
        lines += _listed("import.refused", found.faults, _refusal, text)
    if found.looked.twins:
        lines += ["", text("validate.look_title"), *_twins(found.looked, text), ""]
    if found.written:
        lines.append(text("import.written", file=found.target))
    else:
        lines.append(text("import.dry" if dry_run else "import.nothing", file=found.target))
    return lines


def _twins(looked: Looked, text: Locale) -> Iterator[str]:
    """Tell what may stand twice, and what each target would count without it."""
    for twins in looked.twins[:_SHOWN]:
        yield fault_sentence(twins.fault(), text)
        for progress in looked.progress:
            yield from (f"  {line}" for line in twin_figures(twins, progress, text))
    if len(looked.twins) > _SHOWN:
        yield text("import.more", number=len(looked.twins) - _SHOWN)


def _said(lines: Sequence[str]) -> str:
    return lines[0].partition(": ")[2]


def _listed(
    key: str, found: Sequence[_Row], words: Callable[[_Row, Locale], str], text: Locale
) -> list[str]:
    lines = [text(key, number=len(found))]
    lines += [f"  {words(row, text)}" for row in found[:_SHOWN]]
    if len(found) > _SHOWN:
        lines.append("  " + text("import.more", number=len(found) - _SHOWN))
    return lines


def _refusal(fault: Fault, text: Locale) -> str:
    return f"{fault.place(text.language)}: {_said(fault.lines(text.language))}"


def _decision(decision: Decision, text: Locale) -> str:
    numbers = dwellings_text(decision.counts, text) if decision.counts else text("import.unknown")
    stated = f" ({decision.stated_date})" if decision.stated_date else ""
    return (
        f"{decision.id} {decision.date}{stated} {text(f'event.{decision.event}')}, "
        f"{decision.name}: {numbers}"
    )


def _loss(loss: Loss, text: Locale) -> str:
    return f"{loss.date} {loss.event.value}: {dwellings_text(loss.counts, text)} ({loss.basis})"


def receipt(correction: Correction, text: Locale) -> str:
    """Tell what a correction changed, and why."""
    before = correction.before
    words = f"{before.id} {before.date} {text(f'event.{before.event}')}"
    changes = text("import.struck")
    if correction.after is not None:
        changes = ", ".join(changes_words(differences(before, correction.after)))
    return f"{words}: {changes} ({correction.reason})"


def intake_json(found: Brought, text: Locale) -> dict[str, Any]:
    """Give an import as JSON: the files, and every row with what became of it."""
    additions = found.additions
    return {
        "files": [
            {
                "file": read.name,
                "columns": dict(read.headings.columns),
                "unused": list(read.headings.unused),
                "crs": read.crs or None,
                "notes": [reading_text(note, text) for note in read.notes],
            }
            for read in found.files
        ],
        "rows": [
            *_rows("new", additions.new),
            *(correction_json(correction) for correction in additions.corrections),
            *_rows("same", additions.same),
            *(
                {
                    "outcome": "new",
                    "date": loss.date.isoformat(),
                    "event": loss.event.value,
                    "file": loss.source,
                    "row": loss.row,
                }
                for loss in found.losses
            ),
            *(
                {
                    "outcome": "refused",
                    "file": f.where,
                    "row": f.row,
                    "why": _said(f.lines(text.language)),
                }
                for f in found.faults
            ),
        ],
        "same_dwellings": [
            {"allocations": list(twins.states), "why": twins.code, "share": twins.share}
            for twins in found.looked.twins
        ],
        "written": found.target if found.written else None,
    }


def _rows(outcome: str, decisions: Iterable[Decision]) -> list[dict[str, Any]]:
    return [
        {
            "outcome": outcome,
            "allocation": d.id,
            "date": d.date.isoformat(),
            "stated_date": d.stated_date or None,
            "event": d.event.value,
            "file": d.source,
            "row": d.row,
        }
        for d in decisions
    ]


def correction_json(correction: Correction) -> dict[str, Any]:
    """Give the receipt of a correction as JSON."""
    before, after = correction.before, correction.after
    changes = [] if after is None else differences(before, after)
    return {
        "outcome": "struck" if after is None else "corrected",
        "allocation": before.id,
        "date": before.date.isoformat(),
        "event": before.event.value,
        "reason": correction.reason,
        "recorded_on": correction.recorded_on and correction.recorded_on.isoformat(),
        "changes": [
            {"column": c.column, "before": _plain(c.before), "after": _plain(c.after)}
            for c in changes
        ],
        "file": correction.source,
        "row": correction.row,
    }


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, (str, int, float)) else str(value)
