"""Tell on standard error how a fetch goes on: bars on a terminal, pauses everywhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tenuremix.screen import shown, tell

if TYPE_CHECKING:
    from pathlib import Path

    from tenuremix.io.fetching.http import Client
    from tenuremix.locale.locale import Locale

INTERRUPTED = 130
"""The exit code of a command that was interrupted, as shells have it."""

Timeout = Annotated[float, typer.Option("--timeout", metavar="seconds", min=0.1, max=3600)]


class Teller:
    """Tells whoever waits for a fetch; nothing of it reaches standard output.

    Parameters
    ----------
    text
        The texts in the reader's language.
    """

    def __init__(self, text: Locale) -> None:
        self._text = text
        self._shown = sys.stderr.isatty()
        self._bar: Any = None
        self._what = ""
        self._done = 0

    def waits(self, seconds: float) -> None:
        """Tell that the server asked for a pause."""
        self.end()
        digits = 0 if float(seconds).is_integer() else 1
        words = self._text("fetch.waits", seconds=self._text.decimal(seconds, digits))
        tell(words)

    def came(self, what: str, done: int, total: int | None) -> None:
        """Move the bar on: so many cells or areas have come, of so many or of nobody knows."""
        if not self._shown:
            return
        what = shown(what)
        if what != self._what or done < self._done:
            self.end()
        if total is None:
            typer.echo(f"\r{what}  {done}", nl=False, err=True)
            self._bar = self._bar or _Line()
        else:
            if self._bar is None:
                self._bar = typer.progressbar(
                    length=total, label=what, file=sys.stderr, show_pos=True, show_eta=False
                )
                self._bar.__enter__()
            self._bar.update(done - self._done)
        self._what, self._done = what, done
        if done == total:
            self.end()

    def end(self) -> None:
        """End the bar, so that what follows stands on a line of its own."""
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
        self._bar, self._what, self._done = None, "", 0


class _Line:
    """A line without an end in sight, ended as a bar is."""

    def __exit__(self, *_: object) -> None:
        typer.echo(err=True)


@contextmanager
def fetching(folder: Path, timeout: float, text: Locale) -> Iterator[Client]:
    """Open a client for a folder, which tells how the fetch goes on or that it was interrupted."""
    from tenuremix.io.fetching.http import Client
    from tenuremix.io.files import clock

    teller = Teller(text)
    try:
        with Client(folder, today=clock.today(), timeout=timeout, watcher=teller) as client:
            yield client
    except KeyboardInterrupt:
        teller.end()
        tell(text("fetch.interrupted"))
        raise typer.Exit(INTERRUPTED) from None
    finally:
        teller.end()
