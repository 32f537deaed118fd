"""Proposals as they are sent: the same rows that a proposal's file has, and no larger than may be.

A body is read by the reader of its kind of file; nothing of a question becomes a path or a name.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import shapely

from tenuremix.counting.areas import Areas
from tenuremix.counting.proposal import Plot
from tenuremix.inputs import Limits
from tenuremix.io.inputs.register import read_proposal
from tenuremix.serve.problems import Problem

MEDIA = {"application/geo+json": ".geojson", "text/csv": ".csv"}
"""The kinds of body, each with the kind of file that it is."""
_HEADING, _CELLS = 8, 32


def read_body(
    body: bytes, media: str, areas: Areas, limits: Limits, *, crs: str | None = None
) -> list[Plot]:
    """Read the plots of a body.

    Raises
    ------
    Problem
        Where its kind is not taken, or it has too many plots or corners.
    DataError
        With its faults, as of a file.
    """
    suffix = MEDIA.get(media.partition(";")[0].strip().lower())
    if suffix is None:
        raise Problem(415, "media", expected=", ".join(MEDIA))
    marks = {".csv": b"\n", ".geojson": b'"Feature"'}  # one a row, before anything is read
    if body.count(marks[suffix]) > limits.plots + _HEADING:
        raise Problem(413, "plots", number=limits.plots)
    if body.count(b",") > 2 * limits.corners + _CELLS * limits.plots:
        raise Problem(413, "corners", number=limits.corners)
    plots = _read(body, f"proposal{suffix}", areas, crs)
    check_size(plots, limits)
    return plots


def _read(body: bytes, name: str, areas: Areas, crs: str | None) -> list[Plot]:
    file, path = tempfile.mkstemp(prefix="tenuremix-", suffix=f"-{name}")
    os.close(file)
    try:
        Path(path).write_bytes(body)
        return read_proposal(path, name, areas, crs=crs)
    finally:
        Path(path).unlink()


def check_size(plots: Sequence[Plot], limits: Limits) -> None:
    """See that a proposal is no larger than may be.

    Raises
    ------
    Problem
        Where it is.
    """
    if len(plots) > limits.plots:
        raise Problem(413, "plots", number=limits.plots)
    shapes = [plot.place.geometry for plot in plots]
    if int(shapely.get_num_coordinates(shapes).sum()) > limits.corners:
        raise Problem(413, "corners", number=limits.corners)
