"""The nämnd's own assessment and the known limits: what a workspace states, and how it shows."""

from __future__ import annotations

import re
import shutil
import tomllib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from commanded import HOSTILE, STATED, run
from hypothesis import given
from hypothesis import strategies as st
from places import GOOD
from reports import annex_of

from tenuremix.counting.progress import Progress, Status, assess_progress
from tenuremix.io.inputs.workspace import default_folder, find_settings, load
from tenuremix.published.assessment import Judgement, agrees
from tenuremix.published.limits import Evidence, KnownLimit, LimitStatus

ASSESSMENT = """\
[[assessment]]
target = "hr-50"
year = 2025
status = "{status}"
text = {text}
date = 2026-02-10
source = "Nämndens protokoll 2026-02-10, § 12"
"""
LIMITS = """\
stale_after_months = {months}

[[limit]]
id = "a"
text = {text}
status = "open"
last_verified = 2025-06-30
evidence = "measured"
settled_by = "De officiella gränserna."

[[limit]]
id = "b"
text = "Löst sedan länge."
status = "settled"
last_verified = 2001-01-01
evidence = "inferred"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for file in GOOD.iterdir():
        shutil.copy(file, tmp_path)
    lines = 'assessment = "bedomning.toml"\nlimits = ["begransningar.toml"]\n'
    (tmp_path / "tenuremix.toml").write_text(STATED + lines, encoding="utf-8")
    write(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(
    folder: Path, *, status: str = "uppfyllt", months: int = 12, text: str = '"Ord."'
) -> None:
    stated = ASSESSMENT.format(status=status, text=text)
    (folder / "bedomning.toml").write_text(stated, encoding="utf-8")
    limits = LIMITS.format(months=months, text=text)
    (folder / "begransningar.toml").write_text(limits, encoding="utf-8")


def page(year: int = 2025, *options: str) -> str:
    result = run("report", "--year", str(year), "--output", "r.html", *options)
    assert result.exit_code == 0, result.output
    files = re.findall(r"(\S+\.html)", result.stdout)
    assert len(files) == 2
    return "".join(Path(name).read_text(encoding="utf-8") for name in files)


# The nämnd's own assessment ---------------------------------------------------------------------


@pytest.mark.usefixtures("folder")
def test_they_are_counted_by_validate() -> None:
    said = run("validate").stdout
    assert "Bedömningar: 1." in said
    assert "Kända begränsningar: 2." in said


def test_the_assessment_stands_beside_what_is_computed(folder: Path) -> None:
    (progress,) = [
        assess_progress(space.books_on(date(2026, 1, 1)), space.targets[0])
        for space in [load(find_settings(folder))]
    ]
    agreeing = {Status.MET: "uppfyllt", Status.MISSED: "ej_uppfyllt"}[progress.status]
    other = "ej_uppfyllt" if agreeing == "uppfyllt" else "uppfyllt"
    write(folder, status=agreeing)
    assert "De två stämmer överens." in page()
    write(folder, status=other)
    shown = page()
    assert "stämmer inte överens" in shown
    assert f"{progress.counted} räknade av 50" in shown
    assert "§ 12, den 10 februari 2026" in shown
    english = page(2025, "--lang", "en")
    assert "do not agree" in english
    assert "committee" in english


@pytest.mark.usefixtures("folder")
def test_a_year_without_an_assessment_says_so(folder: Path) -> None:
    stated = (folder / "bedomning.toml").read_text(encoding="utf-8")
    (folder / "bedomning.toml").write_text(stated.replace("2025", "2024"), encoding="utf-8")
    assert "Nämnden har inte bedömt målet för 2025" in page()


def test_it_belongs_to_the_workspaces_own_register_and_targets(folder: Path) -> None:
    for key in ("register", "targets"):
        shown = page(
            2025, f"--{key}", str(GOOD / f"{key}.{'csv' if key == 'register' else 'toml'}")
        )
        assert "Nämndens egen bedömning" not in shown
    assert "Nämndens egen bedömning" in page()
    assert (folder / "bedomning.toml").is_file()


PROGRESS = {
    (Status.MET, 60): {"uppfyllt"},
    (Status.MISSED, 40): {"ej_uppfyllt", "delvis"},
    (Status.MISSED, 0): {"ej_uppfyllt"},
    (Status.OPEN, 40): {"pagar", "ej_bedomt", "delvis"},
    (Status.OPEN, 0): {"pagar", "ej_bedomt"},
    (Status.NOT_IN_FORCE, 0): {"pagar", "ej_bedomt"},
    (Status.NOT_ASSESSABLE, 40): {"ej_bedomt"},
}


@pytest.fixture(scope="module")
def progress() -> Progress:
    space = load(find_settings(default_folder()))
    return assess_progress(space.books, space.targets[0], sensitivity=False)


@pytest.mark.parametrize(("status", "counted"), PROGRESS)
def test_what_agrees(progress: Progress, status: Status, counted: int) -> None:
    one = replace(progress, status=status, counted=counted)
    assert {j.value for j in Judgement if agrees(j, one)} == PROGRESS[status, counted]
    direction = replace(one, target=replace(one.target, minimum=None))
    assert {agrees(j, direction) for j in Judgement} == {None}


# Known limits -----------------------------------------------------------------------------------


def test_a_stale_limit_is_marked(folder: Path) -> None:
    write(folder, months=6)
    last = page(2025, "--as-of", "2025-12-30")
    assert "inom den tid som är bestämd" in last
    assert "inaktuell" not in last
    shown = page(2025, "--as-of", "2025-12-31")
    assert "inaktuell: äldre än 6 månader" in shown
    assert "1 har inte kontrollerats" in shown


@given(st.dates(date(1990, 1, 1), date(2050, 1, 1)), st.integers(1, 60), st.integers(0, 4000))
def test_a_limit_grows_old_once(seen: date, months: int, days: int) -> None:
    limit = KnownLimit("x", "…", LimitStatus.OPEN, seen, Evidence.READ, stale_after_months=months)
    day = seen + timedelta(days)
    assert not limit.stale(seen)
    assert limit.stale(day) <= limit.stale(day + timedelta(1))
    assert limit.stale(day) or days <= 31 * months
    assert not replace(limit, status=LimitStatus.SETTLED).stale(day)


def test_a_command_that_does_not_show_them_does_not_read_them(folder: Path) -> None:
    (folder / "begransningar.toml").write_text("?", encoding="utf-8")
    (folder / "bedomning.toml").write_text("?", encoding="utf-8")
    for command in ("areas", "progress", "map"):
        assert run(command).exit_code == 0
    assert run("validate").exit_code == 1


def test_hostile_texts(folder: Path) -> None:
    for word in HOSTILE:
        quoted = '"""' + word.replace("\\", "\\\\").replace('"', '\\"') + '"""'
        write(folder, text=quoted)
        shown = page()
        assert "<script" not in shown
        assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in shown.replace(
            "\N{FIRST STRONG ISOLATE}\N{RIGHT-TO-LEFT OVERRIDE}", ""
        )


def test_the_bundled_limits_are_in_the_report_in_their_order() -> None:
    space = load(find_settings(default_folder()))
    path = default_folder() / "begransningar.toml"
    stated = tomllib.loads(path.read_text(encoding="utf-8"))["limit"]
    report = annex_of(space, 2025, date(2026, 1, 1))
    section = report.section("limits")
    assert section is not None
    (part,) = section.parts
    assert [row[0] for row in part.tables[0].rows] == [limit["text"] for limit in stated]
    names = [each.name for each in report.sections]
    assert names.index("limits") < names.index("basis")
    assert report.section("assessment") is None  # none is made up
