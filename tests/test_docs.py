"""What the documentation shows is true: examples in docstrings, and what the README prints."""

from __future__ import annotations

import doctest
import importlib
import json
import pkgutil
import re
import runpy
from pathlib import Path
from types import ModuleType

import pytest
from casefiles import read_case, rows
from commanded import app
from places import ROOT
from typer.testing import CliRunner

EXAMPLES = sorted(
    str(path.relative_to(ROOT).with_suffix("")).replace("/", ".")
    for path in (ROOT / "tenuremix").rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)


def test_the_reference_of_the_columns_is_that_of_the_schema() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "build_columns.py"))
    assert (ROOT / "docs" / "columns.md").read_text(encoding="utf-8") == made["page"]()


def the_module(name: str) -> ModuleType:
    return importlib.import_module(name)


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_of_docstrings(name: str) -> None:
    result = doctest.testmod(the_module(name))
    assert result.attempted
    assert not result.failed


def test_what_a_docstring_refers_to_is_there() -> None:
    role = re.compile(r":(?:mod|class|func|data|attr|meth):`~?(tenuremix(?:\.\w+)*)`")
    gone = []
    for path in (ROOT / "tenuremix").rglob("*.py"):
        for name in role.findall(path.read_text(encoding="utf-8")):
            try:
                pkgutil.resolve_name(name)
            except (ImportError, AttributeError):
                gone.append((path.name, name))
    assert not gone


def test_the_gallery_shows_every_picture_that_its_script_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(ROOT / "docs")
    gallery = the_module("build_gallery")
    assert gallery.PAGE.read_text(encoding="utf-8") == gallery.page_text()
    taken = {gallery.FOLDER / picture.file for picture in gallery.PICTURES}
    assert len(taken) == len(gallery.PICTURES)
    assert set(gallery.FOLDER.iterdir()) == taken
    assert {picture.document for picture in gallery.PICTURES} == {*gallery.DOCUMENTS, "page"}
    assert 0 < sum(file.stat().st_size for file in taken) < 3_000_000


def test_the_check_of_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"```text\n(Förslaget .*?)```", readme, re.DOTALL)
    assert shown is not None
    arguments = ["check", "--area", "109", "--hyresratt", "80", "--bostadsratt", "40"]
    printed = CliRunner().invoke(app, arguments).stdout.replace("\N{NO-BREAK SPACE}", " ")
    assert printed.startswith(shown[1])


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


@pytest.mark.parametrize("page", ["README.md", "docs/kom-igang.md"])
def test_every_command_of_the_tour_runs(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = (ROOT / page).read_text(encoding="utf-8")
    tour = re.findall(r"```sh\n(.*?)```", told, re.DOTALL)
    assert tour
    for content in re.findall(r"```csv\n(.*?)```", told, re.DOTALL):
        for name in re.findall(r"`(\w\.csv)`", told):  # that the reader is told to make
            Path(name).write_text(content, encoding="utf-8")
    for line in "".join(tour).splitlines():
        for command in line.partition("#")[0].split("&&"):
            words = command.split()
            if words[1] == "serve":  # which goes on until it is stopped
                continue
            if words[0] == "cd":
                monkeypatch.chdir(words[1])
            else:
                assert CliRunner().invoke(app, words[1:]).exit_code == 0, command


@pytest.mark.parametrize("command", ["progress", "areas", "check", "outlook"])
def test_every_key_of_the_json_is_written_down(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    place = ["--area", "109", "--hyresratt", "80"] if command == "check" else []
    printed = CliRunner().invoke(app, [command, *place, "--format", "json"]).stdout
    found = json.loads(printed)
    record = found if command == "check" else found[0]
    keys = set(record) | set(record["ledger"][0] if command == "progress" else ())
    contracts = (ROOT / "docs" / "contracts.md").read_text(encoding="utf-8")
    assert keys <= set(re.findall(r"\w+", contracts))


def test_the_example_of_the_outlook_is_the_case_that_the_tests_run() -> None:
    page = (ROOT / "docs" / "methods" / "outlook.md").read_text(encoding="utf-8")
    case = read_case("outlook_worked")
    plots = {row["id"]: row for row in rows(case["register"])}
    for id_, dwellings, probability in re.findall(
        r"^\| ([A-D]) \| (\d+) \| (0\.\d) \|", page, re.MULTILINE
    ):
        assert (plots[id_]["hyresratt"], plots[id_]["sannolikhet"]) == (dwellings, probability)
    first = case["run"][0]
    table = re.findall(r"^\| \w+ \| (\d+) \| .* = ([0-9.]+) \|$", page, re.MULTILINE)
    wanted = [(r["count"], f"{float(r['probability']):.3f}") for r in rows(first["distribution"])]
    assert table == wanted
    assert f"= {first['expected']:.1f}. " in page
    assert f"= {first['expected_remaining']:.1f}." in page
