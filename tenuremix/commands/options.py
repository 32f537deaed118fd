"""What the commands share: what they are asked, how they answer, and how an error ends them."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from tenuremix.commands.parser import VARIABLE
from tenuremix.counting.period import YEARS, believed
from tenuremix.errors import DataError, Fault, UsageError
from tenuremix.io.database.session import one_sign_in
from tenuremix.locale.catalogue import Language
from tenuremix.screen import UnsaidError, say, say_json, tell

if TYPE_CHECKING:
    from tenuremix.answers.layout import Line
    from tenuremix.counting.progress import Progress
    from tenuremix.inputs import Accepted, Settings, Workspace
    from tenuremix.locale.locale import Locale

Lang = Language

MISSED = 3
"""The exit code of ``--fail-on-missed``."""


class Format(StrEnum):
    """How a result is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


_Files = list[str] | None
# What is asked of the data, in the order that --help has it.
_SHARED: Mapping[str, object] = {
    "areas": Annotated[_Files, typer.Option("--areas", metavar="file")],
    "stock": Annotated[_Files, typer.Option("--stock", metavar="file")],
    "register": Annotated[_Files, typer.Option("--register", metavar="file")],
    "targets": Annotated[_Files, typer.Option("--targets", metavar="file")],
    "as_of": Annotated[str | None, typer.Option("--as-of", metavar="date")],
    "details": Annotated[bool, typer.Option("--details")],
    "wide": Annotated[bool, typer.Option("--wide")],
}
EVERYTHING = ("areas", "stock", "register", "targets", "as_of")
"""What most commands are asked of the data: the files and the date."""
TABLES = ("details", "wide")
"""What commands that print long tables are asked of the screen."""
FILES = EVERYTHING[:4]
"""The inputs that may be named in place of the workspace's."""
_DEFAULTS = dict.fromkeys(TABLES, False)
_Language = Annotated[Lang, typer.Option("--lang", envvar=VARIABLE)]
_Form = Annotated[Format, typer.Option("--format")]
Written = Annotated[Path | None, typer.Option("--output", metavar="file")]
FailOnMissed = Annotated[bool, typer.Option("--fail-on-missed")]
Dwellings = Annotated[int, typer.Option(min=0, max=1_000_000)]
_YEAR = typer.Option("--year", metavar="year", min=YEARS[0], max=YEARS[1])
Year = Annotated[int, _YEAR]
MaybeYear = Annotated[int | None, _YEAR]


Accept = Annotated[list[str] | None, typer.Option("--accept", metavar="accepted")]
Reason = Annotated[str, typer.Option("--reason", metavar="reason")]
Today = Annotated[str | None, typer.Option("--today", metavar="date")]


def _show_version(version: bool) -> None:  # noqa: FBT001 - as typer calls it
    if version:
        from tenuremix import __version__

        say(__version__)
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True)]


@contextmanager
def reporting(lang: Lang, done: Sequence[str] = ()) -> Iterator[None]:
    """Turn an error into its message on standard error and its exit code.

    ``done`` is what the command has written, which is said where its answer cannot be.
    """
    try:
        yield
    except UnsaidError as error:
        raise UnsaidError(error.detail, done) from error
    except (DataError, UsageError, MemoryError, OSError) as error:
        if isinstance(error, BrokenPipeError):
            raise
        if os.environ.get("TENUREMIX_DEBUG"):
            raise
        found = error if isinstance(error, DataError | UsageError) else _unforeseen(error)
        tell(found.text(lang))
        raise typer.Exit(2 if isinstance(error, UsageError) else 1) from None


def _unforeseen(error: Exception) -> DataError:
    """Tell of a file that no reader expected to fail at, or of memory that does not suffice."""
    if isinstance(error, OSError):
        name = str(shown_path(Path(str(error.filename)))) if error.filename else "tenuremix"
        return DataError([Fault("not_read", name, None, {"detail": error.strerror or str(error)})])
    detail = "minnet räcker inte / out of memory"
    return DataError([Fault("not_read", "tenuremix", None, {"detail": detail})])


_Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Inputs:
    """What a command was asked by the options that commands share, and how it answers.

    Parameters
    ----------
    lang, form
        The reader's language, and the form of the answer.
    files
        For each of :data:`FILES` those that replace the workspace's.
    as_of
        ``--as-of``, as it was written.
    details
        Whether what lies behind the answer is shown as well.
    wide
        Whether tables take all the room that they ask for.
    done
        The files that the command has written.
    """

    lang: Lang
    form: Format
    files: Mapping[str, Sequence[str]] = field(default_factory=dict)
    as_of: str | None = None
    details: bool = False
    wide: bool = False
    done: list[str] = field(default_factory=list)

    @cached_property
    def text(self) -> Locale:
        """The texts in the reader's language."""
        from tenuremix.locale.locale import Locale

        return Locale(self.lang)

    @property
    def day(self) -> date | None:
        """The date that was asked for, if one was."""
        return parse_day(self.as_of)

    def settings(self) -> Settings:
        """Read the settings of the folder that the command stands in."""
        from tenuremix.io.inputs.workspace import find_settings

        return find_settings(Path.cwd(), overrides=self.files, as_of=self.day)

    def load(self, beside: Collection[str] = ()) -> Workspace:
        """Load the workspace of the folder that the command stands in.

        Of what stands beside the figures a command reads what it shows: ``beside`` names it.
        """
        from tenuremix.io.inputs.workspace import load

        return load(self.settings(), beside=beside)

    def show(
        self,
        records: Callable[[], object],
        table: Callable[[], str | Iterable[Line]],
        rows: Callable[[], _Rows] | None = None,
    ) -> None:
        """Print a result in the form that was asked for, which alone is made.

        Parameters
        ----------
        records
            Makes what is printed as JSON.
        table
            Makes the text.
        rows
            Makes the rows of the CSV, where they are not the records themselves.
        """
        if self.form is Format.TABLE:
            self.say(table())
        else:
            self.show_data(records, rows)

    def say(self, answer: str | Iterable[Line]) -> None:
        """Print an answer as text, as wide as the terminal at most."""
        from tenuremix.answers.layout import set_out, width_of

        lines = [answer] if isinstance(answer, str) else answer
        say(set_out(lines, self.text, width_of(sys.stdout), wide=self.wide))

    def more(self, command: str) -> list[str]:
        """Say at the end of a short answer what else there is."""
        return [] if self.details else ["", self.text(f"details.{command}")]

    def show_data(
        self, records: Callable[[], object], rows: Callable[[], _Rows] | None = None
    ) -> None:
        """Print a result as data: as CSV where that was asked for, else as JSON."""
        if self.form is Format.CSV:
            from tenuremix.answers.terminal import csv_text

            say(csv_text(cast("_Rows", (rows or records)())), end="")
        else:
            say_json(records())

    def write(self, files: Mapping[Path, bytes], after: str = "") -> None:
        """Write files, all of them or none, and name them; ``after`` is said last."""
        from tenuremix.io.files.write import write_together

        self.name_files(write_together(files), after=after)

    def name_files(self, paths: Iterable[Path], said: str = "", after: str = "") -> None:
        """Name files that were written; ``said`` is the text, where there is a better one."""
        from tenuremix.io.files.write import is_stdout

        paths = list(paths)
        shown = [str(shown_path(path)) for path in paths]
        self.done.extend(shown)
        told = [said] if said else [self.text("written", path=path) for path in shown]
        if any(map(is_stdout, paths)):  # what reads it reads it alone
            return
        self.show(
            lambda: {"written": shown},
            lambda: "\n".join(filter(None, [*told, after])),
            lambda: [{"written": path} for path in shown],
        )


def shown_path(path: Path) -> Path:
    """Give a path as the reader knows it: from where the command stands, if it is in there."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def with_inputs(*asked: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options that commands share as one object, its parameter ``inputs``.

    An error in the command becomes its message and its exit code.

    Parameters
    ----------
    asked
        What is asked of the data and the screen: some of :data:`EVERYTHING` and :data:`TABLES`.
        In the signature that typer reads these options stand where ``inputs`` does, and
        ``--lang`` and ``--format`` come last.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own = inspect.signature(command, eval_str=True)
        taken: list[inspect.Parameter] = []
        for parameter in own.parameters.values():
            shared = [_option(name, _SHARED[name], _DEFAULTS.get(name)) for name in asked]
            taken += shared if parameter.name == "inputs" else [parameter]
        taken += [_option("lang", _Language, Lang.SV), _option("form", _Form, Format.TABLE)]

        @wraps(command)
        def run(*, lang: Lang, form: Format, **given: Any) -> None:  # noqa: ANN401
            stated = {name: given.pop(name) for name in asked}
            files = {name: stated.pop(name) or () for name in FILES if name in asked}
            inputs = Inputs(lang, form, files, **stated)
            with reporting(lang, inputs.done), one_sign_in():
                command(inputs=inputs, **given)

        run.__signature__ = own.replace(parameters=taken)  # type: ignore[attr-defined]
        run.__annotations__ = {each.name: each.annotation for each in taken}
        return run

    return decorate


def _option(name: str, annotation: object, default: object) -> inspect.Parameter:
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, kind, default=default, annotation=annotation)


def own_folder() -> Path:
    """Give the workspace to write into: the folder that the command stands in.

    Raises
    ------
    UsageError
        Where it is no workspace.
    """
    from tenuremix.io.files.rows import is_there
    from tenuremix.io.inputs.workspace import FILE

    if not is_there(Path(FILE), FILE):
        raise UsageError("no_workspace", file=FILE)
    return Path.cwd()


def require_suffix(option: str, file: Path | None, suffix: str) -> None:
    """Refuse a file whose name says that it is of another kind than what is written.

    Raises
    ------
    UsageError
        Where it does; a pipe may have any name.
    """
    if file is None or file.suffix.lower() in (suffix, suffix.removesuffix("l")):  # .htm too
        return
    from tenuremix.io.files.write import is_stream

    if not is_stream(file):
        raise UsageError("suffix", option=option, file=file, expected=suffix)


def parse_day(text: str | None, option: str = "--as-of") -> date | None:
    """Read a date of the command line.

    Raises
    ------
    UsageError
        Where the text is no date.
    """
    if text is None:
        return None
    from tenuremix.io.files import cells

    found = cells.parse_day(text)
    if found is None:
        raise UsageError("date", option=option, text=text)
    if not believed(found):
        raise UsageError("date_range", option=option, text=text, first=YEARS[0], last=YEARS[1])
    return found


def read_accept(accept: Sequence[str] | None, reason: str, today: date) -> list[Accepted]:
    """Read what is accepted on the command line.

    Raises
    ------
    UsageError
        Where something is no code and id, or is accepted without a reason, or a reason is given
        for nothing.
    """
    from tenuremix.inputs import Accepted

    if bool(accept) != bool(reason.strip()):
        raise UsageError("accept_reason")
    found = []
    for text in accept or ():
        code, _, id_ = text.strip().partition(":")
        if not code or not id_:
            raise UsageError("accept_form", text=text)
        found.append(Accepted(code, id_, reason.strip(), today))
    return found


def exit_if_missed(found: Iterable[Progress], *, fail: bool) -> None:
    """End with :data:`MISSED` where that is asked for and a target is missed."""
    if fail and any(each.status == "missed" for each in found):
        raise typer.Exit(MISSED)
