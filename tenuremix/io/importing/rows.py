"""Make decisions, or losses, of the columns of a file from somewhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from tenuremix.counting.areas import Areas
from tenuremix.counting.decisions import Place, after_today
from tenuremix.counting.losses import Loss
from tenuremix.counting.placement import Locator, place_faults
from tenuremix.counting.tenure import Tenure
from tenuremix.errors import Note
from tenuremix.io.files.columns import Columns
from tenuremix.io.importing.amounts import Amounts
from tenuremix.io.importing.area_names import AreaNames
from tenuremix.io.importing.dialect import folded
from tenuremix.io.inputs.decisions import (
    NOWHERE,
    Fields,
    as_decisions,
    as_places,
    read_actions,
    read_fields,
)
from tenuremix.io.inputs.losses import read_rows
from tenuremix.locale.catalogue import Language, catalogue
from tenuremix.review.reconcile import Incoming

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

_SUMS = {"summa", "totalt", "total", "sum", "delsumma"}


def read_decisions(
    columns: Columns,
    shapes: Sequence[Geometry | None],
    areas: Areas,
    *,
    take_uncertain: bool,
    today: date,
) -> tuple[list[Incoming], list[Note]]:
    """Make decisions of the rows that have no fault, with what is to be noted of them.

    Parameters
    ----------
    columns
        Those of the file; the required ones are there.
    shapes
        The geometry of each row, in the areas' CRS.
    take_uncertain
        Whether dwellings whose number is uncertain are taken as undecided.
    today
        The day of today; decisions after it are asked about.
    """
    sums, examples = _sums(columns), _examples(columns)
    passed = sums | examples
    amounts = Amounts(columns, take_uncertain=take_uncertain, without=passed)
    fields = read_fields(columns, lambda: amounts.counts, partial(_places, columns, shapes, areas))
    _say(columns, fields, amounts)
    actions, reasons = read_actions(columns)
    _ask_about_days(columns, fields, today)
    days = zip(fields["id"], fields["date"], strict=True)
    _ask_about_places(columns, fields["place"], (f"{id_}@{day}" for id_, day in days), areas)
    for at in passed:
        columns.forgive(at)
    dropped = passed | columns.bad
    cells: tuple[Iterable[Any], ...] = (as_decisions(fields), actions, reasons)
    rows = [*map(partial(tuple.__new__, Incoming), zip(*cells, strict=True))]
    if dropped:
        rows = [row for at, row in enumerate(rows) if at not in dropped]
    if columns.has("upplatelseform"):
        rows = _together(rows)
    told = [*_note_of_rows(columns, "sums", sums), *_note_of_rows(columns, "examples", examples)]
    return rows, [*told, *amounts.notes(), *_note_of_dates(rows)]


def _say(columns: Columns, fields: Fields, amounts: Amounts) -> None:
    """Keep what the file says of dates and numbers that it does not know for certain."""
    remarks, stated = list(fields["remark"]), list(fields["stated_date"])
    for name in ("giltig_till", "forvantad"):
        for at, said in columns.roughly[name].items():
            remarks[at] = _joined(remarks[at], f"{name}: {said}")
    for at, said in amounts.said.items():
        remarks[at] = _joined(remarks[at], said)
    for at, said in columns.roughly["datum"].items():
        stated[at] = said
    fields.update(remark=remarks, stated_date=stated)


def _ask_about_days(columns: Columns, fields: Fields, today: date) -> None:
    """Ask about decisions that are dated after today."""
    if max(filter(None, fields["date"]), default=today) <= today:
        return
    for at, decision in enumerate(as_decisions(fields)):
        if decision.date and (fault := after_today(decision, today)):
            columns.ask(at, fault.key, fault.id, **fault.values)


def _ask_about_places(
    columns: Columns, places: Sequence[Place], ids: Iterable[str], areas: Areas
) -> None:
    """Ask about places that lie in another area than the one stated; the place goes before it."""
    if not (columns.has("omrade") and any(place.stated for place in places)):
        return
    rows = [
        (id_, place, *columns.where(at))
        for at, (id_, place) in enumerate(zip(ids, places, strict=True))
    ]
    accepted = [
        f"{fault.id}: {fault.values['found']}"
        for at, fault in place_faults(Locator(areas), areas, rows).items()
        if columns.ask(at, fault.key, fault.id, **fault.values)
    ]
    if accepted:
        columns.notes.append(Note("place_area", {"found": accepted}))


def _joined(*texts: str) -> str:
    return "; ".join(filter(None, texts))


def _places(columns: Columns, shapes: Sequence[Geometry | None], areas: Areas) -> list[Place]:
    names = AreaNames(areas)
    codes = columns.values("omrade", names.code, "unknown_code", expected=names.some)
    return as_places(shapes, codes)


def _sums(columns: Columns) -> set[int]:
    """Find the rows that sum up the others: no date, and a word that says so."""
    days = columns.raw("datum")
    if None not in days:
        return set()
    names = zip(columns.texts("id"), columns.texts("namn"), days, strict=True)
    return {
        at
        for at, (id_, name, day) in enumerate(names)
        if day is None and {folded(id_), folded(name)} & _SUMS
    }


def _examples(columns: Columns) -> set[int]:
    """Find the rows that stand in the template of the register as examples."""
    names = columns.texts("namn")
    if not any(name.startswith("Ex") for name in names):  # most files, which need no texts
        return set()
    named = {
        catalogue(language)[f"template.example.{name}"]
        for language in Language
        for name in ("point", "area")
    }
    return {at for at, name in enumerate(names) if name in named}


def _together(rows: Sequence[Incoming]) -> list[Incoming]:
    """Add up rows that give one tenure each of the same decision."""
    found: dict[object, Incoming] = {}
    for row in rows:
        decision = row.decision
        key = (decision.key, row.action)
        before = found.get(key)
        if before is None or set(before.decision.counts) & set(decision.counts):
            found[key if before is None else (key, len(found))] = row
            continue
        counts = {**before.decision.counts, **decision.counts}
        found[key] = before._replace(decision=before.decision._replace(counts=counts))
    return list(found.values())


def _note_of_rows(columns: Columns, key: str, passed: AbstractSet[int]) -> list[Note]:
    rows = [columns.table.numbers[at] for at in sorted(passed)]
    return [Note(key, {"rows": rows})] if rows else []


def _note_of_dates(rows: Iterable[Incoming]) -> list[Note]:
    decisions = (row.decision for row in rows)
    found = [f"{d.id} {d.stated_date}" for d in decisions if d.stated_date]
    return [Note("dates", {"number": len(found), "found": found})] if found else []


def read_losses(
    columns: Columns, shapes: Sequence[Geometry | None], areas: Areas, *, today: date
) -> list[Loss]:
    """Make losses of the rows that have no fault; their numbers must be certain.

    Parameters
    ----------
    columns, shapes, areas, today
        As for :func:`read_decisions`.
    """

    def counts() -> Sequence[Mapping[Tenure, int]]:
        found = Amounts(columns, take_uncertain=False).counts
        return [{} if row.get(Tenure.OKLAR) else row for row in found]

    rows = dict(read_rows(columns, counts, partial(_places, columns, shapes, areas)))
    ids = {at: f"{loss.basis}@{loss.date}" for at, loss in rows.items()}
    for at, loss in rows.items():
        if loss.date > today:
            columns.ask(at, "future", ids[at], id=loss.basis, found=loss.date, expected=today)
    places = [rows[at].place if at in rows else NOWHERE for at in range(columns.number)]
    _ask_about_places(columns, places, (ids.get(at, "") for at in range(columns.number)), areas)
    return [loss for at, loss in rows.items() if not columns.is_bad(at)]
