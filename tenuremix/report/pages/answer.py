"""The first page: the answer to the first target, its story and its reservations; the others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tenuremix.answers.outlook import OutlookWords
from tenuremix.counting.period import year_of
from tenuremix.counting.targets import OTHER_TENURE, Status
from tenuremix.counting.tenure import Tenure
from tenuremix.delivery.standing import delivered
from tenuremix.document.model import Block, Headline, Layout, Section
from tenuremix.document.names import plain
from tenuremix.document.tables import Table
from tenuremix.document.words import definition_text, dwellings_text, level_words, verdict_sentence
from tenuremix.report.charts.path import HIGH, LOW
from tenuremix.report.findings import Findings, TargetWriter
from tenuremix.report.sections.answer import period_text
from tenuremix.report.sections.curve import TargetCurve
from tenuremix.report.sections.restated import assessment_part
from tenuremix.report.story import by_area, later_lines, story_lines

if TYPE_CHECKING:
    from tenuremix.counting.progress import Progress
    from tenuremix.locale.locale import Locale

_NAMED = 3  # areas in a sentence
_PLANS = 6  # rows of what may be added


def answer_page(found: Findings) -> Section:
    """Answer each target of the year, the first one at length."""
    text = found.text
    title = text("report.answer")
    if not found.answers:
        none = [text("report.no_targets", year=found.year)]
        return Section("answer", title, [Block("", none)], page=True)
    first, *others = found.answers
    parts = _AnswerPage(found, first).parts()
    parts += [_AnswerPage(found, other).row() for other in others]
    parts += assessment_part(found)
    return Section("answer", title, parts, page=True)


def headline(progress: Progress, text: Locale) -> Headline:
    """Give the figure of a target with its status, and under which reading it stands."""
    target, wording = progress.target, progress.wording()
    counted = progress.counted
    figure = (
        text("report.figure_direction", counted=counted)
        if target.minimum is None
        else text("report.figure", counted=counted, minimum=target.minimum)
    )
    if wording in ("met_known", "uncovered", "direction_known"):
        figure = text("report.figure_least", figure=figure)
    if progress.status is Status.NOT_IN_FORCE:
        figure = "–"
    under = ""
    if target.minimum is not None and (number := len(progress.sensitivity)) > 1:
        same = {each.status for each in progress.sensitivity} == {progress.status}
        under = text("report.under_all", number=number) if same else text("report.under")
    status = text(f"headline.{wording}", remaining=progress.remaining)
    return Headline(figure, status, under)


class _AnswerPage(TargetWriter):
    """Writes the answer on one target."""

    def parts(self) -> list[Block]:
        """Give the answer with its curve, then what it hangs on."""
        plans = self._plans()
        lines = [*self._lines(), *self._ahead()]
        curve = TargetCurve(self.found, self.answer)
        charts = []
        if any(entry.counted for entry in self.progress.entries):
            charts.append(curve.chart(with_data=False, bottom=LOW if plans else HIGH))
        figure = headline(self.progress, self.text)
        columns = [self._reading(), self._statistics(), self._allocated()]
        beside = [part for part in columns if part is not None]
        return [
            Block("", [" ".join(lines)], charts=charts, headline=figure),
            *([Block("", tables=[plans])] if plans else []),
            Block("", parts=beside, layout=Layout.COLUMNS),
        ]

    def row(self) -> Block:
        """Give the answer in a row: the figure, and what it is of."""
        lines = self._lines()
        if self.target.tenure == OTHER_TENURE and self.progress.counted:
            lines.append(self._by_tenure())
        figure = replace(headline(self.progress, self.text), under="")
        return Block(self.answer.heading, [" ".join(lines)], headline=figure, layout=Layout.ROW)

    def _lines(self) -> list[str]:
        target, text = self.target, self.text
        lines = [verdict_sentence(self.progress, text), *story_lines(self.progress, text)]
        if target.period != year_of(self.year):
            lines.append(period_text(target, text))
        if not self.progress.entries:
            lines.append(text("report.no_entries"))
        return lines

    def _by_tenure(self) -> str:
        """Say which tenures the dwellings are of, and in how many areas they lie."""
        sums: dict[Tenure, int] = {}
        for entry in self.progress.entries:
            sums[entry.tenure] = sums.get(entry.tenure, 0) + entry.counted
        return self.text(
            "report.of_tenures",
            dwellings=dwellings_text(sums, self.text),
            number=len(by_area(self.progress)),
            **level_words(self.target.definition.level, self.text),
        )

    def _ahead(self) -> list[str]:
        """Say whether the target will be reached, while its period is open."""
        outlook = self.found.outlooks.get(self.answer.name)
        if outlook is None or self.target.minimum is None:
            return []
        return [OutlookWords(outlook, self.text).sentence()]

    def _plans(self) -> Table | None:
        """List what may yet be added, while the period is open."""
        outlook = self.found.outlooks.get(self.answer.name)
        if outlook is None or outlook.uncovered:
            return None
        planned = [each for each in outlook.plots if each.prospect.planned]
        if not planned:
            return None
        shown = replace(outlook, plots=planned[:_PLANS])
        table = OutlookWords(shown, self.text).plots(_PLANS)
        kept = [at for at, column in enumerate(table.columns) if at in (0, 1, 2, 3, 4, 6)]
        names = [plain(each.prospect.state.name) for each in shown.plots]
        return replace(
            table,
            caption=self.text("report.may_be_added", number=len(planned), shown=len(names)),
            columns=[table.columns[at] for at in kept],
            rows=[
                [name, *(row[at] for at in kept[1:])]
                for name, row in zip(names, table.rows, strict=True)
            ],
        )

    def _reading(self) -> Block:
        """Say how the words of the target are read, and how many readings reach it."""
        text, target, progress = self.text, self.target, self.progress
        lines = []
        if target.assumptions and not target.definition.areas:
            lines.append(text("reading.undecided"))
        lines.append(text("reading.here", definition=definition_text(target.definition, text)))
        number, (low, high) = len(progress.sensitivity), progress.span
        statuses = {each.status for each in progress.sensitivity}
        if progress.uncovered and Status.MET not in statuses:
            pass  # what the register lacks may count by any of them
        elif number > 1 and target.minimum is not None:
            met = sum(each.status is Status.MET for each in progress.sensitivity)
            key = "all" if met == number else "some" if met else "none"
            words = {"number": number, "met": met, "minimum": target.minimum}
            lines.append(text(f"reading.reach_{key}", **words))
        elif number > 1:
            key = "reading.same" if low == high else "reading.between"
            lines.append(text(key, number=number, low=low, high=high))
        title = "reading.decides" if len(statuses) > 1 else "reading.counts"
        return Block(text(title), [" ".join(lines)])

    def _statistics(self) -> Block | None:
        """Say that statistics are newer than the decisions they judge, where they are."""
        lines = later_lines(self.progress, self.text)
        if lines and len(self.workspace.stock.vintages) == 1:
            lines.append(self.text("report.later_only"))
        return Block(self.text("report.later_title"), [" ".join(lines)]) if lines else None

    def _allocated(self) -> Block | None:
        """Say that what is allocated is not built, and what counts by exception."""
        text, counted = self.text, self.progress.counted
        if not counted:
            return None
        found = delivered(self.books, self.progress)
        lines = [text("allocated.land")]
        if found.begun.high:
            words = {"begun": found.begun, "completed": found.completed, "counted": counted}
            lines.append(text("allocated.begun", **words))
        else:
            lines.append(text("allocated.none_begun"))
        by_exception = self._by_exception()
        if by_exception:
            number = text.number(sum(by_exception.values()))
            names = [self.place(code) for code in by_exception]
            where = text("allocated.where", areas=text.join(names)) if len(names) <= _NAMED else ""
            words = {"number": number, "counted": counted, "where": where}
            lines.append(text("allocated.excepted", **words))
        return Block(text("allocated.title"), [" ".join(lines)])

    def _by_exception(self) -> dict[str | None, int]:
        """Sum what counts only because of an exception, by area."""
        found: dict[str | None, int] = {}
        for entry in self.progress.entries:
            more = entry.counted - entry.without_exception
            if entry.counted and more:
                found[entry.area] = found.get(entry.area, 0) + more
        return {code: number for code, number in found.items() if number > 0}
