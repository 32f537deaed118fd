"""The fetch commands against local servers: each misbehaviour is survived or told in words."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from commanded import app
from localservers import Server
from places import ROOT
from typer.testing import CliRunner, Result

from tenuremix.io.fetching import areas as fetch_areas
from tenuremix.io.fetching import http, vintages
from tenuremix.io.files import clock
from tenuremix.io.inputs import sidecar
from tenuremix.io.inputs.areas import read_areas
from tenuremix.io.inputs.sidecar import Files

pytestmark = pytest.mark.usefixtures("workspace")


def run(*arguments: object, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["fetch", *map(str, arguments)])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def goteborg(server: Server, *arguments: object, code: int = 0) -> Result:
    return run("stock", "--url", f"{server.root}/api/v1/sv", *arguments, code=code)


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def rows(path: Path) -> dict[tuple[str, str, str], str]:
    with path.open(encoding="utf-8", newline="") as stream:
        read = list(csv.DictReader(stream))
    return {(row["kod"], row["hustyp"], row["upplatelseform"]): row["antal"] for row in read}


PRI = "stock/20_Typ_upplatelse_PRI_2025-12-31/20_Typ_upplatelse_PRI_2025-12-31.csv"


# --- Göteborg's stock ---------------------------------------------------------------------------


def test_goteborg_in_the_rows_of_the_contract(px1: Server, workspace: Path) -> None:
    px1.behave(bom=True)
    shown = goteborg(px1).stdout
    assert f"Ny: {PRI}" in shown
    assert f'lägg till "{PRI}" i stock' in shown
    found = rows(workspace / PRI)
    assert len(found) == 4 * 4 * 4
    assert found["101", "smahus", "hyresratt"] == "10105"
    assert found["109", "flerbostadshus", "aganderatt"] == "10917"
    assert found["101", "ovriga", "hyresratt"] == "0", "the sign - is zero"
    assert found["101", "special", "okand"] == "", "the sign .. is not given"
    assert {code for code, _, _ in found} == {"101", "102", "109", "403"}
    source = sidecar.read_source("stock", str(workspace / PRI), PRI)
    assert (source.describes_on, source.fetched_on) == (date(2025, 12, 31), date(2026, 3, 1))
    assert not source.changed, "the checksum is that of the file"
    assert any("199 Ospecificerat Göteborg saknar yta" in note for note in source.notes)
    assert not (workspace / ".fetch").exists()


def test_every_variable_is_named_and_the_address_is_nfc(px1: Server) -> None:
    px1.behave()
    goteborg(px1)
    body = json.loads(px1.asked[-1]["body"])
    assert {one["code"] for one in body["query"]} == {"Område", "Hustyp", "Upplåtelseform", "År"}
    assert "G%C3%B6teborg" in px1.asked[-1]["raw"]


@pytest.mark.parametrize(
    ("level", "name", "codes"),
    [("mellanomrade", "MO21", {"35", "36"}), ("stadsomrade", "SO", {"1", "2"})],
)
def test_levels_have_tables_of_their_own(
    px1: Server, workspace: Path, level: str, name: str, codes: set[str]
) -> None:
    px1.behave()
    goteborg(px1, "--level", level)
    folder = f"20_Typ_upplatelse_{name}_2025-12-31"
    found = rows(workspace / "stock" / folder / f"{folder}.csv")
    assert {code for code, _, _ in found} == codes


def test_a_small_limit_is_kept_and_the_pieces_make_the_same_file(
    px1: Server, workspace: Path
) -> None:
    px1.behave()
    goteborg(px1)
    whole = (workspace / PRI).read_bytes()
    (workspace / PRI).unlink()
    (workspace / PRI).parent.rename(workspace / "elsewhere")
    px1.behave(cells=20)
    goteborg(px1)
    assert (workspace / PRI).read_bytes() == whole
    assert sum("query" in one["body"] for one in px1.asked) > 4


def test_a_limit_that_is_lower_than_told_is_met_by_halves(px1: Server, workspace: Path) -> None:
    px1.behave(cells=20, told_cells=1000)
    goteborg(px1)
    assert len(rows(workspace / PRI)) == 64


def test_no_config_means_the_default_window(
    px1: Server, monkeypatch: pytest.MonkeyPatch, workspace: Path
) -> None:
    monkeypatch.setattr(http, "SECONDS", 0.2)
    px1.behave(no_config=True)
    goteborg(px1)
    assert (workspace / PRI).is_file()


def test_years_are_vintages_of_their_own(px1: Server, workspace: Path) -> None:
    px1.behave()
    goteborg(px1, "--year", "2023", "--year", "2024")
    kept = sorted(path.name for path in (workspace / "stock").iterdir())
    assert kept == ["20_Typ_upplatelse_PRI_2023-12-31", "20_Typ_upplatelse_PRI_2024-12-31"]
    told = goteborg(px1, "--year", "2026", "--lang", "en", code=1).stderr
    assert "the table does not have 2026" in told
    assert "2023, 2024, 2025" in told


# --- the same again, and revisions ---------------------------------------------------------------


def test_the_same_again_changes_nothing_and_says_so(
    px1: Server, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    px1.behave()
    goteborg(px1)
    before = files(workspace)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 4, 1))
    assert f"Oförändrad: {PRI}" in goteborg(px1).stdout
    assert files(workspace) == before


def test_a_fetch_gives_the_same_bytes_but_for_its_day(
    px1: Server, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    px1.behave()
    goteborg(px1)
    first = files(workspace / "stock")
    (workspace / "stock").rename(workspace / "before")
    monkeypatch.setattr(clock, "today", lambda: date(2026, 4, 1))
    goteborg(px1)
    second = files(workspace / "stock")
    later = {name: text.replace(b"2026-03-01", b"2026-04-01") for name, text in first.items()}
    assert second == later


def test_a_revision_is_shown_cell_by_cell_and_kept_beside(px1: Server, workspace: Path) -> None:
    px1.behave()
    goteborg(px1)
    before = files(workspace)
    px1.behave(
        figures={"101 Kungsladugård|0|Hyresrätt|2025": 7, "102 Sanna|1|Bostadsrätt|2025": ".."}
    )
    shown = goteborg(px1).stdout
    revised = PRI.replace("2025-12-31", "2025-12-31-r2")
    assert f"Reviderad: {revised} avviker från {PRI} (ändringar: 2)" in shown
    assert "101 smahus hyresratt: 10105 → 7" in shown
    assert "102 flerbostadshus bostadsratt: 10216 → .." in shown
    assert f'"{PRI}" mot "{revised}"' in shown
    after = files(workspace)
    assert {name: after[name] for name in before} == before
    assert rows(workspace / revised)["102", "flerbostadshus", "bostadsratt"] == ""
    assert "Oförändrad" in goteborg(px1).stdout
    px1.behave()
    found = json.loads(goteborg(px1, "--format", "json").stdout)[0]
    assert found["file"] == PRI.replace("2025-12-31", "2025-12-31-r3")
    assert [change["after"] for change in found["changes"]] == ["10105", "10216"]


# --- misbehaviour -------------------------------------------------------------------------------


@pytest.mark.parametrize("failure", [429, 500, "drop", "cut", "html"])
def test_one_failure_is_survived(px1: Server, workspace: Path, failure: str | int) -> None:
    px1.behave(fail=[failure, failure])
    shown = goteborg(px1)
    assert (workspace / PRI).is_file()
    assert ("Servern ber om 1 sekunds uppehåll" in shown.stderr) == (failure == 429)


def test_a_pause_is_as_long_as_the_server_asks(px1: Server) -> None:
    px1.behave(fail=[429])
    goteborg(px1)
    first, second = (one["at"] for one in px1.asked[:2])
    assert second - first > 1


NOON = 1_795_780_800.0  # Friday 27 November 2026, 12.00 UTC


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        ("7", 7),
        (" 0 ", 0),
        ("Fri, 27 Nov 2026 12:00:30 GMT", 30),
        ("Fri, 27 Nov 2026 13:00:30 +0100", 30),
        ("Thu, 26 Nov 2026 12:00:00 GMT", 0),
        ("snart", 10),
        ("-1", 10),
        ("", 10),
    ],
)
def test_a_pause_is_asked_for_in_seconds_or_until_a_date(
    monkeypatch: pytest.MonkeyPatch, stated: str, seconds: int
) -> None:
    monkeypatch.setattr("urllib3.util.retry.time", SimpleNamespace(time=lambda: NOON))
    assert http._asked_for(stated, 10) == seconds


def test_a_pause_until_a_date_is_kept(px1: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urllib3.util.retry.time", SimpleNamespace(time=lambda: NOON))
    px1.behave(fail=[429], retry_after="Fri, 27 Nov 2026 12:00:02 GMT")
    assert "Servern ber om 2 sekunders uppehåll" in goteborg(px1).stderr
    first, second = (one["at"] for one in px1.asked[:2])
    assert second - first > 2


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"fail": [429], "retry_after": 3600}, "3600 sekunders uppehåll"),
        ({"fail": [500] * 9}, "servern svarade med fel 500"),
        ({"fail": ["drop"] * 9}, "ingen förbindelse med servern"),
        ({"fail": ["cut"] * 9}, "ingen förbindelse med servern"),
        ({"fail": ["html"] * 9}, "svaret går inte att använda"),
        ({"unknown_table": True}, "servern avvisar frågan (400): Parameter error"),
        ({"no_table": True}, "servern avvisar frågan (400): Parameter error"),
        ({"other_tables": True}, "ingen tabell som heter 20_Typ_upplatelse"),
        ({"other_variable": True}, "tabellen har inte variabeln Upplåtelseform"),
        ({"cells": 0, "told_cells": 999}, "så många celler på en gång (403: Too many values"),
        ({"short": True}, "svaret går inte att använda: Område: 4 / 5"),
        ({"extra_tenure": ["Kooperativ"]}, 'okänt värde "Kooperativ" i Upplåtelseform'),
        ({"figures": {"101 Kungsladugård|0|Hyresrätt|2025": -3}}, "-3 är inget antal bostäder"),
    ],
    ids=lambda value: "" if isinstance(value, str) else "-".join(map(str, value)),
)
def test_a_failure_is_told_in_words_and_nothing_is_written(
    px1: Server, workspace: Path, how: dict[str, Any], told: str
) -> None:
    px1.behave(**how)
    message = goteborg(px1, code=1).stderr
    assert told in message
    assert len(message.strip().splitlines()) == 3
    assert not (workspace / "stock").exists()


def test_a_slow_server_is_left(
    px1: Server, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "TRIES", 2)
    px1.behave(fail=["hold"] * 2)
    message = goteborg(px1, "--timeout", "0.3", "--lang", "en", code=1).stderr
    assert "no whole answer within 0.3 seconds" in message
    assert not (workspace / "stock").exists()


def test_no_network(workspace: Path) -> None:
    message = run("stock", "--url", "http://127.0.0.1:9/api", code=1).stderr
    assert "ingen förbindelse med servern" in message
    assert "Traceback" not in message
    assert "http://127.0.0.1:9/api" in message
    for address in ("stat.example", "ftp://stat.example", "http://"):
        message = run("stock", "--url", address, code=1).stderr
        assert "adressen går inte att använda" in message, address
    assert not (workspace / "stock").exists()


def test_an_interrupted_fetch_goes_on_where_it_stopped(px1: Server, workspace: Path) -> None:
    px1.behave(cells=20)
    goteborg(px1)
    whole, calls = files(workspace / "stock"), len(px1.asked)
    (workspace / "stock").rename(workspace / "before")
    px1.behave(cells=20, fail=[None] * (calls - 3) + [500] * 4)
    goteborg(px1, code=1)
    assert not (workspace / "stock").exists()
    px1.behave(cells=20)
    goteborg(px1)
    assert len(px1.asked) == 3, "only what had not come"
    assert files(workspace / "stock") == whole
    assert not (workspace / ".fetch").exists()


def test_a_fetch_that_is_killed_leaves_nothing_half_written(
    px1: Server, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    px1.behave(cells=20, fail=[None] * 5 + ["hold"])
    url = f"{px1.root}/api/v1/sv"
    words = [sys.executable, "-m", "tenuremix", "fetch", "stock", "--url", url]
    place = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(words, env=place, text=True)
    px1.wait_for(6, process)
    process.kill()
    process.wait()
    assert not (workspace / "stock").exists()
    days = [path.name for path in (workspace / ".fetch").iterdir()]
    monkeypatch.setattr(clock, "today", lambda: date.fromisoformat(days[0]))
    px1.behave(cells=20)
    goteborg(px1)
    assert not any(one["raw"].endswith("/sv/") for one in px1.asked), "the settings had come"
    assert len(rows(workspace / PRI)) == 64
    assert not (workspace / ".fetch").exists()


def test_pieces_of_another_day_are_not_used(
    px1: Server, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    px1.behave(fail=[None] * 3 + [500] * 4)
    goteborg(px1, code=1)
    assert len(list((workspace / ".fetch" / "2026-03-01").iterdir())) == 3
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 2))
    px1.behave()
    goteborg(px1)
    assert len(px1.asked) == 4
    assert not (workspace / ".fetch").exists()


def test_the_window_of_calls_is_kept(px1: Server, workspace: Path) -> None:
    px1.behave(cells=16, calls=4, window=1)
    shown = goteborg(px1)
    assert "uppehåll" not in shown.stderr, "never refused"
    times = [one["at"] for one in px1.asked]
    assert all(later - first > 0.95 for first, later in zip(times[1:], times[5:], strict=False))
    assert (workspace / PRI).is_file()


def test_only_a_workspace_is_fetched_into(px1: Server, workspace: Path) -> None:
    (workspace / "tenuremix.toml").unlink()
    assert "tenuremix init" in goteborg(px1, code=2).stderr
    assert not files(workspace)


def test_wrong_usage(workspace: Path) -> None:
    assert "primaromrade" in run("stock", "--level", "deso", code=2).stderr
    assert "--source scb" in run("stock", "--kommun", "0180", code=2).stderr
    assert "fyra siffror" in run("stock", "--source", "scb", "--kommun", "x", code=2).stderr
    assert not (workspace / "stock").exists()


# --- SCB's stock ----------------------------------------------------------------------------------


def scb(server: Server, *arguments: object, code: int = 0) -> Result:
    url = f"{server.root}/api/v2"
    return run("stock", "--source", "scb", "--url", url, *arguments, code=code)


def test_districts_of_scb_without_their_suffix(px2: Server, workspace: Path) -> None:
    px2.behave(cells=8)
    scb(px2)
    name = "TAB6638_1480_deso_2025-12-31"
    file = workspace / "stock" / name / f"{name}.csv"
    found = rows(file)
    assert {code for code, _, _ in found} == {"1480A0010", "1480B0020", "1480C1010"}
    assert {hustyp for _, hustyp, _ in found} == {"ovriga"}
    assert found["1480C1010", "ovriga", "aganderatt"] == ""
    assert found["1480C1010", "ovriga", "okand"]
    source = sidecar.read_source("stock", str(file), name)
    assert source.edition == "DeSO och RegSO 2025"
    assert source.published_on == date(2026, 4, 23)
    assert source.licence.endswith("/cc0/")
    assert any("hustyp" in note for note in source.notes)


def test_a_level_that_stands_in_a_code_list_only(px2: Server, workspace: Path) -> None:
    px2.behave(hidden_regions=True)
    scb(px2)
    assert any(path.name.startswith("TAB6638") for path in (workspace / "stock").iterdir())


def test_years_before_the_new_edition_come_from_the_old_table(px2: Server, workspace: Path) -> None:
    px2.behave()
    scb(px2, "--level", "regso", "--year", "2023", "--year", "2024")
    kept = sorted(path.name for path in (workspace / "stock").iterdir())
    assert kept == ["TAB6258_1480_regso_2023-12-31", "TAB6638_1480_regso_2024-12-31"]
    source = sidecar.read_source("stock", str(workspace / "stock" / kept[0] / f"{kept[0]}.csv"), "")
    assert source.edition == "DeSO 2018 och RegSO 2020"


def test_a_municipality_has_types_of_building(px2: Server, workspace: Path) -> None:
    px2.behave(calls=0)
    scb(px2, "--level", "kommun", "--year", "1999")
    name = "TAB824_1480_1999-12-31"
    found = rows(workspace / "stock" / name / f"{name}.csv")
    assert {code for code, _, _ in found} == {"1480"}
    assert {hustyp for _, hustyp, _ in found} == {"smahus", "flerbostadshus", "ovriga", "special"}


def test_what_scb_refuses_is_told(px2: Server, workspace: Path) -> None:
    px2.behave(unknown_table=True)
    assert "fel 404: Non-existent table" in scb(px2, code=1).stderr
    px2.behave(cells=0)
    assert "(400: Too many cells selected)" in scb(px2, code=1).stderr
    px2.behave()
    told = scb(px2, "--kommun", "2584", code=1).stderr
    assert "det finns ingen kommun med koden 2584" in told
    assert not (workspace / "stock").exists()


def test_completed_dwellings_of_every_year(px1: Server, workspace: Path) -> None:
    url = f"{px1.root}/api/v1/sv"
    px1.behave()
    shown = run("completed", "--url", url).stdout
    name = "10_Nybyggnation_PRI_2025-12-31"
    file = f"completed/{name}/{name}.csv"
    assert f'completed = ["{file}"]' in shown
    assert "inget mål räknas ur den" in shown
    text = (workspace / "completed" / name / f"{name}.csv").read_text(encoding="utf-8")
    lines = text.splitlines()
    assert lines[0] == "niva,kod,ar,bostadstyp,upplatelseform,antal"
    assert len(lines) == 1 + 4 * 3 * 4 * 3
    assert "primaromrade,101,2024,smahus,aganderatt,24" in lines
    assert "primaromrade,101,2024,special,hyresratt,-5" in lines
    assert "Oförändrad" in run("completed", "--url", url).stdout
    assert "väntade en av" in run("completed", "--level", "deso", code=2).stderr


def test_what_is_fetched_is_compared_once_it_is_stated(
    px1: Server, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoke = CliRunner().invoke
    assert invoke(app, ["init", "egen", "--exempel"]).exit_code == 0
    monkeypatch.chdir(workspace / "egen")
    px1.behave()
    shown = run("completed", "--url", f"{px1.root}/api/v1/sv").stdout
    compare = ["areas", "--completed", "--as-of", "2025-12-31", "--format", "json"]
    assert invoke(app, compare).exit_code == 2
    stated = re.search(r'completed = \["(.+)"\]', shown)
    assert stated is not None
    with Path("tenuremix.toml").open("a", encoding="utf-8") as file:
        file.write(f"{stated[0]}\n")
    found = {area["area"]: area for area in json.loads(invoke(app, compare).stdout)}
    text = Path(stated[1]).read_text(encoding="utf-8")
    read = list(csv.DictReader(text.splitlines()))
    for code in ("101", "102", "109", "403"):
        assert found[code]["built_years"] == sorted({int(row["ar"]) for row in read})
        for tenure in ("hyresratt", "bostadsratt", "aganderatt"):
            mine = [r for r in read if (r["kod"], r["upplatelseform"]) == (code, tenure)]
            expected = (
                None if any(not r["antal"] for r in mine) else sum(int(r["antal"]) for r in mine)
            )
            assert found[code]["built"][tenure] == expected
    assert found["103"]["built"] is None


# --- areas ----------------------------------------------------------------------------------------

OMRADEN = "areas/goteborg_omraden_2026-03-01/goteborg_omraden_2026-03-01.geojson"


def city(server: Server, *arguments: object, code: int = 0) -> Result:
    return run("areas", "--url", f"{server.root}/wfs", *arguments, code=code)


def told_of(workspace: Path) -> str:
    return "\n".join(sidecar.read_source("areas", str(workspace / OMRADEN), OMRADEN).notes)


def test_areas_with_their_parents(wfs: Server, workspace: Path) -> None:
    wfs.behave()
    assert f'lägg till "{OMRADEN}" i areas' in city(wfs).stdout
    files = Files([str(workspace / OMRADEN)])
    found = read_areas(files)
    assert found.levels == ("primaromrade", "mellanomrade", "stadsomrade")
    parents = {code: area.parent for code, area in found.at("primaromrade").items()}
    assert parents == {"101": "35", "102": "35", "109": "36", "403": "36"}
    assert {area.parent for area in found.at("mellanomrade").values()} == {"2"}
    assert found.at("primaromrade")["102"].name == "Sanna, västra"
    kungsladugard = found.at("primaromrade")["101"].geometry
    assert kungsladugard is not None
    assert kungsladugard.bounds == (145_000, 6_396_000, 146_000, 6_397_000)
    assert found.crs == "EPSG:3007"
    assert not files.sources[0].changed
    assert files.sources[0].fetched_on == date(2026, 3, 1)
    assert "licens är inte kontrollerad" in told_of(workspace)
    assert not (workspace / ".fetch").exists()


@pytest.mark.parametrize(
    ("how", "noted"),
    [
        ({"cap": 1}, ""),
        ({"cap": 3, "hits": "unknown"}, ""),
        ({"cap": 1, "hits": 1}, ""),
        ({"cap": 1, "hits": 1, "gml": True}, ""),
        ({"no_crs": True}, ""),
        ({"swapped": True}, "norr före öster"),
        ({"swapped": True, "no_crs": True}, "norr före öster"),
        ({"gml": True}, ""),
        ({"gml": True, "cap": 1, "exception_status": 200}, ""),
        ({"gml": True, "srs": "EPSG:3007"}, ""),
        ({"gml": True, "srs": "EPSG:3007", "wrong_axes": True}, "norr före öster"),
        ({"gml": True, "wrong_axes": True}, "norr före öster"),
        ({"fail": ["cut", "drop", 500]}, ""),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_every_habit_gives_the_same_file(
    wfs: Server, workspace: Path, how: dict[str, Any], noted: str
) -> None:
    wfs.behave()
    city(wfs)
    whole = (workspace / OMRADEN).read_bytes()
    (workspace / "areas").rename(workspace / "before")
    wfs.behave(**how)
    city(wfs)
    assert (workspace / OMRADEN).read_bytes() == whole
    assert noted in told_of(workspace)
    assert ("norr före öster" in told_of(workspace)) == bool(noted)


def test_degrees_are_brought_to_metres(wfs: Server, workspace: Path) -> None:
    for how in ({"no_crs": True}, {"crs": "urn:ogc:def:crs:OGC:1.3:CRS84"}):
        wfs.behave(lonlat=True, **how)
        city(wfs)
        found = read_areas(Files([str(workspace / OMRADEN)]))
        area = found.at("primaromrade")["101"].geometry
        assert area is not None
        assert area.area == pytest.approx(1e6, rel=0.02)


def test_what_must_be_mended_or_left_is_noted(wfs: Server, workspace: Path) -> None:
    wfs.behave(bow_tie=101, empty=403)
    shown = city(wfs).stdout
    assert "Ogiltig geometri, lagad vid hämtningen: primaromrade 101" in shown
    assert "Utan yta i tjänsten och därför inte med: primaromrade 403" in shown
    found = read_areas(Files([str(workspace / OMRADEN)]))
    assert set(found.at("primaromrade")) == {"101", "102", "109"}


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"loses": True}, "svaret är inte helt: 3 av 4"),
        ({"hits": 9}, "svaret är inte helt: 4 av 9"),
        ({"cap": 2, "ignores_start": True}, "servern gav nr 101 två gånger"),
        ({"shift": 300_000}, "kan inte vara EPSG:3007"),
        ({"crs": "EPSG:3006"}, "kan inte vara EPSG:3006"),
        ({"fail": ["html"] * 9}, "adressen svarar inte som en WFS 2.0: Log in."),
        ({"fail": ["cut"] * 9}, "ingen förbindelse med servern"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_areas_that_are_not_whole_or_not_there_are_refused(
    wfs: Server, workspace: Path, how: dict[str, Any], told: str
) -> None:
    wfs.behave(**how)
    message = city(wfs, code=1).stderr
    assert told in message
    assert len(message.strip().splitlines()) == 3
    assert not (workspace / "areas").exists()


def test_an_unknown_layer_is_refused_in_its_own_words(
    wfs: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(fetch_areas.LAYERS, "primaromrade", "slk:finns_inte")
    for status in (400, 200):
        wfs.behave(exception_status=status)
        assert "slk:finns_inte unknown" in city(wfs, code=1).stderr


def test_pages_go_on_where_they_stopped(wfs: Server, workspace: Path) -> None:
    wfs.behave(cap=1, fail=[None] * 4 + [500] * 4)
    city(wfs, code=1)
    wfs.behave(cap=1)
    city(wfs)
    assert len(wfs.asked) == (1 + 5) + (1 + 3) + (1 + 2) - 4
    assert (workspace / OMRADEN).is_file()


def test_areas_drawn_anew_are_a_revision(
    wfs: Server, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wfs.behave()
    city(wfs)
    before = files(workspace)
    monkeypatch.setattr(clock, "today", lambda: date(2027, 1, 9))
    assert f"Oförändrad: {OMRADEN}" in city(wfs).stdout
    assert files(workspace) == before
    wfs.behave(rename={"101": "Kungsladugård, södra"}, bow_tie=403)
    shown = city(wfs).stdout
    assert f"Reviderad: {OMRADEN.replace('2026-03-01', '2027-01-09')} avviker" in shown
    assert "primaromrade 101 namn: Kungsladugård → Kungsladugård, södra" in shown
    assert "primaromrade 403 yta: 1000000 m2 → " in shown


# --- together -------------------------------------------------------------------------------------


def test_what_is_fetched_can_be_used_at_once(
    px1: Server, wfs: Server, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "tenuremix.toml").unlink()
    assert CliRunner().invoke(app, ["init", "stad", "--exempel"]).exit_code == 0
    copied = workspace / "stad"
    monkeypatch.chdir(copied)
    px1.behave()
    wfs.behave()
    goteborg(px1)
    goteborg(px1, "--year", "2024")
    city(wfs)
    older = PRI.replace("2025", "2024")
    (copied / "register.csv").write_text(
        "id,namn,datum,handelse,hyresratt,bostadsratt,aganderatt,oklar,omrade\n"
        "A,Prov,2025-06-01,markanvisning,80,0,0,0,101\n",
        encoding="utf-8",
    )
    (copied / "tenuremix.toml").write_text(
        f'areas = ["{OMRADEN}"]\nstock = ["{older}", "{PRI}"]\n'
        'register = ["register.csv"]\ntargets = ["mal/goteborg.toml"]\n',
        encoding="utf-8",
    )
    for command in (["validate"], ["progress", "--format", "json"]):
        result = CliRunner().invoke(app, command)
        assert result.exit_code == 0, result.stderr
    entry = json.loads(result.stdout)[0]["ledger"][0]
    assert entry["area"] == "101"
    assert entry["area_class"] == "ingen", "as the figures fetched say"


def test_no_fetched_name_becomes_a_formula_in_the_list_of_changes(tmp_path: Path) -> None:
    for name in ("Gammalt", "=HYPERLINK(x)"):
        found = vintages.Vintage("areas", "t", "2025-01-01", ".geojson", name, {"title": "t"})
        vintages.keep(
            tmp_path, found, lambda old, new: [vintages.CellChange(f"@101 {old}", "-3", new)]
        )
    listed = (tmp_path / "areas" / "t_2025-01-01-r2" / vintages.CHANGES).read_text("utf-8")
    (row,) = csv.DictReader(listed.splitlines())
    assert row == {"vad": "'@101 Gammalt", "fore": "-3", "efter": "'=HYPERLINK(x)"}
