"""The verdict on a proposal in five lines, and what changed since an earlier check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tenuremix.answers.contract import check_json
from tenuremix.counting.check import AreaCheck, Check, TargetCheck
from tenuremix.counting.tenure import KNOWN, Tenure, share
from tenuremix.document.words import area_name, note_text, tenure_word
from tenuremix.inputs import Workspace
from tenuremix.locale.locale import Locale

# Notes that speak against a proposal; the others only inform.
AGAINST = ("outside", "outside_period", "other_area", "not_assessable", "turns", "more_of_the_same")


def check_record(check: Check, workspace: Workspace, text: Locale) -> dict[str, Any]:
    """Give the answer on a proposal with the verdict, as ``check`` prints it."""
    record = check_json(check, workspace.areas, workspace.sources, text)
    return {**record, "verdict": [line for _, line in verdict_lines(check, workspace, text)]}


def verdict_lines(check: Check, workspace: Workspace, text: Locale) -> list[tuple[str, str]]:
    """Give the verdict as five lines, each a heading and a sentence.

    Returns
    -------
    list
        Where it lies, what is missing there, what it does to the mix, what it counts towards,
        what speaks against.
    """
    primary = _finest(check)
    return [
        (text("check.where"), _where(check, workspace, text)),
        (text("check.lacks"), "; ".join(_lacks(area, text) for area in primary) or _outside(text)),
        (text("check.effect"), "; ".join(_effect(a, text) for a in primary) or _outside(text)),
        (text("check.counts"), _all_counts(check, text)),
        (text("check.against"), _against(check, workspace, text)),
    ]


def _outside(text: Locale) -> str:
    return text("outside")


def _finest(check: Check) -> list[AreaCheck]:
    """Keep the areas of the finest level that the proposal touches."""
    levels = [area.projection.area.level for area in check.areas]
    return [area for area in check.areas if area.projection.area.level == levels[0]]


def _where(check: Check, workspace: Workspace, text: Locale) -> str:
    """Say where each plot lies, by its share of every area."""
    plots: dict[str, list[str]] = {}
    for part in check.placement:
        name = area_name(workspace.areas, part.area, text, part.level)
        if part.area is None:
            words = f"{name} {text.percent(part.share)}"
        elif part.share == 1:
            words = text("check.all_in", name=name, area=part.area)
        else:
            share_text = text.percent(part.share)
            words = text("check.part", name=name, area=part.area, share=share_text)
        plots.setdefault(part.plot, []).append(words)
    if len(plots) == 1:
        return ", ".join(next(iter(plots.values())))
    return "; ".join(f"{plot}: {', '.join(words)}" for plot, words in plots.items())


def _lacks(area: AreaCheck, text: Locale) -> str:
    projection = area.projection
    name = projection.area.name
    if projection.now is None or projection.reference is None:
        return text("check.lacks_unknown", name=name)
    missing = projection.missing
    if missing is None:
        return text("check.lacks_nothing", name=name)
    return text(
        "check.lacks_line",
        name=name,
        tenure=text(f"tenure.{missing}"),
        number=projection.shortfall()[missing],
        share=text.percent(float(projection.reference.low[missing])),
    )


def _main_tenure(area: AreaCheck) -> Tenure:
    """Choose the tenure to speak of: the one that the proposal brings most of."""
    return max(KNOWN, key=lambda tenure: area.dwellings.get(tenure, 0))


def _effect(area: AreaCheck, text: Locale) -> str:
    projection, after = area.projection, area.with_proposal
    if projection.now is None or projection.projected is None or after is None:
        return text("check.effect_unknown", name=projection.area.name)
    tenure = _main_tenure(area)
    return text(
        "check.effect_line",
        name=projection.area.name,
        tenure=text(f"tenure.{tenure}"),
        now=text.share(share(projection.now, {tenure})),
        projected=text.share(share(projection.projected, {tenure})),
        after=text.share(share(after, {tenure})),
    )


def _all_counts(check: Check, text: Locale) -> str:
    return "; ".join(_counts(t, text) for t in check.targets) or text("check.no_targets")


def _counts(check: TargetCheck, text: Locale) -> str:
    target = check.target
    tenure = tenure_word(target, text, check.of)
    if not check.of:
        return text("check.counts_none", target=target.title, tenure=tenure)
    minimum = target.minimum
    line = text(
        "check.counts_line",
        counts=check.counts,
        of=check.of,
        tenure=tenure,
        target=target.title,
        before=check.counted_before,
        after=check.counted_after,
        minimum="" if minimum is None else text("check.minimum", minimum=minimum),
        counting=check.counting,
        definitions=check.definitions,
    )
    today = check.only_today and check.counts
    return line + text("check.only_today") if today else line


def _against(check: Check, workspace: Workspace, text: Locale) -> str:
    finest = {area.projection.area.level for area in _finest(check)}
    words = [
        note_text(note, workspace.areas, text)
        for note in check.notes
        if note.key in AGAINST and note.values.get("level", None) in (None, *finest)
    ]
    if undecided := check.dwellings[Tenure.OKLAR]:
        words.append(text("check.undecided", number=undecided) + ".")
    return " ".join(words) or text("check.against_nothing")


def holds_until(check: Check, text: Locale) -> str:
    """Say until when the answer holds."""
    periods = [each.target.period for each in check.targets]
    ends = [period.last for period in periods if period.last and period.holds(check.as_of)]
    if not ends:
        return text("check.holds")
    key = "check.holds_today" if min(ends) == check.as_of else "check.holds_period"
    return text(key, date=min(ends))


def changes_since(earlier: Mapping[str, Any], now: Mapping[str, Any], text: Locale) -> str:
    """Say in a sentence what changed since an earlier check.

    Parameters
    ----------
    earlier, now
        The JSON of two checks.
    text
        The reader's language.

    Returns
    -------
    str
        Which of proposal, date, definitions and data changed, and each target whose answer did.
    """
    what: list[str] = []
    before, after = earlier["proposal"], now["proposal"]
    if {**before, "as_of": None} != {**after, "as_of": None}:
        what.append(text("since.proposal"))
    if before["as_of"] != after["as_of"]:
        what.append(text("since.as_of", before=before["as_of"], after=after["as_of"]))
    definitions = [[t["definition"] for t in each["targets"]] for each in (earlier, now)]
    if definitions[0] != definitions[1]:
        what.append(text("since.definition"))
    what += [
        text(f"since.{kind}")
        for kind in ("areas", "stock", "register", "targets")
        if _sums(earlier["sources"], kind) != _sums(now["sources"], kind)
    ]
    if not what:
        return text("since.nothing")
    sentences = [text("since.changed", what=text.join(what))]
    old = {target["target"]: target["counts"] for target in earlier["targets"]}
    sentences += [
        text(
            "since.result",
            target=target["title"],
            before=old[target["target"]],
            after=target["counts"],
        )
        for target in now["targets"]
        if old.get(target["target"], target["counts"]) != target["counts"]
    ]
    return " ".join(sentences)


def _sums(sources: Sequence[Mapping[str, Any]], kind: str) -> list[str]:
    return [source["sha256"] for source in sources if source["kind"] == kind]
