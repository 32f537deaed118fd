"""Read decisions column by column, by the contract or as planners write them.

A file may have a hundred thousand rows: what can be is done a column at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from tenuremix.counting.decisions import (
    BEGUN_COLUMNS,
    Action,
    Decision,
    Event,
    Place,
    exception_with_basis,
    stages,
    valid_before,
)
from tenuremix.counting.tenure import Tenure
from tenuremix.io.files.columns import Columns
from tenuremix.schema import REGISTER, Column

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

Fields = dict[str, Sequence[Any]]
NOWHERE = Place()
BY_NAME: Mapping[str, Column] = {column.name: column for column in REGISTER}
_EVENTS = {"": "", **{str(event): event for event in Event}}


def read_fields(
    columns: Columns,
    counts: Callable[[], Sequence[Mapping[Tenure, int]]],
    places: Callable[[], Sequence[Place]],
) -> Fields:
    """Read the fields of a decision, for every row; what is amiss gathers with the columns.

    Parameters
    ----------
    columns
        Those of the file; the required ones are there.
    counts, places
        Read the dwellings and the place of each row, after what makes it one decision.
    """
    number = columns.number
    fields: Fields = {
        BY_NAME[name].attribute: columns.read(BY_NAME[name]) for name in ("id", "handelse", "datum")
    }
    fields |= {"counts": counts(), "place": places(), "begun": [None] * number}
    fields["unstated"] = [False] * number
    if any(columns.has(name) for name in BEGUN_COLUMNS.values()):
        fields["begun"] = [found or None for found in read_counts(columns, BEGUN_COLUMNS)]
    for column in REGISTER:
        if column.attribute and column.attribute not in fields:
            fields[column.attribute] = columns.read(column)
    fields["event"] = [_EVENTS[word] for word in fields["event"]]
    fields["source"] = [columns.table.name] * number
    fields["row"] = columns.table.numbers
    _check(columns, fields)
    return fields


def read_counts(columns: Columns, names: Mapping[Tenure, str]) -> list[dict[Tenure, int]]:
    """Read the dwellings of each row by tenure; an empty cell is left out."""
    numbers = [columns.read(BY_NAME[name]) for name in names.values()]
    return [
        {t: n for t, n in zip(names, row, strict=True) if n is not None}
        for row in zip(*numbers, strict=True)
    ]


def read_actions(columns: Columns) -> tuple[list[Action | None], list[str]]:
    """Read what each row does to an earlier one, and why."""
    actions = [Action(word) if word else None for word in columns.read(BY_NAME["atgard"])]
    return actions, columns.texts("orsak")


def as_decisions(fields: Fields) -> Iterator[Decision]:
    """Make decisions, as ``Decision._make`` does it but without a call in Python for each row."""
    rows = zip(*(fields[name] for name in Decision._fields), strict=True)
    return map(partial(tuple.__new__, Decision), rows)


def as_places(shapes: Sequence[Geometry | None], codes: Sequence[str | None]) -> list[Place]:
    """Give the place of each row: its geometry, else the code of its area."""
    return [
        Place(shape, stated=code or None)
        if shape is not None
        else (Place(area=code) if code else NOWHERE)
        for shape, code in zip(shapes, codes, strict=True)
    ]


def _check(columns: Columns, fields: Fields) -> None:
    """Find what one cell of a row says against another."""
    spans = [*zip(fields["date"], fields["valid_until"], strict=True)]
    whole = (span for span in {*spans} if None not in span)
    odd_spans = {span: found for span in whole if (found := valid_before(*span))}
    for at, span in enumerate(spans) if odd_spans else ():
        for key, values in odd_spans.get(span, ()):
            columns.fault(at, key, **values)
    rare = ("exception", "probability", "expected", "begun")
    odd = {
        at
        for name in rare
        if fields[name].count(None) + fields[name].count("") < columns.number  # rarely stated
        for at, value in enumerate(fields[name])
        if value not in (None, "")
    }
    for at, decision in enumerate(as_decisions(fields)) if odd else ():
        if at in odd and decision.event:
            for key, values in (*exception_with_basis(decision), *stages(decision)):
                columns.fault(at, key, **values)
