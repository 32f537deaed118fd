"""The yearly report and its annex as a model: what HTML and PDF are both rendered from.

A :class:`Report` is made once (:func:`tenuremix.report.build.build_reports`); each format only
sets it.  A renderer computes nothing and words nothing, so no figure can differ between formats.

- A :class:`Report` has :class:`Section` after section, each with :class:`Block` after part; a part
  may hold parts.  The level of a heading is its depth: section 2, part 3, part of a part 4.
- A part is set in this order: headline, lines, charts, tables, items, terms, parts.
- What a table holds is told in :mod:`tenuremix.document.tables`.
- Every text is finished and plain: no markup, names from the data already passed through
  ``plain``.  A renderer escapes it by the rules of its own format.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from tenuremix.document.tables import Table

if TYPE_CHECKING:
    from tenuremix.locale.locale import Locale


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with everything that it says in words and figures.

    Parameters
    ----------
    name
        Its name in the report, the same in every language: letters, digits and hyphens.
    title
        The finding, as a sentence without a full stop.
    description
        How the chart is read; with the title it is the text alternative.
    svg
        The drawing, complete in itself: no style sheet, no script, no font file, its patterns
        inside; every id in it starts with ``name``.
    data
        The figures drawn: the column ``data.header`` names the points, each ``NUMBER`` column is
        one series.  None where they stand in the annex.
    """

    name: str
    title: str
    description: str
    svg: str
    data: Table | None


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure set large, with its status in words, and under which reading: "459 av 500"."""

    figure: str
    status: str = ""
    under: str = ""


class Layout(StrEnum):
    """How a part is set: one thing below another, its parts beside one another, or in a row.

    A row has its headline to the left and the rest to the right of it.
    """

    FLOW = ""
    COLUMNS = "columns"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading with what stands below it: headline, lines, charts, tables, items, terms, parts.

    Parameters
    ----------
    title
        The heading; empty for what stands directly below the heading above.
    headline
        A figure set large.
    lines
        Sentences, a paragraph each.
    charts, tables
        Each chart is set with its data.
    items
        A list; numbered where ``numbered``.
    terms
        Words with their meanings.
    parts
        What stands below, one level deeper.
    layout
        How it is set.
    anchor
        By which it is linked to, the same in every language; empty for most.
    """

    title: str
    lines: Sequence[str] = ()
    tables: Sequence[Table] = ()
    charts: Sequence[Chart] = ()
    headline: Headline | None = None
    items: Sequence[str] = ()
    numbered: bool = False
    terms: Sequence[tuple[str, str]] = ()
    parts: Sequence[Block] = ()
    layout: Layout = Layout.FLOW
    anchor: str = ""

    def walk(self) -> Iterator[Block]:
        """Go through the part and every part below it, in the order they are set."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report; ``name`` is its anchor, the same in every language.

    ``page`` tells that it begins a page of paper.
    """

    name: str
    title: str
    parts: Sequence[Block]
    page: bool = False

    def walk(self) -> Iterator[Block]:
        """Go through every part, in the order they are set."""
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Link:
    """What stands in another document: the words, the document's name without suffix, a place.

    ``anchor`` is also the anchor of the line that holds the link; empty for the whole document.
    """

    words: str
    document: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The yearly report, or its annex.

    Parameters
    ----------
    title
        Its heading.
    workspace
        The name of the workspace, set above the title; may be empty.
    lead
        Sentences below the title: the date of the figures, and other targets that are followed.
    notes
        What must be said beside every figure: schematic areas, fictional rows.
    year, as_of
        The year followed up, and the date of the figures.
    text
        The reader's language.
    sections
        In the order they are read.
    quoted
        The texts that stand as the data say them, in Swedish.
    sender
        Who sends it, under which number, and whom to ask: labels with what is stated.
    links
        What stands in other documents; they are of the same folder and suffix.
    contents
        Whether it has a list of its sections.
    """

    title: str
    workspace: str
    lead: Sequence[str]
    notes: Sequence[str]
    year: int
    as_of: date
    text: Locale
    sections: Sequence[Section]
    quoted: Sequence[str] = ()
    sender: Sequence[tuple[str, str]] = ()
    links: Sequence[Link] = ()
    contents: bool = False

    @property
    def anchors(self) -> set[str]:
        """Every place in it that can be linked to."""
        parts = (part.anchor for section in self.sections for part in section.walk())
        return {*(section.name for section in self.sections), *filter(None, parts)}

    def section(self, name: str) -> Section | None:
        """Find a section by its name; None where the report has none."""
        return next((section for section in self.sections if section.name == name), None)
