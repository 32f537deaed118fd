"""Read the register of decisions, and the plots of a proposal, by the contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tenuremix.additions import differences, merged
from tenuremix.areas import Areas
from tenuremix.crs import normal_crs
from tenuremix.errors import DataError, Fault, UsageError
from tenuremix.io.areas import bounds_of
from tenuremix.io.cells import Cells, require_columns
from tenuremix.io.geometry import PLACES, Places, crs_fault
from tenuremix.io.rows import Row, Table, make_table
from tenuremix.io.sidecar import read_described
from tenuremix.io.tables import read_table
from tenuremix.proposal import Plot
from tenuremix.register import (
    BEGUN_COLUMNS,
    EXCEPTIONS,
    PIPELINE,
    SUBGROUPS,
    UNDECIDED,
    Action,
    Correction,
    Decision,
    Event,
    Key,
    Place,
    Register,
    history,
    in_order,
)
from tenuremix.schema import REGISTER
from tenuremix.tenure import ALLOCATION_TENURES, Tenure
from tenuremix.workspace import Source

COUNT_COLUMNS = tuple(tenure.value for tenure in ALLOCATION_TENURES)


def read_register(
    sources: Sequence[str], labels: Sequence[str], areas: Areas | None
) -> tuple[Register, list[Source]]:
    """Read the register from one or more files.

    Parameters
    ----------
    sources
        Files with one row per decision; the columns ``id``, ``namn``, ``datum``, ``handelse``,
        ``hyresratt``, ``bostadsratt``, ``aganderatt``, ``oklar`` and a place are required.
    labels
        How each is named to the reader.
    areas
        The areas, for the codes of ``omrade`` and the CRS; None where they are at fault
        themselves: places are then not checked.

    Returns
    -------
    tuple
        The register and where each file comes from.

    Raises
    ------
    DataError
        With every fault of every file, decisions out of order among them.
    """
    faults: list[Fault] = []
    described: list[Source] = []
    rows = _Rows(faults)
    amiss: set[str] = set()
    read = 0
    for table, stated in read_described("register", sources, labels, faults):
        described += stated
        places = places_of(table, areas, None)
        bad = [require_columns(table, REGISTER), place_fault(table, places)]
        faults += [fault for fault in bad if fault is not None]
        if any(bad):
            continue
        read += 1
        for row in table.rows:
            before = len(faults)
            cells = Cells(table, row, faults)
            rows.add(_decision(row, cells, places, areas), cells)
            if len(faults) > before:
                amiss.add(cells.text("id"))
    if read == len(sources):
        # What follows from a row that is at fault itself would only repeat it.
        faults += _sequence_faults(d for d in rows.standing.values() if d.id not in amiss)
    if faults:
        raise DataError(faults)
    return Register(rows.standing.values(), rows.corrections), described


def places_of(table: Table, areas: Areas | None, crs: str | None) -> Places:
    """Make the reader of a table's places; ``crs`` is that of its coordinates, if it is stated."""
    if areas is None:
        return Places(table, crs=table.crs or "", box=None, stated_crs=crs)
    box, text_crs = bounds_of(areas), areas.source_crs
    return Places(table, crs=areas.crs, box=box, stated_crs=crs, text_crs=text_crs)


def place_fault(table: Table, places: Places) -> Fault | None:
    """Find what keeps the places of a whole table from being read."""
    if not places.any and "omrade" not in table.columns:
        return Fault("no_geometry_column", table.name, None, {"expected": PLACES})
    return crs_fault(table, places)


class _Rows:
    """The rows read so far: the decisions that stand, and what has corrected them."""

    def __init__(self, faults: list[Fault]) -> None:
        self.standing: dict[Key, Decision] = {}
        self.corrections: list[Correction] = []
        self._faults = faults

    def add(self, decision: Decision | None, cells: Cells) -> None:
        """Add a decision, or carry out a correction; None is a row that could not be read."""
        action = cells.choice("atgard", tuple(Action), required=False)
        reason = cells.text("orsak")
        if action and not reason:
            cells.fault("no_reason")
            return
        recorded_on = cells.day("registrerad", required=False)
        if decision is None or (cells.raw("atgard") and not action):
            return
        before = self.standing.get(decision.key)
        noted = (recorded_on, *cells.where)
        words = f"{decision.id} {decision.date} {decision.event}"
        if not action:
            if before is not None:
                first = f"{before.source} ({before.row})"
                cells.fault("duplicate", found=words, first=first, expected=words)
            else:
                self.standing[decision.key] = decision
        elif before is None:
            cells.fault("correction_unknown", id=words)
        elif action == Action.STRYK:
            del self.standing[decision.key]
            self.corrections.append(Correction(Action.STRYK, reason, before, None, *noted))
        elif differences(before, after := merged(before, decision)):
            self.standing[decision.key] = after
            self.corrections.append(Correction(Action.RATTA, reason, before, after, *noted))
        else:
            cells.fault("correction_nothing", id=words)


def _decision(row: Row, cells: Cells, places: Places, areas: Areas | None) -> Decision | None:
    """Read one row; None where it has a fault that keeps it from being a decision."""
    id_ = cells.text("id", required="A-1")
    event = cells.choice("handelse", tuple(Event))
    day = cells.day("datum")
    counts = read_counts(cells)
    place = read_place(row, cells, places, areas)
    subgroup = cells.choice("undergrupp", SUBGROUPS, required=False)
    exception = cells.choice("undantag", EXCEPTIONS, required=False)
    diarienummer = cells.text("diarienummer")
    if exception and not diarienummer:
        cells.fault("exception_source")
    probability = _probability(cells, event)
    begun = _begun(cells, event)
    expected = cells.day("forvantad", required=False)
    if expected and event and event not in PIPELINE:
        cells.fault("expected_stage", found=event)
    valid_until = cells.day("giltig_till", required=False)
    if not (id_ and event and day):
        return None
    source, number = cells.where
    return Decision(
        id=id_,
        name=cells.text("namn"),
        date=day,
        event=Event(event),
        counts=counts,
        place=place,
        developer=cells.text("byggaktor"),
        diarienummer=diarienummer,
        method=cells.text("metod"),
        valid_until=valid_until,
        subgroup=subgroup,
        exception=exception,
        probability=probability,
        remark=cells.text("anmarkning"),
        stated_date=cells.text("datum_angivet"),
        begun=begun,
        expected=expected,
        source=source,
        row=number,
    )


_BY_TENURE = {tenure: tenure.value for tenure in ALLOCATION_TENURES}


def read_counts(cells: Cells, columns: Mapping[Tenure, str] = _BY_TENURE) -> dict[Tenure, int]:
    """Read the dwellings of a row by tenure; an empty cell is left out."""
    found = {tenure: cells.count(column) for tenure, column in columns.items()}
    return {tenure: number for tenure, number in found.items() if number is not None}


def _begun(cells: Cells, event: str) -> dict[Tenure, int] | None:
    found = read_counts(cells, BEGUN_COLUMNS)
    if found and event and event != Event.BYGGSTART:
        cells.fault("begun_stage", found=event)
    return found or None


def _probability(cells: Cells, event: str) -> float | None:
    found = cells.number("sannolikhet", "not_a_share")
    if found is None:
        return None
    if not 0 <= found <= 1:
        cells.fault("not_a_share", column="sannolikhet", found=cells.raw("sannolikhet"))
    elif event and event not in UNDECIDED:
        cells.fault("probability_stage", found=event)
    return found


def read_place(row: Row, cells: Cells, places: Places, areas: Areas | None) -> Place:
    """Read the place of a row: its geometry, else the code of its area; neither is no place."""
    geometry = places.read(row, cells)
    code = cells.text("omrade") or None
    if code is not None and areas is not None and areas.level_of(code) is None:
        known = ", ".join(list(areas.at(areas.finest))[:6]) + " …"
        cells.fault("unknown_code", column="omrade", found=code, expected=known)
        code = None
    return Place(geometry, code) if geometry is None else Place(geometry)


def _sequence_faults(decisions: Iterable[Decision]) -> list[Fault]:
    grouped: dict[str, list[Decision]] = {}
    for decision in decisions:
        grouped.setdefault(decision.id, []).append(decision)
    faults = [fault for rows in grouped.values() for fault in history(in_order(rows))[1]]
    return sorted(faults, key=lambda fault: (fault.where, fault.row or 0))


def read_proposal(source: str, label: str, areas: Areas, *, crs: str | None = None) -> list[Plot]:
    """Read the plots of a proposal: the register's counts and a place, one row per plot.

    Parameters
    ----------
    source, label
        The file, and how it is named to the reader.
    areas
        The areas.
    crs
        The CRS of the coordinates, where the file does not say.

    Raises
    ------
    DataError
        With every fault of the file; a proposal without dwellings is one.
    """
    table = read_table(source, name=label)
    faults: list[Fault] = []
    present = [column for column in COUNT_COLUMNS if column in table.columns]
    if not present:
        values = {"found": list(COUNT_COLUMNS), "expected": list(COUNT_COLUMNS)}
        faults.append(Fault("missing_columns", label, None, values))
    if not table.rows:
        faults.append(Fault("empty_file", label))
    places = places_of(table, areas, normal_crs(crs) if crs else None)
    unplaced = place_fault(table, places)
    if unplaced:
        faults.append(unplaced)
    plots = []
    for row in table.rows if not faults else ():
        cells = Cells(table, row, faults)
        before = len(faults)
        place = read_place(row, cells, places, areas)
        without = place == Place() and len(faults) == before
        counts = read_counts(cells)
        name = cells.text("namn") or cells.text("id") or f"{row.number}"
        if without:
            cells.fault("no_place", found=name)
        plots.append(Plot(name, place, counts))
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
    areas
        The areas.
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
        raise UsageError(
            "--area: väntade koden för ett område.", "--area: expected the code of an area."
        )
    stated_crs = normal_crs(crs) if crs else None
    x, _, y = (point or "").partition(",")
    values = {"omrade": area} if point is None else {"e": x.strip(), "n": y.strip()}
    table = make_table(name, list(values), [list(values.values())])
    faults: list[Fault] = []
    place = read_place(
        table.rows[0],
        Cells(table, table.rows[0], faults),
        places_of(table, areas, stated_crs),
        areas,
    )
    if any(fault.key in ("not_a_coordinate", "empty") for fault in faults):
        raise UsageError(
            f"--point {text}: väntade öster,norr, t.ex. 674000,6580500.",
            f"--point {text}: expected easting,northing, such as 674000,6580500.",
        )
    if faults:
        raise DataError(Fault(f.key, f.where, None, f.values) for f in faults)
    return place
