"""The report's comparison: what is promised, what is begun and completed, what was built."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

from tenuremix.answers.completed import built_text, reading_lines
from tenuremix.counting.tenure import KNOWN, STOCK_TENURES, Tenure
from tenuremix.delivery.completed import (
    ZERO,
    AreaCompleted,
    Built,
    Comparison,
    Completions,
    Followed,
    Promised,
    compare_completed,
    follow_plots,
)
from tenuremix.delivery.pace import PlotPace, StartedEvenly, pace_within
from tenuremix.document.model import Block, Section
from tenuremix.document.names import OPEN, named, short_dwellings
from tenuremix.document.tables import (
    NUMBER,
    WORD,
    Cell,
    Figure,
    Kind,
    TableColumn,
    counted,
    day,
    decimal,
    percent,
    signed,
    whole,
)
from tenuremix.document.words import level_words, years_text
from tenuremix.report.findings import Findings, Writer

if TYPE_CHECKING:
    from tenuremix.counting.decisions import State
    from tenuremix.locale.locale import Numeral

_UNKNOWN = (Tenure.OKLAR, Tenure.OKAND)


def completed_section(found: Findings) -> Section:
    """Set promised beside built, in the city and by area, and follow each plot begun."""
    lead, parts = _CompletedWriter(found).compared()
    return Section("completed", found.text("report.completed"), [Block("", [lead]), *parts])


class _CompletedWriter(Writer):
    """Writes what is promised beside what was built."""

    def compared(self) -> tuple[str, list[Block]]:
        """Say what is compared, or why there is nothing to compare with, and give the parts."""
        followed = follow_plots(self.books)
        plots = self._plots(followed)
        within = self._within(pace_within(followed))
        if self.workspace.completed is None:
            return self.text("report.completed_none"), [within, plots]
        completed = self.workspace.completed
        levels = [
            level
            for level in self.workspace.areas.levels
            if completed.years(self.books.areas, level, self.books.as_of)
        ]
        if not levels:
            return self.text("completed.too_early", year=completed.every_year[0]), [within, plots]
        found = compare_completed(self.books, completed, levels[0])
        parts = [self._city(found), self._areas(found), within, plots]
        return self.text("report.completed_lead"), parts

    def _city(self, found: Comparison) -> Block:
        """Sum the city, by tenure; what is undecided or unknown stands on a row of its own."""
        text = self.text
        promised, built = found.promised, found.built
        lead = text(
            "report.completed_city_lead",
            promised=sum(promised.allocated.values()),
            begun=sum(promised.begun.values()),
            completed=sum(promised.completed.values()),
            built=self._sum_text(built),
            years=years_text(found.years, text),
        )
        names = ("promised", "begun", "completed")
        title = text("report.completed_city")
        table = self.table(
            title,
            [
                TableColumn(text("col.tenure"), WORD),
                *(TableColumn(text(f"completed.col_{name}"), NUMBER) for name in names),
                TableColumn(text("report.completed_share_begun"), NUMBER),
                TableColumn(text("report.completed_share_completed"), NUMBER),
                TableColumn(
                    text("report.completed_built_years", years=years_text(found.years, text)),
                    NUMBER,
                ),
            ],
            [self._city_row(t, promised, built) for t in (*KNOWN, *_UNKNOWN)],
        )
        return Block(
            title, [lead, *reading_lines(found, self.workspace, text, unplaced=False)], [table]
        )

    def _sum_text(self, built: Completions | None) -> Numeral:
        return (
            self.text.number(None)
            if built is None
            else built_text(sum(built.values(), ZERO), self.text)
        )

    def _built(self, built: Built) -> Figure:
        """Make a figure of the statistics; without its ends where a part is suppressed."""
        if built.whole is None:
            return Figure(built_text(built, self.text), Kind.WHOLE)
        return counted(built.whole, self.text)

    def _city_row(
        self, tenure: Tenure, promised: Promised, built: Completions | None
    ) -> list[Cell]:
        figure = whole(None, self.text)
        if built is not None and tenure in STOCK_TENURES:
            figure = self._built(built[tenure])
        word = self.text(f"tenure.{OPEN if tenure is Tenure.OKLAR else tenure}")
        if tenure is Tenure.OKAND:  # the register knows of no such tenure
            return [word, *[whole(None, self.text)] * 5, figure]
        allocated, begun, completed = (
            vector[tenure] for vector in (promised.allocated, promised.begun, promised.completed)
        )
        return [
            word,
            *(whole(number, self.text) for number in (allocated, begun, completed)),
            percent(begun / allocated if allocated else None, self.text),
            percent(completed / allocated if allocated else None, self.text),
            figure,
        ]

    def _areas(self, found: Comparison) -> Block:
        """List the areas where anything is promised or was built."""
        text = self.text
        shown = [area for area in found.areas.values() if not area.empty]
        told = [
            *product(KNOWN, ("promised", "completed", "built")),
            *zip(_UNKNOWN, ("promised", "built"), strict=True),
        ]
        heads = [
            text(
                "report.completed_col",
                tenure=text(f"short.{tenure}"),
                what=text(f"report.completed_{what}"),
            )
            for tenure, what in told
        ]
        levels = level_words(found.level, text)
        caption = text("report.completed_areas_caption", number=len(shown), **levels)
        unplaced = {code: sum(p.allocated.values()) for code, p in found.unplaced.items()}
        lines = [
            text("report.completed_areas_lead"),
            *self.unplaced("report.completed_unplaced", found.level, unplaced),
        ]
        if hidden := len(found.areas) - len(shown):
            lines.append(text("completed.left_out", number=hidden))
        title = text("report.completed_areas", levels=levels["levels"])
        table = self.table(
            caption,
            [TableColumn(text("col.area_name")), *(TableColumn(head, NUMBER) for head in heads)],
            [self._area_row(area) for area in shown],
            supporting=True,
        )
        return Block(title, lines, [table])

    def _area_row(self, area: AreaCompleted) -> list[Cell]:
        promised, built = area.promised, area.built

        def figure(tenure: Tenure) -> Figure:
            return whole(None, self.text) if built is None else self._built(built[tenure])

        cells: list[Cell] = [named(area.area.name, area.area.code)]
        for tenure in KNOWN:
            numbers = (promised.allocated[tenure], promised.completed[tenure])
            cells += [*(whole(number, self.text) for number in numbers), figure(tenure)]
        return [*cells, whole(promised.allocated[Tenure.OKLAR], self.text), figure(Tenure.OKAND)]

    def _plots(self, found: Sequence[Followed]) -> Block:
        """Follow the promise of each plot where building has begun, the worst first."""
        title = self.text("report.plots")
        if not found:
            return Block(title, [self.text("report.plots_none")])
        fewer = sum(_rented(plot) < 0 for plot in found)
        numbers = {"number": len(found), "fewer": fewer}
        lead = self.text("report.plots_lead" if fewer else "report.plots_lead_none", **numbers)
        lines = [lead, *self._pace()]
        table = self.table(
            title,
            "report.allocation report.col_allocated:w report.col_begun:w report.col_completed:w "
            "report.col_promised_then report.col_now report.col_rented_change:n",
            [self._plot_row(plot) for plot in found],
            supporting=True,
        )
        return Block(title, lines, [table])

    def _within(self, pace: StartedEvenly) -> Block:
        """Set the rented dwellings begun in each plot beside its others, those that lag first."""
        text = self.text
        title = text("within.title")
        lines = []
        tables = []
        if pace.compared:
            lagging = sum(within.lag > 0 for within in pace.compared)
            numbers = {"number": len(pace.compared), "lagging": lagging}
            lines.append(text("within.lead" if lagging else "within.lead_none", **numbers))
            tables.append(
                self.table(
                    title,
                    [
                        TableColumn(text("report.allocation")),
                        *(
                            TableColumn(text(f"within.{kind}_{what}"), NUMBER)
                            for kind in ("rented", "others")
                            for what in ("promised", "begun", "share")
                        ),
                        TableColumn(text("within.lag"), NUMBER),
                    ],
                    [self._within_row(within) for within in pace.compared],
                )
            )
        else:
            lines.append(text("within.none"))
        if pace.not_stated:
            names = text.join([_name(plot) for plot in pace.not_stated])
            lines.append(text("within.not_stated", number=len(pace.not_stated), names=names))
        if pace.alone:
            lines.append(text("within.alone", number=len(pace.alone)))
        return Block(title, lines, tables)

    def _within_row(self, within: PlotPace) -> list[Cell]:
        cells: list[Cell] = [_name(within.plot)]
        for begun, promised in (within.rented, within.others):
            share = percent(begun / promised, self.text, 0)
            cells += [whole(promised, self.text), whole(begun, self.text), share]
        # Percentage points: a difference of shares is no share.
        return [*cells, decimal(100 * float(within.lag), self.text, 0)]

    def _pace(self) -> list[str]:
        """Say how far building has come for rented dwellings, and for the others."""
        promised = compare_completed(self.books, None, self.books.areas.coarsest).promised
        rented = _share([Tenure.HYRESRATT], promised)
        others = _share([t for t in KNOWN if t is not Tenure.HYRESRATT], promised)
        if rented is None or others is None:
            return []
        words = {"rented": self.text.percent(rented), "others": self.text.percent(others)}
        return [self.text("report.plots_pace", **words)]

    def _plot_row(self, plot: Followed) -> list[Cell]:
        change = plot.change
        return [
            _name(plot),
            day(plot.allocated.decision.date),
            day(plot.begun),
            day(plot.completed),
            self._dwellings(plot.allocated),
            self._dwellings(plot.state),
            signed(None if change is None else change[Tenure.HYRESRATT], self.text),
        ]

    def _dwellings(self, state: State) -> str:
        if state.dwellings is None:
            return self.text("report.unknown_number")
        return short_dwellings(state.dwellings, self.text)


def _name(plot: Followed) -> str:
    return named(plot.state.name, plot.state.decision.id)


def _rented(plot: Followed) -> int:
    return plot.change[Tenure.HYRESRATT] if plot.change else 0


def _share(tenures: Sequence[Tenure], promised: Promised) -> float | None:
    allocated = sum(promised.allocated[tenure] for tenure in tenures)
    begun = sum(promised.begun[tenure] for tenure in tenures)
    return begun / allocated if allocated else None
