"""Writing: whole or not at all, and what stands there stays what it is."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tenuremix.errors import DataError
from tenuremix.io.files import write
from tenuremix.io.files.write import new_folder, write_bytes, write_together
from tenuremix.io.leftovers import OWN

ROOT = hasattr(os, "getuid") and os.getuid() == 0
pytestmark = pytest.mark.skipif(os.name == "nt", reason="of POSIX")


def refused(*arguments):
    with pytest.raises(DataError) as caught:
        write_together(*arguments)
    return [(fault.key, Path(fault.where).name) for fault in caught.value.faults]


def left(folder):
    return sorted(path.name for path in folder.iterdir())


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_has_the_mode_that_the_user_gives_new_files(tmp_path):
    before = os.umask(0o027)
    try:
        write_bytes(tmp_path / "a", b"1")
    finally:
        os.umask(before)
    assert mode(tmp_path / "a") == 0o640
    assert left(tmp_path) == ["a"]


@pytest.mark.parametrize("target", ["b", "elsewhere/b"])
@pytest.mark.parametrize("there", [True, False])
def test_a_symbolic_link_leads_to_what_was_written(tmp_path, target, there):
    place = tmp_path / target
    place.parent.mkdir(exist_ok=True)
    if there:
        place.write_bytes(b"old")
    (tmp_path / "middle").symlink_to(target)
    (tmp_path / "a").symlink_to("middle")
    write_bytes(tmp_path / "a", b"new")
    assert (tmp_path / "a").is_symlink()
    assert (tmp_path / "middle").is_symlink()
    assert place.read_bytes() == b"new"
    assert not place.is_symlink()


def test_a_link_that_leads_nowhere_is_refused(tmp_path):
    (tmp_path / "a").symlink_to("a")
    (tmp_path / "b").symlink_to("gone/b")
    assert refused({tmp_path / "a": b""}) == [("not_written", "a")]
    assert refused({tmp_path / "b": b""}) == [("not_written", "b")]
    assert left(tmp_path) == ["a", "b"]


@pytest.mark.parametrize("bits", [0o600, 0o664, 0o666, 0o755])
def test_the_mode_is_kept(tmp_path, bits):
    file = tmp_path / "a"
    file.write_bytes(b"old")
    file.chmod(bits)
    write_bytes(file, b"new")
    assert (mode(file), file.read_bytes()) == (bits, b"new")


@pytest.mark.skipif(not ROOT, reason="only root gives files away")
def test_owner_and_group_are_kept(tmp_path):
    file = tmp_path / "a"
    file.write_bytes(b"old")
    os.chown(file, 1234, 4321)
    file.chmod(0o640)
    write_bytes(file, b"new")
    assert (file.stat().st_uid, file.stat().st_gid, mode(file)) == (1234, 4321, 0o640)


def test_who_may_not_give_a_file_away_writes_it_all_the_same(tmp_path, monkeypatch):
    file = tmp_path / "a"
    file.write_bytes(b"old")
    file.chmod(0o604)
    now = file.stat()
    other = os.stat_result((*now[:4], now.st_uid + 1, now.st_gid + 1, *now[6:]))

    def chown(*_):
        raise PermissionError

    monkeypatch.setattr(write.os, "chown", chown)
    monkeypatch.setattr(write, "_replaceable", lambda _: other)
    write_bytes(file, b"new")
    assert (mode(file), file.read_bytes()) == (0o604, b"new")


def test_a_file_that_may_not_be_written_is_not_replaced(tmp_path):
    file = tmp_path / "a"
    file.write_bytes(b"old")
    file.chmod(0o444)
    (tmp_path / "link").symlink_to("a")
    for path in (file, tmp_path / "link"):
        assert refused({tmp_path / "b": b"1", path: b"new"}) == [("not_written", path.name)]
    assert file.read_bytes() == b"old"
    assert left(tmp_path) == ["a", "link"]


def test_a_hard_link_is_parted(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "snapshot").hardlink_to(tmp_path / "a")
    write_bytes(tmp_path / "a", b"new")
    assert [(tmp_path / name).read_bytes() for name in left(tmp_path)] == [b"new", b"old"]


def test_a_folder_is_no_file(tmp_path):
    (tmp_path / "a").mkdir()
    assert refused({tmp_path / "b": b"", tmp_path / "a": b""}) == [("not_written", "a")]
    assert left(tmp_path) == ["a"]


def failing_at(monkeypatch, *names):
    replace = Path.replace

    def fail(self, target):
        if Path(target).name in names and self.name.endswith(OWN):
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail)


@pytest.mark.parametrize("linked", [True, False])
def test_a_set_that_cannot_be_moved_in_is_put_back(tmp_path, monkeypatch, linked):
    for name in ("a", "c"):
        (tmp_path / name).write_bytes(b"old")
    inode = (tmp_path / "a").stat().st_ino
    failing_at(monkeypatch, "c")
    if not linked:
        monkeypatch.setattr(Path, "hardlink_to", lambda *_: (_ for _ in ()).throw(OSError()))
    files = {tmp_path / name: b"new" for name in ("a", "b", "c")}
    assert refused(files) == [("not_written", "c")]
    assert {name: (tmp_path / name).read_bytes() for name in left(tmp_path)} == {
        "a": b"old",
        "c": b"old",
    }
    assert not linked or (tmp_path / "a").stat().st_ino == inode


def test_a_set_that_cannot_be_put_back_is_told(tmp_path, monkeypatch):
    for name in ("a", "c"):
        (tmp_path / name).write_bytes(b"old")
    failing_at(monkeypatch, "c")
    replace = Path.replace

    def fail(self, target):
        if self.name.endswith("-before"):
            raise OSError
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(DataError) as caught:
        write_together({tmp_path / "a": b"new", tmp_path / "c": b"new"})
    first, mixed = caught.value.faults
    assert (first.key, mixed.key, Path(mixed.where).name) == ("not_written", "mixed_set", "a")
    assert Path(str(mixed.values["found"])).read_bytes() == b"old"
    for language in ("sv", "en"):
        assert str(mixed.values["found"]) in mixed.lines(language)[0]


def test_nothing_is_left_beside_a_set(tmp_path):
    files = {tmp_path / name: b"1" for name in "abc"}
    assert write_together(files) == list(files)
    assert write_together(files) == list(files)
    assert left(tmp_path) == ["a", "b", "c"]


# Pipes and devices ----------------------------------------------------------------------------


def read_in_thread(path):
    found: list[bytes] = []
    thread = threading.Thread(target=lambda: found.append(path.read_bytes()))
    thread.start()
    return thread, found


@pytest.mark.parametrize("through_link", [True, False])
def test_a_pipe_is_written_into(tmp_path, through_link):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    thread, found = read_in_thread(tmp_path / "pipe")
    written = {tmp_path / ("link" if through_link else "pipe"): b"x" * 100_000}
    write_together({**written, tmp_path / "a": b"1"})
    thread.join(10)
    assert found == [b"x" * 100_000]
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert (tmp_path / "a").read_bytes() == b"1"


def test_a_set_with_a_pipe_that_breaks_is_put_back(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a").write_bytes(b"old")
    thread = threading.Thread(target=lambda: (tmp_path / "pipe").open("rb").close())
    thread.start()
    written = {tmp_path / "pipe": b"x" * 1_000_000, tmp_path / "a": b"new", tmp_path / "b": b"new"}
    assert refused(written) == [("not_written", "pipe")]
    thread.join(10)
    assert (tmp_path / "a").read_bytes() == b"old"
    assert left(tmp_path) == ["a", "pipe"]


def node(path, kind, device):
    try:
        os.mknod(path, kind | 0o666, os.makedev(*device))
        path.open("wb").close()
    except OSError:
        pytest.skip("no devices may be made or opened here")


def test_a_device_is_written_into_and_stays_one(tmp_path):
    node(tmp_path / "null", stat.S_IFCHR, (1, 3))
    node(tmp_path / "full", stat.S_IFCHR, (1, 7))
    write_bytes(tmp_path / "null", b"new")
    assert refused({tmp_path / "full": b"new"}) == [("not_written", "full")]
    assert all(stat.S_ISCHR((tmp_path / name).stat().st_mode) for name in ("null", "full"))
    assert left(tmp_path) == ["full", "null"]


def test_a_disk_is_refused(tmp_path):
    try:
        os.mknod(tmp_path / "disk", stat.S_IFBLK | 0o666, os.makedev(7, 255))
    except OSError:
        pytest.skip("no devices may be made here")
    assert refused({tmp_path / "disk": b"new"}) == [("not_written", "disk")]
    assert stat.S_ISBLK((tmp_path / "disk").stat().st_mode)


WRITES = """
import sys
from pathlib import Path
from tenuremix.io.files.write import is_stdout, write_bytes
print("before", flush=True)
write_bytes(Path(sys.argv[1]), b"written\\n")
print("after", is_stdout(Path(sys.argv[1])))
"""


@pytest.mark.parametrize("path", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
@pytest.mark.parametrize("piped", [True, False])
def test_standard_output_is_written_on(tmp_path, path, piped):
    if not Path(path).exists():
        pytest.skip("no such device here")
    command = [sys.executable, "-c", WRITES, path]
    if piped:
        text = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode()
    else:
        with (tmp_path / "out").open("wb") as stream:
            subprocess.run(command, stdout=stream, check=True)
        text = (tmp_path / "out").read_text(encoding="utf-8")
    assert text.splitlines() == ["before", "written", "after True"]


@pytest.mark.parametrize("path", ["/dev/stdout", "pipe"])
def test_a_command_writes_nothing_but_the_product_where_it_is_read(tmp_path, path):
    os.mkfifo(tmp_path / "pipe")
    thread, found = read_in_thread(tmp_path / "pipe")
    command = [sys.executable, "-m", "tenuremix", "map", "--output", path]
    page = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, check=True).stdout
    if path == "pipe":
        assert page.decode() == "Skrev pipe\n"
        thread.join(10)
        (page,) = found
    else:
        (tmp_path / "pipe").open("wb").close()
    assert page.startswith(b"<!DOCTYPE html>")
    assert page.endswith(b"</html>\n")
    assert left(tmp_path) == ["pipe"]


# Folders --------------------------------------------------------------------------------------


def filled(folder, *, fails=False):
    with new_folder(folder) as made:
        for name in ("b", "a/c"):
            (made / name).parent.mkdir(exist_ok=True)
            (made / name).write_bytes(b"1")
        if fails:
            raise KeyboardInterrupt


def test_a_folder_comes_whole_or_not_at_all(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        filled(tmp_path / "new", fails=True)
    assert left(tmp_path) == []
    filled(tmp_path / "new")
    assert left(tmp_path / "new") == ["a", "b"]
    assert left(tmp_path) == ["new"]


def test_an_empty_folder_stays_what_it_is(tmp_path, monkeypatch):
    (tmp_path / "there").mkdir()
    (tmp_path / "there").chmod(0o770)
    (tmp_path / "link").symlink_to("there")
    inode = (tmp_path / "there").stat().st_ino
    monkeypatch.chdir(tmp_path / "there")
    failing_at(monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        filled(Path(), fails=True)
    assert left(tmp_path / "there") == []
    filled(tmp_path / "link")
    assert left(Path()) == ["a", "b"]
    assert (tmp_path / "there").stat().st_ino == inode
    assert mode(tmp_path / "there") == 0o770
    assert (tmp_path / "link").is_symlink()


def test_an_empty_folder_that_cannot_be_filled_stays_empty(tmp_path, monkeypatch):
    replace = Path.replace

    def fail(self, target):
        if Path(target) == tmp_path / "b":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(DataError):
        filled(tmp_path)
    assert left(tmp_path) == []


def test_a_pipe_that_nobody_reads_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(write, "READER_WAIT", 0.0)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DataError) as error:
        write.write_text(tmp_path / "pipe", "x")
    assert [fault.key for fault in error.value.faults] == ["not_read_from"]
    assert left(tmp_path) == ["pipe"]
