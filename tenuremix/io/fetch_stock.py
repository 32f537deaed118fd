"""Fetch the stock of dwellings: Göteborg's and SCB's tables as rows of the contract."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import product
from pathlib import Path

from tenuremix.errors import DataError, Fault
from tenuremix.io.areas import STOCK_COLUMNS
from tenuremix.io.http import Client
from tenuremix.io.pxweb import Figures, PxTable, Variable
from tenuremix.io.stock_tables import Found, Order, Values, find_tables, the_time, the_variable
from tenuremix.io.vintages import Change, Kept, Vintage, keep
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
_TENURE = {
    "hyresrätt": "hyresratt",
    "bostadsrätt": "bostadsratt",
    "äganderätt": "aganderatt",
    "hyresrätter": "hyresratt",
    "bostadsrätter": "bostadsratt",
    "äganderätter": "aganderatt",
    "uppgift saknas": "okand",
    "okänd": "okand",
    "övrigt": "okand",
}
_TOTALS = ("totalt", "samtliga", "alla", "summa", "total")
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


def _named(table: PxTable, variable: Variable, names: Mapping[str, str]) -> Values:
    """Name each value in the words of the contract; a total is left out.

    Raises
    ------
    DataError
        Where a value is none that is known: it must not be lost.
    """
    found = []
    for value, label in zip(variable.values, variable.labels, strict=True):
        words = (label.strip().casefold(), value.strip().casefold())
        name = next((names[word] for word in words if word in names), "")
        if name:
            found.append((value, name))
        elif not label.strip().casefold().startswith(_TOTALS):
            values = {"column": variable.text, "found": label, "expected": list(names)}
            raise DataError([Fault("px_value", table.link, None, values)])
    return found


def _vintage(found: Found, year: int, today: date) -> Vintage:
    """Ask for one year, and put its figures in rows."""
    table = found.table
    region = the_variable(table, "Område", "Region")
    tenure = the_variable(table, "Upplåtelseform", "Upplatelseform")
    hustyp = table.variable("Hustyp")
    time = the_time(table)
    tenures = _named(table, tenure, _TENURE)
    hustyper: Values = _named(table, hustyp, _HUSTYP) if hustyp else [("", "ovriga")]
    selection: dict[str, Sequence[str]] = {
        region.code: [value for value, _ in (*found.areas, *found.nowhere)],
        tenure.code: [value for value, _ in tenures],
        time.code: [next(v for v in time.values if v == str(year))],
    }
    if hustyp:
        selection[hustyp.code] = [value for value, _ in hustyper]
    for other in table.variables:
        # Every variable is named: one left out would be summed, or a default, without a word.
        if other.code not in selection:
            if len(other.values) != 1:
                values = {"found": other.text, "expected": list(selection)}
                raise DataError([Fault("px_variable", table.link, None, values)])
            selection[other.code] = other.values
    figures = found.server.figures(table, selection)
    _plausible(table, figures)
    at = list(selection).index(hustyp.code) if hustyp else None
    by_cell = {(k[0], k[at] if at is not None else "", k[1]): n for k, n in figures.items()}
    day = f"{year}-12-31"
    sums: dict[tuple[str, str, str], list[int | None]] = {}
    for (value, name), (h, hname), (t, tname) in product(
        (*found.areas, *found.nowhere), hustyper, tenures
    ):
        sums.setdefault((name, hname, tname), []).append(by_cell[value, h, t])
    codes = {code for _, code in found.areas}
    rows = [
        (found.level, code, day, h, t, _cell(numbers))
        for (code, h, t), numbers in sums.items()
        if code in codes
    ]
    left = {key: _cell(numbers) for key, numbers in sums.items() if key[0] not in codes}
    notes = [*_notes(found, hustyp), *_nowhere_notes(left)]
    return Vintage(
        "stock",
        found.name,
        day,
        ".csv",
        stock_text(rows),
        {
            "title": f"{table.title} ({year})" if str(year) not in table.title else table.title,
            "describes_on": date(year, 12, 31),
            "published_on": table.published_on or "",
            "fetched_on": today,
            "licence": "",
            "link": table.link,
            **found.about,
            "notes": notes,
        },
    )


def _plausible(table: PxTable, figures: Figures) -> None:
    """Refuse a negative number, and an answer in which no figure is given."""
    for key, figure in figures.items():
        if figure is not None and figure < 0:
            values: dict[str, object] = {"found": figure, "column": " ".join(key)}
            raise DataError([Fault("px_number", table.link, None, values)])
    if all(figure is None for figure in figures.values()):
        values = {"found": 0, "expected": len(figures)}
        raise DataError([Fault("net_short", table.link, None, values)])


def _cell(numbers: Sequence[int | None]) -> str:
    """Write the sum of the values with one name; not given where one of them is not."""
    known = [number for number in numbers if number is not None]
    return str(sum(known)) if len(known) == len(numbers) else ""


def _notes(found: Found, hustyp: Variable | None) -> list[str]:
    stated = found.about["notes"]
    notes = list(stated) if isinstance(stated, list) else []
    return notes if hustyp else [*notes, _UNSPLIT]


def _nowhere_notes(left: Mapping[tuple[str, str, str], str]) -> list[str]:
    """Tell what stands on rows without an area: it is in no file, and must not be lost."""
    notes = []
    for name in sorted({key[0] for key in left}):
        cells = [
            f"{hustyp} {tenure} {number or 'dolt'}"
            for (row, hustyp, tenure), number in left.items()
            if row == name and number != "0"
        ]
        notes.append(f"{name} saknar yta och ingår inte: {', '.join(cells) or '0 bostäder'}.")
    return notes


def stock_text(rows: Iterable[tuple[str, ...]]) -> str:
    """Write rows of the stock in the one order that they have."""
    hustyper = {name: number for number, name in enumerate(HUSTYPER)}
    tenures = {str(name): number for number, name in enumerate(STOCK_TENURES)}
    ordered = sorted(rows, key=lambda r: (r[0], r[1], r[2], hustyper[r[3]], tenures[r[4]]))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(STOCK_COLUMNS)
    writer.writerows(ordered)
    return stream.getvalue()


def compare_stock(old: str, new: str) -> list[Change]:
    r"""List the cells that differ; one that is gone, or was not there, is a dash.

    Examples
    --------
    >>> head = "niva,kod,datum,hustyp,upplatelseform,antal"
    >>> row = "primaromrade,101,2025-12-31,smahus,aganderatt,"
    >>> compare_stock(f"{head}\n{row}435\n", f"{head}\n{row}\n")
    [Change(key='101 smahus aganderatt', before='435', after='..')]
    """
    before, after = _cells(old), _cells(new)
    return [
        Change(key, before.get(key, "–"), after.get(key, "–"))
        for key in {**before, **after}
        if before.get(key) != after.get(key)
    ]


def _cells(text: str) -> dict[str, str]:
    return {
        f"{row['kod']} {row['hustyp']} {row['upplatelseform']}": row["antal"] or ".."
        for row in csv.DictReader(io.StringIO(text))
    }
