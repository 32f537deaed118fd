"""Every rule of counting, by hand, on squares: the files of ``tests/cases`` through the CLI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from casefiles import Inputs, case_names, in_any_order, read_case, rows, shown

if TYPE_CHECKING:
    from pathlib import Path

WRONG: dict[str, str] = {}


def _marked(name: str) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=WRONG[name])] if name in WRONG else []
    return pytest.param(name, marks=marks, id=name)


@pytest.mark.parametrize("name", [_marked(name) for name in case_names()])
def test_case(name: str, tmp_path: Path) -> None:
    case = read_case(name)
    inputs = Inputs(case, tmp_path)
    for run in case["run"]:
        check_progress(inputs, run)


def check_progress(inputs: Inputs, run: dict[str, Any]) -> None:
    (found,) = inputs.json("progress", as_of=run.get("as_of"))
    assert found["as_of"] == (run.get("as_of") or inputs.case["as_of"]).isoformat()
    for key in ("counted", "status", "remaining", "by_year"):
        if key in run:
            assert found[key] == run[key], key
    assert found["status"] not in run.get("not_status", [])
    # What holds for every case: the figure is the sum of its ledger and of its years.
    assert sum(entry["counted"] for entry in found["ledger"]) == found["counted"]
    assert sum(found["by_year"].values()) == found["counted"]
    assert all(entry["counted"] in (0, entry["dwellings"]) for entry in found["ledger"])
    if "ledger" in run:
        expected = rows(run["ledger"]) if run["ledger"] else []
        table = shown(found["ledger"], expected, "allocation | area")
        assert in_any_order(table) == in_any_order(expected)
