"""What the page asks while a plot is drawn: the city it begins with, a place, corners, a file.

Coordinates are east, north, in the CRS of the areas, to the centimetre.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from tenuremix.answers.note import CheckNote
from tenuremix.answers.verdict import where_words
from tenuremix.counting.areas import Areas
from tenuremix.counting.progress import assess_progress
from tenuremix.counting.projection import project_areas
from tenuremix.counting.proposal import Plot
from tenuremix.counting.tenure import ALLOCATION_TENURES
from tenuremix.crs import transform
from tenuremix.document.missing import lacks_line, missing_counts
from tenuremix.document.names import plain
from tenuremix.document.words import verdict_sentence
from tenuremix.inputs import Limits, Tiles, Workspace
from tenuremix.io.files.rows import WGS84
from tenuremix.locale.locale import Locale
from tenuremix.serve.api import Query, check_plots
from tenuremix.serve.guard import Visitor
from tenuremix.serve.problems import Problem
from tenuremix.serve.proposals import read_body

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

Json = dict[str, Any]
REACH_M = 200.0
"""How near a schematic border an answer hangs on where it happens to run."""
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_COARSE = 2_000
"""What is smaller than such a part of the city does not show while all of it does."""
_DEGREES = 180
_LEAST_CORNERS = 3


def start(workspace: Workspace, client: Visitor, text: Locale) -> Json:
    """Give what the page begins with: the areas, what is allocated, the targets."""
    level = _level(workspace)
    found = project_areas(workspace.books, level, benchmark=workspace.settings.benchmark)
    shapes = _shapes(workspace.areas, level)
    west, south, east, north = _bounds(shapes)
    coarse_m = round(max(east - west, north - south) / _COARSE, 1)
    water = workspace.water
    waters = (*water.sea, *water.rivers) if water else ()
    return {
        "crs": workspace.areas.crs,
        "title": plain(workspace.settings.title),
        "as_of": workspace.as_of.isoformat(),
        "fictional": workspace.fictional,
        "schematic": workspace.schematic,
        "bounds": [west, south, east, north],
        "coarse_m": coarse_m,
        "level": level,
        "sentence": " ".join(missing_counts(found, text)),
        "areas": [
            {
                "code": row.area.code,
                "name": plain(row.area.name),
                "pole": row.missing_pole(row.now).pole,
                "said": lacks_line(row, (), text),
                "coarse": outline_path(_simple(shape, coarse_m), west, north),
                "box": [round(edge, 1) for edge in shape.bounds],
                "label": _pair(shapely.point_on_surface(shape), 0),
            }
            for row, shape in ((found.areas[code], shape) for code, shape in shapes.items())
        ],
        "allocations": _allocations(workspace),
        "targets": _targets(workspace, text),
        "around": bool(workspace.settings.dwellings),
        "tiles": _tiles(workspace.settings.tiles),
        "notes": [*FORMS],
        "role": client.role,
        "user": client.user,
        "water": [outline_path(each, west, north) for each in waters],
    }


def outlines(workspace: Workspace) -> Json:
    """Give every corner of the areas, which the page needs once it is drawn."""
    shapes = _shapes(workspace.areas, _level(workspace))
    west, south, east, north = _bounds(shapes)
    paths = {code: outline_path(shape, west, north) for code, shape in shapes.items()}
    return {"bounds": [west, south, east, north], "outlines": paths}


def _shapes(areas: Areas, level: str) -> dict[str, Geometry]:
    """Give the polygons of a level's areas by code, without those that have none."""
    shapes = {code: areas.outline(code, level) for code in areas.at(level)}
    return {code: shape for code, shape in shapes.items() if shape is not None}


def _bounds(shapes: Mapping[str, Geometry]) -> list[float]:
    """Give the corners of all that is drawn: west, south, east, north."""
    bounds: list[float] = np.round(shapely.total_bounds([*shapes.values()]), 1).tolist()
    return bounds


def _level(workspace: Workspace) -> str:
    """Choose the level that is drawn: the finest with statistics, else the finest."""
    return next(iter(workspace.books.judged_levels), workspace.areas.finest)


def _allocations(workspace: Workspace) -> list[Json]:
    return [
        {
            "id": id_,
            "name": plain(state.name),
            "geometry": _drawn(state.place.geometry, 2),
            "area": state.place.area,
            "dwellings": {
                tenure.value: (state.dwellings or {}).get(tenure, 0)
                for tenure in ALLOCATION_TENURES
            },
        }
        for id_, state in workspace.books.states.items()
        if state.standing
    ]


def _targets(workspace: Workspace, text: Locale) -> list[Json]:
    listed = []
    for target in workspace.targets:
        found = assess_progress(workspace.books, target)
        last = target.period.last
        listed.append(
            {
                "id": target.id,
                "title": target.title,
                "counted": found.counted,
                "minimum": target.minimum,
                "last": last.isoformat() if last else None,
                "said": verdict_sentence(found, text),
            }
        )
    return listed


def _tiles(tiles: Tiles | None) -> Json | None:
    return None if tiles is None else {name: getattr(tiles, name) for name in tiles.__slots__}


def _pair(point: Geometry, decimals: int) -> list[float]:
    return [round(float(edge), decimals) for edge in point.bounds[:2]]


def _simple(shape: Geometry, coarse_m: float) -> Geometry:
    """Leave out the corners that do not show while the whole city does, but never all of them."""
    simple = shapely.simplify(shape, coarse_m, preserve_topology=False)
    return shape if simple.is_empty else simple


def outline_path(shape: Geometry, west: float, north: float) -> str:
    """Write rings as the path of an SVG, in whole decimetres to the east and south of a corner.

    The map draws it as it stands, and reads the corners only of what is near.
    """
    written, begun = [], np.zeros(2, dtype=int)
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        from_corner = shapely.get_coordinates(ring)[:-1] - (west, north)
        xy = np.round(from_corner * (10, -10)).astype(int)
        steps = np.diff(xy, axis=0, prepend=begun[None])
        written.append(f"m{' '.join(map(str, steps.ravel().tolist()))}z")
        begun = xy[0]
    return "".join(written)


def _drawn(shape: Geometry | None, decimals: int) -> Json | None:
    """Give a geometry as GeoJSON, its coordinates rounded."""
    if shape is None:
        return None
    rounded = shapely.transform(shape, lambda xy: np.round(xy, decimals))
    found: Json = json.loads(shapely.to_geojson(rounded))
    return found


def place(workspace: Workspace, sent: bytes, text: Locale, limits: Limits) -> Json:
    """Say of a plot where it lies, how large it is, and what is missing there.

    Raises
    ------
    DataError
        Where it is no place, with the faults that a file with it would have.
    """
    about = {"type": "name", "properties": {"name": workspace.areas.crs}}
    feature = {"type": "Feature", "properties": {"oklar": 1}, "geometry": _sent(sent, "geometry")}
    document = {"type": "FeatureCollection", "crs": about, "features": [feature]}
    body = json.dumps(document).encode()
    plots = read_body(body, "application/geo+json", workspace.areas, limits)
    found = check_plots(workspace, plots, targets=())
    shape = plots[0].place.geometry
    finest = [each for each in found.areas if each.projection.area.level == _level(workspace)]
    names = {each.projection.area.code: plain(each.projection.area.name) for each in finest}
    return {
        "area_m2": round(shape.area) if shape is not None else None,
        "where": where_words(found, workspace, text),
        "areas": [
            {"code": part.area, "name": names.get(part.area or ""), "share": part.share}
            for part in found.placement
        ],
        "schematic_near": shape is not None and is_near_border(workspace, shape),
        "said": " ".join(lacks_line(each.projection, (), text) for each in finest),
    }


def is_near_border(workspace: Workspace, shape: Geometry) -> bool:
    """Tell whether a plot lies within reach of a border that is schematic."""
    if not workspace.schematic:
        return False
    areas = workspace.areas
    others = [area.geometry for area in areas.at(areas.finest).values() if area.geometry]
    near = shapely.dwithin(others, shape, REACH_M)
    within = [other for other, is_in in zip(others, near, strict=True) if is_in]
    return len(within) != 1 or not shapely.covers(within[0], shape.buffer(REACH_M))


def _sent(body: bytes, key: str) -> Any:  # noqa: ANN401 - any JSON
    """Take a member of an object that was sent."""
    try:
        return json.loads(body)[key]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Problem(400, "body", expected=f'{{"{key}": …}}') from None


def corners(areas: Areas, sent: bytes) -> Json:
    """Read corners as they are pasted: WKT, GeoJSON, or lines with two numbers.

    The order of the axes is recognised: in Sweden north is the larger number in metres, and in
    degrees.  Degrees are WGS 84.

    Raises
    ------
    Problem
        Where nothing can be made of them.
    """
    shape = _pasted(sent.decode("utf-8-sig", errors="replace").strip())
    xy = shapely.get_coordinates(shape) if shape is not None else np.empty((0, 2))
    if shape is None or not len(xy) or not np.isfinite(xy).all():
        raise Problem(422, "corners_unread")
    shape = shapely.transform(shapely.force_2d(shape), lambda each: np.sort(each, axis=1))
    if np.abs(xy).max() <= _DEGREES:
        shape = transform(shape, WGS84, areas.crs)
    return {"geometry": _drawn(shape, 2)}


def _pasted(text: str) -> Geometry | None:
    try:
        if text.startswith("{"):
            document = json.loads(text)
            features = document.get("features", [document])
            shape = features[0].get("geometry", features[0]) if len(features) == 1 else None
            return shapely.from_geojson(json.dumps(shape)) if shape else None
        if text[:1].isalpha():
            return shapely.from_wkt(text.partition(";")[2] or text)
        return _listed(text)
    except (ValueError, AttributeError, TypeError, LookupError, RecursionError):
        return None
    except shapely.GEOSException:
        return None


def _listed(text: str) -> Geometry | None:
    """Make a ring, or a point, of lines that each have two numbers."""
    pairs = []
    for line in filter(None, map(str.strip, text.splitlines())):
        numbers = _NUMBER.findall(line.replace(", ", " "))
        if len(numbers) == 1 and line.count(",") == 1:  # east,north
            numbers = numbers[0].split(",")
        if len(numbers) != 2:  # noqa: PLR2004
            return None
        pairs.append([float(number.replace(",", ".")) for number in numbers])
    if len(pairs) == 1:
        return shapely.Point(pairs[0])
    ring = pairs[:-1] if pairs[0] == pairs[-1] else pairs
    return shapely.Polygon(ring) if len(ring) >= _LEAST_CORNERS else None


def shown_plots(plots: Sequence[Plot]) -> Json:
    """Give plots that were read from a file, as the page keeps them."""
    return {"plots": [_plot(plot) for plot in plots]}


def _plot(plot: Plot) -> Mapping[str, object]:
    return {
        "name": plot.name,
        "geometry": _drawn(plot.place.geometry, 2),
        "area": plot.place.area,
        "dwellings": {t.value: plot.dwellings.get(t, 0) for t in ALLOCATION_TENURES},
        "hustyp": plot.hustyp,
    }


NOTE = ("as_of", "form", "origin")
"""What is asked of a note."""
FORMS = {
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""What a note may be, each with its kind of body."""
ORIGINS = ("ritad", "skriven", "fil", "omrade", "register", "lank")
"""How a place may have come about."""


def note(workspace: Workspace, plots: Sequence[Plot], query: Query) -> tuple[bytes, str]:
    """Make the note of a check, as ``tenuremix check --html`` and ``--docx`` write it, or as PDF.

    Returns
    -------
    tuple
        The file, and its kind.
    """
    form, origin = query.get("form") or "html", query.get("origin")
    if form not in FORMS:
        raise query.wrong("form", " / ".join(FORMS))
    if origin is not None and origin not in ORIGINS:
        raise query.wrong("origin", " / ".join(ORIGINS))
    text = query.text
    made = CheckNote.of(check_plots(workspace, plots), workspace, language=text.language)
    if origin is not None:
        said = text("page.note.origin", origin=text(f"page.origin.{origin}"))
        made = replace(made, proposal=f"{made.proposal} {said}")
    if form == "html":
        return made.html().encode(), FORMS[form]
    return made.docx() if form == "docx" else _pdf(made), FORMS[form]


def _pdf(made: CheckNote) -> bytes:
    """Set a note as a PDF: the paper that Word has, in the hand of the report."""
    from tenuremix.document.model import Report
    from tenuremix.report.pdf import render_pdf

    paper = made.paper()
    return render_pdf(
        Report(
            paper.title,
            made.workspace,
            paper.lead,
            paper.notes,
            made.as_of.year,
            made.as_of,
            made.text,
            paper.sections,
            quoted=paper.quoted,
        )
    )
