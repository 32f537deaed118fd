"""Nothing but the data says which city it is: Stockholm and Malmö, on their own boundaries.

There are no statistics and no register of these areas, so a small stock and some decisions are
made here.  With the areas in the order of their codes, counted from 0, area *i* has

    hyresrätt 100 + 37 i mod 400, bostadsrätt 120 + 53 i mod 600, äganderätt 29 i mod 250 (the
    first two in flerbostadshus, the third in småhus) and 7 i mod 30 of unknown tenure,

but for the first four, which are set by hand so that their classes can be checked (``BY_HAND``).
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pytest
import shapely
from commanded import app
from mapped import data_of, lat_lon_of
from places import PACKAGE, SHARED
from typer.testing import CliRunner, Result

TENURES = ("hyresratt", "bostadsratt", "aganderatt", "okand")
HUSTYP = ("flerbostadshus", "flerbostadshus", "smahus", "ovriga")
# hyresrätt, bostadsrätt, äganderätt, unknown (None: suppressed), and the class that follows.
BY_HAND: list[tuple[tuple[int | None, ...], str | None]] = [
    ((100, 300, 50, 9), "bostadsratt"),  # 300 of 450
    ((200, 200, 0, 40), "ingen"),  # half is not more than half
    ((301, 200, 100, 0), "hyresratt"),  # 301 of 601
    ((None, 150, 0, 0), None),  # anything from 0 hyresrätter upwards
]
FORBIDDEN = r"göteborg|goteborg|primärområd|primaromrad|mellanområd|stadsområd|hisingen|olivedal"


@dataclass(frozen=True)
class City:
    name: str
    file: str
    code: str
    title: str
    level: str
    words: tuple[str, str]
    areas: int
    crs: str


CITIES = {
    "stockholm": City("Stockholm", "stockholm_basomraden.gpkg", "nyckelkod", "namn", "basomrade",
                      ("basområde", "basområden"), 419, "EPSG:3011"),
    "malmo": City("Malmö", "malmo_delomraden.gpkg", "do_kod", "delomrade", "delomrade",
                  ("delområde", "delområden"), 136, "EPSG:3008"),
}  # fmt: skip
WORLDS = [(name, crs) for name in CITIES for crs in ("own", "EPSG:3006", "EPSG:4326")]


@cache
def boundaries(name: str) -> gpd.GeoDataFrame:
    city = CITIES[name]
    if not (SHARED / city.file).exists():
        pytest.skip("the real boundaries are not here")
    read = gpd.read_file(SHARED / city.file)
    codes = [f"{code:.0f}" if isinstance(code, float) else code for code in read[city.code]]
    columns = {"kod": codes, "namn": read[city.title], "niva": city.level, "foralder": None}
    drawn = gpd.GeoDataFrame(columns, geometry=read.geometry, crs=read.crs)
    return drawn.sort_values("kod", ignore_index=True)


def numbers(place: int) -> tuple[int | None, ...]:
    if place < len(BY_HAND):
        return BY_HAND[place][0]
    return (100 + 37 * place % 400, 120 + 53 * place % 600, 29 * place % 250, 7 * place % 30)


def stock_rows(codes: list[str], level: str) -> list[list[object]]:
    return [
        [level, code, "2024-12-31", hustyp, tenure, "" if number is None else number]
        for place, code in enumerate(codes)
        for hustyp, tenure, number in zip(HUSTYP, TENURES, numbers(place), strict=True)
    ]


def across(drawn: gpd.GeoDataFrame) -> tuple[shapely.Geometry, str, str]:
    """Draw a plot on the border of the first area and the first of its neighbours."""
    first = drawn.geometry[0]
    for other in range(1, len(drawn)):
        border = first.intersection(drawn.geometry[other])
        if border.length > 100:
            line = max(shapely.get_parts(shapely.line_merge(border)), key=lambda part: part.length)
            plot = line.interpolate(0.5, normalized=True).buffer(30, quad_segs=2)
            return plot, drawn.kod[0], drawn.kod[other]
    raise AssertionError(drawn)


def write_rows(path: Path, head: str, rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(head.split(","))
        writer.writerows(rows)


DECISION = "id,namn,datum,handelse,hyresratt,bostadsratt,aganderatt,oklar"


def write_register(folder: Path, drawn: gpd.GeoDataFrame, codes: list[str]) -> None:
    """Write decisions: plots in the city's CRS, points in WGS 84, and one by its area's code."""
    plot, _, _ = across(drawn)
    outside = shapely.box(*drawn.total_bounds).buffer(2_000).exterior.interpolate(0)
    plots = gpd.GeoDataFrame(
        {
            "id": ["A", "U"],
            "namn": ["På gränsen", "Utanför"],
            "datum": ["2025-02-01", "2025-02-02"],
            "handelse": "markanvisning",
            "hyresratt": [101, 11],
            "bostadsratt": [31, 0],
            "aganderatt": [0, 0],
            "oklar": [7, 0],
        },
        geometry=[plot, outside.buffer(50, quad_segs=2)],
        crs=drawn.crs,
    )
    plots.to_file(folder / "ytor.gpkg")
    points = drawn.set_geometry(drawn.representative_point()).to_crs(4326).geometry
    rows: list[list[object]] = [
        ["B", "Punkt", "2025-03-01", "markanvisning", 60, 20, 0, 0, points[0].x, points[0].y],
        ["B", "Punkt", "2025-05-01", "andring", 80, 0, 0, 0, "", ""],
        ["C", "Punkt 2", "2025-04-01", "markanvisning", 50, 0, 0, 0, points[1].x, points[1].y],
        ["D", "Punkt 3", "2025-04-02", "markanvisning", 40, 0, 0, 0, points[2].x, points[2].y],
        ["D", "Punkt 3", "2025-06-01", "aterkallad", "", "", "", "", "", ""],
    ]
    write_rows(folder / "punkter.csv", f"{DECISION},lon,lat", rows)
    named: list[list[object]] = [["E", "", "2025-05-05", "markanvisning", 25, 5, 0, 0, codes[0]]]
    write_rows(folder / "kand_till_omrade.csv", f"{DECISION},omrade", named)


TARGETS = """\
[[definition]]
id = "br"
level = "{level}"

[[target]]
id = "hr"
title = "Hyresrätter där bostadsrätten har majoritet"
tenure = "hyresratt"
minimum = 100
valid_from = 2025-01-01
valid_to = 2026-01-01
definition = "br"
"""
SETTINGS = """\
title = "{name}"
areas = ["omraden.gpkg"]
stock = ["bestand.csv"]
register = ["ytor.gpkg", "punkter.csv", "kand_till_omrade.csv"]
targets = ["mal.toml"]
as_of = 2025-12-31
"""


@pytest.fixture(scope="module", params=WORLDS, ids="-".join)
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[City, str, Path]:
    name, crs = request.param
    city, drawn = CITIES[name], boundaries(name)
    folder = tmp_path_factory.mktemp(f"{name}-{crs.replace(':', '')}")
    stated = drawn if crs == "own" else drawn.to_crs(crs)
    stated.to_file(folder / "omraden.gpkg")
    codes = list(drawn.kod)
    head = "niva,kod,datum,hustyp,upplatelseform,antal"
    write_rows(folder / "bestand.csv", head, stock_rows(codes, city.level))
    write_register(folder, drawn, codes)
    (folder / "mal.toml").write_text(TARGETS.format(level=city.level), encoding="utf-8")
    (folder / "tenuremix.toml").write_text(SETTINGS.format(name=city.name), encoding="utf-8")
    return city, crs, folder


@pytest.fixture
def city(world: tuple[City, str, Path], monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.chdir(world[2])
    return world[0]


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, [*arguments])
    assert result.exit_code == code, (result.output, result.stderr, result.exception)
    return result


def as_json(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--format", "json").stdout)


def name_of(city: City) -> str:
    return next(name for name, each in CITIES.items() if each is city)


# --- the answers ----------------------------------------------------------------------------------


def test_every_input_is_without_fault(city: City) -> None:
    shown = run("validate").stdout
    assert "Inga fel, men 1 sak att titta på." in shown
    assert "utanför alla områden" in shown
    assert f"Områden: {city.areas} (nivåer: 1)" in shown


def test_the_stock_is_conserved_and_the_classes_are_those_by_hand(city: City) -> None:
    found = as_json("areas", "--sort", "kod")
    assert len(found) == city.areas
    rows = stock_rows([area["area"] for area in found], city.level)
    for tenure in ("bostadsratt", "aganderatt", "okand"):
        stated = sum(int(str(row[5] or 0)) for row in rows if row[4] == tenure)
        assert sum(area["dwellings"][tenure] for area in found) == stated
    assert [area["class"] for area in found[:4]] == [klass for _, klass in BY_HAND]
    assert found[0]["shares"]["bostadsratt"] == pytest.approx(300 / 450)


def test_decisions_are_conserved_whatever_the_crs(city: City) -> None:
    (target,) = as_json("progress", "--target", "hr")
    by_allocation: Counter[str] = Counter()
    for entry in target["ledger"]:
        by_allocation[entry["allocation"]] += entry["dwellings"]
    assert by_allocation == {"A": 101, "U": 11, "B": 80, "C": 50, "D": 0, "E": 25}
    assert sum(entry["counted"] for entry in target["ledger"]) == target["counted"]
    _, mine, other = across(boundaries(name_of(city)))
    parts = {e["area"]: e["dwellings"] for e in target["ledger"] if e["allocation"] == "A"}
    assert set(parts) == {mine, other}
    assert all(dwellings > 25 for dwellings in parts.values()), "about half on each side"
    outside = [e for e in target["ledger"] if e["allocation"] == "U"]
    assert [(e["area"], e["reason"]) for e in outside] == [(None, "outside_areas")]
    # B and E lie in the first area, whose class is by hand; C and D where there is no such class.
    by_hand = {e["allocation"]: e["counted"] for e in target["ledger"] if e["date"] < "2025-06"}
    assert by_hand["C"] == by_hand["D"] == 0
    counted = sum(e["counted"] for e in target["ledger"] if e["allocation"] in ("B", "E"))
    assert counted == 80 + 25


def test_a_proposal_is_found_by_its_coordinates(city: City) -> None:
    drawn = boundaries(name_of(city))
    at = drawn.representative_point()
    for crs in (city.crs, "EPSG:3006", "EPSG:4326"):
        moved = at.to_crs(crs)
        words = ("--point", f"{moved[5].x},{moved[5].y}", "--crs", crs, "--hyresratt", "33")
        (part,) = as_json("check", *words)["placement"]
        assert part["area"] == drawn.kod[5]
        assert part["dwellings"] == 33
    found = as_json("check", "--area", drawn.kod[0], "--hyresratt", "33")
    assert found["targets"][0]["counts"] == 33
    swapped = f"{at[5].y},{at[5].x}"
    told = run("check", "--point", swapped, "--crs", city.crs, "--hyresratt", "1", code=1).stderr
    assert "omkastade" in told


@pytest.mark.parametrize(
    "crs", ["EPSG:3006", "EPSG:4326", "EPSG:3021", "EPSG:3857", "EPSG:3022", "EPSG:3020"]
)
def test_coordinates_of_another_crs_are_recognised(city: City, crs: str) -> None:
    own = city.crs if crs == "EPSG:3006" else "EPSG:3006"
    point = boundaries(name_of(city)).representative_point().to_crs(crs)[5]
    words = ("--point", f"{point.x},{point.y}", "--crs", own, "--hyresratt", "1")
    assert f"de ser ut som {crs}" in run("check", *words, code=1).stderr


def test_a_definition_must_name_a_level_of_the_city(city: City) -> None:
    Path("utan.toml").write_text('[[definition]]\nid = "br"\n', encoding="utf-8")
    told = run("validate", "--targets", "utan.toml", code=1).stderr
    assert 'nyckeln "definition br: level" saknas' in told
    assert f'Väntade "{city.level}"' in told
    Path("utan.toml").unlink()


# --- the products ---------------------------------------------------------------------------------


def text_of(path: Path) -> str:
    """Read all the text of a product."""
    if path.suffix == ".gpkg":
        with closing(sqlite3.connect(path)) as base:
            return "\n".join(base.iterdump())
    if path.suffix == ".xlsx":
        sheets = openpyxl.load_workbook(path)
        return "\n".join(
            [*sheets.sheetnames]
            + [str(cell) for sheet in sheets for row in sheet.values for cell in row if cell]
        )
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_no_product_speaks_of_another_city(
    city: City, world: tuple[City, str, Path], lang: str
) -> None:
    if world[1] != "own":
        pytest.skip("the words do not depend on the CRS")
    spoken = [
        run(*words, "--lang", lang).stdout
        for words in (
            ("areas",),
            ("progress",),
            ("history", "B"),
            ("check", "--area", boundaries(name_of(city)).kod[1], "--hyresratt", "9",
             "--html", "kontroll.html"),
            ("report", "--year", "2025", "--output", "rapport.html"),
        )
    ]  # fmt: skip
    files = ["karta.html", *(f"allt{suffix}" for suffix in (".gpkg", ".xlsx", ".geojson", ".csv"))]
    run("map", "--output", files[0], "--lang", lang)
    for file in files[1:]:
        run("export", file, "--lang", lang)
    run("template", "mall.xlsx", "--lang", lang)
    pages = ["kontroll.html", "rapport.html"]
    texts = {name: text_of(Path(name)) for name in (*pages, *files, "mall.xlsx")}
    for name, text in (*texts.items(), *enumerate(spoken)):
        found = re.search(FORBIDDEN, text, re.IGNORECASE)
        assert found is None, (name, text[found.start() - 60 : found.end() + 60])
    for text in (*spoken, *(texts[page] for page in pages)):
        assert city.level not in text, "a level is spoken of by its word"
    assert city.words[0] in spoken[0]
    assert city.words[1] in texts["rapport.html"]
    assert not re.search("Ingen har publicerat|ett antagande|an assumption", texts["rapport.html"])
    assert all(name in texts["karta.html"] for name in list(boundaries(name_of(city)).namn)[:50])


def test_the_map_begins_where_the_city_is(city: City) -> None:
    run("map", "--output", "karta.html")
    page = Path("karta.html").read_text(encoding="utf-8")
    grid = data_of(page)["grid"]
    left, top, right, bottom = grid["areas"]
    ends = [lat_lon_of(left, bottom, grid["origin"]), lat_lon_of(right, top, grid["origin"])]
    west, south, east, north = boundaries(name_of(city)).to_crs(4326).total_bounds
    # Islands far smaller than a pixel of the screen are not drawn.
    assert ends[0] == pytest.approx((south, west), abs=0.02)
    assert ends[1] == pytest.approx((north, east), abs=0.02)


def test_what_is_exported_reads_back(city: City) -> None:
    run("export", "ut.csv")
    rows = list(csv.DictReader(Path("ut.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert {row["kod"] for row in rows} == set(boundaries(name_of(city)).kod)


def test_levels_that_nobody_has_heard_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Malmö's areas in made-up districts, by how their codes begin."""
    drawn = boundaries("malmo").copy()
    drawn["foralder"] = drawn.kod.str[:3]
    above = drawn.dissolve("foralder").reset_index()
    above = gpd.GeoDataFrame(
        {"kod": above.foralder, "namn": "Trakt " + above.foralder, "niva": "trakt",
         "foralder": None},
        geometry=above.geometry, crs=drawn.crs,
    )  # fmt: skip
    drawn.to_file(tmp_path / "fina.gpkg")
    above.to_file(tmp_path / "grova.gpkg")
    head = "niva,kod,datum,hustyp,upplatelseform,antal"
    write_rows(tmp_path / "bestand.csv", head, stock_rows(list(drawn.kod), "delomrade"))
    write_register(tmp_path, drawn, list(drawn.kod))
    (tmp_path / "mal.toml").write_text(TARGETS.format(level="trakt"), encoding="utf-8")
    settings = SETTINGS.format(name="Malmö").replace('"omraden.gpkg"', '"fina.gpkg", "grova.gpkg"')
    (tmp_path / "tenuremix.toml").write_text(settings, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    fine, coarse = (as_json("areas", "--level", level) for level in ("delomrade", "trakt"))
    assert len(coarse) == len(above)
    for tenure in ("bostadsratt", "aganderatt", "okand"):
        sums = [sum(area["dwellings"][tenure] for area in found) for found in (fine, coarse)]
        assert sums[0] == sums[1]
    (target,) = as_json("progress")
    assert sum(e["dwellings"] for e in target["ledger"]) == 101 + 11 + 80 + 50 + 25
    run("report", "--year", "2025")
    report = Path("maps/bilaga-2025.html").read_text(encoding="utf-8")
    assert "delområden, som bildar trakt" in report


# --- the code -------------------------------------------------------------------------------------

# Where the publisher's own tables and services are described.
OF_PUBLISHERS = ("commands/fetch.py", "io/fetching/*.py")
KNOWS_A_CITY = {
    "a name": r"göteborg|goteborg|stockholm|malmö|hisingen|olivedal|majorna",
    "a level": r"(primär|primar|mellan|stads|bas|del)(område|omrade|omraden|områden)\b",
    "a CRS": r"\b30(07|08|11)\b",
    "a code": r"\b(1480|0180|1280)\b",
    "a mystery": r"har publicerat vad|has published what",
    "a place": r"\b(14[5-9]|15[0-4])[ _]?\d{3}\b|\b63[6-9]\d[ _]?\d{3}\b",
}
# The one vocabulary of levels, which orders and names them, and the contract's default.
ALLOWED = {
    ("io/importing/days.py", "a name"): {"Stockholm"},  # a time zone
    ("counting/areas.py", "a level"): {"basomrade", "primaromrade", "mellanomrade", "stadsomrade"},
    ("counting/rules.py", "a level"): {"primaromrade"},
    ("document/words.py", "a level"): {"delomrade", "delområden"},  # an example
    ("commands/export.py", "a level"): {"mellanomrade"},  # the same, in the help
    ("commands/areas.py", "a level"): {"mellanomrade"},
    # What planners call the column of an area's code.
    ("schema.py", "a level"): {"primärområde", "basområde", "mellanområde"},
    **{
        (f"locale/{language}.po", "a level"): {
            *("basomrade", "primaromrade", "mellanomrade", "stadsomrade"),
            *("basområde", "primärområde", "mellanområde", "stadsområde"),
            *("basområden", "primärområden", "mellanområden", "stadsområden"),
        }
        for language in ("sv", "en")
    },
    **{  # an example of a municipality and its code
        (f"locale/{language}.po", what): {example}
        for language in ("sv", "en")
        for what, example in (("a name", "Stockholm"), ("a code", "0180"))
    },
}


def test_the_code_knows_no_city() -> None:
    known = []
    for path in sorted(PACKAGE.rglob("*.*")):
        within = path.relative_to(PACKAGE)
        if path.suffix not in (".py", ".po", ".html", ".js", ".css"):
            continue
        if any(within.match(pattern) for pattern in OF_PUBLISHERS):
            continue
        text = path.read_text(encoding="utf-8")
        for kind, pattern in KNOWS_A_CITY.items():
            found = {match[0] for match in re.finditer(pattern, text, re.IGNORECASE)}
            allowed = ALLOWED.get((within.as_posix(), kind), set())
            known += [(str(within), kind, word) for word in sorted(found - allowed)]
    assert not known
