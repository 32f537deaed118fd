"""Read every vector format that has no reader of its own, with geopandas and GDAL."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenuremix.errors import DataError, Fault, Note, UsageError
from tenuremix.io.files.rows import RawTable, choose_layer, table_of_columns, unreadable
from tenuremix.io.gdal import DRIVERS, XML, NotWholeError, check_whole, gdal, without_schema

if TYPE_CHECKING:
    from pandas import DataFrame

# The names of formats that are told by another.
_NOT_TOLD = (".xml", ".db", ".geojsons", ".ndjson", ".jsonl", ".shx", ".dbf", ".shz", ".ods")
# What Google Earth, ArcGIS and QGIS name a feature of KML that has no id of its own.
_MADE_UP = re.compile(r"ID_\d+|kml_\d+|[0-9A-F]{16,}")


def read_vector(path: Path, name: str, layer: str | None) -> RawTable:
    """Read a layer of any format that GDAL may read, by the end of the file's name.

    Raises
    ------
    DataError
        Where no format has such a name, it is no file, or it is not whole.
    """
    suffix = kind_of(path, name)
    table = _read(read_whole(path, name), name, suffix, layer)
    check_rows(path, name, len(table.numbers))
    if suffix == ".dxf":
        return _with_holes(table)
    return _without_made_up(table) if suffix in (".kml", ".kmz") else table


def kind_of(path: Path, name: str) -> str:
    """Give the end of the name of a file that may be read; a folder holds what an archive may."""
    suffix = path.suffix.lower()
    if path.is_dir() and suffix != ".gdb":
        return ".zip"
    if suffix not in DRIVERS:
        known = [each for each in DRIVERS if each not in _NOT_TOLD]
        raise DataError([Fault("file_kind", name, None, {"found": path.name, "expected": known})])
    return suffix


def read_whole(path: Path, name: str, *, at_once: bool = True) -> Path | bytes:
    """See that a file is whole, and give what GDAL shall read of it.

    Parameters
    ----------
    at_once
        Read it into memory, so that GDAL neither writes beside it nor reads what stands there;
        otherwise its path is given, unless it is one of the kinds where that would happen.

    Raises
    ------
    DataError
        Where it, or a file in its folder, is no file at all, is not whole or cannot be read.
    """
    suffix = kind_of(path, name)
    kind = suffix.lstrip(".")
    parts = [path] if not path.is_dir() else sorted(path.iterdir())
    if any(not part.is_file() for part in parts):
        raise unreadable(name, kind, "ingen fil / not a file")
    try:
        for part in parts:
            with part.open("rb") as stream:
                check_whole(stream, part.suffix.lower())
    except NotWholeError as error:
        raise cut_off(name, str(error)) from error
    except ValueError as error:
        raise unreadable(name, kind, error) from error
    except OSError as error:
        raise unreadable(name, kind, error.strerror or "") from error
    if path.is_dir():
        return path.resolve()
    if suffix in (".tab", ".mif"):
        return packed({part.name: part.read_bytes() for part in _beside(path)})
    if suffix in XML:
        return without_schema(path.read_bytes())
    # An archive of KML is known by its name alone.
    return path.read_bytes() if at_once and suffix != ".kmz" else path.resolve()


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Put files that belong together in a ZIP, for GDAL to read from memory."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return stream.getvalue()


def _beside(path: Path) -> list[Path]:
    """List the files that belong to a table of MapInfo, itself among them."""
    ends = (".tab", ".dat", ".map", ".id", ".ind", ".mif", ".mid")
    parts = (p for p in path.parent.iterdir() if p.stem == path.stem and p.is_file())
    return sorted(part for part in parts if part.suffix.lower() in ends)


def check_rows(path: Path, name: str, found: int) -> None:
    """See that a text of MapInfo has a geometry for each row of the file beside it.

    Raises
    ------
    DataError
        Where it has fewer.
    """
    if path.suffix.lower() != ".mif":
        return
    rows = [part.read_bytes() for part in _beside(path) if part.suffix.lower() == ".mid"]
    stated = sum(bool(line.strip()) for text in rows for line in text.splitlines())
    if found < stated:
        raise cut_off(name, f"{found} av / of {stated} rader / rows")


def cut_off(name: str, detail: str) -> DataError:
    """Make the error of a file that has been cut off."""
    return DataError([Fault("cut_off", name, None, {"detail": detail})])


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


def read_gdal(source: bytes, name: str, kind: str, layer: str | None) -> RawTable:
    """Read a layer of JSON that holds geometries and is no GeoJSON.

    Parameters
    ----------
    source
        What the file holds.
    kind
        What it is called where it cannot be read.
    """
    return _read(source, name, ".json", layer, kind)


def _read(
    source: Path | bytes, name: str, suffix: str, layer: str | None, kind: str = ""
) -> RawTable:
    """Read a layer with GDAL: every row that the file says it has, or none."""
    try:
        with gdal(*DRIVERS[suffix]) as pyogrio:
            layers = sorted(str(found[0]) for found in pyogrio.list_layers(source))
            chosen = choose_layer(name, layers, layer)
            # What is read from memory may have another name at the second look.
            asked = chosen if len(layers) > 1 else None
            frame = pyogrio.read_dataframe(source, layer=asked)
            stated = pyogrio.read_info(source, layer=asked)["features"]
    except DataError:
        raise
    except Exception as error:
        raise unreadable(name, kind or suffix.lstrip("."), "") from error
    if stated > len(frame):
        raise cut_off(name, f"{len(frame)} av / of {stated} rader / rows")
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
