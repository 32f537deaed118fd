"""A check as Word: the words of the note, in a page of its own or in the office's template."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from places import DATA
from reports import HOSTILE
from shapely import Point, box
from templates import (
    W,
    bookmark,
    control,
    paragraph,
    paragraphs_of,
    parts_of,
    template,
    text_of,
    unpacked,
    words_of,
)

from tenuremix.answers.note import PLACES, CheckNote
from tenuremix.counting.check import check_proposal
from tenuremix.counting.decisions import Place
from tenuremix.counting.proposal import Plot
from tenuremix.counting.tenure import Tenure
from tenuremix.errors import DataError
from tenuremix.inputs import Workspace
from tenuremix.io.inputs.workspace import find_settings, load

DWELLINGS = {Tenure.HYRESRATT: 80, Tenure.BOSTADSRATT: 40, Tenure.AGANDERATT: 0, Tenure.OKLAR: 0}
OLIVEDAL = Plot("Olivedal", Place(area="109"), DWELLINGS)
CAPTION = "Andel av bostäder med känd upplåtelseform, bestånd den 31 december 2025"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}"


@cache
def city() -> Workspace:
    """Load the bundled city as the command does."""
    return load(find_settings(DATA), beside=("water",))


def note_of(*plots: Plot, workspace: Workspace | None = None, **said: Any) -> CheckNote:
    workspace = workspace or city()
    check = check_proposal(workspace.books, plots or [OLIVEDAL], workspace.targets)
    return CheckNote.of(check, workspace, **said)


@pytest.fixture(scope="module")
def note() -> CheckNote:
    return note_of()


@pytest.fixture(scope="module")
def page(note: CheckNote) -> bytes:
    return note.docx()


def fault_of(note: CheckNote, body: str) -> list[tuple[str, Any]]:
    with pytest.raises(DataError) as caught:
        note.docx(template(body), "mall.docx")
    return [(fault.key, fault.values.get("tag")) for fault in caught.value.faults]


# The page of its own ------------------------------------------------------------------------------


def test_it_says_what_the_note_says(note: CheckNote, page: bytes) -> None:
    opened = docx.Document(BytesIO(page))
    said = [each.text for each in opened.paragraphs]
    assert said[0] == note.title
    assert note.sentence in said
    assert [f"{word}: {line}" in said for word, line in note.verdict] == [True] * len(note.verdict)
    assert {f"{note.decided} {note.holds}", *note.sources} <= {*said}
    assert " ".join(note.calm) in said
    rows = [[cell.text for cell in row.cells] for row in opened.tables[0].rows]
    assert rows == [[c.text for c in note.areas.columns], *map(list, note.areas.rows)]


def test_its_headings_are_headings_and_its_table_has_one(page: bytes) -> None:
    opened = docx.Document(BytesIO(page))
    headings = [p.text for p in opened.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings == [
        "Till bedömningen ur social dimension",
        "Till bedömningen ur ekonomisk dimension",
        "Områdena före och efter",
        "Olivedal och områdena omkring",
        "Källor",
    ]
    assert opened.paragraphs[0].style is not None
    assert opened.paragraphs[0].style.name == "Title"
    (table,) = text_of(page).iter(f"{{{W}}}tbl")
    heads = [row.find(f".//{{{W}}}tblHeader") is not None for row in table.iter(f"{{{W}}}tr")]
    assert heads == [True] + [False] * (len(heads) - 1)
    assert not list(table.iter(f"{{{W}}}gridSpan"))
    assert table.find(f".//{{{W}}}tblCaption").get(f"{{{W}}}val") == CAPTION


def test_the_map_has_a_text_alternative(note: CheckNote, page: bytes) -> None:
    assert note.map is not None
    alternatives = re.findall(
        r'docPr [^>]*descr="([^"]*)"', unpacked(page)["word/document.xml"].decode()
    )
    assert alternatives == [f"{note.map.title}. {note.map.description}"]
    assert "Hyresrätt saknas: " in alternatives[0]
    assert "Olivedal" in alternatives[0]
    (png,) = [part for name, part in unpacked(page).items() if name.endswith(".png")]
    assert png.startswith(b"\x89PNG")


@pytest.mark.parametrize(("language", "tag"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_it_is_in_the_language_of_its_reader(language: str, tag: str) -> None:
    made = note_of(language=language).docx()
    opened = docx.Document(BytesIO(made))
    assert opened.core_properties.language == tag
    assert opened.core_properties.title == note_of(language=language).title
    runs = {
        words_of(run): run.find(f"{{{W}}}rPr/{{{W}}}lang").get(f"{{{W}}}val")
        for run in text_of(made).iter(f"{{{W}}}r")
        if run.find(f"{{{W}}}t") is not None
    }
    quoted = city().targets[0].title
    assert {*runs.values()} == {"sv-SE", tag}
    if language == "en":  # what it quotes is read aloud in Swedish
        assert runs[quoted] == "sv-SE"
        assert all(quoted not in words for words, of in runs.items() if of == "en-GB")


def test_the_same_gives_the_same_bytes(page: bytes) -> None:
    again = note_of().docx()
    assert again == page
    with BytesIO(page) as stream:
        import zipfile

        infos = zipfile.ZipFile(stream).infolist()
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert [info.filename for info in infos] == sorted(info.filename for info in infos)
    core = unpacked(page)["docProps/core.xml"].decode()
    assert re.findall(r">(\d{4}-[^<]*)<", core) == [f"{city().as_of}T00:00:00Z"] * 2


def test_what_the_planner_and_time_say_is_there() -> None:
    made = note_of(assessment="Bra läge.\nMen nära gränsen.", since="Inget nytt.").docx()
    said = paragraphs_of(text_of(made))
    assert "Planerarens egen bedömning" in said
    assert "Bra läge.Men nära gränsen." in said
    assert "Inget nytt." in said
    assert len(list(text_of(made).iter(f"{{{W}}}br"))) == 1


def test_where_nothing_is_drawn_it_says_so(note: CheckNote) -> None:
    made = replace(note, map=None).docx()
    assert not [name for name in unpacked(made) if name.endswith(".png")]
    assert "Ingen karta: områdena eller tomten har inga gränser." in paragraphs_of(text_of(made))


def test_no_text_is_more_than_text() -> None:
    workspace = city()
    hostile = f'{HOSTILE}\ufffe\ud800 =HYPERLINK("http://x") {{ INCLUDETEXT x }} ]]>'
    renamed = replace(
        workspace,
        targets=[replace(t, title=hostile, quote=hostile) for t in workspace.targets],
        sources=[replace(s, title=hostile, link="javascript:alert(1)") for s in workspace.sources],
    )
    plots = [Plot(hostile, Place(Point(147990, 6397500)), DWELLINGS)]
    made = note_of(*plots, workspace=renamed, assessment=hostile, language="en")
    for content in (
        made.docx(),
        made.docx(template(control("tenuremix.social", paragraph("x"))), "m"),
    ):
        parts = unpacked(content)
        text = text_of(content)
        assert not [
            e
            for e in text.iter()
            if e.tag in {f"{{{W}}}{t}" for t in ("fldSimple", "instrText", "hyperlink")}
        ]
        assert b'TargetMode="External"' not in b"".join(parts.values())
        assert any('=HYPERLINK("http://x")' in words for words in paragraphs_of(text))
        docx.Document(BytesIO(content))


# The template -------------------------------------------------------------------------------------


def test_every_field_is_filled_and_all_else_is_as_it_was(note: CheckNote) -> None:
    body = "".join(control(f"tenuremix.{name}", paragraph("[skriv här]")) for name in PLACES)
    other = control("arende.nummer", paragraph("EXF-2026-1"))
    before = parts_of(other + body)
    made = note.docx(template(other + body), "mall.docx")
    after = unpacked(made)
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    (picture,) = {*after} - {*before}
    assert re.fullmatch(r"word/media/tenuremix-[0-9a-f]{16}\.png", picture)
    text = text_of(made)
    said = paragraphs_of(text)
    assert said[0] == "Förslag till beslut"
    assert said[1] == "EXF-2026-1"
    assert said[-1] == "Exploateringsdirektör"
    assert "[skriv här]" not in said
    tags = {
        each.get(f"{{{W}}}val"): each.getparent().getparent() for each in text.iter(f"{{{W}}}tag")
    }
    assert note.sentence in paragraphs_of(tags["tenuremix.social"])
    assert len(list(tags["tenuremix.tabell"].iter(f"{{{W}}}tbl"))) == 1
    for name in ("social", "tabell"):  # that rows are invented is said beside every figure
        assert set(note.calm) <= set(paragraphs_of(tags[f"tenuremix.{name}"]))
    assert len(list(tags["tenuremix.karta"].iter(f"{{{W}}}drawing"))) == 1
    assert set(note.sources) <= set(paragraphs_of(tags["tenuremix.kallor"]))
    assert "inga belopp" in words_of(tags["tenuremix.ekonomisk"])
    docx.Document(BytesIO(made))


def test_a_filled_template_can_be_filled_again(note: CheckNote) -> None:
    body = "".join(control(f"tenuremix.{name}", paragraph("x")) for name in ("social", "karta"))
    body += f"<w:p>{bookmark('tenuremix_kallor', '')}</w:p>"
    once = note.docx(template(body), "mall.docx")
    assert note.docx(once, "mall.docx") == once
    other = note_of(replace(OLIVEDAL, place=Place(area="115"))).docx(once, "mall.docx")
    assert "Vasastaden" in words_of(text_of(other))
    assert "i Olivedal" not in words_of(text_of(other))
    assert len([name for name in unpacked(other) if name.endswith(".png")]) == 1


def test_what_is_set_looks_as_what_stood_there(note: CheckNote) -> None:
    shape = '<w:pStyle w:val="Brd"/><w:jc w:val="both"/>'
    look = '<w:color w:val="112233"/>'
    made = text_of(
        note.docx(template(control("tenuremix.social", paragraph("x", look, shape))), "m")
    )
    first = next(p for p in made.iter(f"{{{W}}}p") if words_of(p) == note.sentence)
    assert first.find(f"{{{W}}}pPr/{{{W}}}jc").get(f"{{{W}}}val") == "both"
    assert first.find(f"{{{W}}}r/{{{W}}}rPr/{{{W}}}color").get(f"{{{W}}}val") == "112233"


def test_a_placeholder_lends_no_look(note: CheckNote) -> None:
    more = (
        "<w:rPr><w:i/></w:rPr><w:showingPlcHdr/><w:text/>"
        '<w:dataBinding w:xpath="/a" w:storeItemID="{1}"/>'
    )
    body = control("tenuremix.social", paragraph("Klicka", '<w:color w:val="808080"/>'), more=more)
    made = text_of(note.docx(template(body), "m"))
    (held,) = made.iter(f"{{{W}}}sdt")
    assert not list(held.iter(f"{{{W}}}color"))
    assert list(held.iter(f"{{{W}}}i"))
    for gone in ("showingPlcHdr", "dataBinding", "text"):  # what would hide or overwrite it
        assert held.find(f"{{{W}}}sdtPr/{{{W}}}{gone}") is None


def test_a_field_within_a_sentence_keeps_the_sentence(note: CheckNote) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>".format
    body = f"<w:p>{run('Före ')}{control('tenuremix.ekonomisk', run('x'))}{run(' efter')}</w:p>"
    (said,) = [p for p in paragraphs_of(text_of(note.docx(template(body), "m"))) if "Före" in p]
    assert said.startswith("Före Förslaget: 80 hyresrätter")
    assert said.endswith(" efter")
    marked = f"<w:p>{run('Före ')}{bookmark('tenuremix_ekonomisk', run('x'))}{run(' efter')}</w:p>"
    assert said in paragraphs_of(text_of(note.docx(template(marked), "m")))
    table = body.replace("ekonomisk", "tabell")
    assert fault_of(note, table) == [("docx_within", "tenuremix.tabell")]


def test_a_field_alone_in_its_paragraph_takes_a_table(note: CheckNote) -> None:
    run = "<w:r><w:t>x</w:t></w:r>"
    for body in (
        f"<w:p>{control('tenuremix.tabell', run)}</w:p>",
        f"<w:p>{bookmark('tenuremix.tabell', run)}</w:p>",
        bookmark("tenuremix_tabell", "<w:p/>" + paragraph("x")),
        f'<w:p><w:bookmarkStart w:id="7" w:name="tenuremix_tabell"/>{run}</w:p><w:p><w:bookmarkEnd '
        f'w:id="7"/><w:r><w:t>Nästa</w:t></w:r></w:p>',
    ):
        made = text_of(note.docx(template(body), "m"))
        (table,) = made.iter(f"{{{W}}}tbl")
        assert table.getparent().tag in (f"{{{W}}}body", f"{{{W}}}sdtContent")
        assert "x" not in paragraphs_of(made)
        starts, ends = (list(made.iter(f"{{{W}}}bookmark{end}")) for end in ("Start", "End"))
        assert len(starts) == len(ends) == ("bookmark" in body)
        if "Nästa" in body:
            assert "Nästa" in paragraphs_of(made)


def test_a_field_may_be_a_cell(note: CheckNote) -> None:
    cell = "<w:tc><w:tcPr><w:tcW w:w='4000' w:type='dxa'/></w:tcPr>{}</w:tc>".format
    body = (
        f"<w:tbl><w:tr>{control('tenuremix.karta', cell(paragraph('x')))}"
        f"{cell(control('tenuremix.tabell', paragraph('y')))}</w:tr></w:tbl>"
    )
    made = text_of(note.docx(template(body), "m"))
    outer = next(made.iter(f"{{{W}}}tbl"))
    assert len(list(made.iter(f"{{{W}}}tbl"))) == 2
    for each in made.iter(f"{{{W}}}tc"):  # Word does not open a cell that ends in a table
        assert each[-1].tag == f"{{{W}}}p" or each[-1].tag == f"{{{W}}}sdt"
    (extent,) = [e for e in outer.iter() if e.tag.endswith("}extent")]
    assert int(extent.get("cx")) < 4000 * 635


def test_what_begins_and_ends_within_a_field_is_kept(note: CheckNote) -> None:
    marks = (
        '<w:p><w:commentRangeStart w:id="3"/><w:bookmarkStart w:id="1" w:name="_Toc1"/>'
        '<w:r><w:t>x</w:t></w:r><w:bookmarkEnd w:id="1"/><w:commentRangeEnd w:id="3"/>'
        '<w:r><w:commentReference w:id="3"/></w:r></w:p>'
    )
    broken = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="16838" w:h="11906"/></w:sectPr></w:pPr></w:p>'
    made = text_of(note.docx(template(control("tenuremix.social", marks + broken)), "m"))
    order = [
        each.tag.rpartition("}")[2]
        for each in made.iter()
        if each.tag.rpartition("}")[2].startswith(("comment", "bookmark", "sectPr"))
    ]
    assert order == [
        *("commentRangeStart", "bookmarkStart"),
        *("sectPr", "bookmarkEnd", "commentRangeEnd", "commentReference", "sectPr"),
    ]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (paragraph("x"), [("docx_no_tags", None)]),
        (control("tenuremix.forslag", paragraph("x")), [("docx_unknown", "tenuremix.forslag")]),
        (
            control("tenuremix.social", paragraph("x"))
            + f"<w:p>{bookmark('tenuremix_beslut', '')}</w:p>",
            [("docx_unknown", "tenuremix_beslut")],
        ),
        (
            control("tenuremix.social", control("tenuremix.tabell", paragraph("x"))),
            [("docx_place", "tenuremix.tabell")],
        ),
        (
            '<w:p><w:r><w:t>a</w:t></w:r><w:bookmarkStart w:id="7" w:name="tenuremix_social"/>'
            '</w:p><w:p><w:bookmarkEnd w:id="7"/></w:p>',
            [("docx_place", "tenuremix_social")],
        ),
        (
            '<w:p><w:bookmarkStart w:id="7" w:name="tenuremix_social"/></w:p>',
            [("docx_place", "tenuremix_social")],
        ),
    ],
)
def test_a_field_that_cannot_be_filled_is_named(
    note: CheckNote, body: str, found: list[Any]
) -> None:
    assert fault_of(note, body) == found


def test_a_field_outside_the_text_is_named(note: CheckNote) -> None:
    header = parts_of("")["word/header1.xml"].replace(
        "Göteborgs Stad".encode(),
        b"</w:t></w:r>" + bookmark("tenuremix_social", "").encode() + b"<w:r><w:t>",
    )
    content = template(control("tenuremix.social", paragraph("x")), {"word/header1.xml": header})
    with pytest.raises(DataError) as caught:
        note.docx(content, "mall.docx")
    assert [fault.key for fault in caught.value.faults] == ["docx_outside"]


def test_the_name_of_a_field_may_be_written_with_other_letters(note: CheckNote) -> None:
    made = note.docx(template(control(" Tenuremix.Källor", paragraph("x"))), "m")
    assert set(note.sources) <= set(paragraphs_of(text_of(made)))


# The map ------------------------------------------------------------------------------------------


def test_the_map_marks_what_is_proposed() -> None:
    square = Plot("Tomten", Place(box(147200, 6396880, 147340, 6396980)), DWELLINGS)
    for plots, mark, said in (
        ([OLIVEDAL], 'stroke-width="3"', "området som förslaget gäller"),
        ([Plot("P", Place(Point(147990, 6397500)), DWELLINGS)], "<circle", "förslagets tomt<"),
        ([square, replace(square, name="Två")], 'fill="#101418"', "förslagets tomter<"),
    ):
        drawn = note_of(*plots).map
        assert drawn is not None
        assert mark in drawn.svg
        assert said in drawn.svg
    assert ">Två<" in drawn.svg


def test_the_same_map_stands_in_the_page(note: CheckNote) -> None:
    assert note.map is not None
    html = note.html()
    assert note.map.svg in html
    assert note.map.description in html


def test_outside_every_area_the_plot_is_still_drawn() -> None:
    far = Plot("Borta", Place(Point(120000, 6397500)), DWELLINGS)
    drawn = note_of(far).map
    assert drawn is not None
    assert drawn.title == "Förslaget och områdena omkring"
    assert "<circle" in drawn.svg


# LibreOffice --------------------------------------------------------------------------------------


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_makes_a_page_of_it(note: CheckNote, page: bytes, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    (tmp_path / "note.docx").write_bytes(page)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    how = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
    command = ["soffice", profile, "--headless", "--convert-to", how, "note.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    if not (tmp_path / "note.pdf").exists():
        pytest.skip("LibreOffice has no Writer")
    read = pypdf.PdfReader(tmp_path / "note.pdf")
    assert len(read.pages) == 1
    assert note.sentence.replace("\xa0", " ") in read.pages[0].extract_text().replace(
        "\xa0", " "
    ).replace("\n", " ")
    content = b"".join(
        repr(each.get_object()).encode()
        for each in map(read.get_object, range(1, len(read.xref[0]) + 1))
        if each is not None
    )
    assert note.map is not None
    assert b"/H1" in content
    assert b"/Alt" in content
