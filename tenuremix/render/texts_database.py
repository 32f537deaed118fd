"""The texts of the database commands, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Mapping

DATABASE_TEXTS: Mapping[str, tuple[str, str]] = {
    "database.new": (
        "Skapade schemat {schema} med omraden, bestand, register och kallor (SRID {srid}).",
        "Made the schema {schema} with omraden, bestand, register and kallor (SRID {srid}).",
    ),
    "database.same": (
        "Schemat {schema} finns redan och är orört (SRID {srid}). Ingenting har ändrats.",
        "The schema {schema} is already there and untouched (SRID {srid}). Nothing was changed.",
    ),
    "database.filled": (
        "{file}: {rows} {rows:rad|rader} i {table}",
        "{file}: {rows} {rows:row|rows} in {table}",
    ),
    "database.left_out": (
        "  Utan plats i tabellen: {columns}",
        "  With no place in the table: {columns}",
    ),
    "database.use": ("Skriv detta i tenuremix.toml:", "Write this in tenuremix.toml:"),
}
