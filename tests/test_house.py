"""The shape of the house: imports point downward, commands load little, texts exist twice."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from commanded import app
from places import PACKAGE, TESTS
from texts import ALL, FAULTS, TEXTS

import tenuremix
from tenuremix.errors import Fault
from tenuremix.inputs import BESIDE

FLOORS = (
    *(
        ("locale",),
        ("errors",),
        ("crs", "columns"),
        ("counting",),
        ("schema",),
        ("outlook", "segregation", "planning", "review", "delivery", "dwellings"),
    ),
    *(("published",), ("inputs",)),
    *(("io.gdal", "io.leftovers"), ("io.files",), ("io.formats",), ("io.database",)),
    *(("io.inputs",),),
    *(("io.importing",), ("io.fetching",), ("io.dwellings",)),
    *(("document",), ("answers",), ("screen",), ("report", "map", "export")),
    *(("frames",), ("serve",)),
    *(("commands",), ("cli",), ("__main__",)),
)
"""In the order of imports: a package imports itself and what stands on the floors before it."""
FLOOR = {package: floor for floor, packages in enumerate(FLOORS) for package in packages}
CORE = (
    *("crs", "columns", "counting", "schema"),
    *("outlook", "segregation", "planning", "review", "delivery", "dwellings"),
    *("published", "inputs"),
)
DOES = {
    "validate": "review",
    **dict.fromkeys(("areas", "progress", "history", "check"), "counting"),
    "outlook": "outlook",
    "segregation": "segregation",
    "plan": "planning",
    "report": "report",
    "map": "map",
    "export": "export",
    "import": "io.importing",
    "fetch": "io.fetching",
    "stock": "io.dwellings",
    "database": "io.database",
}
"""Which package does the work of each command."""
STARTS = ("init", "build", "verify", "template", "serve")
"""Commands that stand in the module of another: of a workspace, the report, or the map."""
MODULES = sorted(PACKAGE.rglob("*.py"))
FOLDERS = sorted(path.parent for path in MODULES if path.name == "__init__.py")


def name_of(path: Path) -> str:
    """Give a module its dotted name, below tenuremix."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def package_of(name: str) -> str:
    """Name the package of a dotted name."""
    parts = name.split(".")
    return ".".join(parts[: 2 if parts[0] == "io" else 1])


def imports(path: Path) -> set[str]:
    """Name the modules and packages that a module imports, wherever in it."""
    known = set(map(name_of, MODULES))
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tenuremix."):
            module = str(node.module).removeprefix("tenuremix.")
            within = {f"{module}.{each.name}" for each in node.names} & known
            found |= within or {module}
    return found


IMPORTS = {name_of(path): imports(path) for path in MODULES if path.name != "__init__.py"}


def test_imports_point_downward() -> None:
    upward = [
        (name, other)
        for name, others in IMPORTS.items()
        for other in others
        if package_of(other) != package_of(name)
        and FLOOR[package_of(other)] >= FLOOR[package_of(name)]
    ]
    assert not upward


def test_no_module_needs_itself() -> None:
    TopologicalSorter(IMPORTS).prepare()


def test_the_core_opens_nothing() -> None:
    opens = r"\bopen\(|\.today\(|\.now\(|import (os|random|pathlib|urllib|time)"
    core = {name for name in IMPORTS if package_of(name) in CORE}
    assert {package_of(name) for name in core} == {*CORE}
    found = {
        path
        for path in MODULES
        if name_of(path) in core and re.search(opens, path.read_text(encoding="utf-8"))
    }
    assert not found


def test_a_room_is_found_at_the_first_guess() -> None:
    commands = {command.name for command in app.registered_commands}
    commands |= {group.name for group in app.registered_groups}
    assert commands - {*STARTS} == DOES.keys()
    for command, package in DOES.items():
        module = "import_" if command == "import" else command
        asks = IMPORTS[f"commands.{module}"] | IMPORTS["commands.options"]
        answers = IMPORTS.get(f"answers.{module}", set())
        assert package in set(map(package_of, asks | answers)), command
    rooms = {name.rpartition(".")[2] for name in IMPORTS if name.startswith("commands.")}
    assert rooms - {"options", "parser", "watch", "workspace"} == {"import_", *DOES} - {"import"}


def test_no_module_and_no_package_is_a_drawer_for_everything() -> None:
    long = {
        name_of(path): lines
        for path in MODULES
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long
    full = {
        folder.name: number for folder in FOLDERS if (number := len(list(folder.glob("*.py")))) > 20
    }
    assert not full


def test_every_package_says_in_three_lines_what_lives_there() -> None:
    for folder in FOLDERS[1:]:
        tree = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
        assert [type(node) for node in tree.body] == [ast.Expr], folder
        assert 1 <= len((ast.get_docstring(tree) or "").splitlines()) <= 4, folder


def test_no_two_classes_have_one_name() -> None:
    named = Counter(
        node.name.lstrip("_")
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert not [name for name, number in named.items() if number > 1]


def test_the_tests_lie_as_the_packages_do() -> None:
    folders = {path.parent.relative_to(TESTS) for path in TESTS.rglob("test_*.py")}
    folders -= {Path(), Path("fuzz")}  # of the whole
    assert not [
        folder
        for folder in folders
        if not (PACKAGE / folder).exists() and not (PACKAGE / f"{folder}.py").exists()
    ]


def test_a_check_loads_neither_pandas_nor_geopandas() -> None:
    code = (
        "import sys; sys.argv = ['tenuremix', 'check', '--area', '109', '--hyresratt', '80']\n"
        "from tenuremix.cli import main\n"
        "try: main()\n"
        "except SystemExit as stop: assert not stop.code\n"
        "heavy = {'pandas', 'geopandas', 'pyogrio', 'pyproj', 'folium', 'jinja2', 'requests'}\n"
        "heavy |= {'psycopg', 'typst', 'openpyxl', 'docx', 'lxml'}\n"
        "heavy |= {f'tenuremix.commands.{name}' for name in ('map', 'report', 'plan', 'fetch')}\n"
        "heavy &= set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)


def test_what_reads_the_command_line_loads_no_figures() -> None:
    code = (
        "import sys; from tenuremix.cli import command_line; command_line()\n"
        "assert not {'numpy', 'shapely'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)


def fields(text: str) -> set[str]:
    found = set()
    for _, name, forms, _ in string.Formatter().parse(text):
        found |= ({name} | fields(forms or "")) if name else set()
    return found


def test_every_text_stands_in_both_languages() -> None:
    wrong = {
        key: pair
        for key, pair in ALL.items()
        if not all(pair) or fields(pair[0]) != fields(pair[1])
    }
    assert not wrong


def test_every_fault_stands_in_both_languages() -> None:
    for key in FAULTS:
        words = [word for end in ("found", "expected") for word in ALL[f"fault.{key}.{end}"]]
        values = dict.fromkeys(set().union(*map(fields, words)), "x")
        for language in ("sv", "en"):
            assert all(Fault(key, "file", 3, values).lines(language)), key


def test_every_kind_of_source_has_a_word() -> None:
    kinds = ("areas", "stock", "register", "targets", *BESIDE)
    assert {f"export.kind.{kind}" for kind in kinds} <= TEXTS.keys()


def test_every_text_key_in_the_code_exists() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)
    used = set(re.findall(r'(?<![.\w])(?:self\.)?text\("([a-z_.+]+)"', code)) - {"en"}
    assert used <= TEXTS.keys()
    faults = set(re.findall(r'(?:\bFault\(|\bfault\([^()"]*)"([a-z_]+)"', code))
    assert {"absent"} < faults <= {*FAULTS}
    usage = set(re.findall(r'UsageError\(\s*"(\w+)"(?: if \w+ else "(\w+)")?', code))
    usage = {f"usage.{key}" for pair in usage for key in pair if key}
    assert usage == {key for key in ALL if key.startswith("usage.")}


def test_every_text_is_used() -> None:
    """The key stands in the code whole, or its head does, and each word of the rest."""
    files = [
        path for path in PACKAGE.rglob("*.*") if path.suffix in {".py", ".html", ".js", ".typ"}
    ]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    heads = {*re.findall(r'"([a-z]\w*\.[\w.]*)["{]', code), "level.", "levels."}
    words = set(re.findall(r"[^\W_]+", code))
    unused = {
        key
        for key in ALL.keys() - set(re.findall(r"\w+(?:\.\w+)*", code))
        if not any(
            key.startswith(head) and words.issuperset(re.findall(r"[^\W_]+", key[len(head) :]))
            for head in heads
        )
    }
    assert not unused


def test_public_names_can_be_loaded() -> None:
    for name in tenuremix.__all__:
        assert getattr(tenuremix, name).__doc__
    with pytest.raises(AttributeError):
        tenuremix.nothing_of_the_kind  # noqa: B018


def test_the_readme_names_every_command() -> None:
    readme = (PACKAGE.parent / "README.md").read_text(encoding="utf-8")
    commands = [c.name or c.callback.__name__ for c in app.registered_commands if c.callback]
    for group in app.registered_groups:
        parts = group.typer_instance.registered_commands if group.typer_instance else []
        names = [part.name or part.callback.__name__ for part in parts if part.callback]
        commands += [f"{group.name} {name}" if group.name else name for name in names]
    assert len(commands) == len(set(commands)) > 0
    assert all(f"tenuremix {command}" in readme for command in commands)
