"""Write files whole or not at all.

What stands where a file is written stays what it is: a symbolic link leads where it led, to what
was written; the mode, and the owner and group where that is permitted, are kept; a file that may
not be written is not replaced either; and a device or a pipe is written into.  A hard link is
parted, as copies that are kept as hard links rely on: its other names keep what they had.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from errno import EACCES, EINVAL, EISDIR, ELOOP, ENOSYS, ENOTSUP, ENXIO, EPERM
from pathlib import Path
from typing import IO

from tenuremix.errors import DataError, Fault, UsageError
from tenuremix.io import leftovers

_OPENED = re.compile("/dev/std(?:out|err)|/(?:dev|proc/self)/fd/([0-9]+)")
_Moved = tuple[Path, Path, Path | None]  # a path, the place it leads to, and the old file
_NO_SYNC = (EINVAL, ENOSYS, ENOTSUP)
"""What a file system says that cannot be told to write things down."""
WINDOWS = os.name == "nt"
_NO_NAME = re.compile(
    r"(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(?:[. ].*)?|.*[. ]|.*[<>:\"|?*\x00-\x1f].*",
    re.IGNORECASE | re.DOTALL,
)
"""What no file on Windows may be called: the names of devices, whatever follows a dot, are none."""
_SHARED, _DENIED = (32, 33), 5
"""What Windows says of a file that another program has open: of any use, and of replacing it."""
READER_WAIT, _PAUSE = 10.0, 0.02
"""How long to wait for someone who reads a pipe, and between two looks, in seconds."""


@contextmanager
def told(path: Path, *, replaced: bool = False) -> Iterator[None]:
    """Turn an error of the file system into a fault that names the path."""
    try:
        yield
    except OSError as error:
        said, values = getattr(error, "winerror", None), {"detail": error.strerror or error}
        is_open = said in _SHARED or (replaced and said == _DENIED)
        key = "open_elsewhere" if is_open else "not_written"
        raise DataError([Fault(key, str(path), None, values)]) from error


def write_text(path: Path, text: str) -> Path:
    """Write a text file in UTF-8, whole or not at all (see :func:`write_bytes`)."""
    return write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> Path:
    """Write a file: into a temporary file beside it, then moved into place.

    Raises
    ------
    DataError
        Where the file cannot be written.
    """
    return write_together({path: content})[0]


def write_together(files: Mapping[Path, bytes]) -> list[Path]:
    """Write files: all of them beside their places first, and only then moved there.

    Raises
    ------
    DataError
        Where a file cannot be written; then none is, or it names those that are new.
    """
    streams = [path for path in files if is_stream(path)]
    places = {path: place_of(path) for path in files if path not in streams}
    _refuse_twins(places)
    for path in places:
        refuse_name(path)
    with ExitStack() as stack:
        for path in places:
            with told(path):
                path.parent.mkdir(parents=True, exist_ok=True)
        folders = {target.parent: None for target in places.values()}
        stack.enter_context(leftovers.in_turn(folders))
        token = leftovers.new_token()
        moves = [
            stack.enter_context(_beside(path, target, token, files[path]))
            for path, target in places.items()
        ]
        together = folders if len(files) > 1 else ()
        moved = stack.enter_context(_undone(token, together))
        for number, (path, target, temporary) in enumerate(moves, start=1):
            with told(path, replaced=True):
                if streams or number < len(moves):  # something follows that may fail
                    moved.append(
                        (
                            path,
                            target,
                            _kept(target, leftovers.beside(target, token, leftovers.BEFORE)),
                        )
                    )
                # A file that is open in Excel can be written beside, but on Windows not replaced.
                temporary.replace(target)
        for path in streams:
            with told(path), _opened(path) as stream:
                stream.write(files[path])
        for folder in folders:
            sync_folder(folder)
    return list(files)


def _refuse_twins(places: Mapping[Path, Path]) -> None:
    """See that no two files would be one, here or where a share tells no case of letters apart.

    Raises
    ------
    UsageError
        Where two would.
    """
    written = Counter(os.path.realpath(target).casefold() for target in places.values())
    if twins := [p for p, t in places.items() if written[os.path.realpath(t).casefold()] > 1]:
        raise UsageError("written_twice", files=list(map(str, twins)))


def refuse_name(path: Path) -> None:
    """See that a file may be called so; elsewhere than on Windows any may.

    Raises
    ------
    UsageError
        Where it may not.
    """
    if WINDOWS and _NO_NAME.fullmatch(path.name):
        raise UsageError("name_of_device", name=path.name)


def _kept(target: Path, kept: Path) -> Path | None:
    """Give a file, if there is one, a second name, under which it can be put back."""
    if not target.exists():
        return None
    try:
        kept.hardlink_to(target)
    except (OSError, NotImplementedError):
        shutil.copy2(target, kept)
    return kept


@contextmanager
def _undone(token: str, folders: Collection[Path]) -> Iterator[list[_Moved]]:
    """Put back what files have replaced, if what follows fails.

    In ``folders`` it is said meanwhile that the set is whole (:mod:`tenuremix.io.leftovers`).

    Raises
    ------
    DataError
        Where a file cannot be put back: new files stand beside old ones.
    """
    marks = [leftovers.ready_mark(folder, token) for folder in folders]
    moved: list[_Moved] = []
    try:
        for mark in marks:
            with told(mark):
                mark.touch()
            sync_folder(mark.parent)
        yield moved
    except BaseException as error:
        _clear(marks)
        mixed = [Fault("mixed_set", str(p), None, {"found": k or "–"}) for p, k in _put_back(moved)]
        if not mixed:
            raise
        first = error.faults if isinstance(error, DataError) else ()
        raise DataError([*first, *mixed]) from error
    _clear(kept for _, _, kept in moved if kept is not None)
    _clear(marks)


def _clear(paths: Iterable[Path]) -> None:
    """Clear files away; what stays is found by who writes there next."""
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _put_back(
    moved: Iterable[tuple[Path, Path, Path | None]],
) -> Iterator[tuple[Path, Path | None]]:
    """Put files back; give those for which it fails, with where the old one is."""
    for path, target, kept in moved:
        try:
            if kept is None:
                target.unlink(missing_ok=True)
            else:
                kept.replace(target)
                kept.unlink(missing_ok=True)  # two names of one file are both left by a move
        except OSError:
            yield path, kept


@contextmanager
def _beside(
    path: Path, target: Path, token: str, content: bytes
) -> Iterator[tuple[Path, Path, Path]]:
    """Write a temporary file beside the place that a path leads to.

    Gives the path, the place and the temporary file; if not moved, it is gone at the end.
    """
    temporary = leftovers.beside(target, token)
    with told(path):
        before = _replaceable(target)
        stream = open(temporary, "xb", opener=_for_owner)  # noqa: SIM115
    try:
        with told(path), stream:
            stream.write(content)
            _sync(stream)
        with told(path):
            _liken(temporary, before)
        yield path, target, temporary
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _for_owner(path: str, flags: int) -> int:
    """Open a file that nobody else may read until it is whole."""
    return os.open(path, flags, 0o600)


def place_of(path: Path) -> Path:
    """Give the place that is written to: where a symbolic link leads, else the path itself."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def _replaceable(target: Path) -> os.stat_result | None:
    """Give what is known of the file that stands at a place, if one does.

    Raises
    ------
    OSError
        Where it is no file, or may not be written: by its mode, whoever asks.
    """
    try:
        found = target.lstat()
    except FileNotFoundError:
        return None
    refused = 0
    if stat.S_ISDIR(found.st_mode):
        refused = EISDIR
    elif stat.S_ISLNK(found.st_mode):  # it leads to itself
        refused = ELOOP
    elif not stat.S_ISREG(found.st_mode):
        refused = EPERM
    elif not found.st_mode & 0o222 or not os.access(target, os.W_OK):
        refused = EACCES
    if refused:
        raise OSError(refused, os.strerror(refused))
    return found


def _liken(temporary: Path, before: os.stat_result | None) -> None:
    """Give a file the owner, group and mode of the one that it replaces, or a new file's mode."""
    if before is None:
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        return
    now = temporary.stat()
    # Windows tells no owner: both are 0 there.
    if (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
        with suppress(PermissionError):
            os.chown(temporary, -1, before.st_gid)
            os.chown(temporary, before.st_uid, -1)
    temporary.chmod(before.st_mode & 0o777)


def is_stream(path: Path) -> bool:
    """Tell whether a path is a pipe or a device, or what the process has open already."""
    if _OPENED.fullmatch(str(path)):
        return True
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)


def is_stdout(path: Path) -> bool:
    """Tell whether what is written to a path comes out where the answers do."""
    try:
        return is_stream(path) and os.path.samestat(path.stat(), os.fstat(1))
    except OSError:
        return False


def _opened(path: Path) -> IO[bytes]:
    """Open a stream; what is open already is written on, not from its beginning.

    Raises
    ------
    DataError
        Where it is a pipe that nobody reads, for as long as :data:`READER_WAIT`.
    """
    if found := _OPENED.fullmatch(str(path)):
        number = int(found[1] or ("1" if path.name == "stdout" else "2"))
        return os.fdopen(os.dup(number), "wb")
    if not stat.S_ISFIFO(path.stat().st_mode):
        return path.open("wb")
    for _ in range(1 + round(READER_WAIT / _PAUSE)):
        try:
            handle = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != ENXIO:
                raise
            time.sleep(_PAUSE)
        else:
            os.set_blocking(handle, True)
            return os.fdopen(handle, "wb")
    raise DataError([Fault("not_read_from", str(path), None, {"found": f"{READER_WAIT:g}"})])


def _sync(stream: IO[bytes]) -> None:
    """Have what was written to a file on the disk, before its name leads to it."""
    stream.flush()
    try:
        os.fsync(stream.fileno())
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise


def sync_folder(folder: Path) -> None:
    """Have the names of a folder on the disk, where the platform can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def refuse_used(folder: Path) -> None:
    """See that a folder is new or empty.

    Raises
    ------
    UsageError
        Where it already holds something, or may not be called so.
    """
    refuse_name(folder)
    # What a killed writer left is cleared away by the next, and is nothing.
    left = leftovers.is_left
    if folder.exists() and not (folder.is_dir() and all(left(f.name) for f in folder.iterdir())):
        raise UsageError("used_folder", folder=folder)


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to fill, which is moved into place when all is done, and else is gone.

    An empty folder that is there already stays, and what it is to hold is moved into it.

    Raises
    ------
    DataError
        Where it cannot be written.
    """
    with told(folder):
        there = folder.is_dir()
        around = folder if there else folder.parent
        around.mkdir(parents=True, exist_ok=True)
        with leftovers.place_to_fill(around) as place:
            made = place / (folder.name or "made")
            made.mkdir()
            yield made
            for file in filter(Path.is_file, made.rglob("*")):
                with file.open("rb+") as stream:
                    _sync(stream)
            if there:
                _moved_into(folder, made)
            else:
                made.replace(folder)
            sync_folder(around)


def _moved_into(folder: Path, made: Path) -> None:
    """Move everything in a folder into another, or nothing."""
    moved: list[Path] = []
    try:
        for each in sorted(made.iterdir()):
            each.replace(folder / each.name)
            moved.append(each)
    except BaseException:
        for each in moved:
            (folder / each.name).replace(each)
        raise
