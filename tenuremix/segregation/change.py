"""How the measures of segregation change when dwellings are added: fast, for many additions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tenuremix.counting.tenure import Interval
from tenuremix.segregation.indices import Measure, meeting, names, phi, ratio_of
from tenuremix.segregation.table import NOTHING, Added, Crosstab, sum_of


class Changes:
    """How the measures of one table change when dwellings are added.

    The table's own sums are made once; an addition looks at the areas that it touches and, for
    dissimilarity, those so near the city's mix that it may turn them.
    """

    def __init__(self, table: Crosstab) -> None:
        self._table = table
        self._ratios = {measure: ratio_of(table, measure) for measure in names(table.groups)}

    def of(self, added: Added) -> dict[Measure, Interval | None]:
        """Bound the change of every measure.

        Parameters
        ----------
        added
            Dwellings by area and group, below zero where they leave; areas of the table.

        Returns
        -------
        dict
            The measure after less the measure before, at the same suppressed counts.
        """
        vectors = {code: self._table.vector(dwellings) for code, dwellings in added.items()}
        sums = [sum(column) for column in zip(*vectors.values(), strict=True)]
        if not any(sums) and not any(map(any, vectors.values())):
            return {m: None if r.value() is None else NOTHING for m, r in self._ratios.items()}
        spreads = [spread.change(vectors) for spread in self._table.spreads]
        found = {}
        for measure, ratio in self._ratios.items():
            top, bottom = self._moves(measure, vectors, sums, spreads)
            change = ratio.change(top, bottom)
            turned = change is not None and measure.name == "information"
            found[measure] = change.scaled(-1) if turned and change else change
        return found

    def _moves(
        self,
        measure: Measure,
        vectors: Mapping[str, Sequence[int]],
        sums: Sequence[int],
        spreads: Sequence[Interval],
    ) -> tuple[Interval, Interval]:
        """Bound how the top and the bottom of a measure change."""
        table = self._table
        if measure.name == "exposure":
            mine, theirs = table.groups.index(measure.group), table.groups.index(measure.other)
            rows = (self._meeting_change(c, v, mine, theirs) for c, v in vectors.items())
            return sum_of(rows), Interval.exactly(sums[mine])
        if measure.name == "information":
            rows = (_surprise_change(table.low[c], table.high[c], v) for c, v in vectors.items())
            city = [[total[end] for total in table.totals] for end in (0, 1)]
            return sum_of(rows), _surprise_change(city[0], city[1], sums)
        if measure.name == "displaced":
            more = sum(sums)
            return sum_of(spreads), table.dwellings.scaled(2 * more).plus(
                Interval.exactly(more * more)
            ).scaled(2)
        if measure.group:
            index = table.groups.index(measure.group)
            return spreads[index], self._pair_change(index, sums).scaled(2)
        pairs = sum_of(self._pair_change(index, sums) for index in range(len(sums)))
        return sum_of(spreads), pairs.scaled(2)

    def _pair_change(self, index: int, sums: Sequence[int]) -> Interval:
        """Bound the change of X O."""
        mine, rest = sums[index], sum(sums) - sums[index]
        total, others = self._table.totals[index], self._table.others(index)
        return sum_of((total.scaled(rest), others.scaled(mine), Interval.exactly(mine * rest)))

    def _meeting_change(self, code: str, vector: Sequence[int], mine: int, theirs: int) -> Interval:
        low, high = self._table.low[code], self._table.high[code]
        after = [[n + d for n, d in zip(row, vector, strict=True)] for row in (low, high)]
        return meeting(after[0], after[1], mine, theirs).minus(meeting(low, high, mine, theirs))


def _surprise_change(
    low: Sequence[float], high: Sequence[float], vector: Sequence[int]
) -> Interval:
    """Bound the change of t E: n ln n grows the faster the larger n is."""

    def growth(few: float, many: float, more: int) -> Interval:
        return Interval(*sorted(phi(n + more) - phi(n) for n in (few, many)))

    groups = [growth(*cell) for cell in zip(low, high, vector, strict=True)]
    return growth(sum(low), sum(high), sum(vector)).minus(sum_of(groups))
