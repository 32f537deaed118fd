"""Measure how the work grows with its size, beside what one would use instead.

Run as ``python benchmarks/scale.py [commands] [map] [check] [placement] [stock]``: a few minutes.
``--full`` takes the sizes and runs that are quoted, and most of an hour; ``--runs``, ``--sizes``,
``--plots`` and ``--rows`` choose others.  What is quoted is of the real boundaries (see
``tests/support/places.py``); where they are not, the bundled, schematic areas stand in for them.
Only the processor's time is measured, which a busy machine stretches less; each is run in turn with
its rival, and the medians, their ratio and the peak memory of both are printed.

*commands* runs ``areas`` and ``progress`` as cold processes beside the analyst's script
(``analyst.py``), with each number of allocations.  *map* does so with the map of 1 000
allocations, beside folium used the analyst's way, and tells the size of both files.  *check* does
so with a check of one plot, beside the shortest script for it, and times the next check of the same
process.  *placement* finds the shares and whole dwellings of 300 000 plots over 6 072 areas, the
city's basområden laid six times, beside what vectorised shapely takes at least, and beside
``geopandas.overlay``, DuckDB and SedonaDB where they are installed.  *stock* counts a table of
dwellings over the same areas, beside SedonaDB (``dwellings.py``); ``--sedona PYTHON`` names one of
another environment.

Of the plots four in five lie anywhere on land, 15 in a hundred on a border between areas, and five
on a shore or at the edge of the city: the same plots each time.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from dwellings import write_areas as write_level
from dwellings import write_dwellings
from placing import CONTENDERS, Numbers
from startup import POINT, RIVAL_CHECK

from tenuremix.counting.check import check_proposal
from tenuremix.counting.decisions import Place
from tenuremix.counting.proposal import Plot
from tenuremix.counting.tenure import Tenure
from tenuremix.io.inputs.workspace import find_settings, load

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "data" / "goteborg_omraden_2021.gpkg"
BUNDLED = ROOT / "data" / "stadsdelar" / "goteborg_omraden_schematiska.geojson"
PARENTS = {"primaromrade": "mellanomrade", "mellanomrade": "stadsomrade", "stadsomrade": None}
STOCK = ROOT / "data" / "stadsdelar" / "goteborg_bestand_2025-12-31.csv"
TARGETS = ROOT / "data" / "mal" / "goteborg.toml"
DAY = "2025-12-31"
WORKSPACE = f"""title = "Mått"
areas = ["areas.gpkg"]
stock = ["{STOCK}"]
register = ["register.csv"]
targets = ["{TARGETS}"]
as_of = {DAY}
"""
LAID = 6
MAPPED = 1_000
# A process of its own, since the memory of a child is never less than that of its parent.
LAUNCHER = """
import os, sys
out = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=out)
_, status, used = os.wait4(pid, 0)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""
COLUMNS = ("id", "namn", "datum", "handelse", "hyresratt", "bostadsratt", "aganderatt", "oklar")


def mixed_plots(areas: Numbers, number: int) -> Numbers:
    """Draw plots of 20 to 160 metres in every direction: on land, on borders, at the edge."""
    draw = np.random.default_rng(16)
    tree = shapely.STRtree(areas)
    corners = shapely.get_coordinates(areas)
    corners = corners[draw.permutation(len(corners))[:20_000]]
    close = tree.query(shapely.points(corners), "dwithin", 0.5)[0]
    times = np.bincount(close, minlength=len(corners))
    west, south, east, north = shapely.total_bounds(areas)
    anywhere = draw.uniform((west, south), (east, north), (number * 8, 2))
    land = anywhere[np.unique(tree.query(shapely.points(anywhere), "intersects")[0])]
    draw.shuffle(land)
    parts = (number - number // 5, number * 15 // 100, number // 20)
    kinds = (land, corners[times > 1], corners[times == 1])
    middles = np.concatenate(
        [kind[draw.integers(0, len(kind), part)] for kind, part in zip(kinds, parts, strict=True)]
    )
    draw.shuffle(middles)
    middles += draw.uniform(-30, 30, middles.shape)
    half = draw.uniform(10, 80, middles.shape)
    turn = draw.uniform(0, np.pi, len(middles))
    ahead = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    aside = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1)
    rings = [
        middles + one * half[:, :1] * ahead + two * half[:, 1:] * aside
        for one, two in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    rounded: Numbers = shapely.polygons(np.stack(rings, axis=1).round(2))
    return rounded


def layer(name: str) -> gpd.GeoDataFrame:
    """Read a layer of the real boundaries; else of the bundled ones, which have no basområden."""
    if REAL.is_file():
        return gpd.read_file(REAL, layer=name)
    level = name.removesuffix("n").replace("basomrade", "primaromrade")
    areas = gpd.read_file(BUNDLED).query("niva == @level")
    named = {"kod": level, "namn": f"{level}_namn", "foralder": PARENTS[level]}
    return areas.rename(columns={old: new for old, new in named.items() if new})


def write_areas(path: Path) -> None:
    """Write the real areas by the contract."""
    layers = []
    for level, name, parent in (
        ("primaromrade", "primaromraden", "mellanomrade"),
        ("mellanomrade", "mellanomraden", "stadsomrade"),
        ("stadsomrade", "stadsomraden", None),
    ):
        read = layer(name)
        columns = {"kod": read[level].astype(str), "namn": read[f"{level}_namn"], "niva": level}
        columns["foralder"] = read[parent].astype(str) if parent else None
        layers.append(gpd.GeoDataFrame(columns, geometry=read.geometry, crs=read.crs))
    pd.concat(layers).to_file(path, layer="areas", driver="GPKG")


def write_register(path: Path, number: int) -> None:
    """Write allocations: one in ten is a point, one in five is changed or withdrawn later."""
    draw = np.random.default_rng(17)
    plots = mixed_plots(layer("primaromraden").geometry.to_numpy(), number)
    points = draw.random(number) < 0.1  # noqa: PLR2004
    plots[points] = shapely.point_on_surface(plots[points])
    counts = draw.integers(0, 120, (number, 4)) * (draw.random((number, 4)) < 0.6)  # noqa: PLR2004
    days = np.datetime64("2024-01-01") + draw.integers(0, 600, number)
    later = days + draw.integers(1, 120, number)
    fates = draw.random(number)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*COLUMNS, "wkt"])
        for at, wkt in enumerate(shapely.to_wkt(plots, rounding_precision=2)):
            name = (f"M-{at:06}", f"Kvarteret {at}")
            writer.writerow([*name, days[at], "markanvisning", *counts[at], wkt])
            if fates[at] < 0.05:  # noqa: PLR2004
                writer.writerow([*name, later[at], "aterkallad", "", "", "", "", ""])
            elif fates[at] < 0.2:  # noqa: PLR2004
                writer.writerow([*name, later[at], "andring", *(counts[at] * 3 // 4), wkt])


def measured(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """Run a command in a folder; give its seconds of the processor and its peak memory in MB."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled
    launched = [sys.executable, "-S", "-c", LAUNCHER, *command]
    told = subprocess.run(launched, cwd=folder, env=env, check=True, stdout=subprocess.PIPE)
    seconds, kilobytes = told.stdout.split()
    return float(seconds), float(kilobytes) / 1024


def compare(name: str, ours: Measure, rival: Measure, runs: int) -> float:
    """Measure two in turn, print the medians, and give that of ours."""
    pairs = [(ours(), rival()) for _ in range(runs)]
    mine, other = (statistics.median(pair[who][0] for pair in pairs) for who in (0, 1))
    most, theirs = (max(pair[who][1] for pair in pairs) for who in (0, 1))
    print(f"{name}: {mine:.2f} s against {other:.2f} s, ratio {mine / other:.2f};", end=" ")
    print(f"{most:.0f} MB against {theirs:.0f} MB")
    return mine


Measure = Callable[[], tuple[float, float]]


def write_workspace(folder: Path) -> None:
    """Write a workspace on the real areas; its register is written by :func:`write_register`."""
    folder.mkdir()
    write_areas(folder / "areas.gpkg")
    (folder / "tenuremix.toml").write_text(WORKSPACE, encoding="utf-8")


def analyst(what: str) -> list[str]:
    """Give the command that runs the analyst's script in such a workspace."""
    script = str(ROOT / "benchmarks" / "analyst.py")
    return [sys.executable, script, what, "areas.gpkg", str(STOCK), "register.csv", DAY]


def compare_commands(sizes: Sequence[int], runs: int, folder: Path) -> None:
    """Compare the commands with the analyst's script, and each size with the one before."""
    write_workspace(folder)
    before: dict[str, tuple[int, float]] = {}
    for size in sizes:
        write_register(folder / "register.csv", size)
        for command, more in (("areas", []), ("progress", ["--target", "hr-500"])):
            ours = [sys.executable, "-m", "tenuremix", command, *more]
            rival = analyst(command)
            mine = compare(
                f"{command}, {size} allocations",
                lambda ours=ours: measured(ours, folder),  # type: ignore[misc]
                lambda rival=rival: measured(rival, folder),  # type: ignore[misc]
                runs,
            )
            if command in before:
                fewer, took = before[command]
                print(f"  {size // fewer} times the allocations: {mine / took:.1f} times the time")
            before[command] = size, mine


def compare_maps(number: int, runs: int, folder: Path) -> None:
    """Compare the map with folium, the analyst's way, in time and in size."""
    write_workspace(folder)
    write_register(folder / "register.csv", number)
    ours = [sys.executable, "-m", "tenuremix", "map", "--output", "karta.html"]
    compare(
        f"map, {number} allocations",
        lambda: measured(ours, folder),
        lambda: measured(analyst("map"), folder),
        runs,
    )
    mine, other = ((folder / name).stat().st_size / 1e6 for name in ("karta.html", "folium.html"))
    print(f"  {mine:.2f} MB against {other:.2f} MB")


def compare_checks(runs: int, folder: Path) -> None:
    """Compare a cold check on the primärområden with the shortest script, and the second one."""
    areas = layer("primaromraden")
    columns = {"kod": areas["primaromrade"].astype(str), "namn": areas["primaromrade_namn"]}
    columns |= {"niva": "primaromrade", "foralder": None}
    folder.mkdir()  # without a workspace of its own
    frame = gpd.GeoDataFrame(columns, geometry=areas.geometry, crs=areas.crs)
    for name in ("check.gpkg", "check.geojson"):
        frame.to_file(folder / name)
        ours = [sys.executable, "-m", "tenuremix", "check", "--areas", name, "--point", POINT]
        ours += ["--hyresratt", "80"]
        rival = [sys.executable, "-c", RIVAL_CHECK, name, POINT]
        compare(
            f"check on {name[6:]}",
            lambda ours=ours: measured(ours, folder),  # type: ignore[misc]
            lambda rival=rival: measured(rival, folder),  # type: ignore[misc]
            runs,
        )
    workspace = load(find_settings(folder, overrides={"areas": ["check.gpkg"]}), beside=())
    tree = shapely.STRtree(frame.geometry.to_numpy())
    took = []
    for at in range(runs + 1):
        point = shapely.Point(147_000 + at, 6_397_520)
        plot = Plot("-", Place(point), {Tenure.HYRESRATT: 80})
        start = time.process_time()
        check_proposal(workspace.books, [plot], workspace.targets)
        middle = time.process_time()
        tree.query(point, predicate="intersects")
        took.append((middle - start, time.process_time() - middle))
    mine, other = (1000 * statistics.median(each) for each in zip(*took[1:], strict=True))
    print(f"a second check: {mine:.1f} ms, the query alone {other:.2f} ms")


def compare_placement(number: int, runs: int) -> None:
    """Place plots over the basområden, laid six times, beside what else does it."""
    city = layer("basomraden").geometry.to_numpy()
    some = mixed_plots(city, number // LAID)
    areas, plots = laid(city, city), laid(some, city)
    dwellings = np.random.default_rng(1).integers(0, 200, len(plots))
    print(f"{len(plots)} plots over {len(areas)} areas")
    took: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    for _ in range(runs):
        for name, contender in CONTENDERS.items():
            # Copies, so that nothing is prepared by the run before.
            fresh = (shapely.from_wkb(shapely.to_wkb(shapes)) for shapes in (areas, plots))
            try:
                run = contender(*fresh, dwellings)
                start = time.process_time()
                found = run()
            except Exception as error:
                if name == "tenuremix":
                    raise
                print(f"  {name} is left out: {str(error).splitlines()[0]}")
                continue
            took[name].append(time.process_time() - start)
            print(f"  {name}: {took[name][-1]:.2f} s, the shares sum to {found:.4f}")
    medians = {name: statistics.median(times) for name, times in took.items() if times}
    for name, median in medians.items():
        print(f"{name}: {median:.2f} s, ratio {medians['tenuremix'] / median:.2f}")


def compare_stock(number: int, runs: int, folder: Path, sedona: str) -> None:
    """Count dwellings over the basområden, laid six times, beside SedonaDB."""
    folder.mkdir()
    city = layer("basomraden").geometry.to_numpy()
    areas = laid(city, city)
    write_level(folder / "areas.gpkg", areas)
    write_dwellings(folder / "dwellings.parquet", areas, number)
    ours = [sys.executable, "-m", "tenuremix", "stock", "dwellings.parquet", "--date", DAY]
    ours += ["--areas", "areas.gpkg", "--suppress-below", "5", "--output", "stock.csv"]
    script = str(ROOT / "benchmarks" / "dwellings.py")
    rival = [sedona, script, "dwellings.parquet", "areas.gpkg"]
    name = f"stock, {number} dwellings over {len(areas)} areas"
    there = subprocess.run([sedona, "-c", "import sedonadb"], check=False, capture_output=True)
    if there.returncode:
        print("  SedonaDB is left out: it is not installed")
        found = [measured(ours, folder) for _ in range(runs)]
        seconds, most = statistics.median(each[0] for each in found), max(each[1] for each in found)
        print(f"{name}: {seconds:.2f} s, {most:.0f} MB")
        return
    compare(name, lambda: measured(ours, folder), lambda: measured(rival, folder), runs)


def laid(shapes: Numbers, city: Numbers) -> Numbers:
    """Lay shapes six times beside each other, as far apart as the city is wide."""
    west, _, east, _ = shapely.total_bounds(city)
    return np.concatenate(
        [shapely.transform(shapes, _moved(at, east - west)) for at in range(LAID)]
    )


def _moved(at: int, width: float) -> Callable[[Numbers], Numbers]:
    return lambda corners: corners + np.array([at * (width + 1000), 0])


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    kinds = ["commands", "map", "check", "placement", "stock"]
    # The default is looked up among the choices, whole.
    parser.add_argument("kinds", nargs="*", choices=[*kinds, kinds], default=kinds, metavar="kind")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--sizes", nargs="+", type=int)
    parser.add_argument("--plots", type=int)
    parser.add_argument("--rows", type=int)
    parser.add_argument("--runs", type=int)
    parser.add_argument("--sedona", metavar="PYTHON", default=sys.executable)
    chosen = parser.parse_args()
    sizes = chosen.sizes or ([1_000, 10_000, 100_000] if chosen.full else [1_000])
    plots = chosen.plots or (300_000 if chosen.full else 30_000)
    rows = chosen.rows or (5_000_000 if chosen.full else 500_000)
    runs = chosen.runs or (5 if chosen.full else 3)
    if not REAL.is_file():
        print("on the bundled, schematic areas, since the real boundaries are not here")
    with tempfile.TemporaryDirectory() as folder:
        if "commands" in chosen.kinds:
            compare_commands(sizes, runs, Path(folder) / "commands")
        if "map" in chosen.kinds:
            compare_maps(MAPPED, runs, Path(folder) / "map")
        if "check" in chosen.kinds:
            compare_checks(runs, Path(folder) / "check")
        if "placement" in chosen.kinds:
            compare_placement(plots, runs)
        if "stock" in chosen.kinds:
            compare_stock(rows, runs, Path(folder) / "stock", chosen.sedona)


if __name__ == "__main__":
    main()
