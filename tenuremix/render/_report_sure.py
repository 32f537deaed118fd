"""The report on one target: how sure the answer is, and what was decided by exception."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tenuremix.progress import Alternative, Entry, Progress, Reason
from tenuremix.proposal import NEAR_LINE
from tenuremix.render._page import area_label, named, plain
from tenuremix.render._report_targets import group_words, range_finding, reason_words
from tenuremix.render._svg import Heading
from tenuremix.render.charts import Dots, Goal, range_chart
from tenuremix.render.model import (
    NUMBER,
    WORD,
    Cell,
    Chart,
    Column,
    Part,
    Section,
    Shape,
    Table,
    day,
    portion,
    signed,
    whole,
)
from tenuremix.render.words import definition_text, level_name
from tenuremix.rules import MAJORITY, Definition

if TYPE_CHECKING:
    from tenuremix.books import Books
    from tenuremix.render._report_findings import Findings
    from tenuremix.render.locale import Locale


OLD_MONTHS = 24
"""Statistics older than this at the decision are told as old: they come out every year."""


def sure_section(found: Findings) -> Section | None:
    """Say how sure each answer is."""
    books, text = found.books, found.text
    made = found.by_target(
        "sure", text("report.sure"), lambda a: sure_parts(a.progress, books, a.name, text)
    )
    return made and replace(made, parts=[Part("", [text("report.sure_lead")]), *made.parts])


def exceptions_section(found: Findings) -> Section | None:
    """Show each figure with and without the exceptions that the nämnd has decided."""
    books, text = found.books, found.text
    return found.by_target(
        "exceptions", text("report.exceptions"), lambda a: [_exceptions(a.progress, books, text)]
    )


def sure_parts(progress: Progress, books: Books, name: str, text: Locale) -> list[Part]:
    """Show what the answer depends on: definitions, lines, what is not known."""
    parts = [
        _range(progress, name, text),
        _deciding(progress, books, text),
        *([] if progress.target.definition.areas else [_near(progress, books, text)]),
        _statistics(progress, books, text),
        _unjudged(progress, books, text),
    ]
    about = plain(progress.target.title)
    return [replace(p, tables=[replace(t, about=about) for t in p.tables]) for p in parts]


def _range(progress: Progress, name: str, text: Locale) -> Part:
    """Show the answer under every definition, with a chart where the answers differ."""
    listed = progress.sensitivity
    title = text("report.range", number=text.number(len(listed)))
    finding = range_finding(progress, text)
    table = _range_table(title, listed, progress, text)
    if len({a.counted for a in listed}) == 1:
        return Part(title, [f"{finding}."], [table])
    minimum = progress.target.minimum
    goal = None
    if minimum is not None:
        goal = Goal(minimum, text("report.chart_minimum", number=text.number(minimum)))
    heading = Heading(f"{name}-range", finding, text("report.range_desc"))
    numbers = {a.counted: text.number(a.counted) for a in listed}
    dots = _dot_rows(listed, progress, text)
    svg = range_chart(heading, dots, goal, numbers)
    data = _dot_table(dots, progress, text)
    chart = Chart(heading.name, finding, heading.description, svg, data, Shape.DOTS)
    return Part(title, [], [table], [chart])


def _dot_table(dots: Sequence[Dots], progress: Progress, text: Locale) -> Table:
    """List the rings: how many definitions of each level give each number."""
    columns = [
        Column(text("col.level"), WORD),
        Column(text("col.counted"), NUMBER),
        Column(text("report.col_definitions"), NUMBER),
    ]
    rows: list[list[Cell]] = [
        [row.label, whole(number, text), whole(row.counts[number], text)]
        for row in dots
        for number in sorted(row.counts)
    ]
    caption = text("report.range_data", target=plain(progress.target.title))
    return Table(caption, columns, rows)


def _range_table(
    title: str, listed: Sequence[Alternative], progress: Progress, text: Locale
) -> Table:
    """List every definition with its count, and whether the minimum is reached if there is one."""
    chosen = progress.target.definition
    columns = [Column(text("col.definition")), Column(text("col.counted"), NUMBER)]
    rows: list[list[Cell]] = [
        [_marked(a.definition, chosen, text), whole(a.counted, text)] for a in listed
    ]
    if progress.target.minimum is not None:
        columns.append(Column(text("col.status"), WORD))
        for row, alternative in zip(rows, listed, strict=True):
            status = alternative.status
            row.append(text(f"status.{status}") if status else text("class.none"))
    return Table(title, columns, rows, supporting=True)


def _marked(definition: Definition, chosen: Definition, text: Locale) -> str:
    words = definition_text(definition, text)
    if not definition.judges_as(chosen):
        return words
    return text("report.chosen_mark", definition=words)


def _dot_rows(listed: Sequence[Alternative], progress: Progress, text: Locale) -> list[Dots]:
    found: dict[str, dict[int, int]] = {}
    for alternative in listed:
        counts = found.setdefault(alternative.definition.level, {})
        counts[alternative.counted] = counts.get(alternative.counted, 0) + 1
    own = progress.target.definition.level
    return [
        Dots(level_name(level, text), counts, progress.counted if level == own else None)
        for level, counts in found.items()
    ]


def _deciding(progress: Progress, books: Books, text: Locale) -> Part:
    title = text("report.deciding")
    deciding = progress.deciding()
    if not deciding:
        return Part(title, [text("report.deciding_none")])
    chosen = progress.target.definition
    own = next(a for a in progress.sensitivity if a.definition.judges_as(chosen)).by_allocation
    rows: list[list[Cell]] = [
        [
            named(books.states[id_].name, id_),
            whole(least, text),
            whole(most, text),
            whole(own.get(id_, 0), text),
        ]
        for id_, least, most in deciding
    ]
    columns = [
        Column(text("report.allocation")),
        Column(text("col.definitions_least"), NUMBER),
        Column(text("col.definitions_most"), NUMBER),
        Column(text("report.col_chosen"), NUMBER),
    ]
    lead = text("report.deciding_lead", number=text.number(len(deciding)))
    return Part(title, [lead], [Table(title, columns, rows)])


def _near(progress: Progress, books: Books, text: Locale) -> Part:
    """List the tested areas whose share is within two percentage points of the line."""
    title = text("report.near")
    rule = progress.target.definition
    least = rule.least_share()
    line = 0.5 if rule.criterion == MAJORITY else float(least) if least else None
    if line is None:
        return Part(title, [text("report.near_no_line")])
    tested: dict[str, list[Entry]] = {}
    for entry in progress.entries:
        part = entry.area_class.share
        inside = progress.target.period.holds(entry.date) or entry.counted
        if inside and entry.area and part and abs((part.low + part.high) / 2 - line) <= NEAR_LINE:
            tested.setdefault(entry.area, []).append(entry)
    words = {"points": text.decimal(100 * NEAR_LINE, 0), "line": text.percent(line, 0)}
    if not tested:
        return Part(title, [text("report.near_none", **words)])
    rows: list[list[Cell]] = [
        [
            area_label(books.areas, code, text, rule.level),
            portion(entries[0].area_class.share, text),
            day(entries[0].area_class.statistics_date),
            whole(sum(entry.dwellings for entry in entries), text),
            whole(sum(entry.counted for entry in entries), text),
        ]
        for code, entries in sorted(tested.items())
    ]
    group = group_words(rule, text)
    columns = [
        Column(text("col.area_name")),
        Column(text("report.group_share", group=group), NUMBER),
        Column(text("report.statistics_date"), WORD),
        Column(text("report.tested"), NUMBER),
        Column(text("col.counted"), NUMBER),
    ]
    counted = sum(entry.counted for entries in tested.values() for entry in entries)
    numbers = {"counted": text.number(counted), "total": text.number(progress.counted)}
    lead = text("report.near_lead", group=group, **numbers, **words)
    return Part(title, [lead], [Table(title, columns, rows)])


def _statistics(progress: Progress, books: Books, text: Locale) -> Part:
    """Say how old the statistics were at each decision that counts, and what they suppress."""
    title = text("report.statistics")
    found: dict[date, list[Entry]] = {}
    for entry in progress.entries:
        if entry.counted and entry.area_class.statistics_date is not None:
            found.setdefault(entry.area_class.statistics_date, []).append(entry)
    if not found:
        return Part(title, [text("report.statistics_none")])
    rows: list[list[Cell]] = [
        [
            day(on),
            whole(sum(entry.counted for entry in entries), text),
            whole(len({(entry.allocation, entry.date) for entry in entries}), text),
            whole(max(0, *(_months(entry) for entry in entries)), text),
        ]
        for on, entries in sorted(found.items())
    ]
    old = sum(e.counted for entries in found.values() for e in entries if _months(e) > OLD_MONTHS)
    key = "report.statistics_old" if old else "report.statistics_fresh"
    lines = [text(key, number=text.number(old), months=text.number(OLD_MONTHS))]
    later = sum(e.counted for on, entries in found.items() for e in entries if on > e.date)
    if later:
        lines.append(text("report.statistics_later", number=text.number(later)))
    suppressed = _suppressed(progress, books, text)
    if suppressed:
        lines.append(text("report.suppressed", areas=text.join(suppressed)))
    elif not progress.target.definition.areas:
        lines.append(text("report.suppressed_none"))
    columns = [
        Column(
            text(
                "report.list_date" if progress.target.definition.areas else "report.statistics_date"
            ),
            WORD,
        ),
        Column(text("col.counted"), NUMBER),
        Column(text("report.col_decisions"), NUMBER),
        Column(text("report.col_oldest"), NUMBER),
    ]
    return Part(title, lines, [Table(title, columns, rows)])


def _months(entry: Entry) -> int:
    """Give the whole months from the statistics to the decision that they judge."""
    on = entry.area_class.statistics_date
    return 0 if on is None else (entry.date - on).days * 48 // 1461


def _suppressed(progress: Progress, books: Books, text: Locale) -> list[str]:
    """Name the areas that count although a suppressed figure leaves their share open."""
    level = progress.target.definition.level
    codes = {
        entry.area
        for entry in progress.entries
        if entry.counted
        and entry.area
        and (part := entry.area_class.share) is not None
        and part.value is None
    }
    return [area_label(books.areas, code, text, level) for code in sorted(codes)]


def _exceptions(progress: Progress, books: Books, text: Locale) -> Part:
    """Show the figure with and without the exceptions decided."""
    title = text("report.exceptions")
    touched = [e for e in progress.entries if e.counted != e.without_exception]
    lines = [text("report.exceptions_none")]
    tables = []
    if touched:
        numbers = (progress.counted, progress.without_exceptions)
        counted, without = (text.number(number) for number in numbers)
        lines = [text("report.exceptions_lead", counted=counted, without=without)]
        tables = [Table(title, _exception_columns(text), [
            [
                named(e.name, e.allocation),
                plain(books.states[e.allocation].diarienummer) or "–",
                text(f"report.exception.{e.exception}"),
                text(f"tenure.{e.tenure}"),
                whole(e.counted, text),
                whole(e.without_exception, text),
            ]
            for e in touched
        ])]  # fmt: skip
    return Part("", lines, tables)


def _exception_columns(text: Locale) -> list[Column]:
    return [
        Column(text("report.allocation")),
        Column(text("report.record")),
        Column(text("report.exception"), WORD),
        Column(text("col.tenure"), WORD),
        Column(text("col.counted"), NUMBER),
        Column(text("report.without"), NUMBER),
    ]


def _unjudged(progress: Progress, books: Books, text: Locale) -> Part:
    title = text("report.unjudged")
    wanted = (Reason.NOT_ASSESSABLE, Reason.OUTSIDE_AREAS)
    found = [
        entry
        for entry in progress.entries
        if entry.reason in wanted and progress.target.period.holds(entry.date)
    ]
    if not found:
        return Part(title, [text("report.unjudged_none")])
    rows: list[list[Cell]] = [
        [
            named(entry.name, entry.allocation),
            area_label(books.areas, entry.area, text),
            text(f"tenure.{entry.tenure}"),
            signed(entry.dwellings, text),
            reason_words(entry, progress, books, text),
        ]
        for entry in found
    ]
    columns = [
        Column(text("report.allocation")),
        Column(text("report.col_place")),
        Column(text("col.tenure"), WORD),
        Column(text("col.change"), NUMBER),
        Column(text("col.reason")),
    ]
    net = text.number(sum(entry.dwellings for entry in found))
    return Part(title, [text("report.unjudged_lead", dwellings=net)], [Table(title, columns, rows)])
