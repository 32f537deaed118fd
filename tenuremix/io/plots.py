"""Read the open plots by the contract, and what the workspace asks of a plan for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from tenuremix.areas import Areas
from tenuremix.errors import DataError, Fault
from tenuremix.io.cells import Cells, require_columns
from tenuremix.io.geometry import Places
from tenuremix.io.register import place_fault, places_of, read_place
from tenuremix.io.rows import Row
from tenuremix.io.sidecar import read_source
from tenuremix.io.stated import (
    COUNT,
    TEXTS,
    WORD,
    Key,
    Keys,
    StatedFile,
    exactly,
    is_share,
    is_within,
    one_of,
    tables_of,
)
from tenuremix.io.tables import read_table
from tenuremix.plan import Limit, OpenPlot, Terms
from tenuremix.register import SUBGROUPS, Place, State
from tenuremix.rules import Target
from tenuremix.schema import PLOTS
from tenuremix.tenure import KNOWN, Tenure
from tenuremix.workspace import Source

SIZE, LEAST, MOST = "bostader", "bostader_min", "bostader_max"
LARGEST = 100_000
"""More dwellings than any plot takes."""

YES, NO = "ja", "nej"


def _are_weights(value: object) -> bool:
    fits = is_within(1, 1000)
    return isinstance(value, dict) and bool(value) and all(fits(n) for n in value.values())


PLAN_KEYS: Keys = {
    "weights": Key(_are_weights, "{ NIVÅ = 1 }"),
    "no_more_hyresratt_in": WORD,
    "least_share_hyresratt": Key(is_share, "0.3", exactly),
    "least_income": Key(is_within(0), "100000000"),
    "targets": TEXTS,
    "limit": tables_of("plan.limit"),
}
LIMIT_KEYS: Keys = {
    "area": Key(lambda value: isinstance(value, str), '"601"'),
    "year": Key(is_within(0), "2026"),
    "tenure": one_of(KNOWN, Tenure),
    "least": COUNT,
    "most": COUNT,
}


def read_plots(
    sources: Sequence[str],
    labels: Sequence[str],
    areas: Areas | None,
    states: Mapping[str, State],
) -> tuple[list[OpenPlot], list[Source]]:
    """Read the open plots from one or more files.

    Parameters
    ----------
    sources
        Files with one row per plot; the columns ``id``, ``namn``, ``bostader`` (or
        ``bostader_min`` and ``bostader_max``) and a place are required.
    labels
        How each is named to the reader.
    areas
        The areas, for the codes of ``omrade`` and the CRS; None where they are at fault.
    states
        The allocations that stand: one of them whose tenure is decided is no open plot.

    Returns
    -------
    tuple
        The plots and where each file comes from.

    Raises
    ------
    DataError
        With every fault of every file; a plot that can be given nothing is one.
    """
    faults: list[Fault] = []
    described: list[Source] = []
    found: dict[str, tuple[OpenPlot, str]] = {}
    for source, label in zip(sources, labels, strict=True):
        try:
            table = read_table(source, name=label)
            described.append(read_source("plots", source, label))
        except DataError as error:
            faults += error.faults
            continue
        ranged = SIZE not in table.columns and {LEAST, MOST} & set(table.columns)
        needed = [LEAST, MOST] if ranged else [SIZE]
        places = places_of(table, areas, None)
        bad = [require_columns(table, PLOTS, needed), place_fault(table, places)]
        if not table.rows:
            bad.append(Fault("empty_file", label))
        faults += [fault for fault in bad if fault is not None]
        for row in () if any(bad) else table.rows:
            cells = Cells(table, row, faults)
            plot = _plot(row, cells, places, areas)
            if plot is None:
                continue
            if plot.id in found:
                first = found[plot.id][1]
                cells.fault("duplicate", found=plot.id, first=first, expected=plot.id)
            elif _decided(states.get(plot.id)):
                cells.fault("plot_decided", id=plot.id)
            else:
                found[plot.id] = (plot, "{} ({})".format(*cells.where))
    if faults:
        raise DataError(faults)
    return [plot for plot, _ in found.values()], described


def _decided(state: State | None) -> bool:
    """Tell whether some dwellings of an allocation that stands have a tenure."""
    if state is None or not state.counted:
        return False
    return any(number for t, number in (state.dwellings or {}).items() if t in KNOWN)


def _plot(row: Row, cells: Cells, places: Places, areas: Areas | None) -> OpenPlot | None:
    """Read one row; None where it has a fault."""
    before = cells.faults
    id_ = cells.text("id", required="T-1")
    place = read_place(row, cells, places, areas)
    if place == Place() and cells.faults == before:
        cells.fault("no_place", found=id_)
    least, most = _size(cells)
    divisible = cells.choice("delbar", (YES, NO), required=False)
    group = cells.text("grupp")
    if group and divisible == YES:
        cells.fault("plot_group", found=group)
    plot = OpenPlot(
        id=id_,
        name=cells.text("namn") or id_,
        place=place,
        least=least,
        most=most,
        allowed=_allowed(cells),
        shares=_shares(cells),
        divisible=divisible != NO,
        group=group,
        expected_on=cells.day("datum", required=False),
        income=_numbers(cells, "intakt"),
        present=_numbers(cells, "forslag") or None,
        subgroup=cells.choice("undergrupp", SUBGROUPS, required=False),
    )
    if cells.faults == before and not plot.possible:
        cells.fault("plot_impossible", id=id_)
    return plot if cells.faults == before else None


def _size(cells: Cells) -> tuple[int, int]:
    """Read the fewest and the most dwellings."""
    before = cells.faults
    size, least, most = (cells.count(column) for column in (SIZE, LEAST, MOST))
    if cells.faults > before:
        return 0, 0
    ends = (size, size) if least is None and most is None else (least, most)
    low, high = ends
    if low is None or high is None or not low <= high or not 0 < high <= LARGEST:
        words = [
            f"{column} {cells.raw(column)}"
            for column in (SIZE, LEAST, MOST)
            if cells.raw(column) is not None
        ]
        cells.fault("plot_size", found=", ".join(words) or "–", expected=LARGEST)
        return 0, 0
    return low, high


def _allowed(cells: Cells) -> tuple[Tenure, ...]:
    """Read the tenures that are allowed; all where none is stated."""
    words = cells.text("tillatna").replace(",", " ").replace(";", " ").split()
    for word in words:
        if word not in KNOWN:
            cells.fault("unknown_value", column="tillatna", found=word, expected=list(KNOWN))
    return tuple(tenure for tenure in KNOWN if tenure in words or not words)


def _shares(cells: Cells) -> dict[Tenure, tuple[Fraction, Fraction]]:
    """Read the least and the greatest share of each tenure."""
    found = {}
    for tenure in KNOWN:
        ends = []
        for column, default in ((f"{tenure}_minst", 0), (f"{tenure}_hogst", 1)):
            number = cells.number(column, "plot_share")
            if number is not None and not 0 <= number <= 1:
                cells.fault("plot_share", column=column, found=cells.raw(column))
            # As it is written: 0.3 is three tenths.
            ends.append(Fraction(default) if number is None else Fraction(str(number)))
        if ends != [0, 1]:
            found[tenure] = (ends[0], ends[1])
    return found


def _numbers(cells: Cells, prefix: str) -> dict[Tenure, int]:
    found = {tenure: cells.count(f"{prefix}_{tenure}") for tenure in KNOWN}
    return {tenure: number for tenure, number in found.items() if number is not None}


def read_terms(file: StatedFile, stated: Mapping[str, object]) -> Terms:
    """Read what ``[plan]`` of a workspace asks.

    Parameters
    ----------
    file
        The file of the settings, which gathers every fault.
    stated
        The table as it was read.

    Returns
    -------
    Terms
        What is asked and has no fault.
    """
    asked = file.table("plan", stated, PLAN_KEYS, between=".")
    limits = []
    for entry in asked.get("limit", ()):
        before = len(file.faults)
        limit = Limit(**file.table("plan.limit", entry, LIMIT_KEYS, between="."))
        if len(file.faults) == before and limit.least is limit.most is None:
            file.wrong("plan.limit", entry, "most = 100")
        limits.append(limit)
    return Terms(
        weights=asked.get("weights", {}),
        closed=asked.get("no_more_hyresratt_in", ""),
        least_share=asked.get("least_share_hyresratt"),
        least_income=asked.get("least_income"),
        limits=tuple(limits),
        targets=asked.get("targets", ()),
    )


def term_faults(terms: Terms, areas: Areas, targets: Sequence[Target], name: str) -> list[Fault]:
    """Find the levels, areas, targets and lists that terms name and that there are none of."""
    lists = sorted({t.definition.areas for t in targets if t.definition.areas})
    ids = sorted({t.id for t in targets if t.minimum is not None})
    asked: list[tuple[str, str, Sequence[str], bool]] = [
        *(("plan.weights", level, areas.levels, level in areas.levels) for level in terms.weights),
        *(("plan.targets", id_, ids, id_ in ids) for id_ in terms.targets),
    ]
    if terms.closed:
        asked.append(("plan.no_more_hyresratt_in", terms.closed, lists, terms.closed in lists))
    for limit in terms.limits:
        if limit.area is not None:
            known = list(areas.at(areas.finest))
            there = areas.level_of(limit.area) is not None
            asked.append(("plan.limit.area", limit.area, known, there))
    return [
        Fault("unknown_value", name, None, {"column": key, "found": found, "expected": list(known)})
        for key, found, known, there in asked
        if not there
    ]
