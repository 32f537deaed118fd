"""A polite client: slow enough for the server, patient, and able to go on where it stopped."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TypeVar
from urllib.parse import unquote

from tenuremix.errors import DataError, Fault
from tenuremix.io.fetching.rate_limit import RateLimit
from tenuremix.io.files.write import told

if TYPE_CHECKING:
    import requests

_Read = TypeVar("_Read")
CALLS, SECONDS = 5, 10.0
"""How many calls in how long, where the server does not say: the default of PxWeb itself."""
TRIES = 4
LONGEST_WAIT = 120.0
"""A server that asks for a longer pause than this, in seconds, is left for another time."""
MOST_BYTES = 256 * 1024**2
_PAUSE = 0.25
FOLDER = ".fetch"
_BAD_REQUEST, _FORBIDDEN, _TOO_LONG, _BUSY, _SERVER = 400, 403, 413, 429, 500


class Watcher(Protocol):
    """Is told how a fetch goes on."""

    def waits(self, seconds: float) -> None:
        """Learn that the server asked for a pause."""

    def came(self, what: str, done: int, total: int | None) -> None:
        """Learn how much has come of a table (cells) or a layer (areas), and of how many."""


class NetworkError(DataError):
    """The server was not reached, or did not answer as it should: worth another try later."""


class RefusedError(DataError):
    """The server answered that the question is wrong; ``status`` and ``detail`` say how."""

    def __init__(self, fault: Fault, status: int, detail: str) -> None:
        super().__init__([fault])
        self.status = status
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: an address, its parameters, and a JSON body where it is a POST."""

    url: str
    params: Mapping[str, str] | None = None
    body: Mapping[str, object] | None = None

    @property
    def key(self) -> str:
        """The name under which the answer is kept."""
        parts = [self.url, sorted((self.params or {}).items()), self.body]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    @property
    def where(self) -> str:
        """The address as a reader knows it."""
        return unquote(self.url)


class _Again(Exception):  # noqa: N818 - no fault yet
    """One try failed; ``fault`` says why, should it have been the last."""

    def __init__(self, fault: Fault, wait: float = 0.0) -> None:
        self.fault = fault
        self.wait = wait


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
        """Set how many calls may be made to a server in any window of so many seconds."""
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
        """
        from urllib3.util import Retry

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
            except _Again as again:
                if not tries.total or again.wait > LONGEST_WAIT:
                    raise NetworkError([again.fault]) from again
                tries = tries.increment(error=again)
                time.sleep(max(again.wait, _PAUSE, tries.get_backoff_time()))
            else:
                _write(piece, body)
                self._touched.add(piece)
                return found

    def _call(self, ask: Ask) -> bytes:
        """Make one call, within the window of calls."""
        import requests
        from requests.exceptions import InvalidSchema, InvalidURL, MissingSchema

        if self._session is None:
            self._session = requests.Session()
            self._session.headers["User-Agent"] = "tenuremix (planning statistics)"
        noted = self._pace.take_turn(ask.url, self.watcher.waits)
        method = "GET" if ask.body is None else "POST"
        try:
            with self._session.request(
                method,
                ask.url,
                params=ask.params,
                json=ask.body,
                timeout=self._timeout,
                stream=True,
            ) as response:
                self._pace.answered(ask.url, noted)
                body = self._body(ask, response)
                return self._judged(ask, response, body)
        except requests.Timeout as error:
            values: dict[str, object] = {"found": f"{self._timeout:g}"}
            raise _Again(Fault("net_slow", ask.where, None, values)) from error
        except (InvalidSchema, InvalidURL, MissingSchema) as error:
            raise DataError([Fault("net_address", ask.where)]) from error
        except requests.RequestException as error:
            values = {"detail": _reason(error)}
            raise _Again(Fault("net_lost", ask.where, None, values)) from error

    def _body(self, ask: Ask, response: requests.Response) -> bytes:
        """Read the whole body, neither endlessly long nor endlessly slow."""
        start = time.monotonic()
        parts, size = [], 0
        for part in response.iter_content(64 * 1024):
            parts.append(part)
            size += len(part)
            if size > MOST_BYTES:
                values: dict[str, object] = {"detail": f"> {MOST_BYTES} bytes"}
                raise DataError([Fault("net_broken", ask.where, None, values)])
            if time.monotonic() - start > self._timeout:
                values = {"found": f"{self._timeout:g}"}
                raise _Again(Fault("net_slow", ask.where, None, values))
        return b"".join(parts)

    def _judged(self, ask: Ask, response: requests.Response, body: bytes) -> bytes:
        """Give the body of a good answer; anything else is a fault, or worth another try."""
        status = response.status_code
        if response.ok:
            return body
        detail = _said(body)
        values: dict[str, object] = {"found": status, "detail": detail or response.reason}
        if status == _BUSY:
            stated = response.headers.get("Retry-After", "")
            wait = _asked_for(stated, self._pace.window(ask.url))
            if wait <= LONGEST_WAIT:
                self._pace.rest(ask.url, wait)
                self.watcher.waits(wait)
            raise _Again(Fault("net_busy", ask.where, None, {"found": f"{wait:g}"}), wait)
        if status >= _SERVER:
            raise _Again(Fault("net_status", ask.where, None, values))
        key = "net_refused" if status == _BAD_REQUEST else "net_status"
        if too_many(status, detail):
            key = "net_too_many"
        raise RefusedError(Fault(key, ask.where, None, values), status, detail)


def _asked_for(stated: str, otherwise: float) -> float:
    """Read how many seconds a server asks for, as a number or as the date when they are over."""
    from urllib3.exceptions import InvalidHeader
    from urllib3.util import Retry

    try:
        return ceil(Retry().parse_retry_after(stated))
    except InvalidHeader:
        return otherwise


def too_many(status: int, detail: str) -> bool:
    """Tell whether a refusal is about too many cells: 403 in PxWeb v1, 400 in v2."""
    said = "too many" in detail.lower()
    return said and status in (_BAD_REQUEST, _FORBIDDEN, _TOO_LONG)


def _understood(ask: Ask, body: bytes, read: Callable[[bytes], _Read]) -> _Read:
    try:
        return read(body)
    except DataError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        detail = " ".join(str(error).split())[:200] or type(error).__name__
        values: dict[str, object] = {"detail": detail.rstrip(".")}
        raise _Again(Fault("net_broken", ask.where, None, values)) from error


def _said(body: bytes) -> str:
    """Find what the server says about the error: JSON of v1 or v2, or else nothing."""
    try:
        found = json.loads(body.decode("utf-8-sig"))
        texts = [found.get(key) for key in ("error", "title", "detail")]
    except (ValueError, AttributeError, RecursionError):
        text = body.decode("utf-8", errors="replace")
        marks = "ExceptionText>"
        return " ".join(text.split(marks)[1].partition("</")[0].split()) if marks in text else ""
    return ": ".join(str(text).rstrip(".") for text in texts if text)[:300]


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
