"""Recognise the columns of a sheet by the names that planners give them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tenuremix.counting.tenure import ALLOCATION_TENURES
from tenuremix.io.files.columns import text_of
from tenuremix.io.importing.dialect import Uncertain, folded, read_amount
from tenuremix.schema import LOSSES, PLACES, REGISTER, TOTALS, names

_AMOUNTS = (
    *("{}", "antal {}", "{} antal", "lgh {}", "{} lgh", "antal lgh {}", "{} antal lgh", "{} st"),
    *("antal lägenheter {}", "antal bostäder {}", "bostäder {}", "varav {}", "varav antal {}"),
)
_COLUMNS = [c for c in (*REGISTER, *LOSSES, *PLACES, *TOTALS) if c.names]
FIELDS = tuple(dict.fromkeys(names(_COLUMNS)))
"""Every column that a file may bring, by its name in the contract, and ``antal`` besides."""
_DWELLINGS = {*ALLOCATION_TENURES, *(c.name for c in REGISTER if c.attribute == "begun"), "antal"}
_SHORTEST = 3
"""Shorter names are told apart by å, ä and ö: ``är`` is a tenure, ``år`` is not."""
_CUT = 9
"""A shapefile cuts names at ten bytes, of which å, ä and ö take two, and a last space is lost."""
_NUMBERED = re.compile(r"(.{6,8})(?:_\d|\d\d)")
"""How names that a shapefile has cut to the same are told apart."""
_FOOTNOTE = re.compile(r"\s*(?:[*†‡¹²³⁰⁴-⁹]+|\(?\d{1,2}\)|\[\d{1,2}\])$")
_BRACKET = re.compile(r"(.+?)\s*[(\[]([^()\[\]]+)[)\]]")
_UNITS = {"antal", "st", "stycken", "lgh", "antal st", "antal lgh", "bostader", "antal bostader"}
_UNITS |= {"lagenheter", "antal lagenheter", "aaaa mm dd", "yyyy mm dd"}
_TENURE = re.compile(
    r"\b(?:(?P<hyresratt>hyres\w*|hr|rent(?:al|ed)\w*)|(?P<bostadsratt>bostads\w*|brf?)|"
    r"(?P<aganderatt>ägande\w*|ägarl\w*|agande\w*|agarl\w*|är)|"
    r"(?P<oklar>oklar\w*|obestäm\w*|lgh|lägenhet\w*|bostäder|dwellings))\b"
)
"""A word of a tenure, or of dwellings, in a heading."""


def on_one_line(name: str) -> str:
    r"""Give a heading without the hyphens and breaks of its lines.

    Examples
    --------
    >>> on_one_line("bostads-\nrätter"), on_one_line("hyres\xadrätter")
    ('bostadsrätter', 'hyresrätter')
    """
    seen = "".join(c for c in name if unicodedata.category(c) != "Cf")
    return " ".join(re.sub(r"(?<=\w)[-\u2010\u2011]\s*[\r\n]\s*(?=\w)", "", seen).split())


def _bare(name: str) -> str:
    """Read a heading through what a sheet adds to it: footnotes besides."""
    text = on_one_line(name)
    while (shorter := _FOOTNOTE.sub("", text).strip()) not in ("", text):
        text = shorter
    return text


def _key(name: str) -> str:
    text = _bare(name)
    plain = folded(text)
    if len(plain) < _SHORTEST:
        return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
    return plain


def _known() -> dict[str, str]:
    known = {_key(name): name for name in FIELDS}
    for column in _COLUMNS:
        forms = _AMOUNTS if column.attribute == "counts" else ("{}",)
        words = column.names.split(", ")
        known.update((_key(form.format(word)), column.name) for word in words for form in forms)
    return known


_KNOWN = _known()


@dataclass(frozen=True, slots=True)
class Headings:
    """The columns of a file: ``columns`` gives ours by theirs, ``unused`` those not recognised.

    ``twice`` names ours with the several of theirs that it was recognised in, ``cut`` theirs that
    have been cut short with the several of ours that they may be; ``left_out`` are those that the
    user does not want read.
    """

    columns: Mapping[str, str]
    unused: Sequence[str]
    twice: Mapping[str, Sequence[str]]
    cut: Mapping[str, Sequence[str]] = field(default_factory=dict)
    left_out: Sequence[str] = ()


def recognise(columns: Sequence[str], chosen: Mapping[str, str], *, cut: bool = False) -> Headings:
    """Recognise the columns of a file.

    Parameters
    ----------
    columns
        Their names, in small letters.
    chosen
        Ours by theirs as the user has settled it; an empty text for a column not to be used.
    cut
        Whether the file is of a kind that cuts long names: a shapefile.

    Examples
    --------
    >>> found = recognise(["projekt", "antal lgh hr 1)", "är", "färg"], {})
    >>> found.columns, found.unused
    ({'projekt': 'namn', 'antal lgh hr 1)': 'hyresratt', 'är': 'aganderatt'}, ('färg',))
    """
    settled = _settled(columns, chosen)
    found = {name: ours for name in columns if (ours := settled.get(name, _ours(name)))}
    if "id" in columns and settled.get("id", "id") == "id":
        # Where plots are known by their names in another file, here they have their ids.
        found |= {name: "namn" for name, ours in found.items() if ours == "id" and is_name(name)}
    may_be = _cut_short(columns, settled, found, cut=cut)
    found = {name: ours for name, ours in found.items() if name not in may_be}
    # What the contract calls by the name, or the user, goes before what only looks like it.
    for name, ours in list(found.items()):
        rival = [other for other, mine in found.items() if mine == ours and other != name]
        if any(_stronger(other, ours, settled) for other in rival) and not _stronger(
            name, ours, settled
        ):
            del found[name]
    theirs_of: dict[str, list[str]] = {}
    for name, ours in found.items():
        theirs_of.setdefault(ours, []).append(name)
    twice = {ours: names for ours, names in theirs_of.items() if len(names) > 1}
    unused = tuple(name for name in columns if name not in found)
    left_out = [name for name in unused if settled.get(name) == ""]
    return Headings(found, unused, twice, may_be, left_out)


def _settled(columns: Sequence[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """Find what the user has settled: by the very name, else by what it reads as."""
    exact = {on_one_line(theirs).lower(): ours for theirs, ours in chosen.items()}
    alike = {_key(theirs): ours for theirs, ours in chosen.items()}
    times = Counter(map(_key, columns))
    settled = {}
    for name in columns:
        if (line := on_one_line(name)) in exact:
            settled[name] = exact[line]
        elif times[key := _key(name)] == 1 and key in alike:
            settled[name] = alike[key]
    return settled


def _stronger(name: str, ours: str, settled: Mapping[str, str]) -> bool:
    return name == ours or settled.get(name) == ours


def _ours(name: str) -> str:
    if name in FIELDS:  # varav_hyresratt are those begun; "varav hyresrätt" are those of a total
        return name
    key = _key(name)
    ours = _KNOWN.get(key, "")
    if not ours and (bracket := _BRACKET.fullmatch(_bare(name))):
        outer, inner = (_KNOWN.get(_key(part), "") for part in bracket.groups())
        ours = outer if inner == outer or folded(bracket[2]) in _UNITS else ""
    if not ours:
        longer = _begun_with(name)
        ours = longer[0] if len(longer) == 1 else ""
    return "" if "%" in name and ours in _DWELLINGS else ours


def _begun_with(name: str) -> list[str]:
    """Find what a name may be that has been cut short, the likeliest first."""
    if len(name.encode()) < _CUT:
        return []
    numbered = _NUMBERED.fullmatch(name)
    key = _key(numbered[1] if numbered else name)
    longer = sorted((known for known in _KNOWN if known.startswith(key)), key=len)
    return list(dict.fromkeys(_KNOWN[known] for known in longer))


def _cut_short(
    columns: Sequence[str], settled: Mapping[str, str], found: Mapping[str, str], *, cut: bool
) -> dict[str, Sequence[str]]:
    """Find the names of dwellings that cannot be told apart, since they have been cut short."""
    numbered = {m[1] for name in columns if (m := _NUMBERED.fullmatch(name)) and _begun_with(name)}
    lone = cut and not {*found.values()} & {*ALLOCATION_TENURES, "upplatelseform"}
    may_be: dict[str, Sequence[str]] = {}
    for name in columns:
        ours = found.get(name)
        sure = ours and not (lone and ours == "antal") and not name.startswith(tuple(numbered))
        if name not in settled and not sure:
            several = _begun_with(name)
            if len(several) > 1 and _DWELLINGS & {*several}:
                may_be[name] = several
    return may_be


def example_of_dwellings(name: str, cells: Iterable[object], *, cut: bool = False) -> str:
    """Give a number of a column that is not used, if it looks like dwellings.

    It has a word of a tenure, or of dwellings, in its heading, or the heading is cut short.

    Examples
    --------
    >>> example_of_dwellings("hyresrätter, nya", [None, 80])
    '80'
    >>> example_of_dwellings("hyresgäst", ["Bo AB"])
    ''
    """
    if not cut and not _TENURE.search(_plain(name)):
        return ""
    return next((text_of(cell) for cell in dict.fromkeys(cells) if _is_number(cell)), "")


def is_name(heading: str) -> bool:
    """Tell whether a heading reads as that of a name, whatever else its column is used for."""
    return _ours(heading) == "namn"


def looks_like(name: str) -> str:
    """Give the tenure whose word a heading has, or that of dwellings whose tenure is not known.

    Examples
    --------
    >>> looks_like("bostäder med hyresrätt"), looks_like("nya bostäder")
    ('hyresratt', 'oklar')
    """
    found = (match.lastgroup for match in _TENURE.finditer(_plain(name)))
    return next((tenure for tenure in found if tenure != "oklar"), None) or "oklar"


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", _bare(name)).split())


def _is_number(cell: object) -> bool:
    if cell is None or isinstance(cell, bool):
        return False
    try:
        found = read_amount(cell)
    except ValueError:
        return True
    if isinstance(found, Uncertain):
        return found.least is not None or found.text[:1].isdigit()
    return bool(found)


def is_heading(cells: Sequence[object]) -> bool:
    """Tell whether a row of cells reads as a heading: three names that are recognised."""
    names = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    return len({_KNOWN[_key(name)] for name in names if _key(name) in _KNOWN}) >= _SHORTEST
