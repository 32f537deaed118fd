"""Read a shapefile: several files that belong together, with text in an encoding of its own."""

from __future__ import annotations

import codecs
import re
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tenuremix.errors import DataError, Fault, Note
from tenuremix.io.files.letters import old_encoding
from tenuremix.io.files.rows import RawTable, unreadable
from tenuremix.io.files.vectors import packed, read_whole, table_of_frame
from tenuremix.io.gdal import DRIVERS, gdal

# A shapefile cuts the names of its columns; these of the contract are longer.
_BYTES = 10
_LONG_NAMES = (
    *("bostadsratt", "diarienummer", "giltig_till", "sannolikhet"),
    *("varav_hyresratt", "varav_bostadsratt", "varav_aganderatt"),
)
_UTF8, _LATIN = "utf-8", "cp1252"
_PLAIN = "ABC+1"
_SHOWN = {_UTF8: "UTF-8", _LATIN: "Windows-1252"}
# The encodings that the 30th byte of a .dbf may name.
_BY_BYTE = {0x01: "cp437", 0x02: "cp850", 0x03: _LATIN, 0x57: _LATIN, 0x58: _LATIN, 0x59: _LATIN}
_FIELD, _NAME, _LAST = 32, 11, 0x0D  # bytes of a field and of its name, and what ends the fields
# The first bytes of a letter of UTF-8 that was cut; none of them ends a word in Windows-1252.
_CUT = re.compile(rb"(?:\xc2|\xc3|\xe2[\x80-\xbf]?)\Z")


def read_shapefile(path: Path, name: str) -> RawTable:
    """Read a shapefile; text in the encoding that it has, whatever the file says."""
    shp, shx, dbf = (_part(path, suffix) for suffix in (".shp", ".shx", ".dbf"))
    if dbf is None:
        raise DataError([Fault("shape_part", name, None, {"found": f"{path.stem}.dbf"})])
    for part in (shp, shx, dbf):
        if part:
            read_whole(part, name, at_once=False)
    table = dbf.read_bytes()
    try:
        encoding, notes = _encoding(table, _part(path, ".cpg"), name, dbf.name)
    except (struct.error, IndexError, ValueError) as error:  # cut off, or no .dbf at all
        if isinstance(error, DataError):
            raise
        raise unreadable(name, "shp", dbf.name) from error
    index = shx.read_bytes() if shx else _index(shp.read_bytes(), name) if shp else b""
    drawn, rows = (len(index) - 100) // 8, int.from_bytes(table[4:8], "little")
    if shp and drawn != rows:
        values = {"found": drawn, "rows": rows, "part": dbf.name}
        raise DataError([Fault("shape_rows", name, None, values)])
    parts = {"a.dbf": _without_cuts(table)}
    if encoding:
        parts["a.cpg"] = encoding.removeprefix("cp").encode()
    if shp:
        parts |= {"a.shp": shp.read_bytes(), "a.shx": index}
    if prj := _part(path, ".prj"):
        parts["a.prj"] = prj.read_bytes()
    try:
        with gdal(*DRIVERS[".shp"]) as pyogrio:
            frame = pyogrio.read_dataframe(packed(parts))
    except Exception as error:
        raise unreadable(name, "shp", "") from error
    frame = frame.rename(columns={long[:_BYTES]: long for long in _LONG_NAMES})
    found = table_of_frame(frame, name, numbers=range(1, len(frame) + 1))
    return replace(found, notes=notes)


def _part(path: Path, suffix: str) -> Path | None:
    """Find a file that belongs to a shapefile."""
    found = (path.with_suffix(ending) for ending in (suffix, suffix.upper()))
    return next((part for part in found if part.is_file()), None)


def _index(shp: bytes, name: str) -> bytes:
    """Make the index (.shx) of a shapefile: where each of its geometries stands."""
    entries, at = bytearray(), 100
    while at + 8 <= len(shp):
        words = int.from_bytes(shp[at + 4 : at + 8], "big")
        entries += struct.pack(">ii", at // 2, words)
        at += 8 + 2 * words
    if at != len(shp):
        raise unreadable(name, "shp", "längden / its length")
    return shp[:24] + struct.pack(">i", 50 + len(entries) // 2) + shp[28:100] + bytes(entries)


def _encoding(dbf: bytes, cpg: Path | None, name: str, part: str) -> tuple[str, tuple[Note, ...]]:
    """Find the encoding of a .dbf: what is stated, unless the text plainly is in another.

    It is empty where every letter is ASCII.

    Raises
    ------
    DataError
        Where the text is not in the encoding that is stated, and it is not certain which one
        it is in.
    """
    said = cpg.read_text("ascii", "replace").strip() if cpg else ""
    stated = _codec(said) if said else _BY_BYTE.get(dbf[29])
    cells = [cell for cell in {dbf[span] for span in _spans(dbf)} if not cell.isascii()]
    if not cells:
        return "", ()
    joined = b"\n".join(map(_without_cut, cells))
    about = {"found": part, "stated": said or stated or "–", "cpg": f"{Path(part).stem}.cpg"}
    if _decodes(joined, _UTF8):
        found = _UTF8
    elif stated in (None, _UTF8, _LATIN):
        if old_encoding(joined) or not _decodes(joined, _LATIN):
            raise DataError([Fault("text_encoding", name, None, about)])
        found = _LATIN
    elif _decodes(joined, stated):
        found = stated
    else:
        raise DataError([Fault("text_encoding", name, None, about)])
    notes = (Note("encoding", {**about, "encoding": _SHOWN.get(found, found)}),)
    return found, notes if said and stated and found != stated else ()


def _spans(dbf: bytes) -> Iterator[slice]:
    """Find where the names of the fields stand, and the cells of text that is not ASCII."""
    rows, start, width = struct.unpack_from("<IHH", dbf, 4)
    end = min(start + rows * width, len(dbf)) if width else start
    plain, place = dbf[start:end].isascii(), start + 1
    for at in range(_FIELD, start - 1, _FIELD):
        if dbf[at] == _LAST:
            break
        yield slice(at, at + _NAME)
        if not plain and dbf[at + _NAME : at + _NAME + 1] == b"C":
            yield from (slice(cell, cell + dbf[at + 16]) for cell in range(place, end, width))
        place += dbf[at + 16]


def _codec(said: str) -> str | None:
    """Name the encoding that a .cpg states as Python does, None where it is none."""
    words = said.upper().removeprefix("ANSI").removeprefix("CP").strip(" -_")
    words = re.sub(r"^(ISO|OEM)?[ _-]*8859[ _-]*", "ISO8859-", words)
    words = re.sub(r"^(WINDOWS|OEM)[ _-]*", "", words)
    try:
        found = codecs.lookup(f"cp{words}" if words.isdigit() else words).name
        if _PLAIN.encode().decode(found) != _PLAIN:  # as hex, or what no .dbf is written in
            return None
    except (LookupError, UnicodeError):
        return None
    # Windows-1252 has every letter of ISO 8859-1, and is what is meant.
    return _LATIN if found == "iso8859-1" else found


def _without_cuts(dbf: bytes) -> bytes:
    """Leave out the parts of letters that stand last in the names and cells of a .dbf."""
    found = bytearray(dbf)
    for span in _spans(dbf):
        if not dbf[span].isascii():
            found[span] = _without_cut(dbf[span]).ljust(span.stop - span.start, b"\0")
    return bytes(found)


def _without_cut(cell: bytes) -> bytes:
    """Leave out the part of a letter that stands last, where UTF-8 was cut to the width."""
    cell = cell.partition(b"\0")[0].rstrip(b" ")
    return cell if _decodes(cell, _UTF8) else _CUT.sub(b"", cell)


def _decodes(text: bytes, encoding: str) -> bool:
    try:
        text.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
