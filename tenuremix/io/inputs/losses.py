"""Read the losses by the contract: dwellings that were converted, pulled down or sold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from tenuremix.counting.areas import Areas
from tenuremix.counting.decisions import Place
from tenuremix.counting.losses import Loss, LossEvent
from tenuremix.counting.tenure import KNOWN, Tenure
from tenuremix.errors import DataError
from tenuremix.io.files.columns import Columns
from tenuremix.io.inputs.decisions import NOWHERE, read_counts
from tenuremix.io.inputs.placed import read_placed
from tenuremix.io.inputs.sidecar import Files
from tenuremix.schema import LOSSES, names

_COUNTS = {tenure: tenure.value for tenure in KNOWN}


def read_losses(files: Files, areas: Areas | None) -> list[Loss]:
    """Read the losses from one or more files.

    Parameters
    ----------
    files
        Files with one row per loss; the columns ``datum``, ``handelse``, ``hyresratt``,
        ``bostadsratt``, ``aganderatt``, ``kalla`` and a place are required.  An empty count is
        none.
    areas
        The areas, for the codes of ``omrade`` and the CRS; None where they are at fault
        themselves: places are then not checked.

    Raises
    ------
    DataError
        With every fault of every file; a row that stands twice is one.
    """
    found: dict[tuple[object, ...], Loss] = {}
    needed = names(LOSSES, required=True)
    for columns, places in read_placed(files, "losses", lambda _: needed, areas):
        counts = partial(read_counts, columns, _COUNTS)
        for at, loss in read_rows(columns, counts, places):
            key = loss_key(loss)
            if key in found:
                first = found[key]
                words = f"{loss.date} {loss.event} {loss.basis}"
                where = f"{first.source} ({first.row})"
                columns.fault(at, "duplicate", found=words, first=where, expected=words)
            else:
                found[key] = loss
    files.check()
    return list(found.values())


def read_rows(
    columns: Columns,
    read_counts: Callable[[], Sequence[Mapping[Tenure, int]]],
    read_places: Callable[[], Sequence[Place]],
) -> list[tuple[int, Loss]]:
    """Make losses of the rows that have no fault, each with its place among the rows.

    Parameters
    ----------
    columns
        Those of the file; the required ones are there.
    read_counts, read_places
        Read the dwellings of each row, whose number must be known, and its place.
    """
    day, event, basis = (column for column in LOSSES if column.example)
    unplaced = columns.bad  # a drawing that could not be read is told already
    days, events = columns.read(day), columns.read(event)
    counts, uncounted = columns.newly_bad(read_counts)
    some = [{tenure: number for tenure, number in row.items() if number} for row in counts]
    for at, row in enumerate(some):
        if not row and at not in uncounted:
            columns.fault(at, "loss_none")
    bases = columns.read(basis)
    places, amiss = columns.newly_bad(read_places)
    for at, place in enumerate(places):
        if place == NOWHERE and at not in unplaced | amiss:
            columns.fault(at, "loss_place")
    found = []
    for at in sorted({*range(columns.number)} - columns.bad):
        said = columns.roughly[day.name].get(at)
        source = f"{bases[at]} (datum: {said})" if said else bases[at]
        stated = (days[at], LossEvent(events[at]), some[at], places[at], source)
        try:
            found.append((at, Loss(*stated, *columns.where(at))))
        except DataError as error:
            for fault in error.faults:
                columns.fault(at, fault.key, **fault.values)
    return found


def loss_key(loss: Loss) -> tuple[object, ...]:
    """Give what makes it one loss: all that its row says."""
    return (loss.date, loss.event, tuple(sorted(loss.counts.items())), loss.place, loss.basis)
