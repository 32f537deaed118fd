"""The command that draws the map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenuremix.commands.options import EVERYTHING, Inputs, Lang, Written, with_inputs

if TYPE_CHECKING:
    from tenuremix.inputs import Workspace


@with_inputs(*EVERYTHING)
def draw_map(
    *,
    inputs: Inputs,
    output: Written = None,
    basemap: Annotated[bool, typer.Option("--basemap")] = False,
) -> None:
    """Draw the map."""
    workspace = inputs.load(("plots", "water", "place_names"))
    inputs.write(map_file(workspace, inputs.lang, output, basemap=basemap))


def map_file(
    workspace: Workspace, lang: Lang, output: Path | None, *, basemap: bool
) -> dict[Path, bytes]:
    """Draw the map."""
    from tenuremix.map.page import render_map

    name = "karta.html" if lang is Lang.SV else "map.html"
    path = output or Path(workspace.settings.maps) / name
    page = render_map(workspace, language=lang, basemap=basemap)
    return {path: page.encode("utf-8")}
