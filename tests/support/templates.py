"""Word templates of an office, made part by part as Word saves them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
KINDS = {name: f"{_WORD}.{name}+xml" for name in ("styles", "header", "footer", "comments")}
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

BEFORE = (
    '<w:p><w:pPr><w:pStyle w:val="Rubrik"/></w:pPr><w:r><w:t>Förslag till beslut</w:t></w:r></w:p>'
)
AFTER = "<w:p><w:r><w:t>Exploateringsdirektör</w:t></w:r></w:p>"
SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1440" w:right="1701" w:bottom="1440" w:left="1701" w:gutter="0"/></w:sectPr>'
)


def control(name: str, content: str, *, more: str = "") -> str:
    """Write a content control by its tag."""
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="Fält"/><w:tag w:val="{name}"/>{more}</w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def paragraph(words: str, look: str = "", shape: str = "") -> str:
    shown = f"<w:rPr>{look}</w:rPr>" if look else ""
    styled = f"<w:pPr>{shape}</w:pPr>" if shape else ""
    return f'<w:p>{styled}<w:r>{shown}<w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def bookmark(name: str, content: str, id_: int = 7) -> str:
    """Write a bookmark around what a paragraph holds."""
    start, end = (
        f'<w:bookmarkStart w:id="{id_}" w:name="{name}"/>',
        f'<w:bookmarkEnd w:id="{id_}"/>',
    )
    return f"{start}{content}{end}"


def parts_of(body: str, more: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Give the parts of a template with some text between the office's own."""
    kinds = {
        "word/styles.xml": "styles",
        "word/header1.xml": "header",
        "word/comments.xml": "comments",
    }
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{KINDS[kind]}"/>'
        for part, kind in kinds.items()
    )
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
        f"{overrides}</Types>"
    )
    relation = '<Relationship Id="{}" Type="{}/{}" Target="{}"/>'
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    )
    inner = "".join(
        relation.format(f"rId{at}", _OFFICE, kind, part.removeprefix("word/"))
        for at, (part, kind) in enumerate(kinds.items(), start=1)
    )
    root = relation.format("rId1", _OFFICE, "officeDocument", "word/document.xml")
    styles = (
        f'<w:styles {_SPACES}><w:style w:type="paragraph" w:default="1" w:styleId="Brd">'
        '<w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Rubrik">'
        '<w:name w:val="heading 1"/></w:style></w:styles>'
    )
    texts = {
        "[Content_Types].xml": types,
        "_rels/.rels": f"{relations}{root}</Relationships>",
        "word/_rels/document.xml.rels": f"{relations}{inner}</Relationships>",
        "word/document.xml": f"<w:document {_SPACES}><w:body>{BEFORE}{body}{AFTER}{SECTION}"
        "</w:body></w:document>",
        "word/styles.xml": styles,
        "word/header1.xml": f"<w:hdr {_SPACES}>{paragraph('Göteborgs Stad')}</w:hdr>",
        "word/comments.xml": f'<w:comments {_SPACES}><w:comment w:id="3" w:author="A">'
        f"{paragraph('Kolla')}</w:comment></w:comments>",
    }
    return {**{part: f"{HEAD}{words}".encode() for part, words in texts.items()}, **(more or {})}


def packed(parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def template(body: str, more: Mapping[str, bytes] | None = None) -> bytes:
    return packed(parts_of(body, more))


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def text_of(content: bytes) -> etree._Element:
    """Give what the text of a Word file holds."""
    return etree.fromstring(unpacked(content)["word/document.xml"])


def words_of(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{{{W}}}t"))


def paragraphs_of(element: etree._Element) -> list[str]:
    return [words_of(p) for p in element.iter(f"{{{W}}}p")]
