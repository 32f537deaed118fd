"""The commands that write files: a workspace, the map, the report, exports and the template."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenuremix.errors import UsageError
from tenuremix.options import (
    AreasFiles,
    AsOf,
    FailOnMissed,
    Format,
    Lang,
    Language,
    Output,
    RegisterFiles,
    StockFiles,
    TargetFiles,
    What,
    Written,
    Year,
    choose_level,
    exit_if_missed,
    load_workspace,
    parse_day,
    print_json,
    reporting,
)
from tenuremix.waiting import Timeout, fetching

if TYPE_CHECKING:
    from tenuremix.workspace import Workspace

app = typer.Typer(rich_markup_mode=None)


@app.command()
def init(
    folder: Path,
    kommun: Annotated[
        str | None,
        typer.Option("--kommun", metavar="KOD", help="Hämta en svensk kommuns underlag från SCB."),
    ] = None,
    level: Annotated[
        str | None, typer.Option("--level", help="Med --kommun: regso eller deso.")
    ] = None,
    year: Annotated[
        list[int] | None, typer.Option("--year", help="Med --kommun: årgångar, annars alla.")
    ] = None,
    areas_url: Annotated[
        str | None,
        typer.Option("--areas-url", metavar="ADRESS", help="En annan karttjänst än SCB:s."),
    ] = None,
    stock_url: Annotated[
        str | None,
        typer.Option("--stock-url", metavar="ADRESS", help="En annan statistikdatabas än SCB:s."),
    ] = None,
    timeout: Timeout = 30.0,
    lang: Language = Lang.SV,
    form: Output = Format.TABLE,
) -> None:
    """Skapa en egen arbetsyta: av exempeldata, eller för en kommun med --kommun."""
    from tenuremix.io import clock
    from tenuremix.io.output import make_workspace
    from tenuremix.render.locale import Locale

    with fetching(lang) as teller:
        if kommun is None:
            alone = {"level": level, "year": year, "areas-url": areas_url, "stock-url": stock_url}
            _refuse(name for name, value in alone.items() if value is not None)
            made = [make_workspace(folder)]
        else:
            from tenuremix.io.fetch_workspace import Wanted, fetch_workspace

            wanted = Wanted(kommun, level or "regso", tuple(year or ()), areas_url, stock_url)
            today = clock.today()
            made = fetch_workspace(folder, wanted, today=today, timeout=timeout, watcher=teller)
        if form is Format.TABLE:
            key = "init.done" if kommun is None else "init.kommun.done"
            typer.echo(Locale(lang)(key, folder=folder))
        else:
            _say(made, lang, form)


def _refuse(options: Iterable[str]) -> None:
    """Refuse options that say something of a municipality where none is named."""
    for name in options:
        raise UsageError(f"--{name} hör till --kommun KOD.", f"--{name} belongs to --kommun CODE.")


@app.command("map")
def draw_map(
    areas: AreasFiles = None,
    stock: StockFiles = None,
    register: RegisterFiles = None,
    targets: TargetFiles = None,
    as_of: AsOf = None,
    output: Written = None,
    basemap: Annotated[
        bool, typer.Option("--basemap", help="Låt kartan hämta en bakgrundskarta från nätet.")
    ] = False,
    lang: Language = Lang.SV,
    form: Output = Format.TABLE,
) -> None:
    """Rita kartan som en HTML-fil i maps/."""
    from tenuremix.io.output import write_together

    with reporting(lang):
        workspace = load_workspace(areas, stock, register, targets, as_of, beside=("plots",))
        files = _map_file(workspace, lang, output, basemap=basemap)
        _say(write_together(files), lang, form)


@app.command()
def report(
    year: Year,
    areas: AreasFiles = None,
    stock: StockFiles = None,
    register: RegisterFiles = None,
    targets: TargetFiles = None,
    as_of: AsOf = None,
    output: Written = None,
    freeze: Annotated[
        bool, typer.Option("--freeze", help="Spara den publicerade rapporten i rapporter/.")
    ] = False,
    fail_on_missed: FailOnMissed = False,
    lang: Language = Lang.SV,
    form: Output = Format.TABLE,
) -> None:
    """Skriv årsrapporten i maps/: html, pdf och xlsx. Läget är årets slut om inget annat anges.

    --output skriver en av dem; filändelsen väljer.
    """
    from tenuremix.io.output import write_together
    from tenuremix.progress import assess_progress
    from tenuremix.render.report import check_format
    from tenuremix.workspace import BESIDE

    with reporting(lang):
        if output is not None:
            check_format(output.suffix.lower())
        if freeze and (areas or stock or register or targets):
            raise UsageError(
                "--freeze sparar arbetsytans egen rapport; ta bort --areas, --stock, --register "
                "och --targets, eller skriv filerna i tenuremix.toml.",
                "--freeze keeps the workspace's own report; leave out --areas, --stock, --register "
                "and --targets, or name the files in tenuremix.toml.",
            )
        workspace = load_workspace(areas, stock, register, targets, as_of, beside=BESIDE)
        workspace = _with_published(workspace, year)
        files = _report_files(workspace, year, parse_day(as_of), lang, output)
        if freeze:
            _freeze(workspace, year, parse_day(as_of), lang)
        _say(write_together(files), lang, form)
        if fail_on_missed:
            books = workspace.books_on(parse_day(as_of) or _year_end(year))
            found = [assess_progress(books, t, sensitivity=False) for t in workspace.targets]
            exit_if_missed(found, fail=True)


def _with_published(workspace: Workspace, year: int) -> Workspace:
    """Add the record of the last report published before a year, to compare with."""
    from dataclasses import replace

    from tenuremix.io.frozen import read_published

    return replace(workspace, published=read_published(workspace.settings, before=year))


def _freeze(workspace: Workspace, year: int, as_of: date | None, lang: Lang) -> None:
    """Keep the record of a report, and say so where it is not part of the answer."""
    from tenuremix.io.frozen import keep_record
    from tenuremix.render.frozen import frozen_json
    from tenuremix.render.locale import Locale

    record = frozen_json(workspace, year, as_of or _year_end(year))
    path, written = keep_record(workspace.settings, record)
    here = Path.cwd()
    shown = path.relative_to(here) if path.is_relative_to(here) else path
    typer.echo(Locale(lang)("frozen.done" if written else "frozen.same", path=shown), err=True)


@app.command()
def verify(
    published: Annotated[Path, typer.Argument(metavar="RAPPORT.json", help="En fryst rapport.")],
    areas: AreasFiles = None,
    stock: StockFiles = None,
    register: RegisterFiles = None,
    targets: TargetFiles = None,
    lang: Language = Lang.SV,
    form: Output = Format.TABLE,
) -> None:
    """Räkna om en fryst rapport och säg om varje siffra står fast, och annars varför inte."""
    from tenuremix.frozen import compare
    from tenuremix.io.frozen import read_record
    from tenuremix.render.frozen import frozen_json
    from tenuremix.render.locale import Locale
    from tenuremix.render.terminal import csv_text
    from tenuremix.render.verify import verify_json, verify_rows, verify_text
    from tenuremix.workspace import BESIDE

    text = Locale(lang)
    with reporting(lang):
        old = read_record(published, str(published))
        workspace = load_workspace(areas, stock, register, targets, None, beside=BESIDE)
        found = compare(old, frozen_json(workspace, old["year"], date.fromisoformat(old["as_of"])))
        if form is Format.JSON:
            print_json(verify_json(found))
        elif form is Format.CSV:
            typer.echo(csv_text(verify_rows(found, text)), nl=False)
        else:
            typer.echo(verify_text(found, text))
        if not found.stands:
            raise typer.Exit(1)


@app.command()
def build(
    year: Annotated[int | None, typer.Option("--year", help="Rapportens år.")] = None,
    areas: AreasFiles = None,
    stock: StockFiles = None,
    register: RegisterFiles = None,
    targets: TargetFiles = None,
    as_of: AsOf = None,
    lang: Language = Lang.SV,
    form: Output = Format.TABLE,
) -> None:
    """Kontrollera indata, rita kartan och skriv årsrapporten: html, pdf och xlsx."""
    from tenuremix.io.output import write_together
    from tenuremix.render.locale import Locale
    from tenuremix.workspace import BESIDE

    text = Locale(lang)
    with reporting(lang):
        files: dict[Path, bytes] = {}
        with typer.progressbar(length=3, file=sys.stderr, show_eta=False) as bar:
            bar.label = text("build.validate")
            workspace = load_workspace(areas, stock, register, targets, as_of, beside=BESIDE)
            reported = year or workspace.as_of.year
            workspace = _with_published(workspace, reported)
            bar.update(1)
            bar.label = text("build.map")
            files |= _map_file(workspace, lang, None, basemap=False)
            bar.update(1)
            bar.label = text("build.report")
            files |= _report_files(workspace, reported, parse_day(as_of), lang, None)
            bar.update(1)
        _say(write_together(files), lang, form)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FIL", help="Filändelsen väljer formatet.")],
    level: Annotated[str | None, typer.Option("--level", help="Nivå, t.ex. mellanomrade.")] = None,
    what: Annotated[What | None, typer.Option("--what", help="Tabell.")] = None,
    areas: AreasFiles = None,
    stock: StockFiles = None,
    register: RegisterFiles = None,
    targets: TargetFiles = None,
    as_of: AsOf = None,
    lang: Language = Lang.SV,
    form: Output = Format.TABLE,
) -> None:
    """Lämna vidare områden, markanvisningar och liggare: gpkg, xlsx, parquet, geojson, csv."""
    from tenuremix.io.output import write_bytes
    from tenuremix.render.export import check_export, render_export

    with reporting(lang):
        suffix = file.suffix.lower()
        check_export(suffix, what=what, level=level)
        workspace = load_workspace(areas, stock, register, targets, as_of)
        content = render_export(
            workspace,
            suffix,
            level=choose_level(workspace, level),
            what=what or What.OMRADEN,
            language=lang,
        )
        _say([write_bytes(file, content)], lang, form)


@app.command()
def template(
    file: Path,
    areas: AreasFiles = None,
    lang: Language = Lang.SV,
    form: Output = Format.TABLE,
) -> None:
    """Skriv en mall för registret som ett Excelark med listor att välja ur."""
    from tenuremix.io.areas import read_areas
    from tenuremix.io.output import write_bytes
    from tenuremix.io.workspace import find_settings
    from tenuremix.render.template import render_template

    with reporting(lang):
        if file.suffix.lower() != ".xlsx":
            raise UsageError(
                f"{file}: mallen är ett Excelark; väntade ett namn som slutar på .xlsx.",
                f"{file}: the template is an Excel sheet; expected a name that ends in .xlsx.",
            )
        found = find_settings(Path.cwd(), overrides={"areas": areas or []})
        labels = [found.labels.get(path, path) for path in found.areas]
        content = render_template(read_areas(found.areas, labels)[0], language=lang)
        _say([write_bytes(file, content)], lang, form)


def _say(paths: Sequence[Path], lang: Lang, form: Format) -> None:
    """Name the files that were written."""
    from tenuremix.render.locale import Locale
    from tenuremix.render.terminal import csv_text

    here = Path.cwd()
    shown = [str(p.relative_to(here)) if p.is_relative_to(here) else str(p) for p in paths]
    if form is Format.JSON:
        print_json({"written": shown})
    elif form is Format.CSV:
        typer.echo(csv_text([{"written": path} for path in shown]), nl=False)
    else:
        for path in shown:
            typer.echo(Locale(lang)("written", path=path))


def _map_file(
    workspace: Workspace, lang: Lang, output: Path | None, *, basemap: bool
) -> dict[Path, bytes]:
    """Draw the map."""
    from tenuremix.render.map import render_map

    name = "karta.html" if lang is Lang.SV else "map.html"
    path = output or Path(workspace.settings.maps) / name
    page = render_map(workspace, language=lang, basemap=basemap)
    return {path: page.encode("utf-8")}


def _year_end(year: int) -> date:
    """Give the day on which a year is over, so that its targets are judged as ended."""
    return date(year + 1, 1, 1)


def _report_files(
    workspace: Workspace, year: int, as_of: date | None, lang: Lang, output: Path | None
) -> dict[Path, bytes]:
    """Make the report once, and set it in every format, or in that of one file."""
    from tenuremix.render.report import FORMATS, build_report, render_format

    name = f"rapport-{year}" if lang is Lang.SV else f"report-{year}"
    folder = Path(workspace.settings.maps)
    paths = [output] if output else [folder / f"{name}{suffix}" for suffix in FORMATS]
    made = build_report(workspace, year, as_of=as_of or _year_end(year), language=lang)
    return {path: render_format(made, path.suffix.lower()) for path in paths}
