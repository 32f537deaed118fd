"""A table of areas by group, with suppressed counts as intervals.

Symbols, here and in the measures: x is the dwellings of a group in an area and o those of the
other groups there, t = x + o; X, O and T are their sums over all areas; p = x / t and P = X / T.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from tenuremix.counting.tenure import KNOWN, ZERO, Interval, Mix, Tenure

_ALWAYS = 0
"""The threshold of a row that is always looked at."""


NOTHING = Interval(0, 0)
ByGroup = Mapping[str, int] | Mapping[Tenure, int]
Added = Mapping[str, Mapping[str, int]] | Mapping[str, Mapping[Tenure, int]]
"""Dwellings that come to areas (or leave, below zero), by area and group."""


@dataclass(frozen=True)
class Crosstab:
    """The dwellings of each area by group.

    Parameters
    ----------
    groups
        The groups, here the known tenures.
    low, high
        For each area the least and the greatest dwellings of each group, in their order.
    """

    groups: tuple[str, ...]
    low: Mapping[str, Sequence[int]]
    high: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, mixes: Mapping[str, Mix]) -> Crosstab:
        """Take the known tenures of mixes whose every count is bounded."""
        low = {code: [mix.get(t, ZERO).low for t in KNOWN] for code, mix in mixes.items()}
        high = {code: [mix.get(t, ZERO).high or 0 for t in KNOWN] for code, mix in mixes.items()}
        return cls(tuple(tenure.value for tenure in KNOWN), low, high)

    @classmethod
    def exactly(cls, groups: Sequence[str], rows: Mapping[str, Sequence[int]]) -> Crosstab:
        """Make a table whose every count is known."""
        return cls(tuple(groups), rows, rows)

    def with_dwellings(self, added: Added) -> Crosstab:
        """Add dwellings to some of the areas."""

        def more(rows: Mapping[str, Sequence[int]]) -> dict[str, Sequence[int]]:
            changed = {code: self.vector(dwellings) for code, dwellings in added.items()}
            return {
                code: [n + d for n, d in zip(row, changed[code], strict=True)]
                if code in changed
                else row
                for code, row in rows.items()
            }

        return Crosstab(self.groups, more(self.low), more(self.high))

    def vector(self, dwellings: ByGroup) -> list[int]:
        """Put dwellings by group in the order of the groups; other groups are left out."""
        numbers = {str(group): number for group, number in dwellings.items()}
        return [numbers.get(group, 0) for group in self.groups]

    def part(self, codes: Iterable[str]) -> Crosstab:
        """Take some of the areas."""
        kept = list(codes)
        return Crosstab(
            self.groups, {c: self.low[c] for c in kept}, {c: self.high[c] for c in kept}
        )

    @cached_property
    def totals(self) -> list[Interval]:
        """X of each group."""
        low = [sum(column) for column in zip(*self.low.values(), strict=True)]
        high = [sum(column) for column in zip(*self.high.values(), strict=True)]
        if not low:
            return [NOTHING] * len(self.groups)
        return [Interval(*ends) for ends in zip(low, high, strict=True)]

    @cached_property
    def dwellings(self) -> Interval:
        """T: all dwellings of the groups."""
        return sum_of(self.totals)

    def others(self, group: int) -> Interval:
        """O: all dwellings of the other groups."""
        return sum_of(total for index, total in enumerate(self.totals) if index != group)

    def share(self, group: int) -> Interval | None:
        """P: the share of a group in the whole city; None where it may have no dwellings."""
        mine, others = self.totals[group], self.others(group)
        if not self.dwellings.low:
            return None
        least = mine.low / (mine.low + others.high) if mine.low else 0.0
        return Interval(least, mine.high / (mine.high + others.low) if mine.high else 0.0)

    def cell(self, code: str, group: int) -> tuple[Interval, Interval]:
        """Give x and o of an area."""
        low, high = self.low[code], self.high[code]
        mine = Interval(low[group], high[group])
        return mine, Interval(sum(low) - mine.low, sum(high) - mine.high)

    @cached_property
    def spreads(self) -> list[Spread]:
        """The top of the dissimilarity of each group."""
        return [Spread(self, group) for group in range(len(self.groups))]


def sum_of(parts: Iterable[Interval]) -> Interval:
    """Add intervals end by end."""
    found = NOTHING
    for part in parts:
        found = found.plus(part)
    return found


def _distance(mine: Interval, others: Interval, all_mine: Interval, rest: Interval) -> Interval:
    """Bound x O - o X: how far an area is from the mix of the city, with its sign."""
    return mine.times(rest).minus(others.times(all_mine))


def _size(value: Interval) -> Interval:
    """Take the absolute value."""
    return Interval(max(0, value.low, -value.high), max(value.high, -value.low))


class Spread:
    """The sum over all areas of |x O - o X|, and how it changes when dwellings are added.

    An area whose distance is larger than t max(|dX|, |dO|) stays on its side of the city's mix
    whatever is added elsewhere.  So areas are kept in the order of their distance with running
    sums, and only those near the line, suppressed, or added to are looked at one by one.
    """

    def __init__(self, table: Crosstab, group: int) -> None:
        self._table, self._group = table, group
        self._mine, self._rest = table.totals[group], table.others(group)
        distances = {code: self._of(code) for code in table.low}
        self.total = sum_of(_size(value) for value in distances.values())
        self._near = {code: self._threshold(code, value) for code, value in distances.items()}
        self._order = sorted(self._near, key=self._near.__getitem__)
        self._thresholds = [self._near[code] for code in self._order]
        signed = [self._signed(code, distances[code]) for code in reversed(self._order)]
        self._signs = dict(zip(reversed(self._order), signed, strict=True))
        self._mine_beyond = [0, *accumulate(mine for mine, _ in signed)][::-1]
        self._others_beyond = [0, *accumulate(others for _, others in signed)][::-1]

    def _of(self, code: str) -> Interval:
        return _distance(*self._table.cell(code, self._group), self._mine, self._rest)

    def _threshold(self, code: str, distance: Interval) -> int:
        """Give the change of X and O up to which an area may come to the other side."""
        mine, others = self._table.cell(code, self._group)
        exact = mine.value is not None and others.value is not None
        if not exact or not mine.low + others.low:
            return _ALWAYS
        return int(_size(distance).low) // int(mine.low + others.low)

    def _signed(self, code: str, distance: Interval) -> tuple[int, int]:
        """Give x and o with the sign of the distance; zero for a row that is always looked at."""
        if self._near[code] == _ALWAYS:
            return 0, 0
        mine, others = (int(count.low) for count in self._table.cell(code, self._group))
        return (mine, others) if distance.low > 0 else (-mine, -others)

    def change(self, added: Mapping[str, Sequence[int]]) -> Interval:
        """Bound the change of the sum when dwellings are added."""
        more = sum(vector[self._group] for vector in added.values())
        rest = sum(map(sum, added.values())) - more
        most = max(abs(more), abs(rest))
        first = bisect_right(self._thresholds, most)
        moved = self._mine_beyond[first] * rest - self._others_beyond[first] * more
        near = (code for code in self._order[:first] if code not in added)
        found = [self._row(code, (0, 0), (more, rest)) for code in near]
        for code, vector in added.items():
            mine = vector[self._group]
            found.append(self._row(code, (mine, sum(vector) - mine), (more, rest)))
            if self._near[code] > most:
                signed_mine, signed_others = self._signs[code]
                moved -= signed_mine * rest - signed_others * more
        return sum_of(found).plus(Interval.exactly(moved))

    def _row(self, code: str, here: tuple[int, int], all_: tuple[int, int]) -> Interval:
        """Bound the change of |x O - o X| of one area."""
        mine, others = self._table.cell(code, self._group)
        before = _distance(mine, others, self._mine, self._rest)
        mine_after, others_after = (
            Interval(count.low + d, count.high + d)
            for count, d in zip((mine, others), here, strict=True)
        )
        change = sum_of(
            (
                mine_after.scaled(all_[1]),
                self._rest.scaled(here[0]),
                others_after.scaled(-all_[0]),
                self._mine.scaled(-here[1]),
            )
        )
        after = before.plus(change)
        if before.low >= 0 and after.low >= 0:
            return change
        if before.high <= 0 and after.high <= 0:
            return change.scaled(-1)
        most = _size(change).high
        return _size(after).minus(_size(before)).within(-most, most)
