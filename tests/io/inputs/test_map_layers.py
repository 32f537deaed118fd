"""Water and names of places: read into the areas' CRS, and what of an area is land."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from mapped import bundled, small_workspace, square

from tenuremix.document.backdrop import known_places, make_backdrop
from tenuremix.inputs import PlaceName, Source, Water
from tenuremix.io.inputs.map_layers import read_place_names, read_water
from tenuremix.io.inputs.sidecar import Files

SEA = """{"type":"FeatureCollection","crs":{"type":"name","properties":
{"name":"urn:ogc:def:crs:EPSG::3007"}},"features":[{"type":"Feature","properties":{"slag":"hav"},
"geometry":{"type":"Polygon","coordinates":[[[144000,6397000],[145500,6397000],[145500,6398000],
[144000,6398000],[144000,6397000]]]}}]}"""


def with_sea(*, schematic: bool) -> object:
    source = Source("areas", "x", "0", schematic=schematic)
    water = Water([shapely.box(144_000, 6_397_000, 145_500, 6_398_000)], [square(2400, 100)])
    return make_backdrop(replace(small_workspace(), sources=[source], water=water))


def test_water_is_read_into_the_crs_of_the_areas(tmp_path: Path) -> None:
    (tmp_path / "sea.geojson").write_text(SEA, encoding="utf-8")
    water = read_water(Files([str(tmp_path / "sea.geojson")]), small_workspace().areas)
    assert [shape.area for shape in water.sea] == [1_500_000]
    assert list(water.rivers) == []


def test_names_are_kept_in_their_order(tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text("namn,e,n,slag\nB,145500,6397500,\nA,1,2,vatten\n", encoding="utf-8")
    found = read_place_names(Files([str(file)]), small_workspace().areas)
    assert [(place.name, place.wet) for place in found] == [("B", False), ("A", True)]
    assert found[0].point == shapely.Point(145_500, 6_397_500)
    # What lies beside the areas is not drawn.
    assert [p.name for p in known_places(replace(small_workspace(), place_names=found))] == ["B"]


def test_the_sea_takes_its_part_of_schematic_areas_alone() -> None:
    drawn, surveyed = with_sea(schematic=True), with_sea(schematic=False)
    assert drawn.land(square(0)).area == pytest.approx(500_000)  # type: ignore[attr-defined]
    assert drawn.land(square(-500)).area == 1_000_000  # type: ignore[attr-defined]
    assert drawn.rivers.area == pytest.approx(100_000)  # type: ignore[attr-defined]
    assert surveyed.land(square(0)).area == 1_000_000  # type: ignore[attr-defined]
    assert surveyed.rivers.area > 2 * drawn.rivers.area  # type: ignore[attr-defined]


def test_without_water_there_is_none() -> None:
    assert make_backdrop(small_workspace()) is None
    assert known_places(small_workspace()) == []


def test_the_bundled_drawing_holds_every_place_on_land() -> None:
    workspace = bundled()
    backdrop = make_backdrop(workspace)
    assert backdrop is not None
    assert not backdrop.sea.is_empty
    assert not backdrop.rivers.is_empty
    names = known_places(workspace)
    assert [place.name for place in names][:2] == ["Torslanda", "Björlanda"]
    afloat = {p.name for p in names if backdrop.sea.contains(p.point)}
    assert afloat == {"Södra skärgården", "Göta älv"}
    assert {p.name for p in names if p.wet} == {"Göta älv"}
    assert isinstance(names[0], PlaceName)
