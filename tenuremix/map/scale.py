"""The scale of shares of hyresrätt, 0-100 per cent: the key of what is missing, and of popups."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from tenuremix.counting.missing import DEPTHS, Pole, Yardstick
from tenuremix.counting.tenure import Tenure
from tenuremix.document.style import POLE_FILLS
from tenuremix.locale.locale import Locale

_SCALED = [key for key in POLE_FILLS if key[0] is not Pole.FEW]


def share_scale(scale: Yardstick | None, text: Locale) -> dict[str, Any] | None:
    """Give the scale as the page and the script read it, to scale.

    Returns
    -------
    dict or None
        ``fields`` (each its width in per cent, its fill and its stripe), ``ticks`` (each its place
        in per cent and what stands there), and the place and the words of the reference.  None
        where it is not known.
    """
    reference = None if scale is None else scale.share((Tenure.HYRESRATT,))
    if scale is None or reference is None:
        return None
    middle = 50 * (reference.low + reference.high)
    near, (deep, deeper) = 100 * float(scale.band), (100 * depth for depth in DEPTHS)
    offsets = (-deeper, -deep, -near, near, deep, deeper)
    edges = [0.0, *(min(100.0, max(0.0, middle + off)) for off in offsets), 100.0]
    ticks = [
        (round(middle + off, 2), text.decimal(middle + off, 0))
        for off in (-deeper, -deep, deep, deeper)
        if 0 < middle + off < 100  # noqa: PLR2004
    ]
    return {
        "fields": [
            (round(high - low, 2), *POLE_FILLS[key])
            for (low, high), key in zip(pairwise(edges), _SCALED, strict=True)
            if high > low
        ],
        "ticks": ticks,
        "at": round(middle, 2),
        "mark": text.share(reference).replace("%", "").strip(),
        "words": text("map.scale.words", share=text.share(reference)),
    }
