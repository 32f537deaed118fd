"""The bundled workspace, as it is and with hostile words in every text."""

from __future__ import annotations

from pathlib import Path

import pytest
from reports import made_hostile

from tenuremix.inputs import Workspace
from tenuremix.io.inputs.workspace import find_settings, load


@pytest.fixture(scope="package")
def workspace() -> Workspace:
    return load(find_settings(Path("/nowhere")))


@pytest.fixture(scope="package")
def hostile(workspace: Workspace) -> Workspace:
    return made_hostile(workspace)
