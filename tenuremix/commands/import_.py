"""The import command: what it is asked, and what it says."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tenuremix.commands.options import (
    Accept,
    Format,
    Inputs,
    Reason,
    Today,
    own_folder,
    parse_day,
    read_accept,
    with_inputs,
)
from tenuremix.errors import DataError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from tenuremix.io.importing.bring_in import Brought, Request
    from tenuremix.locale.locale import Locale


class TakenAs(StrEnum):
    """What becomes of dwellings whose number is uncertain."""

    OKLAR = "oklar"


@with_inputs()
def import_files(
    *,
    files: Annotated[list[str], typer.Argument(metavar="file")],
    columns: Annotated[list[str] | None, typer.Option("--map", metavar="column")] = None,
    constants: Annotated[list[str] | None, typer.Option("--set", metavar="constant")] = None,
    crs: Annotated[str | None, typer.Option("--crs", metavar="epsg")] = None,
    uncertain: Annotated[TakenAs | None, typer.Option("--uncertain")] = None,
    correct: Annotated[str, typer.Option("--correct", metavar="reason")] = "",
    losses: Annotated[bool, typer.Option("--losses")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    recorded_on: Annotated[str | None, typer.Option("--recorded-on", metavar="date")] = None,
    accept: Accept = None,
    reason: Reason = "",
    today: Today = None,
    inputs: Inputs,
) -> None:
    """Bring decisions into the register."""
    from tenuremix.crs import normal_crs
    from tenuremix.io.files import clock
    from tenuremix.io.importing.bring_in import Request
    from tenuremix.io.importing.files import Reading
    from tenuremix.io.importing.headings import FIELDS

    folder = own_folder()
    day = parse_day(today, "--today") or clock.today()
    reading = Reading(
        columns=dict(_pairs("--map", columns)),
        constants=dict(_pairs("--set", constants)),
        crs=normal_crs(crs) if crs else None,
        take_uncertain=uncertain is not None,
        losses=losses,
        today=day,
    )
    for option, named in (("--map", reading.columns.values()), ("--set", reading.constants)):
        for ours in named:
            if ours and ours not in FIELDS:
                raise UsageError("column", option=option, ours=ours, expected=[*FIELDS])
    if losses and (correct or uncertain):
        raise UsageError("losses_certain")
    recorded = parse_day(recorded_on, "--recorded-on") or day
    accepted = read_accept(accept, reason, day)
    request = Request(files, reading, correct.strip(), recorded, dry_run, accepted)
    _show(_bring_in(folder, request, inputs.text), inputs, dry_run=dry_run)


def _pairs(option: str, stated: Sequence[str] | None) -> list[tuple[str, str]]:
    pairs = []
    for text in stated or ():
        left, equals, right = text.rpartition("=") if option == "--map" else text.partition("=")
        if not equals or not left.strip():
            raise UsageError("pair", option=option, text=text)
        pairs.append((left.strip(), right.strip()))
    return pairs


def _bring_in(folder: Path, request: Request, text: Locale) -> Brought:
    """Bring the files in; a CRS that they lack is asked for where someone can answer."""
    from tenuremix.io.importing.bring_in import bring_in

    gc.disable()  # a hundred thousand rows that all stay: to look for what to free takes as long
    try:
        found = bring_in(folder, request)
    finally:
        gc.freeze()
        gc.enable()
    looks_like = {f.values["expected"] for f in found.faults if f.key == "import_no_crs"}
    if len(looks_like) == 1 and sys.stdin.isatty():
        crs = str(looks_like.pop())
        said = typer.prompt(text("import.ask_crs", crs=crs), "n", show_default=False, err=True)
        if said.strip().lower() in text("import.yes").split():
            reading = replace(request.reading, crs=crs)
            return bring_in(folder, replace(request, reading=reading))
    return found


def _show(found: Brought, inputs: Inputs, *, dry_run: bool) -> None:
    from tenuremix.answers.import_ import files_text, intake_json, intake_text

    inputs.done.extend([found.target] if found.written else [])
    if inputs.form is Format.TABLE:
        inputs.say(files_text(found, inputs.text))
        if dry_run or not found.faults:
            inputs.say(intake_text(found, inputs.text, dry_run=dry_run))
    else:
        record = intake_json(found, inputs.text)
        inputs.show_data(lambda: record, lambda: record["rows"])
    if found.faults:
        raise DataError(found.faults)
