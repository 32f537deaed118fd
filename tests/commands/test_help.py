"""The help of every command, and what is said of a wrong one, in the reader's language."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from commanded import app, run
from texts import ALL

ENGLISH = re.compile(
    r"Usage|Options|Arguments|Commands|Error|Try |Example|default|required|Show this|<int|<str"
)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def commands(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield words, command
    for name, each in getattr(command, "commands", {}).items():
        yield from commands(each, (*words, name))


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_and_option_is_told_with_an_example(
    words: tuple[str, ...], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENUREMIX_LANG", language)
    monkeypatch.setenv("COLUMNS", "80")
    result = run(*words, "--help")
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert ("\nExempel:\n  tenuremix " if language == "sv" else "\nExample:\n  tenuremix ") in (
        result.stdout
    )
    if language == "sv":
        assert not ENGLISH.search(result.stdout)
    for param in COMMANDS[words].params:
        assert param.opts[0] in result.stdout or param.param_type_name == "argument"


def test_every_option_has_half_a_line() -> None:
    options = {key: pair for key, pair in ALL.items() if key.startswith("option.")}
    assert len(options) > 80
    assert not [key for key, pair in options.items() if min(len(w.split()) for w in pair) < 3]


@pytest.mark.parametrize("key", [key for key in ALL if key.startswith("example.")])
def test_every_example_is_a_command(key: str) -> None:
    for line in "\n".join(ALL[key]).splitlines():
        first, *words = shlex.split(line)
        assert first == "tenuremix"
        found: tuple[str, ...] = ()
        while (*found, words[0]) in COMMANDS:
            found = (*found, words.pop(0))
            if not words:
                break
        COMMANDS[found].make_context(" ".join(found), list(words))


WRONG = {
    "option": (["areas", "--detail"], "det finns inget --detail. Menade du --details?",
               "there is no --detail. Did you mean --details?"),
    "command": (["chek"], "det finns inget kommando chek. Menade du check?",
                "there is no command chek. Did you mean check?"),
    "missing": (["report"], "--year måste anges.", "--year has to be stated."),
    "argument": (["verify"], "<fil> måste anges.", "<file> has to be stated."),
    "value": (["areas", "--level"], "--level ska följas av ett värde.",
              "--level has to be followed by a value."),
    "no value": (["areas", "--wide=1"], "--wide tar inget värde.", "--wide takes no value."),
    "choice": (["areas", "--format", "xml"], "--format xml: väntade ett av table, json, csv.",
               "--format xml: expected one of table, json, csv."),
    "whole": (["check", "--hyresratt", "1.5"], "--hyresratt 1.5: väntade ett heltal.",
              "--hyresratt 1.5: expected a whole number."),
    "year": (["build", "--year", "99999"], "--year 99999: väntade ett tal från 1900 till 2100.",
             "--year 99999: expected a number from 1900 to 2100."),
    "number": (["plan", "--least-share", "x"], "--least-share x: väntade ett tal.",
               "--least-share x: expected a number."),
    "range": (["plan", "--least-share", "2"], "--least-share 2.0: väntade ett tal från 0 till 1.",
              "--least-share 2.0: expected a number from 0 to 1."),
    "extra": (["build", "x"], "det här hör inte till kommandot: x.",
              "this does not belong to the command: x."),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "swedish", "english"), WRONG.values(), ids=WRONG)
def test_a_wrong_command_is_told_in_the_readers_language(
    arguments: list[str], swedish: str, english: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[0] == f"Fel: {swedish}"
    assert not ENGLISH.search(result.stderr)
    monkeypatch.setenv("TENUREMIX_LANG", "en")
    assert run(*arguments).stderr.splitlines()[0] == f"Error: {english}"


def test_the_language_is_that_of_the_option_then_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run("areas", "--lang", "en", "--help").stdout.startswith("Usage:")
    assert run("areas", "--help", "--lang=en").stdout.startswith("Usage:")
    monkeypatch.setenv("TENUREMIX_LANG", "en")
    assert run("areas", "--help").stdout.startswith("Usage:")
    assert run("areas", "109").stdout.startswith("As of ")
    assert run("areas", "109", "--lang", "sv").stdout.startswith("Läget ")
    assert run("areas", "--help", "--lang", "sv").stdout.startswith("Så här:")
    monkeypatch.setenv("TENUREMIX_LANG", "de")
    assert "väntade ett av sv, en" in run("areas", "109").stderr
