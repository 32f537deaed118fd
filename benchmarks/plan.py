"""Time the plan of 500 and of 2 000 open plots in the 96 bundled areas, beside a greedy script.

Run: python benchmarks/plan.py [500] [2000] [--limit SECONDS]

The plots are random but the same each time: 40 to 80 metres wide anywhere in the areas, so that one
in seven lies over several; 20 to 200 dwellings, a fifth of them as a range; a fifth cannot be
divided; two in five may have two tenures alone; seven in ten have a proposal.  No hyresrätter come
to utsatta områden, three in ten dwellings are hyresrätter, and a least income is asked for.

Where there are two processors the mix and the changes are solved beside each other, and the time
of the processors is that of both.

The first plan is that of the first step, which is the first that keeps every demand: HiGHS is not
asked when it finds one on the way.  The greedy script takes plot after plot and gives each
whole the tenure that the area it lies in is most short of just then, as a spreadsheet would.
"""

from __future__ import annotations

import argparse
import random
from fractions import Fraction
from pathlib import Path
from time import perf_counter, process_time

import shapely

from tenuremix.commands.plan import spare_processor
from tenuremix.counting.decisions import Place
from tenuremix.counting.tenure import KNOWN, Tenure
from tenuremix.io.files.clock import countdown
from tenuremix.io.inputs.workspace import find_settings, load
from tenuremix.planning.plots import OpenPlot, Terms
from tenuremix.planning.problem import PlanProblem, prepare
from tenuremix.planning.search import Effort, Search
from tenuremix.workspace import Workspace

LEVELS = {"primaromrade": 1, "stadsomrade": 1}
INCOMES = dict(zip(KNOWN, (300_000, 700_000, 900_000), strict=True))


def random_plots(workspace: Workspace, number: int) -> list[OpenPlot]:
    """Draw plots that are the same each time."""
    draw = random.Random(1)  # noqa: S311
    areas = list(workspace.areas.at("primaromrade").values())
    found: list[OpenPlot] = []
    while len(found) < number:
        polygon = draw.choice(areas).geometry
        assert polygon is not None  # noqa: S101
        west, south, east, north = polygon.bounds
        x, y, half = draw.uniform(west, east), draw.uniform(south, north), draw.uniform(20, 40)
        if not polygon.contains(shapely.Point(x, y)):
            continue
        most = draw.randint(20, 200)
        present = None
        if draw.random() < 0.7:  # noqa: PLR2004
            part = draw.randint(0, most)
            present = dict.fromkeys(KNOWN, 0)
            present[draw.choice(KNOWN)] += part
            present[draw.choice(KNOWN)] += most - part
        found.append(
            OpenPlot(
                f"T{len(found):04}",
                f"Tomt {len(found)}",
                Place(shapely.box(x - half, y - half, x + half, y + half)),
                most * 4 // 5 if draw.random() < 0.2 else most,  # noqa: PLR2004
                most,
                KNOWN if draw.random() < 0.6 else tuple(draw.sample(KNOWN, 2)),  # noqa: PLR2004
                divisible=draw.random() >= 0.2,  # noqa: PLR2004
                income=INCOMES,
                present=present,
            )
        )
    return found


def greedy(problem: PlanProblem) -> list[dict[Tenure, int]]:
    """Give each plot the tenure that its area is most short of just then."""
    level = next(iter(LEVELS))
    come: dict[str, dict[Tenure, int]] = {}
    plan = []
    for site in problem.sites:
        plot = site.plot
        part = max(site.placement.parts, key=lambda part: part.share)
        area = site.at[level].get(part.area)
        allowed = list(plot.allowed)
        if site.closed and len(allowed) > 1 and Tenure.HYRESRATT in allowed:
            allowed.remove(Tenure.HYRESRATT)
        tenure = allowed[0]
        if area is not None:
            mine = come.setdefault(area, dict.fromkeys(KNOWN, 0))
            outlook = problem.projections[level][area]
            short = outlook.shortfall(outlook.with_dwellings(mine))
            tenure = max(allowed, key=lambda t: c.low if (c := short[t]) is not None else 0)
            mine[tenure] += plot.most
        plan.append({tenure: plot.most})
    return plan


def main() -> None:
    """Time the plans that are asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("numbers", nargs="*", type=int, default=[500, 2000])
    parser.add_argument("--limit", type=float, default=60.0)
    asked = parser.parse_args()
    workspace = load(find_settings(Path("/nowhere")))
    for number in asked.numbers:
        terms = Terms(
            LEVELS,
            closed="utsatta_omraden",
            least_share=Fraction(3, 10),
            least_income=number * 50_000_000,
        )
        plots = random_plots(workspace, number)
        begun, busy = perf_counter(), process_time()
        problem = prepare(workspace.books, plots, workspace.targets, terms)
        over = sum(len(site.placement.parts) > 1 for site in problem.sites)
        print(f"{number} plots, {over} over several areas")
        search = Search(problem, Effort(countdown(asked.limit), spare_processor()))
        for found in search.steps():
            step = found.steps[-1]
            print(
                f"  {step.aim:8} {perf_counter() - begun:6.1f} s "
                f"({process_time() - busy:5.1f} s of processor)  value {float(step.value):.1f}  "
                f"gap {step.gap:.6%}  {'proven' if step.proven else 'open'}"
            )
        simple = greedy(problem)
        print(
            f"  short of {float(problem.shortfall([{} for _ in plots])):.0f} dwellings without "
            f"a plan, {float(problem.shortfall(found.plan)):.0f} with it, "
            f"{float(problem.shortfall(simple)):.0f} with the greedy script; changes "
            f"{problem.changes(found.plan)} and {problem.changes(simple)}; left to the target "
            f"{problem.missed(found.plan)} and {problem.missed(simple)}"
        )


if __name__ == "__main__":
    main()
