"""Keep the records of published reports, and read them again only where they are what they say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from tenuremix.counting.period import YEARS
from tenuremix.counting.tenure import MOST
from tenuremix.errors import DataError, Fault, UsageError
from tenuremix.inputs import Settings, Workspace
from tenuremix.io.files.cells import parse_day
from tenuremix.io.files.rows import is_there, not_read, read_bytes, unreadable
from tenuremix.io.files.toml_tables import TEXTS, WORD, Key, is_day
from tenuremix.published.compare import FORMAT, seal

Json = dict[str, Any]
_KIND = "JSON (tenuremix report --freeze)"
_KIND_OF_CHECK = "JSON (tenuremix check --format json)"
_NAME = "rapport-{year}.json"
_OF_DAY = "rapport-{year}-laget-{day}.json"
"""The name where that of the year is taken by a record of another day."""
_KEPT = re.compile(r"rapport-([0-9]{4})(?:-laget-[0-9]{4}-[0-9]{2}-[0-9]{2})?\.json")


def record_file(settings: Settings, record: Json) -> tuple[Path, bytes]:
    """Give the place of a report's record in the workspace, and its content.

    Returns
    -------
    tuple
        Its path, and the bytes of the file; where there is a file already, it is the same.  Where
        another day's record has the name of the year, the name has the day too.

    Raises
    ------
    UsageError
        On the embedded default, which is no workspace.
    DataError
        Where another content is kept for the year and the day.
    """
    if not settings.reports:
        raise UsageError("freeze_nowhere")
    folder = Path(settings.reports)
    path = folder / _NAME.format(year=record["year"])
    if _day_of(path) not in (None, record["as_of"]):
        path = folder / _OF_DAY.format(year=record["year"], day=record["as_of"])
    content = (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    if is_there(path, _label(path)) and read_bytes(path, _label(path)) != content:
        raise DataError([Fault("frozen_kept", _label(path), None, {"found": record["year"]})])
    return path, content


def _day_of(path: Path) -> object:
    """Give the date of the figures of a kept record; None where there is none that can be read."""
    if not is_there(path, _label(path)):
        return None
    try:
        return json.loads(read_bytes(path, _label(path)))["as_of"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        if isinstance(error, DataError):
            raise
        return None


def _label(path: Path) -> str:
    """Name a kept record as the reader knows it: by the folder within the workspace."""
    return f"{path.parent.name}/{path.name}"


def add_published(workspace: Workspace, *, year: int, as_of: date) -> Workspace:
    """Add what the workspace keeps of published reports to the inputs of the report of a year.

    ``published`` is the latest of the latest year before, ``forecasts`` are those with figures of
    an earlier day that look ahead.

    Raises
    ------
    DataError
        Where one of them is not what it should be.
    """
    kept = _kept(workspace.settings)
    last = max((each for each, _ in kept if each < year), default=None)
    records = [(each, read_record(path, _label(path))) for each, path in kept if each <= year]
    before = [record for each, record in records if each == last]
    ahead = [
        record
        for _, record in records
        if record.get("outlook") and record["as_of"] < as_of.isoformat()
    ]
    return replace(
        workspace,
        published=max(before, key=lambda record: record["as_of"], default=None),
        forecasts=sorted(ahead, key=lambda record: record["as_of"]),
    )


def _kept(settings: Settings) -> list[tuple[int, Path]]:
    """List the records that are kept, each with its year."""
    folder = Path(settings.reports)
    if not settings.reports or not is_there(folder, folder.name):
        return []
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        raise not_read(folder.name, error) from error
    found = ((_KEPT.fullmatch(path.name), path) for path in paths)
    return [(int(match[1]), path) for match, path in found if match]


def read_record(path: Path, label: str) -> Json:
    """Read the record of a published report.

    Raises
    ------
    DataError
        Where it is absent, no JSON, of another format or shape, or altered since it was kept.
    """
    content = read_bytes(path, label)
    with _told(label, _KIND):
        record = _parsed(content)
        found = seal(record) if isinstance(record, dict) else ""
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        stated = record.get("format") if isinstance(record, dict) else None
        values = {"found": "–" if stated is None else stated, "expected": FORMAT}
        raise DataError([Fault("frozen_format", label, None, values)])
    _require_shape("frozen_shape", record, _RECORD, label)
    if record["sha256"] != found:
        raise DataError([Fault("frozen_altered", label)])
    return record


def read_check(path: Path) -> Json:
    """Read the JSON of an earlier check.

    Raises
    ------
    DataError
        Where the file is absent or holds something else.
    """
    label = str(path)
    content = read_bytes(path, label)
    with _told(label, _KIND_OF_CHECK):
        check = _parsed(content)
    if not isinstance(check, dict) or not check.keys() >= _CHECK.keys():
        raise unreadable(label, _KIND_OF_CHECK, "")
    _require_shape("check_shape", check, _CHECK, label)
    return check


@contextmanager
def _told(label: str, kind: str) -> Iterator[None]:
    """Tell what is no JSON, or nothing that can be kept as JSON."""
    try:
        yield
    except (ValueError, RecursionError) as error:
        detail = "[[[…" if isinstance(error, RecursionError) else error
        raise unreadable(label, kind, detail) from error


def _parsed(content: bytes) -> Any:  # noqa: ANN401 - what JSON can hold
    return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _require_shape(key: str, found: Json, shape: Json, label: str) -> None:
    """Raise every place where what was read has another shape, as faults of a key."""
    misfits = [
        Fault(key, label, None, {"key": where, "expected": expected})
        for where, expected in _misfits(found, shape, "")
    ]
    if misfits:
        raise DataError(misfits)


# The shape of a record --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Each:
    """A table with keys of any name, every value of one shape."""

    shape: Any


@dataclass(frozen=True, slots=True)
class _IfThere:
    """The shape of what some records do not hold."""

    shape: Any


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= MOST


def _or_null(one: Key) -> Key:
    return Key(lambda value: value is None or one.fits(value), f"{one.expected} / null")


def _is_figure(value: object) -> bool:
    """Tell whether a value is a figure or a word, or a list of them."""
    values = value if isinstance(value, list) else [value]
    return all(
        item is None or isinstance(item, str) or (isinstance(item, int | float) and _held(item))
        for item in values
    )


def _held(number: float) -> bool:
    """Tell whether a number is one that a record can hold: not NaN, nor beyond all counts."""
    return abs(number) <= MOST


def _is_cell(value: object) -> bool:
    """Tell whether a value is a count, or the two ends of one."""
    if isinstance(value, list):
        return len(value) == 2 and all(n is None or _whole(n) for n in value)  # noqa: PLR2004
    return _whole(value)


def _iso(text: str) -> date | None:
    """Read a date as records write it, and in no other way."""
    day = parse_day(text)
    return day if day is not None and day.isoformat() == text else None


_NUMBER = Key(_whole, "0, 1, 2 …")
_DAY = Key(lambda value: isinstance(value, str) and is_day(_iso(value)), '"2025-12-31"')
_YEAR = Key(lambda value: _whole(value) and YEARS[0] <= value <= YEARS[1], "2025")
_FIGURE = Key(_is_figure, '1, "…", [1, 2], null')
_CELL = Key(_is_cell, "12 / [0, 4]")
_FIGURES = Key(
    lambda value: all(
        _is_figure(each) for each in (value.values() if isinstance(value, dict) else [value])
    ),
    '1, "…", [1, 2], { }, null',
)
_MAYBE = _or_null(WORD)

_LINE: Json = {"date": _DAY, "event": WORD, "area": _MAYBE, "tenure": WORD, "dwellings": _NUMBER,
               "reason": WORD, "area_class": _MAYBE, "area_share": _FIGURE,
               "area_share_range": _FIGURE, "statistics_date": _MAYBE}  # fmt: skip
_PROGRESS: Json = {
    "target": WORD,
    "title": WORD,
    "counted": _NUMBER,
    "minimum": _or_null(_NUMBER),
    "remaining": _or_null(_NUMBER),
    "status": WORD,
    "by_year": _Each(_NUMBER),
    "unknown": TEXTS,
    "lost": _or_null(_NUMBER),
    "net": _or_null(_NUMBER),
    "ledger": [{**_LINE, "allocation": WORD, "name": WORD, "counted": _NUMBER,
                "exception": _MAYBE, "subgroup": _MAYBE}],
    "losses": [{**_LINE, "lost": _NUMBER, "source": WORD}],
    "deciding": [{"allocation": WORD, "least": _NUMBER, "most": _NUMBER}],
    "sensitivity": [{"definition": {"id": WORD}, "counted": _NUMBER, "status": WORD}],
}  # fmt: skip
_DECISION: Json = {
    **dict.fromkeys(("allocation", "event", "name", "diarienummer"), WORD),
    "date": _DAY,
    **dict.fromkeys(("hyresratt", "bostadsratt", "aganderatt", "oklar"), _or_null(_NUMBER)),
    **dict.fromkeys(("area", "geometry", "valid_until", "subgroup", "exception"), _MAYBE),
    "probability": _FIGURE,
    "begun": _Each(_NUMBER),
    "expected": _MAYBE,
}
_ENDS = Key(lambda value: isinstance(value, list) and _is_cell(value), "[0, 4]")
_FORECAST: Json = {
    "target": WORD,
    "last_day": _or_null(_DAY),
    "probability_range": _FIGURE,
    "expected_range": _FIGURE,
    "quantiles_range": {"5": _ENDS, "95": _ENDS},
}
_RECORD: Json = {
    "tenuremix": WORD,
    "year": _YEAR,
    "as_of": _DAY,
    "title": WORD,
    "progress": [_PROGRESS],
    "outlook": _IfThere([_FORECAST]),
    "areas": _Each([{"area": WORD, "area_name": WORD}]),
    "targets": [{"id": WORD, "definition": WORD,
                 **dict.fromkeys(("title", "tenure", "source", "quote"), _IfThere(WORD)),
                 "minimum": _IfThere(_or_null(_NUMBER)), "assumptions": _IfThere(TEXTS),
                 "valid_from": _IfThere(_DAY), "valid_to": _IfThere(_or_null(_DAY))}],
    "definitions": [{"id": WORD, "level": WORD, "editions": _Each(_Each(WORD))}],
    "reference": _FIGURES,
    "statistics_date": _or_null(_DAY),
    "decisions": [_DECISION],
    "corrections": [{**dict.fromkeys(("allocation", "event", "action", "reason"), WORD),
                     "date": _DAY}],
    "placement": _Each({"level": WORD, "areas": TEXTS}),
    "stock": _Each(_Each(_Each(_Each(_Each(_CELL))))),
    "boundaries": _Each(_Each({"name": WORD, "parent": _MAYBE, "geometry": _MAYBE})),
    "inputs": [{"kind": WORD, "name": WORD, "sha256": WORD}],
    "sha256": WORD,
}  # fmt: skip
_CHECK: Json = {
    "proposal": {"as_of": _DAY},
    "sources": [{"kind": WORD, "sha256": WORD}],
    "targets": [{"target": WORD, "counts": _NUMBER, "definition": _FIGURES}],
}
# Tables whose other keys hold figures or words, so that a key added later does no harm.
_OPEN = ("progress", "areas", "targets", "definitions", "inputs")


def _misfits(value: Any, shape: Any, where: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Name every place where a value has another shape, and what was expected there."""
    if isinstance(shape, _IfThere):
        yield from _misfits(value, shape.shape, where)
    elif isinstance(shape, Key):
        if not shape.fits(value):
            yield where, shape.expected
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield where, _expected(shape)
            return
        for number, item in enumerate(value, start=1):
            yield from _misfits(item, shape[0], f"{where}[{number}]")
    elif not isinstance(value, dict):
        yield where, _expected(shape)
    elif isinstance(shape, _Each):
        for key, item in value.items():
            yield from _misfits(item, shape.shape, _path(where, key))
    else:
        yield from _misfits_of_table(value, shape, where)


def _expected(shape: Any) -> str:  # noqa: ANN401
    """Say what is expected where nothing stands."""
    if isinstance(shape, Key):
        return shape.expected
    return "[ … ]" if isinstance(shape, list) else "{ … }"


def _misfits_of_table(value: Json, shape: Json, where: str) -> Iterator[tuple[str, str]]:
    """Name the misfits of a table with keys of its own."""
    for key, part in shape.items():
        if key in value:
            yield from _misfits(value[key], part, _path(where, key))
        elif not isinstance(part, _IfThere):
            yield _path(where, key), _expected(part)
    if where.startswith(_OPEN):
        for key in sorted(value.keys() - shape.keys()):
            if not _FIGURES.fits(value[key]):
                yield _path(where, key), _FIGURES.expected


def _path(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key
