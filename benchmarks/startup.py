"""Time `tenuremix check` and `tenuremix build` as cold processes against what one would use else.

Run as ``python benchmarks/startup.py [AREAS.gpkg]``: with a GeoPackage of real primärområden in
the project's contract (columns ``kod, namn, niva, foralder``) the check runs on them, otherwise on
the bundled ones.  The rivals run in turn, A B A B, and ratios of medians are printed: seconds
depend on the machine, ratios less so.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUNDLED = ROOT / "data" / "stadsdelar" / "goteborg_omraden_schematiska.geojson"
POINT = "147000,6397520"

# The shortest script that finds the area of a plot with geopandas.
RIVAL_CHECK = """
import sys
import geopandas as gpd
from shapely import Point
areas = gpd.read_file(sys.argv[1])
east, north = map(float, sys.argv[2].split(","))
plot = gpd.GeoDataFrame(geometry=[Point(east, north)], crs=areas.crs)
print(gpd.sjoin(plot, areas))
"""
RIVAL_BUILD = "import geopandas, folium"


def seconds(command: Sequence[str], folder: Path) -> float:
    """Run a command in a folder, and give what its whole process took of the processor."""
    before = os.times()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    after = os.times()
    return sum(after[2:4]) - sum(before[2:4])


def compare(name: str, ours: Sequence[str], rival: Sequence[str], runs: int) -> float:
    """Time two commands in turn, print their medians, and return the ratio of them."""
    with tempfile.TemporaryDirectory() as folder:
        pairs = [
            (seconds(ours, Path(folder)), seconds(rival, Path(folder))) for _ in range(runs + 1)
        ][1:]
    mine, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{name}: {mine:.2f} s against {other:.2f} s, ratio {mine / other:.2f}")
    return mine / other


def main() -> None:
    """Run both comparisons."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("areas", nargs="?", type=Path, default=BUNDLED)
    parser.add_argument("--runs", type=int, default=7)
    chosen = parser.parse_args()
    areas = str(chosen.areas.resolve())
    python = sys.executable
    check = [python, "-m", "tenuremix", "check", "--areas", areas]
    check += ["--point", POINT, "--hyresratt", "80"]
    rival = [python, "-c", RIVAL_CHECK, areas, POINT]
    compare("check against geopandas", check, rival, chosen.runs)
    build = [python, "-m", "tenuremix", "build"]
    rival = [python, "-c", RIVAL_BUILD]
    compare("build against importing geopandas and folium", build, rival, chosen.runs)


if __name__ == "__main__":
    main()
