"""The charts of the report as SVG: static, the same bytes from the same figures.

Every chart is 400 units wide, so that its text is readable on a telephone and in print.  Each
carries a title that says the finding and a description; colour always has a pattern, a letter or
a text beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tenuremix.counting.tenure import KNOWN, Tenure
from tenuremix.document.style import COLOURS
from tenuremix.report.charts import svg as pen

_STEP = 10.5  # from dot to dot


@dataclass(frozen=True, slots=True)
class Dots:
    """One row of a range chart: how many definitions give each number, and the chosen one."""

    label: str
    counts: Mapping[int, int]
    chosen: int | None = None


@dataclass(frozen=True, slots=True)
class GoalLine:
    """The minimum of a range chart, with its finished text."""

    value: int
    text: str


def range_chart(
    heading: pen.Heading, rows: Sequence[Dots], goal: GoalLine | None, numbers: Mapping[int, str]
) -> str:
    """Draw a dot for each definition at the number that it gives, one row for each level.

    Parameters
    ----------
    heading
        The chart's words.
    rows
        From the top down; dots of one number stand on each other.
    goal
        The minimum, if the target has one.
    numbers
        The finished text of each number.
    """
    every = [0, *(number for row in rows for number in row.counts), goal.value if goal else 0]
    scale = pen.Scale(min(every), max(every), 18, pen.WIDTH - 24)
    y = 30.0 if goal else 4.0
    body: list[str] = []
    for row in rows:
        body.append(pen.text(8, y + 12, pen.cut(row.label), how="small halo"))
        y += 22 + _STEP * max(row.counts.values())
        body.append(pen.flat(y, 8, pen.WIDTH - 8, "axis"))
        body += _dots(row, scale, y, numbers)
        y += 42
    if goal:
        x = scale(goal.value)
        words = pen.text(min(x, pen.WIDTH - 4), 13, goal.text, anchor="end", how="halo")
        body = [pen.upright(x, 19, y, "goal"), words, *body]
    return pen.svg(heading, y, body)


def _dots(row: Dots, scale: pen.Scale, base: float, numbers: Mapping[int, str]) -> list[str]:
    """Stand the dots of one row on its line; a number without room is in the table only."""
    found: list[str] = []
    free = {base + 16: -pen.WIDTH, base + 30: -pen.WIDTH}  # the right end of each line of numbers
    for number in sorted(row.counts):
        x = scale(number)
        for place in range(row.counts[number]):
            # The dot of the chosen definition stands lowest.
            chosen = number == row.chosen and not place
            found.append(
                f'<circle cx="{pen.place(x)}" cy="{pen.place(base - _STEP * (place + 0.5))}" '
                f'r="4.5" fill="{pen.INK if chosen else "#fff"}" stroke="{pen.INK}" '
                'stroke-width="1.3"/>'
            )
        half = pen.CHAR * len(numbers[number]) / 2
        line = next((y for y, end in free.items() if x - half > end), None)
        if line is not None:
            free[line] = int(x + half + 3)
            how = "b halo" if number == row.chosen else "halo"
            found.append(pen.text(x, line, numbers[number], anchor="middle", how=how))
    return found


@dataclass(frozen=True, slots=True)
class MixBar:
    """One bar of a mix chart: a label before it, and for each tenure its share and its text."""

    label: str
    shares: Mapping[Tenure, float]
    texts: Mapping[Tenure, str]


def mix_chart(heading: pen.Heading, areas: Sequence[tuple[str, Sequence[MixBar]]]) -> str:
    """Draw the mix of each area as bars split by tenure."""
    body: list[str] = []
    y = 0.0
    for name, bars in areas:
        body.append(pen.text(4, y + 15, pen.cut(name, 46), how="b"))
        y += 21
        for bar in bars:
            body.append(pen.text(4, y + 14, bar.label, how="small"))
            body += _segments(heading, bar, y)
            y += 23
        y += 8
    return pen.svg(heading, y, body)


def _segments(heading: pen.Heading, bar: MixBar, y: float) -> list[str]:
    found = []
    left, wide = 52.0, pen.WIDTH - 56.0
    for tenure in KNOWN:
        part = bar.shares.get(tenure, 0.0) * wide
        if part <= 0:
            continue
        found.append(pen.rect(left, y, part, 20, COLOURS[tenure.value], ' stroke="#fff"'))
        words = _fitting(bar.texts[tenure], part)
        # The letters lie on the plain colour; the pattern begins after them.
        start = left + (_width(words) if words else 0)
        if tenure is not Tenure.HYRESRATT and (rest := left + part - start) > 0:
            found.append(pen.rect(start, y, rest, 20, heading.fill(tenure.value)))
        if words:
            how = "light" if tenure.value in pen.ON_DARK else ""
            found.append(pen.text(left + 4, y + 15, words, how=how))
        left += part
    return found


def _width(words: str) -> float:
    return pen.CHAR * len(words) + 6


def _fitting(words: str, room: float) -> str:
    """Give the words, or their first letters, or nothing: what the room allows."""
    return next((w for w in (words, words.partition(" ")[0]) if _width(w) < room), "")
