"""The template of a register: an Excel sheet to fill in, and a guide to its columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import shapely

from tenuremix import schema
from tenuremix.counting.areas import Areas
from tenuremix.counting.decisions import Event
from tenuremix.counting.tenure import ALLOCATION_TENURES
from tenuremix.io.formats.layers import WORDS, Field, Layer
from tenuremix.io.formats.xlsx import xlsx_bytes
from tenuremix.locale.catalogue import Language
from tenuremix.locale.locale import Locale
from tenuremix.schema import DECISIONS, PLACES, names

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

_PLACES = ("omrade", "e", "n")
_SPARE = 500
_MADE_ON = date(2025, 1, 1)
"""The day that stands in the file: that of its first example."""


def render_template(areas: Areas, *, language: str = "sv") -> bytes:
    """Make the template of a register for some areas.

    Parameters
    ----------
    areas
        The examples lie in the first of them, so that the file is a register as it stands.
    language
        ``"sv"`` or ``"en"``: of the guide.  The columns and their words are the contract's.
    """
    text = Locale(language)
    at = names(DECISIONS).index("omrade") + 1
    points = [column for column in PLACES if column.name in _PLACES]
    filled_in = [*DECISIONS[:at], *points, *DECISIONS[at:]]
    columns = [_column(each, areas, text) for each in filled_in]
    sheet = Layer(
        name="register",
        title="register",
        columns=columns,
        rows=[[row.get(each.name) for each in columns] for row in _examples(areas, text)],
        frozen=2,
        spare=_SPARE,
    )
    layers = [sheet, _guide(filled_in, areas, text)]
    return xlsx_bytes(layers, changed_on=_MADE_ON, title="tenuremix register")


def _column(each: schema.Column, areas: Areas, text: Locale) -> Field:
    note = f"{_meaning(each, text)} {_form(each, areas, text)}"
    return Field(each.name, each.kind, each.name, each.words, note)


def _meaning(each: schema.Column, text: Locale) -> str:
    meaning = each.sv if text.language is Language.SV else each.en
    if not each.stages:
        return meaning
    return f"{meaning} {text('template.stages', events=text.join(list(each.stages)))}"


def _form(each: schema.Column, areas: Areas, text: Locale) -> str:
    if each.choices:
        return text("template.form.choices", choices=", ".join(each.words))
    return text(f"template.form.{each.kind}", crs=areas.crs)


def _guide(filled_in: Sequence[schema.Column], areas: Areas, text: Locale) -> Layer:
    heads = [
        Field(name, WORDS, text(f"template.{name}"))
        for name in ("column", "required", "form", "meaning")
    ]
    needed = names(filled_in, required=True)
    rows = []
    for each in filled_in:
        required = "always" if each.name in needed else "never"
        words = text("template.place" if each.name in _PLACES else f"template.{required}")
        rows.append([each.name, words, _form(each, areas, text), _meaning(each, text)])
    return Layer(name="kolumner", title=text("template.guide"), columns=heads, rows=rows, frozen=1)


def _examples(areas: Areas, text: Locale) -> list[dict[str, object]]:
    """Make a row with coordinates, and one that names its area."""
    code, area = next(iter(areas.at(areas.finest).items()))
    point = _point(area.geometry)
    common = {"handelse": Event.MARKANVISNING.value, "anmarkning": text("template.example.remark")}
    first = {
        **common,
        "id": "EX-1",
        "namn": text("template.example.point"),
        "datum": _MADE_ON,
        **dict(zip(map(str, ALLOCATION_TENURES), (40, 20, 0, 0), strict=True)),
        "giltig_till": date(2027, 1, 1),
        **(point or {"omrade": code}),
    }
    second = {
        **common,
        "id": "EX-2",
        "namn": text("template.example.area"),
        "datum": date(2025, 2, 1),
        **dict(zip(map(str, ALLOCATION_TENURES), (0, 0, 0, 60), strict=True)),
        "omrade": code,
    }
    return [first, second]


def _point(geometry: Geometry | None) -> dict[str, object]:
    if geometry is None:
        return {}
    inside = shapely.point_on_surface(geometry)
    return {"e": round(inside.x), "n": round(inside.y)}
