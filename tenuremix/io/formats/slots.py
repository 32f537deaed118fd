"""The places of a Word template that are to be filled: content controls by tag, and bookmarks.

A control stays a control, and a bookmark stays around what it is filled with, so that a filled
document can be filled again.  What stands around them is left as it is; so are the comments and
the bookmarks that begin or end within.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import takewhile

from tenuremix.errors import DataError, Fault
from tenuremix.io.formats.docx import Element, WordFile, node, parse_xml, q

NAME = "tenuremix"
"""How the tags begin, before a full stop; or a low line, since no bookmark holds a full stop."""
_FOLDED = str.maketrans("åäö", "aao")
_BESIDE = re.compile(r"/(header|footer|footnotes|endnotes|comments)\d*\.xml$")
_MM_TWIP, _MM_EMU = 25.4 / 1440, 25.4 / 914_400
_FULL_MM, _BOX_MM, _CELL_MM = 160.0, 60.0, 4.0
"""How wide a text is where the file does not say; a box of text; and the margins of a cell."""

# What a control of Word is that takes words or a choice only, or what ties it to other data.
_NARROW = {
    *("text", "picture", "comboBox", "dropDownList", "date", "docPartObj", "docPartList"),
    *("equation", "citation", "bibliography", "checkbox", "dataBinding", "showingPlcHdr"),
    *("repeatingSection", "repeatingSectionItem"),
}
_STARTS = tuple(map(q, ("w:bookmarkStart", "w:commentRangeStart", "w:permStart")))
_ENDS = tuple(map(q, ("w:bookmarkEnd", "w:commentRangeEnd", "w:permEnd")))
_HOLDERS = tuple(map(q, ("w:p", "w:tc", "w:tr", "w:tbl", "w:txbxContent", "w:body")))
# What a reader sees in a paragraph.
_SEEN = tuple(
    map(q, ("w:t", "w:drawing", "w:pict", "w:object", "w:sym", "w:fldChar", "w:instrText"))
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to fill.

    Parameters
    ----------
    name
        What it asks for: its tag without :data:`NAME`.
    tag
        Its tag, as the template has it.
    element
        The content control, or the start of the bookmark.
    end
        The end of the bookmark; None of a control.
    where
        The file.
    """

    name: str
    tag: str
    element: Element
    end: Element | None
    where: str

    @property
    def width_mm(self) -> float:
        """How wide the text around it is: that of its cell, its box, or its page."""
        cells = _cells(self.element)
        return _room(cells[0][-1] if cells and len(cells[0]) else self.element)

    def fill(self, blocks: Sequence[Element], root: Element) -> None:
        """Fill it with paragraphs and tables.

        Raises
        ------
        DataError
            Where it lies within another, is a bookmark over parts of what it does not hold, or a
            table is to stand in the middle of a sentence.
        """
        if not any(above is root for above in self.element.iterancestors()):
            raise self._fault("docx_place")
        if self.end is None:
            self._fill_control(self.element, blocks)
        else:
            self._fill_bookmark(self.element, self.end, blocks)

    def _fill_control(self, control: Element, blocks: Sequence[Element]) -> None:
        content = control.find(q("w:sdtContent"))
        if content is None:
            content = node("w:sdtContent")
            control.append(content)
        like = _widened(control, content)
        holder = _holder(control)
        if cells := _cells(control):
            held = [child for child in cells[0] if child.tag != q("w:tcPr")]
            _replace(cells[0], held, blocks, like)
        elif holder.tag != q("w:p"):
            if holder.tag in (q("w:tr"), q("w:tbl")):
                raise self._fault("docx_place")
            _replace(content, list(content), blocks, like)
        elif control.getparent() is holder and _alone(holder, control, holder, control):
            holder.addprevious(control)  # a control around the paragraph instead of within it
            words = list(content)
            content.append(holder)
            for each in words:
                holder.append(each)
            _replace(content, [holder], blocks, like)
        else:
            _replace_runs(content, list(content), self._runs(blocks, like))

    def _fill_bookmark(self, start: Element, end: Element, blocks: Sequence[Element]) -> None:
        first, last = (
            each.getparent() if each.getparent().tag == q("w:p") else each for each in (start, end)
        )
        holder = first.getparent()
        if holder is None or holder is not last.getparent():
            raise self._fault("docx_place")
        if first is not last and last is not end and not _seen_before(last, end):
            last.addprevious(end)  # it stands before the first letter of what follows
            last = end
        if _alone(first, start, last, end):
            _replace(holder, _run_of(first, last), blocks, _like(_run_of(first, last)))
        elif first is last:
            between = _run_of(start, end)[1:-1]
            runs = self._runs(blocks, _like([first], between))
            _replace_runs(first, between, runs, before=end)
        else:
            raise self._fault("docx_place")

    def _runs(self, blocks: Iterable[Element], like: _Like) -> list[Element]:
        """Give the runs of paragraphs, with a break of the line between them."""
        runs: list[Element] = []
        for block in blocks:
            if block.tag != q("w:p"):
                raise self._fault("docx_within")
            if runs:
                runs.append(node("w:r", node("w:br")))
            like.dress(block)
            runs += block.findall(q("w:r"))
        return runs

    def _fault(self, key: str) -> DataError:
        return DataError([Fault(key, self.where, None, {"tag": self.tag})])


def find_slots(file: WordFile, known: Collection[str], where: str) -> list[Slot]:
    """Find the places of a template that are to be filled, in the order of the text.

    Parameters
    ----------
    file
        The template.
    known
        What can be asked for.
    where
        Its name, as the reader knows it.

    Raises
    ------
    DataError
        Where it has none, asks for what is not known, or asks outside the text.
    """
    expected = [f"{NAME}.{name}" for name in known]
    slots, faults = [], []
    ends = {end.get(q("w:id")): end for end in file.root.iter(q("w:bookmarkEnd"))}
    for tag, element in _tagged(file.root):
        name = _asked(tag)
        end = ends.get(element.get(q("w:id"))) if element.tag == q("w:bookmarkStart") else None
        if name not in known:
            values = {"tag": tag, "expected": expected}
            faults.append(Fault("docx_unknown", where, None, values))
        elif element.tag == q("w:bookmarkStart") and end is None:
            faults.append(Fault("docx_place", where, None, {"tag": tag}))
        else:
            slots.append(Slot(name, tag, element, end, where))
    for part, content in file.parts.items():
        if _BESIDE.search(part) and NAME.encode() in content.lower().replace(b"\0", b""):
            outside = [tag for tag, _ in _tagged(parse_xml(content))]
            faults += [Fault("docx_outside", where, None, {"tag": tag}) for tag in outside]
    if not slots and not faults:
        faults.append(Fault("docx_no_tags", where, None, {"expected": expected}))
    if faults:
        raise DataError(faults)
    return slots


def _tagged(root: Element) -> Iterator[tuple[str, Element]]:
    """Give the controls and bookmarks that are named as ours."""
    for element in root.iter(q("w:sdt"), q("w:bookmarkStart")):
        named = element
        if element.tag == q("w:sdt"):
            named = element.find(f"{q('w:sdtPr')}/{q('w:tag')}")
        tag = "" if named is None else named.get(q("w:name")) or named.get(q("w:val")) or ""
        if _folded(tag).startswith(NAME):
            yield tag, element


def _folded(tag: str) -> str:
    return tag.strip().casefold().translate(_FOLDED)


def _asked(tag: str) -> str:
    return re.sub(rf"^{NAME}[._]", "", _folded(tag))


def _room(element: Element) -> float:
    """Give the width in millimetres of the text that an element stands in."""
    for above in element.iterancestors():
        if above.tag == q("w:tc"):
            width = above.find(f"{q('w:tcPr')}/{q('w:tcW')}")
            if width is not None and width.get(q("w:type")) == "dxa":
                return max(_number(width.get(q("w:w"))) * _MM_TWIP - _CELL_MM, _CELL_MM)
            return _room(above) / max(len(above.getparent().findall(q("w:tc"))), 1) - _CELL_MM
        if above.tag == q("w:txbxContent"):
            extents = (each.find(q("wp:extent")) for each in above.iterancestors())
            found = next((each for each in extents if each is not None), None)
            return _BOX_MM if found is None else _number(found.get("cx")) * _MM_EMU - _CELL_MM
    after = element.xpath("following::w:sectPr", namespaces={"w": q("w:p")[1:-2]})
    size = after[0].find(q("w:pgSz")) if after else None
    margins = after[0].find(q("w:pgMar")) if after else None
    if size is None or margins is None:
        return _FULL_MM
    sides = sum(_number(margins.get(q(f"w:{side}"))) for side in ("left", "right", "gutter"))
    columns = after[0].find(q("w:cols"))
    number = 1.0 if columns is None else max(_number(columns.get(q("w:num"))), 1.0)
    return (_number(size.get(q("w:w"))) - sides) * _MM_TWIP / number


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:  # a length with its unit
        return 0.0


@dataclass(frozen=True, slots=True)
class _Like:
    """What the first letters of a place look like: properties of a paragraph and of a run.

    What is set has a language of its own.
    """

    paragraph: Element | None
    run: Element | None

    def dress(self, block: Element) -> None:
        """Give a paragraph and its runs these properties, but where they have their own."""
        if block.tag != q("w:p") or block.find(q("w:pPr")) is not None:
            return
        if self.paragraph is not None:
            block.insert(0, deepcopy(self.paragraph))
        look = [] if self.run is None else [e for e in self.run if e.tag != q("w:lang")]
        for run in block.findall(q("w:r")) if look else ():
            own = run.find(q("w:rPr"))
            if own is None:
                own = node("w:rPr")
                run.insert(0, own)
            has = {each.tag for each in own}
            for at, each in enumerate(each for each in look if each.tag not in has):
                own.insert(at, deepcopy(each))


def _like(nodes: Sequence[Element], letters: Sequence[Element] | None = None) -> _Like:
    """See what the first of some nodes look like; their letters are within them, or are given."""
    paragraphs = (p for each in nodes for p in each.iter(q("w:p")))
    shape = next((p.find(q("w:pPr")) for p in paragraphs), None)
    if shape is not None:
        shape = deepcopy(shape)
        for name in ("w:sectPr", "w:pPrChange", "w:rPr"):
            for each in shape.findall(q(name)):
                shape.remove(each)
    runs = (r for each in (nodes if letters is None else letters) for r in each.iter(q("w:r")))
    look = next((r.find(q("w:rPr")) for r in runs if r.find(q("w:t")) is not None), None)
    return _Like(shape, look)


def _widened(control: Element, content: Element) -> _Like:
    """Let a control hold anything, and say what its letters are to look like.

    While it shows its placeholder, they look as its properties say, not as the placeholder does.
    """
    properties = control.find(q("w:sdtPr"))
    like = _like([content])
    if like.paragraph is None and _holder(control).tag == q("w:p"):
        like = _Like(_like([_holder(control)]).paragraph, like.run)
    if properties.find(q("w:showingPlcHdr")) is not None:
        like = _Like(like.paragraph, properties.find(q("w:rPr")))
    for each in list(properties):
        if isinstance(each.tag, str) and each.tag.rpartition("}")[2] in _NARROW:
            properties.remove(each)
    return like


def _cells(control: Element) -> list[Element]:
    """Give the cells that a control is around; none where it is around whole tables or words."""
    path = f"{q('w:sdtContent')}/{q('w:tr')}/{q('w:tc')}"
    return [*control.findall(f"{q('w:sdtContent')}/{q('w:tc')}"), *control.findall(path)]


def _holder(element: Element) -> Element:
    """Give what holds an element: a paragraph, a cell, a row, a table, a box or the text."""
    return next(each for each in element.iterancestors() if each.tag in _HOLDERS)


def _is_seen(element: Element) -> bool:
    return element.tag in _SEEN and (element.tag != q("w:t") or bool((element.text or "").strip()))


def _seen_before(paragraph: Element, mark: Element) -> bool:
    return any(map(_is_seen, takewhile(lambda each: each is not mark, paragraph.iter())))


def _alone(first: Element, start: Element, last: Element, end: Element) -> bool:
    """Tell whether nothing is seen in a paragraph before a mark, nor in one after another."""
    inside = set(end.iter())
    every = list(last.iter())
    after = every[max(at for at, each in enumerate(every) if each in inside) + 1 :]
    return not _seen_before(first, start) and not any(map(_is_seen, after))


def _run_of(first: Element, last: Element) -> list[Element]:
    """Give the children of one element from the first to the last."""
    found = [first]
    while found[-1] is not last:
        found.append(found[-1].getnext())
    return found


def _marks(nodes: Iterable[Element]) -> tuple[list[Element], list[Element]]:
    """Give what begins and what ends within some nodes: comments, bookmarks, permissions."""
    every = [each for top in nodes for each in top.iter()]
    starts = [each for each in every if each.tag in _STARTS]
    ends = [each for each in every if each.tag in _ENDS]
    referring = [each.getparent() for each in every if each.tag == q("w:commentReference")]
    return starts, [*ends, *referring]


def _replace(
    holder: Element, nodes: Sequence[Element], blocks: Sequence[Element], like: _Like
) -> None:
    """Set paragraphs and tables in place of some that follow one another."""
    starts, ends = _marks(nodes)
    breaks = [each for top in nodes for each in top.findall(f"{q('w:pPr')}/{q('w:sectPr')}")]
    new = list(blocks)
    for block in new:
        like.dress(block)
    paragraphs = [block for block in new if block.tag == q("w:p")]
    if not paragraphs or new[-1].tag != q("w:p"):  # what ends a cell, and what a mark stands in
        new.append(node("w:p"))
        paragraphs.append(new[-1])
    at = holder.index(nodes[0]) if nodes else len(holder)
    for each in nodes:
        holder.remove(each)
    for step, block in enumerate(new):
        holder.insert(at + step, block)
    first = paragraphs[0].find(q("w:pPr"))
    for each in reversed(starts):
        paragraphs[0].insert(0 if first is None else 1, each)
    for each in ends:
        paragraphs[-1].append(each)
    if breaks:
        shape = paragraphs[-1].find(q("w:pPr"))
        if shape is None:
            shape = node("w:pPr")
            paragraphs[-1].insert(0, shape)
        shape.append(breaks[-1])


def _replace_runs(
    holder: Element,
    nodes: Sequence[Element],
    runs: Iterable[Element],
    before: Element | None = None,
) -> None:
    """Set runs in place of some nodes of a paragraph; before a mark, where nothing is replaced."""
    starts, ends = _marks(nodes)
    at = (
        holder.index(nodes[0]) if nodes else len(holder) if before is None else holder.index(before)
    )
    for each in nodes:
        holder.remove(each)
    for step, each in enumerate([*starts, *runs, *ends]):
        holder.insert(at + step, each)
