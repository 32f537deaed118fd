"""What a killed writer leaves: a set is completed or gone, a living writer's is not touched."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from killing import COMMANDS
from places import TESTS
from runs import KILLS

from tenuremix.io import leftovers
from tenuremix.io.files.write import new_folder, refuse_used, write_bytes, write_together
from tenuremix.io.leftovers import in_turn

pytestmark = pytest.mark.skipif(os.name == "nt", reason="of POSIX")
TOKEN = "0123abcd"  # noqa: S105


def left(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


def put(folder: Path, **files: str) -> None:
    """Put files, whose names say with ``_`` what follows the token: ``a``, ``a_``, ``a_before``."""
    for name, content in files.items():
        of, _, kind = name.partition("_")
        end = f".{TOKEN}.tenuremix" + (f"-{kind}" if kind else "")
        path = folder / (of if "_" not in name else f".{of}{end}" if of else end)
        path.write_text(content, encoding="utf-8")


def test_a_set_that_was_ready_is_completed(tmp_path: Path) -> None:
    put(tmp_path, a="new", a_before="old", b="old", b_="new", c_="new", _ready="")
    write_bytes(tmp_path / "d", b"1")
    assert left(tmp_path) == {"a": "new", "b": "new", "c": "new", "d": "1"}


def test_a_set_that_was_not_ready_is_gone(tmp_path: Path) -> None:
    put(tmp_path, a="old", a_="new", b_="new")
    write_bytes(tmp_path / "d", b"1")
    assert left(tmp_path) == {"a": "old", "d": "1"}


def test_a_set_that_was_being_put_back_is_put_back(tmp_path: Path) -> None:
    put(tmp_path, a="new", a_before="old", b="old", b_="new")
    write_bytes(tmp_path / "d", b"1")
    assert left(tmp_path) == {"a": "old", "b": "old", "d": "1"}


def test_what_has_changed_since_is_not_written_over(tmp_path: Path) -> None:
    put(tmp_path, a="mine", a_="new", _ready="")
    later = (tmp_path / f".{TOKEN}.tenuremix-ready").stat().st_mtime_ns + 1
    os.utime(tmp_path / "a", ns=(later, later))
    write_bytes(tmp_path / "d", b"1")
    assert left(tmp_path) == {"a": "mine", "d": "1"}


WRITER = """
import sys
from pathlib import Path
from tenuremix.io.files import write
sync = write.sync_folder
def wait(folder):
    print("ready", flush=True)
    sys.stdin.readline()
    sync(folder)
write.sync_folder = wait
write.write_together({Path(name): b"new" for name in sys.argv[1:]})
"""


def test_writers_take_turns(tmp_path: Path) -> None:
    names = [str(tmp_path / name) for name in "ab"]
    command = [sys.executable, "-c", WRITER, *names]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdin is not None
        writer.stdout.readline()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(leftovers, "WAIT", 0.1)
            write_bytes(tmp_path / "c", b"1")  # nobody waits for ever
        assert len([name for name in left(tmp_path) if TOKEN or name[0] == "."]) > 3
        writer.stdin.write("\n" * 9)
        writer.stdin.close()
        assert writer.wait() == 0
    assert left(tmp_path) == {"a": "new", "b": "new", "c": "1"}


def test_without_a_lock_only_what_is_old_is_cleared_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, a_="young", b_="old")
    aged = tmp_path / f".b.{TOKEN}.tenuremix"
    os.utime(aged, (1e9, 1e9))
    monkeypatch.setattr(leftovers, "fcntl", None)
    write_together({tmp_path / "c": b"1", tmp_path / "d": b"1"})
    assert list(left(tmp_path)) == [f".a.{TOKEN}.tenuremix", "c", "d"]


def test_a_folder_that_was_being_filled_is_gone(tmp_path: Path) -> None:
    (tmp_path / f".{TOKEN}.tenuremix" / "made").mkdir(parents=True)
    refuse_used(tmp_path)
    with new_folder(tmp_path) as made:
        (made / "a").write_bytes(b"1")
        with in_turn([tmp_path]):  # another writer comes by
            pass
        assert made.is_dir()
    assert left(tmp_path) == {"a": "1"}


@pytest.mark.parametrize("scenario", COMMANDS)
def test_a_command_that_is_killed_leaves_the_old_files_or_the_new(scenario: str) -> None:
    program = [sys.executable, str(TESTS / "support" / "killing.py"), scenario]
    kills = KILLS if scenario in ("import", "export") else max(2, KILLS // 3)
    result = subprocess.run([*program, str(kills)], stdout=subprocess.PIPE, check=True)
    found = json.loads(result.stdout)
    assert found["wrong"] == []
    assert found["killed"] == min(kills, found["steps"])
    assert found["old"] + found.get("new", 0) + found.get("mixed", 0) == found["killed"]


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not here")
def test_nothing_is_named_before_it_is_on_the_disk(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from tenuremix.io.files.write import write_together\n"
        "write_together({Path(name): b'new' for name in sys.argv[1:]})\n"
    )
    trace = tmp_path / "trace"
    calls = "trace=fsync,fdatasync,rename,renameat,renameat2"
    command = ["strace", "-f", "-e", calls, "-o", str(trace), sys.executable, "-c", code]
    made = tmp_path / "made"
    made.mkdir()
    result = subprocess.run([*command, str(made / "a"), str(made / "b")], check=False)
    if result.returncode:
        pytest.skip("strace may trace nothing here")
    said = trace.read_text(encoding="utf-8").splitlines()
    order = ["sync" if "sync(" in line else "rename" for line in said if "(" in line]
    first, last = order.index("rename"), len(order) - order[::-1].index("rename")
    assert order[:first].count("sync") >= 2
    assert "sync" in order[last:]
