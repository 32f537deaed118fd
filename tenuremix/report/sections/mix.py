"""The mix of some areas as a chart with its words: today, and when what is decided is built."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tenuremix.counting.tenure import KNOWN, Tenure, share, total
from tenuremix.document.model import NUMBER, Cell, Chart, Shape, Table, TableColumn, portion
from tenuremix.document.names import plain
from tenuremix.report.charts.bars_and_dots import MixBar, mix_chart
from tenuremix.report.charts.svg import Heading

if TYPE_CHECKING:
    from tenuremix.counting.projection import AreaProjection, Projection
    from tenuremix.counting.tenure import Mix
    from tenuremix.locale.locale import Locale


def mix_of_areas(
    name: str, projection: Projection, codes: Iterable[str], caption: str, text: Locale
) -> list[Chart]:
    """Chart the mix of some areas of a projection; nothing where none of them has statistics.

    Parameters
    ----------
    name
        Of the chart.
    projection, codes
        The areas, in the order of ``codes``.
    caption
        Of the table of its figures.
    text
        The reader's language.
    """
    drawn = [
        (area, area.now, area.projected)
        for code in codes
        if (area := projection.areas.get(code)) and area.now is not None and total(area.now).high
    ]
    found = [(area, now, then) for area, now, then in drawn if then is not None]
    if not found:
        return []
    rows: list[list[Cell]] = []
    bars = []
    for area, now, then in found:
        pair = [_bar("report.mix_now", now, text), _bar("report.mix_then", then, text)]
        bars.append((plain(area.area.name), pair))
        for bar, mix in zip(pair, (now, then), strict=True):
            rows.append([f"{plain(area.area.name)}, {bar.label}", *shares(mix, text)])
    columns = [
        TableColumn(text("col.area_name")),
        *(TableColumn(text(f"tenure.{tenure}"), NUMBER) for tenure in KNOWN),
    ]
    heading = Heading(name, _finding(found, text), text("report.mix_desc"))
    svg = mix_chart(heading, bars)
    data = Table(caption, columns, rows, supporting=True)
    return [Chart(name, heading.title, heading.description, svg, data, Shape.STACKED)]


def shares(mix: Mix | None, text: Locale) -> list[Cell]:
    """Give the share of each known tenure."""
    return [portion(share(mix, {t}) if mix is not None else None, text) for t in KNOWN]


def _bar(label: str, mix: Mix, text: Locale) -> MixBar:
    texts = {t: f"{text(f'report.mix_code.{t}')} {text.share(share(mix, {t}), 0)}" for t in KNOWN}
    return MixBar(text(label), _parts_of(mix), texts)


def _parts_of(mix: Mix) -> dict[Tenure, float]:
    """Give shares that fill a bar: of the middle of what suppressed counts leave open."""
    ends = {t: share(mix, {t}) for t in KNOWN}
    middle = {t: (s.low + s.high) / 2 for t, s in ends.items() if s is not None}
    whole = sum(middle.values()) or 1.0
    return {t: value / whole for t, value in middle.items()}


def _finding(found: Sequence[tuple[AreaProjection, Mix, Mix]], text: Locale) -> str:
    """Name the share that changes most, and where."""
    changes = []
    for place, (area, now, then) in enumerate(found):
        before, after = _parts_of(now), _parts_of(then)
        for order, tenure in enumerate(KNOWN):
            change = round(abs(after.get(tenure, 0.0) - before.get(tenure, 0.0)), 9)
            changes.append((-change, place, order, area, now, then, tenure))
    change, _, _, area, now, then, tenure = min(changes, key=lambda item: item[:3])
    if not change:
        return text("report.mix_unchanged")
    return text(
        "report.mix_finding",
        tenure=text(f"tenure.{tenure}"),
        area=plain(area.area.name),
        now=text.share(share(now, {tenure})),
        then=text.share(share(then, {tenure})),
    )
