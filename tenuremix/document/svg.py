"""The pen of the charts: SVG that is complete in itself, whatever it is set in.

A page shows it inline, a PDF embeds it: so there is no style sheet and no class, only attributes;
the patterns stand inside the drawing that uses them, and every id starts with the chart's name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from tenuremix.counting.missing import Pole
from tenuremix.document.style import FONTS, POLE_FILLS

WIDTH, WIDE = 400, 600
"""How wide a chart is: one that stands beside its table, and one that fills a page."""
CHAR = 8.2  # the width of a digit or a letter at the size of the charts' text, with room to spare
INK, QUIET, LINE = "#1a1a1a", "#595959", "#8a8a8a"
NOT_ASSESSED = "none"
"""The class of an area that cannot be assessed, as a map and a pattern name it."""
FILLS = {f"{pole}-{depth}": colours for (pole, depth), colours in POLE_FILLS.items()}
"""The colour and the stripe of each class: a pole and its depth."""
FEW = f"{Pole.FEW}-0"
"""The class of an area with too few dwellings."""
_STEPS = 7  # of an axis at most
_LONGEST = 34  # letters of a label; the whole name stands in the table

_STYLES = {
    "b": ' font-weight="700"',
    "small": ' font-size="12"',
    "large": ' font-size="18"',
    "spaced": ' letter-spacing="2"',
    "grid": ' stroke="#d9d9d9" fill="none"',
    "halo": ' paint-order="stroke" stroke="#fff" stroke-width="3" stroke-linejoin="round"',
    "axis": f' stroke="{LINE}" fill="none"',
    "goal": f' stroke="{INK}" stroke-width="1.5" stroke-dasharray="5 3" fill="none"',
    "area": f' stroke="{LINE}" stroke-width=".5" stroke-linejoin="round"',
}

_PATTERNS = {
    **{
        f"{pole}-{depth}": f'<path d="M-1 8L8 -1M-2 2L2 -2M5 9L9 5" stroke="{stripe}"/>'
        for (pole, depth), (_, stripe) in POLE_FILLS.items()
        if stripe
    },
    FEW: '<circle cx="3.5" cy="3.5" r=".8" fill="#777"/>',
    NOT_ASSESSED: f'<path d="M0 0L7 7M0 7L7 0" stroke="{LINE}" stroke-width=".8"/>',
}


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a chart in its report, its finding, and how it is read."""

    name: str
    title: str
    description: str

    def fill(self, pattern: str) -> str:
        """Give the fill that draws a pattern of this chart."""
        return f"url(#{self.name}-p-{pattern})"

    def fills(self, kind: str) -> list[str]:
        """Give what an area of a class is filled with: its colour, and its pattern over it."""
        colour, stripe = FILLS.get(kind, ("#fff", ""))
        patterned = stripe or kind in (FEW, NOT_ASSESSED)
        return [colour, self.fill(kind)] if patterned else [colour]


def svg(heading: Heading, height: float, body: Iterable[str], width: float = WIDTH) -> str:
    """Close a drawing: its words, the patterns that it uses, and its body.

    It is named by its title; what is written in it is not read out once more.
    """
    name = escape(heading.name)
    drawn = "".join(body)
    patterns = "".join(
        f'<pattern id="{name}-p-{key}" width="7" height="7" patternUnits="userSpaceOnUse">'
        f"{lines}</pattern>"
        for key, lines in _PATTERNS.items()
        if f'fill="{heading.fill(key)}"' in drawn
    )
    root = (
        f'class="chart" role="img" viewBox="0 0 {place(width)} {place(height)}" '
        f'font-family="{escape(FONTS)}" font-size="13" fill="{INK}" aria-labelledby="{name}-t"'
    )
    title = f'<title id="{name}-t">{escape(heading.title)}</title>'
    defs = f"<defs>{patterns}</defs>" if patterns else ""
    body = f'<g aria-hidden="true">{drawn}</g>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {root}>{title}{defs}{body}</svg>'


def place(value: float) -> str:
    """Write a coordinate with at most one decimal, the same on every machine."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def style(names: str) -> str:
    """Give the attributes of some named styles, separated by spaces."""
    return "".join(_STYLES[name] for name in names.split())


def cut(label: str, longest: int = _LONGEST) -> str:
    """Cut a label that is longer than its place."""
    return label if len(label) <= longest else label[: longest - 1] + "…"


def text(
    x: float, y: float, words: str, *, anchor: str = "start", how: str = "", fill: str = ""
) -> str:
    """Set a text; ``how`` names its styles."""
    side = "" if anchor == "start" else f' text-anchor="{anchor}"'
    side += f' fill="{fill}"' if fill else ""
    return f'<text x="{place(x)}" y="{place(y)}"{side}{style(how)}>{escape(words)}</text>'


def rect(x: float, y: float, wide: float, high: float, fill: str, more: str = "") -> str:
    """Draw a rectangle."""
    return (
        f'<rect x="{place(x)}" y="{place(y)}" width="{place(wide)}" height="{place(high)}" '
        f'fill="{fill}"{more}/>'
    )


def upright(x: float, top: float, bottom: float, how: str) -> str:
    """Draw an upright line."""
    return f'<path d="M{place(x)} {place(top)}V{place(bottom)}"{style(how)}/>'


def flat(y: float, left: float, right: float, how: str) -> str:
    """Draw a flat line."""
    return f'<path d="M{place(left)} {place(y)}H{place(right)}"{style(how)}/>'


@dataclass(frozen=True, slots=True)
class Scale:
    """Map numbers from ``least`` to ``most`` to the units between ``left`` and ``right``."""

    least: float
    most: float
    left: float = 8
    right: float = WIDTH - 52

    def __call__(self, value: float) -> float:
        """Give the place of a number."""
        part = (value - self.least) / ((self.most - self.least) or 1)
        return self.left + part * (self.right - self.left)


def round_steps(most: int) -> list[int]:
    """Choose round numbers for an axis from 0 to ``most`` or a little more.

    Examples
    --------
    >>> round_steps(554), round_steps(3), round_steps(0)
    ([0, 100, 200, 300, 400, 500, 600], [0, 1, 2, 3], [0, 1])
    """
    step = 1
    while step * _STEPS < most:
        digit = int(str(step)[0])
        step = step * 2 if digit == 1 else step * 5 // 2 if digit == 2 else step * 2  # noqa: PLR2004
    return (
        [*range(0, max(most, 1) + step, step)]
        if most % step
        else [*range(0, max(most, 1) + 1, step)]
    )
