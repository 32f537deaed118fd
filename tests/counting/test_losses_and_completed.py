"""What stands beside the figures: losses, and promised against built; neither moves a figure."""

from __future__ import annotations

import csv
import io
import json
import shutil
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import geopandas as gpd
import oracle
import pytest
import worlds
from commanded import app
from hypothesis import given, settings
from hypothesis import strategies as st
from places import DATA
from reports import HOSTILE, Page, heading, whole
from shapely import Point
from typer.testing import CliRunner, Result
from worlds import (
    COARSE,
    DAYS,
    END,
    FEW,
    FINE,
    FIXED,
    TARGETS,
    VINTAGES,
    target_of,
    to_areas,
    to_losses,
)

from tenuremix.answers.completed import built_text
from tenuremix.counting.books import Books
from tenuremix.counting.decisions import Decision, Event, Place
from tenuremix.counting.losses import LossEvent, assess_losses
from tenuremix.counting.progress import assess_progress
from tenuremix.counting.register import Register
from tenuremix.counting.tenure import KNOWN, STOCK_TENURES, Tenure
from tenuremix.delivery.completed import Built, Completed, add, compare_completed, follow_plots
from tenuremix.delivery.pace import pace_within
from tenuremix.document.words import years_text
from tenuremix.inputs import Workspace
from tenuremix.io.inputs.workspace import find_settings, load
from tenuremix.locale.locale import Locale
from tenuremix.report.build import render_annex

HR, BR, OKLAR = Tenure.HYRESRATT, Tenure.BOSTADSRATT, Tenure.OKLAR
AS_OF = date(2026, 1, 1)


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(app, list(arguments))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def answer(*arguments: str) -> Any:
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a workspace of the bundled example, on the last day of the target's period."""
    monkeypatch.chdir(tmp_path)
    assert run("init", "mitt", "--exempel").exit_code == 0
    monkeypatch.chdir(tmp_path / "mitt")
    state(tmp_path / "mitt", "as_of", "2025-12-31")
    return tmp_path / "mitt"


def state(folder: Path, key: str, value: str) -> None:
    """State a key of the workspace, instead of what stands there."""
    path = folder / "tenuremix.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(f"{key} =")]
    path.write_text("\n".join([*kept, f"{key} = {value}" if value else "", ""]), encoding="utf-8")


# Losses -----------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(st.data())
def test_oracle_of_the_losses(data: st.DataObject) -> None:
    areas = data.draw(worlds.maps())
    stock = data.draw(worlds.stocks(areas))
    target, definition = data.draw(TARGETS), data.draw(worlds.definitions())
    losses = data.draw(worlds.losses(areas))
    largest = data.draw(st.sampled_from([0, 1, 3, None]))
    as_of = data.draw(st.one_of(st.just(END), DAYS))
    expected = oracle.lost(areas, stock, losses, definition, target, as_of, largest)
    books = Books(to_areas(areas), worlds.to_stock(stock, largest), Register([]), as_of)
    found = assess_losses(books, to_losses(losses), worlds.to_target(target, definition))
    plain = [
        (e.date, e.event, e.area, str(e.tenure), e.dwellings, e.lost, e.reason)
        for e in found.entries
    ]
    assert sorted(plain, key=str) == sorted(expected, key=str)
    assert found.total == sum(entry[5] for entry in expected) == sum(found.by_event.values())


@FEW
@given(st.data(), FIXED)
def test_losses_are_conserved_and_move_no_figure(data: st.DataObject, definition: Any) -> None:
    areas = data.draw(worlds.maps())
    stock = worlds.to_stock(data.draw(worlds.stocks(areas, VINTAGES[:1])), 2)
    register = worlds.to_register(data.draw(worlds.registers(areas)))
    losses = data.draw(worlds.losses(areas))
    books = Books(to_areas(areas), stock, register, END)
    sums = {t: sum(loss["counts"].get(t, 0) for loss in losses) for t in oracle.KNOWN}
    for level in (FINE, COARSE):
        for tenure in oracle.KNOWN:
            target = target_of({**definition, "level": level}, tenure)
            before = assess_progress(books, target)
            found = assess_losses(books, to_losses(losses), target)
            assert sum(entry.dwellings for entry in found.entries) == sums[tenure]
            assert all(0 <= entry.lost <= entry.dwellings for entry in found.entries)
            assert assess_progress(books, target) == before
            turned = assess_losses(books, to_losses(losses)[::-1], target)
            assert turned.entries == found.entries


def test_the_default_counts_what_it_counted(folder: Path) -> None:
    with_losses = answer("progress")
    state(folder, "losses", "")
    without = answer("progress")
    assert [(each["lost"], each["net"]) for each in with_losses] == [(51, 408), (6, 204)]
    assert (with_losses[0]["counted"], with_losses[0]["status"]) == (459, "missed")
    for each in without:
        assert (each["losses"], each["lost"], each["net"]) == ([], None, None)
    beside = {"losses", "lost", "net"}
    for one, other in zip(with_losses, without, strict=True):
        assert {k: v for k, v in one.items() if k not in beside} == {
            k: v for k, v in other.items() if k not in beside
        }


def test_the_csv_of_progress_has_no_losses(folder: Path) -> None:
    with_losses = run("progress", "--format", "csv").stdout
    state(folder, "losses", "")
    assert run("progress", "--format", "csv").stdout == with_losses


def test_the_line_beside_the_target_in_words(folder: Path) -> None:
    told = run("progress", "--target", "hr-500", "--details").stdout.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert (
        "Under perioden har 51 hyresrätter försvunnit ur de områden som målet gäller (ombildning "
        "24, rivning 12, försäljning 15). Netto: 459 räknade minus 51 är 408.\n"
        "18 bostäder försvann under perioden i områden som inte går att bedöma. De dras inte av.\n"
        "Bortfallet ändrar varken antalet som räknas eller bedömningen av målet.\n"
    ) in told
    assert "2025-05-05  rivning      Olivedal              12 HR                12" in told
    english = run("progress", "--target", "hr-500", "--lang", "en", "--details").stdout
    assert "Net: 459 counted less 51 is 408." in english
    assert "left the areas of the target" in english
    early = run("progress", "--target", "hr-500", "--as-of", "2025-02-01").stdout
    assert "har inga hyresrätter försvunnit under perioden" in early
    state(folder, "losses", "")
    assert "Nettot" not in run("progress").stdout


def test_a_file_without_rows_is_no_loss(folder: Path) -> None:
    path = folder / "bortfall.csv"
    columns = "datum,handelse,hyresratt,bostadsratt,aganderatt,omrade,kalla\n"
    path.write_text(columns, encoding="utf-8")
    state(folder, "losses", '"bortfall.csv"')
    assert [(each["lost"], each["net"]) for each in answer("progress")] == [(0, 459), (0, 210)]


@pytest.mark.usefixtures("folder")
def test_another_register_brings_its_own_losses() -> None:
    register = "markanvisningar/exempel_fiktiva.csv"
    assert answer("progress", "--register", register)[0]["lost"] is None
    assert answer("progress")[0]["lost"] == 51


def test_a_command_reads_what_it_shows(folder: Path) -> None:
    (folder / "bortfall.csv").write_text("datum\n2025-13-01\n", encoding="utf-8")
    state(folder, "losses", '["bortfall.csv"]')
    assert run("check", "--area", "109", "--hyresratt", "8").exit_code == 0
    assert run("areas").exit_code == 0
    for command in (["progress"], ["report", "--year", "2025"], ["build"], ["validate"]):
        assert run(*command).exit_code == 1
    kinds = {s["kind"] for s in answer("check", "--area", "109", "--hyresratt", "8")["sources"]}
    assert kinds == {"areas", "stock", "register", "targets"}


@pytest.mark.parametrize("suffix", [".xlsx", ".gpkg", ".geojson"])
def test_losses_of_every_format(folder: Path, suffix: str) -> None:
    # A point in Olivedal (109), in the national CRS.
    frame = gpd.GeoDataFrame(
        {
            "datum": ["2025-03-14"],
            "handelse": ["ombildning"],
            "hyresratt": [24],
            "bostadsratt": [0],
            "aganderatt": [0],
            "kalla": ["1/25"],
        },
        geometry=[Point(147250, 6396950)],
        crs="EPSG:3007",
    )
    path = folder / f"bortfall{suffix}"
    if suffix == ".xlsx":
        point = frame.geometry.iloc[0]
        table = frame.drop(columns="geometry").assign(e=point.x, n=point.y)
        table.to_excel(path, index=False)
    else:
        frame.to_crs("EPSG:3006").to_file(path)
    state(folder, "losses", f'["{path.name}"]')
    (entry,) = answer("progress", "--target", "hr-500")[0]["losses"]
    assert (entry["area"], entry["lost"], entry["reason"]) == ("109", 24, "counted")


def test_the_summary_names_what_stands_beside(folder: Path) -> None:
    assert run("validate").stdout.endswith(
        "Mål: 2. Öppna tomter: 12. Bortfall: 8 rader. Kända begränsningar: 9.\n"
    )
    build(folder)
    told = run("validate").stdout
    assert "Färdigställda bostäder: 2024–2025. Öppna tomter: 12. Bortfall: 8 rader." in told
    assert "Losses: 8 rows." in run("validate", "--lang", "en").stdout


# Completed dwellings ----------------------------------------------------------------------------

ROWS = """\
niva,kod,ar,bostadstyp,upplatelseform,antal
primaromrade,110,2024,flerbostadshus,hyresratt,1200
primaromrade,110,2024,student,hyresratt,34
primaromrade,110,2025,flerbostadshus,bostadsratt,
primaromrade,110,2025,smahus,aganderatt,-7
primaromrade,109,2024,flerbostadshus,okand,5
primaromrade,109,2025,flerbostadshus,hyresratt,0
primaromrade,101,2024,flerbostadshus,hyresratt,0
primaromrade,101,2025,flerbostadshus,hyresratt,0
"""


def build(folder: Path, rows: str = ROWS) -> None:
    """State completed dwellings in a workspace."""
    (folder / "byggt.csv").write_text(rows, encoding="utf-8")
    state(folder, "completed", '["byggt.csv"]')


def test_without_statistics_the_way_to_them_is_told(folder: Path) -> None:
    result = run("areas", "--completed")
    assert result.exit_code == 2
    assert not result.stdout
    assert "`tenuremix fetch completed`" in result.stderr
    assert 'completed = ["completed/….csv"]' in result.stderr
    english = run("areas", "--completed", "--lang", "en")
    assert english.stderr.startswith("The workspace has no statistics of completed dwellings.")
    assert (folder / "tenuremix.toml").is_file()


def test_the_table_of_promised_and_built(folder: Path) -> None:
    build(folder)
    told = run("areas", "--completed").stdout.replace("\N{NO-BREAK SPACE}", " ")
    assert "statistiken 2024–2025." in told
    row = next(line for line in told.splitlines() if line.startswith("110 "))
    # What stands first: Krokslätt has 45 + 45 promised and begun, and the figures of the file.
    assert row.split("  ")[0] == "110"
    assert "45 HR, 45 BR" in row
    assert "1 234 HR, 0 och dolda tal BR, −7 ÄR" in row
    assert "5 okänd" in next(line for line in told.splitlines() if line.startswith("109 "))
    assert not any(line.startswith("101 ") for line in told.splitlines())
    assert "Statistik saknas för 93 områden." in told
    assert "Hela staden" in told
    assert "även på mark som kommunen inte äger" in told
    english = run("areas", "--completed", "--lang", "en").stdout
    assert "1,234 rented, 0 and suppressed figures tenant-owned, −7 owned" in english


def test_another_level_than_that_of_the_statistics(folder: Path) -> None:
    build(
        folder, "niva,kod,ar,bostadstyp,upplatelseform,antal\nstadsomrade,1,2024,smahus,okand,5\n"
    )
    told = run("areas", "--completed").stdout
    assert "Statistiken finns inte per primärområde. Den finns per stadsområde." in told
    assert "statistiken saknas." in told
    city = answer("areas", "--completed", "--level", "stadsomrade", "--sort", "kod")
    assert city[0]["built"] == {"hyresratt": 0, "bostadsratt": 0, "aganderatt": 0, "okand": 5}
    assert city[1]["built"] is None


def test_statistics_of_years_to_come(folder: Path) -> None:
    build(folder)
    told = run("areas", "--completed", "--as-of", "2024-12-30").stdout
    words = "Statistiken börjar 2024. Det året var inte slut den dag som läget avser."
    assert words in told
    assert "Den finns per" not in told
    found = load(find_settings(folder))
    page = Page(render_annex(found, 2024, as_of=date(2024, 12, 30)))
    assert words in lines(page)
    assert not [t for t in page.tables if t["caption"] == "Hela staden"]


def test_the_keys_are_only_added(folder: Path) -> None:
    plain = answer("areas")
    build(folder)
    assert answer("areas") == plain
    compared = answer("areas", "--completed")
    for before, after in zip(plain, compared, strict=True):
        assert {**after, **before} == after
    krokslatt = next(area for area in compared if area["area"] == "110")
    assert krokslatt["built"] == {
        "hyresratt": 1234,
        "bostadsratt": None,
        "aganderatt": -7,
        "okand": 0,
    }
    assert krokslatt["built_range"]["bostadsratt"] == [None, None]
    rows = list(csv.DictReader(io.StringIO(run("areas", "--completed", "--format", "csv").stdout)))
    row = next(row for row in rows if row["area"] == "110")
    assert (row["built_hyresratt"], row["built_years"]) == ("1234", "2024–2025")
    assert [area["area"] for area in compared] == [row["area"] for row in rows]
    ordered = answer("areas", "--completed", "--sort", "namn")
    assert [area["area_name"].lower() for area in ordered] == sorted(
        area["area_name"].lower() for area in compared
    )


def test_a_figure_in_words() -> None:
    text = Locale("sv")
    assert built_text(Built.exactly(-3), text) == "\N{MINUS SIGN}3"
    assert built_text(Built.exactly(2) + Built.hidden(4), text) == "\N{MINUS SIGN}2–6"
    assert built_text(Built.exactly(2) + Built.hidden(None), text) == "2 och dolda tal"
    assert years_text([2005, 2006, 2007, 2009], text) == "2005–2007, 2009"
    assert years_text([2005], text) == "2005"
    assert years_text([], text) == "saknas"


@st.composite
def figures(draw: Any, areas: Any) -> dict[int, Any]:
    """Draw completed dwellings: now and then of a larger area, now and then none."""
    number = st.one_of(st.integers(-5, 30).map(Built.exactly), st.just(Built.hidden(3)))
    return {
        year: {
            (level, code): {tenure: draw(number) for tenure in STOCK_TENURES if draw(st.booleans())}
            for level, code, *_ in areas
            if draw(st.integers(0, 9)) and (level == FINE or not draw(st.integers(0, 4)))
        }
        for year in (2023, 2024, 2025)
    }


@FEW
@given(st.data())
def test_what_is_built_adds_up(data: st.DataObject) -> None:
    areas = data.draw(worlds.maps())
    drawn = data.draw(figures(areas))
    found, completed = to_areas(areas), Completed(drawn)
    for year, by_area in drawn.items():
        for code in found.at(COARSE):
            parts = [by_area.get((FINE, child)) for child in found.children(code, COARSE)]
            own = by_area.get((COARSE, code))
            known = [part for part in parts if part is not None]
            whole = len(known) == len(parts) and known
            expected = add([own]) if own is not None else add(known) if whole else None
            assert completed.in_year(found, COARSE, code, year) == expected
            assert completed.over(found, COARSE, code, [year]) == expected
    for code in found.at(FINE):
        yearly = [completed.in_year(found, FINE, code, year) for year in drawn]
        known = [each for each in yearly if each is not None]
        expected = add(known) if len(known) == len(yearly) else None
        assert completed.over(found, FINE, code, sorted(drawn)) == expected


@FEW
@given(st.data(), DAYS)
def test_what_is_promised_is_the_same_city_at_every_level(data: st.DataObject, as_of: date) -> None:
    areas = data.draw(worlds.maps())
    decisions = data.draw(worlds.registers(areas))
    completed = Completed(data.draw(figures(areas)))
    books = Books(to_areas(areas), worlds.to_stock({}, 2), worlds.to_register(decisions), as_of)
    seen = [d for d in decisions if d["date"] <= as_of]
    standing = [
        oracle.standing_after([d for d in seen if d["id"] == id_])[1]
        for id_ in {d["id"] for d in seen}
    ]
    for level in (FINE, COARSE):
        promised = compare_completed(books, completed, level).promised
        for tenure in (*KNOWN, OKLAR):
            assert promised.allocated[tenure] == sum(counts[tenure] for counts in standing)
            stages = (promised.allocated, promised.begun, promised.completed, promised.covered)
            numbers = [stage[tenure] for stage in stages]
            assert numbers == sorted(numbers, reverse=True)


# The promise of each plot -----------------------------------------------------------------------


def decided(id_: str, day: date, event: Event, **counts: int) -> Decision:
    numbers = {Tenure(name): number for name, number in counts.items()}
    return Decision(id_, id_, day, event, numbers, Place(area="10"))


def followed(*decisions: Decision, as_of: date = END) -> list[tuple[Any, ...]]:
    areas = to_areas([(FINE, "10", None, (0, 0, 10, 10))])
    books = Books(areas, worlds.to_stock({}, None), Register(decisions), as_of)
    return [
        (plot.state.decision.id, plot.change and plot.change[HR], plot.begun, plot.completed)
        for plot in follow_plots(books)
    ]


def test_the_worst_kept_promise_stands_first() -> None:
    given_ = date(2020, 1, 1)
    begun, done = date(2021, 1, 1), date(2022, 1, 1)
    rows = [
        decided("A", given_, Event.MARKANVISNING, hyresratt=50, bostadsratt=50),
        decided("A", begun, Event.BYGGSTART),
        decided("B", given_, Event.MARKANVISNING, hyresratt=60),
        decided("B", date(2020, 6, 1), Event.ANDRING, hyresratt=20, bostadsratt=40),
        decided("B", begun, Event.BYGGSTART),
        decided("B", done, Event.FARDIGSTALLD, hyresratt=10, bostadsratt=50),
        decided("C", given_, Event.MARKANVISNING, oklar=60),
        decided("C", begun, Event.FARDIGSTALLD, oklar=0, hyresratt=25, bostadsratt=35),
        decided("D", given_, Event.MARKANVISNING),
        decided("D", begun, Event.BYGGSTART, hyresratt=5),
        decided("E", given_, Event.MARKANVISNING, hyresratt=90),
    ]
    assert followed(*rows) == [
        ("B", -50, begun, done),
        ("A", 0, begun, None),
        ("C", 25, None, begun),
        ("D", None, begun, None),
    ]
    assert followed(*rows, as_of=date(2021, 6, 1))[0] == ("B", -40, begun, None)


def test_a_promise_is_that_of_the_last_allocation() -> None:
    rows = [
        decided("A", date(2019, 1, 1), Event.PLANERAD, hyresratt=99),
        decided("A", date(2020, 1, 1), Event.MARKANVISNING, hyresratt=50),
        decided("A", date(2020, 2, 1), Event.BYGGSTART),
        decided("A", date(2020, 3, 1), Event.ATERKALLAD),
        decided("A", date(2021, 1, 1), Event.MARKANVISNING, hyresratt=30),
        decided("A", date(2022, 1, 1), Event.BYGGSTART, hyresratt=28),
    ]
    assert followed(*rows) == [("A", -2, date(2022, 1, 1), None)]
    assert followed(*rows[:4]) == []
    assert followed(*rows[:5]) == []


def starting(id_: str, begun: dict[Tenure, int] | None, **numbers: int) -> list[Decision]:
    """Allocate a plot and begin some of its dwellings."""
    return [
        decided(id_, date(2020, 1, 1), Event.MARKANVISNING, **numbers),
        decided(id_, date(2021, 1, 1), Event.BYGGSTART)._replace(begun=begun),
    ]


def test_the_pace_within_each_plot() -> None:
    own = Tenure.AGANDERATT
    rows = [
        # 1 of 2 rented and all the others have begun: the rented lag by a half.
        *starting("A", {HR: 20, BR: 30}, hyresratt=40, bostadsratt=30),
        *starting("B", {HR: 10, BR: 10, own: 10}, hyresratt=10, bostadsratt=40, aganderatt=40),
        *starting("C", {HR: 0, BR: 30}, hyresratt=40, bostadsratt=30),
        *starting("D", None, hyresratt=40, bostadsratt=30),
        *starting("E", {HR: 3}, hyresratt=40),
        *starting("F", None, bostadsratt=40, oklar=10),
        *starting("G", {HR: 5, BR: 5}, hyresratt=10, bostadsratt=10),
        decided("G", date(2022, 1, 1), Event.FARDIGSTALLD),
        decided("H", date(2020, 1, 1), Event.MARKANVISNING, hyresratt=40, bostadsratt=30),
        *starting("I", {HR: 10, BR: 15}, hyresratt=20, bostadsratt=30),
        *starting("J", None),
    ]
    areas = to_areas([(FINE, "10", None, (0, 0, 10, 10))])
    books = Books(areas, worlds.to_stock({}, None), Register(rows), END)
    found = pace_within(follow_plots(books))
    told = [(w.plot.state.decision.id, w.rented, w.others, w.lag) for w in found.compared]
    assert told == [
        ("C", (0, 40), (30, 30), 1),
        ("A", (20, 40), (30, 30), Fraction(1, 2)),
        ("I", (10, 20), (15, 30), 0),
        ("B", (10, 10), (20, 80), Fraction(-3, 4)),
    ]
    assert [plot.state.decision.id for plot in found.alone] == ["E", "F"]
    assert [plot.state.decision.id for plot in found.not_stated] == ["D", "J"]


# The report -------------------------------------------------------------------------------------


@pytest.fixture
def workspace(folder: Path) -> Workspace:
    build(folder)
    return load(find_settings(folder))


def lines(page: Page) -> list[str]:
    return [words.replace("\N{NO-BREAK SPACE}", " ") for words in page.text("p")]


def test_the_net_line_of_the_report(workspace: Workspace) -> None:
    page = Page(render_annex(workspace, 2025, as_of=AS_OF))
    assert page.text("h4").count("Nettot, vid sidan av målet") == 2
    assert any("Netto: 459 räknade minus 51 är 408." in line for line in lines(page))
    title = heading(workspace.targets[0])
    deducted = page.table(f"{title}: bortfall som dras av")
    assert [whole(row[6]) for row in deducted["rows"][1:]] == [24, 12, 15]
    assert whole(deducted["foot"][0][6]) == 51
    others = page.table(f"{title}: bortfall som inte dras av")["rows"][1:]
    assert [row[-1] for row in others] == [
        "utanför perioden",
        "bostadsrätt har inte majoritet i området",
        "bostadsrätt har inte majoritet i området",
        "går inte att bedöma: platsen är bara känd som mellanområde",
        "bostadsrätt har inte majoritet i området",
        "utanför perioden",
    ]
    assert all(whole(row[6]) == 0 for row in others)


def test_the_comparison_of_the_report(folder: Path, workspace: Workspace) -> None:
    public = DATA / "markanvisningar" / "goteborg_publika.csv"
    state(folder, "register", str(["markanvisningar/exempel_fiktiva.csv", str(public)]))
    workspace = load(find_settings(folder))
    page = Page(render_annex(workspace, 2025, as_of=AS_OF))
    city = {row[0]: row[1:] for row in page.table("Hela staden")["rows"][1:]}
    assert city["hyresrätt"][1:3] == ["145", "0"]
    assert [row[-1] for row in city.values()] == ["1\xa0234", "0 och dolda tal", "−7", "–", "5"]
    # 45 of Krokslätt and 100 of Selma Lagerlöfs torg are begun; 90 undecided are completed.
    assert city["ej beslutad eller okänd"][1:3] == ["90", "90"]
    allocated = compare_completed(workspace.books_on(AS_OF), None, "stadsomrade").promised
    assert [whole(city[name][0]) for name in ("hyresrätt", "bostadsrätt", "äganderätt")] == [
        allocated.allocated[tenure] for tenure in KNOWN
    ]
    areas = next(t for t in page.tables if t["caption"].startswith("Utlovat och byggt i "))
    row = next(row for row in areas["rows"] if row[0] == "Krokslätt (110)")
    assert row[1:] == [
        "45",
        "0",
        "1\xa0234",
        "45",
        "0",
        "0 och dolda tal",
        "0",
        "0",
        "−7",
        "0",
        "0",
    ]
    assert any("Statistiken räknar allt som färdigställs" in line for line in lines(page))
    plots = page.table("Löftet i varje påbörjat kvarter")["rows"][1:]
    assert plots[0][0] == "Exempel Färdiga kvarteret (E-29)"
    assert any("Blandade kvarter där det inte är angivet: 1" in line for line in lines(page))


def test_the_report_tells_where_rented_dwellings_lag(workspace: Workspace) -> None:
    rows = [
        row._replace(begun={HR: 9, BR: 45}) if (row.id, row.event) == ("E-29", "byggstart") else row
        for decisions in workspace.register.decisions.values()
        for row in decisions
    ]
    page = Page(render_annex(replace(workspace, register=Register(rows)), 2025, as_of=AS_OF))
    table = page.table("Takten inom varje kvarter")["rows"]
    assert table[1] == [
        *("Exempel Färdiga kvarteret (E-29)", "45", "9", "20\xa0%", "45", "45", "100\xa0%", "80")
    ]
    assert any("I 1 av 1 jämfört kvarter är en mindre andel" in line for line in lines(page))


def test_a_report_without_statistics_says_so_in_one_line(workspace: Workspace) -> None:
    page = Page(render_annex(replace(workspace, completed=None), 2025, as_of=AS_OF))
    told = [line for line in lines(page) if "statistik över färdigställda bostäder" in line]
    assert len(told) == 1
    assert not [t for t in page.tables if t["caption"] == "Hela staden"]
    without = Page(render_annex(replace(workspace, losses=None), 2025, as_of=AS_OF))
    assert "Nettot" not in without.html


def test_the_report_is_whole_in_english(workspace: Workspace) -> None:
    # What the workspace itself says of its limits stands in the words it was written in.
    html = render_annex(replace(workspace, limits=None), 2025, as_of=AS_OF, language="en")
    page = Page(html)
    assert "The net, beside the target" in page.text("h4")
    assert "Promised and built" in page.text("h2")
    for words in ("Nettot", "försvann", "Utlovat", "bortfall som", "påbörjat"):
        assert words not in html


def test_hostile_words_of_what_stands_beside(workspace: Workspace) -> None:
    losses = [replace(loss, basis=HOSTILE) for loss in workspace.losses or ()]
    rows = [
        decision._replace(name=HOSTILE)
        for decisions in workspace.register.decisions.values()
        for decision in decisions
    ]
    hostile = replace(workspace, losses=losses, register=Register(rows))
    for language in ("sv", "en"):
        page = Page(render_annex(hostile, 2025, as_of=AS_OF, language=language))
        assert "script" not in {tag for tag, _, _ in page.tags}
        assert "{{ 7*7 }}" in page.html
        assert "\x00" not in page.html


def test_the_losses_of_the_default_try_every_event(folder: Path) -> None:
    found = load(find_settings(folder)).losses or ()
    assert {loss.event for loss in found} == set(LossEvent)
    source = next(s for s in load(find_settings(folder)).sources if s.kind == "losses")
    assert source.fictional
    assert not source.changed


def test_a_workspace_may_be_moved(folder: Path, tmp_path: Path) -> None:
    build(folder)
    moved = tmp_path / "annan"
    shutil.copytree(folder, moved)
    assert load(find_settings(moved)).completed is not None
