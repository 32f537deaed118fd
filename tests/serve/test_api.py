"""The interface for programs answers what the commands print, to the byte."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from commanded import run
from hypothesis import given
from hypothesis import strategies as st
from runs import examples
from served import RING, client_of, printed, proposal, sent, workspace_in
from starlette.testclient import TestClient

from tenuremix.counting.tenure import ALLOCATION_TENURES


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workspace_in(tmp_path_factory.mktemp("ws") / "stad")


@pytest.fixture(scope="module")
def client(home: Path) -> TestClient:
    return client_of(home)


def checked(home: Path, name: str, body: bytes, *more: str) -> bytes:
    file = home / name
    file.write_bytes(body)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        return printed("check", name, "--format", "json", *more)


@examples(20)
@given(
    east=st.integers(140_000, 150_000),
    north=st.integers(6_390_000, 6_405_000),
    side=st.integers(5, 900),
    dwellings=st.lists(st.integers(0, 400), min_size=4, max_size=4).filter(any),
)
def test_a_check_is_the_commands_own(
    home: Path, client: TestClient, east: int, north: int, side: int, dwellings: list[int]
) -> None:
    ring = ((east, north), (east + side, north), (east + side, north + side), (east, north + side))
    stated: dict[str, Any] = dict(zip(ALLOCATION_TENURES, dwellings, strict=True))
    body = proposal(ring, namn="A", **stated)
    assert sent(client, "/api/v1/check", body).content == checked(home, "p.geojson", body)


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("?as_of=2025-11-30", ["--as-of", "2025-11-30"]),
        ("?lang=en", ["--lang", "en"]),
        ("?as_of=2030-01-01&lang=en", ["--as-of", "2030-01-01", "--lang", "en"]),
    ],
)
def test_a_check_takes_the_commands_options(
    home: Path, client: TestClient, query: str, options: list[str]
) -> None:
    body = "namn,hyresratt,omrade\nKvarteret\u202e\u007f,80,109\nTvå,12,501\n".encode()
    answer = sent(client, f"/api/v1/check{query}", body, "text/csv; charset=utf-8")
    assert answer.headers["content-type"] == "application/json"
    assert answer.content == checked(home, "p.csv", body, *options)


def test_what_is_around_a_plot_comes_with_the_check(home: Path, tmp_path: Path) -> None:
    folder = workspace_in(tmp_path / "med", 'dwellings = ["bostader.csv"]\n')
    rows = "hustyp,upplatelseform,datum,e,n\n" + "".join(
        f"flerbostadshus,hyresratt,2025-12-31,{east},{north}\n" for east, north in RING
    )
    (folder / "bostader.csv").write_text(rows, encoding="utf-8")
    answer = sent(client_of(folder), "/api/v1/check?radius=500", proposal())
    assert answer.json()["radius"]["dwellings"]["hyresratt"] == 4
    assert answer.content == checked(folder, "p.geojson", proposal(), "--radius", "500")
    without = sent(client_of(home), "/api/v1/check?radius=500", proposal())
    assert (without.status_code, without.json()["faults"][0]["code"]) == (422, "no_dwellings")


def test_a_comparison_is_the_commands_own(home: Path, client: TestClient) -> None:
    bodies = {"A": proposal(namn="x"), "B": proposal(bostadsratt=40)}
    for name, body in bodies.items():
        (home / f"{name}.geojson").write_bytes(body)
    listed = [{"name": name, "proposal": json.loads(body)} for name, body in bodies.items()]
    body = json.dumps({"alternatives": listed}).encode()
    answer = sent(client, "/api/v1/compare", body, "application/json")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        said = printed("check", "A.geojson", "B.geojson", "--compare", "--format", "json")
    assert answer.content == said
    one = json.dumps({"alternatives": listed[:1]}).encode()
    assert sent(client, "/api/v1/compare", one, "application/json").status_code == 400
    for broken in (b"[]", b"{", b'{"alternatives": [1, 2]}', b'{"alternatives": [{"name": 1}]}'):
        answer = sent(client, "/api/v1/compare", broken, "application/json")
        assert (answer.status_code, answer.json()["code"]) == (400, "body")


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("html", b"<!")])
def test_a_note_says_how_its_place_came_about(client: TestClient, form: str, begins: bytes) -> None:
    path = f"/page/note?form={form}&origin=ritad"
    answer = sent(client, path, proposal())
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert answer.content == sent(client, path, proposal()).content
    if form == "html":
        assert "Platsen: Ritad på kartan." in answer.text
    wrong = sent(client, "/page/note?form=exe", proposal())
    assert (wrong.status_code, wrong.json()["code"]) == (400, "value")


def test_progress_and_layers_are_the_commands_own(home: Path, client: TestClient) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        assert client.get("/api/v1/progress").content == printed("progress", "--format", "json")
        one = printed("progress", "--target", "hr-500", "--format", "json", "--lang", "en")
        assert client.get("/api/v1/progress?target=hr-500&lang=en").content == one
        run("export", "o.geojson")
        run("export", "m.geojson", "--what", "markanvisningar")
    for path, name in (("areas", "o.geojson"), ("allocations", "m.geojson")):
        exported = json.loads((home / name).read_text(encoding="utf-8"))
        served = client.get(f"/api/v1/{path}?limit=1000").json()
        assert served["features"] == exported["features"]
        assert served["crs"] == exported["crs"]


def test_targets_are_listed(client: TestClient) -> None:
    found = {each["target"]: each for each in client.get("/api/v1/targets").json()}
    progress = client.get("/api/v1/progress").json()
    for each in progress:
        assert found[each["target"]]["counted"] == each["counted"]
        assert found[each["target"]]["definition"]["id"] == each["definition"]
    assert found["hr-500"]["valid_until"] == "2025-12-31"


@pytest.mark.parametrize("path", ["/api/v1/areas", "/api/v1/allocations"])
def test_pages_make_up_the_whole(client: TestClient, path: str) -> None:
    whole = client.get(f"{path}?limit=1000").json()
    found: list[Any] = []
    link: str | None = f"{path}?limit=7"
    while link:
        page = client.get(link).json()
        assert page["numberMatched"] == len(whole["features"])
        assert page["numberReturned"] == len(page["features"])
        found += page["features"]
        link = next((path + each["href"] for each in page["links"] if each["rel"] == "next"), None)
    assert found == whole["features"]


def test_a_box_is_in_metres_or_degrees(client: TestClient) -> None:
    def codes(box: str) -> set[str]:
        features = client.get(f"/api/v1/areas?bbox={box}&limit=1000").json()["features"]
        return {each["properties"]["kod"] for each in features}

    metres = codes("146952,6397462,147068,6397566")
    assert metres == {"109"}
    assert codes("11.9492,57.6955,11.9497,57.6958") <= codes("146000,6396000,148000,6399000")
    assert codes("0,0,1,1") == set()


@pytest.mark.parametrize(
    ("path", "body", "media", "status", "code"),
    [
        ("/api/v1/check?as_of=2025-13-01", proposal(), "application/geo+json", 400, "value"),
        ("/api/v1/check?as_of=9999-12-31", proposal(), "application/geo+json", 400, "value"),
        ("/api/v1/check?radius=0", proposal(), "application/geo+json", 400, "value"),
        ("/api/v1/check?radius=%C2%B2", proposal(), "application/geo+json", 400, "value"),
        ("/api/v1/check?as_off=2025-01-01", proposal(), "application/geo+json", 400, "query"),
        ("/api/v1/check?lang=en&lang=sv", proposal(), "application/geo+json", 400, "query"),
        ("/api/v1/check?lang=de", proposal(), "application/geo+json", 400, "value"),
        ("/api/v1/check?crs=EPSG:1", proposal(), "application/geo+json", 400, "crs"),
        ("/api/v1/check", proposal(), "application/x-vrt", 415, "media"),
        ("/api/v1/check", b"", "text/csv", 422, "faults"),
        ("/api/v1/check", b"{", "application/geo+json", 422, "faults"),
        ("/api/v1/check", b"[" * 100_000, "application/geo+json", 422, "faults"),
        ("/api/v1/check", proposal(hyresratt=-1), "application/geo+json", 422, "faults"),
        ("/api/v1/nothing", b"", "text/csv", 404, "not_found"),
        ("/api/v1/areas", b"", "text/csv", 405, "method"),
    ],
)
def test_what_is_wrong_is_a_problem(
    client: TestClient, path: str, body: bytes, media: str, status: int, code: str
) -> None:
    answer = sent(client, path, body, media)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert "Traceback" not in answer.text


def test_faults_are_those_of_the_command(home: Path, client: TestClient) -> None:
    body = b"namn,hyresratt,omrade\nA,-1,109\nB,x,999\n"
    answer = sent(client, "/api/v1/check", body, "text/csv").json()
    (home / "proposal.csv").write_bytes(body)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        said = run("check", "proposal.csv").stderr
    assert [each["row"] for each in answer["faults"]] == [2, 3, 3]
    assert " ".join(said.split()) == " ".join(answer["detail"].split())


def test_a_changed_file_is_seen_at_the_next_question(tmp_path: Path) -> None:
    folder = workspace_in(tmp_path / "stad")
    client = client_of(folder)
    before = client.get("/api/v1/progress").content
    targets = folder / "mal" / "goteborg.toml"
    text = targets.read_text(encoding="utf-8")
    targets.write_text(text.replace("minimum = 500", "minimum = 400"), encoding="utf-8")
    after = client.get("/api/v1/progress")
    assert before != after.content
    assert after.json()[0]["minimum"] == 400
    targets.write_text(text.replace("minimum = 500", 'minimum = "x"'), encoding="utf-8")
    broken = client.get("/api/v1/progress")
    assert (broken.status_code, broken.json()["faults"][0]["code"]) == (503, "wrong_key")
    targets.write_text(text, encoding="utf-8")
    assert client.get("/api/v1/progress").content == before


def test_an_answer_is_kept_only_as_long_as_it_holds(tmp_path: Path) -> None:
    folder = workspace_in(tmp_path / "stad")
    client = client_of(folder)
    first = sent(client, "/api/v1/check", proposal()).content
    assert sent(client, "/api/v1/check", proposal()).content == first
    assert sent(client, "/api/v1/check?lang=en", proposal()).content != first
    targets = folder / "mal" / "goteborg.toml"
    text = targets.read_text(encoding="utf-8").replace("minimum = 500", "minimum = 400")
    targets.write_text(text, encoding="utf-8")
    second = sent(client, "/api/v1/check", proposal()).content
    assert second != first
    assert second == checked(folder, "p.geojson", proposal())


def test_checks_leave_nothing_behind(home: Path) -> None:
    from tenuremix.serve.desk import Desk

    desk = Desk(home)
    books = desk.open().books
    client = client_of(home)
    sent(client, "/api/v1/check", proposal())
    kept = len(books.locator._found)
    for east in range(30):
        ring = [(e + east, n) for e, n in RING]
        assert sent(client, "/api/v1/check", proposal(ring)).status_code == 200
    assert len(books.locator._found) == kept


def test_openapi_names_every_route_and_column(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {
        f"/api/v1/{name}"
        for name in ("check", "compare", "areas", "allocations", "targets", "progress")
    }
    feature = document["components"]["schemas"]["Proposal"]["properties"]["features"]["items"]
    assert {"namn", "hyresratt", "omrade", "hustyp"} <= feature["properties"]["properties"][
        "properties"
    ].keys()
