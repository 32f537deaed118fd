"""What is exported comes home: unchanged it is there already, and no edit of it is lost."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from commanded import app
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from places import GOOD
from typer.testing import CliRunner

SETTINGS = """\
areas = ["areas.geojson"]
stock = ["stock.csv"]
targets = ["targets.toml"]
register = []
import_to = "register.csv"
"""
DECISIONS = """\
id,namn,datum,handelse,hyresratt,bostadsratt,aganderatt,oklar,omrade,byggaktor,giltig_till,wkt
G-1,Kv Ett,2024-03-10,markanvisning,35,40,0,0,101,Bolag AB,2026-03-10,
G-1,,2024-06-10,andring,45,30,0,0,,,,
G-2,Kv Två,2024-04-10,markanvisning,10,0,5,0,102,,,
G-3,Kv Tre,2024-05-10,markanvisning,20,0,0,7,,,,{plot}
G-4,=Kv Fyra,2024-05-11,planerad,,,,,201,,,
"""
SETTLED = ("hyresratt", "bostadsratt", "aganderatt", "oklar", "alla")
FILES = ("all.gpkg", "all.xlsx", "en.xlsx", "allocations.csv", "allocations.geojson")


def run(*arguments, code=0):
    dialect = ("--csv-dialect", "iso") if arguments[0] == "export" else ()
    result = CliRunner().invoke(app, [str(argument) for argument in (*arguments, *dialect)])
    assert result.exit_code == code, result.output
    return result


def bring(*arguments, code=0):
    return json.loads(run("import", *arguments, "--format", "json", code=code).stdout)


def told(*arguments):
    return run("import", *arguments, code=1).stderr


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported")
    for name in ("areas.geojson", "stock.csv", "targets.toml"):
        shutil.copy(GOOD / name, folder)
    (folder / "tenuremix.toml").write_text(SETTINGS, encoding="utf-8")
    areas = json.loads((folder / "areas.geojson").read_text(encoding="utf-8"))
    ring = next(
        f["geometry"]["coordinates"][0]
        for f in areas["features"]
        if f["geometry"] and f["geometry"]["type"] == "Polygon"
    )
    (e, n), *_ = ring
    size = 10
    corners = [(e, n), (e + size, n), (e + size, n + size), (e, n + size), (e, n)]
    plot = '"POLYGON ((' + ", ".join(f"{x} {y}" for x, y in corners) + '))"'
    (folder / "decisions.csv").write_text(DECISIONS.format(plot=plot), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        run("import", "decisions.csv")
        for name in ("all.gpkg", "all.xlsx"):
            run("export", name)
        run("export", "en.xlsx", "--lang", "en")
        CliRunner().invoke(app, ["export", "excel.csv", "--what", "markanvisningar"])
        for suffix in ("csv", "geojson"):
            run("export", f"allocations.{suffix}", "--what", "markanvisningar")
            run("export", f"areas.{suffix}")
        run("export", "ledger.csv", "--what", "liggare")
    return folder


@pytest.fixture
def folder(exported, tmp_path, monkeypatch):
    shutil.copytree(exported, tmp_path / "w")
    monkeypatch.chdir(tmp_path / "w")
    return tmp_path / "w"


def edit(name, id_, column, value):
    """Edit one cell of an exported file as its programs do; give what stood there."""
    path, found = Path(name), []
    if path.suffix == ".csv":
        rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        (row,) = [row for row in rows if row["id"] == id_]
        before, row[column] = row[column], value
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return before
    if path.suffix == ".geojson":
        whole = json.loads(path.read_text(encoding="utf-8"))
        (row,) = [f["properties"] for f in whole["features"] if f["properties"]["id"] == id_]
        before, row[column] = row[column], value
        path.write_text(json.dumps(whole), encoding="utf-8")
        return before
    if path.suffix == ".gpkg":
        with closing(sqlite3.connect(path)) as base:
            triggers = base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (trigger,) in triggers.fetchall():  # they need functions of GDAL's own
                base.execute(f'DROP TRIGGER "{trigger}"')
            for layer in ("markanvisningar_ytor", "markanvisningar_punkter"):
                rows = base.execute(f"SELECT {column} FROM {layer} WHERE id = ?", (id_,))  # noqa: S608
                found += [row[0] for row in rows]
                base.execute(f"UPDATE {layer} SET {column} = ? WHERE id = ?", (value, id_))  # noqa: S608
            base.commit()
        return found[0]
    book = openpyxl.load_workbook(path)
    sheet = book["Land allocations" if name == "en.xlsx" else "Markanvisningar"]
    reference = list(csv.reader(Path("allocations.csv").read_text(encoding="utf-8").splitlines()))
    (row,) = [row for row in sheet.iter_rows() if row[0].value == id_]
    cell = row[reference[0].index(column)]
    before, cell.value = cell.value, value
    book.save(path)
    return before


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", [*FILES, "excel.csv"])
def test_an_unchanged_export_is_there_already(name):
    before = Path("register.csv").read_bytes()
    found = bring(name)
    assert {row["outcome"] for row in found["rows"]} == {"same"}
    assert {row["allocation"] for row in found["rows"]} == {"G-1", "G-2", "G-3", "G-4"}
    assert Path("register.csv").read_bytes() == before
    assert "export" in run("import", name).stdout


@pytest.mark.usefixtures("folder")
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(FILES),
    id_=st.sampled_from(["G-1", "G-2", "G-3"]),
    column=st.sampled_from(SETTLED),
    value=st.integers(0, 5000),
)
def test_no_edited_number_is_lost(name, id_, column, value):
    original = Path(name).read_bytes()
    before = Path("register.csv").read_bytes()
    try:
        stood = int(edit(name, id_, column, value))
        if stood == value:
            bring(name)
        else:
            assert f"{id_} står inte som i registret: {column} {stood} → {value}." in told(name)
        assert Path("register.csv").read_bytes() == before
    finally:
        Path(name).write_bytes(original)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("namn", "Kv Annat", "namn Kv Ett → Kv Annat"),
        ("byggaktor", "", "byggaktor Bolag AB → –"),
        ("hyresratt", "", "hyresratt 45 → –"),
        ("hyresratt", "många", "hyresratt 45 → många"),
        ("skede", "byggstart", "skede markanvisning → byggstart"),
        ("giltig_till", "2027-01-01", "giltig_till 2026-03-10 → 2027-01-01"),
        ("senaste_beslut", "2024-06-11", "senaste_beslut 2024-06-10 → 2024-06-11"),
    ],
)
def test_no_edited_cell_is_lost(name, column, value, words):
    edit(name, "G-1", column, value if value or name.endswith(".csv") else None)
    assert f"G-1 står inte som i registret: {words}." in told(name)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", FILES)
def test_a_row_that_was_added_is_told(name):
    edit(name, "G-2", "id", "G-9")
    assert "id – → G-9" in told(name)


@pytest.mark.usefixtures("folder")
def test_what_was_decided_since_is_no_edit():
    run("import", "allocations.csv")
    Path("more.csv").write_text(
        "id,namn,datum,handelse,hyresratt,bostadsratt\nG-1,,2024-09-10,andring,1,74\n",
        encoding="utf-8",
    )
    assert [row["outcome"] for row in bring("more.csv")["rows"]] == ["new"]
    for name in FILES:
        assert {row["outcome"] for row in bring(name)["rows"]} == {"same"}


@pytest.mark.usefixtures("folder")
def test_a_point_that_shows_an_area_becomes_no_place_but_tells_when_it_is_moved():
    path = Path("allocations.geojson")
    whole = json.loads(path.read_text(encoding="utf-8"))
    (shown,) = [f for f in whole["features"] if f["properties"]["id"] == "G-2"]
    shown["geometry"]["coordinates"][0] += 3
    path.write_text(json.dumps(whole), encoding="utf-8")
    assert "G-2 står inte som i registret: geometri." in told(path)


@pytest.mark.usefixtures("folder")
def test_a_plot_that_is_moved_is_offered_as_a_correction():
    path = Path("allocations.geojson")
    whole = json.loads(path.read_text(encoding="utf-8"))
    (plot,) = [f for f in whole["features"] if f["properties"]["id"] == "G-3"]
    plot["geometry"]["coordinates"][0][1][0] += 3
    path.write_text(json.dumps(whole), encoding="utf-8")
    assert "geometri" in told(path)
    found = bring(path, "--correct", "Inmätt")
    assert [r["allocation"] for r in found["rows"] if r["outcome"] == "corrected"] == ["G-3"]
    assert {r["outcome"] for r in bring(path)["rows"]} == {"same"}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("areas.csv", "omraden"),
        ("areas.geojson", "omraden"),
        ("ledger.csv", "liggare"),
        ("all.xlsx|layername=Liggare", "liggare"),
        ("all.gpkg|layername=liggare", "liggare"),
    ],
)
def test_tables_without_decisions_are_refused_by_name(name, table):
    assert f"är tabellen {table} ur tenuremix export" in told(name)


def layer(*rows):
    whole = json.loads(Path("allocations.geojson").read_text(encoding="utf-8"))
    (shape,) = [f["geometry"] for f in whole["features"] if f["properties"]["id"] == "G-3"]
    features = [{"type": "Feature", "properties": row, "geometry": shape} for row in rows]
    found = {**whole, "features": features}
    Path("plots.geojson").write_text(json.dumps(found), encoding="utf-8")
    return "plots.geojson"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "rows",
    [
        [{"id": "G-3"}],
        [{"id": "G-3", "hr": 20}],
        [{"id": "G-3", "hr": None, "oklart": None}],
        [{"id": "G-3", "hr": 20, "oklart": 7}, {"id": "G-3", "hr": 20, "oklart": 7}],
        [{"id": "G-3", "hr": 12, "oklart": 7}, {"id": "G-3", "hr": 8, "oklart": None}],
        [{"id": "G-3", "antal": 27}],
    ],
)
def test_plots_with_the_numbers_of_the_register_bring_their_geometry(rows):
    assert [row["outcome"] for row in bring(layer(*rows))["rows"]] == ["same"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"id": "G-3", "hr": 777}], "hyresratt 20 → 777"),
        ([{"id": "G-3", "hr": 20, "oklart": 8}], "oklar 7 → 8"),
        ([{"id": "G-3", "hr": "ca 20"}], "hyresratt 20 → ca 20"),
        ([{"id": "G-3", "antal": 28}], "antal 27 → 28"),
    ],
)
def test_plots_with_other_numbers_are_asked_about(rows, words):
    name = layer(*rows)
    assert f"G-3 har andra antal än registret: {words}." in told(name)
    found = bring(name, "--accept", "import_numbers:G-3", "--reason", "Utkast")
    assert [row["outcome"] for row in found["rows"]] == ["same"]
    assert bring(name)["rows"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("number", "code"), [(9, 0), (10, 1)])
def test_plots_are_compared_with_the_decisions_that_come_with_them(number, code):
    Path("new.csv").write_text(
        "id,namn,datum,handelse,hyresratt\nG-8,Kv,2024-09-10,markanvisning,9\n", encoding="utf-8"
    )
    found = bring("new.csv", layer({"id": "G-8", "hr": number}), code=code)
    outcomes = {row["outcome"] for row in found["rows"]}
    assert outcomes == ({"new", "refused"} if code else {"new"})
