"""One figure, one word: every product is made and read, and says the same of target and area."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import openpyxl
import pyogrio
import pytest
from commanded import app
from pypdf import PdfReader
from reports import Page
from typer.testing import CliRunner

DAYS = ("2025-06-30", "2025-12-31")
TARGET = "Minst 500 hyresrätter i områden med majoritet bostadsrätter"
# What is said of the target on the day: in the middle of its period, and on its last day.
SAID = {"2025-06-30": "34 återstår", "2025-12-31": "Målet nåddes inte"}
POLES = {"hyresratt": "hyresrätt", "agt": "bostads- eller äganderätt"}
NUMBER = r"(\d[\d ]*)"


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.stderr
    return result.stdout.replace("\N{NO-BREAK SPACE}", " ").replace(
        "\N{NARROW NO-BREAK SPACE}", " "
    )


def plain(words: str) -> str:
    """Join words over lines, with spaces alone between."""
    return re.sub(r"[\s\u200b\u00ad\u2060]+", " ", words.replace("\N{NO-BREAK SPACE}", " "))


def _cell(value: object) -> object:
    return plain(value) if isinstance(value, str) else value


def records(sheet: Any) -> list[dict[str, Any]]:
    """Give the rows of a sheet by the headings of its first row."""
    head, *rows = ([_cell(cell) for cell in row] for row in sheet.values)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.fixture(scope="module", params=DAYS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Make every product of the example on a day, and read each."""
    day, folder = request.param, tmp_path_factory.mktemp("alla")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("COLUMNS", "300")
        given = ("--as-of", day)
        found: dict[str, Any] = {
            "day": day,
            "json": json.loads(run("progress", "--target", "hr-500", "--format", "json", *given))[
                0
            ],
            "areas": json.loads(run("areas", "--format", "json", *given)),
            "terminal": plain(run("progress", "--target", "hr-500", *given)),
            "check": plain(run("check", "--area", "109", "--hyresratt", "10", *given)),
            "csv": list(csv.DictReader(io.StringIO(run("areas", "--format", "csv", *given)))),
            "table": run("areas", *given),
        }
        run("map", *given, "--output", "karta.html")
        run("export", "stad.gpkg", *given)
        run("report", "--year", "2025", *given)
    html = (folder / "karta.html").read_text(encoding="utf-8")
    data = re.search(
        r'<script type="application/json" id="map-data">(.*?)</script>', html, re.DOTALL
    )
    assert data is not None
    pages = {
        name: (folder / "maps" / f"{stem}-2025.html").read_text(encoding="utf-8")
        for name, stem in (("report", "rapport"), ("annex", "bilaga"))
    }
    printed = {
        name: PdfReader(folder / "maps" / f"{stem}-2025.pdf")
        for name, stem in (("pdf", "rapport"), ("annex_pdf", "bilaga"))
    }
    book = openpyxl.load_workbook(next((folder / "maps").glob("*.xlsx")), read_only=True)
    found |= {
        "map": json.loads(data[1]),
        **{name: Page(page) for name, page in pages.items()},
        **{
            name: plain(" ".join(page.extract_text() for page in reader.pages))
            for name, reader in printed.items()
        },
        "book": [[_cell(cell) for cell in row] for sheet in book for row in sheet.values],
        "sheets": {name: records(book[name]) for name in ("Svar", "Liggare", "Områden")},
        "folder": folder,
    }
    return found


def lines_of(sheet: dict[str, Any]) -> list[int]:
    """Give the places of what a sheet of the map says last."""
    headline, subtitle, notes, about, _ = sheet["sayings"][-1]
    return [headline, subtitle, *notes, *about]


def test_the_figure_of_the_target_is_one(made: Any) -> None:
    counted = made["json"]["counted"]
    assert f"{counted} hyresrätter av minst 500" in made["terminal"]
    assert f"{counted} → {counted + 10} av 500" in made["check"] or made["day"] == DAYS[1]
    (view,) = [view for view in made["map"]["views"] if TARGET in view["title"]]
    said = " ".join(
        made["map"]["lines"][line] for sheet in view["sheets"].values() for line in lines_of(sheet)
    )
    assert f"{counted} hyresrätter" in plain(said)
    assert f"{counted} av 500" in plain(" ".join(words for _, words in made["report"].words))
    assert f"{counted} av 500" in made["pdf"]
    table = made["annex"].table("Målet om 500 hyresrätter: räknas")
    assert table["foot"][0][6] == str(counted)
    assert sum(int(row[6].replace("\N{MINUS SIGN}", "-")) for row in table["rows"][1:]) == counted
    assert f"Summan av tabellen är {counted}" in made["annex_pdf"]
    (answer,) = [row for row in made["sheets"]["Svar"] if row["Mål"] == "hr-500"]
    assert answer["Räknas"] == counted
    mine = [row["Räknas"] for row in made["sheets"]["Liggare"] if row["Mål"] == "hr-500"]
    assert sum(mine) == counted
    ledger = pyogrio.read_dataframe(made["folder"] / "stad.gpkg", layer="liggare")
    assert ledger.loc[ledger["mal"] == "hr-500", "raknas"].sum() == counted


def test_how_the_target_stands_is_said_in_the_same_words(made: Any) -> None:
    words = SAID[made["day"]]
    (view,) = [view for view in made["map"]["views"] if TARGET in view["title"]]
    found = lines_of(view["sheets"]["primaromrade"])
    lines = [made["map"]["lines"][line] for line in found]
    page = " ".join(words for _, words in made["report"].words)
    for said in (made["terminal"], plain(" ".join(lines)), plain(page), made["pdf"]):
        assert words in said
    assert any(words in str(cell) for row in made["book"] for cell in row)


def number(ends: list[int]) -> str:
    """Write a number, or the two ends of one, with spaces between thousands."""
    return "–".join(dict.fromkeys(f"{end:,}".replace(",", " ") for end in ends))


def test_what_an_area_lacks_is_one_pole_and_one_number(made: Any) -> None:
    layer = pyogrio.read_dataframe(made["folder"] / "stad.gpkg", layer="omraden_primaromrade")
    handed = {row["kod"]: row for row in layer.to_dict("records")}
    level = made["map"]["levels"][0]
    (view,) = [view for view in made["map"]["views"] if view["id"] == "missing"]
    sheet = view["sheets"]["primaromrade"]
    shown = {}
    for area, runs in zip(level["areas"], sheet["values"], strict=True):
        last = runs if isinstance(runs, int) else runs[-1]
        shown[area["code"]] = plain(sheet["pool"][last][2])
    printed = {
        line.split()[0]: plain(line) for line in made["table"].splitlines() if line[:1].isdigit()
    }
    tables = [t for t in made["annex"].tables if re.match(r"\d+ primärområden som", t["caption"])]
    (rows,) = (table["rows"] for table in tables)
    at = rows[0].index("Saknas")
    told = {row[0]: plain(row[at]) for row in rows[1:]}
    assert len(told) > 20
    listed = {
        row["Områdeskod"]: row for row in made["sheets"]["Områden"] if row["Nivå"] == "primärområde"
    }
    assert len(made["areas"]) == 96
    for area, line in zip(made["areas"], made["csv"], strict=True):
        code, found = area["area"], area["missing_pole"]
        assert line["area"] == code
        assert line["missing_pole_pole"] == (found["pole"] or "")
        assert (handed[code]["saknas_pol"] or None) == found["pole"]
        name = f"{area['area_name']} ({code})"
        if found["pole"] not in ("hyresratt", "agt"):
            assert not re.search(r"\d (HR|BR)", told.get(name, ""))
            continue
        ends = found["dwellings_range"]
        assert [handed[code]["saknas_antal_lagst"], handed[code]["saknas_antal_hogst"]] == ends
        assert shown[code].startswith(f"{number(ends)} ")
        short = f"{number(ends)} {'HR' if found['pole'] == 'hyresratt' else 'BR/ÄR'}"
        if name in told:
            assert short == told[name]
            assert short in made["annex_pdf"]
        assert short in printed[code]
        assert listed[code]["Saknas"] == POLES[found["pole"]]
        assert [listed[code][f"Saknas antal {end}"] for end in ("låg", "hög")] == ends


def test_what_cannot_be_assessed_is_one_figure(made: Any) -> None:
    """What lies outside every area is a figure of its own, in the same words."""
    page = plain(" ".join(words for _, words in made["report"].words))
    for said in (
        "Går inte att bedöma: 30 bostäder inom",
        "Utanför områdena, räknas inte: 50 bostäder",
    ):
        for words in (made["terminal"], page, made["pdf"]):
            assert said in words
