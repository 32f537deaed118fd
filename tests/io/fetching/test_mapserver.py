"""The areas fetched from MapServer: as from every other server, or refused in its own words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from commanded import app
from mapservers import MAPSERV, mapserver
from servers.districts import districts, regions
from servers.wfs import CITY, PREFIX
from typer.testing import CliRunner, Result

from tenuremix.io.fetching import areas
from tenuremix.io.inputs.areas import read_areas
from tenuremix.io.inputs.sidecar import Files

pytestmark = [
    pytest.mark.usefixtures("workspace"),
    pytest.mark.skipif(not MAPSERV.exists(), reason="MapServer is not installed"),
]
KINDS = [*product(("gml32,geojson", "gml32"), (None, 2))]


@pytest.fixture(params=KINDS, ids=["json", "json capped", "gml", "gml capped"])
def service(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    formats, most = request.param
    with mapserver(tmp_path_factory.mktemp("map"), formats=formats, most=most) as address:
        yield address


def fetch(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["fetch", "areas", *arguments])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def kept(workspace: Path) -> Path:
    (file,) = (workspace / "areas").glob("*/*.geojson")
    return file


def test_the_city_is_whole(service: str, workspace: Path) -> None:
    fetch("--url", service)
    found = read_areas(Files([str(kept(workspace))]))
    for level, layer in areas.LAYERS.items():
        assert len(found.at(level)) == len(CITY[layer.removeprefix(PREFIX)])
    assert found.at("primaromrade")["102"].name == "Sanna, västra"


def test_the_districts_are_those_of_the_municipality(service: str, workspace: Path) -> None:
    fetch("--source", "scb", "--kommun", "0180", "--url", service)
    found = read_areas(Files([str(kept(workspace))]))
    assert set(found.at("deso")) == {code for code in districts() if code.startswith("0180")}
    assert set(found.at("regso")) == {code for code in regions() if code.startswith("0180")}
    assert (
        "det finns ingen kommun"
        in fetch(*("--source", "scb", "--kommun", "9999", "--url", service), code=1).stderr
    )


def test_what_it_refuses_is_told_in_its_own_words(
    service: str, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(areas.LAYERS, "primaromrade", "finns_inte")
    first, expected, _ = fetch("--url", service, code=1).stderr.splitlines()
    assert first.startswith(f"{service} finns_inte: servern avvisar frågan (400): typename: ms")
    assert "WFS 2.0.0" in expected
    assert ".." not in first + expected
    assert not (workspace / "areas").exists()


def test_an_address_without_a_map_is_told_as_the_server_tells_it(
    tmp_path: Path, workspace: Path
) -> None:
    with mapserver(tmp_path, formats="gml32") as address:
        (tmp_path / "areas.map").unlink()
        told = fetch("--url", address, code=1).stderr
    assert "adressen svarar inte som en WFS 2.0: MapServer Message: msLoadMap()" in told
    assert not (workspace / "areas").exists()
