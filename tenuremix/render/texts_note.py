"""Texts of the note of a check, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Mapping

# key: (Swedish, English)
NOTE_TEXTS: Mapping[str, tuple[str, str]] = {
    "notepage.title": ("Underlag om upplåtelseform: {name}", "Note on tenure: {name}"),
    "notepage.decided": (
        "Bedömt som om förslaget beslutades den {date}.",
        "Judged as if the proposal were decided on {date}.",
    ),
    "notepage.verdict": ("Svaret i korthet", "The answer in brief"),
    "notepage.placement": ("Var bostäderna hamnar", "Where the dwellings go"),
    "notepage.areas": ("Områdena före och efter", "The areas before and after"),
    "notepage.areas_caption": (
        "Andel av bostäder med känd upplåtelseform, bestånd den {date}",
        "Share of dwellings with known tenure, stock of {date}",
    ),
    "notepage.denominator": (
        "av bostäder med känd upplåtelseform",
        "of dwellings with known tenure",
    ),
    "notepage.state": ("Läge", "State"),
    "notepage.targets": ("Målen", "The targets"),
    "notepage.counts": ("Räknas", "Counts"),
    "notepage.of": ("Av", "Of"),
    "notepage.before": ("Före", "Before"),
    "notepage.after": ("Efter", "After"),
    "notepage.robust": ("Räknas enligt", "Counts under"),
    "notepage.robust_of": (
        "{counting} av {definitions} {definitions:definition|definitioner}",
        "{counting} of {definitions} {definitions:definition|definitions}",
    ),
    "notepage.plot": ("Tomt", "Plot"),
    "notepage.plot_share": ("Andel av tomten", "Share of the plot"),
    "notepage.minimum": ("Minst", "Minimum"),
    "notepage.notes": ("Att tänka på", "To keep in mind"),
    "notepage.assessment": ("Planerarens egen bedömning", "The planner's own assessment"),
    "notepage.assessment_lead": (
        "Texten är skriven av planeraren och ingår inte i beräkningen.",
        "The text is the planner's and no part of the computation.",
    ),
    "notepage.basis": ("Svaret bygger på", "The answer rests on"),
}
