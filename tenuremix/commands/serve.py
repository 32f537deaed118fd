"""The command that serves the page, and the interface for programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tenuremix.commands.options import EVERYTHING, Inputs, with_inputs
from tenuremix.commands.parser import tell


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
