"""The verdict on a proposal in five lines, and what changed since an earlier check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from tenuremix.answers.contract import check_json
from tenuremix.counting.proposal import AreaCheck, Check, TargetCheck
from tenuremix.counting.tenure import KNOWN, Tenure, share
from tenuremix.document.calm import aside_records
from tenuremix.document.missing import lacks_line, move_values
from tenuremix.document.names import plain
from tenuremix.document.notes import note_text
from tenuremix.document.words import area_name, tenure_word
from tenuremix.errors import Note
from tenuremix.inputs import Workspace
from tenuremix.locale.locale import Locale

# Notes that speak for a proposal, and against it; the others only inform.
FOR = ("less_of_the_same", "nearer")
AGAINST = (
    *("outside", "outside_period", "other_area", "not_assessable", "turns"),
    *("more_of_the_same", "further"),
)


def check_record(check: Check, workspace: Workspace, text: Locale) -> dict[str, Any]:
    """Give the answer on a proposal with the verdict, as ``check`` prints it."""
    record = check_json(check, workspace.areas, workspace.sources, text)
    return {
        **record,
        "sentence": check_sentence(check, text),
        "verdict": [line for _, line in verdict_lines(check, workspace, text)],
        "for": _for(check, workspace, text),
        "against": _against(check, workspace, text),
        "reservations": reservations(check, text),
        "set_aside": aside_records(workspace, text),
    }


def check_sentence(check: Check, text: Locale) -> str:
    """Give the answer in one sentence: what counts, and which share moves most to the point."""
    counts = text.join(
        [
            f"{text.number(each.counts)} {tenure_word(each.target, text, each.counts)}"
            for each in check.targets
            if each.counts
        ]
    )
    moves = {
        kind: [_move(note, text) for note in _of_finest(check, keys)]
        for kind, keys in (("and", FOR), ("but", AGAINST[-2:]))
    }
    kind = next((kind for kind, found in moves.items() if found), "")
    if counts:
        key = f"counts_{kind}" if kind else "counts"
    else:
        key = {"and": "mix", "but": "against", "": "none"}[kind]
    return text(f"check.sentence.{key}", counts=counts, move=moves[kind][0] if kind else "")


def _move(note: Note, text: Locale) -> str:
    """Say which share moves, as a part of a sentence."""
    check: Any = note.values["check"]
    way = "rises" if note.key in ("nearer", "more_of_the_same") else "falls"
    values = move_values(check, cast("tuple[Tenure, ...]", note.values["tenures"]), text)
    return text(f"check.move.{way}", name=plain(check.projection.area.name), **values)


def _of_finest(check: Check, keys: Sequence[str]) -> list[Note]:
    """Keep the notes of some kinds that are of no area, or of one at the finest level."""
    finest = {area.projection.area.level for area in _finest(check)}
    return [
        note
        for note in check.notes
        if note.key in keys and note.values.get("level") in (None, *finest)
    ]


def verdict_lines(check: Check, workspace: Workspace, text: Locale) -> list[tuple[str, str]]:
    """Give the verdict in lines, each a heading and what it says.

    Returns
    -------
    list
        Where it lies, what is missing there, what it does to the mix, what it counts towards,
        what speaks for and against; and what the answer hangs on, where that is known.
    """
    primary = _finest(check)
    hustyper = {plot.hustyp for plot in check.plots}
    lacks = "; ".join(lacks_line(area.projection, hustyper, text) for area in primary)
    lines = [
        (text("check.where"), where_words(check, workspace, text)),
        (text("check.lacks"), lacks or _outside(text)),
        (text("check.effect"), "; ".join(_effect(a, text) for a in primary) or _outside(text)),
        (text("check.counts"), _all_counts(check, text)),
        (text("check.for"), " ".join(_for(check, workspace, text)) or text("check.for_nothing")),
        (
            text("check.against"),
            " ".join(_against(check, workspace, text)) or text("check.against_nothing"),
        ),
    ]
    if held := reservations(check, text):
        lines.append((text("check.reserve"), " ".join(held)))
    return lines


def _outside(text: Locale) -> str:
    return text("outside")


def _finest(check: Check) -> list[AreaCheck]:
    """Keep the areas of the finest level that the proposal touches."""
    levels = [area.projection.area.level for area in check.areas]
    return [area for area in check.areas if area.projection.area.level == levels[0]]


def where_words(check: Check, workspace: Workspace, text: Locale) -> str:
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
    return " ".join(_counts(t, text) for t in check.targets) or text("check.no_targets")


def _counts(check: TargetCheck, text: Locale) -> str:
    target = check.target
    tenure = tenure_word(target, text, check.of)
    if not check.of:
        return text("check.counts_none", target=target.title, tenure=tenure)
    if not check.counts:
        words = [text("check.counts_zero", target=target.title)]
        if check.counting:
            under = {"counting": check.counting, "definitions": check.definitions}
            words.append(text("check.counts_otherwise", **under))
        return " ".join(words)
    minimum = target.minimum
    reaching = ""
    if check.definitions > 1:
        least = ""
        if minimum is not None:
            least = text("check.counts_least", minimum=minimum, reaching=check.reaching)
        ends = text.span(min(check.after), max(check.after))
        reaching = text("check.counts_reaching", range=ends, least=least)
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
        reaching=reaching,
    )
    today = check.only_today and check.counts
    return f"{line} {text('check.only_today')}" if today else line


def _for(check: Check, workspace: Workspace, text: Locale) -> list[str]:
    """Say what speaks for the proposal."""
    counted = [
        text(
            "check.for_counts",
            number=each.counts,
            tenure=tenure_word(each.target, text, each.counts),
            target=each.target.title,
        )
        for each in check.targets
        if each.counts
    ]
    notes = [note_text(note, workspace.areas, text) for note in _of_finest(check, FOR)]
    return counted + notes


def _against(check: Check, workspace: Workspace, text: Locale) -> list[str]:
    """Say what speaks against the proposal."""
    words = [note_text(note, workspace.areas, text) for note in _of_finest(check, AGAINST)]
    if undecided := check.dwellings[Tenure.OKLAR]:
        words.append(text("check.undecided", number=undecided) + ".")
    return words


def other_notes(check: Check, workspace: Workspace, text: Locale) -> list[str]:
    """Give the notes that the verdict does not hold, each once."""
    said = {*_for(check, workspace, text), *_against(check, workspace, text)}
    notes = dict.fromkeys(note_text(note, workspace.areas, text) for note in check.notes)
    return [note for note in notes if note not in said]


def reservations(check: Check, text: Locale) -> list[str]:
    """Say what the answer hangs on: newer statistics, and targets whose reading is assumed."""
    late = [day for each in check.targets if (day := each.later_statistics)]
    words = [text("check.reserve_later", date=max(late))] if late else []
    words += [
        text("check.reserve_assumed", target=each.target.title)
        for each in check.targets
        if each.counts and each.target.assumptions
    ]
    return words


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
