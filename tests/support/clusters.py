"""A scheduler of dask and its workers, each a process of its own, that may be told to fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from places import PACKAGE

LACKS = "import sys; sys.modules['tenuremix'] = None"
RUN = "{first}\nfrom distributed.cli.dask_{role} import main\nmain()"
ONE = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")


@dataclass
class Cluster:
    """Some processes, which end with the test."""

    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, role: str, *options: str, first: str = "") -> subprocess.Popen[bytes]:
        """Start a process of dask; ``first`` is what it runs before all else."""
        code = RUN.format(first=first, role=role)
        file = ("--scheduler-file", str(self.folder / "scheduler.json"))
        process = subprocess.Popen(
            [sys.executable, "-c", code, *file, *options],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.processes.append(process)
        return process

    def scheduler(self, *options: str, first: str = "") -> str:
        """Start the scheduler; give its address."""
        listens = ("--port", "0", "--host", "127.0.0.1", "--no-dashboard")
        self.start("scheduler", *listens, *options, first=first)
        stated = self.folder / "scheduler.json"
        for _ in range(600):
            try:
                address: str = json.loads(stated.read_text(encoding="utf-8"))["address"]
            except (OSError, ValueError):
                time.sleep(0.1)
            else:
                return address
        raise AssertionError("no scheduler")

    def worker(self, place: str = "", first: str = "") -> subprocess.Popen[bytes]:
        """Start a worker; ``place`` is the body of what it does, where it does something else."""
        if place:
            first = (
                "import os, time\n"
                "from pathlib import Path\n"
                "from tenuremix.dwellings import elsewhere\n"
                "sound, seen = elsewhere.Placer.holders, []\n"
                "def holders(placer, points):\n"
                "    seen.append(1)\n"
                f"    {place}\n"
                "    return sound(placer, points)\n"
                "elsewhere.Placer.holders = holders\n"
            )
        local = ("--local-directory", str(self.folder / f"worker{len(self.processes)}"))
        return self.start("worker", *ONE, *local, first=first)


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """Give a cluster without processes, which ends with its own."""
    folder.mkdir()
    found = Cluster(folder)
    try:
        yield found
    finally:
        for process in reversed(found.processes):
            process.kill()
            process.wait()
