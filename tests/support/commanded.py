"""Run a command as its reader does, on the files of a small city."""

from __future__ import annotations

from typer.testing import CliRunner, Result

from tenuremix.cli import command_line

app = command_line()
STATED = """\
areas = ["areas.geojson"]
stock = ["stock.csv"]
register = ["register.csv"]
targets = ["targets.toml"]
"""
HOSTILE = (
    '<script>alert("x")</script>',
    '=cmd|"/c calc"!A1',
    "\N{RIGHT-TO-LEFT OVERRIDE}vänd",
    "å" * 10_000,
)


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(app, list(arguments))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result
