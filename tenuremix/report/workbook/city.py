"""The sheets on the city: how divided it is by tenure, and what its open plots could become."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tenuremix.answers.plan import against_lines, plot_sentence, where_words
from tenuremix.answers.planned import Against
from tenuremix.answers.segregation import MEASURES, WHOLE, measure_name, part_name
from tenuremix.counting.tenure import KNOWN
from tenuremix.document.missing import group_name
from tenuremix.document.words import level_name
from tenuremix.report.workbook.tables import Row, by_tenure, ends, points, table
from tenuremix.segregation.assess import NOW, PROJECTED, measure_segregation

if TYPE_CHECKING:
    from tenuremix.answers.planned import Planned
    from tenuremix.counting.tenure import Interval
    from tenuremix.io.formats.layers import Layer
    from tenuremix.report.findings import Findings
    from tenuremix.segregation.assess import Segregation
    from tenuremix.segregation.indices import Decomposition


def segregation_tables(found: Findings) -> list[Layer]:
    """Make the tables of how the city is divided by tenure; none without statistics."""
    text, books = found.text, found.books
    if not books.judged_levels:
        return []
    measured = measure_segregation(books, books.judged_levels[0], by_allocation=True)
    now, then = measured.states[NOW], measured.states[PROJECTED]
    measures = [
        [
            measure_name(measure, text),
            *ends(now.measures[measure]),
            *ends(then.measures[measure]),
            *points(then.changes[measure]),
        ]
        for measure in MEASURES
    ]
    effects = [
        [
            effect.allocation,
            effect.name,
            ", ".join(effect.areas),
            *by_tenure(effect.dwellings, KNOWN),
            *(end for measure in WHOLE for end in points(effect.changes[measure])),
        ]
        for effect in measured.effects
    ]
    whole = " ".join(f"{measure.name}:~i" for measure in WHOLE)
    return [
        table(text, "divided", "measure today:~p then:~p moved:~i", measures),
        table(text, "divided.parts", "part_of today:~p then:~p", _parts(measured, found)),
        table(text, "divided.effects", f"id name code *built:n {whole}", effects),
    ]


def _parts(measured: Segregation, found: Findings) -> Iterator[Row]:
    """Take the information index apart: between the coarser areas, and within each."""
    text = found.text
    now, then = (measured.states[name].parts for name in (NOW, PROJECTED))
    if now is None:
        return

    def both(part: Callable[[Decomposition], Interval]) -> list[object]:
        return [*ends(part(now)), *ends(None if then is None else part(then))]

    levels = level_name(measured.coarser, text, plural=True)
    yield [text("segregation.between", levels=levels), *both(lambda parts: parts.between)]
    for code in now.within:
        name = part_name(found.books.areas, code, measured.coarser, text)
        within = both(lambda parts, code=code: parts.within[code].share)  # type: ignore[misc]
        yield [text("segregation.within", name=name), *within]


# Open plots -------------------------------------------------------------------------------------


def plan_tables(found: Findings) -> list[Layer]:
    """Make the tables of what the open plots could become; none where there are none."""
    planned, text = found.planned, found.text
    if planned is None:
        return []
    if isinstance(planned, Against):
        lines = against_lines(planned.conflict, planned.problem, found.workspace, text)
        return [table(text, "plots", "reason:w", ([line] for line in lines))]
    plots = [
        [
            plot.plot.id,
            plot.plot.name,
            where_words(plot, planned, text),
            plot.day,
            *by_tenure(plot.dwellings, KNOWN),
            sum(number for _, number in plot.counted),
            found.workspace.as_of,
            plot_sentence(plot, planned, text),
        ]
        for plot in planned.plots
    ]
    return [
        table(
            text, "plots", "id name places expected_on:d *proposed:n counted:n as_of:d why:w", plots
        ),
        table(
            text,
            "plots.areas",
            "code name level group proposed:n short_before:~n short_after:~n",
            _planned_areas(planned, found),
        ),
        table(
            text,
            "plots.curve",
            "target counted:n further:n income:n",
            (
                [curve.goal.target.id, point.counted, further, point.income]
                for curve in planned.curves
                for point, further in zip(curve.points, curve.further, strict=True)
            ),
        ),
    ]


def _planned_areas(planned: Planned, found: Findings) -> Iterator[Row]:
    for area in planned.areas:
        projection = area.projection
        after = projection.with_dwellings(area.dwellings)
        for tenures in planned.problem.terms.groups:
            yield [
                projection.area.code,
                projection.area.name,
                level_name(projection.area.level, found.text),
                group_name(tenures, found.text),
                sum(area.dwellings.get(tenure, 0) for tenure in tenures),
                *ends(projection.scale.shortfall(projection.projected, tenures)),
                *ends(projection.scale.shortfall(after, tenures)),
            ]
