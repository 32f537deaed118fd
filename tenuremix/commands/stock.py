"""The command that counts the stock of areas from tables of dwellings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tenuremix.commands.options import Format, Inputs, parse_day, shown_path, with_inputs
from tenuremix.errors import UsageError
from tenuremix.screen import tell

if TYPE_CHECKING:
    from tenuremix.io.dwellings.stock import CountedStock


@with_inputs("areas")
def stock(
    *,
    files: Annotated[list[str], typer.Argument(metavar="file")],
    day: Annotated[str | None, typer.Option("--date", metavar="date")] = None,
    suppress_below: Annotated[int | None, typer.Option("--suppress-below", min=3, max=1000)] = None,
    output: Annotated[Path, typer.Option("--output", metavar="file")],
    scheduler: Annotated[str | None, typer.Option("--scheduler", metavar="address")] = None,
    inputs: Inputs,
) -> None:
    """Count the stock of areas."""
    from tenuremix.io.dwellings.scheduler import read_scheduler
    from tenuremix.io.dwellings.stock import count_stock
    from tenuremix.io.files.write import is_stream, write_together
    from tenuremix.io.inputs.areas import read_areas
    from tenuremix.io.inputs.sidecar import Files
    from tenuremix.io.inputs.workspace import find_settings

    when = parse_day(day, "--date")
    elsewhere = read_scheduler(scheduler) if scheduler is not None else None
    read = {Path(file.partition("|")[0]).resolve() for file in files}
    if not is_stream(output) and (output.suffix.lower() != ".csv" or output.resolve() in read):
        raise UsageError("stock_output", file=output)
    settings = find_settings(Path.cwd(), overrides=inputs.files)
    areas = read_areas(Files(settings.areas, settings.labels))
    below = suppress_below or 1
    found = count_stock(Files(files), areas, day=when, below=below, scheduler=elsewhere)
    made = {output: found.text.encode()}
    if not is_stream(output):
        made[output.with_name(output.name + ".source.toml")] = found.sidecar.encode()
    written = [str(shown_path(path)) for path in write_together(made)]
    inputs.done.extend(written)
    if inputs.form is Format.TABLE and found.outside:
        tell(inputs.text("stock.outside", number=found.outside))
    if not is_stream(output):
        record = _record(found, written)
        inputs.show(lambda: record, lambda: _said(found, written, inputs), lambda: [record])


def _record(found: CountedStock, written: list[str]) -> dict[str, Any]:
    by_day = {
        day.isoformat(): {"dwellings": counted.dwellings, "outside": counted.outside}
        for day, counted in found.by_day.items()
    }
    counted = next(iter(found.by_day.values()))
    return {
        "written": written,
        "dwellings": sum(each["dwellings"] for each in by_day.values()),
        "outside": found.outside,
        "dates": by_day,
        "areas": {level: len(numbers) for level, numbers in counted.levels.items()},
        "suppressed": dict(found.suppressed),
    }


def _said(found: CountedStock, written: list[str], inputs: Inputs) -> str:
    text = inputs.text
    lines = [text("written", path=path) for path in written]
    for day, counted in found.by_day.items():
        lines.append(text("stock.counted", number=counted.dwellings, date=day))
    if hidden := sum(found.suppressed.values()):
        lines.append(text("stock.suppressed", number=hidden))
    lines.append(text("stock.use", file=written[0]))
    return "\n".join(lines)
