"""The fetch commands, which use the network."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tenuremix.options import Format, Lang, Language, own_folder
from tenuremix.waiting import Timeout, fetching

if TYPE_CHECKING:
    from tenuremix.io.vintages import Kept

_SHOWN = 40
"""More changes than this are left to the file that lists them all."""
_WIDEST = 300
"""Longer notes than this are cut on the screen; the sidecar has them whole."""

app = typer.Typer(
    help="Hämta underlag från nätet till arbetsytan.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Source(StrEnum):
    """Where statistics are fetched from."""

    GOTEBORG = "goteborg"
    SCB = "scb"


From = Annotated[Source, typer.Option("--source", help="Källa.")]
Kommun = Annotated[str, typer.Option("--kommun", metavar="KOD", help="Kommun, fyra siffror.")]
Output = Annotated[Format, typer.Option("--format", help="Form på svaret.")]


@app.command("stock")
def fetch_stock(
    url: Annotated[
        str | None,
        typer.Option(
            "--url",
            metavar="ADRESS",
            envvar="TENUREMIX_STOCK_URL",
            help="En annan statistikdatabas än källans egen.",
        ),
    ] = None,
    source: From = Source.GOTEBORG,
    kommun: Kommun = "1480",
    level: Annotated[
        str | None, typer.Option("--level", help="Nivå, t.ex. mellanomrade, regso, kommun.")
    ] = None,
    year: Annotated[
        list[int] | None, typer.Option("--year", help="År; utan det hämtas det senaste.")
    ] = None,
    timeout: Timeout = 30.0,
    lang: Language = Lang.SV,
    output: Output = Format.TABLE,
) -> None:
    """Hämta beståndet efter hustyp och upplåtelseform, en årgång för varje år."""
    from tenuremix.io import clock
    from tenuremix.io import fetch_stock as stock
    from tenuremix.io.stock_tables import Order

    with fetching(lang) as teller:
        order = Order(source.value, url, kommun, level, tuple(year or ()))
        found = stock.fetch_stock(
            own_folder(), order, today=clock.today(), timeout=timeout, watcher=teller
        )
        _show("whole" if level == "kommun" else "stock", found, lang, output)


@app.command("completed")
def fetch_completed(
    url: Annotated[
        str | None,
        typer.Option(
            "--url",
            metavar="ADRESS",
            envvar="TENUREMIX_STOCK_URL",
            help="En annan statistikdatabas än stadens egen.",
        ),
    ] = None,
    level: Annotated[str, typer.Option("--level", help="Nivå.")] = "primaromrade",
    timeout: Timeout = 30.0,
    lang: Language = Lang.SV,
    output: Output = Format.TABLE,
) -> None:
    """Hämta färdigställda bostäder per område och år, att jämföra markanvisningarna med."""
    from tenuremix.io import clock
    from tenuremix.io import fetch_completed as completed

    with fetching(lang) as teller:
        found = completed.fetch_completed(
            own_folder(),
            url=url,
            level=level,
            today=clock.today(),
            timeout=timeout,
            watcher=teller,
        )
        _show("completed", [found], lang, output)


@app.command("areas")
def fetch_areas(
    url: Annotated[
        str | None,
        typer.Option(
            "--url",
            metavar="ADRESS",
            envvar="TENUREMIX_AREAS_URL",
            help="En annan karttjänst (WFS) än källans egen.",
        ),
    ] = None,
    source: From = Source.GOTEBORG,
    kommun: Kommun = "1480",
    timeout: Timeout = 30.0,
    lang: Language = Lang.SV,
    output: Output = Format.TABLE,
) -> None:
    """Hämta områden: Göteborgs egna, eller DeSO och RegSO i vilken kommun som helst (scb)."""
    from tenuremix.io import clock
    from tenuremix.io import fetch_areas as areas

    with fetching(lang) as teller:
        found = areas.fetch_areas(
            own_folder(),
            source=source.value,
            url=url,
            kommun=kommun,
            today=clock.today(),
            timeout=timeout,
            watcher=teller,
        )
        _show("areas", [found], lang, output)


def _show(kind: str, found: Sequence[Kept], lang: Lang, output: Format) -> None:
    from tenuremix.render.terminal import csv_text

    records = [
        {
            "status": kept.status,
            "file": kept.file,
            "previous": kept.previous or None,
            "changes": [{"key": c.key, "before": c.before, "after": c.after} for c in kept.changes],
            "notes": list(kept.notes),
        }
        for kept in found
    ]
    if output is Format.JSON:
        typer.echo(json.dumps(records, ensure_ascii=False, indent=1))
    elif output is Format.CSV:
        lines = [{key: r[key] for key in ("status", "file", "previous")} for r in records]
        typer.echo(csv_text(lines), nl=False)
    else:
        for kept in found:
            _show_one(kind, kept, lang)


def _show_one(kind: str, kept: Kept, lang: Lang) -> None:
    from tenuremix.io.vintages import CHANGES
    from tenuremix.render.locale import Locale

    text = Locale(lang)
    values = {"file": kept.file, "previous": kept.previous, "kind": kind}
    typer.echo(text(f"fetch.{kept.status}", **values, number=len(kept.changes)))
    for change in kept.changes[:_SHOWN]:
        words = {"cell": change.key, "before": change.before, "after": change.after}
        typer.echo(text("fetch.change", **words))
    if len(kept.changes) > _SHOWN:
        listed = f"{kept.file.rpartition('/')[0]}/{CHANGES}"
        typer.echo(text("fetch.more", number=len(kept.changes) - _SHOWN, file=listed))
    if kept.status != "same":
        for note in kept.notes:
            short = note if len(note) <= _WIDEST else f"{note[:_WIDEST]} …"
            typer.echo(text("fetch.note", note=short))
        used = kind if kind in ("completed", "whole") else kept.status
        typer.echo(text(f"fetch.use.{used}", **values))
