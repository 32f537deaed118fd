"""Read any table or vector file into rows, without judging what they hold.

CSV, GeoJSON and GeoPackage are read with the standard library, since most commands read nothing
else and GDAL takes longer to load than they take to run; sheets go through calamine, every other
format through geopandas.
"""

from __future__ import annotations

from pathlib import Path

from tenuremix.errors import DataError, Fault
from tenuremix.io.files.address import is_database
from tenuremix.io.files.geojson import read_geojson
from tenuremix.io.files.gpkg import read_gpkg
from tenuremix.io.files.rows import RawTable, no_file, not_read
from tenuremix.io.files.shapefiles import read_shapefile
from tenuremix.io.files.sheets import IsHeading, read_csv
from tenuremix.io.files.vectors import read_parquet, read_vector

Input = str | RawTable
"""Where the rows of an input are: a path, an address, or a table that is at hand already."""

_EXCEL = {".xlsx", ".xlsm", ".xls", ".ods"}
_TEXT = {".csv", ".txt"}
_GEOJSON = {
    *(".geojson", ".json", ".topojson"),
    # A feature on each line.
    *(".geojsonl", ".geojsons", ".jsonl", ".ndjson"),
}
_PARQUET = {".parquet", ".geoparquet"}
_SHAPEFILE = {".shp", ".dbf", ".shx"}
_FILES = {*_EXCEL, *_TEXT, *_GEOJSON, *_PARQUET, *_SHAPEFILE, ".gpkg", ".gml"}


def split_layer(source: str) -> tuple[Path, str | None]:
    """Split ``file.gpkg|layername=name`` into the file and the layer."""
    path, _, option = source.partition("|")
    name, _, layer = option.partition("=")
    return Path(path), layer if name == "layername" and layer else None


def read_table(
    source: Input, *, name: str | None = None, is_heading: IsHeading | None = None
) -> RawTable:
    """Read a file, or a table of a database.

    Parameters
    ----------
    source
        The path, with ``|layername=`` where the file has several layers; or an address (see
        :func:`tenuremix.io.files.address.read_address`); or a table, which is given back.
    name
        How the file is named to the reader; by default as in ``source``.
    is_heading
        Finds the heading of a sheet where it is not the first row.

    Raises
    ------
    DataError
        Where the file is absent, empty, or not what its name says.
    """
    if isinstance(source, RawTable):
        return source
    if is_database(source):
        from tenuremix.io.database.read import read_layer

        return read_layer(source, name or source)
    path, layer = split_layer(source)
    shown = name or str(path)
    try:
        return _read(path, shown, layer, is_heading)
    except OSError as error:
        raise not_read(shown, error) from error


def _read(path: Path, shown: str, layer: str | None, is_heading: IsHeading | None) -> RawTable:
    """Choose the reader by the name of the file."""
    if not path.exists():
        raise DataError([Fault("absent", shown)])
    if path.is_file() and path.stat().st_size == 0:
        raise DataError([Fault("empty_file", shown)])
    suffix = path.suffix.lower()
    if not path.is_file() and (suffix in _FILES or not path.is_dir()):
        raise no_file(shown, is_folder=path.is_dir())
    if suffix in _TEXT:
        return read_csv(path, shown, is_heading)
    if suffix in _EXCEL:
        from tenuremix.io.files.books.workbooks import read_excel

        return read_excel(path, shown, layer, is_heading)
    if suffix in _GEOJSON:
        return read_geojson(path, shown, layer)
    if suffix == ".gpkg":
        return read_gpkg(path, shown, layer)
    if suffix in _PARQUET:
        return read_parquet(path, shown)
    if suffix in _SHAPEFILE:
        return read_shapefile(path, shown)
    return read_vector(path, shown, layer)
