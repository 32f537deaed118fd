"""A shared database: its tables read as files are, and rows added to the register.

Reading takes one snapshot; writing is one transaction, whole or not at all.  Only here and in the
other modules named ``database`` is psycopg loaded, and none of its own words reach the reader
before user and password are out of them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tenuremix.errors import DataError, Fault
from tenuremix.io.database.rules import refusal
from tenuremix.io.database.session import keep_open, one_sign_in, opened_before
from tenuremix.io.files.address import Address, read_address, with_table
from tenuremix.io.files.rows import clean

if TYPE_CHECKING:
    import psycopg
    from psycopg.sql import Composable, Composed
    from shapely.geometry.base import BaseGeometry as Geometry

    Connection = psycopg.Connection[tuple[Any, ...]]

_PATIENCE_S = 10
"""How long to wait for a server to answer, where nothing else says so."""
_LOCK_WAIT = "60s"
"""How long to wait for another writer to be done."""

_POSTGIS = """SELECT n.nspname FROM pg_catalog.pg_extension e
    JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'postgis'"""
# A table that `tenuremix database create` made, and the SRID of its geometry.
_OWN = """SELECT coalesce(postgis_typmod_srid(g.atttypmod), 0),
        EXISTS (SELECT FROM pg_attribute b WHERE b.attrelid = c.oid
            AND b.attname = 'suppressed_min' AND NOT b.attisdropped)
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute r ON r.attrelid = c.oid AND r.attname = 'rad'
    JOIN pg_proc p ON p.pronamespace = n.oid AND p.proname = 'i_tur'
    LEFT JOIN pg_attribute g ON g.attrelid = c.oid AND g.attname = 'geom'
    WHERE n.nspname = %s AND c.relname = %s"""


@contextmanager
def connected(address: Address, shown: str, *, read_only: bool = False) -> Iterator[Connection]:
    """Open a database for one transaction: committed at the end, undone by any error.

    Within a transaction that is open already this is a part of it.

    Parameters
    ----------
    read_only
        Whether to read only: then everything is of one moment.

    Raises
    ------
    DataError
        Where psycopg is not installed, the database does not answer or let in, or it refuses.
    """
    try:
        import psycopg
    except ImportError:
        raise DataError([Fault("db_library", shown)]) from None
    connection, kept = _opened(address, shown, read_only=read_only)
    try:
        if connection.info.transaction_status is psycopg.pq.TransactionStatus.IDLE:
            levels = psycopg.IsolationLevel
            # Writers must see what those before them wrote: the tables look at it.
            connection.isolation_level = (
                levels.REPEATABLE_READ if read_only else levels.READ_COMMITTED
            )
            connection.read_only = read_only
        with connection.transaction():
            yield connection
    except psycopg.Error as error:
        unanswered = isinstance(error, psycopg.OperationalError) and error.sqlstate is None
        key = "db_lost" if unanswered or connection.broken else "db_failed"
        raise DataError([Fault(key, shown, None, {"detail": _quiet(error)})]) from None
    finally:
        if not kept:
            connection.close()


def _opened(address: Address, shown: str, *, read_only: bool) -> tuple[Connection, bool]:
    """Give a connection, and whether it is kept for those who ask next."""
    import psycopg

    found = opened_before(address.url)
    if found is not None:
        idle = found.info.transaction_status is psycopg.pq.TransactionStatus.IDLE
        if idle or read_only or not found.read_only:
            return found, True
    try:
        connection = psycopg.connect(address.url, **_settings(address))  # type: ignore[arg-type]
    except psycopg.Error as error:
        # From None, here and above: a traceback would show the driver's own words.
        raise DataError([Fault("db_lost", shown, None, {"detail": _quiet(error)})]) from None
    return connection, keep_open(address.url, connection)


def _settings(address: Address) -> dict[str, object]:
    stated = os.environ.keys() & {"PGCONNECT_TIMEOUT", "PGSERVICE"}
    stated |= set(re.findall("connect_timeout|service", address.url))
    patience = {} if stated else {"connect_timeout": _PATIENCE_S}
    return {"application_name": "tenuremix", "client_encoding": "utf8", **patience}


def _quiet(error: psycopg.Error) -> str:
    """Give the first line of what the driver says, without who signed in and how."""
    text = (error.diag.message_primary or str(error) or type(error).__name__).splitlines()[0]
    used = error.pgconn
    user, password = (used.user, used.password) if used else (b"", b"")
    for secret in (f'"{user.decode()}"' if user else "", password.decode()):
        text = text.replace(secret, "…") if secret else text
    return text.strip().rstrip(".")


def use_postgis(connection: Connection, shown: str) -> str:
    """Find names in PostgreSQL's and PostGIS's schemas alone, and give the latter's name.

    Raises
    ------
    DataError
        Where the database does not have PostGIS.
    """
    found = connection.execute(_POSTGIS).fetchone()
    if found is None:
        raise DataError([Fault("db_postgis", shown, None, {"detail": "postgis"})])
    search_in(connection, found[0])
    return str(found[0])


def search_in(connection: Connection, *schemas: str) -> None:
    """Look for unqualified names in these schemas, until the end of the transaction."""
    from psycopg.sql import SQL, Identifier

    names = SQL(", ").join(Identifier(name) for name in (*schemas, "pg_temp"))
    connection.execute(SQL("SET LOCAL search_path = {}").format(names))


@dataclass(frozen=True, slots=True)
class Own:
    """A table that ``tenuremix database create`` made; ``srid`` is 0 without a geometry.

    ``bounds`` tells whether it has the columns of what a hidden number lies between, which older
    tables lack.
    """

    schema: str
    name: str
    srid: int
    bounds: bool

    @property
    def sql(self) -> Composable:
        """The name, quoted."""
        from psycopg.sql import Identifier

        return Identifier(self.schema, self.name)


def own_table(connection: Connection, schema: str, name: str, shown: str) -> Own:
    """Find a table of tenuremix's own.

    Raises
    ------
    DataError
        Where it is not there, or was not made by tenuremix.
    """
    use_postgis(connection, shown)
    found = connection.execute(_OWN, (schema, name)).fetchone()
    if found is None:
        raise DataError([Fault("db_absent", shown, None, {"found": f"{schema}.{name}"})])
    return Own(schema, name, *found)


def wait_turn(connection: Connection, table: Own) -> None:
    """Wait until no one else writes to a table; others then wait for this transaction."""
    from psycopg.sql import SQL, Identifier, Literal

    connection.execute(SQL("SET LOCAL lock_timeout = {}").format(Literal(_LOCK_WAIT)))
    names = (Identifier(table.schema, "i_tur"), Literal(table.sql.as_string(connection)))
    connection.execute(SQL("SELECT {}({}::regclass)").format(*names))


@contextmanager
def in_turn(source: str) -> Iterator[None]:
    """Hold the register of a database, as a file is locked: read it, add to it, let go.

    Whoever else adds rows waits, whatever program is used; all of it is one transaction.

    Parameters
    ----------
    source
        The address; without a table the register of the schema ``tenuremix``.

    Raises
    ------
    DataError
        Where another writer does not finish, or the database is not there.
    """
    import psycopg

    address = read_address(with_table(source, "register"))
    with one_sign_in(), connected(address, source) as connection:
        table = own_table(connection, address.schema, address.table, source)
        try:
            wait_turn(connection, table)
        except psycopg.errors.LockNotAvailable:
            values = {"found": _LOCK_WAIT.removesuffix("s")}
            raise DataError([Fault("import_locked", source, None, values)]) from None
        yield


def insert(
    connection: Connection,
    table: Own,
    columns: Sequence[str],
    records: Iterable[tuple[int, Sequence[object]]],
    shown: str,
) -> int:
    """Add rows to a table, one by one, so that one that is refused can be named; tell how many.

    Parameters
    ----------
    connection
        A transaction, which an error leaves unusable.
    table, columns
        Where to; ``geom`` holds WKB in the SRID of the table.
    records
        Each row with the number that the reader knows it by.

    Raises
    ------
    DataError
        With the first row that the database refuses, and why.
    """
    import psycopg
    from psycopg.sql import SQL, Identifier, Literal, Placeholder

    rows = [(number, [clean(value) for value in record]) for number, record in records]
    # A column that says nothing is left out: a schema made before it was thought of lacks it.
    used = [at for at in range(len(columns)) if any(row[at] is not None for _, row in rows)]
    columns = [columns[at] for at in used]
    geometry = SQL("ST_GeomFromWKB(%s, {})").format(Literal(table.srid))
    statement = SQL("INSERT INTO {} ({}) VALUES ({})").format(
        table.sql,
        SQL(", ").join(Identifier(column) for column in columns),
        SQL(", ").join(geometry if c == "geom" else Placeholder() for c in columns),
    )
    added = 0
    for number, row in rows:
        values = [row[at] for at in used]
        try:
            connection.execute(statement, values)
        except psycopg.OperationalError:
            raise
        except psycopg.Error as error:
            stated = dict(zip(columns, values, strict=True))
            raise DataError([refusal(error, shown, number, table.name, stated)]) from None
        added += 1
    return added


def settle(connection: Connection, shown: str) -> None:
    """Let the tables judge now what they judge at the end: what was added, taken together.

    Raises
    ------
    DataError
        Where something cannot follow upon what stands, or a part is missing.
    """
    import psycopg

    try:
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except psycopg.IntegrityError as error:
        detail = (error.diag.message_primary or type(error).__name__).rstrip(".")
        raise DataError([Fault("db_refused", shown, None, {"detail": detail})]) from None


def append_rows(
    source: str, columns: Sequence[str], rows: Sequence[Sequence[object]], *, crs: str
) -> int:
    """Add rows to the register of a database, all of them or none; tell how many.

    Parameters
    ----------
    source
        The address; without a table the register of the schema ``tenuremix``.
    columns
        Columns of the register, and ``wkt`` where the rows have a place.
    rows
        The rows, with values as in a file; ``wkt`` is WKT, or None.
    crs
        The CRS of the WKT, such as ``"EPSG:3006"``.

    Raises
    ------
    DataError
        Where a row is refused, or the database is not there.  Nothing is then written.
    """
    address = read_address(with_table(source, "register"))
    with in_turn(source), connected(address, source) as connection:
        table = own_table(connection, address.schema, address.table, source)
        records = _with_places(columns, rows, crs, table.srid, source)
        named = ["geom" if column == "wkt" else column for column in columns]
        added = insert(connection, table, named, enumerate(records, start=1), source)
        settle(connection, source)
        return added


def _with_places(
    columns: Sequence[str], rows: Sequence[Sequence[object]], crs: str, srid: int, shown: str
) -> Iterator[list[object]]:
    """Make WKT into WKB of the SRID."""
    import shapely

    from tenuremix.crs import transform

    at = columns.index("wkt") if "wkt" in columns else None
    for number, row in enumerate(rows, start=1):
        record = list(row)
        text = record[at] if at is not None else None
        if at is not None and text:
            try:
                place = transform(shapely.from_wkt(str(text)), crs, f"EPSG:{srid}")
            except shapely.GEOSException:
                raise DataError([Fault("wkt", shown, number, {"found": text})]) from None
            record[at] = to_wkb(place)
        yield record


def to_wkb(geometry: Geometry) -> bytes:
    """Write a geometry as WKB in two dimensions."""
    import shapely

    return shapely.to_wkb(shapely.force_2d(geometry))


def rows_of(connection: Connection, query: Composed) -> list[Mapping[str, Any]]:
    """Run a query and give its rows by column."""
    cursor = connection.execute(query)
    names = [column.name for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
