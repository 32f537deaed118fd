"""The city's own mix, where some figures are hidden or missing."""

from __future__ import annotations

from datetime import date

from shapely import box

from tenuremix.counting.areas import Area, Areas, Cell, Stock
from tenuremix.counting.tenure import UNBOUNDED, Count, Tenure

DAY = date(2024, 12, 31)
HR, BR = Tenure.HYRESRATT, Tenure.BOSTADSRATT


def cells(hyresratt: Count, bostadsratt: Count) -> list[Cell]:
    return [Cell("flerbostadshus", HR, hyresratt), Cell("flerbostadshus", BR, bostadsratt)]


def city(stock: dict[str, list[Cell]]) -> tuple[int | None, int | None, bool]:
    areas = Areas(
        [
            *(Area(code, code, "primaromrade", code[0]) for code in ("11", "12", "21")),
            *(Area(code, code, "mellanomrade") for code in ("1", "2")),
        ],
        crs="EPSG:3007",
    )
    found = Stock({DAY: {("primaromrade", code): row for code, row in stock.items()}})
    mix, complete = found.city_mix(areas, DAY)
    return (mix[HR].value, mix[BR].value, complete) if mix else (None, None, complete)


def test_the_whole_city() -> None:
    row = cells(Count(40, 40), Count(60, 60))
    assert city({"11": row, "12": row, "21": row}) == (120, 180, True)


def test_an_area_without_statistics_is_left_out_of_the_comparison() -> None:
    row = cells(Count(40, 40), Count(60, 60))
    assert city({"11": row, "21": row}) == (80, 120, False)
    assert city({}) == (None, None, False)


def test_a_count_of_any_size_is_taken_as_published() -> None:
    row = cells(Count(40, 40), Count(60, 60))
    hidden = cells(UNBOUNDED, Count(60, 60))
    assert city({"11": row, "12": hidden, "21": row}) == (80, 180, False)


def test_a_bounded_count_stays_an_interval() -> None:
    row = cells(Count(40, 40), Count(60, 60))
    hidden = cells(Count(0, 4), Count(60, 60))
    assert city({"11": row, "12": hidden, "21": row}) == (None, 180, True)


def test_a_coarser_area_is_drawn_as_the_union_of_its_parts() -> None:
    areas = Areas(
        [
            Area("11", "a", "primaromrade", "1", box(0, 0, 1, 1)),
            Area("12", "b", "primaromrade", "1", box(1, 0, 2, 1)),
            Area("1", "ab", "mellanomrade"),
            Area("2", "empty", "mellanomrade"),
        ],
        crs="EPSG:3007",
    )
    whole = areas.outline("1", "mellanomrade")
    assert whole is not None
    assert whole.equals(box(0, 0, 2, 1))
    assert areas.outline("2", "mellanomrade") is None
