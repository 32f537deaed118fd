"""Where coordinates lie: no place at all, a digit too many, the zone beside, another planet."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from commanded import app
from hypothesis import given
from hypothesis import strategies as st
from places import GOOD
from pyproj import Transformer
from typer.testing import CliRunner, Result

from tenuremix.crs import FAR, SWEREF99, beyond, suspect, transform_box

BOX = (140_000.0, 6_390_000.0, 160_000.0, 6_410_000.0)
FAR_OFF = "far_away"
HEAD = "id,namn,datum,handelse,hyresratt,bostadsratt,aganderatt,oklar"
ROW = "A-1,Hörnet,2025-02-01,markanvisning,40,0,0,0"


@given(
    st.sampled_from(sorted(SWEREF99)),
    st.sampled_from(sorted(SWEREF99)),
    st.floats(BOX[0], BOX[2]),
    st.floats(BOX[1], BOX[3]),
)
def test_a_point_of_one_zone_read_in_another_is_known(
    own: str, read: str, east: float, north: float
) -> None:
    """Near the areas in both it is well; else the zone is found, or one that is as near."""
    x, y = Transformer.from_crs("EPSG:3007", own, always_xy=True).transform(east, north)
    found = suspect((x, y, x, y), read, BOX, "EPSG:3007")
    if own == read:
        assert found is None
    else:
        assert found is not None
        assert found[0] == "wrong_crs"
        west, south, _, _ = transform_box(BOX, "EPSG:3007", found[1])
        assert abs(x - west) < FAR / 2
        assert abs(y - south) < FAR / 2


@given(st.floats(0, FAR - 1), st.sampled_from([(0, -1), (0, 1)]))
def test_what_only_lies_outside_is_let_be(away: float, side: tuple[int, int]) -> None:
    x = (BOX[0] if side[0] < 0 else BOX[2]) + side[0] * away
    y = (BOX[1] if side[1] < 0 else BOX[3]) + side[1] * away
    assert suspect((x, y, x, y), "EPSG:3007", BOX, "EPSG:3007") is None


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:25833", "EPSG:3021"])
@pytest.mark.parametrize("away", [30_000.0, 60_000.0, 80_000.0])
def test_what_lies_outside_is_measured_in_metres_on_the_ground(crs: str, away: float) -> None:
    change = Transformer.from_crs("EPSG:3007", crs, always_xy=True)
    x, y = change.transform(BOX[2] + away, 6_400_000.0)
    assert suspect((x, y, x, y), crs, BOX, "EPSG:3007") is None
    x, y = change.transform(BOX[2] + 400_000.0, 6_400_000.0)
    assert suspect((x, y, x, y), crs, BOX, "EPSG:3007") == (FAR_OFF, "400 km")


@pytest.mark.parametrize(
    ("crs", "there", "found"),
    [
        ("EPSG:3007", (147_000, 6_390_000, 160_000, 6_400_000), False),
        ("EPSG:3007", (0, 0, 160_000, 6_400_000), True),
        ("EPSG:3007", (147_000, 6_390_000, 147_001, 9e9), True),
        ("EPSG:4258", (11.9, 57.6, 12.1, 57.8), False),
        ("EPSG:4258", (11.9, 57.6, 12.1, 95.0), True),
        ("EPSG:25833", (300_000, 6_390_000, 310_000, 6_400_000), False),
        ("EPSG:25833", (300_000, 6_390_000, 1e300, 6_400_000), True),
    ],
)
def test_a_place_that_the_crs_does_not_have_is_known(
    crs: str, there: tuple[float, float, float, float], *, found: bool
) -> None:
    assert beyond(np.array([there], dtype=float), crs).tolist() == [found]


def test_a_zone_of_rt_90_far_north_is_known() -> None:
    north = (1_680_000.0, 7_520_000.0, 1_690_000.0, 7_530_000.0)
    x, y = Transformer.from_crs("EPSG:3021", "EPSG:3022", always_xy=True).transform(
        1_685_000.0, 7_525_000.0
    )
    assert suspect((x, y, x, y), "EPSG:3021", north, "EPSG:3021") == ("wrong_crs", "EPSG:3022")


def test_an_easting_without_its_first_digit_is_known() -> None:
    stockholm = (142_000.0, 6_570_000.0, 166_000.0, 6_590_000.0)
    there, whole = (53_000.0, 6_580_000.0), ("digit_lost", "153000, 6580000")
    assert suspect((*there, *there), "EPSG:3011", stockholm, "EPSG:3011") == whole
    assert suspect((*there, *there), "EPSG:3011", stockholm, "EPSG:3011", confirmed=True) is None
    west = (90_000.0, 6_580_000.0)
    assert suspect((*west, *west), "EPSG:3011", stockholm, "EPSG:3011") is None


def test_a_zone_that_is_confirmed_is_let_be() -> None:
    x, y = 150_000.0, 6_400_000.0
    assert suspect((x, y, x, y), "EPSG:3008", BOX, "EPSG:3007") == ("wrong_crs", "EPSG:3007")
    assert suspect((x, y, x, y), "EPSG:3008", BOX, "EPSG:3007", confirmed=True) is None


@pytest.mark.parametrize(
    ("columns", "cells", "fault"),
    [
        ("e,n", "0,0", "null_island"),
        ("lon,lat", "0,0", "null_island"),
        ("e,n", "0,6397500", "null_island"),
        ("e,n", "147500,0", "null_island"),
        ("e,n", "1475000,6397500", FAR_OFF),
        ("e,n", "147500,63975000", FAR_OFF),
        ("lon,lat", "11.95,5.7689", FAR_OFF),
        ("wkt", '"POLYGON ((0 0, 9e9 0, 9e9 9e9, 0 9e9, 0 0))"', FAR_OFF),
        (
            "wkt",
            '"POLYGON ((147000 6397000, 147100 6397000, 147100 9e9, 147000 6397000))"',
            "far_away",
        ),
        ("e,n", "236500,6397500", None),
    ],
)
def test_every_reader_says_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: str, cells: str, fault: str | None
) -> None:
    monkeypatch.chdir(tmp_path)
    for file in GOOD.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    inputs = {key: f"{key}{end}" for key, end in (("areas", ".geojson"), ("stock", ".csv"))}
    settings = "\n".join(f'{key} = ["{file}"]' for key, file in inputs.items())
    settings += '\ntargets = ["targets.toml"]\nimport_to = "reg.csv"\nlosses = ["losses.csv"]\n'
    losses = f"datum,handelse,hyresratt,bostadsratt,aganderatt,kalla,{columns}\n"
    losses += f"2025-02-01,rivning,4,0,0,dnr,{cells}\n"
    sound = losses.splitlines()[0].replace(columns, "omrade") + "\n"
    sound += "2025-02-01,rivning,4,0,0,dnr,101\n"
    (tmp_path / "losses.csv").write_text(sound, encoding="utf-8")
    (tmp_path / "tenuremix.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "given.csv").write_text(f"{HEAD},{columns}\n{ROW},{cells}\n", encoding="utf-8")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, [*arguments])

    said = {
        "import": run("import", "given.csv", "--dry-run"),
        "check": run("check", "given.csv"),
        "progress": run("progress", "--register", "given.csv"),
    }
    (tmp_path / "losses.csv").write_text(losses, encoding="utf-8")
    said["losses"] = run("progress")
    for command, result in said.items():
        assert result.exit_code == (1 if fault else 0), (command, result.output)
    shown = json.loads(run("validate", "--register", "given.csv", "--format", "json").stdout)
    assert (fault or "outside_all") in {each["fault"] for each in shown}


def ground(crs: str, east: float = 147_500.0) -> str:
    x, y = Transformer.from_crs("EPSG:3007", crs, always_xy=True).transform(east, 6_397_500.0)
    return f"SRID={crs.removeprefix('EPSG:')};POINT ({x:.7f} {y:.7f})"


def test_rows_may_name_different_systems_in_every_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for file in GOOD.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    settings = 'areas = ["areas.geojson"]\nstock = ["stock.csv"]\ntargets = ["targets.toml"]\n'
    (tmp_path / "tenuremix.toml").write_text(f'{settings}import_to = "reg.csv"\n', "utf-8")

    def write(*places: str) -> None:
        lines = [
            f'{ROW.replace("A-1", f"A-{at}")},"{wkt}"' for at, wkt in enumerate(places, start=1)
        ]
        (tmp_path / "given.csv").write_text("\n".join([f"{HEAD},wkt", *lines, ""]), "utf-8")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, [*arguments])

    write(ground("EPSG:3006"), ground("EPSG:4326", 147_600), "POINT (147700 6397500)")
    assert run("validate", "--register", "given.csv").exit_code == 0
    result = run("import", "given.csv", "--format", "json")
    assert result.exit_code == 0, result.output
    (said,) = json.loads(result.stdout)["files"]
    assert said["crs"] == "EPSG:3007, EPSG:3006, EPSG:4326"
    assert (tmp_path / "reg.csv").read_text("utf-8").count("POINT (147") == 3

    write("SRID=3006;POINT (147500 6397500)", "SRID=99999;POINT (1 1)", "POINT (147700 6397500)")
    result = run("import", "given.csv", "--dry-run", "--format", "json")
    assert result.exit_code == 1
    rows = json.loads(result.stdout)["rows"]
    refused = {each["row"]: each["why"] for each in rows if each["outcome"] == "refused"}
    assert "kan inte vara EPSG:3006" in refused[2]
    assert "EPSG:99999" in refused[3]
    assert len(refused) == 2
