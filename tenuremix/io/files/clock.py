"""The day of today and the time that is left, for commands that depend on them.

What is waited for between calls to a server is measured where it is waited for: ``http``, ``pace``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from time import monotonic


def today() -> date:
    """Give the day of today, for what is fetched today."""
    return date.today()  # noqa: DTZ011 - the day where the planner sits


def countdown(seconds: float) -> Callable[[], float]:
    """Give what tells how many seconds are left, from now on; none once they have passed."""
    end = monotonic() + seconds
    return lambda: max(0.0, end - monotonic())
