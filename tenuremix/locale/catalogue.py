"""The catalogue of a language: every text that a reader sees, by its key."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

_FOLDER = Path(__file__).parent


class Language(StrEnum):
    """The reader's language; a caller may give it as the text that it is, ``"sv"``."""

    SV = "sv"
    EN = "en"


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Load every text of a language, in the order of their keys.

    A wheel holds the compiled ``.mo`` alone.  A source tree holds the ``.po``, which is read where
    it is the newer of the two or the only one.
    """
    written, compiled = _FOLDER / f"{language}.po", _FOLDER / f"{language}.mo"
    texts = _read(written) if _is_newer(written, compiled) else _read_compiled(compiled)
    return {key: texts[key] for key in sorted(texts) if key}  # the empty key holds the header


def _is_newer(written: Path, compiled: Path) -> bool:
    if not (written.exists() and compiled.exists()):
        return written.exists()
    return written.stat().st_mtime > compiled.stat().st_mtime


class _Compiled(GNUTranslations):
    """A compiled catalogue, which gives all of its texts rather than one at a time."""

    _catalog: dict[str, str]

    def texts(self) -> dict[str, str]:
        return self._catalog


def _read_compiled(path: Path) -> Mapping[str, str]:
    with path.open("rb") as file:
        return _Compiled(file).texts()


def _read(path: Path) -> Mapping[str, str]:
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file)}
