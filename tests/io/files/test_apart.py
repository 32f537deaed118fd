"""A process apart takes what it may and no more, and whatever becomes of it, the caller stands."""

from __future__ import annotations

import os
import zipfile
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest

from tenuremix.errors import DataError
from tenuremix.io.files.apart import BeyondError, Room, apart
from tenuremix.io.files.books.book import MOST, OpenBook
from tenuremix.io.files.books.ods_cells import sizes_of_ods
from tenuremix.io.files.books.xlsx_cells import size_of_xlsx
from tenuremix.io.files.rows import OddCell
from tenuremix.io.inputs.source import read_table

ROOM = Room(seconds=60, memory=1 << 30)
VALUES = [
    *(None, True, 1, 0.5, "å\ud800", date(2025, 3, 1), datetime(2025, 3, 1, 12, 30)),  # noqa: DTZ001
    *(time(7, 5), timedelta(days=-1, seconds=3), OddCell("cell_error", "#N/A", date(2025, 1, 1))),
]


class Echo:
    """An object to make apart."""

    def __init__(self, content: bytes, kind: str) -> None:
        self.content, self.kind = content, kind

    def about(self) -> list[object]:
        return [self.content.decode(), self.kind]

    def values(self) -> list[object]:
        return VALUES

    def given(self, value: object) -> object:
        return value

    def falls(self) -> None:
        os.abort()

    def panics(self) -> None:
        raise BaseException("a panic")  # noqa: TRY002

    def takes(self, number: int) -> int:
        return len(bytes(number))

    def waits(self) -> None:
        while True:
            pass


@pytest.fixture
def found_there(monkeypatch):
    """Let the process apart find this very module."""
    monkeypatch.syspath_prepend(os.path.dirname(__file__))  # noqa: PTH120
    monkeypatch.setattr(Echo, "__module__", "test_apart")


@pytest.mark.usefixtures("found_there")
def test_what_is_said_comes_back_as_it_was():
    with apart(Echo, "åäö".encode(), "csv", ROOM) as ask:
        assert ask("about") == ["åäö", "csv"]
        assert ask("values") == VALUES
        assert ask("given", VALUES) == VALUES


@pytest.mark.usefixtures("found_there")
def test_one_question_that_fails_leaves_the_others():
    with apart(Echo, b"", "", ROOM) as ask:
        with pytest.raises(BeyondError, match="a panic"):
            ask("panics")
        with pytest.raises(BeyondError, match="nothing"):
            ask("nothing")
        assert ask("about") == ["", ""]


@pytest.mark.usefixtures("found_there")
def test_one_that_falls_takes_nobody_with_it():
    with apart(Echo, b"", "", ROOM) as ask, pytest.raises(BeyondError, match="fell") as found:
        ask("falls")
    assert found.value.took_all


@pytest.mark.usefixtures("found_there")
def test_memory_has_an_end():
    pytest.importorskip("resource")
    with apart(Echo, b"", "", ROOM) as ask, pytest.raises(BeyondError, match="memory") as found:
        ask("takes", 1 << 40)
    assert found.value.took_all


@pytest.mark.usefixtures("found_there")
def test_time_has_an_end():
    room = Room(seconds=3, memory=1 << 30)
    with apart(Echo, b"", "", room) as ask, pytest.raises(BeyondError) as found:
        ask("waits")
    assert found.value.took_all


def far(path, cell):
    """Write a workbook with a value far away."""
    book = openpyxl.Workbook()
    book.active.append(["niva", "kod", "datum"])
    book.active[cell] = 1
    book.save(path)
    return path


@pytest.mark.parametrize("cell", ["XFD1048576", "ZZ99999"])
def test_a_cell_far_away_asks_for_no_memory(cell, tmp_path):
    path = far(tmp_path / "t.xlsx", cell)
    rows, columns = size_of_xlsx(path.read_bytes(), "Sheet", MOST)
    assert rows * columns > MOST
    with pytest.raises(DataError, match=f"{rows} × {columns}"):
        read_table(str(path))


def test_a_sheet_as_large_as_any_is_not_refused(tmp_path):
    path = far(tmp_path / "t.xlsx", "C100000")
    assert size_of_xlsx(path.read_bytes(), "Sheet", MOST) == (100_000, 3)
    with apart(OpenBook, path.read_bytes(), "xlsx", ROOM) as ask:
        records = ask("read", "Sheet")["records"]
    assert [number for number, _ in records] == [1, 100_000]


def test_cells_that_stand_many_times_are_counted(tmp_path):
    path = tmp_path / "t.ods"
    cell = '<table:table-cell office:value-type="float" table:number-columns-repeated="9000"/>'
    empty = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/>'
    rows = f'<table:table-row table:number-rows-repeated="8000">{cell}</table:table-row>{empty}'
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("content.xml", f'<table:table table:name="a">{rows}</table:table-row>')
    assert sizes_of_ods(path.read_bytes()) == [(8000, 9000)]
