"""Whatever is asked by the description of the interface is answered, and never falls over.

``TENUREMIX_EXAMPLES=140 pytest tests/serve/test_any_question.py`` asks ten thousand questions.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import given, settings
from hypothesis import strategies as st
from runs import times
from served import BASE, client_of, workspace_in
from starlette.testclient import TestClient

from tenuremix.serve.guard import Buckets

PATHS = ("check", "compare", "areas", "allocations", "targets", "progress")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    made = client_of(workspace_in(tmp_path_factory.mktemp("ws") / "stad"))
    app: Any = made.app
    app.buckets = Buckets(10**9)
    return made


@pytest.fixture(scope="module")
def operations(client: TestClient) -> dict[str, Any]:
    schema = schemathesis.openapi.from_dict(client.get("/openapi.json").json())
    found = [each.ok() for each in schema.get_all_operations()]
    assert {each.path for each in found} == {f"/api/v1/{name}" for name in PATHS}
    return {each.path: each for each in found}


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize("mode", [*schemathesis.GenerationMode])
def test_no_question_brings_the_server_down(
    client: TestClient, operations: dict[str, Any], name: str, mode: Any
) -> None:
    operation = operations[f"/api/v1/{name}"]
    cases = operation.as_strategy(generation_mode=mode)

    @settings(max_examples=times(6))
    @given(st.data())
    def ask(data: st.DataObject) -> None:
        case = data.draw(cases)
        sent = case.as_transport_kwargs(base_url=BASE)
        answer = client.request(
            sent["method"],
            sent["url"],
            params=sent.get("params"),
            headers={k: v for k, v in dict(sent["headers"]).items() if k.lower() != "host"},
            content=sent.get("data") if "json" not in sent else None,
            **({"json": sent["json"]} if "json" in sent else {}),
        )
        assert answer.status_code < 500, answer.text
        assert "Traceback" not in answer.text
        if answer.status_code >= 400:
            problem = answer.json()
            assert problem["status"] == answer.status_code
            assert {"type", "title", "detail", "code"} <= problem.keys()

    ask()
