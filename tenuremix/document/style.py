"""Colours and the style sheet that every page shares.

The colours are Okabe and Ito's, which stay apart in every common colour vision; a colour is
never alone: a letter, a pattern or a text stands beside it.

References
----------
Okabe, M. and Ito, K., *Color Universal Design*, 2008.
"""

from __future__ import annotations

from collections.abc import Mapping

from tenuremix.counting.missing import Pole
from tenuremix.counting.tenure import NO_MAJORITY, Tenure

COLOURS = {
    Tenure.HYRESRATT.value: "#0072b2",
    Tenure.BOSTADSRATT.value: "#e69f00",
    Tenure.AGANDERATT.value: "#009e73",
    Tenure.OKLAR.value: "#7f7f7f",
    NO_MAJORITY: "#dddddd",
}

COUNTED, TAKEN_OFF = "#0b3f70", "#a8390e"
"""In a chart: what is counted; and what is taken off, the own reading, or another target."""

FONTS = (
    "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
)

# One hue from light to dark for shares and shortfalls: dark text is readable on the first three,
# white text on the last two.
RAMP = ("#f1eef6", "#d0d1e6", "#a6bddb", "#3690c0", "#034e7b")
SHARE_BREAKS = (0.2, 0.4, 0.6, 0.8)
DWELLING_BREAKS = (1, 100, 500, 2000)
"""Where the hue of a share, and of a number of dwellings, becomes the next darker one."""

# Which pole is missing, by how far: plain is hyresrätt, striped what is owned, darker further off.
# The blue and the amber stay apart in every common colour vision, the stripe in grey; black names
# can be read on each.
POLE_FILLS: Mapping[tuple[Pole, int], tuple[str, str]] = {
    (Pole.HYRESRATT, 3): ("#4f8cc4", ""),
    (Pole.HYRESRATT, 2): ("#88b4da", ""),
    (Pole.HYRESRATT, 1): ("#c6dcee", ""),
    (Pole.NEAR, 0): ("#fbfaf6", ""),
    (Pole.AGT, 1): ("#f8ddb0", "#d9a95c"),
    (Pole.AGT, 2): ("#edb45c", "#bc7f22"),
    (Pole.AGT, 3): ("#d08b22", "#96610a"),
    (Pole.FEW, 0): ("#ffffff", ""),
}
"""For each pole and depth its fill, and its stripe where it has one; in the order of a legend."""

PAGE_CSS = """
:root { color-scheme: light; --ink: #1a1a1a; --quiet: #595959; --line: #c8c8c8; --link: #00518a; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: #fff;
  font: 1rem/1.5 FONTS; }
a { color: var(--link); }
:focus-visible { outline: 3px solid #000; outline-offset: 2px; }
.calm { color: var(--quiet); margin: .25rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .6rem; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
td.n, th.n { text-align: right; white-space: nowrap; }
""".replace("FONTS", FONTS)
