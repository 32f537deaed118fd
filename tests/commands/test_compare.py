"""Proposals of several files are set beside each other, as text, data, a page and a workbook."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pytest
from commanded import HOSTILE, STATED, run
from places import BAD, GOOD, ROOT
from texts import ALL

FILES = ("hyra.csv", "halva.csv", "bort.csv")


@pytest.fixture(autouse=True)
def _in_a_small_city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("areas.geojson", "stock.csv", "register.csv", "targets.toml"):
        shutil.copy(GOOD / name, tmp_path)
    (tmp_path / "tenuremix.toml").write_text(STATED, encoding="utf-8")
    for name, numbers, where in zip(
        FILES, ("80,40", "60,60", "5,0"), ("147500 6397500", "147500 6397500", "9 9"), strict=True
    ):
        file(tmp_path / name, numbers, f"POINT ({where})")
    monkeypatch.chdir(tmp_path)


def file(path: Path, numbers: str, where: str = "POINT (147500 6397500)") -> None:
    words = f"namn,hyresratt,bostadsratt,wkt\nKvarnen,{numbers},{where}\n"
    path.write_text(words, encoding="utf-8")


def test_each_is_to_the_letter_what_a_check_of_its_file_prints() -> None:
    file(Path("bort.csv"), "5,0", "POINT (152000 6397500)")
    result = run("check", *FILES, "--compare", "--format", "json")
    assert result.exit_code == 0
    record = json.loads(result.stdout)
    assert list(record) == ["as_of", "alternatives", "nothing", "differs", "same"]
    for name, alternative in zip(FILES, record["alternatives"], strict=True):
        assert alternative["name"] == name.removesuffix(".csv")
        alone = run("check", name, "--format", "json").stdout
        assert json.dumps(alternative["check"], ensure_ascii=False, indent=1) + "\n" == alone
    outside = next(
        row for row in [*record["differs"], *record["same"]] if row["figure"] == "outside"
    )
    assert outside["values"] == [0, 0, 0, 5]


def test_every_key_and_figure_of_the_json_is_written_down() -> None:
    record = json.loads(run("check", *FILES[:2], "--compare", "--format", "json").stdout)
    figures = [*record["differs"], *record["same"]]
    told = {*record, *record["nothing"], *(key for figure in figures for key in figure)}
    told |= {str(figure[key]) for figure in figures for key in ("subject", "figure", "state")}
    contracts = (ROOT / "docs" / "contracts.md").read_text(encoding="utf-8")
    paragraph = re.search(r"`check --compare` prints.*?\n\n", contracts, re.DOTALL)
    assert paragraph is not None
    assert told - {"None"} <= set(re.findall(r"\w+", paragraph[0]))


def test_a_file_may_stand_twice_and_so_may_a_name() -> None:
    Path("annat").mkdir()
    shutil.copy("halva.csv", "annat/Hyra.csv")
    result = run("check", "hyra.csv", "hyra.csv", "annat/Hyra.csv", "--compare", "--format", "json")
    record = json.loads(result.stdout)
    names = [each["name"] for each in record["alternatives"]]
    assert names == ["hyra (1)", "hyra (2)", "Hyra (3)"]
    for row in [*record["differs"], *record["same"]]:
        assert row["values"][1] == row["values"][2]


def test_the_text_has_what_differs_in_tables_and_the_rest_in_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = run("check", *FILES[:2], "--compare").stdout
    assert max(map(len, shown.splitlines())) <= 80
    heads = [line.split() for line in shown.splitlines() if line.split()[:1] == ["Inget"]]
    assert heads
    assert all(head == ["Inget", "hyra", "halva"] for head in heads)
    assert re.search(r"Hyresrätter +0 +80 +60\n", shown)
    assert "Lika i alla: äganderätter: 0;" in shown
    details = run("check", *FILES[:2], "--compare", "--details").stdout
    assert re.search(r"\nLika i alla\n\nÄganderätter +0\n", details)
    assert ALL["details.compare"][0].split()[-1] in shown
    assert "--details" not in details
    six = run("check", *FILES[:2] * 3, "--compare", "--details").stdout
    assert max(map(len, six.splitlines())) <= 80
    assert "(3)" in six


def test_the_rows_of_the_csv_say_the_same_as_the_json() -> None:
    asked = ("check", *FILES[:2], "--compare", "--format")
    record = json.loads(run(*asked, "json").stdout)
    rows = list(csv.DictReader(io.StringIO(run(*asked, "csv").stdout)))
    keys = ("subject", "id", "level", "figure", "tenure", "state")
    told: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        told.setdefault(tuple(row[key] for key in keys), []).append(row["value"])
    figures = [*record["differs"], *record["same"]]
    assert len(told) == len(figures)
    for figure in figures:
        values = [v["pole"] if isinstance(v, dict) else v for v in figure["values"]]
        key = tuple(figure[key] or "" for key in keys)
        assert told[key] == ["" if value is None else str(value) for value in values]


def test_word_has_a_table_for_each_subject() -> None:
    result = run("check", *FILES[:2], "--compare", "--docx", "bredvid.docx")
    assert result.exit_code == 0
    first = Path("bredvid.docx").read_bytes()
    made = docx.Document("bredvid.docx")
    record = json.loads(run("check", *FILES[:2], "--compare", "--format", "json").stdout)
    subjects = {(row["subject"], row["id"], row["level"]) for row in record["differs"]}
    wide = [table for table in made.tables if len(table.columns) == 4]
    assert len(wide) == len(subjects)
    assert all(table.rows[0].cells[1].text == "Inget" for table in wide)
    run("check", *FILES[:2], "--compare", "--docx", "bredvid.docx")
    assert Path("bredvid.docx").read_bytes() == first


def test_the_workbook_holds_numbers_as_numbers() -> None:
    result = run("check", *FILES[:2], "--compare", "--xlsx", "bredvid.xlsx")
    assert result.exit_code == 0
    assert "bredvid.xlsx" in result.stderr
    book = openpyxl.load_workbook("bredvid.xlsx")
    sheet = book.worksheets[0]
    assert list(sheet.tables) == ["Antal", "Andelar", "I_ord"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Gäller", "Uppgift", "Inget", "hyra", "halva", "Skiljer")
    assert ("Förslagets bostäder", "Hyresrätter", 0, 80, 60, "ja") in rows
    assert ("Förslagets bostäder", "Äganderätter", 0, 0, 0, "nej") in rows
    shares = sheet.tables["Andelar"].ref
    cells = [cell for row in sheet[shares][1:] for cell in row[2:5]]
    assert cells
    assert all(0 <= cell.value <= 1 and cell.number_format == "0.0%" for cell in cells)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_page_has_a_table_that_is_heard_and_nothing_that_runs() -> None:
    assert run("check", *FILES[:2], "--compare", "--html", "bredvid.html").exit_code == 0
    words = Path("bredvid.html").read_text(encoding="utf-8")
    page = _Page()
    page.feed(words)
    names = [tag for tag, _ in page.tags]
    assert names.count("caption") == names.count("table") == 2
    assert not {"script", "link", "img", "iframe"} & set(names)
    for tag, attributes in page.tags:
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
        assert tag != "th" or attributes["scope"] in ("col", "row", "rowgroup")
    assert words.index("<details>") < words.index("Äganderätter")
    assert "@page { size: A4; margin" in words
    run("check", *FILES[:2] * 2, "--compare", "--html", "bredvid.html")
    assert "@page { size: A4 landscape; margin" in Path("bredvid.html").read_text(encoding="utf-8")


def test_names_of_files_are_words_everywhere() -> None:
    hostile = ["<b onload=x>.csv", "=1+1.csv", "\N{RIGHT-TO-LEFT OVERRIDE}vänd.csv"]
    for name in hostile:
        shutil.copy("hyra.csv", name)
    asked = ("check", *hostile, "--compare", "--html", "a.html", "--xlsx", "a.xlsx")
    assert run(*asked).exit_code == 0
    page = Path("a.html").read_text(encoding="utf-8")
    assert "<b onload" not in page
    assert "&lt;b onload=x&gt;" in page
    heads = next(openpyxl.load_workbook("a.xlsx").worksheets[0].iter_rows())
    assert [cell.data_type for cell in heads] == ["s"] * len(heads)
    assert heads[4].value == "=1+1"


def test_a_hostile_plot_changes_no_page() -> None:
    for at, words in enumerate(HOSTILE):
        rows = io.StringIO()
        csv.writer(rows).writerows(
            [["namn", "hyresratt", "wkt"], [words, 5, "POINT (147500 6397500)"]]
        )
        Path(f"{at}.csv").write_text(rows.getvalue(), encoding="utf-8")
    files = [f"{at}.csv" for at in range(len(HOSTILE))]
    assert run("check", *files, "--compare", "--html", "a.html").exit_code == 0
    assert HOSTILE[0] not in Path("a.html").read_text(encoding="utf-8")


def test_the_faults_of_all_files_are_told_at_once_and_nothing_is_written() -> None:
    bad = ("proposal_no_place.csv", "proposal_no_counts.csv", "proposal_header_only.csv")
    for name in bad:
        shutil.copy(BAD / name, name)
    result = run("check", bad[0], *FILES[:2], *bad[1:], bad[0], "--compare", "--html", "a.html")
    assert result.exit_code == 1
    assert all(name in result.stderr for name in bad)
    alone = run("check", bad[0]).stderr.splitlines()[0]
    assert result.stderr.splitlines().count(alone) == 1
    assert not Path("a.html").exists()
    assert not result.stdout


SAME = ("--html", "/dev/stdout", "--xlsx", "/dev/stdout")


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        (("hyra.csv", "halva.csv"), "many_files"),
        (("hyra.csv", "--compare"), "compare_number"),
        (("--compare",), "compare_number"),
        ((*FILES, *FILES, "hyra.csv", "--compare"), "compare_number"),
        (("hyra.csv", "halva.csv", "--compare", "--area", "1"), "compare_alone"),
        (("hyra.csv", "halva.csv", "--compare", "--point", "1,2"), "compare_alone"),
        (("hyra.csv", "halva.csv", "--compare", "--radius", "9"), "compare_alone"),
        (("hyra.csv", "halva.csv", "--compare", "--since", "a.json"), "compare_alone"),
        (("hyra.csv", "halva.csv", "--compare", "--bedomning", "x"), "compare_alone"),
        (("hyra.csv", "halva.csv", "--compare", "--name", "x"), "compare_alone"),
        (("hyra.csv", "halva.csv", "--compare", "--hyresratt", "8"), "compare_alone"),
        (("hyra.csv", "--xlsx", "a.xlsx"), "xlsx_compare"),
        (("hyra.csv", "halva.csv", "--compare", "--mall", "m.docx"), "compare_alone"),
        (("hyra.csv", "halva.csv", "--compare", "--docx", "a.doc"), "suffix"),
        (("hyra.csv", "halva.csv", "--compare", "--html", "a.docx"), "suffix"),
        (("hyra.csv", "halva.csv", "--compare", "--xlsx", "a.csv"), "suffix"),
        (("hyra.csv", "halva.csv", "--compare", *SAME), "compare_same"),
    ],
)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_does_not_go_together_is_said_in_a_sentence(
    arguments: tuple[str, ...], key: str, language: str
) -> None:
    result = run("check", *arguments, "--lang", language)
    assert result.exit_code == 2
    pattern = re.escape(ALL[f"usage.{key}"][language == "en"])
    pattern = re.sub(r"\\\{\w+\\\}", r"\\S+", pattern)
    assert re.fullmatch(pattern, " ".join(result.stderr.split()))
