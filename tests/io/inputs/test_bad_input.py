"""Every fault of an input: the message word for word, the exit code, and nothing written.

``bad/`` holds one small broken file per fault, and ``bad/expected.toml`` what is said of it.
``good/`` holds four squares of a kilometre, their stock, a register, a target and a proposal.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import tomllib
from contextlib import suppress

import pytest
from commanded import app
from places import BAD, GOOD, TESTS
from texts import FAULTS
from typer.testing import CliRunner

from tenuremix.errors import DataError, Fault
from tenuremix.io.inputs.source import read_table
from tenuremix.locale.locale import Locale

CASES = tomllib.loads((BAD / "expected.toml").read_text(encoding="utf-8"))["case"]
INPUTS = {
    "areas": "areas.geojson",
    "stock": "stock.csv",
    "register": "register.csv",
    "targets": "targets.toml",
}
# What only a workspace can state, and a command that shows it.
BESIDE = {
    "losses": ("progress",),
    "completed": ("areas", "--completed"),
    "assessment": ("report", "--year", "2025"),
    "limits": ("report", "--year", "2025"),
    "plots": ("plan",),
    "water": ("map",),
    "place_names": ("map",),
}
TRY = {"sv": "Försök: ", "en": "Try: "}
WRITING = (
    ("map",),
    ("report", "--year", "2025"),
    ("build",),
    ("export", "allt.gpkg"),
    ("check", "proposal.csv", "--html", "note.html"),
)


def name_of(case):
    return "+".join(case["files"])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.delenv("TENUREMIX_DEBUG", raising=False)
    for file in GOOD.iterdir():
        shutil.copy(file, tmp_path)
    (tmp_path / "folder.geojson").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert "Traceback" not in result.stderr
    return result


def options(**replaced):
    files = {kind: [file] for kind, file in INPUTS.items()} | replaced
    return [word for kind, names in files.items() for name in names for word in (f"--{kind}", name)]


def prepared(case, folder):
    """Put the broken files of a case into the folder, and give the options that name them."""
    for name in case["files"]:
        path = BAD / name.partition("|")[0]
        for file in (path, path.with_name(f"{path.name}.source.toml")):
            if file.is_file():
                shutil.copy(file, folder)
    if case["input"] in BESIDE:
        stated = INPUTS | {case["input"]: case["files"]}
        lines = [f"{key} = {json.dumps(files)}\n" for key, files in stated.items()]
        (folder / "tenuremix.toml").write_text("".join(lines), encoding="utf-8")
        return []
    if case["input"] == "settings":
        shutil.copy(BAD / case["files"][0], folder / "tenuremix.toml")
        return []
    return options(**({case["input"]: case["files"]} if case["input"] in INPUTS else {}))


def listing(folder):
    return {path.relative_to(folder): path.stat().st_mtime_ns for path in folder.rglob("*")}


@pytest.mark.usefixtures("folder")
def test_good_files_are_good():
    assert run("validate", *options()).exit_code == 0


def writing(case):
    """Give the commands that write and that read what is at fault."""
    if case["input"] == "proposal":
        return (("check", case["files"][0], "--html", "note.html"),)
    if case["input"] == "frozen":
        return (("verify", case["files"][0]),)
    if case["input"] in BESIDE:
        return tuple(command for command in WRITING if command[0] in {"report", "build"})
    return WRITING


def of_its_kind(case):
    """Tell which of the cases of its input a case is."""
    return [each for each in CASES if each["input"] == case["input"]].index(case)


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_message(case, folder):
    """One command tells the fault in English; the next of those that write, in Swedish."""
    given = prepared(case, folder)
    before = listing(folder)
    named = {"proposal": ["check", *case["files"]], "frozen": ["verify", *case["files"]]}
    command = BESIDE.get(case["input"], named.get(case["input"], ["areas"]))
    commands = writing(case)
    asked = {"sv": commands[of_its_kind(case) % len(commands)], "en": [*command, "--lang", "en"]}
    for lang, words in asked.items():
        result = run(*words, *given)
        bar = "\n" if words[0] == "build" else ""  # the line of its bar, which ends there
        assert result.stderr == f"{bar}{case[lang]}"
        assert not result.stdout
        assert result.exit_code == 1
        *pairs, last = case[lang].splitlines()
        assert len(pairs) >= 2
        assert len(pairs) % 2 == 0
        assert last.startswith(TRY[lang])
    assert listing(folder) == before


def test_every_command_that_writes_meets_every_input():
    for kind in {case["input"] for case in CASES}:
        cases = [case for case in CASES if case["input"] == kind]
        assert len(cases) >= len(writing(cases[0])), kind


def test_every_broken_file_is_a_case():
    named = {name.partition("|")[0] for case in CASES for name in case["files"]}
    sidecars = {f"{name}.source.toml" for name in named}
    assert {file.name for file in BAD.iterdir()} <= named | sidecars | {"expected.toml"}


OTHERS = [file for file in TESTS.rglob("test_*.py") if file.name != "test_bad_input.py"]


def test_every_fault_has_a_case(folder):
    seen = set()
    for case in CASES:
        if case["input"] in {"proposal", "settings", "frozen"}:
            continue
        result = run("validate", *prepared(case, folder), "--format", "json")
        seen |= {fault["fault"] for fault in json.loads(result.stdout)}
    # Those of servers, imports and records have tests of their own, and so have some others.
    others = ("net_", "wfs_", "px_", "db_", "dask_", "add_", "import_", "frozen_")
    of_files = {key for key in FAULTS if not key.startswith(others)}
    elsewhere = "".join(file.read_text(encoding="utf-8") for file in OTHERS)
    shown = {key for key in of_files if re.search(rf"\b{key}\b", elsewhere)}
    assert of_files - seen - shown == {"no_input", "not_positive", "unknown_plot"}


SEVERAL = {
    "areas": ["areas_duplicate_code.geojson", "areas_absent.geojson"],
    "stock": ["stock_unknown_hustyp.csv", "stock_text.xlsx"],
    "register": ["several.csv"],
    "targets": ["targets_backwards.toml", "targets_unknown_table.toml"],
}
REGISTER_OF_SEVERAL = """\
id,namn,datum,handelse,hyresratt,bostadsratt,aganderatt,oklar,wkt
A-1,Ett,2025-02-30,markanv,-1,ca 20,0,0,POINT (1

A-2,Två,2025-02-01,andring,1,0,0,0,POINT (147500 6397500)
A-3,Tre,2025-02-01,markanvisning,1,0,0,0,
"""
FAULTS_OF_SEVERAL = [
    ("areas_absent.geojson", None, "absent"),
    ("areas_duplicate_code.geojson", 2, "duplicate"),
    ("stock_unknown_hustyp.csv", 2, "unknown_value"),
    ("stock_text.xlsx", None, "unreadable"),
    ("several.csv", 2, "unknown_value"),
    ("several.csv", 2, "not_a_date"),
    ("several.csv", 2, "not_a_count"),
    ("several.csv", 2, "not_a_count"),
    ("several.csv", 2, "wkt"),
    ("several.csv", 4, "before_first"),
    ("several.csv", 5, "no_place"),
    ("targets_backwards.toml", None, "wrong_key"),
    ("targets_unknown_table.toml", None, "duplicate"),
    ("targets_unknown_table.toml", None, "unknown_key"),
]


@pytest.fixture
def several(folder):
    for file in BAD.iterdir():
        shutil.copy(file, folder)
    (folder / "several.csv").write_text(REGISTER_OF_SEVERAL, encoding="utf-8")
    return options(**SEVERAL)


def test_faults_of_several_inputs_are_listed_at_once(several):
    result = run("validate", *several, "--format", "json")
    listed = json.loads(result.stdout)
    found = [(fault["file"], fault["row"], fault["fault"]) for fault in listed]
    assert sorted(found, key=str) == sorted(FAULTS_OF_SEVERAL, key=str)
    # In the order of the inputs: areas, stock, register, targets.
    order = [next(kind for kind in INPUTS if file in SEVERAL[kind]) for file, _, _ in found]
    assert order == sorted(order, key=list(INPUTS).index)
    assert result.exit_code == 1
    assert not result.stderr


def test_the_formats_of_validate_say_the_same(several):
    as_json = json.loads(run("validate", *several, "--format", "json").stdout)
    as_csv = run("validate", *several, "--format", "csv")
    assert as_csv.exit_code == 1
    assert not as_csv.stderr
    rows = list(csv.DictReader(io.StringIO(as_csv.stdout)))
    assert rows == [
        {key: "" if value is None else str(value) for key, value in fault.items()}
        for fault in as_json
    ]
    table = run("validate", *several)
    assert table.exit_code == 1
    assert not table.stdout
    heading, *lines = table.stderr.splitlines()
    assert heading == Locale("sv")("validate.faults", number=len(as_json))
    pairs = [line for fault in as_json for line in (fault["found"], fault["expected"])]
    assert lines[: len(pairs)] == pairs
    assert lines[len(pairs) :] == list(dict.fromkeys(fault["try"] for fault in as_json))


@pytest.mark.usefixtures("folder")
def test_good_input_lists_no_faults():
    assert json.loads(run("validate", *options(), "--format", "json").stdout) == []


USAGE = {
    "unknown option": ["areas", "--omraden", "areas.geojson"],
    "unknown command": ["kontrollera"],
    "no day": ["areas", "--as-of", "mars"],
    "no day of the calendar": ["progress", "--as-of", "2025-02-30"],
    "unknown target": ["progress", "--target", "NOPE"],
    "unknown level": ["areas", "--level", "NOPE"],
    "unknown language": ["areas", "--lang", "de"],
    "unknown format": ["progress", "--format", "xml"],
    "unknown order": ["areas", "--sort", "storlek"],
    "no place": ["check", "--hyresratt", "20"],
    "two places": ["check", "--point", "147500,6397500", "--area", "101", "--hyresratt", "20"],
    "a file and a place": ["check", "proposal.csv", "--area", "101"],
    "a file and numbers": ["check", "proposal.csv", "--hyresratt", "20"],
    "a place without numbers": ["check", "--area", "101"],
    "negative number": ["check", "--area", "101", "--hyresratt=-1"],
    "fractional number": ["check", "--area", "101", "--hyresratt", "1.5"],
    "no point": ["check", "--point", "abc", "--hyresratt", "20"],
    "half a point": ["check", "--point", "147500", "--hyresratt", "20"],
    "three coordinates": ["check", "--point", "147500,6397500,3", "--hyresratt", "20"],
    "no numbers in the point": ["check", "--point", "NaN,1e400", "--hyresratt", "20"],
    "no area": ["check", "--area", " ", "--hyresratt", "20"],
    "unknown crs": ["check", "--point", "1,2", "--hyresratt", "20", "--crs", "EPSG:99999"],
    "crs of heights": ["check", "--point", "1,2", "--hyresratt", "20", "--crs", "5613"],
    "no year": ["report", "--year", "i år"],
}


@pytest.mark.parametrize("arguments", USAGE.values(), ids=USAGE.keys())
def test_wrong_usage(arguments, folder):
    given = options() if arguments != ["kontrollera"] else []
    before = listing(folder)
    result = run(*arguments, *given)
    assert result.exit_code == 2
    assert result.stderr
    assert not result.stdout
    assert listing(folder) == before


USAGE_TEXTS = [
    (
        ["areas", "--as-of", "mars"],
        "--as-of mars: väntade ett datum som 2025-12-31.",
        "--as-of mars: expected a date such as 2025-12-31.",
    ),
    (
        ["areas", "--level", "NOPE"],
        "--level NOPE: väntade en av primaromrade, mellanomrade, stadsomrade.",
        "--level NOPE: expected one of primaromrade, mellanomrade, stadsomrade.",
    ),
    (
        ["progress", "--target", "NOPE"],
        "--target NOPE: väntade ett av hr-50.",
        "--target NOPE: expected one of hr-50.",
    ),
    (
        ["check", "--point", "abc", "--hyresratt", "1"],
        "--point abc: väntade öster,norr, t.ex. 674000,6580500.",
        "--point abc: expected easting,northing, such as 674000,6580500.",
    ),
    (
        ["check", "--point", "1,2", "--hyresratt", "1", "--crs", "EPSG:99999"],
        "--crs EPSG:99999: okänt koordinatsystem; väntade t.ex. EPSG:3006.",
        "--crs EPSG:99999: unknown coordinate reference system; expected e.g. EPSG:3006.",
    ),
    (
        ["check", "--hyresratt", "1"],
        "Ange just ett av: en fil, --point E,N eller --area KOD.",
        "State just one of: a file, --point E,N or --area CODE.",
    ),
]


@pytest.mark.parametrize(("arguments", "swedish", "english"), USAGE_TEXTS)
@pytest.mark.usefixtures("folder")
def test_words_of_wrong_usage(arguments, swedish, english):
    assert run(*arguments, *options()).stderr == f"{swedish}\n"
    assert run(*arguments, *options(), "--lang", "en").stderr == f"{english}\n"


PLACES = {
    "swapped": ("--point", "6397500,147500", "--point: koordinaterna 6397500, 147500 är omkastade"),
    "degrees": ("--point", "11.95,57.7", "--point: koordinaterna 11.95000, 57.70000 kan inte vara"),
    "other CRS": ("--point", "319283,6398700", "--point: koordinaterna 319283, 6398700 kan inte"),
    "unknown area": ("--area", "999", '--area: okänd områdeskod "999" i omrade.'),
}


@pytest.mark.parametrize(("option", "place", "words"), PLACES.values(), ids=PLACES.keys())
@pytest.mark.usefixtures("folder")
def test_stated_place_at_fault(option, place, words):
    result = run("check", option, place, "--hyresratt", "20", *options())
    assert result.exit_code == 1
    assert not result.stdout
    assert result.stderr.startswith(words)


EARLIER = {
    "absent": None,
    "empty": b"",
    "no JSON": b"{",
    "other JSON": b"[1, 2]",
    "null": b"null",
    "keys without content": b'{"proposal": 1, "targets": null, "sources": 5}',
    "deep": b"[" * 100_000,
    "bytes": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("content", EARLIER.values(), ids=EARLIER.keys())
def test_earlier_check_at_fault(content, folder):
    if content is not None:
        (folder / "earlier.json").write_bytes(content)
    before = listing(folder)
    command = ["check", "proposal.csv", "--since", "earlier.json", "--html", "note.html"]
    result = run(*command, *options())
    assert result.exit_code == 1
    assert result.stderr.startswith("earlier.json: ")
    assert not result.stdout
    assert listing(folder) == before


BYTES = {
    "NUL": b"\0" * 64,
    "text": "Kod, namn\nGöteborg".encode(),
    "cp1252": "kod;namn\n101;Göteborg\n".encode("cp1252"),
    "UTF-16": "kod,namn\n".encode("utf-16"),
    "high bytes": bytes(range(128, 256)),
    "quotes": b'"' * 33,
    "brackets": b"[" * 50_000,
    "braces": b'{"features":' * 50_000,
    "JSON null": b"null",
    "features of null": b'{"features": [null]}',
    "nested": b'{"features": [{"geometry": {"type": null}, "properties": {"kod": [null]}}]}',
    "collection in itself": b'{"features": [{"type": "FeatureCollection", "features": []}]}',
    "crs of text": b'{"crs": "EPSG:3007", "features": [{"geometry": null}]}',
    "long number": b'{"features": [{"geometry": null, "id": ' + b"9" * 5000 + b"}]}",
    "SQLite": b"SQLite format 3\0" + b"\xff" * 200,
    "zip": b"PK\3\4" + b"\0" * 60,
    "zip end": b"PK\5\6" + b"\0" * 18,
    "xml": b"<?xml version='1.0'?><gml:a xmlns:gml='http://www.opengis.net/gml'/>",
}
SUFFIXES = (".csv", ".geojson", ".gpkg", ".xlsx", ".ods", ".shp", ".fgb", ".gml", ".dat", "")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_bytes_break_the_reader(suffix, tmp_path):
    for name, content in BYTES.items():
        path = tmp_path / f"{name}{suffix}"
        path.write_bytes(content)
        with suppress(DataError):
            read_table(str(path))
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}{suffix}" for name in BYTES}


def test_names_that_no_file_can_have(tmp_path):
    (tmp_path / "a.csv").symlink_to(tmp_path / "b.csv")
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    for name in ("a.csv", "x" * 5000 + ".csv", "nul\0.csv", "x.csv/y.csv", ""):
        with pytest.raises(DataError) as caught:
            read_table(str(tmp_path / name))
        assert caught.value.faults[0].key in {"absent", "not_read", "unreadable"}


def test_a_message_stays_on_its_lines():
    values = {"column": "kod", "found": "a\nb\x1b[31m\u2028c\ud800", "expected": ["x"] * 40}
    lines = Fault("unknown_value", "fil\n\x1b.csv", 2, values).lines("sv")
    assert all(line.isprintable() for line in lines)
    assert lines[1].endswith(", x … (+16).")


def test_the_program_itself(folder):
    shutil.copy(BAD / "register_about.csv", folder)
    command = [sys.executable, "-m", "tenuremix", "progress"]
    given = options(register=["register_about.csv"])
    done = subprocess.run([*command, *given], capture_output=True, check=False, encoding="utf-8")
    expected = next(case for case in CASES if case["files"] == ["register_about.csv"])
    assert (done.returncode, done.stdout, done.stderr) == (1, "", expected["sv"])
