"""Read what strangers made in a process apart, which may take so much memory and time and no more.

A file of some kilobytes can ask a reader for a terabyte, and a library in another language that is
given what it did not expect ends the process that it runs in.  So what such a library makes of a
file is asked of a process that has nothing to lose: it is given the bytes, and answers in JSON.
What it may take is held by the system where that can (``RLIMIT_AS``); elsewhere those who read
bound what they make before they make it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib import import_module
from pathlib import Path
from threading import Timer
from typing import IO, Any

from tenuremix.io.files.rows import OddCell, detail_of

_BEGIN = (
    "import sys; sys.path[:] = sys.argv[1:]; from tenuremix.io.files.apart import serve; serve()"
)
_LENGTH = 8
_TOO_LONG = "tar för lång tid / takes too long"
_TOO_MUCH = "tar för mycket minne / takes too much memory"
_FELL = "läsaren föll / the reader fell"


@dataclass(frozen=True, slots=True)
class Room:
    """What a process may take: seconds from its start, and bytes of memory."""

    seconds: int
    memory: int


class BeyondError(Exception):
    """What was asked of a process apart cannot be answered; its text says why, as a detail.

    ``took_all`` tells that it took all the time or memory there was, or fell: nothing is to be
    expected of another try.
    """

    def __init__(self, detail: str, *, took_all: bool = False) -> None:
        super().__init__(detail)
        self.took_all = took_all


Ask = Callable[..., Any]
"""Calls a method by its name, with what JSON can hold, and gives what it returns."""


@contextmanager
def apart(
    make: Callable[[bytes, str], object], content: bytes, kind: str, room: Room
) -> Iterator[Ask]:
    """Make an object of bytes in a process apart, and call its methods.

    Parameters
    ----------
    make
        A class or function of a module of this package, which alone is loaded there.
    content, kind
        What it is given: the bytes, and what they are said to be.
    room
        What the process may take.

    Yields
    ------
    Callable
        Called with the name of a method and its arguments.  They, and what comes back, are of
        JSON, dates and times, or :class:`~tenuremix.io.files.rows.OddCell`.

    Raises
    ------
    BeyondError
        Where the process took more than it may, fell, or says that the bytes cannot be read.
    """
    child = subprocess.Popen(  # noqa: S603 - this very Python
        [sys.executable, "-I", "-S", "-c", _BEGIN, *_own_path()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what panics tells it at length
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    clock = Timer(room.seconds, child.kill)
    clock.daemon = True
    clock.start()

    def say(question: bytes) -> Any:  # noqa: ANN401 - what is returned there
        try:
            _send(child.stdin, question)
            answer = _read(_receive(child.stdout))
        except (OSError, EOFError):
            why = _FELL if clock.is_alive() else _TOO_LONG
            raise BeyondError(why, took_all=True) from None
        if "beyond" in answer:
            raise BeyondError(answer["beyond"], took_all=answer["beyond"] == _TOO_MUCH)
        return answer["is"]

    try:
        say(_written([make.__module__, make.__qualname__, kind, room.memory, room.seconds]))
        say(content)
        yield lambda *asked: say(_written(asked))
    finally:
        clock.cancel()
        child.kill()
        child.communicate()


def _own_path() -> list[str]:
    """Say where this package and its libraries lie; never where the command stands."""
    here = str(Path(__file__).resolve().parents[3])
    return [*(path for path in sys.path if Path(path).is_absolute()), here]


def serve() -> None:
    """Make the object that is asked for, and answer until nothing more is asked."""
    asks, answers = sys.stdin.buffer, sys.stdout.buffer

    def answer(work: Callable[[], object]) -> None:
        try:
            said = _written({"is": work()})
        except MemoryError:
            said = _written({"beyond": _TOO_MUCH})
        except BaseException as error:  # noqa: BLE001 - a panic of Rust is no Exception
            said = _written({"beyond": detail_of(error)})
        _send(answers, said)

    with suppress(EOFError):
        module, name, kind, memory, seconds = _read(_receive(asks))
        answer(lambda: _bound(memory, seconds))
        made: list[object] = []
        content = _receive(asks)
        answer(lambda: made.append(getattr(import_module(module), name)(content, kind)))
        while True:
            method, *given = _read(_receive(asks))
            answer(lambda: getattr(made[0], method)(*given))  # noqa: B023 - it is called at once


def _bound(memory: int, seconds: int) -> None:
    """Let this process take so much and no more, as far as the system holds it to that."""
    try:
        import resource
    except ImportError:
        return
    most = {resource.RLIMIT_AS: memory, resource.RLIMIT_CPU: seconds, resource.RLIMIT_CORE: 0}
    for kind, number in most.items():
        hard = resource.getrlimit(kind)[1]
        least = number if hard == resource.RLIM_INFINITY else min(number, hard)
        with suppress(OSError, ValueError):
            resource.setrlimit(kind, (least, hard))


# What is said, each with its length before it ----------------------------------------------------


def _send(to: IO[bytes] | None, said: bytes) -> None:
    if to is not None:
        to.write(len(said).to_bytes(_LENGTH, "big"))
        to.write(said)
        to.flush()


def _receive(source: IO[bytes] | None) -> bytes:
    """Read what is said.

    Raises
    ------
    EOFError
        Where nothing more comes.
    """
    if source is None:
        raise EOFError
    head = source.read(_LENGTH)
    said = source.read(int.from_bytes(head, "big"))
    if len(head) < _LENGTH or len(said) < int.from_bytes(head, "big"):
        raise EOFError
    return said


_OF_KIND: Mapping[str, tuple[type, Callable[[Any], Any], Callable[[Any], Any]]] = {
    "datetime": (datetime, datetime.isoformat, datetime.fromisoformat),
    "date": (date, date.isoformat, date.fromisoformat),
    "time": (time, time.isoformat, time.fromisoformat),
    "timedelta": (
        timedelta,
        lambda span: (span.days, span.seconds, span.microseconds),
        lambda parts: timedelta(*parts),
    ),
    "odd": (
        OddCell,
        lambda cell: (cell.key, cell.found, cell.value),
        lambda parts: OddCell(*parts),
    ),
}
"""What JSON has not: what stands for it is a table of one key, ``$`` and the kind."""


def _written(said: object) -> bytes:
    return json.dumps(said, default=_packed).encode("ascii")


def _packed(value: object) -> dict[str, object]:
    for kind, (type_, pack, _) in _OF_KIND.items():
        if isinstance(value, type_):
            return {f"${kind}": pack(value)}
    raise TypeError(value)


def _read(said: bytes) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(said, object_hook=_unpacked)


def _unpacked(table: dict[str, Any]) -> Any:  # noqa: ANN401
    if len(table) == 1:
        ((key, parts),) = table.items()
        if key.startswith("$"):
            return _OF_KIND[key[1:]][2](parts)
    return table
