"""What a figure of a report rests on: the causes that can have moved it, and no others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from tenuremix.published.differences import (
    Cause,
    CauseKind,
    Difference,
    FigurePlace,
    Json,
    Subject,
    rules_cause,
    target_names,
    united,
)

_CLASS = {"area_class", "area_share", "area_share_range", "statistics_date"}
_MOVES_A_LINE = ("dwellings", "exception", "subgroup")
_FLOWS = {"pipeline", "completed", "planned", "promised", "promised_begun", "promised_completed"}
_BUILT = {"built", "built_range", "built_years", "promised_completed_in_years"}
_LACKS = {"shortfall", "shortfall_range", "missing", "missing_pole"}
_PROJECTED = {"mix_projected", "class_projected"}
# What a difference in these fields cannot move.
_SILENT: Mapping[CauseKind, set[str]] = {
    CauseKind.DECISION: {"name", "diarienummer"},
    CauseKind.TARGET: {"title", "source", "quote", "assumptions"},
    CauseKind.DEFINITION: {"title", "source"},
    CauseKind.AREA: {"name"},
}
_OF_FIGURES = (
    *(CauseKind.DECISION, CauseKind.STOCK, CauseKind.AREA),
    *(CauseKind.TARGET, CauseKind.DEFINITION, CauseKind.REFERENCE),
)
_BESIDE_FIGURES = {"valid_until", "probability", "expected"}
_STAGES = ("forlangning", "byggstart", "fardigstalld")
_Told = tuple[tuple[Cause, ...], bool]


class Tracer:
    """What figures rest on, among the causes of one comparison."""

    def __init__(self, old: Json, new: Json, causes: Sequence[Cause]) -> None:
        self.old, self.new = old, new
        self.causes = [c for c in causes if not _silent(c)]
        self.decisions: dict[str, list[Cause]] = {}
        for cause in self.of(CauseKind.DECISION):
            self.decisions.setdefault(cause.subject[0], []).append(cause)
        lines = [_lines(record["boundaries"]) for record in (old, new)]
        self.stock: dict[Subject, list[Cause]] = {}
        for cause in self.of(CauseKind.STOCK):
            for area in _above(lines, cause.subject[1:3]):
                self.stock.setdefault(area, []).append(cause)
        self.vintages = [cause for cause in self.of(CauseKind.STOCK) if len(cause.subject) == 1]
        self.areas: dict[Subject, list[Cause]] = {}
        for cause in self.of(CauseKind.AREA):
            for area in _above(lines, cause.subject):
                self.areas.setdefault(area, []).append(cause)
        self.placed: dict[Subject, list[str]] = {}
        for id_ in self.decisions:
            places = [record["placement"].get(id_) for record in (old, new)]
            codes = {(p["level"], c) for p in places if p for c in p["areas"]}
            for area in {up for place in codes for up in _above(lines, place)}:
                self.placed.setdefault(area, []).append(id_)
        self.targets = [target_names(record["targets"], "id") for record in (old, new)]
        self.kept: dict[tuple[FigurePlace, str], list[Difference]] = {}

    def of(self, *kinds: CauseKind) -> list[Cause]:
        """Give the causes of some kinds."""
        return [cause for cause in self.causes if cause.kind in kinds]

    def keep(self, figures: Sequence[Difference]) -> None:
        """Keep the lines that a target sums up."""
        for figure in figures:
            if figure.section is not FigurePlace.AREA:
                self.kept.setdefault((figure.section, figure.subject[0]), []).append(figure)

    def trace(
        self, row: tuple[FigurePlace, Subject], name: str, old: Json | None, new: Json | None
    ) -> _Told:
        """Find what a figure that differs rests on and that differs too."""
        section, subject = row
        if section is FigurePlace.AREA:
            found = self._area(subject, name.partition(".")[0])
        elif (old is None or new is None) and section is FigurePlace.TARGET:
            found = self._rules(subject[0])
        elif section is FigurePlace.LEDGER:
            found = self._line(subject, name, old, new)
        elif section is FigurePlace.LOSSES:
            found = [*self._losses(), *self._judged(subject[0], subject[3], old, new)]
        elif section is FigurePlace.TARGET:
            found = self._sum(subject[0], name, old or {}, new or {})
        else:
            found = self._answer(section, subject[0], name, old, new)
        if found:
            return tuple(dict.fromkeys(found)), True
        # A record has the ledger of the chosen definition alone: elsewhere any of these may be it.
        some = self._possible(subject) if section is not FigurePlace.AREA else []
        some = some or self.of(*_OF_FIGURES)
        rules = rules_cause(self.old, self.new)
        if some and rules.kind is CauseKind.RULES:
            some = [*some, rules]
        return tuple(some or [rules]), len(some) <= 1

    def _answer(
        self, section: FigurePlace, target: str, name: str, old: Json | None, new: Json | None
    ) -> list[Cause]:
        """Trace the answer by another definition, where a record tells enough of it."""
        if section is not FigurePlace.SENSITIVITY:
            return []
        if old is None or new is None:  # whether a definition is asked is for the chosen one
            rules = [c for c in self._rules(target) if name == "status" or c.field != "minimum"]
            return [*rules, *self.vintages]
        same = name == "status" and old["counted"] == new["counted"]
        return self._stated(target) if same else []

    def _possible(self, subject: Subject) -> list[Cause]:
        """Give all that can have moved what a target counts by some definition."""
        target, *allocation = subject
        rules = [c for c in self._rules(target) if c.field != "minimum"]
        places = self.of(CauseKind.STOCK, CauseKind.AREA)
        decisions = self.decisions.get(allocation[0], []) if allocation else []
        if not decisions:
            decisions = self.of(CauseKind.DECISION)
        return [*filter(_moves_ledger, decisions), *places, *rules]

    def _stated(self, target: str) -> list[Cause]:
        """Give what differs in the target itself and in what is known of the registers."""
        complete = [c for c in self.of(CauseKind.INPUT) if c.field.startswith("complete")]
        return [*(c for c in self._rules(target) if c.kind is CauseKind.TARGET), *complete]

    def _rules(self, target: str, area: str = "") -> list[Cause]:
        """Give what differs in a target and its definition; of a list of areas, for one area."""
        rows = [row for targets in self.targets if (row := targets.get(target))]
        ids = {row["definition"] for row in rows}
        found = [c for c in self.of(CauseKind.TARGET) if " #".join(c.subject) == target]
        for cause in self.of(CauseKind.DEFINITION):
            listed = cause.field.startswith("editions.") and area
            if cause.subject[0] in ids and (not listed or cause.field.endswith(f".{area}")):
                found.append(cause)
        return found

    def _level(self, target: str) -> set[str]:
        """Give the levels at which a target is judged, then and now."""
        records = zip(self.targets, (self.old, self.new), strict=True)
        ids = [(t[target]["definition"], record) for t, record in records if target in t]
        return {d["level"] for id_, record in ids for d in record["definitions"] if d["id"] == id_}

    def _losses(self) -> list[Cause]:
        return [cause for cause in self.of(CauseKind.INPUT) if cause.subject[0] == "losses"]

    def _judged(self, target: str, area: str, old: Json | None, new: Json | None) -> list[Cause]:
        """Give what the class of the area of a line rests on: its stock, and the definition."""
        days = {row["statistics_date"] for row in (old, new) if row}
        stock = list(self.vintages)
        for level in self._level(target):
            stock += self.stock.get((level, area), [])
        dated = [cause for cause in stock if cause.subject[0] in days]
        rules = [c for c in self._rules(target, area) if c.field != "minimum"]
        return [*(dated or stock), *rules]

    def _line(self, subject: Subject, name: str, old: Json | None, new: Json | None) -> list[Cause]:
        """Trace a line of the ledger of a target."""
        target, id_, day, _, area, *_ = subject
        decisions = [
            cause
            for cause in self.decisions.get(id_, [])
            if cause.subject[1] <= day and _moves_ledger(cause)
        ]
        bounds = [c for level in self._level(target) for c in self.areas.get((level, area), [])]
        judged = self._judged(target, area, old, new)
        if name in _CLASS:
            return judged or bounds
        if old is None or new is None:
            found = [*decisions, *bounds]
            if name == "counted":  # whether what has come or gone counts may have changed as well
                found += [c for c in judged if c.kind is not CauseKind.STOCK]
            return found or judged
        found = []
        if any(old[key] != new[key] for key in _MOVES_A_LINE):
            found += [*decisions, *bounds]
        if name in _MOVES_A_LINE:
            return found or judged
        if any(old[key] != new[key] for key in _CLASS):
            found += judged
        period = [c for c in judged if c.kind in (CauseKind.TARGET, CauseKind.DEFINITION)]
        return [*found, *period] or decisions

    def _sum(self, target: str, name: str, old: Json, new: Json) -> list[Cause]:
        """Trace a figure of a target to the lines that it sums up, and to the target itself."""
        key, _, rest = name.partition(".")
        if key in ("potential", "expired"):
            return self.decisions.get(rest, [])
        if key == "unknown":
            ids = set(old[key]) ^ set(new[key])
            return [cause for id_ in sorted(ids) for cause in self.decisions.get(id_, [])]
        lines = self.kept.get((FigurePlace.LEDGER, target), [])
        if key == "by_year":
            lines = [figure for figure in lines if figure.subject[2].startswith(rest)]
        if key in ("counted", "by_year", "remaining", "net"):
            lines = [figure for figure in lines if figure.name == "counted"]
        found = list(united(lines)) if key not in ("minimum", "lost", "range") else []
        if key in ("minimum", "remaining", "status"):
            found += self._stated(target)
        if key in ("lost", "net"):
            found += [*united(self.kept.get((FigurePlace.LOSSES, target), [])), *self._losses()]
        return found

    def _area(self, area: Subject, key: str) -> list[Cause]:
        """Trace a figure of an area to its stock, its boundaries and the allocations there."""
        bounds = self.areas.get(area, [])
        if key in _BUILT:
            return [cause for cause in self.of(CauseKind.INPUT) if cause.subject[0] == "completed"]
        placed = [
            cause
            for id_ in self.placed.get(area, [])
            for cause in self.decisions[id_]
            if cause.field not in ("exception", "subgroup", *_BESIDE_FIGURES)
        ]
        if key in _FLOWS:
            return [*placed, *bounds, *(self.vintages if key == "completed" else [])]
        stock = [*self.stock.get(area, []), *self.vintages]
        shown = [record["statistics_date"] for record in (self.old, self.new)]
        if key != "class_steady":
            stock = [cause for cause in stock if cause.subject[0] in shown] or stock
        found = [*stock, *bounds]
        if key in _LACKS:
            found += self.of(CauseKind.REFERENCE)
        if key in _PROJECTED:
            found += placed
        return found


def _silent(cause: Cause) -> bool:
    """Tell whether a difference is of words alone."""
    return cause.field.partition(".")[0] in _SILENT.get(cause.kind, ())


def _moves_ledger(cause: Cause) -> bool:
    """Tell whether a difference in a decision can move a line of a ledger."""
    if cause.field:
        return cause.field.partition(".")[0] not in ("begun", *_BESIDE_FIGURES)
    numbers = cause.new if cause.old is None else cause.old
    return bool(numbers) or cause.subject[2] not in _STAGES


def _lines(boundaries: Json) -> dict[Subject, Subject]:
    """Give what each area lies in, (level, code) by (level, code)."""
    levels = list(boundaries)
    return {
        (level, code): (coarser, area["parent"])
        for level, coarser in pairwise(levels)
        for code, area in boundaries[level].items()
        if area["parent"] is not None
    }


def _above(lines: Sequence[Mapping[Subject, Subject]], area: Subject) -> list[Subject]:
    """Give an area and all that it lies in, then and now."""
    found = {area: None} if area else {}
    for line in lines:
        at = area
        while at in line:
            at = line[at]
            found[at] = None
    return list(found)
