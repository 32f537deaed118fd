"""Known limits of the figures: what they cannot tell, how that is known, what would settle it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

STALE_AFTER_MONTHS = 12
"""How old a verification may be before it is marked, where a file of limits states nothing."""


class Evidence(StrEnum):
    """How a limit is known: measured, read in a source, or inferred."""

    MEASURED = "measured"
    READ = "read"
    INFERRED = "inferred"


class LimitStatus(StrEnum):
    """Whether a limit stands open, is accepted as it is, or no longer holds."""

    OPEN = "open"
    ACCEPTED = "accepted"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class KnownLimit:
    """One known limit, as a workspace states it.

    Parameters
    ----------
    id, text
        Its name in the file, and the limit in words.
    status, evidence
        Where it stands, and how it is known.
    last_verified
        The day on which somebody last saw that it holds.
    settled_by
        What would settle it; may be empty.
    short
        The limit in one short sentence, for the report's last page; may be empty.
    stale_after_months
        After how many months the verification is too old to lean on.
    """

    id: str
    text: str
    status: LimitStatus
    last_verified: date
    evidence: Evidence
    settled_by: str = ""
    short: str = ""
    stale_after_months: int = STALE_AFTER_MONTHS

    def stale(self, as_of: date) -> bool:
        """Tell whether the verification is too old on a date; a settled limit never is.

        Examples
        --------
        >>> known = KnownLimit("x", "…", LimitStatus.OPEN, date(2024, 2, 29), Evidence.READ)
        >>> known.stale(date(2025, 2, 28)), known.stale(date(2025, 3, 1))
        (False, True)
        """
        if self.status is LimitStatus.SETTLED:
            return False
        seen = self.last_verified
        months = 12 * (as_of.year - seen.year) + as_of.month - seen.month
        return (months, as_of.day) > (self.stale_after_months, seen.day)
