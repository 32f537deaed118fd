"""The nämnd's own assessment of a target, beside the status that is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tenuremix.counting.progress import Progress
from tenuremix.counting.targets import Status

Day = date  # a name for types where a field named date hides it


class Judgement(StrEnum):
    """What the nämnd says of a target: met, partly, not met, under way, or not assessed."""

    UPPFYLLT = "uppfyllt"
    DELVIS = "delvis"
    EJ_UPPFYLLT = "ej_uppfyllt"
    PAGAR = "pagar"
    EJ_BEDOMT = "ej_bedomt"


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the nämnd has said of one target for one year.

    ``target`` is the id of the target, ``date`` the day of the assessment, ``source`` where it
    stands; ``text`` is the nämnd's own words.
    """

    target: str
    year: int
    status: Judgement
    text: str
    date: Day
    source: str


_AGREES: Mapping[Status, tuple[Judgement, ...]] = {
    Status.MET: (Judgement.UPPFYLLT,),
    Status.MISSED: (Judgement.EJ_UPPFYLLT,),
    Status.OPEN: (Judgement.PAGAR, Judgement.EJ_BEDOMT),
    Status.NOT_IN_FORCE: (Judgement.PAGAR, Judgement.EJ_BEDOMT),
    Status.NOT_ASSESSABLE: (Judgement.EJ_BEDOMT,),
}


def agrees(judgement: Judgement, progress: Progress) -> bool | None:
    """Tell whether what the nämnd says is what the figures say.

    Returns
    -------
    bool or None
        None where nothing is computed to compare with: a target without a minimum.  *Partly*
        agrees with a target that is not met (yet) as long as something counts towards it.
    """
    if progress.target.minimum is None:
        return None
    if judgement is Judgement.DELVIS:
        return progress.status in (Status.MISSED, Status.OPEN) and progress.counted > 0
    return judgement in _AGREES[progress.status]
