"""The notes of a check, in words."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from tenuremix.counting.areas import Areas
from tenuremix.counting.period import Period
from tenuremix.counting.proposal import AreaCheck
from tenuremix.counting.rules import Definition
from tenuremix.counting.tenure import Tenure
from tenuremix.document.missing import move_values
from tenuremix.document.names import plain
from tenuremix.document.words import area_name, turn_words
from tenuremix.errors import Note
from tenuremix.locale.locale import Locale

_NUMBERS = {"areas", "metres", "same", "of", "number", "counting", "definitions"}
"""What the notes of a check count."""


def note_text(note: Note, areas: Areas, text: Locale) -> str:
    """Put a note of a check into a sentence."""
    if not isinstance(check := note.values.get("check"), AreaCheck):
        key, values = _words(note, areas, text)
        return text(f"note.{key}", **values)
    area = check.projection.area
    moves = move_values(check, cast("tuple[Tenure, ...]", note.values["tenures"]), text)
    return text(f"note.{note.key}", area=area.code, name=plain(area.name), **moves)


def _words(note: Note, areas: Areas, text: Locale) -> tuple[str, dict[str, Any]]:
    """Give the key of a note and its words, where no share moves."""
    values: dict[str, Any] = dict(note.values)
    for key in ("area", "nearest"):
        if key in values:
            level = str(values.get("level", ""))
            values["name"] = area_name(areas, str(values[key]), text, level)
    for key in ("share", "line"):
        if key in values:
            values[key] = text.percent(values[key])
    for key in ("before", "after", "label"):
        if key in values:
            values[key] = text(f"holds.{values[key]}")
    for key in _NUMBERS & values.keys():
        values[key] = text.number(values[key])
    if isinstance(rule := values.get("rule"), Definition):
        values.update(turn_words(rule, text), left=text.count(values["left"]))
    if "tenure" in values:
        number = values.get("left", values.get("number"))
        name = values["tenure"]
        values["tenure"] = text(f"tenure.{name}") if number is None else text.tenures(name, number)
    if "date" in values:
        values["date"] = text.day(values["date"])
    key = note.key
    if isinstance(period := values.get("period"), Period):
        key = "too_late" if period.is_over(cast("date", note.values["date"])) else key
        values["from_date"] = text.day(period.first)
        last = period.last
        values["until"] = text("period.until", date=last) if last else text("period.open_end")
    return key, values
