"""A workbook of any texts: they stay texts, and sheets and tables are what Excel allows."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenuremix.io.files.cells import FORMULA
from tenuremix.io.formats.layers import INTEGER, TEXT, WORDS, Field, Layer
from tenuremix.io.formats.xlsx import printable, xlsx_bytes

DAY = date(2025, 12, 31)


def layer(title: str, heads: list[str], rows: list[list[object]]) -> Layer:
    columns = [Field(f"c{at}", TEXT, head) for at, head in enumerate(heads)]
    return Layer("x", title, columns, rows)


def made(*layers: Layer) -> openpyxl.Workbook:
    content = xlsx_bytes(layers, changed_on=DAY, title="T")
    return openpyxl.load_workbook(io.BytesIO(content))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_characters="\r")))
def test_any_text_stays_that_text(words: str) -> None:
    cell = made(layer(words, [words], [[words]])).worksheets[0]["A2"]
    assert (cell.value or "") == printable(words)
    assert cell.data_type in "sn"
    assert bool(cell.quotePrefix) == words.startswith(FORMULA)


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("", ["Blad", "Blad 2"]),
        ("'a' [b]: c/d", ["a b c d", "a b c d 2"]),
        ("många ord " * 9, ["många ord många ord många ord", "många ord många ord många ord 2"]),
        ("\N{HOUSE BUILDING}" * 20, ["\N{HOUSE BUILDING}" * 15, "\N{HOUSE BUILDING}" * 14 + " 2"]),
    ],
)
def test_sheets_have_names_that_excel_allows(title: str, names: list[str]) -> None:
    assert made(*[layer(title, ["a"], []) for _ in range(2)]).sheetnames == names


def test_tables_have_names_that_excel_allows_and_none_twice() -> None:
    titles = ("Per område", "Per-område", "A1", "R1C1", "c", "2025", "--", "é" * 300)
    book = made(*[layer(title, ["a"], [["b"]]) for title in titles])
    names = [name for sheet in book for name in sheet.tables]
    assert names[:7] == ["Per_område", "Per_område_2", "_A1", "_R1C1", "_c", "_2025", "_"]
    assert len(names[7]) <= 255


def test_words_are_as_high_as_their_lines_and_numbers_stand_right() -> None:
    columns = [Field("a", INTEGER, "Antal"), Field("b", WORDS, "Varför"), Field("c", TEXT, "Namn")]
    rows = [[1, "kort", "x"], [2, "långt " * 60, "y"]]
    sheet = made(Layer("x", "X", columns, rows)).worksheets[0]
    assert [cell.alignment.horizontal for cell in sheet[1]] == ["right", "left", "left"]
    assert sheet.row_dimensions[2].height is None
    assert sheet.row_dimensions[3].height == 60
    assert {cell.alignment.vertical for cell in sheet[3]} == {"top"}


@pytest.mark.parametrize(
    ("heads", "rows"), [(["a", "A"], 1), (["a", ""], 1), (["a" * 256, "b"], 1), (["a", "b"], 0)]
)
def test_what_cannot_be_a_table_is_filtered(heads: list[str], rows: int) -> None:
    sheet = made(layer("x", heads, [["1", "2"]] * rows)).worksheets[0]
    assert not sheet.tables
    assert sheet.auto_filter.ref == f"A1:B{rows + 1}"


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    code = (
        f"import sys; sys.path[:0] = {[str(Path(__file__).parent), *sys.path]!r}\n"
        "from test_workbooks import DAY, Path, layer, xlsx_bytes\n"
        "book = xlsx_bytes([layer('x', ['a'], [['b']])], changed_on=DAY, title='T')\n"
        "Path('x.xlsx').write_bytes(book)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
    here = xlsx_bytes([layer("x", ["a"], [["b"]])], changed_on=DAY, title="T")
    assert (tmp_path / "x.xlsx").read_bytes() == here
