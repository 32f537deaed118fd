"""The map: one file that fetches nothing, stays the same, and shows every area and allocation."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
import shapely
from shapely import Polygon
from visits import Visit

from tenuremix.areas import Area, Areas, Cell, Stock
from tenuremix.io.workspace import find_settings, load
from tenuremix.register import Decision, Event, Place, Register
from tenuremix.render.map import render_map
from tenuremix.render.map_geometry import encode_ring, outlines, simplify_coverage
from tenuremix.rules import Definition, Target
from tenuremix.tenure import Count, Tenure
from tenuremix.workspace import Settings, Source, Workspace

REAL = Path(__file__).parents[2] / "shared" / "data" / "goteborg_omraden_2021.gpkg"
HR, BR, AR = Tenure.HYRESRATT, Tenure.BOSTADSRATT, Tenure.AGANDERATT
DAY = date(2025, 12, 31)
HOSTILE = (
    "<script>window.hit = 1</script>",
    "<img src=x onerror=window.hit=1>",
    "</script><script>window.hit = 1</script>",
    "<!-- <script> {{ 7 * 7 }} {% raw %}",
    "\u2028\u2029'\"&amp;${window.hit = 1}",
)


@cache
def bundled() -> Workspace:
    return load(find_settings(Path("/nowhere")))


@cache
def bundled_map() -> str:
    return render_map(bundled())


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Load the bundled stock and register on the real boundaries, in the contract's columns."""
    if not REAL.exists():
        pytest.skip("the real boundaries are not here")
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
    folder = tmp_path_factory.mktemp("real")
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


def data_of(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="map-data">(.*?)</script>', html)
    assert found
    data: dict[str, Any] = json.loads(found.group(1))
    return data


def view_of(html: str, view: str, level: str = "primaromrade") -> dict[str, Any]:
    sheet: dict[str, Any] = next(v for v in data_of(html)["views"] if v["id"] == view)
    return dict(sheet["sheets"][level])


def decode_ring(text: str) -> list[tuple[int, int]]:
    """Read a ring, written from the format's description and not from the code."""
    numbers: list[int] = []
    chunk: list[int] = []
    for letter in text:
        bits = ord(letter) - 63
        chunk.append(bits % 32)
        if bits < 32:
            value = sum(part * 32**i for i, part in enumerate(chunk))
            numbers.append(-(value + 1) // 2 if value % 2 else value // 2)
            chunk = []
    ring, at = [], (0, 0)
    for lat, lon in zip(numbers[::2], numbers[1::2], strict=True):
        at = (at[0] + lat, at[1] + lon)
        ring.append(at)
    return ring


def decoded(rings: list[list[str]]) -> Any:
    parts = [
        Polygon(decode_ring(outer), [decode_ring(hole) for hole in holes])
        for outer, *holes in rings
    ]
    return shapely.union_all(shapely.make_valid(parts))


def vertices(area: dict[str, Any]) -> set[tuple[int, int]]:
    return {point for rings in area["rings"] for ring in rings for point in decode_ring(ring)}


# ---- The file


def test_nothing_is_fetched() -> None:
    html = bundled_map()
    assert not re.search(r"<(link|img|iframe|object|embed|base|audio|video)\b", html)
    assert not re.search(r"<script[^>]*\bsrc=", html)
    assert not re.search(r"url\((?!#)|@import|sourceMappingURL", html)
    markup = re.sub(r"<(script|style).*?</\1>", "", html, flags=re.DOTALL)
    named = re.findall(r"<(\w+)[^>]*=\s*[\"']?(?:https?:)?//", markup)
    assert set(named) <= {"a"}  # an address in a text, or a link in the sources
    assert "default-src &#39;none&#39;; script-src &#39;unsafe-inline&#39;" in html
    assert "openstreetmap" not in html.lower()


def test_a_basemap_is_asked_for_and_says_so() -> None:
    html = render_map(small_workspace(), basemap=True)
    assert "Hämtas från OpenStreetMap" in html
    assert '<input type="checkbox" id="basemap">' in html
    assert "img-src data: https://tile.openstreetmap.org" in html
    assert data_of(html)["basemap"]["credit"] == "© OpenStreetMap contributors"


def test_same_bytes_every_time() -> None:
    assert render_map(load(find_settings(Path("/nowhere")))) == bundled_map()


def test_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib; from pathlib import Path; from tenuremix.render.map import render_map\n"
        "from tenuremix.io.workspace import find_settings, load\n"
        "html = render_map(load(find_settings(Path('/nowhere'))))\n"
        "print(hashlib.sha256(html.encode()).hexdigest())\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(Path(__file__).parents[1])},
    )  # fmt: skip
    assert answer.stdout.strip() == hashlib.sha256(bundled_map().encode()).hexdigest()


def test_small_and_quick() -> None:
    workspace = bundled()
    started = perf_counter()
    html = render_map(workspace)
    assert perf_counter() - started < 1.5
    assert len(html.encode()) < 700_000


def test_small_with_real_boundaries(real: Workspace) -> None:
    assert len(render_map(real).encode()) < 1_200_000


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_names_its_language_date_and_nature(language: Any) -> None:
    html = render_map(bundled(), language=language)
    words = {
        "sv": ("31 december 2025", "schematiska, inte officiella", "påhittade"),
        "en": ("31 December 2025", "schematic, not official", "made-up"),
    }[language]
    assert f'<html lang="{language}">' in html
    assert all(word in html for word in words)


# ---- Hostile texts


def test_hostile_texts_stay_text() -> None:
    html = render_map(small_workspace(HOSTILE))
    assert html.count("<script") == 3  # Leaflet with ours, the data, the start
    assert "<script>window" not in html
    assert "<img" not in html
    assert "javascript:" not in html
    assert "\u2028" not in html[html.index('id="map-data"') :]
    names = [area["name"] for area in data_of(html)["levels"][0]["areas"]]
    assert names == list(HOSTILE)


# ---- Geometry


def test_a_ring_reads_back() -> None:
    ring = [(5_770_001, 1_190_002), (5_770_001, 1_189_000), (-3, 7), (0, 0), (2**25, -(2**25))]
    assert decode_ring(encode_ring(ring)) == ring


def neighbours(areas: Areas, *, least_m: float) -> list[tuple[str, str]]:
    """Pair the finest areas that share at least some metres of border."""
    found = areas.at(areas.finest)
    codes = list(found)
    tree = shapely.STRtree([g for code in codes if (g := found[code].geometry) is not None])
    pairs = []
    for i, code in enumerate(codes):
        mine = found[code].geometry
        assert mine is not None
        for j in tree.query(mine, predicate="intersects"):
            other = found[codes[j]].geometry
            assert other is not None
            if i < j and shapely.intersection(mine.boundary, other.boundary).length > least_m:
                pairs.append((code, codes[j]))
    return pairs


def check_levels(workspace: Workspace, html: str, *, least_m: float) -> None:
    levels = data_of(html)["levels"]
    areas = workspace.areas
    assert [level["id"] for level in levels] == list(areas.levels)
    finest = neighbours(areas, least_m=least_m)
    for level in levels:
        drawn = {area["code"]: area for area in level["areas"]}
        assert list(drawn) == list(areas.at(level["id"]))
        points = {code: vertices(area) for code, area in drawn.items()}
        codes = areas.at(areas.finest)
        up = {code: str(areas.ancestor(code, areas.finest, level["id"])) for code in codes}
        pairs = {(up[one], up[other]) for one, other in finest if up[one] != up[other]}
        assert pairs
        assert not [pair for pair in pairs if len(points[pair[0]] & points[pair[1]]) < 2]
        shapes = {code: decoded(area["rings"]) for code, area in drawn.items()}
        assert all(shape.area > 0 for shape in shapes.values())
        whole = shapely.union_all(list(shapes.values()))
        # No overlaps, and no slivers between neighbours that simplification has pulled apart.
        assert sum(shape.area for shape in shapes.values()) == pytest.approx(whole.area, rel=1e-5)
        holes = sum(len(part.interiors) for part in shapely.get_parts(whole))
        assert holes <= 30
        for code, area in drawn.items():
            lat, lon = area["at"]
            assert shapes[code].contains(shapely.Point(lat * 1e5, lon * 1e5))


def test_every_level_is_drawn_and_neighbours_meet() -> None:
    check_levels(bundled(), bundled_map(), least_m=200)


def test_real_levels_are_drawn_and_neighbours_meet(real: Workspace) -> None:
    check_levels(real, render_map(real), least_m=300)


def test_specks_go_but_never_an_area() -> None:
    speck, island = square(0, 5), square(5000)
    kept = simplify_coverage({"speck": speck, "both": shapely.union_all([island, square(9000, 5)])})
    assert kept["speck"].area == pytest.approx(speck.area, rel=0.01)
    assert kept["both"].area == pytest.approx(island.area, rel=0.01)


def test_a_level_without_geometry_is_dissolved() -> None:
    fine = [Area(str(i), str(i), "primaromrade", "9", square(1000 * i)) for i in range(2)]
    areas = Areas([*fine, Area("9", "Nio", "mellanomrade")], crs="EPSG:3007")
    found = outlines(areas, ["primaromrade", "mellanomrade"])
    assert len(found["mellanomrade"]["9"].rings) == 1
    assert outlines(areas, ["mellanomrade"])["mellanomrade"]["9"].rings


# ---- What the views say


def test_views_of_five_squares() -> None:
    html = render_map(small_workspace())
    now = view_of(html, "class_now")
    assert [now["legend"][value[0]]["letter"] for value in now["values"]] == list("HBI??")
    share = view_of(html, "share_hyresratt")
    assert [value[2].replace("\xa0", " ") for value in share["values"]] == [
        *("60,0 %", "30,0 %", "50,0 %", "0,0–57,1 %", "–"),
    ]
    assert [share["legend"][value[0]]["fill"] == "unassessable" for value in share["values"]] == [
        *(False, False, False, True, True),
    ]
    target = view_of(html, "target_1")
    assert [value[1] for value in target["values"]] == ["", "R", "", "?", "?"]
    # 30 + 80 hyresrätter against 70 + 20 bostadsrätter: what is decided turns the second square.
    projected = view_of(html, "class_projected")["values"][1][2]
    assert projected == "majoritet bostadsrätt, blir majoritet hyresrätt"


def test_breaks_are_closed_below() -> None:
    share = view_of(render_map(small_workspace()), "share_bostadsratt")
    assert share["legend"][share["values"][0][0]]["words"].replace("\xa0", " ") == "40 % till 60 %"


def test_a_coarser_level_counts_the_areas_within() -> None:
    sheet = view_of(bundled_map(), "target_1", "stadsomrade")
    assert all(re.fullmatch(r"\d+ av \d+ primärområden.*", value[2]) for value in sheet["values"])


def test_every_allocation_is_shown_and_unknown_is_not_zero() -> None:
    symbols = {symbol["id"]: symbol for symbol in data_of(bundled_map())["symbols"]}
    assert symbols.keys() == bundled().books.states.keys()
    small = {s["id"]: s for s in data_of(render_map(small_workspace()))["symbols"]}
    assert small["b"]["slices"] == []
    assert small["b"]["letter"] == "?"
    assert "okänt" in " ".join(small["b"]["lines"])
    assert small["b"]["near"]
    assert small["b"]["at"] == small["c"]["at"]
    assert small["b"]["shift"] != small["c"]["shift"]
    assert not small["a"]["near"]
    assert small["a"]["plot"]
    assert "utanför områdena" in small["d"]["row"]


# ---- In a browser


@pytest.mark.parametrize("width", [1280, 390])
def test_every_switch_in_a_browser(browser: Any, tmp_path: Path, width: int) -> None:
    visit = Visit(browser, tmp_path / "map.html", bundled_map(), width)
    page = visit.page
    titles = set()
    for level in ("primaromrade", "mellanomrade", "stadsomrade"):
        page.check(f'input[value="{level}"]')
        number = len(bundled().areas.at(level))
        for view in page.eval_on_selector_all('input[name="view"]', "all => all.map(v => v.value)"):
            page.check(f'input[value="{view}"]')
            titles.add(page.inner_text("#view-title"))
            assert page.inner_text("#values caption") == page.inner_text("#view-title")
            assert page.locator("#values tbody tr").count() == number
            assert page.locator(".leaflet-fills-pane path").count() == number
    assert len(titles) == 3 * 10
    before = page.locator(".allocation-icon").count()
    page.check('input[value="withdrawn"]')
    assert page.locator(".allocation-icon").count() > before
    page.uncheck('input[value="decided"]')
    assert page.locator(".allocation-icon").count() < before
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    visit.leave()


@pytest.mark.parametrize("width", [1280, 390])
def test_popups_open_from_the_table_and_give_the_focus_back(
    browser: Any, tmp_path: Path, width: int
) -> None:
    visit = Visit(browser, tmp_path / "map.html", bundled_map(), width)
    page = visit.page
    button = page.get_by_role("button", name="Visa Masthugget på kartan")
    button.press("Enter")
    popup = page.locator(".leaflet-popup-content")
    assert "Masthugget (105)" in popup.inner_text()
    assert "räknas" in popup.inner_text()
    assert popup.evaluate("e => e.scrollWidth <= e.clientWidth")
    page.locator(".leaflet-popup-close-button").press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Masthugget"
    # Ranges are the widest figures.
    page.get_by_role("button", name="Visa Kärra på kartan").press("Enter")
    assert page.locator(".leaflet-popup-content").last.evaluate(
        "e => e.textContent.includes('Kärra') && e.scrollWidth <= e.clientWidth"
    )
    page.click("#allocations-part summary")
    page.get_by_role("button", name="Visa Exempel Gränsgården på kartan").click()
    page.wait_for_function(
        "[...document.querySelectorAll('.leaflet-popup-content')]"
        ".some(e => e.textContent.includes('60 hyresrätter och 40 bostadsrätter'))"
    )
    visit.leave()


def test_the_table_sorts_by_value(browser: Any, tmp_path: Path) -> None:
    visit = Visit(browser, tmp_path / "map.html", render_map(small_workspace()), 1280)
    visit.page.check('input[value="share_bostadsratt"]')
    visit.page.get_by_role("button", name="Sortera efter Andel").click()
    cells = visit.page.locator("#values tbody td").all_inner_texts()
    assert [cell.replace("\xa0", " ") for cell in cells] == [
        *("70,0 %", "50,0 %", "42,9–100,0 %", "40,0 %", "–"),
    ]
    visit.leave()


def test_hostile_texts_do_nothing_in_a_browser(browser: Any, tmp_path: Path) -> None:
    visit = Visit(browser, tmp_path / "map.html", render_map(small_workspace(HOSTILE)), 1280)
    page = visit.page
    page.click("#allocations-part summary")
    for button in page.locator("#values tbody button, #allocations tbody button").all():
        button.click()
        page.locator(".leaflet-popup-content").last.hover()
    for view in page.locator('input[name="view"]').all():
        view.check()
    assert page.evaluate("window.hit") is None
    assert page.locator("img").count() == 0
    visit.leave()


def test_printing_keeps_the_map_and_its_legend(browser: Any, tmp_path: Path) -> None:
    visit = Visit(browser, tmp_path / "map.html", bundled_map(), 1280)
    visit.page.emulate_media(media="print")
    assert visit.page.locator(".views").is_hidden()
    assert visit.page.locator("#legend").is_visible()
    visit.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert visit.page.locator(".folium-map").bounding_box()["width"] == 680
    visit.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    visit.leave()
