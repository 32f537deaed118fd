"""How answers leave: nothing that a terminal obeys, in the letters that there are, or told."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commanded import STATED, run
from places import GOOD, PACKAGE

from tenuremix.screen import shown

OBEYED = "\x1b]0;t\x07\x1b[31m\r\x00\x08\x7f\x9b31m\u202e\u2066\u2028\x85"
NAME = f"Kaj{OBEYED}en"
LEFT = re.compile(r"[^\n\t\x20-\x7e\xa0-\uffff]|[\u2028-\u202e\u2066\u2067]")
SETTINGS = STATED.replace('register = ["register.csv"]', 'import_to = "register/r.csv"')
ROW = "S-{},{},2025-03-01,markanvisning,1,2,0,0,101\n"
HEAD = "id,namn,datum,handelse,hyresratt,bostadsratt,aganderatt,oklar,omrade\n"
COMMANDS = (
    ("areas",),
    ("progress", "--details"),
    ("history",),
    ("history", "S-1"),
    ("outlook", "--as-of", "2025-06-30"),
    ("segregation", "--by-area", "--by-allocation"),
    ("check", "--area", "101", "--hyresratt", "9", "--name", NAME.replace("\x00", "")),
    ("check", "--area", "10\x1b[31m1", "--hyresratt", "9"),
    ("validate",),
    ("areas", "--level", "\x1b[31mx"),
    ("areas", "--areas", "gone\x1b[31m.gpkg"),
    ("import", "\x1b[31m.csv"),
    ("\x1b[31m",),
    ("areas", "--\x1b[31m"),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a small city whose areas, targets and allocations have names of control characters."""
    document = json.loads((GOOD / "areas.geojson").read_text(encoding="utf-8"))
    for feature in document["features"]:
        feature["properties"]["namn"] = NAME.replace("\x00", "")
    (tmp_path / "areas.geojson").write_text(json.dumps(document), encoding="utf-8")
    shutil.copy(GOOD / "stock.csv", tmp_path)
    shutil.copy(GOOD / "targets.toml", tmp_path)
    (tmp_path / "tenuremix.toml").write_text(STATED, encoding="utf-8")
    name = NAME.replace("\x00", "").replace("\r", "")
    rows = HEAD + ROW.format(1, name) + ROW.format(2, f'"{name}\nx"')
    (tmp_path / "register.csv").write_text(rows, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("form", ["table", "json", "csv"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_control_characters_are_shown_and_not_sent(command: tuple[str, ...], form: str) -> None:
    result = run(*command, "--format", form)
    assert result.stdout + result.stderr
    assert not LEFT.findall(result.stdout + result.stderr)


@pytest.mark.usefixtures("folder")
def test_json_says_what_the_data_say() -> None:
    found = json.loads(run("areas", "--format", "json").stdout)
    assert {each["area_name"] for each in found} == {NAME.replace("\x00", "")}


def test_what_is_shown_keeps_lines_and_names_that_are_isolated() -> None:
    assert shown("a\tb\nc \u2068\u05d0\u2069") == "a\tb\nc \u2068\u05d0\u2069"
    assert not LEFT.findall(shown(OBEYED))


def spoken(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a process of its own."""
    code = options.pop("encoding", "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent), "PYTHONIOENCODING": str(code)}
    command = [sys.executable, "-m", "tenuremix", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.run(command, env=environment, check=False, **pipes)  # type: ignore[call-overload]


@pytest.mark.parametrize("code", ["cp1252", "cp850", "latin-1", "ascii"])
def test_letters_that_an_encoding_lacks_are_replaced(code: str, tmp_path: Path) -> None:
    result = spoken("areas", "--level", "stadsomrade", cwd=tmp_path, encoding=code)
    assert (result.returncode, result.stderr) == (0, b"")
    said = result.stdout.decode(code)
    assert "-----" in said or "─────" in said
    assert ("Upplåtelseformer" if code != "ascii" else "Upplatelseformer") in said
    record = spoken(
        "areas", "--level", "stadsomrade", "--format", "json", cwd=tmp_path, encoding=code
    )
    same = spoken("areas", "--level", "stadsomrade", "--format", "json", cwd=tmp_path)
    assert json.loads(record.stdout.decode(code)) == json.loads(same.stdout)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_what_cannot_be_printed_is_told_with_what_was_written(folder: Path) -> None:
    (folder / "tenuremix.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "s.csv").write_text(HEAD + ROW.format(3, "Kajen"), encoding="utf-8")
    with Path("/dev/full").open("wb") as full:
        result = spoken("import", "s.csv", cwd=folder, stdout=full)
        helped = spoken("areas", "--help", cwd=folder, stdout=full)
    said = result.stderr.decode().splitlines()
    assert result.returncode == helped.returncode == 1
    assert len(said) == len(helped.stderr.splitlines()) == 1
    assert said[0].startswith("Svaret gick inte att skriva ut: ")
    assert said[0].endswith("Skrivet är redan: register/r.csv.")
    assert len((folder / "register" / "r.csv").read_text(encoding="utf-8").splitlines()) == 2


def test_a_pipe_that_is_closed_is_told(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    result = spoken("areas", cwd=tmp_path, stdout=writer)
    os.close(writer)
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_nobody_has_to_hear_what_is_said_beside_the_answer(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        result = spoken("areas", "--level", "x", cwd=tmp_path, stderr=full)
    assert (result.returncode, result.stdout) == (2, b"")
