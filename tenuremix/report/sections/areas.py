"""The report's areas: what is missing where, and the areas on a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tenuremix.counting.decisions import Event
from tenuremix.counting.missing import POLES
from tenuremix.counting.projection import Projection, none, project_areas, summed
from tenuremix.counting.tenure import (
    ALLOCATION_TENURES,
    KNOWN,
    NO_MAJORITY,
    Mix,
    Tenure,
    share,
    total,
)
from tenuremix.document.missing import (
    missing_counts,
    most_missing,
    pole_classes,
    pole_name,
    pole_short,
)
from tenuremix.document.model import Block, Chart, Section
from tenuremix.document.names import OPEN, plain, short_dwellings
from tenuremix.document.svg import NOT_ASSESSED, Heading
from tenuremix.document.tables import (
    NUMBER,
    WORD,
    Cell,
    Table,
    TableColumn,
    counted,
    portion,
    signed,
)
from tenuremix.document.words import (
    class_name,
    dwellings_text,
    holder_name,
    level_name,
    level_words,
    reference_text,
)
from tenuremix.report.charts.areas import MapArea, area_map
from tenuremix.report.findings import Findings, TargetWriter, Writer

if TYPE_CHECKING:
    from tenuremix.counting.rules import Edition
    from tenuremix.locale.locale import Locale

OLD_YEARS = 5
"""An allocation this many years older than the statistics may already be built and counted."""

_CLASSES = (*(tenure.value for tenure in KNOWN), NO_MAJORITY, NOT_ASSESSED)


def missing_section(found: Findings) -> Section:
    """Show what is missing where, today and with the pipeline."""
    return Section("missing", found.text("report.missing"), _Missing(found).parts())


def listed_section(found: Findings) -> Section | None:
    """Follow the areas of every target that names a list of them."""
    listed = [a for a in found.answers if a.progress.target.definition.areas]
    parts = [_Listed(found, answer).part() for answer in listed]
    return Section("listed", found.text("report.listed"), parts) if parts else None


class _Missing(Writer):
    """Writes what is missing where."""

    def __init__(self, found: Findings) -> None:
        super().__init__(found)
        self.answers = found.answers

    def parts(self) -> list[Block]:
        """Show, coarsest level first, each area's shares, class, shortfall and what is decided."""
        levels = self.books.judged_levels
        if not levels:
            return [Block("", [self.text("report.no_stock")])]
        parts = []
        for level in reversed(levels):
            projection = project_areas(
                self.books, level, benchmark=self.workspace.settings.benchmark
            )
            lines = self._level_lines(projection)
            if level == levels[-1]:
                lines += self._basis_lines(projection)
            title = level_name(level, self.text, plural=True)
            charts = self._map(projection) if level == levels[0] else []
            if level == levels[0]:
                decided = {
                    code: sum(flows.pipeline.values()) + sum(flows.completed.values())
                    for code, flows in projection.unplaced.items()
                }
                lines += self.unplaced("report.unplaced", level, decided)
            shown = self._shown(projection, every=level == levels[-1])
            if left := len(projection.areas) - len(shown):
                lines.append(self.text("report.areas_left", number=left))
            tables = [self._area_table(projection, shown)] if shown else []
            parts.append(Block(title[:1].upper() + title[1:], lines, tables, charts))
        return parts

    def _shown(self, projection: Projection, *, every: bool) -> list[str]:
        """List the areas that the targets are about; all of the coarsest level."""
        ranked = projection.ranked.areas
        if every:
            return list(ranked)
        rules = [
            answer.progress.target.definition
            for answer in self.answers
            if answer.progress.target.definition.level == projection.level
        ]
        on = self.books.as_of
        return [
            code for code in ranked
            if any(self.books.classify(rule, code, on).qualifies for rule in rules)
        ]  # fmt: skip

    def _level_lines(self, projection: Projection) -> list[str]:
        """Say the finding of one level in sentences."""
        text = self.text
        counts = _counts(projection)
        unknown = counts.pop(NOT_ASSESSED, 0)
        words = [
            text("report.missing_class", number=n, class_name=class_name(kind, text))
            for kind, n in counts.items()
        ]
        lines = missing_counts(projection, text)
        most = [most_missing(projection.areas.values(), pole, text) for pole in POLES]
        lines += filter(None, most)
        if words:
            classes = text.join(words)
            levels = level_words(projection.level, text)
            lines.append(
                text(
                    "report.missing_classes",
                    number=len(projection.areas),
                    classes=classes,
                    **levels,
                )
            )
        if unknown:
            lines.append(text("report.missing_unknown", number=unknown))
        turned = [
            plain(area.area.name)
            for area in projection.areas.values()
            if area.class_projected != area.class_now
        ]
        lines.append(
            text("report.missing_turns", number=len(turned), names=text.join(turned))
            if turned
            else text("report.missing_turns_none")
        )
        return lines

    def _basis_lines(self, projection: Projection) -> list[str]:
        """Say what shares and shortfalls are measured against, and what may be counted twice."""
        text = self.text
        lines = [text("report.shares_of", date=projection.vintage)]
        named = reference_text(
            self.books, projection.vintage, self.workspace.settings.benchmark.reference, text
        )
        lines.append(text("areas.reference", reference=named))
        if projection.vintage is not None and (old := self._old(projection.vintage)):
            lines.append(text("report.old_pipeline", dwellings=old, years=OLD_YEARS))
        return lines

    def _old(self, vintage: date) -> int:
        """Sum the standing dwellings allocated long before the statistics and never completed."""
        found = 0
        for id_, state in self.books.states.items():
            if not state.standing or state.stage is Event.FARDIGSTALLD or state.dwellings is None:
                continue
            first = next(
                s for s in self.books.register.history(id_, self.books.as_of) if s.standing
            )
            if (vintage - first.decision.date).days > OLD_YEARS * 365.25:
                found += sum(state.dwellings.values())
        return found

    def _area_table(self, projection: Projection, shown: Sequence[str]) -> Table:
        text = self.text
        rows: list[list[Cell]] = []
        for code in shown:
            area = projection.areas[code]
            rows.append(
                [
                    f"{plain(area.area.name)} ({code})",
                    counted(total(area.now) if area.now is not None else None, text),
                    *shares(area.now, text),
                    holder_name(area.class_now, text),
                    pole_short(area.missing_pole(area.now), text),
                    short_dwellings(area.flows.decided, text),
                    *shares(area.projected, text),
                    holder_name(area.class_projected, text),
                ]
            )
        key = "report.areas_of" if len(shown) == len(projection.areas) else "report.areas_about"
        caption = text(key, number=len(shown), **level_words(projection.level, text))
        return self.table(
            caption,
            [
                TableColumn(text("col.area_name")),
                TableColumn(text("report.col_known"), NUMBER),
                *self.by_tenure("report.col_share"),
                TableColumn(text("col.class"), WORD),
                TableColumn(text("col.missing"), WORD),
                TableColumn(text("report.col_decided")),
                *self.by_tenure("report.col_share_then"),
                TableColumn(text("report.col_class_then"), WORD),
            ],
            rows,
            supporting=True,
        )

    def _map(self, projection: Projection) -> list[Chart]:
        text = self.text
        found = {code: area.missing_pole(area.now) for code, area in projection.areas.items()}
        kinds = {
            code: f"{each.pole}-{each.depth}" if each.pole else NOT_ASSESSED
            for code, each in found.items()
        }
        areas = [
            MapArea(outline, kinds[code])
            for code in projection.areas
            if (outline := self.books.areas.outline(code, projection.level)) is not None
        ]
        if not areas:
            return []
        counts = Counter(area.kind for area in areas)
        words = {f"{pole}-{depth}": name for (pole, depth), name in pole_classes(text).items()}
        words[NOT_ASSESSED] = pole_name(None, text)
        legend = {kind: f"{name}: {counts[kind]}" for kind, name in words.items() if counts[kind]}
        levels = level_name(projection.level, text, plural=True)
        finding = missing_counts(projection, text)[0].removesuffix(".")
        heading = Heading("map", finding, text("report.map_desc", levels=levels))
        svg = area_map(heading, areas, legend)
        return [Chart(heading.name, finding, heading.description, svg, None)]


def shares(mix: Mix | None, text: Locale) -> list[Cell]:
    """Give the share of each known tenure."""
    return [portion(share(mix, {t}) if mix is not None else None, text) for t in KNOWN]


def _kind(label: str | None) -> str:
    return NOT_ASSESSED if label is None else label


def _counts(projection: Projection) -> dict[str, int]:
    """Count the areas of each class that occurs, in the order of the legend."""
    found = Counter(_kind(area.class_now) for area in projection.areas.values())
    return {kind: found[kind] for kind in _CLASSES if found[kind]}


# Areas on a list --------------------------------------------------------------------------------


class _Listed(TargetWriter):
    """Writes of the areas on a target's list."""

    def part(self) -> Block:
        """Show the areas of a target's list: class, shares, and what the year decided there."""
        text, rule = self.text, self.target.definition
        title = self.answer.heading
        editions = _editions(rule.editions, self.year)
        if not editions:
            return Block(title, [text("report.listed_no_edition", year=self.year)])
        projection = project_areas(self.books, rule.level)
        decided = self._decided_in()
        codes = sorted({code for edition in editions for code in edition.classes})
        sums = summed(decided.get(code, {}) for code in codes)
        blank = len(editions) + 2 * len(KNOWN)
        foot: list[Cell] = [text("report.sum"), *[""] * blank]
        foot += [signed(sums[t], text) for t in ALLOCATION_TENURES]
        levels = level_name(rule.level, text, plural=True)
        lines = [
            text("report.listed_lead", level=levels, year=self.year),
            text(
                "report.listed_finding",
                year=self.year,
                dwellings=dwellings_text(sums, text, undecided=OPEN),
            ),
        ]
        in_year = text("report.listed_decided", year=self.year)
        table = self.table(
            text("report.listed_caption", target=title),
            [
                TableColumn(text("col.area_name")),
                *(
                    TableColumn(text("report.listed_edition", date=e.valid_from.isoformat()))
                    for e in editions
                ),
                *self.by_tenure("report.col_share"),
                *self.by_tenure("report.col_share_then"),
                *(
                    TableColumn(f"{in_year}, {text(f'short.{t}')}", NUMBER)
                    for t in ALLOCATION_TENURES
                ),
            ],
            [
                self._listed_row(code, editions, projection, decided.get(code, none()))
                for code in codes
            ],
            foot,
        )
        return Block(self.answer.heading, lines, [table])

    def _listed_row(
        self,
        code: str,
        editions: Sequence[Edition],
        projection: Projection,
        decided: dict[Tenure, int],
    ) -> list[Cell]:
        area = projection.areas.get(code)
        name = f"{plain(area.area.name)} ({code})" if area else plain(code)
        return [
            name,
            *(plain(e.classes.get(code) or self.text("report.not_listed")) for e in editions),
            *shares(area.now if area else None, self.text),
            *shares(area.projected if area else None, self.text),
            *(signed(decided[t], self.text) for t in ALLOCATION_TENURES),
        ]

    def _decided_in(self) -> dict[str, dict[Tenure, int]]:
        """Sum what a year's decisions changed, by area at the level of a target's definition."""
        found: dict[str, dict[Tenure, int]] = {}
        rule = self.target.definition
        for booking in self.books.bookings_at(rule.level, rule.split):
            there = booking.area is not None and booking.level == rule.level
            if there and booking.state.decision.date.year == self.year:
                found.setdefault(str(booking.area), none())[booking.tenure] += booking.dwellings
        return found


def _editions(editions: Sequence[Edition], year: int) -> list[Edition]:
    """List the editions in force at some time in a year, oldest first."""
    ordered = sorted(editions, key=lambda e: e.valid_from)
    ends = [*(e.valid_from for e in ordered[1:]), date.max]
    return [
        edition
        for edition, end in zip(ordered, ends, strict=True)
        if edition.valid_from.year <= year and end > date(year, 1, 1)
    ]
