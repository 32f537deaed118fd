"""axe-core finds nothing to remark on any page, at two widths, in both languages.

Each page is looked at in Swedish on a wide screen and in English on a narrow one, and the views of
the map, whose colours are the same on both, in turn.

axe-core comes with the wheel ``axe-playwright-python``; the rules of WCAG 2.2 AA that it leaves
out by default are asked for too.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mapped import bundled_page
from visits import complete, cut_words, settle

from tenuremix.map.page import VIEW_KEYS

OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
SCREENS = (("sv", 1280), ("en", 390))
ON_BOTH = pytest.mark.parametrize(("language", "width"), SCREENS)
OPEN = "document.querySelectorAll('details').forEach(part => part.open = true)"
VIEWS = (
    *("missing", "shortfall_hyresratt", "shortfall_bostadsratt", "shortfall_aganderatt"),
    *("class_now", "class_projected", "change", "share_hyresratt", "share_bostadsratt"),
    *("share_aganderatt", "pipeline", "target_1", "target_2", "plan"),
)


@pytest.fixture(scope="module")
def pages(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Open each page once at each width and in each language."""
    folder: Path = tmp_path_factory.mktemp("pages")
    opened: dict[tuple[str, str, int], Any] = {}

    def page_of(name: str, language: str, width: int) -> Any:
        key = (name, language, width)
        if key not in opened:
            file = folder / f"{name}-{language}.html"
            file.write_text(bundled_page(name, language), encoding="utf-8")
            opened[key] = browser.new_page(viewport={"width": width, "height": 900})
            opened[key].goto(file.as_uri())
            complete(opened[key])
            opened[key].evaluate("document.querySelectorAll('.panel').forEach(p => p.open = true)")
        return opened[key]

    yield page_of
    for page in opened.values():
        page.close()


def choose(page: Any, view: str) -> None:
    page.locator(f'input[name="view"][value="{view}"]').evaluate("input => input.click()")


def faults(page: Any) -> list[str]:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    settle(page)  # what fades in has no contrast yet
    found = axe.run(page, options=OPTIONS).response["violations"]
    return [f"{v['id']}: {node['html'][:200]}" for v in found for node in v["nodes"]]


@ON_BOTH
@pytest.mark.parametrize("name", ["report", "annex", "note", "compare"])
def test_a_page_has_no_faults(pages: Any, name: str, language: str, width: int) -> None:
    page = pages(name, language, width)
    page.evaluate(OPEN)
    assert faults(page) + cut_words(page) == []


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_of_the_map_has_no_faults(pages: Any, view: str) -> None:
    page = pages("map", *SCREENS[VIEWS.index(view) % 2])
    choose(page, view)
    assert faults(page) == []


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_no_word_is_cut(pages: Any, width: int) -> None:
    page = pages("map", "sv", width)
    page.evaluate(OPEN)
    for view in VIEWS:
        choose(page, view)
        settle(page)
        name = page.inner_text("#more-name").split()  # cut short on purpose, in two lines
        assert [word for word in cut_words(page) if word not in name] == [], view


def test_every_view_is_looked_at(pages: Any) -> None:
    views = pages("map", "sv", 1280).eval_on_selector_all(
        'input[name="view"]', "all => all.map(view => view.value)"
    )
    assert sorted(views) == sorted(VIEWS)
    assert len(views) <= len(VIEW_KEYS)


@ON_BOTH
def test_what_opens_on_the_map_has_no_faults(pages: Any, language: str, width: int) -> None:
    page = pages("map", language, width)
    choose(page, "plan")
    page.locator("#plots tbody button").first.click()
    assert faults(page) == []
    page.keyboard.press("Escape")
    choose(page, "missing")
    page.evaluate("tenureMap.areas.fit()")
    page.locator("#values tbody button").first.click()
    assert faults(page) == []
    page.keyboard.press("Escape")
    choose(page, "pipeline")
    page.keyboard.press("v")  # the map, in which the arrows go from area to area
    page.keyboard.press("ArrowRight")
    assert faults(page) == []
    page.keyboard.press("PageDown")
    page.keyboard.press("Enter")
    assert page.locator(".popup").count() == 1
    assert faults(page) == []
    page.keyboard.press("Escape")
    group = (
        "{ members: tenureMap.symbols.groups().flatMap((g) => g.members).slice(0, 3), "
        "at: [57.7, 12] }"
    )
    page.evaluate(f"tenureMap.popups.openGroup({group})")
    assert faults(page) == []
    page.locator(".popup .rows button").first.click()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("h")
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.evaluate(OPEN)
    assert faults(page) == []
