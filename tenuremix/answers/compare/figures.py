"""What stands beside each other: every figure of the proposals, and of nothing, by its subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import PurePath
from typing import Any

from tenuremix.answers.contract import pole_json
from tenuremix.counting.check import check_alternatives
from tenuremix.counting.missing import MissingPole
from tenuremix.counting.proposal import Alternatives, AreaCheck, Check, Plot, TargetCheck
from tenuremix.counting.tenure import ALLOCATION_TENURES, KNOWN, Tenure, majority_class, share
from tenuremix.document.missing import pole_name, pole_short
from tenuremix.document.names import area_label, file_name, plain
from tenuremix.document.tables import Cell, Figure, Kind, counted, portion, whole
from tenuremix.document.words import holder_name, level_name
from tenuremix.errors import UsageError
from tenuremix.inputs import Workspace
from tenuremix.locale.catalogue import Language
from tenuremix.locale.locale import UNKNOWN, Locale

FEWEST, MOST = 2, 6
"""How many proposals are set beside each other."""

_LONGEST = 40  # characters of a name, which is the heading of a column
_NOTHING = "compare.nothing"
STATES = ("now", "with_proposal")
"""An area today; and with what is decided, which is the column of nothing, and the proposal."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One figure of every column: of nothing first, then of each proposal.

    Parameters
    ----------
    figure
        What it is, as the JSON calls it.
    words
        What it is, for the reader.
    cells
        As it is printed.
    values
        As the JSON has it; None here takes the figures of the cells.
    tenure, state
        Of which tenure, and in which of :data:`STATES`, where it is of one.
    apart
        What a sheet has instead, where a cell holds both a word and a number: words and cells.
    """

    figure: str
    words: str
    cells: Sequence[Cell]
    values: Sequence[Any] | None = None
    tenure: Tenure | None = None
    state: str | None = None
    apart: Sequence[tuple[str, Sequence[Cell]]] = ()

    @property
    def differs(self) -> bool:
        """Whether a reader sees a difference: shares are told to a tenth of a percentage point."""
        return len(set(map(str, self.cells))) > 1

    @property
    def sheet(self) -> Sequence[tuple[str, Sequence[Cell]]]:
        """The rows of a sheet: words, and cells that are all figures or all texts."""
        return self.apart or [(self.words, self.cells)]


@dataclass(frozen=True, slots=True)
class Subject:
    """What figures are of: all of a proposal, a target or an area.

    ``kind`` is ``"proposal"``, ``"target"`` or ``"area"``; ``id`` is that of the target or the
    code of the area, at its ``level``.
    """

    kind: str
    title: str
    figures: Sequence[Beside]
    id: str | None = None
    level: str | None = None

    @property
    def differing(self) -> list[Beside]:
        """The figures that differ."""
        return [each for each in self.figures if each.differs]

    @property
    def alike(self) -> list[Beside]:
        """The figures that are the same in every column."""
        return [each for each in self.figures if not each.differs]


def compare(workspace: Workspace, proposals: Sequence[tuple[str, Sequence[Plot]]]) -> Alternatives:
    """Check proposals of which one will be decided, in a workspace.

    Parameters
    ----------
    proposals
        From two to six: what each is called, and its plots.

    Raises
    ------
    UsageError
        Where they are fewer or more.
    """
    require_few(proposals)
    names = unique_names([name for name, _ in proposals])
    return check_alternatives(
        workspace.books,
        {name: plots for name, (_, plots) in zip(names, proposals, strict=True)},
        workspace.targets,
        benchmark=workspace.settings.benchmark,
    )


def require_few(proposals: Sequence[object]) -> None:
    """Make sure that there are as many proposals as can be read beside each other.

    Raises
    ------
    UsageError
        Where there are fewer or more.
    """
    if not FEWEST <= len(proposals) <= MOST:
        raise UsageError("compare_number", found=len(proposals), fewest=FEWEST, most=MOST)


def proposal_name(file: str) -> str:
    """Call a proposal as its file is called, or its layer where one is named.

    Examples
    --------
    >>> proposal_name("anbud/Kvarnen.csv"), proposal_name("anbud.gpkg|layername=kvarnen")
    ('Kvarnen', 'kvarnen')
    """
    path, *options = file.split("|")
    layers = [each.partition("=")[2] for each in options if each.startswith("layername=")]
    return layers[0] if layers else PurePath(file_name(path)).stem


def unique_names(names: Sequence[str]) -> list[str]:
    """Tell names apart: those that are alike are numbered, A (1) and A (2), in their order.

    Names that differ by capitals alone are alike, as they are in the headings of a spreadsheet;
    one that is what nothing is called, in either language, is numbered too.
    """
    short = [plain(_cut(" ".join(name.split()))) or UNKNOWN for name in names]
    keys = [name.casefold() for name in short]
    nothing = {Locale(language)(_NOTHING).casefold() for language in Language}
    taken = {*nothing, *keys}
    found = []
    for name, key in zip(short, keys, strict=True):
        if keys.count(key) == 1 and key not in nothing:
            found.append(name)
            continue
        numbered = (f"{name} ({number})" for number in count(1))
        found.append(next(each for each in numbered if each.casefold() not in taken))
        taken.add(found[-1].casefold())
    return found


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def headed(found: Alternatives, text: Locale) -> list[str]:
    """Give the headings of the columns: nothing, then every proposal."""
    return [text(_NOTHING), *found.names]


def subjects(found: Alternatives, workspace: Workspace, text: Locale) -> list[Subject]:
    """Set every figure of the proposals, and of nothing, beside each other.

    Returns
    -------
    list
        What the proposals have; what each target counts; what each area has and lacks.
    """
    columns = found.columns
    made = [Subject("proposal", text("compare.proposal"), [*_dwellings(columns, text)])]
    for checks in zip(*(column.targets for column in columns), strict=True):
        target = checks[0].target
        figures = [*_target(checks, text)]
        made.append(Subject("target", plain(target.title), figures, target.id))
    for areas in zip(*(column.areas for column in columns), strict=True):
        area = areas[0].projection.area
        label = area_label(workspace.areas, area.code, text, area.level)
        title = text("compare.area", area=label, level=level_name(area.level, text))
        made.append(Subject("area", title, [*_area(areas, text)], area.code, area.level))
    return made


def _dwellings(columns: Sequence[Check], text: Locale) -> Iterator[Beside]:
    for tenure in ALLOCATION_TENURES:
        words = _capital(text.tenures(tenure))
        numbers = [column.dwellings.get(tenure, 0) for column in columns]
        yield Beside("dwellings", words, _wholes(numbers, text), tenure=tenure)
    outside = [
        sum(sum(part.dwellings.values()) for part in column.placement if part.area is None)
        for column in columns
    ]
    yield Beside("outside", text("compare.outside"), _wholes(outside, text))


def _target(checks: Sequence[TargetCheck], text: Locale) -> Iterator[Beside]:
    """Say what counts and what the sum is; with several readings, under how many, and how far."""
    first, minimum = checks[0], checks[0].target.minimum
    yield Beside("counts", text("compare.counts"), _wholes((c.counts for c in checks), text))
    words = text("compare.sum") if minimum is None else text("compare.sum_of", minimum=minimum)
    yield Beside("counted_after", words, _wholes((c.counted_after for c in checks), text))
    if first.definitions == 1:
        return
    of = first.definitions
    ends = [(min(check.after), max(check.after)) for check in checks]
    cells = [Figure(text.span(low, high), Kind.WHOLE, low, high) for low, high in ends]
    yield Beside("counted_after_range", text("compare.range", definitions=of), cells)
    words = text("compare.counting", definitions=of)
    yield Beside("counting", words, _wholes((c.counting for c in checks), text))
    if minimum is not None:
        words = text("compare.reaching", definitions=of, minimum=minimum)
        yield Beside("reaching", words, _wholes((c.reaching for c in checks), text))


def _area(areas: Sequence[AreaCheck], text: Locale) -> Iterator[Beside]:
    brought = _wholes((sum(area.dwellings.values()) for area in areas), text)
    yield Beside("brought", text("compare.brought"), brought)
    for state in STATES:
        mixes = [each.projection.now if state == "now" else each.with_proposal for each in areas]
        for tenure in KNOWN:
            words = text(f"compare.share.{state}", tenure=text(f"tenure.{tenure}"))
            parts = [None if mix is None else share(mix, {tenure}) for mix in mixes]
            cells = [portion(part, text) for part in parts]
            yield Beside("share", words, cells, tenure=tenure, state=state)
        labels = [None if mix is None else majority_class(mix) for mix in mixes]
        holders = [holder_name(label, text) for label in labels]
        yield Beside("class", text(f"compare.class.{state}"), holders, labels, state=state)
        scale = areas[0].projection.missing_pole
        yield _missing([(scale(mix), mix is not None) for mix in mixes], state, text)


def _missing(found: Sequence[tuple[MissingPole, bool]], state: str, text: Locale) -> Beside:
    """Say what is missing in one cell, and its pole and its dwellings apart for a sheet.

    Beside each stands whether there are statistics to judge it by.
    """
    words = text(f"compare.missing.{state}")
    poles = [pole_name(pole.pole, text) if known else UNKNOWN for pole, known in found]
    numbers = [counted(pole.dwellings, text) for pole, _ in found]
    return Beside(
        "missing_pole",
        words,
        [pole_short(pole, text) if known else UNKNOWN for pole, known in found],
        [pole_json(pole) for pole, _ in found],
        state=state,
        apart=[(words, poles), (text(f"compare.dwellings.{state}"), numbers)],
    )


def _wholes(numbers: Iterable[int | None], text: Locale) -> list[Figure]:
    return [whole(number, text) for number in numbers]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
