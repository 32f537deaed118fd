"""Read the known limits by the contract: a list that a workspace keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tenuremix.io.sidecar import as_toml
from tenuremix.io.stated import Keys, StatedFile, is_day, is_one_of, is_text, is_whole, read_stated
from tenuremix.limits import STALE_AFTER_MONTHS, Evidence, Limit, LimitStatus
from tenuremix.workspace import Source

LIMIT_KEYS: Keys = {
    "id": (is_text, '"…"'),
    "text": (is_text, '"…"'),
    "status": (is_one_of([*LimitStatus]), " / ".join(LimitStatus)),
    "last_verified": (is_day, "2025-12-31"),
    "evidence": (is_one_of([*Evidence]), " / ".join(Evidence)),
    "settled_by": (is_text, '"…"'),
}
_REQUIRED = ("id", "text", "status", "last_verified", "evidence")
_KEYS = ("stale_after_months", "limit")


def read_limits(sources: Sequence[str], labels: Sequence[str]) -> tuple[list[Limit], list[Source]]:
    """Read the known limits from one or more TOML files.

    Parameters
    ----------
    sources
        TOML files with ``[[limit]]``, and ``stale_after_months`` where another number than
        twelve is wanted; it holds for its own file.
    labels
        How each is named to the reader.

    Returns
    -------
    tuple
        The limits in the order of the files, and where each file comes from.

    Raises
    ------
    DataError
        With every fault of every file: unknown keys, values that do not fit, an id twice.
    """
    found: dict[str, tuple[Limit, str]] = {}
    described = read_stated(
        "limits", sources, labels, lambda file, content: _read(file, content, found)
    )
    return [limit for limit, _ in found.values()], described


def _read(
    file: StatedFile, content: Mapping[str, Any], found: dict[str, tuple[Limit, str]]
) -> None:
    """Read one file into what is found, with the name of the file of each."""
    for key in content:
        if key not in _KEYS:
            file.fault("unknown_key", found=key, expected=list(_KEYS))
    months = content.get("stale_after_months", STALE_AFTER_MONTHS)
    if not is_whole(months):
        given = as_toml(months)
        file.fault("wrong_key", key="stale_after_months", found=given, expected="1, 2, 3 …")
    for entry in file.tables(content, "limit"):
        where = f"limit {entry.get('id', '')}".strip()
        if not file.check(where, entry, LIMIT_KEYS, _REQUIRED):
            continue
        id_ = entry["id"]
        if id_ in found:
            file.fault("duplicate", found=where, first=found[id_][1], expected=where)
            continue
        stated = {
            **entry,
            "status": LimitStatus(entry["status"]),
            "evidence": Evidence(entry["evidence"]),
        }
        found[id_] = (Limit(**stated, stale_after_months=months), file.name)
