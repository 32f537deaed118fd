"""The report on one target over time: what was counted when, what remains, and at what pace."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tenuremix.progress import Progress, Status
from tenuremix.quarters import (
    Quarter,
    by_quarter,
    counts_in,
    even_path,
    pace_needed,
    running_sum,
)
from tenuremix.render._page import plain
from tenuremix.render._svg import Heading
from tenuremix.render.chart_path import Path, path_chart
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
    whole,
)

if TYPE_CHECKING:
    from tenuremix.render._report_findings import Answer, Findings
    from tenuremix.render.locale import Locale

_DAY = timedelta(days=1)
_MONTH = 31  # fewer days than this are told as days alone
_FEW = 8  # as many quarters find room below a chart; beyond that the years are marked


def pace_section(found: Findings) -> Section | None:
    """Set each target against what was counted, by quarter and year."""
    text = found.text
    return found.by_target("pace", text("report.pace"), lambda answer: [_part(answer, text)])


def _part(answer: Answer, text: Locale) -> Part:
    progress = answer.progress
    quarters = by_quarter(progress)
    if not quarters:
        return Part("", [text("pace.not_begun", date=text.day(progress.target.valid_from))])
    lines = [*_even_lines(progress, text), *_needed_lines(progress, text)]
    tables = [_quarter_table(progress, quarters, text), _year_table(progress, quarters, text)]
    return Part("", lines, tables, [_chart(answer, text)])


def _shown_on(progress: Progress) -> date:
    """Give the last day that the figure can tell of: that of the figures, or of the period."""
    end = progress.target.valid_to
    return progress.as_of if end is None else min(progress.as_of, end - _DAY)


# Words ------------------------------------------------------------------------------------------


def _even_lines(progress: Progress, text: Locale) -> list[str]:
    """Set the count beside the even path, while days are left."""
    target, on = progress.target, _shown_on(progress)
    path = even_path(target, on)
    if path is None or target.period.is_over(progress.as_of):
        return []
    gap = progress.counted - path
    key = "pace.even_same" if not gap else "pace.even_more" if gap > 0 else "pace.even_fewer"
    numbers = {"path": path, "counted": progress.counted, "gap": abs(gap)}
    words = {name: text.number(number) for name, number in numbers.items()}
    return [text(key, date=text.day(on), **words)]


def _needed_lines(progress: Progress, text: Locale) -> list[str]:
    """Say what remains, and the pace that reaches it."""
    target = progress.target
    if target.minimum is None:
        return [text("pace.no_minimum")]
    if not progress.remaining:
        return [text("pace.nothing_remains")]
    remaining = text.number(progress.remaining)
    if target.valid_to is None:
        return [text("pace.no_end", remaining=remaining)]
    needed = pace_needed(progress)
    if needed is None:
        return [text("pace.over", remaining=remaining)]
    return [
        text(
            "pace.needed" if needed.days >= _MONTH else "pace.needed_days",
            remaining=remaining,
            days=text.number(needed.days),
            month=text.number(needed.per_month),
            quarter=text.number(needed.per_quarter),
        )
    ]


# Tables -----------------------------------------------------------------------------------------


def _columns(first: str, quarters: list[Quarter], text: Locale) -> list[Column]:
    names = ["plus", "minus", "net", "running"]
    columns = [Column(first, WORD)]
    columns += [Column(text(f"report.years_{name}"), NUMBER) for name in names]
    if quarters[-1].path is not None:
        columns.append(Column(text("pace.col_even"), NUMBER))
    return columns


def _quarter_table(progress: Progress, quarters: list[Quarter], text: Locale) -> Table:
    rows: list[list[Cell]] = []
    for quarter in quarters:
        label = text("pace.quarter", year=quarter.year, number=quarter.number)
        numbers = (quarter.plus, quarter.minus, quarter.net, quarter.running)
        rows.append([label, *(whole(number, text) for number in numbers)])
        if quarter.path is not None:
            rows[-1].append(whole(quarter.path, text))
    caption = text("pace.quarters", target=plain(progress.target.title))
    return Table(caption, _columns(text("pace.col_quarter"), quarters, text), rows)


def _year_table(progress: Progress, quarters: list[Quarter], text: Locale) -> Table:
    rows: list[list[Cell]] = []
    for year in sorted({quarter.year for quarter in quarters}):
        plus, minus = counts_in(quarters, year)
        last = [quarter for quarter in quarters if quarter.year == year][-1]
        numbers = (plus, minus, plus + minus, last.running)
        rows.append([str(year), *(whole(number, text) for number in numbers)])
        if last.path is not None:
            rows[-1].append(whole(last.path, text))
    caption = text("report.years", target=plain(progress.target.title))
    return Table(caption, _columns(text("report.year"), quarters, text), rows)


# The chart --------------------------------------------------------------------------------------


def _chart(answer: Answer, text: Locale) -> Chart:
    progress = answer.progress
    target, on = progress.target, _shown_on(progress)
    end = target.valid_to or on + _DAY
    even = "" if even_path(target, on) is None else text("pace.even")
    remaining = "" if pace_needed(progress) is None else text.signed(progress.remaining or 0)
    description = text("pace.desc" if even else "pace.desc_plain")
    heading = Heading(f"{answer.name}-pace", _finding(progress, text), description)
    path = Path(
        first=target.valid_from,
        end=end,
        sums=running_sum(progress),
        shown_on=on,
        counted=progress.counted,
        counted_text=text.number(progress.counted),
        minimum=target.minimum,
        minimum_text=text("report.chart_minimum", number=text.number(target.minimum)),
        even_text=even,
        remaining_text=remaining and text("pace.remaining", number=remaining),
        marks=_marks(target.valid_from, end, text),
    )
    svg = path_chart(heading, path)
    data = _chart_table(progress, end, text)
    return Chart(heading.name, heading.title, heading.description, svg, data, Shape.STEPS)


def _chart_table(progress: Progress, end: date, text: Locale) -> Table:
    """Give the corners of the lines: by day the count, and the even path."""
    target, on = progress.target, _shown_on(progress)
    sums = {target.valid_from: 0, **dict(running_sum(progress)), on: progress.counted}
    even = even_path(target, on) is not None
    last = end - _DAY
    rows: list[list[Cell]] = []
    for each in sorted({*sums, last} if even else sums):
        rows.append([day(each), whole(sums.get(each), text)])
        if even:
            rows[-1].append(whole(even_path(target, each), text))
    columns = [Column(text("col.date"), WORD), Column(text("report.years_running"), NUMBER)]
    if even:
        columns.append(Column(text("pace.col_even"), NUMBER))
    caption = text("pace.data", target=plain(target.title))
    return Table(caption, columns, rows, supporting=True)


def _marks(first: date, end: date, text: Locale) -> list[tuple[date, str]]:
    """Mark the quarters of a short period, the years of a longer one."""
    starts = [date(y, m, 1) for y in range(first.year, end.year + 1) for m in (1, 4, 7, 10)]
    inside = [start for start in starts if first <= start < end]
    if len(inside) <= _FEW // 2:
        return [(d, text("pace.quarter_short", number=(d.month + 2) // 3)) for d in inside]
    years = [start for start in inside if start.month == 1]
    return [(start, str(start.year)) for start in years[:: len(years) // _FEW + 1]]


def _finding(progress: Progress, text: Locale) -> str:
    """Say in one sentence what the chart shows."""
    target, on = progress.target, _shown_on(progress)
    words = {
        "counted": text.number(progress.counted),
        "minimum": text.number(target.minimum),
        "date": text.day(on),
    }
    if target.minimum is None:
        return text("pace.finding_direction", **words)
    if progress.counted >= target.minimum:
        reached = _reached_on(progress, target.minimum)
        return text("pace.finding_met", reached=text.day(reached), **words)
    remaining = text.number(progress.remaining)
    path = even_path(target, on)
    if (
        target.period.is_over(progress.as_of)
        or path is None
        or progress.status is Status.NOT_IN_FORCE
    ):
        return text("pace.finding_short", remaining=remaining, **words)
    gap = progress.counted - path
    key = "pace.finding_ahead" if gap >= 0 else "pace.finding_behind"
    return text(key, gap=text.number(abs(gap)), **words)


def _reached_on(progress: Progress, minimum: int) -> date | None:
    """Find the day from which on the count has stayed at the minimum or above it."""
    reached: date | None = None
    for each, number in running_sum(progress):
        if number < minimum:
            reached = None
        elif reached is None:
            reached = each
    return reached
