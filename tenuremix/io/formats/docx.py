"""Word files as the parts they are made of: read with care, changed in one, the same bytes always.

A part that is not changed keeps its bytes.  Nothing is loaded from elsewhere, no entity is
resolved, and what could be a bomb or a macro is refused before it is read.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from lxml import etree

from tenuremix.errors import DataError, Fault

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_DOCUMENT, _TEMPLATE = f"{_WORD}document.main+xml", f"{_WORD}template.main+xml"
_PICTURE = "media/tenuremix-"
"""How the names of the pictures begin that were added here."""
_LIST, _ROOT = "[Content_Types].xml", "_rels/.rels"

MOST_BYTES, _MOST_PARTS = 64_000_000, 4_000
"""Of a Word file, packed or unpacked; the templates of an office are a few megabytes."""
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can state
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),
    *(etree.XMLSyntaxError, LookupError, ValueError, OSError),
)

Element = Any
"""An element of lxml, which has no types."""


def q(name: str) -> str:
    """Give a prefixed name as lxml writes it.

    Examples
    --------
    >>> q("w:p")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p'
    """
    prefix, _, local = name.partition(":")
    return f"{{{SPACES[prefix]}}}{local}"


def node(name: str, /, *children: Element | str, **attributes: object) -> Element:
    """Make an element with its children, or its text; attributes of ``w:`` are of ``w:`` too."""
    made = etree.Element(q(name), nsmap={p: SPACES[p] for p in {name.partition(":")[0], "w"}})
    for key, value in attributes.items():
        made.set(q(f"w:{key}") if name.startswith("w:") else key, xml_text(str(value)))
    for child in children:
        if isinstance(child, str):
            made.text = xml_text(child)
        else:
            made.append(child)
    return made


def xml_text(words: str) -> str:
    r"""Leave out the characters that XML may not hold.

    Examples
    --------
    >>> xml_text("a\x00b\ufffe\n<&")
    'ab\n<&'

    References
    ----------
    XML 1.0, fifth edition, production 2: Char.
    """
    return "".join(c for c in words if c in "\t\n\r" or _is_char(ord(c)))


def _is_char(code: int) -> bool:
    return 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000  # noqa: PLR2004


@dataclass(slots=True)
class WordFile:
    """A Word file.

    Parameters
    ----------
    parts
        The bytes of each part by its name.
    main
        The name of the part that holds the text.
    root
        What that part holds; it is written anew when the file is.
    """

    parts: dict[str, bytes]
    main: str
    root: Element

    @property
    def body(self) -> Element:
        """What holds the text."""
        return self.root.find(q("w:body"))

    def style(self, name: str) -> str:
        """Give the id of a paragraph style by its name in English, as every Word keeps it."""
        part = self.parts.get(posixpath.join(posixpath.dirname(self.main), "styles.xml"))
        if part is None:
            return ""
        for style in parse_xml(part).iter(q("w:style")):
            called = style.find(q("w:name"))
            words = "" if called is None else str(called.get(q("w:val")))
            if style.get(q("w:type")) == "paragraph" and words.casefold() == name:
                return str(style.get(q("w:styleId")))
        return ""

    def add_png(self, content: bytes) -> str:
        """Add a picture as a part of its own; give the id by which the text refers to it."""
        name = f"{_PICTURE}{sha256(content).hexdigest()[:16]}.png"
        self.parts[posixpath.join(posixpath.dirname(self.main), name)] = content
        types = parse_xml(self.parts[_LIST])
        known = {str(each.get("Extension")).lower() for each in types}
        if "png" not in known:
            made = etree.Element(f"{{{_TYPES}}}Default", Extension="png", ContentType="image/png")
            types.insert(0, made)
            self.parts[_LIST] = _written(types)
        relations = self._relations()
        ids = {str(each.get("Target")): str(each.get("Id")) for each in relations}
        if name not in ids:
            number = next(n for n in count(1) if f"rId{n}" not in ids.values())
            ids[name] = f"rId{number}"
            values = {"Id": ids[name], "Type": f"{SPACES['r']}/image", "Target": name}
            etree.SubElement(relations, f"{{{_RELATIONS}}}Relationship", values)
            self.parts[self._relations_part] = _written(relations)
        return ids[name]

    @property
    def _relations_part(self) -> str:
        folder, file = posixpath.split(self.main)
        return posixpath.join(folder, "_rels", f"{file}.rels")

    def _relations(self) -> Element:
        empty = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
        part = self.parts.get(self._relations_part)
        return empty if part is None else parse_xml(part)

    def drop_pictures(self) -> None:
        """Drop the pictures of an earlier filling to which the text no longer refers."""
        used = {each.get(q("r:embed")) for each in self.root.iter(q("a:blip"))}
        relations = self._relations()
        for each in list(relations):
            name = str(each.get("Target"))
            if name.startswith(_PICTURE) and each.get("Id") not in used:
                relations.remove(each)
                self.parts.pop(posixpath.join(posixpath.dirname(self.main), name), None)
                self.parts[self._relations_part] = _written(relations)

    def content(self) -> bytes:
        """Write the file: its parts sorted, on one day, so that the same gives the same bytes."""
        parts = {**self.parts, self.main: _written(self.root)}
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
            for name in sorted(parts):
                info = zipfile.ZipInfo(name, _FIRST_DAY)
                info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
                packed.writestr(info, parts[name])
        return made.getvalue()


def parse_xml(content: bytes) -> Element:
    """Parse a part: no entity, no DTD, nothing from elsewhere."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError
    return root


def _written(root: Element) -> bytes:
    made: bytes = etree.tostring(
        root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return made


def read_bytes(path: Path) -> bytes:
    """Read the bytes of a file that is to be a Word file, no more than one may have.

    Raises
    ------
    DataError
        Where there is no such file, or it cannot be read.
    """
    where = str(path)
    if not path.is_file():
        raise _fault("absent", where)
    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise _fault("unreadable", where, kind="DOCX", detail=error.strerror or error) from error


def read_docx(content: bytes, where: str) -> WordFile:
    """Read a Word file; a template (``.dotx``) becomes a document.

    Parameters
    ----------
    content
        Its bytes.
    where
        Its name, as the reader knows it.

    Raises
    ------
    DataError
        Where it is no Word file, is broken or too large, holds macros or a DTD.
    """
    large = _fault("docx_large", where, most=MOST_BYTES // 1_000_000)
    if len(content) > MOST_BYTES:
        raise large
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            infos = [info for info in packed.infolist() if not info.is_dir()]
            names = [info.filename for info in infos]
            if len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > MOST_BYTES:
                raise large
            packings = {info.compress_type for info in infos}
            if len({*names}) < len(names) or packings - {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise _fault("docx_not", where)
            parts = {info.filename: packed.read(info) for info in infos}
        return _opened(parts, where)
    except _BROKEN as error:
        if isinstance(error, DataError):
            raise
        raise _fault("docx_not", where) from error


def _opened(parts: dict[str, bytes], where: str) -> WordFile:
    for name, content in parts.items():
        # In UTF-16 every other byte is nought.
        if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in content.replace(b"\0", b""):
            raise _fault("docx_dtd", where, part=name)
    found = [each for each in parse_xml(parts[_ROOT]) if _is_main(str(each.get("Type")))]
    main = posixpath.normpath(f"/{found[0].get('Target')}").lstrip("/")
    types = parse_xml(parts[_LIST])
    kinds = [str(each.get("ContentType")) for each in types]
    if any("macroEnabled" in k or "vbaProject" in k for k in kinds) or any(
        name.casefold().endswith("vbaproject.bin") for name in parts
    ):
        raise _fault("docx_macro", where)
    overrides = {str(each.get("PartName")).lstrip("/"): each for each in types}
    of_main, root = overrides[main], parse_xml(parts[main])
    is_word = of_main.get("ContentType") in (_DOCUMENT, _TEMPLATE)
    if not is_word or root.tag != q("w:document") or root.find(q("w:body")) is None:
        raise _fault("docx_not", where)
    if of_main.get("ContentType") == _TEMPLATE:
        of_main.set("ContentType", _DOCUMENT)
        parts[_LIST] = _written(types)
    return WordFile(parts, main, root)


def _is_main(relation: str) -> bool:
    return relation.endswith("/officeDocument")


def _fault(key: str, where: str, **values: object) -> DataError:
    return DataError([Fault(key, where, None, values)])
