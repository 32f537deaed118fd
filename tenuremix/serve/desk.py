"""The workspace that questions are answered from: read once, and anew when a file has changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from anyio import CapacityLimiter

from tenuremix.errors import DataError
from tenuremix.inputs import BESIDE, Settings, Workspace
from tenuremix.io.files.address import is_database
from tenuremix.io.inputs.source import split_layer
from tenuremix.io.inputs.workspace import FILE, INPUTS, find_settings, load
from tenuremix.serve.problems import Problem

_TRIES = 4
_KEPT, _ANSWERS = 16, 256
_Stamp = dict[Path, tuple[int, int, int] | None]


class UnreadyError(DataError):
    """The workspace itself has faults, whatever is asked."""


@dataclass(slots=True)
class Desk:
    """Gives the workspace as its files are now, whole.

    Parameters
    ----------
    folder
        Where the workspace is.
    overrides, as_of
        What replaces what it states (see
        :func:`~tenuremix.io.inputs.workspace.find_settings`).

    Notes
    -----
    What is kept is thrown away as soon as a file that it was read from is another one.  A table
    in a database is read for every question.  ``turn`` lets one question be answered at a time, in
    the order in which they came.
    """

    folder: Path
    overrides: Mapping[str, Sequence[str]] = field(default_factory=dict)
    as_of: date | None = None
    turn: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))
    _stamp: _Stamp = field(default_factory=dict)
    _kept: dict[tuple[date | None, tuple[str, ...]], Workspace] = field(default_factory=dict)
    _answers: OrderedDict[Hashable, bytes] = field(default_factory=OrderedDict)

    def open(self, as_of: date | None = None, beside: tuple[str, ...] = ()) -> Workspace:
        """Give the workspace on a day, with some of what stands beside the figures.

        Raises
        ------
        UnreadyError
            Where it has faults.
        Problem
            Where its files do not stay as they are while they are read.
        """
        key = (as_of, beside)
        self._forget_changed()
        if key not in self._kept:
            found, stamp = self._read(as_of or self.as_of, beside)
            if any(map(is_database, _inputs(found.settings))):
                return found
            if len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._stamp, self._kept[key] = {**self._stamp, **stamp}, found
        return self._kept[key]

    def answer(self, question: Hashable, work: Callable[[], bytes]) -> bytes:
        """Answer what was asked a moment ago as it was answered then, where no file has changed.

        What is undone and done again on the page is asked again.
        """
        self._forget_changed()
        found = self._answers.pop(question, None) or work()
        if self._kept:  # nothing is, of a table in a database
            self._answers[question] = found
        if len(self._answers) > _ANSWERS:
            self._answers.popitem(last=False)
        return found

    def _forget_changed(self) -> None:
        """Throw away what is kept of files that are others now."""
        if _stamp_of(self._stamp) != self._stamp:
            self._kept.clear()
            self._answers.clear()

    def _read(self, day: date | None, beside: tuple[str, ...]) -> tuple[Workspace, _Stamp]:
        for _ in range(_TRIES):
            own = _stamp_of([self.folder / FILE])
            try:
                settings = find_settings(self.folder, overrides=self.overrides, as_of=day)
                before = own | _stamp_of(_files(settings))
                found = load(settings, beside=beside)
            except DataError as error:
                raise UnreadyError(error.faults) from error
            if _stamp_of(before) == before:
                return found, before
        raise Problem(503, "changing", {"Retry-After": "1"})


def _inputs(settings: Settings) -> Iterator[str]:
    for kind in (*INPUTS, *BESIDE, "dwellings"):
        yield from getattr(settings, kind)
    yield from (*settings.own_areas, *filter(None, [settings.import_to]))


def _files(settings: Settings) -> Iterator[Path]:
    """Give the files that a workspace is read from, each with its sidecar."""
    for source in _inputs(settings):
        if not is_database(source):
            path = split_layer(source)[0]
            yield from (path, path.with_name(f"{path.name}.source.toml"))


def _stamp_of(files: Iterable[Path]) -> _Stamp:
    """Give what tells of each file whether it is another one; None where there is none."""
    found: _Stamp = {}
    for path in files:
        try:
            about = path.stat()
        except OSError:
            found[path] = None
        else:
            found[path] = (about.st_mtime_ns, about.st_size, about.st_ino)
    return found
