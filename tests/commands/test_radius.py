"""A check tells what lies around the plot, from the tables of dwellings of the workspace."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from commanded import STATED, run
from places import GOOD
from texts import ALL

PLOT = ("--point", "147990,6397500", "--hyresratt", "8")
# Within 100 m on both sides of a border, at exactly 100 m, and further.
DWELLINGS = """\
hustyp,upplatelseform,antal,datum,e,n
flerbostadshus,hyresratt,30,2024-12-31,147990,6397550
flerbostadshus,bostadsratt,9,2024-12-31,148050,6397500
smahus,aganderatt,1,2024-12-31,147890,6397500
smahus,okand,2,2024-12-31,147990,6397500
flerbostadshus,hyresratt,500,2024-12-31,147889,6397500
flerbostadshus,hyresratt,70,2023-12-31,147990,6397500
flerbostadshus,hyresratt,80,2027-12-31,147990,6397500
"""


@pytest.fixture(autouse=True)
def _in_a_small_city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("areas.geojson", "stock.csv", "register.csv", "targets.toml"):
        shutil.copy(GOOD / name, tmp_path)
    stated = STATED + 'dwellings = ["bostader.csv"]\n'
    (tmp_path / "tenuremix.toml").write_text(stated, encoding="utf-8")
    (tmp_path / "bostader.csv").write_text(DWELLINGS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def checked(*more: str) -> dict[str, Any]:
    result = run("check", *PLOT, *more, "--format", "json")
    assert result.exit_code == 0
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_what_lies_around_stands_beside_the_area() -> None:
    plain = checked()
    record = checked("--radius", "100")
    around = record.pop("radius")
    assert record == plain  # nothing else is changed
    assert (around["metres"], around["date"]) == (100, "2024-12-31")
    counted = {"hyresratt": 30, "bostadsratt": 9, "aganderatt": 1, "okand": 2}
    assert around["dwellings"] == counted
    assert around["shares"] == {"hyresratt": 0.75, "bostadsratt": 0.225, "aganderatt": 0.025}
    assert [area["area"] for area in around["areas"]] == [a["area"] for a in record["areas"]]
    for area, checked_area in zip(around["areas"], record["areas"], strict=True):
        assert area["dwellings"] == checked_area["mix_now"]
    [source] = around["sources"]
    used = hashlib.sha256(Path("bostader.csv").read_bytes()).hexdigest()
    assert (source["name"], source["sha256"]) == ("bostader.csv", used)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "sv",
            "Upplåtelseformer inom 100 m från tomten: hyresrätt 75,0 %, bostadsrätt 22,5 %, "
            "äganderätt 2,5 %, av 40 bostäder med känd upplåtelseform (bostader.csv, den "
            "31 december 2024). I hela Sydväst: hyresrätt",
        ),
        (
            "en",
            "Tenures within 100 m of the plot: rented 75.0%, tenant-owned 22.5%, owner-occupied "
            "2.5%, of 40 dwellings of known tenure (bostader.csv, on 31 December 2024). "
            "In all of Sydväst: rented",
        ),
    ],
)
def test_a_sentence_says_it_with_its_table_and_date(language: str, said: str) -> None:
    result = run("check", *PLOT, "--radius", "100", "--lang", language, "--html", "note.html")
    page = Path("note.html").read_text(encoding="utf-8")
    for shown in (result.stdout, page):
        assert said in " ".join(shown.replace("\xa0", " ").split())


def test_where_nobody_lives_it_says_so() -> None:
    asked = ("check", "--point", "147100,6398900", "--hyresratt", "8", "--radius", "50")
    said = " ".join(run(*asked).stdout.replace("\xa0", " ").split())
    assert "Inom 50 m från tomten finns ingen bostad med känd upplåtelseform" in said


def test_the_distance_is_from_the_edge_of_the_plot() -> None:
    Path("plot.csv").write_text(
        "namn,hyresratt,wkt\n"
        'Tomt,8,"POLYGON ((147789 6397400, 147789 6397600, 147889 6397600, 147889 6397400, '
        '147789 6397400))"\n',
        encoding="utf-8",
    )
    result = run("check", "plot.csv", "--radius", "1", "--format", "json")
    assert json.loads(result.stdout)["radius"]["dwellings"]["hyresratt"] == 500
    assert json.loads(result.stdout)["radius"]["dwellings"]["aganderatt"] == 1


def test_what_cannot_be_answered_is_refused() -> None:
    assert run("check", "--area", "101", "--hyresratt", "8", "--radius", "100").exit_code == 2
    assert run("check", *PLOT, "--radius", "0").exit_code == 2
    Path("bostader.csv").write_text(DWELLINGS.replace("smahus", "hus"), encoding="utf-8")
    result = run("check", *PLOT, "--radius", "100", "--lang", "en")
    assert result.exit_code == 1
    assert "bostader.csv, row 4" in result.stderr
    Path("bostader.csv").unlink()
    assert run("check", *PLOT, "--radius", "100").exit_code == 1
    assert run("check", *PLOT).exit_code == 0  # read only where it is asked for
    Path("tenuremix.toml").write_text(STATED, encoding="utf-8")
    result = run("check", *PLOT, "--radius", "100")
    assert result.exit_code == 1
    assert ALL["fault.no_dwellings.found"][0] in result.stderr


def test_validate_reads_the_dwellings_too() -> None:
    assert run("validate").stdout.startswith("Allt stämmer")
    wrong = DWELLINGS.replace("smahus,aganderatt,1,", "villa,aganderatt,ett,")
    Path("bostader.csv").write_text(wrong, encoding="utf-8")
    Path("register.csv").write_text("id,namn\n", encoding="utf-8")
    result = run("validate", "--format", "json")
    told = [(each["file"], each["fault"], each["row"]) for each in json.loads(result.stdout)]
    assert result.exit_code == 1
    assert told[0][:2] == ("register.csv", "missing_columns")
    assert told[-2:] == [("bostader.csv", "unknown_value", 4), ("bostader.csv", "not_a_count", 4)]
