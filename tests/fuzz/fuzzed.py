"""What is fuzzed: for every reader of files a small sound workspace, and commands that read it.

A try changes a file of the workspace, runs a command in it, and says how that ended.  Right is a
result, or one error: exit code 0, 1 or 2.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import shutil
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

from changed import changed
from typer.testing import CliRunner

GOOD = Path(__file__).parents[1] / "good"
INPUTS = {"areas": "areas.geojson", "stock": "stock.csv", "register": "register.csv"}
Files = Mapping[str, bytes]
Command = tuple[str, ...]

WORKSPACE = """\
title = "prov"
areas = ["areas.geojson"]
stock = ["stock.csv"]
register = ["register.csv"]
targets = ["targets.toml"]
losses = ["losses.csv"]
plots = ["plots.csv"]
completed = ["completed.csv"]
limits = ["limits.toml"]
assessment = ["assessment.toml"]
water = ["water.geojson"]
place_names = ["places.csv"]
dwellings = ["dwellings.csv"]
import_to = "imported.csv"
as_of = 2025-06-30
reference = { hyresratt = 0.5, bostadsratt = 0.3, aganderatt = 0.2 }
missing_floor = 50
missing_band = 0.05
complete."register.csv" = { complete_from = 2025-01-01, complete_until = 2025-12-31 }
outlook.withdrawal = 0.05
outlook.undecided = { hyresratt = 0.5 }
outlook.plots.A-3.probability = 0.25
plan.weights = { primaromrade = 2, stadsomrade = 1 }
plan.targets = ["hr-50"]
plan.least_share_hyresratt = 0.1
maps = "maps"
accepted = [ { code = "outside_all", id = "A-1", reason = "Prov.", date = 2025-06-01 } ]
"""
TEXTS = {
    "losses.csv": "datum,handelse,hyresratt,bostadsratt,aganderatt,omrade,kalla\n"
    "2025-03-01,rivning,5,0,0,101,1/25\n2025-04-01,ombildning,7,,,102,2/25\n",
    "plots.csv": "id,namn,bostader,tillatna,hyresratt_minst,delbar,grupp,datum,omrade\n"
    "T-1,Ett,40,hyresratt bostadsratt,0.3,ja,,,101\nT-2,Två,20,,,nej,g,2025-09-01,201\n",
    "completed.csv": "niva,kod,ar,bostadstyp,upplatelseform,antal\n"
    "primaromrade,101,2024,smahus,hyresratt,12\nprimaromrade,102,2024,smahus,aganderatt,3\n",
    "limits.toml": 'stale_after_months = 12\n[[limit]]\nid = "g"\ntext = "Gränserna."\n'
    'short = "Kort."\nstatus = "open"\nlast_verified = 2025-06-01\nevidence = "measured"\n'
    'settled_by = "Ett beslut."\n',
    "assessment.toml": '[[assessment]]\ntarget = "hr-50"\nyear = 2025\nstatus = "uppfyllt"\n'
    'text = "Nämnden."\ndate = 2026-02-10\nsource = "§ 12"\n',
    "water.geojson": '{"type":"FeatureCollection","crs":{"type":"name","properties":'
    '{"name":"urn:ogc:def:crs:EPSG::3007"}},"features":[{"type":"Feature","properties":'
    '{"slag":"hav"},"geometry":{"type":"Polygon","coordinates":'
    "[[[147000,6397000],[147100,6397000],[147100,6397100],[147000,6397000]]]}}]}",
    "places.csv": "namn,e,n,slag\nMitten,147500,6397500,ort\nVattnet,147050,6397050,vatten\n",
    "dwellings.csv": "hustyp,upplatelseform,antal,datum,e,n\n"
    "flerbostadshus,hyresratt,20,2024-12-31,147500,6397500\n"
    "smahus,aganderatt,1,2024-12-31,147600,6398500\n",
    "incoming.csv": "Id;Fastighet;Beslutsdatum;Händelse;HR;BR;Äganderätt;Öst;Nord;Anm\n"
    "N-1;Kv. Ett;2025-03-10;Markanvisning;80;40;0;147500;6397500;ca\n"
    "N-2;Kv. Två;2025-04-11;Reservation;12;;3;148100;6397900;\n",
    "import.toml": '[columns]\n"Kv" = "namn"\n',
    "register.csv.source.toml": 'producer = "P"\ntitle = "T"\ndescribes_on = "2025-01-01"\n'
    'published_on = "2025-02-01"\nfetched_on = "2025-03-01"\nlicence = "CC0"\nlink = "https://x"\n'
    'sha256 = ""\nnotes = ["n"]\nedition = ""\nfictional = true\nsuppressed_max = 4\n'
    'complete = true\ncomplete_from = "2025-01-01"\noklar = "okand"\n',
}
KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>Markanvisningar</name>
<Placemark id="k.1"><name>Ett</name><ExtendedData><SchemaData>
<SimpleData name="id">N-1</SimpleData><SimpleData name="datum">2025-03-10</SimpleData>
<SimpleData name="handelse">markanvisning</SimpleData><SimpleData name="hr">80</SimpleData>
</SchemaData></ExtendedData><Polygon><outerBoundaryIs><LinearRing><coordinates>
11.97,57.70 11.98,57.70 11.98,57.71 11.97,57.70</coordinates></LinearRing></outerBoundaryIs>
</Polygon></Placemark></Folder></Document></kml>
"""
CHECK = ("check", "--area", "101", "--hyresratt", "80")
_LOADED: Sequence[Command] = (
    *((("validate",),) * 6),
    *(("areas",), ("areas", "--format", "csv"), ("progress", "--details"), CHECK, ("history",)),
    *(("outlook", "--details"), ("segregation",), ("progress", "--format", "json")),
)
_PRODUCTS: Sequence[Command] = (
    ("report", "--year", "2025", "--output", "r.html"),
    ("map",),
    ("report", "--year", "2025", "--output", "r.xlsx"),
)
IMPORT = ("import", "{file}", "--dry-run", "--today", "2026-03-01")


@dataclass(frozen=True)
class Reader:
    """A reader: the files that are changed, one at a time, and the commands that read them.

    ``products`` are commands that take long, and are run once in 25 times.
    """

    files: Files
    commands: Sequence[Command]
    products: Sequence[Command] = ()
    extra: Files = field(default_factory=dict)
    sealed: bool = False


def base() -> dict[str, bytes]:
    """Give the files of a sound workspace."""
    files = {path.name: path.read_bytes() for path in GOOD.iterdir() if "sacr" not in path.name}
    files |= {name: text.encode() for name, text in TEXTS.items()}
    del files["incoming.csv"], files["import.toml"], files["register.csv.source.toml"]
    return {**files, "tenuremix.toml": WORKSPACE.encode()}


def run(arguments: Sequence[str]) -> tuple[int, str]:
    """Run a command in this process: its exit code, and what it printed."""
    from tenuremix.cli import command_line

    result = CliRunner().invoke(command_line(), list(arguments), catch_exceptions=True)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout


@contextlib.contextmanager
def standing_in(files: Files):
    """Stand in a folder of these files."""
    before = Path.cwd()
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    try:
        for name, content in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
        os.chdir(folder)
        yield folder
    finally:
        os.chdir(before)
        shutil.rmtree(folder, ignore_errors=True)


def _rows(text: str, delimiter: str = ",") -> list[list[object]]:
    rows = [*csv.reader(io.StringIO(text), delimiter=delimiter)]
    return [[int(cell) if cell.isdigit() else cell for cell in row] for row in rows]


def _xlsx(rows: list[list[object]]) -> bytes:
    import openpyxl

    book, made = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.create_sheet("Annat").append(["=1+1", 0.5])
    book["Annat"]["B1"].number_format = "0%"
    book.active.merge_cells("B2:B3")
    book.active.column_dimensions["C"].hidden = True
    book.save(made)
    return made.getvalue()


def _xls(rows: list[list[object]]) -> bytes:
    import xlwt

    book, made = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("Blad1")
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    sheet.write(len(rows), 0, xlwt.Formula("1+1"))
    book.save(made)
    return made.getvalue()


def _ods(rows: list[list[object]]) -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document, made = OpenDocumentSpreadsheet(), io.BytesIO()
    table = Table(name="Blad1")
    for row in rows:
        line = TableRow()
        for value in row:
            kind = "float" if isinstance(value, int) else "string"
            cell = TableCell(valuetype=kind, value=str(value))
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    table.addElement(TableRow(numberrowsrepeated=3))
    document.spreadsheet.addElement(table)
    document.save(made)
    return made.getvalue()


def _vectors(stem: str, frame, kinds: Sequence[str]) -> dict[str, dict[str, bytes]]:
    """Write a frame in formats of vectors: for each the files that it is made of."""
    found = {}
    for kind in kinds:
        folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
        path = folder / f"{stem}.{kind}"
        if kind == "parquet":
            frame.to_parquet(path)
        elif kind == "dxf":
            frame[["geometry"]].to_file(path, driver="DXF", engine="pyogrio")
        else:
            frame.to_file(path, engine="pyogrio")
        found[kind] = {each.name: each.read_bytes() for each in sorted(folder.iterdir())}
        shutil.rmtree(folder)
    return found


def _incoming_frame():
    import geopandas as gpd
    import shapely

    rows = _rows(TEXTS["incoming.csv"], ";")
    corners = ((147500, 6397500), (148100, 6397900))
    shapes = [shapely.box(e, n, e + 100, n + 100) for e, n in corners]
    names = ["id", "namn", "datum", "handelse", "hr", "br"]
    cells = {name: [row[at] or 0 for row in rows[1:]] for at, name in enumerate(names)}
    return gpd.GeoDataFrame(cells, geometry=shapes, crs=3007)


def _frozen() -> bytes:
    with standing_in(base()) as folder:
        code, said = run(("report", "--year", "2025", "--freeze", "--output", "r.html"))
        found = [*folder.rglob("rapport-2025*.json")]
        if code or not found:
            raise RuntimeError(said)
        return found[0].read_bytes()


def _earlier_check() -> bytes:
    with standing_in(base()):
        return run((*CHECK, "--format", "json"))[1].encode()


def _named(kind: str, name: str, files: Files, *more: Command) -> Reader:
    """Make the reader of an input that an option names."""
    options = (f"--{kind}", name)
    return Reader(files, [(*c, *options) for c in (*_LOADED, *more)], [
        (*c, *options) for c in _PRODUCTS
    ])  # fmt: skip


@cache
def readers() -> Mapping[str, Reader]:
    """Make every reader that is fuzzed."""
    import geopandas as gpd

    files = base()
    found: dict[str, Reader] = {}
    with standing_in(files):
        areas = gpd.read_file("areas.geojson")
    vectors = ("gpkg", "shp", "gml", "fgb", "parquet")
    area_files = _vectors("a", areas, vectors)
    incoming = _incoming_frame()
    kinds = ("geojson", "gpkg", "gml", "dxf", "fgb", "parquet", "shp")
    arriving = {**_vectors("i", incoming, kinds), "kml": {"i.kml": KML.encode()}}

    def beside(name: str, *commands: Command, products: Sequence[Command] = ()) -> Reader:
        return Reader({name: files[name]}, commands, products)

    for kind, name in {**INPUTS, "targets": "targets.toml"}.items():
        found[kind] = Reader({name: files[name]}, _LOADED, _PRODUCTS)
    for kind in vectors:
        found[f"areas.{kind}"] = _named("areas", f"a.{kind}", area_files[kind])
    stock, register = (_rows(files[name].decode()) for name in ("stock.csv", "register.csv"))
    for kind, make in {"xlsx": _xlsx, "xls": _xls, "ods": _ods}.items():
        found[f"stock.{kind}"] = _named("stock", f"s.{kind}", {f"s.{kind}": make(stock)})
        found[f"register.{kind}"] = _named("register", f"r.{kind}", {f"r.{kind}": make(register)})
        rows = _rows(TEXTS["incoming.csv"], ";")
        found[f"import.{kind}"] = _import(f"i.{kind}", {f"i.{kind}": make(rows)})
    for kind, parts in arriving.items():
        found[f"import.{kind}"] = _import(f"i.{kind}", parts)
    found["import.csv"] = _import("i.csv", {"i.csv": TEXTS["incoming.csv"].encode()})
    memory = {"import.toml": TEXTS["import.toml"].encode()}
    found["import.toml"] = Reader(memory, [IMPORT], extra={"i.csv": TEXTS["incoming.csv"].encode()})
    report, drawn = _PRODUCTS[:1], _PRODUCTS[1:2]
    found |= {
        "losses": beside("losses.csv", ("validate",), ("progress", "--details"), products=report),
        "completed": beside(
            "completed.csv", ("validate",), ("areas", "--completed"),
            ("areas", "--completed", "--format", "json"), products=report),
        "plots": beside("plots.csv", ("validate",), ("validate",), ("plan",), products=report),
        "limits": beside("limits.toml", ("validate",), products=report),
        "assessment": beside("assessment.toml", ("validate",), products=report),
        "water": beside("water.geojson", ("validate",), products=drawn),
        "place_names": beside("places.csv", ("validate",), products=drawn),
        "proposal": beside("proposal.csv", ("check", "proposal.csv"),
                           ("segregation", "--proposal", "proposal.csv"),
                           ("check", "proposal.csv", "--format", "json")),
        "dwellings": beside(
            "dwellings.csv", ("stock", "dwellings.csv", "--output", "out.csv"),
            ("stock", "dwellings.csv", "--output", "out.csv", "--suppress-below", "5"),
            ("check", "--point", "147500,6397500", "--hyresratt", "9", "--radius", "900")),
        "workspace": Reader({"tenuremix.toml": WORKSPACE.encode()},
                            (*_LOADED, ("plan",)), _PRODUCTS),
        "sidecar": Reader({"register.csv.source.toml": TEXTS["register.csv.source.toml"].encode()},
                          _LOADED, _PRODUCTS),
        "frozen": Reader({"f.json": _frozen()}, [("verify", "f.json")], sealed=True),
        "published": Reader({"rapporter/rapport-2024.json": _of_year_before(_frozen())},
                            [("report", "--year", "2025", "--output", "r.html")], sealed=True),
        "since": Reader({"c.json": _earlier_check()}, [(*CHECK, "--since", "c.json")]),
    }  # fmt: skip
    return found


def _of_year_before(record: bytes) -> bytes:
    return json.dumps({**json.loads(record), "year": 2024, "as_of": "2025-02-28"}).encode()


def _import(name: str, files: Files) -> Reader:
    own = tuple(word.format(file=name) for word in IMPORT)
    return Reader(files, [own, own, own, (*own, "--format", "json"), (*own, "--crs", "3007"),
                          (*own, "--losses"), (*own, "--uncertain", "oklar")])  # fmt: skip


@dataclass(frozen=True)
class Tried:
    """How a try ended: the command, the files that were changed, and what was wrong."""

    command: Command
    changed: Files
    code: int
    wrong: str = ""


def attempt(reader: Reader, rng: Random) -> Tried:
    """Change one of a reader's files, and run one of its commands."""
    name = rng.choice([*reader.files])
    altered = {name: changed(name, reader.files[name], rng)}
    if reader.sealed and rng.randrange(4):
        altered = {name: _sealed(altered[name])}
    long = reader.products and not rng.randrange(25)
    command = rng.choice(reader.products if long else reader.commands)
    language = rng.choice(("sv", "en"))
    with standing_in({**base(), **reader.extra, **reader.files, **altered}):
        try:
            code, said = run((*command, "--lang", language))
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            return Tried(command, altered, -1, traceback.format_exc())
    wrong = "" if code in (0, 1, 2) else f"exit code {code}: {said[-500:]}"
    return Tried(command, altered, code, wrong)


def _sealed(raw: bytes) -> bytes:
    """Give a record the checksum of what it now holds."""
    from tenuremix.published.compare import seal

    try:
        record = json.loads(raw)
        return json.dumps({**record, "sha256": seal(record)}).encode()
    except (ValueError, TypeError, RecursionError):
        return raw
