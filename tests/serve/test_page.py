"""The page in a real browser: a plot drawn in each way, undone, refused, linked and handed on."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely
from commanded import run
from drawn import BOW_TIE, DAY, RING, Planner, serving
from served import client_of, workspace_in
from shapely import MultiPolygon, Polygon, box

from tenuremix.serve.drawing import outline_path
from tenuremix.serve.page.build import ASSETS

MOST_BYTES = 250_000


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest.fixture
def planner(browser: Any, address: str) -> Iterator[Planner]:
    found = Planner(browser, address)
    yield found
    found.leave()


def printed(proposal: bytes, folder: Path) -> bytes:
    """Give what the command prints of a proposal that the page has sent."""
    file = folder / "proposal.geojson"
    file.write_bytes(proposal)
    return run("check", str(file), "--as-of", DAY, "--format", "json").stdout.encode()


# ---- A plot, in every way


def by_clicks(planner: Planner, _: Path) -> None:
    planner.draw()
    planner.click(*RING[0])  # a ring is closed on its first corner


def by_keys(planner: Planner, _: Path) -> None:
    planner.steer()
    planner.reach("Klar")
    planner.page.keyboard.press("Enter")


def by_typing(planner: Planner, _: Path) -> None:
    planner.press("Skriv eller klistra in hörn")
    for number, (e, n) in enumerate(RING, start=1):
        planner.page.get_by_label(f"N, hörn {number}", exact=True).fill(str(n))
        planner.page.get_by_label(f"E, hörn {number}", exact=True).fill(str(e))
        planner.page.keyboard.press("Enter")
    planner.press("Klar")


def by_pasting(planner: Planner, _: Path) -> None:
    planner.press("Skriv eller klistra in hörn")
    planner.page.get_by_label("Klistra in hörn").fill("\n".join(f"{n} {e}" for e, n in RING[::-1]))
    planner.press("Läs hörnen")
    planner.page.wait_for_function("() => document.activeElement.id === 'draw-done'")
    planner.page.keyboard.press("Enter")


def by_a_file(planner: Planner, folder: Path) -> None:
    shape = {"type": "Polygon", "coordinates": [[*RING[2:], *RING[:3]]]}
    feature = {
        "type": "Feature",
        "geometry": shape,
        "properties": {"hyresratt": 80, "bostadsratt": 40},
    }
    crs = {"type": "name", "properties": {"name": "EPSG:3007"}}
    file = folder / "tomt.geojson"
    file.write_text(
        json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}),
        encoding="utf-8",
    )
    planner.page.set_input_files("#file", str(file))
    planner.page.wait_for_selector('[data-key="edit-0"]')


WAYS = (by_clicks, by_keys, by_typing, by_pasting, by_a_file)


def test_a_plot_is_the_same_however_it_was_drawn(
    browser: Any, address: str, tmp_path: Path
) -> None:
    proposals, checks = set(), set()
    for way in WAYS:
        planner = Planner(browser, address)
        way(planner, tmp_path)
        planner.count(hyresratt=80, bostadsratt=40)
        planner.answered("80 hyresrätter räknas")
        proposals.add(planner.proposal())
        checks.add(planner.check())
        planner.leave()
    (proposal,), (check,) = proposals, checks
    assert check == printed(proposal, tmp_path)


def test_a_plot_is_drawn_without_a_drag_or_a_key(planner: Planner) -> None:
    planner.draw()
    planner.click(*RING[2])  # a corner is picked by a click, and moved by another
    planner.heard("Hörn 3 är valt")
    planner.click(RING[2][0] + 20, RING[2][1])
    planner.press("Klar")
    for _ in range(8):
        planner.page.get_by_role("button", name="Hyresrätter: tio fler").click()
    planner.answered("80 hyresrätter räknas")
    [feature] = json.loads(planner.proposal())["features"]
    assert [RING[2][0] + 20, RING[2][1]] in feature["geometry"]["coordinates"][0]


def test_the_crosshair_is_moved_by_buttons(planner: Planner) -> None:
    planner.press("Rita med markör och pilar")
    planner.press("Fäst: på")
    planner.look_at(*RING[0])
    for name, times in (("österut", 0), ("österut", 8), ("norrut", 5), ("västerut", 8)):
        for _ in range(times):
            planner.press(f"Flytta {name}")
        planner.press("Sätt hörn")
    planner.press("Klar")
    planner.count(hyresratt=8)
    planner.answered("8 hyresrätter")
    e, n = RING[0]
    [feature] = json.loads(planner.proposal())["features"]
    assert feature["geometry"]["coordinates"] == [
        [[e, n], [e + 80, n], [e + 80, n + 50], [e, n + 50], [e, n]]
    ]


def test_the_keys_can_be_switched_off(planner: Planner) -> None:
    planner.press("Tangenter")
    planner.page.get_by_label("Använd tangenterna").uncheck()
    planner.draw(RING[:2])
    planner.page.locator("#map").focus()
    for key in ("Backspace", "Control+z", "n", "Escape", "ArrowUp"):
        planner.page.keyboard.press(key)
    assert planner.page.evaluate("store.now.draft.corners.length") == 2
    assert planner.page.evaluate("drawing.mode") == "pointer"
    planner.page.get_by_label("Använd tangenterna").check()
    planner.page.locator("#map").focus()
    planner.page.keyboard.press("Backspace")
    assert planner.page.evaluate("store.now.draft.corners.length") == 1


def test_a_corner_snaps_to_a_right_angle_and_to_a_border(planner: Planner) -> None:
    planner.press("Rita på kartan")
    planner.look_at(147_012, 6_397_520)
    for e, n in (RING[0], (RING[0][0] + 80, RING[0][1]), (RING[0][0] + 83, RING[0][1] + 60)):
        planner.click(e, n)
    corners = planner.page.evaluate("store.now.draft.corners")
    assert corners[2] == [RING[0][0] + 80, RING[0][1] + 60]
    planner.heard("Fäst: rät vinkel")
    border = planner.page.evaluate(
        "chart.start.areas.find(({ name }) => name === 'Olivedal').geometry.coordinates[0][0]"
    )
    planner.look_at(*border)
    planner.click(border[0] + 3, border[1] + 2)
    assert planner.page.evaluate("store.now.draft.corners")[3] == border
    planner.heard("Fäst: hörn")


def test_the_page_reads_every_corner_of_an_outline(planner: Planner) -> None:
    island = Polygon([(147_300, 6_397_000.2), (147_310.1, 6_397_000), (147_300, 6_397_010)])
    shape = MultiPolygon([box(147_000, 6_397_000, 147_200, 6_397_100.5), island])
    shape = shape.difference(box(147_050.3, 6_397_050, 147_060, 6_397_060))
    west, _, _, north = bounds = [146_999.9, 6_396_000, 148_000, 6_398_000]
    read = planner.page.evaluate(
        "([path, bounds]) => geometryOf(path, bounds)", [outline_path(shape, west, north), bounds]
    )
    rings = shapely.get_rings(shapely.get_parts(shape))
    assert read == {
        "type": "Polygon",
        "coordinates": [shapely.get_coordinates(ring).tolist() for ring in rings],
    }


def test_every_corner_of_an_area_shows_when_it_is_near(planner: Planner) -> None:
    shown = (
        "(name) => { const area = chart.start.areas.find((each) => each.name === name);"
        " return [...document.querySelectorAll('.land path')]"
        ".map((path) => path.getAttribute('d')).map((d) => [d === area.coarse, d === area.outline])"
        ".filter(([coarse, exact]) => coarse || exact); }"
    )
    simpler = "chart.start.areas.filter(({ coarse, outline }) => coarse !== outline)"
    name, e, n = planner.page.evaluate(f"(([area]) => [area.name, ...area.label])({simpler})")
    assert planner.page.evaluate(shown, name) == [[True, False]]
    planner.look_at(e, n)
    assert planner.page.evaluate(shown, name) == [[False, True]]


RINGS_NEAR = """() => {
  const { label } = chart.start.areas.find(({ name }) => name === 'Olivedal');
  return snap.rings(label, 5000, { ...store.now, draft: {} }).map(([, name]) => name);
}"""
"""Names what a corner at Olivedal may be fastened to."""


def test_nothing_fastens_to_an_area_before_every_corner_has_come(
    browser: Any, address: str
) -> None:
    page = browser.new_page()
    asked: list[Any] = []
    page.route("**/page/outlines", lambda way: asked.append(way))  # noqa: PLW0108
    page.goto(f"{address}#A=80.0.0.0*omrade*:109&v=lamna")
    page.wait_for_selector("body[data-ready=yes]")
    page.wait_for_selector("#date[type=date]", state="attached")
    coarse = page.locator("#hand svg").first.inner_html()
    assert "Olivedal" not in page.evaluate(RINGS_NEAR)
    asked[0].continue_()
    page.wait_for_selector("body[data-ready=whole]")
    assert "Olivedal" in page.evaluate(RINGS_NEAR)
    assert len(page.locator("#hand svg").first.inner_html()) > len(coarse)
    page.close()


def test_outlines_of_other_areas_than_the_drawn_are_left(browser: Any, address: str) -> None:
    page = browser.new_page()
    other = {"bounds": [0, 0, 1, 1], "outlines": {"109": "m0 0 1 0 0 1z"}}
    page.route("**/page/outlines", lambda way: way.fulfill(json=other))
    page.goto(address)
    page.wait_for_selector("body[data-ready=whole]")
    assert "Olivedal" not in page.evaluate(RINGS_NEAR)
    page.close()


def test_a_page_is_used_though_the_outlines_do_not_come(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.route("**/page/outlines", lambda way: way.abort())
    page.goto(address)
    page.get_by_text("Servern svarar inte.").wait_for(state="attached")
    page.get_by_role("button", name="Öppna exemplet").click()
    page.get_by_text("Förslaget bidrar").first.wait_for()
    page.close()


def test_a_link_with_an_area_shows_the_area(planner: Planner) -> None:
    whole = planner.page.evaluate("chart.map.getZoom()")
    planner.go("#A=80.0.0.0*omrade*:109")
    assert planner.page.evaluate("chart.map.getZoom()") > whole + 1
    assert planner.page.evaluate("chart.areaAt(chart.centre()).code") == "109"


APART = """(selector) => {
  const boxes = [...document.querySelectorAll(selector)].map((e) => e.getBoundingClientRect());
  return boxes.filter((a, i) => boxes.some((b, k) => i < k && a.left < b.right && b.left < a.right
    && a.top < b.bottom && b.top < a.bottom)).length;
}"""
"""Counts what lies on something else of its kind."""


@pytest.mark.parametrize("width", [1280, 390])
def test_a_name_gives_way_to_a_plot(browser: Any, address: str, width: int) -> None:
    planner = Planner(browser, address, width=width)
    label = "chart.start.areas.find(({ name }) => name === 'Olivedal').label"
    e, n = map(round, planner.page.evaluate(label))
    corners = ";".join(f"{e + x},{n + y}" for x, y in ((-60, -40), (60, -40), (60, 60), (-60, 60)))
    planner.go(f"#A=80.0.0.0*ritad*{corners}")
    planner.answered()
    assert {"A", "Olivedal"} <= {*planner.page.locator(".name span").all_inner_texts()}
    assert planner.page.evaluate(APART, ".name span") == 0
    planner.press("Lämna vidare")
    assert "Olivedal" in planner.page.locator("#hand svg > text").all_text_contents()
    assert planner.page.evaluate(APART, "#hand svg > text") == 0


WITHIN = """(selector) => {
  const around = byId("map").getBoundingClientRect();
  const boxes = [...document.querySelectorAll(selector)].map((e) => e.getBoundingClientRect());
  return boxes.filter((a) => a.left < around.left || a.right > around.right || a.top < around.top
    || a.bottom > around.bottom).length;
}"""
"""Counts what reaches out of the map."""


@pytest.mark.parametrize("width", [1280, 390])
def test_a_name_is_whole_and_lies_on_no_coordinate(browser: Any, address: str, width: int) -> None:
    planner = Planner(browser, address, width=width)
    for code in ("109", "110", "402", "512"):
        planner.go(f"#A=80.0.0.0*omrade*:{code}")
        for step in range(4):
            assert planner.page.evaluate(WITHIN, ".name:not(.letter) span") == 0, (code, step)
            assert planner.page.evaluate(APART, ".name span, #edges span") == 0, (code, step)
            planner.page.evaluate("chart.map.zoomOut(0.75, { animate: false })")
    planner.leave()


TILES = """[map.tiles]
template = "https://kartor.example.se/{z}/{x}/{y}.png"
origin = [50000, 6500000]
resolutions = [128, 64, 32, 16, 8, 4, 2, 1, 0.5]
credit = "Stadens karta"
"""
DOT = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def test_tiles_lie_where_their_grid_says(browser: Any, tmp_path: Path) -> None:
    folder = workspace_in(tmp_path / "stad")
    with (folder / "tenuremix.toml").open("a", encoding="utf-8") as file:
        file.write(TILES)
    with serving(folder) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        page.route("https://kartor.example.se/**", lambda way: way.fulfill(body=DOT))
        page.goto(address)
        page.wait_for_selector("body[data-ready=whole]")
        page.evaluate("chart.map.setView([6397520, 147000], 5, { animate: false })")
        tile = page.locator(".leaflet-tile-loaded[src$='/5/94/100.png']")
        at, around = tile.bounding_box(), page.locator("#map").bounding_box()
        left, top = 50_000 + 94 * 4 * 256, 6_500_000 - 100 * 4 * 256
        found = page.evaluate(f"chart.map.latLngToContainerPoint([{top}, {left}])")
        assert (at["x"] - around["x"], at["y"] - around["y"]) == (found["x"], found["y"])
        assert page.locator("#credit").inner_text() == "Stadens karta"
        assert page.locator(".land .water path").count() == 0
        areas = page.locator(".land .areas path").count()
        assert areas == page.evaluate("chart.start.areas.length")
        page.close()


# ---- Refused, and undone


def test_a_ring_that_crosses_itself_is_refused_and_mended(planner: Planner) -> None:
    planner.draw(BOW_TIE)
    done = planner.page.get_by_role("button", name="Klar", exact=True)
    assert done.get_attribute("aria-disabled") == "true"
    reason = planner.page.locator(f"#{done.get_attribute('aria-describedby')}")
    assert "korsar kanten mellan hörn" in reason.inner_text()
    done.press("Enter")
    planner.heard("korsar kanten mellan hörn")
    assert planner.page.locator("#draw-box").is_visible()
    planner.press("Byt ordning på 3 och 4")
    assert done.get_attribute("aria-disabled") == "false"
    done.click()
    planner.count(hyresratt=80)
    planner.answered("80 hyresrätter räknas")


@pytest.mark.parametrize(
    ("ring", "mended"),
    [
        (((0, 0), (10, 10), (10, 0), (0, 10)), True),
        (((0, 0), (10, 0), (5, 0), (5, 8)), False),  # there and back
        (((0, 0), (10, 0), (10, 10), (5, 0)), True),  # a corner on an edge
        (((0, 0), (10, 0), (10, 10), (0, 10)), None),
        (((0, 0), (4, 0), (4, 4)), None),
        (((0, 0), (4, 0), (9, 0)), False),  # no ground at all
    ],
)
def test_what_crosses_itself(planner: Planner, ring: Any, mended: Any) -> None:
    found = planner.page.evaluate(
        "ring => { const c = findCrossing(ring); return c && Boolean(mendCrossing(ring, c)); }",
        ring,
    )
    assert (None if found is None else found or False) == mended


@pytest.mark.parametrize(
    ("typed", "metres"),
    [
        *(("6 397 478,5", 6_397_478.5), ("6397478.5", 6_397_478.5), ("6,397,478", 6_397_478)),
        *(("146952,25", 146_952.25), ("-12", -12), ("", None), ("norr", None)),
    ],
)
def test_metres_are_read_as_they_are_typed(planner: Planner, typed: str, metres: Any) -> None:
    assert planner.page.evaluate("readMetres", typed) == metres


def test_everything_is_undone_in_one_list(planner: Planner) -> None:
    planner.draw()
    planner.press("Klar")
    planner.count(hyresratt=80)
    planner.answered("80 hyresrätter räknas")
    linked = planner.link()
    planner.press("Ångra")
    planner.heard("Ångrat: Hyresrätter 80.")
    planner.press("Ångra")
    planner.heard("Ångrat: ytan.")
    planner.page.locator("#map").focus()
    for number in (4, 3):
        planner.page.keyboard.press("Control+z")
        planner.heard(f"Ångrat: hörn {number}.")
    assert len(planner.page.evaluate("store.now.draft.corners")) == 2
    for _ in range(3):
        planner.page.keyboard.press("Control+y")
    planner.page.keyboard.press("Control+Shift+z")
    planner.answered("80 hyresrätter räknas")
    assert planner.link() == linked


def test_a_file_with_faults_changes_nothing(planner: Planner, tmp_path: Path) -> None:
    planner.press("Öppna exemplet")
    planner.answered()
    before = planner.link()
    file = tmp_path / "fel.csv"
    file.write_text("namn,hyresratt,omrade\n<b>Ett</b>,tolv,109\nTvå,-4,109\n", encoding="utf-8")
    planner.page.set_input_files("#file", str(file))
    planner.page.wait_for_function("() => document.activeElement.id === 'problem'")
    box = planner.page.locator("#place .error")
    assert "2 fel" in box.inner_text()
    assert "Inget i förslaget har ändrats." in box.inner_text()
    assert box.locator("li").count() == 2
    assert planner.link() == before
    planner.faults.clear()  # the browser's word on an answer of 422


# ---- Several plots, areas, the date


def test_several_plots_are_one_proposal(planner: Planner) -> None:
    planner.press("Öppna exemplet")
    planner.answered()
    planner.press("+ Lägg till en tomt i förslaget")
    planner.press("Välj ett område eller en känd tomt")
    planner.page.get_by_label("Område eller plats").select_option(label="Haga")
    planner.press("Välj")
    planner.count(bostadsratt=12)
    planner.page.wait_for_function("() => answer.check && answer.check.proposal.plots.length === 2")
    assert planner.page.locator("#sum").inner_text() == "132 bostäder"
    planner.press("Ångra")
    planner.press("Ångra")
    planner.page.wait_for_function("() => answer.check && answer.check.proposal.plots.length === 1")


def test_the_answer_says_what_has_changed(planner: Planner) -> None:
    planner.press("Öppna exemplet")
    planner.answered("80 hyresrätter räknas")
    planner.page.get_by_role("button", name="Hyresrätter: tio färre").click()
    planner.answered("70 hyresrätter räknas")
    planner.heard("Hyresrätter 70. Nu räknas 70, förut 80.")
    planner.page.locator("#date").fill("2026-02-01")
    planner.page.wait_for_function(
        "() => answer.check.proposal.as_of === '2026-02-01' && !answer.stale"
    )
    assert "Beslutet kommer efter målets sista dag" in planner.page.inner_text("#answer")


def test_an_answer_that_does_not_come_leaves_the_proposal(planner: Planner) -> None:
    planner.press("Öppna exemplet")
    first = planner.answered()
    planner.page.route("**/api/v1/check*", lambda route: route.abort())
    planner.page.get_by_role("button", name="Hyresrätter: tio färre").click()
    planner.page.get_by_role("button", name="Försök igen").wait_for()
    assert planner.page.locator("#answer-title").inner_text() == first
    assert "gäller före ändringen" in planner.page.inner_text("#answer")
    planner.page.unroute("**/api/v1/check*")
    planner.press("Försök igen")
    planner.answered("70 hyresrätter räknas")
    planner.faults.clear()  # the browser's word on what was not answered


# ---- Links and alternatives


def test_a_link_holds_everything(planner: Planner) -> None:
    planner.draw()
    planner.press("Klar")
    planner.count(hyresratt=80, oklar=5)
    planner.answered("80 hyresrätter räknas")
    planner.press("+ Lägg till alternativ")
    planner.count(hyresratt=60)
    planner.answered("60 hyresrätter räknas")
    link, proposal = planner.link(), planner.proposal()
    assert all("#" not in request.url for request in planner.asked if "api" in request.url)
    planner.go(link)
    planner.answered("60 hyresrätter räknas")
    assert planner.link() == link
    assert planner.proposal() == proposal


@pytest.mark.parametrize(
    "link",
    [
        "#A=x",
        "#A=1.1.1.1*ritad*1,2;3",
        "#A=1&u=0*1,2;3",
        "#A=1&u=1*1,2",
        "#A=%ZZ",
        "#A=-1",
        "#" + "&".join(f"{c}=1" for c in "ABCDEFG"),
    ],
)
def test_what_is_no_link_of_ours_is_told(planner: Planner, link: str) -> None:
    planner.go(link)
    planner.heard("Länken kunde inte läsas.")
    assert planner.page.evaluate("isEmpty(store.now)")


def test_a_name_in_a_link_is_text_and_nothing_else(planner: Planner) -> None:
    name = "<img src=x onerror=alert(1)>!*~;"
    planner.go(f"#A=80.0.0.0*fil*:109!5.0.0.0*fil*:107*x~{'%3Cb%3E'}~")
    planner.page.evaluate("name => store.change(withPlot(store.now, { name }))", name)
    planner.answered()
    planner.go(planner.link())
    planner.answered()
    assert planner.page.evaluate("plotOf(store.now).name") == name
    assert name in planner.page.inner_text("#place")
    assert planner.page.locator("img").count() == 0
    assert "<b>" in planner.page.inner_text("#alternatives")


def test_another_map_opens_a_check(planner: Planner, tmp_path: Path) -> None:
    planner.go("?e=147030&n=6397500&hr=80&br=40")
    planner.answered("80 hyresrätter räknas")
    [feature] = json.loads(planner.proposal())["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [147030, 6397500]}
    assert planner.check() == printed(planner.proposal(), tmp_path)
    assert planner.page.evaluate("location.search") == ""
    planner.page.reload()
    planner.answered("80 hyresrätter räknas")


def test_alternatives_stand_beside_none(planner: Planner) -> None:
    planner.draw()
    planner.press("Klar")
    planner.count(hyresratt=80, bostadsratt=40)
    planner.answered("80 hyresrätter räknas")
    planner.press("+ Lägg till alternativ")
    planner.heard("Alternativ B, kopia av A.")
    planner.count(hyresratt=60, bostadsratt=60)
    planner.answered("60 hyresrätter räknas")
    planner.press("Jämför")
    planner.page.wait_for_selector("table.compare")
    assert planner.page.evaluate("document.activeElement.id") == "comparison-title"
    assert (
        planner.page.inner_text("#comparison-title")
        == "Med A blir summan minst 500. Med B återstår 11."
    )
    rows = planner.page.locator("table.compare tbody tr").all_inner_texts()
    assert "Summa av 500\t429\t509\t489" in rows
    planner.page.go_back()
    planner.answered("60 hyresrätter räknas")
    planner.page.go_forward()
    planner.page.get_by_role("button", name="Ta bort alternativ B").click()
    planner.heard("Alternativ B är borttaget.")
    planner.press("Ångra")
    planner.press("+ Lägg till alternativ")
    letters = planner.page.evaluate("store.now.alternatives.map(({ letter }) => letter).join('')")
    assert letters == "ABC"


def test_an_alternative_is_given_a_name(planner: Planner) -> None:
    planner.go("#A=80.0.0.0*omrade*:109&B=60.0.0.0*omrade*:109&v=jamfor")
    planner.page.wait_for_selector("table.compare")
    planner.answered()
    opener = planner.page.get_by_role("button", name="Byt namn på alternativ B")
    opener.click()
    planner.page.keyboard.type("<b>Lägre</b>")
    planner.page.keyboard.press("Enter")
    planner.heard("Alternativ B heter nu <b>Lägre</b>.")
    assert opener.evaluate("each => each === document.activeElement")
    assert "B <b>Lägre</b>" in planner.page.inner_text("table.compare thead")
    opener.click()
    planner.page.keyboard.type("Annat")
    planner.page.keyboard.press("Escape")
    assert opener.evaluate("each => each === document.activeElement")
    planner.go(planner.link())
    planner.page.wait_for_selector("table.compare")
    planner.answered()
    assert "B <b>Lägre</b>" in planner.page.inner_text("table.compare thead")
    planner.page.get_by_role("button", name="Byt namn på alternativ B").click()
    planner.page.get_by_label("Namn på alternativ B", exact=True).fill("")
    planner.press("Tillbaka")
    planner.heard("Alternativ B heter nu 60 HR.")
    assert "60 HR" in planner.page.inner_text("#alternatives")


def test_a_ring_that_is_not_closed_is_in_the_link(planner: Planner) -> None:
    planner.draw(RING[:3])
    planner.go(planner.link())
    planner.press("Fäst: på")
    planner.look_at(147_012, 6_397_520)
    planner.click(*RING[3])
    planner.press("Klar")
    planner.count(hyresratt=80)
    planner.answered("80 hyresrätter räknas")
    [feature] = json.loads(planner.proposal())["features"]
    assert {*map(tuple, feature["geometry"]["coordinates"][0])} == {*RING}


# ---- Handing on


def test_it_is_handed_on(planner: Planner) -> None:
    planner.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    planner.draw()
    planner.press("Klar")
    planner.count(hyresratt=80, bostadsratt=40)
    planner.answered("80 hyresrätter räknas")
    planner.press("Lämna vidare")
    planner.press("Kopiera meningarna")
    planner.heard("Meningarna är kopierade.")
    note = planner.page.get_by_role("region", name="Anteckningen som den blir")
    note.get_by_role("heading", name="Underlag: förslag i Olivedal").wait_for()
    copied = planner.page.evaluate("navigator.clipboard.readText()")
    assert "från 429 till 509 av minst 500" in copied
    assert copied.endswith("[Exempel med påhittade beslut.]")

    def fetched(name: str) -> bytes:
        with planner.page.expect_download() as download:
            planner.press(name)
        return Path(download.value.path()).read_bytes()

    assert fetched("Hämta GeoJSON") == planner.proposal()
    assert fetched("Hämta PNG").startswith(b"\x89PNG")
    drawing = fetched("Hämta SVG").decode()
    assert "Olivedal" in drawing
    assert "<script" not in drawing
    assert b"<h1>Underlag: f\xc3\xb6rslag i Olivedal</h1>" in fetched("Webbsida")
    linked = planner.page.locator("#link").input_value()
    planner.go(linked.removeprefix(planner.address))
    planner.answered("80 hyresrätter räknas")


def test_only_a_role_for_it_saves(browser: Any, tmp_path: Path) -> None:
    folder = workspace_in(tmp_path / "stad")
    file = folder / "tenuremix.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f'{text}\n[serve]\nroles = {{ "*" = "föreslå" }}\n', encoding="utf-8")
    with serving(folder) as address:
        planner = Planner(browser, address, link="#A=80.0.0.0*omrade*:109")
        planner.answered()
        planner.press("Lämna vidare")
        for label, value in (
            ("Beteckning (id)", "P-1"),
            ("Platsens namn", "Prov"),
            ("Skäl", "Prövas"),
            ("Ditt namn", "A B"),
        ):
            planner.page.get_by_label(label).fill(value)
        planner.press("Spara i registret")
        planner.heard("P-1 är sparad i registret.")
        planner.leave()
    assert "P-1,Prov" in (folder / "markanvisningar" / "register.csv").read_text(
        encoding="utf-8-sig"
    )


def test_the_tenures_nearby_are_told(browser: Any, tmp_path: Path) -> None:
    folder = workspace_in(tmp_path / "stad", 'dwellings = ["hus.csv"]')
    rows = ["hustyp,upplatelseform,antal,datum,e,n"]
    for tenure, number in (("hyresratt", 30), ("bostadsratt", 70)):
        rows.append(f"flerbostadshus,{tenure},{number},2024-12-31,147000,6397500")
    (folder / "hus.csv").write_text("\n".join(rows), encoding="utf-8")
    with serving(folder) as address:
        planner = Planner(browser, address, link="?e=147000&n=6397500&hr=80")
        planner.answered()
        nearby = planner.page.get_by_label("Upplåtelseformer i närheten")
        nearby.select_option(label="Inom 500 m")
        planner.page.get_by_text("100 bostäder, varav 100 med känd").wait_for()
        assert "hyresrätt 30,0\N{NO-BREAK SPACE}%" in planner.page.inner_text("#answer")
        planner.leave()


def test_who_may_only_read_is_told(planner: Planner) -> None:
    planner.go("#A=80.0.0.0*omrade*:109")
    planner.answered()
    planner.press("Lämna vidare")
    assert "Du har rollen läsa." in planner.page.inner_text("#hand")
    assert planner.page.locator("#hand form").count() == 0


# ---- The page itself


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_holds_no_script_no_style_and_no_address(tmp_path: Path, language: str) -> None:
    page = client_of(workspace_in(tmp_path / "stad")).get(f"/?lang={language}").text
    assert f'<html lang="{language}">' in page
    assert "://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert " style=" not in page
    assert not re.search(r"<[^>]*\son\w+=", page)
    assert page.count("<script src=") == 1
    assert page.count("<script") - page.count('<script type="application/json"') == 1


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_page_that_cannot_be_shown_says_what_is_wrong(tmp_path: Path, language: str) -> None:
    folder = workspace_in(tmp_path / "stad")
    client, file = client_of(folder), folder / "tenuremix.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f'"<b>" = 1\nminimum = 2\n{text}', encoding="utf-8")
    answer = client.get(f"/?lang={language}&e=147000&n=6397520")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert all(each in answer.text for each in ("&lt;b&gt;", "minimum", "tenuremix validate"))
    assert "<script" not in answer.text
    assert "<b>" not in answer.text
    file.write_text(text, encoding="utf-8")
    assert client.get("/").status_code == 200


def test_a_hostile_name_stays_a_name(browser: Any, tmp_path: Path) -> None:
    name = "</script><script>document.title = 'x'</script><!--<script>\u2028&amp;"
    folder = workspace_in(tmp_path / "stad")
    file = folder / "tenuremix.toml"
    lines = file.read_text(encoding="utf-8").splitlines()
    told = [line for line in lines if not line.startswith("title =")]
    file.write_text("\n".join((f"title = {json.dumps(name)}", *told)), encoding="utf-8")
    with serving(folder) as found:
        planner = Planner(browser, found)
        assert planner.page.inner_text("#city") == planner.page.evaluate("chart.start.title")
        assert planner.page.inner_text("#city").startswith("</script><script>document.title")
        assert planner.page.title() == "Prova ett förslag"
        planner.leave()


def test_the_page_is_small(planner: Planner) -> None:
    planner.page.wait_for_load_state("networkidle")
    own = [r for r in planner.asked if "/page/" not in r.url]
    assert {r.url.removeprefix(planner.address).partition("?")[0] for r in own} == {
        "",
        *(f"assets/{name}" for name in ASSETS),
    }
    sent = [r.sizes()["responseBodySize"] for r in own if r.url.startswith("http")]
    assert sum(sent) < MOST_BYTES
