"""Files that are dropped on the page: read in a process apart, as the kind that is said."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

import shapely

from tenuremix.counting.areas import Areas
from tenuremix.counting.proposal import Plot
from tenuremix.errors import DataError, Fault
from tenuremix.inputs import Limits
from tenuremix.io.files.apart import BeyondError, Room, apart
from tenuremix.io.files.rows import RawTable
from tenuremix.io.inputs.register import read_proposal
from tenuremix.io.inputs.source import read_table
from tenuremix.serve.problems import Problem
from tenuremix.serve.proposals import check_size

KINDS = ("geojson", "json", "csv", "xlsx", "gpkg", "fgb", "dxf", "zip")
"""The kinds of file that the page takes; ``zip`` is a packed shapefile."""
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_UNPACKED = 64 * 1024**2
_START_S = 10
"""What a process may take to begin, beside what it may take to read."""
_MEMORY = 3 * 1024**3


class Upload:
    """A file, as the process that reads it has it.

    Parameters
    ----------
    content, kind
        What it holds, and which of :data:`KINDS` it is said to be.
    """

    def __init__(self, content: bytes, kind: str) -> None:
        self._content, self._kind = content, kind

    def table(self) -> dict[str, Any]:
        """Read it into what JSON can hold: its columns, with geometries as WKB, or its faults."""
        try:
            with tempfile.TemporaryDirectory(prefix="tenuremix-") as folder:
                found = read_table(str(self._unpacked(Path(folder))), name=_name(self._kind))
        except DataError as error:
            return {
                "faults": [
                    (fault.key, fault.where, fault.row, {k: _listed(v) for k, v in pairs})
                    for fault in error.faults
                    for pairs in [fault.values.items()]
                ]
            }
        shapes = found.shapes
        return {
            "columns": found.columns,
            "numbers": [*found.numbers],
            "data": {name: [*cells] for name, cells in found.data.items()},
            "shapes": None
            if shapes is None
            else [s and shapely.to_wkb(s, hex=True) for s in shapes],
            "crs": found.crs,
        }

    def _unpacked(self, folder: Path) -> Path:
        """Put it into a folder; of a packed shapefile its parts, under a name of our own."""
        if self._kind != "zip":
            path = folder / _name(self._kind)
            path.write_bytes(self._content)
            return path
        try:
            with ZipFile(BytesIO(self._content)) as packed:
                for suffix, member in _parts(packed).items():
                    (folder / f"proposal{suffix}").write_bytes(packed.read(member))
        except (BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
            values = {"kind": "zip", "detail": ", ".join(_PARTS)}
            raise DataError([Fault("unreadable", _name("zip"), None, values)]) from error
        return folder / "proposal.shp"


def _parts(packed: ZipFile) -> dict[str, ZipInfo]:
    """Find the parts of the one shapefile that is packed.

    Raises
    ------
    BadZipFile
        Where there is none, there are several, or it is too large.
    """
    suffixes = [(PurePosixPath(each.filename).suffix.lower(), each) for each in packed.infolist()]
    found = {suffix: each for suffix, each in suffixes if suffix in _PARTS}
    several = [suffix for suffix, _ in suffixes].count(".shp") != 1
    if several or sum(each.file_size for each in found.values()) > _UNPACKED:
        raise BadZipFile
    return found


def read_upload(body: bytes, kind: str, areas: Areas, limits: Limits) -> list[Plot]:
    """Read the plots of a file that was dropped on the page.

    Parameters
    ----------
    kind
        One of :data:`KINDS`: the reader is chosen by it alone.

    Raises
    ------
    Problem
        Where its kind is not taken, or it has too many plots or corners.
    DataError
        With its faults.
    """
    if kind not in KINDS:
        raise Problem(415, "media", expected=", ".join(KINDS))
    name = _name(kind)
    try:
        with apart(Upload, body, kind, Room(limits.seconds + _START_S, _MEMORY)) as ask:
            found = ask("table")
    except BeyondError as error:
        values = {"kind": kind, "detail": str(error)}
        raise DataError([Fault("unreadable", name, None, values)]) from error
    if "faults" in found:
        raise DataError([Fault(*each) for each in found["faults"]])
    if len(found["numbers"]) > limits.plots:
        raise Problem(413, "plots", number=limits.plots)
    shapes: Sequence[Any] | None = found["shapes"]
    table = RawTable(
        name,
        tuple(found["columns"]),
        found["numbers"],
        found["data"],
        None if shapes is None else [s and shapely.from_wkb(s) for s in shapes],
        found["crs"],
    )
    plots = read_proposal(table, name, areas)
    check_size(plots, limits)
    return plots


def _name(kind: str) -> str:
    return f"proposal.{kind}"


def _listed(value: object) -> object:
    """Give a value of a fault that JSON can hold."""
    return [*map(str, value)] if isinstance(value, list | tuple | set | frozenset) else value
