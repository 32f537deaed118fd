"""The note of a check: one page to attach to a tjänsteutlåtande."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tenuremix.answers.verdict import check_sentence, holds_until, other_notes, verdict_lines
from tenuremix.counting.proposal import Check
from tenuremix.counting.tenure import KNOWN, majority_class, share, total
from tenuremix.document.around import around_rows
from tenuremix.document.html import data_texts, environment, mark_language, with_policy
from tenuremix.document.missing import pole_short
from tenuremix.document.model import NUMBER, WORD, Table, TableColumn, headings
from tenuremix.document.names import area_label, plain, short_dwellings
from tenuremix.document.style import PAGE_CSS
from tenuremix.document.words import (
    area_name,
    calm_lines,
    dwellings_text,
    level_name,
    source_text,
    tenure_word,
)
from tenuremix.locale.locale import UNKNOWN, Locale

if TYPE_CHECKING:
    from tenuremix.counting.proposal import AreaCheck
    from tenuremix.counting.tenure import Mix
    from tenuremix.dwellings.around import Around
from tenuremix.inputs import Workspace

_POINT = re.compile(r"[\d.]+,[\d.]+")


def render_note(
    check: Check,
    workspace: Workspace,
    *,
    language: str = "sv",
    assessment: str = "",
    since: str = "",
    around: Around | None = None,
) -> str:
    """Render a check as one page of HTML.

    Parameters
    ----------
    check
        The answer on the proposal.
    workspace
        What the answer rests on.
    language
        ``"sv"`` or ``"en"``.
    assessment
        The planner's own words, set apart from the figures.
    since
        What has changed since an earlier check, as a finished text.
    around
        The mix around the plots, where it was asked for.

    Returns
    -------
    str
        A full document: no network, no script, the same bytes from the same inputs.
    """
    text = Locale(language)
    proposal = dwellings_text(check.dwellings, text)
    page = (
        environment()
        .get_template("note.html")
        .render(
            t=text,
            css=PAGE_CSS,
            workspace_title=plain(workspace.settings.title),
            name=_name(check, workspace, text) or proposal,
            proposal=text("check.proposal", dwellings=proposal),
            since=plain(since),
            assessment=plain(assessment),
            **_parts(check, workspace, around, text),
        )
    )
    return with_policy(mark_language(page, data_texts(workspace), text.language))


def _name(check: Check, workspace: Workspace, text: Locale) -> str:
    """Name the plots; one that has only its coordinates for a name, by its area."""
    names = ", ".join(dict.fromkeys(plot.name for plot in check.plots if plot.name))
    if not _POINT.fullmatch(names):
        return plain(names)
    codes = dict.fromkeys(part.area for part in check.placement)
    areas = [plain(area_name(workspace.areas, code, text)) for code in codes]
    return text("notepage.at", areas=text.join(areas))


def _parts(
    check: Check, workspace: Workspace, around: Around | None, text: Locale
) -> dict[str, object]:
    """Give the verdict and everything that it rests on."""
    return {
        "decided": text("notepage.decided", date=check.as_of),
        "calm": calm_lines(workspace, text),
        "sentence": plain(check_sentence(check, text)),
        "verdict": [
            (plain(word), plain(line))
            for word, line in (
                *verdict_lines(check, workspace, text),
                *around_rows(around, check, text),
            )
        ],
        "placement": _placement(check, workspace, text),
        "areas": _areas(check, text),
        "targets": _targets(check, text),
        "notes": list(map(plain, other_notes(check, workspace, text))),
        "sources": [plain(source_text(source, text)) for source in workspace.sources],
        "edition": plain(workspace.areas.edition),
        "holds": holds_until(check, text),
    }


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
