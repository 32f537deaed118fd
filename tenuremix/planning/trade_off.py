"""What more dwellings towards a target cost: the best mix and income for each number of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tenuremix.planning.problem import Goal
from tenuremix.planning.search import Search
from tenuremix.planning.solver import Constraint, Linear, times

POINTS = 21
"""How many points a trade-off curve has, where not every number is one."""


FLAT = Fraction(1, 100)
"""A curve whose shortfalls differ by less than this share of them is flat: none would see it."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a trade-off curve: at least ``counted`` dwellings count.

    ``shortfall`` is the least that is possible then and ``income`` the greatest, each by a plan of
    its own; None where time ran out.  ``proven`` tells that both are exact.
    """

    counted: int
    shortfall: Fraction | None
    income: int | None
    proven: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """What more dwellings that count towards a target cost in mix and in income.

    ``knee`` is the place in ``points`` from where the mix is lost fastest, None on a straight line.
    """

    goal: Goal
    points: Sequence[Point]
    knee: int | None

    @property
    def further(self) -> list[int | None]:
        """How much further off the reference each point is than the nearest, in dwellings."""
        least = min(self._known, default=Fraction(0))
        return [None if p.shortfall is None else round(p.shortfall - least) for p in self.points]

    @property
    def flat(self) -> bool:
        """Whether the mix hardly hangs on how many dwellings count (:data:`FLAT`)."""
        return not self._known or max(self._known) - min(self._known) < FLAT * max(self._known)

    @property
    def _known(self) -> list[Fraction]:
        return [point.shortfall for point in self.points if point.shortfall is not None]


def trade_off(
    search: Search, goal: Goal, *, points: int = POINTS, also: Sequence[int] = ()
) -> Curve:
    """Find the best mix and the best income for each number of dwellings that count.

    Parameters
    ----------
    search
        A problem that has a plan.
    goal
        The target whose dwellings are counted; those that count already are not among them.
    points
        The most points that are spread evenly.
    also
        Numbers that are to be on the curve, such as what is left to the minimum.

    Returns
    -------
    Curve
        From 0 to the most that can count: every number, or as many as ``points`` spread evenly,
        and ``also``.  Each is solved by itself and is exact where ``proven``.
    """
    model, counted = search.model, search.model.counted(goal)
    rules = [row for rows in model.rules.values() for row in rows]
    answer = model.programme.minimise(times(-1, counted), rules, seconds=search.left())
    if answer.values is None:
        return Curve(goal, [], None)
    most = goal.reached(model.plan(answer.values))
    steps = min(most, points - 1)
    numbers = {round(most * at / steps) for at in range(steps + 1)} if steps else {0}
    numbers |= {number for number in also if number <= most}
    found = [_point(search, counted, number) for number in sorted(numbers)]
    return Curve(goal, found, _knee(found))


def _point(search: Search, counted: Linear, number: int) -> Point:
    model = search.model
    rules = [row for rows in model.rules.values() for row in rows]
    rows = [*rules, Constraint(counted, low=number)]
    mix = model.programme.minimise(search.short, rows, seconds=search.left(), gap=1e-9)
    shortfall = None if mix.values is None else search.problem.shortfall(model.plan(mix.values))
    income, proven = None, mix.proven
    if any(plot.income for plot in search.problem.plots):
        most = model.programme.minimise(times(-1, model.income()), rows, seconds=search.left())
        if most.values is not None:
            income = search.problem.income(model.plan(most.values))
        proven = proven and most.proven
    return Point(number, shortfall, income, proven)


def _knee(points: Sequence[Point]) -> int | None:
    """Find the point that lies furthest below the straight line from the first to the last.

    References
    ----------
    Satopää, V., Albrecht, J., Irwin, D. and Raghavan, B., *Finding a "Kneedle" in a Haystack*,
    ICDCSW 2011, pp. 166-171, doi:10.1109/ICDCSW.2011.20.
    """
    known = [(at, p.counted, p.shortfall) for at, p in enumerate(points) if p.shortfall is not None]
    if len(known) < 3:  # noqa: PLR2004 - a line has no knee
        return None
    (_, start, low), (_, end, high) = known[0], known[-1]
    below = [
        (low + (high - low) * Fraction(counted - start, end - start) - shortfall, at)
        for at, counted, shortfall in known
    ]
    furthest = max(distance for distance, _ in below)
    return min(at for distance, at in below if distance == furthest) if furthest >= 1 else None
