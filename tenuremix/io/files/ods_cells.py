"""Find the cells of an OpenDocument sheet that are no plain values, in the XML that holds them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from html import escape, unescape
from itertools import islice, product
from pathlib import Path

from tenuremix.io.files.sheets import ERROR
from tenuremix.io.files.xlsx_cells import Seen

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
_MOST = 1 << 20
"""More rows or columns than these no sheet has."""


def see_ods(path: Path, sheet: str) -> Seen:
    """Look through a sheet of an ODS; where it holds nothing rare, no cell is looked at."""
    seen = Seen()
    with zipfile.ZipFile(path) as book:
        raw = book.read("content.xml")
    if not any(each in raw for each in _RARE):
        return seen
    text = raw.decode()
    named = re.search(rf'<table:table\s[^>]*table:name="{re.escape(escape(sheet))}"', text)
    start = named.end() if named else 0
    text = text[start : text.find("</table:table>", start)]
    row, column, headed, again = -1, 0, 0, 1
    for tag in _TAG.finditer(text):
        name, closed = tag[1], bool(tag[3])
        attributes = {key: one or other for key, one, other in _ATTRIBUTE.findall(tag[2])}
        hidden = attributes.get("table:visibility") in ("collapse", "filter")
        if name == "table-row":
            row, column = row + again, 0
            again = min(int(attributes.get("table:number-rows-repeated", 1)), _MOST)
            if hidden:
                seen.hidden_rows.update(range(row, row + again))
            continue
        wide = min(int(attributes.get("table:number-columns-repeated", 1)), _MOST)
        if name == "table-column":
            if hidden:
                seen.hidden_columns.update(range(headed, headed + wide))
            headed += wide
            continue
        if _LOOKED_AT & attributes.keys() or attributes.get("office:value-type") == "percentage":
            end = tag.end() if closed else text.find(f"</table:{name}>", tag.end())
            shown = " ".join(_SHOWN.findall(_NOTE.sub("", text[tag.end() : end])))
            places = product(range(row, row + again), range(column, column + wide))
            for at in islice(places, _MOST):
                _see_cell(seen, at, attributes, unescape(shown).strip())
        column += wide
    return seen


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
