"""Fetch the stock of dwellings: Göteborg's and SCB's tables as rows of the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from tenuremix.errors import DataError, Fault
from tenuremix.io.areas import STOCK_COLUMNS
from tenuremix.io.http import Client
from tenuremix.io.px_cells import named, nowhere, read_cells, sidecar_of
from tenuremix.io.stock_tables import Found, Order, Values, find_tables
from tenuremix.io.vintages import Change, Kept, Vintage, compare_tables, keep, table_text
from tenuremix.tenure import HUSTYPER, STOCK_TENURES

_HUSTYP = {
    "småhus": "smahus",
    "flerbostadshus": "flerbostadshus",
    "flerbost": "flerbostadshus",
    "övriga hus": "ovriga",
    "övrhus": "ovriga",
    "specialbostäder": "special",
    "specialbostad": "special",
}
_UNSPLIT = (
    "Tabellen delar inte upp bostäderna på hustyp. Alla står som hustyp ovriga; en definition "
    "som väljer hustyper kan inte användas på dem."
)


def fetch_stock(
    workspace: Path,
    order: Order,
    *,
    today: date,
    timeout: float,
    notice: Callable[[float], None] | None = None,
) -> list[Kept]:
    """Fetch the stock and keep it as a vintage of its own for each year.

    Parameters
    ----------
    workspace
        The folder of the workspace; the files are put in ``stock``.
    order
        What to fetch.
    today
        The day of the fetch, for the sidecar.
    timeout
        The longest that one answer may take, in seconds.
    notice
        Is told how many seconds the client waits, where the server asks it to.

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
    found: list[Vintage] = []
    with Client(workspace, today=today, timeout=timeout, notice=notice) as client:
        for table, years in find_tables(client, order):
            found += [_vintage(table, year, today) for year in years]
        return [keep(workspace, each, compare_stock) for each in _by_date(found)]


def _by_date(found: Iterable[Vintage]) -> list[Vintage]:
    return sorted(found, key=lambda vintage: vintage.date)


def _vintage(found: Found, year: int, today: date) -> Vintage:
    """Ask for one year, and put its figures in rows."""
    hustyp = found.table.variable("Hustyp")
    hustyper: Values = named(found.table, hustyp, _HUSTYP) if hustyp else [("", "ovriga")]
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
    unsplit = [] if hustyp else [_UNSPLIT]
    described = sidecar_of(found, date(year, 12, 31), today, [*unsplit, *nowhere(found, cells)])
    described["title"] = f"{found.table.title}: {year}"
    return Vintage("stock", found.name, day, ".csv", stock_text(rows), described)


def stock_text(rows: Iterable[tuple[str, ...]]) -> str:
    """Write rows of the stock in the one order that they have."""
    hustyper = {name: number for number, name in enumerate(HUSTYPER)}
    tenures = {str(name): number for number, name in enumerate(STOCK_TENURES)}
    ordered = sorted(rows, key=lambda r: (r[0], r[1], r[2], hustyper[r[3]], tenures[r[4]]))
    return table_text(STOCK_COLUMNS, ordered)


def compare_stock(old: str, new: str) -> list[Change]:
    """List the cells of one year that differ."""
    return compare_tables(old, new, ("kod", "hustyp", "upplatelseform"))
