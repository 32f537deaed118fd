"""Any municipality from SCB: its areas, its stock, and a workspace made of them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely
from commanded import app
from localservers import ON_A_KEYBOARD, Server
from places import ROOT
from servers.districts import districts, dwellings
from typer.testing import CliRunner, Result

from tenuremix.counting.tenure import Tenure
from tenuremix.io.fetching import districts as fetch_districts
from tenuremix.io.files import clock
from tenuremix.io.inputs import sidecar
from tenuremix.io.inputs.areas import read_areas, read_stock
from tenuremix.io.inputs.sidecar import Files
from tenuremix.io.inputs.workspace import find_settings, load

pytestmark = pytest.mark.usefixtures("workspace")

NAME = "scb_deso_regso_0180_2025-01-01"
FILE = f"areas/{NAME}/{NAME}.geojson"
DESO = ["0180A0010", "0180B1030", "0180C1010", "0180C1020", "0180C1040"]


def run(*arguments: object, code: int = 0) -> Result:
    result = CliRunner().invoke(app, [*map(str, arguments)])
    assert result.exit_code == code, (result.output, result.stderr, result.exception)
    return result


def areas(server: Server, *arguments: object, code: int = 0) -> Result:
    url = f"{server.root}/geoserver/stat/wfs"
    words = ("fetch", "areas", "--source", "scb", "--kommun", "0180", "--url", url)
    return run(*words, *arguments, code=code)


def stock(server: Server, *arguments: object, code: int = 0) -> Result:
    words = ("fetch", "stock", "--source", "scb", "--kommun", "0180")
    return run(*words, "--url", f"{server.root}/api/v2", *arguments, code=code)


def notes_of(workspace: Path, kind: str = "areas") -> str:
    files = sorted((workspace / kind).glob("*/*.source.toml"))
    notes = tomllib.loads(files[-1].read_text(encoding="utf-8"))["notes"]
    return "\n".join(notes)


# --- areas ----------------------------------------------------------------------------------------


def test_deso_in_their_regso(wfs: Server, workspace: Path) -> None:
    wfs.behave()
    assert f'lägg till "{FILE}" i areas' in areas(wfs).stdout
    files = Files([str(workspace / FILE)])
    found = read_areas(files)
    assert found.levels == ("deso", "regso")
    assert list(found.at("deso")) == DESO
    parents = [area.parent for area in found.at("deso").values()]
    assert parents == ["0180R002", "0180R002", "0180R001", "0180R001", "0180R002"]
    assert found.at("regso")["0180R002"].name == "Östermalm, norra"
    assert found.at("deso")["0180C1010"].name == "Gamla stan-Riddarholmen C1010"
    for code, area in found.at("deso").items():
        assert area.geometry is not None
        assert area.geometry.bounds == districts()[code][1]
    assert found.crs == "EPSG:3006"
    assert files.sources[0].describes_on == date(2025, 1, 1)
    assert files.sources[0].fetched_on == date(2026, 3, 1)
    assert not files.sources[0].changed
    assert "2025_v2" in notes_of(workspace)
    assert not (workspace / ".fetch").exists()


def test_only_the_municipality_is_asked_for(wfs: Server) -> None:
    wfs.behave()
    areas(wfs)
    (asked,) = {one["query"]["FILTER"] for one in wfs.asked}
    assert "<fes:ValueReference>kommunkod</fes:ValueReference>" in asked
    assert "<fes:Literal>0180</fes:Literal>" in asked
    pages = [one["query"] for one in wfs.asked if "startIndex" in one["query"]]
    assert {page["sortBy"] for page in pages} == {"desokod", "regsokod"}
    assert {page["srsName"] for page in pages} == {"EPSG:3006"}


def test_the_codes_and_the_edition_are_those_of_the_stock(
    wfs: Server, px2: Server, workspace: Path
) -> None:
    wfs.behave()
    px2.behave()
    areas(wfs)
    stock(px2)
    stock(px2, "--level", "regso")
    drawn = read_areas(Files([str(workspace / FILE)]))
    paths = [str(path) for path in (workspace / "stock").glob("*/*.csv")]
    counted = read_stock(Files(paths), drawn)
    assert counted.edition == drawn.edition == "DeSO och RegSO 2025"
    drawn_codes = {(level, code) for level in drawn.levels for code in drawn.at(level)}
    assert counted.codes(date(2025, 12, 31)) == drawn_codes


@pytest.mark.parametrize(
    ("how", "noted"),
    [
        ({"cap": 1}, ""),
        ({"cap": 2, "hits": "unknown"}, ""),
        ({"no_crs": True}, ""),
        ({"swapped": True}, "regso"),
        ({"swapped": True, "no_crs": True}, "deso"),
        ({"swapped": "stat:DeSO_2025"}, "deso"),
        ({"gml": True}, ""),
        ({"gml": True, "cap": 1, "exception_status": 200}, ""),
        ({"gml": True, "srs": "EPSG:3006"}, ""),
        ({"gml": True, "srs": "EPSG:3006", "wrong_axes": True}, "deso"),
        ({"gml": True, "wrong_axes": True}, "deso"),
        ({"fail": ["cut", "drop", 500]}, ""),
        ({"fail": [None, 429]}, ""),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_every_habit_gives_the_same_file(
    wfs: Server, workspace: Path, how: dict[str, Any], noted: str
) -> None:
    wfs.behave()
    areas(wfs)
    whole = (workspace / FILE).read_bytes()
    (workspace / "areas").rename(workspace / "before")
    wfs.behave(**how)
    areas(wfs)
    assert (workspace / FILE).read_bytes() == whole
    assert ("norr före öster" in notes_of(workspace)) == bool(noted)
    assert noted in notes_of(workspace)


def test_degrees_are_brought_to_metres(wfs: Server, workspace: Path) -> None:
    for how in ({"no_crs": True}, {"crs": "urn:ogc:def:crs:OGC:1.3:CRS84"}, {"swapped": True}):
        crs = {} if how.get("no_crs") else {"crs": "urn:ogc:def:crs:EPSG::4326"}
        wfs.behave(**{**crs, **how}, lonlat=True)
        areas(wfs)
        found = read_areas(Files([str(workspace / FILE)]))
        for code, area in found.at("deso").items():
            assert area.geometry is not None
            square = shapely.box(*districts()[code][1])
            assert area.geometry.symmetric_difference(square).area < 1


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"loses": True}, "svaret är inte helt: 4 av 5"),
        ({"hits": 9}, "svaret är inte helt: 5 av 9"),
        ({"cap": 2, "ignores_start": True}, "servern gav desokod 0180A0010 två gånger"),
        ({"shift": -600_000}, "ligger inte i Sverige i EPSG:3006"),
        ({"shift": {"stat:DeSO_2025": 100_000}}, "0180A0010 ligger inte i 0180R002"),
        ({"shift": {"stat:RegSO_2025": 2_000}}, "0180A0010 ligger inte i 0180R002"),
        ({"crs": "EPSG:3021"}, "ligger inte i Sverige i EPSG:3021"),
        ({"regso_of": {"0180C1010": "0180R009"}}, 'föräldern "0180R009" finns inte'),
        ({"regso_of": {"0180C1010": ""}}, "området 0180C1010 saknar förälder"),
        ({"renames_key": True}, "lagret har inte egenskapen kommunkod"),
        ({"no_layer": "stat:RegSO_2025"}, "stat:RegSO_2025 unknown"),
        ({"fail": ["html"] * 9}, "adressen svarar inte som en WFS 2.0: Log in."),
        ({"fail": ["cut"] * 9}, "ingen förbindelse med servern"),
        ({"fail": [429], "retry_after": 999}, "999 sekunders uppehåll"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_what_is_short_or_astray_is_refused(
    wfs: Server, workspace: Path, how: dict[str, Any], told: str
) -> None:
    wfs.behave(**how)
    assert told in areas(wfs, code=1).stderr
    assert not (workspace / "areas").exists()


def test_a_slow_service_is_left(
    wfs: Server, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wfs.behave(fail=[None] + [500] * 4)
    areas(wfs, code=1)
    monkeypatch.setattr("tenuremix.io.fetching.http.TRIES", 1)
    wfs.behave(fail=["hold"])  # a page: how many areas there are has come
    assert "no whole answer" in areas(wfs, "--timeout", "0.3", "--lang", "en", code=1).stderr
    assert not (workspace / "areas").exists()


@pytest.mark.parametrize(
    ("how", "calls"),
    [
        ({}, {"FILTER": 6}),
        ({"ignores": "filter"}, {"FILTER": 4, "CQL_FILTER": 6}),
        ({"refuses": "filter"}, {"FILTER": 2, "CQL_FILTER": 6}),
        ({"finds_none": "filter"}, {"FILTER": 2, "CQL_FILTER": 6}),
        ({"ignores_filter": True}, {"FILTER": 4, "CQL_FILTER": 4}),
        ({"ignores_filter": True, "hits": "unknown"}, {"FILTER": 4, "CQL_FILTER": 4}),
    ],
    ids=["standard", "ignored", "refused", "nothing", "sifted here", "sifted, uncounted"],
)
def test_each_way_to_sift_gives_the_same_file(
    wfs: Server, workspace: Path, how: dict[str, Any], calls: dict[str, int]
) -> None:
    wfs.behave()
    areas(wfs)
    whole = (workspace / FILE).read_bytes()
    (workspace / "areas").rename(workspace / "before")
    wfs.behave(**how)
    areas(wfs)
    assert (workspace / FILE).read_bytes() == whole
    ways = ("FILTER", "CQL_FILTER")
    assert {w: n for w in ways if (n := sum(w in one["query"] for one in wfs.asked))} == calls


def test_a_layer_that_is_too_large_is_not_sifted_here(
    wfs: Server, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenuremix.io.fetching.wfs.MOST", 3)
    for how in ({}, {"hits": "unknown"}):
        wfs.behave(ignores_filter=True, **how)
        told = areas(wfs, code=1).stderr
        assert "en server som kan sålla ut en kommun" in told
    assert not (workspace / "areas").exists()


def test_pages_go_on_where_they_stopped(wfs: Server, workspace: Path) -> None:
    wfs.behave(cap=2, fail=[None] * 3 + [500] * 4)
    areas(wfs, code=1)
    wfs.behave(cap=2)
    areas(wfs)
    assert len(wfs.asked) == (1 + 4) + (1 + 2) - 3
    assert (workspace / FILE).is_file()


def test_an_unknown_municipality_is_told(wfs: Server, workspace: Path) -> None:
    for how in ({}, {"hits": "unknown"}):
        wfs.behave(**how)
        told = areas(wfs, "--kommun", "9999", code=1).stderr
        assert "det finns ingen kommun med koden 9999" in told
        assert "slå upp koden hos SCB" in told
    assert "four digits" in areas(wfs, "--kommun", "18", "--lang", "en", code=2).stderr
    told = run("fetch", "areas", "--kommun", "0180", code=2).stderr
    assert "Göteborgs egna tjänster har bara 1480; använd --source scb" in told
    assert not (workspace / "areas").exists()


def test_a_service_that_tells_no_day_is_dated_by_the_fetch(wfs: Server, workspace: Path) -> None:
    wfs.behave(no_day=True)
    areas(wfs)
    (folder,) = (workspace / "areas").iterdir()
    assert folder.name == "scb_deso_regso_0180_2026-03-01"


def test_districts_drawn_anew_are_a_revision(wfs: Server) -> None:
    wfs.behave()
    areas(wfs)
    assert f"Oförändrad: {FILE}" in areas(wfs).stdout
    wfs.behave(rename={"0180R001": "Gamla stan"})
    shown = areas(wfs).stdout
    assert f"Reviderad: {FILE.replace('2025-01-01', '2025-01-01-r2')} avviker" in shown
    assert "regso 0180R001 namn: Gamla stan-Riddarholmen → Gamla stan" in shown
    assert "deso 0180C1010 namn: Gamla stan-Riddarholmen C1010 → Gamla stan C1010" in shown


# --- the whole municipality -----------------------------------------------------------------------


def total(tenure: str, year: str = "2025") -> int:
    return sum(dwellings(code, tenure, year) for code in DESO)


def test_districts_are_checked_against_the_municipality(px2: Server, workspace: Path) -> None:
    px2.behave()
    for level in ("deso", "regso"):
        stock(px2, "--level", level)
        told = notes_of(workspace, "stock")
        assert f"hyresratt {total('1')} av {total('1')}" in told
        every = sum(total(tenure) for tenure in ("1", "2", "3", "Ö"))
        assert f"tillsammans {every} av {every}" in told
        assert "avviker" not in told


def test_a_difference_to_the_municipality_is_told(px2: Server, workspace: Path) -> None:
    px2.behave(whole_off=500)
    shown = stock(px2).stdout
    assert "Områdena avviker från kommunens total med mer än 1% av alla bostäder" in shown
    assert f"hyresratt {total('1')} av {total('1') + 500}" in notes_of(workspace, "stock")


def test_hidden_figures_are_told_beside_the_sum(px2: Server, workspace: Path) -> None:
    px2.behave()
    stock(px2, "--kommun", "1480")
    assert "Dolda uppgifter i områdena: 1." in notes_of(workspace, "stock")


def test_districts_are_not_lost_for_the_municipality(px2: Server, workspace: Path) -> None:
    px2.behave(no_table="TAB824")
    stock(px2)
    assert "gick inte att läsa för 2025: inte avstämt" in notes_of(workspace, "stock")


def test_the_mix_of_the_municipality_can_be_used_as_reference(
    px2: Server, wfs: Server, workspace: Path
) -> None:
    px2.behave()
    wfs.behave()
    shown = stock(px2, "--level", "kommun").stdout
    assert "Filen är till för att jämföra med" in shown
    (line,) = [line for line in shown.splitlines() if "reference = {" in line]
    mix = tomllib.loads(line.rpartition(": ")[2])["reference"]
    known = {t: total(t) for t in "123"}
    assert mix["hyresratt"] == pytest.approx(known["1"] / sum(known.values()), abs=1e-4)
    areas(wfs)
    stock(px2)
    name = "TAB6638_0180_deso_2025-12-31"
    (workspace / "mal.toml").write_text('[[definition]]\nid = "a"\nlevel = "deso"\n', "utf-8")
    (workspace / "tenuremix.toml").write_text(
        f'areas = "{FILE}"\nstock = "stock/{name}/{name}.csv"\nimport_to = "r.csv"\n'
        f'targets = "mal.toml"\n{line.rpartition(": ")[2]}\n',
        encoding="utf-8",
    )
    run("areas")


@pytest.mark.parametrize(
    ("year", "table"), [("2024", "TAB6638"), ("2023", "TAB6258"), ("2015", "TAB6258")]
)
def test_every_year_of_either_edition_is_in_reach(
    px2: Server, workspace: Path, year: str, table: str
) -> None:
    px2.behave()
    stock(px2, "--year", year)
    (folder,) = (workspace / "stock").iterdir()
    assert folder.name == f"{table}_0180_deso_{year}-12-31"
    (told,) = folder.glob("*.toml")
    edition = sidecar.read_source("stock", str(next(folder.glob("*.csv"))), told.name).edition
    assert edition == ("DeSO och RegSO 2025" if year == "2024" else "DeSO 2018 och RegSO 2020")


def test_a_year_that_is_in_neither_table_is_told(px2: Server) -> None:
    px2.behave()
    assert "tabellen har inte 2014" in stock(px2, "--year", "2014", code=1).stderr


# --- a workspace ----------------------------------------------------------------------------------


def init(wfs: Server, px2: Server, *arguments: object, code: int = 0) -> Result:
    return run(*init_words(wfs, px2), *arguments, code=code)


def init_words(wfs: Server, px2: Server) -> list[str]:
    areas_url, stock_url = f"{wfs.root}/geoserver/stat/wfs", f"{px2.root}/api/v2"
    urls = ["--areas-url", areas_url, "--stock-url", stock_url]
    return ["init", "stad", "--kommun", "0180", *urls]


@pytest.mark.parametrize("level", ["regso", "deso"])
def test_a_workspace_in_which_every_command_works(
    wfs: Server, px2: Server, workspace: Path, monkeypatch: pytest.MonkeyPatch, level: str
) -> None:
    wfs.behave()
    px2.behave()
    shown = init(wfs, px2, "--level", level).stdout
    assert "ett exempel som ingen har beslutat: ändra det" in shown
    assert sorted(path.name for path in workspace.iterdir()) == ["stad", "tenuremix.toml"]
    monkeypatch.chdir(workspace / "stad")
    assert "Allt stämmer." in run("validate").stdout
    found = json.loads(run("areas", "--format", "json").stdout)
    assert {area["level"] for area in found} == {level}
    assert sum(area["dwellings"]["hyresratt"] for area in found) == total("1")
    (target,) = json.loads(run("progress", "--format", "json").stdout)
    assert (target["status"], target["minimum"], target["counted"]) == ("open", None, 0)
    chosen = {tuple(each["definition"]["stock"]) for each in target["sensitivity"]}
    assert len(chosen) == 1, "the table does not tell types of building apart"
    code = "0180R001" if level == "regso" else "0180C1010"
    for words in (
        ("progress",),
        ("map",),
        ("report", "--year", "2025"),
        ("build",),
        ("check", "--area", code, "--hyresratt", "40", "--html", "kontroll.html"),
        ("check", "--point", "672500,6579500", "--hyresratt", "40"),
        ("template", "register.xlsx"),
        *(("export", f"allt{suffix}") for suffix in (".gpkg", ".xlsx", ".geojson", ".csv")),
    ):
        told = run(*words).stdout
        assert "göteborg" not in told.casefold()
    for page in (Path("maps/karta.html"), Path("maps/rapport-2025.html"), Path("kontroll.html")):
        text = page.read_text(encoding="utf-8").casefold()
        assert "stockholm" in text or page.name == "kontroll.html"
        assert not [word for word in ("göteborg", "primärområd", "stadsområd") if word in text]


def test_what_the_new_workspace_says(wfs: Server, px2: Server, workspace: Path) -> None:
    wfs.behave()
    px2.behave()
    init(wfs, px2)
    settings = (workspace / "stad" / "tenuremix.toml").read_text(encoding="utf-8")
    stated = tomllib.loads(settings)
    assert stated["title"] == "Stockholm: markanvisning och upplåtelseform"
    assert stated["register"] == []
    assert stated["import_to"] == "markanvisningar/register.csv"
    assert [name.rpartition("/")[2] for name in stated["stock"]] == [
        f"TAB6638_0180_{level}_{year}-12-31.csv"
        for level in ("deso", "regso")
        for year in (2024, 2025)
    ]
    loaded = load(find_settings(workspace / "stad"))
    assert loaded.as_of == date(2025, 12, 31)
    assert loaded.targets[0].minimum is None
    assert loaded.targets[0].valid_from == date(2025, 1, 1)
    mix = loaded.stock.mix(loaded.areas, "regso", "0180R001", date(2025, 12, 31))
    assert mix is not None
    by_hand = dwellings("0180C1010", "2", "2025") + dwellings("0180C1020", "2", "2025")
    assert mix[Tenure.BOSTADSRATT].low == by_hand
    targets = (workspace / "stad" / "mal" / "mal.toml").read_text(encoding="utf-8")
    assert "minimum" not in tomllib.loads(targets)["target"][0]
    assert "EXEMPEL ATT ÄNDRA. Ingen har beslutat" in targets
    assert "Beslut till och med 2024-12-31 kan inte bedömas" in loaded.targets[0].assumptions[-1]
    assert len({source.title for source in loaded.sources}) == len(loaded.sources) == 6


def test_the_same_workspace_again(wfs: Server, px2: Server, workspace: Path) -> None:
    wfs.behave()
    px2.behave()
    init(wfs, px2)
    first = {path: path.read_bytes() for path in sorted(workspace.rglob("stad/**/*.*"))}
    (workspace / "stad").rename(workspace / "before")
    printed = json.loads(init(wfs, px2, "--format", "json").stdout)
    assert printed == {"written": ["stad/tenuremix.toml", "stad/mal/mal.toml"]}
    assert {path: path.read_bytes() for path in sorted(workspace.rglob("stad/**/*.*"))} == first


def test_decisions_are_counted_in_the_new_workspace(
    wfs: Server, px2: Server, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wfs.behave()
    px2.behave()
    init(wfs, px2, "--level", "deso")
    monkeypatch.chdir(workspace / "stad")
    Path("markanvisningar").mkdir()
    Path("markanvisningar/register.csv").write_text(
        "id,namn,datum,handelse,hyresratt,bostadsratt,aganderatt,oklar,omrade\n"
        "A,Prov,2025-06-01,markanvisning,80,0,0,0,0180C1010\n",
        encoding="utf-8",
    )
    (entry,) = json.loads(run("progress", "--format", "json").stdout)[0]["ledger"]
    mix = [dwellings("0180C1010", tenure, "2024") for tenure in "123"]
    assert (entry["counted"] == 80) == (2 * mix[1] > sum(mix))
    assert entry["statistics_date"] == "2024-12-31"


def test_years_can_be_chosen(wfs: Server, px2: Server, workspace: Path) -> None:
    wfs.behave()
    px2.behave()
    init(wfs, px2, "--year", "2024")
    loaded = load(find_settings(workspace / "stad"))
    assert loaded.stock.vintages == (date(2024, 12, 31),)
    assert loaded.targets[0].valid_from == date(2024, 1, 1)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--year", "2023"), "hör till andra gränser"),
        (("--level", "kommun"), "väntade en av regso, deso"),
        (("--kommun", "180"), "väntade fyra siffror"),
    ],
)
def test_wrong_usage_asks_nobody(
    wfs: Server, px2: Server, workspace: Path, options: tuple[str, str], told: str
) -> None:
    wfs.behave()
    px2.behave()
    assert told in init(wfs, px2, *options, code=2).stderr
    assert not wfs.asked
    assert not px2.asked
    assert not (workspace / "stad").exists()


def test_options_of_a_municipality_need_one(workspace: Path) -> None:
    assert "--level hör till --kommun" in run("init", "stad", "--level", "deso", code=2).stderr
    assert "--stock-url belongs to --kommun" in (
        run("init", "stad", "--stock-url", "http://x", "--lang", "en", code=2).stderr
    )
    assert not (workspace / "stad").exists()


def test_a_used_folder_is_left_alone(wfs: Server, px2: Server, workspace: Path) -> None:
    wfs.behave()
    px2.behave()
    (workspace / "stad").mkdir()
    (workspace / "stad" / "eget.txt").write_text("mitt", encoding="utf-8")
    assert "finns redan och är inte tom" in init(wfs, px2, code=2).stderr
    assert not px2.asked
    (workspace / "stad" / "eget.txt").unlink()
    init(wfs, px2)


@pytest.mark.parametrize("where", ["wfs", "px2"])
def test_an_init_that_fails_leaves_nothing_and_goes_on(
    wfs: Server, px2: Server, workspace: Path, where: str
) -> None:
    wfs.behave()
    px2.behave()
    init(wfs, px2)
    (workspace / "stad").rename(workspace / "before")
    calls = {"wfs": len(wfs.asked), "px2": len(px2.asked)}
    wfs.behave()
    px2.behave()
    failing = {"wfs": wfs, "px2": px2}[where]
    failing.behave(fail=[None] * (calls[where] - 1) + [500] * 4)
    told = init(wfs, px2, code=1).stderr
    assert "kör om samma kommando: det som kommit i dag är kvar" in told
    assert not (workspace / "stad").exists()
    wfs.behave()
    px2.behave()
    init(wfs, px2)
    assert len(failing.asked) == 1, "only what had not come"
    assert not (workspace / ".fetch").exists()
    after = {p.relative_to(workspace / "stad") for p in (workspace / "stad").rglob("*")}
    assert after == {p.relative_to(workspace / "before") for p in (workspace / "before").rglob("*")}


def test_an_unknown_municipality_leaves_nothing(wfs: Server, px2: Server, workspace: Path) -> None:
    wfs.behave()
    px2.behave()
    told = init(wfs, px2, "--kommun", "9999", "--lang", "en", code=1).stderr
    assert "there is no municipality with the code 9999" in told
    assert not wfs.asked, "the statistics tell it at once"
    assert [path.name for path in workspace.iterdir()] == ["tenuremix.toml"]


def test_no_network(workspace: Path) -> None:
    urls = ("--areas-url", "http://127.0.0.1:9/wfs", "--stock-url", "http://127.0.0.1:9/api")
    told = run("init", "stad", "--kommun", "0180", *urls, code=1).stderr
    assert "ingen förbindelse med servern" in told
    assert "Traceback" not in told
    assert [path.name for path in workspace.iterdir()] == ["tenuremix.toml"]


def test_what_does_not_fit_together_is_not_kept(wfs: Server, px2: Server, workspace: Path) -> None:
    wfs.behave(empty="0180C1010")
    px2.behave()
    told = init(wfs, px2, code=1).stderr
    assert "koder som inte finns bland områdena: deso 0180C1010" in told
    assert [path.name for path in workspace.iterdir()] == ["tenuremix.toml"]


def test_an_interrupted_init_says_that_it_can_go_on(
    wfs: Server, px2: Server, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wfs.behave(fail=[None, None, None, "hold"])
    px2.behave()
    process = subprocess.Popen(
        [sys.executable, "-c", ON_A_KEYBOARD, *init_words(wfs, px2)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    )
    wfs.wait_for(4, process)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate()
    assert process.returncode == 130
    assert told.splitlines()[-1] == (
        "Avbrutet. Ingenting är ändrat. Det som kommit i dag är kvar: kör samma kommando igen."
    )
    assert not (workspace / "stad").exists()
    (day,) = (path.name for path in (workspace / ".fetch").iterdir())
    monkeypatch.setattr(clock, "today", lambda: date.fromisoformat(day))
    wfs.behave()
    px2.behave()
    init(wfs, px2)
    assert len(wfs.asked) == 3, "the number of RegSO, their only page, and that none follows"
    assert not px2.asked
    assert not (workspace / ".fetch").exists()


def test_the_box_holds_sweden_and_no_local_zone() -> None:
    west, south, east, north = fetch_districts.SWEDEN.box
    # The corners of Sweden: Strömstad, Smygehuk, Haparanda and Treriksröset, in EPSG:3006.
    for x, y in ((278_000, 6_541_000), (396_000, 6_133_000), (917_000, 7_322_000),
                 (719_000, 7_673_000)):  # fmt: skip
        assert west < x < east
        assert south < y < north
        assert not (west < y < east)
    assert west > 150_000 + 60_000
