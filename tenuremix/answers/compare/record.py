"""The JSON of proposals beside each other (docs: the contract of the files and the JSON)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tenuremix.answers.compare.figures import Beside, Subject, headed, subjects
from tenuremix.answers.contract import Json, check_json
from tenuremix.answers.verdict import check_record
from tenuremix.counting.proposal import Alternatives
from tenuremix.document.tables import Figure
from tenuremix.inputs import Workspace
from tenuremix.locale.locale import Locale


def comparison_record(found: Alternatives, workspace: Workspace, text: Locale) -> Json:
    """Give the answer on each proposal, as ``check`` gives it, and every figure beside the others.

    Only texts within the answers depend on the language.
    """
    nothing = check_json(found.nothing, workspace.areas, (), text)
    figures = [(of, each) for of in subjects(found, workspace, text) for each in of.figures]
    return {
        "as_of": found.nothing.as_of.isoformat(),
        "alternatives": [
            {"name": name, "check": check_record(check, workspace, text)}
            for name, check in zip(found.names, found.checks, strict=True)
        ],
        "nothing": {key: nothing[key] for key in ("areas", "targets")},
        "differs": [_figure(of, each) for of, each in figures if each.differs],
        "same": [_figure(of, each) for of, each in figures if not each.differs],
    }


def comparison_rows(
    found: Alternatives, workspace: Workspace, text: Locale
) -> Iterator[dict[str, Any]]:
    """Give a row of CSV for each figure of nothing (number 0) and of each proposal.

    The ends of what is missing are those of its dwellings.
    """
    names = headed(found, text)
    for of in subjects(found, workspace, text):
        for each in of.figures:
            record = _figure(of, each)
            values, cells = record.pop("values"), each.sheet[-1][1]
            record.pop("values_range", None)
            for at, (name, value, cell) in enumerate(zip(names, values, cells, strict=True)):
                low, high = (cell.low, cell.high) if isinstance(cell, Figure) else (None, None)
                yield {
                    **record,
                    "differs": each.differs,
                    "number": at,
                    "name": name,
                    "value": value["pole"] if isinstance(value, dict) else value,
                    "low": low,
                    "high": high,
                }


def _figure(of: Subject, each: Beside) -> Json:
    """Give one figure of nothing and then of each proposal; a number with its ends."""
    record: Json = {
        "subject": of.kind,
        "id": of.id,
        "level": of.level,
        "figure": each.figure,
        "tenure": each.tenure and each.tenure.value,
        "state": each.state,
    }
    if each.values is not None:
        return {**record, "values": list(each.values)}
    numbers = [cell for cell in each.cells if isinstance(cell, Figure)]
    ends = [[number.low, number.high] for number in numbers]
    return {**record, "values": [n.value for n in numbers], "values_range": ends}
