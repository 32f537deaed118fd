"""One sign-in to each database for all that a command asks of it.

Who has no password file is asked, or checked against a directory, each time someone signs in.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_OPEN: ContextVar[dict[str, Any] | None] = ContextVar("open", default=None)


@contextmanager
def one_sign_in() -> Iterator[None]:
    """Use the connections that are made again, until the end; then close them."""
    if _OPEN.get() is not None:
        yield
        return
    opened: dict[str, Any] = {}
    token = _OPEN.set(opened)
    try:
        yield
    finally:
        _OPEN.reset(token)
        for connection in opened.values():
            connection.close()


def opened_before(url: str) -> Any:  # noqa: ANN401 - psycopg is loaded where a database is named
    """Give the connection to a database that is open and whole; None without one."""
    found = (_OPEN.get() or {}).get(url)
    return None if found is None or found.closed else found


def keep_open(url: str, connection: object) -> bool:
    """Keep a connection for those who ask next; tell whether anyone will."""
    opened = _OPEN.get()
    if opened is None or (url in opened and not opened[url].closed):
        return False
    opened[url] = connection
    return True
