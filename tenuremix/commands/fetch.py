"""The fetch commands, which use the network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tenuremix.commands.options import Inputs, own_folder, with_inputs
from tenuremix.commands.parser import HelpedCommand, HelpedGroup
from tenuremix.commands.watch import Timeout, fetching

if TYPE_CHECKING:
    from tenuremix.io.fetching.vintages import Kept
    from tenuremix.locale.locale import Locale

_SHOWN = 40
"""More changes than this are left to the file that lists them all."""
_WIDEST = 300
"""Longer notes than this are cut on the screen; the sidecar has them whole."""

app = typer.Typer(cls=HelpedGroup, no_args_is_help=True, rich_markup_mode=None)


class Publisher(StrEnum):
    """Where statistics are fetched from."""

    GOTEBORG = "goteborg"
    SCB = "scb"


def _url(variable: str) -> object:
    """Make the option of another address than the source's own."""
    return typer.Option("--url", metavar="address", envvar=variable)


From = Annotated[Publisher, typer.Option("--source")]
Kommun = Annotated[str, typer.Option("--kommun", metavar="code")]


@app.command("stock", cls=HelpedCommand)
@with_inputs()
def fetch_stock(
    *,
    url: Annotated[str | None, _url("TENUREMIX_STOCK_URL")] = None,
    source: From = Publisher.GOTEBORG,
    kommun: Kommun = "1480",
    level: Annotated[str | None, typer.Option("--level", metavar="level")] = None,
    year: Annotated[list[int] | None, typer.Option("--year", metavar="year")] = None,
    timeout: Timeout = 30.0,
    inputs: Inputs,
) -> None:
    """Fetch the stock."""
    from tenuremix.io.fetching import stock
    from tenuremix.io.fetching.stock_tables import Order
    from tenuremix.io.importing.dialect import folded

    level = level and folded(level)
    order = Order(source.value, url, kommun, level, tuple(year or ()))
    with fetching(own_folder(), timeout, inputs.text) as client:
        found = stock.fetch_stock(client, order)
    _show("whole" if level == "kommun" else "stock", found, inputs)


@app.command("completed", cls=HelpedCommand)
@with_inputs()
def fetch_completed(
    *,
    url: Annotated[str | None, _url("TENUREMIX_STOCK_URL")] = None,
    level: Annotated[str, typer.Option("--level", metavar="level")] = "primaromrade",
    timeout: Timeout = 30.0,
    inputs: Inputs,
) -> None:
    """Fetch completed dwellings."""
    from tenuremix.io.fetching import completed
    from tenuremix.io.importing.dialect import folded

    with fetching(own_folder(), timeout, inputs.text) as client:
        found = completed.fetch_completed(client, url=url, level=folded(level))
    _show("completed", [found], inputs)


@app.command("areas", cls=HelpedCommand)
@with_inputs()
def fetch_areas(
    *,
    url: Annotated[str | None, _url("TENUREMIX_AREAS_URL")] = None,
    source: From = Publisher.GOTEBORG,
    kommun: Kommun = "1480",
    timeout: Timeout = 30.0,
    inputs: Inputs,
) -> None:
    """Fetch areas."""
    from tenuremix.io.fetching import areas
    from tenuremix.io.fetching.stock_tables import Order

    with fetching(own_folder(), timeout, inputs.text) as client:
        found = areas.fetch_areas(client, Order(source.value, url, kommun))
    _show("areas", [found], inputs)


def _show(kind: str, found: Sequence[Kept], inputs: Inputs) -> None:
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
    inputs.done.extend(kept.file for kept in found if kept.status != "same")
    inputs.show(
        lambda: records,
        lambda: "\n".join(line for kept in found for line in _lines(kind, kept, inputs.text)),
        lambda: [{key: r[key] for key in ("status", "file", "previous")} for r in records],
    )


def _lines(kind: str, kept: Kept, text: Locale) -> Iterator[str]:
    from tenuremix.io.fetching.vintages import CHANGES

    values = {"file": kept.file, "previous": kept.previous, "kind": kind}
    yield text(f"fetch.{kept.status}", **values, number=len(kept.changes))
    for change in kept.changes[:_SHOWN]:
        words = {"cell": change.key, "before": change.before, "after": change.after}
        yield text("fetch.change", **words)
    if len(kept.changes) > _SHOWN:
        listed = f"{kept.file.rpartition('/')[0]}/{CHANGES}"
        yield text("fetch.more", number=len(kept.changes) - _SHOWN, file=listed)
    if kept.status != "same":
        for note in kept.notes:
            short = note if len(note) <= _WIDEST else f"{note[:_WIDEST]} …"
            yield text("fetch.note", note=short)
        used = kind if kind in ("completed", "whole") else kept.status
        yield text(f"fetch.use.{used}", **values)
