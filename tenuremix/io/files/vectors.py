"""Read every vector format that has no reader of its own, with geopandas and GDAL."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenuremix.errors import DataError, Fault, Note, UsageError
from tenuremix.io.files.rows import RawTable, choose_layer, table_of_columns, unreadable

if TYPE_CHECKING:
    from pandas import DataFrame

# What Google Earth, ArcGIS and QGIS name a feature of KML that has no id of its own.
_MADE_UP = re.compile(r"ID_\d+|kml_\d+|[0-9A-F]{16,}")


def _is_xml(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(64).removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"<"


def read_vector(path: Path, name: str, layer: str | None) -> RawTable:
    """Read a layer of any format that GDAL knows."""
    kind = path.suffix.lstrip(".") or "vektordata"
    # As bytes: GDAL would write a file beside it.
    table = read_gdal(path.read_bytes() if _is_xml(path) else path, name, kind, layer)
    if kind.lower() == "dxf":
        return _with_holes(table)
    return _without_made_up(table) if kind.lower() in ("kml", "kmz") else table


def _with_holes(table: RawTable) -> RawTable:
    """Take a ring of a drawing that lies within another on the same layer for a hole in it.

    Raises
    ------
    DataError
        Where a ring lies within a hole: it may be land again, or a line of no meaning.
    """
    import shapely

    shapes: list[Any] = list(table.shapes or ())
    layers = table.data.get("layer", ())
    rings = [at for at, s in enumerate(shapes) if s is not None and getattr(s, "is_ring", False)]
    rings = [at for at in rings if shapely.Polygon(shapes[at]).is_valid]
    if not rings:
        return table
    surfaces = [shapely.Polygon(shapes[at]) for at in rings]
    pairs = shapely.STRtree(surfaces).query(surfaces, predicate="contains_properly").T.tolist()
    within: dict[int, list[int]] = {}
    for outer, inner in ((rings[a], rings[b]) for a, b in pairs):
        if layers[outer] == layers[inner]:
            within.setdefault(inner, []).append(outer)
    nested = sorted(inner for inner, outers in within.items() if len(outers) > 1)
    if nested:
        values = {"found": layers[nested[0]]}
        raise DataError(
            [Fault("ring_nested", table.name, table.numbers[at], values) for at in nested]
        )
    if not within:
        return table
    for outer in {outers[0] for outers in within.values()}:
        holes = [shapes[inner] for inner, outers in within.items() if outers == [outer]]
        shapes[outer] = shapely.Polygon(shapes[outer], holes)
    kept = [at for at in range(len(shapes)) if at not in within]
    notes = (*table.notes, Note("holes", {"number": len(within)}))
    return replace(table, shapes=shapes, notes=notes).only(kept)


def _without_made_up(table: RawTable) -> RawTable:
    """Leave out the ids of KML that no one has given: ``layer.1``, ``ID_00001``."""
    if "id" not in table.data:
        return table
    ids = [value if isinstance(value, str) else "" for value in table.data["id"]]
    numbered = all(v.endswith(f".{n}") for v, n in zip(ids, table.numbers, strict=True) if v)
    kept = [None if numbered or _MADE_UP.fullmatch(value) else value or None for value in ids]
    if kept == ids:
        return table
    data = {**table.data, "id": kept}
    if not any(kept):
        del data["id"]
    return replace(table, columns=tuple(data), data=data)


def read_gdal(source: Path | bytes, name: str, kind: str, layer: str | None) -> RawTable:
    """Read a layer with GDAL.

    Parameters
    ----------
    source
        The file, or what it holds.
    kind
        What it is called where it cannot be read.
    """
    import geopandas as gpd
    import pyogrio

    try:
        # As text: codes keep their zeros.
        pyogrio.set_gdal_config_options({"GML_FIELDTYPES": "ALWAYS_STRING"})
        layers = sorted(str(found[0]) for found in pyogrio.list_layers(source))
        chosen = choose_layer(name, layers, layer)
        # What is read from memory may have another name at the second look.
        frame = gpd.read_file(source, layer=chosen if len(layers) > 1 else None)
    except DataError:
        raise
    except Exception as error:
        raise unreadable(name, kind, "") from error
    return table_of_frame(frame, name, numbers=range(1, len(frame) + 1))


def read_parquet(path: Path, name: str) -> RawTable:
    """Read Parquet, with or without geometries.

    Raises
    ------
    UsageError
        Where pyarrow is not installed.
    """
    try:
        parquet = import_module("pyarrow.parquet")
    except ImportError:
        raise UsageError("parquet") from None
    import geopandas as gpd
    import pandas as pd

    try:
        spatial = b"geo" in (parquet.read_schema(path).metadata or {})
        frame = gpd.read_parquet(path) if spatial else pd.read_parquet(path)
        return table_of_frame(frame, name, numbers=range(1, len(frame) + 1))
    except DataError:
        raise
    except Exception as error:  # also where a value, a time zone say, is first looked at
        raise unreadable(name, "Parquet", "") from error


def table_of_frame(frame: DataFrame, name: str, *, numbers: Sequence[Any]) -> RawTable:
    """Make a table of a frame; the geometry is the active one, and what is missing is None."""
    import geopandas as gpd

    spatial = isinstance(frame, gpd.GeoDataFrame) and frame.active_geometry_name is not None
    drawn = frame.columns[frame.dtypes.astype(str) == "geometry"] if spatial else ()
    cells = (
        (column, values.astype(object).where(values.notna(), None).tolist())
        for column, values in frame.items()
        if column not in drawn
    )
    if not spatial:
        return table_of_columns(name, cells, numbers=numbers)
    stated: str | None = None
    if frame.crs is not None:
        epsg = frame.crs.to_epsg()
        stated = f"EPSG:{epsg}" if epsg else frame.crs.to_wkt()
    shapes = list(frame.geometry)
    table = table_of_columns(name, cells, numbers=numbers, shapes=shapes, crs=stated)
    others = [str(column) for column in drawn if column != frame.active_geometry_name]
    if not others:
        return table
    about = {"found": frame.active_geometry_name, "others": others}
    return replace(table, notes=(Note("geometry_column", about),))
