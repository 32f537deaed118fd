"""Time how long the map and the page take to open in Chromium, on a processor slowed four times.

Run as ``python benchmarks/map_open.py [AREAS.gpkg]``: with a GeoPackage of real primärområden in
the project's contract (columns ``kod, namn, niva, foralder``) their map is opened too, and so is
the page that ``tenuremix serve`` gives.  A page with a word, and one with an empty map of
Leaflet's, are opened in turn with them, to compare with: what they take, no map can go below.

*Drawn* is the first frame with the areas in their colours, a spot for each allocation, the headings
and the legend; *shown* is the first with the symbols and labels, from when on the map answers;
*complete* is the one with the table beside it, or of the page the one from when on a plot can be
drawn: all from the start of the navigation.  The
processor's time is that of the page's main thread when it is not slowed, and hardly depends on what
else the machine does; the other times do: the best of the runs stands first, the median after it.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from serve import make_workspace, serving

from tenuremix.document.script import leaflet_css, leaflet_js
from tenuremix.io.inputs.workspace import find_settings, load
from tenuremix.map.page import render_map

SLOWER = 4
WORD = "<!DOCTYPE html><title>-</title><p>-</p>"
LEAFLET = """<!DOCTYPE html><title>-</title><style>{css}</style><div id="m" style="height:600px">
</div><script>{js};L.map("m", {{center: [57.7, 11.9], zoom: 10}})</script>"""
WATCH = """
  const found = (selector) => document.querySelector(selector);
  const steps = [
    ['map-drawn', () => found('.fills path') && found('#view-title')],
    ['complete', () => found('#place') ? found('[data-ready]') : found('#map-data')
      ? performance.getEntriesByName('map-ready').length : document.readyState === 'complete'],
  ];
  steps.forEach(([name, done]) => {
    const look = () => requestAnimationFrame(() =>
      done() ? setTimeout(() => performance.mark(name)) : look());
    look();
  });
"""
TIMES = """() => new Promise((tell) => {
  const said = (name) => performance.getEntriesByName(name).map((mark) => mark.startTime)[0];
  const look = () => setTimeout(() => {
    const complete = said('complete');
    if (!complete) return look();
    const shown = said('map-shown') || complete;
    tell({ drawn: said('map-drawn') || shown, shown, complete });
  }, 50);
  look();
})"""


def open_page(browser: Browser, page: str, slower: int) -> dict[str, float]:
    """Open a page in a new tab; give the milliseconds that it took and worked."""
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    session = tab.context.new_cdp_session(tab)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    tab.add_init_script(WATCH)
    tab.goto(page)
    found: dict[str, float] = tab.evaluate(TIMES)
    metrics: list[dict[str, Any]] = session.send("Performance.getMetrics")["metrics"]
    worked = next(each["value"] for each in metrics if each["name"] == "TaskDuration")
    tab.close()
    return {**found, "worked": 1000 * worked}


def measure(browser: Browser, pages: dict[str, str], runs: int) -> None:
    """Open the pages in turn, some times, and print the best and the median of each."""
    slow: dict[str, list[dict[str, float]]] = {name: [] for name in pages}
    free: dict[str, list[dict[str, float]]] = {name: [] for name in pages}
    for _ in range(runs + 1):
        for name, page in pages.items():
            slow[name].append(open_page(browser, page, SLOWER))
            free[name].append(open_page(browser, page, 1))
    for name in pages:
        told = []
        kinds = ((slow, "drawn"), (slow, "shown"), (slow, "complete"), (free, "worked"))
        for found, kind in kinds:
            times = [each[kind] for each in found[name][1:]]  # the first one warms up
            told.append(f"{kind} {min(times):.0f} ({statistics.median(times):.0f})")
        print(f"{name:>13}: ms {', '.join(told)}")


def main() -> None:
    """Open the bundled map, and that of the areas that are named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("areas", nargs="?", type=Path)
    parser.add_argument("--runs", type=int, default=9)
    chosen = parser.parse_args()
    areas = [str(chosen.areas.resolve())] if chosen.areas else []
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        playwright = held.enter_context(sync_playwright())
        written = {"word": WORD, "leaflet": LEAFLET.format(css=leaflet_css(), js=leaflet_js())}
        written["bundled"] = render_map(load(find_settings(folder)))
        if areas:
            written["areas"] = render_map(load(find_settings(folder, overrides={"areas": areas})))
        pages = {}
        for title, html in written.items():
            page = folder / f"{title}.html"
            page.write_text(html, encoding="utf-8")
            pages[title] = page.as_uri()
            print(f"{title:>13}: {len(html.encode()) / 1000:.0f} kB")
        served = {"page, bundled": []} | ({"page, areas": ["--areas", *areas]} if areas else {})
        workspace = folder / "stad"
        make_workspace(workspace)
        for title, options in served.items():
            port = held.enter_context(serving(workspace, *options))[1]
            pages[title] = f"http://127.0.0.1:{port}/"
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        measure(browser, pages, chosen.runs)
        browser.close()


if __name__ == "__main__":
    main()
