"""GDAL as it may be used: the drivers that a file's name calls for, and no call to anywhere.

GDAL asks each of its drivers whether it knows a file, by what the file holds.  Some drivers take
what it holds for the address of a service, or of another file, and go there.  So every use of
GDAL goes through here: only the drivers that are named are there for as long as it lasts.

References
----------
GDAL, *Configuration options*, ``GDAL_SKIP``; *GML* driver, ``DOWNLOAD_SCHEMA``.
"""

from __future__ import annotations

import json
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import IO, Any

DRIVERS = {
    **dict.fromkeys((".geojson", ".json"), ("GeoJSON", "TopoJSON", "ESRIJSON")),
    **dict.fromkeys((".geojsonl", ".geojsons", ".ndjson", ".jsonl"), ("GeoJSONSeq",)),
    **dict.fromkeys((".gml", ".xml"), ("GML",)),
    **dict.fromkeys((".kml", ".kmz"), ("LIBKML", "KML")),
    **dict.fromkeys((".sqlite", ".db"), ("SQLite",)),
    **dict.fromkeys((".shp", ".shx", ".dbf", ".shz"), ("ESRI Shapefile",)),
    **dict.fromkeys((".tab", ".mif"), ("MapInfo File",)),
    ".dgn": ("DGN",),
    ".dxf": ("DXF",),
    ".fgb": ("FlatGeobuf",),
    ".gdb": ("OpenFileGDB",),
    ".gpkg": ("GPKG",),
    ".gpx": ("GPX",),
    ".ods": ("ODS",),
    ".zip": ("ESRI Shapefile", "MapInfo File", "OpenFileGDB"),
}
"""The drivers that may read a file, by the end of its name; none of them follows an address."""
XML = (".gml", ".xml", ".kml", ".gpx")
_LINES = (".geojsonl", ".geojsons", ".ndjson", ".jsonl")
_OPTIONS = {
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "-",
    "GML_DOWNLOAD_SCHEMA": "NO",
    "GML_FIELDTYPES": "ALWAYS_STRING",  # codes keep their zeros
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "LIBKML_EXTERNAL_STYLE": "NO",
    "LIBKML_RESOLVE_STYLE": "NO",
    "SQLITE_LIST_VIRTUAL_OGR": "NO",
}
_SCHEMA = re.compile(rb"(\bschemaLocation\s*=\s*)(?:\"[^\"]*\"|'[^']*')")
_HEAD = 64 * 1024
_MOST_UNPACKED = 2 * 1024**3
_PAGE_64K = 1
_LOCK = RLock()


class NotWholeError(ValueError):
    """A file has been cut off, or is not put together as its kind is."""


@contextmanager
def gdal(*drivers: str) -> Iterator[Any]:
    """Give pyogrio, with some of GDAL's drivers and no others, for as long as it is used.

    Parameters
    ----------
    drivers
        Their names, as in :data:`DRIVERS`; those that this GDAL was built without are passed over.

    Raises
    ------
    RuntimeError
        Where another driver is left: then no file is read.
    """
    import pyogrio
    from pyogrio._ogr import _register_drivers

    def leave_out(names: set[str]) -> None:
        pyogrio.set_gdal_config_options({"GDAL_SKIP": ",".join(sorted(names)) or None})
        _register_drivers()

    with _LOCK:
        known = set(pyogrio.list_drivers())
        before = {name: pyogrio.get_gdal_config_option(name) for name in (*_OPTIONS, "GDAL_SKIP")}
        try:
            pyogrio.set_gdal_config_options(_OPTIONS)
            leave_out(known - set(drivers))
            if not set(pyogrio.list_drivers()) <= set(drivers):
                raise RuntimeError(f"GDAL: {', '.join(drivers)}")
            with warnings.catch_warnings(action="ignore"):  # of what the file cannot say exactly
                yield pyogrio
        finally:
            leave_out(known)  # none is left, so that all come back in the order that they had
            pyogrio.set_gdal_config_options(before)
            _register_drivers()


def without_schema(document: bytes) -> bytes:
    """Take the addresses of schemas out of an XML document: GDAL would look for them."""
    return _SCHEMA.sub(rb'\1""', document[:_HEAD]) + document[_HEAD:]


def check_whole(stream: IO[bytes], suffix: str) -> None:
    """See that a file is whole, where GDAL would give what there is of one that was cut off.

    Parameters
    ----------
    stream
        What it holds, at its beginning.
    suffix
        The end of its name, in lower case, with its dot.

    Raises
    ------
    NotWholeError
        Where it is not.
    ValueError
        Where it is written in letters that nobody can read.
    """
    if suffix in XML:
        _check_xml(stream)
    elif suffix in _LINES:
        _check_lines(stream)
    elif suffix in (".zip", ".kmz", ".shz"):
        _check_packed(stream)
    elif suffix in _CHECKS:
        end = stream.seek(0, 2)
        stream.seek(0)
        _CHECKS[suffix](stream, end)


def _check_xml(stream: IO[bytes]) -> None:
    from xml.parsers import expat

    try:
        expat.ParserCreate().ParseFile(stream)
    except expat.ExpatError as error:
        raise NotWholeError(f"XML, rad {error.lineno} / line {error.lineno}") from error
    except (LookupError, ValueError) as error:  # an encoding that nobody, or expat, knows
        raise ValueError(str(error)) from error


def _check_lines(stream: IO[bytes]) -> None:
    for number, line in enumerate(stream, start=1):
        text = line.removeprefix(b"\x1e").strip()
        try:
            if text:
                json.loads(text)
        except ValueError as error:
            raise NotWholeError(f"rad {number} / line {number}") from error


def _check_packed(stream: IO[bytes]) -> None:
    """Look into an archive: each of its files must be whole, and all of them no flood."""
    try:
        with zipfile.ZipFile(stream) as packed:
            if sum(info.file_size for info in packed.infolist()) > _MOST_UNPACKED:
                raise NotWholeError(f"ZIP > {_MOST_UNPACKED} byte")
            for info in packed.infolist():
                suffix = f".{info.filename.lower().rpartition('.')[2]}"
                with packed.open(info) as inner:
                    check_whole(inner, suffix)
                    while inner.read(_HEAD):  # to the end, where the checksum stands
                        pass
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise NotWholeError("ZIP") from error


def _check_length(stated: int, end: int) -> None:
    if end < stated:
        raise NotWholeError(f"{end} av / of {stated} byte")


def _check_sqlite(stream: IO[bytes], end: int) -> None:
    """Compare with the number of pages that the header states, where that is up to date."""
    head = stream.read(100)
    size = int.from_bytes(head[16:18], "big")
    size = 65536 if size == _PAGE_64K else size
    if head[24:28] == head[92:96]:
        _check_length(size * int.from_bytes(head[28:32], "big"), end)


def _check_shp(stream: IO[bytes], end: int) -> None:
    """Compare with the length that the header of a .shp or a .shx states, in words of 16 bits."""
    _check_length(max(100, 2 * int.from_bytes(stream.read(28)[24:28], "big")), end)


def _check_dbf(stream: IO[bytes], end: int) -> None:
    head = stream.read(32)
    rows, start, width = (
        int.from_bytes(head[a:b], "little") for a, b in ((4, 8), (8, 10), (10, 12))
    )
    _check_length(start + rows * width, end)


def _check_fgb(stream: IO[bytes], end: int) -> None:
    """Look for the end of the header; how many rows there are it tells itself."""
    _check_length(12 + int.from_bytes(stream.read(12)[8:], "little"), end)


def _check_dgn(stream: IO[bytes], end: int) -> None:
    """Look for the mark that ends a design; some programs fill the last block with zeros."""
    stream.seek(max(0, end - 1024))
    if not stream.read().rstrip(b"\0").endswith(b"\xff\xff"):
        raise NotWholeError("DGN")


_CHECKS = {
    ".dbf": _check_dbf,
    ".dgn": _check_dgn,
    ".fgb": _check_fgb,
    ".shp": _check_shp,
    ".shx": _check_shp,
    **dict.fromkeys((".gpkg", ".sqlite", ".db"), _check_sqlite),
}
