"""Which numbers of dwellings can come to an area at all, whatever a plan is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, floor

from tenuremix.counting.placement import Part, allot
from tenuremix.counting.tenure import KNOWN, Tenure
from tenuremix.planning.plots import OpenPlot


class Attainable:
    """The dwellings that can come to an area: in all, and of each tenure or pole of ``groups``."""

    def __init__(self, groups: Iterable[tuple[Tenure, ...]]) -> None:
        self.least = 0
        self.most = 0
        # For each of them a bit for every number of dwellings that may come.
        self._numbers = dict.fromkeys(groups, 1)

    def add(self, plot: OpenPlot, parts: Sequence[Part], inside: Sequence[Part]) -> None:
        """Add a plot of which some parts lie in the area."""
        if len(inside) == len(parts):
            least, most = plot.least, plot.most
        else:
            spare = 0 if plot.whole else len(KNOWN)  # each tenure is rounded for itself
            share = sum(part.share for part in inside)
            least = max(0, floor(share * plot.least) - spare - len(inside))
            most = ceil(share * plot.most) + spare + len(inside)
        if plot.whole and plot.least == plot.most:
            given = allot(plot.most, parts)
            least = most = sum(given.get(part.area, 0) for part in inside)
        self.least += least
        self.most += most
        for tenures, before in self._numbers.items():
            shares = [plot.share_of(tenure) for tenure in tenures if tenure in plot.allowed]
            if not shares:
                continue
            if plot.whole:
                self._numbers[tenures] |= _shifted(before, least, most)
            else:
                low = sum(floor(low * least) for low, _ in shares)
                high = min(most, sum(ceil(high * most) for _, high in shares))
                self._numbers[tenures] = _shifted(
                    before, low if len(inside) == len(parts) else 0, high
                )

    def around(self, tenures: tuple[Tenure, ...], number: float) -> tuple[int | None, int | None]:
        """Give the numbers that can come next below (or at) and next above a number."""
        if number < 0:
            return None, None
        numbers, at = self._numbers[tenures], floor(number) + 1
        below, above = numbers & ((1 << at) - 1), numbers >> at
        return (
            below.bit_length() - 1 if below else None,
            at + (above & -above).bit_length() - 1 if above else None,
        )


def _shifted(numbers: int, least: int, most: int) -> int:
    """Add each whole number from ``least`` to ``most`` to a set of numbers, kept as bits."""
    found, width = numbers << least, 1
    while width <= most - least:
        step = min(width, most - least + 1 - width)
        found |= found << step
        width += step
    return found
