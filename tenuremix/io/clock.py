"""The only place where the time is asked for; tests put another day in its place."""

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
