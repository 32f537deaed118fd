"""Read the register of decisions, and the plots of a proposal, by the contract."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial

from tenuremix.counting.areas import Areas
from tenuremix.counting.decisions import Action, Correction, Decision, Key, Place, SetAside
from tenuremix.counting.proposal import Plot
from tenuremix.counting.register import Register, by_allocation, history, part
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
from tenuremix.schema import HUSTYP, REGISTER, names

COUNTS = {tenure: tenure.value for tenure in ALLOCATION_TENURES}


def read_register(files: Files, areas: Areas | None, *, set_all_aside: bool = False) -> Register:
    """Read the register from one or more files.

    What is at fault in a row that a later row strikes is no fault of the register.  In a shared
    table, which many add rows to, a row that cannot be taken is set aside, and all else stands.

    Parameters
    ----------
    files
        Files with one row per decision; the columns ``id``, ``namn``, ``datum``, ``handelse``,
        ``hyresratt``, ``bostadsratt``, ``aganderatt``, ``oklar`` and a place are required.
    areas
        The areas, for the codes of ``omrade`` and the CRS; None where they are at fault
        themselves: places are then not checked.
    set_all_aside
        Whether to set aside rows of files too: for who is about to strike them.

    Raises
    ------
    DataError
        With every fault of every file, decisions out of order among them.
    """
    rows = _Rows(set_all_aside=set_all_aside)
    read = 0
    needed = names(REGISTER, required=True)
    for columns, places in read_placed(files, "register", lambda _: needed, areas):
        read += 1
        fields = read_fields(columns, partial(read_counts, columns, COUNTS), places)
        # Of a database each row has what its own source states.
        own, file = columns.texts(OKLAR_OF_ROW), files.sources[-1].oklar
        fields["unstated"] = [(said or file) == UNSTATED for said in own]
        rows.add(columns, fields)
    order = {name: at for at, name in enumerate(rows.shared)}
    at_fault = [one for one in rows.aside if not rows.may_wait(one.decision)]
    files.faults += (fault for one in at_fault for fault in one.faults)
    files.faults.sort(key=lambda fault: order.get(fault.where, -1))
    if files.faults and read == len(files.inputs):
        # What follows from a row that is at fault itself would only repeat it.
        amiss = {one.decision.id for one in rows.aside}
        sound = by_allocation(d for d in rows.standing.values() if d.id not in amiss)
        late = (misfit for mine in sound.values() for misfit in history(mine)[1])
        files.faults += _in_file_order(f for row, f in late if not rows.may_wait(row))
    files.check()
    try:
        return Register(rows.standing.values(), rows.corrections, set_aside=rows.aside)
    except DataError as error:
        strict = [fault for fault in error.faults if not rows.shared.get(fault.where)]
    standing, misfits = part(rows.standing.values())
    if late_ones := [fault for row, fault in misfits if not rows.may_wait(row)]:
        raise DataError(_in_file_order(strict or late_ones))
    faults: dict[Key, list[Fault]] = {}
    for row, fault in misfits:
        faults.setdefault(row.key, []).append(fault)
    for key, found in faults.items():
        rows.aside.append(rows.set_aside(rows.standing[key], found, readable=True))
    return Register(standing.values(), rows.corrections, set_aside=rows.aside)


class _Rows:
    """The rows read so far: the decisions that stand, what has corrected them, what cannot be.

    ``aside`` are rows at fault that nothing has struck; ``shared`` is for each table its name in
    SQL, where several share it.
    """

    def __init__(self, *, set_all_aside: bool) -> None:
        self.standing: dict[Key, Decision] = {}
        self.corrections: list[Correction] = []
        self.aside: list[SetAside] = []
        self.shared: dict[str, str] = {}
        self._waiting: dict[Key, Decision] = {}
        self._all = set_all_aside

    def may_wait(self, row: Decision) -> bool:
        """Tell whether a row at fault is set aside, and no fault of the register."""
        return self._all or bool(self.shared[row.source])

    def set_aside(
        self,
        row: Decision,
        faults: Iterable[Fault],
        *,
        readable: bool = False,
        corrects: bool = False,
    ) -> SetAside:
        """Set a row aside, with what takes it away where its table is shared."""
        if table := self.shared[row.source]:
            from tenuremix.io.database.remedies import deleting, striking

            remedy, by = deleting(table, f"rad = {row.row}"), "owner"
            if all(row.key) and not corrects:
                remedy, by = striking(table, *row.key), "writer"
            faults = [replace(fault, remedy=remedy, remedy_of=by) for fault in faults]
        return SetAside(row, tuple(faults), readable)

    def add(self, columns: Columns, fields: Fields) -> None:
        """Add the decisions of a file, and carry out its corrections."""
        self.shared[columns.table.name] = columns.table.shared
        actions, reasons = read_actions(columns)
        recorded = columns.read(BY_NAME["registrerad"])
        given = columns.raw("atgard")
        bad = columns.bad
        stated = zip(as_decisions(fields), actions, reasons, recorded, strict=True)
        for at, (decision, action, reason, recorded_on) in enumerate(stated):
            if action and not reason:
                columns.fault(at, "no_reason")
            elif not all(decision.key):
                pass
            elif action is Action.STRYK:
                columns.forgive(at)  # what it says besides strikes nothing
                self._correct(columns, at, decision, action, reason, recorded_on)
            elif action and at not in bad:
                self._correct(columns, at, decision, action, reason, recorded_on)
            elif given[at] is None:
                self._add(columns, at, decision)
            if columns.is_bad(at):
                corrects = given[at] is not None
                found = self.set_aside(decision, columns.take(at), corrects=corrects)
                self.aside.append(found)
                if not corrects:
                    self._waiting.setdefault(decision.key, decision)

    def _add(self, columns: Columns, at: int, decision: Decision) -> None:
        before = self.standing.get(decision.key) or self._waiting.get(decision.key)
        if before is not None:
            words = f"{decision.id} {decision.date} {decision.event}"
            first = f"{before.source} ({before.row})"
            columns.fault(at, "duplicate", found=words, first=first, expected=words)
        elif not columns.is_bad(at):
            self.standing[decision.key] = decision

    def _correct(
        self,
        columns: Columns,
        at: int,
        decision: Decision,
        action: Action,
        reason: str,
        recorded_on: date | None,
    ) -> None:
        from tenuremix.review.reconcile import differences, merged

        key = decision.key
        before = self.standing.get(key)
        at_fault = self._waiting.get(key)
        noted = (recorded_on, *columns.where(at))
        words = f"{decision.id} {decision.date} {decision.event}"
        if struck := (before or at_fault) if action is Action.STRYK else None:
            self.standing.pop(key, None)
            if self._waiting.pop(key, None):
                self.aside = [one for one in self.aside if one.decision.key != key]
            self.corrections.append(Correction(Action.STRYK, reason, struck, None, *noted))
        elif before is None:
            if at_fault is None:
                columns.fault(at, "correction_unknown", id=words)
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
