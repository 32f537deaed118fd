"""Time `tenuremix import` of 100 000 decisions against merely reading the same file.

Run as ``python benchmarks/import_register.py [--rows N]``.  Each process is cold; the rivals run in
turn, A B A B, and the ratios of median time and of peak memory are printed.  The rival only reads:
it recognises, checks, compares and writes nothing.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path

COLUMNS = ("Objekt-id", "Projekt", "Beslutsdatum", "Beslutstyp", "HR", "BR", "ÄR", "Oklart")
MORE = ("Byggaktör", "Diarienummer", "Metod", "Giltig till", "Anmärkning")
XLSX = "import sys, pandas as pd; pd.read_excel(sys.argv[1])"
GPKG = "import sys, geopandas as gpd; gpd.read_file(sys.argv[1])"


def records(number: int) -> list[tuple[object, ...]]:
    """Make decisions that differ from one another, without chance."""
    return [
        (
            f"B-{at:06}",
            f"Kvarteret {at:06}",
            f"20{10 + at % 15:02}-{1 + at % 12:02}-{1 + at % 28:02}",
            "Markanvisning",
            at % 90,
            at % 70,
            at % 11,
            0,
            f"Byggaren {at % 300}",
            f"EN {at}/24",
            "direktanvisning",
            "2030-12-31",
            f"Rad {at}",
        )
        for at in range(number)
    ]


def write_xlsx(path: Path, number: int) -> None:
    """Write the decisions as a sheet, with coordinates."""
    from xlsxwriter import Workbook

    with Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("register")
        sheet.write_row(0, 0, [*COLUMNS, *MORE, "E", "N"])
        for at, record in enumerate(records(number)):
            sheet.write_row(
                at + 1, 0, [*record, 140_000 + 50 * (at % 400), 6_388_000 + 80 * (at // 400)]
            )


def write_gpkg(path: Path, number: int) -> None:
    """Write the decisions as a layer of polygons."""
    import geopandas as gpd
    import numpy as np
    import shapely

    at = np.arange(number)
    east, north = 140_000 + 50 * (at % 400), 6_388_000 + 80 * (at // 400)
    boxes = shapely.box(east, north, east + 40.5, north + 60.25)
    frame = gpd.GeoDataFrame(
        dict(zip((*COLUMNS, *MORE), zip(*records(number), strict=True), strict=True)),
        geometry=boxes,
        crs="EPSG:3007",
    )
    frame.to_file(path)


def measure(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """Run a command; give its seconds and its peak memory in MB."""
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
    if status:
        raise SystemExit(f"{command}: {status}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def compare(name: str, file: Path, rival: str, runs: int) -> None:
    """Run both in turn and print the ratios."""
    ours: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "ws"
            tenuremix = [sys.executable, "-m", "tenuremix"]
            measure([*tenuremix, "init", str(folder), "--format", "json"], Path(place))
            command = [*tenuremix, "import", str(file), "--format", "table"]
            ours.append(measure(command, folder))
            theirs.append(measure([sys.executable, "-c", rival, str(file)], folder))
    for what, at in (("s", 0), ("MB", 1)):
        mine, other = (statistics.median(run[at] for run in runs) for runs in (ours, theirs))
        print(f"{name}: {mine:.1f} {what} against {other:.1f} {what}, ratio {mine / other:.2f}")


def main() -> None:
    """Run both comparisons."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        sheet, layer = Path(place) / "anvisningar.xlsx", Path(place) / "anvisningar.gpkg"
        # In a process of its own: a child begins with the peak memory of its parent.
        for write, path in ((write_xlsx, sheet), (write_gpkg, layer)):
            writer = get_context("spawn").Process(target=write, args=(path, chosen.rows))
            writer.start()
            writer.join()
        compare("xlsx against pandas.read_excel", sheet, XLSX, chosen.runs)
        compare("gpkg against geopandas.read_file", layer, GPKG, chosen.runs)


if __name__ == "__main__":
    main()
