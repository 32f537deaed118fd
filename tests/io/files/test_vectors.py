"""Vector files of every kind: read as they are, or named in words for their reader."""

from __future__ import annotations

import json
import shutil
import sqlite3
import struct
import subprocess
import sys
from contextlib import closing

import geopandas as gpd
import pytest
import shapely

from tenuremix.errors import DataError, UsageError
from tenuremix.io.inputs.source import read_table

SQUARE = shapely.box(147200, 6397200, 147300, 6397300)
COLUMNS = {"id": ["G-1", "G-2"], "namn": ["Kv Åkern", "Kv Ängen"], "hyresratt": [80, 7]}


@pytest.fixture
def frame():
    shapes = [SQUARE, shapely.affinity.translate(SQUARE, 500)]
    return gpd.GeoDataFrame(COLUMNS, geometry=shapes, crs=3007)


def faults(source):
    with pytest.raises(DataError) as caught:
        read_table(str(source))
    return [(fault.key, fault.row) for fault in caught.value.faults]


def notes(table):
    return [note.key for note in table.notes]


def blob(wkb, srs=3007):
    return struct.pack("<2sBBi", b"GP", 0, 1, srs) + wkb


def curve():
    """Make a circle of 100 metres as the WKB of a CURVEPOLYGON."""
    corners = [(0, 50), (50, 100), (100, 50), (50, 0), (0, 50)]
    points = b"".join(struct.pack("<2d", 147200 + x, 6397200 + y) for x, y in corners)
    arcs = struct.pack("<BII", 1, 8, len(corners)) + points
    return struct.pack("<BII", 1, 10, 1) + arcs


@pytest.fixture
def gpkg(frame, tmp_path):
    """Give a GeoPackage, and what changes it."""
    path = tmp_path / "a.gpkg"
    frame.to_file(path, layer="a", SPATIAL_INDEX="NO")

    def change(*statements):
        with closing(sqlite3.connect(path)) as base:
            for trigger in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
                base.execute(f'DROP TRIGGER "{trigger[0]}"')
            for statement in statements:
                base.execute(*statement)
            base.commit()
        return path

    return change


def test_arcs_of_a_geopackage_become_short_lines(gpkg):
    path = gpkg(("UPDATE a SET geom = ? WHERE id = 'G-2'", (blob(curve()),)))
    first, second = read_table(str(path)).shapes
    assert first.equals(SQUARE)
    assert second.area == pytest.approx(7853.98, rel=1e-3)


def test_each_geometry_of_a_geopackage_has_its_own_crs(gpkg):
    moved = gpd.GeoSeries([SQUARE], crs=3007).to_crs(3006).iloc[0]
    row = ("UPDATE a SET geom = ? WHERE id = 'G-2'", (blob(moved.wkb, 3006),))
    path = gpkg(row)
    assert faults(path) == [("mixed_crs", 2)]
    copied = (
        "INSERT INTO gpkg_spatial_ref_sys SELECT 'x', 3006, 'EPSG', 3006, definition, ''"
        " FROM gpkg_spatial_ref_sys WHERE srs_id = 3007"
    )
    table = read_table(str(gpkg((copied,))))
    assert table.crs == "EPSG:3007"
    assert notes(table) == ["mixed_crs"]
    assert shapely.equals_exact(table.shapes[1], SQUARE, tolerance=0.01)


def test_a_geopackage_with_a_system_that_it_does_not_hold_is_in_that_of_its_geometries(gpkg):
    other = ("UPDATE gpkg_geometry_columns SET srs_id = 99999",)
    assert read_table(str(gpkg(other))).crs == "EPSG:3007"
    degrees = gpd.GeoSeries([SQUARE], crs=3007).to_crs(4326).iloc[0]
    path = gpkg(("UPDATE a SET geom = ? WHERE id = 'G-2'", (blob(degrees.wkb, 4326),)))
    table = read_table(str(path))
    assert (table.crs, notes(table)) == ("EPSG:3007", ["mixed_crs"])
    assert shapely.equals_exact(table.shapes[1], SQUARE, tolerance=0.01)


def test_the_geometry_column_of_a_geopackage_is_found_whatever_its_letters(gpkg):
    named = "UPDATE gpkg_geometry_columns SET column_name = ?"
    assert len(read_table(str(gpkg((named, ("GEOM",))))).shapes) == len(COLUMNS["id"])
    assert faults(gpkg((named, ("\0\0m",)))) == [("unreadable", None)]


@pytest.mark.parametrize("encoding", ["gbk", "utf-7", "hex", "nix"])
@pytest.mark.parametrize("suffix", [".kml", ".gml"])
def test_xml_in_letters_that_cannot_be_read_is_refused(frame, tmp_path, suffix, encoding):
    path = tmp_path / f"a{suffix}"
    frame.to_crs(4326).to_file(path, driver=suffix[1:].upper())
    path.write_bytes(
        path.read_bytes().replace(b'encoding="utf-8"', f'encoding="{encoding}"'.encode())
    )
    assert faults(path) == [("unreadable", None)]


def test_a_geopackage_without_srs_in_its_geometries_is_in_that_of_the_layer(gpkg):
    table = read_table(str(gpkg(("UPDATE a SET geom = ?", (blob(SQUARE.wkb, 0),)))))
    assert (table.crs, notes(table)) == ("EPSG:3007", [])


def test_a_second_geometry_of_a_geopackage_is_named(gpkg):
    more = ("ALTER TABLE a ADD punkt BLOB",)
    table = read_table(str(gpkg(more, ("UPDATE a SET punkt = ?", (blob(SQUARE.centroid.wkb),)))))
    assert notes(table) == ["geometry_column"]
    assert table.columns == ("fid", "id", "namn", "hyresratt")
    assert table.shapes[0].equals(SQUARE)
    assert faults(gpkg(("DELETE FROM gpkg_geometry_columns",))) == [("many_geometries", None)]


def test_arcgis_json(tmp_path):
    path = tmp_path / "esri.json"
    rings = [[list(point) for point in SQUARE.exterior.coords]]
    feature = {"attributes": {"id": "007", "hr": 8}, "geometry": {"rings": rings}}
    fields = [
        {"name": "id", "type": "esriFieldTypeString"},
        {"name": "hr", "type": "esriFieldTypeInteger"},
    ]
    about = {
        "geometryType": "esriGeometryPolygon",
        "spatialReference": {"wkid": 3007},
        "fields": fields,
    }
    document = {**about, "features": [feature], "exceededTransferLimit": True}
    path.write_text(json.dumps(document))
    table = read_table(str(path))
    assert (table.crs, dict(table.rows[0].values)) == ("EPSG:3007", {"id": "007", "hr": 8})
    assert table.shapes[0].equals(SQUARE)
    assert notes(table) == ["cut_short"]
    feature["geometry"] = {"curveRings": [[[0, 0], {"c": [[3, 3], [1, 4]]}, [0, 0]]]}
    path.write_text(json.dumps(document))
    assert faults(path) == [("arcgis_geometry", 1)]


def test_topojson(tmp_path):
    path = tmp_path / "topo.json"
    shape = {"type": "Polygon", "arcs": [[0]], "properties": {"id": "007"}}
    arcs = [[[11, 57], [12, 57], [12, 58], [11, 57]]]
    path.write_text(json.dumps({"type": "Topology", "objects": {"a": shape}, "arcs": arcs}))
    table = read_table(str(path))
    assert table.data["id"] == ["007"]
    assert table.shapes[0].area == 0.5


@pytest.mark.parametrize(("before", "indent"), [("", None), ("\x1e", None), ("\x1e", 1)])
def test_a_feature_on_each_line(before, indent, frame, tmp_path):
    features = json.loads(frame.to_crs(4326).to_json())["features"]
    path = tmp_path / "lines.json"
    path.write_text("".join(f"{before}{json.dumps(f, indent=indent)}\n" for f in features))
    table = read_table(str(path))
    assert [*table.data["id"]] == COLUMNS["id"]
    assert table.crs == "EPSG:4326"
    path.write_text(path.read_text()[:-30])
    assert faults(path) == [("unreadable", None)]


@pytest.mark.parametrize(
    ("crs", "found"),
    [
        ({"type": "link", "properties": {"href": "http://x/ref/epsg/3007/proj4/"}}, "EPSG:3007"),
        ({"type": "link", "properties": {"href": "http://x/3007"}}, "crs_link"),
        ({"type": "EPSG", "properties": {"code": 3006}}, "EPSG:3006"),
        ({"type": "name"}, "unreadable"),
    ],
)
def test_the_crs_of_older_geojson(crs, found, frame, tmp_path):
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({**json.loads(frame.to_json()), "crs": crs}))
    if found.startswith("EPSG"):
        assert read_table(str(path)).crs == found
    else:
        assert faults(path) == [(found, None)]


def test_parquet_with_geometry_and_without(frame, tmp_path, monkeypatch):
    frame["punkt"] = frame.centroid
    frame.to_parquet(tmp_path / "a.parquet")
    table = read_table(str(tmp_path / "a.parquet"))
    assert (table.crs, table.columns) == ("EPSG:3007", ("id", "namn", "hyresratt"))
    assert table.shapes[0].equals(SQUARE)
    assert notes(table) == ["geometry_column"]
    (frame[[*COLUMNS]]).to_parquet(tmp_path / "b.parquet")
    assert not read_table(str(tmp_path / "b.parquet")).spatial
    (tmp_path / "c.parquet").write_text("id;namn")
    assert faults(tmp_path / "c.parquet") == [("unreadable", None)]
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(UsageError, match="pyarrow"):
        read_table(str(tmp_path / "a.parquet"))


@pytest.fixture
def shape(frame, tmp_path):
    """Write a shapefile in an encoding, with what its .cpg says, and without some of its files."""

    def written(encoding, said=None, *, without=()):
        path = tmp_path / "a.shp"
        frame.rename(columns={"hyresratt": "hyresrätt"}).to_file(path, encoding=encoding)
        (tmp_path / "a.cpg").unlink(missing_ok=True)
        if said:
            (tmp_path / "a.cpg").write_text(said)
        dbf = bytearray((tmp_path / "a.dbf").read_bytes())
        dbf[29] = 0
        (tmp_path / "a.dbf").write_bytes(dbf)
        for suffix in without:
            path.with_suffix(suffix).unlink()
        return path

    return written


@pytest.mark.parametrize(
    ("encoding", "said", "noted"),
    [
        *(("UTF-8", said, []) for said in (None, "UTF-8", "65001")),
        *(("CP1252", said, []) for said in (None, "1252", "ANSI 1252", "ISO-8859-1", "88591")),
        *(("CP1252", said, []) for said in ("hex", "bz2", "EBCDIC-CP-BE", "undefined")),
        *(("UTF-8", said, ["encoding"]) for said in ("1252", "ISO-8859-1", "850")),
        ("CP1252", "UTF-8", ["encoding"]),
        ("CP850", "850", []),
    ],
)
def test_the_text_of_a_shapefile(encoding, said, noted, shape):
    table = read_table(str(shape(encoding, said)))
    assert [*table.data["namn"]] == COLUMNS["namn"]
    assert "hyresrätt" in table.columns
    assert notes(table) == noted


def test_text_that_may_be_in_any_encoding_is_a_fault(shape):
    assert faults(shape("CP850")) == [("text_encoding", None)]
    assert faults(shape("CP850", "UTF-8")) == [("text_encoding", None)]


def test_a_letter_that_was_cut_is_left_out(shape):
    path = shape("UTF-8", "UTF-8")
    dbf = path.with_suffix(".dbf")
    # A name and a cell of as many bytes, whose last one begins a letter.
    changed = dbf.read_bytes().replace("hyresrätt".encode(), b"hyresratt\xc3")
    changed = changed.replace("Ängen".encode(), b"Angen\xc3")
    assert len(changed) == dbf.stat().st_size
    dbf.write_bytes(changed)
    table = read_table(str(path))
    assert "hyresratt" in table.columns
    assert [*table.data["namn"]] == ["Kv Åkern", "Kv Angen"]


def test_a_shapefile_without_its_index_is_read_and_nothing_written(shape, tmp_path):
    path = shape("UTF-8", "UTF-8", without=(".shx",))
    before = sorted(tmp_path.iterdir())
    table = read_table(str(path))
    assert (table.crs, [*table.data["id"]]) == ("EPSG:3007", COLUMNS["id"])
    assert table.shapes[0].equals(SQUARE)
    assert sorted(tmp_path.iterdir()) == before


def test_a_shapefile_without_its_columns_or_with_those_of_another(shape, frame, tmp_path):
    assert faults(shape("UTF-8", without=(".dbf",))) == [("shape_part", None)]
    path = shape("UTF-8")
    frame.iloc[:1].to_file(tmp_path / "b.shp")
    shutil.copy(tmp_path / "b.dbf", path.with_suffix(".dbf"))
    assert faults(path) == [("shape_rows", None)]


def test_a_ring_within_another_on_the_same_layer_of_a_drawing_is_a_hole(tmp_path):
    path = tmp_path / "a.dxf"

    def drawn(layers, *sizes):
        rings = [SQUARE.buffer(-size, join_style="mitre").exterior for size in sizes]
        drawing = gpd.GeoDataFrame({"Layer": layers}, geometry=rings, crs=3007)
        path.unlink(missing_ok=True)
        drawing.to_file(path, driver="DXF")
        return path

    table = read_table(str(drawn(["G-1", "G-1"], 20, 0)))
    assert (table.data["layer"], [*table.numbers]) == (["G-1"], [2])
    assert table.shapes[0].area == 100**2 - 60**2
    assert notes(table) == ["holes"]
    assert [shape.geom_type for shape in read_table(str(drawn(["G-1", "G-2"], 0, 20))).shapes] == [
        *("LineString", "LineString")
    ]
    assert faults(drawn(["G-1"] * 3, 0, 20, 30)) == [("ring_nested", 3)]


def test_ids_that_the_markup_of_kml_makes_up_are_left_out(frame, tmp_path):
    path = tmp_path / "a.kml"
    frame.to_crs(4326).to_file(path, driver="LIBKML")
    assert [*read_table(str(path)).data["id"]] == COLUMNS["id"]
    frame.drop(columns="id").to_crs(4326).to_file(path, driver="LIBKML")
    assert "id" not in read_table(str(path)).columns
    text = path.read_text().replace('id="a.', 'id="ID_0000')
    path.write_text(text)
    assert "ID_00001" in text
    assert "id" not in read_table(str(path)).columns


@pytest.mark.parametrize("suffix", [".json", ".gpkg", ".shp", ".gml", ".kml", ".fgb", ".parquet"])
def test_no_fault_of_a_file_shows_a_folder_or_words_of_a_library(suffix, tmp_path):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"\xff\xfe<no such thing")
    path.with_suffix(".dbf").write_bytes(bytes(64))
    with pytest.raises(DataError) as caught:
        read_table(str(path), name="a")
    text = caught.value.text("sv")
    for words in (str(tmp_path), "codec", "GDAL", "recognized", "Error", "None"):
        assert words not in text


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg"])
def test_the_fast_readers_load_neither_pandas_nor_gdal(suffix, frame, tmp_path):
    path = tmp_path / f"a{suffix}"
    frame.to_file(path)
    code = (
        "import sys; from tenuremix.io.inputs.source import read_table;"
        f" read_table({str(path)!r});"
        " print({'pandas', 'pyogrio', 'pyproj', 'openpyxl'} & sys.modules.keys())"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "set()"
