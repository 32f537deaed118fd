"""Read the losses by the contract: dwellings that were converted, pulled down or sold."""

from __future__ import annotations

from collections.abc import Sequence

from tenuremix.areas import Areas
from tenuremix.errors import DataError, Fault
from tenuremix.io.cells import Cells, require_columns
from tenuremix.io.geometry import Places
from tenuremix.io.register import place_fault, places_of, read_place
from tenuremix.io.rows import Row
from tenuremix.io.sidecar import read_described
from tenuremix.losses import Loss, LossEvent
from tenuremix.register import Place
from tenuremix.schema import LOSSES
from tenuremix.tenure import KNOWN, Tenure
from tenuremix.workspace import Source


def read_losses(
    sources: Sequence[str], labels: Sequence[str], areas: Areas | None
) -> tuple[list[Loss], list[Source]]:
    """Read the losses from one or more files.

    Parameters
    ----------
    sources
        Files with one row per loss; the columns ``datum``, ``handelse``, ``hyresratt``,
        ``bostadsratt``, ``aganderatt``, ``kalla`` and a place are required.  An empty count is
        none.
    labels
        How each is named to the reader.
    areas
        The areas, for the codes of ``omrade`` and the CRS; None where they are at fault
        themselves: places are then not checked.

    Returns
    -------
    tuple
        The losses and where each file comes from.

    Raises
    ------
    DataError
        With every fault of every file; a row that stands twice is one.
    """
    faults: list[Fault] = []
    described: list[Source] = []
    found: dict[tuple[object, ...], Loss] = {}
    for table, stated in read_described("losses", sources, labels, faults):
        described += stated
        places = places_of(table, areas, None)
        bad = [require_columns(table, LOSSES), place_fault(table, places)]
        faults += [fault for fault in bad if fault is not None]
        for row in () if any(bad) else table.rows:
            cells = Cells(table, row, faults)
            loss = _loss(row, cells, places, areas)
            if loss is not None:
                _add(loss, cells, found)
    if faults:
        raise DataError(faults)
    return list(found.values()), described


def _loss(row: Row, cells: Cells, places: Places, areas: Areas | None) -> Loss | None:
    """Read one row; None where it has a fault."""
    before = cells.faults
    day = cells.day("datum")
    event = cells.choice("handelse", tuple(LossEvent))
    counts = _counts(cells)
    basis = cells.text("kalla", required="1234/25")
    place = _place(row, cells, places, areas)
    if cells.faults > before or day is None:
        return None
    return Loss(day, LossEvent(event), counts, place, basis, *cells.where)


def _counts(cells: Cells) -> dict[Tenure, int]:
    """Read the dwellings that were lost: at least one."""
    before = cells.faults
    stated = {tenure: cells.count(tenure.value) for tenure in KNOWN}
    counts = {tenure: number for tenure, number in stated.items() if number}
    if not counts and cells.faults == before:
        cells.fault("loss_none")
    return counts


def _place(row: Row, cells: Cells, places: Places, areas: Areas | None) -> Place:
    """Read the place of a row, which every row has itself."""
    before = cells.faults
    place = read_place(row, cells, places, areas)
    if place == Place() and cells.faults == before:
        cells.fault("loss_place")
    return place


def loss_key(loss: Loss) -> tuple[object, ...]:
    """Give what makes it one loss: all that its row says."""
    return (loss.date, loss.event, tuple(sorted(loss.counts.items())), loss.place, loss.basis)


def _add(loss: Loss, cells: Cells, found: dict[tuple[object, ...], Loss]) -> None:
    """Add a loss; the same one on two rows would be counted twice."""
    key = loss_key(loss)
    if key in found:
        first = found[key]
        words = f"{loss.date} {loss.event} {loss.basis}"
        where = f"{first.source} ({first.row})"
        cells.fault("duplicate", found=words, first=where, expected=words)
    else:
        found[key] = loss
