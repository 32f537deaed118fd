"""What no product says, in either language: claims on people, rents, areas and decisions.

The figures are of tenure.  They do not say that segregation is broken, that an area is good, that
a dwelling can be paid for or what the committee ought to decide.  What is quoted from the data,
such as the title of a source, is taken out before a product is read, and so are the sentences that
say what the figures do not say.
"""

from __future__ import annotations

import csv
import html
import io
import re
import sqlite3
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from commanded import app, run
from mapped import bundled_map
from places import DATA
from pypdf import PdfReader
from texts import ALL

from tenuremix.io.inputs.workspace import find_settings, load
from tenuremix.locale.catalogue import Language
from tenuremix.report.build import FORMATS, build_reports, render_files

NEVER = re.compile(
    r"""segregering|(?<![#"])(?<!tenuremix\ )\bsegregation  # a command and a section have the name
    |motverk|balanser|balanced|counteract|desegregat|integrera|utanförskap|exclusion
    |problemområd|problem\ area|(?<!vara\ )\b(bra|god|goda|dålig|dåliga)\ (område|stadsdel)
    |\b(good|bad)\ area|\bprisvärd|överkomlig|affordab|low.income|låginkomst|\bbillig|\bcheap
    |\bbör\b|\bshould\ (be\ (built|decided|allocated)|become|decide|build|allocate)\b
    |\bought\ to\b|rekommender|recommend|\bpoäng|\branknin|\bvinnare\b|\bwinner\b
    |kriminal|\bcrime|brottslig|\betnisk|\bethnic|\butländsk|\bforeign
    |staden\ blir\ (mer|mindre)\b|(?<!by\ tenure\ the\ )city\ becomes\ (more|less)\b""",
    re.IGNORECASE | re.VERBOSE,
)
APART = re.compile(r"uppdelad|uppdelning|\bdivided\b|\bdivision\b", re.IGNORECASE)
BY_TENURE = re.compile(r"upplåtelseform|hyresrätt|tenure|rented", re.IGNORECASE)
ELSEWHERE = {"segregation.short.information", "fault.net_apart.expected"}
"""A heading in a table whose caption says that it is by tenure, and a division of the land."""

CHECK = ("check", "--hyresratt", "80", "--bostadsratt", "40", "--area", "109")
COMMANDS = (
    *(("progress",), ("areas",), ("outlook",), ("plan", "--robust"), ("validate",)),
    *(CHECK, ("segregation", "--by-area"), ("segregation", "--by-allocation")),
    *(("history", "E-12"), ("areas", "--level", "stadsomrade")),
)


def plain(words: str) -> str:
    """Give words as they are read: without what a page escapes, breaks and spaces."""
    words = html.unescape(words).replace("\\u003c", "<").replace('\\"', '"')
    words = re.sub("[\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{WORD JOINER}]", "", words)
    return " ".join(words.split())


def strings(found: Any) -> Iterator[str]:
    """Walk the texts of a file of settings."""
    if isinstance(found, dict | list):
        for each in found.values() if isinstance(found, dict) else found:
            yield from strings(each)
    elif isinstance(found, str):
        yield found


@cache
def quoted() -> list[str]:
    """List what the data themselves say, and what the figures are said not to say."""
    found = {words for key, pair in ALL.items() if key.startswith("unsaid.") for words in pair}
    for path in DATA.rglob("*.toml"):
        found |= set(strings(tomllib.loads(path.read_text(encoding="utf-8"))))
    for path in DATA.rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as rows:
            found |= {cell for row in csv.reader(rows) for cell in row}
    found = {plain(words).rstrip(".") for words in found}
    return sorted((words for words in found if NEVER.search(words)), key=len, reverse=True)


def said(words: str) -> list[str]:
    """Find what is said that never is, with some words around it."""
    words = plain(words)
    for each in quoted():
        words = words.replace(each, "")
    return [words[max(0, at.start() - 60) : at.end() + 60] for at in NEVER.finditer(words)]


def workbook(content: bytes) -> str:
    with ZipFile(io.BytesIO(content)) as parts:
        return " ".join(
            parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")
        )


def database(path: Path) -> str:
    with closing(sqlite3.connect(path)) as found:
        return " ".join(line for line in found.iterdump() if line.startswith("INSERT"))


def document(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


READ: dict[str, Callable[[bytes], str]] = {
    ".html": bytes.decode,
    ".pdf": document,
    ".xlsx": workbook,
}


@pytest.mark.parametrize("language", [*Language])
def test_no_text_says_it(language: Language) -> None:
    at = [*Language].index(language)
    texts = {key: pair[at] for key, pair in ALL.items() if not key.startswith("unsaid.")}
    assert not {key: found for key, words in texts.items() if (found := said(words))}


def test_what_is_measured_apart_is_measured_by_tenure() -> None:
    alone = {
        key: words
        for key, pair in ALL.items()
        for words in pair
        if APART.search(words) and not BY_TENURE.search(words) and key not in ELSEWHERE
    }
    assert not alone


@pytest.mark.parametrize("form", ["table", "json", "csv"])
@pytest.mark.parametrize("language", [*Language])
def test_no_answer_says_it(language: str, form: str) -> None:
    for command in COMMANDS:
        result = run(*command, "--lang", language, "--format", form)
        assert result.exit_code == 0, result.stderr
        assert not said(result.stdout + result.stderr), command


def test_no_help_says_it() -> None:
    for name in ("", *(each.name or "" for each in app.registered_commands)):
        shown = run(*filter(None, [name]), "--help").stdout
        shown = re.sub(r"^( +|[\w ]+: .*)segregation\b", "", shown, flags=re.MULTILINE)
        assert not said(shown), name


@pytest.mark.parametrize("language", [*Language])
def test_no_file_says_it(language: str, tmp_path: Path) -> None:
    names = ("note.html", "beside.html", "beside.xlsx", "export.xlsx", "export.gpkg", "mall.xlsx")
    note, beside, sheets, book, layers, form = (tmp_path / name for name in names)
    assert run(*CHECK, "--html", str(note), "--lang", language).exit_code == 0
    plot = tmp_path / "A.csv"
    plot.write_text("namn,hyresratt,bostadsratt,omrade\nT,80,40,109\n", encoding="utf-8")
    both = run("check", str(plot), str(plot), "--compare", "--html", str(beside), "--xlsx",
               str(sheets), "--details", "--lang", language)  # fmt: skip
    assert both.exit_code == 0
    assert not said(both.stdout)
    for path in (book, layers):
        assert run("export", str(path), "--lang", language).exit_code == 0
    assert run("template", str(form), "--lang", language).exit_code == 0
    for page in (note, beside):
        assert not said(page.read_text(encoding="utf-8"))
    assert not said(database(layers))
    for path in (book, sheets, form):
        assert not said(workbook(path.read_bytes()))


@pytest.mark.parametrize("language", [*Language])
def test_no_map_says_it(language: str) -> None:
    page = bundled_map(language)
    assert not said(page)
    assert page.count(plain(ALL["unsaid.title"][[*Language].index(language)])) == 1


@pytest.mark.parametrize("language", [*Language])
def test_no_report_says_it(language: str) -> None:
    workspace = load(find_settings(DATA))
    made = build_reports(workspace, 2025, as_of=date(2025, 12, 31), language=language)
    text = made.report.text
    files = render_files(made, [Path(f"r{suffix}") for suffix in FORMATS])
    assert len(files) == 5
    for path, content in files.items():
        words = READ[path.suffix](content)
        assert not said(words), path
        if path.suffix != ".xlsx":
            own = text.texts("unsaid.brief." if path.stem == "r" else "unsaid.line.")
            assert all(each in plain(words) for each in own.values()), path


@pytest.mark.parametrize(
    "words",
    [
        "80 hyresrätter som bryter segregation",
        "Ett balanserat område",
        "Nämnden bör besluta",
        "a balanced city with affordable\N{NO-BREAK SPACE}dwellings",
        "Staden blir mindre uppdelad",
        "What each plot should become",
    ],
)
def test_what_is_never_said_is_found(words: str) -> None:
    assert said(f"<p>{words}</p>")


def test_a_title_of_a_source_may_say_it() -> None:
    assert any("Motverka segregation" in words for words in quoted())
    assert not said("Källa: " + next(w for w in quoted() if "Motverka segregation" in w) + ".")
