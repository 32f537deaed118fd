"""Rows: what every file becomes, whatever its format, and how its values are cleaned."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tenuremix.errors import DataError, Fault

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

WGS84 = "EPSG:4326"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file, its values by column, and its geometry.

    Texts are stripped and in Unicode form NFC; an empty cell is None.
    """

    number: int
    values: Mapping[str, object]
    geometry: Geometry | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A file as rows.

    ``columns`` are lower case; ``spatial`` tells whether the format carries geometry, and
    ``crs`` is what it says of it (``"EPSG:n"`` or WKT), None where it says nothing.
    ``sidecars`` are for a table of a database what a sidecar is for a file: for each source of
    its rows what is stated of it, and the checksum of those rows.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    spatial: bool = False
    crs: str | None = None
    sidecars: tuple[tuple[Mapping[str, object], str], ...] = ()


def make_table(
    name: str,
    records: Iterable[tuple[int, Mapping[str, object], Geometry | None]],
    columns: Iterable[str] = (),
    *,
    spatial: bool = False,
    crs: str | None = None,
) -> Table:
    """Make a table of raw records: fold the names of the columns, clean the values."""
    folded = [_fold(column) for column in columns]
    twice = [column for column, times in Counter(folded).items() if column and times > 1]
    if twice:
        raise DataError([Fault("column_twice", name, None, {"found": twice})])
    seen = dict.fromkeys(folded)
    rows = []
    for number, values, geometry in records:
        cleaned = {_fold(column): clean(value) for column, value in values.items()}
        seen.update(dict.fromkeys(cleaned))
        rows.append(Row(number, cleaned, geometry))
    return Table(name, tuple(seen), tuple(rows), spatial, crs)


def _fold(column: object) -> str:
    return unicodedata.normalize("NFC", str(column)).strip().lower()


def clean(value: object) -> object:
    """Clean one value: text stripped and in form NFC, an empty cell None, numbers plain."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value).strip()
        if not text.isprintable():  # a lone surrogate (JSON can hold one) cannot be written
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return text or None
    if value is None or value != value:  # noqa: PLR0124 - NaN and NaT differ from themselves
        return None
    return value.item() if hasattr(value, "item") else value


def unreadable(name: str, kind: str, error: object) -> DataError:
    """Make the error of a file that is not what its name says."""
    detail = " ".join(str(error).split()).rstrip(".") or type(error).__name__
    return DataError([Fault("unreadable", name, None, {"kind": kind, "detail": detail})])


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
