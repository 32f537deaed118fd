"""The server as a process: what it does that a command does not."""

from __future__ import annotations

import gc
import socket
from collections.abc import Iterator

import pytest
import uvicorn

from tenuremix.serve.run import run


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


def test_a_server_looks_for_what_refers_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[bool] = []

    def serve(_: uvicorn.Server, sockets: list[socket.socket]) -> None:
        found.append(gc.isenabled())
        sockets[0].close()

    monkeypatch.setattr(uvicorn.Server, "run", serve)
    gc.disable()  # as the command line does
    run(lambda *_: None, "127.0.0.1", 0, lambda _: None)  # type: ignore[arg-type,return-value]
    assert found == [True]
