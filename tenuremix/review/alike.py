"""Ids that differ only in what is easily lost or changed on the way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from tenuremix.errors import Fault

_LOST: Mapping[int, str | None] = {
    **dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff")),
    **dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-"),
}
_BETWEEN = "\0"
_SPACES = re.compile(r"\s+")
_LEADING = re.compile(r"(?<![\d.,])0+(?=\d)")


def alike(ids: Iterable[str], numbers: AbstractSet[str] = frozenset()) -> list[tuple[str, ...]]:
    """Group ids that differ only in what is easily lost or changed on the way.

    That is the kind of a dash, capitals, spaces and leading zeros; and the last zeros of 1.10,
    beside an id that a sheet holds as the number 1.1.

    Parameters
    ----------
    ids
        All ids that stand.
    numbers
        Those that a sheet holds as numbers with decimals.

    Examples
    --------
    >>> alike(["G-1", "G–1", "g -01", "G-2", "0012", "12", "1.1", "1.10"])
    [('0012', '12'), ('G-1', 'G–1', 'g -01')]
    >>> alike(["1.1", "1.10"], {"1.1"})
    [('1.1', '1.10')]
    """
    groups: dict[str, set[str]] = {}
    known = [*{*ids}]
    bare = _plainest(known) if known else []
    if len({*bare}) == len(bare) and not numbers:
        return []
    for id_, key in zip(known, bare, strict=True):
        groups.setdefault(key, set()).add(id_)
    for key in [key for key in groups if numbers and key.rstrip("0") in numbers]:
        group = groups.pop(key)
        groups.setdefault(key.rstrip("0"), set()).update(group)
    return sorted(tuple(sorted(group)) for group in groups.values() if len(group) > 1)


def _plainest(ids: Sequence[str]) -> list[str]:
    """Take away what is easily lost; from all of them at once, since there may be many."""
    text = _BETWEEN.join(ids)
    if text.count(_BETWEEN) >= len(ids):  # one of them holds the sign
        return [_plainest([id_.replace(_BETWEEN, "")])[0] for id_ in ids]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_LOST))
    return _LEADING.sub("", _SPACES.sub("", text).casefold()).split(_BETWEEN)


def alike_fault(ids: Sequence[str], where: str, row: int | str | None) -> Fault:
    """Ask whether ids that look alike are of one allocation."""
    return Fault("alike", where, row, {"found": list(ids)}, "+".join(ids))
