"""The measures of a city, its allocations and proposals, and the command that tells them."""

from __future__ import annotations

import csv
import doctest
import io
import json
from datetime import date
from math import isclose
from pathlib import Path

import pytest
from commanded import app
from places import ROOT
from reports import annex_of
from shapely import box
from typer.testing import CliRunner

from tenuremix.answers.segregation import (
    DISSIMILARITY,
    INFORMATION,
    points_figure,
    segregation_json,
)
from tenuremix.counting.areas import Area, Areas, Cell, Stock, suppressed
from tenuremix.counting.books import Books
from tenuremix.counting.decisions import Decision, Event, Place
from tenuremix.counting.proposal import Plot
from tenuremix.counting.register import Register
from tenuremix.counting.tenure import KNOWN, Count, Interval, Tenure
from tenuremix.document.tables import portion
from tenuremix.io.inputs.workspace import find_settings, load
from tenuremix.locale.locale import Locale
from tenuremix.report.build import render_annex
from tenuremix.report.sections.segregation import _finding
from tenuremix.segregation.assess import measure_segregation
from tenuremix.segregation.indices import Measure, measure_all

HR, BR, AR = KNOWN
DAY, TODAY = date(2024, 12, 31), date(2025, 6, 30)
FINE, COARSE = "primaromrade", "stadsomrade"
HOME = {"11": "1", "12": "1", "21": "2"}
ROWS = {"11": (60, 20, 0), "12": (20, 60, 0), "21": (20, 20, 0)}


def city(*decisions, rows=ROWS, suppressed_max=4):
    """Make the town of the page on methods; an allocation is (area, event, dwellings)."""
    squares = {code: box(n, 0, n + 1, 1) for n, code in enumerate(HOME)}
    areas = Areas(
        [
            *(Area(code, f"Namn {code}", FINE, HOME[code], squares[code]) for code in HOME),
            *(Area(code, f"Namn {code}", COARSE) for code in sorted(set(HOME.values()))),
        ],
        crs="EPSG:3006",
    )

    def count(tenure, number):
        return suppressed(tenure, suppressed_max) if number is None else Count.exactly(number)

    stock = Stock(
        {
            DAY: {
                (FINE, code): [
                    Cell("flerbostadshus", t, count(t, n)) for t, n in zip(KNOWN, row, strict=True)
                ]
                for code, row in rows.items()
            }
        }
    )
    register = Register(
        Decision(f"A-{n}", f"Kvarter {n}", date(2025, 3, 1), event, dwellings, Place(area=area))
        for n, (area, event, dwellings) in enumerate(decisions)
    )
    return Books(areas, stock, register, TODAY)


ALLOTTED = Event.MARKANVISNING


def test_the_page_on_methods_is_true() -> None:
    page = ROOT / "docs" / "methods" / "segregation.md"
    result = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert result.attempted > 8
    assert not result.failed


def test_the_town_by_hand() -> None:
    found = measure_segregation(city(("12", ALLOTTED, {HR: 10})), FINE)
    now, projected = found.states["now"], found.states["projected"]
    assert now.measures[Measure("displaced")].value == 0.2
    assert now.measures[DISSIMILARITY].value == 0.4
    assert isclose(projected.measures[DISSIMILARITY].value, 0.345455, abs_tol=1e-6)
    assert isclose(projected.changes[DISSIMILARITY].value, -0.054545, abs_tol=1e-6)
    assert now.parts.between.value == 0
    assert isclose(now.parts.within["1"].share.value, now.parts.total.value)
    assert isclose(now.city.interaction.value, 0.5)
    assert now.diversity("21").interaction.value == 0.5
    assert list(found.states) == ["now", "projected"]
    assert found.effects == found.without_effect == []


def test_only_what_is_decided_and_known_counts() -> None:
    books = city(
        ("12", ALLOTTED, {HR: 10, Tenure.OKLAR: 90}),
        ("11", Event.MARKRESERVATION, {BR: 400}),
        ("2", ALLOTTED, {HR: 30}),
        ("12", ALLOTTED, {Tenure.OKLAR: 5}),
        ("12", ALLOTTED, {}),
    )
    found = measure_segregation(books, FINE, by_allocation=True)
    expected = measure_segregation(city(("12", ALLOTTED, {HR: 10})), FINE)
    assert found.states["projected"].measures == expected.states["projected"].measures
    assert [effect.allocation for effect in found.effects] == ["A-0"]
    assert sorted(found.without_effect) == ["A-2", "A-3", "A-4"]
    coarse = measure_segregation(books, COARSE)
    assert coarse.states["projected"].table.low["2"][0] == 50
    assert coarse.states["now"].parts is None


def test_an_effect_is_the_city_with_it_less_the_city_without_it() -> None:
    allocations = [
        ("12", ALLOTTED, {HR: 10, BR: 3}),
        ("11", ALLOTTED, {HR: 40}),
        ("21", ALLOTTED, {AR: 7, HR: 2}),
    ]
    found = measure_segregation(city(*allocations), FINE, by_allocation=True)
    whole = measure_all(found.states["projected"].table)
    for effect in found.effects:
        number = int(effect.allocation.removeprefix("A-"))
        rest = [each for n, each in enumerate(allocations) if n != number]
        without = measure_all(measure_segregation(city(*rest), FINE).states["projected"].table)
        for measure, change in effect.changes.items():
            if without[measure] is None:
                assert change is None
            else:
                assert isclose(
                    change.value, whole[measure].value - without[measure].value, abs_tol=1e-9
                )
    changes = [effect.changes[INFORMATION].value for effect in found.effects]
    assert changes == sorted(changes, reverse=True)
    assert found.effects[0].allocation == "A-1"  # forty rented where most are rented


def test_a_proposal_is_placed_as_check_places_it() -> None:
    plots = [
        Plot("Mitt på gränsen", Place(box(0.5, 0, 1.5, 1)), {HR: 10}),
        Plot("Utanför", Place(box(10, 10, 11, 11)), {BR: 8}),
        Plot("Söder", Place(area="2"), {BR: 4}),
    ]
    found = measure_segregation(city(), FINE, proposal=plots)
    after = found.states["with_proposal"]
    assert after.table.low == {"11": [65, 20, 0], "12": [25, 60, 0], "21": [20, 20, 0]}
    assert found.unplaced == {HR: 0, BR: 12, AR: 0, Tenure.OKLAR: 0}
    expected = after.measures[INFORMATION].value - found.states["now"].measures[INFORMATION].value
    assert isclose(after.changes[INFORMATION].value, expected, abs_tol=1e-12)


def test_areas_that_cannot_be_measured_are_named_and_never_zero() -> None:
    missing = {code: row for code, row in ROWS.items() if code != "21"}
    found = measure_segregation(city(("21", ALLOTTED, {HR: 9}), rows=missing), FINE)
    assert [(left.area.code, left.dwellings) for left in found.left_out] == [("21", None)]
    assert found.states["projected"].table.low == {"11": [60, 20, 0], "12": [20, 60, 0]}
    hidden = {**ROWS, "21": (20, None, 0)}
    found = measure_segregation(city(rows=hidden, suppressed_max=None), FINE)
    assert [(left.area.code, left.dwellings) for left in found.left_out] == [
        ("21", Count(20, None))
    ]
    found = measure_segregation(city(rows=hidden), FINE)
    assert found.left_out == []
    bounds = found.states["now"].measures[DISSIMILARITY]
    assert bounds.low < bounds.high
    for number in range(5):
        exact = measure_segregation(city(rows={**ROWS, "21": (20, number, 0)}), FINE)
        assert bounds.low <= exact.states["now"].measures[DISSIMILARITY].value <= bounds.high


def test_a_city_without_statistics_has_no_measures() -> None:
    books = city(rows={})
    found = measure_segregation(books, FINE, by_allocation=True)
    assert len(found.left_out) == 3
    assert set(found.states["now"].measures.values()) == {None}


def test_figures_are_rounded_for_the_reader() -> None:
    text = Locale()
    assert str(portion(Interval(0.3041, 0.3042), text)) == "30,4\N{NO-BREAK SPACE}%"
    assert str(portion(Interval(0.3, 0.3042), text)) == "30,0–30,4\N{NO-BREAK SPACE}%"
    assert str(portion(None, text)) == "–"
    assert str(points_figure(Interval(-0.00004, -0.00001), text)) == "0,00"
    assert str(points_figure(Interval(0.0012, 0.0012), text)) == "+0,12"
    assert str(points_figure(Interval(-0.002, 0.0012), text)) == "−0,20 till +0,12"
    assert str(points_figure(None, text)) == "–"


# The command ---------------------------------------------------------------------------------


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def running(*arguments):
        result = CliRunner().invoke(app, ["segregation", *arguments])
        return result.exit_code, result.output.replace("\N{NO-BREAK SPACE}", " ")

    return running


PROPOSAL = "namn,omrade,hyresratt,bostadsratt,aganderatt,oklar\n=1+1,525,120,0,0,30\n"


def test_the_command_speaks_to_a_politician(run) -> None:
    code, printed = run()
    assert code == 0
    assert "30,4 % av bostäderna skulle behöva byta område för att alla områden" in printed
    assert "Områdena är i genomsnitt 32,9 % mindre blandade än staden som helhet." in printed
    assert "20 % av uppdelningen efter upplåtelseform mellan primärområden är skill" in printed
    assert "Det rätta värdet ligger inom de intervall som visas." in printed
    code, printed = run("--lang", "en", "--by-area", "--by-allocation")
    assert code == 0
    assert "30.4% of the dwellings would have to change area" in printed
    assert "Kungsladugård" in printed
    assert "Exempel Hyreshuset" in printed


def test_the_json_has_every_state(run, tmp_path) -> None:
    (tmp_path / "p.csv").write_text(PROPOSAL, encoding="utf-8")
    code, printed = run("--proposal", "p.csv", "--by-allocation", "--format", "json")
    assert code == 0
    found = json.loads(printed)
    contracts = (ROOT / "docs" / "contracts.md").read_text(encoding="utf-8")
    told = {key.removesuffix("_range") for record in found["measures"] for key in record}
    told |= set(found) | set(found["allocations"][0]) | set(found["parts"]["now"])
    told |= set(found["parts"]["now"]["within"][0]) | set(found["areas"][0])
    missing = {key for key in told if key.removesuffix("_range") not in contracts}
    assert not {
        key for key in missing if not key.startswith(("change_", "entropy_", "interaction_"))
    }
    assert len(found["measures"]) == 15
    assert len(found["areas"]) == 96
    for state in ("now", "projected", "with_proposal"):
        parts = found["parts"][state]
        inside = [part["share_range"] for part in parts["within"]]
        low = parts["between_range"][0] + sum(ends[0] for ends in inside)
        high = parts["between_range"][1] + sum(ends[1] for ends in inside)
        assert low <= parts["total_range"][0] <= parts["total_range"][1] <= high
    order = [sum(each["change_information_range"]) for each in found["allocations"]]
    assert order == sorted(order, reverse=True)


def test_the_csv_has_one_table(run) -> None:
    for options, name, rows in (
        ((), "measure", 15),
        (("--by-area",), "area", 96),
        (("--by-allocation",), "allocation", 20),
    ):
        code, printed = run(*options, "--format", "csv")
        assert code == 0
        lines = list(csv.reader(io.StringIO(printed)))
        assert lines[0][0] == name
        assert len(lines) == rows + 1
    code, printed = run("--by-area", "--by-allocation", "--format", "csv")
    assert code == 2
    assert "inte båda" in printed


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--level", "kvarter"), 2, "väntade en av primaromrade"),
        (("--crs", "3006"), 2, "--crs hör till --proposal FIL."),
        (("--proposal", "saknas.csv"), 1, "saknas.csv"),
    ],
)
def test_what_is_wrong_is_told(run, arguments, code, words) -> None:
    assert run(*arguments)[0] == code
    assert words in run(*arguments)[1]


def test_nothing_of_the_json_is_lost_where_the_level_is_the_coarsest() -> None:
    books = city()
    found = measure_segregation(books, COARSE)

    class Around:
        as_of, areas = TODAY, books.areas

    record = segregation_json(found, Around())
    assert record["coarser"] is None
    assert record["parts"] == {"now": None, "projected": None}


# The report ----------------------------------------------------------------------------------


def test_the_report_says_what_the_command_says(run) -> None:
    workspace = load(find_settings(Path("/nowhere")))
    report = annex_of(workspace, 2025, workspace.as_of)
    section = report.section("segregation")
    _, printed = run("--by-allocation", "--details")
    for part in section.walk():
        for line in part.lines[1:]:
            if "procentenhet" not in line:
                assert line.replace("\N{NO-BREAK SPACE}", " ") in printed
    (measures,) = (table for part in section.walk() for table in part.tables)
    assert len(measures.rows) == 15
    assert section == annex_of(workspace, 2025, workspace.as_of).section("segregation")


@pytest.mark.parametrize(
    ("changes", "swedish", "english"),
    [
        ([-0.01, -0.02], "mindre uppdelad enligt alla 2 mått", "less divided by all 2 measures"),
        ([0.01], "mer uppdelad enligt måttet", "more divided by the measure"),
        ([0.0, 0.00999], "nästan lika uppdelad som i dag", "nearly as divided as today"),
        ([0.01, 0.00999], "mer enligt 1 av 2 mått", "more by 1 of 2 measures"),
        (
            [-0.01, 0.01, 0.0],
            "mindre uppdelad enligt 1 och mer enligt 1 av 3 mått",
            "less divided by 1 and more by 1 of 3 measures",
        ),
    ],
)
def test_the_report_says_whether_it_changes(
    changes: list[float], swedish: str, english: str
) -> None:
    intervals = [Interval(change, change) for change in changes]
    assert swedish in _finding(intervals, Locale("sv"))
    assert english in _finding(intervals, Locale("en"))


def test_a_hostile_name_is_only_text(run, tmp_path) -> None:
    hostile = "<script>alert(1)</script>\u202e=cmd"
    (tmp_path / "register.csv").write_text(
        "id,namn,datum,handelse,omrade,hyresratt,bostadsratt,aganderatt,oklar\n"
        f'X-1,"{hostile}",2025-03-01,markanvisning,525,40,0,0,0\n',
        encoding="utf-8",
    )
    settings = find_settings(
        Path("/nowhere"), overrides={"register": [str(tmp_path / "register.csv")]}
    )
    page = render_annex(load(settings), 2025, as_of=date(2026, 1, 1))
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    code, printed = run("--register", "register.csv", "--by-allocation", "--format", "csv")
    assert code == 0
    assert "X-1" in printed
