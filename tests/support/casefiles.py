"""Read the cases of ``tests/cases`` and run them through the command line.

A case is one TOML file.  It starts from ``common.toml`` and names only what it changes; what the
words and signs in its tables mean is told there.
"""

from __future__ import annotations

import csv
import json
import os
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import shapely
from commanded import app
from places import CASES
from typer.testing import CliRunner, Result

CORNER = (145_000, 6_395_000)
"""The south-west corner of the map of the cases, in EPSG:3007."""
CRS = "EPSG:3007"

COUNTS = ("hyresratt", "bostadsratt", "aganderatt", "oklar")
KNOWN = ("hyresratt", "bostadsratt", "aganderatt")
TENURES = ("hyresratt", "bostadsratt", "aganderatt", "okand")
OTHER_COLUMNS = (
    *("id", "namn", "datum", "handelse", "diarienummer", "giltig_till", "undergrupp"),
    *("undantag", "sannolikhet", "forvantad", *(f"varav_{tenure}" for tenure in KNOWN)),
)
Row = dict[str, str]


def case_names() -> list[str]:
    """List the cases by name."""
    return sorted(path.stem for path in CASES.glob("*.toml") if path.stem != "common")


def read_case(name: str) -> dict[str, Any]:
    """Read a case, with what it shares with the others filled in."""
    common = tomllib.loads((CASES / "common.toml").read_text(encoding="utf-8"))
    own = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))
    merged = {**common, **own}
    for key in ("definition", "target"):
        merged[key] = {**common[key], **own.get(key, {})}
    return merged


def rows(table: str) -> list[Row]:
    """Read a table drawn with bars."""
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def geometry(place: str) -> shapely.Geometry | None:
    """Turn ``box W S E N`` or ``point E N`` into a geometry on the map; None for the others."""
    shape, *numbers = place.split() or [""]
    east, north = CORNER
    if shape == "point":
        return shapely.Point(east + float(numbers[0]), north + float(numbers[1]))
    if shape == "box":
        w, s, e, n = map(float, numbers)
        return shapely.box(east + w, north + s, east + e, north + n)
    return None


def write_areas(table: str, path: Path) -> Path:
    """Write the areas as GeoJSON."""
    features = [
        {
            "type": "Feature",
            "properties": {
                "kod": row["kod"],
                "namn": f"Område {row['kod']}",
                "niva": row["niva"],
                "foralder": row["foralder"] or None,
            },
            "geometry": shapely.geometry.mapping(geometry(row["plats"])),
        }
        for row in rows(table)
    ]
    return write_geojson(features, path)


def write_geojson(features: list[dict[str, Any]], path: Path, crs: str = CRS) -> Path:
    """Write features as GeoJSON that names its CRS."""
    named = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:{crs.replace(':', '::')}"}}
    collection = {"type": "FeatureCollection", "crs": named, "features": features}
    path.write_text(json.dumps(collection), encoding="utf-8")
    return path


def write_csv(records: list[dict[str, Any]], path: Path) -> Path:
    """Write records as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(records[0]))
        writer.writeheader()
        writer.writerows(records)
    return path


def write_stock(table: str, path: Path, suppressed_max: int | None) -> Path:
    """Write the stock, tidy, and its sidecar."""
    records = [
        {
            "niva": row.get("niva", "primaromrade"),
            "kod": row["kod"],
            "datum": row["datum"],
            "hustyp": row.get("hustyp", "flerbostadshus"),
            "upplatelseform": tenure,
            "antal": row[tenure].replace("?", ""),
        }
        for row in rows(table)
        for tenure in TENURES
        if row.get(tenure, "-") != "-"
    ]
    if suppressed_max is not None:
        sidecar = path.with_name(f"{path.name}.source.toml")
        sidecar.write_text(f"suppressed_max = {suppressed_max}\n", encoding="utf-8")
    return write_csv(records, path)


def write_register(table: str, path: Path) -> Path:
    """Write the register; in a row with numbers a tenure without a column is none."""
    records = []
    for row in rows(table):
        place = row.get("plats", "")
        shape = geometry(place)
        missing = "0" if any(row.get(tenure) for tenure in COUNTS) else ""
        records.append(
            {
                **{column: row.get(column, "") for column in OTHER_COLUMNS},
                "namn": f"Kvarter {row['id']}",
                **{tenure: row.get(tenure, missing) for tenure in COUNTS},
                "omrade": place.removeprefix("area ") if place.startswith("area ") else "",
                "wkt": "" if shape is None else shape.wkt,
            }
        )
    if not records:
        path.write_text(",".join([*OTHER_COLUMNS, *COUNTS, "omrade", "wkt"]), encoding="utf-8")
        return path
    return write_csv(records, path)


def write_losses(table: str, path: Path) -> Path:
    """Write the losses; the source of a row is its number where the table has none."""
    records = [
        {
            "datum": row["datum"],
            "handelse": row["handelse"],
            **{tenure: row.get(tenure, "") for tenure in KNOWN},
            "kalla": row.get("kalla", f"K {row['datum']} {row['plats']}"),
            "omrade": row["plats"].removeprefix("area ") if "area" in row["plats"] else "",
            "wkt": "" if (shape := geometry(row["plats"])) is None else shape.wkt,
        }
        for row in rows(table)
    ]
    return write_csv(records, path)


def write_completed(table: str, path: Path, suppressed_max: int | None) -> Path:
    """Write completed dwellings, tidy, and their sidecar."""
    records = [
        {
            "niva": row.get("niva", "primaromrade"),
            "kod": row["kod"],
            "ar": row["ar"],
            "bostadstyp": row.get("bostadstyp", "flerbostadshus"),
            "upplatelseform": tenure,
            "antal": row[tenure].replace("?", ""),
        }
        for row in rows(table)
        for tenure in TENURES
        if row.get(tenure, "-") != "-"
    ]
    if suppressed_max is not None:
        sidecar = path.with_name(f"{path.name}.source.toml")
        sidecar.write_text(f"suppressed_max = {suppressed_max}\n", encoding="utf-8")
    return write_csv(records, path)


def _toml(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def _toml_table(name: str, values: Mapping[str, Any]) -> str:
    plain = [f"{k} = {_toml(v)}" for k, v in values.items() if not isinstance(v, Mapping)]
    nested = [
        "\n".join([f"[{name}.{k}]", *(f"{_toml(c)} = {_toml(v)}" for c, v in table.items())])
        for k, table in values.items()
        if isinstance(table, Mapping)
    ]
    return "\n".join([f"[[{name}]]", *plain, *nested])


def write_targets(case: Mapping[str, Any], path: Path) -> Path:
    """Write the target, its definition and its list of areas, if it has one."""
    definition = dict(case["definition"])
    tables = []
    if name := definition.get("areas"):
        definition = {k: v for k, v in definition.items() if k not in ("majority_of", "criterion")}
        tables = [_toml_table(name, edition) for edition in case[name]]
    target = {k: v for k, v in case["target"].items() if v != "none"}
    tables += [_toml_table("definition", definition), _toml_table("target", target)]
    path.write_text("\n\n".join(tables) + "\n", encoding="utf-8")
    return path


class Inputs:
    """The files of a case, in a folder, and the command line over them."""

    def __init__(self, case: Mapping[str, Any], folder: Path) -> None:
        self.case = case
        self.folder = folder
        largest = case.get("suppressed_max")
        self.files = {
            "--areas": write_areas(case["areas"], folder / "areas.geojson"),
            "--stock": write_stock(case["stock"], folder / "stock.csv", largest),
            "--register": write_register(case["register"], folder / "register.csv"),
            "--targets": write_targets(case, folder / "targets.toml"),
        }

        if "complete" in case:  # what the register says of itself
            stated = [f"{key} = {_toml(value)}\n" for key, value in case["complete"].items()]
            sidecar = folder / "register.csv.source.toml"
            sidecar.write_text("".join(stated), encoding="utf-8")
        beside = {}
        if "losses" in case:
            beside["losses"] = write_losses(case["losses"], folder / "losses.csv")
        if "completed" in case:
            path = folder / "completed.csv"
            beside["completed"] = write_completed(case["completed"], path, largest)
        if beside or "settings" in case:  # only a workspace can state them
            stated = {option[2:]: path for option, path in self.files.items()} | beside
            lines = [f'{key} = "{path.name}"\n' for key, path in stated.items()]
            text = "".join([*lines, case.get("settings", "")])
            (folder / "tenuremix.toml").write_text(text, encoding="utf-8")
            self.files = {}

    def call(self, command: str, *extra: str, as_of: date | None = None) -> Result:
        """Run a command on the files, or in the workspace that states them."""
        files = [text for pair in self.files.items() for text in map(str, pair)]
        day = (as_of or self.case["as_of"]).isoformat()
        before = Path.cwd()
        os.chdir(self.folder)
        try:
            return CliRunner().invoke(app, [command, *files, "--as-of", day, *extra])
        finally:
            os.chdir(before)

    def json(self, command: str, *extra: str, as_of: date | None = None) -> Any:
        """Run a command and read its JSON."""
        result = self.call(command, *extra, "--format", "json", as_of=as_of)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)


def write_proposal(table: str, path: Path) -> Path:
    """Write the plots of a proposal, as GeoJSON or as CSV with WKT by the name of the file."""
    found = []
    for row in rows(table):
        shape = geometry(row["plats"])
        found.append(({k: v for k, v in row.items() if k != "plats"}, shape))
    if path.suffix == ".csv":
        return write_csv([{**row, "wkt": shape.wkt if shape else ""} for row, shape in found], path)
    features = [
        {"type": "Feature", "properties": row, "geometry": shapely.geometry.mapping(shape)}
        for row, shape in found
    ]
    return write_geojson(features, path)


def place_options(place: str) -> list[str]:
    """Turn a place into the options of ``check``."""
    shape = geometry(place)
    if shape is None:
        return ["--area", place.removeprefix("area ")]
    return ["--point", f"{shape.x:.3f},{shape.y:.3f}"]


def cell(record: Any, path: str) -> str:
    """Show a value of the JSON as it would stand in a table: ``a.b`` is b within a."""
    for key in path.split("."):
        record = None if record is None else record[key]
    if isinstance(record, list):
        return "+".join(map(str, record))
    return "" if record is None else f"{record:g}" if isinstance(record, float) else str(record)


def shown(records: list[Any], expected: list[Row], columns: str) -> list[Row]:
    """Show records with the columns of an expected table."""
    names = list(expected[0]) if expected else [name.strip() for name in columns.split("|")]
    return [{name: cell(record, name) for name in names} for record in records]


def in_any_order(table: list[Row]) -> list[tuple[str, ...]]:
    """Sort a table, for comparisons where the order is not part of the contract."""
    return sorted(tuple(row.values()) for row in table)
