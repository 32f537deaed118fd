"""The bundled figures and schematic areas of Göteborg: right codes, clean shapes, known origin."""

from __future__ import annotations

import hashlib
import importlib.util
import tomllib
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from places import DATA, REAL

if TYPE_CHECKING:
    from types import ModuleType

FOLDER = DATA / "stadsdelar"
GEOJSON = FOLDER / "goteborg_omraden_schematiska.geojson"
FILES = sorted(path.name for pattern in ("*.csv", "*.geojson") for path in FOLDER.glob(pattern))

LEVELS = {"primaromrade": 96, "mellanomrade": 36, "stadsomrade": 4}
CELLS = (
    ("smahus", "aganderatt"),
    ("flerbostadshus", "bostadsratt"),
    ("flerbostadshus", "hyresratt"),
    ("special", "okand"),
)
SIDECAR_KEYS = {
    *("producer", "title", "describes_on", "published_on", "fetched_on"),
    *("licence", "link", "sha256", "notes"),
}


def sidecar(name: str) -> dict[str, object]:
    return tomllib.loads((FOLDER / f"{name}.source.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_areas", FOLDER / "build_areas.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def areas() -> gpd.GeoDataFrame:
    return gpd.read_file(GEOJSON)


@pytest.fixture(scope="module")
def primary(areas: gpd.GeoDataFrame) -> gpd.GeoSeries:
    return areas[areas["niva"] == "primaromrade"].set_index("kod").geometry


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "goteborg_primaromraden.csv", dtype="str")


@pytest.fixture(scope="module")
def points() -> gpd.GeoSeries:
    """Return the basområde points, indexed by the code of their primärområde."""
    rows = pd.read_csv(FOLDER / "goteborg_basomraden.csv", dtype={"kod": "str"})
    xy = gpd.points_from_xy(rows["centrum_e"], rows["centrum_n"])
    return gpd.GeoSeries(xy, index=rows["kod"].str[:3], crs=3007)


@pytest.fixture(scope="module")
def stock() -> pd.DataFrame:
    return pd.read_csv(
        FOLDER / "goteborg_bestand_2025-12-31.csv", dtype={"kod": "str", "antal": "Int64"}
    )


def in_own_area(places: gpd.GeoSeries, primary: gpd.GeoSeries) -> np.ndarray:
    """Return for each place whether the area with its index label contains it."""
    shapely.prepare(primary.to_numpy())
    own = primary.loc[places.index].to_numpy()
    return np.asarray(shapely.contains_properly(own, places.to_numpy()))


# --- areas ----------------------------------------------------------------------------------


def test_script_rebuilds_the_same_bytes(script: ModuleType) -> None:
    built = script.build(script.read_table(script.POINTS), script.read_table(script.AREAS))
    xy = shapely.get_coordinates(built.geometry)
    assert (xy == np.round(xy)).all(), "writing would move a vertex to a whole metre"
    same = script.to_geojson(built).encode("utf-8") == GEOJSON.read_bytes()
    assert same, (
        f"run {FOLDER / 'build_areas.py'} and look at the diff (GEOS {shapely.geos_version})"
    )


def test_areas_keep_the_contract(areas: gpd.GeoDataFrame, table: pd.DataFrame) -> None:
    assert list(areas.columns) == ["kod", "namn", "niva", "foralder", "geometry"]
    assert areas.crs.to_epsg() == 3007
    assert areas["niva"].value_counts().to_dict() == LEVELS
    rank = areas["niva"].map({level: i for i, level in enumerate(LEVELS)})
    order = list(zip(rank, areas["kod"], strict=True))
    assert order == sorted(order)
    found = areas.set_index(["niva", "kod"])
    for row in table.itertuples(index=False):
        own = found.loc[("primaromrade", row.kod)]
        middle = found.loc[("mellanomrade", row.mellanomrade)]
        top = found.loc[("stadsomrade", row.stadsomrade)]
        assert (own["namn"], own["foralder"]) == (row.namn, row.mellanomrade)
        assert (middle["namn"], middle["foralder"]) == (row.mellanomrade_namn, row.stadsomrade)
        assert top["namn"] == row.stadsomrade_namn
        assert pd.isna(top["foralder"])


@pytest.mark.parametrize("level", LEVELS)
def test_each_level_is_a_clean_coverage(areas: gpd.GeoDataFrame, level: str) -> None:
    shapes = areas.loc[areas["niva"] == level, "geometry"]
    assert shapes.is_valid.all()
    assert not shapes.is_empty.any()
    assert set(shapes.geom_type) <= {"Polygon", "MultiPolygon"}
    assert shapely.coverage_is_valid(shapes.to_numpy())


@pytest.mark.parametrize(
    ("level", "below"), [("mellanomrade", "primaromrade"), ("stadsomrade", "mellanomrade")]
)
def test_parents_are_the_exact_union_of_their_children(
    areas: gpd.GeoDataFrame, level: str, below: str
) -> None:
    children = areas[areas["niva"] == below].groupby("foralder")["geometry"]
    parents = areas[areas["niva"] == level].set_index("kod").geometry
    assert set(children.groups) == set(parents.index)
    for code, shapes in children:
        union = shapely.coverage_union_all(shapes.to_numpy())
        assert shapely.normalize(union) == shapely.normalize(parents[code])


def test_every_basomrade_point_lies_in_its_own_primaromrade(
    points: gpd.GeoSeries, primary: gpd.GeoSeries
) -> None:
    assert len(points) == 1012
    inside = in_own_area(points, primary)
    assert inside.all(), points.index[~inside].tolist()


@pytest.mark.skipif(not REAL.exists(), reason="the real boundaries are not here")
def test_most_places_of_the_real_areas_lie_in_their_own_schematic_area(
    primary: gpd.GeoSeries,
) -> None:
    real = gpd.read_file(REAL, layer="basomraden")
    real = real.set_index(real["basomrade"].str[:3]).geometry
    drawn = real.sample_points(20, rng=np.random.default_rng(2021))
    assert in_own_area(drawn.explode(), primary).mean() >= 0.93


# --- stock ----------------------------------------------------------------------------------


def test_stock_has_each_area_once_per_cell(stock: pd.DataFrame, areas: gpd.GeoDataFrame) -> None:
    assert list(stock.columns) == ["niva", "kod", "datum", "hustyp", "upplatelseform", "antal"]
    assert set(stock["datum"]) == {"2025-12-31"}
    keys = ["niva", "kod", "hustyp", "upplatelseform"]
    found = stock[keys].itertuples(index=False, name=None)
    wanted = [(a.niva, a.kod, *cell) for a in areas.itertuples() for cell in CELLS]
    assert sorted(found) == sorted(wanted)


def test_suppressed_cells_stay_empty(stock: pd.DataFrame) -> None:
    empty = stock[stock["antal"].isna()].groupby(["niva", "upplatelseform"])["kod"].agg(list)
    assert empty["primaromrade", "aganderatt"] == ["104", "114", "118", "513", "516"]
    assert empty["primaromrade", "hyresratt"] == ["407"]
    assert empty["mellanomrade", "hyresratt"] == ["70"]
    assert "bostadsratt" not in empty.index.get_level_values("upplatelseform")
    assert len(empty["primaromrade", "okand"]) == 16
    assert (stock["antal"].dropna() >= 0).all()


def bounds(parts: pd.Series, suppressed_max: float) -> tuple[int, float]:
    """Return the least and the greatest sum that counts with suppressed cells allow."""
    known, suppressed = int(parts.sum()), int(parts.isna().sum())
    return known, known + suppressed * suppressed_max if suppressed else known


def test_published_totals_lie_within_the_sums_of_their_parts(
    stock: pd.DataFrame, table: pd.DataFrame
) -> None:
    """Every total that is shown agrees; one of hyresratt and eight of okand are suppressed."""
    known_max = float(str(sidecar("goteborg_bestand_2025-12-31.csv")["suppressed_max"]))
    parents = table.set_index("kod")
    faults, compared = [], 0
    for building, tenure in CELLS:
        chosen = stock[(stock["hustyp"] == building) & (stock["upplatelseform"] == tenure)]
        cells = chosen.set_index(["niva", "kod"])["antal"]
        # A suppressed count of unknown tenure may be hundreds.
        highest = np.inf if tenure == "okand" else known_max
        for level in ("mellanomrade", "stadsomrade"):
            for code, parts in cells["primaromrade"].groupby(parents[level]):
                total = cells[level, code]
                if pd.isna(total):
                    continue
                compared += 1
                least, most = bounds(parts, highest)
                if not least <= total <= most:
                    faults.append((level, code, tenure, total, least, most))
    assert not faults
    assert compared == 36 + 36 + 35 + 28 + 4 * 4


def test_the_city_adds_up_to_its_published_total(stock: pd.DataFrame) -> None:
    city = stock[stock["niva"] == "stadsomrade"].groupby("upplatelseform")["antal"].sum()
    assert city.to_dict() == {
        "aganderatt": 54149,
        "bostadsratt": 83746,
        "hyresratt": 135990,
        "okand": 18366,
    }


# --- provenance -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_sidecar_describes_the_file(name: str) -> None:
    found = sidecar(name)
    assert found.keys() >= SIDECAR_KEYS
    assert found["sha256"] == hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()
    assert found["edition"] == "Göteborg 2021"
    assert found.get("schematic", False) is name.endswith(".geojson")
    assert isinstance(found["notes"], list)
    assert all(isinstance(note, str) and note for note in found["notes"])


def test_no_sidecar_is_left_without_its_file() -> None:
    described = {path.name.removesuffix(".source.toml") for path in FOLDER.glob("*.source.toml")}
    assert described == set(FILES)
