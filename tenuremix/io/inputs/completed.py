"""Read completed dwellings by the contract: the file that `tenuremix fetch completed` keeps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tenuremix.counting.areas import Areas
from tenuremix.counting.tenure import Tenure
from tenuremix.counting.validation import known_levels
from tenuremix.delivery.completed import ZERO, Built, Completed
from tenuremix.errors import Fault
from tenuremix.inputs import Source
from tenuremix.io.files.columns import Columns
from tenuremix.io.inputs.sidecar import Files
from tenuremix.schema import COMPLETED

_Figures = dict[int, dict[tuple[str, str], dict[Tenure, Built]]]


def read_completed(files: Files, areas: Areas | None) -> Completed:
    """Read completed dwellings from one or more files.

    Parameters
    ----------
    files
        CSV or XLSX with the columns ``niva``, ``kod``, ``ar``, ``bostadstyp``,
        ``upplatelseform`` and ``antal``.  A number may be below zero; an empty one is suppressed
        by the publisher.  The types of dwelling are summed.
    areas
        The areas, of the same edition; None where they are at fault themselves.

    Raises
    ------
    DataError
        With every fault of every file; figures that stand twice are told once for each file.
    """
    figures: _Figures = {}
    seen: dict[tuple[object, ...], tuple[str, int]] = {}
    for columns, stated in files.columns("completed", COMPLETED):
        reader = _FiguresReader(stated[0], seen, figures)
        reader.read(columns)
        files.faults += [*columns.faults(), *reader.faults(areas)]
    files.check()
    return Completed(figures)


class _FiguresReader:
    """Read the rows of one file into the figures of all."""

    def __init__(
        self, source: Source, seen: dict[tuple[object, ...], tuple[str, int]], figures: _Figures
    ) -> None:
        self._source = source
        self._seen = seen
        self._figures = figures
        self._places: set[tuple[str, str]] = set()
        self._twice: dict[str, list[tuple[str, int, int]]] = {}

    def read(self, columns: Columns) -> None:
        """Read the rows; what is amiss in a cell becomes a fault."""
        hidden = Built.hidden(self._source.suppressed_max)
        rows = zip(*map(columns.read, COMPLETED), columns.raw("antal"), strict=True)
        for at, (*key, number, stated) in enumerate(rows):
            if not all(key) or (number is None and stated is not None):
                continue
            level, code, year, _, tenure = key
            self._places.add((level, code))
            name, row = columns.where(at)
            if tuple(key) in self._seen:
                first, before = self._seen[tuple(key)]
                words = " ".join(map(str, key))
                self._twice.setdefault(first, []).append((words, before, row))
                continue
            self._seen[tuple(key)] = (name, row)
            mine = self._figures.setdefault(year, {}).setdefault((level, code), {})
            built = hidden if stated is None else Built.exactly(number)
            mine[Tenure(tenure)] = mine.get(Tenure(tenure), ZERO) + built

    def faults(self, areas: Areas | None) -> list[Fault]:
        """List the faults of the file as a whole."""
        faults = [self._duplicates(first, rows) for first, rows in self._twice.items()]
        return faults if areas is None else faults + self._strangers(areas)

    def _duplicates(self, first: str, rows: Sequence[tuple[str, int, int]]) -> Fault:
        """Tell once what may hold for every row: two vintages of one table, say."""
        words, row, number = rows[0]
        more = f" (+{len(rows) - 1})" if len(rows) > 1 else ""
        values = {"found": f"{words}{more}", "first": f"{first} ({row})", "expected": words}
        return Fault("duplicate", self._source.name, number, values)

    def _strangers(self, areas: Areas) -> list[Fault]:
        """Refuse figures of another edition than the areas: by its name, and by its codes."""
        name, edition = self._source.name, self._source.edition
        if edition and areas.edition and edition != areas.edition:
            names: dict[str, object] = {"found": edition, "expected": areas.edition}
            return [Fault("area_edition", name, None, names)]
        levels = {level for level, _ in self._places}
        if strange := known_levels(areas, "", {date.min: self._places}, name):
            return strange
        unknown = sorted(
            f"{level} {code}"
            for level, code in self._places
            if level in areas.levels and code not in areas.at(level)
        )
        if not unknown:
            return []
        expected = ", ".join(
            f"{len(areas.at(level))} {level}" for level in areas.levels if level in levels
        )
        return [Fault("area_codes", name, None, {"found": unknown, "expected": expected})]
