"""The address of a table in a database: ``postgresql://host/db|layername=schema.table``.

Who signs in is never part of it: user and password come from the environment, a service file or
a password file, which libpq reads by itself.  So an address may be shown; one that holds more is
refused before anything has shown it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite
from urllib.parse import parse_qsl, urlsplit

from tenuremix.errors import DataError, Fault

SCHEMA = "tenuremix"
"""The schema that a table is taken from where none is named."""
TABLES = {"areas": "omraden", "stock": "bestand", "register": "register"}
"""The table of each input where none is named."""
HIDDEN = "postgresql://…"
"""What is shown of an address that may hold a secret."""

# Every way that databases are addressed, so that none is taken for a file and shown as one.
_DATABASE = re.compile(
    r"\s*(jdbc:)?(postgres\w*|postgis|pgsql|pg)(\+\w+)?:|.*\bpassword\s*=", re.IGNORECASE
)
_PARAMETERS = ("connect_timeout", "host", "port", "service", "sslmode", "sslrootcert")
_SIGNS_IN = ("password", "passfile", "sslcert", "sslkey", "sslpassword", "user")
_QUOTED = r'"(?:[^"]|"")+"'
_OPTION = re.compile(rf"\|(layername|bbox)=((?:{_QUOTED}|[^|\"])+)")
_LAYER = re.compile(rf'(?:({_QUOTED}|[^".]+)\.)?({_QUOTED}|[^"]+)')
_CORNERS = 4


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle to read within: minx, miny, maxx, maxy, and the SRID, None for the layer's."""

    corners: tuple[float, ...]
    srid: int | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address: ``url`` for libpq, and the table where one is named."""

    url: str
    schema: str = SCHEMA
    table: str = ""
    frame: Window | None = None


def is_database(source: str) -> bool:
    """Tell whether a source is a table in a database, not a file.

    Examples
    --------
    >>> is_database("postgresql://kartor/stad"), is_database("postgis.gpkg")
    (True, False)
    """
    return _DATABASE.match(source) is not None


def with_table(source: str, kind: str) -> str:
    """Name the table of an input (``areas``, ``stock``, ``register``) where the address does not.

    Raises
    ------
    DataError
        Where the address cannot be used (see :func:`read_address`).

    Examples
    --------
    >>> with_table("postgresql://kartor/stad", "areas")
    'postgresql://kartor/stad|layername=tenuremix.omraden'
    """
    if read_address(source).table or kind not in TABLES:
        return source
    url, bar, options = source.strip().partition("|")
    return f"{url}|layername={SCHEMA}.{TABLES[kind]}{bar}{options}"


def read_address(source: str) -> Address:
    r"""Read an address.

    Parameters
    ----------
    source
        ``postgresql://[host[:port]]/[db][?service=…]``, then ``|layername=[schema.]table`` and
        ``|bbox=minx,miny,maxx,maxy[,EPSG:n]`` where wanted.  A name that holds a dot or ``|``
        stands within quotation marks, as in SQL.

    Raises
    ------
    DataError
        Where it is no such address, or says who signs in; the fault shows nothing of it.

    Examples
    --------
    >>> read_address('postgresql://kartor/stad|layername=plan."a.b"')
    Address(url='postgresql://kartor/stad', schema='plan', table='a.b', frame=None)
    """
    url, bar, rest = source.strip().partition("|")
    if "@" in url or re.search("password", url, re.IGNORECASE):
        raise DataError([Fault("db_password", HIDDEN)])
    options = dict(_OPTION.findall(bar + rest))
    if not _is_url(url) or _OPTION.sub("", bar + rest):
        raise DataError([Fault("db_address", HIDDEN)])
    layer = _LAYER.fullmatch(options.get("layername", ""))
    if layer is None and "layername" in options:
        raise DataError([Fault("db_address", HIDDEN)])
    schema, table = (_unquoted(part or "") for part in (layer.groups() if layer else ("", "")))
    frame = _frame(options["bbox"]) if "bbox" in options else None
    return Address(url, schema or SCHEMA, table, frame)


def _is_url(url: str) -> bool:
    """Check the part that libpq reads, so that libpq finds nothing amiss and quotes nothing."""
    try:
        parts = urlsplit(url)
        stated = parse_qsl(parts.query, strict_parsing=True) if parts.query else []
        port = parts.port
    except ValueError:
        return False
    if any(key in _SIGNS_IN for key, _ in stated):
        raise DataError([Fault("db_password", HIDDEN)])
    return (
        url.startswith(("postgresql://", "postgres://"))
        and not parts.fragment
        and port != 0
        and parts.path.count("/") <= 1
        and all(key in _PARAMETERS for key, _ in stated)
        and url.isprintable()
        and not re.search(r"\s|%(?![0-9A-Fa-f]{2})", url)
    )


def _unquoted(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name


def _frame(text: str) -> Window:
    """Read ``minx,miny,maxx,maxy[,EPSG:n]``."""
    *words, last = (word.strip() for word in text.split(","))
    words, crs = (words, last) if len(words) == _CORNERS else ([*words, last], "")
    srid = crs.upper().removeprefix("EPSG:")
    try:
        corners = tuple(float(word) for word in words)
    except ValueError:
        corners = ()
    sound = (
        len(corners) == _CORNERS
        and all(isfinite(corner) for corner in corners)
        and corners[0] <= corners[2]
        and corners[1] <= corners[3]
        and (not crs or (srid.isdecimal() and srid.isascii()))
    )
    if not sound:
        raise DataError([Fault("db_frame", HIDDEN, None, {"found": text})])
    return Window(corners, int(srid) if srid else None)
