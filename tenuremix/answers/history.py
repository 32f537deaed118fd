"""The whole life of one allocation: every decision, what stood after it, and what it counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenuremix.answers.import_ import correction_json, receipt
from tenuremix.answers.layout import Line, listed
from tenuremix.answers.progress import ledger_record
from tenuremix.answers.terminal import head
from tenuremix.counting.decisions import Correction, State
from tenuremix.counting.progress import Entry, ledger
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import ALLOCATION_TENURES
from tenuremix.document.words import area_name, dwellings_text
from tenuremix.inputs import Workspace
from tenuremix.locale.locale import UNKNOWN, Locale


def _ledgers(workspace: Workspace, id_: str) -> list[tuple[Target, list[Entry]]]:
    return [
        (target, [e for e in ledger(workspace.books, target) if e.allocation == id_])
        for target in workspace.targets
    ]


def history_json(workspace: Workspace, id_: str) -> dict[str, Any]:
    """Give the decisions of one allocation up to the date, and its lines in every ledger."""
    states = workspace.register.history(id_, workspace.as_of)
    return {
        "as_of": workspace.as_of.isoformat(),
        "allocation": id_,
        "name": states[-1].name if states else "",
        "decisions": [_decision(state) for state in states],
        "corrections": [correction_json(c) for c in workspace.register.corrections.get(id_, ())],
        "targets": [
            {
                "target": target.id,
                "counted": sum(entry.counted for entry in entries),
                "ledger": ledger_record(entries, workspace.books, target),
            }
            for target, entries in _ledgers(workspace, id_)
        ],
    }


def allocations_json(
    workspace: Workspace, ids: Sequence[str], text: Locale
) -> list[dict[str, Any]]:
    """Give what allocations are called, and how and where they stand on the date."""
    return [
        {
            "allocation": id_,
            "name": state.name,
            "date": state.decision.date.isoformat(),
            "stage": state.stage.value,
            "dwellings": None if state.dwellings is None else sum(state.dwellings.values()),
            "areas": where_text(state, workspace, text),
        }
        for id_, state in _on_the_date(workspace, ids)
    ]


def allocations_text(
    workspace: Workspace, ids: Sequence[str], text: Locale, said: str = ""
) -> list[Line]:
    """List allocations, by id; ``said`` is what several answer to."""
    found = _on_the_date(workspace, ids)
    rows = [
        [
            f"{id_} {state.name}",
            state.decision.date.isoformat(),
            text(f"event.{state.stage}"),
            text.number(None if state.dwellings is None else sum(state.dwellings.values())),
            where_text(state, workspace, text),
        ]
        for id_, state in found
    ]
    key = "history.several" if said else "history.list"
    keys = "col.name col.date:w outlook.col_stage:w1 col.dwellings:n col.area_name"
    title = text(key, number=len(found), allocation=said)
    table = listed(rows, keys, text)
    return [*head(workspace, text), title, "", table, "", text("history.list_rule")]


def _on_the_date(workspace: Workspace, ids: Sequence[str]) -> list[tuple[str, State]]:
    states = workspace.books.states
    return [(id_, states[id_]) for id_ in ids if id_ in states]


def where_text(state: State, workspace: Workspace, text: Locale) -> str:
    """Name the areas that an allocation lies in: 109 Norra 60 %, 112 Södra 40 %."""
    placed = workspace.books.locator.place(state.place)
    names = []
    for part in placed.parts:
        name = area_name(workspace.areas, part.area, text, placed.level)
        words = name if part.area is None else f"{part.area} {name}"
        alone = len(placed.parts) == 1
        names.append(words if alone else f"{words} {text.percent(part.share, 0)}")
    return ", ".join(names)


def _decision(state: State) -> dict[str, Any]:
    decision = state.decision
    standing = state.dwellings
    return {
        "date": decision.date.isoformat(),
        "stated_date": decision.stated_date or None,
        "event": decision.event.value,
        "stage": state.stage.value,
        "dwellings": standing and {t.value: standing[t] for t in ALLOCATION_TENURES},
        "valid_until": state.valid_until.isoformat() if state.valid_until else None,
        "developer": state.developer,
        "diarienummer": decision.diarienummer,
        "subgroup": state.subgroup or None,
        "exception": state.exception or None,
        "probability": state.probability if state.pipeline else None,
        "expected": state.expected.isoformat() if state.expected else None,
        "begun": state.begun and {t.value: number for t, number in state.begun.items()},
        "remark": decision.remark,
        "source": decision.source,
        "row": decision.row,
    }


def history_text(workspace: Workspace, id_: str, text: Locale) -> list[Line]:
    """Give the life of one allocation as text."""
    states = workspace.register.history(id_, workspace.as_of)
    lines: list[Line] = [*head(workspace, text)]
    if states:
        lines += [f"{id_} {states[-1].name}", ""]
        keys = "col.date:w col.event:w col.standing:w col.valid_until:w1 col.record:2 col.source:3"
        rows = [_row(state, text) for state in states]
        lines += [listed(rows, keys, text), ""]
    else:
        lines.append(text("history.none", id=id_))
    remarks = [s.decision for s in states if s.decision.remark]
    lines += [f"{decision.date.isoformat()}: {decision.remark}" for decision in remarks]
    corrections = workspace.register.corrections.get(id_, ())
    if corrections:
        lines += ["", text("history.corrections")]
        lines += [f"  {_correction(correction, text)}" for correction in corrections]
    for target, entries in _ledgers(workspace, id_):
        counted = text.signed(sum(entry.counted for entry in entries))
        lines += ["", text("history.target", target=target.title, counted=counted)]
        lines += [_entry(entry, target, workspace, text) for entry in entries]
    return lines


def _row(state: State, text: Locale) -> list[str]:
    decision = state.decision
    standing = text("history.unknown")
    if state.dwellings is not None:
        standing = dwellings_text(state.dwellings, text, undecided=state.open_tenure)
    if state.begun is not None:
        standing += f"; {text('history.begun', dwellings=dwellings_text(state.begun, text))}"
    if state.expected is not None:
        standing += f"; {text('history.expected', day=state.expected.isoformat())}"
    stated = f" ({decision.stated_date})" if decision.stated_date else ""
    return [
        decision.date.isoformat() + stated,
        text(f"event.{decision.event}"),
        standing,
        state.valid_until.isoformat() if state.valid_until else UNKNOWN,
        decision.diarienummer or UNKNOWN,
        f"{decision.source} ({decision.row})",
    ]


def _correction(correction: Correction, text: Locale) -> str:
    recorded = correction.recorded_on.isoformat() if correction.recorded_on else UNKNOWN
    where = f"{correction.source} ({correction.row})"
    return f"{recorded}: {receipt(correction, text)}, {where}"


def _entry(entry: Entry, target: Target, workspace: Workspace, text: Locale) -> str:
    return text(
        "history.entry",
        date=entry.date.isoformat(),
        area=area_name(workspace.areas, entry.area, text, target.definition.level),
        change=text.signed(entry.dwellings),
        tenure=text.tenures(entry.tenure, entry.dwellings),
        counted=text.signed(entry.counted),
        reason=text(f"reason.{entry.reason}"),
    )
