"""The chart of a target over time as SVG: the sum after every decision, and what moved it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tenuremix.document import svg as pen
from tenuremix.document.style import COUNTED, TAKEN_OFF

_TOP = 30.0
HIGH, LOW = 296.0, 214.0
"""Where the axis lies: of a chart that has a page, and of one with a table below it."""
_LEFT, _RIGHT = 34.0, pen.WIDE - 124.0
_LINE = 15.0  # from one line of text to the next
_FALL = 30.0  # from the sum to what is written below it
_STACK = 38.0  # from one label of what was taken off to the next
_LETTER = 6.8  # of a label


@dataclass(frozen=True, slots=True)
class Told:
    """What is written at a day: two finished texts; ``sum`` is what stood after it."""

    day: date
    sum: int
    first: str
    second: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """What the chart of a target draws.

    Parameters
    ----------
    first, end
        The first day of the axis, and the day after its last.
    sums
        The sum at the end of each day that changed it, in order.
    shown_on, counted
        The day that the sum is drawn to, and what it is then.
    at_end
        What is written there: the sum, and the day.
    minimum, minimum_text, even_text
        The minimum, and its finished words and those of the even path to it; None and empty
        without.  ``even_text`` is empty too where the period has no end.
    steps
        The numbers of the axis, with their finished texts.
    marks
        Days with the words below them on the axis.
    tops
        What is written above the sum: where it first was enough, and where it was the most.
    taken
        What took dwellings off, written below the sum as far as there is room.
    ahead, ahead_text
        The sums on the days on which plans are expected, if all of them come, and what is written
        at the last.
    bottom
        :data:`HIGH` or :data:`LOW`.
    """

    first: date
    end: date
    sums: Sequence[tuple[date, int]]
    shown_on: date
    counted: int
    at_end: tuple[str, str]
    minimum: int | None
    minimum_text: str
    even_text: str
    steps: Sequence[tuple[int, str]]
    marks: Sequence[tuple[date, str]]
    tops: Sequence[Told] = ()
    taken: Sequence[Told] = ()
    ahead: Sequence[tuple[date, int]] = ()
    ahead_text: str = ""
    bottom: float = HIGH


def path_chart(heading: pen.Heading, path: Path) -> str:
    """Draw the sum as a step line, its falls in another colour, against the minimum.

    The minimum is dashed and named; the even path to it is thin and dotted.
    """
    across = pen.Scale(path.first.toordinal(), path.end.toordinal(), _LEFT, _RIGHT)
    sums = [number for _, number in (*path.sums, *path.ahead)]
    every = [0, path.minimum or 0, path.counted, *sums]
    up = pen.Scale(min(every), max(*every, path.steps[-1][0]), path.bottom, _TOP)
    body = _axes(path, across, up)
    if path.even_text:
        body += _even(path, up)
    if path.minimum is not None:
        y = up(path.minimum)
        body.append(pen.flat(y, _LEFT, _RIGHT, "goal"))
        body.append(pen.text(_LEFT + 4, y - 6, path.minimum_text, how="halo b"))
    body += _taken(path, across, up)
    body += [*_sums(path, across, up), *_ahead(path, across, up)]
    for told in path.tops:
        x, y = across(told.day.toordinal() + 1), up(told.sum)
        body.append(pen.text(x - 4, y - 7, told.first, anchor="end", how="halo b"))
    x, y = across(path.shown_on.toordinal() + 1), up(path.counted)
    near = path.minimum is not None and 0 < y - up(path.minimum) < _LINE
    y_text = y + (_LINE if near else 4)
    body.append(f'<circle cx="{pen.place(x)}" cy="{pen.place(y)}" r="5" fill="{COUNTED}"/>')
    body.append(pen.text(x + 9, y_text, path.at_end[0], how="halo b large"))
    body.append(pen.text(x + 9, y_text + _LINE, path.at_end[1], how="halo small"))
    return pen.svg(heading, path.bottom + 26, body, pen.WIDE)


def _axes(path: Path, across: pen.Scale, up: pen.Scale) -> list[str]:
    body = []
    for number, words in path.steps:
        body.append(pen.flat(up(number), _LEFT, _RIGHT, "axis" if not number else "grid"))
        body.append(pen.text(_LEFT - 6, up(number) + 4, words, anchor="end", how="small"))
    floor = up(min(0, up.least))
    for day, words in path.marks:
        x = across(day.toordinal())
        body.append(pen.upright(x, floor, floor + 5, "axis"))
        body.append(pen.text(x + 3, floor + 18, words, how="small"))
    return body


def _even(path: Path, up: pen.Scale) -> list[str]:
    """Draw the even path, named below where it has come a fifth of the way."""
    left, right, low, high = _LEFT, _RIGHT, up(0), up(path.minimum or 0)
    x, y = left + 0.2 * (right - left), low + 0.2 * (high - low)
    line = f"M{pen.place(left)} {pen.place(low)}L{pen.place(right)} {pen.place(high)}"
    how = f'fill="none" stroke="{pen.QUIET}" stroke-width="1.2" stroke-dasharray="2 3"'
    return [
        f'<path d="{line}" {how}/>',
        pen.text(x + 10, min(y + 16, low - 6), path.even_text, how="small halo"),
    ]


def _sums(path: Path, across: pen.Scale, up: pen.Scale) -> list[str]:
    """Draw the steps: what was added in one colour, what was taken off in another."""
    x, y = across(path.first.toordinal()), up(0)
    blue, brick = f"M{pen.place(x)} {pen.place(y)}", ""
    for day, number in path.sums:
        right, after = across(day.toordinal() + 1), up(number)
        blue += f"H{pen.place(right)}"
        if after > y:
            brick += f"M{pen.place(right)} {pen.place(y)}V{pen.place(after)}"
            blue += f"M{pen.place(right)} {pen.place(after)}"
        else:
            blue += f"V{pen.place(after)}"
        y = after
    blue += f"H{pen.place(across(path.shown_on.toordinal() + 1))}"
    lines = [f'<path d="{blue}" fill="none" stroke="{COUNTED}" stroke-width="3"/>']
    if brick:
        lines.append(f'<path d="{brick}" fill="none" stroke="{TAKEN_OFF}" stroke-width="5"/>')
    return lines


def _ahead(path: Path, across: pen.Scale, up: pen.Scale) -> list[str]:
    """Draw what the sum would be if every known plan came, as dashed steps."""
    if not path.ahead:
        return []
    x, y = across(path.shown_on.toordinal() + 1), up(path.counted)
    line = f"M{pen.place(x)} {pen.place(y)}"
    for day, number in path.ahead:
        x, y = across(day.toordinal() + 1), up(number)
        line += f"H{pen.place(x)}V{pen.place(y)}"
    line += f"H{pen.place(_RIGHT)}"
    how = f'fill="none" stroke="{COUNTED}" stroke-width="2" stroke-dasharray="5 3"'
    return [f'<path d="{line}" {how}/>', pen.text(_RIGHT + 6, y + 4, path.ahead_text, how="halo b")]


def _taken(path: Path, across: pen.Scale, up: pen.Scale) -> list[str]:
    """Write what was taken off below the sum, the latest uppermost, as far as there is room."""
    body = []
    lowest = up(path.counted)
    for place, told in enumerate(sorted(path.taken, key=lambda each: each.day, reverse=True)):
        x = across(told.day.toordinal() + 1)
        later = [up(number) for day, number in path.sums if day >= told.day]
        lowest = max([lowest, *later])
        y = lowest + _FALL + _STACK * place
        if y + _LINE > up(0) - 6:
            break
        longest = _LETTER * max(len(told.first), len(told.second))
        aside, anchor = (6, "start") if x + longest < pen.WIDE else (-6, "end")
        brick = f' stroke="{TAKEN_OFF}" fill="none"'
        body += [
            f'<path d="M{pen.place(x)} {pen.place(up(told.sum) + 3)}V{pen.place(y + 14)}"{brick}/>',
            pen.text(x + aside, y, told.first, anchor=anchor, how="halo b", fill=TAKEN_OFF),
            pen.text(x + aside, y + _LINE, told.second, anchor=anchor, how="halo small"),
        ]
    return body
