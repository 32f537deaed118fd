"""A GeoPackage as other programs read it: every kind of column, gaps, any CRS, the same bytes."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pyogrio
import pyproj
import pytest
import shapely

from tenuremix.io.formats.gpkg import gpkg_bytes
from tenuremix.io.formats.layers import BOOLEAN, DATE, INTEGER, SHARE, TEXT, Field, Layer, Style
from tenuremix.io.inputs.source import read_table

DAY = date(2025, 12, 31)
KINDS = (TEXT, INTEGER, SHARE, DATE, BOOLEAN)
FULL = ["å", 2**53, 0.1, date(2024, 2, 29), True]
GAPS = [None] * len(KINDS)


def layer(crs: str = "EPSG:3007", *, rows: bool = True) -> Layer:
    square = shapely.MultiPolygon([shapely.box(147_000, 6_397_000, 147_100, 6_397_100)])
    return Layer(
        name="ytor",
        title="Ytor",
        columns=[Field(kind, kind, kind) for kind in KINDS],
        rows=[FULL, GAPS] if rows else [],
        geometries=[square, None] if rows else [],
        shape="MULTIPOLYGON",
        crs=crs,
        styles=[Style("a", "<qgis/>"), Style("b", "<qgis/>")],
    )


def read(made: bytes, folder: Path, name: str = "ytor") -> list[list[object]]:
    (folder / "x.gpkg").write_bytes(made)
    meta, _, geometry, fields = pyogrio.raw.read(folder / "x.gpkg", layer=name)
    assert meta["geometry_type"] == ("MultiPolygon" if geometry is not None else None)
    return [list(row) for row in zip(*fields, strict=True)]


@pytest.mark.parametrize("rows", [True, False])
def test_each_kind_has_its_type_and_its_gaps(tmp_path: Path, *, rows: bool) -> None:
    made = gpkg_bytes([layer(rows=rows)], changed_on=DAY)
    read(made, tmp_path)
    info = pyogrio.read_info(tmp_path / "x.gpkg", layer="ytor")
    assert info["ogr_types"] == ["OFTString", "OFTInteger64", "OFTReal", "OFTDate", "OFTInteger"]
    assert info["ogr_subtypes"][-1] == "OFSTBoolean"
    assert info["features"] == 2 * rows
    if rows:
        frame = pyogrio.read_dataframe(tmp_path / "x.gpkg", layer="ytor", use_arrow=True)
        assert frame.drop(columns="geometry").iloc[1].isna().all()
        assert frame.iloc[0].to_list()[:3] == FULL[:3]
        assert frame.loc[0, BOOLEAN]
        assert str(frame.loc[0, DATE])[:10] == "2024-02-29"


@pytest.mark.parametrize("crs", ["EPSG:3006", "EPSG:4326", "ESRI:54009"])
def test_any_crs_is_kept(tmp_path: Path, crs: str) -> None:
    read(gpkg_bytes([layer(crs)], changed_on=DAY), tmp_path)
    found = pyogrio.read_info(tmp_path / "x.gpkg", layer="ytor")["crs"]
    assert pyproj.CRS(found).equals(pyproj.CRS(crs))
    stated = read_table(f"{tmp_path}/x.gpkg|layername=ytor").crs
    assert pyproj.CRS(stated).equals(pyproj.CRS(crs), ignore_axis_order=True)


def test_styles_are_listed_in_their_order(tmp_path: Path) -> None:
    rows = read(gpkg_bytes([layer()], changed_on=DAY), tmp_path, "layer_styles")
    assert [(row[4], bool(row[7])) for row in rows] == [("a", True), ("b", False)]
    assert [str(row[-1])[:19] for row in rows] == ["2025-12-31T00:00:02", "2025-12-31T00:00:01"]


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    code = (
        f"import sys; sys.path[:0] = {[str(Path(__file__).parent), *sys.path]!r}\n"
        "from test_gpkg import DAY, Path, gpkg_bytes, layer\n"
        "Path('y.gpkg').write_bytes(gpkg_bytes([layer()], changed_on=DAY))"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
    assert (tmp_path / "y.gpkg").read_bytes() == gpkg_bytes([layer()], changed_on=DAY)


def test_the_time_of_day_is_given_back_to_gdal() -> None:
    gpkg_bytes([layer()], changed_on=DAY)
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") is None
