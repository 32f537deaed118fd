"""Find the tables of the stock: Göteborg's and SCB's, and which rows of them are areas."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tenuremix.errors import DataError, Fault, UsageError
from tenuremix.io.fetching.http import Client
from tenuremix.io.fetching.pxweb import PxTable, PxWeb, PxWebV1, PxWebV2, Variable

GOTEBORG = "https://statistikdatabas.goteborg.se/api/v1/sv"
SCB = "https://statistikdatabasen.scb.se/api/v2"
KOMMUN, CITY = "1480", "Göteborg"
_CITY = "1. Göteborg och dess delområden"
_FOLDERS = {
    "basomrade": "Basområden",
    "primaromrade": "Primärområden",
    "mellanomrade": "Mellanområden 2021-",
    "stadsomrade": "Stadsområden",
}
_SUBJECT = "Bostäder och byggande/Bostadsbestånd"
_TABLE = "20_Typ_upplatelse"
LEVELS = {"goteborg": tuple(_FOLDERS), "scb": ("deso", "regso", "kommun")}
NEW_DESO = 2024
"""The first year of the table with DeSO 2025; SCB does not recount the years before."""
EDITION_2025 = "DeSO och RegSO 2025"
EDITION_2018 = "DeSO 2018 och RegSO 2020"
_CODE_LISTS = {
    ("deso", EDITION_2025): "deso2025",
    ("regso", EDITION_2025): "regso2025",
    ("deso", EDITION_2018): "deso2018",
    ("regso", EDITION_2018): "regso2020",
}
DISTRICTS = "TAB6638"
OLD_DISTRICTS = "TAB6258"
WHOLE = "TAB824"
"""SCB's tables: districts of either edition, and whole municipalities."""
_NOWHERE = {
    "basomrade": ("99999",),
    "primaromrade": ("199", "999"),
    "mellanomrade": ("99",),
    "stadsomrade": ("0", "9", "99"),
}
_NO_LICENCE = "Utgivarens licens är inte kontrollerad; läs villkoren före vidare spridning."

Values = Sequence[tuple[str, str]]
"""Values of a variable: the code to ask for, and what it is called in the file."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to fetch: of which source, level and municipality, and which years.

    No years means the latest; ``every`` means all of the table of the edition in force.
    """

    source: str = "goteborg"
    url: str | None = None
    kommun: str = KOMMUN
    level: str | None = None
    years: tuple[int, ...] = ()
    every: bool = False


@dataclass(frozen=True, slots=True)
class TableFound:
    """A table found, and what of it is wanted."""

    server: PxWeb
    table: PxTable
    name: str
    level: str
    areas: Values
    nowhere: Values
    about: Mapping[str, object]


def find_tables(client: Client, order: Order) -> list[tuple[TableFound, list[int]]]:
    """Find the tables that hold an order, and which of the years each holds.

    Raises
    ------
    UsageError
        Where the source has no such level or municipality.
    DataError
        Where there is no such table, variable, municipality or year.
    """
    order = _checked(order)
    return _goteborg(client, order) if order.source == "goteborg" else _scb(client, order)


def _checked(order: Order) -> Order:
    levels = LEVELS[order.source]
    level = order.level or ("primaromrade" if order.source == "goteborg" else "deso")
    if level not in levels:
        raise UsageError("level", level=level, expected=levels)
    check_kommun(order)
    return replace(order, level=level, years=tuple(sorted(set(order.years))))


def check_kommun(order: Order) -> None:
    """See that the source of an order may hold its municipality.

    Raises
    ------
    UsageError
        Where the code is no code, or another than that of the city whose source it is.
    """
    if order.source == "goteborg" and order.kommun != KOMMUN:
        raise UsageError("kommun_own", kommun=order.kommun, own=KOMMUN, city=CITY)
    if not re.fullmatch(r"[0-9]{4}", order.kommun):
        raise UsageError("kommun", kommun=order.kommun, own=KOMMUN)


def _goteborg(client: Client, order: Order) -> list[tuple[TableFound, list[int]]]:
    found = find_goteborg(client, order.url, str(order.level), _SUBJECT, _TABLE)
    return [(found, _years(found.table, order.years, every=order.every))]


def find_goteborg(
    client: Client, url: str | None, level: str, subject: str, start: str
) -> TableFound:
    """Find a table of a level by how its name starts: the rest differs between levels and years.

    Parameters
    ----------
    url
        The address of the database, or None for the city's own.
    subject
        The folder of the table, below that of the level.
    start
        How the name of the table starts.

    Raises
    ------
    DataError
        Where there is none.
    """
    server = PxWebV1(client, url or GOTEBORG)
    folder = f"{_CITY}/{_FOLDERS[level]}/{subject}"
    listed = server.tables(folder)
    named = sorted(name for name in listed if name.startswith(start))
    if not named:
        values = {"found": listed, "expected": f"{start}…"}
        raise DataError([Fault("px_table", folder, None, values)])
    table = server.table(f"{folder}/{named[-1]}")
    areas: list[tuple[str, str]] = []
    nowhere: list[tuple[str, str]] = []
    region = the_variable(table, "Område")
    for value, label in zip(region.values, region.labels, strict=True):
        code = _leading_code(label) or _leading_code(value)
        if not code:  # a row that sums the city, such as "Göteborg totalt"
            continue
        code = code.lstrip("0") or "0" if level == "stadsomrade" else code
        unknown = "ospecificerat" in label.casefold() or code in _NOWHERE[level]
        (nowhere if unknown else areas).append((value, label if unknown else code))
    about: dict[str, object] = {
        "producer": "Göteborgs Stad, statistikdatabasen",
        "edition": "Göteborg 2021",
        "notes": [_NO_LICENCE],
    }
    name = named[-1].removesuffix(".px")
    return TableFound(server, table, name, level, areas, nowhere, about)


def _scb(client: Client, order: Order) -> list[tuple[TableFound, list[int]]]:
    """Find SCB's tables: districts of the edition of each year, or the municipality."""
    server = PxWebV2(client, order.url or SCB)
    level = str(order.level)
    if level == "kommun":
        found = find_whole(server, order.kommun)
        return [(found, _years(found.table, order.years, every=order.every))]
    latest = tuple(year for year in order.years if year >= NEW_DESO)
    earlier = tuple(year for year in order.years if year < NEW_DESO)
    result = []
    if latest or not order.years:
        found = _scb_table(server, DISTRICTS, level, order.kommun, EDITION_2025)
        result.append((found, _years(found.table, latest, every=order.every)))
    if earlier:
        found = _scb_table(server, OLD_DISTRICTS, level, order.kommun, EDITION_2018)
        result.append((found, _years(found.table, earlier)))
    return result


def find_whole(server: PxWebV2, kommun: str) -> TableFound:
    """Find SCB's table of whole municipalities, and the one of them.

    Raises
    ------
    DataError
        Where there is no such table or municipality.
    """
    return _scb_table(server, WHOLE, "kommun", kommun, "")


def _scb_table(server: PxWebV2, id_: str, level: str, kommun: str, edition: str) -> TableFound:
    table = server.table(id_)
    region = the_variable(table, "Region")
    areas = _scb_areas(region, level, kommun)
    wanted = _CODE_LISTS.get((level, edition), "-")
    for name in region.codelists if not areas else ():
        if wanted in name.casefold():
            areas = _scb_areas(server.codelist(table, region, name), level, kommun)
            break
    if not areas:
        raise DataError([Fault("net_kommun", table.link, None, {"found": kommun})])
    name = f"{id_}_{kommun}" if level == "kommun" else f"{id_}_{kommun}_{level}"
    about: dict[str, object] = {
        "producer": "Statistiska centralbyrån (SCB)",
        "edition": edition,
        "licence": table.licence or "CC0",
        "notes": [],
    }
    return TableFound(server, table, name, level, areas, (), about)


def _scb_areas(region: Variable, level: str, kommun: str) -> Values:
    """Choose the areas of one level and municipality."""
    pattern = {"deso": r"[ABC]\d{4}", "regso": r"R\d{3}", "kommun": ""}[level]
    wanted = re.compile(f"{kommun}{pattern}")
    codes = ((value, bare_code(value)) for value in region.values)
    return [(value, code) for value, code in codes if wanted.fullmatch(code)]


def bare_code(text: str) -> str:
    """Give the code of a district without what tells its edition.

    Examples
    --------
    >>> bare_code("1480C1010_DeSO2025")
    '1480C1010'
    """
    return re.sub(r"_[A-Za-z]+\d{4}$", "", text)


def _leading_code(text: str) -> str:
    found = re.match(r"\s*(\d+)", text)
    return found[1] if found else ""


def the_variable(table: PxTable, *names: str) -> Variable:
    """Give a variable that the table must have, by any of its names.

    Raises
    ------
    DataError
        Where the table has none of them.
    """
    found = table.variable(*names)
    if found is None:
        values = {"found": [v.text for v in table.variables], "expected": names[0]}
        raise DataError([Fault("px_variable", table.link, None, values)])
    return found


def the_time(table: PxTable) -> Variable:
    """Give the variable of the years: the one that the server says is time, else by name."""
    by_role = [variable for variable in table.variables if variable.role == "time"]
    return by_role[0] if by_role else the_variable(table, "År", "Tid")


def _years(table: PxTable, wanted: Sequence[int], *, every: bool = False) -> list[int]:
    """Choose the years asked for, else the latest, or every one."""
    have = sorted(int(value) for value in the_time(table).values if value.isdecimal())
    missing = [year for year in wanted if year not in have]
    if missing or not have:
        values = {"found": missing, "expected": have}
        raise DataError([Fault("px_year", table.link, None, values)])
    return list(wanted) or (have if every else have[-1:])
