"""Put the commands together."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from tenuremix.commands import database, fetch
from tenuremix.commands.areas import show_areas
from tenuremix.commands.check import check
from tenuremix.commands.export import export
from tenuremix.commands.history import history
from tenuremix.commands.import_ import import_files
from tenuremix.commands.map import draw_map, serve
from tenuremix.commands.options import Version
from tenuremix.commands.outlook import outlook
from tenuremix.commands.parser import CommandLine, HelpedCommand
from tenuremix.commands.plan import plan
from tenuremix.commands.progress import progress
from tenuremix.commands.report import build, report, verify
from tenuremix.commands.segregation import segregation
from tenuremix.commands.stock import stock
from tenuremix.commands.validate import validate
from tenuremix.commands.workspace import init, template

# In the order that --help has them.
_COMMANDS = {
    "validate": validate,
    "areas": show_areas,
    "progress": progress,
    "history": history,
    "check": check,
    "outlook": outlook,
    "segregation": segregation,
    "plan": plan,
    "init": init,
    "map": draw_map,
    "report": report,
    "verify": verify,
    "build": build,
    "export": export,
    "template": template,
    "import": import_files,
    "stock": stock,
    "serve": serve,
}
app = typer.Typer(
    cls=CommandLine,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def _options(
    *, debug: Annotated[bool, typer.Option("--debug")] = False, _version: Version = False
) -> None:
    if debug:
        os.environ["TENUREMIX_DEBUG"] = "1"


for _name, _command in _COMMANDS.items():
    app.command(_name, cls=HelpedCommand)(_command)
app.add_typer(fetch.app, name="fetch")
app.add_typer(database.app, name="database")


def main() -> None:
    """Run the command line."""
    app()
