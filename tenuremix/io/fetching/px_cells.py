"""Ask for the figures of a table found, and name them in the words of the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product

from tenuremix.errors import DataError, Fault
from tenuremix.io.fetching.pxweb import PxTable, Variable
from tenuremix.io.fetching.said import shown_address
from tenuremix.io.fetching.stock_tables import TableFound, Values, the_time, the_variable

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
_HUSTYP = {
    "småhus": "smahus",
    "flerbostadshus": "flerbostadshus",
    "flerbost": "flerbostadshus",
    "övriga hus": "ovriga",
    "övrhus": "ovriga",
    "specialbostäder": "special",
    "specialbostad": "special",
}
_TOTALS = ("totalt", "samtliga", "alla", "summa", "total")

Cells = dict[tuple[str, str, str, str], str]
"""What stands for an area, a year, a type of building and a tenure; empty where not given."""


def named(table: PxTable, variable: Variable, names: Mapping[str, str]) -> Values:
    """Name each value in the words of the contract; a total is left out.

    Parameters
    ----------
    names
        The words of the contract by the server's texts or codes, in lower case.

    Returns
    -------
    list
        The code to ask for and the word, for each value.

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


def building_types(table: PxTable) -> tuple[Variable | None, Values]:
    """Name the types of building; a table without them has all dwellings in ``ovriga``."""
    hustyp = table.variable("Hustyp")
    return hustyp, named(table, hustyp, _HUSTYP) if hustyp else [("", "ovriga")]


def read_cells(
    found: TableFound, years: Sequence[int], kind: Variable | None, kinds: Values
) -> Cells:
    """Read every figure of some years; values with one name are summed.

    Parameters
    ----------
    found
        The table, and which of its rows are areas.
    years
        The years, which the table must have.
    kind, kinds
        The variable of the type of building, if any, and its values with their names.

    Returns
    -------
    dict
        Whole numbers as text; the rows without an area stand under their own text.

    Raises
    ------
    DataError
        Where the network fails, or no figure at all is given.
    """
    table = found.table
    region = the_variable(table, "Område", "Region")
    tenure = the_variable(table, "Upplåtelseform", "Upplatelseform")
    time = the_time(table)
    tenures = named(table, tenure, _TENURE)
    places = (*found.areas, *found.nowhere)
    selection: dict[str, Sequence[str]] = {
        region.code: [value for value, _ in places],
        tenure.code: [value for value, _ in tenures],
        time.code: [str(year) for year in years],
    }
    if kind:
        selection[kind.code] = [value for value, _ in kinds]
    for other in table.variables:
        # Every variable is named: one left out would be summed, or a default, without a word.
        if other.code not in selection:
            if len(other.values) != 1:
                values = {"column": other.text, "found": list(other.labels)}
                raise DataError([Fault("px_several", table.link, None, values)])
            selection[other.code] = other.values
    figures = found.server.figures(table, selection)
    if all(figure is None for figure in figures.values()):
        none: dict[str, object] = {"found": 0, "expected": len(figures)}
        raise DataError([Fault("net_short", table.link, None, none)])
    # The order of the selection: region, tenure, year, then the type of building if there is one.
    by_cell = {(*key[:3], key[3] if kind else ""): figure for key, figure in figures.items()}
    sums: dict[tuple[str, str, str, str], list[int | None]] = {}
    for (v, name), (t, tname), year, (k, kname) in product(
        places, tenures, selection[time.code], kinds
    ):
        sums.setdefault((name, year, kname, tname), []).append(by_cell[v, t, year, k])
    return {cell: _sum(numbers) for cell, numbers in sums.items()}


def _sum(numbers: Sequence[int | None]) -> str:
    """Write the sum of the values with one name; not given where one of them is not."""
    known = [number for number in numbers if number is not None]
    return str(sum(known)) if len(known) == len(numbers) else ""


def nowhere(found: TableFound, cells: Cells) -> list[str]:
    """Tell what stands on rows without an area: it is in no file, and must not be lost."""
    notes = []
    for _, name in found.nowhere:
        told = [
            f"{year} {kind} {tenure} {number or 'dolt'}"
            for (row, year, kind, tenure), number in cells.items()
            if row == name and number != "0"
        ]
        notes.append(f"{name} saknar yta och ingår inte: {', '.join(told) or '0 bostäder'}.")
    return notes


def sidecar_of(
    found: TableFound, describes_on: date, today: date, notes: Sequence[str]
) -> dict[str, object]:
    """Describe a file by its table; ``notes`` are added to what is known of the source."""
    stated = found.about["notes"]
    return {
        "title": found.table.title,
        "describes_on": describes_on,
        "published_on": found.table.published_on or "",
        "fetched_on": today,
        "link": shown_address(found.table.link),
        **found.about,
        "notes": [*(stated if isinstance(stated, list) else []), *notes],
    }
