"""What several tests share: a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tenuremix.workspace import Workspace


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
