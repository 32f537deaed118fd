"""Ways to place plots in areas, for ``scale.py``: the package's own, and what one would use else.

Each is handed the polygons of the areas, those of the plots and a number of dwellings for each
plot, and gives what does the work: it sums all shares, so that the answers can be compared.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from tenuremix.columns.shares import Mosaic, allot_columns

Numbers = np.ndarray[Any, Any]
Contender = Callable[[Numbers, Numbers, Numbers], Callable[[], float]]
QUERY = """SELECT sum(ST_Area(ST_Intersection(p.geometry, a.geometry)) / ST_Area(p.geometry)) AS s
    FROM plots p JOIN areas a ON ST_Intersects(p.geometry, a.geometry)"""


def ours(areas: Numbers, plots: Numbers, dwellings: Numbers) -> Callable[[], float]:
    """Place the plots as the package does, whole dwellings too."""

    def run() -> float:
        shares = Mosaic(areas).shares(plots)
        allot_columns(dwellings, shares)
        return float(shares.share[shares.area < len(areas)].sum())

    return run


def bare(areas: Numbers, plots: Numbers, dwellings: Numbers) -> Callable[[], float]:
    """Do the least that vectorised shapely needs; each part of the dwellings rounded by itself."""

    def run() -> float:
        shapely.prepare(areas)
        area, plot = shapely.STRtree(plots).query(areas, "intersects")
        whole = shapely.area(plots)[plot]
        common = whole.copy()
        cut = ~shapely.covers(areas[area], plots[plot])
        common[cut] = shapely.area(shapely.intersection(plots[plot[cut]], areas[area[cut]]))
        np.rint(dwellings[plot] * common / whole)
        return float((common / whole).sum())

    return run


def overlay(areas: Numbers, plots: Numbers, dwellings: Numbers) -> Callable[[], float]:
    """Place the plots as ``geopandas.overlay`` does."""
    mine = {"whole": shapely.area(plots), "dwellings": dwellings}
    left = gpd.GeoDataFrame(mine, geometry=plots, crs="EPSG:3007")
    right = gpd.GeoDataFrame({"area": range(len(areas))}, geometry=areas, crs="EPSG:3007")

    def run() -> float:
        parts = gpd.overlay(left, right, keep_geom_type=True)
        return float((parts.area / parts.whole).sum())

    return run


def duckdb_spatial(areas: Numbers, plots: Numbers, _: Numbers) -> Callable[[], float]:
    """Place the plots with the spatial extension of DuckDB, once they are in its tables."""
    import duckdb

    con = duckdb.connect()
    con.execute("LOAD spatial")
    for name, shapes in (("areas", areas), ("plots", plots)):
        con.register("given", pd.DataFrame({"wkb": shapely.to_wkb(shapes)}))
        con.execute(f"CREATE TABLE {name} AS SELECT ST_GeomFromWKB(wkb) AS geometry FROM given")  # noqa: S608
    return lambda: float(con.execute(QUERY).fetchall()[0][0])


def sedona_db(areas: Numbers, plots: Numbers, _: Numbers) -> Callable[[], float]:
    """Place the plots with SedonaDB, once they are in its memory."""
    import sedonadb

    con = sedonadb.connect()
    for name, shapes in (("areas", areas), ("plots", plots)):
        frame = gpd.GeoDataFrame({"at": range(len(shapes))}, geometry=shapes, crs="EPSG:3007")
        con.create_data_frame(frame).to_memtable().to_view(name)
    return lambda: float(con.sql(QUERY).to_pandas()["s"][0])


CONTENDERS: dict[str, Contender] = {
    "tenuremix": ours,
    "bare shapely": bare,
    "geopandas.overlay": overlay,
    "DuckDB spatial": duckdb_spatial,
    "SedonaDB": sedona_db,
}
