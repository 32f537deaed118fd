"""Find the cells of an XLS that are no plain values, in the records that hold them (BIFF 8)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from struct import unpack, unpack_from

from tenuremix.io.files.books.xlsx_cells import PER_CENT, Seen, shows_per_cent

_BOUNDSHEET, _BOF, _EOF, _XF, _FORMAT = 0x85, 0x809, 0x0A, 0xE0, 0x41E
_FORMULA, _NUMBER, _RK, _MULRK, _BOOLERR = 0x06, 0x203, 0x27E, 0xBD, 0x205
_ROW, _COLINFO, _DIMENSIONS = 0x208, 0x7D, 0x200
_CELLS = frozenset((_FORMULA, _NUMBER, _RK, _MULRK, _BOOLERR, 0xFD, 0x204, 0xD6, 0x201, 0xBE))
"""The records that begin with a row and a column: numbers, texts, cells that are empty."""
_BROKEN = (struct.error, IndexError, ValueError)
_BIFF_8 = 0x600
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_ERROR, _BLANK = 2, 3
"""What a formula gave that is no number: an error, an empty text."""
_SUMMARY = "\x05SummaryInformation"
"""What programs that compute write of themselves, and those that only write files leave out."""


def sizes_of_xls(content: bytes) -> list[tuple[int, int]]:
    """Find how many rows and columns some sheet of an XLS has, or says that it has."""
    rows = columns = 0
    try:
        book = _parts(content).get("Workbook", b"")
        at = 0
        while at + 4 <= len(book):
            kind, size = unpack_from("<HH", book, at)
            if kind == _DIMENSIONS:
                first, last, left, right = unpack_from("<IIHH", book, at + 4)
                rows, columns = max(rows, last - first), max(columns, right - left)
            elif kind in _CELLS:
                row, column = unpack_from("<HH", book, at + 4)
                rows, columns = max(rows, row + 1), max(columns, column + 1)
            at += 4 + size
    except _BROKEN:
        pass
    return [(rows, columns)]


def see_xls(content: bytes, sheet: str) -> Seen:
    """Look through a sheet of an XLS; of one that is put together otherwise nothing is seen."""
    try:
        return _see_book(_parts(content), sheet)
    except _BROKEN:
        return Seen()


def _see_book(parts: Mapping[str, bytes], sheet: str) -> Seen:
    book = parts.get("Workbook", b"")
    seen = Seen()
    if len(book) < 8 or unpack_from("<HHH", book)[::2] != (_BOF, _BIFF_8):  # noqa: PLR2004
        return seen
    start, styles = 0, list[int]()
    formats = {int(each): True for each in PER_CENT}
    for kind, at, _ in _records(book, 0):
        if kind == _BOUNDSHEET and _text(book, at + 6, book[at + 6], 1) == sheet:
            start = unpack_from("<I", book, at)[0]
        elif kind == _XF:
            styles.append(unpack_from("<H", book, at + 2)[0])
        elif kind == _FORMAT:
            number, length = unpack_from("<HH", book, at)
            formats[number] = shows_per_cent(_text(book, at + 2, length, 2))
    per_cent = {at for at, each in enumerate(styles) if formats.get(each)}
    computed = _SUMMARY in parts
    wanted = {_FORMULA, _BOOLERR, _ROW, _COLINFO, *((_NUMBER, _RK, _MULRK) if per_cent else ())}
    for kind, at, size in _records(book, start) if start else ():
        if kind in wanted:
            _see_record(seen, kind, book[at : at + size], per_cent, computed=computed)
    return seen


def _see_record(seen: Seen, kind: int, data: bytes, per_cent: set[int], *, computed: bool) -> None:
    """Look at one record of a sheet."""
    if kind in (_NUMBER, _RK, _FORMULA):
        row, column, style = unpack_from("<HHH", data)
        if style in per_cent:
            seen.per_cent.add((row, column))
        if kind == _FORMULA:
            _see_formula(seen, (row, column), data[6:14], computed=computed)
    elif kind == _MULRK:
        row, first = unpack_from("<HH", data)
        styles = [unpack_from("<H", data, at)[0] for at in range(4, len(data) - 2, 6)]
        seen.per_cent |= {(row, first + at) for at, each in enumerate(styles) if each in per_cent}
    elif kind == _BOOLERR:
        row, column, _, value, is_error = unpack_from("<HHHBB", data)
        if is_error:
            seen.errors[row, column] = _ERRORS.get(value, "#")
    elif kind == _ROW and data[12] & 0x20:
        seen.hidden_rows.add(unpack_from("<H", data)[0])
    elif kind == _COLINFO and data[8] & 1:
        first, last = unpack_from("<HH", data)
        seen.hidden_columns.update(range(first, last + 1))


def _see_formula(seen: Seen, at: tuple[int, int], result: bytes, *, computed: bool) -> None:
    """Look at what a formula gave."""
    if result[6:] != b"\xff\xff":
        if not computed:
            seen.uncomputed[at] = unpack("<d", result)[0] == 0
    elif result[0] == _ERROR:
        seen.errors[at] = _ERRORS.get(result[2], "#")
    elif result[0] == _BLANK and not computed:
        seen.empty.add(at)


def _records(book: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Give the records from one that begins a part of the book to the one that ends it."""
    depth = 0
    while at + 4 <= len(book):
        kind, size = unpack_from("<HH", book, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        yield kind, at + 4, size
        at += 4 + size


def _text(book: bytes, at: int, length: int, width: int) -> str:
    """Read a text: its length, whether its letters are wide, the letters."""
    at += width
    wide = book[at] & 1
    return book[at + 1 : at + 1 + (length << wide)].decode("utf-16-le" if wide else "latin-1")


def _parts(raw: bytes) -> dict[str, bytes]:
    """Take apart the container of an XLS (a compound file): its parts by name."""
    size = 1 << unpack_from("<H", raw, 30)[0]
    first, least, start_small, _, start_more = unpack_from("<I4xIIII", raw, 48)
    within = len(raw) // size
    listed = list(unpack_from("<109I", raw, 76))
    more = start_more
    while more < within - 1 and len(listed) < within:
        *numbers, more = unpack_from(f"<{size // 4}I", raw, (more + 1) * size)
        listed += numbers

    def sector(number: int) -> bytes:
        return raw[(number + 1) * size : (number + 2) * size]

    table = _numbers(b"".join(sector(each) for each in listed if each < within))

    def follow(number: int) -> bytes:
        return b"".join(sector(each) for each in _chain(number, table))

    entries = follow(first)
    found: dict[str, tuple[int, int]] = {}
    for at in range(0, len(entries) - 127, 128):
        length = unpack_from("<H", entries, at + 64)[0]
        name = entries[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        found[name] = unpack_from("<II", entries, at + 116)
    small = follow(found["Root Entry"][0]) if "Root Entry" in found else b""
    small_table = _numbers(follow(start_small))
    parts = {}
    for name, (start, length) in found.items():
        if length < least and name != "Root Entry":
            pieces = (small[each * 64 : each * 64 + 64] for each in _chain(start, small_table))
            parts[name] = b"".join(pieces)[:length]
        elif name in ("Workbook", _SUMMARY):
            parts[name] = follow(start)[:length]
    return parts


def _numbers(data: bytes) -> Sequence[int]:
    return unpack(f"<{len(data) // 4}I", data)


def _chain(start: int, table: Sequence[int]) -> Iterator[int]:
    """Follow the links of a table, each at most once."""
    for _ in table:
        if start >= len(table):
            return
        yield start
        start = table[start]
