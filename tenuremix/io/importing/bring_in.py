"""Bring files of decisions into the workspace's register."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tenuremix.counting.areas import Areas
from tenuremix.counting.decisions import Place
from tenuremix.counting.losses import Loss
from tenuremix.counting.register import Register
from tenuremix.errors import DataError, Fault, UsageError
from tenuremix.inputs import Accepted, Settings
from tenuremix.io.database.connection import append_rows, in_turn
from tenuremix.io.database.session import one_sign_in
from tenuremix.io.files.address import is_database
from tenuremix.io.files.rows import is_there
from tenuremix.io.files.toml_tables import read_toml
from tenuremix.io.files.write import write_text
from tenuremix.io.importing.append import append_csv, locked, losses_table, table_of
from tenuremix.io.importing.files import FileRead, Reading, read_incoming
from tenuremix.io.importing.headings import FIELDS
from tenuremix.io.importing.look import Looked, look
from tenuremix.io.importing.undated import compare
from tenuremix.io.inputs.accepted import keep_accepted
from tenuremix.io.inputs.areas import read_areas
from tenuremix.io.inputs.losses import loss_key, read_losses
from tenuremix.io.inputs.register import read_register
from tenuremix.io.inputs.sidecar import Files
from tenuremix.io.inputs.workspace import FILE, find_settings
from tenuremix.review.reconcile import Incoming, Reconciliation, reconcile

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

MEMORY = "import.toml"
"""Where a workspace remembers the columns that its user has settled."""
_KEPT = ("handelse",)
"""What is remembered of --set: all else may be said of one file alone, such as its date."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of bringing files in.

    ``target`` is the file that was added to, as the reader knows it; ``written`` tells whether
    anything was.  ``losses`` are those that were new, ``known_losses`` how many were there;
    ``looked`` is what to look at.
    """

    files: Sequence[FileRead]
    additions: Reconciliation
    target: str
    written: bool = False
    losses: Sequence[Loss] = ()
    known_losses: int = 0
    looked: Looked = field(default_factory=Looked)

    @property
    def faults(self) -> list[Fault]:
        """Every fault of the files and of what they would add."""
        of_files = (fault for read in self.files for fault in read.faults)
        return [*of_files, *self.additions.faults, *self.looked.faults]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for.

    Parameters
    ----------
    files
        The files, as the user wrote them.
    reading
        How they are to be read; ``columns`` go before what the workspace remembers.
    reason
        Why rows that differ from the register correct it, or empty.
    recorded_on
        The day on which the rows are recorded.
    dry_run
        Whether to find out only, and write nothing.
    accepted
        What is accepted beside what the workspace has accepted already.
    named
        How the files are named to the reader, where it is not as they were written.
    """

    files: Sequence[str]
    reading: Reading
    reason: str
    recorded_on: date
    dry_run: bool = False
    accepted: Sequence[Accepted] = ()
    named: Sequence[str] = ()


@one_sign_in()
def bring_in(folder: Path, request: Request) -> Brought:
    """Read files and add what is new in them to the register of the workspace in ``folder``.

    Returns
    -------
    Brought
        Nothing was written where it has faults, or where ``dry_run``.

    Raises
    ------
    DataError
        Where the workspace itself has faults, another writer does not finish, or the register
        cannot be written.
    UsageError
        Where the workspace does not say which file decisions go to.
    """
    settings = find_settings(folder)
    target = losses_target(settings) if request.reading.losses else import_target(settings)
    areas = read_areas(Files(settings.areas, settings.labels))
    kept = remembered(folder)
    settings = replace(settings, accepted=(*settings.accepted, *request.accepted))
    reading = replace(
        request.reading,
        columns={**kept["columns"], **request.reading.columns},
        constants={**_constants(kept, request.reading), **request.reading.constants},
        accepted=settings.settled,
    )
    paths = [file if is_database(file) else str(folder / file) for file in request.files]
    files = read_incoming(paths, request.named or request.files, areas, reading)

    if reading.losses:
        request = replace(request, reading=reading)
        return _bring_losses(folder, settings, request, files, areas, target)

    label = settings.labels[target]

    def plan() -> Brought:
        additions = _plan(folder, areas, files, request.reason, settings.settled)
        brought = Brought(files, additions, label)
        return brought if brought.faults else replace(brought, looked=look(settings, additions))

    if request.dry_run:
        return plan()
    # The register is held while it is read and added to: who comes next reads what this one added.
    shared = is_database(target)
    with in_turn(target) if shared else locked(Path(target)):
        brought = plan()
        additions = brought.additions
        if brought.faults:
            return brought
        _keep(folder, request, reading)
        if not additions.new and not additions.corrections:
            return brought
        rows = table_of(additions, request.recorded_on, _wkt(areas, plain=shared))
        if shared:
            records = list(zip(*rows.values(), strict=True))
            append_rows(target, list(rows), records, crs=areas.crs)
        else:
            append_csv(Path(target), rows)
        return replace(brought, written=True)


def _bring_losses(
    folder: Path,
    settings: Settings,
    request: Request,
    files: Sequence[FileRead],
    areas: Areas,
    target: str,
) -> Brought:
    """Add the losses that are new; the same one twice is there already."""
    path, label = Path(target), settings.labels[target]
    with nullcontext() if request.dry_run else locked(path):
        known = read_losses(Files([target], {target: label}), areas) if path.is_file() else []
        seen = {loss_key(loss): loss for loss in known}
        rows = [loss for read in files for loss in read.losses]
        new = {loss_key(loss): loss for loss in rows if loss_key(loss) not in seen}
        losses = list(new.values())
        brought = Brought(
            files, Reconciliation(), label, losses=losses, known_losses=len(rows) - len(losses)
        )
        if request.dry_run or brought.faults:
            return brought
        _keep(folder, request, request.reading)
        if losses:
            append_csv(path, losses_table(losses, _wkt(areas, plain=False)))
        return replace(brought, written=bool(losses))


def _constants(kept: Mapping[str, Mapping[str, str]], reading: Reading) -> Mapping[str, str]:
    return {} if reading.losses else kept["constants"]


def _keep(folder: Path, request: Request, reading: Reading) -> None:
    """Let the workspace remember what its user has settled."""
    kept = remembered(folder)
    settled = {"columns": dict(reading.columns), "constants": kept["constants"]}
    if not reading.losses:
        settled["constants"] = {k: v for k, v in reading.constants.items() if k in _KEPT}
    if settled != kept:
        remember(folder, settled)
    before = find_settings(folder).settled
    keep_accepted(
        folder / FILE, [each for each in request.accepted if (each.code, each.id) not in before]
    )


def losses_target(settings: Settings) -> str:
    """Find the file that imported losses go to: the only one that the workspace states.

    Raises
    ------
    UsageError
        Where it states none or several, or no CSV.
    """
    if len(settings.losses) == 1 and settings.losses[0].lower().endswith(".csv"):
        return settings.losses[0]
    line = 'losses = ["markanvisningar/bortfall.csv"]'
    raise UsageError("losses_target", line=line)


def import_target(settings: Settings) -> str:
    """Find the file that imported decisions go to: ``import_to``, else the only register.

    Raises
    ------
    UsageError
        Where it is not stated, and the register is none or several, or no CSV.
    """
    if settings.import_to:
        return settings.import_to
    only = settings.register[0] if len(settings.register) == 1 else ""
    if only.lower().endswith(".csv") or is_database(only):
        return only
    line = 'import_to = "markanvisningar/register.csv"'
    raise UsageError("import_target", line=line)


def _plan(
    folder: Path,
    areas: Areas,
    incoming: Sequence[FileRead],
    reason: str,
    accepted: AbstractSet[tuple[str, str]],
) -> Reconciliation:
    settings = find_settings(folder)  # anew: another writer may have made the file meanwhile
    register = Register([])
    if settings.register:
        files = Files(settings.register, settings.labels)
        register = read_register(files, areas, set_all_aside=True)
    decided = [row for read in incoming for row in read.rows]
    rows = list(decided)
    faults: list[Fault] = []
    for read in incoming:
        for id_, (shape, number) in read.shapes.items():
            decisions = register.decisions.get(id_)
            if not decisions:
                faults.append(Fault("import_shape", read.name, number, {"found": id_}))
                continue
            row = decisions[0]._replace(place=Place(shape), source=read.name, row=number)
            rows.append(Incoming(row))
        same, differing = compare(register, decided, read.name, read.stated, areas, accepted)
        faults += differing
        for stated in same:
            if stated.id not in read.shapes:
                first = register.decisions[stated.id][0]
                rows.append(Incoming(first._replace(source=read.name, row=stated.row)))
    numbers = {id_ for read in incoming for id_ in read.numbers}
    found = reconcile(register, rows, reason=reason, accepted=accepted, numbers=numbers)
    settled = {correction.before.key for correction in found.corrections}
    left = (one for one in register.set_aside if one.decision.key not in settled)
    # What a shared register has set aside keeps nobody out; a file is its user's to put right.
    found.faults[:0] = [*(f for one in left for f in one.faults if not f.remedy), *faults]
    return found


def _wkt(areas: Areas, *, plain: bool) -> Callable[[Sequence[Geometry | None]], list[str]]:
    """Make the writer of places: in the CRS that text without a CRS is read in.

    ``plain`` is for a database, which is told the CRS.
    """
    import numpy as np
    import shapely

    stated = areas.source_crs or areas.crs
    before = "" if plain or stated == areas.crs else f"SRID={areas.crs.removeprefix('EPSG:')};"

    def write(shapes: Sequence[Geometry | None]) -> list[str]:
        texts = shapely.to_wkt(np.array(shapes, dtype=object), rounding_precision=-1)
        return [before + text if text else "" for text in texts]

    return write


def remembered(folder: Path) -> dict[str, dict[str, str]]:
    """Give what a workspace remembers: ``columns``, ours by theirs, and ``constants`` by ours.

    Raises
    ------
    DataError
        Where ``import.toml`` has faults.
    """
    kept: dict[str, dict[str, str]] = {"columns": {}, "constants": {}}
    if not is_there(folder / MEMORY, MEMORY):
        return kept
    stated = read_toml(folder / MEMORY, MEMORY)
    faults = []
    for table, known in kept.items():
        pairs = stated.get(table, {})
        for left, right in pairs.items() if isinstance(pairs, dict) else [(table, pairs)]:
            ours = left if table == "constants" else right
            if isinstance(right, str) and (ours in FIELDS or right == ""):
                known[left] = right
            else:
                values = {"column": left, "found": right, "expected": list(FIELDS)}
                faults.append(Fault("unknown_value", MEMORY, None, values))
    if faults:
        raise DataError(faults)
    return kept


def remember(folder: Path, settled: Mapping[str, Mapping[str, str]]) -> None:
    """Keep in ``import.toml`` what was settled."""
    import tomli_w

    head = (
        "# Kolumner i filer som importeras = registrets kolumner, som de har angetts med --map,\n"
        "# och den händelse som har angetts med --set för filer som saknar kolumnen."
    )
    stated = tomli_w.dumps({k: dict(sorted(v.items())) for k, v in settled.items() if v})
    write_text(folder / MEMORY, f"{head}\n{stated}")
