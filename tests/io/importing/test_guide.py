"""The guide to importing shows what is printed, step by step."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
import shapely
from commanded import app
from places import GOOD, ROOT
from typer.testing import CliRunner

GUIDE = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
SETTINGS = """\
areas = ["areas.geojson"]
stock = ["stock.csv"]
targets = ["targets.toml"]
register = []
import_to = "register/register.csv"
"""


def years() -> None:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for number, year, name in ((8, 2024, "Kv Bok"), (9, 2025, "Kv Rönn")):
        sheet = made.create_sheet(str(year))
        sheet.append(["Id", "Namn", "Område", "Datum", "Beslut", "HR"])
        sheet.append([f"Y-{year - 2023}", name, "101", f"{year}-03-10", "Markanvisning", number])
    made.save("years.xlsx")


def layer() -> None:
    row = {"Id": "L-1", "Namn": "Kv Hassel", "Datum": "2025-03-10", "Beslut": "Markanvisning"}
    row |= {"Upplåtelseform": "HR/BR 50/50", "Antal": 120}
    shape = shapely.box(147100, 6397100, 147200, 6397200)
    gpd.GeoDataFrame([row], geometry=[shape], crs="EPSG:3007").to_file("layer.gpkg")


def test_every_step_of_the_guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("areas.geojson", "stock.csv", "targets.toml"):
        shutil.copy(GOOD / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    Path("tenuremix.toml").write_text(SETTINGS, encoding="utf-8")
    sheets = re.findall(r"```csv\n(.*?)```", GUIDE, re.DOTALL)
    for name, text in zip(("plots", "tenures", "decisions"), sheets, strict=True):
        Path(f"{name}.csv").write_text(text, encoding="utf-8")
    years()
    layer()
    steps = re.findall(r"```console\n\$ tenuremix (.*?)\n(.*?)```", GUIDE, re.DOTALL)
    assert len(steps) == 7
    for command, shown in steps:
        printed = CliRunner().invoke(app, [*shlex.split(command), "--today", "2026-03-01"]).output
        lines = printed.replace("\N{NO-BREAK SPACE}", " ").splitlines()
        for line in shown.splitlines():
            assert line in lines, printed
    assert 'handelse = "markanvisning"' in Path("import.toml").read_text(encoding="utf-8")
