"""What the report rests on: targets and definitions, sources, the method and the glossary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenuremix.document.model import Block, Section
from tenuremix.document.names import file_name, joined, plain
from tenuremix.document.words import level_name, numbered, source_text
from tenuremix.report.sections.answer import basis_lines

if TYPE_CHECKING:
    from tenuremix.inputs import Source, Workspace
    from tenuremix.locale.locale import Locale
    from tenuremix.report.findings import Answer, Findings


def basis_section(found: Findings) -> Section:
    """Give the targets and definitions, and every source with its vintage."""
    text = found.text
    targets = [_target(answer, text) for answer in found.answers]
    sources = [plain(source_text(source, text)) for source in found.workspace.sources]
    rest = Block(text("sources"), _vintages(found.workspace, text), items=sources)
    parts = [Block(text("report.targets"), parts=targets)] if targets else []
    return Section("basis", text("report.basis"), [*parts, rest])


def _target(answer: Answer, text: Locale) -> Block:
    target = answer.progress.target
    assumed = [text("report.assumption", words=plain(words)) for words in target.assumptions]
    return Block(answer.heading, items=[*basis_lines(target, text), *assumed])


def _vintages(workspace: Workspace, text: Locale) -> list[str]:
    dates = [text.day(vintage) for vintage in workspace.stock.vintages]
    lines = [text("report.vintages", dates=joined(dates, text))]
    if workspace.areas.edition:
        lines.append(text("report.edition", edition=plain(workspace.areas.edition)))
    return lines


def _source(source: Source, text: Locale) -> Block:
    licence = (
        text("report.licence", licence=plain(source.licence))
        if source.licence
        else text("report.licence_none")
    )
    items = [text("report.file", name=plain(file_name(source.name))), licence]
    if source.link:
        items.append(text("report.link", link=plain(source.link)))
    items.append(text("report.checksum", sha256=source.sha256))
    return Block(
        plain(source_text(source, text)), items=[*items, *(plain(note) for note in source.notes)]
    )


def files_section(found: Findings) -> Section:
    """List the files that everything was read from, with checksums and what is noted of each."""
    parts = [_source(source, found.text) for source in found.workspace.sources]
    return Section("files", found.text("report.files"), parts, page=True)


def unsaid_section(found: Findings) -> Section:
    """Say what must not be read into the figures."""
    text = found.text
    return Section(
        "unsaid", text("unsaid.title"), [Block("", items=numbered("unsaid.line.", text))]
    )


def method_section(found: Findings) -> Section:
    """Say how it is counted."""
    text = found.text
    method = Block("", items=numbered("report.method.", text), numbered=True)
    return Section("method", text("report.method"), [method])


def glossary_section(found: Findings) -> Section:
    """Explain the words."""
    text = found.text
    names = [level_name(level, text, plural=True) for level in found.workspace.areas.levels]
    levels = text("report.levels_join").join(names)
    meanings = [each.format(levels=levels) for each in numbered("report.meaning.", text)]
    terms = list(zip(numbered("report.word.", text), meanings, strict=True))
    return Section("glossary", text("report.glossary"), [Block("", terms=terms)])
