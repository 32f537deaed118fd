"""A published report and the same report today: which figures still stand, and why others do not.

A *record* is the JSON of a report: its figures, and everything they rest on.  A figure that differs
is traced to what it rests on and that differs: the decisions of its allocation, the stock of its
area, the boundaries there, the target and its definition.  Where several of these differ, all are
named and nothing is divided between them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tenuremix.published.attribution import Tracer
from tenuremix.published.differences import (
    Cause,
    CauseKind,
    Difference,
    FigurePlace,
    Json,
    Subject,
    find_causes,
    keyed,
    target_names,
    united,
)

FORMAT = "tenuremix-report/1"
"""What a record is; the number grows where an older reader would misread it."""


def seal(record: Json) -> str:
    """Give the checksum of a record, whatever the order of its keys and its own ``sha256``.

    Examples
    --------
    >>> seal({"b": 1, "a": "å"}) == seal({"a": "å", "b": 1, "sha256": "…"})
    True
    """
    content = {key: value for key, value in record.items() if key != "sha256"}
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Moved:
    """What one allocation counted towards a target, and counts now, and why."""

    target: str
    allocation: str
    name: str
    old: int
    new: int
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Restatement:
    """A published report beside the same report of today.

    Parameters
    ----------
    old, new
        The records.
    differences
        Every figure that differs, in the order of the record.
    causes
        Everything they rest on that differs, whether or not it moved a figure.
    checked
        How many figures were compared.
    """

    old: Json
    new: Json
    differences: Sequence[Difference]
    causes: Sequence[Cause]
    checked: int

    @property
    def stands(self) -> bool:
        """Whether every figure is what it was."""
        return not self.differences

    @cached_property
    def moved(self) -> Sequence[Moved]:
        """The allocations whose lines of a ledger differ, by target and in its order."""
        lines: dict[tuple[str, str], list[Difference]] = {}
        for figure in self.differences:
            if figure.section is FigurePlace.LEDGER:
                lines.setdefault((figure.subject[0], figure.subject[1]), []).append(figure)
        then, now = _counted(self.old), _counted(self.new)
        none = (0, "")
        return [
            Moved(
                target,
                id_,
                now.get((target, id_), then.get((target, id_), none))[1],
                then.get((target, id_), none)[0],
                now.get((target, id_), none)[0],
                united(figures),
            )
            for (target, id_), figures in lines.items()
        ]

    def by_cause(self, target: str) -> Mapping[tuple[CauseKind, ...], int]:
        """Sum the change of what a target counts by the kinds of cause that stand behind it.

        Returns
        -------
        Mapping
            What several causes did together stands under all of them.  The sum is the change of
            ``counted``.
        """
        sums: dict[tuple[CauseKind, ...], int] = {}
        for figure in self.differences:
            if (figure.section, figure.name) == (FigurePlace.LEDGER, "counted") and (
                figure.subject[0] == target
            ):
                kinds = tuple(k for k in CauseKind if any(c.kind is k for c in figure.causes))
                sums[kinds] = sums.get(kinds, 0) + int(figure.change or 0)
        return {kinds: number for kinds, number in sums.items() if number}


def compare(old: Json, new: Json) -> Restatement:
    """Compare a published report with the same report of today, of the same year and date.

    Returns
    -------
    Restatement
        It stands where no figure differs.  A key that the older record lacks is no figure of it.
    """
    causes = find_causes(old, new)
    before, after = _rows(old), _rows(new)
    tracer = Tracer(old, new, causes)
    found: dict[tuple[FigurePlace, Subject], list[Difference]] = {}
    checked = 0
    rows = list(dict.fromkeys([*before, *after]))
    # What a target sums up is traced to the lines that it sums: these come first.
    for row in sorted(rows, key=lambda row: row[0] is FigurePlace.TARGET):
        section, subject = row
        figures = []
        for name, then, now in _cells(section, before.get(row), after.get(row)):
            checked += 1
            if then != now:
                told, exact = tracer.trace(row, name, before.get(row), after.get(row))
                figures.append(Difference(section, subject, name, then, now, told, exact))
        tracer.keep(figures)
        found[row] = figures
    listed = [figure for row in rows for figure in found[row]]
    return Restatement(old, new, listed, causes, checked)


# The tables of a record -------------------------------------------------------------------------

_LISTS: Mapping[FigurePlace, tuple[str, ...]] = {
    FigurePlace.LEDGER: ("allocation", "date", "event", "area", "tenure"),
    FigurePlace.LOSSES: ("date", "event", "area", "tenure", "source"),
    FigurePlace.DECIDING: ("allocation",),
}
# Of a row that is new or gone, these alone are told.
_HEADS: Mapping[FigurePlace, tuple[str, ...]] = {
    FigurePlace.TARGET: ("counted", "status"),
    FigurePlace.LEDGER: ("dwellings", "counted", "reason"),
    FigurePlace.LOSSES: ("dwellings", "lost", "reason"),
    FigurePlace.DECIDING: ("least", "most"),
    FigurePlace.SENSITIVITY: ("counted", "status"),
    FigurePlace.AREA: ("known", "class"),
}
_WORDS = {"as_of", "target", "title", "definition", "name", "area", "area_name", "level"}
# What is known of the registers: a cause, told beside.
_WORDS |= {"complete", "uncovered", "unknown_tenure"}
_Rows = dict[tuple[FigurePlace, Subject], Json]


def _rows(record: Json) -> _Rows:
    """Give every row of a record that holds figures."""
    rows: _Rows = {}
    for target, progress in target_names(record["progress"], "target").items():
        tables = {*_LISTS, FigurePlace.SENSITIVITY}
        rows[FigurePlace.TARGET, (target,)] = {k: v for k, v in progress.items() if k not in tables}
        for section, names in _LISTS.items():
            for key, item in keyed(progress[section], names).items():
                row = {name: value for name, value in item.items() if name not in names}
                rows[section, (target, *key)] = row
        for answer in progress[FigurePlace.SENSITIVITY]:
            rows[FigurePlace.SENSITIVITY, (target, answer["definition"]["id"])] = answer
    for level, areas in record["areas"].items():
        for (code, *_), area in keyed(areas, ("area",)).items():
            rows[FigurePlace.AREA, (level, code)] = area
    return rows


def _cells(
    section: FigurePlace, old: Json | None, new: Json | None
) -> Iterator[tuple[str, Any, Any]]:
    """Pair the figures of a row: its name, as it was and as it is."""
    if old is None or new is None:
        for name in _HEADS[section]:
            yield name, (old or {}).get(name), (new or {}).get(name)
        return
    for key in old:
        if key not in _WORDS:
            then, now = _flat(key, old[key]), _flat(key, new.get(key))
            for name in dict.fromkeys([*then, *now]):
                yield name, then.get(name), now.get(name)


def _flat(key: str, value: object) -> dict[str, Any]:
    """Give the figures under a key: ``by_year.2025`` is one of those of ``by_year``."""
    if isinstance(value, dict):
        return {f"{key}.{name}": each for name, each in value.items() if each is not None}
    return {} if value is None else {key: value}


def _counted(record: Json) -> dict[tuple[str, str], tuple[int, str]]:
    """Sum what each allocation counts towards each target; its name comes with it."""
    sums: dict[tuple[str, str], tuple[int, str]] = {}
    for target, progress in target_names(record["progress"], "target").items():
        for entry in progress["ledger"]:
            key = (target, entry["allocation"])
            sums[key] = (sums.get(key, (0, ""))[0] + entry["counted"], entry["name"])
    return sums
