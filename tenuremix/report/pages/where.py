"""The fourth page: the map with names, what is not known, what is not said, and the sources."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tenuremix.document.backdrop import make_backdrop
from tenuremix.document.ground import waters
from tenuremix.document.model import Block, Chart, Layout, Section
from tenuremix.document.names import file_name, plain, potential_lines
from tenuremix.document.svg import Heading
from tenuremix.document.words import level_words, numbered
from tenuremix.published.limits import LimitStatus
from tenuremix.report.charts.places import MapGround, Notes, Spot, place_map
from tenuremix.report.findings import Findings, TargetWriter, Writer
from tenuremix.report.story import by_area

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

_NAMED = 5  # areas in a sentence, and limits on the page
_KINDS = ("stock", "areas", "register", "targets")
_LONGEST = 160  # letters of a source


def where_page(found: Findings) -> Section | None:
    """Say where the dwellings are counted; None where no target was in force."""
    if not found.answers:
        return None
    parts = _WherePage(found, found.answers[0]).parts()
    return Section("where", found.text("report.where"), parts, page=True)


def unknown_page(found: Findings) -> Section:
    """Say what is not known and what the figures do not say, side by side; then the sources."""
    writer = _Unknown(found)
    columns = Block("", parts=writer.columns(), layout=Layout.COLUMNS)
    return Section("unknown", "", [columns, *writer.sources()])


class _WherePage(TargetWriter):
    """Writes where what counts towards one target lies."""

    def parts(self) -> list[Block]:
        """Say in how many areas it lies, and draw them."""
        held = by_area(self.progress)
        return [Block("", [" ".join(self._lines(held))], charts=self._charts(held))]

    @cached_property
    def about(self) -> list[str]:
        """List the areas that the target is about, as they were last judged."""
        rule, level = self.target.definition, self.target.definition.level
        on = min(self.books.as_of, self.target.period.last or self.books.as_of)
        return [
            code
            for code in self.books.areas.at(level)
            if self.books.classify(rule, code, on).qualifies
        ]

    def _lines(self, held: dict[str | None, int]) -> list[str]:
        text, rule = self.text, self.target.definition
        about = self.about
        words = level_words(rule.level, text)
        inside = [code for code in held if code in about]
        empty = [code for code in about if code not in held]
        numbers = {"counted": self.progress.counted, "areas": len(held), "about": len(about)}
        if not held:
            return [text("where.nothing", **numbers, **words)]
        lines = [text("where.counted", **numbers, inside=len(inside), **words)]
        beside = [code for code in held if code not in about]
        if beside and len(beside) <= _NAMED:
            names = text.join([self.place(code) for code in beside])
            key = "where.excepted" if {*beside} <= self._excepted() else "where.beside"
            lines.append(text(key, areas=names))
        if empty and len(empty) <= _NAMED:
            lines.append(text("where.empty", areas=text.join([self.place(c) for c in empty])))
        elif empty:
            lines.append(text("where.empty_many", number=len(empty)))
        return lines

    def _excepted(self) -> set[str | None]:
        """List the areas where nothing would count without an exception."""
        without: dict[str | None, int] = {}
        for entry in self.progress.entries:
            without[entry.area] = without.get(entry.area, 0) + entry.without_exception
        return {code for code, number in without.items() if not number}

    def _charts(self, held: dict[str | None, int]) -> list[Chart]:
        areas, text, rule = self.books.areas, self.text, self.target.definition
        about = set(self.about)
        outlines = {
            code: outline
            for code in areas.at(rule.level)
            if (outline := areas.outline(code, rule.level)) is not None
        }
        spots = self._spots({**dict.fromkeys(sorted(about), 0), **held}, outlines)
        for other in self.found.answers[1:]:
            if other.progress.target.definition.level == rule.level:
                spots += self._spots(by_area(other.progress), outlines, other=True)
        if not any(spot.dwellings for spot in spots):
            return []
        backdrop = make_backdrop(self.workspace)
        coarsest = areas.coarsest
        edges = []
        if coarsest != rule.level:
            found = areas.at(coarsest).values()
            drawn = [(areas.outline(area.code, coarsest), plain(area.name)) for area in found]
            edges = [(outline, name) for outline, name in drawn if outline is not None]
        under, over = waters(backdrop)
        land = outlines
        if backdrop is not None:
            land = {code: backdrop.land(outline) for code, outline in outlines.items()}
        ground = MapGround([(land[c], c in about) for c in land], edges, under, over)
        schematic = self.workspace.schematic
        others = [other for other in self.found.answers[1:] if by_area(other.progress)]
        notes = Notes(
            tint=self._tint(),
            counted=self.answer.called,
            other=text.join([other.called for other in others]),
            schematic=text("where.schematic") if schematic else "",
            kilometres=text("where.kilometres"),
        )
        heading = Heading(
            f"{self.answer.name}-where",
            self._title(held),
            text("where.map_schematic" if schematic else "where.map"),
        )
        svg = place_map(heading, ground, spots, notes)
        return [Chart(heading.name, heading.title, heading.description, svg, None)]

    def _title(self, held: dict[str | None, int]) -> str:
        """Say where the most dwellings count."""
        most = max(held.values(), default=0)
        names = [self.place(code) for code, number in held.items() if number == most]
        if not held or len(names) > _NAMED:
            return self.text("where.map_title")
        return self.text("where.map_most", areas=self.text.join(names), number=most)

    def _tint(self) -> str:
        """Say what the areas that the target is about have in common."""
        rule = self.target.definition
        if rule.areas:
            return self.text("where.tint_list")
        held = self.text.join([self.text(f"definition.held.{t}") for t in rule.majority_of])
        return self.text("where.tint", group=held)

    def _spots(
        self, counted: dict[str | None, int], outlines: dict[str, Geometry], *, other: bool = False
    ) -> list[Spot]:
        """Mark areas with what counts there; an area that is not drawn cannot be marked."""
        spots = []
        for code, number in counted.items():
            outline = outlines.get(code) if code else None
            if outline is None:
                continue
            at = outline.representative_point()
            name = self.place(code)
            spots.append(Spot(at.x, at.y, number, name, self.text.number(number), other))
        return spots


class _Unknown(Writer):
    """Writes what is not known, what is not said, and where the figures come from."""

    def __init__(self, found: Findings) -> None:
        super().__init__(found)
        self.answers = found.answers

    def columns(self) -> list[Block]:
        """Give the gravest limits beside what the figures do not say."""
        text = self.text
        known = [
            limit
            for limit in self.workspace.limits or ()
            if limit.status is not LimitStatus.SETTLED
        ]
        chosen = [limit for limit in known if limit.short] or known
        items = [plain(limit.short or limit.text) for limit in chosen[:_NAMED]]
        for answer in self.answers[:1]:
            progress = answer.progress
            items += potential_lines(progress.potential, progress.unknown_tenure, text)
            if progress.unknown:
                items.append(text("progress.unknown", allocations=len(progress.unknown)))
        said = Block(text("unsaid.title"), items=numbered("unsaid.brief.", text), anchor="unsaid")
        if not items:
            return [said]
        return [Block(text("unknown.title"), items=items, anchor="limits"), said]

    def sources(self) -> list[Block]:
        """Name who made what the figures rest on, a line for each kind."""
        text = self.text
        lines = []
        for kind in _KINDS:
            told = []
            for source in self.workspace.sources:
                if source.kind != kind:
                    continue
                words = plain(source.producer or source.title or file_name(source.name))
                if source.describes_on:
                    words = text("unknown.dated", said=words, date=source.describes_on)
                told.append(words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…")
            if told:
                said = "; ".join(dict.fromkeys(told))
                lines.append(text(f"unknown.source.{kind}", said=said))
        return [Block(text("sources"), [" ".join(lines)], anchor="basis")] if lines else []
