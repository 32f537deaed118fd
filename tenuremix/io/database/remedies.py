"""The SQL that takes away what should not be in a shared database, for a reader to copy."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")


def sql_name(schema: str, table: str) -> str:
    """Name a table in SQL.

    Examples
    --------
    >>> sql_name("tenuremix", "register"), sql_name("Plan 1", "register")
    ('tenuremix.register', '"Plan 1".register')
    """
    return ".".join(
        name if _PLAIN.fullmatch(name) else '"{}"'.format(name.replace('"', '""'))
        for name in (schema, table)
    )


def sql_text(text: str) -> str:
    r"""Write a text in SQL, on one line and with nothing in it that a terminal may hide.

    Examples
    --------
    >>> print(sql_text("O'Brien"), sql_text("a\nb"))
    'O''Brien' U&'a\+00000Ab'
    """
    quoted = text.replace("'", "''")
    if quoted.isprintable():
        return f"'{quoted}'"
    escaped = quoted.replace("\\", "\\\\")
    return "U&'" + "".join(c if c.isprintable() else f"\\+{ord(c):06X}" for c in escaped) + "'"


def striking(table: str, id_: str, day: object, event: str) -> str:
    """Write the row that strikes a decision: anyone who may add rows may add it."""
    key = ", ".join(sql_text(str(word)) for word in (id_, day, event))
    return (  # shown to be copied, and never run from here
        f"INSERT INTO {table} (id, datum, handelse, atgard, orsak) "  # noqa: S608
        f"VALUES ({key}, 'stryk', 'felaktig rad');"
    )


def deleting(table: str, condition: str) -> str:
    """Write what takes rows away for good: only the owner of the table may."""
    return (
        f"BEGIN; ALTER TABLE {table} DISABLE TRIGGER bara_tillagg; "  # noqa: S608
        f"DELETE FROM {table} WHERE {condition}; "
        f"ALTER TABLE {table} ENABLE TRIGGER bara_tillagg; COMMIT;"
    )
