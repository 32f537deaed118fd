"""A Word file that is none, is broken or means harm is refused with one fault."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from templates import control, packed, paragraph, parts_of, template, unpacked

from tenuremix.errors import DataError
from tenuremix.io.formats import docx
from tenuremix.io.formats.docx import read_bytes, read_docx

BODY = control("tenuremix.social", paragraph("x"))
Parts = dict[str, bytes]


def with_parts(change: Callable[[Parts], Mapping[str, bytes]]) -> bytes:
    parts = parts_of(BODY)
    return packed({**parts, **change(parts)})


def entity(parts: Parts) -> Parts:
    dtd = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    text = parts["word/document.xml"].replace(b"?>\n", b"?>\n" + dtd, 1)
    return {"word/document.xml": text.replace(b">x<", b">&x;<")}


def typed(kind: str) -> Callable[[Parts], Parts]:
    wordprocessing = b"openxmlformats-officedocument.wordprocessingml.document.main"
    return lambda parts: {
        "[Content_Types].xml": parts["[Content_Types].xml"].replace(wordprocessing, kind.encode())
    }


def twice() -> bytes:
    made = io.BytesIO(template(BODY))
    with zipfile.ZipFile(made, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("word/document.xml", b"<x/>")
    return made.getvalue()


def packed_otherwise() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_BZIP2) as file:
        for name, content in parts_of(BODY).items():
            file.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "docx_not"),
        (b"PK\x03\x04", "docx_not"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "docx_not"),  # .doc, or a password
        (b"%PDF-1.7", "docx_not"),
        (template(BODY)[:-200], "docx_not"),
        (template(BODY).replace(b"PK\x01\x02", b"PK\x01\x03", 1), "docx_not"),
        (packed({"a.txt": b"x"}), "docx_not"),
        (twice(), "docx_not"),
        (packed_otherwise(), "docx_not"),
        (with_parts(lambda _: {"word/document.xml": b"<w:document"}), "docx_not"),
        (with_parts(lambda _: {"word/document.xml": b"<x/>"}), "docx_not"),
        (with_parts(lambda _: {"word/document.xml": b"<a>" * 5000 + b"</a>" * 5000}), "docx_not"),
        (with_parts(typed("openxmlformats-officedocument.spreadsheetml.sheet.main")), "docx_not"),
        (with_parts(typed("ms-word.document.macroEnabled.main")), "docx_macro"),
        (with_parts(lambda _: {"word/vbaProject.bin": b"x"}), "docx_macro"),
        (with_parts(entity), "docx_dtd"),
        (
            with_parts(lambda _: {"word/footer9.xml": "<!DOCTYPE a []><a/>".encode("utf-16")}),
            "docx_dtd",
        ),
    ],
)
def test_what_is_no_word_file_is_told(content: bytes, key: str) -> None:
    with pytest.raises(DataError) as caught:
        read_docx(content, "mall.docx")
    (fault,) = caught.value.faults
    assert (fault.key, fault.where) == (key, "mall.docx")
    assert "Traceback" not in caught.value.text("sv")


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = with_parts(lambda _: {f"word/{n}.xml": bytes(20_000_000) for n in range(4)})
    assert len(bomb) < 200_000

    def read(*_: object) -> bytes:
        raise AssertionError

    monkeypatch.setattr(zipfile.ZipFile, "read", read)
    with pytest.raises(DataError) as caught:
        read_docx(bomb, "mall.docx")
    assert [fault.key for fault in caught.value.faults] == ["docx_large"]


def test_so_many_parts_are_not_read() -> None:
    many = with_parts(lambda _: {f"word/media/{n}.png": b"" for n in range(4_000)})
    with pytest.raises(DataError) as caught:
        read_docx(many, "mall.docx")
    assert [fault.key for fault in caught.value.faults] == ["docx_large"]


def test_a_file_that_is_too_large_is_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docx, "MOST_BYTES", 1_000)
    (tmp_path / "mall.docx").write_bytes(bytes(5_000))
    content = read_bytes(tmp_path / "mall.docx")
    assert len(content) == 1_001
    with pytest.raises(DataError) as caught:
        read_docx(content, "mall.docx")
    assert [fault.key for fault in caught.value.faults] == ["docx_large"]


@pytest.mark.parametrize("name", ["gone.docx", "."])
def test_a_file_that_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError) as caught:
        read_bytes(tmp_path / name)
    assert [fault.key for fault in caught.value.faults] == ["absent"]


def test_a_template_becomes_a_document() -> None:
    kind = "openxmlformats-officedocument.wordprocessingml.template.main"
    made = read_docx(with_parts(typed(kind)), "mall.dotx").content()
    types = unpacked(made)["[Content_Types].xml"].decode()
    assert "document.main+xml" in types
    assert "template.main+xml" not in types


def test_what_is_only_read_is_written_as_it_was() -> None:
    before = parts_of(BODY)
    after = unpacked(read_docx(packed(before), "mall.docx").content())
    assert after == {**before, "word/document.xml": after["word/document.xml"]}
