"""What a planner's columns become: headings, dates, ids and places, and what is asked about."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pytest
import shapely
from commanded import app
from places import GOOD
from typer.testing import CliRunner

SETTINGS = """\
areas = ["areas.geojson"]
stock = ["stock.csv"]
targets = ["targets.toml"]
register = []
import_to = "register/register.csv"
"""
COUNTS = ("hyresratt", "bostadsratt", "aganderatt", "oklar")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("areas.geojson", "stock.csv", "targets.toml"):
        shutil.copy(GOOD / name, tmp_path)
    (tmp_path / "tenuremix.toml").write_text(SETTINGS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def bring(*arguments: str, today: str = "2026-03-01", code: int = 0) -> dict[str, Any]:
    words = ["import", *arguments, "--today", today, "--format", "json"]
    result = CliRunner().invoke(app, words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    record: dict[str, Any] = json.loads(result.stdout)
    return record


def refused(*arguments: str, today: str = "2026-03-01") -> str:
    """Bring files in that are refused, and give what is said, the ways out among it."""
    words = ["import", *arguments, "--today", today]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 1, result.output
    return result.output


def notes(found: dict[str, Any]) -> str:
    return "\n".join(note for file in found["files"] for note in file["notes"])


def book(name: str, rows: Sequence[Sequence[object]]) -> str:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(name)
    return name


def text(name: str, *lines: str) -> str:
    Path(name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return name


def dwellings() -> list[tuple[str, ...]]:
    """Give the numbers of every row of the register."""
    import csv

    with Path("register/register.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row[name] for name in COUNTS) for row in csv.DictReader(file)]


FIXED = ("Id", "Namn", "Datum", "Händelse", "Område")
VALUES = ("G-1", "Eken", "2025-03-10", "markanvisning", "101")


@pytest.mark.parametrize(
    ("rented", "owned"),
    [
        ("Hyresrätter 1)", "Bostadsrätter*"),
        ("Hyresrätter¹", "Bostadsrätter [2]"),
        ("Hyresrätter (1)", "Bostadsrätter 1) 2)"),
        ("Hyres\N{SOFT HYPHEN}rätter", "Bostads\N{ZERO WIDTH SPACE}rätter"),
        ("Hyres-\nrätter", "Bostads-\r\nrätter"),
        ("Hyresrätter\n(antal)", "Bostadsrätter (st)"),
        ("Hyresrätter (HR)", "BR [lgh]"),
        ("Antal\nHR", "Antal BR (st) *"),
    ],
)
def test_a_heading_is_read_through_what_a_sheet_adds(rented: str, owned: str) -> None:
    bring(book("a.xlsx", [(*FIXED, rented, owned), (*VALUES, 80, 40)]))
    assert dwellings() == [("80", "40", "", "")]


@pytest.mark.parametrize(
    "heading", ["Nya hyresrätter", "HR i kvarteret", "Ägande, nytt", "Lgh enligt plan", "HR (%)"]
)
def test_a_column_that_looks_like_dwellings_is_settled_first(heading: str) -> None:
    name = book("a.xlsx", [(*FIXED, "BR", heading), (*VALUES, 40, 80)])
    said = refused(name)
    assert f"{heading.lower()} (80)" in said
    assert "--map" in said
    bring(name, "--map", f"{heading}=")
    assert dwellings() == [("", "40", "", "")]


def test_words_beside_a_heading_of_a_tenure_stop_nothing() -> None:
    heading = (*FIXED, "BR", "Hyresgäst", "Årshyra", "Nya hyresrätter", "Hyresrätt, läge")
    bring(book("a.xlsx", [heading, (*VALUES, 40, "Bo AB", 1200, None, "norr")]))
    assert dwellings() == [("", "40", "", "")]


def test_losses_ask_about_such_columns_too() -> None:
    Path("tenuremix.toml").write_text(SETTINGS + 'losses = ["lost.csv"]\n', encoding="utf-8")
    rows = [
        ("Datum", "Händelse", "Område", "Källa", "BR", "Gamla hyresrätter"),
        ("2025-03-10", "rivning", "101", "12/25", 4, 8),
    ]
    assert "gamla hyresrätter (8)" in refused(book("a.xlsx", rows), "--losses")


def shapefile(**numbers: object) -> str:
    row = {"Id": "G-1", "Namn": "Eken", "Datum": "2025-03-10", "Beslut": "markanvisning"}
    shape = shapely.box(147100, 6397100, 147200, 6397200)
    frame = gpd.GeoDataFrame([{**row, **numbers}], geometry=[shape], crs="EPSG:3007")
    frame.to_file("a.shp", encoding="utf-8")
    return "a.shp"


@pytest.mark.filterwarnings("ignore")
def test_the_cut_names_of_a_shapefile_that_can_be_told_apart() -> None:
    bring(shapefile(Hyresrätter=80, Bostadsrätter=40, Äganderätter=7))
    assert dwellings() == [("80", "40", "7", "")]


@pytest.mark.filterwarnings("ignore")
def test_the_cut_names_of_a_shapefile_that_cannot_be_told_apart() -> None:
    name = shapefile(**{"Antal lgh HR": 80, "Antal lgh BR": 40, "Antal lgh ÄR": 7})
    said = refused(name)
    assert "avkortade" in said
    assert "antal lgh (80), antal lg_1 (40), antal lg_2 (7)" in said
    settled = [
        word
        for theirs, ours in zip(("antal lgh", "antal lg_1", "antal lg_2"), COUNTS, strict=False)
        for word in ("--map", f"{theirs}={ours}")
    ]
    assert "antal lg_2 (7)" in refused(name, *settled[:4])
    bring(name, *settled)
    assert dwellings() == [("80", "40", "7", "")]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("heading", ["Antal lgh HR", "Antal bostadsrätter"])
def test_a_cut_name_that_may_be_the_total_is_asked_about(heading: str) -> None:
    assert "kan inte skiljas" in refused(shapefile(**{heading: 80}))


def days() -> list[str]:
    import csv

    with Path("register/register.csv").open(encoding="utf-8", newline="") as file:
        return [row["datum"] for row in csv.DictReader(file)]


def dated(*stated: str) -> str:
    rows = [f"G-{at};Eken;{day};markanvisning;80;101" for at, day in enumerate(stated, start=1)]
    return text("a.csv", "Id;Namn;Datum;Händelse;HR;Område", *rows)


def test_one_date_that_can_only_be_month_first_makes_the_column_so() -> None:
    name = dated("03/04/2025", "12/10/2024", "2025-01-02", "03/15/2025")
    said = refused(name)
    assert 'rad 5: datum "03/15/2025" kan bara ha månaden först' in said
    assert '"03/04/2025" är 2025-03-04' in said
    assert "--accept month_first:datum@a.csv" in said
    found = bring(name, "--accept", "month_first:datum@a.csv", "--reason", "amerikansk export")
    assert days() == ["2025-03-04", "2024-12-10", "2025-01-02", "2025-03-15"]
    assert "månaden står först i datum" in notes(found)


def test_dates_that_say_both_orders_are_told_with_one_of_each() -> None:
    said = refused(dated("15/03/2025", "03/15/2025", "03/04/2025"))
    assert '"03/15/2025", och dagen först, "15/03/2025"' in said
    assert "--accept" not in said


def test_that_the_day_comes_first_is_told_where_it_is_only_assumed() -> None:
    found = bring(dated("3/4/2025", "12/10/2024"))
    assert days() == ["2025-04-03", "2024-10-12"]
    assert "12/10/2024 är läst som 2024-10-12" in notes(found)


@pytest.mark.parametrize("sure", ["13/10/2024", "3.4.2025", "3/4 2025", "4/4/2025"])
def test_nothing_is_told_of_days_that_are_sure(sure: str) -> None:
    rows = (sure, "3/4/2025") if sure.startswith("13") else (sure,)
    assert not notes(bring(dated(*rows)))


@pytest.mark.parametrize(
    "stated",
    [
        "2025-03-10T00:00:00",
        "2025-03-10T00:00:00Z",
        "2025-03-10T00:00:00.000+00:00",
        "2025-03-10 00:00",
        "2025/03/10 00:00:00",
        "2025-03-10+01:00",
        "10.3.2025 00:00",
    ],
)
def test_midnight_is_a_day(stated: str) -> None:
    assert not notes(bring(dated(stated)))
    assert days() == ["2025-03-10"]


@pytest.mark.parametrize(
    ("stated", "day", "told"),
    [
        ("2025-03-10 14:30", "2025-03-10", "klockslag"),
        ("10 mars 2025 kl. 14:30", "2025-03-10", "klockslag"),
        ("2025-03-09T23:00:00Z", "2025-03-10", "dagen i Sverige"),
        ("2025-06-30T22:30:00+00:00", "2025-07-01", "dagen i Sverige"),
        ("2025-03-10T09:30:00Z", "2025-03-10", "klockslag"),
    ],
)
def test_a_time_of_day_gives_its_day_in_sweden(stated: str, day: str, told: str) -> None:
    assert told in notes(bring(dated(stated)))
    assert days() == [day]


@pytest.mark.parametrize("stated", ["0205-03-10", "10.3.0205", "3025", "2101-01-01", "mars 1066"])
def test_a_year_that_is_not_believed_is_told_in_the_same_words(stated: str) -> None:
    assert "ligger utanför åren 1900–2100" in refused(dated(stated))


def test_a_decision_after_today_is_asked_about() -> None:
    name = dated("2025-03-10", "2052-03-10")
    said = refused(name)
    assert "rad 3: G-2 är daterat 2052-03-10" in said
    assert "--accept future:G-2@2052-03-10" in said
    bring(name, "--accept", "future:G-2@2052-03-10", "--reason", "klart")
    assert days() == ["2025-03-10", "2052-03-10"]


def test_a_year_that_is_not_over_is_not_after_today() -> None:
    bring(dated("2026", "mars 2026"))
    assert days() == ["2026-12-31", "2026-03-31"]
    assert "--accept future:G-1@2026-04-30" in refused(dated("april 2026"))


def test_an_allocation_does_not_run_out_before_it_is_decided() -> None:
    head = "Id;Namn;Datum;Händelse;HR;Område;Giltig till"
    said = refused(text("a.csv", head, "G-1;Eken;2025-03-10;markanvisning;80;101;2024-03-10"))
    assert "giltig_till 2024-03-10 ligger före beslutet 2025-03-10" in said


HEAD = "Id;Namn;Datum;Händelse;HR;Område"


def ids(*named: str, name: str = "a.csv") -> str:
    rows = [f"{id_};Eken;2025-03-10;markanvisning;80;101" for id_ in named]
    return text(name, HEAD, *rows)


@pytest.mark.parametrize(
    "other",
    ["G\N{EN DASH}12", "G\N{NON-BREAKING HYPHEN}12", "g-12", "G -12", "G-012", "G-\u200b12"],
)
def test_ids_that_look_alike_are_asked_about_in_a_file_and_beside_the_register(other: str) -> None:
    assert "alike" in refused(ids("G-12", other))
    bring(ids("G-12"))
    bring(ids("G-12"))  # the same again is no question
    assert "id som bara skiljer" in refused(ids(other, name="b.csv"))
    found = bring(
        ids(other, name="b.csv"), "--accept", accepted_ids("G-12", other), "--reason", "två"
    )
    assert [row["outcome"] for row in found["rows"]] == ["new"]


def accepted_ids(*named: str) -> str:
    return "alike:" + "+".join(sorted(named))


def test_ids_that_differ_in_more_are_no_question() -> None:
    bring(ids("1.1", "1.10", "1.01", "G-1", "G-10", "G1", "100", "10"))


def test_an_id_that_a_sheet_holds_as_a_number() -> None:
    bring(ids("1.10", "0012"))
    rows = [tuple(HEAD.split(";")), (1.1, "Eken", "2025-03-10", "markanvisning", 80, "101")]
    found = refused(book("a.xlsx", rows))
    assert "alike:1.1+1.10" in found
    assert "id är tal med decimaler" in found
    assert "alike:0012+12" in refused(book("b.xlsx", [rows[0], (12, *rows[1][1:])]))


def again(*rows: str) -> str:
    return text("a.csv", "Id;Namn;Datum;Händelse;HR;Område;E;N", *rows)


EK = "G-1;Kv Ek;2025-03-10;markanvisning;80;101;;"


@pytest.mark.parametrize(
    "row",
    [
        "G-1;Kv Alm;2025-05-10;markanvisning;30;202;;",
        "G-1;Kv Alm;2025-05-10;markanvisning;30;101;;",
        "G-1;Kv Ek;2025-05-10;markanvisning;30;202;;",
        "G-1;Kv Alm;2025-05-10;ändring;30;202;;",
    ],
)
def test_another_plot_under_an_id_that_stands_is_asked_about(row: str) -> None:
    said = refused(again(EK, row))
    assert "G-1 är redan anvisad som Kv Ek (101)" in said
    assert "--accept other_plot:G-1@2025-05-10" in said
    bring(again(EK))
    assert "--accept other_plot" in refused(again(row))
    bring(again(row), "--accept", "other_plot:G-1@2025-05-10", "--reason", "samma")
    bring(again(row))


@pytest.mark.parametrize(
    "rows",
    [
        ("G-1;Eken, kv. Ek;2025-05-10;markanvisning;30;101;;",),
        ("G-1;Kv Alm;2025-05-10;ändring;30;101;;",),
        ("G-1;Kv Ek;2025-05-10;ändring;30;202;;",),
        ("G-1;Kv Ek;2025-04-10;återkallad;;;;", "G-1;Kv Alm;2025-05-10;markanvisning;30;202;;"),
    ],
)
def test_the_same_plot_or_a_new_start_is_no_question(rows: tuple[str, ...]) -> None:
    bring(again(EK, *rows))


def test_points_of_one_plot_and_of_two() -> None:
    first = "G-1;Kv Ek;2025-03-10;markanvisning;80;;147500;6397500"
    near = "G-1;Kv Ek;2025-05-10;markanvisning;30;;147540;6397520"
    far = "G-1;Kv Ek;2025-05-10;markanvisning;30;;148500;6398500"
    bring(again(first, near), "--dry-run")
    assert "other_plot" in refused(again(first, far))


def test_a_planned_plot_may_be_renamed_when_it_is_allocated() -> None:
    bring(again("G-1;Norra fältet;2024-03-10;planerad;80;101;;", EK))


def placed(*rows: str) -> str:
    return text("a.csv", "Id;Namn;Datum;Händelse;HR;E;N;Primärområde", *rows)


def test_a_point_in_another_area_than_the_one_stated_is_asked_about() -> None:
    name = placed("G-1;Eken;2025-03-10;markanvisning;80;148500;6398500;101")
    said = refused(name)
    assert "platsen ligger i 202" in said
    assert "omrade är 101" in said
    found = bring(name, "--accept", "place_area:G-1@2025-03-10", "--reason", "gräns flyttad")
    assert "platsen gäller" in notes(found)
    kept = Path("register/register.csv").read_text(encoding="utf-8")
    assert "POINT (148500 6398500)" in kept
    assert ",101," in kept
    bring(name)  # what is accepted is no question again


def test_a_place_in_the_area_stated_is_no_question() -> None:
    places = ("147500;6397500;101", "148000;6397500;101", "148000;6397500;201", "147500;6397500;10")
    rows = (f"G-{at};Eken;2025-03-10;markanvisning;8;{place}" for at, place in enumerate(places))
    bring(placed(*rows))


def test_a_point_outside_every_area_beside_an_area() -> None:
    said = refused(placed("G-1;Eken;2025-03-10;markanvisning;80;146500;6397500;101"))
    assert "utanför alla områden, 500 m från 101" in said
    assert "--accept place_outside:G-1@2025-03-10" in said


@pytest.mark.parametrize(("code", "asked"), [("101", False), ("201", True)])
def test_half_of_a_plot_lies_in_the_area_stated(code: str, asked: bool) -> None:  # noqa: FBT001
    shape = "POLYGON ((147900 6397100, 148050 6397100, 147900 6397200, 147900 6397100))"
    heading = "Id;Namn;Datum;Händelse;HR;Primärområde;WKT"
    name = text("a.csv", heading, f"G-1;Eken;2025-03-10;markanvisning;80;{code};{shape}")
    if asked:
        assert "place_area:G-1@2025-03-10" in refused(name)
    else:
        bring(name)


def test_losses_after_today_and_losses_elsewhere_are_asked_about() -> None:
    Path("tenuremix.toml").write_text(SETTINGS + 'losses = ["lost.csv"]\n', encoding="utf-8")
    name = text(
        "a.csv",
        "Datum;Händelse;Område;E;N;Källa;HR",
        "2052-03-10;rivning;101;147500;6397500;12/25;4",
        "2025-03-10;rivning;101;148500;6398500;13/25;4",
    )
    said = refused(name, "--losses")
    assert "--accept future:12/25@2052-03-10" in said
    assert "--accept place_area:13/25@2025-03-10" in said


SHARED = "Id;Namn;Datum;Händelse;Område;Upplåtelseform;Antal"


@pytest.mark.parametrize(
    ("tenure", "number", "kept"),
    [("HR/BR 50/50", 120, ("60", "60")), ("Hyresrätt + bostadsrätt (75 %/25 %)", 80, ("60", "20"))],
)
def test_shares_of_a_total_that_are_whole_dwellings(
    tenure: str, number: int, kept: tuple[str, str]
) -> None:
    bring(text("a.csv", SHARED, f"G-1;Eken;2025-03-10;markanvisning;101;{tenure};{number}"))
    assert dwellings()[0][:2] == kept


@pytest.mark.parametrize("number", ["121", "", "ca 120"])
def test_shares_that_give_no_whole_dwellings(number: str) -> None:
    row = f"G-1;Eken;2025-03-10;markanvisning;101;HR/BR 50/50;{number}"
    assert "ger inga hela bostäder" in refused(text("a.csv", SHARED, row))


def test_only_the_event_of_all_rows_is_remembered() -> None:
    name = text("a.csv", "Namn;HR;Område", "Eken;80;101")
    said = refused(name)
    assert "--map namn=id" in said
    assert "--set datum=2025-03-31 --set handelse=markanvisning" in said
    answers = ("--map", "namn=id", "--set", "handelse=markanvisning", "--set", "datum=2025-03-10")
    found = bring(name, *answers)
    assert "detta gäller i varje rad" in notes(found)
    memory = Path("import.toml").read_text(encoding="utf-8")
    assert 'handelse = "markanvisning"' in memory
    assert "datum" not in memory.partition("[constants]")[2]
    assert "kolumner saknas: datum." in refused(text("b.csv", "Namn;HR;Område", "Alm;8;101"))
