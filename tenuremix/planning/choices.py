"""What each open plot may be given, and where that lies, as variables and rows of a programme.

A plot over several areas is split by the rule of the register (largest remainder, see
:func:`tenuremix.allot`), and its rows admit that split and no other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from tenuremix.counting.placement import Part, allot
from tenuremix.counting.tenure import Tenure
from tenuremix.planning.plots import OpenPlot
from tenuremix.planning.problem import Site
from tenuremix.planning.solver import Linear, Programme, plus, times


class Choices:
    """The choices of every plot of a problem, added to a programme.

    Parameters
    ----------
    sites
        The plots and where they lie.
    programme
        What the variables and rows are added to.

    Attributes
    ----------
    given
        For each plot its dwellings of each tenure that it may be given.
    parts
        The same, part by part of the plot.
    chosen
        For each plot that is all of one tenure the variable that chooses each.
    """

    def __init__(self, sites: Sequence[Site], programme: Programme) -> None:
        self.programme = programme
        self.chosen: dict[int, Mapping[Tenure, int]] = {}
        self.given = [self._choose(number, site.plot) for number, site in enumerate(sites)]
        self.parts: list[dict[Tenure, dict[str | None, Linear]]] = [
            {tenure: self._split(site, tenure, every) for tenure, every in given.items()}
            for site, given in zip(sites, self.given, strict=True)
        ]

    # What a plot may be given --------------------------------------------------------------

    def _choose(self, number: int, plot: OpenPlot) -> dict[Tenure, dict[int, float]]:
        """Add the choices of a plot; give its dwellings of each tenure that it may be given."""
        if plot.whole:
            return self._choose_one(number, plot)
        least, most = plot.least, plot.most
        found = {}
        for tenure in plot.allowed:
            low, high = plot.share_of(tenure)
            found[tenure] = {self.programme.variable(ceil(low * least), floor(high * most)): 1.0}
        self.programme.require(plus(*found.values()), least, most)
        if least < most:
            every = plus(*found.values())
            for tenure, (low, high) in plot.shares.items():
                mine = times(1, found.get(tenure, {}))
                for end, sign in ((low, 1), (high, -1)):
                    if 0 < end < 1 or (end == 1 and sign == 1):
                        part = plus(times(end.denominator, mine), times(-end.numerator, every))
                        self.programme.require(times(sign, part), low=0)
        return found

    def _choose_one(self, number: int, plot: OpenPlot) -> dict[Tenure, dict[int, float]]:
        """Add the choices of a plot that is all of one tenure."""
        possible = [t for t in plot.allowed if plot.takes({t: plot.most})]
        chosen = {tenure: self.programme.variable(0, 1) for tenure in possible}
        self.chosen[number] = chosen
        self.programme.require(dict.fromkeys(chosen.values(), 1.0), 1, 1)
        if plot.least == plot.most:
            return {tenure: {choice: float(plot.most)} for tenure, choice in chosen.items()}
        found = {}
        for tenure, choice in chosen.items():
            size = self.programme.variable(0, plot.most)
            self.programme.require({size: 1, choice: -plot.most}, high=0)
            self.programme.require({size: 1, choice: -plot.least}, low=0)
            found[tenure] = {size: 1.0}
        return found

    # Where its dwellings lie ---------------------------------------------------------------

    def _split(self, site: Site, tenure: Tenure, every: Linear) -> dict[str | None, Linear]:
        """Give the dwellings of a tenure in each part of a plot; ``every`` are all of them."""
        plot, parts = site.plot, site.placement.parts
        if len(parts) == 1:
            return {parts[0].area: every}
        if plot.whole and plot.least == plot.most:
            (choice,) = every
            return {
                area: {choice: float(dwellings)}
                for area, dwellings in allot(plot.most, parts).items()
            }
        most = floor(plot.share_of(tenure)[1] * plot.most)
        if plot.whole:
            possible: Sequence[int] = [0, *range(max(1, plot.least), plot.most + 1)]
        else:
            possible = range(ceil(plot.share_of(tenure)[0] * plot.least), most + 1)
        if len(parts) == 2:  # noqa: PLR2004
            found = self._round(parts, every, possible)
            if found is not None:
                return found
        return self._enumerate(parts, every, possible)

    def _round(
        self, parts: Sequence[Part], every: Linear, possible: Sequence[int]
    ) -> dict[str | None, Linear] | None:
        """Split over two parts, by a row between whole numbers.

        Let f(n) of n dwellings come to the first part, and let p / q be a simple fraction near its
        share.  Where all p n - q f(n) lie within less than q of each other, f(n) is the only whole
        number y for which p n - q y lies among them.  None where no such fraction is found.
        """
        first = [allot(number, parts).get(parts[0].area, 0) for number in possible]
        size = 1
        while size <= 4 * possible[-1]:
            simple = Fraction(parts[0].share).limit_denominator(size)
            part, whole = simple.numerator, simple.denominator
            off = [part * n - whole * y for n, y in zip(possible, first, strict=True)]
            if max(off) - min(off) < whole:
                mine = self.programme.variable(0, max(first))
                row = plus(times(part, every), {mine: -float(whole)})
                self.programme.require(row, min(off), max(off))
                return {parts[0].area: {mine: 1.0}, parts[1].area: plus(every, {mine: -1.0})}
            size *= 2
        return None

    def _enumerate(
        self, parts: Sequence[Part], every: Linear, possible: Sequence[int]
    ) -> dict[str | None, Linear]:
        """Split by a choice for each possible number of dwellings."""
        found: dict[str | None, dict[int, float]] = {part.area: {} for part in parts}
        chosen: dict[int, float] = {}
        for number in possible:
            choice = self.programme.variable(0, 1)
            chosen[choice] = float(number)
            for area, dwellings in allot(number, parts).items():
                found[area][choice] = float(dwellings)
        self.programme.require(dict.fromkeys(chosen, 1.0), 1, 1)
        self.programme.require(plus(chosen, times(-1, every)), 0, 0)
        return dict(found)
