"""An empty Word file on A4, with the styles that a page is set in."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from io import BytesIO

from tenuremix.io.formats.docx import Element, WordFile, node, q, read_docx, xml_text

WIDE_MM = 174.0
"""How wide its text is."""
_PAGE_MM, _MARGINS_MM, _EMU_MM = (210.0, 297.0), (11.0, 18.0), 36_000
_NOT_OURS = ("/thumbnail", "/customXml", "/stylesWithEffects", "/extended-properties")
"""What python-docx's empty file holds of the one who made it."""
_FONT = "Arial"  # on every computer, or one as wide
_SIZES = {
    "normal": (9, 0, 1.5),
    "title": (15, 0, 3),
    "heading 1": (11, 4, 1),
    "heading 2": (9.5, 4, 1),
    "caption": (8.5, 2, 2),
    "list bullet": (7.5, 0, 0),
}
"""Of each style: points of its letters, and above and below a paragraph."""
_KEPT = {*_SIZES, "default paragraph font", "normal table", "no list"}
_SHAPE = ("keepNext", "keepLines", "numPr", "spacing", "ind", "contextualSpacing", "outlineLvl")
"""In which order Word wants what a style says of a paragraph."""
_LONGEST = 250  # letters of a property


def empty_docx(title: str, *, author: str, language: str, changed_on: date) -> WordFile:
    """Make an empty Word file.

    Parameters
    ----------
    title, author
        Its properties; a long one is cut.
    language
        The tag of the language of its text: ``sv-SE``.
    changed_on
        The day that stands as the day on which it was made.
    """
    import docx

    document = docx.Document()
    properties = document.core_properties
    properties.title = xml_text(title)[:_LONGEST]
    properties.author = xml_text(author)[:_LONGEST]
    properties.language, properties.comments, properties.revision = language, "", 1
    properties.created = properties.modified = datetime.combine(changed_on, time(), UTC)
    for part in (document.part, document.part.package):
        for id_, relation in list(part.rels.items()):
            if relation.reltype.endswith(_NOT_OURS):
                del part.rels[id_]
    section = document.sections[0]
    height, side = (int(size * _EMU_MM) for size in _MARGINS_MM)
    section.page_width, section.page_height = (int(size * _EMU_MM) for size in _PAGE_MM)  # type: ignore[assignment]
    section.top_margin = section.bottom_margin = height  # type: ignore[assignment]
    section.left_margin = section.right_margin = side  # type: ignore[assignment]
    _style(document.styles.element, language)
    for each in document.settings.element.iter(q("w:themeFontLang")):
        each.set(q("w:val"), language)
    stream = BytesIO()
    document.save(stream)
    return read_docx(stream.getvalue(), title)


def _style(styles: Element, language: str) -> None:
    """Keep the styles that are used, in one font, close enough for a page."""
    for style in styles.findall(q("w:style")):
        name = str(style.find(q("w:name")).get(q("w:val"))).casefold()
        if name not in _KEPT:
            styles.remove(style)
            continue
        for gone in ("w:rPr", "w:next", "w:link"):
            for each in style.findall(q(gone)):
                style.remove(each)
        if sizes := _SIZES.get(name):
            points, above, below = sizes
            shape = style.find(q("w:pPr"))
            if shape is None:
                shape = node("w:pPr")
                style.append(shape)
            for each in [*shape.findall(q("w:spacing")), *shape.findall(q("w:pBdr"))]:
                shape.remove(each)
            gaps = {"before": int(20 * above), "after": int(20 * below)}
            shape.append(node("w:spacing", **gaps, line=240, lineRule="auto"))
            shape[:] = sorted(shape, key=lambda each: _SHAPE.index(each.tag.rpartition("}")[2]))
            strong = [node("w:b")] if name not in ("normal", "list bullet") else []
            style.append(node("w:rPr", *strong, node("w:sz", val=int(2 * points))))
    for each in styles.iter(q("w:rPrDefault")):
        fonts = node("w:rFonts", ascii=_FONT, hAnsi=_FONT, eastAsia=_FONT, cs=_FONT)
        each[:] = [node("w:rPr", fonts, node("w:lang", val=language))]
