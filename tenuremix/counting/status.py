"""How a target stands on a date: one verdict, and one wording for it in every product."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from tenuremix.counting.rules import Target


class Status(StrEnum):
    """How a target stands on a date."""

    MET = "met"
    MISSED = "missed"
    OPEN = "open"
    NOT_IN_FORCE = "not_in_force"
    NOT_ASSESSABLE = "not_assessable"


def find_status(
    target: Target, as_of: date, *, counted: int, possible: int, complete: bool
) -> Status:
    """Give the verdict on a date; what is not known leaves it open only where it decides.

    Parameters
    ----------
    target, as_of
        The target and the date; from the last day of its period on the verdict is final.
    counted, possible
        What counts, and what may at most.
    complete
        Whether some register is complete on every day that is needed.
    """
    if as_of < target.valid_from:
        return Status.NOT_IN_FORCE
    if target.minimum is None:
        return Status.OPEN
    if counted >= target.minimum:
        return Status.MET
    if not target.period.is_over(as_of):
        return Status.OPEN
    return Status.NOT_ASSESSABLE if possible >= target.minimum or not complete else Status.MISSED


def wording(status: Status, target: Target, as_of: date, *, complete: bool) -> str:
    """Name the words for a verdict: the key of the readers' texts, the same in every product.

    Parameters
    ----------
    status, target, as_of, complete
        As :func:`find_status` takes and gives them.

    Returns
    -------
    str
        The status, or what it is called where the period lasts (``met_so_far``), where a register
        is not complete (``met_known``, ``uncovered``, ``direction_known``), and where the target
        has no minimum (``direction``, ``direction_over``).
    """
    if status is Status.NOT_IN_FORCE:
        return status
    over = target.period.is_over(as_of)
    if target.minimum is None:
        return "direction_known" if not complete else "direction_over" if over else "direction"
    if status is Status.MET:
        return "met_known" if not complete else "met" if over else "met_so_far"
    return "uncovered" if status is Status.NOT_ASSESSABLE and not complete else status
