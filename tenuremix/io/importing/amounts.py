"""The dwellings of a row: by tenure, or as a total and a tenure; certain, or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from tenuremix.counting.tenure import ALLOCATION_TENURES, Tenure
from tenuremix.errors import Note
from tenuremix.io.files.cells import plain
from tenuremix.io.files.columns import FAULTS, Columns
from tenuremix.io.importing.dialect import Uncertain, folded, read_amount
from tenuremix.schema import INTEGER, TENURE_WORDS, TOTALS

Amount = int | Uncertain | None


@dataclass(slots=True)
class RowDwellings:
    """What a row says of its dwellings.

    Parameters
    ----------
    counts
        The numbers by tenure; empty where the number is not known.
    uncertain
        The columns that hold no certain number, and what stands there; they were taken as
        undecided where ``taken``.
    rest
        Dwellings of the total that no tenure was given, and that are undecided.
    fault
        The key and values of what is wrong, if anything.
    """

    counts: dict[Tenure, int] = field(default_factory=dict)
    uncertain: dict[str, str] = field(default_factory=dict)
    taken: bool = False
    rest: int = 0
    fault: tuple[str, dict[str, object]] | None = None

    @property
    def said(self) -> str:
        """What stood in the file instead of a number."""
        return "; ".join(f'{column}: "{text}"' for column, text in self.uncertain.items())


def count_row(
    by_tenure: Mapping[Tenure, Amount],
    total: Amount,
    tenure: Tenure | None,
    *,
    take_uncertain: bool,
) -> RowDwellings:
    """Find the dwellings of a row.

    Parameters
    ----------
    by_tenure
        The cell of each tenure that the file has a column for.
    total
        The cell of the total, if there is one.
    tenure
        What all of the total is, where the file says so.
    take_uncertain
        Whether dwellings of an uncertain number are taken as undecided: the least number that is
        stated, else what the total leaves over, else the number is not known.

    Examples
    --------
    >>> count_row({Tenure.HYRESRATT: 80}, 120, None, take_uncertain=False).counts
    {<Tenure.HYRESRATT: 'hyresratt'>: 80, <Tenure.OKLAR: 'oklar'>: 40}
    """
    found = RowDwellings()
    cells = dict(by_tenure)
    if tenure is not None:
        if any(cells.values()):
            found.fault = ("import_two_ways", {"found": tenure.value})
            return found
        cells[tenure], total = total, None
    named = {t: n for t, n in cells.items() if isinstance(n, Uncertain)}
    found.uncertain = {t.value: n.text for t, n in named.items()}
    if isinstance(total, Uncertain):
        found.uncertain["antal"] = total.text
    found.counts = {t: n for t, n in cells.items() if isinstance(n, int)}
    if found.uncertain:
        found.taken = take_uncertain
        if take_uncertain:
            _take(found, named, total)
        return found
    if isinstance(total, int):
        _complete(found, total)
    if found.counts:
        # Beside a number, an empty cell is none.
        found.counts = {t: found.counts.get(t, 0) for t in _in_order({*cells, *found.counts})}
    return found


def _in_order(tenures: set[Tenure]) -> list[Tenure]:
    return [tenure for tenure in ALLOCATION_TENURES if tenure in tenures]


def _complete(found: RowDwellings, total: int) -> None:
    """Set the total beside the parts: what it leaves over is undecided."""
    rest = total - sum(found.counts.values())
    if rest < 0 or (rest and found.counts.get(Tenure.OKLAR)):
        parts = " + ".join(str(n) for n in found.counts.values())
        found.fault = ("import_total", {"found": parts, "expected": total})
    elif rest or not found.counts:
        found.counts[Tenure.OKLAR] = rest
        found.rest = rest


def _take(found: RowDwellings, named: Mapping[Tenure, Uncertain], total: Amount) -> None:
    """Take uncertain numbers as undecided dwellings; never more than is stated."""
    certain = sum(found.counts.values())
    least = [amount.least for amount in named.values()]
    if isinstance(total, int):
        extra: int | None = total - certain
    elif isinstance(total, Uncertain):
        extra = None if total.least is None else total.least - certain
    else:
        known = [n for n in least if n is not None]
        extra = sum(known) if len(known) == len(least) else None
    if extra is not None and extra < 0:
        found.fault = ("import_total", {"found": certain, "expected": certain + extra})
    elif extra is not None:
        found.counts[Tenure.OKLAR] = found.counts.get(Tenure.OKLAR, 0) + extra
        found.counts = {t: found.counts.get(t, 0) for t in ALLOCATION_TENURES}
    elif certain:
        # A number beside an unknown one: to leave the unknown out would make it none.
        found.taken = False
    else:
        found.counts = {}


_SHARES = re.compile(r"([^\W\d]+) ?[/+&] ?([^\W\d]+),? \(?(\d{1,3}) ?%? ?/ ?(\d{1,3}) ?%?\)?")
_WHOLE = 100


def _shared(columns: Columns) -> dict[int, dict[Tenure, int]]:
    """Take out of the tenures those that are two with their shares: ``HR/BR 50/50``."""
    cells = columns.raw("upplatelseform")
    found: dict[object, dict[Tenure, int]] = {}
    for cell in {cell for cell in cells if type(cell) is str}:
        if match := _SHARES.fullmatch(plain(cell)):
            tenures = [_TENURES.get(folded(word)) for word in match.group(1, 2)]
            shares = [int(share) for share in match.group(3, 4)]
            one, other = tenures
            if one and other and one != other and sum(shares) == _WHOLE:
                found[cell] = {one: shares[0], other: shares[1]}
    if found:
        bare = [None if type(cell) is str and cell in found else cell for cell in cells]
        columns.put("upplatelseform", bare)
    return {at: found[cell] for at, cell in enumerate(cells) if type(cell) is str and cell in found}


_TENURES = {
    folded(word): Tenure(tenure)
    for tenure, words in TENURE_WORDS.items()
    for word in (tenure, *words.split(", "))
}


class Amounts:
    """The dwellings of a file by row; faults gather with its columns.

    ``counts`` holds for each row the numbers by tenure, ``said`` what stood in the rows whose
    uncertain numbers were taken as undecided.

    Parameters
    ----------
    columns
        The columns of the file.
    take_uncertain
        Whether dwellings whose number is uncertain are taken as undecided.
    without
        Rows that are passed over.
    """

    def __init__(
        self, columns: Columns, *, take_uncertain: bool, without: AbstractSet[int] = frozenset()
    ) -> None:
        self.counts: list[dict[Tenure, int]] = []
        self.said: dict[int, str] = {}
        self._columns = columns
        self._rest: list[int] = []
        by_tenure = {
            tenure: columns.values(tenure.value, read_amount, FAULTS[INTEGER])
            for tenure in ALLOCATION_TENURES
            if columns.has(tenure.value)
        }
        rows: Iterable[tuple[Amount, ...]] = zip(*by_tenure.values(), strict=True)
        kinds = {type(number) for amounts in by_tenure.values() for number in amounts}
        if kinds == {int} and not (columns.has("antal") or columns.has("upplatelseform")):
            # Most files: every tenure has its column, and every cell its number.
            self.counts = [dict(zip(by_tenure, row, strict=True)) for row in rows]  # type: ignore[arg-type]
            return
        self._split = _shared(columns)
        totals = columns.values("antal", read_amount, FAULTS[INTEGER])
        tenures = columns.read(TOTALS[1])
        for at, (total, tenure) in enumerate(zip(totals, tenures, strict=True)):
            if at in without:
                self.counts.append({})
                continue
            if shares := self._split.get(at):
                self._divide(at, total, shares)
                continue
            cells = {each: amounts[at] for each, amounts in by_tenure.items()}
            named = Tenure(tenure) if tenure else None
            self._take(at, count_row(cells, total, named, take_uncertain=take_uncertain))

    def _divide(self, at: int, total: Amount, shares: Mapping[Tenure, int]) -> None:
        """Divide a total by the shares that are stated, where that gives whole dwellings."""
        counts = dict.fromkeys(ALLOCATION_TENURES, 0)
        if isinstance(total, int) and all(total * share % 100 == 0 for share in shares.values()):
            self.counts.append(counts | {t: total * share // 100 for t, share in shares.items()})
            return
        self.counts.append({})
        found = ", ".join(f"{tenure} {share} %" for tenure, share in shares.items())
        said = total.text if isinstance(total, Uncertain) else "–" if total is None else total
        self._columns.fault(at, "import_shares", found=found, total=said)

    def _take(self, at: int, found: RowDwellings) -> None:
        self.counts.append(found.counts)
        if found.fault is not None:
            key, values = found.fault
            self._columns.fault(at, key, **values)
        elif found.uncertain and not found.taken:
            for column, text in found.uncertain.items():
                self._columns.fault(at, "import_uncertain", column=column, found=text)
        elif found.taken:
            self.said[at] = found.said
        elif found.rest:
            self._rest.append(at)

    def notes(self) -> list[Note]:
        """Tell in which rows dwellings were taken as undecided."""
        numbers = self._columns.table.numbers
        found = [("uncertain", self.said), ("rest", self._rest)]
        return [
            Note(key, {"rows": [str(numbers[at]) for at in rows]}) for key, rows in found if rows
        ]
