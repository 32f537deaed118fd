"""A table of dwellings in pieces, whatever file or database it is in; cells are as they stand."""

from __future__ import annotations

import codecs
import json
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from tenuremix.errors import DataError, Fault, UsageError
from tenuremix.io.files.address import is_database, read_address
from tenuremix.io.files.rows import WGS84, choose_layer, unreadable
from tenuremix.io.files.sheets import SEPARATOR, delimiter_of, is_contract
from tenuremix.io.files.vectors import check_rows, cut_off, kind_of, read_whole
from tenuremix.io.gdal import DRIVERS, gdal
from tenuremix.io.inputs.source import split_layer

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROWS = 500_000
"""How many rows are in memory at a time."""
_HEAD = 1 << 16  # bytes that hold the heading of a CSV
_POINT = "point"

Batch = tuple[pd.DataFrame, "NDArray[np.object_] | None"]
"""Some columns of some rows, by our names, and their geometries, where there are any."""


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table that can be read in pieces.

    Parameters
    ----------
    name
        How it is named to the reader.
    columns
        Those of the columns asked for that it has.
    spatial, crs
        Whether its rows have geometries, and what it says of their CRS.
    first
        The number of the first row.
    batches
        Reads it, once.
    """

    name: str
    columns: Collection[str]
    spatial: bool
    crs: str | None
    first: int
    batches: Callable[[], Iterator[Batch]]


def open_rows(source: str, name: str, wanted: Collection[str], size: int = ROWS) -> OpenTable:
    """Open a table of dwellings.

    Parameters
    ----------
    source
        A path, which may name a layer, or the address of a table in a database.
    name
        How it is named to the reader.
    wanted
        The columns to read, of those that it has.
    size
        How many rows a piece has.

    Raises
    ------
    DataError
        Where it is absent, empty, or not what its name says; reading may raise it as well.
    UsageError
        Where it is Parquet and pyarrow is not installed.
    """
    if is_database(source):
        return _database(source, name, wanted, size)
    path, layer = split_layer(source)
    if not path.exists():
        raise DataError([Fault("absent", name)])
    if path.is_file() and path.stat().st_size == 0:
        raise DataError([Fault("empty_file", name)])
    suffix = path.suffix.lower()
    if suffix in (".parquet", ".geoparquet"):
        return _parquet(path, name, wanted, size)
    if suffix in (".csv", ".txt"):
        return _csv(path, name, wanted, size)
    return _vector(path, name, layer, wanted, size)


@contextmanager
def _told(name: str, kind: str) -> Iterator[None]:
    """Tell of what cannot be read, in the words of none of the libraries that read it."""
    try:
        yield
    except (DataError, UsageError, MemoryError):
        raise
    except Exception as error:
        known = isinstance(error, pd.errors.ParserError)  # it tells the row, in plain words
        raise unreadable(name, kind, error if known else "") from error


def _ours(name: str, columns: Sequence[str], wanted: Collection[str]) -> dict[str, str]:
    """Find the columns that are wanted: by the name in the file, ours."""
    folded = [unicodedata.normalize("NFC", str(c)).strip().lower() for c in columns]
    twice = sorted({column for column in folded if folded.count(column) > 1 and column in wanted})
    if twice:
        raise DataError([Fault("column_twice", name, None, {"found": twice})])
    return {c: ours for c, ours in zip(columns, folded, strict=True) if ours in wanted}


def _parquet(path: Path, name: str, wanted: Collection[str], size: int) -> OpenTable:
    """Open Parquet or GeoParquet, with geometries as WKB or as native points."""
    try:
        parquet = import_module("pyarrow.parquet")
    except ImportError:
        raise UsageError("parquet") from None
    with _told(name, "Parquet"):
        found = parquet.read_schema(path)
        about = json.loads((found.metadata or {}).get(b"geo", b"null"))
        drawn = about["primary_column"] if about else None
        crs = _crs_of(about["columns"][drawn]) if about else None
        native = bool(about) and about["columns"][drawn]["encoding"] == _POINT
    ours = _ours(name, [c for c in found.names if c != drawn], wanted)
    texts = [c for c in ours if str(found.field(c).type) in ("string", "large_string")]

    def batches() -> Iterator[Batch]:
        import shapely

        with _told(name, "Parquet"), parquet.ParquetFile(path, read_dictionary=texts) as file:
            for batch in file.iter_batches(size, columns=[*ours, *([drawn] if about else [])]):
                frame = batch.select(list(ours)).to_pandas().rename(columns=ours)
                shapes = None
                if about and native:
                    points = batch.column(drawn)
                    x, y = (
                        points.field(axis).to_numpy(zero_copy_only=False) for axis in ("x", "y")
                    )
                    shapes = shapely.points(x, y)
                    shapes[points.is_null().to_numpy(zero_copy_only=False)] = None
                elif about:
                    shapes = shapely.from_wkb(batch.column(drawn).to_numpy(zero_copy_only=False))
                yield frame, shapes

    return OpenTable(name, ours.values(), bool(about), crs, 1, batches)


def _crs_of(about: Mapping[str, Any]) -> str | None:
    """Name the CRS of a column of GeoParquet: one that is not stated is WGS 84."""
    if "crs" not in about:
        return WGS84
    if about["crs"] is None:
        return None
    import pyproj

    crs = pyproj.CRS.from_json_dict(about["crs"])
    epsg = crs.to_epsg()
    longitudes_first = (crs.to_authority() or ("", ""))[1] == "CRS84"
    return WGS84 if longitudes_first else f"EPSG:{epsg}" if epsg else crs.to_wkt()


def _csv(path: Path, name: str, wanted: Collection[str], size: int) -> OpenTable:
    """Open CSV: UTF-8 or UTF-16; what is wanted of it has no other letters than those of ASCII."""
    with _told(name, "CSV"), path.open("rb") as stream:
        raw = stream.read(_HEAD)
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if wide else "utf-8-sig"
    head = raw.decode(encoding, errors="replace")
    said = SEPARATOR.match(head)
    delimiter = said[1] if said else delimiter_of(head, is_contract)
    asked: dict[str, Any] = {
        "sep": delimiter,
        "encoding": encoding,
        "encoding_errors": "replace",
        "index_col": False,
        "dtype": str,
        "na_values": [""],
        "keep_default_na": False,
    }
    first = 3 if said else 2
    with _told(name, "CSV"):
        heading, cells = (_cells(path, {**asked, "skiprows": at}) for at in (first - 2, first - 1))
    ours = _ours(name, heading, wanted)
    if len(cells) > len(heading):
        # Pandas refuses a row that is wider than those before it, but not where the first one is.
        values = {"found": len(cells), "expected": len(heading)}
        raise DataError([Fault("extra_cells", name, first, values)])

    def batches() -> Iterator[Batch]:
        with (
            _told(name, "CSV"),
            pd.read_csv(path, skiprows=first - 2, chunksize=size, **asked) as chunks,
        ):
            for frame in chunks:
                yield frame[[*ours]].rename(columns=ours), None

    return OpenTable(name, ours.values(), False, None, first, batches)  # noqa: FBT003


def _cells(path: Path, asked: Mapping[str, Any]) -> list[str]:
    """Give the cells of the first row that is not skipped; none where there is no such row."""
    try:
        row = pd.read_csv(path, header=None, nrows=1, **asked)
    except pd.errors.EmptyDataError:
        return []
    return ["" if pd.isna(cell) else str(cell) for cell in row.iloc[0]]


def _vector(
    path: Path, name: str, layer: str | None, wanted: Collection[str], size: int
) -> OpenTable:
    """Open a layer of any format that GDAL may read, by the end of the file's name."""
    source = read_whole(path, name, at_once=False)
    kind = path.suffix.lstrip(".")
    drivers = DRIVERS[kind_of(path, name)]
    with _told(name, kind), gdal(*drivers) as pyogrio:
        layers = sorted(str(found[0]) for found in pyogrio.list_layers(source))
        chosen = choose_layer(name, layers, layer)
        about = pyogrio.read_info(source, layer=chosen, force_feature_count=True)
    check_rows(path, name, int(about["features"]))
    ours = _ours(name, [str(field) for field in about["fields"]], wanted)
    spatial = about["geometry_type"] is not None

    def batches() -> Iterator[Batch]:
        import shapely

        for start in range(0, int(about["features"]), size):
            with _told(name, kind), gdal(*drivers) as pyogrio:
                found, _, drawn, values = pyogrio.raw.read(
                    source,
                    layer=chosen,
                    columns=list(ours),
                    skip_features=start,
                    max_features=size,
                    force_2d=True,
                )
                if len(values[0] if values else drawn) < min(size, int(about["features"]) - start):
                    raise cut_off(name, f"{about['features']} rader / rows")
                named = zip((ours[field] for field in found["fields"]), values, strict=True)
                yield pd.DataFrame(dict(named)), shapely.from_wkb(drawn) if spatial else None

    return OpenTable(name, ours.values(), spatial, about["crs"], 1, batches)


def _database(source: str, name: str, wanted: Collection[str], size: int) -> OpenTable:
    """Open a table of a database, in the order of its key."""
    from tenuremix.io.database.connection import connected, use_postgis
    from tenuremix.io.database.read import crs_of_srid, find_relation, query

    address = read_address(source)
    with connected(address, name, read_only=True) as connection:
        use_postgis(connection, name)
        layer = find_relation(connection, address, name)
        crs = crs_of_srid(connection, layer.srid) if layer.srid else None
    ours = _ours(name, layer.values, wanted)

    def batches() -> Iterator[Batch]:
        import shapely

        with connected(address, name, read_only=True) as connection:
            use_postgis(connection, name)
            with connection.cursor(name="tenuremix") as cursor:
                cursor.execute(query(layer, address.frame))
                while records := cursor.fetchmany(size):
                    # Before the values stand the geometry, the number and the source.
                    drawn, _, _, *values = zip(*records, strict=True)
                    named = dict(zip(layer.values, values, strict=True))
                    frame = pd.DataFrame({ours[c]: named[c] for c in ours})
                    yield frame, shapely.from_wkb(list(drawn)) if layer.geometry else None

    return OpenTable(name, ours.values(), bool(layer.geometry), crs, 1, batches)
