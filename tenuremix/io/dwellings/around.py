"""The mix around a plot, from the tables of dwellings that a workspace names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tenuremix.counting.areas import Areas
from tenuremix.counting.proposal import Plot
from tenuremix.dwellings.around import Around, Circle
from tenuremix.errors import DataError, Fault, UsageError
from tenuremix.inputs import Source, Workspace
from tenuremix.io.dwellings.read import DwellingTables
from tenuremix.io.inputs.sidecar import Files
from tenuremix.io.inputs.workspace import FILE

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry


def around_plots(
    workspace: Workspace, plots: Sequence[Plot], metres: int
) -> tuple[Around, Sequence[Source]]:
    """Count what lies around the plots of a proposal, with where it comes from.

    Raises
    ------
    UsageError
        Where a plot is known by its area alone.
    DataError
        Where the workspace names no table of dwellings, or one has faults.
    """
    shapes = [plot.place.geometry for plot in plots if plot.place.geometry is not None]
    if len(shapes) < len(plots):
        raise UsageError("radius_place")
    settings = workspace.settings
    if not settings.dwellings:
        raise DataError([Fault("no_dwellings", FILE)])
    files = Files(settings.dwellings, settings.labels)
    found = read_around(files, workspace.areas, shapes, metres=metres, as_of=workspace.as_of)
    return found, files.sources


def read_around(
    files: Files, areas: Areas, plots: Sequence[Geometry], *, metres: int, as_of: date
) -> Around:
    """Count the dwellings within some distance of plots.

    Parameters
    ----------
    files
        Tables of dwellings (see :func:`~tenuremix.io.dwellings.stock.count_stock`); their
        sources gather there.
    areas
        The areas, for their CRS.
    plots
        Where the plots lie, in that CRS.
    metres
        How far from any of them.
    as_of
        The latest date of the tables that is not after this one is counted; else their first.

    Raises
    ------
    DataError
        With the faults of every table.
    """
    circle = Circle(plots, metres)
    for name, piece in DwellingTables(files, areas).pieces():
        circle.add(piece, name)
    files.check()
    found = circle.found(as_of)
    if found is None:
        raise DataError([Fault("empty_file", source.name) for source in files.sources])
    return found
