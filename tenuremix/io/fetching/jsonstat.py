"""Read JSON-stat 2, in which PxWeb and others answer with figures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import product
from math import prod
from typing import Any

ZERO = "-"
"""PxWeb's sign for exactly none; every other sign means that the figure is not given."""

_LARGEST = 10**12

Selection = Mapping[str, Sequence[str]]
Figures = dict[tuple[str, ...], int | None]


def as_json(body: bytes) -> Any:  # noqa: ANN401 - any JSON
    """Read JSON in UTF-8, with or without a byte order mark."""
    return json.loads(body.decode("utf-8-sig"))


def codes_of(category: Mapping[str, Any]) -> list[str]:
    """Give the codes of a dimension in their order; JSON-stat has two ways to write them."""
    index = category.get("index")
    if index is None:  # allowed where there is one value only
        return list(category["label"])
    return sorted(index, key=index.__getitem__) if isinstance(index, dict) else list(index)


def read_jsonstat(body: bytes, selection: Selection) -> Figures:
    """Read a JSON-stat 2 answer, and see that it answers the whole question.

    Parameters
    ----------
    body
        The answer, in UTF-8 with or without a byte order mark.
    selection
        The codes asked for, of each variable.

    Returns
    -------
    dict
        The figures by the codes, in the order of the selection.  PxWeb writes both "none" and
        "not given" as null and keeps the difference in ``status``: ``-`` is 0, else None.

    Raises
    ------
    ValueError
        Where a figure is missing or is no number.

    References
    ----------
    Badosa, X., The JSON-stat format 2.0, https://json-stat.org/full/ (value, status).

    Examples
    --------
    >>> body = b'''{"id": ["Ar"], "size": [3], "value": [7, null, null],
    ...     "status": {"1": "-", "2": ".."},
    ...     "dimension": {"Ar": {"category": {"index": ["a", "b", "c"]}}}}'''
    >>> read_jsonstat(body, {"Ar": ["a", "b", "c"]})
    {('a',): 7, ('b',): 0, ('c',): None}
    """
    found = as_json(body)
    names: list[str] = found["id"]
    axes = [codes_of(found["dimension"][name]["category"]) for name in names]
    cells = prod(len(axis) for axis in axes)
    value, status = found["value"], found.get("status")
    if isinstance(value, list) and len(value) != cells:
        raise ValueError(f"value: {len(value)} / {cells}")
    for name, axis in zip(names, axes, strict=True):
        if name in selection and sorted(axis) != sorted(selection[name]):
            raise ValueError(f"{name}: {len(axis)} / {len(selection[name])}")
        if name not in selection and len(axis) != 1:
            raise ValueError(f"{name}: {len(axis)} / 1")
    lost = [name for name in selection if name not in names]
    if lost:
        raise ValueError(f"dimension: {', '.join(lost)}")
    at = [names.index(name) for name in selection]
    figures: Figures = {}
    for number, codes in enumerate(product(*axes)):
        key = tuple(codes[i] for i in at)
        figures[key] = _figure(_at(value, number), _at(status, number))
    return figures


def _at(values: Any, number: int) -> Any:  # noqa: ANN401 - any JSON
    """Take one of the values: a list, or an object by number; one status may stand for all."""
    if isinstance(values, dict):
        return values.get(str(number))
    return values[number] if isinstance(values, list) else values


def _figure(value: object, status: object) -> int | None:
    if value is None:
        return 0 if status == ZERO else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"value: {value}")  # noqa: TRY004 - the answer is at fault, not a type
    if not -_LARGEST <= value <= _LARGEST or value != int(value):  # NaN is neither
        raise ValueError(f"value: {value}")
    return int(value)
