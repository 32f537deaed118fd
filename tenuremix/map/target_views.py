"""The views of the targets: where each applies, under which definitions, what has counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tenuremix.answers.outlook import OutlookWords
from tenuremix.counting.books import Books
from tenuremix.counting.progress import Progress, assess_progress
from tenuremix.counting.projection import AreaProjection
from tenuremix.counting.rules import AreaClass, Definition, edition_for, vintage_for
from tenuremix.counting.targets import OTHER_TENURE, Target
from tenuremix.counting.tipping import find_tipping
from tenuremix.document.words import (
    class_name,
    definition_text,
    level_name,
    level_words,
    rule_sentence,
    state_text,
    tenure_word,
    tenures_text,
    turn_words,
    unjudged_lines,
    verdict_sentence,
)
from tenuremix.inputs import Workspace
from tenuremix.locale.locale import UNKNOWN, Locale
from tenuremix.map.ledger import TargetLedger
from tenuremix.map.moments import Moment, judged
from tenuremix.map.view import (
    GROUND,
    Bucket,
    Ranking,
    Value,
    View,
    ViewReading,
    cut,
    remembered,
    unassessable,
)
from tenuremix.outlook.assess import TargetOutlook, assess_outlook

HERE, SOME, ELSEWHERE = "#c9b8de", "#e6def0", GROUND
"""Where a target is in force, in a part of the area alone, and where it is not."""
_SHADES = ("#ab93c9", HERE, SOME)
"""Of the classes of a list, the gravest first."""
MANY = 12
"""How many areas are named beside the map at most."""


@dataclass(frozen=True)
class _Judged:
    """The areas of a level as they are judged on one day.

    ``verdicts`` are those of the chosen definition at its own level; ``others`` are, for each
    area of the level that is shown, the verdicts of the definitions of that level.
    """

    verdicts: Mapping[str, AreaClass]
    others: Mapping[str, Sequence[bool | None]]


class _Painter:
    """Paints one target: keeps what it has judged, since most moments judge alike."""

    def __init__(self, found: TargetLedger, workspace: Workspace, text: Locale) -> None:
        self.ledger = found
        self.target: Target = found.target
        self.rule: Definition = found.target.definition
        self.workspace = workspace
        self.text = text
        self.areas = workspace.areas
        self.stock = workspace.stock
        levels = judged(workspace.books)
        every = workspace.books.alternatives(self.rule)
        self.definitions = {at: [d for d in every if d.level == at] for at in levels}
        self.classes = _listed_classes(self.rule)
        self._judged: dict[object, _Judged] = {}
        self._said: dict[object, Value] = {}
        self._turns: dict[date | None, Callable[[AreaProjection], str]] = {}
        self._outlook: TargetOutlook | None = None
        self._progress: dict[date, Progress] = {}

    # ---- Judging

    def judged(self, level: str, day: date) -> _Judged:
        edition = edition_for(self.rule, day)
        key = (level, vintage_for(self.rule, self.stock, day), edition and edition.valid_from)
        if key not in self._judged:
            books = self.workspace.books
            verdicts = {}
            if self.rule.level in self.areas.levels:
                codes = self.areas.at(self.rule.level)
                verdicts = {code: books.classify(self.rule, code, day) for code in codes}
            others = {
                code: [books.classify(d, code, day).qualifies for d in self.definitions[level]]
                for code in self.areas.at(level)
            }
            self._judged[key] = _Judged(verdicts, others)
        return self._judged[key]

    # ---- The legend

    def legend(self, level: str) -> list[Bucket]:
        text, last = self.text, unassessable(self.text)
        levels = level_name(self.rule.level, text, plural=True)
        if self.rule.level not in self.areas.levels:
            return [last]
        if self.areas.is_coarser(level, self.rule.level):
            return [
                Bucket(HERE, "", text("map.part.all", levels=levels)),
                Bucket(SOME, "", text("map.part.some", levels=levels)),
                Bucket(ELSEWHERE, "", text("map.part.none", levels=levels)),
                last,
            ]
        if self.rule.areas:
            listed = [
                Bucket(_SHADES[min(i, 2)], "", text("map.listed", label=cut(label)))
                for i, label in enumerate(self.classes)
            ]
            return [*listed, Bucket(ELSEWHERE, "", text("map.listed_not")), last]
        state = state_text(self.rule, text)
        return [
            Bucket(HERE, "", text("map.in_force", state=state)),
            Bucket(ELSEWHERE, "", text("map.not_in_force")),
            last,
        ]

    # ---- The values

    def read(self, level: str, moment: Moment) -> ViewReading:
        text, rule = self.text, self.rule
        day = judged_day(self.target, moment.day)
        words = level_words(rule.level, text)
        answer, basis = self.ahead(moment)
        headline, *answers = self.standing(moment)
        said = " ".join([*answers, *answer])
        notes = [*basis, *self.notes(level, day)]
        subtitle = rule_sentence(self.target, text)
        if rule.level not in self.areas.levels:
            values = dict.fromkeys(self.areas.at(level), Value(0, "", UNKNOWN, None))
            about = (text("map.about.no_level", **words), *notes)
            return ViewReading(values, headline, subtitle, (said,) if said else (), about)
        found = self.judged(level, day)
        counted = self.ledger.by_area(self.workspace, level, moment.day)
        if self.areas.is_coarser(level, rule.level):
            values = self.parts(level, found, counted)
            note = [text("map.about.coarser", **words)]
        else:
            values = {
                code: self.said(
                    code, level, found, counted.get(code, 0), self.turn(code, level, moment)
                )
                for code in self.areas.at(level)
            }
            note = [] if level == rule.level else [text("map.about.finer", **words)]
        rankings, beside = self.beside(level, moment, found, counted)
        told = tuple(filter(None, (said, *beside)))
        return ViewReading(values, headline, subtitle, told, (*note, *notes), rankings)

    def said(self, code: str, level: str, found: _Judged, counted: int, more: str) -> Value:
        """Say it once for as long as nothing has changed."""
        key = (code, level, id(found), counted, more)
        if key not in self._said:
            self._said[key] = self.verdict(code, level, found, counted, more)
        return self._said[key]

    def verdict(self, code: str, level: str, found: _Judged, counted: int, more: str) -> Value:
        """Say whether the target applies in an area, at its own level or a finer one."""
        legend = self.legend(level)
        here = False
        upper = self.areas.ancestor(code, level, self.rule.level)
        verdict = found.verdicts.get(upper) if upper is not None else None
        others = found.others[code]
        bucket = len(legend) - 1
        words = class_name(None, self.text)
        if verdict is not None and verdict.qualifies is not None:
            here = verdict.qualifies
            if self.rule.areas:
                listed = verdict.qualifies and verdict.label in self.classes
                bucket = self.classes.index(verdict.label or "") if listed else len(legend) - 2
                words = legend[bucket].words
            else:
                bucket = 0 if here else 1
                words = self.text("map.counts_here" if verdict.qualifies else "map.counts_not")
        words = self.with_share(words, verdict) + self.under(others)
        short = self.text.number(counted) if here or counted else legend[bucket].letter
        words += self.so_far(counted)
        share = self.text.share(verdict.share) if verdict and verdict.share else UNKNOWN
        cells = (self.said_shortly(verdict), share, self.text.number(counted))
        order = -counted if counted else bucket
        return Value(bucket, short, words + more, order, cells=cells)

    def said_shortly(self, verdict: AreaClass | None) -> str:
        """Say in a word whether the target is in force in an area."""
        known = None if verdict is None else verdict.qualifies
        word = {True: "yes", False: "no", None: "unknown"}[known]
        return self.text(f"map.cell.{word}")

    def parts(self, level: str, found: _Judged, counted: Mapping[str, int]) -> dict[str, Value]:
        """Count, for each coarser area, the areas within it where the target applies."""
        inside: dict[str, list[bool | None]] = {code: [] for code in self.areas.at(level)}
        for code, verdict in found.verdicts.items():
            upper = self.areas.ancestor(code, self.rule.level, level)
            if upper is not None:
                inside[upper].append(verdict.qualifies)
        return {
            code: _part_value(
                verdicts,
                self.rule.level,
                self.under(found.others[code]) + self.so_far(counted.get(code, 0)),
                self.text,
            )
            for code, verdicts in inside.items()
        }

    # ---- Words

    def with_share(self, words: str, verdict: AreaClass | None) -> str:
        if verdict is None or verdict.share is None:
            return words
        text = self.text
        tenure = tenures_text(self.rule.majority_of, text)
        share = text.share(verdict.share)
        return text("map.with_share", verdict=words, share=share, tenure=tenure)

    def under(self, others: Sequence[bool | None]) -> str:
        """Say under which of the definitions at its level the target counts in an area."""
        number = len(others)
        if number < 2:  # noqa: PLR2004
            return ""
        yes = [str(i) for i, verdict in enumerate(others, start=1) if verdict]
        values = {"number": number, "yes": len(yes)}
        if None in others:
            return self.text("map.under.not_known", unknown=others.count(None), **values)
        if len(yes) in (0, number):
            return self.text("map.under.same", **values)
        return self.text("map.under.some", numbers=", ".join(yes), **values)

    def so_far(self, counted: int) -> str:
        if not counted:
            return ""
        tenure = tenure_word(self.target, self.text, counted)
        return self.text("map.so_far", number=counted, tenure=tenure)

    def turn(self, code: str, level: str, moment: Moment) -> str:
        """Say how many dwellings are left until an area is none of the target's."""
        if level not in moment.projections:
            return ""
        projection = moment.projections[level]
        if projection.vintage not in self._turns:
            books = moment.books
            self._turns[projection.vintage] = remembered(lambda area: self._left(books, area))
        return self._turns[projection.vintage](projection.areas[code])

    def _left(self, books: Books, area: AreaProjection) -> str:
        left = find_tipping(books, self.target, area).projected
        if left is None:
            return ""
        if left.high == 0:
            return self.text("map.turned")
        number = self.text.count(left)
        tenure = tenure_word(self.target, self.text, number)
        return self.text("map.turns_after", number=number, tenure=tenure)

    def beside(
        self, level: str, moment: Moment, found: _Judged, counted: Mapping[str, int]
    ) -> tuple[tuple[Ranking, ...], tuple[str, ...]]:
        """Rank the areas by what has counted there; and name what is not seen on the map."""
        text, areas = self.text, self.areas.at(level)
        rows = sorted(((-n, c) for c, n in counted.items() if n))
        tenures = tenure_word(self.target, text)
        title = text("map.counted_by_area", tenures=tenures)
        ranked = [(cut(areas[c].name), text.number(-n), -n) for n, c in rows[:MANY]]
        rankings = (Ranking(title, tuple(ranked), drawn=True),) if ranked else ()
        said = []
        if more := rows[MANY:]:
            number = -sum(n for n, _ in more)
            said.append(text("map.counted_more", areas=len(more), number=number))
        qualify = [code for code, verdict in found.verdicts.items() if verdict.qualifies]
        idle = [c for c in qualify if not counted.get(c)] if level == self.rule.level else []
        if len(idle) > MANY // 2:
            said.append(text("map.counted_none", number=len(idle)))
        elif idle:
            names = [cut(areas[code].name) for code in idle]
            said.append(text("map.counted_idle", areas=text.join(names)))
        progress = self.progress(moment)
        said += unjudged_lines(progress, text)
        return rankings, tuple(said)

    def progress(self, moment: Moment) -> Progress:
        """Assess the target at a moment, once."""
        if moment.day not in self._progress:
            found = assess_progress(moment.books, self.target, sensitivity=False)
            self._progress[moment.day] = found
        return self._progress[moment.day]

    def standing(self, moment: Moment) -> list[str]:
        """Say how the target stands, and what the other definitions answer."""
        words = [verdict_sentence(self.progress(moment), self.text)]
        low, high = self.ledger.span(moment.day)
        if low != high:
            number = len(self.ledger.alternatives)
            words.append(self.text("progress.range", number=number, low=low, high=high))
        return words

    def ahead(self, moment: Moment) -> tuple[list[str], list[str]]:
        """Say on the date of the workspace how likely the target is, and what that rests on.

        What is stated of the future is stated on that date, and of no moment before it.
        """
        target, text = self.target, self.text
        if moment.day != self.workspace.as_of:
            return [], []
        if target.period.is_over(moment.day):
            return [text("map.about.closed", date=target.period.last)], []
        if self._outlook is None:
            stated = self.workspace.settings.assumptions
            self._outlook = assess_outlook(moment.books, target, stated)
        outlook = self._outlook
        words = OutlookWords(outlook, text)
        assumed = [] if outlook.uncovered else words.assumed()
        basis = [*words.lines(brief=True), *assumed]
        if outlook.reach is not None and outlook.definitions and not outlook.uncovered:
            basis.append(words.range_line())
        return [words.sentence()], basis

    def notes(self, level: str, day: date) -> list[str]:
        """Say by what the target is judged, and what is assumed."""
        text, rule = self.text, self.rule
        edition = edition_for(rule, day)
        shown = replace(rule, edition=edition.valid_from) if edition else rule
        notes = [rule_sentence(replace(self.target, definition=shown), text)]
        if level == rule.level and not rule.areas:
            notes.append(text("map.about.turns", **turn_words(rule, text)))
        if self.target.tenure == OTHER_TENURE:
            notes.append(text("map.about.other_tenure"))
        definitions = self.definitions[level]
        if len(definitions) > 1:
            every = len(self.ledger.alternatives)
            words = {"level": level_name(level, text), "here": len(definitions), "number": every}
            notes.append(text("map.about.definitions", **words))
            notes += [
                text(
                    "map.about.numbered", number=i, definition=definition_text(d, text, brief=True)
                )
                + (text("map.about.chosen") if d.judges_as(rule) else "")
                for i, d in enumerate(definitions, start=1)
            ]
        notes.append(text("map.about.day", date=day))
        notes += self.target.assumptions
        notes += [rule.source] if rule.source else []
        source = self.target.source
        return notes + ([text("map.about.source", source=source)] if source else [])


def target_view(found: TargetLedger, number: int, workspace: Workspace, text: Locale) -> View:
    """Show where a target applies, under which definitions, and what has counted there."""
    painter = _Painter(found, workspace, text)
    name = cut(found.target.title)
    title, unit = text("map.view.target", title=name), text("map.unit.target")
    group, label = ("main", text("map.main.target")) if number == 1 else ("target", name)
    share = text("map.col.share", tenure=tenures_text(found.target.definition.majority_of, text))
    if found.target.definition.areas:
        share = text("map.area.share")
    return View(
        f"target_{number}",
        group,
        label,
        title,
        unit,
        painter.legend,
        painter.read,
        columns=(text("map.cell.applies"), share, text("map.cell.so_far")),
    )


def judged_day(target: Target, as_of: date) -> date:
    """Choose the day by which a target's areas are shown: the date, kept within the period."""
    return max(min(as_of, target.period.last or as_of), target.valid_from)


def _listed_classes(definition: Definition) -> list[str]:
    """List the classes of every edition, the latest edition's first, in the order of each."""
    editions = sorted(definition.editions, key=lambda e: e.valid_from, reverse=True)
    return list(dict.fromkeys(label for e in editions for label in e.classes.values()))


def _part_value(verdicts: Sequence[bool | None], level: str, more: str, text: Locale) -> Value:
    yes, unknown, every = verdicts.count(True), verdicts.count(None), len(verdicts)
    key = "map.part.unknown" if unknown else "map.part.value"
    numbers = {"yes": yes, "all": every, "unknown": unknown}
    words = text(key, **numbers, **level_words(level, text)) + more
    if not every or (unknown and not yes):
        return Value(3, "", words, None)
    bucket = 0 if yes == every else 1 if yes else 2
    return Value(bucket, f"{yes}/{every}" if yes else "", words, -yes / every)
