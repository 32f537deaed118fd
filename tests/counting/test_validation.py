"""What cannot be is refused wherever it comes from: by each type, and by the books between them."""

from __future__ import annotations

from datetime import date

import pytest
import shapely

from tenuremix.counting.areas import Area, Areas, Cell, Stock
from tenuremix.counting.books import Books
from tenuremix.counting.decisions import Decision, Event, Place
from tenuremix.counting.losses import Loss, LossEvent
from tenuremix.counting.period import ALWAYS, Period, uncovered, year_of
from tenuremix.counting.placement import Locator
from tenuremix.counting.progress import assess_progress, ledger
from tenuremix.counting.register import Register
from tenuremix.counting.rules import Definition
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import Count, Tenure
from tenuremix.errors import DataError

DAY = date(2025, 3, 1)
HR, BR = Tenure.HYRESRATT, Tenure.BOSTADSRATT
SQUARE = shapely.box(674_000, 6_580_000, 675_000, 6_581_000)
HERE = Place(area="1")


def squares(crs: str = "EPSG:3006", edition: str = "") -> Areas:
    beside = shapely.box(675_000, 6_580_000, 676_000, 6_581_000)
    found = [
        Area("1", "Ett", "primaromrade", geometry=SQUARE),
        Area("2", "Två", "primaromrade", geometry=beside),
    ]
    return Areas(found, crs=crs, edition=edition)


def stock_of(*codes: str, level: str = "primaromrade", edition: str = "") -> Stock:
    cells = [Cell("flerbostadshus", BR, Count.exactly(60)), Cell("smahus", HR, Count.exactly(40))]
    return Stock({date(2024, 12, 31): {(level, code): cells for code in codes}}, edition=edition)


def decided(**changed: object) -> Decision:
    row = Decision("A", "Ett", DAY, Event.MARKANVISNING, {HR: 10}, HERE)
    return row._replace(**changed)


def target_of(rule: Definition) -> Target:
    return Target("t", "T", "hyresratt", 10, date(2025, 1, 1), date(2026, 1, 1), rule)


def keys(error: pytest.ExceptionInfo[DataError]) -> set[str]:
    assert all(fault.lines("sv") and fault.lines("en") for fault in error.value.faults)
    return {fault.key for fault in error.value.faults}


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"id": ""}, "empty"),
        ({"event": "markanv"}, "unknown_value"),
        ({"counts": {"hyreslagenhet": 1}}, "unknown_value"),
        ({"counts": {HR: -1}}, "not_a_count"),
        ({"counts": {HR: 1.5}}, "not_a_count"),
        ({"counts": {HR: True}}, "not_a_count"),
        ({"subgroup": "ungdom"}, "unknown_value"),
        ({"exception": "kanske", "diarienummer": "1/25"}, "unknown_value"),
        ({"exception": "raknas"}, "exception_source"),
        ({"probability": 0.5}, "probability_stage"),
        ({"probability": 50, "event": Event.PLANERAD}, "not_a_share"),
        ({"expected": DAY}, "expected_stage"),
        ({"begun": {HR: 1}}, "begun_stage"),
        ({"date": date(205, 3, 1)}, "year_range"),
        ({"valid_until": date(2205, 3, 1)}, "year_range"),
    ],
)
def test_a_decision_that_is_none(changed: dict[str, object], key: str) -> None:
    with pytest.raises(DataError) as error:
        Register([decided(**changed)])
    assert keys(error) == {key}


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        ([decided(event=Event.ANDRING)], "before_first"),
        ([decided(place=Place())], "no_place"),
        ([decided(), decided(event=Event.ANDRING, counts={})], "change_blank"),
        ([decided(), decided()], "duplicate"),
        (
            [decided(), decided(date=date(2025, 4, 1), event=Event.BYGGSTART, begun={HR: 11})],
            "begun_more",
        ),
        (
            [
                decided(event=Event.MARKANVISNING),
                decided(date=date(2025, 4, 1), event=Event.ATERKALLAD, counts={}),
                decided(date=date(2025, 5, 1), event=Event.ANDRING),
            ],
            "after_withdrawal",
        ),
    ],
)
def test_an_impossible_history_raises(rows: list[Decision], key: str) -> None:
    with pytest.raises(DataError) as error:
        Register(rows)
    assert keys(error) == {key}


def test_every_fault_of_the_rows_comes_at_once() -> None:
    with pytest.raises(DataError) as error:
        Register([decided(id=""), decided(subgroup="x", source="a.csv", row=7)])
    places = [(fault.where, fault.row) for fault in error.value.faults]
    assert places == [("register", None), ("a.csv", 7)]


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "nonsense"])
def test_nothing_is_measured_in_degrees(crs: str) -> None:
    with pytest.raises(DataError) as error:
        Locator(squares(crs))
    assert keys(error) == {"not_metric"}


@pytest.mark.parametrize(
    ("more", "key"),
    [
        (Area("1", "En till", "primaromrade"), "duplicate"),
        (Area("9", "Nio", "basomrade", "7"), "unknown_parent"),
    ],
)
def test_areas_that_do_not_fit_together(more: Area, key: str) -> None:
    with pytest.raises(DataError) as error:
        Areas([*squares().at("primaromrade").values(), more], crs="EPSG:3006")
    assert key in keys(error)


@pytest.mark.parametrize(
    "cell",
    [
        Cell("villa", HR, Count.exactly(1)),
        Cell("smahus", Tenure.OKLAR, Count.exactly(1)),
        Cell("smahus", HR, Count(3, 2)),
        Cell("smahus", HR, Count(-1, 2)),
    ],
)
def test_stock_that_is_none(cell: Cell) -> None:
    with pytest.raises(DataError):
        Stock({DAY: {("primaromrade", "1"): [cell]}})


@pytest.mark.parametrize(
    ("stock", "key"),
    [
        (stock_of("1", "3"), "edition_codes"),
        (stock_of("1", level="stadsdel"), "unknown_level"),
        (stock_of("1", edition="2021"), "edition_names"),
    ],
)
def test_stock_of_other_areas(stock: Stock, key: str) -> None:
    with pytest.raises(DataError) as error:
        Books(squares(edition="2011"), stock, Register([]), DAY)
    assert keys(error) == {key}


def test_a_decision_in_an_unknown_area() -> None:
    elsewhere = decided(place=Place(area="3"))
    with pytest.raises(DataError) as error:
        Books(squares(), stock_of("1"), Register([elsewhere]), DAY)
    assert keys(error) == {"unknown_code"}
    with pytest.raises(DataError) as error:
        Locator(squares()).place(elsewhere.place)
    assert keys(error) == {"unknown_code"}


def test_a_level_that_there_is_none_of() -> None:
    books = Books(squares(), stock_of("1"), Register([decided()]), DAY)
    with pytest.raises(DataError) as error:
        ledger(books, target_of(Definition("d", level="regso")))
    assert keys(error) == {"unknown_level"}


def test_a_type_of_building_that_the_stock_does_not_tell() -> None:
    books = Books(squares(), stock_of("1"), Register([decided()]), DAY)
    with pytest.raises(DataError) as error:
        ledger(books, target_of(Definition("d", stock=("ovriga",))))
    assert keys(error) == {"no_hustyp"}


@pytest.mark.parametrize(
    "changed",
    [
        {"majority_of": ()},
        {"majority_of": ("brf",)},
        {"criterion": "share >= 2"},
        {"stock": ("villa",)},
        {"vintage": "senast"},
        {"split": "half"},
        {"exclude_subgroups": ("ungdom",)},
        {"steady": 0},
    ],
)
def test_a_definition_that_is_none(changed: dict[str, object]) -> None:
    with pytest.raises(DataError):
        Definition("d", **changed)


@pytest.mark.parametrize(
    "changed", [{"tenure": "brf"}, {"minimum": 0}, {"minimum": 1.5}, {"valid_to": date(2025, 1, 1)}]
)
def test_a_target_that_is_none(changed: dict[str, object]) -> None:
    stated = {
        "tenure": "hyresratt",
        "minimum": 10,
        "definition": Definition("d"),
        "valid_from": date(2025, 1, 1),
        "valid_to": date(2026, 1, 1),
    }
    with pytest.raises(DataError):
        Target("t", "T", **{**stated, **changed})


@pytest.mark.parametrize(
    ("counts", "place"), [({HR: -1}, HERE), ({Tenure.OKLAR: 1}, HERE), ({HR: 1}, Place())]
)
def test_a_loss_that_is_none(counts: dict[Tenure, int], place: Place) -> None:
    with pytest.raises(DataError):
        Loss(DAY, LossEvent.RIVNING, counts, place, "1/25")


# Periods ----------------------------------------------------------------------------------------


def test_a_period_ends_on_its_last_day() -> None:
    year = year_of(2025)
    assert [year.holds(date(2025, 12, day)) for day in (30, 31)] == [True, True]
    assert [year.is_over(date(2025, 12, day)) for day in (30, 31)] == [False, True]
    assert not year.holds(date(2026, 1, 1))
    assert target_of(Definition("d")).period == year
    assert not Period(DAY).is_over(date.max)


def test_what_no_register_covers() -> None:
    spring = Period(date(2025, 1, 1), date(2025, 5, 31))
    autumn = Period(date(2025, 9, 1))
    gap = Period(date(2025, 6, 1), date(2025, 8, 31))
    year = year_of(2025)
    assert uncovered(year, [autumn, spring]) == [gap]
    assert uncovered(year, []) == [year]
    assert uncovered(year, [ALWAYS]) == []
    assert uncovered(spring, [autumn]) == [spring]


# One of each ------------------------------------------------------------------------------------


def test_every_split_and_sum_goes_one_way() -> None:
    books = Books(squares(), stock_of("1"), Register([]), DAY)
    plot = Place(shapely.box(674_900, 6_580_000, 675_300, 6_580_100))
    spread = books.spread(plot, {HR: 8, BR: 3})
    shares = {code: (each[HR], each[BR]) for (code, _), each in spread.items()}
    assert shares == {"1": (2, 1), "2": (6, 2)}
    largest = books.spread(plot, {HR: 8}, split="largest")
    assert {code: each[HR] for (code, _), each in largest.items()} == {"2": 8}


def test_the_same_rows_count_the_same_from_a_notebook_and_a_file() -> None:
    """Rows that a file may not hold never reach a count by another way either."""
    rows = [decided(), decided(date=date(2025, 4, 1), event=Event.ANDRING, counts={BR: 5})]
    with pytest.raises(DataError) as error:
        Register(rows)
    assert keys(error) == {"change_blank"}
    books = Books(squares(), stock_of("1"), Register(rows[:1]), DAY)
    assert assess_progress(books, target_of(Definition("d"))).counted == 10
