"""Areas that turn: how many dwellings until a definition no longer holds in an area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from tenuremix.counting.books import Books
from tenuremix.counting.projection import AreaProjection, none, vintage_shown
from tenuremix.counting.rules import MAJORITY, PLURALITY, Definition, fulfils
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import KNOWN, ZERO, Count, Mix, Tenure, add, allocation_mix, total


def dwellings_until_turn(mix: Mix, definition: Definition, tenure: Tenure) -> Count | None:
    """Count the fewest dwellings of a tenure that end what a definition asks of a mix.

    Parameters
    ----------
    mix
        Dwellings by tenure, of the building types that the definition counts.
    definition
        A majority rule.
    tenure
        The tenure that is added.

    Returns
    -------
    Count or None
        The fewest x >= 0 for which the definition does not hold with x dwellings more: 0 where it
        does not hold as it is.  An interval where counts are suppressed.  None where no number
        ends it: the tenure is one of the definition's own, or areas are listed by name.

    Notes
    -----
    With g dwellings in the definition's group, n of the tenure and o of all tenures outside the
    group: majority, g <= o + x, so x = g - o; plurality, g <= n + x, so x = g - n unless
    another tenure is as large; share >= r, g (1 - r) < r (o + x), so x is one more than the
    whole part of g (1 - r) / r - o.  Each grows with g and falls with the others, which gives
    the ends.

    Examples
    --------
    >>> mix = {Tenure.HYRESRATT: Count.exactly(40), Tenure.BOSTADSRATT: Count.exactly(60)}
    >>> dwellings_until_turn(mix, Definition("d"), Tenure.HYRESRATT)
    Count(low=20, high=20)
    """
    if definition.areas or tenure in definition.majority_of:
        return None
    group, own = total(mix, definition.majority_of), mix.get(tenure, ZERO)
    outside = {*KNOWN} - {tenure, *definition.majority_of}
    others = [mix.get(other, ZERO) for other in outside]
    low = _fewest(definition, group.low, own.high, [other.high for other in others])
    high = _fewest(definition, group.high, own.low, [other.low for other in others])
    return Count(low or 0, high)


def _fewest(
    definition: Definition, group: int | None, own: int | None, others: Sequence[int | None]
) -> int | None:
    """Solve it at one end; None where the group is without bounds."""
    if group is None:
        return None
    known = [other for other in others if other is not None]
    if own is None or len(known) < len(others):
        return 0
    if definition.criterion == PLURALITY:
        return 0 if group <= max(known, default=0) else max(0, group - own)
    if definition.criterion == MAJORITY:
        return max(0, group - own - sum(known))
    least = definition.least_share() or Fraction(1)
    return max(0, floor(group * (1 - least) / least) - own - sum(known) + 1) if group else 0


@dataclass(frozen=True, slots=True)
class Tipping:
    """How many dwellings more until an area turns, for one target.

    Each is a count of dwellings of the target's tenure: from ``now`` on; from ``projected``, on
    top of everything decided; from ``proposed``, on top of a proposal as well.  0 where the area
    no longer is one of the target's then; None where it is none to begin with, where no number
    turns it, and where suppressed counts decide whether it is one.
    """

    now: Count | None
    projected: Count | None
    proposed: Count | None


def find_tipping(
    books: Books,
    target: Target,
    projection: AreaProjection,
    dwellings: Mapping[Tenure, int] | None = None,
) -> Tipping:
    """Find when an area turns: today, with what is decided, and with a proposal.

    Parameters
    ----------
    target
        Its definition says what is counted.
    projection
        The area, and what is on its way to it.
    dwellings
        What a proposal brings to the area, by tenure.

    Returns
    -------
    Tipping
        Everything None where the definition judges another level than the area's.

    Notes
    -----
    Today's mix is that of the latest statistics, of the building types that the definition
    counts; the register does not tell building types, so all that is on its way counts.  A
    definition looks at statistics from before a decision: an area that turns here turns in the
    statistics once the dwellings are built and a new vintage is published.
    """
    rule, area, vintage = target.definition, projection.area, vintage_shown(books)
    if vintage is None or area.level != rule.level:
        return Tipping(None, None, None)
    now = books.stock.mix(books.areas, area.level, area.code, vintage, rule.stock)
    if now is None:
        return Tipping(None, None, None)
    flows = (projection.flows.completed, projection.flows.pipeline)
    projected = add(now, *(allocation_mix(flow) for flow in flows))
    proposed = add(projected, allocation_mix(dwellings or none()))
    return Tipping(*(_left(target, now, mix) for mix in (now, projected, proposed)))


def _left(target: Target, now: Mix, mix: Mix) -> Count | None:
    """Count what is left in a mix of an area that is one of the target's now, or will be."""
    holds = fulfils(mix, target.definition)
    if holds is False and fulfils(now, target.definition):
        return Count.exactly(0)
    if not holds:
        return None
    found = [dwellings_until_turn(mix, target.definition, tenure) for tenure in target.tenures]
    counts = [count for count in found if count is not None]
    bounded = [count.high for count in counts if count.high is not None]
    if not counts:
        return None
    return Count(min(count.low for count in counts), min(bounded, default=None))


def in_force(targets: Sequence[Target], day: date) -> list[Target]:
    """Choose one edition of each target, in order of id: the one in force, else the latest."""
    ordered = sorted(targets, key=lambda t: (t.id, t.period.holds(day), t.valid_from))
    return list({target.id: target for target in ordered}.values())


def find_tippings(
    books: Books, targets: Sequence[Target], projections: Mapping[str, AreaProjection]
) -> dict[str, dict[str, Tipping]]:
    """Find when each area turns, for each target in force.

    Returns
    -------
    dict
        By area and the id of the target.
    """
    chosen = in_force(targets, books.as_of)
    return {
        code: {target.id: find_tipping(books, target, projection) for target in chosen}
        for code, projection in projections.items()
    }
