"""A published report is kept, and a figure that no longer stands is traced to its cause."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import worlds
from commanded import HOSTILE, STATED, run
from hypothesis import given
from hypothesis import strategies as st
from places import GOOD, ROOT
from pypdf import PdfReader
from reports import annex_of
from runs import examples
from worlds import END, TARGETS, VINTAGES, to_areas, to_losses

from tenuremix.answers.record import frozen_json
from tenuremix.answers.verify import verify_json, verify_rows, verify_text
from tenuremix.counting.areas import Stock
from tenuremix.document.model import Section as ReportSection
from tenuremix.document.tables import Table
from tenuremix.inputs import Settings, Workspace
from tenuremix.io.inputs.published import add_published
from tenuremix.io.inputs.workspace import find_settings, load
from tenuremix.locale.locale import Locale
from tenuremix.published.compare import Restatement, compare, seal
from tenuremix.published.differences import CauseKind, FigurePlace

KEPT = "rapporter/rapport-2025.json"
HEADING = "id,namn,datum,handelse,hyresratt,bostadsratt,aganderatt,oklar,omrade,atgard,orsak"
# 101 and 202 are judged: a tenant-owned majority in 101 (80 of 105), none in 202.
ROWS = (
    "A-1,Ettan,2025-02-01,markanvisning,60,40,0,0,101,,",
    "A-2,Tvåan,2025-03-01,markanvisning,30,0,0,0,102,,",
    "A-3,Trean,2025-04-01,markanvisning,0,20,0,0,202,,",
)


def write_register(folder: Path, *rows: str) -> None:
    (folder / "register.csv").write_text("\n".join([HEADING, *rows, ""]), encoding="utf-8")


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    content = path.read_text(encoding="utf-8")
    assert content.count(old) == 1
    path.write_text(content.replace(old, new), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a workspace of four squares whose report of 2025 is frozen."""
    for file in GOOD.iterdir():
        shutil.copy(file, tmp_path)
    (tmp_path / "tenuremix.toml").write_text(STATED, encoding="utf-8")
    write_register(tmp_path, *ROWS)
    monkeypatch.chdir(tmp_path)
    assert run("report", "--year", "2025", "--freeze").exit_code == 0
    return tmp_path


def verified(code: int = 1) -> Any:
    result = run("verify", KEPT, "--format", "json")
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def changed(found: Any) -> dict[tuple[str, ...], tuple[Any, Any]]:
    """Show the figures that differ, by where they stand."""
    return {(*f["subject"], f["figure"]): (f["old"], f["new"]) for f in found["figures"]}


def causes_of(found: Any, section: str, figure: str) -> list[list[str]]:
    """Show the causes of a figure of a section, each by its kind and what."""
    (one,) = [f for f in found["figures"] if (f["section"], f["figure"]) == (section, figure)]
    return [[found["causes"][c]["cause"], found["causes"][c]["what"]] for c in one["causes"]]


# Kept -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("folder")
def test_what_was_just_frozen_stands() -> None:
    found = verified(0)
    assert found["stands"]
    assert found["checked"] > 100
    assert not found["figures"]
    assert not found["causes"]
    assert "siffror står fast" in run("verify", KEPT).stdout


def test_a_report_is_of_its_year(folder: Path) -> None:
    """Of its last day: a decision of the next is not in it; or of an earlier one that is stated."""
    write_register(folder, *ROWS, "A-4,Fyran,2026-01-01,markanvisning,7,0,0,0,101,,")
    assert run("report", "--year", "2025", "--output", "r.html").exit_code == 0
    page = (folder / "r.html").read_text(encoding="utf-8")
    assert "Läget den 31 december 2025" in page
    assert "året hittills" not in page
    assert "Fyran" not in page
    settings = folder / "tenuremix.toml"
    settings.write_text(STATED + "as_of = 2025-03-15\n", encoding="utf-8")
    assert run("report", "--year", "2025", "--output", "r.html").exit_code == 0
    page = (folder / "r.html").read_text(encoding="utf-8")
    assert "Läget den 15 mars 2025, året hittills" in page
    assert "Målet är nått hittills" in page
    assert "Målet nåddes" not in page


def test_the_same_again_changes_nothing(folder: Path) -> None:
    before = (folder / KEPT).stat()
    result = run("report", "--year", "2025", "--freeze")
    assert result.exit_code == 0
    assert "redan fryst" in result.stderr
    after = (folder / KEPT).stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_other_content_is_never_written_over(folder: Path) -> None:
    before = (folder / KEPT).read_bytes()
    page = (folder / "maps" / "rapport-2025.html").stat().st_mtime_ns
    write_register(folder, *ROWS[1:])
    result = run("report", "--year", "2025", "--freeze")
    assert result.exit_code == 1
    assert KEPT in result.stderr
    assert "tenuremix verify" in result.stderr
    assert (folder / KEPT).read_bytes() == before
    assert (folder / "maps" / "rapport-2025.html").stat().st_mtime_ns == page


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    ("options", "refused"),
    [
        (("--output", "register.csv/r.html"), "register.csv/r.html: går inte att skriva"),
        (("--output", "areas.html"), "areas.html: går inte att skriva"),
        ((), "rapporter: går inte att läsa"),
    ],
    ids=["no folder", "a folder of that name", "no place for the record"],
)
def test_a_report_and_its_record_are_written_together_or_not_at_all(
    folder: Path, options: tuple[str, ...], refused: str
) -> None:
    (folder / "areas.html").mkdir()
    if not options:
        shutil.rmtree(folder / "rapporter")
        (folder / "rapporter").write_text("no folder", encoding="utf-8")
    before = contents(folder)
    result = run("report", "--year", "2024", "--freeze", *options)
    assert result.exit_code == 1
    assert refused in result.stderr
    assert result.stdout == ""
    assert contents(folder) == before


def test_a_pdf_that_cannot_be_set_keeps_no_record(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise RuntimeError("typst")

    before = contents(folder)
    monkeypatch.setattr("tenuremix.report.pdf.render_pdf", fail)
    with pytest.raises(RuntimeError, match="typst"):
        run("report", "--year", "2024", "--freeze")
    assert contents(folder) == before


@pytest.mark.parametrize("place", range(4))
def test_a_file_that_cannot_be_replaced_leaves_the_others_as_they_were(
    folder: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    """As on Windows, where a workbook that is open in Excel stays as it is."""
    assert run("report", "--year", "2024").exit_code == 0
    write_register(folder, *ROWS[1:])
    before = contents(folder)
    replace_file, moved = Path.replace, []

    def fail(self: Path, target: Path) -> Path:
        if self.name.endswith("-before"):  # what stood there is put back
            return replace_file(self, target)
        moved.append(target)
        if len(moved) > place:
            raise OSError(13, "open elsewhere")
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    assert run("report", "--year", "2024", "--freeze").exit_code == 1
    assert len(moved) == place + 1
    assert contents(folder) == before
    monkeypatch.undo()


def test_two_workspaces_give_the_same_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = folder / "other"
    shutil.copytree(folder, other, ignore=shutil.ignore_patterns("rapporter", "other"))
    monkeypatch.chdir(other)
    assert run("report", "--year", "2025", "--freeze", "--lang", "en").exit_code == 0
    assert (other / KEPT).read_bytes() == (folder / KEPT).read_bytes()


def test_where_there_is_no_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("report", "--year", "2025", "--freeze")
    assert result.exit_code == 2
    assert "tenuremix init" in result.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("folder")
def test_only_the_workspaces_own_report_is_kept() -> None:
    result = run("report", "--year", "2024", "--freeze", "--register", "register.csv")
    assert result.exit_code == 2
    assert "--register" in result.stderr
    assert not Path("rapporter/rapport-2024.json").exists()


def test_the_date_that_was_published_is_verified(folder: Path) -> None:
    (folder / KEPT).unlink()
    assert run("report", "--year", "2025", "--freeze", "--as-of", "2025-02-15").exit_code == 0
    found = verified(0)
    assert found["as_of"] == "2025-02-15"
    write_register(folder, *ROWS, "A-4,Fyran,2025-02-16,markanvisning,9,0,0,0,101,,")
    later = verified(0)  # a decision after the date moves nothing, but the file is another
    assert [(c["cause"], c["field"]) for c in later["causes"]] == [("input", "sha256")]


# Why --------------------------------------------------------------------------------------------


def test_a_back_dated_row(folder: Path) -> None:
    write_register(folder, *ROWS, "A-1,Ettan,2025-05-01,andring,45,55,0,0,,,")
    found = verified()
    figures = changed(found)
    assert figures["hr-50", "counted"] == (60, 45)
    assert figures["hr-50", "status"] == ("met", "missed")
    assert figures["hr-50", "by_year.2025"] == (60, 45)
    assert causes_of(found, "target", "counted") == [["decision", "added"]]
    assert found["allocations"] == [
        {
            "target": "hr-50",
            "allocation": "A-1",
            "name": "Ettan",
            "old": 60,
            "new": 45,
            "change": -15,
            "causes": [0],
        }
    ]
    assert found["causes"][0]["subject"] == ["A-1", "2025-05-01", "andring"]
    assert found["by_cause"] == {"hr-50": [{"causes": ["decision"], "change": -15}]}
    # The areas of other allocations are as they were.
    assert {f["subject"][1] for f in found["figures"] if f["section"] == "area"} == {
        "101",
        "10",
        "1",
    }


def test_a_correction_and_a_row_struck_give_their_reasons(folder: Path) -> None:
    write_register(
        folder,
        *ROWS,
        "A-1,Ettan,2025-02-01,markanvisning,70,,,,,ratta,Fel i protokollet",
        "A-3,Trean,2025-04-01,markanvisning,,,,,,stryk,Aldrig beslutat",
    )
    found = verified()
    told = {(c["subject"][0], c["what"]): c for c in found["causes"] if c["cause"] == "decision"}
    assert told["A-1", "corrected"]["reason"] == "Fel i protokollet"
    assert (told["A-1", "corrected"]["field"], told["A-1", "corrected"]["new"]) == ("hyresratt", 70)
    assert told["A-3", "struck"]["reason"] == "Aldrig beslutat"
    assert causes_of(found, "target", "counted") == [["decision", "corrected"]]
    words = run("verify", KEPT).stdout
    assert "rättat, hyresratt från 60 till 70: Fel i protokollet" in words
    assert "är struket: Aldrig beslutat" in words


def test_a_row_that_has_gone(folder: Path) -> None:
    write_register(folder, *ROWS[1:])
    found = verified()
    assert changed(found)["hr-50", "counted"] == (60, 0)
    assert causes_of(found, "target", "counted") == [["decision", "gone"]]


def test_a_revised_stock(folder: Path) -> None:
    edit(folder, "stock.csv", "101,2024-12-31,flerbostadshus,bostadsratt,80",
         "101,2024-12-31,flerbostadshus,bostadsratt,24")  # fmt: skip
    found = verified()
    assert changed(found)["hr-50", "counted"] == (60, 0)
    assert causes_of(found, "target", "counted") == [["stock", "changed"]]
    (cell,) = [cause for cause in found["causes"] if cause["cause"] == "stock"]
    assert cell["subject"] == ["2024-12-31", "primaromrade", "101", "flerbostadshus", "bostadsratt"]
    assert (cell["old"], cell["new"]) == (80, 24)
    assert found["by_cause"] == {"hr-50": [{"causes": ["stock"], "change": -60}]}
    # The shortfall of every area is measured against the city, whose mix is another.
    (far,) = [f for f in found["figures"] if f["subject"] == ["primaromrade", "102"]][:1]
    assert [found["causes"][c]["cause"] for c in far["causes"]] == ["reference"]


def test_two_causes_of_two_allocations_are_told_apart(folder: Path) -> None:
    edit(folder, "stock.csv", "102,2024-12-31,flerbostadshus,bostadsratt,30",
         "102,2024-12-31,flerbostadshus,bostadsratt,300")  # fmt: skip
    write_register(folder, *ROWS, "A-1,Ettan,2025-05-01,andring,45,55,0,0,,,")
    found = verified()
    moved = {m["allocation"]: (m["change"], m["causes"]) for m in found["allocations"]}
    kinds = {id_: {found["causes"][c]["cause"] for c in told} for id_, (_, told) in moved.items()}
    assert {id_: change for id_, (change, _) in moved.items()} == {"A-1": -15, "A-2": 30}
    assert kinds == {"A-1": {"decision"}, "A-2": {"stock"}}
    assert sorted(s["change"] for s in found["by_cause"]["hr-50"]) == [-15, 30]


def test_a_new_vintage(folder: Path) -> None:
    path = folder / "stock.csv"
    heading, *rows = path.read_text(encoding="utf-8").splitlines()
    later = [row.replace("2024-12-31", "2025-01-31") for row in rows]
    later = [row.replace("bostadsratt,80", "bostadsratt,20") for row in later]
    path.write_text("\n".join([heading, *rows, *later, ""]), encoding="utf-8")
    found = verified()
    assert changed(found)["hr-50", "counted"] == (60, 0)
    assert causes_of(found, "target", "counted") == [["stock", "added"]]
    assert ["2025-01-31"] in [cause["subject"] for cause in found["causes"]]


def test_a_changed_definition_and_target(folder: Path) -> None:
    edit(folder, "targets.toml", 'level = "primaromrade"', 'level = "primaromrade"\n'
         'criterion = "share >= 0.9"')  # fmt: skip
    edit(folder, "targets.toml", "minimum = 50", "minimum = 70")
    found = verified()
    figures = changed(found)
    assert figures["hr-50", "counted"] == (60, 0)
    assert figures["hr-50", "minimum"] == (50, 70)
    assert causes_of(found, "target", "counted") == [["definition", "changed"]]
    assert causes_of(found, "target", "minimum") == [["target", "changed"]]
    told = {(c["cause"], c["field"]): (c["old"], c["new"]) for c in found["causes"]}
    assert told["definition", "criterion"] == ("majority", "share >= 0.9")
    assert told["target", "minimum"] == (50, 70)


def test_definitions_are_said_in_words(folder: Path) -> None:
    write_register(folder, *ROWS, "A-4,Fyran,2025-05-01,markanvisning,7,0,0,0,101,,")
    edit(folder, "targets.toml", 'level = "primaromrade"', 'level = "primaromrade"\n'
         'criterion = "share >= 0.7"')  # fmt: skip
    swedish, english = (run("verify", KEPT, "--lang", language).stdout for language in ("sv", "en"))
    rows = run("verify", KEPT, "--format", "csv").stdout
    assert not any(re.search(r"\w/\w+/majority/", shown) for shown in (swedish, english, rows))
    swedish = swedish.replace("\N{NO-BREAK SPACE}", " ")
    line = "enligt ”primärområden där mer än hälften av bostäderna är bostadsrätter"
    assert f"{line}”: räknade 60 → 67." in swedish
    assert "minst 70 % av bostäderna är bostadsrätter (vald)”: räknade – → 67." in swedish
    assert "by “primärområden where more than half of the dwellings are tenant-owned" in english
    assert "villkor från mer än hälften av bostäderna till minst 70 % av bostäderna" in swedish
    assert "condition from more than half of the dwellings to at least 70% of" in english


@pytest.mark.parametrize("stated", [{}, {"level": 3}, {"level": "x", "criterion": "share >= x"}])
def test_a_definition_that_a_record_does_not_tell_is_named(
    folder: Path, stated: dict[str, Any]
) -> None:
    path = folder / KEPT
    record = json.loads(path.read_text(encoding="utf-8"))
    for answer in record["progress"][0]["sensitivity"]:
        answer["definition"] = {"id": answer["definition"]["id"], **stated}
        answer["counted"] += 1
    path.write_text(json.dumps({**record, "sha256": seal(record)}), encoding="utf-8")
    shown = run("verify", KEPT)
    assert shown.exit_code == 1
    assert "enligt ”" in shown.stdout


def test_a_target_that_has_gone(folder: Path) -> None:
    edit(folder, "targets.toml", 'id = "hr-50"', 'id = "hr-51"')
    found = verified()
    figures = changed(found)
    assert figures["hr-50", "counted"] == (60, None)
    assert figures["hr-51", "counted"] == (None, 60)
    assert {(c["cause"], c["what"]) for c in found["causes"]} >= {
        ("target", "gone"),
        ("target", "added"),
    }


def test_changed_areas(folder: Path) -> None:
    path = folder / "areas.geojson"
    areas = json.loads(path.read_text(encoding="utf-8"))
    (one,) = [f for f in areas["features"] if f["properties"]["kod"] == "101"]
    one["properties"]["namn"] = "Nytt namn"
    path.write_text(json.dumps(areas), encoding="utf-8")
    named = verified(0)  # a name is no figure
    assert {(c["cause"], c["field"]) for c in named["causes"]} == {
        ("area", "name"),
        ("input", "sha256"),
    }
    one["properties"]["foralder"] = "20"
    path.write_text(json.dumps(areas), encoding="utf-8")
    found = verified()
    area = [f for f in found["figures"] if f["subject"][:2] == ["mellanomrade", "20"]]
    assert area
    assert {found["causes"][c]["cause"] for f in area for c in f["causes"]} >= {"area"}
    assert all(f["exact"] for f in area)


def test_words_alone_are_no_figures(folder: Path) -> None:
    write_register(folder, ROWS[0].replace("Ettan", "Kvarteret Ettan"), *ROWS[1:])
    found = verified(0)
    assert [(c["cause"], c["field"], c["figures"]) for c in found["causes"]] == [
        ("decision", "name", 0),
        ("input", "sha256", 0),
    ]
    assert "ingen siffra har påverkats" in run("verify", KEPT).stdout


@pytest.mark.parametrize(("version", "cause"), [("0.0.9", "rules"), (None, "unknown")])
def test_what_nothing_in_the_inputs_explains(folder: Path, version: str | None, cause: str) -> None:
    record = json.loads((folder / KEPT).read_text(encoding="utf-8"))
    record["tenuremix"] = version or record["tenuremix"]
    record["progress"][0]["counted"] = 61
    record["sha256"] = seal(record)
    (folder / KEPT).write_text(json.dumps(record), encoding="utf-8")
    found = verified()
    assert changed(found) == {("hr-50", "counted"): (61, 60)}
    assert causes_of(found, "target", "counted") == [[cause, "changed"]]


def test_a_key_that_a_later_version_adds_is_no_difference(folder: Path) -> None:
    record = json.loads((folder / KEPT).read_text(encoding="utf-8"))
    for area in record["areas"]["primaromrade"]:
        del area["planned"]
    del record["progress"][0]["potential"]
    record["sha256"] = seal(record)
    (folder / KEPT).write_text(json.dumps(record), encoding="utf-8")
    assert verified(0)["stands"]


def test_a_report_of_another_version_is_recomputed_by_the_rules_of_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Version 0.1.0 dated the report a day later, and counted wrong in the corners it holds."""
    shutil.copytree(ROOT / "tests" / "published" / "0.1.0", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    found = verified()
    assert found["as_of"] == "2026-01-01"
    assert {cause["cause"] for cause in found["causes"]} == {"rules"}
    assert all(figure["causes"] and figure["exact"] for figure in found["figures"])
    figures = changed(found)
    assert figures["hr", "counted"] == (104, 105)  # the order of a day
    assert figures["hr", "status"] == ("not_assessable", "met")  # what was taken back unjudged
    assert figures["hr", "without_exceptions"] == (104, 88)  # a subgroup stated later
    assert figures["riktning", "counted"] == (87, 88)
    assert ("hr", "complete") not in figures


def test_a_register_that_turns_out_incomplete_is_the_cause(folder: Path) -> None:
    sidecar = folder / "register.csv.source.toml"
    edit(folder, "targets.toml", "minimum = 50", "minimum = 500")
    (folder / KEPT).unlink()
    assert run("report", "--year", "2025", "--freeze").exit_code == 0
    sidecar.write_text("complete_until = 2025-06-30\n", encoding="utf-8")
    found = verified()
    assert changed(found)["hr-50", "status"] == ("missed", "not_assessable")
    assert causes_of(found, "target", "status") == [["input", "changed"]]
    assert "fullständigt till" in run("verify", KEPT).stdout


# Restated ---------------------------------------------------------------------------------------


def test_the_next_report_tells_what_has_changed(folder: Path) -> None:
    assert run("report", "--year", "2026", "--output", "same.html").exit_code == 0
    same = (folder / "bilaga-2026.html").read_text(encoding="utf-8")
    assert "Ändrat sedan rapporten för 2025" in same
    assert "siffror står fast" in same
    write_register(folder, *ROWS, "A-1,Ettan,2025-05-01,andring,45,55,0,0,,,")
    assert run("report", "--year", "2026", "--output", "other.html").exit_code == 0
    other = (folder / "bilaga-2026.html").read_text(encoding="utf-8")
    assert "60 räknades då, 45 i dag" in other
    assert "beslutet 2025-05-01 (ändring) har kommit till" in other
    assert "Changed since" not in other


def test_the_latest_earlier_report_is_the_one_compared_with(folder: Path) -> None:
    shutil.copy(folder / KEPT, folder / "rapporter" / "rapport-9999.json")
    (folder / "rapporter" / "rapport-gammal.json").write_text("{", encoding="utf-8")
    assert run("report", "--year", "2029", "--output", "r.html").exit_code == 0
    assert "rapporten för 2025" in (folder / "bilaga-2029.html").read_text(encoding="utf-8")
    assert run("report", "--year", "2025", "--output", "r.html").exit_code == 0
    assert "--freeze" in (folder / "bilaga-2025.html").read_text(encoding="utf-8")


def test_a_broken_earlier_report_stops_the_next(folder: Path) -> None:
    (folder / KEPT).write_text("{", encoding="utf-8")
    for command in (["report", "--year", "2026", "--freeze"], ["build", "--year", "2026"]):
        before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
        result = run(*command)
        assert result.exit_code == 1
        assert KEPT in result.stderr
        after = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
        assert after == before


# What was forecast ------------------------------------------------------------------------------

FEBRUARY = ("report", "--year", "2025", "--freeze", "--as-of", "2025-02-15")
OUTCOME = "Den 15 februari 2025 gav prognosen 60 i nio fall av tio. Utfallet blev 60."


@pytest.fixture
def forecast(folder: Path) -> Path:
    """Stand in a workspace that has kept the report of a running year."""
    (folder / KEPT).unlink()
    assert run(*FEBRUARY).exit_code == 0
    return folder


def test_a_forecast_is_kept_and_its_outcome_set_beside_it(forecast: Path) -> None:
    (kept,) = json.loads((forecast / KEPT).read_text(encoding="utf-8"))["outlook"]
    assert kept["target"] == "hr-50"
    assert kept["last_day"] == "2025-12-31"
    assert run("report", "--year", "2025", "--output", "r.html").exit_code == 0
    assert OUTCOME in (forecast / "r.html").read_text(encoding="utf-8")
    page = (forecast / "bilaga-2025.html").read_text(encoding="utf-8")
    assert "Prognosen och utfallet" in page
    assert OUTCOME in page
    assert OUTCOME in run("outlook", "--as-of", "2026-03-01").stdout
    assert "gav prognosen" not in run("outlook", "--as-of", "2025-06-30").stdout
    verified(0)


def test_the_report_of_the_year_is_kept_beside_that_of_a_day_in_it(forecast: Path) -> None:
    before = (forecast / KEPT).read_bytes()
    assert run("report", "--year", "2025", "--freeze").exit_code == 0
    kept = forecast / "rapporter" / "rapport-2025-laget-2025-12-31.json"
    assert json.loads(kept.read_text(encoding="utf-8"))["outlook"] == []
    assert (forecast / KEPT).read_bytes() == before
    assert "redan fryst" in run("report", "--year", "2025", "--freeze").stderr
    assert "redan fryst" in run(*FEBRUARY).stderr
    assert run("report", "--year", "2026", "--output", "r.html").exit_code == 0
    page = (forecast / "bilaga-2026.html").read_text(encoding="utf-8")
    assert "Rapporten för 2025, läget den 31 december 2025" in page


def test_a_record_without_forecasts_is_still_read(forecast: Path) -> None:
    record = json.loads((forecast / KEPT).read_text(encoding="utf-8"))
    del record["outlook"]
    record["sha256"] = seal(record)
    (forecast / KEPT).write_text(json.dumps(record), encoding="utf-8")
    verified(0)
    assert run("report", "--year", "2025", "--output", "r.html").exit_code == 0
    assert "gav prognosen" not in (forecast / "r.html").read_text(encoding="utf-8")


# Words ------------------------------------------------------------------------------------------


def test_what_has_begun_moves_no_line_of_the_ledger(folder: Path) -> None:
    (folder / KEPT).unlink()
    heading = f"{HEADING},varav_hyresratt,forvantad"
    rows = [heading, *(f"{row},," for row in ROWS), "A-1,,2025-06-01,byggstart,,,,,,,,{begun},"]
    path = folder / "register.csv"
    path.write_text("\n".join(rows).format(begun=20), encoding="utf-8")
    assert run("report", "--year", "2025", "--freeze").exit_code == 0
    path.write_text("\n".join(rows).format(begun=30), encoding="utf-8")
    found = verified(0)
    (cause,) = [c for c in found["causes"] if c["cause"] == "decision"]
    assert (cause["field"], cause["old"], cause["new"]) == ("begun.hyresratt", 20, 30)


def test_hostile_texts_stay_harmless(folder: Path) -> None:
    (folder / KEPT).unlink()
    script, formula, turned, long = HOSTILE

    def quoted(word: str) -> str:
        return '"' + word.replace('"', '""') + '"'

    rows = [
        f"A-{n},{quoted(word)},2025-02-01,markanvisning,60,40,0,0,101,,"
        for n, word in enumerate((script, formula, turned, long))
    ]
    write_register(folder, *rows)
    assert run("report", "--year", "2025", "--freeze").exit_code == 0
    struck = [
        f"A-{n},,2025-02-01,markanvisning,,,,,,stryk,{quoted(word)}"
        for n, word in enumerate((script, formula, turned, long))
    ]
    write_register(folder, *rows, *struck, ROWS[1])
    assert run("report", "--year", "2026", "--output", "r.html").exit_code == 0
    names = ("r.html", "bilaga-2026.html")
    page = "".join((folder / name).read_text(encoding="utf-8") for name in names)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search("(?<!\N{FIRST STRONG ISOLATE})\N{RIGHT-TO-LEFT OVERRIDE}", page)
    assert not re.search(r"(^|,|\")[=+@]", run("verify", KEPT, "--format", "csv").stdout)
    table = run("verify", KEPT).stdout
    assert not re.search("(?<!\N{FIRST STRONG ISOLATE})\N{RIGHT-TO-LEFT OVERRIDE}", table)


def test_every_kind_of_cause_and_figure_has_words(folder: Path) -> None:
    write_register(folder, *ROWS, "A-1,Ettan,2025-05-01,andring,45,55,0,0,,,")
    for lang in ("sv", "en"):
        printed = run("verify", KEPT, "--lang", lang).stdout
        assert "figure." not in printed
        assert "cause." not in printed
    assert "counted 60 → 45" in printed
    rows = run("verify", KEPT, "--format", "csv").stdout.splitlines()
    assert rows[0] == "section,where,figure,old,new,change,cause"


@pytest.mark.usefixtures("folder")
def test_every_key_is_written_down() -> None:
    contracts = (ROOT / "docs" / "contracts.md").read_text(encoding="utf-8")
    words = set(re.findall(r"\w+", contracts))
    found = verified(0)
    assert set(found) <= words
    assert set(json.loads(Path(KEPT).read_text(encoding="utf-8"))) <= words


# Any world --------------------------------------------------------------------------------------


@st.composite
def workspaces(draw: Callable[..., Any]) -> tuple[Workspace, Any]:
    """Draw a workspace, and the map it was made from."""
    areas = draw(worlds.maps())
    stock = worlds.to_stock(draw(worlds.stocks(areas)), draw(st.sampled_from([0, 2, None])))
    target = worlds.to_target(draw(TARGETS), draw(worlds.definitions()))
    register = worlds.to_register(draw(worlds.registers(areas)))
    lost = to_losses(draw(worlds.losses(areas)))
    stated = Settings((), (), (), ())
    made = to_areas(areas)
    return Workspace(stated, made, stock, register, [target], [], END, losses=lost), areas


def compared(old: Workspace, new: Workspace) -> Restatement:
    return compare(frozen_json(old, 2025, END), frozen_json(new, 2025, END))


def check_words(found: Restatement) -> None:
    """See that everything can be said and adds up."""
    counted = [record["progress"][0]["counted"] for record in (found.old, found.new)]
    assert sum(found.by_cause("t").values()) == counted[1] - counted[0]
    assert sum(each.new - each.old for each in found.moved) == counted[1] - counted[0]
    json.dumps(verify_json(found))
    for lang in ("sv", "en"):
        assert verify_text(found, Locale(lang))
        assert len(verify_rows(found, Locale(lang))) == len(found.differences)


@examples(40)
@given(workspaces())
def test_what_is_frozen_stands(drawn: tuple[Workspace, Any]) -> None:
    workspace, _ = drawn
    found = compared(workspace, workspace)
    assert found.stands
    assert not found.causes
    record = frozen_json(workspace, 2025, END)
    assert json.loads(json.dumps(record)) == record
    assert seal(record) == record["sha256"]


@examples(50)
@given(workspaces(), st.data())
def test_another_register_is_the_only_cause(
    drawn: tuple[Workspace, Any], data: st.DataObject
) -> None:
    workspace, areas = drawn
    register = worlds.to_register(data.draw(worlds.registers(areas)))
    found = compared(workspace, replace(workspace, register=register))
    assert {c.kind for each in found.differences for c in each.causes} <= {CauseKind.DECISION}
    check_words(found)
    for each in found.differences:
        if each.section is FigurePlace.LEDGER:
            assert {cause.subject[0] for cause in each.causes} == {each.subject[1]}


@examples(50)
@given(workspaces(), st.data())
def test_another_stock_is_the_only_cause(drawn: tuple[Workspace, Any], data: st.DataObject) -> None:
    workspace, areas = drawn
    vintages = data.draw(st.sampled_from([VINTAGES, VINTAGES[:1], VINTAGES[1:]]))
    stock: Stock = worlds.to_stock(data.draw(worlds.stocks(areas, vintages)), 2)
    found = compared(workspace, replace(workspace, stock=stock))
    kinds = {c.kind for each in found.differences for c in each.causes}
    assert kinds <= {CauseKind.STOCK, CauseKind.REFERENCE}
    check_words(found)


@examples(50)
@given(workspaces(), st.data())
def test_another_target_is_the_only_cause(
    drawn: tuple[Workspace, Any], data: st.DataObject
) -> None:
    workspace, _ = drawn
    target = worlds.to_target(data.draw(TARGETS), data.draw(worlds.definitions()))
    found = compared(workspace, replace(workspace, targets=[target]))
    kinds = {c.kind for each in found.differences for c in each.causes}
    assert kinds <= {CauseKind.TARGET, CauseKind.DEFINITION}
    check_words(found)


# A cause, said once ----------------------------------------------------------------------------


@pytest.fixture
def restated(folder: Path) -> Table:
    """Give the table of a section where several figures have one cause, and one has another."""
    write_register(folder, *ROWS, "A-4,Fyran,2025-05-01,markanvisning,7,0,0,0,101,,")
    edit(folder, "targets.toml", 'level = "primaromrade"', 'level = "primaromrade"\n'
         'criterion = "share >= 0.7"')  # fmt: skip
    section = built_section("restated")
    table = next(t for part in section.walk() for t in part.tables if part.title == "Målen")
    assert [band.rows for band in table.bands] == [3, 1]
    return table


def built_section(name: str) -> ReportSection:
    workspace = load(find_settings(Path.cwd()))
    workspace = add_published(workspace, year=2026, as_of=workspace.day_of_report(2026))
    report = annex_of(workspace, 2026, END)
    section = report.section(name)
    assert section is not None
    return section


def test_rows_stand_below_their_cause(restated: Table) -> None:
    assert restated.banded_by == "Orsak"
    assert "har kommit till: 7 hyresrätter" in restated.bands[0].words
    assert sum(band.rows for band in restated.bands) == len(restated.rows)
    assert len({band.words for band in restated.bands}) == len(restated.bands)
    assert "Orsak" not in [column.text for column in restated.columns]
    lines = [line for line, _ in restated.banded()]
    assert lines == [f"Orsak: {band.words}" for band in restated.bands]


def test_every_table_of_changed_figures_says_each_cause_once(restated: Table) -> None:
    tables = [t for part in built_section("restated").walk() for t in part.tables if t.bands]
    assert restated in tables
    for table in tables:
        assert len({band.words for band in table.bands}) == len(table.bands)
        assert [len(rows) for _, rows in table.banded()] == [band.rows for band in table.bands]
        assert all(len(row) == len(table.columns) for row in table.rows)


def test_a_cause_heads_its_rows_in_the_page_and_the_pdf(restated: Table) -> None:
    assert restated.bands
    for suffix in ("html", "pdf"):
        assert run("report", "--year", "2026", "--output", f"r.{suffix}").exit_code == 0
    page = Path("bilaga-2026.html").read_text(encoding="utf-8")
    heads = re.findall(r'<th scope="rowgroup" colspan="5"><span>(Orsak: [^<]+)</span></th>', page)
    assert "Orsak: något av det som är ändrat i underlaget" in heads
    assert not re.search(r"<th[^>]*>\s*</th>", page)
    words = " ".join(
        " ".join(each.extract_text().split()) for each in PdfReader("bilaga-2026.pdf").pages
    ).replace("\N{SOFT HYPHEN}", "")
    cause = "Orsak: något av det som är ändrat"  # which stands again on the next page
    assert words.count(cause) >= page.count(cause) > 0


def test_a_cause_stands_on_each_row_of_the_workbook(restated: Table) -> None:
    assert run("report", "--year", "2026", "--output", "r.xlsx").exit_code == 0
    book = openpyxl.load_workbook("r.xlsx")
    sheet = book["Sedan förra rapporten"]
    head, *rows = sheet[sheet.tables["Ändrade_tal"].ref]
    at = [cell.value for cell in head]
    told = [dict(zip(at, [cell.value for cell in row], strict=True)) for row in rows]
    mine = [row for row in told if row["Del"] == "Målen"]
    causes = [band.words for band in restated.bands for _ in range(band.rows)]
    assert sorted(row["Varför"] for row in mine) == sorted(causes)
    figures = [(row["Då"], row["Nu"], row["Ändring"]) for row in told if row["Då"] is not None]
    assert all(change == pytest.approx(now - then) for then, now, change in figures if now)
    assert any(isinstance(row["Nu, i ord"], str) for row in told)
