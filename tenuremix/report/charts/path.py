"""The chart of a target over time as SVG: the count, the even path, and what remains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tenuremix.document.style import COLOURS
from tenuremix.report.charts import svg as pen

_TOP, _BOTTOM = 26.0, 212.0
_LEFT = 10.0
_APART = 15.0  # what two lines of text need between them
_NEAR = 50.0  # a dot this near the end has its number to the left


@dataclass(frozen=True, slots=True)
class Path:
    """What the chart of a target draws.

    Parameters
    ----------
    first, end
        The first day of the axis, and the day after its last.
    sums
        The count at the end of each day that changed it, in order.
    shown_on
        The day that the count is drawn to, and what it is then.
    counted_text
        The finished text of that count.
    minimum, minimum_text, even_text
        The minimum, and its finished words and those of the even path to it; None and empty
        without.  ``even_text`` is empty too where the period has no end.
    remaining_text
        Where days are left and the minimum is not reached: what remains, a number and a word
        with a space between.
    marks
        Days with the words below them on the axis.
    """

    first: date
    end: date
    sums: Sequence[tuple[date, int]]
    shown_on: date
    counted: int
    counted_text: str
    minimum: int | None
    minimum_text: str
    even_text: str
    remaining_text: str
    marks: Sequence[tuple[date, str]]


def path_chart(heading: pen.Heading, path: Path) -> str:
    """Draw the count as a step line against the even path to the minimum.

    The count is a thick line with its number at its end; the even path is thin, the minimum
    dashed, the path that remains dotted, each named beside it.
    """
    every = [0, path.minimum or 0, path.counted, *(number for _, number in path.sums)]
    longest = max(4, len(path.counted_text), len(path.remaining_text.partition(" ")[0]))
    right = pen.WIDTH - 14 - pen.CHAR * longest  # the numbers stand to the right of the end
    across = pen.Scale(path.first.toordinal(), path.end.toordinal(), _LEFT, right)
    up = pen.Scale(min(every), max(every) or 1, _BOTTOM, _TOP)
    body = _axis(path, across, up)
    points = _points(path, across, up)
    if path.minimum is not None:
        y = up(path.minimum)
        body.append(pen.flat(y, _LEFT, across.right, "goal"))
        body.append(pen.text(_LEFT, y - 7, path.minimum_text, how="halo"))
    if path.even_text:
        body += _even(path, across, up, points)
    start = f"M{pen.place(points[0][0])} {pen.place(points[0][1])}"
    steps = "".join(f"H{pen.place(x)}V{pen.place(y)}" for x, y in points[1:])
    blue = COLOURS["hyresratt"]
    body.append(f'<path d="{start}{steps}" fill="none" stroke="{blue}" stroke-width="3"/>')
    body += _end(path, across, up, points[-1])
    return pen.svg(heading, _BOTTOM + 28, body)


def _points(path: Path, across: pen.Scale, up: pen.Scale) -> list[tuple[float, float]]:
    """Give the corners of the count: the end of each day that changed it, and the day shown."""
    found = [(across(path.first.toordinal()), up(0))]
    found += [(across(day.toordinal() + 1), up(number)) for day, number in path.sums]
    return [*found, (across(path.shown_on.toordinal() + 1), up(path.counted))]


def _axis(path: Path, across: pen.Scale, up: pen.Scale) -> list[str]:
    body = [pen.flat(up(0), _LEFT, across.right, "axis")]
    for day, words in path.marks:
        x = across(day.toordinal())
        body.append(pen.upright(x, _BOTTOM, _BOTTOM + 6, "axis"))
        body.append(pen.text(x + 2, _BOTTOM + 19, words, how="small"))
    return body


def _even(
    path: Path, across: pen.Scale, up: pen.Scale, points: Sequence[tuple[float, float]]
) -> list[str]:
    """Draw the even path, named where the count is furthest from it."""
    left, right = across(path.first.toordinal()), across(path.end.toordinal())
    bottom, top = up(0), up(path.minimum or 0)

    def height(part: float) -> float:
        return bottom + part * (top - bottom)

    def room(part: float) -> float:
        x = left + part * (right - left)
        at = [y for start, y in points if start <= x] or [bottom]
        return abs(height(part) - at[-1])

    part = max((0.25, 0.4, 0.55, 0.7), key=room)
    x, y = left + part * (right - left), height(part)
    line = f"M{pen.place(left)} {pen.place(bottom)}L{pen.place(right)} {pen.place(top)}"
    return [
        f'<path d="{line}" fill="none" stroke="{pen.QUIET}" stroke-width="1.2"/>',
        pen.text(x + 8, y + (12 if y + 14 < _BOTTOM else -6), path.even_text, how="small halo"),
    ]


def _end(path: Path, across: pen.Scale, up: pen.Scale, last: tuple[float, float]) -> list[str]:
    """Draw the count where it stands, and the path that remains to the minimum."""
    x, y = last
    body = []
    beside, below, anchor = x + 7, y + 4.5, "start"
    goal = up(path.minimum or 0)
    if path.minimum is not None and path.remaining_text:
        end = across(path.end.toordinal())
        line = f"M{pen.place(x)} {pen.place(y)}L{pen.place(end)} {pen.place(goal)}"
        body.append(
            f'<path d="{line}" fill="none" stroke="{pen.INK}" stroke-width="2" '
            'stroke-dasharray="1.5 4" stroke-linecap="round"/>'
        )
        number, _, rest = path.remaining_text.partition(" ")
        body.append(pen.text(end + 4, goal + 4, number, how="b halo"))
        body.append(pen.text(end + 4, goal + 4 + _APART, rest, how="small halo"))
        below = min(y + 17, _BOTTOM - 4)  # below the path that leaves the dot
        if x > end - _NEAR:
            beside, anchor = x - 2, "end"
    elif path.minimum is not None and abs(y - goal) < _APART:
        below = y + (13 if y > goal else -3)
    body.append(
        f'<circle cx="{pen.place(x)}" cy="{pen.place(y)}" r="4.5" fill="{COLOURS["hyresratt"]}"/>'
    )
    body.append(pen.text(beside, below, path.counted_text, anchor=anchor, how="b halo"))
    return body
