"""What is handed on: the numbers of the JSON in every format, harmless texts, the same bytes."""

from __future__ import annotations

import codecs
import csv
import importlib.util
import io
import json
import shutil
import sqlite3
import time
import xml.etree.ElementTree as ET
import zipfile
from datetime import date
from pathlib import Path

import geopandas as gpd
import openpyxl
import pyogrio
import pytest
import shapely
from commanded import app
from places import GOOD
from typer.testing import CliRunner, Result

from tenuremix.io.inputs.source import read_table

LEVELS = ("primaromrade", "mellanomrade", "stadsomrade")
ALL = (".gpkg", ".xlsx", ".csv", ".geojson")
HOSTILE = (
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.com","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    "x" * 10_000,
    "\u202egnp.exe\u202c \u200fשלום",
    "'); DROP TABLE om; --",
    "#N/A",
    "]]> &amp; \"'",
    "ljud\x07\x0bklocka\uffff",
)
# The prefix of the columns by the key of the JSON of areas.
PREFIXES = {
    "dwellings": "",
    "shares": "andel_",
    "shortfall": "brist_",
    "pipeline": "beslutat_",
    "completed": "fardigt_",
    "planned": "planerat_",
    "mix_projected": "framtid_",
}
NAMES = {
    "area": "kod",
    "area_name": "namn",
    "level": "niva",
    "known": "bostader",
    "class": "klass",
    "missing": "saknas",
    "class_projected": "klass_framtid",
}
LEDGER = {
    "allocation": "markanvisning",
    "name": "namn",
    "date": "datum",
    "event": "handelse",
    "area": "omrade",
    "area_name": "omrade_namn",
    "tenure": "upplatelseform",
    "dwellings": "andrade_bostader",
    "counted": "raknas",
    "reason": "skal",
    "area_class": "omradesklass",
    "area_share": "omradesandel",
    "statistics_date": "statistik_datum",
    "exception": "undantag",
    "subgroup": "undergrupp",
}


def run(*arguments: object, code: int = 0) -> Result:
    dialect = ("--csv-dialect", "iso") if arguments[0] == "export" else ()
    result = CliRunner().invoke(app, [str(argument) for argument in (*arguments, *dialect)])
    assert result.exit_code == code, result.output
    return result


def asked(*arguments: str) -> list[dict]:
    return json.loads(run(*arguments, "--format", "json").stdout)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Export the embedded default once, in every format."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for suffix in ALL:
            run("export", f"stad{suffix}")
        for level in LEVELS[1:]:
            run("export", f"{level}.geojson", "--level", level)
        run("export", "liggare.csv", "--what", "liggare")
        run("export", "markanvisningar.geojson", "--what", "markanvisningar")
    return folder


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """Make a workspace whose texts would do harm if anything took them for more than text."""
    for file in ("areas.geojson", "stock.csv", "targets.toml"):
        shutil.copy(GOOD / file, tmp_path)
    names = ["id", "namn", "datum", "handelse", "hyresratt", "bostadsratt", "aganderatt", "oklar"]
    with (tmp_path / "register.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*names, "byggaktor", "wkt"])
        for number, words in enumerate(HOSTILE):
            place = f"POINT ({147100 + number} 6397500)"
            row = [f"A{number}", words, "2025-02-01", "markanvisning", 1, 2, 3, 4, words, place]
            writer.writerow(row)
    return tmp_path


def inputs(folder: Path) -> list[str]:
    files = {"areas": "areas.geojson", "stock": "stock.csv"}
    files |= {"register": "register.csv", "targets": "targets.toml"}
    return [word for key, name in files.items() for word in (f"--{key}", str(folder / name))]


def same(found: object, wanted: object) -> bool:
    """Tell whether a cell holds a value of the JSON; an empty cell is null."""
    if found is None or found != found or found == "":  # noqa: PLR0124 - NaN
        return wanted is None
    if isinstance(wanted, (int, float)):
        return float(str(found)) == pytest.approx(wanted, rel=1e-12, abs=1e-15)
    return str(found).removesuffix(" 00:00:00") == str(wanted)


def compare_area(found: dict, record: dict) -> None:
    wanted = {NAMES[key]: record[key] for key in NAMES}
    for key, prefix in PREFIXES.items():
        for tenure, value in (record[key] or {}).items():
            wanted[prefix + tenure] = value
    for key in ("shares", "shortfall", "dwellings"):
        for tenure, value in (record[key] or {}).items():
            ends = record[f"{key}_range"].get(tenure) or [value, value]
            low, high = (f"{PREFIXES[key]}{tenure}_{end}" for end in ("lagst", "hogst"))
            wanted |= {low: ends[0], high: ends[1]}
    pairs = {name: (found[name], value) for name, value in wanted.items()}
    assert not {name: pair for name, pair in pairs.items() if not same(*pair)}


def sheet_records(path: Path, title: str, names: list[str]) -> list[dict]:
    rows = openpyxl.load_workbook(path)[title].iter_rows(min_row=2, values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def area_records(made: Path, level: str, suffix: str) -> list[dict]:
    if suffix == ".gpkg":
        frame = gpd.read_file(made / "stad.gpkg", layer=f"omraden_{level}")
        return frame.drop(columns="geometry").astype(object).to_dict("records")
    if suffix == ".xlsx":
        frame = gpd.read_file(made / "stad.gpkg", layer=f"omraden_{level}")
        title = level.replace("primaromrade", "Primärområden").replace("mellano", "Mellano")
        title = title.replace("stadso", "Stadso").replace("omrade", "områden").replace("nn", "n")
        return sheet_records(made / "stad.xlsx", title, list(frame.columns[:-1]))
    if suffix == ".csv":
        text = (made / "stad.csv").read_text(encoding="utf-8")
        return list(csv.DictReader(io.StringIO(text)))
    name = "stad" if level == LEVELS[0] else level
    document = json.loads((made / f"{name}.geojson").read_text(encoding="utf-8"))
    return [feature["properties"] for feature in document["features"]]


@pytest.mark.parametrize("suffix", ALL)
@pytest.mark.parametrize("level", LEVELS)
def test_areas_say_what_the_json_says(made: Path, level: str, suffix: str) -> None:
    if suffix == ".csv" and level != LEVELS[0]:
        run("export", "other.csv", "--level", level)
        text = Path("other.csv").read_text(encoding="utf-8")
        found = list(csv.DictReader(io.StringIO(text)))
    else:
        found = area_records(made, level, suffix)
    wanted = asked("areas", "--level", level)
    assert len(found) == len(wanted)
    for record, one in zip(wanted, found, strict=True):
        compare_area(one, record)


@pytest.mark.parametrize("suffix", [".gpkg", ".xlsx", ".csv"])
def test_the_ledger_says_what_the_json_says(made: Path, suffix: str) -> None:
    frame = pyogrio.read_dataframe(made / "stad.gpkg", layer="liggare")
    if suffix == ".gpkg":
        found = frame.astype(object).to_dict("records")
    elif suffix == ".xlsx":
        found = sheet_records(made / "stad.xlsx", "Liggare", list(frame.columns))
    else:
        text = (made / "liggare.csv").read_text(encoding="utf-8")
        found = list(csv.DictReader(io.StringIO(text)))
    targets = asked("progress")
    wanted = [{"target": t["target"], **entry} for t in targets for entry in t["ledger"]]
    assert len(found) == len(wanted)
    for one, entry in zip(found, wanted, strict=True):
        assert one["mal"] == entry["target"]
        assert all(same(one[LEDGER[key]], entry[key]) for key in LEDGER)
    for target in targets:
        counted = [int(one["raknas"]) for one in found if one["mal"] == target["target"]]
        assert sum(counted) == target["counted"]


def test_allocations_are_the_states_of_the_register(made: Path) -> None:
    from tenuremix.io.inputs.workspace import find_settings, load

    workspace = load(find_settings(Path.cwd()))
    document = json.loads((made / "markanvisningar.geojson").read_text(encoding="utf-8"))
    names = ("markanvisningar_ytor", "markanvisningar_punkter")
    layers = [gpd.read_file(made / "stad.gpkg", layer=name) for name in names]
    ids = [id_ for layer in layers for id_ in layer["id"]]
    assert sorted(ids) == sorted(workspace.books.states)
    assert layers[0].geom_type.eq("MultiPolygon").all()
    assert layers[1].geom_type.eq("Point").all()
    areas = workspace.areas
    for feature in document["features"]:
        found, state = feature["properties"], workspace.books.states[feature["properties"]["id"]]
        assert (found["namn"], found["skede"]) == (state.name, state.stage.value)
        numbers = state.dwellings or {}
        assert all(found[t.value] == n for t, n in numbers.items())
        assert found["alla"] == (sum(numbers.values()) if state.dwellings is not None else None)
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        if state.place.geometry is not None:
            assert shape.equals(state.place.geometry)
        else:
            assert found["plats"] == "omrade"
            placed = workspace.books.locator.place(type(state.place)(shape)).parts[0].area
            level = areas.level_of(state.place.area)
            assert areas.ancestor(placed, areas.finest, level) == state.place.area


def test_the_crs_is_kept_and_the_shapes_cover_the_city(made: Path) -> None:
    whole = None
    for level in LEVELS:
        layer = gpd.read_file(made / "stad.gpkg", layer=f"omraden_{level}")
        other = "stad" if level == LEVELS[0] else level
        again = gpd.read_file(made / f"{other}.geojson")
        assert layer.crs.to_epsg() == again.crs.to_epsg() == 3007
        assert layer.geom_type.eq("MultiPolygon").all()
        assert layer.geom_equals(again.geometry).all()
        whole = whole or layer.area.sum()
        assert layer.area.sum() == pytest.approx(whole)
    assert read_table(f"{made}/stad.gpkg|layername=omraden_primaromrade").crs == "EPSG:3007"


def test_exported_areas_can_be_used_as_areas(made: Path) -> None:
    layer = f"{made}/stad.gpkg|layername=omraden_primaromrade"
    assert asked("progress", "--areas", layer) == asked("progress")


@pytest.mark.usefixtures("made")
def test_a_csv_opens_in_a_swedish_excel() -> None:
    assert CliRunner().invoke(app, ["export", "excel.csv"]).exit_code == 0
    run("export", "iso.csv")
    raw = Path("excel.csv").read_bytes()
    assert raw.startswith(codecs.BOM_UTF8)
    assert b"\r\n" in raw
    excel = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    iso = list(csv.reader(io.StringIO(Path("iso.csv").read_text(encoding="utf-8"))))
    shares = [at for at, name in enumerate(iso[0]) if name.startswith("andel_")]
    for row in iso[1:]:
        for at in shares:
            row[at] = row[at].replace(".", ",")
    assert excel == iso
    assert all("," in excel[1][at] for at in shares)


def test_as_of_and_language_reach_the_file(made: Path) -> None:
    run("export", "a.csv", "--what", "liggare", "--as-of", "2025-06-30")
    text = Path("a.csv").read_text(encoding="utf-8")
    assert all(row["datum"] <= "2025-06-30" for row in csv.DictReader(io.StringIO(text)))
    run("export", "a.xlsx", "--lang", "en")
    book = openpyxl.load_workbook("a.xlsx")
    assert {"Ledger", "Land allocations", "About"} <= set(book.sheetnames)
    assert {"Liggare", "Markanvisningar", "Om"} <= set(
        openpyxl.load_workbook(made / "stad.xlsx").sheetnames
    )


@pytest.mark.parametrize("suffix", ALL)
def test_the_same_bytes_twice(made: Path, suffix: str) -> None:
    written = (made / f"stad{suffix}").stat().st_mtime
    time.sleep(max(0.0, written + 2.1 - time.time()))  # a zip tells two seconds apart
    run("export", f"again{suffix}")
    assert Path(f"again{suffix}").read_bytes() == (made / f"stad{suffix}").read_bytes()


def test_nothing_but_the_file_is_written(made: Path, tmp_path: Path) -> None:
    run("export", "deep/er/x.gpkg")
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["x.gpkg"]
    assert not [p.name for p in made.iterdir() if p.name.startswith(".")]


def test_nothing_is_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.gpkg").write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    assert "går inte att skriva" in run("export", "x.gpkg", code=1).stderr
    monkeypatch.undo()
    assert (tmp_path / "x.gpkg").read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["x.gpkg"]


# QGIS ----------------------------------------------------------------------------------------


def test_the_geopackage_opens_styled(made: Path) -> None:
    with sqlite3.connect(made / "stad.gpkg") as base:
        assert base.execute("PRAGMA application_id").fetchone()[0] == 0x47504B47
        assert base.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        styles = base.execute(
            "SELECT f_table_name, styleName, useAsDefault, styleQML, update_time FROM layer_styles"
        ).fetchall()
        spatial = {row[0] for row in base.execute("SELECT table_name FROM gpkg_geometry_columns")}
    base.close()
    assert sorted(name for name, _, default, *_ in styles if default) == sorted(spatial)
    assert len({moment for *_, moment in styles}) == len(styles), "QGIS lists each second anew"
    for table, _, _, qml, _ in styles:
        columns = set(pyogrio.read_info(made / "stad.gpkg", layer=table)["fields"])
        root = ET.fromstring(qml)  # noqa: S314 - our own
        symbols = {symbol.get("name") for symbol in root.iter("symbol")}
        rules = list(root.iter("rule"))
        assert {rule.get("symbol") for rule in rules} == symbols
        assert all(rule.get("label") for rule in rules)
        assert {alias.get("field") for alias in root.iter("alias")} == columns
        used = " ".join(rule.get("filter", "") for rule in rules).split('"')[1::2]
        assert used
        assert set(used) <= columns


def test_layers_are_named_after_their_content(made: Path) -> None:
    names = {str(name) for name, _ in pyogrio.list_layers(made / "stad.gpkg")}
    assert names >= {f"omraden_{level}" for level in LEVELS} | {"liggare", "om"}
    about = pyogrio.read_dataframe(made / "stad.gpkg", layer="om")
    assert about["text"].str.contains("schematiska").any()
    assert about["rubrik"].str.startswith("Källa").any()


# Texts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ALL)
def test_hostile_texts_stay_texts(hostile: Path, suffix: str) -> None:
    arguments = ["--what", "markanvisningar"] if suffix in (".csv", ".geojson") else []
    run("export", f"x{suffix}", *arguments, *inputs(hostile))
    wanted = [words.strip() for words in HOSTILE]
    if suffix == ".gpkg":
        frame = gpd.read_file("x.gpkg", layer="markanvisningar_punkter")
        found = dict(zip(frame["id"], frame["namn"], strict=True))
        with sqlite3.connect("x.gpkg") as base:
            qml = "".join(row[0] for row in base.execute("SELECT styleQML FROM layer_styles"))
        base.close()
        assert "script" not in qml
    elif suffix == ".xlsx":
        sheet = openpyxl.load_workbook("x.xlsx")["Markanvisningar"]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {*"nsbd"}
        assert all(sheet.cell(n, 2).quotePrefix for n in range(2, 4))
        found = {row[0]: row[1] for row in sheet.iter_rows(min_row=2, values_only=True)}
        wanted = [words.translate({7: None, 11: None, 0xFFFF: None}) for words in wanted]
        with zipfile.ZipFile("x.xlsx") as archive:
            parts = [archive.read(n) for n in archive.namelist() if n.endswith(".xml")]
        assert not any(b"<f>" in part or b"<script" in part for part in parts)
    elif suffix == ".csv":
        rows = csv.DictReader(io.StringIO(Path("x.csv").read_text(encoding="utf-8")))
        found = {row["id"]: row["namn"] for row in rows}
        assert not any(text.startswith(("=", "+", "-", "@")) for text in found.values())
        wanted = [f"'{words}" if words[0] in "=+-@" else words for words in wanted]
        wanted = [words.replace("; --", ";' --") for words in wanted]
    else:
        document = json.loads(Path("x.geojson").read_text(encoding="utf-8"))
        records = [feature["properties"] for feature in document["features"]]
        found = {record["id"]: record["namn"] for record in records}
    assert [found[f"A{n}"] for n in range(len(HOSTILE))] == wanted


def test_a_level_of_any_name_has_a_layer(hostile: Path) -> None:
    areas = (hostile / "areas.geojson").read_text(encoding="utf-8")
    odd = '"); DROP TABLE x; [Nivå]: 1/2'
    areas = areas.replace('"primaromrade"', json.dumps(odd))
    (hostile / "areas.geojson").write_text(areas, encoding="utf-8")
    for file in ("stock.csv", "targets.toml"):
        text = (hostile / file).read_text(encoding="utf-8")
        quoted = '"' + odd.replace('"', '""') + '"' if file == "stock.csv" else json.dumps(odd)
        name = "primaromrade" if file == "stock.csv" else '"primaromrade"'
        (hostile / file).write_text(text.replace(name, quoted), encoding="utf-8")
    for suffix in (".gpkg", ".xlsx"):
        run("export", f"odd{suffix}", *inputs(hostile))
    names = [str(name) for name, _ in pyogrio.list_layers("odd.gpkg")]
    assert "omraden_drop_table_x_niva_1_2" in names
    assert len(openpyxl.load_workbook("odd.xlsx").sheetnames) == len(names) - 2


# Usage ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["x.shp"], ".gpkg, .xlsx, .parquet, .geojson, .csv"),
        (["x"], ".gpkg, .xlsx, .parquet, .geojson, .csv"),
        (["x.gpkg", "--level", "mellanomrade"], "alla nivåer"),
        (["x.xlsx", "--what", "liggare"], "innehåller allt"),
        (["x.geojson", "--what", "liggare"], "omraden, markanvisningar"),
        (["x.csv", "--what", "liggare", "--level", "mellanomrade"], "--level gäller"),
        (["x.csv", "--level", "kvarter"], "väntade en av"),
    ],
)
def test_a_wrong_command_says_what_is_allowed(arguments: list[str], said: str) -> None:
    assert said in run("export", *arguments, code=2).stderr
    assert not list(Path.cwd().iterdir())


def test_parquet_without_pyarrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from tenuremix.io.formats import layers

    monkeypatch.setattr(layers, "find_spec", lambda _: None)
    message = run("export", "x.parquet", code=2).stderr
    assert "pip install 'tenuremix[parquet]'" in message
    assert not Path("x.parquet").exists()


@pytest.mark.skipif(importlib.util.find_spec("pyarrow") is None, reason="pyarrow is not here")
def test_parquet_says_what_the_json_says() -> None:
    run("export", "x.parquet")
    run("export", "y.parquet")
    assert Path("x.parquet").read_bytes() == Path("y.parquet").read_bytes()
    frame = gpd.read_parquet("x.parquet")
    assert frame.crs.to_epsg() == 3007
    assert frame.attrs["as_of"] == "2025-06-30"
    found = frame.drop(columns="geometry").astype(object).to_dict("records")
    found = [{k: None if str(v) == "<NA>" else v for k, v in r.items()} for r in found]
    for record, one in zip(asked("areas"), found, strict=True):
        compare_area(one, record)
    run("export", "m.parquet", "--what", "markanvisningar")
    assert len(gpd.read_parquet("m.parquet")) > 0


# The template --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_template_is_a_register(language: str) -> None:
    run("template", "mall.xlsx", "--lang", language)
    first = Path("mall.xlsx").read_bytes()
    run("template", "mall.xlsx", "--lang", language)
    assert Path("mall.xlsx").read_bytes() == first
    register = "mall.xlsx|layername=register"
    assert asked("validate", "--register", register) == []
    ledger = asked("progress", "--register", register, "--target", "hr-500")[0]["ledger"]
    assert [(e["allocation"], e["dwellings"]) for e in ledger] == [("EX-1", 40)]


def test_the_template_lies_in_the_areas_it_is_for(hostile: Path) -> None:
    run("template", "mall.xlsx", "--areas", hostile / "areas.geojson")
    given = inputs(hostile)
    given[given.index("--register") + 1] = "mall.xlsx|layername=register"
    assert asked("validate", *given) == []


def test_the_template_offers_what_the_contract_allows() -> None:
    from tenuremix.counting.decisions import EXCEPTIONS, SUBGROUPS, Event
    from tenuremix.schema import REGISTER, names

    run("template", "mall.xlsx")
    book = openpyxl.load_workbook("mall.xlsx")
    sheet, guide = book.worksheets
    headings = [cell.value for cell in sheet[1]]
    assert set(names(REGISTER, required=True)) <= set(headings)
    offered = {
        headings[next(iter(rule.sqref.ranges)).min_col - 1]: rule.formula1.strip('"').split(",")
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    assert offered == {
        "handelse": list(Event),
        "undergrupp": list(SUBGROUPS),
        "undantag": list(EXCEPTIONS),
    }
    assert [row[0] for row in guide.iter_rows(min_row=2, values_only=True)] == headings
    assert sheet.freeze_panes
    assert [table.ref for table in sheet.tables.values()] == [sheet.dimensions]


def test_a_filled_template_keeps_codes_and_dates(tmp_path: Path) -> None:
    run("template", "mall.xlsx")
    book = openpyxl.load_workbook("mall.xlsx")
    sheet = book.worksheets[0]
    at = {cell.value: cell.column for cell in sheet[1]}
    row = {"id": "007", "namn": "Egen", "datum": date(2025, 5, 2), "handelse": "markanvisning"}
    row |= {"hyresratt": 9, "bostadsratt": 0, "aganderatt": 0, "oklar": 0, "omrade": "109"}
    for name, value in row.items():
        sheet.cell(4, at[name]).value = value
    book.save(tmp_path / "mall.xlsx")
    found = asked("progress", "--register", "mall.xlsx|layername=register", "--target", "hr-500")
    entry = found[0]["ledger"][-1]
    assert (entry["allocation"], entry["date"], entry["dwellings"]) == ("007", "2025-05-02", 9)


def test_a_template_is_an_excel_sheet() -> None:
    assert ".xlsx" in run("template", "mall.csv", code=2).stderr
