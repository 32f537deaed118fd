"""Set a report as a PDF: tagged (PDF/UA-1), made to be archived (PDF/A-2a), the same bytes always.

typst sets the page by the template ``report.typ``.  The report goes there as JSON, and the template
sets each of its texts as text, so that nothing in the data is ever markup.  The fonts come from
packages, never from the machine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from tenuremix.document.model import Block, Chart, Layout, Report, Section
from tenuremix.document.style import FONTS
from tenuremix.document.svg import WIDTH
from tenuremix.document.tables import DATA, Table, TableColumn
from tenuremix.io.formats.typesetting import FAMILY, letters, pdf_bytes
from tenuremix.locale.locale import UNKNOWN

_MISSING = "\N{REPLACEMENT CHARACTER}"
"""Stands for a letter that the font lacks; it is in a font that typst brings with it."""
_BREAK, _ENDLESS, _WORD = "\N{ZERO WIDTH SPACE}", 24, 40
"""What the template sets as a place to break, which is nothing to copy; and letters of a word."""
_ENDLESS_WORD = re.compile(rf"[^\s-]{{{_ENDLESS},}}")
_NATURAL = re.compile(r"(?<=[/_])(?=[^/_])")
"""Where the name of a file, or an address, may be broken."""
_BREAKS = re.compile(rf"[ \n{_BREAK}]+|-(?=\D)|(?<=–)")
_COUNT = re.compile(rb"/Type/Pages/Count (\d+)")
"""How many pages a PDF of typst has, as it says itself."""
_VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_CHART_WIDE, _CHART_HIGH = 118.0, 205.0  # millimetres; no chart is higher than a page
_FLIPPED_HIGH = 118.0  # on a page on its side
_PAGE_HIGH, _POINT = 142.0, 25.4 / 72  # of a chart that fills the width of a page; of a point
_LONGEST_HEADING, _LONGEST_TEXT = 400, 8_000
"""Letters of a heading, which is a bookmark too, and of a text alternative: PDF/A limits both."""
_LONGEST_CELL, _ENDLESS_CELL = 200, 1_000_000
"""Letters of a cell of the report; of the annex every letter is set."""
_LONGEST_HEAD = 80
"""Letters of a column's heading, which stands again on every page; our own are shorter."""

_ROOM, _ROOM_FLIPPED, _ROOM_REPORT = 481.0, 728.0, 493.0
"""Points between the margins of an A4 page: of the annex, of its landscape, of the report."""
_INSET = 7.0  # to the left and right of a cell
_SIZES, _SIZES_REPORT = (9.0, 8.5, 8.0), (9.4, 9.2, 9.0)
"""The sizes of a table's letters, the largest first; none is smaller."""
_LETTER = 0.5  # the width of a letter in its size, with room to spare
_HYPHENATED = 12  # letters of a name's word that stay together
_HEAD = 16  # letters of a heading that it would be good to have on one line
_CROWDED = 0.8  # of the width that would break few lines: less, and smaller letters are tried
_PAGES, _HOPELESS = 4, 8  # of the report, and where no smaller chart will bring it there
_BESIDE = 4_000  # letters of parts that are set beside one another; more flow on below
_TRIED = ((True, 1.0), (True, 0.92), (False, 0.92))
"""Until the report fits: whether each part begins a page, and how large its charts are (the
smallest letters are of 9 points then)."""
_SHORT, _FULL = 12, 3_000  # rows and letters of a table that is kept on one page
_NARROW, _LONG, _PAGE = 3, 30, 100  # columns, and rows, of a table that is set beside itself
_GAP = 17.0  # between its pieces


def render_pdf(report: Report) -> bytes:
    """Set a report as a PDF.

    Parameters
    ----------
    report
        The report, as :func:`tenuremix.report.build.build_report` makes it.

    Returns
    -------
    bytes
        The same from the same report.

    Notes
    -----
    The standards forbid letters that the font lacks: they are shown as U+FFFD.  Marks that turn
    the direction of writing are left out, since no letter of the font runs from right to left.
    """
    template = (files("tenuremix.report") / "templates" / "report.typ").read_bytes()
    made = b""
    for breaks, charts in _TRIED[: 1 if report.contents else None]:
        document = {**_report(report, charts), "breaks": breaks}
        made = pdf_bytes(template, document, changed_on=report.as_of)
        pages = sum(map(int, _COUNT.findall(made)))
        if not _PAGES < pages <= _HOPELESS:
            break
    return made


def _legible(words: str) -> str:
    """Show what the font lacks as missing, and leave out what has no shape of its own."""
    known = letters()
    kept = []
    for letter in unicodedata.normalize("NFC", words):
        if letter in known or letter == "\n":
            kept.append(letter)
        elif letter.isspace():
            kept.append(" ")
        elif unicodedata.category(letter) != "Cf":
            kept.append(_MISSING)
    return "".join(kept)


def _words(text: object) -> str:
    """Prepare a text to be set: say where a long word may be broken."""
    return _ENDLESS_WORD.sub(lambda found: _broken(found[0]), _legible(str(text)))


def _broken(word: str) -> str:
    """Let a word be broken where a reader would, and anywhere if it is no word at all."""
    parts = _NATURAL.split(word)
    whole = [len(part) < _ENDLESS or (part.isalpha() and len(part) <= _WORD) for part in parts]
    shown = (p if is_whole else _BREAK.join(p) for p, is_whole in zip(parts, whole, strict=True))
    return _BREAK.join(shown)


def _cut(text: str, longest: int) -> str:
    legible = _legible(text)
    return legible if len(legible) <= longest else f"{legible[: longest - 1]}…"


def _heading(title: str) -> dict[str, str]:
    """Prepare a heading; one without an end is cut, and stands whole below itself."""
    short = _cut(title, _LONGEST_HEADING)
    return {"title": _words(short), "whole": "" if short == _legible(title) else _words(title)}


def _report(report: Report, charts: float) -> dict[str, Any]:
    text = report.text
    return {
        **_heading(report.title if _legible(report.title).strip() else UNKNOWN),
        "workspace": _words(report.workspace),
        "language": text.language,
        "sender": [
            [_words(label), _words(_cut(said, _LONGEST_HEADING))] for label, said in report.sender
        ],
        "lead": [_words(line) for line in report.lead],
        "notes": [_words(line) for line in report.notes],
        "page": text("pdf.page", page="{page}", pages="{pages}"),
        "annex": report.contents,
        "charts": charts,
        "contents": text("report.contents"),
        "none": text("report.none"),
        "more": "" if report.contents or not report.links else _more(report),
        # Sections that are turned on their side stand together, with nothing blank between them.
        "runs": [
            list(run)
            for _, run in groupby(
                (_section(section, annex=report.contents) for section in report.sections),
                key=itemgetter("flipped"),
            )
        ],
    }


def _more(report: Report) -> str:
    """Name the annex, and what stands in it."""
    whole, *parts = report.links
    names = [link.words for link in parts]
    file = f"{whole.document}.pdf"
    return _words(report.text("pdf.annex", annex=whole.words, file=file, parts=", ".join(names)))


def _section(section: Section, *, annex: bool) -> dict[str, Any]:
    """Prepare a section; in the annex one with a wide table is set on landscape pages."""
    found = [table for part in section.walk() for table in part.tables]
    found += [chart.data for part in section.walk() for chart in part.charts if chart.data]
    flipped = annex and any(_is_wide(table) for table in found)
    room = _ROOM_FLIPPED if flipped else _ROOM if annex else _ROOM_REPORT
    sizes, longest = (_SIZES, _ENDLESS_CELL) if annex else (_SIZES_REPORT, _LONGEST_CELL)
    frame = Frame(room, sizes, longest, _FLIPPED_HIGH if flipped else _CHART_HIGH)
    return {
        **_heading(section.title),
        "page": section.page,
        "flipped": flipped,
        "parts": [_part(part, frame) for part in section.parts],
    }


class Frame(NamedTuple):
    """Points across, sizes of a table's letters, letters of a cell, and a chart's millimetres."""

    room: float
    sizes: Sequence[float]
    longest: int
    high: float


def _part(part: Block, frame: Frame) -> dict[str, Any]:
    headline = part.headline
    return {
        **_heading(part.title),
        "headline": headline
        and {
            key: _words(_cut(getattr(headline, key), _LONGEST_HEADING))
            for key in ("figure", "status", "under")
        },
        "layout": part.layout if _letters_in(part) <= _BESIDE else Layout.FLOW,
        "lines": [_words(line) for line in part.lines],
        "charts": [_chart(chart, frame) for chart in part.charts],
        "tables": [_table(table, part.title, frame) for table in part.tables],
        "items": [_words(item) for item in part.items],
        "numbered": part.numbered,
        "terms": [[_words(word), _words(meaning)] for word, meaning in part.terms],
        "parts": [_part(below, frame) for below in part.parts],
    }


def _letters_in(part: Block) -> int:
    """Count the letters of a part and of every part below it."""
    return sum(
        len(words)
        for each in part.walk()
        for words in (each.title, *each.lines, *each.items, *(c.title for c in each.charts))
    )


def _chart(chart: Chart, frame: Frame) -> dict[str, Any]:
    size = _VIEW.search(chart.svg)
    wide, high = map(float, size.groups()) if size else (1.0, 1.0)
    whole = wide > WIDTH  # it fills the width of a page
    page = min(frame.room, _ROOM_REPORT) * _POINT
    most, tallest = (page, _PAGE_HIGH) if whole else (_CHART_WIDE, frame.high)
    return {
        "title": _words(chart.title),
        "description": _words(chart.description),
        "alt": _cut(f"{chart.title}. {chart.description}", _LONGEST_TEXT),
        "width": round(min(most, tallest * wide / high), 1),
        "svg": _legible(chart.svg).replace(escape(FONTS), FAMILY),
        "data": chart.data and _table(chart.data, "", frame),
    }


def _table(table: Table, heading: str, frame: Frame) -> dict[str, Any]:
    """Prepare a table; a caption that repeats the heading is not set."""
    rows = [[_words(_cut(str(cell), frame.longest)) for cell in row] for row in table.rows]
    bands = [(_words(line), len(under)) for line, under in table.banded() if line]
    foot = [_words(_cut(str(cell), frame.longest)) for cell in table.foot]
    beside = _beside(table)
    room = (frame.room - _GAP * (beside - 1)) / beside
    size, columns, _ = _layout(_heads(table), [*rows, foot] if foot else rows, room, frame.sizes)
    letters_in = sum(len(cell) for row in rows for cell in row)
    return {
        "caption": ""
        if table.caption == heading
        else _words(_cut(table.caption, min(_LONGEST_TEXT, 2 * frame.longest))),
        "columns": columns,
        "rows": rows,
        "foot": foot,
        "header": table.header,
        "group": table.group,
        "bands": bands,
        "beside": beside,
        "breakable": len(rows) > (_PAGE if beside > 1 else _SHORT) or letters_in > _FULL,
        "size": size,
        "width": round(sum(column["width"] for column in columns), 1),
    }


def _heads(table: Table) -> list[TableColumn]:
    return [TableColumn(_words(_cut(c.text, _LONGEST_HEAD)), c.kind) for c in table.columns]


def _is_wide(table: Table) -> bool:
    """Tell whether a table is crowded across an upright page, in the smallest letters."""
    rows = [
        [_words(cell) for cell in row]
        for row in (*table.rows, *([table.foot] if table.foot else []))
    ]
    return _beside(table) == 1 and not _layout(_heads(table), rows, _ROOM, _SIZES)[2]


def _beside(table: Table) -> int:
    """Tell in how many pieces a long and narrow table is set, one beside the other."""
    narrow = len(table.columns) <= _NARROW and table.group == 1
    narrow = narrow and not table.foot and not table.bands
    return 2 if narrow and len(table.rows) > _LONG else 1


def _layout(
    columns: Sequence[TableColumn],
    rows: Sequence[Sequence[str]],
    room: float,
    sizes: Sequence[float] = _SIZES,
) -> tuple[float, list[dict[str, Any]], bool]:
    """Choose the size of the letters and the widths of the columns, in points; tell if that fits.

    Every column has room for its longest word, or for a part of it that can be read.  What is left
    is shared by how much each needs to break few lines, and then to break none.  Smaller letters
    are tried where that is crowded.
    """
    words = [_longest(column, [row[at] for row in rows]) for at, column in enumerate(columns)]
    least = [
        min(word, _HYPHENATED) if column.kind == DATA else word
        for word, column in zip(words, columns, strict=True)
    ]
    lengths = [sorted(len(row[at]) for row in rows) for at in range(len(columns))]
    most = [
        max(few, min(len(column.text), _HEAD), *each, 0)
        for few, column, each in zip(least, columns, lengths, strict=True)
    ]
    usual = [
        max(few, each[len(each) * 3 // 4] if each else 0)
        for few, each in zip(least, lengths, strict=True)
    ]
    fits = False
    for size in sizes:
        small, fair, large = (
            [size * _LETTER * count + _INSET for count in counts] for counts in (least, usual, most)
        )
        fits = sum(large) <= room or (sum(small) <= room and room >= _CROWDED * sum(fair))
        if fits:
            break
    start, end = (small, fair) if sum(fair) > room else (fair, large)
    more = sum(end) - sum(start)
    part = min(max(room - sum(start), 0.0) / more, 1.0) if more else 0.0
    widths = [before + part * (after - before) for before, after in zip(start, end, strict=True)]
    squeezed = min(room / sum(widths), 1.0)
    return (
        size,
        [
            {
                "text": column.text,
                "kind": column.kind,
                "width": round(width * squeezed, 1),
                "hyphenate": size * _LETTER * word + _INSET > width * squeezed + 0.1,
            }
            for column, width, word in zip(columns, widths, words, strict=True)
        ],
        fits,
    )


def _longest(column: TableColumn, cells: Iterable[str]) -> int:
    """Give the number of letters of a column's longest word; its heading is set wider."""
    heads = [len(word) + 1 for word in _BREAKS.split(column.text)]
    return max(heads + [len(word) for cell in cells for word in _BREAKS.split(cell)])
