"""The page of the server in a browser, used as its reader does: by clicks, by keys, by typing."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from places import PACKAGE

Ring = Sequence[tuple[int, int]]
RING: Ring = (
    (146_952, 6_397_478),
    (147_032, 6_397_458),
    (147_072, 6_397_508),
    (146_992, 6_397_588),
)
BOW_TIE: Ring = (*RING[:2], RING[3], RING[2])
DAY = "2025-11-30"
PATIENCE_MS = 15_000
CLOSE_UP = 11
"""The zoom at which a pixel is half a metre."""


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[str]:
    """Run the server in a process of its own, at a free port, and give its address."""
    command = [
        sys.executable,
        "-m",
        "tenuremix",
        "serve",
        "--port",
        "0",
        "--as-of",
        DAY,
        *arguments,
    ]
    process = subprocess.Popen(
        command, cwd=folder, env={"PYTHONPATH": str(PACKAGE.parent), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found, process.stdout.read()
        yield found.group()
    finally:
        process.terminate()
        process.communicate()


class Planner:
    """A reader at the page, who keeps what was asked and what went wrong."""

    def __init__(self, browser: Any, address: str, *, width: int = 1280, link: str = "") -> None:
        self.address = address
        self.asked: list[Any] = []
        self.faults: list[str] = []
        self.page = browser.new_page(
            viewport={"width": width, "height": 800}, reduced_motion="reduce", accept_downloads=True
        )
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("request", lambda request: self.asked.append(request))  # noqa: PLW0108
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.go(link)

    def go(self, link: str) -> None:
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}{link}")
        self.page.wait_for_selector("body[data-ready=whole]")

    def leave(self) -> None:
        """Go, and see that nothing went wrong and nothing was asked of anybody else."""
        assert self.faults == [], self.faults
        own = (self.address, "about:blank", "data:", "blob:")
        assert [r.url for r in self.asked if not r.url.startswith(own)] == []
        self.page.close()

    # ---- What a reader does

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def look_at(self, e: float, n: float, zoom: int = CLOSE_UP) -> None:
        """Look at a place closely, as one who has zoomed in there."""
        self.page.evaluate(f"chart.map.setView([{n}, {e}], {zoom}, {{ animate: false }})")

    def click(self, e: float, n: float) -> None:
        at = self.page.evaluate(f"chart.map.latLngToContainerPoint([{n}, {e}])")
        box = self.page.locator("#map").bounding_box()
        self.page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])

    def draw(self, ring: Ring = RING) -> None:
        """Draw a ring by clicks, with nothing to snap to."""
        self.press("Rita på kartan")
        self.press("Fäst: på")
        self.look_at(147_012, 6_397_520)
        for e, n in ring:
            self.click(e, n)

    def steer(self, ring: Ring = RING) -> None:
        """Draw a ring by keys alone, from the page as it opens."""
        self.reach("Rita med markör och pilar")
        self.page.keyboard.press("Enter")
        self.look_at(ring[0][0], ring[0][1] - 30)
        self.page.keyboard.press("Space")
        at = (ring[0][0], ring[0][1] - 30)
        for corner in ring:
            self.steer_to(at, corner)
            self.page.keyboard.press("Enter")
            at = corner

    def steer_to(self, at: tuple[int, int], to: tuple[int, int]) -> None:
        for axis, (less, more) in enumerate(
            (("ArrowLeft", "ArrowRight"), ("ArrowDown", "ArrowUp"))
        ):
            way = to[axis] - at[axis]
            key = more if way > 0 else less
            tens, ones = divmod(abs(way), 10)
            for _ in range(tens):
                self.page.keyboard.press(key)
            for _ in range(ones):
                self.page.keyboard.press(f"Shift+{key}")

    def reach(self, name: str) -> None:
        """Go to a control by Tab alone."""
        wanted = self.page.get_by_role("button", name=name, exact=True).first
        for _ in range(80):
            if wanted.evaluate("each => each === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(name)

    def count(self, **dwellings: int) -> None:
        for tenure, number in dwellings.items():
            self.page.locator(f"#count-{tenure}").fill(str(number))

    # ---- What the reader sees

    def answered(self, words: str = "") -> str:
        """Wait for an answer that has the words in its sentence, and give the sentence."""
        self.page.wait_for_function(
            """words => document.querySelector('#answer[data-state=check] h2[aria-busy=false]')
            && document.getElementById('answer-title').textContent.includes(words)""",
            arg=words,
        )
        return str(self.page.locator("#answer-title").inner_text())

    def heard(self, words: str) -> None:
        """Wait until the words have been said to one who listens."""
        self.page.wait_for_function(
            """words => ['status', 'alarm'].some(
              id => document.getElementById(id).textContent.includes(words))""",
            arg=words,
        )

    def link(self) -> str:
        return str(self.page.evaluate("location.hash"))

    def proposal(self) -> bytes:
        """Give the proposal that was last sent to be checked."""
        sent = [request for request in self.asked if "/api/v1/check" in request.url]
        return str(sent[-1].post_data).encode()

    def check(self) -> bytes:
        """Give the bytes of the answer to the check that was asked last."""
        sent = [request for request in self.asked if "/api/v1/check" in request.url]
        return bytes(sent[-1].response().body())
