"""Read what ``tenuremix.toml`` states about what is to come: ``[outlook]`` and ``[[scenario]]``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from tenuremix.errors import Fault
from tenuremix.io.sidecar import as_toml
from tenuremix.likelihood import LEAST_CASES, SCENARIOS, Assumptions, PlotAssumption, Scenario
from tenuremix.tenure import KNOWN, Tenure

_Keys = Mapping[str, tuple[Callable[[Any], bool], str]]


def _is_probability(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1


def _is_ratio(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value <= _MOST


def _is_shares(value: object) -> bool:
    return (
        isinstance(value, dict)
        and bool(value)
        and set(value) <= {tenure.value for tenure in KNOWN}
        and all(_is_probability(share) for share in value.values())
        and sum(Fraction(str(share)) for share in value.values()) <= 1
    )


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


_MOST = 1_000_000
_PROBABILITY = (_is_probability, "0–1")
_SHARES = (_is_shares, "{ hyresratt = 0.5, bostadsratt = 0.3 } (<= 1)")
OUTLOOK_KEYS: _Keys = {
    "undecided": _SHARES,
    "withdrawal": _PROBABILITY,
    "least_cases": (lambda v: type(v) is int and 1 <= v <= _MOST, "1, 2, 3 …"),
    "plots": (lambda v: isinstance(v, dict), '[outlook.plots."…"]'),
}
PLOT_KEYS: _Keys = {
    "probability": _PROBABILITY,
    "expected": (_is_day, "2025-12-31"),
    "undecided": _SHARES,
    "withdrawal": _PROBABILITY,
}
SCENARIO_KEYS: _Keys = {
    "id": (_is_text, '"…"'),
    "title": (_is_text, '"…"'),
    "odds_ratio": (_is_ratio, "> 0"),
    "weight": _PROBABILITY,
    "source": (_is_text, '"…"'),
}
_REQUIRED = ("id", "odds_ratio", "weight")


def read_assumptions(
    outlook: object, scenarios: object, name: str
) -> tuple[Assumptions, list[Fault]]:
    """Read the tables ``[outlook]`` and ``[[scenario]]`` of the settings.

    Parameters
    ----------
    outlook, scenarios
        As they stand; None where they do not.
    name
        The file, as it is named to the reader.

    Returns
    -------
    tuple
        What is stated, and every fault found in it.
    """
    faults: list[Fault] = []
    stated = _table("outlook", outlook if outlook is not None else {}, OUTLOOK_KEYS, name, faults)
    plots = {
        str(id_): _table(f"outlook.plots.{id_}", entry, PLOT_KEYS, name, faults)
        for id_, entry in (stated.get("plots") or {}).items()
    }
    assumptions = Assumptions(
        undecided=_shares(stated.get("undecided")) or {},
        withdrawal=stated.get("withdrawal"),
        least_cases=stated.get("least_cases", LEAST_CASES),
        plots={
            id_: PlotAssumption(
                probability=entry.get("probability"),
                expected=entry.get("expected"),
                undecided=_shares(entry.get("undecided")),
                withdrawal=entry.get("withdrawal"),
            )
            for id_, entry in plots.items()
        },
        scenarios=SCENARIOS if scenarios is None else _scenarios(scenarios, name, faults),
    )
    return assumptions, faults


def _table(
    where: str, entry: object, keys: _Keys, name: str, faults: list[Fault]
) -> dict[str, Any]:
    """Check one table, and give what of it can be used."""
    if not isinstance(entry, dict):
        values = {"key": where, "found": as_toml(entry), "expected": f"[{where}]"}
        faults.append(Fault("wrong_key", name, None, values))
        return {}
    found = {}
    for key, value in entry.items():
        if key not in keys:
            known = {"found": f"{where}: {key}", "expected": list(keys)}
            faults.append(Fault("unknown_key", name, None, known))
        elif not keys[key][0](value):
            words = {"found": as_toml(value), "expected": keys[key][1]}
            faults.append(Fault("wrong_key", name, None, {"key": f"{where}: {key}", **words}))
        else:
            found[key] = value
    return found


def _shares(stated: Mapping[str, object] | None) -> dict[Tenure, Fraction] | None:
    if stated is None:
        return None
    return {Tenure(tenure): Fraction(str(share)) for tenure, share in stated.items()}


def _scenarios(entries: object, name: str, faults: list[Fault]) -> tuple[Scenario, ...]:
    """Read the scenarios of a workspace, which replace those that are assumed."""
    if not isinstance(entries, list) or not entries:
        values = {"key": "scenario", "found": as_toml(entries), "expected": "[[scenario]]"}
        faults.append(Fault("wrong_key", name, None, values))
        return SCENARIOS
    found: dict[str, Scenario] = {}
    before = len(faults)
    for entry in entries:
        where = f"scenario {entry.get('id', '') if isinstance(entry, dict) else ''}".strip()
        stated = _table(where, entry, SCENARIO_KEYS, name, faults)
        for key in _REQUIRED:
            if isinstance(entry, dict) and key not in entry:
                values = {"found": f"{where}: {key}", "expected": SCENARIO_KEYS[key][1]}
                faults.append(Fault("missing_key", name, None, values))
        if any(key not in stated for key in _REQUIRED):
            continue
        if stated["id"] in found:
            values = {"found": where, "first": name, "expected": where}
            faults.append(Fault("duplicate", name, None, values))
        found[stated["id"]] = Scenario(
            stated["id"],
            stated.get("title", stated["id"]),
            float(stated["odds_ratio"]),
            float(stated["weight"]),
            stated.get("source", ""),
        )
    weights = [Fraction(str(scenario.weight)) for scenario in found.values()]
    if len(faults) == before and sum(weights) != 1:
        words = " + ".join(str(scenario.weight) for scenario in found.values())
        values = {"key": "scenario: weight", "found": words, "expected": "… + … = 1"}
        faults.append(Fault("wrong_key", name, None, values))
    return tuple(found.values())
