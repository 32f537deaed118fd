"""Fuzz for long, in several processes: ``python tests/fuzz/long.py --inputs 100000``.

Each try has 20 seconds, and its process a gigabyte.  A process that dies, hangs or takes more is
told, with the number of the try, which ``--only READER:NUMBER`` runs again by itself.
"""

from __future__ import annotations

import argparse
import os
import queue
import re
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path
from random import Random

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

from fuzzed import attempt, readers  # noqa: E402

SECONDS = 20
MEMORY = 1 << 30
_WIDE = 12 << 30
"""More room than that no process is given, so that none takes the machine with it."""


def taken() -> int:
    """Give the most memory that this process, or one of its own, has taken."""
    try:
        import resource
    except ImportError:
        return 0
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    unit = 1 if sys.platform == "darwin" else 1024
    return max(resource.getrusage(each).ru_maxrss for each in who) * unit


def try_one(reader: str, number: int, keep: Path | None = None) -> str:
    """Try one input; give what was wrong."""
    tried = attempt(readers()[reader], Random(f"{reader} {number}"))
    if keep is not None:
        for name, content in tried.changed.items():
            (keep / Path(name).name).write_bytes(content)
        print(*tried.command, "->", tried.code)
    wrong = tried.wrong
    return wrong or (f"{taken() >> 20} MB" if taken() > MEMORY else "")


def work(first: int, stop: int, step: int, wanted: str) -> None:
    """Try every input of a share, saying before and after each which it is."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_WIDE, _WIDE))
    except (ImportError, ValueError, OSError):
        pass
    names = [name for name in readers() if re.fullmatch(wanted, name)]
    print("ready", flush=True)
    for at in range(first, stop, step):
        reader, number = names[at % len(names)], at // len(names)
        print("try", at, reader, number, flush=True)
        wrong = try_one(reader, number)
        print("end", " \\n ".join(wrong.strip().splitlines()), flush=True)
        if wrong and taken() > MEMORY:
            return


class Share:
    """The tries of one process, which is started again after one that ended it."""

    def __init__(self, tries: tuple[int, int, int], wanted: str, told: queue.Queue) -> None:
        self._range, self._wanted, self._told = tries, wanted, told

    def run(self) -> None:
        first, stop, step = self._range
        while first < stop:
            first = self._from(first, stop, step)
        self._told.put(None)

    def _from(self, first: int, stop: int, step: int) -> int:
        words = [sys.executable, __file__, "--readers", self._wanted, "--share"]
        words += map(str, (first, stop, step))
        child = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        lines: queue.Queue = queue.Queue()
        threading.Thread(target=_pass_on, args=(child.stdout, lines), daemon=True).start()
        at, now = first, None
        while True:
            try:
                line = lines.get(timeout=SECONDS if now else 120)
            except queue.Empty:
                child.kill()
                # On a busy machine any may take so long once.
                wrong = _alone(now) if now else "cannot begin"
                self._told.put((*(now or ("?", 0)), wrong))
                return at + step if now else stop
            if line is None:
                if now:
                    self._told.put((*now, f"dies: {child.wait()}"))
                    return at + step
                if child.wait():
                    self._told.put(("?", 0, "cannot begin"))
                    return stop
                return at
            kind, _, rest = line.rstrip("\n").partition(" ")
            if kind == "try":
                number, reader, seed = rest.split()
                at, now = int(number), (reader, int(seed))
            elif kind == "end" and now:
                self._told.put((*now, rest))
                now, at = None, at + step


def _alone(now: tuple[str, int]) -> str:
    """Try an input again by itself, with more time."""
    words = [sys.executable, __file__, "--only", f"{now[0]}:{now[1]}"]
    try:
        said = subprocess.run(
            words, capture_output=True, text=True, timeout=4 * SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return f"hangs for {SECONDS} s"
    return "" if said.stdout.endswith("right\n") else said.stdout + said.stderr


def _pass_on(stream, lines: queue.Queue) -> None:
    for line in stream:
        lines.put(line)
    lines.put(None)


def signature(wrong: str) -> str:
    """Tell one fault from another: by the error, and where it was raised in the project."""
    lines = wrong.split(" \\n ")
    places = [line.strip() for line in lines if "/tenuremix/" in line and "File " in line]
    return f"{lines[-1][:110]} @ {places[-1].rpartition('/tenuremix/')[2] if places else ''}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--readers", default=".*", help="a regular expression")
    parser.add_argument("--only", help="READER:NUMBER")
    parser.add_argument("--keep", type=Path, help="where to keep the files of --only")
    parser.add_argument("--share", type=int, nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.share:
        work(*asked.share, asked.readers)
        return 0
    if asked.only:
        reader, _, number = asked.only.rpartition(":")
        print(try_one(reader, int(number), asked.keep) or "right")
        return 0
    told: queue.Queue = queue.Queue()
    for process in range(asked.processes):
        tries = (asked.first + process, asked.first + asked.inputs, asked.processes)
        share = Share(tries, asked.readers, told)
        threading.Thread(target=share.run, daemon=True).start()
    tried, wrong = Counter(), Counter()
    running = asked.processes
    while running:
        found = told.get()
        if found is None:
            running -= 1
            continue
        reader, number, said = found
        tried[reader] += 1
        if said:
            known = signature(said)
            wrong[known] += 1
            if wrong[known] == 1:
                print(f"{reader}:{number}", known, flush=True)
        if sum(tried.values()) % 2000 == 0:
            print("…", sum(tried.values()), flush=True)
    for reader in sorted(tried):
        print(f"{tried[reader]:8} {reader}")
    print(f"{sum(tried.values()):8} in all, {sum(wrong.values())} wrong, of {len(wrong)} kinds")
    for known, number in wrong.most_common():
        print(f"{number:8} {known}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
