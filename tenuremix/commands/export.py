"""The command that hands tables on."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tenuremix.commands.options import EVERYTHING, Inputs, with_inputs


class Handed(StrEnum):
    """The table that is handed on, in a format that holds one."""

    OMRADEN = "omraden"
    MARKANVISNINGAR = "markanvisningar"
    LIGGARE = "liggare"


class Dialect(StrEnum):
    """For whom a CSV is written: Excel in Swedish, or a program."""

    EXCEL = "excel"
    ISO = "iso"


@with_inputs(*EVERYTHING)
def export(
    *,
    file: Annotated[Path, typer.Argument(metavar="file")],
    level: Annotated[str | None, typer.Option("--level", metavar="level")] = None,
    what: Annotated[Handed | None, typer.Option("--what")] = None,
    dialect: Annotated[Dialect, typer.Option("--csv-dialect")] = Dialect.EXCEL,
    inputs: Inputs,
) -> None:
    """Hand tables on."""
    from tenuremix.answers.asked import choose_level
    from tenuremix.export.build import check_export, render_export

    suffix = file.suffix.lower()
    check_export(suffix, what=what, level=level)
    workspace = inputs.load()
    content = render_export(
        workspace,
        suffix,
        level=choose_level(workspace, level, inputs.text),
        what=what or Handed.OMRADEN,
        language=inputs.lang,
        dialect=dialect,
    )
    inputs.write({file: content})
