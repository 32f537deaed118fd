"""The third page: how sure the answer is, and which choice of words decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from tenuremix.counting.progress import Alternative, Entry
from tenuremix.counting.rules import MAJORITY, PLURALITY, Definition
from tenuremix.counting.targets import Status
from tenuremix.counting.tenure import HUSTYPER
from tenuremix.document.model import Block, Chart, Section
from tenuremix.document.svg import Heading, round_steps
from tenuremix.document.words import (
    fault_sentence,
    level_name,
    level_words,
    tenure_word,
    twin_figures,
)
from tenuremix.report.charts.readings import Group, ReadingRow, ReadingsKey, readings_chart
from tenuremix.report.findings import Findings, TargetWriter
from tenuremix.report.sections.answer import group_words
from tenuremix.review.twice import touched

if TYPE_CHECKING:
    from tenuremix.locale.locale import Locale

_NAMED = 4  # areas in a sentence
_CRITERIA = (MAJORITY, PLURALITY)
_SAID = ("reached", "not", "open")
_VERDICTS = {
    Status.MET: "reached",
    Status.MISSED: "not",
    Status.OPEN: "not",
    Status.NOT_IN_FORCE: "not",
    Status.NOT_ASSESSABLE: "open",
}
"""Whether a target is reached on the date, by a verdict; ``open`` where nobody can tell."""
CHOICES: dict[str, Callable[[Definition], object]] = {
    "level": lambda rule: rule.level,
    "stock": lambda rule: rule.stock,
    "group": lambda rule: rule.majority_of,
    "criterion": lambda rule: rule.criterion,
}
"""What a definition by majority chooses, each with what it chose."""


def sure_page(found: Findings) -> Section | None:
    """Say how sure the answer to the first target is; None where none was in force."""
    if not found.answers:
        return None
    writer = _SurePage(found, found.answers[0])
    return Section("sure", found.text("report.sure"), writer.parts(), page=True)


class _SurePage(TargetWriter):
    """Writes how sure the answer on one target is."""

    def parts(self) -> list[Block]:
        """Show every reading, say which choice decides, and what lies near the line."""
        readings = list(self.progress.sensitivity)
        parts = [Block("", [self._range(readings)], charts=self._charts(readings))]
        if items := self._choices(readings):
            parts.append(Block("", items=items))
        return [*parts, *self._near(), *self._twice()]

    def _range(self, readings: Sequence[Alternative]) -> str:
        text, progress = self.text, self.progress
        low, high = progress.span
        words = {"number": len(readings), "low": low, "high": high}
        tenure = tenure_word(self.target, text, high)
        lines = [text("sure.same" if low == high else "sure.between", tenure=tenure, **words)]
        if self.target.minimum is not None and len(readings) > 1:
            lines.append(self._verdicts(readings))
        return " ".join(lines)

    def _verdicts(self, readings: Sequence[Alternative]) -> str:
        """Say how many readings the target is reached by, how many it is not, and the rest."""
        text = self.text
        numbers = Counter(_VERDICTS[each.status] for each in readings)
        if len(numbers) == 1:
            (key,) = numbers
            return text(f"sure.all.{key}", number=len(readings))
        parts = [text(f"sure.part.{key}", number=numbers[key]) for key in _SAID if numbers[key]]
        return text("sure.verdicts", parts=text.join(parts))

    def _charts(self, readings: Sequence[Alternative]) -> list[Chart]:
        """Draw the readings by majority, a row for what has one and a mark for each criterion."""
        grid = [each for each in readings if _in_grid(each.definition)]
        if len({each.counted for each in readings}) == 1 or len(grid) != len(readings):
            return []
        text, minimum = self.text, self.target.minimum
        texts = {each.counted: text.number(each.counted) for each in grid}
        heading = Heading(f"{self.answer.name}-range", self._title(grid), text("sure.chart"))
        steps = [(n, text.number(n)) for n in round_steps(max(*texts, minimum or 0))]
        key = ReadingsKey(
            minimum,
            (text("sure.not_reached"), text("sure.reached")),
            [text(f"sure.mark.{criterion}") for criterion in _CRITERIA],
            text("sure.mark.own"),
        )
        levels = dict.fromkeys(each.definition.level for each in grid)
        groups = [
            self._group(level, [each for each in grid if each.definition.level == level])
            for level in levels
        ]
        svg = readings_chart(heading, groups, key, steps, texts)
        return [Chart(heading.name, heading.title, heading.description, svg, None)]

    def _group(self, level: str, readings: Sequence[Alternative]) -> Group:
        text = self.text
        rows: dict[tuple[object, object], dict[str, Alternative]] = {}
        for each in readings:
            rule = each.definition
            rows.setdefault((rule.majority_of, rule.stock), {})[rule.criterion] = each
        name = level_name(level, text)
        areas = len(self.books.areas.at(level))
        note = text("sure.group_areas", number=areas, **level_words(level, text))
        if self.target.minimum is not None:
            met = sum(each.status is Status.MET for each in readings)
            note = text("sure.group", areas=note, met=met, number=len(readings))
        return Group(name[:1].upper() + name[1:], note, [self._row(row) for row in rows.values()])

    def _row(self, row: dict[str, Alternative]) -> ReadingRow:
        text = self.text
        rule = next(iter(row.values())).definition
        held = [text(f"tenure.{tenure}") for tenure in rule.majority_of]
        stock = "all" if set(rule.stock) == set(HUSTYPER) else "some"
        label = text(f"sure.row_{stock}", group=text.join(held))
        numbers = [row[each].counted if each in row else None for each in _CRITERIA]
        own = [
            place
            for place, each in enumerate(_CRITERIA)
            if each in row and row[each].definition.judges_as(self.target.definition)
        ]
        return ReadingRow(label[:1].upper() + label[1:], numbers, own[0] if own else None)

    def _title(self, grid: Sequence[Alternative]) -> str:
        """Say in one sentence which choices change whether the target is reached."""
        text = self.text
        if self.target.minimum is None:
            return text("sure.title_plain")
        deciding = [name for name in CHOICES if self._decides(name, grid)]
        if not deciding:
            return text("sure.title_none")
        words = text.join([text(f"sure.choice.{name}") for name in deciding])
        others = [text(f"sure.choice.{name}") for name in CHOICES if name not in deciding]
        if not others:
            return text("sure.title_all")
        return text("sure.title", choices=words, others=text.join(others))

    def _decides(self, name: str, grid: Sequence[Alternative]) -> bool:
        """Tell whether a change of one choice alone changes the status."""
        return any(a.status is not b.status for a, b in _pairs(name, grid))

    def _choices(self, readings: Sequence[Alternative]) -> list[str]:
        """Say what each choice does: the levels of one verdict, what parts the others, the rest."""
        text, minimum = self.text, self.target.minimum
        grid = [each for each in readings if _in_grid(each.definition)]
        told = {_VERDICTS[each.status] for each in grid}
        if minimum is None or len(grid) != len(readings) or told != {"reached", "not"}:
            return []
        lines, left = [], []
        for level in dict.fromkeys(each.definition.level for each in grid):
            here = [each for each in grid if each.definition.level == level]
            if len({each.status for each in here}) > 1:
                left += here
                continue
            reached = here[0].status is Status.MET
            key = "sure.level_reached" if reached else "sure.level_not"
            lines.append(text(key, **level_words(level, text), span=_span(here, text)))
        if parting := self._parting(left):
            lines.append(parting)
        pairs = list(_pairs("criterion", grid))
        if pairs:
            changed = [(a, b) for a, b in pairs if a.counted != b.counted]
            turned = sum(a.status is not b.status for a, b in pairs)
            key = "sure.criterion_turns" if turned else "sure.criterion"
            if not changed:
                key = "sure.criterion_same"
            numbers = {"changed": len(changed), "pairs": len(pairs), "turned": turned}
            lines.append(text(key, **numbers))
        return lines

    def _parting(self, left: Sequence[Alternative]) -> str:
        """Find the choice of houses and tenures that alone parts what is reached from the rest."""
        text = self.text

        def only(each: Alternative) -> bool:
            return set(each.definition.stock) != set(HUSTYPER)

        def together(each: Alternative) -> bool:
            return len(each.definition.majority_of) > 1

        rules: dict[str, Callable[[Alternative], bool]] = {
            "only": only,
            "together": together,
            "either": lambda each: only(each) or together(each),
            "both": lambda each: only(each) and together(each),
        }
        levels = dict.fromkeys(each.definition.level for each in left)
        names = text.join([level_name(level, text, plural=True) for level in levels])
        for key, rule in rules.items():
            met = [each for each in left if each.status is Status.MET]
            if met and all(rule(each) == (each in met) for each in left):
                rest = [each for each in left if each not in met]
                words = {"met": _span(met, text), "rest": _span(rest, text)}
                return text(f"sure.parting.{key}", levels=names, **words)
        return ""

    def _near(self) -> list[Block]:
        """Name the areas of the count whose share is within two points of the line."""
        text, rule = self.text, self.target.definition
        line = rule.line
        if line is None:
            return []
        near: dict[str, list[Entry]] = {}
        for entry in self.progress.entries:
            if entry.counted and entry.area and entry.area_class.near(line):
                near.setdefault(entry.area, []).append(entry)
        sums = {code: sum(each.counted for each in entries) for code, entries in near.items()}
        held = {code: number for code, number in sums.items() if number > 0}
        if not held:
            return []
        number = sum(held.values())
        title = text("sure.near", number=number, counted=self.progress.counted)
        told = [
            text(
                "sure.near_area",
                area=self.place(code),
                number=held[code],
                share=near[code][0].area_class.share,
                group=group_words(rule, text),
            )
            for code in sorted(held, key=lambda code: (-held[code], code))
        ]
        lines = [text("sure.near_lead", areas=text.join(told))] if len(told) <= _NAMED else []
        return [Block(title, [" ".join([*lines, text("sure.near_rule")])])]

    def _twice(self) -> list[Block]:
        """Tell what may be the same dwellings counted twice, and the figure without either."""
        lines = [
            line
            for twins in touched(self.workspace.twins, self.progress)
            for line in (
                fault_sentence(twins.fault(), self.text),
                *twin_figures(twins, self.progress, self.text),
            )
        ]
        return [Block(self.text("twice.title"), lines[: 2 * _NAMED])] if lines else []


def _in_grid(rule: Definition) -> bool:
    return not rule.areas and rule.criterion in _CRITERIA and rule.steady == 1


def _pairs(name: str, grid: Sequence[Alternative]) -> Iterable[tuple[Alternative, Alternative]]:
    """Give the pairs of readings that differ in one choice alone."""
    for a, b in combinations(grid, 2):
        differ = [key for key, of in CHOICES.items() if of(a.definition) != of(b.definition)]
        if differ == [name]:
            yield a, b


def _span(readings: Sequence[Alternative], text: Locale) -> str:
    counts = [each.counted for each in readings]
    return text.span(min(counts), max(counts))
