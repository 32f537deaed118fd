"""Tables to hand on, and the plain formats that they are written in: GeoJSON and GeoParquet."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

from tenuremix import schema
from tenuremix.errors import UsageError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

TEXT, INTEGER, SHARE, NUMBER = schema.TEXT, schema.INTEGER, schema.SHARE, schema.NUMBER
DATE, BOOLEAN = schema.DATE, "boolean"
WORDS = "words"
"""Text of several sentences, which a sheet breaks into lines."""
SIGNED, YEAR, POINTS = "signed", "year", "points"
"""Numbers that a sheet shows in their own way: with a sign, as a year, in percentage points."""

_DTYPES = {INTEGER: "Int64", SHARE: "Float64", NUMBER: "Float64", BOOLEAN: "boolean"}


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name in files, its kind (such as ``TEXT``), and its heading in words.

    A share is a number from 0 to 1.  ``choices`` are the only values that the cells of a sheet
    may be given; ``note`` is shown beside its heading.
    """

    name: str
    kind: str
    title: str
    choices: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """One way in which QGIS draws a layer: its name, and its QML."""

    name: str
    qml: str


@dataclass(frozen=True, slots=True)
class Layer:
    """A table to hand on.

    Parameters
    ----------
    name
        In files: small ASCII letters, digits and ``_``.
    title
        For the reader.
    rows
        For each row its values, in the order of the columns; None where there is none.
    geometries
        A geometry or None for each row; None where the table is not spatial.
    shape
        What the geometries are: ``"MULTIPOLYGON"``, ``"POINT"`` or ``"GEOMETRY"``.
    styles
        How QGIS may draw the layer, the default first.
    frozen
        The columns of a sheet that stay in sight.
    spare
        Empty rows of a sheet that are made ready to fill in.
    """

    name: str
    title: str
    columns: Sequence[Field]
    rows: Sequence[Sequence[object]]
    geometries: Sequence[Geometry | None] | None = None
    shape: str = ""
    crs: str = ""
    styles: Sequence[Style] = field(default=())
    frozen: int = 0
    spare: int = 0

    def records(self) -> list[dict[str, object]]:
        """Give each row by the names of the columns."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]


def geojson_text(layer: Layer, about: Mapping[str, object]) -> str:
    """Write a spatial layer as GeoJSON, a feature on each line.

    Parameters
    ----------
    layer
        The CRS is kept and named (``crs``), as QGIS and GDAL read it.
    about
        Members of the document itself: where its figures come from.
    """
    import shapely

    head: dict[str, object] = {"type": "FeatureCollection", "name": layer.name}
    authority, _, code = layer.crs.partition(":")
    named = code.isdigit()
    crs = f"urn:ogc:def:crs:{authority}::{code}" if named else layer.crs
    head["crs"] = {"type": "name", "properties": {"name": crs}}
    lines = []
    for properties, geometry in zip(layer.records(), layer.geometries or (), strict=True):
        shape = None if geometry is None else json.loads(shapely.to_geojson(geometry))
        feature = {"type": "Feature", "properties": properties, "geometry": shape}
        # Dates as text, as ISO 8601 has them.
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":"), default=str))
    opening = json.dumps({**head, **about}, ensure_ascii=False)[:-1]
    return f'{opening}, "features": [\n' + ",\n".join(lines) + "\n]}\n"


def require_parquet() -> None:
    """Make sure that GeoParquet can be written.

    Raises
    ------
    UsageError
        Where pyarrow is not installed.
    """
    if find_spec("pyarrow") is None:
        raise UsageError("parquet")


def parquet_bytes(layer: Layer, about: Mapping[str, object]) -> bytes:
    """Write a spatial layer as GeoParquet; ``about`` stands in the metadata of pandas.

    Raises
    ------
    UsageError
        Where pyarrow is not installed.
    """
    require_parquet()
    import geopandas as gpd
    import pandas as pd

    columns = {
        column.name: pd.Series(
            [row[at] for row in layer.rows], dtype=_DTYPES.get(column.kind, "object")
        )
        for at, column in enumerate(layer.columns)
    }
    frame = gpd.GeoDataFrame(columns, geometry=list(layer.geometries or ()), crs=layer.crs)
    frame.attrs = dict(about)
    stream = BytesIO()
    frame.to_parquet(stream, index=False)
    return stream.getvalue()
