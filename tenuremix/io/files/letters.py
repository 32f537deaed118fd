"""The letters of a file: how its text is encoded, and whether any were lost before it came here.

A register with "Kv Ãkern" in it prints that name in every report.  What can only be one thing is
read as that; all else that cannot be right is a fault that names the encoding.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from typing import Any

from tenuremix.errors import DataError, Fault, Note

_SWEDISH = re.compile(r"[åäöÅÄÖéÉüÜ]")
# Å Ä Ö å ä ö of code page 850 are signs of Windows-1252 that stand neither within a word nor before
# one, or its Ž before a consonant; ä and å of Mac Roman are its capitals Š and Œ.
_DOS = re.compile(
    rb"[A-Za-z][\x84\x86\x94\x99][A-Za-z]|[A-Za-z][\x84\x86]|\x8f[A-Za-z]|"
    rb"\x8e[B-DF-HJ-NP-TV-XZb-df-hj-np-tv-xz]|(?<![A-Za-z])\x99[A-Za-z]"
)
_MAC = re.compile(rb"[a-z][\x8a\x8c](?![A-Z])|[A-Z][\x8a\x8c][a-z]")
_ENCODINGS = (("DOS 850", _DOS), ("Mac Roman", _MAC))
_LATIN = re.compile(rb"[\xe4\xe5\xf6\xc4\xc5\xd6\xe9]")
# The second byte of a letter in UTF-8, as Windows-1252 or Latin 1 shows it.
_CONTINUES = re.escape(bytes(range(0x80, 0xA0)).decode("cp1252", "ignore"))
TWICE = f"\xc3[{_CONTINUES}\x80-\xbf]"
"""The pattern of a letter that was encoded twice."""
_TWICE = re.compile(TWICE)
LOST = "\N{REPLACEMENT CHARACTER}"
_SOME_NUL = 0.2  # of the bytes of a text in UTF-16 that is mostly Latin


def decode(raw: bytes, name: str) -> tuple[str, list[Note]]:
    """Decode the text of a file: UTF-8, UTF-16, else Windows-1252.

    Raises
    ------
    DataError
        Where it is no text, or plainly in an encoding that has no mark to be known by.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(raw, "utf-16", name)
    if b"\0" in raw:
        for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            if raw[start::2].count(0) > _SOME_NUL * len(raw):
                return _utf16(raw, encoding, name)
        raise DataError([Fault("no_text", name)])
    try:
        return _once(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        if encoding := old_encoding(raw):
            values = {"found": encoding}
            raise DataError([Fault("letters_of", name, None, values)]) from None
    return raw.decode("cp1252", errors="replace"), []


def old_encoding(raw: bytes) -> str:
    """Name the encoding of a text that is plainly not in Windows-1252, else nothing."""
    found = (encoding for encoding, bytes_of in _ENCODINGS if bytes_of.search(raw))
    return "" if _LATIN.search(raw) else next(found, "")


def _utf16(raw: bytes, encoding: str, name: str) -> tuple[str, list[Note]]:
    try:
        return raw.decode(encoding), []
    except UnicodeDecodeError:
        raise DataError([Fault("no_text", name)]) from None


def _once(text: str) -> tuple[str, list[Note]]:
    """Undo what was read as Windows-1252 and written as UTF-8 again, where that is all of it."""
    if not _TWICE.search(text):
        return text, []
    undone = _undone(text)
    return (text, []) if undone is None else (undone, [Note("twice_encoded", {})])


def _undone(text: str) -> str | None:
    """Read a text once less; None where that is not possible, or gives no Swedish letter."""
    raw = bytearray()
    for char in text:
        try:
            raw += char.encode("cp1252")
        except UnicodeEncodeError:
            if ord(char) > 0xFF:  # noqa: PLR2004 - not in Latin 1 either
                return None
            raw.append(ord(char))
    try:
        found = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return found if _SWEDISH.search(found) else None


def lost_letters(texts: Sequence[object]) -> Iterator[tuple[int, str, str]]:
    """Find the texts that have lost letters, each with its place, its fault and itself."""
    kinds = set(map(type, texts))
    if str not in kinds:
        return
    found: Sequence[Any] = texts if kinds == {str} else [t for t in texts if type(t) is str]
    joined = "" if all(map(str.isascii, found)) else "\n".join(found)
    if LOST not in joined and not _TWICE.search(joined):
        return
    for at, text in enumerate(texts):
        if type(text) is str:
            if LOST in text:
                yield at, "letters_lost", text
            elif _TWICE.search(text):
                yield at, "letters_twice", text
