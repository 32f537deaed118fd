"""Rows: what every file becomes, whatever its format, and how its values are cleaned."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from types import NoneType
from typing import TYPE_CHECKING, Any

from tenuremix.errors import DataError, Fault, Note
from tenuremix.io.files.letters import lost_letters

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

WGS84 = "EPSG:4326"
ERROR = re.compile(r"#(N/A|[A-ZÅÄÖ_]+(/0)?[!?]|GETTING_DATA|#{2,})|(Err|Fel):\d{3}")
"""What a spreadsheet shows instead of a value."""
_FOLDERS = re.compile(r"(?<![\w:/.])(?:[A-Za-z]:)?[\\/](?:[^\\/:;,'\"]+[\\/])+")


@dataclass(frozen=True, slots=True)
class OddCell:
    """A cell that is no plain value.

    Parameters
    ----------
    key
        What is amiss: the key of a fault.
    found
        How the cell is shown to the reader of the file.
    value
        What it holds where only a count may not stand so; None where it holds nothing at all.
    """

    key: str
    found: str = ""
    value: object = None

    def __str__(self) -> str:
        """Give what stands in the cell."""
        return self.found


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: its number in the file, its values by column, and its geometry.

    Texts are stripped and in Unicode form NFC; an empty cell is None.
    """

    number: int
    values: Mapping[str, object]
    geometry: Geometry | None = None


@dataclass(frozen=True)
class RawTable:
    """A file as columns.

    ``columns`` are lower case; ``data`` holds a value for each row by column, ``numbers`` the
    number of each row in the file, or its label in a frame, ``shapes`` its geometry.  ``spatial``
    tells whether the format carries geometry, and ``crs`` is what it says of it (``"EPSG:n"`` or
    WKT), None where it says nothing.
    ``sidecars`` are for a table of a database what a sidecar is for a file: for each source of
    its rows what is stated of it, and the checksum of those rows.
    ``notes`` are what the reader of the file should know of how it was read.
    ``shared`` is, of a table that several add rows to and none can change, its name in SQL: what
    is at fault there is set aside, since it would keep all of them out.
    """

    name: str
    columns: tuple[str, ...]
    numbers: Sequence[int]
    data: Mapping[str, Sequence[object]]
    shapes: Sequence[Geometry | None] | None = None
    crs: str | None = None
    sidecars: tuple[tuple[Mapping[str, object], str], ...] = ()
    notes: tuple[Note, ...] = ()
    shared: str = ""

    @property
    def spatial(self) -> bool:
        """Whether the format carries geometry."""
        return self.shapes is not None

    def only(self, kept: Sequence[int]) -> RawTable:
        """Give the table with some of its rows alone, by their place."""
        shapes = self.shapes
        return replace(
            self,
            numbers=[self.numbers[at] for at in kept],
            data={name: [cells[at] for at in kept] for name, cells in self.data.items()},
            shapes=None if shapes is None else [shapes[at] for at in kept],
        )

    @cached_property
    def rows(self) -> tuple[RawRow, ...]:
        """The rows, one by one."""
        shapes = self.shapes or [None] * len(self.numbers)
        records = zip(*self.data.values(), strict=True) if self.data else [()] * len(self.numbers)
        return tuple(
            RawRow(number, dict(zip(self.columns, record, strict=True)), shape)
            for number, record, shape in zip(self.numbers, records, shapes, strict=True)
        )


def make_table(
    name: str,
    columns: Sequence[object],
    records: Sequence[Sequence[object]],
    *,
    numbers: Sequence[int] | None = None,
    shapes: Sequence[Geometry | None] | None = None,
    crs: str | None = None,
    shared: str = "",
) -> RawTable:
    """Make a table of raw records: fold the names of the columns, clean the values.

    Parameters
    ----------
    columns
        The names as they stand in the file.
    records
        For each row a value for each column.
    numbers
        Of the rows in the file; by default from 1.
    shapes, crs
        The geometry of each row, and what the file says of its CRS.
    shared
        The name in SQL of a shared table, where a text that has lost letters is a fault of its
        cell and not of the table.

    Raises
    ------
    DataError
        Where a column stands twice.
    """
    numbers = range(1, len(records) + 1) if numbers is None else numbers
    values = [*zip(*records, strict=True)] if records else [()] * len(columns)
    cells: Iterable[tuple[object, Sequence[object]]] = zip(columns, values, strict=True)
    if shared:
        cells = zip(columns, map(_with_lost, values), strict=True)
    found = table_of_columns(name, cells, numbers=numbers, shapes=shapes, crs=crs)
    return replace(found, shared=shared)


def _with_lost(cells: Sequence[object]) -> Sequence[object]:
    """Mark the cells that have lost letters as odd."""
    found = {at: OddCell(key, text) for at, key, text in lost_letters(cells)}
    return [found.get(at, cell) for at, cell in enumerate(cells)] if found else cells


def table_of_columns(
    name: str,
    columns: Iterable[tuple[object, Sequence[object]]],
    *,
    numbers: Sequence[int],
    shapes: Sequence[Geometry | None] | None = None,
    crs: str | None = None,
) -> RawTable:
    """Make a table of raw columns, as :func:`make_table` does of records.

    Raises
    ------
    DataError
        Where a column stands twice, or a heading or a cell has lost letters.
    """
    columns = list(columns)
    folded = [(_fold(column), cells) for column, cells in columns]
    names = Counter(column for column, _ in folded)
    twice = [column for column, times in names.items() if column and times > 1]
    if twice:
        raise DataError([Fault("column_twice", name, None, {"found": twice})])
    data = {column: _clean_all(cells) for column, cells in folded if column}
    faults = [
        Fault(key, name, None, {"column": f"{at + 1}:", "found": heading})
        for at, key, heading in lost_letters([column for column, _ in columns])
    ]
    faults += [
        Fault(key, name, numbers[at], {"column": column, "found": text})
        for column, cells in data.items()
        for at, key, text in lost_letters(cells)
    ]
    if faults:
        raise DataError(faults)
    return RawTable(name, tuple(data), numbers, data, shapes, crs)


def _clean_all(values: Sequence[object]) -> Sequence[object]:
    """Clean a column; most need nothing, and a text that stands in many rows is cleaned once."""
    kinds = set(map(type, values))
    texts: Sequence[Any] = values if kinds == {str} else [v for v in values if type(v) is str]
    tidy = not texts or _is_clean(texts)
    if tidy and kinds <= {int, str, NoneType}:
        return values
    known = {} if tidy else {text: clean(text) for text in set(texts)}
    return [
        known.get(v, v) if type(v) is str else v if type(v) in (int, NoneType) else clean(v)
        for v in values
    ]


def _is_clean(texts: Sequence[str]) -> bool:
    """Tell whether texts are plainly clean: all of them at once, since that is quick."""
    joined = "|".join(texts)
    return (
        bool(joined)
        and joined.isprintable()
        and (joined.isascii() or unicodedata.is_normalized("NFC", joined))
        and not joined.startswith((" ", "|"))
        and not joined.endswith((" ", "|"))
        and "| " not in joined
        and " |" not in joined
        and "||" not in joined
    )


def _fold(column: object) -> str:
    return unicodedata.normalize("NFC", str(column)).strip().lower()


def clean(value: object) -> object:
    """Clean one value: text stripped and in form NFC, an empty cell None, numbers plain.

    What is no single value, as a list out of GeoJSON or Parquet, becomes the text that it is there.
    """
    if isinstance(value, str):
        text = value.strip() if value.isascii() else unicodedata.normalize("NFC", value).strip()
        if not text.isprintable():  # a lone surrogate (JSON can hold one) cannot be written
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return text or None
    value = value.tolist() if hasattr(value, "tolist") else value
    try:
        hash(value)
    except TypeError:
        nested = isinstance(value, list | dict)
        return json.dumps(value, ensure_ascii=False, default=str) if nested else str(value)
    return None if value != value else value  # noqa: PLR0124 - NaN and NaT differ from themselves


def unreadable(name: str, kind: str, error: object) -> DataError:
    """Make the error of a file that is not what its name says.

    Of a path only the last part is told, as the reader knows the file by the name given.
    """
    detail = detail_of(error) or "innehållet / its content"
    return DataError([Fault("unreadable", name, None, {"kind": kind, "detail": detail})])


def detail_of(error: object) -> str:
    """Say on one line what an error says, without the folders that it names."""
    if isinstance(error, UnicodeDecodeError):
        return f"inte / not {error.encoding.upper()} (byte {error.start + 1})"
    return _FOLDERS.sub("", " ".join(str(error).split())).rstrip(".")


def not_read(name: str, error: OSError) -> DataError:
    """Make the error of a file or folder that is there and may not be read, or not be looked at."""
    values = {"detail": error.strerror or type(error).__name__}
    return DataError([Fault("not_read", name, None, values)])


def read_bytes(path: Path, name: str) -> bytes:
    """Read a file that is held in memory whole.

    Raises
    ------
    DataError
        Where it is absent, may not be read, or is none: a folder, a pipe, a device.
    """
    if not is_there(path, name):
        raise DataError([Fault("absent", name)])
    try:
        about = path.stat()
        if S_ISREG(about.st_mode):
            with path.open("rb") as stream:
                # What the system makes up as it is read has no size, and may have no end.
                return stream.read() if about.st_size else b""
    except OSError as error:
        raise not_read(name, error) from error
    raise no_file(name, is_folder=S_ISDIR(about.st_mode))


def no_file(name: str, *, is_folder: bool) -> DataError:
    """Make the error of what is no file: a folder, a pipe, a device."""
    detail = "mapp / folder" if is_folder else "ingen fil / not a file"
    return DataError([Fault("not_read", name, None, {"detail": detail})])


def is_there(path: Path, name: str) -> bool:
    """Tell whether there is something at a path that need not be there.

    Raises
    ------
    DataError
        Where that cannot be told: its folder may not be looked into.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError as error:
        raise not_read(name, error) from error
    return True


def choose_layer(name: str, layers: list[str], layer: str | None) -> str:
    """Choose the layer that was asked for, or the only one.

    Raises
    ------
    DataError
        Where there is no such layer, no layer at all, or several and none was asked for.
    """
    if layer is not None and layer not in layers:
        values = {"found": layer, "expected": layers}
        raise DataError([Fault("layer", name, None, values)])
    if layer is None and len(layers) > 1:
        values = {"found": layers, "expected": f"{name}|layername={layers[0]}"}
        raise DataError([Fault("many_layers", name, None, values)])
    if not layers:
        raise DataError([Fault("empty_file", name)])
    return layer or layers[0]
