"""Recognise the columns of a sheet by the names that planners give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tenuremix.counting.schema import LOSSES, PLACES, REGISTER, TOTALS, names
from tenuremix.io.importing.dialect import folded

_AMOUNTS = (
    *("{}", "antal {}", "{} antal", "lgh {}", "{} lgh", "antal lgh {}", "{} antal lgh", "{} st"),
    *("antal lägenheter {}", "antal bostäder {}", "bostäder {}", "varav {}", "varav antal {}"),
)
_COLUMNS = [c for c in (*REGISTER, *LOSSES, *PLACES, *TOTALS) if c.names]
FIELDS = tuple(dict.fromkeys(names(_COLUMNS)))
"""Every column that a file may bring, by its name in the contract, and ``antal`` besides."""
_SHORTEST = 3
"""Shorter names are told apart by å, ä and ö: ``är`` is a tenure, ``år`` is not."""
_CUT = 9
"""A shapefile cuts names at ten bytes: at nine letters where one of them takes two."""


def _key(name: str) -> str:
    plain = folded(name)
    if len(plain) < _SHORTEST:
        return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())
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

    ``twice`` names ours with the several of theirs that it was recognised in.
    """

    columns: Mapping[str, str]
    unused: Sequence[str]
    twice: Mapping[str, Sequence[str]]


def recognise(columns: Iterable[str], chosen: Mapping[str, str]) -> Headings:
    """Recognise the columns of a file.

    Parameters
    ----------
    columns
        Their names, in small letters.
    chosen
        Ours by theirs as the user has settled it; an empty text for a column not to be used.

    Examples
    --------
    >>> found = recognise(["projekt", "antal lgh hr", "är", "färg"], {})
    >>> found.columns, found.unused
    ({'projekt': 'namn', 'antal lgh hr': 'hyresratt', 'är': 'aganderatt'}, ('färg',))
    """
    settled = {_key(theirs): ours for theirs, ours in chosen.items()}
    found: dict[str, str] = {}
    for name in columns:
        key = _key(name)
        ours = settled[key] if key in settled else _ours(name, key)
        if ours:
            found[name] = ours
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
    return Headings(found, tuple(name for name in columns if name not in found), twice)


def _stronger(name: str, ours: str, settled: Mapping[str, str]) -> bool:
    return name == ours or settled.get(_key(name)) == ours


def _ours(name: str, key: str) -> str:
    if name in FIELDS:  # varav_hyresratt are those begun; "varav hyresrätt" are those of a total
        return name
    if key in _KNOWN:
        return _KNOWN[key]
    if len(name) < _CUT:
        return ""
    longer = {ours for known, ours in _KNOWN.items() if known.startswith(key)}
    return longer.pop() if len(longer) == 1 else ""


def is_heading(cells: Sequence[object]) -> bool:
    """Tell whether a row of cells reads as a heading: three names that are recognised."""
    names = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    return len({_KNOWN[_key(name)] for name in names if _key(name) in _KNOWN}) >= _SHORTEST
