"""Find the cells of an OpenDocument sheet that are no plain values, in the XML that holds them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from html import escape, unescape
from itertools import islice, product

from tenuremix.io.files.books.xlsx_cells import Seen
from tenuremix.io.files.rows import ERROR

_RARE = (
    *(b"table:formula=", b'"percentage"', b"-rows-spanned=", b'-type="error"'),
    *(b'visibility="collapse"', b'visibility="filter"'),
)
_TAG = re.compile(
    r"<table:(table-row|table-cell|covered-table-cell|table-column)\b([^>]*?)(/?)>", re.DOTALL
)
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_NOTE = re.compile(r"<office:annotation\b.*?</office:annotation>", re.DOTALL)
_VALUES = [f"office:{kind}value" for kind in ("", "date-", "time-", "string-", "boolean-")]
_LOOKED_AT = {"table:formula", "table:number-rows-spanned"}
_SHOWN = re.compile(r"<text:p[^>]*>(.*?)</text:p>", re.DOTALL)
_FAR = re.compile(rb"""-repeated=["']\d{3,}""")
_EMPTY = {"table:number-columns-repeated", "table:style-name"}
"""The attributes of a cell that may hold nothing."""
_MOST = 1 << 20
"""More rows or columns than these no sheet has."""


def sizes_of_ods(content: bytes) -> list[tuple[int, int]]:
    """Find how many rows and columns each sheet of an ODS has, as far as they hold anything.

    Cells are looked at only where one stands many times.
    """
    raw = _content(content)
    if not _FAR.search(raw):
        return []
    return [_size(table) for table in raw.decode("utf-8", "replace").split("</table:table>")]


def _size(table: str) -> tuple[int, int]:
    rows = columns = below = again = wide = held = 0
    for name, attributes, closed, _ in (*_tags(table), ("table-row", {}, True, 0)):
        if name == "table-row":
            below += again
            if held:
                rows, columns = below, max(columns, held)
            again, wide, held = _times(attributes, "rows"), 0, 0
        elif name != "table-column":
            wide += _times(attributes, "columns")
            held = held if closed and attributes.keys() <= _EMPTY else wide
    return rows, columns


def see_ods(content: bytes, sheet: str) -> Seen:
    """Look through a sheet of an ODS; where it holds nothing rare, no cell is looked at."""
    seen = Seen()
    raw = _content(content)
    if not any(each in raw for each in _RARE):
        return seen
    text = _sheet(raw.decode(), sheet)
    row, column, headed, again = -1, 0, 0, 1
    for name, attributes, closed, after in _tags(text):
        hidden = attributes.get("table:visibility") in ("collapse", "filter")
        if name == "table-row":
            row, column = row + again, 0
            again = _times(attributes, "rows")
            if hidden:
                seen.hidden_rows.update(range(row, row + again))
            continue
        wide = _times(attributes, "columns")
        if name == "table-column":
            if hidden:
                seen.hidden_columns.update(range(headed, headed + wide))
            headed += wide
            continue
        if _LOOKED_AT & attributes.keys() or attributes.get("office:value-type") == "percentage":
            end = after if closed else text.find(f"</table:{name}>", after)
            shown = " ".join(_SHOWN.findall(_NOTE.sub("", text[after:end])))
            places = product(range(row, row + again), range(column, column + wide))
            for at in islice(places, _MOST):
                _see_cell(seen, at, attributes, unescape(shown).strip())
        column += wide
    return seen


def _content(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read("content.xml")


def _sheet(text: str, sheet: str) -> str:
    """Give the part of the content that is one sheet."""
    named = re.search(rf'<table:table\s[^>]*table:name="{re.escape(escape(sheet))}"', text)
    start = named.end() if named else 0
    return text[start : text.find("</table:table>", start)]


def _tags(text: str) -> Iterator[tuple[str, dict[str, str], bool, int]]:
    """Give the rows, cells and columns: name, attributes, whether it is closed, where it ends."""
    for tag in _TAG.finditer(text):
        attributes = {key: one or other for key, one, other in _ATTRIBUTE.findall(tag[2])}
        yield tag[1], attributes, bool(tag[3]), tag.end()


def _times(attributes: Mapping[str, str], of: str) -> int:
    """Tell how many times a row or a cell stands."""
    return min(int(attributes.get(f"table:number-{of}-repeated", 1)), _MOST)


def _see_cell(seen: Seen, at: tuple[int, int], cell: Mapping[str, str], shown: str) -> None:
    """Look at a cell that may be no plain value."""
    value = next((cell[key] for key in _VALUES if cell.get(key)), "")
    wrong = "table:formula" in cell and ERROR.fullmatch(shown)
    if wrong or cell.get("calcext:value-type") == "error":
        seen.errors[at] = shown or "#"
    elif "table:formula" in cell and not value and cell.get("office:value-type") != "string":
        seen.empty.add(at)
    elif cell.get("office:value-type") == "percentage":
        seen.per_cent.add(at)
    down = int(cell.get("table:number-rows-spanned", 1))
    if down > 1:
        across = int(cell.get("table:number-columns-spanned", 1))
        seen.merged.append((at, (at[0] + down - 1, at[1] + across - 1)))
