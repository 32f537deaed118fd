"""The command that checks a proposed allocation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from tenuremix.commands.options import (
    EVERYTHING,
    TABLES,
    Dwellings,
    Inputs,
    require_suffix,
    with_inputs,
)
from tenuremix.errors import UsageError
from tenuremix.screen import tell

if TYPE_CHECKING:
    from tenuremix.answers.note import CheckNote
    from tenuremix.counting.proposal import Alternatives, Check, Plot
    from tenuremix.counting.tenure import Tenure
    from tenuremix.dwellings.around import Around
    from tenuremix.inputs import Source, Workspace
    from tenuremix.locale.locale import Locale


_DRAWN = ("water",)
"""What the map of a file shows beside what the answer rests on."""


class Hustyp(StrEnum):
    """The building type of a proposal, as the stock names it."""

    SMAHUS = "smahus"
    FLERBOSTADSHUS = "flerbostadshus"
    OVRIGA = "ovriga"
    SPECIAL = "special"


@with_inputs(*EVERYTHING, *TABLES)
def check(
    *,
    proposals: Annotated[list[str] | None, typer.Argument(metavar="file")] = None,
    compare: Annotated[bool, typer.Option("--compare")] = False,
    point: Annotated[str | None, typer.Option("--point", metavar="point")] = None,
    area: Annotated[str | None, typer.Option("--area", metavar="code")] = None,
    name: Annotated[str, typer.Option("--name", metavar="name")] = "",
    hyresratt: Dwellings = 0,
    bostadsratt: Dwellings = 0,
    aganderatt: Dwellings = 0,
    oklar: Dwellings = 0,
    hustyp: Annotated[Hustyp | None, typer.Option("--hustyp")] = None,
    crs: Annotated[str | None, typer.Option("--crs", metavar="epsg")] = None,
    radius: Annotated[
        int | None, typer.Option("--radius", metavar="metres", min=1, max=100_000)
    ] = None,
    since: Annotated[Path | None, typer.Option("--since", metavar="file")] = None,
    bedomning: Annotated[str, typer.Option("--bedomning")] = "",
    html: Annotated[Path | None, typer.Option("--html", metavar="file")] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="file")] = None,
    docx: Annotated[Path | None, typer.Option("--docx", metavar="file")] = None,
    mall: Annotated[Path | None, typer.Option("--mall", metavar="file")] = None,
    inputs: Inputs,
) -> None:
    """Check a proposal, or several beside each other."""
    from tenuremix.counting.check import check_proposal
    from tenuremix.counting.tenure import ALLOCATION_TENURES

    for option, file in {"--html": html, "--docx": docx, "--xlsx": xlsx}.items():
        require_suffix(option, file, f".{option[2:]}")
    numbers = (hyresratt, bostadsratt, aganderatt, oklar)
    stated = dict(zip(ALLOCATION_TENURES, numbers, strict=True))
    if compare:
        one = {"--point": point, "--area": area, "--radius": radius, "--since": since}
        told = {"--name": name or None, "--bedomning": bedomning or None}
        made = {"--mall": mall}
        counts = {f"--{tenure}": number or None for tenure, number in stated.items()}
        _refuse({**one, **told, **made, **counts})
        files = {"html": html, "xlsx": xlsx, "docx": docx}
        _compare(proposals or [], crs, hustyp, files, inputs)
        return
    if len(proposals or ()) > 1:
        raise UsageError("many_files")
    if xlsx is not None:
        raise UsageError("xlsx_compare")
    if sum(place is not None for place in (proposals or None, point, area)) != 1:
        raise UsageError("one_place")
    if bool(proposals) is any(numbers):
        raise UsageError("no_dwellings")
    template = _template(docx, mall)
    workspace = inputs.load(_DRAWN if html or docx else ())
    if area is not None and area.strip() and workspace.areas.level_of(area) is None:
        from tenuremix.answers.asked import find_area

        area = find_area(workspace.areas, area, inputs.text)
    proposal = proposals[0] if proposals else None
    plots = _built(_plots(workspace, proposal, point, area, crs, name, stated), hustyp)
    found = check_proposal(
        workspace.books, plots, workspace.targets, benchmark=workspace.settings.benchmark
    )
    around = None
    if radius is not None:
        from tenuremix.io.dwellings.around import around_plots

        around = around_plots(workspace, plots, radius)
    _show_check(found, workspace, inputs, around, since, bedomning, _Written(html, docx, template))


class _Written(NamedTuple):
    """The files that an answer is written to beside what is printed; the template of the second."""

    html: Path | None
    docx: Path | None
    template: tuple[bytes, str] | None

    def write(self, note: CheckNote, inputs: Inputs) -> None:
        """Write them, both or none, and tell it."""
        from tenuremix.io.files.write import write_together

        files = {}
        if self.html is not None:
            files[self.html] = note.html().encode("utf-8")
        if self.docx is not None:
            files[self.docx] = note.docx(*(self.template or ()))
        _told(write_together(files), inputs)


def _told(paths: Iterable[Path], inputs: Inputs) -> None:
    """Tell which files were written beside the answer."""
    for path in paths:
        inputs.done.append(str(path))
        tell(inputs.text("written", path=path))


def _template(docx: Path | None, mall: Path | None) -> tuple[bytes, str] | None:
    """Read the template of a Word file, where one is named."""
    if mall is None:
        return None
    if docx is None:
        raise UsageError("mall_alone")
    if docx.resolve() == mall.resolve():
        raise UsageError("mall_same", file=mall)
    from tenuremix.io.formats.docx import read_bytes

    return read_bytes(mall), str(mall)


def _refuse(options: Mapping[str, object]) -> None:
    """Refuse what is said of one proposal by itself."""
    for option, value in options.items():
        if value is not None:
            raise UsageError("compare_alone", option=option)


def _compare(
    files: Sequence[str],
    crs: str | None,
    hustyp: Hustyp | None,
    products: Mapping[str, Path | None],
    inputs: Inputs,
) -> None:
    """Set proposals beside each other; each file is read once, and all their faults are told."""
    from tenuremix.answers.compare.figures import compare, proposal_name, require_few
    from tenuremix.answers.compare.record import comparison_record, comparison_rows
    from tenuremix.answers.compare.terminal import comparison_text
    from tenuremix.errors import DataError, Fault
    from tenuremix.io.files.write import write_together
    from tenuremix.io.inputs.register import read_proposal

    require_few(files)
    if len({*filter(None, products.values())}) < sum(p is not None for p in products.values()):
        raise UsageError("compare_same")
    workspace, text = inputs.load(), inputs.text
    read: dict[str, Sequence[Plot]] = {}
    faults: list[Fault] = []
    for file in dict.fromkeys(files):
        try:
            plots = read_proposal(file, file, workspace.areas, crs=crs)
            read[file] = _built(plots, hustyp)
        except DataError as error:
            faults += error.faults
    if faults:
        raise DataError(faults)
    found = compare(workspace, [(proposal_name(file), read[file]) for file in files])
    written = {
        path: _product(kind, found, workspace, text)
        for kind, path in products.items()
        if path is not None
    }
    _told(write_together(written), inputs)
    inputs.show(
        lambda: comparison_record(found, workspace, text),
        lambda: [
            *comparison_text(found, workspace, text, details=inputs.details),
            *inputs.more("compare"),
        ],
        lambda: list(comparison_rows(found, workspace, text)),
    )


def _product(kind: str, found: Alternatives, workspace: Workspace, text: Locale) -> bytes:
    """Make a file of proposals beside each other."""
    if kind == "xlsx":
        from tenuremix.answers.compare.workbook import comparison_xlsx

        return comparison_xlsx(found, workspace, text)
    from tenuremix.answers.compare.page import comparison_docx, render_comparison

    if kind == "docx":
        return comparison_docx(found, workspace, text)
    return render_comparison(found, workspace, text).encode()


def _built(plots: Sequence[Plot], hustyp: Hustyp | None) -> list[Plot]:
    """Give plots the building type that was stated, where they have none of their own."""
    from dataclasses import replace

    if hustyp is None:
        return [*plots]
    return [replace(plot, hustyp=plot.hustyp or hustyp.value) for plot in plots]


def _plots(
    workspace: Workspace,
    proposal: str | None,
    point: str | None,
    area: str | None,
    crs: str | None,
    name: str,
    dwellings: Mapping[Tenure, int],
) -> list[Plot]:
    from tenuremix.counting.proposal import Plot
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
    around: tuple[Around, Sequence[Source]] | None,
    since: Path | None,
    bedomning: str,
    files: _Written,
) -> None:
    from dataclasses import replace

    from tenuremix.answers.contract import around_json
    from tenuremix.answers.terminal import check_text
    from tenuremix.answers.verdict import changes_since, check_record

    text, changed = inputs.text, ""
    if since:
        from tenuremix.io.inputs.published import read_check

        changed = changes_since(read_check(since), check_record(found, workspace, text), text)

    def record() -> dict[str, Any]:
        said = {"since": changed, "assessment": bedomning}
        made = check_record(found, workspace, text)
        if around is not None:
            made["radius"] = around_json(*around, found)
        return {**made, **{key: words for key, words in said.items() if words}}

    options: dict[str, Any] = {
        "assessment": bedomning,
        "since": changed,
        "around": around and around[0],
    }
    if files.html is not None or files.docx is not None:
        from tenuremix.answers.note import CheckNote

        files.write(CheckNote.of(found, workspace, language=inputs.lang, **options), inputs)
        # What the map alone lies on is no basis of the answer.
        sources = [source for source in workspace.sources if source.kind not in _DRAWN]
        workspace = replace(workspace, sources=sources)
    inputs.show(
        record,
        lambda: [
            *check_text(found, workspace, text, details=inputs.details, **options),
            *inputs.more("check"),
        ],
        lambda: record()["placement"],
    )
