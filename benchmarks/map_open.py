"""Time how long the map takes to open in Chromium, on a processor slowed down four times.

Run as ``python benchmarks/map_open.py [AREAS.gpkg]``: with a GeoPackage of real primärområden in
the project's contract (columns ``kod, namn, niva, foralder``) their map is opened too.  From the
start of the navigation to the mark that the script sets when everything is drawn, and to the first
frame after it.  Chromium is asked for the slow processor over its debugging protocol.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tenuremix.io.workspace import find_settings, load
from tenuremix.render.map import render_map

SLOWER = 4
READY = """() => new Promise((tell) => requestAnimationFrame(() => setTimeout(() => tell(
  [performance.getEntriesByName('map-ready')[0].startTime, performance.now()]))))"""


def open_map(browser: Browser, page: Path) -> list[float]:
    """Open a page in a new tab; give the milliseconds until it is drawn, and until it is shown."""
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    tab.goto(page.as_uri())
    found: list[float] = tab.evaluate(READY)
    tab.close()
    return found


def measure(browser: Browser, name: str, html: str, folder: Path, runs: int) -> None:
    """Open a map some times and print the medians."""
    page = folder / "map.html"
    page.write_text(html, encoding="utf-8")
    drawn, shown = zip(*[open_map(browser, page) for _ in range(runs + 1)][1:], strict=True)
    size = len(html.encode()) / 1000
    print(
        f"{name}: {size:.0f} kB, drawn after {statistics.median(drawn):.0f} ms "
        f"and shown after {statistics.median(shown):.0f} ms, {SLOWER} times slowed"
    )


def main() -> None:
    """Open the bundled map, and that of the areas that are named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("areas", nargs="?", type=Path)
    parser.add_argument("--runs", type=int, default=7)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for title, areas in (("bundled", None), ("areas", chosen.areas)):
            if title == "areas" and areas is None:
                continue
            overrides = {"areas": [str(areas.resolve())]} if areas else {}
            workspace = load(find_settings(folder, overrides=overrides))
            start = time.perf_counter()
            html = render_map(workspace)
            print(f"{title}: written in {time.perf_counter() - start:.2f} s")
            measure(browser, title, html, folder, chosen.runs)
        browser.close()


if __name__ == "__main__":
    main()
