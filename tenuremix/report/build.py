"""The yearly report and its annex: made once as a model, and set as HTML and as a PDF.

The page needs no network and no script, holds no clock, and has the same bytes from the same
inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from tenuremix.counting.period import last_of
from tenuremix.document.calm import calm_lines
from tenuremix.document.html import data_texts, environment, mark_language, with_policy
from tenuremix.document.model import Link, Report, Section
from tenuremix.document.names import plain
from tenuremix.document.style import PAGE_CSS
from tenuremix.errors import UsageError
from tenuremix.io.files.write import is_stream
from tenuremix.locale.locale import Locale
from tenuremix.report.findings import Findings, gather
from tenuremix.report.pages.answer import answer_page
from tenuremix.report.pages.sure import sure_page
from tenuremix.report.pages.uncounted import uncounted_page
from tenuremix.report.pages.where import unknown_page, where_page
from tenuremix.report.pages.year import year_page
from tenuremix.report.sections.areas import listed_section, missing_section
from tenuremix.report.sections.basis import (
    basis_section,
    files_section,
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
from tenuremix.report.sections.restated import limits_section, restated_section
from tenuremix.report.sections.segregation import segregation_section
from tenuremix.report.sections.sure import exceptions_section, sure_section
from tenuremix.report.sections.where import where_section

if TYPE_CHECKING:
    from pathlib import Path

    from tenuremix.inputs import Workspace

SENDER = ("sender", "diarienummer", "contact")
"""What a workspace may state of who sends the report."""

Make = Callable[[Findings], Section | None]

PAGES: Sequence[Make] = (
    answer_page,
    year_page,
    sure_page,
    uncounted_page,
    where_page,
    unknown_page,
)
"""The sections of the report, which has four pages with two targets."""

SECTIONS: Sequence[Make] = (
    missing_section,
    ledger_section,
    changes_section,
    listed_section,
    losses_section,
    plan_section,
    limits_section,
    pace_section,
    where_section,
    sure_section,
    outlook_section,
    restated_section,
    completed_section,
    segregation_section,
    unsettled_section,
    exceptions_section,
    unsaid_section,
    basis_section,
    method_section,
    glossary_section,
    files_section,
)
"""The sections of the annex, those with wide tables first; one with nothing to tell gives None.

To add a section, write one function in a module of its own and name it here.
"""


@dataclass(frozen=True, slots=True)
class Reports:
    """The report of a year and its annex, and what both are made from."""

    found: Findings
    report: Report
    annex: Report


def build_reports(workspace: Workspace, year: int, *, as_of: date, language: str = "sv") -> Reports:
    """Make the report of a year and its annex, for any format to set.

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
    Reports
        The same from the same inputs.
    """
    text = Locale(language)
    found = gather(workspace, year, as_of, text)
    pages, sections = _made(PAGES, found), _made(SECTIONS, found)
    report = _document(found, as_of, pages)
    annex = _document(found, as_of, sections)
    title = text("report.annex_title", year=year)
    name, beside = report_name(year, text), annex_name(year, text)
    moved = [Link(section.title, beside, section.name) for section in sections]
    return Reports(
        found,
        replace(report, sender=_sender(workspace, text), links=[Link(title, beside), *moved]),
        replace(
            annex,
            title=title,
            lead=annex.lead[-1:],
            links=[Link(report.title, name)],
            contents=True,
        ),
    )


def build_report(workspace: Workspace, year: int, *, as_of: date, language: str = "sv") -> Report:
    """Make the report of a year, for any format to set.

    Parameters
    ----------
    workspace, year, as_of, language
        As of :func:`build_reports`.

    Returns
    -------
    Report
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
    return build_reports(workspace, year, as_of=as_of, language=language).report


def report_name(year: int, text: Locale) -> str:
    """Name the files of a report, without their suffix."""
    return text("report.name", year=year)


def annex_name(year: int, text: Locale) -> str:
    """Name the files of an annex, without their suffix."""
    return text("report.annex_name", year=year)


def _made(makers: Sequence[Make], found: Findings) -> list[Section]:
    return [section for make in makers if (section := make(found)) is not None]


def _document(found: Findings, as_of: date, sections: Sequence[Section]) -> Report:
    """Head some sections with the year, the first target and what must be said beside figures."""
    workspace, year, text = found.workspace, found.year, found.text
    running = as_of.year == year and as_of < last_of(year)
    lead = [text("report.as_of_so_far" if running else "report.as_of", date=as_of)]
    others = [answer.called for answer in found.answers[1:]]
    if others:
        lead.insert(0, text("report.also", targets=text.join(others)))
    return Report(
        title=text("report.title", year=year, target=found.answers[0].title)
        if found.answers
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
        sections=sections,
        quoted=data_texts(workspace),
    )


def _sender(workspace: Workspace, text: Locale) -> list[tuple[str, str]]:
    """Say who sends the report, under which number, and whom to ask: what of it is stated."""
    stated = {key: plain(getattr(workspace.settings, key)) for key in SENDER}
    return [(text(f"report.{key}"), said) for key, said in stated.items() if said]


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
    return with_policy(mark_language(page, report.quoted, report.text.language))


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


def render_files(made: Reports, paths: Iterable[Path]) -> dict[Path, bytes]:
    """Set a report as files, each with its annex beside it; a workbook holds both.

    Parameters
    ----------
    made
        The report and its annex.
    paths
        Of the report, each with one of :data:`FORMATS` as its suffix.

    Returns
    -------
    dict
        The contents of the files, the same from the same report.

    Raises
    ------
    UsageError
        Where a suffix is unknown, or the report has the name of its annex.
    """
    annex = annex_name(made.report.year, made.report.text)
    files: dict[Path, bytes] = {}
    beside: dict[Path, bytes] = {}
    for path in paths:
        suffix = path.suffix.lower()
        check_format(suffix)
        if suffix == ".xlsx":
            from tenuremix.report.workbook.write import render_xlsx

            report = made.report
            sender = [f"{label}: {said}" for label, said in report.sender]
            lines = [report.workspace, *report.lead, *sender, *report.notes]
            files[path] = render_xlsx(made.found, title=report.title, lines=lines)
        else:
            files[path] = _render(made.report, suffix)
            if is_stream(path):
                continue
            if path.stem.casefold() == annex.casefold():
                raise UsageError("annex_name", found=path.name)
            (back,) = made.annex.links
            named = replace(made.annex, links=[replace(back, document=path.stem)])
            beside[path.with_name(f"{annex}{suffix}")] = _render(named, suffix)
    return {**files, **beside}


def _render(report: Report, suffix: str) -> bytes:
    if suffix == ".html":
        return render_html(report).encode("utf-8")
    from tenuremix.report.pdf import render_pdf

    return render_pdf(report)


def render_report(workspace: Workspace, year: int, *, as_of: date, language: str = "sv") -> str:
    """Make the report of a year and set it as one page of HTML.

    Parameters
    ----------
    workspace, year, as_of, language
        As of :func:`build_reports`.

    Returns
    -------
    str
        A full document: no network, no script, the same bytes from the same inputs.
    """
    return render_html(build_report(workspace, year, as_of=as_of, language=language))


def render_annex(workspace: Workspace, year: int, *, as_of: date, language: str = "sv") -> str:
    """Make the annex to the report of a year and set it as one page of HTML.

    Parameters
    ----------
    workspace, year, as_of, language
        As of :func:`build_reports`.

    Returns
    -------
    str
        A full document: no network, no script, the same bytes from the same inputs.
    """
    return render_html(build_reports(workspace, year, as_of=as_of, language=language).annex)
