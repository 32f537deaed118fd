"""What is saved from the page: by the role for it, through the importer, and only ever added."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from served import OWN, client_of, saved, workspace_in
from starlette.testclient import TestClient

from tenuremix.io.files import clock

WKT = "POLYGON ((146952 6397478, 147030 6397462, 147068 6397511, 146952 6397478))"
ROW = {
    "id": "S-1",
    "namn": "Kvarteret",
    "datum": "2025-06-01",
    "handelse": "markanvisning",
    "hyresratt": 80,
    "bostadsratt": 0,
    "aganderatt": 0,
    "oklar": 0,
    "wkt": WKT,
}
ROLES = '\n[serve]\nroles = {{ "*" = "{role}" }}\n'


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 1))


def served(folder: Path, role: str = "importera") -> TestClient:
    made = workspace_in(folder)
    file = made / "tenuremix.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + ROLES.format(role=role), encoding="utf-8")
    return client_of(made)


def asked(row: object, more: Mapping[str, object] = MappingProxyType({})) -> dict[str, object]:
    return {"reason": "enligt skissen", "user": "Anna", "row": row} | more


def register(folder: Path) -> Path:
    return folder / "markanvisningar" / "register.csv"


def test_a_row_is_saved_and_counts(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "tenuremix.serve")
    client = served(tmp_path / "stad")
    before = client.get("/api/v1/progress").json()[0]["counted"]
    answer = saved(client, asked(ROW))
    assert answer.status_code == 200, answer.text
    assert client.get("/api/v1/progress").json()[0]["counted"] == before + 80
    text = register(tmp_path / "stad").read_text(encoding="utf-8")
    assert "enligt skissen (Anna)" in text
    assert "sidan, Anna (2)" in text
    assert str(tmp_path) not in text
    logged = json.loads(caplog.messages[-1])
    assert (logged["user"], logged["id"], logged["written"]) == ("Anna", "S-1", True)
    assert len(logged["saved"]) == 64
    again = saved(client, asked(ROW))
    assert again.status_code == 200
    assert register(tmp_path / "stad").read_text(encoding="utf-8") == text


def test_corrections_and_strikes_have_their_reason(tmp_path: Path) -> None:
    client = served(tmp_path / "stad")
    assert saved(client, asked(ROW)).status_code == 200
    struck = {key: ROW[key] for key in ("id", "datum", "handelse")}
    answer = saved(client, asked({**struck, "atgard": "stryk"}))
    assert answer.status_code == 200, answer.text
    text = register(tmp_path / "stad").read_text(encoding="utf-8")
    assert text.count("S-1") == 2
    assert "enligt skissen (Anna)" in text.splitlines()[-1]


@pytest.mark.parametrize(
    ("role", "row", "status", "code"),
    [
        ("läsa", ROW, 403, "role"),
        ("läsa", {**ROW, "handelse": "planerad"}, 403, "role"),
        ("föreslå", ROW, 403, "role_planned"),
        ("föreslå", {**ROW, "handelse": "planerad", "atgard": "stryk"}, 403, "role_planned"),
        ("föreslå", {**ROW, "handelse": "planerad"}, 200, None),
        ("importera", {**ROW, "id": ""}, 422, "faults"),
        ("importera", {**ROW, "datum": "2027-01-01"}, 422, "faults"),
        ("importera", {**ROW, "hyresratt": -1}, 422, "faults"),
        ("importera", {**ROW, "fil": "/etc/passwd"}, 400, "body"),
        ("importera", {**ROW, "hyresratt": [1]}, 400, "body"),
    ],
)
def test_the_role_and_the_row_decide(
    tmp_path: Path, role: str, row: dict[str, Any], status: int, code: str | None
) -> None:
    client = served(tmp_path / "stad", role)
    answer = saved(client, asked(row))
    assert (answer.status_code, answer.json().get("code")) == (status, code), answer.text
    assert register(tmp_path / "stad").exists() is (status == 200)


@pytest.mark.parametrize(
    ("headers", "media"),
    [
        ({}, "application/json"),
        ({"Sec-Fetch-Site": "same-origin"}, "application/json"),
        ({"Origin": OWN["Origin"]}, "application/json"),
        ({**OWN, "Sec-Fetch-Site": "same-site"}, "application/json"),
        ({**OWN, "Origin": "http://127.0.0.1:1"}, "application/json"),
        (OWN, "text/plain"),
    ],
)
def test_only_the_page_itself_saves(tmp_path: Path, headers: dict[str, str], media: str) -> None:
    client = served(tmp_path / "stad")
    body = json.dumps(asked(ROW)).encode()
    answer = client.post("/page/save", content=body, headers={**headers, "Content-Type": media})
    assert answer.status_code in (403, 415)
    assert not register(tmp_path / "stad").exists()


@pytest.mark.parametrize("more", [{"reason": " "}, {"user": ""}, {"user": 5}, {"row": []}])
def test_who_and_why_are_asked_for(tmp_path: Path, more: dict[str, object]) -> None:
    client = served(tmp_path / "stad")
    assert saved(client, asked(ROW, more)).status_code == 400


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    client = served(tmp_path / "stad")
    row = {**ROW, "namn": '=cmd|"/c calc"!A1', "byggaktor": "a\nb;=1+1"}
    answer = saved(client, asked(row, {"user": "../../etc/passwd\n<script>"}))
    assert answer.status_code in (200, 422)
    assert sorted(p.name for p in (tmp_path / "stad").parent.iterdir()) == ["stad"]
    found = client.get("/api/v1/allocations?limit=1000")
    assert found.status_code == 200
