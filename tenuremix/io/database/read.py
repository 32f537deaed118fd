"""Read any table of a database, with or without geometry, as a file is read."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tenuremix.errors import DataError, Fault, Note
from tenuremix.inputs import OKLAR_OF_ROW
from tenuremix.io.database.connection import connected, rows_of, use_postgis
from tenuremix.io.database.remedies import sql_name
from tenuremix.io.database.rules import KEPT
from tenuremix.io.files.address import Address, Window, read_address
from tenuremix.io.files.mixed import in_one_crs
from tenuremix.io.files.rows import RawTable, choose_layer, make_table, unreadable

if TYPE_CHECKING:
    from psycopg.sql import Composable, Composed
    from shapely.geometry.base import BaseGeometry as Geometry

    from tenuremix.io.database.connection import Connection

_SPATIAL = ("geometry", "geography")
_OF_EACH_ROW = {
    "bestand": ("suppressed_max", "suppressed_max"),
    "register": ("oklar", OKLAR_OF_ROW),
}
"""By table what a source states that its rows are read by, and the column that it becomes."""
_LAYERS = """SELECT n.nspname, c.relname FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p')
    AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND CASE WHEN has_schema_privilege(n.oid, 'USAGE')
        THEN has_table_privilege(c.oid, 'SELECT') ELSE false END
    AND EXISTS (SELECT FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid = c.oid AND t.typname IN ('geometry', 'geography'))
    ORDER BY 1, 2"""
_TABLE = """SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname = %s AND c.relname = %s"""
_COLUMNS = """SELECT a.attname, t.typname,
        CASE t.typname WHEN 'geometry' THEN postgis_typmod_srid(a.atttypmod)
            WHEN 'geography' THEN 4326 ELSE 0 END,
        coalesce(a.attnum = ANY (i.indkey), false),
        t.typname IN ('geometry', 'geography') AND postgis_typmod_type(a.atttypmod) LIKE '%%Point%%'
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
    WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"""


@dataclass(frozen=True, slots=True)
class Relation:
    """A table as the database describes it.

    ``columns`` are those of the table in its order, ``key`` its primary key, ``geometry`` the
    column of the geometry (empty without one) and ``srid`` what the column is declared in, 0
    where it is open.  ``others`` are the points beside it, which are not read.  ``own`` tells a
    table that tenuremix made.
    """

    schema: str
    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    geometry: str
    srid: int
    others: tuple[str, ...] = ()

    @property
    def own(self) -> bool:
        """Whether it has the columns that the database keeps for itself."""
        return set(KEPT) <= set(self.columns)

    @property
    def values(self) -> tuple[str, ...]:
        """The columns that are read as text."""
        return tuple(column for column in self.columns if column not in (self.geometry, *KEPT))


def read_layer(source: str, shown: str) -> RawTable:
    """Read a table, a view or a foreign table.

    Parameters
    ----------
    source
        The address; without a table the only one in the database that has a geometry.

    Returns
    -------
    RawTable
        Values as text, as in a CSV file.  The number of a row is ``rad`` in a table of
        tenuremix's own; other tables are numbered in the order of their key, or of everything.

    Raises
    ------
    DataError
        Where the address, the database or the table cannot be used.
    """
    address = read_address(source)
    with connected(address, shown, read_only=True) as connection:
        use_postgis(connection, shown)
        layer = find_relation(connection, address, shown)
        records = connection.execute(query(layer, address.frame)).fetchall()
        stated = _stated(connection, layer)
        numbers = [record[1] or at for at, record in enumerate(records, start=1)]
        geometries, srids = _geometries([row[0] for row in records], layer, shown)
        drawn = {srid for srid in srids if srid is not None}
        known = {srid: crs_of_srid(connection, srid) for srid in sorted(drawn)}
        crs = next(filter(None, known.values()), None)
        crs = crs_of_srid(connection, layer.srid) if layer.srid else crs
        notes: tuple[Note, ...] = ()
        if len(known) > 1:
            own = [None if srid is None else known[srid] for srid in srids]
            geometries, crs, notes = in_one_crs(shown, geometries, own, numbers, crs)
        if layer.others:
            notes += (Note("geometry_column", {"found": layer.geometry, "others": layer.others}),)
        total = connection.execute(counting(layer)).fetchall()[0][0] if address.frame else 0
    left_out = max(total - len(records), 0)
    if left_out:
        logging.getLogger("tenuremix").warning(
            "%s: %d rader utanför rutan är inte med / %d rows outside the frame are left out",
            *(shown, left_out, left_out),
        )
    columns, values = list(layer.values), [record[3:] for record in records]
    if layer.own and layer.name in _OF_EACH_ROW:
        # Each row has what its own source states: they may differ.
        key, name = _OF_EACH_ROW[layer.name]
        said = [stated.get(record[2], {}).get(key) for record in records]
        if name in columns:  # what a row says itself goes before it
            at = columns.index(name)
            values = [
                (*row[:at], each if row[at] is None else row[at], *row[at + 1 :])
                for row, each in zip(values, said, strict=True)
            ]
        else:
            columns.append(name)
            values = [(*row, each) for row, each in zip(values, said, strict=True)]
    table = make_table(
        shown,
        columns,
        values,
        numbers=numbers,
        shapes=geometries if layer.geometry else None,
        crs=crs,
        shared=sql_name(layer.schema, layer.name) if layer.own else "",
    )
    sidecars = _sidecars(layer, records, stated, left_out)
    return replace(table, sidecars=sidecars, notes=notes)


def find_relation(connection: Connection, address: Address, shown: str) -> Relation:
    """Find the table of an address, and what its columns are.

    Raises
    ------
    DataError
        Where there is no such table, or none is named and there are several.
    """
    schema, name = address.schema, address.table
    found = connection.execute(_TABLE, (schema, name)).fetchone()
    if found is None:
        listed = {f"{s}.{n}": (s, n) for s, n in connection.execute(_LAYERS).fetchall()}
        asked = f"{schema}.{name}" if name else None
        schema, name = listed[choose_layer(shown.partition("|")[0], [*listed], asked)]
        found = connection.execute(_TABLE, (schema, name)).fetchall()[0]
    columns = connection.execute(_COLUMNS, found).fetchall()
    spatial = [column for column, kind, *_ in columns if kind in _SPATIAL]
    # Beside an area its points (a centroid, say) are no value to read.
    points = {column for column, *_, point in columns if point}
    drawn = [column for column in spatial if column not in points] or spatial
    if len(drawn) > 1:
        raise DataError([Fault("many_geometries", shown, None, {"found": drawn})])
    others = tuple(column for column in spatial if column not in drawn)
    kept = tuple(column for column, *_ in columns if column not in others)
    geometry = drawn[0] if drawn else ""
    srid = next((srid for column, _, srid, *_ in columns if column == geometry), 0)
    key = tuple(column for column, _, _, part, _ in columns if part)
    return Relation(schema, name, kept, key, geometry, srid, others)


def query(layer: Relation, frame: Window | None) -> Composed:
    """Write the query of a layer: geometry, number, source, then every value as text."""
    from psycopg.sql import NULL, SQL, Identifier, Literal

    drawn: Composable = NULL
    if layer.geometry:
        # Arcs become lines here: shapely cannot read them.
        drawn = SQL("ST_AsEWKB(ST_CurveToLine({}::geometry))").format(Identifier(layer.geometry))
    number, kalla = (Identifier(c) if layer.own else NULL for c in ("rad", "kalla"))
    values = [SQL("{}::text").format(Identifier(column)) for column in layer.values]
    listed = [drawn, number, kalla, *values]
    ordered: list[Composable] = [Identifier(column) for column in layer.key]
    ordered = ordered or [Literal(n) for n in (*range(4, len(listed) + 1), 1)]
    return SQL("SELECT {} FROM {}{} ORDER BY {}").format(
        SQL(", ").join(listed),
        Identifier(layer.schema, layer.name),
        _within(layer, frame) if frame and layer.geometry else SQL(""),
        SQL(", ").join(ordered),
    )


def counting(layer: Relation) -> Composed:
    """Write the query that counts the rows of a layer."""
    from psycopg.sql import SQL, Identifier

    return SQL("SELECT count(*) FROM {}").format(Identifier(layer.schema, layer.name))


def _within(layer: Relation, frame: Window) -> Composable:
    """Write the filter of a frame; a row without a geometry is not outside it.

    A register keeps every decision on an allocation whose geometry is inside.
    """
    from psycopg.sql import SQL, Identifier, Literal

    srid = frame.srid or layer.srid
    west, south, east, north = frame.corners
    corners = SQL(", ").join(Literal(value) for value in (west, south, east, north, srid))
    box: Composable = SQL("ST_MakeEnvelope({})").format(corners)
    if layer.srid and srid != layer.srid:
        # A side that is straight in one CRS bends in another: follow it in steps.
        step = max(east - west, north - south) / 50 or 1.0
        parts = {"box": box, "step": Literal(step), "srid": Literal(layer.srid)}
        box = SQL("ST_Transform(ST_Segmentize({box}, {step}), {srid})").format(**parts)
    names = {
        "geom": Identifier(layer.geometry),
        "table": Identifier(layer.schema, layer.name),
        "box": box,
    }
    if layer.own and "id" in layer.columns:
        return SQL(
            " WHERE id IN (SELECT id FROM {table} WHERE {geom} && {box})"
            " OR id NOT IN (SELECT id FROM {table} WHERE {geom} IS NOT NULL)"
        ).format(**names)
    return SQL(" WHERE {geom} && {box} OR {geom} IS NULL").format(**names)


def _geometries(
    blobs: Sequence[bytes | None], layer: Relation, shown: str
) -> tuple[Sequence[Geometry | None], Sequence[int | None]]:
    """Make the geometries, without SRID, and give the SRID of each."""
    import shapely

    if not layer.geometry:
        return [None] * len(blobs), []
    try:
        found = shapely.from_wkb(list(blobs))
    except (shapely.GEOSException, NotImplementedError) as error:
        raise unreadable(shown, "PostGIS", "geometri / geometry") from error
    srids = [None if shape is None else int(shapely.get_srid(shape)) for shape in found]
    return list(shapely.set_srid(found, 0)), srids


def crs_of_srid(connection: Connection, srid: int) -> str | None:
    """Name the CRS of an SRID; None where it has none."""
    found = connection.execute(
        "SELECT auth_name, auth_srid, srtext FROM spatial_ref_sys WHERE srid = %s", (srid,)
    ).fetchone()
    if found is None:
        return None
    authority, code, text = found
    return f"EPSG:{code}" if str(authority).upper() == "EPSG" else text


def _stated(connection: Connection, layer: Relation) -> dict[int, dict[str, Any]]:
    """Read what is stated of the sources of a table of tenuremix's own, by their number."""
    from psycopg.sql import SQL, Identifier, Literal

    if not layer.own:
        return {}
    sources = SQL("SELECT nr, to_jsonb(k) AS stated FROM {} k WHERE tabell = {} ORDER BY nr")
    table = Identifier(layer.schema, "kallor")
    found = rows_of(connection, sources.format(table, Literal(layer.name)))
    return {
        row["nr"]: {key: value for key, value in row["stated"].items() if value is not None}
        for row in found
    }


def _sidecars(
    layer: Relation,
    records: Sequence[Sequence[Any]],
    stated: dict[int, dict[str, Any]],
    left_out: int,
) -> tuple[tuple[dict[str, object], str], ...]:
    """Give what is stated of each source of the rows, and the checksum of its rows."""
    sums = {nr: hashlib.sha256() for nr in dict.fromkeys(record[2] for record in records)}
    heading = json.dumps([layer.geometry and "geom", *layer.values]).encode()
    for record in records:
        drawn = record[0].hex() if record[0] else None
        line = json.dumps([drawn, *record[3:]], ensure_ascii=False, separators=(",", ":"))
        sums[record[2]].update(line.encode() + b"\n")
    found = []
    for nr, rows in (sums or {None: hashlib.sha256()}).items():
        rows.update(heading)
        about = dict(stated.get(nr, {}))
        if left_out:
            told = f"Läst inom en ruta; {left_out} rader utanför den är inte med."
            about["notes"] = [*about.get("notes", ()), told]
        found.append((about, rows.hexdigest()))
    return tuple(found)
