"""Time the outlook on 2 000 plots under every definition against sampling the chosen one alone.

Run as ``python benchmarks/outlook.py [--plots N]``.  The plots lie in the bundled areas, made
without chance; nothing is kept between runs.  The rival is what one would write instead: a hundred
thousand samples with numpy, of one definition and one scenario, from counts already made.  The
rivals run in turn, A B A B, and the ratios of their medians are printed: of the clock, and of the
processor, which a busy machine does not stretch.
"""

from __future__ import annotations

import argparse
import csv
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import shapely

from tenuremix.counting.books import Books
from tenuremix.counting.decisions import Decision, Event, Place
from tenuremix.counting.register import Register
from tenuremix.counting.tenure import Tenure
from tenuremix.inputs import Workspace
from tenuremix.io.inputs.workspace import default_folder, find_settings, load
from tenuremix.outlook.assess import TargetOutlook, assess_outlook

AS_OF = date(2025, 6, 30)
SAMPLES = 100_000


def decisions(workspace: Workspace, plots: int) -> list[Decision]:
    """Make plans that differ from one another, and a tenth as many allocations."""
    areas = [area.geometry for area in workspace.areas.at("primaromrade").values()]
    found = []
    for at in range(plots + plots // 10):
        area = areas[at * 37 % len(areas)]
        assert area is not None  # noqa: S101
        middle, half = area.representative_point(), 30 + at % 5 * 25
        box = shapely.box(middle.x - half, middle.y - half, middle.x + half, middle.y + half)
        counts = {Tenure.HYRESRATT: 10 + at * 13 % 110, Tenure.BOSTADSRATT: at * 7 % 80}
        common = {"counts": counts, "place": Place(box)}
        if at < plots:
            day = date(2025, 7, 1) + timedelta(at % 200)
            chance = {"probability": (at * 61 % 997 + 1) / 999, "expected": day}
            row = Decision(f"P-{at}", f"Plan {at}", date(2025, 3, 1), Event.PLANERAD, **common)  # type: ignore[arg-type]
            found.append(row._replace(**chance))
        else:
            day = date(2025, 2, 1)
            found.append(Decision(f"M-{at}", f"Mark {at}", day, Event.MARKANVISNING, **common))  # type: ignore[arg-type]
    return found


def sample(outlook: TargetOutlook) -> float:
    """Sample the final count of the chosen definition in one scenario."""
    rng = np.random.default_rng(1)
    sums = np.full(SAMPLES, outlook.counted)
    for plot in outlook.plots:
        if plot.prospect.planned:
            chance = plot.prospect.likelihood.probability.low
            sums += plot.counts.low * (rng.random(SAMPLES) < chance)
    return float((sums >= (outlook.target.minimum or 0)).mean())


def timed(run: Callable[[], object]) -> tuple[float, float]:
    """Give the seconds of the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    run()
    return time.perf_counter() - clock, time.process_time() - processor


def write(rows: list[Decision], path: Path) -> None:
    """Write the decisions as a register, for the whole command."""
    tenures = ("hyresratt", "bostadsratt", "aganderatt", "oklar")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        more = ("sannolikhet", "forvantad", "wkt")
        writer.writerow(["id", "namn", "datum", "handelse", *tenures, *more])
        for row in rows:
            counts = [row.counts.get(Tenure(tenure), 0) for tenure in tenures]
            shape = row.place.geometry.wkt if row.place.geometry else ""
            stated = (row.probability, row.expected, shape)
            writer.writerow([row.id, row.name, row.date, row.event, *counts, *stated])


def main() -> None:
    """Run both, and the whole command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plots", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=7)
    chosen = parser.parse_args()
    workspace = load(find_settings(default_folder()), beside=())
    rows = decisions(workspace, chosen.plots)
    register = Register(rows)
    target = workspace.targets[0]
    books = Books(workspace.areas, workspace.stock, register, AS_OF)
    middle = assess_outlook(books, target).final.quantile(0.5).low
    target = replace(target, minimum=middle)  # where the answer hangs on every plot

    def ours() -> TargetOutlook:
        fresh = Books(workspace.areas, workspace.stock, register, AS_OF)
        return assess_outlook(fresh, target)

    outlook = ours()
    pairs = [(timed(ours), timed(lambda: sample(outlook))) for _ in range(chosen.runs)]
    for name, at in (("clock", 0), ("processor", 1)):
        mine, other = (statistics.median(pair[who][at] for pair in pairs) for who in (0, 1))
        print(
            f"{name}: {len(outlook.definitions)} definitions in {len(outlook.scenarios)} scenarios "
            f"{mine:.2f} s, {SAMPLES} samples of one {other:.2f} s, ratio {mine / other:.2f}"
        )
    reach = outlook.scenarios[1][1].reach(middle)[0]
    print(f"exact {reach:.6f}, sampled {sample(outlook):.6f}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "register.csv"
        write(rows, file)
        command = [sys.executable, "-m", "tenuremix", "outlook", "--register", str(file)]
        command += ["--as-of", AS_OF.isoformat(), "--target", target.id]
        clock, _ = timed(lambda: subprocess.run(command, check=True, capture_output=True))
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor = used.ru_utime + used.ru_stime
        print(f"the whole command: clock {clock:.2f} s, processor {processor:.2f} s")


if __name__ == "__main__":
    main()
