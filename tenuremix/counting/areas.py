"""Statistical areas, their hierarchy, and the stock of dwellings summed up the hierarchy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from tenuremix.counting.period import believed
from tenuremix.counting.tenure import (
    HUSTYPER,
    KNOWN,
    STOCK_TENURES,
    UNBOUNDED,
    Count,
    Tenure,
    add,
    is_whole,
)
from tenuremix.crs import is_metric
from tenuremix.errors import DataError, Fault

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

# Levels from the finest to the coarsest, in the chains that Swedish statistics use.  Any other
# level names work too: they are then ordered by how many areas they have.
LEVEL_ORDER = (
    *("basomrade", "primaromrade", "mellanomrade", "stadsomrade"),
    *("deso", "regso", "kommun"),
)


@dataclass(frozen=True, slots=True)
class Area:
    """One statistical area.

    ``code`` is text, unique within its ``level``; ``parent`` is the code of the area at the
    next coarser level, or None.  ``geometry`` is a polygon in the CRS of the :class:`Areas` it
    belongs to; only the finest level has one, since a coarser area is the union of its parts.
    """

    code: str
    name: str
    level: str
    parent: str | None = None
    geometry: Geometry | None = None


class Areas:
    """The areas of one edition, at one or more levels.

    Parameters
    ----------
    areas
        Every area, of all levels.  ``parent`` of each must exist at the next coarser level.
    crs
        The CRS of the geometries, such as ``"EPSG:3006"``: metric, easting before northing.
    edition
        The name of the edition, where it is known.
    source_crs
        The CRS that the areas were stated in, if another: coordinates without a CRS are in it.

    Raises
    ------
    DataError
        Where a code stands twice at its level or has no parent, or where the CRS is not metric.
    """

    def __init__(
        self, areas: Iterable[Area], *, crs: str, edition: str = "", source_crs: str = ""
    ) -> None:
        areas = sorted(areas, key=lambda a: a.code)
        self.crs = crs
        self.source_crs = source_crs or crs
        self.edition = edition
        self._by_level: dict[str, dict[str, Area]] = {}
        for area in areas:
            self._by_level.setdefault(area.level, {})[area.code] = area
        self.levels = order_levels({level: len(codes) for level, codes in self._by_level.items()})
        faults = area_faults(areas, self.levels)
        if any(area.geometry is not None for area in areas) and not is_metric(crs):
            faults.append(Fault("not_metric", "areas", None, {"found": crs}))
        if faults:
            raise DataError(faults)

    @property
    def finest(self) -> str:
        """The finest level that is loaded."""
        return self.levels[0]

    @property
    def coarsest(self) -> str:
        """The coarsest level that is loaded."""
        return self.levels[-1]

    def at(self, level: str) -> Mapping[str, Area]:
        """Give the areas of one level by code, lowest code first."""
        return self._by_level[level]

    @cached_property
    def listed(self) -> Sequence[tuple[str, str]]:
        """The level and code of every area: the finest level first, lowest code first in each."""
        return [(level, code) for level in self.levels for code in self._by_level[level]]

    @cached_property
    def numbers(self) -> Mapping[tuple[str, str], int]:
        """The number of every area in :attr:`listed`, from 0, by its level and code."""
        return {area: number for number, area in enumerate(self.listed)}

    @property
    def some_codes(self) -> str:
        """What the codes of the finest level look like."""
        return ", ".join(list(self.at(self.finest))[:6]) + " …"

    def is_coarser(self, level: str, than: str) -> bool:
        """Tell whether a level is coarser than another."""
        return self.levels.index(level) > self.levels.index(than)

    def level_of(self, code: str) -> str | None:
        """Find the level of a code; the finest where the code stands at several."""
        return next((level for level in self.levels if code in self._by_level[level]), None)

    def ancestor(self, code: str, level: str, to_level: str) -> str | None:
        """Find the area at ``to_level`` that the area ``code`` of ``level`` belongs to."""
        for step in self.levels[self.levels.index(level) : self.levels.index(to_level)]:
            parent = self._by_level[step][code].parent
            if parent is None:
                return None
            code = parent
        return code

    @cached_property
    def _children(self) -> dict[tuple[str, str], list[str]]:
        children: dict[tuple[str, str], list[str]] = {}
        for fine, coarse in pairwise(self.levels):
            for area in self._by_level[fine].values():
                if area.parent is not None:
                    children.setdefault((coarse, area.parent), []).append(area.code)
        return children

    def children(self, code: str, level: str) -> list[str]:
        """List the codes, one level finer, of the areas that make up an area."""
        return self._children.get((level, code), [])

    def outline(self, code: str, level: str) -> Geometry | None:
        """Give the polygon of an area: its own, else the union of its parts; None without any."""
        finer = self.finer(level)
        if finer is None:
            return self._by_level[level][code].geometry
        import shapely

        parts = [self.outline(child, finer) for child in self.children(code, level)]
        drawn = [part for part in parts if part is not None]
        return shapely.union_all(drawn) if drawn else None

    def finer(self, level: str) -> str | None:
        """Name the next finer level that is loaded, if any."""
        index = self.levels.index(level)
        return self.levels[index - 1] if index else None


def order_levels(counts: Mapping[str, int]) -> tuple[str, ...]:
    """Order level names from the finest to the coarsest.

    Known names keep the order of :data:`LEVEL_ORDER`; where any name is unknown the levels are
    ordered by their number of areas, most first.
    """
    if all(level in LEVEL_ORDER for level in counts):
        return tuple(sorted(counts, key=LEVEL_ORDER.index))
    return tuple(sorted(counts, key=lambda level: (-counts[level], level)))


def area_faults(
    areas: Iterable[Area], levels: Sequence[str], where: Sequence[tuple[str, int | None]] = ()
) -> list[Fault]:
    """Find the codes that stand twice, and the parents that do not exist.

    Parameters
    ----------
    where
        The file and the row of each area, where they were read.
    """
    listed = list(areas)
    rows = list(zip(listed, where or [("areas", None)] * len(listed), strict=True))
    first: dict[tuple[str, str], str] = {}
    faults: list[Fault] = []
    for area, (name, row) in rows:
        words = f"{area.level} {area.code}"
        if (area.level, area.code) in first:
            there = first[area.level, area.code]
            values = {"found": words, "first": there, "expected": words}
            faults.append(Fault("duplicate", name, row, values))
        else:
            first[area.level, area.code] = name if row is None else f"{name} ({row})"
    coarser = dict(pairwise(levels))
    for area, (name, row) in rows:
        above = coarser.get(area.level)
        if above is not None and (above, area.parent) not in first:
            codes = sorted(code for level, code in first if level == above)
            values = {"found": area.parent or area.code, "level": above}
            values["expected"] = ", ".join(codes[:12])
            key = "unknown_parent" if area.parent else "no_parent"
            faults.append(Fault(key, name, row, values))
    return faults


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of the stock: the dwellings of one area, building type and tenure."""

    hustyp: str
    tenure: Tenure
    count: Count


class Stock:
    """The stock of dwellings on one or more dates (vintages).

    Parameters
    ----------
    cells
        For each vintage and each (level, code) its cells.  An area with cells has a row of its
        own in the statistics: a combination of building type and tenure without a cell is zero.
        An area without any cell has no statistics.
    edition
        The name of the edition of the areas that the stock belongs to, where it is known.

    Raises
    ------
    DataError
        Where a cell has an unknown code, stands twice or is no number of dwellings.
    """

    set_aside: Sequence[Fault] = ()
    """Why vintages of a shared stock are no part of this one, where any are."""

    def __init__(
        self, cells: Mapping[date, Mapping[tuple[str, str], Collection[Cell]]], *, edition: str = ""
    ) -> None:
        if faults := [
            f for vintage in sorted(cells) for f in _cell_faults(vintage, cells[vintage])
        ]:
            raise DataError(faults)
        self._cells = cells
        self.vintages = tuple(sorted(cells))
        self.edition = edition
        self._mixes: dict[tuple[date, str, str, frozenset[str]], dict[Tenure, Count] | None] = {}

    @cached_property
    def hustyper(self) -> frozenset[str]:
        """The building types that any figure is given for."""
        dates = self._cells.values()
        return frozenset(c.hustyp for areas in dates for cells in areas.values() for c in cells)

    @property
    def coded(self) -> Mapping[date, Collection[tuple[str, str]]]:
        """For each vintage every (level, code) that has a row of its own."""
        return {vintage: cells.keys() for vintage, cells in self._cells.items()}

    def codes(self, vintage: date) -> set[tuple[str, str]]:
        """Give every (level, code) that has a row of its own on a date."""
        return set(self._cells[vintage])

    def latest_before(self, day: date) -> date | None:
        """Find the latest vintage whose reference date is before a day."""
        return max((v for v in self.vintages if v < day), default=None)

    def latest_on(self, day: date) -> date | None:
        """Find the latest vintage whose reference date is on or before a day."""
        return max((v for v in self.vintages if v <= day), default=None)

    def mix(
        self,
        areas: Areas,
        level: str,
        code: str,
        vintage: date,
        hustyper: Collection[str] = HUSTYPER,
    ) -> dict[Tenure, Count] | None:
        """Give the mix of one area on a date: its own row, else the sum of its parts.

        Parameters
        ----------
        areas
            The areas, for the hierarchy.
        level, code
            The area.
        vintage
            A date of :attr:`vintages`.
        hustyper
            The building types that are counted.

        Returns
        -------
        dict or None
            Dwellings by tenure (hyresratt, bostadsratt, aganderatt, okand); None where the area
            has no row of its own and some part of it has none either: missing, not zero.
        """
        key = (vintage, level, code, frozenset(hustyper))
        if key not in self._mixes:
            self._mixes[key] = self._mix(areas, level, code, vintage, key[3])
        return self._mixes[key]

    def _mix(
        self, areas: Areas, level: str, code: str, vintage: date, hustyper: frozenset[str]
    ) -> dict[Tenure, Count] | None:
        empty = {tenure: Count(0, 0) for tenure in STOCK_TENURES}
        cells = self._cells.get(vintage, {}).get((level, code))
        if cells is not None:
            return add(empty, *({c.tenure: c.count} for c in cells if c.hustyp in hustyper))
        finer = areas.finer(level)
        children = areas.children(code, level) if finer else []
        if finer is None or not children:
            return None
        parts = [self.mix(areas, finer, child, vintage, hustyper) for child in children]
        if any(part is None for part in parts):
            return None
        return add(empty, *(part for part in parts if part is not None))

    def city_mix(self, areas: Areas, vintage: date) -> tuple[dict[Tenure, Count] | None, bool]:
        """Sum the mix over the whole city, to compare its areas with.

        Parameters
        ----------
        areas
            The areas.
        vintage
            A date of :attr:`vintages`.

        Returns
        -------
        tuple
            Dwellings by tenure, and whether that is all of them.  Areas without statistics are
            left out, and a suppressed count that may be of any size is taken as published;
            None where no area has statistics.
        """
        found: list[dict[Tenure, Count]] = []
        complete = [
            self._collect(areas, areas.coarsest, code, vintage, found)
            for code in areas.at(areas.coarsest)
        ]
        if not found:
            return None, False
        city = add(*found)
        bounded = all(city[tenure].high is not None for tenure in KNOWN)
        published = {t: Count.exactly(n.low) if n.high is None else n for t, n in city.items()}
        return published, all(complete) and bounded

    def _collect(
        self, areas: Areas, level: str, code: str, vintage: date, found: list[dict[Tenure, Count]]
    ) -> bool:
        """Add the mix of an area, else of those parts that have one; tell whether that is all."""
        mix = self.mix(areas, level, code, vintage)
        if mix is not None:
            found.append(mix)
            return True
        finer = areas.finer(level)
        for child in areas.children(code, level) if finer else ():
            self._collect(areas, str(finer), child, vintage, found)
        return False


def _cell_faults(
    vintage: date, cells: Mapping[tuple[str, str], Collection[Cell]]
) -> Iterator[Fault]:
    if not believed(vintage):
        yield Fault("year_range", "stock", None, {"column": "datum", "found": vintage})
    for (level, code), mine in cells.items():
        words = f"{level} {code} {vintage}"
        values: dict[str, object]
        if len({(cell.hustyp, cell.tenure) for cell in mine}) < len(mine):
            values = {"found": words, "first": "stock", "expected": words}
            yield Fault("duplicate", "stock", None, values)
        for cell in mine:
            for column, found, known in (
                ("hustyp", cell.hustyp, HUSTYPER),
                ("upplatelseform", cell.tenure, STOCK_TENURES),
            ):
                if found not in known:
                    values = {"column": column, "found": found, "expected": list(known)}
                    yield Fault("unknown_value", f"stock, {words}", None, values)
            ends = (cell.count.low, cell.count.low if cell.count.high is None else cell.count.high)
            if not (all(map(is_whole, ends)) and ends[0] <= ends[1]):
                values = {"column": "antal", "found": cell.count}
                yield Fault("not_a_count", f"stock, {words}", None, values)


def suppressed(tenure: Tenure, suppressed_max: int | None, suppressed_min: int = 0) -> Count:
    """Make the interval of a suppressed cell: to the publisher's largest, else unbounded.

    What a publisher says of its small cells holds for known tenure; unknown tenure is what is
    left over, may be large, and is outside every denominator.
    """
    if suppressed_max is None or tenure is Tenure.OKAND:
        return UNBOUNDED
    return Count(suppressed_min, suppressed_max)
