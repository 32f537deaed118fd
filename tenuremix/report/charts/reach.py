"""The chart of a final count as SVG: how probable it is that each number is reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tenuremix.document import svg as pen
from tenuremix.document.style import COLOURS

_TOP, _BOTTOM = 30.0, 190.0
_LEFT, _RIGHT = 46.0, pen.WIDTH - 14.0


@dataclass(frozen=True, slots=True)
class ReachCurve:
    """What the chart draws.

    Parameters
    ----------
    low, high
        For each number the probability (0–1) that it is reached, falling; the same where
        everything is known.
    least, most
        The ends of the axis of numbers, with their finished texts.
    goal
        The minimum, with its finished words; None without.
    shares
        The probabilities marked on the axis, with their finished texts.
    """

    low: Sequence[tuple[int, float]]
    high: Sequence[tuple[int, float]]
    least: tuple[int, str]
    most: tuple[int, str]
    goal: tuple[int, str] | None
    shares: Sequence[tuple[float, str]]


def reach_chart(heading: pen.Heading, reach: ReachCurve) -> str:
    """Draw the probability of each number or more, as a falling line.

    Where something is not known there are two lines: the lower is whole, the upper dotted.  The
    minimum is an upright, dashed line; where it meets a line stands the answer.
    """
    across = pen.Scale(reach.least[0], reach.most[0], _LEFT, _RIGHT)
    up = pen.Scale(0, 1, _BOTTOM, _TOP)
    body = []
    for share, words in reach.shares:
        y = up(share)
        body.append(pen.flat(y, _LEFT, _RIGHT, "axis"))
        body.append(pen.text(_LEFT - 5, y + 4, words, anchor="end", how="small"))
    if reach.high != reach.low:
        dots = ' stroke-dasharray="1.5 4" stroke-linecap="round"'
        body.append(_line(reach.high, across, up, f'stroke="{pen.INK}" stroke-width="2"{dots}'))
    blue = COLOURS["hyresratt"]
    body.append(_line(reach.low, across, up, f'stroke="{blue}" stroke-width="3"'))
    for (number, words), anchor in ((reach.least, "start"), (reach.most, "end")):
        body.append(pen.text(across(number), _BOTTOM + 17, words, anchor=anchor, how="small"))
    if reach.goal is not None:
        x = across(reach.goal[0])
        body.append(pen.upright(x, _TOP - 8, _BOTTOM, "goal"))
        side = "end" if x > pen.WIDTH / 2 else "start"
        body.append(pen.text(x, _TOP - 14, reach.goal[1], anchor=side, how="halo"))
    return pen.svg(heading, _BOTTOM + 26, body)


def _line(points: Sequence[tuple[int, float]], across: pen.Scale, up: pen.Scale, how: str) -> str:
    """Draw one falling line from the left end of the axis to its right end."""
    path = f"M{pen.place(across.left)} {pen.place(up(1))}"
    for number, share in points:
        path += f"H{pen.place(across(number))}V{pen.place(up(share))}"
    return f'<path d="{path}H{pen.place(across.right)}" fill="none" {how}/>'
