"""The parts of the report on one target: the answer, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tenuremix.progress import Alternative, Entry, Progress, Reason, Status
from tenuremix.proposal import NEAR_LINE
from tenuremix.render._page import NUMBER, WORD, Column, Table, area_label, iso, named, plain
from tenuremix.render.charts import (
    Dots,
    Goal,
    Heading,
    Step,
    progress_chart,
    range_chart,
)
from tenuremix.render.words import definition_text, level_name
from tenuremix.rules import MAJORITY, Definition, Target

if TYPE_CHECKING:
    from tenuremix.progress import Books
    from tenuremix.render.locale import Locale

COUNTED = (Reason.COUNTED, Reason.REVERSED)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands below it: sentences, a chart with its words, and tables."""

    title: str
    lines: Sequence[str] = ()
    tables: Sequence[Table] = ()
    chart: str = ""
    finding: str = ""


def period_text(target: Target, text: Locale) -> str:
    """Say when a target is in force, with the last day included."""
    first = text.day(target.valid_from)
    if target.valid_to is None:
        return text("report.period_open", first=first)
    last = text.day(target.valid_to - timedelta(days=1))
    return text("report.period", first=first, last=last)


def group_words(definition: Definition, text: Locale) -> str:
    """Name the tenures whose majority a definition asks for."""
    names = [text(f"tenure.{tenure}") for tenure in definition.majority_of]
    return text("definition.group_join").join(names)


def definition_words(definition: Definition, chosen: Definition, text: Locale) -> str:
    """Put a definition into words; an edition of a list is named by its own date.

    The alternatives of a list hold each edition as if it had always been in force, so the date
    is looked up in the chosen definition.
    """
    if not definition.areas:
        return definition_text(definition, text)
    level = level_name(definition.level, text)
    if definition is chosen or len(definition.editions) != 1:
        return text("report.list_definition", level=level)
    only = definition.editions[0]
    when = next(
        (e.valid_from for e in chosen.editions if replace(e, valid_from=date.min) == only),
        only.valid_from,
    )
    return text("report.list_edition", level=level, date=text.day(when))


# The answer -------------------------------------------------------------------------------------


def answer_part(progress: Progress, name: str, text: Locale) -> Part:
    """Show the count by year, as a chart and as a table."""
    years = sorted(progress.by_year)
    plus = {year: _sum_of(progress, year, Reason.COUNTED) for year in years}
    minus = {year: _sum_of(progress, year, Reason.REVERSED) for year in years}
    running = 0
    rows = []
    for year in years:
        running += progress.by_year[year]
        numbers = (plus[year], minus[year], progress.by_year[year], running)
        rows.append([str(year), *(text.number(number) for number in numbers)])
    columns = [
        Column(text("report.year"), WORD),
        *(Column(text(f"report.years_{k}"), NUMBER)
          for k in ("plus", "minus", "net", "running")),
    ]  # fmt: skip
    caption = text("report.years", target=plain(progress.target.title))
    finding = _years_finding(sum(plus.values()), sum(minus.values()), progress, text)
    heading = Heading(f"{name}-years", finding, text("report.chart_years_desc"))
    minimum = progress.target.minimum
    goal = text("report.chart_minimum", number=text.number(minimum))
    steps = _steps(progress, plus, minus, text)
    rule = progress.target.definition
    lines = [
        period_text(progress.target, text),
        text("report.chosen_rule", definition=definition_words(rule, rule, text)),
        f"{_range_finding(progress, text)}.",
    ]
    if not progress.entries:
        lines.append(text("report.no_entries"))
    if not years:
        return Part(progress.target.title, lines)
    chart = progress_chart(heading, steps, minimum, goal)
    return Part(progress.target.title, lines, [Table(caption, columns, rows)], chart, finding)


def _sum_of(progress: Progress, year: int, reason: Reason) -> int:
    return sum(
        entry.counted
        for entry in progress.entries
        if entry.date.year == year and entry.reason is reason
    )


def _years_finding(plus: int, minus: int, progress: Progress, text: Locale) -> str:
    minimum = progress.target.minimum
    goal = text("report.chart_of_minimum", number=text.number(minimum)) if minimum else ""
    key = "report.chart_years" if minus else "report.chart_years_plain"
    numbers = {"plus": plus, "minus": -minus, "net": progress.counted}
    return text(key, minimum=goal, **{k: text.number(n) for k, n in numbers.items()})


def _steps(
    progress: Progress, plus: dict[int, int], minus: dict[int, int], text: Locale
) -> list[Step]:
    """Make the bars: one per year, or what was counted and deducted in the only year."""
    years = sorted(progress.by_year)
    if len(years) > 1:
        moves = [(str(year), progress.by_year[year]) for year in years]
    else:
        moves = [(text("report.years_plus"), sum(plus.values()))]
        if any(minus.values()):
            moves.append((text("report.years_minus"), sum(minus.values())))
    steps, at = [], 0
    for label, move in moves:
        steps.append(Step(label, at, at + move, text.signed(move)))
        at += move
    total = Step(text("report.sum"), 0, progress.counted, text.number(progress.counted), total=True)
    return [*steps, total]


# How sure ---------------------------------------------------------------------------------------


def sure_parts(progress: Progress, books: Books, name: str, text: Locale) -> list[Part]:
    """Show what the answer depends on: definitions, lines, exceptions, what is not known."""
    return [
        _range(progress, name, text),
        _deciding(progress, books, text),
        *([] if progress.target.definition.areas else [_near(progress, books, text)]),
        _exceptions(progress, books, text),
        *_early_reversals(progress, text),
        _unjudged(progress, books, text),
    ]


def _answers(progress: Progress) -> list[Alternative]:
    """List the answer under every definition, the chosen one among them."""
    listed = list(progress.sensitivity)
    if not any(_same(a.definition, progress.target.definition) for a in listed):
        listed.insert(0, _own_answer(progress))
    return listed


def _range_finding(progress: Progress, text: Locale) -> str:
    """Say between which numbers the answer lies, and how often the minimum is reached."""
    listed = _answers(progress)
    number = text.number(len(listed))
    low, high = progress.span
    key = "report.range_same" if low == high else "report.range_finding"
    finding = text(key, low=text.number(low), high=text.number(high), number=number)
    if progress.target.minimum is None:
        return finding
    met = sum(a.status is Status.MET for a in listed)
    return finding + text("report.range_met", met=text.number(met), number=number)


def _range(progress: Progress, name: str, text: Locale) -> Part:
    """Show the answer under every definition, with a chart where the answers differ."""
    listed = _answers(progress)
    title = text("report.range", number=text.number(len(listed)))
    finding = _range_finding(progress, text)
    table = _range_table(title, listed, progress, text)
    if len({a.counted for a in listed}) == 1:
        return Part(title, [f"{finding}."], [table])
    minimum = progress.target.minimum
    goal = None
    if minimum is not None:
        goal = Goal(minimum, text("report.chart_minimum", number=text.number(minimum)))
    heading = Heading(f"{name}-range", finding, text("report.range_desc"))
    numbers = {a.counted: text.number(a.counted) for a in listed}
    chart = range_chart(heading, _dot_rows(listed, progress, text), goal, numbers)
    return Part(title, [text("report.range_desc")], [table], chart, finding)


def _range_table(
    title: str, listed: Sequence[Alternative], progress: Progress, text: Locale
) -> Table:
    """List every definition with its count, and whether the minimum is reached if there is one."""
    chosen = progress.target.definition
    columns = [Column(text("col.definition")), Column(text("col.counted"), NUMBER)]
    rows = [[_marked(a.definition, chosen, text), text.number(a.counted)] for a in listed]
    if progress.target.minimum is not None:
        columns.append(Column(text("col.status"), WORD))
        for row, alternative in zip(rows, listed, strict=True):
            status = alternative.status
            row.append(text(f"status.{status}") if status else text("class.none"))
    return Table(title, columns, rows)


def _same(definition: Definition, chosen: Definition) -> bool:
    """Tell whether two definitions judge alike, whatever they are called."""
    return replace(definition, id="", title="", source="") == replace(
        chosen, id="", title="", source=""
    )


def _own_answer(progress: Progress) -> Alternative:
    from tenuremix.progress import Alternative

    by_allocation: dict[str, int] = {}
    for entry in progress.entries:
        counted = by_allocation.get(entry.allocation, 0) + entry.counted
        by_allocation[entry.allocation] = counted
    return Alternative(
        progress.target.definition, progress.counted, progress.status, by_allocation
    )


def _marked(definition: Definition, chosen: Definition, text: Locale) -> str:
    words = definition_words(definition, chosen, text)
    if not _same(definition, chosen):
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
    own = _own_answer(progress).by_allocation
    rows = [
        [
            named(books.states[id_].name, id_),
            text.number(least),
            text.number(most),
            text.number(own.get(id_, 0)),
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
        inside = progress.target.in_period(entry.date) or entry.counted
        if inside and entry.area and part and abs((part.low + part.high) / 2 - line) <= NEAR_LINE:
            tested.setdefault(entry.area, []).append(entry)
    words = {"points": text.decimal(100 * NEAR_LINE, 0), "line": text.percent(line, 0)}
    if not tested:
        return Part(title, [text("report.near_none", **words)])
    rows = [
        [
            area_label(books.areas, code, text, rule.level),
            text.share(entries[0].area_class.share),
            iso(entries[0].area_class.statistics_date),
            text.number(sum(entry.dwellings for entry in entries)),
            text.number(sum(entry.counted for entry in entries)),
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
                text.number(e.counted),
                text.number(e.without_exception),
            ]
            for e in touched
        ])]  # fmt: skip
    return Part(title, lines, tables)


def _exception_columns(text: Locale) -> list[Column]:
    return [
        Column(text("report.allocation")),
        Column(text("report.record")),
        Column(text("report.exception"), WORD),
        Column(text("col.tenure"), WORD),
        Column(text("col.counted"), NUMBER),
        Column(text("report.without"), NUMBER),
    ]


def early(entry: Entry, progress: Progress) -> bool:
    """Tell whether an entry deducts from an allocation that never counted towards the target."""
    if entry.reason is not Reason.REVERSED:
        return False
    return not any(
        other.counted > 0 and other.allocation == entry.allocation for other in progress.entries
    )


def _early_reversals(progress: Progress, text: Locale) -> list[Part]:
    """Say what is deducted for allocations that never counted towards the target."""
    found = [entry for entry in progress.entries if early(entry, progress)]
    if not found:
        return []
    number = sum(entry.counted for entry in found)
    names = list(dict.fromkeys(named(entry.name, entry.allocation) for entry in found))
    line = text(
        "report.before_period",
        number=text.number(-number),
        names=text.join(names),
        sum=text.number(progress.counted - number),
    )
    return [Part(text("report.before_period_title"), [line])]


def _unjudged(progress: Progress, books: Books, text: Locale) -> Part:
    title = text("report.unjudged")
    wanted = (Reason.NOT_ASSESSABLE, Reason.OUTSIDE_AREAS)
    found = [
        entry
        for entry in progress.entries
        if entry.reason in wanted and progress.target.in_period(entry.date)
    ]
    if not found:
        return Part(title, [text("report.unjudged_none")])
    rows = [
        [
            named(entry.name, entry.allocation),
            area_label(books.areas, entry.area, text),
            text(f"tenure.{entry.tenure}"),
            text.signed(entry.dwellings),
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


def reason_words(entry: Entry, progress: Progress, books: Books, text: Locale) -> str:
    """Say why an entry counts or not, as plainly as the ledger allows."""
    reason, level = entry.reason, progress.target.definition.level
    if reason is Reason.NOT_ASSESSABLE and entry.area is not None:
        at = books.areas.level_of(entry.area)
        if entry.area not in books.areas.at(level) and at is not None:
            return text("report.reason_coarse", level=level_name(at, text))
        return text("report.reason_no_statistics")
    if reason is Reason.OTHER_AREA:
        return _other_area(entry, progress, text)
    if reason is Reason.COUNTED and not entry.without_exception:
        return text("report.reason_excepted_in")
    if early(entry, progress):
        return text("report.reason_reversed_before")
    return text(f"reason.{reason}")


def _other_area(entry: Entry, progress: Progress, text: Locale) -> str:
    rule = progress.target.definition
    if entry.area_class.qualifies:
        return text("report.reason_same")
    if rule.areas:
        return text("report.reason_not_listed")
    if rule.criterion == MAJORITY:
        return text("report.reason_no_majority", group=group_words(rule, text))
    return text(f"reason.{entry.reason}")
