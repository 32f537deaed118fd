"""Make the tables of a shared database, and tell whether those that are there are untouched."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from tenuremix.crs import RT90, SWEREF99
from tenuremix.errors import DataError, Fault
from tenuremix.io.database.connection import connected, search_in, use_postgis
from tenuremix.io.database.rules import LISTS, WORDS
from tenuremix.io.files.address import SCHEMA, read_address

if TYPE_CHECKING:
    from tenuremix.io.database.connection import Connection

SRID = 3006
"""SWEREF 99 TM, the national one."""

# How much a schema holds, and the SRID of its register.
_HOLDS = """SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = n.oid)
        + (SELECT count(*) FROM pg_proc WHERE pronamespace = n.oid)
        + (SELECT count(*) FROM pg_type WHERE typnamespace = n.oid),
        (SELECT postgis_typmod_srid(a.atttypmod)
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            JOIN pg_type t ON t.oid = a.atttypid AND t.typname = 'geometry'
            WHERE c.relnamespace = n.oid AND c.relname = 'register' AND a.attname = 'geom')
    FROM pg_namespace n WHERE n.nspname = %s"""
# All that enforces the contract, by name, defined without the name of the schema it is in.
_PARTS = """WITH n AS (SELECT oid FROM pg_namespace WHERE nspname = %s),
    c AS (SELECT pg_class.* FROM pg_class JOIN n ON n.oid = relnamespace)
    SELECT c.relname || '.' || a.attname,
        format_type(a.atttypid, a.atttypmod) || a.attnotnull || a.attidentity::text
    FROM pg_attribute a JOIN c ON c.oid = a.attrelid
    WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL SELECT c.relname || '.' || k.conname,
        pg_get_constraintdef(k.oid, true) || k.convalidated
    FROM pg_constraint k JOIN c ON c.oid = k.conrelid
    UNION ALL SELECT c.relname || '.' || t.tgname,
        pg_get_triggerdef(t.oid, true) || t.tgenabled::text
    FROM pg_trigger t JOIN c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
    UNION ALL SELECT c.relname, pg_get_indexdef(c.oid, 0, true) FROM c WHERE c.relkind = 'i'
    UNION ALL SELECT p.proname || '()', p.prosrc
    FROM pg_proc p JOIN n ON n.oid = p.pronamespace"""


@dataclass(frozen=True, slots=True)
class Made:
    """What :func:`create` found or made; ``new`` tells that the tables were not there before."""

    schema: str
    srid: int
    new: bool


def create(
    source: str, *, schema: str = SCHEMA, srid: int | None = None, else_srid: int | None = None
) -> Made:
    """Make the tables in one transaction; where they are there already, change nothing.

    Parameters
    ----------
    source
        The address of the database, without a table.
    schema
        The schema, which may be there already if it is empty.
    srid
        The SRID of every geometry; by default that of the tables already there.
    else_srid
        The SRID where neither says one; by default :data:`SRID`.

    Raises
    ------
    DataError
        Where the schema holds anything else, or the database has no PostGIS or is not in UTF-8.
    """
    with connected(read_address(source), source) as connection:
        postgis = _with_postgis(connection, source)
        found = connection.execute(_HOLDS, (schema,)).fetchone()
        if found is None or not found[0]:
            made = Made(schema, srid or else_srid or SRID, new=True)
            _make(connection, made, postgis, there=found is not None)
            return made
        made = Made(schema, found[1] or SRID, new=False)
        amiss = _amiss(connection, made, postgis)
        if not amiss and srid not in (None, made.srid):
            amiss = [f"SRID {made.srid}"]
        if amiss:
            values = {"schema": schema, "found": amiss}
            raise DataError([Fault("db_other", source, None, values)])
        return made


def _with_postgis(connection: Connection, shown: str) -> str:
    """Give the schema of PostGIS, adding the extension where it is missing and that is allowed."""
    import psycopg

    encoding = connection.execute("SHOW server_encoding").fetchall()[0][0]
    if encoding != "UTF8":
        raise DataError([Fault("db_encoding", shown, None, {"found": encoding})])
    try:
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    except (psycopg.ProgrammingError, psycopg.NotSupportedError, psycopg.OperationalError) as error:
        detail = (error.diag.message_primary or type(error).__name__).rstrip(".")
        raise DataError([Fault("db_postgis", shown, None, {"detail": detail})]) from None
    return use_postgis(connection, shown)


def _make(connection: Connection, made: Made, postgis: str, *, there: bool) -> None:
    """Run ``database.sql`` in a schema."""
    from psycopg.sql import SQL, Identifier, Literal

    schema = Identifier(made.schema)
    if not there:
        connection.execute(SQL("CREATE SCHEMA {}").format(schema))
    text = files("tenuremix.io.database").joinpath("schema.sql").read_text(encoding="utf-8")
    codes = {
        name: SQL("{}::text[]").format(Literal([str(code) for code in codes]))
        for name, codes in LISTS.items()
    }
    words = {name: Literal(word) for name, word in WORDS.items()}
    parts = {"schema": schema, "postgis": Identifier(postgis), "srid": Literal(made.srid)}
    zones = Literal(_other_zones(made.srid))
    connection.execute(SQL(text).format(**parts, **codes, **words, zoner=zones))


def _other_zones(srid: int) -> list[int]:
    """List the zones that coordinates of one may be taken for: they look alike."""
    own = f"EPSG:{srid}"
    zones = next((family - {own} for family in (SWEREF99, RT90) if own in family), ())
    return sorted(int(zone.removeprefix("EPSG:")) for zone in zones)


def _amiss(connection: Connection, made: Made, postgis: str) -> list[str]:
    """Name what is missing or altered in a schema, beside one that is made and undone again."""
    import psycopg

    scratch = Made(f"tenuremix_{secrets.token_hex(8)}", made.srid, new=True)
    with connection.transaction() as attempt:
        _make(connection, scratch, postgis, there=False)
        expected = _parts(connection, scratch.schema, postgis)
        found = _parts(connection, made.schema, postgis)
        raise psycopg.Rollback(attempt)
    return sorted({name for name, _ in expected - found})


def _parts(connection: Connection, schema: str, postgis: str) -> set[tuple[str, str]]:
    search_in(connection, schema, postgis)
    return {(name, text) for name, text in connection.execute(_PARTS, (schema,)).fetchall()}
