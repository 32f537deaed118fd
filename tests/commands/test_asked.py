"""What is asked for by name: areas, levels, targets and allocations."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from commanded import run


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def found(*arguments: str) -> list[str]:
    result = run("areas", *arguments, "--format", "csv")
    assert result.exit_code == 0, result.output
    return [row["area"] for row in csv.DictReader(io.StringIO(result.stdout))]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        (["Olivedal"], ["109"]),
        (["oliVEDAL"], ["109"]),
        (["109 Olivedal"], ["109"]),
        (["anggarden"], ["106"]),
        (["Änggården", "haga"], ["107", "106"]),
        (["södra", "kortedala"], ["303"]),
        (["Centrum"], ["2"]),
        (["Centrum", "109"], ["2", "109"]),
    ],
)
def test_areas_are_asked_for_by_name(said: list[str], codes: list[str]) -> None:
    assert found(*said) == codes


def test_what_a_named_area_lacks_is_said_line_by_line() -> None:
    said = run("areas", "askim").stdout
    assert "523 Askim\nAskim saknar 808 hyresrätter för att nå" in said.replace("\xa0", " ")
    assert "\nSaknas " in said
    assert "Beslutat utan känt" not in said


@pytest.mark.parametrize("level", ["mellanomrade", "mellanområde", "Mellanområden"])
def test_a_level_is_written_in_any_way(level: str) -> None:
    assert found("--level", level) == found("--level", "mellanomrade")


def test_a_check_takes_the_name_of_an_area() -> None:
    by_code, by_name = (
        run("check", "--area", area, "--hyresratt", "8").stdout for area in ("109", "olivedal")
    )
    assert by_name == by_code


def test_a_name_that_is_misspelled_or_of_several_areas_is_asked_about() -> None:
    wrong = run("check", "--area", "Olivdal", "--hyresratt", "8")
    assert wrong.exit_code == 1
    assert "Menade du 109 Olivedal?" in wrong.stderr
    assert "inget område heter" in wrong.stderr  # area_like
    several = run("check", "--area", "billdal", "--hyresratt", "8")  # area_several
    assert several.exit_code == 1
    assert "525 Billdal (primärområde) eller 52 Billdal (mellanområde)" in several.stderr
    assert found("billdal") == ["525"]
    assert found("billdal", "--level", "mellanområde") == ["52"]


def test_targets_and_scenarios_are_written_in_any_letters() -> None:
    for command in ("progress", "outlook"):
        lower, upper = (run(command, "--target", id_).stdout for id_ in ("hr-500", "HR-500"))
        assert lower == upper
    assert "väntade ett av" in run("progress", "--target", "hr-400").stderr


def test_an_allocation_is_found_by_a_part_of_its_name() -> None:
    assert run("history", "e-12").stdout == run("history", "E-12").stdout
    assert run("history", "nyårskv").stdout == run("history", "E-01").stdout
    assert run("history", "växande", "kvarteret").stdout == run("history", "E-05").stdout
    several = json.loads(run("history", "bytet", "--format", "json").stdout)
    assert [each["allocation"] for each in several] == ["E-11", "E-12"]
    assert "2 markanvisningar motsvarar ”bytet”" in run("history", "bytet").stdout
    wrong = run("history", "Nyårskvartreet")
    assert wrong.exit_code == 2
    assert "Menade du E-01 Exempel Nyårskvarteret?" in wrong.stderr


def test_a_history_of_nothing_lists_the_allocations() -> None:
    every = json.loads(run("history", "--format", "json").stdout)
    ids = [each["allocation"] for each in every]
    assert "E-12" in ids
    assert ids == sorted(ids)
    assert all(set(each) == set(every[0]) for each in every)
    said = run("history").stdout
    assert all(each["name"] in said for each in every)
