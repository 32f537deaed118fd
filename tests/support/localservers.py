"""Start the local servers: each in a process of its own, since a reader may hold this one."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from servers.base import write_whole

SERVERS = Path(__file__).parent / "servers"
# A shell that starts a job in the background lets it ignore the signal of the keyboard, and all
# that the job starts does so too.
ON_A_KEYBOARD = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from tenuremix.cli import main; main()"
)


class Server:
    """A server in a process of its own: told how to behave, and asked what it was asked."""

    def __init__(self, name: str, folder: Path) -> None:
        self._file = folder / f"{name}.json"
        self._run = 0
        self.behave()
        script = SERVERS / f"{name}.py"
        self.process = subprocess.Popen(
            [sys.executable, str(script), str(self._file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())
        self.root = f"http://127.0.0.1:{self.port}"

    def behave(self, **how: Any) -> None:
        """Say how the server shall behave from now on; it forgets the calls that it has had."""
        self._run += 1
        self._file.with_suffix(".log").write_text("", encoding="utf-8")
        write_whole(self._file, json.dumps({**how, "run": self._run}))

    @property
    def asked(self) -> list[dict[str, Any]]:
        lines = self._file.with_suffix(".log").read_text(encoding="utf-8").split("\n")
        return [json.loads(line) for line in lines[:-1]]  # the last is not yet a whole line

    def wait_for(self, calls: int, process: subprocess.Popen[str]) -> None:
        """Wait until so many calls have come, from a process that shall not end before that."""
        while len(self.asked) < calls:
            assert process.poll() is None, "it ended before"
            time.sleep(0.02)

    def stop(self) -> None:
        self.process.communicate()


def started(name: str, factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(name, factory.mktemp(name))
    yield server
    server.stop()
