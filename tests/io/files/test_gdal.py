"""What GDAL may do: nothing but read a file that is whole, and call nobody."""

from __future__ import annotations

import os
import socket
import zipfile

import geopandas as gpd
import pyogrio
import pytest
import shapely

from tenuremix.errors import DataError
from tenuremix.io.dwellings.pieces import open_rows
from tenuremix.io.fetching.wfs import read_gml
from tenuremix.io.gdal import DRIVERS, gdal, without_schema
from tenuremix.io.inputs.source import read_table

CALLERS = (
    *("OGR_VRT", "WFS", "OAPIF", "CSW", "HTTP", "OGCAPI", "GDALG", "ADBC", "EEDA", "NGW"),
    *("Elasticsearch", "Carto", "AmigoCloud", "PLSCENES", "MVT", "PMTiles", "GPSBabel"),
)
ROWS = 400


def faults(source):
    with pytest.raises(DataError) as caught:
        read_table(str(source))
    return [fault.key for fault in caught.value.faults]


@pytest.fixture
def address():
    """Give the address of a server that nobody calls."""
    before = pyogrio.get_gdal_config_option("GDAL_HTTP_TIMEOUT")
    pyogrio.set_gdal_config_options({"GDAL_HTTP_TIMEOUT": "1"})
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()
    pyogrio.set_gdal_config_options({"GDAL_HTTP_TIMEOUT": before})


VRT = (
    '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/vsicurl/{}/a.geojson'
    "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
)
WFS = "<OGRWFSDataSource><URL>{}/wfs</URL></OGRWFSDataSource>"
STREAMED = '{{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline read {}/a.json"}}'


@pytest.mark.parametrize("suffix", [*sorted({*DRIVERS, ".vrt", ".dat", ""} - {".gdb"})])
@pytest.mark.parametrize("text", [VRT, WFS, STREAMED], ids=["vrt", "wfs", "gdalg"])
def test_no_file_that_names_a_server_makes_a_call(address, suffix, text, tmp_path):
    path = tmp_path / f"a{suffix}"
    path.write_text(text.format(address))
    path.with_suffix(".dbf").write_text(text.format(address).ljust(200))
    assert faults(path)
    with pytest.raises(DataError):
        open_rows(str(path), "a", ["id"])


GML = """<?xml version="1.0" encoding="{encoding}"?>
<wfs:FeatureCollection xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://x.se/ {address}/wfs?SERVICE=WFS&amp;VERSION=1.1.0&amp;REQUEST=
DescribeFeatureType&amp;TYPENAME=x:a http://www.opengis.net/wfs {address}/x.xsd"
 xmlns:x="http://x.se/" xmlns:gml="http://www.opengis.net/gml"
 xmlns:wfs="http://www.opengis.net/wfs" xmlns:xlink="http://www.w3.org/1999/xlink">
<gml:featureMember><x:a><x:geom><gml:Point srsName="{srs}"><gml:pos>6397000 147000</gml:pos>
</gml:Point></x:geom><x:id xlink:href="{address}/id">007</x:id></x:a></gml:featureMember>
</wfs:FeatureCollection>
"""


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1"])
def test_a_schema_is_not_asked_for(address, encoding, tmp_path):
    path = tmp_path / "a.gml"
    text = GML.replace("REQUEST=\n", "REQUEST=").format(
        address=address, encoding=encoding, srs="urn:ogc:def:crs:EPSG::3007"
    )
    path.write_text(text, encoding=encoding)
    table = read_table(str(path))
    assert (table.crs, table.data["id"]) == ("EPSG:3007", ["007"])
    assert table.shapes[0].equals(shapely.Point(147000, 6397000))
    assert [feature.properties["id"] for feature in read_gml(path.read_bytes())] == ["007"]
    assert list(next(open_rows(str(path), "a", ["id"]).batches())[0]["id"]) == ["007"]
    assert sorted(tmp_path.iterdir()) == [path], "and no schema is written beside it"


def test_a_link_of_kml_is_not_followed(address, tmp_path):
    link = f"<href>{address}/a.kml</href>"
    place = f"<Placemark><styleUrl>{address}/a.kml#s</styleUrl><Point><coordinates>12,57"
    text = (
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<NetworkLink><Link>{link}</Link></NetworkLink><NetworkLink><Url>{link}</Url>"
        f"</NetworkLink>{place}</coordinates></Point></Placemark></Document></kml>"
    )
    (tmp_path / "a.kml").write_text(text)
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as packed:
        packed.write(tmp_path / "a.kml", "doc.kml")
    for name in ("a.kml", "a.kmz"):
        assert len(read_table(str(tmp_path / name)).numbers) == 1


def test_a_crs_is_not_asked_for(address, tmp_path):
    path = tmp_path / "a.gml"
    text = GML.format(address=address, encoding="utf-8", srs=f"{address}/srs")
    path.write_text(text)
    assert read_table(str(path)).crs is None


def test_the_address_of_a_schema_is_taken_out_and_nothing_else():
    text = b"<a x:schemaLocation = 'http://a b' schemaLocation=\"c\"><b>schemaLocation</b></a>"
    kept = b'<a x:schemaLocation = "" schemaLocation=""><b>schemaLocation</b></a>'
    assert without_schema(text) == kept


def test_only_the_drivers_named_are_there_and_all_come_back_in_their_order():
    before = list(pyogrio.list_drivers())
    assert set(CALLERS) & set(before), "this GDAL has some that call"
    with gdal("GML", "no such driver"):
        assert set(pyogrio.list_drivers()) == {"GML"}
    assert list(pyogrio.list_drivers()) == before
    assert pyogrio.get_gdal_config_option("GDAL_SKIP") is None
    assert not set(CALLERS) & {name for names in DRIVERS.values() for name in names}


@pytest.mark.parametrize("suffix", [*sorted(DRIVERS), ".csv"])
def test_what_is_no_file_is_not_opened(suffix, tmp_path):
    path = tmp_path / f"a{suffix}"
    os.mkfifo(path)
    assert faults(path) == ["not_read"]
    for other in {".shp", ".shx", ".dbf", ".prj", ".cpg", ".map", ".dat"} - {suffix}:
        os.mkfifo(path.with_suffix(other))
    assert faults(path) == ["not_read"]


# --- files that were cut off ----------------------------------------------------------------------

SQUARES = [shapely.box(147000 + n, 6397000, 147005 + n, 6397009) for n in range(ROWS)]
WRITERS = {
    ".gml": ("GML", {}),
    ".kml": ("LIBKML", {}),
    ".kmz": ("LIBKML", {}),
    ".gpx": ("GPX", {}),
    ".fgb": ("FlatGeobuf", {"SPATIAL_INDEX": "NO"}),
    ".gpkg": ("GPKG", {}),
    ".sqlite": ("SQLite", {}),
    ".geojson": ("GeoJSON", {}),
    ".geojsonl": ("GeoJSONSeq", {}),
    ".mif": ("MapInfo File", {}),
    ".tab": ("MapInfo File", {}),
    ".dxf": ("DXF", {}),
    ".dgn": ("DGN", {}),
    ".shz": ("ESRI Shapefile", {}),
    ".shp": ("ESRI Shapefile", {}),
}
PARTS = {".mif": [".mid"], ".tab": [".dat", ".map", ".id"], ".shp": [".shx", ".dbf"]}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Write a file of each kind, once."""
    folder = tmp_path_factory.mktemp("kinds")
    whole = gpd.GeoDataFrame({"namn": [f"Kv {n}" for n in range(ROWS)]}, geometry=SQUARES, crs=3007)
    for suffix, (driver, options) in WRITERS.items():
        frame = whole[["geometry"]] if suffix in (".dxf", ".dgn") else whole
        if suffix == ".gpx":
            frame = frame.set_geometry(frame.centroid).rename(columns={"namn": "name"})
        if suffix in (".kml", ".kmz", ".gpx", ".geojson", ".geojsonl"):
            frame = frame.to_crs(4326)
        path = folder / suffix.lstrip(".") / f"a{suffix}"
        path.parent.mkdir()
        pyogrio.write_dataframe(frame, path, driver=driver, **options)
    with zipfile.ZipFile(folder / "shp" / "a.zip", "w") as packed:
        for part in (folder / "shp").glob("a.[sdp]*"):
            packed.write(part, part.name)
    return folder


def source(path):
    return f"{path}|layername=waypoints" if path.suffix == ".gpx" else str(path)


EACH = [(suffix, part) for suffix in WRITERS for part in [suffix, *PARTS.get(suffix, [])]]


@pytest.mark.parametrize("share", [0.957, 0.5, 0.02])
@pytest.mark.parametrize(("suffix", "part"), [*EACH, (".zip", ".zip")])
def test_a_file_that_was_cut_off_is_a_fault(written, suffix, part, share, tmp_path):
    for each in (written / suffix.replace("zip", "shp").lstrip(".")).glob("a.*"):
        (tmp_path / each.name).write_bytes(each.read_bytes())
    path = tmp_path / f"a{suffix}"
    assert len(read_table(source(path)).numbers) == ROWS
    cut = path.with_suffix(part)
    content = cut.read_bytes()
    cut.write_bytes(content[: int(share * len(content))])
    (key,) = faults(source(path))
    assert key in ("cut_off", "unreadable", "shape_rows")
    if suffix in (".gpx", ".dxf", ".dgn", ".zip", ".shz"):
        return
    with pytest.raises(DataError):
        list(open_rows(str(path), "a", ["namn"]).batches())


def test_a_file_of_no_known_kind(tmp_path):
    path = tmp_path / "a.dat"
    path.write_text("id;namn")
    assert faults(path) == ["file_kind"]


def test_an_archive_that_would_flood_the_memory_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("tenuremix.io.gdal._MOST_UNPACKED", 1000)
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.shp", bytes(2000))
    assert faults(path) == ["cut_off"]
