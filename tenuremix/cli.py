"""Put the commands together."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Annotated

import typer

from tenuremix.commands.options import Version
from tenuremix.commands.parser import CommandLine, HelpedCommand

_COMMANDS = {
    "validate": "validate.validate",
    "areas": "areas.show_areas",
    "progress": "progress.progress",
    "history": "history.history",
    "check": "check.check",
    "outlook": "outlook.outlook",
    "segregation": "segregation.segregation",
    "plan": "plan.plan",
    "init": "workspace.init",
    "map": "map.draw_map",
    "report": "report.report",
    "verify": "report.verify",
    "build": "report.build",
    "export": "export.export",
    "template": "workspace.template",
    "import": "import_.import_files",
    "stock": "stock.stock",
    "serve": "map.serve",
    "fetch": "fetch.app",
    "database": "database.app",
}
"""Where each command is, or those behind one word, in the order that ``--help`` has them."""


def command_line(*names: str) -> typer.Typer:
    """Put commands together: all there are, or some, so that nothing is read for the others."""
    app = typer.Typer(
        cls=CommandLine,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_options)
    for name in names or _COMMANDS:
        module, found = _COMMANDS[name].split(".")
        command = getattr(import_module(f"tenuremix.commands.{module}"), found)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name, cls=HelpedCommand)(command)
    return app


def _options(
    *, debug: Annotated[bool, typer.Option("--debug")] = False, _version: Version = False
) -> None:
    if debug:
        os.environ["TENUREMIX_DEBUG"] = "1"


def main() -> None:
    """Run the command line."""
    command_line(*_COMMANDS.keys() & {*sys.argv[1:2]})()
