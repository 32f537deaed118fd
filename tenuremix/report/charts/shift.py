"""The chart of what changes as SVG: some measures, each a row, from one state to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tenuremix.document.style import COLOURS
from tenuremix.report.charts import svg as pen

_LEFT, _RIGHT = 10.0, pen.WIDTH - 10.0
_TOP, _ROW = 46.0, 60.0
_DOT = 5.0


@dataclass(frozen=True, slots=True)
class Shift:
    """One row: its name, the ends (0–1) before and after, and both as finished words."""

    label: str
    before: tuple[float, float]
    after: tuple[float, float]
    words: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What frames the rows: the names of both states, and the end of the axis with its texts."""

    before: str
    after: str
    most: float
    ends: tuple[str, str]


def shift_chart(heading: pen.Heading, rows: Sequence[Shift], frame: Frame) -> str:
    """Draw a ring for each measure before and a dot after it, its figures below them.

    A measure that suppressed counts leave open has a line between its ends.
    """
    scale = pen.Scale(0, frame.most, _LEFT, _RIGHT)
    body = [
        _ring(_LEFT, 10),
        pen.text(_LEFT + 11, 14.5, frame.before),
        _dot(_LEFT, 28),
        pen.text(_LEFT + 11, 32.5, frame.after),
    ]
    y = _TOP
    for row in rows:
        body.append(pen.text(4, y + 14, pen.cut(row.label, 46)))
        line = y + 27
        body.append(pen.flat(line, _LEFT, _RIGHT, "axis"))
        for low, high in (row.before, row.after):
            if scale(high) - scale(low) > _DOT:
                body.append(pen.flat(line, scale(low), scale(high), "open"))
        body += [_dot(_middle(row.after, scale), line), _ring(_middle(row.before, scale), line)]
        # The figures stand below their dots, or as near as there is room.
        half = pen.CHAR * len(row.words) / 2
        x = min(max(_middle(row.after, scale), 4 + half), pen.WIDTH - 4 - half)
        body.append(pen.text(x, line + 19, row.words, anchor="middle", how="b"))
        y += _ROW
    body.append(pen.text(_LEFT, y + 12, frame.ends[0], how="small"))
    body.append(pen.text(_RIGHT, y + 12, frame.ends[1], anchor="end", how="small"))
    return pen.svg(heading, y + 18, body)


def _middle(ends: tuple[float, float], scale: pen.Scale) -> float:
    return scale(sum(ends) / 2)


def _ring(x: float, y: float) -> str:
    return (
        f'<circle cx="{pen.place(x)}" cy="{pen.place(y)}" r="{_DOT:.0f}" fill="none" '
        f'stroke="{pen.INK}" stroke-width="1.6"/>'
    )


def _dot(x: float, y: float) -> str:
    blue = COLOURS["hyresratt"]
    return f'<circle cx="{pen.place(x)}" cy="{pen.place(y)}" r="{_DOT:.0f}" fill="{blue}"/>'
