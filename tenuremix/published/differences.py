"""What two records of a report rest on, and where that differs: decision by decision, cell by cell.

A record is the JSON of a published report as :mod:`tenuremix.published.compare` keeps it.  Here is
compared what it was made from; what the differences did to the figures is told there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Json = dict[str, Any]
Subject = tuple[str, ...]


class CauseKind(StrEnum):
    """What it is that differs, in the order in which it is told."""

    DECISION = "decision"
    STOCK = "stock"
    AREA = "area"
    TARGET = "target"
    DEFINITION = "definition"
    REFERENCE = "reference"
    INPUT = "input"
    RULES = "rules"
    UNKNOWN = "unknown"


class HowChanged(StrEnum):
    """How it differs.  A decision is corrected or struck where its register says so."""

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"
    CORRECTED = "corrected"
    STRUCK = "struck"


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that a figure rests on and that is not as it was.

    Parameters
    ----------
    kind, what
        What differs, and how.
    subject
        What it is about: (allocation, date, event); (vintage, level, code, hustyp, tenure), or
        only the first of these where a whole vintage or area is new or gone; (level, code);
        (id,) of a target or a definition; (kind, name) of an input.
    field
        What of it differs; empty where all of it is new or gone.
    old, new
        As it was and as it is; None where it is not there.
    reason
        Why a decision was corrected or struck, as the register says.
    """

    kind: CauseKind
    what: HowChanged
    subject: Subject = ()
    field: str = ""
    old: Any = None
    new: Any = None
    reason: str = ""

    def __hash__(self) -> int:
        """Make one number of what identifies it: values may be lists."""
        return hash((self.kind, self.what, self.subject, self.field))


class FigurePlace(StrEnum):
    """Where in a record a figure stands."""

    TARGET = "target"
    LEDGER = "ledger"
    LOSSES = "losses"
    DECIDING = "deciding"
    SENSITIVITY = "sensitivity"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that is not what it was.

    Parameters
    ----------
    section, subject, name
        Where it stands: its table, the row of it, and the column.  The row is (target,) and what
        tells a row of its ledger, losses or definitions from the others; (level, code) of an area.
    old, new
        As it was and as it is; None where it is not there.
    causes
        What it rests on and that differs.
    exact
        Whether it rests on just these; else some of them have moved it, and a record does not
        tell which.
    """

    section: FigurePlace
    subject: Subject
    name: str
    old: Any
    new: Any
    causes: tuple[Cause, ...]
    exact: bool = True

    @property
    def change(self) -> int | float | None:
        """The difference, where both are numbers; what is not there is none of a ledger's."""
        none = 0 if self.section in (FigurePlace.LEDGER, FigurePlace.LOSSES) else None
        then = none if self.old is None else self.old
        now = none if self.new is None else self.new
        numbers = [n for n in (then, now) if isinstance(n, int | float)]
        return numbers[1] - numbers[0] if len(numbers) == 2 else None  # noqa: PLR2004


DECISION_KEY = ("allocation", "date", "event")


def find_causes(old: Json, new: Json) -> list[Cause]:
    """Find all that two records rest on and that differs.

    Returns
    -------
    list
        In the order of :class:`CauseKind`, and of the records within it.
    """
    causes = [
        *_decisions(old, new),
        *_stock(old["stock"], new["stock"]),
        *_areas(old["boundaries"], new["boundaries"]),
        *_listed(CauseKind.TARGET, ("id",), old["targets"], new["targets"]),
        *_listed(CauseKind.DEFINITION, ("id",), old["definitions"], new["definitions"]),
    ]
    then, now = old["reference"], new["reference"]
    if then != now:
        causes.append(Cause(CauseKind.REFERENCE, HowChanged.CHANGED, (), "reference", then, now))
    causes += _listed(CauseKind.INPUT, ("kind", "name"), old["inputs"], new["inputs"])
    if old["tenuremix"] != new["tenuremix"]:
        causes.append(rules_cause(old, new))
    return causes


def rules_cause(old: Json, new: Json) -> Cause:
    """Name the rules of another tenuremix as the cause; of the same one, that none is known."""
    then, now = old["tenuremix"], new["tenuremix"]
    if then == now:
        return Cause(CauseKind.UNKNOWN, HowChanged.CHANGED)
    return Cause(CauseKind.RULES, HowChanged.CHANGED, (), "tenuremix", then, now)


def keyed(items: Iterable[Json], names: Iterable[str]) -> dict[Subject, Json]:
    """Give the items of a list by what identifies each; the same once more gets a number.

    Examples
    --------
    >>> list(keyed([{"id": "a"}, {"id": "a"}, {"id": None}], ["id"]))
    [('a',), ('a', '2'), ('',)]
    """
    found: dict[Subject, Json] = {}
    names = tuple(names)
    for item in items:
        key = first = tuple("" if item[name] is None else str(item[name]) for name in names)
        number = 2
        while key in found:
            key = (*first, str(number))
            number += 1
        found[key] = item
    return found


def target_names(items: Iterable[Json], name: str) -> dict[str, Json]:
    """Give targets by id; a second edition of one in the same year by ``id #2``."""
    return {" #".join(key): item for key, item in keyed(items, (name,)).items()}


def united(figures: Iterable[Difference]) -> tuple[Cause, ...]:
    """Give the causes of several figures, each once."""
    return tuple(dict.fromkeys(cause for figure in figures for cause in figure.causes))


def _paired(
    old: Mapping[Any, Any], new: Mapping[Any, Any]
) -> Iterator[tuple[Any, Any | None, Any | None]]:
    """Pair what stands under each key, in the order of the old, then of the new."""
    for key in dict.fromkeys([*old, *new]):
        yield key, old.get(key), new.get(key)


def _changes(
    kind: CauseKind, subject: Subject, old: Json, new: Json, within: str = ""
) -> Iterator[Cause]:
    """Compare two tables key by key; ``a.b`` is the key b of the table a."""
    for key, then, now in _paired(old, new):
        if then == now:
            continue
        if isinstance(then, dict | None) and isinstance(now, dict | None):
            yield from _changes(kind, subject, then or {}, now or {}, f"{within}{key}.")
        else:
            yield Cause(kind, HowChanged.CHANGED, subject, f"{within}{key}", then, now)


def _listed(
    kind: CauseKind, names: tuple[str, ...], old: Iterable[Json], new: Iterable[Json]
) -> Iterator[Cause]:
    """Compare two lists of tables, each known by some of its keys."""
    for subject, then, now in _paired(keyed(old, names), keyed(new, names)):
        if then is None:
            yield Cause(kind, HowChanged.ADDED, subject)
        elif now is None:
            yield Cause(kind, HowChanged.GONE, subject)
        else:
            yield from _changes(kind, subject, then, _known_to(then, now))


def _known_to(old: Json, new: Json) -> Json:
    """Give what of a table an older record tells of: a key that it lacks is no difference."""
    return {key: value for key, value in new.items() if key in old}


def _decisions(old: Json, new: Json) -> Iterator[Cause]:
    """Compare the registers row by row; the later one tells what was corrected, and why."""
    told = keyed(old["corrections"], (*DECISION_KEY, "action"))
    since = {
        key[:3]: correction
        for key, correction in keyed(new["corrections"], (*DECISION_KEY, "action")).items()
        if told.get(key) != correction
    }
    before, after = (keyed(record["decisions"], DECISION_KEY) for record in (old, new))
    for subject, then, now in _paired(before, after):
        correction = since.get(subject, {})
        reason = str(correction.get("reason", ""))
        if then is None and now is not None:
            yield Cause(CauseKind.DECISION, HowChanged.ADDED, subject, new=_numbers(now))
        elif now is None and then is not None:
            what = HowChanged.STRUCK if correction else HowChanged.GONE
            yield Cause(CauseKind.DECISION, what, subject, old=_numbers(then), reason=reason)
        elif then is not None and now is not None:
            what = HowChanged.CORRECTED if correction else HowChanged.CHANGED
            for each in _changes(CauseKind.DECISION, subject, then, _known_to(then, now)):
                yield Cause(each.kind, what, subject, each.field, each.old, each.new, reason)


TENURES = ("hyresratt", "bostadsratt", "aganderatt", "oklar")


def _numbers(decision: Json) -> dict[str, int]:
    """Give the new totals that a row states, without those that are empty."""
    return {tenure: decision[tenure] for tenure in TENURES if decision[tenure] is not None}


def _stock(old: Json, new: Json) -> Iterator[Cause]:
    """Compare the stock cell by cell; a whole vintage or area that is new or gone is one cause."""
    for vintage, levels_then, levels_now in _paired(old, new):
        if levels_then is None or levels_now is None:
            what = HowChanged.ADDED if levels_then is None else HowChanged.GONE
            yield Cause(CauseKind.STOCK, what, (vintage,))
            continue
        before, after = _by_area(levels_then), _by_area(levels_now)
        for (level, code), then, now in _paired(before, after):
            subject = (vintage, level, code)
            if then is None or now is None:
                yield Cause(
                    CauseKind.STOCK, HowChanged.ADDED if then is None else HowChanged.GONE, subject
                )
                continue
            for (hustyp, tenure), was, is_ in _paired(_cells(then), _cells(now)):
                if (was or 0) != (is_ or 0):
                    cell = (*subject, hustyp, tenure)
                    yield Cause(
                        CauseKind.STOCK, HowChanged.CHANGED, cell, "antal", was or 0, is_ or 0
                    )


def _by_area(levels: Json) -> dict[Subject, Json]:
    return {(level, code): row for level, codes in levels.items() for code, row in codes.items()}


def _cells(row: Json) -> dict[Subject, Any]:
    return {(hustyp, tenure): n for hustyp, cells in row.items() for tenure, n in cells.items()}


def _areas(old: Json, new: Json) -> Iterator[Cause]:
    """Compare the areas: which there are, what they belong to, their names and boundaries."""
    for subject, then, now in _paired(_by_area(old), _by_area(new)):
        if then is None or now is None:
            yield Cause(
                CauseKind.AREA, HowChanged.ADDED if then is None else HowChanged.GONE, subject
            )
        else:
            yield from _changes(CauseKind.AREA, subject, then, now)
