"""The template of a register: an Excel sheet to fill in, and a guide to its columns."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import shapely

from tenuremix.areas import Areas
from tenuremix.io.layers import DATE, INTEGER, NUMBER, SHARE, TEXT, WORDS, Column, Layer
from tenuremix.io.xlsx import xlsx_bytes
from tenuremix.register import BEGUN_COLUMNS, EXCEPTIONS, SUBGROUPS, Event
from tenuremix.render.locale import Locale
from tenuremix.tenure import ALLOCATION_TENURES

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

_KINDS = {
    **dict.fromkeys(("id", "namn"), TEXT),
    "datum": DATE,
    "handelse": TEXT,
    **dict.fromkeys(ALLOCATION_TENURES, INTEGER),
    **dict.fromkeys(("byggaktor", "diarienummer", "metod", "omrade"), TEXT),
    **dict.fromkeys(("e", "n"), NUMBER),
    **dict.fromkeys(("giltig_till", "forvantad"), DATE),
    **dict.fromkeys(("undergrupp", "undantag"), TEXT),
    "sannolikhet": SHARE,
    **dict.fromkeys(BEGUN_COLUMNS.values(), INTEGER),
    "anmarkning": TEXT,
}
_CHOICES = {"handelse": tuple(Event), "undergrupp": SUBGROUPS, "undantag": EXCEPTIONS}
_REQUIRED = ("id", "namn", "datum", "handelse", *ALLOCATION_TENURES)
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
    columns = [_column(str(name), kind, areas, text) for name, kind in _KINDS.items()]
    sheet = Layer(
        name="register",
        title="register",
        columns=columns,
        rows=[[row.get(each.name) for each in columns] for row in _examples(areas, text)],
        frozen=2,
        spare=_SPARE,
    )
    layers = [sheet, _guide(columns, areas, text)]
    return xlsx_bytes(layers, changed_on=_MADE_ON, title="tenuremix register")


def _column(name: str, kind: str, areas: Areas, text: Locale) -> Column:
    note = f"{text(f'template.{name}')} {_form(name, kind, areas, text)}"
    return Column(name, kind, name, tuple(map(str, _CHOICES.get(name, ()))), note)


def _form(name: str, kind: str, areas: Areas, text: Locale) -> str:
    if name in _CHOICES:
        return text("template.form.choices", choices=", ".join(_CHOICES[name]))
    return text(f"template.form.{kind}", crs=areas.crs)


def _guide(columns: list[Column], areas: Areas, text: Locale) -> Layer:
    names = ("column", "required", "form", "meaning")
    rows = []
    for each in columns:
        required = "always" if each.name in _REQUIRED else "never"
        words = text("template.place" if each.name in _PLACES else f"template.{required}")
        form = _form(each.name, each.kind, areas, text)
        rows.append([each.name, words, form, text(f"template.{each.name}")])
    heads = [Column(name, WORDS, text(f"template.{name}")) for name in names]
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
