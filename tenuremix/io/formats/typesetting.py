"""Set a document as a PDF, and a drawing as pixels, with typst.

The fonts come as packages, never from the machine.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from struct import iter_unpack, unpack_from
from typing import Any

FAMILY = "Source Sans Pro"
"""The font; beside it a document may name those that typst brings with it."""
_FACES = ("Regular", "Semibold", "Bold")
_DRAWING = b"""#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: float(sys.inputs.width) * 1mm)
"""


def pdf_bytes(template: bytes, document: Mapping[str, object], *, changed_on: date) -> bytes:
    """Set a document by a template, as PDF/UA-1 and PDF/A-2a.

    Parameters
    ----------
    template
        Of typst.
    document
        Its words and figures; the template reads them as JSON from ``sys.inputs.document``.
    changed_on
        The day that stands as the day on which the document was made.

    Returns
    -------
    bytes
        The same for the same document.

    Notes
    -----
    typst refuses to write what the standards forbid, as far as a program can tell.

    References
    ----------
    ISO 14289-1:2014 (PDF/UA-1); ISO 19005-2:2011 (PDF/A-2).
    """
    import typst

    with _fonts() as fonts:
        return typst.compile(
            template,
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs={"document": json.dumps(document, ensure_ascii=False)},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=datetime.combine(changed_on, time(), UTC),
        )


def png_bytes(svg: str, *, width_mm: float, dots_per_inch: float = 200) -> bytes:
    """Set a drawing as pixels, on white.

    Parameters
    ----------
    svg
        Complete in itself; it names :data:`FAMILY` as its font.
    width_mm
        How wide it is to be shown.

    Returns
    -------
    bytes
        A PNG, the same for the same drawing.
    """
    import typst

    with _fonts() as fonts:
        return typst.compile(
            _DRAWING,
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs={"svg": svg, "width": str(width_mm)},
            format="png",
            ppi=dots_per_inch,
        )


@contextmanager
def _fonts() -> Iterator[Any]:
    """Give the faces of the font as typst finds them.

    It looks for fonts in folders, in the order of the file system: so a folder of its own, with
    one file for each face.
    """
    import typst

    with tempfile.TemporaryDirectory() as folder:
        for face in _faces():
            shutil.copy(face, folder)
        yield typst.Fonts(include_system_fonts=False, font_paths=[folder])


def _faces() -> list[Path]:
    folder = Path(str(files("font_source_sans_pro"))) / "files"
    return [folder / f"SourceSansPro-{face}.ttf" for face in _FACES]


@cache
def letters() -> frozenset[str]:
    """Give the characters that every face of the font has, but for controls and private ones."""
    found = [set(_covered(face.read_bytes())) for face in _faces()]
    every = map(chr, set.intersection(*found))
    return frozenset(c for c in every if unicodedata.category(c)[0] != "C")


def _covered(font: bytes) -> Iterable[int]:
    """Read which characters a font has: the groups of the full table in ``cmap``.

    References
    ----------
    OpenType 1.9, *cmap*, format 12: segmented coverage.
    """
    (tables,) = unpack_from(">H", font, 4)
    heads = iter_unpack(">4sLLL", font[12 : 12 + 16 * tables])
    start = next(offset for tag, _, offset, _ in heads if tag == b"cmap")
    (number,) = unpack_from(">H", font, start + 2)
    kinds = iter_unpack(">HHL", font[start + 4 : start + 4 + 8 * number])
    start += next(offset for platform, kind, offset in kinds if (platform, kind) == (3, 10))
    (groups,) = unpack_from(">L", font, start + 12)
    for first, last, _ in iter_unpack(">LLL", font[start + 16 : start + 16 + 12 * groups]):
        yield from range(first, last + 1)
