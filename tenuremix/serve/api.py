"""The interface for other programs: what the commands answer, byte by byte, over HTTP.

Each function answers one question from the workspace that it is given.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

import shapely

from tenuremix.answers.asked import choose_level, choose_targets
from tenuremix.answers.compare.figures import compare, require_few
from tenuremix.answers.compare.record import comparison_record
from tenuremix.answers.contract import around_json, definition_json
from tenuremix.answers.progress import progress_record
from tenuremix.answers.verdict import check_record
from tenuremix.counting.check import check_proposal
from tenuremix.counting.period import believed
from tenuremix.counting.progress import assess_progress
from tenuremix.counting.projection import project_areas
from tenuremix.counting.proposal import Check, Plot
from tenuremix.counting.targets import Target
from tenuremix.crs import transform
from tenuremix.errors import DataError, Fault
from tenuremix.export.allocations import allocation_layer
from tenuremix.export.areas import area_layer
from tenuremix.inputs import Limits, Workspace
from tenuremix.io.files.cells import parse_day
from tenuremix.io.files.rows import WGS84
from tenuremix.io.formats.layers import Layer, geojson_text
from tenuremix.locale.catalogue import Language
from tenuremix.locale.locale import Locale
from tenuremix.screen import json_text
from tenuremix.serve.problems import Problem
from tenuremix.serve.proposals import read_body

Json = Mapping[str, Any]
PAGE, LARGEST_PAGE = 100, 1_000
_MOST_METRES = 100_000
_FAR = 1e9


def as_printed(record: object) -> bytes:
    """Write JSON as the commands print it."""
    return json_text(record).encode()


@dataclass(frozen=True, slots=True)
class Query:
    """What stands after the ``?`` of a question: each key once, and none that is not known.

    Parameters
    ----------
    stated
        The pairs, as they were sent.
    known
        The keys that the question may have beside ``lang``.
    """

    stated: Sequence[tuple[str, str]]
    known: Sequence[str] = ()
    _values: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Take the pairs.

        Raises
        ------
        Problem
            Where a key is not known, or stands twice.
        """
        known = (*self.known, "lang")
        for key, value in self.stated:
            if key not in known or key in self._values:
                raise Problem(400, "query", found=key[:40], expected=", ".join(known))
            self._values[key] = value
        if self._values.get("lang", "sv") not in set(Language):
            raise self.wrong("lang", " / ".join(Language))

    def wrong(self, key: str, expected: str) -> Problem:
        """Make the problem of a value that cannot be used."""
        found = "".join(c if c.isprintable() else " " for c in self._values.get(key, ""))
        return Problem(400, "value", name=key, found=found[:80], expected=expected)

    def get(self, key: str) -> str | None:
        """Give a value as it was sent."""
        return self._values.get(key)

    @property
    def text(self) -> Locale:
        """The texts in the reader's language."""
        return Locale(self._values.get("lang", Language.SV))

    @property
    def as_of(self) -> date | None:
        """The day that is asked for."""
        said = self.get("as_of")
        day = None if said is None else parse_day(said)
        if said is not None and (day is None or not believed(day)):
            raise self.wrong("as_of", "2025-12-31")
        return day

    def whole(self, key: str, least: int, most: int, default: int | None = None) -> int | None:
        """Read a whole number."""
        said = self.get(key)
        if said is None:
            return default
        if not (said.isascii() and said.isdecimal() and len(said) <= len(str(most))):
            raise self.wrong(key, f"{least} – {most}")
        if not least <= int(said) <= most:
            raise self.wrong(key, f"{least} – {most}")
        return int(said)

    def box(self, crs: str) -> shapely.Geometry | None:
        """Read ``bbox=minx,miny,maxx,maxy``: in the areas' CRS, or as longitude and latitude."""
        said = self.get("bbox")
        if said is None:
            return None
        try:
            left, low, right, high = map(float, said.split(","))
        except ValueError:
            raise self.wrong("bbox", "minx,miny,maxx,maxy") from None
        if not (max(map(abs, (left, low, right, high))) < _FAR and left <= right and low <= high):
            raise self.wrong("bbox", "minx <= maxx, miny <= maxy")
        frame = shapely.box(left, low, right, high)
        degrees = max(-left, right) <= 180 and max(-low, high) <= 90  # noqa: PLR2004
        return transform(frame, WGS84, crs) if degrees else frame


CHECK = ("as_of", "radius", "crs")


def answer_check(
    workspace: Callable[[], Workspace], query: Query, body: bytes, media: str, limits: Limits
) -> bytes:
    """Answer what ``tenuremix check FILE --format json`` prints."""
    metres = query.whole("radius", 1, _MOST_METRES)
    opened = workspace()
    plots = read_body(body, media, opened.areas, limits, crs=query.get("crs"))
    return as_printed(check_answer(opened, plots, query.text, metres))


def check_answer(
    workspace: Workspace, plots: Sequence[Plot], text: Locale, metres: int | None = None
) -> dict[str, Any]:
    """Give the answer on plots, with the mix around them where that is asked for."""
    found = check_plots(workspace, plots)
    record = check_record(found, workspace, text)
    if metres is not None:
        from tenuremix.io.dwellings.around import around_plots

        record["radius"] = around_json(*around_plots(workspace, plots, metres), found)
    return record


def check_plots(
    workspace: Workspace, plots: Sequence[Plot], targets: Sequence[Target] | None = None
) -> Check:
    """Check plots against the targets of a workspace, or against others."""
    asked = workspace.targets if targets is None else targets
    benchmark = workspace.settings.benchmark
    return check_proposal(workspace.books, plots, asked, benchmark=benchmark)


COMPARE = ("as_of",)


def answer_compare(workspace: Workspace, query: Query, body: bytes, limits: Limits) -> bytes:
    """Answer what ``tenuremix check A B --compare --format json`` prints, of named proposals.

    The body is JSON: ``alternatives``, each with a ``name`` and a ``proposal``, which is GeoJSON.
    """
    expected = '{"alternatives": [{"name": "A", "proposal": {…}}, …]}'
    try:
        sent = [(each["name"], each["proposal"]) for each in json.loads(body)["alternatives"]]
        written = [(name, json.dumps(document).encode()) for name, document in sent]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Problem(400, "body", expected=expected) from None
    if not all(isinstance(name, str) and name.strip() for name, _ in written):
        raise Problem(400, "body", expected=expected)
    require_few(written)
    proposals: list[tuple[str, list[Plot]]] = []
    faults: list[Fault] = []
    for name, document in written:
        try:
            plots = read_body(document, "application/geo+json", workspace.areas, limits)
            proposals.append((name, plots))
        except DataError as error:
            faults += [replace(fault, where=name) for fault in error.faults]
    if faults:
        raise DataError(faults)
    found = compare(workspace, proposals)
    return as_printed(comparison_record(found, workspace, query.text))


def answer_targets(workspace: Workspace) -> bytes:
    """Answer which targets there are, each with its definition and how far it has come."""
    return as_printed([_target(target, workspace) for target in workspace.targets])


def _target(target: Target, workspace: Workspace) -> Json:
    found = assess_progress(workspace.books, target)
    last = target.period.last
    return {
        "target": target.id,
        "title": target.title,
        "tenure": target.tenure,
        "minimum": target.minimum,
        "valid_from": target.period.first.isoformat(),
        "valid_until": last.isoformat() if last else None,
        "definition": definition_json(target.definition),
        "assumptions": list(target.assumptions),
        "counted": found.counted,
        "status": found.status.value,
    }


def answer_progress(workspace: Workspace, query: Query) -> bytes:
    """Answer what ``tenuremix progress --format json`` prints."""
    found = [
        assess_progress(workspace.books, t) for t in choose_targets(workspace, query.get("target"))
    ]
    return as_printed(
        [
            progress_record(each, workspace.lost(each.target), workspace, query.text)
            for each in found
        ]
    )


def answer_areas(workspace: Workspace, query: Query) -> bytes:
    """Answer the areas of a level as ``tenuremix export areas.geojson`` has them, page by page."""
    level = choose_level(workspace, query.get("level"), query.text)
    found = project_areas(workspace.books, level, benchmark=workspace.settings.benchmark)
    return _page(area_layer(found, workspace.areas, query.text), workspace, query)


def answer_allocations(workspace: Workspace, query: Query) -> bytes:
    """Answer the allocations as ``tenuremix export`` has them, page by page."""
    return _page(allocation_layer(workspace, query.text), workspace, query)


PAGED = ("as_of", "bbox", "limit", "offset")


def _page(layer: Layer, workspace: Workspace, query: Query) -> bytes:
    """Give a part of a layer, and the links to the parts before and after it."""
    limit = query.whole("limit", 1, LARGEST_PAGE, PAGE) or PAGE
    offset = query.whole("offset", 0, 10**9, 0) or 0
    frame, shapes = query.box(workspace.areas.crs), layer.geometries or ()
    kept = [
        at
        for at, shape in enumerate(shapes)
        if frame is None or (shape is not None and shapely.intersects(shape, frame))
    ]
    shown = kept[offset : offset + limit]
    part = replace(
        layer, rows=[layer.rows[at] for at in shown], geometries=[shapes[at] for at in shown]
    )
    links = [{"rel": "self", "href": _href(query, limit, offset)}]
    if offset + limit < len(kept):
        links.append({"rel": "next", "href": _href(query, limit, offset + limit)})
    if offset:
        links.append({"rel": "prev", "href": _href(query, limit, max(0, offset - limit))})
    about = {
        "as_of": workspace.as_of.isoformat(),
        "numberMatched": len(kept),
        "numberReturned": len(shown),
        "links": links,
    }
    return geojson_text(part, about).encode()


def _href(query: Query, limit: int, offset: int) -> str:
    stated = {key: value for key, value in query.stated if key not in ("limit", "offset")}
    return "?" + urlencode({**stated, "limit": limit, "offset": offset})
