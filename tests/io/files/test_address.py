"""The address of a database: its parts, and that nothing secret in it is ever shown."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from commanded import app
from typer.testing import CliRunner

from tenuremix.errors import DataError, Fault
from tenuremix.io.files.address import Address, Window, is_database, read_address, with_table
from tenuremix.io.inputs.source import read_table
from tenuremix.io.inputs.workspace import find_settings

SECRET = "hemligt-7Q"  # noqa: S105 - nobody's
WITH_SECRET = [
    f"postgresql://anna:{SECRET}@kartor/stad",
    f"postgresql://anna:{SECRET}@kartor:5432/stad|layername=plan.a",
    f"POSTGRESQL://anna:{SECRET}@kartor/stad",
    f"postgres://anna:{SECRET}@kartor/stad",
    f"postgresql:/anna:{SECRET}@kartor/stad",
    f"postgresql:anna:{SECRET}@kartor/stad",
    f"  postgresql://anna:{SECRET}@kartor/stad",
    f"postgresql://anna:{SECRET}#@kartor/stad",
    f"postgresql://anna:?{SECRET}@kartor/stad",
    f"postgresql://anna:/{SECRET}@kartor/stad",
    f"postgresql://anna:|{SECRET}@kartor/stad",
    f"postgresql://anna:{SECRET}/stad",
    f"postgresql://kartor/stad?password={SECRET}",
    f"postgresql://kartor/stad?user=anna&password={SECRET}",
    f"postgresql://kartor/stad?sslpassword={SECRET}",
    f"postgresql://kartor/stad?passfile={SECRET}",
    f"postgresql://kartor/stad?PassWord={SECRET}",
    f"postgresql+psycopg://anna:{SECRET}@kartor/stad",
    f"jdbc:postgresql://anna:{SECRET}@kartor/stad",
    f"PG:dbname=stad user=anna password={SECRET}",
    f"host=kartor dbname=stad password = {SECRET}",
]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("postgresql://kartor/stad", Address("postgresql://kartor/stad")),
        ("postgres://kartor:5433/stad", Address("postgres://kartor:5433/stad")),
        ("postgresql:///?service=stad", Address("postgresql:///?service=stad")),
        ("postgresql://[::1]:5432/stad", Address("postgresql://[::1]:5432/stad")),
        ("postgresql:///s|layername=t", Address("postgresql:///s", "tenuremix", "t")),
        ("postgresql:///s|layername=plan.t", Address("postgresql:///s", "plan", "t")),
        ("postgresql:///s|layername=plan.t.v2", Address("postgresql:///s", "plan", "t.v2")),
        (
            'postgresql:///s|layername="a.|""b".t; DROP TABLE x--',
            Address("postgresql:///s", 'a.|"b', "t; DROP TABLE x--"),
        ),
        (
            "postgresql:///s|layername=plan.t|bbox=1,2.5,3e2,4",
            Address("postgresql:///s", "plan", "t", Window((1, 2.5, 300, 4))),
        ),
        (
            "postgresql:///s|bbox=1,2,3,4,epsg:3006",
            Address("postgresql:///s", frame=Window((1, 2, 3, 4), 3006)),
        ),
    ],
)
def test_an_address_is_read(source: str, expected: Address) -> None:
    assert is_database(source)
    assert read_address(source) == expected


@pytest.mark.parametrize(
    "file", ["postgis.gpkg", "c:/pg/plan.shp", "pg.csv", "data/postgres:a.csv"]
)
def test_a_file_is_no_database(file: str) -> None:
    assert not is_database(file)


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("postgresql://kartor:x/stad", "db_address"),
        ("postgresql://kartor/stad/a", "db_address"),
        ("postgresql://kartor/stad#a", "db_address"),
        ("postgresql://kartor/stad?options=-c x", "db_address"),
        ("postgresql://kartor/stad%zz", "db_address"),
        ("postgresql://kar tor/stad", "db_address"),
        ("postgresql://kartor/stad|lager=a", "db_address"),
        ("postgresql://kartor/stad|layername=", "db_address"),
        ('postgresql://kartor/stad|layername="a', "db_address"),
        ("postgis://kartor/stad", "db_address"),
        ("postgresql://kartor/stad|bbox=1,2,3", "db_frame"),
        ("postgresql://kartor/stad|bbox=1,2,3,nan", "db_frame"),
        ("postgresql://kartor/stad|bbox=3,2,1,4", "db_frame"),
        ("postgresql://kartor/stad|bbox=1,2,3,4,5,6", "db_frame"),
        ("postgresql://kartor/stad|bbox=1,2,3,4,SWEREF", "db_frame"),
    ],
)
def test_what_is_no_address_is_refused(source: str, key: str) -> None:
    assert is_database(source)
    with pytest.raises(DataError) as caught:
        read_address(source)
    assert [fault.key for fault in caught.value.faults] == [key]


def test_each_input_has_its_table() -> None:
    kinds = ("areas", "stock", "register")
    found = [with_table("postgresql:///s|bbox=1,2,3,4", kind) for kind in kinds]
    assert found == [
        f"postgresql:///s|layername=tenuremix.{name}|bbox=1,2,3,4"
        for name in ("omraden", "bestand", "register")
    ]
    named = "postgresql:///s|layername=plan.a"
    assert with_table(named, "stock") == named


@pytest.mark.parametrize("source", WITH_SECRET)
def test_a_secret_in_an_address_is_refused(source: str, tmp_path: Path) -> None:
    def refused(attempt: Callable[[], object]) -> None:
        with pytest.raises(DataError) as caught:
            attempt()
        assert SECRET not in repr(caught.value) + caught.value.text("sv")
        assert "anna" not in str(caught.value)

    refused(lambda: read_table(source))
    for key in ("areas", "stock", "register", "targets"):
        refused(lambda key=key: find_settings(tmp_path, overrides={key: [source]}))
    for key in ("areas", "stock", "register", "targets", "import_to"):
        for line in (f"{key} = '{source}'", f"{key} = ['{source}', 5]"):
            (tmp_path / "tenuremix.toml").write_text(line, encoding="utf-8")
            refused(lambda: find_settings(tmp_path))


@pytest.mark.parametrize("source", WITH_SECRET[::4])
def test_no_command_shows_a_secret(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("validate --register", "check", "database create", "database fill"):
        result = CliRunner().invoke(app, [*command.split(), source])
        assert result.exit_code in (1, 2), command
        assert SECRET not in result.output
        assert "anna" not in result.output


@pytest.mark.parametrize("source", WITH_SECRET[::7])
def test_the_traceback_shows_no_secret(source: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tenuremix", "--debug", "check", source]
    done = subprocess.run(command, check=False, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode
    assert SECRET not in done.stdout + done.stderr


def test_a_fault_hides_what_an_address_would_show() -> None:
    text = f"x postgresql://anna:{SECRET}@kartor/stad y"
    fault = Fault("unreadable", text, None, {"kind": text, "detail": f"password={SECRET} z"})
    shown = " ".join(fault.lines("sv"))
    assert SECRET not in shown
    assert "kartor/stad" in shown


def test_a_database_needs_psycopg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DataError) as caught:
        read_table("postgresql://kartor/stad|layername=plan.a")
    assert [fault.key for fault in caught.value.faults] == ["db_library"]
    assert "pip install '.[postgis]'" in caught.value.text("sv")


def test_a_workspace_may_name_databases(tmp_path: Path) -> None:
    lines = ("areas = 'a.gpkg'", "register = 'postgresql:///s'", "import_to = 'postgresql:///s'")
    (tmp_path / "tenuremix.toml").write_text("\n".join(lines), encoding="utf-8")
    found = find_settings(tmp_path, overrides={"stock": ["postgresql:///b|layername=plan.b"]})
    assert found.areas == (str(tmp_path / "a.gpkg"),)
    assert found.stock == ("postgresql:///b|layername=plan.b",)
    assert found.register == ("postgresql:///s|layername=tenuremix.register",)
    assert found.import_to == found.register[0]
    assert found.labels[found.import_to] == "postgresql:///s"


def test_what_is_imported_to_a_database_belongs_to_the_register(tmp_path: Path) -> None:
    lines = ("register = 'a.csv'", "import_to = 'postgresql:///s'")
    (tmp_path / "tenuremix.toml").write_text("\n".join(lines), encoding="utf-8")
    found = find_settings(tmp_path)
    assert found.register == (str(tmp_path / "a.csv"), found.import_to)
