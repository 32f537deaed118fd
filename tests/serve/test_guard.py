"""Who may ask, and what a browser is told: each rule of the page's safety is one test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from served import BASE, OWN, begun, client_of, proposal, sent, workspace_in
from starlette.testclient import TestClient

from tenuremix.errors import UsageError
from tenuremix.inputs import Serving
from tenuremix.serve.app import make_app
from tenuremix.serve.guard import Buckets, Guard

PROXIED = """
[serve]
proxies = ["10.0.0.2"]
user_header = "X-Remote-User"
group_header = "X-Remote-Groups"
hosts = ["tenuremix.example.se"]
frame_ancestors = ["https://karta.example.se"]
roles = { plan = "föreslå", register = "importera" }
limits = { bytes = 20000, plots = 3, corners = 50, checks_per_second = 1000 }
"""
ROUTES = ("/", "/api/v1/areas", "/api/v1/targets", "/openapi.json", "/assets/x", "/nowhere")
NAMED = {"host": "tenuremix.example.se", "x-remote-user": "anna"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return client_of(workspace_in(tmp_path_factory.mktemp("ws") / "stad"))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = workspace_in(tmp_path_factory.mktemp("ws") / "delad")
    file = folder / "tenuremix.toml"
    file.write_text(file.read_text(encoding="utf-8") + PROXIED, encoding="utf-8")
    return folder


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "tenuremix.example.se"])
def test_another_address_needs_a_proxy_and_a_user(tmp_path: Path, host: str) -> None:
    folder = workspace_in(tmp_path / "stad")
    with pytest.raises(UsageError):
        make_app(folder, host=host)


def test_a_proxy_is_named_with_the_header_that_it_sets(tmp_path: Path) -> None:
    folder = workspace_in(tmp_path / "stad")
    file = folder / "tenuremix.toml"
    text = file.read_text(encoding="utf-8")
    for half in ('proxies = ["10.0.0.2"]', 'user_header = "X-User"'):
        file.write_text(f"{text}\n[serve]\n{half}\n", encoding="utf-8")
        with pytest.raises(ValueError, match="user_header"):
            make_app(folder)


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "127.0.0.1:x", "a b"]
)
def test_no_other_name_is_answered_on_any_route(client: TestClient, path: str, host: str) -> None:
    answer = client.get(path, headers={"host": host})
    assert (answer.status_code, answer.json()["code"]) == (400, "host")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8080", "LOCALHOST", "[::1]:8080"])
def test_the_loopback_has_its_names(client: TestClient, host: str) -> None:
    assert client.get("/api/v1/targets", headers={"host": host}).status_code == 200


def test_only_the_proxy_may_ask(shared: Path) -> None:
    for peer, status in (("10.0.0.2", 200), ("10.0.0.3", 403), ("127.0.0.1", 403)):
        answer = client_of(shared, host="0.0.0.0", peer=peer).get("/api/v1/targets", headers=NAMED)
        assert answer.status_code == status


@pytest.mark.parametrize("said", [[], [""], ["  "], ["anna", "bertil"]])
def test_the_proxy_says_who_asks(shared: Path, said: list[str]) -> None:
    client = client_of(shared, host="0.0.0.0", peer="10.0.0.2")
    headers = [("host", NAMED["host"]), *(("x-remote-user", each) for each in said)]
    assert client.get("/api/v1/targets", headers=headers).json()["code"] == "user"


def test_nobody_elses_word_is_taken_for_a_user(client: TestClient) -> None:
    answer = client.get("/", headers={"x-remote-user": "anna", "x-remote-groups": "*"})
    start = begun(answer.text)
    assert (start["user"], start["role"]) == ("", "läsa")


@pytest.mark.parametrize(
    ("groups", "role"),
    [("", "läsa"), ("plan", "föreslå"), ("annat; register", "importera"), ("Plan", "läsa")],
)
def test_roles_come_of_the_groups(shared: Path, groups: str, role: str) -> None:
    client = client_of(shared, host="0.0.0.0", peer="10.0.0.2")
    start = begun(client.get("/", headers={**NAMED, "x-remote-groups": groups}).text)
    assert (start["role"], start["user"]) == (role, "anna")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"sec_fetch_site": "none"}, 200),
        ({"sec_fetch_site": "same-origin", "origin": BASE}, 200),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": "https://127.0.0.1:8080"}, 403),
        ({"origin": "null"}, 403),
        ({"sec_fetch_site": "same-origin", "origin": "http://evil.example"}, 403),
        ({"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate"}, 403),
    ],
)
def test_no_other_page_asks_for_a_check(
    client: TestClient, headers: dict[str, str], status: int
) -> None:
    assert sent(client, "/api/v1/check", proposal(), **headers).status_code == status


def test_a_link_from_another_page_may_be_followed(client: TestClient) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.get("/?e=147000&n=6397520&hr=80", headers=link).status_code == 200
    picture = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert client.get("/api/v1/areas", headers=picture).status_code == 403


@pytest.mark.parametrize("path", ["/", "/api/v1/targets", "/nowhere", "/page/outlines"])
def test_a_browser_is_told_what_it_may_do(client: TestClient, path: str) -> None:
    answer = client.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert not {"set-cookie", "access-control-allow-origin", "server"} & set(answer.headers)


def test_frames_and_tiles_are_those_that_are_named(shared: Path, tmp_path: Path) -> None:
    client = client_of(shared, host="0.0.0.0", peer="10.0.0.2")
    answer = client.get("/api/v1/targets", headers=NAMED)
    assert "frame-ancestors https://karta.example.se" in answer.headers["content-security-policy"]
    assert "x-frame-options" not in answer.headers
    folder = workspace_in(tmp_path / "stad")
    file = folder / "tenuremix.toml"
    tiles = (
        '\n[map.tiles]\ntemplate = "https://kartor.example.se/{z}/{x}/{y}.png"\n'
        'origin = [100000, 6500000]\nresolutions = [64, 32]\ncredit = "Staden"\n'
    )
    file.write_text(file.read_text(encoding="utf-8") + tiles, encoding="utf-8")
    policy = client_of(folder).get("/").headers["content-security-policy"]
    assert "img-src 'self' data: blob: https://kartor.example.se;" in policy


@pytest.mark.parametrize(
    "template",
    [
        "http://a.se/{z}/{x}/{y}",
        "https://a.se; script-src *//{z}/{x}/{y}",
        "https://a.se/{z}/{x}",
        "https://user:pw@a.se/{z}/{x}/{y}",
    ],
)
def test_a_background_is_an_address_and_nothing_else(tmp_path: Path, template: str) -> None:
    folder = workspace_in(tmp_path / "stad")
    file = folder / "tenuremix.toml"
    rest = 'origin = [0, 0]\nresolutions = [1]\ncredit = "x"\n'
    tiles = f"\n[map.tiles]\ntemplate = {json.dumps(template)}\n{rest}"
    file.write_text(file.read_text(encoding="utf-8") + tiles, encoding="utf-8")
    with pytest.raises(ValueError, match="template"):
        make_app(folder)


def test_what_is_sent_is_bounded(shared: Path) -> None:
    client = client_of(shared, host="0.0.0.0", peer="10.0.0.2")

    def code(body: bytes | Iterator[bytes], media: str = "application/geo+json") -> Any:
        answer = client.post(
            "/api/v1/check", content=body, headers={**NAMED, "Content-Type": media}
        )
        return answer.status_code, answer.json().get("code")

    assert code(proposal()) == (200, None)
    assert code(b" " * 20_001) == (413, "too_large")
    assert code(iter([b" " * 15_000, b" " * 15_000])) == (413, "too_large")
    rows = b"namn,hyresratt,omrade\n" + b"A,1,109\n" * 4
    assert code(rows, "text/csv") == (413, "plots")
    rows = b"namn,hyresratt,omrade\n" + b"A,1,109\n" * 30
    assert code(rows, "text/csv") == (413, "plots")
    ring = [(147_000 + at, 6_397_500 + at * at / 100) for at in range(60)]
    assert code(proposal(ring)) == (413, "corners")


def test_nobody_asks_too_often() -> None:
    clock = [0.0]
    buckets = Buckets(30, lambda: clock[0])
    assert sum(buckets.take("anna") for _ in range(200)) == 60
    assert buckets.take("bertil")
    clock[0] = 1.0
    assert sum(buckets.take("anna") for _ in range(200)) == 30


def test_who_asks_too_often_is_told_to_wait(tmp_path: Path) -> None:
    folder = workspace_in(tmp_path / "stad")
    app = make_app(folder)
    assert isinstance(app, Guard)
    app.buckets = Buckets(1, lambda: 0.0)
    client = TestClient(app, base_url=BASE)
    codes = [sent(client, "/api/v1/check", proposal()).status_code for _ in range(4)]
    assert codes == [200, 200, 429, 429]
    assert client.get("/api/v1/targets").status_code == 200


def test_no_error_shows_what_is_inside(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("/secret/path")

    monkeypatch.setattr("tenuremix.serve.api.answer_targets", fails)
    answer = client.get("/api/v1/targets")
    assert (answer.status_code, answer.json()["code"]) == (500, "failed")
    assert "secret" not in answer.text
    assert "content-security-policy" in answer.headers


def test_the_same_words_are_always_own_and_nothing_is_on_without_them() -> None:
    assert Serving().proxies == ()
    assert Serving().role_of(["plan"]) == "läsa"
    assert OWN["Origin"] == BASE
