"""A shared database, made and read: against a real PostgreSQL with PostGIS."""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from commanded import app
from databases import (
    NEEDS_SERVER,
    asked,
    drop_database,
    make_database,
    name_of,
    rows_in,
    session,
    slip_in,
)
from places import REGISTERS
from typer.testing import CliRunner, Result

from tenuremix.counting.tenure import HUSTYPER
from tenuremix.errors import DataError, Fault
from tenuremix.io.database import connection as database
from tenuremix.io.database import read as database_read
from tenuremix.io.database.schema import create
from tenuremix.io.files.address import read_address
from tenuremix.io.importing.database import fill
from tenuremix.io.inputs.areas import read_areas, read_stock
from tenuremix.io.inputs.new_workspace import make_workspace
from tenuremix.io.inputs.register import read_register
from tenuremix.io.inputs.sidecar import Files
from tenuremix.io.inputs.source import read_table
from tenuremix.io.inputs.workspace import default_folder, find_settings, load

pytestmark = NEEDS_SERVER
TABLES = ("kallor", "omraden", "bestand", "register")
ADD = "INSERT INTO tenuremix.register (id, datum, handelse, omrade) VALUES (%s, %s, %s, '109')"


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == code, result.output
    return result


def one_fault(attempt: Any, *arguments: object, **options: object) -> Fault:
    with pytest.raises(DataError) as caught:
        attempt(*arguments, **options)
    assert len(caught.value.faults) == 1
    assert "Traceback" not in caught.value.text("sv")
    return caught.value.faults[0]


# Making the tables


def test_create_makes_the_tables_once(plain: str) -> None:
    made = run("database", "create", plain)
    assert made.stdout == (
        "Skapade schemat tenuremix med omraden, bestand, register och kallor (SRID 3007).\n"
    )
    before = asked(
        plain, "SELECT oid, relname FROM pg_class WHERE relkind IN ('r', 'i') ORDER BY 1"
    )
    again = run("database", "create", plain)
    assert again.stdout == (
        "Schemat tenuremix finns redan och är orört (SRID 3007). Ingenting har ändrats.\n"
    )
    english = run("database", "create", plain, "--lang", "en").stdout
    assert "already there and untouched" in english
    assert json.loads(run("database", "create", plain, "--format", "json").stdout) == [
        {"status": "same", "schema": "tenuremix", "srid": 3007}
    ]
    after = asked(plain, "SELECT oid, relname FROM pg_class WHERE relkind IN ('r', 'i') ORDER BY 1")
    assert before == after
    assert asked(plain, "SELECT count(*) FROM pg_namespace WHERE nspname ~ '^tenuremix_'") == [(0,)]


def test_create_takes_an_srid_and_a_schema_of_any_name(plain: str) -> None:
    name = 'Plan "2025"; DROP SCHEMA public --$$'
    run("database", "create", plain, "--schema", name, "--srid", "3006")
    run("database", "create", plain, "--schema", name, "--srid", "3006")
    found = asked(plain, "SELECT find_srid(%s, 'register', 'geom')", name)
    assert found == [(3006,)]
    fault = one_fault(create, plain, schema=name, srid=3007)
    assert (fault.key, fault.values["found"]) == ("db_other", ["SRID 3006"])


def test_create_fills_an_empty_schema_and_refuses_any_other(plain: str) -> None:
    asked(plain, "CREATE SCHEMA tenuremix")
    assert create(plain).new
    asked(plain, "CREATE SCHEMA annat; CREATE TABLE annat.vagar (id int)")
    fault = one_fault(create, plain, schema="annat")
    assert fault.key == "db_other"
    assert "register.bara_tillagg" in fault.values["found"]
    assert asked(plain, "SELECT count(*) FROM pg_tables WHERE schemaname = 'annat'") == [(1,)]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("ALTER TABLE register DISABLE TRIGGER bara_tillagg", ["register.bara_tillagg"]),
        ("DROP TRIGGER vanta ON bestand", ["bestand.vanta"]),
        ("ALTER TABLE register DROP CONSTRAINT handelse_kand", ["register.handelse_kand"]),
        ("ALTER TABLE bestand ALTER antal TYPE numeric", ["bestand.antal", "bestand.antal_helt"]),
        ("DROP INDEX register_beslut", ["register_beslut"]),
        ("ALTER TABLE register DISABLE TRIGGER folj", ["register.folj"]),
        (
            """CREATE OR REPLACE FUNCTION bara_tillagg() RETURNS trigger LANGUAGE plpgsql
            AS 'BEGIN RETURN NULL; END'""",
            ["bara_tillagg()"],
        ),
    ],
)
def test_create_tells_what_no_longer_is_as_it_was_made(
    empty: str, change: str, named: list[str]
) -> None:
    asked(empty, f"SET search_path = tenuremix, public; {change}")
    fault = one_fault(create, empty)
    assert (fault.key, fault.values["found"]) == ("db_other", named)


def test_what_others_add_beside_does_not_matter(empty: str) -> None:
    asked(empty, "CREATE VIEW tenuremix.vy AS SELECT id, geom FROM tenuremix.register")
    assert not create(empty).new


def test_create_needs_postgis_utf8_and_a_known_srid(role: str) -> None:
    without = make_database()
    ascii_ = make_database("template0", ENCODING="'SQL_ASCII'", LOCALE="'C'")
    try:
        with signed_in(role):
            fault = one_fault(create, without)
            assert fault.key == "db_postgis"
            said = DataError([fault]).text("sv")
            assert "superuser" in said
            assert "PGUSER" not in said
        assert one_fault(read_table, f"{without}|layername=a.b").key == "db_postgis"
        assert one_fault(create, ascii_).key == "db_encoding"
        assert create(without).new
    finally:
        drop_database(without)
        drop_database(ascii_)
    for srid in ("0", "-1", "99999"):
        assert (
            "--srid" in run("database", "create", "postgresql:///x", "--srid", srid, code=2).stderr
        )
    for wrong in ("stad.gpkg", "mysql://anna:hemligt@kartor/stad", "postgresql:///x|layername=a"):
        assert "hemligt" not in run("database", "create", wrong, code=2).stderr


# Moving a workspace in


COMMANDS = (
    ("areas",),
    ("areas", "--level", "mellanomrade"),
    ("areas", "--level", "stadsomrade"),
    ("progress",),
    ("progress", "--as-of", "2025-06-30"),
    ("check", "--point", "147000,6397520", "--hyresratt", "80", "--bostadsratt", "40"),
)


def test_a_workspace_moved_in_gives_the_same(
    empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_workspace(tmp_path / "stad", lambda _: b"", exempel=True, publika=True)
    monkeypatch.chdir(tmp_path / "stad")
    before = [json.loads(run(*command, "--format", "json").stdout) for command in COMMANDS]
    moved = run("database", "fill", empty).stdout.splitlines()
    assert moved[:4] == [
        "stadsdelar/goteborg_omraden_schematiska.geojson: 136 rader i omraden",
        "stadsdelar/goteborg_bestand_2025-12-31.csv: 544 rader i bestand",
        "markanvisningar/goteborg_publika.csv: 42 rader i register",
        "markanvisningar/exempel_fiktiva.csv: 56 rader i register",
    ]
    settings = Path("tenuremix.toml").read_text(encoding="utf-8")
    kept = settings.partition("areas = ")[0], settings.partition("import_to")[2]
    stated = "\n".join([*kept[0].splitlines(), *moved[5:], f"import_to{kept[1]}"])
    Path("tenuremix.toml").write_text(stated, encoding="utf-8")
    shutil.rmtree("stadsdelar")
    for name in ("goteborg_publika.csv", "exempel_fiktiva.csv"):
        Path("markanvisningar", name).unlink()
    after = [json.loads(run(*command, "--format", "json").stdout) for command in COMMANDS]
    for one, other in zip(before, after, strict=True):
        for found in (one, other):
            if isinstance(found, dict):
                found.pop("sources", None)
        assert one == other
    assert run("validate").stdout.startswith("Allt stämmer.")
    again = run("database", "fill", empty, code=2)
    assert "pg_dump" in again.stderr


def test_nothing_is_lost_on_the_way_in(steady: str) -> None:
    files = load(find_settings(default_folder(), overrides={"register": REGISTERS}))
    kinds = ("areas", "stock", "register")
    addresses = {kind: [steady] for kind in kinds}
    moved = load(find_settings(default_folder(), overrides=addresses, as_of=files.as_of))
    plain_values = [
        [(d.id, d.name, d.date, d.event, d.counts, d.place, d.developer, d.diarienummer, d.method)
         for d in rows] + [(d.valid_until, d.subgroup, d.exception, d.probability, d.remark,
          d.unstated)
         for d in rows]
        for workspace in (files, moved)
        for rows in workspace.register.decisions.values()
    ]  # fmt: skip
    half = len(plain_values) // 2
    assert plain_values[:half] == plain_values[half:]
    told = [
        [(s.kind, s.producer, s.title, s.describes_on, s.notes, s.edition, s.licence, s.link,
          s.schematic, s.fictional, s.suppressed_max, s.oklar)
         for s in workspace.sources if s.kind not in ("losses", "plots")]
        for workspace in (files, moved)
    ]  # fmt: skip
    assert told[0] == told[1]
    names = [source.name.removeprefix(steady) for source in moved.sources]
    assert names[2:4] == [
        " (markanvisningar/goteborg_publika.csv)",
        " (markanvisningar/exempel_fiktiva.csv)",
    ]
    assert len({source.sha256 for source in moved.sources}) == len(moved.sources)


def test_fill_is_all_or_nothing(
    empty: str, plain: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_workspace(tmp_path / "stad", lambda _: b"", exempel=True, publika=True)
    monkeypatch.chdir(tmp_path / "stad")
    assert "tenuremix database create" in run("database", "fill", plain, code=1).stderr
    register = Path("markanvisningar/exempel_fiktiva.csv")
    text = register.read_text(encoding="utf-8")
    # More than a whole number of the database holds, which a file may have.
    register.write_text(text.replace(",35,40,0,0,", ",3000000000,40,0,0,", 1), encoding="utf-8")
    said = run("database", "fill", empty, code=1).stderr
    assert "markanvisningar/exempel_fiktiva.csv, rad 2: databasen säger nej: " in said
    for table in TABLES:
        assert rows_in(empty, table) == 0
    register.write_text(text.replace("\n", ",xyz\n").replace("xyz", "projekt", 1), encoding="utf-8")
    assert "  Utan plats i tabellen: projekt\n" in run("database", "fill", empty).stdout
    fault = one_fault(fill, empty, find_settings(Path.cwd()))
    assert (fault.key, fault.values["found"]) == ("db_filled", "tenuremix.omraden")


def test_each_vintage_keeps_the_limit_of_its_publisher(
    empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_workspace(tmp_path / "stad", lambda _: b"", exempel=True, publika=True)
    monkeypatch.chdir(tmp_path / "stad")
    stock = Path("stadsdelar/goteborg_bestand_2025-12-31.csv")
    sidecar = Path(f"{stock}.source.toml")
    older = Path("stadsdelar/aldre.csv")
    text = stock.read_text(encoding="utf-8").replace("2025-12-31", "2024-12-31")
    older.write_text(text, encoding="utf-8")
    said = sidecar.read_text(encoding="utf-8").replace("suppressed_max = 4", "suppressed_max = 9")
    Path(f"{older}.source.toml").write_text(said, encoding="utf-8")
    toml = Path("tenuremix.toml").read_text(encoding="utf-8")
    toml = toml.replace('stock = ["', 'stock = ["stadsdelar/aldre.csv", "')
    Path("tenuremix.toml").write_text(toml, encoding="utf-8")
    areas = load(find_settings(Path.cwd())).areas
    whole = read_stock(Files([str(older), str(stock)]), areas)
    fill(empty, find_settings(Path.cwd()))
    files = Files([f"{empty}|layername=bestand"])
    found = read_stock(files, areas)
    assert [source.suppressed_max for source in files.sources] == [9, 4]
    assert found.vintages == whole.vintages
    hidden = 0
    for vintage in whole.vintages:
        for level in areas.levels:
            for code in areas.at(level):
                mix = whole.mix(areas, level, code, vintage)
                assert found.mix(areas, level, code, vintage) == mix
                hidden += any(count.low != count.high for count in (mix or {}).values())
    assert hidden


def test_bounds_of_hidden_numbers_are_not_lost_in_a_database(
    empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_workspace(tmp_path / "stad", lambda _: b"", exempel=True, publika=True)
    monkeypatch.chdir(tmp_path / "stad")
    stock = Path("stadsdelar/goteborg_bestand_2025-12-31.csv")
    head, *rows = stock.read_text(encoding="utf-8").splitlines()
    rows[0] = rows[0].rpartition(",")[0] + ","
    bounded = [f"{head},suppressed_min,suppressed_max", f"{rows[0]},3,9"]
    bounded += [f"{row},," for row in rows[1:]]
    stock.write_text("\n".join(bounded) + "\n", encoding="utf-8")
    settings = find_settings(Path.cwd())
    files = load(settings)
    assert all("suppressed_min" not in each.left_out for each in fill(empty, settings))
    areas = read_areas(Files([f"{empty}|layername=omraden"]))
    moved = read_stock(Files([f"{empty}|layername=bestand"]), areas)
    (vintage,) = moved.vintages
    hidden = 0
    for level in areas.levels:
        for code in areas.at(level):
            mix = moved.mix(areas, level, code, vintage, HUSTYPER)
            assert mix == files.stock.mix(files.areas, level, code, vintage, HUSTYPER)
            hidden += any((n.low, n.high) == (3, 9) for n in (mix or {}).values())
    assert hidden


def test_an_older_stock_without_room_for_bounds_goes_on_as_before(
    empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for column in ("suppressed_min", "suppressed_max"):
        asked(empty, f"ALTER TABLE tenuremix.bestand DROP COLUMN {column}")
    make_workspace(tmp_path / "stad", lambda _: b"", exempel=True, publika=True)
    monkeypatch.chdir(tmp_path / "stad")
    stock = Path("stadsdelar/goteborg_bestand_2025-12-31.csv")
    plain = stock.read_text(encoding="utf-8")
    head, *rows = plain.splitlines()
    bounded = [f"{head},suppressed_min,suppressed_max", *(f"{row},," for row in rows)]
    stock.write_text("\n".join(bounded) + "\n", encoding="utf-8")
    assert one_fault(fill, empty, find_settings(Path.cwd())).key == "db_bounds"
    assert rows_in(empty, "omraden") == 0
    stock.write_text(plain, encoding="utf-8")
    fill(empty, find_settings(Path.cwd()))
    areas = read_areas(Files([f"{empty}|layername=omraden"]))
    assert read_stock(Files([f"{empty}|layername=bestand"]), areas).vintages


def test_an_empty_register_is_no_fault(steady: str, empty: str) -> None:
    areas = read_areas(Files([f"{steady}|layername=omraden"]))
    files = Files([f"{empty}|layername=register"])
    register = read_register(files, areas)
    assert not register.decisions
    assert len(files.sources) == 1


# Reading


def test_the_number_of_a_row_is_that_of_the_database(filled: str) -> None:
    table = read_table(f"{filled}|layername=tenuremix.register", name="register")
    numbers = [row.number for row in table.rows]
    assert numbers == [
        rad for (rad,) in asked(filled, "SELECT rad FROM tenuremix.register ORDER BY 1")
    ]
    assert not {"rad", "kalla", "inlagd_av", "inlagd_nar"} & set(table.columns)
    slip_in(filled, "register", id="N-1", datum="2025-05-05", handelse="andring")
    areas = read_areas(Files([f"{filled}|layername=omraden"]))
    address = f"{filled}|layername=register"
    (aside,) = read_register(Files([address], {address: "registret"}), areas).set_aside
    assert [(fault.where, fault.row) for fault in aside.faults] == [("registret", len(numbers) + 1)]


def test_the_checksum_follows_the_content(filled: str, templates: dict[str, str]) -> None:
    other = make_database(templates["filled"])
    try:
        found = [read_table(f"{url}|layername=register").sidecars for url in (filled, other)]
        assert found[0] == found[1]
        asked(other, ADD, "N-1", "2025-05-05", "planerad")
        found = [read_table(f"{url}|layername=register").sidecars for url in (filled, other)]
        assert found[1][:-1] == found[0]
        assert found[1][-1][0] == {}
    finally:
        drop_database(other)


FOREIGN = """CREATE SCHEMA plan;
CREATE TABLE plan.allokeringar (
    gid serial PRIMARY KEY, "Namn" text, "Datum" timestamp, antal_lgh numeric, aktiv boolean,
    egenskaper jsonb, the_geom geometry(MultiPolygon, 3006), mitt geometry(Point, 3006));
INSERT INTO plan.allokeringar ("Namn", "Datum", antal_lgh, aktiv, egenskaper, the_geom, mitt) VALUES
    ('Kajen  ', '2025-03-31', 80, true, '{"a": 1}',
     ST_Multi(ST_MakeEnvelope(319000, 6400000, 319100, 6400050, 3006)),
     'SRID=3006;POINT(319050 6400050)'),
    ('', NULL, 'NaN', NULL, NULL, NULL, NULL);
CREATE VIEW plan.vy AS SELECT gid AS "Nr", the_geom FROM plan.allokeringar;
CREATE TABLE plan.blandat (g geometry);
INSERT INTO plan.blandat VALUES ('SRID=3006;POINT(1 1)'), ('SRID=3007;POINT(1 1)');
CREATE TABLE plan.okand (g geometry);
INSERT INTO plan.okand VALUES ('SRID=3006;POINT(1 1)'), ('POINT(1 1)');
CREATE TABLE plan.tva (tomt geometry(Polygon, 3007), byggnad geometry(Polygon, 3007));
CREATE TABLE plan.enhetligt (g geometry);
INSERT INTO plan.enhetligt VALUES ('SRID=3007;POINT(2 2)'), ('SRID=3007;POINT(1 1)'), (NULL);
CREATE TABLE plan.grader (g geography(Point));
INSERT INTO plan.grader VALUES ('POINT(11.97 57.71)');
CREATE TABLE plan.bagar (g geometry(CurvePolygon, 3007));
INSERT INTO plan.bagar VALUES ('SRID=3007;CURVEPOLYGON(CIRCULARSTRING(0 0, 4 0, 4 4, 0 4, 0 0))');
CREATE TABLE plan.lista (kod text, namn text);
INSERT INTO plan.lista VALUES ('0102', 'B'), ('0101', 'A');
"""


@pytest.fixture
def foreign(plain: str) -> str:
    asked(plain, FOREIGN)
    return plain


def test_any_table_is_read(foreign: str) -> None:
    table = read_table(f"{foreign}|layername=plan.allokeringar", name="plan")
    assert (table.spatial, table.crs) == (True, "EPSG:3006")
    assert [note.key for note in table.notes] == ["geometry_column"]  # mitt is a point beside it
    assert table.columns == ("gid", "namn", "datum", "antal_lgh", "aktiv", "egenskaper")
    first, second = table.rows
    assert first.values == {
        "gid": "1",
        "namn": "Kajen",
        "datum": "2025-03-31 00:00:00",
        "antal_lgh": "80",
        "aktiv": "true",
        "egenskaper": '{"a": 1}',
    }
    assert first.geometry is not None
    assert first.geometry.area == 5000
    assert (second.number, second.values["namn"], second.geometry) == (2, None, None)


def test_a_view_a_list_and_every_kind_of_geometry_is_read(foreign: str) -> None:
    view = read_table(f"{foreign}|layername=plan.vy")
    assert (view.columns, view.crs, len(view.rows)) == (("nr",), "EPSG:3006", 2)
    listed = read_table(f"{foreign}|layername=plan.lista")
    assert [row.values["kod"] for row in listed.rows] == ["0101", "0102"]
    assert (listed.spatial, listed.crs) == (False, None)
    assert read_table(f"{foreign}|layername=plan.grader").crs == "EPSG:4326"
    assert read_table(f"{foreign}|layername=plan.enhetligt").crs == "EPSG:3007"
    mixed = read_table(f"{foreign}|layername=plan.blandat")
    assert (mixed.crs, [note.key for note in mixed.notes]) == ("EPSG:3006", ["mixed_crs"])
    assert one_fault(read_table, f"{foreign}|layername=plan.okand").key == "mixed_crs"
    assert one_fault(read_table, f"{foreign}|layername=plan.tva").key == "many_geometries"
    arcs = read_table(f"{foreign}|layername=plan.bagar").rows[0].geometry
    assert arcs is not None
    assert arcs.geom_type == "Polygon"
    assert abs(arcs.area - 8 * 3.14159265) < 0.1


def test_a_layer_is_asked_for_where_there_are_several(foreign: str) -> None:
    fault = one_fault(read_table, foreign)
    assert fault.key == "many_layers"
    assert "plan.allokeringar" in fault.values["found"]
    fault = one_fault(read_table, f"{foreign}|layername=plan.saknas")
    assert fault.key == "layer"
    assert "plan.lista" not in fault.values["expected"]  # it has no geometry


def test_the_only_layer_needs_no_name(plain: str) -> None:
    assert one_fault(read_table, plain).key == "empty_file"
    asked(plain, "CREATE TABLE plats (g geometry(Point, 3007))")
    assert read_table(plain).crs == "EPSG:3007"


def test_hostile_names_are_only_names(plain: str) -> None:
    from psycopg.sql import SQL, Identifier

    schema, table, column = 'a.b"; DROP TABLE x', "t|bbox=--", 'k" FROM x; --%s{}'
    names = {"s": Identifier(schema), "t": Identifier(schema, table), "c": Identifier(column)}
    with session(plain) as connection:
        connection.execute(SQL("CREATE SCHEMA {s}").format(**names))
        connection.execute(SQL("CREATE TABLE {t} ({c} text, geom geometry)").format(**names))
        connection.execute(
            SQL("INSERT INTO {t} VALUES ('x', 'SRID=3007;POINT(1 1)')").format(**names)
        )
    quoted = schema.replace('"', '""')
    found = read_table(f'{plain}|layername="{quoted}"."{table}"|bbox=0,0,2,2')
    assert [dict(row.values) for row in found.rows] == [{column.lower(): "x"}]
    assert one_fault(read_table, f"{plain}|layername=x'; DROP SCHEMA public--.t").key == "layer"


def test_columns_that_differ_only_in_case_are_refused(plain: str) -> None:
    asked(plain, 'CREATE TABLE plats ("Namn" text, namn text, g geometry)')
    assert one_fault(read_table, plain).key == "column_twice"


# A frame


def test_a_frame_uses_the_index_and_tells_what_it_leaves_out(
    plain: str, caplog: pytest.LogCaptureFixture
) -> None:
    asked(
        plain,
        "CREATE TABLE plats AS SELECT n, ST_SetSRID(ST_Point(n % 200, n / 200), 3007) AS geom"
        " FROM generate_series(0, 39999) n;"
        "INSERT INTO plats VALUES (-1, NULL);"
        "CREATE INDEX ON plats USING gist (geom); ANALYZE plats",
    )
    source = f"{plain}|layername=public.plats|bbox=9.5,9.5,12.5,12.5"
    with caplog.at_level(logging.WARNING, logger="tenuremix"):
        table = read_table(source, name="plats")
    assert len(table.rows) == 10
    assert caplog.messages == [
        "plats: 39991 rader utanför rutan är inte med / 39991 rows outside the frame are left out"
    ]
    assert table.sidecars[0][0]["notes"] == [
        "Läst inom en ruta; 39991 rader utanför den är inte med."
    ]
    address = read_address(source)
    with database.connected(address, "plats") as connection:
        database.use_postgis(connection, "plats")
        layer = database_read.find_relation(connection, address, "plats")
        query = database_read.query(layer, address.frame).as_string(connection)
        plan = "\n".join(line for (line,) in connection.execute(f"EXPLAIN {query}").fetchall())
    assert "Index Scan on plats_geom_idx" in plan
    assert "Seq Scan" not in plan


def test_a_frame_in_another_crs_is_followed(plain: str) -> None:
    asked(
        plain,
        "CREATE TABLE plats (n int, geom geometry(Point, 3007));"
        "INSERT INTO plats SELECT n, ST_Transform(ST_SetSRID(ST_Point(319000 + n * 100, 6400000),"
        " 3006), 3007) FROM generate_series(0, 9) n",
    )
    table = read_table(f"{plain}|bbox=318950,6399950,319250,6400050,EPSG:3006")
    assert [row.values["n"] for row in table.rows] == ["0", "1", "2"]


def test_a_frame_keeps_the_whole_of_an_allocation(
    steady: str, caplog: pytest.LogCaptureFixture
) -> None:
    areas = read_areas(Files([f"{steady}|layername=omraden"]))
    source = f"{steady}|layername=register|bbox=146000,6396000,148000,6398000"
    files = Files([source])
    register = read_register(files, areas)
    whole = read_register(Files([f"{steady}|layername=register"]), areas)
    assert "E-01" in register.decisions
    assert 0 < len(register.decisions) < len(whole.decisions)
    for id_, decisions in register.decisions.items():
        assert len(decisions) == len(whole.decisions[id_])
    without = [
        d for d, rows in whole.decisions.items() if all(r.place.geometry is None for r in rows)
    ]
    assert set(without) <= set(register.decisions)
    assert all("ruta" in source.notes[-1] for source in files.sources)
    assert "utanför rutan" in caplog.text


# Who signs in, and what is said when no one can


@pytest.fixture
def role() -> Iterator[str]:
    """Make a user who may sign in and nothing more, with a password of its own."""
    from psycopg.sql import SQL, Identifier, Literal

    name, password = f"planerare_{secrets.token_hex(4)}", f"hemligt-{secrets.token_hex(8)}"
    with session("postgresql:///postgres") as server:
        server.execute(
            SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(Identifier(name), Literal(password))
        )
    yield f"{name}:{password}"
    with session("postgresql:///postgres") as server:
        server.execute(SQL("DROP ROLE {}").format(Identifier(name)))


class signed_in:  # noqa: N801 - reads as a word
    """Sign in as another user, through the environment."""

    def __init__(self, role: str) -> None:
        self._patch = pytest.MonkeyPatch()
        self._name, _, self._password = role.partition(":")

    def __enter__(self) -> None:
        self._patch.setenv("PGUSER", self._name)
        self._patch.setenv("PGPASSWORD", self._password)

    def __exit__(self, *_: object) -> None:
        self._patch.undo()


def grant(url: str, role: str, *rights: str) -> None:
    name = role.partition(":")[0]
    asked(url, f"GRANT USAGE ON SCHEMA tenuremix TO {name}")
    for right in rights:
        asked(url, f"GRANT {right} TO {name}")


READS = "SELECT ON ALL TABLES IN SCHEMA tenuremix"
ADDS = "INSERT ON tenuremix.register"


def test_who_may_read_reads_and_who_may_not_is_told(filled: str, role: str) -> None:
    source = f"{filled}|layername=register"
    with signed_in(role):
        fault = one_fault(read_table, source)
    assert fault.key == "db_failed"
    grant(filled, role, READS)
    with signed_in(role):
        assert read_table(source).rows
        row = [["N-1", "Nytt", "2025-05-05", "planerad", "109"]]
        columns = ["id", "namn", "datum", "handelse", "omrade"]
        fault = one_fault(database.append_rows, filled, columns, row, crs="EPSG:3007")
        assert fault.key == "db_failed"
    grant(filled, role, READS, ADDS)
    with signed_in(role):
        assert database.append_rows(filled, columns, row, crs="EPSG:3007") == 1
        for add in (
            "INSERT INTO tenuremix.omraden (kod, niva) VALUES ('77', 'kvarter')",
            "INSERT INTO tenuremix.bestand (kod, niva) VALUES ('109', 'primaromrade')",
            "INSERT INTO tenuremix.kallor (tabell) VALUES ('register')",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                asked(filled, add)
    asked(filled, f"DROP OWNED BY {role.partition(':')[0]}")


def test_a_service_file_says_who_signs_in(
    steady: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = tmp_path / "tjanster.conf"
    keys = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    lines = [f"{key}={os.environ[variable]}" for key, variable in keys.items()]
    service.write_text("\n".join(["[stad]", *lines, f"dbname={name_of(steady)}"]), encoding="utf-8")
    for variable in (*keys.values(), "PGDATABASE"):
        monkeypatch.delenv(variable)
    monkeypatch.setenv("PGSERVICEFILE", str(service))
    assert read_table("postgresql:///?service=stad|layername=tenuremix.register").rows
    monkeypatch.setenv("PGSERVICE", "stad")
    assert read_table("postgresql://|layername=tenuremix.register").rows


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("postgresql:///finns_inte", '"finns_inte" does not exist'),
        ("postgresql://127.0.0.1:1/stad", "Connection refused"),
        ("postgresql://finns.inte.invalid/stad", "finns.inte.invalid"),
        ("postgresql:///?service=finns_inte", '"finns_inte" not found'),
        ("postgresql:///stad?host=/finns/inte", "No such file"),
    ],
)
def test_a_database_that_does_not_answer_is_told(source: str, word: str) -> None:
    fault = one_fault(read_table, f"{source}|layername=a.b")
    assert fault.key == "db_lost"
    assert word in str(fault.values["detail"])
    result = run("validate", "--register", source, code=1)
    assert "ingen förbindelse med databasen" in result.stderr
    english = run("validate", "--register", source, "--lang", "en", code=1)
    assert "no connection to the database" in english.stderr


def test_a_wrong_password_is_told_without_it(
    steady: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PGPASSWORD", "hemligt-7Q")
    user = os.environ["PGUSER"]
    for command in (["validate", "--register", steady], ["database", "create", steady]):
        shown = run(*command, code=1).output
        assert "ingen förbindelse med databasen: " in shown
        assert "password authentication failed" in shown
        assert "hemligt" not in shown
        assert user not in shown
    traceback = subprocess.run(
        [sys.executable, "-m", "tenuremix", "--debug", "validate", "--register", steady],
        check=False,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert "Traceback" in traceback.stderr
    assert "hemligt" not in traceback.stdout + traceback.stderr
    assert user not in traceback.stdout + traceback.stderr
    monkeypatch.delenv("PGPASSWORD")
    assert "no password supplied" in run("validate", "--register", steady, code=1).stderr


# Importing into it


def test_import_adds_to_the_database_and_only_adds(
    filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_workspace(tmp_path / "stad", lambda _: b"", exempel=True, publika=True)
    monkeypatch.chdir(tmp_path / "stad")
    settings = Path("tenuremix.toml").read_text(encoding="utf-8")
    head, _, tail = settings.partition("register = [")
    stated = f'{head}register = ["{filled}"]\n{tail.partition("]")[2]}'
    stated = stated.replace('import_to = "markanvisningar/register.csv"', f'import_to = "{filled}"')
    Path("tenuremix.toml").write_text(stated, encoding="utf-8")
    text = "id;namn;datum;beslut;hr;br;är;e;n\n"
    text += "D-1;Nytt;mars 2025;markanvisning;80;0;0;147000;6397520\n"
    Path("a.csv").write_text(text, encoding="utf-8")
    before = rows_in(filled, "register")
    again = ("import", "a.csv", "--recorded-on", "2026-03-01", "--format", "json")
    assert [r["outcome"] for r in json.loads(run(*again).stdout)["rows"]] == ["new"]
    assert [r["outcome"] for r in json.loads(run(*again).stdout)["rows"]] == ["same"]
    assert rows_in(filled, "register") == before + 1
    Path("a.csv").write_text(text.replace(";80;", ";70;"), encoding="utf-8")
    run(*again, code=1)
    found = json.loads(run(*again, "--correct", "Fel i protokollet").stdout)
    assert found["rows"][0]["changes"] == [{"column": "hyresratt", "before": 80, "after": 70}]
    life = json.loads(run("history", "D-1", "--format", "json").stdout)
    assert life["decisions"][0]["stated_date"] == "2025-03"
    assert life["decisions"][0]["dwellings"]["hyresratt"] == 70
    assert life["corrections"][0]["reason"] == "Fel i protokollet"
    kept = asked(
        filled, "SELECT inlast_ur, ST_AsText(geom) FROM tenuremix.register WHERE id = 'D-1'"
    )
    assert kept == [("a.csv (2)", "POINT(147000 6397520)")] * 2
    # A table of the database is a file to import, too.
    asked(
        filled,
        "CREATE TABLE plan AS SELECT 'D-2' AS id, 'X' AS namn, '2025-04-01' AS datum, "
        "'markanvisning' AS handelse, 9 AS hr, ST_SetSRID(ST_Point(147000, 6397520), 3007) AS g",
    )
    found = json.loads(run("import", f"{filled}|layername=public.plan", "--format", "json").stdout)
    assert [r["outcome"] for r in found["rows"]] == ["new"]
