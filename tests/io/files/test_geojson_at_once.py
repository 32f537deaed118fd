"""A collection whose coordinates are parsed once is the table that it is feature by feature."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from tenuremix.io.files import geojson
from tenuremix.io.files.geojson import read_geojson

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1.5, 0], [1.5, -1e-3], [0, 0]]]}
POINT = '{"coordinates" : [ 144950.913435499998741,\n 6396030.863083 ] , "type": "Point"}'
TOLD = {"kod": "01", "namn": 'a "coordinates": [1, 2] b', "antal": 3}
PLAIN = {"type": "Feature", "properties": TOLD, "geometry": SQUARE}
ODD = {
    "a geometry that is none": {**PLAIN, "geometry": None},
    "coordinates of another kind": {**PLAIN, "properties": {**TOLD, "coordinates": [1, 2]}},
    "a list of words": {**PLAIN, "properties": {**TOLD, "coordinates": ["1", "2"]}},
    "a collection": {**PLAIN, "geometry": {"type": "GeometryCollection", "geometries": [SQUARE]}},
    "a box beside": {**PLAIN, "geometry": {**SQUARE, "bbox": [0, -1, 2, 0]}},
    "nothing told": {**PLAIN, "properties": None},
}


def written(folder: Path, *features: dict[str, object], crs: str = "") -> Path:
    path = folder / "a.geojson"
    document: dict[str, object] = {"type": "FeatureCollection", "features": features}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    text = json.dumps(document)
    path.write_text("\ufeff" + text.replace('"POINT"', POINT), encoding="utf-8")
    return path


@pytest.mark.parametrize("odd", [None, *ODD])
def test_the_same_table_either_way(
    odd: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    features = [PLAIN, {**PLAIN, "geometry": "POINT"}, *([ODD[odd]] if odd else [])]
    path = written(tmp_path, *features, crs="urn:ogc:def:crs:EPSG::3007")
    at_once = read_geojson(path, "a.geojson", None)
    whole = geojson._read_whole(path.read_bytes(), "a.geojson")
    assert (whole is not None) is (odd in (None, "nothing told"))
    monkeypatch.setattr(geojson, "_without_coordinates", lambda _: None)
    one_by_one = read_geojson(path, "a.geojson", None)
    assert at_once.data == one_by_one.data
    assert (at_once.crs, at_once.notes) == (one_by_one.crs, one_by_one.notes) == ("EPSG:3007", ())
    assert list(map(shapely.to_wkb, at_once.shapes or ())) == list(
        map(shapely.to_wkb, one_by_one.shapes or ())
    )
    assert at_once.shapes
    assert at_once.shapes[1].x == 144950.913435499998741


@pytest.mark.parametrize("broken", ["[[[0, 0], [1, 1]]]", "[[0, 0], 1]", "[1,,2]", "[", "1"])
def test_what_is_amiss_is_told_as_before(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, PLAIN)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(json.dumps(SQUARE["coordinates"]), broken), encoding="utf-8")
    said = []
    for _ in range(2):
        with pytest.raises(geojson.DataError) as raised:
            read_geojson(path, "a.geojson", None)
        said.append(raised.value.faults)
        monkeypatch.setattr(geojson, "_without_coordinates", lambda _: None)
    assert said[0] == said[1]
