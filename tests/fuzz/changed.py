"""Change files as damage, carelessness and malice do: their bytes, and what their kind is made of.

Every change is drawn from a ``random.Random``: one of Hypothesis, or one of a stated seed.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

MOST = 1 << 20
"""No change makes a file longer than this, unless it was."""
NUMBERS = (
    *("0", "-1", "1", "7", "0.5", "-0.0", "1e-320", "1e308", "-1e308", "1e400", "NaN", "inf"),
    *("9007199254740991", "9007199254740993", "2147483648", "4294967295", "18446744073709551616"),
    *(
        "1000000000000",
        "1048576",
        "16384",
        "65535",
        "255",
        "007",
        "1_000",
        "1,5",
        "0x10",
        "9" * 400,
    ),
    *("10", "20", "101", "102", "2025", "1900", "2100", "2101", "9999", "10000", "0000"),
)
WORDS = (
    *(
        "",
        " ",
        "\0",
        "\x7f",
        "\r",
        "\n",
        "\t",
        "\ufeff",
        "\ud800",
        "\u202e",
        "å",
        "\ufffd",
        "\u2028",
    ),
    *("a|b", "{x}", "{n:a|b}", "{0}", "{", "}", "%", "%s", "%(x)s", ":", "::", "|", "'", '"', "`"),
    *("<script>alert(1)</script>", "=1+1", "@", "-", "+", "../../x", "/dev/zero", "null", "true"),
    *("primaromrade", "stadsdel", "stad", "101", "10", "A-1", "hyresratt", "oklar", "planerad"),
    *("markanvisning", "andring", "aterkallad", "byggstart", "2025-02-01", "2025-02-30"),
    *("9999-12-31", "0001-01-01", "1900-01-01", "2100-12-31", "2025-02-01T00:00:00Z", "EPSG:3006"),
    *("gbk", "utf-7", "hex", "UTF-16", "1252", "EBCDIC-CP-BE"),
    *("POINT (0 0)", "POINT (1e308 1e308)", "POINT EMPTY", "POLYGON ((0 0, 1 1, 0 0))", "POINT ("),
    *(
        "SRID=3006;POINT (1 2)",
        "MULTIPOLYGON EMPTY",
        "[" * 2000,
        "{" * 2000,
        "a" * 70000,
        "(" * 999,
    ),
)
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_SIGN = re.compile(rb"\w+")


def as_bytes(word: str) -> bytes:
    return word.encode("utf-8", "surrogatepass")


def hostile(rng: Random) -> str:
    return rng.choice(rng.choice((NUMBERS, WORDS)))


# Bytes --------------------------------------------------------------------------------------------


def _span(raw: bytes, rng: Random) -> tuple[int, int]:
    start = rng.randrange(len(raw) + 1)
    longest = rng.choice((1, 4, 16, 256, len(raw) + 1))
    return start, min(len(raw), start + rng.randrange(longest + 1))


def flip(raw: bytes, rng: Random) -> bytes:
    made = bytearray(raw)
    for _ in range(rng.choice((1, 1, 2, 8, 64))):
        if made:
            at = rng.randrange(len(made))
            made[at] = rng.choice((made[at] ^ (1 << rng.randrange(8)), 0, 255, 127, 128, 1))
    return bytes(made)


def cut(raw: bytes, rng: Random) -> bytes:
    start, end = _span(raw, rng)
    return rng.choice((raw[:start], raw[:start] + raw[end:], raw[start:]))


def double(raw: bytes, rng: Random) -> bytes:
    start, end = _span(raw, rng)
    times = min(rng.choice((1, 2, 50)), 1 + MOST // (1 + end - start))
    return (raw[:end] + raw[start:end] * times + raw[end:])[: max(MOST, len(raw))]


def splice(raw: bytes, rng: Random) -> bytes:
    start, end = _span(raw, rng)
    to, until = _span(raw, rng)
    return raw[:to] + raw[start:end] + raw[until:]


def insert(raw: bytes, rng: Random) -> bytes:
    start, end = _span(raw, rng)
    return raw[:start] + as_bytes(hostile(rng)) + raw[rng.choice((start, end)) :]


def integer(raw: bytes, rng: Random) -> bytes:
    """Put an extreme whole number where a format may keep one: an offset, a length, a count."""
    wide = rng.choice((1, 2, 4, 8))
    at = rng.randrange(max(1, len(raw) - wide))
    number = rng.choice((0, 1, 2**31, 2**31 - 1, 2**32 - 1, 2**63, 65535, 1 << 24, len(raw)))
    order = rng.choice(("little", "big"))
    return raw[:at] + (number % (1 << 8 * wide)).to_bytes(wide, order) + raw[at + wide :]


def _somewhere(sign: re.Pattern[bytes], raw: bytes, rng: Random) -> re.Match[bytes] | None:
    """Find a sign after a place in the text, or the first of all."""
    return sign.search(raw, rng.randrange(len(raw) + 1)) or sign.search(raw)


def number(raw: bytes, rng: Random) -> bytes:
    """Change a number that stands in the text."""
    hit = _somewhere(_NUMBER, raw, rng)
    if hit is None:
        return insert(raw, rng)
    return raw[: hit.start()] + as_bytes(rng.choice(NUMBERS)) + raw[hit.end() :]


def word(raw: bytes, rng: Random) -> bytes:
    """Change a word that stands in the text, also for another of its own."""
    hit, other = _somewhere(_SIGN, raw, rng), _somewhere(_SIGN, raw, rng)
    if hit is None or other is None:
        return insert(raw, rng)
    new = rng.choice((other[0], as_bytes(hostile(rng))))
    return raw[: hit.start()] + new + raw[hit.end() :]


def encode(raw: bytes, rng: Random) -> bytes:
    """Write the text in another encoding, or with a mark of one."""
    text = raw.decode("utf-8", "replace")
    to = rng.choice(("utf-16", "utf-16-le", "utf-32", "cp850", "latin-1", "utf-8-sig", "mac-roman"))
    return text.encode(to, "replace")


BYTES = (flip, cut, double, splice, insert, integer, number, word)


# What files are made of ---------------------------------------------------------------------------


def _value(rng: Random) -> Any:
    return rng.choice(
        (
            *(None, True, False, 0, -1, 1, 2**53, 2**53 + 1, 10**400, 1e308, -0.0, float("nan")),
            *(float("inf"), [], {}, [[]], [None], {"": None}, hostile(rng), hostile(rng)),
        )
    )


def json_node(raw: bytes, rng: Random) -> bytes:
    """Change a node of a JSON document."""
    try:
        document = json.loads(raw)
        for _ in range(rng.choice((1, 1, 1, 3))):
            document = change_node(document, rng)
        return as_bytes(json.dumps(document, ensure_ascii=rng.choice((True, False))))
    except (ValueError, RecursionError):
        return rng.choice(BYTES)(raw, rng)


def change_node(document: Any, rng: Random) -> Any:
    """Change one node of a tree, at any depth."""
    if not isinstance(document, dict | list) or not document or rng.random() < 0.1:
        deep: Any = document
        for _ in range(rng.choice((1, 2, 500))):
            deep = rng.choice(([deep], {"a": deep}))
        return rng.choice((_value(rng), _value(rng), deep))
    keys = [*document] if isinstance(document, dict) else [*range(len(document))]
    key = rng.choice(keys)
    kind = rng.randrange(8)
    if kind == 0:
        del document[key]
    elif kind == 1:
        document[key] = document[rng.choice(keys)]
    elif kind == 2 and isinstance(document, list):
        document.insert(key, document[rng.randrange(len(document))])
    elif kind == 2:
        document[hostile(rng)] = document.pop(key)
    else:
        document[key] = change_node(document[key], rng)
    return document


def csv_cell(raw: bytes, rng: Random) -> bytes:
    """Change a cell, a row or a column of CSV."""
    rows = [line.split(b",") for line in raw.split(b"\n")]
    for _ in range(rng.choice((1, 1, 2, 5))):
        row = rng.randrange(len(rows))
        column = rng.randrange(len(rows[row]))
        kind = rng.randrange(8)
        if kind == 0:
            rows.insert(row, list(rng.choice(rows)))
        elif kind == 1 and len(rows) > 1:
            del rows[row]
        elif kind == 2:
            rows = [[*each[:column], *each[column + 1 :]] for each in rows]
            rows = [each or [b""] for each in rows]
        elif kind == 3:
            rows = [[*each, each[column % len(each)]] for each in rows]
        elif kind == 4:
            other = rng.choice(rows)
            rows[row][column] = other[rng.randrange(len(other))]
        elif kind == 5:
            quoted = '"' + hostile(rng).replace('"', '""') + '"'
            rows[row][column] = as_bytes(quoted)
        else:
            rows[row][column] = as_bytes(hostile(rng))
    mark = rng.choice((b",", b",", b",", b";", b"\t", b"|"))
    return rng.choice((b"\n", b"\n", b"\r\n")).join(mark.join(each) for each in rows)


def toml_line(raw: bytes, rng: Random) -> bytes:
    """Change a line of TOML: its value, its key, or where it stands."""
    lines = raw.decode("utf-8", "replace").split("\n")
    for _ in range(rng.choice((1, 1, 2))):
        at = rng.randrange(len(lines))
        key, equals, value = lines[at].partition("=")
        kind = rng.randrange(7)
        if kind == 0:
            lines.insert(at, rng.choice(lines))
        elif kind == 1 and len(lines) > 1:
            del lines[at]
        elif kind == 2:
            lines[at] = f"{rng.choice((json.dumps(hostile(rng)), hostile(rng)))} = {value}"
        else:
            values = (json.dumps(hostile(rng)), hostile(rng), f"[{value}]", f"{{ a = {value} }}",
                      "[" * 900 + "]" * 900, "2025-01-01", "9999-12-31", "2025-01-01T00:00:00",
                      "1979-05-27T07:32:00.999999-07:00", "07:32:00", '"""x\ny"""', "true", "nan",
                      "inf", "0x" + "f" * 400, "1e999")  # fmt: skip
            lines[at] = f"{key}{equals or '='} {rng.choice(values)}"
    return as_bytes("\n".join(lines))


def zip_member(raw: bytes, rng: Random) -> bytes:
    """Change a member of a ZIP archive: what it holds, its name, or whether it is there."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as old:
            parts = [(name, old.read(name)) for name in old.namelist()]
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError):
        parts = []
    if not parts:
        return rng.choice(BYTES)(raw, rng)
    for _ in range(rng.choice((1, 1, 2))):
        at = rng.randrange(len(parts))
        if not rng.randrange(3):  # most of what is read stands in the largest
            at = max(range(len(parts)), key=lambda each: len(parts[each][1]))
        name, content = parts[at]
        kind = rng.randrange(10)
        if kind == 0 and len(parts) > 1:
            del parts[at]
        elif kind == 1:
            parts[at] = (rng.choice(parts)[0], content)
        elif kind == 2:
            parts[at] = (name, content + bytes(MOST * 8))
        else:
            parts[at] = (name, rng.choice((number, number, word, *BYTES, encode))(content, rng))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name, content in dict(parts).items():
            new.writestr(name, content)
    return made.getvalue()


Change = Callable[[bytes, Random], bytes]
_OF_KIND: Mapping[str, tuple[Change, ...]] = {
    **dict.fromkeys(("csv", "txt"), (csv_cell, csv_cell, csv_cell, encode)),
    **dict.fromkeys(("json", "geojson"), (json_node, json_node, json_node, encode)),
    "toml": (toml_line, toml_line, toml_line, encode),
    **dict.fromkeys(("xlsx", "ods", "kmz"), (zip_member, zip_member, zip_member)),
    **dict.fromkeys(("gml", "kml", "dxf", "prj", "cpg", "gfs"), (number, word, word, encode)),
}


def changed(name: str, raw: bytes, rng: Random) -> bytes:
    """Change a file once or some times, as its kind can be."""
    own = _OF_KIND.get(name.rpartition(".")[2].lower(), (integer, integer, flip))
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        raw = rng.choice((*own, *own, *own, *BYTES) if own else BYTES)(raw, rng)
    return raw
