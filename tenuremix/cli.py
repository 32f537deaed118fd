"""The commands that answer a question: parse, call, print."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tenuremix.commands.database import app as database_app
from tenuremix.commands.fetch import app as fetch_app
from tenuremix.commands.import_ import app as intake_app
from tenuremix.commands.options import (
    EVERYTHING,
    Dwellings,
    FailOnMissed,
    Format,
    Inputs,
    Sort,
    Version,
    area_order,
    choose_level,
    choose_targets,
    exit_if_missed,
    with_inputs,
)
from tenuremix.commands.outlook import app as ahead_app
from tenuremix.commands.plan import app as planner_app
from tenuremix.commands.segregation import app as mixing_app
from tenuremix.commands.workspace import app as products_app
from tenuremix.errors import DataError, UsageError

if TYPE_CHECKING:
    from tenuremix.counting.check import Check, Plot
    from tenuremix.counting.losses import Lost
    from tenuremix.counting.projection import Projection
    from tenuremix.counting.rules import Target
    from tenuremix.counting.tenure import Tenure
    from tenuremix.locale.locale import Locale
    from tenuremix.workspace import Workspace

app = typer.Typer(
    help="Vilken upplåtelseform saknas var, och hur långt har staden kommit mot sina mål?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def _options(
    *,
    debug: Annotated[bool, typer.Option("--debug", help="Visa hela felspåret.")] = False,
    _version: Version = False,
) -> None:
    if debug:
        os.environ["TENUREMIX_DEBUG"] = "1"


@app.command()
@with_inputs(*EVERYTHING)
def validate(*, inputs: Inputs) -> None:
    """Kontrollera all indata och lista alla fel på en gång."""
    from tenuremix.workspace import BESIDE

    text = inputs.text
    try:
        workspace = inputs.load(BESIDE)
    except DataError as error:
        if inputs.form is Format.TABLE:
            typer.echo(text("validate.faults", number=len(error.faults)), err=True)
            raise
        faults = _fault_records(error, inputs)
        inputs.show_data(lambda: faults)
        raise typer.Exit(1) from None
    inputs.show(list, lambda: _faultless(workspace, text))


def _faultless(workspace: Workspace, text: Locale) -> str:
    """Say that the inputs have no fault, and how much they hold."""
    from tenuremix.document.words import beside_text

    decisions = workspace.register.decisions
    summary = text(
        "validate.summary",
        areas=sum(len(workspace.areas.at(level)) for level in workspace.areas.levels),
        levels=len(workspace.areas.levels),
        vintages=len(workspace.stock.vintages),
        decisions=sum(len(rows) for rows in decisions.values()),
        allocations=len(decisions),
        targets=len(workspace.targets),
    )
    said = (text("validate.ok"), summary, beside_text(workspace, text))
    return " ".join(words for words in said if words)


def _fault_records(error: DataError, inputs: Inputs) -> list[dict[str, Any]]:
    names = ("found", "expected", "try")
    return [
        {
            "file": fault.where,
            "row": fault.row,
            "fault": fault.key,
            **dict(zip(names, fault.lines(inputs.lang), strict=True)),
        }
        for fault in error.faults
    ]


@app.command("areas")
@with_inputs(*EVERYTHING)
def show_areas(
    *,
    inputs: Inputs,
    level: Annotated[str | None, typer.Option("--level", help="Nivå, t.ex. mellanomrade.")] = None,
    sort: Annotated[Sort, typer.Option("--sort", help="Ordning.")] = Sort.KOD,
    completed: Annotated[
        bool, typer.Option("--completed", help="Jämför det utlovade med det byggda.")
    ] = False,
) -> None:
    """Visa vad varje område har, saknar och kommer att få."""
    from dataclasses import replace

    from tenuremix.answers.terminal import areas_text
    from tenuremix.counting.projection import project_areas

    workspace = inputs.load(("completed",) if completed else ())
    found = project_areas(
        workspace.books, choose_level(workspace, level), reference=workspace.settings.reference
    )
    rows = sorted(found.areas.values(), key=area_order(sort))
    found = replace(found, areas={row.area.code: row for row in rows})
    if completed:
        _show_completed(workspace, found, inputs)
    else:
        inputs.show(
            lambda: _area_records(workspace, found),
            lambda: areas_text(found, rows, workspace, inputs.text),
        )


def _area_records(workspace: Workspace, projection: Projection) -> list[dict[str, Any]]:
    from tenuremix.answers.contract import areas_json
    from tenuremix.counting.tipping import find_tippings

    return areas_json(
        projection, find_tippings(workspace.books, workspace.targets, projection.areas)
    )


def _show_completed(workspace: Workspace, projection: Projection, inputs: Inputs) -> None:
    """Show what is promised beside what was built, in the order of an outlook's areas."""
    from tenuremix.answers.completed import completed_json, completed_text
    from tenuremix.counting.completed import compare_completed
    from tenuremix.document.words import years_text

    if workspace.completed is None:
        raise UsageError(
            "Arbetsytan har ingen statistik över färdigställda bostäder. Hämta den med `tenuremix "
            'fetch completed` och lägg till raden completed = ["completed/….csv"] i '
            "tenuremix.toml, med filen som kommandot nämner.",
            "The workspace has no statistics of completed dwellings. Fetch them with `tenuremix "
            'fetch completed` and add the line completed = ["completed/….csv"] to tenuremix.toml, '
            "with the file that the command names.",
        )
    found = compare_completed(workspace.books, workspace.completed, projection.level)

    def records() -> list[dict[str, Any]]:
        areas = zip(projection.areas, _area_records(workspace, projection), strict=True)
        return [{**record, **completed_json(found, code)} for code, record in areas]

    years = years_text(found.years, inputs.text)
    inputs.show(
        records,
        lambda: completed_text(found, projection.areas, workspace, inputs.text),
        lambda: [{**record, "built_years": years} for record in records()],
    )


@app.command()
@with_inputs(*EVERYTHING)
def progress(
    *,
    inputs: Inputs,
    target: Annotated[str | None, typer.Option("--target", metavar="ID", help="Ett mål.")] = None,
    fail_on_missed: FailOnMissed = False,
) -> None:
    """Visa hur långt målen har nåtts, beslut för beslut och enligt varje definition."""
    from tenuremix.answers.contract import losses_json, progress_json
    from tenuremix.answers.terminal import head, progress_text
    from tenuremix.counting.progress import assess_progress

    workspace = inputs.load(("losses",))
    found = [assess_progress(workspace.books, t) for t in choose_targets(workspace, target)]
    lost = [(each, _lost(workspace, each.target)) for each in found]
    records = [
        {**progress_json(each, workspace.areas), **losses_json(loss, each, workspace.areas)}
        for each, loss in lost
    ]
    inputs.show(
        lambda: records,
        lambda: "\n".join(
            [
                *head(workspace, inputs.text),
                "\n\n\n".join(progress_text(p, workspace, inputs.text, loss) for p, loss in lost),
            ]
        ),
        lambda: [{"target": r["target"], **line} for r in records for line in r["ledger"]],
    )
    exit_if_missed(found, fail=fail_on_missed)


@app.command()
@with_inputs(*EVERYTHING)
def history(
    *,
    allocation: Annotated[str, typer.Argument(metavar="ID", help="Markanvisningens id.")],
    inputs: Inputs,
) -> None:
    """Visa en markanvisnings hela liv: varje beslut och vad det räknades som."""
    from tenuremix.answers.history import history_json, history_text

    workspace = inputs.load()
    known = workspace.register
    if allocation not in known.decisions and allocation not in known.corrections:
        raise UsageError(
            f"Det finns ingen markanvisning {allocation} i registret.",
            f"There is no allocation {allocation} in the register.",
        )
    inputs.show(
        lambda: history_json(workspace, allocation),
        lambda: history_text(workspace, allocation, inputs.text),
        lambda: history_json(workspace, allocation)["decisions"],
    )


def _lost(workspace: Workspace, target: Target) -> Lost | None:
    """Assess what was lost beside a target, where the workspace states losses."""
    from tenuremix.counting.losses import assess_losses

    if workspace.losses is None:
        return None
    return assess_losses(workspace.books, workspace.losses, target)


@app.command()
@with_inputs(*EVERYTHING)
def check(
    *,
    proposal: Annotated[str | None, typer.Argument(metavar="[FIL]", help="Förslagets fil.")] = None,
    point: Annotated[str | None, typer.Option("--point", metavar="E,N", help="En punkt.")] = None,
    area: Annotated[str | None, typer.Option("--area", metavar="KOD", help="Ett område.")] = None,
    name: Annotated[str, typer.Option("--name", help="Förslagets namn.")] = "",
    hyresratt: Dwellings = 0,
    bostadsratt: Dwellings = 0,
    aganderatt: Dwellings = 0,
    oklar: Dwellings = 0,
    crs: Annotated[
        str | None, typer.Option("--crs", metavar="EPSG", help="Koordinatsystem, t.ex. EPSG:3006.")
    ] = None,
    since: Annotated[
        Path | None, typer.Option("--since", metavar="JSON", help="En tidigare kontroll.")
    ] = None,
    bedomning: Annotated[str, typer.Option("--bedomning", help="Din egen bedömning.")] = "",
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FIL", help="Skriv svaret som en HTML-sida.")
    ] = None,
    inputs: Inputs,
) -> None:
    """Kontrollera ett förslag: var det ligger, vad det gör och vad det räknas mot."""
    from tenuremix.counting.check import check_proposal
    from tenuremix.counting.tenure import ALLOCATION_TENURES

    numbers = (hyresratt, bostadsratt, aganderatt, oklar)
    stated = dict(zip(ALLOCATION_TENURES, numbers, strict=True))
    if sum(place is not None for place in (proposal, point, area)) != 1:
        raise UsageError(
            "Ange just ett av: en fil, --point E,N eller --area KOD.",
            "State just one of: a file, --point E,N or --area CODE.",
        )
    if (proposal is None) is not any(numbers):
        raise UsageError(
            "Ange antal bostäder, t.ex. --hyresratt 80, med --point eller --area; "
            "en fil har antalen i sig.",
            "State dwellings, such as --hyresratt 80, with --point or --area; "
            "a file holds its own numbers.",
        )
    workspace = inputs.load()
    plots = _plots(workspace, proposal, point, area, crs, name, stated)
    found = check_proposal(
        workspace.books, plots, workspace.targets, reference=workspace.settings.reference
    )
    _show_check(found, workspace, inputs, since, bedomning, html)


def _plots(
    workspace: Workspace,
    proposal: str | None,
    point: str | None,
    area: str | None,
    crs: str | None,
    name: str,
    dwellings: Mapping[Tenure, int],
) -> list[Plot]:
    from tenuremix.counting.check import Plot
    from tenuremix.document.words import area_name
    from tenuremix.io.inputs.register import read_proposal, stated_place
    from tenuremix.locale.locale import Locale

    if proposal is not None:
        return read_proposal(proposal, proposal, workspace.areas, crs=crs)
    place = stated_place(workspace.areas, point=point, area=area, crs=crs)
    named = area_name(workspace.areas, area, Locale()) if area else point or ""
    return [Plot(name or named, place, dwellings)]


def _show_check(
    found: Check,
    workspace: Workspace,
    inputs: Inputs,
    since: Path | None,
    bedomning: str,
    html: Path | None,
) -> None:
    from tenuremix.answers.contract import check_json
    from tenuremix.answers.terminal import check_text
    from tenuremix.answers.verdict import changes_since, verdict_lines
    from tenuremix.io.files.write import write_text
    from tenuremix.io.inputs.published import read_check

    text = inputs.text
    record = check_json(found, workspace.areas, workspace.sources, text)
    record["verdict"] = [sentence for _, sentence in verdict_lines(found, workspace, text)]
    changed = changes_since(read_check(since), record, text) if since else ""
    if changed:
        record["since"] = changed
    if bedomning:
        record["assessment"] = bedomning
    options = {"assessment": bedomning, "since": changed}
    if html is not None:
        from tenuremix.answers.note import render_note

        write_text(html, render_note(found, workspace, language=inputs.lang, **options))
        typer.echo(text("written", path=html), err=True)
    inputs.show(
        lambda: record,
        lambda: check_text(found, workspace, text, **options),
        lambda: record["placement"],
    )


app.add_typer(ahead_app)
app.add_typer(mixing_app)
app.add_typer(planner_app)
app.add_typer(products_app)
app.add_typer(intake_app)
app.add_typer(fetch_app, name="fetch")
app.add_typer(database_app, name="database")


def main() -> None:
    """Run the command line."""
    app()
