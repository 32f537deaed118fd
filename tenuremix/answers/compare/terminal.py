"""Proposals beside each other, as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from tenuremix.answers.compare.figures import Beside, Subject, headed, subjects
from tenuremix.answers.layout import Line
from tenuremix.answers.terminal import head
from tenuremix.answers.verdict import check_sentence, holds_until, reservations
from tenuremix.counting.proposal import Alternatives
from tenuremix.document.tables import NUMBER, Table, TableColumn
from tenuremix.document.words import source_text
from tenuremix.inputs import Workspace
from tenuremix.locale.locale import Locale


def comparison_text(
    found: Alternatives, workspace: Workspace, text: Locale, *, details: bool
) -> list[Line]:
    """Give what differs, a table for each subject, and below it in a line what does not.

    With ``details`` what does not differ stands in a table too, and the sources are named.
    """
    sentences = [
        (name, check_sentence(check, text))
        for name, check in zip(found.names, found.checks, strict=True)
    ]
    lines: list[Line] = [text("compare.title"), ""]
    lines += [Table("", [TableColumn(""), TableColumn("")], sentences), ""]
    lines += head(workspace, text)[1:]
    heads = headed(found, text)
    for subject in subjects(found, workspace, text):
        lines += [subject.title, ""]
        if subject.differing:
            lines += [_table(heads, subject.differing), ""]
        if subject.alike:
            lines += [*_alike(subject, text, details=details), ""]
    lines += [text("compare.each", date=found.nothing.as_of)]
    lines += reservations_of(found, text)
    if details:
        lines += ["", text("check.denominator", date=found.nothing.vintage)]
        lines += [text("compare.rounded"), "", text("check.basis")]
        lines += [f"- {source_text(source, text)}" for source in workspace.sources]
    return [*lines, holds_until(found.nothing, text)]


def reservations_of(found: Alternatives, text: Locale) -> list[str]:
    """Say what the answers hang on, each thing once."""
    return [*dict.fromkeys(words for check in found.checks for words in reservations(check, text))]


def _alike(subject: Subject, text: Locale, *, details: bool) -> list[Line]:
    """Say in a line, or in a table, what is the same in every column."""
    if details:
        rows = [(each.words, each.cells[0]) for each in subject.alike]
        return [text("compare.same"), "", Table("", [TableColumn(""), TableColumn("")], rows)]
    figures = [
        text("compare.figure", what=each.words[:1].lower() + each.words[1:], value=each.cells[0])
        for each in subject.alike
    ]
    return [text("compare.alike", figures="; ".join(figures))]


def _table(heads: Sequence[str], figures: Sequence[Beside]) -> Table:
    columns = [TableColumn(""), *(TableColumn(name, NUMBER) for name in heads)]
    return Table("", columns, [[each.words, *each.cells] for each in figures])
