"""A workspace of the planner's own, made of the embedded default."""

from __future__ import annotations

import shutil
from pathlib import Path

from tenuremix.io.files.write import new_folder, refuse_used
from tenuremix.io.inputs.workspace import FILE, default_folder

# Parts of the default that make it, rather than being it.
_LEFT_OUT = ("*.py", "__pycache__")


def make_workspace(folder: Path) -> Path:
    """Copy the embedded default into a new folder, ready to edit.

    Raises
    ------
    UsageError
        Where the folder already holds something.
    DataError
        Where it cannot be written.
    """
    refuse_used(folder)
    ignored = shutil.ignore_patterns(*_LEFT_OUT)
    with new_folder(folder) as made:
        shutil.copytree(default_folder(), made, ignore=ignored, dirs_exist_ok=True)
    return folder / FILE
