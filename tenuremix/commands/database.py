"""The database commands: make the shared tables, and move a workspace into them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenuremix.commands.options import Inputs, with_inputs
from tenuremix.commands.parser import HelpedCommand, HelpedGroup
from tenuremix.errors import DataError, UsageError
from tenuremix.io.files.address import HIDDEN, SCHEMA, TABLES, is_database, read_address

if TYPE_CHECKING:
    from tenuremix.io.importing.database import Filled
    from tenuremix.locale.locale import Locale

app = typer.Typer(cls=HelpedGroup, no_args_is_help=True, rich_markup_mode=None)

Url = Annotated[str, typer.Argument(metavar="address")]
Schema = Annotated[str, typer.Option("--schema", metavar="name")]


@app.command("create", cls=HelpedCommand)
@with_inputs()
def create_tables(
    *,
    url: Url,
    srid: Annotated[int | None, typer.Option("--srid", metavar="epsg")] = None,
    schema: Schema = SCHEMA,
    inputs: Inputs,
) -> None:
    """Make the tables."""
    from tenuremix.crs import is_known
    from tenuremix.io.database.schema import create

    if srid is not None and not (srid > 0 and is_known(f"EPSG:{srid}")):
        raise UsageError("srid", srid=srid)
    made = create(_plain(url), schema=schema, srid=srid, else_srid=_srid_of_areas())
    status = "new" if made.new else "same"
    inputs.show(
        lambda: [{"status": status, "schema": made.schema, "srid": made.srid}],
        lambda: inputs.text(f"database.{status}", schema=made.schema, srid=made.srid),
    )


def _srid_of_areas() -> int | None:
    """Give the SRID of the workspace's areas; None where they have none, or are at fault."""
    from tenuremix.io.inputs.areas import read_areas
    from tenuremix.io.inputs.sidecar import Files
    from tenuremix.io.inputs.workspace import find_settings

    try:
        found = find_settings(Path.cwd())
        areas = read_areas(Files(found.areas))
    except DataError:
        return None
    authority, _, code = (areas.source_crs or areas.crs).partition(":")
    return int(code) if authority == "EPSG" and code.isdecimal() else None


@app.command("fill", cls=HelpedCommand)
@with_inputs()
def fill_tables(*, url: Url, schema: Schema = SCHEMA, inputs: Inputs) -> None:
    """Move the workspace into the empty tables."""
    from tenuremix.io.importing.database import fill
    from tenuremix.io.inputs.workspace import find_settings

    found = fill(_plain(url), find_settings(Path.cwd()), schema=schema)
    inputs.done.extend(f.table for f in found)
    inputs.show(
        lambda: [
            {"file": f.file, "table": f.table, "rows": f.rows, "left_out": list(f.left_out)}
            for f in found
        ],
        lambda: "\n".join(_lines(found, url, schema, inputs.text)),
    )


def _plain(url: str) -> str:
    """Check that an address names a database and nothing in it."""
    if not is_database(url):
        raise UsageError("database")
    address = read_address(url)
    if address.table or address.frame:
        raise UsageError("database_alone", address=HIDDEN)
    return url


def _lines(found: Sequence[Filled], url: str, schema: str, text: Locale) -> Iterator[str]:
    import tomli_w

    for one in found:
        rows = text.number(one.rows)
        yield text("database.filled", file=one.file, table=one.table, rows=rows)
        if one.left_out:
            yield text("database.left_out", columns=", ".join(one.left_out))
    yield text("database.use")
    quoted = '"{}"'.format(schema.replace('"', '""')) if set(schema) & set('."|') else schema
    for kind, table in TABLES.items():
        layer = "" if schema == SCHEMA else f"|layername={quoted}.{table}"
        yield tomli_w.dumps({kind: url + layer}).strip()
