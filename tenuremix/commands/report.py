"""The commands of the yearly report: write it, count a published one again, build everything."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenuremix.commands.map import map_file
from tenuremix.commands.options import (
    EVERYTHING,
    FILES,
    FailOnMissed,
    Inputs,
    Lang,
    MaybeYear,
    Written,
    Year,
    exit_if_missed,
    shown_path,
    with_inputs,
)
from tenuremix.errors import UsageError
from tenuremix.screen import tell

if TYPE_CHECKING:
    from tenuremix.inputs import Workspace


@with_inputs(*EVERYTHING)
def report(
    *,
    year: Year,
    inputs: Inputs,
    output: Written = None,
    freeze: Annotated[bool, typer.Option("--freeze")] = False,
    fail_on_missed: FailOnMissed = False,
) -> None:
    """Write the yearly report."""
    from tenuremix.counting.progress import assess_progress
    from tenuremix.inputs import BESIDE
    from tenuremix.io.inputs.published import add_published
    from tenuremix.report.build import check_format, no_figures

    if output is not None:
        check_format(output.suffix.lower())
    if freeze and any(inputs.files.values()):
        raise UsageError("freeze_own")
    workspace = inputs.load(BESIDE)
    as_of = inputs.day or workspace.day_of_report(year)
    workspace = add_published(workspace, year=year, as_of=as_of)
    record = _record_file(workspace, year, as_of) if freeze else None
    files = _report_files(workspace, year, as_of, inputs.lang, output)
    if record is None:
        inputs.write(files, *no_figures(workspace, year, as_of, inputs.text))
    else:
        _write_frozen(inputs, files, *record)
    if fail_on_missed:
        books = workspace.books_on(as_of)
        found = [assess_progress(books, t, sensitivity=False) for t in workspace.targets]
        exit_if_missed(found, fail=True)


def _record_file(workspace: Workspace, year: int, as_of: date) -> tuple[Path, bytes]:
    """Make the record of a report, and find its place in the workspace."""
    from tenuremix.answers.record import frozen_json
    from tenuremix.io.inputs.published import record_file

    return record_file(workspace.settings, frozen_json(workspace, year, as_of))


def _write_frozen(
    inputs: Inputs, files: Mapping[Path, bytes], record: Path, content: bytes
) -> None:
    """Write a report and its record, so that neither is there without the other."""
    from tenuremix.io.files.write import write_together

    new = not record.exists()
    write_together({**files, **({record: content} if new else {})})
    inputs.done.append(str(shown_path(record)))
    said = inputs.text("frozen.done" if new else "frozen.same", path=shown_path(record))
    tell(said)
    inputs.name_files(files)


@with_inputs(*FILES)
def verify(*, published: Annotated[Path, typer.Argument(metavar="file")], inputs: Inputs) -> None:
    """Count a frozen report again."""
    from tenuremix.answers.record import frozen_json
    from tenuremix.answers.verify import verify_json, verify_rows, verify_text
    from tenuremix.inputs import BESIDE
    from tenuremix.io.inputs.published import read_record
    from tenuremix.published.compare import compare

    old = read_record(published, str(published))
    workspace = inputs.load(BESIDE)
    found = compare(old, frozen_json(workspace, old["year"], date.fromisoformat(old["as_of"])))
    inputs.show(
        lambda: verify_json(found),
        lambda: verify_text(found, inputs.text),
        lambda: verify_rows(found, inputs.text),
    )
    if not found.stands:
        raise typer.Exit(1)


@with_inputs(*EVERYTHING)
def build(*, year: MaybeYear = None, inputs: Inputs) -> None:
    """Check the input, draw the map and write the report."""
    from tenuremix.inputs import BESIDE
    from tenuremix.io.inputs.published import add_published
    from tenuremix.report.build import no_figures

    text = inputs.text
    with typer.progressbar(length=3, file=sys.stderr, show_eta=False) as bar:
        bar.label = text("build.validate")
        workspace = inputs.load(BESIDE)
        reported = year or workspace.as_of.year
        as_of = inputs.day or workspace.day_of_report(reported)
        workspace = add_published(workspace, year=reported, as_of=as_of)
        bar.update(1)
        bar.label = text("build.map")
        files = map_file(workspace, inputs.lang, None, basemap=False)
        bar.update(1)
        bar.label = text("build.report")
        files |= _report_files(workspace, reported, as_of, inputs.lang, None)
        bar.update(1)
    first = shown_path(next(iter(files)))
    after = no_figures(workspace, reported, as_of, text)
    inputs.write(files, "\n".join([*after, text("build.open", path=first)]))


def _report_files(
    workspace: Workspace, year: int, as_of: date, lang: Lang, output: Path | None
) -> dict[Path, bytes]:
    """Make the report and its annex once, and set them in every format, or in that of one file."""
    from tenuremix.report.build import FORMATS, build_reports, render_files, report_name

    made = build_reports(workspace, year, as_of=as_of, language=lang)
    name = report_name(year, made.report.text)
    folder = Path(workspace.settings.maps)
    return render_files(made, [output] if output else [folder / f"{name}{s}" for s in FORMATS])
