"""The map: one file that fetches nothing, stays the same, and says what the other products say."""

from __future__ import annotations

import hashlib
import math
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely
from mapped import (
    DAY,
    HOSTILE,
    LONG,
    MARKUP,
    Shown,
    at_years_end,
    bundled,
    bundled_map,
    data_of,
    looks_of,
    pick,
    public,
    read_path,
    shape_of,
    small_workspace,
    square,
    vertices,
)
from places import ROOT

from tenuremix.answers.contract import areas_json, progress_json
from tenuremix.counting.areas import Area, Areas, Cell, Stock
from tenuremix.counting.progress import assess_progress
from tenuremix.counting.projection import project_areas
from tenuremix.counting.register import Register
from tenuremix.counting.tenure import ALLOCATION_TENURES, HUSTYPER, KNOWN, Count, Tenure
from tenuremix.counting.tipping import find_tippings
from tenuremix.document.backdrop import make_backdrop
from tenuremix.inputs import Settings, Workspace
from tenuremix.io.inputs.workspace import find_settings, load
from tenuremix.locale.locale import Locale
from tenuremix.map.first_view import find_extent
from tenuremix.map.geometry import grid_origin, outlines, ring_path, simplify_coverage
from tenuremix.map.ledger import make_ledgers
from tenuremix.map.moments import make_moments
from tenuremix.map.page import render_map

LEVELS = ("primaromrade", "mellanomrade", "stadsomrade")
SWEDISH = Locale("sv")


# ---- The file


def test_nothing_is_fetched() -> None:
    html = bundled_map()
    assert not re.search(r"<(link|img|iframe|object|embed|base|audio|video)\b", html)
    assert not re.search(r"<script[^>]*\bsrc=", html)
    assert not re.search(r"url\((?!#)|@import|sourceMappingURL", html)
    markup = re.sub(r"<(script|style).*?</\1>", "", html, flags=re.DOTALL)
    named = re.findall(r"<(\w+)[^>]*=\s*[\"']?(?:https?:)?//", markup)
    assert set(named) <= {"a"}  # an address in a text, or a link in the sources
    assert "default-src 'none'; script-src 'sha256-" in html
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
        "import hashlib; from pathlib import Path; from tenuremix.map.page import render_map\n"
        "from tenuremix import find_settings, load\n"
        "html = render_map(load(find_settings(Path('/nowhere'))))\n"
        "print(hashlib.sha256(html.encode()).hexdigest())\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert answer.stdout.strip() == hashlib.sha256(bundled_map().encode()).hexdigest()


def test_small() -> None:
    assert len(bundled_map().encode()) < 700_000


def test_small_with_real_boundaries(real: Workspace) -> None:
    assert len(render_map(real).encode()) < 1_500_000


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_names_its_language_date_and_nature(language: Any) -> None:
    html = render_map(bundled(), language=language)
    words = {
        "sv": ("31 december 2025", "schematiska, inte officiella", "påhittade"),
        "en": ("31 December 2025", "schematic, not official", "made-up"),
    }[language]
    assert f'<html lang="{language}">' in html
    assert all(word in html for word in words)


# ---- The whole city


def test_a_city_without_outlines_is_that_of_its_symbols() -> None:
    left, top, right, bottom = find_extent([], [(57.7, 11.9), (57.8, 12.0)], (0, 0))
    assert left < right
    assert top < bottom
    assert find_extent([], [], (0, 0)) == (0, 0, 1, 1)


# ---- Hostile texts


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_texts_stay_text(kind: str) -> None:
    html = render_map(small_workspace(HOSTILE[kind]))
    assert html.count("<script") == 3  # the data, Leaflet with ours, the start
    assert "<script>window" not in html
    assert "<img" not in html
    assert "javascript:" not in html
    assert "\u2028" not in html[html.index('id="map-data"') :]


def test_names_are_kept_but_short_and_turned_back() -> None:
    def names(of: tuple[str, ...]) -> list[str]:
        html = render_map(small_workspace(of))
        return [area["name"] for area in data_of(html)["levels"][0]["areas"]]

    assert names(MARKUP) == list(MARKUP)
    assert all(len(name) == 120 and name.endswith("…") for name in names(LONG))
    turned = names(HOSTILE["turning"])
    assert turned[0] == "\u2068\u202eomvänt\u2069"
    assert all(name.count("\u2068") == name.count("\u2069") == 1 for name in turned[:4])


# ---- Geometry


def test_a_ring_reads_back() -> None:
    ring = [(5_770_001, 1_190_002), (5_770_001, 1_189_000), (-3, 7), (0, 0), (2**25, -(2**25))]
    assert read_path(ring_path(ring)) == [ring]


def neighbours(workspace: Workspace, *, least_m: float) -> list[tuple[str, str]]:
    """Pair the finest areas that share at least some metres of border on land."""
    areas, backdrop = workspace.areas, make_backdrop(workspace)
    assert backdrop is not None
    found = areas.at(areas.finest)
    codes = list(found)
    shapes = [backdrop.land(g) for code in codes if (g := found[code].geometry) is not None]
    tree = shapely.STRtree(shapes)
    pairs = []
    for i, code in enumerate(codes):
        mine = shapes[i]
        for j in tree.query(mine, predicate="intersects"):
            other = shapes[j]
            if i < j and shapely.intersection(mine.boundary, other.boundary).length > least_m:
                pairs.append((code, codes[j]))
    return pairs


def on_grid(lat: float, lon: float, grid: dict[str, Any]) -> tuple[float, float]:
    """Find the pixel of a web map, by the formula of the tiles that such maps are made of."""
    side = 256 * 2 ** grid["zoom"]
    down = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return (lon + 180) / 360 * side - grid["origin"][0], down * side - grid["origin"][1]


def check_levels(workspace: Workspace, html: str, *, least_m: float) -> None:
    levels = data_of(html)["levels"]
    areas = workspace.areas
    assert [level["id"] for level in levels] == list(areas.levels)
    finest = neighbours(workspace, least_m=least_m)
    for level in levels:
        drawn = {area["code"]: area for area in level["areas"]}
        assert list(drawn) == list(areas.at(level["id"]))
        points = {code: vertices(area) for code, area in drawn.items()}
        codes = areas.at(areas.finest)
        up = {code: str(areas.ancestor(code, areas.finest, level["id"])) for code in codes}
        pairs = {(up[one], up[other]) for one, other in finest if up[one] != up[other]}
        assert pairs
        assert not [pair for pair in pairs if len(points[pair[0]] & points[pair[1]]) < 2]
        shapes = {code: shape_of(area["path"]) for code, area in drawn.items()}
        assert all(shape.area > 0 for shape in shapes.values())
        whole = shapely.union_all(list(shapes.values()))
        # No overlaps, and no slivers between neighbours that simplification has pulled apart.
        assert sum(shape.area for shape in shapes.values()) == pytest.approx(whole.area, rel=1e-5)
        holes = sum(len(part.interiors) for part in shapely.get_parts(whole))
        assert holes <= 30
        for code, area in drawn.items():
            assert shapes[code].contains(shapely.Point(on_grid(*area["at"], data_of(html)["grid"])))
            assert shapes[code].bounds == tuple(area["box"])


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
    origin = grid_origin(areas)
    found = outlines(areas, ["primaromrade", "mellanomrade"], origin)
    assert len(read_path(found["mellanomrade"]["9"].path)) == 1
    assert outlines(areas, ["mellanomrade"], origin)["mellanomrade"]["9"].path
    assert all(0 <= side <= 2 for side in found["primaromrade"]["0"].box[:2])


def test_areas_without_geometry_have_an_origin() -> None:
    assert grid_origin(Areas([Area("1", "Ett", "primaromrade")], crs="EPSG:3007")) == (0, 0)


# ---- What the views say


def test_views_of_five_squares() -> None:
    html = render_map(small_workspace())
    now = Shown(html, "class_now")
    assert set(now.shorts) == {""}  # the fill says it
    assert list(now.fills.values())[:3] == ["hyresratt", "bostadsratt", "ingen"]
    share = Shown(html, "share_hyresratt")
    assert list(share.words.values()) == ["60,0 %", "30,0 %", "50,0 %", "0,0–57,1 %", "–"]
    hatched = [fill == "unassessable" for fill in share.fills.values()]
    assert hatched == [False, False, False, True, True]
    target = Shown(html, "target_1")
    assert target.shorts == ["", "80", "", "", ""]
    assert target.cells["1"] == ["ja", "70,0\xa0%", "80"]
    assert [cells[0] for cells in target.cells.values()] == [
        *("nej", "ja", "nej"),
        *("går inte att bedöma", "går inte att bedöma"),
    ]
    # 30 + 80 hyresrätter against 70 + 20 bostadsrätter: what is decided turns the second square.
    projected = Shown(html, "class_projected").words["1"]
    assert projected == "majoritet bostadsrätt, blir majoritet hyresrätt"


def test_the_difference_of_five_squares() -> None:
    change = Shown(render_map(small_workspace()), "change")
    # 30 of 100 becomes 110 of 200.
    assert change.words["1"] == (
        "hyresrätt +25,0 och bostadsrätt −25,0 procentenheter; "
        "majoritet bostadsrätt, blir majoritet hyresrätt"
    )
    assert change.shorts == ["", "+25", "", "", ""]
    assert change.words["0"] == "ingen ändring"
    assert change.words["3"] == "ingen ändring"  # suppressed, but nothing is decided there
    assert change.fills["4"] == "unassessable"


def test_what_is_missing_of_five_squares() -> None:
    html = render_map(small_workspace())
    missing = Shown(html, "missing")
    # The city: 140 to 144 hyresrätter of 303 to 307.
    assert missing.words["1"] == "31–32 hyresrätter (hyresrätter 30,0 %, staden 46,2–46,9 %)"
    assert set(missing.shorts) == {""}  # no letter: the fill and its pattern say it
    assert missing.fills["1"] == "#88b4da"
    pipeline = Shown(html, "pipeline").words
    assert pipeline["1"] == (
        "100: 80 hyresrätter och 20 bostadsrätter; "
        "dessutom planerat eller reserverat: 10 bostadsrätter"
    )
    assert pipeline["4"] == "0"


def test_breaks_are_closed_below() -> None:
    share = Shown(render_map(small_workspace()), "share_bostadsratt")
    assert share.legend[share.buckets[0]]["words"].replace("\xa0", " ") == "40 % till 60 %"


def test_a_coarser_level_counts_the_areas_within() -> None:
    words = Shown(bundled_map(), "target_1", "stadsomrade").words.values()
    assert all(re.match(r"\d+ av \d+ primärområden", word) for word in words)


def test_legends_and_breaks_are_the_same_in_every_view_and_year() -> None:
    views = {view["id"]: view for view in data_of(bundled_map())["views"]}
    levels = data_of(bundled_map())["levels"]
    for group in (
        [f"share_{tenure}" for tenure in KNOWN],
        [f"shortfall_{tenure}" for tenure in KNOWN],
        ["class_now", "class_projected"],
    ):
        legends = [views[v]["sheets"][level["id"]]["legend"] for v in group for level in levels]
        assert all(legend == legends[0] for legend in legends)
    for view in views.values():
        for sheet in view["sheets"].values():
            if view["id"] != "pipeline":  # what is decided is always known
                assert sheet["legend"][-1]["fill"] == "unassessable"
            assert all(value[0] < len(sheet["legend"]) for value in sheet["pool"])


def test_a_target_names_the_definitions_under_which_it_counts() -> None:
    shown = Shown(bundled_map(), "target_1")
    books = bundled().books
    alternatives = [
        a.definition
        for a in assess_progress(books, bundled().targets[0]).sensitivity
        if a.definition.level == "primaromrade"
    ]
    assert len([line for line in shown.about if re.match(r"\d\. ", line)]) == len(alternatives) == 8
    for code, words in shown.words.items():
        yes = [i for i, d in enumerate(alternatives, 1) if books.classify(d, code, DAY).qualifies]
        numbers = f" ({', '.join(map(str, yes))})" if 0 < len(yes) < 8 else ""
        assert f"; {len(yes)} av 8 tolkningar{numbers}" in words


# ---- The same as the JSON, at every level and in every year


def expected_words(area: dict[str, Any], view: str) -> str:
    kind, _, tenure = view.partition("_")
    if kind == "share":
        ends = area["shares_range"][tenure]
        low, high = (SWEDISH.decimal(100 * end) for end in ends) if ends else ("", "")
        return f"{low if low == high else f'{low}–{high}'} %" if ends else "–"
    if kind == "shortfall":
        ends = area["shortfall_range"][tenure]
        return SWEDISH.count(Count(*ends) if ends else None)
    number = sum(area["pipeline"].values())
    return SWEDISH.number(number)


def expected_fill(found: Any) -> str:
    """Give the fill of what is missing, by the steps of 15 and 30 percentage points."""
    if found["pole"] in ("few", None):
        return found["pole"] or "unassessable"
    if found["pole"] == "near":
        return "#fbfaf6"
    (low, high), (least, most) = found["share_range"], found["reference_range"]
    off = max(least - high, low - most)
    depth = 1 + (off > 0.15) + (off > 0.3)
    blue = {1: "#c6dcee", 2: "#88b4da", 3: "#4f8cc4"}
    return blue[depth] if found["pole"] == "hyresratt" else f"agt-{depth}"


@pytest.mark.parametrize("level", LEVELS)
def test_the_map_says_what_areas_says_on_the_same_day(level: str) -> None:
    html, workspace = bundled_map(), bundled()
    for moment, (_, _, day, *_) in enumerate(data_of(html)["years"]):
        books = workspace.books_on(date.fromisoformat(day))
        outlook = project_areas(books, level, benchmark=workspace.settings.benchmark)
        areas = {area["area"]: area for area in areas_json(outlook)}
        for view in ("class_now", "class_projected"):
            key = {"class_now": "class"}.get(view, view)
            shown = Shown(html, view, level, moment)
            assert shown.fills == {c: a[key] or "unassessable" for c, a in areas.items()}
        missing = Shown(html, "missing", level, moment)
        for code, area in areas.items():
            found = area["missing_pole"]
            assert missing.fills[code] == expected_fill(found), (code, found)
            if found["dwellings_range"] and found["pole"] != "near":
                number = SWEDISH.count(Count(*found["dwellings_range"]))
                assert missing.words[code].startswith(number.replace("\xa0", " "))
        for view in ("pipeline", *(f"{k}_{t}" for k in ("share", "shortfall") for t in KNOWN)):
            words = Shown(html, view, level, moment).words
            for code, area in areas.items():
                said = words[code].partition(";")[0].partition(":")[0]
                assert said == expected_words(area, view).replace("\xa0", " "), (view, code, day)


def test_the_map_says_what_progress_says_on_the_same_day() -> None:
    html, workspace = bundled_map(), bundled()
    data = data_of(html)
    for moment, (_, _, day, *_) in enumerate(data["years"]):
        books = workspace.books_on(date.fromisoformat(day))
        for number, target in enumerate(workspace.targets):
            found = progress_json(assess_progress(books, target), workspace.areas)
            rows = [row for row in data["ledger"] if row[0] == number and row[2] <= day]
            assert [(r[2], r[6], r[7]) for r in rows] == [
                (entry["date"], entry["dwellings"], entry["counted"]) for entry in found["ledger"]
            ]
            shown = Shown(html, f"target_{number + 1}", moment=moment)
            if found["status"] != "not_in_force":
                assert re.search(rf"(^|: ){found['counted']} ", shown.about[0])
            if (ends := found["range"])[0] != ends[1]:
                assert any(f": {ends[0]} till {ends[1]}." in line for line in shown.about)
            counted = [re.search(r"hittills räknat: (−?\d+)", w) for w in shown.words.values()]
            so_far = [int(m[1].replace("−", "-")) for m in counted if m]
            assert sum(so_far) == found["counted"]


def test_the_map_tells_when_an_area_turns_on_the_same_day() -> None:
    html, workspace = bundled_map(), bundled()
    for moment, (_, _, day, *_) in enumerate(data_of(html)["years"]):
        books = workspace.books_on(date.fromisoformat(day))
        outlook = project_areas(books, "primaromrade", benchmark=workspace.settings.benchmark)
        turns = find_tippings(books, workspace.targets, outlook.areas)
        for number, target in enumerate(workspace.targets):
            words = Shown(html, f"target_{number + 1}", "primaromrade", moment).words
            for code, said in words.items():
                left = turns[code][target.id].projected
                found = re.search(r"skiftar efter ([\d –]+) hyresrätter till", said)
                assert (found and found[1]) == (
                    left and SWEDISH.count(left).replace("\xa0", " ")
                ), (code, day)


def test_the_map_shows_every_allocation_as_it_stood() -> None:
    html, workspace = bundled_map(), bundled()
    for moment, (_, _, day, *_) in enumerate(data_of(html)["years"]):
        states = workspace.register.states(date.fromisoformat(day))
        looks = looks_of(html, moment)
        assert looks.keys() == states.keys()
        for id_, look in looks.items():
            state = states[id_]
            if look["stage"] == "withdrawn":
                assert state.stage == "aterkallad"
            elif state.dwellings is None:
                assert look["n"] is None
            else:
                assert look["n"] == [state.dwellings[tenure] for tenure in ALLOCATION_TENURES]


def test_a_life_of_an_allocation_over_the_years() -> None:
    html = render_map(small_workspace())
    assert [year[0] for year in data_of(html)["years"]] == [2023, 2024, 2025]
    lives = [looks_of(html, moment).get("e") for moment in range(3)]
    assert [life["stage"] for life in lives if life] == ["decided", "decided", "withdrawn"]
    assert [life["n"] for life in lives if life] == [[40, 60, 0, 0], [100, 0, 0, 0], [100, 0, 0, 0]]
    first, second, third = (life["lines"][0] for life in lives if life)
    assert first == (
        "Den 1 maj 2023 beslutades en markanvisning för 40 hyresrätter och 60 bostadsrätter i Tre."
    )
    assert second == "Den 1 maj 2023 beslutades en markanvisning i Tre."
    assert lives[1]["lines"][1] == "Efter ändring den 1 maj 2024 gäller den 100 hyresrätter."
    assert third.startswith("Markanvisningen i Tre återkallades den 1 februari 2025.")


def test_statistics_that_are_later_than_the_year_are_said_to_be() -> None:
    years = data_of(render_map(at_years_end()))["years"]
    assert [bool(note) for *_, note in years] == [True] * (len(years) - 1) + [False]
    assert "31 december 2025" in years[0][-1]


def test_what_is_built_since_is_not_hidden_as_double() -> None:
    moments = make_moments(public())
    # One allocation that was decided in 2015 was completed in 2017, and is in the statistics.
    twice = {moment.day.year: moment.counted_twice for moment in moments}
    assert twice[2025] == 0
    assert any(twice.values())
    year = max(year for year, number in twice.items() if number)
    at = [m.day.year for m in moments].index(year)
    about = Shown(render_map(public()), "class_projected", moment=at).about
    assert any(f"{twice[year]} bostäder som var beslutade då" in line for line in about)


# ---- Allocations


def test_every_allocation_is_shown_and_unknown_is_not_zero() -> None:
    html = render_map(small_workspace())
    symbols = {symbol["id"]: symbol for symbol in data_of(html)["symbols"]["all"]}
    small = looks_of(html, 2)
    assert small["b"]["n"] is None
    assert "okänt" in " ".join(small["b"]["lines"])
    assert small["b"]["near"]
    assert small["b"]["at"] == small["c"]["at"]
    assert symbols["b"]["shift"] != symbols["c"]["shift"]
    assert not small["a"]["near"]
    assert small["a"]["plot"]
    assert "utanför områdena" in small["d"]["row"]
    assert small["d"]["somewhere"] == "utanför områdena"  # listed, and not a point in the sea
    assert small["a"]["lines"][0] == (
        "Två fick den 1 mars 2025 en markanvisning för 80 hyresrätter och 20 bostadsrätter i Två."
    )


def test_a_split_plot_names_its_areas() -> None:
    lines = looks_of(bundled_map(), len(data_of(bundled_map())["years"]) - 1)["E-02"]["lines"]
    assert lines[0].replace("\xa0", " ") == (
        "Fiktiva Hem AB fick den 10 februari 2025 en markanvisning för 60 hyresrätter och "
        "40 bostadsrätter i Annedal (39 %) och i Olivedal (61 %)."
    )


# ---- Levels


def test_a_finer_level_is_offered_where_it_has_statistics() -> None:
    def workspace(*, with_cells: bool) -> Workspace:
        fine = [Area(f"1{i}", f"Bas {i}", "basomrade", "1", square(1000 * i)) for i in range(2)]
        areas = Areas([*fine, Area("1", "Ett", "primaromrade")], crs="EPSG:3007")
        cell = [Cell("flerbostadshus", Tenure.HYRESRATT, Count(9, 9))]
        cells = {("primaromrade", "1"): cell}
        if with_cells:
            cells |= {("basomrade", area.code): cell for area in fine}
        return Workspace(
            Settings((), (), (), ()), areas, Stock({DAY: cells}), Register([]), [], [], DAY
        )

    for with_cells, levels in ((True, ["basomrade", "primaromrade"]), (False, ["primaromrade"])):
        html = render_map(workspace(with_cells=with_cells))
        assert [level["id"] for level in data_of(html)["levels"]] == levels
        assert ("Basområden" in html) is with_cells


# ---- The presentation


def test_every_slide_shows_a_view_and_says_a_sentence() -> None:
    for language in ("sv", "en"):
        data = data_of(bundled_map(language))  # type: ignore[arg-type]
        views = {view["id"] for view in data["views"]}
        levels = {level["id"] for level in data["levels"]}
        assert len(data["slides"]) >= 8
        for slide in data["slides"]:
            assert slide["view"] in views
            assert slide["level"] in levels
            assert slide["sentence"].endswith(".")


def test_the_first_slide_counts_the_areas() -> None:
    slides = data_of(bundled_map())["slides"]
    outlook = project_areas(bundled().books, "primaromrade")
    first, inner, most = slides[:3]
    assert (first["part"], inner["part"], most["part"]) == ("figure", "inner", "ranked")
    assert most["sentence"].startswith(
        "43 områden, med 36\xa0% av bostäderna, saknar hyresrätt. 39 "
    )
    held = [area.class_now for area in outlook.areas.values()]
    majority = next(slide for slide in slides if slide["view"] == "class_now")
    assert majority["sentence"].startswith(
        f"Av 96 primärområden har {held.count('hyresratt')} majoritet hyresrätt"
    )


def test_what_holds_at_a_moment_is_read_back() -> None:
    assert [pick([5, 2, 6, 4, 7], moment) for moment in range(6)] == [5, 5, 6, 6, 7, 7]


def test_map_and_report_answer_under_the_same_definitions() -> None:
    """Of a stock that tells no building types half the definitions would say nothing."""
    workspace = small_workspace()
    codes = workspace.areas.at("primaromrade")
    cells = [Cell("ovriga", tenure, Count.exactly(5)) for tenure in KNOWN]
    stock = Stock({workspace.stock.vintages[0]: {("primaromrade", code): cells for code in codes}})
    plain = replace(workspace, stock=stock)
    listed = assess_progress(plain.books, plain.targets[0]).sensitivity
    (shown,) = make_ledgers(plain)
    assert [d for d, _ in shown.alternatives] == [each.definition for each in listed]
    assert {d.stock for d, _ in shown.alternatives} == {HUSTYPER}
