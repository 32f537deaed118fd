"""The second page: what happened in the year, target by target, and what was lost beside them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from tenuremix.counting.decisions import Event
from tenuremix.counting.period import last_of
from tenuremix.counting.projection import project_areas
from tenuremix.counting.tenure import KNOWN, Tenure, share
from tenuremix.delivery.pace import Quarter, by_quarter
from tenuremix.document.model import Block, Section
from tenuremix.document.names import plain
from tenuremix.document.outlook import forecast_lines
from tenuremix.document.tables import NUMBER, WORD, Table, TableColumn, headings, portion, signed
from tenuremix.document.words import level_words, loss_lines, rule_sentence, tenure_word
from tenuremix.report.findings import Findings, TargetWriter, Value
from tenuremix.report.story import Move, by_area, moves

_ROWS = 10  # of a table; the annex has every row
_TOLD = 4  # changes that a sentence tells one by one


def year_page(found: Findings) -> Section | None:
    """Tell what happened in the year; None where no target was in force."""
    if not found.answers:
        return None
    first, *others = found.answers
    writer = _Year(found, first)
    parts = [*writer.quarters(), *writer.taken(), *writer.exceptions()]
    # Of several lists the first has the anchor.
    listed = next((other for other in others if other.progress.target.definition.areas), None)
    for other in others:
        parts += _Year(found, other).areas("listed" if other is listed else "")
    if found.workspace.losses is not None:
        parts.append(Block(found.text("report.losses"), _losses(found), anchor="losses"))
    return Section("changes", found.text("year.title", year=found.year), parts, page=True)


class _Year(TargetWriter):
    """Writes what happened to one target in the year."""

    @cached_property
    def moved(self) -> list[Move]:
        """What each decision of the year did to the count."""
        return [each for each in moves(self.books, self.progress) if each.date.year == self.year]

    def quarters(self) -> list[Block]:
        """Tell what was added and taken off, by quarter, and how it was added."""
        text = self.text
        quarters = [each for each in by_quarter(self.progress) if each.year == self.year]
        if not quarters:
            return [Block("", [text("pace.not_begun", date=self.target.valid_from)])]
        plus, minus = sum(q.plus for q in quarters), sum(q.minus for q in quarters)
        if not plus and not minus:
            return [Block("", [text("year.nothing", target=self.answer.heading)])]
        words = {"target": self.answer.heading, "plus": plus, "minus": -minus}
        lines = [text("year.lead_both" if minus else "year.lead", **words)]
        top = max(quarters, key=lambda quarter: quarter.running)
        fall = top.running - quarters[-1].running
        if fall and minus:
            end = {"date": text.day_of_year(quarters[-1].ends_on), "fall": fall}
            on = text.day_of_year(top.ends_on)
            lines.append(text("year.fell", top=top.running, on=on, **end))
        lines += self._how()
        lines += forecast_lines(self.progress, self.workspace.forecasts, text)
        return [Block("", [" ".join(lines)], [self._quarter_table(quarters)], anchor="pace")]

    def _quarter_table(self, quarters: Sequence[Quarter]) -> Table:
        text = self.text
        even = quarters[-1].path is not None
        columns = [
            TableColumn(str(self.year), WORD),
            *headings(text, "report.years_plus:n report.years_minus:n report.years_net:n"),
            *headings(text, "report.years_running:n"),
            *(headings(text, "pace.col_even:n") if even else []),
        ]
        rows: list[list[Value]] = []
        for q in quarters:
            cells: list[Value] = [q.plus, q.minus, signed(q.net, text), q.running]
            rows.append([text("year.quarter", number=str(q.number)), *cells, *_known(q.path)])
        sums = [sum(q.plus for q in quarters), sum(q.minus for q in quarters)]
        last = quarters[-1]
        whole = last.ends_on == last_of(self.year)
        foot: list[Value] = [text("year.whole" if whole else "year.so_far"), *sums]
        foot += [signed(sum(sums), text), last.running, *_known(last.path)]
        return self.table(self._finding(quarters), columns, rows, foot)

    def _finding(self, quarters: Sequence[Quarter]) -> str:
        """Say in which quarter most was added, and where all that was taken off was."""
        text = self.text
        most = max(q.plus for q in quarters)
        tops = [q for q in quarters if q.plus == most]
        falls = [q for q in quarters if q.minus]
        if len(quarters) == 1 or len(tops) > 1 or not most:
            return text("year.by_quarter")
        first = text("year.most", quarter=text(f"quarter.{tops[0].number}"))
        if len(falls) != 1:
            return first
        return first + text("year.all_taken", quarter=text(f"quarter.{falls[0].number}"))

    def _how(self) -> list[str]:
        """Say how what was added was: by new allocations, and by changes of earlier ones."""
        text = self.text
        added = [each for each in self.moved if each.counted > 0]
        new = [each for each in added if each.event is Event.MARKANVISNING]
        changed = [each for each in added if each not in new]
        if not added:
            return []
        numbers = {
            "new": sum(each.counted for each in new),
            "allocations": len({each.allocation for each in new}),
        }
        if not changed:
            return [text("year.all_new", **numbers)]
        decisions = len({(each.allocation, each.date) for each in changed})
        told = text(
            "year.new_and_changed" if new else "year.all_changed",
            changed=sum(each.counted for each in changed),
            changes=decisions,
            **numbers,
        )
        if decisions > _TOLD:
            return [f"{told}."]
        each_told = [f"{self._in(each.area)} {each.words(text)}" for each in changed]
        return [f"{told}: {text.join(list(dict.fromkeys(each_told)))}."]

    def _in(self, area: str | None) -> str:
        return self.text("outside") if area is None else self.text("in_area", area=self.place(area))

    def taken(self) -> list[Block]:
        """List the decisions that took dwellings off, the most first; or say that none did."""
        text = self.text
        taken = sorted((each for each in self.moved if each.counted < 0), key=lambda m: m.counted)
        if not taken:
            return [Block("", [text("year.none_taken")])] if self.moved else []
        total = -sum(each.counted for each in taken)
        caption = text(
            "year.taken",
            decisions=len({(each.allocation, each.date) for each in taken}),
            number=total,
            tenure=tenure_word(self.target, text, total),
        )
        rows: list[list[Value]] = [
            [
                text.day_of_year(each.date).replace(" ", "\xa0"),
                plain(each.name),
                self.place(each.area),
                each.words(text),
                signed(each.counted, text),
            ]
            for each in sorted(taken[:_ROWS], key=lambda each: (each.date, each.allocation))
        ]
        level = level_words(self.target.definition.level, text)["level"]
        columns = [
            *headings(text, "col.date:w report.allocation"),
            TableColumn(level[:1].upper() + level[1:], WORD),
            *headings(text, "year.decided col.counted:n"),
        ]
        lines = []
        if rest := taken[_ROWS:]:
            number = -sum(each.counted for each in rest)
            lines.append(text("year.taken_rest", decisions=len(rest), number=number))
        return [Block("", lines, [self.table(caption, columns, rows, header=1)])]

    def exceptions(self) -> list[Block]:
        """Say what the nämnd decided by exception, and the figure without it."""
        text, progress = self.text, self.progress
        touched: dict[tuple[str, str | None], int] = {}
        for entry in progress.entries:
            if entry.exception and entry.counted != entry.without_exception:
                key = (entry.exception, entry.area)
                more = entry.counted - entry.without_exception
                touched[key] = touched.get(key, 0) + more
        words = [
            text(f"year.exception.{exception}", number=abs(number), area=self.place(area))
            for (exception, area), number in touched.items()
            if number
        ]
        if not words:
            return []
        lines = [
            text("year.exceptions", decided=text.join(words[:_TOLD])) if len(words) <= _TOLD
            else text("year.exceptions_many", number=len(words)),
            text("progress.exceptions", number=progress.without_exceptions),
        ]  # fmt: skip
        return [Block(text("report.exceptions"), [" ".join(lines)], anchor="exceptions")]

    def areas(self, anchor: str) -> list[Block]:
        """Tell of another target by area: what counts there, and what it does to the mix."""
        text, rule = self.text, self.target.definition
        held = by_area(self.progress)
        lines = [rule_sentence(self.target, text)]
        if not held:
            lines.append(text("year.none_counted"))
            return [Block(self.answer.heading, [" ".join(lines)], anchor=anchor)]
        projection = project_areas(self.books, rule.level)
        shown = [code for code in held if code is not None][:_ROWS]
        tenures = [t for t in KNOWN if t in {e.tenure for e in self.progress.entries if e.counted}]
        counted: dict[tuple[str | None, Tenure], int] = {}
        for entry in self.progress.entries:
            key = (entry.area, entry.tenure)
            counted[key] = counted.get(key, 0) + entry.counted
        rows: list[list[Value]] = []
        for code in shown:
            area = projection.areas.get(code)
            mixes = (area.now, area.projected) if area else (None, None)
            rows.append(
                [
                    self.place(code),
                    *([self._class(code)] if rule.areas else []),
                    *(counted.get((code, tenure), 0) for tenure in tenures),
                    held[code],
                    *(portion(share(m, {Tenure.HYRESRATT}) if m else None, text) for m in mixes),
                ]
            )
        columns = [
            TableColumn(text("col.area_name")),
            *(headings(text, "report.list_class") if rule.areas else []),
            *(TableColumn(text(f"tenures.{t}").capitalize(), NUMBER) for t in tenures),
            *headings(text, "report.sum:n year.share_now:n year.share_then:n"),
        ]
        sums: list[Value] = [
            sum(n for (_, t), n in counted.items() if t is tenure) for tenure in tenures
        ]
        foot: list[Value] = [
            text("report.sum"), *([""] if rule.areas else []), *sums, self.progress.counted, "", ""
        ]  # fmt: skip
        if len(shown) < len(held):
            lines.append(text("year.more_areas", number=len(held) - len(shown)))
        caption = text(
            "year.counted_in",
            number=self.progress.counted,
            areas=len(held),
            **level_words(rule.level, text),
        )
        table = self.table(caption, columns, rows, foot)
        low, high = self.progress.span
        if (number := len(self.progress.sensitivity)) > 1:
            same = "reading.same" if low == high else "reading.between"
            lines.append(text(same, number=number, low=low, high=high))
        return [Block(self.answer.heading, [" ".join(lines)], [table], anchor=anchor)]

    def _class(self, code: str) -> str:
        """Name the class of an area on the list in force when the first counted decision fell."""
        entries = [e for e in self.progress.entries if e.area == code and e.counted]
        return plain(entries[0].area_class.label or "–") if entries else "–"


def _losses(found: Findings) -> list[str]:
    """Say what was lost beside each target, and once what holds for all of them."""
    told: set[str] = set()
    lines = []
    for answer in found.answers:
        if answer.lost is not None:
            said = loss_lines(answer.lost, answer.progress, found.text)
            new = " ".join(line for line in said if line not in told)
            lines.append(found.text("year.of_target", target=answer.heading, said=new))
            told |= {*said}
    return lines


def _known(path: int | None) -> list[Value]:
    return [] if path is None else [path]
