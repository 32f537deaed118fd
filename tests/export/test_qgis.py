"""What is handed on opens in QGIS as it should look; run where QGIS is (Debian: ``qgis``)."""

from __future__ import annotations

import json
import os
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from mapped import REAL, bundled, real_workspace
from places import TESTS

from tenuremix.export.build import render_export

if TYPE_CHECKING:
    from tenuremix.inputs import Workspace

PYTHON = "/usr/bin/python3"
"""The Python that Debian's QGIS is made for."""
SCRIPT = TESTS / "support" / "draw_in_qgis.py"
AREAS = [
    *("Majoritet i dag", "Majoritet när det beslutade är byggt"),
    "Vad som saknas: hyresrätt eller ägt",
    *(f"Andel {tenure}" for tenure in ("hyresrätt", "bostadsrätt", "äganderätt")),
    *(f"Brist {tenure}" for tenure in ("hyresrätt", "bostadsrätt", "äganderätt")),
]


@cache
def has_qgis() -> bool:
    try:
        done = subprocess.run([PYTHON, "-c", "import qgis.core"], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


@pytest.fixture(autouse=True)
def _only_with_qgis() -> None:
    if not has_qgis():
        pytest.skip("QGIS is not here")


def drawn(workspace: Workspace, folder: Path) -> dict[str, Any]:
    file = folder / "goteborg.gpkg"
    file.write_bytes(render_export(workspace, ".gpkg", level="primaromrade"))
    done = subprocess.run(
        [PYTHON, str(SCRIPT), str(file), str(folder)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={"QT_QPA_PLATFORM": "offscreen", "HOME": str(folder), "PATH": os.environ["PATH"]},
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def check_layers(found: dict[str, Any]) -> None:
    spatial = {name: layer for name, layer in found.items() if "styles" in layer}
    for name, layer in spatial.items():
        assert (layer["valid"], layer["crs"]) == (True, "EPSG:3007"), name
        assert layer["features"] > 0, name
        default, *_ = layer["styles"]
        assert layer["opens_with"] == layer["styles"][default]["legend"], name
        for style, loaded in layer["styles"].items():
            assert (loaded["loaded"], loaded["message"]) == (True, ""), style
            assert loaded["labels"], style
            assert len(loaded["legend"]) >= len({*loaded["legend"]} - {""}) > 1, style
            assert loaded["colours"] > 3, style
    for name, layer in spatial.items():
        if name.startswith("omraden_"):
            assert sorted(layer["styles"]) == sorted(AREAS)
            assert "Majoritet i dag" in layer["headings"]
            assert next(iter(layer["styles"])) == AREAS[2]
            assert "hyresrätt saknas, under 15" in layer["opens_with"]
            assert "majoritet hyresrätt" in layer["styles"]["Majoritet i dag"]["legend"]
    for part in ("ytor", "punkter"):
        assert list(spatial[f"markanvisningar_{part}"]["styles"]) == ["Vanligaste upplåtelseform"]


def test_qgis_opens_each_layer_in_its_styles(tmp_path: Path) -> None:
    found = drawn(bundled(), tmp_path)
    check_layers(found)
    assert found["omraden_primaromrade"]["features"] == 96
    # Each style draws something of its own; nothing decided turns the majority of an area.
    pictures = [tmp_path / f"omraden_primaromrade {style}.png" for style in AREAS[1:]]
    assert len({picture.read_bytes() for picture in pictures}) == len(pictures)


def test_qgis_opens_the_real_boundaries(tmp_path: Path) -> None:
    if not REAL.exists():
        pytest.skip("the real boundaries are not here")
    check_layers(drawn(real_workspace(tmp_path), tmp_path))
