"""The stock that is counted from a table of dwellings: the same from every format, and usable."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from commanded import STATED, run
from databases import NEEDS_SERVER, drop_database, make_database, session
from places import GOOD

from tenuremix.counting.tenure import Count, Tenure
from tenuremix.errors import DataError
from tenuremix.io.dwellings.stock import CountedStock, count_stock
from tenuremix.io.inputs.areas import read_areas, read_stock
from tenuremix.io.inputs.sidecar import Files
from tenuremix.io.inputs.workspace import find_settings, load

DAY = date(2025, 12, 31)
CRS = "EPSG:3007"
# Two squares of the small city, a corner that four share, and a place outside.
HERE = {"101": (147500, 6397500), "102": (147500, 6398500), "202": (148500, 6398500)}
CORNER, AWAY = (148000, 6398000), (150000, 6397500)
ROWS: list[tuple[str, str, int, tuple[float, float]]] = [
    ("flerbostadshus", "hyresratt", 30, HERE["101"]),
    ("flerbostadshus", "hyresratt", 3, HERE["102"]),
    ("flerbostadshus", "bostadsratt", 2, HERE["101"]),
    ("flerbostadshus", "bostadsratt", 4, HERE["102"]),
    ("smahus", "aganderatt", 1, HERE["202"]),
    ("smahus", "okand", 7, HERE["202"]),
    ("flerbostadshus", "hyresratt", 5, CORNER),
    ("flerbostadshus", "hyresratt", 6, AWAY),
]


@pytest.fixture(autouse=True)
def _in_a_small_city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("areas.geojson", "areas.geojson.source.toml", "register.csv", "targets.toml"):
        shutil.copy(GOOD / name, tmp_path)
    (tmp_path / "tenuremix.toml").write_text(STATED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"id": f"å{n}", "hustyp": h, "upplatelseform": t, "antal": k, "e": e, "n": y}
            for n, (h, t, k, (e, y)) in enumerate(ROWS)
        ]
    )


def spatial(crs: str = CRS) -> gpd.GeoDataFrame:
    plain = frame()
    if crs != CRS:  # degrees are rounded: on a border it would be chance on which side
        plain.loc[(plain.e == CORNER[0]) & (plain.n == CORNER[1]), ["e", "n"]] -= 1
    points = shapely.points(plain.pop("e"), plain.pop("n"))
    return gpd.GeoDataFrame(plain, geometry=points, crs=CRS).to_crs(crs)


def write(name: str) -> str:
    path = Path(name)
    match path.suffix, path.stem:
        case ".csv", "semicolon":
            frame().to_csv(path, index=False, sep=";")
        case ".csv", "excel":
            path.write_text("sep=;\n" + frame().to_csv(index=False, sep=";"), encoding="utf-16")
        case ".csv", _:
            frame().to_csv(path, index=False)
        case ".parquet", "plain":
            frame().to_parquet(path)
        case ".parquet", "native":
            spatial().to_parquet(path, geometry_encoding="geoarrow")
        case ".parquet", "degrees":
            spatial("OGC:CRS84").to_parquet(path)
        case ".parquet", _:
            spatial().to_parquet(path)
        case _, "degrees":
            spatial("EPSG:4326").to_file(path)
        case _:
            spatial().to_file(path)
    return name


def count(*names: str, size: int = 500_000, below: int = 1, day: date | None = DAY) -> CountedStock:
    areas = read_areas(Files(["areas.geojson"]))
    return count_stock(Files(names), areas, day=day, below=below, size=size)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


EVERY = (
    *("dwellings.csv", "semicolon.csv", "excel.csv", "dwellings.parquet", "plain.parquet"),
    *("native.parquet", "degrees.parquet", "dwellings.gpkg", "degrees.geojson", "dwellings.fgb"),
)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("size", [3, 500_000])
def test_every_format_gives_the_same_whatever_the_pieces(name: str, size: int) -> None:
    found = count(write(name), size=size)
    expected = Counter(
        {
            ("101", "flerbostadshus", "hyresratt"): 35,  # the corner goes to the lowest code
            ("102", "flerbostadshus", "hyresratt"): 3,
            ("101", "flerbostadshus", "bostadsratt"): 2,
            ("102", "flerbostadshus", "bostadsratt"): 4,
            ("202", "smahus", "aganderatt"): 1,
            ("202", "smahus", "okand"): 7,
        }
    )
    rows = [row for row in rows_of(found.text) if row["niva"] == "primaromrade"]
    assert len(rows) == 4 * 4  # each area, by each building type and tenure that there is
    for row in rows:
        key = (row["kod"], row["hustyp"], row["upplatelseform"])
        assert int(row["antal"]) == expected[key]
    assert (found.outside, found.by_day[DAY].dwellings) == (6, 52)


def test_an_area_without_dwellings_has_a_row_and_every_level_the_same_sum() -> None:
    rows = rows_of(count(write("dwellings.csv")).text)
    empty = [row["antal"] for row in rows if row["kod"] == "201"]
    assert set(empty) == {"0"}
    sums = Counter[str]()
    for row in rows:
        sums[row["niva"]] += int(row["antal"])
    assert set(sums.values()) == {52}


def test_small_numbers_are_hidden_and_what_would_tell_them() -> None:
    rows = rows_of(count(write("dwellings.csv"), below=5).text)
    shown = {
        (row["kod"], row["upplatelseform"]): (
            row["antal"],
            row["suppressed_min"],
            row["suppressed_max"],
        )
        for row in rows
    }
    assert shown["102", "hyresratt"] == ("", "1", "4")
    assert shown["10", "hyresratt"] == ("", "36", "39")  # one hidden child
    assert shown["1", "hyresratt"] == ("", "36", "39")  # and one again
    assert shown["101", "bostadsratt"] == shown["102", "bostadsratt"] == ("", "1", "4")
    assert shown["10", "bostadsratt"] == ("6", "", "")  # two: 2 and 4, 3 and 3, 4 and 2
    assert shown["201", "hyresratt"] == ("0", "", "")
    assert shown["202", "okand"] == ("7", "", "")


def test_the_command_writes_a_stock_that_a_workspace_loads() -> None:
    write("dwellings.parquet")
    asked = ("stock", "dwellings.parquet", "--date", "2025-12-31", "--output", "stock.csv")
    result = run(*asked, "--suppress-below", "5", "--format", "json")
    assert result.exit_code == 0
    said: dict[str, Any] = json.loads(result.stdout)
    assert said == {
        "written": ["stock.csv", "stock.csv.source.toml"],
        "dwellings": 52,
        "outside": 6,
        "dates": {"2025-12-31": {"dwellings": 52, "outside": 6}},
        "areas": {"primaromrade": 4, "mellanomrade": 2, "stadsomrade": 1},
        "suppressed": {"primaromrade": 4, "mellanomrade": 2, "stadsomrade": 2},
    }
    stated = tomllib.loads(Path("stock.csv.source.toml").read_text(encoding="utf-8"))
    assert stated["sha256"] == hashlib.sha256(Path("stock.csv").read_bytes()).hexdigest()
    assert (stated["suppressed_max"], stated["describes_on"]) == (4, DAY)
    used = hashlib.sha256(Path("dwellings.parquet").read_bytes()).hexdigest()
    assert used in stated["notes"][0]
    workspace = load(find_settings(Path.cwd()))
    assert workspace.stock.vintages == (DAY,)

    def mix(level: str, code: str) -> dict[Tenure, Count]:
        return workspace.stock.mix(workspace.areas, level, code, DAY) or {}

    assert mix("primaromrade", "101")[Tenure.HYRESRATT] == Count(35, 35)
    assert mix("primaromrade", "102")[Tenure.HYRESRATT] == Count(1, 4)
    assert mix("mellanomrade", "10")[Tenure.HYRESRATT] == Count(36, 39)
    assert mix("primaromrade", "201")[Tenure.HYRESRATT] == Count(0, 0)


def test_a_second_run_writes_the_same_bytes() -> None:
    write("dwellings.csv")
    asked = ("stock", "dwellings.csv", "--date", "2025-12-31", "--output", "stock.csv")
    made = []
    for _ in range(2):
        result = run(*asked)
        assert "6 bostäder ligger utanför alla områden" in result.stderr
        assert "52 bostäder den 31 december 2025" in result.stdout
        files = ("stock.csv", "stock.csv.source.toml")
        made.append([Path(name).read_bytes() for name in files])
    assert made[0] == made[1]


def test_dates_of_the_rows_are_vintages() -> None:
    table = frame()
    table["datum"] = ["2024-12-31"] * 4 + ["2025-12-31"] * 4
    table.to_csv("dwellings.csv", index=False)
    found = count("dwellings.csv", day=None)
    assert {day: each.dwellings for day, each in found.by_day.items()} == {
        date(2024, 12, 31): 39,
        DAY: 13,
    }
    Path("stock.csv").write_text(found.text, encoding="utf-8")
    areas = read_areas(Files(["areas.geojson"]))
    assert len(read_stock(Files(["stock.csv"]), areas).vintages) == 2


def test_a_sidecar_may_say_the_day() -> None:
    write("dwellings.csv")
    Path("dwellings.csv.source.toml").write_text(
        'producer = "Staden"\ndescribes_on = 2025-12-31\nfictional = true\n', encoding="utf-8"
    )
    found = count("dwellings.csv", day=None)
    assert [*found.by_day] == [DAY]
    stated = tomllib.loads(found.sidecar)
    assert stated["producer"] == "Staden"
    assert stated["fictional"] is True


def test_several_tables_are_counted_together() -> None:
    found = count(write("dwellings.csv"), write("dwellings.gpkg"))
    assert found.by_day[DAY].dwellings == 2 * 52


BAD: dict[str, tuple[dict[str, Any], list[tuple[str, object]]]] = {
    "hustyp": ({"hustyp": "villa"}, [("unknown_value", 2)]),
    "tenure": ({"upplatelseform": None}, [("empty", 2)]),
    "count": ({"antal": "ca 3"}, [("not_a_count", 2)]),
    "many": ({"antal": "1000001"}, [("not_a_count", 2)]),
    "no count": ({"antal": None}, [("empty", 2)]),
    "coordinate": ({"e": "öster"}, [("not_a_coordinate", 2)]),
    "no coordinate": ({"n": None}, [("empty", 2)]),
    "date": ({"datum": "i fjol"}, [("not_a_date", 2)]),
    "another date": ({"datum": "2024-12-31"}, [("other_day", 2)]),
    "several": ({"hustyp": "hus", "antal": "-1"}, [("unknown_value", 2), ("not_a_count", 2)]),
}


def faults(*names: str, **asked: Any) -> list[tuple[str, object]]:
    with pytest.raises(DataError) as error:
        count(*names, **asked)
    return [(fault.key, fault.row) for fault in error.value.faults]


@pytest.mark.parametrize("values", BAD)
@pytest.mark.parametrize("size", [3, 500_000])
def test_what_is_wrong_is_told_at_its_first_row(values: str, size: int) -> None:
    stated, expected = BAD[values]
    table = frame().astype(object).assign(datum="2025-12-31")
    for column, value in stated.items():
        table.loc[[0, 1, 7], column] = value
    table.to_csv("dwellings.csv", index=False)
    told = faults("dwellings.csv", size=size)
    assert set(expected) <= set(told)
    repeated = {"coordinate", "no coordinate"}  # a place is of its own row
    assert len(told) == len(expected) * (3 if values in repeated else 1) or values == "another date"


def test_every_table_is_read_before_anything_is_told() -> None:
    Path("a.csv").write_text("hustyp,antal,e\nsmahus,1,2\n", encoding="utf-8")
    Path("b.csv").write_text("", encoding="utf-8")
    Path("d.csv").write_text("hustyp,upplatelseform,e,n\n", encoding="utf-8")
    spatial().set_crs(None, allow_override=True).to_parquet("e.parquet")
    Path("f.parquet").write_bytes(b"no parquet")
    lines = spatial()
    lines.geometry = lines.geometry.buffer(10)
    lines.to_file("g.gpkg")
    keys = [key for key, _ in faults("a.csv", "b.csv", "c.csv", "d.csv", "e.parquet", "f.parquet")]
    expected = ["missing_columns", "empty_file", "absent", "empty_file", "no_crs", "unreadable"]
    assert keys == expected
    assert set(faults("g.gpkg")) == {("geometry_type", n) for n in range(1, 9)}


def test_a_table_without_a_day_and_one_that_lies_elsewhere_are_refused() -> None:
    assert faults(write("dwellings.csv"), day=None) == [("no_day", None)]
    table = frame().rename(columns={"e": "n", "n": "e"})
    table.to_csv("dwellings.csv", index=False)
    assert faults("dwellings.csv") == [("swapped", None)]
    table = frame()
    table["e"] += 5000
    table.to_csv("dwellings.csv", index=False)
    assert faults("dwellings.csv") == [("none_inside", None)]


def test_a_table_of_faults_is_not_told_whole() -> None:
    table = pd.concat([frame()] * 40)
    table["e"] = "här"
    table.to_csv("dwellings.csv", index=False)
    assert faults("dwellings.csv")[99:] == [("not_a_coordinate", 101), ("more_faults", None)]


@pytest.mark.parametrize("rows", [[3], [*range(1, 9)]])
def test_a_row_of_more_cells_than_the_heading_is_refused(rows: list[int]) -> None:
    lines = frame().to_csv(index=False).splitlines()
    for row in rows:
        lines[row] = lines[row].replace("00,", "00,5,")  # a comma for decimals
    Path("dwellings.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    [(key, row)] = faults("dwellings.csv")
    assert (key, row) in {("unreadable", None), ("extra_cells", 2)}


@pytest.mark.parametrize("other", ["hustyp", " HUSTYP"])
def test_a_column_that_stands_twice_is_refused(other: str) -> None:
    text = frame().to_csv(index=False).replace("id,", f"{other},", 1)
    Path("dwellings.csv").write_text(text, encoding="utf-8")
    assert faults("dwellings.csv") == [("column_twice", None)]


def test_cells_that_are_no_values_are_told() -> None:
    odd: dict[str, list[object]] = {
        "hustyp": [["smahus"], ["x"]],
        "upplatelseform": [None, "hyresratt"],
        "antal": [True, False],
        "datum": [pd.Timestamp("2025-12-31"), pd.Timestamp("2025-12-31 10:00")],
        "e": [147500, 147500],
        "n": [6397500, 6397500],
    }
    pd.DataFrame(odd).to_parquet("dwellings.parquet")
    told = faults("dwellings.parquet")
    assert [row for key, row in told if key == "unknown_value"] == [1, 2]
    assert {key for key, _ in told} == {"unknown_value", "empty", "not_a_count", "time_of_day"}


def test_nothing_is_written_where_something_is_wrong() -> None:
    write("dwellings.csv")
    wrong = ("stock", "dwellings.csv", "--output", "stock.csv")
    assert run(*wrong).exit_code == 1
    assert run(*wrong[:-1], "dwellings.csv").exit_code == 2
    assert run(*wrong[:-1], "stock.xlsx").exit_code == 2
    assert run(*wrong, "--suppress-below", "2").exit_code == 2
    assert not Path("stock.csv").exists()


@NEEDS_SERVER
def test_a_table_of_a_database_gives_the_same() -> None:
    expected = count(write("dwellings.csv"))
    url = make_database()
    try:
        with session(url) as base:
            base.execute("CREATE EXTENSION postgis")
            base.execute(
                "CREATE TABLE public.hus (id int PRIMARY KEY, hustyp text, upplatelseform text,"
                " antal int, geom geometry(Point, 3007))"
            )
            for n, (hustyp, tenure, number, (e, y)) in enumerate(ROWS):
                base.execute(
                    "INSERT INTO public.hus VALUES (%s, %s, %s, %s,"
                    " ST_SetSRID(ST_MakePoint(%s, %s), 3007))",
                    (n, hustyp, tenure, number, e, y),
                )
        found = count(f"{url}|layername=public.hus", size=3)
    finally:
        drop_database(url)
    assert found.text == expected.text
