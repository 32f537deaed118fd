"""What the tables of a shared database hold, and their refusals in the words of the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tenuremix.errors import Fault
from tenuremix.register import (
    BEGUN_COLUMNS,
    EXCEPTIONS,
    PIPELINE,
    SUBGROUPS,
    UNDECIDED,
    Action,
    Event,
)
from tenuremix.tenure import ALLOCATION_TENURES, HUSTYPER, STOCK_TENURES

if TYPE_CHECKING:
    import psycopg

CORRECTIONS = tuple(str(action) for action in Action)
"""What a later row may do to a row of the same id, datum and handelse (atgard)."""
LISTS: Mapping[str, Sequence[str]] = {
    "hustyper": HUSTYPER,
    "upplatelseformer": [tenure.value for tenure in STOCK_TENURES],
    "handelser": [event.value for event in Event],
    "undergrupper": SUBGROUPS,
    "undantag": EXCEPTIONS,
    "atgarder": CORRECTIONS,
    "vantande": [event.value for event in PIPELINE],
    "osakra": [event.value for event in UNDECIDED],
}
"""The lists of codes in ``database.sql``.

``vantande`` are the events that await a decision, ``osakra`` those that may have a probability.
"""

COLUMNS: Mapping[str, Sequence[str]] = {
    "omraden": ("kod", "namn", "niva", "foralder"),
    "bestand": ("niva", "kod", "datum", "hustyp", "upplatelseform", "antal"),
    "register": (
        *("id", "namn", "datum", "datum_angivet", "handelse"),
        *(tenure.value for tenure in ALLOCATION_TENURES),
        *("byggaktor", "diarienummer", "metod", "omrade", "giltig_till", "undergrupp"),
        *("undantag", "sannolikhet", "forvantad", *BEGUN_COLUMNS.values(), "anmarkning"),
        *("atgard", "orsak", "registrerad", "inlast_ur"),
    ),
}
"""The columns of each table that come from outside; the geometry is besides."""
KEPT = ("rad", "kalla", "inlagd_av", "inlagd_nar")
"""The columns that the database keeps for itself."""

_SHAPES = {
    "omraden": ["Polygon", "MultiPolygon"],
    "register": ["Point", "Polygon", "MultiPolygon"],
}
# constraint: (fault, the column that it is about)
_FAULTS: Mapping[str, tuple[str, str]] = {
    "hustyp_kand": ("unknown_value", "hustyp"),
    "upplatelseform_kand": ("unknown_value", "upplatelseform"),
    "handelse_kand": ("unknown_value", "handelse"),
    "undergrupp_kand": ("unknown_value", "undergrupp"),
    "undantag_kant": ("unknown_value", "undantag"),
    "atgard_kand": ("unknown_value", "atgard"),
    "antal_helt": ("not_a_count", "antal"),
    **{f"{t.value}_helt": ("not_a_count", t.value) for t in ALLOCATION_TENURES},
    "datum_dag": ("not_a_date", "datum"),
    **{f"{column}_helt": ("not_a_count", column) for column in BEGUN_COLUMNS.values()},
    "varav_skede": ("begun_stage", "handelse"),
    "forvantad_dag": ("not_a_date", "forvantad"),
    "forvantad_skede": ("expected_stage", "handelse"),
    "giltig_till_dag": ("not_a_date", "giltig_till"),
    "registrerad_dag": ("not_a_date", "registrerad"),
    "sannolikhet_andel": ("not_a_share", "sannolikhet"),
    "sannolikhet_skede": ("probability_stage", "handelse"),
    "undantag_diarienummer": ("exception_source", "diarienummer"),
    "atgard_orsak": ("empty", "orsak"),
    "omrade_kant": ("unknown_code", "omrade"),
    "geom_slag": ("geometry_type", "geom"),
    "geom_giltig": ("geometry_invalid", "geom"),
    "geom_tom": ("geometry_empty", "geom"),
}
_CODES = {
    "hustyp": "hustyper",
    "upplatelseform": "upplatelseformer",
    "handelse": "handelser",
    "undergrupp": "undergrupper",
    "undantag": "undantag",
    "atgard": "atgarder",
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
        return Fault("db_failed", where, row, {"detail": detail})
    found = _drawn(key, values.get(column)) if column == "geom" else values.get(column)
    expected = _SHAPES.get(table) if column == "geom" else LISTS.get(_CODES.get(column, ""))
    told = {"column": column, "found": found, "expected": expected or _EXPECTED.get(column, "…")}
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
