"""The commands that a workspace starts from: the folder itself, and a template for its register."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tenuremix.commands.options import Inputs, with_inputs
from tenuremix.commands.watch import Timeout, fetching
from tenuremix.errors import UsageError


@with_inputs()
def init(
    *,
    folder: Annotated[Path, typer.Argument(metavar="folder")],
    kommun: Annotated[str | None, typer.Option("--kommun", metavar="code")] = None,
    level: Annotated[str | None, typer.Option("--level", metavar="level")] = None,
    year: Annotated[list[int] | None, typer.Option("--year", metavar="year")] = None,
    areas_url: Annotated[str | None, typer.Option("--areas-url", metavar="address")] = None,
    stock_url: Annotated[str | None, typer.Option("--stock-url", metavar="address")] = None,
    timeout: Timeout = 30.0,
    exempel: Annotated[bool, typer.Option("--exempel")] = False,
    publika: Annotated[bool, typer.Option("--publika")] = False,
    inputs: Inputs,
) -> None:
    """Make a workspace."""
    if kommun is None:
        from tenuremix.export.template import render_template
        from tenuremix.io.inputs.new_workspace import make_workspace

        alone = {"level": level, "year": year, "areas-url": areas_url, "stock-url": stock_url}
        if name := _stated(alone):
            raise UsageError("kommun_alone", name=name)
        template = partial(render_template, language=inputs.lang)
        made = make_workspace(folder, template, exempel=exempel, publika=publika)
    else:
        if name := _stated({"exempel": exempel or None, "publika": publika or None}):
            raise UsageError("kommun_without", name=name)
        from tenuremix.io.fetching.workspace import Wanted, fetch_workspace

        wanted = Wanted(kommun, level or "regso", tuple(year or ()), areas_url, stock_url)
        with fetching(folder.parent, timeout, inputs.text) as client:
            made = fetch_workspace(client, folder, wanted)
    key = "init.done" if kommun is None else "init.kommun.done"
    inputs.name_files(made, inputs.text(key, folder=folder))


def _stated(options: Mapping[str, object]) -> str:
    """Name the first option that is stated, if one is."""
    return next((name for name, value in options.items() if value is not None), "")


@with_inputs("areas")
def template(*, file: Annotated[Path, typer.Argument(metavar="file")], inputs: Inputs) -> None:
    """Write a template for the register."""
    from tenuremix.export.template import render_template
    from tenuremix.io.inputs.areas import read_areas
    from tenuremix.io.inputs.sidecar import Files
    from tenuremix.io.inputs.workspace import find_settings

    if file.suffix.lower() != ".xlsx":
        raise UsageError("template", file=file)
    found = find_settings(Path.cwd(), overrides=inputs.files)
    areas = read_areas(Files(found.areas, found.labels))
    inputs.write({file: render_template(areas, language=inputs.lang)})
