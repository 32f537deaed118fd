"""Make the reference of the columns, ``docs/columns.md``, from the tables of the schema.

Run as ``python docs/build_columns.py``; a test holds the page to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tenuremix import schema
from tenuremix.io.dwellings.read import DWELLING_ROWS
from tenuremix.io.inputs import map_layers
from tenuremix.schema import Column

PAGE = Path(__file__).parent / "columns.md"
TABLES: tuple[tuple[str, Sequence[Column]], ...] = (
    ("Areas", schema.AREAS),
    ("Stock", (*schema.STOCK, schema.SUPPRESSED_MIN, schema.SUPPRESSED_MAX)),
    ("Dwellings", DWELLING_ROWS),
    ("Register", schema.REGISTER),
    ("Losses", schema.LOSSES),
    ("Open plots", schema.PLOTS),
    ("Completed dwellings", schema.COMPLETED),
    ("Places", schema.PLACES),
    ("Totals", schema.TOTALS),
    ("Water", map_layers.WATER),
    ("Names of places", map_layers.PLACE_NAMES),
)
ABOUT = """\
# Columns

Made by `docs/build_columns.py` from `tenuremix/schema.py`, which the readers, the
importer, the template and the database are made from too. What the rows mean is in
[contracts.md](contracts.md).

A column *in every row* has no empty cell; one *in the file* must be there; the others may be left
out. An integer is 0 or more, a share 0–1, a date `YYYY-MM-DD`. A column that may only stand on some
rows names their `handelse`. *Places* are for a register, losses or plots without a geometry.
*Totals* are read by `tenuremix import` alone. *Read as* is what the import recognises a column by;
case, accents and what is no letter are not told apart.
"""


def page() -> str:
    """Write the page."""
    return "\n".join([ABOUT, *(line for table in TABLES for line in _table(*table))])


def _table(title: str, columns: Sequence[Column]) -> list[str]:
    read_as = [f"| `{each.name}` | {each.names} |" for each in columns if each.names]
    lines = [
        f"## {title}",
        "| column | needed | holds | meaning | betydelse |",
        "|---|---|---|---|---|",
        *(
            f"| `{each.name}` | {_needed(each)} | {_holds(each)} | {each.en} | {each.sv} |"
            for each in columns
        ),
        "",
    ]
    return [*lines, "| column | read as |", "|---|---|", *read_as, ""] if read_as else lines


def _needed(column: Column) -> str:
    return "in every row" if column.example else "in the file" if column.required else ""


def _holds(column: Column) -> str:
    words = ", ".join(f"`{word}`" for word in column.words)
    kind = words or f"{column.kind}{column.unit and f', {column.unit}'}"
    stages = ", ".join(f"`{event}`" for event in column.stages)
    return f"{kind}; only on {stages}" if stages else kind


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
