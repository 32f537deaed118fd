"""The report as a PDF: what an archive and a screen reader need, with any text, always the same."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from reports import AS_OF
from runs import examples

from tenuremix.document.model import Block, Headline, Layout, Link, Report, Section
from tenuremix.document.tables import Table, TableColumn
from tenuremix.inputs import Workspace
from tenuremix.io.formats.typesetting import letters
from tenuremix.locale.locale import Locale
from tenuremix.report.build import build_reports
from tenuremix.report.pdf import _layout, _words, render_pdf

EACH = pytest.mark.parametrize("document", ["report-sv", "report-en", "annex-sv", "annex-en"])
SMALLEST = {"report": 9.0, "annex": 8.0}
"""The points of the smallest letters."""
ACROSS = re.compile(r"[\s\u200b\u00ad-]+")


@pytest.fixture(scope="module")
def made(workspace: Workspace) -> dict[str, tuple[Report, PdfReader]]:
    documents: dict[str, Report] = {}
    for language in ("sv", "en"):
        both = build_reports(workspace, 2025, as_of=AS_OF, language=language)
        documents |= {f"report-{language}": both.report, f"annex-{language}": both.annex}
    return {name: (one, PdfReader(io.BytesIO(render_pdf(one)))) for name, one in documents.items()}


@cache
def texts(reader: PdfReader) -> list[str]:
    """Give the text of every page."""
    return [page.extract_text() for page in reader.pages]


def elements(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Go through the elements of the document's structure."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        found = waiting.pop().get_object()
        if isinstance(found, list):
            waiting += reversed(found)
        elif isinstance(found, DictionaryObject):
            if "/S" in found:
                yield found
            if "/K" in found:
                waiting.append(found["/K"])


def read(reader: PdfReader) -> str:
    """Give the words of every page, without what breaks lines."""
    return ACROSS.sub("", "".join(texts(reader)))


def titles(outline: list[object]) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from titles(entry)
        else:
            yield entry.title


def headings(report: Report) -> Iterator[str]:
    for section in report.sections:
        if section.title:
            yield section.title
        yield from (part.title for part in section.walk() if part.title)


def shown(words: str) -> str:
    return ACROSS.sub("", _words(words))


def simple(words: str) -> Report:
    """Make a report that has some words wherever a report has words."""
    table = Table(
        words, [TableColumn(words), TableColumn(words, "n")], [[words, words]], [words, words]
    )
    part = Block(
        words, [words], [table], headline=Headline(words, words, words), items=[words],
        terms=[(words, words)],
    )  # fmt: skip
    parts = [
        Block("", parts=[part]),
        Block("", parts=[Block(words, [words]), Block(words)], layout=Layout.COLUMNS),
        Block(words, [words], headline=Headline(words, words), layout=Layout.ROW),
    ]
    return Report(
        words, words, [words], [words], 2025, date(2025, 1, 1), Locale("sv"),
        [Section("a", words, parts)], sender=[(words, words)], links=[Link(words, "bilaga")],
    )  # fmt: skip


# What an archive and a screen reader need -------------------------------------------------------


@EACH
def test_the_document_says_what_it_is(made, document: str) -> None:
    report, reader = made[document]
    root = reader.trailer["/Root"]
    assert root["/Lang"] == document.partition("-")[2]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == report.title
    about = root["/Metadata"].get_object().get_data().decode()
    for claim in ("pdfuaid:part>1<", "pdfaid:part>2<", "pdfaid:conformance>A<"):
        assert claim in about
    assert "CreationDate" not in reader.metadata or "2026" in reader.metadata["/CreationDate"]


@EACH
def test_headings_are_bookmarks_and_keep_their_order(made, document: str) -> None:
    report, reader = made[document]
    bookmarks = list(titles(reader.outline))
    assert [t for t in bookmarks if t in set(headings(report))] == list(headings(report))
    levels = [int(e["/S"][2]) for e in elements(reader) if re.fullmatch("/H[1-6]", e["/S"])]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@EACH
def test_charts_have_their_words(made, document: str) -> None:
    report, reader = made[document]
    charts = [c for section in report.sections for p in section.walk() for c in p.charts]
    alternatives = [e["/Alt"] for e in elements(reader) if e["/S"] == "/Figure"]
    assert charts
    assert alternatives == [f"{c.title}. {c.description}" for c in charts]


@EACH
def test_tables_have_their_heads(made, document: str) -> None:
    report, reader = made[document]
    tables = [
        table
        for section in report.sections
        for part in section.walk()
        for table in (*(c.data for c in part.charts if c.data), *part.tables)
    ]
    found = [e for e in elements(reader) if e["/S"] == "/Table"]
    assert len(found) >= len(tables) > 2
    heads = [e for e in elements(reader) if e["/S"] == "/TH"]
    assert len(heads) >= sum(len(table.columns) for table in tables)
    for head in heads:
        about = head["/A"].get_object()
        (scope,) = [a["/Scope"] for a in (about if isinstance(about, list) else [about])]
        assert scope == "/Column"


@EACH
def test_the_letters_are_large_enough_to_read(made, document: str) -> None:
    _, reader = made[document]
    smallest: list[float] = []

    def note(words: str, cm: list[float], tm: list[float], _: object, size: float) -> None:
        if words.strip():
            smallest.append(size * abs(tm[3]) * abs(cm[3]))

    for page in reader.pages:
        page.extract_text(visitor_text=note)
    assert round(min(smallest), 1) >= SMALLEST[document.partition("-")[0]]


@pytest.mark.parametrize("day", [date(2025, 2, 1), date(2025, 6, 30), date(2025, 9, 30), AS_OF])
def test_the_report_has_four_pages(workspace: Workspace, day: date) -> None:
    for language in ("sv", "en"):
        made = build_reports(workspace, 2025, as_of=day, language=language)
        assert len(PdfReader(io.BytesIO(render_pdf(made.report))).pages) <= 4


def test_wide_tables_stand_on_pages_on_their_side(made) -> None:
    _, reader = made["annex-sv"]
    on_side = [page for page in reader.pages if page.mediabox.width > page.mediabox.height]
    assert 0 < len(on_side) < len(reader.pages)
    _, reader = made["report-sv"]
    assert all(page.mediabox.width < page.mediabox.height for page in reader.pages)


def test_fonts_are_in_the_file_and_not_the_machines_own(made) -> None:
    _, reader = made["annex-sv"]
    names = set()
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"].get_object())
            names.add(str(inner["/BaseFont"]).partition("+")[2].partition("-")[0])
    assert names == {"SourceSansPro"}


# The words and the figures ----------------------------------------------------------------------


@EACH
def test_every_word_of_the_report_is_in_the_document(made, document: str) -> None:
    report, reader = made[document]
    page = read(reader)
    words = [*report.lead, *report.notes, *headings(report)]
    for section in report.sections:
        for part in section.walk():
            words += [*part.lines, *part.items, *(w for pair in part.terms for w in pair)]
            words += [part.headline.figure, part.headline.status] if part.headline else []
            for table in (*(c.data for c in part.charts if c.data), *part.tables):
                words += [c.text for c in table.columns]
                words += [str(cell) for row in (*table.rows, table.foot) for cell in row]
    left = {line for line in words if shown(line) not in page}
    # A word may be split by the foot of a page; then its ends are there.
    assert len(left) <= len(reader.pages)
    assert all(shown(line)[:8] in page and shown(line)[-8:] in page for line in left)


@pytest.mark.parametrize(
    ("word", "set_as"),
    [
        ("Exploateringsförvaltningens", "Exploateringsförvaltningens"),
        ("data/stadsdelar/goteborg_bestand.csv", "data/|stadsdelar/|goteborg_|bestand.csv"),
        ("0" * 64, "|".join("0" * 64)),
        (f"data/{'a1' * 12}", f"data/|{'|'.join('a1' * 12)}"),
        ("short_name", "short_name"),
    ],
)
def test_a_long_word_is_broken_where_a_reader_would(word: str, set_as: str) -> None:
    assert _words(word).replace("\u200b", "|") == set_as


def test_what_is_copied_holds_nothing_that_has_no_width(made) -> None:
    report, reader = made["annex-sv"]
    whole = "".join(texts(reader))
    assert not set(whole) & set("\u200b\u2060")
    items = [item for s in report.sections for part in s.walk() for item in part.items]
    sums = [found[0] for item in items if (found := re.search(r"\b[0-9a-f]{64}\b", item))]
    assert sums
    assert all(each in whole for each in sums)


def test_every_page_has_its_number(made) -> None:
    _, reader = made["annex-sv"]
    for number, text in enumerate(texts(reader), start=1):
        assert f"Sida {number} av {len(reader.pages)}" in text


def test_the_same_report_gives_the_same_bytes_in_another_process(made) -> None:
    code = (
        "import hashlib; from datetime import date; from pathlib import Path\n"
        "from tenuremix import find_settings, load\n"
        "from tenuremix.report.pdf import render_pdf\n"
        "from tenuremix.report.build import build_reports\n"
        "workspace = load(find_settings(Path('/nowhere')))\n"
        "report = build_reports(workspace, 2025, as_of=date(2026, 1, 1)).annex\n"
        "print(hashlib.sha256(render_pdf(report)).hexdigest())\n"
    )
    command = [sys.executable, "-c", code]
    other = subprocess.run(command, check=True, capture_output=True, text=True)
    mine = made["annex-sv"][1].stream.getvalue()
    assert other.stdout.strip() == hashlib.sha256(mine).hexdigest()


# Any text ---------------------------------------------------------------------------------------


def test_hostile_texts_stay_texts(hostile: Workspace) -> None:
    both = build_reports(hostile, 2025, as_of=AS_OF)
    assert '<script>alert("x")</script>' in read(PdfReader(io.BytesIO(render_pdf(both.report))))
    reader = PdfReader(io.BytesIO(render_pdf(both.annex)))
    first = ACROSS.sub("", reader.pages[0].extract_text())
    assert '<script>alert("x")</script>&\'"`{{7*7}}' in first
    assert len(reader.pages) > 60, "texts of 10 000 letters are set to their ends"
    root = reader.trailer["/Root"]
    assert not {"/OpenAction", "/AA"} & set(root)
    for each in reader.pages:
        for note in each.get("/Annots", []):
            assert note.get_object().get("/A", {}).get("/S") in (None, "/GoTo")


@pytest.mark.parametrize(
    "words",
    [
        '#eval("1") #import "x.typ" $x$ *b* _i_ `r` <label> @ref // /* \\u{41}\n- a\n+ b\n/ t: d',
        "\u202egnp.exe\u202c \u200fשלום مرحبا \u2068x\u2069",
        "\x00\x07\x1b\x85\ufeff\ufffe\uffff\ue000\U000f0000\U0010ffff\ud800\udfff\u2028\u2029",
        "漢字 かな 한글 🏠👩‍👩‍👧 𝒳 Å\u0325\u0301",
        "x" * 10_000,
        "ord " * 2_500,
        "\t \u00a0\u2003\u200b",
        "",
    ],
    ids=["markup", "turning", "controls", "unknown", "endless", "long", "blank", "nothing"],
)
@pytest.mark.parametrize("document", ["report", "annex"])
def test_any_text_can_be_set_anywhere(words: str, document: str) -> None:
    made = simple(words)
    if document == "annex":  # which sets every letter of a cell
        made = replace(
            made,
            contents=True,
            sections=[replace(made.sections[0], parts=made.sections[0].parts[:1])],
        )
    assert render_pdf(made).startswith(b"%PDF-")


def test_every_letter_of_the_font_can_be_set() -> None:
    assert {"å", "ä", "ö", "−", "→", "\u00a0", "–", "”", "…", "§"} <= letters()
    page = read(PdfReader(io.BytesIO(render_pdf(simple("".join(sorted(letters())))))))
    assert "abcdefghijklmnopqrstuvwxyz" in page


@examples(300)
@given(st.text(st.characters(exclude_categories=())))
def test_what_the_font_lacks_is_shown_as_missing(words: str) -> None:
    kept = _words(words)
    assert set(kept) <= letters() | set("\n \u200b\ufffd")
    visible = [c for c in unicodedata.normalize("NFC", words) if unicodedata.category(c) != "Cf"]
    assert len(kept.replace("\u200b", "")) == len(visible)


# The layout -------------------------------------------------------------------------------------


@examples(200)
@given(
    st.lists(
        st.tuples(st.sampled_from("nwd"), st.integers(1, 40), st.integers(0, 400)),
        min_size=1,
        max_size=16,
    )
)
def test_a_table_is_never_wider_than_the_page(columns: list[tuple[str, int, int]]) -> None:
    heads = [TableColumn("h" * head, kind) for kind, head, _ in columns]
    row = ["c" * length for _, _, length in columns]
    size, made, _ = _layout(heads, [row], 481.0)
    assert 8 <= size <= 9
    assert sum(column["width"] for column in made) <= 481.0 + len(columns) * 0.05
    assert all(column["width"] > 0 for column in made)


def test_a_group_of_rows_shares_its_first_cell() -> None:
    rows = [["Masthugget", "i dag", "1"], ["", "sedan", "2"], ["Haga", "i dag", "3"]]
    table = Table(
        "t", [TableColumn("Område"), TableColumn("När", "w"), TableColumn("n", "n")], rows, group=2
    )
    report = simple("x")
    report = replace(report, sections=[Section("a", "A", [Block("B", tables=[table])])])
    reader = PdfReader(io.BytesIO(render_pdf(report)))
    spans = [
        a["/RowSpan"]
        for e in elements(reader)
        if e["/S"] == "/TD" and "/A" in e
        for a in ([e["/A"]] if isinstance(e["/A"], dict) else e["/A"])
        if "/RowSpan" in a
    ]
    assert spans == [2]
