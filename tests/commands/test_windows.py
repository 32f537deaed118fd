"""Windows, as far as it shows from elsewhere: its modules, encodings, names and open files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commanded import STATED, run
from places import GOOD, PACKAGE

from tenuremix.document.names import file_name
from tenuremix.errors import DataError, UsageError
from tenuremix.io.files import write
from tenuremix.io.files.address import is_database
from tenuremix.io.files.write import refuse_name, write_together

CHILD = """
import importlib, pkgutil, sys, warnings
warnings.simplefilter("ignore", EncodingWarning)
warnings.filterwarnings("error", category=EncodingWarning, module="tenuremix")
import typer._click._termui_impl  # which asks itself where it is
for name in ("fcntl", "resource", "pwd", "grp", "termios"):
    sys.modules[name] = None
import tenuremix
for found in pkgutil.walk_packages(tenuremix.__path__, "tenuremix."):
    if found.name != "tenuremix.__main__":
        importlib.import_module(found.name)
from typer.testing import CliRunner
from tenuremix.cli import command_line
for command in (
    "import more.csv --today 2025-03-01", "validate", "export x.csv",
    "check --area 101 --hyresratt 9 --html n.html",
    "template mall.xlsx", "build --year 2025", "init ny",
):
    result = CliRunner().invoke(command_line(), command.split())
    assert result.exit_code == 0, (command, result.output, result.exception)
"""
"""Everything, without what only POSIX has; no file is opened without its encoding."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("areas.geojson", "stock.csv", "targets.toml", "register.csv"):
        shutil.copy(GOOD / name, tmp_path)
    (tmp_path / "tenuremix.toml").write_text(STATED, encoding="utf-8")
    row = "N-1,Å,2025-03-01,markanvisning,1,2,0,0,101\n"
    head = "id,namn,datum,handelse,hyresratt,bostadsratt,aganderatt,oklar,omrade\n"
    (tmp_path / "more.csv").write_text(head + row, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_nothing_needs_posix_or_the_encoding_of_the_machine(folder: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent), "PYTHONUTF8": "0"}
    command = [sys.executable, "-X", "warn_default_encoding", "-c", CHILD]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    written = [*(folder / "maps").iterdir(), folder / "register.csv", folder / "n.html"]
    texts = [path for path in written if path.suffix in (".html", ".csv")]
    assert len(texts) == 5
    assert not [path.name for path in texts if b"\r" in path.read_bytes()]
    assert not [path.name for path in folder.rglob(".*") if ".tenuremix" in path.name]


@pytest.mark.parametrize(
    "name",
    ["CON", "aux.csv", "nul.tar.gz", "LPT1.html", "com¹", "con .txt", "a.", "a ", "a:b", "a?"],
)
def test_what_windows_cannot_name_is_refused_there(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_name(tmp_path / name)
    monkeypatch.setattr(write, "WINDOWS", True)
    with pytest.raises(UsageError, match="Windows"):
        write_together({tmp_path / "b": b"1", tmp_path / name: b"1"})
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "name", ["conto.csv", "aux2.csv", "com10", ".con", "rapport-2025.html", "å b"]
)
def test_other_names_are_not(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "WINDOWS", True)
    refuse_name(tmp_path / name)


def test_two_files_that_would_be_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_together({tmp_path / "A.html": b"1", tmp_path / "a.html": b"2"})
    (tmp_path / "link").symlink_to("b")
    with pytest.raises(UsageError):
        write_together({tmp_path / "b": b"1", tmp_path / "link": b"2"})
    assert [path.name for path in tmp_path.iterdir()] == ["link"]


@pytest.mark.usefixtures("folder")
def test_a_report_has_not_the_name_of_its_annex_in_other_letters() -> None:
    assert run("report", "--year", "2025", "--output", "BILAGA-2025.html").exit_code == 2


@pytest.mark.parametrize("code", [5, 32, 33])
def test_a_file_that_is_open_elsewhere_is_told(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").write_bytes(b"old")
    replace = Path.replace

    def held(self: Path, target: Path) -> Path:
        if target.name == "b" and not self.name.endswith("-before"):
            error = PermissionError(13, "Permission denied")
            error.winerror = code  # type: ignore[attr-defined]
            raise error
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(DataError) as caught:
        write_together({tmp_path / "a": b"new", tmp_path / "b": b"new"})
    assert [fault.key for fault in caught.value.faults] == ["open_elsewhere"]
    assert "är öppen i ett annat program" in caught.value.text("sv")
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"old"}


def test_paths_of_windows_are_paths() -> None:
    paths = (r"C:\stad\a.gpkg|layername=b", r"\\server\kartor\a.gpkg|layername=b", "p:/a.gpkg")
    assert not any(map(is_database, paths))
    assert [file_name(path) for path in paths] == ["a.gpkg|layername=b"] * 2 + ["a.gpkg"]
