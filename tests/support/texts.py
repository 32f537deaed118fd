"""Every text of the catalogues as a pair, Swedish and English."""

from __future__ import annotations

from tenuremix.locale.catalogue import catalogue

SWEDISH, ENGLISH = catalogue("sv"), catalogue("en")
ALL = {key: (SWEDISH.get(key, ""), ENGLISH.get(key, "")) for key in {**SWEDISH, **ENGLISH}}
OF_ERRORS = ("fault.", "hint.", "usage.")
TEXTS = {key: pair for key, pair in ALL.items() if not key.startswith(OF_ERRORS)}
FAULTS = sorted({key.split(".")[1] for key in ALL if key.endswith(".expected")} - {"expected"})
"""The keys of faults: each has texts of what was found and of what was expected."""
