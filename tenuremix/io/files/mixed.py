"""Bring the geometries of a layer to one CRS, where they lie in several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tenuremix import crs as systems
from tenuremix.errors import DataError, Fault, Note

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry


def in_one_crs(
    name: str,
    shapes: Sequence[Geometry | None],
    stated: Sequence[str | None],
    numbers: Sequence[int],
    crs: str | None,
) -> tuple[list[Geometry | None], str, tuple[Note, ...]]:
    """Bring each geometry from its own CRS to one.

    Parameters
    ----------
    stated
        The CRS of each geometry, None where it is not known.
    numbers
        Of the rows.
    crs
        What the layer states; where that is not known, the first of their own that is.

    Returns
    -------
    tuple
        The geometries, the CRS that they were brought to, and what there is to say.

    Raises
    ------
    DataError
        Where a geometry has a CRS that is not known.
    """
    found = list(zip(numbers, shapes, stated, strict=True))
    known = {each: systems.is_known(each) for each in dict.fromkeys((crs, *stated)) if each}
    to = next((each for each, is_known in known.items() if is_known), "EPSG:3006")
    faults = [
        Fault("mixed_crs", name, number, {"expected": to})
        for number, shape, own in found
        if shape is not None and not (own and known[own])
    ]
    if faults:
        raise DataError(faults)
    brought = [
        shape if shape is None or own is None else systems.transform(shape, own, to)
        for _, shape, own in found
    ]
    rows = [number for number, shape, own in found if shape is not None and own != to]
    own_crs = sorted({own for _, shape, own in found if shape is not None and own and own != to})
    return brought, to, (Note("mixed_crs", {"found": own_crs, "rows": rows, "crs": to}),)
