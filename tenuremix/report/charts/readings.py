"""The chart of the readings of a target as SVG: what each choice of words makes of the count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tenuremix.document import svg as pen
from tenuremix.document.style import COUNTED, TAKEN_OFF

_ROW, _HEAD = 20.0, 24.0
_LEFT, _RIGHT = 304.0, pen.WIDE - 34.0
_LETTER, _LONGEST = 6.4, 52  # of a label
_MARKS = ("dot", "ring")


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One row: what has a majority of which dwellings, and the count by each criterion.

    ``numbers`` are in the order of the key: the first is drawn as a dot, the second as a ring.
    ``own`` is the place among them of the reading that was chosen; None for most rows.
    """

    label: str
    numbers: Sequence[int | None]
    own: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one level, under its name and what of them reaches the minimum."""

    name: str
    note: str
    rows: Sequence[ReadingRow]


@dataclass(frozen=True, slots=True)
class ReadingsKey:
    """The finished texts of a chart: of the minimum and its two sides, and of the marks."""

    goal: int | None
    sides: tuple[str, str]
    marks: Sequence[str]
    own: str


def readings_chart(
    heading: pen.Heading,
    groups: Sequence[Group],
    key: ReadingsKey,
    steps: Sequence[tuple[int, str]],
    texts: Mapping[int, str],
) -> str:
    """Draw each reading at the number that it gives, in a row with what it says.

    Parameters
    ----------
    heading
        The chart's words.
    groups
        From the top down.
    key
        What is written beside the minimum and in the key.
    steps
        The numbers of the axis, with their texts.
    texts
        The finished text of each number.
    """
    scale = pen.Scale(min(0, *texts), max(steps[-1][0], *texts), _LEFT, _RIGHT)
    top = 24.0
    height = top + sum(_HEAD + _ROW * len(group.rows) + 6 for group in groups)
    body = []
    if key.goal is not None:
        x = scale(key.goal)
        body.append(pen.rect(x, top, max(_RIGHT - x, 0), height - top, "#edf3f8"))
    for number, words in steps:
        body.append(pen.upright(scale(number), top, height, "grid"))
        how = "small b" if number == key.goal else "small"
        body.append(pen.text(scale(number), height + 16, words, anchor="middle", how=how))
    if key.goal is not None:
        body.append(pen.upright(scale(key.goal), 8, height, "goal"))
        left, right = key.sides
        body.append(pen.text(scale(key.goal) - 6, 16, left, anchor="end", how="b small halo"))
        body.append(pen.text(scale(key.goal) + 6, 16, right, how="b small halo"))
    y = top
    for group in groups:
        y += _HEAD
        name = pen.cut(group.name)
        body.append(pen.text(0, y - 6, name, how="b"))
        body.append(pen.text(pen.CHAR * len(name) + 12, y - 6, group.note, how="small halo"))
        for row in group.rows:
            body += _row(row, scale, y, texts, key.goal)
            y += _ROW
        y += 6
    return pen.svg(heading, height + 46, [*body, *_key(key, height + 36)], pen.WIDE)


def _row(
    row: ReadingRow, scale: pen.Scale, top: float, texts: Mapping[int, str], goal: int | None
) -> list[str]:
    y = top + _ROW / 2
    how = "small b" if row.own is not None else "small"
    body = [pen.text(12, y + 4, pen.cut(row.label, _LONGEST), how=how)]
    known = [(place, number) for place, number in enumerate(row.numbers) if number is not None]
    numbers = sorted({number for _, number in known})
    if not numbers:
        return body
    left, right = scale(numbers[0]), scale(numbers[-1])
    if right > left:
        body.append(pen.flat(y, left, right, "axis"))
    body += [_mark(_MARKS[place], scale(number), y) for place, number in known]
    if row.own is not None and (own := row.numbers[row.own]) is not None:
        body.append(_circle(scale(own), y, 9, "none", TAKEN_OFF, 2))
    words = "–".join(texts[number] for number in numbers)
    aside = 13 if row.own is not None else 10
    anchor, x = "start", right + aside
    wide = _LETTER * len(words)
    crossed = goal is not None and right < scale(goal) < x + wide
    if x + wide > pen.WIDE or crossed:
        anchor, x = "end", left - aside
    body.append(pen.text(x, y + 4, words, anchor=anchor, how=f"{how} halo"))
    return body


def _mark(mark: str, x: float, y: float) -> str:
    if mark == "dot":
        return _circle(x, y, 3.5, COUNTED, COUNTED, 1)
    return _circle(x, y, 6, "none", COUNTED, 1.8)


def _circle(x: float, y: float, size: float, fill: str, stroke: str, wide: float) -> str:
    return (
        f'<circle cx="{pen.place(x)}" cy="{pen.place(y)}" r="{pen.place(size)}" fill="{fill}" '
        f'stroke="{stroke}" stroke-width="{pen.place(wide)}"/>'
    )


def _key(key: ReadingsKey, y: float) -> list[str]:
    body, x = [], 8.0
    for mark, words in [*zip(_MARKS, key.marks, strict=False), ("own", key.own)]:
        if not words:
            continue
        drawn = _circle(x, y - 4, 9, "none", TAKEN_OFF, 2)
        body += [
            drawn if mark == "own" else _mark(mark, x, y - 4),
            pen.text(x + 14, y, words, how="small"),
        ]
        x += 34 + 6.6 * len(words)
    return body
