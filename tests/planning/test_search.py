"""The plan: as good as the best of all plans there are, and what it says of itself."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import combinations

import planned
import pytest
from commanded import app
from places import ROOT
from planned import AGANDERATT, BOSTADSRATT, HYRESRATT
from runs import times
from typer.testing import CliRunner

from tenuremix.counting.books import Books
from tenuremix.counting.decisions import Place
from tenuremix.counting.missing import Benchmark, Reference
from tenuremix.counting.progress import ledger
from tenuremix.counting.register import Register
from tenuremix.counting.rules import Definition
from tenuremix.counting.targets import Target
from tenuremix.planning import search as planning
from tenuremix.planning.plots import OpenPlot, Quota, Terms
from tenuremix.planning.problem import prepare
from tenuremix.planning.reasons import plots_of
from tenuremix.planning.search import NEAR, Aim, Conflict, Effort, Search, Step
from tenuremix.planning.solver import Constraint
from tenuremix.planning.trade_off import trade_off

BEFORE_THE_END = ("--as-of", "2025-11-30")  # of the default's period


SEEDS = range(times(200))


@cache
def answered(seed):
    """Give a random problem and the best plan, or why there is none."""
    books, plots, targets, terms, benchmark = planned.random_case(seed)
    problem = prepare(books, plots[::-1], targets, terms, benchmark=benchmark)
    try:
        return problem, Search(problem).best()
    except Conflict as error:
        return problem, error


@pytest.mark.parametrize("seed", SEEDS)
def test_no_plan_is_better(seed):
    books, plots, targets, terms, benchmark = planned.random_case(seed)
    every = planned.Every(books, plots, targets, terms, benchmark)
    rules = planned.rule_names(every.plots, terms)
    possible = every.possible(rules)
    problem, found = answered(seed)
    if not possible.any():
        assert isinstance(found, Conflict)
        against = found.rules
        assert not every.possible(against).any()
        assert found.smallest
        for few in combinations(rules, len(against) - 1):
            assert every.possible(few).any()
        return
    missed, short, changes = (step.value for step in found.steps)
    assert found.proven
    assert possible[every.find(found.plan)]
    for at in range(0, len(every.picked), 1 + len(every.picked) // 20):
        some = [options[n][0] for options, n in zip(every.options, every.picked[at], strict=True)]
        assert problem.keeps(some) == possible[at]
    assert missed == every.missed[possible].min()
    best = possible & (every.missed == missed)
    assert float(short) == pytest.approx(every.short[best].min(), abs=2 * NEAR)
    best &= every.short <= every.short[best].min() + NEAR
    assert changes == every.changes[best].min()
    # What the plan says of itself is what the rules say of it.
    at = every.find(found.plan)
    assert missed == every.missed[at]
    assert float(short) == pytest.approx(every.short[at])
    assert changes == every.changes[at]
    assert problem.income(found.plan) == every.income[at]


def test_the_random_cases_are_of_every_kind():
    straddling = whole = grouped = infeasible = hidden = 0
    for seed in range(200):
        problem, found = answered(seed)
        plots = problem.plots
        straddling += any(len(site.placement.parts) > 1 for site in problem.sites)
        whole += any(plot.whole for plot in plots)
        grouped += len([plot for plot in plots if plot.group]) > 1
        hidden += bool(problem.unassessed) or any(len(gap.ends) > 1 for gap in problem.gaps)
        infeasible += isinstance(found, Conflict)
    found = (straddling, whole, hidden, infeasible, grouped)
    assert min(found[:3]) > 50, found
    assert min(found[3:]) > 10, found


WORKED = {"11": (40, 60, 0), "12": (54, 46, 0), "13": (0, 0, 0), "14": (0, 0, 0)}


def worked(**terms):
    """Give the example of docs/methods/plan.md."""
    half = Reference.stated(
        {HYRESRATT: Fraction(1, 2), BOSTADSRATT: Fraction(1, 2), AGANDERATT: Fraction(0)}
    )
    books = Books(planned.squares(), planned.stock_of(WORKED), Register([]), planned.AS_OF)
    both = (HYRESRATT, BOSTADSRATT)
    plots = [
        OpenPlot("A", "A", Place(area="11"), 10, 10, both, present={BOSTADSRATT: 10}),
        OpenPlot(
            "B", "B", Place(area="12"), 10, 10, both, divisible=False, present={HYRESRATT: 10}
        ),
    ]
    target = Target("t", "t", "hyresratt", 6, date(2025, 1, 1), date(2026, 1, 1), Definition("d"))
    asked = Terms({planned.FINE: 1}, **terms)
    return prepare(books, plots, [target], asked, benchmark=Benchmark(half))


def test_the_worked_example():
    problem = worked()
    found = Search(problem).best()
    none = [{}, {}]
    assert problem.shortfall(none) == 28
    assert found.plan[0] == {HYRESRATT: 10, BOSTADSRATT: 0}
    assert found.plan[1] == {HYRESRATT: 0, BOSTADSRATT: 10}
    assert [step.value for step in found.steps] == [0, 12, 20]
    page = (ROOT / "docs" / "methods" / "plan.md").read_text(encoding="utf-8")
    for said in ("10 + 2 = 12", "20 in all", "20 + 8 = 28", "10 hyresrätter on A"):
        assert said in page


def test_the_exchange_curve_of_the_worked_example():
    search = Search(worked())
    curve = trade_off(search, search.problem.goals[0])
    # x hyresrätter on plot A leave 30 - 2 x missing there, and at least 2 in the other area.
    assert [point.counted for point in curve.points] == list(range(11))
    assert {point.shortfall for point in curve.points} == {12}
    assert curve.knee is None
    assert all(point.proven for point in curve.points)


@pytest.mark.parametrize("seed", range(12))
def test_the_curve_is_the_best_of_all_plans(seed):
    books, plots, targets, terms, benchmark = planned.random_case(seed)
    every = planned.Every(books, plots, targets, terms, benchmark)
    possible = every.possible(planned.rule_names(every.plots, terms))
    if not possible.any():
        return
    search = Search(prepare(books, plots, targets, terms, benchmark=benchmark))
    curve = trade_off(search, search.problem.goals[0])
    counted = every.counted[0][1]
    assert curve.points[-1].counted == counted[possible].max()
    for point in curve.points:
        enough = possible & (counted >= point.counted)
        assert float(point.shortfall) == pytest.approx(every.short[enough].min(), abs=1e-3)
        if point.income is not None:
            assert point.income == every.income[enough].max()


@pytest.mark.parametrize("seed", range(30))
def test_a_robust_plan_reaches_the_most_definitions(seed):
    books, plots, targets, terms, benchmark = planned.random_case(seed)
    every = planned.Every(books, plots, targets, terms, benchmark)
    possible = every.possible(planned.rule_names(every.plots, terms))
    if not possible.any():
        return
    problem = prepare(books, plots, targets, terms, benchmark=benchmark, robust=True)
    found = Search(problem).best(robust=True)
    most = max(
        problem.agreeing(
            [options[at][0] for options, at in zip(every.options, picked, strict=True)]
        )
        for picked in every.picked[possible]
    )
    assert problem.agreeing(found.plan) == most


@pytest.mark.parametrize("seed", range(20))
def test_a_plan_counts_as_the_ledger_does(seed):
    books, plots, targets, _, benchmark = planned.random_case(seed)
    plots, terms = [replace(plot, group="") for plot in plots], Terms({planned.FINE: 1})
    problem = prepare(books, plots, targets, terms, benchmark=benchmark)
    plan = Search(problem).best().plan
    for plot, given in zip(plots_of(problem, plan), plan, strict=True):
        alone = planned.decided(books, plot.plot, given)
        for goal, number in plot.counted:
            assert number == sum(entry.counted for entry in ledger(alone, goal.target))


def test_a_plan_stands_when_time_runs_out():
    seconds = iter([60.0])
    problem = worked()
    found = Search(problem, Effort(lambda: next(seconds, 0.0))).best()
    assert problem.keeps(found.plan)
    assert all(p.takes(given) for p, given in zip(problem.plots, found.plan, strict=True))
    assert found.steps[0].value == 0
    assert all(step.bound <= step.value for step in found.steps)


def feasible_case(seed):
    """Give a random problem, None where what is asked of it contradicts itself."""
    books, plots, targets, terms, benchmark = planned.random_case(seed)
    every = planned.Every(books, plots, targets, terms, benchmark)
    if not every.possible(planned.rule_names(every.plots, terms)).any():
        return None
    return prepare(books, plots, targets, terms, benchmark=benchmark)


@pytest.mark.parametrize("seed", range(20))
def test_a_single_processor_finds_the_same_plan(seed):
    problem = feasible_case(seed)
    if problem is None:
        return
    assert Search(problem).best() == Search(problem, Effort(spare=True)).best()


@pytest.mark.parametrize("seed", range(20))
def test_a_weighted_sum_that_misses_the_mix_is_not_taken(seed, monkeypatch):
    problem = feasible_case(seed)
    if problem is None:
        return
    best = Search(problem).best()
    monkeypatch.setattr(planning, "WEIGHT", 1e-3)
    held = Search(problem, Effort(spare=True)).best()
    assert held.proven
    assert [float(s.value) for s in held.steps] == pytest.approx(
        [float(s.value) for s in best.steps], abs=2 * NEAR
    )


@pytest.mark.parametrize("spare", [False, True])
def test_what_fails_beside_is_told(spare, monkeypatch):
    def fail(*_):
        raise MemoryError

    monkeypatch.setattr(Search, "_weighed", fail)
    steps = Search(worked(), Effort(spare=spare)).steps()
    assert [next(steps).steps[-1].aim for _ in range(2)] == [Aim.TARGETS, Aim.MIX]
    with pytest.raises(MemoryError):
        next(steps)


def test_a_better_mix_found_beside_leaves_the_changes_open():
    search = Search(worked())
    *_, before, last = search.steps()
    kept = [Constraint(search.short, high=100.0)]
    far = [{HYRESRATT: 0, BOSTADSRATT: 10}, {HYRESRATT: 10, BOSTADSRATT: 0}]
    weighed = search._weighed([], before.plan)
    answer = search._fewest_changes(kept, far, weighed)
    # What is proposed today is short of 48, and keeps to a mix of 100 without any change.
    assert (search.problem.shortfall(far), search.problem.changes(far)) == (48, 0)
    assert not answer.proven
    assert answer.bound <= 0 < last.steps[-1].value


@pytest.mark.parametrize("seed", range(40))
def test_a_rounded_plan_keeps_each_plots_conditions(seed):
    books, plots, targets, _, benchmark = planned.random_case(seed)
    plots = [replace(plot, group="") for plot in plots]
    problem = prepare(books, plots, targets, Terms({planned.FINE: 1}), benchmark=benchmark)
    search = Search(problem)
    best = search.best()
    broken = search.model.programme.minimise(search.short, relaxed=True)
    near = search.model.near(broken.values, best.plan)
    assert all(p.takes(given) for p, given in zip(problem.plots, near, strict=True))
    free = Search(problem).model.programme.minimise(search.short)
    assert broken.bound <= free.bound + NEAR


def test_a_step_that_is_not_proven_tells_its_gap():
    step = Step(Aim.MIX, Fraction(200), 150.0, proven=False)
    assert step.gap == 0.25
    assert Step(Aim.MIX, Fraction(200), 200.0, proven=True).gap == 0


def test_the_smallest_contradiction():
    problem = worked(
        least_share=Fraction(1), limits=(Quota(tenure=HYRESRATT, most=5), Quota(year=2025, least=1))
    )
    with pytest.raises(Conflict) as caught:
        Search(problem).best()
    assert caught.value.rules == (("least_share", 1), ("limit", 0))
    assert caught.value.smallest


# The command -------------------------------------------------------------------------------


def run(*arguments):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_the_default_has_a_plan():
    found = json.loads(run("plan", *BEFORE_THE_END, "--format", "json").stdout)
    assert found["proven"]
    assert [step["aim"] for step in found["steps"]] == ["targets", "mix", "changes"]
    assert found["targets"][0]["remaining"] == 0
    listed = {plot["plot"]: plot for plot in found["plots"]}
    assert len(listed) == 12
    # No more hyresrätter in utsatta områden; a group of one tenure; a plot over two areas.
    assert listed["T-06"]["dwellings"]["hyresratt"] == 0
    assert listed["T-07"]["dwellings"]["hyresratt"] == 0
    pair = [{t for t, n in listed[id_]["dwellings"].items() if n} for id_ in ("T-04", "T-05")]
    assert pair[0] == pair[1]
    assert len(pair[0]) == 1
    assert len(listed["T-01"]["placement"]) == 2
    contracts = (ROOT / "docs" / "contracts.md").read_text(encoding="utf-8")
    keys = {*found, *found["plots"][0], *found["steps"][0], *found["curves"][0]}
    assert all(key in contracts for key in keys)


@pytest.mark.usefixtures("folder")
def test_no_open_plot_counts_once_the_last_day_is_here():
    """A plot without a day is decided tomorrow at the earliest."""
    found = json.loads(
        run("plan", "--as-of", "2025-12-31", "--no-curve", "--format", "json").stdout
    )
    assert found["as_of"] == "2025-12-31"
    assert found["targets"][0]["remaining"] == 41
    assert {plot["date"] for plot in found["plots"]} == {"2026-01-01", "2026-03-15"}
    assert not any(plot["counted"]["hr-500"] for plot in found["plots"])


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_plan_reads_as_sentences(lang):
    said = run("plan", "--robust", "--lang", lang).stdout
    assert "{" not in said
    assert (
        "Ingen annan plan ger ett bättre" if lang == "sv" else "No other plan does better"
    ) in said


def test_the_proposal_is_one_that_check_reads(folder):
    said = run(
        "plan", *BEFORE_THE_END, "--no-curve", "--format", "json", "--output", "p.csv"
    ).stdout
    planned_ = json.loads(said)
    found = json.loads(run("check", "p.csv", *BEFORE_THE_END, "--format", "json").stdout)
    total = {t: sum(p["dwellings"][t] for p in planned_["plots"]) for t in planned.KNOWN}
    assert {t: found["proposal"]["dwellings"][t] for t in planned.KNOWN} == total
    # All on one day, which for these plots changes what counts of one alone.
    late = sum(p["dwellings"]["hyresratt"] for p in planned_["plots"] if p["plot"] == "T-09")
    checked = next(t for t in found["targets"] if t["target"] == "hr-500")
    assert checked["counts"] == sum(p["counted"]["hr-500"] for p in planned_["plots"]) + late
    assert run("plan", "--no-curve", "--output", "p.gpkg").exit_code == 0
    assert run("plan", "--no-curve", "--output", "p.geojson").exit_code == 0
    assert len(json.loads((folder / "p.geojson").read_text())["features"]) == 12


def shuffled(path, to):
    heading, *rows = path.read_text(encoding="utf-8").splitlines()
    to.write_text("\n".join([heading, *reversed(rows)]), encoding="utf-8")


def test_the_order_of_rows_decides_nothing(folder):
    example = ROOT / "data" / "markanvisningar" / "exempel_tomter_fiktiva.csv"
    shuffled(example, folder / "tomter.csv")
    first, again, turned = (
        run("plan", *file, "--no-curve", "--format", "csv").stdout
        for file in ([example], [example], ["tomter.csv"])
    )
    assert first == again == turned


HOSTILE = "=cmd|' /C calc'!A0<script>alert(1)</script>\N{RIGHT-TO-LEFT OVERRIDE}"


def test_hostile_text_stays_text(folder, monkeypatch):
    rows = "id,namn,bostader,omrade,forslag_hyresratt\n" + f'"{HOSTILE}","{HOSTILE}",10,109,10\n'
    (folder / "t.csv").write_text(rows, encoding="utf-8")
    assert run("plan", "t.csv", "--no-curve", "--output", "p.csv").exit_code == 0
    assert all(not line.startswith("=") for line in (folder / "p.csv").read_text().splitlines())
    assert run("init", "ws", "--exempel").exit_code == 0
    text = (folder / "ws" / "tenuremix.toml").read_text(encoding="utf-8")
    stated = 'plots = ["markanvisningar/exempel_tomter_fiktiva.csv"]'
    assert stated in text
    (folder / "ws" / "tenuremix.toml").write_text(text.replace(stated, 'plots = "../t.csv"'))
    monkeypatch.chdir(folder / "ws")
    assert run("report", "--year", "2025").exit_code == 0
    page = (folder / "ws" / "maps" / "rapport-2025.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page


@pytest.mark.usefixtures("folder")
def test_demands_that_contradict_each_other_are_named():
    result = run("plan", "--least-income", "900000000", "--least-share", "0.1")
    assert result.exit_code == 1
    assert not result.stdout
    assert "minst 900\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000 kronor" in result.stderr
    assert "10,0" not in result.stderr
    found = run("plan", "--least-income", "900000000", "--format", "json")
    assert found.exit_code == 1
    assert json.loads(found.stdout)["contradiction"][0]["rule"] == "least_income"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--weight", "primaromrade"], "--weight"),
        (["--weight", "stad=0"], "--weight"),
        (["--output", "p.xlsx"], ".csv, .geojson, .gpkg"),
        (["--time-limit", "0"], "time-limit"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_wrong_usage(arguments, said):
    result = run("plan", "--no-curve", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [["--weight", "kvarter=1"], ["--no-hyresratt-in", "okand_lista"], ["--target", "nix"]],
)
@pytest.mark.usefixtures("folder")
def test_names_that_there_are_none_of(arguments):
    result = run("plan", "--no-curve", *arguments)
    assert result.exit_code == 1
    assert arguments[1].partition("=")[0] in result.stderr


_COLUMNS = "tillatna,hyresratt_minst,delbar,grupp,datum,omrade"
FAULTY = f"""id,namn,bostader,bostader_min,bostader_max,{_COLUMNS}
,utan id,10,,,,,,,,109
a,noll,0,,,,,,,,109
b,omvänd,,9,5,,,,,,109
c,okänd form,10,,,villa,,,,,109
d,andel,10,,,,1.5,,,,109
e,omöjlig,10,,,bostadsratt,0.5,,,,109
f,delad grupp,10,,,,,ja,g,,109
g,datum,10,,,,,,,snart,109
h,område,10,,,,,,,,9999
i,utan plats,10,,,,,,,,
j,en,10,,,,,,,,109
j,två,10,,,,,,,,109
E-01,anvisad,10,,,,,,,,109
"""


def test_every_fault_of_the_plots_at_once(folder):
    (folder / "t.csv").write_text(FAULTY, encoding="utf-8")
    for lang in ("sv", "en"):
        result = run("plan", "t.csv", "--lang", lang)
        assert result.exit_code == 1
        rows = [int(n) for n in re.findall(r"t\.csv, (?:rad|row) (\d+):", result.stderr)]
        assert rows == [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14]
    assert not result.stdout


PLAN_TABLE = """
[plan]
weights = { primaromrade = 0 }
least_share_hyresratt = 2
least_income = -1
targets = "hr-500"
colour = "red"
[[plan.limit]]
tenure = "villa"
most = 1.5
size = 3
[[plan.limit]]
area = "601"
"""


def test_every_fault_of_the_plan_table_at_once(folder, monkeypatch):
    run("init", "ws", "--exempel")
    path = folder / "ws" / "tenuremix.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("plan."))
    path.write_text(f"{text}\n{PLAN_TABLE}", encoding="utf-8")
    monkeypatch.chdir(folder / "ws")
    said = run("plan").stderr
    keys = ["weights", "least_share_hyresratt", "least_income", "targets", "colour"]
    assert all(f"plan.{key}" in said for key in [*keys, "limit.tenure", "limit.most", "limit.size"])
    assert said.count("Väntade") == 9


def test_the_solver_says_nothing_of_its_own(tmp_path):
    command = [sys.executable, "-m", "tenuremix", "plan", "--format", "json"]
    said = subprocess.run(command, check=True, cwd=tmp_path, capture_output=True, text=True)
    assert json.loads(said.stdout)["proven"]
    assert not said.stderr
