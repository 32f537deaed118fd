"""Answers on a terminal: as wide as it is at most, short unless details are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from commanded import run

from tenuremix.answers.layout import set_out
from tenuremix.document.tables import Table, TableColumn
from tenuremix.locale.locale import Locale

PROPOSED = ("check", "--area", "109", "--hyresratt", "80", "--bostadsratt", "40")
COMMANDS = (
    ("progress",),
    ("areas",),
    ("areas", "askim"),
    ("areas", "--level", "stadsomrade"),
    PROPOSED,
    ("outlook", "--as-of", "2025-06-30"),
    ("segregation", "--by-area", "--by-allocation"),
    ("history",),
    ("history", "E-13"),
    ("plan", "--no-curve"),
    ("validate",),
    ("check", "--area", "999", "--hyresratt", "1"),
)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("width", [80, 60])
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_line_is_wider_than_the_terminal(
    command: tuple[str, ...], language: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    details = ["--details"] if command[0] in {"progress", "areas", "check", "outlook"} else []
    result = run(*command, *details, "--lang", language)
    lines = [*result.stdout.splitlines(), *result.stderr.splitlines()]
    assert lines
    assert not [line for line in lines if len(line) > width]


def test_what_there_is_no_room_for_is_named_and_shown_when_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = run("areas").stdout
    monkeypatch.setenv("COLUMNS", "80")
    narrow, wide = run("areas").stdout, run("areas", "--wide").stdout
    said = " ".join(narrow.split())
    assert "plats här: Bostäder; Majoritet; Beslutat, inte byggt; Majoritet efter." in said
    for shown in (whole, wide):
        assert "Får inte plats" not in shown
        assert "Majoritet efter" in shown
    assert max(map(len, wide.splitlines())) > 80


@pytest.mark.parametrize("command", ["progress", "outlook", "segregation", "check"])
def test_the_answer_stands_in_the_first_screen(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    words = PROPOSED if command == "check" else (command,)
    short, long = (run(*words, *more).stdout.splitlines() for more in ((), ("--details",)))
    assert len(short) < 40
    assert len(long) > len(short)
    assert "Med --details" in " ".join(short[-3:])
    assert "Med --details" not in " ".join(long)
    last = {"progress": "Blandade upplåtelse", "outlook": "Blandade upplåtelse", "check": "Emot"}
    assert any(line.startswith(last.get(command, "Områdena är i genom")) for line in short[:28])


def columns(*heads: str) -> list[TableColumn]:
    return [TableColumn(head) for head in heads]


def laid_out(table: Table, width: int | None) -> list[str]:
    return set_out([table], Locale(), width).splitlines()


def test_a_cell_goes_on_below_and_words_are_broken_last() -> None:
    table = Table("", columns("Namn", "Plats"), [["Södra Guldhedens torg", "Inom Vallgraven"]])
    assert laid_out(table, None)[2] == "Södra Guldhedens torg  Inom Vallgraven"
    assert laid_out(table, 26) == [
        "Namn          Plats",
        "────────────  ────────────",
        "Södra         Inom",
        "Guldhedens    Vallgraven",
        "torg",
    ]
    for width in range(20, 40):
        assert max(map(len, laid_out(table, width))) <= width


def test_columns_are_left_out_in_the_order_of_their_rank() -> None:
    heads = [TableColumn("Ett"), TableColumn("Två", spare=1), TableColumn("Tre", spare=2)]
    table = Table("", heads, [["aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"]])
    assert laid_out(table, 34)[0].split() == ["Ett", "Två", "Tre"]
    assert laid_out(table, 33)[0].split() == ["Ett", "Två"]
    assert laid_out(table, 20)[0].split() == ["Ett"]
    assert "Får inte plats här: Två; Tre." in " ".join(laid_out(table, 20))


def test_a_list_goes_on_below_its_dash_and_a_path_is_never_broken() -> None:
    path = "/en/lang/vag/" + "x" * 60
    found = set_out(["- ett två tre fyra", f"Skrev {path}"], Locale(), 12).splitlines()
    assert found == ["- ett två", "  tre fyra", "Skrev", path]


def test_the_example_says_that_it_is_one(tmp_path: Path) -> None:
    said = run("areas", "--level", "stadsomrade").stdout
    assert "Exemplet som följer med visas; `tenuremix init MAPP`" in said
    assert "Dagen är vald för exemplet; registret når till den " in said
    assert "Dagen är vald" not in run("areas", "--as-of", "2025-06-01").stdout
    assert run("init", "stad").exit_code == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path / "stad")
        assert "Exemplet som följer med" not in run("areas").stdout
        settings = tmp_path / "stad" / "tenuremix.toml"
        lines = settings.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if not line.startswith("as_of")]
        settings.write_text("\n".join(["as_of = 2025-06-01", *kept]), encoding="utf-8")
        assert "Dagen är satt i tenuremix.toml" in run("areas").stdout
