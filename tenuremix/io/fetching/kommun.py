"""The whole municipality by SCB's own table: what the districts are checked against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tenuremix.counting.tenure import KNOWN, STOCK_TENURES
from tenuremix.errors import DataError
from tenuremix.io.fetching.answer import NetworkError
from tenuremix.io.fetching.px_cells import Cells, building_types, read_cells
from tenuremix.io.fetching.pxweb import PxWebV2
from tenuremix.io.fetching.stock_tables import WHOLE, TableFound, find_whole, the_time, the_variable

MOST_APART = 0.01
"""A larger difference than this share of the total is pointed out."""
_DECIMALS = 4
_MIX = (
    "Kommunens egen blandning av bostäder med känd upplåtelseform, som jämförelse för brister i "
    "tenuremix.toml:"
)


@dataclass(frozen=True, slots=True)
class Whole:
    """The dwellings of a municipality by year and tenure, as its own table has them.

    Parameters
    ----------
    own
        Whether the stock that is described *is* that table, so that there is nothing to compare.
    dwellings
        By year, then by tenure; a tenure that is not given is absent.
    """

    own: bool
    dwellings: Mapping[int, Mapping[str, int]]

    def notes(self, year: int, cells: Cells) -> list[str]:
        """Tell how the areas of a year agree with the whole, or which mix the whole has."""
        total = self.dwellings.get(year)
        if not total:
            return [f"Kommunens total i {WHOLE} gick inte att läsa för {year}: inte avstämt."]
        if self.own:
            return _reference_notes(total)
        areas: Counter[str] = Counter()
        hidden = 0
        for (_, _, _, tenure), number in cells.items():
            areas[tenure] += int(number or 0)
            hidden += not number
        told = [f"{tenure} {areas[tenure]} av {total[tenure]}" for tenure in total]
        both = f"tillsammans {sum(areas[t] for t in total)} av {sum(total.values())}"
        notes = [f"Avstämt mot kommunens total i {WHOLE}: {', '.join([*told, both])}."]
        if hidden:
            notes[0] += f" Dolda uppgifter i områdena: {hidden}."
        apart = [t for t in total if abs(areas[t] - total[t]) > MOST_APART * sum(total.values())]
        if apart:
            notes.append(
                f"Områdena avviker från kommunens total med mer än {MOST_APART:.0%} av alla "
                f"bostäder: {', '.join(apart)}."
            )
        return notes


def read_whole(found: TableFound, kommun: str, years: Sequence[int]) -> Whole | None:
    """Read the table of whole municipalities, to compare a table of SCB's districts with.

    Parameters
    ----------
    found
        The table whose figures are to be compared, or that table itself.

    Returns
    -------
    Whole or None
        None where the table is none of SCB's.  Where the municipality's own table cannot be read
        the districts are not lost for it: their notes tell that they have not been compared.

    Raises
    ------
    NetworkError
        Where the network fails: what has come is kept for the next try.
    """
    if not isinstance(found.server, PxWebV2):
        return None
    own = found.level == "kommun"
    try:
        whole = found if own else find_whole(found.server, kommun)
        return Whole(own, _dwellings(whole, years))
    except NetworkError:
        raise
    except DataError:
        return Whole(own, {})


def kommun_name(server: PxWebV2, kommun: str) -> str:
    """Give the name of a municipality, or its code where SCB's table does not tell.

    Raises
    ------
    NetworkError
        Where the network fails.
    """
    try:
        whole = find_whole(server, kommun)
    except NetworkError:
        raise
    except DataError:
        return f"Kommun {kommun}"
    region = the_variable(whole.table, "Region")
    return dict(zip(region.values, region.labels, strict=True))[whole.areas[0][0]].strip()


def _dwellings(whole: TableFound, years: Sequence[int]) -> dict[int, dict[str, int]]:
    kind, kinds = building_types(whole.table)
    given = [year for year in years if str(year) in the_time(whole.table).values]
    cells = read_cells(whole, given, kind, kinds) if given else {}
    sums: dict[int, dict[str, int]] = {}
    for (_, year, _, tenure), number in cells.items():
        if number:
            by_tenure = sums.setdefault(int(year), dict.fromkeys(map(str, STOCK_TENURES), 0))
            by_tenure[tenure] += int(number)
    return sums


def _reference_notes(total: Mapping[str, int]) -> list[str]:
    """Give the mix of the whole as the settings take it."""
    known = {tenure.value: total.get(tenure.value, 0) for tenure in KNOWN}
    if not sum(known.values()):
        return []
    shares = shares_of(known)
    mix = ", ".join(f"{tenure} = {share}" for tenure, share in shares.items())
    return [f"{_MIX} reference = {{ {mix} }}"]


def shares_of(dwellings: Mapping[str, int]) -> dict[str, str]:
    """Write shares with four decimals that add up to exactly one.

    Examples
    --------
    >>> shares_of({"hyresratt": 1, "bostadsratt": 1, "aganderatt": 1})
    {'hyresratt': '0.3334', 'bostadsratt': '0.3333', 'aganderatt': '0.3333'}
    """
    units = 10**_DECIMALS
    total = sum(dwellings.values())
    exact = {name: Fraction(number * units, total) for name, number in dwellings.items()}
    whole = {name: int(share) for name, share in exact.items()}
    left = units - sum(whole.values())
    for name in sorted(exact, key=lambda name: whole[name] - exact[name])[:left]:
        whole[name] += 1
    return {name: f"{number / units:.{_DECIMALS}f}" for name, number in whole.items()}
