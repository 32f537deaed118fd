"""The report's comparison: what is promised, what is begun and completed, what was built."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tenuremix.completed import (
    ZERO,
    AreaCompleted,
    Built,
    Comparison,
    Completions,
    Followed,
    Pace,
    Promised,
    Within,
    compare_completed,
    follow_plots,
    pace_within,
)
from tenuremix.render._page import area_label, named, short_dwellings
from tenuremix.render.completed import built_text, reading_lines
from tenuremix.render.model import (
    NUMBER,
    WORD,
    Cell,
    Column,
    Figure,
    Kind,
    Part,
    Section,
    Table,
    counted,
    day,
    decimal,
    percent,
    signed,
    whole,
)
from tenuremix.render.words import level_name, level_words, years_text
from tenuremix.tenure import KNOWN, STOCK_TENURES, Tenure

if TYPE_CHECKING:
    from tenuremix.books import Books
    from tenuremix.register import State
    from tenuremix.render._report_findings import Findings
    from tenuremix.render.locale import Locale, Numeral
    from tenuremix.workspace import Workspace

_UNKNOWN = (Tenure.OKLAR, Tenure.OKAND)


def completed_section(found: Findings) -> Section:
    """Set promised beside built, in the city and by area, and follow each plot begun."""
    lead, parts = _compared(found.workspace, found.books, found.text)
    return Section("completed", found.text("report.completed"), [Part("", [lead]), *parts])


def _compared(workspace: Workspace, books: Books, text: Locale) -> tuple[str, list[Part]]:
    """Say what is compared, or why there is nothing to compare with, and give the parts."""
    followed = follow_plots(books)
    plots = _plots(books, followed, text)
    within = _within(pace_within(followed), text)
    if workspace.completed is None:
        return text("report.completed_none"), [within, plots]
    completed = workspace.completed
    levels = [
        level
        for level in workspace.areas.levels
        if completed.years(books.areas, level, books.as_of)
    ]
    if not levels:
        return text("completed.too_early", year=completed.every_year[0]), [within, plots]
    found = compare_completed(books, completed, levels[0])
    parts = [_city(found, workspace, text), _areas(found, books, text), within, plots]
    return text("report.completed_lead"), parts


def _city(found: Comparison, workspace: Workspace, text: Locale) -> Part:
    """Sum the city, by tenure; what is undecided or unknown stands on a row of its own."""
    promised, built = found.promised, found.built
    lead = text(
        "report.completed_city_lead",
        promised=text.number(sum(promised.allocated.values())),
        begun=text.number(sum(promised.begun.values())),
        completed=text.number(sum(promised.completed.values())),
        built=_sum_text(built, text),
        years=years_text(found.years, text),
    )
    names = ("promised", "begun", "completed")
    columns = [
        Column(text("col.tenure"), WORD),
        *(Column(text(f"completed.col_{name}"), NUMBER) for name in names),
        Column(text("report.completed_share_begun"), NUMBER),
        Column(text("report.completed_share_completed"), NUMBER),
        Column(text("report.completed_built_years", years=years_text(found.years, text)), NUMBER),
    ]
    rows = [_city_row(t, promised, built, text) for t in (*KNOWN, *_UNKNOWN)]
    title = text("report.completed_city")
    return Part(
        title,
        [lead, *reading_lines(found, workspace, text, unplaced=False)],
        [Table(title, columns, rows)],
    )


def _sum_text(built: Completions | None, text: Locale) -> Numeral:
    return text.number(None) if built is None else built_text(sum(built.values(), ZERO), text)


def _built(built: Built, text: Locale) -> Figure:
    """Make a figure of the statistics; without its ends where a part is suppressed."""
    if built.whole is None:
        return Figure(built_text(built, text), Kind.WHOLE)
    return counted(built.whole, text)


def _city_row(
    tenure: Tenure, promised: Promised, built: Completions | None, text: Locale
) -> list[Cell]:
    figure = whole(None, text)
    if built is not None and tenure in STOCK_TENURES:
        figure = _built(built[tenure], text)
    word = text(f"tenure.{tenure}")
    if tenure is Tenure.OKAND:  # the register knows of no such tenure
        return [word, *[whole(None, text)] * 5, figure]
    allocated, begun, completed = (
        vector[tenure] for vector in (promised.allocated, promised.begun, promised.completed)
    )
    return [
        word,
        *(whole(number, text) for number in (allocated, begun, completed)),
        percent(begun / allocated if allocated else None, text),
        percent(completed / allocated if allocated else None, text),
        figure,
    ]


def _areas(found: Comparison, books: Books, text: Locale) -> Part:
    """List the areas where anything is promised or was built."""
    shown = [area for area in found.areas.values() if not area.empty]
    short = {t: text(f"short.{t}") for t in (*KNOWN, *_UNKNOWN)}
    kinds = ("promised", "completed", "built")
    columns = [
        Column(text("col.area_name")),
        *(
            Column(
                text(
                    "report.completed_col",
                    tenure=short[tenure],
                    what=text(f"report.completed_{kind}"),
                ),
                NUMBER,
            )
            for tenure in KNOWN
            for kind in kinds
        ),
        *(
            Column(
                text(
                    "report.completed_col", tenure=short[t], what=text(f"report.completed_{kind}")
                ),
                NUMBER,
            )
            for t, kind in zip(_UNKNOWN, ("promised", "built"), strict=True)
        ),
    ]
    levels = level_words(found.level, text)
    number = text.number(len(shown))
    caption = text("report.completed_areas_caption", number=number, **levels)
    lines = [text("report.completed_areas_lead"), *_unplaced(found, books, text)]
    if hidden := len(found.areas) - len(shown):
        lines.append(text("completed.left_out", number=text.number(hidden)))
    title = text("report.completed_areas", levels=levels["levels"])
    rows = [_area_row(area, text) for area in shown]
    return Part(title, lines, [Table(caption, columns, rows, supporting=True)])


def _unplaced(found: Comparison, books: Books, text: Locale) -> list[str]:
    """Say where dwellings are promised that belong to no single area of the level."""
    words = []
    for code in sorted(found.unplaced, key=lambda c: (c is None, c or "")):
        key = "report.unplaced_outside" if code is None else "report.unplaced_one"
        number = text.number(sum(found.unplaced[code].allocated.values()))
        words.append(text(key, dwellings=number, where=area_label(books.areas, code, text)))
    if not words:
        return []
    level = level_name(found.level, text)
    return [text("report.completed_unplaced", level=level, where=text.join(words))]


def _area_row(area: AreaCompleted, text: Locale) -> list[Cell]:
    promised, built = area.promised, area.built

    def figure(tenure: Tenure) -> Figure:
        return whole(None, text) if built is None else _built(built[tenure], text)

    cells: list[Cell] = [named(area.area.name, area.area.code)]
    for tenure in KNOWN:
        numbers = (promised.allocated[tenure], promised.completed[tenure])
        cells += [*(whole(number, text) for number in numbers), figure(tenure)]
    return [*cells, whole(promised.allocated[Tenure.OKLAR], text), figure(Tenure.OKAND)]


# Plot by plot -----------------------------------------------------------------------------------


def _plots(books: Books, found: Sequence[Followed], text: Locale) -> Part:
    """Follow the promise of each plot where building has begun, the worst first."""
    title = text("report.plots")
    if not found:
        return Part(title, [text("report.plots_none")])
    fewer = sum(_rented(plot) < 0 for plot in found)
    numbers = {"number": text.number(len(found)), "fewer": text.number(fewer)}
    lead = text("report.plots_lead" if fewer else "report.plots_lead_none", **numbers)
    lines = [lead, *_pace(books, text)]
    columns = [
        Column(text("report.allocation")),
        Column(text("report.col_allocated"), WORD),
        Column(text("report.col_begun"), WORD),
        Column(text("report.col_completed"), WORD),
        Column(text("report.col_promised_then")),
        Column(text("report.col_now")),
        Column(text("report.col_rented_change"), NUMBER),
    ]
    return Part(
        title,
        lines,
        [Table(title, columns, [_plot_row(plot, text) for plot in found], supporting=True)],
    )


def _within(pace: Pace, text: Locale) -> Part:
    """Set the rented dwellings begun in each plot beside its others, those that lag first."""
    title = text("within.title")
    lines = []
    tables = []
    if pace.compared:
        lagging = sum(within.lag > 0 for within in pace.compared)
        numbers = {"number": text.number(len(pace.compared)), "lagging": text.number(lagging)}
        lines.append(text("within.lead" if lagging else "within.lead_none", **numbers))
        columns = [
            Column(text("report.allocation")),
            *(
                Column(text(f"within.{kind}_{what}"), NUMBER)
                for kind in ("rented", "others")
                for what in ("promised", "begun", "share")
            ),
            Column(text("within.lag"), NUMBER),
        ]
        rows = [_within_row(within, text) for within in pace.compared]
        tables.append(Table(title, columns, rows))
    else:
        lines.append(text("within.none"))
    if pace.not_stated:
        names = text.join([_name(plot) for plot in pace.not_stated])
        lines.append(
            text("within.not_stated", number=text.number(len(pace.not_stated)), names=names)
        )
    if pace.alone:
        lines.append(text("within.alone", number=text.number(len(pace.alone))))
    return Part(title, lines, tables)


def _within_row(within: Within, text: Locale) -> list[Cell]:
    cells: list[Cell] = [_name(within.plot)]
    for begun, promised in (within.rented, within.others):
        share = percent(begun / promised, text, 0)
        cells += [whole(promised, text), whole(begun, text), share]
    # Percentage points: a difference of shares is no share.
    return [*cells, decimal(100 * float(within.lag), text, 0)]


def _name(plot: Followed) -> str:
    return named(plot.state.name, plot.state.decision.id)


def _rented(plot: Followed) -> int:
    return plot.change[Tenure.HYRESRATT] if plot.change else 0


def _pace(books: Books, text: Locale) -> list[str]:
    """Say how far building has come for rented dwellings, and for the others."""
    promised = compare_completed(books, None, books.areas.coarsest).promised
    rented = _share([Tenure.HYRESRATT], promised)
    others = _share([t for t in KNOWN if t is not Tenure.HYRESRATT], promised)
    if rented is None or others is None:
        return []
    words = {"rented": text.percent(rented), "others": text.percent(others)}
    return [text("report.plots_pace", **words)]


def _share(tenures: Sequence[Tenure], promised: Promised) -> float | None:
    allocated = sum(promised.allocated[tenure] for tenure in tenures)
    begun = sum(promised.begun[tenure] for tenure in tenures)
    return begun / allocated if allocated else None


def _plot_row(plot: Followed, text: Locale) -> list[Cell]:
    change = plot.change
    return [
        _name(plot),
        day(plot.allocated.decision.date),
        day(plot.begun),
        day(plot.completed),
        _dwellings(plot.allocated, text),
        _dwellings(plot.state, text),
        signed(None if change is None else change[Tenure.HYRESRATT], text),
    ]


def _dwellings(state: State, text: Locale) -> str:
    if state.dwellings is None:
        return text("report.unknown_number")
    return short_dwellings(state.dwellings, text)
