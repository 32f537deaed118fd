"""Fetch completed dwellings: what was built in each of Göteborg's areas, year by year."""

from __future__ import annotations

from datetime import date

from tenuremix.errors import UsageError
from tenuremix.io.fetching.http import Client
from tenuremix.io.fetching.px_cells import named, nowhere, read_cells, sidecar_of
from tenuremix.io.fetching.stock_tables import LEVELS, find_goteborg, the_time, the_variable
from tenuremix.io.fetching.vintages import (
    CellChange,
    Kept,
    Vintage,
    compare_tables,
    keep,
    table_text,
)
from tenuremix.schema import COMPLETED, names

_SUBJECT = "Bostäder och byggande/Förändringar i bostadsbeståndet"
_TABLE = "10_Nybyggnation"
_TYPES = {
    "flerbostadshus": "flerbostadshus",
    "småhus": "smahus",
    "studentbostäder": "student",
    "övriga specialbostäder": "special",
    "spec": "special",
}
_NOTE = (
    "Tabellens bostadstyper är inte beståndets hustyper: bara flerbostadshus och småhus går att "
    "jämföra. Ett antal kan vara mindre än noll (ombyggnad)."
)


def fetch_completed(client: Client, *, url: str | None = None, level: str = "primaromrade") -> Kept:
    """Fetch the completed dwellings of every year, and keep them as one vintage in ``completed``.

    No figure of tenuremix is computed from them: they are there to compare allocations with.

    Parameters
    ----------
    url
        The address of the database, or None for the city's own.

    Raises
    ------
    UsageError
        Where there is no such level.
    DataError
        Where the network fails, or the answer is short, broken or not understood.  Nothing is
        written then.
    """
    if level not in LEVELS["goteborg"]:
        raise UsageError("level", level=level, expected=LEVELS["goteborg"])
    found = find_goteborg(client, url, level, _SUBJECT, _TABLE)
    kind = the_variable(found.table, "Bostadstyp")
    years = sorted(int(value) for value in the_time(found.table).values)
    cells = read_cells(found, years, kind, named(found.table, kind, _TYPES))
    codes = {code for _, code in found.areas}
    rows = sorted(
        (level, code, year, kind_name, tenure, number)
        for (code, year, kind_name, tenure), number in cells.items()
        if code in codes
    )
    last = date(years[-1], 12, 31)
    described = sidecar_of(found, last, client.today, [_NOTE, *nowhere(found, cells)])
    text = table_text(names(COMPLETED), rows)
    vintage = Vintage("completed", found.name, last.isoformat(), ".csv", text, described)
    return keep(client.folder, vintage, compare_completed)


def compare_completed(old: str, new: str) -> list[CellChange]:
    """List the cells that differ."""
    return compare_tables(old, new, names(COMPLETED)[1:-1])
