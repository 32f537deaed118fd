"""A check in Word, as it is asked for: whole files or none, and one message where it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
from commanded import run
from templates import control, paragraph, paragraphs_of, template, text_of

PROPOSED = ("check", "--area", "109", "--hyresratt", "80")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    fields = "".join(control(f"tenuremix.{name}", paragraph("x")) for name in ("social", "karta"))
    Path("mall.docx").write_bytes(template(fields))


def test_the_page_and_the_template_say_what_the_terminal_does() -> None:
    files = ("--html", "a.html", "--docx", "a.docx")
    said = run(*PROPOSED, *files)
    assert said.exit_code == 0
    assert said.stderr.splitlines() == ["Skrev a.html", "Skrev a.docx"]
    first = said.stdout.partition("\n\n")[0].replace("\n", " ")
    filled = run(*PROPOSED, "--docx", "b.docx", "--mall", "mall.docx", "--format", "json")
    assert filled.exit_code == 0
    for name in ("a.docx", "b.docx"):
        sentences = paragraphs_of(text_of(Path(name).read_bytes()))
        assert first.replace("\xa0", " ") in [each.replace("\xa0", " ") for each in sentences]


def test_the_files_do_not_change_the_answer() -> None:
    plain = run(*PROPOSED, "--format", "json").stdout
    assert run(*PROPOSED, "--docx", "a.docx", "--format", "json").stdout == plain


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--mall", "mall.docx"), "--mall fyller en mall; säg med --docx"),
        (("--docx", "a.pdf"), "--docx a.pdf: väntade ett namn som slutar med .docx."),
        (("--docx", "mall.docx", "--mall", "./mall.docx"), "är mallen själv"),
    ],
)
def test_a_wrong_command_is_told(asked: tuple[str, ...], told: str) -> None:
    before = Path("mall.docx").read_bytes()
    result = run(*PROPOSED, *asked)
    assert result.exit_code == 2
    assert told in result.stderr.replace("\n", " ")
    assert Path("mall.docx").read_bytes() == before
    assert sorted(Path().iterdir()) == [Path("mall.docx")]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "filen är inget Word-dokument"),
        (template(control("tenuremix.forslag", paragraph("x"))), "fältet ”tenuremix.forslag”"),
        (template(paragraph("x")), "mallen har inget fält att fylla"),
    ],
)
def test_a_template_that_will_not_do_leaves_nothing_behind(content: bytes, told: str) -> None:
    Path("fel.docx").write_bytes(content)
    Path("a.docx").write_bytes(b"before")
    result = run(*PROPOSED, "--html", "a.html", "--docx", "a.docx", "--mall", "fel.docx")
    assert result.exit_code == 1
    assert result.stderr.startswith("fel.docx: ")
    assert told in result.stderr.replace("\n", " ")
    assert not result.stdout
    assert Path("a.docx").read_bytes() == b"before"
    assert not Path("a.html").exists()
