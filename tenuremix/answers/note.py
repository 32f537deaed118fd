"""The note of a check: a page to attach to a tjänsteutlåtande, and the same for Word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

from tenuremix.answers.verdict import check_sentence, holds_until, other_notes, verdict_lines
from tenuremix.counting.proposal import Check
from tenuremix.counting.tenure import KNOWN, majority_class, share, total
from tenuremix.document.around import around_rows
from tenuremix.document.calm import calm_lines
from tenuremix.document.html import data_texts, environment, mark_language, with_policy
from tenuremix.document.missing import pole_short
from tenuremix.document.model import Block, Chart, Section
from tenuremix.document.names import area_label, plain, short_dwellings
from tenuremix.document.neighbourhood import neighbourhood
from tenuremix.document.style import PAGE_CSS
from tenuremix.document.tables import NUMBER, WORD, Table, TableColumn, headings
from tenuremix.document.words import area_name, dwellings_text, level_name, source_text, tenure_word
from tenuremix.locale.locale import UNKNOWN, Locale

if TYPE_CHECKING:
    from tenuremix.counting.proposal import AreaCheck
    from tenuremix.counting.tenure import Mix
    from tenuremix.document.word import Paper
    from tenuremix.dwellings.around import Around
from tenuremix.inputs import Workspace

PLACES = ("social", "ekonomisk", "tabell", "karta", "kallor")
"""What a Word template can ask for, after ``tenuremix.``."""
_NUMBERS = re.compile("[0-9., ]+")


@dataclass(frozen=True, slots=True)
class CheckNote:
    """What the note says, as a page and as Word: finished texts, tables and a map.

    ``assessment`` is the planner's own words, set apart from the figures; ``since`` what has
    changed since an earlier check.
    """

    title: str
    workspace: str
    proposal: str
    decided: str
    calm: Sequence[str]
    sentence: str
    verdict: Sequence[tuple[str, str]]
    holds: str
    since: str
    assessment: str
    map: Chart | None
    targets: Table
    placement: Table
    areas: Table
    notes: Sequence[str]
    sources: Sequence[str]
    text: Locale
    quoted: Sequence[str]
    as_of: date

    @classmethod
    def of(
        cls,
        check: Check,
        workspace: Workspace,
        *,
        language: str = "sv",
        assessment: str = "",
        since: str = "",
        around: Around | None = None,
    ) -> Self:
        """Gather what is said of a check.

        Parameters
        ----------
        check
            The answer on the proposal.
        workspace
            What the answer rests on.
        language
            ``"sv"`` or ``"en"``.
        assessment, since
            As finished texts.
        around
            The mix around the plots, where it was asked for.
        """
        text = Locale(language)
        proposal = dwellings_text(check.dwellings, text)
        sources = [plain(source_text(source, text)) for source in workspace.sources]
        if edition := plain(workspace.areas.edition):
            sources.append(text("report.edition", edition=edition))
        rows = (*verdict_lines(check, workspace, text), *around_rows(around, check, text))
        return cls(
            title=text("notepage.title", name=_name(check, workspace, text) or proposal),
            workspace=plain(workspace.settings.title),
            proposal=text("check.proposal", dwellings=proposal) + ".",
            decided=text("notepage.decided", date=check.as_of),
            calm=calm_lines(workspace, text),
            sentence=plain(check_sentence(check, text)),
            verdict=[(plain(word), plain(line)) for word, line in rows],
            holds=holds_until(check, text),
            since=plain(since),
            assessment=plain(assessment),
            map=neighbourhood(check, workspace, text),
            targets=_targets(check, text),
            placement=_placement(check, workspace, text),
            areas=_areas(check, text),
            notes=list(map(plain, other_notes(check, workspace, text))),
            sources=sources,
            text=text,
            quoted=data_texts(workspace),
            as_of=check.as_of,
        )

    def html(self) -> str:
        """Give the note as one page."""
        template = environment().get_template("note.html")
        page = template.render(t=self.text, css=PAGE_CSS, note=self)
        return with_policy(mark_language(page, self.quoted, self.text.language))

    def docx(self, template: bytes | None = None, where: str = "") -> bytes:
        """Give the note as Word: a page of its own, or a template with the note in its places.

        Parameters
        ----------
        template
            A Word file that asks for some of :data:`PLACES`.
        where
            Its name, as the reader knows it.

        Raises
        ------
        DataError
            As :func:`tenuremix.document.word.fill_docx` does.
        """
        from tenuremix.document.word import fill_docx, render_docx

        if template is None:
            return render_docx(self.paper())
        # A template has no place for what a page says first, so it is said beside the figures.
        return fill_docx(self.paper(beside=[*self.calm]), template, where)

    def paper(self, *, beside: Sequence[str] = ()) -> Paper:
        """Part the note as a tjänsteutlåtande asks for it: a section for each of :data:`PLACES`.

        What ought to be decided is no section of it.  ``beside`` is said in each that has figures.
        """
        from tenuremix.document.word import Paper

        text = self.text
        after = [f"{self.decided} {self.holds}", *beside, text("unsaid.short")]
        after += filter(None, [self.since])
        social = [Block("", [self.sentence], terms=self.verdict), Block("", after)]
        if self.assessment:
            lines = [text("notepage.assessment_lead"), self.assessment]
            social.append(Block(text("notepage.assessment"), lines))
        economic = [f"{self.proposal} {text('notepage.economic.nothing')}"]
        no_map = Block("", [text("notepage.no_map")])
        drawn = no_map if self.map is None else Block("", charts=[self.map])
        sources = self.sources or [text("none")]
        parts = (
            social,
            [Block("", economic)],
            [Block("", tables=[self.areas]), Block("", beside)],
            [drawn],
            [Block("", items=sources)],
        )
        titles = {name: text(f"notepage.word.{name}") for name in PLACES}
        if self.map is not None:
            titles["karta"] = self.map.title
        sections = [
            Section(name, titles[name], held) for name, held in zip(PLACES, parts, strict=True)
        ]
        return Paper(
            *(self.title, self.workspace, [self.proposal], self.calm, sections),
            changed_on=self.as_of,
            text=text,
            quoted=self.quoted,
        )


def render_note(
    check: Check,
    workspace: Workspace,
    *,
    language: str = "sv",
    assessment: str = "",
    since: str = "",
    around: Around | None = None,
) -> str:
    """Render a check as one page of HTML: what :meth:`CheckNote.of` gathers.

    Returns
    -------
    str
        A full document: no network, no script, the same bytes from the same inputs.
    """
    said = {"language": language, "assessment": assessment, "since": since}
    return CheckNote.of(check, workspace, **said, around=around).html()


def _name(check: Check, workspace: Workspace, text: Locale) -> str:
    """Name the plots; those that have only a row's number or coordinates, by their area."""
    names = ", ".join(dict.fromkeys(plot.name for plot in check.plots if plot.name))
    if not _NUMBERS.fullmatch(names):
        return plain(names)
    codes = dict.fromkeys(part.area for part in check.placement)
    areas = [plain(area_name(workspace.areas, code, text)) for code in codes]
    return text("notepage.at", areas=text.join(areas))


def _placement(check: Check, workspace: Workspace, text: Locale) -> Table:
    columns = headings(
        text, "notepage.plot col.area_name col.level:w notepage.plot_share:n col.dwellings"
    )
    rows = [
        [
            plain(part.plot) or "–",
            area_label(workspace.areas, part.area, text, part.level),
            level_name(part.level, text),
            text.percent(part.share),
            short_dwellings(part.dwellings, text),
        ]
        for part in check.placement
    ]
    return Table(text("notepage.placement"), columns, rows)


def _areas(check: Check, text: Locale) -> Table:
    """Show each area's mix today, with what is decided and with the proposal."""
    columns = [
        TableColumn(text("col.area_name")),
        TableColumn(text("notepage.state"), WORD),
        *(TableColumn(text(f"tenure.{tenure}"), NUMBER) for tenure in KNOWN),
        *headings(text, "notepage.denominator:n col.class:w col.missing:w"),
    ]
    rows = []
    for area in check.areas:
        projection = area.projection
        states = {
            "col.now": projection.now,
            "col.projected": projection.projected,
            "col.with_proposal": area.with_proposal,
        }
        rows += [_area_row(area, text(key), mix, text) for key, mix in states.items()]
    return Table(text("notepage.areas_caption", date=check.vintage), columns, rows, group=3)


def _area_row(area: AreaCheck, state: str, mix: Mix | None, text: Locale) -> list[str]:
    """Show one state of one area: the shares, and the dwellings that they are shares of."""
    found = area.projection.area
    level = level_name(found.level, text)
    known = total(mix) if mix is not None else None
    shares = [text.share(share(mix, {tenure}) if mix is not None else None) for tenure in KNOWN]
    label = majority_class(mix) if mix is not None else None
    return [
        f"{plain(found.name)} ({found.code}), {level}",
        state,
        *shares,
        text.count(known),
        text("class.none") if label is None else text(f"holds.{label}"),
        UNKNOWN if mix is None else pole_short(area.projection.missing_pole(mix), text),
    ]


def _targets(check: Check, text: Locale) -> Table:
    columns = headings(
        text,
        "col.status col.tenure notepage.counts:n notepage.of:n notepage.before:n "
        "notepage.after:n notepage.range:n notepage.minimum:n notepage.robust "
        "notepage.reaching",
    )
    rows = [
        [
            plain(found.target.title),
            tenure_word(found.target, text),
            text.number(found.counts),
            text.number(found.of),
            text.number(found.counted_before),
            text.number(found.counted_after),
            text.span(min(found.after), max(found.after)),
            text.number(found.target.minimum),
            *(
                UNKNOWN
                if number is None
                else text("notepage.robust_of", counting=number, definitions=found.definitions)
                for number in (found.counting, found.reaching)
            ),
        ]
        for found in check.targets
    ]
    return Table(text("notepage.targets"), columns, rows)
