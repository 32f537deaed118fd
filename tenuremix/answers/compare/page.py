"""Proposals beside each other, as a page of HTML and as Word."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tenuremix.answers.compare.figures import Beside, Subject, headed, subjects
from tenuremix.answers.compare.terminal import reservations_of
from tenuremix.answers.verdict import check_sentence, holds_until
from tenuremix.counting.proposal import Alternatives
from tenuremix.document.calm import calm_lines
from tenuremix.document.html import data_texts, environment, mark_language, with_policy
from tenuremix.document.model import Block, Section
from tenuremix.document.names import plain
from tenuremix.document.style import PAGE_CSS
from tenuremix.document.tables import NUMBER, Band, Cell, Table, TableColumn
from tenuremix.document.words import source_text
from tenuremix.inputs import Workspace
from tenuremix.locale.locale import Locale

UPRIGHT = 3
"""As many alternatives stand beside each other on an upright sheet of paper."""


def render_comparison(found: Alternatives, workspace: Workspace, text: Locale) -> str:
    """Render proposals beside each other as one page of HTML.

    Returns
    -------
    str
        A full document: no network, no script, the same bytes from the same inputs.
    """
    made = subjects(found, workspace, text)
    sentences = [
        (name, plain(check_sentence(check, text)))
        for name, check in zip(found.names, found.checks, strict=True)
    ]
    page = (
        environment()
        .get_template("compare.html")
        .render(
            t=text,
            css=PAGE_CSS,
            workspace_title=plain(workspace.settings.title),
            calm=calm_lines(workspace, text),
            sentences=sentences,
            differing=differing_table(made, headed(found, text), text),
            alike=alike_table(made, text),
            landscape=len(found.names) > UPRIGHT,
            each=text("compare.each", date=found.nothing.as_of),
            denominator=text("check.denominator", date=found.nothing.vintage),
            reservations=list(map(plain, reservations_of(found, text))),
            holds=holds_until(found.nothing, text),
            sources=[plain(source_text(source, text)) for source in workspace.sources],
            edition=plain(workspace.areas.edition),
        )
    )
    return with_policy(mark_language(page, data_texts(workspace), text.language))


def comparison_docx(found: Alternatives, workspace: Workspace, text: Locale) -> bytes:
    """Set proposals beside each other as a Word file: what the page has, a table a subject."""
    from tenuremix.document.word import Paper, render_docx

    made = subjects(found, workspace, text)
    sentences = [
        (name, plain(check_sentence(check, text)))
        for name, check in zip(found.names, found.checks, strict=True)
    ]
    apart = [
        Block(subject.title, tables=[differing_table([subject], headed(found, text), text)])
        for subject in made
        if subject.differing
    ]
    alike = [
        Block(subject.title, tables=[alike_table([subject], text)])
        for subject in made
        if subject.alike
    ]
    after = [
        f"{text('compare.each', date=found.nothing.as_of)} {holds_until(found.nothing, text)}",
        *map(plain, reservations_of(found, text)),
        text("unsaid.short"),
    ]
    sources = [plain(source_text(source, text)) for source in workspace.sources]
    differs = apart or [Block("", [text("compare.differs_none")])]
    sections = [
        Section("sentences", text("compare.sentences"), [Block("", terms=sentences)]),
        Section("differs", text("compare.differs"), [*differs, Block("", after)]),
        Section("same", text("compare.same"), alike),
        Section("sources", text("notepage.basis"), [Block("", items=sources)]),
    ]
    return render_docx(
        Paper(
            text("compare.title"),
            plain(workspace.settings.title),
            [],
            calm_lines(workspace, text),
            [section for section in sections if section.parts],
            changed_on=found.nothing.as_of,
            text=text,
            quoted=data_texts(workspace),
        )
    )


def differing_table(made: Sequence[Subject], heads: Sequence[str], text: Locale) -> Table:
    """Set what differs in a table, under its subjects: a column for nothing and each proposal."""
    columns = [TableColumn(text("compare.what")), *(TableColumn(name, NUMBER) for name in heads)]
    return _table(
        text("compare.differs"),
        columns,
        [(subject, subject.differing) for subject in made],
        lambda each: each.cells,
    )


def alike_table(made: Sequence[Subject], text: Locale) -> Table:
    """Set what does not differ in a table, under its subjects, with what it is in every column."""
    columns = [TableColumn(text("compare.what")), TableColumn(text("compare.value"), NUMBER)]
    return _table(
        text("compare.same"),
        columns,
        [(subject, subject.alike) for subject in made],
        lambda each: each.cells[:1],
    )


def _table(
    caption: str,
    columns: Sequence[TableColumn],
    parts: Sequence[tuple[Subject, Sequence[Beside]]],
    cells: Callable[[Beside], Sequence[Cell]],
) -> Table:
    rows = [[each.words, *cells(each)] for _, figures in parts for each in figures]
    bands = [Band(subject.title, len(figures)) for subject, figures in parts if figures]
    bands = bands if len(parts) > 1 else []  # what is alone is named above it
    return Table(caption, columns, rows, bands=bands)
