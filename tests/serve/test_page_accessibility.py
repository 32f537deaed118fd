"""axe-core finds nothing to remark on in any state of the page, on any width of screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from drawn import BOW_TIE, RING, Planner, serving
from served import workspace_in
from visits import cut_words, settle

OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
OPEN = "document.querySelectorAll('details').forEach(part => part.open = true)"
OVER = "document.documentElement.scrollWidth <= window.innerWidth"
SMALL = """least => [...document.querySelectorAll('button, input, select, summary, textarea, a')]
  .filter((each) => each.checkVisibility() && !each.closest('.skip'))
  .filter((each) => each.getBoundingClientRect().height < least - 0.5)
  .map((each) => each.outerHTML.slice(0, 120))"""
AREA = "#A=80.40.0.0*omrade*:109"
APART = "#A=80.40.0.0*skriven*147200,6397300;147400,6397300;147400,6397450;147200,6397450"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("served")) as found:
        yield found


def opened(link: str) -> Callable[[Planner, Path], None]:
    def open_it(planner: Planner, _: Path) -> None:
        planner.go(link)
        planner.answered()

    return open_it


def empty(planner: Planner, _: Path) -> None:
    planner.press("Tangenter")


def drawn_by_pointer(planner: Planner, _: Path) -> None:
    planner.draw()


def drawn_by_crosshair(planner: Planner, _: Path) -> None:
    planner.press("Rita med markör och pilar")
    planner.look_at(*RING[0])
    planner.press("Sätt hörn")


def typed(planner: Planner, _: Path) -> None:
    planner.press("Skriv eller klistra in hörn")


def refused(planner: Planner, _: Path) -> None:
    planner.draw(BOW_TIE)


def of_a_bad_file(planner: Planner, folder: Path) -> None:
    file = folder / "fel.csv"
    file.write_text("namn,hyresratt,omrade\nEtt,tolv,109\n", encoding="utf-8")
    planner.page.set_input_files("#file", str(file))
    planner.page.wait_for_selector("#problem")
    planner.faults.clear()  # the browser's word on an answer of 422


def compared(planner: Planner, _: Path) -> None:
    planner.go(f"{AREA}&B=60.60.0.0*omrade*:109~~A&C=120*omrade*:107~~A&v=jamfor")
    planner.page.wait_for_selector("table.compare")


def named(planner: Planner, folder: Path) -> None:
    compared(planner, folder)
    planner.page.locator('[data-key="rename-B"]').click()


def handed_on(planner: Planner, _: Path) -> None:
    planner.go(f"{AREA}&v=lamna")
    planner.page.locator("#hand .paper h1").wait_for()


STATES = {
    "empty": empty,
    "pointer": drawn_by_pointer,
    "crosshair": drawn_by_crosshair,
    "typed": typed,
    "refused": refused,
    "file": of_a_bad_file,
    "area": opened(AREA),
    "apart": opened(APART),
    "outside": opened("?e=130000&n=6390000&hr=80"),
    "plots": opened(f"{AREA}!5*omrade*:107"),
    "compared": compared,
    "named": named,
    "handed on": handed_on,
}
ENGLISH = {
    f"english {name}": opened(f"?lang=en{link}")
    for name, link in {
        "area": AREA,
        "compared": f"{AREA}&B=60&v=jamfor",
        "hand": f"{AREA}&v=lamna",
    }.items()
}


def remarks(page: Any, width: int) -> list[str]:
    """Give what axe-core, a narrow screen and a finger would remark on."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page, options=OPTIONS).response["violations"]
    told = [f"{each['id']}: {n['html'][:150]}" for each in found for n in each["nodes"]]
    if not page.evaluate(OVER):
        told.append("wider than the screen")
    told += page.evaluate(SMALL, 24 if width == 1280 else 44)
    return told


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_a_state_has_no_faults(browser: Any, address: str, tmp_path: Path, width: int) -> None:
    planner = Planner(browser, address, width=width)
    found = {}
    for name, reach in {**STATES, **ENGLISH}.items():
        planner.go("")
        reach(planner, tmp_path)
        planner.page.evaluate(OPEN)
        planner.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        settle(planner.page)
        if told := remarks(planner.page, width) + cut_words(planner.page):
            found[name] = told
    assert found == {}
    planner.leave()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_a_page_that_cannot_be_shown_has_none(browser: Any, tmp_path: Path, width: int) -> None:
    folder = workspace_in(tmp_path / "stad")
    page = browser.new_page(viewport={"width": width, "height": 800})
    with serving(folder) as address:
        (folder / "tenuremix.toml").write_text(f"{'x' * 99} = 1", encoding="utf-8")
        page.goto(address)
        assert "xxx" in page.inner_text("[role=main]")
        assert remarks(page, width) == []
    page.close()
