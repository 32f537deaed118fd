"""Write files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from errno import EISDIR
from pathlib import Path

from tenuremix.errors import DataError, Fault, UsageError


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn an error of the file system into a fault that names the path."""
    try:
        yield
    except OSError as error:
        values = {"detail": error.strerror or error}
        raise DataError([Fault("not_written", str(path), None, values)]) from error


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
        Where a file cannot be written; then none is.
    """
    with ExitStack() as stack:
        laid = {
            path: stack.enter_context(_beside(path, content)) for path, content in files.items()
        }
        for path, temporary in laid.items():
            stack.enter_context(_moved(path, temporary))
    return list(files)


@contextmanager
def _moved(path: Path, temporary: Path) -> Iterator[None]:
    """Move a file into place, and put back what was there if what follows fails.

    A file that is open in Excel can be written beside, but on Windows not be replaced.
    """
    with told(path):
        before = path.read_bytes() if path.exists() else None
        temporary.replace(path)
    try:
        yield
    except BaseException:
        if before is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(before)
        raise


@contextmanager
def _beside(path: Path, content: bytes) -> Iterator[Path]:
    """Write a temporary file beside a path; what has not been moved at the end is gone."""
    with told(path):
        if path.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with told(path), os.fdopen(handle, "wb") as stream:
            stream.write(content)
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def refuse_used(folder: Path) -> None:
    """See that a folder is new or empty.

    Raises
    ------
    UsageError
        Where it already holds something.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("used_folder", folder=folder)


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to fill, which is moved into place when all is done, and else is gone.

    Raises
    ------
    DataError
        Where it cannot be written.
    """
    with told(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as place:
            made = Path(place) / folder.name
            made.mkdir()
            yield made
            if folder.exists():
                folder.rmdir()
            made.replace(folder)
