"""Ask PxWeb for a table: version 1 or 2 of its API, each value by its code."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import prod
from typing import Any, Protocol
from urllib.parse import quote, unquote

from tenuremix.errors import DataError, Fault
from tenuremix.io.fetching.http import Ask, Client, RefusedError, too_many
from tenuremix.io.files.cells import parse_day

MAX_CELLS = 100_000
"""The most cells in one answer, where the server does not say: PxWeb's own default."""
ZERO = "-"
"""PxWeb's sign for exactly none; every other sign means that the figure is not given."""

Selection = Mapping[str, Sequence[str]]
Figures = dict[tuple[str, ...], int | None]


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of a table: its code and name, and its values with their texts.

    ``role`` is ``time``, ``metric`` or empty; ``codelists`` are the other lists of values that
    the table can be asked for (version 2).
    """

    code: str
    text: str
    values: tuple[str, ...]
    labels: tuple[str, ...]
    role: str = ""
    codelists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PxTable:
    """What a server tells about a table.

    ``published_on`` is None where the server gives no date that can be used.
    """

    link: str
    title: str
    variables: tuple[Variable, ...]
    published_on: date | None = None
    licence: str = ""

    def variable(self, *names: str) -> Variable | None:
        """Find a variable by one of its names: a code or a text, in any case."""
        wanted = {_plain(name) for name in names}
        for found in self.variables:
            if {_plain(found.code), _plain(found.text)} & wanted:
                return found
        return None


class PxWeb(Protocol):
    """A server, whichever version it speaks."""

    def table(self, path: str) -> PxTable:
        """Read what a table holds."""

    def figures(self, table: PxTable, selection: Selection) -> Figures:
        """Read the figures of a selection that names every variable."""


class PxWebV1:
    """PxWeb's API version 1, as the databases of cities speak it.

    Parameters
    ----------
    client
        The client to ask through; its limits are set from what the server says of itself.
    base
        The address up to and with the language.
    """

    def __init__(self, client: Client, base: str) -> None:
        self._client = client
        self._base = base.rstrip("/")
        found = _config(client, Ask(f"{self._base}/?config"))
        self._most = _whole(found, "maxCells", MAX_CELLS)
        _limit(client, self._base, found, "maxCalls")

    def tables(self, folder: str) -> list[str]:
        """List the tables of a folder, whose parts are divided by ``/``."""
        listed = self._client.ask(Ask(self._address(folder)), _listing)
        return [name for name, kind in listed if kind == "t"]

    def table(self, path: str) -> PxTable:
        """Read what a table holds; an unknown table is refused with 400."""
        link = self._address(path)
        return self._client.ask(Ask(link), lambda body: _table_v1(link, body))

    def figures(self, table: PxTable, selection: Selection) -> Figures:
        """Read the figures of a selection, in as many pieces as the server's limit asks for.

        Parameters
        ----------
        table
            The table.
        selection
            The codes wanted of *every* variable: one left out would be summed, without a word.

        Returns
        -------
        dict
            The figures by the codes, in the order of the selection; None where not given.
        """
        return _whole_answer(
            self._client, table, selection, self._most, lambda part: self._piece(table, part)
        )

    def _piece(self, table: PxTable, piece: Selection) -> Figures:
        body = {
            "query": [
                {"code": code, "selection": {"filter": "item", "values": list(values)}}
                for code, values in piece.items()
            ],
            "response": {"format": "json-stat2"},
        }
        return self._client.ask(Ask(table.link, body=body), lambda b: read_jsonstat(b, piece))

    def _address(self, path: str) -> str:
        # A path that macOS has decomposed (NFD) is another name to the server.
        parts = unicodedata.normalize("NFC", path).split("/")
        return "/".join([self._base, *(quote(part, safe="") for part in parts)])


class PxWebV2:
    """PxWeb's API version 2, as SCB's statistics database speaks it.

    Parameters
    ----------
    client
        The client to ask through; its limits are set from what the server says of itself.
    base
        The address up to and with ``/api/v2``.
    """

    def __init__(self, client: Client, base: str) -> None:
        self._client = client
        self._base = base.rstrip("/")
        found = _config(client, Ask(f"{self._base}/config"))
        self._most = _whole(found, "maxDataCells", MAX_CELLS)
        self._licence = str(found.get("license") or "")
        self._lists: dict[tuple[str, str], str] = {}
        _limit(client, self._base, found, "maxCallsPerTimeWindow")

    def table(self, path: str) -> PxTable:
        """Read what a table holds, by its identity."""
        link = f"{self._base}/tables/{quote(path, safe='')}"
        ask = Ask(f"{link}/metadata", {"lang": "sv", "outputFormat": "json-stat2"})
        return self._client.ask(ask, lambda body: _table_v2(link, body, self._licence))

    def codelist(self, table: PxTable, variable: Variable, name: str) -> Variable:
        """Give a variable with the values of one of its code lists; later figures use it."""
        ask = Ask(f"{self._base}/codelists/{quote(name, safe='')}", {"lang": "sv"})
        listed = self._client.ask(ask, _codelist)
        self._lists[table.link, variable.code] = name
        codes, labels = zip(*listed, strict=True)
        return Variable(variable.code, variable.text, codes, labels, variable.role)

    def figures(self, table: PxTable, selection: Selection) -> Figures:
        """Read the figures of a selection; see :meth:`PxWebV1.figures`."""
        return _whole_answer(
            self._client, table, selection, self._most, lambda part: self._piece(table, part)
        )

    def _piece(self, table: PxTable, piece: Selection) -> Figures:
        chosen: list[dict[str, object]] = []
        for code, values in piece.items():
            one: dict[str, object] = {"variableCode": code, "valueCodes": list(values)}
            if (table.link, code) in self._lists:
                one["codelist"] = self._lists[table.link, code]
            chosen.append(one)
        params = {"lang": "sv", "outputFormat": "json-stat2"}
        ask = Ask(f"{table.link}/data", params, {"selection": chosen})
        return self._client.ask(ask, lambda body: read_jsonstat(body, piece))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip().casefold()


def _json(body: bytes) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(body.decode("utf-8-sig"))


def _config(client: Client, ask: Ask) -> dict[str, Any]:
    """Ask for the limits; a server that does not tell has the default ones."""
    try:
        return dict(client.ask(ask, _json))
    except (RefusedError, ValueError, TypeError) as error:
        if isinstance(error, DataError) and not isinstance(error, RefusedError):
            raise
        return {}


def _whole(found: Mapping[str, Any], key: str, default: int) -> int:
    value = found.get(key)
    return value if isinstance(value, int) and value > 0 else default


def _limit(client: Client, url: str, found: Mapping[str, Any], key: str) -> None:
    """Keep to the limit that the server tells; 0 means that it does not tell, not that none is."""
    calls, seconds = _whole(found, key, 0), _whole(found, "timeWindow", 0)
    if calls and seconds:
        client.limit(url, calls, seconds)


def _listing(body: bytes) -> list[tuple[str, str]]:
    return [(str(item["id"]), str(item["type"])) for item in _json(body)]


def _codelist(body: bytes) -> list[tuple[str, str]]:
    found = [(str(v["code"]), str(v["label"])) for v in _json(body)["values"]]
    if not found:
        raise ValueError("values")
    return found


def _table_v1(link: str, body: bytes) -> PxTable:
    found = _json(body)
    variables = []
    for one in found["variables"]:
        # Both are null where a variable has more values than the server lists.
        if one["values"] is None:
            raise DataError([Fault("net_short", link, None, {"found": 0, "expected": one["text"]})])
        values = tuple(str(value) for value in one["values"])
        labels = tuple(str(label) for label in one.get("valueTexts") or values)
        if len(values) != len(labels) or not values:
            raise ValueError(f"{one['code']}: {len(values)} values, {len(labels)} valueTexts")
        role = "time" if one.get("time") else ""
        variables.append(Variable(str(one["code"]), str(one["text"]), values, labels, role))
    return PxTable(link, str(found["title"]), tuple(variables))


def _table_v2(link: str, body: bytes, licence: str) -> PxTable:
    found = _json(body)
    roles = {c: role for role in ("time", "metric") for c in found.get("role", {}).get(role, [])}
    variables = []
    for code in found["id"]:
        stated = found["dimension"][code]
        values = _codes(stated["category"])
        labels = stated["category"].get("label") or {}
        extra = stated.get("extension") or {}
        lists = extra.get("codelists") or extra.get("codeLists") or []
        variables.append(
            Variable(
                code,
                str(stated.get("label", code)),
                tuple(values),
                tuple(str(labels.get(value, value)) for value in values),
                roles.get(code, ""),
                tuple(str(each["id"]) for each in lists),
            )
        )
    published_on = parse_day(str(found.get("updated", ""))[:10])
    return PxTable(link, str(found.get("label", "")), tuple(variables), published_on, licence)


def _codes(category: Mapping[str, Any]) -> list[str]:
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
    found = _json(body)
    names: list[str] = found["id"]
    axes = [_codes(found["dimension"][name]["category"]) for name in names]
    cells = prod(len(axis) for axis in axes)
    value, status = found["value"], found.get("status")
    if isinstance(value, list) and len(value) != cells:
        raise ValueError(f"value: {len(value)} / {cells}")
    for name, axis in zip(names, axes, strict=True):
        if name in selection and set(axis) != set(selection[name]):
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
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != int(value):
        raise ValueError(f"value: {value}")
    return int(value)


def _pieces(selection: Selection, most: int) -> Iterator[Selection]:
    """Cut a selection on its largest variable until each piece fits in the limit.

    Examples
    --------
    >>> list(_pieces({"a": "xyz", "b": "12"}, 4))
    [{'a': 'xy', 'b': '12'}, {'a': 'z', 'b': '12'}]
    """
    if prod(len(values) for values in selection.values()) <= most:
        yield selection
        return
    largest = max(selection, key=lambda code: len(selection[code]))
    values = selection[largest]
    rest = prod(len(v) for code, v in selection.items() if code != largest)
    if len(values) == 1:
        yield selection
        return
    size = max(1, most // rest)
    for start in range(0, len(values), size):
        yield from _pieces({**selection, largest: values[start : start + size]}, most)


def _whole_answer(
    client: Client,
    table: PxTable,
    selection: Selection,
    most: int,
    ask: Callable[[Selection], Figures],
) -> Figures:
    """Ask for a selection piece by piece, and tell what has come."""
    name = unquote(table.link.rpartition("/")[2])
    total = prod(len(values) for values in selection.values())
    found: Figures = {}
    for piece in _pieces(selection, most):
        found |= _with_halving(piece, ask)
        client.watcher.came(name, len(found), total)
    return found


def _with_halving(piece: Selection, ask: Callable[[Selection], Figures]) -> Figures:
    """Ask for a piece; where it is too much after all, for its halves."""
    try:
        return dict(ask(piece))
    except RefusedError as error:
        largest = max(piece, key=lambda code: len(piece[code]))
        values = piece[largest]
        if len(values) == 1 or not too_many(error.status, error.detail):
            raise
        middle = len(values) // 2
        parts = (values[:middle], values[middle:])
        return {
            key: figure
            for part in parts
            for key, figure in _with_halving({**piece, largest: part}, ask).items()
        }
