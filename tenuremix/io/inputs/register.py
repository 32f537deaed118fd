"""Read the register of decisions, and the plots of a proposal, by the contract."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from tenuremix.counting.areas import Areas
from tenuremix.counting.decisions import Action, Correction, Decision, Key, Place
from tenuremix.counting.proposal import Plot
from tenuremix.counting.register import Register, by_allocation, history
from tenuremix.counting.tenure import ALLOCATION_TENURES
from tenuremix.crs import normal_crs
from tenuremix.errors import DataError, Fault, UsageError
from tenuremix.inputs import OKLAR_OF_ROW, UNSTATED
from tenuremix.io.files.cells import strictly
from tenuremix.io.files.columns import Columns
from tenuremix.io.files.rows import make_table
from tenuremix.io.inputs.decisions import (
    BY_NAME,
    NOWHERE,
    Fields,
    as_decisions,
    read_actions,
    read_counts,
    read_fields,
)
from tenuremix.io.inputs.placed import place_fault, places_of, read_placed, read_places
from tenuremix.io.inputs.sidecar import Files
from tenuremix.io.inputs.source import Input, read_table
from tenuremix.review.reconcile import differences, merged
from tenuremix.schema import HUSTYP, REGISTER, names

COUNTS = {tenure: tenure.value for tenure in ALLOCATION_TENURES}


def read_register(files: Files, areas: Areas | None) -> Register:
    """Read the register from one or more files.

    Parameters
    ----------
    files
        Files with one row per decision; the columns ``id``, ``namn``, ``datum``, ``handelse``,
        ``hyresratt``, ``bostadsratt``, ``aganderatt``, ``oklar`` and a place are required.
    areas
        The areas, for the codes of ``omrade`` and the CRS; None where they are at fault
        themselves: places are then not checked.

    Raises
    ------
    DataError
        With every fault of every file, decisions out of order among them.
    """
    rows = _Rows()
    amiss: set[str] = set()
    read = 0
    needed = names(REGISTER, required=True)
    for columns, places in read_placed(files, "register", lambda _: needed, areas):
        read += 1
        fields = read_fields(columns, partial(read_counts, columns, COUNTS), places)
        # Of a database each row has what its own source states.
        own, file = columns.texts(OKLAR_OF_ROW), files.sources[-1].oklar
        fields["unstated"] = [(said or file) == UNSTATED for said in own]
        rows.add(columns, fields)
        ids = columns.texts("id")
        amiss |= {ids[at] for at in columns.bad}
    if files.faults and read == len(files.inputs):
        # What follows from a row that is at fault itself would only repeat it.
        sound = by_allocation(d for d in rows.standing.values() if d.id not in amiss)
        late = (fault for mine in sound.values() for fault in history(mine)[1])
        files.faults += _in_file_order(late)
    files.check()
    try:
        return Register(rows.standing.values(), rows.corrections)
    except DataError as error:
        raise DataError(_in_file_order(error.faults)) from None


class _Rows:
    """The rows read so far: the decisions that stand, and what has corrected them."""

    def __init__(self) -> None:
        self.standing: dict[Key, Decision] = {}
        self.corrections: list[Correction] = []

    def add(self, columns: Columns, fields: Fields) -> None:
        """Add the decisions of a file, and carry out its corrections."""
        actions, reasons = read_actions(columns)
        recorded = columns.read(BY_NAME["registrerad"])
        given = columns.raw("atgard")
        stated = zip(as_decisions(fields), actions, reasons, recorded, strict=True)
        for at, (decision, action, reason, recorded_on) in enumerate(stated):
            if action and not reason:
                columns.fault(at, "no_reason")
            elif all(decision.key) and (action or given[at] is None):
                self._take(columns, at, decision, action, reason, recorded_on)

    def _take(
        self,
        columns: Columns,
        at: int,
        decision: Decision,
        action: Action | None,
        reason: str,
        recorded_on: date | None,
    ) -> None:
        before = self.standing.get(decision.key)
        noted = (recorded_on, *columns.where(at))
        words = f"{decision.id} {decision.date} {decision.event}"
        if not action:
            if before is not None:
                first = f"{before.source} ({before.row})"
                columns.fault(at, "duplicate", found=words, first=first, expected=words)
            else:
                self.standing[decision.key] = decision
        elif before is None:
            columns.fault(at, "correction_unknown", id=words)
        elif action == Action.STRYK:
            del self.standing[decision.key]
            self.corrections.append(Correction(Action.STRYK, reason, before, None, *noted))
        elif differences(before, after := merged(before, decision)):
            self.standing[decision.key] = after
            self.corrections.append(Correction(Action.RATTA, reason, before, after, *noted))
        else:
            columns.fault(at, "correction_nothing", id=words)


def _in_file_order(faults: Iterable[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda fault: (fault.where, fault.row is not None, fault.row))


def read_proposal(source: Input, label: str, areas: Areas, *, crs: str | None = None) -> list[Plot]:
    """Read the plots of a proposal: the register's counts and a place, one row per plot.

    ``hustyp``, where it is stated, tells which owned tenure suits a plot.

    Parameters
    ----------
    crs
        The CRS of the coordinates, where the file does not say.

    Raises
    ------
    DataError
        With every fault of the file; a proposal without dwellings is one.
    """
    table = read_table(source, name=label)
    faults: list[Fault] = []
    wanted = list(COUNTS.values())
    if not set(wanted) & set(table.columns):
        values = {"found": wanted, "expected": wanted}
        faults.append(Fault("missing_columns", label, None, values))
    if not table.numbers:
        faults.append(Fault("empty_file", label))
    places = places_of(table, areas, normal_crs(crs) if crs else None)
    unplaced = place_fault(table, places)
    if unplaced:
        faults.append(unplaced)
    if faults:
        raise DataError(faults)
    columns = strictly(table)
    found = read_places(columns, places, areas)
    counts = read_counts(columns, COUNTS)
    hustyper = columns.read(HUSTYP) if columns.has("hustyp") else [""] * columns.number
    named = zip(columns.texts("namn"), columns.texts("id"), map(str, table.numbers), strict=True)
    plots = []
    for at, (place, words) in enumerate(zip(found, named, strict=True)):
        name = next(filter(None, words))
        if place == NOWHERE and not columns.is_bad(at):
            columns.fault(at, "no_place", found=name)
        plots.append(Plot(name, place, counts[at], hustyper[at]))
    faults += columns.faults()
    if not faults and not any(number for plot in plots for number in plot.dwellings.values()):
        faults.append(Fault("not_positive", label))
    if faults:
        raise DataError(faults)
    return plots


def stated_place(
    areas: Areas, *, point: str | None, area: str | None, crs: str | None = None
) -> Place:
    """Read a place from the command line: a point as ``E,N``, or the code of an area.

    Parameters
    ----------
    point
        Easting and northing, or longitude and latitude, in ``crs``.
    area
        A code, where there is no point.
    crs
        The CRS of the point; the areas' own by default.

    Raises
    ------
    DataError
        Where the code is unknown, or the point is swapped or in another CRS than said.
    UsageError
        Where the point is no pair of numbers, the code is empty, or the CRS is not known.
    """
    name, text = ("--area", area) if point is None else ("--point", point)
    if point is None and not (area or "").strip():
        raise UsageError("area")
    stated_crs = normal_crs(crs) if crs else None
    x, _, y = (point or "").partition(",")
    values = {"omrade": area} if point is None else {"e": x.strip(), "n": y.strip()}
    table = make_table(name, list(values), [list(values.values())])
    columns = strictly(table)
    place = read_places(columns, places_of(table, areas, stated_crs), areas)[0]
    faults = columns.faults()
    if any(fault.key in ("not_a_coordinate", "empty") for fault in faults):
        raise UsageError("point", text=text)
    if faults:
        raise DataError(Fault(f.key, f.where, None, f.values) for f in faults)
    return place
