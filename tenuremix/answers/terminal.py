"""Results as text for a terminal, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tenuremix.answers.layout import Line, listed
from tenuremix.answers.verdict import check_sentence, holds_until, other_notes, verdict_lines
from tenuremix.counting.projection import AreaProjection, Flows, Projection
from tenuremix.counting.proposal import Check
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import KNOWN, majority_class, share, total
from tenuremix.counting.tipping import find_tipping, in_force
from tenuremix.document.around import around_rows
from tenuremix.document.calm import calm_lines
from tenuremix.document.missing import lacks_line, missing_counts, pole_short
from tenuremix.document.tables import Cell, Table, TableColumn, headings
from tenuremix.document.words import (
    area_name,
    dwellings_text,
    holder_name,
    level_name,
    reference_text,
    source_text,
    tenure_word,
    turn_words,
)
from tenuremix.inputs import Workspace
from tenuremix.io.files.cells import safe_cell
from tenuremix.locale.locale import UNKNOWN, Locale

if TYPE_CHECKING:
    from tenuremix.dwellings.around import Around

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def head(workspace: Workspace, text: Locale) -> list[str]:
    """Give the lines that stand at the top of every answer."""
    settings, last = workspace.settings, workspace.register.last_date()
    lines = [text("as_of", date=workspace.as_of) + "."]
    if settings.dated and last != workspace.as_of:
        lines.append(text("as_of_example" if settings.example else "as_of_stated", last=last))
    if settings.example:
        lines.append(text("example"))
    return [*lines, *calm_lines(workspace, text), ""]


def areas_text(
    projection: Projection, workspace: Workspace, text: Locale, *, named: bool, details: bool
) -> list[Line]:
    """Give what every area has, lacks and will have: as a table, or area by area if ``named``."""
    level = level_name(projection.level, text)
    vintage = text.day(projection.vintage) if projection.vintage else text("areas.no_vintage")
    target = turning_target(workspace, projection.level) if details else None
    keys = [
        "col.area col.area_name col.dwellings:n3",
        "short.hyresratt:n short.bostadsratt:n short.aganderatt:n1",
        "col.class:w4 col.missing:w col.pipeline:w2 col.class_projected:w5",
        *(["col.turns:n6"] if target else []),
    ]
    table = [
        [
            *_area_row(row, text),
            *([text.count(find_tipping(workspace.books, target, row).projected)] if target else []),
        ]
        for row in projection.areas.values()
    ]
    lines: list[Line] = [*head(workspace, text), text("areas.title", level=level, date=vintage)]
    if named:
        said = [lacks_line(area, (), text) + "." for area in projection.areas.values()]
        lines += ["", *_each(table, said, keys, text)]
    else:
        lines += [*missing_counts(projection, text), "", listed(table, " ".join(keys), text), ""]
    stated = workspace.settings.benchmark.reference
    reference = reference_text(workspace.books, projection.vintage, stated, text)
    lines.append(text("areas.reference", reference=reference))
    if target:
        words = turn_words(target.definition, text)
        tenure = tenure_word(target, text)
        lines.append(text("areas.turns", **words, tenure=tenure, target=target.title))
    if named:
        return lines
    if details:
        return [*lines, *leftovers(projection, workspace, text)]
    unplaced = sum(map(_decided, projection.unplaced.values()))
    if unplaced:
        lines.append(text("areas.unplaced_all", level=level, number=unplaced))
    return lines


def _each(
    table: Sequence[Sequence[str]], said: Sequence[str], keys: Sequence[str], text: Locale
) -> list[Line]:
    """Turn a table around: what is missing in each area, and what it says of it line by line."""
    heads = headings(text, " ".join(keys).replace("short.", "tenure."))
    names = [column.text[:1].upper() + column.text[1:] for column in heads]
    lines: list[Line] = []
    for (code, name, *cells), sentence in zip(table, said, strict=True):
        rows = list(zip(names[2:], cells, strict=True))
        lines += [
            f"{code} {name}",
            sentence,
            "",
            Table("", [TableColumn(""), TableColumn("")], rows),
            "",
        ]
    return lines


def turning_target(workspace: Workspace, level: str) -> Target | None:
    """Choose the target whose areas of a level may turn: one with a number first."""
    found = [
        target
        for target in in_force(workspace.targets, workspace.as_of)
        if target.definition.level == level
        and not target.definition.areas
        and set(target.tenures) - set(target.definition.majority_of)
    ]
    return min(found, key=lambda target: target.minimum is None, default=None)


def _area_row(projection: AreaProjection, text: Locale) -> list[str]:
    mix = projection.now
    shares = [text.share(share(mix, {t})) if mix is not None else UNKNOWN for t in KNOWN]
    pipeline = [
        f"{text.number(number)} {text(f'short.{tenure}')}"
        for tenure, number in projection.flows.pipeline.items()
        if number
    ]
    return [
        projection.area.code,
        projection.area.name,
        text.count(total(mix)) if mix is not None else UNKNOWN,
        *shares,
        _steady_holder_name(projection, text),
        UNKNOWN if mix is None else pole_short(projection.missing_pole(mix), text),
        ", ".join(pipeline) or UNKNOWN,
        holder_name(projection.class_projected, text),
    ]


def _steady_holder_name(projection: AreaProjection, text: Locale) -> str:
    label = holder_name(projection.class_now, text)
    if projection.steadiness is None:
        return label
    same, of = projection.steadiness
    return text("steadiness", label=label, same=same, of=of)


def leftovers(projection: Projection, workspace: Workspace, text: Locale) -> list[str]:
    """Name what belongs to no single area of the level, so that nothing is lost."""
    lines = []
    for code, flows in sorted(projection.unplaced.items(), key=lambda item: item[0] or "~"):
        if number := _decided(flows):
            lines.append(
                text(
                    "areas.unplaced",
                    level=level_name(projection.level, text),
                    number=number,
                    where=place_words(code, workspace, text),
                )
            )
    if projection.unknown:
        lines.append(text("areas.unknown", number=len(projection.unknown)))
    return lines


def _decided(flows: Flows) -> int:
    return sum(flows.pipeline.values()) + sum(flows.completed.values())


def place_words(code: str | None, workspace: Workspace, text: Locale) -> str:
    """Name a coarse area with its level; None is outside all areas."""
    if code is None:
        return text("outside")
    level = workspace.areas.level_of(code) or ""
    name = area_name(workspace.areas, code, text)
    return text("place.coarse", level=level_name(level, text), code=code, name=name)


def check_text(
    check: Check,
    workspace: Workspace,
    text: Locale,
    *,
    details: bool,
    assessment: str = "",
    since: str = "",
    around: Around | None = None,
) -> list[Line]:
    """Give the check of a proposal: the verdict; the rest with ``details``."""
    rows = [*verdict_lines(check, workspace, text), *around_rows(around, check, text)]
    verdict = Table("", [TableColumn(""), TableColumn("")], rows)
    lines: list[Line] = [check_sentence(check, text), "", verdict, "", *head(workspace, text)[1:]]
    if since:
        lines += [since, ""]
    lines += [
        text("check.proposal", dwellings=dwellings_text(check.dwellings, text)) + ".",
        text("check.as_if", date=check.as_of),
    ]
    if assessment:
        lines += ["", text("check.assessment"), assessment]
    if not details:
        return [*lines, holds_until(check, text)]
    lines += [
        text("check.denominator", date=check.vintage),
        "",
        text("check.plots"),
        "",
        _placement(check, workspace, text),
        "",
        text("check.detail"),
        "",
        _mixes(check, text),
        "",
    ]
    if notes := other_notes(check, workspace, text):
        lines += [text("check.notes"), *(f"- {note}" for note in notes), ""]
    lines += [text("check.basis"), *(f"- {source_text(s, text)}" for s in workspace.sources)]
    return [*lines, holds_until(check, text)]


def _placement(check: Check, workspace: Workspace, text: Locale) -> Table:
    rows = [
        [
            part.plot,
            part.area or UNKNOWN,
            area_name(workspace.areas, part.area, text, part.level),
            text.percent(part.share),
            dwellings_text(part.dwellings, text),
        ]
        for part in check.placement
    ]
    return listed(rows, "col.name col.area:1 col.area_name col.share:n col.dwellings:w", text)


def _mixes(check: Check, text: Locale) -> Table:
    rows: list[list[Cell]] = []
    for area in check.areas:
        projection = area.projection
        mixes = (projection.now, projection.projected, area.with_proposal)
        for tenure in KNOWN:
            shares = [text.share(share(m, {tenure})) if m else UNKNOWN for m in mixes]
            level = level_name(projection.area.level, text)
            word = text(f"tenure.{tenure}")
            rows.append([level, projection.area.name, word, *shares])
        classes = [holder_name(majority_class(m) if m else None, text) for m in mixes]
        rows.append(["", "", text("col.class"), *classes])
        missing = [pole_short(projection.missing_pole(m), text) for m in mixes]
        rows.append(["", "", text("col.missing"), *missing])
    keys = "col.level:3 col.area_name col.tenure col.now:n col.projected:n1 col.with_proposal:n"
    return listed(rows, keys, text)


def csv_text(records: Sequence[Mapping[str, Any]], *, swedish_excel: bool = False) -> str:
    """Write records as CSV; nested objects become columns, and no text becomes a formula.

    ``swedish_excel`` is for a reader who opens it there: a mark of UTF-8, semicolons, and commas
    for decimals.
    """
    flat = [_flat(record) for record in records]
    names = list(dict.fromkeys(name for record in flat for name in record))
    out = io.StringIO(newline="")
    if swedish_excel:
        out.write(BOM)
    end, delimiter = ("\r\n", ";") if swedish_excel else ("\n", ",")
    writer = csv.writer(out, lineterminator=end, delimiter=delimiter)
    writer.writerow(safe_cell(name, delimiter=delimiter) for name in names)
    for record in flat:
        cells = [safe_cell(record.get(name), delimiter=delimiter) for name in names]
        if swedish_excel:
            cells = [str(v).replace(".", ",") if isinstance(v, float) else v for v in cells]
        writer.writerow(cells)
    return out.getvalue()


def _flat(record: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, Mapping):
            found.update(_flat(value, f"{prefix}{key}_"))
        elif isinstance(value, list):
            found[prefix + key] = "–".join("" if v is None else str(v) for v in value)
        else:
            found[prefix + key] = value
    return found
