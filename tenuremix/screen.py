"""How an answer leaves: in the letters that the screen has, and with nothing that it would obey.

All that is printed passes here.  A terminal does what control characters tell it to, and text from
data may hold any: they are shown as the replacement character, in JSON as its escapes.
"""

from __future__ import annotations

import codecs
import json
import os
import re
import sys
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from errno import EBADF
from typing import TextIO

import typer

from tenuremix.answers.layout import fill, width_of
from tenuremix.errors import TenuremixError

# All control characters but the ends of lines and tabs; what turns the direction of writing,
# except for what isolates a name (tenuremix.document.names); ends of lines that are none in a
# file; and halves of characters.
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066\u2067\ud800-\udfff]"
)
_NEAR = {"─": "-", "–": "-", "−": "-", "→": ">", "’": "'", "”": '"'}
"""What stands for a letter that an encoding lacks, where Unicode itself does not say it."""


class UnsaidError(TenuremixError, OSError):
    """An answer could not be printed.

    ``done`` names the files that were written before.
    """

    def __init__(self, detail: str, done: Sequence[str] = ()) -> None:
        self.detail, self.done = detail, done
        super().__init__(detail)


def shown(words: str) -> str:
    r"""Show what a terminal would obey.

    Examples
    --------
    >>> shown("Kaj\x1b[2J\u202e\tett\n")
    'Kaj�[2J�\tett\n'
    """
    return _OBEYED.sub("\N{REPLACEMENT CHARACTER}", words)


def say(words: str, *, end: str = "\n") -> None:
    """Print an answer, or a part of it, on standard output.

    Raises
    ------
    UnsaidError
        Where nobody takes it: a disk is full, a pipe closed.
    """
    _print(sys.stdout, shown(words) + end)


def json_text(record: object) -> str:
    r"""Write a record as the commands print it; what a screen would obey is ``\uXXXX``."""
    words = json.dumps(record, ensure_ascii=False, indent=1)
    return _OBEYED.sub(lambda at: _escaped(at[0]), words) + "\n"


def say_json(record: object) -> None:
    """Print a record as JSON; letters that the screen lacks are escaped too.

    Raises
    ------
    UnsaidError
        As of :func:`say`.
    """
    words = json_text(record)
    with suppress(LookupError):
        code = _code_of(sys.stdout)
        words = words.encode(code, "tenuremix-escaped").decode(code)
    _print(sys.stdout, words)


def tell(words: str) -> None:
    """Tell something beside the answer, on standard error, if anyone takes it."""
    with suppress(UnsaidError):
        lines = fill(shown(words), width_of(sys.stderr))
        _print(sys.stderr, "\n".join([*lines, ""]), err=True)


def _print(stream: TextIO | None, words: str, *, err: bool = False) -> None:
    """Print on a stream, which is silent from then on where it fails."""
    if stream is None:  # closed before the command began
        raise UnsaidError(os.strerror(EBADF))
    with suppress(LookupError):
        code = _code_of(stream)
        words = words.encode(code, "tenuremix-near").decode(code)
    try:
        typer.echo(words, nl=False, err=err)
    except OSError as error:
        with suppress(OSError, ValueError):  # else Python tries again at its end
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise UnsaidError(error.strerror or str(error)) from error


def _code_of(stream: TextIO | None) -> str:
    return getattr(stream, "encoding", None) or "utf-8"


def _near(error: UnicodeError) -> tuple[str, int]:
    """Put something like it in the place of a letter that an encoding lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letter = error.object[error.start]
    like = _NEAR.get(letter) or unicodedata.normalize("NFKD", letter)
    return like.encode("ascii", "ignore").decode() or "?", error.start + 1


def _escape(error: UnicodeError) -> tuple[str, int]:
    """Write a letter that an encoding lacks as JSON has it in any."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return _escaped(error.object[error.start]), error.start + 1


def _escaped(letter: str) -> str:
    return json.dumps(letter)[1:-1] if ord(letter) > 0x7F else f"\\u{ord(letter):04x}"  # noqa: PLR2004


codecs.register_error("tenuremix-near", _near)
codecs.register_error("tenuremix-escaped", _escape)
