"""Texts of the report on a target over time and by place, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Mapping

# key: (Swedish, English)
PACE_TEXTS: Mapping[str, tuple[str, str]] = {
    # Over time
    "report.pace": ("Räknat mot målet", "Counted against the target"),
    "pace.not_begun": (
        "Perioden börjar den {date}. Inget kan räknas än.",
        "The period begins on {date}. Nothing can be counted yet.",
    ),
    "pace.even_more": (
        "I jämn takt hade {path} bostäder varit räknade den {date}. Det är {counted}, alltså {gap} "
        "fler.",
        "At an even pace, {path} dwellings would have been counted by {date}. There are {counted}, "
        "which is {gap} more.",
    ),
    "pace.even_fewer": (
        "I jämn takt hade {path} bostäder varit räknade den {date}. Det är {counted}, alltså {gap} "
        "färre.",
        "At an even pace, {path} dwellings would have been counted by {date}. There are {counted}, "
        "which is {gap} fewer.",
    ),
    "pace.even_same": (
        "I jämn takt hade {path} bostäder varit räknade den {date}. Det är precis så många.",
        "At an even pace, {path} dwellings would have been counted by {date}, as many as there "
        "are.",
    ),
    "pace.no_minimum": (
        "Målet har inget antal, så det finns inget som återstår.",
        "The target has no number, so nothing remains of it.",
    ),
    "pace.nothing_remains": ("Inget återstår.", "Nothing remains."),
    "pace.no_end": (
        "{remaining} bostäder återstår. Målet har inget slutdatum, så det finns ingen takt att "
        "hålla.",
        "{remaining} dwellings remain. The target has no end, so there is no pace to keep.",
    ),
    "pace.over": (
        "Perioden är slut, och {remaining} bostäder saknas.",
        "The period is over, and {remaining} dwellings are missing.",
    ),
    "pace.needed": (
        "{remaining} bostäder återstår på {days} dagar. Det kräver i snitt {month} i månaden, "
        "eller {quarter} i kvartalet.",
        "{remaining} dwellings remain in {days} days. That takes {month} a month on average, or "
        "{quarter} a quarter.",
    ),
    "pace.needed_days": (
        "{remaining} bostäder återstår på {days} dagar.",
        "{remaining} dwellings remain in {days} days.",
    ),
    "pace.quarter": ("{year}, kvartal {number}", "{year}, quarter {number}"),
    "pace.quarter_short": ("kv {number}", "Q{number}"),
    "pace.col_quarter": ("Kvartal", "Quarter"),
    "pace.col_even": ("Jämn takt", "Even pace"),
    "pace.quarters": ("{target}: antal per kvartal", "{target}: count by quarter"),
    "pace.even": ("jämn takt", "even pace"),
    "pace.remaining": ("{number} återstår", "{number} to go"),
    "pace.data": ("{target}: dag för dag", "{target}: day by day"),
    "pace.desc_plain": (
        "Linjen är summan efter varje beslut. Samma tal står i tabellen.",
        "The line is the sum after each decision. The same numbers are in the table.",
    ),
    "pace.desc": (
        "Den tjocka linjen är summan efter varje beslut. Den tunna är jämn takt: en rak väg till "
        "målets antal vid periodens slut. Den är en måttstock, inte en plan som någon har "
        "beslutat. Samma tal står i tabellen.",
        "The thick line is the sum after each decision. The thin one is the even pace: a straight "
        "way to the target's number at the end of the period. It is a yardstick, not a plan that "
        "anyone has decided. The same numbers are in the table.",
    ),
    "pace.finding_direction": (
        "{counted} bostäder är räknade till och med den {date}",
        "{counted} dwellings are counted up to {date}",
    ),
    "pace.finding_met": (
        "Minst {minimum} nåddes den {reached}: {counted} är räknade",
        "At least {minimum} was reached on {reached}: {counted} are counted",
    ),
    "pace.finding_short": (
        "{counted} av minst {minimum} är räknade till och med den {date}: {remaining} saknas",
        "{counted} of at least {minimum} are counted up to {date}: {remaining} are missing",
    ),
    "pace.finding_ahead": (
        "{counted} av minst {minimum} är räknade den {date}, {gap} fler än i jämn takt",
        "{counted} of at least {minimum} are counted on {date}, {gap} more than at an even pace",
    ),
    "pace.finding_behind": (
        "{counted} av minst {minimum} är räknade den {date}, {gap} färre än i jämn takt",
        "{counted} of at least {minimum} are counted on {date}, {gap} fewer than at an even pace",
    ),
    # By place
    "report.where": ("Var bostäderna räknas", "Where the dwellings count"),
    "where.none": ("Inga bostäder är räknade.", "No dwellings are counted."),
    "where.lead": (
        "De {counted} räknade bostäderna ligger i {number} områden. Flest ligger i {area}: {most}.",
        "The {counted} dwellings counted lie in {number} areas. Most lie in {area}: {most}.",
    ),
    "where.emptied": (
        "I {number} områden är allt som räknades åter avdraget.",
        "In {number} areas all that was counted is deducted again.",
    ),
    "where.caption": ("{target}: räknat per område", "{target}: counted by area"),
    "where.data": (
        "{target}: andelar i områdena, i dag och sedan",
        "{target}: shares in the areas, today and then",
    ),
    "where.col_share": ("Andel av summan", "Share of the sum"),
    "where.col_allocations": ("Markanvisningar", "Allocations"),
}
