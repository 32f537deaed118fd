"""The yearly report: made once as a model, set as HTML and as a PDF, with a workbook beside it.

The page needs no network and no script, holds no clock, and has the same bytes from the same
inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from tenuremix.counting.period import last_of
from tenuremix.document.html import data_texts, environment, mark_language
from tenuremix.document.model import Report, Section
from tenuremix.document.names import plain
from tenuremix.document.style import PAGE_CSS
from tenuremix.document.words import calm_lines
from tenuremix.errors import UsageError
from tenuremix.locale.locale import Locale
from tenuremix.report.findings import Findings, gather
from tenuremix.report.sections.answer import answer_section
from tenuremix.report.sections.areas import listed_section, missing_section
from tenuremix.report.sections.basis import (
    basis_section,
    glossary_section,
    method_section,
    unsaid_section,
)
from tenuremix.report.sections.changes import changes_section, unsettled_section
from tenuremix.report.sections.completed import completed_section
from tenuremix.report.sections.ledger import ledger_section
from tenuremix.report.sections.losses import losses_section
from tenuremix.report.sections.outlook import outlook_section
from tenuremix.report.sections.pace import pace_section
from tenuremix.report.sections.plan import plan_section
from tenuremix.report.sections.restated import assessment_section, limits_section, restated_section
from tenuremix.report.sections.segregation import segregation_section
from tenuremix.report.sections.sure import exceptions_section, sure_section
from tenuremix.report.sections.where import where_section

if TYPE_CHECKING:
    from tenuremix.inputs import Workspace

SENDER = ("sender", "diarienummer", "contact")
"""What a workspace may state of who sends the report."""

SECTIONS: Sequence[Callable[[Findings], Section | None]] = (
    answer_section,
    pace_section,
    where_section,
    sure_section,
    outlook_section,
    ledger_section,
    restated_section,
    changes_section,
    listed_section,
    missing_section,
    segregation_section,
    plan_section,
    completed_section,
    losses_section,
    unsettled_section,
    exceptions_section,
    assessment_section,
    limits_section,
    unsaid_section,
    basis_section,
    method_section,
    glossary_section,
)
"""The sections in the order they are read; one that has nothing to tell gives None.

To add a section, write one function in a module of its own and name it here.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundReport(Report):
    """A report with the findings that it tells of, which its workbook is made from."""

    found: Findings


def build_report(
    workspace: Workspace, year: int, *, as_of: date, language: str = "sv"
) -> FoundReport:
    """Make the report of a year, for any format to set.

    Parameters
    ----------
    workspace
        The inputs.
    year
        The year that is followed up: targets whose period overlaps it are answered.
    as_of
        The date of the figures; decisions on it are included.
    language
        ``"sv"`` or ``"en"``.

    Returns
    -------
    FoundReport
        The same from the same inputs.

    Examples
    --------
    >>> from datetime import date
    >>> from pathlib import Path
    >>> from tenuremix import find_settings, load
    >>> report = build_report(
    ...     load(find_settings(Path("/nowhere"))), 2025, as_of=date(2025, 12, 31)
    ... )
    >>> report.section("answer").parts[0].headline.figure
    '459 av 500'
    """
    text = Locale(language)
    found = gather(workspace, year, as_of, text)
    titles = [answer.title for answer in found.answers]
    running = as_of.year == year and as_of < last_of(year)
    key = "report.as_of_so_far" if running else "report.as_of"
    lead = [text(key, date=as_of)]
    if titles[1:]:
        lead.insert(0, text("report.also", targets=text.join(titles[1:])))
    lead += _sender(workspace, text)
    return FoundReport(
        found=found,
        title=text("report.title", year=year, target=titles[0])
        if titles
        else text("report.title_none", year=year),
        workspace=plain(workspace.settings.title),
        lead=lead,
        notes=[
            *no_figures(workspace, year, as_of, text),
            *calm_lines(workspace, text, found.books),
        ],
        year=year,
        as_of=as_of,
        text=text,
        sections=[section for make in SECTIONS if (section := make(found)) is not None],
        quoted=data_texts(workspace),
    )


def _sender(workspace: Workspace, text: Locale) -> list[str]:
    """Say who sends the report, under which number, and whom to ask: what of it is stated."""
    stated = {key: plain(getattr(workspace.settings, key)) for key in SENDER}
    return [text(f"report.{key}", said=said) for key, said in stated.items() if said]


def no_figures(workspace: Workspace, year: int, as_of: date, text: Locale) -> list[str]:
    """Say that what is known ends before the year begins, where it does."""
    register = workspace.register
    rows = chain.from_iterable(register.decisions.values())
    known = [row.date for row in rows] + [part.last for part in register.complete if part.last]
    last = max((min(day, as_of) for day in known), default=None)
    if last is None or last.year >= year:
        return []
    return [text("report.no_figures", date=last, year=year)]


def render_html(report: Report) -> str:
    """Set a report as one page of HTML.

    Returns
    -------
    str
        A full document: no network, no script, the same bytes from the same report.
    """
    template = environment().get_template("report.html")
    page = template.render(t=report.text, css=PAGE_CSS, report=report)
    return mark_language(page, report.quoted, report.text.language)


FORMATS = (".html", ".pdf", ".xlsx")
"""The suffixes of the files that a report is set as."""


def check_format(suffix: str) -> None:
    """Check that a report can be set as a file of a suffix.

    Raises
    ------
    UsageError
        Where it cannot.
    """
    if suffix not in FORMATS:
        raise UsageError(
            "report_format" if suffix else "no_report_format", suffix=suffix, expected=[*FORMATS]
        )


def render_format(report: FoundReport, suffix: str) -> bytes:
    """Set a report in the format that a suffix names.

    Parameters
    ----------
    report
        The report.
    suffix
        One of :data:`FORMATS`.

    Returns
    -------
    bytes
        The content of a file, the same from the same report.

    Raises
    ------
    UsageError
        Where the suffix is unknown.
    """
    check_format(suffix)
    if suffix == ".pdf":
        from tenuremix.report.pdf import render_pdf

        return render_pdf(report)
    if suffix == ".xlsx":
        from tenuremix.report.workbook.write import render_xlsx

        lines = [report.workspace, *report.lead, *report.notes]
        return render_xlsx(report.found, title=report.title, lines=lines)
    return render_html(report).encode("utf-8")


def render_report(workspace: Workspace, year: int, *, as_of: date, language: str = "sv") -> str:
    """Make the report of a year and set it as one page of HTML.

    Parameters
    ----------
    workspace, year, as_of, language
        As of :func:`build_report`.

    Returns
    -------
    str
        A full document: no network, no script, the same bytes from the same inputs.
    """
    return render_html(build_report(workspace, year, as_of=as_of, language=language))
