"""The map looks ahead: it says what ``outlook`` and ``plan`` say, and hides nothing of either."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from mapped import (
    HOSTILE,
    Shown,
    at_years_end,
    bundled,
    bundled_map,
    data_of,
    looks_of,
    small_workspace,
    with_plots,
)
from visits import Visit

from tenuremix.answers.outlook import OutlookWords
from tenuremix.answers.outlook_json import outlook_json
from tenuremix.answers.plan import ask_words, plot_sentence, summary_lines
from tenuremix.answers.planned import MOST, Against, Planned, make_plan
from tenuremix.counting.tenure import KNOWN, majority_class
from tenuremix.document.outlook import loss_lines
from tenuremix.inputs import Workspace
from tenuremix.io.inputs.workspace import find_settings, load
from tenuremix.locale.locale import Locale
from tenuremix.map.page import render_map
from tenuremix.outlook.assess import assess_outlook
from tenuremix.planning.plots import Terms

LEVELS = ("primaromrade", "mellanomrade", "stadsomrade")
SWEDISH = Locale("sv")
JUNE = date(2025, 6, 30)


@cache
def in_june() -> Workspace:
    return load(find_settings(Path("/nowhere"), as_of=JUNE))


@cache
def june_map(language: Any = "sv") -> str:
    return render_map(in_june(), language=language)


@cache
def planned() -> Planned:
    workspace = bundled()
    found = make_plan(workspace, workspace.plots or (), workspace.settings.terms)
    assert isinstance(found, Planned)
    return found


def plots_of(html: str) -> list[dict[str, Any]]:
    symbols = data_of(html)["symbols"]
    mine = [each for each in symbols["all"] if each["id"].startswith("proposed")]
    return [{**symbols["looks"][each["looks"][-1]], "name": each["name"]} for each in mine]


# ---- The outlook


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_map_says_what_outlook_says_of_an_open_target(language: Any) -> None:
    text, workspace = Locale(language), in_june()
    for number, target in enumerate(workspace.targets, start=1):
        outlook = assess_outlook(workspace.books, target, workspace.settings.assumptions)
        about = Shown(june_map(language), f"target_{number}").about
        slides = [
            s for s in data_of(june_map(language))["slides"] if s["view"] == f"target_{number}"
        ]
        said = about[2]
        assert said.endswith(OutlookWords(outlook, text).sentence())
        assert [slide["sentence"] for slide in slides] == [about[0], said]
        if outlook.reach is not None:
            assert OutlookWords(outlook, text).range_line() in about
            assert set(loss_lines(outlook, text)) <= set(about)
            low, high = outlook_json(outlook)["probability_range"]
            assert text.percent(low, 0) in said
            assert text.percent(high, 0) in said


def test_the_probability_is_that_of_the_date_of_the_workspace_alone() -> None:
    data = data_of(june_map())
    for moment in range(len(data["years"]) - 1):
        about = Shown(june_map(), "target_1", moment=moment).about
        assert not any("annolikhet" in line for line in about)


def test_a_target_that_is_over_says_so_and_has_no_probability() -> None:
    for view in ("target_1", "target_2"):
        about = Shown(render_map(at_years_end()), view).about
        assert about[2].endswith(
            "Perioden är slut: det som beslutas efter den 31 december 2025 räknas inte."
        )
        assert not any("annolikhet" in line for line in about)


def test_a_probability_stays_one_where_no_other_definition_is_judged() -> None:
    workspace = replace(small_workspace(), as_of=date(2025, 7, 1))
    target = replace(workspace.targets[0], minimum=90, valid_to=date(2026, 1, 1))
    html = render_map(replace(workspace, targets=[target]))
    assert "Sannolikheten att minst 90" in Shown(html, "target_1").about[2]


# ---- The plan


def test_the_map_says_what_plan_says_of_each_plot() -> None:
    found = planned()
    rows = data_of(bundled_map())["plots"]
    plots = plots_of(bundled_map())
    assert len(rows) == len(plots) == len(found.plots) == 12
    for plot, row, look in zip(found.plots, rows, plots, strict=True):
        name = f"{plot.plot.id} {plot.plot.name}"
        assert row[0] == look["name"] == name
        assert row[1] == look["row"][1] == ask_words(plot.dwellings, SWEDISH)
        assert row[2] == sum(number for _, number in plot.counted)
        assert row[5] == look["lines"][0] == plot_sentence(plot, found, SWEDISH)
        assert look["n"][: len(KNOWN)] == [plot.dwellings.get(t, 0) for t in KNOWN]
        assert data_of(bundled_map())["symbols"]["all"][row[6]]["name"] == name
        if not row[2]:
            assert "Räknas inte mot något mål." in look["lines"]


def test_the_plan_is_summed_up_and_what_it_rests_on_is_said() -> None:
    about = Shown(bundled_map(), "plan").about
    first, *rest = summary_lines(planned(), SWEDISH)
    assert about[2].endswith(first)
    assert set(rest) <= set(about)
    assert "12 öppna tomter" in about[0]


@pytest.mark.parametrize("level", LEVELS)
def test_areas_are_coloured_by_what_they_become(level: str) -> None:
    """Nothing is lost: what has no area at a level is said to have none."""
    found, shown = planned(), Shown(bundled_map(), "plan", level)
    given = [int(n) for short in shown.shorts for n in re.findall(r"\+(\d+)", short)]
    every = sum(sum(plot.dwellings.values()) for plot in found.plots)
    left = 65 if level == "primaromrade" else 0
    assert sum(given) == every - left
    assert any("65 föreslagna bostäder är inte med" in line for line in shown.about) == bool(left)
    for area in found.areas:
        outlook = area.projection
        if outlook.area.level == level:
            mix = outlook.with_dwellings(area.dwellings)
            assert mix is not None
            assert shown.fills[outlook.area.code] == majority_class(mix)
            asked = ask_words(area.dwellings, SWEDISH).replace("\xa0", " ")
            assert f"förslaget ger {asked}" in shown.words[outlook.area.code]


def test_an_area_without_dwellings_of_the_plan_is_as_decided() -> None:
    plan, before = Shown(bundled_map(), "plan"), Shown(bundled_map(), "class_projected")
    same = [code for code, words in plan.words.items() if "förslaget" not in words]
    assert len(same) == 86
    assert all(plan.fills[code] == before.fills[code] for code in same)


def test_without_open_plots_there_is_no_plan() -> None:
    html = render_map(small_workspace())
    assert "plan" not in [view["id"] for view in data_of(html)["views"]]
    assert 'id="plots"' not in html


def test_plots_that_cannot_be_placed_stand_in_the_table() -> None:
    html = render_map(with_plots(small_workspace(), ("a", "b", "c", "d", "e")))
    data = data_of(html)
    assert [row[0] for row in data["plots"]] == ["1a b", "2c d", "3 e"]
    assert sum(row[7] for row in data["plots"]) >= 12 + 10 + 7
    about = Shown(html, "plan").about
    assert any("7 bostäder ligger utanför alla områden" in line for line in about)


def test_demands_that_contradict_each_other_are_said() -> None:
    workspace = with_plots(small_workspace(), ("a", "b", "c", "d", "e"))
    terms = Terms(weights={"primaromrade": 1}, least_income=10**9)
    workspace = replace(workspace, settings=replace(workspace.settings, terms=terms))
    assert isinstance(make_plan(workspace, workspace.plots or (), terms), Against)
    html = render_map(workspace)
    about = Shown(html, "plan").about
    assert about[0] == SWEDISH("plan.against")
    assert any("1\xa0000\xa0000\xa0000" in line for line in about)
    assert data_of(html)["plots"] == []
    assert 'id="plots"' not in html


def test_more_plots_than_the_report_plans_for_are_left_to_the_command() -> None:
    workspace = with_plots(small_workspace(), ("a", "b", "c", "d", "e"))
    first = (workspace.plots or ())[0]
    many = [replace(first, id=str(number)) for number in range(MOST + 1)]
    about = Shown(render_map(replace(workspace, plots=many)), "plan").about
    assert about[0] == SWEDISH("plan.too_many", number=SWEDISH.number(61))


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_names_of_plots_stay_text(kind: str) -> None:
    html = render_map(with_plots(small_workspace(HOSTILE[kind]), HOSTILE[kind]))
    assert html.count("<script") == 3
    assert "<img" not in html
    assert "\u2028" not in html[html.index('id="map-data"') :]
    data = data_of(html)
    assert all(len(row[0]) < 250 for row in data["plots"])
    for row in data["plots"]:
        assert row[5].count("\u2068") == row[5].count("\u2069")


# ---- In a browser


@pytest.fixture
def wide(browser: Any, tmp_path: Path) -> Iterator[Any]:
    visit = Visit(browser, tmp_path / "map.html", bundled_map(), 1280)
    yield visit.page
    visit.leave()


def ids(page: Any) -> list[str]:
    found: list[str] = page.evaluate(
        "() => tenureMap.symbols.groups().flatMap(g => g.members.map(m => m.symbol.id)).sort()"
    )
    return found


def test_open_plots_are_never_among_what_is_decided(wide: Any) -> None:
    looks = looks_of(bundled_map(), len(data_of(bundled_map())["years"]) - 1)
    gone = ("withdrawn", "completed")  # what is completed is no longer on its way
    decided = sorted(
        id_ for id_, look in looks.items() if look["stage"] not in gone and not look["somewhere"]
    )
    assert ids(wide) == []  # what is missing is of the stock alone
    wide.keyboard.press("3")
    assert ids(wide) == decided
    assert wide.locator("#plots").is_hidden()
    for _ in range(3):
        wide.keyboard.press("z")
    wide.keyboard.press("r")
    assert wide.evaluate("tenureMap.view().id") == "plan"
    assert len(ids(wide)) == 11  # of one only a coarse area is known
    assert all(id_.startswith("proposed") for id_ in ids(wide))
    assert wide.locator(".folium-map .allocation rect").count() > 0
    assert wide.locator(".folium-map .allocation circle").count() == 0
    assert wide.locator(".layer.of-decided:visible").count() == 0
    assert wide.locator('[data-count="proposed"]').text_content() == "(12)"
    for box in ("#year", "#earlier", "#later"):  # the plan is of the last day alone
        assert wide.locator(box).is_disabled()
    wide.keyboard.press("z")
    assert "30 juni 2025" in wide.inner_text("#year-words")
    wide.keyboard.press("3")
    assert ids(wide) == decided
    assert wide.locator("#year").is_enabled()


def test_the_plots_are_a_table_beside_the_map_that_opens_them(wide: Any) -> None:
    wide.keyboard.press("r")
    assert wide.locator("#plots tbody tr").count() == 12
    for row in data_of(bundled_map())["plots"]:
        wide.get_by_role("button", name=f"Visa {row[0]} på kartan").click()
        said = wide.locator(".popup").inner_text()
        assert row[5].replace("\xa0", " ") in said.replace("\xa0", " ")
        wide.keyboard.press("Escape")
    wide.get_by_role("button", name="Sortera efter Räknas").click()
    assert wide.locator("#plots tbody tr").first.inner_text().startswith("T-01")
    wide.click("#allocations-part summary")
    assert "T-01" not in wide.inner_text("#allocations")


def test_several_plots_say_that_they_are_open(wide: Any) -> None:
    wide.keyboard.press("r")
    group = (
        "{ members: tenureMap.symbols.groups().flatMap((g) => g.members).slice(0, 3), "
        "at: [57.7, 12] }"
    )
    wide.evaluate(f"tenureMap.popups.openGroup({group})")
    said = wide.inner_text(".popup")
    assert "3 öppna tomter med tillsammans" in said.replace("\xa0", " ")
    assert "Förslag för öppen tomt" in said


def test_the_last_slide_is_the_plan(wide: Any) -> None:
    wide.keyboard.press("b")
    wide.keyboard.press("End")
    assert wide.inner_text("#slide-sentence").startswith("Förslaget för 12 öppna tomter")
    assert len(ids(wide)) == 11
    wide.keyboard.press("ArrowLeft")
    assert not any(id_.startswith("proposed") for id_ in ids(wide))
    wide.keyboard.press("End")
    wide.keyboard.press("Escape")
    assert wide.evaluate("tenureMap.view().id") == "missing"
    assert not any(id_.startswith("proposed") for id_ in ids(wide))


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_an_open_target_is_printed_on_one_page(browser: Any, tmp_path: Path, paper: str) -> None:
    visit = Visit(browser, tmp_path / "map.html", june_map(), 1280)
    visit.page.keyboard.press("2")
    pdf = visit.page.pdf(format=paper, landscape=True)
    assert pdf.count(b"/Type /Page\n") == 1
    visit.leave()
