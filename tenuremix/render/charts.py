"""The charts of the report as SVG: static, the same bytes from the same figures.

Every chart is 400 units wide, so that its text is readable on a telephone and in print.  Each
carries a title that says the finding and a description; colour always has a pattern, a letter or
a text beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tenuremix.render import _svg as pen
from tenuremix.render.style import COLOURS
from tenuremix.tenure import KNOWN, Tenure


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of a progress chart, from ``start`` to ``end``, with its finished ``value``."""

    label: str
    start: int
    end: int
    value: str
    total: bool = False


def progress_chart(
    heading: pen.Heading, steps: Sequence[Step], minimum: int | None, minimum_text: str
) -> str:
    """Draw the steps towards a sum, one bar below the other, against the minimum.

    A bar to the left (a deduction) is hatched; the sum is black.
    """
    ends = [0, *(end for step in steps for end in (step.start, step.end)), minimum or 0]
    scale = pen.Scale(min(ends), max(ends))
    top, row = (22.0 if minimum is not None else 4.0), 42.0
    height = top + row * len(steps) + 4
    body = [pen.upright(scale(0), top, height, "axis")]
    for place, step in enumerate(steps):
        y = top + row * place
        left, right = sorted((scale(step.start), scale(step.end)))
        fill = pen.INK if step.total else COLOURS["hyresratt"]
        if step.end < step.start and not step.total:
            edge = f' stroke="{pen.INK}"'
            fill = heading.fill(pen.MINUS)
        else:
            edge = ""
        body.append(pen.text(13, y + 13, pen.cut(step.label)))
        body.append(pen.rect(left, y + 19, max(right - left, 1), 17, fill, edge))
        body.append(pen.text(right + 5, y + 32, step.value, how="b halo"))
    if minimum is not None:
        x = scale(minimum)
        body.append(pen.upright(x, 18, height, "goal"))
        body.append(pen.text(min(x, pen.WIDTH - 4), 13, minimum_text, anchor="end", how="halo"))
    return pen.svg(heading, height, body)


@dataclass(frozen=True, slots=True)
class Dots:
    """One row of a range chart: how many definitions give each number, and the chosen one."""

    label: str
    counts: Mapping[int, int]
    chosen: int | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """The minimum of a range chart, with its finished text."""

    value: int
    text: str


def range_chart(
    heading: pen.Heading, rows: Sequence[Dots], goal: Goal | None, numbers: Mapping[int, str]
) -> str:
    """Draw the numbers that the definitions give, one row for each level.

    Parameters
    ----------
    heading
        The chart's words.
    rows
        From the top down.
    goal
        The minimum, if the target has one.
    numbers
        The finished text of each number.
    """
    every = [0, *(number for row in rows for number in row.counts), goal.value if goal else 0]
    scale = pen.Scale(min(every), max(every), 18, pen.WIDTH - 24)
    top, high = (24.0 if goal else 4.0), 74.0
    height = top + high * len(rows)
    body: list[str] = []
    if goal:
        x = scale(goal.value)
        body += [
            pen.upright(x, 19, height, "goal"),
            pen.text(x, 13, goal.text, anchor="end", how="halo"),
        ]
    for place, row in enumerate(rows):
        y = top + high * place
        middle = y + 42
        body.append(pen.text(8, y + 14, pen.cut(row.label), how="halo"))
        body.append(f'<path d="M8 {pen.place(middle)}H{pen.WIDTH - 8}"{pen.style("axis")}/>')
        body += _dots(row, scale, middle, numbers)
    return pen.svg(heading, height, body)


def _dots(row: Dots, scale: pen.Scale, middle: float, numbers: Mapping[int, str]) -> list[str]:
    """Draw the rings of one row; a number that finds no room stands in the table only."""
    found: list[str] = []
    free = {
        middle + 24: -pen.WIDTH,
        middle - 14: -pen.WIDTH,
    }  # the right end of each line of numbers
    for number in sorted(row.counts):
        x = scale(number)
        chosen = number == row.chosen
        fill = pen.INK if chosen else "#fff"
        found.append(
            f'<circle cx="{pen.place(x)}" cy="{pen.place(middle)}" r="9.5" fill="{fill}" '
            f'stroke="{pen.INK}" stroke-width="1.5"/>'
        )
        how = "small light" if chosen else "small"
        words = str(row.counts[number])
        found.append(pen.text(x, middle + 4, words, anchor="middle", how=how))
        half = pen.CHAR * len(numbers[number]) / 2
        line = next((y for y, end in free.items() if x - half > end), None)
        if line is not None:
            free[line] = int(x + half + 3)
            how = "b halo" if chosen else "halo"
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
