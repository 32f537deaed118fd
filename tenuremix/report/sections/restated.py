"""The report on itself: changes since the last one, the nämnd's own words, and known limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tenuremix.answers.record import frozen_json
from tenuremix.answers.restated_words import FrozenWords
from tenuremix.answers.verify import caveats, sentence, target_lines
from tenuremix.document import model
from tenuremix.document.model import Block
from tenuremix.document.names import plain
from tenuremix.document.tables import Band, Cell, Table, day, headings, signed, whole
from tenuremix.document.words import status_words
from tenuremix.published.assessment import agrees
from tenuremix.published.compare import compare
from tenuremix.published.differences import Difference, FigurePlace
from tenuremix.published.limits import KnownLimit, LimitStatus

if TYPE_CHECKING:
    from tenuremix.locale.locale import Locale
    from tenuremix.published.assessment import Assessment
    from tenuremix.report.findings import Answer, Findings

_LINES = (FigurePlace.LEDGER, FigurePlace.LOSSES, FigurePlace.DECIDING, FigurePlace.SENSITIVITY)


def restated_section(found: Findings) -> model.Section | None:
    """Tell which figures of the last published report are other figures today, and why.

    Nothing is told on the embedded default, where no report can be kept.
    """
    text, workspace = found.text, found.workspace
    if not workspace.settings.reports:
        return None
    old = workspace.published
    if old is None:
        none_yet = Block("", [text("frozen.none_yet", year=found.year)])
        return model.Section("restated", text("frozen.title_none"), [none_yet])
    as_of = date.fromisoformat(old["as_of"])
    compared = compare(dict(old), frozen_json(workspace, old["year"], as_of))
    title = text("frozen.title", year=old["year"])
    return model.Section("restated", title, _Restated(compared, text).parts())


class _Restated(FrozenWords):
    """Writes a comparison with a published report."""

    def parts(self) -> list[Block]:
        """Give the answer, the allocations, figure by figure, and the causes."""
        text, found = self.text, self.found
        as_of = date.fromisoformat(found.new["as_of"])
        head = text("frozen.head", year=found.new["year"], date=as_of)
        lines = [f"{head}.", sentence(found, text), *caveats(found, text)]
        parts = [Block("", [*lines, *target_lines(found, text)])]
        if found.moved:
            parts.append(Block(text("frozen.allocations"), tables=[self._moved()]))
        for section in (FigurePlace.TARGET, *_LINES, FigurePlace.AREA):
            told = [each for each in found.differences if each.section is section]
            title = text(f"frozen.section.{section}")
            if told and section not in _LINES:
                parts.append(Block(title, tables=[self._figures(title, told)]))
            elif told:
                parts.append(Block(title, parts=self._by_target(title, told)))
        if found.causes:
            title = text("frozen.causes")
            parts.append(Block(title, tables=[self._causes(title)]))
        return parts

    def _moved(self) -> Table:
        columns = headings(
            self.text, "frozen.col_where frozen.col_then:n frozen.col_now:n frozen.col_change:n"
        )
        rows: list[tuple[str, list[Cell]]] = [
            (
                self.why(each.causes),
                [
                    f"{self.allocation(each.allocation)} – {self.target(each.target)}",
                    whole(each.old, self.text),
                    whole(each.new, self.text),
                    signed(each.new - each.old, self.text),
                ],
            )
            for each in self.found.moved
        ]
        return self._by_cause(Table(self.text("frozen.allocations"), columns, ()), rows)

    def _by_cause(self, table: Table, rows: Sequence[tuple[str, Sequence[Cell]]]) -> Table:
        """Put rows under their cause, so that it is said once; causes in the order they come in."""
        under: dict[str, list[Sequence[Cell]]] = {}
        for cause, cells in rows:
            under.setdefault(cause, []).append(cells)
        return replace(
            table,
            rows=[cells for each in under.values() for cells in each],
            bands=[Band(cause, len(each)) for cause, each in under.items()],
            banded_by=self.text("frozen.col_why"),
        )

    def _by_target(self, title: str, told: Sequence[Difference]) -> list[Block]:
        """Give the figures below each target, so that no row has to name it."""
        parts = []
        for target in dict.fromkeys(each.subject[0] for each in told):
            mine = [each for each in told if each.subject[0] == target]
            caption = f"{title}: {self.target(target)}"
            parts.append(Block(self.target(target), tables=[self._figures(caption, mine)]))
        return parts

    def _figures(self, caption: str, told: Sequence[Difference]) -> Table:
        columns = headings(
            self.text,
            "frozen.col_where frozen.col_figure frozen.col_then frozen.col_now frozen.col_change:n",
        )
        rows: list[tuple[str, list[Cell]]] = []
        for each in told:
            change: Cell = ""
            if isinstance(each.change, int):
                change = signed(each.change, self.text)
            cells = [
                self.row(each),
                self.name(each),
                self._cell(each, each.old),
                self._cell(each, each.new),
                change,
            ]
            rows.append((self.why(each.causes, exact=each.exact), cells))
        return self._by_cause(Table(caption, columns, (), supporting=True), rows)

    def _cell(self, each: Difference, value: object) -> Cell:
        if isinstance(value, int) and not isinstance(value, bool):
            return whole(value, self.text)
        return self.value(each.name, value)

    def _causes(self, caption: str) -> Table:
        moved = Counter(cause for each in self.found.differences for cause in each.causes)
        columns = headings(self.text, "frozen.col_kind frozen.col_why frozen.col_moved:n")
        rows: list[list[Cell]] = [
            [self.text(f"cause.{cause.kind}"), self.cause(cause), whole(moved[cause], self.text)]
            for cause in self.found.causes
        ]
        return Table(caption, columns, rows, header=1, supporting=True)


def assessment_part(found: Findings) -> list[Block]:
    """Set what the nämnd says of each target beside what is computed, so that they can differ."""
    stated = found.workspace.assessment
    if stated is None:
        return []
    of_year = {each.target: each for each in stated if each.year == found.year}
    parts = [_assessed(answer, of_year, found) for answer in found.answers]
    return [Block(found.text("assessment.title"), parts=parts, anchor="assessment")]


def _assessed(answer: Answer, of_year: dict[str, Assessment], found: Findings) -> Block:
    text, progress = found.text, answer.progress
    computed = _computed(answer, text)
    said = of_year.get(progress.target.id)
    if said is None:
        return Block(answer.heading, [text("assessment.none", year=found.year), computed])
    lines = [text("assessment.says", status=text(f"judgement.{said.status}")), computed]
    same = agrees(said.status, progress)
    if same is not None:
        lines.append(text("assessment.agrees" if same else "assessment.differs"))
    lines.append(text("assessment.text", words=plain(said.text)))
    lines.append(text("assessment.source", source=plain(said.source), date=said.date))
    return Block(answer.heading, lines)


def _computed(answer: Answer, text: Locale) -> str:
    """Say what is computed of a target: its status and its figure."""
    progress = answer.progress
    counted, minimum = text.number(progress.counted), progress.target.minimum
    if minimum is None:
        figure = text("assessment.figure_plain", counted=counted)
        return text("assessment.computed_plain", figure=figure)
    figure = text("assessment.figure", counted=counted, minimum=minimum)
    return text("assessment.computed", status=status_words(progress, text), figure=figure)


def limits_section(found: Findings) -> model.Section | None:
    """List the known limits, and mark those that nobody has looked at for long."""
    limits = found.workspace.limits
    if limits is None:
        return None
    text, as_of = found.text, found.books.as_of
    stale = sum(limit.stale(as_of) for limit in limits)
    still = sum(limit.status is LimitStatus.OPEN for limit in limits)
    lines = [
        text("limits.lead", number=len(limits), open=still),
        text("limits.stale", number=stale) if stale else text("limits.fresh"),
    ]
    columns = headings(
        text,
        "limits.col_text limits.col_status:w limits.col_evidence:w limits.col_verified:w "
        "limits.col_fresh limits.col_settled_by",
    )
    rows = [_limit(limit, as_of, text) for limit in limits]
    table = Table(text("limits.caption"), columns, rows)
    return model.Section("limits", text("limits.title"), [Block("", lines, [table])])


def _limit(limit: KnownLimit, as_of: date, text: Locale) -> list[Cell]:
    stale = limit.stale(as_of)
    fresh = text("limits.is_stale", months=limit.stale_after_months)
    return [
        plain(limit.text),
        text(f"limits.status.{limit.status}"),
        text(f"limits.evidence.{limit.evidence}"),
        day(limit.last_verified),
        fresh if stale else text("limits.is_fresh"),
        plain(limit.settled_by),
    ]
