"""A workspace of the planner's own, made of the data that comes with tenuremix."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from tenuremix.counting.areas import Areas
from tenuremix.inputs import BESIDE, Settings
from tenuremix.io.files.write import new_folder, refuse_used
from tenuremix.io.inputs.workspace import FILE, INPUTS, default_folder, find_settings, load

SETTINGS = "arbetsyta.toml.jinja"
"""What the settings of a workspace are written from; it stands in the embedded default."""
TEMPLATE = "markanvisningar/registermall.xlsx"


def make_workspace(
    folder: Path, template: Callable[[Areas], bytes], *, exempel: bool, publika: bool
) -> list[Path]:
    """Make a workspace in a new folder: areas, stock, targets, limits, and a register to fill.

    Parameters
    ----------
    template
        Makes the template of a register for the areas.
    exempel
        Whether it has the invented decisions, losses and plots of the embedded default.
    publika
        Whether it has the public notices, which are no complete register.

    Returns
    -------
    list of Path
        The files to edit: the settings and the template.

    Raises
    ------
    UsageError
        Where the folder already holds something.
    DataError
        Where it cannot be written.
    """
    refuse_used(folder)
    with new_folder(folder) as made:
        text = settings_text(exempel=exempel, publika=publika)
        (made / FILE).write_bytes(text.encode("utf-8"))
        settings = find_settings(made)
        for file in _named(settings):
            _copy(default_folder(), made, file.relative_to(made))
        (made / TEMPLATE).parent.mkdir(exist_ok=True)
        (made / TEMPLATE).write_bytes(template(load(settings).areas))
    return [folder / FILE, folder / TEMPLATE]


def settings_text(*, exempel: bool, publika: bool) -> str:
    """Write the settings of a workspace, each with what it means."""
    import jinja2

    source = (default_folder() / SETTINGS).read_text(encoding="utf-8")
    template = jinja2.Template(source, trim_blocks=True, keep_trailing_newline=True)
    text: str = template.render(exempel=exempel, publika=publika)
    return text


def _named(settings: Settings) -> Iterator[Path]:
    for kind in (*INPUTS, *BESIDE):
        yield from map(Path, getattr(settings, kind))


def _copy(source: Path, target: Path, file: Path) -> None:
    """Copy a file, with its sidecar and what else stands beside it under its name."""
    (target / file).parent.mkdir(parents=True, exist_ok=True)
    for each in sorted((source / file).parent.glob(f"{file.stem}[._]*")):
        shutil.copyfile(each, target / file.with_name(each.name))
