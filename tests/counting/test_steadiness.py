"""How steady a class is, where several vintages of the stock are loaded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commanded import app
from places import GOOD
from typer.testing import CliRunner

# Area 101 has had a tenant-owned majority in all three years, 102 for the first time in the last.
SHARES = {"2022-12-31": (60, 40), "2023-12-31": (60, 40), "2024-12-31": (60, 70)}
TARGETS = """
[[definition]]
id = "br"
level = "primaromrade"

[[target]]
id = "hr"
title = "Minst 10 hyresrätter"
tenure = "hyresratt"
minimum = 10
valid_from = 2025-01-01
valid_to = 2026-01-01
definition = "br"
"""
REGISTER = """id,namn,datum,handelse,hyresratt,bostadsratt,aganderatt,oklar,omrade
A,Stadig,2025-03-01,markanvisning,20,0,0,0,{steady}
B,Ny,2025-03-01,markanvisning,30,0,0,0,{new}
"""


@pytest.fixture
def options(tmp_path: Path) -> list[str]:
    codes = [
        feature["properties"]["kod"]
        for feature in json.loads((GOOD / "areas.geojson").read_text(encoding="utf-8"))["features"]
        if feature["properties"]["niva"] == "primaromrade"
    ]
    steady, new = codes[:2]
    lines = ["niva,kod,datum,hustyp,upplatelseform,antal"]
    for day, (always, turned) in SHARES.items():
        for code in codes:
            owned = turned if code == new else always
            lines += [
                f"primaromrade,{code},{day},flerbostadshus,bostadsratt,{owned}",
                f"primaromrade,{code},{day},flerbostadshus,hyresratt,{100 - owned}",
            ]
    (tmp_path / "stock.csv").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "targets.toml").write_text(TARGETS, encoding="utf-8")
    register = REGISTER.format(steady=steady, new=new)
    (tmp_path / "register.csv").write_text(register, encoding="utf-8")
    named = {"areas": GOOD / "areas.geojson"}
    named |= {key: tmp_path / f"{key}.csv" for key in ("stock", "register")}
    named["targets"] = tmp_path / "targets.toml"
    return [word for key, path in named.items() for word in (f"--{key}", str(path))]


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, [*arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_class_says_how_long_it_has_held(options: list[str]) -> None:
    found = json.loads(run("areas", *options, "--sort", "kod", "--format", "json"))
    assert [area["class_steady"] for area in found[:2]] == [[3, 3], [1, 3]]
    table = run("areas", *options)
    assert "bostadsrätt (3 av 3 år)" in table
    assert "bostadsrätt (1 av 3 år)" in table


def test_a_steady_majority_is_one_more_definition(options: list[str]) -> None:
    (found,) = json.loads(run("progress", *options, "--format", "json"))
    assert found["counted"] == 50
    steady = [a for a in found["sensitivity"] if a["definition"]["steady"] == 3]
    assert [a["counted"] for a in steady] == [20]
    assert {"allocation": "B", "least": 0, "most": 30} in found["deciding"]


def test_a_check_notes_how_steady_the_class_is(options: list[str]) -> None:
    register = Path(options[options.index("--register") + 1]).read_text(encoding="utf-8")
    codes = [line.split(",")[-1] for line in register.splitlines()[1:]]
    check = ("check", *options, "--details", "--hyresratt", "9")
    steady, new = (run(*check, "--area", code) for code in codes)
    assert "samma i 3 av de senaste 3 årgångarna" in steady
    assert "för första gången på 3 årgångar" in new
