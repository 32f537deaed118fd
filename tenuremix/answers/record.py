"""The record of a report: its figures and all that they rest on, to be kept and checked later."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from tenuremix import __version__
from tenuremix.answers.completed import completed_json
from tenuremix.answers.contract import (
    areas_json,
    definition_json,
    losses_json,
    progress_json,
    source_json,
)
from tenuremix.answers.outlook_json import outlook_json
from tenuremix.counting.losses import assess_losses
from tenuremix.counting.missing import Benchmark, Reference
from tenuremix.counting.period import year_of
from tenuremix.counting.progress import assess_progress
from tenuremix.counting.projection import project_areas, vintage_shown
from tenuremix.counting.tenure import ALLOCATION_TENURES, HUSTYPER, KNOWN, STOCK_TENURES, Count
from tenuremix.delivery.completed import compare_completed
from tenuremix.outlook.assess import assess_outlook
from tenuremix.published.compare import FORMAT, seal

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

    from tenuremix.counting.books import Books
    from tenuremix.counting.decisions import Decision
    from tenuremix.counting.rules import Definition
    from tenuremix.counting.targets import Target
    from tenuremix.inputs import Source, Workspace

Json = dict[str, Any]
_INPUTS = ("areas", "stock", "register", "targets", "completed", "losses")
_FORECAST = ("target", "last_day", "probability_range", "expected_range", "quantiles_range")
_MILLIMETRES = 1000


def frozen_json(workspace: Workspace, year: int, as_of: date) -> Json:
    """Give the record of the report of a year, sealed.

    Parameters
    ----------
    workspace
        The inputs, with losses and completed dwellings where it states them.
    year
        The year that is followed up: targets whose period overlaps it are answered.
    as_of
        The date of the figures.

    Returns
    -------
    dict
        The same from the same inputs, in any language and on any day.
    """
    books = workspace.books_on(as_of)
    targets = [target for target in workspace.targets if target.period.meets(year_of(year))]
    definitions = {target.definition.id: target.definition for target in targets}
    projections = {
        level: project_areas(books, level, benchmark=workspace.settings.benchmark)
        for level in books.judged_levels
    }
    reference = next((a.reference for o in projections.values() for a in o.areas.values()), None)
    shown = vintage_shown(books)
    record: Json = {
        "format": FORMAT,
        "tenuremix": __version__,
        "year": year,
        "as_of": as_of.isoformat(),
        "title": workspace.settings.title,
        "progress": [_progress(workspace, books, target) for target in targets],
        "outlook": list(_outlook(workspace, books, targets)),
        "areas": {
            level: _areas(workspace, books, level, projections[level]) for level in projections
        },
        "targets": [_target(target) for target in targets],
        "definitions": [_definition(each) for each in definitions.values()],
        "reference": _reference(reference, workspace.settings.benchmark),
        "statistics_date": _day(shown),
        "decisions": list(_decisions(workspace, as_of)),
        "corrections": list(_corrections(workspace, as_of)),
        "placement": dict(_placement(books)),
        "stock": {each.isoformat(): _stock(books, each) for each in books.stock.vintages},
        "boundaries": _boundaries(books),
        "inputs": [_input(source) for source in workspace.sources if source.kind in _INPUTS],
    }
    return {**record, "sha256": seal(record)}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _progress(workspace: Workspace, books: Books, target: Target) -> Json:
    found = assess_progress(books, target)
    losses = workspace.losses
    lost = None if losses is None else assess_losses(books, losses, target)
    return {**progress_json(found, books.areas), **losses_json(lost, found, books.areas)}


def _outlook(workspace: Workspace, books: Books, targets: Sequence[Target]) -> Iterator[Json]:
    """Give what is forecast of each target whose period is open, where anything can be."""
    for target in targets:
        if not target.period.is_over(books.as_of):
            found = assess_outlook(books, target, workspace.settings.assumptions)
            if not found.uncovered:
                record = outlook_json(found)
                yield {key: record[key] for key in _FORECAST}


def _areas(workspace: Workspace, books: Books, level: str, projection: Any) -> list[Json]:  # noqa: ANN401
    records = areas_json(projection)
    if workspace.completed is None:
        return records
    built = compare_completed(books, workspace.completed, level)
    return [{**record, **completed_json(built, record["area"])} for record in records]


def _target(target: Target) -> Json:
    return {
        "id": target.id,
        "title": target.title,
        "tenure": target.tenure,
        "minimum": target.minimum,
        "valid_from": _day(target.valid_from),
        "valid_to": _day(target.valid_to),
        "definition": target.definition.id,
        "source": target.source,
        "quote": target.quote,
        "assumptions": list(target.assumptions),
    }


def _definition(definition: Definition) -> Json:
    """Give a definition in full, with every edition of its list of areas."""
    return {
        **definition_json(definition),
        "title": definition.title,
        "source": definition.source,
        "editions": {
            edition.valid_from.isoformat(): dict(edition.classes) for edition in definition.editions
        },
    }


def _reference(reference: Reference | None, benchmark: Benchmark) -> Json | None:
    """Give what areas are measured against: the ends of each share, and what is not as usual."""
    if reference is None:
        return None
    shares = {t.value: [float(reference.low[t]), float(reference.high[t])] for t in KNOWN}
    usual = Benchmark(benchmark.reference)
    return shares | {
        f"missing_{name}": float(getattr(benchmark, name))
        for name in ("floor", "band")
        if getattr(benchmark, name) != getattr(usual, name)
    }


def _decisions(workspace: Workspace, as_of: date) -> Iterator[Json]:
    for rows in workspace.register.decisions.values():
        for decision in rows:
            if decision.date <= as_of:
                yield _decision(decision)


def _decision(decision: Decision) -> Json:
    return {
        "allocation": decision.id,
        "date": _day(decision.date),
        "event": decision.event.value,
        "name": decision.name,
        **{tenure.value: decision.counts.get(tenure) for tenure in ALLOCATION_TENURES},
        "area": decision.place.area,
        "geometry": _print_of(decision.place.geometry),
        "valid_until": _day(decision.valid_until),
        "subgroup": decision.subgroup or None,
        "exception": decision.exception or None,
        "probability": decision.probability,
        "diarienummer": decision.diarienummer,
        "begun": {tenure.value: number for tenure, number in (decision.begun or {}).items()},
        "expected": _day(decision.expected),
    }


def _corrections(workspace: Workspace, as_of: date) -> Iterator[Json]:
    for corrections in workspace.register.corrections.values():
        for each in corrections:
            if each.before.date <= as_of:
                yield {
                    "allocation": each.before.id,
                    "date": _day(each.before.date),
                    "event": each.before.event.value,
                    "action": each.action.value,
                    "reason": each.reason,
                    "recorded_on": _day(each.recorded_on),
                }


def _placement(books: Books) -> Iterator[tuple[str, Json]]:
    """Give the areas that each allocation lies in."""
    for id_, state in books.states.items():
        placed = books.locator.place(state.place)
        codes = sorted(part.area for part in placed.parts if part.area is not None)
        yield id_, {"level": placed.level, "areas": codes}


def _stock(books: Books, vintage: date) -> Json:
    """Give the stock of a date: for each area with a row of its own every cell that is not zero."""
    found: Json = {}
    for level, code in sorted(books.stock.codes(vintage)):
        row: Json = {}
        for hustyp in HUSTYPER:
            mix = books.stock.mix(books.areas, level, code, vintage, (hustyp,)) or {}
            cells = {t.value: _count(mix[t]) for t in STOCK_TENURES if mix[t] != Count(0, 0)}
            if cells:
                row[hustyp] = cells
        found.setdefault(level, {})[code] = row
    return found


def _count(count: Count) -> int | list[int | None]:
    """Give a count; the ends of one that is suppressed."""
    return [count.low, count.high] if count.value is None else count.value


def _boundaries(books: Books) -> Json:
    """Give the areas from the finest level to the coarsest."""
    return {
        level: {
            code: {"name": area.name, "parent": area.parent, "geometry": _print_of(area.geometry)}
            for code, area in books.areas.at(level).items()
        }
        for level in books.areas.levels
    }


def _print_of(geometry: Geometry | None) -> str | None:
    """Give the checksum of a geometry: its kind and its coordinates in whole millimetres."""
    if geometry is None:
        return None
    import numpy as np
    import shapely

    points = np.rint(shapely.get_coordinates(geometry) * _MILLIMETRES).astype("<i8")
    return hashlib.sha256(geometry.geom_type.encode() + points.tobytes()).hexdigest()


def _input(source: Source) -> Json:
    return {
        **source_json(source),
        "notes": list(source.notes),
        "suppressed_max": source.suppressed_max,
        "complete": source.complete,
        "complete_from": _day(source.complete_from),
        "complete_until": _day(source.complete_until),
    }
