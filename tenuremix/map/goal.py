"""The figure of a target beside the map, in every view and at every moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tenuremix.counting.period import year_of
from tenuremix.counting.progress import Progress, assess_progress
from tenuremix.document.words import definition_text, tenure_word
from tenuremix.locale.locale import Locale
from tenuremix.map.ledger import TargetLedger
from tenuremix.map.moments import Moment, pack

BEYOND = 1.3
"""How far beyond a target its scale reaches, in targets."""


@dataclass(frozen=True)
class GoalFigure:
    """How one target stands at one moment.

    Parameters
    ----------
    figure, of, status
        What is written large, what it is measured against, and the verdict in a few words.
    basis, doubt
        What is counted, and what is not decided about it; either may be empty.
    share, tick
        How far the figure, and the target, lie along the scale (0-1); None without a minimum.
    mark
        What stands at the tick.
    """

    figure: str
    of: str
    status: str
    basis: str
    doubt: str
    share: float | None
    tick: float | None
    mark: str


def goals_json(
    ledgers: Sequence[TargetLedger], moments: Sequence[Moment], text: Locale
) -> dict[str, Any]:
    """Give the figure of every target as the script reads it: a pool, and the changes of each."""
    pool: dict[GoalFigure, int] = {}
    every = [pack([make_goal(found, m, text) for m in moments], pool) for found in ledgers]
    return {"all": every, "pool": [vars(goal) for goal in pool]}


def make_goal(found: TargetLedger, moment: Moment, text: Locale) -> GoalFigure:
    """Say how a target stands at a moment."""
    target = found.target
    progress = assess_progress(moment.books, target, sensitivity=False)
    tenure = tenure_word(target, text, progress.counted)
    share = tick = None
    of, mark = tenure, ""
    if target.minimum is not None:
        scale = max(BEYOND * target.minimum, progress.counted)
        share = round(max(0, progress.counted) / scale, 4)
        tick = round(target.minimum / scale, 4)
        many = tenure_word(target, text, target.minimum)
        of = text("map.goal.of", minimum=target.minimum, tenure=many)
        mark = text("map.goal.mark", minimum=target.minimum)
    return GoalFigure(
        text.number(progress.counted),
        of,
        _status(progress, text),
        _basis(progress, text),
        _doubt(found, moment, text),
        share,
        tick,
        mark,
    )


def _status(progress: Progress, text: Locale) -> str:
    """Say in a few words how a target stands."""
    last = progress.target.period.last
    wording = progress.wording()
    if wording == "open" and last is None:
        wording = "open_ended"
    return text(
        f"map.goal.{wording}",
        remaining=progress.remaining,
        counted=progress.counted,
        day=text.day_of_year(last) if last else "",
        date=progress.target.valid_from,
    )


def _basis(progress: Progress, text: Locale) -> str:
    """Say which decisions are counted, and when the target is judged."""
    target = progress.target
    period = target.period
    if period.last and period == year_of(period.first.year):
        when = text("map.goal.year", year=period.first.year)
    elif period.last:
        when = text("map.goal.between", first=period.first, last=period.last)
    else:
        when = text("map.goal.from", first=period.first)
    words = [text("map.goal.basis", when=when, areas=definition_text(target.definition, text))]
    if period.last and progress.wording() in ("met_so_far", "met_known"):
        words.append(text("map.goal.judged", day=text.day_of_year(period.last)))
    return " ".join(words)


def _doubt(found: TargetLedger, moment: Moment, text: Locale) -> str:
    """Say that the words of a target are not decided, and how many readings of them reach it."""
    if not found.target.assumptions or found.target.minimum is None:
        return ""
    counts = found.answers(moment.day)
    met = sum(number >= found.target.minimum for number in counts)
    if len(counts) < 2:  # noqa: PLR2004
        return ""
    return text("map.goal.doubt", met=met, number=len(counts), minimum=found.target.minimum)
