"""The stable JSON of every command (docs: the contract of the files and the JSON)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from tenuremix.columns.shares import SHARE_DECIMALS
from tenuremix.counting.areas import Areas
from tenuremix.counting.losses import LossEntry, Lost
from tenuremix.counting.missing import MissingPole
from tenuremix.counting.period import Period
from tenuremix.counting.progress import Alternative, Entry, Progress
from tenuremix.counting.projection import AreaProjection, Projection
from tenuremix.counting.proposal import AreaCheck, Check, TargetCheck
from tenuremix.counting.rules import AreaClass, Definition
from tenuremix.counting.tenure import (
    ALLOCATION_TENURES,
    KNOWN,
    STOCK_TENURES,
    ZERO,
    Count,
    Mix,
    Share,
    Tenure,
    majority_class,
    share,
    total,
)
from tenuremix.counting.tipping import Tipping
from tenuremix.document.notes import note_text
from tenuremix.inputs import Source
from tenuremix.locale.locale import Locale

if TYPE_CHECKING:
    from tenuremix.dwellings.around import Around

Json = dict[str, Any]


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _name(areas: Areas, code: str | None, level: str) -> str | None:
    if code is None:
        return None
    at = level if code in areas.at(level) else areas.level_of(code)
    return areas.at(at)[code].name if at else None


def _ends(value: Share | Count | None) -> list[float | int | None] | None:
    return None if value is None else [value.low, value.high]


def _dwellings(vector: Mapping[Tenure, int]) -> Json:
    return {tenure.value: vector.get(tenure, 0) for tenure in ALLOCATION_TENURES}


def _mix(mix: Mix | None) -> Json | None:
    """Give a mix; a suppressed count is null."""
    if mix is None:
        return None
    return {tenure.value: mix.get(tenure, ZERO).value for tenure in STOCK_TENURES}


def _ranges(mix: Mix | None) -> Json:
    """Give the ends of the counts that are not known exactly."""
    if mix is None:
        return {}
    found = {tenure.value: mix.get(tenure, ZERO) for tenure in STOCK_TENURES}
    return {name: _ends(count) for name, count in found.items() if count.value is None}


def definition_json(definition: Definition) -> Json:
    """Give a definition as it would stand in a file of targets."""
    if definition.areas:
        rule: Json = {"areas": definition.areas, "edition": _day(definition.edition)}
    else:
        rule = {
            "majority_of": [tenure.value for tenure in definition.majority_of],
            "criterion": definition.criterion,
        }
    vintage = definition.vintage
    return {
        "id": definition.id,
        "level": definition.level,
        **rule,
        "stock": list(definition.stock),
        "vintage": vintage.isoformat() if isinstance(vintage, date) else vintage,
        "split": definition.split,
        "exclude_subgroups": list(definition.exclude_subgroups),
        "steady": definition.steady,
    }


def progress_json(progress: Progress, areas: Areas) -> Json:
    """Give the progress of one target."""
    level = progress.target.definition.level
    low, high = progress.span
    return {
        "as_of": _day(progress.as_of),
        "target": progress.target.id,
        "title": progress.target.title,
        "definition": progress.target.definition.id,
        "counted": progress.counted,
        "minimum": progress.target.minimum,
        "remaining": progress.remaining,
        "status": progress.status.value,
        "by_year": {str(year): number for year, number in progress.by_year.items()},
        "ledger": [entry_json(entry, areas, level) for entry in progress.entries],
        "sensitivity": [_alternative(a) for a in progress.sensitivity],
        "range": [low, high],
        "deciding": [
            {"allocation": id_, "least": least, "most": most}
            for id_, least, most in progress.deciding()
        ],
        "without_exceptions": progress.without_exceptions,
        "not_assessable": progress.not_assessable,
        "potential": dict(progress.potential),
        "unknown_tenure": list(progress.unknown_tenure),
        "unknown": list(progress.unknown),
        "expired": {id_: _day(day) for id_, day in progress.expired.items()},
        **cover_json(progress.uncovered),
    }


def cover_json(uncovered: Sequence[Period]) -> Json:
    """Say whether some register is complete on every day that is needed, and when none is."""
    gaps = [[_day(gap.first), _day(gap.last)] for gap in uncovered]
    return {"complete": not gaps, "uncovered": gaps}


def entry_json(entry: Entry, areas: Areas, level: str) -> Json:
    """Give one line of a ledger; ``level`` is that of the target's definition."""
    return {
        "allocation": entry.allocation,
        "name": entry.name,
        "date": _day(entry.date),
        "event": entry.event,
        "area": entry.area,
        "area_name": _name(areas, entry.area, level),
        "tenure": entry.tenure.value,
        "dwellings": entry.dwellings,
        "counted": entry.counted,
        "reason": entry.reason.value,
        **_class(entry.area_class),
        "exception": entry.exception or None,
        "subgroup": entry.subgroup or None,
    }


def _alternative(alternative: Alternative) -> Json:
    return {
        "definition": definition_json(alternative.definition),
        "counted": alternative.counted,
        "status": alternative.status.value,
    }


def losses_json(lost: Lost | None, progress: Progress, areas: Areas) -> Json:
    """Give what stands beside the progress of one target; null where no losses are stated."""
    if lost is None:
        return {"losses": [], "lost": None, "net": None}
    level = progress.target.definition.level
    return {
        "losses": [_loss(entry, areas, level) for entry in lost.entries],
        "lost": lost.total,
        "net": progress.counted - lost.total,
    }


def _loss(entry: LossEntry, areas: Areas, level: str) -> Json:
    return {
        "date": _day(entry.date),
        "event": entry.event.value,
        "area": entry.area,
        "area_name": _name(areas, entry.area, level),
        "tenure": entry.tenure.value,
        "dwellings": entry.dwellings,
        "lost": entry.lost,
        "reason": entry.reason.value,
        **_class(entry.area_class),
        "source": entry.basis,
    }


def _class(found: AreaClass) -> Json:
    """Give the class of an area, and what it rests on."""
    return {
        "area_class": found.label,
        "area_share": found.share.value if found.share else None,
        "area_share_range": _ends(found.share),
        "statistics_date": _day(found.statistics_date),
    }


def areas_json(
    projection: Projection, turns: Mapping[str, Mapping[str, Tipping]] | None = None
) -> list[Json]:
    """Give what every area of a level has, lacks and will have.

    ``turns`` tells for each area and target how many dwellings until it turns.
    """
    return [
        {**_area(area), **_turns((turns or {}).get(code, {}), ("now", "projected"))}
        for code, area in projection.areas.items()
    ]


def _turns(found: Mapping[str, Tipping], states: Sequence[str]) -> Json:
    """Give the dwellings until an area turns, by target, from each state on."""
    keys = {
        "now": "turns_after",
        "projected": "turns_after_projected",
        "proposed": "turns_after_with_proposal",
    }
    record: Json = {}
    for state in states:
        counts = {id_: getattr(turn, state) for id_, turn in found.items()}
        record[keys[state]] = {id_: count and count.value for id_, count in counts.items()}
        record[f"{keys[state]}_range"] = {id_: _ends(count) for id_, count in counts.items()}
    return record


def _named(projection: AreaProjection) -> Json:
    area = projection.area
    return {"area": area.code, "area_name": area.name, "level": area.level}


def _known(mix: Mix | None) -> Json:
    shares = {t: share(mix, {t}) if mix is not None else None for t in KNOWN}
    return {
        "dwellings": _mix(mix),
        "dwellings_range": _ranges(mix),
        "known": total(mix).value if mix is not None else None,
        "shares": {t.value: s.value if s else None for t, s in shares.items()},
        "shares_range": {t.value: _ends(s) for t, s in shares.items()},
    }


def _area(projection: AreaProjection) -> Json:
    mix = projection.now
    return {
        **_named(projection),
        **_known(mix),
        "class": projection.class_now,
        "class_steady": list(projection.steadiness) if projection.steadiness else None,
        "missing": projection.missing.value if projection.missing else None,
        "missing_pole": pole_json(projection.missing_pole(mix)),
        **_shortfall(projection),
        "pipeline": _dwellings(projection.flows.pipeline),
        "completed": _dwellings(projection.flows.completed),
        "planned": _dwellings(projection.flows.planned),
        "mix_projected": _mix(projection.projected),
        "class_projected": projection.class_projected,
    }


def pole_json(found: MissingPole) -> Json:
    """Give what is missing: ``share`` and ``reference`` are those of hyresrätt."""
    record: Json = {"pole": None if found.pole is None else found.pole.value}
    for key in ("dwellings", "share", "reference"):
        value = getattr(found, key)
        record |= {key: value and value.value, f"{key}_range": _ends(value)}
    return record


def _shortfall(projection: AreaProjection) -> Json:
    found = projection.shortfall()
    return {
        "shortfall": {t.value: count.value if count else None for t, count in found.items()},
        "shortfall_range": {t.value: _ends(count) for t, count in found.items()},
    }


def source_json(source: Source) -> Json:
    """Give where one input comes from."""
    return {
        "kind": source.kind,
        "name": source.name,
        "title": source.title,
        "producer": source.producer,
        "describes_on": _day(source.describes_on),
        "published_on": _day(source.published_on),
        "fetched_on": _day(source.fetched_on),
        "licence": source.licence,
        "link": source.link,
        "edition": source.edition,
        "schematic": source.schematic,
        "fictional": source.fictional,
        "sha256": source.sha256,
    }


def check_json(check: Check, areas: Areas, sources: Sequence[Source], text: Locale) -> Json:
    """Give the check of one proposal; only ``notes`` depend on the language."""
    return {
        "proposal": {
            "as_of": _day(check.as_of),
            "dwellings": _dwellings(check.dwellings),
            "plots": [
                {
                    "name": plot.name,
                    "dwellings": _dwellings(plot.dwellings),
                    "hustyp": plot.hustyp or None,
                    "area": plot.place.area,
                    "wkt": plot.place.geometry.wkt if plot.place.geometry is not None else None,
                }
                for plot in check.plots
            ],
        },
        "placement": [
            {
                "plot": part.plot,
                "area": part.area,
                "area_name": _name(areas, part.area, part.level),
                "level": part.level,
                "share": round(part.share, SHARE_DECIMALS),
                "dwellings": sum(part.dwellings.values()),
                "by_tenure": _dwellings(part.dwellings),
            }
            for part in check.placement
        ],
        "areas": [_area_check(area) for area in check.areas],
        "targets": [_target_check(target) for target in check.targets],
        "notes": [note_text(note, areas, text) for note in check.notes],
        "sources": [source_json(source) for source in sources],
        "statistics_date": _day(check.vintage),
    }


def around_json(around: Around, sources: Sequence[Source], check: Check) -> Json:
    """Give the mix around the plots of a proposal, beside that of each area that they lie in."""
    return {
        "metres": around.metres,
        "date": _day(around.date),
        **_known(around.mix),
        "areas": [
            {**_named(each.projection), **_known(each.projection.now)} for each in check.areas
        ],
        "sources": [source_json(source) for source in sources],
    }


def _area_check(check: AreaCheck) -> Json:
    projection = check.projection
    after = check.with_proposal
    return {
        **_named(projection),
        "dwellings": _dwellings(check.dwellings),
        "mix_now": _mix(projection.now),
        "mix_now_range": _ranges(projection.now),
        "mix_projected": _mix(projection.projected),
        "mix_with_proposal": _mix(after),
        "class_now": projection.class_now,
        "class_projected": projection.class_projected,
        "class_with_proposal": None if after is None else majority_class(after),
        **_shortfall(projection),
        "missing_pole": pole_json(projection.missing_pole(projection.now)),
        "missing_pole_projected": pole_json(projection.missing_pole(projection.projected)),
        "missing_pole_with_proposal": pole_json(projection.missing_pole(after)),
        **_turns(check.tippings, ("now", "projected", "proposed")),
    }


def _target_check(check: TargetCheck) -> Json:
    return {
        "target": check.target.id,
        "title": check.target.title,
        "definition": definition_json(check.target.definition),
        "counts": check.counts,
        "of": check.of,
        "counted_before": check.counted_before,
        "counted_after": check.counted_after,
        "reasons": {reason.value: number for reason, number in check.reasons.items()},
        "counted_after_range": [min(check.after), max(check.after)],
        "robust": {
            "definitions": check.definitions,
            "counting": check.counting,
            "reaching": check.reaching,
        },
    }
