"""The report as a workbook: the figures of the JSON as numbers, and no text that does anything."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook
from reports import AS_OF, annex_of
from typer.testing import CliRunner

from tenuremix.cli import app
from tenuremix.document.model import (
    Block,
    Chart,
    Figure,
    Headline,
    Kind,
    Report,
    Section,
    Shape,
    Table,
    TableColumn,
)
from tenuremix.inputs import Workspace
from tenuremix.io.files.cells import FORMULA
from tenuremix.locale.locale import Locale
from tenuremix.report.workbook import render_xlsx

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
    "x" * 10_000,
    "y" * 40_000,
)


@pytest.fixture(scope="module")
def report(workspace: Workspace) -> Report:
    return annex_of(workspace, 2025, AS_OF)


@pytest.fixture(scope="module")
def book(report: Report) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(report)))


def asked(*arguments: str) -> list[dict]:
    result = CliRunner().invoke(app, [*arguments, "--format", "json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def table_of(sheet: Worksheet) -> openpyxl.worksheet.table.Table:
    (table,) = sheet.tables.values()
    assert table.autoFilter.ref == table.ref
    return table


def rows_of(book: openpyxl.Workbook, name: str) -> list[dict[str, object]]:
    """Give the rows that the table of a sheet holds, by their headings."""
    sheet = book[name]
    head, *rows = sheet[table_of(sheet).ref]
    return [{h.value: cell.value for h, cell in zip(head, row, strict=True)} for row in rows]


def plain(value: object) -> object:
    """Give a value as a sheet holds it: fifteen digits, and days as days."""
    if isinstance(value, float):
        return round(value, 12)
    return value.date() if isinstance(value, datetime) else value


def tables(section: Section) -> list[Table]:
    return [t for part in section.walk() for t in (*(c.data for c in part.charts), *part.tables)]


def simple(words: str) -> Report:
    table = Table(
        words, [TableColumn(words), TableColumn(words, "n")], [[words, words]], [words, words]
    )
    part = Block(words, [words], [table], headline=Headline(words, words), items=[words],
                terms=[(words, words)])  # fmt: skip
    return Report(
        words, words, [words], [words], 2025, date(2025, 1, 1), Locale("sv"),
        [Section("a", words, [part]), Section("b", words, [part]),
         Section("c", words, [Block(words, [words])])],
    )  # fmt: skip


# The figures ------------------------------------------------------------------------------------


def test_the_ledger_is_that_of_the_json(book: openpyxl.Workbook) -> None:
    found = asked("progress", "--as-of", "2026-01-01")
    for target, name in zip(found, ("Liggare", "Liggare 2"), strict=True):
        rows = [row for row in rows_of(book, name) if row["Tabell"].endswith(": räknas")]
        counted = [e for e in target["ledger"] if e["reason"] in ("counted", "reversed")]
        assert [(row["Datum"].date().isoformat(), row["Ändring"], row["Räknas"]) for row in rows] \
            == [(e["date"], e["dwellings"], e["counted"]) for e in counted]  # fmt: skip
        assert sum(row["Räknas"] for row in rows) == target["counted"]


def test_the_areas_are_those_of_the_json(book: openpyxl.Workbook) -> None:
    rows = {row["Område"]: row for row in rows_of(book, "Områden") if "96" in row["Tabell"]}
    for area in asked("areas", "--as-of", "2026-01-01"):
        row = rows.pop(f"{area['area_name']} ({area['area']})")
        for tenure, short in (("hyresratt", "HR"), ("bostadsratt", "BR"), ("aganderatt", "ÄR")):
            share, lack = area["shares"][tenure], area["shortfall"][tenure]
            if share is not None:
                assert row[f"{short} i dag"] == pytest.approx(share)
            if lack is not None:
                assert row[f"Brist {short}"] == lack
        if area["known"] is None:
            assert isinstance(row["Bostäder, känd upplåtelseform"], str), "a range is a text"
    assert not rows


def test_every_definition_has_its_figure(book: openpyxl.Workbook) -> None:
    target = asked("progress", "--as-of", "2026-01-01")[0]
    counted = [row["Räknas"] for row in rows_of(book, "Känslighet")]
    assert counted == [each["counted"] for each in target["sensitivity"]]


@BOTH
def test_every_cell_of_every_table_is_in_a_sheet(workspace: Workspace, language: str) -> None:
    report = annex_of(workspace, 2025, AS_OF, language=language)
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(report)))
    values = {plain(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    for section in report.sections:
        for table in tables(section):
            for cell in (cell for row in (*table.rows, table.foot) for cell in row):
                value = cell.value if isinstance(cell, Figure) else None
                assert plain(str(cell) or None if value is None else value) in values
        for part in section.walk():
            assert {*part.lines} <= values


def test_calamine_reads_the_same(report: Report, book: openpyxl.Workbook) -> None:
    other = CalamineWorkbook.from_filelike(io.BytesIO(render_xlsx(report)))
    for sheet in book:
        read = other.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
        for mine, theirs in zip(sheet.iter_rows(values_only=True), read, strict=False):
            for value, seen in zip(mine, theirs, strict=False):
                if isinstance(value, int | float):
                    assert seen == value


# The sheets -------------------------------------------------------------------------------------


def test_numbers_and_dates_are_typed(book: openpyxl.Workbook) -> None:
    sheet = book["Liggare"]
    formats = {head.value: sheet.cell(2, head.column).number_format for head in sheet[1]}
    assert formats["Datum"] == "yyyy-mm-dd"
    assert formats["Räknas"] == "#,##0"
    assert formats["Ändring"] == "+#,##0;-#,##0;0"
    assert formats["Andel bostadsrätt i området"] == "0.0%"


def test_sheets_can_be_filtered_read_and_printed(book: openpyxl.Workbook) -> None:
    assert book.sheetnames[:2] == ["Sammanfattning", "Diagram"]
    assert {"Liggare", "Områden", "Känslighet", "Källor"} <= set(book.sheetnames)
    for sheet in book:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        if sheet.tables:
            assert table_of(sheet).tableStyleInfo.showRowStripes
            assert sheet.freeze_panes
            assert sheet.print_title_rows == "$1:$1"
            assert all(each.width >= 9 for each in sheet.column_dimensions.values())


def test_sums_stand_below_what_is_filtered(book: openpyxl.Workbook) -> None:
    sheet = book["Liggare"]
    last = int(re.findall(r"\d+", table_of(sheet).ref)[-1])
    assert sheet.max_row == last + 1
    assert sheet.cell(last + 1, 1).value == "Summa"


def test_links_lead_to_sheets(book: openpyxl.Workbook) -> None:
    links = [c.hyperlink for row in book["Sammanfattning"].iter_rows() for c in row if c.hyperlink]
    assert all(link.target is None for link in links), "nothing leads out of the workbook"
    led = {re.fullmatch("'(.+)'!A1", link.location)[1] for link in links}
    assert led == set(book.sheetnames) - {"Sammanfattning", "Diagram"}


def test_charts_have_titles_and_axes(report: Report, book: openpyxl.Workbook) -> None:
    charts = [c for s in report.sections for p in s.walk() for c in p.charts if c.shape != "map"]
    drawn = book["Diagram"]._charts
    assert len(drawn) == len(charts) >= 3
    for chart, mine in zip(charts, drawn, strict=True):
        titles = [title.tx for title in (mine.title, mine.x_axis.title, mine.y_axis.title)]
        words = [tx.strRef.strCache.pt[0].v if tx.strRef else tx.rich.p[0].r[0].t for tx in titles]
        assert words[0] == chart.title
        assert all(words)
        assert all(series.tx.strRef.strCache.pt[0].v for series in mine.series)
        assert not mine.x_axis.delete
        assert not mine.y_axis.delete


def test_charts_have_an_alternative_in_words(report: Report) -> None:
    charts = [c for s in report.sections for p in s.walk() for c in p.charts if c.shape != "map"]
    with zipfile.ZipFile(io.BytesIO(render_xlsx(report))) as archive:
        drawing = ET.fromstring(archive.read("xl/drawings/drawing1.xml"))  # noqa: S314 - our own
    told = [each.get("descr") for each in drawing.iter() if each.tag.endswith("}cNvPr")]
    assert told == [f"{chart.title}. {chart.description}" for chart in charts]


def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    first = render_xlsx(report)
    assert first == render_xlsx(report)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(1980, 1, 1)}


# Any text ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", TEXTS, ids=lambda words: repr(words[:6]))
def test_no_text_becomes_more_than_text(words: str) -> None:
    made = render_xlsx(simple(words))
    book = openpyxl.load_workbook(io.BytesIO(made))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in archive.read(name) for name in sheets)
        assert not any("external" in name.lower() for name in archive.namelist())
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert cells
    assert all(cell.data_type == "s" for cell in cells)
    for cell in cells:
        assert len(cell.value) <= 32_767
        assert cell.quotePrefix or not cell.value.startswith(FORMULA)


def test_hostile_data_stays_text(hostile: Workspace) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(annex_of(hostile, 2025, AS_OF))))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(len(str(cell.value)) > 10_000 for cell in cells), "nothing is cut"


def test_no_name_in_a_chart_becomes_a_formula() -> None:
    words = "=cmd|'/C calc'!A0"
    columns = [TableColumn(words), TableColumn(words, "n"), TableColumn(words, "n")]
    one = Figure("1", Kind.WHOLE, 1, 1)
    table = Table(words, columns, [[words, one, one]])
    charts = [Chart(s, words, words, "", table, s) for s in Shape if s is not Shape.MAP]
    sections = [Section("a", words, []), Section("b", words, [Block("", charts=charts)])]
    made = render_xlsx(Report("T", "", [], [], 2025, date(2025, 1, 1), Locale("sv"), sections))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        drawn = [archive.read(n) for n in archive.namelist() if n.startswith("xl/charts/chart")]
    formulas = {f for each in drawn for f in re.findall(rb"<c:f>(.*?)</c:f>", each)}
    assert len(drawn) == len(charts)
    assert all(re.fullmatch(rb"Diagram!\$[A-C]\$\d+(:\$[A-C]\$\d+)?", f) for f in formulas)


def test_figures_that_are_not_one_number_are_words() -> None:
    cells = [
        Figure("0–4", Kind.WHOLE, 0, 4),
        Figure("–", Kind.DATE),
        Figure("12,5", Kind.DECIMAL, 12.5, 12.5, 1),
        Figure("51 %", Kind.SHARE, 0.512, 0.512, 0),
    ]
    table = Table("t", [TableColumn("a", "n")], [[cell] for cell in cells])
    sections = [Section("a", "A", []), Section("b", "B", [Block("", tables=[table])])]
    made = Report("T", "", [], [], 2025, date(2025, 1, 1), Locale("sv"), sections)
    sheet = openpyxl.load_workbook(io.BytesIO(render_xlsx(made)))["B"]
    found = [(row[0].value, row[0].number_format) for row in sheet.iter_rows(min_row=2)]
    assert found[:2] == [("0–4", "General"), ("–", "General")]
    assert found[2:] == [(12.5, "#,##0.0"), (0.512, "0%")]


# Another program --------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_the_same_figures(report: Report, tmp_path: Path) -> None:
    (tmp_path / "rapport.xlsx").write_bytes(render_xlsx(report))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = ["soffice", home, "--headless", "--convert-to", "ods", "rapport.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    other = CalamineWorkbook.from_path(str(tmp_path / "rapport.ods"))
    for target, name in zip(
        asked("progress", "--as-of", "2026-01-01"), ("Liggare", "Liggare 2"), strict=True
    ):
        head, *rows = other.get_sheet_by_name(name).to_python()
        at = head.index("Räknas")
        told = [row[at] for row in rows if isinstance(row[0], date)]
        assert sum(told) == target["counted"]
    areas = other.get_sheet_by_name("Områden").to_python()
    shares = {row[0]: row[areas[0].index("HR i dag")] for row in areas[1:] if "96" in row[-1]}
    for area in asked("areas", "--as-of", "2026-01-01"):
        if (share := area["shares"]["hyresratt"]) is not None:
            assert shares[f"{area['area_name']} ({area['area']})"] == pytest.approx(share)
