"""The workbook: the figures of the JSON in typed cells, and no text that does anything."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from commanded import app
from places import ROOT
from python_calamine import CalamineWorkbook
from reports import AS_OF
from typer.testing import CliRunner

from tenuremix.counting.areas import Area, Areas
from tenuremix.counting.register import Register
from tenuremix.counting.tenure import Tenure
from tenuremix.delivery.completed import Built, Completed
from tenuremix.inputs import Workspace
from tenuremix.io.files.cells import FORMULA
from tenuremix.io.formats.xlsx import printable
from tenuremix.published.assessment import Assessment, Judgement
from tenuremix.report.build import build_reports, render_files

HALF = date(2025, 6, 30)
SHEETS = {
    "Innehåll": "Blad Tabell Vad Rader",
    "Svar": "Mål Titel Läge.den Räknas Minst Återstår Status Tolkningar.som.når.målet "
    "Av.tolkningar Tolkningarna.låg Tolkningarna.hög Utan.undantag Netto Går.inte.att.bedöma "
    "Upplåtelseform.saknas Gäller.från Sista.dag I.ord Tolkning",
    "Dag för dag": "Mål Datum Ändring Summa Jämn.takt",
    "Kvartal": "Mål År Kvartal Tillkom Drogs.av Netto Summa Jämn.takt",
    "Liggare": "Mål Datum Id Namn Beslut Diarienummer Områdeskod Område Upplåtelseform Ändring "
    "Räknas Skäl Klass Andel.låg Andel.hög Statistikdag Undergrupp Påbörjad Undantag Utan.undantag",
    "Per område": "Mål Områdeskod Område Tillkom Drogs.av Netto Andel.av.summan Markanvisningar",
    "Tolkningar": "Mål Nivå Majoritet.av Kriterium Hustyper Utgåva Räknas Status Vald "
    "Tolkning.i.ord",
    "Avgörande": "Mål Id Namn Minst.i.någon.tolkning Mest.i.någon.tolkning Vald.tolkning",
    "Områden": "Områdeskod Namn Nivå Statistikdag Kända.låg Kända.hög HR.antal.låg HR.antal.hög "
    "BR.antal.låg BR.antal.hög ÄR.antal.låg ÄR.antal.hög HR.andel.låg HR.andel.hög BR.andel.låg "
    "BR.andel.hög ÄR.andel.låg ÄR.andel.hög Majoritet Saknas Saknas.antal.låg Saknas.antal.hög "
    "HR.brist.låg HR.brist.hög BR.brist.låg BR.brist.hög ÄR.brist.låg ÄR.brist.hög",
    "Områden efter": "Områdeskod Namn Nivå HR.beslutat BR.beslutat ÄR.beslutat Oklart.beslutat "
    "HR.andel.efter.låg HR.andel.efter.hög BR.andel.efter.låg BR.andel.efter.hög "
    "ÄR.andel.efter.låg ÄR.andel.efter.hög Majoritet.efter",
    "Utsatta områden": "Mål Områdeskod Namn Utgåva Klass HR.beslutat.i.år BR.beslutat.i.år "
    "ÄR.beslutat.i.år Oklart.beslutat.i.år",
    "Ändringar": "Datum Id Namn Beslut Skede.före HR.före BR.före ÄR.före Oklart.före HR.efter "
    "BR.efter ÄR.efter Oklart.efter",
    "Byggt": "Id Namn Anvisad Påbörjad Färdig HR.utlovat BR.utlovat ÄR.utlovat Oklart.utlovat "
    "HR.nu BR.nu ÄR.nu Oklart.nu HR.påbörjat BR.påbörjat ÄR.påbörjat",
    "Bortfall": "Mål Datum Händelse Områdeskod Område Upplåtelseform Antal Dras.av Skäl Klass "
    "Andel.låg Andel.hög Statistikdag Källa",
    "Okänt": "Id Namn Plats Anvisad Vad.som.saknas Antal Undantag Går.ut",
    "Uppdelad efter upplåtelseform": "Mått I.dag.låg I.dag.hög Efter.låg Efter.hög Ändring.låg "
    "Ändring.hög",
    "Öppna tomter": "Id Namn Områden Väntas HR.förslag BR.förslag ÄR.förslag Räknas Läge.den "
    "Varför",
    "Källor och metod": "Slag Producent Titel Dag.som.beskrivs Publicerad Hämtad Licens Länk Fil "
    "Kontrollsumma,.sha256 Anmärkningar",
}
"""Every sheet of the example, and the columns of its first table; a point is a space."""
CODES = {"Id", "Områdeskod", "Diarienummer"}
BOTH = pytest.mark.parametrize("language", ["sv", "en"])
TEXTS = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "<script>&amp;\"'</script>",
    "a\x00b\x07c\x0bd\ufffee\uffff\ud800",
    "\u202egnp.exe\u2069",
    "https://example.org/",
    "x" * 10_000,
    "y" * 40_000,
)
Rows = list[dict[str, Any]]


def made(workspace: Workspace, as_of: date = AS_OF, language: str = "sv") -> bytes:
    where = Path("r.xlsx")
    reports = build_reports(workspace, 2025, as_of=as_of, language=language)
    return render_files(reports, [where])[where]


def read(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.fixture(scope="module")
def content(workspace: Workspace) -> bytes:
    return made(workspace)


@pytest.fixture(scope="module")
def book(content: bytes) -> openpyxl.Workbook:
    return read(content)


@pytest.fixture(scope="module")
def half(workspace: Workspace) -> openpyxl.Workbook:
    """In the middle of the period, when there is an outlook."""
    return read(made(workspace, HALF))


def asked(*arguments: str) -> Any:
    result = CliRunner().invoke(app, [*arguments, "--format", "json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def rows_of(book: openpyxl.Workbook, name: str, place: int = 0) -> Rows:
    """Give the rows that a table of a sheet holds, by their headings."""
    sheet = book[name]
    table = [*sheet.tables.values()][place]
    assert table.autoFilter.ref == table.ref
    head, *rows = sheet[table.ref]
    return [{h.value: cell.value for h, cell in zip(head, row, strict=True)} for row in rows]


def day(value: datetime) -> str:
    return value.date().isoformat()


# The sheets -------------------------------------------------------------------------------------


def test_a_sheet_a_subject_with_its_columns(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [*SHEETS]
    assert len(book.sheetnames) <= 20
    for name, columns in SHEETS.items():
        found = [*rows_of(book, name)[0]]
        assert found == [column.replace(".", " ") for column in columns.split()]


def test_every_sheet_is_told_of_in_the_contracts(half: openpyxl.Workbook) -> None:
    contracts = (ROOT / "docs" / "contracts.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| \*(.+?)\* \|", contracts, re.MULTILINE)
    assert {*SHEETS, *half.sheetnames, "Sedan förra rapporten"} == {*told}
    assert [name for name in told if name in SHEETS] == [*SHEETS]
    assert len(told) <= 20


@BOTH
def test_every_sheet_is_tables_with_names_of_their_own(workspace: Workspace, language: str) -> None:
    book = read(made(workspace, HALF, language))
    assert len(book.sheetnames) <= 20
    names = [table.name.lower() for sheet in book for table in sheet.tables.values()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[^\W\d]\w*", name) for name in names)
    for sheet in book:
        assert sheet.tables
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert all(9 <= each.width <= 101 for each in sheet.column_dimensions.values())
        if len(sheet.tables) == 1:
            top = re.findall(r"\d+", next(iter(sheet.tables.values())).ref)[0]
            assert sheet is book.worksheets[0] or re.fullmatch("[A-D]2", sheet.freeze_panes)
            assert sheet.print_title_rows == f"${top}:${top}"


def test_the_index_leads_to_every_table_and_counts_its_rows(book: openpyxl.Workbook) -> None:
    rows = rows_of(book, "Innehåll")
    links = [c.hyperlink for row in book["Innehåll"].iter_rows() for c in row if c.hyperlink]
    assert all(link.target is None for link in links), "nothing leads out of the workbook"
    places = [re.fullmatch(r"'(.+)'!A(\d+)", link.location).groups() for link in links]
    tables = [
        (sheet.title, re.findall(r"\d+", table.ref)[0], len([*sheet[table.ref]]) - 1)
        for sheet in book.worksheets[1:]
        for table in sheet.tables.values()
    ]
    assert places == [(name, top) for name, top, _ in tables]
    assert [(row["Blad"], row["Rader"]) for row in rows] == [(name, n) for name, _, n in tables]
    assert all(row["Vad"].endswith(".") for row in rows)


def test_what_must_be_said_beside_every_figure_is_said_first(book: openpyxl.Workbook) -> None:
    words = " ".join(str(row[0]) for row in book["Innehåll"].iter_rows(values_only=True))
    for said in ("påhittade exempel", "schematiska", "Målet nåddes inte: 459"):
        assert said in words


def test_what_is_absent_has_no_sheet(workspace: Workspace) -> None:
    bare = replace(
        workspace, losses=None, plots=None, limits=None, targets=[], register=Register([])
    )
    book = read(made(bare))
    left = ["Innehåll", "Områden", "Områden efter", "Uppdelad efter upplåtelseform"]
    assert book.sheetnames == [*left, "Källor och metod"]
    assert {row["Blad"] for row in rows_of(book, "Innehåll")} == set(book.sheetnames[1:])
    assert "Kända begränsningar" not in {row["Tabell"] for row in rows_of(book, "Innehåll")}


# The cells --------------------------------------------------------------------------------------


def test_numbers_and_dates_are_typed(half: openpyxl.Workbook, book: openpyxl.Workbook) -> None:
    number = re.compile(r"[+\-\N{MINUS SIGN}]?\d[\d\s.,]*\s?%?|\d+–\d+|\d{4}-\d\d-\d\d")
    for made_on in (half, book):
        for sheet in made_on.worksheets[1:]:
            for place in range(len(sheet.tables)):
                rows = rows_of(made_on, sheet.title, place)
                for column in rows[0]:
                    values = [row[column] for row in rows if row[column] is not None]
                    kinds = {float if isinstance(v, int) else type(v) for v in values}
                    assert len(kinds) <= 1, (sheet.title, column)
                    if kinds == {str} and column not in CODES:
                        assert not any(map(number.fullmatch, values)), (sheet.title, column)


@pytest.mark.parametrize(
    ("language", "share"), [("sv", '0.0"\N{NO-BREAK SPACE}"%'), ("en", "0.0%")]
)
def test_numbers_have_the_formats_of_the_reader(
    workspace: Workspace, language: str, share: str
) -> None:
    sheet = read(made(workspace, language=language)).worksheets[4]
    formats = [cell.number_format for cell in sheet[2]]
    assert formats[1] == formats[15] == "yyyy-mm-dd"
    assert formats[9:11] == ["+#,##0;-#,##0;0", "#,##0"]
    assert formats[13:15] == [share, share]


def test_the_low_end_is_never_above_the_high(
    half: openpyxl.Workbook, book: openpyxl.Workbook
) -> None:
    differ = 0
    for made_on in (half, book):
        for sheet in made_on.worksheets[1:]:
            for place in range(len(sheet.tables)):
                for row in rows_of(made_on, sheet.title, place):
                    for low in (column for column in row if column.endswith(" låg")):
                        ends = row[low], row[f"{low.removesuffix('låg')}hög"]
                        if None not in ends:
                            assert ends[0] <= ends[1]
                            differ += ends[0] < ends[1]
    assert differ > 100


# The figures ------------------------------------------------------------------------------------


def test_the_ledger_is_that_of_the_json_and_sums_to_the_answer(book: openpyxl.Workbook) -> None:
    answers = {row["Mål"]: row for row in rows_of(book, "Svar")}
    for found in asked("progress", "--as-of", str(AS_OF)):
        rows = [row for row in rows_of(book, "Liggare") if row["Mål"] == found["target"]]
        assert [
            (
                day(r["Datum"]),
                r["Id"],
                r["Namn"],
                r["Områdeskod"],
                r["Ändring"],
                r["Räknas"],
                r["Påbörjad"],
            )
            for r in rows
        ] == [
            (
                e["date"],
                e["allocation"],
                e["name"],
                e["area"],
                e["dwellings"],
                e["counted"],
                "ja" if e["begun"] else "nej",
            )
            for e in found["ledger"]
        ]
        ends = [[r["Andel låg"], r["Andel hög"]] for r in rows]
        assert ends == [
            pytest.approx(e["area_share_range"] or [None, None]) for e in found["ledger"]
        ]
        answer = answers[found["target"]]
        for column in ("Räknas", "Netto"):
            assert answer[column] == found["counted" if column == "Räknas" else "net"]
        assert [answer["Tolkningarna låg"], answer["Tolkningarna hög"]] == found["range"]
        assert answer["Utan undantag"] == found["without_exceptions"]
        for sheet, column in (("Liggare", "Räknas"), ("Dag för dag", "Ändring"),
                              ("Kvartal", "Netto"), ("Per område", "Netto")):  # fmt: skip
            mine = [row for row in rows_of(book, sheet) if row["Mål"] == found["target"]]
            assert sum(row[column] or 0 for row in mine) == found["counted"], sheet
        lost = [row for row in rows_of(book, "Bortfall") if row["Mål"] == found["target"]]
        assert sum(row["Dras av"] for row in lost) == found["lost"]
        readings = [row for row in rows_of(book, "Tolkningar") if row["Mål"] == found["target"]]
        assert [row["Räknas"] for row in readings] == [a["counted"] for a in found["sensitivity"]]
        assert sum(row["Vald"] == "ja" for row in readings) == 1
        deciding = [row for row in rows_of(book, "Avgörande") if row["Mål"] == found["target"]]
        assert [row["Id"] for row in deciding] == [d["allocation"] for d in found["deciding"]]


def test_the_ledger_tells_the_subgroup_and_what_has_begun(book: openpyxl.Workbook) -> None:
    rows = rows_of(book, "Liggare")
    found = {(row["Id"], row["Undergrupp"], row["Påbörjad"]) for row in rows}
    assert {("E-04", "studentbostäder", "nej"), ("E-29", None, "ja")} <= found


@BOTH
def test_the_areas_are_those_of_the_json(workspace: Workspace, language: str) -> None:
    book = read(made(workspace, language=language))
    today, later = book.worksheets[8:10]
    for level in ("primaromrade", "mellanomrade", "stadsomrade"):
        for area in asked("areas", "--as-of", str(AS_OF), "--level", level):
            row = next(r for r in today.iter_rows(values_only=True) if r[0] == area["area"])
            pole = area["missing_pole"]
            ends = [*row[4:18], *row[20:28]]
            told = [area[f"{key}_range"] for key in ("dwellings", "shares", "shortfall")]
            tenures = ("hyresratt", "bostadsratt", "aganderatt")
            counts = [told[0].get(t) or [area["dwellings"][t]] * 2 for t in tenures]
            known = [sum(pair[end] for pair in counts) for end in (0, 1)]
            shares = [end for t in tenures for end in told[1][t]]
            short = [end for t in tenures for end in told[2][t]]
            wanted = [*known, *(end for pair in counts for end in pair), *shares,
                      *(pole["dwellings_range"] or [None, None]), *short]  # fmt: skip
            assert ends == pytest.approx(wanted)
            row = next(r for r in later.iter_rows(values_only=True) if r[0] == area["area"])
            flows = [area["pipeline"], area["completed"]]
            assert [*row[3:7]] == [sum(f[t] for f in flows) for t in (*tenures, "oklar")]


def test_what_is_decided_is_whole_at_every_level(book: openpyxl.Workbook) -> None:
    """What lies in no single area stands on a row too, so that every level sums to the same."""
    sums: dict[str, list[int]] = {}
    for row in rows_of(book, "Områden efter"):
        numbers = [row[f"{tenure} beslutat"] for tenure in ("HR", "BR", "ÄR", "Oklart")]
        so_far = sums.setdefault(row["Nivå"], [0] * 4)
        sums[row["Nivå"]] = [a + b for a, b in zip(so_far, numbers, strict=True)]
    assert len(sums) == 3
    assert len({*map(tuple, sums.values())}) == 1


def test_an_area_on_a_list_is_told_edition_by_edition(book: openpyxl.Workbook) -> None:
    rows = rows_of(book, "Utsatta områden")
    of_one = [(day(row["Utgåva"]), row["Klass"], row["BR beslutat i år"])
              for row in rows if row["Områdeskod"] == "305"]  # fmt: skip
    assert of_one == [("2023-12-01", "särskilt utsatt", 25), ("2025-12-01", "särskilt utsatt", 0)]
    other = sum(row[f"{tenure} beslutat i år"] for row in rows for tenure in ("BR", "ÄR"))
    assert other == sum(
        entry["dwellings"]
        for target in asked("progress", "--as-of", str(AS_OF), "--target", "blandat-utsatta")
        for entry in target["ledger"]
        if entry["reason"] in ("counted", "reversed") and entry["date"].startswith("2025")
    )


def test_changes_stand_tenure_by_tenure_before_and_after(book: openpyxl.Workbook) -> None:
    rows = {row["Id"]: row for row in rows_of(book, "Ändringar")}
    assert [rows["E-13"][f"HR {when}"] for when in ("före", "efter")] == [60, 35]
    assert [rows["E-11"][f"{t} {w}"] for t in ("HR", "BR") for w in ("före", "efter")] == [
        0, 40, 40, 0,
    ]  # fmt: skip
    assert rows["E-09"]["Beslut"] == "återkallad"
    assert all(rows["E-09"][f"{t} efter"] == 0 for t in ("HR", "BR", "ÄR", "Oklart"))


def test_the_measures_and_the_plan_are_those_of_the_json(book: openpyxl.Workbook) -> None:
    found = asked("segregation", "--as-of", str(AS_OF), "--by-allocation")
    rows = rows_of(book, "Uppdelad efter upplåtelseform")
    assert [[r["I dag låg"], r["I dag hög"], r["Efter låg"], r["Efter hög"]] for r in rows] == [
        pytest.approx([*each["now_range"], *each["projected_range"]]) for each in found["measures"]
    ]
    effects = rows_of(book, "Uppdelad efter upplåtelseform", 2)
    assert len(effects) == len(found["allocations"])
    plan = asked("plan")
    rows = rows_of(book, "Öppna tomter")
    assert [(r["Id"], r["HR förslag"], r["Räknas"]) for r in rows] == [
        (p["plot"], p["dwellings"]["hyresratt"], sum(p["counted"].values())) for p in plan["plots"]
    ]


def test_the_outlook_is_that_of_the_json(half: openpyxl.Workbook) -> None:
    found = asked("outlook", "--as-of", str(HALF))
    for target in found:
        rows = [row for row in rows_of(half, "Utsikt") if row["Mål"] == target["target"]]
        assert len(rows) == 1 + len(target["scenarios"])
        first = [rows[0]["Sannolikhet låg"], rows[0]["Sannolikhet hög"]]
        assert first == pytest.approx(target["probability_range"] or [None, None])
        plots = [row for row in rows_of(half, "Utsikt", 1) if row["Mål"] == target["target"]]
        assert {row["Id"] for row in plots} == {
            *(plot["allocation"] for plot in target["plots"]),
            *(each["allocation"] for each in target["asked_for"]),
        }


def test_every_source_limit_and_word_is_told(workspace: Workspace, book: openpyxl.Workbook) -> None:
    rows = rows_of(book, "Källor och metod")
    assert [row["Kontrollsumma, sha256"] for row in rows] == [s.sha256 for s in workspace.sources]
    assert not any(c.hyperlink for row in book["Källor och metod"].iter_rows() for c in row)
    limits = rows_of(book, "Källor och metod", 2)
    assert [row["Id"] for row in limits] == [limit.id for limit in workspace.limits or ()]


def test_what_was_built_stands_beside_what_was_promised(workspace: Workspace) -> None:
    hidden = {Tenure.HYRESRATT: Built.exactly(10), Tenure.BOSTADSRATT: Built.hidden(4)}
    none = {Tenure.HYRESRATT: Built.exactly(0)}
    codes = workspace.areas.at("primaromrade")
    figures = {("primaromrade", code): hidden if code == "110" else none for code in codes}
    book = read(made(replace(workspace, completed=Completed({2025: figures})), date(2025, 12, 31)))
    city = {row["Upplåtelseform"]: row for row in rows_of(book, "Byggt", 1)}
    ends = [f"Byggt enligt statistiken {end}" for end in ("låg", "hög")]
    assert [city["hyresrätt"][end] for end in ends] == [10, 10]
    assert [city["bostadsrätt"][end] for end in ends] == [-4, 4]
    areas = rows_of(book, "Byggt", 2)
    (row,) = [row for row in areas if row["Områdeskod"] == "110"]
    assert [row[f"HR {what}"] for what in ("utlovat", "färdigt", "byggt låg")] == [45, 0, 10]
    assert sum(row["HR utlovat"] for row in areas) == city["hyresrätt"]["Utlovat"]
    assert sum(row["Oklart utlovat"] for row in areas) == 80


def test_the_words_of_the_committee_stand_beside_the_figure(workspace: Workspace) -> None:
    said = Assessment("hr-500", 2025, Judgement.DELVIS, "Vi är på väg.", HALF, "dnr 1")
    book = read(made(replace(workspace, assessment=[said])))
    own, other = rows_of(book, "Svar")
    status, judged_on, *words = (own[column] for column in list(own)[-4:])
    assert (status, day(judged_on), words) == ("delvis uppfyllt", str(HALF), [said.text, "dnr 1"])
    assert [other[column] for column in list(other)[-4:]] == [None] * 4


def test_demands_that_contradict_each_other_are_told(workspace: Workspace) -> None:
    terms = replace(workspace.settings.terms, least_income=10**12)
    against = replace(workspace, settings=replace(workspace.settings, terms=terms))
    rows = rows_of(read(made(against)), "Öppna tomter")
    assert [*rows[0]] == ["Skäl"]
    assert len(rows) > 1


def test_calamine_reads_the_same(content: bytes, book: openpyxl.Workbook) -> None:
    other = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for sheet in book:
        cells = other.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
        for mine, theirs in zip(sheet.iter_rows(values_only=True), cells, strict=False):
            for value, seen in zip(mine, theirs, strict=False):
                if isinstance(value, int | float):
                    assert seen == value


# The chart --------------------------------------------------------------------------------------


def test_each_target_has_its_steps_with_titles_and_words(
    content: bytes, book: openpyxl.Workbook
) -> None:
    charts = book["Dag för dag"]._charts
    targets = [row["Mål"] for row in rows_of(book, "Svar")]
    assert [each.title.tx.strRef.strCache.pt[0].v for each in charts] == targets
    assert [len(each.series) for each in charts] == [2, 1], "the second has no even path"
    assert all(each.x_axis.title and each.y_axis.title for each in charts)
    assert sum(map(len, (sheet._charts for sheet in book))) == len(targets)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        drawing = ET.fromstring(archive.read("xl/drawings/drawing1.xml"))  # noqa: S314 - our own
    told = [each.get("descr") for each in drawing.iter() if each.tag.endswith("}cNvPr")]
    assert all(target in words for target, words in zip(targets, told, strict=True))


# Any text ---------------------------------------------------------------------------------------


def named(workspace: Workspace, words: str) -> Workspace:
    """Give everything in the data that has a name the same one."""
    areas = [
        Area(a.code, words, a.level, a.parent, a.geometry)
        for level in workspace.areas.levels
        for a in workspace.areas.at(level).values()
    ]
    rows = [
        d._replace(name=words, diarienummer=words)
        for decisions in workspace.register.decisions.values()
        for d in decisions
    ]
    return replace(
        workspace,
        settings=replace(workspace.settings, title=words),
        areas=Areas(areas, crs=workspace.areas.crs, edition=workspace.areas.edition),
        register=Register(rows),
        targets=[replace(t, id=words, title=words, source=words) for t in workspace.targets],
        losses=[replace(loss, basis=words) for loss in workspace.losses or ()],
        plots=[replace(plot, id=f"{at}{words}", name=words)
               for at, plot in enumerate(workspace.plots or ())],
        sources=[replace(s, title=words, link=words, notes=(words,)) for s in workspace.sources],
    )  # fmt: skip


@pytest.mark.parametrize("words", TEXTS, ids=lambda words: repr(words[:6]))
def test_no_text_becomes_more_than_text(workspace: Workspace, words: str) -> None:
    content = made(named(workspace, words), HALF)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in archive.read(name) for name in sheets)
        assert not any("external" in name.lower() for name in archive.namelist())
        drawn = [archive.read(n) for n in archive.namelist() if n.startswith("xl/charts/chart")]
    named_by = {f for each in drawn for f in re.findall(rb"<c:f>(.*?)</c:f>", each)}
    place = rb"'Dag f\xc3\xb6r dag'!\$[A-E]\$\d+(:\$[A-E]\$\d+)?"
    assert named_by
    assert all(re.fullmatch(place, each) for each in named_by)
    cells = [c for sheet in read(content) for row in sheet.iter_rows() for c in row]
    texts = [cell for cell in cells if isinstance(cell.value, str)]
    assert all(cell.data_type == "s" for cell in texts)
    assert all(len(cell.value) <= 32_767 for cell in texts)
    assert all(cell.quotePrefix or not cell.value.startswith(FORMULA) for cell in texts)
    shown = printable(words).replace("\r", "")[:8]
    assert sum(shown in cell.value for cell in texts) > 20, "the words stand there as they are"


def test_hostile_data_stays_text(hostile: Workspace) -> None:
    cells = [c for sheet in read(made(hostile)) for row in sheet.iter_rows() for c in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert not any(cell.hyperlink.target for cell in cells if cell.hyperlink)
    assert any(len(str(cell.value)) > 10_000 for cell in cells), "nothing is cut"


# The bytes --------------------------------------------------------------------------------------


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    asked_for = ["report", "--year", "2025", "--as-of", str(AS_OF), "--output"]
    here, there = tmp_path / "here.xlsx", tmp_path / "there.xlsx"
    assert CliRunner().invoke(app, [*asked_for, str(here)]).exit_code == 0
    command = [sys.executable, "-m", "tenuremix", *asked_for, str(there)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "7"}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert here.read_bytes() == there.read_bytes()
    with zipfile.ZipFile(here) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(1980, 1, 1)}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_the_same_figures(
    content: bytes, book: openpyxl.Workbook, tmp_path: Path
) -> None:
    (tmp_path / "rapport.xlsx").write_bytes(content)
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = ["soffice", home, "--headless", "--convert-to", "ods", "rapport.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    other = CalamineWorkbook.from_path(str(tmp_path / "rapport.ods"))
    for name, column in (("Liggare", "Räknas"), ("Områden", "HR andel låg")):
        head, *rows = other.get_sheet_by_name(name).to_python()
        theirs = [row[head.index(column)] for row in rows]
        mine = [row[column] for row in rows_of(book, name)]
        assert theirs == pytest.approx(mine)
