"""The command that looks ahead: parse, call, print."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from tenuremix.errors import UsageError
from tenuremix.options import (
    AreasFiles,
    AsOf,
    Format,
    Lang,
    Language,
    Output,
    RegisterFiles,
    StockFiles,
    TargetFiles,
    choose_targets,
    load_workspace,
    print_json,
    reporting,
)

if TYPE_CHECKING:
    from tenuremix.likelihood import Assumptions

app = typer.Typer(rich_markup_mode=None)


@app.command()
def outlook(
    areas: AreasFiles = None,
    stock: StockFiles = None,
    register: RegisterFiles = None,
    targets: TargetFiles = None,
    as_of: AsOf = None,
    target: Annotated[str | None, typer.Option("--target", metavar="ID", help="Ett mål.")] = None,
    scenario: Annotated[
        str | None,
        typer.Option("--scenario", metavar="ID", help="Ett scenario, i stället för alla."),
    ] = None,
    lang: Language = Lang.SV,
    output: Output = Format.TABLE,
) -> None:
    """Visa hur sannolikt det är att målen nås, och vad det hänger på."""
    from tenuremix.reach import assess_outlook
    from tenuremix.render.locale import Locale
    from tenuremix.render.outlook import outlook_json, outlook_text
    from tenuremix.render.terminal import csv_text, head

    with reporting(lang):
        workspace = load_workspace(areas, stock, register, targets, as_of)
        assumptions = _in_scenario(workspace.settings.assumptions, scenario)
        chosen = choose_targets(workspace, target)
        found = [assess_outlook(workspace.books, each, assumptions) for each in chosen]
        if output is Format.TABLE:
            text = Locale(lang)
            typer.echo("\n".join(head(workspace, text)))
            typer.echo("\n\n\n".join(outlook_text(each, text) for each in found))
            return
        records = [outlook_json(each) for each in found]
        if output is Format.JSON:
            print_json(records)
        else:
            lines = [{"target": r["target"], **plot} for r in records for plot in r["plots"]]
            typer.echo(csv_text(lines), nl=False)


def _in_scenario(assumptions: Assumptions, id_: str | None) -> Assumptions:
    """Keep one scenario, if one is asked for."""
    if id_ is None:
        return assumptions
    found = [replace(each, weight=1.0) for each in assumptions.scenarios if each.id == id_]
    if not found:
        expected = ", ".join(each.id for each in assumptions.scenarios)
        raise UsageError(
            f"--scenario {id_}: väntade ett av {expected}.",
            f"--scenario {id_}: expected one of {expected}.",
        )
    return replace(assumptions, scenarios=tuple(found))
