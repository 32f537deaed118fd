"""Points placed in areas by other processes: what they are handed, and how they do it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import shapely

from tenuremix import __version__
from tenuremix.columns.shares import Mosaic

if TYPE_CHECKING:
    from numpy.typing import NDArray


class OtherVersionsError(Exception):
    """A process elsewhere has other programs than the one that asks, and might place otherwise."""


def versions() -> tuple[str, ...]:
    """Name what decides where a point lies: tenuremix, shapely and GEOS."""
    return __version__, shapely.__version__, shapely.geos_version_string


class Placer:
    """Areas on their way to another process, and what places points in them there.

    Each thread has areas of its own, since GEOS may write in those that it asks; they go when this
    does.

    Parameters
    ----------
    polygons
        One of each area, as :class:`~tenuremix.columns.shares.Mosaic` takes them.
    """

    def __init__(self, polygons: NDArray[np.object_]) -> None:
        self._areas = shapely.to_wkb(polygons)
        self._versions = versions()
        self._own = threading.local()

    def __getstate__(self) -> tuple[NDArray[np.bytes_], tuple[str, ...]]:
        """Travel as bytes, with the versions of where it comes from."""
        return self._areas, self._versions

    def __setstate__(self, state: tuple[NDArray[np.bytes_], tuple[str, ...]]) -> None:
        """Arrive."""
        self._areas, self._versions = state
        self._own = threading.local()

    def holders(self, points: NDArray[np.float64]) -> NDArray[np.int32]:
        """Give the area of each point, as :meth:`~tenuremix.columns.shares.Mosaic.holders` does.

        Raises
        ------
        OtherVersionsError
            Where the process that it came from has other versions.
        """
        if self._versions != versions():
            raise OtherVersionsError
        if not hasattr(self._own, "mosaic"):
            self._own.mosaic = Mosaic(shapely.from_wkb(self._areas))
        mosaic: Mosaic = self._own.mosaic
        return mosaic.holders(points).astype(np.int32)
