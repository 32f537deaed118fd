"""The map in a real browser: every switch and key, clusters, popups, tables, print, presentation.

The page's own state is read as ``tenureMap``, the object that its script keeps.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mapped import (
    HOSTILE,
    bundled,
    bundled_map,
    crowded,
    data_of,
    looks_of,
    small_workspace,
    with_plots,
)
from visits import Visit, settle

from tenuremix.locale.locale import Locale
from tenuremix.map.page import COMMANDS, LEVEL_KEYS, VIEW_KEYS, render_map

KEYS = dict(COMMANDS)
SWEDISH = Locale("sv")
LEVELS = ("primaromrade", "mellanomrade", "stadsomrade")
GROUPS = """() => tenureMap.symbols.groups().map((group) => ({
  ids: group.members.map(({ symbol }) => symbol.id),
  sums: tenureMap.symbols.sumOf(group.members), r: group.r,
}))"""


FILLS = """() => [...document.querySelectorAll('.fills path')]
  .map((path) => path.getAttribute('fill'))"""
WHOLE = """() => typeof tenureMap !== 'undefined' && tenureMap.map.getSize().x > 0
  && tenureMap.map.getBounds().contains(tenureMap.shapes.bounds(tenureMap.data.grid.areas))"""
FRAME = """() => {
  const { left, top, right, bottom } = document.querySelector('.fills').getBoundingClientRect();
  return [left, top, right, bottom];
}"""


@pytest.fixture
def wide(browser: Any, tmp_path: Path) -> Iterator[Any]:
    visit = Visit(browser, tmp_path / "map.html", bundled_map(), 1280)
    yield visit.page
    visit.leave()


@pytest.fixture
def symbols(wide: Any) -> Any:
    """Show the allocations, which the first view leaves out."""
    wide.keyboard.press(KEYS["symbols"])
    return wide


def drawn(looks: dict[str, Any]) -> list[str]:
    """Name what stands on the map: not what only a coarse area is known of, which is listed."""
    return sorted(id_ for id_, look in looks.items() if not look["somewhere"])


def views(page: Any) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        'input[name="view"]', "all => all.map(v => v.value)"
    )
    return found


def show(page: Any, name: str, value: str) -> None:
    page.locator(f'input[name="{name}"][value="{value}"]').evaluate("input => input.click()")


def shown(page: Any) -> tuple[str, str, int]:
    found = page.evaluate("[tenureMap.view().id, tenureMap.level(), tenureMap.year]")
    return tuple(found)


# ---- Switches and keys


@pytest.mark.parametrize("width", [1280, 390])
def test_every_switch(browser: Any, tmp_path: Path, width: int) -> None:
    visit = Visit(browser, tmp_path / "map.html", bundled_map(), width)
    page = visit.page
    if width == 390:
        key, shown_map = (page.locator(s).bounding_box() for s in (".key", ".folium-map"))
        assert key["y"] + key["height"] <= shown_map["y"] + 1 < 300  # the key, and then the map
    titles = set()
    for level in LEVELS:
        show(page, "level", level)
        number = len(bundled().areas.at(level))
        for view in views(page):
            show(page, "view", view)
            title = page.inner_text("#values caption")
            titles.add(title)
            assert title.endswith(", 30 juni 2025")
            assert page.inner_text("#view-title").strip()
            assert page.locator("#values tbody tr").count() == number
            assert page.locator(".fills path").count() == number
            assert page.locator("#scale").is_visible() is (view == "missing")
            counts = re.findall(r"\((\d+)\)\s*$", page.inner_text("#legend"), re.MULTILINE)
            if view != "missing":  # most of its classes stand on the scale
                assert sum(map(int, counts)) == number
    assert len(titles) == 3 * 14
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    visit.leave()


def test_stages_are_switched_on_and_off(symbols: Any) -> None:
    def ids() -> set[str]:
        return {id_ for group in symbols.evaluate(GROUPS) for id_ in group["ids"]}

    before = ids()
    symbols.click(".layers summary")
    symbols.check('input[value="withdrawn"]')
    assert ids() > before
    symbols.uncheck('input[value="decided"]')
    assert ids() < before | ids()
    assert "E-01" not in ids()


def test_every_view_and_level_has_a_key(wide: Any) -> None:
    names = views(wide)
    assert len(names) <= len(VIEW_KEYS)
    for view, key in reversed(list(zip(names, VIEW_KEYS, strict=False))):
        wide.keyboard.press(key)
        assert shown(wide)[0] == view
        label = wide.locator(f'label:has(input[value="{view}"]) kbd').text_content()
        assert label == key.upper()
    for level, key in zip(LEVELS, LEVEL_KEYS, strict=False):
        wide.keyboard.press(key)
        assert shown(wide)[1] == level


def test_keys_walk_the_years_and_reach_the_map_the_table_and_the_help(wide: Any) -> None:
    last = len(data_of(bundled_map())["years"]) - 1
    wide.keyboard.press(KEYS["earlier"])  # one day's statistics are the same every year
    assert shown(wide)[2] == last
    assert wide.locator("#year").is_hidden()  # it stands where it moves something
    show(wide, "view", "pipeline")
    wide.keyboard.press(KEYS["earlier"])
    wide.keyboard.press(KEYS["later"])
    wide.keyboard.press(KEYS["earlier"])
    assert shown(wide)[2] == last - 1
    assert data_of(bundled_map())["years"][last - 1][1] in wide.inner_text("#as-of")
    assert wide.input_value("#year") == str(last - 1)
    wide.keyboard.press(KEYS["symbols"])
    assert wide.locator(".allocation-icon").count() == 0
    wide.keyboard.press(KEYS["symbols"])
    assert wide.locator(".allocation-icon").count() > 0
    wide.keyboard.press(KEYS["map"])
    assert "folium-map" in wide.evaluate("document.activeElement.className")
    wide.keyboard.press(KEYS["table"])
    assert wide.evaluate("document.activeElement.id") == "values-part"
    wide.keyboard.press("?")
    assert wide.locator("#help").is_visible()
    for key in KEYS.values():
        assert wide.locator("#help kbd", has_text=re.compile(f"^{key}$", re.IGNORECASE)).count()
    wide.keyboard.press("Escape")
    assert wide.locator("#help").is_hidden()


def test_the_keys_can_be_switched_off(wide: Any) -> None:
    wide.keyboard.press(KEYS["help"])
    wide.uncheck("#keys-on")
    wide.click("#help-close")
    before = shown(wide)
    wide.keyboard.press("5")
    wide.keyboard.press(KEYS["earlier"])
    assert shown(wide) == before


def test_the_years_move_symbols_and_what_counts(wide: Any) -> None:
    html = bundled_map()
    show(wide, "view", "target_1")
    for moment in range(len(data_of(html)["years"])):
        wide.locator("#year").evaluate(
            "(e, value) => { e.value = value; e.dispatchEvent(new Event('input')); }", moment
        )
        looks = looks_of(html, moment)
        shown_ids = [id_ for group in wide.evaluate(GROUPS) for id_ in group["ids"]]
        standing = {i: x for i, x in looks.items() if x["stage"] != "withdrawn"}
        assert set(shown_ids) <= set(drawn(standing))  # those that have what the target asks for
        asked = [i for i in drawn(standing) if (standing[i]["n"] or [1])[0]]
        assert sorted(shown_ids) == asked
        day = data_of(html)["years"][moment][1]
        assert day in wide.inner_text("#year-words")
        assert wide.inner_text("#values caption").endswith(day)
        for stage in ("decided", "completed"):
            number = sum(look["stage"] == stage for look in looks.values())
            assert wide.locator(f'[data-count="{stage}"]').text_content() == f"({number})"
    wide.locator("#year").press("Home")
    assert "2024" in wide.inner_text("#year-words")
    assert wide.locator("#earlier").is_disabled()
    assert "statistik" in wide.inner_text("#year-note").lower()


# ---- Symbols and labels


def test_every_allocation_stands_alone_while_they_are_few(symbols: Any) -> None:
    looks = looks_of(bundled_map(), len(data_of(bundled_map())["years"]) - 1)
    symbols.click(".layers summary")
    symbols.check('input[value="withdrawn"]')
    for zoom in (9.5, 10.5, 12, 14):
        symbols.evaluate(f"tenureMap.map.setZoom({zoom}, {{ animate: false }})")
        groups = symbols.evaluate(GROUPS)
        assert sorted(id_ for group in groups for id_ in group["ids"]) == drawn(looks)
        assert all(len(group["ids"]) == 1 for group in groups)
        assert symbols.locator(".allocation-icon").count() == len(groups)
        for box in [icon.bounding_box() for icon in symbols.locator(".allocation-icon").all()]:
            assert min(box["width"], box["height"]) >= 24


def test_no_letter_and_no_number_stands_in_a_symbol(symbols: Any) -> None:
    assert symbols.locator(".allocation-icon").count() > 10
    assert symbols.locator(".allocation-icon text").count() == 0


def test_many_allocations_are_summed_by_part_of_the_city(browser: Any, tmp_path: Path) -> None:
    visit = Visit(browser, tmp_path / "map.html", render_map(crowded()), 1280)
    page = visit.page
    page.keyboard.press(KEYS["symbols"])
    groups = page.evaluate(GROUPS)
    assert sum(len(group["ids"]) for group in groups) == 96
    assert len(groups) == len(bundled().areas.at("mellanomrade"))
    assert sum(sum(group["sums"]) for group in groups) == 96 * 10
    at = max(range(len(groups)), key=lambda i: len(groups[i]["ids"]))
    icon = page.locator(".allocation-icon").nth(
        page.evaluate(
            "at => [...document.querySelectorAll('.allocation-icon')]"
            ".indexOf(tenureMap.symbols.groups()[at].icon)",
            at,
        )
    )
    number = len(groups[at]["ids"])
    said = icon.get_attribute("aria-label").replace("\xa0", " ")
    assert f": {number} markanvisningar med tillsammans {10 * number} bostäder" in said
    assert icon.locator("text").count() == 0
    page.evaluate("at => tenureMap.symbols.open(tenureMap.symbols.groups()[at])", at)
    popup = page.locator(".popup")
    assert popup.locator("li").count() == number
    assert "Därav" in popup.inner_text()
    popup.get_by_role("button", name="Zooma in hit").click()
    settle(page)
    assert all(len(group["ids"]) == 1 for group in page.evaluate(GROUPS))
    visit.leave()


def test_what_stands_in_the_inner_city_is_drawn_in_its_enlargement_alone(symbols: Any) -> None:
    inset = """() => tenureMap.symbols.groups()
      .map(({ inset, at }) => [inset, tenureMap.inset.holds(at)])"""
    found = symbols.evaluate(inset)
    assert any(there for there, _ in found)
    assert all(there is held for there, held in found)
    assert symbols.locator(".inset").is_visible()
    symbols.evaluate("tenureMap.map.setZoom(tenureMap.wholeZoom + 1, { animate: false })")
    assert symbols.locator(".inset").is_hidden()  # gone as soon as one zooms
    assert not any(there for there, _ in symbols.evaluate(inset))


def test_labels_lie_over_nothing(wide: Any) -> None:
    boxes = """() => [...document.querySelectorAll('.leaflet-labels-pane .map-label')]
      .map((e) => e.getBoundingClientRect()).map((b) => [b.left, b.top, b.right, b.bottom])"""
    for view in ("missing", "share_hyresratt", "target_1"):
        show(wide, "view", view)
        for zoom in (0, 1, 2.5):
            wide.evaluate(
                f"tenureMap.map.setZoom(tenureMap.wholeZoom + {zoom}, {{ animate: false }})"
            )
            found = wide.evaluate(boxes)
            assert len(found) > 5, (view, zoom)
            for i, one in enumerate(found):
                for other in found[:i]:
                    across = min(one[2], other[2]) - max(one[0], other[0])
                    down = min(one[3], other[3]) - max(one[1], other[1])
                    assert min(across, down) <= 2


def test_the_map_opens_with_the_names_that_people_use(wide: Any) -> None:
    names = wide.locator(".leaflet-labels-pane .map-label").all_text_contents()
    assert {"Hisingen", "Nordost", "Centrum", "Sydväst"} <= set(names)
    assert len({"Torslanda", "Kärra", "Angered", "Bergsjön", "Askim", "Billdal"} & set(names)) >= 5
    assert "Göta älv" in names
    assert "Heden" in wide.locator(".inset .map-label").all_text_contents()


def test_a_symbol_tells_of_itself_and_opens_where_it_is_clicked(symbols: Any) -> None:
    icon = symbols.locator(".leaflet-marker-pane .allocation-icon").last
    icon.scroll_into_view_if_needed()
    icon.hover()
    tip = symbols.locator(".leaflet-tooltip")
    assert tip.inner_text() == icon.get_attribute("aria-label")
    symbols.keyboard.press("Escape")
    tip.wait_for(state="detached")  # it fades
    icon.click()
    assert icon.get_attribute("aria-label").startswith(symbols.inner_text(".popup h3"))


def test_a_map_that_is_dragged_by_a_symbol_opens_nothing(symbols: Any) -> None:
    icon = symbols.locator(".leaflet-marker-pane .allocation-icon").nth(0)
    icon.scroll_into_view_if_needed()
    before = icon.bounding_box()
    x, y = before["x"] + before["width"] / 2, before["y"] + before["height"] / 2
    symbols.mouse.move(x, y)
    symbols.mouse.down()
    symbols.mouse.move(x + 40, y + 25, steps=5)
    symbols.mouse.up()
    settle(symbols)
    after = icon.bounding_box()
    assert after["x"] - before["x"] > 20
    assert symbols.locator(".popup").count() == 0


def test_symbols_stand_at_their_places_when_the_map_jumps(symbols: Any) -> None:
    where = """() => tenureMap.symbols.groups().filter(({ inset }) => !inset)
    .map(({ icon, at, shift }) => {
      const box = icon.getBoundingClientRect();
      const frame = tenureMap.map.getContainer().getBoundingClientRect();
      const { x, y } = tenureMap.map.latLngToContainerPoint(at).add(shift);
      const edge = tenureMap.map.getContainer().clientLeft;
      return Math.max(Math.abs((box.left + box.right) / 2 - frame.left - edge - x),
        Math.abs((box.top + box.bottom) / 2 - frame.top - edge - y));
    })"""
    for act in ("panBy([900, 700], { animate: false })", "setView([57.8, 12.4], 11.3)"):
        symbols.evaluate(f"tenureMap.map.{act}")
        settle(symbols)
        assert max(symbols.evaluate(where)) < 1.5


# ---- Before the script runs


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_shows_the_first_view_without_its_script(
    browser: Any, tmp_path: Path, language: Any
) -> None:
    """What the page is drawn with is what the script would write."""
    parts = (
        *(
            "#view-title",
            "#view-sub",
            "#view-notes",
            "#legend",
            "#rankings",
            "#goal",
            "#view-about",
        ),
        *("#year-words", "#year-note"),
    )
    texts = f"""() => {list(parts)!r}.map((part) =>
      document.querySelector(part).textContent.replace(/\\s+/g, ' ').trim())"""
    html = bundled_map(language)
    visit = Visit(browser, tmp_path / "map.html", html, 1280)
    visit.page.evaluate("tenureMap.controls.describe()")
    visit.page.evaluate("tenureMap.controls.describeYear()")
    written, fills = visit.page.evaluate(texts), visit.page.evaluate(FILLS)
    frame = visit.page.evaluate(FRAME)
    visit.leave()
    still = browser.new_page(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    still.goto((tmp_path / "map.html").as_uri())
    assert still.evaluate(texts) == written
    assert still.evaluate(FILLS) == fills
    assert "JavaScript" in still.inner_text("noscript")
    # The map stands where it will stand, but for the line that tells of the missing script.
    for drawn, later in zip(still.evaluate(FRAME), frame, strict=True):
        assert abs(drawn - later) < 40
    still.close()


# ---- Popups


@pytest.mark.parametrize("width", [1280, 390])
def test_popups_open_from_the_table_and_give_the_focus_back(
    browser: Any, tmp_path: Path, width: int
) -> None:
    visit = Visit(browser, tmp_path / "map.html", bundled_map(), width)
    page = visit.page
    page.get_by_role("button", name="Visa Masthugget på kartan").press("Enter")
    popup = page.locator(".popup")
    assert popup.get_attribute("role") == "dialog"
    assert "Masthugget primärområde i Centrum" in popup.inner_text()
    assert "Här gäller målet: ja" in popup.inner_text()
    assert popup.evaluate("e => e.scrollWidth <= e.clientWidth")
    box, frame = popup.bounding_box(), page.locator(".folium-map").bounding_box()
    if width == 390:  # a sheet from below, with targets for a thumb
        assert box["height"] <= 0.47 * 900
        assert all(b.bounding_box()["height"] >= 44 for b in popup.locator("button:visible").all())
    else:  # docked: the area itself stays in sight
        assert frame["x"] <= box["x"]
        assert box["width"] < frame["width"] / 2
    more = popup.get_by_role("button", name="Mer om Masthugget")
    assert "Kod: 105" not in popup.inner_text()
    more.click()
    assert more.get_attribute("aria-expanded") == "true"
    assert "Kod: 105" in popup.inner_text()
    popup.locator(".close").press("Enter")
    focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused == "Visa Masthugget på kartan"
    # Ranges are the widest figures.
    page.get_by_role("button", name="Visa Kärra på kartan").press("Enter")
    assert popup.evaluate("e => e.textContent.includes('Kärra') && e.scrollWidth <= e.clientWidth")
    page.keyboard.press("Escape")
    page.click("#allocations-part summary")
    page.get_by_role("button", name="Visa Exempel Gränsgården på kartan").click()
    assert "60 hyresrätter och 40 bostadsrätter" in popup.inner_text()
    visit.leave()


def test_a_popup_links_to_its_lines_of_the_ledger(wide: Any) -> None:
    wide.click("#allocations-part summary")
    wide.get_by_role("button", name="Visa Exempel Gränsgården på kartan").click()
    rows = [i for i, row in enumerate(data_of(bundled_map())["ledger"]) if row[2] == "2025-02-10"]
    links = wide.locator(".popup a")
    assert links.count() == 2  # one line for each target
    assert links.nth(0).get_attribute("href") == f"#post-{rows[0]}"
    assert "räknas" in links.nth(0).inner_text()
    links.nth(0).click()
    row = wide.locator(f"#post-{rows[0]}")
    assert row.evaluate("e => e === document.activeElement")
    cells = row.locator("th, td").all_inner_texts()
    assert cells[0].split("\n")[0] == "Exempel Gränsgården"
    assert cells[4:] == ["Annedal", "hyresrätt", "+24", "0", "målet gäller inte där"]


# ---- Tables


def test_the_table_sorts_both_ways(browser: Any, tmp_path: Path) -> None:
    visit = Visit(browser, tmp_path / "map.html", render_map(small_workspace()), 1280)
    page = visit.page
    show(page, "view", "share_bostadsratt")
    button = page.get_by_role("button", name="Sortera efter Andel")
    largest_first = ["70,0 %", "50,0 %", "42,9–100,0 %", "40,0 %"]
    for state, wanted in (("descending", largest_first), ("ascending", largest_first[::-1])):
        if state == "ascending":  # at first it is by what the view shows, the largest first
            button.click()
            assert page.evaluate("document.activeElement.textContent") == "Andel"
        cells = page.locator("#values tbody td").all_inner_texts()
        assert [cell.replace("\xa0", " ") for cell in cells] == [*wanted, "–"]
        assert page.locator("#values th[aria-sort]").nth(1).get_attribute("aria-sort") == state
    visit.leave()


def downloaded(page: Any, table: str) -> tuple[str, list[list[str]]]:
    with page.expect_download() as waiting:
        page.click(f'[data-download="{table}"]')
    raw = Path(waiting.value.path()).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    text = raw.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    return waiting.value.suggested_filename, rows


def test_tables_are_downloaded_as_they_are_shown(wide: Any) -> None:
    show(wide, "view", "shortfall_hyresratt")
    name, rows = downloaded(wide, "values")
    assert name == "karta-shortfall_hyresratt-primaromrade-2025-06-30.csv"
    assert rows[0] == ["Område", "Bostäder som saknas", "Kod", "Klass", "Läget den"]
    assert len(rows) == 97
    assert rows[1] == ["Billdal", "4\xa0523", "525", "", "2025-06-30"]
    wide.click("#ledger-part summary")
    name, rows = downloaded(wide, "ledger")
    assert name == "liggare-2025-06-30.csv"
    assert sum(int(row[7]) for row in rows[1:] if row[1].startswith("Minst 500")) == 466


def test_no_cell_of_a_download_becomes_a_formula(browser: Any, tmp_path: Path) -> None:
    html = render_map(small_workspace(("=1+1", "+2", "-3", "@sum", "\tx")))
    visit = Visit(browser, tmp_path / "map.html", html, 1280)
    visit.page.click("#allocations-part summary")
    for table in ("values", "allocations"):
        _, rows = downloaded(visit.page, table)
        assert rows[1:]
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    visit.leave()


# ---- The presentation


def spoken(slide: dict[str, Any]) -> str:
    """Give a sentence without what marks its poles, as a browser shows it."""
    return re.sub("[\x01-\x03]", "", slide["sentence"])


SMALL = """() => [...document.querySelectorAll('body *')].filter((e) => e.childNodes.length
    && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) && e.checkVisibility()
    && !e.closest('.unseen, .skip, script, style, h1')
    && parseFloat(getComputedStyle(e).fontSize) < 26.9)
  .map((e) => e.className + ': ' + e.textContent.trim().slice(0, 40))"""


def test_no_slide_has_type_too_small_for_the_fourth_row(browser: Any, tmp_path: Path) -> None:
    visit = Visit(browser, tmp_path / "map.html", bundled_map(), 1920)
    page = visit.page
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.keyboard.press(KEYS["show"])
    for _ in data_of(bundled_map())["slides"]:
        assert page.evaluate(SMALL) == []
        frame = page.locator(".beside").evaluate("e => [e.scrollHeight, e.clientHeight]")
        assert frame[0] <= frame[1], page.inner_text("#slide-sentence")  # nothing is cut
        page.keyboard.press("ArrowRight")
    visit.leave()


def test_the_presentation_is_walked_with_the_arrow_keys(wide: Any) -> None:
    slides = data_of(bundled_map())["slides"]
    show(wide, "view", "share_bostadsratt")
    before = shown(wide)
    wide.keyboard.press(KEYS["show"])
    for i, slide in enumerate(slides):
        if i:
            wide.keyboard.press("ArrowRight" if i % 2 else "PageDown")
        assert shown(wide)[:2] == (slide["view"], slide["level"])
        assert wide.inner_text("#slide-sentence") == spoken(slide)
        assert wide.inner_text("#slide-number") == f"Bild {i + 1} av {len(slides)}"
        assert (wide.locator(".allocation-icon").count() > 0) is slide["symbols"]
        assert wide.locator(".key").is_visible()
        assert wide.evaluate("document.documentElement.scrollHeight <= window.innerHeight")
    wide.keyboard.press("ArrowRight")  # stays at the last
    assert shown(wide)[0] == slides[-1]["view"]
    wide.keyboard.press("Home")
    assert wide.inner_text("#slide-sentence") == spoken(slides[0])
    wide.keyboard.press("End")
    wide.keyboard.press("ArrowLeft")
    assert wide.inner_text("#slide-sentence") == spoken(slides[-2])
    wide.keyboard.press("1")  # no key of the map works here
    assert wide.inner_text("#slide-sentence") == spoken(slides[-2])
    wide.keyboard.press("Escape")
    assert not wide.evaluate("document.documentElement.classList.contains('presenting')")
    assert shown(wide) == before
    assert wide.locator("#slides").is_hidden()
    assert wide.locator("header h1").is_visible()


# ---- Print

TINY = """() => [...document.querySelectorAll('body *')].filter((e) => e.childNodes.length
    && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) && e.checkVisibility()
    && !e.closest('.unseen, .skip, script, style') && parseFloat(getComputedStyle(e).fontSize) < 12)
  .map((e) => e.className + ': ' + e.textContent.trim().slice(0, 40))"""
PLACE = """() => [
  tenureMap.map.getZoom(), tenureMap.map.getCenter().lat, tenureMap.map.getCenter().lng,
]"""


@pytest.mark.parametrize(("paper", "width"), [("A4", 842), ("A3", 1191)])
@pytest.mark.parametrize("view", ["missing", "target_1", "plan"])
def test_print_is_one_landscape_page(wide: Any, paper: str, width: int, view: str) -> None:
    show(wide, "view", view)
    pdf = wide.pdf(format=paper, landscape=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 1
    size = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert size
    assert round(float(size[1])) in range(width - 1, width + 3)
    assert float(size[1]) > float(size[2])


@pytest.mark.parametrize(("width", "presented"), [(1280, ""), (1280, KEYS["show"]), (390, "")])
def test_print_keeps_the_map_and_every_word(
    browser: Any, tmp_path: Path, width: int, presented: str
) -> None:
    visit = Visit(browser, tmp_path / "map.html", bundled_map(), width)
    page = visit.page
    page.keyboard.press(VIEW_KEYS[views(page).index("target_1")])
    before = page.evaluate(PLACE)
    if presented:
        page.keyboard.press(presented)
        page.keyboard.press("End")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1047, "height": 718})
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    boxes = {
        name: page.locator(selector).bounding_box()
        for name, selector in (
            *(("map", ".folium-map"), ("key", ".key"), ("symbols", "#symbol-key")),
            *(("goal", "#goal"), ("sources", ".print-sources"), ("title", "#view-title")),
        )
    }
    for box in boxes.values():
        assert box["width"] > 100
        assert box["height"] > 9
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 1047
        assert box["y"] + box["height"] <= 718
    assert boxes["map"]["width"] >= 0.7 * 1040
    assert boxes["key"]["x"] + boxes["key"]["width"] <= boxes["map"]["x"]
    for name in ("map", "goal"):
        assert boxes[name]["y"] + boxes[name]["height"] <= boxes["sources"]["y"]
    assert page.locator(".print-sources p").count() == 3
    assert page.evaluate(TINY) == []
    for hidden in (
        ".choose",
        ".values",
        "#present",
        ".leaflet-control-zoom",
        "#slides",
        ".reading",
        ".layers",
    ):
        assert page.locator(hidden).is_hidden()
    for kept in (".leaflet-control-scale", "#print-day", "#view-title", "#goal", "#goal-bar"):
        assert page.locator(kept).is_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(media="screen")
    page.keyboard.press("Escape")
    settle(page)
    assert page.evaluate(PLACE) == pytest.approx(before, abs=0.002)  # a pixel or two
    visit.leave()


# ---- Any reader's screen


@pytest.mark.parametrize("width", [320, 640])  # 640 is a screen of 1280 at 200 %
@pytest.mark.parametrize("kind", ["bundled", *HOSTILE])
def test_nothing_is_lost_on_a_narrow_screen(
    browser: Any, tmp_path: Path, width: int, kind: str
) -> None:
    html = bundled_map() if kind == "bundled" else render_map(small_workspace(HOSTILE[kind]))
    visit = Visit(browser, tmp_path / "map.html", html, width)
    page = visit.page
    page.click(".layers summary")
    page.click(".reading summary")
    for part in ("allocations", "ledger"):
        page.click(f"#{part}-part summary")
    for view in ("missing", "target_1"):
        show(page, "view", view)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for part in (".key", "#view-about", "#values", "#view-title", ".tools", ".layers form"):
            assert page.locator(part).is_visible()
    for summary in page.locator("footer summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    visit.leave()


def test_a_map_opened_out_of_sight_shows_the_whole_city(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "map.html").write_text(bundled_map(), encoding="utf-8")
    frame = '<iframe src="map.html" style="display:none;width:1000px;height:700px"></iframe>'
    (tmp_path / "tabs.html").write_text(frame, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((tmp_path / "tabs.html").as_uri())
    inner = page.frames[1]
    page.evaluate("document.querySelector('iframe').style.display = 'block'")
    for _ in range(200):  # whoever is out of sight gets no frame to wait for
        if inner.evaluate(WHOLE):
            break
        page.wait_for_timeout(50)
    assert inner.evaluate(WHOLE)
    assert 9 <= inner.evaluate("tenureMap.map.getZoom()") <= 12
    page.close()


def test_less_motion_where_it_is_asked_for(browser: Any, tmp_path: Path) -> None:
    for motion, animated in (("reduce", False), ("no-preference", True)):
        visit = Visit(browser, tmp_path / "map.html", bundled_map(), 1280, reduced_motion=motion)
        options = visit.page.evaluate(
            "[tenureMap.map.options.zoomAnimation, tenureMap.map.options.inertia]"
        )
        assert options == [animated, animated]
        visit.leave()


def test_the_focus_is_seen(wide: Any) -> None:
    for selector in ("#present", ".more-views summary", 'input[name="view"]', "#values-part"):
        wide.locator(selector).first.focus()
        wide.keyboard.press("Shift+Tab")
        wide.keyboard.press("Tab")
        seen = """() => {
          const found = document.activeElement.closest('label') || document.activeElement;
          const { outlineStyle, outlineWidth } = getComputedStyle(found);
          return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
        }"""
        assert wide.evaluate(seen), selector


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_texts_do_nothing(browser: Any, tmp_path: Path, kind: str) -> None:
    html = render_map(with_plots(small_workspace(HOSTILE[kind]), HOSTILE[kind]))
    visit = Visit(browser, tmp_path / "map.html", html, 1280)
    page = visit.page
    for part in ("allocations", "ledger"):
        page.click(f"#{part}-part summary")
    for button in page.locator("#values tbody button, #allocations tbody button").all():
        button.click()
        assert page.locator(".popup").bounding_box()["width"] < 420
    for view in views(page):
        show(page, "view", view)
    for button in page.locator("#plots tbody button").all():
        button.click()
        assert page.locator(".popup").bounding_box()["width"] < 420
    page.keyboard.press(KEYS["show"])
    for _ in data_of(html)["slides"]:
        page.keyboard.press("ArrowRight")
        assert page.locator(".folium-map").bounding_box()["height"] > 100
    page.keyboard.press("Escape")
    assert page.evaluate("window.hit") is None
    assert page.locator("img").count() == 0
    visit.leave()


# ---- By ear


def test_a_view_and_a_year_are_said_when_they_are_chosen(wide: Any) -> None:
    assert wide.inner_text("#said") == ""  # what the page opens with is read as it stands
    wide.keyboard.press(VIEW_KEYS[1])
    assert "466 hyresrätter av minst 500" in wide.inner_text("#said").replace("\xa0", " ")
    wide.keyboard.press(KEYS["earlier"])
    assert "2024" in wide.inner_text("#said")


def test_names_say_what_a_symbol_is_and_labels_are_silent(symbols: Any) -> None:
    assert symbols.locator(".leaflet-labels-pane").get_attribute("aria-hidden") == "true"
    names = symbols.eval_on_selector_all(
        ".allocation-icon", "all => all.map((each) => each.getAttribute('aria-label'))"
    )
    assert names
    for name in names:
        assert re.search(r"(bostäder|rätter|bostad|rätt|antal)", name), name
    heads = symbols.locator("#values tbody th").all_inner_texts()
    assert heads[0].split("\n")[0] == "Billdal"


def test_the_views_are_one_set_of_radio_buttons_with_full_names(wide: Any) -> None:
    groups = wide.locator('[role="radiogroup"]:has(input[name="view"])')
    assert groups.count() == 1
    names = wide.eval_on_selector_all(
        'input[name="view"]', "all => all.map((each) => each.getAttribute('aria-label'))"
    )
    assert len(set(names)) == len(names)


def test_the_map_is_one_stop_in_which_the_arrows_walk(symbols: Any) -> None:
    stops = symbols.evaluate(
        """() => [...document.querySelectorAll('.frame *')].filter((e) =>
          e.tabIndex >= 0 && e.checkVisibility() && e.closest('.folium-map, .inset')).length"""
    )
    assert stops == 1
    symbols.keyboard.press(KEYS["map"])
    seen = []
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        symbols.keyboard.press(key)
        seen.append(symbols.inner_text("#said"))
        assert symbols.locator(".chosen .edge").count() == 1
    assert len(set(seen)) > 2
    assert all(":" in said for said in seen)
    name = seen[-1].partition(":")[0]
    symbols.keyboard.press("Enter")
    assert symbols.inner_text(".popup h3").startswith(name)
    symbols.keyboard.press("Escape")
    assert "folium-map" in symbols.evaluate("document.activeElement.className")
    symbols.keyboard.press("PageDown")
    said = symbols.inner_text("#said")
    assert symbols.locator(".allocation-icon.current").get_attribute("aria-label") == said
    symbols.keyboard.press("Enter")
    assert said.startswith(symbols.inner_text(".popup h3"))
    symbols.keyboard.press("Escape")
    before = symbols.evaluate("tenureMap.map.getZoom()")
    symbols.keyboard.press("+")
    settle(symbols)
    assert symbols.evaluate("tenureMap.map.getZoom()") > before


def test_the_wheel_waits_for_a_click_and_says_so_or_for_ctrl(wide: Any) -> None:
    box = wide.locator(".folium-map").bounding_box()
    wide.mouse.move(box["x"] + 300, box["y"] + 300)
    zoom = "tenureMap.map.getZoom()"
    before = wide.evaluate(zoom)
    wide.mouse.wheel(0, -120)
    wide.locator("#wheel-hint").wait_for(state="visible")
    assert wide.evaluate(zoom) == before
    wide.keyboard.down("Control")
    wide.mouse.wheel(0, -120)
    wide.wait_for_function(f"{zoom} > {before}")
    wide.keyboard.up("Control")


def test_colours_are_kept_where_a_system_forces_its_own(browser: Any, tmp_path: Path) -> None:
    visit = Visit(browser, tmp_path / "map.html", bundled_map(), 1280, forced_colors="active")
    page = visit.page
    for selector in (".frame", ".bar", ".legend svg", ".track"):
        found = page.locator(selector).first.evaluate("e => getComputedStyle(e).forcedColorAdjust")
        assert found == "none", selector
    field = page.locator(".bar i").first.evaluate("e => getComputedStyle(e).backgroundColor")
    assert field == "rgb(79, 140, 196)"
    visit.leave()


def test_the_whole_city_stays_whole_when_the_window_changes(wide: Any) -> None:
    for width, height in ((1000, 700), (1600, 900), (390, 844)):
        wide.set_viewport_size({"width": width, "height": height})
        settle(wide)
        assert wide.evaluate(WHOLE), width
