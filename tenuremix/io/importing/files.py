"""Read the files that planners have into rows for the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from shlex import quote
from typing import TYPE_CHECKING

from tenuremix.counting.areas import Areas
from tenuremix.counting.decisions import Action, Place
from tenuremix.counting.losses import Loss
from tenuremix.counting.tenure import ALLOCATION_TENURES, KNOWN, Tenure
from tenuremix.errors import DataError, Fault, Note
from tenuremix.io.files.columns import Columns, text_of
from tenuremix.io.files.places import PLACES, read_points
from tenuremix.io.files.rows import WGS84, RawTable
from tenuremix.io.importing.dialect import LENIENT
from tenuremix.io.importing.headings import (
    Headings,
    example_of_dwellings,
    is_heading,
    is_name,
    looks_like,
    on_one_line,
    recognise,
)
from tenuremix.io.importing.rows import read_decisions, read_losses
from tenuremix.io.importing.shapes import place_shapes, place_texts, read_wkts
from tenuremix.io.importing.undated import (
    ALLOCATIONS,
    Stated,
    as_exported,
    exported_parts,
    read_stated,
    shown_only,
)
from tenuremix.io.inputs.areas import bounds_of
from tenuremix.io.inputs.decisions import BY_NAME
from tenuremix.io.inputs.source import read_table, split_layer
from tenuremix.review.reconcile import Incoming
from tenuremix.schema import ACTION_WORDS, LOSSES, REGISTER, Column, names

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

_SHEET = "register"


@dataclass(frozen=True, slots=True)
class Reading:
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
    accepted
        What has been asked about and is accepted: the key of a fault, and its id.
    today
        The day of today; no decision is believed to be later.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    crs: str | None = None
    take_uncertain: bool = False
    losses: bool = False
    accepted: AbstractSet[tuple[str, str]] = frozenset()
    today: date = date.max


@dataclass(slots=True)
class FileRead:
    """A file as it was read: its columns, rows, faults, and what is to be said of it.

    ``shapes`` are geometries for allocations that the file names without a decision, ``stated`` is
    what it says of them besides; ``numbers`` are the ids that it holds as numbers with decimals.
    """

    name: str
    headings: Headings
    crs: str = ""
    rows: list[Incoming] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    shapes: dict[str, tuple[Geometry, int]] = field(default_factory=dict)
    stated: list[Stated] = field(default_factory=list)
    numbers: Sequence[str] = ()
    faults: list[Fault] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_incoming(
    sources: Sequence[str], labels: Sequence[str], areas: Areas, reading: Reading
) -> list[FileRead]:
    """Read files of decisions, of whatever make.

    Parameters
    ----------
    areas
        The areas, for their codes and names, and the CRS.

    Returns
    -------
    list
        One for each file, or part of an export, with its faults: rows that are at fault are not
        among its rows.
    """
    files = [
        read
        for source, label in zip(sources, labels, strict=True)
        for read in _read_files(source, label, areas, reading)
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
    place = Place(shapes[decision.id][0], stated=decision.place.area)
    return row._replace(decision=decision._replace(place=place))


def _read_files(source: str, label: str, areas: Areas, reading: Reading) -> list[FileRead]:
    try:
        table = _table(source, label)
    except DataError as error:
        parts = [f"|layername={part}" for part in exported_parts(error.faults[0])]
        if not parts:
            return [FileRead(label, Headings({}, (), {}), faults=list(error.faults))]
        return [
            read
            for part in parts
            for read in _read_files(source + part, label + part, areas, reading)
        ]
    return [_read_table(source, label, table, areas, reading)]


def _read_table(
    source: str, label: str, table: RawTable, areas: Areas, reading: Reading
) -> FileRead:
    exported, table = as_exported(table)
    chosen = dict(reading.columns)
    dxf = split_layer(source)[0].suffix.lower() == ".dxf"
    if dxf and "id" not in chosen.values():
        chosen["layer"] = "id"
    shapefile = split_layer(source)[0].suffix.lower() == ".shp"
    headings = recognise(table.columns, chosen, cut=shapefile)
    read = FileRead(label, headings, notes=list(table.notes))
    if exported not in ("", ALLOCATIONS):
        read.faults.append(Fault("import_export", label, None, {"found": exported}))
    unsettled = _unsettled(table, headings)
    read.faults += [f for f in unsettled if not exported or f.key == "import_twice"]
    if read.faults:
        return read
    if dxf:
        table = _only_surfaces(table, read)
    data = {ours: table.data[theirs] for theirs, ours in headings.columns.items()}
    if "namn" not in data and any(is_name(t) for t, o in headings.columns.items() if o == "id"):
        data["namn"] = data["id"]  # a plot that is known by its name
    lacking = {ours: value for ours, value in reading.constants.items() if ours not in data}
    data |= {ours: [value or None] * len(table.numbers) for ours, value in lacking.items()}
    if lacking:
        read.notes.append(Note("constants", {"found": [f"{o} = {v}" for o, v in lacking.items()]}))
    columns = Columns(table, LENIENT, data, reading.accepted)
    floats = {v for v in columns.raw("id") if type(v) is float and not v.is_integer()}
    if floats:
        read.numbers = sorted(map(text_of, floats))
        read.notes.append(Note("decimal_ids", {"found": list(read.numbers)}))
    shapes = _shapes(columns, areas, reading, read)
    if reading.losses:
        whole = _has_all(columns, LOSSES, KNOWN, read)
        if _has_places(columns, read) and whole:
            read.losses = read_losses(columns, shapes, areas, today=reading.today)
    elif columns.has("id") and (table.spatial or exported) and not columns.has("datum"):
        shown = shown_only(columns, exported)
        read.stated = read_stated(columns, shapes, shown, exported)
        _collect_shapes(columns, [None if i in shown else s for i, s in enumerate(shapes)], read)
        read.notes.append(Note("exported" if exported else "plots_only", {}))
    elif _has_all(columns, REGISTER, ALLOCATION_TENURES, read):
        take, today = reading.take_uncertain, reading.today
        read.rows, notes = read_decisions(columns, shapes, areas, take_uncertain=take, today=today)
        read.notes += notes
    read.faults += columns.faults()
    read.notes += columns.notes
    return read


def _unsettled(table: RawTable, headings: Headings) -> list[Fault]:
    """Find what the user must settle of the columns before any number of theirs is taken."""
    faults = [
        Fault("import_twice", table.name, None, {"found": theirs, "expected": ours})
        for ours, theirs in headings.twice.items()
    ]
    numbers = {
        name: number
        for name in headings.unused
        if name not in headings.left_out
        and (number := example_of_dwellings(name, table.data[name], cut=name in headings.cut))
    }
    for key in ("import_cut", "import_tenure"):
        asked = [name for name in numbers if (name in headings.cut) == (key == "import_cut")]
        if asked:
            found = [f"{on_one_line(name)} ({numbers[name]})" for name in asked]
            ours = headings.cut.get(asked[0]) or [looks_like(asked[0])]
            option = "--map " + quote(f"{on_one_line(asked[0])}={ours[0]}")
            values = {"found": found, "expected": ours, "option": option}
            faults.append(Fault(key, table.name, None, values))
    return faults


def _table(source: str, label: str) -> RawTable:
    """Read a file; of several sheets or layers, the one named register."""
    try:
        return read_table(source, name=label, is_heading=is_heading)
    except DataError as error:
        fault = error.faults[0]
        several = fault.key == "many_layers" and isinstance(fault.values["found"], list)
        if not several or _SHEET not in fault.values["found"]:  # type: ignore[operator]
            raise
        return read_table(f"{source}|layername={_SHEET}", name=label, is_heading=is_heading)


def _only_surfaces(table: RawTable, read: FileRead) -> RawTable:
    """Leave out what a drawing holds besides surfaces: lines that are not closed, texts."""
    shapes = table.shapes or ()
    kept = [
        at
        for at, shape in enumerate(shapes)
        if shape is not None
        and (shape.geom_type in ("Polygon", "MultiPolygon") or getattr(shape, "is_ring", False))
    ]
    if len(kept) < len(shapes):
        read.notes.append(Note("drawing", {"number": len(shapes) - len(kept)}))
    return table.only(kept)


def _shapes(
    columns: Columns, areas: Areas, reading: Reading, read: FileRead
) -> Sequence[Geometry | None]:
    """Find the geometry of each row, in the areas' CRS."""
    table = columns.table
    crs, stated, text = table.crs, reading.crs, not table.spatial
    shapes: Sequence[Geometry | None] = table.shapes or ()
    assumed, box = areas.source_crs or areas.crs, bounds_of(areas)
    if text and columns.has("wkt"):
        placed = place_texts(
            read_wkts(columns), stated_crs=stated, assumed_crs=assumed, areas_crs=areas.crs, box=box
        )
    else:
        if text and columns.has("e"):
            shapes = read_points(columns, ("e", "n"))
        elif text and columns.has("lon"):
            shapes, crs, stated = read_points(columns, ("lon", "lat")), WGS84, None
        elif text:
            return [None] * columns.number
        placed = place_shapes(
            shapes,
            crs=crs,
            stated_crs=stated,
            assumed_crs=assumed if text else None,
            areas_crs=areas.crs,
            box=box,
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
    for at, id_ in enumerate(columns.read(BY_NAME["id"])):
        if shapes[at] is not None and id_:
            parts.setdefault(id_, []).append(at)
    for id_, rows in parts.items():
        together = shapely.union_all([shapes[at] for at in rows])
        read.shapes[id_] = (together, columns.table.numbers[rows[0]])


_STRIKES = {Action.STRYK.value, *ACTION_WORDS[Action.STRYK].split(", ")}


def _has_all(
    columns: Columns, wanted: Sequence[Column], tenures: Sequence[Tenure], read: FileRead
) -> bool:
    """Tell whether a file has what is required; what it lacks is a fault of the file."""
    required = [name for name in names(wanted, required=True) if name not in tuple(tenures)]
    actions = {text_of(value).casefold() for value in columns.raw("atgard")}
    only_strikes = bool(actions) and actions <= _STRIKES
    if only_strikes:
        required = ["id", "datum", "handelse"]
    missing = [name for name in required if not columns.has(name)]
    if not only_strikes and not any(columns.has(name) for name in (*tenures, "antal")):
        missing += [str(tenure) for tenure in tenures]
    if missing:
        unused = [on_one_line(name) for name in read.headings.unused]
        options = [_option(name, read.headings) for name in missing]
        values = {"found": missing, "expected": unused or "–", "option": " ".join(options)}
        read.faults.append(Fault("import_columns", read.name, None, values))
    return not read.faults


_USUAL = {"handelse": "markanvisning", "datum": "2025-03-31"}
"""What may be said of every row at once."""


def _option(missing: str, headings: Headings) -> str:
    """Give an option that brings a column that a file lacks."""
    names = [theirs for theirs, ours in headings.columns.items() if ours == "namn"]
    if missing == "id" and names:
        return "--map " + quote(f"{on_one_line(names[0])}=id")
    if missing in _USUAL:
        return f"--set {missing}={_USUAL[missing]}"
    return "--map " + quote(f"{on_one_line((*headings.unused, 'DERAS')[0])}={missing}")


def _has_places(columns: Columns, read: FileRead) -> bool:
    """Tell whether a file can hold places at all.

    Losses must: each has its own.  Decisions need not: the first of an allocation brings it.
    """
    if columns.table.spatial or any(columns.has(n) for n in ("wkt", "e", "lon", "omrade")):
        return True
    read.faults.append(Fault("no_geometry_column", read.name, None, {"expected": PLACES}))
    return False
