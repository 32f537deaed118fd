"""Read what ``tenuremix.toml`` states about what is to come: ``[outlook]`` and ``[[scenario]]``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tenuremix.counting.tenure import KNOWN, Tenure
from tenuremix.io.files.toml_tables import (
    DAY,
    TEXT,
    Key,
    Keys,
    StatedFile,
    exactly,
    is_share,
    is_within,
    needed,
    table_of,
)
from tenuremix.outlook.assumptions import SCENARIOS, Assumptions, PlotAssumption, Scenario

_MOST = 1_000_000


def _is_shares(value: object) -> bool:
    return (
        isinstance(value, dict)
        and bool(value)
        and value.keys() <= {*KNOWN}
        and all(is_share(share) for share in value.values())
        and sum(exactly(share) for share in value.values()) <= 1
    )


def _shares(stated: Mapping[str, float]) -> dict[Tenure, Any]:
    return {Tenure(tenure): exactly(share) for tenure, share in stated.items()}


_PROBABILITY = Key(is_share, "0–1")
_SHARES = Key(_is_shares, "{ hyresratt = 0.5, bostadsratt = 0.3 } (<= 1)", _shares)
OUTLOOK_KEYS: Keys = {
    "undecided": _SHARES,
    "withdrawal": _PROBABILITY,
    "least_cases": Key(is_within(1, _MOST), "1, 2, 3 …"),
    "plots": table_of('outlook.plots."…"'),
}
PLOT_KEYS: Keys = {
    "probability": _PROBABILITY,
    "expected": DAY,
    "undecided": _SHARES,
    "withdrawal": _PROBABILITY,
}
SCENARIO_KEYS: Keys = {
    "id": needed(TEXT),
    "title": TEXT,
    "odds_ratio": needed(
        Key(lambda value: type(value) in (int, float) and 0 < value <= _MOST, "> 0", float)
    ),
    "weight": needed(Key(is_share, "0–1", float)),
    "source": TEXT,
}


def read_assumptions(
    file: StatedFile, outlook: Mapping[str, object], scenarios: Sequence[object] | None
) -> Assumptions:
    """Read ``[outlook]`` and ``[[scenario]]``, None where not stated; faults gather."""
    stated = file.table("outlook", outlook, OUTLOOK_KEYS)
    plots = {
        id_: PlotAssumption(**file.table(f"outlook.plots.{id_}", entry, PLOT_KEYS))
        for id_, entry in stated.get("plots", {}).items()
    }
    found = SCENARIOS if scenarios is None else _scenarios(file, scenarios)
    return Assumptions(**{**stated, "plots": plots, "scenarios": found})


def _scenarios(file: StatedFile, entries: Sequence[object]) -> tuple[Scenario, ...]:
    """Read the scenarios of a workspace, which replace those that are assumed."""
    found: list[Scenario] = []
    seen: dict[str, str] = {}
    before = len(file.faults)
    for where, stated in file.entries("scenario", entries, SCENARIO_KEYS):
        if not file.twice(where, stated["id"], seen):
            found.append(Scenario(**{"title": stated["id"], **stated}))
    weights = [exactly(scenario.weight) for scenario in found]
    if len(file.faults) == before and sum(weights) != 1:
        words = " + ".join(str(scenario.weight) for scenario in found)
        file.fault("wrong_key", key="scenario: weight", found=words, expected="… + … = 1")
    return tuple(found)
