"""Put a comparison with a published report into words: figures that differ, and their causes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from tenuremix.counting.rules import BEFORE_DECISION, MAJORITY, Definition
from tenuremix.counting.tenure import Tenure
from tenuremix.document.names import named, plain
from tenuremix.document.words import (
    class_name,
    criterion_text,
    definition_text,
    level_name,
    stock_text,
    tenures_text,
)
from tenuremix.locale.locale import UNKNOWN, Locale
from tenuremix.published.compare import Restatement
from tenuremix.published.differences import (
    TENURES,
    Cause,
    CauseKind,
    Difference,
    FigurePlace,
    HowChanged,
    target_names,
)

_FEW = 3  # causes that a sentence names one by one
_SHARES = {"area_share", "area_share_range", "shares", "shares_range"}
_UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)
_CLASSES = {"class", "class_projected", "area_class"}


class FrozenWords:
    """The words of one comparison in one language; every text from the data is made safe.

    Parameters
    ----------
    comparison
        The comparison.
    text
        The reader's language.
    """

    def __init__(self, comparison: Restatement, text: Locale) -> None:
        self.found = comparison
        self.text = text
        old, new = comparison.old, comparison.new
        self._allocations = {
            row["allocation"]: row["name"]
            for record in (old, new)
            for row in record["decisions"]
            if row["name"]
        }
        self._areas = {
            (level, code): area["name"]
            for record in (old, new)
            for level, areas in record["boundaries"].items()
            for code, area in areas.items()
        }
        self._targets = {
            name: item["title"]
            for record in (old, new)
            for name, item in target_names(record["progress"], "target").items()
        }
        definitions = [*old["definitions"], *new["definitions"]]
        levels = {each["id"]: each["level"] for each in definitions}
        self._levels = {
            name: levels.get(item["definition"], "")
            for record in (old, new)
            for name, item in target_names(record["targets"], "id").items()
        }

        self._chosen = {
            (name, item["definition"])
            for record in (old, new)
            for name, item in target_names(record["targets"], "id").items()
        }
        self._definitions = {
            answer["definition"]["id"]: answer["definition"]
            for record in (old, new)
            for progress in record["progress"]
            for answer in progress["sensitivity"]
        }

    def definition(self, target: str, id_: str) -> str:
        """Say a definition in words; by its name where a record does not tell enough of it."""
        try:
            words = definition_text(_definition_of(self._definitions[id_]), self.text)
        except _UNREADABLE:
            return plain(id_)
        if (target, id_) in self._chosen:
            words = self.text("report.chosen_mark", definition=words)
        return plain(words)

    def target(self, id_: str) -> str:
        """Name a target by its title."""
        return plain(self._targets.get(id_, id_))

    def allocation(self, id_: str) -> str:
        """Name an allocation: Kvarteret (A-1)."""
        return named(self._allocations.get(id_, ""), id_)

    def area(self, level: str, code: str) -> str:
        """Name an area: Masthugget (105)."""
        return named(self._areas.get((level, code), ""), code) if code else self.text("outside")

    def where(self, each: Difference) -> str:
        """Say which row of the report a figure stands in; one of several targets comes first."""
        row = self.row(each)
        if each.section is FigurePlace.SENSITIVITY:
            row = self.text("frozen.by_definition", definition=row)
        if each.section in (FigurePlace.AREA, FigurePlace.TARGET) or len(self._targets) < 2:  # noqa: PLR2004
            return row
        return f"{self.target(each.subject[0])}: {row}"

    def row(self, each: Difference) -> str:
        """Say which row below its target, or of the areas, a figure stands in."""
        text, subject = self.text, each.subject
        if each.section is FigurePlace.AREA:
            return f"{level_name(subject[0], text)} {self.area(*subject[:2])}"
        if each.section is FigurePlace.TARGET:
            return self.target(subject[0])
        if each.section is FigurePlace.LEDGER:
            _, id_, day, event, area, tenure, *_ = subject
            words = self._word(f"event.{event}", event)
            place = self.area(self._levels.get(subject[0], ""), area)
            kind = self._word(f"tenure.{tenure}", tenure)
            return f"{self.allocation(id_)}, {plain(day)} ({words}), {place}, {kind}"
        if each.section is FigurePlace.LOSSES:
            _, day, event, area, tenure, source, *_ = subject
            words = self._word(f"loss.{event}", event)
            place = self.area(self._levels.get(subject[0], ""), area)
            kind = self._word(f"tenure.{tenure}", tenure)
            return f"{plain(source)}, {plain(day)} ({words}), {place}, {kind}"
        if each.section is FigurePlace.DECIDING:
            return self.allocation(subject[1])
        return self.definition(*subject[:2])

    def name(self, each: Difference) -> str:
        """Name a figure: counted in 2025, share of rented dwellings."""
        key, _, rest = each.name.partition(".")
        words = self._word(f"figure.{key}", key)
        if not rest:
            return words
        if key in ("potential", "expired"):
            return f"{words}, {self.allocation(rest)}"
        tenure = self._word(f"tenure.{rest}", rest)
        return f"{words} {tenure}" if key == "by_year" else f"{words}, {tenure}"

    def value(self, name: str, value: Any) -> str:  # noqa: ANN401
        """Write a value as the reader knows it."""
        key = name.partition(".")[0]
        text = self.text
        if value is None or value == []:
            return UNKNOWN
        if isinstance(value, list):
            if key == "unknown":
                return ", ".join(self.allocation(str(id_)) for id_ in value)
            ends = ["…" if end is None else self.value(name, end) for end in value]
            return "–".join(dict.fromkeys(ends))
        if isinstance(value, int | float) and not isinstance(value, bool):
            if key in _SHARES:
                return text.percent(value, 2)
            return text.number(value) if isinstance(value, int) else text.decimal(value, 3)
        words = str(value)
        if key in _CLASSES:
            return plain(class_name(words, text))
        for prefix in ("status", "reason", "tenure"):
            if (prefix == key or (prefix == "tenure" and key == "missing")) and text.has(
                f"{prefix}.{words}"
            ):
                return text(f"{prefix}.{words}")
        return plain(words)

    def change(self, each: Difference) -> str:
        """Write how much a figure has changed; empty where it is no whole number."""
        change = each.change
        return self.text.signed(change) if isinstance(change, int) else ""

    def why(self, causes: Sequence[Cause], *, exact: bool = True) -> str:
        """Say why: a few causes one by one, many by their kinds; the list of all has each."""
        text = self.text
        if not exact:
            return text("frozen.why_some")
        if len(causes) <= _FEW:
            return "; ".join(self.cause(each) for each in causes)
        kinds = [
            text("cause.many", kind=text(f"cause.{kind}"), number=number)
            for kind in CauseKind
            if (number := sum(cause.kind is kind for cause in causes))
        ]
        return ", ".join(kinds)

    def cause(self, cause: Cause) -> str:
        """Name one cause in full."""
        text = self.text
        if cause.kind is CauseKind.DECISION:
            return self._decision(cause)
        if cause.kind is CauseKind.STOCK:
            return self._stock(cause)
        if cause.kind is CauseKind.AREA:
            area = self.area(*cause.subject[:2])
            if cause.field == "geometry":
                return text("cause.area.geometry", area=area)
            return text(f"cause.area.{cause.what}", area=area, **self._field(cause))
        if cause.kind in (CauseKind.TARGET, CauseKind.DEFINITION, CauseKind.INPUT):
            id_ = plain(cause.subject[-1] if cause.kind is CauseKind.INPUT else cause.subject[0])
            if cause.field == "sha256":
                return text("cause.input.changed_file", id=id_)
            kind = text(f"cause.table.{cause.kind}")
            return text(f"cause.table.{cause.what}", kind=kind, id=id_, **self._field(cause))
        old, new = (plain(str(value)) for value in (cause.old, cause.new))
        return text(f"cause.{cause.kind}.changed", old=old, new=new)

    def _field(self, cause: Cause) -> dict[str, str]:
        """Give the words of what differs, as the text of a change names them."""
        field = self._word(f"field.{cause.field}", cause.field)
        ends = {"old": cause.old, "new": cause.new}
        of_rule = cause.kind is CauseKind.DEFINITION
        words = {
            end: self._ruled(cause.field, each) if of_rule else None for end, each in ends.items()
        }
        return {"field": field, **{end: words[end] or self._stated(ends[end]) for end in ends}}

    def _ruled(self, field: str, value: Any) -> str | None:  # noqa: ANN401
        """Say what a definition states in words; None where there are none for it."""
        say: dict[str, Callable[[Any, Locale], str]] = {
            "level": level_name,
            "majority_of": tenures_text,
            "criterion": criterion_text,
            "stock": stock_text,
        }
        try:
            return plain(say[field](value, self.text))
        except _UNREADABLE:
            return None

    def _stated(self, value: Any) -> str:  # noqa: ANN401
        """Write a value as a file states it; a table by what it holds."""
        if isinstance(value, dict):
            words = [
                f"{self.text.number(value[t])} {self.text.tenures(t, value[t])}"
                for t in TENURES
                if value.get(t)
            ]
            return self.text.join(words) or UNKNOWN
        if isinstance(value, list):
            return ", ".join(plain(str(item)) for item in value) or UNKNOWN
        return UNKNOWN if value in (None, "") else plain(str(value))

    def _decision(self, cause: Cause) -> str:
        id_, day, event, *_ = cause.subject
        words = self._field(cause)
        if cause.field == "geometry":  # a checksum says nothing to a reader
            words |= {
                key: self.text(f"cause.plot_{key}" if words[key] != UNKNOWN else "none_stated")
                for key in ("old", "new")
            }
        return self.text(
            f"cause.decision.{cause.what}",
            name=self.allocation(id_),
            date=plain(day),
            event=self._word(f"event.{event}", event),
            reason=plain(cause.reason),
            **words,
        )

    def _stock(self, cause: Cause) -> str:
        vintage, *rest = cause.subject
        area = self.text("cause.in_area", area=self.area(*rest[:2])) if rest else ""
        values: dict[str, str] = {}
        if cause.what is HowChanged.CHANGED:
            values = {
                "hustyp": self._word(f"hustyp.{rest[2]}", rest[2]),
                "tenure": self._word(f"tenure.{rest[3]}", rest[3]),
                "old": self.value("antal", cause.old),
                "new": self.value("antal", cause.new),
            }
        return self.text(f"cause.stock.{cause.what}", vintage=plain(vintage), area=area, **values)

    def _word(self, key: str, otherwise: str) -> str:
        return self.text(key) if self.text.has(key) else plain(otherwise)


def _definition_of(stated: Mapping[str, Any]) -> Definition:
    """Read back a definition that :func:`~tenuremix.answers.contract.definition_json` gave."""
    vintage, edition = stated["vintage"], stated.get("edition")
    return Definition(
        id=stated["id"],
        level=stated["level"],
        majority_of=tuple(Tenure(tenure) for tenure in stated.get("majority_of", ())),
        criterion=stated.get("criterion", MAJORITY),
        stock=tuple(stated["stock"]),
        vintage=vintage if vintage == BEFORE_DECISION else date.fromisoformat(vintage),
        split=stated["split"],
        exclude_subgroups=tuple(stated["exclude_subgroups"]),
        steady=stated["steady"],
        areas=stated.get("areas", ""),
        edition=date.fromisoformat(edition) if edition else None,
    )
