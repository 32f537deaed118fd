"""The commands on the embedded default and in a workspace, as a new user runs them."""

from __future__ import annotations

import csv
import inspect
import io
import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from commanded import app
from places import REAL
from typer.testing import CliRunner, Result

from tenuremix import __version__
from tenuremix.commands.options import EVERYTHING
from tenuremix.errors import DataError, UsageError
from tenuremix.io.inputs.published import read_check
from tenuremix.io.inputs.workspace import default_folder

YEARS_END = ("--as-of", "2025-12-31")
OLIVEDAL = ["--area", "109", "--hyresratt", "80", "--bostadsratt", "40"]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: object, code: int = 0) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    return result


def records(*arguments: object) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run(*arguments, "--format", "csv").stdout)))


def test_the_version_is_asked_for_alone() -> None:
    assert run("--version").stdout == f"{__version__}\n"
    assert run("--version", "nej").stdout == f"{__version__}\n"


def test_every_command_asks_in_the_same_order() -> None:
    shared = [*EVERYTHING, "lang", "form"]
    apps = [app, *(group.typer_instance for group in app.registered_groups)]
    commands = [c.callback for each in apps if each for c in each.registered_commands]
    assert len(commands) > 15
    for command in filter(None, commands):
        asked = [*inspect.signature(command).parameters]
        assert asked[-2:] == ["lang", "form"]
        assert [name for name in asked if name in shared] == [n for n in shared if n in asked]


def test_validate_counts_what_it_read() -> None:
    assert "Områden: 136 (nivåer: 3)" in run("validate").stdout
    assert json.loads(run("validate", "--format", "json").stdout) == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_ledger_is_the_figure_in_json_csv_and_table(language: str) -> None:
    found = json.loads(run("progress", "--format", "json").stdout)
    table = run("progress", "--lang", language).stdout
    lines = records("progress")
    for target in found:
        counted = sum(line["counted"] for line in target["ledger"])
        assert counted == target["counted"] == sum(target["by_year"].values())
        mine = [int(line["counted"]) for line in lines if line["target"] == target["target"]]
        assert sum(mine) == counted
        assert re.search(rf"(\n|: ){counted} ", table)
    assert "Exempel" in table.split("\n\n")[0], "fictional rows are said at the top"


def test_sensitivity_answers_under_24_definitions() -> None:
    found = json.loads(run("progress", "--target", "hr-500", "--format", "json").stdout)[0]
    assert len({json.dumps(a["definition"]) for a in found["sensitivity"]}) == 24
    chosen = [a["counted"] for a in found["sensitivity"] if a["counted"] == found["counted"]]
    assert chosen
    assert found["range"] == [
        min(a["counted"] for a in found["sensitivity"]),
        max(a["counted"] for a in found["sensitivity"]),
    ]


def test_a_past_report_is_produced_again() -> None:
    early = run("progress", "--as-of", "2025-06-30", "--format", "json").stdout
    assert early == run("progress", "--as-of", "2025-06-30", "--format", "json").stdout
    now = json.loads(run("progress", "--format", "json").stdout)[0]["ledger"]
    assert json.loads(early)[0]["ledger"] == [e for e in now if e["date"] <= "2025-06-30"]


def test_missed_gives_its_own_exit_code() -> None:
    run("progress", "--as-of", "2025-12-31", code=0)
    run("progress", "--as-of", "2025-12-31", "--fail-on-missed", code=3)
    run("progress", "--as-of", "2025-12-30", "--fail-on-missed", code=0)


def test_areas_are_sorted_and_levelled() -> None:
    assert [row["area_name"] for row in records("areas")][:2] == ["Billdal", "Kärra"]
    codes = [row["area"] for row in records("areas", "--sort", "kod")]
    assert len(codes) == 96
    assert codes == sorted(codes)
    shares = [
        float(row["shares_hyresratt"])
        for row in records("areas", "--level", "stadsomrade", "--sort", "hyresratt")
    ]
    assert len(shares) == 4
    assert shares == sorted(shares, reverse=True)
    names = [row["area_name"] for row in records("areas", "--sort", "namn")]
    assert names[0] == "Agnesberg"


def test_every_level_adds_up_to_the_same_pipeline() -> None:
    """What is decided is the same city at every level, with what has no single area."""
    from tenuremix.counting.projection import project_areas
    from tenuremix.io.inputs.workspace import find_settings, load

    books = load(find_settings(Path.cwd())).books
    sums = set()
    for level in books.areas.levels:
        outlook = project_areas(books, level)
        flows = [area.flows for area in outlook.areas.values()] + [*outlook.unplaced.values()]
        sums.add(sum(number for flow in flows for number in flow.pipeline.values()))
    assert len(sums) == 1


def test_history_shows_an_allocations_whole_life() -> None:
    found = json.loads(run("history", "E-37", *YEARS_END, "--format", "json").stdout)
    assert [d["event"] for d in found["decisions"]][:2] == ["markanvisning", "aterkallad"]
    progress = json.loads(run("progress", *YEARS_END, "--format", "json").stdout)
    for mine, whole in zip(found["targets"], progress, strict=True):
        lines = [line for line in whole["ledger"] if line["allocation"] == "E-37"]
        assert mine["ledger"] == lines
        assert mine["counted"] == sum(line["counted"] for line in lines)
    table = run("history", "E-37", *YEARS_END).stdout
    assert all(decision["date"] in table for decision in found["decisions"])
    assert "inget beslut så tidigt" in run("history", "E-37", "--as-of", "2020-01-01").stdout
    assert "ingen markanvisning X" in run("history", "X", code=2).stderr


def test_a_check_begins_with_a_sentence_and_what_it_rests_on() -> None:
    sentence, blank, *lines = run("check", *OLIVEDAL).stdout.splitlines()
    assert sentence.replace("\xa0", " ") == (
        "Förslaget bidrar: 80 hyresrätter räknas, och andelen bostadsrätter i Olivedal sjunker "
        "från 67,9 % till 67,2 %."
    )
    assert blank == ""
    assert [line.split()[0] for line in lines[:7]] == [
        *("Var", "Saknas", "Blandning", "Räknas", "För", "Emot", "Förbehåll")
    ]
    assert lines[7] == ""


@pytest.mark.parametrize(
    ("hustyp", "words"), [("smahus", "för småhus äganderätt"), ("flerbostadshus", "bostadsrätt\n")]
)
def test_the_owned_tenure_follows_the_type_of_building(
    tmp_path: Path, hustyp: str, words: str
) -> None:
    file = tmp_path / "f.csv"
    file.write_text(f"namn,omrade,bostadsratt,hustyp\nA,306,20,{hustyp}\n", encoding="utf-8")
    for asked in ((str(file),), ("--area", "306", "--bostadsratt", "20", "--hustyp", hustyp)):
        line = run("check", *asked, "--wide").stdout.partition("Blandning")[0]
        assert words in line
    without = run("check", "--area", "306", "--bostadsratt", "20", "--wide").stdout
    assert "för småhus" not in without.partition("Blandning")[0]


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--area", "109", "--hyresratt", "8", "--html", "a.pdf"),
        ("check", "--area", "109", "--hyresratt", "8", "--docx", "a.doc"),
        ("map", "--output", "a.txt"),
        ("map", "--output", "a"),
    ],
)
def test_no_file_has_the_name_of_another_kind(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert f"{arguments[-1]}: väntade ett namn som slutar med ." in run(*arguments, code=2).stderr
    assert not [*tmp_path.iterdir()]


def test_a_check_says_what_changed(tmp_path: Path) -> None:
    note = tmp_path / "note.json"
    note.write_text(run("check", *OLIVEDAL, "--format", "json").stdout, encoding="utf-8")
    same = run("check", *OLIVEDAL, "--since", note).stdout
    assert "Inget har ändrats sedan den tidigare kontrollen." in same
    other = run("check", "--area", "109", "--hyresratt", "90", "--since", note).stdout
    assert "har förslaget ändrats" in other
    assert "80 räknades då, 90 nu" in other
    later = run("check", *OLIVEDAL, "--since", note, "--as-of", "2026-02-01").stdout
    assert "har dagen (2025-06-30 → 2026-02-01) ändrats" in later


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"proposal": 1}', "not json"])
def test_an_earlier_check_that_is_none_is_refused(tmp_path: Path, content: str) -> None:
    note = tmp_path / "note.json"
    note.write_text(content, encoding="utf-8")
    assert "går inte att läsa" in run("check", *OLIVEDAL, "--since", note, code=1).stderr
    assert "finns inte" in run("check", *OLIVEDAL, "--since", tmp_path / "no.json", code=1).stderr


def test_an_earlier_check_that_holds_something_else_is_refused_with_all_of_it(
    tmp_path: Path,
) -> None:
    note = tmp_path / "note.json"
    check = json.loads(run("check", *OLIVEDAL, "--format", "json").stdout)
    check["proposal"]["as_of"] = 10**400
    check["targets"][0]["counts"] = None
    del check["sources"][0]["sha256"]
    note.write_text(json.dumps(check), encoding="utf-8")
    said = run("check", *OLIVEDAL, "--since", note, code=1).stderr
    for where in ("proposal.as_of", "targets[1].counts", "sources[1].sha256"):
        assert f"{where} saknas eller har fel form" in said
    assert "`tenuremix check --format json` skrev" in " ".join(said.split())
    with pytest.raises(DataError) as caught:
        read_check(note)
    assert {fault.key for fault in caught.value.faults} == {"check_shape"}


def test_a_check_keeps_the_planners_words(tmp_path: Path) -> None:
    page = tmp_path / "note.html"
    words = "Bra läge <script>alert(1)</script>"
    result = run("check", *OLIVEDAL, "--bedomning", words, "--html", page)
    assert words in result.stdout
    html = page.read_text(encoding="utf-8")
    assert "Bra läge &lt;script&gt;" in html
    assert "<script" not in html


def test_a_workspace_of_ones_own_gives_the_same(tmp_path: Path, monkeypatch) -> None:
    expected = run("progress", "--format", "json").stdout
    run("init", "stad", "--exempel")
    assert "är inte tom" in run("init", "stad", code=2).stderr
    monkeypatch.chdir(tmp_path / "stad")
    assert run("progress", "--format", "json").stdout == expected
    toml = Path("tenuremix.toml")
    lines = toml.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if "markanvisningar/exempel_" not in line]
    toml.write_text("\n".join(kept), encoding="utf-8")
    real = json.loads(run("progress", "--format", "json").stdout)[0]
    assert real["counted"] == 0
    assert "Exempel" not in run("progress").stdout


def test_build_writes_the_same_bytes_twice(tmp_path: Path) -> None:
    report = [f"maps/rapport-2025.{suffix}" for suffix in ("html", "pdf", "xlsx")]
    report += [f"maps/bilaga-2025.{suffix}" for suffix in ("html", "pdf")]
    pages = ["maps/karta.html", *report]
    assert json.loads(run("build", "--format", "json").stdout)["written"] == pages
    first = [(tmp_path / page).read_bytes() for page in pages]
    result = run("build")
    *written, last = result.stdout.splitlines()
    assert [line.split()[-1] for line in written] == pages
    assert last == "Öppna maps/karta.html i en webbläsare."
    assert [(tmp_path / page).read_bytes() for page in pages] == first
    assert {p.name for p in (tmp_path / "maps").iterdir()} == {p[5:] for p in pages}
    run("build", "--lang", "en")
    assert all((tmp_path / "maps" / f"report-2025.{s}").is_file() for s in ("html", "pdf", "xlsx"))


def test_what_is_written_is_named_in_every_form() -> None:
    assert json.loads(run("map", "--format", "json").stdout) == {"written": ["maps/karta.html"]}
    report = [f"maps/rapport-2025.{suffix}" for suffix in ("html", "pdf", "xlsx")]
    report += [f"maps/bilaga-2025.{suffix}" for suffix in ("html", "pdf")]
    assert records("report", "--year", "2025") == [{"written": path} for path in report]
    assert json.loads(run("init", "stad", "--format", "json").stdout)["written"] == [
        "stad/tenuremix.toml",
        "stad/markanvisningar/registermall.xlsx",
    ]


def test_nothing_is_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tenuremix.io.files import write as output

    path = tmp_path / "page.html"
    output.write_text(path, "old")

    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(DataError):
        output.write_text(path, "new")
    monkeypatch.undo()
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["page.html"]


def test_a_report_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "maps" / "rapport-2025.xlsx").mkdir(parents=True)
    assert "går inte att skriva" in run("report", "--year", "2025", code=1).stderr
    assert [path.name for path in (tmp_path / "maps").iterdir()] == ["rapport-2025.xlsx"]
    (tmp_path / "maps" / "rapport-2025.xlsx").rmdir()

    def fail(*_: object, **__: object) -> bytes:
        raise UsageError("parquet")

    monkeypatch.setattr("tenuremix.report.workbook.write.render_xlsx", fail)
    run("report", "--year", "2025", code=2)
    run("build", code=2)
    assert not list((tmp_path / "maps").iterdir())


@pytest.mark.parametrize("name", ["rapport.html", "rapport.PDF", "rapport.xlsx"])
def test_one_file_of_the_report_is_chosen_by_its_suffix(tmp_path: Path, name: str) -> None:
    run("report", "--year", "2025", "--output", name)
    suffix = Path(name).suffix.lower()
    beside = set() if suffix == ".xlsx" else {f"bilaga-2025{suffix}"}
    assert {path.name for path in tmp_path.iterdir()} == {name, *beside}
    begun = {"html": b"<!doctype", "pdf": b"%PDF-", "xlsx": b"PK"}[name.lower().split(".")[1]]
    assert (tmp_path / name).read_bytes().startswith(begun)


def test_report_and_annex_lead_to_each_other(tmp_path: Path) -> None:
    run("report", "--year", "2025", "--output", "för nämnden.html")
    page = (tmp_path / "för nämnden.html").read_text(encoding="utf-8")
    annex = (tmp_path / "bilaga-2025.html").read_text(encoding="utf-8")
    assert 'href="bilaga-2025.html"' in page
    assert f'href="{quote("för nämnden.html")}"' in annex
    message = run("report", "--year", "2025", "--output", "bilaga-2025.pdf", code=2).stderr
    assert "bilagans namn" in message


@pytest.mark.parametrize("name", ["rapport", "rapport.doc"])
def test_a_report_of_another_format_is_refused(tmp_path: Path, name: str) -> None:
    message = run("report", "--year", "2025", "--output", name, code=2).stderr
    assert "Väntade ett av .html, .pdf, .xlsx." in message
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "maps").write_text("a file, not a folder", encoding="utf-8")
    for arguments in (["map"], ["report", "--year", "2025"], ["init", "maps/stad"]):
        message = run(*arguments, code=1).stderr
        assert "går inte att skriva" in message
        assert message.count("\n") == 3


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "=HYPERLINK(x)"])
def test_no_text_becomes_a_formula(text: str) -> None:
    from tenuremix.answers.terminal import csv_text

    cell = next(csv.DictReader(io.StringIO(csv_text([{"a": text, "b": -5}]))))
    assert cell == {"a": "'" + text, "b": "-5"}
    again = next(csv.DictReader(io.StringIO(csv_text([{"a": f"a\t{text}"}]))))
    assert again == {"a": f"a\t'{text}"}


def test_real_boundaries_keep_the_coarser_levels(tmp_path: Path) -> None:
    shared = REAL
    if not shared.exists():
        pytest.skip("the real boundaries are not here")
    import geopandas as gpd

    real = gpd.read_file(shared, layer="primaromraden")
    areas = gpd.GeoDataFrame(
        {
            "kod": real["primaromrade"].astype(str),
            "namn": real["primaromrade_namn"],
            "niva": "primaromrade",
            "foralder": real["mellanomrade"].astype(str),
        },
        geometry=real.geometry,
        crs=real.crs,
    )
    areas.to_file(tmp_path / "real.gpkg")
    found = json.loads(run("progress", "--areas", "real.gpkg", "--format", "json").stdout)[0]
    assert len(found["sensitivity"]) == 24
    assert abs(found["counted"] - 459) < 20
    assert "schematiska" not in run("check", "--areas", "real.gpkg", *OLIVEDAL).stdout


@pytest.mark.parametrize("command", ["progress", "outlook", "areas", "segregation"])
def test_a_register_that_is_not_complete_is_said_at_the_top(command: str) -> None:
    """The public notices say of themselves that they are not all there is."""
    public = default_folder() / "markanvisningar" / "goteborg_publika.csv"
    said = run(command, "--register", str(public), "--as-of", "2025-12-31").stdout
    top = said.replace("\N{NO-BREAK SPACE}", " ").splitlines()[:4]
    gap = "från den 1 januari 2025 till och med den 31 december 2025"
    assert f"Registret är inte fullständigt {gap}." in " ".join(top)
    assert "nåddes inte" not in said
