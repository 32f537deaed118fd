"""The page on the interface tells the truth: its examples are asked, and answered as it says."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from places import ROOT
from served import client_of, workspace_in
from starlette.testclient import TestClient

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```http\n(.*?)```\n\n```json\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return client_of(workspace_in(tmp_path_factory.mktemp("ws") / "stad"))


def holds(found: Any, shown: Any) -> bool:
    """Tell whether an answer has all that is shown of it."""
    if isinstance(shown, dict):
        return all(key in found and holds(found[key], value) for key, value in shown.items())
    if isinstance(shown, list):
        return len(found) >= len(shown) and all(map(holds, found, shown))
    return bool(found == shown)


def test_there_are_examples_of_every_address(client: TestClient) -> None:
    asked = {re.split(r"[ ?\n]", request)[1] for request, _ in EXAMPLES}
    listed = set(client.get("/openapi.json").json()["paths"])
    assert listed - asked == {"/api/v1/areas"}  # asked as the allocations are
    assert all(f"`{method} {path}`" in PAGE for path in listed for method in ("GET", "POST")
               if method.lower() in client.get("/openapi.json").json()["paths"][path])  # fmt: skip


@pytest.mark.parametrize(("request_", "answer"), EXAMPLES)
def test_an_example_is_answered_as_shown(client: TestClient, request_: str, answer: str) -> None:
    head, _, body = request_.partition("\n\n")
    first, *lines = head.splitlines()
    method, path = first.split()
    headers = dict(line.split(": ") for line in lines)
    found = client.request(method, path, headers=headers, content=body.encode() or None)
    assert holds(found.json(), json.loads(answer)), found.text[:500]
