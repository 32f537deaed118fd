"""Kill a command just before each thing that it does to files, and see what it leaves.

``python tests/support/killing.py import 1000`` kills the import at every place, once each, and
prints how many there are, how many were killed, how often the old and how often the new files
stood there when the next writer had come, and what was wrong.  A smaller number kills at so many
places, spread evenly.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1]
ROW = "{id},Kajen,2025-02-01,markanvisning,1,0,0,0,101\n"
HEAD = "id,namn,datum,handelse,hyresratt,bostadsratt,aganderatt,oklar,omrade\n"
SETTINGS = """\
areas = ["areas.geojson"]
stock = ["stock.csv"]
targets = ["targets.toml"]
register = ["register/register.csv"]
"""
COMMANDS = {
    "import": ("import", "more.csv", "--today", "2025-03-01"),
    "freeze": ("report", "--year", "2025", "--freeze"),
    "build": ("build", "--year", "2025"),
    "export": ("export", "handed/x.csv"),
}
_CHANGES = {f"os.{name}" for name in ("rename", "remove", "link", "chmod", "chown", "mkdir")}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def make(folder: Path, found: Callable[[], Any]) -> Any:
    """Make a workspace with a register, and give what ``found`` gives in it."""
    for name in ("areas.geojson", "stock.csv", "targets.toml"):
        shutil.copy(TESTS / "good" / name, folder)
    (folder / "tenuremix.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "first.csv").write_text(HEAD + ROW.format(id="A"), encoding="utf-8")
    rows = "".join(ROW.format(id=f"B{n}") for n in range(50))
    (folder / "more.csv").write_text(HEAD + rows, encoding="utf-8")
    (folder / "register").mkdir()
    shutil.copy(folder / "first.csv", folder / "register" / "register.csv")
    os.chdir(folder)
    return found()


def products(folder: Path) -> dict[str, bytes]:
    """Read what a reader of the workspace sees."""
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name[0] != "."]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(paths)}


def forked(act: Callable[[], object]) -> int:
    """Do something in a process of its own; give how it ended."""
    if (child := os.fork()) == 0:
        try:
            act()
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1]


def run(command: tuple[str, ...], at: int, told: Path) -> None:
    """Run a command that is killed before its so-many-th change; 0 counts them alone."""
    from typer.testing import CliRunner

    from tenuremix.cli import command_line

    here, number = str(Path.cwd()), 0

    def count() -> None:
        nonlocal number
        number += 1
        if number == at:
            os.kill(os.getpid(), signal.SIGKILL)

    def heard(event: str, given: tuple[Any, ...]) -> None:
        path = given and given[0]
        inside = isinstance(path, str) and str(Path(path).absolute()).startswith(here)
        opened = event == "open" and isinstance(given[2], int) and given[2] & _WRITES
        if inside and (opened or event in _CHANGES):
            count()

    sync = os.fsync

    def synced(handle: int) -> None:
        count()
        sync(handle)

    os.fsync = synced
    sys.addaudithook(heard)
    result = CliRunner().invoke(command_line(), list(command))
    text = f"{number} {result.exit_code} {result.output}"
    with open(told, "w", encoding="utf-8") as stream:  # noqa: PTH123
        stream.write(text)


def wrong_with(
    found: Mapping[str, bytes], old: Mapping[str, bytes], new: Mapping[str, bytes]
) -> list[str]:
    """Name the files that are neither as they were nor as they were to be."""
    return [
        name
        for name in {*found, *old, *new}
        if found.get(name) not in (old.get(name), new.get(name))
    ]


def main(scenario: str, most: int) -> dict[str, Any]:
    """Kill a command at so many places."""
    import tenuremix.cli  # noqa: F401 - once, for all that are forked
    from tenuremix.io.leftovers import in_turn

    command = COMMANDS[scenario]
    with tempfile.TemporaryDirectory() as place:
        told = Path(place) / "told"
        begun = Path(place) / "begun"
        begun.mkdir()
        old = make(begun, lambda: products(begun))
        whole = Path(place) / "whole"
        whole.mkdir()
        make(whole, lambda: forked(lambda: run(command, 0, told)))
        steps, code, said = told.read_text(encoding="utf-8").split(" ", 2)
        assert code == "0", said
        new = products(whole)
        # Half of what is written for the first time was there before, in an earlier state.
        made = [name for name in new if name not in old]
        earlier = {name: b"earlier" for name in made[::2] if not name.startswith("rapporter")}
        stood, wrong = Counter[str](), []
        number = int(steps)
        places = sorted(
            {1 + each * number // min(most, number) for each in range(min(most, number))}
        )
        for at in places:
            folder = Path(place) / f"killed-{at}"
            folder.mkdir()

            def killed(at: int = at, folder: Path = folder) -> int:
                for name, content in earlier.items():
                    (folder / name).parent.mkdir(exist_ok=True)
                    (folder / name).write_bytes(content)
                return forked(lambda: run(command, at, told))

            before = {**old, **earlier}
            if make(folder, killed) != signal.SIGKILL:
                wrong.append(f"{at}: was not killed")
            wrong += [f"{at}: {name}" for name in wrong_with(products(folder), before, new)]
            folders = {path.parent for path in folder.rglob("*")} | {folder}
            with in_turn(folders):
                pass
            after = products(folder)
            state = "old" if after == before else "new" if after == new else "mixed"
            stood[state] += 1
            if state == "mixed" and scenario != "freeze":
                wrong.append(f"{at}: mixed")
            if scenario == "freeze" and "new" not in state:
                record = next(name for name in new if name.startswith("rapporter"))
                if record in after:
                    wrong.append(f"{at}: a record without its report")
            left = [path.name for path in folder.rglob(".*") if ".tenuremix" in path.name]
            wrong += [f"{at}: {name} is left" for name in left]
            shutil.rmtree(folder)
        os.chdir("/")
    return {"steps": number, "killed": len(places), **stood, "wrong": wrong}


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]))))  # noqa: T201
