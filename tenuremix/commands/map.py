"""The commands that draw the map: as a file, and as a page to draw a plot on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenuremix.commands.options import (
    EVERYTHING,
    Inputs,
    Lang,
    Written,
    require_suffix,
    with_inputs,
)
from tenuremix.screen import tell

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
    require_suffix("--output", output, ".html")
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


@with_inputs(*EVERYTHING)
def serve(
    *,
    host: Annotated[str, typer.Option("--host", metavar="address")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535)] = 8080,
    open_: Annotated[bool, typer.Option("--open")] = False,
    inputs: Inputs,
) -> None:
    """Serve the page."""
    from tenuremix.serve.app import make_app
    from tenuremix.serve.run import run

    app = make_app(Path.cwd(), host=host, overrides=inputs.files, as_of=inputs.day)

    def ready(address: str) -> None:
        tell(inputs.text("serve.ready", address=address))
        if open_:
            import webbrowser

            webbrowser.open(address)

    run(app, host, port, ready)
