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
        "I jämn takt hade summan varit {path} den {date}. Den är {counted}, alltså {gap} högre.",
        "At an even pace the sum would have been {path} on {date}. It is {counted}, which is {gap} higher.",
    ),
    "pace.even_fewer": (
        "I jämn takt hade summan varit {path} den {date}. Den är {counted}, alltså {gap} lägre.",
        "At an even pace the sum would have been {path} on {date}. It is {counted}, which is {gap} lower.",
    ),
    "pace.even_same": (
        "I jämn takt hade summan varit {path} den {date}. Det är den också.",
        "At an even pace the sum would have been {path} on {date}, and so it is.",
    ),
    "pace.no_minimum": (
        "Målet har inget antal, så det finns inget som återstår.",
        "The target has no number, so nothing remains of it.",
    ),
    "pace.nothing_remains": ("Inget återstår.", "Nothing remains."),
    "pace.no_end": (
        "Antal bostäder som återstår: {remaining}. Målet har inget slutdatum, så det finns ingen takt att hålla.",
        "Dwellings that remain: {remaining}. The target has no end, so there is no pace to keep.",
    ),
    "pace.over": (
        "Perioden är slut. Antal bostäder som saknas: {remaining}.",
        "The period is over. Dwellings missing: {remaining}.",
    ),
    "pace.needed": (
        "Antal bostäder som återstår: {remaining}. Dagar kvar: {days}. Det kräver i snitt {month} i månaden, eller {quarter} i kvartalet.",
        "Dwellings that remain: {remaining}. Days left: {days}. That takes {month} a month on average, or {quarter} a quarter.",
    ),
    "pace.needed_days": (
        "Antal bostäder som återstår: {remaining}. Dagar kvar: {days}.",
        "Dwellings that remain: {remaining}. Days left: {days}.",
    ),
    "pace.quarter": ("{year}, kvartal {number}", "{year}, quarter {number}"),
    "pace.quarter_short": ("kv {number}", "Q{number}"),
    "pace.col_quarter": ("Kvartal", "Quarter"),
    "pace.col_even": ("Jämn takt", "Even pace"),
    "pace.quarters": ("{target}: antal per kvartal", "{target}: count by quarter"),
    "pace.even": ("jämn takt", "even pace"),
    "pace.remaining": ("{number} kvar", "{number} to go"),
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
        "Summan är {counted} till och med den {date}",
        "The sum is {counted} up to {date}",
    ),
    "pace.finding_met": (
        "Minst {minimum} nåddes den {reached}: summan är {counted}",
        "At least {minimum} was reached on {reached}: the sum is {counted}",
    ),
    "pace.finding_short": (
        "Summan är {counted} av minst {minimum} till och med den {date}: {remaining} saknas",
        "The sum is {counted} of at least {minimum} up to {date}: {remaining} missing",
    ),
    "pace.finding_ahead": (
        "Summan är {counted} av minst {minimum} den {date}, {gap} högre än i jämn takt",
        "The sum is {counted} of at least {minimum} on {date}, {gap} higher than at an even pace",
    ),
    "pace.finding_behind": (
        "Summan är {counted} av minst {minimum} den {date}, {gap} lägre än i jämn takt",
        "The sum is {counted} of at least {minimum} on {date}, {gap} lower than at an even pace",
    ),
    # By place
    "report.where": ("Var bostäderna räknas", "Where the dwellings count"),
    "where.none": ("Inga bostäder är räknade.", "No dwellings are counted."),
    "where.lead": (
        "Flest räknade bostäder ligger i {area}: {most} av {counted}. Antal områden: {number}.",
        "Most of the dwellings counted lie in {area}: {most} of {counted}. Number of areas: {number}.",
    ),
    "where.emptied": (
        "Områden där allt som räknades åter är avdraget: {number}.",
        "Areas where all that was counted is deducted again: {number}.",
    ),
    "where.caption": ("{target}: räknat per område", "{target}: counted by area"),
    "where.data": (
        "{target}: andelar i områdena, i dag och sedan",
        "{target}: shares in the areas, today and then",
    ),
    "where.col_share": ("Andel av summan", "Share of the sum"),
    "where.col_allocations": ("Markanvisningar", "Allocations"),
}
