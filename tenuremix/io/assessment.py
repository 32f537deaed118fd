"""Read the nämnd's own assessments by the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import MAXYEAR, MINYEAR
from typing import Any

from tenuremix.assessment import Assessment, Judgement
from tenuremix.io.sidecar import as_toml
from tenuremix.io.stated import Keys, StatedFile, is_day, is_one_of, is_text, read_stated
from tenuremix.rules import Target
from tenuremix.workspace import Source


def _is_year(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and MINYEAR <= value < MAXYEAR


ASSESSMENT_KEYS: Keys = {
    "target": (is_text, '"…"'),
    "year": (_is_year, "2025"),
    "status": (is_one_of([*Judgement]), " / ".join(Judgement)),
    "text": (is_text, '"…"'),
    "date": (is_day, "2025-12-31"),
    "source": (is_text, '"…"'),
}
_Found = dict[tuple[str, int], tuple[Assessment, str]]


def read_assessments(
    sources: Sequence[str], labels: Sequence[str], targets: Sequence[Target] | None
) -> tuple[list[Assessment], list[Source]]:
    """Read the nämnd's assessments from one or more TOML files.

    Parameters
    ----------
    sources
        TOML files with ``[[assessment]]``, each with every key.
    labels
        How each is named to the reader.
    targets
        The targets that may be assessed; None where they are at fault themselves: an id is then
        not checked.

    Returns
    -------
    tuple
        The assessments in the order of the files, and where each file comes from.

    Raises
    ------
    DataError
        With every fault of every file: unknown keys, values that do not fit, a target that is
        not there, two assessments of one target and year.
    """
    found: _Found = {}
    described = read_stated(
        "assessment", sources, labels, lambda file, content: _read(file, content, targets, found)
    )
    return [assessment for assessment, _ in found.values()], described


def _read(
    file: StatedFile,
    content: Mapping[str, Any],
    targets: Sequence[Target] | None,
    found: _Found,
) -> None:
    """Read one file into what is found, with the name of the file of each."""
    for key in content:
        if key != "assessment":
            file.fault("unknown_key", found=key, expected=["assessment"])
    for entry in file.tables(content, "assessment"):
        where = f"assessment {entry.get('target', '')} {entry.get('year', '')}".strip()
        if not file.check(where, entry, ASSESSMENT_KEYS, tuple(ASSESSMENT_KEYS)):
            continue
        known = None if targets is None else {target.id for target in targets}
        if known is not None and entry["target"] not in known:
            expected = ", ".join(sorted(known))
            given = as_toml(entry["target"])
            file.fault("wrong_key", key=f"{where}: target", found=given, expected=expected)
            continue
        one = (entry["target"], entry["year"])
        if one in found:
            file.fault("duplicate", found=where, first=found[one][1], expected=where)
            continue
        stated = {**entry, "status": Judgement(entry["status"])}
        found[one] = (Assessment(**stated), file.name)
