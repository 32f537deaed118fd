"""A polite client: slow enough for the server, patient, and able to go on where it stopped."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from math import ceil
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from tenuremix.errors import DataError, Fault
from tenuremix.io.fetching.answer import (
    AgainError,
    Ask,
    NetworkError,
    OddAnswerError,
    RefusedError,
    body_of,
    check_address,
    check_redirect,
)
from tenuremix.io.fetching.rate_limit import LONGEST_WINDOW, RateLimit
from tenuremix.io.fetching.said import plain_text, said, shown_address
from tenuremix.io.files.write import told

if TYPE_CHECKING:
    import requests

_Read = TypeVar("_Read")
CALLS, SECONDS = 5, 10.0
"""How many calls in how long, where the server does not say: the default of PxWeb itself."""
TRIES = 4
LONGEST_WAIT = 120.0
"""A server that asks for a longer pause than this, in seconds, is left for another time."""
_PAUSE = 0.25
FOLDER = ".fetch"
REDIRECTS = 5
_ENDLESS = 10**9
_BROKEN = (
    *(ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError),
    OverflowError,
)
"""What an answer that is not as it should be may raise where it is read."""
_BAD_REQUEST, _FORBIDDEN, _TOO_LONG, _BUSY, _SERVER = 400, 403, 413, 429, 500


class Watcher(Protocol):
    """Is told how a fetch goes on."""

    def waits(self, seconds: float) -> None:
        """Learn that the server asked for a pause."""

    def came(self, what: str, done: int, total: int | None) -> None:
        """Learn how much has come of a table (cells) or a layer (areas), and of how many."""


class Client:
    """Ask a server for one piece after another; use it as a context manager.

    Each piece that has come is kept in ``<folder>/.fetch/<day>`` until all have been put to use,
    so that a fetch that was interrupted goes on where it stopped, the same day.

    Parameters
    ----------
    folder
        The workspace, into which what is fetched is put.
    today
        The day of the fetch; pieces of other days are thrown away.
    timeout
        The longest that one answer may take, in seconds.
    watcher
        Is told what has come, and how many seconds the client waits where a server asks it to.
    """

    def __init__(self, folder: Path, *, today: date, timeout: float, watcher: Watcher) -> None:
        self.folder, self.today = folder, today
        self._kept = folder / FOLDER / today.isoformat()
        self._timeout = timeout
        self.watcher = watcher
        self._touched: set[Path] = set()
        self._pace = RateLimit(CALLS, SECONDS)
        self._session: requests.Session | None = None

    def __enter__(self) -> Self:
        """Throw away the pieces of other days."""
        for other in self._kept.parent.glob("*"):
            if other != self._kept:
                shutil.rmtree(other, ignore_errors=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """Throw away the pieces, unless the network failed or somebody interrupted."""
        if self._session is not None:
            self._session.close()
        faulty = isinstance(error, DataError) and not isinstance(error, NetworkError)
        if kind is not None and not faulty:
            return
        for piece in self._touched:
            piece.unlink(missing_ok=True)
        for folder in (self._kept, self._kept.parent):
            with suppress(OSError):  # not empty, or gone
                folder.rmdir()

    def limit(self, url: str, calls: int, seconds: float) -> None:
        """Set how many calls may be made to a server in any window of so many seconds.

        Raises
        ------
        DataError
            Where the window is so long that it must be a mistake; nothing is noted then.
        """
        check_address(url)
        if seconds > LONGEST_WINDOW:
            values = {"found": calls, "expected": f"{LONGEST_WINDOW:g}"}
            raise DataError([Fault("net_window", shown_address(url), None, values)])
        self._pace.limit(url, calls, seconds)

    def ask(self, ask: Ask, read: Callable[[bytes], _Read]) -> _Read:
        """Ask, and read the answer; what has been answered today is not asked for again.

        Parameters
        ----------
        read
            Reads the answer, and raises ValueError or a like error where it is short or broken.

        Raises
        ------
        NetworkError
            Where the server is not reached, too slow or too busy, or answers brokenly each time.
        RefusedError
            Where the server says that the question is wrong.
        DataError
            Where the address cannot be used, says who signs in, or sends one to another host.
        """
        from urllib3.util import Retry

        check_address(ask.url)
        piece = self._kept / ask.key
        kept = _kept(piece)
        if kept is not None:
            self._touched.add(piece)
            return read(kept)
        # Not given to the session: each try takes its turn, and is judged by what it brings.
        tries = Retry(TRIES - 1, backoff_factor=_PAUSE)
        while True:
            try:
                body = self._call(ask)
                found = _understood(ask, body, read)
            except AgainError as again:
                if not tries.total or again.wait > LONGEST_WAIT:
                    raise NetworkError([again.fault]) from again
                tries = tries.increment(error=again)
                time.sleep(max(again.wait, _PAUSE, tries.get_backoff_time()))
            else:
                _write(piece, body)
                self._touched.add(piece)
                return found

    def _call(self, ask: Ask) -> bytes:
        """Make one call, within the window of calls, and within the time that it may take.

        The whole call is made beside: a server that sends a little now and then would hold up
        whoever waits for the next byte, in the headings as in the body.
        """
        noted = self._pace.take_turn(ask.url, self.watcher.waits, self._patience(ask))
        came: list[bytes | BaseException] = []
        thread = threading.Thread(target=self._fetch, args=(ask, noted, came), daemon=True)
        thread.start()
        thread.join(self._timeout)
        if not came:
            self._session = None  # it is left to the call that goes on
            values: dict[str, object] = {"found": f"{self._timeout:g}"}
            raise AgainError(Fault("net_slow", ask.where, None, values))
        if isinstance(came[0], BaseException):
            raise came[0]
        return came[0]

    def _patience(self, ask: Ask) -> Callable[[float], None]:
        """Refuse to wait longer than anybody would for a turn."""

        def wait(seconds: float) -> None:
            if seconds > LONGEST_WAIT:
                values: dict[str, object] = {"found": ceil(seconds)}
                raise NetworkError([Fault("net_busy", ask.where, None, values)])

        return wait

    def _fetch(self, ask: Ask, noted: float, came: list[bytes | BaseException]) -> None:
        """Ask, and add to ``came`` what came of it: the body, or what went wrong."""
        try:
            came.append(self._answer(ask, noted))
        except BaseException as error:  # noqa: BLE001 - raised by the one who waits
            came.append(error)

    def _answer(self, ask: Ask, noted: float) -> bytes:
        import requests
        from requests.exceptions import InvalidSchema, InvalidURL, MissingSchema
        from urllib3.exceptions import HTTPError, LocationParseError

        if self._session is None:
            self._session = requests.Session()
            self._session.headers["User-Agent"] = "tenuremix (planning statistics)"
            self._session.headers["Accept-Encoding"] = "gzip"
            self._session.max_redirects = REDIRECTS
        method = "GET" if ask.body is None else "POST"
        try:
            with self._session.request(
                method,
                ask.url,
                params=ask.params,
                json=ask.body,
                timeout=self._timeout,
                stream=True,
                hooks={"response": lambda answer, **_: check_redirect(ask, answer)},
            ) as response:
                self._pace.answered(ask.url, noted)
                return self._judged(ask, response, body_of(ask, response, self._timeout))
        except requests.Timeout as error:
            values: dict[str, object] = {"found": f"{self._timeout:g}"}
            raise AgainError(Fault("net_slow", ask.where, None, values)) from error
        except (InvalidSchema, InvalidURL, MissingSchema, LocationParseError) as error:
            raise DataError([Fault("net_address", ask.where)]) from error
        except (requests.RequestException, HTTPError, zlib.error) as error:
            values = {"detail": _reason(error)}
            raise AgainError(Fault("net_lost", ask.where, None, values)) from error

    def _judged(self, ask: Ask, response: requests.Response, body: bytes) -> bytes:
        """Give the body of a good answer; anything else is a fault, or worth another try."""
        status = response.status_code
        if response.ok:
            return body
        detail = said(body) or plain_text(response.reason)
        values: dict[str, object] = {"found": status, "detail": detail}
        if status == _BUSY:
            stated = response.headers.get("Retry-After", "")
            wait = _asked_for(stated, self._pace.window(ask.url))
            if wait <= LONGEST_WAIT:
                self._pace.rest(ask.url, wait)
                self.watcher.waits(wait)
            raise AgainError(Fault("net_busy", ask.where, None, {"found": f"{wait:g}"}), wait)
        if status >= _SERVER:
            raise AgainError(Fault("net_status", ask.where, None, values))
        key = "net_refused" if status == _BAD_REQUEST else "net_status"
        if too_many(status, detail):
            key = "net_too_many"
        raise RefusedError(Fault(key, ask.where, None, values), status, detail)


def _asked_for(stated: str, otherwise: float) -> float:
    """Read how many seconds a server asks for, as a number or as the date when they are over."""
    from urllib3.exceptions import InvalidHeader
    from urllib3.util import Retry

    try:
        return min(ceil(Retry().parse_retry_after(stated)), _ENDLESS)
    except (InvalidHeader, ValueError, OverflowError, TypeError):
        return otherwise


def too_many(status: int, detail: str) -> bool:
    """Tell whether a refusal is about too many cells: 403 in PxWeb v1, 400 in v2."""
    told = "too many" in detail.lower()
    return told and status in (_BAD_REQUEST, _FORBIDDEN, _TOO_LONG)


def _understood(ask: Ask, body: bytes, read: Callable[[bytes], _Read]) -> _Read:
    try:
        return read(body)
    except DataError:
        raise
    except _BROKEN as error:
        detail = " ".join(str(error).split())[:200] or type(error).__name__
        values: dict[str, object] = {"detail": detail.rstrip(".")}
        key = error.key if isinstance(error, OddAnswerError) else "net_broken"
        raise AgainError(Fault(key, ask.where, None, values)) from error


def _reason(error: Exception) -> str:
    """Give the innermost reason of a broken connection, in a few words."""
    inner: BaseException = error
    for _ in range(8):
        reason = getattr(inner, "reason", None)
        below = reason if isinstance(reason, BaseException) else inner.__cause__
        below = below or inner.__context__
        if below is None:
            break
        inner = below
    if isinstance(inner, OSError) and inner.strerror:
        return inner.strerror
    return " ".join(str(inner).split())[:120].rstrip(".") or type(inner).__name__


def _kept(piece: Path) -> bytes | None:
    """Read a piece, unless there is none, or another fetch has just put it to use."""
    try:
        return piece.read_bytes()
    except FileNotFoundError:
        return None


def _write(path: Path, body: bytes) -> None:
    """Keep a piece: whole, or not at all."""
    with told(path.parent):
        for _ in range(TRIES):  # another fetch that is done removes the folder when it is empty
            path.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):
                handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".piece.")
                with os.fdopen(handle, "wb") as stream:
                    stream.write(body)
                Path(temporary).replace(path)
                return
