"""Fetch the stock of dwellings: Göteborg's and SCB's tables as rows of the contract."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tenuremix.counting.tenure import HUSTYPER, STOCK_TENURES
from tenuremix.errors import DataError, Fault
from tenuremix.io.fetching.http import Client
from tenuremix.io.fetching.kommun import Whole, read_whole
from tenuremix.io.fetching.px_cells import building_types, nowhere, read_cells, sidecar_of
from tenuremix.io.fetching.stock_tables import Order, TableFound, find_tables
from tenuremix.io.fetching.vintages import (
    CellChange,
    Kept,
    Vintage,
    compare_tables,
    keep,
    table_text,
)
from tenuremix.schema import STOCK, names

_UNSPLIT = (
    "Tabellen delar inte upp bostäderna på hustyp. Alla står som hustyp ovriga; en definition "
    "som väljer hustyper kan inte användas på dem."
)
_LEVELS = {"deso": "DeSO, ", "regso": "RegSO, "}
"""What tells the files of one table apart."""


def fetch_stock(client: Client, order: Order) -> list[Kept]:
    """Fetch the stock and keep it in ``stock``, as a vintage of its own for each year.

    Returns
    -------
    list of Kept
        One for each year, from the first.

    Raises
    ------
    UsageError
        Where the source has no such level or municipality.
    DataError
        Where the network fails, or the answer is short, broken or not understood.  Nothing is
        written then.
    """
    return [keep(client.folder, each, compare_stock) for each in read_stock(client, order)]


def read_stock(client: Client, order: Order) -> list[Vintage]:
    """Read the stock into a vintage for each year; see :func:`fetch_stock`.

    SCB's districts are compared with its own total of the municipality, and the sidecar tells
    the outcome.
    """
    vintages = []
    for found, years in find_tables(client, order):
        whole = read_whole(found, order.kommun, years)
        vintages += [_vintage(found, year, client.today, whole) for year in years]
    return sorted(vintages, key=lambda vintage: vintage.date)


def _vintage(found: TableFound, year: int, today: date, whole: Whole | None) -> Vintage:
    """Ask for one year, and put its figures in rows."""
    hustyp, hustyper = building_types(found.table)
    cells = read_cells(found, [year], hustyp, hustyper)
    for (area, _, kind, tenure), number in cells.items():
        if number.startswith("-"):
            values: dict[str, object] = {"found": number, "column": f"{area} {kind} {tenure}"}
            raise DataError([Fault("px_number", found.table.link, None, values)])
    day = f"{year}-12-31"
    codes = {code for _, code in found.areas}
    rows = [
        (found.level, code, day, kind, tenure, number)
        for (code, _, kind, tenure), number in cells.items()
        if code in codes
    ]
    notes = [] if hustyp else [_UNSPLIT]
    notes += nowhere(found, cells)
    notes += whole.notes(year, cells) if whole else []
    described = sidecar_of(found, date(year, 12, 31), today, notes)
    level = _LEVELS.get(found.level, "")
    described["title"] = f"{found.table.title}: {level}{year}"
    return Vintage("stock", found.name, day, ".csv", stock_text(rows), described)


def stock_text(rows: Iterable[tuple[str, ...]]) -> str:
    """Write rows of the stock in the one order that they have."""
    hustyper = {name: number for number, name in enumerate(HUSTYPER)}
    tenures = {str(name): number for number, name in enumerate(STOCK_TENURES)}
    ordered = sorted(rows, key=lambda r: (r[0], r[1], r[2], hustyper[r[3]], tenures[r[4]]))
    return table_text(names(STOCK), ordered)


def compare_stock(old: str, new: str) -> list[CellChange]:
    """List the cells of one year that differ."""
    return compare_tables(old, new, ("kod", "hustyp", "upplatelseform"))
