"""Set the model as Word: a paper of its own, or in the places of the office's own template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from itertools import count
from typing import Any

from tenuremix.document.model import Block, Chart, Section
from tenuremix.document.style import FONTS
from tenuremix.document.tables import DATA, NUMBER, WORD, Table
from tenuremix.errors import DataError, Fault
from tenuremix.io.formats.docx import Element, WordFile, node, q, read_docx, xml_text
from tenuremix.io.formats.docx_page import WIDE_MM, empty_docx
from tenuremix.io.formats.slots import find_slots
from tenuremix.io.formats.typesetting import FAMILY, png_bytes
from tenuremix.locale.catalogue import Language
from tenuremix.locale.locale import Locale

_TAGS = {Language.SV: "sv-SE", Language.EN: "en-GB"}
_VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_TWIPS_MM, _EMU_MM = 1440 / 25.4, 36_000
_LEAST_MM = 20.0  # of a picture
_SIZES_CELL = (16, 15, 14)  # half points of a table's letters, the largest first
_OWN_MM, _ANY_MM = 0.088, 0.1  # of a letter's width by its half points: of our font, of any
_GAP_MM = 2.2  # a cell's margins
_WORDS = re.compile(r"[^ -]+[ -]?")
_LONGEST_WORD, _WIDE = 24, 32  # letters of a word, and of a cell, that a column has room for
_LONGEST_TEXT = 4_000  # letters of a text alternative
_THIN, _THICK = ("4", "BFBFBF"), ("8", "404040")


@dataclass(frozen=True, slots=True)
class Paper:
    """What is set as Word.

    Parameters
    ----------
    title
        Its heading, and the title of the file.
    author
        Who it comes from; may be empty.
    lead, notes
        Lines below the title; the notes are set as one.
    sections
        In the order they are read; a template asks for each by its name.  They have no headlines,
        and their tables no bands.
    changed_on
        The day that stands as the day on which it was made.
    text
        The reader's language.
    quoted
        The texts that stand as the data say them, in Swedish.
    """

    title: str
    author: str
    lead: Sequence[str]
    notes: Sequence[str]
    sections: Sequence[Section]
    changed_on: date
    text: Locale
    quoted: Sequence[str] = ()


def render_docx(paper: Paper) -> bytes:
    """Set a paper as a Word file on A4: the same bytes from the same paper."""
    file = empty_docx(
        paper.title,
        author=paper.author,
        language=_TAGS[paper.text.language],
        changed_on=paper.changed_on,
    )
    setter = _Setter(file, paper, own=True)
    blocks = [setter.paragraph(paper.title, style="title")]
    blocks += [setter.paragraph(line) for line in (*paper.lead, " ".join(paper.notes)) if line]
    for section in paper.sections:
        blocks += setter.section(section, WIDE_MM)
    for at, block in enumerate(blocks):
        file.body.insert(at, block)
    setter.number_pictures()
    return file.content()


def fill_docx(paper: Paper, template: bytes, where: str) -> bytes:
    """Set the sections of a paper in the places that a template has for them.

    Parameters
    ----------
    paper
        Its title, lead and notes are not set.
    template
        A Word file with content controls, or bookmarks, that are named ``tenuremix.`` and the name
        of a section.
    where
        Its name, as the reader knows it.

    Returns
    -------
    bytes
        The template with these places filled.  Of its parts only the text is changed.

    Raises
    ------
    DataError
        Where it is no Word file, has no such place, or one that is not known or cannot be filled.
    """
    file = read_docx(template, where)
    sections = {section.name: section for section in paper.sections}
    setter = _Setter(file, paper, own=False)
    faults: list[Fault] = []
    for slot in find_slots(file, sections, where):
        try:
            slot.fill(setter.section(sections[slot.name], slot.width_mm), file.root)
        except DataError as error:
            faults += error.faults
    if faults:
        raise DataError(faults)
    setter.number_pictures()
    file.drop_pictures()
    return file.content()


@dataclass(slots=True)
class _Setter:
    """Sets parts of the model as paragraphs and tables of one file.

    ``own`` tells that the file has the styles of a paper; else what is set looks as the template's
    own text does.
    """

    file: WordFile
    paper: Paper
    own: bool
    _styles: dict[str, str] = field(default_factory=dict)
    _pictures: dict[str, str] = field(default_factory=dict)
    _drawn: list[Element] = field(default_factory=list)

    def section(self, section: Section, width_mm: float) -> list[Element]:
        """Set a section; in a template its heading is the template's own."""
        heading = section.title if self.own else ""
        blocks = [self._heading(heading, 1)] if heading else []
        for part in section.parts:
            blocks += self._part(part, 2, width_mm, under=heading)
        return blocks

    def _part(self, part: Block, level: int, width_mm: float, under: str) -> list[Element]:
        """Set a part; a caption that repeats the heading above it is not set."""
        blocks = [self._heading(part.title, level)] if part.title else []
        blocks += [self.paragraph(line) for line in part.lines]
        drawn = [(chart.title, self._picture(chart, width_mm)) for chart in part.charts]
        drawn += [(table.caption, self._table(table, width_mm)) for table in part.tables]
        for caption, made in drawn:
            above = [self.paragraph(caption, style="caption")] if caption != under else []
            blocks += [*above, made]
        blocks += [self.paragraph(item, style="list bullet") for item in part.items]
        blocks += [self.paragraph(meaning, before=f"{word}: ") for word, meaning in part.terms]
        for below in part.parts:
            deeper = level + 1 if part.title else level
            blocks += self._part(below, deeper, width_mm, part.title or under)
        return blocks

    def _heading(self, words: str, level: int) -> Element:
        if self.own:
            return self.paragraph(words, style=f"heading {level}")
        return self.paragraph("", before=words)

    def paragraph(self, words: str, *, style: str = "", before: str = "") -> Element:
        """Set a text in a style, where the file has it; ``before`` stands first, in bold."""
        made = node("w:p")
        if style and (id_ := self._style_id(style)):
            shape = node("w:pPr", node("w:pStyle", val=id_))
            if style == "caption":
                shape.append(node("w:keepNext"))
            made.append(shape)
        for part, bold in ((before, True), (words, False)):
            made.extend(self._runs(part, bold=bold))
        return made

    def _style_id(self, name: str) -> str:
        if name not in self._styles:
            self._styles[name] = self.file.style(name)
        return self._styles[name]

    def _runs(self, words: str, *, bold: bool = False, size: int = 0) -> list[Element]:
        """Set a text as runs, each of one language."""
        runs = []
        for part, language in self._languages(xml_text(words)):
            look = node("w:rPr", *([node("w:b")] if bold else []))
            if size:
                look.append(node("w:sz", val=size))
            look.append(node("w:lang", val=language))
            run = node("w:r", look)
            for piece in re.split(r"([\n\t])", part.replace("\r", "")):
                if piece in ("\n", "\t"):
                    run.append(node("w:br" if piece == "\n" else "w:tab"))
                elif piece:
                    said = node("w:t", piece)
                    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                    run.append(said)
            runs.append(run)
        return runs

    def _languages(self, words: str) -> Iterable[tuple[str, str]]:
        """Part a text where it quotes the data, which are in Swedish."""
        own = _TAGS[self.paper.text.language]
        if self.paper.text.language is Language.SV or not self.paper.quoted:
            return [(words, own)] if words else []
        quoted = sorted(map(xml_text, self.paper.quoted), key=len, reverse=True)
        parts = re.split(f"({'|'.join(map(re.escape, quoted))})", words)
        swedish = _TAGS[Language.SV]
        return [(part, swedish if at % 2 else own) for at, part in enumerate(parts) if part]

    def _table(self, table: Table, width_mm: float) -> Element:
        """Set a table whose first row is its heading, on every page."""
        size, millimetres = _widths(table, width_mm, _OWN_MM if self.own else _ANY_MM)
        widths = [int(each * _TWIPS_MM) for each in millimetres]
        lines = (("top", _THICK), ("bottom", _THICK), ("insideH", _THIN))
        borders = [_line(side, *line) for side, line in lines]
        margins = [node(f"w:{side}", w=60, type="dxa") for side in ("left", "right")]
        made = node(
            "w:tbl",
            node(
                "w:tblPr",
                node("w:tblW", w=5000, type="pct"),
                node("w:tblBorders", *borders),
                node("w:tblLayout", type="fixed"),
                node("w:tblCellMar", *margins),
                node("w:tblLook", val="00A0", firstRow=1, firstColumn=1, noHBand=1, noVBand=1),
                node("w:tblCaption", val=table.caption[:_LONGEST_TEXT]),
            ),
            node("w:tblGrid", *(node("w:gridCol", w=width) for width in widths)),
        )
        rows: list[Sequence[Any]] = [[column.text for column in table.columns], *table.rows]
        rows += [table.foot] if table.foot else []
        for at, row in enumerate(rows):
            shape = node("w:trPr", node("w:cantSplit"), *([] if at else [node("w:tblHeader")]))
            made.append(node("w:tr", shape))
            first = not at or not (at - 1) % table.group
            for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
                of_cell = node("w:tcPr", node("w:tcW", w=width, type="dxa"))
                words = str(cell)
                if at and table.group > 1 and column == table.header:  # it names all its rows
                    of_cell.append(node("w:vMerge", val="restart" if first else "continue"))
                    words = words if first else ""
                if at and first:
                    of_cell.append(node("w:tcBorders", _line("top", *_THICK)))
                close = node("w:spacing", before=0, after=0, line=240, lineRule="auto")
                number = table.columns[column].kind == NUMBER
                look = node("w:pPr", close, *([node("w:jc", val="right")] if number else []))
                runs = self._runs(words, bold=not at, size=size)
                made[-1].append(node("w:tc", of_cell, node("w:p", look, *runs)))
        return made

    def _picture(self, chart: Chart, width_mm: float) -> Element:
        """Set a drawing as a picture, with what it shows as its text alternative."""
        found = _VIEW.search(chart.svg)
        wide, high = map(float, found.groups()) if found else (1.0, 1.0)
        if chart.name not in self._pictures:
            drawing = xml_text(chart.svg).replace(escape(FONTS), FAMILY)
            content = png_bytes(drawing, width_mm=WIDE_MM)
            self._pictures[chart.name] = self.file.add_png(content)
        width = min(max(width_mm, _LEAST_MM), WIDE_MM)
        size = {"cx": int(width * _EMU_MM), "cy": int(width * high / wide * _EMU_MM)}
        said = f"{chart.title}. {chart.description}"[:_LONGEST_TEXT]
        drawn = node(
            "pic:pic",
            node(
                "pic:nvPicPr",
                node("pic:cNvPr", id=0, name=f"{chart.name}.png", descr=said),
                node("pic:cNvPicPr"),
            ),
            node("pic:blipFill", self._blip(chart), node("a:stretch", node("a:fillRect"))),
            node(
                "pic:spPr",
                node("a:xfrm", node("a:off", x=0, y=0), node("a:ext", **size)),
                node("a:prstGeom", node("a:avLst"), prst="rect"),
            ),
        )
        held = node(
            "wp:inline",
            node("wp:extent", **size),
            node("wp:docPr", id=0, name=chart.name, descr=said),
            node("a:graphic", node("a:graphicData", drawn, uri=drawn.nsmap["pic"])),
            **dict.fromkeys(("distT", "distB", "distL", "distR"), 0),
        )
        self._drawn.append(held)
        return node("w:p", node("w:r", node("w:drawing", held)))

    def _blip(self, chart: Chart) -> Element:
        made = node("a:blip")
        made.set(q("r:embed"), self._pictures[chart.name])
        return made

    def number_pictures(self) -> None:
        """Give each picture that was set a number that no other drawing of the file has."""
        own = [held.find(q("wp:docPr")) for held in self._drawn]
        every = [each for each in self.file.root.iter(q("wp:docPr")) if each not in own]
        taken = {str(each.get("id")) for each in every}
        free = (str(n) for n in count(1) if str(n) not in taken)
        for held, number in zip(self._drawn, free, strict=False):
            for each in (held.find(q("wp:docPr")), *held.iter(q("pic:cNvPr"))):
                each.set("id", number)


def _widths(table: Table, width_mm: float, letter_mm: float) -> tuple[int, list[float]]:
    """Choose the size of a table's letters, in half points, and the millimetres of its columns.

    Every column has room for its longest word.  Of what is left, the columns of our own words take
    what they need to break no line; names from the data take the rest.
    """
    columns = [
        [f"{column.text} ", *map(str, cells)]
        for column, *cells in zip(table.columns, *table.rows, strict=True)
    ]
    words = [max(len(w) for cell in each for w in _WORDS.findall(cell)) for each in columns]
    words = [
        min(word, _LONGEST_WORD) + (column.kind != DATA)  # digits and capitals are wide
        for word, column in zip(words, table.columns, strict=True)
    ]
    more = [
        max(min(max(map(len, each[1:]), default=0), _WIDE) - word, 0)
        for each, word in zip(columns, words, strict=True)
    ]
    for size in _SIZES_CELL:
        widths = [word * size * letter_mm + _GAP_MM for word in words]
        if sum(widths) <= width_mm:
            break
    for kinds in ((NUMBER, WORD), (DATA,)):
        wanted = [
            each * size * letter_mm if column.kind in kinds else 0.0
            for each, column in zip(more, table.columns, strict=True)
        ]
        part = min(max(width_mm - sum(widths), 0.0) / (sum(wanted) or 1), 1.0)
        widths = [width + part * each for width, each in zip(widths, wanted, strict=True)]
    return size, [width * width_mm / sum(widths) for width in widths]


def _line(side: str, size: str, colour: str) -> Element:
    return node(f"w:{side}", val="single", sz=size, space=0, color=colour)
