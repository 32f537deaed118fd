"""The sheet on what the figures rest on: sources, targets, known limits, method and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenuremix.document.names import file_name
from tenuremix.document.words import level_name, numbered
from tenuremix.report.sections.answer import basis_lines
from tenuremix.report.workbook.tables import each_target, table, yes

if TYPE_CHECKING:
    from tenuremix.io.formats.layers import Layer
    from tenuremix.report.findings import Findings


def source_tables(found: Findings) -> list[Layer]:
    """Make the tables of the sources and of all that tells how to read the figures."""
    text, workspace = found.text, found.workspace
    sources = [
        [
            text(f"export.kind.{source.kind}"),
            source.producer or None,
            source.title or None,
            source.describes_on,
            source.published_on,
            source.fetched_on,
            source.licence or None,
            source.link or None,
            file_name(source.name),
            source.sha256,
            " ".join(source.notes) or None,
        ]
        for source in workspace.sources
    ]
    basis = [
        [name, line]
        for name, answer in each_target(found)
        for line in (
            *basis_lines(answer.progress.target, text),
            *(
                text("report.assumption", words=words)
                for words in answer.progress.target.assumptions
            ),
        )
    ]
    return [
        table(
            text,
            "sources",
            "kind producer:w source_title:w describes:d published:d fetched:d licence:w link:w "
            "file checksum notes:w",
            sources,
        ),
        table(text, "sources.targets", "target basis:w", basis),
        _limits(found),
        *_words(found),
    ]


def _limits(found: Findings) -> Layer:
    text, as_of = found.text, found.books.as_of
    rows = [
        [
            limit.id,
            limit.text,
            text(f"limits.status.{limit.status}"),
            text(f"limits.evidence.{limit.evidence}"),
            limit.last_verified,
            yes(not limit.stale(as_of), text),
            limit.settled_by or None,
        ]
        for limit in found.workspace.limits or ()
    ]
    columns = "id limit:w limit_status evidence verified:d fresh settled_by:w"
    return table(text, "sources.limits", columns, rows)


def _words(found: Findings) -> list[Layer]:
    """Give what the figures do not say, how they are counted, and what the words mean."""
    text = found.text
    names = [level_name(level, text, plural=True) for level in found.workspace.areas.levels]
    levels = text("report.levels_join").join(names)
    meanings = [each.format(levels=levels) for each in numbered("report.meaning.", text)]
    unsaid = enumerate(numbered("unsaid.line.", text), start=1)
    method = enumerate(numbered("report.method.", text), start=1)
    return [
        table(text, "sources.unsaid", "step:n unsaid:w", unsaid),
        table(text, "sources.method", "step:n method:w", method),
        table(
            text,
            "sources.glossary",
            "word meaning:w",
            zip(numbered("report.word.", text), meanings, strict=True),
        ),
    ]
