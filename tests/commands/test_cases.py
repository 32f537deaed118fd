"""Every rule of counting, by hand, on squares: the files of ``tests/cases`` through the CLI."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from casefiles import (
    CORNER,
    COUNTS,
    CRS,
    Inputs,
    case_names,
    geometry,
    in_any_order,
    place_options,
    read_case,
    rows,
    shown,
    write_geojson,
    write_proposal,
)
from pyproj import Transformer

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = ("hyresratt", "bostadsratt", "aganderatt")
NOT_COMPARED = ("command", "args", "as_of", "ledger", "losses", "sensitivity", "not_status")


@pytest.mark.parametrize("name", case_names())
def test_case(name: str, tmp_path: Path) -> None:
    case = read_case(name)
    inputs = Inputs(case, tmp_path)
    check = {
        "progress": check_progress,
        "areas": check_areas,
        "check": check_proposal,
        "history": check_history,
        "outlook": check_outlook,
    }
    for run in case["run"]:
        check[run.get("command", "progress")](inputs, run)


def assert_table(found: list[Any], expected: str) -> None:
    wanted = rows(expected) if expected else []
    assert in_any_order(shown(found, wanted, "allocation | area")) == in_any_order(wanted)


def check_progress(inputs: Inputs, run: dict[str, Any]) -> None:
    (found,) = inputs.json("progress", as_of=run.get("as_of"))
    assert found["as_of"] == (run.get("as_of") or inputs.case["as_of"]).isoformat()
    for key in run.keys() - {*NOT_COMPARED}:
        assert found[key] == run[key], key
    assert found["status"] not in run.get("not_status", [])
    # What holds for every case: the figure is the sum of its ledger and of its years.
    assert sum(entry["counted"] for entry in found["ledger"]) == found["counted"]
    assert sum(found["by_year"].values()) == found["counted"]
    for entry in found["ledger"]:
        if entry["dwellings"]:  # else another subgroup or exception is stated for what stands
            assert min(0, entry["dwellings"]) <= entry["counted"] <= max(0, entry["dwellings"])
    assert sum(entry["lost"] for entry in found["losses"]) == (found["lost"] or 0)
    for key in {"ledger", "losses", "sensitivity"} & run.keys():
        assert_table(found[key], run[key])


def check_areas(inputs: Inputs, run: dict[str, Any]) -> None:
    found = inputs.json("areas", "--sort", "kod", *run.get("args", []), as_of=run.get("as_of"))
    assert shown(found, rows(run["rows"]), "") == rows(run["rows"])


def check_history(inputs: Inputs, run: dict[str, Any]) -> None:
    found = inputs.json("history", run["allocation"])["decisions"]
    assert shown(found, rows(run["decisions"]), "") == rows(run["decisions"])


def check_outlook(inputs: Inputs, run: dict[str, Any]) -> None:
    (found,) = inputs.json("outlook", *run.get("args", []), as_of=run.get("as_of"))
    tables = ("plots", "scenarios", "needed", "definitions", "asked_for")
    for key in run.keys() - {"command", "args", "as_of", "distribution", *tables}:
        assert found[key] == pytest.approx(run[key], abs=1e-12), key
    for key in run.keys() & {*tables}:
        assert shown(found[key], rows(run[key]), "allocation") == rows(run[key]), key
    if "distribution" in run:
        wanted = [
            [int(row["count"]), float(row["probability"])] for row in rows(run["distribution"])
        ]
        assert found["distribution"] == [pytest.approx(pair, abs=1e-12) for pair in wanted]
    # What holds for every case: every probability lies between none and all, and they sum to 1.
    for key in ("distribution", "distribution_high"):
        assert sum(mass for _, mass in found[key]) == pytest.approx(1, abs=1e-9)
        assert all(0 < mass <= 1 for _, mass in found[key])


def check_proposal(inputs: Inputs, run: dict[str, Any]) -> None:
    numbers = [text for t in COUNTS if t in run for text in (f"--{t}", str(run[t]))]
    if "place" in run:
        ways = [[*place_options(run["place"]), *numbers]]
    else:
        files = [inputs.folder / "proposal.csv", inputs.folder / "proposal.geojson"]
        ways = [[str(write_proposal(inputs.case["proposal"], file))] for file in files]
    for options in ways:
        found = inputs.json("check", *options, as_of=run.get("as_of"))
        for key in {"placement", "areas", "targets"} & run.keys():
            assert_table(found[key], run[key])
        for words in run.get("notes", ()):
            assert any(words in note for note in found["notes"]), words


@pytest.mark.parametrize("name", case_names())
def test_rows_may_stand_in_any_order(name: str, tmp_path: Path) -> None:
    case = read_case(name)
    answers = []
    for order in (1, -1):
        turned = dict(case)
        for table in ("areas", "stock", "register", "losses", "completed"):
            if case.get(table):
                head, *lines = case[table].strip().splitlines()
                turned[table] = "\n".join([head, *lines[::order]])
        folder = tmp_path / str(order)
        folder.mkdir()
        inputs = Inputs(turned, folder)
        beside = ["--completed"] if "completed" in case else []
        answers.append((inputs.json("progress"), inputs.json("areas", *beside)))
    assert answers[0] == answers[1]


# What cannot be said in a table ---------------------------------------------------------------


@pytest.fixture
def common(tmp_path: Path) -> Inputs:
    """Write the common map and stock, and 40 hyresratter in area 11."""
    register = """
    id | datum      | handelse      | hyresratt | plats
    A  | 2025-02-01 | markanvisning | 40        | point 500 500
    """
    return Inputs({**read_case("state_as_of"), "register": register}, tmp_path)


def test_exit_code_0_and_3(common: Inputs) -> None:
    day_before, last_day = date(2025, 12, 30), date(2025, 12, 31)
    assert common.call("progress", as_of=last_day).exit_code == 0
    assert common.call("progress", "--fail-on-missed", as_of=day_before).exit_code == 0
    missed = common.call("progress", "--fail-on-missed", "--format", "json", as_of=last_day)
    assert missed.exit_code == 3
    assert json.loads(missed.stdout)[0]["status"] == "missed"


def test_exit_code_1_lists_every_fault_and_writes_no_figures(common: Inputs) -> None:
    path = common.files["--register"]
    row = path.read_text(encoding="utf-8").splitlines()[1]
    with path.open("a", encoding="utf-8") as file:
        file.write(row.replace("A,", "B,").replace("markanvisning", "markanv") + "\n")
        file.write(row.replace("A,", "C,").replace("2025-02-01", "2025-02-30") + "\n")
    result = common.call("progress", "--format", "json")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "markanv" in result.stderr
    assert "2025-02-30" in result.stderr


@pytest.mark.parametrize(
    "wrong",
    [
        ["progress", "--target", "hr-400"],
        ["progress", "--format", "yaml"],
        ["areas", "--level", "kvarter"],
        ["check", "--hyresratt", "4"],
        ["check", "--point", "1,2", "--area", "11", "--hyresratt", "4"],
        ["check", "--point", "here", "--hyresratt", "4"],
        ["check", "--area", "11"],
    ],
    ids=" ".join,
)
def test_exit_code_2(common: Inputs, wrong: list[str]) -> None:
    assert common.call(*wrong).exit_code == 2


def sidecar(path: Path, text: str) -> None:
    path.with_name(f"{path.name}.source.toml").write_text(text, encoding="utf-8")


def test_stock_and_areas_are_of_one_edition(common: Inputs) -> None:
    sidecar(common.files["--areas"], 'edition = "2021"')
    sidecar(common.files["--stock"], 'edition = "2021"')
    assert common.call("progress").exit_code == 0
    sidecar(common.files["--stock"], 'edition = "2025"')
    result = common.call("progress")
    assert result.exit_code == 1
    assert "2021" in result.stderr
    assert "2025" in result.stderr


def test_stock_of_unknown_areas_is_refused_by_name(common: Inputs) -> None:
    with common.files["--stock"].open("a", encoding="utf-8") as file:
        file.write("primaromrade,23,2024-12-31,flerbostadshus,hyresratt,7\n")
    result = common.call("progress")
    assert result.exit_code == 1
    assert "23" in result.stderr


def test_editions_of_a_target_may_meet_but_not_overlap(common: Inputs) -> None:
    path = common.files["--targets"]
    text = path.read_text(encoding="utf-8")
    target = text[text.index("[[target]]") :]
    later = target.replace("2026-01-01", "2027-01-01")
    for first_day, code in (("2026-01-01", 0), ("2025-12-31", 1)):
        added = later.replace("valid_from = 2025-01-01", f"valid_from = {first_day}")
        path.write_text(f"{text}\n{added}", encoding="utf-8")
        assert common.call("progress").exit_code == code
    other = later.replace('id = "hr"', 'id = "other"')
    path.write_text(f"{text}\n{other}", encoding="utf-8")
    assert common.call("progress").exit_code == 0


@pytest.mark.parametrize("crs", ["EPSG:3006", "EPSG:4326", "EPSG:3007"])
def test_a_point_in_another_crs(common: Inputs, crs: str) -> None:
    to_crs = Transformer.from_crs(CRS, crs, always_xy=True).transform
    x, y = to_crs(CORNER[0] + 999, CORNER[1] + 500)
    options = ["--hyresratt", "40", "--crs", crs]
    found = common.json("check", "--point", f"{x:.8f},{y:.8f}", *options)
    assert [(p["area"], p["dwellings"]) for p in found["placement"]] == [("11", 40)]
    assert found["targets"][0]["counts"] == 40


@pytest.mark.parametrize("crs", ["EPSG:3006", "EPSG:4326"])
def test_a_polygon_file_in_another_crs(common: Inputs, crs: str) -> None:
    to_crs = Transformer.from_crs(CRS, crs, always_xy=True).transform
    plot = shapely.transform(
        geometry("box 900 400 1300 600"), lambda xy: np.column_stack(to_crs(xy[:, 0], xy[:, 1]))
    )
    feature = {
        "type": "Feature",
        "properties": {"namn": "P", "hyresratt": 41},
        "geometry": shapely.geometry.mapping(plot),
    }
    path = write_geojson([feature], common.folder / "plot.geojson", crs)
    found = common.json("check", str(path))
    # 41 is 10.25 + 30.75.
    assert [(p["area"], p["dwellings"]) for p in found["placement"]] == [("11", 10), ("12", 31)]
    assert [p["share"] for p in found["placement"]] == pytest.approx([0.25, 0.75], abs=1e-5)


def test_the_shortfall_is_the_fewest_dwellings(tmp_path: Path) -> None:
    found = Inputs(read_case("areas_today"), tmp_path).json("areas", "--sort", "kod")
    city = {t: sum(area["dwellings"][t] for area in found) for t in KNOWN}
    for area in found:
        whole = sum(area["dwellings"][t] for t in KNOWN)
        for tenure in KNOWN:
            reference = Fraction(city[tenure], sum(city.values()))
            n, x = area["dwellings"][tenure], area["shortfall"][tenure]
            assert Fraction(n + x, whole + x) >= reference
            assert x == 0 or Fraction(n + x - 1, whole + x - 1) < reference


def test_progress_of_one_target_and_of_all(common: Inputs) -> None:
    path = common.files["--targets"]
    text = path.read_text(encoding="utf-8")
    other = text[text.index("[[target]]") :].replace('id = "hr"', 'id = "other"')
    path.write_text(f"{text}\n{other}", encoding="utf-8")
    assert [each["target"] for each in common.json("progress")] == ["hr", "other"]
    assert [each["target"] for each in common.json("progress", "--target", "other")] == ["other"]


def test_the_keys_of_the_contract(common: Inputs) -> None:
    (found,) = common.json("progress")
    assert found.keys() >= {
        *("as_of", "target", "definition", "counted", "minimum", "remaining", "status"),
        *("by_year", "ledger", "sensitivity"),
    }
    assert found["ledger"][0] == {
        **found["ledger"][0],
        "allocation": "A",
        "name": "Kvarter A",
        "date": "2025-02-01",
        "event": "markanvisning",
        "area": "11",
        "area_name": "Område 11",
        "tenure": "hyresratt",
        "dwellings": 40,
        "counted": 40,
        "reason": "counted",
        "area_class": "bostadsratt",
        "statistics_date": "2024-12-31",
    }
    area = common.json("areas")[0]
    assert area.keys() >= {
        *("area", "area_name", "level", "dwellings", "shares", "class", "shortfall"),
        *("pipeline", "class_projected"),
    }
    check = common.json("check", "--area", "11", "--hyresratt", "4")
    assert check.keys() >= {"proposal", "placement", "areas", "targets", "notes", "sources"}
    assert check["placement"][0].keys() >= {"area", "area_name", "share", "dwellings"}
    assert check["areas"][0].keys() >= {
        *("area", "level", "mix_now", "mix_projected", "mix_with_proposal", "class_now"),
        *("class_with_proposal", "shortfall"),
    }
    assert check["targets"][0].keys() >= {
        *("target", "counts", "of", "counted_before", "counted_after", "robust")
    }


def test_the_reasons_are_those_of_the_contract(tmp_path: Path) -> None:
    # One allocation for each reason there is: subgroups and exceptions too.
    contract = {
        *("counted", "reversed", "other_area", "outside_period", "not_assessable"),
        *("outside_areas", "excluded_subgroup", "excepted"),
    }
    found = set()
    for name in ("period_reason_order", "target_exclude_subgroups", "target_exception"):
        folder = tmp_path / name
        folder.mkdir()
        (progress,) = Inputs(read_case(name), folder).json("progress")
        found |= {entry["reason"] for entry in progress["ledger"]}
    assert found <= contract
