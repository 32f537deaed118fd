"""Ask PxWeb for a table: version 1 or 2 of its API, each value by its code."""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import prod
from typing import Any, ClassVar
from urllib.parse import quote, unquote

from tenuremix.errors import DataError, Fault
from tenuremix.io.fetching.answer import Ask, RefusedError
from tenuremix.io.fetching.http import Client, too_many
from tenuremix.io.fetching.jsonstat import Figures, Selection, as_json, codes_of, read_jsonstat
from tenuremix.io.fetching.said import plain_text
from tenuremix.io.files.cells import parse_day

MAX_CELLS = 100_000
"""The most cells in one answer, where the server does not say: PxWeb's own default."""


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


class PxWeb(ABC):
    """A server, whichever version of the API it speaks.

    Parameters
    ----------
    client
        The client to ask through; its limits are set from what the server says of itself.
    base
        The address, up to and with the language (version 1) or ``/api/v2`` (version 2).
    """

    CONFIG: ClassVar[str]
    CELLS: ClassVar[str]
    CALLS: ClassVar[str]

    def __init__(self, client: Client, base: str) -> None:
        self._client = client
        self._base = base.rstrip("/")
        self._config = _config(client, Ask(self._base + self.CONFIG))
        self._most = _whole(self._config, self.CELLS, MAX_CELLS)
        _limit(client, self._base, self._config, self.CALLS)

    @abstractmethod
    def table(self, path: str) -> PxTable:
        """Read what a table holds."""

    def figures(self, table: PxTable, selection: Selection) -> Figures:
        """Read the figures of a selection, in as many pieces as the server's limit asks for.

        Parameters
        ----------
        selection
            The codes wanted of *every* variable: one left out would be summed, without a word.

        Returns
        -------
        dict
            The figures by the codes, in the order of the selection; None where not given.
        """
        name = unquote(table.link.rpartition("/")[2])
        total = prod(len(values) for values in selection.values())
        found: Figures = {}
        for piece in _pieces(selection, self._most):
            found |= _with_halving(piece, lambda part: self._piece(table, part))
            self._client.watcher.came(name, len(found), total)
        return found

    @abstractmethod
    def _piece(self, table: PxTable, piece: Selection) -> Figures:
        """Ask for the figures of a selection at once."""


class PxWebV1(PxWeb):
    """PxWeb's API version 1, as the databases of cities speak it."""

    CONFIG, CELLS, CALLS = "/?config", "maxCells", "maxCalls"

    def tables(self, folder: str) -> list[str]:
        """List the tables of a folder, whose parts are divided by ``/``."""
        listed = self._client.ask(Ask(self._address(folder)), _listing)
        return [name for name, kind in listed if kind == "t"]

    def table(self, path: str) -> PxTable:
        """Read what a table holds; an unknown table is refused with 400."""
        link = self._address(path)
        return self._client.ask(Ask(link), lambda body: _table_v1(link, body))

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


class PxWebV2(PxWeb):
    """PxWeb's API version 2, as SCB's statistics database speaks it."""

    CONFIG, CELLS, CALLS = "/config", "maxDataCells", "maxCallsPerTimeWindow"

    def __init__(self, client: Client, base: str) -> None:
        super().__init__(client, base)
        self._lists: dict[tuple[str, str], str] = {}

    def table(self, path: str) -> PxTable:
        """Read what a table holds, by its identity."""
        link = f"{self._base}/tables/{quote(path, safe='')}"
        ask = Ask(f"{link}/metadata", {"lang": "sv", "outputFormat": "json-stat2"})
        licence = str(self._config.get("license") or "")
        return self._client.ask(ask, lambda body: _table_v2(link, body, licence))

    def codelist(self, table: PxTable, variable: Variable, name: str) -> Variable:
        """Give a variable with the values of one of its code lists; later figures use it."""
        ask = Ask(f"{self._base}/codelists/{quote(name, safe='')}", {"lang": "sv"})
        listed = self._client.ask(ask, _codelist)
        self._lists[table.link, variable.code] = name
        codes, labels = zip(*listed, strict=True)
        return Variable(variable.code, variable.text, codes, labels, variable.role)

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


def _config(client: Client, ask: Ask) -> dict[str, Any]:
    """Ask for the limits; a server that does not tell has the default ones."""
    try:
        return dict(client.ask(ask, as_json))
    except (RefusedError, ValueError, TypeError) as error:
        if isinstance(error, DataError) and not isinstance(error, RefusedError):
            raise
        return {}


def _whole(found: Mapping[str, Any], key: str, default: int) -> int:
    value = found.get(key)
    return value if type(value) is int and value > 0 else default


def _limit(client: Client, url: str, found: Mapping[str, Any], key: str) -> None:
    """Keep to the limit that the server tells; 0 means that it does not tell, not that none is."""
    calls, seconds = _whole(found, key, 0), _whole(found, "timeWindow", 0)
    if calls and seconds:
        client.limit(url, calls, seconds)


def _listing(body: bytes) -> list[tuple[str, str]]:
    return [(_code(item["id"]), str(item["type"])) for item in as_json(body)]


def _code(value: object) -> str:
    """Give a code, which is asked for as it stands: one that cannot be written is no code."""
    code = str(value)
    if plain_text(code) != code:
        raise ValueError(plain_text(code))
    return code


def _codelist(body: bytes) -> list[tuple[str, str]]:
    found = [(_code(v["code"]), plain_text(v["label"])) for v in as_json(body)["values"]]
    if not found:
        raise ValueError("values")
    return found


def _table_v1(link: str, body: bytes) -> PxTable:
    found = as_json(body)
    variables = []
    for one in found["variables"]:
        # Both are null where a variable has more values than the server lists.
        if one["values"] is None:
            raise DataError([Fault("net_short", link, None, {"found": 0, "expected": one["text"]})])
        values = tuple(_code(value) for value in one["values"])
        labels = tuple(plain_text(label) for label in one.get("valueTexts") or values)
        if len(values) != len(labels) or not values:
            raise ValueError(f"{one['code']}: {len(values)} values, {len(labels)} valueTexts")
        role = "time" if one.get("time") else ""
        text = plain_text(one["text"])
        variables.append(Variable(_code(one["code"]), text, values, labels, role))
    return PxTable(link, plain_text(found["title"]), tuple(variables))


def _table_v2(link: str, body: bytes, licence: str) -> PxTable:
    found = as_json(body)
    roles = {c: role for role in ("time", "metric") for c in found.get("role", {}).get(role, [])}
    variables = []
    for code in found["id"]:
        stated = found["dimension"][code]
        values = [_code(value) for value in codes_of(stated["category"])]
        labels = stated["category"].get("label") or {}
        extra = stated.get("extension") or {}
        lists = extra.get("codelists") or extra.get("codeLists") or []
        variables.append(
            Variable(
                _code(code),
                plain_text(stated.get("label", code)),
                tuple(values),
                tuple(plain_text(labels.get(value, value)) for value in values),
                roles.get(code, ""),
                tuple(_code(each["id"]) for each in lists),
            )
        )
    published_on = parse_day(str(found.get("updated", ""))[:10])
    title = plain_text(found.get("label", ""))
    return PxTable(link, title, tuple(variables), published_on, licence)


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
