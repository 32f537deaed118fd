"""Files that are dropped on the page: what each kind holds, and what strangers put into one."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from served import RING, client_of, proposal, sent, workspace_in
from shapely import Polygon
from starlette.testclient import TestClient

SHAPE = Polygon(RING)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return client_of(workspace_in(tmp_path_factory.mktemp("ws") / "stad"))


def read(client: TestClient, kind: str, body: bytes) -> Any:
    return sent(client, f"/page/read?kind={kind}", body, "application/octet-stream")


def of_kind(folder: Path, kind: str) -> bytes:
    """Write the same plot as a file of a kind."""
    frame = gpd.GeoDataFrame({"namn": ["Å"], "hyresratt": [80]}, geometry=[SHAPE], crs=3007)
    if kind == "csv":
        return f'namn,hyresratt,wkt\nÅ,80,"{SHAPE.wkt}"\n'.encode()
    if kind == "zip":
        frame.to_file(folder / "tomt.shp", encoding="utf-8")
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as packed:
            for part in sorted(folder.glob("tomt.*")):
                packed.write(part, f"../{part.name}")
        return content.getvalue()
    if kind == "xlsx":
        rows = frame.drop(columns="geometry").assign(wkt=SHAPE.wkt)
        rows.to_excel(folder / "tomt.xlsx", index=False)
    else:
        frame.to_file(folder / f"tomt.{kind}")
    return (folder / f"tomt.{kind}").read_bytes()


@pytest.mark.parametrize("kind", ["geojson", "csv", "xlsx", "gpkg", "fgb", "zip"])
def test_a_plot_is_the_same_in_every_kind(client: TestClient, tmp_path: Path, kind: str) -> None:
    answer = read(client, kind, of_kind(tmp_path, kind))
    assert answer.status_code == 200, answer.text
    (plot,) = answer.json()["plots"]
    assert (plot["name"], plot["dwellings"]["hyresratt"]) == ("Å", 80)
    found = Polygon(plot["geometry"]["coordinates"][0])
    assert found.equals_exact(SHAPE, 0.02) or found.symmetric_difference(SHAPE).area < 1


@pytest.mark.parametrize(
    ("kind", "body", "status", "code"),
    [
        ("vrt", b"<OGRVRTDataSource/>", 415, "media"),
        ("../../x", b"", 415, "media"),
        ("geojson", b"", 422, "empty_file"),
        ("gpkg", b"SQLite format 3\x00" + b"\x00" * 100, 422, "unreadable"),
        ("gpkg", b"<OGRVRTDataSource/>", 422, "unreadable"),
        ("fgb", b"fgb", 422, "cut_off"),
        ("xlsx", b"PK\x03\x04", 422, "unreadable"),
        ("zip", b"PK", 422, "unreadable"),
        ("dxf", b"\x00" * 1000, 422, "unreadable"),
        ("csv", b"namn,hyresratt,omrade\nA,-1,109\n", 422, "not_a_count"),
    ],
)
def test_what_cannot_be_read_is_told(
    client: TestClient, kind: str, body: bytes, status: int, code: str
) -> None:
    answer = read(client, kind, body)
    found = answer.json()
    assert answer.status_code == status, answer.text
    assert code in (found["code"], *(each["code"] for each in found.get("faults", ()))), found
    assert "tenuremix-" not in answer.text


def test_nothing_is_read_into_what_a_file_says(client: TestClient) -> None:
    document = json.loads(proposal())
    document["features"][0]["properties"]["namn"] = {"$date": "x"}
    answer = read(client, "geojson", json.dumps(document).encode())
    assert answer.status_code == 200, answer.text
    assert answer.json()["plots"][0]["name"] == '{"$date": "x"}'


def test_two_packed_shapefiles_are_refused(client: TestClient) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("a.shp", b"")
        packed.writestr("b.shp", b"")
    assert read(client, "zip", content.getvalue()).status_code == 422
