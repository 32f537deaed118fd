"""What a sheet holds besides plain values, and how its table is found."""

from __future__ import annotations

import re
import zipfile
from datetime import date

import openpyxl
import pytest
import xlsxwriter

from tenuremix.errors import DataError
from tenuremix.io.files.books.xls_cells import see_xls
from tenuremix.io.files.books.xlsx_cells import see_xlsx
from tenuremix.io.files.cells import strictly
from tenuremix.io.files.rows import OddCell
from tenuremix.io.importing.headings import is_heading
from tenuremix.io.inputs.source import read_table

HEADING = ["Id", "Namn", "Datum", "Händelse", "HR", "BR", "Område"]
ROW = ["G-1", "Ett", date(2025, 3, 10), "markanvisning", 80, 40, "101"]


def book(path, *sheets, merged=(), hidden=()):
    """Write a workbook with openpyxl, which computes nothing: name and rows of each sheet."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
    for name in hidden:
        made[name].sheet_state = "hidden"
    made.save(path)
    return str(path)


def edit(path, part, *pairs):
    """Replace text in a part of a workbook."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = parts[part].replace(b"<v></v>", b"<v />")  # as openpyxl writes it with lxml
    for before, after in pairs:
        assert before.encode() in parts[part], before
        parts[part] = parts[part].replace(before.encode(), after.encode())
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)


def faults(table, *columns):
    """Give the faults that reading some columns finds: row, key and what stands there."""
    read = strictly(table)
    for column in columns or table.columns:
        read.raw(column)
    return [(f.row, f.key, f.values["column"], f.values["found"]) for f in read.faults()]


def test_a_formula_without_value_is_a_fault_where_its_column_is_read(tmp_path):
    row = ["a", "=1+1", "=2+2", 4]
    path = book(tmp_path / "t.xlsx", ("t", [["id", "hyresratt", "egen", "oklar"], row]))
    table = read_table(path)
    assert faults(table, "id", "hyresratt", "oklar") == [(2, "cell_formula", "hyresratt", "")]
    assert strictly(table).raw("hyresratt") == [None]


def test_a_formula_with_a_value_is_read(tmp_path):
    path = tmp_path / "t.xlsx"
    book(path, ("t", [["id", "hyresratt", "namn"], ["a", "=1+1", '=""']]))
    sheet = "xl/worksheets/sheet1.xml"
    edit(path, "xl/workbook.xml", ('fullCalcOnLoad="1"', ""))
    edit(
        path,
        sheet,
        ("<f>1+1</f><v />", "<f>1+1</f><v>2</v>"),
        ('<c r="C2"><f>""</f><v />', '<c r="C2" t="str"><f>""</f><v></v>'),
    )
    table = read_table(str(path))
    assert not faults(table)
    assert (table.data["hyresratt"], table.data["namn"], table.notes) == ([2.0], [None], ())


@pytest.mark.parametrize(("prefix", "placed"), [("", True), ("x:", True), ("", False)])
def test_a_cell_is_found_however_its_xml_is_written(prefix, placed, tmp_path):
    path = tmp_path / "t.xlsx"
    book(path, ("A & B", [["id"]]))
    row, cell, after = (' r="3"', ' r="A3"', ' r="B3"') if placed else ("", "", "")
    rows = f"<row/><row/><row{row}><c{cell}><v>1</v></c><c{after}><f>1+1</f></c></row>"
    xml = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    with zipfile.ZipFile(path) as made:
        before = made.read("xl/worksheets/sheet1.xml").decode()
    edit(path, "xl/worksheets/sheet1.xml", (before, re.sub("(</?)", rf"\1{prefix}", xml)))
    assert see_xlsx(path.read_bytes(), "A & B").empty == {(2, 1)}


def test_formulas_that_were_never_computed(tmp_path):
    path = str(tmp_path / "t.xlsx")
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, ["id", "hyresratt", "bostadsratt"])
    sheet.write_row(1, 0, ["a", "=1+1", "=2+2"])
    made.close()
    assert [key for _, key, _, _ in faults(read_table(path))] == ["cell_uncomputed"] * 2
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, ["id", "hyresratt", "bostadsratt"])
    sheet.write_string(1, 0, "a")
    sheet.write_formula(1, 1, "=1+1", None, 2)
    sheet.write_formula(1, 2, "=1-1", None, 0)
    made.close()
    table = read_table(path)
    assert not faults(table)
    assert [(note.key, note.values) for note in table.notes] == [
        ("formulas", {"found": ["B", "C"]})
    ]


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?"])
def test_errors_of_a_workbook(error, tmp_path):
    path = tmp_path / "t.xlsx"
    book(path, ("t", [["id", "hyresratt"], ["a", "=1+1"], ["b", error]]))
    edit(
        path,
        "xl/worksheets/sheet1.xml",
        ('B2"><f>1+1</f><v />', f'B2" t="e"><f>1+1</f><v>{error}</v>'),
    )
    assert faults(read_table(str(path))) == [
        (2, "cell_error", "hyresratt", error),
        (3, "cell_error", "hyresratt", error),
    ]


@pytest.mark.parametrize(
    "error", ["#SAKNAS!", "#VÄRDEFEL!", "#REFERENS!", "#DIVISION/0!", "#NAMN?", "Err:502", "####"]
)
def test_errors_as_text(error, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(f"id,hyresratt\na,{error}\n", encoding="utf-8")
    assert faults(read_table(str(path))) == [(2, "cell_error", "hyresratt", error)]


def test_text_that_only_looks_like_an_error(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("id,namn\n#1,#ett!\nErr,##\n", encoding="utf-8")
    assert not faults(read_table(str(path)))


def test_a_count_is_no_percentage_but_a_share_is(tmp_path):
    path = str(tmp_path / "t.xlsx")
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, ["id", "hyresratt", "bostadsratt", "sannolikhet"])
    sheet.write_string(1, 0, "a")
    for column, code in enumerate(["0%", '0" %"', "0.0 %"], start=1):
        sheet.write_number(1, column, 1, made.add_format({"num_format": code}))
    made.close()
    table = read_table(path)
    assert faults(table) == [(2, "cell_percent", "hyresratt", "100 %")]
    assert strictly(table).raw("sannolikhet") == [1]


def test_columns_without_heading(tmp_path):
    rows = [["id", "hyresratt", None, "namn"], ["a", 1, 40, "x"], ["b", 1, None, "x", 5]]
    with pytest.raises(DataError) as caught:
        read_table(book(tmp_path / "t.xlsx", ("t", rows)))
    assert [(f.key, f.values) for f in caught.value.faults] == [
        ("no_heading", {"found": "C", "rows": [2]}),
        ("no_heading", {"found": "E", "rows": [3]}),
    ]


def test_a_column_that_only_counts_the_rows_needs_no_heading(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(",id\n0,a\n1,b\n", encoding="utf-8")
    assert read_table(str(path)).columns == ("id",)
    path.write_text(",id\n0,a\n7,b\n", encoding="utf-8")
    with pytest.raises(DataError):
        read_table(str(path))


def test_the_only_sheet_with_a_heading_is_taken(tmp_path):
    path = book(
        tmp_path / "t.xlsx",
        ("Läs mig", [["Register över markanvisningar"]]),
        ("Data", [["Göteborg"], [], HEADING, ROW]),
        ("Gammalt", [HEADING, ROW]),
        hidden=["Gammalt"],
    )
    table = read_table(path, is_heading=is_heading)
    assert table.numbers == [4]
    note = {"found": "Data", "others": ["Läs mig", "Gammalt"]}
    assert [(n.key, n.values) for n in table.notes] == [("sheet", note)]
    assert read_table(f"{path}|layername=Gammalt", is_heading=is_heading).numbers == [2]


def test_of_several_sheets_the_latest_is_suggested(tmp_path):
    sheets = [(name, [HEADING, ROW]) for name in ("Plan 2023", "Plan 2025", "Plan 2024")]
    path = book(tmp_path / "t.xlsx", ("Läs mig", [["Hej"]]), *sheets)
    with pytest.raises(DataError) as caught:
        read_table(path, name="t.xlsx", is_heading=is_heading)
    (fault,) = caught.value.faults
    assert (fault.key, fault.values["found"]) == ("many_sheets", [name for name, _ in sheets])
    assert fault.values["last"] == '"t.xlsx|layername=Plan 2025"'


def test_a_sheet_called_register_is_imported(tmp_path):
    path = book(tmp_path / "t.xlsx", ("annat", [HEADING, ROW]), ("register", [HEADING, ROW]))
    assert not read_table(path, is_heading=is_heading).notes


def test_a_strict_reader_finds_the_sheet_by_the_names_of_the_contract(tmp_path):
    rows = [["kod", "antal", "datum"], ["a", 1, "2025-01-01"]]
    path = book(tmp_path / "t.xlsx", ("info", [["Hej", "du"]]), ("b", rows))
    assert read_table(path).columns == ("kod", "antal", "datum")


@pytest.mark.parametrize(
    ("over", "read"), [("Antal", "antal hr"), ("Upplåtelseform", "hr"), ("Rivna", "rivna hr")]
)
def test_a_heading_of_two_rows(over, read, tmp_path):
    upper = ["Id", "Namn", "Datum", "Händelse", over, None, "Område"]
    lower = [None, None, None, None, "HR", "BR", None]
    path = book(
        tmp_path / "t.xlsx",
        ("t", [["Göteborg"], upper, lower, ROW]),
        merged=["E2:F2", "A2:A3", "G2:G3"],
    )
    table = read_table(path, is_heading=is_heading)
    assert table.columns[4:] == (read, read.replace("hr", "br"), "område")
    assert (table.numbers, table.notes[0].key) == ([4], "headings")


def test_a_row_of_values_is_no_second_heading(tmp_path):
    path = book(tmp_path / "t.xlsx", ("t", [[*HEADING[:5], None, "Område"], ROW]))
    with pytest.raises(DataError) as caught:
        read_table(path, is_heading=is_heading)
    assert caught.value.faults[0].key == "no_heading"


def test_cells_merged_downwards(tmp_path):
    first, other = [7, *ROW[1:]], [None, None, *ROW[2:4], None, 3, "101"]
    rows = [["id", "namn", "datum", "handelse", "hyresratt", "bostadsratt", "omrade"], first, other]
    path = book(tmp_path / "t.xlsx", ("t", [*rows, [None] * 7]), merged=["A2:A4", "B2:B3", "E2:E3"])
    table = read_table(path)
    assert faults(table) == [(3, "cell_merged", "hyresratt", "80")]
    read = strictly(table)
    assert (read.texts("id"), read.texts("namn")) == (["7", "7"], ["Ett", "Ett"])
    assert table.notes[0].values == {"found": ["A", "B", "E"], "rows": [3]}


def test_what_is_hidden_is_read_and_noted(tmp_path):
    path = str(tmp_path / "t.xlsx")
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet()
    for at, row in enumerate([["id", "namn"], ["a", "x"], ["b", "y"]]):
        sheet.write_row(at, 0, row)
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_row(7, None, None, {"hidden": True})
    sheet.set_column(1, 5, None, None, {"hidden": True})
    made.close()
    table = read_table(path)
    assert table.data["namn"] == ("x", "y")
    assert [(note.key, note.values) for note in table.notes] == [
        ("hidden_rows", {"rows": [3]}),
        ("hidden_columns", {"found": ["B"]}),
    ]


ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
 office:version="1.2"><office:body><office:spreadsheet><table:table table:name="A &amp; B">
<table:table-column/><table:table-column table:visibility="collapse"/>{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def ods(path, *rows):
    """Write an OpenDocument sheet of rows of cells: the attributes of each, and what it shows."""
    cells = [
        "".join(
            f"<table:table-cell {kind}><text:p>{shown}</text:p></table:table-cell>"
            for kind, shown in row
        )
        for row in rows
    ]
    text = "".join(f"<table:table-row>{each}</table:table-row>" for each in cells)
    manifest = f'<manifest:manifest xmlns:manifest="{MANIFEST}"/>'
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", ODS.format(rows=text))
        made.writestr("META-INF/manifest.xml", manifest)
    return str(path)


def test_cells_of_an_ods(tmp_path):
    text, formula = 'office:value-type="string"', 'table:formula="of:=1"'
    wrong = f'{formula} {text} office:string-value="" calcext:value-type="error"'
    columns = ("id", "hyresratt", "bostadsratt")
    table = read_table(
        ods(
            tmp_path / "t.ods",
            [(text, name) for name in columns],
            [(f'{text} table:number-rows-spanned="2"', "a"), (formula, ""), (wrong, "#N/A")],
            [
                ("", ""),
                ('office:value-type="percentage" office:value="0.8"', "80 %"),
                (f'{formula} office:value-type="float" office:value="3"', "3"),
            ],
        )
    )
    assert faults(table, *columns) == [
        (2, "cell_formula", "hyresratt", ""),
        (2, "cell_error", "bostadsratt", "#N/A"),
        (3, "cell_percent", "hyresratt", "80 %"),
    ]
    assert strictly(table).texts("id") == ["a", "a"]
    assert [note.key for note in table.notes] == ["filled", "hidden_columns"]


def test_cells_of_an_xls(tmp_path):
    xlwt = pytest.importorskip("xlwt")
    made = xlwt.Workbook()
    sheet = made.add_sheet("Å2024")
    for column, name in enumerate(["id", "hyresratt", "bostadsratt", "aganderatt"]):
        sheet.write(0, column, name)
    for row in (1, 2):
        sheet.write(row, 1, 80)
        sheet.write(row, 2, 1, xlwt.easyxf(num_format_str="0%"))
        sheet.write(row, 3, xlwt.Formula("1+1"))
    sheet.write_merge(1, 2, 0, 0, "a")
    sheet.row(2).hidden = True
    sheet.col(1).hidden = True
    made.save(str(tmp_path / "t.xls"))
    table = read_table(str(tmp_path / "t.xls"))
    assert [(row, key, column) for row, key, column, _ in faults(table)] == [
        (row, key, column)
        for row in (2, 3)
        for key, column in (("cell_percent", "bostadsratt"), ("cell_formula", "aganderatt"))
    ]
    assert [note.key for note in table.notes] == ["filled", "hidden_rows", "hidden_columns"]
    assert see_xls((tmp_path / "t.xls").read_bytes(), "Å2024").empty == {(1, 3), (2, 3)}


def test_an_odd_cell_shows_what_stands_in_it():
    assert str(OddCell("cell_error", "#REF!")) == "#REF!"
