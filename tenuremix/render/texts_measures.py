"""Texts of what areas turn at, and of the measures of segregation; Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

# key: (Swedish, English).  {name} is filled in; a text never holds markup.
MEASURES_TEXTS: Mapping[str, tuple[str, str]] = {
    # Areas that turn
    "turn.majority": ("majoritet {group}", "a majority of {group}"),
    "turn.plurality": (
        "{group} som största upplåtelseform",
        "{group} as its largest tenure",
    ),
    "turn.share": ("minst {share} {group}", "at least {share} {group}"),
    "turn.seen": (
        "Det syns först i den statistik som kommer när bostäderna är byggda. Till dess räknas beslut "
        "där som förut.",
        "It is seen only in the statistics that come once the dwellings are built. Until then, "
        "decisions there count as before.",
    ),
    "turn.seen_fixed": (
        "Målet bedöms efter statistiken den {date}. Först när det bedöms efter en senare årgång, där "
        "bostäderna är byggda, ändras vad som räknas.",
        "The target is judged by the statistics of {date}. What counts changes only when it is judged "
        "by later ones, in which the dwellings are built.",
    ),
    "note.turn_near": (
        "Efter {left} {tenure} till, utöver det beslutade och förslaget, har {name} ({area}) inte "
        "längre {state}. Senare beslut där räknas då inte mot ”{target}”. {seen}",
        "After {left} more {tenure}, on top of what is decided and the proposal, {name} ({area}) no "
        "longer has {state}. Later decisions there then do not count towards “{target}”. {seen}",
    ),
    "note.turn_reached": (
        "Med förslaget har {name} ({area}) inte längre {state}. Senare beslut där räknas då inte mot "
        "”{target}”. {seen}",
        "With the proposal, {name} ({area}) no longer has {state}. Later decisions there then do not "
        "count towards “{target}”. {seen}",
    ),
    "note.turn_decided": (
        "När det som redan är beslutat är byggt har {name} ({area}) inte längre {state}. Senare beslut "
        "där räknas då inte mot ”{target}”. {seen}",
        "Once what is already decided is built, {name} ({area}) no longer has {state}. Later decisions "
        "there then do not count towards “{target}”. {seen}",
    ),
    "col.turns": ("Vänder efter", "Turns after"),
    "areas.turns": (
        "Vänder efter: så många {tenure} till, utöver det beslutade, tills området inte längre har "
        "{state} och senare beslut där inte räknas mot ”{target}”. {seen}",
        "Turns after: so many more {tenure}, on top of what is decided, until the area no longer has "
        "{state} and later decisions there do not count towards “{target}”. {seen}",
    ),
}
