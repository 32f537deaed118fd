"""The same rows come out of every format, and out of every spelling of the same cell.

CSV, GeoJSON and GeoPackage have readers of their own (the fast path); geopandas reads the rest.
"""

# ruff: noqa: PD011 - a row of a table has values too

from __future__ import annotations

import shutil
import sqlite3
import warnings
from contextlib import closing
from datetime import date, datetime

import geopandas as gpd
import pandas as pd
import pyogrio
import pyproj
import pytest
import shapely
from places import GOOD, REAL

from tenuremix.counting.tenure import Tenure
from tenuremix.errors import DataError
from tenuremix.io.files.cells import parse_count, parse_day
from tenuremix.io.inputs.areas import read_areas, read_stock
from tenuremix.io.inputs.register import read_register, stated_place
from tenuremix.io.inputs.sidecar import Files
from tenuremix.io.inputs.source import read_table
from tenuremix.io.inputs.workspace import find_settings, load

AREAS = GOOD / "areas.geojson"
REGISTER = GOOD / "register.csv"
VECTOR = (".gpkg", ".geojson", ".shp", ".fgb", ".gml")
ADDED = {"fid", "gml_id", "lowercorner", "uppercorner"}  # columns that a format adds by itself


def areas_of(path):
    return read_areas(Files([str(path)], {str(path): path.name}))


def register_of(path, areas=None):
    return read_register(Files([str(path)], {str(path): path.name}), areas or areas_of(AREAS))


def drawn(areas):
    return {
        (level, code): (area.name, area.parent, area.geometry and area.geometry.normalize().wkb)
        for level in areas.levels
        for code, area in areas.at(level).items()
    }


def decided(register):
    return [
        (d.id, d.name, d.date, d.event, dict(d.counts), d.place, d.valid_until, d.probability)
        for decisions in register.decisions.values()
        for d in decisions
    ]


def cells(table):
    """Give the values of a table without what its format adds, dates as text."""
    return [
        {
            key: str(parse_day(value) or value)
            for key, value in row.values.items()
            if key not in ADDED and value is not None
        }
        for row in table.rows
    ]


@pytest.mark.parametrize("suffix", VECTOR)
def test_areas_of_every_vector_format(suffix, tmp_path):
    path = tmp_path / f"areas{suffix}"
    gpd.read_file(AREAS).to_file(path)
    before = sorted(tmp_path.iterdir())
    assert drawn(areas_of(path)) == drawn(areas_of(AREAS))
    assert areas_of(path).crs == "EPSG:3007"
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg"])
@pytest.mark.parametrize("crs", ["EPSG:3007", "EPSG:3006", "EPSG:4326"])
def test_the_fast_readers_read_what_geopandas_reads(suffix, crs, tmp_path):
    frame = gpd.read_file(AREAS).to_crs(crs)
    frame["tal"] = [1, 2, 3, None, 5, 6, 7]
    frame["bråk"] = 0.5
    frame["text"] = ["Å", "", " b ", None, "NA", "001", "null"]
    frame.loc[4, "geometry"] = None
    path = tmp_path / f"areas{suffix}"
    frame.to_file(path)
    slow = gpd.read_file(path)
    fast = read_table(str(path))
    assert fast.crs == crs == f"EPSG:{slow.crs.to_epsg()}"
    assert fast.spatial
    assert [row.number for row in fast.rows] == list(range(1, 8))
    for row, geometry in zip(fast.rows, slow.geometry, strict=True):
        assert (row.geometry is None) == (geometry is None)
        assert geometry is None or shapely.equals_exact(row.geometry, geometry)
    for column in slow.columns.drop("geometry"):
        stripped = [v.strip() or None if isinstance(v, str) else v for v in slow[column]]
        expected = [None if pd.isna(value) else value for value in stripped]
        assert [row.values[column] for row in fast.rows] == expected, column


@pytest.mark.skipif(not REAL.is_file(), reason="real boundaries are not here")
def test_real_boundaries_read_as_geopandas_reads_them():
    for layer in pyogrio.list_layers(REAL)[:, 0]:
        slow = gpd.read_file(REAL, layer=layer)
        fast = read_table(f"{REAL}|layername={layer}")
        assert fast.crs == f"EPSG:{slow.crs.to_epsg()}"
        assert all(shapely.equals_exact([row.geometry for row in fast.rows], slow.geometry.array))


def written(frame, path):
    """Write a table as a spreadsheet, with real dates and numbers."""
    if path.suffix == ".ods":
        pyogrio.write_dataframe(frame, path, driver="ODS")
    else:
        frame.to_excel(path, index=False)
    return path


@pytest.fixture
def frame():
    found = pd.read_csv(REGISTER, dtype={"omrade": str, "diarienummer": str})
    found["datum"] = pd.to_datetime(found["datum"])
    found["giltig_till"] = pd.to_datetime(found["giltig_till"])
    return found


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_register_as_a_spreadsheet(suffix, frame, tmp_path):
    path = written(frame, tmp_path / f"register{suffix}")
    assert decided(register_of(path)) == decided(register_of(REGISTER))


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".fgb", ".gml"])
def test_register_of_every_vector_format(suffix, frame, tmp_path):
    located = gpd.GeoDataFrame(
        frame.drop(columns="wkt"), geometry=gpd.GeoSeries.from_wkt(frame["wkt"]), crs=3007
    )
    path = tmp_path / f"register{suffix}"
    layer_options = {"SPATIAL_INDEX": "NO"} if suffix == ".fgb" else {}
    located.to_file(path, **layer_options)
    assert decided(register_of(path)) == decided(register_of(REGISTER))


def test_a_shapefile_cuts_the_names_of_the_register(frame, tmp_path):
    kept = frame.loc[:1, ["id", "namn", "handelse", "oklar"]]
    points = gpd.GeoSeries.from_wkt(frame.loc[:1, "wkt"])
    located = gpd.GeoDataFrame(kept, geometry=points, crs=3007)
    located.to_file(tmp_path / "register.shp")
    with pytest.raises(DataError) as caught:
        register_of(tmp_path / "register.shp")
    assert [fault.key for fault in caught.value.faults] == ["missing_columns"]


SPELLINGS = {
    "UTF-8": ("utf-8", ",", "\n"),
    "UTF-8 with BOM": ("utf-8-sig", ",", "\n"),
    "Excel in Sweden": ("cp1252", ";", "\r\n"),
    "semicolon with BOM": ("utf-8-sig", ";", "\r\n"),
    "tab": ("utf-8", "\t", "\n"),
    "old Macintosh": ("utf-8", ",", "\r"),
}


@pytest.mark.parametrize(
    ("encoding", "delimiter", "newline"), SPELLINGS.values(), ids=SPELLINGS.keys()
)
def test_spellings_of_csv(encoding, delimiter, newline, tmp_path):
    path = tmp_path / "register.csv"
    frame = pd.read_csv(REGISTER, dtype=str)
    text = frame.to_csv(index=False, sep=delimiter, lineterminator="\n")
    path.write_bytes(text.replace("\n", newline).encode(encoding))
    assert cells(read_table(str(path))) == cells(read_table(str(REGISTER)))
    assert decided(register_of(path)) == decided(register_of(REGISTER))


def test_csv_rows_are_numbered_as_a_spreadsheet_does(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('\n Kod ,NAMN\n\n1,"två\nrader"\n , \n2,"a, b"\n3\n', encoding="utf-8")
    table = read_table(str(path))
    assert table.columns == ("kod", "namn")
    assert [(row.number, dict(row.values)) for row in table.rows] == [
        (4, {"kod": "1", "namn": "två\nrader"}),
        (6, {"kod": "2", "namn": "a, b"}),
        (7, {"kod": "3", "namn": None}),
    ]


def test_a_long_wkt_is_one_cell(tmp_path):
    ring = shapely.Point(147500, 6397500).buffer(400, quad_segs=2000)
    path = tmp_path / "register.csv"
    path.write_text(
        "id,namn,datum,handelse,hyresratt,bostadsratt,aganderatt,oklar,wkt\n"
        f'A-1,Rund,2025-02-01,markanvisning,1,0,0,0,"{ring.wkt}"\n',
        encoding="utf-8",
    )
    assert path.stat().st_size > 131_072
    (decision,) = register_of(path).decisions["A-1"]
    assert shapely.equals_exact(decision.place.geometry, ring, tolerance=1e-6)


def test_words_of_a_spreadsheet_stay_words(tmp_path):
    rows = [["kod", "antal", ""], ["NA", "null", ""], [None, None, None], ["01", 2, ""]]
    pd.DataFrame(rows).to_excel(tmp_path / "t.xlsx", index=False, header=False)
    table = read_table(str(tmp_path / "t.xlsx"))
    assert [(row.number, row.values["kod"], row.values["antal"]) for row in table.rows] == [
        (2, "NA", "null"),
        (4, "01", 2),
    ]


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_sheets(suffix, tmp_path):
    path = tmp_path / f"t{suffix}"
    first = pd.DataFrame({"kod": ["a", "b"], "n": [1, 2]})
    second = pd.DataFrame({"kod": ["c"], "n": [3]})
    if suffix == ".ods":
        pyogrio.write_dataframe(first, path, layer="ett", driver="ODS")
        pyogrio.write_dataframe(second, path, layer="två", driver="ODS", append=True)
    else:
        with pd.ExcelWriter(path) as book:
            first.to_excel(book, sheet_name="ett", index=False)
            second.to_excel(book, sheet_name="två", index=False)
    with pytest.raises(DataError) as caught:
        read_table(str(path))
    assert caught.value.faults[0].key == "many_sheets"
    assert [row.values["kod"] for row in read_table(f"{path}|layername=ett").rows] == ["a", "b"]
    assert [row.values["kod"] for row in read_table(f"{path}|layername=två").rows] == ["c"]
    with pytest.raises(DataError) as caught:
        read_table(f"{path}|layername=tre")
    assert caught.value.faults[0].key == "sheet"


def test_a_shapefile_gets_its_long_names_back(tmp_path):
    register = gpd.GeoDataFrame(
        {
            "id": ["A"],
            "namn": ["Kvarteret"],
            "datum": ["2025-03-01"],
            "handelse": ["markanvisning"],
            "hyresratt": [80],
            "bostadsratt": [40],
            "aganderatt": [0],
            "oklar": [0],
            "diarienummer": ["0001/25"],
            "giltig_till": ["2027-03-01"],
        },
        geometry=[shapely.Point(147500, 6397500)],
        crs=3007,
    )
    path = tmp_path / "register.shp"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        register.to_file(path)
    decision = read_register(Files([str(path)]), areas_of(AREAS)).decisions["A"][0]
    assert decision.counts[Tenure.BOSTADSRATT] == 40
    assert decision.diarienummer == "0001/25"
    assert decision.valid_until == date(2027, 3, 1)


def test_wkt_may_name_its_crs(tmp_path):
    areas = areas_of(AREAS)
    heading = "id,namn,datum,handelse,hyresratt,bostadsratt,aganderatt,oklar,wkt"
    row = "A,x,2025-03-01,markanvisning,1,0,0,0"
    east, north = pyproj.Transformer.from_crs(3007, 3006, always_xy=True).transform(147500, 6397500)
    path = tmp_path / "register.csv"
    path.write_text(f"{heading}\n{row},SRID=3006;POINT ({east} {north})\n", encoding="utf-8")
    place = read_register(Files([str(path)]), areas).decisions["A"][0].place
    assert place.geometry.distance(shapely.Point(147500, 6397500)) < 0.01
    path.write_text(f"{heading}\n{row},SRID=99999;POINT (1 2)\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_register(Files([str(path)]), areas)
    assert caught.value.faults[0].key == "unknown_crs"


def test_the_styles_of_qgis_are_no_layer(tmp_path):
    path = tmp_path / "areas.gpkg"
    gpd.read_file(AREAS).to_file(path)
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, styleQML TEXT)")
        base.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier)"
            " VALUES ('layer_styles', 'attributes', 'layer_styles')"
        )
        base.commit()
    assert drawn(areas_of(path)) == drawn(areas_of(AREAS))


CRS_NAMES = (
    "EPSG:3007",
    "epsg:3007",
    "urn:ogc:def:crs:EPSG::3007",
    "urn:ogc:def:crs:EPSG:9.8:3007",
    "http://www.opengis.net/def/crs/EPSG/0/3007",
)


@pytest.mark.parametrize("name", CRS_NAMES)
def test_names_of_a_crs(name, tmp_path):
    path = tmp_path / "areas.geojson"
    text = AREAS.read_text(encoding="utf-8")
    path.write_text(text.replace("urn:ogc:def:crs:EPSG::3007", name), encoding="utf-8")
    assert areas_of(path).crs == "EPSG:3007"


COUNTS = [
    (80, 80),
    (80.0, 80),
    ("80", 80),
    ("80.0", 80),
    (" 80 ", 80),
    ("0", 0),
    (2**53, 2**53),
    (2**53 + 1, None),
    (80.5, None),
    (-1, None),
    (True, None),
    ("ca 120", None),
    ("1_000", None),
    ("1 000", None),
    ("80,0", None),
    ("٨٠", None),
    ("inf", None),
    ("nan", None),
    ("1e400", None),
    (float("inf"), None),
    (10**400, None),
]


@pytest.mark.parametrize(("cell", "number"), COUNTS, ids=lambda v: str(v)[:20])
def test_counts(cell, number):
    assert parse_count(cell) == number


DAYS = [
    (date(2025, 3, 31), date(2025, 3, 31)),
    (datetime(2025, 3, 31), date(2025, 3, 31)),  # noqa: DTZ001 - as a spreadsheet keeps a day
    (pd.Timestamp("2025-03-31"), date(2025, 3, 31)),
    ("2025-03-31", date(2025, 3, 31)),
    ("2025-03-31 00:00:00", date(2025, 3, 31)),
    ("2025-03-31T00:00:00.000Z", date(2025, 3, 31)),
    ("2025/03/31 00:00:00", date(2025, 3, 31)),
    ("2025-03-31T00:00:00+01:00", date(2025, 3, 31)),
    ("2025-03-31 08:00", None),
    ("2025/03/31", None),
    (datetime(2025, 3, 31, 8), None),  # noqa: DTZ001
    ("2025-02-30", None),
    ("2025-W14-1", None),
    ("20250331", None),
    ("31/03/2025", None),
    ("2025", None),
    (45747, None),
]


@pytest.mark.parametrize(("cell", "day"), DAYS, ids=lambda v: repr(v)[:30])
def test_days(cell, day):
    assert parse_day(cell) == day


def test_stock_of_one_area_in_two_files(tmp_path):
    heading, *rows = (GOOD / "stock.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    for name, part in (("a.csv", rows[::2]), ("b.csv", rows[1::2])):
        (tmp_path / name).write_text(heading + "".join(part), encoding="utf-8")
    areas = areas_of(AREAS)
    whole = read_stock(Files([str(GOOD / "stock.csv")]), areas)
    parts = read_stock(Files([str(tmp_path / name) for name in ("a.csv", "b.csv")]), areas)
    (vintage,) = whole.vintages
    for code in areas.at("primaromrade"):
        assert parts.mix(areas, "primaromrade", code, vintage) == whole.mix(
            areas, "primaromrade", code, vintage
        )


def test_a_sidecar_lies_beside_any_format(tmp_path):
    gpd.read_file(AREAS).to_file(tmp_path / "areas.gpkg")
    shutil.copy(GOOD / "areas.geojson.source.toml", tmp_path / "areas.gpkg.source.toml")
    assert areas_of(tmp_path / "areas.gpkg").edition == "Rutan 2025"


def test_the_bundled_data_has_no_faults(tmp_path):
    assert load(find_settings(tmp_path)).register.decisions


def test_coordinates_in_text_are_in_the_crs_of_the_areas(tmp_path):
    path = tmp_path / "degrees.geojson"
    gpd.read_file(AREAS).to_crs(4326).to_file(path)
    areas = areas_of(path)
    assert areas.crs == "EPSG:3006"
    to_degrees = pyproj.Transformer.from_crs(3007, 4326, always_xy=True)
    lon, lat = to_degrees.transform(147500, 6397500)
    place = stated_place(areas, point=f"{lon},{lat}", area=None)
    to_metres = pyproj.Transformer.from_crs(3007, 3006, always_xy=True)
    assert place.geometry.distance(shapely.Point(to_metres.transform(147500, 6397500))) < 0.01
