"""Whose turn it is to write into a folder, and what is done about what a killed writer left.

Files that are written together lie beside their places first, as ``.NAME.TOKEN.tenuremix``.  When
all of them are whole, ``.TOKEN.tenuremix-ready`` says so in each folder, and they are moved; what a
file replaces is kept as ``.NAME.TOKEN.tenuremix-before`` until all are there.  Writers of a folder
take turns, by a lock of the system on the folder itself, which a process that dies lets go of: who
has the turn knows that what lies there belongs to nobody.  A set that was ready is completed, one
that was not is gone.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows has no lock for a folder
    fcntl = None

OWN = ".tenuremix"
"""The end of the names of temporary files, by which they are known as tenuremix's own."""
BEFORE, READY = f"{OWN}-before", f"{OWN}-ready"
_TOKEN = "[a-z0-9_]{8}"  # noqa: S105 - a part of a name
_LEFT = re.compile(
    rf"\.(?:(?P<name>.+)\.)?(?P<token>{_TOKEN}){re.escape(OWN)}(?P<kind>(?(name)-before|-ready))?",
    re.DOTALL,
)
WAIT, PAUSE = 60.0, 0.02
"""How long to wait for the turn, and between two looks, in seconds."""
OLD = 86_400
"""Where nothing tells whether a writer is alive, it is taken for dead after so many seconds."""


class _Left(NamedTuple):
    """What lies in a folder: of which file, and of which set, and what it is."""

    path: Path
    name: str | None
    token: str
    kind: str | None


def new_token() -> str:
    """Make what the temporary files of one set have in common."""
    return os.urandom(4).hex()


def beside(target: Path, token: str, kind: str = OWN) -> Path:
    """Name what lies beside a file while it is written."""
    return target.with_name(f".{target.name}.{token}{kind}")


def ready_mark(folder: Path, token: str) -> Path:
    """Name what says that a set is whole."""
    return folder / f".{token}{READY}"


@contextmanager
def in_turn(folders: Iterable[Path]) -> Iterator[None]:
    """Wait for the turn to write into folders, and mend what others left there.

    Where a file system has no such lock, or somebody keeps it for longer than :data:`WAIT`, it is
    written all the same; then only what is a day old is cleared away.
    """
    with ExitStack() as stack:
        for folder in sorted({os.path.realpath(folder) for folder in folders}):
            alone = stack.enter_context(_held(folder))
            _mend(Path(folder), older=0 if alone else OLD)
        yield


@contextmanager
def _held(folder: str | Path) -> Iterator[bool]:
    """Hold the lock of a folder, if that can be; tell whether it is."""
    with ExitStack() as stack:
        handle = None
        if fcntl is not None:
            with suppress(OSError):
                handle = os.open(folder, os.O_RDONLY)
                stack.callback(os.close, handle)
        yield handle is not None and _locked(handle, WAIT)


def _locked(handle: int, wait: float) -> bool:
    """Lock what is open, within so many seconds."""
    assert fcntl is not None  # noqa: S101 - nothing is opened where it is not
    for _ in range(1 + round(wait / PAUSE)):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(PAUSE)
        except OSError:  # not on every share
            return False
        else:
            return True
    return False


@contextmanager
def place_to_fill(folder: Path) -> Iterator[Path]:
    """Make a hidden folder within another, which is gone at the end, or when its maker has died."""
    with ExitStack() as stack:
        with in_turn([folder]):  # so that nobody finds it before it is held
            place = folder / f".{new_token()}{OWN}"
            place.mkdir(mode=0o700)
            stack.callback(shutil.rmtree, place, ignore_errors=True)
            stack.enter_context(_held(place))
        yield place


def is_left(name: str) -> bool:
    """Tell by its name whether a file is one that a killed writer left."""
    return _LEFT.fullmatch(name) is not None


def _mend(folder: Path, *, older: float) -> None:
    """Complete the sets that were ready, and clear away all else that was left.

    Others leave hidden files beside a file as well: an editor its changes, a share what is gone.
    """
    matches = [(folder / name, at) for name in _names(folder) if (at := _LEFT.fullmatch(name))]
    left = [_Left(path, **at.groupdict()) for path, at in matches if _is_older(path, older)]
    ready = {each.token: each.path for each in left if each.kind == "-ready"}
    # In the order in which they are needed: what is to come, what was, and the marks last.
    for path, name, token, kind in sorted(left, key=lambda each: each.kind or ""):
        with suppress(OSError):
            if name is None and kind is None:
                _clear_folder(path)
            elif name and not kind and token in ready and _untouched(folder / name, ready[token]):
                path.replace(folder / name)
            elif name and kind and token not in ready:  # it was being put back
                path.replace(folder / name)
                path.unlink(missing_ok=True)  # two names of one file are both left by a move
            else:
                path.unlink(missing_ok=True)


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - names alone are asked for
    except OSError:
        return []


def _is_older(path: Path, seconds: float) -> bool:
    """Tell whether something has been there for so many seconds; it may just have gone."""
    if not seconds:
        return True
    try:
        return path.lstat().st_mtime < time.time() - seconds
    except OSError:
        return False


def _untouched(target: Path, mark: Path) -> bool:
    """Tell whether a file is as it was when a set that replaces it was ready."""
    try:
        now = target.lstat()
    except FileNotFoundError:
        return True
    replaceable = stat.S_ISREG(now.st_mode) and now.st_mode & 0o222
    return bool(replaceable) and now.st_mtime_ns <= mark.lstat().st_mtime_ns


def _clear_folder(place: Path) -> None:
    """Clear away a folder that was being filled, unless its maker lives."""
    if fcntl is None:
        if _is_older(place, OLD):
            shutil.rmtree(place)
        return
    handle = os.open(place, os.O_RDONLY)
    try:
        if _locked(handle, 0):
            shutil.rmtree(place)
    finally:
        os.close(handle)
