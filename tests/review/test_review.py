"""What should be looked at: the same dwellings twice, plots outside, numbers that stand out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import shapely
from commanded import app
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from tenuremix.counting.areas import Area, Areas
from tenuremix.counting.decisions import Decision, Event, Place
from tenuremix.counting.register import Register
from tenuremix.counting.tenure import Tenure
from tenuremix.errors import DataError
from tenuremix.review.alike import alike
from tenuremix.review.overlaps import overlapping
from tenuremix.review.twice import SHARED, find_twins

DAY = date(2025, 3, 10)
W, S, E, N = 146405, 6397595, 146505, 6397695
SQUARE = f"POLYGON (({W} {S}, {E} {S}, {E} {N}, {W} {N}, {W} {S}))"
HEAD = "id,namn,datum,handelse,hyresratt,bostadsratt,aganderatt,oklar,diarienummer,samma_som,"
HEAD += "skild_fran,wkt"


def decided(id_: str, wkt: str, number: int = 10, day: date = DAY, **stated: str) -> Decision:
    place = Place(shapely.from_wkt(wkt)) if wkt else Place(area="1")
    counts = {Tenure.HYRESRATT: number}
    return Decision(id_, "", day, Event.MARKANVISNING, counts, place, **stated)


def twins_of(*rows: Decision) -> list[tuple[str, float | None]]:
    found = find_twins(Register(rows).states(date(2025, 12, 31)))
    return [(twins.id, twins.share) for twins in found]


def box(x: float, y: float, side: float = 10) -> str:
    return str(shapely.box(x, y, x + side, y + side))


def test_a_whole_and_its_part_are_on_one_ground() -> None:
    assert twins_of(decided("A", box(0, 0)), decided("B", box(0, 0, 5))) == [("A+B", 1.0)]


def test_a_border_drawn_twice_is_no_ground_in_common() -> None:
    inch = 10 * SHARED * 0.9
    assert not twins_of(decided("A", box(0, 0)), decided("B", box(10 - inch, 0)))
    assert twins_of(decided("A", box(0, 0)), decided("B", box(10 - 2 * inch, 0)))


def test_points_and_the_surface_that_they_lie_in() -> None:
    assert twins_of(decided("A", "POINT (5 5)"), decided("B", "POINT (5.4 5)")) == [("A+B", 1.0)]
    assert not twins_of(decided("A", "POINT (5 5)"), decided("B", "POINT (8 5)"))
    assert twins_of(decided("A", box(0, 0)), decided("B", "POINT (5 5)")) == [("A+B", 1.0)]
    assert not twins_of(decided("A", box(0, 0)), decided("B", "POINT (10.5 5)"))


def test_one_case_under_several_ids_unless_they_are_drawn_apart() -> None:
    case = {"diarienummer": "12/25"}
    other = {"diarienummer": " 12/25 "}
    assert twins_of(
        decided("A", "", **case), decided("B", "", **other), decided("C", box(9, 9), **case)
    ) == [("A+B+C", None)]
    assert not twins_of(decided("A", box(0, 0), **case), decided("B", box(50, 0), **case))
    assert not twins_of(decided("A", ""), decided("B", ""))
    (twins,) = find_twins(
        Register([decided("A", "", **case), decided("B", "", **case)]).states(DAY)
    )
    assert (twins.code, twins.fault().values["case"]) == ("same_case", "12/25")


def test_no_sign_in_a_number_or_an_id_breaks_the_others() -> None:
    rows = [decided(f"A{sign}", "", diarienummer=f"1{sign}/25") for sign in "\0\n 0"]
    assert twins_of(*rows[:3]) == [("A\0+A\n+A ", None)]
    assert alike(["A\0", "a", "B\n", "b"]) == [("A\0", "a"), ("B\n", "b")]


def test_what_the_register_settles_is_settled() -> None:
    whole, part = decided("A", box(0, 0)), decided("B", box(0, 0, 5))
    assert not twins_of(whole, part._replace(apart_from="C; A"))
    assert not twins_of(whole._replace(apart_from="B"), part)
    assert not twins_of(whole, part._replace(same_as="A"))
    states = Register([whole, part]).states(DAY)
    assert not find_twins(states, {("same_ground", "A+B")})
    withdrawn = Decision("B", "", date(2025, 4, 1), Event.ATERKALLAD)
    assert not twins_of(whole, part, withdrawn)


def test_dwellings_of_another_are_counted_there_until_they_are_apart() -> None:
    whole, part = decided("A", box(0, 0), 100), decided("B", box(0, 0, 5), 60, same_as="A")
    later = Decision(
        "B", "", date(2025, 5, 1), Event.ANDRING, {Tenure.HYRESRATT: 40}, apart_from="A"
    )
    register = Register([whole, part, later])
    on = {day: register.states(day)["B"].dwellings for day in (DAY, date(2025, 5, 1))}
    assert [dwellings and dwellings[Tenure.HYRESRATT] for dwellings in on.values()] == [0, 40]


@pytest.mark.parametrize("named", ["B", "C", "A"])
def test_the_same_as_one_that_has_none_is_a_fault(named: str) -> None:
    rows = [decided("A", box(0, 0), same_as=named), decided("C", box(9, 9), same_as="A")]
    with pytest.raises(DataError) as raised:
        Register(rows)
    assert {fault.key for fault in raised.value.faults} == {"same_as_none"}


corner = st.integers(0, 30)
boxes = st.lists(st.tuples(corner, corner, st.integers(0, 12)), min_size=2, max_size=7)


@given(boxes)
def test_every_pair_and_no_other(drawn: list[tuple[int, int, int]]) -> None:
    shapes = {
        f"P{at}": shapely.box(x, y, x + side, y + side) if side else shapely.Point(x, y)
        for at, (x, y, side) in enumerate(drawn)
    }
    expected = set()
    for one, shape in shapes.items():
        for two, other in shapes.items():
            smaller = min(shape.area, other.area)
            near = shape.distance(other) <= (1 if not shape.area and not other.area else 0)
            share = shape.intersection(other).area / smaller if smaller else float(near)
            if one < two and share >= SHARED:
                expected.add((f"{one}+{two}", round(share, 9)))
    found = twins_of(*(decided(id_, str(shape)) for id_, shape in shapes.items()))
    assert {(id_, round(share or 0, 9)) for id_, share in found} == expected
    assert [share for _, share in found] == sorted((s for _, s in found), key=lambda s: -(s or 0))


def squares(*corners: tuple[float, float, float]) -> Areas:
    drawn = [
        Area(f"{at}", f"Nr {at}", "deso", None, shapely.box(x, y, x + side, y + side))
        for at, (x, y, side) in enumerate(corners)
    ]
    return Areas(drawn, crs="EPSG:3006")


def test_areas_that_overlap_and_those_drawn_side_by_side() -> None:
    areas = squares((0, 0, 1000), (1000, 0, 1000), (995, 1000, 1000), (0, 500, 1000), (0, 0, 1000))
    found = {
        fault.id: (fault.values["area"], fault.values["share"]) for fault in overlapping(areas)
    }
    assert found == {"0+3": ("500000", "50"), "0+4": ("1000000", "100"), "3+4": ("500000", "50")}
    assert not list(overlapping(squares((0, 0, 1000), (990.5, 0, 1000))))
    (fault,) = overlapping(squares((0, 0, 1000), (989.5, 0, 1000)))
    assert (fault.key, fault.warning) == ("areas_overlap", False)


# As the planner meets it ------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(app, ["init", "stad", "--exempel"])
    monkeypatch.chdir(tmp_path / "stad")
    return tmp_path / "stad"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments])


def written(folder: Path, *rows: str) -> list[str]:
    text = "\n".join([HEAD, *rows, ""])
    (folder / "egna.csv").write_text(text, encoding="utf-8")
    return ["--register", "egna.csv"]


WHOLE = f'G-1,Hela,2025-03-10,markanvisning,100,0,0,0,12/25,,,"{SQUARE}"'
PART = "G-2,Del,2025-03-10,markanvisning,60,0,0,0,12/25,{},{},POINT (146455 6397645)"


def test_twins_are_listed_with_the_figure_without_each(folder: Path) -> None:
    given_ = written(folder, WHOLE, PART.format("", ""))
    shown = run("validate", *given_)
    assert shown.exit_code == 0
    assert "same_ground:G-1+G-2" in shown.stdout
    assert "160 är räknade; 60 utan G-1 och 100 utan G-2" in shown.stdout
    (record,) = json.loads(run("validate", *given_, "--format", "json").stdout)
    assert (record["level"], record["fault"], record["id"]) == ("warning", "same_ground", "G-1+G-2")
    assert "kan vara samma bostäder" in run("progress", *given_).stdout
    progress = json.loads(run("progress", *given_, "--format", "json", "--target", "hr-500").stdout)
    assert progress[0]["same_dwellings"] == [
        {
            "allocations": ["G-1", "G-2"],
            "why": "same_ground",
            "share": 1.0,
            "dwellings": [100, 60],
            "counted_without": [60, 100],
        }
    ]
    run("report", *given_, "--year", "2025", "--output", "rapport.html")
    page = (folder / "rapport.html").read_text(encoding="utf-8")
    assert "Samma bostäder två gånger?" in page
    assert "60 utan G-1" in page


@pytest.mark.parametrize("settled", [("G-1", ""), ("", "G-1")])
def test_the_register_settles_twins(folder: Path, settled: tuple[str, str]) -> None:
    given_ = written(folder, WHOLE, PART.format(*settled))
    assert run("validate", *given_).stdout.startswith("Allt stämmer.")
    assert "samma bostäder" not in run("progress", *given_).stdout


def test_what_is_accepted_is_kept_with_its_reason(folder: Path) -> None:
    given_ = written(folder, WHOLE, PART.format("", ""))
    before = (folder / "tenuremix.toml").read_bytes()
    wanted = ["--accept", "same_ground:G-1+G-2", "--reason", "två hus på en gård"]
    assert run("validate", *given_, "--accept", "same_ground:G-1+G-2").exit_code == 2
    assert run("validate", *given_, "--accept", "nej", "--reason", "x").exit_code == 2
    assert run("validate", *given_, "--accept", "far_more:G-9", "--reason", "x").exit_code == 2
    assert (folder / "tenuremix.toml").read_bytes() == before
    shown = run("validate", *given_, *wanted, "--today", "2026-03-01")
    assert shown.stdout.startswith("Allt stämmer.")
    text = (folder / "tenuremix.toml").read_text(encoding="utf-8")
    assert 'id = "G-1+G-2", reason = "två hus på en gård", date = 2026-03-01' in text
    kept = [line for line in text.splitlines() if "G-1+G-2" not in line]
    assert kept == before.decode().splitlines()
    assert run("validate", *given_).stdout.startswith("Allt stämmer.")
    assert "samma bostäder" not in run("progress", *given_).stdout


def test_what_is_accepted_comes_last_in_a_file_without_a_list(folder: Path) -> None:
    given_ = written(folder, WHOLE, PART.format("", ""))
    settings = (folder / "tenuremix.toml").read_text(encoding="utf-8").split("accepted = [")[0]
    (folder / "tenuremix.toml").write_text(f"{settings}# sist", encoding="utf-8")
    for wanted in ("far_more:G-1", "same_ground:G-1+G-2"):
        run("validate", *given_, "--accept", wanted, "--reason", "x", "--today", "2026-03-01")
    table = 'code = "same_ground"\nid = "G-1+G-2"\nreason = "x"\ndate = 2026-03-01'
    text = (folder / "tenuremix.toml").read_text(encoding="utf-8")
    assert text == f"{settings}# sist\n\n[[accepted]]\n{table}\n"


def test_numbers_and_places_that_stand_out(folder: Path) -> None:
    row = "{0},Kv {0},2025-03-10,markanvisning,{1},0,0,0,,,,POINT ({2} 6397645)"
    far = row.format("G-1", 90000, 146455)
    rows = [far, *(row.format(f"G-{n}", 10 * n, 146455 + 5 * n) for n in (2, 3))]
    given_ = written(folder, *rows, row.format("G-4", 40, 120455))
    found = json.loads(run("validate", *given_, "--format", "json").stdout)
    keys = {(each["fault"], each["id"]) for each in found}
    assert keys == {("more_than_area", "G-1"), ("far_more", "G-1"), ("outside_all", "G-4")}


def test_what_import_asks_about_is_asked_about_here_too(folder: Path) -> None:
    row = "{},{},{},markanvisning,10,0,0,0,,,,POINT ({} 6397645)"
    rows = [
        row.format("G-1", "Kv Ek", "2025-03-10", 146455),
        row.format("G-1", "Kv Alm", "2025-05-10", 147455),
        row.format("g–2", "Kv Bok", "2025-03-10", 146555),
        row.format("G-2", "Kv Al", "2025-03-10", 146655),
        row.format("G-3", "Kv Lind", "2026-03-02", 146755),
    ]
    given_ = [*written(folder, *rows), "--today", "2026-03-01"]
    result = run("validate", *given_, "--format", "json")
    asked = {
        (each["fault"], each["id"])
        for each in json.loads(result.stdout)
        if each["level"] == "fault"
    }
    wanted = {("alike", "G-2+g–2"), ("other_plot", "G-1@2025-05-10"), ("future", "G-3@2026-03-02")}
    assert asked == wanted
    assert result.exit_code == 1
    shown = run("validate", *given_)
    assert shown.stderr.startswith("Antal fel: 3")
    for code, id_ in wanted:
        assert f"{code}:{id_}" in shown.stderr
        run("validate", *given_, "--accept", f"{code}:{id_}", "--reason", "det är rätt")
    assert run("validate", *given_).exit_code == 0
    settings = (folder / "tenuremix.toml").read_text(encoding="utf-8")
    settings = settings.replace("as_of = 2025-06-30", "")
    (folder / "tenuremix.toml").write_text(settings, encoding="utf-8")
    found = json.loads(run("progress", *given_[:2], "--format", "json").stdout)
    assert found[0]["as_of"] == "2025-05-10", "what is dated ahead moves nothing by itself"


@pytest.mark.parametrize(("late", "as_of"), [("2052-05-10", "2025-03-10"), ("2026-06-01", None)])
def test_a_slip_of_the_pen_does_not_move_the_date(
    folder: Path, late: str, as_of: str | None
) -> None:
    later = PART.format("", "G-1").replace("2025-03-10", late)
    settings = (folder / "tenuremix.toml").read_text(encoding="utf-8")
    settings = settings.replace("as_of = 2025-06-30", "")
    (folder / "tenuremix.toml").write_text(settings, encoding="utf-8")
    given_ = written(folder, WHOLE, later)
    found = json.loads(run("progress", *given_, "--format", "json").stdout)
    assert found[0]["as_of"] == (as_of or late)
    said = "efter den dagen och ingår inte: G-2 2052-05-10" in run("progress", *given_).stdout
    assert said is (as_of is not None)
