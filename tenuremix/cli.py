"""The commands that answer a question: parse, call, print."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenuremix.ahead import app as ahead_app
from tenuremix.database import app as database_app
from tenuremix.errors import DataError, UsageError
from tenuremix.fetch import app as fetch_app
from tenuremix.intake import app as intake_app
from tenuremix.mixing import app as mixing_app
from tenuremix.options import (
    AreasFiles,
    AsOf,
    Dwellings,
    FailOnMissed,
    Format,
    Lang,
    Language,
    Output,
    RegisterFiles,
    Sort,
    StockFiles,
    TargetFiles,
    Version,
    area_order,
    choose_level,
    choose_targets,
    exit_if_missed,
    load_workspace,
    print_json,
    reporting,
)
from tenuremix.planner import app as planner_app
from tenuremix.products import app as products_app

if TYPE_CHECKING:
    from tenuremix.losses import Lost
    from tenuremix.outlook import Outlook
    from tenuremix.proposal import Check, Plot
    from tenuremix.render.locale import Locale
    from tenuremix.rules import Target
    from tenuremix.tenure import Tenure
    from tenuremix.turning import Turn
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
def validate(
    areas: AreasFiles = None,
    stock: StockFiles = None,
    register: RegisterFiles = None,
    targets: TargetFiles = None,
    as_of: AsOf = None,
    lang: Language = Lang.SV,
    output: Output = Format.TABLE,
) -> None:
    """Kontrollera all indata och lista alla fel på en gång."""
    from tenuremix.render.locale import Locale
    from tenuremix.render.words import beside_text
    from tenuremix.workspace import BESIDE

    text = Locale(lang)
    with reporting(lang):
        try:
            workspace = load_workspace(areas, stock, register, targets, as_of, beside=BESIDE)
        except DataError as error:
            if output is Format.TABLE:
                typer.echo(text("validate.faults", number=len(error.faults)), err=True)
                raise
            _print_faults(error, lang, output)
            raise typer.Exit(1) from None
        if output is Format.TABLE:
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
            typer.echo(" ".join(words for words in said if words))
        else:
            _print_faults(DataError([]), lang, output)


def _print_faults(error: DataError, lang: Lang, output: Format) -> None:
    from tenuremix.render.terminal import csv_text

    names = ("found", "expected", "try")
    faults = [
        {
            "file": fault.where,
            "row": fault.row,
            "fault": fault.key,
            **dict(zip(names, fault.lines(lang), strict=True)),
        }
        for fault in error.faults
    ]
    if output is Format.JSON:
        print_json(faults)
    else:
        typer.echo(csv_text(faults), nl=False)


@app.command("areas")
def show_areas(
    areas: AreasFiles = None,
    stock: StockFiles = None,
    register: RegisterFiles = None,
    targets: TargetFiles = None,
    as_of: AsOf = None,
    level: Annotated[str | None, typer.Option("--level", help="Nivå, t.ex. mellanomrade.")] = None,
    sort: Annotated[Sort, typer.Option("--sort", help="Ordning.")] = Sort.KOD,
    completed: Annotated[
        bool, typer.Option("--completed", help="Jämför det utlovade med det byggda.")
    ] = False,
    lang: Language = Lang.SV,
    output: Output = Format.TABLE,
) -> None:
    """Visa vad varje område har, saknar och kommer att få."""
    from dataclasses import replace

    from tenuremix.outlook import project_areas
    from tenuremix.render.contract import areas_json
    from tenuremix.render.locale import Locale
    from tenuremix.render.terminal import areas_text, csv_text

    with reporting(lang):
        workspace = load_workspace(
            areas, stock, register, targets, as_of, beside=("completed",) if completed else ()
        )
        found = project_areas(
            workspace.books, choose_level(workspace, level), reference=workspace.settings.reference
        )
        rows = sorted(found.areas.values(), key=area_order(sort))
        found = replace(found, areas={row.area.code: row for row in rows})
        if completed:
            _show_completed(workspace, found, Locale(lang), output)
        elif output is Format.JSON:
            print_json(areas_json(found, _turns(workspace, found)))
        elif output is Format.CSV:
            typer.echo(csv_text(areas_json(found, _turns(workspace, found))), nl=False)
        else:
            typer.echo(areas_text(found, rows, workspace, Locale(lang)))


def _turns(workspace: Workspace, outlook: Outlook) -> dict[str, dict[str, Turn]]:
    from tenuremix.turning import find_turns

    return find_turns(workspace.books, workspace.targets, outlook.areas)


def _show_completed(workspace: Workspace, outlook: Outlook, text: Locale, output: Format) -> None:
    """Show what is promised beside what was built, in the order of an outlook's areas."""
    from tenuremix.completed import compare_completed
    from tenuremix.render.completed import completed_json, completed_text
    from tenuremix.render.contract import areas_json
    from tenuremix.render.terminal import csv_text
    from tenuremix.render.words import years_text

    if workspace.completed is None:
        raise UsageError(
            "Arbetsytan har ingen statistik över färdigställda bostäder. Hämta den med `tenuremix "
            'fetch completed` och lägg till raden completed = ["completed/….csv"] i '
            "tenuremix.toml, med filen som kommandot nämner.",
            "The workspace has no statistics of completed dwellings. Fetch them with `tenuremix "
            'fetch completed` and add the line completed = ["completed/….csv"] to tenuremix.toml, '
            "with the file that the command names.",
        )
    found = compare_completed(workspace.books, workspace.completed, outlook.level)
    if output is Format.TABLE:
        typer.echo(completed_text(found, outlook.areas, workspace, text))
        return
    records = [
        {**record, **completed_json(found, code)}
        for code, record in zip(
            outlook.areas, areas_json(outlook, _turns(workspace, outlook)), strict=True
        )
    ]
    if output is Format.JSON:
        print_json(records)
    else:
        years = years_text(found.years, text)
        typer.echo(csv_text([{**record, "built_years": years} for record in records]), nl=False)


@app.command()
def progress(
    areas: AreasFiles = None,
    stock: StockFiles = None,
    register: RegisterFiles = None,
    targets: TargetFiles = None,
    as_of: AsOf = None,
    target: Annotated[str | None, typer.Option("--target", metavar="ID", help="Ett mål.")] = None,
    fail_on_missed: FailOnMissed = False,
    lang: Language = Lang.SV,
    output: Output = Format.TABLE,
) -> None:
    """Visa hur långt målen har nåtts, beslut för beslut och enligt varje definition."""
    from tenuremix.progress import assess_progress
    from tenuremix.render.contract import losses_json, progress_json
    from tenuremix.render.locale import Locale
    from tenuremix.render.terminal import csv_text, head, progress_text

    with reporting(lang):
        workspace = load_workspace(areas, stock, register, targets, as_of, beside=("losses",))
        found = [assess_progress(workspace.books, t) for t in choose_targets(workspace, target)]
        lost = [_lost(workspace, each.target) for each in found]
        records = [
            {**progress_json(each, workspace.areas), **losses_json(loss, each, workspace.areas)}
            for each, loss in zip(found, lost, strict=True)
        ]
        if output is Format.JSON:
            print_json(records)
        elif output is Format.CSV:
            lines = [{"target": r["target"], **line} for r in records for line in r["ledger"]]
            typer.echo(csv_text(lines), nl=False)
        else:
            text = Locale(lang)
            typer.echo("\n".join(head(workspace, text)))
            shown = zip(found, lost, strict=True)
            typer.echo("\n\n\n".join(progress_text(p, workspace, text, loss) for p, loss in shown))
        exit_if_missed(found, fail=fail_on_missed)


@app.command()
def history(
    allocation: Annotated[str, typer.Argument(metavar="ID", help="Markanvisningens id.")],
    areas: AreasFiles = None,
    stock: StockFiles = None,
    register: RegisterFiles = None,
    targets: TargetFiles = None,
    as_of: AsOf = None,
    lang: Language = Lang.SV,
    output: Output = Format.TABLE,
) -> None:
    """Visa en markanvisnings hela liv: varje beslut och vad det räknades som."""
    from tenuremix.render.history import history_json, history_text
    from tenuremix.render.locale import Locale
    from tenuremix.render.terminal import csv_text

    with reporting(lang):
        workspace = load_workspace(areas, stock, register, targets, as_of)
        known = workspace.register
        if allocation not in known.decisions and allocation not in known.corrections:
            raise UsageError(
                f"Det finns ingen markanvisning {allocation} i registret.",
                f"There is no allocation {allocation} in the register.",
            )
        if output is Format.TABLE:
            typer.echo(history_text(workspace, allocation, Locale(lang)))
            return
        found = history_json(workspace, allocation)
        if output is Format.JSON:
            print_json(found)
        else:
            typer.echo(csv_text(found["decisions"]), nl=False)


def _lost(workspace: Workspace, target: Target) -> Lost | None:
    """Assess what was lost beside a target, where the workspace states losses."""
    from tenuremix.losses import assess_losses

    if workspace.losses is None:
        return None
    return assess_losses(workspace.books, workspace.losses, target)


@app.command()
def check(
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
    areas: AreasFiles = None,
    stock: StockFiles = None,
    register: RegisterFiles = None,
    targets: TargetFiles = None,
    as_of: AsOf = None,
    lang: Language = Lang.SV,
    output: Output = Format.TABLE,
) -> None:
    """Kontrollera ett förslag: var det ligger, vad det gör och vad det räknas mot."""
    from tenuremix.proposal import check_proposal
    from tenuremix.tenure import ALLOCATION_TENURES

    with reporting(lang):
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
        workspace = load_workspace(areas, stock, register, targets, as_of)
        plots = _plots(workspace, proposal, point, area, crs, name, stated)
        found = check_proposal(
            workspace.books, plots, workspace.targets, reference=workspace.settings.reference
        )
        _show_check(found, workspace, lang, output, since, bedomning, html)


def _plots(
    workspace: Workspace,
    proposal: str | None,
    point: str | None,
    area: str | None,
    crs: str | None,
    name: str,
    dwellings: Mapping[Tenure, int],
) -> list[Plot]:
    from tenuremix.io.register import read_proposal, stated_place
    from tenuremix.proposal import Plot
    from tenuremix.render.locale import Locale
    from tenuremix.render.words import area_name

    if proposal is not None:
        return read_proposal(proposal, proposal, workspace.areas, crs=crs)
    place = stated_place(workspace.areas, point=point, area=area, crs=crs)
    named = area_name(workspace.areas, area, Locale()) if area else point or ""
    return [Plot(name or named, place, dwellings)]


def _show_check(
    found: Check,
    workspace: Workspace,
    lang: Lang,
    output: Format,
    since: Path | None,
    bedomning: str,
    html: Path | None,
) -> None:
    from tenuremix.io.output import read_check, write_text
    from tenuremix.render.contract import check_json
    from tenuremix.render.locale import Locale
    from tenuremix.render.terminal import check_text, csv_text
    from tenuremix.render.verdict import changes_since, verdict_lines

    text = Locale(lang)
    record = check_json(found, workspace.areas, workspace.sources, text)
    record["verdict"] = [sentence for _, sentence in verdict_lines(found, workspace, text)]
    changed = changes_since(read_check(since), record, text) if since else ""
    if changed:
        record["since"] = changed
    if bedomning:
        record["assessment"] = bedomning
    if html is not None:
        from tenuremix.render.note import render_note

        options = {"language": lang, "assessment": bedomning, "since": changed}
        write_text(html, render_note(found, workspace, **options))
        typer.echo(text("written", path=html), err=True)
    if output is Format.JSON:
        print_json(record)
    elif output is Format.CSV:
        typer.echo(csv_text(record["placement"]), nl=False)
    else:
        options = {"assessment": bedomning, "since": changed}
        typer.echo(check_text(found, workspace, text, **options))


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
