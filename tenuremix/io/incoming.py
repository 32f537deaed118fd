"""Read the files that planners have into rows for the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tenuremix.additions import Incoming
from tenuremix.areas import Areas
from tenuremix.errors import DataError, Fault
from tenuremix.io import dialect
from tenuremix.io.amounts import Amounts, Counted
from tenuremix.io.area_names import AreaNames
from tenuremix.io.areas import bounds_of
from tenuremix.io.columns import Columns
from tenuremix.io.geometry import PLACES
from tenuremix.io.headings import Headings, is_heading, recognise
from tenuremix.io.rows import WGS84, Table
from tenuremix.io.shapes import place_shapes, read_points, read_wkts
from tenuremix.io.tables import read_table, split_layer
from tenuremix.losses import Loss, LossEvent
from tenuremix.register import (
    BEGUN_COLUMNS,
    EXCEPTIONS,
    PIPELINE,
    SUBGROUPS,
    UNDECIDED,
    Action,
    Decision,
    Event,
    Place,
)
from tenuremix.tenure import ALLOCATION_TENURES, KNOWN, Tenure

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

Note = tuple[str, dict[str, object]]
_SHEET = "register"
_REQUIRED = ("id", "namn", "datum", "handelse")
_REQUIRED_OF_LOSSES = ("datum", "handelse", "kalla")
_SUMS = {"summa", "totalt", "total", "sum", "delsumma"}
_NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Manner:
    """How files are to be read.

    Parameters
    ----------
    columns
        Ours by theirs, as the user has settled it.
    constants
        What stands in every row of a column that a file lacks.
    crs
        The CRS of the coordinates, whatever a file says.
    take_uncertain
        Whether dwellings whose number is uncertain are taken as undecided.
    losses
        Whether the rows are dwellings lost, not decisions.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    crs: str | None = None
    take_uncertain: bool = False
    losses: bool = False


@dataclass(slots=True)
class FileRead:
    """A file as it was read: its columns, rows, faults, and what is to be said of it.

    ``shapes`` are geometries for allocations that the file names without saying more.
    """

    name: str
    headings: Headings
    crs: str = ""
    rows: list[Incoming] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    shapes: dict[str, tuple[Geometry, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_incoming(
    sources: Sequence[str], labels: Sequence[str], areas: Areas, manner: Manner
) -> list[FileRead]:
    """Read files of decisions, of whatever make.

    Parameters
    ----------
    sources, labels
        The files, and how each is named to the reader.
    areas
        The areas, for their codes and names, and the CRS.
    manner
        How they are to be read.

    Returns
    -------
    list
        One for each file, with its faults: rows that are at fault are not among its rows.
    """
    files = [
        _read_file(source, label, areas, manner)
        for source, label in zip(sources, labels, strict=True)
    ]
    shapes = {id_: shape for read in files for id_, shape in read.shapes.items()}
    if shapes:
        for read in files:
            read.rows = [_with_shape(row, shapes) for row in read.rows]
        used = {row.decision.id for read in files for row in read.rows}
        for read in files:
            read.shapes = {id_: s for id_, s in read.shapes.items() if id_ not in used}
    return files


def _with_shape(row: Incoming, shapes: Mapping[str, tuple[Geometry, int]]) -> Incoming:
    decision = row.decision
    if decision.place.geometry is not None or decision.id not in shapes:
        return row
    return row._replace(decision=decision._replace(place=Place(shapes[decision.id][0])))


def _read_file(source: str, label: str, areas: Areas, manner: Manner) -> FileRead:
    try:
        table = _table(source, label)
    except DataError as error:
        return FileRead(label, Headings({}, (), {}), faults=list(error.faults))
    chosen = dict(manner.columns)
    dxf = split_layer(source)[0].suffix.lower() == ".dxf"
    if dxf and "id" not in chosen.values():
        chosen["layer"] = "id"
    headings = recognise(table.columns, chosen)
    read = FileRead(label, headings)
    if headings.twice:
        read.faults += [
            Fault("import_twice", label, None, {"found": theirs, "expected": ours})
            for ours, theirs in headings.twice.items()
        ]
        return read
    if dxf:
        table = _only_surfaces(table, read)
    columns = Columns(table, headings, manner.constants)
    shapes = _shapes(columns, areas, manner, read)
    if manner.losses:
        _read_losses(columns, shapes, areas, read)
    elif columns.has("id") and table.spatial and not columns.has("datum"):
        _collect_shapes(columns, shapes, read)
    else:
        _read_rows(columns, shapes, areas, manner, read)
    read.faults += columns.faults()
    return read


def _table(source: str, label: str) -> Table:
    """Read a file; of several sheets or layers, the one named register."""
    try:
        return read_table(source, name=label, is_heading=is_heading)
    except DataError as error:
        fault = error.faults[0]
        several = fault.key == "many_layers" and isinstance(fault.values["found"], list)
        if not several or _SHEET not in fault.values["found"]:  # type: ignore[operator]
            raise
        return read_table(f"{source}|layername={_SHEET}", name=label, is_heading=is_heading)


def _only_surfaces(table: Table, read: FileRead) -> Table:
    """Leave out what a drawing holds besides surfaces: lines that are not closed, texts."""
    shapes = table.shapes or ()
    kept = [
        at
        for at, shape in enumerate(shapes)
        if shape is not None
        and (shape.geom_type in ("Polygon", "MultiPolygon") or getattr(shape, "is_ring", False))
    ]
    if len(kept) < len(shapes):
        read.notes.append(("import.note.drawing", {"number": len(shapes) - len(kept)}))
    return replace(
        table,
        numbers=[table.numbers[at] for at in kept],
        data={name: [cells[at] for at in kept] for name, cells in table.data.items()},
        shapes=[shapes[at] for at in kept],
    )


def _shapes(
    columns: Columns, areas: Areas, manner: Manner, read: FileRead
) -> Sequence[Geometry | None]:
    """Find the geometry of each row, in the areas' CRS."""
    table = columns.table
    crs, stated, text = table.crs, manner.crs, not table.spatial
    shapes: Sequence[Geometry | None] = table.shapes or ()
    if text and columns.has("wkt"):
        shapes, crs = read_wkts(columns)
    elif text and columns.has("e"):
        shapes = read_points(columns, ("e", "n"))
    elif text and columns.has("lon"):
        shapes, crs, stated = read_points(columns, ("lon", "lat")), WGS84, None
    elif text:
        return [None] * columns.number
    placed = place_shapes(
        shapes,
        crs=crs,
        stated_crs=stated,
        assumed_crs=(areas.source_crs or areas.crs) if text else None,
        areas_crs=areas.crs,
        box=bounds_of(areas),
    )
    read.crs = placed.crs
    read.notes += placed.notes
    for key, at, values in placed.faults:
        if at is None:
            read.faults.append(Fault(key, table.name, None, values))
        else:
            columns.fault(at, key, **values)
    return placed.shapes


def _collect_shapes(columns: Columns, shapes: Sequence[Geometry | None], read: FileRead) -> None:
    """Gather geometries by the allocation that they are named after."""
    import shapely

    parts: dict[str, list[int]] = {}
    for at, id_ in enumerate(columns.texts("id")):
        if shapes[at] is not None and id_:
            parts.setdefault(id_, []).append(at)
        elif not id_:
            columns.fault(at, "empty", column="id", expected="A-1")
    for id_, rows in parts.items():
        together = shapely.union_all([shapes[at] for at in rows])
        read.shapes[id_] = (together, columns.table.numbers[rows[0]])


def _read_rows(
    columns: Columns,
    shapes: Sequence[Geometry | None],
    areas: Areas,
    manner: Manner,
    read: FileRead,
) -> None:
    """Read the rows of a file; those at fault leave their faults with ``columns``."""
    if not _has_all(columns, _REQUIRED, ALLOCATION_TENURES, read):
        return
    sums = _sums(columns)
    if sums:
        rows = [columns.table.numbers[at] for at in sorted(sums)]
        read.notes.append(("import.note.sums", {"rows": rows}))
    amounts = Amounts(columns, take_uncertain=manner.take_uncertain)
    for at, cells in enumerate(zip(*_cells(columns, areas), strict=True)):
        if at in sums:
            columns.forgive(at)
            continue
        dwellings = amounts.row(at)
        if columns.is_bad(at):
            continue
        incoming = _row(columns, at, cells, shapes[at], dwellings)
        if incoming is not None:
            read.rows.append(incoming)
    if columns.has("upplatelseform"):
        read.rows = _together(read.rows)
    read.notes += amounts.notes()
    stated = [row.decision for row in read.rows if row.decision.stated_date]
    if stated:
        found = [f"{d.id} {d.stated_date}" for d in stated]
        read.notes.append(("import.note.dates", {"number": len(found), "found": found}))


def _has_all(
    columns: Columns, required: Sequence[str], tenures: Sequence[Tenure], read: FileRead
) -> bool:
    """Tell whether a file has what is required; what it lacks is a fault of the file."""
    missing = [name for name in required if not columns.has(name)]
    if not any(columns.has(name) for name in (*tenures, "antal")):
        missing += [str(tenure) for tenure in tenures]
    if missing:
        values = {"found": missing, "expected": list(read.headings.unused) or "–"}
        read.faults.append(Fault("import_columns", read.name, None, values))
    if not (columns.table.spatial or any(columns.has(n) for n in ("wkt", "e", "lon", "omrade"))):
        read.faults.append(Fault("no_geometry_column", read.name, None, {"expected": PLACES}))
    return not read.faults


def _read_losses(
    columns: Columns, shapes: Sequence[Geometry | None], areas: Areas, read: FileRead
) -> None:
    """Read the rows of a file of losses, whose numbers must be certain."""
    if not _has_all(columns, _REQUIRED_OF_LOSSES, KNOWN, read):
        return
    names = AreaNames(areas)
    amounts = Amounts(columns, take_uncertain=False)
    days = columns.read("datum", dialect.read_date, "not_a_date")
    events = columns.words("handelse", dialect.LOSS_WORDS, tuple(LossEvent))
    bases = columns.texts("kalla")
    codes = columns.read("omrade", names.code, "unknown_code", expected=names.some)
    for at, (day, event, basis, code) in enumerate(zip(days, events, bases, codes, strict=True)):
        counts = {t: n for t, n in amounts.row(at).counts.items() if n}
        place = Place(shapes[at]) if shapes[at] is not None else Place(area=code)
        for column, value, expected in (
            ("datum", day, "2025-03-31"),
            ("handelse", event, list(LossEvent)),
            ("kalla", basis, "1234/25"),
        ):
            if not value and not columns.is_bad(at):
                columns.fault(at, "empty", column=column, expected=expected)
        if not columns.is_bad(at) and (not counts or Tenure.OKLAR in counts):
            columns.fault(at, "loss_none")
        if not columns.is_bad(at) and place == _NOWHERE:
            columns.fault(at, "loss_place")
        if columns.is_bad(at):
            continue
        said = f"{basis} (datum: {day[1]})" if day[1] else basis
        where = (columns.name, columns.table.numbers[at])
        read.losses.append(Loss(day[0], LossEvent(event), counts, place, said, *where))


def _cells(columns: Columns, areas: Areas) -> list[Sequence[Any]]:
    """Read the columns of a decision, in the order that :func:`_row` takes them."""
    names = AreaNames(areas)
    events = {"": "", **{str(event): event for event in Event}}
    texts = ("id", "namn", "byggaktor", "diarienummer", "metod", "anmarkning", "orsak")
    return [
        *(columns.texts(name) for name in texts),
        columns.texts("datum_angivet"),
        columns.read("datum", dialect.read_date, "not_a_date"),
        [events[word] for word in columns.words("handelse", dialect.EVENT_WORDS, tuple(Event))],
        columns.read("giltig_till", dialect.read_date, "not_a_date"),
        columns.words("undergrupp", dialect.SUBGROUP_WORDS, SUBGROUPS),
        columns.words("undantag", dialect.EXCEPTION_WORDS, EXCEPTIONS),
        columns.words("atgard", dialect.ACTION_WORDS, tuple(Action)),
        columns.read("sannolikhet", _share, "not_a_share"),
        columns.read("omrade", names.code, "unknown_code", expected=names.some),
        columns.read("forvantad", dialect.read_date, "not_a_date"),
        *(columns.read(name, _whole, "not_a_count") for name in BEGUN_COLUMNS.values()),
    ]


def _whole(value: object) -> int | None:
    match dialect.read_amount(value):
        case dialect.Uncertain():
            raise ValueError(value)
        case number:
            return number


def _share(value: object) -> float:
    number = dialect.read_number(value)
    if not 0 <= number <= 1:
        raise ValueError(value)
    return number


def _row(
    columns: Columns,
    at: int,
    cells: Sequence[Any],
    shape: Geometry | None,
    counted: Counted,
) -> Incoming | None:
    """Make one row of its cells; None, and a fault, where one that is required is empty."""
    id_, name, developer, record, method, remark, reason, stated, day, event, *more = cells
    valid_until, subgroup, exception, action, probability, code, expected, *begun = more
    if not id_ or day is None or not event:
        for column, value, expected in (
            ("id", id_, "A-1"),
            ("datum", day, "2025-03-31"),
            ("handelse", event, list(Event)),
        ):
            if not value:
                columns.fault(at, "empty", column=column, expected=expected)
        return None
    if exception and not record:
        columns.fault(at, "exception_source")
        return None
    misplaced = [
        key
        for key, value, events in (
            ("probability_stage", probability, UNDECIDED),
            ("expected_stage", expected, PIPELINE),
            ("begun_stage", next((n for n in begun if n is not None), None), (Event.BYGGSTART,)),
        )
        if value is not None and event not in events
    ]
    if misplaced:
        columns.fault(at, misplaced[0], found=event)
        return None
    for column, stated_day in (("giltig_till", valid_until), ("forvantad", expected)):
        if stated_day is not None and stated_day[1]:
            remark = "; ".join(filter(None, (remark, f"{column}: {stated_day[1]}")))
    decision = Decision(
        id=id_,
        name=name,
        date=day[0],
        event=event,
        counts=counted.counts,
        place=Place(shape) if shape is not None else Place(area=code) if code else _NOWHERE,
        developer=developer,
        diarienummer=record,
        method=method,
        valid_until=valid_until and valid_until[0],
        subgroup=subgroup,
        exception=exception,
        probability=probability,
        remark="; ".join(filter(None, (remark, counted.said))) if counted.taken else remark,
        stated_date=day[1] or stated,
        begun={t: n for t, n in zip(KNOWN, begun, strict=True) if n is not None} or None,
        expected=expected and expected[0],
        source=columns.name,
        row=columns.table.numbers[at],
    )
    return Incoming(decision, Action(action) if action else None, reason)


def _sums(columns: Columns) -> set[int]:
    """Find the rows that sum up the others: no date, and a word that says so."""
    names = zip(columns.texts("id"), columns.texts("namn"), columns.raw("datum"), strict=True)
    return {
        at
        for at, (id_, name, day) in enumerate(names)
        if day is None and {dialect.folded(id_), dialect.folded(name)} & _SUMS
    }


def _together(rows: Sequence[Incoming]) -> list[Incoming]:
    """Add up rows that give one tenure each of the same decision."""
    found: dict[object, Incoming] = {}
    for row in rows:
        decision = row.decision
        key = (decision.key, row.action)
        before = found.get(key)
        if before is None or set(before.decision.counts) & set(decision.counts):
            found[key if before is None else (key, len(found))] = row
            continue
        counts = {**before.decision.counts, **decision.counts}
        found[key] = before._replace(decision=before.decision._replace(counts=counts))
    return list(found.values())
