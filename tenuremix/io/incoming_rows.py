"""Make decisions, or losses, of the columns of a file; a row at fault leaves its faults with them.

A file may have a hundred thousand rows: what can be is done a column at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from typing import TYPE_CHECKING, Any

from tenuremix.additions import Incoming
from tenuremix.areas import Areas
from tenuremix.io import dialect
from tenuremix.io.amounts import Amounts
from tenuremix.io.area_names import AreaNames
from tenuremix.io.columns import Columns
from tenuremix.losses import Loss, LossEvent
from tenuremix.register import (
    BEGUN_COLUMNS,
    PIPELINE,
    UNDECIDED,
    Action,
    Decision,
    Event,
    Place,
)
from tenuremix.schema import LOSSES, REGISTER
from tenuremix.tenure import Tenure

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

Note = tuple[str, dict[str, object]]
_DAY = "2025-03-31"
_SUMS = {"summa", "totalt", "total", "sum", "delsumma"}
_NOWHERE = Place()
_COLUMNS = {column.name: column for column in REGISTER}


def read_decisions(
    columns: Columns, shapes: Sequence[Geometry | None], areas: Areas, *, take_uncertain: bool
) -> tuple[list[Incoming], list[Note]]:
    """Make decisions of the rows that have no fault.

    Parameters
    ----------
    columns
        Those of the file; the required ones are there.
    shapes
        The geometry of each row, in the areas' CRS.
    areas
        The areas, for their codes and names.
    take_uncertain
        Whether dwellings whose number is uncertain are taken as undecided.

    Returns
    -------
    tuple
        The rows, and what is to be noted of them.
    """
    sums = _sums(columns)
    amounts = Amounts(columns, take_uncertain=take_uncertain, without=sums)
    _require(columns, {"id": "A-1", "datum": _DAY, "handelse": list(Event)})
    fields = _fields(columns, _places(columns, shapes, areas), amounts)
    _check(columns, fields)
    actions = columns.words(_COLUMNS["atgard"])
    for at in sums:
        columns.forgive(at)
    dropped = sums | columns.bad
    cells: list[Sequence[Any]] = [fields[name] for name in Decision._fields]
    cells += [[Action(word) if word else None for word in actions], columns.texts("orsak")]
    if dropped:
        cells = [[v for at, v in enumerate(column) if at not in dropped] for column in cells]
    *stated, actions_, reasons = cells
    # As Decision._make and Incoming do it, without a call in Python for each row.
    decisions = map(partial(tuple.__new__, Decision), zip(*stated, strict=True))
    rows = [*map(partial(tuple.__new__, Incoming), zip(decisions, actions_, reasons, strict=True))]
    if columns.has("upplatelseform"):
        rows = _together(rows)
    return rows, [*_note_of_sums(columns, sums), *amounts.notes(), *_note_of_dates(rows)]


def _fields(
    columns: Columns, places: Sequence[Place], amounts: Amounts
) -> Mapping[str, Sequence[Any]]:
    """Read the fields of a decision, for every row of the file."""
    days, until, expected = (
        columns.read(name, dialect.read_date, "not_a_date")
        for name in ("datum", "giltig_till", "forvantad")
    )
    events = {"": "", **{str(event): event for event in Event}}
    remarks = columns.texts("anmarkning")
    for name, stated in (("giltig_till", until), ("forvantad", expected)):
        for at, day in enumerate(stated):
            if day is not None and day[1]:
                remarks[at] = _joined(remarks[at], f"{name}: {day[1]}")
    for at, said in amounts.said.items():
        remarks[at] = _joined(remarks[at], said)
    dates = zip(days, columns.texts("datum_angivet"), strict=True)
    return {
        "id": columns.texts("id"),
        "name": columns.texts("namn"),
        "date": [day and day[0] for day in days],
        "event": [events[w] for w in columns.words(_COLUMNS["handelse"])],
        "counts": amounts.counts,
        "place": places,
        "developer": columns.texts("byggaktor"),
        "diarienummer": columns.texts("diarienummer"),
        "method": columns.texts("metod"),
        "valid_until": [day and day[0] for day in until],
        "subgroup": columns.words(_COLUMNS["undergrupp"]),
        "exception": columns.words(_COLUMNS["undantag"]),
        "probability": columns.read("sannolikhet", _share, "not_a_share"),
        "remark": remarks,
        "stated_date": [(day and day[1]) or stated for day, stated in dates],
        "begun": _begun(columns),
        "expected": [day and day[0] for day in expected],
        "source": [columns.name] * columns.number,
        "row": columns.table.numbers,
    }


def _joined(*texts: str) -> str:
    return "; ".join(filter(None, texts))


def _share(value: object) -> float:
    number = dialect.read_number(value)
    if not 0 <= number <= 1:
        raise ValueError(value)
    return number


def _whole(value: object) -> int | None:
    match dialect.read_amount(value):
        case dialect.Uncertain():
            raise ValueError(value)
        case number:
            return number


def _begun(columns: Columns) -> list[dict[Tenure, int] | None]:
    """Read how many of the dwellings have begun; None where nothing is stated."""
    if not any(columns.has(name) for name in BEGUN_COLUMNS.values()):
        return [None] * columns.number
    numbers = [columns.read(name, _whole, "not_a_count") for name in BEGUN_COLUMNS.values()]
    return [
        {t: n for t, n in zip(BEGUN_COLUMNS, row, strict=True) if n is not None} or None
        for row in zip(*numbers, strict=True)
    ]


def _places(columns: Columns, shapes: Sequence[Geometry | None], areas: Areas) -> list[Place]:
    """Give the place of each row: its geometry, else the code of its area."""
    names = AreaNames(areas)
    codes = columns.read("omrade", names.code, "unknown_code", expected=names.some)
    return [
        Place(shape) if shape is not None else Place(area=code) if code else _NOWHERE
        for shape, code in zip(shapes, codes, strict=True)
    ]


def _require(columns: Columns, expected: Mapping[str, object]) -> None:
    """Find the empty cells of columns that may have none; ``expected`` says what by column."""
    for name, example in expected.items():
        cells = columns.raw(name)
        if None in cells:
            for at, cell in enumerate(cells):
                if cell is None:
                    columns.fault(at, "empty", column=name, expected=example)


def _check(columns: Columns, fields: Mapping[str, Sequence[Any]]) -> None:
    """Find what one cell of a row says against another."""
    for at, exception in enumerate(fields["exception"]):
        if exception and not fields["diarienummer"][at]:
            columns.fault(at, "exception_source")
    for name, key, events in (
        ("probability", "probability_stage", UNDECIDED),
        ("expected", "expected_stage", PIPELINE),
        ("begun", "begun_stage", (Event.BYGGSTART,)),
    ):
        for at, value in enumerate(fields[name]):
            event = fields["event"][at]
            if value is not None and event and event not in events:
                columns.fault(at, key, found=event)


def _sums(columns: Columns) -> set[int]:
    """Find the rows that sum up the others: no date, and a word that says so."""
    days = columns.raw("datum")
    if None not in days:
        return set()
    names = zip(columns.texts("id"), columns.texts("namn"), days, strict=True)
    return {
        at
        for at, (id_, name, day) in enumerate(names)
        if day is None and {dialect.folded(id_), dialect.folded(name)} & _SUMS
    }


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


def _note_of_sums(columns: Columns, sums: AbstractSet[int]) -> list[Note]:
    rows = [columns.table.numbers[at] for at in sorted(sums)]
    return [("import.note.sums", {"rows": rows})] if rows else []


def _note_of_dates(rows: Iterable[Incoming]) -> list[Note]:
    decisions = (row.decision for row in rows)
    found = [f"{d.id} {d.stated_date}" for d in decisions if d.stated_date]
    return [("import.note.dates", {"number": len(found), "found": found})] if found else []


def read_losses(columns: Columns, shapes: Sequence[Geometry | None], areas: Areas) -> list[Loss]:
    """Make losses of the rows that have no fault; their numbers must be certain.

    Parameters
    ----------
    columns, shapes, areas
        As for :func:`read_decisions`.
    """
    amounts = Amounts(columns, take_uncertain=False)
    _require(columns, {"datum": _DAY, "handelse": list(LossEvent), "kalla": "1234/25"})
    places = _places(columns, shapes, areas)
    days = columns.read("datum", dialect.read_date, "not_a_date")
    events = columns.words(LOSSES[1])
    bases = columns.texts("kalla")
    found = []
    for at, (day, event, basis, place) in enumerate(zip(days, events, bases, places, strict=True)):
        counts = {tenure: number for tenure, number in amounts.counts[at].items() if number}
        if not columns.is_bad(at) and (not counts or Tenure.OKLAR in counts):
            columns.fault(at, "loss_none")
        if not columns.is_bad(at) and place == _NOWHERE:
            columns.fault(at, "loss_place")
        if not columns.is_bad(at):
            said = f"{basis} (datum: {day[1]})" if day[1] else basis
            where = (columns.name, columns.table.numbers[at])
            found.append(Loss(day[0], LossEvent(event), counts, place, said, *where))
    return found
