"""Fetches that run at once keep to one server's pace together, and tell how far they have come."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from localservers import Server
from places import ROOT

from tenuremix.io.fetching.rate_limit import RateLimit, cache_folder

pytestmark = pytest.mark.usefixtures("workspace")

URL = "http://stat.example/api"
NAME = "20_Typ_upplatelse_PRI_2025-12-31"
PLACE = {**os.environ, "PYTHONPATH": str(ROOT)}


def nobody(_: float) -> None:
    raise AssertionError("no server asked for a pause")


# A process whose sleep ends when the hand of its clock is moved: a file says by how many seconds.
# Whoever falls asleep after that has nothing left to wait for.
UNTIL_THE_HAND_IS_MOVED = """
import sys, time
from pathlib import Path
from types import SimpleNamespace
from tenuremix.cli import main
from tenuremix.io.fetching import http
from tenuremix.io.fetching import rate_limit as pace

hand = Path(sys.argv.pop(1))

def moved():
    return float(hand.read_text() or 0)

def sleep(seconds):
    end = time.time() + seconds
    time.sleep(0.02)
    while not moved() and time.time() < end:
        time.sleep(0.02)

now = lambda: time.time() + moved()
http.time = pace.time = SimpleNamespace(time=now, sleep=sleep, monotonic=time.monotonic)
main()
"""


def fetching(
    server: Server, folder: Path, start: Sequence[str] = ("-m", "tenuremix"), **streams: int
) -> subprocess.Popen[str]:
    folder.mkdir(exist_ok=True)
    (folder / "tenuremix.toml").write_text('title = "prov"\n', encoding="utf-8")
    url = f"{server.root}/api/v1/sv"
    words = [sys.executable, *start, "fetch", "stock", "--url", url]
    place = {**PLACE, "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"], "NO_PROXY": "127.0.0.1"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    return subprocess.Popen(words, cwd=folder, env=place, text=True, **pipes)


# --- two processes --------------------------------------------------------------------------------


@pytest.mark.parametrize("apart", [True, False], ids=["two workspaces", "one workspace"])
def test_two_processes_share_the_window_of_a_server(
    px1: Server, workspace: Path, *, apart: bool
) -> None:
    px1.behave(cells=16, calls=4, window=1)
    folders = [workspace / "a", workspace / ("b" if apart else "a")]
    processes = [fetching(px1, folder) for folder in folders]
    told = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], told
    refused = sum("uppehåll" in stderr for _, stderr in told)
    assert refused == 0, "the server never had to refuse a call"
    times = sorted(one["at"] for one in px1.asked)
    assert len(times) > 8
    assert all(later - first > 0.95 for first, later in zip(times, times[4:], strict=False))
    kept = {(folder / "stock" / NAME / f"{NAME}.csv").read_bytes() for folder in folders}
    assert len(kept) == 1
    assert len([path for folder in set(folders) for path in (folder / "stock").iterdir()]) == (
        2 if apart else 1
    )
    assert not any((folder / ".fetch").exists() for folder in folders)


def test_a_process_that_is_refused_makes_the_other_wait_too(px1: Server, workspace: Path) -> None:
    px1.behave(fail=[429], retry_after=100)
    hand = workspace / "clock"
    hand.write_text("0", encoding="utf-8")
    words = ("-c", UNTIL_THE_HAND_IS_MOVED, str(hand))
    processes = []
    for name in "ab":
        processes.append(fetching(px1, workspace / name, words))
        assert "sekunders uppehåll" in processes[-1].stderr.readline()
    assert len(px1.asked) == 1, "the other has not called"
    hand.write_text("100", encoding="utf-8")
    told = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], told
    assert len(px1.asked) > 2


# --- the window -----------------------------------------------------------------------------------


class Clock:
    """A clock that stands still, but for those who sleep: nothing takes any time."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def time(self) -> float:
        return 1e9 + sum(self.slept)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr("tenuremix.io.fetching.rate_limit.time", found)
    return found


def test_a_window_is_shared_by_all_who_count(tmp_path: Path, clock: Clock) -> None:
    one, other = RateLimit(2, 0.4, folder=tmp_path), RateLimit(2, 0.4, folder=tmp_path)
    for pace in (one, other):
        pace.take_turn(URL, nobody)
    assert not clock.slept
    one.take_turn(URL, nobody)
    assert clock.slept == [pytest.approx(0.45)]
    other.take_turn("http://another.example", nobody)
    assert len(clock.slept) == 1, "each server has its own"


def test_a_call_counts_from_its_answer(tmp_path: Path, clock: Clock) -> None:
    one, other = RateLimit(1, 0.5, folder=tmp_path), RateLimit(1, 0.5, folder=tmp_path)
    noted = one.take_turn(URL, nobody)
    clock.sleep(0.3)
    one.answered(URL, noted)
    other.take_turn(URL, nobody)
    assert clock.slept[1:] == [pytest.approx(0.55)]
    other.answered(URL, noted)  # long forgotten


def test_a_limit_once_told_is_known_the_next_time(tmp_path: Path, clock: Clock) -> None:
    RateLimit(1, 60, folder=tmp_path).limit(URL, 50, 0.2)
    for _ in range(50):
        RateLimit(1, 60, folder=tmp_path).take_turn(URL, nobody)
    assert not clock.slept
    RateLimit(1, 60, folder=tmp_path).take_turn(URL, nobody)
    assert clock.slept == [pytest.approx(0.25)]


def test_a_pause_is_told_and_kept(tmp_path: Path, clock: Clock) -> None:
    RateLimit(5, 1, folder=tmp_path).rest(URL, 1.6)
    told: list[float] = []
    RateLimit(5, 1, folder=tmp_path).take_turn(URL, told.append)
    assert clock.slept == [pytest.approx(1.6)]
    assert told == [2]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"times": ["x"]}', '{"times": [1e400]}'])
def test_notes_that_cannot_be_read_are_begun_anew(tmp_path: Path, text: str) -> None:
    (tmp_path / "stat.example.json").write_text(text, encoding="utf-8")
    RateLimit(5, 1, folder=tmp_path).take_turn(URL, nobody)
    noted = json.loads((tmp_path / "stat.example.json").read_text(encoding="utf-8"))
    assert len(noted["times"]) == 1


def test_a_clock_that_was_set_back_does_not_stop_a_fetch(tmp_path: Path, clock: Clock) -> None:
    ahead = clock.time() + 9000
    noted = {"times": [ahead] * 9, "most": 2, "seconds": 1.0, "until": 0.0}
    (tmp_path / "stat.example.json").write_text(json.dumps(noted), encoding="utf-8")
    RateLimit(5, 1, folder=tmp_path).take_turn(URL, nobody)
    assert not clock.slept


def test_without_a_folder_of_caches_each_counts_for_itself(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    pace = RateLimit(2, 0.3, folder=tmp_path / "file" / "below")
    for _ in range(3):
        pace.take_turn(URL, nobody)
    assert clock.slept == [pytest.approx(0.35)]
    pace.limit(URL, 9, 0.1)
    assert pace.window(URL) == 0.1


def test_the_folder_of_caches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "tenuremix"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder() == tmp_path / ".cache" / "tenuremix"


# --- how far it has come --------------------------------------------------------------------------


def on_a_terminal(process: subprocess.Popen[str], terminal: int) -> str:
    """Read what a process writes on a terminal until it ends."""
    parts = []
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # Linux: the other end is closed
            break
        if not part:
            break
        parts.append(part)
    process.communicate()
    os.close(terminal)
    return b"".join(parts).decode()


def test_a_terminal_sees_how_far_it_has_come(px1: Server, workspace: Path) -> None:
    px1.behave(cells=20)
    mine, theirs = pty.openpty()
    process = fetching(px1, workspace / "a", stderr=theirs)
    os.close(theirs)
    shown = on_a_terminal(process, mine)
    assert process.returncode == 0
    steps = [int(found) for found in re.findall(r"20_Typ_upplatelse_PRI\.px.*?(\d+)/80", shown)]
    assert steps[-1] == 80, "cells: five rows, four types of building, four tenures"
    assert steps == sorted(steps)
    assert len(set(steps)) > 3


@pytest.mark.parametrize("hits", [4, "unknown"])
def test_a_layer_is_told_by_its_areas(wfs: Server, workspace: Path, hits: int | str) -> None:
    wfs.behave(cap=1, **({"hits": "unknown"} if hits == "unknown" else {}))
    mine, theirs = pty.openpty()
    url = f"{wfs.root}/wfs"
    process = subprocess.Popen(
        [sys.executable, "-m", "tenuremix", "fetch", "areas", "--url", url],
        cwd=workspace,
        env={**PLACE, "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"], "NO_PROXY": "127.0.0.1"},
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
    )
    os.close(theirs)
    shown = on_a_terminal(process, mine)
    assert process.returncode == 0
    if hits == "unknown":
        assert "\rprimaromraden  3\rprimaromraden  4" in shown
    else:
        assert re.search(r"primaromraden.*3/4", shown)
        assert re.search(r"stadsomraden.*1/1", shown)


def test_a_file_sees_nothing_of_it(px1: Server, workspace: Path) -> None:
    px1.behave(cells=20)
    process = fetching(px1, workspace / "a")
    stdout, stderr = process.communicate()
    assert stderr == ""
    assert "Ny: stock/" in stdout
