"""Frames in are files in, frames out are what the products say, and nobody's frame is changed."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from copy import copy, deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from commanded import app
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from places import GOOD
from runs import examples
from shapely import Point, box
from typer.testing import CliRunner
from visits import Visit, settle
from worlds import (
    END,
    definitions,
    maps,
    plain,
    registers,
    stocks,
    target_of,
    to_areas,
    to_place,
    to_register,
    to_stock,
)

import tenuremix as tm
from tenuremix.counting.books import Books
from tenuremix.counting.progress import ledger
from tenuremix.counting.tenure import ALLOCATION_TENURES
from tenuremix.errors import DataError, Fault, UsageError
from tenuremix.io.inputs.workspace import find_settings, load

FILES = ("areas.geojson", "stock.csv", "register.csv", "targets.toml")


def printed(*arguments: str) -> object:
    return json.loads(CliRunner().invoke(app, [*arguments, "--format", "json"]).stdout)


def fault_column(fault: Fault) -> object:
    return dict(fault.values).get("column")


def by_files() -> tm.Frames:
    areas, stock, register, targets = (GOOD / name for name in FILES)
    return tm.workspace(areas=areas, stock=stock, register=register, targets=targets)


def frames() -> dict[str, pd.DataFrame]:
    return {
        "areas": gpd.read_file(GOOD / "areas.geojson"),
        "stock": pd.read_csv(GOOD / "stock.csv", dtype={"kod": str}),
        "register": pd.read_csv(GOOD / "register.csv", dtype={"omrade": str}),
    }


def by_frames(**changed: object) -> tm.Frames:
    return tm.workspace(**{**frames(), "targets": GOOD / "targets.toml", **changed})


def everything(ws: tm.Frames) -> list[object]:
    ids = [target.id for target in ws.core.targets]
    return [
        *(ws.progress(id_).to_dict() for id_ in ids),
        *(ws.outlook(id_).to_dict() for id_ in ids),
        ws.segregation().to_dict(),
        [ws.areas(level).to_wkt().to_csv() for level in ws.levels],
        ws.allocations().to_wkt().to_csv(),
    ]


@pytest.fixture(scope="module")
def example() -> tm.Frames:
    return tm.open_workspace()


def test_frames_in_are_files_in() -> None:
    whole = everything(by_files())
    assert everything(by_frames()) == whole
    assert everything(by_frames(register=GOOD / "register.csv")) == whole
    stock = frames()["stock"]
    halves = [stock.iloc[: len(stock) // 2], stock.iloc[len(stock) // 2 :]]
    assert everything(by_frames(stock=halves)) == whole
    assert everything(by_frames(targets=[GOOD / "targets.toml"])) == whole
    assert everything(by_frames(targets=by_files().core.targets)) == whole


def test_the_bundled_city_is_the_same_in_frames(example: tm.Frames) -> None:
    files = example.core.settings
    given = {"areas": files.areas, "stock": files.stock, "register": files.register}
    own = tm.workspace(**given, targets=files.targets, as_of=files.as_of)
    frames = {
        "areas": gpd.read_file(files.areas[0]),
        "stock": pd.read_csv(files.stock[0], dtype=str),
        "register": [pd.read_csv(file, dtype=str) for file in files.register],
    }
    sidecars = {kind: Path(f"{given[kind][0]}.source.toml") for kind in ("areas", "stock")}
    about = {kind: tomllib.loads(path.read_text("utf-8")) for kind, path in sidecars.items()}
    city = tm.workspace(**frames, targets=files.targets, as_of=files.as_of, about=about)
    assert everything(city) == everything(own)
    assert city.progress("hr-500").counted == 466


def test_columns_may_be_of_any_type_that_means_the_same() -> None:
    given = frames()
    register = given["register"].astype({"hyresratt": "Int64", "namn": "category"})
    register["datum"] = pd.to_datetime(register["datum"])
    register["oklar"] = register["oklar"].astype("float64")
    stock = given["stock"].convert_dtypes()
    areas = given["areas"].rename_geometry("yta").set_index(given["areas"].kod.rename("x"))
    stock["annat"] = [np.arange(2)] * len(stock)
    changed = by_frames(register=register, stock=stock, areas=areas)
    assert everything(changed) == everything(by_frames())


def test_no_frame_is_changed() -> None:
    given = frames()
    by_frames(**given)
    for name, frame in frames().items():
        assert_frame_equal(given[name], frame)


def test_another_crs_is_brought_to_metres() -> None:
    areas = frames()["areas"]
    register = frames()["register"]
    places = gpd.GeoDataFrame(
        register.drop(columns=[c for c in ("e", "n", "wkt") if c in register]),
        geometry=[areas.geometry.iloc[0].representative_point()] * len(register),
        crs=areas.crs,
    )
    moved = by_frames(areas=areas.to_crs("EPSG:4326"), register=places.to_crs("EPSG:3006"))
    assert moved.areas().crs.is_projected
    first = moved.core.targets[0].id
    assert set(moved.progress(first).to_frame()["omrade"]) == {areas["kod"].iloc[0]}


def test_every_fault_is_told_at_once_with_its_label_and_column() -> None:
    given = frames()
    register = (
        given["register"].astype(object).set_index("r-" + given["register"].index.astype(str))
    )
    register.iloc[0, register.columns.get_loc("hyresratt")] = "många"
    stock = given["stock"].astype(object)
    stock.iloc[3, stock.columns.get_loc("antal")] = -1
    with pytest.raises(DataError) as caught:
        by_frames(register=register, stock=stock)
    told = {(f.where, f.row, fault_column(f)) for f in caught.value.faults}
    assert {("register", "r-0", "hyresratt"), ("stock", 3, "antal")} <= told
    assert "rad r-0" in caught.value.text("sv")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"areas": lambda f: f["areas"].set_crs(None, allow_override=True)}, "no_crs"),
        (
            {"areas": lambda f: pd.DataFrame(f["areas"].drop(columns="geometry"))},
            "no_geometry_column",
        ),
        (
            {"areas": lambda f: f["areas"].set_geometry([Point(), *f["areas"].geometry[1:]])},
            "geometry_empty",
        ),
        ({"stock": lambda f: f["stock"].drop(columns="antal")}, "missing_columns"),
        ({"stock": lambda f: pd.concat([f["stock"], f["stock"][["kod"]]], axis=1)}, "column_twice"),
        ({"stock": lambda f: pd.concat({"a": f["stock"]}, axis=1)}, "unreadable"),
        ({"about": lambda _: {"stock": {"edition": 3}}}, "wrong_key"),
        ({"about": lambda _: {"stock": {"utgåva": "x"}}}, "unknown_key"),
        (
            {
                "about": lambda _: {
                    "register": {"complete_from": "2025-01-01", "complete_until": "2024-12-31"}
                }
            },
            "wrong_key",
        ),
        ({"targets": lambda _: [*by_files().core.targets] * 2}, "overlap"),
    ],
)
def test_a_frame_that_cannot_be_read_is_a_fault(change: dict[str, object], key: str) -> None:
    made = {name: make(frames()) for name, make in change.items()}
    with pytest.raises(DataError) as caught:
        by_frames(**made)
    assert key in {fault.key for fault in caught.value.faults}


@pytest.mark.parametrize("value", [[1], {"a": 1}, {1}, (1, [2]), np.arange(2), object()])
def test_a_cell_of_a_frame_that_is_no_value_is_a_fault(value: object) -> None:
    for column in ("datum", "handelse", "hyresratt", "omrade"):
        register = frames()["register"].astype(object)
        register[column] = [value] * len(register)
        with pytest.raises(DataError) as caught:
            by_frames(register=register)
        assert column in {fault_column(fault) for fault in caught.value.faults}


def test_what_a_sidecar_states_may_be_stated() -> None:
    stock = frames()["stock"].astype({"antal": "Int64"})
    stock.loc[stock.index[0], "antal"] = pd.NA
    level = by_files().core.areas.levels[0]
    open_, bounded = (
        by_frames(stock=stock, about=about).areas(level)
        for about in (None, {"stock": {"suppressed_max": 4, "producer": "Vi"}})
    )
    ends = [name for name in bounded if name.endswith("_high") and bounded[name].dtype == "Int64"]
    assert bounded[ends].isna().to_numpy().sum() < open_[ends].isna().to_numpy().sum()


def test_the_core_says_the_same_of_frames() -> None:
    ws, files = by_frames(), by_files()
    assert [s.kind for s in ws.core.sources][:3] == [s.kind for s in files.core.sources][:3]
    assert len({source.sha256 for source in ws.core.sources}) == len(ws.core.sources)
    assert [s.sha256 for s in ws.core.sources] == [s.sha256 for s in by_frames().core.sources]
    for day in ("2025-06-30", date(2025, 6, 30), pd.Timestamp("2025-06-30")):
        assert by_frames(as_of=day).as_of == date(2025, 6, 30)


@pytest.mark.parametrize(
    "wrong",
    [
        {"as_of": "i går"},
        {"as_of": pd.NaT},
        {"stock": None},
        {"stock": pd.Series([1])},
        {"register": [GOOD / "register.csv", None]},
        {"targets": {"target": []}},
        {"targets": [GOOD / "targets.toml", by_files().core.targets[0]]},
        {"about": {"bestand": {"suppressed_max": 4}}},
        {"stock": GOOD / "stock.csv", "about": {"stock": {"suppressed_max": 4}}},
    ],
)
def test_what_is_no_input_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        by_frames(**wrong)


def as_frames(areas: Any, stock: Any, decisions: Any) -> dict[str, pd.DataFrame]:
    """Write a random city as an analyst would hold it."""
    columns = ["niva", "kod", "foralder"]
    drawn = pd.DataFrame(
        [(level, code, parent) for level, code, parent, _ in areas], columns=columns
    )
    cells = [
        (level, code, day, hustyp, tenure, number)
        for day, by_code in stock.items()
        for (level, code), mine in by_code.items()
        for hustyp, tenure, number in mine
    ]
    columns = ["niva", "kod", "datum", "hustyp", "upplatelseform", "antal"]
    rows = pd.DataFrame(
        {
            **{key: [d[key] for d in decisions] for key in ("id", "date", "event")},
            "namn": [d["id"] for d in decisions],
            **{t: [d["counts"].get(t) for d in decisions] for t in ALLOCATION_TENURES},
            "omrade": [to_place(d["place"]).area for d in decisions],
        }
    ).rename(columns={"date": "datum", "event": "handelse"})
    shapes = [to_place(d["place"]).geometry for d in decisions]
    outlines = [outline and box(*outline) for *_, outline in areas]
    return {
        "areas": gpd.GeoDataFrame(drawn.assign(namn=drawn["kod"]), geometry=outlines, crs=3007),
        "stock": pd.DataFrame(cells, columns=columns).astype({"antal": "Int64"}),
        "register": gpd.GeoDataFrame(rows, geometry=shapes, crs=3007),
    }


@examples(40)
@given(st.data())
def test_a_random_city_counts_the_same_through_frames(data: st.DataObject) -> None:
    areas = data.draw(maps())
    stock = data.draw(stocks(areas))
    decisions = data.draw(registers(areas))
    target = target_of(data.draw(definitions()))
    books = Books(to_areas(areas), to_stock(stock, 3), to_register(decisions), END)
    about = {"stock": {"suppressed_max": 3}}
    ws = tm.workspace(
        **as_frames(areas, stock, decisions), targets=[target], as_of=END, about=about
    )
    assert plain(ws.progress("t").core.entries) == plain(ledger(books, target))


# ---- What comes out


def test_it_is_what_the_commands_print(example: tm.Frames) -> None:
    assert [example.progress("hr-500").to_dict()] == printed("progress", "--target", "hr-500")
    assert [example.outlook("hr-500").to_dict()] == printed("outlook", "--target", "hr-500")
    assert example.segregation().to_dict() == printed("segregation")
    assert example.plan().to_dict() == printed("plan")
    level = example.areas()
    plot = gpd.GeoDataFrame(
        {"namn": ["Olivedal"], "omrade": ["109"], "hyresratt": [80]}, geometry=[None], crs=level.crs
    )
    said = printed("check", "--area", "109", "--hyresratt", "80", "--name", "Olivedal")
    assert example.check(plot).to_dict() == said


def test_the_figures_have_types(example: tm.Frames) -> None:
    areas = example.areas()
    assert isinstance(areas, gpd.GeoDataFrame)
    assert areas.crs.to_epsg() == 3007
    assert areas["kod"].dtype == "string"
    assert areas["bostader"].dtype == "Int64"
    assert areas["statistik_datum"].dtype == "datetime64[ns]"
    low, high = (areas[f"brist_hyresratt_{end}"] for end in ("low", "high"))
    assert low.dtype == high.dtype == "Int64"
    assert (low.fillna(0) <= high.fillna(10**9)).all()
    lines = example.progress("hr-500").to_frame()
    assert lines["raknas"].sum() == example.progress("hr-500").counted == 466
    assert lines["raknas"].dtype == "Int64"
    for frame in (example.segregation(), example.outlook("hr-500"), example.plan()):
        assert {str(kind) for kind in frame.to_frame().dtypes} <= {
            *("string", "Int64", "float64", "datetime64[ns]", "geometry", "boolean")
        }


def test_an_answer_may_be_copied_and_shown(example: tm.Frames) -> None:
    answer = example.progress("hr-500")
    assert copy(answer).counted == deepcopy(answer).counted == 466
    assert repr(answer) == repr(answer.to_frame())
    assert "<table" in answer._repr_html_()
    with pytest.raises(AttributeError):
        _ = answer.nothing
    assert repr(example) == f"Frames({example.core.settings.title!r}, as_of='2025-06-30')"


def test_an_empty_answer_has_its_columns_and_types() -> None:
    over = find_settings(Path("/nowhere"), as_of=date(2025, 12, 31))
    late = tm.Frames(load(over)).outlook("hr-500").to_frame()
    assert late.empty
    assert late["dwellings_low"].dtype == "Int64"
    assert late["expected"].dtype == "datetime64[ns]"


def test_wrong_names_are_refused(example: tm.Frames, tmp_path: object) -> None:
    for wrong in (
        lambda: example.progress("hr-5000"),
        lambda: example.areas("kvarter"),
        lambda: example.report(2025).save("rapport.docx"),
        lambda: tm.open_workspace(tmp_path),
    ):
        with pytest.raises(UsageError):
            wrong()


def test_the_map_is_one_that_folium_adds_to(example: tm.Frames, tmp_path: object) -> None:
    plain, other = example.map(), example.map()
    assert isinstance(plain, folium.Map)
    folium.GeoJson(gpd.GeoSeries([box(11.9, 57.6, 12.0, 57.7)], crs=4326).to_json()).add_to(other)
    folium.Marker([57.7, 11.95], tooltip="Här").add_to(other)
    plain.save(tmp_path / "plain.html")
    other.save(tmp_path / "other.html")
    first, second = ((tmp_path / f"{name}.html").read_text("utf-8") for name in ("plain", "other"))
    assert "L.marker(" not in first
    assert "L.marker(" in second
    assert "iframe" in example.map()._repr_html_()


def test_what_folium_adds_is_drawn(example: tm.Frames, browser: Any, tmp_path: Any) -> None:
    drawn = example.map()
    red = {"color": "#dd0000", "weight": 4}
    corner = gpd.GeoSeries([box(11.81, 57.77, 11.84, 57.79)], crs=4326).to_json()
    folium.GeoJson(corner, style_function=lambda _: red).add_to(drawn)
    folium.Marker([57.70, 11.95], tooltip="Här", popup="En punkt").add_to(drawn)
    visit = Visit(browser, tmp_path / "map.html", drawn.get_root().render(), 1280)
    settle(visit.page)
    on_top = """() => { const { x, y, width, height } =
      document.querySelector('path[stroke="#dd0000"]').getBoundingClientRect();
      return document.elementFromPoint(x + width / 2, y + height / 2).getAttribute("stroke"); }"""
    assert visit.page.evaluate(on_top) == "#dd0000"
    visit.page.locator("img.leaflet-marker-icon").click()
    assert visit.page.locator(".leaflet-popup-content").inner_text() == "En punkt"
    visit.asked = [url for url in visit.asked if not url.startswith("data:")]
    visit.leave()


def test_a_report_is_saved_in_each_format(example: tm.Frames, tmp_path: object) -> None:
    report = example.report()
    assert report.to_html().startswith("<!doctype html>")
    for suffix, start in ((".html", b"<!DOCTYPE"), (".pdf", b"%PDF"), (".xlsx", b"PK")):
        where = report.save(tmp_path / f"r{suffix}")
        assert where.read_bytes()[: len(start)].upper() == start.upper()


def test_the_root_loads_no_frames() -> None:
    code = (
        "import sys, tenuremix; tenuremix.Areas; "
        "assert not {'pandas', 'geopandas', 'folium'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_point_of_a_frame_is_checked(example: tm.Frames) -> None:
    plot = gpd.GeoDataFrame({"hyresratt": [80]}, geometry=[Point(147000, 6397520)], crs="EPSG:3007")
    assert example.check(plot).to_frame()["area"].iloc[0] == "109"
    with pytest.raises(DataError):
        example.check(plot.set_crs("EPSG:3006", allow_override=True))


def test_a_city_without_targets_is_a_city(tmp_path: Any) -> None:
    ws = by_frames(targets=[])
    assert len(ws.areas()) > 0
    assert ws.report().save(tmp_path / "r.html").stat().st_size
