"""The areas of a level as a layer: what the JSON of ``areas`` says, with Swedish columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import shapely

from tenuremix.answers.contract import areas_json
from tenuremix.counting.projection import AreaProjection, Projection
from tenuremix.counting.tenure import ALLOCATION_TENURES, KNOWN, STOCK_TENURES, Tenure, share
from tenuremix.document.missing import pole_name
from tenuremix.document.words import class_name, level_name
from tenuremix.export.qml import area_styles
from tenuremix.io.formats.layers import DATE, INTEGER, SHARE, TEXT, Field, Layer
from tenuremix.locale.locale import Locale

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

    from tenuremix.counting.areas import Areas

# The prefix of the columns, their kind, the key of the JSON, the tenures, the heading.
_Group = tuple[str, str, str, tuple[Tenure, ...], str]
_MIXES: tuple[_Group, ...] = (
    ("", INTEGER, "dwellings", STOCK_TENURES, "now"),
    ("andel_", SHARE, "shares", KNOWN, "share"),
    ("brist_", INTEGER, "shortfall", KNOWN, "shortfall"),
)
_FLOWS: tuple[_Group, ...] = (
    ("beslutat_", INTEGER, "pipeline", ALLOCATION_TENURES, "pipeline"),
    ("fardigt_", INTEGER, "completed", ALLOCATION_TENURES, "completed"),
    ("planerat_", INTEGER, "planned", ALLOCATION_TENURES, "planned"),
    ("framtid_", INTEGER, "mix_projected", STOCK_TENURES, "projected"),
    ("andel_framtid_", SHARE, "shares_projected", KNOWN, "share_projected"),
)
ENDS = ("lagst", "hogst")


def capital(words: str) -> str:
    """Begin with a capital letter."""
    return words[:1].upper() + words[1:]


def slug(name: str) -> str:
    """Make a name for a layer: small ASCII letters, digits and ``_``.

    Examples
    --------
    >>> slug("Övriga områden 2")
    'ovriga_omraden_2'
    """
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "niva"


def column(name: str, kind: str, text: Locale) -> Field:
    """Make a column whose heading is the text of its name, or of what it is an end of."""
    what, _, end = name.rpartition("_")
    words = (
        text(f"export.{end}", what=text(f"export.{what}"))
        if end in ENDS
        else text(f"export.{name}")
    )
    return Field(name, kind, words)


def area_layer(projection: Projection, areas: Areas, text: Locale) -> Layer:
    """Make the layer of one level by what is missing, its areas in the areas' CRS."""
    columns = _columns(text)
    projection = projection.ranked
    rows = []
    for found, record in zip(projection.areas.values(), areas_json(projection), strict=True):
        values = _values(found, record, projection.vintage, text)
        rows.append([values[each.name] for each in columns])
    outlines = [areas.outline(code, projection.level) for code in projection.areas]
    return Layer(
        name=f"omraden_{slug(projection.level)}",
        title=capital(level_name(projection.level, text, plural=True)),
        columns=columns,
        rows=rows,
        geometries=[shape and as_multipolygon(shape) for shape in outlines],
        shape="MULTIPOLYGON",
        crs=areas.crs,
        styles=area_styles(columns, text),
        frozen=2,
    )


def as_multipolygon(geometry: Geometry) -> Geometry:
    """Give a polygon, or the polygons of a collection, as a multipolygon."""
    parts = shapely.get_parts(geometry, return_index=False)
    found = [part for part in parts if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(found)


def _columns(text: Locale) -> list[Field]:
    def named(*names: str, kind: str = TEXT) -> list[Field]:
        return [column(name, kind, text) for name in names]

    def of(groups: Sequence[_Group]) -> list[Field]:
        return [
            Field(f"{prefix}{tenure}", kind, capital(_heading(key, tenure, text)))
            for prefix, kind, _, tenures, key in groups
            for tenure in tenures
        ]

    ends = [
        Field(
            f"{prefix}{tenure}_{end}",
            kind,
            capital(text(f"export.{end}", what=_heading(key, tenure, text))),
        )
        for prefix, kind, _, tenures, key in _MIXES
        for tenure in tenures
        for end in ENDS
    ]
    return [
        *named("kod", "namn", "niva", "foralder"),
        *named("klass", "klass_text"),
        *named("klass_ar", "klass_av_ar", kind=INTEGER),
        *named("saknas", "saknas_pol", "saknas_pol_text"),
        *named(
            "saknas_grad", "saknas_antal", "saknas_antal_lagst", "saknas_antal_hogst", kind=INTEGER
        ),
        *named("statistik_datum", kind=DATE),
        *named("bostader", kind=INTEGER),
        *of(_MIXES),
        *of(_FLOWS),
        *named("klass_framtid", "klass_framtid_text"),
        *ends,
    ]


def _heading(key: str, tenure: Tenure, text: Locale) -> str:
    return text(f"export.{key}", tenure=text(f"tenure.{tenure}"))


def _missing(projection: AreaProjection, text: Locale) -> dict[str, object]:
    """Give which pole is missing, how deep, and how many dwellings of it."""
    found = projection.missing_pole(projection.now)
    number = found.dwellings
    return {
        "saknas_pol": found.pole,
        "saknas_pol_text": pole_name(found.pole, text),
        "saknas_grad": found.depth,
        "saknas_antal": number and number.value,
        "saknas_antal_lagst": number and number.low,
        "saknas_antal_hogst": number and number.high,
    }


def _values(
    projection: AreaProjection, record: Mapping[str, Any], vintage: date | None, text: Locale
) -> dict[str, object]:
    """Give the values of one area by column."""
    steady = record["class_steady"] or (None, None)
    values: dict[str, object] = {
        "kod": record["area"],
        "namn": record["area_name"],
        "niva": record["level"],
        "foralder": projection.area.parent,
        "klass": record["class"],
        "klass_text": class_name(record["class"], text),
        "klass_ar": steady[0],
        "klass_av_ar": steady[1],
        "saknas": record["missing"],
        **_missing(projection, text),
        "statistik_datum": vintage if projection.now is not None else None,
        "bostader": record["known"],
        "klass_framtid": record["class_projected"],
        "klass_framtid_text": class_name(record["class_projected"], text),
    }
    projected = projection.projected
    shares = {t.value: share(projected, {t}) for t in KNOWN} if projected is not None else {}
    known = {name: found.value if found else None for name, found in shares.items()}
    filled = {**record, "shares_projected": known}
    for prefix, _, key, tenures, _ in (*_MIXES, *_FLOWS):
        for tenure in tenures:
            values[f"{prefix}{tenure}"] = (filled[key] or {}).get(tenure.value)
    for prefix, _, key, tenures, _ in _MIXES:
        for tenure in tenures:
            value = values[f"{prefix}{tenure}"]
            ends = record[f"{key}_range"].get(tenure.value) or (value, value)
            for name, end in zip(ENDS, ends, strict=True):
                values[f"{prefix}{tenure}_{name}"] = end
    return values
