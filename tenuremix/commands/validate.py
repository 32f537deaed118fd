"""The command that checks all input: what is wrong, and what should be looked at."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import typer

from tenuremix.commands.options import (
    EVERYTHING,
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
from tenuremix.screen import tell

if TYPE_CHECKING:
    from tenuremix.errors import Fault
    from tenuremix.inputs import Workspace


@with_inputs(*EVERYTHING)
def validate(
    *, accept: Accept = None, reason: Reason = "", today: Today = None, inputs: Inputs
) -> None:
    """Check all input."""
    from tenuremix.answers.validate import fault_records, look_records, look_text
    from tenuremix.io.files import clock
    from tenuremix.io.inputs.accepted import keep_accepted
    from tenuremix.io.inputs.workspace import FILE
    from tenuremix.review.findings import review

    day = parse_day(today, "--today") or clock.today()
    accepted = read_accept(accept, reason, day)
    folder = own_folder() if accepted else None
    try:
        workspace = _loaded(inputs)
    except DataError as error:
        if inputs.form is Format.TABLE:
            tell(inputs.text("validate.faults", number=len(error.faults)))
            raise
        records = fault_records(error.faults, inputs.lang)
        inputs.show_data(lambda: records)
        raise typer.Exit(1) from None
    settled = workspace.settings.settled
    settings = workspace.settings
    drawn = ", ".join(settings.labels.get(file, file) for file in settings.areas)
    found = review(workspace.books, settled, day, areas=drawn)
    found[:0] = workspace.set_aside
    if folder is not None:
        new = [each for each in accepted if (each.code, each.id) not in settled]
        open_ = {f"{fault.key}:{fault.id}" for fault in found}
        for each in new:
            if (text := f"{each.code}:{each.id}") not in open_:
                raise UsageError("accept_nothing", text=text, expected=sorted(open_) or "–")
        keep_accepted(folder / FILE, new)
        settled |= {(each.code, each.id) for each in new}
        found = [fault for fault in found if (fault.key, fault.id) not in settled]
    faults = [fault for fault in found if not fault.warning]
    warnings = [fault for fault in found if fault.warning]
    if inputs.form is not Format.TABLE:
        inputs.show_data(lambda: look_records(workspace, found, inputs.text))
    if faults and inputs.form is Format.TABLE:
        tell(inputs.text("validate.faults", number=len(faults)))
        tell(DataError(faults).text(inputs.lang))
    if inputs.form is Format.TABLE and (warnings or workspace.notes or not faults):
        inputs.say(look_text(workspace, warnings, inputs.text, faults=len(faults)))
    if faults:
        raise typer.Exit(1)


def _loaded(inputs: Inputs) -> Workspace:
    """Load everything; what only some answers need, the tables of dwellings, is read as well.

    Raises
    ------
    DataError
        With the faults of all of it, those of the dwellings last.
    """
    from tenuremix.inputs import BESIDE
    from tenuremix.io.inputs.areas import read_areas
    from tenuremix.io.inputs.sidecar import Files
    from tenuremix.io.inputs.workspace import load

    settings = inputs.settings()
    workspace: Workspace | None = None
    faults: list[Fault] = []
    try:
        workspace = load(settings, beside=BESIDE)
    except DataError as error:
        faults += error.faults
    if settings.dwellings:
        from tenuremix.io.dwellings.read import dwelling_faults

        with suppress(DataError):  # of areas: it is among the faults
            areas = (
                workspace.areas if workspace else read_areas(Files(settings.areas, settings.labels))
            )
            faults += dwelling_faults(Files(settings.dwellings, settings.labels), areas)
    if workspace is None or faults:
        raise DataError(faults)
    return workspace
