"""Measure the server beside the library: one check, eight clients at once, and many in a row.

Run as ``python benchmarks/serve.py [--areas AREAS.gpkg] [--checks 200] [--row 2000]``.  A server of
the example is started in a process of its own, with other areas where they are named (in the
project's contract, as real boundaries are).  Every check is of another plot, so that none is
answered from what is kept.  The first line is a check through the server beside the same in the
library, the second what eight clients wait for (median and 95th percentile), the third how much
memory the server takes before and after many checks in a row.
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tenuremix.inputs import Workspace
from tenuremix.io.inputs.workspace import find_settings, load
from tenuremix.locale.locale import Locale
from tenuremix.serve.api import as_printed, check_answer
from tenuremix.serve.proposals import read_body

CORNERS = ((0, 0), (78, -16), (116, 33), (100, 88), (0, 0))
CLIENTS = 8
MEDIA = "application/geo+json"
TENUREMIX = (sys.executable, "-m", "tenuremix")


def make_workspace(folder: Path) -> None:
    """Make a workspace of the example where nobody asks too often."""
    subprocess.run([*TENUREMIX, "init", str(folder), "--exempel"], check=True, capture_output=True)
    with (folder / "tenuremix.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[serve.limits]\nchecks_per_second = 10000\n")


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Serve a workspace in a process of its own; give that and its port."""
    command = [*TENUREMIX, "serve", "--port", "0", *options]
    server = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None  # noqa: S101
        yield server, int(server.stderr.readline().split("127.0.0.1:")[1].split("/")[0])
    finally:
        server.terminate()
        server.wait()


def memory_of(process: subprocess.Popen[str]) -> float:
    """Give how many MB a process has in memory now."""
    lines = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--areas", type=Path)
    parser.add_argument("--checks", type=int, default=200)
    parser.add_argument("--row", type=int, default=2_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        measure(Path(place) / "stad", asked)


class Place:
    """Where the plots lie, and where they are asked about: a server, or the library."""

    def __init__(self, workspace: Workspace, port: int) -> None:
        self.workspace, self.port = workspace, port
        finest = workspace.areas.at(workspace.areas.finest)
        self.middle = next(area.geometry.centroid for area in finest.values() if area.geometry)

    def proposal(self, number: int) -> bytes:
        """Make a proposal of one plot; every number has another."""
        east, north = self.middle.x + number % 97, self.middle.y + number // 97 % 89
        shape = {"type": "Polygon", "coordinates": [[[east + x, north + y] for x, y in CORNERS]]}
        stated = {"hyresratt": 20 + number % 300}
        feature = {"type": "Feature", "geometry": shape, "properties": stated}
        crs = {"type": "name", "properties": {"name": self.workspace.areas.crs}}
        document = {"type": "FeatureCollection", "crs": crs, "features": [feature]}
        return json.dumps(document).encode()

    def served(self, connection: http.client.HTTPConnection, number: int) -> float:
        """Time a check through the server."""
        body = self.proposal(number)
        begun = time.perf_counter()
        connection.request("POST", "/api/v1/check", body, {"Content-Type": MEDIA})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == http.client.OK, answer.status  # noqa: S101
        return time.perf_counter() - begun

    def alone(self, number: int) -> float:
        """Time the same in the library."""
        body, opened = self.proposal(number), self.workspace
        begun = time.perf_counter()
        plots = read_body(body, MEDIA, opened.areas, opened.settings.serving.limits)
        as_printed(check_answer(opened, plots, Locale()))
        return time.perf_counter() - begun

    def connect(self) -> http.client.HTTPConnection:
        """Connect to the server."""
        return http.client.HTTPConnection("127.0.0.1", self.port)

    def at_once(self, checks: int) -> list[float]:
        """Let several clients ask at once, and give how long each answer took."""
        waited: list[float] = []

        def client(first: int) -> None:
            connection = self.connect()
            numbers = range(10_000 + first, 10_000 + checks, CLIENTS)
            waited.extend(self.served(connection, number) for number in numbers)

        threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return waited


def measure(folder: Path, asked: argparse.Namespace) -> None:
    """Measure in a workspace of the example, where nobody asks too often."""
    make_workspace(folder)
    areas = [str(asked.areas.resolve())] if asked.areas else []
    workspace = load(find_settings(folder, overrides={"areas": areas}), beside=())
    with serving(folder, *(["--areas", *areas] if areas else [])) as (server, port):
        place = Place(workspace, port)
        one = place.connect()
        pairs = [(place.served(one, n), place.alone(n)) for n in range(1 + asked.checks // 8)][1:]
        served, alone = map(statistics.median, zip(*pairs, strict=True))
        print(f"one check through the server: {served / alone:.2f} of the library's")
        waited = statistics.quantiles(place.at_once(asked.checks), n=20)
        median, last = waited[9], waited[18]
        print(f"{CLIENTS} at once: median {median * 1000:.0f} ms, 95 in 100 {last * 1000:.0f} ms")
        one, before = place.connect(), memory_of(server)
        for number in range(asked.row):
            place.served(one, 100_000 + number)
        print(f"{asked.row} in a row: from {before:.0f} to {memory_of(server):.0f} MB")


if __name__ == "__main__":
    main()
