"""Read the nämnd's own assessments by the contract."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import MAXYEAR, MINYEAR

from tenuremix.counting.targets import Target
from tenuremix.io.files.toml_tables import (
    DAY,
    TEXT,
    Key,
    Keys,
    is_within,
    needed,
    one_of,
    tables_of,
)
from tenuremix.io.inputs.sidecar import Files
from tenuremix.published.assessment import Assessment, Judgement

ASSESSMENT_KEYS: Keys = {
    "target": needed(TEXT),
    "year": needed(Key(is_within(MINYEAR, MAXYEAR - 1), "2025")),
    "status": needed(one_of([*Judgement], Judgement)),
    "text": needed(TEXT),
    "date": needed(DAY),
    "source": needed(TEXT),
}
FILE_KEYS: Keys = {"assessment": tables_of("assessment")}


def read_assessments(files: Files, targets: Sequence[Target] | None) -> list[Assessment]:
    """Read the nämnd's assessments from one or more TOML files.

    Parameters
    ----------
    files
        TOML files with ``[[assessment]]``, each with every key.
    targets
        The targets that may be assessed; None where they are at fault themselves: an id is then
        not checked.

    Raises
    ------
    DataError
        With every fault of every file: unknown keys, values that do not fit, a target that is
        not there, two assessments of one target and year.
    """
    assessments: list[Assessment] = []
    seen: dict[tuple[str, int], str] = {}
    known = None if targets is None else sorted({target.id for target in targets})
    for file, content in files.stated("assessment"):
        listed = file.table("", content, FILE_KEYS).get("assessment", [])
        named = ("target", "year")
        for where, entry in file.entries("assessment", listed, ASSESSMENT_KEYS, named=named):
            if known is not None and entry["target"] not in known:
                file.wrong(f"{where}: target", entry["target"], ", ".join(known))
            elif not file.twice(where, (entry["target"], entry["year"]), seen):
                assessments.append(Assessment(**entry))
    files.check()
    return assessments
