"""Import: what planners' files become, what is refused, and that nothing is ever lost."""

from __future__ import annotations

import csv
import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely
from commanded import app
from hypothesis import given
from hypothesis import strategies as st
from places import GOOD
from runs import KILLS
from typer.testing import CliRunner

from tenuremix.counting.tenure import ALLOCATION_TENURES
from tenuremix.io.importing import dialect
from tenuremix.io.importing.append import COLUMNS
from tenuremix.io.importing.headings import recognise

SETTINGS = """\
areas = ["areas.geojson"]
stock = ["stock.csv"]
targets = ["targets.toml"]
register = []
import_to = "register/register.csv"
"""
HEAD = "Objekt-id;Projekt;Beslutsdatum;Beslut;HR;BR;ÄR;Oklart;Område"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name in ("areas.geojson", "stock.csv", "targets.toml"):
        shutil.copy(GOOD / name, tmp_path)
    (tmp_path / "tenuremix.toml").write_text(SETTINGS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments, code=0):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def bring(*arguments, code=0):
    result = run("import", *arguments, "--recorded-on", "2026-03-01", "--format", "json", code=code)
    return json.loads(result.stdout)


def outcomes(found):
    return [row["outcome"] for row in found["rows"]]


def kept():
    path = Path("register/register.csv")
    if not path.is_file():
        return []
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def sheet(text, name="a.csv", encoding="utf-8"):
    Path(name).write_bytes(text.encode(encoding))
    return name


def faults(*arguments):
    return [row["why"] for row in bring(*arguments, code=1)["rows"] if row["outcome"] == "refused"]


# Dialects -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_in_any_dialect(encoding, delimiter):
    text = f"{HEAD}\nG-1;Kv Åkern;10/3 2025;Markanvisning;1 200;\xa040;–;;101\n"
    found = bring(sheet(text.replace(";", delimiter), encoding=encoding))
    assert outcomes(found) == ["new"]
    (row,) = kept()
    assert [row[str(t)] for t in ALLOCATION_TENURES] == ["1200", "40", "0", "0"]
    assert (row["namn"], row["datum"], row["omrade"]) == ("Kv Åkern", "2025-03-10", "101")
    assert row["inlast_ur"] == "a.csv (2)"
    assert row["registrerad"] == "2026-03-01"


@pytest.mark.parametrize("space", list(" \xa0\u202f\u2009'’"))
def test_every_space_in_a_number(space):
    assert dialect.read_amount(f"1{space}200") == 1200
    assert dialect.read_number(f"6{space}397{space}520,5") == 6397520.5


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("120 lgh", 120), ("120 st.", 120), ("120,0", 120), ("0", 0), ("-", None), ("–", None),
        ("120 bostäder", 120), (80.0, 80), ("80.00", 80), ("−0", 0),
    ],
)  # fmt: skip
def test_certain_amounts(text, amount):
    assert dialect.read_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("ca 120", 120), ("c:a 120", 120), ("cirka 1 200 lgh", 1200), ("drygt 500", 500),
        ("100–150", 100), ("100-150 lgh", 100), ("100 till 150", 100), ("hälften", None),
        ("120 lgh + förskola", None), ("1.200", None), ("1,200", None), ("12 0", None),
        ("upp till 80", None), ("70 %", None), ("12 000 m2 BTA", None), ("..", None), ("?", None),
        ("150-100", None), ("120+", 120), ("~120", 120), ("en hel del", None),
    ],
)  # fmt: skip
def test_uncertain_amounts(text, least):
    found = dialect.read_amount(text)
    assert isinstance(found, dialect.Uncertain)
    assert found.least == least


@pytest.mark.parametrize("value", ["-5", "−5", "120,5", -1, 1.5, True, float("nan"), 10**20])
def test_amounts_that_are_none(value):
    with pytest.raises(ValueError):  # noqa: PT011
        dialect.read_amount(value)


@given(st.integers(0, 10**9), st.sampled_from(" \xa0\u202f\u2009"))
def test_amounts_read_back(number, space):
    assert dialect.read_amount(f"{number:,}".replace(",", space)) == number


@pytest.mark.parametrize(
    ("text", "day", "stated"),
    [
        ("2025-03-10", "2025-03-10", ""), ("20250310", "2025-03-10", ""),
        (20250310, "2025-03-10", ""), ("10/3 2025", "2025-03-10", ""),
        ("10/3-2025", "2025-03-10", ""), ("10.3.2025", "2025-03-10", ""),
        ("10 mars 2025", "2025-03-10", ""), ("den 10 mars 2025", "2025-03-10", ""),
        ("10 mar. 2025", "2025-03-10", ""), ("2025/03/10", "2025-03-10", ""),
        ("2025-02", "2025-02-28", "2025-02"), ("februari 2024", "2024-02-29", "2024-02"),
        ("maj 2025", "2025-05-31", "2025-05"), ("3/2025", "2025-03-31", "2025-03"),
        ("2025", "2025-12-31", "2025"), (2025, "2025-12-31", "2025"),
        (2025.0, "2025-12-31", "2025"), ("år 2025", "2025-12-31", "2025"),
    ],
)  # fmt: skip
def test_dates(text, day, stated):
    found = dialect.read_date(text)
    assert (found[0].isoformat(), found[1]) == (day, stated)


@pytest.mark.parametrize(
    "value", ["31/2 2025", "13/13 2025", "10/3-25", "våren 2025", 45747, "2025-W10", True, ""]
)
def test_dates_that_are_none(value):
    with pytest.raises(ValueError):  # noqa: PT011
        dialect.read_date(value)


def test_short_names_are_told_apart():
    found = recognise(["hr", "br", "är", "år", "antal lgh", "beslutsdatum", "upplåtelsef"], {})
    assert found.columns == {
        "hr": "hyresratt",
        "br": "bostadsratt",
        "är": "aganderatt",
        "antal lgh": "antal",
        "beslutsdatum": "datum",
        "upplåtelsef": "upplatelseform",
    }
    assert found.unused == ("år",)


def test_the_name_of_the_contract_goes_before_what_looks_like_it():
    assert recognise(["namn", "projekt"], {}).columns == {"namn": "namn"}
    assert recognise(["namn", "projekt"], {"Projekt": "namn", "namn": ""}).columns == {
        "projekt": "namn"
    }


# What rows become -----------------------------------------------------------------------------


@pytest.mark.usefixtures("folder")
def test_a_sheet_with_a_title_a_total_and_a_sum():
    text = (
        "Markanvisningar 2025;;;;;;\n\n"
        "Id;Namn;Datum;Händelse;Antal lgh;Hyresrätter;Område\n"
        "G-1;Ett;2025-02-01;markanvisad;120;80;101\n"
        "G-2;Två;2025-02-02;Återtagen;;;101\n"
        "Summa;;;;120;80;\n"
    )
    assert "aterkallad" in faults(sheet(text))[0]  # nothing stands that could be withdrawn
    assert kept() == []
    found = bring(sheet(text.replace("Återtagen;;", "Reserverad;30;")))
    assert outcomes(found) == ["new", "new"]
    assert any("6" in note and "summa" in note for note in found["files"][0]["notes"])
    assert [(r["hyresratt"], r["oklar"]) for r in kept()] == [("80", "40"), ("0", "30")]


@pytest.mark.usefixtures("folder")
def test_later_decisions_need_no_place():
    bring(sheet(ONE))
    later = "Objekt-id;Projekt;Datum;Händelse;HR\nG-1;Ett;2025-05-01;byggstart;\n"
    assert outcomes(bring(sheet(later))) == ["new"]
    assert life("G-1")[-1]["stage"] == "byggstart"
    (why,) = faults(sheet(later + "G-2;Två;2025-05-01;markanvisning;8\n"))
    assert "G-2 har varken geometri eller område" in why


@pytest.mark.usefixtures("folder")
def test_one_row_for_each_tenure():
    text = (
        "Id;Namn;Datum;Beslut;Upplåtelseform;Antal;Område\n"
        "G-1;Ett;2025-02-01;markanvisning;Hyresrätt;80;101\n"
        "G-1;Ett;2025-02-01;markanvisning;BR;40;101\n"
    )
    assert outcomes(bring(sheet(text))) == ["new"]
    (row,) = kept()
    assert (row["hyresratt"], row["bostadsratt"]) == ("80", "40")
    assert faults(sheet(text.replace("BR", "Hyresrätt")))


@pytest.mark.usefixtures("folder")
def test_uncertain_numbers_are_listed_or_taken_as_undecided():
    name = sheet(f"{HEAD}\nG-1;Ett;2025-02-01;markanvisning;ca 120;40;;;101\n")
    assert faults(name) == ['hyresratt "ca 120" är inget säkert antal.']
    assert kept() == []
    found = bring(name, "--uncertain", "oklar")
    assert outcomes(found) == ["new"]
    (row,) = kept()
    assert [row[str(t)] for t in ALLOCATION_TENURES] == ["0", "40", "0", "120"]
    assert row["anmarkning"] == 'hyresratt: "ca 120"'


@pytest.mark.usefixtures("folder")
def test_half_of_a_total_is_undecided_and_half_of_nothing_is_unknown():
    text = "Id;Namn;Datum;Beslut;Antal;HR;Område\nG-1;Ett;2025-02-01;markanvisning;90;hälften;101\n"
    bring(sheet(text), "--uncertain", "oklar")
    assert kept()[0]["oklar"] == "90"
    text = f"{HEAD}\nG-2;Två;2025-02-01;markanvisning;hälften;;;;101\n"
    bring(sheet(text), "--uncertain", "oklar")
    assert {kept()[1][str(t)] for t in ALLOCATION_TENURES} == {""}
    # Beside a certain number an unknown one would become none: that row stays refused.
    text = f"{HEAD}\nG-3;Tre;2025-02-01;markanvisning;80;hälften;;;101\n"
    assert faults(sheet(text), "--uncertain", "oklar")


@pytest.mark.usefixtures("folder")
def test_a_month_is_kept_as_such_and_counted_on_its_last_day():
    bring(sheet(f"{HEAD}\nG-1;Ett;februari 2025;markanvisning;80;;;;101\n"))
    (row,) = kept()
    assert (row["datum"], row["datum_angivet"]) == ("2025-02-28", "2025-02")
    assert "2025-02-28 (2025-02)" in run("history", "G-1").stdout
    assert (
        json.loads(run("history", "G-1", "--format", "json").stdout)["decisions"][0]["stated_date"]
        == "2025-02"
    )


@pytest.mark.usefixtures("folder")
def test_areas_by_code_name_or_both():
    name = "Sydväst"
    text = f"{HEAD}\nG-1;X;2025-02-01;markanvisning;1;;;;101\n"
    text += f"G-2;X;2025-02-01;markanvisning;1;;;;{name.upper()}\n"
    text += f"G-3;X;2025-02-01;markanvisning;1;;;;101 {name}\n"
    bring(sheet(text))
    assert len({row["omrade"] for row in kept()}) == 1
    assert faults(sheet(f"{HEAD}\nG-4;X;2025-02-01;markanvisning;1;;;;Ingenstans\n"))


@pytest.mark.usefixtures("folder")
def test_unknown_columns_are_named_and_settled_once_and_for_all():
    text = "Nyckel;Projekt;Beslutsdatum;Antal hr;Område\nG-1;Ett;2025-02-01;80;101\n"
    (why,) = faults(sheet(text))
    assert why == "kolumner saknas: id, handelse."
    found = bring("a.csv", "--map", "Nyckel=id", "--set", "handelse=markanvisning")
    assert outcomes(found) == ["new"]
    assert found["files"][0]["columns"]["nyckel"] == "id"
    again = bring("a.csv", "--set", "handelse=markanvisning")  # the workspace remembers
    assert outcomes(again) == ["same"]
    assert 'Nyckel = "id"' in Path("import.toml").read_text(encoding="utf-8")
    Path("import.toml").write_text('[columns]\nx = "nej"\n')
    assert "import.toml" in run("import", "a.csv", code=1).stderr


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "options",
    [("--map", "x"), ("--map", "x=nej"), ("--set", "=1"), ("--crs", "9"), ("--recorded-on", "x")],
)
def test_wrong_options(options):
    run("import", sheet(HEAD), *options, code=2)


def test_import_asks_for_a_workspace(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "tenuremix init" in run("import", "a.csv", code=2).stderr


def test_where_decisions_go(folder):
    text = f"{HEAD}\nG-1;Ett;2025-02-01;markanvisning;80;;;;101\n"
    two = 'register = ["a.gpkg", "b.csv"]'
    (folder / "tenuremix.toml").write_text(
        SETTINGS.replace("register = []", two).partition("import_to")[0]
    )
    assert "import_to" in run("import", sheet(text), code=2).stderr
    # A single CSV is the register itself: its rows stay, whatever its dialect.
    old = "id;namn;datum;handelse;hyresratt;bostadsratt;aganderatt;oklar;e;n;egen\n"
    old += "A-1;Hörnet;2025-01-01;markanvisning;10;0;0;0;147500;6397500;=x\n"
    (folder / "own.csv").write_text(old, encoding="cp1252")
    (folder / "tenuremix.toml").write_text(
        SETTINGS.replace("register = []", 'register = ["own.csv"]').partition("import_to")[0]
    )
    before = json.loads(run("history", "A-1", "--format", "json").stdout)
    bring(sheet(text))
    rows = list(csv.DictReader((folder / "own.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["id"] for row in rows] == ["A-1", "G-1"]
    assert rows[0]["egen"] == "'=x"
    assert rows[0]["wkt"] == "POINT (147500 6397500)"
    after = json.loads(run("history", "A-1", "--format", "json").stdout)
    assert after["decisions"] == before["decisions"]
    assert after["targets"] == before["targets"]


# Append-only, corrections and their receipts ---------------------------------------------------

ONE = f"{HEAD}\nG-1;Ett;2025-02-01;markanvisning;80;40;0;0;101\n"


@pytest.mark.usefixtures("folder")
def test_the_register_is_only_ever_added_to():
    bring(sheet(ONE))
    first = Path("register/register.csv").read_bytes()
    found = bring(sheet(ONE + "G-1;Ett;2025-03-01;ändring;60;60;0;0;\n"))
    assert outcomes(found) == ["new", "same"]
    second = Path("register/register.csv").read_bytes()
    assert second.startswith(first)
    assert second != first


@pytest.mark.usefixtures("folder")
def test_a_row_that_differs_is_refused_until_it_is_a_correction():
    bring(sheet(ONE))
    changed = sheet(ONE.replace(";80;", ";60;"))
    (why,) = faults(changed)
    assert "hyresratt 80 → 60" in why
    dry = run("import", changed, "--dry-run", code=1)
    assert "Avvisade: 1" in dry.stdout
    found = bring(changed, "--correct", "Fel i protokollet")
    (row,) = found["rows"]
    assert row["outcome"] == "corrected"
    assert row["changes"] == [{"column": "hyresratt", "before": 80, "after": 60}]
    assert [r["hyresratt"] for r in kept()] == ["80", "60"]
    life = json.loads(run("history", "G-1", "--format", "json").stdout)
    assert life["decisions"][0]["dwellings"]["hyresratt"] == 60
    assert life["corrections"][0]["reason"] == "Fel i protokollet"
    assert life["corrections"][0]["recorded_on"] == "2026-03-01"
    assert "hyresratt 80 → 60 (Fel i protokollet)" in run("history", "G-1").stdout
    # The old sheet says what stood before: it is known, and brings nothing back.
    assert outcomes(bring(sheet(ONE))) == ["same"]
    assert faults(sheet(ONE.replace(";80;", ";70;")))


ACTIONS = HEAD + ";Åtgärd;Orsak"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("action", ["stryk", " Stryk ", "STRYK\xa0", "struken"])
def test_a_decision_is_struck_and_stays_in_the_history(action):
    bring(sheet(ONE + "G-2;Två;2025-02-01;markanvisning;1;;;;101\n"))
    found = bring(sheet(f"{ACTIONS}\nG-2;;2025-02-01;markanvisning;;;;;;{action};Dubblett\n"))
    assert outcomes(found) == ["struck"]
    assert json.loads(run("progress", "--format", "json").stdout)
    assert "struket (Dubblett)" in run("history", "G-2", code=0).stdout
    assert kept()[-1]["atgard"] == "stryk"
    # An old sheet does not bring it back unseen; the same strike again is known.
    assert "har strukits" in faults(sheet(ONE + "G-2;Två;2025-02-01;markanvisning;1;;;;101\n"))[0]
    assert outcomes(bring(sheet(f"{ACTIONS}\nG-2;;2025-02-01;markanvisning;;;;;;stryk;\n"))) == [
        "same"
    ]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("rows", "options", "why"),
    [
        ("G-1;Ett;2025-02-01;markanvisning;80;40;0;0;101;rätta;X\n", (), "ändrar ingenting"),
        ("G-1;Ett;2025-02-01;markanvisning;90;40;0;0;101;rätta;\n", (), "utan orsak"),
        ("G-9;Ett;2025-02-01;markanvisning;90;40;0;0;101;rätta;X\n", (), "att rätta"),
        ("G-1;Ett;2025-02-01;markanvisning;90;40;0;0;101;byt;X\n", (), 'okänd atgard "byt"'),
        (
            "G-1;Ett;2025-02-01;markanvisning;90;40;0;0;101;rätta;X\n"
            "G-1;Ett;2025-02-01;markanvisning;70;40;0;0;101;rätta;Y\n",
            (),
            "ändras redan av",
        ),
        (
            "G-1;Ett;2025-02-01;markanvisning;80;40;0;0;101;;\n",
            ("--correct", "X"),
            "ingen rad rättar",
        ),
        (
            "G-2;Ett;2025-02-01;markanvisning;90;40;0;0;101;;\n"
            "G-2;Ett;2025-02-01;markanvisning;70;40;0;0;101;;\n",
            (),
            "finns redan på",
        ),
        (
            "G-1;;2025-02-01;markanvisning;;;;;;stryk;X\nG-1;;2025-03-01;ändring;1;0;0;0;;;\n",
            (),
            "före",
        ),
    ],
)
def test_no_correction_is_lost_in_silence(rows, options, why):
    bring(sheet(ONE))
    before = Path("register/register.csv").read_bytes()
    said = faults(sheet(f"{ACTIONS}\n{rows}"), *options)
    assert any(why in text for text in said), said
    assert Path("register/register.csv").read_bytes() == before


@pytest.mark.usefixtures("folder")
def test_the_register_itself_comes_back_from_excel_unchanged():
    hostile = ONE.replace("Ett", "=1+1").replace("101", "101")
    bring(sheet(hostile))
    bring(sheet(hostile.replace(";80;", ";60;")), "--correct", "Fel")
    bring(sheet(f"{HEAD}\nG-2;Två;mars 2025;markanvisning;1;;;;101\n"))
    bring(sheet(f"{ACTIONS}\nG-2;;mars 2025;markanvisning;;;;;;stryk;Dubblett\n"))
    rows = list(csv.reader(Path("register/register.csv").read_text(encoding="utf-8").splitlines()))
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([f"{cell}  " if cell and not cell.isdecimal() else cell for cell in row])
    book.save("back.xlsx")
    found = bring("back.xlsx")
    assert set(outcomes(found)) == {"same"}
    assert len(outcomes(found)) == len(rows) - 1
    assert rows[1][1] == "'=1+1"
    assert json.loads(run("history", "G-1", "--format", "json").stdout)["name"] == "=1+1"


@pytest.mark.usefixtures("folder")
def test_all_faults_of_all_files_at_once_and_nothing_written():
    one = sheet(
        f"{HEAD}\n;Ett;2025-02-01;markanvisning;1;;;;101\nG-2;X;nej;byte;−1;;;;101\n", "1.csv"
    )
    two = sheet("inget att läsa här", "2.csv")
    said = faults(one, two, "saknas.xlsx", sheet(ONE, "3.csv"))
    assert len(said) == 6
    assert not Path("register").exists() or not kept()


STARTED = f"{HEAD};Påbörjade HR;Påbörjade BR;Beräknat beslut"


def life(id_):
    return json.loads(run("history", id_, "--format", "json").stdout)["decisions"]


@pytest.mark.usefixtures("folder")
def test_what_has_begun_of_a_plot_and_when_a_decision_is_expected():
    rows = (
        "G-1;Ett;2025-02-01;markanvisning;80;40;0;0;101;;;\n"
        "G-1;Ett;2025-03-01;byggstart;;;;;;30 st;–;\n"
        "G-2;Två;2025-02-01;planerad;0;40;0;0;101;;;maj 2026\n"
    )
    assert outcomes(bring(sheet(f"{STARTED}\n{rows}"))) == ["new"] * 3
    assert [(r["varav_hyresratt"], r["varav_bostadsratt"]) for r in kept()[1:]] == [
        ("30", ""),
        ("", ""),
    ]
    assert life("G-1")[-1]["begun"] == {"hyresratt": 30, "bostadsratt": 0, "aganderatt": 0}
    assert life("G-2")[-1]["expected"] == "2026-05-31"
    assert "; påbörjat 30 hyresrätter" in run("history", "G-1").stdout
    assert "; beslut väntas 2026-05-31" in run("history", "G-2").stdout
    assert kept()[2]["anmarkning"] == "forvantad: 2026-05"
    assert outcomes(bring("a.csv")) == ["same"] * 3
    changed = sheet(f"{STARTED}\n{rows}".replace("30 st", "35"))
    assert "varav_hyresratt 30 → 35" in faults(changed)[0]
    assert outcomes(bring(changed, "--correct", "Fel")) == ["corrected", "same", "same"]
    assert life("G-1")[-1]["begun"]["hyresratt"] == 35
    struck = (
        "Objekt-id;Projekt;Datum;Händelse;HR;Område;Åtgärd;Orsak\nG-1;;1/3 2025;byggstart;;;stryk;X"
    )
    assert outcomes(bring(sheet(struck))) == ["struck"]
    assert len(life("G-1")) == 1
    run("validate")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("G-1;Ett;2025-02-01;markanvisning;80;;;;101;1;;", "på en rad med handelse markanvisning"),
        ("G-1;Ett;2025-03-01;byggstart;;;;;;81;;", "varav_hyresratt är 81, men bara 80 står"),
        ("G-1;Ett;2025-03-01;byggstart;;;;;;ca 30;;", "inget helt antal"),
        ("G-1;Ett;2025-03-01;byggstart;;;;;;;;2026-01-01", "forvantad på en rad med handelse"),
        ("G-2;Två;2025-03-01;planerad;1;;;;101;;;snart", "inget datum"),
    ],
)
def test_what_cannot_have_begun_or_be_expected_is_refused(row, why):
    bring(sheet(ONE))
    (said,) = faults(sheet(f"{STARTED}\n{row}\n"))
    assert why in said


def test_those_begun_are_told_from_those_of_a_total():
    found = recognise(["antal lgh", "varav hyresrätt", "varav_hyresratt"], {})
    assert list(found.columns.values()) == ["antal", "hyresratt", "varav_hyresratt"]


# Formats --------------------------------------------------------------------------------------

PLOT = shapely.box(147400, 6397400, 147450, 6397450)
FRAME = {
    "objektid": ["G-1", "G-2"],
    "projekt": ["Åkern", "Ängen"],
    "beslutsdat": ["2025-02-01", "2025-02-02"],
    "beslut": ["markanvisning", "markreservation"],
    "hr": [80, 10],
    "br": [40, 0],
    "ar": [0, 0],
}
COLUMNS_GIVEN = ("--map", "ar=aganderatt")


def layer(crs="EPSG:3007"):
    frame = gpd.GeoDataFrame(FRAME, geometry=[PLOT, PLOT.centroid.buffer(9)], crs="EPSG:3007")
    return frame.to_crs(crs) if crs != "EPSG:3007" else frame


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "name",
    [
        "a.gpkg",
        "a.shp",
        "a.gdb",
        "a.tab",
        "a.geojson",
        "a.gml",
        "a.fgb",
        "a.xlsx",
        "a.ods",
        "a.xls",
        "a.csv",
    ],
)
def test_every_format(name):
    path = Path(name)
    if path.suffix in (".xlsx", ".ods", ".xls", ".csv"):
        frame = pd.DataFrame(layer().drop(columns="geometry"))
        frame["wkt"] = [g.wkt for g in layer().geometry]
        if path.suffix == ".csv":
            frame.to_csv(path, index=False, sep=";", encoding="cp1252")
        elif path.suffix == ".xls":
            xls(frame, path)
        else:
            frame.to_excel(path, index=False, engine="odf" if path.suffix == ".ods" else None)
    else:
        driver = {".gdb": "OpenFileGDB", ".tab": "MapInfo File"}.get(path.suffix)
        options = (
            {"TARGET_ARCGIS_VERSION": "ARCGIS_PRO_3_2_OR_LATER"} if driver == "OpenFileGDB" else {}
        )
        pyogrio.write_dataframe(layer(), path, driver=driver, **options)
    found = bring(path, *COLUMNS_GIVEN)
    assert outcomes(found) == ["new", "new"]
    rows = kept()
    assert [r["namn"] for r in rows] == ["Åkern", "Ängen"]
    assert [r["hyresratt"] for r in rows] == ["80", "10"]
    shapes = [shapely.from_wkt(r["wkt"]) for r in rows]
    assert shapes[0].hausdorff_distance(PLOT) < 0.05  # MapInfo keeps centimetres
    assert outcomes(bring(path, *COLUMNS_GIVEN)) == ["same", "same"]
    assert json.loads(run("progress", "--format", "json").stdout)


def xls(frame, path):
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook()
    page = book.add_sheet("blad")
    for at, column in enumerate(frame.columns):
        page.write(0, at, column)
        for row, value in enumerate(frame[column], start=1):
            page.write(row, at, value if isinstance(value, str) else int(value))
    book.save(str(path))


@pytest.mark.usefixtures("folder")
def test_a_shapefile_without_its_code_page():
    layer().to_file("a.shp", encoding="cp1252")
    Path("a.cpg").unlink()
    bring("a.shp", *COLUMNS_GIVEN)
    assert kept()[0]["namn"] == "Åkern"


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.usefixtures("folder")
def test_a_drawing_gives_geometry_to_rows_of_another_file():
    drawing = gpd.GeoDataFrame(
        {"Layer": ["G-1", "G-1", "text"]},
        geometry=[
            PLOT.exterior,
            shapely.box(147460, 6397400, 147470, 6397450),
            shapely.Point(147400, 6397400),
        ],
    )
    pyogrio.write_dataframe(drawing, "plan.dxf", driver="DXF")
    name = sheet(ONE.replace("101", ""))
    assert "EPSG:3007" in faults(name, "plan.dxf")[0]
    found = bring(name, "plan.dxf", "--crs", "3007")
    assert outcomes(found) == ["new"]
    assert shapely.from_wkt(kept()[0]["wkt"]).area == pytest.approx(PLOT.area + 500)
    # A drawing of what is in the register already is a correction of its place.
    pyogrio.write_dataframe(drawing.iloc[:1], "ny.dxf", driver="DXF")
    assert "geometri" in faults("ny.dxf", "--crs", "3007")[0]
    assert outcomes(bring("ny.dxf", "--crs", "3007", "--correct", "Ny gräns")) == ["corrected"]
    assert "G-7" in faults(drawing_of("G-7"), "--crs", "3007")[0]


def drawing_of(name):
    frame = gpd.GeoDataFrame({"Layer": [name]}, geometry=[PLOT.exterior])
    pyogrio.write_dataframe(frame, "andra.dxf", driver="DXF")
    return "andra.dxf"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_template_imports_without_its_examples(language):
    run("template", "mall.xlsx", "--lang", language)
    found = bring("mall.xlsx")
    assert outcomes(found) == []
    assert any("exempel" in note for note in found["files"][0]["notes"])
    made = openpyxl.load_workbook("mall.xlsx")
    row = ["A-1", "Eken", "2025-03-10", "markanvisning", 80, 0, 0, 0]
    for column, value in enumerate(row, start=1):
        made["register"].cell(4, column, value)
    made["register"].cell(4, 1 + [c.value for c in made["register"][1]].index("omrade"), "101")
    made.save("mall.xlsx")
    assert [row["allocation"] for row in bring("mall.xlsx")["rows"]] == ["A-1"]


# Coordinates ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("crs", ["EPSG:3006", "EPSG:4326", "EPSG:3021", "EPSG:3857", "EPSG:3007"])
def test_the_crs_of_the_file_is_followed(crs):
    layer(crs).to_file("a.gpkg")
    bring("a.gpkg", *COLUMNS_GIVEN)
    assert shapely.from_wkt(kept()[0]["wkt"]).hausdorff_distance(PLOT) < 0.5


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("crs", ["EPSG:3006", "EPSG:4326", "EPSG:3021", "EPSG:3857", "EPSG:3007"])
def test_a_crs_that_is_missing_is_found_and_must_be_confirmed(crs):
    layer(crs).set_crs(None, allow_override=True).to_file("a.shp")
    (why,) = faults("a.shp", *COLUMNS_GIVEN)
    assert crs in why
    bring("a.shp", *COLUMNS_GIVEN, "--crs", crs)
    assert shapely.from_wkt(kept()[0]["wkt"]).hausdorff_distance(PLOT) < 0.5


@pytest.mark.usefixtures("folder")
def test_a_crs_that_lies_is_found_and_must_be_confirmed():
    layer("EPSG:3006").set_crs("EPSG:3007", allow_override=True).to_file("a.gpkg")
    (why,) = faults("a.gpkg", *COLUMNS_GIVEN)
    assert "EPSG:3006" in why
    assert outcomes(bring("a.gpkg", *COLUMNS_GIVEN, "--crs", "EPSG:3006")) == ["new", "new"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("crs", ["EPSG:3007", "EPSG:4326"])
def test_swapped_axes_are_recognised(crs):
    frame = layer(crs)
    frame.geometry = shapely.transform(frame.geometry, lambda xy: xy[:, ::-1])
    frame.to_file("a.gpkg")
    found = bring("a.gpkg", *COLUMNS_GIVEN)
    assert any("bytt plats" in note for note in found["files"][0]["notes"])
    assert shapely.from_wkt(kept()[0]["wkt"]).hausdorff_distance(PLOT) < 0.5


@pytest.mark.usefixtures("folder")
def test_one_place_in_another_crs_is_a_fault_of_its_row():
    text = "id;namn;datum;handelse;hr;x;y\nG-1;X;2025-02-01;markanvisning;1;147 500,5;6 397 500\n"
    text += "G-2;X;2025-02-01;markanvisning;1;319285;6400158\n"
    (why,) = faults(sheet(text))
    assert "319285" in why
    bring(sheet(text.replace("319285;6400158", "147510;6397500")))
    assert kept()[0]["wkt"] == "POINT (147500.5 6397500)"


@pytest.mark.usefixtures("folder")
def test_polygons_are_mended_only_where_that_changes_next_to_nothing():
    spike = shapely.Polygon(
        [(147400, 6397400), (147500, 6397400), (147500, 6397500), (147500, 6397501),
         (147500, 6397500), (147400, 6397500)]
    )  # fmt: skip
    bow = shapely.Polygon(
        [(147400, 6397400), (147450, 6397450), (147450, 6397400), (147400, 6397450)]
    )
    frame = layer()
    frame.geometry = [spike, PLOT]
    frame.to_file("a.gpkg")
    found = bring("a.gpkg", *COLUMNS_GIVEN)
    assert any("giltiga" in note for note in found["files"][0]["notes"])
    assert shapely.from_wkt(kept()[0]["wkt"]).is_valid
    frame.geometry = [PLOT, bow]
    frame.objektid = ["G-8", "G-9"]
    frame.to_file("b.gpkg")
    assert len(faults("b.gpkg", *COLUMNS_GIVEN)) == 1


# Losses ---------------------------------------------------------------------------------------

LOST = (
    "Datum;Händelse;HR;Område;Källa\n"
    "5/3 2025;Ombildad;1 200;101 Sydväst;N 1/25\n"
    "april 2025;rivning;8;Nordväst;N 2/25\n"
)


def test_losses_are_read_the_same_way(folder):
    assert "losses = " in run("import", sheet(LOST, encoding="cp1252"), "--losses", code=2).stderr
    own = SETTINGS + 'losses = ["bortfall.csv"]\n'
    (folder / "tenuremix.toml").write_text(own, encoding="utf-8")
    assert "Nytt bortfall: 2" in run("import", "a.csv", "--losses", "--dry-run").stdout
    assert not Path("bortfall.csv").exists()
    assert outcomes(bring("a.csv", "--losses")) == ["new", "new"]
    assert "Fanns redan: 2" in run("import", "a.csv", "--losses").stdout
    rows = list(csv.DictReader(Path("bortfall.csv").read_text(encoding="utf-8").splitlines()))
    assert [(r["datum"], r["handelse"], r["hyresratt"], r["omrade"]) for r in rows] == [
        ("2025-03-05", "ombildning", "1200", "101"),
        ("2025-04-30", "rivning", "8", "102"),
    ]
    assert rows[1]["kalla"] == "N 2/25 (datum: 2025-04)"
    assert rows[0]["inlast_ur"] == "a.csv (2)"
    run("validate")
    said = faults(sheet(LOST.replace("1 200", "ca 9").replace("rivning", "brand")), "--losses")
    assert len(said) == 2
    assert faults(sheet(LOST.replace("N 1/25", "").replace(";8;", ";;")), "--losses")
    for option in (("--correct", "X"), ("--uncertain", "oklar")):
        said = run("import", "a.csv", "--losses", *option, code=2).stderr
        assert said.startswith("--losses tar varken --correct eller --uncertain")
        said = run("import", "a.csv", "--losses", *option, "--lang", "en", code=2).stderr
        assert said.startswith("--losses takes neither --correct nor --uncertain")
    assert "ingen geometri" in faults(sheet(LOST.replace("Område", "Plats")), "--losses")[0]


# Nothing lost: killed writers and several at once ----------------------------------------------

WRITER = """
import sys
from tenuremix.cli import main
sys.argv = ["tenuremix", "import", sys.argv[1], "--recorded-on", "2026-03-01"]
main()
"""


def spawn(name, folder="."):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, name],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
    )


def many(prefix, number):
    rows = "".join(f"{prefix}-{n};X;2025-02-01;markanvisning;1;0;0;0;101\n" for n in range(number))
    return sheet(f"{HEAD}\n{rows}", f"{prefix}.csv")


@pytest.mark.usefixtures("folder")
def test_eight_writers_at_once_lose_nothing():
    names = [many(f"W{n}", 40) for n in range(8)]
    processes = [spawn(name) for name in names]
    for process in processes:
        _, said = process.communicate()
        assert process.returncode == 0, said
    ids = [row["id"] for row in kept()]
    assert len(ids) == len(set(ids)) == 8 * 40
    assert {path.name for path in Path("register").iterdir()} <= {
        "register.csv",
        ".register.csv.lock",
    }


def test_writers_by_a_link_and_by_the_file_lose_nothing(folder):
    shutil.copytree(folder, folder / "other")
    (folder / "register").mkdir()
    (folder / "other" / "register").mkdir()
    link = folder / "other" / "register" / "register.csv"
    link.symlink_to("../../register/register.csv")
    names = [(many(f"W{n}", 250), (folder, folder / "other")[n % 2]) for n in range(8)]
    processes = [spawn(folder / name, place) for name, place in names]
    for process in processes:
        _, said = process.communicate()
        assert process.returncode == 0, said
    assert link.is_symlink()
    assert len({row["id"] for row in kept()}) == len(kept()) == 8 * 250
    assert [path.name for path in link.parent.iterdir()] == ["register.csv"]


@pytest.mark.usefixtures("folder")
def test_only_what_a_killed_writer_left_is_cleared_away():
    others = (
        ".register.csv.swp",
        ".register.csv.abcdefgh",
        ".register.csv.abcdefg.tenuremix",
        ".register.csv.abcdefgh.tenuremix-after",
        ".register.csv.abcdefgh.tenuremix-ready",
        "register.csv.abcdefgh.tenuremix",
    )
    Path("register").mkdir()
    for name in (*others, ".register.csv.abc_ef12.tenuremix", ".abcdef12.tenuremix-ready"):
        (Path("register") / name).write_text("", encoding="utf-8")
    bring(many("S", 1))
    left = {path.name for path in Path("register").iterdir()}
    assert left == {"register.csv", ".register.csv.lock", *others}


@pytest.mark.usefixtures("folder")
def test_a_register_that_may_not_be_written_stays():
    bring(many("S", 1))
    path = Path("register/register.csv")
    path.chmod(0o444)
    before = path.read_bytes()
    assert "går inte att skriva" in run("import", many("T", 1), code=1).stderr
    assert path.read_bytes() == before


@pytest.mark.usefixtures("folder")
def test_a_killed_writer_leaves_the_old_register_or_the_new():
    path = Path("register/register.csv")
    bring(many("S", 300))
    chance = random.Random(7)  # noqa: S311 - moments, not secrets
    began = time.monotonic()
    spawn(many("T", 300)).communicate()
    whole = time.monotonic() - began
    for turn in range(KILLS):
        before = path.read_bytes()
        name = many(f"K{turn}", 300)
        process = spawn(name)
        time.sleep(chance.uniform(0.3, 1.1) * whole)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        after = path.read_bytes()
        assert after.startswith(before)
        assert after == before or after.count(b"\n") == before.count(b"\n") + 300
    bring(many("Last", 1))  # the lock was let go of, and what the killed left is cleared away
    assert not list(Path("register").glob(".register.csv.[!l]*"))
    rows = kept()
    assert set(rows[0]) == set(COLUMNS)
    assert sum(row["id"].startswith("S-") for row in rows) == 300
    run("validate")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("value", [{}, {"a": [1]}, [], [1, {}], True, 1e308])
def test_a_cell_of_geojson_may_hold_anything(value):
    whole = dict(zip(COLUMNS, [""] * len(COLUMNS), strict=True)) | {
        "id": "S-1", "namn": "Kajen", "datum": "2025-03-01", "handelse": "markanvisning",
        "hyresratt": 5, "bostadsratt": 0, "aganderatt": 0, "oklar": 0, "omrade": "101",
    }  # fmt: skip
    for column in COLUMNS:
        rows = [whole, whole | {"id": "S-2", column: value}]
        features = [{"type": "Feature", "properties": row, "geometry": None} for row in rows]
        document = {"type": "FeatureCollection", "features": features}
        Path("a.geojson").write_text(json.dumps(document), encoding="utf-8")
        for command in (
            ("import", "a.geojson", "--dry-run"),
            ("validate", "--register", "a.geojson"),
        ):
            result = CliRunner().invoke(app, command)
            assert isinstance(result.exception, SystemExit | None), (column, command)
            assert result.exit_code in (0, 1), (column, command, result.output)
