"""A server in the process of the test: a workspace of its own, and questions as a browser asks."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from commanded import run
from starlette.testclient import TestClient

from tenuremix.serve.app import make_app

BASE = "http://127.0.0.1:8080"
OWN = {"Sec-Fetch-Site": "same-origin", "Origin": BASE}
"""What a browser says of a question that the page itself asks."""
CRS = {"type": "name", "properties": {"name": "EPSG:3007"}}
RING = ((146_952, 6_397_478), (147_030, 6_397_462), (147_068, 6_397_511), (147_052, 6_397_566))


def workspace_in(folder: Path, more: str = "") -> Path:
    """Make a workspace of the example in a folder, with more on top of its ``tenuremix.toml``."""
    run("init", str(folder), "--exempel")
    file = folder / "tenuremix.toml"
    file.write_text(f"{more}\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    return folder


def client_of(folder: Path, *, host: str = "127.0.0.1", peer: str = "127.0.0.1") -> TestClient:
    """Make a client of the server of a workspace, that asks from an address."""
    return TestClient(
        make_app(folder, host=host),
        base_url=BASE,
        client=(peer, 50_000),
        raise_server_exceptions=False,
    )


def begun(page: str) -> Any:
    """Give what a page begins with."""
    found = re.search(r'<script type="application/json" id="start">(.*?)</script>', page)
    assert found
    return json.loads(found[1])


def proposal(ring: Any = RING, **properties: object) -> bytes:
    """Write a proposal of one plot, as the page sends it."""
    shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    feature = {"type": "Feature", "geometry": shape, "properties": {"hyresratt": 80, **properties}}
    return json.dumps({"type": "FeatureCollection", "crs": CRS, "features": [feature]}).encode()


def sent(
    client: TestClient, path: str, body: bytes, media: str = "application/geo+json", **more: str
) -> Any:
    """Send a body, with the headers of ``more``: ``sec_fetch_site="cross-site"``."""
    headers = {name.replace("_", "-"): value for name, value in more.items()}
    return client.post(path, content=body, headers={"Content-Type": media, **headers})


def printed(*arguments: str) -> bytes:
    """Give the bytes that a command prints."""
    return run(*arguments).stdout.encode()


def saved(client: TestClient, document: Mapping[str, object], **headers: str) -> Any:
    """Save a row as the page does."""
    body = json.dumps(document).encode()
    return client.post(
        "/page/save", content=body, headers={"Content-Type": "application/json", **OWN, **headers}
    )
