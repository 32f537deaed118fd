"""What stands beside the map: headlines, the scale, the figure of the target, and names."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from mapped import Shown, at_years_end, bundled, bundled_map, data_of, small_workspace

from tenuremix.counting.missing import Benchmark, Reference
from tenuremix.counting.progress import assess_progress
from tenuremix.counting.projection import project_areas
from tenuremix.counting.tenure import KNOWN, total
from tenuremix.inputs import Source, Workspace
from tenuremix.locale.locale import Locale
from tenuremix.map.goal import make_goal
from tenuremix.map.ledger import make_ledgers
from tenuremix.map.moments import make_moments
from tenuremix.map.page import render_map
from tenuremix.map.scale import share_scale

SWEDISH = Locale("sv")


def stated(share: Fraction) -> Benchmark:
    rest = (1 - share) / 2
    return Benchmark(Reference.stated(dict(zip(KNOWN, (share, rest, rest), strict=True))))


# ---- The headline


@pytest.mark.parametrize("level", ["primaromrade", "mellanomrade", "stadsomrade"])
def test_the_headline_is_of_the_coarsest_areas_at_every_level(level: str) -> None:
    large = project_areas(bundled().books, "stadsomrade").areas.values()
    poles = {area.area.name: area.missing_pole(area.now).pole for area in large}
    rented = [name for name, pole in poles.items() if pole == "hyresratt"]
    owned = [name for name, pole in poles.items() if pole == "agt"]
    headline = Shown(bundled_map(), "missing", level).about[0]
    first, second = headline.split(". ")
    assert sorted(re.split(r", | och ", first.removesuffix(" saknar hyresrätter"))) == sorted(
        rented
    )
    assert second.endswith("saknar bostads- och äganderätter.")
    assert all(name in second for name in owned)


def test_a_pole_that_nobody_lacks_falls_out() -> None:
    workspace = replace(
        bundled(), settings=replace(bundled().settings, benchmark=stated(Fraction(99, 100)))
    )
    headline = Shown(render_map(workspace), "missing").about[0]
    assert headline.endswith(" saknar hyresrätter.")
    assert "äganderätt" not in headline


def test_without_a_coarser_level_areas_are_counted() -> None:
    headline = Shown(render_map(small_workspace()), "missing").about[0]
    assert headline.startswith("I 1 av 5 primärområden saknas hyresrätt och i 1 ")


def test_the_parts_are_of_the_known_dwellings() -> None:
    areas = project_areas(bundled().books, "primaromrade").areas.values()
    mine = [a for a in areas if a.missing_pole(a.now).pole == "hyresratt"]
    held = sum(total(a.now).low for a in mine if a.now) / sum(
        total(a.now).low for a in areas if a.now
    )
    said = Shown(bundled_map(), "missing").about[2]
    assert said.startswith(f"{len(mine)} områden, med {SWEDISH.percent(held, 0)} av bostäderna")


def test_the_rankings_are_by_what_is_surely_missing() -> None:
    rented, owned = Shown(bundled_map(), "missing").rankings
    assert [row[0] for row in rented[3]] == ["Billdal", "Kärra", "Nolered"]
    assert [row[1].replace("\xa0", " ") for row in rented[3]] == ["4 523", "4 085–4 089", "2 991"]
    numbers = [row[2] for row in owned[3]]
    assert numbers == sorted(numbers, reverse=True)


# ---- The scale


def test_the_scale_is_to_scale() -> None:
    scale = share_scale(stated(Fraction(1, 2)).of_city(None), SWEDISH)
    assert scale is not None
    assert [field[0] for field in scale["fields"]] == [20, 15, 10, 10, 10, 15, 20]
    assert [at for at, _ in scale["ticks"]] == [20, 35, 65, 80]
    assert scale["at"] == 50


def test_a_scale_ends_where_shares_end() -> None:
    scale = share_scale(stated(Fraction(9, 10)).of_city(None), SWEDISH)
    assert scale is not None
    assert sum(field[0] for field in scale["fields"]) == pytest.approx(100)
    assert len(scale["fields"]) == 5  # nothing lies 15 points above
    assert share_scale(Benchmark().of_city(None), SWEDISH) is None


# ---- The figure of the target


def goal_of(workspace: Workspace, number: int = 0) -> Any:
    return make_goal(make_ledgers(workspace)[number], make_moments(workspace)[-1], SWEDISH)


@pytest.mark.parametrize("workspace", [bundled, at_years_end])
def test_the_figure_is_that_of_progress(workspace: Any) -> None:
    found = assess_progress(workspace().books, workspace().targets[0])
    goal = goal_of(workspace())
    assert goal.figure == str(found.counted)
    assert goal.of == "av 500 hyresrätter"
    assert goal.share == pytest.approx(found.counted / 650, abs=1e-4)
    assert goal.tick == pytest.approx(500 / 650, abs=1e-4)
    met = sum(each.counted >= 500 for each in found.sensitivity)
    assert f"{met} av {len(found.sensitivity)} möjliga tolkningar ger minst 500" in goal.doubt
    remaining = {"open": "återstår till den 31 december", "missed": "målet nåddes inte"}
    assert remaining[found.status] in goal.status


def test_a_figure_beyond_its_scale_makes_the_scale_longer() -> None:
    workspace = small_workspace()
    target = replace(workspace.targets[0], minimum=10)
    goal = goal_of(replace(workspace, targets=[target]))
    assert (goal.figure, goal.share, goal.tick) == ("80", 1, 0.125)
    assert goal.status == "målet är nått hittills"


def test_a_target_without_a_number_has_no_bar() -> None:
    goal = goal_of(bundled(), 1)
    assert goal.share is None
    assert goal.status == "målet har inget antal"


def test_a_map_without_targets_has_no_figure() -> None:
    html = render_map(replace(small_workspace(), targets=[]))
    assert 'id="goal"' not in html
    assert data_of(html)["goals"]["all"] == []


# ---- Names, levels and sources


def test_the_map_opens_at_the_level_of_the_target() -> None:
    assert data_of(bundled_map())["open"] == "primaromrade"
    target = bundled().targets[0]
    coarse = replace(target.definition, level="stadsomrade")
    workspace = replace(bundled(), targets=[replace(target, definition=coarse)])
    html = render_map(workspace)
    assert data_of(html)["open"] == "stadsomrade"
    assert 'value="stadsomrade" aria-keyshortcuts="d" checked' in html


def test_without_known_places_the_largest_areas_are_named() -> None:
    names = [place["name"] for place in data_of(bundled_map())["places"]]
    assert "Torslanda" in names
    plain = data_of(render_map(replace(bundled(), place_names=None)))["places"]
    assert len(plain) == 18
    known = {area.name for area in bundled().areas.at("mellanomrade").values()}
    assert {place["name"] for place in plain} <= known


def test_without_water_none_is_drawn_and_no_area_loses_land() -> None:
    wet, dry = data_of(bundled_map()), data_of(render_map(replace(bundled(), water=None)))
    assert 'class="sea"' not in render_map(small_workspace())
    area = next(a for a in dry["levels"][0]["areas"] if a["name"] == "Södra Skärgården")
    islands = next(a for a in wet["levels"][0]["areas"] if a["name"] == "Södra Skärgården")
    assert area["path"].count("M") < islands["path"].count("M")


def test_sparse_areas_are_those_with_much_land() -> None:
    areas = data_of(bundled_map())["levels"][0]["areas"]
    assert {area["name"] for area in areas if area["sparse"]} >= {"Säve", "Rödbo", "Bergum"}
    assert sum(area["sparse"] for area in areas) < 10


def test_no_folder_of_the_machine_stands_in_the_map() -> None:
    paths = ("/home/anna/hemligt/areas.gpkg|layername=a", "C:\\Users\\anna\\hemligt\\register.csv")
    sources = [
        Source(kind, name, "0") for kind, name in zip(("areas", "stock"), paths, strict=True)
    ]
    html = render_map(replace(small_workspace(), sources=sources))
    assert "hemligt" not in html
    assert "register.csv" in html
