"""The sheets on the targets: the answer, the count by day and quarter, the possible readings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tenuremix.counting.rules import BEFORE_DECISION
from tenuremix.counting.targets import Status
from tenuremix.delivery.pace import by_quarter, even_path, running_sum
from tenuremix.document.words import (
    criterion_text,
    definition_text,
    level_name,
    rule_sentence,
    status_words,
    stock_text,
    tenures_text,
    verdict_sentence,
)
from tenuremix.report.workbook.tables import Row, each_target, table, yes

if TYPE_CHECKING:
    from tenuremix.counting.progress import Progress
    from tenuremix.counting.rules import Definition
    from tenuremix.io.formats.layers import Layer
    from tenuremix.report.findings import Answer, Findings

_DAY = timedelta(days=1)


def target_tables(found: Findings) -> list[Layer]:
    """Make the tables on the targets."""
    text = found.text
    return [
        _answers(found),
        table(
            text,
            "days",
            "target day:d change:s running:n even:n",
            (
                [name, *row]
                for name, answer in each_target(found)
                for row in day_rows(answer.progress)
            ),
        ),
        table(
            text,
            "quarters",
            "target year:y quarter:n plus:n minus:n net:s running:n even:n",
            (
                [name, q.year, q.number, q.plus, q.minus, q.net, q.running, q.path]
                for name, answer in each_target(found)
                for q in by_quarter(answer.progress)
            ),
        ),
    ]


def _answers(found: Findings) -> Layer:
    stated = found.workspace.assessment
    columns = (
        "target title:w as_of:d counted:n minimum:n remaining:n status:w readings_met:n readings:n "
        "range:~n without_exceptions:n net:n unjudged:n undecided:n first:d last:d sentence:w "
        "rule:w"
    )
    if stated is not None:
        columns += " judgement judged_on:d judged_text:w judged_source:w"
    rows = [
        [*_answer(name, answer, found), *([] if stated is None else _judgement(answer, found))]
        for name, answer in each_target(found)
    ]
    return table(found.text, "answer", columns, rows, frozen=1)


def _answer(name: str, answer: Answer, found: Findings) -> list[object]:
    progress, text = answer.progress, found.text
    target = progress.target
    met = sum(each.status is Status.MET for each in progress.sensitivity)
    return [
        name,
        target.title,
        progress.as_of,
        progress.counted,
        target.minimum,
        progress.remaining,
        status_words(progress, text),
        None if target.minimum is None else met,
        len(progress.sensitivity),
        *progress.span,
        progress.without_exceptions,
        None if answer.lost is None else progress.counted - answer.lost.total,
        progress.not_assessable,
        sum(progress.potential.values()),
        target.valid_from,
        target.period.last,
        verdict_sentence(progress, text),
        rule_sentence(target, text),
    ]


def _judgement(answer: Answer, found: Findings) -> list[object]:
    """Give what the nämnd itself has said of a target for the year."""
    of_year = {a.target: a for a in found.workspace.assessment or () if a.year == found.year}
    said = of_year.get(answer.progress.target.id)
    if said is None:
        return [None] * 4
    return [found.text(f"judgement.{said.status}"), said.date, said.text, said.source]


def day_rows(progress: Progress) -> Iterator[Row]:
    """Give the days on which a count changed, the first of its period, and the last it stands at.

    Yields
    ------
    list
        The day, the change, the sum and the even path: the last day of the period has the path
        alone where it is to come.  Nothing for a period that has not begun.
    """
    target = progress.target
    on = min(progress.as_of, target.period.last or progress.as_of)
    if on < target.valid_from:
        return
    sums = dict(running_sum(progress))
    days: set[date] = {target.valid_from, *sums, on}
    if target.period.last is not None and even_path(target, on) is not None:
        days.add(target.period.last)
    before = 0
    for day in sorted(days):
        now = sums.get(day, before)
        counted = [now - before, now] if day <= on else [None, None]
        yield [day, *counted, even_path(target, day)]
        before = now


# Readings ---------------------------------------------------------------------------------------


def reading_tables(found: Findings) -> list[Layer]:
    """Make the tables of the possible readings, and of the allocations that depend on them."""
    text = found.text
    return [
        table(
            text,
            "readings",
            "target level majority_of criterion hustyper edition:d counted:n status chosen "
            "definition:w",
            (row for name, answer in each_target(found) for row in _readings(name, answer, found)),
        ),
        table(
            text,
            "deciding",
            "target id name least:n most:n as_chosen:n",
            (row for name, answer in each_target(found) for row in _deciding(name, answer, found)),
        ),
    ]


def _readings(name: str, answer: Answer, found: Findings) -> Iterator[Row]:
    text, progress = found.text, answer.progress
    for each in progress.sensitivity:
        rule = each.definition
        judged = status_words(progress, text, each)
        yield [
            name,
            level_name(rule.level, text),
            *_criteria(rule, found),
            each.counted,
            None if progress.target.minimum is None else judged,
            yes(rule.judges_as(progress.target.definition), text),
            definition_text(rule, text),
        ]


def _criteria(rule: Definition, found: Findings) -> Row:
    """Give what a reading looks at; of a list of areas it is the edition alone."""
    if rule.areas:
        return [None, None, None, rule.edition]
    text = found.text
    return [
        tenures_text(rule.majority_of, text),
        criterion_text(rule.criterion, text),
        stock_text(rule.stock, text),
        rule.vintage if rule.vintage != BEFORE_DECISION else None,
    ]


def _deciding(name: str, answer: Answer, found: Findings) -> Iterator[Row]:
    progress = answer.progress
    chosen = progress.target.definition
    own = next(
        (a.by_allocation for a in progress.sensitivity if a.definition.judges_as(chosen)), {}
    )
    for id_, least, most in progress.deciding():
        yield [name, id_, found.books.states[id_].name, least, most, own.get(id_, 0)]
