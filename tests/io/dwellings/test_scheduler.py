"""Pieces that a dask scheduler hands out: the same file, and one sentence where it cannot.

Each is a process of its own: the scheduler, the workers, and the command that asks them.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import shapely
from clusters import LACKS, Cluster, cluster
from commanded import STATED, run
from places import GOOD, PACKAGE
from texts import ALL

from tenuremix.dwellings.tally import Piece
from tenuremix.io.dwellings.scheduler import Scheduler

ASKED = ("stock", "dwellings.csv", "--date", "2025-12-31", "--suppress-below", "3")
# Two corners that four squares share, places in two, and one outside.
PLACES = [(148000, 6398000), (147500, 6397500), (148500, 6398500), (150000, 6397500)]
ROWS = [
    f"smahus,{tenure},{number},{e},{n}"
    for number, (e, n) in enumerate(PLACES, 1)
    for tenure in ("aganderatt", "hyresratt", "okand")
]
# The command, with pieces of so many rows, and as patient as a test.
RUN = """
from tenuremix.__main__ import main
from tenuremix.io.dwellings.scheduler import Scheduler
from tenuremix.io.dwellings.stock import count_stock
count_stock.__kwdefaults__["size"] = {size}
Scheduler.__init__.__defaults__ = ({patience},)
main()
"""


@pytest.fixture(autouse=True)
def _in_a_small_city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("areas.geojson", "areas.geojson.source.toml", "register.csv", "targets.toml"):
        shutil.copy(GOOD / name, tmp_path)
    (tmp_path / "tenuremix.toml").write_text(STATED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    write(ROWS)


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Cluster]:
    with cluster(tmp_path / "dask") as started:
        yield started


def write(rows: list[str]) -> None:
    text = "\n".join(["hustyp,upplatelseform,antal,e,n", *rows]) + "\n"
    Path("dwellings.csv").write_text(text, encoding="utf-8")


def count(*more: str, size: int = 1, patience: float = 20) -> tuple[int, str, list[bytes]]:
    """Run the command; give its exit code, what it tells and what it wrote."""
    folder = Path("made")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    code = RUN.format(size=size, patience=patience)
    ended = subprocess.run(
        [sys.executable, "-c", code, *ASKED, "--output", "made/stock.csv", *more],
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        timeout=150,
        check=False,
    )
    made = [path.read_bytes() for path in sorted(folder.iterdir())]
    return ended.returncode, ended.stderr.decode(), made


def here() -> tuple[int, str, list[bytes]]:
    """Do it without a scheduler."""
    Path("here").mkdir()
    result = run(*ASKED, "--output", "here/stock.csv")
    made = [path.read_bytes() for path in sorted(Path("here").iterdir())]
    return result.exit_code, result.stderr, made


def assert_same(address: str, size: int = 1) -> None:
    expected = here()
    assert expected[0] == 0
    assert len(expected[2]) == 2
    assert count("--scheduler", address, size=size) == expected


def assert_told(address: str, key: str, patience: float = 4) -> None:
    """See that it ends with three lines and no more, and that nothing is written."""
    code, told, made = count("--scheduler", address, patience=patience)
    found, _, hint = told.splitlines()
    assert (code, made) == (1, [])
    assert found.startswith(f"{address}: {ALL[f'fault.{key}.found'][0].split('{')[0]}")
    assert hint.endswith(ALL["hint.scheduler"][0])


def test_a_scheduler_gives_the_same_bytes(dask: Cluster) -> None:
    address = dask.scheduler(first=LACKS)  # it needs no tenuremix
    dask.worker()
    dask.worker()
    assert_same(address, size=5)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")
def test_a_scheduler_behind_a_certificate_gives_the_same_bytes(
    dask: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = dask.folder / "key.pem", dask.folder / "certificate.pem"
    request = ("-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1")
    made = ("-keyout", str(key), "-out", str(certificate))
    subprocess.run(["openssl", "req", "-x509", *request, *made], check=True, capture_output=True)
    settings = "DASK_DISTRIBUTED__COMM__TLS__"
    monkeypatch.setenv(f"{settings}CA_FILE", str(certificate))
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        monkeypatch.setenv(f"{settings}{role}__CERT", str(certificate))
        monkeypatch.setenv(f"{settings}{role}__KEY", str(key))
    address = dask.scheduler("--protocol", "tls")
    assert address.startswith("tls://")
    dask.worker()
    assert_same(address, size=5)
    monkeypatch.delenv(f"{settings}CA_FILE")
    assert_told(address, "dask_lost")


def test_what_is_wrong_is_told_as_without_a_scheduler(dask: Cluster) -> None:
    address = dask.scheduler()
    dask.worker()
    write([*ROWS, "villa,hyresratt,-1,här,2", "smahus,hyresratt,3,4,", "villa,okänt,1,1,1"])
    expected = count()  # in pieces as small: they are told one after another
    assert (expected[0], expected[2]) == (1, [])
    assert [f"rad {n}" in expected[1] for n in (13, 14, 15, 16, 17)] == [False, *[True] * 3, False]
    assert count("--scheduler", address) == expected


def test_a_worker_that_dies_in_the_middle_changes_nothing(dask: Cluster) -> None:
    address = dask.scheduler()
    dead = dask.folder / "dead"
    dies = dask.worker(f"if len(seen) == 2: Path({str(dead)!r}).touch(); os._exit(7)")
    # Does nothing until the other has died, so that there is something left to do.
    dask.worker(f"while not Path({str(dead)!r}).exists(): time.sleep(0.05)")
    assert_same(address)
    assert dies.wait(10) == 7


def test_a_worker_that_comes_after_the_only_one_has_died_does_the_rest(dask: Cluster) -> None:
    address = dask.scheduler()
    dies = dask.worker("if len(seen) == 2: os._exit(7)")
    after = threading.Thread(target=lambda: dies.wait() and dask.worker())
    after.start()
    assert_same(address)
    after.join()


def test_workers_that_are_not_there_are_told(dask: Cluster) -> None:
    assert_told(dask.scheduler(), "dask_alone")


def test_workers_that_all_die_are_told(dask: Cluster) -> None:
    address = dask.scheduler()
    dies = [dask.worker("os._exit(7)") for _ in range(2)]
    assert_told(address, "dask_alone", patience=20)
    assert [each.wait(10) for each in dies] == [7, 7]


def test_a_scheduler_that_dies_in_the_middle_is_told(dask: Cluster) -> None:
    address = dask.scheduler()
    dask.worker(f"os.kill({dask.processes[0].pid}, 9); time.sleep(5)")
    assert_told(address, "dask_lost", patience=20)


UNFIT: dict[str, tuple[str, Callable[[Cluster], object]]] = {
    "none": ("dask_versions", lambda dask: dask.worker(first=LACKS)),
    "another": ("dask_versions", lambda dask: dask.worker("elsewhere.__version__ = '0.0'")),
    "an older one": ("dask_versions", lambda dask: dask.worker("raise AttributeError")),
    "no memory": ("dask_failed", lambda dask: dask.worker("raise MemoryError")),
}


@pytest.mark.parametrize("has", UNFIT)
def test_workers_that_cannot_do_it_are_told(dask: Cluster, has: str) -> None:
    key, start = UNFIT[has]
    address = dask.scheduler()
    start(dask)
    assert_told(address, key, patience=20)


@pytest.mark.parametrize("kind", ["tcp", "tls"])
@pytest.mark.parametrize("says", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n" * 9])
def test_what_is_no_scheduler_is_told(kind: str, says: bytes) -> None:
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with suppress(OSError):
                while True:
                    held.append(server.accept()[0])
                    held[-1].sendall(says)

        threading.Thread(target=answer, daemon=True).start()
        address = f"{kind}://127.0.0.1:{server.getsockname()[1]}"
        assert_told(address, "dask_lost")
        server.shutdown(socket.SHUT_RDWR)
    for one in held:
        one.close()


def test_an_address_where_nobody_is_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
    assert_told(address, "dask_lost")


def test_without_dask_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    asked = (*ASKED, "--output", "stock.csv", "--scheduler", "tcp://127.0.0.1:8786")
    for language, words in (("sv", "inte installerat"), ("en", "not installed")):
        result = run(*asked, "--lang", language)
        assert (result.exit_code, result.stdout) == (1, "")
        assert words in result.stderr
        assert "'.[dask]'" in result.stderr
    assert not Path("stock.csv").exists()


@pytest.mark.parametrize(
    "address",
    [
        *("http://127.0.0.1:8786", "127.0.0.1:8786", "tcp://127.0.0.1", "tcp://:8786", ""),
        *("tcp://127.0.0.1:0", "tcp://127.0.0.1:65536", "tcp://127.0.0.1:8786/", "tcp://å:8786"),
        *("inproc://1/2/3", "tcp://[::1]", " tcp://127.0.0.1:8786", "tcp://a:1 b:2"),
    ],
)
def test_what_is_no_address_is_wrong_usage(address: str) -> None:
    result = run(*ASKED, "--output", "stock.csv", "--scheduler", address)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "tcp://127.0.0.1:8786" in result.stderr
    assert not Path("stock.csv").exists()


def test_no_more_pieces_are_read_than_are_out(dask: Cluster) -> None:
    address = dask.scheduler()
    dask.worker()
    read: list[int] = []

    def pieces() -> Iterator[Piece]:
        for number in range(30):
            read.append(number)
            numbers = np.ones(1, dtype=np.int64)
            yield Piece(numbers, numbers, numbers, np.array([[number, 0.5]]))

    areas = np.array([shapely.box(0, 0, 9, 9), shapely.box(10, 0, 40, 9)], dtype=object)
    for done, (piece, area) in enumerate(Scheduler(address).place(areas, pieces())):
        assert len(read) - done <= 8
        number = piece.points[0, 0]
        assert area.tolist() == [0 if number <= 9 else 1]
    assert len(read) == 30
