"""Keep to the pace of each server, together with every other fetch of this user."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from math import isfinite
from pathlib import Path
from urllib.parse import urlsplit

LOCK_SECONDS = 10.0
"""How long to wait for another process to note its call, which takes a blink."""
LONGEST_WINDOW = 3600.0
"""The longest window, in seconds, that calls are counted over, and remembered for."""
_LONGEST_REST = 600.0
_MOST_CALLS = 1_000_000
_MARGIN = 0.05
"""A little more than the window, for clocks that do not quite agree."""


@dataclass(slots=True)
class _Calls:
    """What is known of one server: the times of the calls, its limit, and until when it rests."""

    times: list[float] = field(default_factory=list)
    most: int = 0
    seconds: float = 0.0
    until: float = 0.0


class RateLimit:
    """Wait for one's turn at each server.

    A server counts the calls of an address, not of a process.  So the times of the calls stand in
    a small file for each server, in the user's folder of caches, where two fetches that run at
    once see each other's.  Where that folder cannot be written each keeps its own count.

    Parameters
    ----------
    calls, seconds
        The limit of a server that has not told its own: so many calls in so many seconds.
    folder
        Where the files stand; the user's folder of caches by default.
    """

    def __init__(self, calls: int, seconds: float, *, folder: Path | None = None) -> None:
        self._default = (calls, seconds)
        self._folder = folder or cache_folder()
        self._shared = True
        self._own: dict[str, _Calls] = {}

    def limit(self, url: str, calls: int, seconds: float) -> None:
        """Note the limit of a server, as it tells it."""
        with self._known(url) as known:
            known.most = min(max(1, calls), _MOST_CALLS)
            known.seconds = min(max(0.0, seconds), LONGEST_WINDOW)

    def window(self, url: str) -> float:
        """Give the seconds over which a server counts."""
        with self._known(url) as known:
            return known.seconds

    def rest(self, url: str, seconds: float) -> None:
        """Note that a server has asked for a pause: nobody calls it before that is over."""
        with self._known(url) as known:
            known.until = max(known.until, time.time() + min(seconds, _LONGEST_REST))

    def take_turn(
        self,
        url: str,
        notice: Callable[[float], None],
        agree: Callable[[float], None] = lambda _: None,
    ) -> float:
        """Wait until one more call fits, and note it.

        Parameters
        ----------
        notice
            Is told how many seconds the server asked another fetch to pause, where it did.
        agree
            Is told how long the wait would be before it begins, and raises where that is too long.

        Returns
        -------
        float
            When the call was noted, for :meth:`answered`.
        """
        while True:
            with self._known(url) as known:
                now = time.time()
                resting, full = known.until - now, _until_it_fits(known, now)
                if max(resting, full) <= 0:
                    known.times.append(now)
                    return now
            agree(max(resting, full))
            if resting > max(full, 1.0):
                notice(round(resting))
            time.sleep(max(resting, full))

    def answered(self, url: str, noted: float) -> None:
        """Count a call from its answer: the server counts from its arrival, which lies between."""
        with self._known(url) as known:
            if noted in known.times:
                known.times.remove(noted)
                known.times.append(time.time())

    @contextmanager
    def _known(self, url: str) -> Iterator[_Calls]:
        """Give what is known of a server, to read and to change, while nobody else does."""
        from filelock import FileLock, Timeout

        host = urlsplit(url).netloc.casefold()
        name = re.sub(r"[^a-z0-9.-]", "_", host) or "_"
        file = self._folder / f"{name}.json"
        lock = None
        try:
            if self._shared:
                self._folder.mkdir(parents=True, exist_ok=True)
                lock = FileLock(file.with_suffix(".lock"), timeout=LOCK_SECONDS)
                lock.acquire()
        except (OSError, Timeout, NotImplementedError):
            self._shared, lock = False, None
        known = _read(file) if lock is not None else self._own.setdefault(host, _Calls())
        if not known.most:
            known.most, known.seconds = self._default
        try:
            yield known
        finally:
            if lock is not None:
                self._shared = _write(file, known)
                lock.release()
            self._own[host] = known


def _until_it_fits(known: _Calls, now: float) -> float:
    """Tell how long to wait until one more call fits in the window; forget what is long past."""
    # What lies ahead was noted before the clock was set back.
    known.times = [at for at in known.times if now - LONGEST_WINDOW < at <= now]
    span = known.seconds + _MARGIN
    within = sorted(at for at in known.times if now - at < span)
    return span - (now - within[-known.most]) if len(within) >= known.most else 0.0


def _read(path: Path) -> _Calls:
    """Read what is known; what cannot be read, or cannot be so, is as if it were not there."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        known = _Calls(
            [float(at) for at in found["times"]],
            int(found["most"]),
            float(found["seconds"]),
            float(found["until"]),
        )
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return _Calls()
    numbers = (*known.times, known.seconds, known.until)
    if not all(map(isfinite, numbers)) or not 0 <= known.seconds <= LONGEST_WINDOW:
        return _Calls()
    known.most = min(known.most, _MOST_CALLS) if known.most > 0 else 0
    # No server asks for a longer pause than is noted here; the clock may have been set back.
    known.until = min(known.until, time.time() + _LONGEST_REST)
    return known


def _write(path: Path, known: _Calls) -> bool:
    """Note what is known; tell whether that could be done."""
    try:
        path.write_text(json.dumps(asdict(known)), encoding="utf-8")
    except OSError:
        return False
    return True


def cache_folder() -> Path:
    """Give the folder of this user's caches that is tenuremix's own."""
    stated = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    if stated:
        return Path(stated) / "tenuremix"
    try:
        return Path.home() / ".cache" / "tenuremix"
    except RuntimeError:  # a user without a home
        return Path(os.devnull) / "tenuremix"
