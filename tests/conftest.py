"""What several tests share: a browser, and databases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from databases import asked, drop_database, make_database, name_of

from tenuremix.io.database_fill import fill
from tenuremix.io.database_schema import create
from tenuremix.io.workspace import default_folder, find_settings


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


@pytest.fixture(scope="session")
def templates() -> Iterator[dict[str, str]]:
    """Make the databases that others are copies of: with PostGIS, with tables, filled."""
    made = {"plain": make_database()}
    asked(made["plain"], "CREATE EXTENSION postgis")
    made["empty"] = make_database(name_of(made["plain"]))
    create(made["empty"])
    made["filled"] = make_database(name_of(made["empty"]))
    fill(made["filled"], find_settings(default_folder()))
    yield {key: name_of(url) for key, url in made.items()}
    for url in made.values():
        drop_database(url)


@pytest.fixture(scope="session")
def steady(templates: dict[str, str]) -> Iterator[str]:
    """Give the embedded default in the tables, for tests that change nothing."""
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
    """Give a database with the embedded default in the tables."""
    url = make_database(templates["filled"])
    yield url
    drop_database(url)
