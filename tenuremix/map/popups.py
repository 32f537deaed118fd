"""What the popup of an allocation says: sentences on what was decided, where, and what counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from tenuremix.counting.decisions import Event, State
from tenuremix.counting.progress import Entry, Reason
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import Tenure
from tenuremix.document.words import area_name, dwellings_text, tenure_word
from tenuremix.map.ledger import TargetLedger
from tenuremix.map.view import cut

if TYPE_CHECKING:
    from tenuremix.inputs import Workspace
    from tenuremix.locale.locale import Locale

_SENTENCE_OF = {
    Event.PLANERAD: "planned",
    Event.MARKRESERVATION: "reserved",
    Event.MARKANVISNING: "decided",
    Event.BYGGSTART: "started",
    Event.FARDIGSTALLD: "completed",
}


class PopupReader:
    """Reads out allocations.

    Parameters
    ----------
    workspace
        The inputs.
    ledgers
        What each target says of them.
    text
        The language.
    """

    def __init__(self, workspace: Workspace, ledgers: Sequence[TargetLedger], text: Locale) -> None:
        self._workspace = workspace
        self._text = text
        self._entries = [(found.target, _by_allocation(found.entries)) for found in ledgers]

    def standing(self, id_: str, state: State, day: date) -> Mapping[Tenure, int] | None:
        """Give the dwellings that stand; of a withdrawn allocation, those that stood before."""
        if state.stage is not Event.ATERKALLAD:
            return state.dwellings
        history = self._workspace.register.history(id_, day)
        before = (s.dwellings for s in reversed(history) if s.stage is not Event.ATERKALLAD)
        return next(before, None)

    def row(self, state: State, stage: str) -> tuple[str, str, str]:
        """Write the row of the table: stage, dwellings, place."""
        text = self._text
        numbers = self._numbers(state.dwellings, state, text("map.symbol.unknown"))
        level, placed = self._workspace.books.locator.parts(state.place)
        names = [
            (cut(area_name(self._workspace.areas, part.area, text, level)), part.share)
            for part in placed
        ]
        if len(names) == 1:
            where = names[0][0]
        else:
            parts = [(name, text.percent(share, 0)) for name, share in names]
            where = text.join([text("map.alloc.part", area=n, share=share) for n, share in parts])
        return text(f"map.stage.{stage}"), numbers, where

    def lines(self, id_: str, state: State, day: date) -> list[str]:
        """Write the popup, a sentence each."""
        text = self._text
        lines = self._decided(id_, state, day)
        if state.place.geometry is None:
            lines.append(text("map.alloc.near"))
        if state.expired(day):
            lines.append(text("map.alloc.expired", date=state.valid_until))
        lines += self._counts(id_, state, day)
        if state.diarienummer:
            lines.append(text("map.alloc.dnr", number=cut(state.diarienummer)))
        return lines

    def _decided(self, id_: str, state: State, day: date) -> list[str]:
        """Say what was decided, when, for whom and where."""
        text, last = self._text, state.decision
        what = self._what(self.standing(id_, state, day), state)
        values = {"date": text.day(state.since), "where": self._where(state), "what": what}
        if state.stage is Event.ATERKALLAD:
            return [_sentence(text("map.say.withdrawn", **values))]
        key = f"map.say.{_SENTENCE_OF[state.stage]}"
        later = last.date != state.since or last.event is not state.stage
        if state.stage is Event.MARKANVISNING:
            key += "_first" if later else ""
            key += "_to" if state.developer else ""
            values["developer"] = cut(state.developer)
        lines = [_sentence(text(key, **values))]
        if later:
            event, when = text(f"event.{last.event}"), text.day(last.date)
            lines.append(text("map.say.later", event=event, last=when, what=what))
        if state.developer and state.stage is not Event.MARKANVISNING:
            lines.append(text("map.alloc.developer", developer=cut(state.developer)))
        return lines

    def _numbers(self, dwellings: Mapping[Tenure, int] | None, state: State, unknown: str) -> str:
        if dwellings is None:
            return unknown
        return dwellings_text(dwellings, self._text, undecided=state.open_tenure)

    def _what(self, dwellings: Mapping[Tenure, int] | None, state: State) -> str:
        """Name the dwellings, and what subgroup they are."""
        text = self._text
        words = self._numbers(dwellings, state, text("map.say.unknown"))
        if not state.subgroup:
            return words
        key = f"map.subgroup.{state.subgroup}"
        return f"{words} ({text(key) if text.has(key) else state.subgroup})"

    def _where(self, state: State) -> str:
        """Say in which areas a plot lies, with its share in each where they are several."""
        text, areas = self._text, self._workspace.areas
        level, placed = self._workspace.books.locator.parts(state.place)
        words = []
        for part in placed:
            name = cut(area_name(areas, part.area, text, level))
            where = name if part.area is None else text("map.say.in", area=name)
            if len(placed) > 1:
                where = text("map.say.part", where=where, share=text.percent(part.share, 0))
            words.append(where)
        return text.join(words)

    def _counts(self, id_: str, state: State, day: date) -> list[str]:
        """Say what counts towards each target, and why the rest does not."""
        text = self._text
        if state.pipeline:
            return [text("map.alloc.planned")]
        if state.dwellings is None:
            return [text("map.alloc.unknown")]
        lines = []
        for target, entries in self._entries:
            found = [entry for entry in entries.get(id_, []) if entry.date <= day]
            verdict = self._verdict(target, found)
            lines.append(text("map.alloc.target", target=cut(target.title), verdict=verdict))
        if state.potential:
            key = "map.alloc.okand" if state.unstated else "map.alloc.oklar"
            lines.append(text(key, number=state.potential))
        return lines

    def _verdict(self, target: Target, entries: Sequence[Entry]) -> str:
        """Sum one allocation's entries in a ledger by what was decided on them."""
        text = self._text
        if not entries:
            return text("map.alloc.asks_nothing", tenure=tenure_word(target, text))
        counted = sum(entry.counted for entry in entries)
        others: dict[Reason, int] = {}
        for entry in entries:
            if not entry.counted:
                others[entry.reason] = others.get(entry.reason, 0) + entry.dwellings
        parts = []
        if counted:
            key = "map.alloc.counted" if counted > 0 else "map.alloc.deducted"
            parts.append(text(key, number=abs(counted), tenure=tenure_word(target, text, counted)))
        for reason, number in others.items():
            if number:
                tenure = tenure_word(target, text, number)
                values = {"number": text.number(number), "tenure": tenure}
                parts.append(text("map.alloc.reason", reason=text(f"reason.{reason}"), **values))
        return text.join(parts) or text("map.alloc.nothing")


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _by_allocation(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.allocation, []).append(entry)
    return found
