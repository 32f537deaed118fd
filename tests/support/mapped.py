"""Maps to test: the bundled one, the real boundaries, five squares, and readers of their data."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import shapely
from places import DATA, REAL
from shapely import Polygon

from tenuremix.answers.compare.figures import compare
from tenuremix.answers.compare.page import render_comparison
from tenuremix.answers.note import render_note
from tenuremix.counting.areas import Area, Areas, Cell, Stock
from tenuremix.counting.check import check_proposal
from tenuremix.counting.decisions import Decision, Event, Place
from tenuremix.counting.proposal import Plot
from tenuremix.counting.register import Register
from tenuremix.counting.rules import Definition
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import Count, Tenure
from tenuremix.inputs import Settings, Source, Workspace
from tenuremix.io.inputs.workspace import find_settings, load
from tenuremix.locale.locale import Locale
from tenuremix.map.geometry import GRID_ZOOM
from tenuremix.map.page import render_map
from tenuremix.planning.plots import OpenPlot
from tenuremix.report.build import render_annex, render_report

HR, BR, AR = Tenure.HYRESRATT, Tenure.BOSTADSRATT, Tenure.AGANDERATT
DAY = date(2025, 12, 31)
MARKUP = (
    "<script>window.hit = 1</script>",
    "<img src=x onerror=window.hit=1>",
    "</script><script>window.hit = 1</script>",
    "<!-- <script> {{ 7 * 7 }} {% raw %}",
    "\u2028\u2029'\"&amp;${window.hit = 1}",
)
TURNING = ("\u202eomvänt", "\u2067א\u05d1\u05d2", "=1+1\u200f", "@\u202bx\u202c", "-\u061cz")
LONG = ("ord " * 2500, "x" * 10_000, "=" + "y" * 9_999, "<" * 10_000, "å" * 10_000)
HOSTILE = {"markup": MARKUP, "turning": TURNING, "long": LONG}


@cache
def bundled() -> Workspace:
    return load(find_settings(Path("/nowhere")))


@cache
def at_years_end() -> Workspace:
    """Load the bundled city on the last day of the target's period."""
    return load(find_settings(Path("/nowhere"), as_of=DAY))


@cache
def public() -> Workspace:
    """Load the bundled city with the public notices for a register."""
    register = ["markanvisningar/goteborg_publika.csv"]
    return load(find_settings(DATA, overrides={"register": register}, as_of=DAY))


@cache
def bundled_map(language: str = "sv") -> str:
    return render_map(bundled(), language=language)


@cache
def bundled_page(name: str, language: str) -> str:
    """Make a page of the bundled city: map, report, annex, note on a proposal or several."""
    workspace = bundled()
    if name == "map":
        return bundled_map(language)
    if name in ("report", "annex"):
        render = render_report if name == "report" else render_annex
        return render(workspace, 2025, as_of=date(2026, 1, 1), language=language)
    plot = Plot("Planen", Place(area="109"), {Tenure.HYRESRATT: 80, Tenure.BOSTADSRATT: 40})
    if name == "compare":
        other = replace(plot, dwellings={Tenure.HYRESRATT: 120})
        elsewhere = replace(other, place=Place(area="111"))
        named = [("Kvarnen", [plot]), ("Åkanten", [other]), ("Hörnet", [elsewhere])]
        return render_comparison(compare(workspace, named), workspace, Locale(language))
    check = check_proposal(workspace.books, [plot], workspace.targets)
    return render_note(check, workspace, language=language)


def real_workspace(folder: Path) -> Workspace:
    """Load the bundled stock and register on the real boundaries, in the contract's columns."""
    import geopandas as gpd
    import pandas as pd

    layers = []
    for level, layer, parent in (
        ("primaromrade", "primaromraden", "mellanomrade"),
        ("mellanomrade", "mellanomraden", "stadsomrade"),
        ("stadsomrade", "stadsomraden", None),
    ):
        read = gpd.read_file(REAL, layer=layer)
        columns = {"kod": read[level].astype(str), "namn": read[f"{level}_namn"], "niva": level}
        columns["foralder"] = read[parent].astype(str) if parent else None
        layers.append(gpd.GeoDataFrame(columns, geometry=read.geometry, crs=read.crs))
    pd.concat(layers).to_file(folder / "areas.gpkg", layer="areas", driver="GPKG")
    overrides = {"areas": ["areas.gpkg|layername=areas"]}
    return load(find_settings(folder, overrides=overrides))


def square(left: float, size: float = 1000) -> Polygon:
    return shapely.box(145_000 + left, 6_397_000, 145_000 + left + size, 6_398_000)


def small_workspace(names: tuple[str, ...] = ("Ett", "Två", "Tre", "Fyra", "Fem")) -> Workspace:
    """Make five squares in a row: one without statistics, one suppressed, one of each class."""
    areas = Areas(
        [Area(str(i), names[i], "primaromrade", None, square(1000 * i)) for i in range(5)],
        crs="EPSG:3007",
    )
    rows = {
        "0": [(HR, 60, 60), (BR, 40, 40)],
        "1": [(HR, 30, 30), (BR, 70, 70)],
        "2": [(HR, 50, 50), (BR, 50, 50)],
        "3": [(HR, 0, 4), (BR, 3, 3)],
    }
    cells = {
        ("primaromrade", code): [Cell("flerbostadshus", t, Count(a, b)) for t, a, b in row]
        for code, row in rows.items()
    }
    decisions = [
        Decision("a", names[0], date(2025, 3, 1), Event.MARKANVISNING, {HR: 80, BR: 20},
                 Place(square(1200, 300)), developer=names[1], diarienummer=names[2]),
        Decision("b", names[3], date(2025, 4, 1), Event.MARKANVISNING, {}, Place(None, "1")),
        Decision("c", names[4], date(2025, 5, 1), Event.PLANERAD, {BR: 10}, Place(None, "1")),
        Decision("e", names[2], date(2023, 5, 1), Event.MARKANVISNING, {HR: 40, BR: 60},
                 Place(square(2000, 200))),
        Decision("e", names[2], date(2024, 5, 1), Event.ANDRING, {HR: 100, BR: 0}),
        Decision("e", names[2], date(2025, 2, 1), Event.ATERKALLAD),
        Decision("d", names[1], date(2025, 6, 1), Event.MARKANVISNING, {HR: 5},
                 Place(shapely.Point(152_000, 6_397_500))),
    ]  # fmt: skip
    definition = Definition("br", vintage=DAY, title=names[0], source=names[1])
    target = Target("t", names[2], "hyresratt", 100, date(2025, 1, 1), None, definition,
                    names[3], names[4], (names[0],))  # fmt: skip
    source = Source("stock", names[0], "0", names[1], names[2], link="javascript:alert(1)",
                    notes=(names[3],))  # fmt: skip
    return Workspace(
        Settings((), (), (), (), title=names[4]), areas, Stock({DAY: cells}),
        Register(decisions), [target], [source], DAY,
    )  # fmt: skip


def crowded() -> Workspace:
    """Put an allocation of ten dwellings in every area of the bundled city."""
    workspace = bundled()
    decisions = [
        Decision(f"m{code}", f"Tomt {code}", date(2025, 3, 1), Event.MARKANVISNING, {HR: 6, BR: 4},
                 Place(None, code))
        for code in workspace.areas.at("primaromrade")
    ]  # fmt: skip
    return replace(workspace, register=Register(decisions), plots=None)


def with_plots(workspace: Workspace, names: tuple[str, ...]) -> Workspace:
    """Add three open plots: one drawn in an area, one in another, one whose area is unknown."""
    plots = [
        OpenPlot(f"1{names[0]}", names[1], Place(square(1400, 200)), 12, 12),
        OpenPlot(f"2{names[2]}", names[3], Place(area="0"), 10, 20, group=names[4]),
        OpenPlot("3", names[4], Place(shapely.Point(152_000, 6_397_500)), 7, 7, (HR,)),
    ]
    return replace(workspace, plots=plots)


def data_of(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="map-data">(.*?)</script>', html)
    assert found
    data: dict[str, Any] = json.loads(found.group(1))
    # The outlines of the level that it opens with, and of the coarsest, stand in what the page is
    # drawn with.
    opening = next(level for level in data["levels"] if level["id"] == data["open"])
    parts = [(opening, '<g class="fills', '<g class="rims')]
    if opening is not data["levels"][-1]:
        parts.append((data["levels"][-1], '<g class="lines', '<g class="water above'))
    for level, first, last in parts:
        outlines = re.findall(r'<path d="([^"]*)"', html[html.index(first) : html.index(last)])
        for area, path in zip(level["areas"], outlines, strict=True):
            assert "path" not in area
            area["path"] = path
    write_out(data)
    return data


def write_out(data: dict[str, Any]) -> None:
    """Write out the sentences that share their phrases, and name what each look is."""

    def said(told: int | list[Any]) -> str:
        parts = [told] if isinstance(told, int) else told
        return "".join(str(p) if i % 2 else data["phrases"][p] for i, p in enumerate(parts))

    symbols = data["symbols"]
    for at, row in enumerate(symbols["looks"]):
        if row is not None:
            look = dict(zip(symbols["keys"], row, strict=True))
            look |= {key: [*map(said, look[key])] for key in ("lines", "row")}
            symbols["looks"][at] = {**look, "somewhere": said(look["somewhere"])}
    for row in data["ledger"]:
        for at in (3, 4, 5, 8):
            row[at] = said(row[at])


def lat_lon_of(x: float, y: float, origin: Sequence[int]) -> tuple[float, float]:
    """Give (latitude, longitude) of a pixel of the map's grid, by the formula of the web map."""
    world = 256 * 2**GRID_ZOOM
    turn = math.pi * (1 - 2 * (y + origin[1]) / world)
    return math.degrees(math.atan(math.sinh(turn))), (x + origin[0]) / world * 360 - 180


def pick(runs: int | list[int], moment: int) -> int:
    """Read what holds at a moment, written from the description and not from the code."""
    if isinstance(runs, int):
        return runs
    changes = dict(zip(runs[1::2], runs[2::2], strict=True))
    return changes[max(m for m in changes if m <= moment)] if min(changes) <= moment else runs[0]


class Shown:
    """What a view of a map shows at a level and a moment (the last one unless it is said)."""

    def __init__(
        self, html: str, view: str, level: str = "primaromrade", moment: int | None = None
    ) -> None:
        data = data_of(html)
        at = len(data["years"]) - 1 if moment is None else moment
        sheet = next(v for v in data["views"] if v["id"] == view)["sheets"][level]
        self.legend = sheet["legend"]
        found = [sheet["pool"][pick(runs, at)] for runs in sheet["values"]]
        codes = [a["code"] for each in data["levels"] if each["id"] == level for a in each["areas"]]
        self.fills = dict(zip(codes, [self.legend[v[0]]["fill"] for v in found], strict=True))
        self.buckets = [v[0] for v in found]
        self.shorts = [v[1] for v in found]
        self.words = dict(zip(codes, [v[2].replace("\xa0", " ") for v in found], strict=True))
        headline, subtitle, notes, about, self.rankings = sheet["sayings"][pick(sheet["said"], at)]
        said = [data["lines"][line] for line in (headline, subtitle, *notes, *about)]
        self.about = [re.sub("[\x01-\x03]", "", line) for line in said]
        self.cells = dict(zip(codes, [v[5] for v in found], strict=True))


def looks_of(html: str, moment: int) -> dict[str, Any]:
    """Give how each allocation looks at a moment, by id; an open plot is none."""
    symbols = data_of(html)["symbols"]
    found = {s["id"]: symbols["looks"][pick(s["looks"], moment)] for s in symbols["all"]}
    return {id_: look for id_, look in found.items() if look and look["stage"] != "proposed"}


def read_path(path: str) -> list[list[tuple[int, int]]]:
    """Read the rings of an SVG path, each a start and the steps from it."""
    rings = []
    for ring in re.findall(r"M([^Mz]*)z", path):
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        rings.append(list(zip(accumulate(numbers[::2]), accumulate(numbers[1::2]), strict=True)))
    return rings


def shape_of(path: str) -> Any:
    """Give the polygons of a path: what an odd number of its rings hold."""
    shape = Polygon()
    for ring in read_path(path):
        if len(ring) > 2:
            shape = shape ^ shapely.make_valid(Polygon(ring))
    return shape


def vertices(area: dict[str, Any]) -> set[tuple[int, int]]:
    return {point for ring in read_path(area["path"]) for point in ring}
