"""Move the files of a workspace into the empty tables of a shared database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tenuremix.counting.areas import Areas
from tenuremix.errors import DataError, Fault, UsageError
from tenuremix.inputs import Settings, Source
from tenuremix.io.database.connection import (
    Own,
    connected,
    insert,
    own_table,
    settle,
    to_wkb,
    wait_turn,
)
from tenuremix.io.database.rules import COLUMNS
from tenuremix.io.files.address import SCHEMA, TABLES, is_database, read_address
from tenuremix.io.files.cells import strictly
from tenuremix.io.files.places import PlaceReader, place_columns
from tenuremix.io.files.rows import RawTable
from tenuremix.io.inputs.sidecar import KEYS, read_sources
from tenuremix.io.inputs.source import read_table
from tenuremix.io.inputs.workspace import load
from tenuremix.schema import SUPPRESSED_MAX, SUPPRESSED_MIN, Column, names

if TYPE_CHECKING:
    from tenuremix.io.database.connection import Connection


@dataclass(frozen=True, slots=True)
class Filled:
    """One file that was moved: its table, its rows, and the columns that have no place there."""

    file: str
    table: str
    rows: int
    left_out: tuple[str, ...]


def fill(source: str, settings: Settings, *, schema: str = SCHEMA) -> list[Filled]:
    """Load the areas, the stock and the register of a workspace into empty tables.

    All of it is one transaction, and each file becomes a source with what its sidecar states.

    Parameters
    ----------
    source
        The address of the database, without a table.
    settings
        The workspace, of files alone.
    schema
        The schema that ``create`` made.

    Raises
    ------
    DataError
        Where the workspace has faults, a table is missing or holds rows, or a row is refused.
    UsageError
        Where the workspace already names a database.
    """
    address = read_address(source)
    inputs = [(kind, file) for kind in TABLES for file in getattr(settings, kind)]
    if any(is_database(file) for _, file in inputs):
        raise UsageError("database_read")
    areas = load(settings).areas
    with connected(address, source) as connection:
        tables = {
            kind: own_table(connection, schema, name, source) for kind, name in TABLES.items()
        }
        for table in tables.values():
            wait_turn(connection, table)
            _require_empty(connection, table, source)
        moved = [
            _move(connection, kind, file, settings.labels.get(file, file), areas, tables[kind])
            for kind, file in inputs
        ]
        settle(connection, source)
        return moved


def _require_empty(connection: Connection, table: Own, shown: str) -> None:
    from psycopg.sql import SQL

    if connection.execute(SQL("SELECT FROM {} LIMIT 1").format(table.sql)).rowcount:
        found = f"{table.schema}.{table.name}"
        raise DataError([Fault("db_filled", shown, None, {"found": found})])


def _move(
    connection: Connection, kind: str, file: str, label: str, areas: Areas, target: Own
) -> Filled:
    """Move one file, with its sidecar."""
    table = read_table(file, name=label)
    if kind == "stock" and SUPPRESSED_MIN.name in table.columns and not target.bounds:
        # Without them a large area's hidden number would be taken for a small one.
        raise DataError([Fault("db_bounds", label)])
    stated = read_sources(kind, file, label, table)[0]
    if SUPPRESSED_MAX.name in table.columns:  # what each row says goes before what the file does
        stated = replace(stated, suppressed_max=None)
    number = _state(connection, target, stated)
    columns = COLUMNS[target.name]
    listed = names(columns)
    drawn = ["geom"] if target.srid else []
    records = _records(table, columns, number, areas, target.srid)
    rows = insert(connection, target, [*listed, "kalla", *drawn], records, label)
    places = place_columns(table) if drawn and not table.spatial else ()
    other = tuple(c for c in table.columns if c and c not in (*listed, *places))
    return Filled(label, target.name, rows, other)


def _state(connection: Connection, target: Own, stated: Source) -> int:
    """Add what is stated of a file, and give the number of it."""
    from psycopg.sql import SQL, Identifier, Placeholder

    columns = ("tabell", "fil", *KEYS)
    values = [getattr(stated, key) for key in KEYS]
    known = [list(value) if isinstance(value, tuple) else value for value in values]
    query = SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING nr").format(
        Identifier(target.schema, "kallor"),
        SQL(", ").join(Identifier(column) for column in columns),
        SQL(", ").join([Placeholder()] * len(columns)),
    )
    texts = (target.name, stated.name)
    found = connection.execute(query, [*texts, *(None if v == "" else v for v in known)])
    return int(found.fetchall()[0][0])


def _records(
    table: RawTable, columns: Sequence[Column], number: int, areas: Areas, srid: int
) -> Iterator[tuple[int, list[object]]]:
    """Read the rows of a file by the contract, each with its source and its geometry."""
    crs = f"EPSG:{srid}"
    places = PlaceReader(table, crs=crs, box=None, text_crs=areas.source_crs) if srid else None
    read = strictly(table)
    values = [*(read.read(column) for column in columns), [number] * read.number]
    if places is not None:
        values.append([None if shape is None else to_wkb(shape) for shape in places.read(read)])
    if faults := read.faults():
        raise DataError(faults)
    return zip(table.numbers, map(list, zip(*values, strict=True)), strict=True)
