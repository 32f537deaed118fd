"""CSV as programs write it: delimiters, titles, encodings, and letters that were lost."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenuremix.answers.terminal import csv_text
from tenuremix.errors import DataError
from tenuremix.io.files.rows import RawTable, clean, make_table
from tenuremix.io.files.sheets import read_csv

HEAD = ["id", "namn", "datum", "handelse"]
ROW = ["0012", "Kv Åkern, södra", "2025-03-10", "markanvisning"]
TEXT = ";".join(HEAD) + "\n" + ";".join(ROW) + "\n"


def read(folder: Path, raw: bytes) -> RawTable:
    (folder / "a.csv").write_bytes(raw)
    return read_csv(folder / "a.csv", "a.csv")


def fault(folder: Path, raw: bytes) -> tuple[str, object]:
    with pytest.raises(DataError) as raised:
        read(folder, raw)
    first = raised.value.faults[0]
    return first.key, first.values.get("found")


names = (
    st.text('aåÖé ,;|\t"=x1', min_size=1, max_size=8)
    .map(str.strip)
    .filter(lambda s: s and s[0] != "=")
)


@given(
    rows=st.lists(st.tuples(names, names), min_size=1, max_size=4),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"]),
    title=st.sampled_from(["", "Utdrag, 2025, exploateringsnämnden\n\n", "sep=\n"]),
)
def test_every_dialect_gives_the_same_table(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, str]],
    delimiter: str,
    encoding: str,
    title: str,
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([["id", "namn", "handelse"], *([*row, "planerad"] for row in rows)])
    raw = (title.replace("=", f"={delimiter}") + out.getvalue()).encode(encoding)
    table = read(tmp_path_factory.mktemp("csv"), raw)
    assert table.columns == ("id", "namn", "handelse")
    wanted = make_table("a.csv", ["id", "namn"], rows).data
    taken = [value for name in ("id", "namn") for value in table.data[name]]
    plain = [value for name in ("id", "namn") for value in wanted[name]]
    assert taken == plain


def test_rows_keep_the_numbers_of_the_file(tmp_path: Path) -> None:
    titled = f"Beslut, utdrag\n\n{TEXT}".encode()
    assert list(read(tmp_path, titled).numbers) == [4]
    assert list(read(tmp_path, f"sep=;\r\n{TEXT}".encode()).numbers) == [3]


def test_a_zero_that_a_sheet_was_made_to_keep(tmp_path: Path) -> None:
    assert read(tmp_path, TEXT.replace("0012", '="0012"').encode()).data["id"][0] == "0012"


@pytest.mark.parametrize(
    ("encoding", "found"), [("cp850", "DOS 850"), ("cp437", "DOS 850"), ("mac-roman", "Mac Roman")]
)
def test_other_encodings_are_named(tmp_path: Path, encoding: str, found: str) -> None:
    text = TEXT.replace("handelse", "händelse").replace("datum", "område")
    assert fault(tmp_path, text.encode(encoding)) == ("letters_of", found)


@pytest.mark.parametrize(
    ("name", "encoding", "found"),
    [
        ("Ängen", "cp850", "DOS 850"),
        ("ÄR", "cp850", "DOS 850"),
        ("Brå", "cp850", "DOS 850"),
        ("Kv på Ön", "mac-roman", "Mac Roman"),
    ],
)
def test_one_letter_is_enough(tmp_path: Path, name: str, encoding: str, found: str) -> None:
    text = TEXT.replace("Kv Åkern, södra", name)
    assert fault(tmp_path, text.encode(encoding)) == ("letters_of", found)


def test_windows_quotation_marks_are_no_letters(tmp_path: Path) -> None:
    text = TEXT.replace("Kv Åkern, södra", "”Norra” 1970–80 † „x” Žižek")
    assert read(tmp_path, text.encode("cp1252")).data["namn"][0] == "”Norra” 1970–80 † „x” Žižek"


def test_text_encoded_twice_is_read_where_all_of_it_is(tmp_path: Path) -> None:
    twice = TEXT.encode().decode("cp1252")
    table = read(tmp_path, twice.encode())
    assert table.data["namn"][0] == ROW[1]
    assert [note.key for note in table.notes] == ["twice_encoded"]
    mixed = f"{twice}13;Kv Ö;2025-03-10;planerad\n"
    assert fault(tmp_path, mixed.encode()) == ("letters_twice", ROW[1].encode().decode("cp1252"))


def test_letters_that_are_gone_are_a_fault_of_their_cell(tmp_path: Path) -> None:
    assert fault(tmp_path, TEXT.replace("Å", "\ufffd").encode())[0] == "letters_lost"
    assert fault(tmp_path, TEXT.replace("namn", "omr\ufffdde").encode())[0] == "letters_lost"
    assert fault(tmp_path, TEXT.encode("cp1252").replace(b"\xc5", b"\x81"))[0] == "letters_lost"
    assert fault(tmp_path, TEXT.encode("utf-16")[:-1])[0] == "no_text"
    assert fault(tmp_path, b"PK\3\4\0\0" + TEXT.encode())[0] == "no_text"


def test_names_with_a_tilde_are_names(tmp_path: Path) -> None:
    text = TEXT.replace("Kv Åkern, södra", "SÃO JOÃO")
    assert read(tmp_path, text.encode()).data["namn"][0] == "SÃO JOÃO"


SIGNS = st.sampled_from(["=A1", "+1", "-x", "@", "'", ";", ",", "\t", "\n", '"', " ", "a", "5"])


@given(st.lists(st.lists(SIGNS, max_size=6).map("".join) | st.text("åab'=+-@;,\t\"", max_size=9)))
def test_what_is_kept_from_being_a_formula_reads_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    rows = [{"id": f"A{at}", "namn": text} for at, text in enumerate(texts)]
    written = csv_text([{"id": "A", "namn": "b"}, *rows])
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_text(written, encoding="utf-8", newline="")
    table = read_csv(path, "a.csv")
    assert list(table.data["namn"])[1:] == [clean(text) for text in texts]
