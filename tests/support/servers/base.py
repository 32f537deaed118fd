"""What the local servers share: loopback only, the life of the test, and misbehaviour on demand.

A server is started as a process of its own with the path of a JSON file that says how it shall
behave, which a test may rewrite while the server runs.  Known keys: ``fail`` (a list of what the
next answers do: ``429``, ``500``, ``drop``, ``cut``, ``hold``, ``html``); each server adds some.
An answer that is held never comes; the one who asks waits until the file is written anew.
Every request is appended to ``<file>.log`` as one JSON line.  The server ends when its standard
input does.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def write_whole(path: Path, text: str) -> None:
    """Put a text in a file's place, so that nobody reads half of it."""
    beside = path.with_suffix(f".{threading.get_ident()}")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


class Handler(BaseHTTPRequestHandler):
    """Answers one request as the file of behaviour says."""

    behaviour: Path
    protocol_version = "HTTP/1.1"
    lock = threading.Lock()

    @property
    def how(self) -> dict[str, Any]:
        return json.loads(self.behaviour.read_text(encoding="utf-8"))

    def log_message(self, *_: object) -> None:
        """Say nothing on standard error."""

    def _next_failure(self) -> str | int | None:
        with self.lock:
            how = self.how
            if not how.get("fail"):
                return None
            failure = how["fail"].pop(0)
            write_whole(self.behaviour, json.dumps(how))
            return failure

    def _handle(self, body: bytes) -> None:
        split = urlsplit(self.path)
        asked = parse_qs(split.query, keep_blank_values=True)
        self.raw_query = split.query
        query = {key: values[0] for key, values in asked.items()}
        record = {"at": time.time(), "path": unquote(split.path), "raw": split.path}
        record |= {"query": query, "body": body.decode()}
        with self.lock, self.behaviour.with_suffix(".log").open("a", encoding="utf-8") as log:
            log.write(json.dumps(record, ensure_ascii=False) + "\n")
        failure = self._next_failure()
        if failure == 429:
            said = b'{"error":"429 - Too many requests in too short timeframe. "}'
            self.send(429, said, retry_after=str(self.how.get("retry_after", 1)))
        elif isinstance(failure, int):
            self.send(failure, b"<html>error</html>", kind="text/html")
        elif failure == "drop":
            self.close_connection = True
            self.connection.close()
        elif failure == "html":
            self.send(200, b"<html>Log in</html>", kind="text/html")
        elif failure == "hold":
            run = self.how["run"]
            while self.how["run"] == run:
                time.sleep(0.02)
            self.close_connection = True
        else:
            self.cut = failure == "cut"
            self.answer(unquote(split.path), query, json.loads(body) if body else None)

    def answer(self, path: str, query: dict[str, str], body: Any) -> None:
        raise NotImplementedError

    def send(
        self, status: int, body: bytes, kind: str = "application/json", retry_after: str = ""
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if retry_after:
            self.send_header("Retry-After", retry_after)
        self.end_headers()
        if getattr(self, "cut", False):  # dies half-way through the answer
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            self.close_connection = True
            self.connection.close()
        else:
            self.wfile.write(body)

    def send_json(self, value: object, status: int = 200) -> None:
        bom = b"\xef\xbb\xbf" if self.how.get("bom") else b""
        self.send(status, bom + json.dumps(value, ensure_ascii=False).encode())

    def do_GET(self) -> None:
        self._guarded(b"")

    def do_POST(self) -> None:
        self._guarded(self.rfile.read(int(self.headers["Content-Length"])))

    def _guarded(self, body: bytes) -> None:
        try:
            self._handle(body)
        except (BrokenPipeError, ConnectionResetError, ValueError, OSError):
            self.close_connection = True


def serve(handler: type[Handler]) -> None:
    """Serve on a free port of the loopback, print it, and end with the one who started it."""
    handler.behaviour = Path(sys.argv[1])
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)  # noqa: T201
    sys.stdin.read()
