"""Read the open plots by the contract, and what the workspace asks of a plan for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

from tenuremix.counting.areas import Areas
from tenuremix.counting.decisions import Place, State
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import KNOWN, Tenure
from tenuremix.errors import Fault
from tenuremix.io.files.columns import Columns
from tenuremix.io.files.rows import RawTable
from tenuremix.io.files.toml_tables import (
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
from tenuremix.io.inputs.decisions import NOWHERE
from tenuremix.io.inputs.placed import read_placed
from tenuremix.io.inputs.sidecar import Files
from tenuremix.planning.plots import BY_POLE, BY_TENURE, OpenPlot, Quota, Terms
from tenuremix.schema import PLOTS, SHARE, names

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
    "mix": one_of((BY_POLE, BY_TENURE)),
    "limit": tables_of("plan.limit"),
}
LIMIT_KEYS: Keys = {
    "area": Key(lambda value: isinstance(value, str), '"601"'),
    "year": Key(is_within(0), "2026"),
    "tenure": one_of(KNOWN, Tenure),
    "least": COUNT,
    "most": COUNT,
}


def read_plots(files: Files, areas: Areas | None, states: Mapping[str, State]) -> list[OpenPlot]:
    """Read the open plots from one or more files.

    Parameters
    ----------
    files
        Files with one row per plot; the columns ``id``, ``namn``, ``bostader`` (or
        ``bostader_min`` and ``bostader_max``) and a place are required.
    areas
        The areas, for the codes of ``omrade`` and the CRS; None where they are at fault.
    states
        The allocations that stand: one of them whose tenure is decided is no open plot.

    Raises
    ------
    DataError
        With every fault of every file; a plot that can be given nothing is one.
    """
    found: dict[str, tuple[OpenPlot, str]] = {}
    for columns, places in read_placed(files, "plots", _needed, areas):
        if not columns.number:
            files.faults.append(Fault("empty_file", columns.table.name))
        for at, plot in _plots(columns, places):
            if plot.id in found:
                first = found[plot.id][1]
                columns.fault(at, "duplicate", found=plot.id, first=first, expected=plot.id)
            elif _decided(states.get(plot.id)):
                columns.fault(at, "plot_decided", id=plot.id)
            else:
                found[plot.id] = (plot, "{} ({})".format(*columns.where(at)))
    files.check()
    return [plot for plot, _ in found.values()]


def _decided(state: State | None) -> bool:
    """Tell whether some dwellings of an allocation that stands have a tenure."""
    if state is None or not state.standing:
        return False
    return any(number for t, number in (state.dwellings or {}).items() if t in KNOWN)


def _needed(table: RawTable) -> tuple[str, ...]:
    """Give the columns that a table must have: the size of its plots, or the ends of it."""
    ranged = SIZE not in table.columns and {LEAST, MOST} & set(table.columns)
    return (*names(PLOTS, required=True), *((LEAST, MOST) if ranged else (SIZE,)))


def _plots(
    columns: Columns, read_places: Callable[[], Sequence[Place]]
) -> Iterator[tuple[int, OpenPlot]]:
    """Make plots of the rows that have no fault, each with its place among the rows."""
    first, *others = PLOTS
    read = {first.name: columns.read(first)}
    places = read_places()
    unplaced = {at for at, place in enumerate(places) if place == NOWHERE} - columns.bad
    for column in others:
        fault = "plot_share" if column.kind == SHARE else ""
        read[column.name] = columns.read(column, fault=fault)
    for at in range(columns.number):
        row = {name: cells[at] for name, cells in read.items()}
        if at in unplaced:
            columns.fault(at, "no_place", found=row["id"])
        if row["grupp"] and row["delbar"] == YES:
            columns.fault(at, "plot_group", found=row["grupp"])
        least, most = _size(row, partial(columns.fault, at)) if not columns.is_bad(at) else (0, 0)
        plot = OpenPlot(
            id=row["id"],
            name=row["namn"] or row["id"],
            place=places[at],
            least=least,
            most=most,
            allowed=_allowed(row, partial(columns.fault, at)),
            shares=_shares(row),
            divisible=row["delbar"] != NO,
            group=row["grupp"],
            expected_on=row["datum"],
            income=_numbers(row, "intakt"),
            present=_numbers(row, "forslag") or None,
            subgroup=row["undergrupp"],
            hustyp=row["hustyp"],
        )
        if not columns.is_bad(at) and not plot.possible:
            columns.fault(at, "plot_impossible", id=plot.id)
        if not columns.is_bad(at):
            yield at, plot


_Row = Mapping[str, Any]
_Found = Callable[..., None]


def _size(row: _Row, fault: _Found) -> tuple[int, int]:
    """Find the fewest and the most dwellings."""
    size, least, most = (row[column] for column in (SIZE, LEAST, MOST))
    low, high = (size, size) if least is None and most is None else (least, most)
    if low is None or high is None or not low <= high or not 0 < high <= LARGEST:
        words = [f"{name} {row[name]}" for name in (SIZE, LEAST, MOST) if row[name] is not None]
        fault("plot_size", found=", ".join(words) or "–", expected=LARGEST)
        return 0, 0
    return low, high


def _allowed(row: _Row, fault: _Found) -> tuple[Tenure, ...]:
    """Find the tenures that are allowed; all where none is stated."""
    words = row["tillatna"].replace(",", " ").replace(";", " ").split()
    for word in words:
        if word not in KNOWN:
            fault("unknown_value", column="tillatna", found=word, expected=list(KNOWN))
    return tuple(tenure for tenure in KNOWN if tenure in words or not words)


def _shares(row: _Row) -> dict[Tenure, tuple[Fraction, Fraction]]:
    """Find the least and the greatest share of each tenure."""
    found = {}
    for tenure in KNOWN:
        # As it is written: 0.3 is three tenths.
        low, high = (
            Fraction(default if row[column] is None else str(row[column]))
            for column, default in ((f"{tenure}_minst", "0"), (f"{tenure}_hogst", "1"))
        )
        if low != 0 or high != 1:
            found[tenure] = (low, high)
    return found


def _numbers(row: _Row, prefix: str) -> dict[Tenure, int]:
    found = {tenure: row[f"{prefix}_{tenure}"] for tenure in KNOWN}
    return {tenure: number for tenure, number in found.items() if number is not None}


def read_terms(file: StatedFile, stated: Mapping[str, object]) -> Terms:
    """Read what ``[plan]`` of a workspace asks; faults gather with those of its file."""
    asked = file.table("plan", stated, PLAN_KEYS, between=".")
    limits = []
    for entry in asked.get("limit", ()):
        before = len(file.faults)
        quota = Quota(**file.table("plan.limit", entry, LIMIT_KEYS, between="."))
        if len(file.faults) == before and quota.least is quota.most is None:
            file.wrong("plan.limit", entry, "most = 100")
        limits.append(quota)
    return Terms(
        weights=asked.get("weights", {}),
        closed=asked.get("no_more_hyresratt_in", ""),
        least_share=asked.get("least_share_hyresratt"),
        least_income=asked.get("least_income"),
        limits=tuple(limits),
        targets=asked.get("targets", ()),
        mix=asked.get("mix", BY_POLE),
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
    for quota in terms.limits:
        if quota.area is not None:
            known = list(areas.at(areas.finest))
            there = areas.level_of(quota.area) is not None
            asked.append(("plan.limit.area", quota.area, known, there))
    return [
        Fault("unknown_value", name, None, {"column": key, "found": found, "expected": list(known)})
        for key, found, known, there in asked
        if not there
    ]
