"""The yearly report: one page of HTML with everything the figures rest on.

The page needs no network and no script, holds no clock, and has the same bytes from the same
inputs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tenuremix.losses import assess_losses
from tenuremix.progress import Progress, assess_progress
from tenuremix.render._page import environment, iso, joined, plain
from tenuremix.render._report_areas import listed_part, missing_parts
from tenuremix.render._report_changes import change_parts
from tenuremix.render._report_completed import completed_parts
from tenuremix.render._report_ledger import ledger_part
from tenuremix.render._report_losses import losses_part
from tenuremix.render._report_sure import sure_parts
from tenuremix.render._report_targets import (
    Part,
    answer_part,
    period_text,
)
from tenuremix.render.charts import definitions
from tenuremix.render.locale import Locale
from tenuremix.render.style import PAGE_CSS
from tenuremix.render.words import (
    calm_lines,
    definition_text,
    level_name,
    source_text,
    verdict_sentence,
)
from tenuremix.rules import OTHER_TENURE

if TYPE_CHECKING:
    from tenuremix.books import Books
    from tenuremix.errors import Language
    from tenuremix.losses import Lost
    from tenuremix.rules import Target
    from tenuremix.workspace import Source, Workspace


@dataclass(frozen=True, slots=True)
class Answer:
    """One target of the report: its figure in words and the parts that explain it."""

    name: str
    title: str
    figure: str
    status: str
    sentence: str
    answer: Part
    sure: Sequence[Part]
    ledger: Part
    losses: Part | None
    basis: Sequence[str]
    assumptions: Sequence[str]


@dataclass(frozen=True, slots=True)
class Described:
    """A source with its lines and its notes."""

    title: str
    lines: Sequence[str]
    notes: Sequence[str]


def render_report(
    workspace: Workspace, year: int, *, as_of: date, language: Language = "sv"
) -> str:
    """Render the report of a year as one page of HTML.

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
    str
        A full document: no network, no script, the same bytes from the same inputs.

    Examples
    --------
    >>> from datetime import date
    >>> from pathlib import Path
    >>> from tenuremix.io.workspace import find_settings, load
    >>> page = render_report(
    ...     load(find_settings(Path("/nowhere"))), 2025, as_of=date(2026, 1, 1)
    ... )
    >>> page.startswith("<!doctype html>")
    True
    """
    text = Locale(language)
    books = workspace.books_on(as_of)
    page = environment().get_template("report.html")
    return page.render(
        t=text,
        language=language,
        css=PAGE_CSS,
        patterns=definitions(),
        year=year,
        as_of=text.day(as_of),
        calm=calm_lines(workspace, text),
        **_targets(workspace, books, year, text),
        **_rest(workspace, books, year, text),
    )


def _targets(workspace: Workspace, books: Books, year: int, text: Locale) -> dict[str, object]:
    """Give the parts of the page that follow the targets in force in the year."""
    targets = [target for target in workspace.targets if touches(target, year)]
    return {
        "title": _title(targets, year, text),
        "also": [plain(target.title) for target in targets[1:]],
        "answers": [
            _answer(
                assess_progress(books, target),
                _lost(workspace, books, target),
                books,
                year,
                f"target-{place}",
                text,
            )
            for place, target in enumerate(targets, start=1)
        ],
        "listed": [listed_part(books, t, year, text) for t in targets if t.definition.areas],
    }


def _rest(workspace: Workspace, books: Books, year: int, text: Locale) -> dict[str, object]:
    """Give the parts of the page that stand whatever the targets are."""
    names = [level_name(level, text, plural=True) for level in workspace.areas.levels]
    levels = text("report.levels_join").join(names)
    meanings = [each.format(levels=levels) for each in _numbered("report.meaning.", text)]
    return {
        "workspace_title": plain(workspace.settings.title),
        "missing": missing_parts(books, workspace.settings.reference, text),
        "completed": completed_parts(workspace, books, text),
        "changes": change_parts(books, year, text),
        "vintages": _vintages(workspace, text),
        "sources": [_described(source, text) for source in workspace.sources],
        "method": _numbered("report.method.", text),
        "glossary": list(zip(_numbered("report.word.", text), meanings, strict=True)),
    }


def _lost(workspace: Workspace, books: Books, target: Target) -> Lost | None:
    return None if workspace.losses is None else assess_losses(books, workspace.losses, target)


def touches(target: Target, year: int) -> bool:
    """Tell whether the period of a target has a day in a year."""
    return target.valid_from <= date(year, 12, 31) and not target.is_over(date(year, 1, 1))


def _title(targets: Sequence[Target], year: int, text: Locale) -> str:
    if not targets:
        return text("report.title_none", year=year)
    return text("report.title", year=year, target=plain(targets[0].title))


def _answer(
    progress: Progress, lost: Lost | None, books: Books, year: int, name: str, text: Locale
) -> Answer:
    target = progress.target
    counted = text.number(progress.counted)
    figure = (
        text("report.figure_direction", counted=counted)
        if target.minimum is None
        else text("report.figure", counted=counted, minimum=text.number(target.minimum))
    )
    return Answer(
        name=name,
        title=plain(target.title),
        figure=figure,
        status="" if target.minimum is None else text(f"status.{progress.status}"),
        sentence=verdict_sentence(progress, text),
        answer=answer_part(progress, name, text),
        sure=sure_parts(progress, books, name, text),
        ledger=ledger_part(progress, books, year, text),
        losses=None if lost is None else losses_part(lost, progress, books, text),
        basis=_basis(target, text),
        assumptions=[plain(words) for words in target.assumptions],
    )


def _basis(target: Target, text: Locale) -> list[str]:
    """Say what a target and its definition are, and where they come from."""
    rule = target.definition
    words = definition_text(rule, text)
    lines = [period_text(target, text)]
    if target.quote:
        lines.append(text("report.quote", quote=plain(target.quote)))
    if target.source:
        lines.append(text("report.from", source=plain(target.source)))
    if rule.title:
        words = f"{plain(rule.title)} ({words})"
    lines.append(text("report.definition", definition=words))
    if rule.source:
        lines.append(text("report.from", source=plain(rule.source)))
    lines += [
        text("report.from", source=plain(f"{iso(e.valid_from)}: {e.source}"))
        for e in rule.editions
        if e.source
    ]
    if target.tenure == OTHER_TENURE or not rule.areas:
        lines.append(
            text("report.vintage_fixed", date=text.day(rule.vintage))
            if isinstance(rule.vintage, date)
            else text("report.vintage_before")
        )
    lines.append(text(f"report.split.{rule.split}"))
    if rule.exclude_subgroups:
        lines.append(text("report.excluded", groups=", ".join(rule.exclude_subgroups)))
    return lines


def _vintages(workspace: Workspace, text: Locale) -> list[str]:
    dates = [text.day(vintage) for vintage in workspace.stock.vintages]
    lines = [text("report.vintages", dates=joined(dates, text))]
    if workspace.areas.edition:
        lines.append(text("report.edition", edition=plain(workspace.areas.edition)))
    return lines


def _described(source: Source, text: Locale) -> Described:
    licence = (
        text("report.licence", licence=plain(source.licence))
        if source.licence
        else text("report.licence_none")
    )
    lines = [text("report.file", name=plain(source.name)), licence]
    if source.link:
        lines.append(text("report.link", link=plain(source.link)))
    lines.append(text("report.checksum", sha256=source.sha256))
    return Described(plain(source_text(source, text)), lines, [plain(n) for n in source.notes])


def _numbered(prefix: str, text: Locale) -> list[str]:
    """Give the texts of a prefix in the order of their numbers."""
    found = text.texts(prefix)
    return [found[number] for number in sorted(found, key=int)]
