"""Read the open plots by the contract, and what the workspace asks of a plan for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

from tenuremix.areas import Areas
from tenuremix.errors import DataError, Fault
from tenuremix.io.cells import parse_count
from tenuremix.io.columns import Columns
from tenuremix.io.decisions import NOWHERE
from tenuremix.io.placed import read_placed
from tenuremix.io.rows import Table
from tenuremix.io.sidecar import as_toml
from tenuremix.plan import Limit, OpenPlot, Terms
from tenuremix.register import Place, State
from tenuremix.rules import Target
from tenuremix.schema import PLOTS, SHARE, names
from tenuremix.tenure import KNOWN, Tenure
from tenuremix.workspace import Source

SIZE, LEAST, MOST = "bostader", "bostader_min", "bostader_max"
LARGEST = 100_000
"""More dwellings than any plot takes."""

YES, NO = "ja", "nej"
PLAN_KEYS = (
    "weights",
    "no_more_hyresratt_in",
    "least_share_hyresratt",
    "least_income",
    "targets",
    "limit",
)
LIMIT_KEYS = ("area", "year", "tenure", "least", "most")


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
    for columns, places in read_placed("plots", sources, labels, _needed, areas, faults, described):
        if not columns.number:
            faults.append(Fault("empty_file", columns.table.name))
        for at, plot in _plots(columns, places):
            if plot.id in found:
                first = found[plot.id][1]
                columns.fault(at, "duplicate", found=plot.id, first=first, expected=plot.id)
            elif _decided(states.get(plot.id)):
                columns.fault(at, "plot_decided", id=plot.id)
            else:
                found[plot.id] = (plot, "{} ({})".format(*columns.where(at)))
        faults += columns.faults()
    if faults:
        raise DataError(faults)
    return [plot for plot, _ in found.values()], described


def _decided(state: State | None) -> bool:
    """Tell whether some dwellings of an allocation that stands have a tenure."""
    if state is None or not state.counted:
        return False
    return any(number for t, number in (state.dwellings or {}).items() if t in KNOWN)


def _needed(table: Table) -> tuple[str, ...]:
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


def read_terms(stated: Mapping[str, object], name: str) -> tuple[Terms, list[Fault]]:
    """Read what ``[plan]`` of a workspace asks.

    Parameters
    ----------
    stated
        The table as it was read.
    name
        How its file is named to the reader.

    Returns
    -------
    tuple
        The terms, and the faults of the table.
    """
    faults = _unknown(stated, PLAN_KEYS, "plan", name)
    limits = stated.get("limit", [])
    kept: dict[str, object] = {}
    for key, value in stated.items():
        if expected := _expected(key, value):
            values = {"key": f"plan.{key}", "found": as_toml(value), "expected": expected}
            faults.append(Fault("wrong_key", name, None, values))
        else:
            kept[key] = value
    made = []
    for limit in limits if isinstance(limits, list) and "limit" in kept else ():
        found = _limit(limit, name)
        faults += found if isinstance(found, list) else []
        made += [] if isinstance(found, list) else [found]
    if faults:
        return Terms(), faults
    share = kept.get("least_share_hyresratt")
    return Terms(
        weights=dict(kept.get("weights", {})),  # type: ignore[call-overload]
        closed=str(kept.get("no_more_hyresratt_in", "")),
        least_share=None if share is None else Fraction(str(share)),
        least_income=kept.get("least_income"),  # type: ignore[arg-type]
        limits=tuple(made),
        targets=tuple(kept.get("targets", ())),  # type: ignore[arg-type]
    ), []


def _unknown(stated: Mapping[str, object], keys: Sequence[str], at: str, name: str) -> list[Fault]:
    return [
        Fault("unknown_key", name, None, {"found": f"{at}.{key}", "expected": list(keys)})
        for key in stated
        if key not in keys
    ]


def _expected(key: str, value: object) -> str:
    """Say what a key of ``[plan]`` should hold, where it holds something else."""
    if key == "weights":
        numbers = value.values() if isinstance(value, dict) else ()
        fine = bool(numbers) and all(type(n) is int and 1 <= n <= 1000 for n in numbers)  # noqa: PLR2004
        return "" if fine else "{ NIVÅ = 1 }"
    if key == "least_share_hyresratt":
        return "" if type(value) in (int, float) and 0 <= value <= 1 else "0.3"  # type: ignore[operator]
    if key == "least_income":
        return "" if parse_count(value) is not None and type(value) is int else "100000000"
    if key == "targets":
        listed = value if isinstance(value, list) else [None]
        return "" if all(isinstance(each, str) for each in listed) else '["…", "…"]'
    if key == "limit":
        listed = value if isinstance(value, list) else [None]
        return "" if all(isinstance(each, dict) for each in listed) else "[[plan.limit]]"
    return "" if isinstance(value, str) or key not in PLAN_KEYS else '"…"'


def _limit(stated: Mapping[str, object], name: str) -> Limit | list[Fault]:
    """Read one limit, or give its faults."""
    faults = _unknown(stated, LIMIT_KEYS, "plan.limit", name)
    expected = {
        "area": '"601"',
        "year": "2026",
        "tenure": " / ".join(KNOWN),
        "least": "0, 1, 2 …",
        "most": "0, 1, 2 …",
    }
    for key, value in stated.items():
        fine = isinstance(value, str) if key == "area" else parse_count(value) is not None
        if key == "tenure":
            fine = value in tuple(KNOWN)
        if key in expected and (not fine or isinstance(value, (bool, float))):
            values = {
                "key": f"plan.limit.{key}",
                "found": as_toml(value),
                "expected": expected[key],
            }
            faults.append(Fault("wrong_key", name, None, values))
    if not faults and "least" not in stated and "most" not in stated:
        values = {"key": "plan.limit", "found": as_toml(dict(stated)), "expected": "most = 100"}
        faults.append(Fault("wrong_key", name, None, values))
    if faults:
        return faults
    tenure = stated.get("tenure")
    return Limit(
        area=stated.get("area"),  # type: ignore[arg-type]
        year=stated.get("year"),  # type: ignore[arg-type]
        tenure=None if tenure is None else Tenure(str(tenure)),
        least=stated.get("least"),  # type: ignore[arg-type]
        most=stated.get("most"),  # type: ignore[arg-type]
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
