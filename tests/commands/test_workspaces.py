"""A workspace of one's own: clean, with the example, with the public notices, and with both."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path

import pytest
from commanded import run
from places import DATA
from reports import Page, whole

from tenuremix.io.inputs.new_workspace import settings_text
from tenuremix.io.inputs.workspace import _read_settings

KINDS = [*product((False, True), repeat=2)]
SAYING = ("progress", "outlook")
UNKNOWN = "Upplåtelseform okänd i underlaget"


def made(folder: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> Path:
    monkeypatch.chdir(folder)
    assert run("init", "stad", *options).exit_code == 0
    monkeypatch.chdir(folder / "stad")
    return folder / "stad"


def test_the_bundled_example_is_what_init_makes_of_it() -> None:
    stated = (DATA / "tenuremix.toml").read_text(encoding="utf-8")
    assert stated == settings_text(exempel=True, publika=False)


@pytest.mark.parametrize(("exempel", "publika"), KINDS)
def test_every_line_of_the_settings_may_be_used(
    tmp_path: Path, *, exempel: bool, publika: bool
) -> None:
    """What stands behind a # is stated too, and the mix that is then stated twice is not."""
    text = settings_text(exempel=exempel, publika=publika).replace('reference = "city"\n', "")
    path = tmp_path / "tenuremix.toml"
    stated = re.sub(r"^# (?=[\w.]+\S* = |\[\[)", "", text, flags=re.MULTILINE)
    path.write_text(stated, encoding="utf-8")
    found = _read_settings(path, "tenuremix.toml")
    assert found["completed"]
    assert [each.id for each in found["assumptions"].scenarios] == ["byggstopp"]
    assert len(found["plan"].limits) == 1


@pytest.mark.parametrize(("exempel", "publika"), KINDS)
def test_every_command_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, exempel: bool, publika: bool
) -> None:
    options = [*(["--exempel"] if exempel else []), *(["--publika"] if publika else [])]
    folder = made(tmp_path, monkeypatch, *options)
    names = {path.name for path in folder.rglob("*") if path.is_file()}
    assert any(name.startswith("exempel_") for name in names) == exempel
    assert any(name.startswith("goteborg_publika") for name in names) == publika
    checked = run("validate")
    assert (checked.exit_code, checked.stdout.startswith("Allt stämmer.")) == (0, True)
    proposal = ("check", "--area", "109", "--hyresratt", "80")
    for command in (["areas"], proposal, ["segregation"], ["export", "x.gpkg"], ["build"]):
        assert run(*command).exit_code == 0
    outlook = run("outlook", "--target", "hr-500", "--format", "json")
    first = json.loads(run("progress", "--format", "json").stdout)[0]
    assert first["as_of"] == ("2025-06-30" if exempel else "2025-12-31")
    assert (first["counted"], first["complete"]) == ((466, True) if exempel else (0, False))
    assert first["status"] == ("open" if exempel else "not_assessable")
    assert json.loads(outlook.stdout)[0]["counted"] == first["counted"]
    plan = run("plan", "--no-curve")
    assert plan.exit_code == (0 if exempel else 2)
    assert exempel or "Ange en fil med öppna tomter" in plan.stderr
    history = run("history", "P-2018-skanstorget" if publika else "E-01")
    assert history.exit_code == (0 if publika or exempel else 2)


def test_an_empty_register_says_so_and_takes_the_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, monkeypatch)
    assert "Registret är tomt" in run("progress").stdout
    assert "The register is empty" in run("areas", "--lang", "en").stdout
    assert run("import", "markanvisningar/registermall.xlsx", "--dry-run").exit_code == 0
    Path("nya.csv").write_text(
        "id,namn,datum,handelse,omrade,hyresratt,bostadsratt,aganderatt,oklar\n"
        "A-1,Ett,2025-03-01,markanvisning,109,40,0,0,0\n",
        encoding="utf-8",
    )
    assert run("import", "nya.csv").exit_code == 0
    found = json.loads(run("progress", "--format", "json").stdout)[0]
    assert (found["as_of"], found["counted"]) == ("2025-03-01", 40)
    assert "Registret är tomt" not in run("progress").stdout


@pytest.mark.parametrize("option", ["--exempel", "--publika"])
def test_another_city_has_no_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = run("init", "stad", "--kommun", "0180", option)
    assert refused.exit_code == 2
    assert f"{option} går inte att ange med --kommun." in refused.stderr
    assert not Path("stad").exists()


def test_undecided_and_unknown_are_told_apart_alike_in_every_product(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made(tmp_path, monkeypatch, "--exempel", "--publika")
    first = json.loads(run("progress", "--format", "json").stdout)[0]
    unknown = sum(first["potential"][id_] for id_ in first["unknown_tenure"])
    undecided = sum(first["potential"].values()) - unknown
    assert min(undecided, unknown) > 0
    assert all(id_.startswith("P-") for id_ in first["unknown_tenure"])
    assert "P-2005-stora-arodsgatan" not in first["potential"], "people live there"
    assert run("build").exit_code == 0
    drawn = (folder / "maps" / "karta.html").read_text(encoding="utf-8")
    pages = [drawn, *(run(command, "--target", "hr-500").stdout for command in SAYING)]
    for page in pages:
        said = re.sub(r"[\s\N{NO-BREAK SPACE}]+", " ", page)
        assert f"Ej beslutad upplåtelseform, räknas inte: {undecided} bostäder" in said
        number = f"{unknown:,}".replace(",", " ")
        assert f"Upplåtelseform okänd i underlaget, räknas inte: {number} bostäder" in said
    report = (folder / "maps" / "bilaga-2025.html").read_text("utf-8")
    for number, title in ((undecided, "Ej beslutad upplåtelseform"), (unknown, UNKNOWN)):
        assert listed(report, title) == number
    history = run("history", "P-2018-skanstorget").stdout
    assert "200 bostäder med okänd upplåtelseform" in history
    assert "80 bostäder med ej beslutad upplåtelseform" in run("history", "E-17").stdout


def listed(report: str, title: str) -> int:
    """Sum the last column of a table of the report."""
    table = Page(report).table(title)
    return sum(whole(row[-1]) for row in table["rows"][1:])
