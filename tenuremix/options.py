"""What the commands share: their options, and how an error ends a command."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tenuremix import errors
from tenuremix.errors import DataError, UsageError
from tenuremix.io import cells

if TYPE_CHECKING:
    from tenuremix.outlook import AreaOutlook
    from tenuremix.progress import Progress
    from tenuremix.rules import Target
    from tenuremix.workspace import Workspace

Lang = errors.Language

MISSED = 3
"""The exit code of ``--fail-on-missed``."""


class Format(StrEnum):
    """How a result is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class Sort(StrEnum):
    """What the table of areas is sorted by; numbers run from the greatest."""

    KOD = "kod"
    NAMN = "namn"
    BOSTADER = "bostader"
    HYRESRATT = "hyresratt"
    BOSTADSRATT = "bostadsratt"
    AGANDERATT = "aganderatt"
    BRIST = "brist"


class What(StrEnum):
    """The table that is handed on, in a format that holds one."""

    OMRADEN = "omraden"
    MARKANVISNINGAR = "markanvisningar"
    LIGGARE = "liggare"


AreasFiles = Annotated[list[str] | None, typer.Option("--areas", metavar="FIL", help="Områden.")]
StockFiles = Annotated[list[str] | None, typer.Option("--stock", metavar="FIL", help="Bestånd.")]
RegisterFiles = Annotated[
    list[str] | None, typer.Option("--register", metavar="FIL", help="Register över beslut.")
]
TargetFiles = Annotated[list[str] | None, typer.Option("--targets", metavar="FIL", help="Mål.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATUM", help="Läget den dagen.")]
Language = Annotated[Lang, typer.Option("--lang", help="Språk.")]
Output = Annotated[Format, typer.Option("--format", help="Form på svaret.")]
Written = Annotated[Path | None, typer.Option("--output", metavar="FIL", help="Fil att skriva.")]
FailOnMissed = Annotated[
    bool, typer.Option("--fail-on-missed", help="Sluta med kod 3 om ett mål inte nåtts.")
]
Dwellings = Annotated[int, typer.Option(min=0, max=1_000_000, help="Antal bostäder.")]
Year = Annotated[int, typer.Option("--year", min=1900, max=2999, help="År.")]


def _show_version(version: bool) -> None:  # noqa: FBT001 - as typer calls it
    if version:
        from tenuremix import __version__

        typer.echo(__version__)
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option("--version", callback=_show_version, is_eager=True, help="Visa versionen."),
]


@contextmanager
def reporting(lang: Lang) -> Iterator[None]:
    """Turn an error into its message on standard error and its exit code."""
    try:
        yield
    except (DataError, UsageError) as error:
        if os.environ.get("TENUREMIX_DEBUG"):
            raise
        typer.echo(error.text(lang), err=True)
        raise typer.Exit(2 if isinstance(error, UsageError) else 1) from None


def own_folder() -> Path:
    """Give the workspace to write into: the folder that the command stands in.

    Raises
    ------
    UsageError
        Where it is no workspace.
    """
    from tenuremix.io.workspace import FILE

    if not Path(FILE).is_file():
        raise UsageError(
            f"Här finns ingen {FILE}. Gör en arbetsyta: `tenuremix init MAPP`, och gå dit.",
            f"There is no {FILE} here. Make a workspace: `tenuremix init FOLDER`, and go there.",
        )
    return Path.cwd()


def load_workspace(
    areas: list[str] | None,
    stock: list[str] | None,
    register: list[str] | None,
    targets: list[str] | None,
    as_of: str | None,
    *,
    beside: Collection[str] = (),
) -> Workspace:
    """Load the workspace of the folder that the command stands in.

    Of what stands beside the figures a command reads what it shows: ``beside`` names it.
    """
    from tenuremix.io.workspace import find_settings, load

    overrides = {
        "areas": areas or [],
        "stock": stock or [],
        "register": register or [],
        "targets": targets or [],
    }
    settings = find_settings(Path.cwd(), overrides=overrides, as_of=parse_day(as_of))
    return load(settings, beside=beside)


def parse_day(text: str | None, option: str = "--as-of") -> date | None:
    """Read a date of the command line.

    Raises
    ------
    UsageError
        Where the text is no date.
    """
    if text is None:
        return None
    found = cells.parse_day(text)
    if found is None:
        raise UsageError(
            f"{option} {text}: väntade ett datum som 2025-12-31.",
            f"{option} {text}: expected a date such as 2025-12-31.",
        )
    return found


def choose_level(workspace: Workspace, level: str | None) -> str:
    """Choose the level to show: the one asked for, else that of the first target."""
    levels = workspace.areas.levels
    if level is None:
        judged = workspace.books.judged_levels() or list(levels)
        first = [target.definition.level for target in workspace.targets]
        return first[0] if first else judged[0]
    if level not in levels:
        expected = ", ".join(levels)
        raise UsageError(
            f"--level {level}: väntade en av {expected}.",
            f"--level {level}: expected one of {expected}.",
        )
    return level


def choose_targets(workspace: Workspace, id_: str | None) -> list[Target]:
    """Choose the targets to show: the one asked for, in all its editions, else all."""
    found = [target for target in workspace.targets if id_ in (None, target.id)]
    if id_ is not None and not found:
        expected = ", ".join(dict.fromkeys(target.id for target in workspace.targets))
        raise UsageError(
            f"--target {id_}: väntade ett av {expected}.",
            f"--target {id_}: expected one of {expected}.",
        )
    return found


def area_order(sort: Sort) -> Callable[[AreaOutlook], Any]:
    """Make the key that sorts areas; an area without statistics comes last."""
    from tenuremix.tenure import Tenure, share, total

    def key(row: AreaOutlook) -> tuple[bool, float, str, str]:
        name = row.area.name.lower() if sort is Sort.NAMN else ""
        mix = row.now
        number = 0.0
        if mix is not None and sort is Sort.BOSTADER:
            number = -total(mix).low
        elif mix is not None and sort is Sort.BRIST:
            short = [count.low for count in row.shortfall().values() if count is not None]
            number = -max(short, default=0)
        elif mix is not None and sort not in (Sort.KOD, Sort.NAMN):
            part = share(mix, {Tenure(sort.value)})
            number = -part.low if part else 0.0
        missing = mix is None and sort not in (Sort.KOD, Sort.NAMN)
        return (missing, number, name, row.area.code)

    return key


def print_json(value: object) -> None:
    """Print a value as JSON."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def exit_if_missed(found: Iterable[Progress], *, fail: bool) -> None:
    """End with :data:`MISSED` where that is asked for and a target is missed."""
    if fail and any(each.status == "missed" for each in found):
        raise typer.Exit(MISSED)
