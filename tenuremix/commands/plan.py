"""The plan command: which tenure to ask for on each open plot."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import typer

from tenuremix.commands.options import EVERYTHING, TABLES, Format, Inputs, Written, with_inputs
from tenuremix.errors import DataError, UsageError
from tenuremix.screen import tell

if TYPE_CHECKING:
    from tenuremix.answers.planned import Against
    from tenuremix.inputs import Source, Workspace
    from tenuremix.locale.locale import Locale
    from tenuremix.planning.plots import OpenPlot, Terms


@with_inputs(*EVERYTHING, *TABLES)
def plan(
    *,
    file: Annotated[str | None, typer.Argument(metavar="file")] = None,
    target: Annotated[list[str] | None, typer.Option("--target", metavar="id")] = None,
    no_hyresratt_in: Annotated[
        str | None, typer.Option("--no-hyresratt-in", metavar="list")
    ] = None,
    hyresratt_everywhere: Annotated[bool, typer.Option("--hyresratt-everywhere")] = False,
    least_share: Annotated[
        float | None, typer.Option("--least-share", metavar="share", min=0, max=1)
    ] = None,
    least_income: Annotated[int | None, typer.Option("--least-income", min=0)] = None,
    weight: Annotated[list[str] | None, typer.Option("--weight", metavar="weight")] = None,
    robust: Annotated[bool, typer.Option("--robust")] = False,
    curve: Annotated[bool, typer.Option("--curve/--no-curve")] = True,
    time_limit: Annotated[float, typer.Option("--time-limit", min=0.1, metavar="seconds")] = 60.0,
    written: Written = None,
    inputs: Inputs,
) -> None:
    """Plan the tenures of open plots."""
    from tenuremix.answers.asked import same_id
    from tenuremix.answers.plan import plan_text
    from tenuremix.answers.planned import Against, make_plan
    from tenuremix.export.plan import check_suffix, plan_json, plan_records, render_plan
    from tenuremix.io.files.clock import countdown
    from tenuremix.io.files.write import write_bytes
    from tenuremix.planning.search import Effort, OutOfTimeError
    from tenuremix.planning.trade_off import POINTS

    if written is not None:
        check_suffix(written.suffix.lower())
    effort = Effort(countdown(time_limit), spare_processor())
    workspace = inputs.load(() if file is not None else ("plots",))
    terms = workspace.settings.terms
    ids = [each.id for each in workspace.targets]
    terms = replace(
        terms,
        targets=tuple(same_id(id_, ids) for id_ in target or terms.targets),
        closed="" if hyresratt_everywhere else no_hyresratt_in or terms.closed,
        least_share=terms.least_share if least_share is None else Fraction(str(least_share)),
        least_income=terms.least_income if least_income is None else least_income,
        weights=_weights(weight, workspace.areas.levels, inputs.text) or terms.weights,
    )
    plots, sources = _plots(workspace, file, terms)
    try:
        found = make_plan(
            workspace,
            plots,
            terms,
            effort=effort,
            robust=robust,
            curve=POINTS if curve else 0,
            sources=sources,
        )
    except OutOfTimeError:
        raise UsageError("no_time", time_limit=f"{time_limit:g}") from None
    text = inputs.text
    if isinstance(found, Against):
        _show_against(found, workspace, inputs)
        raise typer.Exit(1)
    if written is not None:
        write_bytes(written, render_plan(found, written.suffix.lower(), text))
        inputs.done.append(str(written))
        tell(text("written", path=written))
    inputs.show(
        lambda: plan_json(found, text),
        lambda: [*plan_text(found, text, details=inputs.details), *inputs.more("plan")],
        lambda: plan_records(found, text),
    )


def _plots(
    workspace: Workspace, file: str | None, terms: Terms
) -> tuple[Sequence[OpenPlot], list[Source]]:
    """Give the plots of a file, or those of the workspace, and where everything comes from."""
    from tenuremix.io.inputs.plots import read_plots, term_faults
    from tenuremix.io.inputs.sidecar import Files
    from tenuremix.io.inputs.workspace import FILE

    faults = term_faults(terms, workspace.areas, workspace.targets, FILE)
    if faults:
        raise DataError(faults)
    kept = [source for source in workspace.sources if source.kind != "plots"]
    if file is not None:
        files = Files([file])
        plots = read_plots(files, workspace.areas, workspace.books.states)
        return plots, [*kept, *files.sources]
    if workspace.plots is None:
        raise UsageError("no_plots")
    return workspace.plots, list(workspace.sources)


def _show_against(found: Against, workspace: Workspace, inputs: Inputs) -> None:
    """Say which demands contradict each other: as data where that was asked for."""
    from tenuremix.answers.plan import against_lines
    from tenuremix.export.plan import against_json

    stated = (found.conflict, found.problem, workspace, inputs.text)
    if inputs.form is Format.JSON:
        inputs.show_data(lambda: against_json(*stated))
    else:
        tell("\n".join(against_lines(*stated)))


def _weights(stated: list[str] | None, levels: Sequence[str], text: Locale) -> dict[str, int]:
    """Read the weights of the command line.

    Raises
    ------
    UsageError
        Where one is not a level and a whole number.
    """
    from tenuremix.answers.asked import same_level

    found = {}
    for each in stated or ():
        level, _, number = each.partition("=")
        if not number.isdigit() or not 1 <= int(number) <= 1000:  # noqa: PLR2004
            raise UsageError("weight", each=each)
        found[same_level(levels, level.strip(), text)] = int(number)
    return found


def spare_processor() -> bool:
    """Tell whether there is another processor than the one that runs this."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) > 1
    return (os.cpu_count() or 1) > 1
