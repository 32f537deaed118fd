"""The JSON of the embedded default, kept to the letter: it changes only on purpose.

To take a change over, look at the difference, then run ``UPDATE_GOLDENS=1 pytest
tests/answers/test_goldens.py``.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from commanded import app
from places import GOLDENS
from typer.testing import CliRunner

COMMANDS = {
    "progress": ["progress"],
    "progress-2025-12-31": ["progress", "--as-of", "2025-12-31", "--target", "hr-500"],
    "outlook": ["outlook", "--target", "hr-500"],
    "areas": ["areas", "--level", "mellanomrade"],
    "check": ["check", "--area", "109", "--hyresratt", "80", "--bostadsratt", "40"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_json(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, [*COMMANDS[name], "--format", "json"])
    assert result.exit_code == 0
    golden = GOLDENS / f"{name}.json"
    if os.environ.get("UPDATE_GOLDENS"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(result.stdout, encoding="utf-8")
    assert result.stdout == golden.read_text(encoding="utf-8")
