"""What the tables of a shared database hold, and their refusals in the words of the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tenuremix.counting.areas import LEVEL_ORDER
from tenuremix.counting.decisions import FIRST, KEEPS_NUMBERS, MOVES_NOTHING, PIPELINE
from tenuremix.counting.period import YEARS
from tenuremix.errors import Fault
from tenuremix.io.files.letters import LOST, TWICE
from tenuremix.schema import (
    AREAS,
    DATE,
    INTEGER,
    REGISTER,
    SHARE,
    STOCK,
    SUPPRESSED_MAX,
    SUPPRESSED_MIN,
    Column,
)

if TYPE_CHECKING:
    import psycopg

COLUMNS: Mapping[str, Sequence[Column]] = {
    "omraden": AREAS,
    "bestand": (*STOCK, SUPPRESSED_MIN, SUPPRESSED_MAX),
    "register": REGISTER,
}
"""The columns of each table that come from outside; the geometry is besides."""
_EVERY = [column for columns in COLUMNS.values() for column in columns]
_STAGES = {
    f"{column.name.partition('_')[0]}_skede": (f"{column.attribute}_stage", column.stages)
    for column in _EVERY
    if column.stages
}
LISTS: Mapping[str, Sequence[str]] = {
    **{column.name: column.words for column in _EVERY if column.choices},
    **{name: [event.value for event in events] for name, (_, events) in _STAGES.items()},
    "forst": FIRST,
    "planer": PIPELINE,
    "behaller": KEEPS_NUMBERS,
    "flyttar_inte": MOVES_NOTHING,
    "nivaer": LEVEL_ORDER,
}
"""The lists of codes in ``schema.sql``: by their column, and the events that rules allow."""
WORDS: Mapping[str, str] = {
    "forsta_dag": f"{YEARS[0]}-01-01",
    "sista_dag": f"{YEARS[1]}-12-31",
    "forlorade": f"{LOST}|{TWICE}",
}
"""The other values in it: the days that are believed, and letters that were lost."""
KEPT = ("rad", "kalla", "inlagd_av", "inlagd_nar")
"""The columns that the database keeps for itself."""

_SHAPES = {"omraden": ["Polygon", "MultiPolygon"], "register": ["Point", "Polygon", "MultiPolygon"]}
_KINDS = {
    INTEGER: ("helt", "not_a_count"),
    DATE: ("dag", "year_range"),
    SHARE: ("andel", "not_a_share"),
}
# constraint: (fault, the column that it is about)
_FAULTS: Mapping[str, tuple[str, str]] = {
    **{
        f"{column.name}_{_KINDS[column.kind][0]}": (_KINDS[column.kind][1], column.name)
        for column in _EVERY
        if column.kind in _KINDS
    },
    **{f"{name}_kand": ("unknown_value", name) for name in LISTS},
    "undantag_kant": ("unknown_value", "undantag"),
    **{name: (fault, "handelse") for name, (fault, _) in _STAGES.items()},
    "undantag_diarienummer": ("exception_source", "diarienummer"),
    "atgard_orsak": ("empty", "orsak"),
    "omrade_kant": ("unknown_code", "omrade"),
    "giltig_till_efter": ("valid_before", "giltig_till"),
    "geom_slag": ("geometry_type", "geom"),
    "geom_giltig": ("geometry_invalid", "geom"),
    "geom_tom": ("geometry_empty", "geom"),
}
# constraint: (fault, the columns that name what is already there)
_ONCE: Mapping[str, tuple[str, Sequence[str]]] = {
    "omrade_en_gang": ("duplicate", ("niva", "kod")),
    "bestand_en_gang": ("duplicate", ("niva", "kod", "datum", "hustyp", "upplatelseform")),
    "beslut_en_gang": ("duplicate", ("id", "datum", "handelse")),
    "hel_niva": ("db_part", ("niva",)),
    "hel_argang": ("db_part", ("niva", "datum")),
}


def refusal(
    error: psycopg.Error, where: str, row: int, table: str, values: Mapping[str, Any]
) -> Fault:
    """Say why the database refused a row, as the reader of a file would have said it.

    Parameters
    ----------
    error
        What the driver raised.
    where, row, table
        The database as the user knows it, the row of what was to be written, and its table.
    values
        The values of the row by column.
    """
    constraint = error.diag.constraint_name or ""
    if constraint in _ONCE:
        key, columns = _ONCE[constraint]
        words = " ".join(str(values.get(column)) for column in columns)
        return Fault(key, where, row, {"found": words, "first": where, "expected": words})
    if constraint in _FAULTS:
        key, column = _FAULTS[constraint]
    elif error.sqlstate == "23502":  # a column that may not be NULL
        key, column = "empty", error.diag.column_name or ""
    else:
        detail = (error.diag.message_primary or type(error).__name__).rstrip(".")
        refused = str(error.sqlstate).startswith("23")  # by a rule of the table
        return Fault("db_refused" if refused else "db_failed", where, row, {"detail": detail})
    found = _drawn(key, values.get(column)) if column == "geom" else values.get(column)
    expected = _SHAPES.get(table) if column == "geom" else LISTS.get(column)
    stated = _EXPECTED.get(column, values.get("datum", "…"))
    told = {"column": column, "found": found, "expected": expected or stated}
    return Fault(key, where, row, told)


_EXPECTED = {"omrade": "tabellen / the table omraden", "datum": "2025-03-31", "id": "A-1"}


def _drawn(key: str, wkb: bytes | None) -> str:
    """Say what a geometry is, or what is wrong with it."""
    import shapely

    geometry = shapely.from_wkb(wkb)
    if geometry is None:
        return ""
    valid = key != "geometry_invalid"
    return geometry.geom_type if valid else str(shapely.is_valid_reason(geometry))
