"""Start the local servers: each in a process of its own, since a reader may hold this one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SERVERS = Path(__file__).parent / "servers"


class Server:
    """A server in a process of its own: told how to behave, and asked what it was asked."""

    def __init__(self, name: str, folder: Path) -> None:
        self._file = folder / f"{name}.json"
        self.behave()
        script = SERVERS / f"{name}.py"
        self.process = subprocess.Popen(
            [sys.executable, str(script), str(self._file)], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())
        self.root = f"http://127.0.0.1:{self.port}"

    def behave(self, **how: Any) -> None:
        self._file.write_text(json.dumps(how), encoding="utf-8")
        self._file.with_suffix(".log").write_text("", encoding="utf-8")

    @property
    def asked(self) -> list[dict[str, Any]]:
        lines = self._file.with_suffix(".log").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(5)
        assert self.process.stdout is not None
        self.process.stdout.close()


def started(name: str, factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(name, factory.mktemp(name))
    yield server
    server.stop()
