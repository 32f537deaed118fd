"""The outlook as its reader meets it: words in both languages, files, the report, wrong usage."""

from __future__ import annotations

import csv
import io
import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from casefiles import Inputs, read_case
from commanded import app
from places import GOOD
from reports import annex_of
from typer.testing import CliRunner

from tenuremix.answers.layout import set_out
from tenuremix.answers.outlook import OutlookWords, chance_text, chances_text, outlook_text
from tenuremix.answers.outlook_json import outlook_json
from tenuremix.counting.decisions import Decision, Event, Place
from tenuremix.counting.register import Register
from tenuremix.counting.tenure import Tenure
from tenuremix.document.outlook import judgement
from tenuremix.io.inputs.workspace import find_settings, load
from tenuremix.locale.locale import Locale
from tenuremix.outlook.assess import assess_outlook
from tenuremix.outlook.assumptions import Assumptions
from tenuremix.report.build import render_html

HALF = date(2025, 6, 30)
HOSTILE = '<script>alert("x")</script> =1+1 \u202eomvänt \x00'


def run(*arguments):
    return CliRunner().invoke(app, ["outlook", *arguments])


@pytest.fixture(scope="module")
def workspace():
    return load(find_settings(Path("/nowhere")), beside=())


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_answer_in_words(here):
    case = read_case("outlook_worked")
    inputs = Inputs(case, here)
    swedish = plain(inputs.call("outlook", "--details").stdout)
    for words in (
        "Målet kan nås, men är inte säkrat. Det avgörs främst av A och av om något återkallas.\n"
        "Sannolikheten att minst 100 hyresrätter räknas den 31 december 2025 är 50 %.",
        "Den 30 juni 2025 räknas 60. Till 100 återstår 40.",
        "Väntat slutligt antal: 92. Median: 90. I nio fall av tio blir det minst 60 och "
        "högst 130. Väntat antal som fattas: 15.",
        "A (40 bostäder)",
    ):
        assert words in swedish
    assert "Uppgifter som saknas" not in swedish
    english = plain(inputs.call("outlook", "--lang", "en").stdout)
    assert "The probability that at least 100 rented dwellings count" in english
    one = plain(inputs.call("outlook", "--scenario", "svag").stdout)
    assert "är 33 %." in one


def test_an_interval_says_why(here):
    swedish = plain(Inputs(read_case("outlook_unknown"), here).call("outlook", "--details").stdout)
    assert "är 0 % om inget av det okända räknas och 75 % om allt gör det." in swedish
    assert "tomter där uppgifter saknas" in swedish
    assert "Kvarter F" in swedish[swedish.index("Uppgifter som saknas") :]


def test_a_history_without_withdrawals_is_said_to_be_no_proof(here):
    swedish = plain(Inputs(read_case("outlook_floor"), here).call("outlook").stdout)
    for words in (
        "Nått hittills; 120 bostäder kan falla bort.",
        "är mellan 27 % och 82 %.",
        "Ingen av 6 lika gamla markanvisningar har återkallats. Prognosen räknar ändå, i de lägre "
        "talen, med upp till 50 % risk att var och en återkallas.\nSå få fall säger lite. Ange "
        "withdrawal i tenuremix.toml om ni vet mer.\nAtt en markanvisning krymper eller byter "
        "upplåtelseform räknas inte in.",
    ):
        assert words in swedish
    known = Inputs(read_case("outlook_history"), here).call("outlook", "--details").stdout
    assert "1 av 5 lika gamla markanvisningar har återkallats" in plain(known)
    assert "3 av 4 lika gamla planer blev markanvisningar" in plain(known)


def row(id_, day, counts, probability=None, event=Event.PLANERAD):
    place = Place(area="202")
    expected = date(2025, 10, 1) if event is Event.PLANERAD else None
    extra = {"probability": probability, "expected": expected}
    numbers = {} if counts is None else {Tenure.HYRESRATT: counts}
    return Decision(id_, id_, day, event, numbers, place, **extra)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "Målet kan inte nås med det som är planerat."),
        ([(499, 1.0)], "Målet kan inte nås med det som är planerat."),
        ([(500, 0.0)], "Målet kan inte nås med det som är planerat."),
        ([(500, 0.05)], "Målet nås troligen inte."),
        ([(500, 0.5)], "Målet kan nås, men är inte säkrat. Det avgörs främst av P0."),
        ([(250, 0.7), (250, 0.7), (9, 0.5)], "Det avgörs främst av P0 och P1."),
        ([(500, None)], "Det avgörs främst av 1 tomt där uppgifter saknas."),
        ([(500, 0.95)], "Målet nås troligen."),
        ([(500, 1.0)], "Målet nås troligen."),
        ([(None, None)], "Målet nås troligen inte."),
    ],
)
def test_it_is_first_said_how_it_looks(workspace, rows, words):
    plans = [row(f"P{at}", date(2025, 3, 1), *each) for at, each in enumerate(rows)]
    books = replace(workspace, register=Register(plans)).books_on(HALF)
    outlook = assess_outlook(books, workspace.targets[0])
    assert judgement(outlook, Locale()).endswith(words)
    assert OutlookWords(outlook, Locale()).sentence().startswith(judgement(outlook, Locale()))


def test_a_target_that_is_reached_may_still_be_lost(workspace):
    given = row("A", date(2025, 3, 1), 500, event=Event.MARKANVISNING)
    built = row("A", date(2025, 5, 1), 500, event=Event.FARDIGSTALLD)
    for rows, words in (
        ([given], "Nått hittills; 500 bostäder kan falla bort."),
        ([given, built], "Målet är nått, och inget av det kan falla bort."),
    ):
        books = replace(workspace, register=Register(rows)).books_on(HALF)
        assert judgement(assess_outlook(books, workspace.targets[0]), Locale()) == words
    stays = Assumptions(withdrawal=0.0)
    outlook = assess_outlook(
        replace(workspace, register=Register([given])).books_on(HALF), workspace.targets[0], stays
    )
    assert judgement(outlook, Locale()) == words


def test_what_is_left_out_is_said(here):
    swedish = plain(Inputs(read_case("outlook_without_withdrawals"), here).call("outlook").stdout)
    assert "Talen räknar inte med att något återkallas." in swedish
    default = plain(run("--as-of", "2025-06-30", "--target", "hr-500").stdout)
    assert "Ej beslutad upplåtelseform, räknas inte: 140 bostäder (markanvisningar: 2)." in default


@pytest.mark.usefixtures("here")
def test_a_period_that_has_ended():
    late = ("--target", "hr-500", "--as-of", "2025-12-31")
    (found,) = json.loads(run(*late, "--format", "json").stdout)
    assert (found["counted"], found["probability"], found["plots"]) == (459, 0, [])
    shown = plain(run(*late).stdout)
    assert "Målet nåddes inte: 459 hyresrätter av minst 500 räknades, 41 saknas." in shown
    assert "%" not in shown


@pytest.mark.usefixtures("here")
def test_csv_has_a_line_for_each_plot():
    printed = run("--as-of", "2025-06-30", "--format", "csv").stdout
    lines = list(csv.DictReader(io.StringIO(printed)))
    records = json.loads(run("--as-of", "2025-06-30", "--format", "json").stdout)
    listed = [(r["target"], plot["allocation"]) for r in records for plot in r["plots"]]
    assert [(line["target"], line["allocation"]) for line in lines] == listed
    assert len({target for target, _ in listed}) == 2


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--scenario", "storm"], "--scenario storm: väntade ett av svag, normal, stark."),
        (["--target", "x"], "--target x: väntade ett av hr-500, blandat-utsatta."),
        (["--as-of", "i fjol"], "--as-of i fjol: väntade ett datum som 2025-12-31."),
    ],
)
def test_wrong_usage(arguments, words):
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not result.stdout


def test_another_register_leaves_out_what_is_stated_of_plots(here):
    for file in GOOD.iterdir():
        shutil.copy(file, here)
    stated = (
        'areas = "areas.geojson"\nstock = "stock.csv"\nregister = "register.csv"\n'
        'targets = "targets.toml"\n[outlook]\nwithdrawal = 0.25\n'
        "[outlook.plots.A]\nwithdrawal = 0.5\n"
    )
    (here / "tenuremix.toml").write_text(stated, encoding="utf-8")
    own = find_settings(here).assumptions
    other = find_settings(here, overrides={"register": ["register.csv"]}).assumptions
    assert own.of("A").withdrawal == 0.5
    assert other.of("A").withdrawal == 0.25


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.0, "0 %"),
        (1e-9, "under 1 %"),
        (0.00999, "under 1 %"),
        (0.01, "1 %"),
        (0.404, "40 %"),
        (0.99, "99 %"),
        (0.991, "över 99 %"),
        (1 - 1e-9, "över 99 %"),
        (1.0, "100 %"),
    ],
)
def test_what_is_not_certain_is_never_all_or_nothing(probability, words):
    assert plain(chance_text(probability, Locale())) == words


def test_a_range_of_probabilities():
    text = Locale()
    assert plain(chances_text((0.25, 1.0), text)) == "25–100 %"
    assert plain(chances_text((0.001, 0.5), text)) == "under 1 %–50 %"
    assert chances_text(None, text) == "–"


def hostile(workspace):
    place = Place(area="202")
    counts = {Tenure.HYRESRATT: 40, Tenure.OKLAR: 5}
    row = Decision("X<b>", HOSTILE, date(2025, 3, 1), Event.PLANERAD, counts, place)
    return replace(workspace, register=Register([row]))


def test_hostile_names_stay_words(workspace):
    world = hostile(workspace)
    outlook = assess_outlook(world.books_on(HALF), world.targets[0])
    assert HOSTILE in json.loads(json.dumps(outlook_json(outlook)))["plots"][0]["name"]
    assert "X<b>" in set_out(outlook_text(outlook, world, Locale(), details=True), Locale())
    page = render_html(annex_of(world, 2025, HALF))
    assert "<script>alert" not in page
    assert "X<b>" not in page
    assert "X&lt;b&gt;" in page


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_report_tells_it_while_the_period_is_open(workspace, language):
    section = annex_of(workspace, 2025, HALF, language=language).section("outlook")
    assert section is not None
    books = workspace.books_on(HALF)
    outlook = assess_outlook(books, workspace.targets[0], workspace.settings.assumptions)
    first, *others = section.parts[0].parts
    (chart,) = first.charts
    assert chart.title in first.lines[0]
    for row in chart.data.rows:
        number = int(plain(str(row[0])).replace(" ", "").replace(",", ""))
        assert row[1].value == outlook.final.low.at_least(number)
        assert row[2].value == outlook.final.high.at_least(number)
    assert len(others) == 5
    definitions = others[3].tables[0]
    assert [row[-1].low for row in definitions.rows] == [d.reach[0] for d in outlook.definitions]
    assert annex_of(workspace, 2025, date(2026, 1, 1)).section("outlook") is None
