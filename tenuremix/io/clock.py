"""The only place where the time is asked for; tests put another day in its place."""

from __future__ import annotations

from datetime import date


def today() -> date:
    """Give the day of today, for what is fetched today."""
    return date.today()  # noqa: DTZ011 - the day where the planner sits
