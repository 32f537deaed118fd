"""What the tests of a shared database have in common: a server, and a database for each test."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

SERVER = os.environ.get("TENUREMIX_TEST_DATABASE", "")
NEEDS_SERVER = pytest.mark.skipif(
    not SERVER, reason="no PostgreSQL with PostGIS: run `tests/with-postgis pytest`"
)


def url_of(name: str) -> str:
    return f"postgresql:///{name}"


@contextmanager
def session(url: str) -> Iterator[Any]:
    """Sign in past tenuremix, as another program would; each statement is its own transaction."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def make_database(template: str = "template1", **options: str) -> str:
    """Make a database of its own, and give its address."""
    from psycopg.sql import SQL, Identifier

    name = f"prov_{secrets.token_hex(6)}"
    words = " ".join(f"{key} {value}" for key, value in options.items())
    made = SQL("CREATE DATABASE {} TEMPLATE {} ").format(Identifier(name), Identifier(template))
    with session(SERVER) as server:
        server.execute(made + SQL(words))
    return url_of(name)


def drop_database(url: str) -> None:
    from psycopg.sql import SQL, Identifier

    name = Identifier(url.rpartition("/")[2])
    with session(SERVER) as server:
        server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def name_of(url: str) -> str:
    return url.rpartition("/")[2]


def rows_in(url: str, table: str) -> int:
    """Count the rows of a table of tenuremix's own."""
    return asked(url, f"SELECT count(*) FROM tenuremix.{table}")[0][0]  # noqa: S608


def content_of(url: str, table: str) -> str:
    """Give the checksum of a table of tenuremix's own, with all that the database keeps."""
    rows = asked(url, f"SELECT t::text FROM tenuremix.{table} t ORDER BY 1")  # noqa: S608
    return hashlib.sha256(str(rows).encode()).hexdigest()


def asked(url: str, query: str, *values: object) -> list[tuple[Any, ...]]:
    """Run one statement, and give its rows."""
    with session(url) as connection:
        cursor = connection.execute(query, values or None)
        return cursor.fetchall() if cursor.description else []


def slip_in(url: str, table: str, **row: object) -> None:
    """Add a row past the triggers of its table, as a superuser or an older table may have done."""
    from psycopg.sql import SQL, Identifier, Placeholder

    names = SQL(", ").join(map(Identifier, row))
    values = SQL(", ").join([Placeholder()] * len(row))
    add = SQL("INSERT INTO {} ({}) VALUES ({})").format(
        Identifier("tenuremix", table), names, values
    )
    with session(url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(add, list(row.values()))
