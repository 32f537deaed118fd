"""Run the server, until it is told to stop."""

from __future__ import annotations

import gc
import logging
import socket
from collections.abc import Callable
from errno import EADDRINUSE
from typing import TYPE_CHECKING

import uvicorn

from tenuremix.errors import UsageError

if TYPE_CHECKING:
    from starlette.types import ASGIApp

_WAITING = 128
_SECONDS = 5


def run(app: ASGIApp, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve an application at an address; ``ready`` is told where, as soon as it is.

    Raises
    ------
    UsageError
        Where the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, so that asyncio lets an answer go at once and does not gather its pieces.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(_WAITING)
    except OSError as error:
        listener.close()
        if error.errno == EADDRINUSE:
            raise UsageError("serve_taken", host=host, port=port) from error
        raise UsageError("serve_address", host=host, port=port) from error
    _log_writes()
    name = f"[{host}]" if ":" in host else host
    ready(f"http://{name}:{listener.getsockname()[1]}/")
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        lifespan="off",
        ws="none",
        timeout_keep_alive=_SECONDS,
        timeout_graceful_shutdown=_SECONDS,
    )
    # A command ends too soon to look for what refers to itself; a server does not. What is loaded
    # by now stays, and is not looked through again.
    gc.freeze()
    gc.enable()
    uvicorn.Server(config).run(sockets=[listener])


def _log_writes() -> None:
    """Tell on standard error what is written, when; and what failed."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    log = logging.getLogger("tenuremix.serve")
    log.handlers[:] = [handler]
    log.setLevel(logging.INFO)
