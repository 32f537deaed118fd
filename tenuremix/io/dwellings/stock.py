"""The stock of areas from tables of dwellings, as a file of the contract with its sidecar."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from tenuremix.counting.areas import Areas
from tenuremix.dwellings.disclosure import Published, publish
from tenuremix.dwellings.tally import CELLS, Tallied, Tally
from tenuremix.errors import DataError, Fault
from tenuremix.inputs import Source
from tenuremix.io.dwellings.pieces import ROWS
from tenuremix.io.dwellings.read import DwellingTables
from tenuremix.io.dwellings.scheduler import Scheduler
from tenuremix.io.fetching.vintages import sidecar_text, table_text
from tenuremix.io.inputs.sidecar import Files
from tenuremix.schema import STOCK, SUPPRESSED_MAX, SUPPRESSED_MIN, names

_HIDDEN = (
    "Antal på 1–{most} är dolda (tomma), liksom ett större områdes antal där det annars hade "
    "avslöjat ett dolt. suppressed_min och suppressed_max säger mellan vilka tal varje dolt "
    "antal ligger."
)
_ALWAYS = ("describes_on", "published_on", "licence")
"""What every sidecar states, empty where it is not known."""


@dataclass(frozen=True, slots=True)
class CountedStock:
    """The stock of areas, counted from tables of dwellings.

    Parameters
    ----------
    text
        The file.
    sidecar
        What is stated of it.
    by_day
        What was counted on each date.
    suppressed
        How many cells are left empty, by level.
    """

    text: str
    sidecar: str
    by_day: Mapping[date, Tallied]
    suppressed: Mapping[str, int]

    @property
    def outside(self) -> int:
        """How many dwellings lie outside every area."""
        return sum(counted.outside for counted in self.by_day.values())


def count_stock(
    files: Files,
    areas: Areas,
    *,
    day: date | None = None,
    below: int = 1,
    size: int = ROWS,
    scheduler: Scheduler | None = None,
) -> CountedStock:
    """Count the dwellings of tables in areas.

    Parameters
    ----------
    files
        Tables of dwellings with the columns ``hustyp``, ``upplatelseform``, ``antal`` (1 where
        there is none), ``datum``, and a point geometry or ``e`` and ``n`` in the areas' CRS.
    areas
        The areas: every level of them is counted.
    day
        The day of rows that have no date of their own.
    below
        Cells of 1 to ``below`` - 1 dwellings are left empty, and what would tell them.
    size
        How many rows a piece has; one at a time is in memory.
    scheduler
        Who places the pieces, some at a time, where it is not done here.

    Raises
    ------
    DataError
        With the faults of every table; where no dwelling lies in any area; or of the scheduler.
    """
    tally = Tally(areas)
    pieces = (piece for _, piece in DwellingTables(files, areas, day, size).pieces())
    if scheduler:
        for piece, area in scheduler.place(tally.polygons, pieces):
            tally.count(piece, area)
    else:
        for piece in pieces:
            tally.add(piece)
    files.check()
    by_day = tally.counted()
    if not any(counted.dwellings for counted in by_day.values()):
        raise DataError([Fault("none_inside", source.name) for source in files.sources])
    published = {day: publish(areas, each.levels, below) for day, each in by_day.items()}
    hidden = {
        level: sum(int(each[level].hidden.sum()) for each in published.values())
        for level in areas.levels
    }
    columns = names(STOCK)
    if below > 1:
        columns += (SUPPRESSED_MIN.name, SUPPRESSED_MAX.name)
    rows = sorted(_rows(areas, published, below))
    text = table_text(columns, [row[1] for row in rows])
    outside = {day: each.outside for day, each in by_day.items()}
    stated = _stated(files.sources, areas, outside, below)
    checksum = hashlib.sha256(text.encode()).hexdigest()
    return CountedStock(text, sidecar_text({**stated, "sha256": checksum}), by_day, hidden)


def _rows(
    areas: Areas, published: Mapping[date, Mapping[str, Published]], below: int
) -> Iterator[tuple[tuple[str, str, date, int], list[str]]]:
    """Make the rows, each with what it is sorted by.

    Every area has a row for each building type and tenure that there is anywhere on the date: one
    without a dwelling is told from one without statistics.
    """
    for day, levels in published.items():
        there = np.flatnonzero(levels[areas.finest].high.any(axis=0)).tolist()
        for level, (hidden, low, high) in levels.items():
            for at, code in enumerate(areas.at(level)):
                for cell in there or [0]:
                    hustyp, tenure = CELLS[cell]
                    ends = (str(low[at, cell]), str(high[at, cell]))
                    shown = ["", *ends] if hidden[at, cell] else [ends[0], "", ""]
                    row = [level, code, day.isoformat(), hustyp, tenure.value, *shown]
                    yield (level, code, day, cell), row if below > 1 else row[:6]


def _stated(
    sources: Sequence[Source], areas: Areas, outside: Mapping[date, int], below: int
) -> dict[str, object]:
    """Say of a stock where it comes from, and what is to be known of it."""
    first = sources[0]
    days = sorted(outside)
    notes = [
        f"Räknat av tenuremix ur {Path(source.name).name}"
        + (f" (sha256 {source.sha256})." if source.sha256 else ".")
        for source in sources
    ]
    for day, number in outside.items():
        told = f"färre än {below}" if 0 < number < below else str(number)
        notes.append(f"Bostäder utanför alla områden den {day}: {told}; de är inte med.")
    if below > 1:
        notes.append(_HIDDEN.format(most=below - 1))
    about: dict[str, object] = {
        "producer": first.producer,
        "title": f"Bestånd per område, räknat ur {first.title or Path(first.name).name}",
        "describes_on": days[0] if len(days) == 1 else "",
        "published_on": "",
        "licence": first.licence,
        "link": first.link,
        "notes": [*notes, *first.notes],
        "edition": areas.edition,
    }
    if any(source.fictional for source in sources):
        about["fictional"] = True
    if below > 1:
        about["suppressed_max"] = below - 1
    return {key: value for key, value in about.items() if value != "" or key in _ALWAYS}
