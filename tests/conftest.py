"""What several tests share: a browser, local servers, workspaces and databases.

How long they run, and how to let them run for longer, stands in ``runs.py``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import runs  # noqa: F401 - how every test draws its examples
from databases import asked, drop_database, make_database, name_of
from localservers import Server, started
from places import REGISTERS, TESTS

from tenuremix.inputs import Workspace
from tenuremix.io.database.schema import create
from tenuremix.io.fetching import http
from tenuremix.io.fetching import wfs as wfs_reader
from tenuremix.io.files import clock
from tenuremix.io.importing.database import fill
from tenuremix.io.inputs.workspace import default_folder, find_settings

LONG = (
    *(
        "serve/page",
        "serve/page_accessibility",
        "accessibility",
        "map/browser",
        "published/compare",
        "map/page",
        "commands/cases",
    ),
    *("io/inputs/bad_input", "commands/cli", "commands/other_cities", "planning/search"),
    *("counting/invariants", "report/report", "report/pdf", "counting/losses_and_completed"),
    *("outlook/assess", "io/importing/import", "io/fetching/rate_limit"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files, so that no worker is left alone with one at the end."""
    order = {f"{name}.py": at for at, name in enumerate(LONG)}

    def place(item: pytest.Item) -> int:
        name = item.path.relative_to(TESTS).as_posix().replace("test_", "")
        return order.get(name, len(LONG))

    items.sort(key=place)


@pytest.fixture(autouse=True)
def _as_wide_as_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no terminal that the tests run in say how wide an answer is."""
    monkeypatch.delenv("COLUMNS", raising=False)
    os.unsetenv("COLUMNS")  # which readline sets behind Python's back


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Load the bundled stock and register on the real boundaries; skip where they are not."""
    from mapped import REAL, real_workspace

    if not REAL.exists():
        pytest.skip("the real boundaries are not here")
    return real_workspace(tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Start Debian's Chromium without a screen; skip where it is not installed."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not here")
    sync_api = pytest.importorskip("playwright.sync_api")
    switches = ("no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-sync",
                "disable-background-networking", "disable-component-update")  # fmt: skip
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=chromium, args=[f"--{switch}" for switch in switches]
        )
        yield found
        found.close()


@pytest.fixture(scope="module")
def px1(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from started("pxweb1", tmp_path_factory)


@pytest.fixture(scope="module")
def px2(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from started("pxweb2", tmp_path_factory)


@pytest.fixture(scope="module")
def wfs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from started("wfs", tmp_path_factory)


@pytest.fixture
def workspace(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Stand in a workspace on a fixed day, with a folder of caches of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 1))
    monkeypatch.setattr(http, "_PAUSE", 0.01)
    monkeypatch.setattr(wfs_reader, "PACE", (50, 1.0))
    (tmp_path / "tenuremix.toml").write_text('title = "prov"\n', encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="session")
def templates() -> Iterator[dict[str, str]]:
    """Make the databases that others are copies of: with PostGIS, with tables, filled."""
    made = {"plain": make_database()}
    asked(made["plain"], "CREATE EXTENSION postgis")
    made["empty"] = make_database(name_of(made["plain"]))
    create(made["empty"], srid=3007)
    made["filled"] = make_database(name_of(made["empty"]))
    fill(made["filled"], find_settings(default_folder(), overrides={"register": REGISTERS}))
    yield {key: name_of(url) for key, url in made.items()}
    for url in made.values():
        drop_database(url)


@pytest.fixture(scope="session")
def steady(templates: dict[str, str]) -> Iterator[str]:
    """Give the bundled city in the tables, with both registers, for tests that change nothing."""
    url = make_database(templates["filled"])
    yield url
    drop_database(url)


@pytest.fixture
def plain(templates: dict[str, str]) -> Iterator[str]:
    """Give a database with PostGIS and nothing else."""
    url = make_database(templates["plain"])
    yield url
    drop_database(url)


@pytest.fixture
def empty(templates: dict[str, str]) -> Iterator[str]:
    """Give a database with the tables of tenuremix, empty."""
    url = make_database(templates["empty"])
    yield url
    drop_database(url)


@pytest.fixture
def filled(templates: dict[str, str]) -> Iterator[str]:
    """Give a database with the bundled city in the tables, with both registers."""
    url = make_database(templates["filled"])
    yield url
    drop_database(url)
