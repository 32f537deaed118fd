"""Whether a published report still stands: as JSON, as rows, and as text for a terminal."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from tenuremix.answers.restated_words import FrozenWords
from tenuremix.document.names import plain
from tenuremix.published.differences import FigurePlace

if TYPE_CHECKING:
    from tenuremix.locale.locale import Locale
    from tenuremix.published.compare import Restatement
    from tenuremix.published.differences import Cause

Json = dict[str, Any]


def verify_json(found: Restatement) -> Json:
    """Give a comparison; a figure names its causes by their place in ``causes``, from 0."""
    every = dict.fromkeys([*found.causes, *(c for d in found.differences for c in d.causes)])
    places = {cause: place for place, cause in enumerate(every)}
    moved = Counter(cause for each in found.differences for cause in each.causes)
    return {
        "year": found.new["year"],
        "as_of": found.new["as_of"],
        "tenuremix": {"old": found.old["tenuremix"], "new": found.new["tenuremix"]},
        "stands": found.stands,
        "checked": found.checked,
        "figures": [
            {
                "section": each.section.value,
                "subject": list(each.subject),
                "figure": each.name,
                "old": each.old,
                "new": each.new,
                "change": each.change,
                "causes": [places[cause] for cause in each.causes],
                "exact": each.exact,
            }
            for each in found.differences
        ],
        "allocations": [
            {
                "target": each.target,
                "allocation": each.allocation,
                "name": each.name,
                "old": each.old,
                "new": each.new,
                "change": each.new - each.old,
                "causes": [places[cause] for cause in each.causes],
            }
            for each in found.moved
        ],
        "by_cause": {
            target: [
                {"causes": [kind.value for kind in kinds], "change": change}
                for kinds, change in found.by_cause(target).items()
            ]
            for target in dict.fromkeys(
                d.subject[0] for d in found.differences if d.section is FigurePlace.LEDGER
            )
        },
        "causes": [{**_cause(cause), "figures": moved[cause]} for cause in every],
    }


def _cause(cause: Cause) -> Json:
    return {
        "cause": cause.kind.value,
        "what": cause.what.value,
        "subject": list(cause.subject),
        "field": cause.field,
        "old": cause.old,
        "new": cause.new,
        "reason": cause.reason,
    }


def verify_rows(found: Restatement, text: Locale) -> list[Json]:
    """Give a row for each figure that differs, for CSV."""
    words = FrozenWords(found, text)
    return [
        {
            "section": each.section.value,
            "where": words.where(each),
            "figure": each.name,
            "old": words.value(each.name, each.old),
            "new": words.value(each.name, each.new),
            "change": each.change,
            "cause": words.why(each.causes, exact=each.exact),
        }
        for each in found.differences
    ]


def target_lines(found: Restatement, text: Locale) -> list[str]:
    """Say what each target counted then and counts now, and what did it."""
    words = FrozenWords(found, text)
    lines = []
    then = {p["target"]: p["counted"] for p in found.old["progress"]}
    now = {p["target"]: p["counted"] for p in found.new["progress"]}
    for target in dict.fromkeys([*then, *now]):
        old, new = then.get(target), now.get(target)
        key = f"frozen.{'same' if old == new else 'moved'}_target"
        moved = text.signed((new or 0) - (old or 0))
        lines.append(text(key, target=words.target(target), old=old, new=new, change=moved))
        for kinds, change in found.by_cause(target).items():
            named = text.join([text(f"cause.{kind}") for kind in kinds])
            lines.append(text("frozen.by_cause", change=text.signed(change), kinds=named))
    return lines


def sentence(found: Restatement, text: Locale) -> str:
    """Say in one sentence whether every figure stands."""
    if found.stands:
        return text("frozen.stands", checked=found.checked)
    return text("frozen.differs", checked=found.checked, number=len(found.differences))


def caveats(found: Restatement, text: Locale) -> list[str]:
    """Say what a reader of the causes has to know."""
    lines = []
    old, new = found.old["tenuremix"], found.new["tenuremix"]
    if found.differences and old != new:
        lines.append(text("frozen.both_rules", old=plain(old), new=plain(new)))
    if found.stands and found.causes:
        lines.append(text("frozen.without_effect"))
    return lines


def verify_text(found: Restatement, text: Locale) -> list[str]:
    """Give a comparison as text: the answer, every figure that differs, all that has changed."""
    words = FrozenWords(found, text)
    lines = [
        text("frozen.head", year=found.new["year"], date=date.fromisoformat(found.new["as_of"]))
        + ".",
        sentence(found, text),
        *caveats(found, text),
        "",
        *target_lines(found, text),
    ]
    for section in FigurePlace:
        told = [each for each in found.differences if each.section is section]
        if told:
            lines += ["", text(f"frozen.section.{section}")]
        for each in told:
            values = [words.value(each.name, value) for value in (each.old, each.new)]
            line = text(
                "frozen.line",
                where=words.where(each),
                name=words.name(each),
                old=values[0],
                new=values[1],
                why=words.why(each.causes, exact=each.exact),
            )
            lines.append(f"  {' '.join(line.split())}")
    if found.causes:
        lines += ["", text("frozen.causes")]
        lines += [f"  {' '.join(words.cause(cause).split())}" for cause in found.causes]
    return lines
