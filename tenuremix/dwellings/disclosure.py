"""Cells too small to publish: which are left empty, and what they may be, as the reader is told."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenuremix.counting.areas import Areas
from tenuremix.dwellings.tally import parents

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Published(NamedTuple):
    """The cells of one level: which are hidden, and between which ends everyone knows each to lie.

    Where a cell is not hidden both ends are the number itself.
    """

    hidden: NDArray[np.bool_]
    low: NDArray[np.int64]
    high: NDArray[np.int64]


def publish(
    areas: Areas, levels: Mapping[str, NDArray[np.int64]], below: int
) -> Mapping[str, Published]:
    """Hide cells of 1 to ``below`` - 1, and what would tell them.

    Parameters
    ----------
    areas
        The hierarchy.
    levels
        For each level a row an area, lowest code first.
    below
        The smallest number that is published, apart from 0; nothing is hidden where it is 1.

    Returns
    -------
    Mapping of str to Published
        An area's cell is hidden too where it would leave a hidden cell of an area within only one
        value: its own number less what is published beside that one.  What is then known of it is
        what is known of the areas within, together.
    """
    counts = levels[areas.finest]
    hidden = (counts > 0) & (counts < below)
    low, high = np.where(hidden, 1, counts), np.where(hidden, below - 1, counts)
    found = {areas.finest: Published(hidden, low, high)}
    for finer, coarser in pairwise(areas.levels):
        counts, within, of = levels[coarser], found[finer], parents(areas, finer, coarser)
        least, most = _sums(within.low, of, counts), _sums(within.high, of, counts)
        told = within.hidden & (
            np.maximum(within.low, (counts - most)[of] + within.high)
            == np.minimum(within.high, (counts - least)[of] + within.low)
        )
        hidden = ((counts > 0) & (counts < below)) | (_sums(told, of, counts) > 0)
        low, high = np.where(hidden, least, counts), np.where(hidden, most, counts)
        found[coarser] = Published(hidden, low, high)
    return found


def _sums(
    values: NDArray[np.int64] | NDArray[np.bool_], of: NDArray[np.intp], like: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Add up rows by the number of their parent."""
    sums = np.zeros_like(like)
    np.add.at(sums, of, values)
    return sums
