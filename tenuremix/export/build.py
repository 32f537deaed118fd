"""What is handed on: areas, allocations and the ledger, in the format that a suffix names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tenuremix.answers.contract import source_json
from tenuremix.answers.terminal import csv_text, leftovers
from tenuremix.counting.progress import Progress, assess_progress
from tenuremix.counting.projection import Projection, project_areas
from tenuremix.document.calm import calm_lines
from tenuremix.document.words import definition_text, level_name, source_text, verdict_sentence
from tenuremix.errors import UsageError
from tenuremix.export.allocations import allocation_layer, allocation_layers, ledger_layer
from tenuremix.export.areas import area_layer, column
from tenuremix.inputs import Workspace
from tenuremix.io.formats.layers import (
    TEXT,
    WORDS,
    Layer,
    geojson_text,
    parquet_bytes,
    require_parquet,
)
from tenuremix.locale.locale import Locale

AREAS, ALLOCATIONS, LEDGER = "omraden", "markanvisningar", "liggare"
EXCEL, ISO = "excel", "iso"
# What a file of each suffix holds: everything (None), or the one table that is chosen.
SUFFIXES: Mapping[str, tuple[str, ...] | None] = {
    ".gpkg": None,
    ".xlsx": None,
    ".parquet": (AREAS, ALLOCATIONS),
    ".geojson": (AREAS, ALLOCATIONS),
    ".csv": (AREAS, ALLOCATIONS, LEDGER),
}


def check_export(suffix: str, *, what: str | None, level: str | None) -> None:
    """Check that a file of a suffix can hold what is asked for.

    Raises
    ------
    UsageError
        Where it cannot, the suffix is unknown, or a library for it is not installed.
    """
    if suffix not in SUFFIXES:
        raise UsageError("format" if suffix else "no_format", suffix=suffix, expected=[*SUFFIXES])
    held = SUFFIXES[suffix]
    if held is None and (what or level):
        one = ", ".join(name for name, tables in SUFFIXES.items() if tables)
        raise UsageError("holds_all", suffix=suffix, one=one)
    if held and what and what not in held:
        raise UsageError("holds", what=what, suffix=suffix, expected=held)
    if level and what not in (None, AREAS):
        raise UsageError("level_of_areas", areas=AREAS)
    if suffix == ".parquet":
        require_parquet()


def render_export(
    workspace: Workspace,
    suffix: str,
    *,
    level: str,
    what: str = AREAS,
    language: str = "sv",
    dialect: str = EXCEL,
) -> bytes:
    """Make the file that hands on what a workspace says.

    Parameters
    ----------
    workspace
        The inputs.
    suffix
        One of :data:`SUFFIXES`; ``.gpkg`` and ``.xlsx`` hold everything, at every level that
        has statistics.
    level
        The level of the areas, for the other formats.
    what
        The table, for the other formats: ``omraden``, ``markanvisningar`` or ``liggare``.
    language
        ``"sv"`` or ``"en"``: of headings, styles and words.  Names of columns and codes are the
        same in both.
    dialect
        Of CSV: ``"excel"``, which a Swedish Excel opens in columns, or ``"iso"`` with commas
        between and points for decimals, for programs.

    Returns
    -------
    bytes
        The same for the same inputs.
    """
    text = Locale(language)
    if suffix == ".gpkg":
        from tenuremix.io.formats.gpkg import gpkg_bytes

        points = allocation_layers(workspace, text)
        return gpkg_bytes(_everything(workspace, points, text), changed_on=workspace.as_of)
    if suffix == ".xlsx":
        from tenuremix.io.formats.xlsx import xlsx_bytes

        layers = _everything(workspace, [allocation_layer(workspace, text)], text)
        title = workspace.settings.title or "tenuremix"
        return xlsx_bytes(layers, changed_on=workspace.as_of, title=title)
    layer = _one(workspace, what, level, text)
    if suffix == ".csv":
        return csv_text(layer.records(), swedish_excel=dialect == EXCEL).encode("utf-8")
    about: dict[str, Any] = {
        "as_of": workspace.as_of.isoformat(),
        "notes": calm_lines(workspace, text),
        "sources": [source_json(source) for source in workspace.sources],
    }
    if suffix == ".parquet":
        return parquet_bytes(layer, about)
    return geojson_text(layer, about).encode("utf-8")


def _one(workspace: Workspace, what: str, level: str, text: Locale) -> Layer:
    makers: dict[str, Callable[[], Layer]] = {
        AREAS: lambda: area_layer(_outlook(workspace, level), workspace.areas, text),
        ALLOCATIONS: lambda: allocation_layer(workspace, text),
        LEDGER: lambda: ledger_layer(_progress(workspace), workspace, text),
    }
    return makers[what]()


def _outlook(workspace: Workspace, level: str) -> Projection:
    return project_areas(workspace.books, level, benchmark=workspace.settings.benchmark)


def _progress(workspace: Workspace) -> list[Progress]:
    books = workspace.books
    return [assess_progress(books, target, sensitivity=False) for target in workspace.targets]


def _everything(workspace: Workspace, allocations: Sequence[Layer], text: Locale) -> list[Layer]:
    """Gather every layer: areas by level from the finest, allocations, ledger, and what it is."""
    levels = workspace.books.judged_levels or [workspace.areas.finest]
    projections = [_outlook(workspace, level) for level in levels]
    found = _progress(workspace)
    layers = [area_layer(projection, workspace.areas, text) for projection in projections]
    return [
        *_distinct(layers),
        *allocations,
        ledger_layer(found, workspace, text),
        _about(workspace, projections, found, text),
    ]


def _distinct(layers: Sequence[Layer]) -> list[Layer]:
    """Give layers whose levels fold to the same name a number each."""
    from dataclasses import replace

    names: list[str] = []
    found = []
    for layer in layers:
        times = names.count(layer.name)
        names.append(layer.name)
        found.append(replace(layer, name=f"{layer.name}_{times + 1}") if times else layer)
    return found


def _about(
    workspace: Workspace, projections: Sequence[Projection], found: Sequence[Progress], text: Locale
) -> Layer:
    """Make the table that says what the figures are: date, statistics, targets, sources."""
    stated = "city" if workspace.settings.benchmark.reference is None else "stated"
    rows: list[tuple[str, str]] = [
        (text("export.about.workspace"), workspace.settings.title),
        (text("export.about.as_of"), text.day(workspace.as_of)),
        *((text("export.about.note"), line) for line in calm_lines(workspace, text)),
        (text("export.about.reference"), text(f"export.about.{stated}")),
        (text("export.about.suppressed"), text("export.about.suppressed_text")),
    ]
    for projection in projections:
        level = level_name(projection.level, text)
        vintage = text.day(projection.vintage) if projection.vintage else text("areas.no_vintage")
        rows.append((text("export.about.statistics", level=level), vintage))
        left = text("export.about.left", level=level)
        rows += [(left, line) for line in leftovers(projection, workspace, text)]
    for progress in found:
        id_, definition = progress.target.id, progress.target.definition
        sentence = f"{progress.target.title}. {verdict_sentence(progress, text)}"
        rows.append((text("export.about.target", id=id_), sentence))
        words = definition_text(definition, text)
        rows.append((text("export.about.definition", id=id_), words))
    for source in workspace.sources:
        heading = text("export.about.source", kind=text(f"export.kind.{source.kind}"))
        more = [part for part in (source.licence, source.link, *source.notes) if part]
        rows.append((heading, " ".join([source_text(source, text).rstrip(".") + ".", *more])))
    columns = [column("rubrik", TEXT, text), column("text", WORDS, text)]
    return Layer(name="om", title=text("export.layer.about"), columns=columns, rows=rows)
