"""The shape of the house: imports point downward, commands load little, texts exist twice."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest
from places import PACKAGE
from texts import ALL, FAULTS, TEXTS

import tenuremix
from tenuremix.cli import app
from tenuremix.errors import Fault
from tenuremix.workspace import BESIDE

PACKAGES = (
    *("locale", "errors", "crs", "counting", "outlook", "segregation", "planning"),
    *("published", "workspace"),
    *("io.files", "io.formats", "io.database", "io.inputs", "io.importing", "io.fetching"),
    *("document", "answers", "report", "map", "export", "commands", "cli", "__main__"),
)
"""In the order of imports: each may import those before it."""
CORE = PACKAGES[3 : PACKAGES.index("workspace") + 1]
MODULES = sorted(PACKAGE.rglob("*.py"))


def package_of(module: str) -> str:
    """Name the package of a dotted name, below tenuremix."""
    parts = module.split(".")[1:]
    return ".".join(parts[: 2 if parts[0] == "io" else 1])


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tenuremix."):
            found.add(package_of(str(node.module)))
    return found


def name_of(path: Path) -> str:
    """Give a module its dotted name."""
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


def test_imports_point_downward() -> None:
    inside = [path for path in MODULES if path.name != "__init__.py"]
    upward = [
        (name_of(path), other)
        for path in inside
        for other in imports(path)
        if PACKAGES.index(other) > PACKAGES.index(package_of(name_of(path)))
    ]
    assert not upward


def test_the_core_opens_nothing() -> None:
    opens = r"\bopen\(|\.today\(|\.now\(|import (os|random|pathlib|urllib|time)"
    found = {
        name_of(path): re.search(opens, path.read_text(encoding="utf-8"))
        for path in MODULES
        if path.name != "__init__.py" and package_of(name_of(path)) in CORE
    }
    assert found
    assert not any(found.values()), found


def test_no_module_is_a_drawer_for_everything() -> None:
    long = {
        str(path.relative_to(PACKAGE)): lines
        for path in MODULES
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 440
    }
    assert not long


def test_a_check_loads_neither_pandas_nor_geopandas() -> None:
    code = (
        "import sys; sys.argv = ['tenuremix', 'check', '--area', '109', '--hyresratt', '80']\n"
        "from tenuremix.cli import main\n"
        "try: main()\n"
        "except SystemExit as stop: assert not stop.code\n"
        "heavy = {'pandas', 'geopandas', 'pyogrio', 'pyproj', 'folium', 'jinja2', 'requests'}\n"
        "heavy |= {'psycopg', 'typst', 'openpyxl'}\n"
        "heavy &= set(sys.modules)\n"
        "assert not heavy, heavy\n"
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
