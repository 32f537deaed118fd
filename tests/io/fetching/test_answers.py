"""Answers of servers that mean no good: slow, endless, elsewhere, or not fit to be kept."""

from __future__ import annotations

import gzip
import json
import threading
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import shapely

from tenuremix.errors import DataError
from tenuremix.io.fetching import answer, http
from tenuremix.io.fetching.answer import Ask, NetworkError
from tenuremix.io.fetching.http import Client
from tenuremix.io.fetching.jsonstat import read_jsonstat
from tenuremix.io.fetching.map_layers import Drawn, areas_text, compare_areas
from tenuremix.io.fetching.px_cells import read_cells
from tenuremix.io.fetching.pxweb import PxTable, Variable
from tenuremix.io.fetching.rate_limit import RateLimit
from tenuremix.io.fetching.said import plain_text, said, shown_address
from tenuremix.io.fetching.stock_tables import TableFound
from tenuremix.io.fetching.vintages import Vintage, keep, sidecar_text

NOBODY = SimpleNamespace(waits=lambda _: None, came=lambda *_: None)
pytestmark = pytest.mark.usefixtures("workspace")


@contextmanager
def answering(give: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """Serve on the loopback, and give the address."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing on standard error."""

        def do_GET(self) -> None:
            try:
                give(self)
            except OSError:  # nobody listens any more
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def whole(body: bytes, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def give(to: BaseHTTPRequestHandler) -> None:
        to.send_response(302 if "Location" in headers else 200)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Content-Length": str(len(body)), **named}.items():
            to.send_header(name, value)
        to.end_headers()
        to.wfile.write(body)

    return give


def ask(url: str, folder: Path, timeout: float = 5.0) -> bytes:
    with Client(folder, today=date(2026, 3, 1), timeout=timeout, watcher=NOBODY) as client:
        return client.ask(Ask(url), bytes)


def fault(url: str, folder: Path, timeout: float = 5.0) -> tuple[str, str]:
    with pytest.raises(DataError) as caught:
        ask(url, folder, timeout)
    (found,) = caught.value.faults
    return found.key, caught.value.text("sv")


@pytest.mark.parametrize("headings", [True, False])
def test_a_server_that_sends_a_little_now_and_then_is_left(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, *, headings: bool
) -> None:
    monkeypatch.setattr(http, "TRIES", 2)
    over = threading.Event()

    def drip(to: BaseHTTPRequestHandler) -> None:
        start = b"HTTP/1.1 200 OK\r\n" + (b"X: " if headings else b"Content-Length: 9999\r\n\r\n")
        to.wfile.write(start)
        while not over.wait(0.05):
            to.wfile.write(b"a")

    with answering(drip) as url:
        start = time.monotonic()
        key, _ = fault(url, workspace, 0.4)
        took = time.monotonic() - start
        over.set()
    assert key == "net_slow"
    assert took < 8, "two tries of 0.4 seconds, on a machine that does much else"


def test_no_server_is_followed_elsewhere(workspace: Path) -> None:
    with answering(whole(b"secret")) as other:
        for place in (other, "file:///etc/passwd", "http://[", f"{other}@x", "ftp://127.0.0.1/"):
            with answering(whole(b"", Location=place)) as url:
                assert fault(url, workspace)[0] == "net_redirect", place
    with answering(whole(b"", Location="/again")) as url:
        assert fault(url, workspace)[0] == "net_lost", "round and round"


def test_a_server_is_followed_within_itself(workspace: Path) -> None:
    def give(to: BaseHTTPRequestHandler) -> None:
        (whole(b"here") if to.path == "/b" else whole(b"", Location="/b"))(to)

    with answering(give) as url:
        assert ask(url, workspace) == b"here"


def test_what_is_packed_is_unpacked_and_no_flood(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer, "MOST_BYTES", 100_000)
    monkeypatch.setattr(http, "TRIES", 1)
    for size in (100_000, 100_001, 10**7):
        packed = gzip.compress(bytes(size), 9)
        with answering(whole(packed, Content_Encoding="gzip")) as url:
            if size == 100_000:
                assert ask(url, workspace) == bytes(size)
            else:
                assert fault(url, workspace)[0] == "net_broken"
        with answering(whole(packed[:-9], Content_Encoding="gzip")) as url:
            assert fault(url, workspace)[0] in ("net_lost", "net_broken")
        with answering(whole(gzip.compress(packed), Content_Encoding="gzip, gzip")) as url:
            assert fault(url, workspace)[0] == "net_broken"


def test_who_signs_in_is_never_shown(workspace: Path) -> None:
    key, told = fault("http://jag:hemligt@127.0.0.1:9/wfs?authkey=dold", workspace)
    assert key == "net_signed"
    assert not any(word in told for word in ("jag:", "hemligt", "dold"))
    assert shown_address("http://a/?token=x&map=%C3%A5") == "http://a/?token=…&map=å"
    assert fault("http://[", workspace)[0] == "net_address"


# --- pauses and limits ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "stated", ["9" * 500, "9" * 5000, "Fri, 31 Dec 999999 23:59:59 GMT", "nan"]
)
def test_a_pause_that_is_none_is_survived(stated: str) -> None:
    assert 0 <= http._asked_for(stated, 10) <= 10**9


@pytest.mark.parametrize("seconds", [3601, 10**9, 10**400])
def test_a_window_that_no_fetch_can_keep_is_refused_and_not_noted(
    workspace: Path, seconds: int
) -> None:
    url = "http://stat.example/api"
    with Client(workspace, today=date(2026, 3, 1), timeout=1, watcher=NOBODY) as client:
        with pytest.raises(DataError) as caught:
            client.limit(url, 1, seconds)
        assert caught.value.faults[0].key == "net_window"
        assert client._pace.window(url) == http.SECONDS


def test_a_long_wait_is_told_and_not_made(workspace: Path) -> None:
    with (
        answering(whole(b"{}")) as url,
        Client(workspace, today=date(2026, 3, 1), timeout=5, watcher=NOBODY) as client,
    ):
        client.limit(url, 1, 3600)
        client.ask(Ask(url), bytes)
        with pytest.raises(NetworkError) as caught:
            client.ask(Ask(f"{url}/b"), bytes)
    assert caught.value.faults[0].key == "net_busy"


SOUND: dict[str, Any] = {"times": [], "most": 5, "seconds": 10.0, "until": 0.0}


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{}", "[" * 100_000, "\ud800", '{"times": 3}'),
        *(json.dumps({**SOUND, "seconds": bad}) for bad in (1e999, float("nan"), -1, 10**400, 9e9)),
        json.dumps({**SOUND, "times": [float("nan")]}),
        json.dumps({**SOUND, "until": float("inf")}),
        json.dumps({**SOUND, "most": float("inf")}),
        json.dumps({**SOUND, "most": -3}),
    ],
    ids=range(15),
)
def test_what_cannot_be_read_in_the_cache_is_as_if_it_were_not_there(
    text: str, tmp_path: Path
) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8", errors="surrogatepass")
    pace = RateLimit(3, 7.0, folder=tmp_path)
    pace.take_turn("http://a/", lambda _: None)
    assert pace.window("http://a/") in (7.0, 10.0)
    assert len(json.loads((tmp_path / "a.json").read_text())["times"]) == 1


# --- figures and texts ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value", ["1e400", "NaN", "-Infinity", "1" + "0" * 400, "1e15", "0.5", "true"]
)
def test_a_figure_that_is_no_number_of_dwellings_is_broken(value: str) -> None:
    axis = '{"a": {"category": {"index": ["x"]}}}'
    body = f'{{"id": ["a"], "value": [{value}], "dimension": {axis}}}'
    with pytest.raises(ValueError, match="value"):
        read_jsonstat(body.encode(), {"a": ["x"]})


def test_what_a_server_writes_can_be_kept() -> None:
    text = plain_text("Bost\x7fad \ud800 \x00\x9b \u2028 å")
    assert text == "Bost ad \ufffd      å"
    told = sidecar_text({"title": "Bost\x7fad \ud800", "notes": ["\x1b[31m"], "licence": None})
    assert tomllib.loads(told) == {"title": "Bost ad \ufffd", "notes": [" [31m"], "licence": ""}
    assert told.encode()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"error": "429 - Too many. "}', "429 - Too many"),
        (b'{"title": "Bad", "detail": "No such"}', "Bad: No such"),
        (b'{"exceptions": [{"locator": "t", "text": "Unknown."}]}', "t: Unknown"),
        (b'{"code": "NotFound", "description": "No collection."}', "No collection"),
        (
            b"<ServiceException code='x' locator='l'>TYPENAME is <![CDATA[mandatory]]>.</Servic",
            "l: TYPENAME is mandatory",
        ),
        (
            b"<HTML><TITLE>Fel</TITLE><!-- 8.0 --><script>x</script><b>msLoad(): &aring;</b>",
            "Fel: msLoad(): å",
        ),
        (b"plain \x1b[31mtext\x00..", "plain [31mtext"),
        (b"\xff" * 999, "\ufffd" * 300),
        (b"[" * 9999, "[" * 300),
        (b"", ""),
    ],
    ids=range(10),
)
def test_the_words_of_a_server(body: bytes, words: str) -> None:
    assert said(body) == words


def test_a_table_of_two_kinds_of_figure_is_told_truly() -> None:
    def variable(code: str, *values: str) -> Variable:
        return Variable(code, code, values, values, "time" if code == "Tid" else "")

    table = PxTable(
        "http://a/t",
        "t",
        (
            *(variable("Region", "0180"), variable("Upplatelseform", "hyresrätt")),
            *(variable("Tid", "2025"), variable("ContentsCode", "Antal", "Andel")),
        ),
    )
    found = TableFound(SimpleNamespace(), table, "t", "kommun", [("0180", "0180")], [], {})  # type: ignore[arg-type]
    with pytest.raises(DataError) as caught:
        read_cells(found, [2025], None, [("", "ovriga")])
    told = caught.value.text("sv")
    assert "variabeln ContentsCode har flera värden: Antal, Andel" in told


# --- the same layer, written twice ----------------------------------------------------------------


def drawn(*corners: tuple[float, float]) -> str:
    shape = shapely.normalize(shapely.Polygon(corners))
    return areas_text([Drawn("101", "A", "primaromrade", shape)], "EPSG:3007")


SQUARE = ((0, 0), (1000, 0), (1000, 1000), (0, 1000))


@pytest.mark.parametrize(
    ("other", "changes"),
    [
        (((0, 0.001), (1000, 0), (1000, 1000), (0, 1000)), 0),
        (((0, 0), (500, 0.0005), (1000, 0), (1000, 1000), (0, 1000)), 0),
        (((0, 0), (1000, 0), (1000, 1000.06), (0, 1000)), 1),
        (((0, 0), (1000, 0), (1000, 999.9999), (1000.2, 1000), (0, 1000)), 1),
        (((0, 0), (1000, 0), (1000, 1000.002), (0, 1000.002)), 1),
    ],
)
def test_an_area_is_redrawn_where_it_has_moved(
    other: tuple[tuple[float, float], ...], changes: int, tmp_path: Path
) -> None:
    one, two = drawn(*SQUARE), drawn(*other)
    assert len(compare_areas(one, two)) == changes
    kept = [
        keep(tmp_path, Vintage("areas", "t", "2026-01-01", ".geojson", text, {}), compare_areas)
        for text in (one, two, one)
    ]
    assert [each.status for each in kept] == (
        ["new", "revision", "revision"] if changes else ["new", "same", "same"]
    )
