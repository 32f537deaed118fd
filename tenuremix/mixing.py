"""The command that measures how far the areas of a city are apart."""

from __future__ import annotations

from typing import Annotated

import typer

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
    choose_level,
    load_workspace,
    print_json,
    reporting,
)

app = typer.Typer(rich_markup_mode=None)


@app.command()
def segregation(
    areas: AreasFiles = None,
    stock: StockFiles = None,
    register: RegisterFiles = None,
    targets: TargetFiles = None,
    as_of: AsOf = None,
    level: Annotated[str | None, typer.Option("--level", help="Områdenas nivå.")] = None,
    proposal: Annotated[
        str | None,
        typer.Option("--proposal", metavar="FIL", help="Ett förslag, som fil till check."),
    ] = None,
    crs: Annotated[
        str | None, typer.Option("--crs", metavar="EPSG", help="Förslagets koordinatsystem.")
    ] = None,
    by_area: Annotated[
        bool, typer.Option("--by-area", help="Visa också hur blandat varje område är.")
    ] = False,
    by_allocation: Annotated[
        bool, typer.Option("--by-allocation", help="Visa också vad varje markanvisning gör.")
    ] = False,
    lang: Language = Lang.SV,
    output: Output = Format.TABLE,
) -> None:
    """Mät hur uppdelad staden är efter upplåtelseform: i dag, med det beslutade och ett förslag."""
    from tenuremix.errors import UsageError
    from tenuremix.io.register import read_proposal
    from tenuremix.measures import measure_segregation
    from tenuremix.render import segregation as shown
    from tenuremix.render.locale import Locale
    from tenuremix.render.terminal import csv_text

    with reporting(lang):
        if crs is not None and proposal is None:
            raise UsageError("--crs hör till --proposal FIL.", "--crs belongs to --proposal FILE.")
        if by_area and by_allocation and output is Format.CSV:
            raise UsageError(
                "En CSV-fil har en tabell: ange --by-area eller --by-allocation, inte båda.",
                "A CSV file holds one table: state --by-area or --by-allocation, not both.",
            )
        workspace = load_workspace(areas, stock, register, targets, as_of)
        plots = read_proposal(proposal, proposal, workspace.areas, crs=crs) if proposal else []
        found = measure_segregation(
            workspace.books,
            choose_level(workspace, level),
            proposal=plots,
            by_allocation=by_allocation,
        )
        if output is Format.JSON:
            print_json(shown.segregation_json(found, workspace))
        elif output is Format.CSV:
            records = shown.measures_json(found)
            if by_area:
                records = shown.areas_json(found)
            elif by_allocation:
                records = shown.effects_json(found)
            typer.echo(csv_text(shown.csv_records(records)), nl=False)
        else:
            options = {"by_area": by_area, "by_allocation": by_allocation}
            typer.echo(shown.segregation_text(found, workspace, Locale(lang), **options))
