"""A table of dwellings for ``scale.py``, and what one would count it with else.

Run as ``python benchmarks/dwellings.py DWELLINGS.parquet AREAS.gpkg``, it counts with SedonaDB: by
area, building type and tenure, what lies on a border twice, with nothing checked or hidden.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

Numbers = np.ndarray[Any, Any]
QUERY = """SELECT a.kod, d.hustyp, d.upplatelseform, count(*) AS antal
    FROM dwellings d JOIN areas a ON ST_Intersects(d.geometry, a.geometry)
    GROUP BY a.kod, d.hustyp, d.upplatelseform"""


def write_areas(path: Path, shapes: Numbers) -> None:
    """Write areas of one level by the contract."""
    codes = [f"{at:06}" for at in range(len(shapes))]
    columns = {"kod": codes, "namn": codes, "niva": "basomrade", "foralder": None}
    gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:3007").to_file(path)


def write_dwellings(path: Path, shapes: Numbers, number: int) -> None:
    """Write a row a dwelling, anywhere in the box of some area: the same ones each time."""
    draw = np.random.default_rng(18)
    boxes = shapely.bounds(shapes)[draw.integers(0, len(shapes), number)]
    points = draw.uniform(boxes[:, :2], boxes[:, 2:]).round(2)
    hustyp = draw.choice(["flerbostadshus", "smahus"], number, p=[0.7, 0.3])
    tenure = draw.choice(["hyresratt", "bostadsratt", "aganderatt"], number)
    columns = {"hustyp": hustyp, "upplatelseform": tenure}
    frame = gpd.GeoDataFrame(columns, geometry=shapely.points(points), crs="EPSG:3007")
    frame.to_parquet(path)


def main() -> None:
    """Count with SedonaDB."""
    import sedonadb

    con = sedonadb.connect()
    con.read_parquet(sys.argv[1]).to_view("dwellings")
    con.create_data_frame(gpd.read_file(sys.argv[2])).to_view("areas")
    found = con.sql(QUERY).to_pandas()
    print(len(found), found.antal.sum())


if __name__ == "__main__":
    main()
